//! Whom a number or a name means.
//!
//! Owns the identity of directives, (number, date): a number alone is not a key, because numbers
//! restart each term or year. What is ambiguous is never guessed.

use rustc_hash::FxHashMap;
use serde::Deserialize;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::model::catalog::admission::Hidden;
use crate::model::names::citation::{Cited, CitedNumber};
use crate::model::names::number::{Number, Types};
use crate::model::time::date::{Date, Interval, Precision};
use crate::nearest::nearest;
use crate::read::memo::{Fingerprint, by_hash};
use crate::spelling::fold;

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

    /// Its place in the order.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a citation or relation leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A directive of this site.
    Directive(DirectiveId),
    /// A directive of another site: its absolute address.
    Elsewhere(String),
    /// The citing document itself.
    Own,
    /// Several bear the number: nothing is chosen.
    Ambiguous(Vec<DirectiveId>),
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
}

/// Why a change or a report goes to no directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfound {
    /// It is left out: no fault.
    Hidden,
    /// No directive bears the number.
    Unknown,
    /// Several do.
    Several(Vec<DirectiveId>),
}

/// The numbers and names of all directives of a site, and of the sites it knows.
#[derive(Debug, Default)]
pub struct References {
    identities: Vec<Identity>,
    by_key: FxHashMap<String, Vec<DirectiveId>>,
    by_name: FxHashMap<String, Vec<DirectiveId>>,
    by_slug: FxHashMap<String, Vec<DirectiveId>>,
    elsewhere: FxHashMap<String, Vec<(Option<Date>, String)>>,
    hidden: Hidden,
    /// That of everything it was made of.
    fingerprint: u64,
}

/// An entry of another site's list of directives, as far as it is used.
#[derive(Deserialize)]
struct Listed {
    number: Option<String>,
    date: Option<String>,
    url: String,
}

impl References {
    /// References to directives in the order of their ids, with the folded names they are known as.
    pub fn new(
        identities: Vec<Identity>,
        known_as: Vec<(DirectiveId, String)>,
        hidden: Hidden,
    ) -> References {
        let mut hasher = DefaultHasher::new();
        (&identities, &known_as, &hidden).hash(&mut hasher);
        let mut by_key: FxHashMap<String, Vec<DirectiveId>> = FxHashMap::default();
        let mut by_slug: FxHashMap<String, Vec<DirectiveId>> = FxHashMap::default();
        for (id, identity) in DirectiveId::all().zip(&identities) {
            if let Some(number) = &identity.number {
                by_key.entry(number.key.clone()).or_default().push(id);
            }
            by_slug.entry(identity.slug.clone()).or_default().push(id);
        }
        let mut by_name: FxHashMap<String, Vec<DirectiveId>> = FxHashMap::default();
        for (id, name) in known_as {
            by_name.entry(name).or_default().push(id);
        }
        let (elsewhere, fingerprint) = (FxHashMap::default(), hasher.finish());
        References { identities, by_key, by_name, by_slug, elsewhere, hidden, fingerprint }
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
            self.elsewhere.entry(Number::new(&number).key).or_default().push((date, url));
        }
        Ok(())
    }

    /// The directives that bear a number, whatever their date.
    pub fn with_number(&self, key: &str) -> &[DirectiveId] {
        self.by_key.get(key).map_or(&[], Vec::as_slice)
    }

    /// The directive with a number (and its `key`) and date, or with a slug.
    ///
    /// # Errors
    /// Why there is none.
    pub fn directive(&self, typed: &str, key: &str, date: Option<Date>) -> Result<DirectiveId, Unfound> {
        let of_date = |id: &DirectiveId| date.is_none() || self[*id].date == date;
        let mut found = self.with_number(key).iter().copied().filter(of_date).peekable();
        let found: Vec<DirectiveId> = match found.peek() {
            Some(_) => found.collect(),
            None => self.by_slug.get(typed).into_iter().flatten().copied().filter(of_date).collect(),
        };
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
        let same = self.with_number(key).first().map(|id| self.shown_date(*id));
        same.or_else(|| nearest(key, self.keys()).map(str::to_uppercase))
    }

    /// Directives for a message: "37-NQ/TW (2014-10-09)".
    pub fn shown(&self, ids: &[DirectiveId]) -> Vec<String> {
        let number = |id| self[id].number.as_ref().map_or("", |number: &Number| number.text.as_str());
        ids.iter().map(|id| format!("{} ({})", number(*id), self.shown_date(*id))).collect()
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
        let responsibles = self.with_number(key).iter().copied();
        let fitting: Vec<DirectiveId> = match date {
            Some(date) => responsibles.filter(|id| self[*id].when.overlaps(&date)).collect(),
            None => responsibles.filter(|id| !is_younger(self[*id].when.first, when)).collect(),
        };
        match fitting[..] {
            // A directive whose own day is unknown may be meant, or may not.
            [one] if date.is_none() || self[one].date.is_some() => Target::Directive(one),
            [] => self.elsewhere(key, date, when),
            _ => Target::Ambiguous(fitting),
        }
    }

    fn elsewhere(&self, key: &str, date: Option<Interval>, when: &Interval) -> Target {
        let fits = |day: Option<Date>| match (date, day) {
            (Some(date), Some(day)) => date.contains(day),
            (Some(_), None) => false,
            (None, day) => !is_younger(day, when),
        };
        let listed = self.elsewhere.get(key).into_iter().flatten();
        let mut fitting = listed.filter(|(day, _)| fits(*day)).map(|(_, url)| url);
        match (fitting.next(), fitting.next()) {
            (Some(url), None) => Target::Elsewhere(url.clone()),
            _ => Target::Nothing,
        }
    }

    /// Whom a citation means in the text of a directive, or in a text (of a report) that is no
    /// directive's; `all` are the citations of that text.
    pub fn citation<'a>(
        &self,
        cited: &Cited,
        citing: Option<DirectiveId>,
        all: impl Iterator<Item = &'a Cited>,
        types: &Types,
    ) -> Target {
        let everything = Interval { first: None, last: None, precision: Precision::Range };
        let when = citing.map_or(everything, |id| self[id].when);
        let target = match cited {
            Cited::Number(cited) => self.cited_number(cited, citing, &when),
            Cited::Name { folded, short, date } => match short {
                Some((kind, serial)) => match same_text(kind, serial, *date, all, types) {
                    Local::One(number) => self.cited_number(number, citing, &when),
                    Local::Several(numbers) => {
                        let mut candidates: Vec<DirectiveId> = numbers
                            .iter()
                            .filter_map(|number| match self.cited_number(number, citing, &when) {
                                Target::Directive(id) => Some(id),
                                _ => None,
                            })
                            .collect();
                        candidates.dedup();
                        if candidates.is_empty() { Target::Nothing } else { Target::Ambiguous(candidates) }
                    }
                    Local::None => self.name(folded, *date, &when),
                },
                None => self.name(folded, *date, &when),
            },
        };
        match target {
            Target::Directive(id) if Some(id) == citing => Target::Own,
            other => other,
        }
    }

    fn cited_number(&self, cited: &CitedNumber, citing: Option<DirectiveId>, when: &Interval) -> Target {
        // A document's own number in its text is the document, whatever else bears it.
        if let Some(own) = citing.map(|id| &self[id])
            && own.number.as_ref().is_some_and(|number| number.key == cited.number.key)
            && cited.date.is_none_or(|date| own.when.overlaps(&date))
        {
            return Target::Own;
        }
        self.number(&cited.number.key, cited.date, when)
    }

    /// Whom a name under `known_as` means.
    fn name(&self, folded: &str, date: Option<Interval>, when: &Interval) -> Target {
        let responsibles = self.by_name.get(folded).into_iter().flatten().copied();
        let fits = |id: &DirectiveId| match date {
            Some(date) => self[*id].when.overlaps(&date),
            None => !is_younger(self[*id].when.first, when),
        };
        let fitting: Vec<DirectiveId> = responsibles.filter(fits).collect();
        match fitting[..] {
            [one] => Target::Directive(one),
            [] => Target::Nothing,
            _ => Target::Ambiguous(fitting),
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

/// What the same text says of a type and serial without symbol.
enum Local<'a> {
    None,
    One(&'a CitedNumber),
    Several(Vec<&'a CitedNumber>),
}

/// The number that the same text gave for "Chỉ thị số 14".
fn same_text<'a>(
    kind: &str,
    serial: &str,
    date: Option<Interval>,
    all: impl Iterator<Item = &'a Cited>,
    types: &Types,
) -> Local<'a> {
    let mut numbers: Vec<&CitedNumber> = Vec::new();
    for cited in all {
        let Cited::Number(cited) = cited else { continue };
        let digits = cited.number.key.find(|c: char| !c.is_ascii_digit()).unwrap_or(cited.number.key.len());
        let fits_date = match (date, cited.date) {
            (Some(a), Some(b)) => a.overlaps(&b),
            _ => true,
        };
        if cited.number.key[..digits] != *serial || !fits_date || !is_of_kind(cited, kind, types) {
            continue;
        }
        match numbers.iter_mut().find(|n| {
            n.number.key == cited.number.key
                && (n.date.is_none() || cited.date.is_none() || n.date == cited.date)
        }) {
            // The same document again: the mention with its date says more.
            Some(known) if known.date.is_none() => *known = cited,
            Some(_) => {}
            None => numbers.push(cited),
        }
    }
    match numbers[..] {
        [] => Local::None,
        [one] => Local::One(one),
        _ => Local::Several(numbers),
    }
}

/// Whether a cited number is of the type with the folded name `kind`.
fn is_of_kind(cited: &CitedNumber, kind: &str, types: &Types) -> bool {
    if let Some(named) = &cited.kind {
        return named == kind;
    }
    let form = cited.number.form.unwrap_or(crate::model::names::number::Form::Party);
    types.of(&cited.number, form).is_some_and(|t| fold(t.name(crate::Language::Vi)) == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::citation::{Names, find};
    use crate::model::time::date::edtf;

    /// `37-NQ/TW` of 2014 and of 2018, one of unknown day, and one that cites.
    fn references() -> (References, DirectiveId) {
        let identity = |number: &str, when: &str| {
            let when = edtf(when).unwrap();
            let date = when.first.filter(|_| when.precision == Precision::Day);
            Identity { number: Some(Number::new(number)), date, when, slug: String::new() }
        };
        let identities = vec![
            identity("37-NQ/TW", "2014-10-09"),
            identity("37-NQ/TW", "2018-12-24"),
            identity("28-NQ/TW", "2022-11-17"),
            identity("34-KH/TU", "2016-03-19"),
            identity("5-KH/TU", "2020-01/2020-06"),
        ];
        let ids: Vec<_> = DirectiveId::all().take(5).collect();
        let names = [(ids[2], fold("Nghị quyết 28"))];
        let mut references = References::new(identities, names.to_vec(), Hidden::default());
        references
            .add_inventory(
                r#"[{"number": "9-QĐ/TW", "date": "2010-01-01", "url": "a.html", "x": 1}]"#,
                "https://tw.example/",
            )
            .unwrap();
        (references, ids[3])
    }

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let (references, citing) = references();
        let types = Types::new([]);
        let names = Names::new(types.folded_names(), [fold("Nghị quyết 28")]);
        let cited: Vec<Cited> = find(text, &names).into_iter().map(|c| c.cited).collect();
        let shown = |target| match target {
            Target::Directive(id) => format!("{}", references[id].when.first.unwrap()),
            Target::Elsewhere(url) => url,
            Target::Ambiguous(ids) => format!("{} candidates", ids.len()),
            other => format!("{other:?}"),
        };
        let found: Vec<String> =
            cited.iter().map(|c| shown(references.citation(c, Some(citing), cited.iter(), &types))).collect();
        assert_eq!(found, expect);
    }

    #[test]
    fn number_and_date_are_the_key() {
        check("Nghị quyết số 37-NQ/TW ngày 09/10/2014", &["2014-10-09"]);
        check("Nghị quyết số 37-NQ/TW ngày 24/12/2018", &["2018-12-24"]);
        check("Nghị quyết số 37-NQ/TW ngày 24/12/2017", &["Nothing"]);
        check("Nghị quyết số 37-NQ/TW năm 2014", &["2014-10-09"]);
    }

    #[test]
    fn without_a_date_the_only_one_that_is_not_younger() {
        // The citing document is of 2016: that of 2018 cannot be meant.
        check("Nghị quyết số 37-NQ/TW", &["2014-10-09"]);
        check("Nghị quyết số 28-NQ/TW", &["Nothing"]);
        let (references, _) = references();
        let later = edtf("2023").unwrap();
        assert!(
            matches!(references.number(&Number::new("37-NQ/TW").key, None, &later), Target::Ambiguous(ids) if ids.len() == 2)
        );
    }

    #[test]
    fn the_own_number_is_no_citation() {
        check("Kế hoạch số 34-KH/TU ngày 19/3/2016 và 34-KH/TU", &["Own", "Own"]);
        check("34-KH/TU ngày 20/3/2016", &["Nothing"]);
    }

    #[test]
    fn a_serial_means_the_number_that_the_same_text_gave() {
        check("Nghị quyết số 37-NQ/TW ngày 09/10/2014 (Nghị quyết số 37)", &["2014-10-09", "2014-10-09"]);
        check("Chỉ thị số 37 và Nghị quyết số 37-NQ/TW", &["Nothing", "2014-10-09"]);
        check(
            "37-NQ/TW ngày 09/10/2014, 37-NQ/TW ngày 24/12/2018, Nghị quyết số 37",
            &["2014-10-09", "2018-12-24", "2 candidates"],
        );
        check("Nghị quyết 28", &["Nothing"]);
    }

    #[test]
    fn a_directive_of_unknown_day_is_not_guessed() {
        check("Kế hoạch số 5-KH/TU ngày 10/3/2020", &["1 candidates"]);
        check("Kế hoạch số 5-KH/TU ngày 10/3/2021", &["Nothing"]);
    }

    #[test]
    fn other_sites_are_asked_last() {
        check("Quyết định số 9-QĐ/TW ngày 01/01/2010", &["https://tw.example/a.html"]);
        check("Quyết định số 9-QĐ/TW ngày 01/01/2011", &["Nothing"]);
        assert!(References::default().add_inventory("{", "").is_err());
    }
}
