//! The course of an obligation: its state on any day, and the days on which that changes.
//!
//! Owns since when an obligation is in its state: what is said of it is so from that day on.

use jiff::Span;

use crate::model::document::typed::Status;
use crate::model::time::date::Date;
use crate::model::work::obligation::{Obligation, State, Timing, state};
use crate::model::work::progress::ReportId;

/// The course of one obligation.
pub struct Course<'o, R> {
    /// What takes it.
    pub obligation: &'o Obligation,
    /// What a report says, and when.
    pub report: R,
    /// How many days before its end it is due soon.
    pub due_soon_days: u32,
}

impl<R: Fn(ReportId) -> (Status, Date)> Course<'_, R> {
    /// The state on a day; none where it was not owed yet.
    pub fn state_on(&self, day: Date) -> Option<State> {
        let Course { obligation, report, due_soon_days } = self;
        if obligation.since.is_some_and(|since| since > day) {
            return None;
        }
        let last =
            obligation.reports.iter().map(|id| report(*id)).take_while(|(_, date)| *date <= day).last();
        Some(state(obligation.timing_on(day), last, day, *due_soon_days))
    }

    /// The days up to `last` on which its state changes, the last one first.
    pub fn turns_back_from(&self, last: Date) -> impl Iterator<Item = Date> {
        let Course { obligation, report, due_soon_days } = self;
        let soon = Span::new().days(i64::from(*due_soon_days));
        let changes = obligation.term_changes.iter().filter_map(|change| change.since);
        let mut days: Vec<Date> = obligation.since.into_iter().chain(changes).collect();
        days.extend(obligation.reports.iter().map(|id| report(*id).1));
        let timings = obligation.term_changes.iter().map(|change| change.timing);
        for timing in timings.chain([obligation.timing]) {
            if let Timing::Dated(term) = timing {
                days.extend(term.last.checked_sub(soon).into_iter().chain(term.last.tomorrow()));
            }
        }
        days.retain(|day| *day <= last);
        days.sort_unstable();
        days.dedup();
        let turns = move |day: &Date| {
            day.yesterday().is_ok_and(|before| self.state_on(before) != self.state_on(*day))
        };
        days.into_iter().rev().filter(turns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::typed::BeforeDay;
    use crate::model::time::date::{Bound, edtf};
    use crate::model::work::obligation::{Responsible, Term, TermChange};

    fn day(typed: &str) -> Date {
        typed.parse().unwrap()
    }

    fn due(typed: &str) -> Timing {
        Timing::Dated(Term::new(edtf(typed).unwrap(), Bound::By, BeforeDay::Inclusive).unwrap())
    }

    /// The days on which what is due on 2021-04-30 changes its state, the last first.
    fn check(since: Option<&str>, changes: &[(&str, Timing)], reports: &[(Status, &str)], expect: &[&str]) {
        let change = |(since, timing): &(&str, Timing)| TermChange {
            since: since.parse().ok(),
            timing: *timing,
            change: None,
        };
        let mut term_changes: Vec<TermChange> = changes.iter().map(change).collect();
        if !changes.is_empty() {
            term_changes.insert(0, TermChange { since: None, timing: due("2021-04-30"), change: None });
        }
        let obligation = Obligation {
            deadline: 0,
            occurrence: None,
            since: since.map(day),
            is_ahead: false,
            known_until: None,
            responsible: Responsible::Nobody,
            group: None,
            timing: due("2021-04-30"),
            moved_from: None,
            term_changes,
            in_effect: 0,
            reports: (0..).zip(reports).map(|(row, _)| ReportId { file: 0, row }).collect(),
            counted: 0,
            state: State::InTime,
            turned: None,
        };
        let report = |id: ReportId| (reports[id.row as usize].0, day(reports[id.row as usize].1));
        let course = Course { obligation: &obligation, report, due_soon_days: 7 };
        let turns: Vec<String> =
            course.turns_back_from(day("2022-01-01")).map(|day| day.to_string()).collect();
        assert_eq!(turns, expect);
    }

    #[test]
    fn a_state_changes_with_days_reports_and_changes_of_the_end() {
        check(None, &[], &[], &["2021-05-01", "2021-04-23"]);
        check(Some("2021-04-01"), &[], &[], &["2021-05-01", "2021-04-23", "2021-04-01"]);
        // What is done does not go overdue; what is in progress is as it was.
        check(None, &[], &[(Status::Done, "2021-04-10")], &["2021-04-10"]);
        check(None, &[], &[(Status::InProgress, "2021-04-10")], &["2021-05-01", "2021-04-23"]);
        check(None, &[], &[(Status::Done, "2021-05-10")], &["2021-05-10", "2021-05-01", "2021-04-23"]);
        let later = [("2021-04-25", due("2021-06-30"))];
        check(None, &later, &[], &["2021-07-01", "2021-06-23", "2021-04-25", "2021-04-23"]);
        check(None, &[("2021-04-10", due("2021-06-30"))], &[], &["2021-07-01", "2021-06-23"]);
        check(None, &[("2021-04-10", Timing::Abolished)], &[], &["2021-04-10"]);
    }
}
