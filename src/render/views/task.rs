//! Rows of tasks: a deadline (or one turn of it) with everybody who owes it.
//!
//! Owns the row that the timeline, a directive and an organisation share. The data with which a script
//! judges it anew on a later day are those of `lists/forecast.rs`.

use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::catalog::{Catalog, Entry};
use crate::model::document::deadline::Deadline;
use crate::model::document::typed::Status;
use crate::model::names::name::Name;
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::time::recurrence::period_name;
use crate::model::work::obligation::{Obligation, Responsible, State, Tally, Timing};
use crate::model::work::progress::ReportId;
use crate::render::lists::forecast::{log, turns};
use crate::render::lists::index::Owed;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::{Axis, Track};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::parts::{PartyView, StateWord};

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
    /// The words as printed that say when it is due.
    pub words: String,
    /// Whether they are those of its directive, not of a later one.
    pub own_words: bool,
    /// First day of an interval, last day: as data; empty without a date.
    pub from: String,
    pub to: String,
    /// The last day still in time; empty without a date.
    pub last: String,
    /// The date in words; where there are neither date nor words, what is known.
    pub when: String,
    /// Whether the date is an interval, drawn as one.
    pub is_span: bool,
    /// The turn of something that recurs.
    pub turn: String,
    /// The end before a change.
    pub moved: Option<DayView>,
    /// Who made the changes that are in effect.
    pub moved_by: Vec<ChangeView>,
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

/// A directive that changes a deadline.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ChangeView {
    #[serde(flatten)]
    pub link: LinkView,
    /// Its words, where they say when the deadline is due; else empty.
    pub words: String,
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
pub(crate) fn groups(catalog: &Catalog, owed: impl IntoIterator<Item = Owed>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for owed in owed {
        let obligation = owed.of(catalog);
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
        let same = |a: &Owed, b: &Owed| {
            let (x, y) = (a.upcoming_of(catalog), b.upcoming_of(catalog));
            a.directive == b.directive && x.deadline == y.deadline && x.occurrence == y.occurrence
        };
        let row = |group: &[Owed]| {
            let id = group[0].directive;
            let items: Vec<&Obligation> = group.iter().map(|one| one.upcoming_of(catalog)).collect();
            self.row(id, &catalog[id], &items, style)
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
        if let Some(interval) = deadline.interval() {
            self.set_days(&mut row, &interval);
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
            self.set_days(&mut row, &term.interval());
            row.is_span = term.precision != Precision::Day;
            row.last = term.last.to_string();
            row.distance = self.distance(state, term.days_left(self.content.scope.as_of), items);
        } else if let Some(since) = first.beginning() {
            self.set_days(&mut row, &Interval::since(since));
        } else if matches!(first.timing, Timing::Ongoing(_)) {
            row.when = self.state_label(State::Ongoing);
        }
        row.moved = first
            .moved_from
            .map(|term| DayView { iso: term.to.to_string(), text: self.interval(&term.interval()) });
        row.words = entry.resolved.words(&entry.directive, first).unwrap_or_default().to_owned();
        row.own_words = first.said_by().is_none();
        row.moved_by = self.changes(entry, first);
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
        row.turns = turns(first);
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
        let turn = occurrence.map(|period| period_name(&period));
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
            words: deadline.words.clone().unwrap_or_default(),
            own_words: true,
            from: String::new(),
            to: String::new(),
            last: String::new(),
            when: self.state_label(State::Undated),
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
    pub fn in_directive(&self, id: DirectiveId, anchor: &str) -> String {
        let page = self.addresses().directive(&self.content.catalog, id);
        if self.from == Some(page.as_str()) {
            format!("#{anchor}")
        } else {
            format!("{}#{anchor}", self.way(&page))
        }
    }

    fn detail(&self, id: DirectiveId, entry: &Entry, deadline: &Deadline) -> Detail {
        let parties = |names: &[Name]| names.iter().map(|name| self.party(name)).collect();
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
            log: log(obligation, &self.content.catalog),
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

    /// Gives a row its days.
    fn set_days(&self, row: &mut TaskRow, interval: &Interval) {
        let data = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        (row.when, row.from, row.to) = (self.interval(interval), data(interval.first), data(interval.last));
    }

    /// The directives whose changes are in effect, oldest first, each once in a row.
    fn changes(&self, entry: &Entry, obligation: &Obligation) -> Vec<ChangeView> {
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
