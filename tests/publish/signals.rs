//! Signals during a build: the old site, nothing left behind, one line, the exit code of the signal.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::site::{build, built, files, said, say, site};

fn start(root: &Path) -> Child {
    build(root).stderr(Stdio::piped()).spawn().unwrap()
}

fn send(signal: &str, to: &Child) {
    let _ = Command::new("kill").args([&format!("-{signal}"), &to.id().to_string()]).status().unwrap();
}

/// Waits until a build writes its files, or is over.
fn wait_for_staging(root: &Path, build: &mut Child) {
    let staging = root.join(".public.congbao/new/van-ban");
    while !staging.exists() && build.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
}

#[test]
fn a_signal_leaves_the_old_site_and_nothing_else() {
    for (signal, code) in [("INT", 130), ("TERM", 143), ("HUP", 129)] {
        let root = site(300, "Một");
        let before = files(&{
            built(root.path());
            root.path().join("public")
        });
        let mut stopped = 0;
        for round in 0..3 {
            say(root.path(), 300, &format!("Lần {round}"));
            let mut program = start(root.path());
            wait_for_staging(root.path(), &mut program);
            send(signal, &program);
            let ran = program.wait_with_output().unwrap();
            assert!(!root.path().join(".public.congbao").exists(), "{signal}: {}", said(&ran));
            if ran.status.code() == Some(code) {
                assert_eq!(files(&root.path().join("public")), before, "{signal}");
                let line = "error: stopped by a signal: SIG";
                assert!(said(&ran).starts_with(&format!("{line}{signal}; ")), "{}", said(&ran));
                assert_eq!(said(&ran).lines().count(), 1, "{}", said(&ran));
                stopped += 1;
                break;
            }
            // It had gone through already; the next one will be met earlier.
            assert!(ran.status.success(), "{signal}: {} {:?}", said(&ran), ran.status.signal());
        }
        assert!(stopped > 0, "no build was met by {signal}");
    }
}

#[test]
fn a_signal_that_was_ignored_stays_ignored() {
    let root = site(60, "Một");
    let program = build(root.path());
    let mut shell = Command::new("sh");
    shell.args(["-c", "trap '' HUP; exec \"$@\"", "sh"]).arg(program.get_program()).args(program.get_args());
    let mut program = shell.stderr(Stdio::piped()).spawn().unwrap();
    wait_for_staging(root.path(), &mut program);
    send("HUP", &program);
    let ran = program.wait_with_output().unwrap();
    assert!(ran.status.success(), "{} {:?}", said(&ran), ran.status);
    assert!(fs::metadata(root.path().join("public/index.html")).is_ok());
}
