//! The files of the next site: every route, rendered and written.
//!
//! Owns how a file that did not change is taken from the site before. Does not know where either stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{self, KEEP, MANIFEST, Standing, folders_above};
use super::record::{Page, RECORD, Records};
use super::rights::Rights;
use super::{Job, Outcome, Published, Reuse};
use crate::diagnostic::{self, Diagnostic};
use crate::error::Error;
use crate::render::Output;
use crate::render::route::{Route, UrlPath};

/// What was written, and the page that it is.
type Added = (Published, Option<Page>);

/// Where the files of the next site are made.
pub(super) struct Stage<'a> {
    pub job: Job<'a>,
    pub staging: &'a Path,
    /// What stands in the output.
    pub before: &'a Standing,
    pub rights: Rights,
    /// Whether a file that stands in the output already stays there; else it is linked.
    pub leaves: bool,
}

impl Stage<'_> {
    /// Writes every route, the manifest, and the file that stays.
    pub fn fill(&self) -> Result<Outcome, Error> {
        self.refuse_other_parts()?;
        self.make_folders()?;
        let (routes, content) = (self.job.site.routes(), self.job.site.content());
        let records = match self.job.reuse {
            Reuse::Unchanged => Records::read(self.job.output, content),
            Reuse::Nothing => Records::none(content),
        };
        let own = routes.par_iter().filter(|(path, _)| self.job.shard.holds(path.as_str()));
        let add = |(path, route)| self.add(&records, path, route).map(|added| (path, added));
        let outcomes = own.map(add).collect::<Result<Vec<_>, Error>>()?;
        let (mut published, mut pages, mut faults) = (Published::default(), BTreeMap::new(), Vec::new());
        for (path, outcome) in outcomes {
            match outcome {
                Ok((one, page)) => {
                    published += one;
                    pages.extend(page.map(|page| (path.as_str().to_owned(), page)));
                }
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            diagnostic::sort(&mut faults);
            return Ok(Err(faults));
        }
        // Parts are put together by copying: what is known of the whole stands in none of them.
        if self.job.shard.is_whole() {
            self.write(RECORD, &records.write(pages))?;
        }
        let manifest = manifest::of(routes.keys().map(UrlPath::as_str));
        self.write(MANIFEST, manifest.as_bytes())?;
        if self.before.is_kept && !self.leaves {
            let path = self.job.output.join(KEEP);
            let kept = fs::read(&path).map_err(|cause| Error::read(&path, cause))?;
            self.write(KEEP, &kept)?;
        }
        published.notices.extend(self.rights.warning(self.job.output));
        Ok(Ok(published))
    }

    /// Refuses an output with what this part does not hold: a whole site, or another part, would go.
    fn refuse_other_parts(&self) -> Result<(), Error> {
        let shard = self.job.shard;
        let mut files = self.before.files.iter().filter(|name| ![MANIFEST, RECORD].contains(&name.as_str()));
        match files.find(|name| !shard.holds(name)) {
            Some(found) => Err(Error::other_part(self.job.output, found, &shard.to_string())),
            None => Ok(()),
        }
    }

    /// The folders of all routes that are made.
    pub fn folders(&self) -> BTreeSet<&str> {
        let routes = self.job.site.routes().keys().map(UrlPath::as_str);
        routes.filter(|path| self.job.shard.holds(path)).flat_map(folders_above).collect()
    }

    fn make_folders(&self) -> Result<(), Error> {
        for folder in self.folders() {
            let folder = self.staging.join(folder);
            self.rights.make_folder(&folder).map_err(|cause| Error::write(&folder, cause))?;
        }
        Ok(())
    }

    fn add(
        &self,
        records: &Records<'_>,
        path: &UrlPath,
        route: &Route,
    ) -> Result<Result<Added, Diagnostic>, Error> {
        let content = self.job.site.content();
        let what = content.page_at(route);
        if let Some(page) = what.and_then(|what| records.kept(path.as_str(), what))
            && self.keeps(path.as_str(), page)
        {
            (self.job.step)()?;
            let kept = Published { kept: 1, ..Published::unchanged(page.size()) };
            return Ok(Ok((kept, Some(page.clone()))));
        }
        let mut page = None;
        let written = match content.render_noting(path, route) {
            Ok((Output::Bytes(bytes), asked)) => {
                page = what.map(|what| records.made(what, &bytes, asked));
                self.write(path.as_str(), &bytes)?
            }
            Ok((Output::File(source), _)) => {
                let shown = source.disk().unwrap_or(Path::new(&**source.path()));
                let open = || source.open().map_err(|cause| Error::read(shown, cause));
                let copied = self.copy(path.as_str(), open()?, open()?)?;
                // It is no other file than the one that was admitted, also after the last byte.
                open()?;
                copied
            }
            Err(fault) => return Ok(Err(fault)),
        };
        (self.job.step)()?;
        Ok(Ok((written, page)))
    }

    /// Takes a page of the site before, if its file holds the bytes that were written.
    fn keeps(&self, name: &str, page: &Page) -> bool {
        let is_its = |before: &Path| fs::read(before).is_ok_and(|bytes| page.is(&bytes));
        self.reuses(name, page.size(), is_its)
    }

    /// Writes a file, unless one with these bytes is there.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<Published, Error> {
        let is_same = |before: &Path| fs::read(before).is_ok_and(|old| old == bytes);
        if self.reuses(name, bytes.len() as u64, is_same) {
            return Ok(Published::unchanged(bytes.len() as u64));
        }
        self.put(name, |file| file.write_all(bytes).map(|()| bytes.len() as u64))
    }

    /// Copies a file, opened twice, unless one with its bytes is there.
    fn copy(&self, name: &str, compared: File, mut copied: File) -> Result<Published, Error> {
        let size = compared.metadata().map(|file| file.len()).unwrap_or_default();
        let is_same = |before: &Path| same_bytes(compared, before).unwrap_or(false);
        if self.reuses(name, size, is_same) {
            return Ok(Published::unchanged(size));
        }
        self.put(name, |file| io::copy(&mut copied, file))
    }

    /// Takes a file of the site before, if it is the same.
    fn reuses(&self, name: &str, size: u64, is_same: impl FnOnce(&Path) -> bool) -> bool {
        let before = self.job.output.join(name);
        self.job.reuse == Reuse::Unchanged
            && self.before.files.contains(name)
            && fs::symlink_metadata(&before)
                .is_ok_and(|file| file.is_file() && file.len() == size && self.rights.fit(&file))
            && is_same(&before)
            && match self.leaves {
                // In place the manifest changes twice.
                true => ![MANIFEST, RECORD].contains(&name),
                false => fs::hard_link(&before, self.staging.join(name)).is_ok(),
            }
    }

    fn put(&self, name: &str, write: impl FnOnce(&mut File) -> io::Result<u64>) -> Result<Published, Error> {
        let target = self.staging.join(name);
        let written = File::create_new(&target).and_then(|mut file| {
            self.rights.give_file(&file)?;
            write(&mut file)
        });
        let bytes = written.map_err(|cause| Error::write(&target, cause))?;
        Ok(Published { files: 1, unchanged: 0, bytes, ..Published::default() })
    }
}

/// Whether two files have the same bytes, read piece by piece.
fn same_bytes(a: File, b: &Path) -> io::Result<bool> {
    let b = File::open(b)?;
    if a.metadata()?.len() != b.metadata()?.len() {
        return Ok(false);
    }
    let (mut a, mut b) = (io::BufReader::new(a), io::BufReader::new(b));
    let (mut left, mut right) = ([0; 16 * 1024], [0; 16 * 1024]);
    loop {
        let count = a.read(&mut left)?;
        if count == 0 {
            return Ok(true);
        }
        b.read_exact(&mut right[..count])?;
        if left[..count] != right[..count] {
            return Ok(false);
        }
    }
}
