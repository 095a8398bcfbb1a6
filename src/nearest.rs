//! The nearest known word to one that is not known, for hints.

use std::cell::Cell;

/// The candidate that a person most likely meant by `word`, if any is near enough: one slip in three to
/// five characters, two in six to eight, three at most (Damerau-Levenshtein, upper and lower case alike).
/// What is further away would be a hint without sense.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    several(word, candidates, 1).pop()
}

/// The `most` nearest candidates, nearest first.
pub fn several<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    let allowed = (length / 3).min(3);
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .collect();
    near.sort();
    near.dedup();
    near.truncate(most);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// Hints for the strange words of one list or text: for the first of them alone. Many are one slip many times,
/// and to look for each among as many candidates would take longer than all the rest.
#[derive(Debug)]
pub struct Hints(Cell<usize>);

impl Hints {
    /// Strange words that are looked up.
    pub const MOST: usize = 100;

    /// What `look` finds, if this is one of the first words.
    pub fn of<T: Default>(&self, look: impl FnOnce() -> T) -> T {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        if left > 0 { look() } else { T::default() }
    }

    /// No hints at all, where nobody sees them.
    pub fn none() -> Hints {
        Hints(Cell::new(0))
    }
}

impl Default for Hints {
    fn default() -> Hints {
        Hints(Cell::new(Hints::MOST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_strange_words_are_looked_up() {
        let (hints, looked) = (Hints::default(), Cell::new(0));
        let look = || {
            looked.set(looked.get() + 1);
            Some("x")
        };
        let found = (0..1000).filter(|_| hints.of(look).is_some()).count();
        assert_eq!((found, looked.get()), (Hints::MOST, Hints::MOST));
        assert_eq!(Hints::none().of(|| Some(1)), None);
    }

    #[test]
    fn a_slip_is_forgiven_and_a_stranger_is_not() {
        let keys = ["number", "title", "date", "due", "due_date"];
        assert_eq!(nearest("nubmer", keys), Some("number"));
        assert_eq!(nearest("Title", keys), Some("title"));
        assert_eq!(nearest("datte", keys), Some("date"));
        assert_eq!(nearest("signature", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest("no", ["to", "id"]), None);
        assert_eq!(nearest("Ban Quản lý khu kinh tế", ["Ban Quản lý các dự án"]), None);
    }
}
