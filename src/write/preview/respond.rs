//! Answers over HTTP: headers, media types, parts of files.
//!
//! Sends the policy that published pages bear, and what only a header can add to it. Does not know what is
//! asked for.

use std::io::{Cursor, Read, Seek, SeekFrom};

use tiny_http::{Header, Request, Response, StatusCode};

use crate::read::snapshot::Source;
use crate::render::theme::policy::{INERT, NO_FRAMES, POLICY};

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

fn headers(media_type: &str, allowed: Use) -> Vec<Header> {
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
    fields
        .into_iter()
        .chain(disposition)
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect()
}

/// Answers with bytes.
pub(super) fn respond(request: Request, status: u16, media_type: &str, body: Vec<u8>) {
    let length = body.len();
    let response = Response::new(
        StatusCode(status),
        headers(media_type, Use::Show),
        Cursor::new(body),
        Some(length),
        None,
    );
    // A browser that has gone away hears nothing.
    let _ = request.respond(response.with_chunked_threshold(usize::MAX));
}

/// Answers that this is not for the asking.
pub(super) fn refuse(request: Request, status: u16, why: &str) {
    respond(request, status, "text/plain", format!("{status} {why}\n").into_bytes());
}

/// Answers with a file, or the part of it that is asked for.
pub(super) fn respond_file(
    request: Request,
    (media_type, allowed): (&str, Use),
    source: &Source,
    range: Option<&str>,
) {
    let opened = source.open().and_then(|file| Ok((file.metadata()?.len(), file)));
    let Ok((size, mut file)) = opened else { return refuse(request, 404, "") };
    let mut headers = headers(media_type, allowed);
    headers.extend(Header::from_bytes("Accept-Ranges", "bytes").ok());
    let (status, first, length) = match request::range(range, size) {
        Ok(None) => (200, 0, size),
        Ok(Some((first, last))) => {
            headers.extend(Header::from_bytes("Content-Range", format!("bytes {first}-{last}/{size}")).ok());
            (206, first, last - first + 1)
        }
        Err(Unsatisfiable) => {
            headers.extend(Header::from_bytes("Content-Range", format!("bytes */{size}")).ok());
            (416, 0, 0)
        }
    };
    if file.seek(SeekFrom::Start(first)).is_err() {
        return refuse(request, 404, "");
    }
    let length_known = usize::try_from(length).ok();
    let response = Response::new(StatusCode(status), headers, file.take(length), length_known, None);
    let _ = request.respond(response.with_chunked_threshold(usize::MAX));
}
