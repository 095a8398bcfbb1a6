//! Time: civil dates and intervals, the words of time that papers print, and what recurs.

pub mod date;
pub mod due;
mod frequency;
mod grammar;
mod points;
pub mod recurrence;
mod sentence;
mod settled;
mod words;
