//! A folder beside the output, where the next site is made, and the swap that publishes it.
//!
//! Owns the lock that keeps a second command out. Nobody ever sees a mix of two sites.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// A folder beside the output in which one command at a time works; it goes with the command.
pub(super) struct Workshop {
    folder: PathBuf,
    /// Held until the command ends, however it ends.
    _lock: File,
}

impl Workshop {
    /// Opens the workshop of an output, or says that another command is at work in it.
    pub fn open(output: &Path) -> Result<Workshop, Error> {
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
    pub fn staging(&self) -> Result<PathBuf, Error> {
        for left in ["new", "old"] {
            remove(&self.folder.join(left))?;
        }
        let staging = self.folder.join("new");
        fs::create_dir(&staging).map_err(|cause| Error::write(&staging, cause))?;
        Ok(staging)
    }

    /// Puts the new site in the place of the old one.
    pub fn swap(&self, staging: &Path, output: &Path) -> Result<(), Error> {
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
