//! Reads transcripts, runs them, and compares.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A command, and what it should print.
struct Step {
    line: usize,
    command: String,
    expected: Vec<String>,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut is_open = false;
    for (at, line) in text.lines().enumerate() {
        match (is_open, line.strip_prefix("$ ")) {
            (false, _) => is_open = line == "```console",
            (true, _) if line == "```" => is_open = false,
            (true, Some(command)) => {
                steps.push(Step { line: at + 1, command: command.to_owned(), expected: Vec::new() });
            }
            (true, None) => {
                if let Some(step) = steps.last_mut() {
                    step.expected.push(line.to_owned());
                }
            }
        }
    }
    steps
}

/// Whether a line is as expected.
fn fits(expected: &str, line: &str) -> bool {
    match expected.split_once('…') {
        None => expected == line,
        Some((start, rest)) => line.strip_prefix(start).is_some_and(|line| {
            let mut ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
            ends.any(|end| fits(rest, &line[end..]))
        }),
    }
}

/// Whether all lines are as expected.
fn all_fit(expected: &[String], lines: &[&str]) -> bool {
    match expected.split_first() {
        None => lines.is_empty(),
        Some((first, rest)) if first == "…" => (0..=lines.len()).any(|skip| all_fit(rest, &lines[skip..])),
        Some((first, rest)) => lines
            .split_first()
            .is_some_and(|(line, lines)| fits(first, line.trim_end()) && all_fit(rest, lines)),
    }
}

/// Runs a command with this program on the path.
fn shell(command: &str, folder: &Path) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_congbao")).parent().unwrap().to_owned();
    let others = std::env::var_os("PATH").unwrap();
    let path = std::env::join_paths([program].into_iter().chain(std::env::split_paths(&others))).unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).env("PATH", path).env("LC_ALL", "C.UTF-8");
    shell.output().unwrap()
}

#[track_caller]
fn run(transcript: &Path) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(here.join("content")).into_iter().map(Result::unwrap) {
        let to = folder.path().join(entry.path().strip_prefix(here).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let steps = steps(&fs::read_to_string(here.join(transcript)).unwrap());
    assert!(!steps.is_empty(), "{}: no transcript", transcript.display());
    for Step { line, command, expected } in steps {
        let ran = shell(&command, folder.path());
        let said = String::from_utf8([ran.stderr, ran.stdout].concat()).unwrap();
        let place = fs::canonicalize(&folder).unwrap();
        let said = said.replace(&*place.to_string_lossy(), "/congbao");
        let lines: Vec<&str> = said.lines().collect();
        assert!(
            all_fit(&expected, &lines),
            "{}:{line}: {command}\n--- shown\n{}\n--- printed\n{said}",
            transcript.display(),
            expected.join("\n")
        );
    }
}

#[test]
fn the_readme_shows_what_happens() {
    run(Path::new("README.md"));
}

/// The files of a folder by their names, as text.
fn texts(folder: &Path) -> std::collections::BTreeMap<String, String> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

#[test]
fn the_ten_lines_of_the_readme_change_the_look() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split("\n## Change the look\n").nth(1).unwrap();
    let lines = section.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    assert!(lines.lines().count() <= 10, "{lines}");
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("content")).unwrap();
    fs::write(folder.path().join("content/site.yaml"), "title: Công báo\n").unwrap();
    fs::write(folder.path().join("content/organizations.yaml"), "[]\n").unwrap();
    let ran = shell(&format!("set -e\n{lines}"), folder.path());
    let said = String::from_utf8([ran.stderr, ran.stdout].concat()).unwrap();
    assert!(ran.status.success(), "{said}");
    // Nothing is said of what the reader has just typed.
    assert!(said.contains("0 lỗi, 0 cảnh báo"), "{said}");
    let site = texts(&folder.path().join("public"));
    let pages: Vec<&String> =
        site.iter().filter(|(name, _)| name.ends_with(".html")).map(|(_, text)| text).collect();
    assert!(pages.len() > 10, "{}", pages.len());
    for part in [
        "<footer class=\"foot\"><div class=\"wrap wide\">Công báo, 12 Phố Huế</div></footer>",
        ">Tiến độ công việc</a>",
        ">Giới thiệu</a>",
        "assets/site/kieu.css\">",
    ] {
        assert!(pages.iter().all(|page| page.contains(part)), "not every page has {part}");
    }
    assert!(site["trang/gioi-thieu.html"].contains("<p>Trang do Văn phòng Tỉnh ủy lập.</p>"));
    // The colour that is changed is one that the style sheet has.
    assert!(site["assets/congbao.css"].contains("--seal:"));
    assert!(site["assets/site/kieu.css"].contains("--seal: #1f5e3a;"));
}

#[test]
fn every_command_does_what_its_transcript_shows() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(here.join("tests/transcripts")).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|file| file.extension().is_some_and(|e| e == "md")).collect();
    files.sort();
    assert!(files.len() > 1);
    files.iter().for_each(|file| run(file.strip_prefix(here).unwrap()));
}

#[test]
fn wildcards() {
    let fits_all = |expected: &str, printed: &str| {
        let expected: Vec<String> = expected.lines().map(str::to_owned).collect();
        all_fit(&expected, &printed.lines().collect::<Vec<_>>())
    };
    assert!(fits_all("a … c\n…\nd", "a b c\nx\ny\nd"));
    assert!(fits_all("a\n…", "a"));
    assert!(!fits_all("a … c", "a b d"));
    assert!(!fits_all("a", "a\nb"));
}
