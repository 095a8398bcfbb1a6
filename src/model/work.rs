//! The work: who owes what, what was reported, and which state that gives on a day.

pub mod course;
pub mod obligation;
pub mod progress;
pub mod schedule;
