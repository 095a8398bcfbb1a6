//! Keys of a directive that a site declares for itself: `fields:` in `site.yaml`.
//!
//! Owns how they are told from ours, and their values. Where they are declared is for
//! [`crate::model::register::settings`].

use std::borrow::Cow;

use crate::diagnostic;
use crate::model::document::typed::{FieldType, TypedDirective};
use crate::model::names::name::Name;
use crate::model::time::date::Date;
use crate::nearest::nearest;
use crate::read::decode::{At, Decode, Decoder, Text};
use crate::read::memo::by_hash;
use crate::read::yaml::slips::meant;
use crate::read::yaml::{KeyValue, Node, NodeKind};
use crate::spelling::Redaction;

/// A key of a site's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Field {
    /// The key.
    pub key: String,
    /// What it is called on pages.
    pub label: String,
    /// What its values are.
    pub kind: FieldType,
    /// Whether lists of directives show it too.
    pub is_listed: bool,
}

/// All keys of a site's own, in the order of the settings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(pub Vec<Field>);

by_hash!(Fields);

/// A value of such a key.
#[derive(Debug)]
pub struct FieldValue {
    /// The key, among those that are declared.
    pub field: Field,
    /// The value.
    pub value: Value,
}

/// A value of one of the kinds.
#[derive(Debug)]
pub enum Value {
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
    /// An organisation.
    Organization(Name),
}

impl Fields {
    /// The declared key that is typed so.
    pub fn named(&self, key: &str) -> Option<&Field> {
        self.0.iter().find(|field| field.key == key)
    }

    /// A front matter without the declared keys, and these; a key that is almost one of them is reported.
    pub fn split<'n>(&self, node: &'n Node, decoder: &mut Decoder<'_>) -> (Cow<'n, Node>, Vec<KeyValue>) {
        let NodeKind::Map(entries) = &node.kind else { return (Cow::Borrowed(node), Vec::new()) };
        if self.0.is_empty() {
            return (Cow::Borrowed(node), Vec::new());
        }
        let (mut ours, mut declared) = (Vec::with_capacity(entries.len()), Vec::new());
        for entry in entries {
            let keys = || self.0.iter().map(|field| field.key.as_str());
            if self.named(&entry.key).is_some() {
                declared.push(entry.clone());
            } else if meant(&entry.key, TypedDirective::KEYS).is_none()
                && let Some(near) = nearest(&entry.key, keys())
            {
                let at = decoder.place(entry.key_span);
                decoder.faults.push(diagnostic::unknown_key(at, &entry.key, Some(near), false));
            } else {
                ours.push(entry.clone());
            }
        }
        (Cow::Owned(Node { kind: NodeKind::Map(ours), ..*node }), declared)
    }

    /// The values of the declared keys, in the order of the settings.
    pub fn read(
        &self,
        node: &Node,
        declared: Vec<KeyValue>,
        redaction: &Redaction,
        decoder: &mut Decoder<'_>,
    ) -> Vec<FieldValue> {
        if declared.is_empty() {
            return Vec::new();
        }
        let declared = Node { kind: NodeKind::Map(declared), ..*node };
        let entries = decoder.entries(&declared).unwrap_or_default();
        let value = |field: &Field| {
            let entry = entries.iter().find(|entry| entry.key == field.key)?;
            let value = Value::read(field.kind, &entry.value, redaction, decoder)?;
            Some(FieldValue { field: field.clone(), value })
        };
        self.0.iter().filter_map(value).collect()
    }
}

impl Value {
    /// The organisation that it names.
    pub fn organization(&self) -> Option<&Name> {
        match self {
            Value::Organization(name) => Some(name),
            Value::Text(_) | Value::Date(_) => None,
        }
    }

    fn read(kind: FieldType, node: &Node, redaction: &Redaction, decoder: &mut Decoder<'_>) -> Option<Value> {
        let text = |decoder: &mut Decoder<'_>| {
            let mut text = Text::decode(node, decoder)?;
            redaction.apply(&mut text.value);
            Some(text)
        };
        Some(match kind {
            FieldType::Text => Value::Text(text(decoder)?.value),
            FieldType::Date => Value::Date(At::<Date>::decode(node, decoder)?.value),
            FieldType::Organization => Value::Organization(Name::from(&text(decoder)?)),
        })
    }
}
