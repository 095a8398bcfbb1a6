//! The small views that all pages share: parties, directives and counts.
//!
//! A field that has nothing to show is none, an empty text or an empty list: layouts never meet an unknown name.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::Directive;
use crate::model::document::typed::{NumberMissing, Status};
use crate::model::names::name::Name;
use crate::model::names::number::Form;
use crate::model::register::organization::{OrganizationId, Resolution};
use crate::model::time::date::Interval;
use crate::model::work::obligation::{Obligation, State, Tally};
use crate::render::filter::TimelineFilter;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::reader::Card;
use crate::render::theme::labels::Labels;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::declared::FieldView;

/// An organisation, or a name that is not in the register.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct PartyView {
    /// Its name as the page has it.
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

impl JsonSchema for StateWord {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "state".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

/// One of the five figures.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct FigureView {
    /// The state that it counts, as data.
    pub state: StateWord,
    /// The state in words.
    pub label: String,
    /// How many are in it.
    pub count: u32,
    /// The list that it counts; none where there is no page of it.
    pub href: Option<String>,
}

/// The five figures, and what is needed to count them anew on a later day.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct FiguresView {
    /// Overdue, due soon, in time, done on time, done late.
    pub figures: Vec<FigureView>,
    /// The counts as data: overdue, due soon, in time, done late, done on time.
    pub base: String,
    /// The open obligations by their last day in time, for the script.
    pub open: String,
    /// Those that are known to change, for the script.
    pub known: String,
    /// All dated obligations that are not cancelled.
    pub dated: u32,
    /// Those that go on.
    pub ongoing: u32,
    /// Those without a date.
    pub undated: u32,
    /// Those that are cancelled or exempt.
    pub cancelled: u32,
}

/// A directive in a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct DirectiveRow {
    /// Its page.
    pub href: String,
    /// Its number as printed, or words why there is none.
    pub number: String,
    /// Whether there are words instead of a number.
    pub number_missing: bool,
    /// Its date, or what is known of it.
    pub date: DayView,
    /// The name of its type; empty where it has none.
    pub kind: String,
    /// Its title (trích yếu).
    pub title: String,
    /// Who issued it; several of a joint document.
    pub issuers: String,
    /// The values of the keys of the site's own that lists show.
    pub fields: Vec<FieldView>,
    /// How much of what is owed under it is done.
    pub counts: CountsView,
    /// Whether it is in force; none where it has no effect to state.
    pub force: Option<ForceView>,
}

/// How much of what is owed is done, and how much is late.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct CountsView {
    /// How many obligations are done.
    pub done: u32,
    /// Of how many that have a date.
    pub dated: u32,
    /// How many are overdue.
    pub overdue: u32,
    /// The counts as data, for the script; empty where nothing will change.
    pub base: String,
    /// As in `FiguresView`.
    pub open: String,
    /// As in `FiguresView`.
    pub known: String,
}

/// Whether a directive is in force on the day of the site.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct ForceView {
    /// `now`, `partly`, `suspended`, `ended` or `later`.
    pub state: &'static str,
    /// The same in words.
    pub label: String,
    /// What it is within its dates from the day of the site on: `=now 2027-01-01=partly`.
    pub steps: String,
    /// The first day of its force.
    pub first: Option<DayView>,
    /// The last day of its force.
    pub last: Option<DayView>,
}

impl PageBuilder<'_> {
    pub fn state_label(&self, state: State) -> String {
        self.labels().state(state).to_owned()
    }

    pub fn status_label(&self, status: Status) -> String {
        self.labels().get("status", &status.word().replace('-', "_")).to_owned()
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
        self.way(&self.addresses().directive(self.reader, id))
    }

    /// What a directive is called in a line: "Kế hoạch 34-KH/TU".
    pub fn directive_name(&self, entry: &Card<'_>) -> String {
        let (number, _) = self.number_of(entry.directive);
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
            Some(NumberMissing::Lost) => "number_lost",
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
        let entry = &self.reader.card(id);
        let text = format!("{} ({})", self.directive_name(entry), self.date_of(entry.directive).text);
        LinkView { text, href: self.directive_way(id), current: false }
    }

    pub fn directive_row(&self, id: DirectiveId) -> DirectiveRow {
        let entry = &self.reader.card(id);
        let directive = &entry.directive;
        let (number, number_missing) = self.number_of(directive);
        DirectiveRow {
            href: self.directive_way(id),
            number,
            number_missing,
            date: self.date_of(directive),
            kind: self.kind_of(entry),
            title: directive.title.clone(),
            issuers: directive.issuers().map(|name| self.party(name).name).collect::<Vec<_>>().join(", "),
            fields: self.listed_fields_of(directive),
            counts: self.counts_of(entry),
            force: self.force(id),
        }
    }

    /// The name of the type of a document; empty where it has none.
    pub fn kind_of(&self, entry: &Card<'_>) -> String {
        let kind = entry.resolved.kind.as_ref();
        kind.map(|kind| kind.name(self.language()).to_owned()).unwrap_or_default()
    }

    /// Whether a directive is in force on the day of the site: one that is replaced or repealed is so until
    /// the day before. None where it has no effect to state.
    pub fn force(&self, id: DirectiveId) -> Option<ForceView> {
        let reader = self.reader;
        let Interval { first, last, .. } = reader.card(id).resolved.in_force?;
        let last = last.into_iter().chain(reader.ended(id)).min();
        let (now, later) = reader.force(id);
        let behind = last.and_then(|last| last.tomorrow().ok());
        let state = if behind.is_some_and(|day| reader.has_come(day)) {
            "ended"
        } else if first.is_some_and(|first| !reader.has_come(first)) {
            "later"
        } else {
            now.word()
        };
        let later = later.iter().map(|(day, force)| format!(" {day}={}", force.word()));
        Some(ForceView {
            state,
            label: self.labels().force(state).to_owned(),
            steps: format!("={}{}", now.word(), later.collect::<String>()),
            first: first.map(|day| self.day(day)),
            last: last.map(|day| self.day(day)),
        })
    }

    /// Takes the days in on which it changes whether a directive is in force.
    pub fn take_force(&self, id: DirectiveId, days: &mut Forecast) {
        let reader = self.reader;
        let Some(Interval { first, last, .. }) = reader.card(id).resolved.in_force else { return };
        let behind = last.into_iter().chain(reader.ended(id)).min().and_then(|last| last.tomorrow().ok());
        for day in first.into_iter().chain(behind).chain(reader.days_of_force(id)) {
            days.take_day(day, reader.has_come(day));
        }
    }

    /// The five figures of a count; each leads where `list` says.
    pub fn figures(
        &self,
        tally: &Tally,
        forecast: Forecast,
        list: impl Fn(State) -> Option<String>,
    ) -> FiguresView {
        let states = [State::Overdue, State::DueSoon, State::InTime, State::DoneOnTime, State::DoneLate];
        let figure = |state: State| FigureView {
            state: StateWord(state),
            label: self.state_label(state),
            count: tally.of(state),
            href: list(state),
        };
        FiguresView {
            figures: states.map(figure).to_vec(),
            base: base(tally),
            open: forecast.open,
            known: forecast.known,
            dated: tally.dated(),
            ongoing: tally.of(State::Ongoing),
            undated: tally.of(State::Undated),
            cancelled: tally.of(State::Cancelled),
        }
    }

    /// How much of a directive is done.
    pub fn counts_of(&self, entry: &Card<'_>) -> CountsView {
        let all = entry.resolved.obligations.iter().chain(&entry.resolved.upcoming);
        counts(&entry.resolved.tally, self.forecast(all))
    }

    /// What figures over some obligations need to be counted anew on a later day.
    pub fn forecast<'o>(&self, obligations: impl Iterator<Item = &'o Obligation>) -> Forecast {
        Forecast::new(obligations, self.reader, self.reader.settings().due_soon_days)
    }

    /// The same over what is owed and what is upcoming.
    pub fn forecast_of(&self, owed: &[Owed], upcoming: &[Owed]) -> Forecast {
        let reader = self.reader;
        let upcoming = upcoming.iter().map(|one| one.upcoming_of(reader));
        self.forecast(owed.iter().map(|one| one.of(reader)).chain(upcoming))
    }

    /// The way to the page of a state.
    pub fn state_way(&self, state: State) -> Option<String> {
        Some(self.way(&self.addresses().timeline(TimelineFilter::State(state), 0)))
    }
}

/// A count, and what its obligations do on later days.
pub(crate) fn counts(tally: &Tally, forecast: Forecast) -> CountsView {
    CountsView {
        done: tally.done(),
        dated: tally.dated(),
        overdue: tally.of(State::Overdue),
        base: if forecast.is_empty() { String::new() } else { base(tally) },
        open: forecast.open,
        known: forecast.known,
    }
}

/// The counts of the five dated states, in the order of [`State::ALL`].
pub(crate) fn base(tally: &Tally) -> String {
    counts_of(tally, &State::ALL[..5])
}

/// The counts of some states as data.
pub(crate) fn counts_of(tally: &Tally, states: &[State]) -> String {
    states.iter().map(|state| tally.of(*state).to_string()).collect::<Vec<_>>().join(" ")
}

/// The two lines at the right of a document's head.
pub(crate) fn national_title(form: Form, labels: &Labels) -> Vec<String> {
    let keys: &[&str] = match form {
        Form::Party => &["party"],
        Form::State => &["nation", "motto"],
    };
    keys.iter().map(|key| labels.get("directive", key).to_owned()).collect()
}
