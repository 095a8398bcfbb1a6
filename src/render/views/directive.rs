//! The page of a directive: the official head, deadlines, text, signature, recipients, copies, stamps,
//! attachments, and what surrounds it.
//!
//! Owns the order of a document as `Nghị định 30/2020/NĐ-CP` and `36-HD/VPTW` give it.

use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::typed::Urgency;
use crate::model::names::link;
use crate::model::names::number::Form;
use crate::read::markdown;
use crate::read::snapshot::Source;
use crate::render::active;
use crate::render::lists::index::Owed;
use crate::render::theme::thousands;
use crate::render::views::amended::Reading;
use crate::render::views::builder::PageBuilder;
use crate::render::views::days::DayView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::paper::{
    CopyView, IssuerHead, RecipientView, SignatureView, StampView, signatures,
};
use crate::render::views::parts::{CountsView, ForceView, PartyView, national_title};
use crate::render::views::relations::Surroundings;
use crate::render::views::task::{Group, Style, TaskRow, groups, row_state, tally_of};
use crate::render::views::text::ContentsLine;

/// How many deadlines stand open at the head of a page.
const SHOWN_DEADLINES: usize = 12;

/// A directive.
#[derive(Serialize)]
struct DirectiveView {
    #[serde(flatten)]
    letterhead: Letterhead,
    force: Option<ForceView>,
    draft: bool,
    confirm: Vec<String>,
    addressed_to: Vec<PartyView>,
    deadlines: Vec<TaskRow>,
    more_deadlines: Vec<TaskRow>,
    tracked: bool,
    /// Of all of them.
    counts: CountsView,
    contents: Vec<ContentsLine>,
    /// Parts of the text that are annexes, as HTML.
    annexes: String,
    signatures: Vec<SignatureView>,
    recipients: Vec<RecipientView>,
    also_to: Vec<RecipientView>,
    copies: Vec<CopyView>,
    received: Vec<StampView>,
    attachments: Vec<AttachmentView>,
    original: Option<AttachmentView>,
    #[serde(flatten)]
    surroundings: Surroundings,
}

/// What stands at the head of the paper.
#[derive(Serialize)]
struct Letterhead {
    number: String,
    number_missing: bool,
    /// Whether something is printed where a number stands.
    is_numbered: bool,
    /// "Số" or "Số:".
    number_label: String,
    name: String,
    kind: String,
    title_line: String,
    title: String,
    form: &'static str,
    national: Vec<String>,
    superior: String,
    issuers: Vec<IssuerHead>,
    /// Place and date as the paper has them.
    place: String,
    long_date: String,
    date: DayView,
    urgency: String,
    circulation: String,
}

#[derive(Clone, Serialize)]
struct AttachmentView {
    title: String,
    /// Where it is; none where it is missing.
    href: Option<String>,
    /// Whether the browser is asked to save it.
    is_download: bool,
    /// "PDF, 412 kB"; empty for a part of the text.
    about: String,
}

impl PageBuilder<'_> {
    /// The page of a directive.
    pub fn directive(&self, id: DirectiveId, reading: Reading) -> Page {
        let entry = &self.content.catalog[id];
        let directive = &entry.directive;
        let own = |anchor: &str| entry.anchor(anchor);
        let annexes: Vec<&str> = directive.annexes().map(|id| entry.section(id)).collect();
        let words = entry.source.text().unwrap_or_default();
        let body = markdown::parse(&entry.source, words, directive.body, &directive.redaction);
        let later = self.later(id, &body, reading);
        let facts = (&*entry.facts, &entry.citations[..]);
        let (html, contents) = self.text(&entry.source, (&body, &annexes), facts, later, &own);
        let mut deadlines = self.deadlines(id, entry);
        let more_deadlines = deadlines.split_off(deadlines.len().min(SHOWN_DEADLINES));
        let attachments = self.attachments(id, entry);
        let is_pdf = |a: &&AttachmentView| a.about.starts_with("PDF");
        let view = DirectiveView {
            letterhead: self.letterhead(entry),
            force: self.force(id),
            draft: directive.draft,
            confirm: directive.confirm.iter().map(|key| self.key_label(key)).collect(),
            addressed_to: directive.addressed_to.iter().map(|name| self.party(name)).collect(),
            deadlines,
            more_deadlines,
            tracked: directive.tracked,
            counts: self.counts_of(entry),
            contents,
            annexes: html.annexes,
            signatures: signatures(&directive.signatures),
            recipients: self.recipients(&directive.recipients),
            also_to: self.recipients(&directive.also_to),
            copies: directive.copies.iter().map(|copy| self.copy(copy)).collect(),
            received: directive.received.iter().map(|stamp| self.stamp(stamp)).collect(),
            original: attachments.iter().find(is_pdf).cloned(),
            attachments,
            surroundings: self.surroundings(id, entry, &body),
        };
        let years = self.link(self.labels().get("list", "title"), &self.addresses().years());
        let year = entry.resolved.year;
        let year = self.link(self.year_label(year), &self.addresses().year(year, 0));
        let head = Head::new(&view.letterhead.name, &view.letterhead.title).below(years).below(year);
        Page::new("directive", head, &view).with_text(html.text)
    }

    fn letterhead(&self, entry: &Entry) -> Letterhead {
        let (directive, labels) = (&entry.directive, self.labels());
        let (number, number_missing) = self.number_of(directive);
        let number_key = if directive.form == Form::State { "number_state" } else { "number_party" };
        let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
        let urgency = directive.urgency.map(|urgency| labels.get("directive", urgency_key(urgency)));
        Letterhead {
            number,
            number_missing,
            is_numbered: directive.number.is_some() || directive.number_printed.is_some(),
            number_label: labels.get("directive", number_key).to_owned(),
            name: self.directive_name(entry),
            kind: self.kind_of(entry),
            title_line: text_of(&directive.title_line),
            title: directive.title.clone(),
            form: directive.form.word(),
            national: national_title(directive.form, labels),
            superior: text_of(&directive.superior),
            issuers: self.issuer_heads(directive),
            place: text_of(&directive.place),
            long_date: directive.date.map_or_else(|| self.date_of(directive).text, |day| self.long_day(day)),
            date: self.date_of(directive),
            urgency: urgency.unwrap_or_default().to_owned(),
            circulation: text_of(&directive.circulation),
        }
    }

    /// The deadlines of a directive, open ones first, then in the order of the front matter.
    fn deadlines(&self, id: DirectiveId, entry: &Entry) -> Vec<TaskRow> {
        let style = Style { full: true, most: usize::MAX };
        let owed = (0..).take(entry.resolved.obligations.len()).map(|at| Owed { directive: id, at });
        let mut owing: Vec<Group> = groups(&self.content.catalog, owed);
        let worst = |group: &Group| row_state(&tally_of(entry, group.deadline, group.occurrence));
        owing.sort_by_key(|group| (!worst(group).is_open(), group.deadline));
        let mut rows: Vec<TaskRow> = owing.iter().map(|group| self.task(group, style)).collect();
        let upcoming: Vec<Owed> =
            (0..).take(entry.resolved.upcoming.len()).map(|at| Owed { directive: id, at }).collect();
        rows.extend(self.upcoming(&upcoming, style));
        for (at, _) in entry.directive.deadlines.iter().enumerate() {
            if !entry.resolved.obligations.iter().any(|o| o.deadline as usize == at) {
                rows.push(self.listed(id, at));
            }
        }
        // The first row of a deadline bears the anchor that other pages and the text lead to.
        for (at, deadline) in entry.directive.deadlines.iter().enumerate() {
            let anchor = deadline.anchor();
            let of_this = |group: &Group| group.deadline as usize == at;
            if let Some(first) = owing.iter().position(of_this) {
                rows[first].id = anchor;
            }
        }
        rows
    }

    fn key_label(&self, key: &str) -> String {
        match self.labels().get("key", key) {
            "" => key.to_owned(),
            label => label.to_owned(),
        }
    }

    fn attachments(&self, id: DirectiveId, entry: &Entry) -> Vec<AttachmentView> {
        let missing = || (None, false, self.labels().get("directive", "attachment_missing").to_owned());
        let view = |attachment: &Attachment| {
            let (href, is_download, about) = match &attachment.kind {
                AttachmentKind::Section(section) => {
                    (Some(format!("#{}", entry.section(section))), false, String::new())
                }
                AttachmentKind::Missing => missing(),
                AttachmentKind::File(typed) => {
                    let path = link::join(entry.source.path(), typed)?;
                    match entry.files.iter().find(|file| **file.path() == *path) {
                        Some(file) => {
                            let address =
                                self.addresses().directive_file(&self.content.catalog, id, file.path());
                            let is_download = active::is_download(file.path());
                            (Some(self.way(&address)), is_download, self.about_file(file))
                        }
                        None => missing(),
                    }
                }
            };
            Some(AttachmentView { title: attachment.title.clone(), href, is_download, about })
        };
        entry.directive.attachments.iter().filter_map(view).collect()
    }

    /// "PDF, 412 kB"
    fn about_file(&self, file: &Source) -> String {
        let kind = file.file_name().rsplit_once('.').map_or("", |(_, end)| end).to_uppercase();
        let kilobytes = i64::try_from(file.size().div_ceil(1000)).unwrap_or(i64::MAX);
        format!("{kind}, {} kB", thousands(kilobytes, self.language()))
    }
}

fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Khan => "khan",
        Urgency::ThuongKhan => "thuong_khan",
        Urgency::HoaToc => "hoa_toc",
    }
}
