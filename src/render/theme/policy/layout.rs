//! What the policy of a page blocks in the text of a layout: code and styles in the page itself, frames, and what
//! other sites would have to give.
//!
//! Reads tags as HTML (13.2.5) does, and takes Tera for text. Does not know what a layout makes of its views.

use std::ops::Range;

use super::{Blocked, is_elsewhere};
use crate::place::Span;
use crate::read::markdown::scheme;

/// Elements that the policy allows in no form.
const NEVER: [&str; 6] = ["base", "embed", "frame", "iframe", "object", "style"];
/// Attributes from whose addresses a browser loads something, or to which it sends a form.
const LOADING: [&str; 7] = ["action", "background", "data", "formaction", "poster", "src", "srcset"];
/// Relations for which a browser loads what a `link` names.
const LOADED: [&str; 6] = ["icon", "manifest", "modulepreload", "prefetch", "preload", "stylesheet"];

/// What is blocked of a layout, in order.
pub fn blocked(layout: &str) -> Vec<(Blocked, Span)> {
    let html = without_tera(layout);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|open| at + open) {
        if html[open..].starts_with("<!--") {
            at = html[open..].find("-->").map_or(html.len(), |end| open + end + 3);
            continue;
        }
        let Some(tag) = Tag::read(&html, open) else {
            at = open + 1;
            continue;
        };
        at = tag.end;
        tag.blocked(&mut found);
        if tag.name == "head" && !layout.contains("page.policy") {
            found.push((Blocked::Nothing, tag.span));
        }
        if ["script", "style", "textarea", "title"].contains(&tag.name.as_str()) {
            let end = format!("</{}", tag.name);
            at = find_ignoring_case(&html, at, &end).unwrap_or(html.len());
        }
    }
    found
}

/// The same text, byte for byte, with letters where a value is printed and spaces where Tera decides something.
fn without_tera(layout: &str) -> String {
    let mut html = layout.as_bytes().to_vec();
    let mut at = 0;
    while let Some(open) = layout[at..].find('{').map(|open| at + open) {
        let (close, filler) = match layout.as_bytes().get(open + 1) {
            Some(b'{') => ("}}", b'x'),
            Some(b'%') => ("%}", b' '),
            Some(b'#') => ("#}", b' '),
            _ => {
                at = open + 1;
                continue;
            }
        };
        at = layout[open..].find(close).map_or(layout.len(), |end| open + end + close.len());
        html[open..at].fill(filler);
    }
    // Only whole characters were replaced, by ASCII.
    String::from_utf8(html).unwrap_or_default()
}

fn find_ignoring_case(html: &str, from: usize, what: &str) -> Option<usize> {
    let found =
        html.as_bytes()[from..].windows(what.len()).position(|w| w.eq_ignore_ascii_case(what.as_bytes()));
    found.map(|at| from + at)
}

struct Tag {
    name: String,
    /// `<name`
    span: Span,
    attributes: Vec<Attribute>,
    end: usize,
}

struct Attribute {
    name: String,
    value: String,
    /// Of the name, and of the value.
    span: Span,
    value_span: Span,
}

impl Tag {
    /// The tag that opens at a `<`; none where that is text, or closes an element.
    fn read(html: &str, open: usize) -> Option<Tag> {
        let bytes = html.as_bytes();
        let is_end = |b: u8| b.is_ascii_whitespace() || b == b'/' || b == b'>';
        let run = |from: usize, ends: &dyn Fn(u8) -> bool| {
            bytes[from..].iter().position(|b| ends(*b)).map_or(bytes.len(), |end| from + end)
        };
        bytes.get(open + 1).filter(|b| b.is_ascii_alphabetic())?;
        let mut at = run(open + 1, &is_end);
        let mut tag = Tag {
            name: html[open + 1..at].to_ascii_lowercase(),
            span: Span::new(open, at),
            attributes: Vec::new(),
            end: 0,
        };
        loop {
            at = run(at, &|b| !b.is_ascii_whitespace() && b != b'/');
            if at >= bytes.len() || bytes[at] == b'>' {
                tag.end = (at + 1).min(bytes.len());
                return Some(tag);
            }
            let name = at..run(at + 1, &|b| is_end(b) || b == b'=');
            at = run(name.end, &|b| !b.is_ascii_whitespace());
            let mut value = name.end..name.end;
            if bytes.get(at) == Some(&b'=') {
                at = run(at + 1, &|b| !b.is_ascii_whitespace());
                value = match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => at + 1..run(at + 1, &|b| b == *quote),
                    _ => at..run(at, &|b| b.is_ascii_whitespace() || b == b'>'),
                };
                at = (value.end
                    + usize::from(value.start > 0 && [b'"', b'\''].contains(&bytes[value.start - 1])))
                .min(bytes.len());
            } else {
                at = name.end;
            }
            tag.attributes.push(Attribute::new(html, name, value));
        }
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|one| one.name == name).map(|one| one.value.as_str())
    }

    fn blocked(&self, found: &mut Vec<(Blocked, Span)>) {
        let is_data = |kind: &str| kind.ends_with("json") || kind.contains("template");
        let is_code =
            self.name == "script" && self.value("src").is_none() && !self.value("type").is_some_and(is_data);
        if is_code || NEVER.contains(&self.name.as_str()) {
            found.push((Blocked::Part(format!("<{}>", self.name)), self.span));
        }
        for attribute in &self.attributes {
            let Attribute { name, value, span, value_span } = attribute;
            let is_handler = name.len() > 2 && name.starts_with("on");
            if is_handler || name == "style" {
                found.push((Blocked::Part(name.clone()), *span));
            } else if ["href", "xlink:href", "src", "action", "formaction"].contains(&name.as_str())
                && scheme(value).is_some_and(|scheme| scheme == "javascript")
            {
                found.push((Blocked::Part("javascript:".to_owned()), *value_span));
            } else if self.loads(name)
                && let Some(address) = addresses(name, value).find(|address| is_elsewhere(address))
            {
                found.push((Blocked::Elsewhere(address.to_owned()), *value_span));
            }
        }
    }

    /// Whether a browser loads what an attribute names, or sends a form there.
    fn loads(&self, attribute: &str) -> bool {
        match (self.name.as_str(), attribute) {
            ("link", "href") => {
                let relations = self.value("rel").unwrap_or_default().to_ascii_lowercase();
                relations.split_ascii_whitespace().any(|relation| LOADED.contains(&relation))
            }
            ("image" | "use", "href" | "xlink:href") => true,
            (_, attribute) => LOADING.contains(&attribute),
        }
    }
}

impl Attribute {
    fn new(html: &str, name: Range<usize>, value: Range<usize>) -> Attribute {
        Attribute {
            name: html[name.clone()].to_ascii_lowercase(),
            value: html[value.clone()].trim().to_owned(),
            span: name.into(),
            value_span: value.into(),
        }
    }
}

/// The addresses of an attribute: several in a `srcset`.
fn addresses<'a>(name: &str, value: &'a str) -> impl Iterator<Item = &'a str> {
    let parts = if name == "srcset" { value.split(',').collect() } else { vec![value] };
    parts.into_iter().map(|part| part.trim().split_ascii_whitespace().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::theme::LAYOUTS;

    #[track_caller]
    fn check(layout: &str, expect: &[&str]) {
        let shown = |(blocked, span): (Blocked, Span)| match blocked {
            Blocked::Part(what) => format!("{what} {}", &layout[span.range()]),
            Blocked::Elsewhere(address) => format!("-> {address} {}", &layout[span.range()]),
            Blocked::Nothing => format!("no policy {}", &layout[span.range()]),
        };
        assert_eq!(blocked(layout).into_iter().map(shown).collect::<Vec<_>>(), expect, "{layout}");
    }

    #[test]
    fn code_and_styles_in_the_page() {
        check("<p><script>go('<b onclick=x>')</script>", &["<script> <script"]);
        check("<SCRIPT type=module>x</SCRIPT ><style>a{}</style>", &["<script> <SCRIPT", "<style> <style"]);
        check("<p style='a' ONCLICK = \"b\">", &["style style", "onclick ONCLICK"]);
        check("<a{% if x %} href=\"JavaScript:x\"{% endif %}>", &["javascript: JavaScript:x"]);
        check("<iframe src=a.html></iframe><base href='/'>", &["<iframe> <iframe", "<base> <base"]);
        check("<svg/onload=x>", &["onload onload"]);
        check("<script src></script><script async src=a.js></script>", &[]);
        check("<script type=\"application/ld+json\">{}</script>", &[]);
        check(
            "<title>{{ page.title }}<b style=x></title><!-- <b style=x> --><textarea><b style=x></textarea>",
            &[],
        );
        check("<li data-style=x>a < b on=c {{ <party style=\"x\" /> }}{# <b style=x> #}", &[]);
    }

    #[test]
    fn what_other_sites_would_give() {
        check("<script src=\"https://h/a.js\"></script>", &["-> https://h/a.js https://h/a.js"]);
        check("<link rel='preload stylesheet' href=//h/a.css>", &["-> //h/a.css //h/a.css"]);
        check(
            "<img srcset=\"a.png 1x, http://h/b.png 2x\">",
            &["-> http://h/b.png a.png 1x, http://h/b.png 2x"],
        );
        check("<form action=https://h/tim>", &["-> https://h/tim https://h/tim"]);
        check("<a href=https://h/>x</a><link rel=canonical href=\"https://h/\">", &[]);
        check("<img src=\"{{ site.seal }}\"><img src=data:image/png,x><svg><use href=\"#a\"/></svg>", &[]);
    }

    #[test]
    fn a_head_bears_the_policy() {
        check("<html><head><title>x</title></head>", &["no policy <head"]);
        check("<head>\n<meta content=\"{{ page.policy }}\">", &[]);
        check("<header>x</header>{% block head %}{% endblock %}", &[]);
    }

    #[test]
    fn what_is_cut_off_ends() {
        for layout in [
            "<", "<a", "<a b", "<a b=", "<a b='", "<a b='c", "<!--", "<style", "{{", "{", "</a", "<a /",
            "ế<ế",
        ] {
            blocked(layout);
        }
        check("<script>", &["<script> <script"]);
    }

    #[test]
    fn the_embedded_layouts_ask_for_nothing_that_is_blocked() {
        assert!(LAYOUTS.len() > 10);
        for (name, text) in LAYOUTS {
            assert_eq!(blocked(text), [], "{name}");
        }
    }
}
