//! One document: what its author typed, and what that means, from its own file alone.

pub mod attachment;
pub mod deadline;
pub mod directive;
pub mod relation;
pub mod text;
pub mod typed;
