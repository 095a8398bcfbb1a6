//! Lanes: a document each, from its date over its deadlines.
//!
//! Owns the geometry: the axis of whole years that all lanes share, and a mark for each end, as large as
//! many owe it and in the worst of their states.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::time::date::Date;
use crate::model::work::obligation::{State, Tally};
use crate::render::lists::rows::row_state;
use crate::render::reader::Card;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::parts::{CountsView, StateWord};

/// The height of a lane in pixels.
const HEIGHT: f64 = 34.0;
/// The edge of a mark for one, the largest, and how many owe one that bears their number.
const MARK: f64 = 8.0;
const LARGEST: f64 = 26.0;
const NUMBERED: u32 = 10;

/// Lanes on one axis.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Lanes {
    /// The years of the axis.
    pub ticks: Vec<YearTick>,
    /// Where the day of the site is; empty where the axis does not hold it.
    pub now: String,
    /// The lanes, most overdue first.
    pub lanes: Vec<Lane>,
    /// The last day on which the picture is true; empty where no day changes it.
    pub until: String,
}

/// The beginning of a year.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct YearTick {
    /// Where it stands.
    pub x: String,
    /// The year; empty where it would stand too near to the one before.
    pub year: String,
    /// Whether its year gives way on a narrow page.
    pub odd: bool,
}

/// A document as a lane.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Lane {
    /// The document.
    pub directive: LinkView,
    /// Its title.
    pub title: String,
    /// How much of it is done, and how much is late.
    pub counts: CountsView,
    /// The next end that is not over; none where nothing is to come.
    pub next: Option<DayView>,
    /// What a screen reader says: "Từ 17/11/2022 đến 31/12/2025".
    pub words: String,
    /// Where it was issued; empty without a date.
    pub issue: String,
    /// Where its line begins.
    pub from: String,
    /// Where its last deadline is.
    pub to: String,
    /// Its ends.
    pub marks: Vec<Mark>,
}

/// A day on which something ends.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Mark {
    /// The worst state at this end.
    pub state: StateWord,
    /// Where its middle is.
    pub x: String,
    /// Where it begins, from above.
    pub y: String,
    /// Its size.
    pub size: String,
    /// Half its size.
    pub half: String,
    /// How many are in the worst state, where it has room.
    pub text: String,
}

/// What a lane is made of.
struct Span {
    id: DirectiveId,
    first: Date,
    last: Date,
    ends: BTreeMap<Date, Tally>,
}

/// Whole years.
struct Axis {
    start: Date,
    days: f64,
    years: Vec<(i16, Date)>,
}

impl Axis {
    fn new(first: i16, last: i16) -> Option<Axis> {
        let day = |year: i16| Date::new(year, 1, 1).ok();
        let years: Vec<(i16, Date)> =
            (first..=last).filter_map(|year| day(year).map(|day| (year, day))).collect();
        let (start, behind) = (day(first)?, day(last.checked_add(1)?)?);
        let days = f64::from(start.until(behind).ok()?.get_days().max(1));
        Some(Axis { start, days, years })
    }

    /// Where a day is, in percent of the width; days outside are at the ends.
    fn x(&self, day: Date) -> String {
        let offset = self.start.until(day).map_or(0, |span| span.get_days());
        format!("{:.2}%", (f64::from(offset) / self.days * 100.0).clamp(0.0, 100.0))
    }

    fn ticks(&self) -> Vec<YearTick> {
        // At most fourteen years have room for their names.
        let step = self.years.len().div_ceil(14).max(1);
        let tick = |(at, (year, day)): (usize, &(i16, Date))| YearTick {
            x: self.x(*day),
            year: if at % step == 0 { year.to_string() } else { String::new() },
            odd: (at / step) % 2 == 1,
        };
        self.years.iter().enumerate().map(tick).collect()
    }
}

impl PageBuilder<'_> {
    /// The lanes of some directives; none where nothing in them has an end.
    pub fn lanes(&self, ids: &[DirectiveId]) -> Option<Lanes> {
        let reader = self.reader;
        let spans: Vec<Span> = ids.iter().filter_map(|id| span(*id, &reader.card(*id))).collect();
        let first = spans.iter().map(|span| span.first.year()).min()?;
        let last = spans.iter().map(|span| span.last.year()).max()?;
        let axis = Axis::new(first, last)?;
        let as_of = self.reader.as_of();
        let obligations = ids.iter().flat_map(|id| {
            let resolved = &reader.card(*id).resolved;
            resolved.obligations.iter().chain(&resolved.upcoming)
        });
        let until = self.forecast(obligations).until;
        Some(Lanes {
            ticks: axis.ticks(),
            now: if (first..=last).contains(&as_of.year()) { axis.x(as_of) } else { String::new() },
            lanes: spans.iter().map(|span| self.lane(&axis, span)).collect(),
            until: until.map_or(String::new(), |day| day.to_string()),
        })
    }

    fn lane(&self, axis: &Axis, span: &Span) -> Lane {
        let entry = &self.reader.card(span.id);
        let as_of = self.reader.as_of();
        let open = |state: &State| matches!(state, State::DueSoon | State::InTime);
        let ahead =
            |(_, tally): &(&Date, &Tally)| State::ALL.iter().filter(|s| open(s)).any(|s| tally.of(*s) > 0);
        let next = span.ends.iter().filter(|(day, _)| **day >= as_of).find(ahead);
        let ends = [("from", shown_day(span.first)), ("to", shown_day(span.last))];
        let ends: Vec<(&str, &str)> = ends.iter().map(|(key, day)| (*key, day.as_str())).collect();
        let is_dated = entry.directive.when.first.is_some();
        Lane {
            directive: LinkView {
                text: self.directive_name(entry),
                href: self.directive_way(span.id),
                current: false,
            },
            title: entry.directive.title.clone(),
            counts: self.counts_of(entry),
            next: next.map(|(day, _)| self.day(*day)),
            words: self.labels().fill("timeline", "lane", &ends),
            issue: if is_dated { axis.x(span.first) } else { String::new() },
            from: axis.x(span.first),
            to: axis.x(span.last),
            marks: span.ends.iter().map(|(day, tally)| mark(axis.x(*day), tally)).collect(),
        }
    }
}

fn span(id: DirectiveId, entry: &Card<'_>) -> Option<Span> {
    let mut ends: BTreeMap<Date, Tally> = BTreeMap::new();
    for obligation in &entry.resolved.obligations {
        if let (true, Some(term)) =
            (obligation.state.is_open() || obligation.state.is_done(), obligation.term())
        {
            ends.entry(term.to).or_default().add(obligation.state);
        }
    }
    let (first, last) = (*ends.keys().next()?, *ends.keys().next_back()?);
    let begin = entry.directive.when.first.unwrap_or(first);
    Some(Span { id, first: begin.min(first), last: last.max(begin), ends })
}

fn mark(x: String, tally: &Tally) -> Mark {
    let (state, all) = (row_state(tally), tally.dated());
    let size = (MARK + 3.2 * f64::from(all).sqrt()).min(LARGEST);
    let worst = tally.of(state);
    Mark {
        state: StateWord(state),
        x,
        y: format!("{:.1}", (HEIGHT - size) / 2.0),
        size: format!("{size:.1}"),
        half: format!("{:.1}", -size / 2.0),
        text: if (NUMBERED..100).contains(&worst) { worst.to_string() } else { String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_shares_of_whole_years() {
        let axis = Axis::new(2021, 2024).unwrap();
        let x = |day: &str| axis.x(day.parse().unwrap());
        assert_eq!([x("2021-01-01"), x("2024-12-31")], ["0.00%", "99.93%"]);
        assert_eq!([x("2020-05-01"), x("2025-01-01"), x("2026-01-01")], ["0.00%", "100.00%", "100.00%"]);
        let ticks = axis.ticks();
        let years: Vec<(&str, &str, bool)> =
            ticks.iter().map(|tick| (tick.x.as_str(), tick.year.as_str(), tick.odd)).collect();
        let expect = [
            ("0.00%", "2021", false),
            ("24.98%", "2022", true),
            ("49.97%", "2023", false),
            ("74.95%", "2024", true),
        ];
        assert_eq!(years, expect);
    }

    #[test]
    fn many_years_name_only_some() {
        let ticks = Axis::new(2000, 2029).unwrap().ticks();
        assert_eq!(ticks.len(), 30);
        assert_eq!(ticks.iter().filter(|tick| !tick.year.is_empty()).count(), 10);
    }

    #[test]
    fn a_mark_is_as_large_as_many_owe_it() {
        let mut tally = Tally::default();
        tally.add(State::DoneOnTime);
        let one = mark("1%".into(), &tally);
        assert_eq!((one.state.0, one.size.as_str(), one.text.as_str()), (State::DoneOnTime, "11.2", ""));
        (0..15).for_each(|_| tally.add(State::Overdue));
        let many = mark("1%".into(), &tally);
        assert_eq!((many.state.0, many.size.as_str(), many.text.as_str()), (State::Overdue, "20.8", "15"));
    }
}
