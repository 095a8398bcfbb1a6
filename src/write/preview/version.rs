//! When a page is no longer what it was: a version for whatever a browser shows of it.
//!
//! Owns what belongs to a page beside its own bytes: every file that it or a style sheet names, other
//! than as the target of a link. Files are known by size and time, so that no picture is read, and a
//! preview that was started again gives the same version to the same page. Knows no element and no
//! attribute by name but `a`: what loads files is for HTML and CSS to say.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Bound;

use percent_encoding::percent_decode_str;
use relative_path::RelativePath;

use crate::render::Output;
use crate::render::route::{Route, UrlPath};
use crate::site::Site;

/// Where the files of layouts, and those that the settings name, stand.
const ASSETS: &str = "assets/";

/// The version of bytes that load nothing.
pub(super) fn of_bytes(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

/// Versions of what every page may load.
pub(super) struct Assets {
    /// Of all style sheets, which can be put in place without loading a page again.
    pub style: String,
    /// Of all other assets, and of what style sheets name elsewhere.
    others: u64,
}

impl Assets {
    /// The assets of a site.
    pub fn new(site: &Site) -> Assets {
        let (mut style, mut others) = (DefaultHasher::new(), DefaultHasher::new());
        let all = site.routes().range::<str, _>((Bound::Included(ASSETS), Bound::Unbounded));
        for (at, route) in all.take_while(|(at, _)| at.as_str().starts_with(ASSETS)) {
            if !at.as_str().ends_with(".css") {
                (at.as_str(), stamp(site, at, route)).hash(&mut others);
                continue;
            }
            let text = match site.render(at, route) {
                Ok(Output::Bytes(bytes)) => bytes,
                Ok(Output::File(file)) => file.text().unwrap_or_default().into(),
                Err(_) => continue,
            };
            let text = String::from_utf8_lossy(&text);
            (at.as_str(), &text).hash(&mut style);
            hash_named(site, at.as_str(), &text, &mut others);
        }
        Assets { style: format!("{:x}", style.finish()), others: others.finish() }
    }

    /// The version of a page with all that it shows, but for the style sheets.
    pub fn version(&self, site: &Site, address: &str, page: &[u8]) -> String {
        let mut hasher = DefaultHasher::new();
        (page, self.others).hash(&mut hasher);
        let page = String::from_utf8_lossy(page);
        for element in page.split('<').skip(1).filter(|element| !element.starts_with("a ")) {
            hash_named(site, address, tag(element), &mut hasher);
        }
        format!("{:x}", hasher.finish())
    }
}

/// The tag at the beginning of a text, to the `>` that ends it.
fn tag(text: &str) -> &str {
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return &text[..at],
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    text
}

/// Hashes the files outside the assets that a text at an address names.
fn hash_named(site: &Site, address: &str, text: &str, hasher: &mut impl Hasher) {
    let words = text.split(|c: char| c.is_whitespace() || "\"'(),=<>".contains(c));
    let files = words.filter(|word| word.contains(['.', '/'])).filter_map(|word| resolve(address, word));
    for file in files.filter(|file| !file.starts_with(ASSETS)) {
        let there = site.routes().get_key_value(file.as_str());
        if let Some((at, route)) = there.filter(|(_, route)| route.is_file()) {
            (at.as_str(), stamp(site, at, route)).hash(hasher);
        }
    }
}

/// The address that a word on the page at `from` would lead to.
fn resolve(from: &str, word: &str) -> Option<String> {
    let word = percent_decode_str(word.split(['?', '#']).next()?).decode_utf8().ok()?;
    let folder =
        if word.starts_with('/') { RelativePath::new("") } else { RelativePath::new(from).parent()? };
    Some(folder.join_normalized(&*word).into_string())
}

/// By what a file is known: a hash of its bytes where they are at hand, else size and time.
fn stamp(site: &Site, at: &UrlPath, route: &Route) -> u64 {
    let mut hasher = DefaultHasher::new();
    match site.render(at, route) {
        Ok(Output::Bytes(bytes)) => bytes.hash(&mut hasher),
        Ok(Output::File(file)) => file.stamp().hash(&mut hasher),
        Err(_) => {}
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_behind_its_quotes() {
        assert_eq!(tag("img alt='a > \"b' src=\"c\"> d"), "img alt='a > \"b' src=\"c\"");
        assert_eq!(tag("p>a"), "p");
        assert_eq!(tag("p \"a>"), "p \"a>");
    }

    #[test]
    fn words_lead_where_a_browser_would_go() {
        let check = |from, word, expect| assert_eq!(resolve(from, word).as_deref(), Some(expect), "{word}");
        check("van-ban/2026/1.html", "1/so.png", "van-ban/2026/1/so.png");
        check("van-ban/2026/1.html", "../../assets/site/d%E1%BA%A5u.png", "assets/site/dấu.png");
        check("van-ban/2026/1.html", "./1/so.png?v=1#x", "van-ban/2026/1/so.png");
        check("index.html", "van-ban/a.png", "van-ban/a.png");
        check("404.html", "/assets/a.png", "assets/a.png");
        check("assets/site/mau.css", "../../van-ban/a.png", "van-ban/a.png");
    }
}
