//! A directive: what its file means, before the rest of the site is known.
//!
//! Owns the step from typed keys to meaning, with every fault that one file can show alone. Does not
//! resolve names, numbers or links: that is for the catalog. Nothing is invented: what a document
//! lacks stays missing.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::model::document::attachment::{self, Attachment, AttachmentKind};
use crate::model::document::deadline::{Deadline, read_words};
use crate::model::document::relation::Relation;
use crate::model::document::text::{Facts, secret_line};
use crate::model::document::typed::{
    CopyKind, NumberMissing, Purpose, TypedChange, TypedCopy, TypedDirective, TypedRecipient, TypedSignature,
    Urgency,
};
use crate::model::names::name::Name;
use crate::model::names::number::{Form, Number};
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::time::due;
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::decode::{At, Decode, Decoder, Nullable, OneOrMany, Short, Text};
use crate::read::front_matter;
use crate::read::memo::Kept;
use crate::read::source::Source;
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
    /// Who issued it.
    pub issuer: Name,
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
    /// When it is in force.
    pub in_force: Interval,
    /// Relations to other documents.
    pub relations: Vec<Relation>,
    /// Other names under which texts cite it.
    pub known_as: Vec<String>,
    /// Deadlines, in the order of the front matter.
    pub deadlines: Vec<Deadline>,
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
    /// Signature.
    pub signature: Option<Signature>,
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
    /// The words of the new date.
    pub words: Option<String>,
}

/// A line of recipients.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// Whom it names.
    pub to: Vec<Name>,
    /// The line as printed, where it differs.
    pub text: Option<String>,
    /// What stands in brackets behind it.
    pub note: Option<String>,
    /// What for.
    pub purpose: Purpose,
}

impl Recipient {
    /// Whether the line means the addressees ("Như trên").
    pub fn is_addressees(&self) -> bool {
        matches!(&self.to[..], [one] if one.folded == "như trên")
    }
}

/// A signature.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// T/M …, line by line.
    pub authority: Vec<String>,
    /// Post, line by line.
    pub title: Vec<String>,
    /// Name.
    pub name: Option<String>,
    /// What a scanner left of the name.
    pub name_printed: Option<String>,
}

/// A certified copy.
#[derive(Clone, Debug)]
pub struct CertifiedCopy {
    /// Kind.
    pub kind: CopyKind,
    /// Number.
    pub number: Option<String>,
    /// Date.
    pub date: Option<Date>,
    /// Place.
    pub place: Option<String>,
    /// The line above the copying body.
    pub superior: Option<String>,
    /// The copying body.
    pub issuer: Option<Name>,
    /// Its recipients.
    pub recipients: Vec<Recipient>,
    /// Its signature.
    pub signature: Option<Signature>,
}

/// An incoming stamp.
#[derive(Clone, Debug)]
pub struct IncomingStamp {
    /// The receiving body.
    pub by: Option<Name>,
    /// Number of arrival.
    pub number: Option<String>,
    /// Day of arrival.
    pub date: Option<Date>,
    /// To whom it was passed on.
    pub routed_to: Option<Name>,
}

impl DirectiveFile {
    /// What a file of `content/directives/` holds, read once.
    pub fn of(source: &Source) -> Kept<DirectiveFile> {
        source.memo.get_or_compute(source, DirectiveFile::read)
    }

    fn read(source: &Source) -> DirectiveFile {
        let broken = |fault: Diagnostic, text: &str| DirectiveFile {
            directive: None,
            faults: vec![fault],
            broken_number: number_line(text),
            slug: slug_of_file(source),
            front_matter: source.version(),
        };
        let text = match source.text() {
            Ok(text) => text,
            Err(fault) => return broken(fault, ""),
        };
        let parts = match front_matter::split(source, text) {
            Ok(parts) => parts,
            Err(fault) => return broken(fault, text),
        };
        let mut node = match yaml::parse(source, text, parts.yaml) {
            Ok(node) => node,
            Err(fault) => return broken(fault, &text[parts.yaml.range()]),
        };
        if matches!(node.kind, NodeKind::Null) {
            node = yaml::Node { span: Span::new(0, 3), kind: NodeKind::Map(Vec::new()) };
        }
        let mut decoder = Decoder::new(source);
        let mut has_date = true;
        let directive = TypedDirective::decode(&node, &mut decoder).map(|mut typed| {
            has_date = typed.date.is_some();
            let redaction = Redaction::new(typed.redact.iter().flatten().map(|words| words.as_str()));
            if !redaction.is_empty() {
                typed.redact = None;
                typed.each_text(&mut |text| redaction.apply(text));
            }
            let secret = typed.secrecy.as_ref().map(|s| s.span).or_else(|| secret_line(text, parts.body));
            Arc::new(Directive::new(typed, parts.body, redaction, secret, &mut decoder))
        });
        let mut hasher = DefaultHasher::new();
        text[..parts.body.start as usize].hash(&mut hasher);
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

fn value<T: Clone>(typed: &Option<At<T>>) -> Option<T> {
    typed.as_ref().map(|at| at.value.clone())
}

fn names(typed: &Option<Vec<Text>>) -> Vec<Name> {
    typed.iter().flatten().map(Name::from).collect()
}

impl Directive {
    fn new(
        typed: TypedDirective,
        body: Span,
        redaction: Redaction,
        secret: Option<Span>,
        decoder: &mut Decoder<'_>,
    ) -> Directive {
        let gaps = Gaps::read(&typed, decoder);
        let form = value(&typed.form).or(gaps.number.as_ref().and_then(|n| n.form)).unwrap_or(Form::Party);
        let starts = Interval { first: gaps.when.first, last: None, precision: Precision::Range };
        let tracked = value(&typed.tracked).unwrap_or(true);
        let deadlines =
            Deadline::read_all(typed.deadlines.as_deref().unwrap_or_default(), gaps.date, tracked, decoder);
        let slug = typed.slug.clone().filter(|typed| {
            let fits = is_id(typed);
            if !fits {
                decoder.faults.push(diagnostic::invalid_id(decoder.place(typed.span), typed, &slug(typed)));
            }
            fits
        });
        Directive {
            number: gaps.number,
            number_missing: gaps.number_missing,
            number_printed: value(&typed.number_printed),
            title: value(&typed.title).unwrap_or_default(),
            date: gaps.date,
            when: gaps.when,
            issuer: typed.issuer.as_ref().map_or_else(|| Name::from(&Text::default()), Name::from),
            kind: typed.r#type.clone(),
            form,
            place: value(&typed.place),
            superior: value(&typed.superior),
            title_line: value(&typed.title_line),
            addressed_to: names(&typed.addressed_to),
            in_force: value(&typed.in_force).unwrap_or(starts),
            relations: typed.relations.iter().flatten().filter_map(|r| Relation::new(r, decoder)).collect(),
            known_as: typed.known_as.iter().flatten().map(|name| name.value.clone()).collect(),
            deadlines,
            tracked,
            confirm: confirm(&typed.confirm, decoder),
            changes: typed.changes.iter().flatten().filter_map(|c| DeadlineChange::new(c, decoder)).collect(),
            recipients: recipients(&typed.recipients),
            also_to: recipients(&typed.also_to),
            signature: typed.signature.as_ref().map(Signature::new),
            copies: typed.copies.iter().flatten().filter_map(CertifiedCopy::new).collect(),
            received: typed
                .received
                .iter()
                .flatten()
                .map(|stamp| IncomingStamp {
                    by: stamp.by.as_ref().map(Name::from),
                    number: value(&stamp.number),
                    date: value(&stamp.date),
                    routed_to: stamp.routed_to.as_ref().map(Name::from),
                })
                .collect(),
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

    /// Reports ids that the text does not have.
    pub fn check_sections(&self, facts: &Facts, place: impl Fn(Span) -> Place, faults: &mut Vec<Diagnostic>) {
        let in_attachments = self.attachments.iter().filter_map(|a| match &a.kind {
            AttachmentKind::Section(section) => Some(section),
            _ => None,
        });
        for section in self.deadlines.iter().filter_map(|d| d.section.as_ref()).chain(in_attachments) {
            if facts.anchor(section).is_none() {
                let near = nearest(section, facts.anchors.iter().map(String::as_str));
                faults.push(diagnostic::unknown_section(place(section.span), section, near));
            }
        }
        for deadline in &self.deadlines {
            let anchor = deadline.anchor();
            if facts.anchors.contains(&anchor) {
                let at = place(deadline.span);
                faults.push(diagnostic::duplicate_id(at.clone(), &anchor, at));
            }
        }
    }
}

/// Number and date, or what is known where they are missing.
struct Gaps {
    number: Option<Number>,
    number_missing: Option<NumberMissing>,
    number_span: Span,
    date: Option<Date>,
    when: Interval,
}

impl Gaps {
    fn read(typed: &TypedDirective, decoder: &mut Decoder<'_>) -> Gaps {
        let open = Interval { first: None, last: None, precision: Precision::Range };
        let (number, number_span) = match &typed.number {
            Some(Nullable::Value(number)) => (Some(Number::new(number)), number.span),
            Some(Nullable::Null(span)) => (None, *span),
            None => (None, typed.span),
        };
        match (&typed.number, &typed.number_missing) {
            (Some(Nullable::Value(_)), missing) => {
                let spans = [
                    ("number_missing", missing.as_ref().map(|m| m.span)),
                    ("number_printed", typed.number_printed.as_ref().map(|p| p.span)),
                ];
                contradictions(&spans, "number", decoder);
            }
            (Some(Nullable::Null(span)), None) => {
                let why = Words::new(
                    "viết `number_missing: blank` (chưa điền) hoặc `lost` (mất trang)",
                    "write `number_missing: blank` (never filled in) or `lost` (page lost)",
                );
                decoder.faults.push(diagnostic::missing_key(
                    decoder.place(*span),
                    "number_missing",
                    Some(why),
                ));
            }
            _ => {}
        }
        let (date, when) = match (&typed.date, &typed.date_between) {
            (Some(Nullable::Value(date)), between) => {
                contradictions(&[("date_between", between.as_ref().map(|b| b.span))], "date", decoder);
                (Some(date.value), Interval::day(date.value))
            }
            (Some(Nullable::Null(span)), None) => {
                let why = Words::new(
                    "viết `date_between: 2023-05-18/2023-07-20`, hoặc `../..` nếu không biết gì",
                    "write `date_between: 2023-05-18/2023-07-20`, or `../..` where nothing is known",
                );
                decoder.faults.push(diagnostic::missing_key(decoder.place(*span), "date_between", Some(why)));
                (None, open)
            }
            (_, between) => (None, value(between).unwrap_or(open)),
        };
        let null = |span: &Span| *span;
        let gap = match (&typed.number, &typed.date) {
            (Some(Nullable::Null(span)), _) | (_, Some(Nullable::Null(span))) => Some(null(span)),
            _ => None,
        };
        if let (Some(span), None) = (gap, &typed.slug) {
            let why = Words::new(
                "văn bản thiếu số hoặc ngày cần `slug: …` làm địa chỉ",
                "without number or date the address needs `slug: …`",
            );
            decoder.faults.push(diagnostic::missing_key(decoder.place(span), "slug", Some(why)));
        }
        Gaps { number, number_missing: value(&typed.number_missing), number_span, date, when }
    }
}

fn contradictions(keys: &[(&str, Option<Span>)], of: &str, decoder: &mut Decoder<'_>) {
    for (key, span) in keys {
        if let Some(span) = span {
            decoder.faults.push(diagnostic::gap_contradiction(decoder.place(*span), key, of));
        }
    }
}

fn confirm(typed: &Option<Vec<Text>>, decoder: &mut Decoder<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    for key in typed.iter().flatten() {
        let at = decoder.place(key.span);
        if TypedDirective::KEYS.contains(&key.as_str()) {
            decoder.faults.push(diagnostic::to_be_confirmed(at, key));
            keys.push(key.value.clone());
        } else {
            let near = nearest(key, TypedDirective::KEYS.iter().copied());
            decoder.faults.push(diagnostic::unknown_value(at, key, TypedDirective::KEYS, near));
        }
    }
    keys
}

fn recipients(typed: &Option<Vec<Short<TypedRecipient>>>) -> Vec<Recipient> {
    let recipient = |Short(typed): &Short<TypedRecipient>| {
        let OneOrMany(to) = typed.to.as_ref()?;
        Some(Recipient {
            to: to.iter().map(Name::from).collect(),
            text: value(&typed.text),
            note: value(&typed.note),
            purpose: value(&typed.r#for).unwrap_or(Purpose::Act),
        })
    };
    typed.iter().flatten().filter_map(recipient).filter(|r| !r.to.is_empty()).collect()
}

impl DeadlineChange {
    fn new(typed: &TypedChange, decoder: &mut Decoder<'_>) -> Option<DeadlineChange> {
        let (directive, deadline) = (typed.directive.clone()?, typed.deadline.clone()?);
        let cancelled = value(&typed.cancelled).unwrap_or(false);
        let due = match (&typed.due, cancelled) {
            (Some(words), false) => {
                let due = read_words(words, decoder);
                // What falls due once does not begin to recur.
                if matches!(due, due::Due::Recurring(_)) {
                    decoder.faults.push(diagnostic::due_not_understood(decoder.place(words.span), words));
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
        Some(DeadlineChange { directive, date: value(&typed.date), deadline, due, words: value(&typed.due) })
    }
}

impl Signature {
    fn new(typed: &TypedSignature) -> Signature {
        let lines = |lines: &Option<OneOrMany<Text>>| {
            lines.iter().flat_map(|OneOrMany(lines)| lines).map(|line| line.value.clone()).collect()
        };
        Signature {
            authority: lines(&typed.authority),
            title: lines(&typed.title),
            name: match &typed.name {
                Some(Nullable::Value(name)) => Some(name.value.clone()),
                _ => None,
            },
            name_printed: value(&typed.name_printed),
        }
    }
}

impl CertifiedCopy {
    fn new(typed: &TypedCopy) -> Option<CertifiedCopy> {
        Some(CertifiedCopy {
            kind: value(&typed.kind)?,
            number: value(&typed.number),
            date: value(&typed.date),
            place: value(&typed.place),
            superior: value(&typed.superior),
            issuer: typed.issuer.as_ref().map(Name::from),
            recipients: recipients(&typed.recipients),
            signature: typed.signature.as_ref().map(Signature::new),
        })
    }
}
