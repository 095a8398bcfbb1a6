//! Topics: what directives are about, each with all of them.
//!
//! Owns which spellings are one topic: those that are the same. Others that would share its address are a fault.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::model::catalog::Entry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::names::name::collation_key;
use crate::place::Place;
use crate::spelling::slug;

/// A topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The last part of its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its directives, oldest first.
    pub directives: Vec<DirectiveId>,
}

/// The last part of the address of a topic as typed.
pub fn slug_of(typed: &str) -> String {
    slug(typed)
}

/// A spelling of a topic, and where it is typed.
type Spelled = (String, DirectiveId, Place);

/// The topics of directives in the order of a Vietnamese dictionary, and what is wrong with them.
pub(super) fn topics(entries: &[Entry]) -> (Vec<Topic>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let mut spelled: BTreeMap<String, Vec<Spelled>> = BTreeMap::new();
    for (id, entry) in DirectiveId::all().zip(entries) {
        for typed in &entry.directive.topics {
            let (slug, at) = (slug_of(typed), entry.source.place(typed.span));
            if slug.is_empty() {
                let expected = Words::new("một tên có chữ hay số", "a name with letters or digits");
                let found = Words::new(format!("`{}`", typed.value), format!("`{}`", typed.value));
                faults.push(diagnostic::wrong_type(at, expected, found));
                continue;
            }
            let name = typed.nfc().collect::<String>();
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            spelled.entry(slug).or_default().push((name, id, at));
        }
    }
    let mut topics: Vec<Topic> = Vec::new();
    for (slug, spelled) in spelled {
        let Some((name, first)) = most_typed(&spelled) else { continue };
        let others = spelled.iter().filter(|(other, ..)| *other != name);
        faults.extend(
            others.map(|(other, _, at)| diagnostic::differing_topic(at.clone(), other, &name, first.clone())),
        );
        let mut directives: Vec<DirectiveId> = spelled.iter().map(|(_, id, _)| *id).collect();
        directives.dedup();
        topics.push(Topic { slug, name, directives });
    }
    topics.sort_by_cached_key(|topic| (collation_key(&topic.name), topic.slug.clone()));
    (topics, faults)
}

/// The spelling that is typed most often, of several the one of the first file, and where it is typed first.
fn most_typed(spelled: &[Spelled]) -> Option<(String, Place)> {
    let mut counts: BTreeMap<&str, (usize, &Place)> = BTreeMap::new();
    for (name, _, at) in spelled {
        let (count, first) = counts.entry(name).or_insert((0, at));
        *count += 1;
        *first = (*first).min(at);
    }
    let most = counts.into_iter().min_by_key(|(_, (count, first))| (std::cmp::Reverse(*count), *first));
    most.map(|(name, (_, first))| (name.to_owned(), first.clone()))
}
