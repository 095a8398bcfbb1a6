//! The site: load, routes, render.
//!
//! The program as three calls. A [`Site`] is made once from a snapshot and never changes; a change on
//! disk makes a new one, from which what did not change is shared.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::{Catalog, Scope};
use crate::model::register::organization::{self, Register};
use crate::model::register::settings::Settings;
use crate::model::time::date::Date;
use crate::read::snapshot::Sources;
use crate::render::route::{Route, UrlPath};
use crate::render::theme::Theme;
use crate::render::theme::labels::Labels;
use crate::render::{Content, Output, Routes, active};

/// Everything that varies from run to run, passed in once.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day as of which states are judged.
    pub as_of: Date,
    /// The absolute address of the site, instead of that of the settings.
    pub base_url: Option<String>,
    /// Whether drafts are shown.
    pub drafts: bool,
}

/// A whole site, ready to be rendered.
pub struct Site {
    content: Content,
    routes: Routes,
}

impl Site {
    /// Makes a site of a snapshot. Cannot fail: whatever is wrong is among the faults, in path order.
    pub fn load(sources: &Sources, options: &Options) -> (Site, Vec<Diagnostic>) {
        let mut faults = sources.faults().to_vec();
        let typed = Settings::of(sources);
        faults.extend(typed.1.iter().cloned());
        let settings = sources.memo.get_or_compute(&(&typed, &options.base_url), |(typed, base_url)| {
            let base_url = (*base_url).clone().or_else(|| typed.0.base_url.clone());
            Settings { base_url, ..typed.0.clone() }
        });
        let register = sources
            .memo
            .get_or_compute(&sources.part(&[organization::PATH]), |part| of(Register::read(part)));
        let labels = (sources.part(&["layouts/labels/"]), settings.language);
        let labels =
            sources.memo.get_or_compute(&labels, |(part, language)| of(Labels::read(part, *language)));
        let theme = (sources.part(&["layouts/"]), settings.language);
        let theme = sources.memo.get_or_compute(&theme, |(part, language)| of(Theme::read(part, *language)));
        faults.extend(register.1.iter().chain(&labels.1).chain(&theme.1).cloned());
        let register = register.part(|read| read.0.clone());
        let labels = labels.part(|read| read.0.clone());
        let theme = theme.part(|read| read.0.clone());
        let scope = Scope { as_of: options.as_of, drafts: options.drafts };
        let (catalog, found) = Catalog::new(sources, &settings, &register, scope);
        faults.extend(found);
        let content = Content::new(sources.clone(), settings, catalog, labels, theme, scope);
        faults.extend(active::faults(&content));
        faults.extend(content.theme_faults());
        let routes = content.routes();
        faults.extend(routes.1.iter().cloned());
        let mut faults = content.catalog.untold(sources, faults);
        diagnostic::sort(&mut faults);
        (Site { content, routes }, faults)
    }

    /// Every address of the site.
    pub fn routes(&self) -> &BTreeMap<UrlPath, Route> {
        &self.routes.0
    }

    /// The bytes that stand at an address of [`Site::routes`].
    ///
    /// # Errors
    /// A fault of a layout, in its place.
    pub fn render(&self, address: &UrlPath, route: &Route) -> Result<Output, Diagnostic> {
        self.content.render(address, route)
    }

    /// What the pages are made of.
    pub fn content(&self) -> &Content {
        &self.content
    }
}

/// What was read, to be shared, and its faults.
fn of<T>((value, faults): (T, Vec<Diagnostic>)) -> (Arc<T>, Vec<Diagnostic>) {
    (Arc::new(value), faults)
}
