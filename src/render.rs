//! Render: bytes for one route; pure.
//!
//! Owns the one function from a route to its bytes. A page depends on nothing but the content that it
//! is made of: no clock, no disk, no order of calls. Each file below imports only from those above it
//! in this list.

pub mod portable;

pub(crate) mod escaped;

pub mod theme;

pub mod filter;

pub(crate) mod lookup;

pub mod address;

pub mod lists;

pub mod content;

pub(crate) mod reader;

pub mod active;

pub(crate) mod text;

mod views;

pub mod reference;

pub mod data;

pub mod route;

use crate::diagnostic::Diagnostic;
use crate::model::catalog::gate::Publishable;
use crate::model::catalog::links::ASSETS;
use address::own_asset;
pub use content::Content;
use reader::query::{Query, Sum};
use reader::{Log, Reader};
pub use route::Routes;
use route::{Recipe, Route, RouteKind, UrlPath};
use views::builder::PageBuilder;

/// What stands at an address.
#[derive(Clone, Debug)]
pub enum Output {
    /// Bytes at hand.
    Bytes(Vec<u8>),
    /// A file that is named, never loaded: the gate has let it pass.
    File(Publishable),
}

impl Content {
    /// The bytes that stand at an address.
    ///
    /// # Errors
    /// A fault of a layout, in its place.
    pub fn render(&self, address: &UrlPath, route: &Route) -> Result<Output, Diagnostic> {
        self.read_by(Reader::new(self), address, route)
    }

    /// The same, with all that a page asked for.
    ///
    /// # Errors
    /// A fault of a layout, in its place.
    pub(crate) fn render_noting(
        &self,
        address: &UrlPath,
        route: &Route,
    ) -> Result<(Output, Vec<Query>), Diagnostic> {
        let log = Log::default();
        let output = self.read_by(Reader::noting(self, &log), address, route)?;
        Ok((output, log.asked()))
    }

    /// Which page stands at an address, and by which layout; none for data and files.
    pub(crate) fn page_at(&self, Route(kind): &Route) -> Option<Sum> {
        match kind.row(self).1 {
            Recipe::Page(layout, _) => Some(Sum::of(&(kind, layout))),
            Recipe::Data(_) | Recipe::File(_) | Recipe::Asset(_) => None,
        }
    }

    fn read_by(
        &self,
        reader: Reader<'_>,
        address: &UrlPath,
        Route(kind): &Route,
    ) -> Result<Output, Diagnostic> {
        let address = address.as_str();
        // What stands where nothing else does is served at any depth.
        let from = Some(address).filter(|_| *kind != RouteKind::NotFound);
        Ok(match kind.row(self).1 {
            Recipe::Page(layout, view) => {
                let builder = PageBuilder { reader, from };
                let page = view(&builder).map(|page| builder.lay_out(address, layout, page));
                Output::Bytes(page.transpose()?.unwrap_or_default())
            }
            Recipe::Data(make) => Output::Bytes(make(self)),
            Recipe::File(path) => self.file(path),
            Recipe::Asset(name) => self.asset(name),
        })
    }

    fn asset(&self, name: &str) -> Output {
        if let Some(own) = self.catalog.published(&format!("{ASSETS}{name}")) {
            return match own.text() {
                Ok("") | Err(_) => file(own),
                Ok(text) => Output::Bytes(text.as_bytes().to_vec()),
            };
        }
        if let Some(text) = self.theme.asset(name) {
            return Output::Bytes(text.as_bytes().to_vec());
        }
        let own = self.settings_files().find(|path| own_asset(path) == name);
        own.map_or(Output::Bytes(Vec::new()), |path| self.file(&path))
    }

    fn file(&self, path: &str) -> Output {
        self.catalog.published(path).map_or(Output::Bytes(Vec::new()), file)
    }
}

/// A file as it is.
fn file(file: &Publishable) -> Output {
    match file.disk() {
        Some(_) => Output::File(file.clone()),
        None => Output::Bytes(file.text().unwrap_or_default().as_bytes().to_vec()),
    }
}
