//! Links between files, as authors write them: relative paths from one file to another.
//!
//! Owns the reading of a path; which files there are is for the catalog. Knows no address of the site.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use relative_path::RelativePath;
use unicode_normalization::UnicodeNormalization;

/// A link as typed, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// Another site, or a letter box.
    External,
    /// A place in the same text.
    Anchor(String),
    /// A file of the site, by its path from the root, and a place in it.
    File {
        /// Path from the root, with `/`.
        path: String,
        /// Id in that file.
        anchor: Option<String>,
    },
    /// A path that leaves the site, begins at its root, or is empty.
    Nowhere,
}

/// Takes a link apart that stands in the file `from`.
pub fn read(from: &str, typed: &str) -> LinkTarget {
    if crate::read::markdown::scheme(typed).is_some() {
        return LinkTarget::External;
    }
    let (path, anchor) = match typed.split_once('#') {
        Some((path, anchor)) => (path, Some(decoded(anchor))),
        None => (typed, None),
    };
    match (path, anchor) {
        ("", Some(anchor)) => LinkTarget::Anchor(anchor),
        (path, anchor) => match join(from, &decoded(path)) {
            Some(path) => LinkTarget::File { path, anchor },
            None => LinkTarget::Nowhere,
        },
    }
}

/// The path from the root of the file that `typed` means in the file `from`; none where it leaves
/// `content/`.
pub fn join(from: &str, typed: &str) -> Option<String> {
    let typed = typed.replace('\\', "/");
    if typed.is_empty() || typed.starts_with('/') {
        return None;
    }
    let path = RelativePath::new(from).parent()?.join_normalized(&typed);
    let is_inside = path.starts_with("content") && path != "content";
    is_inside.then(|| path.as_str().nfc().collect())
}

/// Percent-decoded once; what is no UTF-8 then stays as typed.
fn decoded(typed: &str) -> String {
    percent_decode_str(typed).decode_utf8().map_or_else(|_| typed.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: LinkTarget) {
        assert_eq!(read("content/directives/2021/a.md", typed), expect);
    }

    fn file(path: &str, anchor: Option<&str>) -> LinkTarget {
        LinkTarget::File { path: path.to_owned(), anchor: anchor.map(str::to_owned) }
    }

    #[test]
    fn relative_paths_stay_inside_content() {
        check("b.md", file("content/directives/2021/b.md", None));
        check("./b.md#iii", file("content/directives/2021/b.md", Some("iii")));
        check("../2022/b.md", file("content/directives/2022/b.md", None));
        check("../../../layouts/x.html", LinkTarget::Nowhere);
        check("../../../../etc/passwd", LinkTarget::Nowhere);
        check("../../../../content/b.md", LinkTarget::Nowhere);
        check("../../../content/b.md", file("content/b.md", None));
        check("../..", LinkTarget::Nowhere);
        check("..//b.md", file("content/directives/b.md", None));
        check("/van-ban/x.html", LinkTarget::Nowhere);
        check("", LinkTarget::Nowhere);
        check("..\\2022\\b.md", file("content/directives/2022/b.md", None));
    }

    #[test]
    fn paths_are_decoded_once_and_of_one_unicode_form() {
        check("bi%E1%BB%83u.xlsx", file("content/directives/2021/biểu.xlsx", None));
        check("bie\u{302}\u{309}u.xlsx", file("content/directives/2021/biểu.xlsx", None));
        check("a%2520b.pdf", file("content/directives/2021/a%20b.pdf", None));
        check("100%.pdf", file("content/directives/2021/100%.pdf", None));
        check("%ff.pdf", file("content/directives/2021/%ff.pdf", None));
    }

    #[test]
    fn other_sites_and_places() {
        check("https://a.example/b.md", LinkTarget::External);
        check("mailto:a@b", LinkTarget::External);
        check("#i", LinkTarget::Anchor("i".into()));
        check("b.md#", file("content/directives/2021/b.md", Some("")));
    }
}
