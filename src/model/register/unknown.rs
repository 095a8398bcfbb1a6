//! Names that lead to no organisation of the register, or to several.
//!
//! Owns which names of a directive must be in the register. Does not know what they stand for.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::directive::Directive;
use crate::model::document::typed::Purpose;
use crate::model::names::name::Name;
use crate::model::register::organization::{OrganizationId, Register, Resolution};
use crate::nearest::Hints;
use crate::place::{Place, Span};
use crate::read::snapshot::Source;
use crate::spelling::{fold, is_id};

/// A name that leads to no organisation, or to several.
pub struct UnknownName {
    name: Name,
    responsibles: Arc<[OrganizationId]>,
}

/// What is wrong with the names of a whole site: an id is a fault at each place, a name is one for all
/// its places, a sign behind names is one for each file.
pub fn faults<'a>(
    unknown: impl IntoIterator<Item = (&'a Source, &'a UnknownName)>,
    register: &Register,
) -> Vec<Diagnostic> {
    let (mut faults, hints) = (Vec::new(), Hints::default());
    let mut names: BTreeMap<&str, Vec<(Place, &UnknownName)>> = BTreeMap::new();
    let mut signs: BTreeMap<(&str, char), Vec<(Place, String)>> = BTreeMap::new();
    for (source, unknown) in unknown {
        let (at, typed) = (source.place(unknown.name.span), unknown.name.text.as_str());
        if !unknown.responsibles.is_empty() {
            names.entry(&unknown.name.folded).or_default().push((at, unknown));
        } else if is_id(typed) {
            let near = hints.of(|| register.near_id(typed));
            faults.push(diagnostic::unknown_id(at, typed, near));
        } else if let Some((meant, sign)) = without_sign(typed, register) {
            let end = unknown.name.span.end as usize;
            let at = source.place(Span::new(end.saturating_sub(1), end));
            signs.entry((source.path(), sign)).or_default().push((at, meant.to_owned()));
        } else {
            names.entry(&unknown.name.folded).or_default().push((at, unknown));
        }
    }
    for mut found in names.into_values() {
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let (places, unknown): (Vec<Place>, Vec<&UnknownName>) = found.into_iter().unzip();
        faults.extend(unknown.first().and_then(|unknown| unknown.fault(places, register, &hints)));
    }
    for ((_, sign), mut found) in signs {
        found.sort();
        let (places, meant): (Vec<Place>, Vec<String>) = found.into_iter().unzip();
        if let Some((at, also)) = places.split_first() {
            let meant = meant.first().map(String::as_str);
            faults.push(diagnostic::extra_comma(at.clone(), also, sign, meant));
        }
    }
    faults
}

/// The known name that a sign of the paper was typed behind.
fn without_sign<'t>(typed: &'t str, register: &Register) -> Option<(&'t str, char)> {
    let sign = typed.chars().next_back().filter(|c| [',', ';', '.', ':'].contains(c))?;
    let meant = typed.trim_end_matches([',', ';', '.', ':', ' ']);
    is_known(meant, register).then_some((meant, sign))
}

fn is_known(name: &str, register: &Register) -> bool {
    let folded = fold(name);
    matches!(register.resolve(name, &folded), Resolution::Found(_))
        || register.unnamed(name, &folded).is_some()
}

impl UnknownName {
    /// The fault of a name that stands in all of `places`.
    fn fault(&self, places: Vec<Place>, register: &Register, hints: &Hints) -> Option<Diagnostic> {
        let (at, also) = places.split_first()?;
        let typed = self.name.text.as_str();
        if !self.responsibles.is_empty() {
            let ids: Vec<&str> = self.responsibles.iter().map(|id| register[*id].id.as_str()).collect();
            return Some(diagnostic::ambiguous_name(at.clone(), also, typed, &ids));
        }
        let parts: Vec<&str> = typed.split([',', ';', '，', '；']).map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| is_known(part, register)) {
            return Some(diagnostic::joined_names(at.clone(), also, typed, &parts));
        }
        let near = hints.of(|| register.near_names(typed));
        Some(diagnostic::unknown_name(at.clone(), also, typed, &near))
    }
}

/// The names of a directive that lead to no organisation, one for each place where they stand.
pub fn unknown_names(directive: &Directive, register: &Register) -> Vec<UnknownName> {
    let mut unknown = Vec::new();
    if register.is_broken() {
        return unknown;
    }
    for name in named(directive) {
        let responsibles = match register.resolve(&name.text, &name.folded) {
            Resolution::Found(_) => continue,
            Resolution::Ambiguous(responsibles) => responsibles,
            Resolution::Unknown => Arc::default(),
        };
        unknown.push(UnknownName { name: name.clone(), responsibles });
    }
    unknown
}

/// Every name of an organisation in a directive, as often as it stands there.
pub fn named(directive: &Directive) -> Vec<&Name> {
    let mut names: Vec<&Name> = directive.issuers().chain(&directive.addressed_to).collect();
    for deadline in &directive.deadlines {
        let single = deadline.report_to.iter().chain(&deadline.via).map(|name| &**name);
        names.extend(deadline.lead.iter().chain(&deadline.support).chain(single));
    }
    let copied = directive.copies.iter().flat_map(|copy| &copy.recipients);
    for recipient in directive.recipients.iter().chain(&directive.also_to).chain(copied) {
        if recipient.purpose != Purpose::File && !recipient.is_addressees() {
            names.extend(&recipient.to);
        }
    }
    names.extend(directive.copies.iter().filter_map(|copy| copy.issuer.as_ref()));
    names.extend(directive.fields.iter().filter_map(|field| field.value.organization()));
    names.extend(directive.received.iter().filter_map(|stamp| stamp.by.as_ref()));
    names.retain(|name| !name.text.is_empty());
    names
}
