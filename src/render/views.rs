//! Views: what layouts see, the documented surface of the theme.
//!
//! One file for each kind of page, and the parts that they share: plain values with every link resolved
//! and every word in the language of the site. Does not know where a page stands, nor its layout.

pub(crate) mod amended;
pub(crate) mod bar;
pub(crate) mod builder;
pub(crate) mod chart;
pub(crate) mod counted;
pub(crate) mod days;
pub(crate) mod debtors;
pub(crate) mod declared;
pub(crate) mod directive;
pub(crate) mod duties;
pub(crate) mod frame;
pub(crate) mod home;
pub(crate) mod issuer;
pub(crate) mod item;
pub(crate) mod lanes;
pub(crate) mod listed;
pub(crate) mod marks;
pub(crate) mod matrix;
pub(crate) mod organization;
pub(crate) mod overview;
pub(crate) mod page;
pub(crate) mod paper;
pub(crate) mod parts;
pub(crate) mod redirect;
pub(crate) mod register;
pub(crate) mod relations;
pub(crate) mod report;
pub(crate) mod sections;
pub(crate) mod sheet;
pub(crate) mod task;
pub(crate) mod text;
pub(crate) mod timeline;
pub(crate) mod topic;
pub(crate) mod year;
