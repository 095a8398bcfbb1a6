//! Read: text with positions. Knows nothing of directives.

pub mod attached;
pub mod decode;
pub mod front_matter;
pub mod markdown;
pub mod marks;
pub mod memo;
pub mod ods;
pub mod pasted;
pub mod provisions;
pub mod sheet;
pub mod source;
pub mod table;
pub mod walk;
pub mod watch;
pub mod workbook;
pub mod yaml;
