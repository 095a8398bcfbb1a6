//! Views: what layouts see. One file for each kind of page, and the parts that they share.

pub(crate) mod amended;
pub(crate) mod chart;
pub(crate) mod directive;
pub(crate) mod frame;
pub(crate) mod organization;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod task;
pub(crate) mod timeline;
