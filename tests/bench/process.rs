//! What a command costs: time, CPU, memory, and what it wrote.
//!
//! A command is started by this program started anew: the system tells what children took only of all that a
//! process ever had, and counts the memory of the one that forks them as theirs. So the parent has to be small,
//! and to have one child.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

/// The argument that makes of this program the parent of the command behind it.
pub const PARENT: &str = "--parent-of";

/// What a command took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Seconds from its start to its end.
    pub wall: f64,
    /// Seconds of processors, for the program and the system.
    pub cpu: f64,
    /// The most memory that was resident, in bytes.
    pub peak: f64,
}

/// Runs a command; fails where it does.
pub fn run(program: &Path, arguments: &[OsString]) -> io::Result<Cost> {
    // What others wrote is not to be waited for.
    Command::new("sync").status()?;
    let mut parent = Command::new(std::env::current_exe()?);
    let said = parent.arg(PARENT).arg(program).args(arguments).stderr(Stdio::inherit()).output()?;
    let said = String::from_utf8_lossy(&said.stdout);
    let mut numbers = said.split_whitespace().filter_map(|number| number.parse().ok());
    match (numbers.next(), numbers.next(), numbers.next()) {
        (Some(wall), Some(cpu), Some(peak)) => Ok(Cost { wall, cpu, peak }),
        _ => Err(io::Error::other(format!("{} failed", program.display()))),
    }
}

/// The parent: runs the command, prints what it took.
pub fn be_parent_of(command: &[OsString]) -> io::Result<()> {
    let (program, arguments) = command.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let begun = Instant::now();
    let done = Command::new(program).args(arguments).stdin(Stdio::null()).output()?;
    let wall = begun.elapsed().as_secs_f64();
    if !done.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()));
    }
    let used = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds =
        [used.user_time(), used.system_time()].map(|t| t.tv_sec() as f64 + t.tv_usec() as f64 / 1e6);
    let unit = if cfg!(target_vendor = "apple") { 1.0 } else { 1024.0 };
    println!("{wall} {} {}", seconds[0] + seconds[1], used.max_rss() as f64 * unit);
    Ok(())
}

/// The files below a folder, and by what one tells that they were written.
#[derive(Default)]
pub struct Tree(BTreeMap<String, Stamp>);

#[derive(PartialEq, Eq)]
struct Stamp {
    inode: u64,
    modified: (i64, i64),
    size: u64,
}

impl Tree {
    /// What stands below a folder; nothing where it is missing.
    pub fn of(folder: &Path) -> io::Result<Tree> {
        let mut tree = Tree::default();
        if !folder.exists() {
            return Ok(tree);
        }
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry?;
            let found = fs::symlink_metadata(entry.path())?;
            if found.is_file() {
                let name = entry.path().strip_prefix(folder).map_err(io::Error::other)?;
                let modified = (found.mtime(), found.mtime_nsec());
                let stamp = Stamp { inode: found.ino(), modified, size: found.len() };
                tree.0.insert(name.to_string_lossy().into_owned(), stamp);
            }
        }
        Ok(tree)
    }

    /// Each file with its size, and whether it was written since `before`, rather than kept or linked.
    pub fn since<'a>(&'a self, before: &'a Tree) -> impl Iterator<Item = (&'a str, u64, bool)> {
        let is_new = |name: &str, stamp: &Stamp| before.0.get(name) != Some(stamp);
        self.0.iter().map(move |(name, stamp)| (name.as_str(), stamp.size, is_new(name, stamp)))
    }

    /// How many files there are, and how many bytes in them.
    pub fn total(&self) -> (usize, u64) {
        (self.0.len(), self.0.values().map(|stamp| stamp.size).sum())
    }
}
