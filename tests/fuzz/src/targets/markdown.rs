//! The text of a directive, all the way to its page.

use std::path::PathBuf;
use std::sync::LazyLock;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};
use jiff::civil::date;

use super::holds;

const PATH: &str = "content/directives/2026/a.md";
const PAGE: &str = "van-ban/2026/05-ct-tu.html";
const FRONT: &str = "---\nnumber: 05-CT/TU\ntitle: thử\ndate: 2026-01-15\nissuer: Tỉnh ủy\n\
    redact: [\"bí mật nhỏ\"]\n---\n";

static BASE: LazyLock<Sources> = LazyLock::new(|| {
    let settings = (PathBuf::from("content/site.yaml"), "title: Thử\n".to_owned());
    let cited = "---\nnumber: 28-NQ/TW\ntitle: dẫn\ndate: 2022-11-17\nissuer: Tỉnh ủy\nknown_as: [Nghị quyết 28]\n---\n\nĐiều 1. Một\n";
    let cited = (PathBuf::from("content/directives/2022/28.md"), cited.to_owned());
    Sources::from_texts([settings, cited])
});

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let (html, faults) = page(&text);
    let ties = holds::page(&html);
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    let codes = |all: &[Diagnostic]| all.iter().map(|fault| fault.code).collect::<Vec<_>>();
    // What is blotted out cannot be read on the page; the front matter's own words are none of it.
    assert!(!html.contains("bí mật nhỏ"), "a word that is blotted out");
    if errors.count() > 0 {
        return;
    }
    ties.hold();
    if !text.contains('\r') {
        // How lines end says nothing.
        let (other, other_faults) = page(&text.replace('\n', "\r\n"));
        assert_eq!(codes(&other_faults), codes(&faults), "with other line ends");
        assert_eq!(other, html, "with other line ends");
    }
}

fn page(text: &str) -> (String, Vec<Diagnostic>) {
    let changed = Sources::from_texts([(PATH.into(), format!("{FRONT}{text}"))]);
    let sources = BASE.with(changed.under("").cloned());
    let options = Options { as_of: date(2026, 11, 20), base_url: None, drafts: false };
    let (site, faults) = Site::load(&sources, &options);
    holds::faults(&faults, &sources);
    let Some((address, route)) = site.routes().iter().find(|(address, _)| address.as_str() == PAGE) else {
        // Only a mark of secrecy keeps a directive from its page.
        assert!(faults.iter().any(|fault| fault.severity == Severity::Error), "no page: {faults:?}");
        return (String::new(), faults);
    };
    let Output::Bytes(bytes) = site.render(address, route).expect("a page") else { panic!("a file") };
    (String::from_utf8(bytes).expect("UTF-8"), faults)
}
