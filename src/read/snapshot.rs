//! The sources of a site: a snapshot of `content/` and `layouts/`.
//!
//! Owns what was read of each file, and the memos in which later stages keep what they make of it, so that a
//! snapshot taken after one change parses one file. Which files there are is for [`crate::read::walk`]. Does
//! not know what the files mean.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::hash::{DefaultHasher, Hash};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::diagnostic::{self, Diagnostic};
use crate::error::Error;
use crate::place::{Lines, Place, Span};
use crate::read::memo::{Fingerprint, Memo};
use crate::read::walk::{Admitted, FileStamp, Listing, Walk, key, spelled};

/// How long a file may be away or empty while it is saved.
const MOMENT: Duration = Duration::from_millis(50);
/// Within how long two writes may have the same time: that of a FAT file system.
const TICK: Duration = Duration::from_secs(2);

/// One file as it stood when it was read.
pub struct Source {
    path: Arc<str>,
    version: u64,
    /// Where it lies; none for a text in memory.
    admitted: Option<Admitted>,
    stamp: FileStamp,
    contents: Arc<Contents>,
    /// The lines of its text, once a place in it is asked for.
    lines: OnceLock<Lines>,
    /// What later stages made of it.
    pub memo: Arc<Memo>,
}

#[derive(PartialEq)]
enum Contents {
    /// UTF-8, without byte order mark.
    Read(String),
    /// No UTF-8: the place of the first foreign byte.
    NotUtf8(Box<Place>),
    /// Not a kind of file that is read.
    Unread,
}

impl Source {
    fn new(path: Arc<str>, admitted: Option<Admitted>, stamp: FileStamp, contents: Contents) -> Source {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let version = NEXT.fetch_add(1, Ordering::Relaxed);
        Source {
            path,
            version,
            admitted,
            stamp,
            contents: Arc::new(contents),
            lines: OnceLock::new(),
            memo: Arc::default(),
        }
    }

    /// Path from the root of the site, with `/`, in Unicode form NFC.
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// A number that no other content of any file has had in this process.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// Size in bytes.
    pub fn size(&self) -> u64 {
        self.stamp.size
    }

    /// By what it is known without being read: it changes with the file, and is the same in every process.
    pub(crate) fn stamp(&self) -> FileStamp {
        self.stamp
    }

    /// Where the file lies on disk; none for a site in memory.
    pub fn disk(&self) -> Option<&Path> {
        self.admitted.as_ref().map(|admitted| admitted.disk.as_path())
    }

    /// The file itself, of which only the text may be at hand: the one that this snapshot has seen, or none.
    ///
    /// # Errors
    /// What the machine refuses; a file that was replaced or written since, or that would not be admitted any
    /// more; a site in memory.
    pub fn open(&self) -> io::Result<fs::File> {
        let admitted = self.admitted.as_ref().ok_or(io::ErrorKind::NotFound)?;
        let file = admitted.open()?;
        match FileStamp::of(&file.metadata()?) == self.stamp {
            true => Ok(file),
            false => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// The text, or the fault that it is none. Files that are never read have an empty one.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        match &*self.contents {
            Contents::Read(text) => Ok(text),
            Contents::NotUtf8(place) => Err(diagnostic::not_utf8((**place).clone())),
            Contents::Unread => Ok(""),
        }
    }

    /// The place of `span` in this file.
    pub fn place(&self, span: Span) -> Place {
        match &*self.contents {
            Contents::Read(text) => {
                let lines = self.lines.get_or_init(|| Lines::of(text));
                Place::with_lines(&self.path, text, lines, span)
            }
            _ => Place::file(self.path.clone()),
        }
    }

    /// Whether a file still is and holds what was read. One that was written just before the last snapshot
    /// (of which `newest` is the newest time) may have been written again at the same time.
    fn is_untouched(&self, admitted: &Admitted, newest: Option<SystemTime>) -> bool {
        let is_old = |(modified, newest): (SystemTime, SystemTime)| modified + TICK < newest;
        self.admitted.as_ref() == Some(admitted)
            && fs::metadata(&admitted.disk).is_ok_and(|file| FileStamp::of(&file) == self.stamp)
            && self.stamp.modified.zip(newest).is_some_and(is_old)
    }

    /// The name behind the last `/`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

impl Fingerprint for Source {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        (&self.path, self.version).hash(hasher);
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.path, self.version)
    }
}

/// A snapshot of all files of a site.
#[derive(Clone, Default)]
pub struct Sources {
    files: BTreeMap<Arc<str>, Arc<Source>>,
    faults: Vec<Diagnostic>,
    is_entangled: bool,
    /// A file that was listed, and away when it was to be read.
    away: Option<PathBuf>,
    /// What was made of several files.
    pub memo: Arc<Memo>,
}

impl Sources {
    /// Reads `content/` and `layouts/` below `root`.
    ///
    /// # Errors
    /// A folder or file that the machine refuses to read. What an author did wrong (links that leave
    /// the site, text that is no UTF-8) is a fault of the snapshot.
    pub fn read(root: &Path) -> Result<Sources, Error> {
        Sources::default().reread(root, &Touched::Everything)
    }

    /// A snapshot taken after a change: what is still the same is shared with this one.
    ///
    /// # Errors
    /// As for [`Sources::read`].
    pub fn reread(&self, root: &Path, touched: &Touched) -> Result<Sources, Error> {
        let next = self.reread_once(root, touched)?;
        // Some editors empty or remove a file for a moment while they save it.
        let is_passing = |(path, old): (&Arc<str>, &Arc<Source>)| {
            old.stamp.size > 0 && next.files.get(path).is_none_or(|new| new.stamp.size == 0)
        };
        if !self.files.iter().any(is_passing) {
            return Ok(next);
        }
        std::thread::sleep(MOMENT);
        self.reread_once(root, touched)
    }

    fn reread_once(&self, root: &Path, touched: &Touched) -> Result<Sources, Error> {
        if let Touched::Paths(paths) = touched
            && !self.is_entangled
            && let Some(listing) = Walk::new(root).touched(paths)?
            && !listing.files.iter().any(|(path, admitted)| self.holds_another(path, admitted))
        {
            return self.with_touched(root, paths, listing);
        }
        let listing = Walk::new(root).everything()?;
        let newest = self.files.values().filter_map(|source| source.stamp.modified).max();
        let read = |(path, admitted): (String, Admitted)| match self.get(&path) {
            Some(old) if old.is_untouched(&admitted, newest) => Ok(Some(old.clone())),
            old => read_file(path, admitted, old),
        };
        let listed: Vec<PathBuf> = listing.files.values().map(|admitted| admitted.disk.clone()).collect();
        let read: Vec<Option<Arc<Source>>> =
            listing.files.into_par_iter().map(read).collect::<Result<_, Error>>()?;
        let away = read.iter().zip(listed).find_map(|(source, disk)| source.is_none().then_some(disk));
        let files = read.into_iter().flatten().map(|source| (source.path.clone(), source)).collect();
        let memo = self.memo.clone();
        Ok(Sources { files, faults: listing.faults, is_entangled: listing.is_entangled, away, memo })
    }

    /// Refuses a snapshot of a text that was written, or went, while it was read: it may hold a part of it.
    ///
    /// # Errors
    /// The file.
    pub fn settled(&self) -> Result<(), Error> {
        // Of a file that is not read this is looked at when it is copied.
        let read = self.files.values().filter(|source| *source.contents != Contents::Unread);
        let is_other = |source: &Source, disk: &Path| {
            // Not all network shares keep the numbers of their files.
            let known = |stamp: FileStamp| (stamp.size, stamp.modified);
            !fs::metadata(disk).is_ok_and(|now| known(FileStamp::of(&now)) == known(source.stamp))
        };
        let disks = read.filter_map(|source| Some((source, source.disk()?)));
        let mut changed = disks.filter(|(source, disk)| is_other(source, disk)).map(|(_, disk)| disk);
        match self.away.as_deref().or_else(|| changed.next()) {
            Some(path) => Err(Error::changed_while_read(path)),
            None => Ok(()),
        }
    }

    /// Whether another file than the one that is admitted stands at a path, and is still there.
    fn holds_another(&self, path: &str, admitted: &Admitted) -> bool {
        let old = self.get(path).and_then(|old| old.disk());
        old.is_some_and(|disk| disk != admitted.disk && fs::symlink_metadata(disk).is_ok())
    }

    /// The same snapshot with what is there now of some paths.
    fn with_touched(
        &self,
        root: &Path,
        paths: &BTreeSet<PathBuf>,
        listing: Listing,
    ) -> Result<Sources, Error> {
        let mut next = self.clone();
        let walk = Walk::new(root);
        for (path, name) in paths.iter().filter_map(|path| Some((path, walk.name(path)?))) {
            let below = format!("{name}/");
            let is_gone = |source: &&Arc<Source>| source.disk().is_none_or(|disk| disk.starts_with(path));
            let gone = self.get(&name).into_iter().chain(self.under(&below)).filter(is_gone);
            gone.for_each(|source| drop(next.files.remove(&source.path)));
            next.faults.retain(|fault| *fault.place.file != *name && !fault.place.file.starts_with(&below));
        }
        for (path, admitted) in listing.files {
            let old = self.get(&path);
            next.files.extend(read_file(path, admitted, old)?.map(|source| (source.path.clone(), source)));
        }
        next.faults.extend(listing.faults);
        Ok(next)
    }

    /// The same snapshot with other versions of some files.
    pub fn with(&self, others: impl IntoIterator<Item = Arc<Source>>) -> Sources {
        let mut sources = self.clone();
        sources.files.extend(others.into_iter().map(|source| (source.path.clone(), source)));
        sources
    }

    /// A site in memory: paths from the root, with their texts.
    pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Sources {
        let mut sources = Sources::default();
        for (typed, text) in texts {
            let path: Arc<str> = key(&typed.to_string_lossy()).into();
            let stamp = FileStamp::in_memory(text.len() as u64);
            let contents = decode(&path, text.into_bytes());
            let source = Arc::new(Source::new(path.clone(), None, stamp, contents));
            if sources.files.insert(path.clone(), source).is_some() {
                let at = Place::file(path.clone());
                sources.faults.push(diagnostic::folding_paths(at, &path, &spelled(&typed)));
            }
        }
        sources
    }

    /// The file at `path` (from the root, with `/`), whatever its Unicode form.
    pub fn get(&self, path: &str) -> Option<&Arc<Source>> {
        self.files.get(path).or_else(|| self.files.get(key(path).as_str()))
    }

    /// All files whose path begins with `prefix`, in path order.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a Arc<Source>> + 'a {
        let from = std::ops::Bound::Included(prefix);
        self.files
            .range::<str, _>((from, std::ops::Bound::Unbounded))
            .take_while(move |(path, _)| path.starts_with(prefix))
            .map(|(_, source)| source)
    }

    /// Only the files below some paths, for what is made of nothing else.
    pub fn part<'a>(&'a self, prefixes: &'a [&'a str]) -> Part<'a> {
        Part { sources: self, prefixes }
    }

    /// The paths of files that differ from those of `next`, and how.
    pub fn changes<'a>(&'a self, next: &'a Sources) -> Vec<(FileChange, &'a Arc<str>)> {
        let gone = self.files.keys().filter(|path| !next.files.contains_key(*path));
        let there = next.files.iter().filter_map(|(path, new)| match self.files.get(path) {
            None => Some((FileChange::Added, path)),
            Some(old) if old.version != new.version => Some((FileChange::Edited, path)),
            Some(_) => None,
        });
        there.chain(gone.map(|path| (FileChange::Removed, path))).collect()
    }

    /// Faults of the files themselves.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }
}

/// The files of a snapshot below some paths, and no others.
#[derive(Clone, Copy)]
pub struct Part<'a> {
    sources: &'a Sources,
    prefixes: &'a [&'a str],
}

impl<'a> Part<'a> {
    /// The file at `path`, if it is one of these.
    pub fn get(&self, path: &str) -> Option<&'a Arc<Source>> {
        let is_here = self.prefixes.iter().any(|prefix| path.starts_with(prefix));
        self.sources.get(path).filter(|_| is_here)
    }

    /// Those of these files whose path begins with `prefix`, in path order.
    pub fn under(&self, prefix: &'a str) -> impl Iterator<Item = &'a Arc<Source>> + 'a {
        let prefixes = self.prefixes;
        let is_here =
            move |source: &&Arc<Source>| prefixes.iter().any(|prefix| source.path.starts_with(prefix));
        self.sources.under(prefix).filter(is_here)
    }
}

impl Fingerprint for Part<'_> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        for prefix in self.prefixes {
            let files: Vec<&Source> = self.sources.under(prefix).map(|source| &**source).collect();
            files.add_to(hasher);
        }
    }
}

/// How a file differs from the one of an earlier snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileChange {
    /// It is new.
    Added,
    /// It holds something else.
    Edited,
    /// It is gone.
    Removed,
}

/// What may have changed on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Nobody knows what.
    Everything,
    /// These files and folders, or what stood there.
    Paths(BTreeSet<PathBuf>),
}

/// Reads one file, or keeps what was read of it before if that is the same; none if it has gone since it
/// was listed.
fn read_file(
    path: String,
    admitted: Admitted,
    old: Option<&Arc<Source>>,
) -> Result<Option<Arc<Source>>, Error> {
    let path: Arc<str> = path.into();
    let read = || -> io::Result<(FileStamp, Contents)> {
        let mut file = admitted.open()?;
        // The time is taken first: a write in between shows itself at the next look.
        let mut stamp = FileStamp::of(&file.metadata()?);
        if !is_text(&path) {
            return Ok((stamp, Contents::Unread));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(stamp.size).unwrap_or_default());
        file.read_to_end(&mut bytes)?;
        stamp.size = bytes.len() as u64;
        Ok((stamp, decode(&path, bytes)))
    };
    let (stamp, contents) = match read() {
        Ok(read) => read,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(cause) => return Err(Error::read(&admitted.disk, cause)),
    };
    let same = old.filter(|old| *old.contents == contents);
    Ok(Some(Arc::new(match same {
        // A file whose text is not at hand is the same only if nothing at all has touched it.
        Some(old) if matches!(contents, Contents::Read(_)) || old.stamp == stamp => Source {
            path,
            version: old.version,
            admitted: Some(admitted),
            stamp,
            contents: old.contents.clone(),
            lines: OnceLock::new(),
            memo: old.memo.clone(),
        },
        _ => Source::new(path, Some(admitted), stamp, contents),
    })))
}

/// Whether the text of a file is wanted: sources, and everything in `layouts/` but pictures and fonts.
fn is_text(path: &str) -> bool {
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    ["md", "yaml", "csv", "txt", "json", "html", "css", "js", "svg", "xml"]
        .iter()
        .any(|t| t.eq_ignore_ascii_case(end))
}

fn decode(path: &Arc<str>, bytes: Vec<u8>) -> Contents {
    match String::from_utf8(bytes) {
        Ok(text) => Contents::Read(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(fault) => {
            let at = fault.utf8_error().valid_up_to();
            let shown = String::from_utf8_lossy(fault.as_bytes());
            // The valid part is the same in both, so the position holds in the lossy text too.
            Contents::NotUtf8(Box::new(Place::new(path, &shown, Span::new(at, at + '\u{fffd}'.len_utf8()))))
        }
    }
}

#[cfg(test)]
mod tests;
