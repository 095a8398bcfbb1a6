//! The sources of a site: a snapshot of `content/` and `layouts/`.
//!
//! Owns the only reader of the disk, and the slots in which later stages keep what depends on one
//! file alone, so that a snapshot taken after one change parses one file. Does not know what the
//! files mean.

use std::any::Any;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

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
    size: u64,
    text: Text,
    /// What later stages made of it.
    pub slots: Slots,
}

enum Text {
    /// UTF-8, without byte order mark.
    Read(String),
    /// No UTF-8: the place of the first foreign byte.
    NotUtf8(Box<Place>),
    /// Not a kind of file that is read.
    Unread,
}

impl Source {
    fn new(path: Arc<str>, disk: Option<PathBuf>, size: u64, text: Text) -> Source {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let version = NEXT.fetch_add(1, Ordering::Relaxed);
        Source { path, version, disk, size, text, slots: Slots::default() }
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
        self.size
    }

    /// Where the file lies on disk; none for a site in memory.
    pub fn disk(&self) -> Option<&Path> {
        self.disk.as_deref()
    }

    /// The text, or the fault that it is none. Files that are never read have an empty one.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        match &self.text {
            Text::Read(text) => Ok(text),
            Text::NotUtf8(place) => Err(diagnostic::not_utf8((**place).clone())),
            Text::Unread => Ok(""),
        }
    }

    /// The place of `span` in this file.
    pub fn place(&self, span: Span) -> Place {
        match &self.text {
            Text::Read(text) => Place::new(&self.path, text, span),
            _ => Place::file(self.path.clone()),
        }
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
        let mut found = Vec::new();
        let mut faults = Vec::new();
        for folder in FOLDERS {
            walk(root, folder, &mut found, &mut faults)?;
        }
        let read: Vec<Option<Source>> =
            found.into_par_iter().map(|(path, disk)| read_file(path, disk)).collect::<Result<_, _>>()?;
        let files = read.into_iter().flatten().map(|s| (s.path.clone(), Arc::new(s))).collect();
        Ok(Sources { files, faults, slots: Arc::default() })
    }

    /// A site in memory: paths from the root, with their texts.
    pub fn from_texts(texts: impl IntoIterator<Item = (PathBuf, String)>) -> Sources {
        let files = texts.into_iter().map(|(path, text)| {
            let path: Arc<str> = key(&path.to_string_lossy()).into();
            let size = text.len() as u64;
            let text = decode(&path, text.into_bytes());
            (path.clone(), Arc::new(Source::new(path, None, size, text)))
        });
        Sources { files: files.collect(), faults: Vec::new(), slots: Arc::default() }
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

/// Lists the files below `root/folder`, and the faults of those that cannot be taken.
fn walk(
    root: &Path,
    folder: &str,
    found: &mut Vec<(String, PathBuf)>,
    faults: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let top = root.join(folder);
    let inside = match fs::canonicalize(&top) {
        Ok(inside) => inside,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(Error::read(&top, cause)),
    };
    let name = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        key(&below.to_string_lossy())
    };
    let mut entries = WalkDir::new(&top).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(fault) => {
                let path = fault.path().unwrap_or(&top).to_owned();
                if is_ignored(&path.file_name().unwrap_or_default().to_string_lossy()) {
                    continue;
                }
                let at = Place::file(name(&path));
                if fault.loop_ancestor().is_some() {
                    faults.push(diagnostic::symlink_loop(at));
                } else if fs::symlink_metadata(&path).is_ok_and(|m| m.is_symlink()) {
                    faults.push(diagnostic::symlink_broken(at));
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
        if entry.depth() > 0
            && entry.path_is_symlink()
            && !fs::canonicalize(path).is_ok_and(|target| target.starts_with(&inside))
        {
            faults.push(diagnostic::symlink_outside(Place::file(name(path))));
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_file() {
            if path.to_str().is_none() {
                faults.push(diagnostic::file_name_not_utf8(Place::file(name(path))));
            } else {
                found.push((name(path), path.to_owned()));
            }
        } else if !entry.file_type().is_dir() {
            faults.push(diagnostic::special_file(Place::file(name(path))));
        }
    }
    Ok(())
}

/// Reads one file; none if it has gone since it was listed.
fn read_file(path: String, disk: PathBuf) -> Result<Option<Source>, Error> {
    let path: Arc<str> = path.into();
    let outcome = if is_text(&path) {
        fs::read(&disk).map(|bytes| (bytes.len() as u64, decode(&path, bytes)))
    } else {
        fs::metadata(&disk).map(|meta| (meta.len(), Text::Unread))
    };
    match outcome {
        Ok((size, text)) => Ok(Some(Source::new(path, Some(disk), size, text))),
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

fn decode(path: &Arc<str>, bytes: Vec<u8>) -> Text {
    match String::from_utf8(bytes) {
        Ok(text) => Text::Read(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(fault) => {
            let at = fault.utf8_error().valid_up_to();
            let shown = String::from_utf8_lossy(fault.as_bytes());
            // The valid part is the same in both, so the position holds in the lossy text too.
            Text::NotUtf8(Box::new(Place::new(path, &shown, Span::new(at, at + '\u{fffd}'.len_utf8()))))
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
