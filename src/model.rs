//! Model: what a directive is. No HTML, no URL, no disk, no clock.

pub mod citation;
pub mod date;
pub mod due;
pub mod name;
pub mod number;
pub mod organization;
pub mod settings;
pub mod typed;
