//! One state of the site, and what is made of it on demand.
//!
//! Never changes, but for the sites of later days that somebody asks for. Does not know who asks.

use std::collections::BTreeMap;
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
    /// When all that is shown was good, in words for people.
    pub(super) good: String,
    /// Where documents have their pages whose addresses are open and have none any more.
    pub(super) moved: BTreeMap<String, String>,
    /// The pages that are made of the files in which something is wrong.
    wrong: BTreeMap<Arc<str>, Option<String>>,
    /// Later days that were asked for.
    days: Mutex<Vec<(Date, Arc<Site>)>>,
}

impl PreviewState {
    /// The state that follows another, while pages at some addresses are open.
    pub(super) fn new(shown: Shown, before: Option<&PreviewState>, open: &[String]) -> PreviewState {
        let LastGood { site, kept, faults, .. } = &shown.last_good;
        let assets = Assets::new(site);
        let good = before.filter(|_| !kept.is_empty()).map_or(&shown.time, |before| &before.good).clone();
        let address_of = |path: &str| site.content().address_of(path);
        let wrong = faults.iter().map(|fault| (fault.place.file.clone(), address_of(&fault.place.file)));
        let wrong = wrong.collect();
        let mut moved = before.map(|before| before.moved.clone()).unwrap_or_default();
        moved.retain(|old, new| !site.routes().contains_key(&**old) && site.routes().contains_key(&**new));
        let gone = |address: &&String| !site.routes().contains_key(&***address);
        for old in open.iter().filter(gone) {
            let new = before.and_then(|before| path_at(&before.shown.last_good.site, old));
            let new = new.and_then(|path| address_of(&path)).filter(|new| site.routes().contains_key(&**new));
            moved.extend(new.map(|new| (old.clone(), new)));
        }
        PreviewState { shown, assets, good, moved, wrong, days: Mutex::default() }
    }

    /// What is wrong, and whether it is so with the page at an address: the fault of its own, or one of the file
    /// that it is made of.
    pub(super) fn faults_of<'a>(
        &'a self,
        address: &'a str,
        own: Option<&'a Diagnostic>,
    ) -> impl Iterator<Item = (&'a Diagnostic, bool)> {
        let is_own = move |fault: &Diagnostic| {
            self.wrong.get(&fault.place.file).and_then(Option::as_deref) == Some(address)
        };
        let all = self.shown.last_good.faults.iter().map(move |fault| (fault, is_own(fault)));
        all.chain(own.map(|fault| (fault, true)))
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

/// The file of the directive that has its page at an address.
fn path_at(site: &Site, address: &str) -> Option<Arc<str>> {
    let content = site.content();
    let mut all = content.catalog.entries().iter().map(|entry| entry.source.path());
    all.find(|path| content.address_of(path).as_deref() == Some(address)).cloned()
}
