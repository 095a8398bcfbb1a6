//! An organisation with its counts: a row of the register and of the matrix.

use schemars::JsonSchema;
use serde::Serialize;

use crate::language::Language;
use crate::model::register::organization::OrganizationId;
use crate::model::work::obligation::{State, Tally};
use crate::render::lists::forecast::Forecast;
use crate::render::views::builder::PageBuilder;
use crate::render::views::days::DayView;
use crate::render::views::organization::section_of;
use crate::render::views::parts::{FiguresView, PartyView};

/// An organisation with its counts.
#[derive(Clone, Serialize, JsonSchema)]
pub(crate) struct CountedParty {
    /// The organisation.
    pub party: PartyView,
    /// How deep it stands below others, from 0.
    pub depth: usize,
    /// The five figures of what it owes.
    pub figures: FiguresView,
    /// How many obligations are open.
    pub open: u32,
    /// How many are done.
    pub done: u32,
    /// The share of what was done in time, in per cent; empty without any.
    pub rate: String,
    /// Whether it exists no more on the day of the site.
    pub ended: bool,
    /// The oldest day by which something was due that is late; none where nothing is.
    pub since: Option<DayView>,
    #[serde(skip)]
    pub tally: Tally,
    /// The days on which anything of it changes.
    #[serde(skip)]
    pub days: Forecast,
}

impl PageBuilder<'_> {
    /// An organisation of the register, so deep under the one at the head.
    pub fn counted(&self, id: OrganizationId, depth: usize) -> CountedParty {
        let reader = self.reader;
        let tally = reader.tally_of(id);
        let forecast = self.forecast_of(reader.owed_by(id), reader.upcoming_by(id));
        let mut days = forecast.days();
        let way = self.way(&self.addresses().organization(self.register(), id, 0));
        let list = |state: State| (tally.of(state) > 0).then(|| format!("{way}#{}", section_of(state)));
        // They stand by their ends.
        let mut owed = reader.owed_by(id).iter().map(|one| one.of(reader));
        let oldest = owed.find(|one| one.state == State::Overdue).and_then(|one| one.term());
        let last = self.register()[id].lifetime.and_then(|lifetime| lifetime.last);
        let end = last.and_then(|last| last.tomorrow().ok());
        if let Some(end) = end {
            days.take_day(end, reader.has_come(end));
        }
        CountedParty {
            depth,
            since: oldest.map(|term| self.day(term.to)),
            ended: end.is_some_and(|end| reader.has_come(end)),
            days,
            ..self.counted_as(self.organization(id), tally, self.figures(&tally, forecast, list))
        }
    }

    /// Whoever bears these counts.
    pub fn counted_as(&self, party: PartyView, tally: Tally, figures: FiguresView) -> CountedParty {
        CountedParty {
            party,
            depth: 0,
            figures,
            open: tally.open(),
            done: tally.done(),
            rate: self.rate(&tally),
            ended: false,
            since: None,
            tally,
            days: Forecast::default(),
        }
    }

    /// "87,5", or a dash where nothing was to be judged.
    fn rate(&self, tally: &Tally) -> String {
        let comma = if self.language() == Language::Vi { ',' } else { '.' };
        match tally.on_time_rate() {
            Some(rate) => format!("{}{comma}{}", rate / 10, rate % 10),
            None => self.labels().get("common", "none").to_owned(),
        }
    }
}
