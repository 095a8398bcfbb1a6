//! What is refused, and what dies on the way: each time the site before stays, whole.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::not_tried::not_allowed;
use crate::site::{build, built, files, put, said, say, site};

/// Refused with code 2 and a line that names `path`; nothing changes below `root`.
#[track_caller]
pub fn check_refused(root: &Path, arguments: &[&str], path: &str) {
    let before = files(root);
    let output = build(root).args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(path), "{}", said(&output));
    assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    assert_eq!(files(root), before);
}

#[test]
fn a_folder_that_congbao_did_not_write_is_refused_never_emptied() {
    let root = site(2, "Một");
    put(root.path(), "public/thu-rieng.txt", "của tôi");
    check_refused(root.path(), &[], "thu-rieng.txt");
    // Also when it comes later, in a folder of the site.
    fs::remove_file(root.path().join("public/thu-rieng.txt")).unwrap();
    built(root.path());
    put(root.path(), "public/van-ban/ghi-chu.txt", "của tôi");
    check_refused(root.path(), &[], "van-ban/ghi-chu.txt");
}

#[test]
fn an_output_in_or_around_the_sources_is_refused() {
    let root = site(2, "Một");
    let below = root.path().join("content/public");
    check_refused(root.path(), &["--output", below.to_str().unwrap()], "content");
    check_refused(root.path(), &["--output", root.path().to_str().unwrap()], "content");
    check_refused(root.path(), &["--output", root.path().join("content").to_str().unwrap()], "content");
    // By way of a link, too.
    let outside = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(root.path().join("content"), outside.path().join("lien-ket")).unwrap();
    check_refused(root.path(), &["--output", outside.path().join("lien-ket").to_str().unwrap()], "content");
}

#[test]
fn a_file_in_the_place_of_the_output_is_refused() {
    let root = site(2, "Một");
    put(root.path(), "public", "một tệp");
    check_refused(root.path(), &[], "public");
}

#[test]
fn a_fault_leaves_the_site_before() {
    let root = site(3, "Một");
    let before = built(root.path());
    say(root.path(), 3, "Hai");
    put(root.path(), "content/directives/4.md", "---\nnumber: 4\n---\n");
    let output = build(root.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(files(&root.path().join("public")), before);
    // A layout that fails on one page alone.
    fs::remove_file(root.path().join("content/directives/4.md")).unwrap();
    put(
        root.path(),
        "layouts/issuer.html",
        "{% extends \"congbao/issuer.html\" %}{% block main %}{{ x }}{% endblock %}",
    );
    assert_eq!(build(root.path()).output().unwrap().status.code(), Some(1));
    assert_eq!(files(&root.path().join("public")), before);
    assert!(!root.path().join(".public.congbao").exists());
}

/// Runs a build in a shell after `setup`, and expects that the machine refuses.
#[track_caller]
fn check_machine_refuses(root: &Path, shell: &mut Command, setup: &str, reason: &str) -> Output {
    let build = build(root);
    let output = shell
        .args(["sh", "-c", &format!("{setup}; exec \"$@\""), "sh"])
        .arg(build.get_program())
        .args(build.get_args())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains(reason), "{}", said(&output));
    output
}

#[test]
fn a_write_that_fails_half_way_leaves_the_site_before() {
    let root = site(20, "Một");
    let before = built(root.path());
    say(root.path(), 20, "Hai");
    // No file may have more than 4 blocks of 512 bytes; without the signal the write fails.
    let setup = "trap '' XFSZ; ulimit -f 4";
    let output = check_machine_refuses(root.path(), &mut Command::new("env"), setup, ".public.congbao/new/");
    assert_eq!(said(&output).lines().count(), 1, "{}", said(&output));
    assert_eq!(files(&root.path().join("public")), before);
    assert_ne!(built(root.path()), before);
}

#[test]
fn a_full_disk_leaves_the_site_before() {
    let root = site(20, "Một");
    let disk = root.path().join("dia");
    fs::create_dir(&disk).unwrap();
    let mut probe = Command::new("unshare");
    probe.args(["-rm", "mount", "-t", "tmpfs", "tmpfs"]).arg(&disk).stderr(Stdio::null());
    if !probe.status().is_ok_and(|status| status.success()) {
        // The same half-way failure is tried above, by a limit on the size of files.
        return not_allowed("a full disk", "mounts of one's own");
    }
    // The first site fits, the second beside it does not.
    let program = build(root.path());
    let run = |setup: &str| {
        let mut shell = Command::new("unshare");
        shell.args(["-rm", "sh", "-c", setup, "sh"]).arg(program.get_program()).args(program.get_args());
        shell.env("DISK", &disk).env("ROOT", root.path()).output().unwrap()
    };
    let size = files(&{
        built(root.path());
        root.path().join("public")
    });
    let bytes: usize = size.values().map(|file| file.len().next_multiple_of(4096)).sum();
    let output = run(&format!(
        "set -e; mount -t tmpfs -o size={} tmpfs \"$DISK\"
        \"$@\" --output \"$DISK/public\" >/dev/null
        (cd \"$DISK/public\" && find . -type f -exec cksum {{}} + | sort) >\"$ROOT/truoc\"
        sed -i 's/Một/Hai/' \"$ROOT\"/content/site.yaml
        set +e; \"$@\" --output \"$DISK/public\"; echo \"code $?\"
        (cd \"$DISK/public\" && find . -type f -exec cksum {{}} + | sort) >\"$ROOT/sau\"
        ls -A \"$DISK\"",
        bytes * 3 / 2
    ));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains("code 2"), "{printed}{}", said(&output));
    assert!(said(&output).contains(".public.congbao/new/"), "{}", said(&output));
    let [before, after] = ["truoc", "sau"].map(|name| fs::read_to_string(root.path().join(name)).unwrap());
    assert!(before.lines().count() > 20);
    assert_eq!(before, after);
    assert!(printed.trim_end().ends_with("public"), "nothing is left beside it: {printed}");
}

/// Whether every page is of one of two sites.
fn speaker(public: &Path) -> String {
    let words: Vec<String> = files(public)
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, page)| {
            let page = String::from_utf8(page).unwrap();
            let found: Vec<&str> = ["Lần chẵn", "Lần lẻ"].into_iter().filter(|w| page.contains(w)).collect();
            assert_eq!(found.len(), 1, "{name}: {found:?}");
            found[0].to_owned()
        })
        .collect();
    assert!(words.len() > 100 && words.iter().all(|word| *word == words[0]), "a mix of two sites");
    words[0].clone()
}

#[test]
fn whenever_it_is_killed_the_site_is_one_of_the_two() {
    let root = site(100, "Lần chẵn");
    built(root.path());
    let begun = std::time::Instant::now();
    built(root.path());
    let whole = begun.elapsed();
    let (mut old, mut new) = (0, 0);
    for round in 0..30_u32 {
        let words = if round % 2 == 0 { "Lần lẻ" } else { "Lần chẵn" };
        let before = speaker(&root.path().join("public"));
        say(root.path(), 100, words);
        let mut program = build(root.path()).stderr(Stdio::null()).spawn().unwrap();
        // All over the time that a build takes, and a little beyond.
        std::thread::sleep(whole * (round + 1) / 25);
        let _ = program.kill();
        program.wait().unwrap();
        match speaker(&root.path().join("public")) {
            after if after == words && before != words => new += 1,
            after => {
                assert_eq!(after, before);
                old += 1;
            }
        }
    }
    assert!(old > 0, "no build was killed before its end ({new} new)");
    // The next one clears away what was left.
    built(root.path());
    assert!(!root.path().join(".public.congbao").exists());
}

#[test]
fn a_reader_finds_a_site_at_any_moment() {
    let root = site(30, "Lần chẵn");
    built(root.path());
    let public = root.path().join("public");
    let done = std::sync::atomic::AtomicBool::new(false);
    let is_over = || done.load(std::sync::atomic::Ordering::Relaxed);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut read = 0;
            while !is_over() {
                for page in ["index.html", "van-ban/2021/30-kh-tu.html", "van-ban/2021/1-kh-tu/bieu.csv"] {
                    assert!(!fs::read(public.join(page)).unwrap().is_empty());
                    read += 1;
                }
            }
            read
        });
        for round in 0..20 {
            say(root.path(), 30, if round % 2 == 0 { "Lần lẻ" } else { "Lần chẵn" });
            built(root.path());
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 100);
    });
}

#[test]
fn of_five_builds_at_once_one_publishes_and_the_others_say_so() {
    let root = site(100, "Một");
    let all: Vec<_> = (0..5).map(|_| build(root.path()).stderr(Stdio::piped()).spawn().unwrap()).collect();
    let codes: Vec<_> = all
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            let code = output.status.code();
            assert!(
                code == Some(0)
                    || code == Some(2) && said(&output).contains("another command is publishing into"),
                "{}",
                said(&output)
            );
            code
        })
        .collect();
    assert!(codes.contains(&Some(0)), "{codes:?}");
    assert!(files(&root.path().join("public")).len() > 100);
    assert!(!root.path().join(".public.congbao").exists());
}
