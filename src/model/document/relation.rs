//! Relations of a document to others, as its front matter declares them.
//!
//! Owns the kinds, and which of them may name provisions. Whom the numbers mean, and whether the provisions
//! are there, is for the catalog.

use crate::diagnostic;
use crate::model::document::typed::{Stage, TypedRelation};
use crate::model::document::wording::Wording;
use crate::model::names::number::Number;
use crate::model::time::date::Date;
use crate::place::Span;
use crate::read::decode::{Decoder, Text};

/// A relation to another document.
#[derive(Clone, Debug, Hash)]
pub struct Relation {
    /// Its kind.
    pub kind: RelationKind,
    /// The number of the other document.
    pub number: Number,
    /// Its date.
    pub date: Option<Date>,
    /// Which review.
    pub stage: Option<Stage>,
    /// Ids of the provisions of the other that it concerns; empty for the whole.
    pub provisions: Vec<Text>,
    /// What it does to the words of the other, where it says which.
    pub wording: Option<Wording>,
    /// Where the number stands.
    pub span: Span,
}

/// Kinds of relations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// It carries the other out.
    Implements,
    /// It rests on the other.
    BasedOn,
    /// It amends the other.
    Amends,
    /// It replaces the other.
    Replaces,
    /// It ends the other.
    Repeals,
    /// It suspends the other.
    Suspends,
    /// It corrects slips in the other.
    Corrects,
    /// It is the other with what amended it in one text.
    Consolidates,
    /// It reviews how the other was carried out.
    Reviews,
    /// It is an annex of the other.
    AnnexedTo,
    /// It follows from the other.
    Follows,
}

impl RelationKind {
    /// The key in the front matter.
    pub fn word(self) -> &'static str {
        match self {
            RelationKind::Implements => "implements",
            RelationKind::BasedOn => "based_on",
            RelationKind::Amends => "amends",
            RelationKind::Replaces => "replaces",
            RelationKind::Repeals => "repeals",
            RelationKind::Suspends => "suspends",
            RelationKind::Corrects => "corrects",
            RelationKind::Consolidates => "consolidates",
            RelationKind::Reviews => "reviews",
            RelationKind::AnnexedTo => "annexed_to",
            RelationKind::Follows => "follows",
        }
    }

    /// Whether it does something to the other document, so that the page of that says so.
    pub fn changes_a_text(self) -> bool {
        self.is_of_provisions() || matches!(self, RelationKind::Replaces | RelationKind::Corrects)
    }

    /// Whether it may concern single provisions.
    pub fn is_of_provisions(self) -> bool {
        matches!(self, RelationKind::Amends | RelationKind::Repeals | RelationKind::Suspends)
    }
}

impl Relation {
    pub(super) fn new(typed: &TypedRelation, decoder: &mut Decoder<'_>) -> Option<Relation> {
        let kinds = [
            (RelationKind::Implements, &typed.implements),
            (RelationKind::BasedOn, &typed.based_on),
            (RelationKind::Amends, &typed.amends),
            (RelationKind::Replaces, &typed.replaces),
            (RelationKind::Repeals, &typed.repeals),
            (RelationKind::Suspends, &typed.suspends),
            (RelationKind::Corrects, &typed.corrects),
            (RelationKind::Consolidates, &typed.consolidates),
            (RelationKind::Reviews, &typed.reviews),
            (RelationKind::AnnexedTo, &typed.annexed_to),
            (RelationKind::Follows, &typed.follows),
        ];
        let mut given = kinds.iter().filter_map(|(kind, number)| Some((*kind, number.as_ref()?)));
        let (Some((kind, number)), None) = (given.next(), given.next()) else {
            let words: Vec<&str> = kinds.iter().map(|(kind, _)| kind.word()).collect();
            decoder.faults.push(diagnostic::exactly_one(decoder.place(typed.span), &words));
            return None;
        };
        let provisions: Vec<Text> =
            typed.provision.iter().flat_map(|provision| &provision.0).cloned().collect();
        if !kind.is_of_provisions() {
            for typed in &provisions {
                let at = decoder.place(typed.span);
                decoder.faults.push(diagnostic::provision_without_change(at, typed, kind.word()));
            }
        }
        let other = (kind != RelationKind::Amends).then(|| kind.word());
        Some(Relation {
            kind,
            number: Number::new(number),
            date: typed.date.as_ref().map(|date| date.value),
            stage: typed.stage.as_ref().map(|stage| stage.value),
            provisions: if kind.is_of_provisions() { provisions } else { Vec::new() },
            wording: Wording::new(typed, other, decoder),
            span: number.span,
        })
    }
}
