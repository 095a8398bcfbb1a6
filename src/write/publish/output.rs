//! What may be an output: a folder apart from the sources. Nothing is made here.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::read::walk::FOLDERS;

/// The absolute path of the output, which need not exist; links are followed.
pub(super) fn resolve(output: &Path) -> Result<PathBuf, Error> {
    let absolute = std::path::absolute(output).map_err(|cause| Error::write(output, cause))?;
    let (mut at, mut missing) = (absolute.as_path(), Vec::new());
    loop {
        let cause = match fs::canonicalize(at) {
            Ok(existing) if existing.is_dir() => {
                return Ok(missing.iter().rev().fold(existing, |path, name| path.join(name)));
            }
            Ok(_) => return Err(Error::output_is_file(at)),
            Err(cause) => cause,
        };
        if fs::symlink_metadata(at).is_ok_and(|entry| entry.is_symlink()) {
            return Err(Error::output_dangling(at, &fs::read_link(at).unwrap_or_default()));
        }
        let is_missing = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory].contains(&cause.kind());
        match at.parent().zip(at.file_name()) {
            Some((parent, name)) if is_missing => {
                missing.push(name);
                at = parent;
            }
            _ => return Err(Error::write(at, cause)),
        }
    }
}

/// Refuses an output that is, contains or lies inside the sources, also such as are not there yet.
pub(super) fn refuse_sources(root: &Path, output: &Path) -> Result<(), Error> {
    let root = fs::canonicalize(root).map_err(|cause| Error::read(root, cause))?;
    for folder in FOLDERS.map(|folder| root.join(folder)) {
        let real = fs::canonicalize(&folder).ok();
        for folder in [Some(folder), real].into_iter().flatten() {
            if folder.starts_with(output) || output.starts_with(&folder) {
                return Err(Error::output_in_sources(output, &folder));
            }
        }
    }
    Ok(())
}
