//! The site that a command is about: found, read, loaded.
//!
//! Knows what commands vary of a load, not what they do with it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::error::Error;
use congbao::model::register::settings::{Settings, base_url};
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};
use congbao::write::report::Reporter;

use super::{CommonArgs, bad_value, clock};

/// A site on disk, loaded.
pub struct Loaded {
    pub root: PathBuf,
    pub site: Site,
    pub faults: Vec<Diagnostic>,
    /// How long each phase took.
    pub read: Duration,
    pub model: Duration,
}

/// What a command varies of a load.
#[derive(Default)]
pub struct Load<'a> {
    pub as_of: Option<&'a str>,
    pub base_url: Option<&'a str>,
    pub drafts: bool,
    pub strict: bool,
}

impl Load<'_> {
    /// Reads and loads the site; from here on the language is that of the site, if none was asked for.
    pub fn run(self, common: &CommonArgs, reporter: &mut Reporter) -> Result<Loaded, Error> {
        let root = find_root(common.root.as_deref())?;
        let start = Instant::now();
        let sources = Sources::read(&root)?;
        sources.settled()?;
        let read = start.elapsed();
        let settings = Settings::of(&sources);
        let settings = &settings.0;
        reporter.language = common.language().unwrap_or(settings.language);
        let options = Options {
            as_of: self.as_of.map_or_else(|| clock::today(&settings.time_zone), clock::day)?,
            base_url: self
                .base_url
                .map(|typed| base_url(typed).map_err(|remedy| bad_value(typed, remedy)))
                .transpose()?,
            drafts: self.drafts,
        };
        let start = Instant::now();
        let (site, mut faults) = Site::load(&sources, &options);
        if self.strict {
            faults = faults.into_iter().map(Diagnostic::raised).collect();
        }
        Ok(Loaded { root, site, faults, read, model: start.elapsed() })
    }
}

/// The folder that holds `content/`: as typed, or the nearest one upward.
pub fn find_root(typed: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(root) = typed {
        return if root.join("content").is_dir() { Ok(root.to_owned()) } else { Err(Error::no_site(root)) };
    }
    let here = std::env::current_dir().map_err(|cause| Error::read(Path::new("."), cause))?;
    let found = here.ancestors().find(|folder| folder.join("content").is_dir());
    found.map(Path::to_owned).ok_or_else(|| Error::no_site(&here))
}

/// Whether any of some faults stops publishing.
pub fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity == Severity::Error)
}
