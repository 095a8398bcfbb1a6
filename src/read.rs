//! Read: text with positions. Knows nothing of directives.

pub mod attached;
pub mod decode;
pub mod front_matter;
pub mod markdown;
pub mod marks;
pub mod memo;
pub mod pasted;
pub mod provisions;
pub mod snapshot;
pub mod table;
pub mod walk;
pub mod watch;
pub mod yaml;
