//! The text of a directive, a report or a free page as HTML, with its contents.
//!
//! Owns where the citations and links of a text lead. The markup is that of `render/text.rs`.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::links::Destination;
use crate::model::catalog::reference::Target;
use crate::model::document::text::{Facts, FoundCitation};
use crate::model::document::wording::Consolidated;
use crate::model::names::citation::Cited;
use crate::model::names::provision::cited_provision;
use crate::read::markdown::{Body, Heading};
use crate::render::active::is_download;
use crate::render::reader::Owner;
use crate::render::text::{self, ChangeNote, Targets, TextHtml, Way};
use crate::render::views::builder::PageBuilder;
use crate::render::views::parts::CountsView;

/// What later documents did to a text.
#[derive(Default)]
pub(crate) struct Later {
    /// What is told of it, by the events that start the blocks where it is told.
    pub notes: FxHashMap<usize, Vec<ChangeNote>>,
    /// The words that hold; none where the text stands as it was signed.
    pub amended: Option<Consolidated>,
}

/// A line of the contents.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ContentsLine {
    /// How deep the heading stands, from 1.
    pub level: u8,
    /// Its id on the page.
    pub id: String,
    /// Its words.
    pub text: String,
    /// What is owed under it; none where nothing is.
    pub counts: Option<CountsView>,
}

impl PageBuilder<'_> {
    /// The HTML of a text, of which the parts `annexes` stand apart, and its contents in the order of the page.
    pub fn text(
        &self,
        owner: Owner,
        (body, annexes): (&Body<'_>, &[&str]),
        (facts, targets): (&Facts, &[Target]),
        later: Later,
    ) -> (TextHtml, Vec<ContentsLine>) {
        // The same words lead to the same place.
        let places: FxHashMap<&str, usize> =
            facts.links.iter().zip(0..).map(|(link, at)| (link.target.as_str(), at)).collect();
        let link = |typed: &str| self.link_in_text(owner, (places.get(typed).copied(), typed));
        let citations = facts.citations.iter().zip(targets);
        let way = |found: &'_ FoundCitation, target| self.citation_way(&found.cited, target);
        let citations = citations.filter_map(|(found, target)| Some((&found.place, way(found, target)?)));
        let Later { notes, amended } = later;
        let targets = Targets { citations: citations.collect(), notes, amended, link: &link };
        let annexes = text::parts(body, annexes);
        let html = text::html(body, &annexes, &targets, self.labels());
        let in_annex = |id: &str| {
            let event = body.anchors.iter().find(|anchor| anchor.id == id).map(|anchor| anchor.event);
            annexes.iter().any(|part| event.is_some_and(|event| part.contains(&event)))
        };
        let (behind, before): (Vec<Heading>, Vec<Heading>) =
            body.headings.iter().cloned().partition(|heading| in_annex(&heading.id));
        let line = |Heading { level, id, text }| ContentsLine { level, id, text, counts: None };
        (html, before.into_iter().chain(behind).map(line).collect())
    }

    /// Where a citation leads: to the provision that it names, where the text has it.
    fn citation_way(&self, cited: &Cited, target: &Target) -> Option<String> {
        let way = self.target_way(target)?;
        let provision = match target {
            Target::Directive(id) => cited_provision(self.reader.places(*id).provisions(), &cited.provision),
            _ => None,
        };
        Some(provision.map_or_else(|| way.clone(), |provision| format!("{way}#{}", provision.id)))
    }

    fn target_way(&self, target: &Target) -> Option<String> {
        match target {
            Target::Directive(id) => Some(self.directive_way(*id)),
            Target::Elsewhere(url) => Some(url.clone()),
            Target::Own | Target::Ambiguous(_) | Target::Differs(_) | Target::Nothing => None,
        }
    }

    /// Where a link as typed in a text leads; none where its words stay words.
    fn link_in_text(&self, owner: Owner, (at, typed): (Option<usize>, &str)) -> Option<Way> {
        if typed.is_empty() {
            return None;
        }
        let reader = self.reader;
        let with = |way: String, anchor: Option<String>| match anchor {
            Some(anchor) => format!("{way}#{anchor}"),
            None => way,
        };
        let found = reader.destination(owner, at?)?;
        let href = match found {
            Destination::External => typed.to_owned(),
            Destination::Anchor(anchor) => match owner {
                // Tasks stand beside the signed text.
                Owner::Directive(id) if !reader.places(id).has(&anchor) => self.in_directive(id, &anchor),
                _ => format!("#{anchor}"),
            },
            Destination::Directive(id, anchor) => with(self.directive_way(id), anchor),
            Destination::Report(report, anchor) => {
                with(self.way(&self.addresses().report(reader.report_slug(report)?)), anchor)
            }
            Destination::Page(page, anchor) => {
                with(self.way(&self.addresses().page(reader.page_title(page).1)), anchor)
            }
            Destination::File(file) => {
                let is_download = is_download(file.path());
                return Some(Way { href: self.file_way(owner, file.path())?, is_download });
            }
            Destination::Withheld | Destination::Barred(..) => return None,
        };
        Some(Way { href, is_download: false })
    }

    /// The way to a file that is published beside a text.
    fn file_way(&self, owner: Owner, path: &str) -> Option<String> {
        let reader = self.reader;
        let addresses = self.addresses();
        let address = match owner {
            Owner::Directive(id) => addresses.directive_file(reader, id, path),
            Owner::Page(page) => addresses.page_file(reader.page_title(page).1, path),
            Owner::Report(report) => addresses.report_file(reader.report_slug(report)?, path),
        };
        Some(self.way(&address))
    }
}
