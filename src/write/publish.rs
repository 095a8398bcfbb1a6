//! Publishing: every route into a staging folder beside the output, then one swap.
//!
//! Owns how an output folder changes: nobody ever sees a mix of two sites, unless the machine cannot swap
//! folders there; then each file is old or new, and nothing links to what is not there. What is published is
//! on the disk before the old site goes. Does not know what the files are.

mod in_place;
pub mod interrupt;
mod manifest;
mod output;
mod record;
mod rights;
pub mod shard;
mod stage;
mod swap;
mod sync;
mod workshop;

use std::ops::AddAssign;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::language::Words;
use crate::site::Site;
use shard::Shard;

/// What was published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// Those whose bytes were there already.
    pub unchanged: usize,
    /// Those of them that were not even made again.
    pub kept: usize,
    /// Bytes of the site.
    pub bytes: u64,
    /// What is not as it should be with the output, a line each.
    pub notices: Vec<Words>,
}

/// What became of a site: published, or the faults of its layouts.
type Outcome = Result<Published, Vec<Diagnostic>>;

/// Called after each file and before the swap; what it refuses ends the publication.
pub type Step<'a> = dyn Fn() -> Result<(), Error> + Sync + 'a;

/// What is taken from the site before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reuse {
    /// Pages that would be made again as they are, and files with the same bytes.
    Unchanged,
    /// Nothing.
    Nothing,
}

/// One publication.
#[derive(Clone, Copy)]
struct Job<'a> {
    site: &'a Site,
    reuse: Reuse,
    /// An absolute path without links.
    output: &'a Path,
    /// Which part of the site is made.
    shard: Shard,
    step: &'a Step<'a>,
}

/// Publishes a site made from the sources in `root` into `output`, or a part of it.
///
/// The parts, copied into one folder in any order, are the site: each has the manifest of all of it.
///
/// The outer result is what the machine refuses; the inner one the faults of layouts. In both cases
/// what was published before is in place.
///
/// # Errors
/// An output that overlaps the sources, holds foreign files or those of another part, another command at work in it, a disk that
/// cannot be written, or what `step` refuses.
pub fn publish(
    site: &Site,
    root: &Path,
    output: &Path,
    (shard, reuse): (Shard, Reuse),
    step: &Step<'_>,
) -> Result<Result<Published, Vec<Diagnostic>>, Error> {
    let output = output::resolve(output)?;
    output::refuse_sources(root, &output)?;
    let job = Job { site, reuse, output: &output, shard, step };
    match swap::publish(job)? {
        Ok(outcome) => Ok(outcome),
        Err(obstacle) => in_place::publish(job, &obstacle),
    }
}

impl Published {
    /// A file of the site before.
    fn unchanged(bytes: u64) -> Published {
        Published { files: 1, unchanged: 1, bytes, ..Published::default() }
    }
}

impl AddAssign for Published {
    fn add_assign(&mut self, more: Published) {
        self.files += more.files;
        self.unchanged += more.unchanged;
        self.kept += more.kept;
        self.bytes += more.bytes;
        self.notices.extend(more.notices);
    }
}
