//! What a relation and its points say together: a term, a beginning, places in what recurs, or a fault.
//!
//! Owns the days of points in their years, of ranges and of lists, and what has no such days. Knows no
//! words: those are [`crate::model::time::grammar`].

use crate::model::time::clause::{Clause, Places, Points, Relation, Wrong};
use crate::model::time::date::{Bound, Date, Interval, Precision, YEARS, civil_day};
use crate::model::time::due::Reason;
use crate::model::time::points::Point;
use crate::model::time::recurrence::{Period, Turn};

/// The first of several points, for what goes on without end.
pub(super) fn first_only(points: Points) -> Option<Points> {
    match points {
        Points::List(mut list) if list.len() == 1 => Some(Points::List(vec![list.swap_remove(0)])),
        Points::Range(mut first, last, _) if last.turn.precision == Precision::Year => {
            first.year = first.year.or(last.year);
            Some(Points::List(vec![first]))
        }
        Points::List(_) | Points::Range(..) => None,
    }
}

/// What a relation and its points say.
pub(super) fn settle(relation: Option<Relation>, points: Points) -> Option<Clause> {
    match points {
        Points::Range(first, last, before) => {
            let relation = match relation {
                None | Some(Relation::From | Relation::To(Bound::Within | Bound::On)) => Bound::Within,
                Some(Relation::To(Bound::By)) if first.turn.precision != Precision::Day => Bound::By,
                // "trước giai đoạn 2026-2030"
                Some(Relation::To(Bound::Before)) if first.turn.precision == Precision::Year && !before => {
                    return one(relation, &first);
                }
                Some(_) => return None,
            };
            range(first, last, if before { Bound::Before } else { relation })
        }
        Points::List(list) => match &list[..] {
            [point] => one(relation, point),
            _ => several(relation, list),
        },
    }
}

/// The days of a point in its year.
fn days(point: &Point) -> Option<Result<Interval, Wrong>> {
    let year = point.year?;
    Some(if !YEARS.contains(&year) { Err(Wrong::Refused(Reason::FarYear)) } else { in_year(point, year) })
}

/// The days of a point in a year, if a calendar has them.
pub(super) fn in_year(point: &Point, year: i16) -> Result<Interval, Wrong> {
    let interval = is_possible(&point.turn, year)
        .then(|| point.turn.within(Period::Year, Date::new(year, 1, 1).ok()?))
        .flatten()
        .ok_or(Wrong::Impossible)?;
    // A day of the week that is another: one of the two is a slip.
    let weekday = interval.first.map(|day| day.weekday().to_monday_one_offset());
    match point.weekday {
        Some(named) if Some(named) != weekday => Err(Wrong::Impossible),
        _ => Ok(interval),
    }
}

/// Whether a year has the days of a turn: month and, where one is named, day.
fn is_possible(turn: &Turn, year: i16) -> bool {
    let months = 1..=12;
    months.contains(&turn.first.0)
        && months.contains(&turn.last.0)
        && (turn.precision != Precision::Day
            || civil_day(year, turn.first.0.into(), turn.first.1.into()).is_ok())
}

/// Whether some year has a turn of what recurs.
fn can_recur(point: &Point) -> bool {
    let (month, day) = point.turn.first;
    // A month of the next year.
    let month = if month > 12 && point.recurs { month - 12 } else { month };
    match point.base {
        Period::Year => is_possible(&Turn { first: (month, day), last: (month, day), ..point.turn }, 2024),
        Period::Week => true,
        _ => day <= 31 && (day >= 1 || point.turn.precision != Precision::Day),
    }
}

fn one(relation: Option<Relation>, point: &Point) -> Option<Clause> {
    let interval = match days(point) {
        Some(Ok(interval)) => interval,
        Some(Err(wrong)) => return Some(Clause::Fault(wrong)),
        None => return places(relation, std::slice::from_ref(point)),
    };
    let (first, last) = (interval.first?, interval.last?);
    let is_day = interval.precision == Precision::Day;
    Some(match relation {
        // "trước 0 giờ" leaves the day before, any later hour the day itself.
        Some(Relation::To(Bound::Before)) if point.hour == Some(0) => {
            Clause::Term(Interval::day(first.yesterday().ok()?), Bound::By)
        }
        Some(Relation::To(Bound::Before)) if point.hour.is_some() => Clause::Term(interval, Bound::By),
        Some(Relation::To(Bound::Before)) if is_day => Clause::Term(interval, Bound::Before),
        // Where a part of a month or year begins is not said so exactly.
        Some(Relation::To(Bound::Before)) if interval.precision == Precision::Range => return None,
        Some(Relation::To(Bound::Before)) => Clause::Term(Interval::day(first.yesterday().ok()?), Bound::By),
        Some(Relation::To(bound)) => Clause::Term(interval, bound),
        Some(Relation::BeforeEnd) => Clause::Term(interval, Bound::By),
        Some(Relation::From) => Clause::Beginning(first),
        Some(Relation::After) if point.hour.is_some() => return None,
        Some(Relation::After) => Clause::Beginning(last.tomorrow().ok()?),
        None if is_day => Clause::Term(interval, Bound::On),
        None => Clause::Term(interval, Bound::Within),
    })
}

/// Points of no year.
fn places(relation: Option<Relation>, list: &[Point]) -> Option<Clause> {
    let first = list.first()?;
    if !list.iter().all(can_recur) {
        return Some(Clause::Fault(Wrong::Impossible));
    }
    let is_day = first.turn.precision == Precision::Day;
    let hour = list.iter().any(|point| point.hour.is_some());
    let mut turns: Vec<Turn> = list.iter().map(|point| point.turn).collect();
    let relation = match relation {
        None => {
            if is_day {
                Bound::On
            } else {
                Bound::Within
            }
        }
        Some(Relation::To(Bound::Before)) if is_day => {
            if hour {
                Bound::By
            } else {
                Bound::Before
            }
        }
        Some(Relation::To(Bound::Before)) if first.turn.precision == Precision::Range => return None,
        Some(Relation::To(Bound::Before)) => {
            // The day before it begins.
            let before = |turn: &Turn| (turn.first.0 - 1, 31);
            turns = turns
                .iter()
                .map(before)
                .map(|last| Turn { first: last, last, precision: Precision::Day })
                .collect();
            Bound::By
        }
        Some(Relation::To(bound)) => bound,
        Some(Relation::BeforeEnd) => Bound::By,
        Some(Relation::From | Relation::After) => {
            return Some(Clause::Fault(Wrong::Refused(Reason::Yearless(None))));
        }
    };
    turns.sort_by_key(|turn| turn.last);
    let recurs = list.iter().any(|point| point.recurs);
    Some(Clause::Places(Places { base: first.base, turns, relation, recurs }))
}

/// "từ … đến …".
fn range(mut first: Point, last: Point, relation: Bound) -> Option<Clause> {
    if first.is_bare_day() && last.base == Period::Year {
        (first.turn.first.0, first.turn.last.0, first.base) =
            (last.turn.first.0, last.turn.first.0, last.base);
    }
    first.year = first.year.or(last.year);
    let (from, to) = match (days(&first), days(&last)) {
        (Some(Ok(from)), Some(Ok(to))) => (from, to),
        (Some(Err(wrong)), _) | (_, Some(Err(wrong))) => return Some(Clause::Fault(wrong)),
        (None, None)
            if first.base == last.base && !first.recurs && !last.recurs && relation != Bound::Before =>
        {
            let turn = Turn { first: first.turn.first, last: last.turn.last, precision: Precision::Range };
            let possible = can_recur(&first) && can_recur(&last) && turn.first <= turn.last;
            return Some(match possible {
                true => {
                    Clause::Places(Places { base: first.base, turns: vec![turn], relation, recurs: false })
                }
                false => Clause::Fault(Wrong::Impossible),
            });
        }
        _ => return None,
    };
    let (to, relation) = match relation {
        Bound::Before if to.precision != Precision::Day => {
            (Interval::day(to.first?.yesterday().ok()?), Bound::By)
        }
        _ => (to, relation),
    };
    Some(match Interval::range(from, to) {
        Some(interval) => Clause::Term(interval, relation),
        None => Clause::Fault(Wrong::Impossible),
    })
}

/// A list: one behind the other they are one stretch ("quý I, II/2026"); apart they are several deadlines,
/// unless they recur.
fn several(relation: Option<Relation>, mut list: Vec<Point>) -> Option<Clause> {
    let last = list.last()?.clone();
    if last.year.is_none() {
        return places(relation, &list);
    }
    for point in &mut list {
        if point.is_bare_day() {
            (point.turn.first.0, point.turn.last.0, point.base) =
                (last.turn.first.0, last.turn.first.0, last.base);
        }
        point.year = point.year.or(last.year);
    }
    let mut intervals = Vec::new();
    for point in &list {
        match days(point)? {
            Ok(interval) => intervals.push(interval),
            Err(wrong) => return Some(Clause::Fault(wrong)),
        }
    }
    let adjoin = intervals.windows(2).all(|pair| {
        pair[0].last.and_then(|last| last.tomorrow().ok()) == pair[1].first
            && pair[0].precision != Precision::Day
    });
    let relation = match relation {
        None => Bound::Within,
        Some(Relation::To(bound @ (Bound::Within | Bound::By))) => bound,
        Some(Relation::To(Bound::On)) => Bound::Within,
        _ => return Some(Clause::Fault(Wrong::Refused(Reason::Second))),
    };
    let (from, to) = (*intervals.first()?, *intervals.last()?);
    Some(match Interval::range(from, to).filter(|_| adjoin) {
        Some(interval) => Clause::Term(interval, relation),
        None => Clause::Fault(Wrong::Refused(Reason::Second)),
    })
}
