//! No cell of any export is a formula, and each is the text of the model, less one sign before it.

use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::render::data;
use congbao::site::{Options, Site};
use serde_json::{Value, json};

use crate::register::HEADER;

/// Beginnings that some spreadsheet computes, or takes for one behind what it passes over; and some that are none.
const BEGINNINGS: [&str; 24] = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    " =",
    "\u{a0}=",
    "\u{3000}@",
    "\u{feff}+",
    "\u{200b}-",
    "\u{ad}=",
    "＝",
    "＋",
    "－",
    "＠",
    "﹦",
    "−",
    "'",
    "'=",
    "\"=",
    "a",
    "(",
    "–",
];
const WORDS: [&str; 5] = ["cmd|' /C calc'!A0", "HYPERLINK(\"http://a.example\",\"b\")", "12", "12,5", "một"];

/// A site in which every field of a task begins with `beginning`.
fn sources(beginning: &str, words: &str) -> Sources {
    let text = format!("{beginning}{words}");
    let named = |what: &str| format!("{text} {what}");
    let directive = json!({
        "number": null, "number_missing": "lost", "number_printed": text, "slug": "mot", "title": text,
        "date": "2026-01-05", "issuer": "tinh-uy",
        "deadlines": [
            {"id": "mot", "task": text, "due": format!("{text} theo lộ trình"), "lead": ["so-a", named("x")],
             "support": [named("y"), "so-a"], "report_to": named("z"), "via": named("t")},
            {"id": "hai", "task": named("hai"), "due": "2026-01-20", "lead": ["so-a"]},
        ],
    });
    let register = json!([{"id": "tinh-uy", "name": named("tỉnh")}, {"id": "so-a", "name": named("sở")}]);
    let mut table = csv::Writer::from_writer(Vec::new());
    let rows =
        [HEADER, ["mot", "2026-01-05", "hai", "so-a", "2026-01-30", "in-progress", "40", &text, &text]];
    for row in rows {
        table.write_record(row).expect("a row");
    }
    let table = String::from_utf8(table.into_inner().expect("a table")).expect("UTF-8");
    Sources::from_texts(
        [
            ("content/site.yaml", json!({"title": text}).to_string()),
            ("content/organizations.yaml", register.to_string()),
            ("content/directives/mot.md", format!("---\n{directive}\n---\n")),
            ("content/progress/a.csv", table),
        ]
        .map(|(path, text)| (path.into(), text)),
    )
}

/// What OWASP lists (CSV Injection), with the wide forms of the signs, wherever a reader first sees something.
fn is_computed(cell: &str) -> bool {
    let seen = cell.trim_start_matches(|c: char| {
        c.is_whitespace() || c.is_control() || ['\u{ad}', '\u{200b}', '\u{feff}'].contains(&c)
    });
    let number = cell.strip_prefix(['+', '-']).unwrap_or(cell).replacen(',', ".", 1);
    let is_number = number.parse::<f64>().is_ok() && number.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    !is_number
        && (cell.starts_with(['\t', '\r'])
            || seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '−']))
}

fn rows(csv: &[u8]) -> Vec<Vec<String>> {
    let csv = csv.strip_prefix("\u{feff}".as_bytes()).unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The texts and numbers of data, wherever they stand.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.values().for_each(|value| texts(value, into)),
        Value::Array(all) => {
            let strings: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            into.push(strings.join("; "));
            all.iter().for_each(|value| texts(value, into));
        }
        Value::String(text) => into.push(text.clone()),
        other => into.push(other.to_string()),
    }
}

#[test]
fn no_cell_is_a_formula_and_each_is_the_text() {
    let (mut cells, mut signs, mut numbers) = (0, 0, 0);
    for (beginning, words) in BEGINNINGS.iter().flat_map(|b| WORDS.iter().map(move |w| (b, w))) {
        let as_of = "2026-03-16".parse().expect("a date");
        let (site, _) =
            Site::load(&sources(beginning, words), &Options { as_of, base_url: None, drafts: false });
        let content = site.content();
        let tasks: Vec<_> = content.tasks().collect();
        assert_eq!(tasks.len(), 3, "{beginning:?}{words}");
        let mut known = vec![String::new()];
        texts(&serde_json::to_value(&tasks).expect("JSON"), &mut known);
        texts(&serde_json::to_value(&*content.labels).expect("JSON"), &mut known);
        known.extend(content.register.ids().map(|id| content.register[id].name.clone()));
        let tables = site.routes().iter().filter(|(address, _)| address.as_str().ends_with(".csv"));
        let tables = tables.map(|(address, route)| match site.render(address, route).expect("a table") {
            Output::Bytes(bytes) => rows(&bytes),
            Output::File(file) => panic!("{file:?} is no export"),
        });
        let tables: Vec<_> = tables.chain([rows(&data::tasks_csv(tasks))]).collect();
        assert!(tables.len() >= 3);
        for cell in tables.iter().flatten().skip(1).flatten() {
            assert!(!is_computed(cell), "{cell:?}");
            let text = cell.strip_prefix('\'').unwrap_or(cell);
            // Names of columns and counts, which are not of the tasks.
            let is_own = text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
                || text.replace(',', ".").parse::<f64>().is_ok()
                || text.is_empty();
            assert!(is_own || known.iter().any(|known| known == text), "{cell:?} is no text of the model");
            assert_eq!(cell.starts_with('\''), is_computed(text) || text.starts_with('\''), "{cell:?}");
            (cells, signs) = (cells + 1, signs + usize::from(text.len() < cell.len()));
            numbers += usize::from(text.starts_with('-') && text.len() == cell.len() && text.len() > 1);
        }
        // What is late is a number below zero, and stays one.
        let late = tables.iter().flatten().filter(|row| row.iter().any(|cell| cell == "-55")).count();
        assert_eq!(late, 2, "{beginning:?}{words}");
    }
    assert!(
        cells > 10_000 && signs > 1_000 && numbers > 200,
        "{cells} cells, {signs} signs, {numbers} numbers"
    );
}
