//! congbao
pub mod diagnostic;
pub mod error;
pub mod language;
pub mod model;
pub mod nearest;
pub mod place;
pub mod read;
pub mod spelling;

pub use language::Language;
