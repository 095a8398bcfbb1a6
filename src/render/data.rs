//! Open data: directives and tasks as JSON and CSV, with their JSON Schemas.
//!
//! Owns the records that other programs rely on; their names are part of the interface. Addresses are
//! from the root of the site. What a document lacks is `null`.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::Entry;
use crate::model::catalog::reference::{DirectiveId, Target};
use crate::model::document::attachment::AttachmentKind;
use crate::model::document::directive::{Recipient, Signature};
use crate::model::names::citation::Called;
use crate::model::names::name::Name;
use crate::model::register::organization::Resolution;
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::time::due::Due;
use crate::model::work::obligation::{Obligation, Responsible};
use crate::render::Content;
use crate::render::lists::index::deadline_name;
use crate::render::route::Addresses;
use crate::render::views::task::Owed;

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
    /// Who issued it.
    issuer: PartyRecord,
    /// Place.
    place: Option<String>,
    /// Address of its page.
    url: String,
    /// EDTF interval.
    in_force: String,
    /// Kính gửi.
    addressed_to: Vec<String>,
    /// Nơi nhận, one entry a line.
    recipients: Vec<RecipientRecord>,
    /// Deadlines, in the order of the front matter.
    deadlines: Vec<DeadlineRecord>,
    /// Relations to other documents.
    relations: Vec<RelationRecord>,
    /// Documents that its text cites, each once.
    cites: Vec<CitationRecord>,
    /// Addresses of the documents whose texts cite it.
    cited_by: Vec<String>,
    /// Signature.
    signature: Option<SignatureRecord>,
    /// Certified copies.
    copies: Vec<CopyRecord>,
    /// Incoming stamps.
    received: Vec<StampRecord>,
    /// Attachments.
    attachments: Vec<AttachmentRecord>,
}

/// An organisation.
#[derive(Clone, Serialize, JsonSchema)]
pub struct PartyRecord {
    /// Id in the register; null for a name outside of it.
    pub id: Option<String>,
    /// Name.
    pub name: String,
}

/// A line of recipients.
#[derive(Serialize, JsonSchema)]
struct RecipientRecord {
    /// Id, where the line names one organisation of the register.
    id: Option<String>,
    /// The line as printed.
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

/// An obligation: deadline × leading organisation.
#[derive(Clone, Serialize, JsonSchema)]
pub struct TaskRecord {
    /// The directive.
    pub directive: TaskDirective,
    /// Id of the deadline; `id@occurrence` where it recurs.
    pub deadline: String,
    /// The task.
    pub task: String,
    /// The words as printed; null where there are none.
    pub due: Option<String>,
    /// First day of an interval; null for a day.
    pub from: Option<String>,
    /// The day, or the last day of the interval, whatever `before_day` says; null where undated.
    pub to: Option<String>,
    /// day, month, quarter, half-year, year or range.
    pub precision: Option<String>,
    /// The `to` before a change.
    pub moved_from: Option<String>,
    /// Null for a deadline without lead.
    pub organization: Option<PartyRecord>,
    /// The group through which `each` reached the organisation.
    pub group: Option<String>,
    /// Ids, or names outside the register.
    pub support: Vec<String>,
    /// Id or name.
    pub report_to: Option<String>,
    /// Id or name.
    pub via: Option<String>,
    /// overdue, due-soon, in-time, done-on-time, done-late, ongoing, undated or cancelled.
    pub state: &'static str,
    /// Last day still in time less the day of the site; null where there is none.
    pub days: Option<i32>,
    /// The last report that counts.
    pub report: Option<TaskReport>,
}

/// The directive of a task.
#[derive(Clone, Serialize, JsonSchema)]
pub struct TaskDirective {
    /// Number; null where the document has none.
    pub number: Option<String>,
    /// Date; null where the document has none.
    pub date: Option<String>,
    /// Address of its page.
    pub url: String,
}

/// A report on a task.
#[derive(Clone, Serialize, JsonSchema)]
pub struct TaskReport {
    /// done, in-progress, returned or exempt.
    pub status: &'static str,
    /// Day of the report.
    pub date: String,
    /// Its number.
    pub reference: Option<String>,
    /// How much is done.
    pub percent: Option<u32>,
    /// A remark.
    pub note: Option<String>,
}

/// Reads records out of a catalog.
pub(crate) struct Exporter<'a> {
    content: &'a Content,
    addresses: Addresses<'a>,
}

fn iso(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

impl<'a> Exporter<'a> {
    pub fn new(content: &'a Content) -> Exporter<'a> {
        Exporter { content, addresses: Addresses::new(&content.labels) }
    }

    /// All directives, in order of date and address.
    pub fn directives(&self) -> Vec<DirectiveRecord> {
        self.content.catalog.directives().map(|(id, entry)| self.directive(id, entry)).collect()
    }

    /// All obligations, in order of end, address, deadline and organisation.
    pub fn tasks(&self) -> Vec<TaskRecord> {
        self.content.index().all().iter().map(|owed| self.task(*owed)).collect()
    }

    fn url(&self, id: DirectiveId) -> String {
        self.addresses.directive(&self.content.catalog, id)
    }

    fn party(&self, name: &Name) -> PartyRecord {
        match self.content.register.resolve(&name.text, &name.folded) {
            Resolution::Found(id) => {
                let organization = &self.content.register[id];
                let printed = if organization.id == name.text { &organization.name } else { &name.text };
                PartyRecord { id: Some(organization.id.clone()), name: printed.clone() }
            }
            _ => PartyRecord { id: None, name: name.text.clone() },
        }
    }

    /// The id of an organisation, or a name as typed.
    fn id_or_name(&self, name: &Name) -> String {
        let party = self.party(name);
        party.id.unwrap_or(party.name)
    }

    fn ids_or_names(&self, names: &[Name]) -> Vec<String> {
        names.iter().map(|name| self.id_or_name(name)).collect()
    }

    fn directive(&self, id: DirectiveId, entry: &Entry) -> DirectiveRecord {
        let directive = &entry.directive;
        let edtf_end = |day: Option<Date>| iso(day).unwrap_or_else(|| "..".to_owned());
        DirectiveRecord {
            number: directive.number.as_ref().map(|number| number.text.clone()),
            date: iso(directive.date),
            r#type: entry.resolved.kind.as_ref().map(|kind| kind.symbol.clone()),
            type_name: entry
                .resolved
                .kind
                .as_ref()
                .map(|kind| kind.name(self.content.settings.language).to_owned()),
            title: directive.title.clone(),
            issuer: self.party(&directive.issuer),
            place: directive.place.clone(),
            url: self.url(id),
            in_force: format!("{}/{}", edtf_end(directive.in_force.first), edtf_end(directive.in_force.last)),
            addressed_to: directive.addressed_to.iter().map(|name| self.party(name).name).collect(),
            recipients: self.recipients(&directive.recipients),
            deadlines: directive.deadlines.iter().map(|deadline| self.deadline(deadline)).collect(),
            relations: directive
                .relations
                .iter()
                .zip(&entry.resolved.relations)
                .map(|(relation, target)| RelationRecord {
                    kind: relation.kind.word().to_owned(),
                    number: relation.number.text.clone(),
                    date: iso(relation.date),
                    url: self.target_url(target),
                    provision: relation.provisions.iter().map(|typed| typed.value.clone()).collect(),
                })
                .collect(),
            cites: self.cites(entry),
            cited_by: entry.cited_by.iter().map(|id| self.url(*id)).collect(),
            signature: directive.signature.as_ref().map(signature),
            copies: directive
                .copies
                .iter()
                .map(|copy| CopyRecord {
                    kind: copy.kind.word().to_owned(),
                    number: copy.number.clone(),
                    date: iso(copy.date),
                    place: copy.place.clone(),
                    superior: copy.superior.clone(),
                    issuer: copy.issuer.as_ref().map(|name| self.party(name)),
                    recipients: self.recipients(&copy.recipients),
                    signature: copy.signature.as_ref().map(signature),
                })
                .collect(),
            received: directive
                .received
                .iter()
                .map(|stamp| StampRecord {
                    by: stamp.by.as_ref().map(|name| self.party(name)),
                    number: stamp.number.clone(),
                    date: iso(stamp.date),
                    routed_to: stamp.routed_to.as_ref().map(|name| self.party(name)),
                })
                .collect(),
            attachments: directive
                .attachments
                .iter()
                .map(|attachment| AttachmentRecord {
                    title: attachment.title.clone(),
                    url: match &attachment.kind {
                        AttachmentKind::Section(section) => {
                            Some(format!("{}#{}", self.url(id), entry.section(section)))
                        }
                        AttachmentKind::File(typed) => {
                            crate::model::names::link::join(entry.source.path(), typed)
                                .map(|path| self.addresses.directive_file(&self.content.catalog, id, &path))
                        }
                        AttachmentKind::Missing => None,
                    },
                    missing: matches!(attachment.kind, AttachmentKind::Missing),
                })
                .collect(),
        }
    }

    fn recipients(&self, recipients: &[Recipient]) -> Vec<RecipientRecord> {
        let record = |recipient: &Recipient| {
            let parties: Vec<PartyRecord> = recipient.to.iter().map(|name| self.party(name)).collect();
            let names: Vec<&str> = parties.iter().map(|party| party.name.as_str()).collect();
            RecipientRecord {
                name: recipient.text.clone().unwrap_or_else(|| names.join(", ")),
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

    fn deadline(&self, deadline: &crate::model::document::deadline::Deadline) -> DeadlineRecord {
        let interval = match deadline.due {
            Due::Dated(interval, _) => Some(interval),
            _ => None,
        };
        let from = |interval: Interval| iso(interval.first.filter(|_| interval.precision != Precision::Day));
        DeadlineRecord {
            id: deadline.id.clone(),
            task: deadline.task.clone(),
            due: deadline.words.clone(),
            from: interval.and_then(from),
            to: interval.and_then(|interval| iso(interval.last)),
            precision: interval.map(|interval| interval.precision.word().to_owned()),
            lead: self.ids_or_names(&deadline.lead),
            support: self.ids_or_names(&deadline.support),
            each: deadline.each,
            report_to: deadline.report_to.as_ref().map(|name| self.id_or_name(name)),
            via: deadline.via.as_ref().map(|name| self.id_or_name(name)),
        }
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

    fn task(&self, owed: Owed) -> TaskRecord {
        let content = self.content;
        let entry = &content.catalog[owed.directive];
        let obligation: &Obligation = &entry.resolved.obligations[owed.at as usize];
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        let term = obligation.term();
        let report = obligation.last_report().map(|id| content.catalog.report(id));
        TaskRecord {
            directive: TaskDirective {
                number: entry.directive.number.as_ref().map(|number| number.text.clone()),
                date: iso(entry.directive.date),
                url: self.url(owed.directive),
            },
            deadline: deadline_name(&deadline.id, obligation),
            task: deadline.task.clone(),
            due: deadline.words.clone(),
            from: term.and_then(|term| iso(term.from.filter(|_| term.precision != Precision::Day))),
            to: term.map(|term| term.to.to_string()),
            precision: term.map(|term| term.precision.word().to_owned()),
            moved_from: obligation.moved_from.map(|term| term.to.to_string()),
            organization: match obligation.responsible {
                Responsible::Organization(id) => {
                    let organization = &content.register[id];
                    Some(PartyRecord { id: Some(organization.id.clone()), name: organization.name.clone() })
                }
                Responsible::Name(at) => {
                    Some(PartyRecord { id: None, name: deadline.lead[at as usize].text.clone() })
                }
                Responsible::Nobody => None,
            },
            group: obligation.group.map(|id| content.register[id].id.clone()),
            support: self.ids_or_names(&deadline.support),
            report_to: deadline.report_to.as_ref().map(|name| self.id_or_name(name)),
            via: deadline.via.as_ref().map(|name| self.id_or_name(name)),
            state: obligation.state.word(),
            days: term.map(|term| term.days_left(content.scope.as_of)),
            report: report.map(|report| TaskReport {
                status: report.status.word(),
                date: report.date.to_string(),
                reference: report.reference.clone(),
                percent: report.percent,
                note: report.note.clone(),
            }),
        }
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

/// JSON with a line break at its end.
pub fn json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).unwrap_or_default();
    json.push(b'\n');
    json
}

/// The JSON Schema (2020-12) of the list of directives.
pub(crate) fn directives_schema() -> Vec<u8> {
    pretty(&schemars::schema_for!(Vec<DirectiveRecord>))
}

/// The JSON Schema (2020-12) of the list of tasks.
pub(crate) fn tasks_schema() -> Vec<u8> {
    pretty(&schemars::schema_for!(Vec<TaskRecord>))
}

fn pretty(schema: &schemars::Schema) -> Vec<u8> {
    let mut json = serde_json::to_vec_pretty(schema).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Before a CSV file, so that a spreadsheet reads it as UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Tasks as CSV (RFC 4180), a row an obligation.
pub fn tasks_csv(tasks: &[TaskRecord]) -> Vec<u8> {
    const HEADER: [&str; 23] = [
        "directive",
        "date_of_directive",
        "url",
        "deadline",
        "task",
        "due",
        "from",
        "to",
        "precision",
        "moved_from",
        "organization",
        "name",
        "group",
        "support",
        "report_to",
        "via",
        "state",
        "days",
        "status",
        "date",
        "reference",
        "percent",
        "note",
    ];
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let rows = tasks.iter().map(|task| {
        let party = task.organization.as_ref();
        let report = task.report.as_ref();
        [
            text(&task.directive.number),
            text(&task.directive.date),
            task.directive.url.clone(),
            task.deadline.clone(),
            task.task.clone(),
            text(&task.due),
            text(&task.from),
            text(&task.to),
            text(&task.precision),
            text(&task.moved_from),
            party.and_then(|party| party.id.clone()).unwrap_or_default(),
            party.map(|party| party.name.clone()).unwrap_or_default(),
            text(&task.group),
            task.support.join("; "),
            text(&task.report_to),
            text(&task.via),
            task.state.to_owned(),
            task.days.map(|days| days.to_string()).unwrap_or_default(),
            report.map(|report| report.status.to_owned()).unwrap_or_default(),
            report.map(|report| report.date.clone()).unwrap_or_default(),
            report.and_then(|report| report.reference.clone()).unwrap_or_default(),
            report.and_then(|report| report.percent).map(|percent| percent.to_string()).unwrap_or_default(),
            report.and_then(|report| report.note.clone()).unwrap_or_default(),
        ]
    });
    csv(std::iter::once(HEADER.map(str::to_owned)).chain(rows))
}

/// A table for a spreadsheet.
pub(crate) fn sheet(csv: Vec<u8>) -> Vec<u8> {
    [BYTE_ORDER_MARK.as_bytes(), &csv].concat()
}

/// Rows as CSV.
pub(crate) fn csv<const N: usize>(rows: impl Iterator<Item = [String; N]>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        // A vector in memory takes every row.
        let _ = writer.write_record(&row);
    }
    writer.into_inner().unwrap_or_default()
}
