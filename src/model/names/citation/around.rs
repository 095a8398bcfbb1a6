//! What stands around a number or a name in running text: the type before it, the date and the issuer
//! behind it, the provision before all of these.
//!
//! Owns how far such words reach. Does not judge whether they agree with a document: that is for the
//! catalog.

use crate::model::names::citation::{Names, digits_end, is_dash, precedes_more};
use crate::model::names::provision::{CitedProvision, provision_at_end};
use crate::model::time::date::{Interval, civil_day};
use crate::read::markdown::BARRIER;
use crate::spelling::{Folded, fold, fold_with_places};

/// How many bytes are looked at around a number.
const WINDOW: usize = 96;
/// How many bytes the name of an issuer takes at most.
const ISSUER: usize = 200;

/// The type named before a number, folded, and where it begins; the number's own start without one.
pub(super) fn kind_before(text: &str, start: usize, names: &Names) -> (usize, Option<String>) {
    let mut from = start.saturating_sub(WINDOW);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    // Most numbers in a text follow no word at all.
    if !text[from..start].trim_end().ends_with(|c: char| c.is_ascii_alphabetic() || !c.is_ascii()) {
        return (start, None);
    }
    let places = fold_with_places(&text[from..start]);
    let words = match without_last(&places, "số") {
        Some([before @ .., space]) if space.character == ' ' => before,
        found => found.unwrap_or(&places),
    };
    let kind = names.kinds.iter().find_map(|kind| Some((kind, without_last(words, kind)?.len())));
    match kind.and_then(|(kind, at)| Some((kind, places.get(at)?))) {
        Some((kind, first)) => (from + first.start, Some(kind.clone())),
        None => (start, None),
    }
}

/// What stands before a word or several that folded text ends with; none where it ends otherwise.
fn without_last<'t>(text: &'t [Folded], words: &str) -> Option<&'t [Folded]> {
    let mut before = text;
    for character in words.chars().rev() {
        let (last, rest) = before.split_last()?;
        before = if last.character == character { rest } else { return None };
    }
    (!before.last().is_some_and(|last| last.character.is_alphanumeric())).then_some(before)
}

/// The date that follows a number (", ngày 17/11/2022", "năm 2014"), and where it ends; the number's
/// own end without one.
pub(super) fn date_after(text: &str, end: usize) -> (Option<Interval>, usize) {
    let blank = char::is_whitespace;
    let behind = text[end..].trim_start_matches(blank);
    let behind = behind.strip_prefix(',').unwrap_or(behind).trim_start_matches(blank);
    // Most numbers are followed neither by "ngày" nor by "năm".
    if !behind.starts_with(['n', 'N']) {
        return (None, end);
    }
    let mut to = (end + WINDOW).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let after = fold_with_places(&text[end..to]);
    let plain: String = after.iter().map(|f| f.character).collect();
    let rest = plain.strip_prefix(',').unwrap_or(&plain).trim_start();
    let read = || {
        if let Some(rest) = rest.strip_prefix("ngày ") {
            let (day, rest) = number(rest)?;
            let sign = |c: char| c == '/' || c == '.' || is_dash(c);
            let (month, rest) = match rest.strip_prefix(sign) {
                Some(rest) => number(rest)?,
                None => number(rest.strip_prefix(" tháng ")?)?,
            };
            let rest = rest.strip_prefix(sign).or_else(|| rest.strip_prefix(" năm "))?;
            let (year, rest) = number(rest).filter(|(year, _)| (1900..2200).contains(year))?;
            return Some((Interval::day(civil_day(year, month, day).ok()?), rest));
        }
        let (year, rest) =
            number(rest.strip_prefix("năm ")?).filter(|(year, _)| (1900..2200).contains(year))?;
        Some((Interval::year(year)?, rest))
    };
    match read() {
        Some((date, rest)) if !precedes_more(rest, 0) => {
            let taken = plain[..plain.len() - rest.len()].chars().count();
            (Some(date), end + after[taken - 1].end)
        }
        _ => (None, end),
    }
}

fn number(text: &str) -> Option<(i16, &str)> {
    let end = digits_end(text, 0);
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// The provision named before a citation that begins at `start`, and where that begins; nothing before
/// `floor` is looked at.
pub(super) fn provision_before(text: &str, floor: usize, start: usize) -> Option<(usize, CitedProvision)> {
    let mut from = start.saturating_sub(WINDOW).max(floor);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = fold_with_places(&text[from..start]);
    let (at, provision) = provision_at_end(&before)?;
    Some((from + before.get(at)?.start, provision))
}

/// A year that stands behind a name without a word: "Luật Đất đai 2013", "Luật Đất đai (năm 2013)". The
/// sign of the bracket stays outside.
pub(super) fn bare_year_after(text: &str, end: usize) -> (Option<Interval>, usize) {
    let rest = text[end..].trim_start();
    let (inside, is_bracket) = match rest.strip_prefix('(') {
        Some(inside) => (inside, true),
        None => (rest, false),
    };
    let words =
        if is_bracket && fold(inside.get(..5).unwrap_or_default()) == "năm" { &inside[5..] } else { inside };
    let words = words.trim_start();
    let is_apart = rest.len() < text.len() - end;
    match number(words).filter(|(year, rest)| {
        is_apart
            && (1900..2200).contains(year)
            && !precedes_more(rest, 0)
            && (!is_bracket || rest.starts_with(')'))
    }) {
        Some((year, rest)) => (Interval::year(year), if is_bracket { end } else { text.len() - rest.len() }),
        None => (None, end),
    }
}

/// The words behind a citation that name who issued it: what follows "của" or "do", up to a sign that
/// ends it. Where the name itself ends in them is for who knows the bodies.
pub(super) fn issuer_after(text: &str, end: usize) -> Option<String> {
    let rest = text[end..].trim_start_matches(|c: char| c.is_whitespace() || c == ',' || c == '(');
    let (word, rest) = rest.split_once(char::is_whitespace)?;
    if !word.starts_with(['c', 'C', 'd', 'D']) || !["của", "do"].contains(&fold(word).as_str()) {
        return None;
    }
    let mut last = '\0';
    let stop = |(_, c): &(usize, char)| {
        // "TP. Hà Nội"
        let ends =
            [';', ':', '(', ')', '"', '“', '”', BARRIER].contains(c) || (*c == '.' && !last.is_uppercase());
        last = *c;
        ends
    };
    let mut to = rest.char_indices().find(stop).map_or(rest.len(), |(at, _)| at).min(ISSUER);
    while !rest.is_char_boundary(to) {
        to -= 1;
    }
    let words = rest[..to].trim();
    (!words.is_empty()).then(|| words.to_owned())
}
