//! What may be an output: a folder apart from the sources, with nothing in it that congbao did not write.
//!
//! Owns the manifest, by which it knows what it wrote.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::read::walk::FOLDERS;

/// The list of files that congbao wrote, in the output.
pub(super) const MANIFEST: &str = ".congbao";
/// Keeps an empty output folder under version control; it is no page and stays where it is.
const KEEP: &str = ".gitkeep";

/// The absolute path of the output, which need not exist; links are followed.
pub(super) fn resolve(output: &Path) -> Result<PathBuf, Error> {
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
pub(super) fn refuse_sources(root: &Path, output: &Path) -> Result<(), Error> {
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
pub(super) fn refuse_foreign(output: &Path) -> Result<Vec<PathBuf>, Error> {
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
