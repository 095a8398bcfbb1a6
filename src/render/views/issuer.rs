//! The bodies that issue: all of them, and what one of them issued.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::names::name::collation_key;
use crate::model::register::organization::{OrganizationId, Resolution};
use crate::render::address::of_part;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::parts::{DirectiveRow, FiguresView, PartyView};

#[derive(Serialize)]
struct IssuersView {
    issuers: Vec<IssuerRow>,
    unregistered: Vec<IssuerRow>,
}

#[derive(Serialize)]
struct IssuerRow {
    name: String,
    href: Option<String>,
    count: usize,
}

#[derive(Serialize)]
struct IssuerView {
    party: PartyView,
    as_of: DayView,
    figures: FiguresView,
    years: Vec<YearGroup>,
    parts: Vec<LinkView>,
}

/// Directives of one year.
#[derive(Serialize)]
struct YearGroup {
    label: String,
    rows: Vec<DirectiveRow>,
}

impl PageBuilder<'_> {
    /// The bodies that issue, in Vietnamese order, those outside the register apart.
    pub fn issuers(&self) -> Page {
        let row =
            |(link, count): (LinkView, usize)| IssuerRow { name: link.text, href: Some(link.href), count };
        let mut unregistered: BTreeMap<(Vec<u8>, String), usize> = BTreeMap::new();
        let directives = self.content.catalog.directives();
        for issuer in directives.flat_map(|(_, entry)| entry.directive.issuers()) {
            if !matches!(self.register().resolve(&issuer.text, &issuer.folded), Resolution::Found(_)) {
                *unregistered.entry((collation_key(&issuer.text), issuer.text.clone())).or_default() += 1;
            }
        }
        let unregistered =
            unregistered.into_iter().map(|((_, name), count)| IssuerRow { name, href: None, count });
        let view = IssuersView {
            issuers: self.issuer_links().into_iter().map(row).collect(),
            unregistered: unregistered.collect(),
        };
        Page::new("issuers", self.head("issuers"), &view)
    }

    /// A link to each body of the register that issues, in Vietnamese order, with how much it issued.
    pub fn issuer_links(&self) -> Vec<(LinkView, usize)> {
        let counts: FxHashMap<OrganizationId, usize> =
            self.content.totals.directives_by_issuer.iter().copied().collect();
        let link = |id: &OrganizationId| {
            let href = self.way(&self.addresses().issuer(self.register(), *id, 0));
            let text = self.register()[*id].name.clone();
            Some((LinkView { text, href, current: false }, *counts.get(id)?))
        };
        self.register().sorted().iter().filter_map(link).collect()
    }

    /// One part of what a body issued, newest first.
    pub fn issuer(&self, id: OrganizationId, part: usize) -> Page {
        let content = self.content;
        let is_issuer = |entry: &Entry| self.register().known(entry.directive.issuers()).contains(&id);
        let newest_first = content.catalog.directives().rev();
        let issued: Vec<DirectiveId> =
            newest_first.filter(|(_, entry)| is_issuer(entry)).map(|(id, _)| id).collect();
        let mut years: Vec<YearGroup> = Vec::new();
        for directive in of_part(&issued, part) {
            let label = self.year_label(content.catalog[*directive].resolved.year);
            match years.last_mut() {
                Some(year) if year.label == label => year.rows.push(self.directive_row(*directive)),
                _ => years.push(YearGroup { label, rows: vec![self.directive_row(*directive)] }),
            }
        }
        let tally = content.totals.by_issuer.get(&id).copied().unwrap_or_default();
        let obligations = issued.iter().flat_map(|directive| {
            let entry = &content.catalog[*directive];
            entry.resolved.obligations.iter().chain(&entry.resolved.upcoming)
        });
        let view = IssuerView {
            party: self.organization(id),
            as_of: self.day(content.scope.as_of),
            figures: self.figures(&tally, self.forecast(obligations), |_| None),
            years,
            parts: self.parts(issued.len(), part, |at| self.addresses().issuer(self.register(), id, at)),
        };
        let labels = self.labels();
        let values = [("name", view.party.name.as_str())];
        let all = self.link(labels.get("issuers", "title"), &self.addresses().issuers());
        let title = labels.fill("issuer", "title", &values);
        let head = Head::new(&title, &labels.fill("issuer", "description", &values)).below(all);
        Page::new("issuer", head, &view)
    }
}
