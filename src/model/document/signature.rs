//! What stands below a text: signatures, certified copies, incoming stamps.

use crate::model::document::recipients::Recipient;
use crate::model::document::typed::{CopyKind, TypedCopy, TypedSignature, TypedStamp, value};
use crate::model::names::name::Name;
use crate::model::time::date::Date;
use crate::read::decode::{Nullable, OneOrMany, Text};

/// A signature.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// T/M …, line by line.
    pub authority: Vec<String>,
    /// Post, line by line.
    pub title: Vec<String>,
    /// Name.
    pub name: Option<String>,
    /// What a scanner left of the name.
    pub name_printed: Option<String>,
}

/// A certified copy.
#[derive(Clone, Debug)]
pub struct CertifiedCopy {
    /// Kind.
    pub kind: CopyKind,
    /// Number.
    pub number: Option<String>,
    /// Date.
    pub date: Option<Date>,
    /// Place.
    pub place: Option<String>,
    /// The line above the copying body.
    pub superior: Option<String>,
    /// The copying body.
    pub issuer: Option<Name>,
    /// Its recipients.
    pub recipients: Vec<Recipient>,
    /// Its signatures.
    pub signatures: Vec<Signature>,
}

/// An incoming stamp.
#[derive(Clone, Debug)]
pub struct IncomingStamp {
    /// The receiving body.
    pub by: Option<Name>,
    /// Number of arrival.
    pub number: Option<String>,
    /// Day of arrival.
    pub date: Option<Date>,
    /// To whom it was passed on.
    pub routed_to: Option<Name>,
}

impl Signature {
    /// The signatures of a document or a copy, from left to right.
    pub fn read_all(typed: &Option<OneOrMany<TypedSignature>>) -> Vec<Signature> {
        typed.iter().flat_map(|OneOrMany(all)| all).map(Signature::new).collect()
    }

    fn new(typed: &TypedSignature) -> Signature {
        let lines = |lines: &Option<OneOrMany<Text>>| {
            lines.iter().flat_map(|OneOrMany(lines)| lines).map(|line| line.value.clone()).collect()
        };
        Signature {
            authority: lines(&typed.authority),
            title: lines(&typed.title),
            name: match &typed.name {
                Some(Nullable::Value(name)) => Some(name.value.clone()),
                _ => None,
            },
            name_printed: value(&typed.name_printed),
        }
    }
}

impl CertifiedCopy {
    /// A copy; none where its kind is not said.
    pub fn new(typed: &TypedCopy) -> Option<CertifiedCopy> {
        Some(CertifiedCopy {
            kind: value(&typed.kind)?,
            number: value(&typed.number),
            date: value(&typed.date),
            place: value(&typed.place),
            superior: value(&typed.superior),
            issuer: typed.issuer.as_ref().map(Name::from),
            recipients: Recipient::read_all(&typed.recipients),
            signatures: Signature::read_all(&typed.signature),
        })
    }
}

impl From<&TypedStamp> for IncomingStamp {
    fn from(typed: &TypedStamp) -> IncomingStamp {
        IncomingStamp {
            by: typed.by.as_ref().map(Name::from),
            number: value(&typed.number),
            date: value(&typed.date),
            routed_to: typed.routed_to.as_ref().map(Name::from),
        }
    }
}
