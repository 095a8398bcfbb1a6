//! The words of plain text, and of tables and records that are plain text: a line a cell, a line a value.

use std::borrow::Cow;
use std::fmt::Write;

use serde_json::Value;

use crate::read::attached::{Looked, markup, office};

/// The words of a text whose file has this ending.
pub fn words<'a>(text: Cow<'a, str>, ending: &str) -> Looked<'a> {
    let own = |words: String| Looked::Words(Cow::Owned(words));
    match ending {
        "csv" | "tsv" | "tab" => own(cells(&text)),
        "json" | "jsonl" | "geojson" => values(&text).map_or(Looked::Words(text), own),
        // Its parts are packed, in a way of their own each.
        "eml" | "mht" | "mhtml" => Looked::NotLookedInto,
        "md" | "markdown" | "txt" | "log" | "yaml" | "yml" | "css" | "js" => Looked::Words(text),
        _ if office::is_office(&text) => office::flat(&text),
        _ if markup::is_markup(&text, ending) => markup::words(&text, markup::is_html(&text)),
        _ => Looked::Words(text),
    }
}

/// A line a row, with a tab between its cells. Which character parts them, the first line tells.
fn cells(text: &str) -> String {
    let head = text.split(['\r', '\n']).next().unwrap_or_default();
    let mark = [b'\t', b';', b','].into_iter().max_by_key(|mark| head.bytes().filter(|b| b == mark).count());
    let mark = mark.unwrap_or(b',');
    let mut rows = csv::ReaderBuilder::new();
    rows.has_headers(false).flexible(true).delimiter(mark);
    let (mut words, mut has_lines) = (String::with_capacity(text.len()), false);
    for row in rows.from_reader(text.as_bytes()).records().map_while(Result::ok) {
        for cell in &row {
            has_lines |= cell.contains('\n');
            words.push_str(cell);
            words.push('\t');
        }
        words.push('\n');
    }
    if has_lines {
        // A quote that does not close would hide the cells behind it.
        words.push_str(&text.replace(char::from(mark), "\t"));
    }
    words
}

/// A line for each value of the records, with its name; none where they cannot be read.
fn values(text: &str) -> Option<String> {
    let mut words = String::new();
    for record in serde_json::Deserializer::from_str(text).into_iter() {
        add("", &record.ok()?, &mut words);
    }
    Some(words)
}

/// How deep the values of a record lie is bounded by who reads them.
fn add(name: &str, value: &Value, words: &mut String) {
    match value {
        Value::String(text) => _ = writeln!(words, "{name}:\t{text}"),
        Value::Array(values) => values.iter().for_each(|value| add(name, value, words)),
        Value::Object(values) => values.iter().for_each(|(name, value)| {
            _ = writeln!(words, "{name}");
            add(name, value, words);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
