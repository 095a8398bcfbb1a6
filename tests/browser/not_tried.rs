//! What a test says where the machine lacks what it needs.

// Not every test binary needs both.
#![allow(dead_code)]

use std::io::Write;

/// Says what was not tried; fails where nothing may be left out (CONGBAO_ALL_TESTS=1, as `.ci/run` sets it).
pub fn not_tried(what: &str, lacking: &str) {
    let words = format!("NOT TRIED, {what}: this machine lacks {lacking}");
    assert!(std::env::var("CONGBAO_ALL_TESTS").as_deref() != Ok("1"), "{words}");
    say(&words);
}

/// Says what was not tried because the machine lets nobody do it: no script can install that.
pub fn not_allowed(what: &str, refused: &str) {
    say(&format!("NOT TRIED, {what}: this machine does not allow {refused}"));
}

fn say(words: &str) {
    // Past the capture of `cargo test`: what was not tried must be seen.
    writeln!(std::io::stderr(), "{words}").unwrap();
}
