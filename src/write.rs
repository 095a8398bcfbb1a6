//! Write: the world, outbound. Folders that are swapped whole, and words for people and tools.

pub mod preview;
pub mod publish;
pub mod report;
pub mod scaffold;
