//! From a YAML tree to what an author typed: records of keys, each value with its place.
//!
//! Owns the machinery that finds every fault of a file in one pass: unknown and duplicate keys,
//! missing ones, wrong types, words that are none of those allowed. The records themselves are
//! declared with the macros of `decode/declare.rs`. Knows nothing of what the keys mean.

mod declare;

use std::borrow::Cow;
use std::ops::{Deref, Range};

use rustc_hash::FxHashMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::snapshot::Source;
use crate::read::yaml::{KeyValue, Node, NodeKind, slips};

pub(crate) use declare::{choices, record, required};
pub use declare::{key_name, plain};

/// Decodes one file and collects its faults.
pub struct Decoder<'a> {
    source: &'a Source,
    /// Faults found so far.
    pub faults: Vec<Diagnostic>,
    /// Keys that were typed and gave no value for a fault in them, and where.
    lost: Vec<(String, u32)>,
}

impl<'a> Decoder<'a> {
    /// A decoder of values that stand in `source`.
    pub fn new(source: &'a Source) -> Decoder<'a> {
        Decoder { source, faults: Vec::new(), lost: Vec::new() }
    }

    /// The text of the file; empty where it cannot be read.
    pub fn text(&self) -> &'a str {
        self.source.text().unwrap_or_default()
    }

    /// The place of a span of the file.
    pub fn place(&self, span: Span) -> Place {
        self.source.place(span)
    }

    /// The place of some bytes of a text; of the whole of it where it was typed with escapes or over lines.
    pub fn place_within(&self, text: &Text, part: Range<usize>) -> Place {
        let typed = self.source.text().ok().and_then(|source| source.get(text.span.range()));
        let span = typed.and_then(|typed| typed.find(text.as_str())).map(|from| {
            let start = text.span.start as usize + from;
            Span::new(start + part.start, start + part.end)
        });
        self.place(span.unwrap_or(text.span))
    }

    /// Reports words with a colon that YAML took for a key and its value; false where they are none.
    fn needs_quotes(&mut self, node: &Node) -> bool {
        let NodeKind::Map(entries) = &node.kind else { return false };
        let [KeyValue { key, key_span, value }] = &entries[..] else { return false };
        // Keys are small letters without marks, and who writes braces means keys.
        let is_braced = self.text().get(node.span.start as usize..).is_some_and(|rest| rest.starts_with('{'));
        let is_words = !is_braced && key.contains(|c: char| !c.is_ascii_lowercase() && c != '_');
        if !is_words || !matches!(value.kind, NodeKind::Text(_) | NodeKind::Null) {
            return false;
        }
        let span = Span::new(key_span.start as usize, value.span.end.max(key_span.end) as usize);
        let typed = self.text().get(span.range()).unwrap_or_default().trim_end();
        let typed = typed.lines().next().unwrap_or_default().trim_end();
        let span = Span::new(span.start as usize, span.start as usize + typed.len());
        self.faults.push(diagnostic::needs_quotes(self.place(span), typed));
        true
    }

    /// Reports that `node` is not what was `expected`.
    pub fn wrong_type(&mut self, node: &Node, expected: Words) {
        let found = match &node.kind {
            NodeKind::Null => Words::new("giá trị rỗng", "nothing"),
            NodeKind::Text(_) => Words::new("một giá trị đơn", "a single value"),
            NodeKind::List(_) => Words::new("một danh sách", "a list"),
            NodeKind::Map(_) => Words::new("một nhóm khóa", "a mapping"),
        };
        self.faults.push(diagnostic::wrong_type(self.place(node.span), expected, found));
    }

    /// Reports a comma behind the last item of a list or mapping in brackets.
    fn extra_commas(&mut self, node: &Node) {
        if let Some(span) = slips::extra_comma(self.source, node) {
            self.faults.push(diagnostic::extra_comma(self.place(span), &[], ',', None));
        }
    }

    /// The entries of a mapping, each key once; duplicates are reported, and what is no mapping.
    pub fn entries<'n>(&mut self, node: &'n Node) -> Option<Vec<&'n KeyValue>> {
        let NodeKind::Map(entries) = &node.kind else {
            self.wrong_type(node, Words::new("một nhóm khóa `khóa: giá trị`", "a mapping `key: value`"));
            return None;
        };
        self.extra_commas(node);
        let mut once: Vec<&KeyValue> = Vec::with_capacity(entries.len());
        for entry in entries {
            match once.iter().find(|earlier| earlier.key == entry.key) {
                Some(first) => {
                    let (at, first) = (self.place(entry.key_span), self.place(first.key_span));
                    let fault = diagnostic::duplicate_key(at, &entry.key, first);
                    self.faults.push(match slips::opener(self.source, entry.key_span) {
                        Some(opener) => fault.belongs_to(opener),
                        None => fault,
                    });
                }
                None => once.push(entry),
            }
        }
        Some(once)
    }

    /// Decodes the value of an entry; the flag says whether nothing stood there.
    pub fn value<T: Decode>(&mut self, entry: &KeyValue) -> (Option<T>, bool) {
        let before = self.faults.len();
        let value = T::decode(&entry.value, self);
        let nothing = value.is_none() && self.faults.len() == before;
        if value.is_none() && !nothing {
            self.lost.push((entry.key.clone(), entry.key_span.start));
        }
        (value, nothing)
    }

    /// Whether `key` was typed in this part of the file with a fault in it, so that its lack is none.
    pub fn is_lost(&self, key: &str, part: Range<u32>) -> bool {
        self.lost.iter().any(|(lost, at)| lost == key && part.contains(at))
    }

    /// Reports a key that nothing reads.
    pub fn unknown_key(&mut self, entry: &KeyValue, known: &[&'static str]) {
        let meant = slips::meant(&entry.key, known);
        self.lost.extend(meant.map(|key| (key.to_owned(), entry.key_span.start)));
        let fault = slips::in_key(self.source, &entry.key, entry.key_span).unwrap_or_else(|| {
            let is_behind_comma = slips::is_behind_comma(self.source, entry);
            diagnostic::unknown_key(self.place(entry.key_span), &entry.key, meant, is_behind_comma)
        });
        let opener = slips::opener(self.source, entry.key_span).filter(|_| fault.hint.is_none());
        self.faults.push(match opener {
            Some(opener) => fault.belongs_to(opener),
            None => fault,
        });
    }

    /// Reports the second of two ids that are alike.
    pub fn unique<'t>(&mut self, ids: impl IntoIterator<Item = &'t Text>) {
        let mut first: FxHashMap<&str, Span> = FxHashMap::default();
        for id in ids {
            match first.get(id.as_str()) {
                Some(first) => {
                    let (at, first) = (self.place(id.span), self.place(*first));
                    self.faults.push(diagnostic::duplicate_id(at, id, first));
                }
                None => {
                    first.insert(id, id.span);
                }
            }
        }
    }

    /// Reports a required key that none of `entries` is; one with a slip in it is reported as unknown.
    pub fn require(&mut self, at: Span, key: &str, entries: &[&KeyValue], known: &[&'static str]) {
        let is_meant = |entry: &&KeyValue| {
            let typed = entry.key.as_str();
            typed == key || !known.contains(&typed) && slips::meant(typed, known) == Some(key)
        };
        if !entries.iter().any(is_meant) {
            self.missing_key(at, key);
        }
    }

    /// Reports a required key without a value.
    pub fn missing_key(&mut self, at: Span, key: &str) {
        let at = self.place(at);
        self.faults.push(diagnostic::missing_key(at, key, None));
    }
}

/// What can be read from a YAML value. `None` without a fault means that nothing stood there.
pub trait Decode: Sized {
    /// Reads `node`; what is wrong with it goes to the decoder.
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self>;

    /// Hands every text inside to `change` (personal data are blotted out so).
    fn each_text(&mut self, _change: &mut dyn FnMut(&mut String)) {}
}

/// A single value.
pub trait Scalar: Sized {
    /// Whether any words will do.
    const IS_TEXT: bool = false;
    /// What it is called in a message.
    fn expected() -> Words;
    /// Reads the trimmed, non-empty text of a scalar.
    ///
    /// # Errors
    /// The fault, at the place that `at` makes.
    fn read(text: &str, at: &dyn Fn() -> Place) -> Result<Self, Diagnostic>;
    /// Its JSON Schema.
    fn schema() -> Schema;
    /// The text itself, where the value is one.
    fn as_text(&mut self) -> Option<&mut String> {
        None
    }
}

/// A value and where it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Where it stands in its file.
    pub span: Span,
}

/// A text as typed.
pub type Text = At<String>;

impl<T> Deref for At<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Scalar> Decode for At<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<At<T>> {
        let text = match &node.kind {
            NodeKind::Null => return None,
            NodeKind::Text(text) => text.trim(),
            NodeKind::Map(_) if T::IS_TEXT && decoder.needs_quotes(node) => return None,
            NodeKind::List(_) | NodeKind::Map(_) => {
                decoder.wrong_type(node, T::expected());
                return None;
            }
        };
        if text.is_empty() {
            return None;
        }
        match T::read(text, &|| decoder.place(node.span)) {
            Ok(value) => Some(At { value, span: node.span }),
            Err(fault) => {
                decoder.faults.push(fault);
                None
            }
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        if let Some(text) = self.value.as_text() {
            change(text);
        }
    }
}

impl<T: Scalar> JsonSchema for At<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "scalar".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        T::schema()
    }
}

impl Scalar for String {
    const IS_TEXT: bool = true;
    fn expected() -> Words {
        Words::new("một dòng chữ", "a text")
    }
    fn read(text: &str, _: &dyn Fn() -> Place) -> Result<String, Diagnostic> {
        Ok(text.to_owned())
    }
    fn schema() -> Schema {
        // YAML gives numbers and truth values for `0912` or `no`; they are read as typed.
        json_schema!({"type": ["string", "number", "boolean"]})
    }
    fn as_text(&mut self) -> Option<&mut String> {
        Some(self)
    }
}

impl Scalar for bool {
    fn expected() -> Words {
        Words::new("`true` hoặc `false`", "`true` or `false`")
    }
    fn read(text: &str, at: &dyn Fn() -> Place) -> Result<bool, Diagnostic> {
        match text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => {
                let meant = match plain(text).as_str() {
                    "yes" | "on" | "có" | "co" | "đúng" | "1" => Some("true"),
                    "no" | "off" | "không" | "khong" | "sai" | "0" => Some("false"),
                    other => nearest(other, ["true", "false"]),
                };
                Err(diagnostic::unknown_value(at(), text, &["true", "false"], meant))
            }
        }
    }
    fn schema() -> Schema {
        json_schema!({"type": "boolean"})
    }
}

impl Scalar for u32 {
    fn expected() -> Words {
        Words::new("một số nguyên không âm", "a whole number, zero or more")
    }
    fn read(text: &str, at: &dyn Fn() -> Place) -> Result<u32, Diagnostic> {
        text.parse().map_err(|_| {
            let found = Words::new(format!("`{text}`"), format!("`{text}`"));
            diagnostic::wrong_type(at(), u32::expected(), found)
        })
    }
    fn schema() -> Schema {
        json_schema!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Vec<T>> {
        match &node.kind {
            NodeKind::Null => None,
            NodeKind::List(items) => {
                decoder.extra_commas(node);
                Some(items.iter().filter_map(|item| item_of(item, decoder)).collect())
            }
            NodeKind::Text(text) => {
                decoder.wrong_type(node, list_of_values());
                // Read as the list that was meant, so that nothing else is said of it.
                let items = slips::items(text);
                let found = decoder.faults.len();
                if let Some(fault) = decoder.faults.pop() {
                    decoder.faults.push(match slips::as_list(&items) {
                        Some(list) => fault.write_list(&list),
                        None => fault,
                    });
                }
                let item = |item: &&str| Node { span: node.span, kind: NodeKind::Text((*item).to_owned()) };
                let list = items.iter().filter_map(|text| T::decode(&item(text), decoder)).collect();
                decoder.faults.truncate(found);
                Some(list)
            }
            NodeKind::Map(_) => {
                decoder.wrong_type(node, list_of_values());
                None
            }
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.iter_mut().for_each(|item| item.each_text(change));
    }
}

fn list_of_values() -> Words {
    Words::new("một danh sách `[…]`", "a list `[…]`")
}

/// One item of a list, in which nothing may be empty.
fn item_of<T: Decode>(item: &Node, decoder: &mut Decoder<'_>) -> Option<T> {
    let before = decoder.faults.len();
    let value = T::decode(item, decoder);
    if value.is_none() && decoder.faults.len() == before {
        decoder.wrong_type(item, Words::new("một giá trị", "a value"));
    }
    value
}

/// One value, or a list of them.
#[derive(Clone, Debug, Default)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Decode> Decode for OneOrMany<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<OneOrMany<T>> {
        match &node.kind {
            NodeKind::List(_) => Vec::decode(node, decoder).map(OneOrMany),
            _ => T::decode(node, decoder).map(|one| OneOrMany(vec![one])),
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.0.each_text(change);
    }
}

impl<T: JsonSchema> JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "one-or-many".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({"anyOf": [one, {"type": "array", "items": one}]})
    }
}

/// A value that may be `null` in so many words.
#[derive(Clone, Debug)]
pub enum Nullable<T> {
    /// `null` was typed, here.
    Null(Span),
    /// A value was typed.
    Value(T),
}

impl<T: Decode> Decode for Nullable<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Nullable<T>> {
        match node.kind {
            NodeKind::Null => Some(Nullable::Null(node.span)),
            _ => T::decode(node, decoder).map(Nullable::Value),
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        if let Nullable::Value(value) = self {
            value.each_text(change);
        }
    }
}

impl<T: JsonSchema> JsonSchema for Nullable<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "nullable".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({"anyOf": [value, {"type": "null"}]})
    }
}

/// A record for which one text may stand in its place (`- cac-huyen-uy` for `- {to: cac-huyen-uy}`).
pub trait Shorthand: Decode + JsonSchema {
    /// The record that the text stands for.
    fn from_text(text: Text) -> Self;
}

/// A record or its shorthand.
#[derive(Clone, Debug)]
pub struct Short<T>(pub T);

impl<T: Shorthand> Decode for Short<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Short<T>> {
        match &node.kind {
            NodeKind::Text(_) => Text::decode(node, decoder).map(|text| Short(T::from_text(text))),
            NodeKind::Map(_) if decoder.needs_quotes(node) => None,
            _ => T::decode(node, decoder).map(Short),
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        self.0.each_text(change);
    }
}

impl<T: Shorthand> JsonSchema for Short<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "shorthand".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let record = generator.subschema_for::<T>();
        json_schema!({"anyOf": [String::schema(), record]})
    }
}
