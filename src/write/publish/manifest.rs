//! The manifest, by which congbao knows what it wrote: a list of files in the output.
//!
//! Owns how a name stands there, and the rule that an output with anything else in it is refused. What is
//! deleted is what was found in the output; a manifest alone deletes nothing.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path};

use super::record::RECORD;
use super::workshop::{INSIDE, Workshop};
use crate::error::Error;

/// The list of files that congbao wrote, in the output.
pub(super) const MANIFEST: &str = ".congbao";
/// Keeps an empty output folder under version control; it is no page and stays where it is.
pub(super) const KEEP: &str = ".gitkeep";

/// What stands in an output, all of it written by congbao; paths from there, with `/`.
#[derive(Default)]
pub(super) struct Standing {
    pub files: BTreeSet<String>,
    /// Each before what is in it.
    pub folders: BTreeSet<String>,
    /// Whether there is a file that stays.
    pub is_kept: bool,
}

/// The manifest of some files.
pub(super) fn of<'a>(files: impl IntoIterator<Item = &'a str>) -> String {
    files.into_iter().map(|file| line(file) + "\n").collect()
}

/// A name on one line, whatever is in it.
fn line(name: &str) -> String {
    name.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

/// Looks through an output, which is `shown` by this name, and refuses what congbao did not write.
pub(super) fn look(output: &Path, shown: &Path) -> Result<Standing, Error> {
    let mut standing = Standing::default();
    if !output.try_exists().map_err(|cause| Error::read(output, cause))? {
        return Ok(standing);
    }
    let written = written(output, shown)?;
    let is_record = |name: &str| name == RECORD && !written.is_empty();
    let above: BTreeSet<&str> = written.iter().flat_map(|name| folders_above(name)).collect();
    let mut entries = walkdir::WalkDir::new(output).min_depth(1).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = entry.map_err(|fault| {
            let path = fault.path().unwrap_or(output).to_owned();
            Error::read(&path, fault.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into()))
        })?;
        let below = entry.path().strip_prefix(output).unwrap_or(entry.path());
        let foreign = || Error::foreign_output(shown, &shown_name(below));
        let name = name(below).ok_or_else(foreign)?;
        let (kind, line) = (entry.file_type(), line(&name));
        if kind.is_dir() && name == INSIDE && Workshop::is_ours(entry.path()) {
            entries.skip_current_dir();
        } else if kind.is_dir() && above.contains(line.as_str()) {
            standing.folders.insert(name);
        } else if kind.is_file() && name == KEEP {
            standing.is_kept = true;
        } else if kind.is_file() && (name == MANIFEST || is_record(&name) || written.contains(&line)) {
            standing.files.insert(name);
        } else {
            return Err(foreign());
        }
    }
    Ok(standing)
}

/// The folders above a file, the nearest first.
pub(super) fn folders_above(name: &str) -> impl Iterator<Item = &str> {
    fn above(name: &str) -> Option<&str> {
        name.rsplit_once('/').map(|(folder, _)| folder)
    }
    std::iter::successors(above(name), |folder| above(folder))
}

/// The lines of the manifest of an output.
fn written(output: &Path, shown: &Path) -> Result<BTreeSet<String>, Error> {
    let path = output.join(MANIFEST);
    match fs::symlink_metadata(&path) {
        Ok(entry) if !entry.is_file() => return Err(Error::foreign_output(shown, MANIFEST)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
        _ => {}
    }
    let bytes = fs::read(&path).map_err(|cause| Error::read(&path, cause))?;
    Ok(String::from_utf8_lossy(&bytes).split('\n').map(str::to_owned).collect())
}

/// A path below the output with `/`; none where it is no text, for then congbao did not write it.
fn name(below: &Path) -> Option<String> {
    let names = below.components().map(|name| match name {
        Component::Normal(name) => name.to_str(),
        _ => None,
    });
    Some(names.collect::<Option<Vec<_>>>()?.join("/"))
}

/// A foreign name as it is printed: on one line, and no command to the terminal.
fn shown_name(below: &Path) -> String {
    let shown = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
    below.to_string_lossy().chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_and_no_two_names_are_the_same_line() {
        let names = ["a\nb", "a\\nb", "a\\\nb", "a\rb", "a\\rb", "a", "b", "a\\", "a\\\\"];
        let lines: BTreeSet<String> = names.iter().map(|name| line(name)).collect();
        assert_eq!(lines.len(), names.len());
        assert!(lines.iter().all(|line| !line.contains(['\n', '\r'])));
        assert_eq!(of(["a\nb", "c"]).lines().count(), 2);
    }

    #[test]
    fn folders_above_a_file() {
        assert_eq!(folders_above("a/b/c.html").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders_above("c.html").count(), 0);
    }
}
