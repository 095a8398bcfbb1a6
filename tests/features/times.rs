//! Words of time as obligations: which days they have, which turns recur, and what reports and changes do
//! to each turn.

use crate::fixture::{Made, site_on};

const DATA: &str = "du-lieu/nhiem-vu.json";

/// A plan of 1 March 2026 with one deadline, and whatever else is in the site.
#[track_caller]
fn due_on(day: &str, words: &str, rest: &str) -> Made {
    site_on(
        day,
        &format!(
            "-- kh.md 1-KH/TU 2026-03-01 --\ndeadlines:\n  - {{id: bc, task: Gửi báo cáo, due: \"{words}\", \
             lead: [huyen-uy-a]}}\n---\nLời.\n{rest}"
        ),
    )
}

/// What is owed, one line an obligation: its name, days, precision and state.
#[track_caller]
fn owed(site: &Made) -> Vec<String> {
    let data: Vec<serde_json::Value> = serde_json::from_str(&site.bytes(DATA)).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let of_plan = data.iter().filter(|task| task["directive"]["number"] == "1-KH/TU");
    of_plan
        .map(|task| {
            let parts = ["deadline", "from", "to", "precision", "state"];
            parts.map(|key| text(&task[key])).join(" ")
        })
        .collect()
}

#[track_caller]
fn check(day: &str, words: &str, expect: &[&str]) {
    assert_eq!(owed(&due_on(day, words, "")), expect, "{words}");
}

#[test]
fn a_day_before_what_begins_is_the_last_in_time() {
    check("2026-05-31", "trước tháng 6/2026", &["bc - 2026-05-31 day due-soon"]);
    check("2026-06-01", "trước tháng 6/2026", &["bc - 2026-05-31 day overdue"]);
    check("2026-06-30", "trước quý III/2026", &["bc - 2026-06-30 day due-soon"]);
    check("2026-03-16", "trong vòng 15 ngày kể từ ngày ký", &["bc - 2026-03-16 day due-soon"]);
    check("2026-03-17", "trong vòng 15 ngày kể từ ngày ký", &["bc - 2026-03-16 day overdue"]);
    check(
        "2026-05-01",
        "kể từ ngày 01/3/2026, hoàn thành trước 30/6/2026",
        &["bc 2026-03-01 2026-06-30 range in-time"],
    );
}

#[test]
fn a_beginning_without_an_end_is_shown_and_never_overdue() {
    for day in ["2026-03-01", "2026-07-01", "2036-07-01"] {
        check(day, "từ ngày 01/7/2026", &["bc 2026-07-01 - range ongoing"]);
        check(day, "sau ngày 30/6/2026", &["bc 2026-07-01 - range ongoing"]);
    }
    check("2026-03-01", "2025/..", &["bc 2025-01-01 - range ongoing"]);
    check("2026-03-01", "thường xuyên", &["bc - - - ongoing"]);
    let site = due_on("2026-07-20", "áp dụng từ tháng 7/2026", "");
    site.shows("van-ban/2026/1-kh-tu.html", "từ 01/07/2026 … Gửi báo cáo … áp dụng từ tháng 7/2026");
    site.shows("tien-do/thuong-xuyen.html", "từ 01/07/2026");
    let data: serde_json::Value = serde_json::from_str(&site.bytes("du-lieu/van-ban.json")).unwrap();
    assert_eq!(data[0]["deadlines"][0]["from"], "2026-07-01", "{data:#}");
}

#[test]
fn several_turns_a_period_are_named_by_their_own_days() {
    check(
        "2026-12-01",
        "trước ngày 15/6 và 15/12 hằng năm",
        &["bc@2026-06-15 - 2026-06-15 day overdue", "bc@2026-12-15 - 2026-12-15 day in-time"],
    );
    check("2026-06-01", "tháng 6 và tháng 12 hằng năm", &["bc@2026-06 2026-06-01 2026-06-30 month in-time"]);
    check(
        "2026-07-01",
        "2 lần/năm",
        &[
            "bc@2026-40 2026-01-01 2026-06-30 half-year overdue",
            "bc@2026-41 2026-07-01 2026-12-31 half-year in-time",
        ],
    );
    check(
        "2026-03-10",
        "hằng tuần",
        &[
            "bc@2026-02-23 2026-02-23 2026-03-01 range overdue",
            "bc@2026-03-02 2026-03-02 2026-03-08 range overdue",
            "bc@2026-03-09 2026-03-09 2026-03-15 range due-soon",
        ],
    );
    check("2026-03-05", "thứ Sáu hằng tuần", &["bc@2026-03-06 - 2026-03-06 day due-soon"]);
}

#[test]
fn what_recurs_keeps_to_its_bounds() {
    check(
        "2026-12-31",
        "hằng quý, từ quý III/2026",
        &[
            "bc@2026-35 2026-07-01 2026-09-30 quarter overdue",
            "bc@2026-36 2026-10-01 2026-12-31 quarter due-soon",
        ],
    );
    check(
        "2030-01-01",
        "hằng tháng đến hết tháng 4/2026",
        &["bc@2026-03 2026-03-01 2026-03-31 month overdue", "bc@2026-04 2026-04-01 2026-04-30 month overdue"],
    );
    // What is due about a year is due in the next; the year before the plan is not its business.
    check("2026-03-02", "trước ngày 31/3 năm sau", &["bc@2026 - 2027-03-31 day in-time"]);
    check(
        "2026-05-06",
        "trước ngày 05 tháng sau, hằng tháng",
        &[
            "bc@2026-03 - 2026-04-05 day overdue",
            "bc@2026-04 - 2026-05-05 day overdue",
            "bc@2026-05 - 2026-06-05 day in-time",
        ],
    );
    // Nothing falls due between the bounds: the task is shown all the same.
    check("2026-05-06", "hằng tháng đến hết năm 2025", &["bc - - - undated"]);
}

const HEAD: &str = "-- progress/a.csv --\ndirective,deadline,organization,date,status\n";

#[test]
fn a_report_after_an_exempt_one_is_for_the_next_turn() {
    let rows =
        format!("{HEAD}1-KH/TU,bc,huyen-uy-a,2026-03-20,exempt\n1-KH/TU,bc,huyen-uy-a,2026-04-20,done\n");
    let site = due_on("2026-05-10", "hằng tháng", &rows);
    assert_eq!(
        owed(&site),
        [
            "bc@2026-03 2026-03-01 2026-03-31 month cancelled",
            "bc@2026-04 2026-04-01 2026-04-30 month done-on-time",
            "bc@2026-05 2026-05-01 2026-05-31 month in-time",
        ]
    );
    // By name the last row counts, whatever came before it.
    let rows = format!(
        "{HEAD}1-KH/TU,bc@2026-03,huyen-uy-a,2026-03-20,exempt\n1-KH/TU,bc@2026-03,huyen-uy-a,2026-04-01,done\n"
    );
    assert_eq!(
        owed(&due_on("2026-04-10", "hằng tháng", &rows))[0],
        "bc@2026-03 2026-03-01 2026-03-31 month done-late"
    );
    let rows = format!("{HEAD}1-KH/TU,bc@2026-12-15,huyen-uy-a,2026-11-20,done\n");
    assert_eq!(
        owed(&due_on("2026-12-01", "trước ngày 15/6 và 15/12 hằng năm", &rows)),
        ["bc@2026-06-15 - 2026-06-15 day overdue", "bc@2026-12-15 - 2026-12-15 day done-on-time"]
    );
}

#[test]
fn what_is_abolished_on_the_day_a_turn_ends_is_abolished_with_it() {
    let abolished = |day: &str| {
        let by = format!(
            "-- b.md 2-KH/TU {day} --\nchanges: [{{directive: 1-KH/TU, deadline: bc, cancelled: true}}]\n---\nLời.\n"
        );
        let states = owed(&due_on("2026-05-10", "hằng tháng", &by));
        states.iter().map(|line| line.rsplit(' ').next().unwrap().to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(abolished("2026-03-31"), "cancelled cancelled cancelled");
    assert_eq!(abolished("2026-04-01"), "overdue cancelled cancelled");
    assert_eq!(abolished("2026-04-30"), "overdue cancelled cancelled");
    assert_eq!(abolished("2026-05-01"), "overdue overdue cancelled");
    // Not before the directive that does so.
    assert_eq!(abolished("2026-05-10"), "overdue overdue cancelled");
    assert_eq!(abolished("2026-05-11"), "overdue overdue in-time");
}

#[test]
fn a_change_that_names_a_turn_moves_that_turn_alone() {
    let by = |change: &str| {
        format!(
            "-- b.md 2-KH/TU 2026-03-20 --\nchanges: [{{directive: 1-KH/TU, deadline: bc@2026-03, {change}}}]\n---\nLời.\n"
        )
    };
    assert_eq!(
        owed(&due_on("2026-05-10", "hằng tháng", &by("due: 2026-05-15"))),
        [
            "bc@2026-04 2026-04-01 2026-04-30 month overdue",
            "bc@2026-03 - 2026-05-15 day due-soon",
            "bc@2026-05 2026-05-01 2026-05-31 month in-time",
        ]
    );
    assert_eq!(
        owed(&due_on("2026-05-10", "hằng tháng", &by("cancelled: true"))),
        [
            "bc@2026-03 2026-03-01 2026-03-31 month cancelled",
            "bc@2026-04 2026-04-01 2026-04-30 month overdue",
            "bc@2026-05 2026-05-01 2026-05-31 month in-time",
        ]
    );
}

#[test]
fn a_page_knows_of_what_will_be_owed_a_month_behind_the_present_turn() {
    let knows = |day: &str, turn: &str| {
        let site = due_on(day, "hằng tháng", "");
        site.bytes("van-ban/2026/1-kh-tu.html").contains(&format!("data-since=\"{turn}\""))
    };
    // 31 days after the end of March is 1 May, in the turn of May; after the end of April it is 31 May, its end.
    for day in ["2026-03-01", "2026-03-31"] {
        let turns = ["2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"].map(|turn| knows(day, turn));
        assert_eq!(turns, [false, true, true, false], "{day}");
    }
    for day in ["2026-04-01", "2026-04-30"] {
        assert_eq!(["2026-05-01", "2026-06-01"].map(|turn| knows(day, turn)), [true, false], "{day}");
    }
}

#[test]
fn before_a_day_may_leave_the_day_out() {
    let exclusive = "-- site.yaml --\ntitle: Công báo\nbefore_day: exclusive\n";
    let state = |day: &str, words: &str| owed(&due_on(day, words, exclusive)).join(", ");
    assert_eq!(state("2026-06-29", "trước ngày 30/6/2026"), "bc - 2026-06-30 day due-soon");
    assert_eq!(state("2026-06-30", "trước ngày 30/6/2026"), "bc - 2026-06-30 day overdue");
    // Of a stretch only the last day is left out.
    let range = "từ ngày 01/3/2026 đến trước ngày 30/6/2026";
    assert_eq!(state("2026-06-29", range), "bc 2026-03-01 2026-06-30 range due-soon");
    assert_eq!(state("2026-06-30", range), "bc 2026-03-01 2026-06-30 range overdue");
    // A month that is left out has no day of its own to leave out.
    assert_eq!(state("2026-05-31", "trước tháng 6/2026"), "bc - 2026-05-31 day due-soon");
    assert_eq!(state("2026-06-30", "đến ngày 30/6/2026"), "bc - 2026-06-30 day due-soon");
    assert_eq!(state("2026-06-30", "trong tháng 6/2026"), "bc 2026-06-01 2026-06-30 month due-soon");
    assert_eq!(state("2026-11-15", "trước ngày 15/11 hằng năm"), "bc@2026 - 2026-11-15 day overdue");
}

#[test]
fn a_site_stands_on_any_day() {
    let text = "-- a.md 1-KH/TU 2021-02-01 --
deadlines:
  - {id: ngay, task: Một ngày, due: 2021-05-31, lead: [huyen-uy-a]}
  - {id: quy, task: Hằng quý, due: hằng quý, lead: [cac-huyen-uy], each: true}
  - {id: nam, task: Hằng năm, due: trước ngày 15/12 hằng năm, lead: [huyen-uy-b]}
  - {id: luon, task: Luôn, due: thường xuyên, lead: [huyen-uy-a]}
---
Lời.
-- b.md --
issuer: tinh-uy
type: quyet-dinh
title: không số, không ngày
deadlines:
  - {id: quy, task: Hằng quý, due: hằng quý, lead: [huyen-uy-a]}
  - {id: nam, task: Hằng năm, due: 15/6, lead: [huyen-uy-a]}
---
Lời.
";
    // The first and the last days that there are, and years of few figures.
    for day in [
        "-009999-01-01",
        "-000001-12-31",
        "0000-02-29",
        "0005-01-01",
        "0099-12-31",
        "2023-08-01",
        "2200-12-31",
    ] {
        let site = site_on(day, text);
        for address in site.addresses() {
            assert!(!site.bytes(address).is_empty(), "{address} on {day}");
        }
    }
}
