//! Meeting sheets: what changed in a week, what is due, what is late and who owes it; bounded.

use std::fmt::Write;

use crate::fixture::{site, site_on};

/// A plan of two tasks, a register of twelve districts, and what they reported.
fn districts() -> String {
    let mut text = "-- organizations.yaml --\n- {id: tinh-uy, name: Tỉnh ủy}\n".to_owned();
    let ids: Vec<String> = (1..=12).map(|n| format!("huyen-{n}")).collect();
    for (n, id) in ids.iter().enumerate() {
        let _ = writeln!(text, "- {{id: {id}, name: Huyện ủy {}}}", n + 1);
    }
    let _ = writeln!(text, "- {{id: cac-huyen, name: Các huyện ủy, members: [{}]}}", ids.join(", "));
    text + "-- a.md 34-KH/TU 2023-03-19 --
deadlines:
  - {id: ke-hoach, task: Lập kế hoạch, due: 2023-06-30, lead: [cac-huyen], each: true, report_to: tinh-uy}
  - {id: tong-ket, task: Tổng kết, due: 2023-08-25, lead: [huyen-1, huyen-2], support: [huyen-3]}
  - {id: chung, task: Việc chung, due: 2023-07-28, lead: [cac-huyen]}
---
Lời.
-- progress/a.csv --
directive,deadline,organization,date,status,percent
34-KH/TU,ke-hoach,huyen-5,2023-06-20,done,
34-KH/TU,ke-hoach,huyen-6,2023-07-30,done,
34-KH/TU,ke-hoach,huyen-7,2023-07-05,in-progress,70
"
}

#[test]
fn a_sheet_names_all_who_owe_and_none_who_have_done_it() {
    let site = site(&districts());
    // Eleven are late by a day of 2023: ten owe the plan, and all together the common task.
    site.shows(
        "in.html",
        "Danh sách họp, 01/08/2023 11 việc quá hạn ở 11 nơi. 2 việc đến hạn trong 30 ngày tới.",
    );
    site.shows(
        "in.html",
        "Quá hạn trong năm 2023 11 việc, mới quá hạn trước … Việc chung … Các huyện ủy … 30/06/2023 \
         Lập kế hoạch Kế hoạch 34-KH/TU Huyện ủy 1, Huyện ủy 10, Huyện ủy 11, Huyện ủy 12, Huyện ủy 2, \
         Huyện ủy 3, Huyện ủy 4, Huyện ủy 7 70 %, Huyện ủy 8, Huyện ủy 9",
    );
    site.shows(
        "in.html",
        "Đến hạn trong 30 ngày đến 31/08/2023 … 25/08/2023 Tổng kết … Huyện ủy 1, Huyện ủy 2",
    );
}

#[test]
fn a_sheet_tells_what_changed_since_a_week_ago() {
    let on = |day| site_on(day, &districts());
    let site = on("2023-08-01");
    site.shows("in.html", "Thay đổi từ 25/07/2023 Mới quá hạn: Việc chung, hạn 28/07/2023 (Các huyện ủy)");
    site.shows("in.html", "Báo cáo mới: Huyện ủy 6, 30/07/2023 hoàn thành (Lập kế hoạch)");
    site.links("in.html", "Báo cáo mới: … [Lập kế hoạch](van-ban/2023/34-kh-tu.html#han-ke-hoach)");
    site.shows("in.html", "Không có văn bản mới.");
    site.shows_no("in.html", "Không có báo cáo mới");
    // A week later nobody has said more; the last report is said.
    let site = on("2023-08-08");
    site.shows(
        "in.html",
        "Không có việc mới quá hạn. Không có văn bản mới. Không có báo cáo mới; gần nhất: Huyện ủy 6",
    );
    let site = on("2023-08-18");
    site.shows(
        "in.html",
        "Thay đổi từ 11/08/2023 Mới sắp đến hạn: Tổng kết, hạn 25/08/2023 (Huyện ủy 1, Huyện ủy 2)",
    );
    let site = on("2023-03-20");
    site.shows("in.html", "Văn bản mới: Kế hoạch 34-KH/TU (19/03/2023): về việc chung");
    site.shows(
        "in.html",
        "Không có việc quá hạn. Không có việc đến hạn trong 30 ngày; việc kế tiếp 30/06/2023.",
    );
    site.shows("in.html", "Chưa có báo cáo nào.");
}

#[test]
fn a_unit_has_a_sheet_of_its_own() {
    let site = site(&districts());
    let page = "don-vi/huyen-7/in.html";
    site.shows(page, "Huyện ủy 7: danh sách họp 1 việc quá hạn, cũ nhất từ 30/06/2023.");
    site.shows(page, "Không có việc nào sắp tới.");
    site.shows(page, "Tình trạng từ 29/07/2023");
    site.shows(page, "Quá hạn … 30/06/2023 Lập kế hoạch Kế hoạch 34-KH/TU, gửi về Tỉnh ủy 70 %");
    site.shows(page, "Việc chung của nhóm … 28/07/2023 Việc chung … Các huyện ủy");
    site.links("don-vi/huyen-7.html", "[In danh sách](huyen-7/in.html)");
    site.shows(
        "don-vi/huyen-3/in.html",
        "Phối hợp, sắp đến hạn Tổng kết, hạn 25/08/2023, Huyện ủy 1, Huyện ủy 2 chủ trì",
    );
    site.shows(
        "don-vi/huyen-1/in.html",
        "1 việc đến hạn đến 25/08/2023. … Đến hạn đến 25/08/2023 … 25/08/2023 Tổng kết",
    );
    // Who has nothing to do needs no sheet.
    assert!(!site.addresses().contains(&"don-vi/tinh-uy/in.html"));
    site.shows_no("don-vi/tinh-uy.html", "In danh sách");
}

#[test]
fn earlier_years_stand_by_year_and_document() {
    let site = site(
        "-- a.md 1-KH/TU 2021-02-01 --
deadlines:
  - {id: a, task: Việc A, due: 2021-05-31, lead: [huyen-uy-a]}
  - {id: b, task: Việc B, due: trong năm 2022, lead: [huyen-uy-a]}
  - {id: c, task: Việc C, due: trong tháng 12/2022, lead: [huyen-uy-b]}
---
Lời.
-- b.md 2-KH/TU 2021-03-01 --
deadlines: [{id: x, task: Việc X, due: 2022-05-31, lead: [huyen-uy-a]}]
---
Lời.
",
    );
    site.shows(
        "in.html",
        "Quá hạn từ các năm trước 4 việc … Năm 2022, Kế hoạch 2-KH/TU 1 việc Việc X hạn 31/05/2022 Huyện ủy A \
         Năm 2022, Kế hoạch 1-KH/TU 2 việc … Việc C hạn tháng 12/2022 Huyện ủy B … \
         Năm 2021, Kế hoạch 1-KH/TU 1 việc Việc A hạn 31/05/2021",
    );
    // The heading says the year.
    site.shows("in.html", "Việc B Huyện ủy A");
}

#[test]
fn a_sheet_says_what_it_leaves_out_and_where_that_stands() {
    let mut text = "-- a.md 1-KH/TU 2023-02-01 --\ndeadlines:\n".to_owned();
    for n in 1..=100 {
        let _ = writeln!(text, "  - {{id: v-{n}, task: Việc {n}, due: 2023-05-31, lead: [huyen-uy-a]}}");
    }
    let site = site(&format!("{text}---\nLời.\n"));
    site.shows("in.html", "100 việc quá hạn ở 1 nơi.");
    site.links("in.html", "Còn 70 việc nữa không in ở đây, xem [Quá hạn](tien-do/qua-han.html).");
    site.links(
        "don-vi/huyen-uy-a/in.html",
        "Còn 70 việc nữa không in ở đây, xem [Huyện ủy A](../huyen-uy-a.html).",
    );
    assert_eq!(site.bytes("in.html").matches("<td class=\"note\">").count(), 30);
}

#[test]
fn a_site_without_tasks_has_a_sheet_that_says_so() {
    let site = site("");
    site.shows("in.html", "Không có việc quá hạn. Không có việc đến hạn trong 30 ngày.");
    site.shows("in.html", "Chưa có báo cáo nào.");
}

/// A plan of so many tasks of each kind that a sheet lists: what goes on, and what is due and supported.
fn lists(count: usize) -> String {
    let mut text = "-- a.md 1-KH/TU 2023-02-01 --\ndeadlines:\n".to_owned();
    for n in 1..=count {
        let _ = writeln!(
            text,
            "  - {{id: t-{n}, task: Thường xuyên {n}, due: thường xuyên, lead: [huyen-uy-a]}}
  - {{id: p-{n}, task: Phối hợp {n}, due: 2023-08-25, lead: [huyen-uy-b], support: [huyen-uy-a]}}"
        );
    }
    text + "---\nLời.\n"
}

#[test]
fn each_list_of_a_sheet_says_what_it_leaves_out() {
    let page = "don-vi/huyen-uy-a/in.html";
    let left = |n| format!("Còn {n} việc nữa không in ở đây, xem [Huyện ủy A](../huyen-uy-a.html).");
    let site_of = |count| site(&lists(count));
    for count in [1, 30] {
        site_of(count).shows_no(page, "không in ở đây");
    }
    for count in [31, 42] {
        let site = site_of(count);
        assert_eq!(site.linked(page).matches(&left(count - 30)).count(), 2, "{}", site.linked(page));
        assert_eq!(site.bytes(page).matches("<li><a class").count(), 0);
        assert_eq!(site.text(page).matches("Phối hợp ").count(), 30);
    }
}

#[test]
fn a_debt_of_nobody_is_at_no_place() {
    let plan = |leads: &[&str]| {
        let mut text = "-- a.md 1-KH/TU 2023-02-01 --\ndeadlines:\n".to_owned();
        for (n, lead) in leads.iter().enumerate() {
            let _ = writeln!(text, "  - {{id: v-{n}, task: Việc {n}, due: 2023-05-31{lead}}}");
        }
        site(&format!("{text}---\nLời.\n"))
    };
    let page = "van-ban/2021/1-kh-tu.html".replace("2021", "2023");
    // Who is in the register counts once, as does a name out of it, however it is written.
    let of_two = [", lead: [huyen-uy-a]", ", lead: [Sở Lạ, huyen-uy-a]", ", lead: [SỞ LẠ]", ""];
    for (leads, count, places) in
        [(&[""][..], 1, 0), (&["", ""], 2, 0), (&of_two, 5, 2), (&of_two[..2], 3, 2)]
    {
        let site = plan(leads);
        let at = if places == 0 { String::new() } else { format!(" ở {places} nơi") };
        site.shows("in.html", &format!("{count} việc quá hạn{at}. Không"));
        site.shows(&page, &format!("{count} việc quá hạn{at};"));
    }
    // It is named for what it is.
    plan(&[""]).has("in.html", "<td class=\"owe\"><i>Văn bản không nêu đơn vị chủ trì</i></td>");
}
