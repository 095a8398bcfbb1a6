//! Time: civil dates and intervals, the words of time that papers print, and what recurs.

mod clause;
pub mod date;
pub mod due;
mod frequency;
mod grammar;
mod points;
pub mod reading;
pub mod recurrence;
mod settled;
mod words;
