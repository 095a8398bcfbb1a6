//! Sections of rows: what pages list under one heading, and in what order.
//!
//! Owns that order: what is ahead nearest first, what is overdue and what is done newest first; no list
//! is ever oldest first.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::time::date::Date;
use crate::model::work::obligation::{State, Tally};
use crate::render::filter::{Quarter, TimelineFilter};
use crate::render::lists::index::Owed;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::task::{Group, Style, TaskRow, groups, row_state};

/// Who is named in one row at the most; the page of the directive has all.
const NAMES: usize = 150;
/// Rows of the timeline.
pub(crate) const BRIEF: Style = Style { full: false, most: NAMES };

/// Rows under one heading.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Section {
    /// Its id on the page.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The states that it counts, parted by spaces.
    pub kind: String,
    /// How many obligations it holds or stands for.
    pub n: u32,
    /// How many rows those are.
    pub m: usize,
    /// Whether no row of it is owed yet.
    pub is_empty: bool,
    /// Whether its rows are in several states.
    pub mixed: bool,
    /// Its tables: the states that each takes, and its rows.
    pub bodies: Vec<Body>,
    /// Years that are folded.
    pub folds: Vec<Section>,
    /// Where the rest stands.
    pub all: Option<LinkView>,
}

/// Rows in states that follow each other by date.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Body {
    /// The states, parted by spaces.
    pub into: &'static str,
    /// `up`: nearest first; `down`: newest first.
    pub order: &'static str,
    /// The rows.
    pub rows: Vec<TaskRow>,
}

/// Where a row stands on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Ahead,
    Overdue,
    Past,
}

impl Slot {
    pub const ALL: [Slot; 3] = [Slot::Ahead, Slot::Overdue, Slot::Past];

    /// Where a row in a state stands.
    pub fn of(state: State) -> Slot {
        match state {
            State::DueSoon | State::InTime => Slot::Ahead,
            State::Overdue => Slot::Overdue,
            _ => Slot::Past,
        }
    }

    /// Its states as data.
    pub fn states(self) -> &'static str {
        ["due-soon in-time", "overdue", "done-late done-on-time"][self as usize]
    }

    pub fn order(self) -> &'static str {
        if self == Slot::Ahead { "up" } else { "down" }
    }

    /// The key of its label.
    pub fn key(self) -> &'static str {
        ["ahead", "overdue", "past"][self as usize]
    }
}

/// A row to be, and where it stands.
#[derive(Clone)]
pub(crate) struct Placed {
    pub slot: Slot,
    pub end: Option<Date>,
    pub tally: Tally,
    pub group: Group,
}

impl PageBuilder<'_> {
    /// The rows in one slot; what will be owed stands ahead.
    pub fn body(&self, slot: Slot, placed: &[Placed], upcoming: &[Owed]) -> Body {
        let own = placed.iter().filter(|one| one.slot == slot);
        let mut rows: Vec<TaskRow> = own.map(|one| self.task(&one.group, BRIEF)).collect();
        if slot == Slot::Ahead {
            rows.extend(self.upcoming(upcoming, BRIEF));
            rows.sort_by(|a, b| a.to.cmp(&b.to));
        }
        Body { into: slot.states(), order: slot.order(), rows }
    }

    /// Obligations as rows in the order of the page.
    pub fn placed(&self, owed: impl Iterator<Item = Owed>) -> Vec<Placed> {
        let mut placed = self.placed_as_they_come(owed);
        let ahead = |one: &Placed| one.end.filter(|_| one.slot == Slot::Ahead);
        placed.sort_by_key(|one| (one.slot, ahead(one), Reverse(one.end)));
        placed
    }

    /// Obligations as rows in the order in which they come.
    pub fn placed_as_they_come(&self, owed: impl Iterator<Item = Owed>) -> Vec<Placed> {
        let reader = self.reader;
        let place = |group: Group| {
            let obligations = &reader.card(group.directive).resolved.obligations;
            let mut tally = Tally::default();
            group.items.iter().for_each(|at| tally.add(obligations[*at as usize].state));
            let end = group.items.iter().find_map(|at| obligations[*at as usize].term());
            Placed { slot: Slot::of(row_state(&tally)), end: end.map(|term| term.to), tally, group }
        };
        groups(reader, owed).into_iter().map(place).collect()
    }

    /// What will be owed within a month and passes a filter.
    pub fn upcoming_in(&self, filter: TimelineFilter) -> Vec<Owed> {
        let fits = |owed: &&Owed| {
            let term = owed.upcoming_of(self.reader).term();
            term.is_some_and(|term| filter.holds(Quarter::of(term.to)))
        };
        self.reader.upcoming().iter().filter(fits).copied().collect()
    }
}
