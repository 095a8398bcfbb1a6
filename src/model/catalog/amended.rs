//! What later documents did to a document: amended, repealed, suspended or corrected it, whole or in part.
//!
//! Owns the view of relations from the document that they concern, and what of it is in force on a day.
//! What a document is in force as depends on front matters alone; only whether the provisions named are
//! there depends on texts.

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::catalog::{Catalog, Entry};
use crate::model::document::relation::{Relation, RelationKind};
use crate::model::document::wording::{Amending, Consolidated, Misfit, Wording};
use crate::model::time::date::Date;
use crate::nearest::{Hints, nearest};
use crate::read::decode::Text;
use crate::read::markdown::{self, Body};

/// The runs of a text in which an amendment holds, or why it does not.
pub type Held = Result<Vec<usize>, Misfit>;

/// One change that a later document made.
#[derive(Clone, Copy, Debug, Hash)]
pub struct Amendment<'a> {
    /// What was done.
    pub kind: RelationKind,
    /// The document that did it.
    pub by: DirectiveId,
    /// The ids of the provisions that it concerns, as typed; empty for the whole.
    pub provisions: &'a [Text],
    /// What it does to the words of that document, where it says which.
    pub wording: Option<&'a Wording>,
    /// Where the document that did it says so.
    relation: &'a Relation,
    /// From when on it holds.
    pub since: Option<Date>,
    /// The last day on which that document is in force.
    last: Option<Date>,
}

impl Amendment<'_> {
    /// Whether it holds on a day.
    pub fn has_begun(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day)
    }
}

/// How far a document is in force on a day, beside its own dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Force {
    /// As it stands.
    Whole,
    /// Without some of its provisions.
    Partly,
    /// Not for the time being.
    Suspended,
}

impl Force {
    /// The word in the data of pages.
    pub fn word(self) -> &'static str {
        match self {
            Force::Whole => "now",
            Force::Partly => "partly",
            Force::Suspended => "suspended",
        }
    }
}

impl Catalog {
    /// Reports provisions that a directive names in its relations and that the other text does not have.
    pub(super) fn check_provisions(&self, entry: &Entry, faults: &mut Vec<Diagnostic>) {
        let hints = Hints::default();
        for (relation, target) in entry.directive.relations.iter().zip(&entry.resolved.relations) {
            let Target::Directive(other) = target else { continue };
            let facts = &self[*other].facts;
            for typed in relation.provisions.iter().filter(|typed| facts.anchor(typed).is_none()) {
                let names = facts.provisions.iter().map(|provision| provision.name.as_str());
                let near = hints.of(|| nearest(typed, names.chain(facts.anchors.iter().map(String::as_str))));
                let at = entry.source.place(typed.span);
                faults.push(diagnostic::unknown_provision(at, typed, &relation.number.text, near));
            }
        }
    }

    /// What later documents did to one, in the order of their dates.
    pub fn amendments(&self, id: DirectiveId) -> Vec<Amendment<'_>> {
        let mut by: Vec<DirectiveId> = self[id].resolved.related_by.iter().map(|(_, by)| *by).collect();
        by.dedup();
        let of = |by: DirectiveId| {
            let entry = &self[by];
            let related = &entry.resolved.related;
            let first = related.partition_point(|(to, _)| *to < id);
            let here = related[first..].iter().take_while(move |(to, _)| *to == id);
            here.filter_map(|(_, at)| entry.directive.relations.get(*at as usize)).map(move |relation| {
                let Relation { kind, provisions, wording, .. } = relation;
                let (kind, wording) = (*kind, wording.as_ref());
                let force = entry.resolved.in_force;
                let since = force.and_then(|force| force.first).or(entry.directive.date);
                let last = force.and_then(|force| force.last);
                Amendment { kind, by, provisions, wording, relation, since, last }
            })
        };
        by.into_iter().flat_map(of).filter(|one| one.kind.changes_a_text()).collect()
    }

    /// The amendments of one that say which words they strike or add, in the order in which they hold.
    pub fn wordings(&self, id: DirectiveId) -> Vec<(Amendment<'_>, &Wording)> {
        let amendments = self.amendments(id).into_iter();
        let mut worded: Vec<_> = amendments.filter_map(|one| Some((one, one.wording?))).collect();
        worded.sort_by_key(|(one, _)| one.since);
        worded
    }

    /// Whether one has a consolidated reading on a day.
    pub fn is_consolidated(&self, id: DirectiveId, day: Date) -> bool {
        self.wordings(id).iter().any(|(one, _)| one.has_begun(day))
    }

    /// The text of one with the first `count` of its [`wordings`](Catalog::wordings), and where each holds.
    pub fn consolidated(&self, id: DirectiveId, body: &Body<'_>, count: usize) -> (Consolidated, Vec<Held>) {
        let (entry, mut amending) = (&self[id], Amending::new(body));
        let take = |(at, (one, wording)): (usize, (Amendment<'_>, &Wording))| {
            let ids: Vec<&str> = one.provisions.iter().map(|typed| entry.section(typed)).collect();
            amending.amend(&ids, wording, at)
        };
        let held = self.wordings(id).into_iter().take(count).enumerate().map(take).collect();
        (amending.text, held)
    }

    /// Reports words that do not stand once where an amendment of this directive's text says.
    pub(super) fn check_wordings(&self, id: DirectiveId, faults: &mut Vec<Diagnostic>) {
        let (entry, wordings) = (&self[id], self.wordings(id));
        if wordings.is_empty() {
            return;
        }
        let text = entry.source.text().unwrap_or_default();
        let body = markdown::parse(&entry.source, text, entry.directive.body, &entry.directive.redaction);
        let (_, held) = self.consolidated(id, &body, wordings.len());
        for ((one, wording), held) in wordings.iter().zip(held) {
            let Err(Misfit { provision, count }) = held else { continue };
            let provision = provision.and_then(|at| one.provisions.get(at)).map(|typed| typed.as_str());
            if provision.is_some_and(|typed| entry.facts.anchor(typed).is_none()) {
                continue;
            }
            let at = self[one.by].source.place(wording.sought.span);
            let of = &one.relation.number.text;
            faults.push(diagnostic::words_not_once(at, &wording.sought, (provision, of), count));
        }
    }

    /// The last day of a document before another replaced or repealed it as a whole.
    pub fn ended(&self, id: DirectiveId) -> Option<Date> {
        let ends = self.amendments(id).into_iter().filter_map(|one| {
            let is_end = matches!(one.kind, RelationKind::Replaces | RelationKind::Repeals);
            one.since.filter(|_| is_end && one.provisions.is_empty())?.yesterday().ok()
        });
        let first = self[id].resolved.in_force.and_then(|force| force.first);
        ends.filter(|last| first.is_none_or(|first| first <= *last)).min()
    }

    /// How far a document is in force from a day on, within its own dates: on that day, then each change.
    pub fn force_from(&self, id: DirectiveId, day: Date) -> Vec<(Date, Force)> {
        let mut turns: Vec<(Date, Force, i32)> = Vec::new();
        for one in self.amendments(id) {
            let (force, last) = match (one.kind, one.provisions.is_empty()) {
                (RelationKind::Suspends, true) => (Force::Suspended, one.last),
                (RelationKind::Suspends, false) => (Force::Partly, one.last),
                (RelationKind::Repeals, false) => (Force::Partly, None),
                _ => continue,
            };
            if last.is_some_and(|last| Some(last) < one.since) {
                continue;
            }
            turns.push((one.since.map_or(day, |since| since.max(day)), force, 1));
            let end = last.and_then(|last| last.tomorrow().ok());
            turns.extend(end.map(|end| (end.max(day), force, -1)));
        }
        turns.sort_by_key(|(day, ..)| *day);
        let (mut steps, mut suspended, mut partly) = (vec![(day, Force::Whole)], 0, 0);
        for (day, force, more) in turns {
            *(if force == Force::Suspended { &mut suspended } else { &mut partly }) += more;
            let force = match (suspended > 0, partly > 0) {
                (true, _) => Force::Suspended,
                (false, true) => Force::Partly,
                (false, false) => Force::Whole,
            };
            match steps.last_mut() {
                Some(last) if last.0 == day => last.1 = force,
                _ => steps.push((day, force)),
            }
        }
        steps.dedup_by_key(|(_, force)| *force);
        steps
    }
}
