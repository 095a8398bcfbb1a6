//! Outputs that cannot be swapped: each file is old or new, nothing links to what is not there, and what a
//! killed build left is mended by the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::output::{attributes, join};
use crate::root::{as_root, can_mount};
use crate::site::{build, built, files, put, said, say, site};

/// An output beside which no folder can be made: its own name is nearly as long as names may be.
fn output(root: &Path) -> PathBuf {
    let output = root.join("p".repeat(250));
    fs::create_dir_all(&output).unwrap();
    output
}

fn program(root: &Path) -> Command {
    let mut program = build(root);
    program.arg("--output").arg(output(root));
    program
}

#[track_caller]
fn placed(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let ran = program(root).output().unwrap();
    assert!(ran.status.success(), "{}", said(&ran));
    assert!(said(&ran).contains(" was replaced file by file"), "{}", said(&ran));
    files(&output(root))
}

/// The same sources, published by a swap into nothing.
fn swapped(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let public = root.join("so-sanh");
    let ran = build(root).arg("--output").arg(&public).output().unwrap();
    assert!(ran.status.success(), "{}", said(&ran));
    let files = files(&public);
    fs::remove_dir_all(public).unwrap();
    files
}

#[test]
fn it_holds_what_a_swap_would_have_put_there() {
    let root = site(3, "Một");
    put(root.path(), &format!("{}/.gitkeep", "p".repeat(250)), "");
    let with_keep = |mut files: BTreeMap<String, Vec<u8>>| {
        files.insert(".gitkeep".to_owned(), Vec::new());
        files
    };
    assert_eq!(placed(root.path()), with_keep(swapped(root.path())));
    let written =
        |root: &Path, name: &str| fs::metadata(output(root).join(name)).unwrap().modified().unwrap();
    let before = written(root.path(), "van-ban/2021/1-kh-tu.html");
    // Nothing, an edit, less, more, and files where folders were and the other way round.
    placed(root.path());
    let alias = |at: &str| {
        let text = fs::read_to_string(root.path().join("content/directives/2.md")).unwrap();
        let rest = text.split_once("issuer:").unwrap().1;
        let head = "---\nnumber: 2-KH/TU\ntitle: Hai\ndate: 2021-03-19";
        put(root.path(), "content/directives/2.md", &format!("{head}\naliases: [{at}]\nissuer:{rest}"));
    };
    for at in ["cu/a.html/b.html", "cu/a.html", "cu/a.html/b/c.html", "cu.html", "CU.html"] {
        alias(at);
        assert_eq!(placed(root.path()), with_keep(swapped(root.path())), "{at}");
    }
    assert_eq!(written(root.path(), "van-ban/2021/1-kh-tu.html"), before, "it did not change");
    fs::remove_file(root.path().join("content/directives/3.md")).unwrap();
    let after = placed(root.path());
    assert_eq!(after, with_keep(swapped(root.path())));
    assert!(!output(root.path()).join("van-ban/2021/3-kh-tu").exists());
    let folders = walkdir::WalkDir::new(output(root.path())).into_iter().map(Result::unwrap);
    let empty =
        folders.filter(|e| e.file_type().is_dir() && fs::read_dir(e.path()).unwrap().next().is_none());
    assert_eq!(empty.count(), 0, "no folder is left empty");
}

#[test]
fn what_is_foreign_is_refused_there_too() {
    let root = site(3, "Một");
    let before = placed(root.path());
    let public = output(root.path());
    for name in ["cua-toi.txt", "van-ban/cua-toi.txt", ".congbao-new/cua-toi.txt"] {
        fs::create_dir_all(public.join(name).parent().unwrap()).unwrap();
        fs::write(public.join(name), "của tôi").unwrap();
        say(root.path(), 3, "Hai");
        let ran = program(root.path()).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
        assert!(said(&ran).contains("cua-toi.txt`"), "{}", said(&ran));
        assert_eq!(fs::read_to_string(public.join(name)).unwrap(), "của tôi");
        fs::remove_file(public.join(name)).unwrap();
        let _ = fs::remove_dir(public.join(".congbao-new"));
        assert_eq!(files(&public), before);
    }
    placed(root.path());
}

/// Follows the links from the home page, each of which must lead to a file.
fn crawl(site: &BTreeMap<String, Vec<u8>>) -> usize {
    let (mut open, mut seen) = (vec!["index.html".to_owned()], BTreeSet::new());
    while let Some(name) = open.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        assert!(site.contains_key(&name), "nothing stands at {name}");
        if !name.ends_with(".html") {
            continue;
        }
        let html = String::from_utf8(site[&name].clone()).unwrap();
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in attributes(&html, "href").into_iter().chain(attributes(&html, "src")) {
            let path = link.split(['#', '?']).next().unwrap();
            if !path.is_empty() && !link.contains("://") && !link.starts_with("mailto:") {
                open.push(join(folder, path));
            }
        }
    }
    seen.len()
}

/// Two sites that share pages, and of which each has pages that the other lacks.
fn turn(root: &Path, is_even: bool) {
    say(root, 30, if is_even { "Lần chẵn" } else { "Lần lẻ" });
    let (there, gone) = if is_even { (31..=45, 46..=60) } else { (46..=60, 31..=45) };
    for at in gone {
        let _ = fs::remove_file(root.join(format!("content/directives/{at}.md")));
    }
    for at in there {
        let text = format!(
            "---\nnumber: {at}-KH/TU\ntitle: Kế hoạch {at}\ndate: {}-03-19\nissuer: tinh-uy\n---\n",
            1980 + at
        );
        put(root, &format!("content/directives/{at}.md"), &text);
    }
}

#[test]
fn killed_while_files_are_placed_each_is_old_or_new_and_the_next_build_mends_it() {
    let root = site(1, "Một");
    let whole = [true, false].map(|is_even| {
        turn(root.path(), is_even);
        placed(root.path())
    });
    let public = output(root.path());
    let (mut mixed, mut crawled) = (0, 0);
    for round in 0..12 {
        turn(root.path(), round % 2 == 0);
        let mut program = program(root.path()).stderr(Stdio::null()).spawn().unwrap();
        // Once a page has left the staging folder, the next ones follow; after the last one, what goes.
        let page = match round % 3 {
            0 => "index.html".to_owned(),
            _ => format!("van-ban/2021/{}-kh-tu.html", 1 + 2 * round),
        };
        let staged = public.join(".congbao-new/new").join(page);
        while !staged.exists() && program.try_wait().unwrap().is_none() {}
        while staged.exists() && program.try_wait().unwrap().is_none() {}
        let _ = program.kill();
        program.wait().unwrap();
        let mut found = files(&public);
        found.retain(|name, _| !name.starts_with(".congbao"));
        for (name, bytes) in &found {
            assert!(whole.iter().any(|site| site.get(name) == Some(bytes)), "{name} is neither old nor new");
        }
        crawled += crawl(&found);
        let is = |site: &BTreeMap<String, Vec<u8>>| {
            found.iter().all(|(name, bytes)| site.get(name) == Some(bytes))
        };
        mixed += usize::from(!whole.iter().any(is));
        if round % 4 == 3 {
            assert_eq!(placed(root.path()), whole[1]);
        }
    }
    assert!(mixed > 0, "no build was killed while it placed files");
    assert!(crawled > 12 * 60, "{crawled}");
    assert_eq!(placed(root.path()), whole[1]);
    assert!(!public.join(".congbao-new").exists());
}

/// Runs a build in a shell as the root of its own mounts, after `setup`.
fn with_mounts(root: &Path, setup: &str) -> Output {
    let program = build(root);
    let mut shell = Command::new("unshare");
    shell.args(["-rm", "sh", "-c", setup, "sh"]).arg(program.get_program()).args(program.get_args());
    shell.env("ROOT", root).output().unwrap()
}

#[test]
fn mount_points_are_published_in_place() {
    if !can_mount("a mount point as output") {
        return;
    }
    for mount in ["mount -t tmpfs tmpfs \"$ROOT/public\"", "mount --bind \"$ROOT/that\" \"$ROOT/public\""] {
        let root = site(3, "Một");
        let wanted = swapped(root.path());
        for folder in ["public", "that", "ra"] {
            fs::create_dir(root.path().join(folder)).unwrap();
        }
        // Twice: into nothing, and over what is there.
        let setup = format!(
            "set -e; {mount}; \"$@\" >/dev/null 2>&1; rm \"$ROOT/public/index.html\"; \"$@\"; \
             cp -a \"$ROOT/public/.\" \"$ROOT/ra\""
        );
        let ran = with_mounts(root.path(), &setup);
        assert!(ran.status.success(), "{mount}: {}", said(&ran));
        assert!(said(&ran).contains("file by file, not the whole site at once: it is a mount point"));
        assert_eq!(files(&root.path().join("ra")), wanted, "{mount}");
    }
}

/// Two that the system lets nobody swap: below a folder of somebody else, and one of somebody else in a
/// folder where each may rename only what is his own.
#[test]
fn what_somebody_else_owns_is_published_in_place() {
    if !as_root("an output of somebody else") {
        return;
    }
    let root = site(3, "Một");
    let wanted = swapped(root.path());
    let program = build(root.path());
    let copy = root.path().join("congbao");
    fs::copy(program.get_program(), &copy).unwrap();
    let below = [
        (0o755, 4001, 0o755, "no folder can be made beside it (Permission denied"),
        (0o1777, 4002, 0o2775, "the machine cannot exchange folders there (Operation not permitted"),
    ];
    for (above, owner, mode, words) in below {
        let public = root.path().join("public");
        fs::create_dir(&public).unwrap();
        chown(&public, Some(owner), Some(4001)).unwrap();
        fs::set_permissions(&public, Permissions::from_mode(mode)).unwrap();
        fs::set_permissions(root.path(), Permissions::from_mode(above)).unwrap();
        for _ in 0..2 {
            let mut other = Command::new("setpriv");
            other
                .args(["--reuid=4001", "--regid=4001", "--clear-groups"])
                .arg(&copy)
                .args(program.get_args());
            let ran = other.output().unwrap();
            assert!(ran.status.success(), "{}", said(&ran));
            assert!(said(&ran).contains(words), "{}", said(&ran));
        }
        assert_eq!(files(&public), wanted);
        assert!(!root.path().join(".public.congbao").exists() && !public.join(".congbao-new").exists());
        fs::remove_dir_all(public).unwrap();
    }
}

#[test]
fn a_signal_leaves_the_old_site_there_too() {
    let root = site(300, "Một");
    let before = placed(root.path());
    let mut stopped = 0;
    for round in 0..5 {
        say(root.path(), 300, &format!("Lần {round}"));
        let mut program = program(root.path()).stderr(Stdio::null()).spawn().unwrap();
        let staging = output(root.path()).join(".congbao-new/new/van-ban");
        while !staging.exists() && program.try_wait().unwrap().is_none() {}
        let _ = Command::new("kill").args(["-TERM", &program.id().to_string()]).status().unwrap();
        if program.wait().unwrap().code() == Some(143) {
            assert_eq!(files(&output(root.path())), before);
            stopped += 1;
            break;
        }
        assert!(!output(root.path()).join(".congbao-new").exists());
    }
    assert!(stopped > 0, "no build was met");
}

#[test]
fn a_mount_point_below_the_output_is_named() {
    if !can_mount("a mount point below the output") {
        return;
    }
    let root = site(3, "Một");
    let before = files(&{
        built(root.path());
        root.path().join("public")
    });
    let setup = "mount --bind \"$ROOT/public/van-ban\" \"$ROOT/public/van-ban\"; exec \"$@\"";
    let ran = with_mounts(root.path(), setup);
    assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
    assert!(said(&ran).contains("public/van-ban is a mount point inside the output"), "{}", said(&ran));
    assert_eq!(files(&root.path().join("public")), before);
}
