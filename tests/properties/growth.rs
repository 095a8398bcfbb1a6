//! Much of one thing costs much, not much times much.
//!
//! Each site has so many of something that what grows with its square would take minutes; what is counted is
//! what came of it, and how many bytes the faults hold. No clock is asked.

use std::fmt::Write;

use congbao::diagnostic::Diagnostic;
use congbao::model::time::date::Date;
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};

/// Sites of so many things are loaded.
const MANY: usize = 4000;

const REGISTER: &str = "- {id: tinh-uy, name: Tỉnh ủy}\n";

pub fn directive(number: &str, more: &str, body: &str) -> String {
    format!(
        "---\nnumber: {number}\ntitle: Tổng kết\ndate: 2021-03-19\nissuer: tinh-uy\n{more}---\n\n{body}\n"
    )
}

/// Text made of so many lines.
pub fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

pub fn load(register: &str, files: Vec<(String, String)>) -> (Site, Vec<Diagnostic>) {
    let site = [
        ("content/site.yaml".to_owned(), "title: Công báo\n".to_owned()),
        ("content/organizations.yaml".to_owned(), format!("{REGISTER}{register}")),
    ];
    let files = site.into_iter().chain(files).map(|(path, text)| (path.into(), text));
    let sources = Sources::from_texts(files);
    let (site, faults) =
        Site::load(&sources, &Options { as_of: Date::constant(2022, 1, 1), base_url: None, drafts: false });
    (site, faults)
}

fn load_one(register: &str, more: &str, body: &str) -> (Site, Vec<Diagnostic>) {
    load(register, vec![("content/directives/a.md".to_owned(), directive("1-KH/TU", more, body))])
}

/// So many faults, each with a place and words of its own and no more.
#[track_caller]
fn check(faults: &[Diagnostic], code: &str, count: usize) {
    let found = faults.iter().filter(|fault| fault.code == code).count();
    assert_eq!(found, count, "{:?}", faults.first());
    let bytes = |fault: &Diagnostic| {
        let places = std::iter::once(&fault.place).chain(fault.labels.iter().map(|(place, _)| place));
        places.map(|place| place.excerpt.len()).sum::<usize>()
    };
    let most = faults.iter().map(bytes).max().unwrap_or_default();
    assert!(most <= 4096, "a fault holds {most} bytes");
}

#[test]
fn equal_headings() {
    let (site, faults) = load_one("", "", &"## Như nhau\n\nx\n\n".repeat(5 * MANY));
    check(&faults, "duplicate-id", 0);
    let (_, entry) = site.content().catalog.directives().next().unwrap();
    assert_eq!(entry.facts.anchors.last().unwrap(), &format!("nhu-nhau-{}", 5 * MANY - 1));
}

#[test]
fn duplicate_keys() {
    check(&load_one("", &"title: x\n".repeat(5 * MANY), "x").1, "duplicate-key", 5 * MANY);
}

#[test]
fn faults_on_one_line() {
    let (_, faults) = load_one("", "", &lines(MANY, |n| format!("x[^{n}] <b>đ</b> ")));
    check(&faults, "undefined-footnote", MANY);
}

#[test]
fn unknown_names_and_ids() {
    let register = lines(MANY, |n| format!("- {{id: don-vi-so-{n}, name: Đơn vị số {n} của tỉnh}}\n"));
    let names = "addressed_to:\n".to_owned() + &lines(MANY, |n| format!("  - Đơn vi số {n} của tỉnh\n"));
    let (_, faults) = load_one(&register, &names, "x");
    check(&faults, "unknown-name", MANY);
    let hinted = |fault: &&Diagnostic| {
        fault.hint.as_ref().unwrap().in_language(congbao::Language::En).contains("nearest")
    };
    assert_eq!(faults.iter().filter(hinted).count(), congbao::nearest::Hints::MOST);
    let ids = "addressed_to:\n".to_owned() + &lines(MANY, |n| format!("  - don-vi-sox-{n}\n"));
    check(&load_one(&register, &ids, "x").1, "unknown-id", MANY);
}

#[test]
fn links_that_lead_nowhere() {
    let body = lines(MANY, |n| format!("## Mục {n}\n\n[x](#muc-{n}) [y](#mucc-{n})\n\n"));
    check(&load_one("", "", &body).1, "broken-anchor", MANY);
    let files = (0..MANY).map(|n| (format!("content/directives/t/{n}.pdf"), "x".to_owned()));
    let attachments =
        "attachments:\n".to_owned() + &lines(MANY, |n| format!("  - {{title: Biểu, file: t/{n}.pdff}}\n"));
    let one = ("content/directives/a.md".to_owned(), directive("1-KH/TU", &attachments, "x"));
    check(&load("", files.chain([one]).collect()).1, "attachment-not-found", MANY);
}

#[test]
fn groups_in_groups() {
    let deep = lines(MANY, |n| format!("- {{id: g{n}, name: Nhóm {n}, members: [g{}]}}\n", n + 1));
    let last = format!("- {{id: g{MANY}, name: Nhóm {MANY}}}\n");
    check(&load_one(&(deep + &last), "", "x").1, "nested-too-deep", 1);
    let wide = lines(MANY, |n| format!("- {{id: g{n}, name: Nhóm {n}, parent: g{}}}\n", n + 1));
    check(&load_one(&(wide + &last), "", "x").1, "organization-cycle", 0);
}

#[test]
fn names_under_known_as() {
    let one = |n: usize| {
        let known = format!("known_as: [Chương trình công tác khóa {n}]\n");
        let body = format!("Theo Chương trình công tác khóa {} của Tỉnh ủy.", n / 2);
        (format!("content/directives/{n}.md"), directive(&format!("{n}-KH/TU"), &known, &body))
    };
    let (site, faults) = load("", (0..MANY).map(one).collect());
    assert_eq!(faults, []);
    // Each names another, but for the first, which names itself.
    let cited: usize = site.content().catalog.entries().iter().map(|entry| entry.cited_by.len()).sum();
    assert_eq!(cited, MANY - 1);
}

#[test]
fn rows_of_one_directive() {
    let count = MANY / 4;
    let register = lines(count, |n| format!("- {{id: d{n}, name: Đơn vị {n}}}\n"));
    let leads: Vec<String> = (0..count).map(|n| format!("d{n}")).collect();
    let more =
        format!("deadlines:\n  - {{id: a, task: Việc, due: hằng tháng, lead: [{}]}}\n", leads.join(", "));
    let mut rows = "directive,deadline,organization,date,status\n".to_owned();
    for n in 0..2 * MANY {
        writeln!(rows, "1-KH/TU,a@2021-0{},d{},2021-10-01,done", 4 + n / count % 5, n % count).unwrap();
    }
    let one = ("content/directives/a.md".to_owned(), directive("1-KH/TU", &more, "x"));
    let (site, faults) = load(&register, vec![one, ("content/progress/a.csv".to_owned(), rows)]);
    assert_eq!(faults, []);
    let (_, entry) = site.content().catalog.directives().next().unwrap();
    let reported: usize = entry.resolved.obligations.iter().map(|one| one.reports.len()).sum();
    assert_eq!(reported, 2 * MANY);
}

#[test]
fn faulty_rows() {
    let rows = "directive,deadline,organization,date,status\n".to_owned()
        + &lines(2 * MANY, |n| format!("1-KH/TU,viec-{n},tinh-uy,2021-04-31,xong\n"));
    let one = ("content/directives/a.md".to_owned(), directive("1-KH/TU", "", "x"));
    let (_, faults) = load("", vec![one, ("content/progress/a.csv".to_owned(), rows)]);
    check(&faults, "impossible-date", 2 * MANY);
}

#[test]
fn old_addresses() {
    let aliases = "aliases:\n".to_owned() + &lines(5 * MANY, |n| format!("  - cu/{n}.html\n"));
    let (site, faults) = load_one("", &aliases, "x");
    assert_eq!(faults, []);
    assert!(site.routes().len() > 5 * MANY);
    let below = "aliases:\n".to_owned() + &lines(MANY, |n| format!("  - van-ban.html/{n}.html\n"));
    check(&load_one("", &below, "x").1, "colliding-address", MANY);
}
