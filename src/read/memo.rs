//! A memo: what was made of inputs, kept for the snapshots that follow.
//!
//! Owns the only state that outlives a snapshot. A value is asked for with everything that it is made of: the
//! function that makes it sees its inputs and nothing else (it cannot capture), so that an input that was
//! forgotten does not compile. What is not asked for any more makes room for what is. Knows nothing of what
//! the values mean.

use std::any::{Any, TypeId};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use crate::language::Language;
use crate::place::Span;
use crate::spelling::Redaction;

/// Values of each type that are kept: a preview shows a site as it is, its last good version, and either as of
/// another day.
const KEPT: usize = 4;

/// By what a value that was made of something is found again.
pub trait Fingerprint {
    /// Adds to `hasher` whatever a value that is made of this can depend on.
    fn add_to(&self, hasher: &mut DefaultHasher);
}

/// Values by what they were made of, those asked for last in front: a file has a memo of its own, so each is a
/// list of a few.
#[derive(Default)]
pub struct Memo(Mutex<Vec<(TypeId, u64, Shared)>>);

type Shared = Arc<dyn Any + Send + Sync>;

/// A list that is kept as long as what it was read of: without the room that it grew by.
pub fn kept<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = items.into_iter().collect();
    list.shrink_to_fit();
    list
}

impl Memo {
    /// The value of type `T` that `compute` makes of `inputs`: computed now, unless it is kept.
    pub fn get_or_compute<I: Fingerprint, T: Any + Send + Sync>(
        &self,
        inputs: &I,
        compute: fn(&I) -> T,
    ) -> Kept<T> {
        let mut hasher = DefaultHasher::new();
        // Values of one type that are made in two ways are two values.
        (compute as usize).hash(&mut hasher);
        inputs.add_to(&mut hasher);
        let fingerprint = hasher.finish();
        let kept = |value| Kept { value, fingerprint };
        if let Some(value) = self.find(fingerprint) {
            return kept(value);
        }
        // Not under the lock: what is computed may itself ask for values.
        let value = Arc::new(compute(inputs));
        let own = TypeId::of::<T>();
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut others = 0;
        values.retain(|(of, known, _)| {
            others += usize::from(*of == own);
            *of != own || *known != fingerprint && others < KEPT
        });
        values.reserve_exact(1);
        values.insert(0, (own, fingerprint, value.clone()));
        kept(value)
    }

    /// A value that is kept; it is the last that will have to go.
    fn find<T: Any + Send + Sync>(&self, fingerprint: u64) -> Option<Arc<T>> {
        let own = (TypeId::of::<T>(), fingerprint);
        let mut values = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let at = values.iter().position(|(of, known, _)| (*of, *known) == own)?;
        values[..=at].rotate_right(1);
        values[0].2.clone().downcast().ok()
    }
}

/// A value of a memo. It stands for what it was made of, so that others can be made of it in turn.
pub struct Kept<T> {
    value: Arc<T>,
    fingerprint: u64,
}

impl<T> Kept<T> {
    /// A part of the value, which stands for the same inputs.
    pub fn part<U>(&self, part: impl FnOnce(&T) -> Arc<U>) -> Kept<U> {
        Kept { value: part(&self.value), fingerprint: self.fingerprint }
    }
}

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Kept<T> {
        Kept { value: self.value.clone(), fingerprint: self.fingerprint }
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> Fingerprint for Kept<T> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.fingerprint.hash(hasher);
    }
}

/// For values that are hashed as a whole.
macro_rules! by_hash {
    ($($of:ty),*) => {
        $(impl $crate::read::memo::Fingerprint for $of {
            fn add_to(&self, hasher: &mut std::hash::DefaultHasher) {
                std::hash::Hash::hash(self, hasher);
            }
        })*
    };
}
pub(crate) use by_hash;

by_hash!(str, String, bool, usize, u64, Span, Language, Redaction);

impl<T: Fingerprint + ?Sized> Fingerprint for &T {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        (**self).add_to(hasher);
    }
}

impl<T: Fingerprint + ?Sized> Fingerprint for Arc<T> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        (**self).add_to(hasher);
    }
}

impl<T: Fingerprint> Fingerprint for Option<T> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.is_some().hash(hasher);
        self.iter().for_each(|value| value.add_to(hasher));
    }
}

impl<T: Fingerprint> Fingerprint for [T] {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self.len().hash(hasher);
        self.iter().for_each(|value| value.add_to(hasher));
    }
}

impl<T: Fingerprint> Fingerprint for Vec<T> {
    fn add_to(&self, hasher: &mut DefaultHasher) {
        self[..].add_to(hasher);
    }
}

/// For tuples, part by part.
macro_rules! by_parts {
    ($(($($part:ident),+))*) => {
        $(impl<$($part: Fingerprint),+> Fingerprint for ($($part,)+) {
            #[allow(non_snake_case)]
            fn add_to(&self, hasher: &mut DefaultHasher) {
                let ($($part,)+) = self;
                $($part.add_to(hasher);)+
            }
        })*
    };
}

by_parts!((A)(A, B)(A, B, C)(A, B, C, D)(A, B, C, D, E)(A, B, C, D, E, F));

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    static MADE: AtomicU32 = AtomicU32::new(0);

    fn doubled(memo: &Memo, of: usize) -> usize {
        *memo.get_or_compute(&(of,), |(of,)| {
            MADE.fetch_add(1, Ordering::Relaxed);
            of * 2
        })
    }

    #[test]
    fn the_last_few_are_kept() {
        let memo = Memo::default();
        let made = |of| {
            let before = MADE.load(Ordering::Relaxed);
            assert_eq!(doubled(&memo, of), of * 2);
            MADE.load(Ordering::Relaxed) - before
        };
        assert_eq!((made(1), made(1)), (1, 0));
        // Two that take turns do not drive each other out, nor do as many as are kept.
        for of in 2..=KEPT {
            made(of);
        }
        for _ in 0..3 {
            assert_eq!((1..=KEPT).map(&made).sum::<u32>(), 0);
        }
        // What was not asked for longest goes first.
        made(1);
        assert_eq!((made(KEPT + 1), made(1), made(2)), (1, 0, 1));
    }

    #[test]
    fn one_type_made_in_two_ways_is_two_values() {
        let memo = Memo::default();
        assert_eq!(*memo.get_or_compute(&(1_usize,), |(n,)| n + 1), 2);
        assert_eq!(*memo.get_or_compute(&(1_usize,), |(n,)| n + 2), 3);
        assert_eq!(*memo.get_or_compute(&("a",), |(text,)| text.len()), 1);
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let of = |value: &dyn Fn(&mut DefaultHasher)| {
            let mut hasher = DefaultHasher::new();
            value(&mut hasher);
            hasher.finish()
        };
        let list = |lists: (Vec<u64>, Vec<u64>)| of(&|hasher| lists.add_to(hasher));
        assert_ne!(list((vec![1], vec![2, 3])), list((vec![1, 2], vec![3])));
        let text = |texts: (&str, &str)| of(&|hasher| texts.add_to(hasher));
        assert_ne!(text(("ab", "c")), text(("a", "bc")));
        let some = |values: (Option<u64>, Option<u64>)| of(&|hasher| values.add_to(hasher));
        assert_ne!(some((Some(1), None)), some((None, Some(1))));
    }
}
