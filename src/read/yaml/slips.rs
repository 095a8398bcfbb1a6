//! The slips of editors in YAML: what a person typed where YAML asks for something else.
//!
//! Owns what is looked for in the lines of a file that the parser refuses, in values that it reads as
//! nobody meant them, and in keys that nothing knows; each slip has its place and what to type instead.
//! Does not know what a key means, beyond the words by which a clerk calls it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic};
use crate::nearest::nearest;
use crate::place::Span;
use crate::read::snapshot::Source;
use crate::read::yaml::{KeyValue, Node, NodeKind};
use crate::spelling::{is_id, slug};

/// Signs that Word puts before the items of a list.
const BULLETS: [char; 6] = ['–', '—', '−', '•', '▪', '‑'];
/// Spaces a level, where nothing above says how many.
const LEVEL: usize = 4;

/// The slips in the lines of a file that is no YAML; `base` is where `yaml` stands in it.
pub fn in_lines(source: &Source, yaml: &str, base: usize) -> Vec<Diagnostic> {
    let lines = lines(yaml);
    let slip = |(at, line)| in_line(source, &lines[..at], line, base);
    lines.iter().enumerate().filter_map(slip).collect()
}

/// The line at byte `at` of `yaml`, where it stands under no line above it.
pub fn in_indent(source: &Source, yaml: &str, base: usize, at: usize) -> Option<Diagnostic> {
    let lines = lines(yaml);
    let last = lines.iter().rposition(|line| line.start <= at)?;
    let (above, line) = match lines.first()? {
        first if first.column > 0 => (&lines[..0], first),
        _ => (&lines[..last], lines.get(last)?),
    };
    if !line.is_item() && line.key().is_none() {
        return None;
    }
    let wanted = match columns(above, line.is_item(), line.column) {
        columns if columns.is_empty() && line.is_item() && !above.is_empty() => {
            return Some(diagnostic::yaml_line(source.place(line_at(yaml, base, at)), true));
        }
        columns if columns.is_empty() => Column { at: 0, line: None },
        columns if columns.iter().any(|column| column.at == line.column) => return None,
        columns => columns.into_iter().rev().min_by_key(|column| column.at.abs_diff(line.column))?,
    };
    if wanted.at == line.column {
        return None;
    }
    let like = wanted.line.and_then(|like| above.get(like)).filter(|_| wanted.at > 0).map(|like| {
        let start = base + like.start + like.indent;
        source.place(Span::new(start, start + like.said().len()))
    });
    let start = base + line.start;
    let marked = if line.indent > 0 { line.indent } else { line.rest().chars().next()?.len_utf8() };
    let at = source.place(Span::new(start, start + marked));
    Some(diagnostic::yaml_indent(at, line.column, wanted.at, like))
}

/// The words of the line at byte `at` of `yaml`.
pub fn line_at(yaml: &str, base: usize, at: usize) -> Span {
    let before = yaml.get(..at).unwrap_or(yaml);
    let start = before.rfind('\n').map_or(0, |line| line + 1);
    let line = yaml[start..].lines().next().unwrap_or_default();
    let indent = line.len() - line.trim_start().len();
    Span::new(base + start + indent, base + start + line.trim_end().len())
}

/// The slips in values that the parser took for running text: items of a list whose dash is none.
pub fn in_values(source: &Source, node: &Node, text: &str) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    dashes(source, node, text, false, &mut found);
    found
}

/// What is wrong with a key apart from its letters.
pub fn in_key(source: &Source, key: &str, span: Span) -> Option<Diagnostic> {
    let start = span.start as usize;
    let at = |from: usize, sign: char| source.place(Span::new(start + from, start + from + sign.len_utf8()));
    if let Some((from, sign)) = key.char_indices().find(|(_, c)| is_odd_space(*c)) {
        // Several before a key are its indentation.
        let is_needed = key.chars().take_while(|c| is_odd_space(*c)).count() > 1;
        return Some(diagnostic::yaml_space(at(from, sign), sign, is_needed));
    }
    let (from, sign) = key.char_indices().find(|(_, c)| [':', '：'].contains(c))?;
    let (word, value) = (key[..from].trim(), key[from + sign.len_utf8()..].trim());
    let quoted = format!("\"{value}: …\"");
    Some(diagnostic::yaml_key_colon(at(from, sign), word, sign, if sign == ':' { &quoted } else { value }))
}

/// Whether a key without a value stands behind a comma: as the rest of a value that has one.
pub fn is_behind_comma(source: &Source, entry: &KeyValue) -> bool {
    let before = source.text().ok().and_then(|text| text.get(..entry.key_span.start as usize));
    matches!(entry.value.kind, NodeKind::Null)
        && before.is_some_and(|before| before.trim_end().ends_with(','))
}

/// The key without a value to which a key that should not stand here may belong: it opens the lines above,
/// which are indented alike.
pub fn opener(source: &Source, key: Span) -> Option<&str> {
    const FAR: usize = 3;
    let before = source.text().ok()?.get(..key.start as usize)?;
    let (above, indent) = before.rsplit_once('\n')?;
    let beside =
        |line: &&str| line.strip_prefix(indent).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let mut lines = above.lines().rev().take_while(beside).take(FAR);
    lines.find_map(|line| line.trim().strip_suffix(':')).filter(|_| indent.trim().is_empty())
}

/// The comma behind the last item of a list or mapping in brackets.
pub fn extra_comma(source: &Source, node: &Node) -> Option<Span> {
    let start = node.span.start as usize;
    let text = source.text().ok()?.get(start..)?;
    let (mut depth, mut quote, mut last) = (0_usize, None, (0, ' '));
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if "[{,:".contains(last.1) => quote = Some(c),
            (None, '[' | '{') => depth += 1,
            (None, ']' | '}') if depth == 1 => {
                let comma = Span::new(start + last.0, start + last.0 + 1);
                return (last.1 == ',').then_some(comma);
            }
            (None, ']' | '}') => depth -= 1,
            // No brackets: a list or mapping line by line.
            _ if depth == 0 => return None,
            _ => {}
        }
        if !c.is_whitespace() {
            last = (at, c);
        }
    }
    None
}

/// The items that were meant by words that stand where a list must: ids between commas, or all as one.
pub fn items(typed: &str) -> Vec<&str> {
    let parts: Vec<&str> = typed.split([',', ';']).map(str::trim).collect();
    if parts.iter().all(|part| is_id(part)) { parts } else { vec![typed.trim()] }
}

/// Items as a list in brackets, where that is short enough to be a hint.
pub fn as_list(items: &[&str]) -> Option<String> {
    let shown = |item: &&str| match item.contains(|c: char| ",:#[]{}\"'&*!|>%@`".contains(c)) {
        true => format!("\"{}\"", item.replace('"', "\\\"")),
        false => (*item).to_owned(),
    };
    let list = format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", "));
    (list.chars().count() <= 60 && !list.contains(['\n', '`'])).then_some(list)
}

/// The known key that was meant by `typed`: with a slip in it, or by its Vietnamese name.
pub fn meant(typed: &str, known: &[&'static str]) -> Option<&'static str> {
    let signs = |c: char| is_odd_space(c) || c == ' ' || c == '-' || BULLETS.contains(&c);
    let word = typed.split([':', '：']).next().unwrap_or(typed).trim_matches(signs);
    if let Some(same) = known.iter().find(|key| **key == word) {
        return Some(same);
    }
    let called = slug(word);
    let by_name = BY_NAME.get(called.as_str()).into_iter().flatten();
    by_name
        .flat_map(|keys| keys.split(' '))
        .find_map(|key| known.iter().find(|known| **known == key).copied())
        .or_else(|| nearest(word, known.iter().copied()))
}

/// Names of keys as a clerk says them, without marks; and the keys, the first that a record has.
const VIETNAMESE: [(&str, &str); 35] = [
    ("so so-hieu so-ky-hieu ky-hieu so-van-ban", "number"),
    ("tieu-de trich-yeu ten-van-ban ve-viec", "title"),
    ("ten", "title name task"),
    ("ho-ten ho-va-ten nguoi-ky ten-don-vi ten-goi", "name signature"),
    ("ten-tat viet-tat", "short"),
    ("ten-khac ten-goi-khac", "aliases known_as"),
    ("chuc-vu chuc-danh", "title"),
    ("ngay ngay-ban-hanh ngay-ky ngay-van-ban ngay-thang", "date"),
    ("co-quan co-quan-ban-hanh don-vi-ban-hanh noi-ban-hanh ban-hanh", "issuer"),
    ("cap-tren co-quan-chu-quan", "superior parent"),
    ("loai loai-van-ban", "type kind"),
    ("noi dia-danh dia-diem", "place"),
    ("kinh-gui gui", "addressed_to to"),
    ("noi-nhan nguoi-nhan", "recipients"),
    ("dong-kinh-gui", "also_to"),
    ("chu-ky ky", "signature"),
    ("thay-mat quyen-han tham-quyen", "authority"),
    ("nhiem-vu cong-viec viec noi-dung", "task deadlines deadline"),
    ("han thoi-han han-chot ngay-het-han han-hoan-thanh", "due deadlines"),
    ("ngay-han", "due_date"),
    ("chu-tri don-vi-chu-tri don-vi-thuc-hien", "lead"),
    ("phoi-hop don-vi-phoi-hop", "support"),
    ("san-pham ket-qua", "product"),
    ("dieu-kien", "condition"),
    ("muc phan", "section"),
    ("noi-gui bao-cao-cho gui-bao-cao", "report_to"),
    ("ma ma-so ma-nhiem-vu ma-don-vi", "id"),
    ("linh-vuc chu-de", "topics"),
    ("hieu-luc", "in_force"),
    ("do-mat mat", "secrecy"),
    ("do-khan khan", "urgency"),
    ("dinh-kem kem-theo phu-luc tai-lieu-kem-theo", "attachments"),
    ("thay-the", "replaces"),
    ("don-vi", "organization"),
    ("thanh-vien", "members"),
];

/// The keys of [`VIETNAMESE`] by name: each key of each front matter is looked up.
static BY_NAME: LazyLock<FxHashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut by_name: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (names, keys) in VIETNAMESE {
        names.split(' ').for_each(|name| by_name.entry(name).or_default().push(keys));
    }
    by_name
});

/// A line that says something: neither blank, nor a comment, nor inside a block of text.
struct Line<'t> {
    /// Where it begins.
    start: usize,
    text: &'t str,
    /// Bytes before its first word.
    indent: usize,
    /// Spaces before its first word; where there are tabs, as many as should stand there.
    column: usize,
}

impl<'t> Line<'t> {
    fn rest(&self) -> &'t str {
        self.text[self.indent..].trim_end()
    }

    fn is_item(&self) -> bool {
        self.rest() == "-" || self.rest().starts_with("- ")
    }

    /// Bytes of the dash of an item and the spaces behind it.
    fn dash(&self) -> usize {
        match self.rest().strip_prefix('-') {
            Some(item) if self.is_item() => 1 + (item.len() - item.trim_start().len()),
            _ => 0,
        }
    }

    /// The column of its key.
    fn key_column(&self) -> usize {
        self.column + self.dash()
    }

    /// Its key, where it has one.
    fn key(&self) -> Option<&'t str> {
        let (key, value) = self.rest()[self.dash()..].split_once(':')?;
        let is_key = !key.is_empty() && !key.contains(['"', '\'', '[', '{', '#', ',']);
        (is_key && (value.is_empty() || value.starts_with(' '))).then_some(key)
    }

    /// Its words without a remark.
    fn said(&self) -> &'t str {
        let rest = self.rest();
        rest.split(" #").next().unwrap_or(rest).trim_end()
    }

    /// Whether what belongs to it stands below it.
    fn opens(&self) -> bool {
        self.said().ends_with(':') || opens_block(self.said())
    }
}

/// Whether a line ends with the sign of a block of text: `|` or `>`, with `-` or `+`.
fn opens_block(said: &str) -> bool {
    let last = said.rsplit(' ').next().unwrap_or_default();
    last.starts_with(['|', '>']) && last.len() <= 3 && last[1..].chars().all(|c| "+-123456789".contains(c))
}

fn lines(yaml: &str) -> Vec<Line<'_>> {
    let mut found: Vec<Line<'_>> = Vec::new();
    let (mut start, mut block) = (0, None);
    for typed in yaml.split_inclusive('\n') {
        let text = typed.trim_end_matches(['\n', '\r']);
        let rest = text.trim_start_matches(|c: char| c.is_whitespace() || is_odd_space(c));
        let indent = text.len() - rest.len();
        let column = text[..indent].chars().count();
        let mut line = Line { start, text, indent, column };
        start += typed.len();
        if rest.is_empty() || block.is_some_and(|block| column > block) {
            continue;
        }
        block = None;
        if rest.starts_with('#') {
            continue;
        }
        let tabs = text[..indent].matches('\t').count();
        if tabs > 0 {
            line.column = instead_of_tabs(near(&found), line.is_item(), tabs, column - tabs);
        }
        if opens_block(line.said()) {
            block = Some(column);
        }
        found.push(line);
    }
    found
}

/// The last of many lines: enough to know what a line belongs to.
fn near<'a, 't>(lines: &'a [Line<'t>]) -> &'a [Line<'t>] {
    const FAR: usize = 200;
    &lines[lines.len().saturating_sub(FAR)..]
}

/// Spaces that a person does not see to be none of YAML's, and signs without width.
fn is_odd_space(c: char) -> bool {
    matches!(
        c,
        '\u{a0}' | '\u{2000}'..='\u{200d}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// The slip in a line.
fn in_line(source: &Source, above: &[Line<'_>], line: &Line<'_>, base: usize) -> Option<Diagnostic> {
    let at = |from: usize, sign: char| {
        let start = base + line.start + from;
        source.place(Span::new(start, start + sign.len_utf8()))
    };
    if let Some(tab) = line.text[..line.indent].find('\t') {
        let tabs = line.text[tab..].chars().take_while(|c| *c == '\t').count();
        let start = base + line.start + tab;
        let others = line.text[..line.indent].chars().filter(|c| *c != '\t').count();
        return Some(diagnostic::yaml_tab(
            source.place(Span::new(start, start + tabs)),
            line.column.saturating_sub(others),
        ));
    }
    if let Some((from, sign)) = line.text[..line.indent].char_indices().find(|(_, c)| is_odd_space(*c)) {
        let start = base + line.start;
        let fits =
            columns(near(above), line.is_item(), line.column).iter().any(|column| column.at == line.column);
        let at = source.place(Span::new(start + from, start + line.indent));
        return Some(diagnostic::yaml_space(at, sign, fits));
    }
    if let Some(sign) = dash(line.rest()) {
        let behind =
            line.rest()[sign.len_utf8()..].chars().next().filter(|c| sign == '-' && is_odd_space(*c));
        return Some(match behind {
            Some(space) => diagnostic::yaml_space(at(line.indent + 1, space), space, true),
            None => diagnostic::yaml_dash(at(line.indent, sign), sign, item(line.rest(), sign)),
        });
    }
    let column = line.indent + line.dash();
    let rest = &line.text[column..];
    let word = rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    let (key, behind) = rest.split_at(word);
    if key.is_empty() {
        return None;
    }
    let gap = behind.len() - behind.trim_start_matches(|c: char| c == ' ' || is_odd_space(c)).len();
    let sign = behind[gap..].chars().next().filter(|c| [':', '：'].contains(c))?;
    if let Some((from, space)) = behind[..gap].char_indices().find(|(_, c)| is_odd_space(*c)) {
        return Some(diagnostic::yaml_space(at(column + word + from, space), space, false));
    }
    let from = column + word + gap;
    let value = &behind[gap + sign.len_utf8()..];
    match value.chars().next() {
        Some(space) if sign == ':' && is_odd_space(space) => {
            Some(diagnostic::yaml_space(at(from + sign.len_utf8(), space), space, true))
        }
        None | Some(' ' | '\t' | '/') if sign == ':' => None,
        _ if sign == ':' && !key.chars().all(|c| c.is_ascii_lowercase() || c == '_') => None,
        _ => Some(diagnostic::yaml_key_colon(at(from, sign), key, sign, value.trim())),
    }
}

/// The sign before an item of a list that is no dash with a space.
fn dash(rest: &str) -> Option<char> {
    let mut signs = rest.chars();
    match (signs.next()?, signs.next()) {
        ('-', Some(next)) if next != ' ' && next != '\t' && next != '-' => Some('-'),
        (sign, Some(_)) if BULLETS.contains(&sign) => Some(sign),
        _ => None,
    }
}

/// What stands behind the sign of an item.
fn item(rest: &str, sign: char) -> &str {
    rest.trim_start_matches(sign).trim()
}

/// A column at which something may begin, and the line that it lines up with or stands under.
#[derive(Clone, Copy)]
struct Column {
    at: usize,
    line: Option<usize>,
}

/// The columns at which a line under those above may begin, from left to right, where it has `have` spaces.
fn columns(above: &[Line<'_>], is_item: bool, have: usize) -> Vec<Column> {
    let mut open: Vec<(Column, bool)> = Vec::new();
    for (number, line) in above.iter().enumerate() {
        let key = line.key().map(|_| line.key_column());
        if !line.is_item() && key.is_none() {
            continue;
        }
        open.retain(|(column, _)| column.at < line.column);
        if line.is_item() {
            open.push((Column { at: line.column, line: Some(number) }, true));
        }
        open.extend(key.map(|at| (Column { at, line: Some(number) }, false)));
    }
    let mut columns: Vec<Column> =
        open.iter().filter(|(_, of_item)| *of_item == is_item).map(|(column, _)| *column).collect();
    if let Some(last) = above.len().checked_sub(1).filter(|last| above[*last].opens()) {
        let from = above[last].key_column();
        // Items may stand right under their key; anything else stands deeper, by any number of spaces.
        let may_stand_under = is_item && !opens_block(above[last].said());
        let at = if have > from || have == from && may_stand_under { have } else { from + 2 };
        columns.push(Column { at, line: Some(last) });
    }
    columns.sort_by_key(|column| column.at);
    columns
}

/// How many spaces should stand before a line with tabs and `others` before it: as many for each tab as
/// make it belong to what stands above.
fn instead_of_tabs(above: &[Line<'_>], is_item: bool, tabs: usize, others: usize) -> usize {
    let fits = |spaces: &usize| columns(above, is_item, *spaces).iter().any(|column| column.at == *spaces);
    let deepest = || columns(above, is_item, 0).last().map(|column| column.at);
    [LEVEL, 2, 6, 8]
        .into_iter()
        .map(|width| tabs * width + others)
        .find(fits)
        .or_else(deepest)
        .unwrap_or(LEVEL)
}

/// Looks for items of a list inside running text.
fn dashes(source: &Source, node: &Node, text: &str, in_list: bool, found: &mut Vec<Diagnostic>) {
    match &node.kind {
        NodeKind::Null => {}
        NodeKind::List(items) => items.iter().for_each(|item| dashes(source, item, text, true, found)),
        NodeKind::Map(entries) => {
            for KeyValue { key, key_span, value } in entries {
                let line = text.get(key_span.start as usize..).unwrap_or_default();
                found.extend(dash(key).map(|sign| {
                    let at = source
                        .place(Span::new(key_span.start as usize, key_span.start as usize + sign.len_utf8()));
                    diagnostic::yaml_dash(at, sign, item(line.lines().next().unwrap_or_default(), sign))
                }));
                dashes(source, value, text, false, found);
            }
        }
        NodeKind::Text(_) => {
            let Some(typed) = text.get(node.span.range()) else { return };
            let before = &text[..node.span.start as usize];
            let line_start = before.rfind('\n').map_or(0, |at| at + 1);
            let stands_alone = before[line_start..].trim().is_empty();
            let is_block = stands_alone && opens_block(before[..line_start].trim_end());
            if typed.starts_with(['"', '\'']) || is_block {
                return;
            }
            let mut start = node.span.start as usize;
            for (number, line) in typed.split_inclusive('\n').enumerate() {
                let rest = line.trim();
                let is_item = if number == 0 { stands_alone && !in_list } else { stands_alone || in_list };
                if let Some(sign) = dash(rest).filter(|_| is_item) {
                    let at = start + line.find(sign).unwrap_or_default();
                    let place = source.place(Span::new(at, at + sign.len_utf8()));
                    found.push(diagnostic::yaml_dash(place, sign, item(rest, sign)));
                }
                start += line.len();
            }
        }
    }
}
