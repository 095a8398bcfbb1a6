//! Open data: directives, tasks and counts for other programs.

pub mod directives;
pub mod exporter;
pub mod format;
pub mod matrix;
pub mod tasks;

pub use format::json;
pub use tasks::{TaskRecord, csv as tasks_csv};
