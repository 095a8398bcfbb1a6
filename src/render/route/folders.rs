//! Folders of addresses: none may be a file, nor one that some disk takes for another.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Route, UrlPath};
use crate::render::portable;

/// Every address by what some disk takes for one, and what stands there.
pub(super) type Taken = FxHashMap<String, (UrlPath, Route)>;

/// Two addresses that cannot both be.
#[derive(Clone, Copy)]
pub(super) struct Conflict<'a> {
    /// The folder that another spells otherwise; none where what is below a file is meant.
    pub folder: Option<&'a str>,
    /// What is in its way: that folder, or a file.
    pub other: &'a str,
    /// What stands in that folder, or is that file.
    pub taken: &'a Route,
}

/// The folders that were seen.
pub(super) struct Folders<'a> {
    taken: &'a Taken,
    /// How each is spelled first, and by what.
    spelled: FxHashMap<String, (&'a str, &'a Route)>,
    /// What is in the way of each.
    seen: BTreeMap<&'a str, Option<Conflict<'a>>>,
}

impl<'a> Folders<'a> {
    /// Folders among all addresses.
    pub fn new(taken: &'a Taken) -> Folders<'a> {
        Folders { taken, spelled: FxHashMap::default(), seen: BTreeMap::new() }
    }

    /// What is in the way of `folder`, which `route` needs, or of one above it.
    pub fn conflict(&mut self, folder: &'a str, route: &'a Route) -> Option<Conflict<'a>> {
        if let Some(known) = self.seen.get(folder) {
            return *known;
        }
        let above = folder.rsplit_once('/').and_then(|(above, _)| self.conflict(above, route));
        let found = above.or_else(|| {
            let key = portable::key(folder);
            if let Some((file, taken)) = self.taken.get(&key) {
                return Some(Conflict { folder: None, other: file.as_str(), taken });
            }
            let (other, taken) = *self.spelled.entry(key).or_insert((folder, route));
            (other != folder).then_some(Conflict { folder: Some(folder), other, taken })
        });
        self.seen.insert(folder, found);
        found
    }
}
