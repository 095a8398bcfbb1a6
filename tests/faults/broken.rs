//! One broken file is a fault of that file alone: what points to it is not told as well.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use congbao::diagnostic::Diagnostic;
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};

use super::marked::as_of;
use super::program::put;

/// A whole site, in which every file points to others.
const SITE: &[(&str, &str)] = &[
    (
        "content/site.yaml",
        "title: Công báo\nseal: dau.svg\ntheme: mau.css\ntypes:\n  - {symbol: QQ, name: Quy ước}\ninventories:\n  - {name: Tỉnh, file: tinh.json, base_url: 'https://tinh.example/'}\n",
    ),
    (
        "content/organizations.yaml",
        "- {id: tinh-uy, name: Tỉnh ủy}\n- {id: ban-to-chuc, name: Ban Tổ chức Tỉnh ủy, parent: tinh-uy}\n- {id: huyen-uy-a, name: Huyện ủy A, parent: tinh-uy}\n- {id: cac-huyen-uy, name: Các huyện ủy, members: [huyen-uy-a]}\n",
    ),
    (
        "content/directives/a.md",
        "---\nnumber: 34-KH/TU\ntitle: Tổng kết\ndate: 2021-03-19\nissuer: tinh-uy\naddressed_to: [cac-huyen-uy]\nknown_as: [Kế hoạch 34]\ndeadlines:\n  - {id: bao-cao, task: Báo cáo, due: 2021-04-30, lead: [cac-huyen-uy], each: true}\n  - {id: tong-hop, task: Tổng hợp, due: hằng quý, lead: [ban-to-chuc]}\nattachments:\n  - {title: Biểu, file: bieu.pdf}\n---\n\n## Yêu cầu {#yeu-cau}\n\nXem [công văn](b.md#viec) và Công văn số 35-CV/TU.\n",
    ),
    (
        "content/directives/b.md",
        "---\nnumber: 35-CV/TU\ntitle: Đôn đốc\ndate: 2021-04-19\nissuer: tinh-uy\naddressed_to: [huyen-uy-a]\nrelations:\n  - {implements: 34-KH/TU, date: 2021-03-19}\nchanges:\n  - {directive: 34-KH/TU, deadline: bao-cao, due: 2021-05-15}\n---\n\n## Việc {#viec}\n\nTheo Kế hoạch 34, [yêu cầu](a.md#yeu-cau), [biểu](bieu.pdf), [báo cáo](../progress/r.md).\n",
    ),
    (
        "content/directives/c.md",
        "---\nnumber: 36-QQ/TU\ntitle: Quy ước\ndate: 2021-05-19\nissuer: ban-to-chuc\ntype: QQ\n---\n\nTheo Kế hoạch số 34-KH/TU.\n",
    ),
    (
        "content/progress/q.csv",
        "directive,deadline,organization,date,status\n34-KH/TU,bao-cao,huyen-uy-a,2021-04-20,done\n34-KH/TU,tong-hop@2021-33,ban-to-chuc,2021-04-20,done\n",
    ),
    (
        "content/progress/r.md",
        "---\ndirective: 34-KH/TU\ndeadline: bao-cao\norganization: huyen-uy-a\ndate: 2021-05-10\nstatus: done\nattachments:\n  - {title: Số liệu, file: so-lieu.pdf}\n---\n\nĐã xong theo [kế hoạch](../directives/a.md).\n",
    ),
    ("content/tinh.json", "[]\n"),
    ("layouts/labels/vi.yaml", "nav:\n  home: Trang nhất\nstate:\n  overdue: Trễ\n"),
    ("layouts/redirect.html", "<!doctype html><title>{{ page.title }}</title>\n"),
    ("content/dau.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n"),
    ("content/mau.css", "body { color: black }\n"),
    ("content/directives/bieu.pdf", "%PDF\n"),
    ("content/progress/so-lieu.pdf", "%PDF\n"),
];

/// The ways in which a file breaks; none where this way breaks nothing of it.
type Way = (&'static str, fn(&str) -> Option<Vec<u8>>);

const WAYS: &[Way] = &[
    ("a bad byte at its beginning", |text| Some([b"\xff", text.as_bytes()].concat())),
    ("a bad byte in its middle", |text| {
        let at = floor(text, text.len() / 2);
        Some([&text.as_bytes()[..at], b"\xe0\xb3", &text.as_bytes()[at..]].concat())
    }),
    ("an unclosed quote", |text| {
        let at = text.find(": ")? + 2;
        Some([&text[..at], "\"", &text[at..]].concat().into_bytes())
    }),
    ("an unclosed bracket", |text| {
        let at = text.find(": ")? + 2;
        Some([&text[..at], "[", &text[at..]].concat().into_bytes())
    }),
    ("a tab", |text| {
        let at = text.find("\n  ")? + 1;
        Some([&text[..at], "\t", &text[at..]].concat().into_bytes())
    }),
    ("cut off in the middle of its first lines", |text| {
        // A list that is cut between two entries is a shorter list.
        let line = match text.find('{').filter(|_| !text.starts_with("---")) {
            Some(entry) => entry + 8,
            None => text.lines().take(3).map(|line| line.len() + 1).sum::<usize>(),
        };
        Some(text[..floor(text, line.saturating_sub(4))].into())
    }),
    ("cut off after a half", |text| {
        let head = text.rfind("\n---\n").unwrap_or(text.len());
        Some(text[..floor(text, head / 2)].into())
    }),
    // A register without entries is one: what it lacks is told where it is named.
    ("empty", |text| (!text.starts_with("- {id")).then(Vec::new)),
];

fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn faults(root: &Path) -> Vec<Diagnostic> {
    let sources = Sources::read(root).unwrap();
    Site::load(&sources, &Options { as_of: as_of(), base_url: None, drafts: false }).1
}

fn write_site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    SITE.iter().for_each(|(path, text)| put(root.path(), path, text));
    root
}

fn said(faults: &[Diagnostic]) -> Vec<String> {
    let line = |fault: &Diagnostic| congbao::write::report::short(fault, congbao::Language::En);
    faults.iter().map(line).collect()
}

#[test]
fn the_whole_site_has_no_fault() {
    assert_eq!(said(&faults(write_site().path())), [""; 0]);
}

#[test]
fn a_broken_file_is_told_alone() {
    let (mut wrong, mut told) = (Vec::new(), BTreeMap::<&str, usize>::new());
    let sources =
        SITE.iter().filter(|(path, _)| ["md", "csv", "yaml", "html"].iter().any(|end| path.ends_with(end)));
    for (path, text) in sources {
        for (way, broken) in WAYS {
            let Some(broken) = broken(text) else { continue };
            let root = write_site();
            fs::write(root.path().join(path), broken).unwrap();
            let faults = faults(root.path());
            *told.entry(path).or_default() += usize::from(!faults.is_empty());
            let elsewhere: Vec<Diagnostic> =
                faults.into_iter().filter(|fault| fault.place.file.as_ref() != *path).collect();
            if !elsewhere.is_empty() {
                wrong.push(format!("{path}, {way}:\n  {}", said(&elsewhere).join("\n  ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} ways:\n{}", wrong.len(), wrong.join("\n"));
    // Each file was broken in ways that are seen.
    assert!(told.values().all(|ways| *ways >= 2), "{told:?}");
}

#[test]
fn what_a_deleted_file_leaves_names_it() {
    for (path, names) in [
        ("content/directives/a.md", &["34-KH/TU", "a.md", "bieu.pdf", "so-lieu.pdf", "r.md"][..]),
        ("content/directives/b.md", &["b.md"]),
        ("content/directives/c.md", &[]),
        ("content/progress/q.csv", &[]),
        ("content/progress/r.md", &["r.md", "so-lieu.pdf"]),
        ("content/dau.svg", &["dau.svg"]),
        ("content/directives/bieu.pdf", &["bieu.pdf"]),
        ("content/site.yaml", &["site.yaml", "dau.svg", "mau.css", "tinh.json", "QQ"]),
        ("layouts/labels/vi.yaml", &[]),
        ("layouts/redirect.html", &[]),
    ] {
        let root = write_site();
        fs::remove_file(root.path().join(path)).unwrap();
        let said = said(&faults(root.path()));
        let strange: Vec<&String> =
            said.iter().filter(|line| !names.iter().any(|name| line.contains(name))).collect();
        assert!(strange.is_empty(), "{path}: {strange:#?}");
    }
}
