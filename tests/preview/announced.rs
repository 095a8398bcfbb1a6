//! An open page is told of a change to anything that it shows, and of nothing else.

use std::fs;
use std::io::{BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::served::{REGISTER, Served, read_answer, site};

const PAGE: &str = "van-ban/2026/1-ct-tu.html";

/// A page that is open in a browser.
struct Tab {
    stream: BufReader<TcpStream>,
    version: String,
    style: String,
}

/// What a tab is told to do.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    /// To load the page again.
    Reload,
    /// To load its style sheets again.
    Swap,
    Nothing,
}

impl Tab {
    fn open(served: &Served, page: &str) -> Tab {
        let text = served.get(&format!("/{page}")).text();
        let data = |name: &str| {
            let from = text.find(name).unwrap_or_else(|| panic!("{name} in {text}")) + name.len();
            text[from..].split('"').next().unwrap().to_owned()
        };
        let (version, style) = (data("data-version=\""), data("data-style=\""));
        let mut stream = served.connect();
        let origin = format!("localhost:{}", served.port);
        write!(
            stream,
            "GET /.congbao/events?page={page}&version={version}&style={style} HTTP/1.1\r\nHost: {origin}\r\n\
             Origin: http://{origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        .unwrap();
        let mut stream = BufReader::new(stream);
        assert_eq!(read_answer(&mut stream, false).unwrap().status, 101);
        Tab { stream, version, style }
    }

    /// The next frame that says anything; none within `patience`.
    fn hear(&mut self, patience: Duration) -> Option<serde_json::Value> {
        self.stream.get_ref().set_read_timeout(Some(patience)).unwrap();
        loop {
            let mut head = [0; 2];
            self.stream.read_exact(&mut head).ok()?;
            let length = match head[1] {
                126 => {
                    let mut length = [0; 2];
                    self.stream.read_exact(&mut length).unwrap();
                    usize::from(u16::from_be_bytes(length))
                }
                length => usize::from(length),
            };
            let mut text = vec![0; length];
            self.stream.read_exact(&mut text).unwrap();
            // Anything else is a ping.
            if head[0] == 0x81 {
                return Some(serde_json::from_slice(&text).unwrap());
            }
        }
    }

    /// What the tab does next; nothing if it hears of nothing new within `patience`.
    fn told(&mut self, patience: Duration) -> Told {
        let begun = Instant::now();
        while let Some(left) = patience.checked_sub(begun.elapsed()) {
            let Some(said) = self.hear(left) else { return Told::Nothing };
            if said["version"] != self.version {
                return Told::Reload;
            }
            if said["style"] != self.style {
                return Told::Swap;
            }
        }
        Told::Nothing
    }
}

const DIRECTIVE: &str = "---
number: 1-CT/TU
title: Thử
date: 2026-01-02
issuer: so-y-te
attachments: [{file: kèm.pdf, title: Kèm theo}]
---

![Sơ đồ](<sơ đồ.png>) và ![ảnh kia](anh/kia), xem [biểu](biểu.png).
";

fn served() -> Served {
    Served::start(
        site(&[
            ("content/site.yaml", "title: Thử\nseal: dau.png\ntheme: mau.css\n"),
            ("content/organizations.yaml", REGISTER),
            ("content/dau.png", "1"),
            ("content/mau.css", "h1 { background: url(../../van-ban/2026/2-ct-tu/nen.png) }"),
            ("content/directives/2026/1.md", DIRECTIVE),
            ("content/directives/2026/sơ đồ.png", "1"),
            ("content/directives/2026/anh/kia", "1"),
            ("content/directives/2026/biểu.png", "1"),
            ("content/directives/2026/kèm.pdf", "1"),
            ("content/directives/2026/2.md", &DIRECTIVE.replace("1-CT", "2-CT").replace("biểu", "nen")),
            ("content/directives/2026/nen.png", "1"),
            ("layouts/assets/congbao.css", "body { background: url(ve.png) }"),
            ("layouts/assets/congbao.js", "// 1"),
            ("layouts/assets/ve.png", "1"),
            ("layouts/assets/chu.woff2", "1"),
        ]),
        &[],
    )
}

/// Writes the file again with other bytes of the same size.
#[track_caller]
fn check(served: &Served, file: &str, expect: Told) {
    let mut tab = Tab::open(served, PAGE);
    let before = served.changes().len();
    let text = fs::read_to_string(served.path(file)).unwrap();
    let other = if text.contains('1') { text.replace('1', "7") } else { text.replace("e", "é") };
    fs::write(served.path(file), other).unwrap();
    let patience = if expect == Told::Nothing { Duration::from_secs(1) } else { Duration::from_secs(5) };
    assert_eq!(tab.told(patience), expect, "{file}");
    // The tabs hear of it before the terminal does.
    let begun = Instant::now();
    while served.changes().len() == before && begun.elapsed() < Duration::from_secs(5) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let pages = served.changes()[before]["pages"].to_string();
    assert_eq!(pages.contains(PAGE), expect == Told::Reload, "{file}: {pages}");
    // Who opens the page now hears of nothing more.
    assert_eq!(Tab::open(served, PAGE).told(Duration::from_millis(100)), Told::Nothing, "{file}, once more");
}

#[test]
fn whatever_a_page_shows_belongs_to_its_version() {
    let served = served();
    check(&served, "content/directives/2026/sơ đồ.png", Told::Reload);
    check(&served, "content/directives/2026/anh/kia", Told::Reload);
    check(&served, "content/dau.png", Told::Reload);
    check(&served, "content/directives/2026/nen.png", Told::Reload);
    check(&served, "layouts/assets/congbao.js", Told::Reload);
    check(&served, "layouts/assets/ve.png", Told::Reload);
    check(&served, "layouts/assets/chu.woff2", Told::Reload);
    check(&served, "layouts/assets/congbao.css", Told::Swap);
    check(&served, "content/mau.css", Told::Swap);
}

#[test]
fn what_a_page_only_links_to_does_not() {
    let served = served();
    check(&served, "content/directives/2026/biểu.png", Told::Nothing);
    check(&served, "content/directives/2026/kèm.pdf", Told::Nothing);
    check(&served, "content/directives/2026/2.md", Told::Nothing);
}
