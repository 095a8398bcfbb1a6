//! Tables as text: as a table, and as reports of a site.

use congbao::model::work::progress::ReportFile;
use congbao::read::snapshot::Sources;
use congbao::read::table::{Row, Table};

use super::holds;

const PATH: &str = "content/progress/a.csv";

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let sources = Sources::from_texts([(PATH.into(), text.into_owned())]);
    let source = sources.get(PATH).expect("a file");
    let text = source.text().expect("a text");
    let table = Table::csv(source, text, &|_, _| false);
    holds::faults(&table.faults, &sources);
    let mut behind = 0;
    for row in [&table.head].into_iter().chain(&table.rows) {
        assert!(row.width == table.head.width, "{} fields under {}", row.width, table.head.width);
        for (column, field) in &row.fields {
            let typed = text.get(field.span.range()).expect("whole characters");
            assert!(*column < row.width && !field.trim().is_empty() && !typed.is_empty(), "{field:?}");
            assert!(behind <= field.span.start, "{field:?} is not behind the one before");
            behind = field.span.end;
        }
    }
    if table.faults.is_empty() && table.head.width > 0 {
        is_read_as_written(&table);
    }
    let reports = ReportFile::of(source);
    holds::faults(&reports.faults, &sources);
    for report in &reports.reports {
        assert!(text.get(report.span.range()).is_some() && text.get(report.date_span.range()).is_some());
        assert!(report.percent.is_none_or(|percent| percent <= 100), "{report:?}");
    }
}

/// A table that another program writes out is the same table (RFC 4180).
fn is_read_as_written(table: &Table) {
    let fields = |row: &Row| -> Vec<String> {
        (0..row.width).map(|at| row.field(at).map_or_else(String::new, |field| field.value.clone())).collect()
    };
    let rows: Vec<Vec<String>> = [&table.head].into_iter().chain(&table.rows).map(fields).collect();
    let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
    rows.iter().for_each(|row| writer.write_record(row).expect("rows of one width"));
    let written = String::from_utf8(writer.into_inner().expect("in memory")).expect("UTF-8");
    let sources = Sources::from_texts([(PATH.into(), written.clone())]);
    let again = Table::csv(sources.get(PATH).expect("a file"), &written, &|_, _| false);
    let read: Vec<Vec<String>> = [&again.head].into_iter().chain(&again.rows).map(fields).collect();
    assert_eq!(read, rows, "{written:?}");
}
