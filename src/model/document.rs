//! One document: what its author typed, and what that means, from its own file alone.

pub mod attachment;
pub mod deadline;
pub mod directive;
pub mod field;
mod gaps;
pub mod page;
pub mod recipients;
pub mod relation;
pub mod secrecy;
pub mod signature;
pub mod standing;
pub mod text;
pub mod typed;
pub mod wording;
