//! The implementation timeline and its cuts by year, quarter and state.
//!
//! Owns what stands on each page of it: overdue first, today's line, the quarters ahead, what is
//! finished folded. A page holds 500 obligations at the most; the first page chooses, the rest are on
//! the pages of the quarters.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::work::obligation::State;
use crate::render::lists::totals::{Quarter, TimelineFilter, quarter_of};
use crate::render::route::{PAGE, of_part};
use crate::render::views::chart::Axis;
use crate::render::views::parts::{DayView, FiguresView, LinkView, PageBuilder};
use crate::render::views::task::{Group, Owed, Style, TaskRow, groups, row_state};

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
    pub axis: Option<Axis>,
    pub cuts: Vec<LinkView>,
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
    /// `past done-late done-on-time`, or `all` for a cut of one state.
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
    Past(std::cmp::Reverse<Quarter>),
}

impl PageBuilder<'_> {
    /// One page of a cut.
    pub fn timeline(&self, cut: TimelineFilter, part: usize) -> TimelineView {
        let content = self.content;
        let owed = content.index().cut(&content.catalog, cut);
        let upcoming = self.upcoming_in(cut);
        let axis = self.axis(cut);
        let sections = match cut {
            TimelineFilter::State(state) => {
                self.state_section(state, of_part(&owed, part), owed.len(), axis.as_ref())
            }
            TimelineFilter::Now => self.sections(&owed, owed.len() > PAGE, &upcoming, axis.as_ref()),
            // What is still to come stands on the last part, where the list ends.
            TimelineFilter::Year(_) | TimelineFilter::Quarter(_) => {
                let is_last = (part + 1) * PAGE >= owed.len();
                self.sections(
                    of_part(&owed, part),
                    false,
                    if is_last { &upcoming } else { &[] },
                    axis.as_ref(),
                )
            }
        };
        let tally = match cut {
            TimelineFilter::Now | TimelineFilter::State(_) => content.totals.all,
            TimelineFilter::Year(year) => content.totals.of_year(year),
            TimelineFilter::Quarter(quarter) => {
                content.totals.by_quarter.get(&quarter).copied().unwrap_or_default()
            }
        };
        let (open, known) = match cut {
            TimelineFilter::Now | TimelineFilter::State(_) => content.forecast().clone(),
            _ => self.forecast_of(owed.iter(), upcoming.iter()),
        };
        let rows = || sections.iter().flat_map(|section| &section.rows);
        let mut organizations: Vec<FilterChoice> = rows()
            .flat_map(|row| &row.items)
            .filter(|item| !item.party.id.is_empty())
            .map(|item| FilterChoice { text: item.party.name.clone(), id: item.party.id.clone() })
            .collect();
        let mut issuers: Vec<FilterChoice> = rows()
            .filter(|row| !row.issuer.id.is_empty())
            .map(|row| FilterChoice { text: row.issuer.name.clone(), id: row.issuer.id.clone() })
            .collect();
        for choices in [&mut organizations, &mut issuers] {
            // One organisation has one name here, whatever a document called it.
            for choice in choices.iter_mut() {
                if let Some(id) = self.register().with_id(&choice.id) {
                    choice.text.clone_from(&self.register()[id].name);
                }
            }
            choices.sort_by_cached_key(|choice| {
                (crate::model::names::name::collation_key(&choice.text), choice.id.clone())
            });
            choices.dedup();
        }
        TimelineView {
            title: self.timeline_title(cut),
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&tally, open, known, |state| self.state_cut(state)),
            directives: content.totals.directives_with_tasks,
            is_state: matches!(cut, TimelineFilter::State(_)),
            is_empty: content.totals.all.all() == 0,
            sections,
            axis,
            cuts: self.cuts(cut),
            years: self.years(cut),
            parts: match cut {
                TimelineFilter::Now => Vec::new(),
                _ => self.parts(owed.len(), part, |at| self.addresses().timeline(cut, at)),
            },
            organizations,
            issuers,
        }
    }

    pub fn timeline_title(&self, cut: TimelineFilter) -> String {
        let labels = self.labels();
        match cut {
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

    /// The quarters that the chart shows.
    fn axis(&self, cut: TimelineFilter) -> Option<Axis> {
        let as_of = self.content.scope.as_of;
        let back = |quarter: Quarter, by: i8| {
            let at = i32::from(quarter.year) * 4 + i32::from(quarter.quarter) - 1 - i32::from(by);
            Quarter { year: (at.div_euclid(4)) as i16, quarter: at.rem_euclid(4) as i8 + 1 }
        };
        let (first, count) = match cut {
            TimelineFilter::Now => (back(Quarter::of(as_of), 3), 6),
            TimelineFilter::Year(year) => (Quarter { year, quarter: 1 }, 5),
            TimelineFilter::Quarter(quarter) => (back(quarter, 3), 5),
            TimelineFilter::State(State::Overdue | State::DueSoon | State::InTime) => {
                (back(Quarter::of(as_of), 3), 6)
            }
            TimelineFilter::State(_) => return None,
        };
        let label = |quarter: Quarter| {
            self.labels().fill(
                "timeline",
                "quarter",
                &[("quarter", self.quarter(quarter.quarter)), ("year", "")],
            )
        };
        // On the axis a quarter is "Quý IV"; the year stands below its first one.
        let short = |quarter: Quarter| label(quarter).replace("năm", "").trim().to_owned();
        Axis::new(first, count, as_of, short)
    }

    /// What will be owed within a month and ends in a cut.
    fn upcoming_in(&self, cut: TimelineFilter) -> Vec<Owed> {
        let catalog = &self.content.catalog;
        let fits = |owed: &&Owed| {
            let term = catalog[owed.directive].resolved.upcoming[owed.at as usize].term();
            let Some(quarter) = term.map(|term| Quarter::of(term.to)) else { return false };
            match cut {
                TimelineFilter::Now => true,
                TimelineFilter::Year(year) => quarter.year == year,
                TimelineFilter::Quarter(one) => quarter == one,
                TimelineFilter::State(_) => false,
            }
        };
        self.content.index().upcoming().iter().filter(fits).copied().collect()
    }

    /// The sections of a timeline. Where `choose` is set, each shows only its first rows.
    fn sections(&self, owed: &[Owed], choose: bool, upcoming: &[Owed], axis: Option<&Axis>) -> Vec<Section> {
        let catalog = &self.content.catalog;
        let mut slots: BTreeMap<Slot, Vec<Group>> = BTreeMap::new();
        for group in groups(self, owed.iter().copied()) {
            let obligations = &catalog[group.directive].resolved.obligations;
            let mut tally = crate::model::work::obligation::Tally::default();
            group.items.iter().for_each(|at| tally.add(obligations[*at as usize].state));
            let Some(quarter) = quarter_of(&obligations[group.items[0] as usize])
                .or_else(|| group.items.iter().find_map(|at| quarter_of(&obligations[*at as usize])))
            else {
                continue;
            };
            let slot = match row_state(&tally) {
                State::Overdue => Slot::Overdue,
                state if state.is_open() => Slot::Ahead(quarter),
                _ => Slot::Past(std::cmp::Reverse(quarter)),
            };
            slots.entry(slot).or_default().push(group);
        }
        let style = Style { full: false, axis, most: ITEMS };
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

    fn section(&self, slot: Slot, groups: Vec<Group>, most: usize, style: Style<'_>) -> Section {
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
        let (id, title, kind, cut) = match slot {
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
            Slot::Past(std::cmp::Reverse(quarter)) => (
                format!("_x{}-{}", quarter.quarter, quarter.year),
                self.quarter_title(quarter),
                "past done-late done-on-time",
                TimelineFilter::Quarter(quarter),
            ),
        };
        let all = (!is_whole).then(|| {
            let count = match cut {
                TimelineFilter::State(state) => self.content.totals.all.of(state),
                TimelineFilter::Quarter(quarter) => {
                    self.content.totals.by_quarter.get(&quarter).map_or(0, |tally| tally.all())
                }
                _ => 0,
            };
            let count = crate::render::theme::thousands(i64::from(count), self.language());
            let text = self.labels().fill("timeline", "see_all", &[("n", &count)]);
            self.link(text, &self.addresses().timeline(cut, 0))
        });
        Section { id, title, kind, count, is_empty: rows.is_empty(), rows, all }
    }

    /// The one section of a cut by state.
    fn state_section(&self, state: State, owed: &[Owed], count: usize, axis: Option<&Axis>) -> Vec<Section> {
        let style = Style { full: false, axis, most: usize::MAX };
        let rows: Vec<TaskRow> =
            groups(self, owed.iter().copied()).iter().map(|group| self.task(group, style)).collect();
        let (id, title, is_empty) = ("_muc".to_owned(), self.state_label(state), rows.is_empty());
        vec![Section { id, title, kind: "all", count, is_empty, rows, all: None }]
    }

    /// The cuts by state that the figures do not lead to, with their counts.
    fn cuts(&self, current: TimelineFilter) -> Vec<LinkView> {
        let cut = |state: State| {
            let count = self.content.totals.all.of(state);
            let text = format!(
                "{} ({})",
                self.state_label(state),
                crate::render::theme::thousands(i64::from(count), self.language())
            );
            LinkView {
                current: current == TimelineFilter::State(state),
                ..self.link(text, &self.addresses().timeline(TimelineFilter::State(state), 0))
            }
        };
        [State::Ongoing, State::Undated, State::Cancelled].map(cut).to_vec()
    }

    /// The years, and the quarters of the year at hand.
    fn years(&self, current: TimelineFilter) -> Vec<LinkView> {
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
                let cut = TimelineFilter::Quarter(*quarter);
                let values = [("quarter", self.quarter(quarter.quarter)), ("year", &year.to_string())];
                let link =
                    self.link(self.labels().fill("when", "quarter", &values), &addresses.timeline(cut, 0));
                links.push(LinkView { current: current == cut, ..link });
            }
        }
        links
    }

    /// The tasks due in the next days, for the first page of the site.
    pub fn due_within(&self, days: i32, most: usize) -> Vec<TaskRow> {
        let content = self.content;
        let style = Style { full: false, axis: None, most: 3 };
        let soon = content.index().all().iter().filter(|owed| {
            let obligation = &content.catalog[owed.directive].resolved.obligations[owed.at as usize];
            let left = obligation.term().map(|term| term.days_left(content.scope.as_of));
            obligation.state.is_open() && left.is_some_and(|left| (0..=days).contains(&left))
        });
        groups(self, soon.copied()).iter().take(most).map(|group| self.task(group, style)).collect()
    }
}
