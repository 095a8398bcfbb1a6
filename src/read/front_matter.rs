//! Splits a file into its YAML front matter and its text.

use crate::diagnostic::{self, Diagnostic};
use crate::place::Span;
use crate::read::snapshot::Source;

/// The fence above and below the front matter.
const FENCE: &str = "---";

/// The two parts of a file, as spans of its text.
#[derive(Clone, Copy, Debug)]
pub struct Parts {
    /// Between the fences.
    pub yaml: Span,
    /// Everything behind the closing fence.
    pub body: Span,
}

/// Splits `text`, the text of `source`.
///
/// # Errors
/// An empty file, a first line that is no fence, a fence that is never closed.
pub fn split(source: &Source, text: &str) -> Result<Parts, Diagnostic> {
    if text.trim().is_empty() {
        return Err(diagnostic::empty_file(source.place(Span::default())));
    }
    let mut at = 0;
    let mut opened = None;
    for line in text.split_inclusive('\n') {
        let is_fence = line.trim_end() == FENCE;
        match opened {
            None if is_fence => opened = Some(at + line.len()),
            None => {
                let first = Span::new(0, line.trim_end().len());
                return Err(diagnostic::front_matter_missing(source.place(first)));
            }
            Some(start) if is_fence => {
                return Ok(Parts {
                    yaml: Span::new(start, at),
                    body: Span::new(at + line.len(), text.len()),
                });
            }
            Some(_) => {}
        }
        at += line.len();
    }
    Err(diagnostic::front_matter_unclosed(source.place(Span::new(0, FENCE.len()))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;

    fn split_text(text: &str) -> Result<(String, String), &'static str> {
        let sources = Sources::from_texts([("a.md".into(), text.to_owned())]);
        let source = sources.get("a.md").unwrap();
        let text = source.text().unwrap();
        match split(source, text) {
            Ok(parts) => Ok((text[parts.yaml.range()].into(), text[parts.body.range()].into())),
            Err(fault) => Err(fault.code),
        }
    }

    #[track_caller]
    fn check(text: &str, yaml: &str, body: &str) {
        assert_eq!(split_text(text), Ok((yaml.to_owned(), body.to_owned())));
    }

    #[test]
    fn fences_may_have_spaces_and_carriage_returns() {
        check("---\na: 1\n---\nvăn bản\n", "a: 1\n", "văn bản\n");
        check("---  \r\na: 1\r\n---\t\r\nx", "a: 1\r\n", "x");
        check("\u{feff}---\na: 1\n---", "a: 1\n", "");
        check("---\n---\n", "", "");
        check("---\na: |\n  ---\n---\nx\n---\n", "a: |\n  ---\n", "x\n---\n");
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(split_text(""), Err("empty-file"));
        assert_eq!(split_text("\n \n"), Err("empty-file"));
        assert_eq!(split_text("number: 1\n"), Err("front-matter-missing"));
        assert_eq!(split_text("---\nnumber: 1\n"), Err("front-matter-unclosed"));
    }
}
