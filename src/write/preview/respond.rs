//! Answers over HTTP: headers, media types, parts of files.
//!
//! Sends the policy that published pages bear, and what only a header can add to it. Does not know what is
//! asked for.

use std::io::{Seek, SeekFrom};

use crate::read::snapshot::Source;
use crate::render::theme::policy::{INERT, NO_FRAMES, POLICY};

use super::http::{Body, Piece, Reply};
use super::request::{self, Unsatisfiable};

/// The media type of an address, by its ending.
pub(super) fn media_type(address: &str) -> &'static str {
    match address.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css",
        "csv" => "text/csv",
        "html" => "text/html",
        "ics" => "text/calendar",
        "js" => "text/javascript",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

/// What the browser may do with what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// Show it, under the policy of pages.
    Show,
    /// Save it: shown alone, it could run.
    Save,
}

fn fields(media_type: &str, allowed: Use) -> Vec<(&'static str, String)> {
    let charset =
        if media_type.starts_with("text/") || media_type.ends_with("xml") { "; charset=utf-8" } else { "" };
    let (policy, disposition) = match allowed {
        Use::Show => (format!("{POLICY}{NO_FRAMES}"), None),
        Use::Save => (INERT.to_owned(), Some(("Content-Disposition", "attachment".to_owned()))),
    };
    let fields = [
        ("Content-Type", format!("{media_type}{charset}")),
        ("Content-Security-Policy", policy),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
    ];
    fields.into_iter().chain(disposition).collect()
}

/// Bytes, piece after piece.
pub(super) fn bytes(status: u16, media_type: &str, body: Vec<Piece>) -> Reply {
    Reply::new(status, &fields(media_type, Use::Show), Body::Bytes(body))
}

/// That this is not for the asking.
pub(super) fn refusal(status: u16, why: &str) -> Reply {
    bytes(status, "text/plain", vec![format!("{status} {why}\n").into_bytes().into()])
}

/// A file, or the part of it that is asked for.
pub(super) fn file((media_type, allowed): (&str, Use), source: &Source, asked: Option<&str>) -> Reply {
    let opened = source.open().and_then(|file| Ok((file.metadata()?.len(), file)));
    let Ok((size, mut file)) = opened else { return refusal(404, "") };
    let mut fields = fields(media_type, allowed);
    fields.push(("Accept-Ranges", "bytes".to_owned()));
    let (status, first, length) = match request::range(asked, size) {
        Ok(None) => (200, 0, size),
        Ok(Some((first, last))) => {
            fields.push(("Content-Range", format!("bytes {first}-{last}/{size}")));
            (206, first, last - first + 1)
        }
        Err(Unsatisfiable) => {
            fields.push(("Content-Range", format!("bytes */{size}")));
            (416, 0, 0)
        }
    };
    let (Ok(_), Ok(length)) = (file.seek(SeekFrom::Start(first)), usize::try_from(length)) else {
        return refusal(404, "");
    };
    Reply::new(status, &fields, Body::File(file, length))
}
