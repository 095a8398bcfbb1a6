//! Sources that vanish or change while a build runs, which stands still meanwhile: refused by name, or
//! published as they were read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::machine::{can_trace, counted, send};
use crate::site::{build, built, files, put, said, say, site};
use crate::versions::names;

/// A build that stands still when it first makes the call at the path, until `change` is done. None where
/// the machine has no strace.
fn stopped(root: &Path, call: &str, path: &str, change: impl Fn(&Path)) -> Option<Output> {
    if !can_trace("sources that change during a build") {
        return None;
    }
    let log = tempfile::NamedTempFile::new().unwrap();
    let build = build(root);
    let mut strace = Command::new("strace");
    strace.args([
        "-f",
        "-q",
        "-e",
        &format!("trace={call}"),
        "-e",
        &format!("inject={call}:signal=STOP:when=1"),
    ]);
    strace.arg("-P").arg(root.join(path)).arg("-o").arg(log.path()).env("RAYON_NUM_THREADS", "1");
    strace.arg(build.get_program()).args(build.get_args()).stderr(Stdio::piped());
    let mut child = strace.spawn().unwrap();
    let process: u32 = loop {
        let told = fs::read_to_string(log.path()).unwrap();
        if let Some(line) = told.lines().find(|line| line.contains("stopped by SIGSTOP")) {
            break line.split_whitespace().next().unwrap().parse().unwrap();
        }
        assert!(child.try_wait().unwrap().is_none(), "the build never made {call} at {path}: {told}");
        std::thread::sleep(Duration::from_millis(2));
    };
    change(root);
    send("CONT", process);
    Some(child.wait_with_output().unwrap())
}

/// What it is called, and what it does to a file.
type Change = (&'static str, fn(&Path));

const ATTACHMENT: &str = "content/directives/bieu.csv";
const DIRECTIVE: &str = "content/directives/2.md";

#[test]
fn an_attachment_that_changes_before_it_is_copied_is_refused_by_name() {
    let root = site(3, "Một");
    let changes: [Change; 6] = [
        ("removed", |file| fs::remove_file(file).unwrap()),
        ("truncated", |file| fs::write(file, "").unwrap()),
        ("cut", |file| fs::write(file, "a").unwrap()),
        ("grown", |file| fs::write(file, "a,b\n1,2\n").unwrap()),
        ("rewritten", |file| fs::write(file, "c,d\n").unwrap()),
        ("a link to a secret", |file| {
            fs::remove_file(file).unwrap();
            symlink("/etc/hostname", file).unwrap();
        }),
    ];
    put(root.path(), ATTACHMENT, "a,b\n");
    let before = built(root.path());
    for (what, change) in changes {
        say(root.path(), 3, "Hai");
        let output =
            stopped(root.path(), "mkdir", ".public.congbao/new", |root| change(&root.join(ATTACHMENT)));
        let Some(output) = output else { return };
        assert_eq!(output.status.code(), Some(2), "{what}: {}", said(&output));
        assert!(said(&output).contains("bieu.csv"), "{what}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{what}: {}", said(&output));
        assert_eq!(files(&root.path().join("public")), before, "{what}");
        assert_eq!(names(root.path()), ["content", "public"], "{what}");
        let _ = fs::remove_file(root.path().join(ATTACHMENT));
        put(root.path(), ATTACHMENT, "a,b\n");
    }
    counted(
        "6 ways in which an attachment changes before it is copied: refused by name, the site before stays",
    );
}

#[test]
fn an_attachment_that_changes_while_it_is_copied_is_refused_by_name() {
    let root = site(3, "Một");
    let before = built(root.path());
    let changes: [Change; 3] = [
        ("emptied", |file| fs::write(file, "").unwrap()),
        ("cut", |file| fs::write(file, "c").unwrap()),
        ("grown", |file| fs::write(file, "c,d\n1,2\n").unwrap()),
    ];
    for (what, change) in changes {
        // One that is copied, not taken from the site before.
        put(root.path(), ATTACHMENT, "c,d\n");
        let copy = ".public.congbao/new/van-ban/2021/1-kh-tu/bieu.csv";
        let output = stopped(root.path(), "openat", copy, |root| change(&root.join(ATTACHMENT)));
        let Some(output) = output else { return };
        assert_eq!(output.status.code(), Some(2), "{what}: {}", said(&output));
        assert!(said(&output).contains("bieu.csv"), "{what}: {}", said(&output));
        assert_eq!(said(&output).lines().count(), 1, "{what}: {}", said(&output));
        assert_eq!(files(&root.path().join("public")), before, "{what}");
        assert_eq!(names(root.path()), ["content", "public"], "{what}");
    }
}

/// What was read before is published as it was.
#[test]
fn a_text_that_changes_after_it_was_read_is_published_as_it_was() {
    let root = site(3, "Hai");
    let expected = built(root.path());
    let changes: [fn(&Path); 2] =
        [|file| fs::remove_file(file).unwrap(), |file| fs::write(file, "---\nnum").unwrap()];
    for change in changes {
        say(root.path(), 3, "Một");
        built(root.path());
        say(root.path(), 3, "Hai");
        let output =
            stopped(root.path(), "mkdir", ".public.congbao/new", |root| change(&root.join(DIRECTIVE)));
        let Some(output) = output else { return };
        assert!(output.status.success(), "{}", said(&output));
        assert_eq!(files(&root.path().join("public")), expected);
    }
}

/// Opened and measured, not read yet: then a part of the text goes, or all of it.
#[test]
fn a_text_that_changes_while_it_is_read_is_never_published_in_part() {
    let root = site(3, "Một");
    let before = built(root.path());
    let whole = |root: &Path| fs::read_to_string(root.join(DIRECTIVE)).unwrap();
    for (what, keep) in [("emptied", 0), ("cut in its head", 30), ("cut in its body", usize::MAX)] {
        say(root.path(), 3, "Hai");
        let text = whole(root.path());
        let keep = keep.min(text.trim_end().len() - 4);
        let output = stopped(root.path(), "lseek", DIRECTIVE, |root| {
            fs::write(root.join(DIRECTIVE), &text.as_bytes()[..keep]).unwrap();
        });
        let Some(output) = output else { return };
        let code = output.status.code();
        assert!(matches!(code, Some(1 | 2)), "{what}: {code:?}, {}", said(&output));
        assert!(said(&output).contains("2.md"), "{what}: {}", said(&output));
        assert_eq!(files(&root.path().join("public")), before, "{what}");
        assert_eq!(names(root.path()), ["content", "public"], "{what}");
    }
}

/// Listed, and not opened yet.
#[test]
fn a_text_that_vanishes_before_it_is_read_is_refused_by_name() {
    let root = site(3, "Một");
    let before = built(root.path());
    say(root.path(), 3, "Hai");
    let output = stopped(root.path(), "openat", DIRECTIVE, |root| {
        fs::remove_file(root.join(DIRECTIVE)).unwrap();
    });
    let Some(output) = output else { return };
    assert!(matches!(output.status.code(), Some(1 | 2)), "{}", said(&output));
    assert!(said(&output).contains("2.md"), "{}", said(&output));
    assert_eq!(files(&root.path().join("public")), before);
}
