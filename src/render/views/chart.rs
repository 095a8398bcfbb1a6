//! The chart beside the timeline: an axis of quarters and a track for each row, as shares of its width.
//!
//! Owns the geometry; the layout draws it as inline SVG. It is hidden from screen readers: the words
//! beside it say everything it shows.

use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::time::date::{Date, Precision};
use crate::model::work::obligation::{Obligation, State};
use crate::model::work::progress::ReportId;
use crate::render::filter::Quarter;

/// A stretch of whole quarters.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Axis {
    /// First day, and the first day behind the last.
    pub first: String,
    pub behind: String,
    pub quarters: Vec<Tick>,
    /// Where the day of the site is; empty where the axis does not hold it.
    pub now: String,
    #[serde(skip)]
    start: Date,
    #[serde(skip)]
    days: i32,
}

/// The beginning of a quarter.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Tick {
    pub x: String,
    pub label: String,
    /// The year, at its first quarter on the axis.
    pub year: String,
}

/// What a row draws.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Track {
    /// From the directive to the deadline.
    pub from: String,
    pub to: String,
    /// The interval that a deadline is, for one that is no day.
    pub span: Option<(String, String)>,
    /// Where the deadline is; empty outside of the axis.
    pub due: String,
    /// How far something is or was late: from the deadline to here.
    pub lag: String,
    /// Where it was done; empty if it was not, or outside of the axis.
    pub done: String,
}

impl Axis {
    /// `count` quarters from `first` on; `label` names a quarter.
    pub fn new(first: Quarter, count: usize, as_of: Date, label: impl Fn(Quarter) -> String) -> Option<Axis> {
        let quarters: Vec<Quarter> = (0..).take(count + 1).map(|by| first.later(by)).collect();
        let day = |q: &Quarter| Date::new(q.year, (q.quarter - 1) * 3 + 1, 1).ok();
        let (start, behind) = (day(quarters.first()?)?, day(quarters.last()?)?);
        let days = start.until(behind).ok()?.get_days().max(1);
        let mut axis = Axis {
            first: start.to_string(),
            behind: behind.to_string(),
            quarters: Vec::new(),
            now: String::new(),
            start,
            days,
        };
        let mut year = None;
        for quarter in &quarters[..count] {
            let is_new = year.replace(quarter.year) != Some(quarter.year);
            let year = if is_new { quarter.year.to_string() } else { String::new() };
            axis.quarters.push(Tick {
                x: day(quarter).map(|d| axis.x(d)).unwrap_or_default(),
                label: label(*quarter),
                year,
            });
        }
        axis.now = axis.inside(as_of);
        Some(axis)
    }

    /// Days from the start of the axis.
    fn offset(&self, day: Date) -> i32 {
        self.start.until(day).map_or(0, |span| span.get_days())
    }

    /// Where a day is, in percent of the width; days outside are at the ends.
    fn x(&self, day: Date) -> String {
        let share = f64::from(self.offset(day).clamp(0, self.days)) / f64::from(self.days) * 100.0;
        format!("{share:.2}%")
    }

    /// The same, empty for days outside.
    fn inside(&self, day: Date) -> String {
        if (0..=self.days).contains(&self.offset(day)) { self.x(day) } else { String::new() }
    }

    /// The track of a row.
    pub fn track(
        &self,
        entry: &Entry,
        items: &[&Obligation],
        state: State,
        as_of: Date,
        date: impl Fn(ReportId) -> Date,
    ) -> Option<Track> {
        let term = items.first()?.term()?;
        let begin = entry.directive.when.first.unwrap_or(term.last);
        let done = match items {
            [one] if state.is_done() => one.last_report().map(date),
            _ => None,
        };
        let late_until = match state {
            State::Overdue => Some(as_of),
            State::DoneLate => done,
            // Of no length yet: it grows when the page is read later.
            State::DueSoon | State::InTime => Some(term.last),
            _ => None,
        };
        let span = match (term.precision, term.from) {
            (Precision::Day, _) | (_, None) => None,
            (_, Some(from)) => Some((self.x(from), self.x(term.to))),
        };
        Some(Track {
            from: self.x(begin),
            to: self.x(term.last),
            span,
            due: self.inside(term.last),
            lag: late_until.map(|day| self.x(day)).unwrap_or_default(),
            done: done.map(|day| self.inside(day)).unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_shares_of_the_axis() {
        let first = Quarter { year: 2026, quarter: 3 };
        let axis = Axis::new(first, 4, "2026-10-01".parse().unwrap(), |q| format!("Q{}", q.quarter)).unwrap();
        assert_eq!((axis.first.as_str(), axis.behind.as_str()), ("2026-07-01", "2027-07-01"));
        let ticks: Vec<_> =
            axis.quarters.iter().map(|t| (t.label.as_str(), t.year.as_str(), t.x.as_str())).collect();
        assert_eq!(
            ticks,
            [("Q3", "2026", "0.00%"), ("Q4", "", "25.21%"), ("Q1", "2027", "50.41%"), ("Q2", "", "75.07%")]
        );
        assert_eq!(axis.now, "25.21%");
        assert_eq!(
            (axis.x("2020-01-01".parse().unwrap()), axis.inside("2020-01-01".parse().unwrap())),
            ("0.00%".into(), String::new())
        );
    }
}
