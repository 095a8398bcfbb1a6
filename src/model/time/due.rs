//! What the words of a deadline mean.
//!
//! Owns the readings that a deadline can have and the reasons why words are refused. How words are read
//! is [`crate::model::time::reading`]; when a recurrence falls due is
//! [`crate::model::time::recurrence`].

use std::ops::Range;

use crate::model::time::date::{Bound, Date, Interval, Precision};
use crate::model::time::recurrence::Recurrence;

/// What the words of a deadline mean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Due {
    /// No words at all.
    None,
    /// An interval with a last day.
    Dated(Interval, Bound),
    /// thường xuyên, or a beginning without an end: from that day on.
    Ongoing(Option<Date>),
    /// hằng tháng, hằng quý, hằng năm.
    Recurring(Recurrence),
    /// Counted from an event.
    Relative,
    /// To be announced.
    Announced,
    /// A day that no calendar has.
    Impossible,
    /// Words that are not understood.
    Unclear(Refusal),
}

/// Why words are refused, and which.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// Why.
    pub reason: Reason,
    /// The bytes of the words that cannot be placed.
    pub at: Range<usize>,
    /// The form that is read and most like the words.
    pub near: Option<&'static str>,
}

/// Why words are refused.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Words that are none of time, or stand where they mean nothing certain; with the one date that is
    /// understood beside them.
    Unplaced(Option<(Range<usize>, Interval)>),
    /// A second deadline.
    Second,
    /// A day, month or quarter of no year; with the days that it is in the year of the document.
    Yearless(Option<Interval>),
    /// A school year or a term of office: it ends with no year.
    NoCalendarYear,
    /// A year outside [`crate::model::time::date::YEARS`].
    FarYear,
}

impl Due {
    /// The days that it names, an open end for what goes on from a day.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Due::Dated(interval, _) => Some(*interval),
            Due::Ongoing(Some(since)) => Some(Interval::since(*since)),
            _ => None,
        }
    }
}

/// What an interval means that was typed in place of words.
pub fn of_interval(interval: Interval) -> Due {
    match interval {
        Interval { last: None, first, .. } => Due::Ongoing(first),
        Interval { precision: Precision::Day, .. } => Due::Dated(interval, Bound::On),
        Interval { first: None, .. } => Due::Dated(interval, Bound::By),
        _ => Due::Dated(interval, Bound::Within),
    }
}
