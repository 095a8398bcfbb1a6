//! All obligations in the order of their ends, and those of each organisation.
//!
//! Owns the order of every list of tasks: by end (none last), address of the directive, deadline, id of
//! the organisation.

use std::cmp::{Ordering, Reverse};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::model::catalog::Catalog;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::Directive;
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::time::recurrence::period_name;
use crate::model::work::obligation::{Obligation, Responsible, State};
use crate::render::address::Addresses;
use crate::render::filter::TimelineFilter;
use crate::render::lookup::Lookup;

/// An obligation: its directive, and its place among those that are owed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Owed {
    pub directive: DirectiveId,
    pub at: u32,
}

impl Owed {
    /// The obligation among those that are owed.
    pub fn of<'a>(self, from: impl Lookup<'a>) -> &'a Obligation {
        &from.resolved(self.directive).obligations[self.at as usize]
    }

    /// The obligation among those that will be owed within a month.
    pub fn upcoming_of<'a>(self, from: impl Lookup<'a>) -> &'a Obligation {
        &from.resolved(self.directive).upcoming[self.at as usize]
    }

    /// The key by which what is open is sorted: what is ahead, nearest first, then what is late, newest first.
    pub fn nearest_then_newest<'a>(self, from: impl Lookup<'a>) -> impl Ord {
        let one = self.of(from);
        let (is_late, end) = (one.state == State::Overdue, one.term().map(|term| term.to));
        (is_late, end.filter(|_| !is_late), Reverse(end), self)
    }
}

/// How many owe something that is overdue, in the register or out of it; where nobody is named there is none.
pub(crate) fn places_in_debt<'a>(owed: impl Iterator<Item = (&'a Directive, &'a Obligation)>) -> usize {
    let place = |(directive, one): (&'a Directive, &'a Obligation)| match one.responsible {
        Responsible::Organization(id) => Some((Some(id), "")),
        Responsible::Name(at) => {
            let name = directive.deadlines[one.deadline as usize].lead.get(at as usize)?;
            Some((None, &*name.folded))
        }
        Responsible::Nobody => None,
    };
    owed.filter(|(_, one)| one.state == State::Overdue).filter_map(place).collect::<FxHashSet<_>>().len()
}

/// The order of all obligations.
pub(crate) struct Index {
    by_end: Vec<Owed>,
    by_organization: Vec<Vec<Owed>>,
    upcoming: Vec<Owed>,
    upcoming_by_organization: Vec<Vec<Owed>>,
}

impl Index {
    /// The order of a catalog.
    pub fn new(catalog: &Catalog, register: &Register, addresses: &Addresses<'_>) -> Index {
        let mut by_address: Vec<(String, DirectiveId)> =
            catalog.directives().map(|(id, _)| (addresses.directive(catalog, id), id)).collect();
        by_address.par_sort_unstable();
        let mut rank = vec![0_u32; by_address.len()];
        for (at, (_, id)) in (0..).zip(&by_address) {
            rank[id.index()] = at;
        }
        let mut by_end: Vec<_> = catalog
            .directives()
            .flat_map(|(directive, entry)| {
                let rank = rank[directive.index()];
                (0..).zip(&entry.resolved.obligations).map(move |(at, obligation)| {
                    let end = obligation.term().map(|term| term.to);
                    ((end.is_none(), end, rank), Owed { directive, at })
                })
            })
            .collect();
        by_end.par_sort_by(|(a_end, a), (b_end, b)| {
            a_end.cmp(b_end).then_with(|| {
                let deadlines = &catalog[a.directive].directive.deadlines;
                let id = |o: &Obligation| deadlines[o.deadline as usize].id.as_str();
                let responsible = |o: &Obligation| match o.responsible {
                    // Ids of the register are in the order of their texts.
                    Responsible::Organization(id) => (0, id.index()),
                    Responsible::Name(at) => (1, at as usize),
                    Responsible::Nobody => (2, 0),
                };
                let (a, b) = (a.of(catalog), b.of(catalog));
                compare_names((id(a), a), (id(b), b)).then_with(|| responsible(a).cmp(&responsible(b)))
            })
        });
        let by_end: Vec<Owed> = by_end.into_iter().map(|(_, owed)| owed).collect();
        let upcoming: Vec<Owed> = catalog
            .directives()
            .flat_map(|(directive, entry)| {
                (0..).take(entry.resolved.upcoming.len()).map(move |at| Owed { directive, at })
            })
            .collect();
        let of_organizations = |all: &[Owed], responsible: &dyn Fn(&Owed) -> Responsible| {
            let mut lists = vec![Vec::new(); register.len()];
            for owed in all {
                if let Responsible::Organization(id) = responsible(owed) {
                    lists[id.index()].push(*owed);
                }
            }
            lists
        };
        let by_organization = of_organizations(&by_end, &|owed| owed.of(catalog).responsible);
        let upcoming_by_organization =
            of_organizations(&upcoming, &|owed| owed.upcoming_of(catalog).responsible);
        Index { by_end, by_organization, upcoming, upcoming_by_organization }
    }

    /// What will be owed within a month, by its place among the upcoming of its directive.
    pub fn upcoming(&self) -> &[Owed] {
        &self.upcoming
    }

    /// What an organisation will owe within a month.
    pub fn upcoming_of(&self, organization: OrganizationId) -> &[Owed] {
        &self.upcoming_by_organization[organization.index()]
    }

    /// All, in order.
    pub fn all(&self) -> &[Owed] {
        &self.by_end
    }

    /// Those of an organisation, in order.
    pub fn of(&self, organization: OrganizationId) -> &[Owed] {
        &self.by_organization[organization.index()]
    }

    /// Those that pass a filter, in order.
    pub fn filtered(&self, catalog: &Catalog, filter: TimelineFilter) -> Vec<Owed> {
        self.by_end.iter().filter(|owed| filter.takes(owed.of(catalog))).copied().collect()
    }
}

/// The order of two names as [`deadline_name`] writes them.
fn compare_names((a_id, a): (&str, &Obligation), (b_id, b): (&str, &Obligation)) -> Ordering {
    if a_id == b_id && a.occurrence == b.occurrence {
        return Ordering::Equal;
    }
    deadline_name(a_id, a).cmp(&deadline_name(b_id, b))
}

/// The id of a deadline, with its occurrence where it recurs: `bao-cao-quy@2024-33`.
pub(crate) fn deadline_name(id: &str, obligation: &Obligation) -> String {
    match &obligation.occurrence {
        Some(period) => format!("{id}@{}", period_name(period)),
        None => id.to_owned(),
    }
}
