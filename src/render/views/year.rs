//! The lists of directives: the years, and the directives of one.

use std::cmp::Reverse;

use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::render::address::of_part;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};
use crate::render::views::parts::DirectiveRow;

#[derive(Serialize)]
struct YearsView {
    pub count: usize,
    pub years: Vec<YearLink>,
}

/// A year, and how many directives it has.
#[derive(Serialize)]
pub(crate) struct YearLink {
    pub link: LinkView,
    pub count: usize,
}

#[derive(Serialize)]
struct YearView {
    pub title: String,
    pub count: usize,
    pub years: Vec<YearLink>,
    pub rows: Vec<DirectiveRow>,
    pub parts: Vec<LinkView>,
}

impl PageBuilder<'_> {
    /// A link to each year, with the directives of it.
    pub fn year_links(&self, current: Option<Option<i16>>) -> Vec<YearLink> {
        let link = |(year, count): &(Option<i16>, usize)| {
            let link = self.link(self.year_label(*year), &self.addresses().year(*year, 0));
            YearLink { link: LinkView { current: current == Some(*year), ..link }, count: *count }
        };
        self.content.totals.directives_by_year.iter().map(link).collect()
    }

    /// The list of all years.
    pub fn years(&self) -> Page {
        let view = YearsView { count: self.content.catalog.directives().len(), years: self.year_links(None) };
        Page::new("years", self.head("list"), &view)
    }

    /// One part of the directives of a year: newest first, those of one day by the number.
    pub fn year(&self, year: Option<i16>, part: usize) -> Page {
        let catalog = &self.content.catalog;
        let mut ids: Vec<DirectiveId> =
            catalog.directives().filter(|(_, entry)| entry.resolved.year == year).map(|(id, _)| id).collect();
        ids.sort_by_key(|id| {
            let directive = &catalog[*id].directive;
            let serial = directive.number.as_ref().map_or(0, |number| number.serial);
            (Reverse(directive.when.first.or(directive.when.last)), Reverse(serial), *id)
        });
        let title = match year {
            Some(year) => self.labels().fill("list", "of_year", &[("year", &year.to_string())]),
            None => self.labels().get("list", "of_unknown_year").to_owned(),
        };
        let head = Head::new(&title, self.labels().get("list", "description"))
            .below(self.link(self.labels().get("list", "title"), &self.addresses().years()));
        let view = YearView {
            title,
            count: ids.len(),
            years: self.year_links(Some(year)),
            rows: of_part(&ids, part).iter().map(|id| self.directive_row(*id)).collect(),
            parts: self.parts(ids.len(), part, |at| self.addresses().year(year, at)),
        };
        Page::new("year", head, &view)
    }

    /// A year in words.
    pub fn year_label(&self, year: Option<i16>) -> String {
        year.map_or_else(|| self.labels().get("list", "unknown_year").to_owned(), |year| year.to_string())
    }
}
