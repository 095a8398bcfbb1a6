//! What must be on the disk before the power may go.

use std::fs::File;
use std::io;
use std::path::Path;

/// Waits until all that was written below a folder is on the disk.
#[cfg(target_os = "linux")]
pub(super) fn tree(folder: &Path) -> io::Result<()> {
    // One call for the whole file system: a call for each file takes many times as long.
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Waits until all that was written below a folder is on the disk.
#[cfg(not(target_os = "linux"))]
pub(super) fn tree(top: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(top).contents_first(true) {
        let entry = entry?;
        match entry.file_type().is_dir() {
            true => folder(entry.path())?,
            false => File::options().write(true).open(entry.path())?.sync_all()?,
        }
    }
    Ok(())
}

/// Waits until the names in a folder are on the disk.
pub(super) fn folder(folder: &Path) -> io::Result<()> {
    // Elsewhere folders cannot be opened, and their names are safe with the files.
    if cfg!(not(unix)) {
        return Ok(());
    }
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        // A folder that may be written and not read; a file system without this call.
        Err(cause)
            if [io::ErrorKind::PermissionDenied, io::ErrorKind::InvalidInput].contains(&cause.kind()) =>
        {
            Ok(())
        }
        done => done,
    }
}
