//! Signals that ask a build to end: the old site or the new one, nothing left, one line.

use std::process::Stdio;
use std::time::Instant;

use crate::in_place::{Mounted, each_whole};
use crate::machine::{Moment, Random, all, code, counted, send};
use crate::site::said;
use crate::versions::Two;

const SIGNALS: [(&str, i32); 3] = [("INT", 130), ("TERM", 143), ("HUP", 129)];

#[test]
fn a_signal_leaves_one_of_two_whole_sites_and_nothing_else() {
    let (rounds, directives) = if all() { (20, 200) } else { (3, 60) };
    let two = Two::new(directives);
    two.published(0);
    let begun = Instant::now();
    two.published(1);
    let whole = begun.elapsed();
    let events =
        [two.web().join(".public.congbao/new"), two.web().join(".public.congbao/new/.congbao"), two.public()];
    let (mut random, mut now, mut stopped, mut unheard) = (Random(17), 1, 0, 0);
    for (signal, expected) in SIGNALS {
        for round in 0..rounds {
            let mut child = two.build(1 - now).stderr(Stdio::piped()).spawn().unwrap();
            let moment = match round {
                0 => Moment::of(&events[0]),
                _ => Moment::any(&mut random, whole, &events),
            };
            moment.wait(&mut child);
            send(signal, child.id());
            let output = child.wait_with_output().unwrap();
            let (before, said) = (now, said(&output));
            now = two.whole(&two.public());
            two.no_leftovers();
            match (code(output.status), output.status.code()) {
                (0, _) => assert_ne!(now, before, "{said}"),
                // Before the program could hear it.
                (code, None) => {
                    assert_eq!((code, now), (expected, before));
                    unheard += 1;
                }
                (code, Some(_)) => {
                    assert_eq!((code, now), (expected, before), "{signal}: {said}");
                    assert_eq!(said.lines().count(), 1, "{said}");
                    stopped += 1;
                }
            }
        }
    }
    counted(&format!(
        "{} signals (INT, TERM, HUP): {stopped} builds stopped, {unheard} before they could hear, the others had \
         published; 0 mixes, 0 leftovers",
        rounds * 3
    ));
    assert!(stopped > 0);
}

#[test]
fn a_signal_while_files_are_replaced_in_place_leaves_each_whole() {
    let (rounds, directives) = if all() { (20, 200) } else { (3, 60) };
    let Some(mounted) = Mounted::new(directives) else { return };
    mounted.published(0);
    let begun = Instant::now();
    mounted.published(1);
    let whole = begun.elapsed();
    let events = ["van-ban/2021/1-kh-tu.html", "index.html"].map(|name| mounted.disk().join(name));
    let (mut random, mut stopped) = (Random(19), 0);
    for (signal, expected) in SIGNALS {
        for round in 0..rounds {
            let mut child = mounted.build(round % 2).stderr(Stdio::piped()).spawn().unwrap();
            let moment = match round {
                0 => Moment::of(&mounted.disk().join(".congbao-new/new")),
                _ => Moment::any(&mut random, whole, &events),
            };
            moment.wait(&mut child);
            send(signal, child.id());
            let output = child.wait_with_output().unwrap();
            let code = code(output.status);
            assert!(code == 0 || code == expected, "{signal}: {code}, {}", said(&output));
            stopped += usize::from(code == expected);
            each_whole(&mounted.two, &mounted.disk());
            if code == 0 {
                assert_eq!(mounted.two.whole(&mounted.disk()), round % 2);
            }
        }
        mounted.published(rounds % 2);
    }
    counted(&format!("{} signals in a mount point: {stopped} builds stopped, each file whole", rounds * 3));
    assert!(stopped > 0);
}
