//! What the operators of a page draw (ISO 32000-1, 8 and 9): text with its place, pictures with their size.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, Stream};
use rustc_hash::FxHashMap;

use crate::read::attached::pdf::font::Font;
use crate::read::attached::pdf::lines::{self, Piece};
use crate::read::attached::pdf::{MOST, numbers};

/// How deep forms may stand in forms, and how many may be drawn.
const DEPTH: usize = 8;
const MOST_FORMS: usize = 5000;
/// Operators and pieces of text of a page.
const MOST_OPERATORS: usize = 4_000_000;
const MOST_PIECES: usize = 400_000;

/// A matrix: `a b c d e f`.
type Matrix = [f64; 6];
const SAME: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn product(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<usize>,
    size: f64,
    between_letters: f64,
    between_words: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Fonts of a document that are read.
#[derive(Default)]
pub struct Fonts {
    list: Vec<Font>,
    /// By the place of their dictionary in memory.
    known: FxHashMap<*const Dictionary, usize>,
}

/// A page as it is drawn.
pub struct Canvas<'a, 'f> {
    document: &'a Document,
    fonts: &'f mut Fonts,
    pieces: Vec<Piece>,
    /// The area of the largest picture.
    pub largest_picture: f64,
    /// It draws anything but text.
    pub paints: bool,
    /// Letters whose font does not say what they are.
    pub unread: usize,
    operators: usize,
    forms: usize,
    depth: usize,
    is_whole: bool,
    state: State,
    /// What is kept.
    kept: Vec<State>,
    text: Matrix,
    line: Matrix,
}

impl<'a, 'f> Canvas<'a, 'f> {
    /// An empty page.
    pub fn new(document: &'a Document, fonts: &'f mut Fonts) -> Canvas<'a, 'f> {
        let state = State {
            page: SAME,
            font: None,
            size: 1.0,
            between_letters: 0.0,
            between_words: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        Canvas {
            document,
            fonts,
            pieces: Vec::new(),
            largest_picture: 0.0,
            paints: false,
            unread: 0,
            operators: 0,
            forms: 0,
            depth: 0,
            is_whole: true,
            state,
            kept: Vec::new(),
            text: SAME,
            line: SAME,
        }
    }

    /// Whether all of it could be drawn.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Letters that are set on it.
    pub fn letters(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.chars().filter(|c| c.is_alphabetic()).count()).sum()
    }

    /// Its words.
    pub fn words(self) -> String {
        lines::text(self.pieces)
    }

    /// Draws operators with the fonts and forms that they name.
    pub fn draw(&mut self, content: &[u8], resources: Option<&'a Dictionary>) {
        let floor = self.kept.len();
        for operation in Content::decode_iter(content) {
            let Ok(operation) = operation else {
                self.is_whole = false;
                break;
            };
            self.operators += 1;
            if self.operators > MOST_OPERATORS || self.pieces.len() > MOST_PIECES {
                self.is_whole = false;
                break;
            }
            self.operate(&operation, resources, floor);
        }
        self.kept.truncate(floor);
    }

    /// Lays a form over the page, on lines of its own.
    pub fn lay(&mut self, form: &'a Stream, at: usize) {
        self.state.page = [1.0, 0.0, 0.0, 1.0, 0.0, -1e5 * at as f64];
        self.form(form, None);
    }

    /// Draws a form (8.10).
    pub fn form(&mut self, form: &'a Stream, resources: Option<&'a Dictionary>) {
        self.forms += 1;
        let content = form.get_plain_content_with_limit(MOST);
        let (Ok(content), true) = (content, self.depth < DEPTH && self.forms < MOST_FORMS) else {
            self.is_whole = false;
            return;
        };
        let own = form.dict.get_deref(b"Resources", self.document).and_then(Object::as_dict).ok();
        let matrix = form.dict.get_deref(b"Matrix", self.document).ok();
        let state = self.state.clone();
        if let Some(Ok(matrix)) = matrix.and_then(|m| numbers(self.document, m)).map(Matrix::try_from) {
            self.state.page = product(matrix, self.state.page);
        }
        self.depth += 1;
        self.draw(&content, own.or(resources));
        self.depth -= 1;
        self.state = state;
    }

    fn operate(&mut self, operation: &Operation, resources: Option<&'a Dictionary>, floor: usize) {
        let operands = &operation.operands;
        let number = |at: usize| operands.get(at).and_then(|o| o.as_float().ok()).map_or(0.0, f64::from);
        let matrix = || [0, 1, 2, 3, 4, 5].map(number);
        match operation.operator.as_str() {
            "q" if self.kept.len() < 1000 => self.kept.push(self.state.clone()),
            "Q" if self.kept.len() > floor => {
                if let Some(state) = self.kept.pop() {
                    self.state = state;
                }
            }
            "cm" => self.state.page = product(matrix(), self.state.page),
            "BT" => (self.text, self.line) = (SAME, SAME),
            "Tf" => {
                self.state.font = operands.first().and_then(|name| self.font(name, resources));
                self.state.size = number(1);
            }
            "Tc" => self.state.between_letters = number(0),
            "Tw" => self.state.between_words = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Td" => self.move_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.move_line(number(0), number(1));
            }
            "Tm" => (self.text, self.line) = (matrix(), matrix()),
            "T*" => self.move_line(0.0, -self.state.leading),
            "Tj" => operands.iter().for_each(|string| self.show(string)),
            "TJ" => self.show_all(operands),
            "'" => {
                self.move_line(0.0, -self.state.leading);
                operands.iter().for_each(|string| self.show(string));
            }
            "\"" => {
                (self.state.between_words, self.state.between_letters) = (number(0), number(1));
                self.move_line(0.0, -self.state.leading);
                operands.iter().skip(2).for_each(|string| self.show(string));
            }
            "Do" => self.external(operands.first(), resources),
            "BI" | "EI" => self.picture(),
            "f" | "F" | "f*" | "B" | "B*" | "b" | "b*" | "S" | "s" | "sh" => self.paints = true,
            _ => {}
        }
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.line = product([1.0, 0.0, 0.0, 1.0, x, y], self.line);
        self.text = self.line;
    }

    fn picture(&mut self) {
        let [a, b, c, d, ..] = self.state.page;
        self.paints = true;
        self.largest_picture = self.largest_picture.max((a * d - b * c).abs());
    }

    fn external(&mut self, name: Option<&Object>, resources: Option<&'a Dictionary>) {
        let Some(found) = self.resource(b"XObject", name, resources) else { return };
        let Ok(stream) = found.as_stream() else { return };
        match stream.dict.get_deref(b"Subtype", self.document).and_then(Object::as_name) {
            Ok(b"Form") => self.form(stream, resources),
            _ => self.picture(),
        }
    }

    fn resource(
        &self,
        kind: &[u8],
        name: Option<&Object>,
        resources: Option<&'a Dictionary>,
    ) -> Option<&'a Object> {
        let name = name?.as_name().ok()?;
        let named = resources?.get_deref(kind, self.document).ok()?.as_dict().ok()?;
        named.get_deref(name, self.document).ok()
    }

    fn font(&mut self, name: &Object, resources: Option<&'a Dictionary>) -> Option<usize> {
        let font = self.resource(b"Font", Some(name), resources)?.as_dict().ok()?;
        let key = std::ptr::from_ref(font);
        if let Some(known) = self.fonts.known.get(&key) {
            return Some(*known);
        }
        self.fonts.list.push(Font::read(self.document, font));
        self.fonts.known.insert(key, self.fonts.list.len() - 1);
        Some(self.fonts.list.len() - 1)
    }

    fn show_all(&mut self, operands: &[Object]) {
        for part in operands.iter().filter_map(|operand| operand.as_array().ok()).flatten() {
            match part.as_float() {
                Ok(shift) => self.advance(-f64::from(shift) / 1000.0 * self.state.size),
                Err(_) => self.show(part),
            }
        }
    }

    fn advance(&mut self, by: f64) {
        self.text = product([1.0, 0.0, 0.0, 1.0, by * self.state.stretch, 0.0], self.text);
    }

    fn show(&mut self, string: &Object) {
        let Ok(bytes) = string.as_str() else { return };
        let (mut text, mut by, mut unread) = (String::new(), 0.0, 0);
        match self.state.font.and_then(|font| self.fonts.list.get(font)) {
            Some(font) => {
                for glyph in font.glyphs(bytes) {
                    match glyph.text {
                        Some(characters) => text.push_str(&characters),
                        None => unread += 1,
                    }
                    let words = if glyph.is_space { self.state.between_words } else { 0.0 };
                    by += glyph.width / 1000.0 * self.state.size + self.state.between_letters + words;
                }
            }
            None => unread += bytes.len(),
        }
        self.unread += unread;
        let start = self.place();
        self.advance(by);
        let end = self.place();
        if !text.is_empty() {
            self.pieces.push(piece(start, end, self.state.size, text));
        }
    }

    /// Where the next letter stands on the page.
    fn place(&self) -> Matrix {
        product(product([1.0, 0.0, 0.0, 1.0, 0.0, self.state.rise], self.text), self.state.page)
    }
}

/// A text that is set from one place to another.
fn piece(start: Matrix, end: Matrix, size: f64, text: String) -> Piece {
    let [a, b, c, d, ..] = start;
    let turn = b.atan2(a);
    let (sine, cosine) = turn.sin_cos();
    let along = |at: Matrix| at[4] * cosine + at[5] * sine;
    let height = start[5] * cosine - start[4] * sine;
    let size = (size * c.hypot(d)).abs().max(0.1);
    let angle = turn.to_degrees().round();
    // A direction that is no number is none.
    let angle = if angle.is_finite() { angle as i32 } else { 0 };
    Piece { angle, start: along(start), end: along(end), height, size, text }
}
