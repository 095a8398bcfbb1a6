//! A walk over the folders of a site, and the one way by which their files are opened.
//!
//! Owns which files are admitted: regular ones below `content/` and `layouts/`, reached by links only as long
//! as these stay inside, under a name that no other file folds to. The rule holds at every read, not only at
//! the first: what is published later may have been replaced since. Does not know what the files mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use same_file::Handle;
use unicode_normalization::UnicodeNormalization;
use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{self, Diagnostic};
use crate::error::Error;
use crate::place::Place;

/// The folders of a site that are read.
pub const FOLDERS: [&str; 2] = ["content", "layouts"];

/// A path as a key: `/` between names, Unicode form NFC.
pub(crate) fn key(path: &str) -> String {
    let separated = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    separated.nfc().collect()
}

/// Whether a file name is litter of editors and systems, or the trail of an import.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || name.starts_with("___jb_")
        || name.ends_with('~')
        || ["4913", "Thumbs.db", "desktop.ini"].contains(&name)
        || [".tmp", ".bak", ".bck", ".swp", ".crdownload", ".import.yaml"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// A file that was admitted: where it lies, and the real folder that it must not leave.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Admitted {
    /// Where it lies.
    pub disk: PathBuf,
    /// The folder of the site above it, without symbolic links.
    inside: PathBuf,
}

impl Admitted {
    /// Opens the file if it would still be admitted.
    ///
    /// # Errors
    /// What the machine refuses; a path that leads elsewhere by now.
    pub fn open(&self) -> io::Result<fs::File> {
        // Opening a pipe would wait for somebody who writes.
        if !fs::metadata(&self.disk)?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        let file = fs::File::open(&self.disk)?;
        let real = fs::canonicalize(&self.disk)?;
        // The path may lead elsewhere at each look: only the file that was opened counts.
        if real.starts_with(&self.inside)
            && Handle::from_file(file.try_clone()?)? == Handle::from_path(&real)?
        {
            return Ok(file);
        }
        Err(io::ErrorKind::NotFound.into())
    }
}

/// By what a file that was not touched is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct FileStamp {
    /// In bytes.
    pub size: u64,
    pub modified: Option<SystemTime>,
    /// Device, inode, and when either its bytes or its names last changed, where the system tells.
    identity: [i64; 4],
}

impl FileStamp {
    pub fn of(file: &fs::Metadata) -> FileStamp {
        FileStamp { size: file.len(), modified: file.modified().ok(), identity: identity(file) }
    }

    /// That of a text in memory.
    pub fn in_memory(size: u64) -> FileStamp {
        FileStamp { size, ..FileStamp::default() }
    }
}

#[cfg(unix)]
fn identity(file: &fs::Metadata) -> [i64; 4] {
    use std::os::unix::fs::MetadataExt;
    [file.dev().cast_signed(), file.ino().cast_signed(), file.ctime(), file.ctime_nsec()]
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> [i64; 4] {
    [0; 4]
}

/// The files that are there, and the faults of those that cannot be taken.
pub(crate) struct Walk<'a> {
    root: &'a Path,
    found: Vec<(String, Admitted)>,
    faults: Vec<Diagnostic>,
    /// Whether files are reached through symbolic links: then nobody knows which ones a change touches.
    has_links: bool,
}

/// What a walk has found.
pub(crate) struct Listing {
    /// The files that are admitted, by their keys.
    pub files: BTreeMap<String, Admitted>,
    /// What cannot be taken.
    pub faults: Vec<Diagnostic>,
    /// Whether a change of one path may touch others: links, or two paths that fold to one.
    pub is_entangled: bool,
}

impl<'a> Walk<'a> {
    pub fn new(root: &'a Path) -> Walk<'a> {
        Walk { root, found: Vec::new(), faults: Vec::new(), has_links: false }
    }

    /// Lists everything.
    pub fn everything(mut self) -> Result<Listing, Error> {
        for folder in FOLDERS {
            self.below(&self.root.join(folder))?;
        }
        Ok(self.listing())
    }

    /// Lists what is there now of some paths; none where only a look at everything can tell.
    pub fn touched(mut self, paths: &BTreeSet<PathBuf>) -> Result<Option<Listing>, Error> {
        for path in paths {
            let Some(name) = self.name(path) else { continue };
            if FOLDERS.contains(&name.as_str()) {
                return Ok(None);
            }
            match fs::symlink_metadata(path) {
                Ok(file) if file.is_file() && path.to_str().is_some() => {
                    let Some(inside) = self.inside(path)? else { return Ok(None) };
                    self.found.push((name, Admitted { disk: path.clone(), inside }));
                }
                Ok(file) if file.is_dir() => self.below(path)?,
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                _ => return Ok(None),
            }
        }
        let listing = self.listing();
        Ok((!listing.is_entangled).then_some(listing))
    }

    /// The path of a file from the root; none outside the folders of a site, and for litter.
    pub fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(self.root).ok()?;
        let mut names = below.components().map(|name| name.as_os_str().to_string_lossy());
        let is_inside = FOLDERS.contains(&&*names.next()?);
        (is_inside && !names.any(|name| is_ignored(&name))).then(|| key(&below.to_string_lossy()))
    }

    /// Each file under its key; of several that fold to one the first by its own path, and a fault.
    fn listing(mut self) -> Listing {
        self.found.sort();
        self.found.dedup();
        let (mut files, mut faults) = (BTreeMap::<String, Admitted>::new(), self.faults);
        let mut is_entangled = self.has_links;
        for (name, admitted) in self.found {
            match files.get(&name) {
                None => drop(files.insert(name, admitted)),
                Some(first) => {
                    is_entangled = true;
                    let typed = |path: &Path| spelled(path.strip_prefix(self.root).unwrap_or(path));
                    let (first, second) = (typed(&first.disk), typed(&admitted.disk));
                    faults.push(diagnostic::folding_paths(Place::file(name), &first, &second));
                }
            }
        }
        Listing { files, faults, is_entangled }
    }

    /// The real folder of the site above a path; none where there is no such folder.
    fn inside(&self, path: &Path) -> Result<Option<PathBuf>, Error> {
        let Some(folder) = path.strip_prefix(self.root).ok().and_then(|below| below.iter().next()) else {
            return Ok(None);
        };
        match fs::canonicalize(self.root.join(folder)) {
            Ok(inside) => Ok(Some(inside)),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::read(path, cause)),
        }
    }

    fn place(&self, path: &Path) -> Place {
        Place::file(key(&path.strip_prefix(self.root).unwrap_or(path).to_string_lossy()))
    }

    /// Lists the files below a folder.
    fn below(&mut self, top: &Path) -> Result<(), Error> {
        let Some(inside) = self.inside(top)? else { return Ok(()) };
        let mut entries = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(fault) => {
                    self.refused(top, fault)?;
                    continue;
                }
            };
            let is_litter = entry.depth() > 0 && is_ignored(&entry.file_name().to_string_lossy());
            if is_litter || self.leaves(&entry, &inside) {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            } else if !entry.file_type().is_dir() {
                self.take(&entry, &inside);
            }
        }
        Ok(())
    }

    /// Whether an entry is a link out of the folder, which is a fault.
    fn leaves(&mut self, entry: &DirEntry, inside: &Path) -> bool {
        let is_link = entry.depth() > 0 && entry.path_is_symlink();
        self.has_links |= is_link;
        let leaves =
            is_link && !fs::canonicalize(entry.path()).is_ok_and(|target| target.starts_with(inside));
        if leaves {
            self.faults.push(diagnostic::symlink_outside(self.place(entry.path())));
        }
        leaves
    }

    /// Takes a file, or says why it cannot be one of the site.
    fn take(&mut self, entry: &DirEntry, inside: &Path) {
        let path = entry.path();
        if !entry.file_type().is_file() {
            self.faults.push(diagnostic::special_file(self.place(path)));
        } else if path.to_str().is_none() {
            self.faults.push(diagnostic::file_name_not_utf8(self.place(path)));
        } else if let Some(name) = self.name(path) {
            self.found.push((name, Admitted { disk: path.to_owned(), inside: inside.to_owned() }));
        }
    }

    /// What could not be looked at: a link that leads nowhere or in a circle is a fault, what is gone by now
    /// is nothing.
    fn refused(&mut self, top: &Path, fault: walkdir::Error) -> Result<(), Error> {
        let path = fault.path().unwrap_or(top).to_owned();
        if is_ignored(&path.file_name().unwrap_or_default().to_string_lossy()) {
            return Ok(());
        }
        if fault.loop_ancestor().is_some() {
            self.has_links = true;
            self.faults.push(diagnostic::symlink_loop(self.place(&path)));
        } else if fs::symlink_metadata(&path).is_ok_and(|file| file.is_symlink()) {
            self.has_links = true;
            self.faults.push(diagnostic::symlink_broken(self.place(&path)));
        } else if path.exists() {
            let cause = fault.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
            return Err(Error::read(&path, cause));
        }
        Ok(())
    }
}

/// A path with its combining marks told apart: two forms of one name look the same.
pub(crate) fn spelled(path: &Path) -> String {
    let spell = |c: char| match c {
        '\u{300}'..'\u{370}' => format!("\\u{{{:x}}}", u32::from(c)),
        c => c.to_string(),
    };
    path.to_string_lossy().chars().map(spell).collect()
}
