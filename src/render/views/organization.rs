//! The page of an organisation.
//!
//! Owns what a member asks first: what must my unit do, by when, what is late, what did we receive. What
//! it owes stands task by task, the turns of one task in one row.

mod owed;
mod received;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::{Date, Interval};
use crate::model::work::obligation::{State, Tally};
use crate::render::address::of_part;
use crate::render::lists::duties::Duties;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::chart::{Columns, Period};
use crate::render::views::days::shown_day;
use crate::render::views::frame::{Head, Page};
use crate::render::views::organization::owed::{DoneTask, LineView, ShortTask, TodoGroup};
use crate::render::views::organization::received::ReceivedYear;
use crate::render::views::parts::{FiguresView, PartyView};

/// Tasks of a kind in the open: its own, and those of its groups.
const OPEN: usize = 12;
const OPEN_OF_GROUPS: usize = 8;
/// How high the picture of a year is, in pixels.
const HEIGHT: u32 = 42;

/// The page of an organisation.
#[derive(Serialize, JsonSchema)]
pub(crate) struct OrganizationView {
    /// Its name in the register.
    name: String,
    /// Its short name; empty where it has none.
    short: String,
    /// Its other names.
    aliases: Vec<String>,
    /// `body`, `group`, `class` or `post`.
    kind: &'static str,
    /// From when until when it exists, in words; empty where that is not known.
    lifetime: String,
    /// The body above it.
    parent: Option<PartyView>,
    /// What followed it.
    successor: Option<PartyView>,
    /// What it followed.
    predecessors: Vec<PartyView>,
    /// The groups that it belongs or belonged to.
    groups: Vec<PartyView>,
    /// Who belongs or belonged to it.
    members: Vec<PartyView>,
    /// How it stands, in one sentence.
    line: LineView,
    /// The five figures of all that it owes.
    figures: FiguresView,
    /// How many obligations it has, in any state.
    owes: u32,
    /// What it has still to do.
    todo: Vec<TodoGroup>,
    /// What groups that it belongs to have still to do, as groups.
    through_groups: Vec<TodoGroup>,
    /// What goes on without an end.
    ongoing: Vec<ShortTask>,
    /// What has no day.
    undated: Vec<ShortTask>,
    /// What it need not do.
    cancelled: Vec<ShortTask>,
    /// What others lead and it supports, and they have still to do.
    support: Vec<ShortTask>,
    /// What it has done, newest first.
    done: Vec<DoneTask>,
    /// How much of what it owes is done.
    done_count: u32,
    /// The year of the next deadline, or else of the last change, by month; none where nothing falls due in it.
    months: Option<Columns>,
    /// That year.
    year: String,
    /// The tasks whose reports go to it or through it.
    channel: Vec<ChannelView>,
    /// The documents that it received, by year.
    received: Vec<ReceivedYear>,
    /// How many documents it received.
    received_count: usize,
    /// How many documents it issued.
    issued: u32,
    /// The page of what it issued.
    issuer_page: Option<String>,
    /// Its meeting sheet, where there is something to meet about.
    sheet: Option<LinkView>,
    /// The parts of the page, where it has several.
    parts: Vec<LinkView>,
    /// Whether this is the first part, which alone bears what is no list.
    is_first: bool,
    /// The last day on which what is chosen by state is chosen right; empty where no day changes it.
    until: String,
    /// The same for what groups owe.
    groups_until: String,
    /// The same for what it supports.
    support_until: String,
}

/// A deadline whose report goes to an organisation or through it.
#[derive(Serialize, JsonSchema)]
struct ChannelView {
    /// The task, with its place in the directive.
    task: LinkView,
    /// Its directive.
    directive: LinkView,
    /// What the organisation does with the report, in words.
    role: String,
    /// When it is due, as printed; empty without words.
    words: String,
}

impl PageBuilder<'_> {
    /// One part of the page of an organisation.
    pub fn organization_page(&self, id: OrganizationId, part: usize) -> Page {
        let reader = self.reader;
        let organization = &self.register()[id];
        let (owed, upcoming) = (reader.owed_by(id), reader.upcoming_by(id));
        let of_groups = reader.owed_by_groups_of(id);
        let tally = reader.tally_of(id);
        let forecast = self.forecast_of(owed, upcoming);
        let (days, [until, groups_until, support_until]) =
            self.days_of_unit(id, &forecast, (owed, &of_groups));
        let is_first = part == 0;
        let party = |org: &OrganizationId| self.organization(*org);
        let issued = reader.issued_by(id);
        let duties = Duties::new(reader, owed);
        let received = reader.received(id);
        let short = |state: State| self.short_tasks(owed, state, part);
        let view = OrganizationView {
            name: organization.name.clone(),
            short: organization.short.clone().unwrap_or_default(),
            aliases: organization.aliases.clone(),
            kind: organization.kind.word(),
            lifetime: organization.lifetime.map(|lifetime| self.lifetime(&lifetime)).unwrap_or_default(),
            parent: organization.parent.as_ref().map(party),
            successor: organization.successor.as_ref().map(party),
            predecessors: organization.predecessors.iter().map(party).collect(),
            groups: self.register().groups_ever(id).iter().map(party).collect(),
            members: organization.members.iter().map(|member| party(&member.organization)).collect(),
            line: self.line_of(owed, &tally, forecast.clone()),
            figures: self.figures_of_unit(id, &tally, forecast.clone(), is_first),
            owes: tally.all(),
            todo: self.todo_groups(duties.of_part(part), upcoming, OPEN),
            through_groups: self.todo_of_groups(&of_groups, part),
            ongoing: short(State::Ongoing),
            undated: short(State::Undated),
            cancelled: short(State::Cancelled),
            support: self.supported_tasks(id, part),
            done: self.done_tasks(owed, part),
            done_count: tally.done(),
            months: if is_first { self.months(owed, upcoming, &forecast) } else { None },
            year: forecast.at_hand().map_or(String::new(), |day| day.year().to_string()),
            channel: self.channel(id, part),
            received: self.received_years(&received, id, part),
            received_count: received.len(),
            issued: issued.map_or(0, |count| count as u32),
            issuer_page: issued.map(|_| self.way(&self.addresses().issuer(self.register(), id, 0))),
            sheet: reader.has_sheet(id).then(|| {
                let address = self.addresses().organization_sheet(self.register(), id);
                self.link(self.labels().get("sheet", "print"), &address)
            }),
            parts: self.parts(reader.longest_list(id), part, |at| {
                self.addresses().organization(self.register(), id, at)
            }),
            is_first,
            until,
            groups_until,
            support_until,
        };
        let words = self.labels().fill("organization", "description", &[("name", &view.name)]);
        let all = self.link(self.labels().get("organizations", "title"), &self.addresses().organizations());
        Page::new("organization", Head::new(&view.name, &words).below(all), &view).standing(days)
    }

    /// The figures of an organisation; they lead to its first part, since later ones may lack what is counted.
    fn figures_of_unit(
        &self,
        id: OrganizationId,
        tally: &Tally,
        forecast: Forecast,
        is_first: bool,
    ) -> FiguresView {
        let way = if is_first { String::new() } else { self.organization(id).href.unwrap_or_default() };
        let list = |state: State| (tally.of(state) > 0).then(|| format!("{way}#{}", section_of(state)));
        self.figures(tally, forecast, list)
    }

    /// What its groups have still to do, on one part of the page.
    fn todo_of_groups(&self, of_groups: &[Owed], part: usize) -> Vec<TodoGroup> {
        self.todo_groups(Duties::new(self.reader, of_groups).of_part(part), &[], OPEN_OF_GROUPS)
    }

    /// The days of the page of an organisation that owes this; and until when what it owes, what its groups owe, and
    /// what it supports is as it is.
    fn days_of_unit(
        &self,
        id: OrganizationId,
        own: &Forecast,
        (owed, of_groups): (&[Owed], &[Owed]),
    ) -> (Forecast, [String; 3]) {
        let mut days = own.days();
        days.take(self.days_of_others(owed));
        let (of_groups, supported) = (self.days_of_groups(id, of_groups), self.days_of_supported(id));
        let untils = [days.until, of_groups.until, supported.until]
            .map(|day| day.map_or(String::new(), |day| day.to_string()));
        [of_groups, supported].into_iter().for_each(|other| days.take(other));
        (days, untils)
    }

    /// What others do who owe a task that some still have to do: how many have done it stands in its row.
    fn days_of_others(&self, owed: &[Owed]) -> Forecast {
        let reader = self.reader;
        let open =
            owed.iter().filter(|one| one.of(reader).state.is_open() && one.of(reader).occurrence.is_none());
        let others = open.flat_map(|one| {
            let deadline = one.of(reader).deadline;
            let all = reader.card(one.directive).resolved.obligations.iter();
            all.filter(move |other| other.deadline == deadline)
        });
        self.forecast(others)
    }

    /// What the groups of an organisation owe does on later days.
    pub fn days_of_groups(&self, id: OrganizationId, of_groups: &[Owed]) -> Forecast {
        let (reader, register) = (self.reader, self.register());
        let ahead = register.groups_ever(id).into_iter().flat_map(|group| {
            let was_in = move |one: &&Owed| {
                register.groups_on(id, &reader.card(one.directive).directive.when).contains(&group)
            };
            reader.upcoming_by(group).iter().filter(was_in)
        });
        self.forecast_of(of_groups, &ahead.copied().collect::<Vec<_>>())
    }

    /// The months of the year at hand; none where nothing falls due in it.
    fn months(&self, owed: &[Owed], upcoming: &[Owed], days: &Forecast) -> Option<Columns> {
        let (reader, year) = (self.reader, days.at_hand()?.year());
        let is_in =
            |end: Option<Date>, month: i8| end.is_some_and(|end| (end.year(), end.month()) == (year, month));
        let month = |month: i8| {
            let of_month = |one: &&Owed| is_in(one.of(reader).term().map(|term| term.to), month);
            let owed: Vec<Owed> = owed.iter().filter(of_month).copied().collect();
            let ahead = |one: &&Owed| is_in(one.upcoming_of(reader).term().map(|term| term.to), month);
            let upcoming: Vec<Owed> = upcoming.iter().filter(ahead).copied().collect();
            let mut tally = Tally::default();
            owed.iter().for_each(|one| tally.add(one.of(reader).state));
            Period {
                tally,
                forecast: self.forecast_of(&owed, &upcoming),
                href: None,
                name: self.labels().fill("organization", "month", &[("month", &month.to_string())]),
                short: month.to_string(),
                is_now: is_in(days.next, month),
            }
        };
        let months: Vec<Period> = (1..=12).map(month).collect();
        months.iter().any(|month| month.tally.dated() > 0).then(|| self.columns(months, HEIGHT))
    }

    fn lifetime(&self, lifetime: &Interval) -> String {
        let labels = self.labels();
        let day = |day: Option<Date>| day.map(shown_day).unwrap_or_default();
        let (from, to) = (day(lifetime.first), day(lifetime.last));
        match (from.is_empty(), to.is_empty()) {
            (true, true) => String::new(),
            (true, false) => labels.fill("organization", "lifetime_until", &[("to", &to)]),
            (false, true) => labels.fill("organization", "lifetime_from", &[("from", &from)]),
            (false, false) => labels.fill("organization", "lifetime", &[("from", &from), ("to", &to)]),
        }
    }

    /// The deadlines whose reports go to an organisation or through it.
    fn channel(&self, id: OrganizationId, part: usize) -> Vec<ChannelView> {
        let view = |(directive, at, role): &(DirectiveId, usize, &'static str)| {
            let entry = &self.reader.card(*directive);
            let deadline = &entry.directive.deadlines[*at];
            let way = self.directive_way(*directive);
            ChannelView {
                task: LinkView {
                    text: deadline.task.clone(),
                    href: format!("{way}#{}", deadline.anchor()),
                    current: false,
                },
                directive: self.directive_link(*directive),
                role: self.labels().get("organization", role).to_owned(),
                words: deadline.words.clone().unwrap_or_default(),
            }
        };
        of_part(self.reader.channel(id), part).iter().map(view).collect()
    }
}

/// The section of the page that holds a state.
pub(crate) fn section_of(state: State) -> &'static str {
    match state {
        State::Overdue => "_qua-han",
        State::DueSoon | State::InTime => "_phai-lam",
        State::DoneLate | State::DoneOnTime => "_da-xong",
        State::Ongoing => "_thuong-xuyen",
        State::Undated => "_chua-dinh-ngay",
        State::Cancelled => "_duoc-mien",
    }
}
