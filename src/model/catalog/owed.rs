//! What is owed under each directive, with the reports on it.
//!
//! Owns what is said of a report that reaches nobody's task, or another turn than it names. From deadlines to
//! obligations, and which of them a report means, is for [`crate::model::work::schedule`]. Looks at one
//! directive at a time.

use crate::diagnostic::{self, Diagnostic, Severity};
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::{Directive, DirectiveFile};
use crate::model::register::organization::{Register, Resolution};
use crate::model::register::settings::Settings;
use crate::model::time::date::Date;
use crate::model::time::recurrence::period_name;
use crate::model::work::obligation::Obligation;
use crate::model::work::progress::{self, Received, Report, ReportId};
use crate::model::work::schedule::{self, Astray, Leads, Moved, Places};
use crate::nearest::{Hints, nearest};
use crate::place::Place;
use crate::read::decode::Text;
use crate::read::snapshot::Source;
use crate::spelling::is_id;

/// Turns that a message names at the most.
const MOST_TURNS: usize = 4;

/// What every directive is held against.
pub(super) struct Owing<'a> {
    pub received: &'a [Received],
    pub settings: &'a Settings,
    pub register: &'a Register,
    pub as_of: Date,
}

/// What is owed under one directive.
pub(super) struct Owed {
    /// On the day of the site.
    pub obligations: Vec<Obligation>,
    /// After the present turn.
    pub upcoming: Vec<Obligation>,
    /// What is wrong with its reports.
    pub faults: Vec<Diagnostic>,
}

impl Owing<'_> {
    /// What is owed under one directive whose deadlines were `moved`, with the reports on it in the order of
    /// their dates.
    pub fn owe(
        &self,
        own: &Source,
        directive: &Directive,
        moved: &[Moved],
        rows: &[(DirectiveId, Date, ReportId)],
    ) -> Owed {
        let (mut obligations, mut upcoming) =
            schedule::obligations(directive, moved, self.register, self.settings, self.as_of);
        let (mut faults, hints) = (Vec::new(), Hints::default());
        schedule::empty_groups(directive, self.register, |span| own.place(span), &mut faults);
        schedule::too_many_turns(directive, self.as_of, |span| own.place(span), &mut faults);
        let places = [schedule::places(&obligations), schedule::places(&upcoming)];
        let known = (&places, &schedule::leads(directive));
        for (_, date, id) in rows {
            // A row may name a turn before that is owed; one without a name, and of a day that is past, is
            // for what was owed.
            let is_ahead = *date > self.as_of || self.report(*id).1.deadline.contains('@');
            let later = if is_ahead { &mut upcoming[..] } else { &mut [] };
            faults.extend(self.attach(own, directive, *id, (&mut obligations, later), known, &hints));
        }
        faults.extend(self.contradictions(&obligations));
        let report = |id| {
            let (_, report) = self.report(id);
            (report.status, report.date)
        };
        for list in [&mut obligations, &mut upcoming] {
            schedule::judge(list, report, (&directive.when, self.as_of), self.settings.due_soon_days);
        }
        Owed { obligations, upcoming, faults }
    }

    /// Attaches one report, and says what is wrong with that.
    fn attach(
        &self,
        own: &Source,
        directive: &Directive,
        id: ReportId,
        (obligations, later): (&mut [Obligation], &mut [Obligation]),
        (places, leads): (&[Places; 2], &Leads<'_>),
        hints: &Hints,
    ) -> Option<Diagnostic> {
        let (received, report) = self.report(id);
        let last_status = |id| self.report(id).1.status;
        let owed = [(&mut *obligations, &places[0]), (later, &places[1])];
        // A place is looked for only where there is a fault.
        let at = || received.place(report.deadline.span);
        match schedule::attach(id, report, directive, owed, leads, self.register, last_status) {
            Ok(_) | Err(Astray::Early) if directive.when.first.is_some_and(|first| report.date < first) => {
                let first = directive.when.first.map(|first| first.to_string()).unwrap_or_default();
                let at = received.place(report.date_span);
                Some(diagnostic::row_before_directive(at, &report.date.to_string(), &first))
            }
            Ok(None) | Err(Astray::Early) => None,
            Ok(Some(taken)) => Some(diagnostic::turn_not_named(at(), &report.deadline, &period_name(&taken))),
            // What is wrong may be the directive.
            Err(_)
                if DirectiveFile::of(own, &self.settings.fields)
                    .faults
                    .iter()
                    .any(|f| f.severity == Severity::Error) =>
            {
                None
            }
            Err(Astray::Occurrences(meant)) => {
                let meant: Vec<String> = meant.iter().take(MOST_TURNS).map(period_name).collect();
                Some(diagnostic::several_turns(at(), &report.deadline, &meant))
            }
            Err(Astray::Deadline) => Some(unknown_deadline(directive, &report.deadline, at(), hints)),
            Err(Astray::Responsible) if self.register.is_broken() => None,
            Err(Astray::Responsible) => Some(self.stray_row(report, directive, obligations, received, hints)),
        }
    }

    /// Two reports of one obligation on one day that say two things.
    fn contradictions(&self, obligations: &[Obligation]) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        for pair in obligations.iter().flat_map(|obligation| obligation.reports.windows(2)) {
            let ((first_in, first), (second_in, second)) = (self.report(pair[0]), self.report(pair[1]));
            if first.date == second.date && first.status != second.status {
                let (first, second) = (first_in.place(first.span), second_in.place(second.span));
                faults.push(diagnostic::contradicting_rows(second, first));
            }
        }
        faults
    }

    /// A report of somebody who does not owe it.
    fn stray_row(
        &self,
        report: &Report,
        directive: &Directive,
        obligations: &[Obligation],
        received: &Received,
        hints: &Hints,
    ) -> Diagnostic {
        let register = self.register;
        let (typed, span) = match &report.organization {
            Some(name) => (name.text.as_str(), name.span),
            None => ("", report.span),
        };
        let is_known = report
            .organization
            .as_ref()
            .is_none_or(|n| register.resolve(&n.text, &n.folded) != Resolution::Unknown);
        if !is_known && is_id(typed) {
            let near = hints.of(|| register.near_id(typed));
            return diagnostic::unknown_id(received.place(span), typed, near);
        }
        let deadline = schedule::named_deadline(directive, &report.deadline).map_or(u32::MAX, |(at, _)| at);
        let near = hints.of(|| schedule::near_responsible(typed, deadline, obligations, register));
        diagnostic::row_without_obligation(received.place(span), &report.deadline, typed, near)
    }

    fn report(&self, id: ReportId) -> (&Received, &Report) {
        progress::report(self.received, id)
    }
}

/// A deadline that the directive does not have.
pub(super) fn unknown_deadline(directive: &Directive, typed: &Text, at: Place, hints: &Hints) -> Diagnostic {
    let id = typed.split('@').next().unwrap_or(typed);
    let known = directive.deadlines.iter().map(|d| d.id.as_str()).filter(|known| *known != id);
    let near = hints.of(|| nearest(id, known));
    diagnostic::unknown_deadline(at, typed, near)
}
