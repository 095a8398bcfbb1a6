//! What a tired clerk does to two documents, and the whole report of it, in both languages.
//!
//! `clerk.txt` holds the documents, what is typed in each case, and what congbao says then. Read a message
//! aloud before it goes there: it is what somebody reads who only wanted to publish a document.

use std::collections::BTreeMap;
use std::fmt::Write;

use congbao::Language;
use congbao::diagnostic::Diagnostic;
use congbao::model::time::date::Date;
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};
use congbao::write::report;

const CASES: &str = include_str!("clerk.txt");

fn faults(files: &BTreeMap<String, String>) -> Vec<Diagnostic> {
    let texts = files.iter().map(|(path, text)| (path.into(), text.clone()));
    let options = Options { as_of: Date::constant(2026, 11, 20), base_url: None, drafts: true };
    let (site, mut faults) = Site::load(&Sources::from_texts(texts), &options);
    faults.extend(site.routes().iter().filter_map(|(path, route)| site.render(path, route).err()));
    congbao::diagnostic::sort(&mut faults);
    faults
}

/// The documents before anything happens to them.
fn documents() -> BTreeMap<String, String> {
    let (head, _) = CASES.split_once("==== ").unwrap();
    let files = head.split("-- content/").skip(1).map(|file| file.split_once(" --\n").unwrap());
    files.map(|(path, text)| (format!("content/{path}"), text.to_owned())).collect()
}

/// What is typed: the file, the lines that stood there, the lines that stand there now.
fn typed(edit: &str) -> (&str, String, String) {
    let lines = |sign: char| {
        let lines = edit.lines().filter_map(|line| line.strip_prefix(sign));
        lines.map(|line| format!("{line}\n")).collect::<String>()
    };
    let path = edit.lines().next().unwrap().strip_prefix("@ ").unwrap();
    (path, lines('-'), lines('+').replace('␉', "\t").replace('⍽', "\u{a0}"))
}

#[test]
fn the_documents_have_no_fault() {
    let said: Vec<String> = faults(&documents()).iter().map(|f| report::short(f, Language::En)).collect();
    assert!(said.is_empty(), "{said:#?}");
}

#[test]
fn a_clerk_reads_what_to_type() {
    let mut now = String::new();
    let cases: Vec<&str> = CASES.split("==== ").skip(1).collect();
    assert!(cases.len() >= 30);
    for case in &cases {
        let (title, rest) = case.split_once('\n').unwrap();
        let (edit, _) = rest.split_once("vi:\n").unwrap();
        let (path, before, after) = typed(edit);
        let mut files = documents();
        let text = files.get_mut(path).unwrap();
        assert_eq!(text.matches(&before).count(), 1, "{title}: {before}");
        *text = text.replace(&before, &after);
        let faults = faults(&files);
        write!(now, "==== {title}\n{edit}").unwrap();
        for (name, language) in [("vi", Language::Vi), ("en", Language::En)] {
            writeln!(now, "{name}:").unwrap();
            for fault in &faults {
                for line in report::plain(fault, language).lines() {
                    writeln!(now, "{}", line.trim_end()).unwrap();
                }
            }
        }
    }
    let kept = &CASES[CASES.find("==== ").unwrap()..];
    if now != kept {
        let place = std::env::temp_dir().join("clerk.txt");
        std::fs::write(&place, format!("{}{now}", &CASES[..CASES.len() - kept.len()])).unwrap();
        let line = now.lines().zip(kept.lines()).position(|(now, kept)| now != kept);
        panic!("other words than those kept; compare {} from line {line:?} of the cases", place.display());
    }
}
