//! The page of a directive: the official head, deadlines, text, signature, recipients, copies, stamps,
//! attachments, and what surrounds it.
//!
//! Owns the order of a document as `Nghị định 30/2020/NĐ-CP` and `36-HD/VPTW` give it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::typed::Urgency;
use crate::model::names::link;
use crate::model::names::number::Form;
use crate::read::markdown;
use crate::render::active;
use crate::render::lists::forecast::Forecast;
use crate::render::reader::{Card, Owner};
use crate::render::theme::thousands;
use crate::render::views::amended::Reading;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::declared::FieldView;
use crate::render::views::duties::DutiesView;
use crate::render::views::frame::{Head, Page};
use crate::render::views::paper::{
    CopyView, IssuerHead, RecipientView, SignatureView, StampView, signatures,
};
use crate::render::views::parts::{ForceView, PartyView, national_title};
use crate::render::views::relations::Surroundings;
use crate::render::views::text::ContentsLine;

/// The anchor of the table of its tasks.
const TASKS: &str = "_nhiem-vu";

/// A directive.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DirectiveView {
    #[serde(flatten)]
    letterhead: Letterhead,
    /// Whether it is in force; none where it has no effect to state.
    force: Option<ForceView>,
    /// Whether it is a draft, in a preview.
    draft: bool,
    /// What is still to be compared with the paper.
    confirm: Vec<String>,
    /// Its topics, each with its list.
    topics: Vec<LinkView>,
    /// The values of the keys of the site's own.
    fields: Vec<FieldView>,
    /// Kính gửi.
    addressed_to: Vec<PartyView>,
    /// Its tasks; none where it has none.
    duties: Option<DutiesView>,
    /// The way to the table of its tasks, which stands beside the signed text; empty without one.
    duties_href: String,
    /// Whether reports on it are kept here.
    tracked: bool,
    /// The headings of its text, with what is overdue under each.
    contents: Vec<ContentsLine>,
    /// Parts of the text that are annexes, as HTML.
    annexes: String,
    /// Its signatures.
    signatures: Vec<SignatureView>,
    /// Nơi nhận.
    recipients: Vec<RecipientView>,
    /// Đồng kính gửi.
    also_to: Vec<RecipientView>,
    /// Its certified copies.
    copies: Vec<CopyView>,
    /// Its incoming stamps.
    received: Vec<StampView>,
    /// Its attachments.
    attachments: Vec<AttachmentView>,
    /// The first attachment that is a PDF.
    original: Option<AttachmentView>,
    /// The text as it was signed and with its amendments; empty where there is one text only.
    versions: Vec<LinkView>,
    /// Whether the text is the one with its amendments.
    is_consolidated: bool,
    /// The last day on which what is told of amendments and the versions is true; empty where no day changes it.
    until: String,
    #[serde(flatten)]
    surroundings: Surroundings,
}

/// What stands at the head of the paper.
#[derive(Serialize, JsonSchema)]
struct Letterhead {
    /// The number as printed, or in words why there is none.
    number: String,
    /// Whether it has none.
    number_missing: bool,
    /// Whether something is printed where a number stands.
    is_numbered: bool,
    /// "Số" or "Số:".
    number_label: String,
    /// What it is called in a line.
    name: String,
    /// The name of its type; empty without one.
    kind: String,
    /// The line between type and title; empty without one.
    title_line: String,
    /// Trích yếu.
    title: String,
    /// `party` or `state`.
    form: &'static str,
    /// The lines at the right of the head.
    national: Vec<String>,
    /// The line above who issues it; empty without one.
    superior: String,
    /// Who issued it.
    issuers: Vec<IssuerHead>,
    /// Place and date as the paper has them.
    place: String,
    /// The date in words.
    long_date: String,
    /// The date.
    date: DayView,
    /// The mark of urgency; empty without one.
    urgency: String,
    /// Phạm vi lưu hành; empty without one.
    circulation: String,
}

/// An attachment.
#[derive(Clone, Serialize, JsonSchema)]
struct AttachmentView {
    /// What it is called.
    title: String,
    /// Where it is; none where it is missing.
    href: Option<String>,
    /// Whether the browser is asked to save it.
    is_download: bool,
    /// "PDF, 412 kB"; empty for a part of the text.
    about: String,
}

impl PageBuilder<'_> {
    /// The page of a directive, with its text in one of its readings.
    pub fn directive(&self, id: DirectiveId, reading: Reading) -> Page {
        let entry = &self.reader.card(id);
        let directive = &entry.directive;
        let annexes: Vec<&str> = directive.annexes().map(|id| entry.section(id)).collect();
        let text = self.reader.text(id);
        let words = text.source.text().unwrap_or_default();
        let body = markdown::parse(text.source, words, directive.body, &directive.redaction);
        let later = self.later(id, &body, reading);
        let facts = (text.facts, text.citations);
        let (html, mut contents) = self.text(Owner::Directive(id), (&body, &annexes), facts, later);
        self.count_parts(entry, &body, &mut contents);
        let (duties, attachments) = (self.duties(id, entry), self.attachments(id, entry));
        let is_pdf = |a: &&AttachmentView| a.about.starts_with("PDF");
        let view = DirectiveView {
            letterhead: self.letterhead(entry),
            force: self.force(id),
            draft: directive.draft,
            confirm: directive.confirm.iter().map(|key| self.key_label(key)).collect(),
            topics: self.topics_of(id),
            fields: self.fields_of(directive),
            addressed_to: directive.addressed_to.iter().map(|name| self.party(name)).collect(),
            duties_href: duties.as_ref().map(|_| self.in_directive(id, TASKS)).unwrap_or_default(),
            duties,
            tracked: directive.tracked,
            contents,
            annexes: html.annexes,
            signatures: signatures(&directive.signatures),
            recipients: self.recipients(&directive.recipients),
            also_to: self.recipients(&directive.also_to),
            copies: directive.copies.iter().map(|copy| self.copy(copy)).collect(),
            received: directive.received.iter().map(|stamp| self.stamp(stamp)).collect(),
            original: attachments.iter().find(is_pdf).cloned(),
            attachments,
            versions: self.versions(id, reading),
            is_consolidated: reading == Reading::Consolidated,
            until: self.amended_until(id),
            surroundings: self.surroundings(id, entry, &body),
        };
        self.directive_head(id, &view, reading).with_text(html.text)
    }

    /// The page below the list of its year; a consolidated text below the signed one.
    fn directive_head(&self, id: DirectiveId, view: &DirectiveView, reading: Reading) -> Page {
        let years = self.link(self.labels().get("list", "title"), &self.addresses().years());
        let year = self.reader.card(id).resolved.year;
        let year = self.link(self.year_label(year), &self.addresses().year(year, 0));
        let Letterhead { name, title, .. } = &view.letterhead;
        let head = match reading {
            Reading::Signed => Head::new(name, title).below(years).below(year),
            Reading::Consolidated => {
                let own = self.link(name, &self.addresses().directive(self.reader, id));
                let called = self.labels().fill("directive", "consolidated_of", &[("name", name)]);
                Head::new(&called, title).below(years).below(year).below(own)
            }
        };
        Page::new("directive", head, view).standing(self.days_of(id))
    }

    /// The text as it was signed and with its amendments, where there are both.
    fn versions(&self, id: DirectiveId, reading: Reading) -> Vec<LinkView> {
        let reader = self.reader;
        let wordings = reader.wordings(id);
        let Some((last, _)) =
            wordings.iter().rfind(|(one, _)| one.since.is_none_or(|since| reader.has_come(since)))
        else {
            return Vec::new();
        };
        let labels = self.labels();
        let date = self.date_of(reader.card(id).directive).text;
        let signed = labels.fill("directive", "as_signed", &[("date", &date)]);
        let merged = match last.since {
            Some(since) => labels.fill("directive", "as_amended", &[("date", &shown_day(since))]),
            None => labels.get("directive", "consolidated").to_owned(),
        };
        let addresses = self.addresses();
        let link = |text: String, address: String, of: Reading| LinkView {
            current: reading == of,
            ..self.link(text, &address)
        };
        vec![
            link(signed, addresses.directive(reader, id), Reading::Signed),
            link(merged, addresses.consolidated(reader, id), Reading::Consolidated),
        ]
    }

    /// The days of what the page of a directive says: of its tasks, its force, and what amends it.
    fn days_of(&self, id: DirectiveId) -> Forecast {
        let (reader, resolved) = (self.reader, self.reader.card(id).resolved);
        let mut days = self.forecast(resolved.obligations.iter().chain(&resolved.upcoming)).days();
        self.take_force(id, &mut days);
        for since in reader.amendments(id).into_iter().filter_map(|one| one.since) {
            days.take_day(since, reader.has_come(since));
        }
        days
    }

    /// The last day on which what is told of later documents is true.
    fn amended_until(&self, id: DirectiveId) -> String {
        let reader = self.reader;
        let later = reader.amendments(id).into_iter().filter_map(|one| one.since);
        let first = later.filter(|since| !reader.has_come(*since)).min();
        first.and_then(|day| day.yesterday().ok()).map(|day| day.to_string()).unwrap_or_default()
    }

    fn letterhead(&self, entry: &Card<'_>) -> Letterhead {
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

    fn key_label(&self, key: &str) -> String {
        if let Some(field) = self.reader.settings().fields.named(key) {
            return field.label.clone();
        }
        match self.labels().get("key", key) {
            "" => key.to_owned(),
            label => label.to_owned(),
        }
    }

    fn attachments(&self, id: DirectiveId, entry: &Card<'_>) -> Vec<AttachmentView> {
        let missing = || (None, false, self.labels().get("directive", "attachment_missing").to_owned());
        let view = |attachment: &Attachment| {
            let (href, is_download, about) = match &attachment.kind {
                AttachmentKind::Section(section) => {
                    (Some(format!("#{}", entry.section(section))), false, String::new())
                }
                AttachmentKind::Missing => missing(),
                AttachmentKind::File(typed) => {
                    let path = link::join(self.reader.path(id), typed)?;
                    match self.reader.files(id).find(|(file, _)| *file == path) {
                        Some((file, size)) => {
                            let address = self.addresses().directive_file(self.reader, id, file);
                            let is_download = active::is_download(file);
                            (Some(self.way(&address)), is_download, self.about_file(file, size))
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
    fn about_file(&self, path: &str, size: u64) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let kind = name.rsplit_once('.').map_or("", |(_, end)| end).to_uppercase();
        let kilobytes = i64::try_from(size.div_ceil(1000)).unwrap_or(i64::MAX);
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
