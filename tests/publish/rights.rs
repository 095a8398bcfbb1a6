//! Who may read what is published: owner, group and modes are those of the output, whatever the umask.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Output};

use crate::root::as_root;
use crate::site::{build, built, put, said, say, site};

/// Runs a build in a shell after `setup`.
fn build_after(setup: &str, root: &Path) -> Output {
    let build = build(root);
    let mut shell = Command::new("sh");
    shell
        .args(["-c", &format!("{setup}; exec \"$@\""), "sh"])
        .arg(build.get_program())
        .args(build.get_args());
    shell.output().unwrap()
}

/// The modes of folders and of files below the output, and the output's own.
fn modes(output: &Path) -> (u32, Vec<u32>, Vec<u32>) {
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().mode() & 0o7777;
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in walkdir::WalkDir::new(output).min_depth(1) {
        let entry = entry.unwrap();
        let list = if entry.file_type().is_dir() { &mut folders } else { &mut files };
        list.push(mode(entry.path()));
    }
    for list in [&mut folders, &mut files] {
        list.sort_unstable();
        list.dedup();
    }
    (mode(output), folders, files)
}

#[test]
fn what_is_published_where_nothing_was_has_what_the_umask_leaves() {
    for (umask, folder, file) in [("022", 0o755, 0o644), ("027", 0o750, 0o640), ("077", 0o700, 0o600)] {
        let root = site(2, "Một");
        // An attachment that its author alone may read.
        let attachment = root.path().join("content/directives/bieu.csv");
        fs::set_permissions(attachment, Permissions::from_mode(0o600)).unwrap();
        let ran = build_after(&format!("umask {umask}"), root.path());
        assert!(ran.status.success(), "{}", said(&ran));
        assert_eq!(modes(&root.path().join("public")), (folder, vec![folder], vec![file]), "umask {umask}");
    }
}

#[test]
fn what_the_output_grants_is_granted_below_it_whatever_the_umask() {
    // Those who may enter the folder may read every file; nobody else may write than before.
    let cases = [
        (0o2750, 0o2750, 0o640),
        (0o755, 0o755, 0o644),
        (0o2775, 0o2775, 0o664),
        (0o700, 0o700, 0o600),
        (0o711, 0o711, 0o644),
        (0o1777, 0o775, 0o664),
    ];
    for (output, folder, file) in cases {
        let root = site(3, "Một");
        put(root.path(), "public/.gitkeep", "");
        let public = root.path().join("public");
        fs::set_permissions(&public, Permissions::from_mode(output)).unwrap();
        for round in 0..9 {
            let umask = ["022", "027", "077"][round % 3];
            // Some files stay the same, some change, one comes and goes.
            say(root.path(), 2, &format!("Lần {round}"));
            put(root.path(), "content/directives/bieu.csv", &format!("a,{}\n", round / 3));
            let ran = build_after(&format!("umask {umask}"), root.path());
            assert!(ran.status.success(), "{}", said(&ran));
            assert!(!said(&ran).contains("warning:"), "{}", said(&ran));
            assert_eq!(modes(&public), (output, vec![folder], vec![file]), "{output:o}, umask {umask}");
        }
    }
}

#[test]
fn a_site_that_somebody_could_not_read_is_mended_by_the_next_build() {
    let root = site(3, "Một");
    assert!(build_after("umask 077", root.path()).status.success());
    let public = root.path().join("public");
    fs::set_permissions(&public, Permissions::from_mode(0o755)).unwrap();
    let ran = build_after("umask 077", root.path());
    assert!(ran.status.success() && !said(&ran).contains("warning:"), "{}", said(&ran));
    assert_eq!(modes(&public), (0o755, vec![0o755], vec![0o644]));
}

#[test]
fn owner_and_group_of_the_output_are_kept_in_all_of_it() {
    if !as_root("files of another group") {
        return;
    }
    let root = site(3, "Một");
    built(root.path());
    let public = root.path().join("public");
    chown(&public, Some(4001), Some(4002)).unwrap();
    fs::set_permissions(&public, Permissions::from_mode(0o2750)).unwrap();
    for round in 0..3 {
        say(root.path(), 3, &format!("Lần {round}"));
        let ran = build_after("umask 077", root.path());
        assert!(ran.status.success() && !said(&ran).contains("warning:"), "{}", said(&ran));
        for entry in walkdir::WalkDir::new(&public) {
            let entry = entry.unwrap();
            let found = entry.metadata().unwrap();
            assert_eq!((found.uid(), found.gid()), (4001, 4002), "{}", entry.path().display());
        }
        assert_eq!(modes(&public), (0o2750, vec![0o2750], vec![0o640]));
    }
}

/// Runs a build as a user who is in no group but his own.
fn build_as_4001(root: &Path, umask: &str) -> Output {
    let build = build(root);
    // The program itself may lie where that one may not go.
    let program = root.join("congbao");
    fs::copy(build.get_program(), &program).unwrap();
    let mut other = Command::new("setpriv");
    other.args(["--reuid=4001", "--regid=4001", "--clear-groups", "sh", "-c"]);
    other.arg(format!("umask {umask}; exec \"$@\"")).arg("sh").arg(program).args(build.get_args());
    other.output().unwrap()
}

#[test]
fn an_old_site_that_cannot_be_deleted_is_one_line_with_what_to_type() {
    if !as_root("files of another group") {
        return;
    }
    let root = site(2, "Một");
    built(root.path());
    // Somebody else published the old site into a folder of 4001.
    for path in [root.path(), &root.path().join("public")] {
        chown(path, Some(4001), Some(4001)).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
    }
    say(root.path(), 2, "Hai");
    let ran = build_as_4001(root.path(), "022");
    let left = root.path().join(".public.congbao");
    let line = format!("warning: cannot delete the old site in {}: ", left.display());
    assert!(ran.status.success() && said(&ran).starts_with(&line), "{}", said(&ran));
    let page = fs::read_to_string(root.path().join("public/index.html")).unwrap();
    assert!(page.contains("Hai"));
    // What is to be typed helps.
    assert_eq!(build_as_4001(root.path(), "022").status.code(), Some(2));
    assert!(said(&ran).contains(&format!("type `sudo rm -r {}`", left.display())), "{}", said(&ran));
    fs::remove_dir_all(left).unwrap();
    assert!(build_as_4001(root.path(), "022").status.success());
}

#[test]
fn a_group_that_cannot_be_given_is_one_line_with_what_to_type() {
    if !as_root("files of another group") {
        return;
    }
    let root = site(2, "Một");
    built(root.path());
    let public = root.path().join("public");
    // Somebody who is in no group but his own publishes into a folder of group 4002.
    for entry in walkdir::WalkDir::new(root.path()) {
        chown(entry.unwrap().path(), Some(4001), Some(4001)).unwrap();
    }
    fs::set_permissions(root.path(), Permissions::from_mode(0o755)).unwrap();
    chown(&public, Some(4001), Some(4002)).unwrap();
    fs::set_permissions(&public, Permissions::from_mode(0o750)).unwrap();
    say(root.path(), 2, "Hai");
    let ran = build_as_4001(root.path(), "022");
    assert!(ran.status.success(), "{}", said(&ran));
    let typed =
        format!("sudo chgrp -R 4002 {0} && sudo chmod -R g+rX {0} && sudo chmod g+s {0}", public.display());
    let lines: Vec<String> = said(&ran).lines().map(str::to_owned).collect();
    let warnings: Vec<&String> = lines.iter().filter(|line| line.starts_with("warning: ")).collect();
    assert!(warnings.len() == 1 && warnings[0].contains(&typed), "{lines:?}");
    // What group 4002 could read is not for group 4001.
    assert_eq!(modes(&public), (0o700, vec![0o700], vec![0o600]));
    // What is to be typed helps.
    let typed = typed.replace("sudo ", "");
    assert!(Command::new("sh").args(["-c", &typed]).status().unwrap().success());
    // And does so for good: a folder hands its group on, also to who is not in it.
    for (round, umask) in ["022", "027", "077", "077", "022"].into_iter().enumerate() {
        say(root.path(), 2, &format!("Lần {round}"));
        let ran = build_as_4001(root.path(), umask);
        assert!(ran.status.success() && !said(&ran).contains("warning: "), "{}", said(&ran));
        assert_eq!(modes(&public), (0o2750, vec![0o2750], vec![0o640]), "umask {umask}");
        for entry in walkdir::WalkDir::new(&public) {
            let entry = entry.unwrap();
            assert_eq!(entry.metadata().unwrap().gid(), 4002, "{}", entry.path().display());
        }
    }
}
