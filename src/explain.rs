//! The long text of a code, laid out for `congbao explain CODE`.
//!
//! Owns the headings and indents; the words stand in [`crate::diagnostic`], beside the constructor of
//! each fault. Does not know who asks.

use crate::diagnostic::{self, Code, Example};
use crate::language::{Language, Words};

/// The long text of a code; none for a code that no diagnostic has.
pub fn of(code: &str) -> Option<Words> {
    let code = diagnostic::codes().find(|known| known.name == code)?;
    Some(Words::new(in_language(code, Language::Vi), in_language(code, Language::En)))
}

/// The names of all codes.
pub fn codes() -> impl Iterator<Item = &'static str> {
    diagnostic::codes().map(|code| code.name)
}

fn in_language(code: &Code, language: Language) -> String {
    let (words, before, after, only) = match language {
        Language::Vi => (code.vi, "Trước khi sửa", "Sau khi sửa", "Ví dụ"),
        Language::En => (code.en, "Before", "After", "Example"),
    };
    let mut text = lines(words).join("\n");
    let Some(example) = &code.example else { return text };
    let file = match example.file {
        Example::DIRECTIVE => String::new(),
        file => format!(" ({file})"),
    };
    let parts = match example.before {
        "" => vec![(only, example.after)],
        faulty => vec![(before, faulty), (after, example.after)],
    };
    for (heading, shown) in parts {
        text.push_str(&format!("\n\n{heading}{file}:\n"));
        for line in lines(shown) {
            text.push_str(format!("\n    {line}").trim_end_matches(' '));
        }
    }
    text
}

/// The lines of a text that stands in the source indented, between a line break and another.
fn lines(text: &str) -> Vec<&str> {
    let text = text.trim_start_matches('\n').trim_end();
    let indent = text.len() - text.trim_start_matches(' ').len();
    text.lines().map(|line| line.get(indent..).unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::read::snapshot::Sources;
    use crate::site::{Options, Site};

    #[test]
    fn only_a_code_that_there_is_has_a_text() {
        assert!(codes().count() > 70);
        assert!(codes().all(|code| of(code).is_some()));
        assert!(of("no-such-code").is_none());
    }

    #[test]
    fn texts_are_whole_and_fit_a_terminal() {
        for Code { name: code, vi, en, example, .. } in diagnostic::codes() {
            for lines in [lines(vi), lines(en)] {
                assert!((2..=6).contains(&lines.len()), "{code}: {lines:?}");
                assert!(lines.iter().all(|line| !line.trim().is_empty()), "{code}: {lines:?}");
                assert!(lines.iter().all(|line| !line.starts_with(' ')), "{code}: {lines:?}");
            }
            assert_ne!(vi, en, "{code}");
            if let Some(example) = example {
                assert!(!lines(example.after).is_empty(), "{code}");
                assert!(example.before.is_empty() || !lines(example.before).is_empty(), "{code}");
            }
            for language in [Language::Vi, Language::En] {
                let text = of(code).unwrap().in_language(language).to_owned();
                let long = text.lines().find(|line| line.chars().count() > 100);
                assert_eq!(long, None, "{code}");
            }
        }
    }

    /// Examples that are a part of the text of a directive, not of its front matter.
    const IN_TEXT: [&str; 10] = [
        "joined-lines",
        "unknown-section",
        "raw-html",
        "dropped-link",
        "external-image",
        "broken-link",
        "broken-anchor",
        "undefined-footnote",
        "ambiguous-citation",
        "differing-citation",
    ];

    const PLAN: &str = "---\nnumber: 12-KH/HU\ntitle: phòng, chống thiên tai\ndate: DATE\nissuer: huyen-uy\n\
        deadlines: [{id: bao-cao, task: Gửi báo cáo, due: trước ngày 30/4/2026, lead: [dang-uy-xa-a]}]\n---\n\n## II. Việc\n\n1. Các xã báo cáo trước 31/5/2026; hết 31/5 là chậm.\n";

    const REGISTER: &str = "content/organizations.yaml";
    const ORGANIZATIONS: &str = "\
- {id: huyen-uy, name: Huyện ủy A}
- {id: dang-uy-xa-a, name: Đảng ủy xã A}
- {id: dang-uy-xa-b, name: Đảng ủy xã B}
- {id: ban-chi-dao-phong-chong-thien-tai, name: Ban Chỉ đạo A, aliases: [Ban Chỉ đạo]}
- {id: ban-chi-dao-b, name: Ban Chỉ đạo B, aliases: [Ban Chỉ đạo]}
";

    /// The faults of a small site in which an example stands.
    fn faults_of(code: &str, file: &str, lines: &[&str]) -> Vec<Diagnostic> {
        let example = lines.join("\n") + "\n";
        let mut texts = vec![
            ("content/site.yaml", "title: Công báo\n".to_owned()),
            (REGISTER, ORGANIZATIONS.to_owned()),
            ("content/directives/2026/12-kh-hu.md", PLAN.replace("DATE", "2026-03-02")),
        ];
        if ["several-directives", "ambiguous-citation", "ambiguous-relation"].contains(&code) {
            texts.push(("content/directives/2025/12-kh-hu.md", PLAN.replace("DATE", "2025-03-02")));
        }
        for (path, text) in [
            ("content/inventories/tinh-uy-a.json", "[]"),
            ("content/directives/2026/bieu-01.html", ""),
            ("content/directives/2026/bieu-01.pdf", ""),
            ("content/directives/2026/bieu-01.xlsx", ""),
            ("content/directives/2026/so-do.png", ""),
            ("content/pages/gioi-thieu.md", "---\ntitle: Giới thiệu\n---\n"),
        ] {
            if path.rsplit('/').next().is_some_and(|name| example.contains(name)) {
                texts.push((path, text.to_owned()));
            }
        }
        match file {
            "" => {
                let (front, text) = if IN_TEXT.contains(&code) { ("", &*example) } else { (&*example, "") };
                let is_given = |line: &&str| {
                    let key = line.split_inclusive(':').next().unwrap_or_default();
                    front.lines().any(|line| line.starts_with(key))
                };
                let own = ["number: 20-KH/HU", "title: tổng kết", "date: 2026-03-20", "issuer: huyen-uy"];
                let own: Vec<&str> = own.into_iter().filter(|line| !is_given(line)).collect();
                let directive = format!("---\n{}\n{front}---\n\n{text}", own.join("\n"));
                texts.push(("content/directives/2026/thi-du.md", directive));
            }
            REGISTER => texts[1].1 += &example,
            file => {
                texts.retain(|(path, _)| *path != file);
                texts.push((file, example));
            }
        }
        let sources = Sources::from_texts(texts.into_iter().map(|(path, text)| (path.into(), text)));
        let options = Options { as_of: "2026-04-01".parse().unwrap(), base_url: None, drafts: false };
        let (site, mut faults) = Site::load(&sources, &options);
        if file.starts_with("layouts/") {
            let rendered = site.routes().iter().map(|(address, route)| site.render(address, route));
            faults.extend(rendered.filter_map(Result::err));
        }
        faults
    }

    #[test]
    fn examples_have_the_fault_before_and_none_after() {
        let mut wrong = Vec::new();
        for Code { name: code, example, .. } in diagnostic::codes() {
            let Some(Example { file, before, after }) = example else { continue };
            let shown = |faults: &[Diagnostic]| {
                let codes: Vec<_> = faults.iter().map(|f| f.code).collect();
                format!("{code}: {codes:?}")
            };
            if !before.is_empty() {
                let faults = faults_of(code, file, &lines(before));
                if !faults.iter().any(|f| f.code == *code) {
                    wrong.push(format!("before {}", shown(&faults)));
                }
            }
            let faults = faults_of(code, file, &lines(after));
            if faults.iter().any(|f| f.code == *code || f.severity == Severity::Error) {
                wrong.push(format!("after {}", shown(&faults)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
