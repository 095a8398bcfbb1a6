//! How files change on disk: the steps in which editors and tools save, and that each is seen once, whole.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::served::{REGISTER, SITE, Served, directive, site, write};

const FILE: &str = "content/directives/2026/1.md";
const PAGE: &str = "/van-ban/2026/1-ct-tu.html";

fn served(more: &[&str]) -> Served {
    let one = directive("1-CT/TU", "2026-01-02", "Chữ đầu.");
    let files = [("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER), (FILE, one.as_str())];
    Served::start(site(&files), more)
}

/// Waits until nothing more is told.
fn settled(served: &Served) -> usize {
    let mut count = served.changes().len();
    loop {
        std::thread::sleep(Duration::from_millis(400));
        let now = served.changes().len();
        if now == count {
            return count;
        }
        count = now;
    }
}

#[track_caller]
fn check(save: impl Fn(&Path, &str)) {
    let served = served(&[]);
    for at in 1..=3 {
        let text = directive("1-CT/TU", "2026-01-02", &format!("Chữ thứ {at}."));
        let before = settled(&served);
        save(&served.path(FILE), &text);
        let answer = served.wait(PAGE, |answer| answer.text().contains(&format!("Chữ thứ {at}.")));
        assert_eq!(answer.status, 200);
        assert!(answer.text().contains(&format!("Chữ thứ {at}.")));
        assert_eq!(settled(&served) - before, 1, "{:?}", served.changes());
    }
}

#[test]
fn a_plain_write() {
    check(|path, text| fs::write(path, text).unwrap());
}

#[test]
fn vim_renames_the_old_file_and_writes_a_new_one() {
    check(|path, text| {
        let backup = path.with_file_name("1.md~");
        fs::write(path.with_file_name("4913"), "").unwrap();
        fs::remove_file(path.with_file_name("4913")).unwrap();
        fs::rename(path, &backup).unwrap();
        std::thread::sleep(Duration::from_millis(5));
        fs::write(path, text).unwrap();
        fs::remove_file(backup).unwrap();
    });
}

#[test]
fn code_writes_another_file_and_renames_it() {
    check(|path, text| {
        let other = path.with_file_name("1.md.tmp");
        fs::write(&other, text).unwrap();
        fs::rename(other, path).unwrap();
    });
}

#[test]
fn jetbrains_keeps_two_further_files() {
    check(|path, text| {
        let (new, old) = (path.with_file_name("1.md___jb_tmp___"), path.with_file_name("1.md___jb_old___"));
        fs::write(&new, text).unwrap();
        fs::rename(path, &old).unwrap();
        fs::rename(&new, path).unwrap();
        fs::remove_file(old).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn sed_in_place() {
    check(|path, text| {
        let body = text.rsplit("\n\n").next().unwrap().trim();
        let script = format!("s/^Chữ.*/{body}/");
        assert!(Command::new("sed").args(["-i", &script]).arg(path).status().unwrap().success());
    });
}

#[test]
fn a_file_emptied_for_a_moment_is_no_fault() {
    check(|path, text| {
        fs::write(path, "").unwrap();
        std::thread::sleep(Duration::from_millis(25));
        fs::write(path, text).unwrap();
    });
}

#[test]
fn the_same_bytes_again_are_no_change() {
    let served = served(&[]);
    let text = fs::read_to_string(served.path(FILE)).unwrap();
    fs::write(served.path(FILE), &text).unwrap();
    fs::write(served.path("content/directives/2026/.1.md.swp"), "x").unwrap();
    fs::write(served.path("content/directives/2026/1.md~"), "x").unwrap();
    assert_eq!(settled(&served), 0, "{:?}", served.changes());
}

#[test]
fn folders_are_made_renamed_and_removed() {
    let served = served(&[]);
    let is_there = |number: &str, status: u16| {
        let page = format!("/van-ban/2026/{number}.html");
        assert_eq!(served.wait(&page, |answer| answer.status == status).status, status, "{page}");
    };
    write(served.root(), "content/directives/a/b/2.md", &directive("2-CT/TU", "2026-02-01", "Hai."));
    is_there("2-ct-tu", 200);
    fs::rename(served.path("content/directives/a"), served.path("content/directives/c")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    is_there("2-ct-tu", 200);
    write(served.root(), "content/directives/c/b/3.md", &directive("3-CT/TU", "2026-03-01", "Ba."));
    is_there("3-ct-tu", 200);
    fs::remove_dir_all(served.path("content/directives/c")).unwrap();
    is_there("2-ct-tu", 404);
    is_there("3-ct-tu", 404);
    write(served.root(), "content/directives/c/b/3.md", &directive("3-CT/TU", "2026-03-01", "Ba."));
    is_there("3-ct-tu", 200);
    // A folder of layouts that was not there at the start.
    write(
        served.root(),
        "layouts/home.html",
        "{% extends \"congbao/home.html\" %}{% block head %}<!-- mới -->{% endblock %}",
    );
    assert!(
        served.wait("/", |answer| answer.text().contains("<!-- mới -->")).text().contains("<!-- mới -->")
    );
}

#[test]
fn a_root_that_goes_is_waited_for() {
    let served = served(&[]);
    let away = served.path("away");
    fs::rename(served.path("content"), &away).unwrap();
    served.wait(PAGE, |answer| answer.status == 404);
    fs::rename(&away, served.path("content")).unwrap();
    assert_eq!(served.wait(PAGE, |answer| answer.status == 200).status, 200);
    fs::write(served.path(FILE), directive("1-CT/TU", "2026-01-02", "Lại về.")).unwrap();
    assert!(served.wait(PAGE, |answer| answer.text().contains("Lại về.")).text().contains("Lại về."));
}

#[test]
fn five_hundred_files_at_once_are_one_change() {
    let served = served(&[]);
    for number in 2..=501 {
        let text = directive(&format!("{number}-CT/TU"), "2026-02-01", "Chữ.");
        write(served.root(), &format!("content/directives/{}/{number}.md", number % 7), &text);
    }
    served.wait("/van-ban/2026/501-ct-tu.html", |answer| answer.status == 200);
    let before = settled(&served);
    let away = served.path("away");
    fs::create_dir(&away).unwrap();
    for folder in 0..7 {
        fs::rename(served.path(&format!("content/directives/{folder}")), away.join(folder.to_string()))
            .unwrap();
    }
    assert_eq!(served.wait("/van-ban/2026/501-ct-tu.html", |answer| answer.status == 404).status, 404);
    assert_eq!(settled(&served) - before, 1, "{:?}", &served.changes()[before..]);
}

#[cfg(unix)]
#[test]
fn a_root_reached_through_a_link_is_watched() {
    let real = site(&[
        ("content/site.yaml", SITE),
        ("content/organizations.yaml", REGISTER),
        (FILE, &directive("1-CT/TU", "2026-01-02", "Chữ đầu.")),
    ]);
    let dir = tempfile::tempdir().unwrap();
    let link = dir.path().join("link");
    std::os::unix::fs::symlink(real.path(), &link).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_congbao"));
    command.arg("--root").arg(&link);
    let served = Served::run(command, dir, &[]);
    write(real.path(), FILE, &directive("1-CT/TU", "2026-01-02", "Qua liên kết."));
    assert!(
        served.wait(PAGE, |answer| answer.text().contains("Qua liên kết.")).text().contains("Qua liên kết.")
    );
}

#[test]
fn polling_sees_what_watching_sees() {
    let served = served(&["--poll=50"]);
    for at in 1..=5 {
        let words = format!("Chữ thứ {at}.");
        fs::write(served.path(FILE), directive("1-CT/TU", "2026-01-02", &words)).unwrap();
        assert!(served.wait(PAGE, |answer| answer.text().contains(&words)).text().contains(&words));
    }
}

#[test]
fn while_it_changes_every_request_is_answered_whole() {
    let served = served(&[]);
    let is_over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut count = 0;
            while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
                let answer = served.get(PAGE);
                assert_eq!(answer.status, 200);
                assert!(answer.text().trim_end().ends_with("</html>"));
                count += 1;
            }
            count
        });
        for at in 0..200 {
            fs::write(served.path(FILE), directive("1-CT/TU", "2026-01-02", &format!("Lần {at}."))).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(reader.join().unwrap() > 200);
    });
}
