//! From a YAML tree to what an author typed: records of keys, each value with its place.
//!
//! Owns the machinery that finds every fault of a file in one pass: unknown and duplicate keys,
//! missing ones, wrong types, words that are none of those allowed. The records themselves are
//! declared with `record!` and `choices!`; one declaration gives the struct, its decoder and its
//! JSON Schema. Knows nothing of what the keys mean.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use rustc_hash::FxHashMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{self, Diagnostic};
use crate::language::Words;
use crate::nearest::nearest;
use crate::place::{Place, Span};
use crate::read::source::Source;
use crate::read::yaml::{KeyValue, Node, NodeKind, slips};

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

    /// The place of a span of the file.
    pub fn place(&self, span: Span) -> Place {
        self.source.place(span)
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
                    self.faults.push(diagnostic::duplicate_key(at, &entry.key, first));
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
        self.faults.push(fault);
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// Declares a record: a struct whose fields are the keys of a YAML mapping, its decoder, its JSON
/// Schema and the list of its keys. `key (required): Type` must stand.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident $(($required:ident))? : $type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields)]
        pub struct $name {
            /// Where the record stands.
            #[schemars(skip)]
            pub span: $crate::place::Span,
            $( $(#[$field_meta])* $(#[schemars($required)])? pub $field: Option<$type>, )*
        }

        impl $name {
            /// The keys, in the order of the declaration.
            pub const KEYS: &[&str] = &[$( $crate::read::decode::key_name(stringify!($field)) ),*];
        }

        impl $crate::read::decode::Decode for $name {
            fn decode(
                node: &$crate::read::yaml::Node,
                decoder: &mut $crate::read::decode::Decoder<'_>,
            ) -> Option<$name> {
                if matches!(node.kind, $crate::read::yaml::NodeKind::Null) {
                    return None;
                }
                let entries = decoder.entries(node)?;
                let mut record = $name { span: node.span, ..$name::default() };
                for entry in &entries {
                    $(
                        if entry.key == $crate::read::decode::key_name(stringify!($field)) {
                            let (value, _nothing) = decoder.value(entry);
                            record.$field = value;
                            $(
                                let _: () = $crate::read::decode::required!($required);
                                if _nothing {
                                    decoder.missing_key(entry.key_span, &entry.key);
                                }
                            )?
                            continue;
                        }
                    )*
                    decoder.unknown_key(entry, $name::KEYS);
                }
                $($(
                    let _: () = $crate::read::decode::required!($required);
                    let key = $crate::read::decode::key_name(stringify!($field));
                    decoder.require(node.span, key, &entries, $name::KEYS);
                )?)*
                Some(record)
            }

            fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
                $( if let Some(value) = &mut self.$field { value.each_text(change); } )*
            }
        }
    };
}
pub(crate) use record;

macro_rules! required {
    (required) => {
        ()
    };
}
pub(crate) use required;

/// The key of a field: raw identifiers without their mark.
pub const fn key_name(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// A word as it is compared with those that a key takes: lower case, Unicode form NFC.
pub fn plain(text: &str) -> String {
    text.nfc().collect::<String>().to_lowercase()
}

/// Declares an enum of which each variant is one word in a file, or another word for the same.
macro_rules! choices {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $also:literal)*, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )*
        }

        impl $name {
            /// The words, in the order of the declaration.
            pub const WORDS: &[&str] = &[$( $word ),*];

            /// The word as it stands in files.
            pub fn word(self) -> &'static str {
                match self {
                    $( $name::$variant => $word, )*
                }
            }
        }

        impl $crate::read::decode::Scalar for $name {
            fn expected() -> $crate::language::Words {
                let words = $name::WORDS.join(" | ");
                $crate::language::Words::new(format!("một trong `{words}`"), format!("one of `{words}`"))
            }
            fn read(
                text: &str,
                at: &dyn Fn() -> $crate::place::Place,
            ) -> Result<$name, $crate::diagnostic::Diagnostic> {
                match $crate::read::decode::plain(text).as_str() {
                    $( $word $(| $also)* => Ok($name::$variant), )*
                    _ => {
                        let plain = $crate::spelling::slug(text);
                        let near = $crate::nearest::nearest(&plain, $name::WORDS.iter().copied());
                        Err($crate::diagnostic::unknown_value(at(), text, $name::WORDS, near))
                    }
                }
            }
            fn schema() -> schemars::Schema {
                schemars::json_schema!({"enum": $name::WORDS})
            }
        }
    };
}
pub(crate) use choices;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::source::Sources;
    use crate::read::yaml;

    choices! {
        /// A colour.
        pub enum Colour {
            /// Red.
            Red = "red",
            /// Blue.
            Blue = "blue",
        }
    }

    record! {
        /// A pen.
        pub struct Pen {
            /// What it is called.
            name (required): Text,
            /// Its colour.
            colour: At<Colour>,
            /// Whose it is.
            r#for: OneOrMany<Text>,
            /// How many.
            count: At<u32>,
            /// Its cap.
            cap: Vec<Short<Cap>>,
            /// Its number.
            number: Nullable<Text>,
        }
    }

    record! {
        /// A cap.
        pub struct Cap {
            /// What it fits.
            fits (required): Text,
            /// Whether it is lost.
            lost: At<bool>,
        }
    }

    impl Shorthand for Cap {
        fn from_text(text: Text) -> Cap {
            Cap { fits: Some(text), ..Cap::default() }
        }
    }

    fn decode(text: &str) -> (Option<Pen>, Vec<String>) {
        let sources = Sources::from_texts([("a.yaml".into(), text.to_owned())]);
        let source = sources.get("a.yaml").unwrap();
        let node = yaml::parse(source, text, Span::new(0, text.len())).unwrap();
        let mut decoder = Decoder::new(source);
        let pen = Pen::decode(&node, &mut decoder);
        let faults = decoder
            .faults
            .iter()
            .map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code))
            .collect();
        (pen, faults)
    }

    #[track_caller]
    fn check_faults(text: &str, expect: &[&str]) {
        assert_eq!(decode(text).1, expect);
    }

    #[test]
    fn a_record_is_read_as_typed() {
        let (pen, faults) =
            decode("name: 010\ncolour: red\nfor: [a, b]\ncap: [x, {fits: y, lost: true}]\nnumber: null");
        assert_eq!(faults, [""; 0]);
        let pen = pen.unwrap();
        assert_eq!(*pen.name.unwrap(), "010");
        assert_eq!(pen.colour.unwrap().word(), "red");
        assert_eq!(pen.r#for.unwrap().0.len(), 2);
        assert_eq!(pen.span.start, 0);
        let caps = pen.cap.unwrap();
        assert!(caps[0].0.span.start < caps[1].0.span.start);
        assert_eq!(**caps[0].0.fits.as_ref().unwrap(), "x");
        assert!(*caps[1].0.lost.clone().unwrap());
        assert!(matches!(pen.number, Some(Nullable::Null(_))));
    }

    #[test]
    fn every_fault_of_a_file_is_found_at_once() {
        check_faults(
            "nam: x\ncolour: rde\ncount: -1\ncap: [{fits: y, lost: yes}, {}, ~]\ncolour: blue\nfor: {a: b}",
            &[
                "5:1 duplicate-key",
                "1:1 unknown-key",
                "2:9 unknown-value",
                "3:8 wrong-type",
                "4:23 unknown-value",
                "4:29 missing-key",
                "4:33 wrong-type",
                "6:6 wrong-type",
            ],
        );
        check_faults("name:\n", &["1:1 missing-key"]);
        check_faults("name: ''\n", &["1:1 missing-key"]);
        check_faults("name: [a]\n", &["1:7 wrong-type"]);
        check_faults("- a\n", &["1:1 wrong-type"]);
    }

    #[test]
    fn keys_and_schema_come_from_one_declaration() {
        assert_eq!(Pen::KEYS, ["name", "colour", "for", "count", "cap", "number"]);
        let schema = schemars::schema_for!(Pen);
        let schema = schema.as_value();
        assert_eq!(schema["required"], serde_json::json!(["name"]));
        assert_eq!(schema["additionalProperties"], serde_json::json!(false));
        assert_eq!(schema["properties"]["for"]["description"], "Whose it is.");
        assert!(schema["properties"].get("span").is_none());
    }
}
