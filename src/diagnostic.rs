//! Every fault that an author can make: its code, its words in Vietnamese and English, its long text.
//!
//! Owns what a fault is and the order in which faults are printed; the files below hold the faults of
//! one area each, constructor and long text side by side, so that the prose can be proof-read in one
//! place. Does not know how a fault is found or printed. Messages are lower case, without a full stop,
//! with `backticks` around what was typed; the hint says what to type. [`crate::explain`] lays out the
//! long texts.

mod amendments;
mod deadlines;
mod directive;
mod files;
mod gate;
mod keys;
mod layouts;
mod names;
mod progress;
mod site;
mod slips;
mod tables;
mod text;
mod values;
mod yaml;

use serde::Serialize;

use crate::language::{Language, Words};
use crate::place::Place;

pub use amendments::*;
pub use deadlines::*;
pub use directive::*;
pub use files::*;
pub use gate::*;
pub use keys::*;
pub use layouts::*;
pub use names::*;
pub use progress::*;
pub use site::*;
pub use slips::*;
pub use tables::*;
pub use text::*;
pub use values::*;
pub use yaml::*;

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Blocks publishing.
    Error,
    /// Published all the same, unless `--strict`.
    Warning,
    /// Listed by `check`.
    Note,
}

/// One fault in what an author wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case name, stable.
    pub code: &'static str,
    /// What it does.
    pub severity: Severity,
    /// What is wrong.
    pub message: Words,
    /// Where it stands.
    pub place: Place,
    /// What to type.
    pub hint: Option<Words>,
    /// Other places that belong to it.
    pub labels: Vec<(Place, Words)>,
    /// Whether it is about a file that is secret, or may be: its words are not told, and to others no path.
    pub is_untold: bool,
}

impl Diagnostic {
    /// The same fault as a warning at most: what is left out of a build does not stop it.
    pub fn lowered(self) -> Diagnostic {
        Diagnostic { severity: self.severity.max(Severity::Warning), ..self }
    }

    /// The same fault with warnings raised to errors (`--strict`).
    pub fn raised(self) -> Diagnostic {
        match self.severity {
            Severity::Warning => Diagnostic { severity: Severity::Error, ..self },
            _ => self,
        }
    }

    /// Whether tasks are counted otherwise for it: it is about what is due, or what was reported.
    fn changes_figures(&self) -> bool {
        let mut codes = deadlines::CODES.iter().chain(progress::CODES);
        codes.any(|code| code.name == self.code)
    }

    /// The same fault without the words of its file: file, line and column are for the one who mends it.
    pub fn untold(self) -> Diagnostic {
        // That nothing names a file says nothing of it.
        let has_own_words = self.is_untold || self.code == "unnamed-file";
        let fault = self.guarded();
        if has_own_words {
            return fault;
        }
        let code = fault.code;
        let message = words!(
            "có lỗi ở đây; lời không nêu vì tệp là mật hoặc có thể là mật",
            "something is wrong here; its words are not told, as the file is secret or may be"
        );
        Diagnostic { message, ..fault }.hint(words!(
            "xem dòng này trong tệp; `congbao explain {code}`",
            "see the line in the file; `congbao explain {code}`"
        ))
    }

    /// The same fault without the lines that it is about.
    fn guarded(self) -> Diagnostic {
        let labels = self.labels.into_iter().map(|(place, _)| (place.untold(), Words::new("", ""))).collect();
        Diagnostic { place: self.place.untold(), labels, is_untold: true, ..self }
    }

    /// The fault as others may see it, who look at a preview: of what may be secret not even the path.
    pub fn outward(&self) -> Diagnostic {
        if !self.is_untold {
            return self.clone();
        }
        let message = words!(
            "một tệp là mật hoặc có thể là mật; xem ở màn hình chạy congbao",
            "a file is secret, or may be; see the terminal in which congbao runs"
        );
        Diagnostic { message, place: Place::file("content/"), hint: None, labels: Vec::new(), ..self.clone() }
    }

    fn new(code: &'static Code, place: Place, message: Words) -> Diagnostic {
        let Code { name, severity, .. } = *code;
        Diagnostic { code: name, severity, message, place, hint: None, labels: Vec::new(), is_untold: false }
    }

    fn hint(self, hint: Words) -> Diagnostic {
        Diagnostic { hint: Some(hint), ..self }
    }

    fn near(self, near: Option<&str>) -> Diagnostic {
        match near {
            Some(near) => self.hint(words!("có phải là `{near}`?", "did you mean `{near}`?")),
            None => self,
        }
    }

    /// Shows the first of the other places where the same was typed.
    fn also(mut self, places: &[Place]) -> Diagnostic {
        const SHOWN: usize = 3;
        let words = words!("cũng ở đây", "here too");
        self.labels.extend(places.iter().take(SHOWN).map(|place| (place.clone(), words.clone())));
        self
    }

    fn label(mut self, place: Place, words: Words) -> Diagnostic {
        self.labels.push((place, words));
        self
    }
}

/// A kind of fault: what all faults with this name have in common.
#[derive(Debug)]
pub struct Code {
    /// Kebab-case, stable.
    pub name: &'static str,
    /// What it does.
    pub severity: Severity,
    /// The long text in Vietnamese, in lines that fit a terminal.
    pub vi: &'static str,
    /// The long text in English.
    pub en: &'static str,
    /// How it is mended, where that can be shown.
    pub example: Option<Example>,
}

/// A fault and its remedy, or only how it should be.
#[derive(Debug)]
pub struct Example {
    /// The file it stands in; empty where that is a directive.
    pub file: &'static str,
    /// With the fault; empty where only the remedy can be shown.
    pub before: &'static str,
    /// Without it.
    pub after: &'static str,
}

impl Example {
    /// The file of an example that is a part of a directive.
    pub const DIRECTIVE: &str = "";
}

/// Every code there is, area by area.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    let areas = [
        files::CODES,
        gate::CODES,
        yaml::CODES,
        slips::CODES,
        keys::CODES,
        values::CODES,
        directive::CODES,
        names::CODES,
        amendments::CODES,
        deadlines::CODES,
        text::CODES,
        tables::CODES,
        progress::CODES,
        site::CODES,
        layouts::CODES,
    ];
    areas.into_iter().flatten().copied()
}

/// Puts faults in the order in which they are printed: errors, warnings that change figures, other
/// warnings, notes, each by file and line. What was said twice is dropped, and a layout that fails on
/// many pages is one fault.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let words = |d: &Diagnostic| d.message.in_language(Language::Vi).to_owned();
        let is_later = |d: &Diagnostic| d.severity == Severity::Warning && !d.changes_figures();
        let order = (a.severity, is_later(a)).cmp(&(b.severity, is_later(b)));
        order.then_with(|| (&a.place, a.code).cmp(&(&b.place, b.code))).then_with(|| words(a).cmp(&words(b)))
    });
    diagnostics.dedup_by(|a, b| a == b || layouts::is_same(a, b));
}

/// How often something was met that stands in other places too, in both languages; else nothing.
fn times(others: &[Place]) -> (String, String) {
    match others.len() {
        0 => Default::default(),
        others => (format!(" (gặp {} lần)", others + 1), format!(" ({} times)", others + 1)),
    }
}

/// Both wordings at once; `{…}` in them take what is in scope.
macro_rules! words {
    ($vi:literal, $en:literal $(,)?) => {
        Words::new(format!($vi), format!($en))
    };
}
use words;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_come_in_path_order_and_once() {
        let at = |file: &str, text: &str, start| {
            Place::new(&file.into(), text, crate::place::Span::new(start, start + 1))
        };
        let mut all = vec![
            empty_file(Place::file("b.md")),
            unknown_key(at("a.md", "x\ny", 2), "y", None, false),
            unknown_key(at("a.md", "x\ny", 0), "x", None, false),
            unknown_key(at("a.md", "x\ny", 2), "y", None, false),
        ];
        sort(&mut all);
        let places: Vec<_> = all.iter().map(|d| (d.place.file.to_string(), d.place.line)).collect();
        assert_eq!(places, [("a.md".into(), 1), ("a.md".into(), 2), ("b.md".into(), 0)]);
    }

    #[test]
    fn what_changes_figures_comes_before_what_does_not() {
        let at = |file: &str| Place::file(file);
        let mut all = vec![
            ambiguous_citation(at("a.md"), "x", &[]),
            raw_html(at("b.md")),
            due_not_understood(at("c.md"), "x", "x", Unread::Second),
            contradicting_rows(at("d.csv"), at("d.csv")),
            empty_file(at("e.md")),
        ];
        sort(&mut all);
        let codes: Vec<_> = all.iter().map(|d| d.code).collect();
        assert_eq!(
            codes,
            ["empty-file", "due-not-understood", "contradicting-rows", "raw-html", "ambiguous-citation"]
        );
    }

    #[test]
    fn a_layout_that_fails_on_every_page_is_one_fault() {
        let at = |line| {
            let text = "\n\n{{ x }}";
            Place::new(&"layouts/base.html".into(), text, crate::place::Span::new(line, line + 1))
        };
        let mut all = vec![
            template_render(at(1), "x", "b.html"),
            template_render(at(0), "x", "c.html"),
            template_render(at(1), "x", "a.html"),
        ];
        sort(&mut all);
        let words: Vec<_> = all.iter().map(|d| d.message.in_language(Language::En)).collect();
        assert_eq!(words.len(), 2);
        assert!(words[0].contains("`c.html`") && words[1].contains("`a.html`"), "{words:?}");
    }
}
