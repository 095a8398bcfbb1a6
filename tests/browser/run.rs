//! Builds the sites and runs the tests of node; what needs no browser is looked at here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::fixture::{self, DAY, Fixture, LATER, SAMPLE_DAY, SOON};
use crate::not_tried::not_tried;
use crate::poison;

/// The sites, each built into `<name>/<day>`.
static SITES: LazyLock<PathBuf> = LazyLock::new(|| {
    let sites = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browser");
    let _ = fs::remove_dir_all(&sites);
    let seed = std::env::var("CONGBAO_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for (name, site, days) in [
        ("empty", fixture::empty(), &[][..]),
        ("one", fixture::one(), &[]),
        ("every", fixture::every(), &SOON),
        ("random", fixture::random(seed, 20, false), &LATER),
        ("settled", fixture::random(seed, 20, true), &LATER),
        ("large", fixture::random(2, 2_720, true), &[]),
    ] {
        let root = sites.join(name);
        site.write(&root);
        for day in std::iter::once(&DAY).chain(days) {
            build(&root, day);
        }
    }
    // The site of this repository, as a newcomer sees it.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    build_into(root, SAMPLE_DAY, &sites.join("sample").join(SAMPLE_DAY));
    let poisoned = sites.join("poisoned");
    for (path, text) in &poison::SITE.0 {
        write(&poisoned.join(path), text);
    }
    build(&poisoned, DAY);
    sites
});

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn build(root: &Path, day: &str) {
    build_into(root, day, &root.join(day));
}

fn build_into(root: &Path, day: &str, output: &Path) {
    let built = Command::new(env!("CARGO_BIN_EXE_congbao"))
        .args(["--quiet", "--lang", "en", "--root"])
        .arg(root)
        .args(["build", "--as-of", day, "--output"])
        .arg(output)
        .output()
        .unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// What the browser tests need and this machine lacks.
fn missing() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if program(&["node"]).is_none() {
        missing.push("node");
    }
    if !here().join("node_modules/playwright-core").exists() {
        missing.push("the packages of tests/browser (`npm ci` there)");
    }
    if chromium().is_none() {
        missing.push("Chromium");
    }
    if program(&["pdftotext"]).is_none() {
        missing.push("pdftotext (poppler-utils)");
    }
    missing
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser")
}

fn chromium() -> Option<PathBuf> {
    program(&["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])
}

/// The first of some programs on the path, or where those of an administrator stand.
fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders = || std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    names.iter().find_map(|name| folders().map(|folder| folder.join(name)).find(|p| p.is_file()))
}

#[test]
fn pages_in_a_real_browser() {
    let missing = missing();
    if !missing.is_empty() {
        not_tried("the pages in a real browser", &missing.join(", "));
        return;
    }
    let tests = fs::read_dir(here()).unwrap().map(|entry| entry.unwrap().path());
    let tests = tests.filter(|path| path.to_string_lossy().ends_with(".test.mjs"));
    let other = |what: &str, name: &str, names: &[&str]| {
        let found = program(names);
        if found.is_none() {
            not_tried(what, name);
        }
        found.unwrap_or_default()
    };
    let run = Command::new("node")
        .arg("--test")
        .args(tests)
        .env("CONGBAO_BIN", env!("CARGO_BIN_EXE_congbao"))
        .env("CONGBAO_SITES", &*SITES)
        .env("CONGBAO_CHROMIUM", chromium().unwrap())
        .env("CONGBAO_NGINX", other("the poisoned site by a web server", "nginx", &["nginx"]))
        .env("CONGBAO_FIREFOX", other("the pages in Firefox", "Firefox", &["firefox-esr", "firefox"]))
        .env("CONGBAO_JAVA", other("the Nu checker on the pages", "Java", &["java"]))
        .current_dir(here())
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}{}",
        String::from_utf8_lossy(&run.stdout),
        String::from_utf8_lossy(&run.stderr)
    );
}

#[test]
fn no_page_is_large() {
    let pages = pages(&SITES.join("large").join(DAY));
    let mut most = 0;
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        assert!(text.len() < 1_500_000, "{}: {} bytes", page.display(), text.len());
        for row in ["<tr class=\"row ", "<tr><td class=\"number\""] {
            let rows = text.matches(row).count();
            assert!(rows <= 500, "{}: {rows} of {row}", page.display());
            most = most.max(rows);
        }
    }
    assert_eq!(most, 500, "some list is long enough to be parted");
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            pages.extend(self::pages(&path));
        } else if path.extension().is_some_and(|extension| extension == "html") {
            pages.push(path);
        }
    }
    pages
}

impl Fixture {
    fn write(&self, root: &Path) {
        for (path, text) in &self.0 {
            write(&root.join("content").join(path), text);
        }
    }
}
