//! Deadlines on pages: who owes what, by when, how far it is, and what changed.

use crate::fixture::{Made, site, site_on};

const PAGE: &str = "van-ban/2021/1-kh-tu.html";

/// A plan of March 2021 with these deadlines, and whatever else is in the site.
#[track_caller]
fn plan(deadlines: &str, rest: &str) -> Made {
    site(&format!("-- kh.md 1-KH/TU 2021-03-19 --\ndeadlines:\n{deadlines}---\nLời.\n{rest}"))
}

const EACH: &str = "  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [cac-huyen-uy], each: true}\n";
const ROW: &str = "\
-- progress/a.csv --
directive,deadline,organization,date,status,percent,reference,note
1-KH/TU,bc,huyen-uy-a,2021-04-28,done,,12-BC/HU,đủ biểu
";

#[test]
fn of_a_group_each_member_owes() {
    let site = plan(EACH, ROW);
    site.shows(PAGE, "1 việc quá hạn ở 1 nơi; 1/2 việc đã xong. … Tình trạng từ 01/05/2021");
    // The evidence: day, number of the report, note; then who still owes it.
    site.links(
        PAGE,
        "Quá hạn 1 việc 30/04/2021 … Gửi báo cáo … [Huyện ủy A](../../don-vi/huyen-uy-a.html) 28/04/2021 \
         hoàn thành, 12-BC/HU: đủ biểu [Huyện ủy B](../../don-vi/huyen-uy-b.html) 1/2",
    );
    // Who still owes it is named in the open, who has done it is not.
    site.has(
        "tien-do.html",
        "<td class=\"owe\"><span><a href=\"don-vi/huyen-uy-b.html\">Huyện ủy B</a></span></td>",
    );
    site.has(
        "tien-do/2021.html",
        "data-s=\"04\" data-o=\"huyen-uy-b huyen-uy-a\" data-logs=\";d2021-04-28\"",
    );
    site.links("don-vi/huyen-uy-b.html", "Quá hạn … [Gửi báo cáo](../van-ban/2021/1-kh-tu.html#han-bc)");
    site.shows("tien-do/hoan-thanh.html", "Huyện ủy A");
    site.shows_no("tien-do/hoan-thanh.html", "Huyện ủy B");
}

#[test]
fn a_group_without_each_owes_once_and_its_members_do_not_count_it() {
    let site = plan("  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [cac-huyen-uy]}\n", "");
    site.links(PAGE, "[Các huyện ủy](../../don-vi/cac-huyen-uy.html)");
    site.shows(
        "don-vi/huyen-uy-a.html",
        "Chưa được giao nhiệm vụ nào. … Nhiệm vụ chung của nhóm … Gửi báo cáo",
    );
    site.shows("don-vi/cac-huyen-uy.html", "1 việc quá hạn … Gửi báo cáo");
    site.shows("bao-cao.html", "Các huyện ủy Tổng 1 Hoàn thành 0 … Quá hạn 1 Nợ từ 30/04/2021");
    site.shows("bao-cao.html", "Cộng Tổng 1 Hoàn thành 0 … Quá hạn 1");
}

#[test]
fn each_lead_owes_one() {
    let site = plan("  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [huyen-uy-a, huyen-uy-b]}\n", ROW);
    site.shows(PAGE, "Quá hạn 1 việc … Gửi báo cáo … Huyện ủy A 28/04/2021 hoàn thành … Huyện ủy B 1/2");
}

#[test]
fn who_supports_owes_nothing_and_lists_it() {
    let site = plan(
        "  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [huyen-uy-a], support: [huyen-uy-b]}\n",
        "",
    );
    site.shows(PAGE, "Phối hợp Huyện ủy B");
    site.shows("don-vi/huyen-uy-b.html", "Chưa được giao nhiệm vụ nào. … Phối hợp thực hiện … Gửi báo cáo");
    site.shows_no("tien-do.html", "Huyện ủy B");
}

#[test]
fn a_deadline_says_where_its_report_goes_and_through_whom() {
    let site = plan(
        "  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [huyen-uy-a], report_to: tinh-uy, via: van-phong}\n",
        "",
    );
    site.shows(PAGE, "Gửi về Tỉnh ủy (qua Văn phòng Tỉnh ủy)");
    site.shows("don-vi/tinh-uy.html", "Nơi nhận báo cáo Gửi báo cáo … nhận báo cáo");
    site.shows("don-vi/van-phong.html", "Nơi nhận báo cáo Gửi báo cáo … chuyển báo cáo");
}

#[test]
fn a_deadline_names_its_condition_its_product_and_what_comes_first() {
    let site = plan(
        "  - {id: mot, task: Việc đầu, due: 30/4/2021, lead: [huyen-uy-a], product: báo cáo và biểu}
  - {id: hai, task: Việc sau, due: 30/5/2021, lead: [huyen-uy-a], after: [mot], condition: khi đủ tiền}
",
        "",
    );
    site.shows(
        PAGE,
        "Việc sau … Sau khi xong Việc đầu … Điều kiện khi đủ tiền … Việc đầu … Sản phẩm báo cáo và biểu",
    );
    site.links(PAGE, "Sau khi xong [Việc đầu](#han-mot)");
}

#[test]
fn a_deadline_leads_to_its_words() {
    let site = site(
        "-- kh.md 1-KH/TU 2021-03-19 --
deadlines:
  - {id: bc, task: Gửi báo cáo, due: trước ngày 30/4/2021, lead: [huyen-uy-a], section: muc-1}
---
## Mục {#muc-1}
",
    );
    site.links(PAGE, "30/04/2021 [Gửi báo cáo](#muc-1) trước ngày 30/4/2021");
    site.has(PAGE, "id=\"han-bc\"");
}

#[test]
fn each_page_of_the_timeline_counts_what_ends_in_its_time() {
    let due = |(at, day): (usize, &str)| {
        format!("  - {{id: viec-{at}, task: Việc {at}, due: {day}, lead: [huyen-uy-a]}}\n")
    };
    let days = ["31/3/2021", "01/4/2021", "30/6/2021", "31/12/2021", "01/01/2022"];
    let site = plan(&days.into_iter().enumerate().map(due).collect::<String>(), "");
    for (year, count) in [("2021", 4), ("2022", 1)] {
        site.shows(&format!("tien-do/{year}.html"), &format!("Quá hạn {count} … Sắp đến hạn 0"));
    }
    // A section a quarter, newest first; the address that a quarter had leads to it.
    let sections = "Quý IV năm 2021 1 việc … Việc 3 … Quý II năm 2021 2 việc … Việc 2 … Việc 1 … Quý I năm 2021 1 việc … Việc 0";
    site.shows("tien-do/2021.html", sections);
    for quarter in ["q1", "q2", "q4"] {
        site.has("tien-do/2021.html", &format!("<h2 id=\"_{quarter}\">"));
        let old = site.bytes(&format!("tien-do/2021-{quarter}.html"));
        assert!(old.contains(&format!("content=\"0; url=2021.html#_{quarter}\"")), "{old}");
    }
    site.shows("tien-do.html", "5 việc quá hạn");
    assert!(!site.addresses().contains(&"tien-do/2021-q3.html"));
}

#[test]
fn a_list_that_is_cut_says_how_many_there_are_and_has_them_all() {
    let due = |(at, day): (usize, &str)| {
        format!("  - {{id: viec-{at}, task: Việc {at}, due: {day}, lead: [huyen-uy-a]}}\n")
    };
    let days = std::iter::repeat_n("30/4/2021", 501);
    let site = plan(&days.enumerate().map(due).collect::<String>(), "");
    site.links("tien-do.html", "[Xem cả 501 việc →](tien-do/qua-han.html)");
    let further: Vec<&str> = site
        .addresses()
        .into_iter()
        .filter(|address| address.starts_with("tien-do/") && address.ends_with("-2.html"))
        .collect();
    assert_eq!(further, ["tien-do/2021-2.html", "tien-do/2021-q2-2.html", "tien-do/qua-han-2.html"]);
}

#[test]
fn an_optional_deadline_owes_nothing() {
    let site =
        plan("  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [huyen-uy-a], optional: true}\n", "");
    site.shows(PAGE, "Không bắt buộc, không theo dõi … Gửi báo cáo");
    site.shows("don-vi/huyen-uy-a.html", "Chưa được giao nhiệm vụ nào.");
    assert_eq!(site.bytes("du-lieu/nhiem-vu.json").trim(), "[]");
}

#[test]
fn an_untracked_document_lists_its_deadlines_and_owes_nothing() {
    let site =
        site(&format!("-- kh.md 1-KH/TU 2021-03-19 --\ntracked: false\ndeadlines:\n{EACH}---\nLời.\n"));
    site.shows(PAGE, "Gửi báo cáo");
    site.shows_no(PAGE, "Quá hạn");
    site.shows(PAGE, "Việc thực hiện văn bản này không theo dõi ở đây.");
    site.shows("don-vi/huyen-uy-a.html", "Chưa được giao nhiệm vụ nào.");
}

#[test]
fn intervals_show_their_own_words_and_fall_due_at_their_end() {
    let when = |due: &str, day: &str, words: &str, state: &str| {
        let text = format!(
            "-- kh.md 1-KH/TU 2021-03-19 --\ndeadlines: [{{id: x, task: Việc X, due: {due}, lead: [huyen-uy-a]}}]\n---\nLời.\n"
        );
        site_on(day, &text).has(PAGE, &format!("<tr class=\"row {state}\" … {words}</ … >Việc X</a>"));
    };
    when("trong tháng 9/2023", "2023-09-30", "tháng 9/2023", "due-soon");
    when("trong tháng 9/2023", "2023-10-01", "tháng 9/2023", "overdue");
    when("quý III/2023", "2023-07-01", "Quý III/2023", "in-time");
    when("6 tháng đầu năm 2023", "2023-01-01", "6 tháng đầu năm 2023", "in-time");
    when("đến năm 2025", "2025-12-31", "năm 2025", "due-soon");
    when("2025/2026", "2026-12-31", "2025 – 2026", "due-soon");
    when("2023-10/2024-03", "2023-08-01", "tháng 10/2023 – tháng 3/2024", "in-time");
    when("từ 05/9/2023 đến 30/9/2023", "2023-08-01", "05/09/2023 – 30/09/2023", "in-time");
    when("thường xuyên", "2023-08-01", "thường xuyên", "ongoing");
    when("10 ngày làm việc kể từ ngày nhận", "2023-08-01", "10 ngày làm việc kể từ ngày nhận", "undated");
    when("thời gian sẽ thông báo sau", "2023-08-01", "thời gian sẽ thông báo sau", "undated");
    when("trước ngày 01/8/2023", "2023-08-01", "01/08/2023", "due-soon");
}

#[test]
fn a_recurring_deadline_shows_its_occurrences() {
    let site =
        plan("  - {id: nam, task: Việc hằng năm, due: trước ngày 15/12 hằng năm, lead: [huyen-uy-a]}\n", "");
    let text = site.text(PAGE);
    assert_eq!(text.matches("Việc hằng năm").count(), 3, "{text}");
    for day in ["15/12/2021", "15/12/2022", "15/12/2023"] {
        site.shows(PAGE, day);
    }
    site.shows_no(PAGE, "15/12/2024");
    let data: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/nhiem-vu.json")).unwrap();
    assert_eq!(data[0]["deadline"], "nam@2021", "{data:#}");
}

#[test]
fn a_report_may_come_before_its_turn() {
    let row = "-- progress/a.csv --\ndirective,deadline,organization,date,status\n1-KH/TU,bc@2023-09,huyen-uy-a,2023-07-30,done\n";
    let site = plan("  - {id: bc, task: Việc, due: hằng tháng, lead: [huyen-uy-a]}\n", row);
    // A page that is read in September knows of it.
    let page = site.bytes(PAGE);
    let turn = page.split("<tr class=\"row").find(|row| row.contains("data-since=\"2023-09-01\""));
    let turn = turn.unwrap_or_else(|| panic!("{page}"));
    assert!(turn.contains("data-logs=\"d2023-07-30\""), "{turn}");
}

/// What a later directive says of the report.
#[track_caller]
fn changed(change: &str) -> Made {
    let later = format!(
        "-- cv.md 9-CV/TU 2021-04-20 --\nchanges:\n  - {{directive: 1-KH/TU, date: 2021-03-19, deadline: bc, {change}}}\n---\nLời.\n"
    );
    plan(EACH, &later)
}

#[test]
fn a_moved_deadline_keeps_its_old_date_struck_through() {
    let site = changed("due: 31/5/2021");
    site.shows(PAGE, "Trước là 30/04/2021 31/05/2021 Gửi báo cáo");
    site.has(PAGE, "<s … 30/04/2021 … </s>");
    site.links(PAGE, "Đổi bởi: [Công văn 9-CV/TU … ](9-cv-tu.html)");
    site.links(
        "van-ban/2021/9-cv-tu.html",
        "Dời thời hạn [Gửi báo cáo, Kế hoạch 1-KH/TU (19/03/2021)](1-kh-tu.html#han-bc)",
    );
    site.shows("tien-do.html", "Trước là 30/04/2021 31/05/2021");
}

#[test]
fn a_moved_month_or_year_stays_one() {
    let site = site(
        "-- kh.md 1-KH/TU 2021-03-19 --
deadlines: [{id: bc, task: Gửi báo cáo, due: trong năm 2022, lead: [huyen-uy-a]}]
---
Lời.
-- cv.md 9-CV/TU 2021-06-01 --
changes: [{directive: 1-KH/TU, deadline: bc, due: tháng 9/2023}]
---
Lời.
",
    );
    site.shows(PAGE, "Trước là năm 2022 tháng 9/2023 Gửi báo cáo");
}

#[test]
fn a_deadline_moved_to_words_shows_the_words() {
    let site = changed("due: thời gian sẽ thông báo sau");
    site.shows(PAGE, "Trước là 30/04/2021 thời gian sẽ thông báo sau Chưa định ngày Gửi báo cáo");
    site.shows("tien-do/chua-dinh-ngay.html", "thời gian sẽ thông báo sau");
}

/// What the data say of a site's only deadline: the words, the last day, the end before a change.
#[track_caller]
fn data(site: &Made) -> [Option<String>; 3] {
    let tasks: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/nhiem-vu.json")).unwrap();
    let text = |key: &str| tasks[0][key].as_str().map(str::to_owned);
    let csv = site.bytes("du-lieu/nhiem-vu.csv");
    let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let header = rows.headers().unwrap().clone();
    let row = rows.records().next().unwrap().unwrap();
    ["due", "to", "moved_from"].map(|key| {
        let at = header.iter().position(|column| column == key).unwrap();
        assert_eq!(text(key).unwrap_or_default(), row[at], "the table says {key}");
        text(key)
    })
}

#[track_caller]
fn check_data(site: &Made, due: Option<&str>, to: Option<&str>, moved_from: Option<&str>) {
    assert_eq!(data(site), [due, to, moved_from].map(|one| one.map(str::to_owned)));
}

#[test]
fn the_data_have_the_words_and_the_days_that_hold() {
    check_data(&plan(EACH, ""), Some("30/4/2021"), Some("2021-04-30"), None);
    let old = Some("2021-04-30");
    check_data(&changed("due: theo lộ trình"), Some("theo lộ trình"), None, old);
    check_data(&changed("due: trước ngày 31/5/2021"), Some("trước ngày 31/5/2021"), Some("2021-05-31"), old);
    check_data(&changed("due: 2021-05-31"), None, Some("2021-05-31"), old);
    // What is abolished keeps what it had.
    check_data(&changed("cancelled: true"), Some("30/4/2021"), old, None);
}

#[test]
fn the_words_of_a_change_stand_beside_the_document_that_says_them() {
    let site = changed("due: trước ngày 31/5/2021");
    site.has(PAGE, "Đổi bởi: <a … Công văn … 9-CV/TU … </a>, <q>trước ngày 31/5/2021</q></span>");
    site.has("tien-do.html", "<span class=\"source\">Kế hoạch <span class=\"nb\">1-KH/TU</span></span>");
    site.shows_no(PAGE, "Gửi báo cáo 30/4/2021");
    changed("cancelled: true").has(PAGE, "<q>30/4/2021</q>");
}

#[test]
fn a_date_typed_as_data_is_no_words_of_the_paper() {
    let typed =
        |due: &str| plan(&format!("  - {{id: x, task: Việc X, due: {due}, lead: [huyen-uy-a]}}\n"), "");
    let site = typed("2021-05-31");
    check_data(&site, None, Some("2021-05-31"), None);
    site.shows(PAGE, "31/05/2021 … Việc X");
    site.shows_no(PAGE, "2021-05-31");
    let directives: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/van-ban.json")).unwrap();
    let deadline = &directives[0]["deadlines"][0];
    assert_eq!((deadline["due"].as_str(), deadline["to"].as_str()), (None, Some("2021-05-31")));
    let site = typed("../2021-05");
    check_data(&site, None, Some("2021-05-31"), None);
    site.shows_no(PAGE, "../");
    let site = typed("2022/..");
    check_data(&site, None, None, None);
    site.shows(PAGE, "Đã xong, thường xuyên, bãi bỏ từ 01/01/2022 Việc X");
    site.shows_no(PAGE, "2022/..");
    check_data(&typed("thường xuyên"), Some("thường xuyên"), None, None);
}

#[test]
fn a_recurring_deadline_is_abolished_from_the_next_end_on() {
    let text = "\
-- kh.md 1-KH/TU 2021-03-19 --
deadlines: [{id: nam, task: Việc hằng năm, due: trước ngày 15/12 hằng năm, lead: [huyen-uy-a]}]
---
Lời.
-- cv.md 9-CV/TU 2022-04-20 --
changes: [{directive: 1-KH/TU, deadline: nam, cancelled: true}]
---
Lời.
";
    let html = site(text).bytes(PAGE);
    let row = |turn: &str| {
        let start = html.find(&format!("<time datetime=\"{turn}\">")).expect(turn);
        html[start..].split("<tr class=\"row").next().unwrap_or_default().to_owned()
    };
    assert!(!row("2021-12-15").contains("9-CV/TU"), "what had ended was not abolished");
    assert!(row("2022-12-15").contains("9-CV/TU"));
}

#[test]
fn a_cancelled_deadline_says_who_cancelled_it() {
    let site = changed("cancelled: true");
    site.shows(PAGE, "Được miễn, bãi bỏ Gửi báo cáo");
    site.links(PAGE, "Bãi bỏ bởi: [Công văn 9-CV/TU … ](9-cv-tu.html)");
    site.links(
        "van-ban/2021/9-cv-tu.html",
        "Bãi bỏ nhiệm vụ [Gửi báo cáo, Kế hoạch 1-KH/TU (19/03/2021)](1-kh-tu.html#han-bc)",
    );
    site.shows("don-vi/huyen-uy-a.html", "Được miễn, bãi bỏ … Gửi báo cáo");
}

#[test]
fn a_change_holds_from_the_day_of_its_directive() {
    let text = format!(
        "-- kh.md 1-KH/TU 2021-03-19 --\ndeadlines:\n{EACH}---\nLời.\n-- cv.md 9-CV/TU 2021-06-01 --\nchanges:\n  - {{directive: 1-KH/TU, deadline: bc, due: 30/6/2021}}\n---\nLời.\n"
    );
    site_on("2021-05-31", &text).shows(PAGE, "Quá hạn 2 việc 30/04/2021 … Gửi báo cáo … 0/2");
    site_on("2021-06-01", &text)
        .shows(PAGE, "Sắp tới 2 việc Trước là 30/04/2021 30/06/2021 … Gửi báo cáo … 0/2");
}

#[test]
fn a_returned_report_opens_the_task_again() {
    let site = plan(EACH, &format!("{ROW}1-KH/TU,bc,huyen-uy-a,2021-05-05,returned,,,thiếu biểu\n"));
    site.shows(
        PAGE,
        "Quá hạn 2 việc … Huyện ủy A 28/04/2021 hoàn thành, 12-BC/HU: đủ biểu 05/05/2021 trả lại: thiếu biểu \
         Huyện ủy A trả lại 05/05/2021, Huyện ủy B 0/2",
    );
}

/// A register in which one body was abolished and one came late.
const REGISTER: &str = "\
-- organizations.yaml --
- {id: tinh-uy, name: Tỉnh ủy}
- {id: cu, name: Ban Cũ, lifetime: ../2021-12, successor: moi}
- {id: moi, name: Ban Mới, lifetime: 2022-01/..}
- {id: nhom, name: Các ban, members: [cu, moi]}
";

#[test]
fn a_group_has_the_members_of_the_day() {
    let deadline = "  - {id: bc, task: Gửi báo cáo, due: 30/4/2021, lead: [nhom], each: true}\n";
    let site = plan(deadline, REGISTER);
    site.shows(PAGE, "Ban Cũ");
    site.shows_no(PAGE, "Ban Mới");
    site.shows("don-vi/cu.html", "1 việc quá hạn … Gửi báo cáo");
    site.links("don-vi/cu.html", "Kế tục bởi [Ban Mới](moi.html)");
    site.links("don-vi/moi.html", "Trước là [Ban Cũ](cu.html)");
    site.shows("don-vi/moi.html", "Chưa được giao nhiệm vụ nào.");
}

#[test]
fn a_body_received_what_its_group_received_on_that_day() {
    let site = site(&format!(
        "{REGISTER}-- a.md 1-KH/TU 2021-03-19 --\ntitle: việc trước\nrecipients: [nhom]\n---\nLời.\n\
         -- b.md 2-KH/TU 2022-03-19 --\ntitle: việc sau\naddressed_to: [nhom]\n---\nLời.\n\
         -- c.md 3-KH/TU 2022-04-19 --\ntitle: việc lưu\nrecipients: [{{to: nhom, for: file}}]\n---\nLời.\n"
    ));
    let received = |address: &str| -> String {
        let text = site.text(address);
        text.split_once("Văn bản đã nhận").unwrap_or_default().1.to_owned()
    };
    let (old, new) = (received("don-vi/cu.html"), received("don-vi/moi.html"));
    assert!(old.contains("việc trước") && old.contains("qua Các ban") && !old.contains("việc sau"), "{old}");
    assert!(new.contains("việc sau") && new.contains("Kính gửi") && !new.contains("việc trước"), "{new}");
    assert!(!old.contains("việc lưu") && !new.contains("việc lưu"), "{old} {new}");
}

#[test]
fn a_deadline_without_lead_is_of_nobody() {
    let site = plan("  - {id: bc, task: Gửi báo cáo, due: 30/4/2021}\n", "");
    site.shows(PAGE, "Gửi báo cáo … Văn bản không nêu đơn vị chủ trì");
    site.shows("tien-do.html", "1 việc quá hạn … Văn bản không nêu đơn vị chủ trì");
}

#[test]
fn a_deadline_may_be_carried_out_by_a_document() {
    let keys = "  - {id: bc, task: Ban hành kế hoạch, due: 30/4/2021, lead: [huyen-uy-a], fulfilled_by: [7-KH/HU]}\n";
    let site = plan(keys, "-- b.md 7-KH/HU 2021-04-20 --\nissuer: huyen-uy-a\n---\nLời.\n");
    site.links(PAGE, "Thực hiện bằng [Kế hoạch 7-KH/HU … ](7-kh-hu.html)");
}
