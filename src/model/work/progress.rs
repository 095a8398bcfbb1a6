//! Progress: what was reported, row by row.
//!
//! Owns the table that a clerk keeps in a spreadsheet (`.csv`, `.xlsx` or `.ods`; headers in English or
//! Vietnamese, dates as 2021-04-28 or 28/4/2021) and the reports with a text of their own. Does not
//! know how a table is taken apart, nor which obligation a row means: that is for the catalog.

use std::hash::DefaultHasher;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::model::document::attachment::{self, Attachment};
use crate::model::document::secrecy::{self, FileSecrecy, secret_line};
use crate::model::document::standing;
use crate::model::document::typed::{Status, TypedReport, value};
use crate::model::names::name::Name;
use crate::model::names::number::Number;
use crate::model::time::date::{Date, table_day};
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::decode::{Decode, Decoder, Scalar, Text};
use crate::read::front_matter;
use crate::read::memo::{Fingerprint, Kept, kept};
use crate::read::snapshot::{Source, Sources};
use crate::read::table::workbook;
use crate::read::table::{Row, Table, ending};
use crate::read::yaml::{self, NodeKind};
use crate::spelling::fold;

/// Where reports stand.
pub const FOLDER: &str = "content/progress/";

/// A row: its file and its place in it, in the order in which files and lines are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId {
    /// The file among those of `content/progress/`, in path order.
    pub file: u32,
    /// The row in it.
    pub row: u32,
}

/// One report.
#[derive(Clone, Debug, Hash)]
pub struct Report {
    /// Number of the directive, or its slug.
    pub directive: Text,
    /// Key of that number.
    pub key: String,
    /// Date of the directive.
    pub date_of_directive: Option<Date>,
    /// Id of the deadline, with `@` and an occurrence where it recurs.
    pub deadline: Text,
    /// Who reports; none for a deadline of nobody.
    pub organization: Option<Name>,
    /// When.
    pub date: Date,
    /// What it says.
    pub status: Status,
    /// How much is done.
    pub percent: Option<u32>,
    /// Number of the report.
    pub reference: Option<String>,
    /// A remark.
    pub note: Option<String>,
    /// Where the row stands.
    pub span: Span,
    /// Where its date stands.
    pub date_span: Span,
}

/// What one file of `content/progress/` holds.
#[derive(Debug, Default)]
pub struct ReportFile {
    /// Its rows.
    pub reports: Vec<Report>,
    /// Its text, for a report with one.
    pub text: Option<ReportText>,
    /// The sheet that the places of its rows are in, for a workbook.
    pub sheet: Option<Table>,
    /// Where it says that it is secret.
    pub secret: Option<Place>,
    /// Whether it is a draft.
    pub draft: bool,
    /// What is wrong with it.
    pub faults: Vec<Diagnostic>,
}

/// A file of reports that was received.
pub struct Received {
    /// The file.
    pub source: Arc<Source>,
    /// Its rows.
    pub file: Kept<ReportFile>,
}

impl Fingerprint for Received {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.source.add_to(hasher);
    }
}

impl Received {
    /// The place of a span of the file.
    pub fn place(&self, span: Span) -> Place {
        match &self.file.sheet {
            Some(sheet) => sheet.place(&self.source, span),
            None => self.source.place(span),
        }
    }
}

/// Whether a file holds reports.
pub fn is_source(path: &str) -> bool {
    path.starts_with(FOLDER) && (path.ends_with(".md") || is_table(path))
}

fn is_table(path: &str) -> bool {
    ending(path) == "csv" || workbook::is_workbook(path)
}

/// One report and its file.
pub fn report(received: &[Received], id: ReportId) -> (&Received, &Report) {
    let file = &received[id.file as usize];
    (file, &file.file.reports[id.row as usize])
}

/// Reads every file of reports, in path order.
pub fn received(sources: &Sources) -> Vec<Received> {
    let is_report = |source: &&Arc<Source>| is_source(source.path());
    let files: Vec<Arc<Source>> = sources.under(FOLDER).filter(is_report).cloned().collect();
    let read = |source: Arc<Source>| Received { file: ReportFile::of(&source), source };
    files.into_par_iter().map(read).collect()
}

/// A report with a text of its own.
#[derive(Clone, Debug)]
pub struct ReportText {
    /// The text.
    pub body: Span,
    /// Its attachments.
    pub attachments: Arc<[Attachment]>,
}

impl ReportFile {
    /// Whether nothing of it could be read.
    pub fn is_broken(&self) -> bool {
        self.text.is_none() && self.reports.is_empty() && !self.faults.is_empty()
    }

    /// What a file of `content/progress/` holds, read once.
    pub fn of(source: &Source) -> Kept<ReportFile> {
        source.memo.get_or_compute(source, ReportFile::read)
    }

    fn read(source: &Source) -> ReportFile {
        if workbook::is_workbook(source.path()) {
            return match workbook::read(source) {
                Ok(sheet) => ReportFile::of_table(source, sheet),
                Err(fault) => ReportFile { faults: vec![fault], ..ReportFile::default() },
            };
        }
        match source.text() {
            Err(fault) => ReportFile { faults: vec![fault], ..ReportFile::default() },
            Ok(text) if is_table(source.path()) => {
                ReportFile::of_table(source, Table::csv(source, text, &is_row))
            }
            Ok(text) => with_text(source, text),
        }
    }

    fn of_table(source: &Source, mut table: Table) -> ReportFile {
        let faults = std::mem::take(&mut table.faults);
        let mut reader = TableReader { source, table: &table, columns: [None; 9], faults };
        let reports = reader.reports();
        let faults = reader.faults;
        let secret = mark_in_table(source, &table);
        let sheet = Some(table).filter(|table| table.sheet.is_some());
        ReportFile { reports, sheet, secret, faults, ..ReportFile::default() }
    }
}

/// Where a table bears a mark of secrecy, in a cell or beside them: one that has a mark is secret as a whole.
fn mark_in_table(source: &Source, table: &Table) -> Option<Place> {
    let is_mark = |cell: &str| secret_line(cell, Span::new(0, cell.len())).is_some();
    let mut cells = std::iter::once(&table.head).chain(&table.rows).flat_map(|row| &row.fields);
    if let Some((_, cell)) = cells.find(|(_, cell)| is_mark(cell)) {
        return Some(table.place(source, cell.span));
    }
    let is_secret = secrecy::of_file(source) == FileSecrecy::Secret;
    is_secret.then(|| Place::file(source.path().clone()))
}

fn with_text(source: &Source, text: &str) -> ReportFile {
    let broken = |faults| ReportFile { faults, ..ReportFile::default() };
    let parts = match front_matter::split(source, text) {
        Ok(parts) => parts,
        Err(fault) => return broken(vec![fault]),
    };
    let mut node = match yaml::parse(source, text, parts.yaml) {
        Ok(node) => node,
        Err(faults) => return broken(faults),
    };
    if matches!(node.kind, NodeKind::Null) {
        node = yaml::Node { span: Span::new(0, 3), kind: NodeKind::Map(Vec::new()) };
    }
    let marked = || secret_line(text, parts.body);
    let secret = standing::of_node(&node).secret().or_else(marked).map(|span| source.place(span));
    let mut decoder = Decoder::new(source);
    let typed = TypedReport::decode(&node, &mut decoder);
    let draft = typed.as_ref().and_then(|typed| value(&typed.draft)).unwrap_or(false);
    let attachments =
        typed.as_ref().map(|t| attachment::read(&t.attachments, &mut decoder)).unwrap_or_default();
    let reports = typed.and_then(|typed| {
        let text = |value: Option<Text>| value.map(|text| text.value);
        let percent = typed.percent.and_then(|percent| {
            let taken = percent_of(*percent, &|| decoder.place(percent.span));
            taken.map_err(|fault| decoder.faults.push(fault)).ok()
        });
        let date = typed.date?;
        let directive = typed.directive?;
        Some(Report {
            key: Number::new(&directive).key,
            directive,
            date_of_directive: typed.date_of_directive.map(|date| date.value),
            deadline: typed.deadline?,
            organization: typed.organization.as_ref().map(Name::from),
            date: date.value,
            status: typed.status?.value,
            percent,
            reference: text(typed.reference),
            note: text(typed.note),
            span: typed.span,
            date_span: date.span,
        })
    });
    ReportFile {
        reports: reports.into_iter().collect(),
        text: Some(ReportText { body: parts.body, attachments: attachments.into() }),
        sheet: None,
        secret,
        draft,
        faults: decoder.faults,
    }
}

/// 0 to 100.
fn percent_of(percent: u32, at: &dyn Fn() -> Place) -> Result<u32, Diagnostic> {
    if percent > 100 {
        let found = Words::new(format!("`{percent}`"), format!("`{percent}`"));
        let expected = Words::new("một số từ 0 đến 100", "a number from 0 to 100");
        return Err(diagnostic::wrong_type(at(), expected, found));
    }
    Ok(percent)
}

/// The columns of a table: key, Vietnamese header, whether it must be there.
const COLUMNS: [(&str, &str, bool); 9] = [
    ("directive", "văn bản", true),
    ("date_of_directive", "ngày văn bản", false),
    ("deadline", "nhiệm vụ", true),
    ("organization", "đơn vị", true),
    ("date", "ngày", true),
    ("status", "trạng thái", true),
    ("percent", "tỷ lệ", false),
    ("reference", "số báo cáo", false),
    ("note", "ghi chú", false),
];

/// Where the date of a report stands among [`COLUMNS`].
const DATE: usize = 4;

/// The column that a name in the head means.
fn column_of(name: &str) -> Option<usize> {
    let folded = fold(name);
    COLUMNS.iter().position(|(key, vi, _)| *key == folded || fold(vi) == folded)
}

/// Whether a line of as many fields as the head is a row: it has the day of a report.
fn is_row(head: &Row, row: &Row) -> bool {
    let date = head.fields.iter().find(|(_, name)| column_of(name) == Some(DATE));
    let field = date.and_then(|(column, _)| row.field(*column));
    field.is_some_and(|typed| table_day(typed, &|| Place::file("")).is_ok())
}

/// What a spreadsheet shows instead of a value.
fn is_cell_error(field: &str) -> bool {
    let errors = ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"];
    errors.contains(&field) || field.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}

/// The reports of a table, as they are read; faults go with them.
struct TableReader<'a> {
    source: &'a Source,
    table: &'a Table,
    /// Which column holds each of [`COLUMNS`].
    columns: [Option<usize>; 9],
    faults: Vec<Diagnostic>,
}

impl<'a> TableReader<'a> {
    fn place(&self, span: Span) -> Place {
        self.table.place(self.source, span)
    }

    fn reports(&mut self) -> Vec<Report> {
        if self.table.head.fields.is_empty() {
            if self.faults.is_empty() {
                let whole = Place::file(self.source.path().clone());
                let at = if self.table.sheet.is_some() { whole } else { self.source.place(Span::default()) };
                self.faults.push(diagnostic::empty_file(at));
            }
            return Vec::new();
        }
        self.find_columns();
        if COLUMNS.iter().zip(&self.columns).any(|((.., required), column)| *required && column.is_none()) {
            return Vec::new();
        }
        let table = self.table;
        kept(table.rows.iter().filter_map(|row| self.report(row)))
    }

    fn find_columns(&mut self) {
        let head = &self.table.head;
        for (at, name) in &head.fields {
            match column_of(name) {
                Some(column) if self.columns[column].is_none() => self.columns[column] = Some(*at),
                Some(_) => {
                    let (at, first) = (self.place(name.span), self.place(head.span));
                    self.faults.push(diagnostic::duplicate_key(at, name, first));
                }
                None => {
                    let near = nearest(name, COLUMNS.iter().flat_map(|(key, vi, _)| [*key, *vi]));
                    self.faults.push(diagnostic::unknown_column(self.place(name.span), name, near));
                }
            }
        }
        for (column, (key, vi, required)) in COLUMNS.iter().enumerate() {
            if *required && self.columns[column].is_none() {
                self.faults.push(diagnostic::missing_column(self.place(head.span), key, vi));
            }
        }
    }

    /// A value of a field; what is wrong with it is a fault.
    fn take<T>(
        &mut self,
        field: Option<&Text>,
        read: impl FnOnce(&str, &dyn Fn() -> Place) -> Result<T, Diagnostic>,
    ) -> Option<T> {
        let field = field?;
        let taken = read(field, &|| self.place(field.span));
        taken.map_err(|fault| self.faults.push(fault)).ok()
    }

    /// The report that a row holds.
    fn report(&mut self, row: &Row) -> Option<Report> {
        let before = self.faults.len();
        self.check_fields(row);
        let columns = self.columns;
        let field = |column: usize| columns[column].and_then(|at| row.field(at));
        for (column, (key, vi, required)) in COLUMNS.iter().enumerate() {
            // A deadline of nobody has nobody to report.
            if *required && *key != "organization" && field(column).is_none() {
                let hint =
                    Words::new(format!("điền ô của cột `{vi}`"), format!("fill in the column `{key}`"));
                self.faults.push(diagnostic::missing_key(self.place(row.span), key, Some(hint)));
            }
        }
        let date_of_directive = self.take(field(1), table_day);
        let date = self.take(field(DATE), table_day);
        let status = self.take(field(5), Status::read);
        let percent = self.take(field(6), |typed, at| {
            u32::read(typed.trim_end_matches(['%', ' ']), at).and_then(|value| percent_of(value, at))
        });
        if self.faults.len() > before {
            return None;
        }
        let text = |column: usize| field(column).map(|text| text.value.clone());
        Some(Report {
            key: Number::new(field(0)?).key,
            directive: field(0)?.clone(),
            date_of_directive,
            deadline: field(2)?.clone(),
            organization: field(3).map(Name::from),
            date: date?,
            status: status?,
            percent,
            reference: text(7),
            note: text(8),
            span: row.span,
            date_span: field(DATE)?.span,
        })
    }

    /// Reports fields that no column has, and those that hold an error of the spreadsheet.
    fn check_fields(&mut self, row: &Row) {
        for (column, text) in &row.fields {
            if is_cell_error(text) {
                self.faults.push(diagnostic::cell_error(self.place(text.span), text));
            }
            if self.table.head.field(*column).is_none() {
                self.faults.push(diagnostic::unnamed_column(self.place(text.span), text));
            }
        }
    }
}

#[cfg(test)]
mod tests;
