//! The long texts of diagnostics, for `congbao explain CODE`.

use crate::language::Words;

/// The long text of a code; none for a code that no diagnostic has.
pub fn of(code: &str) -> Option<Words> {
    let (_, vi, en) = TEXTS.iter().find(|(known, ..)| *known == code)?;
    Some(Words::new(*vi, *en))
}

/// All codes, in the order of `diagnostic.rs`.
pub fn codes() -> impl Iterator<Item = &'static str> {
    TEXTS.iter().map(|(code, ..)| *code)
}

/// Code, Vietnamese, English.
const TEXTS: &[(&str, &str, &str)] = &[];
