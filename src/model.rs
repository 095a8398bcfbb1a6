//! Model: what a directive is. No HTML, no URL, no disk, no clock.

pub mod attachment;
pub mod catalog;
pub mod citation;
pub mod date;
pub mod deadline;
pub mod directive;
pub mod due;
pub mod link;
pub mod name;
pub mod number;
pub mod obligation;
pub mod organization;
pub mod progress;
pub mod reference;
pub mod schedule;
pub mod settings;
pub mod text;
pub mod typed;
