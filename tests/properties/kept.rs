//! Published one after another, each site is what a cold build makes of the same sources, byte for byte, whatever
//! was edited in between: sources, the day, the address, or the output itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};
use congbao::write::publish::shard::Shard;
use congbao::write::publish::{Published, Reuse, publish};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::generator;
use crate::loaded::{Dice, each_case};
use crate::mutations::mutate;

/// Edits of one site; a thousand in all where nothing may be left out.
const EDITS: usize = 20;

type Files = BTreeMap<String, Vec<u8>>;

/// A site on the disk, while it is edited.
struct Desk {
    folder: tempfile::TempDir,
    files: Files,
    options: Options,
    output: PathBuf,
}

impl Desk {
    fn new(dice: &mut Dice) -> Desk {
        let invented = generator::site(dice);
        let mut files = match dice.roll(2) {
            0 => on_disk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), "content/"),
            _ => invented.texts(dice).into_iter().map(|(path, text)| (path, text.into_bytes())).collect(),
        };
        let row = "---\ntitle: Trang\norder: 1\n---\n\nXem [kế hoạch](../directives/moi-1.md).\n";
        files.insert("content/pages/them.md".to_owned(), row.into());
        for at in 1..3 {
            files.insert(format!("content/directives/moi-{at}.md"), directive(at, dice).into_bytes());
        }
        files.insert("content/directives/bieu.csv".to_owned(), b"a,b\n".to_vec());
        let as_of = "2023-08-01".parse().expect("a day");
        let options = Options { as_of, base_url: None, drafts: false };
        let folder = tempfile::tempdir().expect("a folder");
        // Beside a name that is nearly as long as names may be nothing can be made: it is filled file by file.
        let output = folder.path().join("p".repeat(*dice.pick(&[6, 250])));
        fs::create_dir_all(&output).expect("made");
        Desk { folder, files, options, output }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self) {
        let root = self.root();
        let _ = fs::remove_dir_all(&root);
        for (path, bytes) in &self.files {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
    }

    /// Publishes what stands on the disk, and compares it with a cold build.
    fn publish(&self, what: &str) -> Published {
        self.write();
        let sources = Sources::read(&self.root()).expect("sources");
        let (site, _) = Site::load(&sources, &self.options);
        let to = |output: &Path, reuse| {
            publish(&site, &self.root(), output, (Shard::WHOLE, reuse), &|| Ok(()))
                .expect("a disk")
                .expect("layouts")
        };
        let cold = self.folder.path().join("cold");
        let _ = fs::remove_dir_all(&cold);
        let published = to(&self.output, Reuse::Unchanged);
        assert_eq!(to(&cold, Reuse::Nothing).kept, 0, "{what}");
        let (now, cold) = (on_disk(&self.output, ""), on_disk(&cold, ""));
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&now), names(&cold), "{what}");
        let differing: Vec<&String> = now.keys().filter(|name| now[*name] != cold[*name]).collect();
        assert!(differing.is_empty(), "{what}: {differing:?} are not what a cold build makes");
        published
    }

    fn pick(&self, dice: &mut Dice, is_it: impl Fn(&str) -> bool) -> Option<String> {
        let names: Vec<&String> = self.files.keys().filter(|name| is_it(name)).collect();
        (!names.is_empty()).then(|| (*dice.pick(&names)).clone())
    }

    /// Edits a text of a kind.
    fn edit(
        &mut self,
        dice: &mut Dice,
        is_it: impl Fn(&str) -> bool,
        edit: impl FnOnce(&mut Dice, &mut String),
    ) {
        let Some(name) = self.pick(dice, is_it) else { return };
        let bytes = self.files.entry(name).or_default();
        let mut text = String::from_utf8_lossy(bytes).into_owned();
        edit(dice, &mut text);
        *bytes = text.into_bytes();
    }

    fn add(&mut self, name: &str, text: &str) {
        self.files.entry(name.to_owned()).or_default().extend(text.as_bytes());
    }

    /// One edit of any kind, and what it was.
    fn change(&mut self, dice: &mut Dice) -> &'static str {
        let n = dice.roll(1000);
        let is_directive = |name: &str| name.starts_with("content/directives/") && name.ends_with(".md");
        let is_table = |name: &str| name.starts_with("content/progress/") && name.ends_with(".csv");
        let line = |key: &'static str| {
            move |text: &mut String| *text = text.replacen("---\n", &format!("---\n{key}\n"), 1)
        };
        match dice.roll(34) {
            0..=4 => {
                self.edit(dice, is_directive, |_, text| text.push_str(&format!("\nThêm {n} chữ.\n")));
                "a word in a body"
            }
            5 => {
                self.edit(dice, is_directive, |_, text| text.push_str(&format!("\n## Mục {n}\n\n1. Một.\n")));
                "a heading"
            }
            6 => {
                let cites =
                    "\nTheo Kế hoạch số 1-MOI/TU và 2-MOI/TU, [xem](moi-2.md#muc-1), [biểu](bieu.csv).\n";
                self.edit(dice, is_directive, |_, text| text.push_str(cites));
                "citations and links"
            }
            7 => {
                self.edit(dice, is_directive, |_, text| {
                    *text = text.replacen("title: ", &format!("title: {n} "), 1)
                });
                "a title"
            }
            8 | 9 => {
                let at = 3 + dice.roll(5);
                self.files
                    .insert(format!("content/directives/moi-{at}.md"), directive(at, dice).into_bytes());
                "a new directive"
            }
            10 => {
                let gone = self.pick(dice, is_directive);
                gone.map(|name| self.files.remove(&name));
                "a directive that goes"
            }
            11 => {
                if let Some(name) = self.pick(dice, is_directive) {
                    let bytes = self.files.remove(&name).unwrap_or_default();
                    self.files.insert(name.replace(".md", &format!("-{n}.md")), bytes);
                }
                "another name of a file"
            }
            12 => {
                self.add(
                    "content/site.yaml",
                    dice.pick::<&str>(&["due_soon_days: 30\n", "notice: Trang thử\n"]),
                );
                "settings"
            }
            13 => {
                self.add("content/site.yaml", "menu: [{page: pages/them.md, title: Thêm}]\n");
                "the menu"
            }
            14 => {
                self.add("layouts/labels/vi.yaml", &format!("nav:\n  home: Trang {n}\n"));
                "labels"
            }
            15 => {
                let own = dice.pick(&["directive.html", "home.html", "year.html"]);
                let layout = Path::new(env!("CARGO_MANIFEST_DIR")).join("layouts").join(own);
                let text = fs::read_to_string(layout).expect("a layout");
                self.files.insert(format!("layouts/{own}"), format!("{text}\n<!-- {n} -->\n").into_bytes());
                "a layout"
            }
            16 => {
                let name = "content/organizations.yaml";
                self.edit(
                    dice,
                    |path| path == name,
                    |_, text| *text = text.replacen("name: ", &format!("name: {n} "), 1),
                );
                "a name in the register"
            }
            17 => {
                self.add("content/organizations.yaml", &format!("\n- {{id: them-{n}, name: Cơ quan {n}}}\n"));
                "a new organisation"
            }
            18 | 19 => {
                let rows = format!("1-MOI/TU,2022-01-01,viec,,2023-07-{:02},done,,,\n", 1 + dice.roll(28));
                let header =
                    "directive,date_of_directive,deadline,organization,date,status,percent,reference,note\n";
                self.files.entry("content/progress/moi.csv".to_owned()).or_insert_with(|| header.into());
                self.add("content/progress/moi.csv", &rows);
                "a report"
            }
            20 => {
                self.edit(dice, is_table, |dice, text| {
                    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
                    let at = dice.roll(lines.len().max(1));
                    if at < lines.len() {
                        lines.remove(at);
                    }
                    *text = lines.concat();
                });
                "a row that goes"
            }
            21 => {
                let report = "---\ndirective: 2-MOI/TU\ndeadline: viec\ndate: 2023-07-01\nstatus: in-progress\n---\n\nĐã làm, [xem](../directives/moi-1.md).\n";
                self.files.insert(format!("content/progress/bao-cao-{}.md", n % 3), report.into());
                "a report with a text"
            }
            22 => {
                self.edit(dice, is_directive, |_, text| {
                    line("topics: [Y tế, \"Chuyển đổi số\"]")(text)
                });
                "topics"
            }
            23 => {
                self.edit(dice, is_directive, |dice, text| {
                    line(dice.pick::<&str>(&["draft: true", "secret: mat"]))(text)
                });
                "a draft, or a secret"
            }
            24 => {
                self.add("content/site.yaml", "secret: skip\n");
                "secrets left out"
            }
            25 | 26 => {
                let days = *dice.pick(&[1_i64, 1, 1, -1, 30, 200, -200]);
                self.options.as_of = self.options.as_of.saturating_add(days.days());
                "another day"
            }
            27 => {
                self.options.base_url = Some(format!("https://{n}.example/a/"));
                "an address"
            }
            28 => {
                self.options.drafts = !self.options.drafts;
                "drafts"
            }
            29 => {
                self.add("content/directives/bieu.csv", &format!("{n},{n}\n").repeat(1 + dice.roll(300)));
                "an attachment"
            }
            30 => {
                let keys = ["known_as: [Kế hoạch mới]", "redact: [chữ]", "relations: [{amends: 1-MOI/TU}]"];
                self.edit(dice, is_directive, |dice, text| line(dice.pick::<&str>(&keys))(text));
                "what concerns others"
            }
            31 => {
                self.edit(
                    dice,
                    |name| name.starts_with("content/pages/"),
                    |_, text| text.push_str("\nThêm.\n"),
                );
                "a free page"
            }
            32 => {
                self.edit(dice, |name| name.starts_with("content/") && !name.ends_with(".svg"), mutate);
                "anything"
            }
            _ => {
                self.touch_output(dice);
                "the output"
            }
        }
    }

    /// What somebody, or a bad disk, does to the output.
    fn touch_output(&self, dice: &mut Dice) {
        let names: Vec<String> = on_disk(&self.output, "").into_keys().collect();
        let record = ".congbao-record".to_owned();
        let name = if dice.chance(2) { &record } else { dice.pick(&names) };
        if name == ".congbao" {
            return;
        }
        let path = self.output.join(name);
        let mut bytes = fs::read(&path).expect("a file");
        match dice.roll(4) {
            0 => return fs::remove_file(path).expect("removed"),
            1 => bytes.truncate(dice.roll(bytes.len() + 1)),
            2 => bytes.push(b' '),
            _ => {
                let at = dice.roll(bytes.len().max(1));
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1);
            }
        }
        // Written anew: others may hold links to the same file.
        fs::remove_file(&path).expect("removed");
        fs::write(path, bytes).expect("written");
    }
}

/// A directive that is sometimes the newest, with a task.
fn directive(at: usize, dice: &mut Dice) -> String {
    let day: Date = "2022-01-01".parse().expect("a day");
    let day = if at == 1 { day } else { day.saturating_add((dice.roll(600) as i64).days()) };
    format!(
        "---\nnumber: {at}-MOI/TU\ntitle: Kế hoạch {at}\ndate: {day}\nissuer: tinh-uy\ntype: KH\n\
         attachments: [{{title: Biểu, file: bieu.csv}}]\n\
         deadlines: [{{id: viec, task: Làm, due: trước ngày 30/{}/2023, section: muc-1}}]\n---\n\n\
         ## I. Mục đích {{#muc-1}}\n\nTheo 1-MOI/TU.\n",
        6 + at % 6
    )
}

/// Every file below a folder, by its name behind `prefix`.
fn on_disk(folder: &Path, prefix: &str) -> Files {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let files = all.filter(|entry| entry.file_type().is_file());
    let file = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).expect("below").to_string_lossy().into_owned();
        (prefix.to_owned() + &name, fs::read(entry.path()).expect("a file"))
    };
    files.map(file).collect()
}

#[test]
fn whatever_was_edited_a_site_is_what_a_cold_build_makes() {
    let sites = if std::env::var_os("CONGBAO_ALL_TESTS").is_some() { 50 } else { 3 };
    each_case(sites, |dice| {
        let mut desk = Desk::new(dice);
        desk.publish("the first site");
        for at in 0..EDITS {
            let before = desk.files.clone();
            let what = desk.change(dice);
            let published = desk.publish(&format!("edit {at}, {what}"));
            let pages = on_disk(&desk.output, "").into_keys().filter(|name| name.ends_with(".html"));
            let made = pages.count() - published.kept;
            // The text as it was signed, and with its amendments.
            assert!(what != "a word in a body" || made <= 2, "edit {at}, {what}: {made} pages were made");
            // An edit that cannot be read leaves little of a site.
            if dice.chance(3) || what == "anything" {
                desk.files = before;
                desk.publish(&format!("edit {at}, {what}, taken back"));
            }
        }
    });
}
