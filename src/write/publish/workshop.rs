//! A folder in which the next site is made, beside the output or inside it.
//!
//! Owns the lock that keeps a second command out, and the mark in it by which the folder is known as ours: a
//! folder of that name without it is refused, never emptied.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::error::{Error, reason};
use crate::language::{Language, Words};

/// The workshop inside an output that cannot be swapped.
pub(super) const INSIDE: &str = ".congbao-new";
const LOCK: &str = "lock";
const STAGING: &str = "new";
/// What stands in the lock.
const MARK: &str = "congbao makes the next site in this folder, which goes with the command.\n";

/// A folder in which one command at a time works; it goes with the command.
pub(super) struct Workshop {
    folder: PathBuf,
    /// Held until the command ends, however it ends.
    _lock: File,
}

impl Workshop {
    /// The workshop beside an output.
    pub fn beside(output: &Path) -> PathBuf {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        output.with_file_name(format!(".{name}.congbao"))
    }

    /// The workshop inside an output.
    pub fn inside(output: &Path) -> PathBuf {
        output.join(INSIDE)
    }

    /// Opens a workshop of an output, or says that another command is at work in it. The inner result is why
    /// no such folder can be made.
    pub fn open(folder: PathBuf, output: &Path) -> Result<io::Result<Workshop>, Error> {
        let path = folder.join(LOCK);
        let lock = loop {
            match make(&folder) {
                Err(cause) if cause.kind() != io::ErrorKind::AlreadyExists => return Ok(Err(cause)),
                _ => {}
            }
            if let Some(found) = foreign_before(&folder) {
                return Err(Error::foreign_workshop(&folder, &found));
            }
            let lock = match open_lock(&path) {
                Ok(lock) => lock,
                // The command before us has just removed the folder.
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                Err(cause) if cause.kind() == io::ErrorKind::PermissionDenied => {
                    return Err(Error::write(&path, cause));
                }
                Err(_) if !is_file(&path) => return Err(Error::foreign_workshop(&folder, LOCK)),
                Err(cause) => return Err(Error::write(&path, cause)),
            };
            match lock.try_lock() {
                // Whoever held the lock before may have removed the folder with it.
                Ok(()) if is_same(&lock, &path) => break lock,
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(Error::output_busy(output)),
                Err(fs::TryLockError::Error(cause)) => return Err(Error::write(&path, cause)),
            }
        };
        sign(&lock, &folder)?;
        let workshop = Workshop { folder, _lock: lock };
        let others = [Workshop::beside(output), Workshop::inside(output)];
        if others.iter().any(|other| *other != workshop.folder && is_at_work(other)) {
            return Err(Error::output_busy(output));
        }
        Ok(Ok(workshop))
    }

    /// Whether a folder of our name bears our mark, or holds nothing of anybody.
    pub fn is_ours(folder: &Path) -> bool {
        if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none()) {
            return true;
        }
        let path = folder.join(LOCK);
        is_file(&path) && fs::read(path).is_ok_and(|bytes| bytes == MARK.as_bytes())
    }

    /// An empty folder for the new site; what a command that died left there goes.
    pub fn staging(&self) -> Result<PathBuf, Error> {
        let staging = self.folder.join(STAGING);
        let made = remove(&staging).and_then(|()| fs::create_dir(&staging));
        made.map_err(|cause| Error::write(&staging, cause))?;
        Ok(staging)
    }

    /// Ends a publication: the old site goes. Says where it cannot be deleted.
    pub fn close(self) -> Option<Words> {
        let cause = reason(&remove(&self.folder.join(STAGING)).err()?);
        let (vi, en) = (cause.in_language(Language::Vi), cause.in_language(Language::En));
        let folder = self.folder.display();
        Some(Words::new(
            format!(
                "cảnh báo: không xóa được trang cũ ở {folder}: {vi}; \
                 gõ `sudo rm -r {folder}`, nếu không lần sau sẽ bị từ chối"
            ),
            format!(
                "warning: cannot delete the old site in {folder}: {en}; \
                 type `sudo rm -r {folder}`, or the next build is refused"
            ),
        ))
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next command. The lock goes last, and only ours: in a
        // folder without one the next command may be at work by then.
        if remove(&self.folder.join(STAGING)).is_ok() {
            let _ = fs::remove_file(self.folder.join(LOCK));
            let _ = fs::remove_dir(&self.folder);
        }
    }
}

/// Makes the folder; what is made in it is not to be seen before it is published.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// What says, before anything is touched, that a folder is not ours: it is no folder, or holds things and no
/// lock.
fn foreign_before(folder: &Path) -> Option<String> {
    match fs::symlink_metadata(folder) {
        Ok(entry) if !entry.is_dir() => return Some(".".to_owned()),
        _ => {}
    }
    let names = names(folder);
    (!names.iter().any(|name| name == LOCK)).then(|| names.into_iter().next()).flatten()
}

/// Refuses a folder in which we hold the lock, but which another program made; else leaves our mark in it.
fn sign(mut lock: &File, folder: &Path) -> Result<(), Error> {
    let mut mark = Vec::new();
    let read = lock.take(MARK.len() as u64 + 1).read_to_end(&mut mark);
    read.map_err(|cause| Error::read(&folder.join(LOCK), cause))?;
    let names = names(folder);
    let found = match mark.as_slice() {
        mark if mark == MARK.as_bytes() => {
            names.iter().find(|name| ![LOCK, STAGING].contains(&name.as_str()))
        }
        // A command died, or the power went, before the mark was there; then nothing else is.
        mark if MARK.as_bytes().starts_with(mark) => names.iter().find(|name| *name != LOCK),
        _ => names.iter().find(|name| *name == LOCK),
    };
    if let Some(found) = found {
        return Err(Error::foreign_workshop(folder, found));
    }
    let rest = MARK.get(mark.len()..).unwrap_or_default();
    if rest.is_empty() {
        return Ok(());
    }
    let signed = lock.write_all(rest.as_bytes()).and_then(|()| lock.sync_all());
    signed.map_err(|cause| Error::write(&folder.join(LOCK), cause))
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().escape_debug().to_string()).collect();
    names.sort();
    names
}

/// Whether another command holds the lock of a folder.
fn is_at_work(folder: &Path) -> bool {
    let path = folder.join(LOCK);
    is_file(&path)
        && File::open(path)
            .is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
}

/// Opens a lock, or makes it; a link is not followed.
fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(target_os = "linux")]
    {
        let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    if fs::symlink_metadata(path).is_ok_and(|entry| !entry.is_file()) {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    options.open(path)
}

fn is_file(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|entry| entry.is_file())
}

/// Whether an open file is the one that stands at a path.
fn is_same(file: &File, path: &Path) -> bool {
    let open = file.try_clone().and_then(Handle::from_file);
    open.is_ok_and(|open| Handle::from_path(path).is_ok_and(|there| there == open))
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}
