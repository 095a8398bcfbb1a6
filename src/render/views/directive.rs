//! The page of a directive: the official head, deadlines, text, signature, recipients, copies, stamps,
//! attachments, and what surrounds it.
//!
//! Owns the order of a document as `Nghị định 30/2020/NĐ-CP` and `36-HD/VPTW` give it. Also makes the
//! text of a report, which is rendered alike.

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::catalog::{Destination, Entry};
use crate::model::document::attachment::AttachmentKind;
use crate::model::document::directive::{self, Recipient, Signature};
use crate::model::document::relation::RelationKind;
use crate::model::document::text::Facts;
use crate::model::document::typed::{Purpose, Stage, Urgency};
use crate::model::names::citation::Cited;
use crate::model::names::number::Form;
use crate::model::names::provision::cited_provision;
use crate::place::{Place, Span};
use crate::read::markdown::{self, Heading};
use crate::read::source::Source;
use crate::render::text::{self, ChangeNote, Targets};
use crate::render::views::parts::{
    CountsView, DayView, ForceView, LinkView, PageBuilder, PartyView, national_title,
};
use crate::render::views::task::{Group, Owed, Style, TaskRow, groups, row_state, tally_of};
use crate::spelling::Redaction;

/// How many documents a tree of those that carry each other out has at most.
const CHAIN: usize = 40;
/// How many stand above a document, itself included, where its tree is larger.
const CHAIN_ABOVE: usize = 6;
/// How many deadlines stand open at the head of a page.
const SHOWN_DEADLINES: usize = 12;

/// A directive.
#[derive(Serialize)]
pub(crate) struct DirectiveView {
    pub number: String,
    pub number_missing: bool,
    /// "Số" or "Số:".
    pub number_label: String,
    pub name: String,
    pub kind: String,
    pub title_line: String,
    pub title: String,
    pub form: &'static str,
    pub national: Vec<String>,
    pub superior: String,
    pub issuer: PartyView,
    pub issuer_page: Option<String>,
    /// Place and date as the paper has them.
    pub place: String,
    pub long_date: String,
    pub date: DayView,
    pub urgency: String,
    pub circulation: String,
    pub force: ForceView,
    pub draft: bool,
    pub confirm: Vec<String>,
    pub addressed_to: Vec<PartyView>,
    pub deadlines: Vec<TaskRow>,
    pub more_deadlines: Vec<TaskRow>,
    pub tracked: bool,
    /// Of all of them.
    pub counts: CountsView,
    pub contents: Vec<Heading2>,
    #[serde(skip)]
    pub html: String,
    pub signature: Option<SignatureView>,
    pub recipients: Vec<RecipientView>,
    pub also_to: Vec<RecipientView>,
    pub copies: Vec<CopyView>,
    pub received: Vec<StampView>,
    pub attachments: Vec<AttachmentView>,
    pub original: Option<AttachmentView>,
    pub relations: Vec<RelationView>,
    pub backlinks: Vec<LinkView>,
    pub replaced_by: Vec<LinkView>,
    /// What later documents did to it, but replacing it.
    pub changed_by: Vec<ChangedView>,
    pub chain: Vec<ChainView>,
    pub previous: Option<LinkView>,
    pub next: Option<LinkView>,
}

/// What a later document did to this one.
#[derive(Serialize)]
pub(crate) struct ChangedView {
    /// "Đã được sửa đổi bởi"
    pub label: String,
    pub link: LinkView,
    /// The provisions that it concerns; none for the whole.
    pub provisions: Vec<LinkView>,
}

/// A line of the contents.
#[derive(Serialize)]
pub(crate) struct Heading2 {
    pub level: u8,
    pub id: String,
    pub text: String,
}

#[derive(Serialize)]
pub(crate) struct SignatureView {
    pub authority: Vec<String>,
    pub title: Vec<String>,
    pub name: String,
    /// Whether the name is only what a scanner left of it.
    pub is_cut: bool,
}

#[derive(Serialize)]
pub(crate) struct RecipientView {
    /// The line as printed.
    pub text: String,
    /// Whom it names; one that is the line itself carries the link.
    pub parties: Vec<PartyView>,
    pub note: String,
    pub purpose: &'static str,
    pub purpose_label: String,
}

#[derive(Serialize)]
pub(crate) struct CopyView {
    pub label: String,
    pub number: String,
    pub long_date: String,
    pub place: String,
    pub superior: String,
    pub issuer: Option<PartyView>,
    pub recipients: Vec<RecipientView>,
    pub signature: Option<SignatureView>,
}

#[derive(Serialize)]
pub(crate) struct StampView {
    pub by: Option<PartyView>,
    pub number: String,
    pub day: Option<DayView>,
    pub routed_to: Option<PartyView>,
}

#[derive(Clone, Serialize)]
pub(crate) struct AttachmentView {
    pub title: String,
    /// Where it is; none where it is missing.
    pub href: Option<String>,
    /// "PDF, 412 kB"; empty for a part of the text.
    pub about: String,
}

#[derive(Serialize)]
pub(crate) struct RelationView {
    pub label: String,
    pub links: Vec<LinkView>,
}

#[derive(Serialize)]
pub(crate) struct ChainView {
    pub depth: usize,
    pub link: LinkView,
}

impl<'a> PageBuilder<'a> {
    /// The page of a directive.
    pub fn directive(&self, id: DirectiveId) -> DirectiveView {
        let entry = &self.content.catalog[id];
        let directive = &entry.directive;
        let labels = self.labels();
        let (number, number_missing) = self.number_of(directive);
        let own = |anchor: &str| entry.anchor(anchor);
        let text = self.text(
            &entry.source,
            directive.body,
            &directive.redaction,
            (&entry.facts, &entry.citations),
            self.changes_of_provisions(id),
            &own,
        );
        let mut deadlines = self.deadlines(id, entry);
        let more_deadlines = deadlines.split_off(deadlines.len().min(SHOWN_DEADLINES));
        let attachments = self.attachments(id, entry);
        let is_pdf = |a: &&AttachmentView| a.about.starts_with("PDF");
        let (text, contents) = text;
        let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
        DirectiveView {
            number,
            number_missing,
            number_label: labels
                .get("directive", if directive.form == Form::State { "number_state" } else { "number_party" })
                .to_owned(),
            name: self.directive_name(entry),
            kind: self.kind_of(entry),
            title_line: text_of(&directive.title_line),
            title: directive.title.clone(),
            form: directive.form.word(),
            national: national_title(directive.form, labels),
            superior: text_of(&directive.superior),
            issuer: self.party(&directive.issuer),
            issuer_page: self.issuer_page(entry),
            place: text_of(&directive.place),
            long_date: directive.date.map_or_else(|| self.date_of(directive).text, |day| self.long_day(day)),
            date: self.date_of(directive),
            urgency: directive
                .urgency
                .map(|urgency| labels.get("directive", urgency_key(urgency)).to_owned())
                .unwrap_or_default(),
            circulation: text_of(&directive.circulation),
            force: self.force(id),
            draft: directive.draft,
            confirm: directive.confirm.iter().map(|key| self.key_label(key)).collect(),
            addressed_to: directive.addressed_to.iter().map(|name| self.party(name)).collect(),
            deadlines,
            more_deadlines,
            tracked: directive.tracked,
            counts: self.counts_of(entry),
            contents,
            html: text,
            signature: directive.signature.as_ref().map(signature),
            recipients: self.recipients(&directive.recipients),
            also_to: self.recipients(&directive.also_to),
            copies: directive.copies.iter().map(|copy| self.copy(copy)).collect(),
            received: directive.received.iter().map(|stamp| self.stamp(stamp)).collect(),
            original: attachments.iter().find(is_pdf).cloned(),
            attachments,
            relations: self.relations(id, entry),
            backlinks: entry.cited_by.iter().map(|id| self.directive_link(*id)).collect(),
            replaced_by: entry
                .resolved
                .related_by
                .iter()
                .filter(|(kind, _)| *kind == RelationKind::Replaces)
                .map(|(_, id)| self.directive_link(*id))
                .collect(),
            changed_by: self.changed_by(id),
            chain: self.chain(id),
            previous: self.neighbour(id, false),
            next: self.neighbour(id, true),
        }
    }

    /// The HTML of a text and its contents.
    pub fn text(
        &self,
        source: &Source,
        body: Span,
        redaction: &Redaction,
        (facts, targets): (&Facts, &[Target]),
        changes: FxHashMap<String, Vec<ChangeNote>>,
        own: &dyn Fn(&str) -> Option<String>,
    ) -> (String, Vec<Heading2>) {
        let whole = source.text().unwrap_or_default();
        let body = markdown::parse(source, whole, body, redaction);
        let link = |typed: &str| self.link_in_text(source, own, typed);
        let citations = facts.citations.iter().zip(targets);
        let citations = citations
            .filter_map(|(found, target)| Some((&found.place, self.citation_way(&found.cited, target)?)));
        let targets = Targets { citations: citations.collect(), changes, link: &link };
        let html = text::html(&body, &targets, self.labels());
        let contents =
            body.headings.into_iter().map(|Heading { level, id, text }| Heading2 { level, id, text });
        (html, contents.collect())
    }

    /// Where a citation leads: to the provision that it names, where the text has it.
    fn citation_way(&self, cited: &Cited, target: &Target) -> Option<String> {
        let way = self.target_way(target)?;
        let provision = match target {
            Target::Directive(id) => {
                cited_provision(&self.content.catalog[*id].facts.provisions, &cited.provision)
            }
            _ => None,
        };
        Some(provision.map_or_else(|| way.clone(), |provision| format!("{way}#{}", provision.id)))
    }

    fn target_way(&self, target: &Target) -> Option<String> {
        match target {
            Target::Directive(id) => Some(self.directive_way(*id)),
            Target::Elsewhere(url) => Some(url.clone()),
            Target::Own | Target::Ambiguous(_) | Target::Differs(_) | Target::Nothing => None,
        }
    }

    /// The address of a link as typed in a text; none where its words stay words.
    fn link_in_text(
        &self,
        source: &Source,
        own: &dyn Fn(&str) -> Option<String>,
        typed: &str,
    ) -> Option<String> {
        if typed.is_empty() {
            return None;
        }
        let catalog = &self.content.catalog;
        let at = || Place::file(source.path().clone());
        let with = |way: String, anchor: Option<String>| match anchor {
            Some(anchor) => format!("{way}#{anchor}"),
            None => way,
        };
        match catalog.destination(&self.content.sources, source.path(), own, typed, &at).ok()? {
            Destination::External => Some(typed.to_owned()),
            Destination::Anchor(anchor) => Some(format!("#{anchor}")),
            Destination::Directive(id, anchor) => Some(with(self.directive_way(id), anchor)),
            Destination::Report(report, anchor) => {
                let page = catalog.reports()[report].text.as_ref()?;
                Some(with(self.way(&self.addresses().report(&page.slug)), anchor))
            }
            Destination::File(path) => self.file_way(source, &path),
            Destination::Withheld => None,
        }
    }

    /// The way to a file that is published beside a text.
    fn file_way(&self, source: &Source, path: &str) -> Option<String> {
        let catalog = &self.content.catalog;
        let addresses = self.addresses();
        if let Some(id) = catalog.directive_at(source.path()) {
            return Some(self.way(&addresses.directive_file(catalog, id, path)));
        }
        let report = catalog.reports().iter().find(|report| report.source.path() == source.path())?;
        Some(self.way(&addresses.report_file(&report.text.as_ref()?.slug, path)))
    }

    /// The deadlines of a directive, open ones first, then in the order of the front matter.
    fn deadlines(&self, id: DirectiveId, entry: &Entry) -> Vec<TaskRow> {
        let style = Style { full: true, axis: None, most: usize::MAX };
        let owed = (0..).take(entry.resolved.obligations.len()).map(|at| Owed { directive: id, at });
        let mut owing: Vec<Group> = groups(self, owed);
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

    fn issuer_page(&self, entry: &Entry) -> Option<String> {
        let issuer = &entry.directive.issuer;
        match self.register().resolve(&issuer.text, &issuer.folded) {
            crate::model::register::organization::Resolution::Found(id) => {
                Some(self.way(&self.addresses().issuer(self.register(), id, 0)))
            }
            _ => None,
        }
    }

    fn key_label(&self, key: &str) -> String {
        match self.labels().get("key", key) {
            "" => key.to_owned(),
            label => label.to_owned(),
        }
    }

    fn recipients(&self, recipients: &[Recipient]) -> Vec<RecipientView> {
        let view = |recipient: &Recipient| {
            let parties: Vec<PartyView> =
                match recipient.is_addressees() || recipient.purpose == Purpose::File {
                    true => recipient
                        .to
                        .iter()
                        .map(|name| PartyView { name: name.text.clone(), href: None, id: String::new() })
                        .collect(),
                    false => recipient.to.iter().map(|name| self.party(name)).collect(),
                };
            let names = || parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ");
            RecipientView {
                text: recipient.text.clone().unwrap_or_else(names),
                note: recipient.note.clone().unwrap_or_default(),
                purpose: recipient.purpose.word(),
                purpose_label: self.purpose_label(recipient.purpose),
                parties,
            }
        };
        recipients.iter().map(view).collect()
    }

    fn copy(&self, copy: &directive::CertifiedCopy) -> CopyView {
        let key = copy.kind.word().replace('-', "_");
        let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
        CopyView {
            label: self.labels().get("directive", &key).to_owned(),
            number: text_of(&copy.number),
            long_date: copy.date.map(|day| self.long_day(day)).unwrap_or_default(),
            place: text_of(&copy.place),
            superior: text_of(&copy.superior),
            issuer: copy.issuer.as_ref().map(|name| self.party(name)),
            recipients: self.recipients(&copy.recipients),
            signature: copy.signature.as_ref().map(signature),
        }
    }

    fn stamp(&self, stamp: &directive::IncomingStamp) -> StampView {
        StampView {
            by: stamp.by.as_ref().map(|name| self.party(name)),
            number: stamp.number.clone().unwrap_or_default(),
            day: stamp.date.map(|day| self.day(day)),
            routed_to: stamp.routed_to.as_ref().map(|name| self.party(name)),
        }
    }

    fn attachments(&self, id: DirectiveId, entry: &Entry) -> Vec<AttachmentView> {
        let view = |attachment: &crate::model::document::attachment::Attachment| {
            let (href, about) = match &attachment.kind {
                AttachmentKind::Section(section) => {
                    (Some(format!("#{}", entry.section(section))), String::new())
                }
                AttachmentKind::Missing => {
                    (None, self.labels().get("directive", "attachment_missing").to_owned())
                }
                AttachmentKind::File(typed) => {
                    let path = crate::model::names::link::join(entry.source.path(), typed)?;
                    let file = self.content.sources.get(&path)?;
                    let address = self.addresses().directive_file(&self.content.catalog, id, file.path());
                    (Some(self.way(&address)), self.about_file(file))
                }
            };
            Some(AttachmentView { title: attachment.title.clone(), href, about })
        };
        entry.directive.attachments.iter().filter_map(view).collect()
    }

    /// "PDF, 412 kB"
    fn about_file(&self, file: &Source) -> String {
        let kind = file.file_name().rsplit_once('.').map_or("", |(_, end)| end).to_uppercase();
        let kilobytes = i64::try_from(file.size().div_ceil(1000)).unwrap_or(i64::MAX);
        format!("{kind}, {} kB", crate::render::theme::thousands(kilobytes, self.language()))
    }

    /// What the directive relates to, then what relates to it, each kind once.
    fn relations(&self, id: DirectiveId, entry: &Entry) -> Vec<RelationView> {
        let mut relations: Vec<RelationView> = Vec::new();
        let mut add = |key: String, link: LinkView| {
            let label = self.labels().get("relation", &key).to_owned();
            match relations.iter_mut().find(|relation| relation.label == label) {
                Some(relation) => relation.links.push(link),
                None => relations.push(RelationView { label, links: vec![link] }),
            }
        };
        for (relation, target) in entry.directive.relations.iter().zip(&entry.resolved.relations) {
            let key = match (relation.kind, relation.stage) {
                (RelationKind::Reviews, Some(Stage::Interim)) => "reviews_interim".to_owned(),
                (kind, _) => kind.word().to_owned(),
            };
            let plain = || {
                let date = relation
                    .date
                    .map(|day| format!(" ({})", crate::render::views::parts::shown_day(day)))
                    .unwrap_or_default();
                LinkView {
                    text: format!("{}{date}", relation.number.text),
                    href: String::new(),
                    current: false,
                }
            };
            let link = match target {
                Target::Directive(other) => self.directive_link(*other),
                Target::Elsewhere(url) => LinkView { href: url.clone(), ..plain() },
                _ => plain(),
            };
            add(key, link);
        }
        for (other, moved) in &entry.resolved.changes {
            let deadline = &self.content.catalog[*other].directive.deadlines[moved.deadline as usize];
            let LinkView { text, href, .. } = self.directive_link(*other);
            let text = format!("{}, {text}", deadline.task);
            let href = format!("{href}#{}", deadline.anchor());
            let key = if moved.due.is_some() { "moves" } else { "cancels" };
            add(key.to_owned(), LinkView { text, href, current: false });
        }
        for (kind, other) in &entry.resolved.related_by {
            if *other != id {
                add(format!("{}_by", kind.word()), self.directive_link(*other));
            }
        }
        relations
    }

    /// The documents that this one carries out, and those that carry it out, as a tree in lines; empty
    /// where it stands alone. Of a large tree only what is near: the way down to it, and what carries it out.
    fn chain(&self, id: DirectiveId) -> Vec<ChainView> {
        let mut way = vec![id];
        while let Some(next) = way.last().and_then(|last| self.carried_out_by(*last))
            && !way.contains(&next)
        {
            way.push(next);
        }
        let whole = self.tree(way[way.len() - 1]);
        let lines: Vec<(DirectiveId, usize)> = match whole.len() {
            1 => return Vec::new(),
            ..=CHAIN => whole,
            _ => {
                way.truncate(CHAIN_ABOVE);
                let depth = way.len();
                let down = way.into_iter().rev().enumerate().map(|(depth, one)| (one, depth));
                down.chain(self.carrying_out(id).take(CHAIN).map(|below| (below, depth))).collect()
            }
        };
        let view = |(next, depth)| ChainView {
            depth,
            link: LinkView { current: next == id, ..self.directive_link(next) },
        };
        lines.into_iter().map(view).collect()
    }

    /// What a document carries out first of all.
    fn carried_out_by(&self, id: DirectiveId) -> Option<DirectiveId> {
        let entry = &self.content.catalog[id];
        let relations = entry.directive.relations.iter().zip(&entry.resolved.relations);
        relations.into_iter().find_map(|(relation, target)| match target {
            Target::Directive(other) if relation.kind == RelationKind::Implements => Some(*other),
            _ => None,
        })
    }

    /// What carries a document out, in order of time.
    fn carrying_out(&self, id: DirectiveId) -> impl DoubleEndedIterator<Item = DirectiveId> {
        let related = &self.content.catalog[id].resolved.related_by;
        related.iter().filter(|(kind, _)| *kind == RelationKind::Implements).map(|(_, below)| *below)
    }

    /// A document with all that carry it out, and its depth; no more than one line over [`CHAIN`].
    fn tree(&self, top: DirectiveId) -> Vec<(DirectiveId, usize)> {
        let (mut drawn, mut open): (Vec<(DirectiveId, usize)>, _) = (Vec::new(), vec![(top, 0)]);
        while let Some((next, depth)) = open.pop()
            && drawn.len() <= CHAIN
        {
            if drawn.iter().all(|(known, _)| *known != next) {
                drawn.push((next, depth));
                open.extend(self.carrying_out(next).rev().map(|below| (below, depth + 1)));
            }
        }
        drawn
    }

    /// The document before or after it in time.
    fn neighbour(&self, id: DirectiveId, next: bool) -> Option<LinkView> {
        let mut all = self.content.catalog.directives().map(|(id, _)| id);
        let at = id.index();
        let other = if next { all.nth(at + 1) } else { all.nth(at.checked_sub(1)?) }?;
        let text = self.directive_name(&self.content.catalog[other]);
        Some(LinkView { text, href: self.directive_way(other), current: false })
    }
}

fn urgency_key(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Khan => "khan",
        Urgency::ThuongKhan => "thuong_khan",
        Urgency::HoaToc => "hoa_toc",
    }
}

fn signature(signature: &Signature) -> SignatureView {
    let name = signature.name.as_ref().or(signature.name_printed.as_ref());
    SignatureView {
        authority: signature.authority.clone(),
        title: signature.title.clone(),
        name: name.cloned().unwrap_or_default(),
        is_cut: signature.name.is_none() && signature.name_printed.is_some(),
    }
}
