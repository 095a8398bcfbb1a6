//! Render: bytes for one route; pure.
//!
//! Owns the one function from a route to its bytes. A page depends on nothing but the content that it
//! is made of: no clock, no disk, no order of calls. Each file below imports only from those above it
//! in this list.

pub mod portable;

pub mod theme;

pub mod filter;

pub mod address;

pub mod lists;

pub mod content;

pub(crate) mod text;

mod views;

pub mod data;

pub mod route;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::read::snapshot::Source;
use address::own_asset;
pub use content::Content;
pub use route::Routes;
use route::{Recipe, Route, RouteKind, UrlPath};
use theme::Asset;
use views::builder::PageBuilder;

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Output {
    /// Bytes at hand.
    Bytes(Vec<u8>),
    /// A file that is named, never loaded.
    File(Arc<Source>),
}

impl Content {
    /// The bytes that stand at an address.
    ///
    /// # Errors
    /// A fault of a layout, in its place.
    pub fn render(&self, address: &UrlPath, Route(kind): &Route) -> Result<Output, Diagnostic> {
        let address = address.as_str();
        // What stands where nothing else does is served at any depth.
        let from = Some(address).filter(|_| *kind != RouteKind::NotFound);
        Ok(match kind.row(self).1 {
            Recipe::Page(layout, view) => {
                let builder = PageBuilder { content: self, from };
                let page = view(&builder).map(|page| builder.lay_out(address, layout, page));
                Output::Bytes(page.transpose()?.unwrap_or_default())
            }
            Recipe::Data(make) => Output::Bytes(make(self)),
            Recipe::File(path) => self.file(path),
            Recipe::Asset(name) => self.asset(name),
        })
    }

    fn asset(&self, name: &str) -> Output {
        match self.theme.asset(name) {
            Some(Asset::Text(text)) => Output::Bytes(text.as_bytes().to_vec()),
            Some(Asset::File(file)) => Output::File(file.clone()),
            None => {
                let own = self.settings_files().find(|path| own_asset(path) == name);
                own.map_or(Output::Bytes(Vec::new()), |path| self.file(&path))
            }
        }
    }

    /// A file of content/ as it is.
    fn file(&self, path: &str) -> Output {
        let Some(file) = self.sources.get(path) else { return Output::Bytes(Vec::new()) };
        match file.disk() {
            Some(_) => Output::File(file.clone()),
            None => Output::Bytes(file.text().unwrap_or_default().as_bytes().to_vec()),
        }
    }
}
