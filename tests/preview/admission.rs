//! What a snapshot would not admit is never served, whatever stands on disk at the moment.

use std::fs;
use std::time::{Duration, Instant};

use crate::served::{REGISTER, SITE, Served, directive, site};

const PAGE: &str = "/van-ban/2026/1-ct-tu.html";
const FILE: &str = "/van-ban/2026/1-ct-tu/bieu.pdf";
const SECRET: &str = "bí mật của máy này";

#[cfg(unix)]
#[test]
fn an_attachment_that_becomes_a_link_out_of_the_site_is_not_served() {
    let one = directive("1-CT/TU", "2026-01-02", "Xem [biểu](bieu.pdf).");
    let dir = site(&[
        ("content/site.yaml", SITE),
        ("content/organizations.yaml", REGISTER),
        ("content/directives/2026/1.md", &one),
        ("content/directives/2026/bieu.pdf", "%PDF một"),
        ("elsewhere/bieu.pdf", SECRET),
    ]);
    let served = Served::start(dir, &[]);
    assert_eq!(served.get(FILE).text(), "%PDF một");
    let folder = served.path("content/directives/2026");
    for round in 0..3 {
        // The file itself, then the folder above it.
        let moved = served.path(&format!("content/directives/cu-{round}"));
        if round == 1 {
            fs::rename(&folder, &moved).unwrap();
            std::os::unix::fs::symlink(served.path("elsewhere"), &folder).unwrap();
        } else {
            fs::remove_file(folder.join("bieu.pdf")).unwrap();
            std::os::unix::fs::symlink(served.path("elsewhere/bieu.pdf"), folder.join("bieu.pdf")).unwrap();
        }
        let begun = Instant::now();
        let mut refused = 0;
        while begun.elapsed() < Duration::from_millis(700) {
            let answer = served.get(FILE);
            assert!(!answer.text().contains(SECRET), "round {round}");
            refused += usize::from(answer.status != 200);
        }
        assert!(refused > 0, "round {round}");
        if round == 1 {
            fs::remove_file(&folder).unwrap();
            fs::rename(&moved, &folder).unwrap();
        } else {
            fs::remove_file(folder.join("bieu.pdf")).unwrap();
            fs::write(folder.join("bieu.pdf"), "%PDF hai").unwrap();
        }
        served.wait(FILE, |answer| answer.status == 200 && answer.text().starts_with("%PDF"));
        served.wait(PAGE, |answer| answer.status == 200);
    }
}
