//! The implementation timeline: what matters now, and its pages by year, quarter and state.
//!
//! Owns what stands on each page of it: overdue first, today's line, the quarters ahead, what is
//! finished folded. A page holds 500 obligations at the most; the first page chooses, the rest are on
//! the pages of the quarters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::names::name::collation_key;
use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::{State, Tally};
use crate::render::address::{PAGE, of_part};
use crate::render::filter::{Quarter, TimelineFilter, quarter_of};
use crate::render::lists::index::Owed;
use crate::render::theme::thousands;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::parts::FiguresView;
use crate::render::views::task::{Group, Style, TaskRow, groups, row_state};

/// Items of one row at the most; the page of the directive has all.
const ITEMS: usize = 150;
/// Items of what is overdue, and of each further section of the first page, where not all fit.
const OVERDUE: usize = 200;
const SECTION: usize = 100;

#[derive(Serialize)]
pub(crate) struct TimelineView {
    pub title: String,
    pub as_of: DayView,
    pub figures: FiguresView,
    pub directives: usize,
    /// Whether the page is one state only.
    pub is_state: bool,
    pub sections: Vec<Section>,
    pub filters: Vec<LinkView>,
    pub years: Vec<LinkView>,
    pub parts: Vec<LinkView>,
    /// What the filter offers.
    pub organizations: Vec<FilterChoice>,
    pub issuers: Vec<FilterChoice>,
    pub is_empty: bool,
}

/// Rows under one heading.
#[derive(Serialize)]
pub(crate) struct Section {
    pub id: String,
    pub title: String,
    /// What it holds, and the states that it counts: `overdue`, `ahead due-soon in-time`,
    /// `past done-late done-on-time`, or `all` on the page of one state.
    pub kind: &'static str,
    /// How many obligations in those states it would hold; the page may show fewer.
    pub count: usize,
    /// Whether no row of it is owed yet.
    pub is_empty: bool,
    pub rows: Vec<TaskRow>,
    /// Where the rest stands.
    pub all: Option<LinkView>,
}

/// One value of a filter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(crate) struct FilterChoice {
    pub text: String,
    pub id: String,
}

/// Where a row stands on a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Overdue,
    Ahead(Quarter),
    Past(Reverse<Quarter>),
}

impl PageBuilder<'_> {
    /// One page of the timeline.
    pub fn timeline(&self, filter: TimelineFilter, part: usize) -> Page {
        let content = self.content;
        let owed = content.index().filtered(&content.catalog, filter);
        let upcoming = self.upcoming_in(filter);
        let sections = match filter {
            TimelineFilter::State(state) => self.state_section(state, of_part(&owed, part), owed.len()),
            TimelineFilter::Now => self.sections(&owed, owed.len() > PAGE, &upcoming),
            // What is still to come stands on the last part, where the list ends.
            TimelineFilter::Year(_) | TimelineFilter::Quarter(_) => {
                let is_last = (part + 1) * PAGE >= owed.len();
                let upcoming = if is_last { &upcoming[..] } else { &[] };
                self.sections(of_part(&owed, part), false, upcoming)
            }
        };
        let forecast = match filter {
            TimelineFilter::Now | TimelineFilter::State(_) => content.forecast().clone(),
            _ => self.forecast_of(&owed, &upcoming),
        };
        let (organizations, issuers) = self.choices(&sections);
        let view = TimelineView {
            title: self.timeline_title(filter),
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&content.totals.of(filter), forecast, |state| self.state_way(state)),
            directives: content.totals.directives_with_tasks,
            is_state: matches!(filter, TimelineFilter::State(_)),
            is_empty: content.totals.all.all() == 0,
            sections,
            filters: self.state_links(filter),
            years: self.quarter_links(filter),
            parts: match filter {
                TimelineFilter::Now => Vec::new(),
                _ => self.parts(owed.len(), part, |at| self.addresses().timeline(filter, at)),
            },
            organizations,
            issuers,
        };
        let head = self.timeline_head(filter, &view);
        Page::new("timeline", head, &view)
    }

    fn timeline_head(&self, filter: TimelineFilter, view: &TimelineView) -> Head {
        let labels = self.labels();
        let mut head = Head::new(&view.title, labels.get("timeline", "description"));
        if filter != TimelineFilter::Now {
            let all = self.addresses().timeline(TimelineFilter::Now, 0);
            head = head.below(self.link(labels.get("timeline", "title"), &all));
        }
        head
    }

    /// What the filter of a page offers: the organisations and the issuers of its rows.
    fn choices(&self, sections: &[Section]) -> (Vec<FilterChoice>, Vec<FilterChoice>) {
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let parties = rows().flat_map(|row| &row.items).map(|item| item.party.id.as_str());
        (self.choices_of(parties), self.choices_of(rows().map(|row| row.issuer.as_str())))
    }

    /// The organisations among some parties, each once, in Vietnamese order.
    fn choices_of<'p>(&self, parties: impl Iterator<Item = &'p str>) -> Vec<FilterChoice> {
        // One organisation has one name here, whatever a document called it.
        let choice = |id: OrganizationId| {
            let organization = &self.register()[id];
            FilterChoice { text: organization.name.clone(), id: organization.id.clone() }
        };
        let ids = parties.filter_map(|party| self.register().with_id(party));
        let mut choices: Vec<FilterChoice> = ids.map(choice).collect();
        choices.sort_by_cached_key(|choice| (collation_key(&choice.text), choice.id.clone()));
        choices.dedup();
        choices
    }

    fn timeline_title(&self, filter: TimelineFilter) -> String {
        let labels = self.labels();
        match filter {
            TimelineFilter::Now => labels.get("timeline", "title").to_owned(),
            TimelineFilter::Year(year) => labels.fill("timeline", "of_year", &[("year", &year.to_string())]),
            TimelineFilter::Quarter(quarter) => {
                let values =
                    [("quarter", self.quarter(quarter.quarter)), ("year", &quarter.year.to_string())];
                labels.fill("timeline", "of_quarter", &values)
            }
            TimelineFilter::State(state) => {
                labels.fill("timeline", "of_state", &[("state", &self.state_label(state))])
            }
        }
    }

    fn quarter_title(&self, quarter: Quarter) -> String {
        let values = [("quarter", self.quarter(quarter.quarter)), ("year", &quarter.year.to_string())];
        self.labels().fill("timeline", "quarter", &values)
    }

    /// What will be owed within a month and passes a filter.
    fn upcoming_in(&self, filter: TimelineFilter) -> Vec<Owed> {
        let fits = |owed: &&Owed| {
            let term = owed.upcoming_of(&self.content.catalog).term();
            term.is_some_and(|term| filter.holds(Quarter::of(term.to)))
        };
        self.content.index().upcoming().iter().filter(fits).copied().collect()
    }

    /// The sections of a timeline. Where `choose` is set, each shows only its first rows.
    fn sections(&self, owed: &[Owed], choose: bool, upcoming: &[Owed]) -> Vec<Section> {
        let catalog = &self.content.catalog;
        let mut slots: BTreeMap<Slot, Vec<Group>> = BTreeMap::new();
        for group in groups(&self.content.catalog, owed.iter().copied()) {
            let obligations = &catalog[group.directive].resolved.obligations;
            let mut tally = Tally::default();
            group.items.iter().for_each(|at| tally.add(obligations[*at as usize].state));
            let Some(quarter) = quarter_of(&obligations[group.items[0] as usize])
                .or_else(|| group.items.iter().find_map(|at| quarter_of(&obligations[*at as usize])))
            else {
                continue;
            };
            let slot = match row_state(&tally) {
                State::Overdue => Slot::Overdue,
                state if state.is_open() => Slot::Ahead(quarter),
                _ => Slot::Past(Reverse(quarter)),
            };
            slots.entry(slot).or_default().push(group);
        }
        let style = Style { full: false, most: ITEMS };
        let mut ahead_of_time: BTreeMap<Quarter, Vec<TaskRow>> = BTreeMap::new();
        for row in if choose { Vec::new() } else { self.upcoming(upcoming, style) } {
            if let Some(quarter) = row.to.parse().ok().map(Quarter::of) {
                slots.entry(Slot::Ahead(quarter)).or_default();
                ahead_of_time.entry(quarter).or_default().push(row);
            }
        }
        let mut sections = Vec::new();
        if !slots.contains_key(&Slot::Overdue) {
            sections.push(self.section(Slot::Overdue, Vec::new(), usize::MAX, style));
        }
        let mut ahead = 0;
        for (slot, mut groups) in slots {
            let most = match (choose, slot) {
                (false, _) => usize::MAX,
                (true, Slot::Overdue) => OVERDUE,
                (true, Slot::Ahead(_)) => {
                    ahead += 1;
                    if ahead <= 2 { SECTION } else { 0 }
                }
                // What is finished is on the pages of the quarters.
                (true, Slot::Past(_)) => 0,
            };
            if let Slot::Past(_) = slot {
                groups.reverse();
            }
            let mut section = self.section(slot, groups, most, style);
            if let Slot::Ahead(quarter) = slot {
                section.rows.extend(ahead_of_time.remove(&quarter).unwrap_or_default());
            }
            sections.push(section);
        }
        sections
    }

    fn section(&self, slot: Slot, groups: Vec<Group>, most: usize, style: Style) -> Section {
        let counts = |state: State| match slot {
            Slot::Overdue => state == State::Overdue,
            Slot::Ahead(_) => state.is_open() && state != State::Overdue,
            Slot::Past(_) => state.is_done(),
        };
        let state = |group: &Group, at: &u32| {
            self.content.catalog[group.directive].resolved.obligations[*at as usize].state
        };
        let count = groups
            .iter()
            .flat_map(|g| g.items.iter().filter(|at| counts(state(g, at))).collect::<Vec<_>>())
            .count();
        let mut shown = 0;
        let fits = |group: &&Group| {
            let fits = shown == 0 || shown + group.items.len() <= most;
            shown += group.items.len();
            fits && most > 0
        };
        let rows: Vec<TaskRow> =
            groups.iter().take_while(fits).map(|group| self.task(group, style)).collect();
        let is_whole = rows.len() == groups.len();
        let (id, title, kind, filter) = match slot {
            Slot::Overdue => (
                "_qua-han".to_owned(),
                self.state_label(State::Overdue),
                "overdue",
                TimelineFilter::State(State::Overdue),
            ),
            Slot::Ahead(quarter) => (
                format!("_q{}-{}", quarter.quarter, quarter.year),
                self.quarter_title(quarter),
                "ahead due-soon in-time",
                TimelineFilter::Quarter(quarter),
            ),
            Slot::Past(Reverse(quarter)) => (
                format!("_x{}-{}", quarter.quarter, quarter.year),
                self.quarter_title(quarter),
                "past done-late done-on-time",
                TimelineFilter::Quarter(quarter),
            ),
        };
        let all = (!is_whole).then(|| {
            let count = self.content.totals.listed(filter);
            let count = thousands(i64::from(count), self.language());
            let text = self.labels().fill("timeline", "see_all", &[("n", &count)]);
            self.link(text, &self.addresses().timeline(filter, 0))
        });
        Section { id, title, kind, count, is_empty: rows.is_empty(), rows, all }
    }

    /// The one section of the page of a state.
    fn state_section(&self, state: State, owed: &[Owed], count: usize) -> Vec<Section> {
        let style = Style { full: false, most: usize::MAX };
        let rows: Vec<TaskRow> = groups(&self.content.catalog, owed.iter().copied())
            .iter()
            .map(|group| self.task(group, style))
            .collect();
        let (id, title, is_empty) = ("_muc".to_owned(), self.state_label(state), rows.is_empty());
        vec![Section { id, title, kind: "all", count, is_empty, rows, all: None }]
    }

    /// The states that the figures do not lead to, with their counts.
    fn state_links(&self, current: TimelineFilter) -> Vec<LinkView> {
        let link = |state: State| {
            let filter = TimelineFilter::State(state);
            let count = thousands(i64::from(self.content.totals.all.of(state)), self.language());
            let text = format!("{} ({count})", self.state_label(state));
            LinkView { current: current == filter, ..self.link(text, &self.addresses().timeline(filter, 0)) }
        };
        [State::Ongoing, State::Undated, State::Cancelled].map(link).to_vec()
    }

    /// The years, and the quarters of the year at hand.
    fn quarter_links(&self, current: TimelineFilter) -> Vec<LinkView> {
        let addresses = self.addresses();
        let open = match current {
            TimelineFilter::Year(year) => year,
            TimelineFilter::Quarter(quarter) => quarter.year,
            _ => self.content.scope.as_of.year(),
        };
        let mut links = Vec::new();
        for year in self.content.totals.years() {
            let link = self.link(year.to_string(), &addresses.timeline(TimelineFilter::Year(year), 0));
            links.push(LinkView { current: current == TimelineFilter::Year(year), ..link });
            for quarter in self.content.totals.by_quarter.keys().filter(|q| q.year == year && year == open) {
                let filter = TimelineFilter::Quarter(*quarter);
                let values = [("quarter", self.quarter(quarter.quarter)), ("year", &year.to_string())];
                let link =
                    self.link(self.labels().fill("when", "quarter", &values), &addresses.timeline(filter, 0));
                links.push(LinkView { current: current == filter, ..link });
            }
        }
        links
    }
}
