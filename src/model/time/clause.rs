//! What one clause of a deadline says: a term, a beginning, a place in what recurs, how often, an event.
//!
//! Owns the types that the reader makes of words, before several clauses are put together. Reads nothing.

use crate::model::time::date::{Bound, Date, Interval};
use crate::model::time::due::Reason;
use crate::model::time::points::Point;
use crate::model::time::recurrence::{Period, Turn};

/// One thing that is said of time.
#[derive(Clone, Debug)]
pub(super) enum Clause {
    /// Days with an end.
    Term(Interval, Bound),
    /// A beginning without an end.
    Beginning(Date),
    /// Days of no year.
    Places(Places),
    /// hằng tháng, 2 lần/năm; several where several are named.
    Each(Vec<Period>),
    /// định kỳ, without a period.
    Periodic,
    /// thường xuyên.
    Ongoing,
    /// Counted from an event.
    Relative,
    /// By an event.
    Event,
    /// To be announced.
    Announced,
    /// Read, and wrong.
    Fault(Wrong),
}

/// What is wrong with a clause that can be read.
#[derive(Clone, Debug)]
pub(super) enum Wrong {
    /// Its day is in no calendar.
    Impossible,
    /// Why it is refused.
    Refused(Reason),
}

/// Days that name no year.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) base: Period,
    pub(super) turns: Vec<Turn>,
    pub(super) relation: Bound,
    /// Whether the words alone say that they recur.
    pub(super) recurs: bool,
}

/// How the words before a point relate to it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Relation {
    To(Bound),
    /// trước khi hết: its last day is in time.
    BeforeEnd,
    /// từ, không sớm hơn.
    From,
    /// sau: from the day behind it.
    After,
}

/// Points side by side.
pub(super) enum Points {
    /// One, or a list ("15/6 và 15/12", "quý I, II").
    List(Vec<Point>),
    /// From one to another; whether the second itself is out ("đến trước").
    Range(Point, Point, bool),
}
