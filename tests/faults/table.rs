//! Every site of `sites/` has the faults that are marked in it, and every fault has a site.

use std::collections::BTreeSet;
use std::fmt::Write;

use congbao::diagnostic::{Diagnostic, Severity};
use rayon::prelude::*;

use crate::marked::{Mark, Marked, Spelling, sites};

/// What the design lists as warnings and notes; everything else stops a build.
const WARNINGS: &[&str] = &[
    "active-attachment",
    "ambiguous-name",
    "attachment-announced",
    "blocked-by-policy",
    "contradicting-rows",
    "deadline-before-directive",
    "deadline-without-lead",
    "deadline-without-due",
    "draft-file",
    "dropped-link",
    "due-not-understood",
    "empty-group",
    "extra-comma",
    "external-image",
    "impossible-due",
    "joined-names",
    "not-looked-into",
    "number-with-word",
    "number-without-type",
    "other-origin",
    "page-without-policy",
    "joined-lines",
    "raw-html",
    "report-in-future",
    "to-be-confirmed",
    "turn-not-named",
    "undefined-footnote",
    "unknown-name",
    "unnamed-file",
];
const NOTES: &[&str] = &["ambiguous-citation", "ambiguous-relation", "differing-citation"];

fn all() -> Vec<Marked> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults/sites");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().flat_map(|file| sites(&std::fs::read_to_string(file).unwrap())).collect()
}

/// What differs between the marks of a site and what was said of it.
fn difference(marked: &[Mark], said: &[Mark]) -> String {
    let mut lines = String::new();
    let mut line = |sign, mark: &Mark| {
        let Mark { file, at: [line, column, end_line, end_column], code, near, hint } = mark;
        let near = near.as_ref().or(hint.as_ref()).map(|near| format!(" ?{near}")).unwrap_or_default();
        writeln!(lines, "  {sign} {file}:{line}:{column}-{end_line}:{end_column} {code}{near}").unwrap();
    };
    let mut left = said.to_vec();
    for mark in marked {
        match left.iter().position(|said| said.is(mark)) {
            Some(at) => drop(left.remove(at)),
            None => line("marked, not said:", mark),
        }
    }
    left.iter().for_each(|mark| line("said, not marked:", mark));
    lines
}

fn check(spelling: Spelling) {
    let wrong: Vec<String> = all()
        .par_iter()
        .filter(|site| spelling == Spelling::AsTyped || !site.needs_disk())
        .filter_map(|site| {
            let (_, marked) = site.strip(spelling);
            let said = site.diagnostics(spelling);
            let different = difference(&marked, &Mark::all(&said));
            let words: Vec<String> =
                said.iter().map(|d| congbao::write::report::short(d, congbao::Language::En)).collect();
            (!different.is_empty()).then(|| format!("{}\n{different}{}\n", site.title, words.join("\n")))
        })
        .collect();
    assert!(wrong.is_empty(), "{} sites:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_site_has_the_faults_that_are_marked_in_it() {
    check(Spelling::AsTyped);
}

#[test]
fn the_same_faults_stand_in_the_same_words_with_a_byte_order_mark_and_carriage_returns() {
    check(Spelling::Windows);
}

#[test]
fn the_same_faults_stand_in_the_same_words_with_combining_marks() {
    check(Spelling::Decomposed);
}

#[test]
fn every_constructor_has_a_site_and_every_mark_a_constructor() {
    let marked: Vec<Mark> = all().iter().flat_map(|site| site.strip(Spelling::AsTyped).1).collect();
    let marked: BTreeSet<&str> =
        marked.iter().map(|mark| mark.code.as_str()).filter(|code| !code.starts_with('+')).collect();
    let codes: BTreeSet<&str> = congbao::diagnostic::codes().map(|code| code.name).collect();
    assert!(codes.len() > 60, "{codes:?}");
    let without: Vec<_> = codes.difference(&marked).collect();
    assert!(without.is_empty(), "no site has these faults: {without:?}");
    let nothing: Vec<_> = marked.difference(&codes).collect();
    assert!(nothing.is_empty(), "no constructor gives: {nothing:?}");
}

#[test]
fn severities_are_those_of_the_design() {
    let said: Vec<Diagnostic> =
        all().par_iter().flat_map_iter(|site| site.diagnostics(Spelling::AsTyped)).collect();
    for fault in &said {
        let expected = match fault.code {
            code if WARNINGS.contains(&code) => Severity::Warning,
            code if NOTES.contains(&code) => Severity::Note,
            _ => Severity::Error,
        };
        assert_eq!(fault.severity, expected, "{}", fault.code);
    }
}

/// House rules for the prose of messages: lower case, no full stop, what was typed in backticks, in both
/// languages; and a hint that says what to type.
#[test]
fn messages_keep_to_the_rules_of_the_house() {
    let said: Vec<Diagnostic> =
        all().par_iter().flat_map_iter(|site| site.diagnostics(Spelling::AsTyped)).collect();
    for fault in &said {
        for language in [congbao::Language::Vi, congbao::Language::En] {
            let message = fault.message.in_language(language);
            let hint = fault.hint.as_ref().map(|hint| hint.in_language(language));
            for words in hint.into_iter().chain([message]) {
                let shown = format!("{}: {words}", fault.code);
                assert!(!words.is_empty() && !words.contains('\n'), "{shown}");
                assert!(!words.ends_with('.') && !words.ends_with("  "), "{shown}");
                assert!(words.matches('`').count().is_multiple_of(2), "{shown}");
                let first = words.split_whitespace().next().unwrap();
                let is_proper = ["HTML", "YAML"].contains(&first);
                assert!(is_proper || !first.starts_with(char::is_uppercase), "{shown}");
            }
        }
        let words = [congbao::Language::Vi, congbao::Language::En].map(|l| fault.message.in_language(l));
        assert_ne!(words[0], words[1], "{}", fault.code);
    }
}
