//! Meeting sheets: what changed in a week, what is due, what is late, on one or two sheets of paper.
//!
//! Owns what a sheet holds and how much of it: names of all who owe. That of the whole site is of its day; that of
//! a unit stands between two changes of what it shows, and names no day that would move with the site's.

mod changes;

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::work::obligation::{Obligation, State};
use crate::render::filter::TimelineFilter;
use crate::render::lists::index::{Owed, places_in_debt};
use crate::render::lists::rows::{Group, groups};
use crate::render::theme::thousands;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::frame::{Head, Page};
use crate::render::views::item::Item;
use crate::render::views::parts::{PartyView, StateWord};
use crate::render::views::sheet::changes::ChangesView;

/// Rows in one section at the most.
const MOST: usize = 30;
/// How many days a sheet looks back and ahead.
const BACK: i64 = 7;
const AHEAD: i32 = 30;

/// The sheet for a meeting.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SheetView {
    /// Its title.
    title: String,
    /// The page of the unit; none for the whole site.
    unit: Option<PartyView>,
    /// The list that the sheet is of.
    list: LinkView,
    /// The year of the site.
    year: String,
    /// How much is overdue.
    overdue: u32,
    /// How much of that since this year.
    overdue_now: u32,
    /// At how many places.
    places: usize,
    /// Since when something is overdue; none where nothing is.
    oldest: Option<DayView>,
    /// How much is due in the days that it looks ahead.
    due: u32,
    /// The last deadline in those days; none where nothing is due.
    due_until: Option<DayView>,
    /// The next deadline after the days that the sheet looks ahead; where nothing is due before.
    next: Option<DayView>,
    /// What has changed since the last week.
    changes: ChangesView,
    /// What is due, and what is overdue.
    sections: Vec<SheetSection>,
    /// What goes on without an end.
    ongoing: Option<SheetList>,
    /// What the unit helps with.
    support: Option<SheetList>,
}

/// A list of a sheet.
#[derive(Serialize, JsonSchema)]
struct SheetList {
    /// Its rows.
    rows: Vec<SheetRow>,
    /// How many are left out.
    left: u32,
    /// Where the rest stands.
    rest: LinkView,
}

/// A table of a sheet.
#[derive(Serialize, JsonSchema)]
struct SheetSection {
    /// Its id on the page.
    id: &'static str,
    /// Its heading.
    title: String,
    /// What is said beside the title.
    note: String,
    /// Whether its rows have a column for who owes them.
    named: bool,
    /// Whether its rows have a column for the day.
    dated: bool,
    /// Its rows, group by group.
    groups: Vec<SheetGroup>,
    /// How many are left out.
    left: u32,
    /// Where the rest stands.
    rest: LinkView,
}

/// Rows under one heading; without words where there is none.
#[derive(Serialize, JsonSchema)]
struct SheetGroup {
    /// Its heading; empty without one.
    title: String,
    /// How many obligations it holds.
    count: u32,
    /// Its rows.
    rows: Vec<SheetRow>,
}

/// A task on a sheet.
#[derive(Serialize, JsonSchema)]
struct SheetRow {
    /// The task, in the words of the document.
    task: String,
    /// Its place in the directive.
    href: String,
    /// The period, of what recurs.
    turn: String,
    /// When it is due.
    when: DayView,
    /// The last day in time, as data.
    last: String,
    /// The state, as data.
    state: StateWord,
    /// Whether the day says more than the heading, which names the year.
    is_exact: bool,
    /// Its directive, by number.
    directive: String,
    /// To whom the report goes; empty where that is not said.
    report_to: String,
    /// Who owes it.
    owe: Vec<Item>,
}

impl PageBuilder<'_> {
    /// The sheet of the whole site.
    pub fn sheet(&self) -> Page {
        let labels = self.labels();
        let date = shown_day(self.reader.as_of());
        let title = labels.fill("sheet", "title", &[("date", &date)]);
        let list =
            self.link(labels.get("timeline", "title"), &self.addresses().timeline(TimelineFilter::Now, 0));
        let owed = self.reader.owed();
        let overdue = self.link(
            labels.state(State::Overdue),
            &self.addresses().timeline(TimelineFilter::State(State::Overdue), 0),
        );
        let mut view = self.sheet_of(title.clone(), list.clone(), owed, None);
        let due = self.due_on_sheet(owed, true, &list);
        view.sections =
            [due, self.newest_overdue(owed, false, &overdue), self.overdue_earlier(owed, &overdue)]
                .into_iter()
                .flatten()
                .collect();
        view.changes = self.sheet_changes(owed, None);
        Page::new("sheet", Head::new(&title, labels.get("sheet", "description")).below(list), &view)
            .of_the_day()
    }

    /// The sheet of an organisation: what it owes, itself or in a group, and what it supports.
    pub fn organization_sheet(&self, id: OrganizationId) -> Page {
        let (reader, labels) = (self.reader, self.labels());
        let party = self.organization(id);
        let title = labels.fill("sheet", "of_unit", &[("name", &party.name)]);
        let list = self.link(party.name.clone(), &self.addresses().organization(self.register(), id, 0));
        let (owed, of_groups) = (reader.owed_by(id), reader.owed_by_groups_of(id));
        let mut view = self.sheet_of(title.clone(), list.clone(), owed, Some(party));
        let due = self.due_on_sheet(owed, false, &list).or_else(|| self.next_on_sheet(owed, &list));
        view.sections =
            [due, self.newest_overdue(owed, true, &list), self.pressing_of_groups(&of_groups, &list)]
                .into_iter()
                .flatten()
                .collect();
        let both: Vec<Owed> = owed.iter().chain(&of_groups).copied().collect();
        view.changes = self.sheet_changes(&both, Some(id));
        view.ongoing = self.sheet_list(&both, |one| one.state == State::Ongoing, &list);
        view.support = self.supported_soon(id, &list);
        let words = labels.fill("sheet", "unit_description", &[("name", list.text.as_str())]);
        let days = self.days_of_sheet(&both, id);
        Page::new("sheet", Head::new(&title, &words).below(list), &view).standing(days)
    }

    /// What the sentence of a sheet says; tables and changes are for its kind.
    fn sheet_of(&self, title: String, list: LinkView, owed: &[Owed], unit: Option<PartyView>) -> SheetView {
        let (reader, as_of) = (self.reader, self.reader.as_of());
        let all = || owed.iter().map(|one| one.of(reader));
        let overdue = || all().filter(|one| one.state == State::Overdue);
        let ends = |one: &Obligation| one.term().map(|term| term.to);
        let due: Vec<Date> = all().filter(|one| self.is_due(one)).filter_map(ends).collect();
        let later = all().filter(|one| one.state.is_open() && one.state != State::Overdue);
        let next = later.filter_map(Obligation::term).map(|term| term.to).min();
        SheetView {
            title,
            unit,
            list,
            year: as_of.year().to_string(),
            overdue: overdue().count() as u32,
            overdue_now: overdue().filter(|one| self.ends_this_year(one)).count() as u32,
            places: places_in_debt(reader.with_directives(owed)),
            oldest: overdue().filter_map(ends).min().map(|day| self.day(day)),
            due: due.len() as u32,
            due_until: due.iter().max().map(|day| self.day(*day)),
            next: next.filter(|_| due.is_empty()).map(|day| self.day(day)),
            changes: ChangesView::default(),
            sections: Vec::new(),
            ongoing: None,
            support: None,
        }
    }

    /// Whether it is still to be done, within the days that a sheet looks ahead.
    fn is_due(&self, one: &Obligation) -> bool {
        let left = one.term().map(|term| term.days_left(self.reader.as_of()));
        one.state.is_open() && left.is_some_and(|left| (0..=AHEAD).contains(&left))
    }

    fn ends_this_year(&self, one: &Obligation) -> bool {
        one.term().is_some_and(|term| term.to.year() >= self.reader.as_of().year())
    }

    fn due_on_sheet(&self, owed: &[Owed], named: bool, rest: &LinkView) -> Option<SheetSection> {
        let rows = self.sheet_groups(owed, |one| self.is_due(one));
        let until = match named {
            true => self.reader.as_of().checked_add(jiff::Span::new().days(AHEAD)).ok(),
            false => rows.iter().filter_map(|group| self.sheet_end(group)).max(),
        };
        let until = until.map(shown_day).unwrap_or_default();
        let note = self.labels().fill("sheet", "until", &[("date", &until)]);
        self.sheet_section(if named { "due" } else { "ahead" }, note, named, rows, rest)
    }

    /// What falls due next, where nothing does in the days that a sheet looks ahead.
    fn next_on_sheet(&self, owed: &[Owed], rest: &LinkView) -> Option<SheetSection> {
        let open = self.sheet_groups(owed, |one| one.state.is_open() && one.state != State::Overdue);
        let first = open.first().and_then(|group| self.sheet_end(group));
        let next = open.into_iter().filter(|group| self.sheet_end(group) == first).collect();
        self.sheet_section("next", String::new(), false, next, rest)
    }

    /// What is overdue, the newest first: of a unit all of it, of the whole site that of this year.
    fn newest_overdue(&self, owed: &[Owed], of_unit: bool, rest: &LinkView) -> Option<SheetSection> {
        let is_taken = |one: &Obligation| of_unit || self.ends_this_year(one);
        let mut late = self.sheet_groups(owed, |one| one.state == State::Overdue && is_taken(one));
        late.sort_by_key(|group| Reverse(self.sheet_end(group)));
        let id = if of_unit { "overdue" } else { "overdue_now" };
        let n = self.sheet_count(count(&late));
        let note = self.labels().fill("sheet", "newest_first", &[("n", &n)]);
        self.sheet_section(id, note, !of_unit, late, rest)
    }

    /// What was due in earlier years, by year and document.
    fn overdue_earlier(&self, owed: &[Owed], rest: &LinkView) -> Option<SheetSection> {
        let mut late =
            self.sheet_groups(owed, |one| one.state == State::Overdue && !self.ends_this_year(one));
        let year = |group: &Group| self.sheet_end(group).map(|end| end.year());
        late.sort_by_key(|group| {
            (Reverse(year(group)), Reverse(group.directive), Reverse(self.sheet_end(group)))
        });
        let note = self.labels().fill("sheet", "tasks", &[("n", &self.sheet_count(count(&late)))]);
        let left = count(&late[MOST.min(late.len())..]);
        let under = |rows: &[Group]| {
            let entry = &self.reader.card(rows[0].directive);
            let year = year(&rows[0]).map(|year| year.to_string()).unwrap_or_default();
            let (number, is_missing) = self.number_of(entry.directive);
            let kind = self.kind_of(entry);
            let name = if is_missing { &entry.directive.title } else { &number };
            let name = if kind.is_empty() { name.clone() } else { format!("{kind} {name}") };
            SheetGroup {
                title: self.labels().fill("sheet", "of_year", &[("year", &year), ("name", &name)]),
                count: count(rows),
                rows: rows.iter().map(|group| self.sheet_row(group)).collect(),
            }
        };
        let shown = &late[..MOST.min(late.len())];
        let same = |a: &Group, b: &Group| year(a) == year(b) && a.directive == b.directive;
        let groups: Vec<SheetGroup> = shown.chunk_by(same).map(under).collect();
        let title = self.labels().get("sheet", "earlier").to_owned();
        (!groups.is_empty()).then(|| SheetSection {
            id: "earlier",
            title,
            note,
            named: true,
            dated: false,
            groups,
            left,
            rest: rest.clone(),
        })
    }

    /// What groups owe, as groups, that is late or due.
    fn pressing_of_groups(&self, owed: &[Owed], rest: &LinkView) -> Option<SheetSection> {
        let mut late = self.sheet_groups(owed, |one| one.state == State::Overdue || self.is_due(one));
        late.sort_by_key(|group| Reverse(self.sheet_end(group)));
        self.sheet_section("of_groups", String::new(), true, late, rest)
    }

    /// What others lead and an organisation supports, where it is due.
    fn supported_soon(&self, id: OrganizationId, rest: &LinkView) -> Option<SheetList> {
        let reader = self.reader;
        let supported = reader.supported(id);
        let owed: Vec<Owed> = supported
            .into_iter()
            .flat_map(|(directive, at)| {
                let all = (0..).zip(&reader.card(directive).resolved.obligations);
                let its = all.filter(move |(_, one)| one.deadline as usize == at);
                its.map(move |(at, _)| Owed { directive, at })
            })
            .collect();
        self.sheet_list(&owed, |one| self.is_due(one), rest)
    }

    /// A list of what passes; none without rows.
    fn sheet_list(
        &self,
        owed: &[Owed],
        takes: impl Fn(&Obligation) -> bool,
        rest: &LinkView,
    ) -> Option<SheetList> {
        let groups = self.sheet_groups(owed, takes);
        let (shown, left) = groups.split_at(MOST.min(groups.len()));
        let rows = shown.iter().map(|group| self.sheet_row(group)).collect();
        (!groups.is_empty()).then(|| SheetList { rows, left: count(left), rest: rest.clone() })
    }

    /// A table of one group; none without rows.
    fn sheet_section(
        &self,
        id: &'static str,
        note: String,
        named: bool,
        rows: Vec<Group>,
        rest: &LinkView,
    ) -> Option<SheetSection> {
        let shown = &rows[..MOST.min(rows.len())];
        let group = SheetGroup {
            title: String::new(),
            count: count(shown),
            rows: shown.iter().map(|group| self.sheet_row(group)).collect(),
        };
        (!rows.is_empty()).then(|| SheetSection {
            id,
            title: self.labels().fill("sheet", id, &[("year", &self.reader.as_of().year().to_string())]),
            note,
            named,
            dated: true,
            groups: vec![group],
            left: count(&rows[shown.len()..]),
            rest: rest.clone(),
        })
    }

    fn sheet_count(&self, count: u32) -> String {
        thousands(count.into(), self.language())
    }

    /// Those that pass, put together by task.
    fn sheet_groups(&self, owed: &[Owed], takes: impl Fn(&Obligation) -> bool) -> Vec<Group> {
        let reader = self.reader;
        groups(reader, owed.iter().filter(|one| takes(one.of(reader))).copied())
    }

    fn sheet_end(&self, group: &Group) -> Option<Date> {
        Some(self.sheet_first(group).term()?.to)
    }

    fn sheet_first(&self, group: &Group) -> &Obligation {
        &self.reader.card(group.directive).resolved.obligations[group.items[0] as usize]
    }

    fn sheet_row(&self, group: &Group) -> SheetRow {
        let entry = &self.reader.card(group.directive);
        let first = self.sheet_first(group);
        let deadline = &entry.directive.deadlines[first.deadline as usize];
        let interval = first.term().map(|term| term.interval());
        SheetRow {
            task: deadline.task.clone(),
            href: format!("{}#{}", self.directive_way(group.directive), deadline.anchor()),
            turn: first.occurrence.map(|period| self.interval(&period)).unwrap_or_default(),
            when: DayView {
                iso: interval.and_then(|days| days.last).map(|day| day.to_string()).unwrap_or_default(),
                text: interval.map(|days| self.end_in_words(&days)).unwrap_or_default(),
            },
            last: first.term().map(|term| term.last.to_string()).unwrap_or_default(),
            state: StateWord(first.state),
            is_exact: interval.is_some_and(|days| days.precision != Precision::Year),
            directive: self.directive_name(entry),
            report_to: deadline.report_to.as_ref().map(|name| self.party(name).name).unwrap_or_default(),
            owe: group.items.iter().map(|at| self.sheet_debtor(group, *at)).collect(),
        }
    }

    /// The end of an interval: in a narrow column its first day is left out.
    fn end_in_words(&self, days: &Interval) -> String {
        match (days.precision, days.last) {
            (Precision::Range, Some(last)) => shown_day(last),
            _ => self.interval(days),
        }
    }

    /// Who owes the obligation at a place, and how far it is.
    fn sheet_debtor(&self, group: &Group, at: u32) -> Item {
        let entry = &self.reader.card(group.directive);
        self.item(entry, &entry.resolved.obligations[at as usize], false)
    }
}

/// How much stands in some rows.
fn count(rows: &[Group]) -> u32 {
    rows.iter().map(|group| group.items.len() as u32).sum()
}
