//! Lists and counts over the whole catalog, made once and read by many pages.

pub(crate) mod duties;
pub(crate) mod forecast;
pub(crate) mod index;
pub(crate) mod mentions;
pub(crate) mod periods;
pub(crate) mod rows;
pub(crate) mod shelves;
pub mod totals;
