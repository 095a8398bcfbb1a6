//! How documents stand to each other: the chain, what is replaced, what is in force, old addresses.

use crate::fixture::{site, site_on};

/// A resolution, two plans that carry it out, and one below the second.
const CHAIN: &str = "\
-- nq.md 28-NQ/TW 2021-01-01 --
Lời.
-- k1.md 1-KH/TU 2021-02-01 --
relations: [{implements: 28-NQ/TW}]
---
Lời.
-- k2.md 2-KH/TU 2021-03-01 --
relations: [{implements: 28-NQ/TW}]
---
Lời.
-- k3.md 3-KH/HU 2021-04-01 --
relations: [{implements: 2-KH/TU, date: 2021-03-01}]
---
Lời.
";

#[test]
fn the_chain_is_one_tree_on_all_its_pages() {
    let site = site(CHAIN);
    let lines =
        ["28-NQ/TW (01/01/2021)", "1-KH/TU (01/02/2021)", "2-KH/TU (01/03/2021)", "3-KH/HU (01/04/2021)"];
    for page in ["28-nq-tw", "1-kh-tu", "2-kh-tu", "3-kh-hu"] {
        site.shows(&format!("van-ban/2021/{page}.html"), &format!("Chuỗi văn bản … {}", lines.join(" … ")));
    }
    let page = "van-ban/2021/2-kh-tu.html";
    site.has(page, "data-depth=\"0\" … data-depth=\"1\" … data-depth=\"1\" … data-depth=\"2\"");
    // The document itself stands in the tree and is no link.
    site.links(page, "[Kế hoạch 1-KH/TU (01/02/2021)](1-kh-tu.html) Kế hoạch 2-KH/TU (01/03/2021) [");
}

#[test]
fn a_document_alone_has_no_chain() {
    site("-- a.md 1-KH/TU 2021-02-01 --\nLời.\n").shows_no("van-ban/2021/1-kh-tu.html", "Chuỗi văn bản");
}

#[test]
fn every_relation_is_named_from_both_sides() {
    let check = |relation: &str, there: &str, back: &str| {
        let site = site(&format!(
            "-- a.md 1-KH/TU 2021-02-01 --\nLời.\n-- b.md 2-KH/TU 2022-02-01 --\nrelations: [{{{relation}}}]\n---\nLời.\n"
        ));
        let link = "[Kế hoạch 1-KH/TU (01/02/2021)](../2021/1-kh-tu.html)";
        site.links("van-ban/2022/2-kh-tu.html", &format!("Liên quan … {there} {link}"));
        let link = "[Kế hoạch 2-KH/TU (01/02/2022)](../2022/2-kh-tu.html)";
        site.links("van-ban/2021/1-kh-tu.html", &format!("Liên quan … {back} {link}"));
    };
    check("implements: 1-KH/TU", "Thực hiện", "Được thực hiện bởi");
    check("based_on: 1-KH/TU", "Căn cứ", "Là căn cứ của");
    check("amends: 1-KH/TU", "Sửa đổi", "Được sửa đổi bởi");
    check("replaces: 1-KH/TU", "Thay thế", "Được thay thế bởi");
    check("reviews: 1-KH/TU, stage: final", "Tổng kết", "Được sơ kết, tổng kết bởi");
    check("reviews: 1-KH/TU, stage: interim", "Sơ kết", "Được sơ kết, tổng kết bởi");
    check("annexed_to: 1-KH/TU", "Kèm theo", "Có kèm theo");
    check("follows: 1-KH/TU", "Tiếp theo", "Được tiếp theo bởi");
}

#[test]
fn a_relation_to_what_is_not_here_is_text() {
    let site = site(
        "-- a.md 1-KH/TU 2021-02-01 --\nrelations: [{implements: 38-KL/TW, date: 2010-01-02}]\n---\nLời.\n",
    );
    site.links("van-ban/2021/1-kh-tu.html", "Thực hiện 38-KL/TW (02/01/2010)");
}

const REPLACED: &str = "\
-- a.md 1-KH/TU 2021-02-01 --
Lời.
-- b.md 2-KH/TU 2022-02-01 --
relations: [{replaces: 1-KH/TU, date: 2021-02-01}]
---
Lời.
";

#[test]
fn a_replaced_document_says_so_at_the_top_and_keeps_its_address() {
    let site = site(REPLACED);
    let page = "van-ban/2021/1-kh-tu.html";
    site.links(
        page,
        "Số 1-KH/TU … Đã được thay thế bởi [Kế hoạch 2-KH/TU (01/02/2022)](../2022/2-kh-tu.html). … Lời.",
    );
    site.shows_no("van-ban/2022/2-kh-tu.html", "Đã được thay thế bởi");
}

#[test]
fn a_replaced_document_is_no_longer_in_force() {
    let site = site(REPLACED);
    site.shows("van-ban/2021/1-kh-tu.html", "về việc chung Hết hiệu lực đến 31/01/2022");
    site.shows("van-ban/2022/2-kh-tu.html", "về việc chung Còn hiệu lực");
    site.shows("van-ban/2021.html", "Hết hiệu lực");
    // Not before the day of what replaces it.
    site_on("2022-01-31", REPLACED).shows("van-ban/2021/1-kh-tu.html", "Còn hiệu lực đến 31/01/2022");
}

#[test]
fn force_is_said_as_of_the_day() {
    let on = |day: &str, words: &str| {
        let text = "-- a.md 1-KH/TU 2021-02-01 --\nin_force: 2021-03-01/2023-12-31\n---\nLời.\n";
        let site = site_on(day, text);
        site.shows("van-ban/2021/1-kh-tu.html", &format!("về việc chung {words}"));
        site.shows("van-ban/2021/1-kh-tu.html", "Hiệu lực từ 01/03/2021 đến 31/12/2023");
    };
    on("2021-02-28", "Chưa có hiệu lực từ 01/03/2021");
    on("2021-03-01", "Còn hiệu lực");
    on("2023-12-31", "Còn hiệu lực đến 31/12/2023");
    on("2024-01-01", "Hết hiệu lực");
    // Without words of its own a document is in force from its date on.
    site("-- a.md 1-KH/TU 2021-02-01 --\nLời.\n")
        .shows("van-ban/2021/1-kh-tu.html", "Hiệu lực từ 01/02/2021");
}

#[test]
fn an_old_address_leads_to_the_new_one() {
    let site = site("-- a.md 1-KH/TU 2021-02-01 --\naliases: [van-ban/cu/34.html]\n---\nLời.\n");
    site.links("van-ban/cu/34.html", "[Kế hoạch 1-KH/TU (01/02/2021)](../2021/1-kh-tu.html)");
    let html = site.bytes("van-ban/cu/34.html");
    assert!(html.contains("http-equiv=\"refresh\" content=\"0; url=../2021/1-kh-tu.html\""), "{html}");
    assert!(html.contains("noindex"), "{html}");
}

#[test]
fn a_slug_is_the_address() {
    let site = site("-- a.md 1-KH/TU 2021-02-01 --\nslug: ke-hoach-mot\n---\nLời.\n");
    assert!(site.addresses().contains(&"van-ban/2021/ke-hoach-mot.html"));
    assert!(!site.addresses().contains(&"van-ban/2021/1-kh-tu.html"));
}

#[test]
fn neighbours_follow_in_time() {
    let site = site(CHAIN);
    site.links(
        "van-ban/2021/1-kh-tu.html",
        "[Văn bản trước Nghị quyết 28-NQ/TW](28-nq-tw.html)[Văn bản sau Kế hoạch 2-KH/TU](2-kh-tu.html)",
    );
}
