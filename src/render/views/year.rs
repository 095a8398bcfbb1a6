//! The lists of directives: all of them while they are few, the years, and the directives of one.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::render::address::of_part;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};
use crate::render::views::listed::DirectiveGroup;
use crate::render::views::parts::{CountsView, FiguresView, counts};

/// Directives that stand in one table.
const FEW: usize = 100;

/// The list of all directives.
#[derive(Serialize, JsonSchema)]
pub(crate) struct YearsView {
    /// How many there are.
    count: usize,
    /// How many bodies issued them.
    issuers: usize,
    /// How much is done of all that they ask for.
    counts: CountsView,
    /// The five figures of the site.
    figures: FiguresView,
    /// The years.
    years: Vec<YearLink>,
    /// The directives of each year, newest first; empty where they are many.
    groups: Vec<DirectiveGroup>,
    /// The way to the bodies that issue.
    all_issuers: LinkView,
    /// The last day on which the table is right; empty where no day changes it.
    until: String,
}

/// A year, and how many directives it has.
#[derive(Serialize, JsonSchema)]
pub(crate) struct YearLink {
    /// Its list.
    pub link: LinkView,
    /// How many directives it has.
    pub count: usize,
    /// How much is done of what they ask for.
    pub counts: CountsView,
}

/// The directives of one year.
#[derive(Serialize, JsonSchema)]
pub(crate) struct YearView {
    /// Its name.
    title: String,
    /// How many there are.
    count: usize,
    /// How much is done of what they ask for.
    counts: CountsView,
    /// All years.
    years: Vec<YearLink>,
    /// The directives, in one group.
    groups: Vec<DirectiveGroup>,
    /// The parts of the list, where it has several.
    parts: Vec<LinkView>,
    /// The last day on which the table is right; empty where no day changes it.
    until: String,
}

impl PageBuilder<'_> {
    /// A link to each year, with the directives of it.
    pub fn year_links(&self, current: Option<Option<i16>>) -> Vec<YearLink> {
        let link = |(year, count): &(Option<i16>, usize)| {
            let link = self.link(self.year_label(*year), &self.addresses().year(*year, 0));
            let (tally, forecast) = self.counts_over(&self.of_year(*year));
            YearLink {
                link: LinkView { current: current == Some(*year), ..link },
                count: *count,
                counts: counts(&tally, forecast),
            }
        };
        self.reader.totals().directives_by_year.iter().map(link).collect()
    }

    /// The list of all directives: a table while they are few, else the years.
    pub fn years(&self) -> Page {
        let reader = self.reader;
        let count = reader.count();
        let by_year = reader.totals().directives_by_year.iter();
        let group = |(year, _): &(Option<i16>, usize)| {
            let label = self.year_label(*year);
            self.directive_group(&format!("_{}", label.replace(' ', "-")), &label, &self.of_year(*year))
        };
        let issuers = reader.directives().flat_map(|(_, entry)| entry.directive.issuers());
        let known: std::collections::BTreeSet<Result<OrganizationId, &str>> = issuers
            .map(|name| match self.register().known(std::iter::once(name)).first() {
                Some(id) => Ok(*id),
                None => Err(name.folded.as_str()),
            })
            .collect();
        let forecast = reader.forecast().clone();
        let view = YearsView {
            count,
            issuers: known.len(),
            counts: counts(&reader.totals().all, forecast.clone()),
            figures: self.figures(&reader.totals().all, forecast.clone(), |state| self.state_way(state)),
            years: self.year_links(None),
            groups: if count <= FEW { by_year.map(group).collect() } else { Vec::new() },
            all_issuers: self.link(self.labels().get("issuers", "title"), &self.addresses().issuers()),
            until: forecast.until.map_or(String::new(), |day| day.to_string()),
        };
        let all: Vec<DirectiveId> = reader.directives().map(|(id, _)| id).collect();
        let shown = if count <= FEW { &all[..] } else { &[] };
        Page::new("years", self.head("list"), &view).standing(self.days_of_list(shown, &forecast))
    }

    /// The directives of a year: newest first, those of one day by the number.
    fn of_year(&self, year: Option<i16>) -> Vec<DirectiveId> {
        let reader = self.reader;
        let mut ids: Vec<DirectiveId> =
            reader.directives().filter(|(_, entry)| entry.resolved.year == year).map(|(id, _)| id).collect();
        ids.sort_by_key(|id| {
            let directive = &reader.card(*id).directive;
            let serial = directive.number.as_ref().map_or(0, |number| number.serial);
            (Reverse(directive.when.first.or(directive.when.last)), Reverse(serial), *id)
        });
        ids
    }

    /// One part of the directives of a year.
    pub fn year(&self, year: Option<i16>, part: usize) -> Page {
        let ids = self.of_year(year);
        let title = match year {
            Some(year) => self.labels().fill("list", "of_year", &[("year", &year.to_string())]),
            None => self.labels().get("list", "of_unknown_year").to_owned(),
        };
        let head = Head::new(&title, self.labels().get("list", "description"))
            .below(self.link(self.labels().get("list", "title"), &self.addresses().years()));
        let (tally, forecast) = self.counts_over(&ids);
        let days = self.days_of_list(of_part(&ids, part), &forecast);
        let view = YearView {
            title,
            count: ids.len(),
            years: self.year_links(Some(year)),
            groups: vec![self.directive_group("", "", of_part(&ids, part))],
            parts: self.parts(ids.len(), part, |at| self.addresses().year(year, at)),
            until: forecast.until.map_or(String::new(), |day| day.to_string()),
            counts: counts(&tally, forecast),
        };
        Page::new("year", head, &view).standing(days)
    }

    /// A year in words.
    pub fn year_label(&self, year: Option<i16>) -> String {
        year.map_or_else(|| self.labels().get("list", "unknown_year").to_owned(), |year| year.to_string())
    }
}
