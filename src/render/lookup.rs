//! Where a directive, or a report, is looked up by its id.
//!
//! Owns the one thing that lists and addresses ask of whoever holds the directives: the catalog, or the reader of
//! a page.

use crate::model::catalog::Catalog;
use crate::model::catalog::reference::DirectiveId;
use crate::model::catalog::resolved::Resolved;
use crate::model::work::progress::{Report, ReportId};

/// Knows directives and reports by their ids.
pub(crate) trait Lookup<'a>: Copy {
    /// How a directive stands among the others.
    fn resolved(self, id: DirectiveId) -> &'a Resolved;
    /// The year and the last part of the address of a directive.
    fn address_of(self, id: DirectiveId) -> (Option<i16>, &'a str);
    /// A report.
    fn report(self, id: ReportId) -> &'a Report;
}

impl<'a> Lookup<'a> for &'a Catalog {
    fn resolved(self, id: DirectiveId) -> &'a Resolved {
        &self[id].resolved
    }

    fn address_of(self, id: DirectiveId) -> (Option<i16>, &'a str) {
        let resolved = &self[id].resolved;
        (resolved.year, &resolved.slug)
    }

    fn report(self, id: ReportId) -> &'a Report {
        Catalog::report(self, id)
    }
}
