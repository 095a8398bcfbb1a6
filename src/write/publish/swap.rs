//! The swap: the next site is made beside the output and takes its place in one step.
//!
//! Owns the order of it (staged, on the disk, swapped, that on the disk, the old site gone) and what stands in
//! its way.

use std::fs;
use std::io;
use std::path::Path;

use super::manifest;
use super::rights::Rights;
use super::stage::Stage;
use super::workshop::Workshop;
use super::{Job, Outcome, sync};
use crate::error::{Error, reason};
use crate::language::{Language, Words};

/// Why an output cannot be swapped.
pub(super) enum Obstacle {
    MountPoint,
    /// Nothing can be made beside it.
    Beside(io::Error),
    /// The machine cannot do it there.
    Exchange(io::Error),
}

impl Obstacle {
    /// The reason.
    pub fn words(&self) -> Words {
        match self {
            Obstacle::MountPoint => Words::new("nó là điểm gắn (mount)", "it is a mount point"),
            Obstacle::Beside(cause) => {
                because("không tạo được thư mục bên cạnh nó", "no folder can be made beside it", cause)
            }
            Obstacle::Exchange(cause) => because(
                "máy không hoán đổi được thư mục ở đó",
                "the machine cannot exchange folders there",
                cause,
            ),
        }
    }
}

fn because(vi: &str, en: &str, cause: &io::Error) -> Words {
    let cause = reason(cause);
    let (vi_cause, en_cause) = (cause.in_language(Language::Vi), cause.in_language(Language::En));
    Words::new(format!("{vi} ({vi_cause})"), format!("{en} ({en_cause})"))
}

/// Publishes by a swap, or tells why that cannot be.
pub(super) fn publish(job: Job<'_>) -> Result<Result<Outcome, Obstacle>, Error> {
    let output = job.output;
    let was_there = output.exists();
    if was_there && is_mount_point(output) {
        return Ok(Err(Obstacle::MountPoint));
    }
    if let Some(above) = output.parent().filter(|_| !was_there) {
        fs::create_dir_all(above).map_err(|cause| Error::write(above, cause))?;
    }
    let workshop = match Workshop::open(Workshop::beside(output), output)? {
        Ok(workshop) => workshop,
        Err(cause) if was_there && is_in_the_way(&cause) => return Ok(Err(Obstacle::Beside(cause))),
        Err(cause) => return Err(Error::write(&Workshop::beside(output), cause)),
    };
    let before = manifest::look(output, output)?;
    // It would go with the old site, and could not be deleted.
    if let Some(mount) = before.folders.iter().map(|name| output.join(name)).find(|path| is_mount_point(path))
    {
        return Err(Error::mount_in_output(&mount));
    }
    let staging = workshop.staging()?;
    if was_there && let Err(cause) = try_exchange(&staging) {
        return match is_in_the_way(&cause) {
            true => Ok(Err(Obstacle::Exchange(cause))),
            false => Err(Error::write(&staging, cause)),
        };
    }
    let rights = if was_there { Rights::claim(output, &staging) } else { Rights::default() };
    let stage = Stage { job, staging: &staging, before: &before, rights, leaves: false };
    let mut outcome = stage.fill()?;
    if let Ok(published) = &mut outcome {
        rights.give_output(&staging);
        sync::tree(&staging).map_err(|cause| Error::write(&staging, cause))?;
        (job.step)()?;
        // What somebody has put there since is not ours to delete.
        manifest::look(output, output)?;
        if let Err(cause) = swap(&staging, output)? {
            return Ok(Err(Obstacle::Exchange(cause)));
        }
        let above = output.parent().unwrap_or(output);
        sync::folder(above).map_err(|cause| Error::not_synced(output, cause))?;
        published.notices.extend(workshop.close());
    }
    Ok(Ok(outcome))
}

/// Puts the new site in the place of the old one; the inner result is that the machine cannot.
fn swap(staging: &Path, output: &Path) -> Result<io::Result<()>, Error> {
    if !output.exists() {
        return fs::rename(staging, output).map(Ok).map_err(|cause| Error::write(output, cause));
    }
    match exchange(staging, output) {
        Ok(()) => {}
        Err(cause) if is_in_the_way(&cause) => return Ok(Err(cause)),
        Err(cause) => return Err(Error::write(output, cause)),
    }
    // A file may have come between the last look and the swap.
    manifest::look(staging, output).map(|_| Ok(())).inspect_err(|_| {
        // Where even that fails, what others wrote is at least not deleted with the old site.
        let _ = exchange(staging, output).or_else(|_| fs::rename(staging, staging.with_file_name("kept")));
    })
}

/// Tries an exchange on two folders of our own.
fn try_exchange(staging: &Path) -> io::Result<()> {
    let (a, b) = (staging.join("a"), staging.join("b"));
    fs::create_dir(&a)?;
    fs::create_dir(&b)?;
    exchange(&a, &b)?;
    fs::remove_dir(&a)?;
    fs::remove_dir(&b)
}

/// Exchanges two folders in one step.
#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders in one step.
#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether a refusal is about this place or about folders, so that files in the output may yet be written.
fn is_in_the_way(cause: &io::Error) -> bool {
    use io::ErrorKind::*;
    let kinds = [
        ResourceBusy,
        CrossesDevices,
        InvalidInput,
        PermissionDenied,
        ReadOnlyFilesystem,
        Unsupported,
        InvalidFilename,
    ];
    kinds.contains(&cause.kind())
}

/// Whether another file system, or another part of this one, begins at a folder.
fn is_mount_point(folder: &Path) -> bool {
    is_mount_root(folder) || is_other_device(folder)
}

#[cfg(target_os = "linux")]
fn is_mount_root(folder: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, folder, AtFlags::empty(), StatxFlags::empty())
        .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
}

#[cfg(not(target_os = "linux"))]
fn is_mount_root(_: &Path) -> bool {
    false
}

#[cfg(unix)]
fn is_other_device(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).map(|meta| meta.dev()).ok();
    folder.parent().is_some_and(|above| device(above) != device(folder))
}

#[cfg(not(unix))]
fn is_other_device(_: &Path) -> bool {
    false
}
