//! Provisions have short ids, are cited, amended, repealed and suspended.

use crate::fixture::{Made, site, site_on};

/// A decree with an annexed regulation, and a text that cites it.
const DECREE: &str = "\
-- nd.md 30/2020/NĐ-CP 2020-03-05 --
# Chương I. QUY ĐỊNH CHUNG

## Điều 1. Phạm vi rất dài của một văn bản mà không ai muốn thấy lại trong địa chỉ

1. Một.

2. Hai.

a) Nhỏ.

đ) Cũng nhỏ.

## Điều 2. Áp dụng {#ap-dung}

Xem [Điều 1](#dieu-1-pham-vi-rat-dai-cua-mot-van-ban-ma-khong-ai-muon-thay-lai-trong-dia-chi), [Điều 2](#dieu-2).

## QUY CHẾ

Điều 1. Riêng

";

const PAGE: &str = "van-ban/2020/30-2020-nd-cp.html";

#[track_caller]
fn with(rest: &str) -> Made {
    site(&format!("{DECREE}{rest}"))
}

#[test]
fn ids_follow_from_numbers() {
    let site = with("");
    for id in ["chuong-i", "dieu-1", "dieu-1-khoan-1", "dieu-1-khoan-2-diem-a", "dieu-1-khoan-2-diem-dd"] {
        site.has(PAGE, &format!("id=\"{id}\""));
    }
    site.has(
        PAGE,
        "<h3 id=\"dieu-1\"> … <li value=\"1\" id=\"dieu-1-khoan-1\"> … <p id=\"dieu-1-khoan-2-diem-a\">",
    );
    // An id as typed stays; a second numbering bears the name of its annex.
    site.has(PAGE, "id=\"ap-dung\" … id=\"quy-che-dieu-1\"");
    let html = site.bytes(PAGE);
    assert!(!html.contains("id=\"dieu-2\"") && !html.contains("pham-vi-rat-dai"), "{html}");
}

#[test]
fn ids_of_before_and_numbers_still_lead_there() {
    with("").links(PAGE, "Xem [Điều 1](#dieu-1), [Điều 2](#ap-dung).");
    let site = site(
        "-- a.md 1-KH/TU 2021-02-01 --
deadlines: [{id: x, task: Việc, due: 2023-05-01, lead: [huyen-uy-a], section: i-viec-chung}]
attachments: [{title: Phụ lục, section: ii}]
---
## I. Việc chung

- Lời

## II- Việc riêng

1- Một. Xem [đây](b.md#i-1).
-- b.md 2-KH/TU 2021-03-01 --
## I. Việc

1. Một.
",
    );
    site.has(
        "van-ban/2021/1-kh-tu.html",
        "id=\"i\" … id=\"ii\" … id=\"ii-1\" … href=\"#ii\" … href=\"#i\">Việc</a>",
    );
    site.links("van-ban/2021/1-kh-tu.html", "[đây](2-kh-tu.html#i-1)");
}

#[test]
fn a_cited_provision_is_linked() {
    let check = |words: &str, link: &str| {
        let site = with(&format!("-- kh.md 1-KH/TU 2023-02-01 --\nTheo {words} về việc.\n"));
        site.links("van-ban/2023/1-kh-tu.html", link);
        site.shows(PAGE, "Được dẫn trong");
    };
    let page = "../2020/30-2020-nd-cp.html";
    for (cited, id) in [
        ("khoản 1 Điều 1", "#dieu-1-khoan-1"),
        ("điểm đ khoản 2 Điều 1", "#dieu-1-khoan-2-diem-dd"),
        ("Điều 2", "#ap-dung"),
        ("Chương I", "#chuong-i"),
        // What is not there leads to the document.
        ("Điều 9", ""),
        ("khoản 7 Điều 1", ""),
    ] {
        let words = format!("{cited} Nghị định số 30/2020/NĐ-CP ngày 05/3/2020");
        check(&words, &format!("Theo [{words}]({page}{id}) về việc"));
    }
    check(
        "khoản 1, 2 Điều 1 của Nghị định số 30/2020/NĐ-CP",
        &format!("khoản 1, 2 [Điều 1 của Nghị định số 30/2020/NĐ-CP]({page}#dieu-1)"),
    );
}

/// The decree, and a later one with this relation, in force from 1 June 2021.
fn changed(relation: &str) -> String {
    format!(
        "{DECREE}-- sau.md 12/2021/NĐ-CP 2021-05-01 --\nin_force: 2021-06-01/..\nrelations: [{{{relation}}}]\n---\nLời.\n"
    )
}

const LATER: &str = "12/2021/NĐ-CP (01/05/2021)](../2021/12-2021-nd-cp.html)";
const SINCE: &str = ", có hiệu lực từ 01/06/2021";

#[test]
fn an_amended_provision_says_so_at_the_top_and_in_its_place() {
    let site = site(&changed(
        "amends: 30/2020/NĐ-CP, date: 2020-03-05, provision: [dieu-1-khoan-2, ap-dung, chuong-i]",
    ));
    let provisions = "[khoản 2 Điều 1](#dieu-1-khoan-2), [Điều 2](#ap-dung), [Chương I](#chuong-i)";
    site.links(
        PAGE,
        &format!("Đã được sửa đổi, bổ sung bởi [Nghị định {LATER}: {provisions}{SINCE}. … Hai."),
    );
    site.links(PAGE, &format!("Hai. Khoản 2 Điều 1 được sửa đổi bởi [Nghị định {LATER}{SINCE}. a) Nhỏ."));
    site.links(PAGE, &format!("Điều 2 được sửa đổi bởi [Nghị định {LATER}{SINCE}. Xem"));
    site.shows(PAGE, "về việc chung Còn hiệu lực");
    let data: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/van-ban.json")).unwrap();
    let relation = &data[1]["relations"][0];
    assert_eq!(relation["kind"], "amends");
    assert_eq!(relation["provision"], serde_json::json!(["dieu-1-khoan-2", "ap-dung", "chuong-i"]));
}

#[test]
fn what_is_repealed_or_suspended_is_no_longer_wholly_in_force() {
    let force = |relation: &str, day: &str, words: &str| {
        site_on(day, &changed(&format!("{relation}, date: 2020-03-05")))
            .shows(PAGE, &format!("về việc chung {words}"));
    };
    force("repeals: 30/2020/NĐ-CP", "2023-08-01", "Hết hiệu lực đến 31/05/2021");
    force("repeals: 30/2020/NĐ-CP", "2021-05-31", "Còn hiệu lực đến 31/05/2021");
    force("repeals: 30/2020/NĐ-CP, provision: [dieu-1]", "2023-08-01", "Còn hiệu lực một phần");
    force("repeals: 30/2020/NĐ-CP, provision: [dieu-1]", "2021-05-31", "Còn hiệu lực. ");
    force("suspends: 30/2020/NĐ-CP", "2023-08-01", "Tạm ngưng hiệu lực");
    force("suspends: 30/2020/NĐ-CP", "2021-05-31", "Còn hiệu lực. ");
    // A page that is read later knows what comes.
    let steps = |relation: &str, day: &str, steps: &str| {
        site_on(day, &changed(&format!("{relation}, date: 2020-03-05")))
            .has(PAGE, &format!("data-force=\"{steps}\""));
    };
    steps("repeals: 30/2020/NĐ-CP, provision: [dieu-1]", "2023-08-01", "=partly");
    steps("repeals: 30/2020/NĐ-CP, provision: [dieu-1]", "2021-05-31", "=now 2021-06-01=partly");
    steps("suspends: 30/2020/NĐ-CP", "2021-05-31", "=now 2021-06-01=suspended");
    force("suspends: 30/2020/NĐ-CP, provision: [dieu-1]", "2023-08-01", "Còn hiệu lực một phần");
    force("corrects: 30/2020/NĐ-CP", "2023-08-01", "Còn hiệu lực. ");
    // What is amended stays in force.
    let amended = changed("amends: 30/2020/NĐ-CP, date: 2020-03-05, provision: [dieu-1]");
    site_on("2023-08-01", &amended).shows_no(PAGE, "một phần");
    steps("suspends: 30/2020/NĐ-CP", "2021-06-01", "=suspended");
    let site = site(&changed("repeals: 30/2020/NĐ-CP, provision: [dieu-1]"));
    site.links(PAGE, &format!("Đã bị bãi bỏ bởi [Nghị định {LATER}: [Điều 1](#dieu-1)"));
    site.links(PAGE, &format!("Điều 1 bị bãi bỏ bởi [Nghị định {LATER}{SINCE}."));
}

#[test]
fn other_relations_are_named_from_both_sides() {
    let check = |kind: &str, there: &str, back: &str| {
        let site = site(&changed(&format!("{kind}: 30/2020/NĐ-CP")));
        site.links(
            "van-ban/2021/12-2021-nd-cp.html",
            &format!("Liên quan … {there} [Nghị định 30/2020/NĐ-CP"),
        );
        site.links(PAGE, &format!("Liên quan … {back} [Nghị định 12/2021/NĐ-CP"));
    };
    check("repeals", "Bãi bỏ", "Bị bãi bỏ bởi");
    check("suspends", "Tạm ngưng hiệu lực", "Bị tạm ngưng hiệu lực bởi");
    check("corrects", "Đính chính", "Được đính chính bởi");
    check("consolidates", "Hợp nhất", "Được hợp nhất bởi");
}
