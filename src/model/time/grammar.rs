//! How words relate to points in time.
//!
//! Owns the words before points ("trước", "từ … đến", "chậm nhất"), and lists and ranges of points. A clause
//! is read whole or not at all. What points mean under those words is [`crate::model::time::settled`], what
//! several clauses say together [`crate::model::time::reading`].

use crate::model::time::clause::{Clause, Points, Relation};
use crate::model::time::date::{Bound, Precision};
use crate::model::time::points::Reader;
use crate::model::time::settled::{first_only, settle};
use crate::model::time::words::Mark;

use Mark::{And, At, Comma, Dash, Since, Year};

impl Reader<'_> {
    /// One clause.
    pub(super) fn clause(&mut self) -> Option<Clause> {
        self.attempt(Self::count)
            .or_else(|| self.attempt(Self::frequency))
            .or_else(|| self.attempt(Self::announcement))
            .or_else(|| self.attempt(Self::event))
            .or_else(|| self.attempt(Self::time))
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
        if relation == Some(Relation::From)
            && let Some(signed) = self.attempt(|r| {
                r.eat(Mark::Day);
                r.signing().then_some(r.signed)
            })
        {
            return Some(signed.map_or(Clause::Ongoing, Clause::Beginning));
        }
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
            Mark::Before => {
                self.at += 1;
                self.eat(Mark::Colon);
                return Some(Relation::To(Bound::Before));
            }
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
            // "trong giai đoạn từ năm 2026 đến năm 2030"
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
