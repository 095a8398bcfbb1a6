//! Outlets: an answer that does not arrive whole is exit code 2; a reader that has gone has read enough.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use super::program::{GOOD, put, site};

/// Every command that prints an answer, and the exit code where it arrives.
const ANSWERS: &[(&[&str], i32)] = &[
    (&["--help"], 0),
    (&["--version"], 0),
    (&["build", "--help"], 0),
    (&["schema"], 0),
    (&["schema", "site"], 0),
    (&["explain", "unknown-key"], 0),
    (&["completions", "bash"], 0),
    (&["man"], 0),
    (&["tasks", "--as-of", "2023-08-01"], 0),
    (&["tasks", "--as-of", "2023-08-01", "--format", "csv"], 0),
    (&["tasks", "--as-of", "2023-08-01", "--format", "json"], 0),
    (&["check", "--as-of", "2023-08-01", "--message-format", "json"], 0),
    (&["build", "--as-of", "2023-08-01", "--message-format", "json"], 0),
    (&["new", "directive", "35-KH/TU", "--date", "2023-08-01"], 0),
];

/// Every command that speaks to a person, and the exit code where that is heard.
const MESSAGES: &[(&[&str], i32)] = &[
    (&["check", "--as-of", "2023-08-01"], 0),
    (&["check", "--as-of", "2023-08-01", "--strict"], 1),
    (&["build", "--as-of", "2023-08-01"], 0),
    (&["build", "--as-of", "2023-08-01", "--strict"], 1),
];

/// A site with tasks, and with a warning to tell.
fn wide_site() -> tempfile::TempDir {
    let root = site();
    let task = |n: usize| format!("  - {{id: v-{n}, task: Việc {n}, lead: [tinh-uy], due: 2023-09-01}}\n");
    let deadlines: String = (0..1000).map(task).collect();
    let typed =
        GOOD.replace("issuer: tinh-uy\n", &format!("issuer: Tỉnh ủy Lai Châu\ndeadlines:\n{deadlines}"));
    put(root.path(), "content/directives/a.md", &typed);
    root
}

fn congbao(root: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root).args(["--lang", "en"]).args(arguments).env("LC_ALL", "en_US.UTF-8");
    program.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

/// A pipe that nobody reads any more.
fn without_reader() -> Stdio {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    writer.into()
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_exit_code_2_with_a_message() {
    let full = || File::options().write(true).open("/dev/full").unwrap();
    for (arguments, whole) in ANSWERS {
        let root = wide_site();
        let heard = congbao(root.path(), arguments).output().unwrap();
        assert_eq!(heard.status.code(), Some(*whole), "{arguments:?}: {heard:?}");
        assert!(!heard.stdout.is_empty(), "{arguments:?}");
        let root = wide_site();
        let lost = congbao(root.path(), arguments).stdout(full()).output().unwrap();
        assert_eq!(lost.status.code(), Some(2), "{arguments:?}: {lost:?}");
        let said = String::from_utf8(lost.stderr).unwrap();
        assert!(
            said.ends_with("run it again\n") && said.contains("could not be printed whole"),
            "{arguments:?}: {said}"
        );
    }
    for (arguments, whole) in MESSAGES {
        let root = wide_site();
        let heard = congbao(root.path(), arguments).output().unwrap();
        assert_eq!(heard.status.code(), Some(*whole), "{arguments:?}: {heard:?}");
        let lost = congbao(root.path(), arguments).stderr(full()).output().unwrap();
        assert_eq!(lost.status.code(), Some(2), "{arguments:?}: {lost:?}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_preview_whose_address_cannot_be_said_is_not_begun() {
    let full = File::options().write(true).open("/dev/full").unwrap();
    let served =
        congbao(site().path(), &["serve", "--host", "127.0.0.1", "--port", "0"]).stdout(full).output();
    assert_eq!(served.unwrap().status.code(), Some(2));
}

#[test]
#[cfg(unix)]
fn a_reader_that_has_gone_is_no_fault() {
    for (arguments, whole) in ANSWERS {
        let root = wide_site();
        let done = congbao(root.path(), arguments).stdout(without_reader()).output().unwrap();
        assert_eq!(done.status.code(), Some(*whole), "{arguments:?}: {done:?}");
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(!said.contains("run it again") && !said.contains("panicked"), "{arguments:?}: {said}");
    }
    for (arguments, whole) in MESSAGES {
        let root = wide_site();
        let done = congbao(root.path(), arguments).stderr(without_reader()).output().unwrap();
        assert_eq!(done.status.code(), Some(*whole), "{arguments:?}: {done:?}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_that_goes_after_a_line_has_that_line() {
    let root = wide_site();
    let mut program = congbao(root.path(), &["tasks", "--as-of", "2023-08-01", "--format", "csv"]);
    let mut running = program.spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(16, running.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.contains(','), "{line}");
    let done = running.wait_with_output().unwrap();
    assert_eq!((done.status.code(), String::from_utf8(done.stderr).unwrap()), (Some(0), String::new()));
}
