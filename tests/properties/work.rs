//! Work grows as sites do: with twice as many of anything there is twice as much to do, and no more.
//!
//! Counted are the instructions of a run under Valgrind that loads a site of `n`, and of `2 n`: comparisons,
//! allocations and copies alike, the same at every run. What a site of nothing costs is taken off. A list that
//! is sorted takes a little more than twice; what looks at all for each takes four times, and shows itself
//! among the rest as soon as it is a tenth of all.

use std::fmt::Write;
use std::process::Command;
use std::sync::OnceLock;

use crate::growth::{directive, lines, load};
use crate::not_tried::not_tried;

/// Twice as many may cost so many times as much.
const MOST: f64 = 2.25;
/// Says to this binary, run again, which site to load.
const SITE: &str = "CONGBAO_GROWTH";

/// The lines of a register behind its first, and files.
type Texts = (String, Vec<(String, String)>);

const HEAD: &str = "directive,deadline,organization,date,status\n";

/// Directives, one file each.
fn many(count: usize, one: impl Fn(usize) -> String) -> Texts {
    (String::new(), (0..count).map(|n| (format!("content/directives/{n}.md"), one(n))).collect())
}

fn one(more: &str, body: &str) -> Texts {
    many(1, |_| directive("1-KH/TU", more, body))
}

/// One directive, and rows of progress.
fn reported(more: &str, rows: String) -> Texts {
    let (register, mut files) = one(more, "x");
    files.push(("content/progress/a.csv".to_owned(), HEAD.to_owned() + &rows));
    (register, files)
}

fn bodies(count: usize, name: impl Fn(usize) -> String) -> String {
    lines(count, |n| format!("- {{id: d{n}, name: {}}}\n", name(n)))
}

fn deadlines(count: usize) -> String {
    "deadlines:\n".to_owned()
        + &lines(count, |n| format!("  - {{id: n{n}, task: Việc {n}, due: 2021-11-15, lead: [tinh-uy]}}\n"))
}

fn leads(names: &[String]) -> String {
    format!(
        "deadlines:\n  - {{id: a, task: Việc, due: 2021-11-15, each: true, lead: [{}]}}\n",
        names.join(", ")
    )
}

/// A day for each, from the year 2001 on.
fn day(n: usize) -> String {
    format!("{}-{:02}-{:02}", 2001 + n / 336, 1 + n / 28 % 12, 1 + n % 28)
}

fn dated(number: &str, more: &str, body: &str, n: usize) -> String {
    directive(number, more, body).replace("2021-03-19", &day(n))
}

/// What there can be many of: how it is called, how many it is tried with, and the site.
type Site = (&'static str, usize, fn(usize) -> Texts);

#[rustfmt::skip]
const REPORTS: &[Site] = &[
    ("rows of as many tasks", 200, |n| {
        reported(&deadlines(n), lines(n, |n| format!("1-KH/TU,n{n},tinh-uy,2021-10-01,done\n")))
    }),
    ("rows of bodies that the register does not know", 200, |n| {
        let names: Vec<String> = (0..n).map(|n| format!("Đơn vị {n}")).collect();
        reported(&leads(&names), lines(n, |n| format!("1-KH/TU,a,Đơn vị {n},2021-10-01,done\n")))
    }),
    ("rows of one task", 200, |n| {
        reported(&deadlines(1), lines(n, |n| format!("1-KH/TU,n0,tinh-uy,{},in-progress\n", day(n))))
    }),
    ("rows of no task", 200, |n| {
        reported(&deadlines(n), lines(n, |n| format!("1-KH/TU,x{n},tinh-uy,2021-10-01,done\n")))
    }),
    ("rows that are faulty", 200, |n| {
        reported("", lines(n, |n| format!("1-KH/TU,n{n},tinh-uy,2021-04-31,xong\n")))
    }),
    ("rows with a quote that nothing closes", 200, |n| {
        reported("", lines(n, |n| format!("1-KH/TU,\"n{n}\"\"x\n")))
    }),
    ("rows behind a quote", 200, |n| {
        reported("", lines(n, |_| "1,\"a\"\"b\n".to_owned()) + "1-KH/TU,n,tinh-uy,2021-04-30,done\n\"\n")
    }),
    ("rows of a number that as many bear", 200, |n| {
        let (register, mut files) = many(n, |n| dated("1-KH/TU", &deadlines(1), "x", n));
        let rows = lines(n, |n| format!("1-KH/TU,n0,tinh-uy,2021-10-01,done,{}\n", if n % 2 == 0 { day(n) } else { String::new() }));
        let head = HEAD.replace('\n', ",date_of_directive\n");
        files.push(("content/progress/a.csv".to_owned(), head + &rows));
        (register, files)
    }),
];

#[rustfmt::skip]
const CITATIONS: &[Site] = &[
    ("numbers in one paragraph", 300, |n| one("", &lines(n, |n| format!("Kế hoạch số {}-KH/TU, ", n + 2)))),
    ("numbers and serials in one paragraph", 300, |n| {
        one("", &lines(n, |n| format!("Nghị quyết số {n}-NQ/TU và Nghị quyết số {n}, ")))
    }),
    ("numbers with one serial, and the serial", 300, |n| {
        one("", &lines(n, |n| format!("Nghị quyết số 9-NQ/T{} của Sở {n}, Nghị quyết số 9 của Sở {n}. ", "A".repeat(1 + n % 30))))
    }),
    ("serials", 300, |n| one("", &lines(n, |n| format!("Kế hoạch số {n}, ")))),
    ("a name in one paragraph", 300, |n| one("known_as: [Luật Đất đai]\n", &"Luật Đất đai và ".repeat(n))),
    ("a name and numbers in one paragraph", 300, |n| {
        one("known_as: [Luật Đất đai]\n", &lines(n, |n| format!("Luật Đất đai số {n}/2013/QH13 và ")))
    }),
    ("texts that cite a number that as many bear", 150, |n| {
        many(n, |n| dated(["1-KH/TU", "2-NQ/TU"][n % 2], "", ["Theo Nghị quyết số 2-NQ/TU.", "x"][n % 2], n))
    }),
    ("texts that name a day, too", 150, |n| {
        let cites = |n: usize| format!("Theo Nghị quyết số 2-NQ/TU ngày {}/{}/{}.", 1 + n % 28, 1 + n / 28 % 12, 2001 + n / 336);
        many(n, |n| dated(["1-KH/TU", "2-NQ/TU"][n % 2], "", &cites(n), n))
    }),
    ("relations to a number that as many bear", 150, |n| {
        many(n, |n| dated(["1-KH/TU", "2-NQ/TU"][n % 2], "relations: [{implements: 2-NQ/TU}]\n", "x", n))
    }),
    ("texts that use a name that as many bear", 150, |n| {
        many(n, |n| dated(&format!("{n}-KH/TU"), "known_as: [Luật Đất đai]\n", "Theo Luật Đất đai.", n))
    }),
    ("names, each used once", 150, |n| {
        many(n, |n| directive(&format!("{n}-KH/TU"), &format!("known_as: [Chương trình công tác khóa {n}]\n"),
            &format!("Theo Chương trình công tác khóa {}.", n / 2)))
    }),
    ("texts that cite one directive", 150, |n| many(n, |n| directive(&format!("{n}-KH/TU"), "", "Theo 1-KH/TU."))),
];

#[rustfmt::skip]
const CHANGES: &[Site] = &[
    ("changes of as many tasks", 150, |n| {
        let (register, mut files) = one(&deadlines(n), "x");
        let changes = lines(n, |n| format!("  - {{directive: 1-KH/TU, deadline: n{n}, due: 2022-11-15}}\n"));
        files.push(("content/directives/b.md".to_owned(), directive("2-KH/TU", &format!("changes:\n{changes}"), "x")));
        (register, files)
    }),
    ("changes of one task", 150, |n| {
        let change = "changes: [{directive: 0-KH/TU, deadline: n0, due: 2022-11-15}]\n";
        many(n, |n| dated(&format!("{n}-KH/TU"), if n == 0 { deadlines(1) } else { change.to_owned() }.as_str(), "x", n))
    }),
    ("amendments of one directive", 150, |n| {
        let amends = "relations: [{amends: 0-KH/TU, provision: [i]}, {suspends: 0-KH/TU}]\n";
        many(n, |n| dated(&format!("{n}-KH/TU"), if n == 0 { "" } else { amends }, "## I. Mục\n\nx", n))
    }),
    ("amendments by one directive", 150, |n| {
        let (register, mut files) = many(n, |n| directive(&format!("{n}-KH/TU"), "", "x"));
        let amends = lines(n, |n| format!("  - {{amends: {n}-KH/TU}}\n"));
        files.push(("content/directives/x.md".to_owned(), directive("1-NQ/TU", &format!("relations:\n{amends}"), "x")));
        (register, files)
    }),
    ("amendments of the words of as many provisions", 150, |n| {
        let articles = lines(n, |n| format!("Điều {0}. Việc\n\nLàm việc thứ a{0} của năm.\n\n", n + 1));
        let (register, mut files) = many(1, |_| directive("1-KH/TU", "", &articles));
        let amends = lines(n, |n| format!("  - {{amends: 1-KH/TU, provision: [dieu-{0}], strike: thứ a{0}, insert: b}}\n", n + 1));
        files.push(("content/directives/b.md".to_owned(), directive("2-KH/TU", &format!("relations:\n{amends}"), "x")));
        (register, files)
    }),
    ("directives that one body owes", 150, |n| many(n, |n| directive(&format!("{n}-KH/TU"), &deadlines(2), "x"))),
];

#[rustfmt::skip]
const REGISTERS: &[Site] = &[
    ("bodies that owe one task", 300, |n| {
        let names: Vec<String> = (0..n).map(|n| format!("d{n}")).collect();
        (bodies(n, |n| format!("Đơn vị {n}")), one(&leads(&names), "x").1)
    }),
    ("bodies of one name, and as often the name", 300, |n| {
        (bodies(n, |_| "Sở".to_owned()), one(&format!("addressed_to:\n{}", "  - Sở\n".repeat(n)), "x").1)
    }),
    ("groups in groups", 300, |n| {
        let members = |n: usize, all: usize| (2 * n + 1..2 * n + 3).filter(|m| *m < all).map(|m| format!("g{m}")).collect::<Vec<_>>().join(", ");
        (lines(n, |at| format!("- {{id: g{at}, name: Nhóm {at}, members: [{}]}}\n", members(at, n))), one(&leads(&["g0".to_owned()]), "x").1)
    }),
    ("bodies in a circle", 300, |n| {
        let next = |at: usize| (at + 1) % n;
        (lines(n, |at| format!("- {{id: d{at}, name: Đơn vị {at}, parent: d{0}, successor: d{0}, members: [d{0}]}}\n", next(at))), one("", "x").1)
    }),
    ("names that are unknown", 300, |n| {
        let names: Vec<String> = (0..n).map(|n| format!("Cơ quan {n}")).collect();
        (bodies(n, |n| format!("Đơn vị {n}")), one(&format!("recipients: [{}]\n", names.join(", ")), "x").1)
    }),
];

#[rustfmt::skip]
const TEXTS: &[Site] = &[
    ("paragraphs", 300, |n| one("", &"Các cơ quan tổ chức thực hiện.\n\n".repeat(n))),
    ("lines of one paragraph", 300, |n| one("", &"Các cơ quan tổ chức thực hiện\n".repeat(n))),
    ("words of one line", 300, |n| one("", &"Các cơ quan tổ chức thực hiện ".repeat(n))),
    ("items", 300, |n| one("", &"- Các cơ quan\n".repeat(n))),
    ("quotations inside each other", 100, |n| one("", &">".repeat(n))),
    ("headings that are equal", 300, |n| one("", &"## Như nhau\n\nx\n\n".repeat(n))),
    ("articles", 300, |n| one("", &lines(n, |n| format!("Điều {}. Việc\n\n1. Khoản\n\n", n + 1)))),
    ("articles that are cited in one paragraph", 200, |n| {
        let (register, mut files) = one("", &lines(n, |n| format!("Điều {} Nghị quyết số 2-NQ/TU, ", n + 1)));
        let articles = lines(n, |n| format!("Điều {}. Việc\n\n", n + 1));
        files.push(("content/directives/b.md".to_owned(), directive("2-NQ/TU", "", &articles)));
        (register, files)
    }),
    ("footnotes", 300, |n| one("", &(lines(n, |n| format!("x[^{n}] ")) + "\n\n" + &lines(n, |n| format!("[^{n}]: y\n\n"))))),
    ("links to places of the text", 300, |n| one("", &lines(n, |n| format!("## Mục {n}\n\n[x](#muc-{n})\n\n")))),
    ("words in stars", 300, |n| one("", &"**a *b* c** ".repeat(n))),
    ("brackets", 300, |n| one("", &"[".repeat(n))),
    ("marks of code", 300, |n| one("", &"`a ".repeat(n))),
    ("raw HTML", 300, |n| one("", &"<b>đ</b> ".repeat(n))),
    ("cells of one row", 300, |n| one("", &format!("{}|\n{}|\n{}|\n", "|a".repeat(n), "|-".repeat(n), "|x".repeat(n)))),
    ("words made unreadable", 300, |n| {
        one(&format!("redact:\n{}", lines(n, |n| format!("  - ông số {n}\n"))), &lines(n, |n| format!("ông số {n} và\n\n")))
    }),
    ("keys that stand twice", 300, |n| one(&"title: x\n".repeat(n), "x")),
    ("keys that are unknown", 300, |n| one(&lines(n, |n| format!("khoa_{n}: x\n")), "x")),
    ("deadlines of one id", 300, |n| one(&format!("deadlines:\n{}", "  - {id: a, task: Việc, due: 2021-11-15}\n".repeat(n)), "x")),
    ("files that a browser could run", 200, |n| {
        let (register, mut files) = one(&format!("attachments:\n{}", lines(n, |n| format!("  - {{title: Biểu, file: {n}.html}}\n"))), "x");
        files.extend((0..n).map(|n| (format!("content/directives/{n}.html"), "x".to_owned())));
        (register, files)
    }),
];

/// The sites of one area, or nothing.
fn areas() -> impl Iterator<Item = &'static Site> {
    [REPORTS, CITATIONS, CHANGES, REGISTERS, TEXTS].into_iter().flatten()
}

/// What is counted: a site is loaded, in a process of its own.
#[test]
fn a_site() {
    let Ok(asked) = std::env::var(SITE) else { return };
    let (name, count) = asked.rsplit_once(':').unwrap();
    let (register, files) = match areas().find(|(known, ..)| *known == name) {
        Some((.., site)) => site(count.parse().unwrap()),
        None => one("", "x"),
    };
    drop(load(&register, files));
}

/// Instructions that loading a site takes.
fn work(name: &str, count: usize) -> f64 {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    valgrind.arg(std::env::current_exe().unwrap()).args(["work::a_site", "--exact"]);
    // One thread: what others wait for is no work.
    valgrind.env(SITE, format!("{name}:{count}")).env("RAYON_NUM_THREADS", "1");
    let run = valgrind.output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{name}: {said}");
    let counted = said.lines().find_map(|line| line.split_once("I refs:"));
    let counted = counted.or_else(|| said.lines().find_map(|line| line.split_once("I   refs:")));
    counted.unwrap().1.trim().replace(',', "").parse().unwrap()
}

fn check(area: &[Site]) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return not_tried("how work grows", "valgrind");
    }
    // Counting takes minutes: of each area one, but where all is to be tried.
    let is_all = std::env::var("CONGBAO_ALL_TESTS").as_deref() == Ok("1");
    let area = if is_all { area } else { &area[..1] };
    static NOTHING: OnceLock<f64> = OnceLock::new();
    let nothing = *NOTHING.get_or_init(|| work("nothing", 0));
    let mut table = String::new();
    let mut worst = 0.0_f64;
    for (name, count, _) in area {
        let (once, twice) = (work(name, *count) - nothing, work(name, 2 * count) - nothing);
        let ratio = twice / once;
        worst = worst.max(ratio);
        writeln!(table, "{ratio:5.2} {:9.1} million: {name}", once / 1e6).unwrap();
    }
    assert!(worst <= MOST, "work that grows faster than what there is:\n{table}");
}

#[test]
fn of_reports() {
    check(REPORTS);
}

#[test]
fn of_citations() {
    check(CITATIONS);
}

#[test]
fn of_changes() {
    check(CHANGES);
}

#[test]
fn of_registers() {
    check(REGISTERS);
}

#[test]
fn of_texts() {
    check(TEXTS);
}
