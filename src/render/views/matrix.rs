//! The progress matrix: organisation × counts.
//!
//! Owns its rows and the order of its columns, which the page and the table for a spreadsheet share.

use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::{Obligation, Responsible, State, Tally};
use crate::render::theme::labels::state_key;
use crate::render::views::builder::PageBuilder;
use crate::render::views::counted::CountedParty;
use crate::render::views::days::DayView;
use crate::render::views::frame::Page;
use crate::render::views::parts::{FigureView, PartyView};

/// The columns between the total and the rate.
pub(crate) const COLUMNS: [State; 5] =
    [State::DoneOnTime, State::DoneLate, State::InTime, State::DueSoon, State::Overdue];

#[derive(Serialize)]
struct MatrixView {
    as_of: DayView,
    /// What stands above the columns between the total and the rate.
    columns: Vec<String>,
    rows: Vec<MatrixRow>,
    sum: MatrixRow,
    csv: String,
}

/// A row of the page: one figure a column.
#[derive(Serialize)]
struct MatrixRow {
    #[serde(flatten)]
    counted: CountedParty,
    cells: Vec<FigureView>,
}

impl PageBuilder<'_> {
    /// The page of the matrix.
    pub fn matrix(&self) -> Page {
        let column = |state| self.labels().get("reports", state_key(state)).to_owned();
        let figure = |counted: &CountedParty, state| {
            counted.figures.figures.iter().find(|figure| figure.state.0 == state).cloned()
        };
        let row = |counted: CountedParty| MatrixRow {
            cells: COLUMNS.iter().filter_map(|state| figure(&counted, *state)).collect(),
            counted,
        };
        let view = MatrixView {
            as_of: self.day(self.content.scope.as_of),
            columns: COLUMNS.map(column).to_vec(),
            rows: self.matrix_rows().into_iter().map(row).collect(),
            sum: row(self.matrix_sum()),
            csv: self.way(&self.addresses().matrix_csv()),
        };
        Page::new("matrix", self.head("reports"), &view)
    }

    /// The organisations that owe something by a day; what nobody of the register owes is one row of its
    /// own, so that every column adds up.
    pub fn matrix_rows(&self) -> Vec<CountedParty> {
        let content = self.content;
        let tally = |id: &OrganizationId| content.totals.by_organization[id.index()];
        let with_tasks = self.register().sorted().iter().filter(|id| tally(id).dated() > 0);
        let mut rows: Vec<CountedParty> = with_tasks.map(|id| self.counted(*id, 0)).collect();
        let is_outside = |o: &&Obligation| !matches!(o.responsible, Responsible::Organization(_));
        let entries = || content.catalog.directives().map(|(_, entry)| entry);
        let mut outside = Tally::default();
        entries().flat_map(|e| &e.resolved.obligations).filter(is_outside).for_each(|o| outside.add(o.state));
        if outside.dated() > 0 {
            let all = entries().flat_map(|e| e.resolved.obligations.iter().chain(&e.resolved.upcoming));
            let figures = self.figures(&outside, self.forecast(all.filter(is_outside)), |_| None);
            rows.push(self.counted_as(self.unnamed("issuers", "unregistered"), outside, figures));
        }
        rows
    }

    /// The counts of the whole site.
    pub fn matrix_sum(&self) -> CountedParty {
        let (content, all) = (self.content, self.content.totals.all);
        let figures = self.figures(&all, content.forecast().clone(), |state| self.state_way(state));
        self.counted_as(self.unnamed("reports", "sum"), all, figures)
    }

    /// What is no organisation, by a label.
    fn unnamed(&self, group: &str, key: &str) -> PartyView {
        PartyView { name: self.labels().get(group, key).to_owned(), href: None, id: String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dated_state_has_one_column() {
        let is_dated = |state: &State| state.is_open() || state.is_done();
        let mut columns = COLUMNS.to_vec();
        columns.sort_by_key(|column| State::ALL.iter().position(|state| state == column));
        assert_eq!(columns, State::ALL.into_iter().filter(is_dated).collect::<Vec<_>>());
    }
}
