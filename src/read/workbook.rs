//! Workbooks of spreadsheets as tables: the first sheet that is shown, of `.xlsx` (ECMA-376, by calamine)
//! and `.ods` ([`crate::read::ods`]).
//!
//! Owns what a cell reads as: the value that a formula has, a date as 2021-04-28, a percentage as 60%, a
//! number with the zeros that are shown. What a file may unpack to is measured before it is read. Does
//! not know what the columns mean.

use std::io::{self, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use rustc_hash::FxHashMap;
use zip::ZipArchive;

use crate::diagnostic::{self, Diagnostic};
use crate::place::Place;
use crate::read::ods;
use crate::read::source::Source;
use crate::read::table::{Cell, Table, ending};

/// Bytes of a workbook as it lies on disk.
const MOST_PACKED: u64 = 64 << 20;
/// Bytes of all its parts, and of the text of all its cells.
const MOST: u64 = 256 << 20;
/// Cells that hold something.
const MOST_CELLS: usize = 4_000_000;

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

/// Why a workbook is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no workbook, or a damaged one.
    Unreadable,
    /// It has a password.
    Protected,
    /// It holds too much.
    TooLarge,
}

/// A sheet as it is filled: within bounds, whatever its file claims.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells that hold something.
    pub cells: Vec<Cell>,
    /// The first cell whose formula was never computed.
    pub uncomputed: Option<(u32, u32)>,
    text: u64,
}

impl Sheet {
    /// A sheet without cells.
    pub fn new(name: String) -> Sheet {
        Sheet { name, ..Sheet::default() }
    }

    /// Adds a cell; an empty one is none.
    ///
    /// # Errors
    /// The sheet is full.
    pub fn add(&mut self, row: u32, column: u32, text: String) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.text += text.len() as u64;
        if self.cells.len() == MOST_CELLS || self.text > MOST {
            return Err(Refusal::TooLarge);
        }
        self.cells.push((row, column, text));
        Ok(())
    }

    /// Notes a cell with a formula and no value.
    pub fn lacks(&mut self, row: u32, column: u32) {
        self.uncomputed.get_or_insert((row, column));
    }
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
    let Some(file) = source.open() else {
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

/// A number as a spreadsheet shows it: with 15 figures at most.
pub fn plain_number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A share as it is shown: 0.6 is 60%.
pub fn percent(value: f64) -> String {
    format!("{}%", plain_number(value * 100.0))
}

/// A truth value as a spreadsheet writes it into CSV.
pub fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// The day of a date that may have a time.
pub fn iso_day(text: &str) -> &str {
    text.split_once('T').map_or(text, |(day, _)| day)
}

fn day(time: &ExcelDateTime) -> String {
    if !time.is_datetime() || time.as_f64() < 1.0 {
        return plain_number(time.as_f64());
    }
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}
