//! Whom a citation in a text means, by everything that stands around the number or name.
//!
//! Owns how date, issuer and the rest of the same text narrow down the bearers of a number. A citation
//! that names another issuer, or another year, than the bearer's means somebody else: it stays text.

use crate::model::catalog::reference::{DirectiveId, References, Target};
use crate::model::names::citation::{Called, Cited};
use crate::model::names::number::{Form, Number, Types, loose};
use crate::model::register::issuer::Issuer;
use crate::model::time::date::{Interval, Precision};
use crate::spelling::fold;

/// The citations of one text, and what they are resolved by.
#[derive(Clone, Copy)]
pub struct Citing<'a> {
    /// The numbers and names of all directives.
    pub references: &'a References,
    /// The types that the site knows.
    pub types: &'a Types,
    /// The directive whose text it is; none for that of a report.
    pub own: Option<DirectiveId>,
}

impl Citing<'_> {
    /// Whom a citation means; `all` are those of the same text.
    pub fn target<'c>(&self, cited: &Cited, all: impl Iterator<Item = &'c Cited>) -> Target {
        let target = match &cited.called {
            Called::Number { number, .. } => self.number(number, cited.date, cited.issuer.as_deref()),
            Called::Name(folded) => self.name(folded, cited),
            Called::Serial { folded, kind, serial } => {
                let numbers = same_text(kind, serial, cited.date, all, self.types);
                match numbers[..] {
                    [] => self.name(folded, cited),
                    _ => self.one_of(&numbers, cited),
                }
            }
        };
        match target {
            Target::Directive(id) if Some(id) == self.own => Target::Own,
            other => other,
        }
    }

    /// When the citing text was made.
    fn when(&self) -> Interval {
        let everything = Interval { first: None, last: None, precision: Precision::Range };
        self.own.map_or(everything, |id| self.references[id].when)
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
        let mut targets: Vec<Target> = Vec::new();
        for target in numbers.iter().map(target) {
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        if let [one] = &targets[..] {
            return one.clone();
        }
        let mut candidates: Vec<DirectiveId> = targets
            .iter()
            .filter_map(|target| match target {
                Target::Directive(id) => Some(*id),
                _ => None,
            })
            .collect();
        candidates.dedup();
        if candidates.is_empty() { Target::Nothing } else { Target::Ambiguous(candidates) }
    }

    /// Whom a name under `known_as` means.
    fn name(&self, folded: &str, cited: &Cited) -> Target {
        let named = self.references.named(folded);
        let when = self.when();
        let agrees = |id: &&DirectiveId| self.agrees(&self.references[**id].issuer, cited.issuer.as_deref());
        let fits = |id: &&DirectiveId| self.references.fits(**id, cited.date, &when);
        let fitting: Vec<DirectiveId> = named.iter().filter(fits).filter(agrees).copied().collect();
        // One that is only too young for this text is not spoken of at all.
        let spoken_of = named.iter().find(|id| cited.date.is_some() || fits(id));
        match (&fitting[..], spoken_of) {
            ([one], _) => Target::Directive(*one),
            ([], Some(other)) => Target::Differs(*other),
            ([], None) => Target::Nothing,
            _ => Target::Ambiguous(fitting),
        }
    }
}

/// The numbers that the same text gave for "Chỉ thị số 14", each document once.
fn same_text<'a>(
    kind: &str,
    serial: &str,
    date: Option<Interval>,
    all: impl Iterator<Item = &'a Cited>,
    types: &Types,
) -> Vec<&'a Cited> {
    let mut mentions: Vec<(&'a Cited, &'a str)> = Vec::new();
    for cited in all {
        let Called::Number { number, kind: named } = &cited.called else { continue };
        let digits = number.key.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.key.len());
        let fits_date = match (date, cited.date) {
            (Some(a), Some(b)) => a.overlaps(&b),
            _ => true,
        };
        if number.key[..digits] != *serial || !fits_date || !is_of_kind(number, named.as_deref(), kind, types)
        {
            continue;
        }
        match mentions.iter_mut().find(|(known, key)| {
            *key == number.key
                && (known.date.is_none() || cited.date.is_none() || known.date == cited.date)
                && known.issuer == cited.issuer
        }) {
            // The same document again: the mention with its date says more.
            Some((known, _)) if known.date.is_none() => *known = cited,
            Some(_) => {}
            None => mentions.push((cited, &number.key)),
        }
    }
    // A mention without a day is that of the same number with one.
    let dated: Vec<&str> = mentions.iter().filter(|(c, _)| c.date.is_some()).map(|(_, key)| *key).collect();
    let says_more = |cited: &Cited, key: &str| cited.date.is_some() || !dated.contains(&key);
    mentions.iter().filter(|(cited, key)| says_more(cited, key)).map(|(cited, _)| *cited).collect()
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
    use crate::model::time::date::edtf;

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
        let citing = Citing { references: &references, types: &types, own: Some(citing) };
        let cited: Vec<Cited> = find(text, &names).into_iter().map(|c| c.cited).collect();
        let shown = |target| match target {
            Target::Directive(id) => format!("{}", references[id].when.first.unwrap()),
            Target::Elsewhere(url) => url,
            Target::Ambiguous(ids) => format!("{} candidates", ids.len()),
            other => format!("{other:?}"),
        };
        let found: Vec<String> = cited.iter().map(|c| shown(citing.target(c, cited.iter()))).collect();
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
