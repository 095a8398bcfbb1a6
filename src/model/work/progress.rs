//! Progress: what was reported, row by row.
//!
//! Owns the table that a clerk keeps in a spreadsheet (CSV with `,` or `;`, headers in English or
//! Vietnamese, dates as 2021-04-28 or 28/4/2021) and the reports with a text of their own. Does not
//! know which obligation a row means: that is for the catalog.

use std::hash::DefaultHasher;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::model::document::attachment::{self, Attachment};
use crate::model::document::typed::{Status, TypedReport};
use crate::model::names::name::Name;
use crate::model::names::number::Number;
use crate::model::time::date::{Date, table_day};
use crate::nearest::nearest;
use crate::place::Span;
use crate::read::decode::{At, Decode, Decoder, Scalar, Text};
use crate::read::front_matter;
use crate::read::memo::{Fingerprint, Kept};
use crate::read::source::{Source, Sources};
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
#[derive(Clone, Debug)]
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

/// Reads every file of reports, in path order.
pub fn received(sources: &Sources) -> Vec<Received> {
    let is_report = |source: &&Arc<Source>| source.path().ends_with(".csv") || source.path().ends_with(".md");
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
    /// What a file of `content/progress/` holds, read once.
    pub fn of(source: &Source) -> Kept<ReportFile> {
        source.memo.get_or_compute(source, ReportFile::read)
    }

    fn read(source: &Source) -> ReportFile {
        match source.text() {
            Err(fault) => ReportFile { faults: vec![fault], ..ReportFile::default() },
            Ok(text) if source.path().ends_with(".csv") => table(source, text),
            Ok(text) => with_text(source, text),
        }
    }
}

fn with_text(source: &Source, text: &str) -> ReportFile {
    let broken = |fault| ReportFile { faults: vec![fault], ..ReportFile::default() };
    let parts = match front_matter::split(source, text) {
        Ok(parts) => parts,
        Err(fault) => return broken(fault),
    };
    let mut node = match yaml::parse(source, text, parts.yaml) {
        Ok(node) => node,
        Err(fault) => return broken(fault),
    };
    if matches!(node.kind, NodeKind::Null) {
        node = yaml::Node { span: Span::new(0, 3), kind: NodeKind::Map(Vec::new()) };
    }
    let mut decoder = Decoder::new(source);
    let typed = TypedReport::decode(&node, &mut decoder);
    let attachments =
        typed.as_ref().map(|t| attachment::read(&t.attachments, &mut decoder)).unwrap_or_default();
    let reports = typed.and_then(|typed| {
        let text = |value: Option<Text>| value.map(|text| text.value);
        let percent = typed.percent.and_then(|percent| percent_of(&percent, &mut decoder));
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
        faults: decoder.faults,
    }
}

/// 0 to 100.
fn percent_of(percent: &At<u32>, decoder: &mut Decoder<'_>) -> Option<u32> {
    if **percent > 100 {
        let found = Words::new(format!("`{}`", **percent), format!("`{}`", **percent));
        let expected = Words::new("một số từ 0 đến 100", "a number from 0 to 100");
        decoder.faults.push(diagnostic::wrong_type(decoder.place(percent.span), expected, found));
        return None;
    }
    Some(**percent)
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

/// A row of a table as read: each field and where it stands.
struct Row {
    fields: Vec<Text>,
    span: Span,
}

fn table(source: &Source, text: &str) -> ReportFile {
    let mut decoder = Decoder::new(source);
    let mut rows = rows(text).into_iter();
    let Some(header) = rows.next() else {
        return ReportFile {
            faults: vec![diagnostic::empty_file(source.place(Span::default()))],
            ..ReportFile::default()
        };
    };
    let columns = columns(&header, &mut decoder);
    let mut reports = Vec::new();
    if columns.iter().enumerate().all(|(at, column)| column.is_some() || !COLUMNS[at].2) {
        for row in rows {
            if row.fields.iter().all(|field| field.is_empty()) {
                continue;
            }
            if row.fields[header.fields.len().min(row.fields.len())..].iter().any(|field| !field.is_empty()) {
                let at = decoder.place(row.span);
                decoder.faults.push(diagnostic::csv_syntax(at, row.fields.len(), header.fields.len()));
                continue;
            }
            reports.extend(report_of(&row, &columns, &mut decoder));
        }
    }
    ReportFile { reports, text: None, faults: decoder.faults }
}

/// Which field holds each of [`COLUMNS`].
fn columns(header: &Row, decoder: &mut Decoder<'_>) -> [Option<usize>; 9] {
    let mut columns = [None; 9];
    for (field, name) in header.fields.iter().enumerate() {
        let folded = fold(name);
        match COLUMNS.iter().position(|(key, vi, _)| *key == folded || fold(vi) == folded) {
            Some(column) if columns[column].is_none() => columns[column] = Some(field),
            Some(_) => {
                let (at, first) = (decoder.place(name.span), decoder.place(header.span));
                decoder.faults.push(diagnostic::duplicate_key(at, name, first));
            }
            None if name.is_empty() => {}
            None => {
                let known = COLUMNS.iter().flat_map(|(key, vi, _)| [*key, *vi]);
                let near = nearest(name, known);
                decoder.faults.push(diagnostic::unknown_column(decoder.place(name.span), name, near));
            }
        }
    }
    for (column, (key, vi, required)) in COLUMNS.iter().enumerate() {
        if *required && columns[column].is_none() {
            decoder.faults.push(diagnostic::missing_column(decoder.place(header.span), key, vi));
        }
    }
    columns
}

/// The report that a row holds; its faults go to the decoder.
fn report_of(row: &Row, columns: &[Option<usize>; 9], decoder: &mut Decoder<'_>) -> Option<Report> {
    let field =
        |column: usize| columns[column].and_then(|at| row.fields.get(at)).filter(|field| !field.is_empty());
    let before = decoder.faults.len();
    for (column, (key, _, required)) in COLUMNS.iter().enumerate() {
        // A deadline of nobody has nobody to report.
        if *required && *key != "organization" && field(column).is_none() {
            decoder.missing_key(row.span, key);
        }
    }
    let day = |column: usize, decoder: &mut Decoder<'_>| {
        let typed = field(column)?;
        match table_day(typed, &|| decoder.place(typed.span)) {
            Ok(date) => Some((date, typed.span)),
            Err(fault) => {
                decoder.faults.push(fault);
                None
            }
        }
    };
    let date_of_directive = day(1, decoder).map(|(date, _)| date);
    let date = day(4, decoder);
    let status = field(5).and_then(|typed| match Status::read(typed, &|| decoder.place(typed.span)) {
        Ok(status) => Some(status),
        Err(fault) => {
            decoder.faults.push(fault);
            None
        }
    });
    let percent = field(6).and_then(|typed| {
        match u32::read(typed.trim_end_matches(['%', ' ']), &|| decoder.place(typed.span)) {
            Ok(value) => percent_of(&At { value, span: typed.span }, decoder),
            Err(fault) => {
                decoder.faults.push(fault);
                None
            }
        }
    });
    if decoder.faults.len() > before {
        return None;
    }
    let (date, date_span) = date?;
    Some(Report {
        key: Number::new(field(0)?).key,
        directive: field(0)?.clone(),
        date_of_directive,
        deadline: field(2)?.clone(),
        organization: field(3).map(Name::from),
        date,
        status: status?,
        percent,
        reference: field(7).map(|text| text.value.clone()),
        note: field(8).map(|text| text.value.clone()),
        span: row.span,
        date_span,
    })
}

/// Splits a table into rows and fields, with the place of each.
fn rows(text: &str) -> Vec<Row> {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    let delimiter = [';', '\t'].into_iter().find(|d| count(*d) > count(',')).unwrap_or(',') as u8;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    // A text in memory that is UTF-8 and may have any number of fields has no errors.
    while reader.read_record(&mut record).unwrap_or(false) {
        let start =
            record.position().map_or(0, |p| usize::try_from(p.byte()).unwrap_or(usize::MAX)).min(text.len());
        // The reader counts the line breaks before a row as its own.
        let start = start + text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
        let mut at = start;
        let fields: Vec<Text> = record
            .iter()
            .map(|value| {
                let length = field_length(&text[at..], delimiter);
                let raw = &text[at..at + length];
                let (front, back) = (raw.len() - raw.trim_start().len(), raw.len() - raw.trim_end().len());
                let span = Span::new(at + front, (at + length - back).max(at + front));
                at = (at + length + 1).min(text.len());
                Text { value: value.trim().to_owned(), span }
            })
            .collect();
        let end = fields.last().map_or(start, |field| field.span.end as usize);
        rows.push(Row { fields, span: Span::new(start, end) });
    }
    rows
}

/// Bytes of the field that `text` begins with, quotes included (RFC 4180).
fn field_length(text: &str, delimiter: u8) -> usize {
    let bytes = text.as_bytes();
    let quoted = text.trim_start_matches(' ').starts_with('"');
    let mut inside = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if quoted => inside = !inside,
            b'\n' | b'\r' if !inside => return at,
            other if *other == delimiter && !inside => return at,
            _ => {}
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::Sources;

    fn read(path: &str, text: &str) -> (Vec<Report>, Vec<String>) {
        let sources = Sources::from_texts([(path.into(), text.to_owned())]);
        let file = ReportFile::read(sources.get(path).unwrap());
        let faults =
            file.faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect();
        (file.reports, faults)
    }

    fn shown(report: &Report) -> String {
        let organization = report.organization.as_ref().map_or("", |o| o.text.as_str());
        let note = report.note.as_deref().unwrap_or_default();
        format!(
            "{} {} {organization} {} {} {note}",
            *report.directive,
            *report.deadline,
            report.date,
            report.status.word()
        )
    }

    #[test]
    fn tables_of_excel_and_of_others() {
        let (reports, faults) = read(
            "content/progress/a.csv",
            "\u{feff}văn bản;ngày văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;tỷ lệ;số báo cáo;ghi chú\r\n\
             34-KH/TU;19/3/2021;bc;xa-a;28/4/2021;done;;12-BC/ĐU;\"một;\r\nhai \"\"ba\"\"\"\r\n\
             34-KH/TU;19/3/2021;bc;xa-b;29/4/2021;đang thực hiện;60%;;\r\n;;;;;;;;\r\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(
            reports.iter().map(shown).collect::<Vec<_>>(),
            [
                "34-KH/TU bc xa-a 2021-04-28 done một;\r\nhai \"ba\"",
                "34-KH/TU bc xa-b 2021-04-29 in-progress "
            ]
        );
        assert_eq!(
            (reports[0].date_of_directive, reports[1].percent),
            (Some("2021-03-19".parse().unwrap()), Some(60))
        );
        let (reports, faults) = read(
            "content/progress/a.csv",
            "status,date,organization,deadline,directive\ndone,2021-04-28,xa-a,bc,34-KH/TU",
        );
        assert_eq!((reports.len(), faults.len()), (1, 0));
    }

    #[test]
    fn faults_have_their_line_and_column() {
        let header = "directive,date_of_directive,deadline,organization,date,status,percent,reference,note\n";
        let faults = |rows: &str| read("content/progress/a.csv", &format!("{header}{rows}")).1;
        assert_eq!(
            faults("34-KH/TU,,bc,\"xa,a\",30/2/2021,dome,101,,\n"),
            ["2:21 impossible-date", "2:31 unknown-value", "2:36 wrong-type"]
        );
        assert_eq!(
            faults("34-KH/TU,,,xa,2021-04-28,done\n,,bc,xa,x,done\n"),
            ["2:1 missing-key", "3:1 missing-key", "3:9 invalid-date"]
        );
        assert_eq!(
            faults("a,,b,c,2021-04-28,done,,,\"x\ny\"\na,,b,c,2021-04-31,done\n"),
            ["4:8 impossible-date"]
        );
        assert_eq!(faults("a,,b,c,2021-04-28,done,,,x,y,z\n"), ["2:1 csv-syntax"]);
        assert_eq!(
            read("content/progress/a.csv", "directive,deadlin,organization,date,status\n").1,
            ["1:11 unknown-column", "1:1 missing-column"]
        );
        assert_eq!(read("content/progress/a.csv", "").1, ["1:1 empty-file"]);
    }

    #[test]
    fn a_report_with_a_text() {
        let (reports, faults) = read(
            "content/progress/a.md",
            "---\ndirective: 34-KH/TU\ndeadline: bc\norganization: xa-a\ndate: 2021-04-28\nstatus: hoàn thành\n---\n\nVăn bản.\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(shown(&reports[0]), "34-KH/TU bc xa-a 2021-04-28 done ");
        assert_eq!(
            read("content/progress/a.md", "---\nstatus: done\n---\n").1,
            ["2:1 missing-key", "2:1 missing-key", "2:1 missing-key"]
        );
    }
}
