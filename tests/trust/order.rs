//! The order of system calls, recorded: nothing is renamed into its place before its bytes are on the disk,
//! and nothing old is deleted before the new names are.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::in_place::Mounted;
use crate::machine::can_trace;
use crate::versions::{Two, ran_well};

const CALLS: &str = "openat,creat,write,pwrite64,writev,copy_file_range,sendfile,link,linkat,mkdir,mkdirat,\
                     fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,unlinkat,rmdir";

/// One system call that went well: its name and the paths that it names, its folders by themselves.
struct Call {
    name: String,
    paths: Vec<PathBuf>,
    text: String,
}

/// The calls of a build, in the order in which they ended; a sync counts from its beginning on. None where
/// the machine has no strace.
fn recorded(two: &Two, build: &Command) -> Option<Vec<Call>> {
    if !can_trace("the order of system calls") {
        return None;
    }
    let log = two.folder.path().join("goi");
    let mut strace = Command::new("strace");
    strace.args(["-f", "-y", "-s", "1", "-e", &format!("trace={CALLS}"), "-o"]).arg(&log);
    ran_well(&strace.arg(build.get_program()).args(build.get_args()).output().unwrap());
    let log = fs::read_to_string(log).unwrap();
    let (mut begun, mut calls) = (BTreeMap::<&str, String>::new(), Vec::new());
    for line in log.lines() {
        let (thread, line) = line.split_once(' ').unwrap();
        let line = line.trim_start();
        let whole = match (line.strip_suffix(" <unfinished ...>"), line.strip_prefix("<... ")) {
            (Some(head), _) => {
                // What is written while a sync runs may come too late for it.
                if head.contains("sync") {
                    calls.push(Call { name: "begin".to_owned(), paths: Vec::new(), text: head.to_owned() });
                }
                begun.insert(thread, head.to_owned());
                continue;
            }
            (_, Some(rest)) => {
                let rest = rest.split_once(" resumed>").unwrap().1;
                format!("{}{rest}", begun.remove(thread).unwrap())
            }
            _ => line.to_owned(),
        };
        let Some((name, rest)) = whole.split_once('(') else { continue };
        if !rest.contains(") = -1 ") {
            calls.push(Call { name: name.to_owned(), paths: paths(name, rest, two), text: whole.clone() });
        }
    }
    Some(calls)
}

/// The paths below the output's folder that a call names, those of open files too.
fn paths(name: &str, text: &str, two: &Two) -> Vec<PathBuf> {
    let names_below = name.ends_with("at") || name == "renameat2";
    let (mut found, mut folder) = (Vec::new(), None);
    let mut rest = text;
    while let Some(at) = rest.find(['<', '"']) {
        let is_open = rest[at..].starts_with('<');
        let Some((path, after)) = rest[at + 1..].split_once(if is_open { '>' } else { '"' }) else { break };
        // A name behind an open folder is one in it, but what is written is no name.
        match folder.take() {
            Some(folder) if !is_open && names_below => {
                found.pop();
                found.push(Path::join(folder, path));
            }
            _ => found.push(PathBuf::from(path)),
        }
        folder = is_open.then_some(Path::new(path));
        rest = after;
    }
    found.retain(|path| path.starts_with(two.web()));
    found
}

/// What the calls say of the disk: which names and bytes are not on it yet.
#[derive(Default)]
struct OnDisk {
    /// Files that were written, and folders in which something was made.
    dirty: BTreeSet<PathBuf>,
    /// Folders with files that were put into their place.
    renamed: BTreeMap<PathBuf, Vec<PathBuf>>,
    synced: usize,
    replaced: usize,
    deleted: usize,
}

impl OnDisk {
    fn sync(&mut self, call: &Call) {
        self.synced += 1;
        if call.name == "syncfs" {
            self.dirty.clear();
            self.renamed.clear();
        }
        for path in &call.paths {
            self.dirty.remove(path);
            self.renamed.remove(path);
        }
    }

    /// A file of the site before goes: what has taken its place is on the disk.
    fn delete(&mut self, text: &str) {
        if self.replaced > 0 {
            self.deleted += 1;
            assert!(
                self.renamed.is_empty(),
                "{text}\nbefore these names were on the disk: {:#?}",
                self.renamed
            );
        }
    }

    /// A rename of `from` to `to`: everything of `from` is on the disk.
    fn rename(&mut self, from: &Path, to: &Path, text: &str) {
        let late: Vec<&PathBuf> = self.dirty.iter().filter(|path| path.starts_with(from)).collect();
        assert!(late.is_empty(), "{text}\nbefore these were on the disk: {late:#?}");
        self.replaced += 1;
        self.renamed.entry(to.parent().unwrap().to_owned()).or_default().push(to.to_owned());
    }
}

/// Goes through the calls of a build into `public`.
#[track_caller]
fn check(two: &Two, calls: &[Call], public: &Path) -> OnDisk {
    let mut disk = OnDisk::default();
    // What was written while a sync ran.
    let mut meanwhile: Option<BTreeSet<PathBuf>> = None;
    for call in calls {
        let mut touched = Vec::new();
        match (call.name.as_str(), call.paths.as_slice()) {
            ("begin", _) => meanwhile = Some(BTreeSet::new()),
            ("fsync" | "fdatasync" | "syncfs", _) => {
                disk.sync(call);
                disk.dirty.extend(meanwhile.take().unwrap_or_default());
            }
            (_, []) => {}
            ("unlink" | "unlinkat" | "rmdir", [.., path]) => {
                if two.sites.iter().flat_map(|site| site.keys()).any(|name| path.ends_with(name)) {
                    disk.delete(&call.text);
                }
            }
            ("rename" | "renameat" | "renameat2", [from, .., to]) if to.starts_with(public) => {
                disk.rename(from, to, &call.text);
            }
            ("openat" | "creat", [path, ..]) if call.name == "creat" || call.text.contains("O_CREAT") => {
                touched = vec![path.as_path(), path.parent().unwrap()];
            }
            ("openat", _) => {}
            ("write" | "pwrite64" | "writev" | "copy_file_range" | "sendfile", paths) => {
                touched = paths.iter().map(PathBuf::as_path).collect();
            }
            (_, [.., path]) => touched = vec![path.parent().unwrap()],
        }
        let touched = touched.into_iter().map(Path::to_owned);
        match &mut meanwhile {
            Some(meanwhile) => touched.for_each(|path| {
                meanwhile.insert(path.clone());
                disk.dirty.insert(path);
            }),
            None => disk.dirty.extend(touched),
        }
    }
    disk
}

#[test]
fn a_site_is_on_the_disk_before_it_is_swapped_and_the_swap_before_the_old_site_goes() {
    let two = Two::new(20);
    // The first site of all, too.
    for which in [0, 1] {
        let Some(calls) = recorded(&two, &two.build(which)) else { return };
        assert_eq!(two.whole(&two.public()), which);
        let disk = check(&two, &calls, &two.public());
        assert!(disk.synced > 0 && disk.replaced == 1, "{} syncs, {} renames", disk.synced, disk.replaced);
        assert!(disk.renamed.is_empty(), "the swap is not on the disk at the end: {:?}", disk.renamed);
        assert!(which == 0 || disk.deleted > 20, "{} deletions were seen", disk.deleted);
    }
}

#[test]
fn in_a_mount_point_each_file_is_on_the_disk_before_it_is_put_in_its_place() {
    let Some(mounted) = Mounted::new(20) else { return };
    mounted.published(0);
    let two = &mounted.two;
    let Some(calls) = recorded(two, &mounted.build(1)) else { return };
    assert_eq!(two.whole(&mounted.disk()), 1);
    let disk = check(two, &calls, &two.public());
    assert!(disk.replaced > 20 && disk.deleted > 0, "{} renames, {} deletions", disk.replaced, disk.deleted);
    assert!(disk.renamed.is_empty(), "not all names are on the disk at the end: {:?}", disk.renamed);
}
