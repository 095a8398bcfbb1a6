//! Parts of a site, each built by a command of its own: copied into one folder they are the site.
//!
//! Also as the README has it: for GNU parallel, Slurm and Kubernetes, by its very lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::not_tried::not_tried;
use crate::refusals::check_refused;
use crate::site::{build, built, files, put, said, say, site};

const RECORD: &str = ".congbao-record";

/// Builds a part into a folder below the site.
#[track_caller]
fn part(root: &Path, shard: &str, output: &str) {
    let output = root.join(output);
    let ran = build(root).args(["--shard", shard, "--output"]).arg(&output).output().unwrap();
    assert!(ran.status.success(), "{}", said(&ran));
    let words = said(&ran);
    assert!(words.contains(&format!("part {shard}, not the site")), "{words}");
}

/// Copies every folder of `parts/` into `merged/`, and gives what then stands there.
#[track_caller]
fn merged(root: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::create_dir(root.join("merged")).unwrap();
    for folder in fs::read_dir(root.join("parts")).unwrap() {
        let from = folder.unwrap().path().join(".");
        let copied = Command::new("cp").arg("-r").arg(from).arg(root.join("merged")).status().unwrap();
        assert!(copied.success());
    }
    files(&root.join("merged"))
}

/// Fails where two sites differ, by the names of what differs; what is known of a whole is in no part.
#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    let differ = |name: &&String| *name != RECORD && one.get(*name) != other.get(*name);
    let names: Vec<&String> = one.keys().chain(other.keys()).filter(differ).collect();
    assert!(names.is_empty(), "{names:?}");
}

#[test]
fn parts_copied_together_are_the_site_to_the_byte_in_any_number() {
    let root = site(12, "Một");
    let whole = built(root.path());
    for of in [2, 3, 5, 11] {
        for number in 1..=of {
            part(root.path(), &format!("{number}/{of}"), &format!("parts/{number}"));
        }
        // Each page was made once.
        let parts = files(&root.path().join("parts"));
        let made = parts.keys().filter(|name| !name.ends_with("/.congbao")).count();
        assert_eq!(made, whole.len() - 2, "{of}");
        assert_same(&merged(root.path()), &whole);
        fs::remove_dir_all(root.path().join("parts")).unwrap();
        fs::remove_dir_all(root.path().join("merged")).unwrap();
    }
}

#[test]
fn the_next_build_of_the_whole_takes_the_copied_parts_for_its_own() {
    let root = site(5, "Một");
    let whole = built(root.path());
    for number in 1..=3 {
        part(root.path(), &format!("{number}/3"), &format!("parts/{number}"));
    }
    merged(root.path());
    let output = root.path().join("merged");
    let ran = build(root.path()).arg("--output").arg(&output).output().unwrap();
    let all = whole.len() - 2;
    assert!(said(&ran).contains(&format!("{all} files, {all} unchanged")), "{}", said(&ran));
    assert_same(&files(&output), &whole);
    // The same where a part was forgotten: what is missing is made.
    part(root.path(), "1/3", "forgotten");
    let ran = build(root.path()).arg("--output").arg(root.path().join("forgotten")).output().unwrap();
    assert!(ran.status.success() && !said(&ran).contains(&format!("{all} unchanged")), "{}", said(&ran));
    assert_same(&files(&root.path().join("forgotten")), &whole);
}

#[test]
fn a_part_is_built_again_over_itself_after_an_edit() {
    let root = site(9, "Một");
    for number in 1..=2 {
        part(root.path(), &format!("{number}/2"), &format!("parts/{number}"));
    }
    say(root.path(), 7, "Hai");
    for at in 8..=9 {
        fs::remove_file(root.path().join(format!("content/directives/{at}.md"))).unwrap();
    }
    for number in 1..=2 {
        part(root.path(), &format!("{number}/2"), &format!("parts/{number}"));
    }
    assert_same(&merged(root.path()), &built(root.path()));
}

#[test]
fn a_part_takes_the_place_of_no_site_and_of_no_other_part() {
    let root = site(9, "Một");
    built(root.path());
    let public = root.path().join("public");
    let into_public =
        |shard: &'static str| ["--shard", shard, "--output", public.to_str().unwrap()].map(str::to_owned);
    for shard in ["1/2", "2/2", "1/1000000"] {
        let arguments = into_public(shard);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        check_refused(root.path(), &arguments, &format!("which is not of part {shard}; choose a folder"));
    }
    part(root.path(), "1/2", "one");
    let one = root.path().join("one");
    for shard in ["2/2", "1/3", "2/3"] {
        let arguments = ["--shard", shard, "--output", one.to_str().unwrap()];
        check_refused(root.path(), &arguments, &format!("which is not of part {shard}; choose a folder"));
    }
    // Nor of what others wrote.
    put(root.path(), "one/thu-rieng.txt", "của tôi");
    check_refused(root.path(), &["--shard", "1/2", "--output", one.to_str().unwrap()], "thu-rieng.txt");
}

#[test]
fn what_is_no_part_is_refused_in_both_languages() {
    let root = site(2, "Một");
    let output = root.path().join("one");
    for typed in ["0/4", "5/4", "x", "4", "1/0", "1/2/3", ""] {
        let arguments = ["--output", output.to_str().unwrap(), "--shard", typed];
        check_refused(root.path(), &arguments, &format!("`{typed}` cannot be used; type K/N"));
        let ran = build(root.path()).args(arguments).args(["--lang", "vi"]).output().unwrap();
        assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
    }
    check_refused(root.path(), &["--shard", "1/2"], "add `--output DIR`");
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root.path()).args(["--lang", "vi", "build", "--shard", "1/2", "--output"]);
    let ran = program.arg(&output).output().unwrap();
    assert_eq!(ran.status.code(), Some(2), "{}", said(&ran));
    assert!(said(&ran).contains("`--as-of NGÀY`"), "{}", said(&ran));
    assert!(!output.exists());
}

/// The rest of the one line of the README that begins so, without what follows `end`.
fn readme_line(begin: &str, end: &str) -> String {
    let readme = include_str!("../../README.md");
    let mut found = readme.lines().filter_map(|line| line.trim_start().strip_prefix(begin));
    let line = found.next().unwrap_or_else(|| panic!("the README has no line {begin}"));
    assert!(found.next().is_none(), "{begin}");
    line.rsplit_once(end).unwrap_or_else(|| panic!("{line} has no {end}")).0.to_owned()
}

/// The shell in the folder of a site, with the program on its path.
fn shell(root: &Path, script: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_congbao")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.current_dir(root).args(["-euc", script]).env("PATH", path);
    command
}

/// The site of the day of the README.
fn of_the_day(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let ran = shell(root, "congbao build --as-of 2026-11-20").output().unwrap();
    assert!(ran.status.success(), "{}", said(&ran));
    files(&root.join("public"))
}

#[test]
fn with_gnu_parallel_as_the_readme_has_it() {
    let version = Command::new("parallel").arg("--version").stderr(Stdio::null()).output();
    if !version.is_ok_and(|said| String::from_utf8_lossy(&said.stdout).contains("GNU parallel")) {
        return not_tried("parts of a site at once", "GNU parallel");
    }
    let root = site(9, "Một");
    let build = format!("seq 4 | parallel{}", readme_line("seq 4 | parallel", ""));
    let merge = format!("mkdir merged && cp{}", readme_line("mkdir merged && cp", ""));
    let check = format!("(cd merged && {}", readme_line("(cd merged && ", ""));
    for script in [build, merge, check.clone()] {
        let ran = shell(root.path(), &script).output().unwrap();
        assert!(ran.status.success(), "{script}: {}", said(&ran));
    }
    let whole = of_the_day(root.path());
    assert!(files(&root.path().join("parts")).keys().filter(|name| name.ends_with("/.congbao")).count() == 4);
    assert_same(&files(&root.path().join("merged")), &whole);
    // The check finds what was not copied.
    fs::remove_file(root.path().join("merged/index.html")).unwrap();
    let ran = shell(root.path(), &check).output().unwrap();
    assert!(!ran.status.success() && said(&ran).contains("index.html"), "{}", said(&ran));
}

#[test]
fn by_slurm_as_the_readme_has_it() {
    let root = site(3, "Một");
    let script = readme_line("sbatch --array=1-16 --wrap '", "'");
    for task in 1..=16 {
        let task = task.to_string();
        let mut job = shell(root.path(), &script);
        let job = job.env("SLURM_ARRAY_TASK_ID", task).env("SLURM_ARRAY_TASK_COUNT", "16");
        let ran = job.output().unwrap();
        assert!(ran.status.success(), "{}", said(&ran));
    }
    assert_same(&merged(root.path()), &of_the_day(root.path()));
}

#[test]
fn by_a_job_of_kubernetes_as_the_readme_has_it() {
    let root = site(3, "Một");
    for (key, value) in [("completionMode: ", "Indexed"), ("completions: ", "16")] {
        assert_eq!(readme_line(key, ""), value);
    }
    let script = readme_line("command: [sh, -c, '", "']");
    assert!(script.contains("/16") && script.contains("--root /site") && script.contains(" /parts/"));
    let at = root.path().display();
    let script =
        script.replace("--root /site", &format!("--root {at}")).replace(" /parts/", &format!(" {at}/parts/"));
    for index in 0..16 {
        let ran =
            shell(root.path(), &script).env("JOB_COMPLETION_INDEX", index.to_string()).output().unwrap();
        assert!(ran.status.success(), "{}", said(&ran));
    }
    assert_same(&merged(root.path()), &of_the_day(root.path()));
}
