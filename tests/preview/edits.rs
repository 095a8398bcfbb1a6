//! Random edits of a site: of every kind of file, in every way in which one can go wrong and be mended.

use std::fs;
use std::path::{Path, PathBuf};

use crate::served::{Dice, directive, write};

/// A site while it is edited: its folder, and the dice that choose.
pub struct Edits<'a> {
    pub root: &'a Path,
    pub dice: Dice,
}

/// One kind of edit: does it, and says in words what it was; nothing where there is nothing to do it to.
type Kind = fn(&mut Edits<'_>) -> Option<String>;

/// The kinds, each as likely as it stands here often.
const KINDS: &[Kind] = &[
    create,
    create,
    add_text,
    add_text,
    delete,
    rename,
    move_folder,
    toggle_draft,
    toggle_secrecy,
    date,
    number,
    title,
    title,
    due,
    known_as,
    organization,
    settings,
    free_page,
    free_page,
    topics,
    declared,
    labels,
    layout,
    style,
    table,
    report,
    attach,
    replace_attachment,
    link_out,
    break_front_matter,
    break_register,
    break_settings,
    break_table,
    fold,
];

impl Edits<'_> {
    /// Does one random edit; what it was, in words for a failure.
    pub fn step(&mut self) -> String {
        loop {
            let kind = KINDS[self.dice.roll(KINDS.len())];
            if let Some(what) = kind(self) {
                return what;
            }
        }
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.dice.roll(sides)
    }

    /// Any file of `folder` with an ending.
    fn any(&mut self, folder: &str, ending: &str) -> Option<PathBuf> {
        let mut files: Vec<PathBuf> = walkdir::WalkDir::new(self.root.join(folder))
            .into_iter()
            .filter_map(|entry| entry.ok().map(walkdir::DirEntry::into_path))
            .filter(|path| path.extension().is_some_and(|found| found == ending) && path.is_file())
            .collect();
        files.sort();
        let at = self.roll(files.len().max(1));
        files.get(at).cloned()
    }

    fn any_directive(&mut self) -> Option<PathBuf> {
        self.any("content/directives", "md")
    }

    fn any_number(&mut self) -> String {
        format!("{}-{}/TU", self.roll(40) + 1, ["CT", "KH", "NQ"][self.roll(3)])
    }

    fn any_date(&mut self) -> String {
        format!("202{}-0{}-1{}", self.roll(4), self.roll(9) + 1, self.roll(9))
    }

    fn any_words(&mut self) -> String {
        let attached = if self.roll(4) == 0 { "[biểu](bieu.pdf)" } else { "" };
        format!("Chữ {}. Theo Chỉ thị số {}-CT/TU. {attached}", self.roll(1000), self.roll(40) + 1)
    }

    fn write(&self, path: &str, text: &str) {
        write(self.root, path, text);
    }

    /// Writes a file, or removes it if it is there.
    fn toggle(&self, path: &str, text: &str) -> String {
        if self.root.join(path).is_file() {
            fs::remove_file(self.root.join(path)).unwrap();
            format!("remove {path}")
        } else {
            self.write(path, text);
            format!("write {path}")
        }
    }
}

/// Puts the line of a key of the front matter, or removes it.
fn line(path: &Path, key: &str, value: Option<&str>) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut lines: Vec<&str> = text.lines().filter(|line| !line.starts_with(&format!("{key}: "))).collect();
    let put = value.map(|value| format!("{key}: {value}"));
    if let Some(put) = &put {
        lines.insert(1, put);
    }
    fs::write(path, lines.join("\n") + "\n").unwrap();
    format!("{key}: {value:?} in {}", path.display())
}

/// Puts the line of a key of the front matter, or removes it if it is there.
fn toggle_line(path: &Path, key: &str, value: &str) -> String {
    let is_there = fs::read_to_string(path).unwrap().contains(&format!("\n{key}: "));
    line(path, key, (!is_there).then_some(value))
}

fn create(edits: &mut Edits<'_>) -> Option<String> {
    let path = format!("content/directives/{}/{}.md", 2020 + edits.roll(4), edits.roll(40) + 1);
    let text = directive(&edits.any_number(), &edits.any_date(), &edits.any_words());
    edits.write(&path, &text);
    Some(format!("create {path}"))
}

fn add_text(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any_directive()?;
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}\n{}\n", edits.any_words())).unwrap();
    Some(format!("text of {}", path.display()))
}

fn delete(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any_directive()?;
    fs::remove_file(&path).unwrap();
    Some(format!("delete {}", path.display()))
}

fn rename(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any_directive()?;
    let to = path.with_file_name(format!("moi-{}.md", edits.roll(40)));
    fs::rename(&path, &to).unwrap();
    Some(format!("rename {} to {}", path.display(), to.display()))
}

fn move_folder(edits: &mut Edits<'_>) -> Option<String> {
    let folder = edits.root.join("content/directives");
    let path = edits.any_directive()?.parent()?.to_owned();
    let to = folder.join(format!("f{}", edits.roll(1_000_000)));
    (path != folder).then(|| {
        fs::rename(&path, &to).unwrap();
        format!("move {} to {}", path.display(), to.display())
    })
}

fn toggle_draft(edits: &mut Edits<'_>) -> Option<String> {
    Some(toggle_line(&edits.any_directive()?, "draft", "true"))
}

fn toggle_secrecy(edits: &mut Edits<'_>) -> Option<String> {
    Some(toggle_line(&edits.any_directive()?, "secrecy", "mat"))
}

fn date(edits: &mut Edits<'_>) -> Option<String> {
    let date = edits.any_date();
    Some(line(&edits.any_directive()?, "date", Some(&date)))
}

fn number(edits: &mut Edits<'_>) -> Option<String> {
    let number = edits.any_number();
    Some(line(&edits.any_directive()?, "number", Some(&number)))
}

fn title(edits: &mut Edits<'_>) -> Option<String> {
    let title = format!("Tên {}", edits.roll(1000));
    Some(line(&edits.any_directive()?, "title", Some(&title)))
}

fn known_as(edits: &mut Edits<'_>) -> Option<String> {
    let name = format!("[Chỉ thị số {}-CT/TU]", edits.roll(40) + 1);
    Some(toggle_line(&edits.any_directive()?, "known_as", &name))
}

fn due(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any_directive()?;
    let due = ["2026-12-31", "hằng tháng", "thường xuyên", "theo lộ trình", "quý III/2026"][edits.roll(5)];
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once("due: ")?;
    let (_, after) = after.split_once(", lead")?;
    fs::write(&path, format!("{before}due: {due}, lead{after}")).unwrap();
    Some(format!("due: {due} in {}", path.display()))
}

fn organization(edits: &mut Edits<'_>) -> Option<String> {
    let name = format!("Sở Tài chính {}", edits.roll(5));
    let text = format!("- {{id: so-y-te, name: Sở Y tế}}\n- {{id: so-tai-chinh, name: {name}}}\n");
    edits.write("content/organizations.yaml", &text);
    Some("rename an organisation".to_owned())
}

fn settings(edits: &mut Edits<'_>) -> Option<String> {
    let more = [
        "",
        "due_soon_days: 60\n",
        "before_day: exclusive\n",
        "secret: skip\n",
        "language: en\n",
        "notice: Dòng\n",
        "seal: dau.svg\n",
        "types: [{symbol: XX, name: Kiểu}]\n",
        "menu: [{title: Một, page: pages/0.md}]\n",
        "fields: [{key: linh_vuc, label: Lĩnh vực, list: true}]\n",
        "fields: [{key: linh_vuc, label: Họp, type: date}]\n",
    ];
    let text = format!("title: Thử {}\n{}", edits.roll(3), more[edits.roll(more.len())]);
    edits.write("content/site.yaml", &text);
    if text.contains("seal") {
        edits.write("content/dau.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }
    Some(format!("settings {text:?}"))
}

/// A free page: written anew, renamed, hidden, broken or removed.
fn free_page(edits: &mut Edits<'_>) -> Option<String> {
    let path = format!("content/pages/{}.md", edits.roll(3));
    let keys = ["", "", "order: 1\n", "draft: true\n", "secrecy: mat\n", "aliases: [cu.html]\n", "oder: 1\n"];
    let keys = keys[edits.roll(keys.len())];
    let text = format!(
        "---\ntitle: Trang {}\n{keys}---\n\n{} [kia](1.md) [văn bản](../directives/2021/1.md)\n",
        edits.roll(100),
        edits.any_words()
    );
    if edits.roll(3) == 0 {
        return Some(edits.toggle(&path, &text));
    }
    edits.write(&path, &text);
    Some(format!("write {path}: {text:?}"))
}

fn topics(edits: &mut Edits<'_>) -> Option<String> {
    let topics = ["[Y tế]", "[Đất đai, Y tế]", "[y tế]"][edits.roll(3)];
    Some(toggle_line(&edits.any_directive()?, "topics", topics))
}

fn declared(edits: &mut Edits<'_>) -> Option<String> {
    Some(toggle_line(&edits.any_directive()?, "linh_vuc", "2026-03-04"))
}

fn labels(edits: &mut Edits<'_>) -> Option<String> {
    let text = format!("home:\n  title: Trang đầu {}\n", edits.roll(100));
    Some(edits.toggle("layouts/labels/vi.yaml", &text))
}

fn layout(edits: &mut Edits<'_>) -> Option<String> {
    let broken = if edits.roll(5) == 0 { "{% if" } else { "" };
    let text = format!(
        "{{% extends \"congbao/home.html\" %}}{{% block head %}}<!-- {} -->{broken}{{% endblock %}}",
        edits.roll(100)
    );
    Some(edits.toggle("layouts/home.html", &text))
}

fn style(edits: &mut Edits<'_>) -> Option<String> {
    let text = format!("body {{ margin: {}px }}\n", edits.roll(100));
    edits.write("layouts/assets/congbao.css", &text);
    Some("a style sheet".to_owned())
}

/// A row of a report on any directive, as it is numbered and dated in its file.
fn row(edits: &mut Edits<'_>) -> Option<[String; 3]> {
    let text = fs::read_to_string(edits.any_directive()?).unwrap();
    let value = |key: &str| Some(text.split_once(key)?.1.lines().next()?.trim().to_owned());
    Some([value("number: ")?, value("date: ")?, format!("2026-0{}-02", edits.roll(9) + 1)])
}

fn table(edits: &mut Edits<'_>) -> Option<String> {
    let [number, date, day] = row(edits)?;
    let text = format!(
        "directive,date_of_directive,deadline,organization,date,status\n{number},{date},a,so-tai-chinh,{day},done\n"
    );
    let path = format!("content/progress/{}.csv", edits.roll(3));
    Some(edits.toggle(&path, &text))
}

fn report(edits: &mut Edits<'_>) -> Option<String> {
    let [number, date, day] = row(edits)?;
    let text = format!(
        "---\ndirective: {number}\ndate_of_directive: {date}\ndeadline: a\norganization: so-tai-chinh\n\
         date: {day}\nstatus: done\n---\n\nĐã làm. Theo Chỉ thị số {}-CT/TU.\n",
        edits.roll(40) + 1
    );
    Some(edits.toggle("content/progress/bao-cao.md", &text))
}

fn attach(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any_directive()?;
    fs::write(path.with_file_name("bieu.pdf"), format!("%PDF {}", edits.roll(100))).unwrap();
    Some(toggle_line(&path, "attachments", "[{title: Biểu, file: bieu.pdf}]"))
}

fn replace_attachment(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any("content", "pdf")?;
    match edits.roll(3) {
        0 => fs::remove_file(&path).unwrap(),
        _ => fs::write(&path, format!("%PDF {}", edits.roll(100))).unwrap(),
    }
    Some(format!("replace {}", path.display()))
}

/// Replaces an attachment by a link out of the site, or mends it.
#[cfg(unix)]
fn link_out(edits: &mut Edits<'_>) -> Option<String> {
    let path = edits.any("content", "pdf")?;
    let is_link = fs::symlink_metadata(&path).unwrap().is_symlink();
    fs::remove_file(&path).unwrap();
    if is_link {
        fs::write(&path, "%PDF").unwrap();
    } else {
        std::os::unix::fs::symlink("/etc/hostname", &path).unwrap();
    }
    Some(format!("link {}", path.display()))
}

#[cfg(not(unix))]
fn link_out(_: &mut Edits<'_>) -> Option<String> {
    None
}

fn break_front_matter(edits: &mut Edits<'_>) -> Option<String> {
    Some(line(&edits.any_directive()?, "title", Some("[")))
}

fn break_register(edits: &mut Edits<'_>) -> Option<String> {
    edits.write("content/organizations.yaml", "- {id: so-y-te, name: Sở Y tế\n");
    Some("break the register".to_owned())
}

fn break_settings(edits: &mut Edits<'_>) -> Option<String> {
    edits.write("content/site.yaml", "title: [\n");
    Some("break the settings".to_owned())
}

fn break_table(edits: &mut Edits<'_>) -> Option<String> {
    Some(edits.toggle("content/progress/hong.csv", "directive,deadline\n1-CT/TU,a\n"))
}

/// Two files whose names fold to one, or one of them again.
fn fold(edits: &mut Edits<'_>) -> Option<String> {
    let folder = edits.any_directive()?.parent()?.to_owned();
    let (composed, parted) = (folder.join("nghị.md"), folder.join("nghi\u{323}.md"));
    let name = ["nghị.md", "nghi\u{323}.md"][edits.roll(2)];
    if composed.is_file() && parted.is_file() {
        fs::remove_file(folder.join(name)).unwrap();
    } else {
        let text = directive(&edits.any_number(), &edits.any_date(), "Chữ.");
        fs::write(folder.join(name), text).unwrap();
    }
    Some(format!("fold {name:?} in {}", folder.display()))
}
