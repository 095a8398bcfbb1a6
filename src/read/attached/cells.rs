//! The cells of a line: what stands between bars, tabs, wide gaps and tags of blocks, without what only
//! dresses it: emphasis, inline tags, references to characters, characters without width.
//!
//! Knows no word. Text comes as it is typed (Markdown, HTML, what a reader of files has found): a line is
//! never taken for more than one of these needs.

use quick_xml::escape::resolve_html5_entity;

/// A gap of so many spaces stands between two cells.
const GAP: usize = 3;

/// The text of one cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its characters, undressed.
    pub text: String,
    /// For each byte of `text`, the bytes of the line from which it comes.
    places: Vec<(usize, usize)>,
}

impl Cell {
    /// Bytes of the line for bytes of the text.
    pub fn place(&self, start: usize, end: usize) -> (usize, usize) {
        let at = |byte: usize| self.places.get(byte).copied().unwrap_or_default();
        (at(start).0, at(end.saturating_sub(1)).1)
    }

    fn push(&mut self, character: char, from: usize, to: usize) {
        self.text.push(character);
        self.places.resize(self.text.len(), (from, to));
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// The cells of a line that are not blank.
pub fn cells(line: &str) -> Vec<Cell> {
    let (mut cells, mut cell, mut spaces) = (Vec::new(), Cell::default(), 0);
    let mut at = 0;
    while let Some(next) = line[at..].chars().next() {
        let (found, length) = read(&line[at..], next);
        spaces = if matches!(found, Found::Character(c) if c.is_whitespace()) { spaces + 1 } else { 0 };
        match found {
            Found::Break => cells.push(std::mem::take(&mut cell)),
            Found::Character(_) if spaces >= GAP => cells.push(std::mem::take(&mut cell)),
            Found::Character(character) => cell.push(character, at, at + length),
            Found::Nothing => {}
        }
        at += length;
    }
    cells.push(cell);
    cells.retain(|cell| !cell.is_blank());
    cells
}

/// What stands at the beginning of a text.
enum Found {
    Character(char),
    /// The end of a cell.
    Break,
    /// What is not seen.
    Nothing,
}

/// What `next`, the first character of `rest`, begins, and how many bytes that takes.
fn read(rest: &str, next: char) -> (Found, usize) {
    let length = next.len_utf8();
    match next {
        '|' | '\t' | '>' => (Found::Break, length),
        '<' => tag(rest),
        '&' => reference(rest),
        ']' => (Found::Break, length + target(rest)),
        '{' if rest.starts_with("{#") && rest.trim_end().ends_with('}') => (Found::Nothing, rest.len()),
        '*' | '_' | '~' | '`' | '\\' => (Found::Nothing, length),
        _ if is_unseen(next) => (Found::Nothing, length),
        _ => (Found::Character(next), length),
    }
}

/// Whether a character has no width: joiners, marks of direction, soft hyphens, selectors of variants.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{0}'..='\u{8}')
}

/// Tags that stand inside of a word.
const INLINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "code", "del", "em", "font", "i", "ins", "mark", "s", "small",
    "span", "strong", "sub", "sup", "tspan", "u", "wbr",
];

/// Whether an element of this name stands inside of a word.
pub fn is_inline(name: &str) -> bool {
    INLINE.iter().any(|inline| inline.eq_ignore_ascii_case(name))
}

fn tag(rest: &str) -> (Found, usize) {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        return (Found::Character('<'), 1);
    }
    if rest.starts_with("<!--") {
        return (Found::Break, 4);
    }
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let found = if is_inline(name) { Found::Nothing } else { Found::Break };
    // One that goes on in the next line ends there with a bare `>`.
    (found, rest.find('>').map_or(rest.len(), |end| end + 1))
}

/// A reference to a character, by number or by name.
fn reference(rest: &str) -> (Found, usize) {
    let bare = (Found::Character('&'), 1);
    let Some((name, _)) = within(&rest[1..], 32).split_once(';') else { return bare };
    let length = name.len() + 2;
    let number = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        },
        None => None,
    };
    let named = || resolve_html5_entity(name).and_then(|text| text.chars().next());
    match number.and_then(char::from_u32).or_else(named) {
        Some(character) if is_unseen(character) => (Found::Nothing, length),
        Some(character) => (Found::Character(character), length),
        None => bare,
    }
}

/// How many bytes behind a closing bracket tell where a link leads.
fn target(rest: &str) -> usize {
    let behind = &rest[1..];
    let close = match behind.chars().next() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return 0,
    };
    within(behind, 2000).find(close).map_or(0, |end| end + 1)
}

/// So many bytes of a text, or a few less: what is looked for does not stand further away, and a line may be
/// as long as a file.
fn within(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expect: &[&str]) {
        let cells = cells(line);
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.trim()).collect();
        assert_eq!(texts, expect, "{line}");
        for cell in &cells {
            let (start, end) = cell.place(0, cell.text.len());
            assert!(line.is_char_boundary(start) && line.is_char_boundary(end) && start < end, "{line}");
        }
    }

    #[test]
    fn what_stands_between_bars_gaps_and_tags() {
        check("| a | b c |", &["a", "b c"]);
        check("a\tb   c  d", &["a", "b", "c  d"]);
        check("<td style=\"x\">a</td><TD>b", &["a", "b"]);
        check("style=\"x\">a<br/>b", &["style=\"x\"", "a", "b"]);
        check("<!-- a --> b", &["a --", "b"]);
        check("a < b", &["a < b"]);
        check("", &[]);
    }

    #[test]
    fn what_only_dresses_is_gone() {
        check("**a**b_c_ \\- `d`", &["abc - d"]);
        check("a<b>b</b><SPAN x>c</SPAN>", &["abc"]);
        check("&#97;&#x62;&nbsp;&amp;&x; &", &["ab\u{a0}&&x; &"]);
        check("a\u{200b}b\u{ad}&shy;&zwj;c", &["abc"]);
        check("[a](b.pdf) ![c][d] e", &["[a", "![c", "e"]);
        check("# a {#id}", &["# a"]);
    }

    #[test]
    fn a_place_is_that_of_the_line() {
        let cell = &cells("x | &#97;<b>ậ</b> |")[1];
        let at = cell.text.find('ậ').unwrap();
        assert_eq!(cell.place(at, at + 'ậ'.len_utf8()), (12, 15));
    }
}
