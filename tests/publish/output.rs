//! What stands in the output: the same bytes on any machine, every link whole, nothing stale.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::site::{build, built, files, put, said, site};

/// The sample site of the project.
fn sample() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, bytes) in files(&here.join("content")) {
        let path = root.path().join("content").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

#[test]
fn the_same_bytes_with_any_threads_zone_and_locale() {
    let root = sample();
    let first = built(root.path());
    assert!(first.len() > 100);
    for (name, value) in [
        ("RAYON_NUM_THREADS", "1"),
        ("RAYON_NUM_THREADS", "4"),
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "America/Los_Angeles"),
        ("LC_ALL", "tr_TR.UTF-8"),
    ] {
        let output = root.path().join("khac");
        let ran = build(root.path()).env(name, value).arg("--output").arg(&output).output().unwrap();
        assert!(ran.status.success(), "{}", said(&ran));
        assert_eq!(files(&output), first, "{name}={value}");
        fs::remove_dir_all(output).unwrap();
    }
}

#[test]
fn what_an_earlier_build_wrote_and_this_one_does_not_is_gone() {
    let root = site(3, "Một");
    put(root.path(), "public/.gitkeep", "");
    built(root.path());
    fs::remove_file(root.path().join("content/directives/2.md")).unwrap();
    let after = built(root.path());
    assert!(after.contains_key("van-ban/2021/1-kh-tu.html") && after.contains_key(".gitkeep"));
    assert!(!after.keys().any(|name| name.contains("2-kh-tu")), "{:?}", after.keys());
}

#[test]
fn a_file_that_did_not_change_is_not_written_again() {
    let root = site(3, "Một");
    built(root.path());
    let written =
        |name: &str| fs::metadata(root.path().join("public").join(name)).unwrap().modified().unwrap();
    let before = written("van-ban/2021/1-kh-tu.html");
    put(
        root.path(),
        "content/directives/2.md",
        &fs::read_to_string(root.path().join("content/directives/2.md")).unwrap().replace("Một", "Hai"),
    );
    built(root.path());
    assert_eq!(written("van-ban/2021/1-kh-tu.html"), before);
    let page = fs::read_to_string(root.path().join("public/van-ban/2021/2-kh-tu.html")).unwrap();
    assert!(page.contains("Hai"));
}

/// A hundred documents, each of which carries out the one before: no page draws them all.
#[test]
fn of_a_large_tree_a_page_shows_what_is_near() {
    let root = site(1, "Một");
    for at in 2..=100 {
        let text = format!(
            "---\nnumber: {at}-KH/TU\ntitle: Kế hoạch {at}\ndate: 2021-03-19\nissuer: tinh-uy\n\
             relations: [{{implements: {}-KH/TU}}]\n---\n",
            at - 1
        );
        put(root.path(), &format!("content/directives/{at}.md"), &text);
    }
    let site = built(root.path());
    let lines = |at: usize| -> Vec<String> {
        let page = String::from_utf8(site[&format!("van-ban/2021/{at}-kh-tu.html")].clone()).unwrap();
        let tree = page.split("class=\"chain\"").nth(1).unwrap().split("</ul>").next().unwrap().to_owned();
        attributes(&tree, "href").into_iter().map(str::to_owned).collect()
    };
    // Itself stands there without a link.
    let near: Vec<String> = [45, 46, 47, 48, 49, 51].iter().map(|at| format!("{at}-kh-tu.html")).collect();
    assert_eq!(lines(50), near);
    assert_eq!(lines(1), ["2-kh-tu.html"]);
}

/// The values of an attribute in HTML.
pub fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let open = format!(" {name}=\"");
    html.split(open.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_internal_link_and_anchor_resolves() {
    let root = sample();
    let site = built(root.path());
    let pages: BTreeMap<&str, String> = site
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
        .map(|(name, bytes)| (name.as_str(), String::from_utf8(bytes.clone()).unwrap()))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        pages.iter().map(|(name, html)| (*name, attributes(html, "id").into_iter().collect())).collect();
    let (mut links, mut broken) = (0, Vec::new());
    for (name, html) in &pages {
        assert_eq!(ids[name].len(), attributes(html, "id").len(), "{name}: an id stands twice");
        for link in attributes(html, "href").into_iter().chain(attributes(html, "src")) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let link = link.replace("&amp;", "&");
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            // The page of what is not there is served at any depth: its links start at the root.
            let base =
                if *name == "404.html" { "" } else { name.rsplit_once('/').map_or("", |(folder, _)| folder) };
            let target = match path.split('?').next().unwrap_or_default().trim_start_matches('/') {
                "" if *name == "404.html" && path == "/" => "index.html".to_owned(),
                "" => (*name).to_owned(),
                path => join(base, path),
            };
            let has_anchor =
                anchor.is_empty() || ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor));
            if !site.contains_key(&target) || !has_anchor {
                broken.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(links > 3_000, "{links}");
    assert!(broken.is_empty(), "{broken:#?}");
}

pub fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The sample shows what the program can do: every state, every kind of page.
#[test]
fn the_sample_shows_every_state() {
    let root = sample();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root.path()).args(["tasks", "--as-of", "2026-11-20", "--format", "json"]);
    let tasks: Vec<serde_json::Value> = serde_json::from_slice(&program.output().unwrap().stdout).unwrap();
    let states: BTreeSet<&str> = tasks.iter().map(|task| task["state"].as_str().unwrap()).collect();
    let all = "cancelled done-late done-on-time due-soon in-time ongoing overdue undated";
    assert_eq!(states.into_iter().collect::<Vec<_>>().join(" "), all);
    assert!(tasks.iter().any(|task| !task["moved_from"].is_null()));
}

#[test]
fn open_data_fits_its_schemas_and_the_csv_has_the_same_rows() {
    let root = sample();
    let site = built(root.path());
    for name in ["van-ban", "nhiem-vu"] {
        let json = |ending: &str| -> serde_json::Value {
            serde_json::from_slice(&site[&format!("du-lieu/{name}.{ending}")]).unwrap()
        };
        let validator = jsonschema::validator_for(&json("schema.json")).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&json("json")).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
        assert!(validator.validate(&serde_json::json!([{}])).is_err(), "{name}: the schema asks for nothing");
    }
    let tasks: Vec<serde_json::Value> = serde_json::from_slice(&site["du-lieu/nhiem-vu.json"]).unwrap();
    let csv = &site["du-lieu/nhiem-vu.csv"];
    assert!(csv.starts_with("\u{feff}".as_bytes()));
    let mut rows = csv::Reader::from_reader(&csv[3..]);
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), tasks.len());
    for (row, task) in rows.iter().zip(&tasks) {
        assert_eq!(&row[3], task["deadline"].as_str().unwrap());
    }
}
