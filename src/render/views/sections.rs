//! Sections of rows: what pages list under one heading, and in what order.
//!
//! Owns that order: what is ahead nearest first, what is overdue and what is done newest first; no list
//! is ever oldest first.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::lists::index::Owed;
use crate::render::lists::rows::{Placed, Slot};
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::task::{Style, TaskRow};

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
}
