//! What later documents did to a document, on its page: at the top, and at each provision.
//!
//! Owns the words for a provision ("khoản 2 Điều 7").

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::amended::Amendment;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::relation::RelationKind;
use crate::read::marks::{MarkKind, roman_value};
use crate::read::provisions::Step;
use crate::render::text::ChangeNote;
use crate::render::views::builder::{LinkView, PageBuilder};

/// What a later document did to this one.
#[derive(Serialize)]
pub(crate) struct ChangedView {
    /// "Đã được sửa đổi bởi"
    label: String,
    link: LinkView,
    /// The provisions that it concerns; none for the whole.
    provisions: Vec<LinkView>,
}

impl PageBuilder<'_> {
    /// What later documents did to one, but replacing it, for the top of its page.
    pub(super) fn changed_by(&self, id: DirectiveId) -> Vec<ChangedView> {
        let entry = &self.content.catalog[id];
        let provision = |typed: &str| LinkView {
            text: self.provision_words(entry, typed),
            href: format!("#{}", entry.section(typed)),
            current: false,
        };
        let view = |one: Amendment<'_>| ChangedView {
            label: self.labels().get("changed", one.kind.word()).to_owned(),
            link: self.directive_link(one.by),
            provisions: one.provisions.iter().map(|typed| provision(typed)).collect(),
        };
        let amendments = self.content.catalog.amendments(id).into_iter();
        amendments.filter(|one| one.kind != RelationKind::Replaces).map(view).collect()
    }

    /// What later documents did to the provisions of one, by their ids.
    pub(super) fn changes_of_provisions(&self, id: DirectiveId) -> FxHashMap<String, Vec<ChangeNote>> {
        let entry = &self.content.catalog[id];
        let mut changes: FxHashMap<String, Vec<ChangeNote>> = FxHashMap::default();
        for one in self.content.catalog.amendments(id) {
            let link = self.directive_link(one.by);
            for typed in one.provisions {
                let provision = capital(&self.provision_words(entry, typed));
                let values = [("provision", provision.as_str())];
                let label = self.labels().fill("changed_provision", one.kind.word(), &values);
                let note = ChangeNote { label, by: link.text.clone(), href: link.href.clone() };
                changes.entry(entry.section(typed).to_owned()).or_default().push(note);
            }
        }
        changes
    }

    /// "khoản 2 Điều 7"; an id that is no number of a provision stands as typed.
    fn provision_words(&self, entry: &Entry, typed: &str) -> String {
        let id = entry.section(typed);
        let Some(provision) = entry.facts.provisions.iter().find(|provision| provision.id == id) else {
            return typed.to_owned();
        };
        let path = &provision.path;
        // Articles run through all chapters.
        let first = path.iter().position(|step| step.kind == MarkKind::Article).unwrap_or(0);
        let words = path[first..].iter().rev().map(|Step { kind, number }| {
            let key = match kind {
                MarkKind::Part => "part",
                MarkKind::Chapter => "chapter",
                MarkKind::Section => "section",
                MarkKind::Article => "article",
                MarkKind::Roman => "roman",
                MarkKind::Figure => "figure",
                MarkKind::Letter => "letter",
            };
            self.labels().fill("provision", key, &[("n", &shown(*kind, number))])
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

/// A number as the paper writes it.
fn shown(kind: MarkKind, number: &str) -> String {
    match kind {
        MarkKind::Letter | MarkKind::Article => number.replace("dd", "đ"),
        MarkKind::Figure => number.replace('-', "."),
        _ if roman_value(number).is_some() => number.to_uppercase(),
        _ => number.to_owned(),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
