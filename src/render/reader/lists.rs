//! What a page reads of the lists over all directives: what is owed, by whom, and the counts of it.

use crate::model::catalog::reference::DirectiveId;
use crate::model::document::directive::Directive;
use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::{Obligation, Tally};
use crate::render::filter::TimelineFilter;
use crate::render::lists::forecast::Forecast;
use crate::render::lists::index::Owed;
use crate::render::lists::mentions::Lines;
use crate::render::lists::totals::Totals;
use crate::render::reader::Reader;
use crate::render::reader::query::{Query, Share, kept};

impl<'a> Reader<'a> {
    /// The counts of what an organisation owes.
    pub fn tally_of(self, id: OrganizationId) -> Tally {
        self.note_share(Share::Tally, id);
        self.content.totals.by_organization[id.index()]
    }

    /// How many directives an organisation issued; none where it issues nothing.
    pub fn issued_by(self, id: OrganizationId) -> Option<usize> {
        self.note_share(Share::Issued, id);
        let mut issued = self.content.totals.directives_by_issuer.iter();
        issued.find(|(issuer, _)| *issuer == id).map(|(_, count)| *count)
    }

    /// The counts of all pages.
    pub fn totals(self) -> &'a Totals {
        self.note(|| Query::Totals);
        &self.content.totals
    }

    /// All that is owed, in order.
    pub fn owed(self) -> &'a [Owed] {
        self.note(|| Query::Owed);
        self.content.index().all()
    }

    /// What an organisation owes, in order.
    pub fn owed_by(self, id: OrganizationId) -> &'a [Owed] {
        self.note_share(Share::Owed, id);
        self.content.index().of(id)
    }

    /// Some that are owed, with their directives.
    pub fn with_directives(self, owed: &[Owed]) -> impl Iterator<Item = (&'a Directive, &'a Obligation)> {
        owed.iter().map(move |one| (self.card(one.directive).directive, one.of(self)))
    }

    /// What passes a filter, in order.
    pub fn owed_in(self, filter: TimelineFilter) -> Vec<Owed> {
        self.note(|| kept(filter));
        self.content.index().filtered(self.catalog(), filter)
    }

    /// What the groups owe, as groups, that an organisation belonged to on each directive's date.
    pub fn owed_by_groups_of(self, id: OrganizationId) -> Vec<Owed> {
        self.note_share(Share::OwedByGroups, id);
        self.content.owed_by_groups_of(id)
    }

    /// What will be owed within a month.
    pub fn upcoming(self) -> &'a [Owed] {
        self.note(|| Query::Upcoming);
        self.content.index().upcoming()
    }

    /// What an organisation will owe within a month.
    pub fn upcoming_by(self, id: OrganizationId) -> &'a [Owed] {
        self.note_share(Share::Upcoming, id);
        self.content.index().upcoming_of(id)
    }

    /// What an organisation received, newest first.
    pub fn received(self, id: OrganizationId) -> Vec<Lines> {
        self.note_share(Share::Received, id);
        self.content.mentions().received(self.catalog(), self.register(), id)
    }

    /// The deadlines that an organisation supports.
    pub fn supported(self, id: OrganizationId) -> Vec<(DirectiveId, usize)> {
        self.note_share(Share::Supported, id);
        self.content.mentions().supported(self.catalog(), self.register(), id)
    }

    /// The deadlines whose reports go to an organisation itself or through it.
    pub fn channel(self, id: OrganizationId) -> &'a [(DirectiveId, usize, &'static str)] {
        self.note_share(Share::Channel, id);
        self.content.mentions().channel(id)
    }

    /// The length of the longest list on the page of an organisation.
    pub fn longest_list(self, id: OrganizationId) -> usize {
        self.note_share(Share::LongestList, id);
        self.content.longest_list(id)
    }

    /// Whether an organisation has something to meet about.
    pub fn has_sheet(self, id: OrganizationId) -> bool {
        self.note_share(Share::HasSheet, id);
        self.content.has_sheet(id)
    }

    /// What the figures of the whole site need on a later day.
    pub fn forecast(self) -> &'a Forecast {
        self.note(|| Query::Forecast);
        self.content.forecast()
    }
}
