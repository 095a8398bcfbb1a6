//! The forms of data: JSON, and CSV (RFC 4180).
//!
//! Owns how values become bytes. Does not know what they mean.

use serde::Serialize;

/// Before a CSV file, so that a spreadsheet reads it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// JSON with a line break at its end.
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).unwrap_or_default();
    json.push(b'\n');
    json
}

/// A JSON Schema as people read it.
pub(crate) fn pretty(schema: &schemars::Schema) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(schema).unwrap_or_default();
    json.push(b'\n');
    json
}

/// A table for a spreadsheet.
pub(crate) fn sheet(csv: Vec<u8>) -> Vec<u8> {
    [BYTE_ORDER_MARK.as_bytes(), &csv].concat()
}

/// Rows as CSV.
pub(crate) fn csv(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // A vector in memory takes every row.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}
