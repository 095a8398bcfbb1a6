//! The program over files: everything in one run, exit code 1, and the published site untouched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn congbao(root: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root).args(arguments).env("LC_ALL", "C.UTF-8").output().unwrap()
}

pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

pub const GOOD: &str = "---
number: 34-KH/TU
title: Tổng kết
date: 2021-03-19
issuer: tinh-uy
---

Nội dung.
";

pub fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "content/site.yaml", "title: Công báo\n");
    put(root.path(), "content/organizations.yaml", "- {id: tinh-uy, name: Tỉnh ủy}\n");
    put(root.path(), "content/directives/a.md", GOOD);
    root
}

/// Every file below a folder, with its bytes and the time it was written.
fn files(folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, std::time::SystemTime)> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let written = entry.metadata().unwrap().modified().unwrap();
            found.insert(entry.path().to_owned(), (fs::read(entry.path()).unwrap(), written));
        }
    }
    found
}

#[test]
fn all_faults_are_said_at_once_and_the_published_site_stays() {
    let root = site();
    let root = root.path();
    let built = congbao(root, &["build", "--as-of", "2023-08-01"]);
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let before = files(&root.join("public"));
    assert!(before.keys().any(|path| path.ends_with("van-ban/2021/34-kh-tu.html")));

    put(root, "content/directives/a.md", &GOOD.replace("title:", "titel:").replace("03-19", "02-30"));
    put(root, "content/directives/b.md", "Không có phần đầu\n");
    put(root, "content/directives/c.md", &GOOD.replace("34-", "36-").replace("Nội dung", "[x](y.md)"));
    let failed =
        congbao(root, &["build", "--as-of", "2023-08-01", "--message-format", "short", "--lang", "en"]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&failed.stdout), "");
    let said = String::from_utf8(failed.stderr).unwrap();
    let places: Vec<&str> = said.lines().filter_map(|line| Some(line.split_once(": error[")?.0)).collect();
    assert_eq!(
        places,
        [
            "content/directives/a.md:3:1",
            "content/directives/a.md:4:7",
            "content/directives/b.md:1:1",
            "content/directives/c.md:8:5"
        ],
        "{said}"
    );
    assert_eq!(files(&root.join("public")), before);
    let left: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| ["content", "public"].iter().any(|known| name == known)), "{left:?}");
}

#[test]
fn warnings_are_published_unless_strict() {
    let root = site();
    let root = root.path();
    put(root, "content/directives/a.md", &GOOD.replace("issuer: tinh-uy", "issuer: Tỉnh ủy Lai Châu"));
    for (arguments, code) in [(&["check"][..], 0), (&["check", "--strict"], 1), (&["build", "--strict"], 1)] {
        assert_eq!(congbao(root, arguments).status.code(), Some(code), "{arguments:?}");
    }
    assert!(!root.join("public").exists());
    assert_eq!(congbao(root, &["build"]).status.code(), Some(0));
    assert!(root.join("public/index.html").exists());
}

#[test]
fn json_goes_to_standard_output_one_object_a_line() {
    let root = site();
    put(root.path(), "content/directives/b.md", "");
    let checked = congbao(root.path(), &["check", "--message-format", "json"]);
    assert_eq!(checked.status.code(), Some(1));
    let lines = String::from_utf8(checked.stdout).unwrap();
    let codes: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["code"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(codes, ["empty-file"]);
}

#[test]
fn the_language_is_that_of_the_site_unless_another_is_asked_for() {
    let root = site();
    put(root.path(), "content/directives/b.md", "");
    let said = |arguments: &[&str]| String::from_utf8(congbao(root.path(), arguments).stderr).unwrap();
    assert!(said(&["check"]).contains("tệp rỗng"));
    assert!(said(&["check", "--lang", "en"]).contains("the file is empty"));
    put(root.path(), "content/site.yaml", "title: Gazette\nlanguage: en\n");
    assert!(said(&["check"]).contains("the file is empty"));
}

#[test]
fn a_draft_is_checked_and_its_faults_do_not_stop_a_build() {
    let root = site();
    let draft =
        GOOD.replace("34-", "35-").replace("issuer:", "draft: true\nissuer:") + "\n[x](khong-co.md)\n";
    put(root.path(), "content/directives/b.md", &draft);
    assert_eq!(congbao(root.path(), &["check"]).status.code(), Some(1));
    assert_eq!(congbao(root.path(), &["build"]).status.code(), Some(0));
    assert!(!root.path().join("public/van-ban/2021/35-kh-tu.html").exists());
}

#[test]
fn a_wrong_command_line_is_code_2() {
    let root = site();
    for arguments in [&["build", "--as-of", "2021-02-30"][..], &["bild"], &["explain", "no-such-code"]] {
        assert_eq!(congbao(root.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
    assert_eq!(congbao(&root.path().join("khong-co"), &["check"]).status.code(), Some(2));
}
