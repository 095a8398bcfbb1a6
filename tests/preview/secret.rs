//! What is secret, or may be, is told to nobody who looks at a preview: no page, no report, no name of a file.

use crate::served::{REGISTER, SITE, Served, directive, site, write};

const CANARY: &str = "chimhoangyen";
const PAGE: &str = "/van-ban/2026/9-ct-tu.html";
const FILE: &str = "content/directives/2026/9-tuyet-kin.md";

/// A directive with canaries, and this line in its front matter.
fn kept(line: &str) -> String {
    let words = directive("9-CT/TU", "2026-01-02", &format!("Lời {CANARY}."));
    words.replace("Gửi báo cáo", CANARY).replacen("title: Văn bản", &format!("{line}\ntitle: {CANARY}"), 1)
}

fn of(text: &str) -> tempfile::TempDir {
    let public = directive("1-CT/TU", "2026-01-02", "Theo Chỉ thị số 9-CT/TU, ngày 02/01/2026.");
    site(&[
        ("content/site.yaml", SITE),
        ("content/organizations.yaml", REGISTER),
        ("content/directives/2026/1.md", &public),
        (FILE, text),
    ])
}

/// Everything that the preview has to tell.
fn told(served: &Served) -> String {
    let panel = served.get("/.congbao/").text();
    let mut all =
        format!("{panel}\n{}\n{}", served.get("/.congbao/faults.json").text(), served.get(PAGE).text());
    all += &served.get(&format!("/.congbao/faults.json?page={}", &PAGE[1..])).text();
    for address in panel.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        all += &served.get(address).text();
    }
    for data in ["/du-lieu/van-ban.json", "/du-lieu/nhiem-vu.json", "/du-lieu/nhiem-vu.csv"] {
        all += &served.get(data).text();
    }
    all
}

#[track_caller]
fn silent(served: &Served, what: &str) {
    let told = told(served);
    let line = told.lines().find(|line| line.contains(CANARY) || line.contains("9-tuyet-kin"));
    assert_eq!(line, None, "{what}");
    assert_eq!(served.get(PAGE).status, 404, "{what}");
    assert!(!served.said().contains(CANARY), "{what}: {}", served.said());
}

#[test]
fn a_secret_is_told_to_nobody_broken_or_not() {
    let broken = |line: &str| kept(line).replacen("date:", "known_as: [x\ndate:", 1);
    let texts = [
        kept("secrecy: mat"),
        broken("secrecy: mat"),
        broken("\"secrecy\": tuyet-mat"),
        kept("place: x").replace("Lời", "MẬT\n\nLời"),
        broken("place: x").replace("Lời", "MẬT\n\nLời"),
        kept("secrecy: mat").replacen("---\n\n", "\n", 1),
    ];
    let served = Served::start(of(&texts[0]), &["--host", "127.0.0.1"]);
    silent(&served, &texts[0]);
    for text in &texts[1..] {
        let before = served.changes().len();
        write(served.root(), FILE, text);
        served.wait("/.congbao/", |_| served.changes().len() > before);
        silent(&served, text);
    }
    // One that is only broken is told: what is looked for can be found.
    write(served.root(), FILE, &broken("place: x"));
    let found = served.wait("/.congbao/faults.json", |answer| answer.text().contains("9-tuyet-kin"));
    assert!(found.text().contains("9-tuyet-kin"), "{}", found.text());
}

#[test]
fn what_becomes_secret_is_in_no_page_that_was_served_before() {
    let served = Served::start(of(&kept("place: x")), &[]);
    assert!(served.get(PAGE).text().contains(CANARY));
    assert!(served.get("/van-ban/2026.html").text().contains(CANARY));
    // From now on no list of a year can be rendered: its last good bytes would be shown.
    write(served.root(), "layouts/year.html", "{{ nothing.at.all }}");
    served.wait("/.congbao/faults.json?page=van-ban/2026.html", |answer| answer.text().contains("year.html"));
    assert!(served.get("/van-ban/2026.html").text().contains(CANARY), "the last good page is not kept");
    write(served.root(), FILE, &kept("secrecy: mat"));
    served.wait(PAGE, |answer| answer.status == 404);
    silent(&served, "a page that was served");
    let list = served.get("/van-ban/2026.html");
    assert!(!list.text().contains(CANARY), "{}", list.text());
}
