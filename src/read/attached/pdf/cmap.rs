//! Which characters the codes of a font are: its `ToUnicode` (ISO 32000-1, 9.10.3).
//!
//! Not by lopdf: that lists each code of a range, of which a few bytes may claim four thousand million.

use std::iter::Peekable;

/// Ranges that are kept.
const MOST: usize = 200_000;

/// Characters by code.
#[derive(Default)]
pub struct CMap {
    /// First code, last code, what the first is in UTF-16; by first code.
    ranges: Vec<(u32, u32, Vec<u16>)>,
}

impl CMap {
    /// Reads what a stream maps.
    pub fn read(text: &[u8]) -> CMap {
        let mut cmap = CMap::default();
        let mut tokens = Tokens { rest: text }.peekable();
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(b"beginbfchar") => cmap.characters(&mut tokens),
                Token::Word(b"beginbfrange") => cmap.spans(&mut tokens),
                _ => {}
            }
        }
        cmap.ranges.sort();
        cmap
    }

    /// The characters of a code.
    pub fn get(&self, code: u32) -> Option<String> {
        let behind = self.ranges.partition_point(|(first, ..)| *first <= code);
        // Ranges may overlap: the nearest that holds the code counts.
        let near = self.ranges[..behind].iter().rev().take(8);
        let (first, _, target) = near.into_iter().find(|(_, last, _)| code <= *last)?;
        let mut units = target.clone();
        let last = units.last_mut()?;
        *last = last.wrapping_add((code - first) as u16);
        Some(String::from_utf16_lossy(&units))
    }

    fn add(&mut self, first: u32, last: u32, target: &[u8]) {
        if self.ranges.len() < MOST {
            let units =
                target.chunks(2).map(|unit| unit.iter().fold(0, |sum, byte| sum << 8 | u16::from(*byte)));
            self.ranges.push((first, last, units.collect()));
        }
    }

    fn characters(&mut self, tokens: &mut Peekable<Tokens>) {
        while let Some(Token::Hex(code)) = tokens.next_if(Token::is_hex) {
            let Some(Token::Hex(target)) = tokens.next_if(Token::is_hex) else { return };
            let code = number(&code);
            self.add(code, code, &target);
        }
    }

    fn spans(&mut self, tokens: &mut Peekable<Tokens>) {
        while let Some(Token::Hex(first)) = tokens.next_if(Token::is_hex) {
            let Some(Token::Hex(last)) = tokens.next_if(Token::is_hex) else { return };
            let (first, last) = (number(&first), number(&last));
            match tokens.next() {
                Some(Token::Hex(target)) => self.add(first, last, &target),
                Some(Token::Word(b"[")) => {
                    let mut code = first;
                    while let Some(Token::Hex(target)) = tokens.next_if(Token::is_hex) {
                        self.add(code, code, &target);
                        code = code.saturating_add(1);
                    }
                    tokens.next();
                }
                _ => return,
            }
        }
    }
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte))
}

/// A word of PostScript.
enum Token<'a> {
    Hex(Vec<u8>),
    Word(&'a [u8]),
}

impl Token<'_> {
    fn is_hex(&self) -> bool {
        matches!(self, Token::Hex(_))
    }
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let start = self.rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        self.rest = &self.rest[start..];
        if self.rest.starts_with(b"<") && !self.rest.starts_with(b"<<") {
            let end = self.rest.iter().position(|byte| *byte == b'>').unwrap_or(self.rest.len() - 1);
            let digits: Vec<u8> = self.rest[1..=end].iter().filter_map(|byte| hex(*byte)).collect();
            self.rest = &self.rest[end + 1..];
            return Some(Token::Hex(
                digits.chunks(2).map(|pair| pair.iter().fold(0, |sum, d| sum << 4 | d)).collect(),
            ));
        }
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"<>[]()/".contains(byte);
        let length = self.rest[1..].iter().position(is_end).map_or(self.rest.len(), |end| end + 1);
        let length = if b"[]<>".contains(&self.rest[0]) { 1 } else { length };
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(Token::Word(word))
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_ranges() {
        let cmap = CMap::read(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n\
              2 beginbfchar <0001> <004D> <0002><1EAC> endbfchar\n\
              3 beginbfrange <0010> <0012> <0054> <0020> <0021> [<0041> <00410042>] <00000000> <FFFFFFFF> <0061> endbfrange",
        );
        let read = |code| cmap.get(code).unwrap_or_default();
        assert_eq!([1, 2, 0x11, 0x20, 0x21].map(read), ["M", "Ậ", "U", "A", "AB"]);
        assert_eq!(cmap.get(3).as_deref(), Some("d"));
        assert_eq!(CMap::read(b"beginbfchar <0001").get(1), None);
        assert_eq!(CMap::read(b"beginbfrange <01> <02> [ <").get(1).as_deref(), None);
    }
}
