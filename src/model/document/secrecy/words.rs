//! What a mark of secrecy says, and what may stand beside it: urgency, numbers of the paper and of the copy,
//! dates, how long it is secret, how it is to be handled.
//!
//! A cell is a mark where nothing else stands in it. Letters are compared without the spaces between them,
//! which papers set as they like (`M Ậ T`). Marks and their places: Nghị định 26/2020/NĐ-CP, articles 2 and 3,
//! and the forms of Thông tư 24/2020/TT-BCA; urgency: Nghị định 30/2020/NĐ-CP, annex I.

use rustc_hash::FxHashSet;

use crate::read::attached::cells::Cell;
use crate::spelling::fold_with_places;

/// Which mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// MẬT
    Secret,
    /// TỐI MẬT
    HighlySecret,
    /// TUYỆT MẬT
    TopSecret,
}

/// The word that every mark ends with.
const MARK: &str = "mật";

const LEVELS: [(&str, Level); 3] =
    [("tuyệtmật", Level::TopSecret), ("tốimật", Level::HighlySecret), ("mật", Level::Secret)];

/// What the level stands behind, in a head that names its parts.
const KEYS: [&str; 17] = [
    "cấpđộmật",
    "cấpmật",
    "classification",
    "dấuchỉđộmật",
    "dấuđộmật",
    "domat",
    "mứcbảomật",
    "mứcmật",
    "mứcđộbảomật",
    "mứcđộmật",
    "mứcđộmậtcủavănbản",
    "phânloạimật",
    "secrecy",
    "độbảomật",
    "độmật",
    "độmậtcủatàiliệu",
    "độmậtcủavănbản",
];

/// What may stand beside a mark, figures apart.
const BESIDE: [&str; 57] = [
    // How urgent it is.
    "khẩn",
    "thượngkhẩn",
    "hỏatốc",
    "hẹngiờ",
    "độkhẩn",
    "mứcđộkhẩn",
    "thường",
    // Which copy.
    "bảnsố",
    "bảnsaosố",
    "bảnthứ",
    "tờsố",
    "trang",
    "tờ",
    "quyểnsố",
    "bảngốc",
    "bảnchính",
    "bảnsao",
    "saoy",
    "sốbản",
    // When, and until when.
    "ngày",
    "tháng",
    "năm",
    "giờ",
    "phút",
    "hồi",
    "lúc",
    "từ",
    "kểtừ",
    "đến",
    "hết",
    "đếnngày",
    "trước",
    "thờihạn",
    "thờihạnbảovệ",
    "thờihạnbảovệbímậtnhànước",
    "bảovệbímậtnhànước",
    "bvbmnn",
    "thờigian",
    // How it is handled.
    "thuhồi",
    "tàiliệuthuhồi",
    "lưuhànhnộibộ",
    "nộibộ",
    "khôngphổbiến",
    "khôngsaochụp",
    "khôngđượcsaochụp",
    "cấmsaochụp",
    "cấmsao",
    "chỉngườicótênmớiđượcbócbì",
    "xemxongtrảlại",
    "đọcxongtrảlại",
    "họpxongtrảlại",
    "dựthảo",
    "lần",
    // The same for readers of other languages.
    "secret",
    "topsecret",
    "confidential",
    "classified",
];

/// What makes a mark of what stands behind it only in capitals: in a sentence it is a word.
const IN_CAPITALS: [&str; 1] = ["tàiliệu"];

/// What a number is announced by.
const NUMBER: &str = "số";

/// Syllables that a line may end with, so that `MẬT` on the next one is the rest of a word.
const CUT: [&str; 7] = ["bí", "bảo", "giải", "độ", "cơ", "cẩn", "không"];

/// One letter or figure of a cell, and what stands before it.
#[derive(Clone, Copy, Debug)]
pub struct Letter {
    pub(super) character: char,
    pub(super) is_capital: bool,
    pub(super) gap: Gap,
    /// Its bytes in the line.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
}

/// What stands between two letters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    is_there: bool,
    /// A colon, a dash, the border of a cell.
    tells: bool,
    /// The dash or the slash of a number.
    joins: bool,
    /// The point or the bracket behind the sign of an item.
    itemizes: bool,
    comma: bool,
}

/// Bytes of a cell that is more than a mark with all that may stand beside it.
const LONGEST: usize = 1000;

/// The letters of a cell.
pub fn letters(cell: &Cell) -> Vec<Letter> {
    let mut letters = Vec::new();
    if cell.text.len() > LONGEST {
        return letters;
    }
    let mut gap = Gap { is_there: true, tells: true, ..Gap::default() };
    for folded in fold_with_places(&cell.text) {
        if folded.character.is_alphanumeric() {
            let typed = &cell.text[folded.start..folded.end];
            let is_capital = typed.contains(char::is_uppercase) && !typed.contains(char::is_lowercase);
            let (start, end) = cell.place(folded.start, folded.end);
            letters.push(Letter { character: folded.character, is_capital, gap, start, end });
            gap = Gap::default();
            continue;
        }
        gap.is_there = true;
        gap.tells |= matches!(folded.character, ':' | '-' | '–' | '—' | '=');
        gap.joins |= matches!(folded.character, '-' | '–' | '/');
        gap.itemizes |= matches!(folded.character, '.' | ')' | '/');
        gap.comma |= folded.character == ',';
    }
    letters
}

/// A mark, and where it stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Which one.
    pub level: Level,
    /// The first byte of its letters.
    pub start: usize,
    /// The first byte behind them.
    pub end: usize,
}

/// More letters than any mark has, with all that may stand beside it.
const MOST: usize = 160;

/// The one mark that letters say, where they say nothing else. Behind a key (`is_keyed`: they stand behind
/// one) its letters may be small ones.
pub fn mark(letters: &[Letter], is_keyed: bool) -> Option<Mark> {
    let is_said = |at: usize| says(&letters[at..], MARK).is_some();
    if letters.len() > MOST || !(0..letters.len()).any(is_said) {
        return None;
    }
    let start = |at| Step { at, is_keyed, mark: None };
    let mut open = vec![start(0)];
    open.extend(behind_sign(letters).map(start));
    let mut seen = FxHashSet::default();
    while let Some(step) = open.pop() {
        if step.at == letters.len() && step.mark.is_some() {
            return step.mark;
        }
        if seen.insert((step.at, step.is_keyed, step.mark.map(|mark| mark.level))) {
            step.go_on(letters, &mut open);
        }
    }
    None
}

/// Whether letters say nothing but that a mark follows.
pub fn is_key(letters: &[Letter]) -> bool {
    let begins = behind_sign(letters).into_iter().chain([0]);
    begins.into_iter().any(|at| KEYS.iter().any(|key| says(&letters[at..], key) == Some(letters.len() - at)))
}

/// Whether letters end in the middle of a word whose rest may be `MẬT`.
pub fn is_cut(letters: &[Letter]) -> bool {
    CUT.iter().any(|word| {
        let from = letters.len().checked_sub(word.chars().count());
        let is_word = |word: &[Letter]| word[0].gap.is_there && word.iter().all(|letter| letter.is_capital);
        from.is_some_and(|at| is_word(&letters[at..]) && says(&letters[at..], word).is_some())
    })
}

/// The place behind the sign of an item: `a)`, `II.`
fn behind_sign(letters: &[Letter]) -> Option<usize> {
    let first = letters.iter().skip(1).take(5).position(|letter| letter.gap.is_there)? + 1;
    let is_sign = first == 1 || letters[..first].iter().all(|letter| "ivxlc".contains(letter.character));
    (is_sign && letters[first].gap.itemizes).then_some(first)
}

/// How many letters a word takes at the beginning.
fn says(letters: &[Letter], word: &str) -> Option<usize> {
    let mut rest = letters.iter();
    word.chars().all(|character| rest.next().is_some_and(|letter| letter.character == character)).then(|| {
        // All that is left was not said.
        letters.len() - rest.len()
    })
}

/// How far the letters are read.
struct Step {
    at: usize,
    /// A mark must follow.
    is_keyed: bool,
    mark: Option<Mark>,
}

impl Step {
    fn go_on(&self, letters: &[Letter], open: &mut Vec<Step>) {
        let rest = &letters[self.at..];
        let Some(next) = rest.first() else { return };
        for (word, level) in LEVELS {
            let Some(length) = says(rest, word) else { continue };
            let is_typed = self.is_keyed || rest[..length].iter().all(|letter| letter.is_capital);
            let is_same = self.mark.is_none_or(|mark| mark.level == level);
            if is_typed && is_same {
                let mark = Mark { level, start: next.start, end: rest[length - 1].end };
                let mark = Some(self.mark.unwrap_or(mark));
                open.push(Step { at: self.at + length, is_keyed: false, mark });
            }
        }
        if self.is_keyed {
            return;
        }
        let mut go = |length: usize| {
            open.push(Step { at: self.at + length, is_keyed: false, mark: self.mark });
        };
        if next.character.is_numeric() {
            go(1);
        }
        BESIDE.iter().filter_map(|word| says(rest, word)).for_each(&mut go);
        let is_capital = |length: &usize| rest[..*length].iter().all(|letter| letter.is_capital);
        IN_CAPITALS.iter().filter_map(|word| says(rest, word)).filter(is_capital).for_each(&mut go);
        if let Some(length) = says(rest, NUMBER) {
            // The shortest is read first: `12 - TỐI MẬT` is no number of an office.
            (length..=length + number(&rest[length..])).rev().for_each(&mut go);
        }
        place_of_date(rest).into_iter().for_each(&mut go);
        for length in KEYS.iter().filter_map(|key| says(rest, key)) {
            if rest.get(length).is_some_and(|behind| behind.gap.tells) {
                open.push(Step { at: self.at + length, is_keyed: true, mark: self.mark });
            } else if rest[..length].iter().all(|letter| letter.is_capital) {
                open.push(Step { at: self.at + length, is_keyed: false, mark: self.mark });
            }
        }
    }
}

/// How many letters the number of a paper takes: `12-CV/TU`, `-KH/UBND`, `34/2024/QĐ-UBND`.
fn number(letters: &[Letter]) -> usize {
    let belongs = |(at, letter): (usize, &Letter)| match letter.character.is_numeric() {
        true => at == 0 || !letter.gap.is_there || letter.gap.joins,
        false => letter.is_capital && (letter.gap.joins || at > 0 && !letter.gap.is_there),
    };
    letters.iter().enumerate().take_while(|(at, letter)| belongs((*at, letter))).count()
}

/// How many letters the place takes before a date: `Hà Nội, ngày …`.
fn place_of_date(letters: &[Letter]) -> Option<usize> {
    let comma = letters.iter().take(32).position(|letter| letter.gap.comma)?;
    says(&letters[comma..], "ngày")?;
    let begins = |letter: &Letter| letter.gap.is_there;
    let named = &letters[..comma];
    let is_name = begins(letters.first()?) && named.iter().all(|letter| letter.is_capital || !begins(letter));
    let words = named.iter().filter(|letter| begins(letter)).count();
    let is_small = named.iter().any(|letter| !letter.is_capital);
    (is_name && is_small && words <= 5).then_some(comma)
}
