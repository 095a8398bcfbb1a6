//! A directive: what its file means, before the rest of the site is known.
//!
//! Owns the step from typed keys to meaning, with every fault that one file can show alone. Does not
//! resolve names, numbers or links: that is for the catalog. Nothing is invented: what a document
//! lacks stays missing.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::attachment::{self, Attachment, AttachmentKind};
use crate::model::document::deadline::{Deadline, printed, read_words};
use crate::model::document::field::{FieldValue, Fields};
use crate::model::document::gaps::Gaps;
use crate::model::document::recipients::Recipient;
use crate::model::document::relation::Relation;
use crate::model::document::secrecy::secret_line;
use crate::model::document::signature::{CertifiedCopy, IncomingStamp, Signature};
use crate::model::document::standing;
use crate::model::document::text::Facts;
use crate::model::document::typed::{NumberMissing, TypedChange, TypedDirective, Urgency, value};
use crate::model::names::name::Name;
use crate::model::names::number::{Form, Number};
use crate::model::time::date::{Date, Interval};
use crate::model::time::due;
use crate::nearest::{Hints, nearest};
use crate::place::{Place, Span};
use crate::read::decode::{Decode, Decoder, OneOrMany, Text};
use crate::read::front_matter;
use crate::read::memo::{Kept, kept};
use crate::read::snapshot::Source;
use crate::read::yaml::{self, NodeKind};
use crate::spelling::{Redaction, is_id, slug};

/// Where directives stand.
pub const FOLDER: &str = "content/directives/";

/// Whether a file is one of a directive.
pub fn is_source(path: &str) -> bool {
    path.starts_with(FOLDER) && path.ends_with(".md")
}

/// What one file of `content/directives/` holds.
#[derive(Debug)]
pub struct DirectiveFile {
    /// The directive; none where the front matter cannot be read.
    pub directive: Option<Arc<Directive>>,
    /// What is wrong with the file alone.
    pub faults: Vec<Diagnostic>,
    /// The number on the paper, where the front matter cannot be read but shows it, or where its date cannot.
    pub broken_number: Option<String>,
    /// The last part of its address: as typed, of the number, or of the name of the file.
    pub slug: String,
    /// That of the front matter: what others need of a directive stands in it.
    pub front_matter: u64,
}

/// What a directive is.
#[derive(Debug)]
pub struct Directive {
    /// Number; none where the document has none.
    pub number: Option<Number>,
    /// Why it has none.
    pub number_missing: Option<NumberMissing>,
    /// What is printed instead.
    pub number_printed: Option<String>,
    /// Trích yếu.
    pub title: String,
    /// Date; none where the document has none.
    pub date: Option<Date>,
    /// When it was made: its date, or what is known of it.
    pub when: Interval,
    /// Who issued it, or leads those who did.
    pub issuer: Name,
    /// Who else issued a joint document.
    pub joint_issuers: Vec<Name>,
    /// Type as typed, where the number does not say it.
    pub kind: Option<Text>,
    /// The rules it is drawn up by.
    pub form: Form,
    /// Place.
    pub place: Option<String>,
    /// The line above the issuer.
    pub superior: Option<String>,
    /// A line between type and title.
    pub title_line: Option<String>,
    /// Kính gửi.
    pub addressed_to: Vec<Name>,
    /// When it is in force, where it says so.
    pub in_force: Option<Interval>,
    /// Relations to other documents.
    pub relations: Vec<Relation>,
    /// Other names under which texts cite it.
    pub known_as: Vec<String>,
    /// Topics, as typed.
    pub topics: Vec<Text>,
    /// Values of the keys that the site declares for itself.
    pub fields: Vec<FieldValue>,
    /// Deadlines, in the order of the front matter.
    pub deadlines: Vec<Deadline>,
    /// Their places in the order of their ids.
    deadline_places: Vec<u32>,
    /// Whether reports on it are kept here.
    pub tracked: bool,
    /// Keys that are to be compared with the paper.
    pub confirm: Vec<String>,
    /// Changes to deadlines of earlier directives.
    pub changes: Vec<DeadlineChange>,
    /// Nơi nhận.
    pub recipients: Vec<Recipient>,
    /// Đồng kính gửi.
    pub also_to: Vec<Recipient>,
    /// Signatures, from left to right: several on a joint document.
    pub signatures: Vec<Signature>,
    /// Certified copies.
    pub copies: Vec<CertifiedCopy>,
    /// Incoming stamps.
    pub received: Vec<IncomingStamp>,
    /// Attachments.
    pub attachments: Vec<Attachment>,
    /// Where the document says that it is secret.
    pub secret: Option<Span>,
    /// Mark of urgency.
    pub urgency: Option<Urgency>,
    /// Phạm vi lưu hành.
    pub circulation: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Last part of its address, as typed.
    pub slug: Option<Text>,
    /// Old addresses.
    pub aliases: Vec<Text>,
    /// Words that must not be seen.
    pub redaction: Redaction,
    /// The text.
    pub body: Span,
    /// Where number, date and title stand, for messages.
    pub number_span: Span,
}

/// A change to a deadline of an earlier directive.
#[derive(Clone, Debug)]
pub struct DeadlineChange {
    /// Number or slug of that directive.
    pub directive: Text,
    /// Its date.
    pub date: Option<Date>,
    /// Id of the deadline.
    pub deadline: Text,
    /// The new date; none where the deadline is cancelled.
    pub due: Option<due::Due>,
    /// The words of the new date as printed; none where a date was typed in their place.
    pub words: Option<String>,
}

impl DirectiveFile {
    /// What a file of `content/directives/` holds, read once for the same keys of the site's own.
    pub fn of(source: &Source, fields: &Fields) -> Kept<DirectiveFile> {
        source.memo.get_or_compute(&(source, fields), |(source, fields)| DirectiveFile::read(source, fields))
    }

    fn read(source: &Source, fields: &Fields) -> DirectiveFile {
        let broken = |faults: Vec<Diagnostic>, text: &str| DirectiveFile {
            directive: None,
            faults,
            broken_number: number_line(text),
            slug: slug_of_file(source),
            front_matter: source.version(),
        };
        let text = match source.text() {
            Ok(text) => text,
            Err(fault) => return broken(vec![fault], ""),
        };
        let parts = match front_matter::split(source, text) {
            Ok(parts) => parts,
            Err(fault) => return broken(vec![fault], text),
        };
        let mut node = match yaml::parse(source, text, parts.yaml) {
            Ok(node) => node,
            Err(faults) => return broken(faults, &text[parts.yaml.range()]),
        };
        if matches!(node.kind, NodeKind::Null) {
            node = yaml::Node { span: Span::new(0, 3), kind: NodeKind::Map(Vec::new()) };
        }
        let mut decoder = Decoder::new(source);
        let mut has_date = true;
        let (ours, declared) = fields.split(&node, &mut decoder);
        let directive = TypedDirective::decode(&ours, &mut decoder).map(|mut typed| {
            has_date = typed.date.is_some();
            let redaction = Redaction::new(typed.redact.iter().flatten().map(|words| words.as_str()));
            if !redaction.is_empty() {
                typed.redact = None;
                typed.each_text(&mut |text| redaction.apply(text));
            }
            let marked = || secret_line(text, parts.body);
            let secret = standing::of_node(&node).secret().or_else(marked);
            let values = fields.read(&node, declared, &redaction, &mut decoder);
            Arc::new(Directive::new(typed, parts.body, (fields, values), redaction, secret, &mut decoder))
        });
        let mut hasher = DefaultHasher::new();
        (fields, &text[..parts.body.start as usize]).hash(&mut hasher);
        let front_matter = hasher.finish();
        let slug =
            directive.as_ref().map_or_else(|| slug_of_file(source), |d| slug_of(source, d, &mut decoder));
        let number = directive.as_ref().filter(|_| !has_date).and_then(|directive| directive.number.as_ref());
        let broken_number = number.map(|number| number.key.clone());
        DirectiveFile { directive, faults: decoder.faults, broken_number, slug, front_matter }
    }
}

/// The last part of an address: as typed, of the number, or of the name of the file.
fn slug_of(source: &Source, directive: &Directive, decoder: &mut Decoder<'_>) -> String {
    match (&directive.slug, &directive.number) {
        (Some(typed), _) => typed.value.clone(),
        (None, Some(number)) => match slug(&number.text) {
            slug if slug.is_empty() => {
                decoder.faults.push(diagnostic::empty_address(source.place(directive.number_span)));
                slug_of_file(source)
            }
            slug => slug,
        },
        (None, None) => slug_of_file(source),
    }
}

/// The last part of an address made of the name of a file.
pub fn slug_of_file(source: &Source) -> String {
    let slug = slug(source.file_name().trim_end_matches(".md"));
    if slug.is_empty() { "khong-ten".to_owned() } else { slug }
}

/// The number in a front matter that is no YAML, so that rows that name it raise no second fault.
fn number_line(text: &str) -> Option<String> {
    line_of(text, "number:").map(|number| Number::new(number).key)
}

/// The year and the last part of the address that a front matter that is no YAML would probably have.
pub fn likely_address(text: &str) -> Option<(i16, String)> {
    let date: Date = line_of(text, "date:")?.parse().ok()?;
    let slug = slug(line_of(text, "slug:").or_else(|| line_of(text, "number:"))?);
    (!slug.is_empty()).then(|| (date.year(), slug))
}

/// What a line says that begins with `key`.
fn line_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    let value = line.split(" #").next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then_some(value)
}

fn names(typed: &Option<Vec<Text>>) -> Vec<Name> {
    typed.iter().flatten().map(Name::from).collect()
}

impl Directive {
    fn new(
        typed: TypedDirective,
        body: Span,
        (fields, values): (&Fields, Vec<FieldValue>),
        redaction: Redaction,
        secret: Option<Span>,
        decoder: &mut Decoder<'_>,
    ) -> Directive {
        let gaps = Gaps::read(&typed, decoder);
        let form = value(&typed.form).or(gaps.number.as_ref().and_then(|n| n.form)).unwrap_or(Form::Party);
        let mut issuers = typed.issuer.iter().flat_map(|OneOrMany(names)| names).map(Name::from);
        let tracked = value(&typed.tracked).unwrap_or(true);
        let deadlines =
            Deadline::read_all(typed.deadlines.as_deref().unwrap_or_default(), gaps.date, tracked, decoder);
        let slug = typed.slug.clone().filter(|typed| is_slug(typed, decoder));
        Directive {
            number: gaps.number,
            number_missing: gaps.number_missing,
            number_printed: value(&typed.number_printed),
            title: value(&typed.title).unwrap_or_default(),
            date: gaps.date,
            when: gaps.when,
            issuer: issuers.next().unwrap_or_else(|| Name::from(&Text::default())),
            joint_issuers: issuers.collect(),
            kind: typed.r#type.clone(),
            form,
            place: value(&typed.place),
            superior: value(&typed.superior),
            title_line: value(&typed.title_line),
            addressed_to: names(&typed.addressed_to),
            in_force: value(&typed.in_force),
            relations: kept(typed.relations.iter().flatten().filter_map(|r| Relation::new(r, decoder))),
            known_as: typed.known_as.iter().flatten().map(|name| name.value.clone()).collect(),
            topics: typed.topics.unwrap_or_default(),
            fields: values,
            deadline_places: places(&deadlines),
            deadlines,
            tracked,
            confirm: confirm(&typed.confirm, fields, decoder),
            changes: DeadlineChange::read_all(&typed.changes, gaps.date, decoder),
            recipients: Recipient::read_all(&typed.recipients),
            also_to: Recipient::read_all(&typed.also_to),
            signatures: Signature::read_all(&typed.signature),
            copies: typed.copies.iter().flatten().filter_map(CertifiedCopy::new).collect(),
            received: typed.received.iter().flatten().map(IncomingStamp::from).collect(),
            attachments: attachment::read(&typed.attachments, decoder),
            secret,
            urgency: value(&typed.urgency),
            circulation: value(&typed.circulation),
            draft: value(&typed.draft).unwrap_or(false),
            slug,
            aliases: typed.aliases.unwrap_or_default(),
            redaction,
            body,
            number_span: gaps.number_span,
        }
    }

    /// The deadline with this id, and its place.
    pub fn deadline(&self, id: &str) -> Option<(u32, &Deadline)> {
        let id_at = |at: u32| self.deadlines[at as usize].id.as_str();
        let first = self.deadline_places.partition_point(|at| id_at(*at) < id);
        let at = *self.deadline_places.get(first).filter(|at| id_at(**at) == id)?;
        Some((at, &self.deadlines[at as usize]))
    }

    /// All who issued it, the one that leads first.
    pub fn issuers(&self) -> impl Iterator<Item = &Name> {
        std::iter::once(&self.issuer).chain(&self.joint_issuers)
    }

    /// The ids of the parts of the text that are annexes.
    pub fn annexes(&self) -> impl Iterator<Item = &str> {
        self.annex_sections().map(|section| section.as_str())
    }

    fn annex_sections(&self) -> impl Iterator<Item = &Text> {
        self.attachments.iter().filter_map(|attachment| match &attachment.kind {
            AttachmentKind::Section(section) => Some(section),
            _ => None,
        })
    }

    /// Reports ids that the text does not have.
    pub fn check_sections(&self, facts: &Facts, place: impl Fn(Span) -> Place, faults: &mut Vec<Diagnostic>) {
        let hints = Hints::default();
        for section in self.deadlines.iter().filter_map(|d| d.section.as_ref()).chain(self.annex_sections()) {
            if facts.anchor(section).is_none() {
                let near = hints.of(|| nearest(section, facts.anchors.iter().map(String::as_str)));
                faults.push(diagnostic::unknown_section(place(section.span), section, near));
            }
        }
        for deadline in &self.deadlines {
            let anchor = deadline.anchor();
            if facts.has_id(&anchor) {
                let at = place(deadline.span);
                faults.push(diagnostic::duplicate_id(at.clone(), &anchor, at));
            }
        }
    }
}

/// Places in the order of ids, of those with one id the first in front.
fn places(deadlines: &[Deadline]) -> Vec<u32> {
    let mut places: Vec<u32> = (0..).take(deadlines.len()).collect();
    places.sort_by_key(|at| &deadlines[*at as usize].id);
    places
}

/// Whether the last part of an address can be what is typed; else it is reported.
fn is_slug(typed: &Text, decoder: &mut Decoder<'_>) -> bool {
    let fits = is_id(typed);
    if !fits {
        decoder.faults.push(diagnostic::invalid_id(decoder.place(typed.span), typed, &slug(typed)));
    }
    fits
}

fn confirm(typed: &Option<Vec<Text>>, fields: &Fields, decoder: &mut Decoder<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    for key in typed.iter().flatten() {
        let at = decoder.place(key.span);
        if TypedDirective::KEYS.contains(&key.as_str()) || fields.named(key).is_some() {
            decoder.faults.push(diagnostic::to_be_confirmed(at, key));
            keys.push(key.value.clone());
        } else {
            let near = nearest(key, TypedDirective::KEYS.iter().copied());
            decoder.faults.push(diagnostic::unknown_value(at, key, TypedDirective::KEYS, near));
        }
    }
    keys
}

impl DeadlineChange {
    fn read_all(
        typed: &Option<Vec<TypedChange>>,
        signed: Option<Date>,
        decoder: &mut Decoder<'_>,
    ) -> Vec<DeadlineChange> {
        let changes = typed.iter().flatten();
        changes.filter_map(|change| DeadlineChange::new(change, signed, decoder)).collect()
    }

    fn new(typed: &TypedChange, signed: Option<Date>, decoder: &mut Decoder<'_>) -> Option<DeadlineChange> {
        let (directive, deadline) = (typed.directive.clone()?, typed.deadline.clone()?);
        let cancelled = value(&typed.cancelled).unwrap_or(false);
        let due = match (&typed.due, cancelled) {
            (Some(words), false) => {
                let due = read_words(words, signed, decoder);
                // What falls due once does not begin to recur.
                if matches!(due, due::Due::Recurring(_)) {
                    let form = diagnostic::Unread::Form(Some("trước ngày 30/4/2021"));
                    let at = decoder.place(words.span);
                    decoder.faults.push(diagnostic::due_not_understood(at, words, words, form));
                }
                Some(due)
            }
            (None, true) => None,
            _ => {
                let at = decoder.place(typed.span);
                decoder.faults.push(diagnostic::exactly_one(at, &["due", "cancelled: true"]));
                return None;
            }
        };
        let words = typed.due.as_ref().zip(due.as_ref()).and_then(|(words, due)| printed(words, due));
        Some(DeadlineChange { directive, date: value(&typed.date), deadline, due, words })
    }
}
