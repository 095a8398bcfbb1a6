//! Publishing in place, where an output cannot be swapped: file by file, each by a rename.
//!
//! Owns the order of it: what is new comes before what links to it, what goes goes last, and whenever the
//! command dies, the manifest names all that stands there, so that the next command can go on.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::manifest::{self, MANIFEST, Standing, folders_above};
use super::record::RECORD;
use super::rights::Rights;
use super::stage::Stage;
use super::swap::Obstacle;
use super::workshop::Workshop;
use super::{Job, Outcome, sync};
use crate::error::Error;
use crate::language::{Language, Words};
use crate::render::route::UrlPath;

/// The manifest of both sites, while one takes the place of the other.
const BOTH: &str = ".congbao-both";
/// The page that links to all others in the end.
const HOME: &str = "index.html";

/// Publishes in place.
pub(super) fn publish(job: Job<'_>, obstacle: &Obstacle) -> Result<Outcome, Error> {
    let output = job.output;
    let workshop = Workshop::open(Workshop::inside(output), output)?
        .map_err(|cause| Error::write(&Workshop::inside(output), cause))?;
    let before = manifest::look(output, output)?;
    let staging = workshop.staging()?;
    let rights = Rights::claim(output, &staging).map_err(|cause| Error::write(&staging, cause))?;
    let stage = Stage { job, staging: &staging, before: &before, rights, leaves: true };
    let mut outcome = stage.fill()?;
    if let Ok(published) = &mut outcome {
        let routes = job.site.routes().keys().map(UrlPath::as_str);
        let files = before.files.iter().map(String::as_str).filter(|name| ![MANIFEST, RECORD].contains(name));
        // A folder that is empty by now, since a command was killed, is ours as well.
        let folders: Vec<String> = before.folders.iter().map(|folder| format!("{folder}/")).collect();
        let both: BTreeSet<&str> = routes.chain(files).chain(folders.iter().map(String::as_str)).collect();
        stage.write(BOTH, manifest::of(both).as_bytes())?;
        sync::tree(&staging).map_err(|cause| Error::write(&staging, cause))?;
        (job.step)()?;
        // What somebody has put there since is not ours to overwrite.
        manifest::look(output, output)?;
        Placement { stage: &stage, output }.run()?;
        published.notices.push(said(output, &obstacle.words()));
    }
    Ok(outcome)
}

fn said(output: &Path, why: &Words) -> Words {
    let output = output.display();
    Words::new(
        format!(
            "{output} được thay từng tệp một chứ không phải cả trang cùng lúc, vì {}",
            why.in_language(Language::Vi)
        ),
        format!(
            "{output} was replaced file by file, not the whole site at once: {}",
            why.in_language(Language::En)
        ),
    )
}

/// The staged files on their way into the output.
struct Placement<'a> {
    stage: &'a Stage<'a>,
    output: &'a Path,
}

impl Placement<'_> {
    fn run(&self) -> Result<(), Error> {
        let order = self.in_order()?;
        self.place(BOTH, MANIFEST)?;
        self.check(sync::folder(self.output))?;
        let (in_the_way, gone) = self.stale();
        self.delete(&in_the_way)?;
        self.make_folders()?;
        for name in order {
            self.place(name, name)?;
        }
        self.check(sync::tree(self.output))?;
        self.delete(&gone)?;
        self.check(sync::tree(self.output))?;
        if self.stage.job.shard.is_whole() {
            self.place(RECORD, RECORD)?;
        }
        self.place(MANIFEST, MANIFEST)?;
        sync::folder(self.output).map_err(|cause| Error::not_synced(self.output, cause))
    }

    /// What the new site does not hold: first what stands in its way, a file where it has a folder, the other
    /// way round, or a name that only a file system without capitals takes for the same.
    fn stale(&self) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let (routes, folders) = (self.stage.job.site.routes(), self.stage.folders());
        let folded: BTreeSet<String> = routes
            .keys()
            .map(UrlPath::as_str)
            .chain(folders.iter().copied())
            .map(str::to_lowercase)
            .collect();
        let Standing { files: old_files, folders: old_folders, .. } = self.stage.before;
        let files = old_files.iter().map(String::as_str);
        let files = files.filter(|name| ![MANIFEST, RECORD].contains(name) && !routes.contains_key(*name));
        let old_folders = old_folders.iter().map(String::as_str).filter(|name| !folders.contains(name));
        files.chain(old_folders).partition(|name| {
            folded.contains(&name.to_lowercase())
                || folders_above(name).any(|above| routes.contains_key(above))
        })
    }

    /// The staged files: those that are not there yet, which nothing that is there links to, then those that
    /// link to them; the home page last.
    fn in_order(&self) -> Result<Vec<&str>, Error> {
        let names = self.stage.job.site.routes().keys().map(UrlPath::as_str);
        let mut staged = Vec::new();
        for name in names {
            let path = self.stage.staging.join(name);
            // One that cannot be looked at is not one that did not change.
            if path.try_exists().map_err(|cause| Error::read(&path, cause))? {
                staged.push(name);
            }
        }
        staged.sort_by_key(|name| {
            let depth = name.matches('/').count();
            (self.stage.before.files.contains(*name), name.ends_with(".html"), *name == HOME, Reverse(depth))
        });
        Ok(staged)
    }

    fn make_folders(&self) -> Result<(), Error> {
        for name in self.stage.folders() {
            let folder = self.output.join(name);
            let made = self.stage.rights.make_folder(&folder);
            made.map_err(|cause| Error::half_placed(&folder, cause))?;
        }
        Ok(())
    }

    fn place(&self, staged: &str, name: &str) -> Result<(), Error> {
        let target = self.output.join(name);
        fs::rename(self.stage.staging.join(staged), &target)
            .map_err(|cause| Error::half_placed(&target, cause))
    }

    /// Deletes files and empty folders, what is in a folder before the folder.
    fn delete(&self, names: &BTreeSet<&str>) -> Result<(), Error> {
        for name in names.iter().rev() {
            let path = self.output.join(name);
            if self.stage.before.folders.contains(*name) {
                // What somebody has put there since stays, and the folder with it.
                let _ = fs::remove_dir(&path);
            } else {
                match fs::remove_file(&path) {
                    Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                        return Err(Error::half_placed(&path, cause));
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    fn check(&self, done: io::Result<()>) -> Result<(), Error> {
        done.map_err(|cause| Error::half_placed(self.output, cause))
    }
}
