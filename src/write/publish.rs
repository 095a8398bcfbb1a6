//! Publishing: every route into a staging folder beside the output, then one swap.
//!
//! Owns what an output folder may hold and how it changes: nobody ever sees a mix of two sites. A
//! manifest in the output names every file that congbao wrote; a folder that holds anything else is
//! refused, never emptied. Does not know what the files are.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::read::walk::FOLDERS;
use crate::render::Output;
use crate::site::Site;

/// The list of files that congbao wrote, in the output.
const MANIFEST: &str = ".congbao";
/// Keeps an empty output folder under version control; it is no page and stays where it is.
const KEEP: &str = ".gitkeep";

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
    let output = resolve(output)?;
    refuse_sources(root, &output)?;
    let workshop = Workshop::open(&output)?;
    let kept = refuse_foreign(&output)?;
    let staging = workshop.staging()?;
    let outcome = fill(site, &staging, &output, &kept, progress);
    match outcome {
        Ok(Ok(published)) => {
            workshop.swap(&staging, &output)?;
            Ok(Ok(published))
        }
        other => other,
    }
}

/// The absolute path of the output, which need not exist; links are followed.
fn resolve(output: &Path) -> Result<PathBuf, Error> {
    if let Ok(existing) = fs::canonicalize(output) {
        if !existing.is_dir() {
            return Err(Error::output_is_file(output));
        }
        return Ok(existing);
    }
    let parent = match output.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(parent).map_err(|cause| Error::write(parent, cause))?;
    let parent = fs::canonicalize(parent).map_err(|cause| Error::write(parent, cause))?;
    match output.file_name() {
        Some(name) => Ok(parent.join(name)),
        None => Err(Error::write(output, io::ErrorKind::NotFound.into())),
    }
}

/// Refuses an output that is, contains or lies inside the sources.
fn refuse_sources(root: &Path, output: &Path) -> Result<(), Error> {
    let sources =
        FOLDERS.iter().map(|folder| root.join(folder)).filter_map(|folder| fs::canonicalize(folder).ok());
    for folder in sources {
        if folder.starts_with(output) || output.starts_with(&folder) {
            return Err(Error::output_in_sources(output, &folder));
        }
    }
    Ok(())
}

/// Refuses an output that holds anything that congbao did not write. Gives the files that stay.
fn refuse_foreign(output: &Path) -> Result<Vec<PathBuf>, Error> {
    if !output.exists() {
        return Ok(Vec::new());
    }
    let manifest = fs::read_to_string(output.join(MANIFEST)).unwrap_or_default();
    let written: BTreeSet<&str> = manifest.lines().chain([MANIFEST]).collect();
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for path in &written {
        let mut above = *path;
        while let Some((folder, _)) = above.rsplit_once('/') {
            folders.insert(folder.to_owned());
            above = folder;
        }
    }
    let mut kept = Vec::new();
    for entry in walkdir::WalkDir::new(output).min_depth(1).sort_by_file_name() {
        let entry = entry.map_err(|fault| {
            let path = fault.path().unwrap_or(output).to_owned();
            Error::read(&path, fault.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into()))
        })?;
        let below = entry.path().strip_prefix(output).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace('\\', "/");
        if name == KEEP {
            kept.push(entry.path().to_owned());
        } else if !(written.contains(name.as_str()) || entry.file_type().is_dir() && folders.contains(&name))
        {
            return Err(Error::foreign_output(output, &name));
        }
    }
    Ok(kept)
}

/// A folder beside the output in which one command at a time works; it goes with the command.
struct Workshop {
    folder: PathBuf,
    /// Held until the command ends, however it ends.
    _lock: File,
}

impl Workshop {
    fn open(output: &Path) -> Result<Workshop, Error> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let folder = output.with_file_name(format!(".{name}.congbao"));
        let path = folder.join("lock");
        loop {
            fs::create_dir_all(&folder).map_err(|cause| Error::write(&folder, cause))?;
            let lock = match File::create(&path) {
                Ok(lock) => lock,
                // The command before us has just removed the folder.
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
                Err(cause) => return Err(Error::write(&path, cause)),
            };
            match lock.try_lock() {
                // Whoever held the lock before may have removed the folder with it.
                Ok(()) if path.exists() => return Ok(Workshop { folder, _lock: lock }),
                Ok(()) => {}
                Err(fs::TryLockError::WouldBlock) => return Err(Error::output_busy(output)),
                Err(fs::TryLockError::Error(cause)) => return Err(Error::write(&path, cause)),
            }
        }
    }

    /// An empty folder for the new site; what a command that died left there goes.
    fn staging(&self) -> Result<PathBuf, Error> {
        for left in ["new", "old"] {
            remove(&self.folder.join(left))?;
        }
        let staging = self.folder.join("new");
        fs::create_dir(&staging).map_err(|cause| Error::write(&staging, cause))?;
        Ok(staging)
    }

    /// Puts the new site in the place of the old one.
    fn swap(&self, staging: &Path, output: &Path) -> Result<(), Error> {
        if !output.exists() {
            return fs::rename(staging, output).map_err(|cause| Error::write(output, cause));
        }
        if let Ok(old) = fs::metadata(output) {
            let _ = fs::set_permissions(staging, old.permissions());
        }
        match exchange(staging, output) {
            Ok(()) => Ok(()),
            Err(cause) if cause.kind() == io::ErrorKind::Unsupported => {
                // No exchange here: for a moment there is no site at all, but never a mix.
                let old = self.folder.join("old");
                fs::rename(output, &old).map_err(|cause| Error::write(output, cause))?;
                fs::rename(staging, output).map_err(|cause| {
                    let _ = fs::rename(&old, output);
                    Error::write(output, cause)
                })
            }
            Err(cause) => Err(Error::write(output, cause)),
        }
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next command.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Exchanges two folders in one step.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|errno| match errno {
        Errno::NOSYS | Errno::INVAL | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        errno => errno.into(),
    })
}

/// Exchanges two folders in one step.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn remove(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(Error::write(folder, cause)),
        _ => Ok(()),
    }
}

/// Writes every route into `staging`; files whose bytes stand in `output` already are linked.
fn fill(
    site: &Site,
    staging: &Path,
    output: &Path,
    kept: &[PathBuf],
    progress: &(dyn Fn() + Sync),
) -> Result<Result<Published, Vec<Diagnostic>>, Error> {
    let folders: BTreeSet<&str> = site
        .routes()
        .keys()
        .filter_map(|path| path.as_str().rsplit_once('/'))
        .map(|(folder, _)| folder)
        .collect();
    for folder in folders {
        let folder = staging.join(folder);
        fs::create_dir_all(&folder).map_err(|cause| Error::write(&folder, cause))?;
    }
    let one = |(path, route): (&crate::render::route::UrlPath, &crate::render::route::Route)| {
        let (target, before) = (staging.join(path.as_str()), output.join(path.as_str()));
        let written = match site.render(path, route) {
            Ok(Output::Bytes(bytes)) => write(&bytes, &target, &before)?,
            Ok(Output::File(source)) => {
                let shown = source.disk().unwrap_or(Path::new(&**source.path()));
                let open = || source.open().map_err(|cause| Error::read(shown, cause));
                copy(open()?, open()?, &target, &before)?
            }
            Err(fault) => return Ok(Err(fault)),
        };
        progress();
        Ok(Ok(written))
    };
    let outcomes: Vec<Result<Published, Diagnostic>> =
        site.routes().par_iter().map(one).collect::<Result<_, Error>>()?;
    let (mut published, mut faults) = (Published::default(), Vec::new());
    for outcome in outcomes {
        match outcome {
            Ok(one) => {
                published.files += one.files;
                published.unchanged += one.unchanged;
                published.bytes += one.bytes;
            }
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        crate::diagnostic::sort(&mut faults);
        return Ok(Err(faults));
    }
    let mut manifest = String::new();
    for path in site.routes().keys() {
        manifest.push_str(path.as_str());
        manifest.push('\n');
    }
    write(manifest.as_bytes(), &staging.join(MANIFEST), &output.join(MANIFEST))?;
    for file in kept {
        let target = staging.join(file.file_name().unwrap_or_default());
        let open = || File::open(file).map_err(|cause| Error::read(file, cause));
        copy(open()?, open()?, &target, file)?;
    }
    Ok(Ok(published))
}

/// Writes a file, or links the one of the site before if it has the same bytes.
fn write(bytes: &[u8], target: &Path, before: &Path) -> Result<Published, Error> {
    let size = bytes.len() as u64;
    let is_same = fs::metadata(before).is_ok_and(|meta| meta.len() == size)
        && fs::read(before).is_ok_and(|old| old == bytes);
    if is_same && fs::hard_link(before, target).is_ok() {
        return Ok(Published { files: 1, unchanged: 1, bytes: size });
    }
    fs::write(target, bytes).map_err(|cause| Error::write(target, cause))?;
    Ok(Published { files: 1, unchanged: 0, bytes: size })
}

/// Copies a file, opened twice, or links the one of the site before if it has the same bytes.
fn copy(compared: File, mut copied: File, target: &Path, before: &Path) -> Result<Published, Error> {
    let is_same = same_bytes(compared, before).unwrap_or(false);
    if is_same && fs::hard_link(before, target).is_ok() {
        let bytes = fs::metadata(target).map_err(|cause| Error::write(target, cause))?.len();
        return Ok(Published { files: 1, unchanged: 1, bytes });
    }
    let written = File::create(target).and_then(|mut file| io::copy(&mut copied, &mut file));
    let bytes = written.map_err(|cause| Error::write(target, cause))?;
    Ok(Published { files: 1, unchanged: 0, bytes })
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
