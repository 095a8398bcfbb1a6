//! The pages of an organisation, of the register, of issuers, and the progress matrix.
//!
//! Owns what a member asks first: what must my unit do, by when, what is late, what did we receive.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::typed::OrganizationKind;
use crate::model::names::name::collation_key;
use crate::model::register::organization::{OrganizationId, Resolution};
use crate::model::time::date::Interval;
use crate::model::work::obligation::{Obligation, Responsible, State, Tally};
use crate::render::lists::mentions::Role;
use crate::render::route::of_part;
use crate::render::views::parts::{DayView, DirectiveRow, FiguresView, LinkView, PageBuilder, PartyView};
use crate::render::views::task::{Owed, Style, TaskRow, groups};

#[derive(Serialize)]
pub(crate) struct OrganizationView {
    pub name: String,
    pub short: String,
    pub aliases: Vec<String>,
    pub kind: &'static str,
    pub lifetime: String,
    pub parent: Option<PartyView>,
    pub successor: Option<PartyView>,
    pub predecessors: Vec<PartyView>,
    pub groups: Vec<PartyView>,
    pub members: Vec<PartyView>,
    pub as_of: DayView,
    pub figures: FiguresView,
    pub owes: u32,
    pub sections: Vec<StateSection>,
    pub upcoming: Vec<TaskRow>,
    pub through_groups: Vec<TaskRow>,
    pub support: Vec<TaskRow>,
    pub channel: Vec<ChannelView>,
    pub received: Vec<ReceivedView>,
    pub issued: u32,
    pub issuer_page: Option<String>,
    pub parts: Vec<LinkView>,
    /// Whether this is the first part, which alone bears what is no list.
    pub is_first: bool,
}

/// The tasks in one state.
#[derive(Serialize)]
pub(crate) struct StateSection {
    pub id: String,
    pub label: String,
    /// The states that it holds.
    pub kind: &'static str,
    pub is_past: bool,
    pub count: u32,
    pub rows: Vec<TaskRow>,
}

/// A deadline whose report goes to an organisation or through it.
#[derive(Serialize)]
pub(crate) struct ChannelView {
    pub task: LinkView,
    pub directive: LinkView,
    pub role: String,
    pub words: String,
}

/// A directive that an organisation received.
#[derive(Serialize)]
pub(crate) struct ReceivedView {
    pub directive: DirectiveRow,
    /// In what lines: "Nơi nhận, qua Các ban đảng Trung ương".
    pub roles: Vec<String>,
}

#[derive(Serialize)]
pub(crate) struct RegisterView {
    pub as_of: DayView,
    pub count: usize,
    pub sections: Vec<RegisterSection>,
}

#[derive(Serialize)]
pub(crate) struct RegisterSection {
    pub id: String,
    /// The body that the others stand under; none for those that stand under no other.
    pub head: Option<CountedParty>,
    pub title: String,
    pub rows: Vec<CountedParty>,
}

/// An organisation with its counts.
#[derive(Clone, Serialize)]
pub(crate) struct CountedParty {
    pub party: PartyView,
    pub depth: usize,
    pub figures: FiguresView,
    pub open: u32,
    pub done: u32,
    pub rate: String,
    pub ended: bool,
}

#[derive(Serialize)]
pub(crate) struct IssuersView {
    pub issuers: Vec<IssuerRow>,
    pub unregistered: Vec<IssuerRow>,
}

#[derive(Serialize)]
pub(crate) struct IssuerRow {
    pub name: String,
    pub href: Option<String>,
    pub count: usize,
}

#[derive(Serialize)]
pub(crate) struct IssuerView {
    pub party: PartyView,
    pub as_of: DayView,
    pub figures: FiguresView,
    pub years: Vec<YearGroup>,
    pub parts: Vec<LinkView>,
}

/// Directives of one year.
#[derive(Serialize)]
pub(crate) struct YearGroup {
    pub label: String,
    pub rows: Vec<DirectiveRow>,
}

#[derive(Serialize)]
pub(crate) struct MatrixView {
    pub as_of: DayView,
    pub rows: Vec<CountedParty>,
    pub sum: CountedParty,
    pub csv: String,
}

impl PageBuilder<'_> {
    /// One part of the page of an organisation.
    pub fn organization_page(&self, id: OrganizationId, part: usize) -> OrganizationView {
        let content = self.content;
        let organization = &self.register()[id];
        let owed = content.index().of(id);
        let tally = content.totals.by_organization[id.index()];
        let here = of_part(owed, part);
        let style = Style { full: true, axis: None, most: usize::MAX };
        let sections = SECTIONS.iter().filter_map(|(key, kind, states)| {
            let state =
                |one: &&Owed| content.catalog[one.directive].resolved.obligations[one.at as usize].state;
            let owed = here.iter().filter(|one| states.contains(&state(one))).copied();
            let rows: Vec<TaskRow> = groups(self, owed).iter().map(|group| self.task(group, style)).collect();
            // A section that something may move into stands empty.
            (tally.all() > 0 || !rows.is_empty()).then(|| StateSection {
                id: section_id(key),
                label: self.labels().get("organization", key).to_owned(),
                kind,
                is_past: *key == "done",
                count: states.iter().map(|state| tally.of(*state)).sum(),
                rows,
            })
        });
        let upcoming = content.index().upcoming_of(id);
        let (open, known) = self.forecast_of(owed.iter(), upcoming.iter());
        let is_first = part == 0;
        let party = |org: &OrganizationId| self.organization(*org);
        OrganizationView {
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
            as_of: self.day(content.scope.as_of),
            figures: self
                .figures(&tally, open, known, |state| Some(format!("#{}", section_id(section_key(state))))),
            owes: tally.all(),
            sections: sections.collect(),
            upcoming: if is_first { self.upcoming(upcoming, style) } else { Vec::new() },
            through_groups: self.through_groups(id, part),
            support: self.supported(id, part),
            channel: self.channel(id, part),
            received: self.received(id, part),
            issued: content
                .totals
                .directives_by_issuer
                .iter()
                .find(|(i, _)| *i == id)
                .map_or(0, |(_, n)| *n as u32),
            issuer_page: content
                .totals
                .directives_by_issuer
                .iter()
                .any(|(issuer, _)| *issuer == id)
                .then(|| self.way(&self.addresses().issuer(self.register(), id, 0))),
            parts: self.parts(content.longest_list(id), part, |at| {
                self.addresses().organization(self.register(), id, at)
            }),
            is_first,
        }
    }

    fn lifetime(&self, lifetime: &Interval) -> String {
        let labels = self.labels();
        let day = |day: Option<crate::model::time::date::Date>| {
            day.map(crate::render::views::parts::shown_day).unwrap_or_default()
        };
        let (from, to) = (day(lifetime.first), day(lifetime.last));
        match (from.is_empty(), to.is_empty()) {
            (true, true) => String::new(),
            (true, false) => labels.fill("organization", "lifetime_until", &[("to", &to)]),
            (false, true) => labels.fill("organization", "lifetime_from", &[("from", &from)]),
            (false, false) => labels.fill("organization", "lifetime", &[("from", &from), ("to", &to)]),
        }
    }

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    fn through_groups(&self, id: OrganizationId, part: usize) -> Vec<TaskRow> {
        let style = Style { full: false, axis: None, most: usize::MAX };
        let owed = self.content.owed_by_groups_of(id);
        groups(self, of_part(&owed, part).iter().copied())
            .iter()
            .map(|group| self.task(group, style))
            .collect()
    }

    /// The deadlines that an organisation supports, itself or through a group.
    fn supported(&self, id: OrganizationId, part: usize) -> Vec<TaskRow> {
        let content = self.content;
        let style = Style { full: false, axis: None, most: 3 };
        let supported = content.mentions().supported(&content.catalog, self.register(), id);
        let rows = of_part(&supported, part).iter().flat_map(|(directive, at)| {
            let obligations = &content.catalog[*directive].resolved.obligations;
            let owed = (0..).zip(obligations).filter(|(_, o)| o.deadline as usize == *at);
            let owed = owed.map(|(at, _)| Owed { directive: *directive, at });
            let made: Vec<TaskRow> = groups(self, owed).iter().map(|group| self.task(group, style)).collect();
            if made.is_empty() { vec![self.listed(*directive, *at)] } else { made }
        });
        rows.map(without_id).collect()
    }

    /// The deadlines whose reports go to an organisation or through it.
    fn channel(&self, id: OrganizationId, part: usize) -> Vec<ChannelView> {
        let view = |(directive, at, role): &(DirectiveId, usize, &'static str)| {
            let entry = &self.content.catalog[*directive];
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
                words: deadline.printed_words(),
            }
        };
        of_part(self.content.mentions().channel(id), part).iter().map(view).collect()
    }

    /// The directives that an organisation received, newest first.
    fn received(&self, id: OrganizationId, part: usize) -> Vec<ReceivedView> {
        let received = self.content.mentions().received(&self.content.catalog, self.register(), id);
        let role = |(role, group): &(Role, Option<OrganizationId>)| {
            let role = self.labels().get("organization", role.key());
            let Some(group) = group else { return role.to_owned() };
            let through = [("name", self.register()[*group].name.as_str())];
            format!("{role}, {}", self.labels().fill("organization", "through", &through))
        };
        let view = |(id, roles): &(DirectiveId, Vec<_>)| ReceivedView {
            directive: self.directive_row(*id),
            roles: roles.iter().map(role).collect(),
        };
        of_part(&received, part).iter().map(view).collect()
    }

    /// The register: each body under the one above it, groups, classes and posts at the end.
    pub fn register_page(&self) -> RegisterView {
        let register = self.register();
        let mut below: FxHashMap<OrganizationId, Vec<OrganizationId>> = FxHashMap::default();
        let (mut heads, mut alone, mut groups) = (Vec::new(), Vec::new(), Vec::new());
        for id in register.sorted() {
            let organization = &register[*id];
            match (organization.kind, organization.parent) {
                (OrganizationKind::Body, Some(parent)) => below.entry(parent).or_default().push(*id),
                (OrganizationKind::Body, None) => heads.push(*id),
                _ => groups.push(*id),
            }
        }
        heads.retain(|id| {
            let has_below = below.contains_key(id);
            if !has_below {
                alone.push(*id);
            }
            has_below
        });
        // A body under a group stands with those under no other.
        for id in &groups {
            alone.extend(below.remove(id).unwrap_or_default());
        }
        let mut sections: Vec<RegisterSection> = Vec::new();
        for head in heads {
            let mut rows = Vec::new();
            let mut open: Vec<(OrganizationId, usize)> =
                below.get(&head).into_iter().flatten().rev().map(|id| (*id, 0)).collect();
            while let Some((id, depth)) = open.pop() {
                rows.push(self.counted(id, depth));
                open.extend(below.get(&id).into_iter().flatten().rev().map(|id| (*id, depth + 1)));
            }
            let counted = self.counted(head, 0);
            sections.push(RegisterSection {
                id: format!("_{}", counted.party.id),
                title: counted.party.name.clone(),
                head: Some(counted),
                rows,
            });
        }
        for (key, ids) in [("others", alone), ("groups", groups)] {
            if !ids.is_empty() {
                let rows = ids.into_iter().map(|id| self.counted(id, 0)).collect();
                let title = self.labels().get("organizations", key).to_owned();
                sections.push(RegisterSection { id: format!("_{key}"), head: None, title, rows });
            }
        }
        RegisterView { as_of: self.day(self.content.scope.as_of), count: register.len(), sections }
    }

    fn counted(&self, id: OrganizationId, depth: usize) -> CountedParty {
        let content = self.content;
        let tally = content.totals.by_organization[id.index()];
        let (open, known) =
            self.forecast_of(content.index().of(id).iter(), content.index().upcoming_of(id).iter());
        let page = self.addresses().organization(self.register(), id, 0);
        let way = self.way(&page);
        let cut =
            |state: State| (tally.of(state) > 0).then(|| format!("{way}#{}", section_id(section_key(state))));
        let ended =
            self.register()[id].lifetime.and_then(|l| l.last).is_some_and(|last| last < content.scope.as_of);
        self.counted_as(self.organization(id), depth, &tally, self.figures(&tally, open, known, cut), ended)
    }

    fn counted_as(
        &self,
        party: PartyView,
        depth: usize,
        tally: &Tally,
        figures: FiguresView,
        ended: bool,
    ) -> CountedParty {
        CountedParty {
            party,
            depth,
            figures,
            open: tally.open(),
            done: tally.done(),
            rate: self.rate(tally),
            ended,
        }
    }

    /// "87,5", or a dash where nothing was to be judged.
    fn rate(&self, tally: &Tally) -> String {
        let comma = if self.language() == crate::Language::Vi { ',' } else { '.' };
        match tally.on_time_rate() {
            Some(rate) => format!("{}{comma}{}", rate / 10, rate % 10),
            None => self.labels().get("common", "none").to_owned(),
        }
    }

    /// The matrix organisation × counts; what nobody of the register owes is one row of its own, so
    /// that every column adds up.
    pub fn matrix(&self) -> MatrixView {
        let content = self.content;
        let totals = &content.totals;
        let with_tasks =
            self.register().sorted().iter().filter(|id| totals.by_organization[id.index()].dated() > 0);
        let mut rows: Vec<CountedParty> = with_tasks.map(|id| self.counted(*id, 0)).collect();
        let mut outside = Tally::default();
        let is_outside = |o: &&Obligation| !matches!(o.responsible, Responsible::Organization(_));
        let entries = || content.catalog.directives().map(|(_, entry)| entry);
        entries().flat_map(|e| &e.resolved.obligations).filter(is_outside).for_each(|o| outside.add(o.state));
        if outside.dated() > 0 {
            let name = self.labels().get("issuers", "unregistered").to_owned();
            let all = entries().flat_map(|e| e.resolved.obligations.iter().chain(&e.resolved.upcoming));
            let (open, known) = self.forecast(all.filter(is_outside));
            let figures = self.figures(&outside, open, known, |_| None);
            rows.push(self.counted_as(
                PartyView { name, href: None, id: String::new() },
                0,
                &outside,
                figures,
                false,
            ));
        }
        let (open, known) = content.forecast().clone();
        let figures = self.figures(&totals.all, open, known, |state| self.state_cut(state));
        let sum =
            PartyView { name: self.labels().get("reports", "sum").to_owned(), href: None, id: String::new() };
        MatrixView {
            as_of: self.day(content.scope.as_of),
            rows,
            sum: self.counted_as(sum, 0, &totals.all, figures, false),
            csv: self.way(&self.addresses().matrix_csv()),
        }
    }

    /// The bodies that issue, in Vietnamese order, those outside the register apart.
    pub fn issuers_page(&self) -> IssuersView {
        let counts: FxHashMap<OrganizationId, usize> =
            self.content.totals.directives_by_issuer.iter().copied().collect();
        let row = |id: &OrganizationId| {
            let href = self.way(&self.addresses().issuer(self.register(), *id, 0));
            Some(IssuerRow {
                name: self.register()[*id].name.clone(),
                href: Some(href),
                count: *counts.get(id)?,
            })
        };
        let mut unregistered: BTreeMap<(Vec<u8>, String), usize> = BTreeMap::new();
        let directives = self.content.catalog.directives();
        for issuer in directives.flat_map(|(_, entry)| entry.directive.issuers()) {
            if !matches!(self.register().resolve(&issuer.text, &issuer.folded), Resolution::Found(_)) {
                *unregistered.entry((collation_key(&issuer.text), issuer.text.clone())).or_default() += 1;
            }
        }
        IssuersView {
            issuers: self.register().sorted().iter().filter_map(row).collect(),
            unregistered: unregistered
                .into_iter()
                .map(|((_, name), count)| IssuerRow { name, href: None, count })
                .collect(),
        }
    }

    /// One part of what a body issued, newest first.
    pub fn issuer_page_of(&self, id: OrganizationId, part: usize) -> IssuerView {
        let content = self.content;
        let is_issuer = |entry: &Entry| self.register().known(entry.directive.issuers()).contains(&id);
        let issued: Vec<DirectiveId> = content
            .catalog
            .directives()
            .rev()
            .filter(|(_, entry)| is_issuer(entry))
            .map(|(id, _)| id)
            .collect();
        let mut years: Vec<YearGroup> = Vec::new();
        for directive in of_part(&issued, part) {
            let label = self.year_label(content.catalog[*directive].resolved.year);
            match years.last_mut() {
                Some(year) if year.label == label => year.rows.push(self.directive_row(*directive)),
                _ => years.push(YearGroup { label, rows: vec![self.directive_row(*directive)] }),
            }
        }
        let tally = content.totals.by_issuer.get(&id).copied().unwrap_or_default();
        let obligations = issued.iter().flat_map(|directive| {
            let entry = &content.catalog[*directive];
            entry.resolved.obligations.iter().chain(&entry.resolved.upcoming)
        });
        let (open, known) = self.forecast(obligations);
        IssuerView {
            party: self.organization(id),
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&tally, open, known, |_| None),
            years,
            parts: self.parts(issued.len(), part, |at| self.addresses().issuer(self.register(), id, at)),
        }
    }

    pub fn year_label(&self, year: Option<i16>) -> String {
        year.map_or_else(|| self.labels().get("list", "unknown_year").to_owned(), |year| year.to_string())
    }
}

/// The sections of an organisation, what is open first: key, states as data, states.
const SECTIONS: [(&str, &str, &[State]); 7] = [
    ("overdue", "overdue", &[State::Overdue]),
    ("soon", "due-soon", &[State::DueSoon]),
    ("in_time", "in-time", &[State::InTime]),
    ("ongoing", "ongoing", &[State::Ongoing]),
    ("undated", "undated", &[State::Undated]),
    ("done", "done-late done-on-time", &[State::DoneLate, State::DoneOnTime]),
    ("cancelled", "cancelled", &[State::Cancelled]),
];

/// The key of the section that holds a state.
fn section_key(state: State) -> &'static str {
    SECTIONS.iter().find(|(.., states)| states.contains(&state)).map_or("", |(key, ..)| key)
}

/// The anchor of a section.
/// A row that may stand on the page twice: among what is owed, and here.
fn without_id(row: TaskRow) -> TaskRow {
    TaskRow { id: String::new(), ..row }
}

fn section_id(key: &str) -> String {
    format!("_{}", key.replace('_', "-"))
}
