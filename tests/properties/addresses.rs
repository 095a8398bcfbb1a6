//! Whatever names are typed, a build publishes or says what is wrong with them: it is never the machine that
//! refuses one. What is published can be copied to any disk.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use congbao::diagnostic::Severity;
use congbao::spelling::slug;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::loaded::{Dice, each_case};

/// A piece of a name: harmless, or, once in so many times, hostile or long.
fn piece(dice: &mut Dice, hostile: usize) -> String {
    if !dice.chance(hostile) {
        let harmless =
            ["a", "b", "bieu", "Biểu", "34", "cu", "phu-luc", "Đ", "contact", "com", "tat-ca", "2021"];
        return format!("{}{}", dice.pick(&harmless), dice.roll(50));
    }
    let pieces = [
        "A",
        "BIÊ\u{309}U",
        "index",
        "404",
        "con",
        "CON",
        "aux",
        "nul",
        "prn",
        "com1",
        "lpt9",
        "com¹",
        "conin$",
        ".",
        "..",
        " ",
        "-",
        "_",
        "%2e",
        "%2F",
        "\\",
        ":",
        "?",
        "*",
        "\"",
        "<",
        "|",
        "\u{1}",
        "\t",
        "\n",
        "\u{7f}",
        "\u{85}",
        "\0",
        "#",
        "&",
        "'",
        "\u{202e}",
        "日本",
        "ſ",
        "ß",
        "\u{212a}",
        "assets",
        "van-ban",
        "site.css",
    ];
    match dice.roll(8) {
        0 => "x".repeat([90, 200, 236, 240, 251, 256, 300][dice.roll(7)]),
        1 => "ế".repeat([30, 80, 86, 100][dice.roll(4)]),
        _ => (*dice.pick(&pieces)).to_owned(),
    }
}

fn name(dice: &mut Dice, hostile: usize) -> String {
    (0..1 + dice.roll(2)).map(|_| piece(dice, hostile)).collect()
}

/// An old address: one of this site, or nearly.
fn alias(dice: &mut Dice, hostile: usize) -> String {
    let folders: String = (0..dice.roll(3)).map(|_| name(dice, hostile) + "/").collect();
    let known = ["index.html", "404.html", "van-ban.html", "van-ban/2021/1-kh-tu.html", "assets/site.css"];
    if !dice.chance(hostile) {
        return slug(&name(dice, hostile)) + ".html";
    }
    match dice.roll(6) {
        0 => (*dice.pick(&known)).to_owned(),
        1 => dice.pick(&known).to_uppercase().replace(".HTML", ".html"),
        2 => format!("{}/{}.html", dice.pick(&known), name(dice, hostile)),
        3 => format!("/{folders}{}.html", name(dice, hostile)),
        _ => format!("{folders}{}.html", name(dice, hostile)),
    }
}

/// A text of YAML: every character but those of the alphabet escaped.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace('\u{7f}', "\\x7f").replace('\u{85}', "\\x85")
}

/// Writes a file, if this disk can bear its name.
fn put(root: &Path, path: &str, text: &str) -> bool {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).is_ok() && fs::write(path, text).is_ok()
}

/// A site whose names are typed by a hand that is more or less hostile.
fn write_site(root: &Path, dice: &mut Dice) {
    let hostile = [2, 10, 50][dice.roll(3)];
    put(root, "content/site.yaml", "title: Công báo\n");
    let mut register = "- {id: tinh-uy, name: Tỉnh ủy}\n".to_owned();
    for at in 0..dice.roll(3) {
        let id = typed_id(dice, hostile);
        register += &format!("- {{id: {}, name: Đơn vị {at}}}\n", quoted(&id));
    }
    put(root, "content/organizations.yaml", &register);
    if dice.chance(3) {
        let key = dice.pick(&["directives", "timeline", "organizations", "data", "overdue"]).to_owned();
        let label = format!("address:\n  {key}: {}\n", quoted(&typed_id(dice, hostile)));
        put(root, "layouts/labels/vi.yaml", &label);
    }
    if dice.chance(3) {
        put(root, &format!("layouts/assets/{}", name(dice, hostile)), "x");
    }
    for at in 1..=1 + dice.roll(3) {
        write_directive(root, at, dice, hostile);
    }
}

/// An id, or what somebody takes for one.
fn typed_id(dice: &mut Dice, hostile: usize) -> String {
    let typed = name(dice, hostile);
    if dice.chance(hostile) { typed.to_lowercase() } else { slug(&typed) }
}

fn write_directive(root: &Path, at: usize, dice: &mut Dice, hostile: usize) {
    let number = if dice.chance(hostile) { name(dice, hostile) } else { format!("{at}-KH/TU") };
    let mut front =
        format!("number: {}\ntitle: Tổng kết\ndate: 2021-03-19\nissuer: tinh-uy\n", quoted(&number));
    if dice.chance(3) {
        front += &format!("slug: {}\n", quoted(&typed_id(dice, hostile)));
    }
    let aliases: Vec<String> = (0..dice.roll(3)).map(|_| quoted(&alias(dice, hostile))).collect();
    front += &format!("aliases: [{}]\n", aliases.join(", "));
    front += "attachments:\n  - {title: Phụ lục, missing: true}\n";
    let mut body = String::new();
    for _ in 0..dice.roll(4) {
        let folder = if dice.chance(3) { "pl/" } else { "" };
        let file = format!("{folder}{}.pdf", name(dice, hostile));
        if !put(root, &format!("content/directives/{file}"), "%PDF") && !dice.chance(8) {
            continue;
        }
        match dice.chance(3) {
            true => body += &format!("[tệp](<{}>)\n\n", file.replace(['\n', '<', '>', '\0'], "")),
            false => front += &format!("  - {{title: Tệp, file: {}}}\n", quoted(&file)),
        }
    }
    let file = if dice.chance(4) { name(dice, hostile) } else { format!("{at}") };
    put(root, &format!("content/directives/{file}.md"), &format!("---\n{front}---\n\n{body}\n"));
}

/// Whether Windows, a share of it, or a stick would keep this name as it is (naming files, paths and
/// namespaces, as Microsoft documents them).
fn is_portable(name: &str) -> bool {
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem).trim_end().to_lowercase();
    let devices = ["con", "prn", "aux", "nul"].map(str::to_owned).into_iter();
    let ports =
        ["com", "lpt"].into_iter().flat_map(|port| "123456789¹²³".chars().map(move |n| format!("{port}{n}")));
    let is_device = devices.chain(ports).any(|device| device == stem);
    let has_strange = name.chars().any(|c| (c as u32) < 32 || "<>:\"/\\|?*".contains(c));
    !is_device && !has_strange && !name.ends_with([' ', '.']) && (1..=255).contains(&name.len())
}

/// Every file and folder of the output, each below the root.
fn published(output: &Path) -> Vec<String> {
    let all = walkdir::WalkDir::new(output).min_depth(1).into_iter().map(Result::unwrap);
    all.map(|entry| entry.path().strip_prefix(output).unwrap().to_str().unwrap().to_owned()).collect()
}

fn check(dice: &mut Dice, outcomes: &mut BTreeMap<i32, usize>) {
    let root = tempfile::tempdir().unwrap();
    let root = root.path();
    write_site(root, dice);
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root).args(["build", "--as-of", "2023-08-01", "--message-format", "json"]);
    let built = program.env("LC_ALL", "C.UTF-8").output().unwrap();
    let said = String::from_utf8_lossy(&built.stderr).into_owned();
    let code = built.status.code();
    *outcomes.entry(code.unwrap_or(-1)).or_default() += 1;
    let faults: Vec<Value> =
        built.stdout.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let errors: Vec<&Value> =
        faults.iter().filter(|f| f["severity"] == serde_json::to_value(Severity::Error).unwrap()).collect();
    match code {
        Some(0) => {
            assert!(errors.is_empty(), "{errors:?}");
            let mut keys = BTreeSet::new();
            for path in published(&root.join("public")) {
                assert!(path.split('/').all(is_portable), "{path}");
                assert!(path.encode_utf16().count() <= 260, "{path}");
                let key: String = path.to_uppercase().to_lowercase().nfd().collect();
                assert!(keys.insert(key), "{path}");
            }
        }
        Some(1) => {
            assert!(!errors.is_empty() && !root.join("public").exists(), "{said}");
            for fault in errors {
                let file = fault["file"].as_str().unwrap();
                assert!(file.starts_with("content/") || file.starts_with("layouts/"), "{fault}");
                let is_of_address = fault["code"].as_str().unwrap().ends_with("-address");
                assert!(!is_of_address || !fault["hint"].is_null(), "{fault}");
            }
        }
        _ => panic!("{code:?}: {said}"),
    }
}

#[test]
fn whatever_is_typed_as_a_name_is_published_or_told() {
    let outcomes = std::sync::Mutex::new(BTreeMap::new());
    each_case(120, |dice| {
        let mut outcomes = outcomes.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        check(dice, &mut outcomes);
    });
    let outcomes = outcomes.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    // Neither side of the rule may go untried.
    if std::env::var_os("CONGBAO_SEED").is_none() {
        assert!([0, 1].iter().all(|code| outcomes.get(code).is_some_and(|n| *n >= 20)), "{outcomes:?}");
    }
}
