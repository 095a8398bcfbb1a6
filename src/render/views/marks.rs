//! What a row of a task carries for the script, as attributes of its element.
//!
//! Owns their names. What they say on a later day is the script's; what they hold is made by `views/task.rs`.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use tera::Value;

use crate::render::escaped::escape;

/// The attributes of a row; an empty one is not written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Its anchor on the page of its directive; elsewhere empty.
    pub id: String,
    /// Last day of the interval; empty without a date.
    pub to: String,
    /// The id of who issued it; empty outside the register, and on the page of its directive.
    pub issuer: String,
    /// Its turns with their last days; empty where they are nothing but `to`.
    pub turns: String,
    /// The states of everybody in the row, who is named first, then by state: a digit each, its place among all
    /// states. Empty where nobody owes it.
    pub states: String,
    /// The ids in the same order, parted by spaces; `-` outside the register.
    pub ids: String,
    /// The logs in the same order, parted by `;`; empty where nobody has reported.
    pub logs: String,
    /// The counts of all who owe it, where the row holds only some of them: in the order of [`State::ALL`], parted
    /// by spaces.
    ///
    /// [`State::ALL`]: crate::model::work::obligation::State::ALL
    pub whole: String,
    /// The day from which it is owed; empty where it is owed on the day of the site.
    pub since: String,
}

impl Marks {
    /// As they stand in a tag.
    fn html(&self) -> String {
        let mut html = String::with_capacity(160);
        let Marks { id, to, issuer, turns, states, ids, logs, whole, since } = self;
        let attributes = [
            ("id", id),
            ("data-to", to),
            ("data-i", issuer),
            ("data-turns", turns),
            ("data-s", states),
            ("data-o", ids),
            ("data-logs", logs),
            ("data-whole", whole),
            ("data-since", since),
        ];
        for (name, value) in attributes.into_iter().filter(|(_, value)| !value.is_empty()) {
            html.extend([" ", name, "=\""]);
            escape(value, &mut html);
            html.push('"');
        }
        if !since.is_empty() {
            html.push_str(" hidden");
        }
        html
    }
}

impl Serialize for Marks {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Value::safe_string(&self.html()).serialize(serializer)
    }
}

impl JsonSchema for Marks {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "marks".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_empty_is_not_written_and_what_is_written_is_escaped() {
        assert_eq!(Marks::default().html(), "");
        let marks = Marks { ids: "a \"><b".to_owned(), since: "2026-01-31".to_owned(), ..Marks::default() };
        assert_eq!(marks.html(), " data-o=\"a &quot;&gt;&lt;b\" data-since=\"2026-01-31\" hidden");
    }
}
