//! The words of a deadline as a whole: every word is part of a clause, says nothing of time, or is refused.
//!
//! Owns what several clauses say together: a beginning and an end are a range, a period and a place are a
//! recurrence, a period and a term a bounded one. Two deadlines in one sentence are refused: they are two
//! entries. Nothing is read in part.

use std::ops::Range;

use crate::model::time::clause::{Clause, Places, Wrong};
use crate::model::time::date::{Bound, Date, Interval, Precision, edtf};
use crate::model::time::due::{Due, Reason, Refusal, of_interval};
use crate::model::time::points::{Point, Reader};
use crate::model::time::recurrence::{Bounds, Period, Recurrence, Turn, are_apart};
use crate::model::time::settled::in_year;
use crate::model::time::words::{Lexeme, Mark, lexemes};

/// Reads the words of a deadline, or EDTF, of a document signed on a day.
pub fn read(words: &str, signed: Option<Date>) -> Due {
    let words = words.trim();
    if words.is_empty() {
        return Due::None;
    }
    match edtf(words) {
        Ok(interval) => of_interval(interval),
        Err(_) => words_of_time(words, signed),
    }
}

/// Whether a text begins like a date of ISO 8601, or an interval without a beginning, and holds nothing
/// but digits and signs.
pub fn is_edtf_like(text: &str) -> bool {
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let first = text.strip_prefix("../").unwrap_or(text);
    first.split(['-', '/']).next().is_some_and(is_year)
        && text.bytes().all(|b| b.is_ascii_digit() || b"-/.".contains(&b))
}

/// A clause and its marks.
type Placed = (Clause, Range<usize>);

/// Everything that a sentence says.
struct Said {
    clauses: Vec<Placed>,
    /// The marks that join two deadlines.
    joined: Vec<usize>,
    /// The marks that are part of nothing.
    stray: Vec<usize>,
}

/// Reads words of time.
fn words_of_time(words: &str, signed: Option<Date>) -> Due {
    let lexemes = lexemes(words);
    let said = said(&lexemes, signed);
    let bytes = |marks: Range<usize>| {
        let from = lexemes.get(marks.start).map_or(0, |first| first.at.start);
        let to = marks
            .end
            .checked_sub(1)
            .and_then(|last| lexemes.get(last))
            .map_or(words.len(), |last| last.at.end);
        from..to.max(from)
    };
    let due = verdict(&said, &lexemes, signed);
    due.unwrap_or_else(|(wrong, marks)| match wrong {
        Wrong::Impossible => Due::Impossible,
        Wrong::Refused(Reason::Unplaced(_)) => {
            let terms = said.clauses.iter().filter(|(clause, _)| matches!(clause, Clause::Term(..)));
            let understood = match (&terms.collect::<Vec<_>>()[..], said.clauses.len()) {
                // "đợt 2/2026" is no February: only a day stands for itself.
                ([(Clause::Term(interval, _), marks)], 1 | 2) if interval.precision == Precision::Day => {
                    Some((bytes(marks.clone()), *interval))
                }
                _ => None,
            };
            Due::Unclear(Refusal {
                reason: Reason::Unplaced(understood),
                at: bytes(marks),
                near: near(&lexemes),
            })
        }
        Wrong::Refused(reason) => Due::Unclear(Refusal { reason, at: bytes(marks), near: None }),
    })
}

/// The form that is read and most like the words.
fn near(lexemes: &[Lexeme]) -> Option<&'static str> {
    let has = |marks: &[Mark]| lexemes.iter().any(|lexeme| marks.contains(&lexeme.mark));
    let has_number = lexemes.iter().any(|lexeme| matches!(lexeme.mark, Mark::Number(..)));
    Some(match () {
        () if has(&[Mark::Each, Mark::Periodic, Mark::Times]) => "trước ngày 20 hằng tháng",
        () if has(&[Mark::Quarter]) => "trong quý III/2024",
        () if has(&[Mark::Start, Mark::Middle]) => "đầu tháng 4/2024",
        () if has(&[Mark::Slash, Mark::Dot]) && has_number => "trước ngày 30/4/2021",
        () if has(&[Mark::Month]) => "trong tháng 12/2022",
        () if has(&[Mark::Since, Mark::NotBefore]) => "từ ngày 01/7/2025",
        () if has(&[Mark::Day]) => "trước ngày 30/4/2021",
        () if has(&[Mark::Year]) && has_number => "trong năm 2024",
        () if has(&[Mark::Event, Mark::According]) => "sau khi có ý kiến của Sở Tài chính",
        () => return None,
    })
}

/// Parts the marks into clauses, words that say nothing of time, and what is left.
fn said(lexemes: &[Lexeme], signed: Option<Date>) -> Said {
    let mut said = Said { clauses: Vec::new(), joined: Vec::new(), stray: Vec::new() };
    let mut reader = Reader { lexemes, at: 0, signed };
    while reader.at < lexemes.len() {
        let at = reader.at;
        if let Some(clause) = reader.clause() {
            said.clauses.push((clause, at..reader.at));
            continue;
        }
        reader.at += 1;
        match lexemes[at].mark {
            Mark::Comma | Mark::Colon | Mark::Dot | Mark::Open | Mark::Close | Mark::Dash => {}
            Mark::Deed | Mark::Time | Mark::Exactly | Mark::Paper | Mark::Awaited | Mark::Passive => {}
            Mark::Announce | Mark::Sign | Mark::This | Mark::Is => {}
            Mark::Plural | Mark::Of if matches!(reader.ahead(0), Mark::Deed | Mark::Paper | Mark::Body) => {}
            Mark::Of if reader.ahead(0) == Mark::Each => {}
            Mark::Body => _ = reader.name(),
            Mark::And => said.joined.push(at),
            _ => said.stray.push(at),
        }
    }
    said
}

const UNPLACED: Wrong = Wrong::Refused(Reason::Unplaced(None));
const SECOND: Wrong = Wrong::Refused(Reason::Second);

/// What is said, or what is wrong with it and where.
fn verdict(said: &Said, lexemes: &[Lexeme], signed: Option<Date>) -> Result<Due, (Wrong, Range<usize>)> {
    if let Some(first) = said.stray.first() {
        let run = said.stray.iter().zip(*first..).take_while(|(stray, at)| *stray == at).count();
        let wrong = match lexemes[*first].mark {
            Mark::NoCalendarYear => Wrong::Refused(Reason::NoCalendarYear),
            _ => UNPLACED,
        };
        return Err((wrong, *first..first + run));
    }
    if let Some((Clause::Fault(wrong), at)) =
        said.clauses.iter().find(|(clause, _)| matches!(clause, Clause::Fault(_)))
    {
        return Err((wrong.clone(), at.clone()));
    }
    joined(said, lexemes)?;
    let recurs =
        |(clause, _): &Placed| matches!(clause, Clause::Each(_) | Clause::Places(_) | Clause::Periodic);
    if said.clauses.iter().any(recurs) {
        return recurring(&said.clauses, signed).map(Due::Recurring);
    }
    once(&said.clauses, lexemes.len())
}

/// Whether each "và" between clauses joins turns of what recurs, and not two deadlines.
fn joined(said: &Said, lexemes: &[Lexeme]) -> Result<(), (Wrong, Range<usize>)> {
    let frequencies = said.clauses.iter().filter(|(clause, _)| matches!(clause, Clause::Each(_))).count();
    for at in &said.joined {
        let behind = said.clauses.iter().position(|(_, marks)| marks.start > *at);
        let pair = behind.and_then(|behind| Some((behind.checked_sub(1)?, behind)));
        let is_lone =
            at.checked_sub(1).is_some_and(|before| !matches!(lexemes[before].mark, Mark::And | Mark::Comma));
        let Some((before, behind)) = pair.filter(|_| is_lone) else {
            return Err((UNPLACED, *at..at + 1));
        };
        match (&said.clauses[before].0, &said.clauses[behind].0) {
            (Clause::Places(_), Clause::Places(_)) => {}
            // "6 tháng (15/6) và hằng năm (15/12)"
            (Clause::Places(_), Clause::Each(_)) if frequencies == 2 => {}
            _ => return Err((SECOND, said.clauses[behind].1.clone())),
        }
    }
    Ok(())
}

/// What falls due once, or at no known day.
fn once(clauses: &[Placed], length: usize) -> Result<Due, (Wrong, Range<usize>)> {
    let kinds: Vec<&Clause> = clauses.iter().map(|(clause, _)| clause).collect();
    let all = |kinds: &[&Clause], test: fn(&Clause) -> bool| kinds.iter().all(|kind| test(kind));
    let marks = |at: usize| clauses.get(at).map_or(0..length, |(_, marks)| marks.clone());
    let (first, second) = (marks(0), marks(1));
    Ok(match &kinds[..] {
        [] => return Err((UNPLACED, 0..length)),
        [Clause::Term(interval, bound)] => Due::Dated(*interval, *bound),
        [Clause::Beginning(day)]
        | [Clause::Ongoing, Clause::Beginning(day)]
        | [Clause::Beginning(day), Clause::Ongoing] => Due::Ongoing(Some(*day)),
        [Clause::Beginning(day), Clause::Term(to, bound @ (Bound::By | Bound::Before))] => {
            let range = Interval::range(Interval::day(*day), *to).ok_or((Wrong::Impossible, second))?;
            Due::Dated(range, *bound)
        }
        kinds if all(kinds, |kind| matches!(kind, Clause::Ongoing)) => Due::Ongoing(None),
        kinds if all(kinds, |kind| matches!(kind, Clause::Relative | Clause::Event)) => Due::Relative,
        kinds if all(kinds, |kind| matches!(kind, Clause::Event | Clause::Announced)) => Due::Announced,
        // A condition beside a day: the day may hold or may not.
        [Clause::Term(..), Clause::Event] => return Err((UNPLACED, second)),
        [Clause::Event, Clause::Term(..)] => return Err((UNPLACED, first)),
        _ => return Err((SECOND, second)),
    })
}

/// What falls due again and again.
fn recurring(clauses: &[Placed], signed: Option<Date>) -> Result<Recurrence, (Wrong, Range<usize>)> {
    let (mut periods, mut places, mut bounds) =
        (Vec::<Period>::new(), None::<(Places, Range<usize>)>, Bounds::default());
    let (mut periodic, mut has_term) = (false, false);
    for (clause, marks) in clauses {
        let second = || (SECOND, marks.clone());
        match clause {
            Clause::Each(each) => each.iter().for_each(|one| {
                if !periods.contains(one) {
                    periods.push(*one);
                }
            }),
            Clause::Periodic => periodic = true,
            Clause::Places(more) => match &mut places {
                None => places = Some((more.clone(), marks.clone())),
                Some((places, all)) if (places.base, places.relation) == (more.base, more.relation) => {
                    places.turns.extend(&more.turns);
                    places.recurs |= more.recurs;
                    all.end = marks.end;
                }
                Some(_) => return Err(second()),
            },
            Clause::Beginning(day) if bounds.since.is_none() => bounds.since = Some(*day),
            Clause::Term(interval, bound)
                if !has_term && (interval.precision != Precision::Day || *bound == Bound::By) =>
            {
                if bounds.since.is_some() && *bound == Bound::Within {
                    return Err(second());
                }
                has_term = true;
                bounds.since = bounds.since.or(interval.first.filter(|_| *bound == Bound::Within));
                bounds.until = interval.last;
            }
            _ => return Err(second()),
        }
    }
    let all = clauses.first().map_or(0, |first| first.1.start)..clauses.last().map_or(0, |last| last.1.end);
    let (period, turns, relation) = match places {
        None => match periods[..] {
            [period] => (period, vec![period.whole()], Bound::Within),
            [] => return Err((UNPLACED, all)),
            _ => return Err((SECOND, all)),
        },
        Some((places, marks)) => {
            let period = period_of(&places, &periods, periodic).map_err(|wrong| (wrong, marks.clone()))?;
            let Some(period) = period else {
                let day = places_in(&places, signed);
                return Err((Wrong::Refused(Reason::Yearless(day)), marks));
            };
            let mut turns = places.turns;
            turns.sort_by_key(|turn| turn.last);
            if !are_apart(period, &turns) {
                return Err((UNPLACED, marks));
            }
            (period, turns, places.relation)
        }
    };
    let recurrence = Recurrence { period, turns, relation, bounds };
    if is_empty(&recurrence) { Err((SECOND, all)) } else { Ok(recurrence) }
}

/// Whether bounds hold no turn, or a year holds one ("năm 2026, hằng năm"): they were meant otherwise.
fn is_empty(recurrence: &Recurrence) -> bool {
    let Bounds { since, until: Some(until) } = recurrence.bounds else { return false };
    let from = since.or(Date::new(until.year() - 1, 1, 1).ok()).unwrap_or(until);
    let turns = recurrence.until(from, until).len();
    turns == 0 || turns == 1 && since.is_some()
}

/// The period in which places recur; none where nothing says that they do.
fn period_of(places: &Places, periods: &[Period], periodic: bool) -> Result<Option<Period>, Wrong> {
    match periods {
        [] => Ok((places.recurs || periodic).then_some(places.base)),
        [period] if *period == places.base => Ok(Some(places.base)),
        // "định kỳ 6 tháng, trước ngày 15/6 và 15/12"; "6 tháng (15/6) và hằng năm (15/12)".
        _ if places.base == Period::Year && periods.iter().all(|period| *period != Period::Week) => {
            let shortest = periods.iter().filter_map(|period| period.months()).min();
            let turns = i8::try_from(places.turns.len()).unwrap_or(i8::MAX);
            let fits = shortest.is_some_and(|months| months.checked_mul(turns) == Some(12));
            let known =
                matches!(periods, [_] | [Period::HalfYear, Period::Year] | [Period::Year, Period::HalfYear]);
            if fits && known { Ok(Some(Period::Year)) } else { Err(UNPLACED) }
        }
        [_] => Err(UNPLACED),
        _ => Err(SECOND),
    }
}

/// The days that one place without a year has in the year of the document, or in the next where they are
/// past.
fn places_in(places: &Places, signed: Option<Date>) -> Option<Interval> {
    let (signed, [turn]) = (signed?, &places.turns[..]) else { return None };
    if places.base != Period::Year {
        return None;
    }
    let turn: &Turn = turn;
    let point = Point::new(*turn, Period::Year);
    let this = in_year(&point, signed.year()).ok()?;
    if this.last >= Some(signed) { Some(this) } else { in_year(&point, signed.year() + 1).ok() }
}

#[cfg(test)]
mod tests;
