//! What later documents did to a document, on its page: at the top, and in each place.
//!
//! Owns the words for a provision ("khoản 2 Điều 7"), and what is told where.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::amended::Amendment;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::relation::RelationKind;
use crate::model::document::wording::Wording;
use crate::model::work::schedule::Moved;
use crate::read::markdown::Body;
use crate::read::marks::{MarkKind, roman_value};
use crate::read::provisions::Step;
use crate::render::reader::Card;
use crate::render::text::ChangeNote;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::shown_day;
use crate::render::views::text::Later;

/// What a later document did to this one.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ChangedView {
    /// What was done to it: "Đã được sửa đổi bởi".
    label: String,
    /// The later document.
    link: LinkView,
    /// The provisions that it concerns; none for the whole.
    provisions: Vec<LinkView>,
    /// The deadlines that it moves.
    moved: Vec<LinkView>,
    /// The tasks that it cancels.
    cancelled: Vec<LinkView>,
    /// From when on, where that is not the date of the document.
    since: String,
}

/// Which text of a document a page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it was signed.
    Signed,
    /// With what amendments did to its words.
    Consolidated,
}

impl PageBuilder<'_> {
    /// What later documents did to one, but replacing it, for the top of its page. A document that only
    /// changes deadlines is told of like one that amends.
    pub(super) fn changed_by(&self, id: DirectiveId, body: &Body<'_>) -> Vec<ChangedView> {
        let entry = &self.reader.card(id);
        let mut views: Vec<(DirectiveId, ChangedView)> = Vec::new();
        for one in self.reader.amendments(id) {
            if one.kind == RelationKind::Replaces {
                continue;
            }
            let label = self.labels().get("changed", one.kind.word());
            let provision = |typed: &str| LinkView {
                text: self.place_words(entry, body, typed),
                href: format!("#{}", entry.section(typed)),
                current: false,
            };
            let provisions = one.provisions.iter().map(|typed| provision(typed));
            let view = self.changed(&mut views, one.by, label);
            view.provisions.extend(provisions);
            view.since = self.since_of(&one).unwrap_or_default();
        }
        let amends = self.labels().get("changed", "amends");
        for (by, moved) in &entry.resolved.changed_by {
            let deadline = &entry.directive.deadlines[moved.deadline as usize];
            let href = self.in_directive(id, &deadline.anchor());
            let link = LinkView { text: deadline.task.clone(), href, current: false };
            let label = match views.iter().find(|(known, _)| known == by) {
                Some((_, known)) => known.label.clone(),
                None => amends.to_owned(),
            };
            let view = self.changed(&mut views, *by, &label);
            let links = if moved.due.is_some() { &mut view.moved } else { &mut view.cancelled };
            // Several turns of one deadline are one.
            if links.iter().all(|known| known.href != link.href) {
                links.push(link);
            }
        }
        views.into_iter().map(|(_, view)| view).collect()
    }

    /// What one document did in one way, made where it is not told of yet.
    fn changed<'v>(
        &self,
        views: &'v mut Vec<(DirectiveId, ChangedView)>,
        by: DirectiveId,
        label: &str,
    ) -> &'v mut ChangedView {
        let at = views.iter().position(|(known, view)| *known == by && view.label == label);
        let at = at.unwrap_or_else(|| {
            let (label, link) = (label.to_owned(), self.directive_link(by));
            let (provisions, moved, cancelled) = (Vec::new(), Vec::new(), Vec::new());
            let view = ChangedView { label, link, provisions, moved, cancelled, since: String::new() };
            views.push((by, view));
            views.len() - 1
        });
        &mut views[at].1
    }

    /// From when on an amendment holds, where that is not the date of its document.
    fn since_of(&self, one: &Amendment<'_>) -> Option<String> {
        let since = one.since.filter(|since| self.reader.card(one.by).directive.date != Some(*since))?;
        Some(self.labels().fill("changed", "since", &[("date", &shown_day(since))]))
    }

    /// What later documents did in the places of a text, and the words that hold in its reading.
    pub(super) fn later(&self, id: DirectiveId, body: &Body<'_>, reading: Reading) -> Later {
        let (reader, mut later) = (self.reader, Later::default());
        let entry = &reader.card(id);
        let event_of = |typed: &str| {
            let id = entry.section(typed);
            body.anchors.iter().find(|anchor| anchor.id == id).map(|anchor| anchor.event)
        };
        for one in reader.amendments(id).iter().filter(|one| one.wording.is_none()) {
            for typed in one.provisions {
                let note = self.note(one, self.note_label(one, entry, body, Some(typed)), String::new());
                later.notes.entry(event_of(typed).unwrap_or_default()).or_default().push(note);
            }
        }
        let wordings = reader.wordings(id);
        let has_begun = |one: &Amendment<'_>| one.since.is_none_or(|since| reader.has_come(since));
        let begun = wordings.iter().filter(|(one, _)| has_begun(one)).count();
        let held = reader.consolidated(id, body, wordings.len()).1;
        for (at, ((one, wording), held)) in wordings.iter().zip(held).enumerate() {
            let is_shown = reading == Reading::Consolidated && at < begun;
            let note = if is_shown {
                self.note(one, self.labels().get("changed", "merged").to_owned(), String::new())
            } else {
                let label =
                    self.note_label(one, entry, body, one.provisions.first().map(|typed| typed.as_str()));
                self.note(one, label, self.wording_words(wording))
            };
            // Words that do not stand where they should are an error; a preview says so in the provision.
            let places: Vec<usize> = match held {
                Ok(runs) => runs.iter().map(|run| body.runs[*run].block).collect(),
                Err(_) => one.provisions.iter().filter_map(|typed| event_of(typed)).collect(),
            };
            places.into_iter().for_each(|event| later.notes.entry(event).or_default().push(note.clone()));
        }
        for (by, moved) in &entry.resolved.changed_by {
            let deadline = &entry.directive.deadlines[moved.deadline as usize];
            let Some(event) = deadline.section.as_ref().and_then(|typed| event_of(typed)) else { continue };
            let notes = later.notes.entry(event).or_default();
            let note = self.note_of_deadline(*by, moved, &deadline.task);
            // Several turns of one deadline are told once.
            if notes.iter().all(|known| (&known.label, &known.by) != (&note.label, &note.by)) {
                notes.push(note);
            }
        }
        later.amended = (reading == Reading::Consolidated).then(|| reader.consolidated(id, body, begun).0);
        later
    }

    fn note(&self, one: &Amendment<'_>, label: String, words: String) -> ChangeNote {
        let link = self.directive_link(one.by);
        let since = self.since_of(one).map(|since| format!(", {since}")).unwrap_or_default();
        ChangeNote { label, by: link.text, href: link.href, behind: format!("{words}{since}") }
    }

    /// "Khoản 2 Điều 7 được sửa đổi bởi"
    fn note_label(
        &self,
        one: &Amendment<'_>,
        entry: &Card<'_>,
        body: &Body<'_>,
        typed: Option<&str>,
    ) -> String {
        match typed.and_then(|typed| self.provision_words(entry, body, typed)) {
            Some(provision) => {
                let values = [("provision", capital(&provision))];
                let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
                self.labels().fill("changed_provision", one.kind.word(), &values)
            }
            None => self.labels().get("changed", one.kind.word()).to_owned(),
        }
    }

    /// ": “31/5/2026” thành “30/9/2026”"
    fn wording_words(&self, wording: &Wording) -> String {
        let insert = wording.insert.as_ref().map_or("", |insert| insert.as_str());
        let key = match (wording.is_struck, &wording.insert) {
            (true, Some(_)) => "words_replaced",
            (true, None) => "words_struck",
            (false, _) => "words_added",
        };
        let values = [("words", wording.sought.as_str()), ("others", insert)];
        format!(": {}", self.labels().fill("changed", key, &values))
    }

    fn note_of_deadline(&self, by: DirectiveId, moved: &Moved, task: &str) -> ChangeNote {
        let link = self.directive_link(by);
        let (key, behind) = match &moved.due {
            Some(due) => {
                let words = moved.words.clone().or_else(|| Some(self.interval(&due.interval()?)));
                ("moves", words.map(|words| format!(": {words}")).unwrap_or_default())
            }
            None => ("cancels", String::new()),
        };
        let label = self.labels().fill("changed", key, &[("task", task)]);
        ChangeNote { label, by: link.text, href: link.href, behind }
    }

    /// What a place of a text is called in a line: a provision by its number, a heading by its words.
    fn place_words(&self, entry: &Card<'_>, body: &Body<'_>, typed: &str) -> String {
        let heading = || {
            let id = entry.section(typed);
            body.headings.iter().find(|heading| heading.id == id).map(|heading| heading.text.clone())
        };
        let words = self.provision_words(entry, body, typed).or_else(heading);
        words.unwrap_or_else(|| self.labels().get("changed", "place").to_owned())
    }

    /// "khoản 2 Điều 7"; none for an id that is no number of a provision.
    fn provision_words(&self, entry: &Card<'_>, body: &Body<'_>, typed: &str) -> Option<String> {
        let id = entry.section(typed);
        let path = &body.provisions.iter().find(|provision| provision.id == id)?.path;
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
        Some(words.collect::<Vec<_>>().join(" "))
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
