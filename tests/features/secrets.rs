//! Whatever a file is called and however it is named: what says that it is secret, or a draft, is published by
//! no way, and no message tells a word of a secret.

use std::collections::BTreeMap;
use std::path::Path;

use congbao::Language;
use congbao::diagnostic::{Diagnostic, Severity};
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};
use congbao::write::report;

/// A word that stands nowhere but in what is hidden.
const CANARY: &str = "chimhoangyen";
const REGISTER: &str = "- {id: tinh-uy, name: Tỉnh ủy}\n- {id: so-a, name: Sở A, parent: tinh-uy}\n";

/// Keys of the site's own, one of each kind.
pub const FIELDS: &str = "fields: [{key: linh_vuc, label: L}, {key: ngay_hop, label: N, type: date}, \
                          {key: theo_doi, label: T, type: organization}]\n";

/// A site on disk as it was loaded: every byte of its output, and what was said.
pub struct Loaded {
    pub outputs: BTreeMap<String, Vec<u8>>,
    pub faults: Vec<Diagnostic>,
}

pub type Files = Vec<(String, Vec<u8>)>;

/// The site of these files, with what every site has that they do not bring.
pub fn load(files: &Files, policy: &str, drafts: bool) -> Loaded {
    let root = tempfile::tempdir().expect("a folder");
    let write = |path: &str, bytes: &[u8]| {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    };
    write("content/site.yaml", format!("title: Thử\nsecret: {policy}\n{FIELDS}").as_bytes());
    write("content/organizations.yaml", REGISTER.as_bytes());
    for (path, bytes) in files {
        write(path, bytes);
    }
    read(root.path(), drafts)
}

fn read(root: &Path, drafts: bool) -> Loaded {
    let sources = Sources::read(root).expect("readable");
    let options = Options { as_of: "2023-08-01".parse().expect("a day"), base_url: None, drafts };
    let (site, faults) = Site::load(&sources, &options);
    let bytes = |output| match output {
        Output::Bytes(bytes) => bytes,
        Output::File(file) => {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut file.open().expect("opened"), &mut bytes).expect("read");
            bytes
        }
    };
    let outputs = site.routes().iter().map(|(address, route)| {
        (address.as_str().to_owned(), bytes(site.render(address, route).expect("rendered")))
    });
    Loaded { outputs: outputs.collect(), faults }
}

impl Loaded {
    pub fn has_errors(&self) -> bool {
        self.faults.iter().any(|fault| fault.severity == Severity::Error)
    }

    pub fn codes(&self) -> Vec<&str> {
        self.faults.iter().map(|fault| fault.code).collect()
    }

    /// Everything that people and programs are told: in all forms and languages, at the terminal and to others.
    pub fn messages(&self) -> String {
        let all = self.faults.iter().flat_map(|fault| [fault.clone(), fault.outward()]);
        let forms = all.flat_map(|fault| {
            [Language::Vi, Language::En].map(|language| {
                let human = anstream::adapter::strip_str(&report::human(&fault, language, 100)).to_string();
                [human, report::short(&fault, language), report::json(&fault, language)].join("\n")
            })
        });
        forms.collect::<Vec<_>>().join("\n")
    }

    /// Where any of some words stand in the output, in any encoding.
    pub fn told(&self, words: &[String]) -> Option<String> {
        let holds = |bytes: &[u8], word: &str| {
            let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let is_in = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
            is_in(word.as_bytes()) || is_in(&wide) || is_in(&wide[1..])
        };
        self.outputs.iter().find_map(|(address, bytes)| {
            let found = words.iter().find(|word| holds(bytes, word) || address.contains(*word))?;
            Some(format!("{address} tells `{found}`"))
        })
    }
}

fn directive(keys: &str, body: &str) -> Vec<u8> {
    format!("---\nnumber: 1-KH/TU\ntitle: Kế hoạch\ndate: 2021-03-19\nissuer: tinh-uy\n{keys}---\n\n{body}\n")
        .into_bytes()
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect()
}

/// A file that keeps itself from being published: its path, its bytes, whether it can be read.
struct Hidden {
    path: &'static str,
    bytes: Vec<u8>,
    is_readable: bool,
}

/// Ways in which a file says of itself that it is secret (`secrecy: mat`) or a draft (`draft: true`).
fn hidden(key: &str, value: &str) -> Vec<Hidden> {
    let text = format!("---\ntitle: {CANARY}\n{key}: {value}\n---\n\nLời {CANARY}.\n");
    let with = |from: &str, to: &str| text.replacen(from, to, 1).into_bytes();
    let line = format!("{key}: {value}");
    let escaped = format!("\"{}\\u{:04x}{}\"", &key[..1], key.as_bytes()[1], &key[2..]);
    let plain = || text.clone().into_bytes();
    let readable = |path, bytes| Hidden { path, bytes, is_readable: true };
    let unclear = |path, bytes| Hidden { path, bytes, is_readable: false };
    vec![
        readable("content/nhap/x.md", plain()),
        readable("content/directives/x.MD", plain()),
        readable("content/directives/x.markdown", plain()),
        readable("content/directives/x.md.txt", plain()),
        readable("content/directives/x.MDown", plain()),
        readable("content/Directives/x.md", plain()),
        readable("content/Progress/x.md", plain()),
        readable("content/directives/x", plain()),
        readable("content/directives/x.html", plain()),
        readable("content/directives/x.bak2", plain()),
        readable("content/directives/bom.txt", with("---", "\u{feff}---")),
        readable("content/directives/crlf.txt", text.replace('\n', "\r\n").into_bytes()),
        readable("content/directives/blank.txt", with("---", "\n \t\n\u{feff}\n---")),
        readable("content/directives/space.txt", with("---\n", "---  \t\n")),
        readable("content/directives/long.txt", with("---\n", "-----\n")),
        readable("content/directives/little.txt", utf16(&text, u16::to_le_bytes)),
        readable("content/directives/big.txt", utf16(&text, u16::to_be_bytes)),
        readable("content/directives/quoted.txt", with(&line, &format!("\"{key}\": '{value}'"))),
        readable("content/directives/escaped.txt", with(&format!("{key}:"), &format!("{escaped}:"))),
        readable("content/directives/aliased.txt", with(&line, &format!("a: &a {value}\n{key}: *a"))),
        readable("content/directives/spaced.txt", with(&format!("{key}:"), &format!("{key} :"))),
        readable(
            "content/directives/capital.txt",
            with(&format!("{key}:"), &format!("{}:", key.to_uppercase())),
        ),
        readable("content/directives/twice.txt", with(&line, &format!("{line}\n{key}:"))),
        readable("content/directives/yaml.txt", with("---\n", "%YAML 1.2\n---\n")),
        unclear("content/directives/broken.txt", with("title: ", "title: [")),
        unclear("content/directives/unclosed.txt", with("\n---\n\n", "\n\n")),
        unclear("content/directives/toml.txt", text.replace("---", "+++").replace(": ", " = ").into_bytes()),
    ]
}

/// Ways in which a published text can name a file: a title, what the directive at content/directives/a.md holds,
/// and more files.
fn ways(path: &str) -> Vec<(&'static str, Files)> {
    let own = |bytes: Vec<u8>| ("content/directives/a.md".to_owned(), bytes);
    let below = path.strip_prefix("content/").expect("in content/");
    let from = format!("../{below}");
    let encoded: String = from.replace('x', "%78").replace('t', "%74");
    let linked = |link: &str| vec![own(directive("", &format!("Xem {link} nhé.")))];
    let with = |mut files: Files, path: &str, text: String| {
        files.push((path.to_owned(), text.into_bytes()));
        files
    };
    let plain =
        || vec![own(directive("deadlines: [{id: x, task: Việc, due: 2021-05-01, lead: [so-a]}]\n", "Lời."))];
    let report = |more: &str, body: &str| {
        format!(
            "---\ndirective: 1-KH/TU\ndeadline: x\norganization: so-a\ndate: 2021-04-01\nstatus: done\n{more}---\n\n{body}\n"
        )
    };
    let site = |line: String| format!("title: Thử\nsecret: @\n{line}\n");
    vec![
        ("a link", linked(&format!("[tệp]({from})"))),
        ("a link with angles", linked(&format!("[tệp](<{from}>)"))),
        ("a link by reference", linked(&format!("[tệp][t]\n\n[t]: {from}\n\n"))),
        ("a link in percents", linked(&format!("[tệp]({encoded})"))),
        ("a link with a query's place", linked(&format!("[tệp]({from}#x)"))),
        ("a link in a circle", linked(&format!("[tệp](../directives/../{below})"))),
        ("a link with backslashes", linked(&format!("[tệp](<{}>)", from.replace('/', "\\")))),
        ("an image", linked(&format!("![tệp]({from})"))),
        ("a link in a footnote", linked(&format!("lời[^1]\n\n[^1]: [tệp]({from})\n\n"))),
        ("a link in a table", linked(&format!("\n\n| a |\n|---|\n| [tệp]({from}) |\n\n"))),
        (
            "an attachment",
            vec![own(directive(&format!("attachments: [{{title: Tệp, file: {from}}}]\n"), "Lời."))],
        ),
        (
            "a link of a report",
            with(plain(), "content/progress/b.md", report("", &format!("Xem [tệp]({from}) nhé."))),
        ),
        (
            "an attachment of a report",
            with(
                plain(),
                "content/progress/b.md",
                report(&format!("attachments: [{{title: Tệp, file: {from}}}]\n"), "Lời."),
            ),
        ),
        ("the seal", with(plain(), "content/site.yaml", site(format!("seal: {below}")))),
        ("the theme", with(plain(), "content/site.yaml", site(format!("theme: {below}")))),
        (
            "an inventory",
            with(
                plain(),
                "content/site.yaml",
                site(format!("inventories: [{{name: x, file: {below}, base_url: 'https://x.example/'}}]")),
            ),
        ),
        (
            "what is confirmed",
            with(
                linked(&format!("[tệp]({from})")),
                "content/site.yaml",
                site(format!("confirmed: [{{file: {below}, sha256: '00'}}]")),
            ),
        ),
    ]
}

fn with_policy(files: &Files, policy: &str) -> Files {
    let put = |(path, bytes): &(String, Vec<u8>)| match path.as_str() {
        "content/site.yaml" => {
            let text = String::from_utf8(bytes.clone()).expect("UTF-8");
            (path.clone(), text.replace("secret: @", &format!("secret: {policy}")).into_bytes())
        }
        _ => (path.clone(), bytes.clone()),
    };
    files.iter().map(put).collect()
}

/// Every file in every way that is told by `take`.
fn each(key: &str, value: &str, take: impl Fn(usize, usize) -> bool, check: impl Fn(&str, &Hidden, &Files)) {
    for (i, file) in hidden(key, value).iter().enumerate() {
        for (j, (way, mut files)) in ways(file.path).into_iter().enumerate() {
            if take(i, j) {
                files.push((file.path.to_owned(), file.bytes.clone()));
                check(&format!("{way}, {}", file.path), file, &files);
            }
        }
    }
}

/// Each file by a link and by one way more, and the first file in all ways.
fn some(i: usize, j: usize) -> bool {
    i == 0 || j == 0 || j == 1 + i % 16
}

#[test]
fn a_secret_is_published_by_no_way_of_naming_it() {
    let canary = [CANARY.to_owned()];
    each("secrecy", "mat", some, |title, file, files| {
        for policy in ["refuse", "skip"] {
            for drafts in [false, true] {
                let loaded = load(&with_policy(files, policy), policy, drafts);
                assert_eq!(loaded.told(&canary), None, "{title}, {policy}");
                assert!(!loaded.messages().contains(CANARY), "{title}, {policy}:\n{}", loaded.messages());
                let refuses = policy == "refuse" || !file.is_readable;
                assert_eq!(loaded.has_errors(), refuses, "{title}, {policy}: {:?}", loaded.faults);
                let code = if file.is_readable { "secret" } else { "unreadable-file" };
                assert_eq!(loaded.codes().contains(&code), refuses, "{title}: {:?}", loaded.codes());
            }
        }
    });
}

#[test]
fn a_draft_is_published_by_no_way_of_naming_it() {
    let canary = [CANARY.to_owned()];
    each("draft", "true", some, |title, file, files| {
        let files = with_policy(files, "refuse");
        let loaded = load(&files, "refuse", false);
        assert_eq!(loaded.told(&canary), None, "{title}");
        let code = if file.is_readable { "draft-file" } else { "unreadable-file" };
        assert!(loaded.codes().contains(&code), "{title}: {:?}", loaded.codes());
        assert_eq!(loaded.has_errors(), !file.is_readable, "{title}: {:?}", loaded.faults);
    });
}

#[test]
fn the_words_of_a_link_to_a_secret_or_a_draft_stay_and_previews_show_drafts() {
    let linked = |key: &str, policy: &str, drafts| {
        let bytes = format!("---\n{key}\n---\n\nLời {CANARY}.\n").into_bytes();
        let body = "Xem [tệp kia](../nhap/x.txt) nhé.";
        let keys = if key.starts_with("draft") {
            "attachments: [{title: Biểu A, file: ../nhap/x.txt}]\n"
        } else {
            ""
        };
        let files = vec![
            ("content/directives/a.md".into(), directive(keys, body)),
            ("content/nhap/x.txt".into(), bytes),
        ];
        let loaded = load(&files, policy, drafts);
        (String::from_utf8_lossy(&loaded.outputs["van-ban/2021/1-kh-tu.html"]).into_owned(), loaded)
    };
    let (page, loaded) = linked("secrecy: mat", "skip", false);
    assert!(page.contains("Xem tệp kia nhé."), "{page}");
    assert_eq!(loaded.faults, []);
    let (page, _) = linked("draft: true", "skip", false);
    assert!(page.contains("Xem tệp kia nhé.") && page.contains("Biểu A"), "{page}");
    let (page, loaded) = linked("draft: true", "skip", true);
    assert!(page.contains(">tệp kia</a>"), "{page}");
    assert!(loaded.told(&[CANARY.to_owned()]).is_some());
    // What only looks like a front matter is a text like any other.
    for text in ["draft: false", "secrecy:", "title: secrecy", "a: draft"] {
        let (page, loaded) = linked(text, "refuse", false);
        assert!(page.contains(">tệp kia</a>") && !loaded.has_errors(), "{text}: {:?}", loaded.faults);
    }
}

#[test]
fn the_settings_are_published_under_no_spelling() {
    for path in ["content/Site.yaml", "content/Organizations.YAML", "content/SITE.YAML"] {
        let body = format!("[tệp](../{})", &path["content/".len()..]);
        let bytes = format!("title: {CANARY}\n").into_bytes();
        let files = vec![("content/directives/a.md".into(), directive("", &body)), (path.into(), bytes)];
        let loaded = load(&files, "refuse", false);
        assert_eq!((loaded.told(&[CANARY.to_owned()]), loaded.has_errors()), (None, true), "{path}");
    }
}

#[test]
fn a_report_and_a_table_are_judged_like_a_directive() {
    let plan = directive(
        "deadlines: [{id: x, task: Việc, due: 2021-05-01, lead: [so-a]}]\n",
        "Xem [báo cáo](../progress/b.md).",
    );
    let front = "directive: 1-KH/TU\ndeadline: x\norganization: so-a\ndate: 2021-04-01\nstatus: done\n";
    let table = "directive,deadline,organization,date,status,note\n1-KH/TU,x,so-a,2021-04-01,done";
    let report =
        |more: &str, body: &str| format!("---\n{front}note: {CANARY}\n{more}---\n\nLời {CANARY}.\n{body}\n");
    let cases = [
        ("content/progress/b.md", report("secrecy: mat\n", ""), true),
        ("content/progress/b.md", report("", "\nMẬT\n"), true),
        ("content/progress/b.md", report("", "\n> **TỐI MẬT**\n"), true),
        ("content/progress/b.md", report("draft: true\n", ""), false),
        ("content/progress/b.csv", format!("{table},{CANARY}\n1-KH/TU,x,so-a,2021-04-02,done,MẬT\n"), true),
    ];
    for (path, text, is_secret) in cases {
        let plan = String::from_utf8(plan.clone()).expect("UTF-8").replace("b.md", &path[17..]).into_bytes();
        let files = vec![("content/directives/a.md".into(), plan), (path.into(), text.clone().into_bytes())];
        for policy in ["refuse", "skip"] {
            let loaded = load(&files, policy, false);
            assert_eq!(loaded.told(&[CANARY.to_owned()]), None, "{text}");
            assert!(!is_secret || !loaded.messages().contains(CANARY), "{text}: {}", loaded.messages());
            assert_eq!(loaded.has_errors(), is_secret && policy == "refuse", "{text}: {:?}", loaded.faults);
            let tasks = String::from_utf8_lossy(&loaded.outputs["du-lieu/nhiem-vu.csv"]).into_owned();
            assert!(tasks.contains("Việc") && !tasks.contains("2021-04"), "{text} is counted: {tasks}");
        }
    }
}

#[test]
fn an_organisation_that_only_a_secret_names_has_no_page() {
    let register = "- {id: tinh-uy, name: Tỉnh ủy}\n- {id: so-a, name: Sở A, parent: tinh-uy}\n\
                    - {id: so-kin, name: Sở Kín, parent: tinh-uy}\n- {id: khoi, name: Khối, members: [so-b, so-c]}\n\
                    - {id: so-b, name: Sở B}\n- {id: so-c, name: Sở C}\n- {id: nhom-kin, name: Nhóm Kín, members: [so-a]}\n";
    let secret = "---\nnumber: 9-KH/TU\ntitle: t\ndate: 2021-01-02\nissuer: so-kin\nsecrecy: mat\n\
                  deadlines: [{id: x, task: t, due: 2021-05-01, lead: [so-kin, nhom-kin]}]\n---\n\nLời.\n";
    let row = "directive,deadline,organization,date,status\n9-KH/TU,x,so-kin,2021-04-01,done\n";
    let mut files: Files = vec![
        ("content/organizations.yaml".into(), register.into()),
        ("content/directives/a.md".into(), directive("recipients: [so-a, Khối]\n", "Lời.")),
        ("content/progress/a.csv".into(), row.into()),
        ("content/directives/kin.md".into(), secret.into()),
    ];
    let with = load(&files, "skip", false);
    assert_eq!(with.faults, []);
    let words = ["so-kin", "Sở Kín", "nhom-kin", "Nhóm Kín"].map(str::to_owned);
    assert_eq!(with.told(&words), None);
    for page in ["so-a", "so-b", "so-c", "khoi", "tinh-uy"] {
        assert!(with.outputs.contains_key(&format!("don-vi/{page}.html")), "{page}");
    }
    // It is as if the secret were not there.
    files.truncate(2);
    let without = load(&files, "skip", false);
    assert!(with.outputs == without.outputs, "the secret shows");
    // Without secrets that are left out the register is shown as it is.
    assert!(load(&files, "refuse", false).told(&words).is_some());
}

#[test]
fn a_file_that_nobody_can_look_into_is_told_until_somebody_has() {
    let picture = |last: u8| vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, last];
    let files = |site: &str, last: u8| -> Files {
        let keys = "attachments: [{title: Trang, file: 'trang 1.png'}]\n";
        vec![
            ("content/site.yaml".into(), format!("title: Thử\n{site}\n").into_bytes()),
            ("content/directives/a.md".into(), directive(keys, "![ảnh](trang%202.png)")),
            ("content/directives/trang 1.png".into(), picture(last)),
            ("content/directives/trang 2.png".into(), picture(2)),
            ("content/directives/z.png".into(), picture(3)),
        ]
    };
    let told = load(&files("", 1), "refuse", false);
    assert_eq!(told.codes(), ["not-looked-into", "unnamed-file"], "{:?}", told.faults);
    let fault = &told.faults[0];
    let paths = [&fault.place.file, &fault.labels[0].0.file].map(|path| path.to_string());
    assert_eq!(paths, ["content/directives/trang 1.png", "content/directives/trang 2.png"]);
    assert_eq!((fault.severity, fault.labels.len()), (Severity::Warning, 1));
    // The line of the hint is what to type, whatever the name of the file.
    let hint = fault.hint.as_ref().expect("a hint").in_language(Language::En);
    let line = hint.split('`').nth(1).expect("a line");
    assert_eq!(load(&files(line, 1), "refuse", false).codes(), ["unnamed-file"], "{line}");
    // It stands for these bytes and no others.
    let changed = load(&files(line, 4), "refuse", false);
    assert_eq!(changed.codes(), ["confirmed-otherwise", "unnamed-file"], "{:?}", changed.faults);
    // A file that is gone is confirmed in vain.
    let gone = line.replace("trang 2", "trang 3");
    assert_eq!(
        load(&files(&gone, 1), "refuse", false).codes(),
        ["attachment-not-found", "not-looked-into", "unnamed-file"]
    );
    // No word confirms a mark.
    let mut marked = files(line, 1);
    marked[2].1 = "MẬT\n".into();
    assert!(load(&marked, "refuse", false).codes().contains(&"secret"));
}

#[test]
fn what_layouts_bring_is_judged_too() {
    for (path, error) in [("layouts/assets/a.txt", "secret"), ("layouts/home.html", "secret")] {
        let text = format!("---\nsecrecy: mat\n---\n{CANARY}\n");
        let files = vec![(path.to_owned(), text.into_bytes())];
        let loaded = load(&files, "refuse", false);
        assert!(loaded.codes().contains(&error), "{path}: {:?}", loaded.faults);
        assert!(!loaded.outputs.contains_key("assets/a.txt"), "{path}");
    }
}
