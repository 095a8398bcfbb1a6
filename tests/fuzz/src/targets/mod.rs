//! What is fuzzed: each target takes any bytes, and fails where something does not hold.

pub mod attached;
pub mod caught;
pub mod citations;
pub mod csv;
pub mod front_matter;
pub mod holds;
pub mod markdown;
pub mod request;
pub mod site;
pub mod words;
pub mod workbook;

use std::borrow::Cow;

/// The name of a target, which is that of its corpus, and what it tries.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const ALL: [Target; 9] = [
    ("attached", attached::check),
    ("citations", citations::check),
    ("csv", csv::check),
    ("front_matter", front_matter::check),
    ("markdown", markdown::check),
    ("request", request::check),
    ("site", site::check),
    ("words", words::check),
    ("workbook", workbook::check),
];

/// Bytes as text: what is no UTF-8 is refused long before it is read.
fn text(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}
