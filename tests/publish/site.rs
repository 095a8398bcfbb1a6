//! Sites to publish, and what was published.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A folder with a site of some directives, each of which says `words`.
pub fn site(directives: usize, words: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    put(root.path(), "content/organizations.yaml", "- {id: tinh-uy, name: Tỉnh ủy}\n");
    put(root.path(), "content/directives/bieu.csv", "a,b\n");
    say(root.path(), directives, words);
    root
}

/// Writes the settings and the directives anew.
pub fn say(root: &Path, directives: usize, words: &str) {
    put(root, "content/site.yaml", &format!("title: {words}\n"));
    for at in 1..=directives {
        let text = format!(
            "---\nnumber: {at}-KH/TU\ntitle: Kế hoạch {at}\ndate: 2021-03-19\nissuer: tinh-uy\n\
             attachments: [{{title: Biểu, file: bieu.csv}}]\n---\n\n{words}\n"
        );
        put(root, &format!("content/directives/{at}.md"), &text);
    }
}

pub fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// `congbao build`, as of a fixed day.
pub fn build(root: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root).args(["--lang", "en", "build", "--as-of", "2023-08-01"]);
    program
}

#[track_caller]
pub fn built(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let output = build(root).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    files(&root.join("public"))
}

pub fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every file below a folder.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = all.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    };
    files.map(file).collect()
}
