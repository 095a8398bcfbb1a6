//! Attachments: parts of the text, files, and what was announced and is not at hand.

use crate::diagnostic;
use crate::model::document::typed::TypedAttachment;
use crate::read::decode::{Decoder, Text};

/// An attachment.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// What it is called.
    pub title: String,
    /// What it is.
    pub kind: AttachmentKind,
}

/// What an attachment is.
#[derive(Clone, Debug)]
pub enum AttachmentKind {
    /// A part of the text, by id.
    Section(Text),
    /// A file, by path from the file that names it.
    File(Text),
    /// Announced, not at hand.
    Missing,
}

/// Reads the attachments of a directive or a report.
pub fn read(typed: &Option<Vec<TypedAttachment>>, decoder: &mut Decoder<'_>) -> Vec<Attachment> {
    let mut all = Vec::new();
    for attachment in typed.iter().flatten() {
        let title = attachment.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let missing = attachment.missing.as_ref().is_some_and(|missing| missing.value);
        let kind = match (&attachment.section, &attachment.file, missing) {
            (Some(section), None, false) => AttachmentKind::Section(section.clone()),
            (None, Some(file), false) => AttachmentKind::File(file.clone()),
            (None, None, true) => {
                let at = attachment.missing.as_ref().map_or(attachment.span, |m| m.span);
                decoder.faults.push(diagnostic::attachment_announced(decoder.place(at), &title));
                AttachmentKind::Missing
            }
            _ => {
                let at = decoder.place(attachment.span);
                decoder.faults.push(diagnostic::exactly_one(at, &["section", "file", "missing: true"]));
                continue;
            }
        };
        all.push(Attachment { title, kind });
    }
    all
}
