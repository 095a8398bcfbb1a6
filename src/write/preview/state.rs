//! One state of the site, and what is made of it on demand.
//!
//! Never changes, but for the sites of later days that somebody asks for. Does not know who asks.

use std::sync::{Arc, Mutex};

use super::lock;
use super::version::Assets;
use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::last_good::LastGood;
use crate::model::time::date::Date;
use crate::site::{Options, Site};

/// Later days whose sites are kept.
const KEPT_DAYS: usize = 3;

/// What the preview shows at one time.
pub struct Shown {
    /// The state of the site.
    pub last_good: LastGood,
    /// How it was loaded.
    pub options: Options,
    /// When, in words for people.
    pub time: String,
    /// The language of what the preview says.
    pub language: Language,
}

/// What is shown, and what is made of it on demand.
pub struct PreviewState {
    /// What is shown.
    pub shown: Shown,
    pub(super) assets: Assets,
    /// Later days that were asked for.
    days: Mutex<Vec<(Date, Arc<Site>)>>,
}

impl PreviewState {
    pub(super) fn new(shown: Shown) -> PreviewState {
        let assets = Assets::new(&shown.last_good.site);
        PreviewState { shown, assets, days: Mutex::default() }
    }

    /// The day as of which a page is shown.
    pub(super) fn as_of(&self, day: Option<Date>) -> Date {
        day.unwrap_or(self.shown.options.as_of)
    }

    /// The site, or the same as of a later day.
    pub(super) fn site(&self, day: Option<Date>) -> Arc<Site> {
        let Some(day) = day.filter(|day| *day != self.shown.options.as_of) else {
            return self.shown.last_good.site.clone();
        };
        let mut days = lock(&self.days);
        if let Some((_, site)) = days.iter().find(|(known, _)| *known == day) {
            return site.clone();
        }
        let options = Options { as_of: day, ..self.shown.options.clone() };
        let site = Arc::new(Site::load(&self.shown.last_good.shown, &options).0);
        days.push((day, site.clone()));
        if days.len() > KEPT_DAYS {
            days.remove(0);
        }
        site
    }

    /// Whether a directive or a report is withheld that was not in the state before.
    pub(super) fn withholds_more_than(&self, before: &PreviewState) -> bool {
        let site = |state: &PreviewState| state.shown.last_good.site.clone();
        let (before, now) = (site(before), site(self));
        let before = &before.content().catalog;
        now.content().catalog.withheld().any(|path| !before.is_withheld(path))
    }

    /// What is wrong with the file that would have its page at an address.
    pub(super) fn broken_at(&self, address: &str) -> Option<Vec<Diagnostic>> {
        let last_good = &self.shown.last_good;
        let content = last_good.site.content();
        let is_its = |fault: &&Diagnostic| {
            content.catalog.is_broken(&fault.place.file)
                && content.address_of(&fault.place.file).as_deref() == Some(address)
        };
        let faults: Vec<Diagnostic> = last_good.faults.iter().filter(is_its).cloned().collect();
        (!faults.is_empty()).then_some(faults)
    }
}
