//! Publishing: every route into a staging folder beside the output, then one swap.
//!
//! Owns how an output folder changes: nobody ever sees a mix of two sites. A manifest in the output names
//! every file that congbao wrote; a folder that holds anything else is refused, never emptied. Does not
//! know what the files are.

mod output;
mod stage;
mod workshop;

use std::ops::AddAssign;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::site::Site;
use workshop::Workshop;

/// What was published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Those whose bytes were there already.
    pub unchanged: usize,
    /// Bytes of the site.
    pub bytes: u64,
}

/// Publishes a site made from the sources in `root` into `output`. Calls `progress` after each file.
///
/// The outer result is what the machine refuses; the inner one the faults of layouts. In both cases
/// what was published before is in place.
///
/// # Errors
/// An output that overlaps the sources or holds foreign files, another command at work in it, or a disk
/// that cannot be written.
pub fn publish(
    site: &Site,
    root: &Path,
    output: &Path,
    progress: &(dyn Fn() + Sync),
) -> Result<Result<Published, Vec<Diagnostic>>, Error> {
    let output = output::resolve(output)?;
    output::refuse_sources(root, &output)?;
    let workshop = Workshop::open(&output)?;
    let kept = output::refuse_foreign(&output)?;
    let staging = workshop.staging()?;
    let outcome = stage::fill(site, &staging, &output, &kept, progress)?;
    if outcome.is_ok() {
        workshop.swap(&staging, &output)?;
    }
    Ok(outcome)
}

impl AddAssign for Published {
    fn add_assign(&mut self, more: Published) {
        self.files += more.files;
        self.unchanged += more.unchanged;
        self.bytes += more.bytes;
    }
}
