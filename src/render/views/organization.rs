//! The page of an organisation.
//!
//! Owns what a member asks first: what must my unit do, by when, what is late, what did we receive.

use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::{Date, Interval};
use crate::model::work::obligation::{State, Tally};
use crate::render::address::of_part;
use crate::render::lists::index::Owed;
use crate::render::lists::mentions::Role;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::frame::{Head, Page};
use crate::render::views::parts::{DirectiveRow, FiguresView, PartyView};
use crate::render::views::task::{Style, TaskRow, groups};

#[derive(Serialize)]
struct OrganizationView {
    name: String,
    short: String,
    aliases: Vec<String>,
    kind: &'static str,
    lifetime: String,
    parent: Option<PartyView>,
    successor: Option<PartyView>,
    predecessors: Vec<PartyView>,
    groups: Vec<PartyView>,
    members: Vec<PartyView>,
    as_of: DayView,
    figures: FiguresView,
    owes: u32,
    sections: Vec<StateSection>,
    upcoming: Vec<TaskRow>,
    through_groups: Vec<TaskRow>,
    support: Vec<TaskRow>,
    channel: Vec<ChannelView>,
    received: Vec<ReceivedView>,
    issued: u32,
    issuer_page: Option<String>,
    /// Its meeting sheet, where there is something to meet about.
    sheet: Option<LinkView>,
    parts: Vec<LinkView>,
    /// Whether this is the first part, which alone bears what is no list.
    is_first: bool,
}

/// The tasks in one state.
#[derive(Serialize)]
struct StateSection {
    id: String,
    label: String,
    /// The states that it holds.
    kind: &'static str,
    is_past: bool,
    count: u32,
    rows: Vec<TaskRow>,
}

/// A deadline whose report goes to an organisation or through it.
#[derive(Serialize)]
struct ChannelView {
    task: LinkView,
    directive: LinkView,
    role: String,
    words: String,
}

/// A directive that an organisation received.
#[derive(Serialize)]
struct ReceivedView {
    directive: DirectiveRow,
    /// In what lines: "Nơi nhận, qua Các ban đảng Trung ương".
    roles: Vec<String>,
}

impl PageBuilder<'_> {
    /// One part of the page of an organisation.
    pub fn organization_page(&self, id: OrganizationId, part: usize) -> Page {
        let content = self.content;
        let organization = &self.register()[id];
        let owed = content.index().of(id);
        let tally = content.totals.by_organization[id.index()];
        let upcoming = content.index().upcoming_of(id);
        let forecast = self.forecast_of(owed, upcoming);
        let is_first = part == 0;
        let party = |org: &OrganizationId| self.organization(*org);
        let issued = content.totals.directives_by_issuer.iter().find(|(issuer, _)| *issuer == id);
        let list = |state| Some(format!("#{}", section_id(section_key(state))));
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
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&tally, forecast, list),
            owes: tally.all(),
            sections: self.sections_of(of_part(owed, part), &tally),
            upcoming: if is_first { self.upcoming(upcoming, FULL) } else { Vec::new() },
            through_groups: self.through_groups(id, part),
            support: self.supported(id, part),
            channel: self.channel(id, part),
            received: self.received(id, part),
            issued: issued.map_or(0, |(_, count)| *count as u32),
            issuer_page: issued.map(|_| self.way(&self.addresses().issuer(self.register(), id, 0))),
            sheet: content.has_sheet(id).then(|| {
                let address = self.addresses().organization_sheet(self.register(), id);
                self.link(self.labels().get("sheet", "print"), &address)
            }),
            parts: self.parts(content.longest_list(id), part, |at| {
                self.addresses().organization(self.register(), id, at)
            }),
            is_first,
        };
        let words = self.labels().fill("organization", "description", &[("name", &view.name)]);
        let all = self.link(self.labels().get("organizations", "title"), &self.addresses().organizations());
        Page::new("organization", Head::new(&view.name, &words).below(all), &view)
    }

    /// What an organisation owes, by state; `tally` counts all of it, on whatever part it stands.
    fn sections_of(&self, owed: &[Owed], tally: &Tally) -> Vec<StateSection> {
        let catalog = &self.content.catalog;
        let section = |(key, kind, states): &(&str, &'static str, &[State])| {
            let owed = owed.iter().filter(|one| states.contains(&one.of(catalog).state)).copied();
            let rows: Vec<TaskRow> =
                groups(catalog, owed).iter().map(|group| self.task(group, FULL)).collect();
            // A section that something may move into stands empty.
            (tally.all() > 0 || !rows.is_empty()).then(|| StateSection {
                id: section_id(key),
                label: self.labels().get("organization", key).to_owned(),
                kind,
                is_past: *key == "done",
                count: states.iter().map(|state| tally.of(*state)).sum(),
                rows,
            })
        };
        SECTIONS.iter().filter_map(section).collect()
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

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    fn through_groups(&self, id: OrganizationId, part: usize) -> Vec<TaskRow> {
        let style = Style { full: false, most: usize::MAX };
        let owed = self.content.owed_by_groups_of(id);
        groups(&self.content.catalog, of_part(&owed, part).iter().copied())
            .iter()
            .map(|group| self.task(group, style))
            .collect()
    }

    /// The deadlines that an organisation supports, itself or through a group.
    fn supported(&self, id: OrganizationId, part: usize) -> Vec<TaskRow> {
        let content = self.content;
        let style = Style { full: false, most: 3 };
        let supported = content.mentions().supported(&content.catalog, self.register(), id);
        let rows = of_part(&supported, part).iter().flat_map(|(directive, at)| {
            let obligations = &content.catalog[*directive].resolved.obligations;
            let owed = (0..).zip(obligations).filter(|(_, o)| o.deadline as usize == *at);
            let owed = owed.map(|(at, _)| Owed { directive: *directive, at });
            let made: Vec<TaskRow> =
                groups(&content.catalog, owed).iter().map(|group| self.task(group, style)).collect();
            if made.is_empty() { vec![self.listed(*directive, *at)] } else { made }
        });
        rows.collect()
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
                words: deadline.words.clone().unwrap_or_default(),
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
}

/// Rows with every report.
const FULL: Style = Style { full: true, most: usize::MAX };

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
pub(crate) fn section_key(state: State) -> &'static str {
    SECTIONS.iter().find(|(.., states)| states.contains(&state)).map_or("", |(key, ..)| key)
}

/// The anchor of a section.
pub(crate) fn section_id(key: &str) -> String {
    format!("_{}", key.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_one_section() {
        for state in State::ALL {
            let holding = SECTIONS.iter().filter(|(.., states)| states.contains(&state));
            assert_eq!(holding.count(), 1, "{state:?}");
        }
        for (_, kind, states) in SECTIONS {
            assert_eq!(kind, states.iter().map(|state| state.word()).collect::<Vec<_>>().join(" "));
        }
        assert_eq!(section_id(section_key(State::InTime)), "_in-time");
    }
}
