//! Directives as data, with their JSON Schema.
//!
//! Owns the records of directives that other programs rely on; their names are part of the interface.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::deadline::Deadline;
use crate::model::document::field::{FieldValue, Value};
use crate::model::document::recipients::Recipient;
use crate::model::document::relation::Relation;
use crate::model::document::signature::{CertifiedCopy, IncomingStamp, Signature};
use crate::model::names::citation::Called;
use crate::model::names::link;
use crate::model::time::date::{Date, Precision};
use crate::render::content::Content;
use crate::render::data::exporter::{Days, Exporter, PartyRecord, iso};
use crate::render::data::format;

/// A directive in the list of directives.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DirectiveRecord {
    /// Number as printed; null where the document has none.
    number: Option<String>,
    /// ISO 8601 date; null where the document has none.
    date: Option<String>,
    /// Symbol of the type.
    r#type: Option<String>,
    /// Name of the type in the language of the site.
    type_name: Option<String>,
    /// Trích yếu.
    title: String,
    /// Who issued it, or leads those who did.
    issuer: PartyRecord,
    /// Who else issued a joint document; absent where nobody did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joint_issuers: Vec<PartyRecord>,
    /// Place.
    place: Option<String>,
    /// Address of its page.
    url: String,
    /// EDTF interval; null where the document has no effect to state, or no date.
    in_force: Option<String>,
    /// Kính gửi.
    addressed_to: Vec<String>,
    /// Nơi nhận, one entry a line.
    recipients: Vec<RecipientRecord>,
    /// Deadlines, in the order of the front matter.
    deadlines: Vec<DeadlineRecord>,
    /// Topics, as typed; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    topics: Vec<String>,
    /// Values of the keys that the site declares for itself: words, an ISO 8601 date, or the id of an organisation
    /// (its name outside the register); absent where there are none.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    fields: BTreeMap<String, String>,
    /// Relations to other documents.
    relations: Vec<RelationRecord>,
    /// Documents that its text cites, each once.
    cites: Vec<CitationRecord>,
    /// Addresses of the documents whose texts cite it.
    cited_by: Vec<String>,
    /// Signature, the first of a joint document.
    signature: Option<SignatureRecord>,
    /// The further signatures of a joint document; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joint_signatures: Vec<SignatureRecord>,
    /// Certified copies.
    copies: Vec<CopyRecord>,
    /// Incoming stamps.
    received: Vec<StampRecord>,
    /// Attachments.
    attachments: Vec<AttachmentRecord>,
}

/// A line of recipients.
#[derive(Serialize, JsonSchema)]
struct RecipientRecord {
    /// Id, where the line names one organisation of the register.
    id: Option<String>,
    /// The line as printed, without its mark, note and signs.
    name: String,
    /// What stands in brackets behind it.
    note: Option<String>,
    /// act, report, coordinate, know or file.
    r#for: String,
}

/// A deadline as the document has it.
#[derive(Serialize, JsonSchema)]
struct DeadlineRecord {
    id: String,
    task: String,
    /// The words as printed.
    due: Option<String>,
    /// First day of an interval; null for a day.
    from: Option<String>,
    /// Last day; null where undated.
    to: Option<String>,
    /// day, month, quarter, half-year, year or range; null where undated.
    precision: Option<String>,
    /// Ids, or names outside the register.
    lead: Vec<String>,
    support: Vec<String>,
    each: bool,
    report_to: Option<String>,
    via: Option<String>,
}

/// A relation to another document.
#[derive(Serialize, JsonSchema)]
struct RelationRecord {
    kind: String,
    number: String,
    date: Option<String>,
    /// Null where no document here bears the number.
    url: Option<String>,
    /// Ids of the provisions of that document that it concerns; empty for the whole.
    provision: Vec<String>,
}

/// A document that a text cites.
#[derive(PartialEq, Serialize, JsonSchema)]
struct CitationRecord {
    number: Option<String>,
    date: Option<String>,
    /// Null where no document here bears the number.
    url: Option<String>,
}

/// A signature.
#[derive(Serialize, JsonSchema)]
struct SignatureRecord {
    authority: Vec<String>,
    title: Vec<String>,
    name: Option<String>,
    /// What a scanner left of the name.
    name_printed: Option<String>,
}

/// A certified copy.
#[derive(Serialize, JsonSchema)]
struct CopyRecord {
    /// sao-y, sao-luc or trich-sao.
    kind: String,
    number: Option<String>,
    date: Option<String>,
    place: Option<String>,
    superior: Option<String>,
    issuer: Option<PartyRecord>,
    recipients: Vec<RecipientRecord>,
    signature: Option<SignatureRecord>,
    /// The further signatures of a joint copy; absent where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    joint_signatures: Vec<SignatureRecord>,
}

/// An incoming stamp.
#[derive(Serialize, JsonSchema)]
struct StampRecord {
    by: Option<PartyRecord>,
    number: Option<String>,
    date: Option<String>,
    routed_to: Option<PartyRecord>,
}

/// An attachment.
#[derive(Serialize, JsonSchema)]
struct AttachmentRecord {
    title: String,
    /// Where it is; null where it is missing.
    url: Option<String>,
    missing: bool,
}

/// All directives as JSON, in order of date and address.
pub(crate) fn json(content: &Content) -> Vec<u8> {
    let exporter = Exporter::new(content);
    format::json(content.catalog.directives().map(|(id, entry)| exporter.directive(id, entry)))
}

/// The JSON Schema (2020-12) of the list of directives.
pub(crate) fn schema(_: &Content) -> Vec<u8> {
    format::pretty(&schemars::schema_for!(Vec<DirectiveRecord>))
}

impl Exporter<'_> {
    fn directive(&self, id: DirectiveId, entry: &Entry) -> DirectiveRecord {
        let directive = &entry.directive;
        let edtf_end = |day: Option<Date>| iso(day).unwrap_or_else(|| "..".to_owned());
        let language = self.content.settings.language;
        let kind = entry.resolved.kind.as_ref();
        DirectiveRecord {
            number: directive.number.as_ref().map(|number| number.text.clone()),
            date: iso(directive.date),
            r#type: kind.map(|kind| kind.symbol.clone()),
            type_name: kind.map(|kind| kind.name(language).to_owned()),
            title: directive.title.clone(),
            issuer: self.party(&directive.issuer),
            joint_issuers: directive.joint_issuers.iter().map(|name| self.party(name)).collect(),
            place: directive.place.clone(),
            url: self.url(id),
            in_force: entry
                .resolved
                .in_force
                .map(|force| format!("{}/{}", edtf_end(force.first), edtf_end(force.last))),
            addressed_to: directive.addressed_to.iter().map(|name| self.party(name).name).collect(),
            recipients: self.recipients(&directive.recipients),
            deadlines: directive.deadlines.iter().map(|deadline| self.deadline(deadline)).collect(),
            topics: directive.topics.iter().map(|topic| topic.value.clone()).collect(),
            fields: directive.fields.iter().map(|field| self.field(field)).collect(),
            relations: self.relations(entry),
            cites: self.cites(entry),
            cited_by: entry.cited_by.iter().map(|id| self.url(*id)).collect(),
            signature: directive.signatures.first().map(signature),
            joint_signatures: directive.signatures.iter().skip(1).map(signature).collect(),
            copies: directive.copies.iter().map(|copy| self.copy(copy)).collect(),
            received: directive.received.iter().map(|stamp| self.stamp(stamp)).collect(),
            attachments: directive.attachments.iter().map(|one| self.attachment(id, entry, one)).collect(),
        }
    }

    fn relations(&self, entry: &Entry) -> Vec<RelationRecord> {
        let relations = entry.directive.relations.iter().zip(&entry.resolved.relations);
        let record = |(relation, target): (&Relation, &Target)| RelationRecord {
            kind: relation.kind.word().to_owned(),
            number: relation.number.text.clone(),
            date: iso(relation.date),
            url: self.target_url(target),
            provision: relation.provisions.iter().map(|typed| typed.value.clone()).collect(),
        };
        relations.map(record).collect()
    }

    fn copy(&self, copy: &CertifiedCopy) -> CopyRecord {
        CopyRecord {
            kind: copy.kind.word().to_owned(),
            number: copy.number.clone(),
            date: iso(copy.date),
            place: copy.place.clone(),
            superior: copy.superior.clone(),
            issuer: copy.issuer.as_ref().map(|name| self.party(name)),
            recipients: self.recipients(&copy.recipients),
            signature: copy.signatures.first().map(signature),
            joint_signatures: copy.signatures.iter().skip(1).map(signature).collect(),
        }
    }

    fn stamp(&self, stamp: &IncomingStamp) -> StampRecord {
        StampRecord {
            by: stamp.by.as_ref().map(|name| self.party(name)),
            number: stamp.number.clone(),
            date: iso(stamp.date),
            routed_to: stamp.routed_to.as_ref().map(|name| self.party(name)),
        }
    }

    fn attachment(&self, id: DirectiveId, entry: &Entry, attachment: &Attachment) -> AttachmentRecord {
        let url = match &attachment.kind {
            AttachmentKind::Section(section) => Some(format!("{}#{}", self.url(id), entry.section(section))),
            AttachmentKind::File(typed) => {
                let path = link::join(entry.source.path(), typed);
                let file = entry.files.iter().find(|file| path.as_deref() == Some(file.path()));
                file.map(|file| self.addresses.directive_file(&self.content.catalog, id, file.path()))
            }
            AttachmentKind::Missing => None,
        };
        AttachmentRecord { title: attachment.title.clone(), missing: url.is_none(), url }
    }

    fn recipients(&self, recipients: &[Recipient]) -> Vec<RecipientRecord> {
        let record = |recipient: &Recipient| {
            let parties: Vec<PartyRecord> = recipient.to.iter().map(|name| self.party(name)).collect();
            let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
            let printed = recipient.text.as_ref().filter(|_| !recipient.is_pasted);
            RecipientRecord {
                name: printed.cloned().unwrap_or_else(|| names.join(", ")),
                id: match &parties[..] {
                    [one] => one.id.clone(),
                    _ => None,
                },
                note: recipient.note.clone(),
                r#for: recipient.purpose.word().to_owned(),
            }
        };
        recipients.iter().map(record).collect()
    }

    fn deadline(&self, deadline: &Deadline) -> DeadlineRecord {
        let Days { from, to, precision } = deadline.interval().into();
        DeadlineRecord {
            id: deadline.id.clone(),
            task: deadline.task.clone(),
            due: deadline.words.clone(),
            from,
            to,
            precision,
            lead: self.ids_or_names(&deadline.lead),
            support: self.ids_or_names(&deadline.support),
            each: deadline.each,
            report_to: deadline.report_to.as_ref().map(|name| self.id_or_name(name)),
            via: deadline.via.as_ref().map(|name| self.id_or_name(name)),
        }
    }

    fn field(&self, FieldValue { field, value }: &FieldValue) -> (String, String) {
        let value = match value {
            Value::Text(text) => text.clone(),
            Value::Date(date) => date.to_string(),
            Value::Organization(name) => self.id_or_name(name),
        };
        (field.key.clone(), value)
    }

    fn target_url(&self, target: &Target) -> Option<String> {
        match target {
            Target::Directive(id) => Some(self.url(*id)),
            Target::Elsewhere(url) => Some(url.clone()),
            Target::Own | Target::Ambiguous(_) | Target::Differs(_) | Target::Nothing => None,
        }
    }

    fn cites(&self, entry: &Entry) -> Vec<CitationRecord> {
        let mut cites = Vec::new();
        for (found, target) in entry.facts.citations.iter().zip(entry.citations.iter()) {
            let record = match (target, &found.cited.called) {
                (Target::Own, _) => continue,
                (Target::Directive(id), _) => {
                    let directive = &self.content.catalog[*id].directive;
                    let number = directive.number.as_ref().map(|number| number.text.clone());
                    CitationRecord { number, date: iso(directive.date), url: Some(self.url(*id)) }
                }
                (target, Called::Number { number, .. }) => CitationRecord {
                    number: Some(number.text.clone()),
                    date: iso(found
                        .cited
                        .date
                        .filter(|date| date.precision == Precision::Day)
                        .and_then(|date| date.last)),
                    url: self.target_url(target),
                },
                // A serial without symbol, or a name: nothing that another program could look up.
                _ => continue,
            };
            if !cites.contains(&record) {
                cites.push(record);
            }
        }
        cites
    }
}

fn signature(signature: &Signature) -> SignatureRecord {
    SignatureRecord {
        authority: signature.authority.clone(),
        title: signature.title.clone(),
        name: signature.name.clone(),
        name_printed: signature.name_printed.clone(),
    }
}
