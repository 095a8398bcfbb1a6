//! The page of the register: each body under the one above it.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::document::typed::OrganizationKind;
use crate::model::register::organization::OrganizationId;
use crate::render::lists::forecast::Forecast;
use crate::render::views::builder::PageBuilder;
use crate::render::views::counted::CountedParty;
use crate::render::views::debtors::Debtors;
use crate::render::views::frame::Page;

/// Those that owe most at the head of the register, and how long it is where it needs such a head.
const DEBTORS: usize = 10;
const FEW: usize = 12;

/// The register of organisations.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RegisterView {
    /// How many organisations there are.
    count: usize,
    /// Those that owe most; none where nobody does.
    debtors: Option<Debtors>,
    /// The last day on which the oldest days are right; empty where no day changes them.
    until: String,
    /// The organisations, section by section.
    sections: Vec<RegisterSection>,
}

/// Organisations under one heading.
#[derive(Serialize, JsonSchema)]
struct RegisterSection {
    /// Its id on the page.
    id: String,
    /// The body that the others stand under; none for those that stand under no other.
    head: Option<CountedParty>,
    /// Its heading; empty where the head says it.
    title: String,
    /// The organisations.
    rows: Vec<CountedParty>,
}

impl PageBuilder<'_> {
    /// The register: each body under the one above it, groups, classes and posts at the end.
    pub fn register_page(&self) -> Page {
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
        // A register of a few shows all that owe at a glance.
        let debtors = self.debtors(DEBTORS).filter(|_| register.len() > FEW);
        let debtors = debtors.map(|debtors| Debtors { all: String::new(), ..debtors });
        let days = days_of(&sections);
        let until = days.until.map_or(String::new(), |day| day.to_string());
        Page::new(
            "register",
            self.head("organizations"),
            &RegisterView { count: register.len(), debtors, until, sections },
        )
        .standing(days)
    }
}

/// The days on which anything changes of those that stand in some sections.
fn days_of(sections: &[RegisterSection]) -> Forecast {
    let mut days = Forecast::default();
    let counted = sections.iter().flat_map(|section| section.head.iter().chain(&section.rows));
    counted.for_each(|counted| days.take(counted.days.days()));
    days
}
