//! Totals: how many obligations and directives fall to each page.
//!
//! Owns the counts that lists, figures and routes share, made in one pass over the catalog.

use std::collections::BTreeMap;
use std::hash::Hash;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::catalog::{Catalog, Entry};
use crate::model::register::organization::{OrganizationId, Register};
use crate::model::work::obligation::{Responsible, State, Tally};
use crate::render::address::PAGE;
use crate::render::filter::{Quarter, TimelineFilter, quarter_of};

/// Counts over a whole site.
#[derive(Debug, Default)]
pub struct Totals {
    /// All obligations.
    pub all: Tally,
    /// Those of each organisation, by its place in the register.
    pub by_organization: Vec<Tally>,
    /// Those under the directives of each issuer.
    pub by_issuer: FxHashMap<OrganizationId, Tally>,
    /// Those that end in each quarter.
    pub by_quarter: BTreeMap<Quarter, Tally>,
    /// Directives of each year; those of an unknown year last.
    pub directives_by_year: Vec<(Option<i16>, usize)>,
    /// Directives of each issuer of the register, in the order of ids.
    pub directives_by_issuer: Vec<(OrganizationId, usize)>,
    /// Directives with at least one obligation.
    pub directives_with_tasks: usize,
}

impl Totals {
    /// Counts the catalog.
    pub fn new(catalog: &Catalog, register: &Register) -> Totals {
        let mut totals = Totals::default();
        let mut years: BTreeMap<Option<i16>, usize> = BTreeMap::new();
        let mut issuers: BTreeMap<OrganizationId, usize> = BTreeMap::new();
        for (_, entry) in catalog.directives() {
            *years.entry(entry.resolved.year).or_default() += 1;
            totals.all += entry.resolved.tally;
            totals.directives_with_tasks += usize::from(entry.resolved.tally.all() > 0);
            for id in register.known(entry.directive.issuers()) {
                *issuers.entry(id).or_default() += 1;
                *totals.by_issuer.entry(id).or_default() += entry.resolved.tally;
            }
        }
        (totals.by_organization, totals.by_quarter) = of_obligations(catalog, register.len());
        totals.directives_by_issuer = issuers.into_iter().collect();
        totals.directives_by_year = years.into_iter().collect();
        totals.directives_by_year.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
        totals
    }

    /// All of them, to be hashed.
    pub(crate) fn each(&self) -> impl Hash + '_ {
        let Totals {
            all,
            by_organization,
            by_issuer,
            by_quarter,
            directives_by_year,
            directives_by_issuer,
            directives_with_tasks,
        } = self;
        let by_issuer: BTreeMap<_, _> = by_issuer.iter().collect();
        let directives = (directives_by_year, directives_by_issuer, directives_with_tasks);
        (all, by_organization, by_issuer, by_quarter, directives)
    }

    /// The counts that stand on the pages of a filter; those of one state show the counts of all.
    pub fn of(&self, filter: TimelineFilter) -> Tally {
        match filter {
            TimelineFilter::Now | TimelineFilter::State(_) => self.all,
            TimelineFilter::Year(year) => self.of_year(year),
            TimelineFilter::Quarter(quarter) => self.by_quarter.get(&quarter).copied().unwrap_or_default(),
        }
    }

    /// How many obligations are listed on the pages of a filter.
    pub fn listed(&self, filter: TimelineFilter) -> u32 {
        match filter {
            TimelineFilter::State(state) => self.all.of(state),
            _ => self.of(filter).all(),
        }
    }

    /// The counts of a year, by the end of what is owed.
    pub fn of_year(&self, year: i16) -> Tally {
        let mut tally = Tally::default();
        self.by_quarter.iter().filter(|(q, _)| q.year == year).for_each(|(_, counts)| tally += *counts);
        tally
    }

    /// Whether what ends in a year does not fit on its page: then its quarters have pages of their own.
    pub fn is_divided(&self, year: i16) -> bool {
        self.of_year(year).all() as usize > PAGE
    }

    /// Whether a page of the timeline only leads to that of its year: a quarter of a year that fits on
    /// one page, and the further parts of one that does not.
    pub fn is_moved(&self, filter: TimelineFilter, part: usize) -> bool {
        match filter {
            TimelineFilter::Quarter(quarter) => !self.is_divided(quarter.year),
            TimelineFilter::Year(year) => part > 0 && self.is_divided(year),
            TimelineFilter::Now | TimelineFilter::State(_) => false,
        }
    }

    /// The years in which something ends.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.by_quarter.keys().map(|quarter| quarter.year).collect();
        years.dedup();
        years
    }

    /// The filters of the timeline that have an address, with how many obligations they take. The first page
    /// holds a choice and has no further parts.
    pub fn filters(&self) -> Vec<(TimelineFilter, usize)> {
        let years = self.years().into_iter().map(TimelineFilter::Year);
        let quarters = self.by_quarter.keys().map(|quarter| TimelineFilter::Quarter(*quarter));
        let filters = years.chain(quarters).chain(State::ALL.map(TimelineFilter::State));
        let counted = filters.map(|filter| (filter, self.listed(filter) as usize));
        std::iter::once((TimelineFilter::Now, 0)).chain(counted).collect()
    }
}

type Counts = (Vec<Tally>, BTreeMap<Quarter, Tally>);

/// The counts of each of so many organisations, and of each quarter.
fn of_obligations(catalog: &Catalog, organizations: usize) -> Counts {
    let nothing = || (vec![Tally::default(); organizations], BTreeMap::new());
    let count = |mut counts: Counts, entry: &Entry| {
        for obligation in &entry.resolved.obligations {
            if let Responsible::Organization(id) = obligation.responsible {
                counts.0[id.index()].add(obligation.state);
            }
            if let Some(quarter) = quarter_of(obligation) {
                counts.1.entry(quarter).or_default().add(obligation.state);
            }
        }
        counts
    };
    let sum = |mut sum: Counts, more: Counts| {
        sum.0.iter_mut().zip(more.0).for_each(|(sum, more)| *sum += more);
        more.1.into_iter().for_each(|(quarter, more)| *sum.1.entry(quarter).or_default() += more);
        sum
    };
    catalog.entries().par_iter().with_min_len(512).fold(nothing, count).reduce(nothing, sum)
}
