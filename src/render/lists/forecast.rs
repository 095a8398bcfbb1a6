//! What a page needs to be judged anew on a later day than that of the site.
//!
//! Owns the data that a script reads:
//!
//! - `turns` of an obligation: `since=last`, parted by spaces, the first without `since`; `last` is the
//!   last day in time, or `o` ongoing, `u` undated, `x` abolished.
//! - `log` of an obligation: reports as a letter (`d` done, `p` in progress, `r` returned, `x` exempt)
//!   and a day, parted by spaces: the last that counts and all that come later.
//! - `until` of a picture: the last day on which every state in it is what it is on the day of the site.
//! - `open` and `known` of figures: the open obligations by their last day (`day*count`), and those
//!   that are known to change (`since|turns|log`, parted by `;`).

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::model::document::typed::Status;
use crate::model::time::date::Date;
use crate::model::work::obligation::{Obligation, State, TermChange, Timing};
use crate::render::lookup::Lookup;

/// What figures need to be counted anew on a later day; empty where nothing will change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Forecast {
    /// The open obligations by their last day in time: `2026-12-31*12 …`.
    pub open: String,
    /// The obligations that are known to change.
    pub known: String,
    /// The last day on which all of it is as on the day of the site; none where no day changes it.
    pub until: Option<Date>,
    /// The last day on which a state changed; none where none ever did.
    pub since: Option<Date>,
    /// The next deadline ahead; none where nothing is.
    pub next: Option<Date>,
    /// The last day for which all turns are known; none where nothing recurs without an end.
    pub known_until: Option<Date>,
}

impl Forecast {
    /// The forecast of some obligations, from the day of the site on; an end in so many
    /// days is soon.
    pub fn new<'o, 'a>(
        obligations: impl Iterator<Item = &'o Obligation>,
        from: impl Lookup<'a>,
        soon: u32,
    ) -> Forecast {
        let mut open: BTreeMap<Date, u32> = BTreeMap::new();
        let mut forecast = Forecast::default();
        for obligation in obligations {
            if is_known_to_change(obligation) {
                let ahead = obligation.since.filter(|_| obligation.is_ahead);
                let since = ahead.map_or(String::new(), |day| day.to_string());
                let parted = if forecast.known.is_empty() { "" } else { ";" };
                let (turns, log) = (turns(obligation), log(obligation, from));
                let _ = write!(forecast.known, "{parted}{since}|{turns}|{log}");
            } else if let (true, Some(term)) =
                (obligation.state.is_open() && obligation.state != State::Overdue, obligation.term())
            {
                *open.entry(term.last).or_default() += 1;
            }
            forecast.take(Forecast::of_days(obligation, from, soon));
        }
        let open: Vec<String> = open.into_iter().map(|(day, count)| format!("{day}*{count}")).collect();
        forecast.open = open.join(" ");
        forecast
    }

    /// The days of one obligation.
    fn of_days<'a>(obligation: &Obligation, from: impl Lookup<'a>, soon: u32) -> Forecast {
        let is_next = !obligation.is_ahead && matches!(obligation.state, State::DueSoon | State::InTime);
        Forecast {
            until: until(obligation, from, soon),
            since: obligation.turned.filter(|_| !obligation.is_ahead),
            next: obligation.term().filter(|_| is_next).map(|term| term.to),
            known_until: obligation.known_until,
            ..Forecast::default()
        }
    }

    /// Takes the days of another in.
    pub fn take(&mut self, other: Forecast) {
        let Forecast { until, since, next, known_until, open: _, known: _ } = other;
        self.since = self.since.max(since);
        for (own, other) in
            [(&mut self.until, until), (&mut self.next, next), (&mut self.known_until, known_until)]
        {
            *own = own.iter().copied().chain(other).min();
        }
    }

    /// Takes a day in on which something else changes, and whether it has come.
    pub fn take_day(&mut self, day: Date, has_come: bool) {
        let before = day.yesterday().ok().filter(|_| !has_come);
        let (until, since) = (before, Some(day).filter(|_| has_come));
        self.take(Forecast { until, since, ..Forecast::default() });
    }

    /// The days alone.
    pub fn days(&self) -> Forecast {
        Forecast { open: String::new(), known: String::new(), ..*self }
    }

    /// The day that stands for the present on every day alike: the next deadline, or the last change.
    pub fn at_hand(&self) -> Option<Date> {
        self.next.or(self.since)
    }

    /// Whether nothing will change.
    pub fn is_empty(&self) -> bool {
        self.open.is_empty() && self.known.is_empty()
    }
}

/// Whether more than the passing of days will change it.
pub(crate) fn is_known_to_change(obligation: &Obligation) -> bool {
    obligation.is_ahead
        || obligation.reports.len() > obligation.counted as usize
        || !changes_ahead(obligation).is_empty()
}

/// The changes of its timing that are still to come.
fn changes_ahead(obligation: &Obligation) -> &[TermChange] {
    obligation.term_changes.get(obligation.in_effect as usize + 1..).unwrap_or_default()
}

/// The last day on which an obligation is in the state of the day of the site; none where no day changes it.
fn until<'a>(obligation: &Obligation, from: impl Lookup<'a>, soon: u32) -> Option<Date> {
    let before = |day: Date, by: u32| day.checked_sub(jiff::Span::new().days(i64::from(by))).ok();
    let by_days = match (obligation.state, obligation.term()) {
        (State::InTime, Some(term)) => before(term.last, soon.saturating_add(1)),
        (State::DueSoon, Some(term)) => Some(term.last),
        _ => None,
    };
    let reports = obligation.reports.get(obligation.counted as usize..).unwrap_or_default();
    let reported = reports.iter().map(|id| from.report(*id).date);
    let changed = changes_ahead(obligation).iter().filter_map(|change| change.since);
    let owed = obligation.since.filter(|_| obligation.is_ahead);
    let known = owed.into_iter().chain(reported).chain(changed);
    by_days.into_iter().chain(known.filter_map(|day| before(day, 1))).min()
}

/// The timing that is in effect on the day of the site, and those that come later.
pub(crate) fn turns(obligation: &Obligation) -> String {
    let only = [TermChange { since: None, timing: obligation.timing, change: None }];
    let from_now = obligation.term_changes.get(obligation.in_effect as usize..);
    let changes = from_now.filter(|changes| !changes.is_empty()).unwrap_or(&only);
    let mut text = String::new();
    for (at, change) in changes.iter().enumerate() {
        let since = change.since.filter(|_| at > 0).map_or(String::new(), |day| format!(" {day}"));
        let last = match change.timing {
            Timing::Dated(term) => term.last.to_string(),
            Timing::Ongoing(_) => "o".to_owned(),
            Timing::Undated => "u".to_owned(),
            Timing::Abolished => "x".to_owned(),
        };
        let _ = write!(text, "{since}={last}");
    }
    text
}

/// The last report that counts and all that come later.
pub(crate) fn log<'a>(obligation: &Obligation, from: impl Lookup<'a>) -> String {
    let first = (obligation.counted as usize).saturating_sub(1);
    let mut log = String::new();
    for id in &obligation.reports[first..] {
        let report = from.report(*id);
        let letter = match report.status {
            Status::Done => 'd',
            Status::InProgress => 'p',
            Status::Returned => 'r',
            Status::Exempt => 'x',
        };
        let _ = write!(log, "{}{letter}{}", if log.is_empty() { "" } else { " " }, report.date);
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::typed::BeforeDay;
    use crate::model::time::due::Due;
    use crate::model::time::reading;
    use crate::model::work::obligation::{Responsible, Term};
    use crate::read::snapshot::Sources;
    use crate::site::{Options, Site};

    fn timing(words: &str) -> Timing {
        match reading::read(words, None) {
            Due::Dated(interval, bound) => {
                Timing::Dated(Term::new(interval, bound, BeforeDay::Inclusive).unwrap())
            }
            Due::Ongoing(since) => Timing::Ongoing(since),
            _ => Timing::Undated,
        }
    }

    /// What is open and due by `words`, with changes since some days; the first `in_effect` hold.
    fn obligation(words: &str, changes: &[(&str, Timing)], in_effect: u32) -> Obligation {
        let change = |(at, (since, timing)): (u32, &(&str, Timing))| TermChange {
            since: since.parse().ok(),
            timing: *timing,
            change: Some(at),
        };
        let mut term_changes: Vec<TermChange> = (0..).zip(changes).map(change).collect();
        if !term_changes.is_empty() {
            term_changes.insert(0, TermChange { since: None, timing: timing(words), change: None });
        }
        Obligation {
            deadline: 0,
            occurrence: None,
            since: None,
            is_ahead: false,
            known_until: None,
            responsible: Responsible::Nobody,
            group: None,
            timing: term_changes.get(in_effect as usize).map_or(timing(words), |change| change.timing),
            moved_from: None,
            term_changes,
            in_effect,
            reports: Vec::new(),
            counted: 0,
            state: State::InTime,
            turned: None,
        }
    }

    #[track_caller]
    fn check(words: &str, changes: &[(&str, Timing)], in_effect: u32, expect: &str) {
        assert_eq!(turns(&obligation(words, changes, in_effect)), expect);
    }

    #[test]
    fn turns_begin_with_what_is_in_effect() {
        let later = timing("31/5/2021");
        check("30/4/2021", &[], 0, "=2021-04-30");
        check("thường xuyên", &[], 0, "=o");
        check("theo lộ trình", &[], 0, "=u");
        check("30/4/2021", &[("2021-04-20", later)], 0, "=2021-04-30 2021-04-20=2021-05-31");
        check("30/4/2021", &[("2021-04-20", later)], 1, "=2021-05-31");
        let both = [("2021-04-20", later), ("2021-05-02", Timing::Abolished)];
        check("30/4/2021", &both, 1, "=2021-05-31 2021-05-02=x");
        check("30/4/2021", &both, 2, "=x");
    }

    #[test]
    fn figures_hold_what_days_change_and_what_is_known_to_change() {
        let sources = Sources::from_texts([("content/site.yaml".into(), "title: Công báo\n".to_owned())]);
        let as_of: Date = "2021-04-01".parse().unwrap();
        let (site, _) = Site::load(&sources, &Options { as_of, base_url: None, drafts: false });
        let forecast =
            |obligations: &[Obligation]| Forecast::new(obligations.iter(), &site.content().catalog, 14);
        let open = obligation("30/4/2021", &[], 0);
        let moves = obligation("30/4/2021", &[("2021-04-20", timing("31/5/2021"))], 0);
        let overdue = Obligation { state: State::Overdue, ..obligation("30/3/2021", &[], 0) };
        let ahead = Obligation { since: "2021-05-01".parse().ok(), is_ahead: true, ..open.clone() };
        let both = forecast(&[open.clone(), open.clone(), obligation("1/4/2021", &[], 0)]);
        assert_eq!((both.open.as_str(), both.known.as_str()), ("2021-04-01*1 2021-04-30*2", ""));
        let known = forecast(&[moves, ahead]);
        let words = "|=2021-04-30 2021-04-20=2021-05-31|;2021-05-01|=2021-04-30|";
        assert_eq!((known.open.as_str(), known.known.as_str()), ("", words));
        // In time until the fifteenth day before its end.
        assert_eq!(forecast(std::slice::from_ref(&open)).until, "2021-04-15".parse().ok());
        assert_eq!(known.until, "2021-04-15".parse().ok());
        assert_eq!(
            forecast(&[Obligation { state: State::DueSoon, ..open }]).until,
            "2021-04-30".parse().ok()
        );
        // What is overdue stays so until somebody reports.
        assert!(forecast(&[overdue]).is_empty() && forecast(&[]).is_empty());
    }
}
