//! What is answered over HTTP, to whom, and that nothing sent to the preview stops it.

use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use crate::served::{Dice, REGISTER, SITE, Served, directive, read_answer, site};

const PAGE: &str = "/van-ban/2026/1-ct-tu.html";
const FORM: &str = "/van-ban/2026/1-ct-tu/bi%E1%BB%83u.pdf";

fn served(more: &[&str]) -> Served {
    let one = directive("1-CT/TU", "2026-01-02", "Xem [biểu](<biểu.pdf>).");
    Served::start(
        site(&[
            ("content/site.yaml", SITE),
            ("content/organizations.yaml", REGISTER),
            ("content/directives/2026/1.md", &one),
            ("content/directives/2026/biểu.pdf", "0123456789"),
            ("canary.txt", "KHONG-AI-DUOC-THAY"),
        ]),
        more,
    )
}

#[test]
fn pages_files_and_heads() {
    let served = served(&[]);
    let page = served.get(PAGE);
    assert_eq!((page.status, page.headers["content-type"].as_str()), (200, "text/html; charset=utf-8"));
    assert_eq!(page.headers["cache-control"], "no-store");
    assert!(page.headers["content-security-policy"].starts_with("default-src 'none'; "));
    assert!(!page.headers.contains_key("access-control-allow-origin"));
    assert_eq!(served.get("/").page(), served.get("/index.html").page());
    let head = served.ask("HEAD", PAGE, &[]);
    assert_eq!(head.headers["content-length"], page.headers["content-length"]);
    let form = served.get(FORM);
    assert_eq!((form.status, form.text().as_str()), (200, "0123456789"));
    assert_eq!(form.headers["content-type"], "application/pdf");
    let part = served.ask("GET", FORM, &[("Range", "bytes=2-4")]);
    assert_eq!((part.status, part.text().as_str()), (206, "234"));
    assert_eq!(part.headers["content-range"], "bytes 2-4/10");
    let behind = served.ask("GET", FORM, &[("Range", "bytes=10-")]);
    assert_eq!((behind.status, behind.headers["content-range"].as_str()), (416, "bytes */10"));
    let head = served.ask("HEAD", FORM, &[("Range", "bytes=-3")]);
    assert_eq!((head.status, head.headers["content-length"].as_str()), (206, "3"));
    assert_eq!(served.get("/van-ban/2026/1-ct-tu").status, 404);
}

#[test]
fn a_later_day_is_shown_when_asked_for() {
    let served = served(&[]);
    let own = served.get(PAGE).text();
    let is_as_of = |page: &str, day: &str| page.contains(&format!("data-as-of=\"{day}\""));
    assert!(is_as_of(&own, "2026-11-21") && own.contains("hạn kế tiếp 31/12/2026"), "{own}");
    assert!(!own.contains("class=\"row overdue\""), "{own}");
    let later = served.get(&format!("{PAGE}?as-of=2027-02-01")).text();
    // It was due on the last day of the year.
    assert!(is_as_of(&later, "2027-02-01") && later.contains("Tình trạng từ 01/01/2027"), "{later}");
    assert!(later.contains("class=\"row overdue\""), "{later}");
    assert_eq!(served.get(&format!("{PAGE}?as-of=9999-99-99")).page(), served.get(PAGE).page());
}

#[test]
fn only_this_machine_and_its_own_pages_are_answered() {
    let served = served(&["--allow-host", "may-toi.local"]);
    let status = |host: &str| served.ask("GET", PAGE, &[("Host", host)]).status;
    let port = served.port;
    assert_eq!(status(&format!("127.0.0.1:{port}")), 200);
    assert_eq!(status("may-toi.local"), 200);
    for foreign in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""] {
        assert_eq!(status(foreign), 403, "{foreign}");
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
        assert_eq!(served.ask(method, PAGE, &[]).status, 405, "{method}");
    }
    let upgrade = |origin: &str| {
        let headers = [
            ("Upgrade", "websocket"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("Sec-WebSocket-Version", "13"),
            ("Origin", origin),
        ];
        served.ask("GET", "/.congbao/events?page=index.html", &headers)
    };
    let own = upgrade(&format!("http://localhost:{port}"));
    // RFC 6455, 1.3: the answer to this very key.
    assert_eq!(
        (own.status, own.headers["sec-websocket-accept"].as_str()),
        (101, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    );
    assert_eq!(upgrade("http://evil.example").status, 403);
    assert_eq!(upgrade("null").status, 403);
}

#[test]
fn ten_thousand_mutated_requests_find_nothing_and_stop_nothing() {
    const PARTS: &[&str] = &[
        "/",
        "..",
        "%2e%2e",
        "%2f",
        "%5c",
        "\\",
        "//",
        "./",
        "%00",
        "%",
        "%zz",
        "%c0%ae",
        "etc/passwd",
        "canary.txt",
        "content",
        "site.yaml",
        ".congbao",
        "?",
        "#",
        "&as-of=",
        "2026-12-31",
        "van-ban",
        "2026",
        "1-ct-tu",
        ".html",
        "http://",
        "file:///",
        "C:",
        "~",
        "\u{1}",
        "ế",
        " ",
        "\t",
        "*",
        "index.html",
        "%252e",
    ];
    const LINES: &[&str] = &[
        "Host: localhost",
        "Host: evil.example",
        "Host:",
        "Host",
        ": x",
        "Range: bytes=0-",
        "Range: bytes=-",
        "X: \u{7f}",
        "Content-Length: 0",
        "Content-Length: -1",
        "Content-Length: 5",
        "Transfer-Encoding: chunked",
        "Connection: close",
        "Connection: upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Key: x",
        "Expect: 100-continue",
        "Origin: null",
    ];
    let served = served(&[]);
    let work = |seed: u64| {
        let mut dice = Dice(seed);
        for _ in 0..1250 {
            let mut request = String::from(["GET", "HEAD", "POST", "get", "", "GET GET"][dice.roll(6)]);
            request += " ";
            (0..dice.roll(7)).for_each(|_| request += PARTS[dice.roll(PARTS.len())]);
            request += [" HTTP/1.1\r\n", " HTTP/1.0\r\n", " HTTP/9\r\n", "\r\n", "\n"][dice.roll(5)];
            (0..dice.roll(5)).for_each(|_| request += &format!("{}\r\n", LINES[dice.roll(LINES.len())]));
            request += "\r\n";
            let mut bytes = request.into_bytes();
            if dice.roll(4) == 0 {
                let at = dice.roll(bytes.len());
                bytes[at] = dice.roll(256) as u8;
            }
            let mut stream = served.connect();
            let _ = stream.write_all(&bytes);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let mut answer = Vec::new();
            // An answer, or a closed connection; never silence.
            if let Err(cause) = stream.read_to_end(&mut answer) {
                assert_ne!(
                    cause.kind(),
                    std::io::ErrorKind::WouldBlock,
                    "{}",
                    String::from_utf8_lossy(&bytes)
                );
            }
            let answer = String::from_utf8_lossy(&answer);
            for outside in ["KHONG-AI-DUOC-THAY", "root:x:", "title: Thử"] {
                assert!(!answer.contains(outside), "{}", String::from_utf8_lossy(&bytes));
            }
        }
    };
    std::thread::scope(|scope| (1..=8).for_each(|seed| drop(scope.spawn(move || work(seed)))));
    assert_eq!(served.get(PAGE).status, 200);
}

#[test]
fn every_one_of_ten_thousand_requests_is_answered() {
    let served = served(&[]);
    let answered = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for worker in 0..20 {
            let (served, answered) = (&served, &answered);
            scope.spawn(move || {
                let mut kept = BufReader::new(served.connect());
                for at in 0..500 {
                    let is_good = if (worker + at) % 2 == 0 {
                        served.get(PAGE).status == 200
                    } else {
                        let request = format!("GET {PAGE} HTTP/1.1\r\nHost: localhost\r\n\r\n");
                        kept.get_mut().write_all(request.as_bytes()).unwrap();
                        read_answer(&mut kept, true).is_some_and(|answer| answer.status == 200)
                    };
                    answered.fetch_add(usize::from(is_good), std::sync::atomic::Ordering::Relaxed);
                }
            });
        }
    });
    assert_eq!(answered.into_inner(), 10_000);
}

#[test]
fn idle_and_half_open_connections_hold_up_nobody() {
    let served = served(&[]);
    let idle: Vec<TcpStream> = (0..1000).map(|_| served.connect()).collect();
    let half: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut stream = served.connect();
            stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
            stream
        })
        .collect();
    for _ in 0..50 {
        assert_eq!(served.get(PAGE).status, 200);
    }
    drop((idle, half));
    assert_eq!(served.get(PAGE).status, 200);
}

#[cfg(unix)]
#[test]
fn running_out_of_descriptors_is_survived() {
    let first = served(&[]);
    let dir = site(&[("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER)]);
    drop(first);
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -n 48; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_congbao"), "--root"]);
    command.arg(dir.path());
    let mut served = Served::run(command, dir, &[]);
    assert_eq!(served.get("/").status, 200);
    let many: Vec<_> = (0..100).map(|_| TcpStream::connect(("127.0.0.1", served.port))).collect();
    std::thread::sleep(Duration::from_millis(500));
    drop(many);
    // It may take a moment to come back, but it does.
    let is_back = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", served.port)) else { return false };
        stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
        let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        read_answer(&mut BufReader::new(stream), true).is_some_and(|answer| answer.status == 200)
    });
    assert!(is_back && served.is_running());
}

#[test]
fn a_taken_port_is_refused_if_it_was_asked_for() {
    let served = served(&[]);
    let port = served.port.to_string();
    let second = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_congbao"));
        command.arg("--root").arg(served.root()).args(["--lang", "en", "serve"]).args(more);
        command
    };
    let refused = second(&["--port", &port]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    let words = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(words.contains(&port) && words.contains("--port"), "{words}");
    // Without a wish the next free one is taken.
    let other = Served::start(site(&[("content/site.yaml", SITE)]), &[]);
    assert_ne!(other.port, served.port);
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_and_nothing_is_left_behind() {
    let served = served(&[]);
    served.get(PAGE);
    let (pid, port) = (served.pid().to_string(), served.port);
    let listing = || {
        let mut paths: Vec<_> =
            walkdir::WalkDir::new(served.root()).into_iter().map(|e| e.unwrap().into_path()).collect();
        paths.sort();
        paths
    };
    let before = listing();
    assert!(Command::new("kill").arg(&pid).status().unwrap().success());
    let is_free = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        std::net::TcpListener::bind(("127.0.0.1", port)).is_ok()
    });
    assert!(is_free);
    assert_eq!(listing(), before);
}
