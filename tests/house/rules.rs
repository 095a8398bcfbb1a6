//! One test for each rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// The files below a folder with an ending, by their path from there.
fn files(folder: &str, ending: &str) -> BTreeMap<String, String> {
    let folder = Path::new(HERE).join(folder);
    let all = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
    let wanted = all.filter(|entry| entry.path().to_string_lossy().ends_with(ending));
    let read = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(entry.path()).unwrap())
    };
    wanted.map(read).collect()
}

/// The source, without its tests.
fn source() -> BTreeMap<String, String> {
    let without_tests = |text: String| text.split("\n#[cfg(test)]\nmod ").next().unwrap().to_owned();
    let source: BTreeMap<_, _> =
        files("src", ".rs").into_iter().map(|(name, text)| (name, without_tests(text))).collect();
    assert!(source.len() > 40);
    source
}

/// Code without its comments and the words in quotes.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted = |line: &str| line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    lines.map(quoted).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_stage_imports_only_from_stages_to_its_left() {
    let stages = ["read", "model", "render", "write"];
    for (name, text) in source() {
        let Some((stage, _)) = name.split_once('/') else { continue };
        if stage == "commands" {
            continue;
        }
        let at = stages.iter().position(|known| *known == stage).unwrap();
        for later in &stages[at + 1..] {
            assert!(!code(&text).contains(&format!("crate::{later}")), "{name} imports from {later}/");
        }
        if stage != "write" {
            assert!(!code(&text).contains("crate::site"), "{name} imports from site.rs");
        }
    }
}

#[test]
fn only_sources_the_watch_and_write_touch_the_disk() {
    let allowed =
        |name: &str| ["read/source.rs", "read/watch.rs"].contains(&name) || name.starts_with("write");
    for (name, text) in source().into_iter().filter(|(name, _)| !allowed(name)) {
        let code = code(&text);
        for touch in ["std::fs", "fs::", "File::open", "File::create"] {
            let found = code.contains(touch) && !code.contains("rustix::fs");
            assert!(!found, "{name} has {touch}");
        }
    }
}

#[test]
fn only_the_clock_of_the_commands_asks_what_day_or_time_it_is() {
    for (name, text) in source().into_iter().filter(|(name, _)| name != "commands/clock.rs") {
        for clock in ["SystemTime::now", "Zoned::now", "Timestamp::now"] {
            assert!(!code(&text).contains(clock), "{name} has {clock}");
        }
    }
}

#[test]
fn the_model_knows_no_address_and_no_html() {
    for (name, text) in source().into_iter().filter(|(name, _)| name.starts_with("model/")) {
        let words = text.to_lowercase();
        let code: Vec<&str> = words.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for sign in ["href", "<a ", "</", "serialize("] {
            assert!(!code.iter().any(|line| line.contains(sign)), "{name} has {sign}");
        }
    }
}

#[test]
fn only_the_report_and_the_commands_print() {
    let prints = |name: &str| name.starts_with("commands") || name == "write/report.rs";
    for (name, text) in source().into_iter().filter(|(name, _)| !prints(name)) {
        for print in ["println!", "eprintln!", "print!(", "stdout()", "stderr()"] {
            assert!(!code(&text).contains(print), "{name} has {print}");
        }
    }
}

/// The modules that a file names: `crate::a::b::…` as far as files go.
fn imports(text: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let code = code(text);
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || "_:".contains(*c)).collect();
        let parts: Vec<&str> = path.split("::").filter(|part| !part.is_empty()).collect();
        let longest = (1..=parts.len()).rev().map(|end| parts[..end].join("/")).find(|m| modules.contains(m));
        found.extend(longest);
    }
    found
}

#[test]
fn no_module_is_in_a_circle() {
    let source = source();
    let module = |name: &str| name.trim_end_matches(".rs").to_owned();
    let modules: BTreeSet<String> = source.keys().map(|name| module(name)).collect();
    let graph: BTreeMap<String, BTreeSet<String>> = source
        .iter()
        .map(|(name, text)| {
            let mut imports = imports(text, &modules);
            // A folder's file and the files in it are one: `render.rs` shares with `render/` what is its own.
            imports.retain(|other| !module(name).starts_with(&format!("{other}/")));
            imports.remove(&module(name));
            (module(name), imports)
        })
        .collect();
    let edges: usize = graph.values().map(BTreeSet::len).sum();
    assert!(edges > 100, "{edges}");
    for start in graph.keys() {
        let mut open: Vec<Vec<&String>> = graph[start].iter().map(|next| vec![next]).collect();
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop() {
            let last = path[path.len() - 1];
            assert!(last != start, "a circle: {start} -> {path:?}");
            if seen.insert(last) {
                open.extend(graph[last].iter().map(|next| [path.clone(), vec![next]].concat()));
            }
        }
    }
}

#[test]
fn every_file_says_what_it_owns_and_can_be_read_at_once() {
    for folder in ["src", "tests"] {
        for (name, text) in files(folder, ".rs") {
            let opening = text.lines().take_while(|line| line.starts_with("//!")).count();
            let limit = if name == "lib.rs" { 60 } else { 12 };
            assert!((1..=limit).contains(&opening), "{folder}/{name} opens with {opening} lines of `//!`");
        }
    }
    for (name, text) in source().into_iter().filter(|(name, _)| name != "diagnostic.rs") {
        let lines = text.lines().count();
        assert!(lines <= 640, "{name} has {lines} lines");
    }
}

#[test]
fn names_are_those_of_the_field() {
    for (name, text) in source() {
        assert!(!code(&text).contains("fn get_"), "{name} has fn get_");
        let code = code(&text);
        let declared =
            ["struct ", "enum ", "trait ", "mod "].iter().flat_map(|kind| code.split(kind).skip(1));
        for rest in declared {
            let declared: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            for word in ["Manager", "Helper", "Util", "Context"] {
                assert!(!declared.contains(word), "{name} declares {declared}");
            }
        }
    }
}

/// Keys of the labels, `group.key`.
fn labels() -> BTreeSet<String> {
    let text = fs::read_to_string(Path::new(HERE).join("layouts/labels/vi.yaml")).unwrap();
    let (mut group, mut keys) = ("", BTreeSet::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, _)) = line.split_once(':') else { continue };
        match key.strip_prefix("  ") {
            Some(key) => drop(keys.insert(format!("{group}.{key}"))),
            None => group = key,
        }
    }
    assert!(keys.len() > 100);
    keys
}

#[test]
fn every_label_that_a_layout_names_exists_and_every_label_is_used() {
    let labels = labels();
    let layouts: String = files("layouts", ".html").into_values().collect();
    let mut named = BTreeSet::new();
    for rest in layouts.split("labels.").skip(1) {
        let path: String = rest.chars().take_while(|c| c.is_alphanumeric() || "_.".contains(*c)).collect();
        if path.contains('.') {
            assert!(labels.contains(&path), "no label {path}");
            named.insert(path);
        }
    }
    assert!(named.len() > 50);
    let source: String = source().into_values().collect();
    let unused: Vec<&String> = labels
        .difference(&named)
        .filter(|label| {
            // "relation.amends_by" is made of "amends"; "key.…" of a key of the front matter.
            let (group, key) = label.split_once('.').unwrap();
            let key = key.trim_end_matches("_by");
            if group == "key" {
                return !source.contains(&format!("        {key}: "))
                    && !source.contains(&format!("{key} (required)"));
            }
            let is_named = |word: &str| source.contains(&format!("\"{word}\""));
            !(is_named(key) && (is_named(group) || layouts.contains(&format!("labels.{group}["))))
                && !is_state(key)
        })
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

/// Labels that a state, a status or a kind names.
fn is_state(key: &str) -> bool {
    let words = include_str!("../../src/model/work/obligation.rs");
    let typed = include_str!("../../src/model/document/typed.rs");
    let plain = key.replace('_', "-");
    words.contains(&format!("\"{plain}\"")) || typed.contains(&format!("\"{plain}\""))
}

#[test]
fn each_dependency_is_named_in_the_readme_with_its_reason() {
    let manifest = fs::read_to_string(Path::new(HERE).join("Cargo.toml")).unwrap();
    let readme = fs::read_to_string(Path::new(HERE).join("README.md")).unwrap();
    let rows: BTreeSet<String> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |").map(|(names, _)| names.to_owned()))
        .flat_map(|names| {
            names.split(", ").map(|n| n.trim_end_matches(" (Linux)").to_owned()).collect::<Vec<_>>()
        })
        .collect();
    let mut is_open = false;
    let mut count = 0;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_open = line.ends_with("dependencies]") && !line.contains("dev-");
        } else if let (true, Some((name, _))) = (is_open, line.split_once(" = ")) {
            assert!(rows.contains(name), "the README does not say why {name}");
            count += 1;
        }
    }
    assert!(count > 20);
}
