//! What the records of directives and of tasks share: addresses, parties, days.
//!
//! Owns how an organisation and a day stand in data. Addresses are from the root of the site. What a
//! document lacks is `null`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::names::name::Name;
use crate::model::register::organization::Resolution;
use crate::model::time::date::{Date, Interval};
use crate::render::address::Addresses;
use crate::render::content::Content;

/// An organisation.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PartyRecord {
    /// Id in the register; null for a name outside of it.
    pub id: Option<String>,
    /// Name.
    pub name: String,
}

/// Reads records out of a catalog.
pub(crate) struct Exporter<'a> {
    pub content: &'a Content,
    pub addresses: Addresses<'a>,
}

impl<'a> Exporter<'a> {
    /// Records out of the catalog of `content`.
    pub fn new(content: &'a Content) -> Exporter<'a> {
        Exporter { content, addresses: content.addresses() }
    }

    /// The address of a directive.
    pub fn url(&self, id: DirectiveId) -> String {
        self.addresses.directive(&self.content.catalog, id)
    }

    /// An organisation of the register, or a name as typed.
    pub fn party(&self, name: &Name) -> PartyRecord {
        match self.content.register.resolve(&name.text, &name.folded) {
            Resolution::Found(id) => {
                let organization = &self.content.register[id];
                let printed = if organization.id == name.text { &organization.name } else { &name.text };
                PartyRecord { id: Some(organization.id.clone()), name: printed.clone() }
            }
            _ => PartyRecord { id: None, name: name.text.clone() },
        }
    }

    /// The id of an organisation, or a name as typed.
    pub fn id_or_name(&self, name: &Name) -> String {
        let party = self.party(name);
        party.id.unwrap_or(party.name)
    }

    /// The same of each.
    pub fn ids_or_names(&self, names: &[Name]) -> Vec<String> {
        names.iter().map(|name| self.id_or_name(name)).collect()
    }
}

/// A day (ISO 8601).
pub(crate) fn iso(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

/// The days of a deadline as data.
pub(crate) struct Days {
    /// First day of an interval; null for a day.
    pub from: Option<String>,
    /// The day, or the last day of the interval; null where undated.
    pub to: Option<String>,
    /// day, month, quarter, half-year, year or range; null where undated.
    pub precision: Option<String>,
}

impl From<Option<Interval>> for Days {
    fn from(interval: Option<Interval>) -> Days {
        Days {
            from: interval.and_then(|interval| iso(interval.first)),
            to: interval.and_then(|interval| iso(interval.last)),
            precision: interval.map(|interval| interval.precision.word().to_owned()),
        }
    }
}
