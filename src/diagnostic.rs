//! Every fault that an author can make: its code, its words in Vietnamese and English, its long text.
//!
//! Owns what a fault is and the order in which faults are printed; the files below hold the faults of
//! one area each, constructor and long text side by side, so that the prose can be proof-read in one
//! place. Does not know how a fault is found or printed. Messages are lower case, without a full stop,
//! with `backticks` around what was typed; the hint says what to type. [`crate::explain`] lays out the
//! long texts.

mod deadlines;
mod directive;
mod files;
mod keys;
mod layouts;
mod names;
mod progress;
mod tables;
mod text;
mod values;
mod yaml;

use serde::Serialize;

use crate::language::Words;
use crate::place::Place;

pub use deadlines::*;
pub use directive::*;
pub use files::*;
pub use keys::*;
pub use layouts::*;
pub use names::*;
pub use progress::*;
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

    fn new(code: &'static Code, place: Place, message: Words) -> Diagnostic {
        let Code { name, severity, .. } = *code;
        Diagnostic { code: name, severity, message, place, hint: None, labels: Vec::new() }
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
        yaml::CODES,
        keys::CODES,
        values::CODES,
        directive::CODES,
        names::CODES,
        deadlines::CODES,
        text::CODES,
        tables::CODES,
        progress::CODES,
        layouts::CODES,
    ];
    areas.into_iter().flatten().copied()
}

/// Puts faults in the order in which they are printed, and drops what was said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.severity, a.code, a.message.in_language(Default::default())).cmp(&(
            &b.place,
            b.severity,
            b.code,
            b.message.in_language(Default::default()),
        ))
    });
    diagnostics.dedup();
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
            unknown_key(at("a.md", "x\ny", 2), "y", None),
            unknown_key(at("a.md", "x\ny", 0), "x", None),
            unknown_key(at("a.md", "x\ny", 2), "y", None),
        ];
        sort(&mut all);
        let places: Vec<_> = all.iter().map(|d| (d.place.file.to_string(), d.place.line)).collect();
        assert_eq!(places, [("a.md".into(), 1), ("a.md".into(), 2), ("b.md".into(), 0)]);
    }
}
