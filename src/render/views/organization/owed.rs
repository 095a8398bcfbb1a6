//! What an organisation owes, task by task: what it has still to do, what it has done, and the rest.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::{Date, Interval};
use crate::model::work::obligation::{State, Tally};
use crate::render::address::of_part;
use crate::render::lists::duties::Duty;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::lists::rows::groups;
use crate::render::lookup::Lookup;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::item::ReportView;
use crate::render::views::marks::Marks;
use crate::render::views::parts::{CountsView, PartyView, counts};
use crate::render::views::task::{Style, TaskRow};

/// Rows of a table that need no headings between them.
const FEW: usize = 12;
/// Tasks that are due soon in the open, whatever else is folded away.
const MOST_SOON: usize = 25;
/// Turns of one task in the open, and those of one that is done.
const TURNS: usize = 6;
const DONE_TURNS: usize = 6;
/// To whom reports go, at the most, in a sentence.
const CHANNELS: usize = 3;

/// How an organisation stands, in one sentence.
#[derive(Serialize, JsonSchema)]
pub(super) struct LineView {
    /// How much is done, and how much is late.
    counts: CountsView,
    /// The oldest day by which something was due that is late.
    oldest: Option<DayView>,
    /// What is due next.
    next: Option<ShortTask>,
    /// To whom the reports on what is open go, where they are few.
    report_to: Vec<PartyView>,
}

/// Tasks under one heading; without words where there is none.
#[derive(Serialize, JsonSchema)]
pub(super) struct TodoGroup {
    /// Its words.
    title: String,
    /// How many tasks it is about, here or folded away behind it.
    count: usize,
    /// Whether it is folded away.
    is_folded: bool,
    /// Whether what is late begins here.
    is_late: bool,
    /// The tasks.
    rows: Vec<TodoRow>,
}

/// A task with its turns that are open.
#[derive(Serialize, JsonSchema)]
struct TodoRow {
    /// The task.
    task: String,
    /// Its place in the directive.
    href: String,
    /// When it is due, as printed; empty without words.
    words: String,
    /// The directive.
    directive: LinkView,
    /// How many have done it; 0 where one alone owes it, or where it recurs.
    k: u32,
    /// Of how many.
    n: u32,
    /// The turns in the open.
    turns: Vec<TurnView>,
    /// The turns that are folded.
    more: Vec<TurnView>,
    /// To whom the report goes.
    report_to: Option<PartyView>,
    /// Through whom.
    via: Option<PartyView>,
}

/// A turn of a task, or the task itself where it does not recur.
#[derive(Serialize, JsonSchema)]
struct TurnView {
    /// The period; empty where it does not recur.
    period: String,
    /// Its row.
    row: TaskRow,
}

/// A task in a line.
#[derive(Serialize, JsonSchema)]
pub(super) struct ShortTask {
    /// The task, with its place in the directive.
    link: LinkView,
    /// The period; empty where it does not recur.
    period: String,
    /// Its directive.
    directive: String,
    /// When it is due; empty where it has no day.
    when: String,
    /// The last day, as data.
    to: String,
    /// Who leads what is supported.
    leads: Vec<PartyView>,
    /// When it is due, as printed; empty without words.
    words: String,
}

/// A task that is done, or some turns of it.
#[derive(Serialize, JsonSchema)]
pub(super) struct DoneTask {
    /// The task, with its place in the directive.
    link: LinkView,
    /// Its directive.
    directive: String,
    /// The newest of its turns that are done, newest first.
    turns: Vec<DoneTurn>,
    /// How many more of its turns are done.
    more: usize,
}

/// When a turn was due, and the report that it is done.
#[derive(Serialize, JsonSchema)]
struct DoneTurn {
    /// The period; empty where it does not recur.
    period: String,
    /// When it was due.
    due: String,
    /// The report.
    report: ReportView,
    /// How many days late; 0 in time.
    late: i32,
}

impl PageBuilder<'_> {
    /// How an organisation stands that has these obligations.
    pub(super) fn line_of(&self, owed: &[Owed], tally: &Tally, forecast: Forecast) -> LineView {
        let reader = self.reader;
        let ends = |one: &&Owed| one.of(reader).term().map(|term| term.to);
        let late = owed.iter().filter(|one| one.of(reader).state == State::Overdue);
        let is_ahead = |one: &&Owed| {
            let state = one.of(reader).state;
            state.is_open() && state != State::Overdue
        };
        let next = owed.iter().filter(is_ahead).min_by_key(ends);
        let mut report_to: Vec<PartyView> = Vec::new();
        for one in owed.iter().filter(|one| one.of(reader).state.is_open()) {
            let deadline = &reader.card(one.directive).directive.deadlines[one.of(reader).deadline as usize];
            let party = deadline.report_to.as_ref().map(|name| self.party(name));
            report_to.extend(party.filter(|party| report_to.iter().all(|known| known.name != party.name)));
            if report_to.len() > CHANNELS {
                break;
            }
        }
        LineView {
            counts: counts(tally, forecast),
            oldest: late.filter_map(|one| ends(&one)).min().map(|day| self.day(day)),
            next: next.map(|one| self.short_task(one)),
            report_to: if report_to.len() > CHANNELS { Vec::new() } else { report_to },
        }
    }

    /// Tasks with their open turns, so many of a kind in the open; what will be owed within a month waits in the rows of its task.
    pub(super) fn todo_groups(&self, duties: &[Duty], upcoming: &[Owed], most: usize) -> Vec<TodoGroup> {
        let reader = self.reader;
        let mut waiting: FxHashMap<(DirectiveId, u32), Vec<Owed>> = FxHashMap::default();
        for one in upcoming {
            waiting.entry((one.directive, one.upcoming_of(reader).deadline)).or_default().push(*one);
        }
        let row = |duty: &Duty| {
            let first = duty.turns[0];
            let task = (first.directive, first.of(reader).deadline);
            self.todo_row(duty, waiting.get(&task).map_or(&[][..], Vec::as_slice))
        };
        let labels = self.labels();
        let group = |title: String, rows: &[Duty], count: usize, is_folded: bool| TodoGroup {
            title,
            count,
            is_folded,
            is_late: false,
            rows: rows.iter().map(row).collect(),
        };
        if duties.len() <= FEW.min(most) {
            let all = TodoGroup { is_late: true, ..group(String::new(), duties, duties.len(), false) };
            return Some(all).filter(|_| !duties.is_empty()).into_iter().collect();
        }
        let mut groups = Vec::new();
        for chunk in duties.chunk_by(|a, b| a.is_late == b.is_late) {
            let key = if chunk[0].is_late { "late" } else { "ahead" };
            let is_soon = |duty: &&Duty| duty.turns.iter().any(|one| one.of(reader).state == State::DueSoon);
            let soon = chunk.iter().filter(is_soon).count().min(MOST_SOON);
            let (open, rest) = chunk.split_at(most.max(soon).min(chunk.len()));
            groups.push(group(labels.get("organization", key).to_owned(), open, chunk.len(), false));
            // What is late stands by year, what comes later together.
            let year = |duty: &Duty| {
                let late = duty.turns.iter().find(|one| one.of(reader).state == State::Overdue)?;
                let end = late.of(reader).term().map(|term| term.to.year());
                end.filter(|_| duty.is_late).map(|year| year.to_string())
            };
            for rest in rest.chunk_by(|a, b| year(a) == year(b)) {
                let title = match year(&rest[0]) {
                    Some(year) => labels.fill("organization", "late_of_year", &[("year", &year)]),
                    None => labels.get("organization", "later").to_owned(),
                };
                groups.push(group(title, rest, rest.len(), true));
            }
        }
        // Where all that is late is a turn of something that is ahead, it is there.
        let late = groups.iter().rposition(|group| !group.is_folded).unwrap_or(0);
        groups[late].is_late = true;
        groups
    }

    fn todo_row(&self, duty: &Duty, waiting: &[Owed]) -> TodoRow {
        let reader = self.reader;
        let style = Style { full: false, most: 1 };
        let turn = |occurrence: Option<Interval>, row: TaskRow| TurnView {
            period: occurrence.map(|period| self.interval(&period)).unwrap_or_default(),
            // Nothing is chosen here by who owes or issued it, and no count shows who else owes it.
            row: TaskRow {
                marks: Marks { issuer: String::new(), ids: String::new(), whole: String::new(), ..row.marks },
                pips: None,
                ..row
            },
        };
        let mut turns: Vec<TurnView> = groups(reader, duty.turns.iter().copied())
            .iter()
            .map(|group| turn(group.occurrence, self.task(group, style)))
            .collect();
        let more = turns.split_off(TURNS.min(turns.len()));
        for (one, row) in waiting.iter().zip(self.upcoming(waiting, style)) {
            turns.insert(0, turn(one.upcoming_of(reader).occurrence, row));
        }
        let first = duty.turns[0];
        let (entry, owed) = (reader.card(first.directive), first.of(reader));
        let deadline = &entry.directive.deadlines[owed.deadline as usize];
        let shown = &turns[waiting.len().min(turns.len() - 1)];
        let recurs = !shown.period.is_empty();
        let (k, n) = shown.row.k_of_n;
        TodoRow {
            task: shown.row.task.clone(),
            href: shown.row.href.clone(),
            words: entry.resolved.words(entry.directive, owed).unwrap_or_default().to_owned(),
            directive: LinkView {
                text: shown.row.directive.clone(),
                href: self.directive_way(first.directive),
                current: false,
            },
            k: if recurs { 0 } else { k },
            n: if recurs || n < 2 { 0 } else { n },
            report_to: deadline.report_to.as_ref().map(|name| self.party(name)),
            via: deadline.via.as_ref().map(|name| self.party(name)),
            turns,
            more,
        }
    }

    fn short_task(&self, owed: &Owed) -> ShortTask {
        let reader = self.reader;
        let (entry, obligation) = (&reader.card(owed.directive), owed.of(reader));
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        let interval = obligation.term().map(|term| term.interval());
        ShortTask {
            link: LinkView {
                text: deadline.task.clone(),
                href: self.in_directive(owed.directive, &deadline.anchor()),
                current: false,
            },
            period: obligation.occurrence.map(|period| self.interval(&period)).unwrap_or_default(),
            directive: self.directive_name(entry),
            when: interval.map(|days| self.interval(&days)).unwrap_or_default(),
            to: obligation.term().map(|term| term.last.to_string()).unwrap_or_default(),
            leads: Vec::new(),
            words: entry.resolved.words(entry.directive, obligation).unwrap_or_default().to_owned(),
        }
    }

    /// What is in a state that has no day, on one part of the page.
    pub(super) fn short_tasks(&self, owed: &[Owed], state: State, part: usize) -> Vec<ShortTask> {
        let its: Vec<&Owed> = owed.iter().filter(|one| one.of(self.reader).state == state).collect();
        of_part(&its, part).iter().map(|one| self.short_task(one)).collect()
    }

    /// What others lead and an organisation supports, itself or in a group, and they have still to do.
    pub(super) fn supported_tasks(&self, id: OrganizationId, part: usize) -> Vec<ShortTask> {
        let reader = self.reader;
        let supported = reader.supported(id);
        let open = |(directive, at): &(DirectiveId, usize)| {
            let all = (0..).zip(&reader.card(*directive).resolved.obligations);
            let its = all.filter(|(_, one)| one.deadline as usize == *at && one.state.is_open());
            let next = its.min_by_key(|(_, one)| {
                let end = one.term().map(|term| term.to);
                (one.state == State::Overdue, end)
            });
            next.map(|(at, _)| Owed { directive: *directive, at })
        };
        let mut open: Vec<Owed> = supported.iter().filter_map(open).collect();
        open.sort_by_key(|one| one.nearest_then_newest(reader));
        let task = |one: &Owed| {
            let deadlines = &reader.card(one.directive).directive.deadlines;
            let lead = &deadlines[one.of(reader).deadline as usize].lead;
            ShortTask { leads: lead.iter().map(|name| self.party(name)).collect(), ..self.short_task(one) }
        };
        of_part(&open, part).iter().map(task).collect()
    }

    /// What an organisation supports does on later days.
    pub fn days_of_supported(&self, id: OrganizationId) -> Forecast {
        let reader = self.reader;
        let supported = reader.supported(id);
        let its = supported.iter().flat_map(|(directive, at)| {
            let resolved = &reader.card(*directive).resolved;
            let all = resolved.obligations.iter().chain(&resolved.upcoming);
            all.filter(move |one| one.deadline as usize == *at)
        });
        self.forecast(its)
    }

    /// What is done, the newest first, on one part of the page.
    pub(super) fn done_tasks(&self, owed: &[Owed], part: usize) -> Vec<DoneTask> {
        let reader = self.reader;
        let mut tasks: FxHashMap<(DirectiveId, u32), Vec<(Date, Owed)>> = FxHashMap::default();
        for one in owed.iter().filter(|one| one.of(reader).state.is_done()) {
            let obligation = one.of(reader);
            if let Some(report) = obligation.last_report() {
                let day = reader.report(report).date;
                tasks.entry((one.directive, obligation.deadline)).or_default().push((day, *one));
            }
        }
        let mut tasks: Vec<Vec<(Date, Owed)>> = tasks.into_values().collect();
        tasks.iter_mut().for_each(|turns| turns.sort_by_key(|turn| Reverse(*turn)));
        tasks.sort_by_key(|turns| Reverse(turns.first().copied()));
        of_part(&tasks, part).iter().map(|turns| self.done_task(turns)).collect()
    }

    fn done_task(&self, turns: &[(Date, Owed)]) -> DoneTask {
        let reader = self.reader;
        let ShortTask { link, directive, .. } = self.short_task(&turns[0].1);
        let turn = |(day, one): &(Date, Owed)| {
            let obligation = one.of(reader);
            let late = obligation.term().map_or(0, |term| -term.days_left(*day));
            Some(DoneTurn {
                period: obligation.occurrence.map(|period| self.interval(&period)).unwrap_or_default(),
                due: obligation.term().map(|term| self.interval(&term.interval())).unwrap_or_default(),
                report: self.report(obligation.last_report()?),
                late: late.max(0),
            })
        };
        let shown = &turns[..turns.len().min(DONE_TURNS)];
        DoneTask {
            link,
            directive,
            turns: shown.iter().filter_map(turn).collect(),
            more: turns.len() - shown.len(),
        }
    }
}
