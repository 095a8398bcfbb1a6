//! Snapshots of real folders.

use super::*;

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

#[test]
fn litter_is_ignored_and_paths_are_nfc() {
    let dir = site(&[
        ("content/a.md", "x"),
        ("content/.a.md.swp", "x"),
        ("content/a.md~", "x"),
        ("content/4913", "x"),
        ("content/.git/b.md", "x"),
        ("content/a.import.yaml", "x"),
        ("content/nghi\u{323}.md", "x"),
        ("layouts/base.html", "x"),
        ("other/c.md", "x"),
    ]);
    let sources = Sources::read(dir.path()).unwrap();
    let paths: Vec<_> = sources.under("").map(|s| s.path().to_string()).collect();
    assert_eq!(paths, ["content/a.md", "content/nghị.md", "layouts/base.html"]);
    assert!(sources.get("content/nghi\u{323}.md").is_some());
}

#[test]
fn a_byte_order_mark_is_no_text() {
    let dir = site(&[("content/a.md", "\u{feff}---\n")]);
    let sources = Sources::read(dir.path()).unwrap();
    assert_eq!(sources.get("content/a.md").unwrap().text().unwrap(), "---\n");
}

#[test]
fn text_that_is_no_utf8_names_the_byte() {
    let dir = site(&[]);
    fs::create_dir_all(dir.path().join("content")).unwrap();
    fs::write(dir.path().join("content/a.md"), b"---\ntitle: caf\xe9\n").unwrap();
    let sources = Sources::read(dir.path()).unwrap();
    let fault = sources.get("content/a.md").unwrap().text().unwrap_err();
    assert_eq!((fault.code, fault.place.line, fault.place.column), ("not-utf8", 2, 11));
}

#[cfg(unix)]
#[test]
fn links_and_special_files_are_faults() {
    use std::os::unix::fs::symlink;
    let dir = site(&[("content/a.md", "x"), ("outside.md", "x")]);
    let content = dir.path().join("content");
    symlink("a.md", content.join("inside.md")).unwrap();
    symlink("../outside.md", content.join("outside.md")).unwrap();
    symlink("nothing", content.join("broken.md")).unwrap();
    symlink(".", content.join("loop")).unwrap();
    std::os::unix::net::UnixListener::bind(content.join("socket")).unwrap();
    let sources = Sources::read(dir.path()).unwrap();
    let paths: Vec<_> = sources.under("").map(|s| s.path().to_string()).collect();
    assert_eq!(paths, ["content/a.md", "content/inside.md"]);
    let mut faults: Vec<_> = sources.faults().iter().map(|f| (f.place.file.to_string(), f.code)).collect();
    faults.sort();
    assert_eq!(
        faults,
        [
            ("content/broken.md".to_owned(), "symlink-broken"),
            ("content/loop".to_owned(), "symlink-loop"),
            ("content/outside.md".to_owned(), "symlink-outside"),
            ("content/socket".to_owned(), "special-file"),
        ]
    );
}

fn look(sources: &Sources, root: &Path, touched: &[&str]) -> Sources {
    let touched = match touched {
        [] => Touched::Everything,
        paths => Touched::Paths(paths.iter().map(|path| root.join(path)).collect()),
    };
    sources.reread(root, &touched).unwrap()
}

fn texts(sources: &Sources) -> Vec<String> {
    sources.under("").map(|s| format!("{}={}", s.path(), s.text().unwrap())).collect()
}

#[test]
fn a_second_look_shares_what_is_the_same() {
    let dir = site(&[("content/a.md", "a"), ("content/b/c.md", "c"), ("content/b/d.md", "d")]);
    let root = dir.path();
    let first = Sources::read(root).unwrap();
    fs::write(root.join("content/a.md"), "A").unwrap();
    fs::write(root.join("content/b/c.md"), "c").unwrap();
    for touched in [&["content/a.md", "content/b/c.md"][..], &[]] {
        let second = look(&first, root, touched);
        assert_eq!(texts(&second), ["content/a.md=A", "content/b/c.md=c", "content/b/d.md=d"]);
        let version = |sources: &Sources, path| sources.get(path).unwrap().version();
        assert_ne!(version(&first, "content/a.md"), version(&second, "content/a.md"));
        assert_eq!(version(&first, "content/b/c.md"), version(&second, "content/b/c.md"));
    }
    // What was not touched is not looked at.
    assert_eq!(texts(&look(&first, root, &["content/b/c.md"]))[0], "content/a.md=a");
}

#[test]
fn folders_come_and_go() {
    let dir = site(&[("content/a.md", "a"), ("content/b/c.md", "c"), ("content/bb.md", "bb")]);
    let root = dir.path();
    let first = Sources::read(root).unwrap();
    fs::rename(root.join("content/b"), root.join("content/e")).unwrap();
    fs::create_dir_all(root.join("content/f/g")).unwrap();
    fs::write(root.join("content/f/g/h.md"), "h").unwrap();
    let expect = ["content/a.md=a", "content/bb.md=bb", "content/e/c.md=c", "content/f/g/h.md=h"];
    assert_eq!(texts(&look(&first, root, &["content/b", "content/e", "content/f"])), expect);
    assert_eq!(texts(&look(&first, root, &[])), expect);
    fs::remove_dir_all(root.join("content")).unwrap();
    assert!(texts(&look(&first, root, &["content"])).is_empty());
}

#[test]
fn a_file_that_is_away_while_it_is_saved_stays() {
    let dir = site(&[("content/a.md", "a")]);
    let path = dir.path().join("content/a.md");
    let first = Sources::read(dir.path()).unwrap();
    fs::remove_file(&path).unwrap();
    let saving = std::thread::spawn(move || {
        std::thread::sleep(MOMENT / 3);
        fs::write(path, "b").unwrap();
    });
    let second = look(&first, dir.path(), &["content/a.md"]);
    saving.join().unwrap();
    assert_eq!(texts(&second), ["content/a.md=b"]);
}

#[cfg(unix)]
#[test]
fn what_is_reached_through_links_is_always_looked_at() {
    let dir = site(&[("content/a.md", "a")]);
    let root = dir.path();
    std::os::unix::fs::symlink("a.md", root.join("content/b.md")).unwrap();
    let first = Sources::read(root).unwrap();
    fs::write(root.join("content/a.md"), "A").unwrap();
    assert_eq!(texts(&look(&first, root, &["content/a.md"])), ["content/a.md=A", "content/b.md=A"]);
}

#[test]
fn two_paths_that_fold_to_one_are_a_fault_that_names_both() {
    let dir = site(&[("content/nghị.md", "a"), ("content/b.md", "b")]);
    let root = dir.path();
    let first = Sources::read(root).unwrap();
    assert!(first.faults().is_empty());
    fs::write(root.join("content/nghi\u{323}.md"), "c").unwrap();
    for touched in [&["content/nghi\u{323}.md"][..], &[]] {
        let second = look(&first, root, touched);
        let [fault] = second.faults() else { panic!("{:?}", second.faults()) };
        assert_eq!((fault.code, &*fault.place.file), ("folding-paths", "content/nghị.md"));
        let words = fault.message.in_language(crate::Language::En);
        assert!(words.contains("content/nghị.md") && words.contains("content/nghi\\u{323}.md"), "{words}");
        // Neither replaces the other while both are there, whichever is touched.
        for again in ["content/nghi\u{323}.md", "content/nghị.md", "content/b.md"] {
            assert_eq!(look(&second, root, &[again]).faults().len(), 1, "{again}");
        }
    }
    let second = look(&first, root, &[]);
    fs::remove_file(root.join("content/nghị.md")).unwrap();
    let third = look(&second, root, &["content/nghị.md"]);
    assert_eq!(
        (texts(&third), third.faults().len()),
        (vec!["content/b.md=b".into(), "content/nghị.md=c".into()], 0)
    );
}

#[test]
fn texts_in_memory_that_fold_to_one_are_a_fault_too() {
    let texts = ["a/ị.md", "a/i\u{323}.md"].map(|path| (path.into(), String::new()));
    assert_eq!(Sources::from_texts(texts).faults()[0].code, "folding-paths");
}

#[test]
fn a_file_that_is_renamed_in_its_form_alone_lies_where_it_lies() {
    for (name, body) in [("nghi\u{323}.pdf", "%PDF"), ("nghi\u{323}.md", "x")] {
        let dir = site(&[(&format!("content/{name}"), body)]);
        let root = dir.path();
        let first = Sources::read(root).unwrap();
        let composed = name.replace("i\u{323}", "ị");
        let (old, new) = (root.join("content").join(name), root.join("content").join(&composed));
        fs::rename(&old, &new).unwrap();
        for touched in [vec![old.clone(), new.clone()], vec![old.clone()], vec![new.clone()], vec![]] {
            let touched = match touched {
                paths if paths.is_empty() => Touched::Everything,
                paths => Touched::Paths(paths.into_iter().collect()),
            };
            let is_whole = touched != Touched::Paths([old.clone()].into());
            let second = first.reread(root, &touched).unwrap();
            let file = second.get(&format!("content/{composed}"));
            // An event for the old path alone tells nothing of the new one.
            assert_eq!(file.is_some(), is_whole);
            if let Some(file) = file {
                assert_eq!(file.disk(), Some(&*new));
                let mut bytes = String::new();
                file.open().unwrap().read_to_string(&mut bytes).unwrap();
                assert_eq!(bytes, body);
            }
        }
    }
}

#[test]
fn a_file_is_opened_only_as_the_one_that_was_read() {
    let dir = site(&[("content/a.pdf", "%PDF"), ("content/b.md", "b"), ("secret", "s")]);
    let root = dir.path();
    let sources = Sources::read(root).unwrap();
    let file = sources.get("content/a.pdf").unwrap();
    assert!(file.open().is_ok());
    // Written again.
    fs::write(root.join("content/a.pdf"), "%PDX").unwrap();
    assert!(file.open().is_err());
    let sources = look(&sources, root, &["content/a.pdf"]);
    assert!(sources.get("content/a.pdf").unwrap().open().is_ok());
    // Another file of the same name.
    fs::remove_file(root.join("content/a.pdf")).unwrap();
    fs::write(root.join("content/a.pdf"), "%PDX").unwrap();
    assert!(sources.get("content/a.pdf").unwrap().open().is_err());
}

#[cfg(unix)]
#[test]
fn a_file_that_a_link_replaces_is_not_read_through_it() {
    use std::os::unix::fs::symlink;
    let dir = site(&[("content/a.pdf", "%PDF"), ("content/d/b.pdf", "%PDF"), ("secret/b.pdf", "s")]);
    let root = dir.path();
    let sources = Sources::read(root).unwrap();
    fs::remove_file(root.join("content/a.pdf")).unwrap();
    symlink("../secret/b.pdf", root.join("content/a.pdf")).unwrap();
    fs::rename(root.join("content/d"), root.join("content/e")).unwrap();
    symlink("../secret", root.join("content/d")).unwrap();
    for path in ["content/a.pdf", "content/d/b.pdf"] {
        assert!(sources.get(path).unwrap().open().is_err(), "{path}");
    }
    for touched in [&["content/a.pdf", "content/d", "content/e"][..], &[]] {
        let next = look(&sources, root, touched);
        let paths: Vec<_> = next.under("").map(|source| source.path().to_string()).collect();
        assert_eq!(paths, ["content/e/b.pdf"]);
        let codes: Vec<_> = next.faults().iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["symlink-outside", "symlink-outside"]);
    }
    // A pipe does not make anybody wait.
    let made = std::process::Command::new("mkfifo").arg(root.join("content/e/p.pdf")).status();
    if made.is_ok_and(|status| status.success()) {
        fs::remove_file(root.join("content/e/b.pdf")).unwrap();
        let next = look(&sources, root, &[]);
        fs::rename(root.join("content/e/p.pdf"), root.join("content/e/b.pdf")).unwrap();
        assert!(next.get("content/e/b.pdf").is_none());
        assert!(sources.get("content/d/b.pdf").unwrap().open().is_err());
    }
}
