//! HTTP/1.1 as far as the preview speaks it (RFC 9112): heads of requests, heads of answers.
//!
//! Owns how long a head may be. Bodies of requests are not read: nothing here needs one. Knows no connection.

use std::fs::File;
use std::io;
use std::ops::{Deref, Range};
use std::sync::Arc;

use tiny_http::{HTTPVersion, Header, Method, Response, StatusCode};

use super::tab::Tab;

/// The longest head of a request, and the most fields in it.
pub(super) const HEAD: usize = 64 << 10;
const FIELDS: usize = 100;

/// The head of a request.
#[derive(Debug)]
pub(super) struct Request {
    pub method: Method,
    pub target: String,
    fields: Vec<(String, String)>,
    /// Whether the connection may bear another one behind it.
    pub goes_on: bool,
}

impl Request {
    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}

/// Bytes that several answers may share, or a part of them.
#[derive(Clone)]
pub(super) struct Piece(pub Arc<[u8]>, pub Range<usize>);

impl From<Vec<u8>> for Piece {
    fn from(bytes: Vec<u8>) -> Piece {
        let whole = 0..bytes.len();
        Piece(bytes.into(), whole)
    }
}

impl Deref for Piece {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0[self.1.clone()]
    }
}

/// What is sent behind the head of an answer.
pub(super) enum Body {
    /// Bytes, piece after piece.
    Bytes(Vec<Piece>),
    /// So many bytes of a file, from where it stands.
    File(File, usize),
}

/// An answer.
pub(super) struct Reply {
    /// The head, to the empty line.
    pub head: Vec<u8>,
    pub body: Body,
    /// The page that listens on this connection from now on.
    pub tab: Option<Arc<Tab>>,
}

impl Reply {
    /// An answer of a status with some fields.
    pub fn new(status: u16, fields: &[(&str, String)], body: Body) -> Reply {
        let length = match &body {
            Body::Bytes(pieces) => pieces.iter().map(|piece| piece.len()).sum(),
            Body::File(_, length) => *length,
        };
        Reply { head: head(status, fields, Some(length), None), body, tab: None }
    }

    /// The answer that turns a connection to another protocol, for a page that listens.
    pub fn switched(protocol: &str, fields: &[(&str, String)], tab: Arc<Tab>) -> Reply {
        let head = head(101, fields, None, Some(protocol));
        Reply { head, body: Body::Bytes(Vec::new()), tab: Some(tab) }
    }

    /// That something is not for the asking, in the words of its status; nothing else comes on the connection.
    pub fn refused(status: u16) -> Reply {
        let words = format!("{status} {}\n", StatusCode(status).default_reason_phrase()).into_bytes();
        let mut reply = Reply::new(status, &[], Body::Bytes(vec![words.into()]));
        // A field that tiny_http leaves to its own server.
        reply.head.truncate(reply.head.len().saturating_sub(2));
        reply.head.extend_from_slice(b"Connection: close\r\n\r\n");
        reply
    }
}

/// The head of an answer, to the empty line; a field that is not ASCII is left out.
fn head(status: u16, fields: &[(&str, String)], length: Option<usize>, protocol: Option<&str>) -> Vec<u8> {
    let field = |(name, value): &(&str, String)| Header::from_bytes(*name, value.as_str()).ok();
    let fields = fields.iter().filter_map(field).collect();
    let response = Response::new(StatusCode(status), fields, io::empty(), length, None);
    let mut head = Vec::new();
    // A length that is known is said, however great; and memory takes all that is written.
    let response = response.with_chunked_threshold(usize::MAX);
    let _ = response.raw_print(&mut head, HTTPVersion(1, 1), &[], true, protocol);
    head
}

/// Behind the empty line that ends a head; what stands before `looked` has none.
pub(super) fn end_of_head(buffer: &[u8], looked: usize) -> Option<usize> {
    let from = looked.saturating_sub(3);
    let ends = (from..buffer.len()).filter(|at| buffer[*at] == b'\n');
    let mut behind = ends.filter_map(|at| match buffer.get(at + 1..)? {
        [b'\n', ..] => Some(at + 2),
        [b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    });
    behind.next()
}

/// The request of a whole head.
///
/// # Errors
/// The status with which it is refused.
pub(super) fn request(head: &[u8]) -> Result<Request, u16> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(431),
        Ok(httparse::Status::Partial) | Err(_) => return Err(400),
    }
    let (Some(method), Some(target)) = (parsed.method, parsed.path) else { return Err(400) };
    let text = |field: &httparse::Header<'_>| {
        (field.name.to_owned(), String::from_utf8_lossy(field.value).into_owned())
    };
    let method = method.parse().map_err(|()| 400_u16)?;
    let target = target.to_owned();
    let fields: Vec<(String, String)> = parsed.headers.iter().map(text).collect();
    let request = Request { method, target, fields, goes_on: false };
    let named =
        |name: &str| request.fields.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).count();
    if named("Host") > 1 || named("Content-Length") > 1 {
        return Err(400);
    }
    let has_body = request.field("Transfer-Encoding").is_some()
        || request.field("Content-Length").is_some_and(|length| length != "0");
    let closes = request.field("Connection").is_some_and(|said| said.to_ascii_lowercase().contains("close"));
    let goes_on = parsed.version == Some(1) && !has_body && !closes;
    Ok(Request { goes_on, ..request })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_with_an_empty_line_wherever_it_is_cut() {
        for head in
            ["GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.0\r\n\n"]
        {
            let more = format!("{head}GET /");
            for looked in 0..head.len() {
                assert_eq!(end_of_head(&head.as_bytes()[..looked], 0), None, "{head:?} {looked}");
                assert_eq!(end_of_head(more.as_bytes(), looked), Some(head.len()), "{head:?} {looked}");
            }
        }
    }

    #[test]
    fn one_host_one_length_and_no_body() {
        let of = |fields: &str| request(format!("GET /a HTTP/1.1\r\n{fields}\r\n").as_bytes());
        assert!(of("Host: x\r\n").is_ok_and(|request| request.goes_on && request.field("host") == Some("x")));
        for last in ["Connection: Close\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n"] {
            assert!(of(last).is_ok_and(|request| !request.goes_on), "{last}");
        }
        assert!(of("Content-Length: 0\r\n").is_ok_and(|request| request.goes_on));
        assert_eq!(of("Host: x\r\nhost: y\r\n").err(), Some(400));
        assert_eq!(of("Content-Length: 0\r\nContent-Length: 1\r\n").err(), Some(400));
        assert_eq!(of(&"X: y\r\n".repeat(FIELDS + 1)).err(), Some(431));
        assert_eq!(request(b"GET /\r\n\r\n").err(), Some(400));
    }

    fn text(reply: &Reply) -> &str {
        let head = std::str::from_utf8(&reply.head).unwrap();
        assert_eq!(end_of_head(&reply.head, 0), Some(head.len()), "{head}");
        head
    }

    #[test]
    fn the_head_of_an_answer_says_its_length_however_great() {
        for length in [0, 1, 32_767, 32_768, 5 << 20] {
            let body = || Body::Bytes(vec![vec![b'x'; length].into(), Vec::from("abc").into()]);
            let fields = [("X-Known", "a b".to_owned()), ("X-Unsaid", "Số".to_owned())];
            let reply = Reply::new(206, &fields, body());
            let head = text(&reply);
            assert!(head.starts_with("HTTP/1.1 206 Partial Content\r\n"), "{head}");
            assert!(head.contains(&format!("\r\nContent-Length: {}\r\n", length + 3)), "{head}");
            assert!(head.contains("\r\nX-Known: a b\r\n"), "{head}");
            assert!(!head.contains("X-Unsaid") && !head.contains("Transfer-Encoding"), "{head}");
        }
    }

    #[test]
    fn who_is_refused_hears_why_and_that_it_is_the_last() {
        for (status, why) in
            [(400, "Bad Request"), (408, "Request Timeout"), (431, "Request Header Fields Too Large")]
        {
            let reply = Reply::refused(status);
            let head = text(&reply);
            assert!(head.starts_with(&format!("HTTP/1.1 {status} {why}\r\n")), "{head}");
            assert!(head.ends_with("\r\nConnection: close\r\n\r\n"), "{head}");
        }
    }

    #[test]
    fn a_connection_that_is_switched_has_no_length() {
        let head = head(101, &[("Sec-WebSocket-Accept", "x".to_owned())], None, Some("websocket"));
        let head = String::from_utf8(head).unwrap();
        assert!(head.starts_with("HTTP/1.1 101 Switching Protocols\r\n"), "{head}");
        for field in ["Connection: upgrade", "Upgrade: websocket", "Sec-WebSocket-Accept: x"] {
            assert!(head.contains(&format!("\r\n{field}\r\n")), "{field}: {head}");
        }
        assert!(!head.contains("Content-Length") && !head.contains("Transfer-Encoding"), "{head}");
    }
}
