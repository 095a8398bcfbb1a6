//! The progress matrix as a table for a spreadsheet.

use crate::model::work::obligation::State;
use crate::render::content::Content;
use crate::render::data::format;
use crate::render::reader::Reader;
use crate::render::theme::labels::state_key;
use crate::render::views::builder::PageBuilder;
use crate::render::views::counted::CountedParty;

/// The matrix: its header, a row an organisation, and the sum.
pub(crate) fn sheet(content: &Content) -> Vec<u8> {
    let builder = PageBuilder { reader: Reader::new(content), from: None };
    let columns = State::DATED.map(state_key);
    let header = ["organization", "total"].iter().chain(&columns).chain(&["rate", "since"]);
    let header = header.map(|key| content.labels.get("reports", key).to_owned()).collect();
    let row = |counted: CountedParty| {
        let counts = State::DATED.iter().map(|state| counted.tally.of(*state).to_string());
        let since = counted.since.map(|day| day.iso).unwrap_or_default();
        let total = counted.tally.dated().to_string();
        [counted.party.name, total].into_iter().chain(counts).chain([counted.rate, since]).collect()
    };
    let all = builder.matrix_rows().into_iter().chain([builder.matrix_sum()]).map(row);
    format::sheet(std::iter::once(header).chain(all))
}
