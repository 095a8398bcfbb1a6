//! Faults of single system calls: each call of a build fails or is its last, one after the other (strace).
//!
//! What is at fault is any path of the sources or the output: the loader and the runtime are left alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::in_place::{Mounted, each_whole};
use crate::machine::{all, can_trace, code, counted};
use crate::rights::owned;
use crate::site::{files, said};
use crate::versions::{Two, ran_well};

/// The calls that read, write or change a path.
const CALLS: [&str; 27] = [
    "write",
    "openat",
    "fsync",
    "fdatasync",
    "syncfs",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "mkdir",
    "mkdirat",
    "unlink",
    "unlinkat",
    "rmdir",
    "ftruncate",
    "flock",
    "fchmod",
    "chmod",
    "fchown",
    "chown",
    "copy_file_range",
    "sendfile",
    "read",
    "getdents64",
    "statx",
    "readlink",
];

/// Where the builds go.
struct Bench<'a> {
    two: &'a Two,
    build: &'a dyn Fn(usize) -> Command,
    /// Every path that a build touches.
    paths: BTreeSet<PathBuf>,
}

impl Bench<'_> {
    /// None where the machine has no strace.
    fn new<'a>(two: &'a Two, build: &'a dyn Fn(usize) -> Command) -> Option<Bench<'a>> {
        if !can_trace("faults of single system calls") {
            return None;
        }
        let mut paths = BTreeSet::new();
        for which in [1, 0] {
            let (output, log) = traced(two, &build(which), &["-e", "trace=%file,%desc"]);
            ran_well(&output);
            paths.extend(named(&log, two.folder.path()));
        }
        assert!(paths.len() > 50, "{paths:?}");
        Some(Bench { two, build, paths })
    }

    /// A build in which a call fails or ends it the n-th time that it touches one of the paths. None where
    /// it does not touch them so often.
    fn run(&self, which: usize, call: &str, fault: &str, n: usize) -> Option<Output> {
        let (trace, inject) = (format!("trace={call}"), format!("inject={call}:{fault}:when={n}"));
        let mut arguments = vec!["-e", &trace, "-e", &inject];
        for path in &self.paths {
            arguments.extend(["-P", path.to_str().unwrap()]);
        }
        let (output, log) = traced(self.two, &(self.build)(which), &arguments);
        (log.contains("(INJECTED)") || log.contains("+++ killed by")).then_some(output)
    }
}

/// A program with one thread for its work, and what strace says of it.
fn traced(two: &Two, program: &Command, arguments: &[&str]) -> (Output, String) {
    let log = two.folder.path().join("goi");
    // Nobody else could read what is published if the rights were those of this umask.
    let mut strace = Command::new("sh");
    strace
        .args(["-c", "umask 077; exec \"$@\"", "sh", "strace", "-f", "-y", "-s", "1"])
        .args(arguments)
        .arg("-o")
        .arg(&log)
        .env("RAYON_NUM_THREADS", "1");
    let output = strace.arg(program.get_program()).args(program.get_args()).output().unwrap();
    (output, fs::read_to_string(log).unwrap())
}

/// The paths below a folder that a log names.
fn named(log: &str, folder: &Path) -> BTreeSet<PathBuf> {
    let below = format!("{}/", folder.display());
    let found = log.match_indices(below.as_str()).map(|(at, _)| &log[at..]);
    found.map(|rest| PathBuf::from(rest.split(['"', '>']).next().unwrap())).collect()
}

/// How many builds published in spite of the fault, and how many said what is wrong.
#[derive(Debug, Default)]
struct Outcomes {
    published: usize,
    refused: usize,
    killed: usize,
}

/// What all these builds have in common.
#[track_caller]
fn check(
    two: &Two,
    public: &Path,
    output: &Output,
    what: &str,
    is_whole: bool,
    outcomes: &mut Outcomes,
) -> bool {
    let said = said(output);
    match code(output.status) {
        0 => outcomes.published += 1,
        137 => outcomes.killed += 1,
        code => {
            outcomes.refused += 1;
            assert!(code == 1 || code == 2, "{what}: code {code}, {said}");
            let folder = two.folder.path().to_str().unwrap();
            assert!(said.contains(folder) || code == 1 && said.contains("content/"), "{what}: {said}");
            assert!(code == 1 || said.lines().count() == 1, "{what}: {said}");
        }
    }
    if is_whole {
        two.whole(public);
    } else {
        each_whole(two, public);
    }
    output.status.success()
}

/// Errors, each with the calls that can give it.
fn faults() -> Vec<(&'static str, Vec<&'static str>, usize)> {
    let disk = ["write", "openat", "fsync", "syncfs", "renameat2", "rename", "mkdir"].to_vec();
    match all() {
        true => vec![
            ("error=EIO", disk.clone(), 1),
            ("error=EIO", CALLS.iter().copied().filter(|call| !disk.contains(call)).collect(), 3),
            ("signal=KILL", CALLS[..21].to_vec(), 2),
            ("error=EDQUOT", disk[..2].to_vec(), 4),
            ("error=ENOSPC", disk.clone(), 4),
            ("error=EROFS", disk.clone(), 9),
            ("error=EMFILE", vec!["openat"], 4),
        ],
        false => vec![
            ("error=EIO", disk.clone(), 11),
            ("signal=KILL", disk, 17),
            ("error=EDQUOT", vec!["write"], 9),
        ],
    }
}

/// The rights that files and folders of a site have.
fn rights(public: &Path) -> BTreeSet<(bool, u32, u32, u32)> {
    let ours = owned(public).into_iter().filter(|(name, ..)| !name.starts_with(".congbao-new"));
    ours.map(|(_, is_folder, owner, group, mode)| (is_folder, owner, group, mode)).collect()
}

/// Every call at fault in turn; gives how many builds there were, and how they ended.
fn every_call(
    two: &Two,
    public: &Path,
    is_whole: bool,
    build: &dyn Fn(usize) -> Command,
) -> Option<(usize, Outcomes)> {
    let bench = Bench::new(two, build)?;
    let (mut runs, mut now, mut outcomes) = (0, 0, Outcomes::default());
    let expected = rights(public);
    assert_eq!(expected.len(), 2, "{expected:?}");
    for (fault, calls, step) in faults() {
        for call in calls {
            for n in (1..).step_by(step) {
                let next = 1 - now;
                let Some(output) = bench.run(next, call, fault, n) else { break };
                runs += 1;
                let what = format!("{fault} at {call} {n}");
                if check(two, public, &output, &what, is_whole, &mut outcomes) {
                    let mut found = files(public);
                    // What could not be removed goes with the next build.
                    found.retain(|name, _| !name.starts_with(".congbao-new/"));
                    now = two.which(&found);
                    assert_eq!(rights(public), expected, "{what}");
                    assert_eq!(now, next, "{what}: it said that it had published");
                } else if !is_whole {
                    // Half of it may be new: the next build mends it.
                    ran_well(&build(now).output().unwrap());
                    assert_eq!(two.whole(public), now, "{what}");
                } else {
                    now = two.whole(public);
                }
            }
            ran_well(&build(1 - now).output().unwrap());
            now = 1 - now;
            assert_eq!(two.whole(public), now);
            two.no_leftovers();
        }
    }
    Some((runs, outcomes))
}

#[test]
fn whatever_call_fails_one_of_two_whole_sites_stands_there() {
    let two = Two::new(2);
    two.published(0);
    let Some((runs, outcomes)) = every_call(&two, &two.public(), true, &|which| two.build(which)) else {
        return;
    };
    counted(&format!("{runs} builds with one call at fault: {outcomes:?}, 0 mixes, 0 leftovers"));
    assert!(outcomes.refused > 10 && outcomes.killed > 5, "{outcomes:?}");
}

#[test]
fn whatever_call_fails_in_a_mount_point_each_file_is_whole_and_the_next_build_mends() {
    let Some(mounted) = Mounted::new(2) else { return };
    mounted.published(0);
    let build = |which| mounted.build(which);
    let Some((runs, outcomes)) = every_call(&mounted.two, &mounted.disk(), false, &build) else { return };
    counted(&format!(
        "{runs} builds into a mount point with one call at fault: {outcomes:?}, each file whole"
    ));
    assert!(outcomes.refused > 10 && outcomes.killed > 5, "{outcomes:?}");
}
