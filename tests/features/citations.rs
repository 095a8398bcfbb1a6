//! Citations in running text become links, and the cited page says where it is cited.

use crate::fixture::{Made, site};

const CITED: &str = "van-ban/2022/28-nq-tw.html";
const CITING: &str = "van-ban/2023/1-kh-tu.html";

/// The page of a plan with this text, beside the resolution 28-NQ/TW of 17 November 2022.
#[track_caller]
fn citing(body: &str) -> Made {
    site(&format!(
        "-- nq.md 28-NQ/TW 2022-11-17 --\nknown_as: [Nghị quyết Trung ương 6]\n---\nVăn bản gốc.\n\
         -- kh.md 1-KH/TU 2023-02-01 --\n{body}\n"
    ))
}

/// The text links these words to the resolution, which says so.
#[track_caller]
fn links(body: &str, words: &str) {
    let site = citing(body);
    site.links(CITING, &format!("[{words}](../2022/28-nq-tw.html)"));
    site.links(CITED, "Được dẫn trong … [Kế hoạch 1-KH/TU … ](../2023/1-kh-tu.html)");
}

/// Nothing in the text is a link to the resolution, which is not cited.
#[track_caller]
fn stays_text(body: &str) {
    let site = citing(body);
    let page = site.bytes(CITING);
    let text = page.split_once("<div class=\"prose\">").unwrap().1.split_once("<nav").unwrap().0;
    assert!(!text.contains("28-nq-tw.html"), "{text}");
    site.shows_no(CITED, "Được dẫn trong");
}

#[test]
fn a_number_links() {
    links("Theo 28-NQ/TW của Trung ương.", "28-NQ/TW");
    links("Theo Nghị quyết số 28-NQ/TW.", "Nghị quyết số 28-NQ/TW");
    links("Theo Nghị quyết số 28-NQ/TW, ngày 17/11/2022 về x.", "Nghị quyết số 28-NQ/TW, ngày 17/11/2022");
    links("Theo nghị quyết số 28 - NQ / TW ngày 17-11-2022.", "nghị quyết số 28 - NQ / TW ngày 17-11-2022");
}

#[test]
fn a_line_break_and_emphasis_part_no_citation() {
    links("Theo Nghị quyết\nsố 28-NQ/TW, ngày\n17/11/2022.", "Nghị quyết số 28-NQ/TW, ngày 17/11/2022");
    let site = citing("Theo **Nghị quyết số 28**-NQ/TW, *ngày 17/11/2022*.");
    site.shows(CITING, "Theo Nghị quyết số 28-NQ/TW, ngày 17/11/2022.");
    assert!(site.bytes(CITING).contains("href=\"../2022/28-nq-tw.html\""));
    site.shows(CITED, "Được dẫn trong … Kế hoạch 1-KH/TU");
}

#[test]
fn a_citation_links_wherever_it_stands() {
    let words = "Nghị quyết số 28-NQ/TW";
    links(&format!("## Về {words}\n\nLời."), words);
    links(&format!("- một\n- {words}"), words);
    links(&format!("> {words}"), words);
    links(&format!("| a | b |\n|---|---|\n| c | theo {words} |"), words);
    links(&format!("Lời[^1].\n\n[^1]: Theo {words}."), words);
    links("Theo &#8220;A&#8221; \\* Nghị quyết số 28\\-NQ&#47;TW.", words);
    links(&format!("Lời. {{#p}}\n\nTheo {words}. {{#q}}"), words);
}

#[test]
fn a_citation_links_behind_blotted_words_and_not_inside_them() {
    let with = |redact: &str| {
        site(&format!(
            "-- nq.md 28-NQ/TW 2022-11-17 --\nGốc.\n\
             -- kh.md 1-KH/TU 2023-02-01 --\nredact: [{redact}]\n---\nÔng **An** Bình, số 09, ghi 28-NQ/TW. \\\n*Ông An Bình* ghi Nghị quyết 28-NQ/TW.\n"
        ))
    };
    with("Ông An Bình").links(
        CITING,
        "▮▮▮, số 09, ghi [28-NQ/TW](../2022/28-nq-tw.html). ▮▮▮ ghi [Nghị quyết 28-NQ/TW](../2022/28-nq-tw.html).",
    );
    with("ghi 28")
        .links(CITING, "số 09, ▮▮▮-NQ/TW. Ông An Bình ghi [Nghị quyết 28-NQ/TW](../2022/28-nq-tw.html).");
}

#[test]
fn the_text_of_a_report_links_too() {
    let site = site(
        "-- nq.md 28-NQ/TW 2022-11-17 --
deadlines:
  - {id: a, task: Báo cáo, due: 2023-05-01, lead: [huyen-uy-a]}
---
Gốc.
-- progress/bao-cao.md --
---
directive: 28-NQ/TW
date_of_directive: 2022-11-17
deadline: a
organization: huyen-uy-a
date: 2023-04-20
status: done
---
Lời \\* &amp; theo Nghị quyết số 28-NQ/TW, đã xong.
",
    );
    site.links("bao-cao/bao-cao.html", "[Nghị quyết số 28-NQ/TW](../van-ban/2022/28-nq-tw.html)");
}

#[test]
fn other_letters_for_the_same_number_link() {
    links("Theo Nghị quyết số 28-NQ/TƯ.", "Nghị quyết số 28-NQ/TƯ");
}

#[test]
fn a_known_name_links_in_any_case_where_no_more_number_follows() {
    links("Theo Nghị quyết Trung ương 6.", "Nghị quyết Trung ương 6");
    links("THEO NGHỊ QUYẾT TRUNG ƯƠNG 6.", "NGHỊ QUYẾT TRUNG ƯƠNG 6");
    links("Theo văn bản[^1].\n\n[^1]: Xem Nghị quyết Trung ương 6.", "Nghị quyết Trung ương 6");
    stays_text("Theo Nghị quyết Trung ương 65.");
    stays_text("Theo Nghị quyết Trung ương 6/2020.");
}

#[test]
fn a_short_name_links_where_the_same_text_gave_the_symbol() {
    let both = "Theo Nghị quyết số 28-NQ/TW. Nghị quyết số 28 nêu rõ.";
    links(both, "Nghị quyết số 28");
    stays_text("Nghị quyết số 28 nêu rõ.");
    // The symbol of another serial, or of another type, says nothing.
    stays_text("Theo Nghị quyết số 29-NQ/TW. Nghị quyết số 28 nêu rõ.");
    stays_text("Theo Kết luận số 28-KL/TW. Nghị quyết số 28 nêu rõ.");
}

#[test]
fn code_links_and_ids_of_headings_hold_no_citation() {
    stays_text("Theo `28-NQ/TW`.");
    stays_text("    Nghị quyết số 28-NQ/TW\n");
    stays_text("```\nNghị quyết số 28-NQ/TW\n```");
    let site = citing("Theo [Nghị quyết số 28-NQ/TW](https://example.org/).");
    site.links(CITING, "Theo [Nghị quyết số 28-NQ/TW](https://example.org/).");
    site.shows_no(CITED, "Được dẫn trong");
    let site = citing("## Về 28-NQ/TW\n\nLời.");
    site.has(CITING, "id=\"ve-28-nq-tw\"");
    site.shows(CITED, "Được dẫn trong … Kế hoạch 1-KH/TU");
}

#[test]
fn a_number_that_nobody_bears_is_text() {
    let site = citing("Theo Nghị quyết số 99-NQ/TW, ngày 01/02/2020.");
    site.shows(CITING, "Theo Nghị quyết số 99-NQ/TW, ngày 01/02/2020.");
    site.links(CITING, "Theo Nghị quyết số 99-NQ/TW, ngày 01/02/2020.");
    assert!(site.faults.is_empty(), "{:#?}", site.faults);
    // Another date is another document; so is another symbol.
    stays_text("Theo Nghị quyết số 28-NQ/TW, ngày 18/11/2022.");
    stays_text("Theo Nghị quyết số 28-NQ/TW, ngày 18-11-2022.");
    stays_text("Theo Nghị quyết số 28-NQ/TU.");
    stays_text("Theo Nghị quyết số 128-NQ/TW.");
}

#[test]
fn ones_own_number_is_no_link_and_no_backlink() {
    let site = citing("Kế hoạch số 1-KH/TU, ngày 01/02/2023 có hiệu lực.");
    site.links(CITING, "Kế hoạch số 1-KH/TU, ngày 01/02/2023 có hiệu lực.");
    site.shows_no(CITING, "Được dẫn trong");
}

#[test]
fn a_cited_page_lists_each_citing_document_once() {
    let site = citing("Theo Nghị quyết số 28-NQ/TW. Cũng theo 28-NQ/TW, 28-NQ/TW.");
    let page = site.text(CITED);
    let (_, after) = page.split_once("Được dẫn trong").unwrap();
    let (list, _) = after.split_once("Văn bản sau").unwrap();
    assert_eq!(list.matches("1-KH/TU").count(), 1, "{list}");
}

/// 37-NQ/TW exists twice, and a plan of 2015 and one of 2020 cite it.
const TWICE: &str = "\
-- cu.md 37-NQ/TW 2014-10-09 --
Cũ.
-- moi.md 37-NQ/TW 2018-12-24 --
Mới.
";

#[track_caller]
fn twice(date: &str, body: &str) -> Made {
    site(&format!("{TWICE}-- kh.md 1-KH/TU {date} --\n{body}\n"))
}

#[test]
fn the_date_tells_two_documents_of_one_number_apart() {
    let body =
        "Theo Nghị quyết số 37-NQ/TW, ngày 09/10/2014 và Nghị quyết số 37-NQ/TW ngày 24 tháng 12 năm 2018.";
    let site = twice("2020-01-01", body);
    let page = "van-ban/2020/1-kh-tu.html";
    site.links(
        page,
        "[Nghị quyết số 37-NQ/TW, ngày 09/10/2014](../2014/37-nq-tw.html) và \
         [Nghị quyết số 37-NQ/TW ngày 24 tháng 12 năm 2018](../2018/37-nq-tw.html)",
    );
    site.shows("van-ban/2014/37-nq-tw.html", "Được dẫn trong … Kế hoạch 1-KH/TU");
}

#[test]
fn without_a_date_the_only_one_not_younger_is_meant() {
    let site = twice("2015-01-01", "Theo Nghị quyết số 37-NQ/TW.");
    site.links("van-ban/2015/1-kh-tu.html", "[Nghị quyết số 37-NQ/TW](../2014/37-nq-tw.html)");
    site.shows_no("van-ban/2018/37-nq-tw.html", "Được dẫn trong");
}

#[test]
fn an_ambiguous_number_stays_text_and_is_a_note() {
    let site = twice("2020-01-01", "Theo Nghị quyết số 37-NQ/TW.");
    site.links("van-ban/2020/1-kh-tu.html", "Theo Nghị quyết số 37-NQ/TW.");
    site.shows_no("van-ban/2014/37-nq-tw.html", "Được dẫn trong");
    site.shows_no("van-ban/2018/37-nq-tw.html", "Được dẫn trong");
    let notes = site.faults.iter().filter(|fault| fault.code == "ambiguous-citation");
    assert_eq!(notes.count(), 1, "{:#?}", site.faults);
}

#[test]
fn one_serial_under_two_symbols_is_two_documents() {
    let site = site(
        "-- kl.md 43-KL/TW 2019-01-01 --
Kết luận.
-- ct.md 43-CT/TU 2019-02-01 --
Chỉ thị.
-- kh.md 1-KH/TU 2020-01-01 --
Theo Kết luận số 43-KL/TW và Chỉ thị số 43-CT/TU. Kết luận số 43 và Chỉ thị số 43 nêu rõ.
",
    );
    site.links(
        "van-ban/2020/1-kh-tu.html",
        "[Kết luận số 43](../2019/43-kl-tw.html) và [Chỉ thị số 43](../2019/43-ct-tu.html)",
    );
}

#[test]
fn titles_are_not_searched() {
    let site = site(
        "-- nq.md 28-NQ/TW 2022-11-17 --
Gốc.
-- kh.md 1-KH/TU 2023-02-01 --
title: thực hiện Nghị quyết số 28-NQ/TW
---
Lời.
",
    );
    site.shows(CITING, "Kế hoạch thực hiện Nghị quyết số 28-NQ/TW");
    site.shows_no(CITED, "Được dẫn trong");
}

#[test]
fn a_state_number_links() {
    let site = site(
        "-- nd.md 30/2020/NĐ-CP 2020-03-05 --
Gốc.
-- nq.md 07/NQ-CP 2021-01-01 --
Gốc.
-- kh.md 1-KH/TU 2023-02-01 --
Theo Nghị định số 30/2020/NĐ-CP và Nghị quyết số 07/NQ-CP của Chính phủ.
",
    );
    site.links(
        CITING,
        "[Nghị định số 30/2020/NĐ-CP](../2020/30-2020-nd-cp.html) và \
         [Nghị quyết số 07/NQ-CP](../2021/07-nq-cp.html)",
    );
}

/// The plan 94/KH-UBND of Hà Nội and the directive 05-CT/TU of the own committee, and a text of it.
#[track_caller]
fn issued(body: &str) -> Made {
    site(&format!(
        "-- organizations.yaml --
- {{id: ubnd, name: Ủy ban nhân dân thành phố Hà Nội}}
- {{id: thanh-uy, name: Thành ủy Hà Nội}}
- {{id: quoc-hoi, name: Quốc hội}}
-- kh.md 94/KH-UBND 2021-03-10 --
issuer: ubnd
---
Gốc.
-- ct.md 05-CT/TU 2021-04-10 --
issuer: thanh-uy
---
Gốc.
-- luat.md 31/2024/QH15 2022-01-18 --
type: L
issuer: quoc-hoi
known_as: [Luật Đất đai]
---
Gốc.
-- tai.md 7-KH/TU 2023-02-01 --
issuer: thanh-uy
---
{body}
"
    ))
}

#[test]
fn an_issuer_beside_a_number_and_a_year_beside_a_name_must_agree() {
    let leads = |body: &str, linked: bool| {
        let site = issued(body);
        let html = site.bytes("van-ban/2023/7-kh-tu.html");
        let text = html.split_once("<div class=\"prose\">").unwrap().1.split_once("<nav").unwrap().0;
        assert_eq!(text.contains("class=\"cite\""), linked, "{text}");
        let notes = site.faults.iter().filter(|fault| fault.code == "differing-citation").count();
        assert_eq!(notes, usize::from(!linked), "{body}: {:#?}", site.faults);
    };
    leads("Theo Kế hoạch số 94/KH-UBND ngày 10/3/2021 của UBND thành phố Hà Nội về việc.", true);
    leads("Theo Kế hoạch số 94/KH-UBND của UBND Thành phố.", true);
    leads("Theo Kế hoạch số 94/KH-UBND.", true);
    leads("Theo Kế hoạch số 94/KH-UBND ngày 10/3/2021 của UBND tỉnh Nghệ An.", false);
    leads("Theo Kế hoạch số 94/KH-UBND của UBND tỉnh Nghệ An.", false);
    leads("Theo Chỉ thị số 05-CT/TU của Thành ủy về việc.", true);
    leads("Theo Chỉ thị số 05-CT/TU, ngày 10/4/2021 của Ban Thường vụ Thành ủy.", true);
    leads("Theo Chỉ thị số 05-CT/TU của Tỉnh ủy Thanh Hóa.", false);
    leads("Theo Luật Đất đai.", true);
    leads("Theo Luật Đất đai năm 2022.", true);
    leads("Theo Luật Đất đai 2022 và Luật khác.", true);
    leads("Theo Luật Đất đai (năm 2022).", true);
    leads("Theo Luật Đất đai số 31/2024/QH15.", true);
    leads("Theo Luật Đất đai năm 2013.", false);
    leads("Theo Luật Đất đai 2013.", false);
    leads("Theo Luật Đất đai (2013).", false);
    let site = issued("Theo Luật Đất đai số 45/2013/QH13.");
    site.links("van-ban/2023/7-kh-tu.html", "Theo Luật Đất đai số 45/2013/QH13.");
}

#[test]
fn numbers_as_scanners_leave_them_link_and_stay_as_typed() {
    let check = |words: &str| {
        let site = site(&format!(
            "-- nd.md 30/2020/NĐ-CP 2020-03-05 --\nGốc.\n-- nq.md 66/NQ-CP 2020-03-06 --\nGốc.\n\
             -- kh.md 1-KH/TU 2023-02-01 --\nTheo {words} và.\n"
        ));
        let page = if words.contains("30") { "30-2020-nd-cp" } else { "66-nq-cp" };
        site.links(CITING, &format!("Theo [{words}](../2020/{page}.html) và."));
    };
    check("Nghị định số 30/2020/NĐ- CP");
    check("Nghị định số 30/2020/NĐ - CP");
    check("Nghị định số 30 /2020/ NĐ-CP");
    check("Nghị định số 30/2020/nđ-cp");
    check("nghị định số 30/2020/Nđ-Cp");
    check("Nghị định số 30/2020/NĐ-\u{421}\u{420}");
    check("Nghị quyết số 066/NQ-CP");
    check("Nghị quyết số 66/NQ -CP");
    check("Nghị quyết số 66/nq-cp");
    check("Nghị quyết số 66/NQ‑CP");
}
