//! The site: load, routes, render.
//!
//! The program as three calls. A [`Site`] is made once from a snapshot and never changes; a change on
//! disk makes a new one, from which what did not change is shared.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Language;
use crate::model::catalog::{Catalog, Scope};
use crate::model::register::organization::{self, Register};
use crate::model::register::settings::Settings;
use crate::model::time::date::Date;
use crate::read::source::Sources;
use crate::render::route::{Route, UrlPath};
use crate::render::theme::Theme;
use crate::render::theme::labels::Labels;
use crate::render::{Content, Output, Routes};

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
        let read = Settings::of(sources);
        let mut settings = read.0.clone();
        settings.base_url = options.base_url.clone().or(settings.base_url);
        faults.extend(read.1.iter().cloned());
        let register = shared(sources, &[organization::PATH], 0, || Register::read(sources));
        let language = settings.language;
        let of_language = u64::from(language == Language::En);
        let labels = shared(sources, &["layouts/labels/"], of_language, || Labels::read(sources, language));
        let theme = shared(sources, &["layouts/"], of_language, || Theme::read(sources, language));
        faults.extend(register.1.iter().chain(&labels.1).chain(&theme.1).cloned());
        let scope = Scope { as_of: options.as_of, drafts: options.drafts };
        let (catalog, found) = Catalog::new(sources, &settings, &register.0, scope);
        faults.extend(found);
        let (register, labels, theme) = (register.0.clone(), labels.0.clone(), theme.0.clone());
        let content = Content::new(sources.clone(), settings, register, catalog, labels, theme, scope);
        let routes = content.routes();
        faults.extend(routes.1.iter().cloned());
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

/// What is made of all files under some paths, kept as long as none of them changes.
fn shared<T: Send + Sync + 'static>(
    sources: &Sources,
    paths: &[&str],
    variant: u64,
    make: impl FnOnce() -> (T, Vec<Diagnostic>),
) -> Arc<(Arc<T>, Vec<Diagnostic>)> {
    use std::hash::{Hash, Hasher};
    let mut hasher = rustc_hash::FxHasher::default();
    variant.hash(&mut hasher);
    for path in paths {
        for source in sources.under(path) {
            (source.path(), source.version()).hash(&mut hasher);
        }
    }
    sources.slots.derive(hasher.finish(), || {
        let (value, faults) = make();
        (Arc::new(value), faults)
    })
}
