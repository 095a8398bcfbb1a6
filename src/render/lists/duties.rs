//! What an organisation has still to do, task by task, in the order of its page.
//!
//! Owns that order and where it is cut: the first part holds all that is due soon, what is nearest of the
//! rest, and the newest that is late, however much there is. Nothing stands oldest first.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::catalog::reference::DirectiveId;
use crate::model::time::date::Date;
use crate::model::work::obligation::State;
use crate::render::address::PAGE;
use crate::render::lists::index::Owed;
use crate::render::lookup::Lookup;

/// How much of what is in time, and of what is late, the first part holds at least, where there is so much.
const FIRST: usize = 100;

/// A task with its turns that are open: what is ahead, nearest first, then what is late, newest first.
#[derive(Debug)]
pub(crate) struct Duty {
    pub turns: Vec<Owed>,
    /// Whether it stands among what is late.
    pub is_late: bool,
}

/// The open tasks of an organisation.
#[derive(Debug)]
pub(crate) struct Duties {
    all: Vec<Duty>,
    /// How many stand on the first part.
    first: usize,
}

/// The days of a task that its place follows from.
#[derive(Default)]
struct Days {
    soon: Option<Date>,
    ahead: Option<Date>,
    late: Option<Date>,
}

impl Duties {
    /// Those of a list of obligations.
    pub fn new<'a>(from: impl Lookup<'a>, owed: &[Owed]) -> Duties {
        let mut tasks: FxHashMap<(DirectiveId, u32), (Days, Vec<Owed>)> = FxHashMap::default();
        for one in owed {
            let obligation = one.of(from);
            let Some(end) = obligation.term().map(|term| term.to).filter(|_| obligation.state.is_open())
            else {
                continue;
            };
            let (days, turns) = tasks.entry((one.directive, obligation.deadline)).or_default();
            turns.push(*one);
            if obligation.state == State::Overdue {
                days.late = days.late.max(Some(end));
            } else {
                days.ahead = days.ahead.into_iter().chain([end]).min();
            }
            if obligation.state == State::DueSoon {
                days.soon = days.soon.into_iter().chain([end]).min();
            }
        }
        let mut tasks: Vec<_> = tasks.into_iter().collect();
        tasks.sort_by_key(|(task, (days, _))| (days.ahead.is_none(), days.ahead, *task));
        let in_time = tasks.iter().filter(|(_, (days, _))| days.soon.is_none() && days.ahead.is_some());
        let near: FxHashSet<(DirectiveId, u32)> = in_time.take(FIRST).map(|(task, _)| *task).collect();
        let rank = |task: &(DirectiveId, u32), days: &Days| match (days.soon, days.ahead, days.late) {
            (Some(soon), ..) => (0, Some(soon), None),
            (None, ahead @ Some(_), _) if near.contains(task) => (1, ahead, None),
            (None, _, late @ Some(_)) => (2, None, Some(Reverse(late))),
            (None, ahead, None) => (3, ahead, None),
        };
        tasks.sort_by_key(|(task, (days, _))| (rank(task, days), *task));
        let ranked =
            |wanted: u8| tasks.iter().filter(|(task, (days, _))| rank(task, days).0 == wanted).count();
        let least = ranked(0) + ranked(1) + ranked(2).min(FIRST);
        let all = tasks
            .into_iter()
            .map(|(task, (days, turns))| duty(from, rank(&task, &days).0 == 2, turns))
            .collect();
        Duties { all, first: least.max(PAGE) }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// On how many parts they stand.
    pub fn parts(&self) -> usize {
        1 + self.len().saturating_sub(self.first).div_ceil(PAGE)
    }

    /// Those of one part.
    pub fn of_part(&self, part: usize) -> &[Duty] {
        let end = |part: usize| (self.first + part * PAGE).min(self.len());
        let from = part.checked_sub(1).map_or(0, end);
        &self.all[from..end(part)]
    }
}

fn duty<'a>(from: impl Lookup<'a>, is_late: bool, mut turns: Vec<Owed>) -> Duty {
    turns.sort_by_key(|one| one.nearest_then_newest(from));
    Duty { turns, is_late }
}
