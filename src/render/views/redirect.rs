//! The pages that only lead on: an old address, and an address where nothing stands.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};

/// Where an old address leads.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RedirectView {
    /// The page that stands there now.
    link: LinkView,
}

impl PageBuilder<'_> {
    /// The page at an old address of what is now elsewhere.
    pub fn redirect_to(&self, link: LinkView) -> Page {
        let view = RedirectView { link };
        Page::new("redirect", Head::new(self.labels().get("redirect", "title"), &view.link.text), &view)
    }

    /// The page where nothing stands.
    pub fn not_found(&self) -> Page {
        let labels = self.labels();
        let head = Head::new(labels.get("not_found", "title"), labels.get("not_found", "words"));
        Page::new("not_found", head, &None::<()>)
    }
}
