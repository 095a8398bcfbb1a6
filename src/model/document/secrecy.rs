//! Marks of secrecy, as papers bear them: a line, a cell, a heading or a head that says MẬT, TỐI MẬT or
//! TUYỆT MẬT in capitals, or `Độ mật:` and one of them. A word in a sentence is none.
//!
//! Owns which line of a text is such a mark, and what is known of a file. What a mark says is for
//! `words`, where the words of a file come from for [`crate::read::attached`], what happens to what is
//! secret for the catalog.

mod words;

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;

use crate::place::Span;
use crate::read::attached::{self, Looked, cells};
use crate::read::snapshot::Source;
use words::{Letter, Level, Mark};

/// What is known of a file that is published as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileSecrecy {
    /// Its words were read: no mark.
    Open,
    /// It bears a mark.
    Secret,
    /// No mark was found, but there is more in it than the words that were read.
    NotLookedInto,
    /// It claims to have words, but cannot be read.
    Unreadable,
}

/// Whether a file bears a mark of secrecy. Looked at once for each content.
pub fn of_file(file: &Source) -> FileSecrecy {
    *file.memo.get_or_compute(file, |file| of_looked(&attached::look(file)))
}

/// The same of what a look into a file has found.
pub fn of_looked(looked: &Looked<'_>) -> FileSecrecy {
    let is_secret = |words: &str| secret_line(words, Span::new(0, words.len())).is_some();
    match looked {
        Looked::Words(words) | Looked::InPart(words) if is_secret(words) => FileSecrecy::Secret,
        Looked::Words(_) => FileSecrecy::Open,
        Looked::InPart(_) | Looked::NotLookedInto => FileSecrecy::NotLookedInto,
        Looked::Unreadable => FileSecrecy::Unreadable,
    }
}

/// The first mark of secrecy of a text.
pub fn secret_line(text: &str, span: Span) -> Option<Span> {
    if !can_hold_mark(&text[span.range()]) {
        return None;
    }
    let mut reading = Reading::default();
    let mut at = span.start as usize;
    for line in text[span.range()].split_inclusive(is_line_end) {
        if let Some(found) = reading.line(line.trim_end_matches(is_line_end), at) {
            return Some(found);
        }
        at += line.len();
    }
    reading.end()
}

/// Ends of lines and pages as files of any age have them.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// More letters than any mark has that is set as a column.
const COLUMN: usize = 40;

/// A mark on a line.
struct Found {
    level: Level,
    /// Its letters may be small ones: a key stands before them.
    is_keyed: bool,
    span: Span,
}

/// What is known of the lines before the one that is read.
#[derive(Default)]
struct Reading<'a> {
    /// Marks on the last lines. Papers bear one: who lists all of them speaks about marks.
    marks: Vec<Found>,
    /// The line before, where it is not blank.
    before: &'a str,
    /// The last line that was not blank says that a mark follows.
    is_keyed: bool,
    /// Letters that stand one on a line.
    column: Vec<Letter>,
}

impl<'a> Reading<'a> {
    /// Reads the next line, which begins at byte `at`; a mark, once it is certain that it is one.
    fn line(&mut self, line: &'a str, at: usize) -> Option<Span> {
        if line.trim().is_empty() {
            self.before = "";
            return None;
        }
        let before = std::mem::replace(&mut self.before, line);
        // One letter alone may be the next of a column.
        let cells = if may_say(line) || line.len() <= 16 { cells::cells(line) } else { Vec::new() };
        let cells: Vec<Vec<Letter>> = cells.iter().map(words::letters).collect();
        let whole = cells.concat();
        if let [letter] = whole[..] {
            self.column.push(Letter { start: at + letter.start, end: at + letter.end, ..letter });
            return None;
        }
        if let Some(found) = self.end_column() {
            return Some(found);
        }
        if whole.is_empty() && !cells.is_empty() {
            return None;
        }
        let is_keyed = self.is_keyed || self.marks.first().is_some_and(|mark| mark.is_keyed);
        self.is_keyed = words::is_key(&whole);
        match mark(&cells, &whole, is_keyed).filter(|mark| !is_rest(before, mark, &whole)) {
            Some(Mark { level, start, end }) => {
                self.marks.push(Found { level, is_keyed, span: Span::new(at + start, at + end) });
                None
            }
            None => self.end_marks(),
        }
    }

    /// What the end of the text makes certain.
    fn end(mut self) -> Option<Span> {
        self.end_column().or_else(|| self.end_marks())
    }

    fn end_column(&mut self) -> Option<Span> {
        let letters = std::mem::take(&mut self.column);
        // Something else may stand above it.
        let first = letters.len().saturating_sub(COLUMN);
        (first..letters.len()).find_map(|from| {
            let mark = words::mark(&letters[from..], false)?;
            Some(Span::new(mark.start, mark.end))
        })
    }

    fn end_marks(&mut self) -> Option<Span> {
        let marks = std::mem::take(&mut self.marks);
        let levels = [Level::Secret, Level::HighlySecret, Level::TopSecret];
        let said = levels.into_iter().filter(|level| marks.iter().any(|mark| mark.level == *level)).count();
        let first = marks.first()?;
        let is_list = said == levels.len() || first.is_keyed && said > 1;
        (!is_list).then_some(first.span)
    }
}

/// Whether a text can hold a mark at all, which hardly any does: the vowel of `mật` in some form that is not
/// part of another syllable, as in `luật`.
fn can_hold_mark(text: &str) -> bool {
    /// The letter in either case, its two marks, and references to characters. The others of that vowel's
    /// forms are made of these.
    static FORMS: LazyLock<Option<Searcher>> =
        LazyLock::new(|| Searcher::new(["ậ", "Ậ", "\u{302}", "\u{323}", "&#", "&A", "&a"]));
    const LETTERS: usize = 2;
    let Some(forms) = &*FORMS else { return true };
    forms.find_iter(text).any(|found| {
        let before = text[..found.start()].chars().next_back();
        let is_of_syllable = before.is_some_and(|before| before.is_alphanumeric() && !"mM".contains(before));
        found.pattern().as_usize() >= LETTERS || !is_of_syllable
    })
}

/// Whether a line can hold a mark: its second letter in either Unicode form, or a reference to a character.
/// The small one is that of a mark only behind a key, where it stands in `mật`.
fn may_say(line: &str) -> bool {
    let bytes = line.as_bytes();
    let begins = |at: usize| match bytes[at] {
        0xe1 => match bytes.get(at + 1..at + 3) {
            Some([0xba, 0xac]) => true,
            Some([0xba, 0xad]) => at > 0 && matches!(bytes[at - 1], b'm' | b'M'),
            _ => false,
        },
        0xcc => matches!(bytes.get(at + 1), Some(0x82 | 0xa3)),
        b'&' => matches!(bytes.get(at + 1), Some(b'#' | b'A' | b'a')),
        _ => false,
    };
    (0..bytes.len()).any(begins)
}

/// The mark that a line is, or that one of its cells is.
fn mark(cells: &[Vec<Letter>], whole: &[Letter], is_keyed: bool) -> Option<Mark> {
    if let Some(mark) = words::mark(whole, is_keyed) {
        return Some(mark);
    }
    let alone = |cell: &Vec<Letter>| words::mark(cell, false);
    // A row that names several speaks about marks.
    let mut marks = cells.iter().filter_map(|cell| alone(cell).or_else(|| words::mark(cell, true)));
    let first = marks.next()?;
    if marks.any(|mark| mark.level != first.level) {
        return None;
    }
    cells
        .iter()
        .find_map(alone)
        .or_else(|| cells.windows(2).find_map(|pair| words::mark(&pair.concat(), false)))
}

/// Whether a mark is the end of a word that begins at the end of the line before, as `BẢO` and `MẬT`.
fn is_rest(before: &str, mark: &Mark, whole: &[Letter]) -> bool {
    let is_alone = whole.first().is_some_and(|first| first.start == mark.start)
        && whole.last().is_some_and(|last| last.end == mark.end);
    mark.level == Level::Secret
        && is_alone
        && cells::cells(before).iter().any(|cell| words::is_cut(&words::letters(cell)))
}
