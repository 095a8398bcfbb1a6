//! The page of a unit: what it must do, task by task; what it has done; what it received.

use std::fmt::Write;

use crate::fixture::{site, site_on};

/// A report every quarter, of two districts; one has sent two of three.
const QUARTERLY: &str = "-- a.md 1-KH/TU 2023-01-05 --
deadlines:
  - {id: quy, task: Báo cáo quý, due: trước ngày 25 tháng cuối quý, lead: [huyen-uy-a, huyen-uy-b], report_to: tinh-uy}
  - {id: dau-moi, task: Cử đầu mối, due: 2023-02-28, lead: [huyen-uy-a, huyen-uy-b]}
  - {id: bang-tin, task: Công khai trên bảng tin, due: thường xuyên, lead: [huyen-uy-a]}
---
Lời.
-- progress/a.csv --
directive,deadline,organization,date,status,reference
1-KH/TU,quy@2023-33,huyen-uy-b,2023-03-20,done,05-BC/HU
1-KH/TU,quy@2023-34,huyen-uy-b,2023-07-01,done,09-BC/HU
1-KH/TU,dau-moi,huyen-uy-b,2023-02-20,done,
";

#[test]
fn the_turns_of_one_task_stand_in_one_row() {
    let site = site_on("2023-11-21", QUARTERLY);
    let page = "don-vi/huyen-uy-a.html";
    let main = site.linked(page);
    let todo = main.split_once("Phải làm").expect("what is to do").1;
    let todo = todo.split_once("Thường xuyên").expect("what goes on").0;
    assert_eq!(todo.matches("[Báo cáo quý]").count(), 1, "{todo}");
    // What is ahead first, then the newest that is late; nothing stands oldest first.
    site.shows(
        page,
        "Báo cáo quý trước ngày 25 tháng cuối quý Kế hoạch 1-KH/TU Quý IV/2023: 25/12/2023 Trong hạn \
         Quý III/2023: 25/09/2023 Quá hạn Quý II/2023: 25/06/2023 Quá hạn Quý I/2023: 25/03/2023 Quá hạn Gửi về Tỉnh ủy",
    );
    site.shows(
        page,
        "4 việc quá hạn, cũ nhất từ 28/02/2023. Việc kế tiếp: 25/12/2023, Báo cáo quý, Quý IV/2023.",
    );
    site.links(page, "Gửi về: [Tỉnh ủy](tinh-uy.html).");
    site.shows(page, "Cử đầu mối 1/2 đơn vị đã hoàn thành");
    site.shows(page, "Thường xuyên Công khai trên bảng tin");
}

#[test]
fn what_is_done_says_when_and_how_late() {
    let site = site_on("2023-11-21", QUARTERLY);
    let page = "don-vi/huyen-uy-b.html";
    site.links(
        page,
        "[Báo cáo quý](../van-ban/2023/1-kh-tu.html#han-quy) Kế hoạch 1-KH/TU Quý II/2023: hạn 25/06/2023",
    );
    site.shows(
        page,
        "01/07/2023 hoàn thành, 09-BC/HU, chậm 6 ngày Quý I/2023: hạn 25/03/2023, 20/03/2023 hoàn thành",
    );
    site.shows(page, "Đã hoàn thành 3 việc");
}

#[test]
fn a_member_reads_what_its_group_owes() {
    let site = site(
        "-- a.md 1-KH/TU 2023-01-05 --
deadlines: [{id: x, task: Việc chung, due: 2023-05-31, lead: [cac-huyen-uy]}]
---
Lời.
",
    );
    site.links(
        "don-vi/huyen-uy-a.html",
        "Nhiệm vụ chung của nhóm … [Việc chung](../van-ban/2023/1-kh-tu.html#han-x)",
    );
    site.links("don-vi/huyen-uy-a.html", "31/05/2023 Quá hạn [Các huyện ủy](cac-huyen-uy.html)");
    // It is not the unit's own.
    site.shows("don-vi/huyen-uy-a.html", "Chưa được giao nhiệm vụ nào.");
}

#[test]
fn the_first_page_of_a_unit_that_owes_1200_has_what_presses() {
    let mut text = String::new();
    // Overdue by 1 to 600 days, due soon in 0 to 9 days, in time in 30 days and more.
    for n in 0..1200_i64 {
        let days = match n {
            0..600 => -1 - n,
            600..610 => n - 600,
            _ => n - 580,
        };
        let due = jiff::civil::date(2023, 8, 1) + jiff::Span::new().days(days);
        let _ = write!(
            text,
            "-- {n}.md {}-KH/TU 2021-01-05 --\ndeadlines: [{{id: x, task: Việc {n}, due: {due}, lead: [huyen-uy-a]}}]\n---\nLời.\n",
            n + 1
        );
    }
    let site = site(&format!("-- site.yaml --\ntitle: Công báo\ndue_soon_days: 14\n{text}"));
    let pages = ["", "-2", "-3"].map(|part| site.linked(&format!("don-vi/huyen-uy-a{part}.html")));
    assert!(!site.addresses().contains(&"don-vi/huyen-uy-a-4.html"));
    let on = |page: usize, n: i64| pages[page].contains(&format!("[Việc {n}]"));
    assert!((600..610).all(|n| on(0, n)), "all that is due soon");
    assert!((610..710).all(|n| on(0, n)), "what is nearest of the rest");
    assert!((0..300).all(|n| on(0, n)), "the newest that is late");
    assert!((0..1200).all(|n| (0..3).filter(|page| on(*page, n)).count() >= 1), "all of it somewhere");
    let at = |n: i64| pages[0].find(&format!("[Việc {n}]")).expect("a task");
    assert!(at(601) < at(602) && at(609) < at(610) && at(611) < at(0) && at(0) < at(1));
    site.shows("don-vi/huyen-uy-a.html", "600 việc quá hạn … Sắp tới 110 việc … Quá hạn 390 việc");
}

#[test]
fn documents_stand_by_year_with_what_is_to_do_under_each() {
    let site = site(
        "-- a.md 1-KH/TU 2021-01-05 --
recipients: [huyen-uy-a]
deadlines:
  - {id: x, task: Việc X, due: 2021-05-31, lead: [huyen-uy-a]}
  - {id: y, task: Việc Y, due: 2024-05-31, lead: [huyen-uy-a]}
---
Lời.
-- b.md 2-KH/TU 2023-01-05 --
recipients: [huyen-uy-a]
deadlines: [{id: z, task: Việc Z, due: 2024-05-31, lead: [huyen-uy-b], support: [huyen-uy-a]}]
---
Lời.
",
    );
    let page = "don-vi/huyen-uy-a.html";
    site.shows(
        page,
        "Văn bản đã nhận 2 văn bản … 2023 2-KH/TU … phối hợp 1 … 2021 1-KH/TU … 2 việc, 1 quá hạn",
    );
    site.shows(page, "Phối hợp thực hiện Việc Z, 31/05/2024, Huyện ủy B chủ trì.");
}
