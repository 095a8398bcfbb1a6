//! The long texts of diagnostics, for `congbao explain CODE`.
//!
//! The texts stand in `explain.txt`, so that they can be proof-read as prose, in the order of
//! `diagnostic.rs`; this file owns how they are read and laid out. Does not know who asks.

use crate::language::{Language, Words};

const TEXTS: &str = include_str!("explain.txt");

/// The long text of a code; none for a code that no diagnostic has.
pub fn of(code: &str) -> Option<Words> {
    let entry = Entry::of(code)?;
    Some(Words::new(entry.in_language(Language::Vi), entry.in_language(Language::En)))
}

/// All codes, in the order of `diagnostic.rs`.
pub fn codes() -> impl Iterator<Item = &'static str> {
    TEXTS.lines().filter_map(code_of)
}

fn code_of(line: &'static str) -> Option<&'static str> {
    line.strip_prefix("== ")
}

/// What `explain.txt` says of one code.
#[derive(Default)]
struct Entry {
    vi: Vec<&'static str>,
    en: Vec<&'static str>,
    example: Option<Example>,
}

/// A fault and its remedy, or only how it should be.
#[derive(Default)]
struct Example {
    /// The file it stands in, where that is not a directive.
    file: &'static str,
    before: Option<Vec<&'static str>>,
    after: Vec<&'static str>,
}

impl Entry {
    fn of(code: &str) -> Option<Entry> {
        let mut lines = TEXTS.lines().skip_while(|line| code_of(line) != Some(code));
        lines.next()?;
        let mut lines: Vec<&str> = lines.take_while(|line| code_of(line).is_none()).collect();
        lines.truncate(lines.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1));
        let mut entry = Entry::default();
        let mut is_english = false;
        for line in lines {
            match (&mut entry.example, line) {
                (None, "--") if !is_english => is_english = true,
                (None, _) if line == "--" || line.starts_with("-- ") => {
                    let file = line.trim_start_matches("--").trim();
                    entry.example = Some(Example { file, ..Example::default() });
                }
                (None, _) if is_english => entry.en.push(line),
                (None, _) => entry.vi.push(line),
                (Some(example), ">>") => example.before = Some(std::mem::take(&mut example.after)),
                (Some(example), _) => example.after.push(line),
            }
        }
        Some(entry)
    }

    fn in_language(&self, language: Language) -> String {
        let (words, before, after, only) = match language {
            Language::Vi => (&self.vi, "Trước khi sửa", "Sau khi sửa", "Ví dụ"),
            Language::En => (&self.en, "Before", "After", "Example"),
        };
        let mut text = words.join("\n");
        let Some(example) = &self.example else { return text };
        let file = if example.file.is_empty() { String::new() } else { format!(" ({})", example.file) };
        let parts = match &example.before {
            Some(lines) => vec![(before, lines), (after, &example.after)],
            None => vec![(only, &example.after)],
        };
        for (heading, lines) in parts {
            text.push_str(&format!("\n\n{heading}{file}:\n"));
            for line in lines {
                text.push_str(format!("\n    {line}").trim_end_matches(' '));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::read::source::Sources;
    use crate::site::{Options, Site};

    /// The codes of the constructors of `diagnostic.rs`, in its order: the first text behind
    /// `Diagnostic::error(` and its like in each public function.
    fn constructed() -> Vec<&'static str> {
        let source = include_str!("diagnostic.rs");
        let code = |function: &'static str| {
            let made = ["error(", "warning(", "note("].map(|s| format!("Diagnostic::{s}"));
            let at = made.iter().filter_map(|made| Some(function.find(made)? + made.len())).min()?;
            function[at..].split('"').nth(1)
        };
        source.split("\npub fn ").skip(1).filter_map(code).collect()
    }

    #[test]
    fn every_diagnostic_has_its_text_in_order() {
        let constructed = constructed();
        assert!(constructed.len() > 70, "{constructed:?}");
        assert_eq!(codes().collect::<Vec<_>>(), constructed);
        assert!(of("no-such-code").is_none());
    }

    #[test]
    fn texts_are_whole_and_fit_a_terminal() {
        for code in codes() {
            let entry = Entry::of(code).unwrap();
            for lines in [&entry.vi, &entry.en] {
                assert!((2..=6).contains(&lines.len()), "{code}: {lines:?}");
                assert!(lines.iter().all(|line| !line.trim().is_empty()), "{code}: {lines:?}");
            }
            assert_ne!(entry.vi, entry.en, "{code}");
            if let Some(example) = &entry.example {
                assert!(!example.after.is_empty(), "{code}");
                assert!(example.before.as_ref().is_none_or(|before| !before.is_empty()), "{code}");
            }
            for language in [Language::Vi, Language::En] {
                let text = of(code).unwrap().in_language(language).to_owned();
                let long = text.lines().find(|line| line.chars().count() > 100);
                assert_eq!(long, None, "{code}");
            }
        }
    }

    /// Examples that are a part of the text of a directive, not of its front matter.
    const IN_TEXT: [&str; 9] = [
        "joined-lines",
        "unknown-section",
        "raw-html",
        "dropped-link",
        "external-image",
        "broken-link",
        "broken-anchor",
        "undefined-footnote",
        "ambiguous-citation",
    ];

    const PLAN: &str = "---\nnumber: 12-KH/HU\ntitle: phòng, chống thiên tai\ndate: DATE\nissuer: huyen-uy\n\
        deadlines: [{id: bao-cao, task: Gửi báo cáo, due: trước ngày 30/4/2026, lead: [dang-uy-xa-a]}]\n---\n";

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
            ("content/directives/2026/bieu-01.xlsx", ""),
            ("content/directives/2026/so-do.png", ""),
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
        for code in codes() {
            let Some(Example { file, before, after }) = Entry::of(code).unwrap().example else { continue };
            let shown = |faults: &[Diagnostic]| {
                let codes: Vec<_> = faults.iter().map(|f| f.code).collect();
                format!("{code}: {codes:?}")
            };
            if let Some(before) = before {
                let faults = faults_of(code, file, &before);
                if !faults.iter().any(|f| f.code == code) {
                    wrong.push(format!("before {}", shown(&faults)));
                }
            }
            let faults = faults_of(code, file, &after);
            if faults.iter().any(|f| f.code == code || f.severity == Severity::Error) {
                wrong.push(format!("after {}", shown(&faults)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
