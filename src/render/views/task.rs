//! Rows of tasks: a deadline (or one turn of it) with everybody who owes it.
//!
//! Owns the row that all lists share, and who is named in it. The data with which a script judges it
//! anew on a later day are those of `lists/forecast.rs`; distances in days are the script's alone, so
//! that a day that changes nothing changes no page.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::deadline::Deadline;
use crate::model::time::date::{Date, Interval};
use crate::model::time::recurrence::period_name;
use crate::model::work::obligation::{Obligation, State, Tally, Timing};
use crate::render::lists::forecast::{is_known_to_change, turns};
use crate::render::lists::index::Owed;
use crate::render::lookup::Lookup;
use crate::render::reader::Card;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::Pips;
use crate::render::views::days::DayView;
use crate::render::views::item::{Detail, Item};
use crate::render::views::parts::{StateWord, counts_of};

/// A deadline with everybody who owes it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct TaskRow {
    /// Its anchor on the page of its directive; elsewhere empty.
    pub id: String,
    /// The deadline on the page of its directive.
    pub href: String,
    /// The task, in the words of the document.
    pub task: String,
    /// Its directive.
    pub directive: LinkView,
    /// The id of who issued it; empty outside the register.
    pub issuer: String,
    /// The words as printed that say when it is due.
    pub words: String,
    /// The same, in full rows, where they are those of its directive and stand beside a date.
    pub quote: String,
    /// First day of an interval, as data; empty without a date.
    pub from: String,
    /// Last day of the interval, as data; empty without a date.
    pub to: String,
    /// The date in words; where there are neither date nor words, what is known.
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
    /// How many have done it, whoever stands in this row.
    pub k: u32,
    /// Of how many.
    pub n: u32,
    /// A square for each of several.
    pub pips: Option<Pips>,
    /// Everybody in this row: who is named first, then by state.
    pub items: Vec<Item>,
    /// How many more are to be named than `items` names.
    pub more: usize,
    /// The states of `items` as data: a digit each, its place among all states.
    pub states: String,
    /// The ids of `items` as data, parted by spaces; `-` outside the register.
    pub ids: String,
    /// The logs of `items` as data, parted by `;`.
    pub logs: String,
    /// The counts of all who owe it, where the row holds only some of them: in the order of
    /// [`State::ALL`], parted by spaces.
    pub whole: String,
    /// Whether the document leaves the choice.
    pub optional: bool,
    /// The last part of the anchor of the words in the text; empty without one.
    pub section: String,
    /// What the directive says beside who and when; none in short rows.
    pub detail: Option<Detail>,
    /// Its turns with their last days, for the script.
    pub turns: String,
    /// Whether its turns are nothing but `to`.
    pub is_plain: bool,
    /// The day from which it is owed; empty where it is owed on the day of the site.
    pub since: String,
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

/// The items of one deadline and occurrence, in the order of a list.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub directive: DirectiveId,
    pub deadline: u32,
    pub occurrence: Option<Interval>,
    pub items: Vec<u32>,
}

/// Puts obligations of one deadline and occurrence together, in the order in which they come.
pub(crate) fn groups<'a>(from: impl Lookup<'a>, owed: impl IntoIterator<Item = Owed>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for owed in owed {
        let obligation = owed.of(from);
        match groups.last_mut() {
            Some(group)
                if group.directive == owed.directive
                    && group.deadline == obligation.deadline
                    && group.occurrence == obligation.occurrence =>
            {
                group.items.push(owed.at);
            }
            _ => groups.push(Group {
                directive: owed.directive,
                deadline: obligation.deadline,
                occurrence: obligation.occurrence,
                items: vec![owed.at],
            }),
        }
    }
    groups
}

/// The counts of all who owe one deadline and occurrence.
pub(crate) fn tally_of(entry: &Card<'_>, deadline: u32, occurrence: Option<Interval>) -> Tally {
    let mut tally = Tally::default();
    for obligation in &entry.resolved.obligations {
        if obligation.deadline == deadline && obligation.occurrence == occurrence {
            tally.add(obligation.state);
        }
    }
    tally
}

/// The state of a row: the worst that is open, else what all have come to.
pub(crate) fn row_state(tally: &Tally) -> State {
    let rest = [State::DoneLate, State::DoneOnTime, State::Ongoing, State::Undated];
    tally
        .worst_open()
        .or_else(|| rest.into_iter().find(|state| tally.of(*state) > 0))
        .unwrap_or(State::Cancelled)
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
            row.quote.clone_from(&row.words);
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
            false => tally_of(entry, first.deadline, first.occurrence),
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
        row.words = entry.resolved.words(entry.directive, first).unwrap_or_default().to_owned();
        if style.full && first.said_by().is_none() && !(row.to.is_empty() && row.from.is_empty()) {
            row.quote.clone_from(&row.words);
        }
        row.moved_by = self.changes(entry, first);
        (row.k, row.n) = (whole.done(), whole.all() - whole.of(State::Cancelled));
        row.pips = if row.n > 1 { Pips::new(&whole) } else { None };
        let counted = &State::ALL[..7];
        if counts_of(&whole, counted) != counts_of(&tally, counted) {
            row.whole = counts_of(&whole, &State::ALL);
        }
        row.detail = style.full.then(|| self.detail(id, entry, deadline));
        row.turns = turns(first);
        row.is_plain = row.turns.strip_prefix('=') == Some(row.to.as_str());
        row.since = first.since.filter(|_| first.is_ahead).map_or(String::new(), |day| day.to_string());
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
        let item = |(at, item): (usize, &&Obligation)| Item {
            named: at < named.min(style.most),
            // Who is not named today may be so on a later day.
            written: at < named.min(style.most) || may_turn,
            ..self.item(entry, item, style.full)
        };
        row.items = order.iter().enumerate().map(item).collect();
        let word = |item: &&Obligation| State::ALL.iter().position(|state| *state == item.state);
        row.states = order.iter().filter_map(word).map(|at| at.to_string()).collect();
        let id = |item: &Item| if item.party.id.is_empty() { "-".to_owned() } else { item.party.id.clone() };
        row.ids = row.items.iter().map(id).collect::<Vec<_>>().join(" ");
        row.logs = row.items.iter().map(|item| item.log.as_str()).collect::<Vec<_>>().join(";");
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
            // Elsewhere nothing leads to it.
            id: if is_own { anchor } else { String::new() },
            href: self.in_directive(id, &deadline.anchor()),
            task: deadline.task.clone(),
            directive: LinkView { text: self.directive_name(entry), href: self.way(&own), current: is_own },
            issuer: self.party(&entry.directive.issuer).id,
            words: deadline.words.clone().unwrap_or_default(),
            quote: String::new(),
            from: String::new(),
            to: String::new(),
            when: self.state_label(State::Undated),
            turn: occurrence
                .map(|period| self.labels().fill("task", "turn", &[("period", &self.interval(&period))]))
                .unwrap_or_default(),
            moved: None,
            moved_by: Vec::new(),
            state: StateWord(State::Undated),
            label: String::new(),
            k: 0,
            n: 0,
            pips: None,
            items: Vec::new(),
            more: 0,
            states: String::new(),
            ids: String::new(),
            logs: String::new(),
            whole: String::new(),
            optional: false,
            section: deadline
                .section
                .as_ref()
                .map(|section| self.in_directive(id, entry.section(section)))
                .unwrap_or_default(),
            detail: None,
            turns: String::new(),
            is_plain: false,
            since: String::new(),
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
        let data = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        (row.when, row.from, row.to) = (self.interval(interval), data(interval.first), data(interval.last));
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
