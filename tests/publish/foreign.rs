//! What others put in or beside the output stays theirs, and nothing outside it is touched.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::process::Stdio;
use std::time::Duration;

use crate::refusals::check_refused;
use crate::site::{build, built, files, put, said, say, site};

#[test]
fn a_file_that_comes_during_a_build_stays() {
    let mut refused = 0;
    for _ in 0..3 {
        let root = site(200, "Một");
        built(root.path());
        say(root.path(), 200, "Hai");
        let mut program = build(root.path()).stderr(Stdio::piped()).spawn().unwrap();
        let staging = root.path().join(".public.congbao/new/van-ban");
        while !staging.exists() && program.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(200));
        }
        put(root.path(), "public/van-ban/cua-toi.txt", "của tôi");
        let ran = program.wait_with_output().unwrap();
        let kept = fs::read_to_string(root.path().join("public/van-ban/cua-toi.txt"));
        assert_eq!(kept.ok().as_deref(), Some("của tôi"), "{}", said(&ran));
        if ran.status.code() == Some(2) {
            assert!(said(&ran).contains("`van-ban/cua-toi.txt`"), "{}", said(&ran));
            assert!(!root.path().join(".public.congbao").exists());
            refused += 1;
        }
    }
    assert!(refused > 0, "no build was met");
}

#[test]
fn names_that_look_like_ours_are_foreign() {
    let names: [&[u8]; 8] = [
        b"index.html\n404.html",
        b"index.html\r",
        b"index.html\\n404.html",
        b"van-ban\\2021.html",
        b"van-ban/2021\\1-kh-tu.html",
        b"\xffindex.html",
        b".congbao-new",
        b"van-ban/.gitkeep",
    ];
    let root = site(2, "Một");
    built(root.path());
    for name in names {
        let path = root.path().join("public").join(OsStr::from_bytes(name));
        fs::write(&path, "của tôi").unwrap();
        check_refused(root.path(), &[], "public holds `");
        fs::remove_file(path).unwrap();
    }
    // A page that somebody made a link or a folder is no page of ours any more.
    let page = root.path().join("public/index.html");
    let bytes = fs::read(&page).unwrap();
    fs::remove_file(&page).unwrap();
    symlink("404.html", &page).unwrap();
    check_refused(root.path(), &[], "`index.html`");
    fs::remove_file(&page).unwrap();
    fs::create_dir(&page).unwrap();
    check_refused(root.path(), &[], "`index.html`");
    fs::remove_dir(&page).unwrap();
    fs::write(&page, bytes).unwrap();
    built(root.path());
}

#[test]
fn a_name_of_several_lines_is_published_and_known_again() {
    let root = site(1, "Một");
    put(root.path(), "content/directives/b\ni.csv", "a,b\n");
    put(
        root.path(),
        "content/directives/2.md",
        "---\nnumber: 2-KH/TU\ntitle: Hai\ndate: 2021-03-19\nissuer: tinh-uy\n\
         attachments: [{title: Biểu, file: \"b\\ni.csv\"}]\n---\n",
    );
    for _ in 0..2 {
        let ran = build(root.path()).output().unwrap();
        // It is published, or a fault of its line; never half of it.
        assert!(ran.status.success() || ran.status.code() == Some(1), "{}", said(&ran));
        if ran.status.success() {
            assert!(root.path().join("public/van-ban/2021/2-kh-tu/b\ni.csv").exists());
            for half in ["i.csv", "van-ban/2021/2-kh-tu/b"] {
                put(root.path(), &format!("public/{half}"), "của tôi");
                check_refused(root.path(), &[], &format!("`{half}`"));
                fs::remove_file(root.path().join("public").join(half)).unwrap();
            }
        }
    }
}

#[test]
fn a_manifest_deletes_nothing_but_what_stands_in_the_output() {
    let root = site(2, "Một");
    let before = built(root.path());
    put(root.path(), "ben-ngoai.txt", "của tôi");
    let outside = root.path().join("ben-ngoai.txt");
    let manifest = root.path().join("public/.congbao");
    let hostile = format!("../ben-ngoai.txt\n{}\n..\n/\n.\n\n\0\ncontent/site.yaml\n", outside.display());
    fs::write(&manifest, fs::read_to_string(&manifest).unwrap() + &hostile).unwrap();
    assert_eq!(built(root.path()), before);
    assert!(outside.exists() && root.path().join("content/site.yaml").exists());
    // A manifest that is none.
    fs::remove_file(&manifest).unwrap();
    symlink(&outside, &manifest).unwrap();
    check_refused(root.path(), &[], "`.congbao`");
    fs::remove_file(&manifest).unwrap();
    fs::create_dir(&manifest).unwrap();
    check_refused(root.path(), &[], "`.congbao`");
    fs::remove_dir(&manifest).unwrap();
    fs::write(&manifest, b"index.html\n\xff\n").unwrap();
    check_refused(root.path(), &[], "holds `");
}

#[test]
fn a_folder_beside_the_output_without_our_mark_is_refused() {
    let root = site(2, "Một");
    built(root.path());
    let beside = root.path().join(".public.congbao");
    let line = "congbao needs the folder";
    for name in ["anh.png", "new/anh.png", "lock"] {
        put(root.path(), &format!(".public.congbao/{name}"), "của tôi");
        check_refused(root.path(), &[], line);
        fs::remove_dir_all(&beside).unwrap();
    }
    put(root.path(), ".public.congbao/lock", "");
    put(root.path(), ".public.congbao/new/anh.png", "của tôi");
    check_refused(root.path(), &[], line);
    fs::remove_dir_all(&beside).unwrap();
    put(root.path(), ".public.congbao", "một tệp");
    check_refused(root.path(), &[], line);
    fs::remove_file(&beside).unwrap();
    // Links are not followed.
    put(root.path(), "cua-toi/thu.txt", "của tôi");
    symlink(root.path().join("cua-toi"), &beside).unwrap();
    check_refused(root.path(), &[], line);
    fs::remove_file(&beside).unwrap();
    fs::create_dir(&beside).unwrap();
    for target in ["cua-toi/thu.txt", "cua-toi/chua-co.txt"] {
        symlink(root.path().join(target), beside.join("lock")).unwrap();
        check_refused(root.path(), &[], line);
        fs::remove_file(beside.join("lock")).unwrap();
    }
    assert!(std::process::Command::new("mkfifo").arg(beside.join("lock")).status().unwrap().success());
    let ran = build(root.path()).output().unwrap();
    assert!(ran.status.code() == Some(2) && said(&ran).contains(line), "{}", said(&ran));
    fs::remove_file(beside.join("lock")).unwrap();
    // An empty one holds nothing of anybody.
    built(root.path());
    assert!(!beside.exists());
}

#[test]
fn an_output_in_sources_that_are_not_there_yet_is_refused() {
    let root = site(2, "Một");
    for output in ["layouts", "layouts/x", "layouts/x/y", "content/chua-co/x", "x/../layouts", "."] {
        let output = root.path().join(output);
        let before = files(root.path());
        let ran = build(root.path()).arg("--output").arg(&output).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{}: {}", output.display(), said(&ran));
        assert_eq!(files(root.path()), before);
        for made in ["layouts", "content/chua-co", "x"] {
            assert!(!root.path().join(made).exists(), "{} made {made}", output.display());
        }
    }
}

#[test]
fn a_link_to_nothing_is_named() {
    let root = site(2, "Một");
    let link = root.path().join("public");
    symlink("/khong/co/gi", &link).unwrap();
    check_refused(root.path(), &[], "public is a link to /khong/co/gi, where nothing is");
    check_refused(root.path(), &["--output", link.join("trang").to_str().unwrap()], "is a link to");
    fs::remove_file(&link).unwrap();
    symlink("public", &link).unwrap();
    check_refused(root.path(), &[], "is a link to");
    // A link to a folder is followed.
    fs::remove_file(&link).unwrap();
    fs::create_dir(root.path().join("that")).unwrap();
    symlink("that", &link).unwrap();
    built(root.path());
    assert!(root.path().join("that/index.html").exists());
}
