//! What a text says of its own publishing, whatever its file is called: a draft, secret, or neither.
//!
//! Owns the reading of a front matter for that alone: behind blank lines and marks of encodings, in any line
//! ends, closed or not. In doubt it is not public: a front matter that cannot be read and speaks of secrecy may
//! be one of a secret. Marks in the words themselves are for [`crate::model::document::secrecy`].

use crate::model::document::secrecy::{self, FileSecrecy};
use crate::place::Span;
use crate::read::attached::{self, Looked};
use crate::read::snapshot::Source;
use crate::read::yaml::slips::meant;
use crate::read::yaml::{self, Node, NodeKind};

/// What a front matter says of publishing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing against it.
    Public,
    /// It is a draft.
    Draft,
    /// It is secret, and where it says so.
    Secret(Span),
    /// It cannot be read, and speaks of drafts.
    MaybeDraft,
    /// It cannot be read, and speaks of secrecy.
    MaybeSecret,
}

impl Standing {
    /// Where it says that it is secret.
    pub fn secret(self) -> Option<Span> {
        match self {
            Standing::Secret(span) => Some(span),
            _ => None,
        }
    }
}

/// The keys that keep a text from being published.
const KEYS: [&str; 2] = ["secrecy", "draft"];
/// What nobody sees at the beginning of a text or a line.
const UNSEEN: [char; 5] = ['\u{feff}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}'];

/// What the front matter of `text` says, which is the text of `source` as far as it has one.
pub fn of_text(source: &Source, text: &str) -> Standing {
    let Some(head) = Head::of(text) else { return Standing::Public };
    let front = &text[head.span.range()];
    let read = match head.is_yaml {
        true => yaml::parse(source, text, head.span).ok(),
        false => None,
    };
    match read {
        Some(node) => of_node(&node),
        None if names(front, "secrecy", head.is_fenced) => Standing::MaybeSecret,
        None if head.is_fenced && names(front, "draft", true) => Standing::MaybeDraft,
        None => Standing::Public,
    }
}

/// What a front matter that was read says.
pub fn of_node(node: &Node) -> Standing {
    let NodeKind::Map(entries) = &node.kind else { return Standing::Public };
    let mut standing = Standing::Public;
    for entry in entries {
        let is_denied = |words: &[&str]| match &entry.value.kind {
            NodeKind::Null => true,
            NodeKind::Text(text) => words.contains(&text.trim().to_lowercase().as_str()),
            _ => false,
        };
        match key_of(&entry.key) {
            Some("secrecy") if !is_denied(&[""]) => return Standing::Secret(entry.value.span),
            Some("draft") if !is_denied(&["", "false", "no", "off", "0", "không"]) => {
                standing = Standing::Draft;
            }
            _ => {
                if let Standing::Secret(span) = of_node(&entry.value) {
                    return Standing::Secret(span);
                }
            }
        }
    }
    standing
}

/// Which of the keys that say so is meant, with a slip in it or in Vietnamese.
pub fn key_of(typed: &str) -> Option<&'static str> {
    let typed = typed.trim().to_lowercase();
    meant(&typed, &KEYS)
}

/// Whether a line of a front matter that nobody can parse has `key`, quoted or not. Without fences these may be
/// lines of a paper, where "Độ mật:" is a field to fill in.
fn names(front: &str, key: &str, is_fenced: bool) -> bool {
    let front = unescaped(front).to_lowercase();
    let is_it = |part: &str| {
        let sign = |c: char| !c.is_alphanumeric();
        let typed = part.trim_start_matches(sign).split([':', '：', '=']).next().unwrap_or_default();
        let is_key = typed.len() < part.trim_end().len();
        let typed = typed.trim_matches(sign);
        is_key && (typed == key || is_fenced && key_of(typed) == Some(key))
    };
    front.split(['\n', '\r', ',', '{']).any(is_it) || is_fenced && key == KEYS[0] && front.contains(key)
}

/// A text with the characters that YAML and JSON write as `\x41` or `\u0041`.
fn unescaped(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        read.push_str(before);
        let digits = match behind.chars().next() {
            Some('x') => 2,
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let code = behind.get(1..=digits).and_then(|code| u32::from_str_radix(code, 16).ok());
        rest = match code.and_then(char::from_u32) {
            Some(c) if digits > 0 => {
                read.push(c);
                &behind[1 + digits..]
            }
            _ => behind,
        };
    }
    read + rest
}

/// The lines at the beginning of a text that say what it is.
struct Head {
    span: Span,
    /// Between two fences, so that it can be parsed.
    is_yaml: bool,
    /// Behind a fence, closed or not.
    is_fenced: bool,
}

impl Head {
    fn of(text: &str) -> Option<Head> {
        let mut at = 0;
        let mut lines = text.split_inclusive(['\n', '\r']).map(|line| {
            at += line.len();
            (at - line.len(), at, bare(line))
        });
        // Blank lines, and what YAML or Markdown may say before.
        let first = lines.find(|(.., line)| !line.is_empty() && !line.starts_with(['%', '`']))?;
        if !is_fence(first.2) {
            let end = lines.find(|(.., line)| line.is_empty()).map_or(text.len(), |(start, ..)| start);
            let is_lines = first.2.contains([':', '=']);
            return is_lines.then(|| Head {
                span: Span::new(first.0, end),
                is_yaml: false,
                is_fenced: false,
            });
        }
        let start = first.1;
        let closing = lines.find(|(.., line)| is_fence(line) || *line == "...");
        Some(match closing {
            Some((end, ..)) => {
                let is_yaml = first.2.starts_with('-');
                Head { span: Span::new(start, end.max(start)), is_yaml, is_fenced: true }
            }
            None => Head { span: Span::new(start, text.len()), is_yaml: false, is_fenced: true },
        })
    }
}

fn bare(line: &str) -> &str {
    line.trim_matches(|c: char| c.is_whitespace() || UNSEEN.contains(&c))
}

/// `---`, `+++`, and what a word processor makes of them.
fn is_fence(line: &str) -> bool {
    let is_drawn = |sign: char| line.chars().all(|c| c == sign);
    let is_dash = line.chars().all(|c| ['-', '–', '—', '―', '−'].contains(&c));
    let many = line.chars().count() > 2;
    (is_dash && (many || line.contains('—'))) || (many && is_drawn('+'))
}

/// What the front matter of a file says, of which a look has found these words.
pub fn of_looked(source: &Source, looked: &Looked<'_>) -> Standing {
    let plain = attached::plain_text(source);
    match (plain.as_deref(), looked) {
        (Some(text), _) => of_text(source, text),
        (None, Looked::Words(words) | Looked::InPart(words)) => of_text(source, words),
        (None, Looked::NotLookedInto | Looked::Unreadable) => Standing::Public,
    }
}

/// Whether a file says that it is secret, or may: in its front matter, whether that can be read or not, or by a
/// mark. What cannot be read at all may be anything.
pub fn may_be_secret(source: &Source) -> bool {
    *source.memo.get_or_compute(source, |source| {
        // What was read as text is judged as it stands, whatever signs are in it.
        let text = source.text().ok().filter(|text| !text.is_empty());
        let looked = text.map_or_else(|| attached::look(source), |text| Looked::Words(text.into()));
        matches!(secrecy::of_looked(&looked), FileSecrecy::Secret | FileSecrecy::Unreadable)
            || matches!(of_looked(source, &looked), Standing::Secret(_) | Standing::MaybeSecret)
    })
}
