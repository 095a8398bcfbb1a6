//! Clients and terminals that mean no good, or have fallen asleep: what they cost is bounded, and who asks is
//! answered all the while.

use std::fs;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::served::{REGISTER, SITE, Served, directive, read_answer, site, write};

const PAGE: &str = "/van-ban/2026/1-ct-tu.html";
const FILE: &str = "content/directives/2026/1.md";

/// A site with a page of some megabytes.
fn large() -> tempfile::TempDir {
    let text = "Một đoạn lời nói mãi không thôi về việc chung của mọi nhà.\n\n".repeat(20_000);
    let large = directive("2-CT/TU", "2026-01-02", &text);
    site(&[
        ("content/site.yaml", SITE),
        ("content/organizations.yaml", REGISTER),
        (FILE, &directive("1-CT/TU", "2026-01-02", "Lời.")),
        ("content/directives/2026/2.md", &large),
    ])
}

fn small() -> tempfile::TempDir {
    site(&[
        ("content/site.yaml", SITE),
        ("content/organizations.yaml", REGISTER),
        (FILE, &directive("1-CT/TU", "2026-01-02", "Lời.")),
    ])
}

/// The most memory that a process has taken so far, in kB; none where the machine does not tell.
fn peak(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Whether the peak of a process stayed within half as much again as it was.
#[track_caller]
fn bounded(pid: u32, before: Option<u64>) {
    if let (Some(before), Some(after)) = (before, peak(pid)) {
        assert!(after * 2 <= before * 3, "{before} kB before, {after} kB after");
    }
}

#[test]
fn a_head_without_end_is_refused_and_costs_nothing() {
    let served = Served::start(small(), &[]);
    assert_eq!(served.get(PAGE).status, 200);
    let before = peak(served.pid());
    for start in ["GET / HTTP/1.1\r\nHost: localhost\r\nX: ", "GET /", "", "GET / HTTP/1.1\r\n"] {
        let mut stream = served.connect();
        stream.write_all(start.as_bytes()).unwrap();
        let piece = if start.ends_with('\n') { "X: y\r\n".repeat(10_000) } else { "x".repeat(60_000) };
        // 256 MB, or as much as is taken.
        let taken = (0..4_500).take_while(|_| stream.write_all(piece.as_bytes()).is_ok()).count();
        assert!(taken < 1_000, "{start}: {taken} pieces were taken");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        // Who still writes when he is refused may miss why, but hears nothing else.
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    bounded(served.pid(), before);
    // What fits is taken.
    let fits = "x".repeat(60_000);
    assert_eq!(served.ask("GET", PAGE, &[("X-Long", &fits)]).status, 200);
    let behind = "x".repeat(66_000);
    assert_eq!(served.ask("GET", PAGE, &[("X-Long", &behind)]).status, 431);
    let many: Vec<(&str, &str)> = (0..200).map(|_| ("X", "y")).collect();
    assert_eq!(served.ask("GET", PAGE, &many).status, 431);
}

#[test]
fn readers_who_do_not_read_cost_little_and_hold_up_nobody() {
    let mut served = Served::start(large(), &[]);
    let page = "/van-ban/2026/2-ct-tu.html";
    let length = served.get(page).body.len();
    assert!(length > 1_500_000, "{length}");
    // What a few at once take is what the preview may take.
    std::thread::scope(|scope| (0..20).for_each(|_| drop(scope.spawn(|| served.get(page)))));
    let before = peak(served.pid());
    let mut asleep: Vec<TcpStream> = Vec::new();
    for at in 0..1_060 {
        let mut stream = served.connect();
        let _ = write!(stream, "GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        asleep.push(stream);
        if at % 100 == 99 {
            assert_eq!(served.get(PAGE).status, 200, "behind {at}");
        }
    }
    assert_eq!(served.get(page).body.len(), length);
    bounded(served.pid(), before);
    drop(asleep);
    assert_eq!(served.get(page).body.len(), length);
    assert!(served.is_running());
}

#[test]
fn who_takes_a_byte_now_and_then_holds_up_nobody() {
    let served = Served::start(large(), &[]);
    let page = "/van-ban/2026/2-ct-tu.html";
    let mut slow: Vec<TcpStream> = (0..40).map(|_| served.connect()).collect();
    for stream in &mut slow {
        write!(stream, "GET {page} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    }
    for _ in 0..10 {
        slow.iter_mut().for_each(|stream| drop(stream.read(&mut [0])));
        assert_eq!(served.get(PAGE).status, 200);
        assert_eq!(served.get(page).status, 200);
    }
}

#[test]
fn open_pages_that_hear_nothing_cost_little_and_hold_up_nobody() {
    let served = Served::start(small(), &[]);
    let listen = || {
        let mut stream = served.connect();
        let origin = format!("localhost:{}", served.port);
        let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";
        let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
        let page = &PAGE[1..];
        write!(
            stream,
            "GET /.congbao/events?page={page} HTTP/1.1\r\nHost: {origin}\r\nOrigin: http://{origin}\r\n{upgrade}{key}\r\n"
        )
        .unwrap();
        stream
    };
    let save = |at: usize| {
        let words = format!("Lời thứ {at}.");
        write(served.root(), FILE, &directive("1-CT/TU", "2026-01-02", &words));
        let answer = served.wait(PAGE, |answer| answer.text().contains(&words));
        assert!(answer.text().contains(&words), "save {at} is not served");
    };
    (0..10).for_each(save);
    let before = peak(served.pid());
    // They take no news and send what nobody reads, with bytes of no frame.
    let mut deaf: Vec<TcpStream> = (0..200).map(|_| listen()).collect();
    for stream in &mut deaf {
        stream.set_write_timeout(Some(Duration::from_millis(50))).unwrap();
        let _ = stream.write_all(&vec![0xff; 256 << 10]);
    }
    (10..60).for_each(save);
    bounded(served.pid(), before);
    // One that listens hears of the next save.
    let mut stream = BufReader::new(listen());
    assert_eq!(read_answer(&mut stream, false).unwrap().status, 101);
    save(60);
    let mut head = [0; 2];
    stream.read_exact(&mut head).unwrap();
    assert_eq!(head[0], 0x81);
}

#[cfg(unix)]
#[test]
fn a_terminal_that_is_stopped_stops_nothing_else() {
    let dir = site(&[("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER), (FILE, "---\n")]);
    // Nobody reads what is said: a pipe takes 64 kB, then it stands still as a terminal after Ctrl-S.
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$0\" \"$@\" 2>&1", env!("CARGO_BIN_EXE_congbao"), "--root"]).arg(dir.path());
    command.args(["serve", "--as-of", "2026-11-21", "--port", "0"]).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut url = Vec::new();
    while !url.ends_with(b"\n") {
        let mut byte = [0];
        out.read_exact(&mut byte).unwrap();
        url.push(byte[0]);
    }
    let url = String::from_utf8(url).unwrap();
    let port = url.trim().trim_end_matches('/').rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let text = || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(stream, "GET {PAGE} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        read_answer(&mut BufReader::new(stream), true).unwrap().text()
    };
    for round in 0..40 {
        // Each second save brings new faults, thousands of bytes of them.
        let wrong: String = (0..30)
            .map(|at| format!("[liên kết](khong-co-{round}-{at}.md) {}\n\n", "lời ".repeat(40)))
            .collect();
        fs::write(dir.path().join(FILE), directive("1-CT/TU", "2026-01-02", &wrong)).unwrap();
        let words = format!("Lời thứ {round}.");
        let begun = Instant::now();
        std::thread::sleep(Duration::from_millis(60));
        fs::write(dir.path().join(FILE), directive("1-CT/TU", "2026-01-02", &words)).unwrap();
        while !text().contains(&words) {
            assert!(begun.elapsed() < Duration::from_secs(20), "round {round} is not shown");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    // What could not be said is counted, once it can be.
    let _ = child.kill();
    let mut said = String::new();
    out.read_to_string(&mut said).unwrap();
    assert!(said.len() > 60_000, "the pipe was never full: {} bytes", said.len());
    child.wait().unwrap();
}

#[test]
fn a_program_is_told_lines_of_json_and_nothing_else() {
    let dir = small();
    write(
        dir.path(),
        "content/directives/2026/3.md",
        &directive("3-CT/TU", "2026-01-02", "[a](khong-co.md)"),
    );
    let served = Served::start(dir, &["--poll=100", "--host", "0.0.0.0"]);
    for at in 0..3 {
        let wrong = format!("khong-{at}.md");
        write(served.root(), FILE, &directive("1-CT/TU", "2026-01-02", &format!("[a]({wrong})")));
        // The change is told before what is wrong with it.
        served.wait(PAGE, |_| served.said().contains(&wrong));
    }
    let said = served.said();
    let lines: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let faults = lines.iter().filter(|line| line["code"] == "broken-link").count();
    // The one of the other file was told at the start, and never again.
    assert_eq!(faults, 4, "{said}");
    assert!(lines.iter().all(|line| line["event"].is_string() || line["code"].is_string()), "{said}");
}

#[test]
fn what_was_said_of_a_file_is_not_said_again() {
    let served = Served::start(small(), &[]);
    let wrong = "[a](khong-co.md)";
    let mut texts = vec![wrong.to_owned(), format!("Thêm.\n\n{wrong}"), format!("Thêm.\n\nNữa.\n\n{wrong}")];
    texts.push(format!("{wrong} [b](khong-co-b.md)"));
    for (at, text) in texts.iter().enumerate() {
        write(served.root(), FILE, &directive("1-CT/TU", "2026-01-02", text));
        served.wait(PAGE, |_| served.changes().len() > at);
    }
    let new: Vec<u64> = served.changes().iter().map(|line| line["new"]["errors"].as_u64().unwrap()).collect();
    // In the last the line has changed too, of which both are new.
    assert_eq!(new[..3], [1, 0, 0], "{}", served.said());
    assert!(new[3] > 0, "{}", served.said());
}

#[cfg(unix)]
#[test]
fn links_that_are_swapped_lead_out_of_the_site_at_no_time() {
    const SECRET: &str = "bí mật của máy này";
    let dir = small();
    let inside = directive("7-CT/TU", "2026-01-02", "Trong. Xem [biểu](bieu.pdf).");
    for (folder, text, file) in [
        ("content/kho", inside.clone(), "%PDF trong"),
        ("elsewhere", inside.replace("Trong.", SECRET), SECRET),
    ] {
        write(dir.path(), &format!("{folder}/7.md"), &text);
        write(dir.path(), &format!("{folder}/bieu.pdf"), file);
    }
    let link = dir.path().join("content/directives/2026/noi");
    let aside = dir.path().join("aside");
    let swap = |to: &str| {
        let _ = fs::remove_file(&aside);
        std::os::unix::fs::symlink(dir.path().join(to), &aside).unwrap();
        fs::rename(&aside, &link).unwrap();
    };
    swap("content/kho");
    let root = dir.path().to_owned();
    let served = Served::start(dir, &[]);
    let page = "/van-ban/2026/7-ct-tu.html";
    let file = "/van-ban/2026/7-ct-tu/bieu.pdf";
    assert_eq!((served.get(page).status, served.get(file).status), (200, 200));
    let done = std::sync::atomic::AtomicBool::new(false);
    let (seen, root) = std::thread::scope(|scope| {
        let looking = scope.spawn(|| {
            let mut seen = [0; 2];
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                for address in [page, file, "/van-ban/2026.html", "/.congbao/", "/du-lieu/van-ban.json"] {
                    let answer = served.get(address);
                    assert!(!answer.text().contains(SECRET), "{address}: {}", answer.text());
                    seen[usize::from(answer.status == 200)] += 1;
                }
            }
            seen
        });
        let (aside, link) = (root.join("aside"), root.join("content/directives/2026/noi"));
        for round in 0..600 {
            let to = if round % 2 == 0 { "elsewhere" } else { "content/kho" };
            let _ = fs::remove_file(&aside);
            std::os::unix::fs::symlink(root.join(to), &aside).unwrap();
            fs::rename(&aside, &link).unwrap();
            // Now and then a state is seen in rest.
            if round % 50 < 2 {
                std::thread::sleep(Duration::from_millis(150));
            }
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        (looking.join().unwrap(), root)
    });
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
    assert!(root.join("content/directives/2026/noi/7.md").exists());
    served.wait(page, |answer| answer.status == 200);
    assert_eq!((served.get(page).status, served.get(file).text().as_str()), (200, "%PDF trong"));
}

#[test]
fn the_first_byte_comes_before_the_site_is_loaded_and_the_page_by_itself() {
    // Large enough that its loading is seen.
    let dir = small();
    for at in 0..1_500 {
        let number = format!("{}-KH/TU", at + 100);
        let text = directive(&number, "2026-01-02", &"Lời dài thêm một chút.\n\n".repeat(20));
        write(dir.path(), &format!("content/directives/2026/k-{at}.md"), &text);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_congbao"));
    command.arg("--root").arg(dir.path()).args([
        "serve",
        "--message-format",
        "json",
        "--as-of",
        "2026-11-21",
    ]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut event = || {
        let mut line = String::new();
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        serde_json::from_str::<serde_json::Value>(&line).unwrap()
    };
    let ready = event();
    assert_eq!(ready["event"], "ready");
    let url = ready["url"].as_str().unwrap().to_owned();
    let port = url.trim_end_matches('/').rsplit(':').next().unwrap().parse::<u16>().unwrap();
    let ask = |fields: &str, path: &str| {
        let mut stream = BufReader::new(TcpStream::connect(("127.0.0.1", port)).unwrap());
        let host = format!("localhost:{port}");
        write!(
            stream.get_mut(),
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{fields}\r\n"
        )
        .unwrap();
        let answer = read_answer(&mut stream, !fields.contains("Upgrade")).unwrap();
        (answer, stream)
    };
    // Nobody told yet that it is loaded: a page waits in the place of each, and says how far it is.
    let (waiting, _) = ask("Connection: close\r\n", PAGE);
    assert_eq!(waiting.status, 503);
    assert!(
        waiting.text().contains("congbao-progress") && waiting.text().contains("data-version=\"waiting\"")
    );
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    let page = &PAGE[1..];
    let (answer, mut news) = ask(upgrade, &format!("/.congbao/events?page={page}&version=waiting&style="));
    assert_eq!(answer.status, 101);
    let mut said = Vec::new();
    // It hears how far it is, then of a version that is not its own.
    let version = loop {
        let mut head = [0; 2];
        news.read_exact(&mut head).unwrap();
        let length = match head[1] {
            126 => {
                let mut length = [0; 2];
                news.read_exact(&mut length).unwrap();
                usize::from(u16::from_be_bytes(length))
            }
            length => usize::from(length),
        };
        let mut text = vec![0; length];
        news.read_exact(&mut text).unwrap();
        if head[0] != 0x81 {
            continue;
        }
        let next: serde_json::Value = serde_json::from_slice(&text).unwrap();
        match next["version"].as_str().unwrap() {
            "" => said.push(next["progress"].as_str().unwrap().to_owned()),
            version => break version.to_owned(),
        }
    };
    assert!(said.iter().any(|words| words.contains("150")), "{said:?}");
    let (page, _) = ask("Connection: close\r\n", PAGE);
    assert!(page.status == 200 && page.text().contains(&format!("data-version=\"{version}\"")));
    assert_eq!(event()["event"], "loaded");
    child.kill().unwrap();
    child.wait().unwrap();
}
