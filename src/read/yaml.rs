//! YAML 1.2 as a tree in which every value has its place and every scalar is the text as typed.
//!
//! Owns the only use of the parser (`serde_yaml`, which is the crate serde-saphyr), its limits, and
//! the translation of its complaints. Does not know what any key means: `0912`, `no` and `1.10` stay
//! text, and duplicate keys all stand in the tree.

mod plain;
pub mod slips;

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{DuplicateKeyPolicy, Location, MergeKeyPolicy, NonFiniteFloatPolicy, Spanned};

use crate::diagnostic::{self, Diagnostic};
use crate::place::Span;
use crate::read::snapshot::Source;

/// Values of one front matter or file: far above any real one, far below what would hurt.
const MAX_NODES: usize = 200_000;
/// Levels of lists and mappings.
const MAX_DEPTH: usize = 24;

/// A value and where it stands in its file.
#[derive(Clone, Debug)]
pub struct Node {
    /// The scalar as typed, quotes included; for a list or mapping its first character.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
}

/// The kinds of values.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Nothing, `~` or `null`.
    Null,
    /// Any scalar.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping, in the order of the file, duplicate keys included.
    Map(Vec<KeyValue>),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct KeyValue {
    /// The key as text.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node,
}

/// Parses a file that is nothing but YAML.
///
/// # Errors
/// That it is no text, or no YAML.
pub fn of_file(source: &Source) -> Result<Node, Vec<Diagnostic>> {
    let text = source.text().map_err(|fault| vec![fault])?;
    parse(source, text, Span::new(0, text.len()))
}

/// Parses the bytes `span` of `source`, whose text is `text`.
///
/// # Errors
/// The slips that are found in its lines, and what the parser complains of apart from them.
pub fn parse(source: &Source, text: &str, span: Span) -> Result<Node, Vec<Diagnostic>> {
    let yaml = &text[span.range()];
    let base = span.start as usize;
    match plain::parse(yaml, base).map_or_else(|| deserialized(yaml, base), Ok) {
        Ok(node) => {
            let mut faults = slips::in_values(source, &node, text);
            faults.extend(lost_words(&node, yaml, base).map(|(at, sign)| {
                let sign_at = Span::new(base + at, base + at + sign.len_utf8());
                diagnostic::yaml_reserved(source.place(sign_at), sign)
            }));
            if faults.is_empty() { Ok(node) } else { Err(faults) }
        }
        Err(error) => Err(faults(source, yaml, base, &error)),
    }
}

/// The tree of any YAML, or what the parser complains of.
fn deserialized(yaml: &str, base: usize) -> Result<Node, serde_yaml::Error> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        with_snippet: false,
        duplicate_keys: DuplicateKeyPolicy::LastWins,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        budget: serde_yaml::budget! { max_nodes: MAX_NODES, max_depth: MAX_DEPTH, max_documents: 1 },
    };
    let tree = serde_yaml::from_str_with_options::<Spanned<Tree>>(yaml, options)?;
    Ok(node(tree, yaml, base))
}

/// What the parser yields: the same tree with its positions.
enum Tree {
    Null,
    /// A scalar that YAML would read as a number or a truth value: the text is taken from the file.
    Plain,
    Text(String),
    List(Vec<Spanned<Tree>>),
    Map(Vec<(Spanned<String>, Spanned<Tree>)>),
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Tree, D::Error> {
        struct AnyValue;
        impl<'de> Visitor<'de> for AnyValue {
            type Value = Tree;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }
            fn visit_unit<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_none<E>(self) -> Result<Tree, E> {
                Ok(Tree::Null)
            }
            fn visit_bool<E>(self, _: bool) -> Result<Tree, E> {
                Ok(Tree::Plain)
            }
            fn visit_i64<E>(self, _: i64) -> Result<Tree, E> {
                Ok(Tree::Plain)
            }
            fn visit_u64<E>(self, _: u64) -> Result<Tree, E> {
                Ok(Tree::Plain)
            }
            fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
                Ok(Tree::Plain)
            }
            fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
                Ok(Tree::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Tree, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Tree::List(list))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Tree, A::Error> {
                let mut map = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    map.push(entry);
                }
                Ok(Tree::Map(map))
            }
        }
        deserializer.deserialize_any(AnyValue)
    }
}

fn node(tree: Spanned<Tree>, yaml: &str, base: usize) -> Node {
    let span = span_of(tree.referenced, yaml, base);
    let kind = match tree.value {
        Tree::Null => NodeKind::Null,
        Tree::Plain => {
            let defined = span_of(tree.defined, yaml, 0);
            NodeKind::Text(yaml.get(defined.range()).unwrap_or_default().to_owned())
        }
        Tree::Text(text) => NodeKind::Text(text),
        Tree::List(items) => NodeKind::List(items.into_iter().map(|item| node(item, yaml, base)).collect()),
        Tree::Map(entries) => NodeKind::Map(
            entries
                .into_iter()
                .map(|(key, value)| KeyValue {
                    key_span: span_of(key.referenced, yaml, base),
                    key: key.value,
                    value: node(value, yaml, base),
                })
                .collect(),
        ),
    };
    Node { span, kind }
}

/// A sign before a value that YAML takes for a tag, or for an anchor that nothing refers to: the word behind
/// it would be lost. Gives where it stands.
fn lost_words(node: &Node, yaml: &str, base: usize) -> Option<(usize, char)> {
    match &node.kind {
        NodeKind::Null | NodeKind::Text(_) => None,
        NodeKind::List(items) => items.iter().find_map(|item| lost_words(item, yaml, base)),
        NodeKind::Map(entries) => entries.iter().find_map(|KeyValue { key_span, value, .. }| {
            let from = (key_span.end as usize).checked_sub(base)?;
            let between = yaml.get(from..(value.span.start as usize).checked_sub(base)?);
            let lost = between.and_then(|between| {
                let first = between.lines().next().unwrap_or_default();
                let first = first.split(" #").next().unwrap_or_default();
                let at = first.find(['!', '&'])?;
                let sign = if first[at..].starts_with('!') { '!' } else { '&' };
                let name: String = first[at + 1..].chars().take_while(|c| !c.is_whitespace()).collect();
                (sign == '!' || !yaml.contains(&format!("*{name}"))).then_some((from + at, sign))
            });
            lost.or_else(|| lost_words(value, yaml, base))
        }),
    }
}

/// The bytes of a location; errors of the scanner have a line and a column only.
fn span_of(location: Location, yaml: &str, base: usize) -> Span {
    let span = location.span();
    let (start, length) = match (span.byte_offset(), span.byte_len()) {
        (Some(offset), length) => (offset as usize, length.unwrap_or(0) as usize),
        _ => {
            let line = usize::try_from(location.line()).unwrap_or(1).max(1);
            let column = usize::try_from(location.column()).unwrap_or(1).max(1);
            let line_start: usize = yaml.split_inclusive('\n').take(line - 1).map(str::len).sum();
            let rest = yaml.get(line_start..).unwrap_or_default();
            let within = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
            let at = (line_start + within).min(yaml.len());
            (at, yaml[at..].chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8))
        }
    };
    Span::new(base + start, base + start + length)
}

/// The slips in a text that the parser refuses, and its complaint unless one of them led to it.
fn faults(source: &Source, yaml: &str, base: usize, error: &serde_yaml::Error) -> Vec<Diagnostic> {
    let complaint = explain(source, yaml, base, error);
    // A quote without an end makes text of the lines behind it.
    if ["yaml-unclosed-quote", "yaml-after-quote", "yaml-limit"].contains(&complaint.code) {
        return vec![complaint];
    }
    let mut found = slips::in_lines(source, yaml, base);
    let is_of_tab = error.to_string().contains("found a tab");
    if found.is_empty() || !is_of_tab && found.iter().all(|slip| slip.place.line > complaint.place.line) {
        found.push(complaint);
    }
    found
}

/// The parser's complaint as a fault that says what to type.
fn explain(source: &Source, yaml: &str, base: usize, error: &serde_yaml::Error) -> Diagnostic {
    let words = error.to_string();
    let first = words.lines().next().unwrap_or_default();
    let location = error.location().unwrap_or(Location::UNKNOWN);
    let span = span_of(location, yaml, base);
    let place = source.place(span);
    let at = (span.start as usize).saturating_sub(base);
    if first.contains("mapping values are not allowed") || first.contains("illegal placement of ':'") {
        return match unclosed_before(yaml, at) {
            Some(open) => {
                diagnostic::yaml_unclosed_bracket(source.place(Span::new(base + open, base + open + 1)))
            }
            None => slips::in_indent(source, yaml, base, at).unwrap_or_else(|| diagnostic::yaml_colon(place)),
        };
    }
    if first.contains("unclosed quote")
        || first.contains("quoted scalar") && (first.contains("indentation") || first.contains("end of"))
    {
        let open = open_quote_before(yaml, at).unwrap_or(at);
        return diagnostic::yaml_unclosed_quote(source.place(Span::new(base + open, base + open + 1)));
    }
    if first.contains("trailing content after") {
        let closing = yaml[..at].trim_end().chars().next_back().unwrap_or('"');
        return diagnostic::yaml_after_quote(place, closing);
    }
    if first.contains("unclosed bracket") || first.contains("mismatched bracket") {
        return diagnostic::yaml_unclosed_bracket(place);
    }
    let rest = yaml.get(at..).unwrap_or_default();
    // What the parser says of a value that begins with a sign it keeps for itself.
    let reserved = [
        "unexpected character",
        "unknown anchor",
        "block scalar",
        "misplaced bracket",
        "block sequence entries",
    ];
    if (reserved.iter().any(|words| first.contains(words)) || rest.starts_with('!'))
        && let Some(character) = rest.chars().next()
    {
        return diagnostic::yaml_reserved(place, character);
    }
    if first.contains("limit")
        || first.contains("budget")
        || first.contains("exceeded")
        || first.contains("too deep")
    {
        return diagnostic::yaml_limit(place);
    }
    if let Some(fault) = out_of_place(source, yaml, base, at, first) {
        return fault;
    }
    // The parser repeats the position; the place says it already.
    let plain = first.split(" at line ").next().unwrap_or(first);
    diagnostic::yaml_syntax(place, plain)
}

/// The parser's complaint that something stands where it cannot stand.
fn out_of_place(source: &Source, yaml: &str, base: usize, at: usize, words: &str) -> Option<Diagnostic> {
    let rest = yaml.get(at..)?;
    let one = |sign: char| source.place(Span::new(base + at, base + at + sign.len_utf8()));
    let sign = rest.chars().next()?;
    if words.contains("flow mapping") && sign == ',' {
        return Some(diagnostic::yaml_comma(one(sign)));
    }
    let line_start = yaml[..at].rfind('\n').map_or(0, |line| line + 1);
    let before = yaml[line_start..at].trim_end().chars().next_back();
    if let Some(closing) = before.filter(|c| [']', '}'].contains(c)) {
        return Some(diagnostic::yaml_after_quote(one(sign), closing));
    }
    if words.contains("simple key expected") {
        return Some(diagnostic::yaml_line(source.place(slips::line_at(yaml, base, at)), false));
    }
    let is_of_lines = ["expected '-'", "expected key", "expected <document"].map(|what| words.contains(what));
    if is_of_lines.contains(&true) { slips::in_indent(source, yaml, base, at) } else { None }
}

/// The bracket that was opened on a line above `at` and not closed on it.
fn unclosed_before(yaml: &str, at: usize) -> Option<usize> {
    let line_start = yaml[..at].rfind('\n')?;
    let above_start = yaml[..line_start].rfind('\n').map_or(0, |i| i + 1);
    let above = &yaml[above_start..line_start];
    let value = above.find(": ").map_or(0, |i| i + 2);
    let open = above[value..].find(|c: char| !c.is_whitespace()).map(|i| value + i)?;
    let closing = match above.as_bytes()[open] {
        b'[' => ']',
        b'{' => '}',
        _ => return None,
    };
    (!above[open..].contains(closing)).then_some(above_start + open)
}

/// The last quote before `at` that opens a value.
fn open_quote_before(yaml: &str, at: usize) -> Option<usize> {
    yaml[..at].rmatch_indices(['"', '\'']).map(|(i, _)| i).find(|i| {
        let before = yaml[..*i].trim_end_matches(' ');
        before.ends_with([':', '-', ',', '[', '{']) || before.ends_with('\n') || before.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;

    fn parse_text(yaml: &str) -> Result<Node, Vec<Diagnostic>> {
        let sources = Sources::from_texts([("a.yaml".into(), yaml.to_owned())]);
        let source = sources.get("a.yaml").unwrap().clone();
        let text = source.text().unwrap();
        parse(&source, text, Span::new(0, text.len()))
    }

    /// The tree in one line, each scalar with the text that its span covers where that differs.
    fn shown(node: &Node, yaml: &str) -> String {
        match &node.kind {
            NodeKind::Null => "null".into(),
            NodeKind::Text(text) => match &yaml[node.span.range()] {
                typed if typed == text => format!("<{text}>"),
                typed => format!("<{text}|{typed}>"),
            },
            NodeKind::List(items) => {
                format!("[{}]", items.iter().map(|n| shown(n, yaml)).collect::<Vec<_>>().join(" "))
            }
            NodeKind::Map(entries) => {
                let one = |e: &KeyValue| {
                    assert_eq!(&yaml[e.key_span.range()], e.key);
                    format!("{}={}", e.key, shown(&e.value, yaml))
                };
                format!("{{{}}}", entries.iter().map(one).collect::<Vec<_>>().join(" "))
            }
        }
    }

    #[track_caller]
    fn check(yaml: &str, expect: &str) {
        assert_eq!(shown(&parse_text(yaml).unwrap(), yaml), expect);
    }

    #[test]
    fn scalars_stay_what_was_typed() {
        check("n: 0912", "{n=<0912>}");
        check("n: no", "{n=<no>}");
        check("n: 1.10", "{n=<1.10>}");
        check("n: 2024", "{n=<2024>}");
        check("n: 0x1F # mã", "{n=<0x1F>}");
        check("n: .nan", "{n=<.nan>}");
        check("n: 1e999", "{n=<1e999>}");
        check("n: 123456789012345678901234567890", "{n=<123456789012345678901234567890>}");
        check("n: 2021-03-19", "{n=<2021-03-19>}");
        check("n: true", "{n=<true>}");
        check("n: '0912'", "{n=<0912|'0912'>}");
        check("n: null\nm: ~\no:\np: \"null\"", "{n=null m=null o=null p=<null|\"null\">}");
    }

    #[test]
    fn texts_and_structures() {
        check("a: Nghị quyết số 28\nb: [x, {y: z}]", "{a=<Nghị quyết số 28> b=[<x> {y=<z>}]}");
        check("a: >-\n  một\n  hai\n", "{a=<một hai|một\n  hai\n>}");
        check("a: một\n  hai\n", "{a=<một hai|một\n  hai>}");
        check("a: &x 010\nb: *x\n", "{a=<010> b=<010|*x>}");
        check("<<: {a: b}", "{<<={a=<b>}}");
        check("", "null");
    }

    #[test]
    fn duplicate_keys_all_stand_in_the_tree() {
        check("a: 1\nb: 2\na: 3\n", "{a=<1> b=<2> a=<3>}");
        check("{x: 1, x: 2, x: 3}", "{x=<1> x=<2> x=<3>}");
    }

    #[track_caller]
    fn check_fault(yaml: &str, code: &str, line: u32, column: u32) {
        let fault = &parse_text(yaml).unwrap_err()[0];
        assert_eq!((fault.code, fault.place.line, fault.place.column), (code, line, column), "{fault:?}");
    }

    #[test]
    fn faults_have_their_place() {
        check_fault("title: Nghị quyết: bốn\n", "yaml-colon", 1, 18);
        check_fault("a: 1\n  b: 2\n", "yaml-indent", 2, 1);
        check_fault("lead: [a, b\ndue: x\n", "yaml-unclosed-bracket", 1, 7);
        check_fault("lead: [a, b\n", "yaml-unclosed-bracket", 1, 7);
        check_fault("a:\n\tb: 1\n", "yaml-tab", 2, 1);
        check_fault("x: y\na: \"abc\nb: 2\n", "yaml-unclosed-quote", 2, 4);
        check_fault("a: 'abc\n", "yaml-unclosed-quote", 1, 4);
        check_fault("a: 'it's'\n", "yaml-after-quote", 1, 8);
        check_fault("a: @x\n", "yaml-reserved", 1, 4);
        check_fault("a: %x\n", "yaml-reserved", 1, 4);
        check_fault("a: *none\n", "yaml-reserved", 1, 4);
    }

    #[test]
    fn bombs_are_bounded() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for i in 1..12 {
            let below = format!("*a{}, ", i - 1).repeat(10);
            bomb.push_str(&format!("a{i}: &a{i} [{below}]\n"));
        }
        assert_eq!(parse_text(&bomb).unwrap_err()[0].code, "yaml-limit");
        assert_eq!(parse_text(&"[".repeat(100_000)).unwrap_err()[0].code, "yaml-limit");
        assert_eq!(parse_text(&format!("{}x", "- ".repeat(20_000))).unwrap_err()[0].code, "yaml-limit");
    }
}
