//! Events made harmless as they come: raw HTML becomes text, links and images that must not be kept go.
//!
//! Owns which addresses a text may hold. What stays is kept with its place in the file.

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::diagnostic;
use crate::place::Span;
use crate::read::markdown::{Body, TypedLink, mark_of};
use crate::read::snapshot::Source;

/// The scheme of an address, lower case; none for a relative one.
pub fn scheme(target: &str) -> Option<String> {
    // Browsers skip control characters and spaces inside a scheme.
    let bare: String = target.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = bare.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || ['+', '-', '.'].contains(&c));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Keeps the events of one text, one after the other.
pub(super) struct Keeper<'a, 'b> {
    pub source: &'b Source,
    pub text: &'a str,
    /// Whether each open link and image goes.
    pub dropped: Vec<bool>,
}

impl<'a> Keeper<'a, '_> {
    /// Keeps one event in `body`, made harmless.
    pub fn keep(&mut self, body: &mut Body<'a>, event: Event<'a>, span: Span) {
        let event = match event {
            Event::Html(html) => return keep_html(body, &html, span),
            Event::InlineHtml(html) => {
                body.faults.push(diagnostic::raw_html(self.source.place(span)));
                return keep_html(body, &html, span);
            }
            Event::Start(Tag::HtmlBlock) => {
                let block = self.text[span.range()].trim_end();
                let shown = Span::new(span.start as usize, span.start as usize + block.len());
                body.faults.push(diagnostic::raw_html(self.source.place(shown)));
                Event::Start(Tag::Paragraph)
            }
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Item) => {
                if let Some(mark) = mark_of(&self.text[span.range()]) {
                    body.marks.insert(body.events.len(), mark);
                }
                Event::Start(Tag::Item)
            }
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => match self.link(body, tag, span) {
                Some(tag) => Event::Start(tag),
                None => return,
            },
            Event::End(TagEnd::Link | TagEnd::Image) if self.dropped.pop() == Some(true) => return,
            other => other,
        };
        body.events.push((event, span));
    }

    /// A link or an image with its address, kept in `body`; none where it goes.
    fn link(&mut self, body: &mut Body<'a>, tag: Tag<'a>, span: Span) -> Option<Tag<'a>> {
        let (tag, target, is_image) = match tag {
            Tag::Link { link_type, dest_url, title, id } => {
                let target = match link_type {
                    LinkType::Email => CowStr::from(format!("mailto:{dest_url}")),
                    _ => dest_url.clone(),
                };
                let typed = target_span(self.text, span, &dest_url);
                (Tag::Link { link_type, dest_url: target.clone(), title, id }, (target, typed), false)
            }
            Tag::Image { ref dest_url, .. } => {
                let target = (dest_url.clone(), target_span(self.text, span, dest_url));
                (tag, target, true)
            }
            other => return Some(other),
        };
        let (target, typed) = target;
        let wanted: &[&str] = if is_image { &[] } else { &["http", "https", "mailto"] };
        let unwanted = scheme(&target).filter(|scheme| !wanted.contains(&scheme.as_str()));
        self.dropped.push(unwanted.is_some());
        if let Some(scheme) = unwanted {
            let at = self.source.place(typed);
            body.faults.push(match scheme.as_str() {
                "http" | "https" => diagnostic::external_image(at),
                _ => diagnostic::dropped_link(at, &scheme),
            });
            return None;
        }
        let event = body.events.len();
        body.links.push(TypedLink { event, target: target.to_string(), span: typed, is_image });
        Some(tag)
    }
}

/// Keeps raw HTML as text, line by line.
fn keep_html(body: &mut Body<'_>, html: &str, span: Span) {
    for (i, line) in html.trim_end_matches(['\n', '\r']).lines().enumerate() {
        if i > 0 {
            body.events.push((Event::SoftBreak, span));
        }
        body.events.push((Event::Text(CowStr::from(line.to_owned())), span));
    }
    if html.ends_with('\n') {
        body.events.push((Event::SoftBreak, span));
    }
}

/// Where the target of the link or image `whole` was typed.
fn target_span(text: &str, whole: Span, target: &str) -> Span {
    let link = &text[whole.range()];
    let found =
        ["](", "](<"].iter().find_map(|open| Some((link.rfind(&format!("{open}{target}"))?, open.len())));
    match found {
        Some((at, open)) if !target.is_empty() => {
            let start = whole.start as usize + at + open;
            Span::new(start, start + target.len())
        }
        _ => whole,
    }
}
