//! Builds at once: those that find the output busy say so, and what stands there is whole.

use std::process::{Command, Stdio};

use crate::in_place::Mounted;
use crate::machine::{all, counted};
use crate::site::said;
use crate::versions::Two;

/// Five builds of both versions at once, each of which publishes or says that another does. Gives how many
/// published.
#[track_caller]
fn five(build: impl Fn(usize) -> Command) -> usize {
    let start = |at: usize| build(at % 2).stderr(Stdio::piped()).spawn().unwrap();
    let children: Vec<_> = (0..5).map(start).collect();
    let mut won = 0;
    for child in children {
        let output = child.wait_with_output().unwrap();
        let said = said(&output);
        match output.status.code() {
            Some(0) => won += 1,
            code => {
                assert_eq!(code, Some(2), "{said}");
                assert!(said.contains("another command is publishing into"), "{said}");
                assert_eq!(said.lines().count(), 1, "{said}");
            }
        }
    }
    assert!(won > 0);
    won
}

#[test]
fn of_five_builds_at_once_each_publishes_whole_or_says_that_another_does() {
    let (rounds, directives) = if all() { (20, 200) } else { (3, 60) };
    let two = Two::new(directives);
    let mut won = 0;
    for _ in 0..rounds {
        won += five(|which| two.build(which));
        two.whole(&two.public());
        two.no_leftovers();
    }
    counted(&format!("{rounds} times five builds at once: {won} published, the others said why not"));
    assert!(won < rounds * 5, "no two builds met");
}

#[test]
fn of_five_builds_at_once_into_a_mount_point_each_publishes_whole_or_says_that_another_does() {
    let (rounds, directives) = if all() { (20, 200) } else { (3, 60) };
    let Some(mounted) = Mounted::new(directives) else { return };
    let mut won = 0;
    for _ in 0..rounds {
        won += five(|which| mounted.build(which));
        mounted.two.whole(&mounted.disk());
        mounted.two.no_leftovers();
    }
    counted(&format!("{rounds} times five builds at once into a mount point: {won} published"));
    assert!(won < rounds * 5, "no two builds met");
}
