//! The policy under which browsers show a page (Content Security Policy Level 3), and what of a site's own
//! theme it blocks.
//!
//! Owns the policy: pages bear it in their heads, so that it holds from a folder too, the preview sends it,
//! the recipes of the README quote it. A layout or a style sheet that asks for what it blocks is a warning:
//! the browser would drop that part without a word.

mod layout;
mod style;

use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::place::{Place, Span};
use crate::read::markdown::scheme;
use crate::read::snapshot::Source;

/// The policy of a page. It connects for the preview alone, whose pages are the published ones.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
/// What only a header can add to it: no other site shows a page inside its own.
pub const NO_FRAMES: &str = "; frame-ancestors 'none'";
/// The policy of a file that could run by itself: nothing of it does, its drawing stays as it is.
pub const INERT: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// What is blocked of a layout of the site's own.
pub(crate) fn layout_faults(file: &str, text: &str) -> Vec<Diagnostic> {
    let file: Arc<str> = file.into();
    let place = |span: Span| Place::new(&file, text, span);
    layout::blocked(text).into_iter().map(|(blocked, span)| blocked.told(place(span))).collect()
}

/// What is blocked of a style sheet of the site's own.
pub(crate) fn style_faults(source: &Source) -> Vec<Diagnostic> {
    let text = source.text().unwrap_or_default();
    let others = style::addresses(text).into_iter().filter(|found| is_elsewhere(&found.value));
    others.map(|found| diagnostic::other_origin(source.place(found.span), &found.value)).collect()
}

/// What the policy blocks of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Blocked {
    /// Code, a style or a frame in the page itself.
    Part(String),
    /// Something of another site.
    Elsewhere(String),
    /// Nothing: a head of a page without the policy.
    Nothing,
}

impl Blocked {
    fn told(self, at: Place) -> Diagnostic {
        match self {
            Blocked::Part(what) => diagnostic::blocked_by_policy(at, &what),
            Blocked::Elsewhere(address) => diagnostic::other_origin(at, &address),
            Blocked::Nothing => diagnostic::page_without_policy(at),
        }
    }
}

/// Whether a browser would ask another site for an address (URL Standard, 4.4: it drops control characters and
/// takes `\` for `/`).
fn is_elsewhere(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_control()).collect();
    let bare = bare.trim_start();
    let has_host = bare.chars().take(2).filter(|c| ['/', '\\'].contains(c)).count() == 2;
    has_host || scheme(bare).is_some_and(|scheme| scheme != "data")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::active::IN_BROWSERS;

    const README: &str = include_str!("../../../README.md");

    #[test]
    fn other_sites_are_known_as_browsers_know_them() {
        for address in [
            "https://a.example/x",
            "//a.example",
            " //a",
            "/\\a",
            "\\\\a",
            "h\ttp://a",
            "\u{1}http:a",
            "ftp:x",
        ] {
            assert!(is_elsewhere(address), "{address:?}");
        }
        for address in ["", "a.png", "../a", "/a/b", "#a", "?a=//b", "data:image/png;base64,AA", "./a%3Ab"] {
            assert!(!is_elsewhere(address), "{address:?}");
        }
    }

    #[test]
    fn the_recipes_of_the_readme_quote_it() {
        let recipes: Vec<&str> = README.split("\n```").skip(1).step_by(2).collect();
        for server in ["nginx", "apache", "caddyfile", "xml"] {
            let recipe = recipes.iter().find(|recipe| recipe.starts_with(server)).unwrap();
            for sent in
                [&format!("\"{POLICY}{NO_FRAMES}\""), &format!("\"{INERT}\""), &format!("(?:{IN_BROWSERS})")]
            {
                assert!(recipe.contains(sent), "{server}: {sent}");
            }
        }
    }
}
