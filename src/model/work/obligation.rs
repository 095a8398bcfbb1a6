//! Obligations: one deadline × one organisation, and its state as of a day.
//!
//! Owns the rule that gives every obligation its one state, and the counts that add up the official
//! way (42/2014/QĐ-TTg as amended by 23/2018/QĐ-TTg: done {on time, late}, open {in time, overdue}).

use crate::model::document::typed::{BeforeDay, Status};
use crate::model::register::organization::OrganizationId;
use crate::model::time::date::{Bound, Date, Interval, Precision};
use crate::model::work::progress::ReportId;
use crate::read::decode::choices;

choices! {
    /// The state of an obligation as of a day.
    pub enum State {
        /// Open and past.
        Overdue = "overdue",
        /// Open, few days left.
        DueSoon = "due-soon",
        /// Open.
        InTime = "in-time",
        /// Done after it.
        DoneLate = "done-late",
        /// Done inside the deadline.
        DoneOnTime = "done-on-time",
        /// thường xuyên.
        Ongoing = "ongoing",
        /// Without a date.
        Undated = "undated",
        /// Exempt or abolished.
        Cancelled = "cancelled",
    }
}

impl State {
    /// Every state, worst first.
    pub const ALL: [State; 8] = [
        State::Overdue,
        State::DueSoon,
        State::InTime,
        State::DoneLate,
        State::DoneOnTime,
        State::Ongoing,
        State::Undated,
        State::Cancelled,
    ];

    /// Those that have a day and count, from the foot of a picture up: done first, overdue last.
    pub const DATED: [State; 5] =
        [State::DoneOnTime, State::DoneLate, State::InTime, State::DueSoon, State::Overdue];

    /// Whether something is still to be done by a day.
    pub fn is_open(self) -> bool {
        matches!(self, State::Overdue | State::DueSoon | State::InTime)
    }

    /// Whether it is done.
    pub fn is_done(self) -> bool {
        matches!(self, State::DoneOnTime | State::DoneLate)
    }
}

/// The days of a dated obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Term {
    /// First day of the interval; none where it has none, or is a day.
    pub from: Option<Date>,
    /// Last day of the interval.
    pub to: Date,
    /// How exactly it was given.
    pub precision: Precision,
    /// The last day that is still in time.
    pub last: Date,
}

impl Term {
    /// The interval that it was made of.
    pub fn interval(&self) -> Interval {
        Interval { first: self.from, last: Some(self.to), precision: self.precision }
    }

    /// The term of a dated deadline under the site's reading of "trước ngày D".
    pub fn new(interval: Interval, relation: Bound, before_day: BeforeDay) -> Option<Term> {
        let to = interval.last?;
        let last = match (relation, before_day) {
            (Bound::Before, BeforeDay::Exclusive) => to.yesterday().unwrap_or(to),
            _ => to,
        };
        let from = interval.first.filter(|_| interval.precision != Precision::Day);
        Some(Term { from, to, precision: interval.precision, last })
    }

    /// Days left on `as_of`: negative when it is past.
    pub fn days_left(&self, as_of: Date) -> i32 {
        as_of.until(self.last).map_or(0, |span| span.get_days())
    }
}

/// What an obligation is due by, as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timing {
    /// By the end of a term.
    Dated(Term),
    /// Always, or from a day on.
    Ongoing(Option<Date>),
    /// By no known day.
    Undated,
    /// No more: a later directive abolished it.
    Abolished,
}

/// The state of an obligation: the first rule that holds.
pub fn state(timing: Timing, last_report: Option<(Status, Date)>, as_of: Date, due_soon_days: u32) -> State {
    if last_report.is_some_and(|(status, _)| status == Status::Exempt) {
        return State::Cancelled;
    }
    let term = match timing {
        Timing::Abolished => return State::Cancelled,
        Timing::Ongoing(_) => return State::Ongoing,
        Timing::Undated => return State::Undated,
        Timing::Dated(term) => term,
    };
    if let Some((Status::Done, day)) = last_report {
        return if day <= term.last { State::DoneOnTime } else { State::DoneLate };
    }
    match term.days_left(as_of) {
        past if past < 0 => State::Overdue,
        left if left.unsigned_abs() <= due_soon_days => State::DueSoon,
        _ => State::InTime,
    }
}

/// Who owes something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Responsible {
    /// An organisation of the register.
    Organization(OrganizationId),
    /// A name that is not in the register: its place among the leads of the deadline.
    Name(u32),
    /// The document names nobody.
    Nobody,
}

/// A point in time from which an obligation has another timing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TermChange {
    /// The date of the directive that makes the change; none for what was so from the start.
    pub since: Option<Date>,
    /// What it is due by from then on.
    pub timing: Timing,
    /// Which of the changes to its directive says so; none for what was so from the start.
    pub change: Option<u32>,
}

/// One deadline × one organisation (× one occurrence).
#[derive(Clone, Debug, Hash)]
pub struct Obligation {
    /// The deadline's place in its directive.
    pub deadline: u32,
    /// The period, for what recurs.
    pub occurrence: Option<Interval>,
    /// The day from which it is owed, for an occurrence that follows another.
    pub since: Option<Date>,
    /// Whether that day is still to come.
    pub is_ahead: bool,
    /// The end of the last turn that is known, of what recurs without an end: on that turn alone.
    pub known_until: Option<Date>,
    /// Who owes it.
    pub responsible: Responsible,
    /// The group through which `each` reached who is responsible.
    pub group: Option<OrganizationId>,
    /// What it is due by as of the day of the site.
    pub timing: Timing,
    /// The days before the change that is in effect.
    pub moved_from: Option<Term>,
    /// All timings that it has had or will have, the first as the document has it; empty where that never
    /// changes.
    pub term_changes: Vec<TermChange>,
    /// Which of them is in effect on the day of the site.
    pub in_effect: u32,
    /// All reports on it, oldest first.
    pub reports: Vec<ReportId>,
    /// How many of them count on the day of the site.
    pub counted: u32,
    /// Its state.
    pub state: State,
    /// Since when it is in that state; none where it always was.
    pub turned: Option<Date>,
}

impl Obligation {
    /// The timing that it has on a day.
    pub fn timing_on(&self, day: Date) -> Timing {
        let has_begun = |change: &&TermChange| change.since.is_none_or(|since| since <= day);
        self.term_changes.iter().rfind(has_begun).map_or(self.timing, |change| change.timing)
    }

    /// The last report that counts.
    pub fn last_report(&self) -> Option<ReportId> {
        self.reports[..self.counted as usize].last().copied()
    }

    /// The term, where it has one.
    pub fn term(&self) -> Option<Term> {
        match self.days_from().map_or(self.timing, |change| change.timing) {
            Timing::Dated(term) => Some(term),
            _ => None,
        }
    }

    /// The day from which it goes on, where it has such a day and no end.
    pub fn beginning(&self) -> Option<Date> {
        match self.days_from().map_or(self.timing, |change| change.timing) {
            Timing::Ongoing(since) => since,
            Timing::Dated(_) | Timing::Undated | Timing::Abolished => None,
        }
    }

    /// The place of the change that says by when it is due, among those to its directive; none where the
    /// document itself says so.
    pub fn said_by(&self) -> Option<usize> {
        self.days_from()?.change.map(|change| change as usize)
    }

    /// The places of the changes that are in effect, among those to its directive, oldest first.
    pub fn changed_by(&self) -> impl Iterator<Item = usize> {
        let reached = self.term_changes.iter().take(self.in_effect as usize + 1);
        reached.filter_map(|change| change.change).map(|change| change as usize)
    }

    /// Where its days come from: an abolished deadline keeps those that it had.
    fn days_from(&self) -> Option<&TermChange> {
        let reached = self.term_changes.get(..=self.in_effect as usize)?;
        match self.timing {
            Timing::Abolished => {
                reached.iter().take_while(|change| change.timing != Timing::Abolished).last()
            }
            _ => reached.last(),
        }
    }
}

/// How many obligations are in each state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tally([u32; 8]);

impl Tally {
    /// Counts one more.
    pub fn add(&mut self, state: State) {
        self.0[state as usize] += 1;
    }

    /// Those in one state.
    pub fn of(&self, state: State) -> u32 {
        self.0[state as usize]
    }

    /// Dated obligations that are not cancelled: what the official four-way count covers.
    pub fn dated(&self) -> u32 {
        self.done() + self.open()
    }

    /// Done, on time or late.
    pub fn done(&self) -> u32 {
        self.of(State::DoneOnTime) + self.of(State::DoneLate)
    }

    /// Not done: in time (due soon included) or overdue.
    pub fn open(&self) -> u32 {
        self.of(State::InTime) + self.of(State::DueSoon) + self.of(State::Overdue)
    }

    /// All.
    pub fn all(&self) -> u32 {
        self.0.iter().sum()
    }

    /// Tỷ lệ đúng hạn, in tenths of a percent: done on time ÷ (done on time + done late + overdue).
    pub fn on_time_rate(&self) -> Option<u32> {
        let on_time = u64::from(self.of(State::DoneOnTime));
        let judged = on_time + u64::from(self.of(State::DoneLate)) + u64::from(self.of(State::Overdue));
        (judged > 0).then(|| ((on_time * 2000 + judged) / (judged * 2)) as u32)
    }

    /// The worst open state: overdue, due soon, in time.
    pub fn worst_open(&self) -> Option<State> {
        State::ALL.into_iter().find(|state| state.is_open() && self.of(*state) > 0)
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        for (mine, more) in self.0.iter_mut().zip(other.0) {
            *mine += more;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::due::Due;
    use crate::model::time::reading;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn timing(words: &str, before_day: BeforeDay) -> Timing {
        match reading::read(words, None) {
            Due::Dated(interval, relation) => {
                Timing::Dated(Term::new(interval, relation, before_day).unwrap())
            }
            Due::Ongoing(since) => Timing::Ongoing(since),
            _ => Timing::Undated,
        }
    }

    #[track_caller]
    fn check(words: &str, report: Option<(Status, &str)>, as_of: &str, expect: State) {
        let report = report.map(|(status, on)| (status, day(on)));
        assert_eq!(state(timing(words, BeforeDay::Inclusive), report, day(as_of), 7), expect);
    }

    #[test]
    fn the_first_rule_that_holds_decides() {
        use Status::*;
        let due = "trước ngày 30/4/2021";
        check(due, None, "2021-04-30", State::DueSoon);
        check(due, None, "2021-04-23", State::DueSoon);
        check(due, None, "2021-04-22", State::InTime);
        check(due, None, "2021-05-01", State::Overdue);
        check(due, Some((Done, "2021-04-30")), "2021-06-01", State::DoneOnTime);
        check(due, Some((Done, "2021-05-01")), "2021-06-01", State::DoneLate);
        check(due, Some((Returned, "2021-04-30")), "2021-06-01", State::Overdue);
        check(due, Some((InProgress, "2021-04-30")), "2021-04-30", State::DueSoon);
        check(due, Some((Exempt, "2021-04-30")), "2021-06-01", State::Cancelled);
        check("thường xuyên", Some((Done, "2021-04-30")), "2021-06-01", State::Ongoing);
        check("thường xuyên", Some((Exempt, "2021-04-30")), "2021-06-01", State::Cancelled);
        check("theo lộ trình", Some((Done, "2021-04-30")), "2021-06-01", State::Undated);
        check("trong tháng 12/2022", None, "2022-12-31", State::DueSoon);
        check("hoàn thành trong năm 2024", Some((Done, "2024-12-31")), "2025-01-01", State::DoneOnTime);
    }

    #[test]
    fn exclusive_touches_only_the_words_before() {
        let last = |words| match timing(words, BeforeDay::Exclusive) {
            Timing::Dated(term) => (term.to.to_string(), term.last.to_string()),
            _ => panic!(),
        };
        assert_eq!(last("trước ngày 30/4/2021"), ("2021-04-30".into(), "2021-04-29".into()));
        assert_eq!(last("đến ngày 30/4/2021"), ("2021-04-30".into(), "2021-04-30".into()));
        assert_eq!(last("trong tháng 12/2022"), ("2022-12-31".into(), "2022-12-31".into()));
        let term = timing("trước ngày 30/4/2021", BeforeDay::Exclusive);
        assert_eq!(state(term, None, day("2021-04-30"), 7), State::Overdue);
        assert_eq!(
            state(term, Some((Status::Done, day("2021-04-30"))), day("2021-04-30"), 7),
            State::DoneLate
        );
    }

    #[test]
    fn an_abolished_deadline_is_cancelled() {
        assert_eq!(state(Timing::Abolished, None, day("2021-04-30"), 7), State::Cancelled);
        assert_eq!(
            state(Timing::Abolished, Some((Status::Done, day("2021-04-30"))), day("2021-04-30"), 7),
            State::Cancelled
        );
    }

    #[test]
    fn counts_add_up() {
        let mut tally = Tally::default();
        for (state, times) in State::ALL.into_iter().zip(1..) {
            (0..times).for_each(|_| tally.add(state));
        }
        assert_eq!((tally.of(State::Overdue), tally.of(State::Cancelled), tally.all()), (1, 8, 36));
        assert_eq!((tally.done(), tally.open(), tally.dated()), (9, 6, 15));
        // 5 of 5 + 4 + 1.
        assert_eq!(tally.on_time_rate(), Some(500));
        assert_eq!(tally.worst_open(), Some(State::Overdue));
        assert_eq!(Tally::default().on_time_rate(), None);
    }

    #[test]
    fn the_rate_is_right_for_any_count() {
        #[track_caller]
        fn check(on_time: u32, late: u32, overdue: u32, expect: u32) {
            let mut tally = Tally::default();
            for (state, count) in
                [(State::DoneOnTime, on_time), (State::DoneLate, late), (State::Overdue, overdue)]
            {
                tally.0[state as usize] = count;
            }
            assert_eq!(tally.on_time_rate(), Some(expect));
        }
        // Halves of a tenth are rounded up.
        check(1, 1999, 0, 1);
        check(1, 2000, 0, 0);
        check(2, 0, 1, 667);
        // More than u32 / 2000.
        check(u32::MAX / 2000, 0, 0, 1000);
        check(u32::MAX / 2000 + 1, 0, 0, 1000);
        check(3_000_000, 1_000_000, 0, 750);
        check(u32::MAX, u32::MAX, u32::MAX, 333);
    }
}
