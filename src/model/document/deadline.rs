//! Deadlines: what is to be done, by whom, by when, as a document says it.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic, Unread};
use crate::model::document::typed::TypedDeadline;
use crate::model::names::name::Name;
use crate::model::names::number::Number;
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::time::due::{Due, Reason, Refusal, of_interval};
use crate::model::time::reading;
use crate::nearest::{Hints, nearest};
use crate::place::Span;
use crate::read::decode::{At, Decoder, Scalar, Text};
use crate::read::memo::kept;
use crate::spelling::{is_id, slug};

/// A deadline of a directive.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// Stable id inside the directive.
    pub id: String,
    /// The task.
    pub task: String,
    /// The words as printed; none where there are none, or a date was typed in their place.
    pub words: Option<String>,
    /// What they mean.
    pub due: Due,
    /// Who does it.
    pub lead: Vec<Name>,
    /// Who helps.
    pub support: Vec<Name>,
    /// Whether every member of a group owes its own report.
    pub each: bool,
    /// Where the report goes.
    pub report_to: Option<Box<Name>>,
    /// Through whom it goes.
    pub via: Option<Box<Name>>,
    /// Ids of deadlines that come first.
    pub after: Vec<String>,
    /// Id in the text that holds the words.
    pub section: Option<Text>,
    /// A condition.
    pub condition: Option<String>,
    /// Whether the document leaves the choice.
    pub optional: bool,
    /// What comes of it.
    pub product: Option<String>,
    /// Numbers of directives that carry it out.
    pub fulfilled_by: Vec<Number>,
    /// Where it stands.
    pub span: Span,
}

impl Deadline {
    /// Reads the deadlines of one directive, whose date and `tracked` are given.
    pub fn read_all(
        typed: &[TypedDeadline],
        date: Option<Date>,
        tracked: bool,
        decoder: &mut Decoder<'_>,
    ) -> Vec<Deadline> {
        decoder.unique(typed.iter().filter_map(|d| d.id.as_ref()));
        let ids: FxHashSet<&str> = typed.iter().filter_map(|d| d.id.as_ref()).map(|id| id.as_str()).collect();
        let (mut read, hints) = (FxHashSet::default(), Hints::default());
        let mut deadlines: Vec<Deadline> = Vec::with_capacity(typed.len());
        let mut timeless: Vec<&Text> = Vec::new();
        for (at, one) in typed.iter().enumerate() {
            let Some(id) = &one.id else { continue };
            if !is_id(id) {
                decoder.faults.push(diagnostic::invalid_id(decoder.place(id.span), id, &slug(id)));
                continue;
            }
            for after in one
                .after
                .iter()
                .flatten()
                .filter(|after| !ids.contains(after.as_str()) || after.value == id.value)
            {
                let others = ids.iter().copied().filter(|other| *other != id.as_str());
                let near = hints.of(|| nearest(after, others));
                decoder.faults.push(diagnostic::unknown_deadline(decoder.place(after.span), after, near));
            }
            if read.insert(id.as_str()) {
                deadlines.push(Deadline::new(one, id, date, decoder));
                let next = typed.get(at + 1).map_or(u32::MAX, |next| next.span.start);
                if tracked && !one.optional.as_ref().is_some_and(|optional| optional.value) {
                    let part = one.span.start..next;
                    timeless.extend(is_timeless(one, part.clone(), decoder).then_some(id));
                    if one.lead.as_ref().is_none_or(Vec::is_empty) && !decoder.is_lost("lead", part) {
                        decoder.faults.push(diagnostic::deadline_without_lead(decoder.place(id.span), id));
                    }
                }
            }
        }
        let places: Vec<_> = timeless.iter().map(|id| decoder.place(id.span)).collect();
        if let (Some((at, also)), Some(id)) = (places.split_first(), timeless.first()) {
            decoder.faults.push(diagnostic::deadline_without_due(at.clone(), also, id));
        }
        deadlines
    }

    fn new(typed: &TypedDeadline, id: &Text, date: Option<Date>, decoder: &mut Decoder<'_>) -> Deadline {
        let text = |value: &Option<Text>| value.as_ref().map(|text| text.value.clone());
        let names = |value: &Option<Vec<Text>>| kept(value.iter().flatten().map(Name::from));
        let flag = |value: &Option<At<bool>>| value.as_ref().is_some_and(|flag| flag.value);
        let due = read_due(typed, date, decoder);
        let last = match &due {
            Due::Dated(interval, _) => interval.last,
            Due::Recurring(recurrence) => recurrence.bounds.until,
            _ => None,
        };
        if let (Some(last), Some(date)) = (last, date)
            && last < date
        {
            let at = typed
                .due
                .as_ref()
                .map(|d| d.span)
                .or(typed.due_date.as_ref().map(|d| d.span))
                .unwrap_or(id.span);
            let fault = diagnostic::deadline_before_directive(
                decoder.place(at),
                &last.to_string(),
                &date.to_string(),
            );
            decoder.faults.push(fault);
        }
        Deadline {
            id: id.value.clone(),
            task: text(&typed.task).unwrap_or_default(),
            words: typed.due.as_ref().and_then(|words| printed(words, &due)),
            due,
            lead: names(&typed.lead),
            support: names(&typed.support),
            each: flag(&typed.each),
            report_to: typed.report_to.as_ref().map(|name| Box::new(Name::from(name))),
            via: typed.via.as_ref().map(|name| Box::new(Name::from(name))),
            after: typed.after.iter().flatten().map(|id| id.value.clone()).collect(),
            section: typed.section.clone(),
            condition: text(&typed.condition),
            optional: flag(&typed.optional),
            product: text(&typed.product),
            fulfilled_by: typed.fulfilled_by.iter().flatten().map(|number| Number::new(number)).collect(),
            span: id.span,
        }
    }

    /// The days of a deadline as the document has them: a first day only for an interval.
    pub fn interval(&self) -> Option<Interval> {
        let interval = self.due.interval()?;
        let first = interval.first.filter(|_| interval.precision != Precision::Day);
        Some(Interval { first, ..interval })
    }

    /// The id of its place on a page.
    pub fn anchor(&self) -> String {
        format!("han-{}", self.id)
    }
}

/// Whether nothing is said of when it is due; `part` is what was typed of it.
fn is_timeless(typed: &TypedDeadline, part: Range<u32>, decoder: &Decoder<'_>) -> bool {
    let is_lost = ["due", "due_date"].into_iter().any(|key| decoder.is_lost(key, part.clone()));
    typed.due.is_none() && typed.due_date.is_none() && !is_lost
}

/// The words of a paper, of which `due` was read; none where a date was typed as data in their place.
pub fn printed(typed: &Text, due: &Due) -> Option<String> {
    let is_data = matches!(due, Due::Dated(..) | Due::Ongoing(_)) && reading::is_edtf_like(typed);
    (!is_data).then(|| typed.value.clone())
}

/// What words of time say in a document signed on a day, or EDTF; a fault where that is unclear.
pub fn read_words(words: &Text, signed: Option<Date>, decoder: &mut Decoder<'_>) -> Due {
    let due = reading::read(words, signed);
    let at = || decoder.place(words.span);
    let fault = match &due {
        Due::Unclear(refusal) => not_understood(words, refusal, decoder),
        Due::Impossible => diagnostic::impossible_due(at(), words),
        _ => return due,
    };
    // Digits alone are no words of a paper: what is wrong with them is a slip.
    let slip = Interval::read(words, &at).err().filter(|_| reading::is_edtf_like(words));
    decoder.faults.push(slip.unwrap_or(fault));
    due
}

/// The fault of words that are refused, under those that cannot be placed.
fn not_understood(words: &Text, refusal: &Refusal, decoder: &Decoder<'_>) -> Diagnostic {
    let text = |at: &Range<usize>| words.get(at.clone()).unwrap_or(words);
    let day = |interval: &Interval| interval.last.map_or_else(String::new, |last| last.to_string());
    let at = decoder.place_within(words, refusal.at.clone());
    let fault = |unread| diagnostic::due_not_understood(at.clone(), words, text(&refusal.at), unread);
    match &refusal.reason {
        Reason::Unplaced(Some((term, interval))) => fault(Unread::Beside(text(term), &day(interval))),
        Reason::Unplaced(None) => fault(Unread::Form(refusal.near)),
        Reason::Second => fault(Unread::Second),
        Reason::Yearless(interval) => fault(Unread::Yearless(interval.as_ref().map(day).as_deref())),
        Reason::NoCalendarYear => fault(Unread::NoCalendarYear),
        Reason::FarYear => fault(Unread::FarYear),
    }
}

/// What `due` and `due_date` say together.
fn read_due(typed: &TypedDeadline, signed: Option<Date>, decoder: &mut Decoder<'_>) -> Due {
    let Some(date) = &typed.due_date else {
        return typed.due.as_ref().map_or(Due::None, |words| read_words(words, signed, decoder));
    };
    let words = typed.due.as_ref().map_or(Due::None, |words| reading::read(words, signed));
    let of_date = of_interval(date.value);
    let agrees = match (&words, &of_date) {
        (Due::Dated(a, _), Due::Dated(b, _)) => (a.first, a.last) == (b.first, b.last),
        // "thường xuyên" does not say since when; a date beside it may.
        (Due::Ongoing(None), Due::Ongoing(_)) => return of_date,
        (Due::Ongoing(_) | Due::Recurring(_) | Due::Dated(..), _) => words == of_date,
        (Due::None | Due::Relative | Due::Announced | Due::Impossible | Due::Unclear(_), _) => {
            return of_date;
        }
    };
    if !agrees && let Some(at) = &typed.due {
        let date = decoder.place(date.span);
        let typed = date.excerpt.get(date.marked.0..date.marked.1).unwrap_or_default().to_owned();
        decoder.faults.push(diagnostic::due_disagrees(decoder.place(at.span), at, &typed));
    }
    words
}
