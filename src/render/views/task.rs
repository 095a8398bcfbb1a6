//! Rows of tasks: a deadline (or one turn of it) with everybody who owes it.
//!
//! Owns the row that all lists share, and who is named in it. The data with which a script judges it
//! anew on a later day are those of `lists/forecast.rs`; distances in days are the script's alone, so
//! that a day that changes nothing changes no page.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::deadline::Deadline;
use crate::model::time::date::Interval;
use crate::model::time::recurrence::period_name;
use crate::model::work::obligation::{Obligation, State, Tally, Timing};
use crate::render::lists::forecast::{is_known_to_change, log, turns};
use crate::render::lists::index::Owed;
use crate::render::lists::rows::{Group, row_state};
use crate::render::reader::Card;
use crate::render::theme::thousands;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::Pips;
use crate::render::views::days::DayView;
use crate::render::views::item::{Detail, Item};
use crate::render::views::marks::Marks;
use crate::render::views::parts::{StateWord, counts_of};

/// A deadline with everybody who owes it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct TaskRow {
    /// What it carries for the script, as attributes.
    pub marks: Marks,
    /// The deadline on the page of its directive.
    pub href: String,
    /// The task, in the words of the document.
    pub task: String,
    /// What its directive is called.
    pub directive: String,
    /// The words as printed that say when it is due, in full rows, where they are those of its directive and
    /// stand beside a date.
    pub quote: String,
    /// Last day of the interval, as data; empty without a date.
    pub to: String,
    /// Whether it has a day.
    pub is_dated: bool,
    /// The date in words; without one the words as printed, or what is known.
    pub when: String,
    /// The turn of something that recurs.
    pub turn: String,
    /// The end before a change.
    pub moved: Option<DayView>,
    /// Who made the changes that are in effect.
    pub moved_by: Vec<ChangeView>,
    /// The worst state of this row, as data.
    pub state: StateWord,
    /// The worst state of this row in words.
    pub label: String,
    /// How many have done it, whoever stands in this row, of how many: "2/3"; empty where nobody has to.
    pub done: String,
    /// The same as numbers.
    #[serde(skip)]
    pub k_of_n: (u32, u32),
    /// A square for each of several.
    pub pips: Option<Pips>,
    /// Those in this row who are named, today or on a later day, or of whom reports are shown.
    pub items: Vec<Item>,
    /// How many more are to be named than `items` names.
    pub more: usize,
    /// Whether somebody has still to do it, today or on a later day.
    pub may_be_late: bool,
    /// Whether the document leaves the choice.
    pub optional: bool,
    /// The way to the words in the text; empty without one.
    #[serde(skip)]
    pub section: String,
    /// What the directive says beside who and when; none in short rows.
    pub detail: Option<Detail>,
}

/// A directive that changes a deadline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ChangeView {
    #[serde(flatten)]
    pub link: LinkView,
    /// Its words, where they say when the deadline is due; else empty.
    pub words: String,
}

/// How a row is shown.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// Whether every report and what the directive says beside is shown.
    pub full: bool,
    /// Who is named at the most.
    pub most: usize,
}

impl PageBuilder<'_> {
    /// A row of what is owed.
    pub fn task(&self, group: &Group, style: Style) -> TaskRow {
        let entry = &self.reader.card(group.directive);
        let all: Vec<&Obligation> =
            group.items.iter().map(|at| &entry.resolved.obligations[*at as usize]).collect();
        self.row(group.directive, entry, &all, style)
    }

    /// The rows of what will be owed within a month, hidden until it is; `owed` are places among the
    /// upcoming of their directives, in order.
    pub fn upcoming(&self, owed: &[Owed], style: Style) -> Vec<TaskRow> {
        let reader = self.reader;
        let same = |a: &Owed, b: &Owed| {
            let (x, y) = (a.upcoming_of(reader), b.upcoming_of(reader));
            a.directive == b.directive && x.deadline == y.deadline && x.occurrence == y.occurrence
        };
        let row = |group: &[Owed]| {
            let id = group[0].directive;
            let items: Vec<&Obligation> = group.iter().map(|one| one.upcoming_of(reader)).collect();
            self.row(id, &reader.card(id), &items, style)
        };
        owed.chunk_by(same).map(row).collect()
    }

    /// A deadline that owes nothing: optional, or of a directive that is not tracked.
    pub fn listed(&self, id: DirectiveId, at: usize) -> TaskRow {
        let entry = &self.reader.card(id);
        let deadline = &entry.directive.deadlines[at];
        let mut row = self.frame(id, entry, deadline, None);
        row.optional = deadline.optional;
        row.detail = Some(self.detail(id, entry, deadline));
        if let Some(interval) = deadline.interval() {
            self.set_days(&mut row, &interval);
            row.quote = deadline.words.clone().unwrap_or_default();
        } else if let Some(words) = &deadline.words {
            row.when.clone_from(words);
        }
        row
    }

    fn row(&self, id: DirectiveId, entry: &Card<'_>, items: &[&Obligation], style: Style) -> TaskRow {
        let first = items[0];
        let deadline = &entry.directive.deadlines[first.deadline as usize];
        let mut row = self.frame(id, entry, deadline, first.occurrence);
        let mut tally = Tally::default();
        items.iter().for_each(|item| tally.add(item.state));
        let whole = match first.is_ahead {
            true => tally,
            false => self.reader.whole(id, first.deadline, first.occurrence),
        };
        let state = row_state(&tally);
        (row.state, row.label) = (StateWord(state), self.state_label(state));
        if let Some(term) = first.term() {
            self.set_days(&mut row, &term.interval());
        } else if let Some(since) = first.beginning() {
            self.set_days(&mut row, &Interval::since(since));
        } else if matches!(first.timing, Timing::Ongoing(_)) {
            row.when = self.state_label(State::Ongoing);
        }
        row.moved = first
            .moved_from
            .map(|term| DayView { iso: term.to.to_string(), text: self.interval(&term.interval()) });
        match entry.resolved.words(entry.directive, first) {
            Some(words) if !row.is_dated => words.clone_into(&mut row.when),
            Some(words) if style.full && first.said_by().is_none() => words.clone_into(&mut row.quote),
            _ => {}
        }
        row.moved_by = self.changes(entry, first);
        self.set_done(&mut row, &whole);
        let counted = &State::ALL[..7];
        if counts_of(&whole, counted) != counts_of(&tally, counted) {
            row.marks.whole = counts_of(&whole, &State::ALL);
        }
        row.detail = style.full.then(|| self.detail(id, entry, deadline));
        row.marks.turns = turns(first);
        if row.marks.turns.strip_prefix('=') == Some(row.to.as_str()) {
            row.marks.turns.clear();
        }
        row.marks.since = first.since.filter(|_| first.is_ahead).map_or(String::new(), |day| day.to_string());
        self.set_items(&mut row, entry, items, (&tally, style));
        row
    }

    /// Gives a row everybody who owes it. Named are those who still owe it, or all where nobody does.
    fn set_items(&self, row: &mut TaskRow, entry: &Card<'_>, items: &[&Obligation], about: (&Tally, Style)) {
        let (tally, style) = about;
        let is_named = |item: &Obligation| item.state.is_open() || tally.open() == 0;
        let mut order: Vec<&Obligation> = items.to_vec();
        order.sort_by_key(|item| (!is_named(item), State::ALL.iter().position(|state| *state == item.state)));
        let named = order.iter().filter(|item| is_named(item)).count();
        row.more = named.saturating_sub(style.most);
        let may_turn = items.iter().any(|item| is_known_to_change(item));
        row.may_be_late = may_turn || tally.open() > 0;
        for (at, one) in order.into_iter().enumerate() {
            let named = at < named.min(style.most);
            // Who is not named today may be so on a later day.
            let written = named || may_turn;
            if written || style.full {
                row.items.push(Item { named, written, ..self.item(entry, one, style.full) });
            }
            let parted = if at > 0 { (" ", ";") } else { ("", "") };
            let _ = write!(row.marks.states, "{}", one.state as usize);
            let _ = write!(row.marks.ids, "{}{}", parted.0, self.bearer_id(entry, one));
            let _ = write!(row.marks.logs, "{}{}", parted.1, log(one, self.reader));
        }
        if row.marks.logs.bytes().all(|byte| byte == b';') {
            row.marks.logs.clear();
        }
    }

    /// Gives a row how many have done it, by the counts of all who owe it.
    fn set_done(&self, row: &mut TaskRow, whole: &Tally) {
        let (k, n) = (whole.done(), whole.all() - whole.of(State::Cancelled));
        row.k_of_n = (k, n);
        if n > 0 {
            let shown = |count: u32| thousands(i64::from(count), self.language());
            row.done = self.labels().fill("task", "k_of_n", &[("k", &shown(k)), ("n", &shown(n))]);
        }
        row.pips = if n > 1 { Pips::new(whole) } else { None };
    }

    /// What a row of a deadline has in any case.
    fn frame(
        &self,
        id: DirectiveId,
        entry: &Card<'_>,
        deadline: &Deadline,
        occurrence: Option<Interval>,
    ) -> TaskRow {
        let turn = occurrence.map(|period| period_name(&period));
        let anchor = match &turn {
            Some(turn) => format!("{}-{turn}", deadline.anchor()),
            None => deadline.anchor(),
        };
        let own = self.addresses().directive(self.reader, id);
        let is_own = self.from == Some(own.as_str());
        TaskRow {
            marks: Marks {
                // Elsewhere nothing leads to it, and nobody asks who issued it.
                id: if is_own { anchor } else { String::new() },
                issuer: if is_own { "" } else { self.party_id(&entry.directive.issuer) }.to_owned(),
                ..Marks::default()
            },
            href: self.in_directive(id, &deadline.anchor()),
            task: deadline.task.clone(),
            directive: self.directive_name(entry),
            quote: String::new(),
            to: String::new(),
            is_dated: false,
            when: self.state_label(State::Undated),
            turn: occurrence
                .map(|period| self.labels().fill("task", "turn", &[("period", &self.interval(&period))]))
                .unwrap_or_default(),
            moved: None,
            moved_by: Vec::new(),
            state: StateWord(State::Undated),
            label: String::new(),
            done: String::new(),
            k_of_n: (0, 0),
            pips: None,
            items: Vec::new(),
            more: 0,
            may_be_late: false,
            optional: false,
            section: deadline
                .section
                .as_ref()
                .filter(|_| is_own)
                .map(|section| self.in_directive(id, entry.section(section)))
                .unwrap_or_default(),
            detail: None,
        }
    }

    /// The way to a place on the page of a directive.
    pub fn in_directive(&self, id: DirectiveId, anchor: &str) -> String {
        let page = self.addresses().directive(self.reader, id);
        if self.from == Some(page.as_str()) {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.way(&page))
        }
    }

    /// Gives a row its days.
    fn set_days(&self, row: &mut TaskRow, interval: &Interval) {
        row.is_dated = interval.first.is_some() || interval.last.is_some();
        row.to = interval.last.map_or(String::new(), |day| day.to_string());
        row.marks.to.clone_from(&row.to);
        if row.is_dated {
            row.when = self.interval(interval);
        }
    }

    /// The directives whose changes are in effect, oldest first, each once in a row.
    fn changes(&self, entry: &Card<'_>, obligation: &Obligation) -> Vec<ChangeView> {
        let said_by = obligation.said_by().and_then(|change| entry.resolved.changed_by.get(change));
        let mut views: Vec<(DirectiveId, ChangeView)> = Vec::new();
        for change in entry.resolved.changes_to(obligation) {
            let words = said_by.filter(|by| by.0 == change.0).and_then(|by| by.1.words.clone());
            if views.last().is_none_or(|(last, _)| *last != change.0) {
                let link = self.directive_link(change.0);
                views.push((change.0, ChangeView { link, words: words.unwrap_or_default() }));
            }
        }
        views.into_iter().map(|(_, view)| view).collect()
    }
}
