//! A free page: a title, a text, and its contents.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::pages::PageEntry;
use crate::read::markdown;
use crate::render::reader::Owner;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};
use crate::render::views::text::{ContentsLine, Later};
use crate::spelling::Redaction;

/// A free page.
#[derive(Serialize, JsonSchema)]
pub(crate) struct FreePageView {
    /// Its title.
    title: String,
    /// Whether it is a draft, in a preview.
    draft: bool,
    /// The headings of its text.
    contents: Vec<ContentsLine>,
}

impl PageBuilder<'_> {
    /// A free page.
    pub fn free_page(&self, at: usize) -> Page {
        let PageEntry { source, page, facts, citations, .. } = self.reader.page(at);
        let words = source.text().unwrap_or_default();
        let body = markdown::parse(source, words, page.body, &Redaction::default());
        let (html, contents) = self.text(Owner::Page(at), (&body, &[]), (facts, citations), Later::default());
        let view = FreePageView { title: page.title.clone(), draft: page.draft, contents };
        let head = Head::new(&page.title, &self.reader.settings().title);
        Page::new("free_page", head, &view).with_text(html.text)
    }

    /// A free page as a link.
    pub fn page_link(&self, at: usize) -> LinkView {
        let (title, slug) = self.reader.page_title(at);
        self.link(title, &self.addresses().page(slug))
    }

    /// The entries of the menu that the settings name.
    pub fn own_menu(&self) -> impl Iterator<Item = LinkView> {
        self.reader.settings().menu.iter().filter_map(|entry| {
            let link = self.page_link(self.reader.page_of(entry)?);
            Some(LinkView { text: entry.title.clone().unwrap_or(link.text), ..link })
        })
    }

    /// Links to the free pages that the menu does not name.
    pub fn unlisted_pages(&self) -> Vec<LinkView> {
        let pages = self.reader.unlisted_pages();
        pages.into_iter().map(|at| self.page_link(at)).collect()
    }
}
