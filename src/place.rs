//! Where something stands in a source file.
//!
//! Owns spans (byte ranges of a text) and places (file, line, column and the line itself). A place
//! stands alone: it is printed without the file at hand. Lines and columns count from 1, columns in
//! Unicode code points of the file as typed.

use std::ops::Range;
use std::sync::Arc;

/// A range of bytes in the text of one source file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind the range.
    pub end: u32,
}

impl Span {
    /// The span of bytes `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start.try_into().unwrap_or(u32::MAX), end: end.try_into().unwrap_or(u32::MAX) }
    }

    /// The same range for indexing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A place that a person can go to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Path from the root of the site, with `/`.
    pub file: Arc<str>,
    /// First line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// First column, from 1, in code points; 0 where the whole file is meant.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// Column behind the last character.
    pub end_column: u32,
    /// The first line as it stands in the file, without its line break.
    pub excerpt: String,
    /// The part of `excerpt` that is meant, in bytes.
    pub marked: (usize, usize),
    /// The cell as a spreadsheet names it (`Sheet1!C5`), in a workbook: there a line is a row, a column a
    /// column of the sheet, and the excerpt the row with ` | ` between its cells.
    pub cell: Option<String>,
}

impl Place {
    /// The file as a whole.
    pub fn file(file: impl Into<Arc<str>>) -> Place {
        Place {
            file: file.into(),
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
            excerpt: String::new(),
            marked: (0, 0),
            cell: None,
        }
    }

    /// The same place without a word of what stands there.
    pub fn untold(self) -> Place {
        Place { excerpt: String::new(), marked: (0, 0), cell: None, ..self }
    }

    /// The bytes `span` of `text`, which is the text of `file`. A span that cuts a character or reaches
    /// behind the text is widened or clipped to whole characters.
    pub fn new(file: &Arc<str>, text: &str, span: Span) -> Place {
        Place::with_lines(file, text, &Lines::of(text), span)
    }

    /// The same where the lines of `text` are known: many places of one file cost no look at all of it each.
    pub fn with_lines(file: &Arc<str>, text: &str, lines: &Lines, span: Span) -> Place {
        let range = span.range();
        let start = floor(text, range.start);
        let end = floor(text, range.end.max(start)).max(start);
        let (line, column, line_start) = lines.position(text, start);
        let (end_line, end_column, _) = lines.position(text, end);
        let rest = &text[line_start..];
        let excerpt = rest.split('\n').next().unwrap_or(rest).trim_end_matches('\r');
        let from = (start - line_start).min(excerpt.len());
        let to = (end - line_start).clamp(from, excerpt.len());
        Place {
            file: file.clone(),
            line,
            column,
            end_line,
            end_column,
            excerpt: excerpt.to_owned(),
            marked: (from, to),
            cell: None,
        }
    }
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the lines of a text start, but for the first.
#[derive(Debug, Default)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// The lines of `text`.
    pub fn of(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Lines(breaks.map(|(at, _)| at + 1).collect())
    }

    /// Line and column of byte `at` of the text, and the byte where its line starts.
    fn position(&self, text: &str, at: usize) -> (u32, u32, usize) {
        let above = self.0.partition_point(|start| *start <= at);
        let line_start = above.checked_sub(1).map_or(0, |line| self.0[line]);
        let column = text[line_start..at].chars().count() + 1;
        (u32::try_from(above + 1).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX), line_start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, needle: &str, line: u32, column: u32, excerpt: &str) {
        let start = text.find(needle).unwrap();
        let place = Place::new(&"a.md".into(), text, Span::new(start, start + needle.len()));
        assert_eq!((place.line, place.column, place.excerpt.as_str()), (line, column, excerpt));
        assert_eq!(&place.excerpt[place.marked.0..place.marked.1], needle);
    }

    #[test]
    fn lines_and_columns_count_code_points() {
        check("một\nhai ba\n", "ba", 2, 5, "hai ba");
        check("một\r\nhai ba\r\n", "ba", 2, 5, "hai ba");
        check("số: Nghị quyết", "quyết", 1, 10, "số: Nghị quyết");
        // The same word with combining marks: every mark is a code point of its own.
        check("Nghi\u{323} quyết", "quyết", 1, 7, "Nghi\u{323} quyết");
    }

    #[test]
    fn spans_outside_the_text_are_clipped() {
        let place = Place::new(&"a.md".into(), "ế", Span::new(1, 99));
        assert_eq!((place.line, place.column, place.end_column), (1, 1, 2));
        let place = Place::new(&"a.md".into(), "", Span::new(0, 0));
        assert_eq!((place.line, place.column), (1, 1));
    }
}
