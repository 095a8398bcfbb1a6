//! The pages of the timeline by year, by quarter and by state, and the sections that all its pages share.
//!
//! Owns the order of what they list: what is ahead nearest first, then what is overdue and what is done
//! newest first. Each obligation with an end stands on the page of one period: of its year, or of its
//! quarter where the year does not fit on a page.

use rustc_hash::FxHashSet;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::register::organization::OrganizationId;
use crate::model::time::date::Date;
use crate::model::work::obligation::State;
use crate::render::address::of_part;
use crate::render::filter::{Quarter, TimelineFilter};
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::lists::periods::Period;
use crate::render::lists::rows::{Placed, Slot, groups, placed, placed_as_they_come};
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::Columns;
use crate::render::views::frame::{Head, Page};
use crate::render::views::overview::Overview;
use crate::render::views::parts::FiguresView;
use crate::render::views::sections::{BRIEF, Body, Section};
use crate::render::views::task::TaskRow;

/// The timeline, or a part of it.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TimelineView {
    /// Its title.
    pub title: String,
    /// The five figures of what the page counts.
    pub figures: FiguresView,
    /// Whether nothing on the site has an end.
    pub is_empty: bool,
    /// Whether the page is one state only.
    pub is_state: bool,
    /// What only the first page shows.
    pub overview: Option<Overview>,
    /// The periods of which this page is made, where they have pages of their own.
    pub columns: Option<Columns>,
    /// Its rows, section by section.
    pub sections: Vec<Section>,
    /// Links to the parts of the list; empty where it is one.
    pub parts: Vec<LinkView>,
    /// Whether its rows are all that the site has.
    pub is_whole: bool,
    /// What the filter offers.
    pub organizations: Vec<FilterChoice>,
    /// As `organizations`, of issuers.
    pub issuers: Vec<FilterChoice>,
    /// The last day on which it chooses the same rows; empty where no day changes that.
    pub until: String,
}

/// One value of a filter.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FilterChoice {
    /// Its name.
    pub text: String,
    /// Its id, as rows name it.
    pub id: String,
}

impl PageBuilder<'_> {
    /// One page of the timeline.
    pub fn timeline(&self, filter: TimelineFilter, part: usize) -> Page {
        let reader = self.reader;
        let mut view = match filter {
            TimelineFilter::Now => self.first_page(),
            TimelineFilter::State(state) => self.of_state(state, part),
            TimelineFilter::Year(year) if reader.totals().is_divided(year) => self.divided(year),
            TimelineFilter::Year(year) => self.of_year(year),
            TimelineFilter::Quarter(quarter) => self.of_quarter(quarter, part),
        };
        (view.organizations, view.issuers) = self.choices(&view.sections);
        let labels = self.labels();
        let mut head = Head::new(&view.title, labels.get("timeline", "description"));
        if filter != TimelineFilter::Now {
            let all = self.addresses().timeline(TimelineFilter::Now, 0);
            head = head.below(self.link(labels.get("timeline", "title"), &all));
        }
        if let TimelineFilter::Quarter(quarter) = filter {
            let year = TimelineFilter::Year(quarter.year);
            head = head.below(self.link(quarter.year.to_string(), &self.addresses().timeline(year, 0)));
        }
        let page = Page::new("timeline", head, &view);
        match filter {
            TimelineFilter::Now => page.of_the_day(),
            TimelineFilter::State(_) => page.standing(reader.forecast().days()),
            TimelineFilter::Year(_) | TimelineFilter::Quarter(_) => page.standing(self.days_in(filter)),
        }
    }

    /// The days of what a page shows.
    fn days_in(&self, filter: TimelineFilter) -> Forecast {
        match filter {
            TimelineFilter::Quarter(quarter) => self.reader.in_quarter(quarter).forecast.days(),
            _ => self.forecast_of(&self.reader.owed_in(filter), &self.reader.upcoming_in(filter)).days(),
        }
    }

    /// The page of the timeline where what stood at an address now is.
    pub fn moved(&self, filter: TimelineFilter) -> LinkView {
        let year = match filter {
            TimelineFilter::Quarter(quarter) => TimelineFilter::Year(quarter.year),
            _ => filter,
        };
        let mut link = self.link(self.timeline_title(filter), &self.addresses().timeline(year, 0));
        if let TimelineFilter::Quarter(quarter) = filter {
            link.href += &format!("#{}", quarter_anchor(quarter));
        }
        link
    }

    /// The first page.
    fn first_page(&self) -> TimelineView {
        let placed = self.open();
        let overview = self.overview(&placed);
        let until = self.reader.forecast().until.filter(|_| !overview.is_whole);
        TimelineView {
            sections: self.open_sections(&placed, overview.is_whole),
            is_whole: overview.is_whole,
            until: until.map_or(String::new(), |day| day.to_string()),
            overview: Some(overview),
            ..self.bare(TimelineFilter::Now, self.near_figures())
        }
    }

    /// A year whose quarters have pages of their own.
    fn divided(&self, year: i16) -> TimelineView {
        let reader = self.reader;
        let filter = TimelineFilter::Year(year);
        let owed = reader.owed_in(filter);
        let forecast = self.forecast_of(&owed, &self.reader.upcoming_in(filter));
        let columns = Some(self.quarter_columns(year, &forecast));
        let figures = self.figures(&reader.totals().of(filter), forecast, |_| None);
        TimelineView { columns, ..self.bare(filter, figures) }
    }

    /// A page of the timeline without rows.
    fn bare(&self, filter: TimelineFilter, figures: FiguresView) -> TimelineView {
        TimelineView {
            title: self.timeline_title(filter),
            figures,
            is_empty: self.reader.totals().all.all() == 0,
            is_state: matches!(filter, TimelineFilter::State(_)),
            overview: None,
            columns: None,
            sections: Vec::new(),
            parts: Vec::new(),
            is_whole: false,
            organizations: Vec::new(),
            issuers: Vec::new(),
            until: String::new(),
        }
    }

    /// The page of a state, newest first or, of what is ahead, nearest first.
    fn of_state(&self, state: State, part: usize) -> TimelineView {
        let reader = self.reader;
        let filter = TimelineFilter::State(state);
        let owed = reader.in_state(state);
        let forecast = reader.forecast().clone();
        let until = forecast.until.map_or(String::new(), |day| day.to_string());
        let figures = self.figures(&reader.totals().all, forecast, |state| self.state_way(state));
        let rows = groups(reader, of_part(owed, part).iter().copied());
        let rows: Vec<TaskRow> = rows.iter().map(|group| self.task(group, BRIEF)).collect();
        let section = Section {
            id: "_muc".to_owned(),
            title: self.state_label(state),
            kind: State::ALL.map(State::word).join(" "),
            n: reader.totals().all.of(state),
            m: rows.len(),
            is_empty: rows.is_empty(),
            mixed: false,
            bodies: vec![Body { into: "", order: "down", rows }],
            folds: Vec::new(),
            all: None,
        };
        TimelineView {
            sections: vec![section],
            parts: self.parts(owed.len(), part, |at| self.addresses().timeline(filter, at)),
            until,
            ..self.bare(filter, figures)
        }
    }

    /// A year that fits on its page, with a section a quarter.
    fn of_year(&self, year: i16) -> TimelineView {
        let reader = self.reader;
        let filter = TimelineFilter::Year(year);
        let (owed, upcoming) = (reader.owed_in(filter), reader.upcoming_in(filter));
        let sections = self.quarters_of(year, &placed(reader, owed.iter().copied()), &upcoming);
        let forecast = self.forecast_of(&owed, &upcoming);
        let figures = self.figures(&reader.totals().of(filter), forecast, |_| None);
        TimelineView { sections, ..self.bare(filter, figures) }
    }

    /// One part of a quarter.
    fn of_quarter(&self, quarter: Quarter, part: usize) -> TimelineView {
        let reader = self.reader;
        let filter = TimelineFilter::Quarter(quarter);
        let Period { owed, upcoming, forecast } = reader.in_quarter(quarter);
        let here = placed_as_they_come(reader, of_part(owed, part).iter().copied());
        let figures = self.figures(&reader.totals().of(filter), forecast.clone(), |_| None);
        TimelineView {
            sections: self.slots_of(filter, &here, upcoming),
            parts: self.parts(owed.len(), part, |at| self.addresses().timeline(filter, at)),
            ..self.bare(filter, figures)
        }
    }

    /// A section a quarter: from the one at hand on, then back.
    fn quarters_of(&self, year: i16, placed: &[Placed], upcoming: &[Owed]) -> Vec<Section> {
        let now = self.days_in(TimelineFilter::Year(year)).at_hand().map(Quarter::of);
        let mut quarters: Vec<Quarter> = (1..=4).map(|quarter| Quarter { year, quarter }).collect();
        quarters.sort_by_key(|one| if Some(*one) >= now { (0, one.quarter) } else { (1, -one.quarter) });
        let is_in = |quarter: Quarter| move |end: Option<Date>| end.map(Quarter::of) == Some(quarter);
        let section = |quarter: Quarter| {
            let held = is_in(quarter);
            let own: Vec<Placed> = placed.iter().filter(|one| held(one.end)).cloned().collect();
            let reader = self.reader;
            let end = |one: &Owed| one.upcoming_of(reader).term().map(|term| term.to);
            let ahead: Vec<Owed> = upcoming.iter().filter(|one| held(end(one))).copied().collect();
            if own.is_empty() && ahead.is_empty() {
                return None;
            }
            let values = [("quarter", self.quarter(quarter.quarter)), ("year", &year.to_string())];
            Some(Section {
                id: quarter_anchor(quarter),
                title: self.labels().fill("timeline", "quarter", &values),
                kind: Slot::ALL.map(Slot::states).join(" "),
                n: own.iter().map(|one| one.tally.dated()).sum(),
                m: own.len(),
                is_empty: own.is_empty(),
                mixed: true,
                bodies: Slot::ALL.map(|slot| self.body(slot, &own, &ahead)).into(),
                folds: Vec::new(),
                all: None,
            })
        };
        quarters.into_iter().filter_map(section).collect()
    }

    /// What is ahead, what is overdue, what is done.
    fn slots_of(&self, filter: TimelineFilter, placed: &[Placed], upcoming: &[Owed]) -> Vec<Section> {
        let whole = self.reader.totals().of(filter);
        let section = |slot: Slot| {
            let body = self.body(slot, placed, upcoming);
            let of_slot =
                State::ALL.into_iter().filter(|state| slot.states().split(' ').any(|s| s == state.word()));
            (!body.rows.is_empty()).then(|| Section {
                id: format!("_{}", slot.key()),
                title: self.labels().get("timeline", slot.key()).to_owned(),
                kind: slot.states().to_owned(),
                n: of_slot.map(|state| whole.of(state)).sum(),
                m: body.rows.len(),
                is_empty: false,
                mixed: slot == Slot::Past,
                bodies: vec![body],
                folds: Vec::new(),
                all: None,
            })
        };
        Slot::ALL.into_iter().filter_map(section).collect()
    }

    /// What the filter of a page offers: the organisations and the issuers of its rows.
    fn choices(&self, sections: &[Section]) -> (Vec<FilterChoice>, Vec<FilterChoice>) {
        let folded = || sections.iter().chain(sections.iter().flat_map(|section| &section.folds));
        let rows = || folded().flat_map(|section| &section.bodies).flat_map(|body| &body.rows);
        let parties = rows().flat_map(|row| row.marks.ids.split(' '));
        (self.choices_of(parties), self.choices_of(rows().map(|row| row.marks.issuer.as_str())))
    }

    /// The organisations among some ids, each once, in Vietnamese order.
    fn choices_of<'i>(&self, ids: impl Iterator<Item = &'i str>) -> Vec<FilterChoice> {
        let ids: FxHashSet<&str> = ids.collect();
        let mut known: Vec<OrganizationId> =
            ids.into_iter().filter_map(|id| self.register().with_id(id)).collect();
        known.sort_unstable_by_key(|id| self.reader.rank(*id));
        // One organisation has one name here, whatever a document called it.
        let choice = |id: OrganizationId| {
            let organization = &self.register()[id];
            FilterChoice { text: organization.name.clone(), id: organization.id.clone() }
        };
        known.into_iter().map(choice).collect()
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
}

/// The anchor of a quarter on the page of its year.
fn quarter_anchor(quarter: Quarter) -> String {
    format!("_q{}", quarter.quarter)
}
