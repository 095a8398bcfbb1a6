//! Where something stands in a source file.
//!
//! Owns spans (byte ranges of a text) and places (file, line, column and the line itself). A place
//! stands alone: it is printed without the file at hand. Lines and columns count from 1, columns in
//! Unicode code points of the file as typed.

use std::ops::Range;
use std::sync::Arc;

/// Bytes that are shown of a line, at most.
const LONGEST: usize = 1000;
/// Bytes between two counts of characters: a column far along a line is not counted from its beginning.
const BLOCK: usize = 256;

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
    /// The first line as it stands in the file, without its line break; of a very long one, what is around
    /// the place.
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
        let line_end = lines.0.get(line as usize - 1).map_or(text.len(), |next| next - 1);
        let shown = text[line_start..line_end].trim_end_matches('\r');
        let mark = start - line_start
            ..(end - line_start).clamp(start - line_start, shown.len().max(start - line_start));
        let (from, excerpt) = clipped(shown, &mark);
        let within = |at: usize| at.saturating_sub(from).min(excerpt.len());
        Place {
            file: file.clone(),
            line,
            column,
            end_line,
            end_column,
            excerpt: excerpt.to_owned(),
            marked: (within(mark.start), within(mark.end)),
            cell: None,
        }
    }

    /// Whether the excerpt does not begin where its line does.
    pub fn is_clipped(&self) -> bool {
        let before = self.excerpt.get(..self.marked.0).map_or(0, |before| before.chars().count());
        self.column as usize > before + 1 && self.marked.0 > 0
    }
}

/// What is shown of a line, and where that begins: all of it, unless it is very long. A place for each of many
/// faults of one line would hold it as many times.
fn clipped<'a>(line: &'a str, mark: &Range<usize>) -> (usize, &'a str) {
    if line.len() <= LONGEST {
        return (0, line);
    }
    let from = floor(line, mark.start.saturating_sub(LONGEST / 4));
    (from, &line[from..floor(line, from + LONGEST)])
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Where the lines of a text start, but for the first; and how many characters begin before each `BLOCK`.
#[derive(Debug, Default)]
pub struct Lines(Vec<usize>, Vec<usize>);

impl Lines {
    /// The lines of `text`.
    pub fn of(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let blocks = text.as_bytes().chunks(BLOCK).scan(0, |before, block| {
            let first = *before;
            *before += characters(block);
            Some(first)
        });
        Lines(breaks.map(|(at, _)| at + 1).collect(), blocks.collect())
    }

    /// Line and column of byte `at` of the text, and the byte where its line starts.
    fn position(&self, text: &str, at: usize) -> (u32, u32, usize) {
        let above = self.0.partition_point(|start| *start <= at);
        let line_start = above.checked_sub(1).map_or(0, |line| self.0[line]);
        let column = self.characters_before(text, at) - self.characters_before(text, line_start) + 1;
        (u32::try_from(above + 1).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX), line_start)
    }

    /// How many characters begin before byte `at`.
    fn characters_before(&self, text: &str, at: usize) -> usize {
        let block = at / BLOCK;
        let before = self.1.get(block).copied();
        before.map_or_else(
            || characters(&text.as_bytes()[..at]),
            |before| before + characters(&text.as_bytes()[block * BLOCK..at]),
        )
    }
}

/// How many characters begin in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
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

    /// However long a line is, a place in it is short, and its column is that of the line.
    #[test]
    fn a_place_in_a_long_line_shows_what_is_around_it() {
        let text = format!("a\n{}đây{}\nb", "ế ".repeat(5000), " ứ".repeat(5000));
        let start = text.find("đây").unwrap();
        let place = Place::new(&"a.md".into(), &text, Span::new(start, start + "đây".len()));
        assert_eq!((place.line, place.column, place.end_line, place.end_column), (2, 10_001, 2, 10_004));
        assert_eq!(&place.excerpt[place.marked.0..place.marked.1], "đây");
        assert!(place.excerpt.len() <= LONGEST && place.is_clipped());
        let all = Place::new(&"a.md".into(), &text, Span::new(0, text.len()));
        assert!(!all.is_clipped() && all.excerpt == "a");
        // A mark that is longer than what is shown is cut with it.
        let line = Place::new(&"a.md".into(), &text, Span::new(2, text.len() - 2));
        assert_eq!((line.column, line.marked), (1, (0, line.excerpt.len())));
    }

    #[test]
    fn spans_outside_the_text_are_clipped() {
        let place = Place::new(&"a.md".into(), "ế", Span::new(1, 99));
        assert_eq!((place.line, place.column, place.end_column), (1, 1, 2));
        let place = Place::new(&"a.md".into(), "", Span::new(0, 0));
        assert_eq!((place.line, place.column), (1, 1));
    }
}
