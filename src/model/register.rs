//! The register of organisations and the settings of the site: what all documents share.

pub mod issuer;
pub mod organization;
pub mod settings;
pub mod typed;
pub mod unknown;
