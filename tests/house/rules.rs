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
    let is_source = |(name, _): &(String, String)| !name.ends_with("tests.rs");
    let files = files("src", ".rs").into_iter().filter(is_source);
    let source: BTreeMap<_, _> = files.map(|(name, text)| (name, without_tests(text))).collect();
    assert!(source.len() > 40);
    source
}

/// Code without its comments and the words in quotes.
fn code(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted = |line: &str| line.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    lines.map(quoted).collect::<Vec<_>>().join("\n")
}

/// The modules that code names behind `crate::`, groups in braces taken apart: `crate::{a::{b, c}}` names
/// `a::b` and `a::c`.
fn named(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        paths(&mut rest.chars().peekable(), &[], &mut found);
    }
    found
}

/// Reads one path, or a group of them, that stands below `above`.
fn paths(
    rest: &mut std::iter::Peekable<std::str::Chars<'_>>,
    above: &[String],
    found: &mut Vec<Vec<String>>,
) {
    let mut path = above.to_vec();
    loop {
        while rest.next_if(|c| c.is_whitespace()).is_some() {}
        if rest.next_if_eq(&'{').is_some() {
            loop {
                paths(rest, &path, found);
                while rest.next_if(|c| c.is_whitespace()).is_some() {}
                match rest.next() {
                    Some(',') => {}
                    _ => return,
                }
            }
        }
        let mut name = String::new();
        while let Some(c) = rest.next_if(|c| c.is_alphanumeric() || *c == '_') {
            name.push(c);
        }
        if name.is_empty() {
            break;
        }
        path.push(name);
        if rest.next_if_eq(&':').is_none() || rest.next_if_eq(&':').is_none() {
            break;
        }
    }
    if path.len() > above.len() {
        found.push(path);
    }
}

#[test]
fn groups_of_imports_are_taken_apart() {
    let shown = |code| named(code).iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(shown("use crate::a::b;"), ["a::b"]);
    assert_eq!(shown("use crate::{write::{self, x}, read::c};"), ["write::self", "write::x", "read::c"]);
    assert_eq!(shown("crate::{\n    a,\n    b::{c, d::e},\n}; crate::f()"), ["a", "b::c", "b::d::e", "f"]);
    assert_eq!(shown("pub(crate) fn f(x: crate::a::B<u8>)"), ["a::B"]);
}

/// What stands on one floor may be used by what stands further right.
const STAGES: [&[&str]; 9] = [
    &["language", "place", "nearest", "spelling"],
    &["diagnostic", "error", "explain"],
    &["read"],
    &["model"],
    &["render"],
    &["site"],
    &["last_good"],
    &["write"],
    &["lib", "main", "commands"],
];

/// The rooms of the model, in the same order.
const ROOMS: [&[&str]; 6] = [&["time"], &["names"], &["document"], &["register"], &["work"], &["catalog"]];

/// Fails where a file imports from what stands to its right. `part` is the part of a path that tells where it
/// stands.
fn imports_run_one_way(floors: &[&[&str]], inside: &str, part: usize) {
    let floor = |name: &str| floors.iter().position(|floor| floor.contains(&name));
    let mut arrows = 0;
    for (name, text) in source().into_iter().filter(|(name, _)| name.starts_with(inside)) {
        let stands = name.trim_end_matches(".rs").split('/').nth(part).unwrap();
        let Some(at) = floor(stands) else { panic!("{name} stands on no floor") };
        for path in named(&code(&text)).into_iter().filter(|path| path.join("/").starts_with(inside)) {
            let Some(used) = path.get(part) else { continue };
            // A name that is no module (`crate::Language`) stands in lib.rs, which hands it on.
            let Some(to) = floor(used) else { continue };
            assert!(to <= at, "{name} imports {}", path.join("::"));
            arrows += usize::from(to < at);
        }
    }
    assert!(arrows > 20, "{arrows}");
}

#[test]
fn a_stage_imports_only_from_stages_to_its_left() {
    imports_run_one_way(&STAGES, "", 0);
}

#[test]
fn a_room_of_the_model_imports_only_from_rooms_to_its_left() {
    imports_run_one_way(&ROOMS, "model/", 1);
}

#[test]
fn only_sources_the_watch_and_write_touch_the_disk() {
    let allowed = |name: &str| {
        ["read/snapshot.rs", "read/walk.rs", "read/watch.rs"].contains(&name) || name.starts_with("write")
    };
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

/// The modules that a file names, as far as files go.
fn imports(text: &str, modules: &BTreeSet<String>) -> BTreeSet<String> {
    let longest = |parts: Vec<String>| {
        (1..=parts.len()).rev().map(|end| parts[..end].join("/")).find(|module| modules.contains(module))
    };
    named(&code(text)).into_iter().filter_map(longest).collect()
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
    for (name, text) in files("src", ".rs") {
        let lines = text.lines().count();
        assert!(lines <= 500, "{name} has {lines} lines");
    }
}

/// Functions of a file by name, with the lines from their heads to their ends.
fn functions(text: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let head = line.trim_start();
        let head = ["pub ", "pub(crate) ", "const "]
            .iter()
            .fold(head, |head, word| head.strip_prefix(word).unwrap_or(head));
        let Some(name) = head.strip_prefix("fn ") else { continue };
        let close = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let Some(length) = lines[at..].iter().position(|line| *line == close) else { continue };
        let name = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        found.push((name, length + 1));
    }
    found
}

#[test]
fn every_function_can_be_seen_whole() {
    let mut count = 0;
    for (name, text) in files("src", ".rs") {
        for (function, lines) in functions(&text) {
            assert!(lines <= 60, "{name}: fn {function} has {lines} lines");
            count += 1;
        }
    }
    assert!(count > 700, "{count}");
}

/// The parts of a text between one word and the next `end`.
fn between<'a>(text: &'a str, word: &'a str, end: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(word).skip(1).map(move |rest| rest.split(end).next().unwrap())
}

#[test]
fn each_code_stands_in_the_list_of_its_area_and_in_one_constructor() {
    let areas: Vec<_> = source().into_iter().filter(|(name, _)| name.starts_with("diagnostic/")).collect();
    let mut names = BTreeSet::new();
    for (file, text) in &areas {
        let declared: Vec<&str> = between(text, "\nconst ", ": Code = Code {").collect();
        let list = between(text, "const CODES: &[&Code] =", "];").next().unwrap();
        let listed: Vec<&str> = list.split([' ', '&', '[', ',', '\n']).filter(|n| !n.is_empty()).collect();
        assert!(!declared.is_empty(), "{file}");
        assert_eq!(listed, declared, "{file}: the list and the codes below it");
        for code in declared {
            let uses = text.matches(&format!("Diagnostic::new(&{code}, ")).count()
                + text.matches(&format!("Diagnostic::new(\n        &{code},\n")).count();
            assert_eq!(uses, 1, "{file}: {code} belongs to one constructor");
            let name = code.to_lowercase().replace('_', "-");
            assert!(text.contains(&format!("    name: \"{name}\",\n")), "{file}: the name of {code}");
            assert!(names.insert(name), "{code} stands twice");
        }
    }
    assert!(names.len() > 70 && areas.len() > 5, "{names:?}");
}

#[test]
fn names_are_those_of_the_field() {
    for (name, text) in source() {
        // `get_or_…` is the field's term for what is made when it is first asked for.
        assert!(!code(&text).replace("fn get_or_", "").contains("fn get_"), "{name} has fn get_");
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
