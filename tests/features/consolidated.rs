//! A text as it was signed and with its amendments, where their sources say which words.

use crate::fixture::{Made, site, site_on};

const SIGNED: &str = "van-ban/2021/1-kh-tu.html";
const CONSOLIDATED: &str = "van-ban/2021/1-kh-tu.hop-nhat.html";

const TEXT: &str = "\
-- a.md 1-KH/TU 2021-02-01 --
Điều 1. Kiểm kê

1. Kiểm kê từ 01/3 đến **31/5**/2021, theo Nghị quyết 28-NQ/TW ngày 02/01/2020.
2. Báo cáo trước 31/5/2021.

Điều 2. Kinh phí

Sở Tài chính lo kinh phí[^1].

[^1]: Trong năm.
-- nq.md 28-NQ/TW 2020-01-02 --
Lời.
";

/// The plan with a later document that amends it, in force from 1 June 2021.
fn amended(relations: &str) -> String {
    let amends = "amends: 1-KH/TU, date: 2021-02-01";
    let relations = relations.replace("amends", amends);
    format!(
        "{TEXT}-- b.md 2-KH/TU 2021-05-20 --\nin_force: 2021-06-01/..\nrelations:\n{relations}\n---\nLời sau.\n"
    )
}

fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(inside, _)| inside)
}

/// The words of a text without notes of ours, and without the elements `dropped` and what voices say.
fn words(site: &Made, address: &str, dropped: &[&str]) -> String {
    let html = site.bytes(address);
    let mut text = between(&html, "<div class=\"prose\">", "\n</div>").to_owned();
    let mut drop = |open: &str, close: &str| {
        while let Some((before, rest)) = text.split_once(open).map(|(a, b)| (a.to_owned(), b.to_owned())) {
            let (_, behind) = rest.split_once(close).unwrap();
            text = before + behind;
        }
    };
    drop("<span class=\"hidden\">", "</span>");
    drop("<p class=\"amended\"", "</p>");
    for element in dropped {
        drop(&format!("<{element}>"), &format!("</{element}>"));
    }
    let mut words = String::new();
    for part in text.split('<') {
        words.push_str(part.split_once('>').map_or(part, |(_, words)| words));
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn words_that_are_replaced_stand_struck_beside_those_in_their_place() {
    let relation = "  - {amends, provision: dieu-1-khoan-1, strike: 31/5/2021, insert: 30/9/2021}";
    let site = site(&amended(relation));
    // Over emphasis each piece is struck for itself; a voice says where they begin and end.
    site.has(
        CONSOLIDATED,
        "<strong><del><span class=\"hidden\">[bỏ: </span>31/5</del></strong><del>/2021<span class=\"hidden\">]</span></del>\
         <ins><span class=\"hidden\">[thêm: </span>30/9/2021<span class=\"hidden\">]</span></ins>, theo",
    );
    site.shows(
        CONSOLIDATED,
        "Bản hợp nhất chỉ để tra cứu … Bản có giá trị là bản ký … Nguyên văn, 01/02/2021",
    );
    site.links(CONSOLIDATED, "Sửa theo [Kế hoạch 2-KH/TU (20/05/2021)](2-kh-tu.html), có hiệu lực từ 01/06/2021. 2. Báo cáo trước 31/5/2021.");
    // The signed text stays as it was, with a note in its place.
    site.links(
        SIGNED,
        "31/5/2021, theo [Nghị quyết 28-NQ/TW ngày 02/01/2020](../2020/28-nq-tw.html). Khoản 1 Điều 1 được sửa đổi bởi \
         [Kế hoạch 2-KH/TU (20/05/2021)](2-kh-tu.html): “31/5/2021” thành “30/9/2021”, có hiệu lực từ 01/06/2021. 2. Báo cáo",
    );
    site.links(
        SIGNED,
        "[Nguyên văn, 01/02/2021](1-kh-tu.html) [Bản hợp nhất, từ 01/06/2021](1-kh-tu.hop-nhat.html)",
    );
    assert_eq!(site.bytes(SIGNED).matches("<del>").count(), 0);
}

#[test]
fn words_are_added_behind_others_and_struck_alone() {
    let site = site(&amended(
        "  - {amends, provision: [dieu-2], after: Sở Tài chính, insert: và Sở Nội vụ}
  - {amends, provision: dieu-1-khoan-2, strike: trước 31/5/2021}",
    ));
    site.has(CONSOLIDATED, "Sở Tài chính<ins><span … </span> và Sở Nội vụ<span … </ins> lo kinh phí<sup>");
    site.has(CONSOLIDATED, "Báo cáo <del><span … </span>trước 31/5/2021<span … </del>.<p class=\"amended\"");
    site.shows(
        SIGNED,
        "Điều 2 được sửa đổi bởi Kế hoạch 2-KH/TU (20/05/2021): thêm “và Sở Nội vụ” sau “Sở Tài chính”",
    );
    site.shows(SIGNED, "Khoản 2 Điều 1 được sửa đổi bởi Kế hoạch 2-KH/TU (20/05/2021): bỏ “trước 31/5/2021”");
}

#[test]
fn a_link_goes_around_words_that_are_struck_in_it() {
    let check = |strike: &str| {
        let relation = format!("  - {{amends, provision: dieu-1, strike: '{strike}', insert: X}}");
        let site = site(&amended(&relation));
        let html = site.bytes(CONSOLIDATED);
        let text = between(&html, "<div class=\"prose\">", "\n</div>");
        // Every element closes before the one around it.
        let mut open: Vec<&str> = Vec::new();
        for tag in text.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap()) {
            match tag.strip_prefix('/') {
                Some(tag) => assert_eq!(open.pop(), Some(tag), "{strike}: {text}"),
                None if ["br", "hr", "img"].contains(&tag) => {}
                None => open.push(tag),
            }
        }
        assert_eq!(words(&site, CONSOLIDATED, &["ins"]), words(&site, SIGNED, &[]), "{strike}");
    };
    // Before, in, around and over the ends of the link and of the emphasis: every stretch of whole words that
    // stands once.
    let line = "Kiểm kê từ 01/3 đến 31/5/2021, theo Nghị quyết 28-NQ/TW ngày 02/01/2020.";
    let starts = line.char_indices().filter(|(at, _)| *at == 0 || line[..*at].ends_with([' ', '/']));
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let ends: Vec<usize> =
        starts.iter().skip(1).map(|at| at - 1).chain([line.len() - 1, line.len()]).collect();
    let stretches = starts.iter().flat_map(|from| ends.iter().map(move |to| (*from, *to)));
    let whole = format!("Kiểm kê {line} 2. Báo cáo trước 31/5/2021.");
    let strikes: Vec<&str> = stretches
        .filter(|(from, to)| from < to)
        .map(|(from, to)| line[from..to].trim())
        .filter(|strike| whole.matches(strike).count() == 1)
        .collect();
    assert!(strikes.len() > 60, "{strikes:?}");
    strikes.into_iter().for_each(check);
}

#[test]
fn a_later_amendment_goes_by_the_words_of_the_earlier_one() {
    let later = "-- c.md 3-KH/TU 2022-01-10 --
relations: [{amends: 1-KH/TU, date: 2021-02-01, provision: dieu-1-khoan-2, strike: trước 30/9, insert: ngày 1/10}]
---
Lời.
";
    let text = amended("  - {amends, provision: dieu-1-khoan-2, strike: 31/5, insert: 30/9}") + later;
    let site = site(&text);
    let now = words(&site, CONSOLIDATED, &["del"]);
    assert!(now.contains("2. Báo cáo ngày 1/10/2021."), "{now}");
    assert_eq!(words(&site, CONSOLIDATED, &["ins"]), words(&site, SIGNED, &[]));
    site.shows(SIGNED, "Bản hợp nhất, từ 10/01/2022");
    // On a day between, only the first holds; the other is told.
    let between = site_on("2021-12-31", &text);
    let then = words(&between, CONSOLIDATED, &["del"]);
    assert!(then.contains("2. Báo cáo trước 30/9/2021."), "{then}");
    between.shows(CONSOLIDATED, "Kế hoạch 3-KH/TU (10/01/2022): “trước 30/9” thành “ngày 1/10”");
    between.has(CONSOLIDATED, "<p class=\"stale\" data-until=\"2022-01-09\" hidden>");
}

#[test]
fn there_is_one_text_before_the_first_amendment_holds_and_where_none_says_its_words() {
    let worded = amended("  - {amends, provision: dieu-2, strike: Sở}");
    let before = site_on("2021-05-31", &worded);
    assert!(!before.addresses().contains(&CONSOLIDATED));
    before.shows_no(SIGNED, "Bản hợp nhất");
    before.shows(SIGNED, "bỏ “Sở”, có hiệu lực từ 01/06/2021");
    assert!(site_on("2021-06-01", &worded).addresses().contains(&CONSOLIDATED));
    assert!(!site(&amended("  - {amends, provision: [dieu-2]}")).addresses().contains(&CONSOLIDATED));
}

#[test]
fn words_hold_where_they_stand_whole() {
    let text = "Nộp 31/5, 1/5, 1/50, 21/5 và 1/5/2021; báo cáo, cáo phó, cáo.";
    let struck = |strike: &str| {
        let relation = format!("  - {{amends, provision: dieu-2, strike: '{strike}', insert: X}}");
        let site = site(&amended(&relation).replace("Sở Tài chính lo kinh phí", text));
        between(between(&site.bytes(CONSOLIDATED), "<div class=\"prose\">", "\n</div>"), "</ins>", "<sup")
            .chars()
            .take(8)
            .collect::<String>()
    };
    assert_eq!(struck("1/50"), ", 21/5 v");
    assert_eq!(struck("1/5, 1/50"), ", 21/5 v");
    assert_eq!(struck("1/5/2021"), "; báo cá");
    assert_eq!(struck("báo cáo"), ", cáo ph");
    assert_eq!(struck("cáo phó"), ", cáo.");
}

#[test]
fn a_draft_or_a_secret_amendment_leaves_no_trace() {
    let relation = "  - {amends, provision: dieu-2, strike: Sở Tài chính, insert: Sở Bí Ẩn}";
    for key in ["draft: true", "secrecy: mat"] {
        let text = amended(relation).replace("in_force:", &format!("{key}\nin_force:"));
        let text = format!("{text}-- site.yaml --\ntitle: Công báo\nsecret: skip\n");
        let site = site(&text);
        assert!(!site.addresses().contains(&CONSOLIDATED), "{key}");
        for words in ["Bí Ẩn", "2-KH/TU", "hop-nhat", "Bản hợp nhất"] {
            site.nowhere(words);
        }
    }
}
