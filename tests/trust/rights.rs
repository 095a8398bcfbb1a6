//! Rights: who could read the site before can read every file of the next one, and nobody else.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Command, Output};

use crate::machine::{counted, has};
use crate::not_tried::not_tried;
use crate::root::as_root;
use crate::versions::{Two, ran_well};

const OFFICE: u32 = 64_001;
const WEB: u32 = 64_002;
const STRANGER: u32 = 64_003;

/// What a user of one group, which has their number, says of every file below a folder.
fn reads(user: u32, public: &Path) -> Output {
    let mut program = Command::new("setpriv");
    program.args([format!("--reuid={user}"), format!("--regid={user}"), "--clear-groups".to_owned()]);
    program.args(["sh", "-c", "find \"$1\" -type f -exec cat {} + | wc -c", "sh"]).arg(public);
    program.output().unwrap()
}

fn bytes_read(user: u32, public: &Path) -> usize {
    String::from_utf8(reads(user, public).stdout).unwrap().trim().parse().unwrap()
}

struct Office {
    two: Two,
}

impl Office {
    /// Two sites of which attachments may be read by nobody else, and the first of them published.
    fn new() -> Option<Office> {
        if !as_root("rights of other users") {
            return None;
        }
        if !has("setpriv") {
            not_tried("rights of other users", "setpriv");
            return None;
        }
        let two = Two::new(8);
        fs::set_permissions(two.folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        for which in [0, 1] {
            for name in ["bieu.csv", "so-lieu.csv"] {
                let path = two.root(which).join("content/directives").join(name);
                fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
            }
        }
        two.published(0);
        Some(Office { two })
    }

    /// What the office did once to what was published.
    fn set(&self, script: &str) {
        let mut shell = Command::new("sh");
        ran_well(&shell.args(["-ec", script, "sh"]).arg(self.two.public()).output().unwrap());
    }

    /// Ten publishes with umasks in turn; looks at what stands there after each.
    fn ten(&self, look: impl Fn(usize)) {
        for round in 1..=10 {
            let which = round % 2;
            let build = self.two.build(which);
            let umask = ["022", "027", "077"][round % 3];
            let mut shell = Command::new("sh");
            shell.args(["-c", &format!("umask {umask}; exec \"$@\""), "sh"]);
            ran_well(&shell.arg(build.get_program()).args(build.get_args()).output().unwrap());
            assert_eq!(self.two.whole(&self.two.public()), which);
            look(which);
        }
    }

    fn size(&self, which: usize) -> usize {
        self.two.sites[which].values().map(Vec::len).sum()
    }
}

/// Owner, group and mode of everything in the output.
pub fn owned(public: &Path) -> Vec<(String, bool, u32, u32, u32)> {
    let entries = walkdir::WalkDir::new(public).into_iter().map(Result::unwrap);
    let rights = |entry: walkdir::DirEntry| {
        let file = entry.metadata().unwrap();
        let name = entry.path().strip_prefix(public).unwrap().display().to_string();
        (name, file.is_dir(), file.uid(), file.gid(), file.mode() & 0o7777)
    };
    entries.map(rights).collect()
}

#[test]
fn the_group_of_the_web_server_reads_every_file_as_before() {
    let Some(office) = Office::new() else { return };
    let public = office.two.public();
    office.set(&format!(
        "chown -R {OFFICE}:{WEB} \"$1\"; find \"$1\" -type d -exec chmod 2750 {{}} +; \
         find \"$1\" -type f -exec chmod 0640 {{}} +"
    ));
    office.ten(|which| {
        assert_eq!(bytes_read(WEB, &public), office.size(which), "{:#?}", reads(WEB, &public));
        assert_eq!(bytes_read(STRANGER, &public), 0);
        for (name, is_folder, owner, group, mode) in owned(&public) {
            let expected = (OFFICE, WEB, if is_folder { 0o2750 } else { 0o640 });
            assert_eq!((owner, group, mode), expected, "{name}: {mode:o}");
        }
    });
    counted("10 publishes with umask 022, 027, 077 into 2750: the group reads every file, a stranger none");
}

#[test]
fn what_everybody_could_read_everybody_can_read() {
    let Some(office) = Office::new() else { return };
    let public = office.two.public();
    office.set("find \"$1\" -type d -exec chmod 0755 {} +; find \"$1\" -type f -exec chmod 0644 {} +");
    office.ten(|which| {
        assert_eq!(bytes_read(STRANGER, &public), office.size(which), "{:#?}", reads(STRANGER, &public));
        for (name, is_folder, owner, group, mode) in owned(&public) {
            assert_eq!(
                (owner, group, mode),
                (0, 0, if is_folder { 0o755 } else { 0o644 }),
                "{name}: {mode:o}"
            );
        }
    });
    counted("10 publishes with umask 022, 027, 077 into 0755: a stranger reads every file");
}

#[test]
fn what_nobody_else_could_read_nobody_else_can_read() {
    let Some(office) = Office::new() else { return };
    let public = office.two.public();
    for (set, of_the_group) in
        [("chmod 0700 \"$1\"".to_owned(), false), (format!("chmod 0750 \"$1\"; chgrp {WEB} \"$1\""), true)]
    {
        office.set(&set);
        office.ten(|which| {
            assert_eq!(bytes_read(STRANGER, &public), 0);
            assert_eq!(bytes_read(WEB, &public), if of_the_group { office.size(which) } else { 0 }, "{set}");
        });
    }
    counted("20 publishes into folders that a stranger could not enter: a stranger reads nothing");
}

/// An office that is not root may give files to the groups that it is in.
#[test]
fn an_office_that_is_not_root_keeps_the_group() {
    let Some(office) = Office::new() else { return };
    let (two, public) = (&office.two, office.two.public());
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("congbao");
    fs::copy(env!("CARGO_BIN_EXE_congbao"), &program).unwrap();
    ran_well(
        &Command::new("chown").arg("-R").arg(OFFICE.to_string()).arg(two.folder.path()).output().unwrap(),
    );
    office.set(&format!(
        "chown -R {OFFICE}:{WEB} \"$1\"; find \"$1\" -type d -exec chmod 2750 {{}} +; \
         find \"$1\" -type f -exec chmod 0640 {{}} +"
    ));
    for (round, umask) in ["022", "027", "077"].into_iter().enumerate() {
        let which = 1 - round % 2;
        let mut setpriv = Command::new("setpriv");
        setpriv.args([
            format!("--reuid={OFFICE}"),
            format!("--regid={OFFICE}"),
            format!("--groups={OFFICE},{WEB}"),
        ]);
        setpriv.args(["sh", "-c", &format!("umask {umask}; exec \"$@\""), "sh"]).arg(&program);
        ran_well(&setpriv.args(two.build(which).get_args()).output().unwrap());
        assert_eq!(two.whole(&public), which);
        assert_eq!(bytes_read(WEB, &public), office.size(which), "{:#?}", reads(WEB, &public));
        assert_eq!(bytes_read(STRANGER, &public), 0);
        two.no_leftovers();
    }
}
