//! The progress matrix: organisation × counts.
//!
//! Owns its rows and the order of its columns, which the page and the table for a spreadsheet share.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::{Obligation, Responsible, State, Tally};
use crate::render::theme::labels::state_key;
use crate::render::views::bar::ShareBar;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::counted::CountedParty;
use crate::render::views::days::DayView;
use crate::render::views::frame::Page;
use crate::render::views::parts::{FigureView, PartyView};

/// The order of the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MatrixOrder {
    /// Those that owe most of what is late first, then those that owe it longest.
    Urgent,
    /// In Vietnamese order.
    Name,
}

/// The progress of every organisation.
#[derive(Serialize, JsonSchema)]
pub(crate) struct MatrixView {
    /// The day of the site.
    as_of: DayView,
    /// The ways to the same rows in each order.
    orders: Vec<LinkView>,
    /// What stands above the columns between the total and the rate.
    columns: Vec<String>,
    /// The organisations.
    rows: Vec<MatrixRow>,
    /// The whole site.
    sum: MatrixRow,
    /// The table for a spreadsheet.
    csv: String,
    /// The last day on which order, bars and oldest days are right; empty where no day changes them.
    until: String,
}

/// A row of the page: one figure a column.
#[derive(Serialize, JsonSchema)]
struct MatrixRow {
    #[serde(flatten)]
    counted: CountedParty,
    /// The figures between the total and the rate.
    cells: Vec<FigureView>,
    /// Its picture; none for the sum.
    bar: Option<ShareBar>,
}

impl PageBuilder<'_> {
    /// The page of the matrix in an order.
    pub fn matrix(&self, order: MatrixOrder) -> Page {
        let column = |state| self.labels().get("reports", state_key(state)).to_owned();
        let figure = |counted: &CountedParty, state| {
            counted.figures.figures.iter().find(|figure| figure.state.0 == state).cloned()
        };
        let mut rows = self.matrix_rows();
        if order == MatrixOrder::Urgent {
            rows.sort_by_cached_key(|row| {
                let since = row.since.as_ref().map(|day| day.iso.clone());
                (Reverse(row.tally.of(State::Overdue)), since)
            });
        }
        let most = rows.iter().map(|row| row.tally.dated()).max().unwrap_or_default();
        let row = |counted: CountedParty| MatrixRow {
            cells: State::DATED.iter().filter_map(|state| figure(&counted, *state)).collect(),
            bar: self.share_bar(&counted.tally, most),
            counted,
        };
        let link = |key: &str, to: &str| self.link(self.labels().get("reports", key), to);
        let addresses = self.addresses();
        let view = MatrixView {
            as_of: self.day(self.reader.as_of()),
            orders: vec![
                link("most_overdue", &addresses.matrix()),
                link("by_name", &addresses.matrix_by_name()),
            ],
            columns: State::DATED.map(column).to_vec(),
            rows: rows.into_iter().map(row).collect(),
            sum: MatrixRow { bar: None, ..row(self.matrix_sum()) },
            csv: self.way(&self.addresses().matrix_csv()),
            until: self.reader.forecast().until.map_or(String::new(), |day| day.to_string()),
        };
        Page::new("matrix", self.head("reports"), &view).of_the_day()
    }

    /// The organisations that owe something by a day; what nobody of the register owes is one row of its
    /// own, so that every column adds up.
    pub fn matrix_rows(&self) -> Vec<CountedParty> {
        let reader = self.reader;
        let tally = |id: &OrganizationId| reader.totals().by_organization[id.index()];
        let with_tasks = self.register().sorted().iter().filter(|id| tally(id).dated() > 0);
        let mut rows: Vec<CountedParty> = with_tasks.map(|id| self.counted(*id, 0)).collect();
        let is_outside = |o: &&Obligation| !matches!(o.responsible, Responsible::Organization(_));
        let entries = || reader.directives().map(|(_, entry)| entry);
        let mut outside = Tally::default();
        entries().flat_map(|e| &e.resolved.obligations).filter(is_outside).for_each(|o| outside.add(o.state));
        if outside.dated() > 0 {
            let all = entries().flat_map(|e| e.resolved.obligations.iter().chain(&e.resolved.upcoming));
            let figures = self.figures(&outside, self.forecast(all.filter(is_outside)), |_| None);
            let late = entries().flat_map(|e| &e.resolved.obligations).filter(is_outside);
            let late = late.filter(|o| o.state == State::Overdue).filter_map(|o| o.term());
            let since = late.map(|term| term.to).min().map(|day| self.day(day));
            let counted = self.counted_as(self.unnamed("issuers", "unregistered"), outside, figures);
            rows.push(CountedParty { since, ..counted });
        }
        rows
    }

    /// The counts of the whole site.
    pub fn matrix_sum(&self) -> CountedParty {
        let (reader, all) = (self.reader, self.reader.totals().all);
        let figures = self.figures(&all, reader.forecast().clone(), |state| self.state_way(state));
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
        let mut columns = State::DATED.to_vec();
        columns.sort_by_key(|column| State::ALL.iter().position(|state| state == column));
        assert_eq!(columns, State::ALL.into_iter().filter(is_dated).collect::<Vec<_>>());
    }
}
