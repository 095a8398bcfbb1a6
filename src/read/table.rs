//! Tables as rows and fields with their places: CSV (RFC 4180) with `,`, `;` or tabs, and the sheets that
//! [`crate::read::table::workbook`] reads.
//!
//! Owns what is wrong with a table as a table: quotes, and rows of another length than the head. After a
//! fault the next line begins a new row: none is swallowed. Spans of a sheet count its cells in reading
//! order, as those of a text count bytes. Does not know what the columns mean.

pub mod ods;
pub mod sheet;
pub mod workbook;

use std::borrow::Cow;
use std::cell;

use crate::diagnostic::{self, Diagnostic};
use crate::place::{Place, Span};
use crate::read::decode::Text;
use crate::read::snapshot::Source;

/// A table: its head and its rows, without those that are empty.
#[derive(Debug, Default)]
pub struct Table {
    /// The first row: the names of the columns.
    pub head: Row,
    /// The others, in order.
    pub rows: Vec<Row>,
    /// What is wrong with it as a table.
    pub faults: Vec<Diagnostic>,
    /// The name of its sheet, in a workbook.
    pub sheet: Option<String>,
}

/// A row: its fields that hold something.
#[derive(Debug, Default)]
pub struct Row {
    /// The fields, each with its column from 0, in order.
    pub fields: Vec<(usize, Text)>,
    /// How many fields there are, empty ones included.
    pub width: usize,
    /// The row in its sheet, from 1; 0 in a text.
    pub number: u32,
    /// Where it stands.
    pub span: Span,
}

/// A cell of a sheet: row and column from 0, and its text.
pub type Cell = (u32, u32, String);

/// Whether a row of as many fields as the head (given first) is one of this kind of table.
pub type IsRow<'a> = &'a dyn Fn(&Row, &Row) -> bool;

impl Row {
    /// The field in a column; none where it is empty.
    pub fn field(&self, column: usize) -> Option<&Text> {
        let at = self.fields.binary_search_by_key(&column, |(column, _)| *column).ok()?;
        Some(&self.fields[at].1)
    }
}

impl Table {
    /// Reads CSV. Where a quoted field reaches over lines of which one `is_row`, its quote was not closed.
    pub fn csv(source: &Source, text: &str, is_row: IsRow) -> Table {
        let mut table = Table::default();
        let mut csv = Csv::new(text, delimiter(text), 0, is_row);
        let mut head: Option<Row> = None;
        while csv.at < text.len() {
            let (row, slip) = csv.row(head.as_ref());
            match slip {
                Some(Slip::Unclosed(quote)) => {
                    table.faults.push(diagnostic::csv_unclosed_quote(source.place(quote)));
                    if head.is_none() {
                        return table;
                    }
                    continue;
                }
                Some(Slip::Odd(quote)) => {
                    table.faults.push(diagnostic::csv_unclosed_quote(source.place(quote)));
                }
                Some(Slip::After(words)) => {
                    table.faults.push(diagnostic::csv_after_quote(source.place(words)));
                }
                None => {}
            }
            let Some(head) = &head else {
                head = Some(row).filter(|row| !row.fields.is_empty());
                continue;
            };
            if row.width == head.width {
                table.rows.extend(Some(row).filter(|row| !row.fields.is_empty()));
            } else if !row.fields.is_empty() {
                table.faults.push(diagnostic::csv_syntax(source.place(row.span), row.width, head.width));
            }
        }
        table.head = head.unwrap_or_default();
        table
    }

    /// The table that the cells of a sheet make.
    pub fn of_cells(sheet: String, mut cells: Vec<Cell>) -> Table {
        cells.retain(|(.., text)| !text.trim().is_empty());
        if !cells.is_sorted_by_key(|(row, column, _)| (*row, *column)) {
            cells.sort_by_key(|(row, column, _)| (*row, *column));
        }
        let mut rows: Vec<Row> = Vec::new();
        for (at, (row, column, text)) in cells.into_iter().enumerate() {
            let number = row.saturating_add(1);
            if rows.last().is_none_or(|last| last.number != number) {
                rows.push(Row { number, span: Span::new(at, at), ..Row::default() });
            }
            let Some(last) = rows.last_mut() else { continue };
            let span = Span::new(at, at + 1);
            last.span.end = span.end;
            last.width = column as usize + 1;
            last.fields.push((column as usize, Text { value: value(&text).into_owned(), span }));
        }
        let mut rows = rows.into_iter();
        Table {
            head: rows.next().unwrap_or_default(),
            rows: rows.collect(),
            sheet: Some(sheet),
            ..Table::default()
        }
    }

    /// The place of a span of this table, which stands in `source`.
    pub fn place(&self, source: &Source, span: Span) -> Place {
        let Some(sheet) = &self.sheet else { return source.place(span) };
        let at = self.rows.partition_point(|row| row.span.start <= span.start);
        let row = at.checked_sub(1).and_then(|at| self.rows.get(at)).unwrap_or(&self.head);
        let Some(first) = span.start.checked_sub(row.span.start).map(|first| first as usize) else {
            return Place::file(source.path().clone());
        };
        let last = (span.end.saturating_sub(row.span.start) as usize).max(first + 1);
        match row.fields.get(first..last.min(row.fields.len())) {
            Some([(first, _), .., (last, _)]) => cell_place(source, sheet, row, *first, *last),
            Some([(only, _)]) => cell_place(source, sheet, row, *only, *only),
            _ => Place::file(source.path().clone()),
        }
    }
}

/// The place of some cells of a row; the row stands for its line.
fn cell_place(source: &Source, sheet: &str, row: &Row, first: usize, last: usize) -> Place {
    let (mut excerpt, mut marked, mut next) = (String::new(), (0, 0), 0);
    for (column, text) in &row.fields {
        // A cell far to the right is shown without all the empty ones before it.
        let gaps = (column - next).min(MOST_GAPS) + usize::from(!excerpt.is_empty());
        excerpt.extend(std::iter::repeat_n(" | ", gaps));
        let start = excerpt.len();
        excerpt.extend(text.split(['\n', '\t']).flat_map(|part| [" ", part]).skip(1));
        if *column == first {
            marked.0 = start;
        }
        if *column == last {
            marked.1 = excerpt.len();
        }
        next = column + 1;
    }
    let is_plain = !sheet.is_empty() && sheet.chars().all(|c| c.is_alphanumeric() || c == '_');
    let name =
        if is_plain { Cow::Borrowed(sheet) } else { format!("'{}'", sheet.replace('\'', "''")).into() };
    let narrow = |column: usize| u32::try_from(column).unwrap_or(u32::MAX);
    Place {
        line: row.number,
        column: narrow(first + 1),
        end_line: row.number,
        end_column: narrow(last + 2),
        excerpt,
        marked,
        cell: Some(format!("{name}!{}{}", letters(first), row.number)),
        ..Place::file(source.path().clone())
    }
}

/// Empty cells that are shown between two others.
const MOST_GAPS: usize = 12;

/// The name of a column: A to Z, AA …
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or_default());
    match column / 26 {
        0 => letter.to_string(),
        rest => format!("{}{letter}", letters(rest - 1)),
    }
}

/// A field as it is read: trimmed, every line break `\n`.
fn value(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// The ending of a path, in lower case.
pub fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or_else(String::new, |(_, end)| end.to_lowercase())
}

/// What separates the fields: what the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |delimiter: u8| {
        let mut is_quoted = false;
        first
            .bytes()
            .filter(|byte| {
                is_quoted ^= *byte == b'"';
                !is_quoted && *byte == delimiter
            })
            .count()
    };
    [b';', b'\t'].into_iter().find(|delimiter| count(*delimiter) > count(b',')).unwrap_or(b',')
}

/// What is wrong with a quote.
enum Slip {
    /// It is not closed.
    Unclosed(Span),
    /// It stands in a field that did not begin with one, and has no other there.
    Odd(Span),
    /// Words stand behind the closing one.
    After(Span),
}

/// A reader of CSV.
struct Csv<'a> {
    text: &'a str,
    delimiter: u8,
    /// Where the next row begins.
    at: usize,
    is_row: IsRow<'a>,
    /// A place outside of quotes, and the closing quote that follows on it: many quotes of which none is closed
    /// must not each look through all the rest.
    closing: cell::Cell<Option<(usize, Option<usize>)>>,
    /// A place, a closing quote, and the first line between them that is a row; for the same reason.
    swallowed: cell::Cell<Option<(usize, usize, Option<usize>)>>,
}

impl<'a> Csv<'a> {
    fn new(text: &'a str, delimiter: u8, at: usize, is_row: IsRow<'a>) -> Csv<'a> {
        Csv { text, delimiter, at, is_row, closing: cell::Cell::default(), swallowed: cell::Cell::default() }
    }

    /// Reads a row. One with a quote that is not closed ends with its line.
    fn row(&mut self, head: Option<&Row>) -> (Row, Option<Slip>) {
        let start = self.at;
        let (mut row, mut slip) = (Row { span: Span::new(start, start), ..Row::default() }, None);
        let end = loop {
            let (field, end, fault) = self.field(self.at, head);
            if let Some(Slip::Unclosed(_)) = fault {
                row.width += 1;
                slip = fault;
                break self.line_end(self.at);
            }
            slip = slip.or(fault);
            row.span.end = field.span.end;
            if !field.is_empty() {
                row.fields.push((row.width, field));
            }
            row.width += 1;
            if self.byte(end) != Some(self.delimiter) {
                break end;
            }
            self.at = end + 1;
        };
        let breaks = if self.text[end..].starts_with("\r\n") { 2 } else { 1 };
        self.at = (end + breaks).min(self.text.len());
        (row, slip)
    }

    /// The field that begins at `start`, and where it ends.
    fn field(&self, start: usize, head: Option<&Row>) -> (Text, usize, Option<Slip>) {
        let blanks = |at: usize| at + self.text[at..].len() - self.text[at..].trim_start_matches(' ').len();
        let quote = blanks(start);
        if self.byte(quote) != Some(b'"') {
            let end = self.field_end(start);
            let raw = &self.text[start..end];
            let last = raw.rfind('"').filter(|_| raw.matches('"').count() % 2 == 1);
            let slip = last.map(|at| Slip::Odd(Span::new(start + at, start + at + 1)));
            return (self.text_of(start, end, value(raw)), end, slip);
        }
        let unclosed = || (Text::default(), start, Some(Slip::Unclosed(Span::new(quote, quote + 1))));
        let Some(close) = self.closing(quote + 1) else { return unclosed() };
        let behind = blanks(close + 1);
        let end = self.field_end(behind);
        let is_clean = behind == end;
        if self.swallows(quote..close, is_clean, head) {
            return unclosed();
        }
        let words = self.text_of(behind, end, "".into()).span;
        let slip = (!is_clean).then_some(Slip::After(words));
        let text = self.text[quote + 1..close].replace("\"\"", "\"");
        (self.text_of(start, if is_clean { close + 1 } else { end }, value(&text)), end, slip)
    }

    /// The quote that closes the field whose words begin at `at`.
    fn closing(&self, at: usize) -> Option<usize> {
        // Of quotes side by side each two are one in the field.
        let quotes = |at: usize| self.text.as_bytes()[at..].iter().take_while(|byte| **byte == b'"').count();
        let mut next = at + quotes(at);
        if (next - at) % 2 == 1 {
            return Some(next - 1);
        }
        match self.closing.get() {
            Some((from, found)) if from <= next && found.is_none_or(|found| next <= found) => return found,
            _ => {}
        }
        let from = next;
        let found = loop {
            let Some(first) = self.text[next..].find('"').map(|length| next + length) else { break None };
            next = first + quotes(first);
            if (next - first) % 2 == 1 {
                break Some(next - 1);
            }
        };
        self.closing.set(Some((from, found)));
        found
    }

    /// Whether a quoted field has taken in a line that is a row: as the program reads it where the field
    /// ends as it should, by its length where it does not.
    fn swallows(&self, field: std::ops::Range<usize>, is_clean: bool, head: Option<&Row>) -> bool {
        let Some(head) = head else { return false };
        match self.swallowed.get() {
            Some((from, close, found)) if from <= field.start && close == field.end => match found {
                None => return false,
                Some(line) if line > field.start => return true,
                Some(_) => {}
            },
            _ => {}
        }
        let breaks = self.text[field.clone()].match_indices(['\n', '\r']);
        let mut lines = breaks.map(|(at, _)| field.start + at + 1);
        let found = lines.find(|start| {
            let text = &self.text[..self.line_end(*start)];
            let line = Csv::new(text, self.delimiter, *start, self.is_row).row(None).0;
            match is_clean {
                true => line.width == head.width && (self.is_row)(head, &line),
                false => line.width * 2 >= head.width,
            }
        });
        self.swallowed.set(Some((field.start, field.end, found)));
        found.is_some()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn field_end(&self, at: usize) -> usize {
        let ends = |c: char| c == '\n' || c == '\r' || c == char::from(self.delimiter);
        self.text[at..].find(ends).map_or(self.text.len(), |length| at + length)
    }

    fn line_end(&self, at: usize) -> usize {
        self.text[at..].find(['\n', '\r']).map_or(self.text.len(), |length| at + length)
    }

    /// A field that stands at `start..end`, blanks around it included.
    fn text_of(&self, start: usize, end: usize, value: Cow<'_, str>) -> Text {
        let raw = &self.text[start..end];
        let front = raw.len() - raw.trim_start().len();
        let length = raw.trim().len();
        Text { value: value.into_owned(), span: Span::new(start + front, start + front + length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;

    /// The rows that begin with a figure, fields joined by `¦`, and the places of faults.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let sources = Sources::from_texts([("a.csv".into(), text.to_owned())]);
        let source = sources.get("a.csv").unwrap();
        let is_row = |_: &Row, row: &Row| row.field(0).is_some_and(|text| text.parse::<u32>().is_ok());
        let table = Table::csv(source, source.text().unwrap(), &is_row);
        let shown = |row: &Row| {
            let fields: Vec<&str> = (0..row.width).map(|at| row.field(at).map_or("", |text| text)).collect();
            fields.join("¦").replace('\n', "⏎")
        };
        let faults =
            table.faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect();
        (table.rows.iter().map(shown).collect(), faults)
    }

    #[track_caller]
    fn check(rows: &str, expect: &[&str], faults: &[&str]) {
        for (delimiter, line_break) in [(",", "\n"), (";", "\r\n"), ("\t", "\n"), (";", "\r")] {
            let typed = format!("n,name,note\n{rows}").replace('\n', line_break).replace(',', delimiter);
            let is_line_counted = line_break != "\r";
            let (read, found) = read(&typed);
            let trimmed = |row: String| row.split('¦').map(str::trim).collect::<Vec<_>>().join("¦");
            let expect: Vec<String> = expect.iter().map(|row| trimmed(row.replace(',', delimiter))).collect();
            assert_eq!(read, expect, "{typed:?}");
            if is_line_counted {
                assert_eq!(found, faults, "{typed:?}");
            } else {
                assert_eq!(found.len(), faults.len(), "{typed:?}");
            }
        }
    }

    #[test]
    fn rows_of_every_kind() {
        check("1,a,b\n2,c,d", &["1¦a¦b", "2¦c¦d"], &[]);
        check("1,\"a,b\",\"c \"\"d\"\"\"\n", &["1¦a,b¦c \"d\""], &[]);
        check("1,,\"một\nhai\"\n2,,\n", &["1¦¦một⏎hai", "2¦¦"], &[]);
        check("1, \"a\" ,b\n", &["1¦a¦b"], &[]);
        check("1,\"\",\" \"\n", &["1¦¦"], &[]);
        // Quotes inside a field that does not begin with one are letters.
        check("1,a\"b\"c,\n", &["1¦a\"b\"c¦"], &[]);
        // Empty rows are none, whatever their length.
        check("\n,,\n,,,,,\n \n1,a,b\n\n", &["1¦a¦b"], &[]);
        assert_eq!(read(""), (vec![], vec![]));
        assert_eq!(read("\u{feff}\nn,name,note\n1,a,b\n"), (vec!["1¦a¦b".to_owned()], vec![]));
    }

    #[test]
    fn a_row_of_another_length_is_a_fault_and_the_next_is_read() {
        check("1,a\n2,c,d\n3,e,f,\n4,g,h", &["2¦c¦d", "4¦g¦h"], &["2:1 csv-syntax", "4:1 csv-syntax"]);
        check("1\n", &[], &["2:1 csv-syntax"]);
    }

    #[test]
    fn a_quote_that_is_not_closed_takes_no_row_with_it() {
        // To the end of the file.
        check("1,\"a,b\n2,c,d\n3,e,f\n", &["2¦c¦d", "3¦e¦f"], &["2:3 csv-unclosed-quote"]);
        // To the next quote, which began another field.
        check("1,\"a,b\n2,c,d\n3,e,\"f,g\"\n", &["2¦c¦d", "3¦e¦f,g"], &["2:3 csv-unclosed-quote"]);
        // To one that looks as if it ended the field: the line between is a row.
        check("1,\"a,b\n2,\",c\",d\n3,e,f\n", &["2¦,c¦d", "3¦e¦f"], &["2:3 csv-unclosed-quote"]);
        check("1,a,\"b\n2,c,\",d\"\n", &["2¦c¦,d"], &["2:5 csv-unclosed-quote"]);
        // On the last line.
        check("1,a,b\n2,c,\"", &["1¦a¦b"], &["3:5 csv-unclosed-quote"]);
        // Two of them.
        check("1,\"a,b\n2,c,\"d\n3,e,f\n", &["3¦e¦f"], &["2:3 csv-unclosed-quote", "3:5 csv-unclosed-quote"]);
        // In the head nothing can be read.
        assert_eq!(read("n,\"name,note\n1,a,b\n"), (vec![], vec!["1:3 csv-unclosed-quote".to_owned()]));
    }

    #[test]
    fn words_behind_a_closing_quote() {
        check("1,\"a\" b,c\n2,d,e\n", &["1¦a¦c", "2¦d¦e"], &["2:7 csv-after-quote"]);
        check("1,\"a\"\"b\"c\",d\n", &["1¦a\"b¦d"], &["2:9 csv-after-quote"]);
        // One quote inside a field: its other one was lost, or another field's.
        check(
            "1,a\",b\n2,\"a,\",b\"\n",
            &["1¦a\"¦b", "2¦a,¦b\""],
            &["2:4 csv-unclosed-quote", "3:9 csv-unclosed-quote"],
        );
    }

    #[test]
    fn columns_are_named_as_in_a_spreadsheet() {
        let names: Vec<String> = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters).into();
        assert_eq!(names, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn the_place_of_a_cell() {
        let sources = Sources::from_texts([("a.xlsx".into(), String::new())]);
        let source = sources.get("a.xlsx").unwrap();
        let cell = |row, column, text: &str| (row, column, text.to_owned());
        // Out of order, with gaps, and far to the right.
        let cells = vec![
            cell(4, 2, "c"),
            cell(4, 0, "một\nhai"),
            cell(0, 0, "n"),
            cell(2, 1, " "),
            cell(4, 16_383, "x"),
        ];
        let table = Table::of_cells("Sổ 2026".to_owned(), cells);
        assert_eq!((table.head.number, table.rows.len(), table.rows[0].number), (1, 1, 5));
        let row = &table.rows[0];
        let place = table.place(source, row.field(2).unwrap().span);
        assert_eq!((place.line, place.column, place.end_column), (5, 3, 4));
        assert_eq!(place.cell.as_deref(), Some("'Sổ 2026'!C5"));
        assert!(place.excerpt.starts_with("một hai |  | c | "), "{}", place.excerpt);
        assert!(place.excerpt.len() < 80 && place.excerpt.ends_with(" | x"), "{}", place.excerpt);
        assert_eq!(&place.excerpt[place.marked.0..place.marked.1], "c");
        let place = table.place(source, row.span);
        assert_eq!((place.line, place.column, place.end_column), (5, 1, 16_385));
        assert_eq!(&place.excerpt[place.marked.0..place.marked.1], place.excerpt);
        let place = table.place(source, table.head.fields[0].1.span);
        assert_eq!((place.line, place.column), (1, 1));
    }
}
