//! Declarations of what can be typed: one gives the struct, its decoder and its JSON Schema.
//!
//! Owns the macros `record!` (a mapping with its keys) and `choices!` (one of several words). What they decode
//! with is for [`crate::read::decode`]. Knows nothing of what the keys mean.

use unicode_normalization::UnicodeNormalization;

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
    use crate::place::Span;
    use crate::read::decode::{At, Decode, Decoder, Nullable, OneOrMany, Short, Shorthand, Text};
    use crate::read::snapshot::Sources;
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
