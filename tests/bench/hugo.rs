//! Hugo on the same texts: the same directives as pages, and one timeline of all deadlines.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::corpus;
use crate::preview::{Client, Running};

const PAGE: &str = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Params.number }} {{ .Title }}</h1>\
    <ul>{{ range .Params.deadlines }}<li>{{ .task }} {{ .due }}</li>{{ end }}</ul>{{ .Content }}";
const TIMELINE: &str = "<!doctype html><title>{{ .Site.Title }}</title><ul>{{ range .Site.RegularPages }}\
    {{ $page := . }}{{ range .Params.deadlines }}{{ if eq (printf \"%v\" .due) \"2026-12-15\" }}\
    <li><a href=\"{{ $page.RelPermalink }}\">{{ .task }}</a></li>{{ end }}{{ end }}{{ end }}</ul>";

/// Measures `hugo server`, if there is one.
pub fn measure(count: usize) -> io::Result<()> {
    if Command::new("hugo").arg("version").stdout(Stdio::null()).status().is_err() {
        println!("  hugo is not installed: not compared");
        return Ok(());
    }
    let dir = tempfile::tempdir()?;
    let root = dir.path();
    write(root, count)?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port().to_string();
    drop(listener);
    let begun = Instant::now();
    let mut program = Command::new("hugo");
    program.current_dir(root).args(["server", "--port", &port, "--disableLiveReload", "--watch"]);
    let _running = Running(program.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?);
    let mut browser = Client::new(&format!("127.0.0.1:{port}"));
    let half = corpus::directive(count / 2);
    let page = format!("/d/{}/", count / 2);
    while browser.get(&page).is_err() {
        if begun.elapsed() > Duration::from_secs(120) {
            println!("  hugo does not answer: not compared");
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    println!("  hugo: start to the first page {:>24.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let path = root.join(format!("content/d/{}.md", count / 2));
    let text = |at: usize| format!("{}\nLần sửa dau{at}hieu.\n", half.text);
    browser.edits("hugo: save of a text to the bytes", &path, &text, &[&page], None)?;
    let layout = root.join("layouts/_default/single.html");
    let marked = |at: usize| format!("{PAGE}<!-- dau{at}hieu -->{{{{ \"dau{at}hieu\" }}}}");
    browser.edits("hugo: save of a layout to the bytes", &layout, &marked, &[&page], None)?;
    Ok(())
}

fn write(root: &Path, count: usize) -> io::Result<()> {
    for folder in ["content/d", "layouts/_default"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(
        root.join("config.toml"),
        "title = \"x\"\nbaseURL = \"/\"\ndisableKinds = [\"taxonomy\", \"term\", \"RSS\"]\n",
    )?;
    fs::write(root.join("layouts/_default/single.html"), PAGE)?;
    fs::write(root.join("layouts/_default/list.html"), TIMELINE)?;
    fs::write(root.join("layouts/index.html"), TIMELINE)?;
    for serial in 1..=count {
        fs::write(root.join(format!("content/d/{serial}.md")), corpus::directive(serial).text)?;
    }
    Ok(())
}
