//! The filters of the timeline: by quarter, by year, by state.
//!
//! Owns which obligations fall to each page of the timeline. Does not know where those pages are, nor
//! how they look.

use crate::model::time::date::Date;
use crate::model::work::obligation::{Obligation, State};

/// A quarter of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    /// The year.
    pub year: i16,
    /// 1 to 4.
    pub quarter: i8,
}

impl Quarter {
    /// The quarter that holds `day`.
    pub fn of(day: Date) -> Quarter {
        Quarter { year: day.year(), quarter: (day.month() - 1) / 3 + 1 }
    }

    /// The quarter so many quarters later; earlier where `by` is negative.
    pub fn later(self, by: i32) -> Quarter {
        let at = i32::from(self.year) * 4 + i32::from(self.quarter) - 1 + by;
        Quarter { year: at.div_euclid(4) as i16, quarter: at.rem_euclid(4) as i8 + 1 }
    }
}

/// A part of all obligations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimelineFilter {
    /// What matters now.
    Now,
    /// Those that end in a year.
    Year(i16),
    /// Those that end in a quarter.
    Quarter(Quarter),
    /// Those in a state.
    State(State),
}

impl TimelineFilter {
    /// Whether an obligation passes.
    pub fn takes(self, obligation: &Obligation) -> bool {
        match self {
            TimelineFilter::State(state) => obligation.state == state,
            _ => quarter_of(obligation).is_some_and(|quarter| self.holds(quarter)),
        }
    }

    /// Whether it holds what ends in a quarter; one by state says nothing of quarters.
    pub fn holds(self, quarter: Quarter) -> bool {
        match self {
            TimelineFilter::Now => true,
            TimelineFilter::Year(year) => quarter.year == year,
            TimelineFilter::Quarter(one) => quarter == one,
            TimelineFilter::State(_) => false,
        }
    }
}

/// The quarter in which an obligation ends; none where it has no end that counts.
pub fn quarter_of(obligation: &Obligation) -> Option<Quarter> {
    let is_dated = obligation.state.is_open() || obligation.state.is_done();
    obligation.term().filter(|_| is_dated).map(|term| Quarter::of(term.to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: (i16, i8), by: i32, expect: (i16, i8)) {
        let later = Quarter { year: from.0, quarter: from.1 }.later(by);
        assert_eq!((later.year, later.quarter), expect);
    }

    #[test]
    fn quarters_follow_each_other_over_the_year() {
        check((2021, 4), 1, (2022, 1));
        check((2021, 1), 3, (2021, 4));
        check((2021, 1), -1, (2020, 4));
        check((2021, 2), -5, (2020, 1));
        check((2021, 2), 0, (2021, 2));
    }

    #[test]
    fn a_day_is_in_one_quarter() {
        let quarter = |day: &str| Quarter::of(day.parse().unwrap());
        assert_eq!(quarter("2021-03-31"), Quarter { year: 2021, quarter: 1 });
        assert_eq!(quarter("2021-04-01"), Quarter { year: 2021, quarter: 2 });
        assert_eq!(quarter("2021-12-31"), Quarter { year: 2021, quarter: 4 });
    }

    #[test]
    fn a_filter_holds_its_own_quarters() {
        let quarter = Quarter { year: 2021, quarter: 2 };
        assert!(TimelineFilter::Now.holds(quarter));
        assert!(TimelineFilter::Year(2021).holds(quarter) && !TimelineFilter::Year(2022).holds(quarter));
        assert!(TimelineFilter::Quarter(quarter).holds(quarter));
        assert!(!TimelineFilter::Quarter(quarter.later(1)).holds(quarter));
        assert!(!TimelineFilter::State(State::Overdue).holds(quarter));
    }
}
