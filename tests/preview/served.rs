//! A preview that runs: the real program on real files, and a client that speaks just enough HTTP.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The day of all sites here.
pub const AS_OF: &str = "2026-11-21";

/// A site on disk with a preview of it.
pub struct Served {
    pub dir: tempfile::TempDir,
    pub port: u16,
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The page as it would be published: without the one style sheet and the one script of the preview.
    pub fn page(&self) -> String {
        let text = self.text();
        let Some(at) = text.find("<link rel=\"stylesheet\" href=\"/.congbao/preview.css\">") else {
            return text;
        };
        let end = at + text[at..].find("</script>").expect("the layer ends") + "</script>".len();
        format!("{}{}", &text[..at], &text[end..])
    }
}

/// A small site of files.
pub fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        write(dir.path(), path, text);
    }
    dir
}

pub fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// A directive with a deadline and a text.
pub fn directive(number: &str, date: &str, text: &str) -> String {
    format!(
        "---\nnumber: {number}\ntitle: Văn bản {number}\ndate: {date}\nissuer: so-y-te\ndeadlines:\n  \
         - {{id: a, task: Gửi báo cáo {number}, due: 2026-12-31, lead: [so-tai-chinh]}}\n---\n\n{text}\n"
    )
}

pub const SITE: &str = "title: Thử\n";
pub const REGISTER: &str = "- {id: so-y-te, name: Sở Y tế}\n- {id: so-tai-chinh, name: Sở Tài chính}\n";

impl Served {
    pub fn start(dir: tempfile::TempDir, more: &[&str]) -> Served {
        let mut command = Command::new(env!("CARGO_BIN_EXE_congbao"));
        command.arg("--root").arg(dir.path());
        Served::run(command, dir, more)
    }

    /// Runs `command`, the program with its root or a shell around it.
    pub fn run(mut command: Command, dir: tempfile::TempDir, more: &[&str]) -> Served {
        command.args(["serve", "--message-format", "json", "--as-of", AS_OF]).args(more);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("congbao starts");
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        let lines = Arc::new(Mutex::new(Vec::new()));
        let mut url = String::new();
        let mut line = String::new();
        // Where it is stands first, and when it has something to show.
        while !line.contains("\"loaded\"") {
            line.clear();
            assert!(out.read_line(&mut line).expect("readable") > 0, "congbao serve ended at once");
            let told: serde_json::Value = serde_json::from_str(&line).expect("JSON");
            if told["event"] == "ready" {
                url = told["url"].as_str().expect("an address").to_owned();
            }
        }
        let port = url.rsplit(':').next().and_then(|rest| rest.split('/').next()?.parse().ok());
        let kept = lines.clone();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                kept.lock().expect("whole").push(line);
            }
        });
        Served { dir, port: port.expect("a port"), child, lines }
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.root().join(below)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("asked").is_none()
    }

    /// The changes that were told, as JSON.
    pub fn changes(&self) -> Vec<serde_json::Value> {
        let lines = self.lines.lock().expect("whole");
        let parsed = lines.iter().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        parsed.filter(|value| value["event"] == "change").collect()
    }

    /// Everything that was said on the standard output.
    pub fn said(&self) -> String {
        self.lines.lock().expect("whole").join("\n")
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
        stream
    }

    pub fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = self.connect();
        let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            text += &format!("Host: localhost:{}\r\n", self.port);
        }
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{text}\r\n").as_bytes()).expect("sent");
        read_answer(&mut BufReader::new(stream), method != "HEAD").expect("answered")
    }

    /// Asks again until `fits`; the last answer if it never does within five seconds.
    pub fn wait(&self, path: &str, fits: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if fits(&answer) || begun.elapsed() > Duration::from_secs(5) {
                return answer;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn read_answer(reader: &mut impl BufRead, has_body: bool) -> Option<Answer> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = BTreeMap::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; if has_body { length } else { 0 }];
    reader.read_exact(&mut body).ok()?;
    Some(Answer { status, headers, body })
}

/// Numbers that look random and are always the same.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}
