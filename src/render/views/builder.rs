//! The builder of a page: what it is made of, and where it stands.
//!
//! Owns the ways from a page to others. Each kind of page adds what it shows.

use schemars::JsonSchema;
use serde::Serialize;

use crate::language::Language;
use crate::model::register::organization::Register;
use crate::render::address::{Addresses, PAGE, encoded, parts_of, relative};
use crate::render::reader::Reader;
use crate::render::theme::labels::Labels;

/// Makes the page at one address.
#[derive(Clone, Copy)]
pub(crate) struct PageBuilder<'a> {
    /// Whatever the page is made of.
    pub reader: Reader<'a>,
    /// The address of the page; none for one that is served at any depth and links from the root.
    pub from: Option<&'a str>,
}

/// Words that lead somewhere.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct LinkView {
    /// The words.
    pub text: String,
    /// The way from this page.
    pub href: String,
    /// Whether it leads to the page itself.
    pub current: bool,
}

impl<'a> PageBuilder<'a> {
    pub fn labels(&self) -> &'a Labels {
        self.reader.labels()
    }

    pub fn register(&self) -> &'a Register {
        self.reader.register()
    }

    pub fn language(&self) -> Language {
        self.reader.settings().language
    }

    pub fn addresses(&self) -> Addresses<'a> {
        self.reader.addresses()
    }

    /// The way from this page to an address.
    pub fn way(&self, to: &str) -> String {
        match self.from {
            Some(from) => relative(from, to),
            None => self.reader.root() + &encoded(to),
        }
    }

    /// The ways to a file without which a page is not itself: one served at any depth may be opened from its
    /// folder too, where nothing begins at the root.
    pub fn ways(&self, to: &str) -> Vec<String> {
        let from_folder = self.from.is_none().then(|| encoded(to));
        from_folder.into_iter().chain([self.way(to)]).collect()
    }

    pub fn link(&self, text: impl Into<String>, to: &str) -> LinkView {
        LinkView { text: text.into(), href: self.way(to), current: self.from == Some(to) }
    }

    /// The numbers of further parts of a list, where it has any.
    pub fn parts(&self, count: usize, at: usize, address: impl Fn(usize) -> String) -> Vec<LinkView> {
        if count <= PAGE {
            return Vec::new();
        }
        let part = |part: usize| {
            let text = self.labels().fill("nav", "part", &[("n", &(part + 1).to_string())]);
            LinkView { text, href: self.way(&address(part)), current: part == at }
        };
        parts_of(count).map(part).collect()
    }
}
