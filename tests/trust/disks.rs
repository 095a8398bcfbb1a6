//! Disks that are full, that may not be written, and a machine that opens no more files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::in_place::each_whole;
use crate::machine::{Mounts, all, counted};
use crate::root::can_mount;
use crate::site::{files, said};
use crate::versions::{Two, names, ran_well};

/// A refusal: code 2, one line that names a path.
#[track_caller]
fn refused(two: &Two, output: &Output, reason: &str) {
    let said = said(output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains(two.folder.path().to_str().unwrap()), "{said}");
    assert!(said.contains(reason), "{said}");
}

/// A disk in memory at a path.
struct Disk<'a> {
    mounts: &'a Mounts,
    at: PathBuf,
}

impl Disk<'_> {
    fn new<'a>(mounts: &'a Mounts, at: &Path) -> Disk<'a> {
        mounts.run("mount -t tmpfs tmpfs \"$1\"", &[at]);
        Disk { mounts, at: at.to_owned() }
    }

    #[track_caller]
    fn set(&self, options: &str) {
        self.mounts.run(&format!("mount -o remount,{options} \"$1\""), &[&self.at]);
    }

    /// How many bytes are in use.
    fn used(&self) -> usize {
        let mut stat = Command::new("stat");
        stat.args(["-f", "-c", "%b %f %S"]).arg(self.mounts.path(&self.at));
        let printed = String::from_utf8(stat.output().unwrap().stdout).unwrap();
        let numbers: Vec<usize> = printed.split_whitespace().map(|word| word.parse().unwrap()).collect();
        (numbers[0] - numbers[1]) * numbers[2]
    }
}

fn mounts() -> Option<Mounts> {
    can_mount("full and read-only disks").then(Mounts::new)
}

#[test]
fn on_a_disk_that_fills_at_any_point_the_site_before_stays() {
    let Some(mounts) = mounts() else { return };
    let two = Two::new(20);
    let disk = Disk::new(&mounts, &two.web());
    let public = mounts.path(&two.public());
    let build = |which| mounts.enter(&two.build(which)).output().unwrap();
    ran_well(&build(0));
    let (before, steps) = (disk.used(), if all() { 30 } else { 6 });
    let (mut full, mut fitted, mut now) = (0, 0, 0);
    for step in 0..=steps {
        disk.set(&format!("size={}", before + 4096 + before * 5 / 4 * step / steps));
        let output = build(1 - now);
        match output.status.success() {
            true => {
                now = 1 - now;
                fitted += 1;
            }
            false => {
                refused(&two, &output, "No space left on device");
                full += 1;
            }
        }
        assert_eq!(two.whole(&public), now);
        assert_eq!(names(&mounts.path(&two.web())), ["public"]);
    }
    // A disk on which no more files can be made.
    let count = files(&public).len();
    disk.set("size=64m");
    for more in [1, count / 2] {
        disk.set(&format!("nr_inodes={}", count * 3 / 2 + more));
        refused(&two, &build(1 - now), "No space left on device");
        assert_eq!(two.whole(&public), now);
    }
    disk.set("nr_inodes=100000");
    ran_well(&build(1 - now));
    assert_eq!(two.whole(&public), 1 - now);
    counted(&format!("a disk full at {full} sizes, {fitted} fitted: the site before each time, 0 leftovers"));
    assert!(full > 2 && fitted > 0, "{full} {fitted}");
}

#[test]
fn on_a_mounted_disk_that_fills_at_any_point_each_file_stays_whole() {
    let Some(mounts) = mounts() else { return };
    let two = Two::new(20);
    std::fs::create_dir(two.public()).unwrap();
    let disk = Disk::new(&mounts, &two.public());
    let public = mounts.path(&two.public());
    let build = |which| mounts.enter(&two.build(which)).output().unwrap();
    ran_well(&build(0));
    let (before, steps) = (disk.used(), if all() { 30 } else { 6 });
    let (mut full, mut fitted) = (0, 0);
    for step in 0..=steps {
        disk.set(&format!("size={}", before + 4096 + before * 5 / 4 * step / steps));
        let output = build(1);
        match output.status.success() {
            true => fitted += 1,
            false => {
                refused(&two, &output, "No space left on device");
                full += 1;
            }
        }
        each_whole(&two, &public);
        disk.set("size=64m");
        ran_well(&build(0));
        assert_eq!(two.whole(&public), 0);
    }
    counted(&format!(
        "a mounted disk full at {full} sizes, {fitted} fitted: each file whole, the next build mends"
    ));
    assert!(full > 2 && fitted > 0, "{full} {fitted}");
}

#[test]
fn a_disk_that_may_not_be_written_keeps_its_site() {
    let Some(mounts) = mounts() else { return };
    let two = Two::new(5);
    for at in [two.web(), two.public()] {
        std::fs::create_dir_all(&at).unwrap();
        let disk = Disk::new(&mounts, &at);
        let public = mounts.path(&two.public());
        ran_well(&mounts.enter(&two.build(0)).output().unwrap());
        disk.set("ro");
        refused(&two, &mounts.enter(&two.build(1)).output().unwrap(), "Read-only file system");
        assert_eq!(two.whole(&public), 0);
        disk.set("rw");
        ran_well(&mounts.enter(&two.build(1)).output().unwrap());
        assert_eq!(two.whole(&public), 1);
        mounts.run("umount \"$1\"", &[&at]);
    }
}

#[test]
fn with_any_limit_of_open_files_the_site_before_stays() {
    let two = Two::new(5);
    two.published(0);
    let (mut refusals, mut now) = (0, 0);
    // Below four files not even the loader opens what it needs.
    for limit in (4..40).step_by(if all() { 1 } else { 5 }) {
        let build = two.build(1 - now);
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("ulimit -n {limit}; exec \"$@\""), "sh"]);
        let output = shell.arg(build.get_program()).args(build.get_args()).output().unwrap();
        match output.status.success() {
            true => now = 1 - now,
            false => {
                refused(&two, &output, "Too many open files");
                refusals += 1;
            }
        }
        assert_eq!(two.whole(&two.public()), now, "{limit}");
    }
    two.published(1 - now);
    two.no_leftovers();
    counted(&format!("{refusals} limits of open files refused: the site before each time, 0 leftovers"));
    assert!(refusals > 0);
}
