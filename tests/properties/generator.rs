//! Invents a site: a register, directives, changes, reports; and writes it as the texts of an author.
//!
//! What is invented is kept beside the words that say it (a deadline has "trong tháng 12/2022" and the
//! first and last day of that month), so that nobody has to read the words to know what they mean.
//! Every site is one that an author may write: it has no errors.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use unicode_normalization::UnicodeNormalization;

use crate::loaded::Dice;

/// The last day that anything invented here needs.
pub const HORIZON: Date = date(2024, 6, 30);

/// A stretch of days and its EDTF; an end that is `None` is open.
#[derive(Clone, Debug)]
pub struct Lifetime {
    pub words: String,
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Lifetime {
    pub fn holds(&self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

#[derive(Clone, Debug)]
pub struct Organization {
    pub id: String,
    pub name: String,
    pub kind: Option<&'static str>,
    pub lifetime: Option<Lifetime>,
    /// Places in the register, and since when and until when they belong to it.
    pub members: Vec<(usize, Option<Lifetime>)>,
}

/// How often something falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Month,
    Quarter,
    HalfYear,
    Year,
}

/// What the words of a deadline mean.
#[derive(Clone, Debug)]
pub enum Meaning {
    Dated {
        from: Option<Date>,
        to: Date,
        precision: &'static str,
        is_before: bool,
    },
    /// Always, or from a day on.
    Ongoing {
        since: Option<Date>,
    },
    Undated,
    Recurring {
        period: Period,
        day: Option<i8>,
        month: Option<i8>,
        is_before: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Due {
    pub words: Option<String>,
    /// The EDTF beside the words.
    pub due_date: Option<String>,
    pub meaning: Meaning,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Responsible {
    /// Its place in the register.
    Organization(usize),
    Unknown(String),
    Nobody,
}

#[derive(Clone, Debug)]
pub struct Deadline {
    pub id: String,
    pub due: Due,
    /// Whom it names, and how.
    pub leads: Vec<(Responsible, String)>,
    pub support: Vec<String>,
    pub each: bool,
    pub optional: bool,
}

/// A deadline of an earlier directive that is moved, or cancelled.
#[derive(Clone, Debug)]
pub struct Change {
    pub directive: usize,
    pub deadline: usize,
    pub due: Option<Due>,
}

#[derive(Clone, Debug)]
pub struct Directive {
    pub number: String,
    pub date: Date,
    pub issuer: String,
    pub tracked: bool,
    pub deadlines: Vec<Deadline>,
    pub changes: Vec<Change>,
    pub recipients: Vec<String>,
    pub body: String,
    /// More lines of front matter.
    pub more: String,
}

impl Directive {
    /// `van-ban/2021/34-kh-tu.html`.
    pub fn url(&self) -> String {
        let slug = self.number.to_lowercase().replace('/', "-");
        format!("van-ban/{}/{slug}.html", self.date.year())
    }
}

/// One report.
#[derive(Clone, Debug)]
pub struct Row {
    pub directive: usize,
    pub deadline: usize,
    /// The EDTF of an occurrence, where the row names one.
    pub occurrence: Option<String>,
    pub responsible: Responsible,
    pub date: Date,
    pub status: &'static str,
    /// Name of the file in `progress/`; rows of one file stand in it in their order here.
    pub file: String,
}

#[derive(Clone, Debug)]
pub struct Site {
    pub exclusive: bool,
    pub due_soon_days: i32,
    pub register: Vec<Organization>,
    pub directives: Vec<Directive>,
    pub rows: Vec<Row>,
}

const TABLES: [&str; 3] = ["1-thu.csv", "2-bang.csv", "3-so.csv"];
pub const NAMES: [&str; 10] = [
    "Sở Y tế",
    "Ban Tổ chức Tỉnh uỷ",
    "Huyện uỷ Hoà An",
    "Đảng uỷ Công an tỉnh",
    "Ban Tuyên giáo Trung ương",
    "Văn phòng Tỉnh uỷ",
    "Mặt trận Tổ quốc tỉnh",
    "Thành uỷ Thuỷ Nguyên",
    "Sở Tài chính",
    "Đoàn Thanh niên tỉnh",
];

pub fn last_of_month(year: i16, month: i8) -> Date {
    date(year, month, 1).last_of_month()
}

fn day_in(dice: &mut Dice, from: Date, days: usize) -> Date {
    from.saturating_add((dice.roll(days) as i64).days())
}

fn lifetime(dice: &mut Dice) -> Lifetime {
    let (a, b) = (2019 + dice.roll(3) as i16, 2021 + dice.roll(3) as i16);
    let month = 1 + dice.roll(12) as i8;
    let day = date(b, month, 1 + dice.roll(28) as i8);
    let (first, last) = (date(a, 1, 1), last_of_month(b, month));
    let (words, first, last) = match dice.roll(4) {
        0 => (format!("../{b}-{month:02}"), None, Some(last)),
        1 => (format!("{b}-{month:02}/.."), Some(date(b, month, 1)), None),
        2 => (format!("{a}/{b}-{month:02}"), Some(first), Some(last)),
        _ => (format!("../{day}"), None, Some(day)),
    };
    Lifetime { words, first, last }
}

fn register(dice: &mut Dice) -> Vec<Organization> {
    let mut register: Vec<Organization> = Vec::new();
    let bodies = 3 + dice.roll(NAMES.len() - 3);
    for (at, name) in NAMES.iter().enumerate().take(bodies) {
        register.push(Organization {
            id: format!("don-vi-{at}"),
            name: (*name).to_owned(),
            kind: *dice.pick(&[None, None, None, Some("body"), Some("person"), Some("class")]),
            lifetime: dice.chance(4).then(|| lifetime(dice)),
            members: Vec::new(),
        });
    }
    for at in 0..1 + dice.roll(4) {
        // A group holds bodies and groups before it, so that none holds itself.
        let mut members: Vec<(usize, Option<Lifetime>)> = Vec::new();
        for _ in 0..dice.roll(5) {
            let member = dice.roll(register.len());
            // Where a body and its membership both have a lifetime, they are not at odds here.
            let lives = register[member].lifetime.is_none() && dice.chance(4);
            if members.iter().all(|(other, _)| *other != member) {
                members.push((member, lives.then(|| lifetime(dice))));
            }
        }
        register.push(Organization {
            id: format!("nhom-{at}"),
            name: format!("Các đơn vị nhóm {}", ["một", "hai", "ba", "bốn"][at]),
            kind: Some("group"),
            lifetime: dice.chance(8).then(|| lifetime(dice)),
            members,
        });
    }
    register
}

/// One of the ways in which a text names an organisation.
fn typed(dice: &mut Dice, organization: &Organization) -> String {
    let name = &organization.name;
    match dice.roll(8) {
        0 => name.clone(),
        1 => name.to_uppercase(),
        2 => name.nfd().collect(),
        3 => name.replace("uỷ", "ủy").replace("Hoà", "Hòa").replace("Thuỷ", "Thủy").replace('Đ', "Ð"),
        4 => name.replace(' ', "  ").replace("Trung ương", "TW"),
        _ => organization.id.clone(),
    }
}

fn dated(from: Date, to: Date, precision: &'static str) -> Meaning {
    Meaning::Dated { from: Some(from), to, precision, is_before: false }
}

/// A deadline with an end, after a directive of `since` as a rule.
fn dated_due(dice: &mut Dice, since: Date) -> Due {
    let day = day_in(dice, since, 500);
    let (year, month) = (day.year(), day.month());
    let quarter = (month - 1) / 3;
    let half = (month - 1) / 6;
    let on = |is_before| Meaning::Dated { from: None, to: day, precision: "day", is_before };
    let of_month = dated(date(year, month, 1), last_of_month(year, month), "month");
    let of_quarter = dated(date(year, quarter * 3 + 1, 1), last_of_month(year, quarter * 3 + 3), "quarter");
    let of_half = dated(date(year, half * 6 + 1, 1), last_of_month(year, half * 6 + 6), "half-year");
    let of_year = dated(date(year, 1, 1), date(year, 12, 31), "year");
    let printed = format!("{}/{month}/{year}", day.day());
    let (words, meaning) = match dice.roll(18) {
        0 => (day.to_string(), on(false)),
        1 | 2 => (format!("trước ngày {printed}"), on(true)),
        3 => (format!("đến ngày {printed}"), on(false)),
        4 => (format!("chậm nhất ngày {printed}"), on(false)),
        5 => (format!("trong tháng {month}/{year}"), of_month),
        6 => (format!("{year}-{month:02}"), of_month),
        7 => (format!("Quý {} năm {year}", ["I", "II", "III", "IV"][quarter as usize]), of_quarter),
        8 => (format!("{year}-{}", 33 + quarter), of_quarter),
        9 => (format!("6 tháng {} năm {year}", ["đầu", "cuối"][half as usize]), of_half),
        10 => (format!("{year}-{}", 40 + half), of_half),
        11 => (format!("hoàn thành trong năm {year}"), of_year),
        12 => (format!("đến năm {year}"), of_year),
        13 => (format!("{year}"), of_year),
        14 => {
            let to = day_in(dice, day, 90);
            (format!("{day}/{to}"), dated(day, to, "range"))
        }
        15 => (format!("{year}/{}", year + 1), dated(date(year, 1, 1), date(year + 1, 12, 31), "range")),
        16 => {
            let to = last_of_month(year, month);
            let meaning = Meaning::Dated { from: None, to, precision: "range", is_before: false };
            (format!("../{year}-{month:02}"), meaning)
        }
        _ => {
            let due_date = Some(day.to_string());
            let words = dice.chance(2).then(|| format!("ngày {printed}"));
            return Due { words, due_date, meaning: on(false) };
        }
    };
    Due { words: Some(words), due_date: None, meaning }
}

fn undated_due(dice: &mut Dice) -> Due {
    let (words, meaning) = match dice.roll(9) {
        7 => (Some("từ ngày 15/8/2021"), Meaning::Ongoing { since: Some(date(2021, 8, 15)) }),
        8 => (Some("sau quý II/2022"), Meaning::Ongoing { since: Some(date(2022, 7, 1)) }),
        0 => (Some("thường xuyên"), Meaning::Ongoing { since: None }),
        1 => (Some("2022/.."), Meaning::Ongoing { since: Some(date(2022, 1, 1)) }),
        2 => (Some("2023 và những năm tiếp theo"), Meaning::Ongoing { since: Some(date(2023, 1, 1)) }),
        3 => (Some("05 ngày làm việc kể từ ngày nhận được văn bản"), Meaning::Undated),
        4 => (Some("thời gian sẽ thông báo sau"), Meaning::Undated),
        5 => (Some("khi có điều kiện"), Meaning::Undated),
        _ => (None, Meaning::Undated),
    };
    Due { words: words.map(str::to_owned), due_date: None, meaning }
}

fn recurring_due(dice: &mut Dice) -> Due {
    let of = |period| Meaning::Recurring { period, day: None, month: None, is_before: false };
    let (words, meaning) = match dice.roll(6) {
        0 => ("hằng tháng", of(Period::Month)),
        1 => ("hằng quý", of(Period::Quarter)),
        2 => ("hằng năm", of(Period::Year)),
        3 => ("định kỳ 06 tháng", of(Period::HalfYear)),
        4 => (
            "trước ngày 15 hằng tháng",
            Meaning::Recurring { period: Period::Month, day: Some(15), month: None, is_before: true },
        ),
        _ => (
            "trước ngày 15 tháng 11 hằng năm",
            Meaning::Recurring { period: Period::Year, day: Some(15), month: Some(11), is_before: true },
        ),
    };
    Due { words: Some(words.to_owned()), due_date: None, meaning }
}

fn deadline(dice: &mut Dice, at: usize, since: Date, register: &[Organization]) -> Deadline {
    let due = match dice.roll(10) {
        0 | 1 => undated_due(dice),
        2 => recurring_due(dice),
        _ => dated_due(dice, since),
    };
    let mut leads: Vec<(Responsible, String)> = Vec::new();
    for _ in 0..*dice.pick(&[0, 1, 1, 1, 2, 2, 3]) {
        let lead = if dice.chance(8) {
            let name = format!("Tổ công tác số {}", 100 + dice.roll(50));
            (Responsible::Unknown(name.clone()), name)
        } else {
            let id = dice.roll(register.len());
            (Responsible::Organization(id), typed(dice, &register[id]))
        };
        // One body may be named twice; a name that is in no register is named once.
        if leads.iter().all(|other| *other != lead) {
            leads.push(lead);
        }
    }
    let mut support = Vec::new();
    if dice.chance(4) {
        let id = dice.roll(register.len());
        support.push(typed(dice, &register[id]));
    }
    let (each, optional) = (dice.chance(2), dice.chance(12));
    Deadline { id: format!("viec-{at}"), due, leads, support, each, optional }
}

/// A site, and some days on which it is worth a look.
pub fn site(dice: &mut Dice) -> Site {
    let register = register(dice);
    let mut directives: Vec<Directive> = Vec::new();
    let mut day = date(2021, 1, 1);
    for at in 0..1 + dice.roll(5) {
        day = day_in(dice, day.tomorrow().unwrap(), 200);
        // One number may stand for two documents of two years.
        let again = directives.last().filter(|d| d.date.year() < day.year() && dice.chance(4));
        let number = again.map_or_else(
            || format!("{}{}", at * 7 + 3, *dice.pick(&["-KH/TU", "-CT/TU", "/KH-UBND", "/NQ-HĐND"])),
            |d| d.number.clone(),
        );
        let number = number.replace("NQ-HĐND", "NQ-CP");
        let deadlines = (0..dice.roll(5)).map(|at| deadline(dice, at, day, &register)).collect();
        let issuer = dice.roll(register.len());
        let recipients = (0..dice.roll(3)).map(|_| dice.roll(register.len())).collect::<Vec<_>>();
        let issuer = typed(dice, &register[issuer]);
        let recipients = recipients.into_iter().map(|id| typed(dice, &register[id])).collect();
        let mut directive = Directive {
            number,
            date: day,
            issuer,
            tracked: !dice.chance(10),
            deadlines,
            changes: Vec::new(),
            recipients,
            body: "## I. Mục đích\n\nCác cơ quan thực hiện **nghiêm túc**.\n".to_owned(),
            more: String::new(),
        };
        if let Some(earlier) = directives.last() {
            directive.body += &format!(
                "\nTheo văn bản số {}, ngày {}/{}/{}.\n",
                earlier.number,
                earlier.date.day(),
                earlier.date.month(),
                earlier.date.year()
            );
        }
        for earlier in 0..directives.len() {
            for deadline in 0..directives[earlier].deadlines.len() {
                let recurs =
                    matches!(directives[earlier].deadlines[deadline].due.meaning, Meaning::Recurring { .. });
                let mut earlier_changes = directives.iter().flat_map(|d| &d.changes);
                let is_cancelled = earlier_changes
                    .any(|c| c.directive == earlier && c.deadline == deadline && c.due.is_none());
                // What a change does to something that recurs, or that is no more, is not laid down.
                if recurs || is_cancelled || !dice.chance(5) {
                    continue;
                }
                let due = match dice.roll(5) {
                    0 => None,
                    1 => Some(Due { due_date: None, ..undated_due(dice) }).filter(|due| due.words.is_some()),
                    _ => {
                        Some(dated_due(dice, day)).filter(|due| due.words.is_some() && due.due_date.is_none())
                    }
                };
                directive.changes.push(Change { directive: earlier, deadline, due });
            }
        }
        directives.push(directive);
    }
    let mut site = Site {
        exclusive: dice.chance(2),
        due_soon_days: *dice.pick(&[0, 1, 7, 30]),
        register,
        directives,
        rows: Vec::new(),
    };
    site.rows = rows(dice, &site);
    site
}

fn rows(dice: &mut Dice, site: &Site) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut unnamed: Vec<(usize, usize, Responsible)> = Vec::new();
    for owed in crate::oracle::owed(site, HORIZON) {
        let directive = &site.directives[owed.directive];
        let mut row = Row {
            directive: owed.directive,
            deadline: owed.deadline,
            occurrence: owed.occurrence.clone(),
            responsible: owed.responsible.clone(),
            date: directive.date,
            status: "done",
            file: String::new(),
        };
        let whole = (owed.directive, owed.deadline, owed.responsible.clone());
        if unnamed.contains(&whole) {
            continue;
        }
        if owed.occurrence.is_some() {
            let is_first = !rows.iter().any(|r| (r.directive, r.deadline, r.responsible.clone()) == whole);
            if dice.chance(3) && is_first {
                row.occurrence = None;
                unnamed.push(whole);
            } else if !dice.chance(3) {
                continue;
            }
        }
        for _ in 0..*dice.pick(&[0, 0, 1, 1, 2, 3, 4]) {
            row.date = match (dice.roll(4), owed.to) {
                (0, _) => row.date,
                (1, Some(to)) => day_in(dice, to.yesterday().unwrap(), 3),
                _ => day_in(dice, directive.date, 500),
            };
            row.date = row.date.max(directive.date);
            if row.occurrence.is_some() || owed.occurrence.is_none() {
                row.status = *dice.pick(&["done", "done", "done", "in-progress", "returned", "exempt"]);
            }
            row.file = match dice.roll(8) {
                0 => format!("2-rieng-{}.md", rows.len()),
                _ => (*dice.pick(&TABLES)).to_owned(),
            };
            rows.push(row.clone());
        }
    }
    // As a clerk keeps them: in no order.
    for at in (1..rows.len()).rev() {
        rows.swap(at, dice.roll(at + 1));
    }
    rows
}

impl Site {
    /// A few days: ends of deadlines and their neighbours, days of reports and changes, any other.
    pub fn days(&self, dice: &mut Dice, count: usize) -> Vec<Date> {
        let mut days: Vec<Date> = self.rows.iter().map(|row| row.date).collect();
        for owed in crate::oracle::owed(self, HORIZON) {
            for to in owed.to.iter().chain(&owed.last) {
                days.extend([-1, 0, 1, -self.due_soon_days, -self.due_soon_days - 1].map(|n| *to + n.days()));
            }
        }
        days.extend(self.directives.iter().flat_map(|d| [d.date, d.date.yesterday().unwrap()]));
        days.push(day_in(dice, date(2020, 12, 1), 1300));
        days.retain(|day| *day < HORIZON);
        let mut days: Vec<Date> = (0..count).map(|_| *dice.pick(&days)).collect();
        days.sort();
        days.dedup();
        days
    }

    /// The site as its author keeps it.
    pub fn texts(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let mut texts = vec![
            (
                "content/site.yaml".to_owned(),
                format!(
                    "title: Công báo thử\nbefore_day: {}\ndue_soon_days: {}\nsecret: skip\n",
                    if self.exclusive { "exclusive" } else { "inclusive" },
                    self.due_soon_days
                ),
            ),
            ("content/organizations.yaml".to_owned(), self.register_text()),
        ];
        for (at, directive) in self.directives.iter().enumerate() {
            let path = format!("content/directives/{}/{at}.md", directive.date.year());
            texts.push((path, self.directive_text(directive)));
        }
        texts.extend(self.progress(dice));
        texts
    }

    fn register_text(&self) -> String {
        let mut text = String::new();
        for organization in &self.register {
            text += &format!("- id: {}\n  name: {}\n", organization.id, organization.name);
            if let Some(kind) = organization.kind {
                text += &format!("  kind: {kind}\n");
            }
            if let Some(lifetime) = &organization.lifetime {
                text += &format!("  lifetime: {}\n", lifetime.words);
            }
            let members = organization.members.iter().map(|(member, lifetime)| {
                let id = &self.register[*member].id;
                match lifetime {
                    None => id.clone(),
                    Some(lifetime) => format!("{{organization: {id}, lifetime: {}}}", lifetime.words),
                }
            });
            let members: Vec<String> = members.collect();
            if !members.is_empty() {
                text += &format!("  members: [{}]\n", members.join(", "));
            }
        }
        text
    }

    pub fn directive_text(&self, directive: &Directive) -> String {
        let Directive { number, date, issuer, .. } = directive;
        let mut text = format!(
            "---\nnumber: {number}\ntitle: Về việc {number}\ndate: {date}\nissuer: {issuer}\n{}",
            directive.more
        );
        if !directive.tracked {
            text += "tracked: false\n";
        }
        if !directive.recipients.is_empty() {
            text += &format!("recipients: {}\n", list(&directive.recipients));
        }
        if !directive.deadlines.is_empty() {
            text += "deadlines:\n";
        }
        for deadline in &directive.deadlines {
            text += &format!("  - id: {}\n    task: Báo cáo {}\n", deadline.id, deadline.id);
            text += &deadline.due.lines();
            let leads: Vec<String> = deadline.leads.iter().map(|(_, typed)| typed.clone()).collect();
            if !leads.is_empty() {
                text += &format!("    lead: {}\n", list(&leads));
            }
            if !deadline.support.is_empty() {
                text += &format!("    support: {}\n", list(&deadline.support));
            }
            if deadline.each {
                text += "    each: true\n";
            }
            if deadline.optional {
                text += "    optional: true\n";
            }
        }
        if !directive.changes.is_empty() {
            text += "changes:\n";
        }
        for change in &directive.changes {
            let target = &self.directives[change.directive];
            text += &format!(
                "  - directive: {}\n    date: {}\n    deadline: {}\n",
                target.number, target.date, target.deadlines[change.deadline].id
            );
            text += &change.due.as_ref().map_or("    cancelled: true\n".to_owned(), Due::lines);
        }
        text + "---\n\n" + &directive.body
    }

    /// What a row has in each of its columns.
    fn fields(&self, dice: &mut Dice, row: &Row) -> [String; 6] {
        let directive = &self.directives[row.directive];
        let id = &directive.deadlines[row.deadline].id;
        [
            directive.number.clone(),
            directive.date.to_string(),
            row.occurrence.as_ref().map_or(id.clone(), |name| format!("{id}@{name}")),
            match &row.responsible {
                Responsible::Organization(at) => typed(dice, &self.register[*at]),
                Responsible::Unknown(name) => name.clone(),
                Responsible::Nobody => String::new(),
            },
            row.date.to_string(),
            row.status.to_owned(),
        ]
    }

    fn progress(&self, dice: &mut Dice) -> Vec<(String, String)> {
        let mut files: Vec<(String, String)> = Vec::new();
        for row in &self.rows {
            let path = format!("content/progress/{}", row.file);
            let [directive, of, deadline, organization, day, status] = self.fields(dice, row);
            if path.ends_with(".md") {
                let mut text = format!(
                    "---\ndirective: {directive}\ndate_of_directive: {of}\ndeadline: {deadline}\ndate: {day}\nstatus: {status}\n"
                );
                if !organization.is_empty() {
                    text += &format!("organization: \"{organization}\"\n");
                }
                files.push((path, text + "---\n\nĐã làm.\n"));
                continue;
            }
            let is_vietnamese = row.file == TABLES[1];
            let line = if is_vietnamese {
                let date = |day: &str| {
                    let day: Date = day.parse().unwrap();
                    format!("{}/{}/{}", day.day(), day.month(), day.year())
                };
                let status = match status.as_str() {
                    "done" => "hoàn thành",
                    "in-progress" => "đang thực hiện",
                    "returned" => "trả lại",
                    _ => "miễn",
                };
                let (of, day) = (date(&of), date(&day));
                format!("{directive};{of};{deadline};{organization};{day};{status};;;\r\n")
            } else {
                format!("{directive},{of},{deadline},{organization},{day},{status},,,\n")
            };
            match files.iter_mut().find(|(other, _)| *other == path) {
                Some((_, text)) => *text += &line,
                None => {
                    let header = match is_vietnamese {
                        true => {
                            "\u{feff}văn bản;ngày văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;tỷ lệ;số báo cáo;ghi chú\r\n"
                        }
                        false => {
                            "directive,date_of_directive,deadline,organization,date,status,percent,reference,note\n"
                        }
                    };
                    files.push((path, header.to_owned() + &line));
                }
            }
        }
        files
    }
}

impl Due {
    fn lines(&self) -> String {
        let line = |key: &str, value: &Option<String>| {
            value.as_ref().map_or(String::new(), |value| format!("    {key}: {value}\n"))
        };
        line("due", &self.words) + &line("due_date", &self.due_date)
    }
}

/// A list of quoted texts.
fn list(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("\"{text}\"")).collect();
    format!("[{}]", quoted.join(", "))
}
