//! The forms of data: JSON, and CSV (RFC 4180).
//!
//! Owns how values become bytes, and that no cell becomes a formula. Does not know what they mean.

use serde::{Serialize, Serializer};
use unicode_normalization::UnicodeNormalization;

/// Before a CSV file, so that a spreadsheet reads it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// An array of records as JSON with a line break at its end; a record is made when it is written.
pub fn json<T: Serialize>(records: impl IntoIterator<Item = T>) -> Vec<u8> {
    let mut json = Vec::new();
    // A vector in memory takes every record.
    let _ = serde_json::Serializer::new(&mut json).collect_seq(records);
    json.push(b'\n');
    json
}

/// A JSON Schema as people read it.
pub(crate) fn pretty(schema: &schemars::Schema) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(schema).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Rows as a table for a spreadsheet.
pub(crate) fn sheet(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    written(BYTE_ORDER_MARK.into(), rows)
}

/// Rows as CSV, each cell such as a spreadsheet takes for text or a number.
pub(crate) fn csv(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    written(Vec::new(), rows)
}

fn written(before: Vec<u8>, rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(before);
    for row in rows {
        // A vector in memory takes every row.
        let _ = writer.write_record(row.into_iter().map(harmless));
    }
    writer.into_inner().unwrap_or_default()
}

/// A cell with `'` before it where a spreadsheet would take it for a formula (OWASP, CSV Injection): without that
/// sign it is the text. What begins with the sign gets another one, so that the same holds of every cell.
fn harmless(cell: String) -> String {
    if begins_formula(&cell) || cell.starts_with('\'') { format!("'{cell}") } else { cell }
}

/// Whether some spreadsheet would compute a cell. Programs look for the beginning behind blanks and what cannot be
/// seen, and know wide and small forms of the signs.
fn begins_formula(cell: &str) -> bool {
    let is_unseen = |c: char| c.is_whitespace() || c.is_control() || UNSEEN.contains(&c);
    let Some(first) = cell.chars().find(|c| !is_unseen(*c)) else { return cell.starts_with(['\t', '\r']) };
    let is_sign = std::iter::once(first).nfkc().any(|c| ['=', '+', '-', '@', '\u{2212}'].contains(&c));
    cell.starts_with(['\t', '\r']) || (is_sign && !is_number(cell))
}

/// Characters without a form of their own: soft hyphen, zero widths, directions, joiners, byte order mark.
const UNSEEN: [char; 16] = [
    '\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}',
    '\u{202d}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2069}', '\u{feff}',
];

/// Whether a cell is a number and nothing else: `-12`.
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, part) = digits.split_once(['.', ',']).unwrap_or((digits, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_text_or_a_number() {
        for formula in [
            "=1",
            "+1+1",
            "-1-1",
            "@SUM(A1)",
            "\t=1",
            "\rx",
            "\tx",
            "  =1",
            "\u{a0}=1",
            "\u{3000}+a",
            "\n-a",
            "\u{feff}=1",
            "\u{200b}@a",
            "＝1",
            "＋a",
            "－a",
            "＠a",
            "﹦1",
            "−a",
            "-",
            "- một",
            "=",
            "\t",
            "+84 912",
            "--1",
            "-1e5",
            "-.",
            "' ",
            "'=1",
            "''",
        ] {
            assert_eq!(harmless(formula.to_owned()), format!("'{formula}"), "{formula:?}");
        }
        for text in [
            "",
            " ",
            "-12",
            "+84912345678",
            "-1,5",
            "-0.25",
            "12",
            "a=1",
            "Sở Y tế",
            "– một",
            "\"=1\"",
            "(=1)",
            "12-KH/TU",
            "2026-01-31",
            "\n",
            "…",
            "100%",
        ] {
            assert_eq!(harmless(text.to_owned()), text, "{text:?}");
        }
    }
}
