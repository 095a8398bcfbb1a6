//! Where what stands at an address comes from, for messages about it.
//!
//! Owns the place of each kind of route and what to do about its address. Does not know what is wrong with it.

use std::sync::Arc;

use super::RouteKind;
use crate::language::Words;
use crate::model::catalog::Entry;
use crate::model::catalog::topics::slug_of;
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::names::link;
use crate::model::register::organization;
use crate::model::register::settings;
use crate::place::Place;
use crate::read::snapshot::Source;
use crate::render::content::Content;

impl RouteKind {
    /// Where what it shows comes from.
    pub(super) fn place(&self, content: &Content) -> Place {
        match self {
            Self::Directive(id) | Self::Consolidated(id) => {
                let entry = &content.catalog[*id];
                let span =
                    entry.directive.slug.as_ref().map_or(entry.directive.number_span, |slug| slug.span);
                entry.source.place(span)
            }
            Self::Redirect(id, at) => {
                let entry = &content.catalog[*id];
                entry.source.place(entry.directive.aliases[*at].span)
            }
            Self::PageRedirect(at, alias) => {
                let entry = &content.catalog.pages()[*at];
                entry.source.place(entry.page.aliases[*alias].span)
            }
            Self::FreePage(at) => Place::file(content.catalog.pages()[*at].source.path().clone()),
            Self::PageFile(at, path) => attached(&content.catalog.pages()[*at].source, &[], path),
            Self::Topic(at, _) => {
                let topic = &content.catalog.topics()[*at];
                let first = topic.directives.first().map(|id| &content.catalog[*id]);
                let typed = |entry: &&Entry| {
                    let typed = entry.directive.topics.iter().find(|typed| slug_of(typed) == topic.slug);
                    typed.map_or(entry.directive.number_span, |typed| typed.span)
                };
                let place = first.map(|entry| entry.source.place(typed(&entry)));
                place.unwrap_or_else(|| Place::file(settings::PATH))
            }
            Self::Report(at) => Place::file(content.catalog.reports()[*at].source.path().clone()),
            Self::DirectiveFile(id, path) => {
                let entry = &content.catalog[*id];
                attached(&entry.source, &entry.directive.attachments, path)
            }
            Self::ReportFile(at, path) => {
                let report = &content.catalog.reports()[*at];
                let text = report.file.text.as_ref();
                attached(&report.source, text.map_or(&[], |text| &text.attachments), path)
            }
            Self::Organization(id, _) | Self::OrganizationSheet(id) | Self::Issuer(id, _) => {
                let source = content.sources.get(organization::PATH);
                let at = |source: &Arc<Source>| source.place(content.register[*id].span);
                source.map_or_else(|| Place::file(organization::PATH), at)
            }
            Self::Asset(name) => match name.strip_prefix("site/") {
                Some(below) => Place::file(format!("content/{below}")),
                None => Place::file(format!("layouts/assets/{name}")),
            },
            _ => Place::file(settings::PATH),
        }
    }

    /// What to do about an address that cannot be used.
    pub(super) fn remedy(&self) -> Words {
        match self {
            Self::Directive(_) | Self::Consolidated(_) => {
                Words::new("thêm `slug: …` khác", "add another `slug: …`")
            }
            Self::Redirect(..) | Self::PageRedirect(..) => {
                Words::new("bỏ khỏi `aliases`", "take it out of `aliases`")
            }
            Self::Topic(..) => Words::new("đổi tên chủ đề", "change the topic"),
            Self::Organization(..) | Self::OrganizationSheet(..) | Self::Issuer(..) => {
                Words::new("đổi `id`", "change the `id`")
            }
            _ => Words::new("đổi tên tệp", "rename the file"),
        }
    }
}

/// Where the file at `path` is named in `source`, or the file itself where only its text does.
fn attached(source: &Source, attachments: &[Attachment], path: &Arc<str>) -> Place {
    let named = attachments.iter().find_map(|attachment| match &attachment.kind {
        AttachmentKind::File(typed) => {
            (link::join(source.path(), typed).as_deref() == Some(path)).then_some(typed.span)
        }
        _ => None,
    });
    named.map_or_else(|| Place::file(path.clone()), |span| source.place(span))
}

/// Whether an old address is one of this site: `van-ban/cu/34.html`.
pub(super) fn is_address(typed: &str) -> bool {
    let Some(path) = typed.strip_suffix(".html") else { return false };
    let fits = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && fits(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_addresses_stay_on_the_site() {
        assert!(is_address("van-ban/cu/34.html") && is_address("34_KH.html"));
        for typed in [
            "/a.html",
            "../a.html",
            "a//b.html",
            "https://a.html",
            "a",
            "a b.html",
            ".html",
            "a/.b.html",
            "a/đ.html",
        ] {
            assert!(!is_address(typed), "{typed}");
        }
    }
}
