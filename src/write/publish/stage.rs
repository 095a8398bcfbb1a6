//! The files of the next site: every route, rendered and written.
//!
//! Owns how a file that did not change is taken from the site before. Does not know where either stands.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Published;
use super::output::MANIFEST;
use crate::diagnostic::{self, Diagnostic};
use crate::error::Error;
use crate::render::Output;
use crate::render::route::{Route, UrlPath};
use crate::site::Site;

/// Writes every route into `staging`, and beside them the files that are `kept` from `output`; files whose
/// bytes stand in `output` already are linked.
pub(super) fn fill(
    site: &Site,
    staging: &Path,
    output: &Path,
    kept: &[PathBuf],
    progress: &(dyn Fn() + Sync),
) -> Result<Result<Published, Vec<Diagnostic>>, Error> {
    make_folders(site, staging)?;
    let one = |(path, route): (&UrlPath, &Route)| {
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
            Ok(one) => published += one,
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        diagnostic::sort(&mut faults);
        return Ok(Err(faults));
    }
    let manifest: String = site.routes().keys().map(|path| format!("{}\n", path.as_str())).collect();
    write(manifest.as_bytes(), &staging.join(MANIFEST), &output.join(MANIFEST))?;
    for file in kept {
        let target = staging.join(file.file_name().unwrap_or_default());
        let open = || File::open(file).map_err(|cause| Error::read(file, cause));
        copy(open()?, open()?, &target, file)?;
    }
    Ok(Ok(published))
}

/// Makes the folders of all routes.
fn make_folders(site: &Site, staging: &Path) -> Result<(), Error> {
    let folders = site.routes().keys().filter_map(|path| path.as_str().rsplit_once('/'));
    let folders: BTreeSet<&str> = folders.map(|(folder, _)| folder).collect();
    for folder in folders {
        let folder = staging.join(folder);
        fs::create_dir_all(&folder).map_err(|cause| Error::write(&folder, cause))?;
    }
    Ok(())
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
