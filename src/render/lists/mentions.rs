//! Where each organisation is named: what it received, supports, and passes on.
//!
//! Owns the lists of its page beside those of what it owes, and who counts as having received: whom a
//! directive addresses or names as recipient, itself or in a group to which it belonged on the
//! directive's date.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::model::catalog::Catalog;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::Directive;
use crate::model::document::typed::Purpose;
use crate::model::names::name::Name;
use crate::model::register::organization::{OrganizationId, Register, Resolution};

/// The line of a document by which an organisation received it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Role {
    Addressee,
    Recipient,
    AlsoTo,
    Copy,
}

impl Role {
    /// The label of the line.
    pub fn key(self) -> &'static str {
        match self {
            Role::Addressee => "role_addressee",
            Role::Recipient => "role_recipient",
            Role::AlsoTo => "role_also_to",
            Role::Copy => "role_copy",
        }
    }
}

/// A directive, and in what lines it names an organisation, itself or one of its groups.
pub(crate) type Lines = (DirectiveId, Vec<(Role, Option<OrganizationId>)>);

/// How a directive names an organisation; deadlines by their places in it.
enum Named {
    Received(Role),
    Support(usize),
    /// And the label of its part: `report_to` or `via`.
    Channel(usize, &'static str),
}

/// Where each organisation is named itself, not through a group, at its index.
pub(crate) struct Mentions {
    received: Vec<Vec<(DirectiveId, Role)>>,
    support: Vec<Vec<(DirectiveId, usize)>>,
    channel: Vec<Vec<(DirectiveId, usize, &'static str)>>,
}

impl Mentions {
    /// Reads the catalog.
    pub fn new(catalog: &Catalog, register: &Register) -> Mentions {
        let directives: Vec<(DirectiveId, &Directive)> =
            catalog.directives().map(|(id, entry)| (id, &*entry.directive)).collect();
        let named: Vec<Vec<(OrganizationId, Named)>> =
            directives.par_iter().map(|(_, directive)| named_in(directive, register)).collect();
        let mut mentions = Mentions {
            received: vec![Vec::new(); register.len()],
            support: vec![Vec::new(); register.len()],
            channel: vec![Vec::new(); register.len()],
        };
        for ((id, _), named) in directives.into_iter().zip(named) {
            for (org, named) in named {
                match named {
                    Named::Received(role) => mentions.received[org.index()].push((id, role)),
                    Named::Support(at) => mentions.support[org.index()].push((id, at)),
                    Named::Channel(at, role) => mentions.channel[org.index()].push((id, at, role)),
                }
            }
        }
        mentions
    }

    /// What an organisation received, itself or in a group to which it belonged on a directive's date;
    /// newest first.
    pub fn received(&self, catalog: &Catalog, register: &Register, id: OrganizationId) -> Vec<Lines> {
        let mut lines: BTreeMap<Reverse<DirectiveId>, Vec<(Role, Option<OrganizationId>)>> = BTreeMap::new();
        for (group, directive, role) in within(&self.received, catalog, register, id, |(id, _)| *id)
            .map(|(group, (directive, role))| (group, *directive, *role))
        {
            let lines = lines.entry(Reverse(directive)).or_default();
            if !lines.contains(&(role, group)) {
                lines.push((role, group));
            }
        }
        lines.into_iter().map(|(Reverse(id), lines)| (id, lines)).collect()
    }

    /// The deadlines that an organisation supports, itself or in a group to which it belonged on the
    /// directive's date, each once.
    pub fn supported(
        &self,
        catalog: &Catalog,
        register: &Register,
        id: OrganizationId,
    ) -> Vec<(DirectiveId, usize)> {
        let mut seen = FxHashSet::default();
        let all = within(&self.support, catalog, register, id, |(id, _)| *id).map(|(_, one)| *one);
        all.filter(|one| seen.insert(*one)).collect()
    }

    /// The deadlines whose reports go to an organisation itself or through it.
    pub fn channel(&self, id: OrganizationId) -> &[(DirectiveId, usize, &'static str)] {
        &self.channel[id.index()]
    }

    /// The length of the longest of these lists, or any length up to `enough` where none is longer than
    /// that.
    pub fn longest(
        &self,
        catalog: &Catalog,
        register: &Register,
        id: OrganizationId,
        enough: usize,
    ) -> usize {
        // Only a list that may be long is worth making.
        let count = |list: &dyn Fn(OrganizationId) -> usize| -> usize {
            std::iter::once(id).chain(register.groups_ever(id)).map(list).sum()
        };
        let received = match count(&|id| self.received[id.index()].len()) {
            most if most <= enough => most,
            _ => self.received(catalog, register, id).len(),
        };
        let supported = match count(&|id| self.support[id.index()].len()) {
            most if most <= enough => most,
            _ => self.supported(catalog, register, id).len(),
        };
        received.max(supported).max(self.channel(id).len())
    }
}

/// Every organisation that a directive names as receiving, supporting or passing on.
fn named_in(directive: &Directive, register: &Register) -> Vec<(OrganizationId, Named)> {
    let mut all = Vec::new();
    let mut add = |name: &Name, named: Named| {
        if let Resolution::Found(org) = register.resolve(&name.text, &name.folded) {
            all.push((org, named));
        }
    };
    let mut receive = |names: &[Name], role: Role| {
        names.iter().for_each(|name| add(name, Named::Received(role)));
    };
    receive(&directive.addressed_to, Role::Addressee);
    let copies = directive.copies.iter().flat_map(|copy| &copy.recipients).map(|r| (r, Role::Copy));
    let also = directive.also_to.iter().map(|r| (r, Role::AlsoTo));
    for (recipient, role) in
        directive.recipients.iter().map(|r| (r, Role::Recipient)).chain(also).chain(copies)
    {
        if recipient.is_addressees() {
            receive(&directive.addressed_to, role);
        } else if recipient.purpose != Purpose::File {
            receive(&recipient.to, role);
        }
    }
    for (at, deadline) in directive.deadlines.iter().enumerate() {
        deadline.support.iter().for_each(|name| add(name, Named::Support(at)));
        deadline.report_to.iter().for_each(|name| add(name, Named::Channel(at, "report_to")));
        deadline.via.iter().for_each(|name| add(name, Named::Channel(at, "via")));
    }
    all
}

/// What `lists` say of an organisation itself, then of each group to which it belonged on the directive's
/// date.
fn within<'a, T>(
    lists: &'a [Vec<T>],
    catalog: &'a Catalog,
    register: &'a Register,
    id: OrganizationId,
    directive: impl Fn(&T) -> DirectiveId + Copy + 'a,
) -> impl Iterator<Item = (Option<OrganizationId>, &'a T)> {
    let itself = lists[id.index()].iter().map(|one| (None, one));
    let through = register.groups_ever(id).into_iter().flat_map(move |group| {
        let was_in = move |one: &&T| {
            let when = &catalog[directive(one)].directive.when;
            register.groups_on(id, when).contains(&group)
        };
        lists[group.index()].iter().filter(was_in).map(move |one| (Some(group), one))
    });
    itself.chain(through)
}
