//! Plain YAML: lists, mappings and scalars without anchors and tags, straight from the events of the parser.
//!
//! Nearly every front matter is such, and the deserializer, which judges all that is not, takes three times as
//! long: it looks for aliases and hands out each place as a mapping. What is read here is what it reads.

use serde_yaml::granit_parser::{self, Event, Parser, ScalarStyle};

use crate::place::Span;
use crate::read::yaml::{KeyValue, MAX_DEPTH, MAX_NODES, Node, NodeKind};

/// The tree of `yaml`, which stands at byte `base` of its file; none where there is more to say of it.
pub fn parse(yaml: &str, base: usize) -> Option<Node> {
    let options = granit_parser::options! { emit_comments: false };
    let mut events = Events { parser: Parser::new_from_str_with_options(yaml, options), base, nodes: 0 };
    let is_begun = matches!(events.next()?.0, Event::StreamStart)
        && matches!(events.next()?.0, Event::DocumentStart(false, None));
    let first = events.next().filter(|_| is_begun)?;
    let node = events.node(first, 0)?;
    let is_all =
        matches!(events.next()?.0, Event::DocumentEnd) && matches!(events.next()?.0, Event::StreamEnd);
    is_all.then_some(node)
}

/// The events of the parser; none from where it complains.
struct Events<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    base: usize,
    nodes: usize,
}

impl<'t> Events<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        let (event, span) = self.parser.next()?.ok()?;
        let (start, end) = (span.start.byte_offset()?, span.end.byte_offset()?);
        Some((event, Span::new(self.base + start, self.base + end)))
    }

    /// The node that begins with an event, inside `depth` others.
    fn node(&mut self, (event, span): (Event<'t>, Span), depth: usize) -> Option<Node> {
        self.nodes += 1;
        // The deserializer says of too many that they are.
        if self.nodes > MAX_NODES || depth >= MAX_DEPTH {
            return None;
        }
        let kind = match event {
            Event::Scalar(text, style, 0, None) => match is_null(&text, style) {
                true => NodeKind::Null,
                false => NodeKind::Text(text.into_owned()),
            },
            Event::SequenceStart(_, 0, None) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break NodeKind::List(items),
                        first => items.push(self.node(first, depth + 1)?),
                    }
                }
            }
            Event::MappingStart(_, 0, None) => {
                let mut entries = Vec::new();
                loop {
                    match self.next()? {
                        (Event::MappingEnd, _) => break NodeKind::Map(entries),
                        key => entries.push(self.entry(key, depth + 1)?),
                    }
                }
            }
            _ => return None,
        };
        Some(Node { span, kind })
    }

    fn entry(&mut self, (key, key_span): (Event<'t>, Span), depth: usize) -> Option<KeyValue> {
        let Event::Scalar(key, style, 0, None) = key else { return None };
        if is_null(&key, style) {
            return None;
        }
        self.nodes += 1;
        let first = self.next()?;
        Some(KeyValue { key: key.into_owned(), key_span, value: self.node(first, depth)? })
    }
}

/// Whether a scalar says that nothing stands there.
fn is_null(text: &str, style: ScalarStyle) -> bool {
    style == ScalarStyle::Plain && (text.is_empty() || text == "~" || text.eq_ignore_ascii_case("null"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rustfmt::skip]
    const PARTS: [&str; 50] = [
        "a", "b", "số", "1", "0x1F", "1_000", "no", "true", "null", "~", ".nan", "-", "- ", ": ", ":", ":\n",
        "\n", "\n  ", "\n    ", "\n- ", "\n  - ", ", ", "[", "]", "{", "}", "\"", "'", "#", " # ", "|\n  ",
        ">-\n  ", "&x ", "*x", "!", "!!str ", "? ", "<<: ", "---\n", "...\n", "%", "\t", " ", "\r\n",
        "2021-03-19", "''", "\"\"", "lead: ", "{a: b}", "[a, b]",
    ];

    /// Whatever is read here the deserializer reads alike.
    #[test]
    fn what_is_plain_is_read_alike() {
        let (mut dice, mut read) = (7_u64, 0);
        let mut roll = |sides: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as usize % sides
        };
        for _ in 0..20_000 {
            let count = roll(9) + 1;
            let yaml: String = (0..count).map(|_| PARTS[roll(PARTS.len())]).collect();
            if let Some(plain) = parse(&yaml, 3) {
                let judged = super::super::deserialized(&yaml, 3).map_err(|error| error.to_string());
                assert_eq!(format!("{:?}", Ok::<_, String>(plain)), format!("{judged:?}"), "{yaml:?}");
                read += 1;
            }
        }
        assert!(read > 2000, "{read}");
        let deep = |levels: usize| format!("{}x{}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(MAX_DEPTH - 1), 0).is_some() && parse(&deep(MAX_DEPTH), 0).is_none());
    }
}
