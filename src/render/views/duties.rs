//! The tasks of a directive on its page: a sentence with a picture at the top, one table at the end, and what
//! is overdue in each part of the text.
//!
//! Owns the order of that table: what comes, what is overdue (the newest first), what is over.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::work::obligation::{Obligation, State, Tally};
use crate::read::markdown::Body;
use crate::render::filter::Quarter;
use crate::render::lists::index::{Owed, places_in_debt};
use crate::render::lists::rows::{Group, groups};
use crate::render::reader::Card;
use crate::render::views::builder::PageBuilder;
use crate::render::views::chart::{Columns, Period, StatePath};
use crate::render::views::days::DayView;
use crate::render::views::item::Detail;
use crate::render::views::parts::{CountsView, FiguresView, PartyView, StateWord, counts};
use crate::render::views::task::{Style, TaskRow};
use crate::render::views::text::ContentsLine;

/// Rows of a part of the table that stand open; the others are folded.
const SHOWN: usize = 40;
/// Names of those who owe what comes next.
const NEXT_NAMES: usize = 2;
/// Obligations that are drawn as squares; more are drawn as columns.
const SQUARES: u32 = 60;
/// From one square to the next.
const STEP: usize = 12;
/// The height of columns.
const HEIGHT: u32 = 64;

/// The tasks of a directive.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DutiesView {
    /// The parts of the table that are not empty today, or may not be on a later day.
    parts: Vec<DutyPart>,
    /// How many tasks there are.
    tasks: usize,
    /// How much of it is done and overdue.
    counts: CountsView,
    /// The same by state.
    figures: FiguresView,
    /// How many owe something that is overdue.
    places: usize,
    /// What is due next.
    next: Option<NextView>,
    /// A picture by period, of few; empty else.
    squares: Vec<SquaresView>,
    /// The same of many.
    columns: Option<Columns>,
    /// The last day on which sentence and picture are true; empty where no day changes them.
    until: String,
}

/// A part of the table.
#[derive(Serialize, JsonSchema)]
struct DutyPart {
    /// The key of its heading.
    key: &'static str,
    /// Its states, as data.
    kind: String,
    /// How its rows are ordered by day: `up` or `down`.
    order: &'static str,
    /// Whether its rows are in several states.
    mixed: bool,
    /// Whether no row of it is shown today.
    is_empty: bool,
    /// How many obligations in it are in its states.
    count: u32,
    /// The rows that stand open.
    rows: Vec<TaskRow>,
    /// Those that are folded.
    more: Vec<TaskRow>,
}

/// What is due next.
#[derive(Serialize, JsonSchema)]
struct NextView {
    /// The end.
    day: DayView,
    /// The last day in time, for the distance.
    last: String,
    /// Who owes it.
    parties: Vec<PartyView>,
    /// How many more owe it.
    more: usize,
}

/// A square for each obligation that ends in a period.
#[derive(Serialize, JsonSchema)]
struct SquaresView {
    /// Pixels.
    width: usize,
    /// Pixels.
    height: usize,
    /// The period in two or three letters.
    short: String,
    /// Whether it is the one at hand.
    is_now: bool,
    /// What a screen reader says: "Quý I/2026: 3 quá hạn, 5 hoàn thành".
    words: String,
    /// The squares, state by state.
    paths: Vec<StatePath>,
}

/// A year, and a quarter of it where that is the year at hand.
type PeriodKey = (i16, Option<Quarter>);

impl PageBuilder<'_> {
    /// The tasks of a directive; none where it has none.
    pub fn duties(&self, id: DirectiveId, entry: &Card<'_>) -> Option<DutiesView> {
        let tasks = entry.directive.deadlines.len();
        if tasks == 0 {
            return None;
        }
        let owed = entry.resolved.obligations.iter().map(|one| (&*entry.directive, one));
        let all = entry.resolved.obligations.iter().chain(&entry.resolved.upcoming);
        let columns = self.duty_periods(entry);
        let dated = entry.resolved.tally.dated();
        let squares = match &columns {
            Some((columns, tallies)) if dated <= SQUARES => squares(columns, tallies),
            _ => Vec::new(),
        };
        let until = columns.as_ref().map(|(columns, _)| columns.until.clone()).unwrap_or_default();
        let (tally, forecast) = (&entry.resolved.tally, self.forecast(all));
        let counts = counts(tally, forecast.clone());
        let figures = self.figures(tally, forecast, |_| None);
        Some(DutiesView {
            parts: self.duty_parts(id, entry),
            tasks,
            counts,
            figures,
            places: places_in_debt(owed),
            next: self.next_duty(entry),
            columns: columns.map(|(columns, _)| columns).filter(|_| dated > SQUARES),
            squares,
            until,
        })
    }

    /// The parts of the table: what comes, what is overdue, what is over, what nobody owes.
    fn duty_parts(&self, id: DirectiveId, entry: &Card<'_>) -> Vec<DutyPart> {
        let part = |key, states: &[State], order, mixed| DutyPart {
            key,
            kind: states.iter().map(|state| state.word()).collect::<Vec<_>>().join(" "),
            order,
            mixed,
            is_empty: true,
            count: states.iter().map(|state| entry.resolved.tally.of(*state)).sum(),
            rows: Vec::new(),
            more: Vec::new(),
        };
        let over = &State::ALL[3..];
        let mut parts = [
            part("ahead", &[State::DueSoon, State::InTime], "up", false),
            part("overdue_part", &[State::Overdue], "down", false),
            part("over", over, "down", true),
            part("listed", &[], "up", true),
        ];
        for row in self.duty_rows(id, entry) {
            let at = match row.state.0 {
                _ if row.marks.states.is_empty() => 3,
                State::DueSoon | State::InTime => 0,
                State::Overdue => 1,
                _ => 2,
            };
            parts[at].rows.push(row);
        }
        parts[0].rows.sort_by(|a, b| a.to.cmp(&b.to));
        parts[1].rows.sort_by(|a, b| b.to.cmp(&a.to));
        let rank = |row: &TaskRow| over[2..].iter().position(|state| *state == row.state.0);
        parts[3].rows.sort_by(|a, b| a.to.cmp(&b.to));
        parts[2].rows.sort_by(|a, b| (rank(a), &b.to).cmp(&(rank(b), &a.to)));
        tell_once(&mut parts);
        for part in &mut parts {
            part.more = part.rows.split_off(part.rows.len().min(SHOWN));
        }
        for part in &mut parts {
            part.is_empty = part.rows.iter().all(|row| !row.marks.since.is_empty());
        }
        // What is open today is overdue or done on a later day.
        let may_turn = parts.iter().take(2).any(|part| !part.rows.is_empty());
        let is_kept = |part: &DutyPart| !part.rows.is_empty() || may_turn && !part.kind.is_empty();
        parts.into_iter().filter(is_kept).collect()
    }

    /// A row for each deadline, or turn of it.
    fn duty_rows(&self, id: DirectiveId, entry: &Card<'_>) -> Vec<TaskRow> {
        let style = Style { full: true, most: usize::MAX };
        let owed = |count: usize| (0..).take(count).map(|at| Owed { directive: id, at });
        let owing: Vec<Group> = groups(self.reader, owed(entry.resolved.obligations.len()));
        let mut rows: Vec<TaskRow> = owing.iter().map(|group| self.task(group, style)).collect();
        let upcoming: Vec<Owed> = owed(entry.resolved.upcoming.len()).collect();
        rows.extend(self.upcoming(&upcoming, style));
        for (at, _) in entry.directive.deadlines.iter().enumerate() {
            if !entry.resolved.obligations.iter().any(|o| o.deadline as usize == at) {
                rows.push(self.listed(id, at));
            }
        }
        rows
    }

    /// What is due next, and who owes it.
    fn next_duty(&self, entry: &Card<'_>) -> Option<NextView> {
        let is_ahead = |one: &&Obligation| matches!(one.state, State::DueSoon | State::InTime);
        let ahead = || entry.resolved.obligations.iter().filter(is_ahead);
        let first = ahead().min_by_key(|one| one.term().map(|term| (term.to, one.deadline)))?;
        let term = first.term()?;
        let same = ahead().filter(|one| one.term().map(|term| term.to) == Some(term.to));
        let mut parties: Vec<PartyView> = Vec::new();
        for one in same {
            let party = self.bearer(entry, one);
            if parties.iter().all(|known| known.name != party.name) {
                parties.push(party);
            }
        }
        let more = parties.len().saturating_sub(NEXT_NAMES);
        parties.truncate(NEXT_NAMES);
        let day = DayView { iso: term.to.to_string(), text: self.interval(&term.interval()) };
        Some(NextView { day, last: term.last.to_string(), parties, more })
    }

    /// A column for each period in which something ends: the quarters of the year at hand, and other years.
    fn duty_periods(&self, entry: &Card<'_>) -> Option<(Columns, Vec<Tally>)> {
        let days = self.forecast(entry.resolved.obligations.iter().chain(&entry.resolved.upcoming));
        let year_at_hand = days.at_hand().map(|day| Quarter::of(day).year);
        let next = days.next.map(Quarter::of);
        let key = |one: &Obligation| -> Option<PeriodKey> {
            let end = Quarter::of(one.term()?.to);
            Some((end.year, Some(end).filter(|end| Some(end.year) == year_at_hand)))
        };
        let mut by_period: BTreeMap<PeriodKey, Vec<&Obligation>> = BTreeMap::new();
        let dated = entry.resolved.obligations.iter().filter(|one| State::DATED.contains(&one.state));
        dated.for_each(|one| {
            if let Some(key) = key(one) {
                by_period.entry(key).or_default().push(one);
            }
        });
        if by_period.is_empty() {
            return None;
        }
        let mut tallies = Vec::new();
        let periods = by_period.into_iter().map(|((year, quarter), ends)| {
            let mut tally = Tally::default();
            ends.iter().for_each(|one| tally.add(one.state));
            tallies.push(tally);
            let (name, short) = match quarter {
                Some(quarter) => self.quarter_names(quarter),
                None => (year.to_string(), year.to_string()),
            };
            let is_now = quarter.is_some() && quarter == next;
            let upcoming = entry.resolved.upcoming.iter().filter(|one| key(one) == Some((year, quarter)));
            let forecast = self.forecast(ends.into_iter().chain(upcoming));
            Period { tally, forecast, href: None, name, short, is_now }
        });
        let periods: Vec<Period> = periods.collect();
        Some((self.columns(periods, HEIGHT), tallies))
    }

    /// Says in the contents what is overdue in each part: that under the last heading before its words.
    pub(super) fn count_parts(&self, entry: &Card<'_>, body: &Body<'_>, contents: &mut [ContentsLine]) {
        let event_of =
            |id: &str| body.anchors.iter().find(|anchor| anchor.id == id).map(|anchor| anchor.event);
        let starts: Vec<Option<usize>> = contents.iter().map(|line| event_of(&line.id)).collect();
        let part_of = |one: &&Obligation| {
            let section = entry.directive.deadlines[one.deadline as usize].section.as_ref()?;
            let event = event_of(entry.section(section))?;
            let before = |at: &usize| starts[*at].is_some_and(|start| start <= event);
            (0..starts.len()).filter(before).max_by_key(|at| starts[*at])
        };
        let mut parts: BTreeMap<usize, Vec<&Obligation>> = BTreeMap::new();
        for one in entry.resolved.obligations.iter().chain(&entry.resolved.upcoming) {
            if let Some(part) = part_of(&one) {
                parts.entry(part).or_default().push(one);
            }
        }
        for (part, owed) in parts {
            let mut tally = Tally::default();
            owed.iter().filter(|one| !one.is_ahead).for_each(|one| tally.add(one.state));
            contents[part].counts = Some(counts(&tally, self.forecast(owed.into_iter())));
        }
    }
}

/// Leaves in each row what is told there and nowhere else.
fn tell_once(parts: &mut [DutyPart]) {
    for row in parts.iter_mut().filter(|part| part.key == "over").flat_map(|part| &mut part.rows) {
        // It is over, or has no end: nobody still owes it, and the words of the deadline say the state.
        row.items.retain(|item| !item.history.is_empty());
        row.items.iter_mut().for_each(|item| (item.named, item.written) = (false, false));
        if !row.state.0.is_done() {
            row.done.clear();
            row.pips = None;
        }
        if row.state.0 == State::Ongoing {
            row.label.clear();
        }
    }
    for row in parts.iter_mut().take(2).flat_map(|part| &mut part.rows) {
        // Who owes it stands in the row.
        if let Some(detail) = row.detail.as_mut().filter(|detail| !detail.each) {
            detail.lead.clear();
        }
    }
    let mut told: BTreeSet<String> = BTreeSet::new();
    for row in parts.iter_mut().flat_map(|part| &mut part.rows) {
        // The first row of a deadline bears the anchor that other pages and the text lead to, and what
        // holds for all its turns.
        let anchor = row.href.rsplit('#').next().unwrap_or_default().to_owned();
        if !row.section.is_empty() {
            row.href.clone_from(&row.section);
        }
        if told.insert(anchor.clone()) {
            row.marks.id = anchor;
        } else {
            row.detail = Some(Detail::default());
            row.quote.clear();
        }
    }
    for row in parts.iter_mut().flat_map(|part| &mut part.rows) {
        let is_told = row.items.iter().any(|item| !item.history.is_empty());
        row.detail.take_if(|detail| detail.is_empty() && !is_told);
    }
}

/// A square for each, done below, overdue on top.
fn squares(columns: &Columns, tallies: &[Tally]) -> Vec<SquaresView> {
    let most = tallies.iter().map(|tally| tally.dated() as usize).max().unwrap_or_default();
    let abreast = match most {
        0..=15 => 4,
        16..=30 => 6,
        _ => 8,
    };
    let view = |(column, tally): (&crate::render::views::chart::Column, &Tally)| {
        let all = tally.dated() as usize;
        let height = all.div_ceil(abreast) * STEP;
        let mut before = 0;
        let mut paths = Vec::new();
        for state in State::DATED.into_iter().filter(|state| tally.of(*state) > 0) {
            let count = tally.of(state) as usize;
            let square = |at: usize| {
                let (x, y) = (at % abreast * STEP, height - (at / abreast + 1) * STEP);
                format!("M{x}.5 {y}.5h9v9h-9z")
            };
            let d = (before..before + count).map(square).collect();
            paths.push(StatePath { state: StateWord(state), d });
            before += count;
        }
        SquaresView {
            width: all.min(abreast) * STEP,
            height,
            short: column.short.clone(),
            is_now: column.is_now,
            words: column.words.clone(),
            paths,
        }
    };
    columns.columns.iter().zip(tallies).map(view).collect()
}
