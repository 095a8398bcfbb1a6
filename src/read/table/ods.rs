//! The first sheet of an OpenDocument spreadsheet (ODF 1.2 part 1, chapters 9 and 19), cell by cell.
//!
//! Owns how a sheet is read that repeats rows and cells by number, so that what it claims to have takes
//! no room. Not by calamine: that keeps every repeated cell, takes a percentage for its share, and does not
//! end on a content that breaks off. Covered cells of merged ones are empty.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use crate::read::table::sheet::{Refusal, Sheet, iso_day, percent, plain_number, truth};

/// Reads the first sheet that is shown of an archive whose size was measured.
///
/// # Errors
/// Why it cannot be read.
pub fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Unreadable)?;
    let mut manifest = Vec::new();
    if let Ok(mut part) = archive.by_name("META-INF/manifest.xml") {
        part.read_to_end(&mut manifest).map_err(|_| Refusal::Unreadable)?;
    }
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(Refusal::Protected);
    }
    let content = archive.by_name("content.xml").map_err(|_| Refusal::Unreadable)?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    Content { xml, buffer: Vec::new() }.first_sheet()
}

/// The content of a spreadsheet as it is read.
struct Content<R> {
    xml: Reader<R>,
    buffer: Vec<u8>,
}

/// What stands next in a content.
enum Next {
    Start(BytesStart<'static>),
    End(String),
    Text(String),
    Other,
}

impl<R: BufRead> Content<R> {
    /// The next event; the end of the file is none that is waited for.
    fn next(&mut self) -> Result<Next, Refusal> {
        self.buffer.clear();
        match self.xml.read_event_into(&mut self.buffer).map_err(|_| Refusal::Unreadable)? {
            Event::Start(tag) => Ok(Next::Start(tag.into_owned())),
            Event::End(tag) => Ok(Next::End(tag.local_name().as_ref().to_owned())),
            Event::Text(text) => Ok(Next::Text(text.xml10_content().into_owned())),
            Event::CData(text) => Ok(Next::Text(text.xml10_content().into_owned())),
            Event::GeneralRef(name) => Ok(Next::Text(character(&name))),
            Event::Eof => Err(Refusal::Unreadable),
            _ => Ok(Next::Other),
        }
    }

    /// Passes over the rest of an element.
    fn skip(&mut self, tag: &BytesStart) -> Result<(), Refusal> {
        self.buffer.clear();
        self.xml.read_to_end_into(tag.name(), &mut self.buffer).map_err(|_| Refusal::Unreadable)?;
        Ok(())
    }

    fn first_sheet(&mut self) -> Result<Sheet, Refusal> {
        let (mut style, mut hidden) = (String::new(), Vec::new());
        loop {
            let Next::Start(tag) = self.next()? else { continue };
            match tag.local_name().as_ref() {
                "style" => style = attribute(&tag, "style:name").unwrap_or_default(),
                "table-properties" if attribute(&tag, "table:display").as_deref() == Some("false") => {
                    hidden.push(std::mem::take(&mut style));
                }
                "table" if attribute(&tag, "table:style-name").is_some_and(|s| hidden.contains(&s)) => {
                    self.skip(&tag)?;
                }
                "table" => return self.sheet(attribute(&tag, "table:name").unwrap_or_default()),
                "tracked-changes" => self.skip(&tag)?,
                _ => {}
            }
        }
    }

    fn sheet(&mut self, name: String) -> Result<Sheet, Refusal> {
        let mut sheet = Sheet::new(name);
        let mut row = 0_u32;
        loop {
            match self.next()? {
                Next::Start(tag) => match tag.local_name().as_ref() {
                    "table-row" => {
                        let rows = repeated(&tag, "table:number-rows-repeated");
                        let mut cells = self.row()?;
                        // An empty row may stand for a million.
                        for at in row..row.saturating_add(if cells.is_empty() { 0 } else { rows }) {
                            let is_last = at + 1 == row.saturating_add(rows);
                            let cells = if is_last { std::mem::take(&mut cells) } else { cells.clone() };
                            for (column, columns, value) in cells {
                                add(&mut sheet, at, column, columns, value)?;
                            }
                        }
                        row = row.saturating_add(rows);
                    }
                    "shapes" | "forms" | "table-source" => self.skip(&tag)?,
                    _ => {}
                },
                Next::End(name) if name == "table" => return Ok(sheet),
                _ => {}
            }
        }
    }

    /// The cells of a row: column, how many times, and value, where there is one.
    fn row(&mut self) -> Result<Vec<(u32, u32, Value)>, Refusal> {
        let (mut cells, mut column) = (Vec::new(), 0_u32);
        loop {
            match self.next()? {
                Next::Start(tag) => {
                    let columns = repeated(&tag, "table:number-columns-repeated");
                    match tag.local_name().as_ref() {
                        "table-cell" => match self.cell(&tag)? {
                            Value::Text(text) if text.trim().is_empty() => {}
                            value => cells.push((column, columns, value)),
                        },
                        // What a merged cell covers is not shown.
                        _ => self.skip(&tag)?,
                    }
                    column = column.saturating_add(columns);
                }
                Next::End(name) if name == "table-row" => return Ok(cells),
                _ => {}
            }
        }
    }

    fn cell(&mut self, tag: &BytesStart) -> Result<Value, Refusal> {
        let shown = self.paragraphs()?;
        let typed = |name: &str| attribute(tag, name);
        let value = || typed("office:value").and_then(|value| value.parse::<f64>().ok());
        if typed("calcext:value-type").as_deref() == Some("error") {
            return Ok(Value::Text(shown));
        }
        let text = match typed("office:value-type").as_deref() {
            Some("string") => typed("office:string-value").unwrap_or(shown),
            Some("percentage") => value().map_or(shown, percent),
            Some("date") => typed("office:date-value").map_or(shown, |day| iso_day(&day).to_owned()),
            Some("boolean") => truth(typed("office:boolean-value").as_deref() == Some("true")).to_owned(),
            Some("time") => typed("office:time-value").unwrap_or(shown),
            Some(_) => match value() {
                // A number may be shown with zeros in front.
                Some(value) if is_figures(&shown) && shown.parse() == Ok(value) => shown,
                Some(value) => plain_number(value),
                None => shown,
            },
            None if shown.is_empty() && typed("table:formula").is_some() => return Ok(Value::Uncomputed),
            None => shown,
        };
        Ok(Value::Text(text))
    }

    /// The paragraphs of a cell, without notes and drawings.
    fn paragraphs(&mut self) -> Result<String, Refusal> {
        let (mut text, mut depth) = (String::new(), 0_u32);
        loop {
            match self.next()? {
                Next::Start(tag) => match tag.local_name().as_ref() {
                    "p" if depth == 0 => {
                        if !text.is_empty() {
                            text.push('\n');
                        }
                        depth = 1;
                    }
                    "s" if depth > 0 => {
                        let spaces = attribute(&tag, "text:c").and_then(|count| count.parse().ok());
                        text.extend(std::iter::repeat_n(' ', spaces.unwrap_or(1).min(1000)));
                        self.skip(&tag)?;
                    }
                    "tab" | "line-break" if depth > 0 => {
                        text.push(if tag.local_name().as_ref() == "tab" { '\t' } else { '\n' });
                        self.skip(&tag)?;
                    }
                    "span" | "a" if depth > 0 => depth += 1,
                    _ => self.skip(&tag)?,
                },
                Next::End(_) if depth == 0 => return Ok(text),
                Next::End(_) => depth -= 1,
                Next::Text(words) if depth > 0 => text.push_str(&words.replace(['\n', '\t'], " ")),
                _ => {}
            }
        }
    }
}

/// What a cell holds.
#[derive(Clone)]
enum Value {
    Text(String),
    /// A formula without a value.
    Uncomputed,
}

fn add(sheet: &mut Sheet, row: u32, column: u32, columns: u32, value: Value) -> Result<(), Refusal> {
    let Value::Text(text) = value else {
        sheet.lacks(row, column);
        return Ok(());
    };
    for at in column..column.saturating_add(columns) {
        sheet.add(row, at, text.clone())?;
    }
    Ok(())
}

fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let attribute = tag.try_get_attribute(name).ok()??;
    Some(attribute.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// How many times a row or a cell stands.
fn repeated(tag: &BytesStart, name: &str) -> u32 {
    attribute(tag, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}

fn is_figures(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The character that a reference names; nothing where there is none.
fn character(name: &BytesRef) -> String {
    match name.resolve_char_ref() {
        Ok(Some(character)) => character.to_string(),
        _ => resolve_predefined_entity(name).unwrap_or_default().to_owned(),
    }
}
