//! A list, or its lines as they were pasted: `recipients: |` and what the paper prints.
//!
//! Owns where each line of such a block stands in the file. Does not know what the lines say.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::place::Span;
use crate::read::decode::{At, Decode, Decoder, Text};
use crate::read::yaml::{Node, NodeKind};

/// A list of values, or a block of lines.
#[derive(Clone, Debug)]
pub enum ListOrLines<T> {
    /// A list.
    List(Vec<T>),
    /// Lines as typed, each without the spaces around it; none is empty.
    Lines(Vec<Text>),
}

impl<T: Decode> Decode for ListOrLines<T> {
    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<ListOrLines<T>> {
        match &node.kind {
            NodeKind::Text(text) => {
                let typed = lines(node, decoder.text());
                let lines: Vec<Text> = match typed.iter().map(|line| line.as_str()).eq(bare_lines(text)) {
                    true => typed,
                    // Quotes and escapes: where a line stands inside them is not known.
                    false => {
                        bare_lines(text).map(|line| At { value: line.to_owned(), span: node.span }).collect()
                    }
                };
                (!lines.is_empty()).then_some(ListOrLines::Lines(lines))
            }
            _ => Vec::decode(node, decoder).map(ListOrLines::List),
        }
    }

    fn each_text(&mut self, change: &mut dyn FnMut(&mut String)) {
        match self {
            ListOrLines::List(list) => list.each_text(change),
            ListOrLines::Lines(lines) => lines.each_text(change),
        }
    }
}

impl<T: JsonSchema> JsonSchema for ListOrLines<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "list-or-lines".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        json_schema!({"anyOf": [{"type": "array", "items": one}, {"type": "string"}]})
    }
}

fn bare_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// The lines of a scalar as they stand in the file.
fn lines(node: &Node, text: &str) -> Vec<Text> {
    let mut lines = Vec::new();
    let mut at = node.span.start as usize;
    for (number, line) in text.get(node.span.range()).unwrap_or_default().split_inclusive('\n').enumerate() {
        let bare = line.trim();
        // `|` and its like open a block.
        let opens = number == 0 && bare.starts_with(['|', '>']);
        if !bare.is_empty() && !opens {
            let start = at + (line.len() - line.trim_start().len());
            lines.push(At { value: bare.to_owned(), span: Span::new(start, start + bare.len()) });
        }
        at += line.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;
    use crate::read::yaml;

    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let sources = Sources::from_texts([("a.yaml".into(), text.to_owned())]);
        let source = sources.get("a.yaml").unwrap();
        let node = yaml::parse(source, text, Span::new(0, text.len())).unwrap();
        let NodeKind::Map(entries) = &node.kind else { panic!("a mapping") };
        let mut decoder = Decoder::new(source);
        let lines = match ListOrLines::<Text>::decode(&entries[0].value, &mut decoder) {
            Some(ListOrLines::Lines(lines)) => lines,
            other => panic!("{other:?}"),
        };
        let found: Vec<&str> = lines.iter().map(|line| &text[line.span.range()]).collect();
        assert_eq!(found, expect);
        assert!(lines.iter().zip(expect).all(|(line, expect)| line.value == *expect || line.span.start == entries[0].value.span.start));
    }

    #[test]
    fn each_line_of_a_block_has_its_place() {
        check("a: |\n  - Như trên;\n\n  - Lưu: VT, ĐT.\nb: c\n", &["- Như trên;", "- Lưu: VT, ĐT."]);
        check("a: |-\n    - Một;\n    - Hai.\n", &["- Một;", "- Hai."]);
        check("a: Sở A\n", &["Sở A"]);
        check("a: |\r\n  - Một;\r\n  - Hai.\r\n", &["- Một;", "- Hai."]);
        check("a: \"Một\\nHai\"\n", &["\"Một\\nHai\"", "\"Một\\nHai\""]);
    }
}
