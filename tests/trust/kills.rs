//! Kills at any moment of a build, under a reader: one of two sites, whole, and nothing left.

use std::fs;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::machine::{Moment, Random, all, counted};
use crate::versions::{Two, names};

/// What a reader has found so far.
#[derive(Default)]
pub struct Seen {
    pub reads: AtomicUsize,
    pub passes: AtomicUsize,
    /// How often one version followed the other.
    pub turns: AtomicUsize,
    pub faults: Mutex<Vec<String>>,
    over: AtomicBool,
}

impl Seen {
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub fn fault(&self, what: String) {
        self.faults.lock().unwrap().push(what);
    }

    /// Waits until the reader has looked at what stands there now.
    #[track_caller]
    pub fn settled(&self) {
        let passes = self.passes.load(Ordering::SeqCst);
        while self.passes.load(Ordering::SeqCst) < passes + 2 {
            self.no_faults();
            std::thread::sleep(Duration::from_millis(1));
        }
        self.no_faults();
    }

    #[track_caller]
    fn no_faults(&self) {
        let faults = self.faults.lock().unwrap();
        assert!(faults.is_empty(), "{} faults, {:#?}", faults.len(), &faults[..faults.len().min(5)]);
    }
}

/// Ends the reader also where the test fails.
pub struct Over<'a>(pub &'a Seen);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.over.store(true, Ordering::Relaxed);
    }
}

/// Reads files of both versions over and over: each is there, of one version, and the version turns as often
/// as sites were published.
fn read(two: &Two, seen: &Seen) {
    let (names, mut random, mut last) = (two.changing(), Random(7), None);
    let public = two.public();
    while !seen.is_over() {
        for _ in 0..64 {
            let name = names[random.below(names.len())];
            match fs::read(public.join(name)).map(|bytes| two.of(name, &bytes)) {
                Err(cause) => seen.fault(format!("{name}: {cause}")),
                Ok(None) => seen.fault(format!("{name}: of neither site")),
                Ok(which) => {
                    let has_turned = last.is_some() && last != which;
                    seen.turns.fetch_add(usize::from(has_turned), Ordering::SeqCst);
                    last = which;
                }
            }
            seen.reads.fetch_add(1, Ordering::Relaxed);
        }
        seen.passes.fetch_add(1, Ordering::SeqCst);
        // The builds need the machine, too.
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// How many builds died before anything was written, while the next site was made, after it was published;
/// and how many ended before.
#[derive(Debug, Default)]
struct Died {
    early: usize,
    staging: usize,
    published: usize,
    ended: usize,
}

#[test]
fn whenever_it_is_killed_a_reader_finds_one_of_two_whole_sites() {
    let (kills, directives) = if all() { (200, 1_000) } else { (12, 100) };
    let two = Two::new(directives);
    two.published(0);
    let (seen, mut died, mut turns, mut random) = (Seen::default(), Died::default(), 0, Random(11));
    std::thread::scope(|scope| {
        let _over = Over(&seen);
        let mut now = 0;
        let full_build = |now: &mut usize| {
            let begun = Instant::now();
            two.published(1 - *now);
            let took = begun.elapsed();
            two.no_leftovers();
            *now = 1 - *now;
            took
        };
        let mut whole = full_build(&mut now);
        scope.spawn(|| read(&two, &seen));
        let events =
            [two.web().join(".public.congbao/new/.congbao"), two.public(), two.public().join("index.html")];
        for round in 1..=kills {
            let mut child = two.build(1 - now).stderr(Stdio::null()).spawn().unwrap();
            Moment::any(&mut random, whole, &events).wait(&mut child);
            let _ = child.kill();
            let has_ended = child.wait().unwrap().success();
            let before = std::mem::replace(&mut now, two.whole(&two.public()));
            turns += usize::from(now != before);
            let is_staging = names(&two.web()).len() > 1;
            match (has_ended, now != before, is_staging) {
                (true, ..) => died.ended += 1,
                (_, true, _) => died.published += 1,
                (.., true) => died.staging += 1,
                _ => died.early += 1,
            }
            seen.settled();
            assert_eq!(seen.turns.load(Ordering::SeqCst), turns, "a reader saw a mix of two sites");
            if round % 5 == 0 {
                whole = full_build(&mut now);
                turns += 1;
                seen.settled();
            }
        }
        full_build(&mut now);
    });
    counted(&format!(
        "{kills} kills of builds of {directives} directives ({died:?}): 0 mixes, 0 missing in {} reads, {turns} \
         turns, 0 leftovers",
        seen.reads.load(Ordering::Relaxed)
    ));
    // Where a dozen kills fall is chance on a busy machine; two hundred fall everywhere.
    assert!(died.early + died.staging + died.published > kills / 4, "{died:?}");
    assert!(!all() || died.early > 0 && died.staging > 0 && died.published > 0, "{died:?}");
}
