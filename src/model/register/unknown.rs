//! Names that lead to no organisation of the register, or to several.
//!
//! Owns which names of a directive must be in the register. Does not know what they stand for.

use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::directive::Directive;
use crate::model::document::typed::Purpose;
use crate::model::names::name::Name;
use crate::model::register::organization::{OrganizationId, Register, Resolution};
use crate::read::source::Source;
use crate::spelling::is_id;

/// A name that leads to no organisation, or to several.
pub struct UnknownName {
    name: Name,
    responsibles: Vec<OrganizationId>,
}

impl UnknownName {
    /// The fault; `near` remembers the nearest names to those that were asked for.
    pub fn fault(
        &self,
        source: &Source,
        register: &Register,
        near: &mut FxHashMap<String, Vec<String>>,
    ) -> Diagnostic {
        let (at, typed) = (source.place(self.name.span), self.name.text.as_str());
        if !self.responsibles.is_empty() {
            let ids: Vec<&str> = self.responsibles.iter().map(|id| register[*id].id.as_str()).collect();
            return diagnostic::ambiguous_name(at, typed, &ids);
        }
        if is_id(typed) {
            return diagnostic::unknown_id(at, typed, register.near_id(typed));
        }
        let near = near
            .entry(self.name.folded.clone())
            .or_insert_with(|| register.near_names(typed).into_iter().map(str::to_owned).collect());
        diagnostic::unknown_name(at, typed, &near.iter().map(String::as_str).collect::<Vec<_>>())
    }
}

/// The names of a directive that lead to no organisation, one for each place where they stand.
pub fn unknown_names(directive: &Directive, register: &Register) -> Vec<UnknownName> {
    let mut unknown = Vec::new();
    if register.is_broken() {
        return unknown;
    }
    let mut check = |name: &Name| {
        if name.text.is_empty() {
            return;
        }
        let responsibles = match register.resolve(&name.text, &name.folded) {
            Resolution::Found(_) => return,
            Resolution::Ambiguous(responsibles) => responsibles,
            Resolution::Unknown => Vec::new(),
        };
        unknown.push(UnknownName { name: name.clone(), responsibles });
    };
    directive.issuers().for_each(&mut check);
    directive.addressed_to.iter().for_each(&mut check);
    for deadline in &directive.deadlines {
        let single = deadline.report_to.iter().chain(&deadline.via);
        deadline.lead.iter().chain(&deadline.support).chain(single).for_each(&mut check);
    }
    let copied = directive.copies.iter().flat_map(|copy| &copy.recipients);
    for recipient in directive.recipients.iter().chain(&directive.also_to).chain(copied) {
        if recipient.purpose != Purpose::File && !recipient.is_addressees() {
            recipient.to.iter().for_each(&mut check);
        }
    }
    directive.copies.iter().filter_map(|copy| copy.issuer.as_ref()).for_each(&mut check);
    directive.received.iter().filter_map(|stamp| stamp.by.as_ref()).for_each(&mut check);
    unknown
}
