//! Names: numbers of documents, names of organisations, what a text cites and where its links lead.

pub mod citation;
pub mod link;
pub mod name;
pub mod number;
pub mod provision;
