//! The bodies that issue: all of them, and what one of them issued.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::names::name::collation_key;
use crate::model::register::organization::{OrganizationId, Resolution};
use crate::render::address::of_part;
use crate::render::reader::Card;
use crate::render::views::bar::ShareBar;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::listed::DirectiveGroup;
use crate::render::views::parts::{CountsView, FiguresView, PartyView, counts};

/// The bodies that issue.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IssuersView {
    /// Those of the register.
    issuers: Vec<IssuerRow>,
    /// Those outside of it.
    unregistered: Vec<IssuerRow>,
    /// How many there are.
    count: usize,
    /// How many directives there are.
    directives: usize,
    /// How much is done of all that these ask for.
    counts: CountsView,
    /// The five figures of the site.
    figures: FiguresView,
    /// The last day on which the bars are right; empty where no day changes them.
    until: String,
}

/// A body with what it issued.
#[derive(Serialize, JsonSchema)]
struct IssuerRow {
    /// Its name.
    name: String,
    /// Its page; none outside the register.
    href: Option<String>,
    /// How many directives it issued.
    count: usize,
    /// The date of the newest.
    newest: DayView,
    /// How much is done of what they ask for.
    counts: CountsView,
    /// The same as a picture; none where nothing has a day.
    bar: Option<ShareBar>,
}

/// What one body issued.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IssuerView {
    /// The body.
    party: PartyView,
    /// How many directives it issued.
    count: usize,
    /// How much is done of what they ask for.
    counts: CountsView,
    /// The five figures of what they ask for.
    figures: FiguresView,
    /// The directives by year, newest first.
    groups: Vec<DirectiveGroup>,
    /// The parts of the list, where it has several.
    parts: Vec<LinkView>,
    /// The last day on which the table is right; empty where no day changes it.
    until: String,
}

impl PageBuilder<'_> {
    /// The bodies that issue, in Vietnamese order, those outside the register apart.
    pub fn issuers(&self) -> Page {
        let reader = self.reader;
        let mut known: FxHashMap<OrganizationId, Vec<DirectiveId>> = FxHashMap::default();
        let mut others: BTreeMap<(Vec<u8>, String), Vec<DirectiveId>> = BTreeMap::new();
        for (id, entry) in reader.directives().rev() {
            for organization in self.register().known(entry.directive.issuers()) {
                known.entry(organization).or_default().push(id);
            }
            for issuer in entry.directive.issuers() {
                if !matches!(self.register().resolve(&issuer.text, &issuer.folded), Resolution::Found(_)) {
                    let key = (collation_key(&issuer.text), issuer.text.clone());
                    others.entry(key).or_default().push(id);
                }
            }
        }
        let sorted = self.register().sorted().iter();
        let registered = |id: &OrganizationId| {
            let issued = known.get(id)?;
            let href = self.way(&self.addresses().issuer(self.register(), *id, 0));
            Some(self.issuer_row(self.register()[*id].name.clone(), Some(href), issued))
        };
        let issuers: Vec<IssuerRow> = sorted.filter_map(registered).collect();
        let outside = others.into_iter().map(|((_, name), issued)| self.issuer_row(name, None, &issued));
        let unregistered: Vec<IssuerRow> = outside.collect();
        let (all, forecast) = (&reader.totals().all, reader.forecast().clone());
        let view = IssuersView {
            count: issuers.len() + unregistered.len(),
            issuers,
            unregistered,
            directives: reader.count(),
            counts: counts(all, forecast.clone()),
            figures: self.figures(all, forecast.clone(), |state| self.state_way(state)),
            until: forecast.until.map_or(String::new(), |day| day.to_string()),
        };
        Page::new("issuers", self.head("issuers"), &view).standing(forecast.days())
    }

    /// A body that issued these directives, the newest first.
    fn issuer_row(&self, name: String, href: Option<String>, issued: &[DirectiveId]) -> IssuerRow {
        let (tally, forecast) = self.counts_over(issued);
        IssuerRow {
            name,
            href,
            count: issued.len(),
            newest: self.date_of(self.reader.card(issued[0]).directive),
            counts: counts(&tally, forecast),
            bar: self.share_bar(&tally, tally.dated()),
        }
    }

    /// A link to each body of the register that issues, in Vietnamese order, with how much it issued.
    pub fn issuer_links(&self) -> Vec<(LinkView, usize)> {
        let counts: FxHashMap<OrganizationId, usize> =
            self.reader.totals().directives_by_issuer.iter().copied().collect();
        let link = |id: &OrganizationId| {
            let href = self.way(&self.addresses().issuer(self.register(), *id, 0));
            let text = self.register()[*id].name.clone();
            Some((LinkView { text, href, current: false }, *counts.get(id)?))
        };
        self.register().sorted().iter().filter_map(link).collect()
    }

    /// One part of what a body issued, newest first.
    pub fn issuer(&self, id: OrganizationId, part: usize) -> Page {
        let reader = self.reader;
        let is_issuer = |entry: &Card<'_>| self.register().known(entry.directive.issuers()).contains(&id);
        let newest_first = reader.directives().rev();
        let issued: Vec<DirectiveId> =
            newest_first.filter(|(_, entry)| is_issuer(entry)).map(|(id, _)| id).collect();
        let year = |id: &DirectiveId| reader.card(*id).resolved.year;
        let group = |ids: &[DirectiveId]| {
            let label = self.year_label(year(&ids[0]));
            self.directive_group(&format!("_{}", label.replace(' ', "-")), &label, ids)
        };
        let groups = of_part(&issued, part).chunk_by(|a, b| year(a) == year(b)).map(group).collect();
        let (tally, forecast) = self.counts_over(&issued);
        let days = self.days_of_list(of_part(&issued, part), &forecast);
        let view = IssuerView {
            party: self.organization(id),
            count: issued.len(),
            counts: counts(&tally, forecast.clone()),
            until: forecast.until.map_or(String::new(), |day| day.to_string()),
            figures: self.figures(&tally, forecast, |_| None),
            groups,
            parts: self.parts(issued.len(), part, |at| self.addresses().issuer(self.register(), id, at)),
        };
        let labels = self.labels();
        let values = [("name", view.party.name.as_str())];
        let all = self.link(labels.get("issuers", "title"), &self.addresses().issuers());
        let title = labels.fill("issuer", "title", &values);
        let head = Head::new(&title, &labels.fill("issuer", "description", &values)).below(all);
        Page::new("issuer", head, &view).standing(days)
    }
}
