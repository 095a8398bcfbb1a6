//! The clauses that a deadline is made of: a term, a beginning, a place in what recurs, how often, an
//! event, a count from an event.
//!
//! Owns how words relate to points ("trước", "từ … đến", "chậm nhất") and the lists and ranges of points.
//! A clause is read whole or not at all. What several clauses say together is
//! [`crate::model::time::sentence`].

use jiff::{Span, ToSpan};

use crate::model::time::date::{Date, Interval, Precision, YEARS, civil_day};
use crate::model::time::due::{Bound, Reason};
use crate::model::time::points::{Point, Reader};
use crate::model::time::recurrence::{Period, Turn};
use crate::model::time::words::Mark;

use Mark::{
    And, At, Comma, Dash, Day, Each, Month, Number, Of, Periodic, Quarter, Since, Slash, Times, Week, Year,
};

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
    /// Counted from an event, or by an event.
    Relative,
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
enum Relation {
    To(Bound),
    /// trước khi hết: its last day is in time.
    BeforeEnd,
    /// từ, không sớm hơn.
    From,
    /// sau: from the day behind it.
    After,
}

/// Points side by side.
enum Points {
    /// One, or a list ("15/6 và 15/12", "quý I, II").
    List(Vec<Point>),
    /// From one to another; whether the second itself is out ("đến trước").
    Range(Point, Point, bool),
}

impl Reader<'_> {
    /// One clause.
    pub(super) fn clause(&mut self) -> Option<Clause> {
        self.attempt(Self::count)
            .or_else(|| self.attempt(Self::frequency))
            .or_else(|| self.attempt(Self::announcement))
            .or_else(|| self.attempt(Self::event))
            .or_else(|| self.attempt(Self::time))
    }

    /// "thường xuyên", "sau khi có ý kiến", "theo lộ trình", "đột xuất".
    fn event(&mut self) -> Option<Clause> {
        match self.ahead(0) {
            Mark::Ongoing => {
                self.at += 1;
                while self.attempt(|r| (r.eat(Comma) && r.eat(Mark::Ongoing)).then_some(())).is_some()
                    || self.eat(Mark::Ongoing)
                {}
                Some(Clause::Ongoing)
            }
            Mark::Event => {
                while self.eat(Mark::Event) {
                    self.name();
                }
                Some(Clause::Relative)
            }
            Mark::According => {
                self.at += 1;
                (self.name() > 0).then_some(Clause::Relative)
            }
            _ => None,
        }
    }

    /// Steps over the words that name a body, a paper or an event; how many. Words that bear on time end them.
    pub(super) fn name(&mut self) -> usize {
        let from = self.at;
        loop {
            match [self.ahead(0), self.ahead(1)] {
                [
                    Mark::Unknown
                    | Mark::Body
                    | Mark::Deed
                    | Mark::Paper
                    | Mark::Sign
                    | Mark::This
                    | Mark::Passive
                    | Mark::Plural
                    | Mark::Exactly
                    | Mark::Awaited
                    | Of,
                    _,
                ] => self.at += 1,
                [Comma, Mark::Unknown | Mark::Body | Mark::Paper] => self.at += 1,
                // "số 12-KH/TU", "số 30/2020/NĐ-CP"
                [Number(..), Dash | Slash]
                    if self.at > from && !matches!(self.ahead(2), Number(_, 1 | 2) | Mark::Nothing) =>
                {
                    self.at += 3;
                    while matches!(self.ahead(0), Dash | Slash) && self.ahead(1) == Mark::Unknown {
                        self.at += 2;
                    }
                }
                _ => return self.at - from,
            }
        }
    }

    /// "sẽ thông báo sau", "theo thông báo".
    fn announcement(&mut self) -> Option<Clause> {
        self.eat(Mark::Exactly);
        let awaited = self.eat(Mark::Awaited) || self.eat(Mark::According);
        self.eat(Mark::Passive);
        if !self.eat(Mark::Announce) {
            return None;
        }
        self.eat(Mark::Exactly);
        let later = self.eat(Mark::After);
        if awaited && !later {
            self.name();
        }
        (awaited || later).then_some(Clause::Announced)
    }

    /// "trong vòng 15 ngày kể từ ngày ký", "05 ngày làm việc sau khi …", "15 ngày trước khi …".
    fn count(&mut self) -> Option<Clause> {
        let _ = self.eat(Mark::Latest) && self.eat(Mark::Is);
        self.eat(Mark::Within);
        self.eat(Mark::Time);
        let (Number(number, 1..=3) | Mark::Count(number)) = self.ahead(0) else { return None };
        self.at += 1;
        let _ = self.attempt(|r| {
            // "15 (mười lăm) ngày"
            let mut words = r.eat(Mark::Open);
            while words && !r.eat(Mark::Close) {
                words = matches!(r.ahead(0), Mark::Count(_) | Mark::Unknown | Year | Mark::Ordinal);
                r.at += 1;
            }
            words.then_some(())
        });
        let unit = self.ahead(0);
        self.at += 1;
        let span: Span = match unit {
            Day => i64::from(number).days(),
            Week => i64::from(number).weeks(),
            Month => i64::from(number).months(),
            Year => i64::from(number).years(),
            Mark::Hour => return self.anchor().map(|_| Clause::Relative),
            _ => return None,
        };
        let working = self.eat(Mark::Working);
        match self.anchor() {
            Some(Some(day)) if !working => Some(counted(day, span)),
            Some(_) => Some(Clause::Relative),
            // "05 ngày làm việc" alone counts from whatever sets it off; "6 tháng" alone may be a period.
            None => (working || unit == Day).then_some(Clause::Relative),
        }
    }

    /// The event that a count begins with: its day, where that is known.
    fn anchor(&mut self) -> Option<Option<Date>> {
        if self.ahead(0) == Mark::Event {
            self.at += 1;
            return (self.name() > 0).then_some(None);
        }
        self.attempt(|r| {
            r.eat(Comma);
            if !r.eat(Since) {
                return None;
            }
            r.eat(Mark::Time);
            let known = r.attempt(|r| {
                let point = r.point(None)?;
                let year = point.year.filter(|_| point.turn.precision == Precision::Day)?;
                civil_day(year, point.turn.first.0.into(), point.turn.first.1.into()).ok()
            });
            if let Some(day) = known {
                let ends = matches!(r.ahead(0), Mark::Nothing | Comma | Mark::Dot | Mark::Close);
                return ends.then_some(Some(day));
            }
            r.eat(Day);
            let from = r.at;
            let own = r.signing();
            if own && r.ahead(0) != Mark::Unknown {
                return Some(r.signed);
            }
            r.at = from;
            (r.name() > 0).then_some(None)
        })
    }

    /// "ký", "ban hành Kế hoạch này", "văn bản này được ký": the signing of this document.
    fn signing(&mut self) -> bool {
        let (mut signs, mut paper, mut this) = (false, false, false);
        loop {
            match self.ahead(0) {
                Mark::Sign => signs = true,
                Mark::Paper => paper = true,
                Mark::This => this = true,
                Mark::Passive => {}
                _ => return signs && paper == this,
            }
            self.at += 1;
        }
    }

    /// "hằng năm", "định kỳ 06 tháng", "2 lần/năm", "mỗi quý một lần", "hằng tháng, quý, năm".
    fn frequency(&mut self) -> Option<Clause> {
        if self.eat(Mark::Annual) {
            return Some(Clause::Each(vec![Period::Year]));
        }
        let first = self.attempt(Self::times).or_else(|| self.attempt(Self::each));
        let Some(first) = first else {
            return self.eat(Periodic).then_some(Clause::Periodic);
        };
        let mut periods = vec![first];
        while let Some(next) = self.attempt(|r| {
            let sign = r.eat(Comma) || r.eat(And);
            let each = r.eat(Periodic) | r.eat(Each);
            let next = r.unit()?;
            (sign && (!each || next != first)).then_some(next)
        }) {
            periods.push(next);
        }
        Some(Clause::Each(periods))
    }

    /// A period as what recurs names it; not one that goes on as a point ("quý I", "6 tháng đầu năm").
    fn unit(&mut self) -> Option<Period> {
        let months = match (self.ahead(0), self.ahead(1)) {
            (Number(months, 1 | 2) | Mark::Count(months), Month) => {
                self.at += 1;
                months
            }
            (Mark::Half, Year) => {
                self.at += 2;
                return Some(Period::HalfYear);
            }
            (Number(1, _) | Mark::Count(1), Quarter | Year | Week) => {
                self.at += 1;
                1
            }
            _ => 1,
        };
        let period = match (months, self.ahead(0)) {
            (1, Week) => Period::Week,
            (1, Month) => Period::Month,
            (3, Month) | (1, Quarter) => Period::Quarter,
            (6, Month) => Period::HalfYear,
            (12, Month) | (1, Year) => Period::Year,
            _ => return None,
        };
        self.at += 1;
        let goes_on = match self.ahead(0) {
            Number(_, 4) => period != Period::Year || months != 1,
            Number(..) => self.ahead(1) != Times,
            Mark::Roman(_) | Mark::Start | Mark::End | Mark::Middle => true,
            _ => false,
        };
        let is_year = months == 1 && period == Period::Year && matches!(self.ahead(0), Number(_, 4));
        (!goes_on && !is_year).then_some(period)
    }

    fn each(&mut self) -> Option<Period> {
        let periodic = self.eat(Periodic);
        if !periodic && self.ahead(0) == Mark::According {
            self.at += 1;
            self.eat(Each);
        } else if !self.eat(Each) && !periodic {
            let period = self.unit()?;
            return self.once().then_some(period);
        }
        let period = self.unit()?;
        if self.once() {
            return Some(period);
        }
        // "mỗi năm 2 lần"
        match self.attempt(|r| r.how_often()) {
            Some(times) => divided(period, times),
            None => Some(period),
        }
    }

    /// "một lần", "/lần", "01 lần": once in each period.
    fn once(&mut self) -> bool {
        self.attempt(|r| {
            let slash = r.eat(Slash);
            let one = matches!(r.ahead(0), Number(1, _) | Mark::Count(1));
            r.at += usize::from(one);
            ((slash || one) && r.eat(Times)).then_some(())
        })
        .is_some()
    }

    /// "ít nhất 02 lần".
    fn how_often(&mut self) -> Option<i16> {
        self.eat(Mark::AtLeast);
        let (Number(times, 1 | 2) | Mark::Count(times)) = self.ahead(0) else { return None };
        self.at += 1;
        self.eat(Times).then_some(times)
    }

    /// "2 lần/năm", "một lần mỗi quý".
    fn times(&mut self) -> Option<Period> {
        let times = self.how_often()?;
        let _ = self.eat(Slash) || self.eat(Each) || self.eat(At);
        divided(self.unit()?, times)
    }

    /// A relation and its points.
    fn time(&mut self) -> Option<Clause> {
        let from_now = self.eat(Mark::FromNow);
        if from_now && self.eat(Mark::Onward) {
            return Some(Clause::Ongoing);
        }
        let at = self.at;
        let relation = self.relation();
        let has_words = self.at > at;
        if from_now
            && !matches!(relation, Some(Relation::To(Bound::By | Bound::Before) | Relation::BeforeEnd))
        {
            return None;
        }
        if self.eat(Mark::Stage) && self.attempt(|r| r.eat(Since).then_some(())).is_some() {
            return self.points().and_then(|points| match points {
                Points::Range(..) if !has_words => settle(None, points),
                _ => None,
            });
        }
        self.eat(Mark::Time);
        let relation = match relation {
            // "trong thời gian từ … đến …"
            Some(Relation::To(Bound::Within)) if self.eat(Since) => Some(Relation::From),
            relation => relation,
        };
        self.eat(Mark::Stage);
        let points = self.points()?;
        let onward = self.eat(Mark::Onward) || self.attempt(Self::years_to_come).is_some();
        match (onward, relation) {
            (false, relation) => settle(relation, points),
            (true, None | Some(Relation::From | Relation::To(Bound::Within | Bound::On))) => {
                settle(Some(Relation::From), first_only(points)?)
            }
            (true, _) => None,
        }
    }

    /// "và những năm tiếp theo".
    fn years_to_come(&mut self) -> Option<()> {
        let _ = self.eat(And) || self.eat(Comma);
        self.eat(Mark::Plural);
        self.eat(Year).then_some(())?;
        (self.eat(Mark::Next) || self.eat(Mark::After)).then_some(())
    }

    fn relation(&mut self) -> Option<Relation> {
        let latest = self.eat(Mark::Latest);
        let _ = latest && (self.eat(Mark::Is) || self.eat(Mark::Colon));
        let relation = match self.ahead(0) {
            Mark::Before => Relation::To(Bound::Before),
            Mark::BeforeEndOf => Relation::BeforeEnd,
            Mark::To => {
                self.at += 1;
                match self.ahead(0) {
                    Mark::Before => Relation::To(Bound::Before),
                    Mark::Whole => Relation::To(Bound::By),
                    _ => return Some(Relation::To(Bound::By)),
                }
            }
            Mark::Whole => Relation::To(Bound::By),
            Mark::Within => Relation::To(if latest { Bound::By } else { Bound::Within }),
            At => Relation::To(if latest { Bound::By } else { Bound::On }),
            _ if latest => return Some(Relation::To(Bound::By)),
            Since => {
                self.at += 1;
                return Some(if self.eat(Mark::After) { Relation::After } else { Relation::From });
            }
            Mark::NotBefore => Relation::From,
            Mark::After => Relation::After,
            _ => return None,
        };
        self.at += 1;
        if relation == Relation::To(Bound::Within) {
            // "trong hết năm" says no more than "trong năm".
            let _ = self.ahead(0) == Mark::Stage && self.ahead(1) == Since && self.eat(Mark::Stage);
        }
        Some(relation)
    }

    /// A point, a list of alike points, or a range.
    fn points(&mut self) -> Option<Points> {
        self.eat(Mark::Plural);
        let first = self.point(None)?;
        let end = |r: &mut Self| {
            let to = r.eat(Mark::To);
            if !to && !r.eat(Dash) {
                return None;
            }
            let before = to && r.eat(Mark::Before);
            let _ = to && !before && r.eat(Mark::Whole);
            let like = first.year.is_none().then_some(&first);
            let last = r.point(like)?;
            let fits = first.year.is_none_or(|_| last.year.is_some());
            fits.then_some((last, before))
        };
        if let Some((last, before)) = self.attempt(end) {
            return Some(Points::Range(first, last, before));
        }
        let mut list = vec![first];
        while let Some(next) = self.attempt(|r| {
            let (earlier, first) = (list.last()?, list.first()?);
            if !(r.eat(Comma) || r.eat(And)) {
                return None;
            }
            let next = r.point(earlier.year.is_none().then_some(earlier))?;
            // "quý IV/2026, quý I/2027" or "quý I, II/2026".
            (next.is_like(first) && (earlier.year.is_none() || next.year.is_some())
                || first.is_bare_day() && next.turn.precision == Precision::Day && next.year.is_some())
            .then_some(next)
        }) {
            list.push(next);
        }
        Some(Points::List(list))
    }
}

/// The period of what is due several times in one.
fn divided(period: Period, times: i16) -> Option<Period> {
    match (period, times) {
        (period, 1) => Some(period),
        (Period::Year, 2) => Some(Period::HalfYear),
        (Period::Year, 4) => Some(Period::Quarter),
        (Period::Year, 12) | (Period::Quarter, 3) => Some(Period::Month),
        _ => None,
    }
}

/// The last day of a count: the day of the event itself is not counted (article 147 of the Civil Code 2015).
fn counted(day: Date, span: Span) -> Clause {
    match day.checked_add(span) {
        Ok(last) if YEARS.contains(&last.year()) => Clause::Term(Interval::day(last), Bound::By),
        _ => Clause::Fault(Wrong::Refused(Reason::FarYear)),
    }
}

/// The first of several points, for what goes on without end.
fn first_only(points: Points) -> Option<Points> {
    match points {
        Points::List(mut list) if list.len() == 1 => Some(Points::List(vec![list.swap_remove(0)])),
        Points::Range(mut first, last, _) => {
            first.year = first.year.or(last.year);
            Some(Points::List(vec![first]))
        }
        Points::List(_) => None,
    }
}

/// What a relation and its points say.
fn settle(relation: Option<Relation>, points: Points) -> Option<Clause> {
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
        Some(Relation::To(Bound::Before)) if is_day && point.hour => Clause::Term(interval, Bound::By),
        Some(Relation::To(Bound::Before)) if is_day => Clause::Term(interval, Bound::Before),
        // Where a part of a month or year begins is not said so exactly.
        Some(Relation::To(Bound::Before)) if interval.precision == Precision::Range => return None,
        Some(Relation::To(Bound::Before)) => Clause::Term(Interval::day(first.yesterday().ok()?), Bound::By),
        Some(Relation::To(bound)) => Clause::Term(interval, bound),
        Some(Relation::BeforeEnd) => Clause::Term(interval, Bound::By),
        Some(Relation::From) => Clause::Beginning(first),
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
    let hour = list.iter().any(|point| point.hour);
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
        Some(Relation::From | Relation::After) => return None,
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
