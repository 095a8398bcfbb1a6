//! From deadlines to obligations, and from reports to their states.
//!
//! Owns the expansion deadline × organisation × occurrence, the changes that later directives make,
//! and the attaching of reports. Each function looks at one directive; the catalog calls them for all.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::deadline::Deadline;
use crate::model::document::directive::Directive;
use crate::model::document::typed::{OrganizationKind, Status};
use crate::model::names::name::Name;
use crate::model::register::organization::{OrganizationId, Register, Resolution};
use crate::model::register::settings::Settings;
use crate::model::time::date::{Date, Interval};
use crate::model::time::due::Due;
use crate::model::time::recurrence::{MOST_TURNS, Occurrence, Recurrence};
use crate::model::work::course::Course;
use crate::model::work::obligation::{Obligation, Responsible, State, Term, TermChange, Timing, state};
use crate::model::work::progress::{Report, ReportId};
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::memo::kept;

/// A change that a later directive makes to one deadline.
#[derive(Clone, Debug, Hash)]
pub struct Moved {
    /// The deadline's place in its directive.
    pub deadline: u32,
    /// The period, where one occurrence is meant.
    pub occurrence: Option<Interval>,
    /// The date of the directive that makes the change.
    pub since: Option<Date>,
    /// The new date; none where the deadline is cancelled.
    pub due: Option<Due>,
    /// Its words as printed; none where a date was typed in their place.
    pub words: Option<String>,
}

/// Changes by what they concern: a deadline, or one occurrence of it; each with its place among all.
type Changes<'a> = FxHashMap<(u32, Option<Interval>), Vec<(u32, &'a Moved)>>;

/// Days beyond the end of the present turn for which the next ones are made: a page that is read later
/// knows of them (they are not owed before their day). Counted from that end and not from the day of the
/// site, they are the same on every day of the turn.
const AHEAD: i64 = 31;

/// A month behind a day.
pub fn horizon(day: Date) -> Date {
    day.checked_add(jiff::Span::new().days(AHEAD)).unwrap_or(day)
}

/// The obligations of one directive, every one that its deadlines make, once; and those that will be
/// owed after the present turn.
pub fn obligations(
    directive: &Directive,
    moved: &[Moved],
    register: &Register,
    settings: &Settings,
    as_of: Date,
) -> (Vec<Obligation>, Vec<Obligation>) {
    let mut obligations = Vec::new();
    if !directive.tracked {
        return (obligations, Vec::new());
    }
    let mut changes = Changes::default();
    for (at, change) in (0..).zip(moved) {
        changes.entry((change.deadline, change.occurrence)).or_default().push((at, change));
    }
    for (at, deadline) in (0..).zip(&directive.deadlines) {
        if deadline.optional {
            continue;
        }
        let responsibles = responsibles(deadline, &directive.when, register);
        let timings = timings(deadline, &directive.when, settings, as_of);
        for Turn { occurrence, since, known_until, timing: first } in timings {
            let term_changes = term_changes(at, occurrence.as_ref(), first, &changes, settings);
            for (responsible, group) in &responsibles {
                let mut obligation = Obligation {
                    deadline: at,
                    occurrence: occurrence.map(|o| o.period),
                    since,
                    is_ahead: since.is_some_and(|since| since > as_of),
                    known_until,
                    responsible: *responsible,
                    group: *group,
                    timing: first,
                    moved_from: None,
                    term_changes: term_changes.clone(),
                    in_effect: 0,
                    reports: Vec::new(),
                    counted: 0,
                    state: State::Undated,
                    turned: None,
                };
                turn_to(&mut obligation, as_of);
                obligations.push(obligation);
            }
        }
    }
    let upcoming = kept(obligations.extract_if(.., |o| o.is_ahead));
    obligations.shrink_to_fit();
    (obligations, upcoming)
}

/// Who owes a deadline: each once, in the order of the leads.
fn responsibles(
    deadline: &Deadline,
    when: &Interval,
    register: &Register,
) -> Vec<(Responsible, Option<OrganizationId>)> {
    if deadline.lead.is_empty() {
        return vec![(Responsible::Nobody, None)];
    }
    let (mut responsibles, mut seen) = (Vec::new(), FxHashSet::default());
    for (at, lead) in (0..).zip(&deadline.lead) {
        match register.resolve(&lead.text, &lead.folded) {
            Resolution::Found(id) => {
                let members = if deadline.each { register.members_on(id, when) } else { Vec::new() };
                if members.is_empty() {
                    responsibles.push((Responsible::Organization(id), None));
                }
                responsibles
                    .extend(members.into_iter().map(|member| (Responsible::Organization(member), Some(id))));
            }
            Resolution::Ambiguous(_) | Resolution::Unknown => {
                responsibles.push((Responsible::Name(at), None))
            }
        }
    }
    responsibles.retain(|(responsible, _)| seen.insert(*responsible));
    responsibles
}

/// Reports groups that `each` finds without members.
pub fn empty_groups(
    directive: &Directive,
    register: &Register,
    place: impl Fn(Span) -> Place,
    faults: &mut Vec<Diagnostic>,
) {
    for lead in directive
        .deadlines
        .iter()
        .filter(|d| d.each && directive.tracked && !d.optional)
        .flat_map(|d| &d.lead)
    {
        if let Resolution::Found(id) = register.resolve(&lead.text, &lead.folded)
            && register[id].kind == OrganizationKind::Group
            && register.members_on(id, &directive.when).is_empty()
        {
            faults.push(diagnostic::empty_group(place(lead.span), &register[id].id));
        }
    }
}

/// One turn of a deadline, or a deadline that has none.
struct Turn {
    occurrence: Option<Occurrence>,
    /// Since when it is owed.
    since: Option<Date>,
    /// Its end, where it is the last one known and others follow.
    known_until: Option<Date>,
    /// When it is due as the document has it.
    timing: Timing,
}

/// The turns of a deadline.
fn timings(deadline: &Deadline, when: &Interval, settings: &Settings, as_of: Date) -> Vec<Turn> {
    let only = |timing: Timing| vec![Turn { occurrence: None, since: None, known_until: None, timing }];
    let Due::Recurring(recurrence) = &deadline.due else {
        return only(timing(&deadline.due, settings));
    };
    let Some((turns, ahead)) = turns(recurrence, when, as_of) else { return only(Timing::Undated) };
    let mut since = None;
    let mut timings = Vec::new();
    for occurrence in turns {
        let term = Term::new(occurrence.due, recurrence.relation, settings.before_day);
        timings.push(Turn {
            occurrence: Some(occurrence),
            since,
            known_until: occurrence.due.last.filter(|end| *end >= ahead),
            timing: term.map_or(Timing::Undated, Timing::Dated),
        });
        // The next one is owed once this one has ended.
        since = occurrence.due.last.and_then(|end| end.tomorrow().ok());
    }
    // Without any turn, the deadline is shown all the same.
    if timings.is_empty() { only(Timing::Undated) } else { timings }
}

/// The turns of what recurs under a directive, up to the first that does not end before a day a month
/// behind the end of the present one; and that day. None where there are too many.
fn turns(recurrence: &Recurrence, when: &Interval, as_of: Date) -> Option<(Vec<Occurrence>, Date)> {
    let from = when.first.or(when.last).unwrap_or(as_of);
    let present = recurrence.until(from, as_of).last().and_then(|turn| turn.due.last);
    let ahead = horizon(present.unwrap_or(as_of));
    let turns = recurrence.until(from, ahead);
    let is_cut = turns.len() == MOST_TURNS && turns.last().is_some_and(|last| last.due.last < Some(ahead));
    (!is_cut).then_some((turns, ahead))
}

/// Reports what recurs more often than any deadline does.
pub fn too_many_turns(
    directive: &Directive,
    as_of: Date,
    place: impl Fn(Span) -> Place,
    faults: &mut Vec<Diagnostic>,
) {
    for deadline in directive.deadlines.iter().filter(|deadline| directive.tracked && !deadline.optional) {
        if let Due::Recurring(recurrence) = &deadline.due
            && turns(recurrence, &directive.when, as_of).is_none()
        {
            faults.push(diagnostic::too_many_turns(place(deadline.span), &deadline.id, MOST_TURNS));
        }
    }
}

fn timing(due: &Due, settings: &Settings) -> Timing {
    match due {
        Due::Dated(interval, relation) => {
            Term::new(*interval, *relation, settings.before_day).map_or(Timing::Undated, Timing::Dated)
        }
        Due::Ongoing(since) => Timing::Ongoing(*since),
        _ => Timing::Undated,
    }
}

/// Everything that the timing of an obligation ever was or will be; nothing where it never changes.
fn term_changes(
    deadline: u32,
    occurrence: Option<&Occurrence>,
    first: Timing,
    changes: &Changes<'_>,
    settings: &Settings,
) -> Vec<TermChange> {
    let of = |occurrence: Option<Interval>| changes.get(&(deadline, occurrence)).into_iter().flatten();
    // What recurs is abolished from the next end on.
    let concerns = |(_, change): &&(u32, &Moved)| occurrence.is_none_or(|one| one.due.last >= change.since);
    let of_occurrence = occurrence.into_iter().flat_map(|one| of(Some(one.period)));
    let concerning = of(None).filter(concerns).chain(of_occurrence);
    let mut term_changes: Vec<TermChange> = concerning
        .map(|(at, change)| {
            let timing = change.due.as_ref().map_or(Timing::Abolished, |due| timing(due, settings));
            TermChange { since: change.since, timing, change: Some(*at) }
        })
        .collect();
    term_changes.sort_by_key(|change| (change.since, change.change));
    if !term_changes.is_empty() {
        term_changes.insert(0, TermChange { since: None, timing: first, change: None });
    }
    term_changes
}

/// Gives an obligation the timing that it has on `as_of`, or on the day from which it is owed.
fn turn_to(obligation: &mut Obligation, as_of: Date) {
    let as_of = obligation.since.map_or(as_of, |since| since.max(as_of));
    if obligation.term_changes.is_empty() {
        return;
    }
    let reached = obligation
        .term_changes
        .iter()
        .rposition(|change| change.since.is_none_or(|since| since <= as_of))
        .unwrap_or(0);
    obligation.timing = obligation.term_changes[reached].timing;
    obligation.in_effect = u32::try_from(reached).unwrap_or(0);
    // An abolished deadline keeps the days it had.
    let abolished =
        obligation.term_changes[..=reached].iter().position(|change| change.timing == Timing::Abolished);
    let days = match obligation.timing {
        Timing::Abolished => abolished.unwrap_or(0).saturating_sub(1),
        _ => reached,
    };
    obligation.moved_from = match days.checked_sub(1).map(|before| obligation.term_changes[before].timing) {
        Some(Timing::Dated(term)) => Some(term),
        _ => None,
    };
}

/// Counts the reports up to `as_of` and gives the obligations of a document of `when` their states; those
/// that are ahead as of the day from which they will be owed.
pub fn judge(
    obligations: &mut [Obligation],
    report: impl Fn(ReportId) -> (Status, Date),
    (when, as_of): (&Interval, Date),
    due_soon_days: u32,
) {
    for obligation in obligations {
        let day = obligation.since.map_or(as_of, |since| since.max(as_of));
        let counted = obligation.reports.iter().take_while(|id| report(**id).1 <= day).count();
        obligation.counted = u32::try_from(counted).unwrap_or(u32::MAX);
        let last = obligation.last_report().map(&report);
        obligation.state = state(obligation.timing, last, day, due_soon_days);
        let turned = Course { obligation, report: &report, due_soon_days }.turns_back_from(day).next();
        // Nothing was owed before there was a document.
        let begin = when.first.filter(|begin| *begin <= day);
        obligation.turned = turned.map(|turned| begin.map_or(turned, |begin| begin.max(turned)));
    }
}

/// The deadline that a report or a change names: `id` or `id@occurrence`.
pub fn named_deadline(directive: &Directive, typed: &str) -> Option<(u32, Option<Occurrence>)> {
    let (id, occurrence) = match typed.split_once('@') {
        Some((id, occurrence)) => (id, Some(occurrence)),
        None => (typed, None),
    };
    let (at, deadline) = directive.deadline(id)?;
    let occurrence = match (occurrence, &deadline.due) {
        (None, _) => None,
        (Some(name), Due::Recurring(recurrence)) => Some(recurrence.named(name)?),
        (Some(_), _) => return None,
    };
    Some((at, occurrence))
}

/// Why a report goes nowhere.
#[derive(Debug, PartialEq, Eq)]
pub enum Astray {
    /// The directive has no such deadline.
    Deadline,
    /// That organisation does not owe it.
    Responsible,
    /// It is for an occurrence that is still to come: no fault.
    Early,
    /// It names no occurrence, and may mean any of these.
    Occurrences(Vec<Interval>),
}

/// Where the obligations of each deadline stand in a list, by who owes them.
pub type Places = FxHashMap<(u32, Responsible), Vec<usize>>;

/// The leads of the deadlines of a directive by their folded names; of two with one name the first.
pub type Leads<'d> = FxHashMap<(u32, &'d str), u32>;

/// The leads of the deadlines of `directive`.
pub fn leads(directive: &Directive) -> Leads<'_> {
    let mut leads = Leads::default();
    for (deadline, one) in (0..).zip(&directive.deadlines) {
        for (at, lead) in (0..).zip(&one.lead) {
            leads.entry((deadline, lead.folded.as_str())).or_insert(at);
        }
    }
    leads
}

/// The places of `obligations`: a row of many is not held against all of them.
pub fn places(obligations: &[Obligation]) -> Places {
    let mut places = Places::default();
    for (at, one) in obligations.iter().enumerate() {
        places.entry((one.deadline, one.responsible)).or_default().push(at);
    }
    places
}

/// Those of a list that stand at some places, in order.
fn picked<'a>(list: &'a mut [Obligation], places: &[usize]) -> impl Iterator<Item = &'a mut Obligation> {
    let (mut rest, mut behind) = (list.iter_mut(), 0);
    places.iter().filter_map(move |at| {
        let next = rest.nth(at - behind);
        behind = at + 1;
        next
    })
}

/// Attaches a report to the obligation that it names, among those that are owed and those that will be
/// (for a report that comes after the day of the site). Reports come in the order of their dates. Gives
/// the occurrence that was taken where the report names none: the oldest that is open.
///
/// # Errors
/// Why there is none.
pub fn attach(
    id: ReportId,
    report: &Report,
    directive: &Directive,
    obligations: [(&mut [Obligation], &Places); 2],
    leads: &Leads<'_>,
    register: &Register,
    last_status: impl Fn(ReportId) -> Status,
) -> Result<Option<Interval>, Astray> {
    let (deadline, occurrence) = named_deadline(directive, &report.deadline).ok_or(Astray::Deadline)?;
    let responsible = match &report.organization {
        Some(name) => responsible_of(name, deadline, leads, register),
        None => directive.deadlines[deadline as usize].lead.is_empty().then_some(Responsible::Nobody),
    };
    let key = responsible.map(|responsible| (deadline, responsible));
    let mut owed: Vec<&mut Obligation> = Vec::new();
    for (list, places) in obligations {
        let here = key.and_then(|key| places.get(&key)).map_or(&[][..], Vec::as_slice);
        owed.extend(picked(list, here));
    }
    if owed.is_empty() {
        return Err(Astray::Responsible);
    }
    let recurs = owed[0].occurrence.is_some();
    let at = match occurrence {
        Some(named) => match owed.iter().position(|o| o.occurrence == Some(named.period)) {
            Some(at) => at,
            None if named.due.last >= owed[0].term().map(|term| term.to) => return Err(Astray::Early),
            None => return Err(Astray::Deadline),
        },
        None if recurs => {
            let is_open = |o: &&mut Obligation| {
                !o.reports.last().is_some_and(|id| matches!(last_status(*id), Status::Done | Status::Exempt))
            };
            // Of those that were owed on its own day: on every day of reading the same.
            let known = owed.iter().take_while(|o| o.since.is_none_or(|since| since <= report.date)).count();
            let known = known.clamp(1, owed.len());
            let at = owed[..known].iter().position(is_open).unwrap_or(known - 1);
            // Where a later one had ended too, the report may be for that one.
            let ended =
                owed[at + 1..].iter().take_while(|o| o.term().is_some_and(|term| term.to < report.date));
            let ended = ended.count();
            if ended > 0 {
                let meant = owed[at..=at + ended].iter().filter_map(|o| o.occurrence);
                return Err(Astray::Occurrences(meant.collect()));
            }
            at
        }
        None => 0,
    };
    owed[at].reports.push(id);
    Ok(if occurrence.is_none() { owed[at].occurrence } else { None })
}

/// Who reports, as one who owes the deadline.
fn responsible_of(name: &Name, deadline: u32, leads: &Leads<'_>, register: &Register) -> Option<Responsible> {
    match register.resolve(&name.text, &name.folded) {
        Resolution::Found(id) => Some(Responsible::Organization(id)),
        _ => leads.get(&(deadline, name.folded.as_str())).copied().map(Responsible::Name),
    }
}

/// Of those who owe a deadline the one whose id or name is nearest to a name that does not owe it.
pub fn near_responsible<'a>(
    typed: &str,
    deadline: u32,
    obligations: &'a [Obligation],
    register: &'a Register,
) -> Option<&'a str> {
    let responsibles =
        obligations.iter().filter(|o| o.deadline == deadline).filter_map(|o| match o.responsible {
            Responsible::Organization(id) => Some(&register[id]),
            _ => None,
        });
    nearest(typed, responsibles.flat_map(|o| [o.id.as_str(), o.name.as_str()]))
}
