//! What changed since a week ago: the states of that day, of the same model, beside those of today.
//!
//! On the sheet of a unit it is told from the last change before that week, which is the same list: so that it
//! says the same on every day on which it holds the same.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::typed::Status;
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::Date;
use crate::model::work::course::Course;
use crate::model::work::obligation::{Obligation, State};
use crate::model::work::progress::ReportId;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::lists::rows::{Group, groups};
use crate::render::lookup::Lookup;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::item::ReportView;
use crate::render::views::sheet::{AHEAD, BACK, SheetRow};

/// Lines of one kind at the most.
const MOST: usize = 5;

/// What changed since a day.
#[derive(Default, Serialize, JsonSchema)]
pub(super) struct ChangesView {
    /// Since when.
    since: Option<DayView>,
    /// What went overdue.
    overdue: Vec<SheetRow>,
    /// How many more there are.
    overdue_left: usize,
    /// What has come near.
    soon: Vec<SheetRow>,
    /// How many more there are.
    soon_left: usize,
    /// What was reported.
    reported: Vec<Reported>,
    /// How many more there are.
    reported_left: usize,
    /// The last report before, where there is no new one.
    latest: Option<Reported>,
    /// New documents.
    documents: Vec<LinkView>,
    /// How many more there are.
    documents_left: usize,
}

/// The reports on one task, newest first.
#[derive(Serialize, JsonSchema)]
struct Reported {
    /// The task.
    task: SheetRow,
    /// What was reported on it.
    reports: Vec<OneReport>,
}

/// A report, and who made it.
#[derive(Serialize, JsonSchema)]
struct OneReport {
    /// Who reported.
    party: String,
    /// The report.
    report: ReportView,
}

impl PageBuilder<'_> {
    /// What changed in some obligations since a week ago, and what documents came: of the whole site, or
    /// those that an organisation received.
    pub(super) fn sheet_changes(&self, owed: &[Owed], unit: Option<OrganizationId>) -> ChangesView {
        let since = self.week_ago();
        let told_since = match unit {
            Some(id) => self.turns_of_sheet(owed, id).into_iter().filter(|day| *day <= since).max(),
            None => Some(since),
        };
        let newly = |state: State| {
            let is_new =
                |one: &Owed| one.of(self.reader).state == state && self.state_then(since, one) != Some(state);
            let new = groups(self.reader, owed.iter().copied().filter(is_new));
            let left = new.len().saturating_sub(MOST);
            (new.iter().take(MOST).map(|group| self.sheet_row(group)).collect(), left)
        };
        let ((overdue, overdue_left), (soon, soon_left)) = (newly(State::Overdue), newly(State::DueSoon));
        let (mut reported, latest) = self.reports_since(since, owed);
        let reported_left = reported.len().saturating_sub(MOST);
        reported.truncate(MOST);
        let mut documents = self.documents_since(since, unit);
        let documents_left = documents.len().saturating_sub(MOST);
        documents.truncate(MOST);
        ChangesView {
            since: told_since.map(|day| self.day(day)),
            overdue,
            overdue_left,
            soon,
            soon_left,
            latest: latest.filter(|_| reported.is_empty()),
            reported,
            reported_left,
            documents,
            documents_left,
        }
    }

    /// The state of an obligation on an earlier day.
    fn state_then(&self, day: Date, owed: &Owed) -> Option<State> {
        self.course(owed.of(self.reader)).state_on(day)
    }

    fn week_ago(&self) -> Date {
        let as_of = self.reader.as_of();
        as_of.checked_sub(jiff::Span::new().days(BACK)).unwrap_or(as_of)
    }

    fn course<'o>(&self, obligation: &'o Obligation) -> Course<'o, impl Fn(ReportId) -> (Status, Date)> {
        let reader = self.reader;
        let report = move |id| (reader.report(id).status, reader.report(id).date);
        Course { obligation, report, due_soon_days: reader.settings().due_soon_days }
    }

    /// The days up to that of the site on which something changed that the sheet of a unit tells: a state, a
    /// report, a document.
    fn turns_of_sheet(&self, owed: &[Owed], unit: OrganizationId) -> Vec<Date> {
        let reader = self.reader;
        let mut days = Vec::new();
        for one in owed.iter().map(|one| one.of(reader)) {
            days.extend(self.course(one).turns_back_from(reader.as_of()));
            days.extend(one.reports[..one.counted as usize].iter().map(|id| reader.report(*id).date));
        }
        days.extend(self.dates_of_received(unit).filter(|date| reader.has_come(*date)));
        days
    }

    fn dates_of_received(&self, unit: OrganizationId) -> impl Iterator<Item = Date> {
        let reader = self.reader;
        reader.received(unit).into_iter().filter_map(move |(id, _)| reader.card(id).directive.date)
    }

    /// The days of the sheet of a unit: of the states that it shows, of what comes into the days that it looks
    /// ahead, and of what goes out of those that it looks back.
    pub(super) fn days_of_sheet(&self, owed: &[Owed], id: OrganizationId) -> Forecast {
        let reader = self.reader;
        let (own, of_groups) =
            (self.forecast_of(reader.owed_by(id), reader.upcoming_by(id)), reader.owed_by_groups_of(id));
        let mut days = own.days();
        days.take(self.days_of_groups(id, &of_groups).days());
        days.take(self.days_of_supported(id).days());
        let by = |day: Date, by: i64| day.checked_add(jiff::Span::new().days(by)).ok();
        let supported = reader.supported(id).into_iter().flat_map(|(directive, at)| {
            reader.card(directive).resolved.obligations.iter().filter(move |one| one.deadline as usize == at)
        });
        let all = owed.iter().map(|one| one.of(reader)).chain(supported);
        let open = all.filter(|one| one.state.is_open());
        let comes = open.filter_map(|one| by(one.term()?.last, -i64::from(AHEAD)));
        let goes = self.turns_of_sheet(owed, id).into_iter().filter_map(|day| by(day, BACK));
        for day in comes.chain(goes).chain(self.dates_of_received(id)).filter(|day| !reader.has_come(*day)) {
            days.take_day(day, false);
        }
        days
    }

    /// The reports that count now and did not on a day, by task, the newest first; and the last of all.
    fn reports_since(&self, since: Date, owed: &[Owed]) -> (Vec<Reported>, Option<Reported>) {
        let reader = self.reader;
        let date = |id: &ReportId| reader.report(*id).date;
        let counted = |one: &Owed| {
            let obligation = one.of(reader);
            obligation.reports[..obligation.counted as usize].to_vec()
        };
        let is_new = |one: &Owed| counted(one).iter().any(|id| date(id) > since);
        let mut reported: Vec<(Option<Date>, Reported)> = Vec::new();
        for group in groups(reader, owed.iter().copied().filter(is_new)) {
            let mut reports: Vec<(Date, u32, ReportId)> = Vec::new();
            for at in &group.items {
                let new = counted(&Owed { directive: group.directive, at: *at }).into_iter();
                reports.extend(new.filter(|id| date(id) > since).map(|id| (date(&id), *at, id)));
            }
            reports.sort_by_key(|(date, at, _)| (Reverse(*date), *at));
            reported.push((reports.first().map(|one| one.0), self.reported(&group, &reports)));
        }
        reported.sort_by_key(|(newest, _)| Reverse(*newest));
        let last = owed.iter().filter_map(|one| Some((counted(one).last().map(date)?, *one)));
        let last = last.max_by_key(|(date, one)| (*date, Reverse(*one)));
        let latest = last.and_then(|(date, one)| {
            let group = groups(reader, [one]).into_iter().next()?;
            Some(self.reported(&group, &[(date, one.at, one.of(reader).last_report()?)]))
        });
        (reported.into_iter().map(|(_, reported)| reported).collect(), latest)
    }

    fn reported(&self, group: &Group, reports: &[(Date, u32, ReportId)]) -> Reported {
        let report = |(_, at, id): &(Date, u32, ReportId)| OneReport {
            party: self.sheet_debtor(group, *at).party.name,
            report: self.report(*id),
        };
        Reported { task: self.sheet_row(group), reports: reports.iter().map(report).collect() }
    }

    /// The directives that bear a date after a day, newest first.
    fn documents_since(&self, since: Date, unit: Option<OrganizationId>) -> Vec<LinkView> {
        let reader = self.reader;
        let mut ids: Vec<DirectiveId> = match unit {
            Some(unit) => {
                let received = reader.received(unit);
                received.into_iter().map(|(id, _)| id).collect()
            }
            None => reader.directives().rev().map(|(id, _)| id).collect(),
        };
        let is_new = |date: Date| date > since && date <= reader.as_of();
        ids.retain(|id| reader.card(*id).directive.date.is_some_and(is_new));
        ids.into_iter().map(|id| self.titled_link(id)).collect()
    }

    /// A directive with its title.
    fn titled_link(&self, id: DirectiveId) -> LinkView {
        let link = self.directive_link(id);
        LinkView { text: format!("{}: {}", link.text, self.reader.card(id).directive.title), ..link }
    }
}
