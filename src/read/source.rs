//! The sources of a site: a snapshot of `content/` and `layouts/`.
//!
//! Owns the only reader of the disk, and the slots in which later stages keep what depends on one
//! file alone, so that a snapshot taken after one change parses one file. Does not know what the
//! files mean.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;
use walkdir::WalkDir;

use crate::diagnostic::{self, Diagnostic};
use crate::error::Error;
use crate::place::{Place, Span};

/// The folders of a site that are read.
pub const FOLDERS: [&str; 2] = ["content", "layouts"];

/// What later stages have made of a source, kept from one snapshot to the next.
///
/// A value is asked for with a key; it is made anew where the key differs, so that what depends on
/// more than the file (the names of the register, say) can never be stale.
#[derive(Default)]
pub struct Slots(Mutex<Vec<(u64, Arc<dyn Any + Send + Sync>)>>);

impl Slots {
    /// The value of type `T` for `key`, made now if it is not there yet.
    pub fn derive<T: Any + Send + Sync>(&self, key: u64, make: impl FnOnce() -> T) -> Arc<T> {
        let found = |slots: &Vec<(u64, Arc<dyn Any + Send + Sync>)>| {
            slots.iter().position(|(_, value)| value.is::<T>())
        };
        {
            let slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(at) = found(&slots)
                && slots[at].0 == key
                && let Ok(value) = slots[at].1.clone().downcast::<T>()
            {
                return value;
            }
        }
        let value = Arc::new(make());
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match found(&slots) {
            Some(at) => slots[at] = (key, value.clone()),
            None => slots.push((key, value.clone())),
        }
        value
    }
}

/// One file as it stood when it was read.
pub struct Source {
    path: Arc<str>,
    version: u64,
    disk: Option<PathBuf>,
    stamp: FileStamp,
    text: Contents,
    /// What later stages made of it.
    pub slots: Slots,
}

/// By what a file that was not touched is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct FileStamp {
    /// In bytes.
    size: u64,
    modified: Option<SystemTime>,
}

impl FileStamp {
    fn of(file: &fs::Metadata) -> FileStamp {
        FileStamp { size: file.len(), modified: file.modified().ok() }
    }
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
    fn new(path: Arc<str>, disk: Option<PathBuf>, stamp: FileStamp, text: Contents) -> Source {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let version = NEXT.fetch_add(1, Ordering::Relaxed);
        Source { path, version, disk, stamp, text, slots: Slots::default() }
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

    /// Where the file lies on disk; none for a site in memory.
    pub fn disk(&self) -> Option<&Path> {
        self.disk.as_deref()
    }

    /// The file itself, of which only the text may be at hand.
    pub fn open(&self) -> Option<fs::File> {
        fs::File::open(self.disk.as_deref()?).ok()
    }

    /// The text, or the fault that it is none. Files that are never read have an empty one.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        match &self.text {
            Contents::Read(text) => Ok(text),
            Contents::NotUtf8(place) => Err(diagnostic::not_utf8((**place).clone())),
            Contents::Unread => Ok(""),
        }
    }

    /// The place of `span` in this file.
    pub fn place(&self, span: Span) -> Place {
        match &self.text {
            Contents::Read(text) => Place::new(&self.path, text, span),
            _ => Place::file(self.path.clone()),
        }
    }

    /// Whether a file with `stamp` still holds what was read. One that was written just before the last
    /// snapshot (of which `newest` is the newest time) may have been written again at the same time.
    fn is_untouched(&self, stamp: FileStamp, newest: Option<SystemTime>) -> bool {
        let is_old = |(modified, newest): (SystemTime, SystemTime)| modified + TICK < newest;
        self.stamp == stamp && stamp.modified.zip(newest).is_some_and(is_old)
    }

    /// The name behind the last `/`.
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// A snapshot of all files of a site.
#[derive(Clone, Default)]
pub struct Sources {
    files: BTreeMap<Arc<str>, Arc<Source>>,
    faults: Vec<Diagnostic>,
    /// Whether files are reached through symbolic links: then nobody knows which ones a change touches.
    has_links: bool,
    /// What depends on several files, by a key made of their versions.
    pub slots: Arc<Slots>,
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
        let mut walk = Walk { root, found: Vec::new(), faults: Vec::new(), has_links: self.has_links };
        let is_listed = match touched {
            Touched::Paths(paths) if !self.has_links => walk.touched(paths)?,
            _ => false,
        };
        let mut files = self.files.clone();
        let mut faults = self.faults.clone();
        if let (true, Touched::Paths(paths)) = (is_listed, touched) {
            for path in paths.iter().filter_map(|path| walk.name(path)) {
                files.remove(path.as_str());
                let below = format!("{path}/");
                let gone: Vec<Arc<str>> = self.under(&below).map(|source| source.path.clone()).collect();
                gone.iter().for_each(|path| drop(files.remove(path)));
                faults.retain(|fault| *fault.place.file != *path && !fault.place.file.starts_with(&below));
            }
        } else {
            walk = Walk { root, found: Vec::new(), faults: Vec::new(), has_links: false };
            for folder in FOLDERS {
                walk.below(&root.join(folder))?;
            }
            files.clear();
            faults.clear();
        }
        let newest = self.files.values().filter_map(|source| source.stamp.modified).max();
        let read = |(path, disk): (String, PathBuf)| {
            let old = self.get(&path);
            let is_same = |old: &&Arc<Source>| {
                !is_listed
                    && fs::metadata(&disk).is_ok_and(|file| old.is_untouched(FileStamp::of(&file), newest))
            };
            match old.filter(is_same) {
                Some(old) => Ok(Some(old.clone())),
                None => read_file(path, disk, old),
            }
        };
        let read: Vec<Option<Arc<Source>>> =
            walk.found.into_par_iter().map(read).collect::<Result<_, Error>>()?;
        files.extend(read.into_iter().flatten().map(|source| (source.path.clone(), source)));
        faults.extend(walk.faults);
        Ok(Sources { files, faults, has_links: walk.has_links, slots: self.slots.clone() })
    }

    /// The same snapshot with other versions of some files.
    pub fn with(&self, others: impl IntoIterator<Item = Arc<Source>>) -> Sources {
        let mut sources = self.clone();
        sources.files.extend(others.into_iter().map(|source| (source.path.clone(), source)));
        sources
    }

    /// A site in memory: paths from the root, with their texts.
    pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Sources {
        let files = texts.into_iter().map(|(path, text)| {
            let path: Arc<str> = key(&path.to_string_lossy()).into();
            let stamp = FileStamp { size: text.len() as u64, modified: None };
            let text = decode(&path, text.into_bytes());
            (path.clone(), Arc::new(Source::new(path, None, stamp, text)))
        });
        Sources { files: files.collect(), ..Sources::default() }
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

/// A path as a key: `/` between names, Unicode form NFC.
fn key(path: &str) -> String {
    path.replace('\\', "/").nfc().collect()
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

/// How long a file may be away or empty while it is saved.
const MOMENT: Duration = Duration::from_millis(50);
/// Within how long two writes may have the same time: that of a FAT file system.
const TICK: Duration = Duration::from_secs(2);

/// A walk over the folders of a site: the files that are there, and the faults of those that cannot be
/// taken.
struct Walk<'a> {
    root: &'a Path,
    found: Vec<(String, PathBuf)>,
    faults: Vec<Diagnostic>,
    has_links: bool,
}

impl Walk<'_> {
    /// The path of a file from the root; none outside the folders of a site, and for litter.
    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(self.root).ok()?;
        let mut names = below.components().map(|name| name.as_os_str().to_string_lossy());
        let is_inside = FOLDERS.contains(&&*names.next()?);
        (is_inside && !names.any(|name| is_ignored(&name))).then(|| key(&below.to_string_lossy()))
    }

    /// Lists what is there now of some paths; false where only a look at everything can tell.
    fn touched(&mut self, paths: &BTreeSet<PathBuf>) -> Result<bool, Error> {
        for path in paths {
            let Some(name) = self.name(path) else { continue };
            if FOLDERS.contains(&name.as_str()) {
                return Ok(false);
            }
            match fs::symlink_metadata(path) {
                Ok(file) if file.is_file() && path.to_str().is_some() => {
                    self.found.push((name, path.clone()))
                }
                Ok(file) if file.is_dir() => self.below(path)?,
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => {}
                _ => return Ok(false),
            }
        }
        self.found.sort();
        self.found.dedup();
        Ok(!self.has_links)
    }

    /// Lists the files below a folder.
    fn below(&mut self, top: &Path) -> Result<(), Error> {
        let Some(folder) = top.strip_prefix(self.root).ok().and_then(|below| below.iter().next()) else {
            return Ok(());
        };
        let inside = match fs::canonicalize(self.root.join(folder)) {
            Ok(inside) => inside,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(Error::read(top, cause)),
        };
        let name = |path: &Path| {
            let below = path.strip_prefix(self.root).unwrap_or(path);
            key(&below.to_string_lossy())
        };
        let mut entries = WalkDir::new(top).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(fault) => {
                    let path = fault.path().unwrap_or(top).to_owned();
                    if is_ignored(&path.file_name().unwrap_or_default().to_string_lossy()) {
                        continue;
                    }
                    let at = Place::file(name(&path));
                    if fault.loop_ancestor().is_some() {
                        self.has_links = true;
                        self.faults.push(diagnostic::symlink_loop(at));
                    } else if fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink()) {
                        self.has_links = true;
                        self.faults.push(diagnostic::symlink_broken(at));
                    } else if path.exists() {
                        let cause = fault.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
                        return Err(Error::read(&path, cause));
                    }
                    continue;
                }
            };
            let path = entry.path();
            if entry.depth() > 0 && is_ignored(&entry.file_name().to_string_lossy()) {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                continue;
            }
            let is_link = entry.depth() > 0 && entry.path_is_symlink();
            self.has_links |= is_link;
            if is_link && !fs::canonicalize(path).is_ok_and(|target| target.starts_with(&inside)) {
                self.faults.push(diagnostic::symlink_outside(Place::file(name(path))));
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            } else if entry.file_type().is_file() {
                if path.to_str().is_none() {
                    self.faults.push(diagnostic::file_name_not_utf8(Place::file(name(path))));
                } else {
                    self.found.push((name(path), path.to_owned()));
                }
            } else if !entry.file_type().is_dir() {
                self.faults.push(diagnostic::special_file(Place::file(name(path))));
            }
        }
        Ok(())
    }
}

/// Reads one file, or keeps what was read of it before if that is the same; none if it has gone since it
/// was listed.
fn read_file(path: String, disk: PathBuf, old: Option<&Arc<Source>>) -> Result<Option<Arc<Source>>, Error> {
    let path: Arc<str> = path.into();
    let read = || -> io::Result<(FileStamp, Contents)> {
        // The time is taken first: a write in between shows itself at the next look.
        let stamp = FileStamp::of(&fs::metadata(&disk)?);
        Ok(if is_text(&path) {
            let bytes = fs::read(&disk)?;
            (FileStamp { size: bytes.len() as u64, ..stamp }, decode(&path, bytes))
        } else {
            (stamp, Contents::Unread)
        })
    };
    match read() {
        Ok((stamp, text)) => Ok(Some(match old {
            Some(old) if old.text == text && (text != Contents::Unread || old.stamp == stamp) => old.clone(),
            _ => Arc::new(Source::new(path, Some(disk), stamp, text)),
        })),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::read(&disk, cause)),
    }
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
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        dir
    }

    #[test]
    fn litter_is_ignored_and_paths_are_nfc() {
        let dir = site(&[
            ("content/a.md", "x"),
            ("content/.a.md.swp", "x"),
            ("content/a.md~", "x"),
            ("content/4913", "x"),
            ("content/.git/b.md", "x"),
            ("content/a.import.yaml", "x"),
            ("content/nghi\u{323}.md", "x"),
            ("layouts/base.html", "x"),
            ("other/c.md", "x"),
        ]);
        let sources = Sources::read(dir.path()).unwrap();
        let paths: Vec<_> = sources.under("").map(|s| s.path().to_string()).collect();
        assert_eq!(paths, ["content/a.md", "content/nghị.md", "layouts/base.html"]);
        assert!(sources.get("content/nghi\u{323}.md").is_some());
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let dir = site(&[("content/a.md", "\u{feff}---\n")]);
        let sources = Sources::read(dir.path()).unwrap();
        assert_eq!(sources.get("content/a.md").unwrap().text().unwrap(), "---\n");
    }

    #[test]
    fn text_that_is_no_utf8_names_the_byte() {
        let dir = site(&[]);
        fs::create_dir_all(dir.path().join("content")).unwrap();
        fs::write(dir.path().join("content/a.md"), b"---\ntitle: caf\xe9\n").unwrap();
        let sources = Sources::read(dir.path()).unwrap();
        let fault = sources.get("content/a.md").unwrap().text().unwrap_err();
        assert_eq!((fault.code, fault.place.line, fault.place.column), ("not-utf8", 2, 11));
    }

    #[cfg(unix)]
    #[test]
    fn links_and_special_files_are_faults() {
        use std::os::unix::fs::symlink;
        let dir = site(&[("content/a.md", "x"), ("outside.md", "x")]);
        let content = dir.path().join("content");
        symlink("a.md", content.join("inside.md")).unwrap();
        symlink("../outside.md", content.join("outside.md")).unwrap();
        symlink("nothing", content.join("broken.md")).unwrap();
        symlink(".", content.join("loop")).unwrap();
        std::os::unix::net::UnixListener::bind(content.join("socket")).unwrap();
        let sources = Sources::read(dir.path()).unwrap();
        let paths: Vec<_> = sources.under("").map(|s| s.path().to_string()).collect();
        assert_eq!(paths, ["content/a.md", "content/inside.md"]);
        let mut faults: Vec<_> =
            sources.faults().iter().map(|f| (f.place.file.to_string(), f.code)).collect();
        faults.sort();
        assert_eq!(
            faults,
            [
                ("content/broken.md".to_owned(), "symlink-broken"),
                ("content/loop".to_owned(), "symlink-loop"),
                ("content/outside.md".to_owned(), "symlink-outside"),
                ("content/socket".to_owned(), "special-file"),
            ]
        );
    }

    fn look(sources: &Sources, root: &Path, touched: &[&str]) -> Sources {
        let touched = match touched {
            [] => Touched::Everything,
            paths => Touched::Paths(paths.iter().map(|path| root.join(path)).collect()),
        };
        sources.reread(root, &touched).unwrap()
    }

    fn texts(sources: &Sources) -> Vec<String> {
        sources.under("").map(|s| format!("{}={}", s.path(), s.text().unwrap())).collect()
    }

    #[test]
    fn a_second_look_shares_what_is_the_same() {
        let dir = site(&[("content/a.md", "a"), ("content/b/c.md", "c"), ("content/b/d.md", "d")]);
        let root = dir.path();
        let first = Sources::read(root).unwrap();
        fs::write(root.join("content/a.md"), "A").unwrap();
        fs::write(root.join("content/b/c.md"), "c").unwrap();
        for touched in [&["content/a.md", "content/b/c.md"][..], &[]] {
            let second = look(&first, root, touched);
            assert_eq!(texts(&second), ["content/a.md=A", "content/b/c.md=c", "content/b/d.md=d"]);
            let version = |sources: &Sources, path| sources.get(path).unwrap().version();
            assert_ne!(version(&first, "content/a.md"), version(&second, "content/a.md"));
            assert_eq!(version(&first, "content/b/c.md"), version(&second, "content/b/c.md"));
        }
        // What was not touched is not looked at.
        assert_eq!(texts(&look(&first, root, &["content/b/c.md"]))[0], "content/a.md=a");
    }

    #[test]
    fn folders_come_and_go() {
        let dir = site(&[("content/a.md", "a"), ("content/b/c.md", "c"), ("content/bb.md", "bb")]);
        let root = dir.path();
        let first = Sources::read(root).unwrap();
        fs::rename(root.join("content/b"), root.join("content/e")).unwrap();
        fs::create_dir_all(root.join("content/f/g")).unwrap();
        fs::write(root.join("content/f/g/h.md"), "h").unwrap();
        let expect = ["content/a.md=a", "content/bb.md=bb", "content/e/c.md=c", "content/f/g/h.md=h"];
        assert_eq!(texts(&look(&first, root, &["content/b", "content/e", "content/f"])), expect);
        assert_eq!(texts(&look(&first, root, &[])), expect);
        fs::remove_dir_all(root.join("content")).unwrap();
        assert!(texts(&look(&first, root, &["content"])).is_empty());
    }

    #[test]
    fn a_file_that_is_away_while_it_is_saved_stays() {
        let dir = site(&[("content/a.md", "a")]);
        let path = dir.path().join("content/a.md");
        let first = Sources::read(dir.path()).unwrap();
        fs::remove_file(&path).unwrap();
        let saving = std::thread::spawn(move || {
            std::thread::sleep(MOMENT / 3);
            fs::write(path, "b").unwrap();
        });
        let second = look(&first, dir.path(), &["content/a.md"]);
        saving.join().unwrap();
        assert_eq!(texts(&second), ["content/a.md=b"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_reached_through_links_is_always_looked_at() {
        let dir = site(&[("content/a.md", "a")]);
        let root = dir.path();
        std::os::unix::fs::symlink("a.md", root.join("content/b.md")).unwrap();
        let first = Sources::read(root).unwrap();
        fs::write(root.join("content/a.md"), "A").unwrap();
        assert_eq!(texts(&look(&first, root, &["content/a.md"])), ["content/a.md=A", "content/b.md=A"]);
    }

    #[test]
    fn a_slot_is_made_once_for_a_key() {
        let slots = Slots::default();
        assert_eq!(*slots.derive(1, || 10_u32), 10);
        assert_eq!(*slots.derive(1, || 11_u32), 10);
        assert_eq!(*slots.derive(2, || 12_u32), 12);
        assert_eq!(*slots.derive(2, || "text"), "text");
        assert_eq!(*slots.derive(2, || 13_u32), 12);
    }
}
