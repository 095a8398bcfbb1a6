//! Rows to be: what is owed, put together by deadline and turn, in the order of pages.
//!
//! Owns that order: what is ahead nearest first, what is overdue and what is done newest first; no list
//! is ever oldest first.

use std::cmp::Reverse;

use crate::model::catalog::reference::DirectiveId;
use crate::model::time::date::{Date, Interval};
use crate::model::work::obligation::{State, Tally};
use crate::render::lists::index::Owed;
use crate::render::lookup::Lookup;

/// The items of one deadline and occurrence, in the order of a list.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub directive: DirectiveId,
    pub deadline: u32,
    pub occurrence: Option<Interval>,
    pub items: Vec<u32>,
}

impl Group {
    /// What is owed in it.
    pub fn owed(&self) -> impl Iterator<Item = Owed> {
        self.items.iter().map(|at| Owed { directive: self.directive, at: *at })
    }
}

/// Puts obligations of one deadline and occurrence together, in the order in which they come.
pub(crate) fn groups<'a>(from: impl Lookup<'a>, owed: impl IntoIterator<Item = Owed>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for owed in owed {
        let obligation = owed.of(from);
        match groups.last_mut() {
            Some(group)
                if group.directive == owed.directive
                    && group.deadline == obligation.deadline
                    && group.occurrence == obligation.occurrence =>
            {
                group.items.push(owed.at);
            }
            _ => groups.push(Group {
                directive: owed.directive,
                deadline: obligation.deadline,
                occurrence: obligation.occurrence,
                items: vec![owed.at],
            }),
        }
    }
    groups
}

/// The state of a row: the worst that is open, else what all have come to.
pub(crate) fn row_state(tally: &Tally) -> State {
    let rest = [State::DoneLate, State::DoneOnTime, State::Ongoing, State::Undated];
    tally
        .worst_open()
        .or_else(|| rest.into_iter().find(|state| tally.of(*state) > 0))
        .unwrap_or(State::Cancelled)
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

/// Obligations as rows in the order of the page.
pub(crate) fn placed<'a>(from: impl Lookup<'a>, owed: impl IntoIterator<Item = Owed>) -> Vec<Placed> {
    let mut placed = placed_as_they_come(from, owed);
    let ahead = |one: &Placed| one.end.filter(|_| one.slot == Slot::Ahead);
    placed.sort_by_key(|one| (one.slot, ahead(one), Reverse(one.end)));
    placed
}

/// Obligations as rows in the order in which they come.
pub(crate) fn placed_as_they_come<'a>(
    from: impl Lookup<'a>,
    owed: impl IntoIterator<Item = Owed>,
) -> Vec<Placed> {
    let place = |group: Group| {
        let obligations = &from.resolved(group.directive).obligations;
        let mut tally = Tally::default();
        group.items.iter().for_each(|at| tally.add(obligations[*at as usize].state));
        let end = group.items.iter().find_map(|at| obligations[*at as usize].term());
        Placed { slot: Slot::of(row_state(&tally)), end: end.map(|term| term.to), tally, group }
    };
    groups(from, owed).into_iter().map(place).collect()
}
