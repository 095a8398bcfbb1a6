//! The words of Rich Text Format (version 1.9.1), a line a paragraph or a cell.
//!
//! Bytes are of the code page of their font, or of the document; `\u` is Unicode. What stands in a destination
//! (a shape, a head, a note) is a line of its own. Pictures and objects have no words.

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1258};
use rustc_hash::FxHashMap;

use crate::read::attached::styles::Style;

/// Destinations without words of the document.
const WORDLESS: [&str; 13] = [
    "fonttbl",
    "pict",
    "objdata",
    "colortbl",
    "stylesheet",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
];

/// Destinations that stand inside of a paragraph without being a part of its words.
const ASIDE: [&str; 20] = [
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "shptxt",
    "shpinst",
    "do",
    "fldinst",
    "info",
    "sp",
    "sn",
    "sv",
    "nonshppict",
    "objclass",
];

/// The words of a document.
pub fn words(bytes: &[u8]) -> String {
    let group = Group {
        encoding: WINDOWS_1252,
        style: Style::default(),
        skip: 1,
        is_wordless: false,
        is_fonts: false,
        lines: None,
    };
    let mut document = Document {
        bytes,
        at: 0,
        group,
        outer: Vec::new(),
        fonts: FxHashMap::default(),
        font: None,
        page: WINDOWS_1252,
        text: String::new(),
        pending: Vec::new(),
        to_skip: 0,
        is_starred: false,
        ended: String::new(),
    };
    document.read();
    document.text + "\n\n" + &document.ended
}

/// What holds until a brace closes.
#[derive(Clone)]
struct Group {
    encoding: &'static Encoding,
    style: Style,
    /// Characters behind `\u` for readers of former times.
    skip: usize,
    is_wordless: bool,
    is_fonts: bool,
    /// The text of the destination around this one, where this is one.
    lines: Option<String>,
}

/// A font that is declared.
struct Declared {
    number: i32,
    /// Its name so far.
    name: String,
    /// The braces around it.
    depth: usize,
}

struct Document<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    outer: Vec<Group>,
    /// Fonts by number: the encoding of their bytes, and how they show letters.
    fonts: FxHashMap<i32, (Option<&'static Encoding>, Style)>,
    /// The font that is declared.
    font: Option<Declared>,
    /// The code page of the document.
    page: &'static Encoding,
    text: String,
    /// Bytes that are not decoded yet: a letter and its tone are two.
    pending: Vec<u8>,
    to_skip: usize,
    is_starred: bool,
    /// Destinations that are read to their end.
    ended: String,
}

impl Document<'_> {
    fn read(&mut self) {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    let inner = Group { lines: None, ..self.group.clone() };
                    self.outer.push(std::mem::replace(&mut self.group, inner));
                }
                b'}' => self.close(),
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        while !self.outer.is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        self.flush();
        self.to_skip = 0;
        if self.font.as_ref().is_some_and(|font| font.depth >= self.outer.len()) {
            self.declare();
        }
        if let Some(around) = self.group.lines.take() {
            self.ended.push_str(&std::mem::replace(&mut self.text, around));
            self.ended.push('\n');
        }
        if let Some(outer) = self.outer.pop() {
            self.group = outer;
        }
    }

    /// Keeps the font that is declared.
    fn declare(&mut self) {
        self.flush();
        if let Some(Declared { number, name, .. }) = self.font.take() {
            self.fonts.entry(number).or_default().1 = Style::of_font(name.trim_end_matches(';').trim());
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else { return };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            return self.symbol(first);
        }
        let is_letter = |byte: &&u8| byte.is_ascii_alphabetic();
        let length = self.bytes[self.at..].iter().take(32).take_while(is_letter).count();
        let word = String::from_utf8_lossy(&self.bytes[self.at..self.at + length]).into_owned();
        self.at += length;
        let rest = &self.bytes[self.at..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits =
            rest[sign.min(rest.len())..].iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let typed = String::from_utf8_lossy(&rest[..sign + digits]);
            number = typed.parse::<i32>().ok();
            self.at += sign + digits;
        }
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(&word, number);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                let digits = str::from_utf8(digits).unwrap_or_default();
                self.at += 2;
                self.byte(u8::from_str_radix(digits, 16).unwrap_or(b' '));
            }
            b'*' => self.is_starred = true,
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("-"),
            b'\r' | b'\n' => self.push("\n"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let is_starred = std::mem::take(&mut self.is_starred);
        let is_on = number != Some(0);
        match word {
            "par" | "line" | "cell" | "row" | "sect" | "page" | "nestcell" | "softline" => self.push("\n"),
            "tab" => self.push("\t"),
            "emspace" | "enspace" | "qmspace" => self.push(" "),
            "endash" | "emdash" => self.push("-"),
            "lquote" | "rquote" | "ldblquote" | "rdblquote" | "bullet" => self.push("\""),
            "u" => self.unicode(number.unwrap_or_default()),
            "uc" => self.group.skip = usize::try_from(number.unwrap_or(1)).unwrap_or_default(),
            "bin" => {
                self.at =
                    self.at.saturating_add(usize::try_from(number.unwrap_or_default()).unwrap_or_default())
            }
            "ansicpg" => {
                self.page = code_page(number.unwrap_or_default()).unwrap_or(WINDOWS_1252);
                self.group.encoding = self.page;
            }
            "f" if self.group.is_fonts => {
                self.declare();
                let (number, depth) = (number.unwrap_or_default(), self.outer.len());
                self.font = Some(Declared { number, name: String::new(), depth });
            }
            "fcharset" => {
                if let Some(font) = &self.font {
                    self.fonts.entry(font.number).or_default().0 = charset(number.unwrap_or_default());
                }
            }
            "f" => self.set_font(number.unwrap_or_default()),
            "caps" | "scaps" => self.set(Style::of_capitals(is_on)),
            "plain" => {
                self.flush();
                (self.group.style, self.group.encoding) = (Style::default(), self.page);
            }
            _ if WORDLESS.contains(&word) => {
                self.destination();
                self.group.is_wordless = true;
                self.group.is_fonts = word == "fonttbl";
            }
            _ if is_starred || ASIDE.contains(&word) => self.destination(),
            _ => {}
        }
    }

    /// The group that is open is a text of its own.
    fn destination(&mut self) {
        self.flush();
        if self.group.lines.is_none() {
            self.group.lines = Some(std::mem::take(&mut self.text));
        }
    }

    fn set_font(&mut self, number: i32) {
        let (encoding, style) = self.fonts.get(&number).copied().unwrap_or_default();
        self.set(style);
        self.group.encoding = encoding.unwrap_or(self.page);
    }

    fn set(&mut self, style: Style) {
        self.flush();
        self.group.style = style.or(self.group.style);
    }

    fn unicode(&mut self, number: i32) {
        self.flush();
        let unit = u32::try_from(number).unwrap_or(number.wrapping_add(0x1_0000).unsigned_abs());
        let character = char::from_u32(unit).unwrap_or('\u{fffd}');
        self.push(character.encode_utf8(&mut [0; 4]));
        self.to_skip = self.group.skip;
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        self.pending.push(byte);
    }

    /// Decodes what has come so far.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let text = self.group.encoding.decode_without_bom_handling(&bytes).0.into_owned();
        self.show(&text);
    }

    fn push(&mut self, text: &str) {
        self.flush();
        self.to_skip = 0;
        self.show(text);
    }

    fn show(&mut self, text: &str) {
        match &mut self.font {
            Some(font) if font.depth == self.outer.len() => font.name.push_str(text),
            _ if self.group.is_wordless => {}
            _ => self.text.push_str(&self.group.style.shown(text)),
        }
    }
}

/// The encoding of a code page of Windows.
fn code_page(number: i32) -> Option<&'static Encoding> {
    Encoding::for_label(format!("windows-{number}").as_bytes())
}

/// The encoding of the bytes of a font, by its character set.
fn charset(number: i32) -> Option<&'static Encoding> {
    match number {
        163 => Some(WINDOWS_1258),
        0 => Some(WINDOWS_1252),
        _ => None,
    }
}
