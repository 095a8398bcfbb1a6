//! The directives of each year and of each issuer, with what they ask for, counted.
//!
//! Owns their order: newest first, those of one day by the number; those of an issuer as the catalog has them.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::model::catalog::Catalog;
use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::work::obligation::Tally;
use crate::render::lists::forecast::Forecast;
use crate::render::lookup::Lookup;

/// Directives, and what they ask for.
#[derive(Debug, Default, Hash)]
pub(crate) struct Shelf {
    /// The directives, newest first.
    pub ids: Vec<DirectiveId>,
    /// How much of what they ask for is in each state.
    pub tally: Tally,
    /// What will change of that.
    pub forecast: Forecast,
}

/// The directives of each year and of each issuer.
pub(crate) struct Shelves {
    by_year: BTreeMap<Option<i16>, Shelf>,
    by_issuer: FxHashMap<OrganizationId, Shelf>,
    nothing: Shelf,
}

impl Shelf {
    /// Some directives, counted; an end in so many days is soon.
    pub fn new<'a>(ids: Vec<DirectiveId>, from: impl Lookup<'a>, soon: u32) -> Shelf {
        let mut tally = Tally::default();
        ids.iter().for_each(|id| tally += from.resolved(*id).tally);
        let all = ids.iter().map(|id| from.resolved(*id));
        let all = all.flat_map(|one| one.obligations.iter().chain(&one.upcoming));
        let forecast = Forecast::new(all, from, soon);
        Shelf { ids, tally, forecast }
    }
}

impl Shelves {
    /// Those of a catalog.
    pub fn new(catalog: &Catalog, register: &Register, soon: u32) -> Shelves {
        let mut by_year: BTreeMap<Option<i16>, Vec<DirectiveId>> = BTreeMap::new();
        let mut by_issuer: FxHashMap<OrganizationId, Vec<DirectiveId>> = FxHashMap::default();
        for (id, entry) in catalog.directives().rev() {
            by_year.entry(entry.resolved.year).or_default().push(id);
            for issuer in register.known(entry.directive.issuers()) {
                by_issuer.entry(issuer).or_default().push(id);
            }
        }
        for ids in by_year.values_mut() {
            ids.sort_by_key(|id| {
                let directive = &catalog[*id].directive;
                let serial = directive.number.as_ref().map_or(0, |number| number.serial);
                (Reverse(directive.when.first.or(directive.when.last)), Reverse(serial), *id)
            });
        }
        let shelf = |ids: Vec<DirectiveId>| Shelf::new(ids, catalog, soon);
        Shelves {
            by_year: by_year.into_iter().map(|(year, ids)| (year, shelf(ids))).collect(),
            by_issuer: by_issuer.into_iter().map(|(issuer, ids)| (issuer, shelf(ids))).collect(),
            nothing: Shelf::default(),
        }
    }

    /// The directives of a year.
    pub fn of_year(&self, year: Option<i16>) -> &Shelf {
        self.by_year.get(&year).unwrap_or(&self.nothing)
    }

    /// The directives of an issuer of the register.
    pub fn of_issuer(&self, id: OrganizationId) -> &Shelf {
        self.by_issuer.get(&id).unwrap_or(&self.nothing)
    }
}
