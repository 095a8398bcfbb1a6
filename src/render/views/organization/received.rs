//! The documents that an organisation received, by year, with what it has to do under each.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::Tally;
use crate::render::address::of_part;
use crate::render::lists::index::Owed;
use crate::render::lists::mentions::{Lines, Role};
use crate::render::views::builder::PageBuilder;
use crate::render::views::parts::{CountsView, DirectiveRow, counts};

/// The documents of a year.
#[derive(Serialize, JsonSchema)]
pub(super) struct ReceivedYear {
    /// The year in words.
    label: String,
    /// Whether it is folded away: an earlier one, where there are many.
    is_folded: bool,
    /// The documents, newest first.
    rows: Vec<ReceivedView>,
}

/// A directive that an organisation received.
#[derive(Serialize, JsonSchema)]
struct ReceivedView {
    /// The directive.
    directive: DirectiveRow,
    /// In what lines: "Nơi nhận, qua Các ban đảng Trung ương".
    roles: Vec<String>,
    /// How much the organisation itself owes under it, and how much of that is late.
    own: CountsView,
    /// How many of its tasks the organisation supports.
    supports: usize,
}

/// Documents that stand in the open, where they are few, and where there are more.
const FEW: usize = 12;
const OPEN: usize = 5;

impl PageBuilder<'_> {
    /// The directives that an organisation received, newest first, on one part of its page.
    pub(super) fn received_years(
        &self,
        received: &[Lines],
        id: OrganizationId,
        part: usize,
    ) -> Vec<ReceivedYear> {
        let reader = self.reader;
        let mut supported: FxHashMap<DirectiveId, usize> = FxHashMap::default();
        reader.supported(id).into_iter().for_each(|(one, _)| *supported.entry(one).or_default() += 1);
        let (own, ahead) = (by_directive(reader.owed_by(id)), by_directive(reader.upcoming_by(id)));
        let year = |(directive, _): &Lines| reader.card(*directive).resolved.year;
        let here = of_part(received, part);
        let (open, folded) = here.split_at(if here.len() > FEW { OPEN } else { here.len() });
        let row = |(directive, roles): &Lines| ReceivedView {
            directive: self.directive_row(*directive),
            roles: roles.iter().map(|role| self.role(role)).collect(),
            own: self.own_counts(under(&own, *directive), under(&ahead, *directive)),
            supports: supported.get(directive).copied().unwrap_or_default(),
        };
        let years = |lines: &[Lines], is_folded: bool| -> Vec<ReceivedYear> {
            let of_year = |lines: &[Lines]| ReceivedYear {
                label: self.year_label(year(&lines[0])),
                is_folded,
                rows: lines.iter().map(row).collect(),
            };
            lines.chunk_by(|a, b| year(a) == year(b)).map(of_year).collect()
        };
        let mut all = years(open, false);
        all.extend(years(folded, true));
        all
    }

    fn role(&self, (role, group): &(Role, Option<OrganizationId>)) -> String {
        let role = self.labels().get("organization", role.key());
        let Some(group) = group else { return role.to_owned() };
        let through = [("name", self.register()[*group].name.as_str())];
        format!("{role}, {}", self.labels().fill("organization", "through", &through))
    }

    /// What an organisation owes itself under a directive, and will owe within a month.
    fn own_counts(&self, own: &[Owed], ahead: &[Owed]) -> CountsView {
        let mut tally = Tally::default();
        own.iter().for_each(|one| tally.add(one.of(self.reader).state));
        counts(&tally, self.forecast_of(own, ahead))
    }
}

/// What is owed under one of them.
fn under(by_directive: &FxHashMap<DirectiveId, Vec<Owed>>, id: DirectiveId) -> &[Owed] {
    by_directive.get(&id).map_or(&[], Vec::as_slice)
}

/// What is owed under each directive.
fn by_directive(owed: &[Owed]) -> FxHashMap<DirectiveId, Vec<Owed>> {
    let mut by_directive: FxHashMap<DirectiveId, Vec<Owed>> = FxHashMap::default();
    owed.iter().for_each(|one| by_directive.entry(one.directive).or_default().push(*one));
    by_directive
}
