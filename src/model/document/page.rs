//! A free page: a text that is no directive, such as who keeps the site and how to reach them.
//!
//! Owns the step from the file to its meaning, with every fault that the file shows alone. Where it stands in the
//! menu is for the settings, where its links lead for the catalog.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::document::secrecy::secret_line;
use crate::model::document::standing;
use crate::model::document::typed::{TypedPage, value};
use crate::place::Span;
use crate::read::decode::{Decode, Decoder, Text};
use crate::read::front_matter;
use crate::read::memo::Kept;
use crate::read::snapshot::Source;
use crate::read::yaml::{self, NodeKind};

/// Where free pages stand.
pub const FOLDER: &str = "content/pages/";

/// Whether a file is one of a free page.
pub fn is_source(path: &str) -> bool {
    path.starts_with(FOLDER) && path.ends_with(".md")
}

/// What one file of `content/pages/` holds.
#[derive(Debug)]
pub struct PageFile {
    /// The page; none where the front matter cannot be read.
    pub page: Option<Arc<FreePage>>,
    /// What is wrong with the file alone.
    pub faults: Vec<Diagnostic>,
}

/// What a free page is.
#[derive(Debug)]
pub struct FreePage {
    /// Its title.
    pub title: String,
    /// Its place among those that the menu does not name; those without one come last.
    pub order: Option<u32>,
    /// Old addresses.
    pub aliases: Vec<Text>,
    /// Where it says that it is secret.
    pub secret: Option<Span>,
    /// Whether it is a draft.
    pub draft: bool,
    /// The text.
    pub body: Span,
    /// That of the front matter.
    pub front_matter: u64,
}

impl PageFile {
    /// What a file of `content/pages/` holds, read once.
    pub fn of(source: &Source) -> Kept<PageFile> {
        source.memo.get_or_compute(source, PageFile::read)
    }

    fn read(source: &Source) -> PageFile {
        let broken = |faults| PageFile { page: None, faults };
        let text = match source.text() {
            Ok(text) => text,
            Err(fault) => return broken(vec![fault]),
        };
        let parts = match front_matter::split(source, text) {
            Ok(parts) => parts,
            Err(fault) => return broken(vec![fault]),
        };
        let mut node = match yaml::parse(source, text, parts.yaml) {
            Ok(node) => node,
            Err(faults) => return broken(faults),
        };
        if matches!(node.kind, NodeKind::Null) {
            node = yaml::Node { span: Span::new(0, 3), kind: NodeKind::Map(Vec::new()) };
        }
        let mut decoder = Decoder::new(source);
        let page = TypedPage::decode(&node, &mut decoder).map(|typed| {
            let mut hasher = DefaultHasher::new();
            text[..parts.body.start as usize].hash(&mut hasher);
            let marked = || secret_line(text, parts.body);
            Arc::new(FreePage {
                title: value(&typed.title).unwrap_or_default(),
                order: value(&typed.order),
                aliases: typed.aliases.unwrap_or_default(),
                secret: standing::of_node(&node).secret().or_else(marked),
                draft: value(&typed.draft).unwrap_or(false),
                body: parts.body,
                front_matter: hasher.finish(),
            })
        });
        PageFile { page, faults: decoder.faults }
    }
}
