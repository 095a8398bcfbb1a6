//! The timeline and the first page: what comes before what is late, what is chosen, what is folded.

use crate::fixture::{Made, site_on};

/// A plan with these tasks of one unit, each by its day, as of a day.
#[track_caller]
fn plan(as_of: &str, days: &[&str]) -> Made {
    let due = |(at, day): (usize, &&str)| {
        format!("  - {{id: viec-{at}, task: Việc {at}, due: {day}, lead: [huyen-uy-a]}}\n")
    };
    let deadlines: String = days.iter().enumerate().map(due).collect();
    let deadlines = if days.is_empty() { String::new() } else { format!("deadlines:\n{deadlines}") };
    site_on(as_of, &format!("-- kh.md 1-KH/TU 2021-03-19 --\n{deadlines}---\nLời.\n"))
}

#[test]
fn what_comes_stands_before_what_is_late_and_older_years_are_folded() {
    let days = ["31/3/2021", "30/4/2022", "30/5/2022", "30/6/2023", "31/7/2023", "30/9/2023", "31/8/2023"];
    let site = plan("2023-08-01", &days);
    let order = "5 việc quá hạn ở 1 nơi, 3 việc có hạn trước năm 2023. 2 việc còn trong hạn; gần nhất: Việc 6, \
                 Huyện ủy A, 31/08/2023 … Theo kỳ đến hạn … Theo văn bản … Sắp tới 2 việc trong 2 nhiệm vụ … \
                 Việc 6 … Việc 5 … Quá hạn 5 việc, mới quá hạn trước … Việc 4 … Việc 3 … \
                 Hạn năm 2022: 2 quá hạn trong 2 nhiệm vụ … Việc 2 … Việc 1 … \
                 Hạn năm 2021: 1 quá hạn trong 1 nhiệm vụ … Việc 0";
    site.shows("tien-do.html", order);
    site.links("tien-do/qua-han.html", "Việc 4 … Việc 3 … Việc 2 … Việc 1 … Việc 0");
    // The columns are the links: years, and the quarters of the year at hand.
    site.links(
        "tien-do.html",
        "[1/1 2021’21](tien-do/2021.html) … [2/2 2022’22](tien-do/2022.html) … (tien-do/2023.html#_q2)",
    );
}

#[test]
fn what_has_no_end_is_beside_the_picture() {
    let text = "-- kh.md 1-KH/TU 2021-03-19 --
deadlines:
  - {id: mot, task: Việc một, due: thường xuyên, lead: [huyen-uy-a]}
  - {id: hai, task: Việc hai, due: theo lộ trình, lead: [huyen-uy-a]}
  - {id: ba, task: Việc ba, due: 30/9/2023, lead: [huyen-uy-a]}
---
Lời.
";
    let beside = "Không ở trong hình: [1 thường xuyên](tien-do/thuong-xuyen.html), [1 chưa định ngày](tien-do/chua-dinh-ngay.html).";
    site_on("2023-08-01", text).links("tien-do.html", beside);
}

#[test]
fn nothing_overdue_is_said_in_one_line() {
    let site = plan("2023-08-01", &["30/9/2023"]);
    site.shows("tien-do.html", "Không có nhiệm vụ nào quá hạn. 1 việc còn trong hạn");
    site.has("tien-do.html", "<section data-kind=\"overdue\" class=\"empty\"");
    let none = "<section data-kind=\"overdue\" class=\"empty\" … <p class=\"none\">Không có nhiệm vụ nào quá hạn.</p>";
    site.has("index.html", none);
    let site = plan("2023-08-01", &[]);
    site.shows("tien-do.html", "Chưa có nhiệm vụ nào có thời hạn.");
    site.shows_no("index.html", "Ai còn nợ");
}

#[test]
fn the_first_page_has_what_is_due_until_the_end_of_next_month_and_what_is_newly_late() {
    let days = ["31/5/2023", "01/6/2023", "31/7/2023", "01/8/2023", "30/9/2023", "01/10/2023"];
    let site = plan("2023-08-01", &days);
    site.shows(
        "index.html",
        "Đến hạn trong tháng 8 và 9 2 việc … Việc 3 … Việc 4 … Mới quá hạn từ 01/06/2023 … Việc 2 … Việc 1",
    );
    site.shows("index.html", "Ai còn nợ 1 nơi … Huyện ủy A 3 6 31/05/2023");
    for other in ["Việc 0", "Việc 5"] {
        site.shows_no("index.html", other);
    }
    // It is chosen so until the month ends.
    site.has("index.html", "<p class=\"stale\" data-until=\"2023-08-31\" hidden></p>");
}

#[test]
fn a_picture_says_until_when_it_is_true() {
    // Due in seven days is soon: in time until the eighth before.
    plan("2023-08-01", &["30/9/2023"]).has("tien-do.html", "data-until=\"2023-09-22\"");
    plan("2023-09-23", &["30/9/2023"]).has("tien-do.html", "data-until=\"2023-09-30\"");
    let overdue = plan("2023-10-01", &["30/9/2023"]).bytes("tien-do.html");
    // Nothing moves what is overdue but the year's end, which folds it.
    let untils: Vec<&str> =
        overdue.split("class=\"stale\" data-until=\"").skip(1).map(|rest| &rest[..10]).collect();
    assert_eq!(untils, ["2023-12-31"]);
}

#[test]
fn a_year_that_does_not_fit_is_columns_and_its_quarters_list() {
    let days: Vec<&str> = std::iter::repeat_n("30/4/2021", 500).chain(["31/12/2021"]).collect();
    let site = plan("2023-08-01", &days);
    site.links(
        "tien-do/2021.html",
        "[500/500 Quý II/2021II/21](2021-q2.html) … [1/1 Quý IV/2021IV/21](2021-q4.html)",
    );
    site.shows_no("tien-do/2021.html", "Việc 0");
    site.shows("tien-do/2021-q2.html", "Quá hạn 500 việc trong 500 nhiệm vụ … Việc 0");
    site.shows_no("tien-do/2021-q2.html", "Việc 500");
    site.shows("tien-do/2021-q4.html", "Việc 500");
    // The further part that the year had leads to it.
    assert!(site.bytes("tien-do/2021-2.html").contains("content=\"0; url=2021.html\""));
}

#[test]
fn no_year_is_parted_and_no_other_number_is_whole() {
    let days: Vec<&str> = std::iter::repeat_n("30/4/2021", 1001).collect();
    let site = plan("2023-08-01", &days);
    site.shows("tien-do.html", "1.001 việc quá hạn … 1.001 việc có hạn trước năm 2023");
    for address in site.addresses().iter().filter(|address| address.ends_with(".html")) {
        for wrong in ["2.021", "2.023", " 1001 "] {
            site.shows_no(address, wrong);
        }
    }
}
