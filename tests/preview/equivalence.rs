//! What is previewed is what would be published: after every one of many random edits the bytes at every
//! address equal those of a clean load of the same files, and every other address is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use congbao::diagnostic::Severity;
use congbao::read::source::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};

use crate::served::{AS_OF, Dice, REGISTER, SITE, Served, directive, site, write};

const EDITS: usize = 500;

/// One random change of the files below `root`; what it was, in words for a failure.
fn edit(root: &Path, dice: &mut Dice) -> String {
    let folder = root.join("content/directives");
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .filter_map(|entry| entry.ok().map(walkdir::DirEntry::into_path))
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    files.sort();
    let any = files.get(dice.roll(files.len().max(1))).cloned();
    let serial = dice.roll(40) + 1;
    let fresh = format!("content/directives/{}/{serial}.md", 2020 + dice.roll(4));
    let number = format!("{serial}-{}/TU", ["CT", "KH", "NQ"][dice.roll(3)]);
    let date = format!("202{}-0{}-1{}", dice.roll(4), dice.roll(9) + 1, dice.roll(9));
    let words = format!("Chữ {}. Theo Chỉ thị số {}-CT/TU.", dice.roll(1000), dice.roll(40) + 1);
    let replace = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).unwrap();
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    let line = |path: &Path, key: &str, value: &str| {
        let text = fs::read_to_string(path).unwrap();
        let old = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
        fs::write(path, text.replacen(&old, &format!("{key}{value}"), 1)).unwrap();
    };
    let shown = |path: &Option<PathBuf>| path.as_ref().map_or_else(String::new, |p| p.display().to_string());
    match (dice.roll(16), &any) {
        (0 | 1, _) | (_, None) => {
            write(root, &fresh, &directive(&number, &date, &words));
            format!("create {fresh}")
        }
        (2 | 3, Some(path)) => {
            let text = fs::read_to_string(path).unwrap();
            fs::write(path, text + "\n" + &words + "\n").unwrap();
            format!("text of {}", shown(&any))
        }
        (4, Some(path)) => {
            fs::remove_file(path).unwrap();
            format!("delete {}", shown(&any))
        }
        (5, Some(path)) => {
            fs::rename(path, path.with_file_name(format!("moi-{serial}.md"))).unwrap();
            format!("rename {}", shown(&any))
        }
        (6, Some(path)) => {
            let parent = path.parent().unwrap();
            if parent == folder {
                return edit(root, dice);
            }
            let to = folder.join(format!("f{}", dice.roll(1_000_000)));
            fs::rename(parent, &to).unwrap();
            format!("move {} to {}", parent.display(), to.display())
        }
        (7, Some(path)) => {
            let text = fs::read_to_string(path).unwrap();
            let (from, to) = if text.contains("\ndraft: true") {
                ("\ndraft: true", "")
            } else {
                ("\ndate:", "\ndraft: true\ndate:")
            };
            replace(path, from, to);
            format!("draft of {}", shown(&any))
        }
        (8, Some(path)) => {
            line(path, "date: ", &date);
            format!("date of {}", shown(&any))
        }
        (9, Some(path)) => {
            line(path, "number: ", &number);
            format!("number of {}", shown(&any))
        }
        (10, _) => {
            let name = format!("Sở Tài chính {}", dice.roll(5));
            fs::write(
                root.join("content/organizations.yaml"),
                format!("- {{id: so-y-te, name: Sở Y tế}}\n- {{id: so-tai-chinh, name: {name}}}\n"),
            )
            .unwrap();
            "rename an organisation".to_owned()
        }
        (11, _) => {
            let path = root.join("layouts/home.html");
            if path.is_file() && dice.roll(2) == 0 {
                fs::remove_file(path).unwrap();
                return "delete a layout".to_owned();
            }
            let text = format!(
                "{{% extends \"congbao/home.html\" %}}{{% block head %}}<!-- {} -->{{% endblock %}}",
                dice.roll(100)
            );
            write(root, "layouts/home.html", &text);
            "a layout".to_owned()
        }
        (12, _) => {
            write(root, "layouts/assets/congbao.css", &format!("body {{ margin: {}px }}\n", dice.roll(100)));
            "a style sheet".to_owned()
        }
        (13, _) => {
            let deadline = format!("{number},{date},a,so-tai-chinh,2026-0{}-02,done", dice.roll(9) + 1);
            let table =
                format!("directive,date_of_directive,deadline,organization,date,status\n{deadline}\n");
            let path = root.join("content/progress/1.csv");
            if path.is_file() {
                fs::remove_file(path).unwrap()
            } else {
                write(root, "content/progress/1.csv", &table)
            }
            "progress".to_owned()
        }
        (14, Some(path)) => {
            replace(path, "title: ", "title: [");
            format!("break {}", shown(&any))
        }
        (_, Some(path)) => {
            line(path, "title: ", &format!("Tên {}", dice.roll(1000)));
            format!("title of {} (mends it)", shown(&any))
        }
    }
}

/// The site of the files as they are, and the files with errors.
fn clean(root: &Path) -> (Site, BTreeSet<PathBuf>) {
    let options = Options { as_of: AS_OF.parse().unwrap(), base_url: None, drafts: true };
    let (site, faults) = Site::load(&Sources::read(root).unwrap(), &options);
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    (site, errors.map(|fault| root.join(&*fault.place.file)).collect())
}

/// Mends what [`edit`] broke: an open bracket, or whatever is at odds with other files.
fn mend(broken: &BTreeSet<PathBuf>) -> String {
    for path in broken {
        let text = fs::read_to_string(path).unwrap();
        if text.contains("title: [") {
            fs::write(path, text.replace("title: [", "title: ")).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
    }
    format!("mend {broken:?}")
}

/// The first address at which the preview differs from the clean site.
fn difference(served: &Served, site: &Site, gone: &BTreeSet<String>) -> Option<String> {
    for (address, route) in site.routes() {
        let Ok(Output::Bytes(bytes)) = site.render(address, route) else { continue };
        let answer = served.get(&format!("/{}", address.as_str()));
        if answer.status != 200 || answer.page().as_bytes() != bytes {
            return Some(format!("{} ({})", address.as_str(), answer.status));
        }
    }
    let still = gone.iter().find(|address| served.get(&format!("/{address}")).status != 404)?;
    Some(format!("{still} is still there"))
}

#[test]
fn previewed_is_published() {
    let files = [("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER)];
    let served = Served::start(site(&files), &[]);
    let mut dice = Dice(7);
    let (mut known, mut compared, mut wrong): (BTreeSet<String>, _, _) = (BTreeSet::new(), 0, 0);
    let mut history = Vec::new();
    for at in 0..EDITS {
        let what = match clean(served.root()).1 {
            broken if !broken.is_empty() && dice.roll(2) == 0 => mend(&broken),
            _ => edit(served.root(), &mut dice),
        };
        history.push(what);
        let (site, broken) = clean(served.root());
        let recent = || history[at.saturating_sub(8)..].join("\n");
        if !broken.is_empty() {
            // The last good version of what is broken stays; the equality is looked at when all is mended.
            wrong += 1;
            assert_eq!(served.get("/").status, 200, "{}", recent());
            continue;
        }
        let here: BTreeSet<String> =
            site.routes().keys().map(|address| address.as_str().to_owned()).collect();
        let gone: BTreeSet<String> = known.difference(&here).cloned().collect();
        let begun = Instant::now();
        while let Some(found) = difference(&served, &site, &gone) {
            assert!(begun.elapsed() < Duration::from_secs(10), "edit {at}: {found}\n{}", recent());
            std::thread::sleep(Duration::from_millis(5));
        }
        known.extend(here);
        compared += 1;
    }
    assert!(compared > EDITS / 2 && wrong > EDITS / 10, "{compared} compared, {wrong} broken");
}
