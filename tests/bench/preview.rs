//! The preview as an editor meets it: from a save to the bytes over HTTP, and what it costs to keep.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::corpus::Corpus;
use crate::line;

/// Edits of each kind.
const EDITS: usize = 40;
/// Saves after which memory is compared.
const SAVES: usize = 1000;

/// Measures `congbao serve` on the site in `root`.
pub fn measure(corpus: &Corpus, root: &Path) -> io::Result<()> {
    let count = corpus.count;
    let written = corpus.directive(count / 2);
    let (path, original) = (root.join(written.path()), written.text());
    let begun = Instant::now();
    let mut program = Command::new(env!("CARGO_BIN_EXE_congbao"));
    program.arg("--root").arg(root).args(["serve", "--quiet", "--as-of", "2026-11-20"]);
    let mut running = Running(program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let mut url = String::new();
    if let Some(out) = running.0.stdout.take() {
        BufReader::new(out).read_line(&mut url)?;
    }
    let host = url.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
    let mut browser = Client::new(&host);
    let page = format!("/{}", written.address());
    // It is there at once, and has its pages a little later.
    while contains(&browser.get(&page)?, b"congbao-progress") {
        std::thread::sleep(Duration::from_millis(5));
    }
    line("start to the first page", vec![begun.elapsed().as_secs_f64() * 1e3], Some(1000.0));
    let is_large = count > 1_000;
    let body = if is_large { 40.0 } else { 25.0 };
    let text = |at: usize| format!("{original}\nLần sửa dau{at}hieu.\n");
    let task = |at: usize| written.with_deadline(&format!("dau{at}hieu"), "2026-11-21");
    let plain = browser.edits("save of a text to the bytes", &path, &text, &[&page], Some(body))?;
    // The small page says cheaply that the large one is new.
    let both = [page.as_str(), "/tien-do.html"];
    browser.edits("save of a deadline to the timeline", &path, &task, &both, Some(100.0))?;
    fs::write(&path, &original)?;
    let base = root.join("layouts/directive.html");
    fs::create_dir_all(root.join("layouts"))?;
    let extended = |at: usize| {
        format!(
            "{{% extends \"congbao/directive.html\" %}}{{% block head %}}<!-- dau{at}hieu -->{{% endblock %}}"
        )
    };
    fs::write(&base, extended(EDITS))?;
    std::thread::sleep(Duration::from_millis(500));
    browser.edits("save of a layout to the bytes", &base, &extended, &[&page], Some(100.0))?;
    fs::remove_dir_all(root.join("layouts"))?;
    // Two snapshots side by side, each with its own catalog: neither may drive the other out.
    let broken = root.join(corpus.directive(count / 3).path());
    let whole = fs::read_to_string(&broken)?;
    fs::write(&broken, whole.replacen("title: ", "title: [", 1))?;
    std::thread::sleep(Duration::from_secs(1));
    browser.edits("the same while another file is broken", &path, &text, &[&page], Some(2.0 * plain))?;
    fs::write(&broken, whole)?;
    std::thread::sleep(Duration::from_secs(1));
    let later = format!("{page}?as-of=2026-12-15");
    browser.get(&later)?;
    browser.edits("the same after a request as of a day", &path, &text, &[&page], Some(2.0 * plain))?;
    browser.edits("the same, seen as of that day", &path, &text, &[&later], None)?;
    let before = memory(running.0.id());
    for at in 0..SAVES {
        fs::write(&path, text(at))?;
        std::thread::sleep(Duration::from_millis(if is_large { 30 } else { 18 }));
    }
    browser.edits("the same after 1,000 saves", &path, &text, &[&page], Some(body))?;
    fs::write(&path, &original)?;
    if let (Some(before), Some(after)) = (before, memory(running.0.id())) {
        let ratio = after as f64 / before as f64;
        let state = if ratio <= 1.1 { "" } else { ", MISSED" };
        println!("  memory {before} kB, after 1,000 saves {after} kB: {ratio:.2}  (bound 1.10{state})");
    }
    Ok(())
}

/// Resident memory in kB, where the system tells it.
fn memory(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().trim_end_matches(" kB").parse().ok()
}

/// A program that ends with its measurement.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A browser that keeps one connection.
pub struct Client {
    host: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Client {
    /// A client of `host`, with its port.
    pub fn new(host: &str) -> Client {
        Client { host: host.to_owned(), stream: None }
    }

    /// The body at an address.
    pub fn get(&mut self, path: &str) -> io::Result<Vec<u8>> {
        if let Some(stream) = &mut self.stream
            && let Ok(body) = ask(stream, &self.host, path)
        {
            return Ok(body);
        }
        let stream = TcpStream::connect(&self.host)?;
        stream.set_nodelay(true)?;
        let stream = self.stream.insert(BufReader::new(stream));
        ask(stream, &self.host, path)
    }

    /// Writes the texts of `text` into `path`, and waits each time until the first of `pages` holds its mark,
    /// then the others. Gives the median in milliseconds.
    pub fn edits(
        &mut self,
        what: &str,
        path: &Path,
        text: &dyn Fn(usize) -> String,
        pages: &[&str],
        bound: Option<f64>,
    ) -> io::Result<f64> {
        let mut times = Vec::new();
        for at in 0..EDITS {
            let mark = format!("dau{at}hieu");
            let begun = Instant::now();
            fs::write(path, text(at))?;
            for page in pages {
                while !contains(&self.get(page)?, mark.as_bytes()) {
                    if begun.elapsed() > Duration::from_secs(30) {
                        return Err(io::Error::other(format!("{page} never shows {mark}")));
                    }
                    std::thread::sleep(Duration::from_millis(1));
                }
            }
            times.push(begun.elapsed().as_secs_f64() * 1e3);
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(line(what, times, bound))
    }
}

fn ask(stream: &mut BufReader<TcpStream>, host: &str, path: &str) -> io::Result<Vec<u8>> {
    stream.get_mut().write_all(format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes())?;
    let (mut line, mut length) = (String::new(), None);
    loop {
        line.clear();
        if stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            if line.trim_end().is_empty() { break } else { continue }
        };
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let mut body = vec![0; length.ok_or_else(|| io::Error::other("no length"))?];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn contains(page: &[u8], mark: &[u8]) -> bool {
    page.windows(mark.len()).any(|window| window == mark)
}
