//! The pages that are open in browsers, and what they are told: messages of a WebSocket (RFC 6455).
//!
//! Owns the handshake and the frames. Does not know what is new, only whether it was said already.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tiny_http::{Header, ReadWrite, Request, Response};

use super::PageRequest;
use super::respond::refuse;

/// A page that is open in a browser.
pub(super) struct Tab {
    stream: Box<dyn ReadWrite + Send>,
    /// What it shows.
    pub page: PageRequest,
    said: Said,
}

/// What a browser is told of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The version of the page, and that of its style sheets.
    pub(super) version: String,
    pub(super) style: String,
    pub(super) errors: usize,
    /// When the page was good that is shown instead.
    pub(super) since: Option<String>,
    /// Where to go, for those who follow.
    pub(super) follow: Option<String>,
}

impl Tab {
    /// Takes the handshake of a browser that shows a page of `version` and `style`; `key` is what it sent.
    pub fn open(
        request: Request,
        page: PageRequest,
        key: &str,
        version: String,
        style: String,
    ) -> Option<Tab> {
        let accept =
            sha1_smol::Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
        let Ok(header) = Header::from_bytes("Sec-WebSocket-Accept", STANDARD.encode(accept)) else {
            refuse(request, 400, "WebSocket");
            return None;
        };
        let stream = request.upgrade("websocket", Response::empty(101).with_header(header));
        Some(Tab { stream, page, said: Said { version, style, ..Said::default() } })
    }

    /// Says what is new; fails where nobody listens any more.
    pub fn say(&mut self, said: Said) -> std::io::Result<()> {
        // A ping finds out whether anybody is there.
        let frame = if said == self.said { vec![0x89, 0] } else { text_frame(&said) };
        self.said = Said { follow: None, ..said };
        self.stream.write_all(&frame)?;
        self.stream.flush()
    }
}

/// A message in one frame (RFC 6455, 5.2).
fn text_frame(said: &Said) -> Vec<u8> {
    let text = serde_json::to_vec(said).unwrap_or_default();
    let mut frame = vec![0x81];
    match u8::try_from(text.len()) {
        Ok(length) if length < 126 => frame.push(length),
        _ => {
            frame.push(126);
            frame.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    frame.extend(text);
    frame
}
