//! What surrounds a directive: what it relates to, what carries it out, what comes before and after it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::document::relation::{Relation, RelationKind};
use crate::model::document::typed::Stage;
use crate::read::markdown::Body;
use crate::render::reader::Card;
use crate::render::views::amended::ChangedView;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::shown_day;

/// How many documents a tree of those that carry each other out has at most.
const CHAIN: usize = 40;
/// How many stand above a document, itself included, where its tree is larger.
const CHAIN_ABOVE: usize = 6;

/// What surrounds a directive.
#[derive(Serialize, JsonSchema)]
pub(crate) struct Surroundings {
    /// The documents that it stands to, in ways that they have in common; those of the chain stand there.
    relations: Vec<RelationView>,
    /// The documents that replace it.
    replaced_by: Vec<LinkView>,
    /// What later documents did to it.
    changed_by: Vec<ChangedView>,
    /// The tree of those that carry each other out; empty where it says no more than the relations.
    chain: Vec<ChainView>,
    /// The document before it in time.
    previous: Option<LinkView>,
    /// The document after it in time.
    next: Option<LinkView>,
}

/// The documents to which one stands in the same ways.
#[derive(Serialize, JsonSchema)]
struct RelationView {
    /// How they stand to it: "Được sửa đổi bởi, được dẫn trong".
    label: String,
    /// The documents.
    links: Vec<LinkView>,
}

/// A line of the tree of those that carry each other out.
#[derive(Serialize, JsonSchema)]
struct ChainView {
    /// How far below the top.
    depth: usize,
    /// The document.
    link: LinkView,
    /// How else it stands to the document of the page; empty where it does not.
    label: String,
}

/// A document, and the keys of the ways in which one stands to it.
type Related = (Option<DirectiveId>, LinkView, Vec<String>);

impl PageBuilder<'_> {
    /// What surrounds a directive.
    pub fn surroundings(&self, id: DirectiveId, entry: &Card<'_>, body: &Body<'_>) -> Surroundings {
        let related_by = entry.resolved.related_by.iter();
        let replaced_by = related_by.filter(|(kind, _)| *kind == RelationKind::Replaces);
        let mut related = self.related_documents(id, entry);
        let chain = self.chain(id, &mut related);
        Surroundings {
            relations: self.relations(related),
            replaced_by: replaced_by.map(|(_, id)| self.directive_link(*id)).collect(),
            changed_by: self.changed_by(id, body),
            chain,
            previous: self.neighbour(id, false),
            next: self.neighbour(id, true),
        }
    }

    /// Every document that the directive relates to, and that relates to it or cites it, each once.
    fn related_documents(&self, id: DirectiveId, entry: &Card<'_>) -> Vec<Related> {
        let mut related: Vec<Related> = Vec::new();
        let mut add = |other: Option<DirectiveId>, link: LinkView, key: String| {
            let is_it =
                |known: &&mut Related| known.0 == other && (other.is_some() || known.1.text == link.text);
            match related.iter_mut().find(is_it) {
                Some((.., keys)) if keys.contains(&key) => {}
                Some((.., keys)) => keys.push(key),
                None => related.push((other, link, vec![key])),
            }
        };
        for (relation, target) in entry.directive.relations.iter().zip(&entry.resolved.relations) {
            let key = match (relation.kind, relation.stage) {
                (RelationKind::Reviews, Some(Stage::Interim)) => "reviews_interim".to_owned(),
                (kind, _) => kind.word().to_owned(),
            };
            let other = match target {
                Target::Directive(other) => Some(*other),
                _ => None,
            };
            add(other, self.related(relation, target), key);
        }
        for (other, moved) in &entry.resolved.changes {
            let deadline = &self.reader.card(*other).directive.deadlines[moved.deadline as usize];
            let LinkView { text, href, .. } = self.directive_link(*other);
            let text = format!("{}, {text}", deadline.task);
            let href = format!("{href}#{}", deadline.anchor());
            let key = if moved.due.is_some() { "moves" } else { "cancels" };
            add(None, LinkView { text, href, current: false }, key.to_owned());
        }
        for (kind, other) in &entry.resolved.related_by {
            if *other != id {
                add(Some(*other), self.directive_link(*other), format!("{}_by", kind.word()));
            }
        }
        for other in self.reader.cited_by(id) {
            add(Some(*other), self.directive_link(*other), "cited_in".to_owned());
        }
        related
    }

    /// "Được sửa đổi bởi, được dẫn trong"
    fn relation_words(&self, keys: &[String]) -> String {
        let labels = keys.iter().map(|key| self.labels().get("relation", key));
        let mut words = String::new();
        for (at, label) in labels.enumerate() {
            let mut letters = label.chars();
            match letters.next() {
                Some(first) if at > 0 => {
                    words.extend([", "].into_iter().chain([first.to_lowercase().to_string().as_str()]))
                }
                Some(first) => words.push(first),
                None => {}
            }
            words.push_str(letters.as_str());
        }
        words
    }

    /// The related documents by the ways in which they have to do with the directive.
    fn relations(&self, related: Vec<Related>) -> Vec<RelationView> {
        let mut relations: Vec<RelationView> = Vec::new();
        for (_, link, keys) in related {
            let label = self.relation_words(&keys);
            match relations.iter_mut().find(|relation| relation.label == label) {
                Some(relation) => relation.links.push(link),
                None => relations.push(RelationView { label, links: vec![link] }),
            }
        }
        relations
    }

    /// The other document of a relation; words without a link where it is not here.
    fn related(&self, relation: &Relation, target: &Target) -> LinkView {
        let words = || {
            let date = relation.date.map(|day| format!(" ({})", shown_day(day))).unwrap_or_default();
            format!("{}{date}", relation.number.text)
        };
        match target {
            Target::Directive(other) => self.directive_link(*other),
            Target::Elsewhere(url) => LinkView { text: words(), href: url.clone(), current: false },
            _ => LinkView { text: words(), href: String::new(), current: false },
        }
    }

    /// The documents that this one carries out, and those that carry it out, as a tree in lines; empty
    /// where the relations say as much. Of a large tree only what is near: the way down to it, and what carries
    /// it out. What stands in it is taken out of what is `related`.
    fn chain(&self, id: DirectiveId, related: &mut Vec<Related>) -> Vec<ChainView> {
        let mut way = vec![id];
        while let Some(next) = way.last().and_then(|last| self.carried_out_by(*last))
            && !way.contains(&next)
        {
            way.push(next);
        }
        let whole = self.tree(way[way.len() - 1]);
        let is_related = |one: DirectiveId| one == id || related.iter().any(|known| known.0 == Some(one));
        if whole.iter().all(|(one, _)| is_related(*one)) {
            return Vec::new();
        }
        let lines: Vec<(DirectiveId, usize)> = match whole.len() {
            ..=CHAIN => whole,
            _ => {
                way.truncate(CHAIN_ABOVE);
                let depth = way.len();
                let down = way.into_iter().rev().enumerate().map(|(depth, one)| (one, depth));
                down.chain(self.carrying_out(id).take(CHAIN).map(|below| (below, depth))).collect()
            }
        };
        let view = |(next, depth): (DirectiveId, usize)| {
            let at = related.iter().position(|known| known.0 == Some(next));
            let mut keys = at.map(|at| related.remove(at).2).unwrap_or_default();
            keys.retain(|key| !key.starts_with(RelationKind::Implements.word()));
            let link = LinkView { current: next == id, ..self.directive_link(next) };
            ChainView { depth, link, label: self.relation_words(&keys) }
        };
        lines.into_iter().map(view).collect()
    }

    /// What a document carries out first of all.
    fn carried_out_by(&self, id: DirectiveId) -> Option<DirectiveId> {
        let entry = &self.reader.card(id);
        let relations = entry.directive.relations.iter().zip(&entry.resolved.relations);
        relations.into_iter().find_map(|(relation, target)| match target {
            Target::Directive(other) if relation.kind == RelationKind::Implements => Some(*other),
            _ => None,
        })
    }

    /// What carries a document out, in order of time.
    fn carrying_out(&self, id: DirectiveId) -> impl DoubleEndedIterator<Item = DirectiveId> {
        let related = &self.reader.card(id).resolved.related_by;
        related.iter().filter(|(kind, _)| *kind == RelationKind::Implements).map(|(_, below)| *below)
    }

    /// A document with all that carry it out, and its depth; no more than one line over [`CHAIN`].
    fn tree(&self, top: DirectiveId) -> Vec<(DirectiveId, usize)> {
        let (mut drawn, mut open): (Vec<(DirectiveId, usize)>, _) = (Vec::new(), vec![(top, 0)]);
        while let Some((next, depth)) = open.pop()
            && drawn.len() <= CHAIN
        {
            if drawn.iter().all(|(known, _)| *known != next) {
                drawn.push((next, depth));
                open.extend(self.carrying_out(next).rev().map(|below| (below, depth + 1)));
            }
        }
        drawn
    }

    /// The document before or after it in time.
    fn neighbour(&self, id: DirectiveId, next: bool) -> Option<LinkView> {
        let other = self.reader.beside(id, next)?;
        let text = self.directive_name(&self.reader.card(other));
        Some(LinkView { text, href: self.directive_way(other), current: false })
    }
}
