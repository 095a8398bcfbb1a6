//! What is left out leaves no trace in any file of the output, those that congbao keeps for itself among them.

use crate::site::{built, put, site};

/// Words that stand nowhere but in what is hidden, and in texts that link to it.
const CANARY: &str = "chimhoangyen";

/// A report, a page and a directive name in every way what is published nowhere.
#[test]
fn links_to_what_is_hidden_leave_no_name_in_the_output() {
    let root = site(2, "Một");
    let path = |path: &str| format!("content/{}", path.replace('*', CANARY));
    let front = |number: &str, more: &str| {
        format!("---\nnumber: {number}\ntitle: {CANARY}\ndate: 2021-03-18\nissuer: tinh-uy\n{more}\n---\n")
    };
    put(root.path(), "content/site.yaml", "title: Một\nsecret: skip\n");
    put(root.path(), &path("directives/nhap-*.md"), &front("71-KH/TU", "draft: true"));
    put(root.path(), &path("directives/mat-*.md"), &front("72-KH/TU", "secrecy: mat"));
    put(root.path(), &path("pages/nhap-*.md"), &format!("---\ntitle: {CANARY}\ndraft: true\n---\n"));
    put(root.path(), &path("pages/bieu-*.txt"), "TỐI MẬT\n");
    put(root.path(), &path("directives/bieu-*.txt"), "TỐI MẬT\n");
    put(root.path(), &path("progress/bieu-*.txt"), "TỐI MẬT\n");
    let names = ["directives/nhap-*.md", "directives/mat-*.md#*", "pages/nhap-*.md"];
    let links = |beside: &str| -> String {
        let names = names.map(|name| format!("../{name}")).into_iter().chain([beside.to_owned()]);
        names.map(|name| format!("\nXem [đó]({}).\n", name.replace('*', CANARY))).collect()
    };
    let task = "deadlines: [{id: viec, task: Làm, due: 2023-07-01, fulfilled_by: [71-KH/TU, 72-KH/TU]}]";
    let text = format!(
        "---\nnumber: 3-KH/TU\ntitle: Kế hoạch\ndate: 2021-03-19\nissuer: tinh-uy\ntopics: [Y tế]\n{task}\n---\n{}",
        links("bieu-*.txt")
    );
    put(root.path(), "content/directives/3.md", &text);
    put(root.path(), "content/pages/trang.md", &format!("---\ntitle: Trang\n---\n{}", links("bieu-*.txt")));
    let report = format!(
        "---\ndirective: 3-KH/TU\ndeadline: viec\ndate: 2023-07-01\nstatus: done\n---\n{}",
        links("bieu-*.txt")
    );
    put(root.path(), "content/progress/bao-cao.md", &report);
    let files = built(root.path());
    let texts = files.values().filter(|bytes| String::from_utf8_lossy(bytes).contains("Xem đó")).count();
    assert!(texts >= 3, "a directive, a page and a report tell of it: {:?}", files.keys());
    assert!(files.contains_key(".congbao-record") && files.contains_key(".congbao"));
    for (name, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains(CANARY), "{name} tells of what is hidden");
        assert!(!name.contains(CANARY), "{name}");
    }
}
