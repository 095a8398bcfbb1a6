//! Workbooks of spreadsheets as tables: the first sheet that is shown, of `.xlsx` (ECMA-376, by calamine)
//! and `.ods` ([`crate::read::table::ods`]).
//!
//! Owns which of its sheets is read, how much a file may unpack to (measured before it is read) and which
//! fault tells that it cannot be read. What a cell reads as is for [`crate::read::table::sheet`]. Does not know
//! what the columns mean.

use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use rustc_hash::FxHashMap;
use zip::ZipArchive;

use crate::diagnostic::{self, Diagnostic};
use crate::place::Place;
use crate::read::snapshot::Source;
use crate::read::table::ods;
use crate::read::table::sheet::{Refusal, Sheet, iso_day, percent, plain_number, truth};
use crate::read::table::{Table, ending};

/// Bytes of a workbook as it lies on disk.
const MOST_PACKED: u64 = 64 << 20;
/// Bytes of all its parts.
const MOST: u64 = 256 << 20;

/// Whether a path is that of a workbook that is read.
pub fn is_workbook(path: &str) -> bool {
    matches!(ending(path).as_str(), "xlsx" | "ods")
}

/// Whether a path is that of a table in a form that is not read.
pub fn is_foreign(path: &str) -> bool {
    let foreign =
        ["xls", "xlsm", "xlsb", "xlt", "xltx", "xltm", "ots", "fods", "sxc", "et", "numbers", "tsv"];
    foreign.contains(&ending(path).as_str())
}

/// Reads the first sheet of a workbook.
///
/// # Errors
/// The one fault of a file that cannot be read.
pub fn read(source: &Source) -> Result<Table, Diagnostic> {
    let is_ods = ending(source.path()) == "ods";
    // A reader of so many forms may stumble over a forged one: then it is one that cannot be read.
    let sheet = catch_unwind(AssertUnwindSafe(|| {
        let bytes = packed(source)?;
        admit(&bytes)?;
        if is_ods { ods::read(&bytes) } else { xlsx(&bytes) }
    }));
    let sheet = sheet.unwrap_or(Err(Refusal::Unreadable)).map_err(|why| {
        let at = Place::file(source.path().clone());
        match why {
            Refusal::Unreadable => diagnostic::unreadable_workbook(at),
            Refusal::Protected => diagnostic::protected_workbook(at),
            Refusal::TooLarge => diagnostic::workbook_too_large(at),
        }
    })?;
    let mut cells = sheet.cells;
    let lacks = sheet.uncomputed.map(|(row, column)| {
        // The row has it among its cells, so that the place can be shown.
        cells.push((row, column, "=".to_owned()));
        (row, column)
    });
    let mut table = Table::of_cells(sheet.name, cells);
    if let Some((row, column)) = lacks {
        let rows = std::iter::once(&table.head).chain(&table.rows);
        let fields = rows.filter(|other| other.number == row + 1).flat_map(|row| &row.fields);
        let span = fields.filter(|(at, _)| *at == column as usize).map(|(_, text)| text.span).next();
        let at = table.place(source, span.unwrap_or_default());
        table.faults.push(diagnostic::formula_without_value(at));
    }
    Ok(table)
}

fn packed(source: &Source) -> Result<Vec<u8>, Refusal> {
    let Ok(file) = source.open() else {
        return Ok(source.text().unwrap_or_default().as_bytes().to_vec());
    };
    let mut bytes = Vec::new();
    file.take(MOST_PACKED + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Unreadable)?;
    if bytes.len() as u64 > MOST_PACKED { Err(Refusal::TooLarge) } else { Ok(bytes) }
}

/// Unpacks every part once, to nowhere: what an archive says of its own size is not believed.
fn admit(bytes: &[u8]) -> Result<(), Refusal> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        // One with a password is no archive, but a container of an older kind.
        let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_protected = bytes.windows(package.len()).any(|window| window == package);
        return Err(if is_protected { Refusal::Protected } else { Refusal::Unreadable });
    };
    let mut left = MOST;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Refusal::Unreadable)?;
        let is_strings = part.name().is_ok_and(|name| name.to_lowercase().ends_with("sharedstrings.xml"));
        let mut part = part.take(left + 1);
        let mut text = Vec::new();
        let read = match is_strings {
            true => part.read_to_end(&mut text).map(|read| read as u64),
            false => io::copy(&mut part, &mut io::sink()),
        };
        let read = read.map_err(|_| Refusal::Unreadable)?;
        left = left.checked_sub(read).ok_or(Refusal::TooLarge)?;
        if is_strings && claims_more(&text) {
            return Err(Refusal::Unreadable);
        }
    }
    Ok(())
}

/// Whether a list of texts claims to have more than it has room for: calamine makes room for as many.
fn claims_more(part: &[u8]) -> bool {
    const KEY: &[u8] = b"uniqueCount";
    let claims = part.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY);
    claims.map(|(at, _)| &part[at + KEY.len()..]).any(|behind| {
        let digits = behind.iter().skip_while(|byte| b"= \t\r\n\"'".contains(byte));
        let digits = digits.take_while(|byte| byte.is_ascii_digit());
        let claimed = digits
            .fold(0_usize, |sum, digit| sum.saturating_mul(10).saturating_add(usize::from(digit - b'0')));
        claimed > part.len()
    })
}

/// How the format of a cell shows a number, where that is another than its value.
#[derive(Clone, Copy)]
enum Shown {
    Percent,
    /// With zeros in front, so many figures.
    Zeros(usize),
}

fn xlsx(bytes: &[u8]) -> Result<Sheet, Refusal> {
    read_xlsx(bytes).map_err(|why| match why {
        Stop::Refused(why) => why,
        Stop::Xlsx(XlsxError::Password) => Refusal::Protected,
        Stop::Xlsx(_) => Refusal::Unreadable,
    })
}

/// Why the reading of an `.xlsx` ends early.
enum Stop {
    Xlsx(XlsxError),
    Refused(Refusal),
}

impl From<XlsxError> for Stop {
    fn from(why: XlsxError) -> Stop {
        Stop::Xlsx(why)
    }
}

impl From<Refusal> for Stop {
    fn from(why: Refusal) -> Stop {
        Stop::Refused(why)
    }
}

fn read_xlsx(bytes: &[u8]) -> Result<Sheet, Stop> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut sheets = book.sheets_metadata().iter();
    let first =
        sheets.find(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible);
    let name = first.ok_or(Refusal::Unreadable)?.name.clone();
    let shown = shown(&mut book, &name)?;
    let mut reader = book.worksheet_cells_reader(&name)?;
    let mut sheet = Sheet::new(name);
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let text = match cell.value {
            DataRef::Empty if cell.formula.is_some() => {
                sheet.lacks(row, column);
                continue;
            }
            DataRef::Empty => continue,
            DataRef::Int(value) => value.to_string(),
            DataRef::Float(value) => number(value, shown.get(&cell.pos).copied()),
            DataRef::String(text) => text,
            DataRef::SharedString(text) => text.to_owned(),
            DataRef::Bool(value) => truth(value).to_owned(),
            DataRef::DateTime(time) => day(&time),
            DataRef::DateTimeIso(text) => iso_day(&text).to_owned(),
            DataRef::DurationIso(text) => text,
            DataRef::Error(error) => error.to_string(),
        };
        sheet.add(row, column, text)?;
    }
    Ok(sheet)
}

/// The cells whose format shows another number than their value.
fn shown(book: &mut Xlsx<Cursor<&[u8]>>, sheet: &str) -> Result<FxHashMap<(u32, u32), Shown>, XlsxError> {
    let mut cells = FxHashMap::default();
    let mut reader = book.worksheet_cells_reader(sheet)?;
    let formats = reader.styles().iter().map(|style| style.number_format.as_ref());
    let formats: Vec<Option<Shown>> = formats.map(|format| shown_as(&format?.format_code)).collect();
    if formats.iter().all(Option::is_none) {
        return Ok(cells);
    }
    while let Some((row, column, style)) = reader.next_style_id()? {
        if let Some(Some(shown)) = formats.get(style) {
            cells.insert((row, column), *shown);
        }
    }
    Ok(cells)
}

/// What a format of Excel makes of a number: `0%`, `0000`.
fn shown_as(format: &str) -> Option<Shown> {
    let is_zeros = format.len() > 1 && format.bytes().all(|byte| byte == b'0');
    // A sign in quotes or behind a `\` is a word.
    let mut words = format.replace("\\%", "");
    while let Some((before, (_, after))) =
        words.split_once('"').and_then(|(before, rest)| Some((before, rest.split_once('"')?)))
    {
        words = format!("{before}{after}");
    }
    match (is_zeros, words.contains('%')) {
        (true, _) => Some(Shown::Zeros(format.len())),
        (_, true) => Some(Shown::Percent),
        _ => None,
    }
}

fn number(value: f64, shown: Option<Shown>) -> String {
    match shown {
        Some(Shown::Percent) => percent(value),
        Some(Shown::Zeros(figures)) if value >= 0.0 => format!("{:0>figures$}", plain_number(value)),
        _ => plain_number(value),
    }
}

fn day(time: &ExcelDateTime) -> String {
    if !time.is_datetime() || time.as_f64() < 1.0 {
        return plain_number(time.as_f64());
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
#[path = "../../../tests/workbook/written.rs"]
mod written;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;
    use crate::read::table::Row;

    fn on_disk(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Sources) {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(root.path().join("content")).unwrap();
        std::fs::write(root.path().join("content").join(name), bytes).unwrap();
        let sources = Sources::read(root.path()).unwrap();
        (root, sources)
    }

    /// The rows of a workbook, cells joined by `|`, each behind its number; or the code of its fault.
    fn rows_of(name: &str, bytes: &[u8]) -> Result<Vec<String>, &'static str> {
        let (_root, sources) = on_disk(name, bytes);
        let table = read(sources.get(&format!("content/{name}")).unwrap()).map_err(|fault| fault.code)?;
        let shown = |row: &Row| {
            let cells = (0..row.width).map(|at| row.field(at).map_or("", |text| text.as_str()));
            format!("{} {}", row.number, cells.collect::<Vec<_>>().join("|").replace('\n', "⏎"))
        };
        let faults = table.faults.iter().map(|f| {
            format!(
                "{}:{} {} {}",
                f.place.line,
                f.place.column,
                f.code,
                f.place.cell.as_deref().unwrap_or("-")
            )
        });
        let rows = std::iter::once(&table.head).chain(&table.rows).filter(|row| row.number > 0).map(shown);
        Ok(rows.chain(faults).collect())
    }

    #[track_caller]
    fn check(typed: &str, expect: &[&str]) {
        let rows = written::rows(typed);
        assert_eq!(rows_of("a.xlsx", &written::xlsx("Sổ", &rows)).as_deref(), Ok(&*own(expect)), "xlsx");
        assert_eq!(rows_of("a.ods", &written::ods("Sổ", &rows)).as_deref(), Ok(&*own(expect)), "ods");
    }

    fn own(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn cells_read_as_they_are_shown() {
        check("a | b", &["1 a|b"]);
        check("a\n\n | b |\n", &["1 a", "3 |b"]);
        check("@2021-04-28 | @2024-02-29 | @1999-12-31", &["1 2021-04-28|2024-02-29|1999-12-31"]);
        check("%0.6 | %1 | %0.07 | %0.605", &["1 60%|100%|7%|60.5%"]);
        check("#912 | 0#912 | 0912 | #0.1 | #-3", &["1 912|0912|0912|0.1|-3"]);
        check("#0.30000000000000004 | #1000000", &["1 0.3|1000000"]);
        check("?TRUE | ?FALSE", &["1 TRUE|FALSE"]);
        check("=x & y", &["1 x & y"]);
        check("\"a\" <b> & c | đ  e", &["1 \"a\" <b> & c|đ  e"]);
        // What a merged cell covers is not there.
        check("a | ^ | b\nc | d | ^", &["1 a||b", "2 c|d"]);
        check("", &[]);
    }

    #[test]
    fn a_formula_without_a_value_is_told_once() {
        let fault = "2:2 formula-without-value Sổ!B2";
        check("a | b\n1 | =?\n2 | =?", &["1 a|b", "2 1|=", "3 2", fault]);
    }

    #[test]
    fn line_breaks_and_both_calendars() {
        let rows = vec![vec!["một\nhai".to_owned(), "@2021-04-28".to_owned()]];
        assert_eq!(rows_of("a.ods", &written::ods("S", &rows)), Ok(own(&["1 một⏎hai|2021-04-28"])));
        let parts = written::xlsx_parts("S", &rows, true);
        assert_eq!(rows_of("a.xlsx", &written::archive(&parts)), Ok(own(&["1 một⏎hai|2021-04-28"])));
        // Endings in capitals are endings.
        assert_eq!(rows_of("a.XLSX", &written::xlsx("S", &rows)), Ok(own(&["1 một⏎hai|2021-04-28"])));
    }

    #[test]
    fn what_cannot_be_read_is_one_fault() {
        let rows = written::rows("a | b");
        for (name, bytes) in [("a.xlsx", written::xlsx("S", &rows)), ("a.ods", written::ods("S", &rows))] {
            for cut in [0, 1, 40, bytes.len() / 2, bytes.len() - 1] {
                assert_eq!(rows_of(name, &bytes[..cut]), Err("unreadable-workbook"), "{name} {cut}");
            }
            assert_eq!(rows_of(name, b"a,b\n1,2\n"), Err("unreadable-workbook"));
        }
        // Each under the name of the other.
        assert_eq!(rows_of("a.ods", &written::xlsx("S", &rows)), Err("unreadable-workbook"));
        assert_eq!(rows_of("a.xlsx", &written::ods("S", &rows)), Err("unreadable-workbook"));
        let mut parts = written::ods_parts("S", "");
        parts[1].1 = "<manifest:encryption-data/>".to_owned();
        assert_eq!(rows_of("a.ods", &written::archive(&parts)), Err("protected-workbook"));
        let package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let container = [&[0xd0, 0xcf, 0x11, 0xe0][..], &package].concat();
        assert_eq!(rows_of("a.xlsx", &container), Err("protected-workbook"));
    }

    #[test]
    fn what_a_workbook_claims_takes_no_room() {
        let rows = |row: &str| rows_of("a.ods", &written::archive(&written::ods_parts("S", row)));
        let cell = |repeated: u64, text: &str| {
            format!(
                "<table:table-cell table:number-columns-repeated=\"{repeated}\" \
                 office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
            )
        };
        let row = |repeated: u64, cells: &str| {
            format!("<table:table-row table:number-rows-repeated=\"{repeated}\">{cells}</table:table-row>")
        };
        assert_eq!(rows(&row(u32::MAX.into(), &cell(u32::MAX.into(), ""))), Ok(vec![]));
        assert_eq!(rows(&row(2, &cell(2, "x"))), Ok(own(&["1 x|x", "2 x|x"])));
        let last = format!("{}{}", row(1_048_575, &cell(16_384, "")), row(1, &cell(1, "x")));
        assert_eq!(rows(&last), Ok(own(&["1048576 x"])));
        assert_eq!(rows(&row(1, &cell(u32::MAX.into(), "x"))), Err("workbook-too-large"));
        assert_eq!(rows(&row(1, &cell(16_384, &"x".repeat(1 << 20)))), Err("workbook-too-large"));
        let spaces = "<text:s text:c=\"18446744073709551615\"/>x";
        assert_eq!(rows(&row(1, &cell(1, spaces))), Ok(own(&["1 x"])));
        // It unpacks to more than is allowed, whatever it says.
        let mut parts = written::ods_parts("S", "");
        parts.push(("Pictures/1.png", " ".repeat((MOST + 1) as usize)));
        assert_eq!(rows_of("a.ods", &written::archive(&parts)), Err("workbook-too-large"));
        // calamine makes room for as many texts as are claimed.
        let mut parts = written::xlsx_parts("S", &written::rows("a"), false);
        parts[5].1 = parts[5].1.replace("uniqueCount=\"1\"", "uniqueCount=\"99999999999999\"");
        assert_eq!(rows_of("a.xlsx", &written::archive(&parts)), Err("unreadable-workbook"));
    }

    /// One part of each kind of workbook, broken at a place that walks through it: rows or one fault.
    #[test]
    fn a_damaged_part_ends_the_reading() {
        let rows = written::rows("văn bản | ngày | tỷ lệ\n34-KH/TU | @2021-04-28 | %0.6\n=x | ?TRUE | =?");
        let xlsx = written::xlsx_parts("S", &rows, false);
        let ods = written::ods_parts("S", &written::ods_rows(&rows));
        for (is_ods, parts) in [(false, xlsx), (true, ods)] {
            for part in 0..parts.len() {
                let text = &parts[part].1;
                let step = (text.len() / 40).max(1);
                for at in (0..text.len()).step_by(step).filter(|at| text.is_char_boundary(*at)) {
                    for damage in [text[..at].to_owned(), format!("{}<\"&{}", &text[..at], &text[at..])] {
                        let mut parts = parts.clone();
                        parts[part].1 = damage;
                        let bytes = written::archive(&parts);
                        let sheet = if is_ods { ods::read(&bytes) } else { xlsx_or_not(&bytes) };
                        assert!(!matches!(sheet, Err(Refusal::TooLarge)), "{} at {at}", parts[part].0);
                    }
                }
            }
        }
    }

    fn xlsx_or_not(bytes: &[u8]) -> Result<Sheet, Refusal> {
        admit(bytes)?;
        xlsx(bytes)
    }

    #[test]
    fn formats_that_show_another_number() {
        let of = |format| match shown_as(format) {
            Some(Shown::Percent) => "%".to_owned(),
            Some(Shown::Zeros(figures)) => figures.to_string(),
            None => String::new(),
        };
        let formats = ["0%", "0.00%", "0000", "0", "General", "0\" %\"", "0\\%", "\"số \"0%", "#,##0"];
        assert_eq!(formats.map(of), ["%", "%", "4", "", "", "", "", "%", ""]);
    }
}
