//! Model: what a directive is. No HTML, no address, no disk, no clock.
//!
//! Six rooms in a row; each imports only from those above it in this list.

pub mod time;

pub mod names;

pub mod document;

pub mod register;

pub mod work;

pub mod catalog;
