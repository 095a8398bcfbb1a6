//! The keys that a site declares for itself: on the page of a directive, and in lists.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::document::directive::Directive;
use crate::model::document::field::{FieldValue, Value};
use crate::render::views::builder::PageBuilder;

/// A value of a key that the site declares for itself.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(crate) struct FieldView {
    /// The key.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// The value in words.
    pub text: String,
    /// A date as data; else empty.
    pub iso: String,
    /// The page of an organisation; none for others, and for a name outside the register.
    pub href: Option<String>,
}

impl PageBuilder<'_> {
    /// The values of the keys of the site's own that a directive has.
    pub fn fields_of(&self, directive: &Directive) -> Vec<FieldView> {
        directive.fields.iter().map(|field| self.field(field)).collect()
    }

    /// Those that lists show.
    pub fn listed_fields_of(&self, directive: &Directive) -> Vec<FieldView> {
        let listed = directive.fields.iter().filter(|field| field.field.is_listed);
        listed.map(|field| self.field(field)).collect()
    }

    fn field(&self, FieldValue { field, value }: &FieldValue) -> FieldView {
        let (text, iso, href) = match value {
            Value::Text(text) => (text.clone(), String::new(), None),
            Value::Date(date) => {
                let day = self.day(*date);
                (day.text, day.iso, None)
            }
            Value::Organization(name) => {
                let party = self.party(name);
                (party.name, String::new(), party.href)
            }
        };
        FieldView { key: field.key.clone(), label: field.label.clone(), text, iso, href }
    }
}
