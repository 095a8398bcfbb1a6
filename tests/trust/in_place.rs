//! An output that is a mount point cannot be swapped: file by file, each old or new, and no link leads nowhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use crate::kills::{Over, Seen};
use crate::machine::{Moment, Mounts, Random, all, counted};
use crate::root::can_mount;
use crate::site::files;
use crate::versions::{Two, links, ran_well};

/// A folder that is mounted at the output, where the builds of two versions run.
pub struct Mounted {
    pub two: Two,
    mounts: Mounts,
}

impl Mounted {
    /// Says so where the machine lets nobody mount.
    pub fn new(directives: usize) -> Option<Mounted> {
        let mounts = can_mount("publishing into a mount point").then(Mounts::new)?;
        let two = Two::new(directives);
        let mounted = Mounted { two, mounts };
        for folder in [mounted.disk(), mounted.two.public()] {
            fs::create_dir(folder).unwrap();
        }
        mounted.mounts.run("mount --bind \"$1\" \"$2\"", &[&mounted.disk(), &mounted.two.public()]);
        Some(mounted)
    }

    /// What is mounted, seen from outside.
    pub fn disk(&self) -> PathBuf {
        self.two.folder.path().join("dia")
    }

    pub fn build(&self, which: usize) -> Command {
        self.mounts.enter(&self.two.build(which))
    }

    #[track_caller]
    pub fn published(&self, which: usize) {
        ran_well(&self.build(which).output().unwrap());
        assert_eq!(self.two.whole(&self.disk()), which);
        self.two.no_leftovers();
    }
}

/// Whether each file is of one of the sites, whole, none is missing, and no link from the index on leads
/// nowhere. What a build that died has left is known by the dot before its name.
#[track_caller]
pub fn each_whole(two: &Two, public: &Path) {
    let found = files(public);
    for (name, bytes) in &found {
        let is_own = name.starts_with('.');
        assert!(is_own || two.of(name, bytes).is_some(), "{name}: {} bytes, of neither site", bytes.len());
    }
    for name in two.common() {
        assert!(found.contains_key(name), "{name} is missing");
    }
    assert_eq!(two.dead_links(|name| found.get(name).cloned()), Vec::<String>::new());
}

/// Reads over and over: each file is there and of one of the sites, and what a list links to is there as
/// long as the list says so.
fn read(two: &Two, public: &Path, seen: &Seen) {
    let common = two.common();
    let is_list = |name: &&&str| name.ends_with(".html") && !name.starts_with("van-ban/2021/");
    let lists: Vec<&str> = common.iter().filter(is_list).copied().collect();
    let mut random = Random(5);
    while !seen.is_over() {
        for at in 0..32 {
            let from = if at % 2 == 0 { &lists } else { &common };
            let name = from[random.below(from.len())];
            let Ok(bytes) = fs::read(public.join(name)) else {
                seen.fault(format!("{name} is missing"));
                continue;
            };
            // While one site takes the place of the other the manifest is that of both.
            if name != ".congbao" && two.of(name, &bytes).is_none() {
                seen.fault(format!("{name}: {} bytes, of neither site", bytes.len()));
            }
            seen.reads.fetch_add(1, Ordering::Relaxed);
            if at % 8 == 0 {
                let dead = links(name, &bytes).into_iter().find(|target| !public.join(target).exists());
                // What is deleted is deleted after the list has changed.
                if let Some(dead) = dead.filter(|_| fs::read(public.join(name)).is_ok_and(|now| now == bytes))
                {
                    seen.fault(format!("{name} links to {dead}, which is not there"));
                }
            }
        }
        seen.passes.fetch_add(1, Ordering::SeqCst);
        // The builds need the machine, too.
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn whenever_it_is_killed_each_file_is_of_one_site_and_no_list_is_ahead() {
    let (kills, directives) = if all() { (200, 300) } else { (12, 60) };
    let Some(mounted) = Mounted::new(directives) else { return };
    let (two, disk) = (&mounted.two, mounted.disk());
    mounted.published(0);
    let begun = Instant::now();
    mounted.published(1);
    let whole = begun.elapsed();
    let (seen, mut random, mut half, mut ended) = (Seen::default(), Random(13), 0, 0);
    std::thread::scope(|scope| {
        let _over = Over(&seen);
        scope.spawn(|| read(two, &disk, &seen));
        let events = ["van-ban/2021/1-kh-tu.html", "index.html", ".congbao"].map(|name| disk.join(name));
        for round in 0..kills {
            let next = round % 2;
            let mut child = mounted.build(next).stderr(Stdio::null()).spawn().unwrap();
            Moment::any(&mut random, whole, &events).wait(&mut child);
            let _ = child.kill();
            ended += usize::from(child.wait().unwrap().success());
            each_whole(two, &disk);
            let found = files(&disk);
            let of = |which: usize| {
                two.changing().iter().filter(|name| found[**name] == two.sites[which][**name]).count()
            };
            half += usize::from(of(0) > 0 && of(1) > 0);
            seen.settled();
            if round % 5 == 4 {
                mounted.published(1 - next);
            }
        }
        mounted.published(0);
        seen.settled();
    });
    counted(&format!(
        "{kills} kills of builds of {directives} directives into a mount point ({half} half-way, {ended} had \
         ended): 0 files of neither site, 0 missing, 0 links to nothing in {} reads, 0 leftovers",
        seen.reads.load(Ordering::Relaxed)
    ));
    assert!(ended < kills && (!all() || half > 0), "{half} {ended}");
}
