//! How often something falls due, and what falls due by an event: "hằng quý", "2 lần/năm", "trong 15 ngày kể
//! từ ngày ký", "sau khi …", "theo lộ trình".
//!
//! Owns the clauses without points in time, and the names of bodies, papers and events that stand beside
//! them. The day of an event is known where it is the signing of the document itself.

use jiff::{Span, ToSpan};

use crate::model::time::clause::{Clause, Wrong};
use crate::model::time::date::{Bound, Date, Interval, Precision, YEARS, civil_day};
use crate::model::time::due::Reason;
use crate::model::time::points::Reader;
use crate::model::time::recurrence::Period;
use crate::model::time::words::Mark;

use Mark::{
    And, At, Comma, Dash, Day, Each, Month, Number, Of, Periodic, Quarter, Since, Slash, Times, Week, Year,
};

impl Reader<'_> {
    /// "thường xuyên", "sau khi có ý kiến", "theo lộ trình", "đột xuất".
    pub(super) fn event(&mut self) -> Option<Clause> {
        match self.ahead(0) {
            Mark::Ongoing => {
                while self.eat(Mark::Ongoing)
                    || self.attempt(|r| (r.eat(Comma) && r.eat(Mark::Ongoing)).then_some(())).is_some()
                {
                }
                Some(Clause::Ongoing)
            }
            Mark::Event => {
                while self.eat(Mark::Event) {
                    self.name();
                }
                Some(Clause::Event)
            }
            Mark::According => {
                self.at += 1;
                (self.name() > 0).then_some(Clause::Event)
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
    pub(super) fn announcement(&mut self) -> Option<Clause> {
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
    pub(super) fn count(&mut self) -> Option<Clause> {
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
            if !(r.eat(Since) || r.ahead(1) == Day && r.eat(Mark::After)) {
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
    pub(super) fn signing(&mut self) -> bool {
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
    pub(super) fn frequency(&mut self) -> Option<Clause> {
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
            Number(..) => self.ahead(1) != Times,
            Mark::Roman(_) | Mark::Start | Mark::End | Mark::Middle => true,
            _ => false,
        };
        (!goes_on).then_some(period)
    }

    fn each(&mut self) -> Option<Period> {
        self.eat(Mark::AtLeast);
        let periodic = self.eat(Periodic);
        if !periodic && self.ahead(0) == Mark::According {
            self.at += 1;
            self.eat(Each);
        } else if !self.eat(Each) && !periodic {
            let period = self.unit()?;
            if self.once() {
                return Some(period);
            }
            return divided(period, self.how_often()?);
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
