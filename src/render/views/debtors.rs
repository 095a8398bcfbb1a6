//! Who owes most: organisations with what is overdue, since when, and a bar to compare by.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::State;
use crate::render::views::builder::PageBuilder;
use crate::render::views::days::DayView;
use crate::render::views::parts::PartyView;

/// Organisations that owe, most first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Debtors {
    /// Those that owe most first.
    pub rows: Vec<Debtor>,
    /// How many owe, shown here or not.
    pub count: usize,
    /// Where all organisations are; empty on that page itself.
    pub all: String,
    /// The last day on which the list is true; empty where no day changes it.
    pub until: String,
}

/// An organisation that owes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Debtor {
    /// Who owes it.
    pub party: PartyView,
    /// How much of it is overdue.
    pub overdue: u32,
    /// All that it was given a date for.
    pub dated: u32,
    /// The end of the oldest that it owes.
    pub since: Option<DayView>,
    /// The bar, as a share of the longest.
    pub width: String,
}

impl PageBuilder<'_> {
    /// So many of those who owe most, in Vietnamese order where they owe the same; none where nobody owes.
    pub fn debtors(&self, most: usize) -> Option<Debtors> {
        let reader = self.reader;
        let totals = &reader.totals().by_organization;
        let overdue = |id: OrganizationId| totals[id.index()].of(State::Overdue);
        let mut owing: Vec<OrganizationId> =
            self.register().sorted().iter().copied().filter(|id| overdue(*id) > 0).collect();
        owing.sort_by_key(|id| Reverse(overdue(*id)));
        let longest = overdue(*owing.first()?).max(1);
        let row = |id: &OrganizationId| {
            let mut own = reader.owed_by(*id).iter().map(|one| one.of(reader));
            let oldest = own.find(|one| one.state == State::Overdue).and_then(|one| one.term());
            Debtor {
                party: self.organization(*id),
                overdue: overdue(*id),
                dated: totals[id.index()].dated(),
                since: oldest.map(|term| self.day(term.to)),
                width: format!("{:.1}%", f64::from(overdue(*id)) / f64::from(longest) * 100.0),
            }
        };
        let until = reader.forecast().until;
        Some(Debtors {
            rows: owing.iter().take(most).map(row).collect(),
            count: owing.len(),
            all: self.way(&self.addresses().organizations()),
            until: until.map_or(String::new(), |day| day.to_string()),
        })
    }
}
