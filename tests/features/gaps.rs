//! What the paper lacks is said in words, and never invented.

use crate::fixture::site;

/// Shows of a document without number or date, at this address, these words.
#[track_caller]
fn check(keys: &str, address: &str, words: &str) {
    site(&format!("-- a.md 5-KH/TU 2021-03-19 --\n{keys}---\nLời.\n")).shows(address, words);
}

#[test]
fn a_document_without_number_says_so() {
    let blank = "number: null\nnumber_missing: blank\nslug: ke-hoach\n";
    check(blank, "van-ban/2021/ke-hoach.html", "chưa có số");
    check(blank, "van-ban/2021.html", "chưa có số");
    let lost = "number: null\nnumber_missing: lost\nslug: ke-hoach\n";
    check(lost, "van-ban/2021/ke-hoach.html", "không rõ số");
    let printed = "number: null\nnumber_missing: blank\nnumber_printed: \"[so]-KH/TU\"\nslug: ke-hoach\n";
    check(printed, "van-ban/2021/ke-hoach.html", "[so]-KH/TU");
    check(printed, "van-ban/2021/ke-hoach.html", "chưa có số");
}

#[test]
fn a_date_between_two_is_said_as_such() {
    let check = |between: &str, address: &str, words: &str| {
        check(&format!("date: null\ndate_between: {between}\nslug: thu\n"), address, words);
    };
    check("2023-05-18/2023-07-20", "van-ban/2023/thu.html", "khoảng từ 18/05/2023 đến 20/07/2023");
    check("2022-11-17/2022-12", "van-ban/2022/thu.html", "khoảng từ 17/11/2022 đến tháng 12/2022");
    check("2022-11-17/2022-12", "van-ban/2022.html", "khoảng từ 17/11/2022 đến tháng 12/2022");
    // The year is that of the lower end, else of the upper, else unknown.
    check("2022-12-30/2023-01-05", "van-ban/2022/thu.html", "khoảng từ 30/12/2022 đến 05/01/2023");
    check("../2022-06-01", "van-ban/2022/thu.html", "đến 01/06/2022");
    check("2022-06-01/..", "van-ban/2022/thu.html", "từ 01/06/2022");
    check("../..", "van-ban/khong-ro/thu.html", "không rõ ngày");
    check("../..", "van-ban/khong-ro.html", "không rõ ngày");
}

#[test]
fn what_is_to_be_confirmed_is_noted() {
    let site = site("-- a.md 5-KH/TU 2021-03-19 --\nconfirm: [number, issuer]\n---\nLời.\n");
    site.shows("van-ban/2021/5-kh-tu.html", "Chưa đối chiếu với bản giấy: số, cơ quan ban hành.");
    assert_eq!(
        site.faults.iter().filter(|fault| fault.code == "to-be-confirmed").count(),
        2,
        "{:#?}",
        site.faults
    );
}

#[test]
fn data_has_null_where_the_document_has_nothing() {
    let site = site(
        "-- a.md - - --
number: null
number_missing: lost
date: null
date_between: 2022-11-17/2022-12
slug: thu
---
Lời.
",
    );
    let data: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/van-ban.json")).unwrap();
    assert!(data[0]["number"].is_null() && data[0]["date"].is_null(), "{data:#}");
    assert_eq!(data[0]["url"], "van-ban/2022/thu.html");
}

#[test]
fn spaces_in_a_number_do_not_change_its_address_and_stay_as_printed() {
    let site = site(
        "-- a.md - 2021-03-19 --\nnumber: 13 - CV/BCĐ\n---\nLời.\n-- b.md 2-KH/TU 2022-01-01 --\nTheo 13-CV/BCĐ.\n",
    );
    site.shows("van-ban/2021/13-cv-bcd.html", "Số 13 - CV/BCĐ");
    site.links("van-ban/2022/2-kh-tu.html", "[13-CV/BCĐ](../2021/13-cv-bcd.html)");
}

#[test]
fn a_number_is_text() {
    let site = site("-- a.md - 2021-03-19 --\nnumber: 0912\n---\nLời.\n");
    site.shows("van-ban/2021/0912.html", "Số 0912");
}

#[test]
fn an_issuer_typed_as_a_name_is_printed_as_typed() {
    let site = site(
        "-- a.md 1-KH/TU 2021-01-01 --\nissuer: Tỉnh uỷ\n---\nLời.\n-- b.md 2-KH/TU 2021-01-02 --\nissuer: tinh-uy\n---\nLời.\n",
    );
    site.links("van-ban/2021/1-kh-tu.html", "[Tỉnh uỷ](../../don-vi/tinh-uy.html)");
    site.links("van-ban/2021/2-kh-tu.html", "[Tỉnh ủy](../../don-vi/tinh-uy.html)");
}

#[test]
fn a_name_outside_the_register_is_text_without_a_page() {
    let site = site("-- a.md 1-KH/TU 2021-01-01 --\nrecipients: [Ban Lạ]\n---\nLời.\n");
    site.links("van-ban/2021/1-kh-tu.html", "Nơi nhận - Ban Lạ.");
    assert_eq!(site.faults.iter().filter(|fault| fault.code == "unknown-name").count(), 1);
}
