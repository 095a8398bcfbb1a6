//! The order of structural marks: whether a mark follows on those that opened blocks before it.
//!
//! Does not know where the marks stand.

use rustc_hash::FxHashMap;

use crate::read::marks::{MarkKind, StructuralMark, roman_value};

/// The last mark of each kind, as places in its counting: `3.2` is 3, 2.
#[derive(Default)]
pub(super) struct Order(FxHashMap<MarkKind, Vec<u32>>);

impl Order {
    /// Knows a mark that opened a block.
    pub fn note(&mut self, mark: Option<StructuralMark>) {
        if let Some(mark) = mark {
            self.0.insert(mark.kind, places(&mark));
        }
    }

    /// Whether a mark is a first one, or the next of its kind.
    pub fn is_next(&self, mark: &StructuralMark) -> bool {
        let new = places(mark);
        let Some((last, above)) = new.split_last() else { return false };
        let old = self.0.get(&mark.kind).map_or(&[][..], Vec::as_slice);
        let is_below = |old: &[u32]| old == above || above.iter().all(|place| *place == 1);
        match old.get(above.len()) {
            Some(before) if old.starts_with(above) => {
                *last == before + 1 || new.iter().all(|place| *place == 1)
            }
            _ => *last == 1 && is_below(old),
        }
    }
}

/// Letters in the order in which points are counted; `dd` is đ.
const LETTERS: [&str; 23] = [
    "a", "b", "c", "d", "dd", "e", "g", "h", "i", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t", "u", "v",
    "x", "y",
];

/// A mark as places in its counting, from 1.
fn places(mark: &StructuralMark) -> Vec<u32> {
    let number = mark.number.as_str();
    let place = |part: &str| part.parse().ok().or_else(|| roman_value(part));
    match mark.kind {
        MarkKind::Letter => {
            let at = LETTERS.iter().position(|letter| *letter == number);
            at.and_then(|at| u32::try_from(at + 1).ok()).into_iter().collect()
        }
        MarkKind::Article => {
            let digits = number.trim_end_matches(|c: char| !c.is_ascii_digit());
            digits.parse().into_iter().collect()
        }
        _ => number.split('-').filter_map(place).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::marks::structural_mark;

    #[track_caller]
    fn check(before: &[&str], mark: &str, expect: bool) {
        let mut order = Order::default();
        before.iter().for_each(|line| order.note(structural_mark(line)));
        assert_eq!(order.is_next(&structural_mark(mark).unwrap()), expect);
    }

    #[test]
    fn a_mark_follows_on_those_before_it() {
        check(&[], "1. A", true);
        check(&[], "2. A", false);
        check(&["1. A"], "2. B", true);
        check(&["1. A", "a) B"], "2. B", true);
        check(&["1. A"], "28. B", false);
        check(&["2. A"], "1. B", true);
        check(&["2. A"], "2.1. B", true);
        check(&["2. A"], "3.1. B", false);
        check(&["2.1. A"], "2.2. B", true);
        check(&["2.1. A"], "3. B", true);
        check(&["2.1. A"], "2.1.1. B", true);
        check(&["2.1. A"], "2.3. B", false);
        check(&[], "1.1. A", true);
        check(&["I. A"], "II. B", true);
        check(&["I. A"], "XIII. B", false);
        check(&[], "II. B", false);
        check(&["d) A"], "đ) B", true);
        check(&["e) A"], "g) B", true);
        check(&["Điều 4. A"], "Điều 5. B", true);
        check(&["Điều 4. A"], "Điều 9. B", false);
        check(&["Chương I"], "Chương II", true);
        check(&["Phần thứ nhất"], "Phần thứ hai", true);
    }
}
