//! The reference of layouts is whole: every name that a layout reads is in it, and so is every layout.
//!
//! A layout is read as far as its names go: what a loop, a `set` or a component binds has the kind of what it is
//! bound to. Filters keep the kind of a list; what is computed is not followed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use congbao::render::reference;
use serde_json::Value;

/// What a name stands for, as JSON Schema; `Null` for what is not followed.
type Names = BTreeMap<String, Value>;

/// A component: its parameters, and its text.
struct Component {
    parameters: Vec<String>,
    /// Those without a default.
    required: Vec<String>,
    body: String,
}

struct Reader<'a> {
    reference: &'a Value,
    components: &'a BTreeMap<String, Component>,
    /// Calls that were read, by name and kinds.
    read: BTreeSet<String>,
    unknown: BTreeSet<String>,
    names: usize,
}

impl Reader<'_> {
    fn layout(&mut self, file: &str, text: &str, mut names: Names) {
        let mut scopes: Vec<Names> = Vec::new();
        let mut is_component = false;
        for tag in tags(text) {
            let words = tag.trim_matches('-').trim();
            let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
            match word {
                // Read where it is called.
                "component" | "endcomponent" => is_component = word == "component",
                _ if is_component => {}
                "for" => {
                    let (bound, list) = rest.split_once(" in ").expect("a loop");
                    self.expression(file, list, &names);
                    let items = self.items(&self.kind(list, &names));
                    scopes.push(names.clone());
                    names.insert("loop".to_owned(), Value::Null);
                    for name in bound.split(',') {
                        names.insert(name.trim().to_owned(), items.clone());
                    }
                }
                "endfor" => names = scopes.pop().expect("an open loop"),
                "set" => {
                    let (name, value) = rest.split_once('=').expect("a value");
                    self.expression(file, value, &names);
                    let kind = self.kind(value, &names);
                    names.insert(name.trim().to_owned(), kind);
                }
                "extends" | "block" | "endblock" | "else" | "endif" | "raw" | "endraw" | "include" => {}
                "if" | "elif" => self.expression(file, rest, &names),
                _ => self.expression(file, words, &names),
            }
        }
    }

    /// Reads every name of an expression, and the component that it calls.
    fn expression(&mut self, file: &str, typed: &str, names: &Names) {
        let call = typed.trim().strip_prefix('<');
        if let Some(call) = call {
            let name: String = call.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            self.call(file, &name, &call[name.len()..], names);
            return;
        }
        for path in paths(typed) {
            self.names += 1;
            let mut parts = path.split('.');
            let first = parts.next().unwrap_or_default();
            let Some(mut kind) = names.get(first).cloned() else {
                self.unknown.insert(format!("{file}: {path}"));
                continue;
            };
            for part in parts {
                kind = match self.field(&kind, part) {
                    Some(kind) => kind,
                    None => {
                        self.unknown.insert(format!("{file}: {path}"));
                        break;
                    }
                };
            }
        }
    }

    fn call(&mut self, file: &str, name: &str, typed: &str, names: &Names) {
        let components = self.components;
        let Some(component) = components.get(name) else {
            self.unknown.insert(format!("{file}: <{name}>"));
            return;
        };
        let mut given = everywhere(self.reference);
        component.parameters.iter().for_each(|parameter| drop(given.insert(parameter.clone(), Value::Null)));
        let mut rest = typed;
        while let Some((before, behind)) = rest.split_once("={") {
            let parameter = before.rsplit([' ', '\n']).next().unwrap_or_default();
            let (value, behind) = behind.split_once('}').expect("a value in braces");
            self.expression(file, value, names);
            given.insert(parameter.to_owned(), self.kind(value, names));
            rest = behind;
        }
        let lacking = component.required.iter().filter(|required| !typed.contains(&format!(" {required}=")));
        self.unknown.extend(lacking.map(|lacking| format!("{file}: <{name}> without {lacking}")));
        let key = format!("{name} {:?}", component.parameters.iter().map(|p| &given[p]).collect::<Vec<_>>());
        if self.read.insert(key) {
            self.layout(&format!("<{name}>"), &component.body, given);
        }
    }

    /// The kind of an expression that is one name, maybe filtered; of others nothing is known.
    fn kind(&self, typed: &str, names: &Names) -> Value {
        // `a?.b or []` has the kind of `a.b`.
        let name = typed.split('|').next().unwrap_or_default().split(" or ").next().unwrap_or_default();
        let name = &*name.trim().replace("?.", ".");
        let is_name = name.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c));
        if !is_name {
            return Value::Null;
        }
        let path = name.replace('[', ".").replace(']', "");
        let mut parts = path.split('.');
        let first = names.get(parts.next().unwrap_or_default()).cloned().unwrap_or_default();
        parts.try_fold(first, |kind, part| self.field(&kind, part)).unwrap_or_default()
    }

    fn items(&self, list: &Value) -> Value {
        let list = self.resolved(list);
        [&list["items"], &list["additionalProperties"]]
            .into_iter()
            .find(|kind| !kind.is_null())
            .cloned()
            .unwrap_or_default()
    }

    fn field(&self, kind: &Value, name: &str) -> Option<Value> {
        let kind = self.resolved(kind);
        if kind.is_null() {
            return Some(Value::Null);
        }
        let inside = if name.parse::<usize>().is_ok() {
            kind.get("prefixItems")
                .and_then(|items| items.get(name.parse::<usize>().ok()?))
                .or(kind.get("items"))
        } else {
            kind["properties"].get(name).or(kind.get("additionalProperties").filter(|kind| kind.is_object()))
        };
        inside.cloned()
    }

    /// A kind without its name, and without `null` beside it.
    fn resolved(&self, kind: &Value) -> Value {
        if let Some(name) = kind["$ref"].as_str() {
            return self.resolved(&self.reference["views"][name.rsplit('/').next().unwrap_or_default()]);
        }
        match kind["anyOf"].as_array() {
            Some(kinds) => {
                let real = kinds.iter().find(|kind| kind["type"] != "null");
                self.resolved(real.expect("a kind beside null"))
            }
            None => kind.clone(),
        }
    }
}

/// What stands between the signs of the engine, in order.
fn tags(text: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let end = match rest.chars().next() {
            Some('{') => "}}",
            Some('%') => "%}",
            Some('#') => "#}",
            _ => continue,
        };
        let close = rest.find(end).expect("a tag ends");
        // A value in braces may stand before the end.
        let close = if end == "}}" && rest[close..].starts_with("}}}") { close + 1 } else { close };
        if end != "#}" {
            tags.push(&rest[1..close]);
        }
        rest = &rest[close + 2..];
    }
    tags
}

/// The names of an expression: `home.soon`, and what stands in brackets.
fn paths(expression: &str) -> Vec<String> {
    const WORDS: [&str; 10] = ["and", "or", "not", "in", "is", "if", "else", "true", "false", "none"];
    let bare: String = expression.split('"').step_by(2).collect::<Vec<_>>().join("\"\"");
    // `a?.b` is `a.b`, or nothing.
    let chars: Vec<char> = bare.replace("?.", ".").chars().collect();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut found, mut at) = (Vec::new(), 0);
    while at < chars.len() {
        if !(chars[at].is_alphabetic() || chars[at] == '_') {
            // A number, or a name behind a filter's sign.
            at += 1;
            while at < chars.len() && chars[at - 1].is_ascii_digit() && is_part(chars[at]) {
                at += 1;
            }
            continue;
        }
        let from = at;
        while at < chars.len() && (is_part(chars[at]) || chars[at] == '.') {
            at += 1;
        }
        // `rows[0].name` reads on behind the bracket.
        let mut path: String = chars[from..at].iter().collect();
        while let Some(rest) = bracket(&chars[at..]) {
            path += ".0";
            at += rest;
            let from = at;
            while at < chars.len() && (is_part(chars[at]) || chars[at] == '.') {
                at += 1;
            }
            path.extend(&chars[from..at]);
        }
        let before = chars[..from].iter().rev().find(|c| !c.is_whitespace());
        let behind: String = chars[at..].iter().collect();
        let behind = behind.trim_start();
        let is_argument = behind.starts_with('=') && !behind.starts_with("==");
        let is_filter = before == Some(&'|') || behind.starts_with('(');
        let is_test = chars[..from].iter().collect::<String>().trim_end().ends_with(" is");
        if !WORDS.contains(&path.as_str()) && !is_argument && !is_filter && !is_test {
            found.push(path);
        }
    }
    found
}

/// The length of an index in brackets.
fn bracket(rest: &[char]) -> Option<usize> {
    let end = rest.iter().position(|c| *c == ']')?;
    (rest[0] == '[' && rest[1..end].iter().all(char::is_ascii_digit)).then_some(end + 1)
}

fn components(text: &str) -> BTreeMap<String, Component> {
    let mut found = BTreeMap::new();
    for part in text.split("% component ").skip(1) {
        let (name, rest) = part.split_once('(').expect("parameters");
        let (parameters, rest) = rest.split_once(')').expect("parameters end");
        let body = rest.split_once("%}").expect("a head").1.split("endcomponent").next().expect("a body");
        let body = &body[..body.rfind("{%").expect("an end")];
        let own =
            || parameters.split(',').map(str::trim).filter(|one| !one.starts_with('@') && !one.is_empty());
        let name_of = |one: &str| one.split(':').next().unwrap_or_default().trim().to_owned();
        let required = own().filter(|one| !one.contains('=')).map(name_of).collect();
        let parameters = own().map(name_of).collect();
        found.insert(name.trim().to_owned(), Component { parameters, required, body: body.to_owned() });
    }
    found
}

fn everywhere(reference: &Value) -> Names {
    let names = reference["everywhere"].as_object().expect("names");
    names.iter().map(|(name, kind)| (name.clone(), kind.clone())).collect()
}

fn shipped() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts");
    let all = walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap);
    let layouts = all.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "html"));
    let name = |path: &Path| path.strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/");
    layouts.map(|entry| (name(entry.path()), fs::read_to_string(entry.path()).unwrap())).collect()
}

/// The names that `text` reads and the reference lacks, and how many it reads.
fn unknown(reference: &Value, file: &str, text: &str, partials: &str) -> (BTreeSet<String>, usize) {
    let components = components(&format!("{partials}{text}"));
    let mut reader = Reader {
        reference,
        components: &components,
        read: BTreeSet::new(),
        unknown: BTreeSet::new(),
        names: 0,
    };
    let mut names = everywhere(reference);
    for (name, view) in reference["layouts"][file].as_object().into_iter().flatten() {
        names.insert(name.clone(), view.clone());
    }
    names.insert("text".to_owned(), Value::Null);
    reader.layout(file, text, names);
    (reader.unknown, reader.names)
}

fn partials(layouts: &BTreeMap<String, String>) -> String {
    layouts.iter().filter(|(name, _)| name.starts_with("partials/")).map(|(_, text)| text.as_str()).collect()
}

#[test]
fn every_name_that_a_layout_reads_is_in_the_reference() {
    let (reference, layouts) = (reference::schema(), shipped());
    let mut count = 0;
    for (file, text) in layouts.iter().filter(|(file, _)| !file.starts_with("partials/")) {
        let (unknown, names) = unknown(&reference, file, text, &partials(&layouts));
        assert!(unknown.is_empty(), "{unknown:#?}");
        count += names;
    }
    assert!(count > 40, "{count}");
}

#[test]
fn a_name_that_is_nowhere_is_found_also_in_loops_and_components() {
    let (reference, partials) = (reference::schema(), partials(&shipped()));
    let found = |text: &str| {
        let (unknown, _) = unknown(&reference, "redirect.html", text, &partials);
        unknown.into_iter().collect::<Vec<_>>()
    };
    assert_eq!(
        found("{{ redirect.link.href }}{% if not page.crumbs | length == 1 and site.seal %}"),
        [""; 0]
    );
    assert_eq!(found("{{ redirect.links }}"), ["redirect.html: redirect.links"]);
    assert_eq!(found("{% for one in page.nav %}{{ one.words }}{% endfor %}"), ["redirect.html: one.words"]);
    assert_eq!(found("{{ <party party={redirect.link} /> }}"), ["<party>: party.name"]);
    assert_eq!(found("{{ <nobody /> }}"), ["redirect.html: <nobody>"]);
    assert_eq!(found("{{ <party /> }}"), ["redirect.html: <party> without party"]);
    assert_eq!(
        found("{{ home.rows[0].name | fill(n=other.x) }}"),
        ["redirect.html: home.rows.0.name", "redirect.html: other.x"]
    );
}

#[test]
fn the_reference_has_every_layout_and_a_sentence_for_every_field() {
    let (reference, layouts) = (reference::schema(), shipped());
    let documented: BTreeSet<&String> = reference["layouts"].as_object().unwrap().keys().collect();
    let apart = |file: &str| file == "base.html" || file.starts_with("partials/");
    let there: BTreeSet<&String> = layouts.keys().filter(|file| !apart(file)).collect();
    assert_eq!(documented, there);
    let mut silent = Vec::new();
    for (view, schema) in reference["views"].as_object().unwrap() {
        let is_told =
            |schema: &Value| schema["description"].as_str().is_some_and(|words| words.ends_with('.'));
        silent.extend((!is_told(schema)).then(|| view.clone()));
        let fields = schema["properties"].as_object().into_iter().flatten();
        silent.extend(fields.filter(|(_, field)| !is_told(field)).map(|(name, _)| format!("{view}.{name}")));
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn an_own_frame_needs_no_more_blocks_than_it_ever_did() {
    // The engine refuses a block that the frame lacks, and sites have frames of their own.
    let mut count = 0;
    for (file, text) in shipped().iter().filter(|(file, _)| *file != "base.html") {
        for tag in tags(text) {
            let Some(block) = tag.trim_matches('-').trim().strip_prefix("block ") else { continue };
            assert!(["head", "main_class", "main"].contains(&block.trim()), "{file} has a block {block}");
            count += 1;
        }
    }
    assert!(count > 10, "{count}");
}
