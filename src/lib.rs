//! congbao
pub mod cli;
pub mod diagnostic;
pub mod edited;
pub mod error;
pub mod explain;
pub mod language;
pub mod model;
pub mod nearest;
pub mod place;
pub mod read;
pub mod render;
pub mod site;
pub mod spelling;
pub mod write;

pub use language::Language;
