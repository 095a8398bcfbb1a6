//! Rows of tasks: a deadline (or one turn of it) with everybody who owes it.
//!
//! Owns the row that the timeline, a directive, an organisation and a cut share, and the data with
//! which a script re-evaluates it on a later day. The data are these:
//!
//! - `turns` of a row: `since=last`, parted by spaces, the first without `since`; `last` is the last day
//!   in time, or `o` ongoing, `u` undated, `x` abolished.
//! - `log` of an item: reports as a letter (`d` done, `p` in progress, `r` returned, `x` exempt) and a
//!   day, parted by spaces: the last that counts and all that come later.
//! - `since` of a row: the day from which it is owed, where that lies ahead; the row is hidden till then.
//! - `open` and `known` of figures: the open obligations by their last day (`day*count`), and those
//!   whose course is known to change (`since|turns|log`, parted by `;`).

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::deadline::Deadline;
use crate::model::document::typed::Status;
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::work::obligation::{Obligation, Responsible, State, Tally, TermChange, Timing};
use crate::model::work::progress::ReportId;
use crate::model::work::schedule::Moved;
use crate::render::views::chart::{Axis, Track};
use crate::render::views::parts::{DayView, LinkView, PageBuilder, PartyView, StateWord, shown_day};

/// An obligation: its directive, and its place among those that are owed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Owed {
    pub directive: DirectiveId,
    pub at: u32,
}

/// A deadline with everybody who owes it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct TaskRow {
    /// Unique on the page; empty where the row stands beside the list that links lead to.
    pub id: String,
    /// The deadline on the page of its directive.
    pub href: String,
    pub task: String,
    pub directive: LinkView,
    pub issuer: PartyView,
    /// The words as printed.
    pub words: String,
    /// First day of an interval, last day: as data; empty without a date.
    pub from: String,
    pub to: String,
    /// The last day still in time; empty without a date.
    pub last: String,
    /// The date in words.
    pub when: String,
    /// Whether the date is an interval, drawn as one.
    pub is_span: bool,
    /// The turn of something that recurs.
    pub turn: String,
    /// The end before a change.
    pub moved: Option<DayView>,
    /// Who made the change.
    pub moved_by: Vec<LinkView>,
    pub state: StateWord,
    pub label: String,
    /// Days left or over, or the day it was done.
    pub distance: String,
    /// How many have done it, of how many; both 0 for a single one.
    pub k: u32,
    pub n: u32,
    pub items: Vec<Item>,
    /// How many more there are than `items` shows.
    pub more: usize,
    /// Whether the document leaves the choice.
    pub optional: bool,
    /// The last part of the anchor of the words in the text; empty without one.
    pub section: String,
    pub detail: Option<Detail>,
    pub track: Option<Track>,
    pub turns: String,
    pub since: String,
}

/// One who owes it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Item {
    pub party: PartyView,
    pub state: StateWord,
    pub label: String,
    /// The last report that counts.
    pub report: Option<ReportView>,
    /// Whether that report was returned.
    pub returned: bool,
    /// All reports that count, oldest first; empty where the page shows only the last.
    pub history: Vec<ReportView>,
    pub log: String,
}

/// A report on an obligation.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReportView {
    pub day: DayView,
    pub status: &'static str,
    pub label: String,
    pub reference: String,
    pub note: String,
    pub percent: String,
    /// Its page, for a report with a text.
    pub href: Option<String>,
}

/// What a directive says of a deadline beside who and when.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Detail {
    pub lead: Vec<PartyView>,
    pub each: bool,
    pub support: Vec<PartyView>,
    pub report_to: Option<PartyView>,
    pub via: Option<PartyView>,
    pub after: Vec<LinkView>,
    pub condition: String,
    pub product: String,
    pub fulfilled_by: Vec<LinkView>,
}

/// How a row is shown.
#[derive(Clone, Copy)]
pub(crate) struct Style<'a> {
    /// Whether every report and what the directive says beside is shown.
    pub full: bool,
    /// The axis of the chart, where there is one.
    pub axis: Option<&'a Axis>,
    /// Who is shown at the most.
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
pub(crate) fn groups(builder: &PageBuilder<'_>, owed: impl IntoIterator<Item = Owed>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for owed in owed {
        let obligation = &builder.content.catalog[owed.directive].resolved.obligations[owed.at as usize];
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
pub(crate) fn tally_of(entry: &Entry, deadline: u32, occurrence: Option<Interval>) -> Tally {
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
    pub fn task(&self, group: &Group, style: Style<'_>) -> TaskRow {
        let entry = &self.content.catalog[group.directive];
        let all: Vec<&Obligation> =
            group.items.iter().map(|at| &entry.resolved.obligations[*at as usize]).collect();
        self.row(group.directive, entry, &all, style)
    }

    /// The rows of what will be owed within a month, hidden until it is; `owed` are places among the
    /// upcoming of their directives, in order.
    pub fn upcoming(&self, owed: &[Owed], style: Style<'_>) -> Vec<TaskRow> {
        let catalog = &self.content.catalog;
        let obligation = |owed: &Owed| &catalog[owed.directive].resolved.upcoming[owed.at as usize];
        let same = |a: &Owed, b: &Owed| {
            let (x, y) = (obligation(a), obligation(b));
            a.directive == b.directive && x.deadline == y.deadline && x.occurrence == y.occurrence
        };
        let row = |group: &[Owed]| {
            let id = group[0].directive;
            self.row(id, &catalog[id], &group.iter().map(obligation).collect::<Vec<_>>(), style)
        };
        owed.chunk_by(same).map(row).collect()
    }

    /// A deadline that owes nothing: optional, or of a directive that is not tracked.
    pub fn listed(&self, id: DirectiveId, at: usize) -> TaskRow {
        let entry = &self.content.catalog[id];
        let deadline = &entry.directive.deadlines[at];
        let mut row = self.frame(id, entry, deadline, None);
        row.optional = deadline.optional;
        row.detail = Some(self.detail(id, entry, deadline));
        if let crate::model::time::due::Due::Dated(interval, _) = deadline.due {
            row.when = self.interval(&interval);
            row.from = interval
                .first
                .filter(|_| interval.precision != Precision::Day)
                .map_or(String::new(), |d| d.to_string());
            row.to = interval.last.map_or(String::new(), |day| day.to_string());
        }
        row
    }

    fn row(&self, id: DirectiveId, entry: &Entry, items: &[&Obligation], style: Style<'_>) -> TaskRow {
        let first = items[0];
        let deadline = &entry.directive.deadlines[first.deadline as usize];
        let mut row = self.frame(id, entry, deadline, first.occurrence);
        let mut tally = Tally::default();
        items.iter().for_each(|item| tally.add(item.state));
        let whole = match first.since.is_some_and(|since| since > self.content.scope.as_of) {
            true => tally,
            false => tally_of(entry, first.deadline, first.occurrence),
        };
        let state = row_state(&tally);
        (row.state, row.label) = (StateWord(state), self.state_label(state));
        if let Some(term) = first.term() {
            row.when = self.interval(&term.interval());
            row.is_span = term.precision != Precision::Day;
            row.from = term.from.filter(|_| row.is_span).map_or(String::new(), |day| day.to_string());
            (row.to, row.last) = (term.to.to_string(), term.last.to_string());
            row.distance = self.distance(state, term.days_left(self.content.scope.as_of), items);
        }
        row.moved = first
            .moved_from
            .map(|term| DayView { iso: term.to.to_string(), text: self.interval(&term.interval()) });
        let changes = self.changes(entry, first);
        if let (None, Some((_, Moved { words: Some(words), .. }))) = (first.term(), changes.last()) {
            // Without a date the words are all there is, and the old ones hold no more.
            row.words.clone_from(words);
        }
        let mut by: Vec<DirectiveId> = changes.iter().map(|(by, _)| *by).collect();
        by.dedup();
        row.moved_by = by.into_iter().map(|id| self.directive_link(id)).collect();
        if whole.all() > 1 {
            (row.k, row.n) = (whole.done(), whole.all() - whole.of(State::Cancelled));
        }
        let mut order: Vec<&Obligation> = items.to_vec();
        order.sort_by_key(|item| State::ALL.iter().position(|state| *state == item.state));
        row.more = order.len().saturating_sub(style.most);
        row.items = order.iter().take(style.most).map(|item| self.item(entry, item, style.full)).collect();
        row.detail = style.full.then(|| self.detail(id, entry, deadline));
        row.track = style.axis.and_then(|axis| {
            axis.track(entry, items, state, self.content.scope.as_of, |id| {
                self.content.catalog.report(id).date
            })
        });
        row.turns = term_changes(first, self.content.scope.as_of);
        row.since = first
            .since
            .filter(|since| *since > self.content.scope.as_of)
            .map_or(String::new(), |day| day.to_string());
        row
    }

    /// What a row of a deadline has in any case.
    fn frame(
        &self,
        id: DirectiveId,
        entry: &Entry,
        deadline: &Deadline,
        occurrence: Option<Interval>,
    ) -> TaskRow {
        let turn = occurrence.map(|period| crate::model::time::due::period_name(&period));
        let anchor = match &turn {
            Some(turn) => format!("{}-{turn}", deadline.anchor()),
            None => deadline.anchor(),
        };
        let own = self.addresses().directive(&self.content.catalog, id);
        let is_own = self.from == Some(own.as_str());
        TaskRow {
            id: if is_own {
                anchor
            } else {
                format!("_{}-{}-{anchor}", entry.resolved.year.unwrap_or(0), entry.resolved.slug)
            },
            href: self.in_directive(id, &deadline.anchor()),
            task: deadline.task.clone(),
            directive: LinkView { text: self.directive_name(entry), href: self.way(&own), current: is_own },
            issuer: self.party(&entry.directive.issuer),
            words: deadline.printed_words(),
            from: String::new(),
            to: String::new(),
            last: String::new(),
            when: String::new(),
            is_span: false,
            turn: occurrence
                .map(|period| self.labels().fill("task", "turn", &[("period", &self.interval(&period))]))
                .unwrap_or_default(),
            moved: None,
            moved_by: Vec::new(),
            state: StateWord(State::Undated),
            label: String::new(),
            distance: String::new(),
            k: 0,
            n: 0,
            items: Vec::new(),
            more: 0,
            optional: false,
            section: deadline
                .section
                .as_ref()
                .map(|section| self.in_directive(id, entry.section(section)))
                .unwrap_or_default(),
            detail: None,
            track: None,
            turns: String::new(),
            since: String::new(),
        }
    }

    /// The way to a place on the page of a directive.
    fn in_directive(&self, id: DirectiveId, anchor: &str) -> String {
        let page = self.addresses().directive(&self.content.catalog, id);
        if self.from == Some(page.as_str()) {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.way(&page))
        }
    }

    fn detail(&self, id: DirectiveId, entry: &Entry, deadline: &Deadline) -> Detail {
        let parties =
            |names: &[crate::model::names::name::Name]| names.iter().map(|name| self.party(name)).collect();
        let after =
            deadline.after.iter().filter_map(|id| entry.directive.deadlines.iter().find(|d| d.id == *id));
        let fulfilled_by = deadline.fulfilled_by.iter().map(|number| {
            // By number, or by slug where there is none.
            match self.content.catalog.references().directive(&number.text, &number.key, None) {
                Ok(id) => self.directive_link(id),
                Err(_) => LinkView { text: number.text.clone(), href: String::new(), current: false },
            }
        });
        Detail {
            lead: parties(&deadline.lead),
            each: deadline.each,
            support: parties(&deadline.support),
            report_to: deadline.report_to.as_ref().map(|name| self.party(name)),
            via: deadline.via.as_ref().map(|name| self.party(name)),
            after: after
                .map(|d| LinkView {
                    text: d.task.clone(),
                    href: self.in_directive(id, &d.anchor()),
                    current: false,
                })
                .collect(),
            condition: deadline.condition.clone().unwrap_or_default(),
            product: deadline.product.clone().unwrap_or_default(),
            fulfilled_by: fulfilled_by.collect(),
        }
    }

    fn item(&self, entry: &Entry, obligation: &Obligation, full: bool) -> Item {
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        let party = match obligation.responsible {
            Responsible::Organization(id) => self.organization(id),
            Responsible::Name(at) => self.party(&deadline.lead[at as usize]),
            Responsible::Nobody => PartyView {
                name: self.labels().get("task", "nobody").to_owned(),
                href: None,
                id: String::new(),
            },
        };
        let report = obligation.last_report();
        let counted = &obligation.reports[..obligation.counted as usize];
        Item {
            party,
            state: StateWord(obligation.state),
            label: self.state_label(obligation.state),
            report: report.map(|id| self.report(id)),
            returned: report.is_some_and(|id| self.content.catalog.report(id).status == Status::Returned),
            history: if full && counted.len() > 1 {
                counted.iter().map(|id| self.report(*id)).collect()
            } else {
                Vec::new()
            },
            log: self.log(obligation),
        }
    }

    /// A report as evidence.
    pub fn report(&self, id: ReportId) -> ReportView {
        let report = self.content.catalog.report(id);
        let page = self.content.catalog.reports()[id.file as usize].text.as_ref();
        ReportView {
            day: self.day(report.date),
            status: report.status.word(),
            label: self.status_label(report.status),
            reference: report.reference.clone().unwrap_or_default(),
            note: report.note.clone().unwrap_or_default(),
            percent: report.percent.map(|percent| percent.to_string()).unwrap_or_default(),
            href: page.map(|page| self.way(&self.addresses().report(&page.slug))),
        }
    }

    /// Days left or over; for what is done by one alone, the day.
    fn distance(&self, state: State, left: i32, items: &[&Obligation]) -> String {
        let labels = self.labels();
        if state.is_open() {
            return match left {
                0 => labels.get("task", "today").to_owned(),
                left if left > 0 => labels.fill("task", "days_left", &[("n", &left.to_string())]),
                over => labels.fill("task", "days_over", &[("n", &over.unsigned_abs().to_string())]),
            };
        }
        match (state.is_done(), items) {
            (true, [one]) => {
                let day = one
                    .last_report()
                    .map(|id| shown_day(self.content.catalog.report(id).date))
                    .unwrap_or_default();
                labels.fill("task", "done_on", &[("date", &day)])
            }
            _ => String::new(),
        }
    }

    /// The changes that have taken effect, newest last, and the directives that made them.
    fn changes<'e>(&self, entry: &'e Entry, obligation: &Obligation) -> Vec<&'e (DirectiveId, Moved)> {
        let reached = |since: Option<Date>| since.is_none_or(|since| since <= self.content.scope.as_of);
        let concerns = |moved: &Moved| {
            moved.deadline == obligation.deadline
                && (moved.occurrence.is_none() || moved.occurrence == obligation.occurrence)
        };
        let all = entry.resolved.changed_by.iter();
        all.filter(|(_, moved)| reached(moved.since) && concerns(moved)).collect()
    }

    /// The last report that counts and all that come later.
    fn log(&self, obligation: &Obligation) -> String {
        let from = (obligation.counted as usize).saturating_sub(1);
        let mut log = String::new();
        for id in &obligation.reports[from..] {
            let report = self.content.catalog.report(*id);
            let letter = match report.status {
                Status::Done => 'd',
                Status::InProgress => 'p',
                Status::Returned => 'r',
                Status::Exempt => 'x',
            };
            let _ = write!(log, "{}{letter}{}", if log.is_empty() { "" } else { " " }, report.date);
        }
        log
    }

    /// What figures over some obligations, owed and upcoming, need to be counted anew on a later day.
    pub fn forecast_of<'o>(
        &self,
        owed: impl Iterator<Item = &'o Owed>,
        upcoming: impl Iterator<Item = &'o Owed>,
    ) -> (String, String) {
        let catalog = &self.content.catalog;
        let owed = owed.map(|one| &catalog[one.directive].resolved.obligations[one.at as usize]);
        let upcoming = upcoming.map(|one| &catalog[one.directive].resolved.upcoming[one.at as usize]);
        self.forecast(owed.chain(upcoming))
    }

    /// What figures need to be counted anew on a later day.
    pub fn forecast<'o>(&self, obligations: impl Iterator<Item = &'o Obligation>) -> (String, String) {
        let as_of = self.content.scope.as_of;
        let mut open: BTreeMap<Date, u32> = BTreeMap::new();
        let mut known = String::new();
        for obligation in obligations {
            let is_ahead = obligation.since.is_some_and(|since| since > as_of);
            let changes = is_ahead
                || obligation.reports.len() > obligation.counted as usize
                || obligation
                    .term_changes
                    .iter()
                    .any(|change| change.since.is_some_and(|since| since > as_of));
            if changes {
                let since =
                    obligation.since.filter(|_| is_ahead).map_or(String::new(), |day| day.to_string());
                let parted = if known.is_empty() { "" } else { ";" };
                let _ = write!(
                    known,
                    "{parted}{since}|{}|{}",
                    term_changes(obligation, as_of),
                    self.log(obligation)
                );
            } else if let (true, Some(term)) =
                (obligation.state.is_open() && obligation.state != State::Overdue, obligation.term())
            {
                *open.entry(term.last).or_default() += 1;
            }
        }
        let open: Vec<String> = open.into_iter().map(|(day, count)| format!("{day}*{count}")).collect();
        (open.join(" "), known)
    }
}

/// The turn that is in effect on the day of the site, and those that come later.
fn term_changes(obligation: &Obligation, as_of: Date) -> String {
    let only = [TermChange { since: None, timing: obligation.timing }];
    let term_changes =
        if obligation.term_changes.is_empty() { &only[..] } else { &obligation.term_changes[..] };
    let reached =
        term_changes.iter().rposition(|change| change.since.is_none_or(|since| since <= as_of)).unwrap_or(0);
    let mut text = String::new();
    for (at, change) in term_changes[reached..].iter().enumerate() {
        let since = change.since.filter(|_| at > 0).map_or(String::new(), |day| format!(" {day}"));
        let last = match change.timing {
            Timing::Dated(term) => term.last.to_string(),
            Timing::Ongoing => "o".to_owned(),
            Timing::Undated => "u".to_owned(),
            Timing::Abolished => "x".to_owned(),
        };
        let _ = write!(text, "{since}={last}");
    }
    text
}
