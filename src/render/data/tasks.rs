//! Tasks as data: a record an obligation, as JSON with its JSON Schema and as CSV.
//!
//! Owns the records of tasks that other programs rely on; their names are part of the interface.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::time::date::Interval;
use crate::model::work::obligation::Responsible;
use crate::render::content::Content;
use crate::render::data::exporter::{Days, Exporter, PartyRecord, iso};
use crate::render::data::format;
use crate::render::lists::index::{Owed, deadline_name};

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

impl Content {
    /// All obligations, for tables and scripts: in order of end, address, deadline and organisation.
    pub fn tasks(&self) -> impl Iterator<Item = TaskRecord> {
        let exporter = Exporter::new(self);
        self.index().all().iter().map(move |owed| exporter.task(*owed))
    }
}

/// All obligations as JSON.
pub(crate) fn json(content: &Content) -> Vec<u8> {
    format::json(content.tasks())
}

/// All obligations as a table for a spreadsheet.
pub(crate) fn sheet(content: &Content) -> Vec<u8> {
    format::sheet(rows(content.tasks()))
}

/// The JSON Schema (2020-12) of the list of tasks.
pub(crate) fn schema(_: &Content) -> Vec<u8> {
    format::pretty(&schemars::schema_for!(Vec<TaskRecord>))
}

/// Tasks as CSV (RFC 4180), a row an obligation.
pub fn csv(tasks: impl IntoIterator<Item = TaskRecord>) -> Vec<u8> {
    format::csv(rows(tasks))
}

/// The columns of the table.
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

/// The header of the table, and a row an obligation.
fn rows(tasks: impl IntoIterator<Item = TaskRecord>) -> impl Iterator<Item = Vec<String>> {
    let row = |task: TaskRecord| {
        let TaskRecord { directive, organization, report, .. } = task;
        let (id, name) = organization.map_or((None, None), |party| (party.id, Some(party.name)));
        let text = |value: Option<String>| value.unwrap_or_default();
        let (status, date, reference, percent, note) = match report {
            Some(report) => (
                report.status.to_owned(),
                report.date,
                report.reference,
                report.percent.map(|percent| percent.to_string()),
                report.note,
            ),
            None => Default::default(),
        };
        vec![
            text(directive.number),
            text(directive.date),
            directive.url,
            task.deadline,
            task.task,
            text(task.due),
            text(task.from),
            text(task.to),
            text(task.precision),
            text(task.moved_from),
            text(id),
            text(name),
            text(task.group),
            task.support.join("; "),
            text(task.report_to),
            text(task.via),
            task.state.to_owned(),
            text(task.days.map(|days| days.to_string())),
            status,
            date,
            text(reference),
            text(percent),
            text(note),
        ]
    };
    std::iter::once(HEADER.map(str::to_owned).to_vec()).chain(tasks.into_iter().map(row))
}

impl Exporter<'_> {
    fn task(&self, owed: Owed) -> TaskRecord {
        let content = self.content;
        let entry = &content.catalog[owed.directive];
        let obligation = owed.of(&content.catalog);
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        let term = obligation.term();
        let Days { from, to, precision } =
            term.map(|term| term.interval()).or(obligation.beginning().map(Interval::since)).into();
        let report = obligation.last_report().map(|id| content.catalog.report(id));
        TaskRecord {
            directive: TaskDirective {
                number: entry.directive.number.as_ref().map(|number| number.text.clone()),
                date: iso(entry.directive.date),
                url: self.url(owed.directive),
            },
            deadline: deadline_name(&deadline.id, obligation),
            task: deadline.task.clone(),
            due: entry.resolved.words(&entry.directive, obligation).map(str::to_owned),
            from,
            to,
            precision,
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
