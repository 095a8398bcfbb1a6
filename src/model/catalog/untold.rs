//! A message never tells a secret: of a file that is secret, or may be, only the place of a fault is said.
//!
//! Owns which faults that concerns, whoever finds them: every fault of a site passes here.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::model::catalog::Catalog;
use crate::model::catalog::admission::Withheld;
use crate::model::document::standing::may_be_secret;
use crate::read::snapshot::Sources;

impl Catalog {
    /// The same faults, without the words of what is secret or may be.
    pub fn untold(&self, sources: &Sources, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut known: HashMap<String, bool> = HashMap::new();
        let mut is_secret = |path: &str| {
            if let Some(known) = known.get(path) {
                return *known;
            }
            let found = self.is_secret(sources, path);
            known.insert(path.to_owned(), found);
            found
        };
        let untold = |fault: Diagnostic| {
            let mut places = std::iter::once(&fault.place).chain(fault.labels.iter().map(|(place, _)| place));
            match fault.is_untold || places.any(|place| is_secret(&place.file)) {
                true => fault.untold(),
                false => fault,
            }
        };
        faults.into_iter().map(untold).collect()
    }

    fn is_secret(&self, sources: &Sources, path: &str) -> bool {
        let is_report = || {
            let found = self.reports.binary_search_by(|report| report.source.path().as_ref().cmp(path));
            // Of one that is broken nothing is known.
            found.is_ok_and(|at| self.reports[at].text.is_some() || !self.reports[at].file.reports.is_empty())
        };
        let is_published = || self.by_path.contains_key(path) || self.page_at(path).is_some() || is_report();
        match self.withheld.get(path) {
            Some(Withheld::Secret) => true,
            // What is published was judged.
            None if is_published() => false,
            _ => sources.get(path).is_some_and(|source| may_be_secret(source)),
        }
    }
}
