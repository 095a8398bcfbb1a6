//! Lists: years, registers and what an organisation received; split, sorted, in two languages.

use std::fmt::Write;

use crate::fixture::site;

/// Plans 1 to `count` of 2021, each with these keys.
fn plans(count: usize, keys: &str) -> String {
    let mut text = String::new();
    for n in 1..=count {
        let (month, day) = (n / 28 % 12 + 1, n % 28 + 1);
        let _ = write!(
            text,
            "-- {n}.md {n}-KH/TU 2021-{month:02}-{day:02} --\ntitle: việc số {n}\n{keys}---\nLời.\n"
        );
    }
    text
}

/// How often each page of a list has a link to the directive, for 1 to `count`; each stands once.
#[track_caller]
fn each_once(pages: &[String], count: usize) {
    for n in 1..=count {
        let link = format!("/{n}-kh-tu.html)");
        let times: usize = pages.iter().map(|page| page.matches(&link).count()).sum();
        assert_eq!(times, 1, "{n}-KH/TU");
    }
}

#[test]
fn a_year_of_501_has_two_parts() {
    let site = site(&plans(501, ""));
    let pages = [site.linked("van-ban/2021.html"), site.linked("van-ban/2021-2.html")];
    each_once(&pages, 501);
    assert_eq!(pages[1].matches("-kh-tu.html)").count(), 1);
    assert!(!site.addresses().contains(&"van-ban/2021-3.html"));
    site.shows("van-ban/2021.html", "501 văn bản … Phần 1 Phần 2");
    site.links("van-ban/2021.html", "[Phần 2](2021-2.html)");
    site.links("van-ban/2021-2.html", "[Phần 1](2021.html)");
    site.shows("van-ban.html", "501 văn bản");
    assert!(site.addresses().contains(&"co-quan/tinh-uy-2.html"));
}

#[test]
fn a_year_of_500_has_one() {
    let site = site(&plans(500, ""));
    assert!(!site.addresses().contains(&"van-ban/2021-2.html"));
    site.shows_no("van-ban/2021.html", "Phần 1");
}

#[test]
fn an_organisation_that_received_501_has_two_parts() {
    let site = site(&plans(501, "recipients: [huyen-uy-a]\n"));
    let pages = [site.linked("don-vi/huyen-uy-a.html"), site.linked("don-vi/huyen-uy-a-2.html")];
    each_once(&pages, 501);
    assert!(!site.addresses().contains(&"don-vi/huyen-uy-a-3.html"));
    assert!(!site.addresses().contains(&"don-vi/huyen-uy-b-2.html"));
}

#[test]
fn an_organisation_that_owes_501_has_two_parts() {
    let site = site(&plans(501, "deadlines: [{id: x, task: Việc X, due: 2024-01-01, lead: [huyen-uy-a]}]\n"));
    // Above stands what is due next.
    let page = |address: &str| {
        let page = site.linked(address).replace("#han-x)", ")");
        page.split_once("Phải làm").expect("what is to do").1.to_owned()
    };
    let pages = [page("don-vi/huyen-uy-a.html"), page("don-vi/huyen-uy-a-2.html")];
    // A row leads to its deadline and to its document.
    for n in 1..=501 {
        let rows: usize = pages
            .iter()
            .map(|page| page.matches(&format!("[Việc X](../van-ban/2021/{n}-kh-tu.html)")).count())
            .sum();
        assert_eq!(rows, 1, "{n}-KH/TU");
    }
    site.shows("don-vi/huyen-uy-a.html", "Trong hạn 501");
}

#[test]
fn a_year_stands_newest_first_then_by_the_number_in_the_number() {
    let site = site(
        "-- a.md 10-KH/TU 2021-02-01 --\nLời.\n-- b.md 9-KH/TU 2021-02-01 --\nLời.\n-- c.md 1-KH/TU 2021-03-01 --\nLời.\n-- d.md 2-KH/TU 2020-01-01 --\nLời.\n",
    );
    let text = site.text("van-ban/2021.html");
    let at = |number: &str| text.find(&format!(" {number} ")).expect(number);
    assert!(at("1-KH/TU") < at("10-KH/TU").min(at("9-KH/TU")), "{text}");
    assert!(!text.contains("2-KH/TU"), "{text}");
    site.links(
        "van-ban.html",
        "[2021](#_2021) [2020](#_2020) … 2021 3 văn bản … 1-KH/TU … 2020 1 văn bản … 2-KH/TU",
    );
}

#[test]
fn names_stand_in_vietnamese_order() {
    let names = ["An", "Ăn", "Ân", "Dương", "Đà", "Đá", "Em", "Êm", "On", "Ôn", "Ơn", "Un", "Ưn", "Xa"];
    let mut register = "-- organizations.yaml --\n- {id: tinh-uy, name: Zz}\n".to_owned();
    for (n, name) in names.iter().enumerate().rev() {
        let _ = writeln!(register, "- {{id: o-{n}, name: \"{name}\"}}");
    }
    let site = site(&format!("{register}-- a.md 1-KH/TU 2021-02-01 --\nLời.\n"));
    let links: Vec<String> =
        names.iter().enumerate().map(|(n, name)| format!("[{name}](don-vi/o-{n}.html)")).collect();
    site.links("don-vi.html", &links.join(" … "));
}

#[test]
fn the_register_groups_by_parent_and_puts_groups_last() {
    let site = site("-- a.md 1-KH/TU 2021-02-01 --\nLời.\n");
    site.shows(
        "don-vi.html",
        "5 đơn vị … Tỉnh ủy … Văn phòng Tỉnh ủy … Huyện ủy A … Huyện ủy B … Các huyện ủy",
    );
}

#[test]
fn a_site_without_directives_says_so() {
    let site = site("");
    site.shows("index.html", "Chưa có văn bản nào được công bố.");
    site.shows("van-ban.html", "Chưa có văn bản nào được công bố.");
    site.shows("tien-do.html", "Chưa có nhiệm vụ nào có thời hạn.");
}

#[test]
fn an_english_site_has_english_addresses_and_labels() {
    let site = site(
        "-- site.yaml --
title: Gazette
language: en
-- a.md 1-KH/TU 2021-02-01 --
deadlines: [{id: x, task: Report, due: trước ngày 30/4/2021, lead: [huyen-uy-a]}]
recipients: [huyen-uy-b]
---
Theo 1-CT/TU.
-- b.md 1-CT/TU 2020-01-01 --
Lời.
-- c.md - - --
number: null
number_missing: lost
date: null
date_between: ../..
slug: lost
---
Lời.
-- progress/r.md --
---
directive: 1-KH/TU
deadline: x
organization: huyen-uy-a
date: 2021-05-02
status: done
---
Text.
",
    );
    for address in [
        "directives.html",
        "directives/2021.html",
        "directives/2021/1-kh-tu.html",
        "directives/unknown/lost.html",
        "timeline.html",
        "timeline/2021.html",
        "timeline/2021-q2.html",
        "timeline/overdue.html",
        "timeline/due-soon.html",
        "timeline/in-time.html",
        "timeline/done-on-time.html",
        "timeline/done-late.html",
        "timeline/ongoing.html",
        "timeline/undated.html",
        "timeline/cancelled.html",
        "organizations.html",
        "organizations/huyen-uy-a.html",
        "issuers.html",
        "issuers/tinh-uy.html",
        "reports.html",
        "reports.csv",
        "reports/r.html",
        "data/directives.json",
        "data/tasks.json",
        "data/tasks.csv",
        "404.html",
    ] {
        assert!(site.addresses().contains(&address), "nothing at {address}: {:#?}", site.addresses());
    }
    let page = "directives/2021/1-kh-tu.html";
    site.shows(page, "Tasks and deadlines … States since 02/05/2021 … Done late Report");
    site.links("directives/2020/1-ct-tu.html", "Cited in … ](../2021/1-kh-tu.html)");
    site.shows("directives/unknown/lost.html", "number unknown … date unknown");
    assert!(site.bytes(page).contains("<html lang=\"en\">"));
    for address in site.addresses().iter().filter(|address| address.ends_with(".html")) {
        site.shows_no(address, "Quá hạn");
        site.shows_no(address, "Văn bản đã");
    }
}

#[test]
fn every_address_of_a_vietnamese_site_is_there() {
    let site = site(
        "-- a.md 1-KH/TU 2023-02-01 --\ndeadlines: [{id: x, task: Việc X, due: 30/9/2023, lead: [huyen-uy-a]}]\n---\nLời.\n",
    );
    for address in [
        "index.html",
        "van-ban.html",
        "van-ban/2023.html",
        "tien-do.html",
        "tien-do/2023.html",
        "tien-do/2023-q3.html",
        "tien-do/qua-han.html",
        "tien-do/sap-den-han.html",
        "tien-do/trong-han.html",
        "tien-do/hoan-thanh.html",
        "tien-do/hoan-thanh-qua-han.html",
        "tien-do/thuong-xuyen.html",
        "tien-do/chua-dinh-ngay.html",
        "tien-do/duoc-mien.html",
        "don-vi.html",
        "don-vi/huyen-uy-a.html",
        "co-quan.html",
        "co-quan/tinh-uy.html",
        "bao-cao.html",
        "bao-cao.csv",
        "404.html",
        "du-lieu/van-ban.json",
        "du-lieu/van-ban.schema.json",
        "du-lieu/nhiem-vu.json",
        "du-lieu/nhiem-vu.schema.json",
        "du-lieu/nhiem-vu.csv",
    ] {
        assert!(site.addresses().contains(&address), "nothing at {address}: {:#?}", site.addresses());
    }
}
