//! What holds of every fault and of every page.

use std::collections::BTreeSet;

use congbao::Language;
use congbao::diagnostic::Diagnostic;
use congbao::place::Place;
use congbao::read::snapshot::{Source, Sources};
use congbao::write::report;

/// Faults that may lie in any file of a site.
pub fn faults(faults: &[Diagnostic], sources: &Sources) {
    for fault in faults {
        let labels = fault.labels.iter().map(|(place, _)| place);
        for place in labels.chain([&fault.place]) {
            if place.line > 0 {
                let source = sources.get(&place.file).unwrap_or_else(|| panic!("no such file: {fault:?}"));
                place_in(place, source, fault);
            }
        }
        can_be_told(fault);
    }
}

/// A place lies in the text of its file, and shows it.
fn place_in(place: &Place, source: &Source, fault: &Diagnostic) {
    assert!(place.excerpt.get(place.marked.0..place.marked.1).is_some(), "{fault:?}");
    let (start, end) = ((place.line, place.column), (place.end_line, place.end_column));
    assert!(start <= end && place.column > 0, "{fault:?} ends before it begins");
    if place.cell.is_some() {
        return;
    }
    let text = source.text().unwrap_or_else(|_| panic!("no text: {fault:?}"));
    let line =
        |at: u32| text.split('\n').nth(at as usize - 1).unwrap_or_else(|| panic!("no line: {fault:?}"));
    let reaches = |at: u32, column: u32| column as usize <= line(at).chars().count() + 1;
    assert!(reaches(place.line, place.column) && reaches(place.end_line, place.end_column), "{fault:?}");
    // Of a secret no word is shown, of a very long line what is around the place.
    let shown = if fault.is_untold { "" } else { line(place.line).trim_end_matches('\r') };
    if shown.len() <= LONG {
        assert_eq!(place.excerpt, shown, "{fault:?}");
        return;
    }
    let (before, behind) = place.excerpt.split_at(place.marked.0);
    let at = shown.char_indices().nth(place.column as usize - 1).map_or(shown.len(), |(at, _)| at);
    assert!(place.excerpt.len() <= LONG && shown[..at].ends_with(before), "{fault:?}");
    assert!(shown[at..].starts_with(behind) && (at == shown.len() || !behind.is_empty()), "{fault:?}");
}

/// Bytes of a line that is shown whole.
const LONG: usize = 1000;

/// A fault can be told to people and to tools, and what is told to tools is one line.
fn can_be_told(fault: &Diagnostic) {
    for language in [Language::Vi, Language::En] {
        assert!(!report::plain(fault, language).is_empty());
        let (short, json) = (report::short(fault, language), report::json(fault, language));
        assert!(!short.contains(['\n', '\r', '\u{1b}']), "{short:?}");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read["code"], fault.code);
        assert_eq!(json.find('\n'), Some(json.len() - 1), "{json:?}");
    }
}

/// What a page is tied to by: its ids, and where its links and files lead.
#[derive(Default)]
pub struct Ties {
    pub ids: BTreeSet<String>,
    /// Ids that stand twice.
    twice: Vec<String>,
    pub ways: BTreeSet<String>,
}

impl Ties {
    /// What nothing is wrong with has each id once, and its links within the page lead somewhere.
    pub fn hold(&self) {
        assert!(self.twice.is_empty(), "{:?} stand twice", self.twice);
        for id in self.ways.iter().filter_map(|way| way.strip_prefix('#')) {
            assert!(id.is_empty() || self.ids.contains(&decoded(id)), "no id {id:?}");
        }
    }
}

const VOID: [&str; 10] = ["area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"];
const BLOCKS: [&str; 20] = [
    "address",
    "aside",
    "blockquote",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
];
const ACTIVE: [&str; 10] =
    ["applet", "base", "embed", "frame", "iframe", "math", "object", "portal", "style", "template"];

/// A page is well formed: each tag is closed where it must be, each attribute is quoted, and
/// nothing in it acts but the one script of its head.
pub fn page(html: &str) -> Ties {
    let mut ties = Ties::default();
    let mut open: Vec<String> = Vec::new();
    let (mut rest, mut scripts) = (html, 0);
    while let Some(at) = rest.find('<') {
        references(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or_else(|| panic!("a tag is open: {}", near(rest)));
        let tag = &rest[..end];
        assert!(!tag.contains('<'), "a sign in a tag: {}", near(tag));
        rest = &rest[end + 1..];
        if tag.eq_ignore_ascii_case("!doctype html") {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop();
            assert_eq!(last.as_deref(), Some(name), "closed before {}", near(rest));
            continue;
        }
        let name: String = tag.chars().take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect();
        assert!(!name.is_empty() && !ACTIVE.contains(&name.as_str()), "the tag {}", near(tag));
        attributes(&tag[name.len()..], &mut ties);
        let above = |tags: &[&str]| open.iter().any(|above| tags.contains(&above.as_str()));
        assert!(
            !(BLOCKS.contains(&name.as_str()) && above(&["p", "h1", "h2", "h3", "h4", "h5", "h6"])),
            "<{tag}> in a paragraph"
        );
        assert!(!(["a", "button"].contains(&name.as_str()) && above(&["a", "button"])), "<{tag}> in a link");
        if name == "script" {
            scripts += 1;
            assert!(rest.starts_with("</script>") && above(&["head"]), "a script: <{tag}>");
        }
        if !VOID.contains(&name.as_str()) && !tag.ends_with('/') {
            open.push(name);
        }
    }
    references(rest);
    assert!(open.is_empty(), "{open:?} are not closed");
    assert!(scripts <= 1, "{scripts} scripts");
    ties
}

fn attributes(typed: &str, ties: &mut Ties) {
    let mut rest = typed.trim_start();
    while !rest.is_empty() && rest != "/" {
        let length =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-:".contains(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        assert!(
            !name.is_empty() && !name.starts_with("on") && name != "style",
            "the attribute {}",
            near(rest)
        );
        rest = &rest[length..];
        let mut value = "";
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, behind) =
                quoted.split_once('"').unwrap_or_else(|| panic!("no quote: {}", near(rest)));
            (value, rest) = (inside, behind);
        }
        assert!(rest.is_empty() || rest.starts_with([' ', '\n', '/']), "behind {name}: {}", near(rest));
        rest = rest.trim_start();
        references(value);
        match name {
            "id" => {
                assert!(!value.is_empty() && !value.contains(char::is_whitespace), "the id {value:?}");
                let id = unescaped(value);
                if !ties.ids.insert(id.clone()) {
                    ties.twice.push(id);
                }
            }
            "href" | "src" | "srcset" | "action" | "formaction" | "data" => {
                let value = unescaped(value);
                let scheme = value.split(['/', '?', '#']).next().unwrap_or_default().split_once(':');
                let scheme = scheme.map_or(String::new(), |(scheme, _)| scheme.to_lowercase());
                assert!(
                    ["", "http", "https", "mailto", "tel"].contains(&scheme.as_str()),
                    "{name}={value:?}"
                );
                ties.ways.insert(value);
            }
            _ => {}
        }
    }
}

/// `&` begins a reference.
fn references(text: &str) {
    for behind in text.split('&').skip(1) {
        let end = behind.find(';').unwrap_or_else(|| panic!("a bare &: {}", near(behind)));
        let name = behind[..end].trim_start_matches('#');
        assert!(!name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()), "&{}", near(behind));
    }
}

fn unescaped(value: &str) -> String {
    let named =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2F;", "/"), ("&amp;", "&")];
    named.iter().fold(value.to_owned(), |value, (name, sign)| value.replace(name, sign))
}

/// Percent-decoded.
pub fn decoded(way: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = way.bytes();
    while let Some(byte) = rest.next() {
        let code = rest.clone().take(2).map(char::from).collect::<String>();
        match u8::from_str_radix(&code, 16) {
            Ok(decoded) if byte == b'%' && code.len() == 2 => {
                bytes.push(decoded);
                rest.nth(1);
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| way.to_owned())
}

fn near(text: &str) -> String {
    text.chars().take(60).collect()
}
