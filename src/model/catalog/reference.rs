//! Whom a number or a name means.
//!
//! Owns the identity of directives, (number, date): a number alone is not a key, because numbers
//! restart each term or year. What is ambiguous is never guessed. What the words of a text around a
//! number say is for [`crate::model::catalog::citing`].

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::model::catalog::admission::Hidden;
use crate::model::names::number::{Number, loose};
use crate::model::register::issuer::Issuer;
use crate::model::time::date::{Date, Interval, Precision};
use crate::nearest::nearest;
use crate::read::memo::{Fingerprint, by_hash};

/// Directives that a message names, at most.
const SHOWN: usize = 10;
/// Directives that are kept where several may be meant: one more than are told.
pub(super) const MOST: usize = SHOWN + 1;
/// Any time.
pub(super) const EVERYTHING: Interval = Interval { first: None, last: None, precision: Precision::Range };

/// A directive of the site: its place in the order of date and address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DirectiveId(u32);

by_hash!(DirectiveId);

impl DirectiveId {
    /// All ids, from the first on.
    pub fn all() -> impl Iterator<Item = DirectiveId> {
        (0..).map(DirectiveId)
    }

    /// The directive at a place in the order.
    pub(super) fn at(index: usize) -> DirectiveId {
        DirectiveId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The directive at a place among `count`.
    pub fn among(index: u32, count: usize) -> Option<DirectiveId> {
        Some(DirectiveId(index)).filter(|id| id.index() < count)
    }

    /// Its place in the order.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a citation or relation leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A directive of this site.
    Directive(DirectiveId),
    /// A directive of another site: its absolute address.
    Elsewhere(String),
    /// The citing document itself.
    Own,
    /// Several bear the number: nothing is chosen. The first of many.
    Ambiguous(Vec<DirectiveId>),
    /// One bears the number or name, but the text names another issuer or year with it.
    Differs(DirectiveId),
    /// No document here bears it.
    Nothing,
}

/// What is asked of one directive.
#[derive(Clone, Debug, Hash)]
pub struct Identity {
    /// Its number.
    pub number: Option<Number>,
    /// Its date.
    pub date: Option<Date>,
    /// When it was made.
    pub when: Interval,
    /// The last part of its address.
    pub slug: String,
    /// Who issued it.
    pub issuer: Arc<Issuer>,
}

/// Why a change or a report goes to no directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfound {
    /// It is left out: no fault.
    Hidden,
    /// No directive bears the number.
    Unknown,
    /// Several do: the first of many.
    Several(Vec<DirectiveId>),
}

/// The numbers and names of all directives of a site, and of the sites it knows.
#[derive(Debug, Default)]
pub struct References {
    identities: Vec<Identity>,
    by_key: FxHashMap<String, Bearers>,
    /// By the key without zeros before the serial: "066/NQ-CP" is 66/NQ-CP where nobody bears the first.
    by_loose_key: FxHashMap<String, Bearers>,
    by_name: FxHashMap<String, Bearers>,
    by_slug: FxHashMap<String, Bearers>,
    elsewhere: FxHashMap<String, Vec<ElsewhereDirective>>,
    hidden: Hidden,
    /// That of everything it was made of.
    fingerprint: u64,
}

/// The directives that bear a number, a name or a slug: many may, and none of them is looked at that is of
/// another day than is asked for.
#[derive(Debug, Default)]
struct Bearers {
    /// Those of a known day, in the order of their days.
    dated: Vec<DirectiveId>,
    /// The others, in order.
    others: Vec<DirectiveId>,
}

impl Bearers {
    fn push(&mut self, id: DirectiveId, identity: &Identity) {
        let is_dated = identity.when.first.is_some() && identity.when.first == identity.when.last;
        if is_dated { &mut self.dated } else { &mut self.others }.push(id);
    }

    /// The first in the order of ids.
    fn first(&self) -> Option<DirectiveId> {
        self.dated.first().into_iter().chain(self.others.first()).min().copied()
    }

    /// The last.
    fn last(&self) -> Option<DirectiveId> {
        self.dated.last().into_iter().chain(self.others.last()).max().copied()
    }

    /// Those that a document made in `when` may name with this day or year, in the order of ids.
    fn fitting<'a>(
        &'a self,
        identities: &'a [Identity],
        date: Option<Interval>,
        when: Interval,
    ) -> impl Iterator<Item = DirectiveId> + 'a {
        let (first, last) = date.map_or((None, when.last), |date| (date.first, date.last));
        let day = |id: &DirectiveId| identities[id.index()].when.first;
        let from = self.dated.partition_point(|id| first.is_some() && day(id) < first);
        let until = self.dated.partition_point(|id| last.is_none() || day(id) <= last).max(from);
        let fits = move |id: &&DirectiveId| match date {
            Some(date) => identities[id.index()].when.overlaps(&date),
            None => !is_younger(identities[id.index()].when.first, &when),
        };
        let mut dated = self.dated[from..until].iter().peekable();
        let mut others = self.others.iter().filter(fits).peekable();
        std::iter::from_fn(move || match (dated.peek(), others.peek()) {
            (Some(one), Some(other)) if other < one => others.next(),
            (None, _) => others.next(),
            _ => dated.next(),
        })
        .copied()
    }
}

/// A directive of another site.
#[derive(Debug)]
struct ElsewhereDirective {
    date: Option<Date>,
    url: String,
    issuer: Option<Issuer>,
}

/// An entry of another site's list of directives, as far as it is used.
#[derive(Deserialize)]
struct Listed {
    number: Option<String>,
    date: Option<String>,
    url: String,
    issuer: Option<ListedIssuer>,
}

/// Who issued it.
#[derive(Deserialize)]
struct ListedIssuer {
    name: Option<String>,
}

impl References {
    /// Whether the date of one of these cannot be read, so that it is no wonder that they are several.
    pub fn is_broken(&self, candidates: &[DirectiveId]) -> bool {
        let numbers = candidates.iter().filter_map(|id| self.identities.get(id.index())?.number.as_ref());
        numbers.into_iter().any(|number| self.hidden.is_broken(&number.key))
    }

    /// References to directives in the order of their ids, with the folded names they are known as.
    pub fn new(
        identities: Vec<Identity>,
        known_as: Vec<(DirectiveId, String)>,
        hidden: Hidden,
    ) -> References {
        let mut hasher = DefaultHasher::new();
        (&identities, &known_as, &hidden).hash(&mut hasher);
        let [mut by_key, mut by_loose_key, mut by_slug, mut by_name] =
            <[FxHashMap<String, Bearers>; 4]>::default();
        for (id, identity) in DirectiveId::all().zip(&identities) {
            if let Some(number) = &identity.number {
                by_key.entry(number.key.clone()).or_default().push(id, identity);
                by_loose_key.entry(loose(&number.key).to_owned()).or_default().push(id, identity);
            }
            by_slug.entry(identity.slug.clone()).or_default().push(id, identity);
        }
        for (id, name) in known_as {
            by_name.entry(name).or_default().push(id, &identities[id.index()]);
        }
        let (elsewhere, fingerprint) = (FxHashMap::default(), hasher.finish());
        References { identities, by_key, by_loose_key, by_name, by_slug, elsewhere, hidden, fingerprint }
    }

    /// Adds the directives of another site, from its list of directives in JSON.
    ///
    /// # Errors
    /// What is wrong with the list, in the parser's words.
    pub fn add_inventory(&mut self, json: &str, base_url: &str) -> Result<(), String> {
        let listed: Vec<Listed> = serde_json::from_str(json).map_err(|e| e.to_string())?;
        let mut hasher = DefaultHasher::new();
        (self.fingerprint, json, base_url).hash(&mut hasher);
        self.fingerprint = hasher.finish();
        for one in listed {
            let Some(number) = one.number else { continue };
            let date = one.date.and_then(|date| date.parse().ok());
            let url = format!("{base_url}{}", one.url);
            let issuer = one.issuer.and_then(|issuer| issuer.name).map(|name| Issuer::named(&name));
            let directive = ElsewhereDirective { date, url, issuer };
            self.elsewhere.entry(Number::new(&number).key).or_default().push(directive);
        }
        Ok(())
    }

    /// The directives that bear a number, whatever their date; where none does, those that bear it but
    /// for zeros before it.
    fn with_number(&self, key: &str) -> Option<&Bearers> {
        self.by_key.get(key).or_else(|| self.by_loose_key.get(loose(key)))
    }

    /// The latest directive that bears a number.
    pub fn latest(&self, key: &str) -> Option<DirectiveId> {
        self.with_number(key)?.last()
    }

    /// The directive with a number (and its `key`) and date, or with a slug.
    ///
    /// # Errors
    /// Why there is none.
    pub fn directive(&self, typed: &str, key: &str, date: Option<Date>) -> Result<DirectiveId, Unfound> {
        let of_date = |bearers: Option<&Bearers>| -> Vec<DirectiveId> {
            let is_its = |id: &DirectiveId| date.is_none() || self[*id].date == date;
            let fitting = bearers.map(|b| b.fitting(&self.identities, date.map(Interval::day), EVERYTHING));
            fitting.into_iter().flatten().filter(is_its).take(MOST).collect()
        };
        let mut found = of_date(self.with_number(key));
        if found.is_empty() {
            found = of_date(self.by_slug.get(typed));
        }
        match found[..] {
            [one] => Ok(one),
            [] if self.hidden.holds(typed, date) => Err(Unfound::Hidden),
            [] => Err(Unfound::Unknown),
            _ => Err(Unfound::Several(found)),
        }
    }

    /// The number nearest to one that no directive bears; of one that a directive of another date bears,
    /// that date.
    pub fn near(&self, key: &str) -> Option<String> {
        let same = self.with_number(key).and_then(Bearers::first).map(|id| self.shown_date(id));
        same.or_else(|| nearest(key, self.keys()).map(str::to_uppercase))
    }

    /// Directives for a message: "37-NQ/TW (2014-10-09)"; the first of many.
    pub fn shown(&self, ids: &[DirectiveId]) -> Vec<String> {
        let number = |id| self[id].number.as_ref().map_or("", |number: &Number| number.text.as_str());
        let shown = ids.iter().take(SHOWN).map(|id| format!("{} ({})", number(*id), self.shown_date(*id)));
        shown.chain((ids.len() > SHOWN).then(|| "…".to_owned())).collect()
    }

    /// The dates of directives for a message, and whether there are more.
    pub fn shown_dates(&self, ids: &[DirectiveId]) -> (Vec<String>, bool) {
        (ids.iter().take(SHOWN).map(|id| self.shown_date(*id)).collect(), ids.len() > SHOWN)
    }

    /// A date, or what is known of it, as EDTF.
    pub fn shown_date(&self, id: DirectiveId) -> String {
        let end = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
        let Identity { date, when, .. } = &self[id];
        date.map_or_else(|| format!("{}/{}", end(when.first), end(when.last)), |date| date.to_string())
    }

    /// All keys of numbers.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.by_key.keys().map(String::as_str)
    }

    /// Whom a number with the day or year behind it means, in a document made in `when`.
    pub fn number(&self, key: &str, date: Option<Interval>, when: &Interval) -> Target {
        self.number_of(key, date, when, &|_| true)
    }

    /// The same, where words name who issued it; `agrees` says whether an issuer may be meant.
    pub fn number_of(
        &self,
        key: &str,
        date: Option<Interval>,
        when: &Interval,
        agrees: &dyn Fn(&Issuer) -> bool,
    ) -> Target {
        let bearers = self.with_number(key);
        let (first, agreeing) = self.agreeing(bearers, date, when, agrees);
        match agreeing[..] {
            // A directive whose own day is unknown may be meant, or may not.
            [one] if date.is_none() || self[one].date.is_some() => Target::Directive(one),
            [] => match (self.elsewhere(key, date, when, agrees), first) {
                (Target::Nothing, Some(other)) => Target::Differs(other),
                (target, _) => target,
            },
            _ => Target::Ambiguous(agreeing),
        }
    }

    /// Whom a folded name under `known_as` means, as for a number.
    pub fn name_of(
        &self,
        folded: &str,
        date: Option<Interval>,
        when: &Interval,
        agrees: &dyn Fn(&Issuer) -> bool,
    ) -> Target {
        let bearers = self.by_name.get(folded);
        let (first, agreeing) = self.agreeing(bearers, date, when, agrees);
        // One that is only too young for this text is not spoken of at all.
        let spoken_of = if date.is_some() { bearers.and_then(Bearers::first) } else { first };
        match (&agreeing[..], spoken_of) {
            ([one], _) => Target::Directive(*one),
            ([], Some(other)) => Target::Differs(other),
            ([], None) => Target::Nothing,
            _ => Target::Ambiguous(agreeing),
        }
    }

    /// The first of the bearers that fit, and those of them whose issuer agrees: as many as are told.
    fn agreeing(
        &self,
        bearers: Option<&Bearers>,
        date: Option<Interval>,
        when: &Interval,
        agrees: &dyn Fn(&Issuer) -> bool,
    ) -> (Option<DirectiveId>, Vec<DirectiveId>) {
        let fitting = bearers.map(|bearers| bearers.fitting(&self.identities, date, *when));
        let mut fitting = fitting.into_iter().flatten().peekable();
        let first = fitting.peek().copied();
        // Numbers restart each year: most bearers of one are of one body.
        let mut last: Option<(&Arc<Issuer>, bool)> = None;
        let agreeing = fitting.filter(|id| {
            let issuer = &self[*id].issuer;
            let known = last.filter(|(known, _)| Arc::ptr_eq(known, issuer)).map(|(_, verdict)| verdict);
            let verdict = known.unwrap_or_else(|| agrees(issuer));
            last = Some((issuer, verdict));
            verdict
        });
        (first, agreeing.take(MOST).collect())
    }

    fn elsewhere(
        &self,
        key: &str,
        date: Option<Interval>,
        when: &Interval,
        agrees: &dyn Fn(&Issuer) -> bool,
    ) -> Target {
        let fits = |one: &&ElsewhereDirective| match (date, one.date) {
            (Some(date), Some(day)) => date.contains(day),
            (Some(_), None) => false,
            (None, day) => !is_younger(day, when),
        };
        let listed = self.elsewhere.get(key).into_iter().flatten();
        let listed = listed.filter(|one| one.issuer.as_ref().is_none_or(agrees));
        let mut fitting = listed.filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(one), None) => Target::Elsewhere(one.url.clone()),
            _ => Target::Nothing,
        }
    }
}

impl Fingerprint for References {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.fingerprint.hash(hasher);
    }
}

impl std::ops::Index<DirectiveId> for References {
    type Output = Identity;
    fn index(&self, id: DirectiveId) -> &Identity {
        &self.identities[id.index()]
    }
}

/// Whether something made on `day` at the earliest is younger than something made in `when`.
fn is_younger(day: Option<Date>, when: &Interval) -> bool {
    day.zip(when.last).is_some_and(|(day, last)| day > last)
}
