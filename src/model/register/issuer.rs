//! Whether the words of a text name the body that issued a document: "của UBND tỉnh Nghệ An".
//!
//! Owns the names that a body goes by, those of the bodies above it included, and how far words agree
//! with one of them. Words that are shorter than the name agree ("Tỉnh ủy", "UBND tỉnh"); words that
//! name another body, or another place, do not. Where the words of a name end in a sentence is not
//! written, so that a name is looked for at their beginning. Does not know citations.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::model::names::name::Name;
use crate::model::register::organization::{OrganizationId, Register, Resolution};
use crate::spelling::fold_with_places;

/// The body that issued a document, by all its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issuer {
    /// Its names, alone and with those of the bodies above it, in words.
    names: Vec<Vec<String>>,
    /// The names of the bodies above it, and the place of the document.
    above: Vec<Vec<String>>,
    /// Stands for all of these where much is hashed.
    fingerprint: u64,
}

impl Hash for Issuer {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

/// A word of a name.
#[derive(Clone, Debug)]
struct Word {
    folded: String,
    is_capital: bool,
    gap: Gap,
}

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Space,
    And,
    Sign,
}

/// What follows on the words that were recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// The name ends here.
    End,
    /// Small letters: the sentence goes on, or an unknown name does.
    Small,
    /// More of a name: a place, or another body.
    More,
}

/// Abbreviations that every text uses; a register adds those of its bodies.
#[rustfmt::skip]
const SHORT: &[(&str, &str)] = &[
    ("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"), ("ub", "ủy ban"), ("tp", "thành phố"),
    ("tx", "thị xã"), ("bch", "ban chấp hành"), ("btv", "ban thường vụ"), ("bct", "bộ chính trị"),
    ("bbt", "ban bí thư"), ("bcđ", "ban chỉ đạo"), ("vp", "văn phòng"), ("ttg", "thủ tướng chính phủ"),
    ("cp", "chính phủ"), ("mttq", "mặt trận tổ quốc"), ("ubmttq", "ủy ban mặt trận tổ quốc"),
    ("ubkt", "ủy ban kiểm tra"), ("ubtvqh", "ủy ban thường vụ quốc hội"), ("qh", "quốc hội"),
];

/// Organs and posts that issue in the name of the body behind them.
#[rustfmt::skip]
const ORGANS: &[&str] = &[
    "ban thường vụ", "thường vụ", "thường trực", "ban chấp hành", "chủ tịch", "phó chủ tịch", "bí thư",
    "phó bí thư", "bộ trưởng", "thứ trưởng", "thủ tướng", "giám đốc", "đồng chí", "lãnh đạo", "tập thể",
    "hội nghị", "kỳ họp",
];

/// The two names of a committee of the Party.
const COMMITTEES: &[(&str, &str)] = &[
    ("đảng bộ tỉnh", "tỉnh ủy"),
    ("đảng bộ thành phố", "thành ủy"),
    ("đảng bộ huyện", "huyện ủy"),
    ("đảng bộ quận", "quận ủy"),
    ("đảng bộ thị xã", "thị ủy"),
    ("đảng bộ", "đảng ủy"),
];

/// Names that are whole as they stand, though a place may follow.
#[rustfmt::skip]
const WHOLE: &[&str] = &[
    "ủy ban nhân dân", "ủy ban nhân dân tỉnh", "ủy ban nhân dân thành phố", "ủy ban nhân dân huyện",
    "ủy ban nhân dân quận", "ủy ban nhân dân thị xã", "ủy ban nhân dân xã", "ủy ban nhân dân phường",
    "hội đồng nhân dân", "hội đồng nhân dân tỉnh", "hội đồng nhân dân thành phố",
    "hội đồng nhân dân huyện", "hội đồng nhân dân xã", "hội đồng nhân dân phường",
    "tỉnh ủy", "thành ủy", "huyện ủy", "quận ủy", "thị ủy", "đảng ủy",
    "ban thường vụ tỉnh ủy", "ban thường vụ thành ủy", "ban thường vụ huyện ủy", "ban thường vụ đảng ủy",
    "thường trực tỉnh ủy", "thường trực thành ủy", "thường trực huyện ủy",
    "chính phủ", "thủ tướng", "thủ tướng chính phủ", "quốc hội", "bộ chính trị", "ban bí thư",
    "ban chấp hành tw", "ban chấp hành tw đảng", "tw", "tw đảng", "đảng",
];

/// Words that begin what follows a name.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "về", "ban", "quy", "hướng", "phê", "triển", "thực", "thi", "sửa", "bổ", "thay", "ngày", "năm", "để", "trong",
    "tại", "có", "là", "đã", "được", "trên", "nhằm", "theo", "cho", "với", "tiếp", "đối", "nêu", "yêu", "giao",
    "chỉ", "xác", "hiện", "kèm", "gửi", "liên", "đến", "từ", "hoặc", "cũng", "khi", "nếu", "thì", "mà", "này",
    "như", "vừa", "do", "bằng", "còn", "sau", "trước", "khóa", "nhiệm", "lần", "gồm", "chưa", "không", "phải",
    "sẽ", "đang", "thông", "tổng", "sơ", "số", "kết", "tăng", "đẩy", "nâng", "đổi", "tổ", "phát", "rồi", "và",
];

/// Words for units that have a name.
const UNITS: &[&str] = &["tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường", "khu", "phố", "thôn"];

/// Words with which the name of a body begins.
#[rustfmt::skip]
const HEADS: &[&str] = &[
    "ban", "bộ", "sở", "ủy", "hội", "văn", "chính", "thủ", "quốc", "tỉnh", "thành", "huyện", "quận", "đảng",
    "cục", "chi", "tổng", "viện", "phòng", "trường", "công", "liên", "mặt", "tòa", "ngân", "thanh", "kho",
    "nghị", "quyết", "kế", "thông", "kết", "chương", "luật", "hướng", "quy", "báo", "thường", "chủ", "đề",
];

impl Issuer {
    /// The issuer of a document by the names that were typed, with the line above it and its place.
    pub fn new<'n>(
        typed: impl IntoIterator<Item = &'n Name>,
        superior: Option<&str>,
        place: Option<&str>,
        register: &Register,
    ) -> Issuer {
        let (mut own, mut above) = (Vec::new(), Vec::new());
        for name in typed {
            match register.resolve(&name.text, &name.folded) {
                Resolution::Found(id) => {
                    own.extend(names_of(id, register));
                    let parents = std::iter::successors(register[id].parent, |id| register[*id].parent);
                    above.extend(parents.map(|parent| names_of(parent, register)));
                }
                _ => own.push(in_words(&name.text)),
            }
        }
        above.extend(superior.map(|line| vec![in_words(line)]));
        Issuer::of_names(own, above, place)
    }

    /// The one body of its kind that the code of a number stands for: `CP` in 07/NQ-CP.
    pub fn of_code(key: &str) -> Option<Issuer> {
        let code = key.rsplit(['-', '/']).next()?.trim_end_matches(|c: char| c.is_ascii_digit());
        let name = match code {
            "cp" => "Chính phủ",
            "ttg" => "Thủ tướng Chính phủ",
            "ctn" => "Chủ tịch nước",
            "qh" => "Quốc hội",
            "ubtvqh" => "Ủy ban Thường vụ Quốc hội",
            "tw" => "Trung ương Đảng",
            _ => return None,
        };
        Some(Issuer::named(name))
    }

    /// An issuer of which nothing but the name is known.
    pub fn named(name: &str) -> Issuer {
        Issuer::of_names(vec![in_words(name)], Vec::new(), None)
    }

    fn of_names(own: Vec<Vec<String>>, above: Vec<Vec<Vec<String>>>, place: Option<&str>) -> Issuer {
        let mut names = own;
        for level in &above {
            let joined = names.iter().flat_map(|name| level.iter().map(|upper| join(name, upper)));
            let joined: Vec<Vec<String>> = joined.collect();
            names.extend(joined);
            // A deep tree with many names each would make no end of them.
            names.truncate(64);
        }
        let stripped: Vec<Vec<String>> = names.iter().flat_map(|name| variants(name)).collect();
        names.extend(stripped);
        if names.iter().any(|name| is_of_the_party(name)) {
            names.extend([vec!["đảng".to_owned()], vec!["tw".to_owned()]]);
        }
        names.retain(|name| !name.is_empty());
        names.sort();
        names.dedup();
        let above: Vec<Vec<String>> = above.into_iter().flatten().chain(place.map(in_words)).collect();
        let mut hasher = FxHasher::default();
        (&names, &above).hash(&mut hasher);
        Issuer { names, above, fingerprint: hasher.finish() }
    }

    /// Whether words that name an issuer, in a document that `citing` issued, mean this one or say nothing
    /// against it.
    pub fn agrees(&self, words: &str, citing: Option<&Issuer>) -> bool {
        let in_capitals = words.contains(' ') && !words.contains(char::is_lowercase);
        let words = read(words);
        let Some(first) = words.first() else { return true };
        if !first.is_capital {
            // "của tỉnh", "của các cấp" name nobody; "của tỉnh Nghệ An" names a place.
            return !UNITS.contains(&first.folded.as_str())
                || capitals(&words, 0).is_empty()
                || self.is_in(&capitals(&words, 0));
        }
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let own = std::iter::once((folded.clone(), 0)).chain(stripped(&folded));
        own.into_iter().any(|(variant, cut)| {
            // The words as typed that a variant stands for, from its end on.
            let typed = |at: usize| at + cut;
            self.names.iter().any(|name| self.is_named(name, &variant, &words, &typed, in_capitals, citing))
        }) || self.is_place(&words)
    }

    /// Whether a name stands at the beginning of words, whole or shortened.
    fn is_named(
        &self,
        name: &[String],
        variant: &[String],
        words: &[Word],
        typed: &dyn Fn(usize) -> usize,
        in_capitals: bool,
        citing: Option<&Issuer>,
    ) -> bool {
        let same = name.iter().zip(variant).take_while(|(a, b)| a == b).count();
        if same == 0 {
            return false;
        }
        let at = typed(same);
        let next = follows(words, at, in_capitals, &variant[..same]);
        if same == name.len() {
            // "Đảng ủy" is not "Đảng".
            let is_part = same == 1 && next == Next::Small;
            return !is_part && (next != Next::More || self.is_in(&capitals(words, at)));
        }
        let taken = variant[..same].join(" ");
        let is_whole = WHOLE.contains(&taken.as_str());
        let is_short = match next {
            Next::End => same > 1 || is_whole,
            Next::Small => is_whole,
            Next::More => false,
        };
        // "UBND tỉnh" in a document of another province is its own.
        is_short && !(is_whole && citing.is_some_and(|citing| citing.means_its_own(&variant[..same], name)))
    }

    /// Whether short words mean a body of this issuer's own that is not the one with `name`.
    fn means_its_own(&self, short: &[String], name: &[String]) -> bool {
        let mut own = self.names.iter().chain(&self.above).filter(|own| own.starts_with(short)).peekable();
        own.peek().is_some() && !own.any(|own| own.starts_with(name) || name.starts_with(own))
    }

    /// Whether words are the bare name of a place that the issuer is of: "của Hà Nội".
    fn is_place(&self, words: &[Word]) -> bool {
        let place = capitals(words, 0);
        place.len() > 1 && place.len() < 5 && !HEADS.contains(&place[0].as_str()) && self.is_in(&place)
    }

    fn is_in(&self, place: &[String]) -> bool {
        let neutral = ["đảng", "việt nam", "tw đảng", "tw", "đảng cộng"];
        let is_central = || self.names.iter().any(|name| is_central(name));
        let is_here = |name: &Vec<String>| name.windows(place.len()).any(|part| part == place);
        !place.is_empty() && (self.names.iter().chain(&self.above).any(is_here))
            || neutral.contains(&place.join(" ").as_str()) && is_central()
    }
}

/// Whether a name is that of a body of the whole Party or State.
fn is_central(name: &[String]) -> bool {
    let of_the_state = ["chính phủ", "quốc hội", "thủ tướng chính phủ"];
    is_of_the_party(name) || of_the_state.contains(&name.join(" ").as_str())
}

/// Whether a name is that of a body of the whole Party.
fn is_of_the_party(name: &[String]) -> bool {
    let names = [
        "tw đảng",
        "bộ chính trị",
        "ban bí thư",
        "ban bí thư tw đảng",
        "ban chấp hành tw",
        "ban chấp hành tw đảng",
    ];
    names.contains(&name.join(" ").as_str())
}

fn names_of(id: OrganizationId, register: &Register) -> Vec<Vec<String>> {
    let one = &register[id];
    std::iter::once(&one.name).chain(&one.aliases).chain(&one.short).map(|name| in_words(name)).collect()
}

fn in_words(name: &str) -> Vec<String> {
    read(name).into_iter().map(|word| word.folded).collect()
}

/// A name with that of the body above it; words that both have stand once.
fn join(name: &[String], upper: &[String]) -> Vec<String> {
    let shared = (1..=name.len().min(upper.len())).rev().find(|n| name.ends_with(&upper[..*n])).unwrap_or(0);
    name.iter().chain(&upper[shared..]).cloned().collect()
}

/// A name without its organ, and by its other name.
fn variants(name: &[String]) -> impl Iterator<Item = Vec<String>> {
    stripped(name).map(|(variant, _)| variant)
}

/// Words without the organ at their beginning, and by the other name of a committee; each with how many
/// words more the typed ones have.
fn stripped(words: &[String]) -> impl Iterator<Item = (Vec<String>, usize)> {
    let mut found: Vec<(Vec<String>, usize)> = Vec::new();
    let mut rest = words;
    while let Some(behind) = ORGANS.iter().find_map(|organ| without(rest, organ)) {
        // "Hội nghị lần thứ sáu Ban Chấp hành …", "kỳ họp thứ 5 …"
        let behind = match behind {
            [a, b, _, rest @ ..] if a == "lần" && b == "thứ" => rest,
            [a, _, rest @ ..] if a == "thứ" => rest,
            behind => behind,
        };
        rest = behind;
        found.push((rest.to_vec(), words.len() - rest.len()));
    }
    let all: Vec<(Vec<String>, usize)> =
        std::iter::once((words.to_vec(), 0)).chain(found.iter().cloned()).collect();
    for (words, cut) in all {
        if let Some((committee, behind, length)) = COMMITTEES
            .iter()
            .find_map(|(other, name)| Some((*name, without(&words, other)?, other.split(' ').count())))
        {
            let name: Vec<String> = committee.split(' ').map(str::to_owned).collect();
            let more = cut + length - name.len();
            found.push((name.into_iter().chain(behind.iter().cloned()).collect(), more));
        }
    }
    found.into_iter().filter(|(words, _)| !words.is_empty())
}

/// What follows on `first`, where words begin with it.
fn without<'w>(words: &'w [String], first: &str) -> Option<&'w [String]> {
    let count = first.split(' ').count();
    let (head, rest) = words.split_at_checked(count)?;
    head.iter().map(String::as_str).eq(first.split(' ')).then_some(rest)
}

/// Takes words apart: folded, abbreviations in full.
fn read(text: &str) -> Vec<Word> {
    let folded = fold_with_places(text);
    let mut words: Vec<Word> = Vec::new();
    let (mut at, mut gap) = (0, Gap::Space);
    while at < folded.len() {
        let c = folded[at].character;
        if !c.is_alphanumeric() {
            let joins = [' ', '-', '–', '&', '/', '.'].contains(&c);
            gap = if joins || gap == Gap::Sign { gap } else { Gap::Sign };
            at += 1;
            continue;
        }
        let length = folded[at..].iter().take_while(|f| f.character.is_alphanumeric()).count();
        let word: String = folded[at..at + length].iter().map(|f| f.character).collect();
        // "Quận 1"
        let is_numbered = || words.last().is_some_and(|last| UNITS.contains(&last.folded.as_str()));
        let is_capital =
            text[folded[at].start..].starts_with(char::is_uppercase) || c.is_ascii_digit() && is_numbered();
        at += length;
        if word == "và" {
            gap = if gap == Gap::Sign { gap } else { Gap::And };
            continue;
        }
        let long = SHORT.iter().find(|(short, _)| *short == word).map(|(_, long)| *long);
        for (nth, part) in long.unwrap_or(&word).split(' ').enumerate() {
            let gap = if nth == 0 { std::mem::replace(&mut gap, Gap::Space) } else { Gap::Space };
            words.push(Word { folded: part.to_owned(), is_capital: is_capital && nth == 0, gap });
        }
        // Folding knows the Centre by its capitals only.
        if let [.., a, b] = &words[..]
            && (a.folded.as_str(), b.folded.as_str()) == ("trung", "ương")
        {
            words.pop();
            if let Some(last) = words.last_mut() {
                last.folded = "tw".to_owned();
            }
        }
    }
    words
}

/// What follows from word `at` on, behind `taken` words.
fn follows(words: &[Word], at: usize, in_capitals: bool, taken: &[String]) -> Next {
    let Some(next) = words.get(at) else { return Next::End };
    let folded = next.folded.as_str();
    let is_behind = BEHIND.contains(&folded);
    match next.gap {
        Gap::Sign => return Next::End,
        Gap::And if !next.is_capital || HEADS.contains(&folded) => return Next::End,
        _ => {}
    }
    if in_capitals {
        // Among capitals only a committee takes the bare name of a place.
        let is_committee = taken.last().is_some_and(|last| last == "ủy");
        return match is_behind || !is_committee && !UNITS.contains(&folded) {
            true => Next::End,
            false => Next::More,
        };
    }
    match next.is_capital {
        true => Next::More,
        false if UNITS.contains(&folded) => Next::More,
        false if is_behind => Next::End,
        false => Next::Small,
    }
}

/// The words in capitals from `at` on, that of a unit before them left out.
fn capitals(words: &[Word], at: usize) -> Vec<String> {
    let from = words.get(at..).unwrap_or_default();
    let units = from.iter().take_while(|word| UNITS.contains(&word.folded.as_str())).count();
    let name = from[units..].iter().enumerate();
    let name = name.take_while(|(nth, word)| word.is_capital && (*nth == 0 || word.gap == Gap::Space));
    name.map(|(_, word)| word.folded.clone()).collect()
}

#[cfg(test)]
mod tests;
