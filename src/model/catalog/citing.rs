//! Whom a citation in a text means, by everything that stands around the number or name.
//!
//! Owns how date, issuer and the rest of the same text narrow down the bearers of a number. A citation
//! that names another issuer, or another year, than the bearer's means somebody else: it stays text.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::catalog::reference::{DirectiveId, EVERYTHING, MOST, References, Target};
use crate::model::names::citation::{Called, Cited};
use crate::model::names::number::{Form, Number, Types, loose};
use crate::model::register::issuer::Issuer;
use crate::model::time::date::Interval;
use crate::spelling::fold;

/// The citations of one text, and what they are resolved by.
pub struct Citing<'a> {
    /// The numbers and names of all directives.
    references: &'a References,
    /// The types that the site knows.
    types: &'a Types,
    /// The directive whose text it is; none for that of a report.
    own: Option<DirectiveId>,
    /// What the text gives numbers with their symbols for, by serial.
    mentions: FxHashMap<&'a str, Mentions<'a>>,
    /// Whom the serials meant that were resolved.
    serials: FxHashMap<Serial<'a>, Target>,
}

/// The citations of a text with one serial and a symbol.
#[derive(Default)]
struct Mentions<'a> {
    all: Vec<&'a Cited>,
    /// Those that differ in more than the issuer.
    distinct: Vec<&'a Cited>,
}

/// A serial without a symbol as a text has it: folded, with its date and issuer.
type Serial<'a> = (&'a str, Option<Interval>, Option<&'a str>);

impl<'a> Citing<'a> {
    /// The citations `all` of one text, which is that of `own`.
    pub fn new(
        references: &'a References,
        types: &'a Types,
        own: Option<DirectiveId>,
        all: impl Iterator<Item = &'a Cited> + Clone,
    ) -> Citing<'a> {
        let mut mentions: FxHashMap<&str, Mentions<'_>> = FxHashMap::default();
        let mut seen = FxHashSet::default();
        if all.clone().any(|cited| matches!(cited.called, Called::Serial { .. })) {
            for cited in all {
                let Called::Number { number, kind } = &cited.called else { continue };
                let digits = number.key.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.key.len());
                let mentions = mentions.entry(&number.key[..digits]).or_default();
                mentions.all.push(cited);
                if seen.insert((&number.key, kind, cited.date)) {
                    mentions.distinct.push(cited);
                }
            }
        }
        Citing { references, types, own, mentions, serials: FxHashMap::default() }
    }

    /// Whom one of them means.
    pub fn target(&mut self, cited: &'a Cited) -> Target {
        let target = match &cited.called {
            Called::Number { number, .. } => self.number(number, cited.date, cited.issuer.as_deref()),
            Called::Name(folded) => self.name(folded, cited),
            Called::Serial { folded, .. } => {
                let serial = (folded.as_str(), cited.date, cited.issuer.as_deref());
                match self.serials.get(&serial) {
                    Some(known) => known.clone(),
                    None => {
                        let target = self.serial(cited);
                        self.serials.insert(serial, target.clone());
                        target
                    }
                }
            }
        };
        match target {
            Target::Directive(id) if Some(id) == self.own => Target::Own,
            other => other,
        }
    }

    /// Whom a serial without a symbol means.
    fn serial(&self, cited: &Cited) -> Target {
        let Called::Serial { folded, kind, serial } = &cited.called else { return Target::Nothing };
        let mentions = self.mentions.get(serial.as_str());
        // Who issued them says nothing where the serial has an issuer of its own.
        let all = mentions.map_or(&[][..], |of| if cited.issuer.is_some() { &of.distinct } else { &of.all });
        match same_text(kind, cited.date, all, self.types)[..] {
            [] => self.name(folded, cited),
            ref numbers => self.one_of(numbers, cited),
        }
    }

    /// When the citing text was made.
    fn when(&self) -> Interval {
        self.own.map_or(EVERYTHING, |id| self.references[id].when)
    }

    fn agrees(&self, issuer: &Issuer, words: Option<&str>) -> bool {
        let own = self.own.map(|id| &*self.references[id].issuer);
        words.is_none_or(|words| issuer.agrees(words, own))
    }

    fn number(&self, number: &Number, date: Option<Interval>, issuer: Option<&str>) -> Target {
        // A document's own number in its text is the document, whatever else bears it.
        if let Some(own) = self.own.map(|id| &self.references[id])
            && own.number.as_ref().is_some_and(|own| loose(&own.key) == loose(&number.key))
            && date.is_none_or(|date| own.when.overlaps(&date))
            && self.agrees(&own.issuer, issuer)
        {
            return Target::Own;
        }
        // Words that say no more than the number itself: "07/NQ-CP của Chính phủ".
        let said = issuer.and_then(|_| Issuer::of_code(&number.key));
        let agrees = |other: &Issuer| {
            self.agrees(other, issuer) || said.as_ref().is_some_and(|said| self.agrees(said, issuer))
        };
        self.references.number_of(&number.key, date, &self.when(), &agrees)
    }

    /// Whom the numbers mean that the same text gave for a serial: all must mean one.
    fn one_of(&self, numbers: &[&Cited], cited: &Cited) -> Target {
        let target = |mention: &&Cited| match &mention.called {
            Called::Number { number, .. } => {
                let issuer = cited.issuer.as_deref().or(mention.issuer.as_deref());
                self.number(number, mention.date.or(cited.date), issuer)
            }
            _ => Target::Nothing,
        };
        let mut seen = FxHashSet::default();
        let targets = numbers.iter().map(target).filter(|target| seen.insert(target.clone()));
        let mut targets: Vec<Target> = targets.collect();
        if targets.len() < 2 {
            return targets.pop().unwrap_or(Target::Nothing);
        }
        let directives = targets.iter().filter_map(|target| match target {
            Target::Directive(id) => Some(*id),
            _ => None,
        });
        let candidates: Vec<DirectiveId> = directives.take(MOST).collect();
        if candidates.is_empty() { Target::Nothing } else { Target::Ambiguous(candidates) }
    }

    /// Whom a name under `known_as` means.
    fn name(&self, folded: &str, cited: &Cited) -> Target {
        let agrees = |issuer: &Issuer| self.agrees(issuer, cited.issuer.as_deref());
        self.references.name_of(folded, cited.date, &self.when(), &agrees)
    }
}

/// Those of the numbers with one serial that a text gave for "Chỉ thị số 14", each document once.
fn same_text<'a>(kind: &str, date: Option<Interval>, all: &[&'a Cited], types: &Types) -> Vec<&'a Cited> {
    let mut mentions: Vec<&'a Cited> = Vec::new();
    // The first mention of each document, and the days with which it is mentioned.
    let mut first: FxHashMap<(&str, Option<&str>), usize> = FxHashMap::default();
    let (mut days, mut dated) = (FxHashSet::default(), FxHashSet::default());
    for cited in all {
        let Called::Number { number, kind: named } = &cited.called else { continue };
        let fits_date = date.zip(cited.date).is_none_or(|(a, b)| a.overlaps(&b));
        if !fits_date || !is_of_kind(number, named.as_deref(), kind, types) {
            continue;
        }
        let document = (number.key.as_str(), cited.issuer.as_deref());
        if cited.date.is_some() {
            dated.insert(document.0);
        }
        let is_new = cited.date.is_some_and(|day| days.insert((document, day)));
        match first.get(&document) {
            None => {
                first.insert(document, mentions.len());
                mentions.push(cited);
            }
            // The same document again: the mention with its date says more.
            Some(at) if mentions[*at].date.is_none() => mentions[*at] = cited,
            Some(_) if is_new => mentions.push(cited),
            Some(_) => {}
        }
    }
    // A mention without a day is that of the same number with one.
    mentions.retain(|cited| match &cited.called {
        Called::Number { number, .. } => cited.date.is_some() || !dated.contains(number.key.as_str()),
        _ => false,
    });
    mentions
}

/// Whether a number, cited as of the type `named`, is of the type with the folded name `kind`.
fn is_of_kind(number: &Number, named: Option<&str>, kind: &str, types: &Types) -> bool {
    if let Some(named) = named {
        return named == kind;
    }
    let form = number.form.unwrap_or(Form::Party);
    types.of(number, form).is_some_and(|t| fold(t.name(crate::Language::Vi)) == kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::admission::Hidden;
    use crate::model::catalog::reference::Identity;
    use crate::model::names::citation::{Names, find};
    use crate::model::time::date::{Precision, edtf};

    /// `37-NQ/TW` of 2014 and of 2018, one of unknown day, and one that cites.
    fn references() -> (References, DirectiveId) {
        let identity = |number: &str, when: &str| {
            let when = edtf(when).unwrap();
            let date = when.first.filter(|_| when.precision == Precision::Day);
            let issuer = if number.ends_with("TW") { "Bộ Chính trị" } else { "Tỉnh ủy A" };
            let issuer = std::sync::Arc::new(Issuer::named(issuer));
            Identity { number: Some(Number::new(number)), date, when, slug: String::new(), issuer }
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
        let names = Names::new(&types, [fold("Nghị quyết 28")]);
        let cited: Vec<Cited> = find(text, &names).into_iter().map(|c| c.cited).collect();
        let mut citing = Citing::new(&references, &types, Some(citing), cited.iter());
        let shown = |target| match target {
            Target::Directive(id) => format!("{}", references[id].when.first.unwrap()),
            Target::Elsewhere(url) => url,
            Target::Ambiguous(ids) => format!("{} candidates", ids.len()),
            other => format!("{other:?}"),
        };
        let found: Vec<String> = cited.iter().map(|c| shown(citing.target(c))).collect();
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
