//! A site in which every field that takes words holds code instead, in the forms that texts, addresses, file names
//! and drawings could bring in.
//!
//! The sources are written with every key that the schemas list; then one value after the other is made poison, and
//! stays so where the site can still be published. A key that a schema has and these sources lack is a failed test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use congbao::diagnostic::Severity;
use congbao::model::time::date::Date;
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};
use serde_json::{Value, json};

/// Code in the forms in which it could get into a page, from the most to the least that a field takes. Each says
/// where it came from, to a dialog, to the console or to a host that is watched.
fn poisons(field: &str) -> [String; 4] {
    let field: String = field.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    [
        format!(
            "'\"><img src=http://{field}.canary.invalid/ onerror=alert('{field}')><script>alert('{field}')</script>\
             <style>@import 'http://{field}.canary.invalid/'</style></title></textarea>--><base href=//canary.invalid>\
             ]]>{{{{ 7 * 7 }}}}{{% include 'x' %}}\\"
        ),
        format!(
            "{field}'onmouseover='alert(1)'style='background:url(//canary.invalid)<b>javascript:alert(1)"
        ),
        format!("javascript:alert('{field}')//"),
        format!("https://{field}.canary.invalid/'onmouseover='alert(1)'"),
    ]
}

/// What is run where a page does not keep it from running.
const CODE: &str = "alert('run');new Image().src='http://run.canary.invalid/'";

/// Keys of the schemas that cannot be in a site that is published.
const NEVER: [&str; 1] = ["secrecy"];

/// The SHA-256 of "Bản in".
const SUM: &str = "2e831686acba66c3cfbbe6bf467b5e6c679989cb89d8a8fef0a196a7e78d9acc";

/// A file with values: its kind (of which the schema is), path, values and text.
struct Document {
    schema: &'static str,
    path: &'static str,
    values: Value,
    text: &'static str,
}

impl Document {
    fn written(&self) -> String {
        match self.path.ends_with(".md") {
            true => format!("---\n{}\n---\n\n{}", self.values, self.text),
            false => format!("{}\n", self.values),
        }
    }
}

/// A text with code wherever Markdown takes words or addresses.
const TEXT: &str = r##"# Một <script>alert('h')</script> {#muc-1}

Đoạn <img src=x onerror=alert(1)> [liên kết](javascript:alert(1)) [hai](<JaVa&#115;cript:alert(1)>)
[ba](java&Tab;script:alert(1)) [bốn](data:text/html,<script>alert(1)</script> "'onmouseover=alert(1)")
[năm](vbscript:x) [sáu][ref] <javascript:alert(1)> [bảy](https://a.canary.invalid/"onmouseover=alert(1)//)
[tám](https://a.canary.invalid/'><script>alert(1)</script>) ![chín](http://anh.canary.invalid/x.png "t")
![mười](https:anh.canary.invalid/x.png "'><script>alert(1)</script>") `<script>alert('code')</script>`
![<img src=x onerror=alert('alt')>](ve.svg "'><img src=x onerror=alert(1)>") ![](data:image/svg+xml,<svg/onload=alert(1)>)
[trang](ma.html) [hình](ma.svg) [xml](ma.xml) [xhtml](ma.xhtml) [không đuôi](khong-duoi) [mht](ma.mht)[^<i>]

[ref]: javascript:alert('ref') "'onmouseover=alert(1)"
[^<i>]: Chú <script>alert('note')</script>

<script>alert('block')</script>

<svg/onload=alert(1)>

```"onmouseover=alert(1)><script>
</code></pre><script>alert('fence')</script>
```

| <b onclick=alert(1)>a</b> | {{ 7 * 7 }} |
|---|--:|
| <script>alert('cell')</script> | [x](javascript:alert(1)) |

Thuật ngữ <i>
: <script>alert('dd')</script>

1) <iframe src=//canary.invalid></iframe>
- <style>@import '//canary.invalid'</style> \<script>alert(1)\</script> &lt;script&gt;alert(1)&lt;/script&gt;

## Phụ lục &#60;script&#62;alert(1)&#60;/script&#62;" onmouseover="alert(1) {#phu-luc}

Theo Kế hoạch số 7-KH/TU ngày 05/01/2026 và Chỉ thị số 99-CT/TW.
"##;

fn documents() -> Vec<Document> {
    let signature = json!({"authority": ["TM", "QUYỀN"], "title": ["BÍ THƯ"], "name": "Trần Văn Thử"});
    let document = |schema, path, values, text| Document { schema, path, values, text };
    vec![
        document(
            "site",
            "content/site.yaml",
            json!({
                "title": "Công báo", "language": "vi", "time_zone": "Asia/Ho_Chi_Minh",
                "base_url": "https://cong-bao.canary.invalid/", "notice": "Lưu ý", "footer": "Chân trang",
                "seal": "dau.svg", "theme": "rieng.css", "due_soon_days": 7, "before_day": "inclusive",
                "secret": "refuse", "types": [{"symbol": "ZZ", "name": "Loại riêng"}],
                "inventories": [{"name": "TW", "file": "tw.json", "base_url": "https://tw.canary.invalid/"}],
                "confirmed": [{"file": "directives/ban in.txt", "sha256": SUM}],
                "fields": [{"key": "theo_doi", "label": "Theo dõi", "type": "text", "list": true}],
                "menu": [{"title": "Giới thiệu", "page": "pages/rieng.md"}],
            }),
            "",
        ),
        document(
            "organizations",
            "content/organizations.yaml",
            json!([
                {"id": "tinh-uy", "name": "Tỉnh ủy", "short": "TU", "aliases": ["Tỉnh ủy ta"], "kind": "body"},
                {"id": "so-a", "name": "Sở A", "parent": "tinh-uy", "lifetime": "2020/.."},
                {"id": "so-b", "name": "Sở B", "lifetime": "../2025-12", "successor": "so-a"},
                {"id": "cac-so", "name": "Các sở", "members": ["so-a", {"organization": "so-b", "lifetime": "../2025"}]},
            ]),
            "",
        ),
        document(
            "directive",
            "content/directives/mot.md",
            json!({
                "number": "1-CT/TU", "title": "Về việc thử", "date": "2026-01-05", "issuer": "tinh-uy", "type": "CT",
                "form": "party", "place": "Hòa Giang", "superior": "TRUNG ƯƠNG", "title_line": "HỘI NGHỊ",
                "addressed_to": ["so-a", "Sở lạ"], "in_force": "2026-01-05/..",
                "relations": [
                    {"implements": "7-KH/TU", "date": "2026-01-05"}, {"reviews": "2-CT/TU", "stage": "final"},
                    {"replaces": "3-CT/TU"}, {"amends": "7-KH/TU", "provision": ["i"], "strike": "15/4/2026", "insert": "30/4/2026"}, {"repeals": "4-CT/TU"},
                    {"suspends": "5-CT/TU"}, {"corrects": "6-CT/TU"}, {"consolidates": "8-CT/TU"},
                    {"based_on": "99-CT/TW"}, {"annexed_to": "10-CT/TU"}, {"follows": "11-CT/TU"},
                ],
                "known_as": ["Chỉ thị Một"], "topics": ["Chủ đề"], "theo_doi": "Phòng hai", "tracked": true, "confirm": ["place"], "redact": ["bí danh"],
                "deadlines": [
                    {"id": "mot", "task": "Việc một", "due": "trước ngày 20/3/2026", "lead": ["cac-so", "Đơn vị lạ"],
                     "support": ["so-a"], "each": true, "report_to": "tinh-uy", "via": "so-b", "after": ["hai"],
                     "section": "muc-1", "condition": "Nếu", "optional": false, "product": "báo cáo",
                     "fulfilled_by": ["7-KH/TU"]},
                    {"id": "hai", "task": "Việc hai", "due": "theo lộ trình", "due_date": "2026-04"},
                    {"id": "ba", "task": "Việc ba", "due": "theo chỉ đạo", "lead": ["so-a"], "optional": true},
                ],
                "changes": [
                    {"directive": "7-KH/TU", "date": "2026-01-05", "deadline": "bon", "due": "2026-04-30"},
                    {"directive": "7-KH/TU", "date": "2026-01-05", "deadline": "nam", "cancelled": true},
                ],
                "recipients": ["so-a", {"to": ["so-a", "so-b"], "text": "Các sở", "note": "b/c", "for": "report"}],
                "also_to": ["Nơi lạ"],
                "signature": [signature, {"name": null, "name_printed": "Võ Văn"}],
                "copies": [{"kind": "sao-luc", "number": "1-BS/VP", "date": "2026-01-06", "place": "Lai Châu",
                            "superior": "TỈNH ỦY", "issuer": "Văn phòng", "recipients": ["Kho"],
                            "signature": {"title": "CHÁNH VĂN PHÒNG", "name": "A"}}],
                "received": [{"by": "so-a", "number": "66", "date": "2026-01-07", "routed_to": "Phòng một"}],
                "attachments": [
                    {"title": "Phụ lục", "section": "phu-luc"}, {"title": "Trang", "file": "ma.html"},
                    {"title": "Hình", "file": "ma.svg"}, {"title": "Chưa có", "missing": true},
                    {"title": "Bản in", "file": "ban in.txt"},
                ],
                "urgency": "khan", "circulation": "phổ biến", "draft": false, "slug": "mot",
                "aliases": ["van-ban/cu/mot.html"],
            }),
            TEXT,
        ),
        document(
            "directive",
            "content/directives/thieu.md",
            json!({
                "number": null, "number_missing": "blank", "number_printed": "[so]-CT/TU", "date": null,
                "date_between": "2026-01-01/2026-02-01", "title": "Thiếu số", "issuer": ["Cơ quan lạ"], "slug": "thieu",
            }),
            "",
        ),
        document(
            "page",
            "content/pages/rieng.md",
            json!({"title": "Trang riêng", "order": 1, "draft": false, "aliases": ["trang/cu.html"]}),
            TEXT,
        ),
        document(
            "report",
            "content/progress/bao-cao.md",
            json!({
                "directive": "7-KH/TU", "date_of_directive": "2026-01-05", "deadline": "bon", "organization": "so-a",
                "date": "2026-03-01", "status": "in-progress", "percent": 40, "reference": "9-BC/SA", "note": "Ghi chú", "draft": false,
                "attachments": [
                    {"title": "Bảng", "file": "bang.html"}, {"title": "Phụ lục", "section": "phu-luc"},
                    {"title": "Chưa có", "missing": true},
                ],
            }),
            TEXT,
        ),
    ]
}

/// What holds the site together: every page has words of the poisoned sources, and the references stand.
const PLAIN: &str = r#"---
number: 7-KH/TU
title: Kế hoạch
date: 2026-01-05
issuer: tinh-uy
deadlines:
  - {id: bon, task: Việc bốn, due: 2026-04-15, lead: [so-a]}
  - {id: nam, task: Việc năm, due: 2026-03-01, lead: [so-a, so-b, tinh-uy, cac-so]}
  - {id: sau, task: Việc sáu, due: 2026-03-18, lead: [cac-so], each: true}
recipients: [so-a, so-b, cac-so]
---

# I. Phần một

Xong trước ngày 15/4/2026.
"#;

/// The files that stand as they are: active in a browser, named like code, or of the theme.
fn others() -> BTreeMap<String, String> {
    let html = format!("<!doctype html><title>x</title><script>{CODE}</script>");
    let svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"{CODE}\"><script>{CODE}</script></svg>");
    let xml = format!("<x><script xmlns=\"http://www.w3.org/1999/xhtml\">{CODE}</script></x>");
    let xhtml = format!("<html xmlns=\"http://www.w3.org/1999/xhtml\"><script>{CODE}</script></html>");
    let mut files: BTreeMap<String, String> = [
        ("content/directives/plain.md", PLAIN.to_owned()),
        ("content/directives/ma.html", html.clone()),
        ("content/directives/ma.svg", svg.clone()),
        ("content/directives/ve.svg", svg.clone()),
        ("content/directives/ma.xml", xml),
        ("content/directives/ma.xhtml", xhtml),
        ("content/directives/ma.mht", html.clone()),
        ("content/directives/khong-duoi", html.clone()),
        ("content/directives/ban in.txt", "Bản in".to_owned()),
        ("content/progress/bang.html", html),
        ("content/dau.svg", svg),
        ("content/tw.json", elsewhere()),
        (
            "content/rieng.css",
            "@import url(http://theme.canary.invalid/a.css); @import '\\68ttp://theme.canary.invalid/b.css';\n\
             main { background: url(//theme.canary.invalid/c.png) }"
                .to_owned(),
        ),
        (
            "layouts/home.html",
            format!(
                "{{% extends \"congbao/home.html\" %}}{{% block main %}}<script>{CODE}</script>\
                 <p onclick=\"{CODE}\" style=\"background:url(//layout.canary.invalid/p)\" id=\"own\">x</p>\
                 <img src=\"http://layout.canary.invalid/i\" alt=\"\">{{{{ super() }}}}{{% endblock main %}}"
            ),
        ),
    ]
    .map(|(path, text)| (path.to_owned(), text))
    .into();
    for text in ["ma.html", "ma.svg", "ma.xml", "ma.xhtml", "ma.mht", "khong-duoi", "ve.svg"] {
        let copy = files[&format!("content/directives/{text}")].clone();
        files.insert(format!("content/progress/{text}"), copy.clone());
        files.insert(format!("content/pages/{text}"), copy);
    }
    files
}

/// The list of another site.
fn elsewhere() -> String {
    let [poison, ..] = poisons("inventory");
    let directive = json!({"number": "99-CT/TW", "date": "2020-01-01", "type": "CT", "type_name": poison, "title": poison,
        "issuer": {"id": null, "name": poison}, "url": format!("javascript:alert(1)//{poison}")});
    json!([directive]).to_string()
}

/// A table of reports with a poisoned cell in every column that takes words.
fn table(poison: &dyn Fn(&str) -> String) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "directive",
        "date_of_directive",
        "deadline",
        "organization",
        "date",
        "status",
        "percent",
        "reference",
        "note",
    ];
    writer.write_record(header).unwrap();
    let (reference, note) = (poison("reference"), poison("note"));
    let row = ["7-KH/TU", "2026-01-05", "sau", "so-a", "2026-03-02", "done", "", &reference, &note];
    writer.write_record(row).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

/// The labels of the program, each with poison before its words, but for those that are parts of addresses.
fn labels() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts/labels/vi.yaml");
    let (mut written, mut group) = (String::new(), String::new());
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let Some((key, words)) = line.split_once(':').filter(|(key, _)| !key.trim_start().starts_with('#'))
        else {
            continue;
        };
        let words = words.trim();
        if !key.starts_with(' ') {
            group = key.to_owned();
            written += &format!("{group}:\n");
        } else if group != "address" {
            let words = words.trim_matches(|c| ['"', '\''].contains(&c));
            let poison = &poisons(&format!("label-{group}"))[0];
            written += &format!("{key}: {}\n", json!(format!("{words}{poison}")));
        }
    }
    written.replace("address:\n", "")
}

/// Why a site cannot be published.
fn errors(files: &BTreeMap<String, String>) -> Vec<String> {
    let sources = Sources::from_texts(files.iter().map(|(path, text)| (path.into(), text.clone())));
    let as_of: Date = super::fixture::DAY.parse().unwrap();
    let (_, faults) = Site::load(&sources, &Options { as_of, base_url: None, drafts: false });
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    errors.map(|fault| congbao::write::report::short(fault, congbao::Language::En)).collect()
}

/// The files of the poisoned site, and the fields that hold poison.
pub static SITE: LazyLock<(BTreeMap<String, String>, BTreeSet<String>)> = LazyLock::new(site);

fn site() -> (BTreeMap<String, String>, BTreeSet<String>) {
    let mut files = others();
    let mut documents = documents();
    files.extend(documents.iter().map(|document| (document.path.to_owned(), document.written())));
    files.insert("content/progress/bang.csv".to_owned(), table(&|_| String::new()));
    assert_eq!(errors(&files), [""; 0], "the sources before they are poisoned");
    let mut poisoned = BTreeSet::new();
    files.insert("layouts/labels/vi.yaml".to_owned(), labels());
    files.insert("content/progress/bang.csv".to_owned(), table(&|column| poisons(column)[0].clone()));
    assert_eq!(errors(&files), [""; 0], "labels and tables");
    for document in &mut documents {
        for pointer in leaves(&document.values, String::new()) {
            let field = format!("{}{pointer}", document.path);
            for poison in poisons(&field) {
                let Some(leaf) = document.values.pointer_mut(&pointer) else { continue };
                let before = std::mem::replace(leaf, json!(poison));
                files.insert(document.path.to_owned(), document.written());
                if errors(&files).is_empty() {
                    poisoned.insert(field);
                    break;
                }
                *document.values.pointer_mut(&pointer).unwrap() = before;
                files.insert(document.path.to_owned(), document.written());
            }
        }
    }
    // Names of files, with the words that name them.
    for (name, poison) in [
        ("ban in.txt", "ban in'onmouseover='alert(1)<img src=x onerror=alert(2)>.txt"),
        ("thieu.md", "<img src=x onerror=alert(3)>.md"),
    ] {
        let mut renamed: BTreeMap<String, String> = BTreeMap::new();
        for (path, text) in &files {
            renamed.insert(path.replace(name, poison), text.replace(name, poison));
        }
        if errors(&renamed).is_empty() {
            files = renamed;
            poisoned.insert(name.to_owned());
        }
    }
    (files, poisoned)
}

/// The places of all scalars of a value.
fn leaves(value: &Value, at: String) -> Vec<String> {
    match value {
        Value::Object(map) => {
            map.iter().flat_map(|(key, value)| leaves(value, format!("{at}/{key}"))).collect()
        }
        Value::Array(all) => {
            all.iter().enumerate().flat_map(|(n, value)| leaves(value, format!("{at}/{n}"))).collect()
        }
        _ => vec![at],
    }
}

#[test]
fn every_key_of_the_schemas_is_tried() {
    let mut tried: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for document in documents() {
        let keys = leaves(&document.values, String::new()).into_iter();
        let keys = keys.flat_map(|pointer| pointer.split('/').map(str::to_owned).collect::<Vec<_>>());
        tried.entry(document.schema).or_default().extend(keys);
    }
    for (schema, tried) in tried {
        let printed = std::process::Command::new(env!("CARGO_BIN_EXE_congbao"))
            .args(["schema", schema])
            .output()
            .unwrap();
        let schema: Value = serde_json::from_slice(&printed.stdout).unwrap();
        let keys = properties(&schema);
        assert!(keys.len() > 4);
        let missing: Vec<_> =
            keys.iter().filter(|key| !tried.contains(*key) && !NEVER.contains(&key.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?} are in no poisoned source: add them to `documents`");
    }
}

/// The keys that a schema lists.
fn properties(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(map) => map
            .iter()
            .flat_map(|(key, value)| {
                let own = (key == "properties")
                    .then(|| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>());
                own.into_iter().flatten().chain(properties(value))
            })
            .collect(),
        Value::Array(all) => all.iter().flat_map(properties).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn what_takes_words_takes_poison() {
    let (_, poisoned) = &*SITE;
    for field in [
        "content/site.yaml/title",
        "content/site.yaml/base_url",
        "content/site.yaml/footer",
        "content/site.yaml/inventories/0/base_url",
        "content/organizations.yaml/0/name",
        "content/organizations.yaml/1/name",
        "content/directives/mot.md/title",
        "content/directives/mot.md/deadlines/0/task",
        "content/directives/mot.md/deadlines/2/due",
        "content/directives/mot.md/attachments/1/title",
        "content/directives/mot.md/received/0/routed_to",
        "content/directives/thieu.md/number_printed",
        "content/directives/mot.md/relations/3/insert",
        "content/directives/mot.md/topics/0",
        "content/directives/mot.md/theo_doi",
        "content/pages/rieng.md/title",
        "content/progress/bao-cao.md/reference",
    ] {
        assert!(poisoned.contains(field), "{field} of {poisoned:#?}");
    }
    assert!(poisoned.len() >= 60, "{}: {poisoned:#?}", poisoned.len());
}
