//! Who owes a task, how far each is, and what the directive says beside.
//!
//! Owns the few words behind a name in a row (70 %, returned, done on a day) and the evidence for them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::deadline::Deadline;
use crate::model::document::typed::Status;
use crate::model::names::name::Name;
use crate::model::work::obligation::{Obligation, Responsible, State};
use crate::model::work::progress::ReportId;
use crate::render::lookup::Lookup;
use crate::render::reader::Card;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};
use crate::render::views::parts::PartyView;

/// One who owes a task.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct Item {
    /// Who owes it.
    pub party: PartyView,
    /// Whether the document names nobody, and the party says so.
    pub is_nobody: bool,
    /// Whether nothing is left to be done: it is done, or cancelled.
    pub is_over: bool,
    /// Whether the row names it.
    pub named: bool,
    /// Whether it is written at all, hidden until a later day names it.
    pub written: bool,
    /// What its last report says in a few words: "70 %", "trả lại 16/06/2026", "xong ngày 05/05/2026".
    pub why: String,
    /// The page of that report.
    pub evidence: Option<String>,
    /// All reports that count, oldest first; empty where the page shows only the last.
    pub history: Vec<ReportView>,
}

/// A report on an obligation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ReportView {
    /// When it was made.
    pub day: DayView,
    /// What it says, as data.
    pub status: &'static str,
    /// What it says, in words.
    pub label: String,
    /// Its number; empty without one.
    pub reference: String,
    /// A remark; empty without one.
    pub note: String,
    /// How much is done, in per cent; empty without.
    pub percent: String,
    /// Its page, for a report with a text.
    pub href: Option<String>,
}

/// What a directive says of a deadline beside who and when.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub(crate) struct Detail {
    /// Who leads it.
    pub lead: Vec<PartyView>,
    /// Whether every member of a group owes its own report.
    pub each: bool,
    /// Who helps.
    pub support: Vec<PartyView>,
    /// To whom the report goes.
    pub report_to: Option<PartyView>,
    /// Through whom the report goes.
    pub via: Option<PartyView>,
    /// The deadlines that come first.
    pub after: Vec<LinkView>,
    /// A condition; empty without one.
    pub condition: String,
    /// What comes of it; empty without.
    pub product: String,
    /// The directives that carry it out.
    pub fulfilled_by: Vec<LinkView>,
}

impl Detail {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        let has_nobody = self.lead.is_empty() && self.support.is_empty();
        let has_way = self.report_to.is_some() || self.via.is_some();
        let has_links = !self.after.is_empty() || !self.fulfilled_by.is_empty();
        has_nobody && !has_way && !has_links && self.condition.is_empty() && self.product.is_empty()
    }
}

impl PageBuilder<'_> {
    /// What a directive says of a deadline beside who and when.
    pub fn detail(&self, id: DirectiveId, entry: &Card<'_>, deadline: &Deadline) -> Detail {
        let parties = |names: &[Name]| names.iter().map(|name| self.party(name)).collect();
        let after =
            deadline.after.iter().filter_map(|id| entry.directive.deadlines.iter().find(|d| d.id == *id));
        let fulfilled_by = deadline.fulfilled_by.iter().map(|number| {
            // By number, or by slug where there is none.
            match self.reader.fulfilling(id, number) {
                Some(id) => self.directive_link(id),
                None => LinkView { text: number.text.clone(), href: String::new(), current: false },
            }
        });
        Detail {
            lead: parties(&deadline.lead),
            each: deadline.each,
            support: parties(&deadline.support),
            report_to: deadline.report_to.as_ref().map(|name| self.party(name)),
            via: deadline.via.as_ref().map(|name| self.party(name)),
            after: after
                .map(|d| LinkView {
                    text: d.task.clone(),
                    href: self.in_directive(id, &d.anchor()),
                    current: false,
                })
                .collect(),
            condition: deadline.condition.clone().unwrap_or_default(),
            product: deadline.product.clone().unwrap_or_default(),
            fulfilled_by: fulfilled_by.collect(),
        }
    }

    /// One who owes a task, named.
    pub fn item(&self, entry: &Card<'_>, obligation: &Obligation, full: bool) -> Item {
        let report = obligation.last_report().map(|id| self.report(id));
        let counted = if full { &obligation.reports[..obligation.counted as usize] } else { &[] };
        Item {
            party: self.bearer(entry, obligation),
            is_nobody: obligation.responsible == Responsible::Nobody,
            is_over: obligation.state.is_done() || obligation.state == State::Cancelled,
            named: true,
            written: true,
            why: obligation.last_report().map(|id| self.why(id)).unwrap_or_default(),
            evidence: report.and_then(|report| report.href),
            history: counted.iter().map(|id| self.report(*id)).collect(),
        }
    }

    /// Who owes something under a directive.
    pub fn bearer(&self, entry: &Card<'_>, obligation: &Obligation) -> PartyView {
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        match obligation.responsible {
            Responsible::Organization(id) => self.organization(id),
            Responsible::Name(at) => self.party(&deadline.lead[at as usize]),
            Responsible::Nobody => PartyView {
                name: self.labels().get("task", "nobody").to_owned(),
                href: None,
                id: String::new(),
            },
        }
    }

    /// The id of who owes something under a directive; `-` outside the register.
    pub fn bearer_id(&self, entry: &Card<'_>, obligation: &Obligation) -> &str {
        let deadline = &entry.directive.deadlines[obligation.deadline as usize];
        let id = match obligation.responsible {
            Responsible::Organization(id) => &self.register()[id].id,
            Responsible::Name(at) => self.party_id(&deadline.lead[at as usize]),
            Responsible::Nobody => "",
        };
        if id.is_empty() { "-" } else { id }
    }

    /// A report in a few words.
    fn why(&self, id: ReportId) -> String {
        let (report, labels) = (self.reader.report(id), self.labels());
        let date = shown_day(report.date);
        match (report.status, report.percent) {
            (Status::Done, _) => labels.fill("task", "done_on", &[("date", &date)]),
            (Status::InProgress, Some(percent)) => {
                labels.fill("task", "percent", &[("n", &percent.to_string())])
            }
            (Status::Returned, _) => labels.fill("task", "returned_on", &[("date", &date)]),
            (Status::InProgress | Status::Exempt, _) => self.status_label(report.status),
        }
    }

    /// A report as evidence.
    pub fn report(&self, id: ReportId) -> ReportView {
        let report = self.reader.report(id);
        let slug = self.reader.report_slug(id.file as usize);
        ReportView {
            day: self.day(report.date),
            status: report.status.word(),
            label: self.status_label(report.status),
            reference: report.reference.clone().unwrap_or_default(),
            note: report.note.clone().unwrap_or_default(),
            percent: report.percent.map(|percent| percent.to_string()).unwrap_or_default(),
            href: slug.map(|slug| self.way(&self.addresses().report(slug))),
        }
    }
}
