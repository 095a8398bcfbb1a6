//! Points in time as a paper writes them: days, months, quarters, halves, years, and parts of them.
//!
//! Owns the reader of one point ("ngày 30/6/2026", "tháng 5", "Q3/2026", "9 tháng đầu năm 2026",
//! "cuối quý II/2026") and the cursor over marks. A point need not name its year. How points stand to a
//! deadline is [`crate::model::time::grammar`].
//!
//! đầu, giữa, cuối tháng are its days 1–10, 11–20, 21–end (thượng, trung, hạ tuần): never earlier than what
//! article 146 of the Civil Code 2015 has (the first, the 15th, the last day). cuối quý, cuối năm end with
//! them; đầu năm and the like have no days that all would read alike, and are refused.

use crate::model::time::date::{Date, Precision};
use crate::model::time::recurrence::{Period, Turn};
use crate::model::time::words::{Lexeme, Mark};

use Mark::{Comma, Dash, Day, Dot, Each, End, Month, Number, Of, Quarter, Roman, Slash, Start, Year};

/// A point in time, with or without its year.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// Its days, in a year or in what recurs.
    pub(super) turn: Turn,
    /// What its days are counted in.
    pub(super) base: Period,
    /// The year, where it is named.
    pub(super) year: Option<i16>,
    /// Whether its words alone say that it recurs ("năm sau", "tháng cuối quý").
    pub(super) recurs: bool,
    /// The hour that is named; 24 where it is a part of the day.
    pub(super) hour: Option<i16>,
    /// The day of the week that is named.
    pub(super) weekday: Option<i8>,
}

/// What of a month, a quarter or a year is meant.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Whole,
    Start,
    Middle,
    End,
    FirstHalf,
    SecondHalf,
}

/// A cursor over the marks of a text.
pub(super) struct Reader<'a> {
    pub(super) lexemes: &'a [Lexeme],
    pub(super) at: usize,
    /// The day on which the document was signed.
    pub(super) signed: Option<Date>,
}

impl Point {
    fn of_months(first: i8, last: i8, precision: Precision) -> Point {
        Point::new(Turn { first: (first, 1), last: (last, 31), precision }, Period::Year)
    }

    pub(super) fn new(turn: Turn, base: Period) -> Point {
        Point { turn, base, year: None, recurs: false, hour: None, weekday: None }
    }

    fn day(month: i8, day: i8, base: Period) -> Point {
        Point::new(Turn { first: (month, day), last: (month, day), precision: Precision::Day }, base)
    }

    /// Whether two points are of one kind, so that one can continue a list of the other.
    pub(super) fn is_like(&self, other: &Point) -> bool {
        self.turn.precision == other.turn.precision && self.base == other.base
    }

    /// A day that names no month.
    pub(super) fn is_bare_day(&self) -> bool {
        self.turn.precision == Precision::Day && self.base == Period::Month && !self.recurs
    }
}

fn is_sign(mark: Mark) -> bool {
    matches!(mark, Slash | Dash | Dot)
}

/// The figure of a day or month, or something that no calendar has.
fn narrow(number: i16) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

impl Reader<'_> {
    /// The mark `n` places ahead.
    pub(super) fn ahead(&self, n: usize) -> Mark {
        self.lexemes.get(self.at + n).map_or(Mark::Nothing, |lexeme| lexeme.mark)
    }

    /// Steps over `mark`, where it stands here.
    pub(super) fn eat(&mut self, mark: Mark) -> bool {
        let stands_here = self.ahead(0) == mark;
        self.at += usize::from(stands_here);
        stands_here
    }

    /// What `read` makes of the marks here; where that is nothing, nothing is stepped over.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let at = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = at;
        }
        found
    }

    /// One point; `like` is the one that it continues in a list without a year.
    pub(super) fn point(&mut self, like: Option<&Point>) -> Option<Point> {
        let quarters = like.is_some_and(|like| like.turn.precision == Precision::Quarter);
        self.attempt(|r| if quarters { r.quarter(like) } else { None })
            .or_else(|| self.attempt(|r| r.day(like)))
            .or_else(|| self.attempt(Self::months_of_year))
            .or_else(|| self.attempt(|r| r.month(like)))
            .or_else(|| self.attempt(|r| r.quarter(like)))
            .or_else(|| self.attempt(Self::last_week))
            .or_else(|| self.attempt(Self::year))
    }

    /// A year behind a month or a quarter: "năm 2026", "/2026", "2026".
    fn year_behind(&mut self) -> Option<i16> {
        let (skipped, year) = match [self.ahead(0), self.ahead(1), self.ahead(2)] {
            [Number(year, 4), ..] => (1, year),
            [Year | Slash | Dash | Dot, Number(year, 4), _] => (2, year),
            [Comma | Of, Year, Number(year, 4)] => (3, year),
            _ => return None,
        };
        self.at += skipped;
        Some(year)
    }

    /// Whether figures go on behind a sign, so that what was read is part of something else. A dash may lead
    /// to the end of a range.
    fn goes_on(&self) -> bool {
        match [self.ahead(0), self.ahead(1), self.ahead(2)] {
            [Slash | Dot, Number(..), _] => true,
            [Dash, Number(_, 1 | 2), next] => !matches!(next, Slash | Dot | Dash | Month | Year | Each),
            _ => false,
        }
    }

    fn weekday(&mut self) -> Option<i8> {
        match [self.ahead(0), self.ahead(1)] {
            [Mark::Weekday(day), _] => {
                self.at += 1;
                Some(day)
            }
            [Mark::Ordinal, Number(day @ 2..=7, 1)] => {
                self.at += 2;
                Some(narrow(day) - 1)
            }
            _ => None,
        }
    }

    /// "17 giờ 30 phút", "17h00", "17:00", "chiều".
    fn hour(&mut self) -> Option<i16> {
        let length = match [self.ahead(0), self.ahead(1), self.ahead(2), self.ahead(3)] {
            [Mark::PartOfDay, ..] => 1,
            [Number(0..=24, 1 | 2), Mark::Hour, Number(0..=59, 2), Mark::Minute] => 4,
            [Number(0..=24, 1 | 2), Mark::Hour, Number(0..=59, 2), next] if !is_sign(next) => 3,
            [Number(0..=24, 1 | 2), Mark::Colon, Number(0..=59, 2), ..] => 3,
            [Number(0..=24, 1 | 2), Mark::Hour, ..] => 2,
            _ => return None,
        };
        let hour = match self.ahead(0) {
            Number(hour, _) => hour,
            _ => 24,
        };
        self.at += length;
        while self.eat(Comma) || self.eat(Of) || self.eat(Mark::PartOfDay) {}
        Some(hour)
    }

    fn day(&mut self, like: Option<&Point>) -> Option<Point> {
        let hour = self.hour();
        let mut named = self.eat(Day);
        let _ = named && self.eat(Mark::Colon);
        let weekday = self.weekday();
        if weekday.is_some() {
            let _ = self.eat(Comma) || self.eat(Mark::Open);
            named |= self.eat(Day);
        }
        let in_list = like.is_some_and(Point::is_bare_day);
        let mut point = match (self.attempt(|r| r.date(named || in_list)), weekday) {
            (Some(point), _) => point,
            (None, Some(weekday)) => Point::day(1, weekday, Period::Week),
            (None, None) => return None,
        };
        (point.hour, point.weekday) = (hour, weekday.filter(|_| point.base != Period::Week));
        if point.year.is_some() && weekday.is_none() {
            // "ngày 15/6/2026 (thứ Hai)"
            point.weekday = self.attempt(|r| (r.eat(Mark::Open) || r.eat(Comma)).then(|| r.weekday())?);
        }
        Some(point)
    }

    /// The figures of a day.
    fn date(&mut self, named: bool) -> Option<Point> {
        let Number(day, 1 | 2) = self.ahead(0) else { return None };
        let day = narrow(day);
        let ahead: [Mark; 7] = std::array::from_fn(|n| self.ahead(n));
        let (length, month, year) = match ahead {
            [_, a, Number(month, 1 | 2), b, Number(year, 4), ..]
                if is_sign(a) && (a == b || (a, b) == (Slash, Dash)) =>
            {
                (5, Some(month), Some(year))
            }
            [_, a, Number(month, 1 | 2), Year, Number(year, 4), ..] if is_sign(a) => {
                (5, Some(month), Some(year))
            }
            // A year in two figures is no year: it is refused as such.
            [_, a, Number(month, 1 | 2), b, Number(year, 1..=3), ..] if is_sign(a) && a == b => {
                (5, Some(month), Some(year))
            }
            [_, Slash, Number(month, 1 | 2), Comma, Year, Number(year, 4), _] => (6, Some(month), Some(year)),
            [_, Month, Number(month, 1 | 2), ..] => (3, Some(month), None),
            [_, Comma, Month, Number(month, 1 | 2), ..] => (4, Some(month), None),
            // "10-15/8/2026", "10 đến 15 tháng 8 năm 2026": the month stands at the end.
            [_, Dash | Mark::To, Number(_, 1 | 2), a, Number(_, 1 | 2), b, Number(_, 4)]
                if is_sign(a) && a == b =>
            {
                (1, None, None)
            }
            [_, Mark::To, Day, Number(_, 1 | 2), a, Number(_, 1 | 2), b] if is_sign(a) && a == b => {
                (1, None, None)
            }
            [_, Dash | Mark::To, Number(_, 1 | 2), Month, ..]
            | [_, Mark::To, Day, Number(_, 1 | 2), Month, ..] => (1, None, None),
            [_, Slash, Number(month, 1 | 2), ..] => (3, Some(month), None),
            [_, Dash | Dot, Number(month, 1 | 2), ..] if named => (3, Some(month), None),
            _ if named => (1, None, None),
            _ => return None,
        };
        let by_word = matches!(ahead, [_, Month, ..] | [_, Comma, Month, ..]);
        self.at += length;
        let year = match (month, year) {
            (Some(_), None) if by_word => self.year_behind(),
            _ => year,
        };
        if self.goes_on() {
            return None;
        }
        let mut point = match month {
            Some(month) => Point::day(narrow(month), day, Period::Year),
            None => Point::day(1, day, Period::Month),
        };
        point.year = year;
        self.following(&mut point);
        Some(point)
    }

    /// What behind a point without a year says in which period it lies: "tháng cuối quý", "tháng sau",
    /// "năm sau".
    fn following(&mut self, point: &mut Point) {
        if point.year.is_some() {
            return;
        }
        let found = self.attempt(|r| {
            r.eat(Of);
            match point.base {
                Period::Month => r.month_of_quarter().or_else(|| r.next_month()),
                Period::Year if r.eat(Mark::OwnYear) => Some((Period::Year, 0)),
                Period::Year => (r.eat(Year) && r.is_next()).then_some((Period::Year, 12)),
                _ => None,
            }
        });
        if let Some((base, months)) = found {
            let later = |(month, day): (i8, i8)| (month.saturating_add(months), day);
            (point.base, point.recurs) = (base, true);
            (point.turn.first, point.turn.last) = (later(point.turn.first), later(point.turn.last));
        }
    }

    /// "tháng cuối [của] [mỗi] quý", "tháng đầu quý sau".
    fn month_of_quarter(&mut self) -> Option<(Period, i8)> {
        self.attempt(|r| {
            r.eat(Each);
            let month = match (r.eat(Month), r.ahead(0)) {
                (true, Start) => 0,
                (true, Mark::Middle) => 1,
                (true, End) => 2,
                _ => return None,
            };
            r.at += 1;
            r.eat(Of);
            r.eat(Each);
            let next = if r.eat(Quarter) { r.is_next() } else { return None };
            let alone = !matches!(r.ahead(0), Roman(_) | Number(..));
            alone.then_some((Period::Quarter, if next { month + 3 } else { month }))
        })
    }

    /// "tháng sau", "tháng trước" (what is due in each month, about the one before).
    fn next_month(&mut self) -> Option<(Period, i8)> {
        self.attempt(|r| {
            if !r.eat(Month) {
                return None;
            }
            if r.is_next() {
                return Some((Period::Month, 1));
            }
            let behind =
                r.eat(Mark::Before) && !matches!(r.ahead(0), Day | Month | Quarter | Year | Number(..));
            behind.then_some((Period::Month, 0))
        })
    }

    fn is_next(&mut self) -> bool {
        self.eat(Mark::Next) || self.eat(Mark::After)
    }

    /// "đầu", "giữa", "cuối", "nửa đầu", "nửa cuối" before a month, a quarter or a year.
    fn part(&mut self) -> Part {
        let (length, part) = match [self.ahead(0), self.ahead(1)] {
            [Mark::Half, Start] => (2, Part::FirstHalf),
            [Mark::Half, End] => (2, Part::SecondHalf),
            [Start, _] => (1, Part::Start),
            [Mark::Middle, _] => (1, Part::Middle),
            [End, _] => (1, Part::End),
            _ => return Part::Whole,
        };
        self.at += length;
        self.eat(Of);
        part
    }

    fn month(&mut self, like: Option<&Point>) -> Option<Point> {
        let part = self.part();
        let is_each = part != Part::Whole && self.eat(Each);
        let named = self.eat(Month);
        let in_list = like.is_some_and(|like| like.turn.precision == Precision::Month);
        let number = match [self.ahead(0), self.ahead(1), self.ahead(2)] {
            [Number(month, 1 | 2), sign, Number(_, 4)] if is_sign(sign) => Some(month),
            [Number(month, 1 | 2), ..] if named || in_list => Some(month),
            _ if named && part != Part::Whole => None,
            _ => return None,
        };
        let (first, last) = match part {
            Part::Whole => (1, 31),
            Part::Start => (1, 10),
            Part::Middle => (11, 20),
            Part::End => (21, 31),
            Part::FirstHalf => (1, 15),
            Part::SecondHalf => (16, 31),
        };
        let precision = if part == Part::Whole { Precision::Month } else { Precision::Range };
        let Some(month) = number.map(narrow) else {
            let turn = Turn { first: (1, first), last: (1, last), precision };
            // "cuối tháng" alone says neither which nor each.
            return Some(Point { recurs: is_each, ..Point::new(turn, Period::Month) });
        };
        self.at += 1;
        let turn = Turn { first: (month, first), last: (month, last), precision };
        let point = Point { year: self.year_behind(), ..Point::new(turn, Period::Year) };
        (!is_each).then(|| self.unless_it_goes_on(point))?
    }

    fn unless_it_goes_on(&mut self, mut point: Point) -> Option<Point> {
        if self.goes_on() {
            return None;
        }
        self.following(&mut point);
        Some(point)
    }

    fn quarter(&mut self, like: Option<&Point>) -> Option<Point> {
        let part = self.part();
        let is_each = part != Part::Whole && self.eat(Each);
        let named = self.eat(Quarter);
        if named {
            self.eat(Dot);
        }
        let in_list = like.is_some_and(|like| like.turn.precision == Precision::Quarter);
        let quarter = match self.ahead(0) {
            Roman(quarter) if named || in_list => Some(quarter),
            Number(quarter @ 1..=4, _) if named || in_list => Some(narrow(quarter)),
            _ if named && part == Part::End => None,
            _ => return None,
        };
        let Some(quarter) = quarter else {
            let turn = Turn { first: (3, 1), last: (3, 31), precision: Precision::Range };
            return Some(Point { recurs: is_each, ..Point::new(turn, Period::Quarter) });
        };
        self.at += 1;
        let mut point = match part {
            Part::Whole => Point::of_months(quarter * 3 - 2, quarter * 3, Precision::Quarter),
            Part::End => Point::of_months(quarter * 3, quarter * 3, Precision::Range),
            _ => return None,
        };
        point.year = self.year_behind();
        (!is_each).then(|| self.unless_it_goes_on(point))?
    }

    /// "6 tháng đầu năm 2026", "9 tháng năm 2026", "nửa cuối năm".
    fn months_of_year(&mut self) -> Option<Point> {
        let (months, from_start) = match [self.ahead(0), self.ahead(1), self.ahead(2)] {
            [Mark::Half, side @ (Start | End), _] => {
                self.at += 2;
                (6, side == Start)
            }
            [Number(months, 1 | 2) | Mark::Count(months), Month, Year]
                if matches!(self.ahead(3), Number(_, 4)) =>
            {
                self.at += 2;
                (months, true)
            }
            // "sáu" without its mark is "sau".
            [mark, Month, side @ (Start | End)] => {
                self.at += 3;
                match mark {
                    Number(months, 1 | 2) | Mark::Count(months) => (months, side == Start),
                    Mark::After => (6, side == Start),
                    _ => return None,
                }
            }
            _ => return None,
        };
        self.eat(Of);
        let named = self.eat(Year);
        let year = match self.ahead(0) {
            Number(year, 4) => Some(year),
            _ if named => None,
            _ => return None,
        };
        self.at += usize::from(year.is_some());
        let (months, precision) = match months {
            3 => (3, Precision::Quarter),
            6 => (6, Precision::HalfYear),
            9 => (9, Precision::Range),
            _ => return None,
        };
        let point = match from_start {
            true => Point::of_months(1, months, precision),
            false => Point::of_months(13 - months, 12, precision),
        };
        self.unless_it_goes_on(Point { year, ..point })
    }

    /// "tuần cuối của quý", "tuần cuối hằng tháng".
    fn last_week(&mut self) -> Option<Point> {
        if !(self.eat(Mark::Week) && self.eat(End)) {
            return None;
        }
        self.eat(Of);
        self.eat(Each);
        let (base, month) = match self.ahead(0) {
            Month => (Period::Month, 1),
            Quarter => (Period::Quarter, 3),
            Year => (Period::Year, 12),
            _ => return None,
        };
        self.at += 1;
        let turn = Turn { first: (month, -6), last: (month, 31), precision: Precision::Range };
        let alone = !matches!(self.ahead(0), Roman(_) | Number(..));
        alone.then_some(Point { recurs: true, ..Point::new(turn, base) })
    }

    fn year(&mut self) -> Option<Point> {
        let part = self.part();
        let is_each = part != Part::Whole && self.eat(Each);
        let named = self.eat(Year);
        let year = match self.ahead(0) {
            Number(year, 4) if named || (1000..3000).contains(&year) => Some(year),
            _ if named && part == Part::End => None,
            _ => return None,
        };
        self.at += usize::from(year.is_some());
        let point = match part {
            Part::Whole => Point::of_months(1, 12, Precision::Year),
            Part::End => Point::of_months(10, 12, Precision::Range),
            _ => return None,
        };
        let goes_on = is_sign(self.ahead(0)) && matches!(self.ahead(1), Number(_, 1..=3));
        (!(goes_on || is_each && year.is_some())).then_some(Point { year, recurs: is_each, ..point })
    }
}
