//! Geometry of the pictures of counts: a square for each who owes a task, stacked columns by period.
//!
//! Owns shapes as attributes of inline SVG, with no style in them. Every state differs by more than its
//! colour (solid, outlined, hatched, pale), and words beside or `aria-label` say all that a picture shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::work::obligation::{State, Tally};
use crate::render::lists::forecast::Forecast;
use crate::render::theme::thousands;
use crate::render::views::builder::PageBuilder;
use crate::render::views::parts::{CountsView, StateWord, counts};

/// Squares at the most; beyond, a bar of the width of so many.
const SQUARES: u32 = 12;
/// From one square to the next, and its width and height.
const STEP: u32 = 12;
const SQUARE: (u32, u32) = (9, 11);

/// A square for each who owes a task, in the order of [`State::ALL`] from the end: done first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct Pips {
    /// The width of the drawing, in pixels.
    pub width: u32,
    /// What is drawn, a path a state.
    pub paths: Vec<StatePath>,
}

/// What is drawn of one state, as the data of a path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub(crate) struct StatePath {
    /// The state, as data.
    pub state: StateWord,
    /// The path, as SVG has it.
    pub d: String,
}

impl Pips {
    /// The picture of a count; none of nothing. What is cancelled is not shown.
    pub fn new(tally: &Tally) -> Option<Pips> {
        let all = tally.all() - tally.of(State::Cancelled);
        let (width, height) = SQUARE;
        let mut paths = Vec::new();
        let mut before = 0;
        for state in State::ALL.into_iter().rev().filter(|state| *state != State::Cancelled) {
            let count = tally.of(state);
            if count == 0 {
                continue;
            }
            let d = if all <= SQUARES {
                let square = |at: u32| format!("M{}.5.5h{width}v{height}h-{width}z", at * STEP);
                (before..before + count).map(square).collect()
            } else {
                // Tenths of a pixel, so that no float is printed.
                let tenths =
                    |count: u32| (u64::from(count) * u64::from(SQUARES * STEP) * 10) / u64::from(all);
                let (from, to) = (tenths(before), tenths(before + count));
                let shown = |tenths: u64| format!("{}.{}", tenths / 10, tenths % 10);
                let wide = shown((to - from).max(10));
                format!("M{} .5h{wide}v{height}h-{wide}z", shown(from))
            };
            paths.push(StatePath { state: StateWord(state), d });
            before += count;
        }
        (all > 0).then(|| Pips { width: all.min(SQUARES) * STEP, paths })
    }
}

/// A period: its counts, and where its list is.
pub(crate) struct Period {
    pub tally: Tally,
    pub forecast: Forecast,
    /// Its list; none where there is none.
    pub href: Option<String>,
    pub name: String,
    /// The same in two or three letters.
    pub short: String,
    pub is_now: bool,
}

/// A period as a column.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Column {
    /// Where the period is listed; none where nowhere.
    pub href: Option<String>,
    /// The period in words.
    pub name: String,
    /// The same where there is little room.
    pub short: String,
    /// Whether it is at hand: the day of the site is in it, or on a page that is of no day the next deadline.
    pub is_now: bool,
    /// What a screen reader says: "2021: 2 quá hạn, 6 hoàn thành".
    pub words: String,
    /// How much is done, and how much is late.
    pub counts: CountsView,
    /// All that is counted: overdue, open and done.
    pub all: u32,
    /// Its parts, from below.
    pub bars: Vec<Bar>,
}

/// What is in one state, as a piece of a column.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Bar {
    /// The state, as data.
    pub state: StateWord,
    /// Where it begins, from above.
    pub y: String,
    /// Its height.
    pub height: String,
}

/// Columns beside each other, drawn to one scale.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Columns {
    /// Their height, in pixels.
    pub height: u32,
    /// Whether there are so many that only the short names fit.
    pub many: bool,
    /// The columns, oldest first.
    pub columns: Vec<Column>,
    /// The last day on which the picture is true; empty where no day changes it.
    pub until: String,
}

/// Columns with room for their whole names.
const ROOMY: usize = 12;

impl PageBuilder<'_> {
    /// Columns of some periods, so high in pixels.
    pub fn columns(&self, periods: Vec<Period>, height: u32) -> Columns {
        let most = periods.iter().map(|period| period.tally.dated()).max().unwrap_or_default();
        let untils = periods.iter().filter_map(|period| period.forecast.until).min();
        let many = periods.len() > ROOMY;
        let columns = periods.into_iter().map(|period| self.column(period, most, height)).collect();
        Columns { height, many, columns, until: untils.map_or(String::new(), |day| day.to_string()) }
    }

    fn column(&self, period: Period, most: u32, height: u32) -> Column {
        // A line of a pixel stays free above, below and between.
        let room = f64::from(height.saturating_sub(3 + State::DATED.len() as u32)) / f64::from(most.max(1));
        let mut foot = f64::from(height) - 1.0;
        let mut bars = Vec::new();
        for state in State::DATED.into_iter().filter(|state| period.tally.of(*state) > 0) {
            let tall = (f64::from(period.tally.of(state)) * room).max(2.0);
            foot -= tall;
            bars.push(Bar { state: StateWord(state), y: format!("{foot:.1}"), height: format!("{tall:.1}") });
            foot -= 1.0;
        }
        let said = |state: &State| {
            let count = thousands(i64::from(period.tally.of(*state)), self.language());
            (period.tally.of(*state) > 0)
                .then(|| format!("{count} {}", self.state_label(*state).to_lowercase()))
        };
        let said: Vec<String> = State::DATED.iter().rev().filter_map(said).collect();
        let said = if said.is_empty() { "0".to_owned() } else { said.join(", ") };
        Column {
            words: format!("{}: {said}", period.name),
            href: period.href,
            name: period.name,
            short: period.short,
            is_now: period.is_now,
            all: period.tally.dated(),
            counts: counts(&period.tally, period.forecast),
            bars,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(counts: &[(State, u32)]) -> Tally {
        let mut tally = Tally::default();
        counts.iter().for_each(|(state, count)| (0..*count).for_each(|_| tally.add(*state)));
        tally
    }

    #[test]
    fn each_who_owes_is_a_square_done_first() {
        let pips =
            Pips::new(&tally(&[(State::Overdue, 1), (State::DoneOnTime, 2), (State::Cancelled, 3)])).unwrap();
        assert_eq!(pips.width, 3 * STEP);
        let shown: Vec<(State, &str)> =
            pips.paths.iter().map(|path| (path.state.0, path.d.as_str())).collect();
        let done = "M0.5.5h9v11h-9zM12.5.5h9v11h-9z";
        assert_eq!(shown, [(State::DoneOnTime, done), (State::Overdue, "M24.5.5h9v11h-9z")]);
        assert_eq!(Pips::new(&tally(&[(State::Cancelled, 3)])), None);
    }

    #[test]
    fn many_who_owe_are_a_bar_in_their_shares() {
        let pips = Pips::new(&tally(&[(State::Overdue, 60), (State::DoneLate, 20)])).unwrap();
        let shown: Vec<&str> = pips.paths.iter().map(|path| path.d.as_str()).collect();
        assert_eq!(shown, ["M0.0 .5h36.0v11h-36.0z", "M36.0 .5h108.0v11h-108.0z"]);
        assert_eq!(pips.width, SQUARES * STEP);
    }
}
