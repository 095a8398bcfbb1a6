//! What only root can try: files of others, mount points.

use std::os::unix::fs::MetadataExt;
use std::process::{Command, Stdio};

use crate::not_tried::not_allowed;

fn is_root() -> bool {
    tempfile::tempdir().unwrap().path().metadata().unwrap().uid() == 0
}

/// Whether this test runs as root and goes on. Else it is run again as root, where that needs no password.
pub fn as_root(what: &str) -> bool {
    if is_root() {
        return true;
    }
    let test = std::thread::current().name().unwrap().to_owned();
    let mut again = Command::new("sudo");
    again.args(["-n", "CONGBAO_ALL_TESTS=1"]).arg(std::env::current_exe().unwrap()).args(["--exact", &test]);
    match Command::new("sudo").args(["-n", "true"]).stderr(Stdio::null()).status() {
        Ok(status) if status.success() => assert!(again.status().unwrap().success(), "{test} as root"),
        _ => not_allowed(what, "root without a password"),
    }
    false
}

/// Whether this test may mount and goes on. Else it is run again as root.
pub fn can_mount(what: &str) -> bool {
    let probe = Command::new("unshare").args(["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).output();
    let can = probe.is_ok_and(|probe| probe.status.success());
    if !can && as_root(what) {
        not_allowed(what, "mounts of one's own");
    }
    can
}
