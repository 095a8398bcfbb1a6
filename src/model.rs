//! Model: what a directive is. No HTML, no URL, no disk, no clock.

pub mod admission;
pub mod attachment;
pub mod catalog;
pub mod citation;
pub mod date;
pub mod deadline;
pub mod directive;
pub mod due;
pub mod file;
pub mod link;
pub mod name;
pub mod number;
pub mod obligation;
pub mod organization;
pub mod progress;
pub mod reference;
pub mod schedule;
pub mod settings;
pub mod standing;
pub mod text;
pub mod typed;
pub mod unknown;
