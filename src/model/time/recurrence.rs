//! What falls due again and again, and the turns that it takes.
//!
//! Owns the days of each turn: its place inside a period (a month, a quarter, half a year, a year, a
//! week from Monday), the bounds of a recurrence, and the names of turns. A turn is named by the EDTF of
//! its period (`2024-33`), or by its own days where a period has several or EDTF has no such period
//! (`2026-06-15`). Does not read words.

use std::collections::BTreeSet;

use jiff::ToSpan;

use crate::model::time::date::{Bound, Date, Interval, Precision, edtf};

/// The period after which something falls due again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each quarter.
    Quarter,
    /// Each half of a year.
    HalfYear,
    /// Each year.
    Year,
}

/// Most turns that one deadline makes: more of them come of a slip in a year.
pub const MOST_TURNS: usize = 1200;

/// A day of a period: the month (1 is its first, 13 of a year the first of the next one) and the day. A
/// month without that day has its last one; 0 is its last, -6 the seventh from its end. In a week the day
/// counts from Monday.
pub type Spot = (i8, i8);

/// The days of one turn inside its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Turn {
    /// First day.
    pub first: Spot,
    /// Last day.
    pub last: Spot,
    /// How exactly it was given.
    pub precision: Precision,
}

/// Something that falls due again and again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Recurrence {
    /// How often.
    pub period: Period,
    /// The turns of each period, at least one, in the order of their ends.
    pub turns: Vec<Turn>,
    /// How it stands to those days.
    pub relation: Bound,
    /// The days between which its periods lie.
    pub bounds: Bounds,
}

/// The first and the last day of a recurrence; an end that is `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Bounds {
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

/// One turn of a recurring deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// What names it: the period it belongs to, or its own days.
    pub period: Interval,
    /// When it is due.
    pub due: Interval,
}

/// A turn, and the last day of its period or its own, whichever comes first.
type Counted = (Occurrence, Date);

impl Period {
    /// How many months it has; none for a week.
    pub fn months(self) -> Option<i8> {
        match self {
            Period::Week => None,
            Period::Month => Some(1),
            Period::Quarter => Some(3),
            Period::HalfYear => Some(6),
            Period::Year => Some(12),
        }
    }

    /// The whole of it as a turn.
    pub fn whole(self) -> Turn {
        match self.months() {
            None => Turn { first: (1, 1), last: (1, 7), precision: Precision::Range },
            Some(months) => Turn { first: (1, 1), last: (months, 31), precision: self.precision() },
        }
    }

    fn precision(self) -> Precision {
        match self {
            Period::Week => Precision::Range,
            Period::Month => Precision::Month,
            Period::Quarter => Precision::Quarter,
            Period::HalfYear => Precision::HalfYear,
            Period::Year => Precision::Year,
        }
    }

    /// The period that holds `day`.
    fn holding(self, day: Date) -> Option<Interval> {
        match self.months() {
            None => {
                let first = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()?;
                let last = first.checked_add(6.days()).ok()?;
                Some(Interval { first: Some(first), last: Some(last), precision: Precision::Range })
            }
            Some(months) => {
                let month = (day.month() - 1) / months * months + 1;
                Interval::months(day.year(), month, months, self.precision())
            }
        }
    }
}

impl Turn {
    /// Its days in the period that begins on `start`.
    pub fn within(&self, period: Period, start: Date) -> Option<Interval> {
        let day = |(month, day): Spot| match period.months() {
            None => start.checked_add(i64::from(day - 1).days()).ok(),
            Some(_) => {
                let month = start.first_of_month().checked_add(i64::from(month - 1).months()).ok()?;
                let length = month.days_in_month();
                let day = if day > 0 { day.min(length) } else { length + day };
                Date::new(month.year(), month.month(), day).ok()
            }
        };
        Some(Interval {
            first: Some(day(self.first)?),
            last: Some(day(self.last)?),
            precision: self.precision,
        })
    }
}

impl Recurrence {
    /// The turns of the period that holds `day`, each with the last day of the period or its own, whichever
    /// comes first; and the day on which the next period begins.
    fn holding(&self, day: Date) -> Option<(Vec<Counted>, Option<Date>)> {
        let period = self.period.holding(day)?;
        let (start, end) = (period.first?, period.last?);
        let occurrence = |turn: &Turn| {
            let due = turn.within(self.period, start)?;
            let named_by_itself = self.turns.len() > 1 || self.period == Period::Week;
            // What is due after its period ("15/01 năm sau") belongs to the period all the same.
            let counts_on = due.last.map_or(end, |last| last.min(end));
            Some((Occurrence { period: if named_by_itself { due } else { period }, due }, counts_on))
        };
        let is_inside = |(_, counts_on): &Counted| {
            self.bounds.since.is_none_or(|since| *counts_on >= since)
                && self.bounds.until.is_none_or(|until| *counts_on <= until)
        };
        let occurrences = self.turns.iter().filter_map(occurrence).filter(is_inside).collect();
        Some((occurrences, end.tomorrow().ok()))
    }

    /// The occurrence that a name means; none where it is the name of none.
    pub fn named(&self, name: &str) -> Option<Occurrence> {
        let first = edtf(name).ok()?.first?;
        let period = self.period.holding(first)?;
        // A turn that is named by its days may fall due outside its period.
        let beside = [
            period.last.and_then(|day| day.tomorrow().ok()),
            period.first.and_then(|day| day.yesterday().ok()),
        ];
        [Some(first), beside[0], beside[1]].into_iter().flatten().find_map(|day| {
            let (occurrences, _) = self.holding(day)?;
            occurrences.into_iter().map(|(one, _)| one).find(|one| period_name(&one.period) == name)
        })
    }

    /// The occurrences that end from `from` on, up to the first that does not end before `as_of`; the first
    /// [`MOST_TURNS`] of them. What is due about a period that was over before `from` is none of them.
    pub fn until(&self, from: Date, as_of: Date) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        let mut day = Some(self.bounds.since.map_or(from, |since| since.max(from)));
        while let Some((turns, next)) = day.and_then(|day| self.holding(day)) {
            for (turn, _) in turns.into_iter().filter(|(_, counts_on)| *counts_on >= from) {
                occurrences.push(turn);
                if turn.due.last >= Some(as_of) || occurrences.len() == MOST_TURNS {
                    return occurrences;
                }
            }
            day = next.filter(|next| self.bounds.until.is_none_or(|until| *next <= until));
        }
        occurrences
    }
}

/// Whether turns of a period end one after the other, each with a name of its own: not "ngày 15 và ngày 10
/// tháng sau", nor "ngày 30 và 31", which are one day in some months.
pub(super) fn are_apart(period: Period, turns: &[Turn]) -> bool {
    // With a February of 28 days, and into the next year.
    let Some((from, until)) = Date::new(2023, 1, 1).ok().zip(Date::new(2024, 3, 31).ok()) else {
        return false;
    };
    let recurrence =
        Recurrence { period, turns: turns.to_vec(), relation: Bound::By, bounds: Bounds::default() };
    let turns = recurrence.until(from, until);
    let names: BTreeSet<String> = turns.iter().map(|turn| period_name(&turn.period)).collect();
    names.len() == turns.len() && turns.windows(2).all(|pair| pair[0].due.last < pair[1].due.last)
}

/// The EDTF name of a turn.
pub fn period_name(period: &Interval) -> String {
    let Some(first) = period.first else { return String::new() };
    let year = first.year();
    match period.precision {
        Precision::Month => format!("{year:04}-{:02}", first.month()),
        Precision::Quarter => format!("{year:04}-{}", 33 + (first.month() - 1) / 3),
        Precision::HalfYear => format!("{year:04}-{}", 40 + (first.month() - 1) / 6),
        Precision::Year => format!("{year:04}"),
        Precision::Day | Precision::Range => first.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::due::Due;
    use crate::model::time::reading::read;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[track_caller]
    fn recurrence(words: &str) -> Recurrence {
        match read(words, Some(date("2024-01-01"))) {
            Due::Recurring(recurrence) => recurrence,
            due => panic!("{words} does not recur: {due:?}"),
        }
    }

    #[track_caller]
    fn check_until(words: &str, from: &str, as_of: &str, expect: &[&str]) {
        let recurrence = recurrence(words);
        let occurrences = recurrence.until(date(from), date(as_of));
        let shown = |one: &Occurrence| format!("{} {}", period_name(&one.period), one.due.last.unwrap());
        assert_eq!(occurrences.iter().map(shown).collect::<Vec<_>>(), expect, "{words}");
        for occurrence in occurrences {
            assert_eq!(recurrence.named(&period_name(&occurrence.period)), Some(occurrence), "{words}");
        }
    }

    #[test]
    fn occurrences_end_with_the_first_that_is_not_over() {
        // A yearly duty of 2021 seen in 2023: three.
        check_until(
            "hằng năm",
            "2021-03-19",
            "2023-08-01",
            &["2021 2021-12-31", "2022 2022-12-31", "2023 2023-12-31"],
        );
        check_until("hằng quý", "2024-02-10", "2024-06-30", &["2024-33 2024-03-31", "2024-34 2024-06-30"]);
        check_until(
            "định kỳ 06 tháng",
            "2024-02-10",
            "2024-07-01",
            &["2024-40 2024-06-30", "2024-41 2024-12-31"],
        );
        // What was due in the month before the directive was signed is not owed; on that day it is.
        let dues = ["2024-02 2024-02-20", "2024-03 2024-03-20"];
        check_until("trước ngày 20 hằng tháng", "2024-01-21", "2024-03-20", &dues);
        check_until("trước ngày 20 hằng tháng", "2024-01-20", "2024-01-20", &["2024-01 2024-01-20"]);
        check_until("ngày 31 hằng tháng", "2024-02-01", "2024-02-29", &["2024-02 2024-02-29"]);
        check_until("hằng năm", "2024-06-01", "2020-01-01", &["2024 2024-12-31"]);
    }

    #[test]
    fn turns_of_their_own_names() {
        check_until(
            "trước ngày 15/6 và 15/12 hằng năm",
            "2024-06-16",
            "2025-06-15",
            &["2024-12-15 2024-12-15", "2025-06-15 2025-06-15"],
        );
        check_until(
            "hằng tuần",
            "2024-03-10",
            "2024-03-11",
            &["2024-03-04 2024-03-10", "2024-03-11 2024-03-17"],
        );
        check_until("thứ Hai hằng tuần", "2024-03-05", "2024-03-11", &["2024-03-11 2024-03-11"]);
        check_until("chủ nhật hằng tuần", "2024-03-05", "2024-03-10", &["2024-03-10 2024-03-10"]);
        check_until("quý II và quý IV hằng năm", "2024-07-01", "2024-08-01", &["2024-36 2024-12-31"]);
        check_until("tuần cuối hằng tháng", "2024-02-01", "2024-02-29", &["2024-02 2024-02-29"]);
        let last_week = recurrence("tuần cuối hằng tháng").named("2024-02").unwrap();
        assert_eq!(last_week.due.first, Some(date("2024-02-23")));
        check_until("trước tháng 01 hằng năm", "2024-06-01", "2024-06-01", &["2025 2024-12-31"]);
    }

    #[test]
    fn what_is_due_behind_its_period_is_about_that_period() {
        check_until(
            "trước ngày 15/01 năm sau",
            "2024-01-10",
            "2025-01-16",
            &["2024 2025-01-15", "2025 2026-01-15"],
        );
        check_until(
            "trước ngày 5 tháng đầu quý sau",
            "2024-03-31",
            "2024-04-06",
            &["2024-33 2024-04-05", "2024-34 2024-07-05"],
        );
        check_until("trước ngày 5 tháng đầu quý sau", "2024-04-01", "2024-04-06", &["2024-34 2024-07-05"]);
        check_until("trước ngày 31 tháng sau", "2024-01-31", "2024-02-01", &["2024-01 2024-02-29"]);
    }

    #[test]
    fn bounds_hold_whole_periods() {
        check_until("hằng tháng đến hết tháng 4/2024", "2024-04-30", "2030-01-01", &["2024-04 2024-04-30"]);
        check_until("hằng tháng đến hết tháng 4/2024", "2024-05-01", "2030-01-01", &[]);
        check_until("hằng tháng đến ngày 29/4/2024", "2024-03-31", "2030-01-01", &["2024-03 2024-03-31"]);
        check_until("hằng quý, từ ngày 31/3/2024", "2024-01-01", "2024-03-31", &["2024-33 2024-03-31"]);
        check_until("hằng quý, từ ngày 01/4/2024", "2024-01-01", "2024-03-31", &["2024-34 2024-06-30"]);
        let bounded = recurrence("hằng quý năm 2024");
        assert!(bounded.named("2024-36").is_some());
        assert!(bounded.named("2023-36").is_none() && bounded.named("2025-33").is_none());
    }

    #[test]
    fn there_are_no_more_turns_than_any_deadline_has() {
        let monthly = recurrence("hằng tháng");
        assert_eq!(monthly.until(date("1900-01-01"), date("1999-12-31")).len(), MOST_TURNS);
        assert_eq!(monthly.until(date("1900-01-01"), date("1999-11-30")).len(), MOST_TURNS - 1);
        assert_eq!(monthly.until(date("1900-01-01"), date("2026-11-30")).len(), MOST_TURNS);
    }

    #[test]
    fn an_occurrence_is_named_by_its_period_only() {
        let quarterly = recurrence("hằng quý");
        assert!(quarterly.named("2024-33").is_some());
        for other in ["2024-03", "2024", "2024-01-01", "x", ""] {
            assert!(quarterly.named(other).is_none(), "{other}");
        }
        let twice = recurrence("15/6 và 15/12 hằng năm");
        assert!(twice.named("2024-12-15").is_some());
        assert!(twice.named("2024").is_none() && twice.named("2024-12-16").is_none());
    }
}
