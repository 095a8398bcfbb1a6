//! What ends in each quarter, in the order of its pages.

use std::collections::BTreeMap;

use crate::model::catalog::Catalog;
use crate::render::filter::{Quarter, TimelineFilter};
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::{Index, Owed};
use crate::render::lists::rows::placed;

/// What ends in a quarter.
#[derive(Debug, Default, Hash)]
pub(crate) struct Period {
    /// What is owed, in the order of its pages.
    pub owed: Vec<Owed>,
    /// What will be owed within a month.
    pub upcoming: Vec<Owed>,
    /// What will change of both.
    pub forecast: Forecast,
}

/// What ends in each quarter.
pub(crate) struct Periods {
    by_quarter: BTreeMap<Quarter, Period>,
    nothing: Period,
}

impl Periods {
    /// The quarters of a catalog; an end in so many days is soon.
    pub fn new(catalog: &Catalog, index: &Index, soon: u32) -> Periods {
        let period = |quarter: Quarter| {
            let filter = TimelineFilter::Quarter(quarter);
            let in_order = placed(catalog, index.ending_in(filter)).into_iter();
            let owed: Vec<Owed> = in_order.flat_map(|row| row.group.owed().collect::<Vec<_>>()).collect();
            let upcoming = index.upcoming_in(filter);
            let ahead = upcoming.iter().map(|one| one.upcoming_of(catalog));
            let forecast = Forecast::new(owed.iter().map(|one| one.of(catalog)).chain(ahead), catalog, soon);
            (quarter, Period { owed, upcoming, forecast })
        };
        Periods { by_quarter: index.quarters().map(period).collect(), nothing: Period::default() }
    }

    /// What ends in a quarter.
    pub fn of(&self, quarter: Quarter) -> &Period {
        self.by_quarter.get(&quarter).unwrap_or(&self.nothing)
    }
}
