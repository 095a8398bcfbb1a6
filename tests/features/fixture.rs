//! Sites in one text, and what their pages show.
//!
//! ```text
//! -- a.md 34-KH/TU 2021-03-19 --
//! known_as: [Kế hoạch 34]
//! ---
//! The body. Without a line `---` all of this is body.
//! -- progress/a.csv --
//! directive,deadline,organization,date,status
//! ```
//! A head with number and date is a directive, whose title and issuer have defaults; any other is a file
//! of content/, or of layouts/ where it says so. [`SITE`] and [`REGISTER`] give way to own ones. ` … ` in what is expected is anything.

use std::path::PathBuf;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::model::time::date::Date;
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};

const SITE: &str = "title: Công báo\n";
const REGISTER: &str = "\
- {id: tinh-uy, name: Tỉnh ủy}
- {id: van-phong, name: Văn phòng Tỉnh ủy, parent: tinh-uy}
- {id: huyen-uy-a, name: Huyện ủy A}
- {id: huyen-uy-b, name: Huyện ủy B}
- {id: cac-huyen-uy, name: Các huyện ủy, members: [huyen-uy-a, huyen-uy-b]}
";

/// A site as published, or as previewed.
pub struct Made {
    site: Site,
    pub faults: Vec<Diagnostic>,
}

/// The site in `text` as published on 1 August 2023; it has no error.
#[track_caller]
pub fn site(text: &str) -> Made {
    made(text, Date::constant(2023, 8, 1), false)
}

/// The same, as of another day.
#[track_caller]
pub fn site_on(day: &str, text: &str) -> Made {
    made(text, day.parse().unwrap(), false)
}

/// The same with its drafts.
#[track_caller]
pub fn site_with_drafts(text: &str) -> Made {
    made(text, Date::constant(2023, 8, 1), true)
}

#[track_caller]
fn made(text: &str, as_of: Date, drafts: bool) -> Made {
    let sources = Sources::from_texts(files(text));
    let (site, faults) = Site::load(&sources, &Options { as_of, base_url: None, drafts });
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "the site has errors: {errors:#?}");
    Made { site, faults }
}

/// The files of a site.
fn files(text: &str) -> Vec<(PathBuf, String)> {
    let mut files: Vec<(PathBuf, String)> = Vec::new();
    let own = |name: &str| text.contains(&format!("-- {name} --"));
    for (name, default) in [("site.yaml", SITE), ("organizations.yaml", REGISTER)] {
        if !own(name) {
            files.push((format!("content/{name}").into(), default.to_owned()));
        }
    }
    let heads = text.lines().filter(|line| line.starts_with("-- ") && line.ends_with(" --"));
    let mut rest = text;
    for head in heads {
        let (_, part) = rest.split_once(&format!("{head}\n")).expect(head);
        let end = part.find("\n-- ").map_or(part.len(), |at| at + 1);
        let head = &head[3..head.len() - 3];
        let words: Vec<&str> = head.split(' ').collect();
        files.push(match words[..] {
            [name, number, date] if name.ends_with(".md") => {
                (format!("content/directives/{name}").into(), directive(number, date, &part[..end]))
            }
            _ if head.starts_with("layouts/") => (head.into(), part[..end].to_owned()),
            _ => (format!("content/{head}").into(), part[..end].to_owned()),
        });
        rest = &part[end..];
    }
    files
}

/// A directive with the four keys that must be there, unless `text` gives them.
fn directive(number: &str, date: &str, text: &str) -> String {
    let (keys, body) = match text.split_once("---\n") {
        Some((keys, body)) if keys.is_empty() || keys.ends_with('\n') => (keys, body),
        _ => ("", text),
    };
    let mut front = String::new();
    let defaults = [("number", number), ("date", date), ("title", "về việc chung"), ("issuer", "tinh-uy")];
    for (key, default) in defaults {
        if !keys.lines().any(|line| line.starts_with(&format!("{key}:"))) {
            front += &format!("{key}: {default}\n");
        }
    }
    format!("---\n{front}{keys}---\n{body}")
}

impl Made {
    /// The bytes at an address, as text.
    #[track_caller]
    pub fn bytes(&self, address: &str) -> String {
        let routes = self.site.routes();
        let Some((path, route)) = routes.iter().find(|(path, _)| path.as_str() == address) else {
            let all: Vec<_> = routes.keys().map(|path| path.as_str()).collect();
            panic!("nothing at {address}, only at {all:#?}");
        };
        match self.site.render(path, route).expect("rendered") {
            Output::Bytes(bytes) => String::from_utf8(bytes).expect("UTF-8"),
            Output::File(file) => panic!("a site in memory has no file {file:?}"),
        }
    }

    pub fn addresses(&self) -> Vec<&str> {
        self.site.routes().keys().map(|path| path.as_str()).collect()
    }

    /// What the main part of a page shows: no tags, nothing hidden, every white space one space.
    #[track_caller]
    pub fn text(&self, address: &str) -> String {
        shown(&self.main(address), false)
    }

    /// The same, with its links as `[words](address)`.
    #[track_caller]
    pub fn linked(&self, address: &str) -> String {
        shown(&self.main(address), true)
    }

    /// The main part of a page.
    #[track_caller]
    fn main(&self, address: &str) -> String {
        let html = self.bytes(address);
        let start = html.find("<main").expect("a page");
        html[start..html.find("</main>").expect("a page")].to_owned()
    }

    /// The page shows `words`.
    #[track_caller]
    pub fn shows(&self, address: &str, words: &str) {
        let text = self.text(address);
        assert!(holds(&text, words), "{address} does not show\n  {words}\nbut\n  {text}");
    }

    /// The page does not show `words`.
    #[track_caller]
    pub fn shows_no(&self, address: &str, words: &str) {
        let text = self.text(address);
        assert!(!holds(&text, words), "{address} shows\n  {words}\nin\n  {text}");
    }

    /// The page shows `words`, in which `[…](…)` are links.
    #[track_caller]
    pub fn links(&self, address: &str, words: &str) {
        let text = self.linked(address);
        assert!(holds(&text, words), "{address} does not show\n  {words}\nbut\n  {text}");
    }

    /// The main part of the page has `html`.
    #[track_caller]
    pub fn has(&self, address: &str, html: &str) {
        let whole = self.main(address);
        assert!(holds(&whole, html), "{address} has no\n  {html}\nbut\n{whole}");
    }

    /// No byte of the site tells of `words`.
    #[track_caller]
    pub fn nowhere(&self, words: &str) {
        for address in self.addresses() {
            assert!(!self.bytes(address).contains(words), "{address} tells of {words}");
        }
    }
}

/// Whether `text` has the parts of `expected`, one behind the other.
fn holds(text: &str, expected: &str) -> bool {
    let mut rest = Some(text);
    for part in expected.split(" … ") {
        rest = rest.and_then(|rest| rest.split_once(part)).map(|(_, behind)| behind);
    }
    rest.is_some()
}

/// Elements that part no words.
const INLINE: [&str; 14] =
    ["a", "abbr", "b", "code", "del", "em", "i", "q", "s", "span", "strong", "sub", "sup", "time"];

/// The text that `html` shows, with or without its links.
fn shown(html: &str, with_links: bool) -> String {
    let mut text = String::new();
    let mut href = String::new();
    let mut rest = html;
    while let Some((before, behind)) = rest.split_once('<') {
        text += before;
        let (tag, behind) = behind.split_once('>').expect("a tag ends");
        rest = behind;
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if tag.ends_with(" hidden") || tag.contains(" hidden ") {
            rest = behind_element(behind, name);
        } else if with_links && tag == "/a" {
            text += &format!("]({href})");
        } else if with_links && let Some((_, way)) = tag.split_once(" href=\"") {
            href = way.split('"').next().unwrap_or_default().to_owned();
            text.push('[');
        }
        if !INLINE.contains(&name) {
            text.push(' ');
        }
    }
    text += rest;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// What follows the element that has just begun.
fn behind_element<'a>(html: &'a str, name: &str) -> &'a str {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = html;
    let mut depth = 1;
    while depth > 0 {
        let end = rest.find(&close).expect("an element ends");
        depth += rest[..end].matches(&open).count();
        depth -= 1;
        rest = &rest[end + close.len()..];
    }
    rest
}

#[test]
fn a_page_shows_its_text_without_tags_and_without_what_is_hidden() {
    let html = "<p>a<b>b</b>\n c &lt;&amp;lt;</p><p>d <i hidden><i>e</i> f</i>g</p>";
    assert_eq!(shown(html, false), "ab c <&lt; d g");
    let html = "<p><a class=\"x\" href=\"y.html#z\">b\n<b>c</b></a>.";
    assert_eq!(shown(html, true), "[b c](y.html#z).");
    assert!(holds("a b c d", "a … c d"));
    assert!(!holds("a b c d", "c … a"));
}

#[test]
fn a_head_with_number_and_date_makes_a_directive() {
    let made = files("-- a.md 1-KH/TU 2021-03-19 --\ntitle: t\n---\nx\n\n-- b/c.csv --\ny\n");
    let directive = "---\nnumber: 1-KH/TU\ndate: 2021-03-19\nissuer: tinh-uy\ntitle: t\n---\nx\n\n";
    assert_eq!(made[2], ("content/directives/a.md".into(), directive.to_owned()));
    assert_eq!(made[3], ("content/b/c.csv".into(), "y\n".to_owned()));
    assert_eq!(made.len(), 4);
}
