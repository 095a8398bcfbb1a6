//! What a person and a tool read: the whole report of one site, in its three forms.

use congbao::Language;
use congbao::write::report;

use crate::marked::{Marked, Spelling};

const SITE: &str = "-- content/directives/a.md --
---
number: 34-KH/TU
title: Tổng kết
date: 2021-02-30
issuer: tinh-uy
signature: {name: Nguyễn Thị Ánh, titel: BÍ THƯ}
---

Theo [văn bản ấy](khong-co.md).
";

#[track_caller]
fn check(spelling: Spelling, form: impl Fn(&congbao::diagnostic::Diagnostic) -> String, expect: &str) {
    let said: Vec<String> = Marked::read("site", SITE).diagnostics(spelling).iter().map(form).collect();
    let said = said.join("\n");
    let said: Vec<&str> = said.lines().map(str::trim_end).collect();
    assert_eq!(said, expect.lines().collect::<Vec<_>>());
}

const HUMAN: &str = "\
lỗi[impossible-date]: không có ngày `2021-02-30`
  ╭▸ content/directives/a.md:4:7
  │
4 │ date: 2021-02-30
  │       ━━━━━━━━━━
  │
  ╰ gợi ý: tháng này có 28 ngày
lỗi[unknown-key]: không có khóa `titel`
  ╭▸ content/directives/a.md:6:35
  │
6 │ signature: {name: Nguyễn Thị Ánh, titel: BÍ THƯ}
  │                                   ━━━━━
  │
  ╰ gợi ý: có phải là `title`?
lỗi[broken-link]: liên kết hỏng: không có `khong-co.md`
  ╭▸ content/directives/a.md:9:19
  │
9 │ Theo [văn bản ấy](khong-co.md).
  │                   ━━━━━━━━━━━
  │
  ╰ gợi ý: viết đường dẫn từ tệp này tới tệp kia, như `../2022/28-nq-tw.md`";

#[test]
fn a_person_reads_the_line_with_a_caret_under_it() {
    check(Spelling::AsTyped, |fault| report::plain(fault, Language::Vi), HUMAN);
}

/// Combining marks take no width: the caret stays under what is meant, and the column counts code points.
#[test]
fn the_caret_is_right_under_combining_marks() {
    use unicode_normalization::UnicodeNormalization;
    // "Nguyễn Thị Ánh," is 15 characters, 20 as decomposed; "Theo [văn bản ấy](" 18, then 22.
    let expect = HUMAN.replace("a.md:6:35", "a.md:6:39").replace("a.md:9:19", "a.md:9:23");
    let expect: Vec<String> = expect
        .lines()
        .map(|line| if line.contains(" │ ") { line.nfd().collect() } else { line.to_owned() })
        .collect();
    check(Spelling::Decomposed, |fault| report::plain(fault, Language::Vi), &expect.join("\n"));
}

#[test]
fn an_editor_reads_one_line_a_fault() {
    check(
        Spelling::Windows,
        |fault| report::short(fault, Language::En),
        "content/directives/a.md:4:7: error[impossible-date]: there is no day `2021-02-30` (that month has 28 days)
content/directives/a.md:6:35: error[unknown-key]: unknown key `titel` (did you mean `title`?)
content/directives/a.md:9:19: error[broken-link]: broken link: there is no `khong-co.md` (write the path from this file to the other, like `../2022/28-nq-tw.md`)",
    );
}

#[test]
fn a_tool_reads_one_object_a_fault() {
    let said = Marked::read("site", SITE).diagnostics(Spelling::AsTyped);
    let objects: Vec<serde_json::Value> =
        said.iter().map(|fault| serde_json::from_str(&report::json(fault, Language::En)).unwrap()).collect();
    assert_eq!(
        objects[1],
        serde_json::json!({
            "code": "unknown-key",
            "severity": "error",
            "message": "unknown key `titel`",
            "file": "content/directives/a.md",
            "line": 6,
            "column": 35,
            "end_line": 6,
            "end_column": 40,
            "hint": "did you mean `title`?",
            "labels": [],
        })
    );
    assert_eq!(objects.len(), 3);
}
