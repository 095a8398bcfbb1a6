//! Views: what layouts see. Plain values with every link resolved and every word in the site's
//! language; the documented surface of the theme.
//!
//! Owns the small views that all pages share, and the builder that knows where a page stands. A field
//! that has nothing to show is none, an empty text or an empty list: layouts never meet an unknown name.

use serde::Serialize;

use crate::language::Language;
use crate::model::catalog::Entry;
use crate::model::catalog::amended::Force;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::Directive;
use crate::model::document::typed::{Purpose, Status};
use crate::model::names::name::Name;
use crate::model::names::number::Form;
use crate::model::register::organization::{OrganizationId, Register, Resolution};
use crate::model::time::date::{Date, Interval, Precision};
use crate::model::work::obligation::{State, Tally};
use crate::render::lists::totals::TimelineFilter;
use crate::render::route::{Addresses, relative, state_key};
use crate::render::{Content, theme::labels::Labels};

/// Words that lead somewhere.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct LinkView {
    pub text: String,
    pub href: String,
    /// Whether it leads to the page itself.
    pub current: bool,
}

/// A day: as data and as words.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DayView {
    pub iso: String,
    pub text: String,
}

/// An organisation, or a name that is not in the register.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PartyView {
    pub name: String,
    /// Its page; none for a name outside the register.
    pub href: Option<String>,
    /// Its id; empty for a name outside the register.
    pub id: String,
}

/// A state: its word in data, its label on pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateWord(pub State);

impl Serialize for StateWord {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

/// One of the five figures.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FigureView {
    pub state: StateWord,
    pub label: String,
    pub count: u32,
    /// The cut that it counts; none where there is no page of it.
    pub href: Option<String>,
}

/// The five figures, and what is needed to count them anew on a later day.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FiguresView {
    pub figures: Vec<FigureView>,
    /// The counts as data: overdue, due soon, in time, done late, done on time.
    pub base: String,
    /// Open obligations by their last day in time: `2026-12-31*12 …`.
    pub open: String,
    /// Obligations whose course is already known to change after the day of the site; see `task.rs`.
    pub known: String,
    /// All dated obligations that are not cancelled.
    pub dated: u32,
    pub ongoing: u32,
    pub undated: u32,
    pub cancelled: u32,
}

/// A directive in a list.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct DirectiveRow {
    pub href: String,
    pub number: String,
    /// Words instead of a number that is missing.
    pub number_missing: bool,
    pub date: DayView,
    pub kind: String,
    pub title: String,
    pub issuer: PartyView,
    pub counts: CountsView,
    pub force: ForceView,
}

/// How much of what is owed is done, and how much is late.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct CountsView {
    pub done: u32,
    pub dated: u32,
    pub overdue: u32,
    /// What a script needs to count anew on a later day, as in [`FiguresView`]; nothing where nothing will
    /// change.
    pub base: String,
    pub open: String,
    pub known: String,
}

/// Whether a directive is in force on the day of the site.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ForceView {
    /// `now`, `partly`, `suspended`, `ended` or `later`.
    pub state: &'static str,
    pub label: String,
    pub first: Option<DayView>,
    pub last: Option<DayView>,
}

/// Makes views for the page at one address.
#[derive(Clone, Copy)]
pub(crate) struct PageBuilder<'a> {
    pub content: &'a Content,
    /// The address of the page; none for one that is served at any depth and links from the root.
    pub from: Option<&'a str>,
}

impl<'a> PageBuilder<'a> {
    pub fn labels(&self) -> &'a Labels {
        &self.content.labels
    }

    pub fn register(&self) -> &'a Register {
        &self.content.register
    }

    pub fn language(&self) -> Language {
        self.content.settings.language
    }

    pub fn addresses(&self) -> Addresses<'a> {
        Addresses::new(&self.content.labels)
    }

    /// The way from this page to an address.
    pub fn way(&self, to: &str) -> String {
        match self.from {
            Some(from) => relative(from, to),
            None => self.content.root() + &crate::render::route::encoded(to),
        }
    }

    pub fn link(&self, text: impl Into<String>, to: &str) -> LinkView {
        LinkView { text: text.into(), href: self.way(to), current: self.from == Some(to) }
    }

    /// A day as people write it here: 30/04/2021.
    pub fn day(&self, day: Date) -> DayView {
        DayView { iso: day.to_string(), text: shown_day(day) }
    }

    /// A day in the head of a document: "ngày 05 tháng 12 năm 2022". Days under 10 and months 1 and 2
    /// take a zero (Nghị định 30/2020/NĐ-CP, Annex I).
    pub fn long_day(&self, day: Date) -> String {
        let month = if day.month() < 3 { format!("{:02}", day.month()) } else { day.month().to_string() };
        let values =
            [("day", format!("{:02}", day.day())), ("month", month), ("year", day.year().to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
        self.labels().fill("directive", "date_long", &values)
    }

    /// The date of a document, or in words what is known of it.
    pub fn date_of(&self, directive: &Directive) -> DayView {
        let labels = self.labels();
        if let Some(date) = directive.date {
            return self.day(date);
        }
        let Interval { first, last, .. } = directive.when;
        let text = match (first, last) {
            (Some(first), Some(last)) => {
                let (from, to) = (shown_day(first), self.end_of_gap(last));
                labels.fill("directive", "date_between", &[("from", &from), ("to", &to)])
            }
            (Some(first), None) => labels.fill("directive", "date_after", &[("from", &shown_day(first))]),
            (None, Some(last)) => labels.fill("directive", "date_before", &[("to", &self.end_of_gap(last))]),
            (None, None) => labels.get("directive", "date_unknown").to_owned(),
        };
        DayView { iso: String::new(), text }
    }

    /// The end of what is known of a date: the last day of a month is that month.
    fn end_of_gap(&self, last: Date) -> String {
        if last == last.last_of_month() && last.day() >= 28 {
            return self.month(last);
        }
        shown_day(last)
    }

    fn month(&self, day: Date) -> String {
        let (month, year) = (day.month().to_string(), day.year().to_string());
        self.labels().fill("when", "month", &[("month", &month), ("year", &year)])
    }

    /// An interval as people say it: "tháng 12/2022", "Quý III/2024".
    pub fn interval(&self, interval: &Interval) -> String {
        let labels = self.labels();
        let (Some(last), first) = (interval.last, interval.first) else { return String::new() };
        let year = last.year().to_string();
        match (interval.precision, first) {
            (Precision::Day, _) => shown_day(last),
            (Precision::Month, _) => self.month(last),
            (Precision::Quarter, _) => labels.fill(
                "when",
                "quarter",
                &[("quarter", self.quarter((last.month() - 1) / 3 + 1)), ("year", &year)],
            ),
            (Precision::HalfYear, _) => {
                labels.fill("when", if last.month() <= 6 { "half_1" } else { "half_2" }, &[("year", &year)])
            }
            (Precision::Year, _) => labels.fill("when", "year", &[("year", &year)]),
            (Precision::Range, Some(first)) => {
                let (from, to) = self.ends(first, last);
                labels.fill("when", "range", &[("from", &from), ("to", &to)])
            }
            (Precision::Range, None) => labels.fill("when", "until", &[("to", &shown_day(last))]),
        }
    }

    /// The ends of a range: whole years and whole months as such, never as a false last day.
    fn ends(&self, first: Date, last: Date) -> (String, String) {
        let is_whole = first.day() == 1 && last == last.last_of_month();
        if is_whole && (first.month(), last.month()) == (1, 12) && first.year() != last.year() {
            return (first.year().to_string(), last.year().to_string());
        }
        if is_whole && first.first_of_month() != last.first_of_month() {
            return (self.month(first), self.month(last));
        }
        (shown_day(first), shown_day(last))
    }

    /// The number of a quarter as people write it: Roman in Vietnamese.
    pub fn quarter(&self, quarter: i8) -> &'static str {
        let at = usize::try_from(quarter.clamp(1, 4) - 1).unwrap_or(0);
        match self.language() {
            Language::Vi => ["I", "II", "III", "IV"][at],
            Language::En => ["1", "2", "3", "4"][at],
        }
    }

    pub fn state_label(&self, state: State) -> String {
        self.labels().get("state", state_key(state)).to_owned()
    }

    pub fn status_label(&self, status: Status) -> String {
        self.labels().get("status", &status.word().replace('-', "_")).to_owned()
    }

    pub fn purpose_label(&self, purpose: Purpose) -> String {
        self.labels().get("purpose", purpose.word()).to_owned()
    }

    /// An organisation of the register.
    pub fn organization(&self, id: OrganizationId) -> PartyView {
        let organization = &self.register()[id];
        PartyView {
            name: organization.name.clone(),
            href: Some(self.way(&self.addresses().organization(self.register(), id, 0))),
            id: organization.id.clone(),
        }
    }

    /// A typed id or name: an id is printed by its register name, a name as typed.
    pub fn party(&self, name: &Name) -> PartyView {
        match self.register().resolve(&name.text, &name.folded) {
            Resolution::Found(id) => {
                let mut party = self.organization(id);
                if party.id != name.text {
                    party.name.clone_from(&name.text);
                }
                party
            }
            _ => PartyView { name: name.text.clone(), href: None, id: String::new() },
        }
    }

    /// The address of a directive from this page.
    pub fn directive_way(&self, id: DirectiveId) -> String {
        self.way(&self.addresses().directive(&self.content.catalog, id))
    }

    /// What a directive is called in a line: "Kế hoạch 34-KH/TU".
    pub fn directive_name(&self, entry: &Entry) -> String {
        let (number, _) = self.number_of(&entry.directive);
        match &entry.resolved.kind {
            Some(kind) => format!("{} {number}", kind.name(self.language())),
            None => number,
        }
    }

    /// The number as printed, or in words why there is none.
    pub fn number_of(&self, directive: &Directive) -> (String, bool) {
        if let Some(number) = &directive.number {
            return (number.text.clone(), false);
        }
        let key = match directive.number_missing {
            Some(crate::model::document::typed::NumberMissing::Lost) => "number_lost",
            _ => "number_blank",
        };
        let words = self.labels().get("directive", key);
        match &directive.number_printed {
            Some(printed) => (format!("{printed} ({words})"), true),
            None => (words.to_owned(), true),
        }
    }

    /// A directive as a link with its date: "Nghị quyết 28-NQ/TW (17/11/2022)".
    pub fn directive_link(&self, id: DirectiveId) -> LinkView {
        let entry = &self.content.catalog[id];
        let text = format!("{} ({})", self.directive_name(entry), self.date_of(&entry.directive).text);
        LinkView { text, href: self.directive_way(id), current: false }
    }

    pub fn directive_row(&self, id: DirectiveId) -> DirectiveRow {
        let entry = &self.content.catalog[id];
        let directive = &entry.directive;
        let (number, number_missing) = self.number_of(directive);
        DirectiveRow {
            href: self.directive_way(id),
            number,
            number_missing,
            date: self.date_of(directive),
            kind: self.kind_of(entry),
            title: directive.title.clone(),
            issuer: self.party(&directive.issuer),
            counts: self.counts_of(entry),
            force: self.force(id),
        }
    }

    /// The name of the type of a document; empty where it has none.
    pub fn kind_of(&self, entry: &Entry) -> String {
        let kind = entry.resolved.kind.as_ref();
        kind.map(|kind| kind.name(self.language()).to_owned()).unwrap_or_default()
    }

    /// Whether a directive is in force on the day of the site: one that is replaced or repealed is so until
    /// the day before.
    pub fn force(&self, id: DirectiveId) -> ForceView {
        let catalog = &self.content.catalog;
        let Interval { first, last, .. } = catalog[id].directive.in_force;
        let last = last.into_iter().chain(catalog.ended(id)).min();
        let as_of = self.content.scope.as_of;
        let (state, key) = if last.is_some_and(|last| last < as_of) {
            ("ended", "force_ended")
        } else if first.is_some_and(|first| first > as_of) {
            ("later", "force_later")
        } else {
            match catalog.force_on(id, as_of) {
                Force::Whole => ("now", "force_now"),
                Force::Partly => ("partly", "force_partly"),
                Force::Suspended => ("suspended", "force_suspended"),
            }
        };
        ForceView {
            state,
            label: self.labels().get("directive", key).to_owned(),
            first: first.map(|day| self.day(day)),
            last: last.map(|day| self.day(day)),
        }
    }

    /// The five figures of a count; each leads where `cut` says.
    pub fn figures(
        &self,
        tally: &Tally,
        open: String,
        known: String,
        cut: impl Fn(State) -> Option<String>,
    ) -> FiguresView {
        let states = [State::Overdue, State::DueSoon, State::InTime, State::DoneOnTime, State::DoneLate];
        let figure = |state: State| FigureView {
            state: StateWord(state),
            label: self.state_label(state),
            count: tally.of(state),
            href: cut(state),
        };
        FiguresView {
            figures: states.map(figure).to_vec(),
            base: base(tally),
            open,
            known,
            dated: tally.dated(),
            ongoing: tally.of(State::Ongoing),
            undated: tally.of(State::Undated),
            cancelled: tally.of(State::Cancelled),
        }
    }

    /// How much of a directive is done.
    pub fn counts_of(&self, entry: &Entry) -> CountsView {
        let all = entry.resolved.obligations.iter().chain(&entry.resolved.upcoming);
        counts(&entry.resolved.tally, self.forecast(all))
    }

    /// The way to the cut of a state.
    pub fn state_cut(&self, state: State) -> Option<String> {
        Some(self.way(&self.addresses().timeline(TimelineFilter::State(state), 0)))
    }

    /// The numbers of further parts of a list, where it has any.
    pub fn parts(&self, count: usize, at: usize, address: impl Fn(usize) -> String) -> Vec<LinkView> {
        let parts = count.div_ceil(crate::render::route::PAGE);
        if parts < 2 {
            return Vec::new();
        }
        let part = |part: usize| {
            let text = self.labels().fill("nav", "part", &[("n", &(part + 1).to_string())]);
            LinkView { text, href: self.way(&address(part)), current: part == at }
        };
        (0..parts).map(part).collect()
    }
}

/// A count, and what its obligations do on later days.
pub(crate) fn counts(tally: &Tally, (open, known): (String, String)) -> CountsView {
    let changes = !open.is_empty() || !known.is_empty();
    CountsView {
        done: tally.done(),
        dated: tally.dated(),
        overdue: tally.of(State::Overdue),
        base: if changes { base(tally) } else { String::new() },
        open,
        known,
    }
}

/// The counts of the five dated states, in the order of [`State::ALL`].
fn base(tally: &Tally) -> String {
    State::ALL[..5].iter().map(|state| tally.of(*state).to_string()).collect::<Vec<_>>().join(" ")
}

/// 30/04/2021
pub(crate) fn shown_day(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// The two lines at the right of a document's head.
pub(crate) fn national_title(form: Form, labels: &Labels) -> Vec<String> {
    let keys: &[&str] = match form {
        Form::Party => &["party"],
        Form::State => &["nation", "motto"],
    };
    keys.iter().map(|key| labels.get("directive", key).to_owned()).collect()
}
