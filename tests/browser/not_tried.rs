//! What a test says where the machine lacks what it needs.

use std::io::Write;

/// Says what was not tried; fails where nothing may be left out (CONGBAO_ALL_TESTS=1, as `.ci/run` sets it).
pub fn not_tried(what: &str, lacking: &str) {
    let words = format!("NOT TRIED, {what}: this machine lacks {lacking}");
    assert!(std::env::var("CONGBAO_ALL_TESTS").as_deref() != Ok("1"), "{words}");
    // Past the capture of `cargo test`: what was not tried must be seen.
    writeln!(std::io::stderr(), "{words}").unwrap();
}
