//! The words that amendments strike or add, and a text with them beside what was signed.
//!
//! Owns the reading of `strike`, `insert` and `after`, and the places where they hold. The signed words stay
//! as they are: a consolidated text is made of stretches of them, struck or not, and of what was added.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::diagnostic;
use crate::model::document::typed::TypedRelation;
use crate::read::decode::{Decoder, Text};
use crate::read::markdown::{BARRIER, Body};

/// What an amendment does to the words of a provision.
#[derive(Clone, Debug)]
pub struct Wording {
    /// The words that are struck, or behind which others are added.
    pub sought: Text,
    /// Whether they are struck.
    pub is_struck: bool,
    /// The words that are added.
    pub insert: Option<Text>,
}

impl Wording {
    /// What a relation says of words; `other` is the word of one that does not amend.
    pub(super) fn new(
        typed: &TypedRelation,
        other: Option<&str>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Wording> {
        let TypedRelation { strike, insert, after, .. } = typed;
        if let Some(kind) = other {
            for (key, words) in [("strike", strike), ("insert", insert), ("after", after)] {
                let Some(words) = words else { continue };
                let at = decoder.place(words.span);
                decoder.faults.push(diagnostic::words_without_amendment(at, key, kind));
            }
            return None;
        }
        match (strike, insert, after) {
            (Some(sought), insert, None) => {
                Some(Wording { sought: sought.clone(), is_struck: true, insert: insert.clone() })
            }
            (None, Some(_), Some(sought)) => {
                Some(Wording { sought: sought.clone(), is_struck: false, insert: insert.clone() })
            }
            (None, Some(insert), None) => {
                decoder.faults.push(diagnostic::unplaced_words(decoder.place(insert.span), "insert"));
                None
            }
            (_, _, Some(after)) => {
                decoder.faults.push(diagnostic::unplaced_words(decoder.place(after.span), "after"));
                None
            }
            (None, None, None) => None,
        }
    }
}

/// A stretch of a text with its amendments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// What stands there.
    pub words: Words,
    /// The amendment that strikes it, by its place among all.
    pub struck: Option<usize>,
}

/// What stands in a stretch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// Bytes of a run as it was signed.
    Signed(Range<usize>),
    /// What the amendment with this place added.
    Added(String, usize),
}

impl Stretch {
    fn text<'a>(&'a self, run: &'a str) -> &'a str {
        match &self.words {
            Words::Signed(range) => &run[range.clone()],
            Words::Added(words, _) => words,
        }
    }

    /// The part of it from one byte to another.
    fn part(&self, range: Range<usize>) -> Stretch {
        let words = match &self.words {
            Words::Signed(signed) => Words::Signed(signed.start + range.start..signed.start + range.end),
            Words::Added(words, by) => Words::Added(words[range].to_owned(), *by),
        };
        Stretch { words, struck: self.struck }
    }
}

/// How often words stand where they should stand once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// The provision, by its place among those that are named; none for the whole text.
    pub provision: Option<usize>,
    /// How often they stand there.
    pub count: usize,
}

/// A text with its amendments, by runs of its body.
#[derive(Debug, Default)]
pub struct Consolidated {
    /// The runs that were changed, each as its stretches in order.
    pub runs: BTreeMap<usize, Vec<Stretch>>,
}

impl Consolidated {
    /// Takes an amendment in, the one at the place `by`, in the provisions with these ids of the text, or in
    /// all of it; the runs where it holds.
    ///
    /// # Errors
    /// How often the words stand where they should stand once; nothing is taken in then.
    pub fn amend(
        &mut self,
        body: &Body<'_>,
        ids: &[&str],
        wording: &Wording,
        by: usize,
    ) -> Result<Vec<usize>, Misfit> {
        let whole = [(None, 0..body.events.len())];
        let named = ids.iter().enumerate().map(|(at, id)| (Some(at), extent(body, id)));
        let parts: Vec<(Option<usize>, Range<usize>)> =
            if ids.is_empty() { whole.to_vec() } else { named.collect() };
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (provision, part) in parts {
            let runs = body.runs.iter().enumerate().filter(|(_, run)| part.contains(&run.block));
            let places = runs.flat_map(|(at, run)| {
                let current = self.current(at, &run.text);
                occurrences(&current, &wording.sought).into_iter().map(move |place| (at, place))
            });
            let places: Vec<(usize, usize)> = places.collect();
            match places[..] {
                [one] => found.push(one),
                _ => return Err(Misfit { provision, count: places.len() }),
            }
        }
        found.sort_unstable();
        found.dedup();
        // From the end, so that places before stay what they are.
        for (run, place) in found.iter().rev() {
            let text = &body.runs[*run].text;
            let stretches = self.runs.entry(*run).or_insert_with(|| vec![signed(text)]);
            *stretches = amended(text, stretches, place..&(place + wording.sought.len()), wording, by);
        }
        Ok(found.into_iter().map(|(run, _)| run).collect())
    }

    /// The words of a run that hold.
    fn current(&self, run: usize, text: &str) -> String {
        match self.runs.get(&run) {
            None => text.to_owned(),
            Some(stretches) => {
                let kept = stretches.iter().filter(|stretch| stretch.struck.is_none());
                kept.map(|stretch| stretch.text(text)).collect()
            }
        }
    }
}

fn signed(text: &str) -> Stretch {
    Stretch { words: Words::Signed(0..text.len()), struck: None }
}

/// Where words stand whole in a text, also where two places have a part in common.
fn occurrences(text: &str, words: &str) -> Vec<usize> {
    let starts = text.char_indices().map(|(at, _)| at);
    let stands = |at: &usize| !words.contains(BARRIER) && text[*at..].starts_with(words);
    starts.filter(stands).filter(|at| is_whole(text, *at, words)).collect()
}

/// Whether words at a place are no part of a longer word or number: `1/5` is one of `31/5`.
fn is_whole(text: &str, at: usize, words: &str) -> bool {
    let (before, behind) = (&text[..at], &text[at + words.len()..]);
    let parts = |last: Option<char>, first: Option<char>| {
        !(last.is_some_and(char::is_alphanumeric) && first.is_some_and(char::is_alphanumeric))
    };
    let (first, last) = (words.chars().next(), words.chars().next_back());
    parts(before.chars().next_back(), first) && parts(last, behind.chars().next())
}

/// Stretches with the words at a place among those that hold struck, or others added behind them.
fn amended(
    text: &str,
    stretches: &[Stretch],
    place: Range<&usize>,
    wording: &Wording,
    by: usize,
) -> Vec<Stretch> {
    let (from, to) = (*place.start, *place.end);
    let (mut made, mut before) = (Vec::with_capacity(stretches.len() + 3), 0);
    for stretch in stretches {
        let len = stretch.text(text).len();
        if stretch.struck.is_some() {
            made.push(stretch.clone());
            continue;
        }
        let within = |at: usize| at.clamp(before, before + len) - before;
        let (start, end) = (within(from), within(to));
        let part = |range: Range<usize>| Some(stretch.part(range)).filter(|part| !part.text(text).is_empty());
        made.extend(part(0..start));
        let struck = Some(by).filter(|_| wording.is_struck);
        made.extend(part(start..end).map(|part| Stretch { struck: struck.or(part.struck), ..part }));
        if before < to
            && to <= before + len
            && let Some(insert) = &wording.insert
        {
            made.push(added(insert, wording.is_struck, by));
        }
        made.extend(part(end..len));
        before += len;
    }
    made
}

/// Words that are added: in the place of others, or behind them.
fn added(insert: &str, in_place: bool, by: usize) -> Stretch {
    let is_word = insert.starts_with(char::is_alphanumeric) && !in_place;
    let words = format!("{}{insert}", if is_word { " " } else { "" });
    Stretch { words: Words::Added(words, by), struck: None }
}

/// The events of the part of a text with this id: of a provision all below it, of a heading all up to the next
/// as high, of another block itself.
fn extent(body: &Body<'_>, id: &str) -> Range<usize> {
    let Some(anchor) = body.anchors.iter().find(|anchor| anchor.id == id) else { return 0..0 };
    let start = anchor.event;
    let level_of = |at: usize| match &body.events[at].0 {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    };
    let own_level = level_of(start);
    let provision = body.provisions.iter().find(|provision| provision.id == id);
    if own_level.is_none() && provision.is_none() {
        return start..behind_block(body, start);
    }
    // What is no heading holds none.
    let is_as_high = |at: &usize| level_of(*at).is_some_and(|level| own_level.is_none_or(|own| level <= own));
    let heading = (start + 1..body.events.len()).find(is_as_high);
    let next = provision.and_then(|own| {
        let is_outside = |other: &&_| {
            let other: &crate::read::provisions::Provision = other;
            other.event > start && !other.path.starts_with(&own.path)
        };
        body.provisions.iter().filter(is_outside).map(|other| other.event).min()
    });
    start..heading.into_iter().chain(next).min().unwrap_or(body.events.len())
}

/// The event behind a block.
fn behind_block(body: &Body<'_>, start: usize) -> usize {
    let mut depth = 0;
    for (at, (event, _)) in body.events.iter().enumerate().skip(start) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    body.events.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, words: &str, expect: &[usize]) {
        assert_eq!(occurrences(text, words), expect, "{words} in {text}");
    }

    #[test]
    fn words_stand_whole_and_not_in_a_longer_word_or_number() {
        check("trước 31/5/2026", "1/5/2026", &[]);
        check("trước 31/5/2026", "31/5/202", &[]);
        check("trước 31/5/2026", "31/5", &["trước ".len()]);
        check("báo cáo", "báo c", &[]);
        check("báo cáo", "áo cáo", &[]);
        check("đ", "đ", &[0]);
        check("đđ", "đ", &[]);
        // Only where both sides of an end are letters or figures is it within a word.
        check("(a)b", "(a)", &[0]);
        check("a(b)", "(b)", &[1]);
        check("1.000.000", ".000", &[1, 5]);
        check("1.000.000", ".000.000", &[1]);
        check("a, a", "a", &[0, 3]);
        check("a a a", "a a", &[0, 2]);
    }
}
