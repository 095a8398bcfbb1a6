//! Directives in a table: what each is, and how far what it asks for is.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::relation::RelationKind;
use crate::model::work::obligation::{Obligation, State};
use crate::render::lists::forecast::Forecast;
use crate::render::lists::shelves::Shelf;
use crate::render::views::bar::ShareBar;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;
use crate::render::views::declared::FieldView;
use crate::render::views::parts::{CountsView, DirectiveRow, ForceView, counts};

/// Directives under one heading.
#[derive(Serialize, JsonSchema)]
pub(crate) struct DirectiveGroup {
    /// The anchor of the heading; empty without one.
    id: String,
    /// The heading; empty without one.
    title: String,
    /// How much is done of all that they ask for.
    counts: CountsView,
    /// The directives, newest first.
    rows: Vec<ListedDirective>,
}

/// A directive in a table.
#[derive(Serialize, JsonSchema)]
struct ListedDirective {
    /// What it is.
    directive: DirectiveRow,
    /// The values of the keys of the site's own that lists show.
    fields: Vec<FieldView>,
    /// How much of what is owed under it is done.
    counts: CountsView,
    /// Whether it is in force; none where it has no effect to state.
    force: Option<ForceView>,
    /// How far it is; none where nothing of it has a day.
    bar: Option<ShareBar>,
    /// Its next deadline that is still ahead.
    next: Option<DayView>,
    /// Whether it is worth saying how far it is in force: not simply in force from its date on.
    shows_force: bool,
    /// The directives that amend it.
    amended_by: Vec<LinkView>,
}

impl PageBuilder<'_> {
    /// Directives under a heading with an anchor; both empty where there is none.
    pub fn directive_group(&self, id: &str, title: &str, directives: &[DirectiveId]) -> DirectiveGroup {
        let Shelf { tally, forecast, .. } = self.shelf(directives.to_vec());
        DirectiveGroup {
            id: id.to_owned(),
            title: title.to_owned(),
            counts: counts(&tally, forecast),
            rows: directives.iter().map(|id| self.listed_directive(*id)).collect(),
        }
    }

    /// Some directives with what they ask for, counted.
    pub fn shelf(&self, ids: Vec<DirectiveId>) -> Shelf {
        Shelf::new(ids, self.reader, self.reader.settings().due_soon_days)
    }

    /// The days of a list that shows some directives, with all that it counts.
    pub fn days_of_list(&self, shown: &[DirectiveId], counted: &Forecast) -> Forecast {
        let mut days = counted.days();
        shown.iter().for_each(|id| self.take_force(*id, &mut days));
        days
    }

    fn listed_directive(&self, id: DirectiveId) -> ListedDirective {
        let entry = &self.reader.card(id);
        let force = self.force(id);
        let is_ahead = |one: &&Obligation| one.state.is_open() && one.state != State::Overdue;
        let ahead = entry.resolved.obligations.iter().filter(is_ahead);
        let next = ahead.filter_map(|one| one.term()).map(|term| term.to).min();
        let tally = &entry.resolved.tally;
        let says =
            |force: &ForceView| force.state != "now" || force.last.is_some() || force.steps.contains(' ');
        let related = entry.resolved.related_by.iter();
        let amended = related.filter(|(kind, _)| *kind == RelationKind::Amends);
        ListedDirective {
            directive: self.directive_row(id),
            fields: self.listed_fields_of(entry.directive),
            counts: self.counts_of(entry),
            shows_force: force.as_ref().is_some_and(says),
            force,
            bar: self.share_bar(tally, tally.dated()),
            next: next.map(|day| self.day(day)),
            amended_by: amended.map(|(_, by)| self.short_link(*by)).collect(),
        }
    }

    /// A directive as a link without its date.
    fn short_link(&self, id: DirectiveId) -> LinkView {
        let text = self.directive_name(&self.reader.card(id));
        LinkView { text, href: self.directive_way(id), current: false }
    }
}
