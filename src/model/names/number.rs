//! Document numbers and the types of documents that their symbols stand for.
//!
//! Owns the Party form (`28-NQ/TW`, hyphen then slash, after 36-HD/VPTW) and the State form
//! (`07/NQ-CP`, `30/2020/NĐ-CP`, slash then hyphen, after Nghị định 30/2020/NĐ-CP), and the table of
//! types, which `site.yaml` can extend. Numbers are text: they are printed as typed.

use crate::language::Language;
use crate::read::decode::choices;
use crate::spelling::fold;

choices! {
    /// Whose rules a document is drawn up by.
    pub enum Form {
        /// The Party's.
        Party = "party",
        /// The State's.
        State = "state",
    }
}

/// A document number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    /// As typed.
    pub text: String,
    /// What two spellings of one number share: folded, without spaces, hyphens alike.
    pub key: String,
    /// The number before the first `-` or `/`; 0 where there is none.
    pub serial: u32,
    symbol: Option<String>,
    /// Party or State, where the number says so.
    pub form: Option<Form>,
}

impl Number {
    /// Reads any text as a number; parts that cannot be told are left out.
    pub fn new(text: &str) -> Number {
        let key = key(text);
        let digits = key.find(|c: char| !c.is_ascii_digit()).unwrap_or(key.len());
        let serial = key[..digits].parse().unwrap_or(0);
        let (symbol, form) = match key.find(['-', '/']).map(|at| (key.as_bytes()[at], &key[at + 1..])) {
            Some((b'-', rest)) => match rest.split_once('/') {
                Some((symbol, _)) => (Some(symbol), Some(Form::Party)),
                None => (None, None),
            },
            Some((_, rest)) => {
                let rest = match rest.split_once('/') {
                    Some((year, rest)) if is_year(year) => rest,
                    _ => rest,
                };
                (rest.split_once('-').map(|(symbol, _)| symbol), Some(Form::State))
            }
            None => (None, None),
        };
        let symbol = symbol.map(str::to_owned);
        Number { text: text.to_owned(), symbol, key, serial, form }
    }
}

/// A key without zeros before its serial.
pub fn loose(key: &str) -> &str {
    let bare = key.trim_start_matches('0');
    if bare.starts_with(|c: char| c.is_ascii_digit()) { bare } else { key }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())
}

fn key(text: &str) -> String {
    fold(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2044}' | '\u{2215}' => '/',
            c if c.is_ascii() => c,
            c => latin(c),
        })
        .collect()
}

/// The Latin letter that a scanner meant by a small Cyrillic or Greek one whose capital looks like it.
fn latin(c: char) -> char {
    const OTHERS: &str = "авекмнорстухіѕјαβεζηικμνορτυχ";
    const LATIN: &str = "abekmhopctyxisjabezhikmnoptyx";
    OTHERS.chars().zip(LATIN.chars()).find(|(other, _)| *other == c).map_or(c, |(_, latin)| latin)
}

/// A type of document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentType {
    /// The symbol as it stands in numbers.
    pub symbol: String,
    names: [String; 2],
    form: Option<Form>,
}

impl DocumentType {
    /// Whether it is a letter, which has no effect to state.
    pub fn is_letter(&self) -> bool {
        self.symbol == OFFICIAL_LETTER
    }

    /// The name as printed above a title.
    pub fn name(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.names[0],
            Language::En => &self.names[1],
        }
    }
}

/// Symbol, name in Vietnamese and English, and the form where one symbol means two types.
/// After Annex III of Nghị định 30/2020/NĐ-CP and, for the Party, 36-HD/VPTW.
#[rustfmt::skip]
const TYPES: &[(&str, &str, &str, Option<Form>)] = &[
    ("NQ", "Nghị quyết", "Resolution", None),
    ("CT", "Chỉ thị", "Directive", None),
    ("KL", "Kết luận", "Conclusion", None),
    ("QĐ", "Quyết định", "Decision", None),
    ("QyĐ", "Quy định", "Regulation", None),
    ("QĐi", "Quy định", "Regulation", None),
    ("QC", "Quy chế", "Statute", None),
    ("TT", "Thông tri", "Circular", Some(Form::Party)),
    ("TT", "Thông tư", "Circular", Some(Form::State)),
    ("TTLT", "Thông tư liên tịch", "Joint circular", None),
    ("HD", "Hướng dẫn", "Guidance", None),
    ("TB", "Thông báo", "Notice", None),
    ("BC", "Báo cáo", "Report", None),
    ("KH", "Kế hoạch", "Plan", None),
    ("CTr", "Chương trình", "Programme", None),
    ("ĐA", "Đề án", "Scheme", None),
    ("PA", "Phương án", "Option paper", None),
    ("DA", "Dự án", "Project", None),
    ("TTr", "Tờ trình", "Submission", None),
    ("CV", "Công văn", "Official letter", None),
    ("CĐ", "Công điện", "Official telegram", None),
    ("BB", "Biên bản", "Minutes", None),
    ("BS", "Bản sao", "Certified copy", None),
    ("TC", "Thông cáo", "Communiqué", None),
    ("NĐ", "Nghị định", "Decree", None),
    ("L", "Luật", "Law", None),
    ("VBHN", "Văn bản hợp nhất", "Consolidated text", None),
    ("GM", "Giấy mời", "Invitation", None),
    ("GUQ", "Giấy ủy quyền", "Letter of authority", None),
    ("PC", "Phiếu chuyển", "Referral slip", None),
    ("PG", "Phiếu gửi", "Dispatch slip", None),
];

/// The symbol of a letter without a type of its own.
const OFFICIAL_LETTER: &str = "CV";

/// The types that a site knows.
#[derive(Clone, Debug)]
pub struct Types(Vec<(String, DocumentType)>);

impl Types {
    /// The common types and those of the site, as (symbol, name); the site's come first.
    pub fn new<'a>(own: impl IntoIterator<Item = (&'a str, &'a str)>) -> Types {
        let own = own.into_iter().map(|(symbol, name)| (symbol, name, name, None));
        let entry = |(symbol, vi, en, form): (&str, &str, &str, Option<Form>)| {
            let names = [vi.to_owned(), en.to_owned()];
            (fold(symbol), DocumentType { symbol: symbol.to_owned(), names, form })
        };
        Types(own.map(entry).chain(TYPES.iter().map(|t| entry(*t))).collect())
    }

    /// The type that `typed` names, by symbol or by name.
    pub fn named(&self, typed: &str, form: Form) -> Option<&DocumentType> {
        let folded = fold(typed);
        self.with_symbol(&folded, form).or_else(|| {
            self.0.iter().map(|(_, t)| t).find(|t| t.names.iter().any(|name| fold(name) == folded))
        })
    }

    /// The type that a number's symbol says. A State number whose symbol is that of a body
    /// (`123/UBND-VX`) is an official letter.
    pub fn of(&self, number: &Number, form: Form) -> Option<&DocumentType> {
        let symbol = number.symbol.as_deref()?;
        self.with_symbol(symbol, form).or_else(|| match number.form {
            Some(Form::State) => self.with_symbol(&fold(OFFICIAL_LETTER), form),
            _ => None,
        })
    }

    fn with_symbol(&self, folded: &str, form: Form) -> Option<&DocumentType> {
        self.0.iter().find(|(symbol, t)| symbol == folded && t.form.is_none_or(|f| f == form)).map(|(_, t)| t)
    }

    /// All symbols.
    pub fn symbols(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, t)| t.symbol.as_str())
    }

    /// The folded Vietnamese names of all types, for finding them in running text.
    pub fn folded_names(&self) -> Vec<String> {
        self.0.iter().map(|(_, t)| fold(&t.names[0])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, name: &str, form: Option<Form>, serial: u32) {
        let number = Number::new(text);
        let types = Types::new([("QCPH", "Quy chế phối hợp")]);
        let found = types.of(&number, number.form.unwrap_or(Form::Party));
        assert_eq!(found.map_or("", |t| t.name(Language::Vi)), name);
        assert_eq!((number.form, number.serial), (form, serial));
    }

    #[test]
    fn both_forms_say_their_type() {
        check("28-NQ/TW", "Nghị quyết", Some(Form::Party), 28);
        check("34-KH/TU", "Kế hoạch", Some(Form::Party), 34);
        check("13 - CV/BCĐ", "Công văn", Some(Form::Party), 13);
        check("10-QĐi/TW", "Quy định", Some(Form::Party), 10);
        check("08-TT/TW", "Thông tri", Some(Form::Party), 8);
        check("07/NQ-CP", "Nghị quyết", Some(Form::State), 7);
        check("30/2020/NĐ-CP", "Nghị định", Some(Form::State), 30);
        check("01/2011/TT-BNV", "Thông tư", Some(Form::State), 1);
        check("123/UBND-VX", "Công văn", Some(Form::State), 123);
        check("05-QCPH/TU", "Quy chế phối hợp", Some(Form::Party), 5);
        check("12b-BC/ĐU", "Báo cáo", Some(Form::Party), 12);
    }

    #[test]
    fn what_a_number_does_not_say_stays_open() {
        check("653/2019/UBTVQH14", "", Some(Form::State), 653);
        check("12-XYZ/TW", "", Some(Form::Party), 12);
        check("34", "", None, 34);
        check("[so]-KH/TU", "Kế hoạch", Some(Form::Party), 0);
        check("", "", None, 0);
    }

    #[track_caller]
    fn same(a: &str, b: &str) {
        assert_eq!(Number::new(a).key, Number::new(b).key);
    }

    #[test]
    fn one_number_in_many_spellings() {
        same("13-CV/BCĐ", "13 - CV / BCĐ");
        same("28-NQ/TW", "28-NQ/TƯ");
        same("28–NQ/TW", "28-nq/tw");
        same("30/2020/NÐ-CP", "30/2020/NĐ-CP");
        // Cyrillic К, Н, Т, У, С, Р; Greek Κ, Η; other slashes.
        same("34-\u{41a}\u{41d}/\u{422}U", "34-KH/TU");
        same("07/NQ-\u{421}\u{420}", "07/NQ-CP");
        same("34-\u{39a}\u{397}/TU", "34-KH/TU");
        same("34-KH\u{2215}TU", "34-KH/TU");
        assert_eq!(loose(&Number::new("066/NQ-CP").key), loose(&Number::new("66/NQ-CP").key));
        assert_eq!(loose("0"), "0");
        assert_ne!(Number::new("43-KL/TW").key, Number::new("43-CT/TW").key);
        assert_ne!(Number::new("04-KL/TW").key, Number::new("4-KL/TW").key);
    }

    #[test]
    fn a_type_may_be_typed_by_symbol_or_name() {
        let types = Types::new([]);
        let name = |typed| types.named(typed, Form::Party).map(|t| t.symbol.as_str());
        assert_eq!(
            (name("KH"), name("Kế hoạch"), name("kh"), name("QyĐ"), name("X")),
            (Some("KH"), Some("KH"), Some("KH"), Some("QyĐ"), None)
        );
    }
}
