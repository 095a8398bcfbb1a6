//! A number with its symbol in running text: "28-NQ/TW", "30/2020/NĐ-CP", "07/NQ- CP".
//!
//! Owns where such a number ends, however a scanner left it. Which of the numbers found are borne by a
//! document is for the catalog.

use crate::model::names::citation::{Names, digits_end, is_dash, is_slash};
use crate::spelling::fold;

/// Where the number with a symbol ends whose digits begin at `start`; none where there is no symbol.
pub(super) fn number_end(text: &str, start: usize, names: &Names) -> Option<usize> {
    let mut end = digits_end(text, start);
    if end - start > 5 {
        return None;
    }
    // 12b-BC/ĐU
    let letter = text[end..].chars().next().filter(|c| c.is_lowercase());
    if let Some(letter) = letter
        && text[end + letter.len_utf8()..].chars().next().is_some_and(|c| is_dash(c) || is_slash(c))
    {
        end += letter.len_utf8();
    }
    let reader = Reader { text, at: end, names };
    reader.party().or_else(|| reader.state()).map(|reader| reader.more_parts().at)
}

/// Reads signs and codes from a place on.
#[derive(Clone, Copy)]
struct Reader<'a> {
    text: &'a str,
    at: usize,
    names: &'a Names,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn spaces(self) -> Reader<'a> {
        Reader { at: self.text.len() - self.rest().trim_start().len(), ..self }
    }

    /// A sign, with spaces around it.
    fn sign(self, is_sign: impl Fn(char) -> bool) -> Option<Reader<'a>> {
        let reader = self.spaces();
        let sign = reader.rest().chars().next().filter(|c| is_sign(*c))?;
        Some(Reader { at: reader.at + sign.len_utf8(), ..reader }.spaces())
    }

    /// Letters and digits.
    fn word(self) -> Option<(&'a str, Reader<'a>)> {
        let is_part = |c: char| c.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&c);
        let end = self.rest().find(|c: char| !is_part(c)).unwrap_or(self.rest().len());
        let word = &self.rest()[..end];
        (!word.is_empty()).then_some((word, Reader { at: self.at + end, ..self }))
    }

    /// The symbol of a type: a capital letter, then letters and digits; in small letters only a symbol
    /// that is known. Also whether it is known.
    fn symbol(self) -> Option<(bool, Reader<'a>)> {
        let (word, reader) = self.word()?;
        let is_known = word.chars().count() > 1 && self.names.is_symbol(&fold(word));
        (is_known || word.starts_with(char::is_uppercase)).then_some((is_known, reader))
    }

    /// The code of a body: a capital letter, then letters and digits; behind a symbol that is known also a
    /// few bare small letters.
    fn body(self, is_known: bool) -> Option<Reader<'a>> {
        let (word, reader) = self.word()?;
        let is_small = || {
            (2..=8).contains(&word.chars().count())
                && fold(word).chars().all(|c| c.is_ascii_lowercase() || c == 'đ')
        };
        (word.starts_with(char::is_uppercase) || is_known && is_small()).then_some(reader)
    }

    /// 28-NQ/TW
    fn party(self) -> Option<Reader<'a>> {
        let (is_known, reader) = self.sign(is_dash)?.symbol()?;
        reader.sign(is_slash)?.body(is_known)
    }

    /// 07/NQ-CP, 30/2020/NĐ-CP, 653/2019/UBTVQH14
    fn state(self) -> Option<Reader<'a>> {
        let reader = self.sign(is_slash)?;
        let year = digits_end(self.text, reader.at);
        if year - reader.at == 4 {
            let (is_known, reader) = Reader { at: year, ..reader }.sign(is_slash)?.symbol()?;
            return Some(if is_known { reader.spaced_part().unwrap_or(reader) } else { reader });
        }
        let (is_known, reader) = reader.symbol()?;
        // "07/NQ - CP", but not "07/NQ - một": what follows the hyphen is a code.
        let glued = reader.sign(is_dash).filter(|behind| !reader.is_spaced(behind));
        match glued {
            Some(behind) => behind.body(is_known),
            None => reader.spaced_part(),
        }
    }

    /// Whether there are spaces between this place and a sign behind it, or behind that.
    fn is_spaced(&self, behind: &Reader<'_>) -> bool {
        self.text[self.at..behind.at].contains(char::is_whitespace)
    }

    /// A part of the body's code behind a hyphen with spaces, as scanners leave them: it begins with two
    /// capitals.
    fn spaced_part(self) -> Option<Reader<'a>> {
        let behind = self.sign(is_dash).filter(|behind| self.is_spaced(behind))?;
        let (word, reader) = behind.word()?;
        let mut letters = word.chars();
        let are_capitals = (0..2).all(|_| letters.next().is_some_and(char::is_uppercase));
        are_capitals.then_some(reader)
    }

    /// Further parts of the body's code: "NĐ-CP", "TTLT-BTP-BNG".
    fn more_parts(self) -> Reader<'a> {
        let mut reader = self;
        while let Some(behind) = reader.sign(is_dash).filter(|behind| !reader.is_spaced(behind))
            && let Some(next) = behind.body(self.is_small_behind_known())
        {
            reader = next;
        }
        reader
    }

    /// Whether the word before this place is a known symbol in small letters: "nđ" of "nđ-cp".
    fn is_small_behind_known(&self) -> bool {
        let read = &self.text[..self.at];
        let start = read
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + read[at..].chars().next().map_or(0, char::len_utf8));
        let word = &read[start..];
        word.starts_with(char::is_lowercase) && self.names.is_symbol(&fold(word))
    }
}
