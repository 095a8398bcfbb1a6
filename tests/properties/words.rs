//! The words and the days of a deadline: the same on the page, in the data and on the command line.

use serde_json::Value;

use crate::loaded::{Texts, each_case};

/// The rows of a table, each from its classes on, with their ids.
fn rows(html: &str) -> impl Iterator<Item = (&str, &str)> {
    let id = |row: &'_ str| -> Option<(usize, usize)> {
        let tag = row.split('>').next()?;
        let at = tag.find(" id=\"")? + 5;
        Some((at, at + tag[at..].find('"')?))
    };
    html.split("<tr class=\"row ")
        .skip(1)
        .map(move |row| (id(row).map_or("", |(from, to)| &row[from..to]), row))
}

/// The row of a deadline on the page of its directive: the first one bears its id, a later one that of
/// its turn too.
fn row<'a>(html: &'a str, deadline: &str) -> &'a str {
    let (id, turn) = deadline.split_once('@').unwrap_or((deadline, ""));
    let of = |id: String| rows(html).find(|(own, _)| *own == id).map(|(_, row)| row);
    of(format!("han-{id}-{turn}")).or_else(|| of(format!("han-{id}"))).expect(deadline)
}

/// The words of a deadline that recurs stand once, in one of its rows; a change has its own.
fn said_once<'a>(html: &'a str, deadline: &str) -> Option<&'a str> {
    let (id, _) = deadline.split_once('@')?;
    if row(html, deadline).contains(CHANGED) {
        return None;
    }
    let is_own = |own: &str| own == format!("han-{id}") || own.starts_with(&format!("han-{id}-"));
    let own = |row: &'a str| between(row.split(CHANGED).next()?, "<q>", "</q>");
    rows(html).filter(|(own, _)| is_own(own)).find_map(|(_, row)| own(row))
}

/// What stands before the document that changed a deadline.
const CHANGED: &str = "Đổi bởi";

fn between<'a>(text: &'a str, begin: &str, end: &str) -> Option<&'a str> {
    text.split_once(begin)?.1.split_once(end).map(|(inside, _)| inside)
}

/// What a row says: the words of a paper, and the last day as data.
fn said(row: &str) -> (Option<&str>, Option<&str>) {
    let when = between(row, "<td class=\"d\">", "</td>").expect("a date in words");
    let to = between(row, "data-to=\"", "\"").filter(|to| !to.is_empty());
    // Without a date the words stand in its place; a state there is what nobody wrote.
    let in_place = between(when, "<span>", "</span>");
    let is_beginning = |words: &str| {
        let day = words.strip_prefix("từ ").unwrap_or_default();
        day.len() == "01/02/2026".len() && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'/')
    };
    let is_label = |words: &&str| ["Chưa định ngày", "Thường xuyên"].contains(words) || is_beginning(words);
    (between(row, "<q>", "</q>").or(in_place.filter(|words| !is_label(words))), to)
}

#[test]
fn page_data_and_table_agree() {
    each_case(60, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        for as_of in site.days(dice, 2) {
            let loaded = texts.load(as_of);
            let tasks = loaded.json("du-lieu/nhiem-vu.json");
            let csv = loaded.text("du-lieu/nhiem-vu.csv");
            let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
            let header = reader.headers().expect("a header").clone();
            let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
            // What `congbao tasks` chooses from.
            let chosen =
                serde_json::to_value(loaded.site.content().tasks().collect::<Vec<_>>()).expect("JSON");
            assert_eq!(chosen, Value::Array(tasks.clone()), "as of {as_of}");
            for (at, task) in tasks.iter().enumerate() {
                let text = |key: &str| task[key].as_str();
                let what = format!("{} {} as of {as_of}", task["directive"]["url"], task["deadline"]);
                let html = loaded.text(task["directive"]["url"].as_str().expect("an address"));
                let deadline = text("deadline").expect("an id");
                let (words, to) = said(row(&html, deadline));
                let page = (words.or_else(|| said_once(&html, deadline)), to);
                assert_eq!(page, (text("due"), text("to")), "the page of {what}");
                let field = |key: &str| &rows[at][header.iter().position(|column| column == key).expect(key)];
                let csv = (field("due"), field("to"));
                assert_eq!(csv, (text("due").unwrap_or(""), text("to").unwrap_or("")), "the CSV of {what}");
                // What goes on from a day has a beginning and no end.
                let is_open = task["from"] == Value::Null && task["to"] == Value::Null;
                assert_eq!(is_open, task["precision"] == Value::Null, "{what}");
            }
        }
    });
}
