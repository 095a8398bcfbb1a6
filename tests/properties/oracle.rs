//! A second reading of the rules: what is owed under an invented site, and in which state.
//!
//! Written from the rules, not from the program, and as plainly as can be: every question is answered
//! anew from the whole site. Calls nothing of the program.

use jiff::civil::{Date, date};

use crate::generator::{Due, Meaning, Period, Responsible, Row, Site, last_of_month};

/// One deadline × one organisation (× one occurrence).
#[derive(Clone, Debug)]
pub struct Owed {
    pub directive: usize,
    pub deadline: usize,
    pub occurrence: Option<String>,
    pub responsible: Responsible,
    pub state: &'static str,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub precision: Option<&'static str>,
    /// The last day still in time.
    pub last: Option<Date>,
    /// The end as the document has it.
    first_end: Option<Date>,
    /// The end before the change that is in effect.
    pub moved_from: Option<Date>,
    /// The words of the paper that say all this; none where a date was typed in their place.
    pub words: Option<String>,
    /// The last row that counts.
    pub report: Option<(&'static str, Date)>,
    /// Whether a later directive has abolished it.
    pub is_abolished: bool,
}

/// Everything that is owed as of a day.
pub fn owed(site: &Site, as_of: Date) -> Vec<Owed> {
    let mut all = Vec::new();
    for (d, directive) in site.directives.iter().enumerate().filter(|(_, directive)| directive.tracked) {
        for (at, deadline) in directive.deadlines.iter().enumerate().filter(|(_, one)| !one.optional) {
            for responsible in responsibles(site, d, at) {
                let mut owed: Vec<Owed> = match &deadline.due.meaning {
                    Meaning::Recurring { .. } => occurrences(&deadline.due, directive.date, as_of)
                        .into_iter()
                        .map(|(name, meaning)| term(site, d, at, Some(name), &meaning))
                        .collect(),
                    meaning => vec![term(site, d, at, None, meaning)],
                };
                owed.iter_mut().for_each(|one| one.responsible = responsible.clone());
                owed.iter_mut().for_each(|one| change(site, one, as_of));
                report(site, &mut owed, as_of);
                owed.iter_mut().for_each(|one| one.state = state(site, one, as_of));
                all.extend(owed);
            }
        }
    }
    all
}

/// An obligation of nobody yet, with the days of `meaning`.
fn term(
    site: &Site,
    directive: usize,
    deadline: usize,
    occurrence: Option<String>,
    meaning: &Meaning,
) -> Owed {
    let mut owed = Owed {
        directive,
        deadline,
        occurrence,
        responsible: Responsible::Nobody,
        state: "undated",
        from: None,
        to: None,
        precision: None,
        last: None,
        first_end: None,
        moved_from: None,
        words: printed(&site.directives[directive].deadlines[deadline].due),
        report: None,
        is_abolished: false,
    };
    set(site, &mut owed, meaning);
    owed.first_end = owed.to;
    owed
}

/// The words of a paper: never digits and signs alone, which are a date as data.
pub fn printed(due: &Due) -> Option<String> {
    due.words.clone().filter(|words| words.contains(|c: char| c.is_alphabetic()))
}

/// Gives an obligation the days of `meaning`; one without days is told by `state` alone.
fn set(site: &Site, owed: &mut Owed, meaning: &Meaning) {
    (owed.from, owed.to, owed.precision, owed.last) = (None, None, None, None);
    owed.state = "undated";
    match meaning {
        Meaning::Dated { from, to, precision, is_before } => {
            (owed.from, owed.to, owed.precision) = (*from, Some(*to), Some(*precision));
            // "trước ngày D": whether D itself is in time is a choice of the site.
            owed.last = Some(if *is_before && site.exclusive { to.yesterday().unwrap() } else { *to });
            owed.state = "dated";
        }
        Meaning::Ongoing { since } => {
            (owed.from, owed.precision) = (*since, since.map(|_| "range"));
            owed.state = "ongoing";
        }
        Meaning::Undated | Meaning::Recurring { .. } => {}
    }
}

/// Who owes a deadline, each once.
fn responsibles(site: &Site, directive: usize, deadline: usize) -> Vec<Responsible> {
    let day = site.directives[directive].date;
    let deadline = &site.directives[directive].deadlines[deadline];
    let mut responsibles = Vec::new();
    for (lead, _) in &deadline.leads {
        match lead {
            Responsible::Organization(group) if deadline.each => {
                let members = members(site, *group, day);
                responsibles.extend(members.into_iter().map(Responsible::Organization));
            }
            one => responsibles.push(one.clone()),
        }
    }
    if responsibles.is_empty() {
        responsibles.push(Responsible::Nobody);
    }
    responsibles.sort();
    responsibles.dedup();
    responsibles
}

/// Who stood behind an organisation on a day: its members that existed, groups expanded; where there
/// are none, itself.
fn members(site: &Site, organization: usize, day: Date) -> Vec<usize> {
    let existed = site.register[organization].members.iter().filter(|(member, membership)| {
        let lifetime = membership.as_ref().or(site.register[*member].lifetime.as_ref());
        lifetime.is_none_or(|lifetime| lifetime.holds(day))
    });
    let members: Vec<usize> = existed.flat_map(|(member, _)| members(site, *member, day)).collect();
    if members.is_empty() { vec![organization] } else { members }
}

/// The group that `each` reached a responsible through: a lead that is not the responsible itself. None where
/// several leads reach it.
pub fn group(site: &Site, owed: &Owed) -> Option<Option<usize>> {
    let directive = &site.directives[owed.directive];
    let deadline = &directive.deadlines[owed.deadline];
    let Responsible::Organization(responsible) = owed.responsible else { return Some(None) };
    let reaches = deadline.leads.iter().filter_map(|(lead, _)| match lead {
        Responsible::Organization(lead) if deadline.each => {
            members(site, *lead, directive.date).contains(&responsible).then_some(*lead)
        }
        Responsible::Organization(lead) => (*lead == responsible).then_some(*lead),
        _ => None,
    });
    let reaches: Vec<usize> = reaches.collect();
    match reaches[..] {
        [lead] => Some(Some(lead).filter(|lead| *lead != responsible)),
        _ => None,
    }
}

/// The occurrences of what recurs: their ends lie between the date of the directive and the first end
/// that is not before `as_of`.
fn occurrences(due: &Due, since: Date, as_of: Date) -> Vec<(String, Meaning)> {
    let Meaning::Recurring { period, day, month, is_before } = due.meaning else { unreachable!() };
    let mut occurrences = Vec::new();
    for year in since.year().. {
        let names: Vec<(String, i8, i8, &'static str)> = match period {
            Period::Month => (1..=12).map(|m| (format!("{year}-{m:02}"), m, m, "month")).collect(),
            Period::Quarter => {
                (0..4).map(|q| (format!("{year}-{}", 33 + q), q * 3 + 1, q * 3 + 3, "quarter")).collect()
            }
            Period::HalfYear => {
                (0..2).map(|h| (format!("{year}-{}", 40 + h), h * 6 + 1, h * 6 + 6, "half-year")).collect()
            }
            Period::Year => vec![(format!("{year}"), 1, 12, "year")],
        };
        for (name, first, last, precision) in names {
            let (from, to, precision) = match day {
                Some(day) => (None, date(year, month.unwrap_or(last), day), "day"),
                None => (Some(date(year, first, 1)), last_of_month(year, last), precision),
            };
            if to < since {
                continue;
            }
            occurrences.push((name, Meaning::Dated { from, to, precision, is_before }));
            if to >= as_of {
                return occurrences;
            }
        }
    }
    occurrences
}

/// Moves or abolishes, once the day of the directive that does so is reached.
fn change(site: &Site, owed: &mut Owed, as_of: Date) {
    // Directives are in the order of their days.
    for by in site.directives.iter().filter(|by| by.date <= as_of) {
        for change in &by.changes {
            if (change.directive, change.deadline) != (owed.directive, owed.deadline) {
                continue;
            }
            match &change.due {
                None => owed.is_abolished = true,
                Some(due) => {
                    owed.moved_from = owed.to;
                    owed.words = printed(due);
                    set(site, owed, &due.meaning);
                }
            }
        }
    }
}

/// Rows in the order in which they count.
fn ordered(site: &Site) -> Vec<&Row> {
    let mut rows: Vec<&Row> = site.rows.iter().collect();
    rows.sort_by_key(|row| (row.date, &row.file));
    rows
}

/// Gives all occurrences of one deadline × one organisation their last row.
fn report(site: &Site, owed: &mut [Owed], as_of: Date) {
    for row in ordered(site).into_iter().filter(|row| row.date <= as_of) {
        if (row.directive, row.deadline, &row.responsible)
            != (owed[0].directive, owed[0].deadline, &owed[0].responsible)
        {
            continue;
        }
        let is_closed =
            |one: &Owed| one.report.is_some_and(|(status, _)| ["done", "exempt"].contains(&status));
        let at = match &row.occurrence {
            Some(_) => owed.iter().position(|one| one.occurrence == row.occurrence),
            // The oldest open one of those that had begun on its day: the first, and each whose forerunner had
            // ended. Where none is open, one more report on the last of them.
            None => {
                let ended = owed.iter().take_while(|one| one.first_end.is_some_and(|end| end < row.date));
                let begun = (ended.count() + 1).min(owed.len());
                owed[..begun].iter().position(|one| !is_closed(one)).or(Some(begun - 1))
            }
        };
        // Where the next one had ended as well, the row must say which it means.
        let next = at.filter(|_| row.occurrence.is_none()).and_then(|at| owed.get(at + 1));
        if next.is_some_and(|next| next.to.is_some_and(|to| to < row.date)) {
            continue;
        }
        if let Some(at) = at {
            owed[at].report = Some((row.status, row.date));
        }
    }
}

/// The first that holds, from the top.
fn state(site: &Site, owed: &Owed, as_of: Date) -> &'static str {
    if owed.is_abolished || owed.report.is_some_and(|(status, _)| status == "exempt") {
        return "cancelled";
    }
    let Some(last) = owed.last else { return owed.state };
    match owed.report {
        Some(("done", day)) if day <= last => return "done-on-time",
        Some(("done", _)) => return "done-late",
        _ => {}
    }
    let left = as_of.until(last).unwrap().get_days();
    if left < 0 {
        "overdue"
    } else if left <= site.due_soon_days {
        "due-soon"
    } else {
        "in-time"
    }
}
