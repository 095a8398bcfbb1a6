//! Lost power on a real file system: an ext4 image that is cut off at any moment of a publish, its journal
//! replayed as at the next start.
//!
//! Cut off means that nothing more reaches the image, whatever was on its way (the ioctl by which the
//! developers of ext4 try the same). A neighbour writes and syncs files on the disk all the time: so the
//! journal is often ahead of the data, as on the disk of an office.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::in_place::each_whole;
use crate::machine::{Moment, Mounts, Random, all, counted, has};
use crate::not_tried::{not_allowed, not_tried};
use crate::root::{as_root, can_mount};
use crate::versions::{Two, ran_well};

/// `EXT4_IOC_SHUTDOWN` with `EXT4_GOING_FLAGS_NOLOGFLUSH`, once a line comes.
const CUT: &str = "open(D, '<', $ARGV[0]) or die; print qq(ready\\n); <STDIN>; \
                   my $f = pack('L', 2); ioctl(D, 0x8004587d, $f) or die $!;";

/// What a machine may lack.
enum Lack {
    Program(&'static str),
    LoopDevice,
}

/// A disk of which the power can be cut.
struct Disk {
    mounts: Mounts,
    image: PathBuf,
    point: PathBuf,
}

impl Disk {
    /// Says so where the machine has none to give.
    fn new(folder: &Path) -> Option<Disk> {
        if !as_root("lost power") || !can_mount("lost power") {
            return None;
        }
        match Disk::try_new(folder) {
            Ok(disk) => Some(disk),
            Err(Lack::Program(program)) => {
                not_tried("lost power", program);
                None
            }
            Err(Lack::LoopDevice) => {
                not_allowed("lost power", "loop devices");
                None
            }
        }
    }

    fn try_new(folder: &Path) -> Result<Disk, Lack> {
        if let Some(program) = ["mkfs.ext4", "perl"].into_iter().find(|program| !has(program)) {
            return Err(Lack::Program(program));
        }
        let disk = Disk { mounts: Mounts::new(), image: folder.join("dia.img"), point: folder.join("dia") };
        fs::create_dir(&disk.point).unwrap();
        fs::File::create(&disk.image).unwrap().set_len(96 << 20).unwrap();
        ran_well(&Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk.image).output().unwrap());
        disk.try_plug_in().then_some(disk).ok_or(Lack::LoopDevice)
    }

    fn try_plug_in(&self) -> bool {
        self.mounts.try_run("mount -o loop \"$1\" \"$2\"", &[&self.image, &self.point])
    }

    /// The power comes back.
    #[track_caller]
    fn plug_in(&self) {
        // With its last mount gone the next one replays the journal.
        self.mounts.run("umount -A \"$1\"", &[&self.point]);
        assert!(self.try_plug_in());
    }

    /// The folder on the disk, seen from outside.
    fn at(&self, name: &str) -> PathBuf {
        self.mounts.path(&self.point).join(name)
    }

    fn build(&self, two: &Two, which: usize, output: &str) -> Command {
        let mut build = crate::site::build(&two.root(which));
        build.arg("--output").arg(self.point.join(output));
        self.mounts.enter(&build)
    }

    /// Somebody who will cut the power.
    fn cutter(&self) -> Child {
        let mut perl = Command::new("perl");
        perl.args(["-e", &format!("$| = 1; {CUT}")]).arg(self.at(""));
        let mut cutter = perl.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = [0; 6];
        std::io::Read::read_exact(cutter.stdout.as_mut().unwrap(), &mut line).unwrap();
        cutter
    }
}

#[track_caller]
fn cut(mut cutter: Child) {
    cutter.stdin.take().unwrap().write_all(b"\n").unwrap();
    assert!(cutter.wait().unwrap().success(), "the power could not be cut");
}

/// Writes and syncs files until the power is away.
fn neighbour(folder: &Path, over: &AtomicBool) {
    for at in 0.. {
        let file = fs::File::create(folder.join(format!("lang-gieng-{}", at % 9)));
        let synced = file.and_then(|mut file| file.write_all(&[7; 9_000]).and_then(|()| file.sync_all()));
        if synced.is_err() || over.load(Ordering::Relaxed) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Ends the neighbour also where the test fails.
struct Gone<'a>(&'a AtomicBool);

impl Drop for Gone<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Cuts the power while a build runs; where `after` right after it has said that it published. Gives whether
/// it had.
#[track_caller]
fn publish_cut(disk: &Disk, mut build: Command, moment: &Moment, after: bool) -> bool {
    let (cutter, over) = (disk.cutter(), AtomicBool::new(false));
    if after {
        // Without the neighbour: nobody else makes the journal go on.
        ran_well(&build.output().unwrap());
        cut(cutter);
        disk.plug_in();
        return true;
    }
    let (at, over) = (disk.at(""), &over);
    let has_published = std::thread::scope(|scope| {
        let _gone = Gone(over);
        scope.spawn(move || neighbour(&at, over));
        let mut child = build.stderr(Stdio::null()).spawn().unwrap();
        moment.wait(&mut child);
        let has_published = child.try_wait().unwrap().is_some_and(|status| status.success());
        cut(cutter);
        child.wait().unwrap();
        has_published
    });
    disk.plug_in();
    has_published
}

#[test]
fn when_power_is_lost_one_of_two_sites_stands_there_whole() {
    let (rounds, directives) = if all() { (50, 150) } else { (5, 60) };
    let two = Two::new(directives);
    let Some(disk) = Disk::new(two.folder.path()) else { return };
    let public = disk.at("public");
    let full = |which: usize| {
        ran_well(&disk.build(&two, which, "public").output().unwrap());
        assert_eq!(two.whole(&public), which);
        let begun = Instant::now();
        ran_well(&disk.build(&two, which, "public").output().unwrap());
        begun.elapsed() * 2
    };
    let whole = full(0);
    disk.mounts.run("sync -f \"$1\"", &[&disk.point]);
    let events = [disk.at(".public.congbao/new"), disk.at(".public.congbao/new/.congbao"), public.clone()];
    let (mut random, mut now, mut new) = (Random(23), 0, 0);
    for round in 1..=rounds {
        let moment = Moment::any(&mut random, whole, &events);
        let build = disk.build(&two, 1 - now, "public");
        let has_published = publish_cut(&disk, build, &moment, round % 5 == 0);
        let before = std::mem::replace(&mut now, two.whole(&public));
        assert!(now != before || !has_published, "it said that it had published, and had not");
        new += usize::from(now != before);
        if round % 10 == 0 {
            full(1 - now);
            now = 1 - now;
            assert!(!disk.at(".public.congbao").exists());
        }
    }
    counted(&format!(
        "power lost {rounds} times in builds of {directives} directives: {new} times the new site, {} times the \
         old one, 0 mixes, 0 files without their bytes",
        rounds - new
    ));
    assert!(new > 0 && (!all() || new < rounds), "{new}");
}

#[test]
fn when_power_is_lost_in_a_mount_point_each_file_is_whole() {
    let (rounds, directives) = if all() { (30, 100) } else { (3, 40) };
    let two = Two::new(directives);
    let Some(disk) = Disk::new(two.folder.path()) else { return };
    let output = two.folder.path().join("gan");
    fs::create_dir(&output).unwrap();
    let public = disk.at("public");
    let mount = |script: &str| disk.mounts.run(script, &[&disk.point.join("public"), &output]);
    let build = |which: usize| {
        let mut build = crate::site::build(&two.root(which));
        build.arg("--output").arg(&output);
        disk.mounts.enter(&build)
    };
    mount("mkdir \"$1\" && mount --bind \"$1\" \"$2\"");
    let begun = Instant::now();
    ran_well(&build(0).output().unwrap());
    let whole = begun.elapsed();
    let events = ["van-ban/2021/1-kh-tu.html", "index.html", ".congbao"].map(|name| public.join(name));
    let (mut random, mut half) = (Random(29), 0);
    for round in 1..=rounds {
        let next = round % 2;
        let moment = Moment::any(&mut random, whole, &events);
        let has_published = publish_cut(&disk, build(next), &moment, round % 5 == 0);
        mount("mount --bind \"$1\" \"$2\"");
        each_whole(&two, &public);
        let mut found = crate::site::files(&public);
        // That this folder goes need not be on the disk: the next build removes it.
        found.retain(|name, _| !name.starts_with(".congbao-new/"));
        if has_published {
            assert!(found == two.sites[next], "it said that it had published, and had not");
        }
        half += usize::from(found != two.sites[next] && found != two.sites[1 - next]);
        ran_well(&build(1 - next).output().unwrap());
        assert_eq!(two.whole(&public), 1 - next);
    }
    counted(&format!("power lost {rounds} times in a mount point: {half} times half-way, each file whole"));
}
