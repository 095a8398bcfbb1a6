//! The floor: what a build does with files and nothing else. Reads all sources, writes as many files of the
//! same sizes as the build wrote, links those that it linked. Nothing is understood, nothing waits for the disk.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::process::{self, Cost, Tree};

/// The argument that makes of this program the floor.
pub const FLOOR: &str = "--floor";

/// Measures the floor of a build of `sources` that made `after` of `before` in `output`.
pub fn measure(sources: &Path, output: &Path, before: &Tree, after: &Tree) -> io::Result<Cost> {
    let dir = tempfile::tempdir()?;
    let mut list = String::new();
    for (name, size, is_written) in after.since(before) {
        let size = if is_written { size.to_string() } else { String::new() };
        let _ = writeln!(list, "{size}\t{name}");
    }
    let listed = dir.path().join("list");
    fs::write(&listed, list)?;
    let (floor, made) = (OsString::from(FLOOR), dir.path().join("public"));
    let paths = [sources, &listed, output, &made].map(OsString::from);
    let arguments: Vec<OsString> = std::iter::once(floor).chain(paths).collect();
    process::run(&std::env::current_exe()?, &arguments)
}

/// The floor itself: sources, the list, the output from which is linked, a new folder.
pub fn run(paths: &[OsString]) -> io::Result<()> {
    let paths: Vec<&Path> = paths.iter().map(Path::new).collect();
    let [sources, list, output, made] = paths[..] else { return Err(io::ErrorKind::InvalidInput.into()) };
    let files = walkdir::WalkDir::new(sources).into_iter().collect::<Result<Vec<_>, _>>()?;
    let files: Vec<PathBuf> = files
        .into_iter()
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.par_iter().try_for_each(|path| fs::read(path).map(drop))?;
    let list = fs::read_to_string(list)?;
    let lines: Vec<(&str, &str)> = list.lines().filter_map(|line| line.split_once('\t')).collect();
    let folders: BTreeSet<&Path> = lines.iter().filter_map(|(_, name)| Path::new(name).parent()).collect();
    for folder in folders {
        fs::create_dir_all(made.join(folder))?;
    }
    let sizes = lines.iter().filter_map(|(size, _)| size.parse::<usize>().ok());
    let bytes = vec![b'a'; sizes.max().unwrap_or(0)];
    lines.par_iter().try_for_each(|(size, name)| match size.parse::<usize>() {
        Ok(size) => fs::write(made.join(name), &bytes[..size]),
        Err(_) => fs::hard_link(output.join(name), made.join(name)),
    })
}
