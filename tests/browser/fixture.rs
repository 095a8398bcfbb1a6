//! The sites that the browser tests look at: none of their names, numbers and dates is real.
//!
//! `every` is written by hand (tests/browser/site): 48 obligations on `DAY`, in every state and with
//! every precision, with reports and changes that come later. `random` makes a site from a seed.

use std::fs;
use std::path::Path;

use jiff::{Span, civil::Date};

/// The day as of which all sites are built.
pub const DAY: &str = "2026-03-16";

/// The day as of which the site of this repository is built.
pub const SAMPLE_DAY: &str = "2026-11-21";

/// Later days within a month, in which occurrences of what recurs are known: edges of deadlines (16, 22,
/// 24, 31 March, 4, 5 and 10 April), of `due soon` a week before, of quarters, of reports and changes.
pub const SOON: [&str; 10] = [
    "2026-03-17",
    "2026-03-20",
    "2026-03-23",
    "2026-03-24",
    "2026-03-30",
    "2026-03-31",
    "2026-04-01",
    "2026-04-05",
    "2026-04-06",
    "2026-04-16",
];

/// Later days up to two years ahead.
pub const LATER: [&str; 10] = [
    "2026-03-17",
    "2026-03-31",
    "2026-04-01",
    "2026-04-17",
    "2026-05-03",
    "2026-06-30",
    "2026-07-01",
    "2026-12-31",
    "2027-01-01",
    "2028-02-29",
];

/// The files of a site's content: path and text.
pub struct Fixture(pub Vec<(String, String)>);

/// A site with nothing in it.
pub fn empty() -> Fixture {
    Fixture(vec![("site.yaml".into(), "title: Công báo chưa có văn bản\n".into())])
}

/// A site of one directive, in English.
pub fn one() -> Fixture {
    let directive = "---
number: 01/CT-UBND
title: Fire safety in markets
date: 2026-03-02
issuer: people-s-committee
place: Hoa Giang
deadlines:
  - {id: inspect, task: Inspect all markets, due: 2026-03-20, lead: [police]}
recipients: [police]
signature: {title: CHAIR, name: A. Sample}
---

Markets are to be inspected.
";
    let register =
        "- {id: people-s-committee, name: People's Committee}\n- {id: police, name: Provincial Police}\n";
    Fixture(vec![
        ("site.yaml".into(), "title: Gazette\nlanguage: en\n".into()),
        ("organizations.yaml".into(), register.into()),
        ("directives/01.md".into(), directive.into()),
    ])
}

/// The site that has one of everything.
pub fn every() -> Fixture {
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/site/content");
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    Fixture(files)
}

/// A site of some directives, about three obligations each; in one that is `settled` nothing is dated after
/// its day. Nothing recurs: occurrences of a later year are unknown to a page.
pub fn random(seed: u64, directives: usize, settled: bool) -> Fixture {
    let mut chance = Chance(seed);
    let bodies = directives.clamp(12, 60);
    let names: Vec<String> = (0..bodies).map(|at| format!("{} {}", chance.of(&KINDS), place(at))).collect();
    let mut register = String::from("- {id: ubnd, name: Ủy ban nhân dân tỉnh}\n");
    for (at, name) in names.iter().enumerate() {
        let parent = if chance.one_in(2) { ", parent: ubnd" } else { "" };
        register += &format!("- {{id: b{at}, name: \"{name}\"{parent}}}\n");
    }
    register += "- {id: cum-a, name: Cụm thi đua A, members: [b0, b1]}\n";
    register += "- {id: cum-b, name: Cụm thi đua B, members: [b2, b3, b4, b5, b6]}\n";
    let mut files = vec![
        (
            "site.yaml".into(),
            format!("title: Công báo ngẫu nhiên\nbefore_day: {}\n", chance.of(&["inclusive", "exclusive"])),
        ),
        ("organizations.yaml".into(), register),
    ];
    let mut progress =
        String::from("directive,date_of_directive,deadline,organization,date,status,percent\n");
    let mut earlier: Vec<(String, String, String)> = Vec::new();
    for at in 1..=directives {
        let number = format!("{at}/CT-UBND");
        // Most of one year, so that its list is long; the last ones after the day of the site.
        let signed = match at * 20 / directives {
            20 if !settled => chance.day(20, 100),
            20 => chance.day(-10, 0),
            18..=19 => chance.day(-70, 0),
            _ => chance.day(-400, -80),
        };
        let date = iso(signed);
        let mut text = format!(
            "---\nnumber: {number}\ntitle: Về việc {} {}\ndate: {date}\nissuer: ubnd\n",
            chance.of(&TASKS),
            place(at)
        );
        match chance.next() % 6 {
            0 => text += &format!("in_force: {date}/{}\n", iso(signed + 30 + chance.up_to(400) as i32)),
            1 => text += &format!("in_force: {}/..\n", iso(signed + 1 + chance.up_to(120) as i32)),
            _ => {}
        }
        if chance.one_in(6)
            && let Some((number, date, deadline)) = earlier.pop()
        {
            let change = match chance.one_in(3) {
                true => "cancelled: true".to_owned(),
                false => format!("due: {}", iso(chance.day(-30, 200))),
            };
            text += &format!(
                "changes:\n  - {{directive: {number}, date: {date}, deadline: {deadline}, {change}}}\n"
            );
        }
        text += "deadlines:\n";
        for deadline in 0..1 + chance.up_to(3) {
            let id = format!("n{deadline}");
            let (leads, lead) = match chance.next() % 10 {
                0 => (
                    vec!["b0", "b1"].into_iter().map(str::to_owned).collect(),
                    "[cum-a], each: true".to_owned(),
                ),
                1 => ((2..7).map(|at| format!("b{at}")).collect(), "[cum-b], each: true".to_owned()),
                2 => (vec!["cum-b".to_owned()], "[cum-b]".to_owned()),
                3 => (vec![String::new()], "[]".to_owned()),
                _ => {
                    let one = format!("b{}", chance.up_to(bodies));
                    (vec![one.clone()], format!("[{one}]"))
                }
            };
            let due = due(&mut chance, signed);
            text += &format!(
                "  - {{id: {id}, task: \"{} {}\", due: {due}, lead: {lead}}}\n",
                chance.of(&TASKS),
                place(at + deadline)
            );
            for lead in leads {
                let mut day = signed + chance.up_to(200) as i32;
                while chance.one_in(2) && !(settled && day > 0) {
                    let status = chance.of(&["done", "done", "done", "in-progress", "returned", "exempt"]);
                    progress += &format!("{number},{date},{id},{lead},{},{status},\n", iso(day));
                    day += 1 + chance.up_to(90) as i32;
                }
            }
            earlier.push((number.clone(), date.clone(), id));
        }
        text += "recipients: [cum-a, cum-b]\nsignature: {title: CHỦ TỊCH, name: Trần Văn Thử}\n---\n\nCác đơn vị thực hiện.\n";
        files.push((format!("directives/{at}.md"), text));
    }
    files.push(("progress/all.csv".into(), progress));
    Fixture(files)
}

/// When something is due, as words or as EDTF, seldom before its directive.
fn due(chance: &mut Chance, signed: i32) -> String {
    let day = (signed + chance.up_to(160) as i32).max(chance.day(-60, 120).min(signed + 200));
    let (year, month, of_month) = civil(day);
    match chance.next() % 12 {
        0 => format!("trong tháng {month}/{year}"),
        1 => format!("{year}-{}", 33 + (month - 1) / 3),
        2 => format!("{year}-{}", 40 + (month - 1) / 6),
        3 => format!("{year}"),
        4 => format!("{}/{}", iso(day - 20), iso(day)),
        5 => "thường xuyên".into(),
        6 => "theo lộ trình".into(),
        7 | 8 => format!("trước ngày {of_month}/{month}/{year}"),
        _ => iso(day),
    }
}

const KINDS: [&str; 6] =
    ["Sở", "Ban Quản lý", "Ủy ban nhân dân huyện", "Trung tâm", "Chi cục", "Trường Trung học phổ thông"];
const TASKS: [&str; 6] = [
    "kiểm tra an toàn thực phẩm",
    "sửa chữa trường, lớp học",
    "báo cáo kết quả giải ngân vốn đầu tư công và các chương trình mục tiêu",
    "rà soát quy hoạch sử dụng đất",
    "chuẩn bị diễn tập phòng, chống thiên tai và tìm kiếm cứu nạn",
    "cấp nước sạch",
];
const SYLLABLES: [&str; 12] =
    ["An", "Bình", "Cẩm", "Đông", "Giang", "Hòa", "Khánh", "Lộc", "Mỹ", "Phú", "Sơn", "Thượng"];

/// An invented name of a place, another one for each of the first 144 numbers.
fn place(at: usize) -> String {
    format!("{} {}", SYLLABLES[at % 12], SYLLABLES[(at / 12 + at * 5) % 12])
}

/// Chance that is the same on every machine (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 33) as usize
    }

    fn up_to(&mut self, end: usize) -> usize {
        self.next() % end
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.up_to(of) == 0
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.up_to(words.len())]
    }

    /// A day so many days after that of the site.
    fn day(&mut self, from: i32, to: i32) -> i32 {
        from + self.up_to((to - from) as usize) as i32
    }
}

/// Year, month and day, so many days after that of the site.
fn civil(days: i32) -> (i16, i8, i8) {
    let day = DAY.parse::<Date>().unwrap().checked_add(Span::new().days(days)).unwrap();
    (day.year(), day.month(), day.day())
}

fn iso(days: i32) -> String {
    let (year, month, day) = civil(days);
    format!("{year}-{month:02}-{day:02}")
}
