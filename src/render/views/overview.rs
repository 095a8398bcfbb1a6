//! The first page of the timeline: how it stands, by period and by document, what comes, what is late.
//!
//! Owns what is chosen where not everything fits: what is due soon, what went overdue last, the documents
//! that owe most of this year. All else is on the pages of the periods, to which the columns lead.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::time::date::Date;
use crate::model::work::obligation::{Obligation, State};
use crate::model::work::schedule;
use crate::render::filter::{Quarter, TimelineFilter, quarter_of};
use crate::render::lists::forecast::{Forecast, is_known_to_change};
use crate::render::lists::index::places_in_debt;
use crate::render::lists::rows::{Placed, Slot, placed};
use crate::render::theme::thousands;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::{Columns, Period};
use crate::render::views::debtors::Debtors;
use crate::render::views::lanes::Lanes;
use crate::render::views::parts::FiguresView;
use crate::render::views::sections::{BRIEF, Section};
use crate::render::views::task::TaskRow;

/// Open obligations at the most of which all stand on the page.
const ALL_OPEN: usize = 200;
/// Rows of a section that chooses.
const CHOSEN: usize = 25;
/// Lanes at the most.
const LANES: usize = 12;
/// The height of the columns in pixels.
const COLUMNS: u32 = 120;

/// What only the first page of the timeline shows.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Overview {
    /// Whether the page lists all that is open.
    pub is_whole: bool,
    /// How many owe something that is overdue.
    pub places: usize,
    /// How much of what is overdue was due before this year.
    pub older: u32,
    /// The year at hand.
    pub year: String,
    /// What is due next.
    pub nearest: Option<Box<TaskRow>>,
    /// All that has an end, by period.
    pub columns: Columns,
    /// What has no end, where there is any.
    pub beside: Vec<LinkView>,
    /// The documents that matter most; none where no document has an end.
    pub lanes: Option<Lanes>,
    /// All documents with an end, and whether the lanes are a choice.
    pub documents: usize,
    /// Whether the lanes are only some of them.
    pub is_choice: bool,
    /// The way to all documents.
    pub all_documents: String,
    /// Those that owe most of what is overdue; none where nobody does.
    pub debtors: Option<Debtors>,
    /// Where what is overdue stands by year, where it does not fit.
    pub overdue_years: Vec<LinkView>,
    /// The sheet for a meeting.
    pub sheet: String,
    /// The last day of the year at hand, by which years are folded.
    pub end_of_year: String,
}

impl PageBuilder<'_> {
    /// What the first page of the timeline shows above its lists.
    pub fn overview(&self, placed: &[Placed]) -> Overview {
        let reader = self.reader;
        let (totals, as_of) = (&reader.totals(), reader.as_of());
        let is_whole = totals.all.open() as usize <= ALL_OPEN;
        let documents = self.documents();
        let is_choice = documents.len() > LANES;
        let overdue = placed.iter().filter(|one| one.slot == Slot::Overdue);
        let is_older = |one: &&Placed| one.end.is_some_and(|end| end.year() < as_of.year());
        let nearest = placed.first().filter(|one| one.slot == Slot::Ahead);
        Overview {
            is_whole,
            places: places_in_debt(reader.with_directives(reader.owed())),
            older: overdue.filter(is_older).map(|one| one.tally.of(State::Overdue)).sum(),
            year: as_of.year().to_string(),
            nearest: nearest.map(|one| Box::new(self.task(&one.group, BRIEF))),
            columns: self.periods(),
            beside: self.beside(),
            lanes: self.lanes(&documents[..documents.len().min(LANES)]),
            documents: documents.len(),
            is_choice,
            all_documents: self.way(&self.addresses().years()),
            debtors: if is_choice { self.debtors(LANES) } else { None },
            overdue_years: if is_whole { Vec::new() } else { self.overdue_years() },
            sheet: self.way(&self.addresses().sheet()),
            end_of_year: Date::new(as_of.year(), 12, 31).map_or(String::new(), |day| day.to_string()),
        }
    }

    /// What is open, in the order of pages.
    pub fn open(&self) -> Vec<Placed> {
        let reader = self.reader;
        let owed = reader.owed().iter().copied();
        placed(reader, owed.filter(|one| one.of(reader).state.is_open()))
    }

    /// What is ahead and what is overdue, whole or chosen.
    pub fn open_sections(&self, placed: &[Placed], is_whole: bool) -> Vec<Section> {
        vec![self.ahead(placed, is_whole), self.overdue(placed, is_whole)]
    }

    /// What is ahead: all of it, or what is due soon.
    fn ahead(&self, placed: &[Placed], is_whole: bool) -> Section {
        let totals = &self.reader.totals().all;
        let ahead: Vec<Placed> = placed.iter().filter(|one| one.slot == Slot::Ahead).cloned().collect();
        let soon: Vec<Placed> =
            ahead.iter().filter(|one| one.tally.of(State::DueSoon) > 0).cloned().collect();
        let labels = self.labels();
        let (kept, state, title, n) = match (is_whole, soon.is_empty()) {
            (true, _) => (
                &ahead,
                None,
                labels.get("timeline", "ahead").to_owned(),
                totals.open() - totals.of(State::Overdue),
            ),
            (false, true) => (
                &ahead,
                Some(State::InTime),
                labels.get("timeline", "ahead").to_owned(),
                totals.of(State::InTime),
            ),
            (false, false) => {
                let days = self.reader.settings().due_soon_days.to_string();
                let title = labels.fill("timeline", "soon", &[("n", &days)]);
                (&soon, Some(State::DueSoon), title, totals.of(State::DueSoon))
            }
        };
        let most = if is_whole { usize::MAX } else { CHOSEN };
        let upcoming = if is_whole { self.reader.upcoming_in(TimelineFilter::Now) } else { Vec::new() };
        let shown = &kept[..kept.len().min(most)];
        Section {
            id: "_sap-toi".to_owned(),
            title,
            kind: Slot::Ahead.states().to_owned(),
            n,
            m: kept.len(),
            is_empty: shown.is_empty(),
            mixed: false,
            bodies: vec![self.body(Slot::Ahead, shown, &upcoming)],
            folds: Vec::new(),
            all: state.filter(|_| kept.len() > shown.len()).map(|state| self.see_all(state)),
        }
    }

    /// What is overdue: of this year in the open and older years folded, or what went overdue last.
    fn overdue(&self, placed: &[Placed], is_whole: bool) -> Section {
        let totals = &self.reader.totals().all;
        let overdue: Vec<&Placed> = placed.iter().filter(|one| one.slot == Slot::Overdue).collect();
        let as_of = self.reader.as_of().year();
        let year = |one: &Placed| one.end.map_or(as_of, |end| end.year());
        let mut by_year: BTreeMap<Reverse<i16>, Vec<Placed>> = BTreeMap::new();
        for one in overdue.iter().take(if is_whole { usize::MAX } else { CHOSEN }) {
            let year = if is_whole { year(one).min(as_of) } else { as_of };
            by_year.entry(Reverse(year)).or_default().push((*one).clone());
        }
        let open = by_year.remove(&Reverse(as_of)).unwrap_or_default();
        let fold = |(Reverse(year), own): (Reverse<i16>, Vec<Placed>)| Section {
            title: self.labels().fill("timeline", "overdue_of", &[("year", &year.to_string())]),
            ..self.overdue_section(format!("_qua-han-{year}"), &own, None)
        };
        let folds: Vec<Section> = by_year.into_iter().map(fold).collect();
        let is_cut = !is_whole && overdue.len() > CHOSEN;
        let see_all = is_cut.then(|| self.see_all(State::Overdue));
        Section {
            n: totals.of(State::Overdue),
            m: overdue.len(),
            is_empty: overdue.is_empty(),
            folds,
            ..self.overdue_section("_qua-han".to_owned(), &open, see_all)
        }
    }

    fn overdue_section(&self, id: String, own: &[Placed], all: Option<LinkView>) -> Section {
        Section {
            id,
            title: self.state_label(State::Overdue),
            kind: Slot::Overdue.states().to_owned(),
            n: own.iter().map(|one| one.tally.of(State::Overdue)).sum(),
            m: own.len(),
            is_empty: own.is_empty(),
            mixed: false,
            bodies: vec![self.body(Slot::Overdue, own, &[])],
            folds: Vec::new(),
            all,
        }
    }

    fn see_all(&self, state: State) -> LinkView {
        let count = thousands(i64::from(self.reader.totals().all.of(state)), self.language());
        let text = self.labels().fill("timeline", "see_all", &[("n", &count)]);
        self.link(text, &self.addresses().timeline(TimelineFilter::State(state), 0))
    }

    /// The years in which something overdue ended, newest first, with counts.
    fn overdue_years(&self) -> Vec<LinkView> {
        let totals = &self.reader.totals();
        let counted =
            totals.years().into_iter().rev().map(|year| (year, totals.of_year(year).of(State::Overdue)));
        let link = |(year, count): (i16, u32)| {
            let text = format!("{year} ({})", thousands(i64::from(count), self.language()));
            self.link(text, &self.addresses().timeline(TimelineFilter::Year(year), 0))
        };
        counted.filter(|(_, count)| *count > 0).map(link).collect()
    }

    /// What has no end, with its counts.
    fn beside(&self) -> Vec<LinkView> {
        let keys =
            [(State::Ongoing, "ongoing"), (State::Undated, "undated"), (State::Cancelled, "cancelled")];
        let link = |(state, key): &(State, &str)| {
            let count = thousands(i64::from(self.reader.totals().all.of(*state)), self.language());
            let text = self.labels().fill("timeline", key, &[("n", &count)]);
            self.link(text, &self.addresses().timeline(TimelineFilter::State(*state), 0))
        };
        keys.iter().filter(|(state, _)| self.reader.totals().all.of(*state) > 0).map(link).collect()
    }

    /// Directives with an end, those that owe most first; where not all have a lane, by what they owe of
    /// this year.
    pub fn documents(&self) -> Vec<DirectiveId> {
        let reader = self.reader;
        let year = self.reader.as_of().year();
        let mut documents: Vec<(u32, u32, u32, DirectiveId)> = Vec::new();
        for (id, entry) in reader.directives() {
            let tally = &entry.resolved.tally;
            if tally.dated() == 0 {
                continue;
            }
            let of_year = |one: &&Obligation| {
                one.state == State::Overdue && one.term().is_some_and(|term| term.to.year() == year)
            };
            let recent = entry.resolved.obligations.iter().filter(of_year).count() as u32;
            documents.push((recent, tally.of(State::Overdue), tally.open(), id));
        }
        let is_choice = documents.len() > LANES;
        documents.sort_by_key(|(recent, overdue, open, id)| {
            (
                Reverse(if is_choice { *recent } else { 0 }),
                Reverse(*overdue),
                Reverse(*open),
                Reverse(id.index()),
            )
        });
        documents.into_iter().map(|(.., id)| id).collect()
    }

    /// The years as columns, of the year at hand its quarters.
    fn periods(&self) -> Columns {
        let totals = &self.reader.totals();
        let now = Quarter::of(self.reader.as_of());
        let filter_of = |quarter: Quarter| match quarter.year == now.year {
            true => TimelineFilter::Quarter(quarter),
            false => TimelineFilter::Year(quarter.year),
        };
        let mut filters: Vec<TimelineFilter> =
            totals.by_quarter.keys().map(|quarter| filter_of(*quarter)).collect();
        filters.dedup();
        let (followed, now) = (self.followed(), Some(Quarter::of(self.reader.as_of())));
        let periods = filters.into_iter().map(|filter| self.period(filter, &followed, now)).collect();
        self.columns(periods, COLUMNS)
    }

    /// The figures of the whole site, to be counted anew on the days that pages follow.
    pub fn near_figures(&self) -> FiguresView {
        let near = self.forecast(self.followed().into_iter());
        self.figures(&self.reader.totals().all, near, |state| self.state_way(state))
    }

    /// What may change on one of the days that pages follow.
    fn followed(&self) -> Vec<&Obligation> {
        let horizon = schedule::horizon(self.reader.as_of());
        let days = i64::from(self.reader.settings().due_soon_days) + 1;
        let last = horizon.checked_add(jiff::Span::new().days(days)).unwrap_or(horizon);
        let may_change = |one: &&Obligation| {
            let is_near = one.state.is_open() && one.term().is_some_and(|term| term.last <= last);
            is_near || is_known_to_change(one)
        };
        self.all_owed().filter(may_change).collect()
    }

    /// All that is owed, and all that is upcoming.
    fn all_owed(&self) -> impl Iterator<Item = &Obligation> {
        let reader = self.reader;
        let owed = reader.owed().iter().map(move |one| one.of(reader));
        owed.chain(reader.upcoming().iter().map(move |one| one.upcoming_of(reader)))
    }

    /// A year or a quarter as a column.
    fn period(&self, filter: TimelineFilter, followed: &[&Obligation], now: Option<Quarter>) -> Period {
        let totals = &self.reader.totals();
        let holds = |one: &&&Obligation| {
            let end = quarter_of(one).or_else(|| one.term().map(|term| Quarter::of(term.to)));
            end.is_some_and(|quarter| filter.holds(quarter))
        };
        let followed = followed.iter().filter(holds).copied();
        let (name, short) = match filter {
            TimelineFilter::Quarter(quarter) => self.quarter_names(quarter),
            TimelineFilter::Year(year) => (year.to_string(), format!("’{:02}", year.rem_euclid(100))),
            TimelineFilter::Now | TimelineFilter::State(_) => (String::new(), String::new()),
        };
        let link = match filter {
            TimelineFilter::Quarter(quarter) if !totals.is_divided(quarter.year) => self.moved(filter).href,
            _ => self.way(&self.addresses().timeline(filter, 0)),
        };
        Period {
            tally: totals.of(filter),
            forecast: self.forecast(followed),
            href: Some(link),
            name,
            short,
            is_now: now.is_some_and(|now| filter.holds(now)),
        }
    }

    /// The quarters of a year as columns; its forecast says which is at hand.
    pub fn quarter_columns(&self, year: i16, forecast: &Forecast) -> Columns {
        let quarters = self.reader.totals().by_quarter.keys().filter(|quarter| quarter.year == year);
        let (all, now): (Vec<_>, _) = (self.all_owed().collect(), forecast.next.map(Quarter::of));
        let period = |quarter: &Quarter| self.period(TimelineFilter::Quarter(*quarter), &all, now);
        self.columns(quarters.map(period).collect(), COLUMNS)
    }
}
