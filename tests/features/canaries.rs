//! A canary in every key of a secret: none of them stands in any output, and none in any message.
//!
//! The keys come from the declarations that read the files, so that a new one is tried without a word here.

use serde_json::{Map, Value, json};

use congbao::model::document::typed::{TypedDirective, TypedPage, TypedReport};

use crate::secrets::{Files, Loaded, load};

/// What every canary begins with, and the year of all its dates.
const CANARY: &str = "chimyen";
const YEAR: &str = "1987";

fn words() -> [String; 2] {
    [CANARY.to_owned(), YEAR.to_owned()]
}

/// Values for all that a schema allows, each text another canary.
struct Filler {
    definitions: Map<String, Value>,
    count: usize,
}

impl Filler {
    fn value(&mut self, schema: &Value) -> Value {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().expect("a name");
            let definition = self.definitions[name].clone();
            return self.value(&definition);
        }
        if let Some(one) = schema["anyOf"].as_array() {
            // Of a short form and a record the record: it has more keys.
            let text = |one: &Value| one.to_string();
            let most = one.iter().max_by_key(|one| (text(one).contains("$ref"), text(one).len()));
            return self.value(&most.expect("a form").clone());
        }
        if let Some(words) = schema["enum"].as_array() {
            return words[0].clone();
        }
        let is = |kind: &str| match &schema["type"] {
            Value::String(only) => only == kind,
            several => several.as_array().is_some_and(|all| all.iter().any(|one| one == kind)),
        };
        if schema["format"] == "date" {
            json!(format!("{YEAR}-06-05"))
        } else if is("string") {
            self.count += 1;
            json!(format!("{CANARY}{}", self.count))
        } else if is("array") {
            json!([self.value(&schema["items"].clone())])
        } else if is("boolean") {
            json!(false)
        } else if is("integer") {
            json!(87)
        } else {
            let keys = schema["properties"].as_object().expect("a record").clone();
            json!(keys.into_iter().map(|(key, one)| (key, self.value(&one))).collect::<Map<_, _>>())
        }
    }
}

/// A front matter with every key of a record, those of `without` left out; and how many canaries are in it.
fn filled(schema: schemars::Schema, without: &[&str]) -> (String, usize) {
    let schema = schema.to_value();
    let definitions = schema["$defs"].as_object().cloned().unwrap_or_default();
    let mut filler = Filler { definitions, count: 0 };
    let value = filler.value(&schema);
    let entries = value.as_object().expect("a record").iter();
    let lines = entries.filter(|(key, _)| !without.contains(&key.as_str()));
    (lines.map(|(key, value)| format!("{key}: {value}\n")).collect(), filler.count)
}

fn directive() -> String {
    let (keys, count) =
        filled(schemars::schema_for!(TypedDirective), &["secrecy", "draft", "number_missing"]);
    assert!(count > 60, "{count} canaries");
    // Those of the site's own have no schema.
    keys + &format!("linh_vuc: {CANARY}lv\nngay_hop: {YEAR}-06-05\ntheo_doi: {CANARY} đơn vị\n")
}

fn report() -> String {
    let (keys, count) = filled(schemars::schema_for!(TypedReport), &["secrecy", "draft"]);
    assert!(count > 6, "{count} canaries");
    keys
}

/// Ways to be secret, and to be broken beside.
fn secrets(keys: &str) -> Vec<(&'static str, Vec<u8>)> {
    let body =
        format!("## {CANARY} {{#{CANARY}}}\n\nLời {CANARY}, [xem]({CANARY}.md#{CANARY}).\n<b>{CANARY}</b>\n");
    let text = |front: &str, body: &str| format!("---\n{front}---\n\n{body}").into_bytes();
    let with = |line: &str| text(&format!("{line}\n{keys}"), &body);
    let broken = |line: &str| text(&format!("{line}\n{keys}title: [{CANARY}\n"), &body);
    let mut foreign = with("secrecy: mat");
    foreign.extend(
        format!("{CANARY} \u{e9} {CANARY}\n").chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")),
    );
    vec![
        ("a key", with("secrecy: mat")),
        ("another degree", with("secrecy: tuyet-mat")),
        ("a degree that is none", with("secrecy: bi-mat")),
        ("a list", with("secrecy: [mat]")),
        ("a key with a slip", with("secrcy: mat")),
        ("a key in Vietnamese", with("độ mật: mật")),
        ("a key in quotes", with("\"secrecy\": mat")),
        ("a key with escapes", with("\"secr\\u0065cy\": mat")),
        ("a key twice", with("secrecy: mat\nsecrecy:")),
        ("an alias", with("secrecy: &a mat\nplace: *a")),
        ("a tab", with("secrecy:\tmat")),
        ("a draft too", with("secrecy: mat\ndraft: true")),
        ("a mark", text(keys, &format!("MẬT\n\n{body}"))),
        ("a mark set off", text(keys, &format!("{body}\n> **TỐI MẬT**\n"))),
        ("broken", broken("secrecy: mat")),
        ("broken in quotes", broken("'secrecy' : mat")),
        ("broken with escapes", broken("\"secr\\u0065cy\": mat")),
        ("broken with a slip", broken("secrecyy: mat")),
        ("broken and marked", text(&format!("{keys}title: [{CANARY}\n"), &format!("MẬT\n\n{body}"))),
        ("never closed", format!("---\nsecrecy: mat\n{keys}\n{body}").into_bytes()),
        ("behind a blank line", [b"\n \n".to_vec(), with("secrecy: mat")].concat()),
        ("with tabs", text(&format!("secrecy: mat\n{keys}deadlines:\n\t- {CANARY}\n"), &body)),
        ("with a foreign byte", foreign),
        ("without fences", format!("secrecy: mat\n{keys}\n{body}").into_bytes()),
    ]
}

fn public(keys: &str) -> (String, Vec<u8>) {
    let text = format!(
        "---\nnumber: 1-KH/TU\ntitle: Kế hoạch\ndate: 2021-03-19\nissuer: tinh-uy\n{keys}\
         deadlines: [{{id: x, task: Việc, due: 2021-05-01, lead: [so-a]}}]\n---\n\nLời.\n"
    );
    ("content/directives/1.md".into(), text.into_bytes())
}

#[track_caller]
fn silent(title: &str, loaded: &Loaded) {
    assert_eq!(loaded.told(&words()), None, "{title}");
    let messages = loaded.messages();
    let line = messages.lines().find(|line| words().iter().any(|word| line.contains(word)));
    assert_eq!(line, None, "{title}");
}

fn try_all(path: &str, keys: &str) {
    for (title, bytes) in secrets(keys) {
        for policy in ["refuse", "skip"] {
            for drafts in [false, true] {
                let files = vec![public(""), (path.to_owned(), bytes.clone())];
                let loaded = load(&files, policy, drafts);
                silent(&format!("{title}, {policy}"), &loaded);
                assert!(loaded.has_errors() || policy == "skip", "{title} is not refused");
            }
        }
    }
    // The same file, if it were not secret, would be told: what finds a canary can find one.
    let open = format!("---\n{keys}---\n\nLời {CANARY}.\n").into_bytes();
    let loaded = load(&vec![public(""), (path.to_owned(), open)], "refuse", false);
    assert!(loaded.messages().contains(CANARY), "{}", loaded.messages());
}

#[test]
fn no_key_of_a_secret_directive_is_told() {
    try_all("content/directives/2021/a.md", &directive());
}

#[test]
fn no_key_of_a_secret_report_is_told() {
    try_all("content/progress/a.md", &report());
}

#[test]
fn no_key_of_a_secret_page_is_told() {
    let (keys, count) = filled(schemars::schema_for!(TypedPage), &["secrecy", "draft"]);
    assert!(count > 1, "{count} canaries");
    try_all("content/pages/a.md", &keys);
}

#[test]
fn no_cell_of_a_secret_table_is_told() {
    let columns: Vec<&str> = TypedReport::KEYS.iter().copied().chain([CANARY]).collect();
    let row = |cell: &str| vec![cell; columns.len()].join(",");
    for mark in ["MẬT", "TUYỆT MẬT"] {
        let text = format!("{}\n{}\n{}\n", columns.join(","), row(CANARY), row(mark));
        for policy in ["refuse", "skip"] {
            let files = vec![public(""), ("content/progress/a.csv".into(), text.clone().into_bytes())];
            silent(mark, &load(&files, policy, true));
        }
        let open = vec![public(""), ("content/progress/a.csv".into(), text.replace(mark, "x").into_bytes())];
        assert!(load(&open, "refuse", true).messages().contains(CANARY));
    }
}

#[test]
fn no_fault_of_a_public_text_draws_on_a_secret() {
    let public = public(
        "relations: [{based_on: 78-KH/TU}]\nchanges: [{directive: 79-KH/TU, deadline: x, cancelled: true}]\n\
         aliases: [cu/a.html]\nslug: chung\nattachments: [{title: t, file: chimyen-mau.csv}, {title: u, file: k/b.csv}]\n",
    );
    let row = "directive,deadline,organization,date,status\n76-KH/TU,x,so-a,2021-04-01,done\n1-KH/TU,chim,so-a,2021-04-01,done\n";
    let secret = format!(
        "---\nnumber: 77-KH/TU\ntitle: {CANARY}\ndate: 2021-03-19\nissuer: Sở {CANARY}\nsecrecy: mat\nslug: chung\n\
         aliases: [cu/a.html]\nknown_as: [{CANARY}]\n\
         deadlines: [{{id: chimyen, task: {CANARY}, due: 2021-05-01, lead: [so-a]}}]\n---\n\nLời.\n"
    );
    let mut files: Files = vec![
        public,
        ("content/progress/a.csv".into(), row.into()),
        ("content/directives/chimyen-mat.csv".into(), "MẬT\n".into()),
        ("content/mat/b.csv".into(), "TỐI MẬT\n".into()),
        ("content/directives/chimyen.md".into(), secret.into_bytes()),
    ];
    let own = |loaded: &Loaded| {
        let others = loaded.faults.iter().filter(|fault| fault.code != "unnamed-file");
        let others = others.filter(|fault| !fault.place.file.contains("chimyen"));
        others
            .map(|fault| congbao::write::report::human(fault, congbao::Language::Vi, 100))
            .collect::<Vec<_>>()
    };
    for policy in ["refuse", "skip"] {
        let with = load(&files, policy, false);
        let kept = files.split_off(2);
        let without = load(&files, policy, false);
        files.extend(kept);
        assert_eq!(own(&with), own(&without), "{policy}");
        assert!(own(&with).len() > 3, "{:?}", own(&with));
    }
}
