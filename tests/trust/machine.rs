//! The machine: random moments from a fixed seed, mounts that go with the test, what was counted.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use crate::not_tried::{not_allowed, not_tried};
use crate::versions::ran_well;

/// Whether everything is tried.
pub fn all() -> bool {
    std::env::var("CONGBAO_ALL_TESTS").as_deref() == Ok("1")
}

/// Says what was counted, past the capture of `cargo test`.
pub fn counted(what: &str) {
    writeln!(std::io::stderr(), "COUNTED, {what}").unwrap();
}

/// Whether a program is there.
pub fn has(program: &str) -> bool {
    let mut probe = Command::new(program);
    probe.arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Whether calls of programs can be traced; says so where not.
pub fn can_trace(what: &str) -> bool {
    let probe = Command::new("strace").args(["-o", "/dev/null", "true"]).stderr(Stdio::null()).status();
    match &probe {
        Err(_) => not_tried(what, "strace"),
        Ok(status) if !status.success() => not_allowed(what, "traced programs"),
        Ok(_) => {}
    }
    probe.is_ok_and(|status| status.success())
}

pub fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Numbers that are the same in every run (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    /// A part of a duration.
    pub fn part(&mut self, whole: Duration) -> Duration {
        whole * u32::try_from(self.below(1_000)).unwrap() / 1_000
    }
}

/// A moment of a build: some time after it began, or after a file was made or replaced.
pub struct Moment {
    event: Option<(PathBuf, Option<u64>)>,
    later: Duration,
}

impl Moment {
    /// One of all moments of a build that takes `whole`; half of them are aimed at the time around `events`:
    /// files that are made or replaced on the way.
    pub fn any(random: &mut Random, whole: Duration, events: &[PathBuf]) -> Moment {
        let at = random.below(events.len() * 2);
        match events.get(at) {
            Some(path) => Moment { event: Some((path.clone(), inode(path))), later: random.part(whole / 8) },
            None => Moment { event: None, later: random.part(whole) },
        }
    }

    /// As soon as a file or folder is made.
    pub fn of(path: &Path) -> Moment {
        Moment { event: Some((path.to_owned(), None)), later: Duration::ZERO }
    }

    /// Waits until the moment has come, or the build has ended.
    pub fn wait(&self, child: &mut Child) {
        let is_over = |child: &mut Child| child.try_wait().unwrap().is_some();
        if let Some((path, before)) = &self.event {
            while inode(path) == *before || inode(path).is_none() {
                if is_over(child) {
                    return;
                }
                std::thread::sleep(Duration::from_micros(100));
            }
        }
        let end = Instant::now() + self.later;
        while Instant::now() < end && !is_over(child) {
            std::thread::sleep(end.saturating_duration_since(Instant::now()).min(Duration::from_millis(5)));
        }
    }
}

fn inode(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().map(|file| file.ino())
}

/// A view of the file system in which a test mounts what it likes; it goes with the test.
pub struct Mounts {
    holder: Child,
}

impl Mounts {
    /// Where the machine lets the test mount.
    pub fn new() -> Mounts {
        let view = if is_root() { "-m" } else { "-rm" };
        let mut holder = Command::new("unshare")
            .args([view, "sh", "-c", "echo ready; read -r _"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut ready = String::new();
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        assert_eq!(ready, "ready\n");
        Mounts { holder }
    }

    /// The same program with the mounts.
    pub fn enter(&self, program: &Command) -> Command {
        let mut entered = Command::new("nsenter");
        entered.args(["-t", &self.holder.id().to_string(), "-m"]);
        if !is_root() {
            entered.args(["-U", "--preserve-credentials"]);
        }
        entered.arg(program.get_program()).args(program.get_args());
        entered
    }

    fn shell(&self, script: &str, paths: &[&Path]) -> Output {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "sh"]).args(paths);
        self.enter(&shell).output().unwrap()
    }

    pub fn try_run(&self, script: &str, paths: &[&Path]) -> bool {
        self.shell(script, paths).status.success()
    }

    #[track_caller]
    pub fn run(&self, script: &str, paths: &[&Path]) {
        ran_well(&self.shell(script, paths));
    }

    /// A path as it is with the mounts.
    pub fn path(&self, path: &Path) -> PathBuf {
        Path::new("/proc")
            .join(self.holder.id().to_string())
            .join("root")
            .join(path.strip_prefix("/").unwrap())
    }
}

impl Drop for Mounts {
    fn drop(&mut self) {
        drop(self.holder.stdin.take());
        let _ = self.holder.wait();
    }
}

/// Sends a signal by its name.
pub fn send(signal: &str, process: u32) {
    let mut shell = Command::new("sh");
    // The process may have ended.
    shell.args(["-c", &format!("kill -{signal} {process}")]).stderr(Stdio::null()).status().unwrap();
}

/// The exit code as a shell has it: 128 and the signal of which a process died.
pub fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt;
    status.code().or(status.signal().map(|signal| 128 + signal)).unwrap()
}
