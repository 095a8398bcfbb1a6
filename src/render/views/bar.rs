//! A bar of what is owed: done at its foot, what is late at its end, each state in its share.
//!
//! Owns the geometry, as attributes of inline SVG; the words beside say all that it shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::work::obligation::{State, Tally};
use crate::render::theme::thousands;
use crate::render::views::builder::PageBuilder;
use crate::render::views::parts::StateWord;

/// The longest bar, in pixels.
const LONGEST: f64 = 132.0;
/// The narrowest piece, and what is free between two.
const LEAST: f64 = 2.0;
const GAP: f64 = 1.0;

/// A bar of counts.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ShareBar {
    /// Its length in pixels.
    width: String,
    /// What it shows, in words.
    words: String,
    /// Its pieces.
    pieces: Vec<Piece>,
}

/// What is in one state.
#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Piece {
    /// The state.
    state: StateWord,
    /// Where it begins, in pixels.
    x: String,
    /// How long it is, in pixels.
    width: String,
}

impl PageBuilder<'_> {
    /// The bar of a count; the longest has `most` in it. None where nothing has a day.
    pub fn share_bar(&self, tally: &Tally, most: u32) -> Option<ShareBar> {
        let all = tally.dated();
        if all == 0 {
            return None;
        }
        let length = LONGEST * f64::from(all) / f64::from(most.max(all));
        let shown: Vec<State> = State::DATED.into_iter().filter(|state| tally.of(*state) > 0).collect();
        // What the narrowest take more than their share is taken from none: the bar is longer.
        let mut x = 0.0;
        let mut pieces = Vec::new();
        for state in shown.iter() {
            let width = (length * f64::from(tally.of(*state)) / f64::from(all) - GAP).max(LEAST);
            pieces.push(Piece {
                state: StateWord(*state),
                x: format!("{x:.1}"),
                width: format!("{width:.1}"),
            });
            x += width + GAP;
        }
        let said = |state: &State| {
            let count = thousands(i64::from(tally.of(*state)), self.language());
            format!("{count} {}", self.state_label(*state).to_lowercase())
        };
        let words: Vec<String> = shown.iter().rev().map(said).collect();
        Some(ShareBar { width: format!("{x:.0}"), words: words.join(", "), pieces })
    }
}
