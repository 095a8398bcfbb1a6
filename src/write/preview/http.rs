//! HTTP/1.1 as far as the preview speaks it (RFC 9112): heads of requests, heads of answers.
//!
//! Owns how long a head may be. Bodies of requests are not read: nothing here needs one. Knows no connection.

use std::fs::File;
use std::ops::{Deref, Range};
use std::sync::Arc;

use super::tab::Tab;

/// The longest head of a request, and the most fields in it.
pub(super) const HEAD: usize = 64 << 10;
const FIELDS: usize = 100;

/// The head of a request.
#[derive(Debug)]
pub(super) struct Request {
    pub method: String,
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
    File(File, u64),
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
            Body::Bytes(pieces) => pieces.iter().map(|piece| piece.len() as u64).sum(),
            Body::File(_, length) => *length,
        };
        let mut head = head(status, fields);
        head.push_str(&format!("Content-Length: {length}\r\n\r\n"));
        Reply { head: head.into_bytes(), body, tab: None }
    }

    /// The answer that turns a connection to another protocol, for a page that listens.
    pub fn switched(fields: &[(&str, String)], tab: Arc<Tab>) -> Reply {
        let head = head(101, fields) + "\r\n";
        Reply { head: head.into_bytes(), body: Body::Bytes(Vec::new()), tab: Some(tab) }
    }

    /// That something is not for the asking, in plain words; nothing else comes on the connection.
    pub fn refused(status: u16, why: &str) -> Reply {
        let words = format!("{status} {why}\n").into_bytes();
        Reply::new(status, &[("Connection", "close".to_owned())], Body::Bytes(vec![words.into()]))
    }
}

fn head(status: u16, fields: &[(&str, String)]) -> String {
    let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
    for (name, value) in fields {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
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
    let (method, target) = (method.to_owned(), target.to_owned());
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

/// The words of a status.
pub(super) fn reason(status: u16) -> &'static str {
    match status {
        101 => "Switching Protocols",
        200 => "OK",
        206 => "Partial Content",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        503 => "Service Unavailable",
        _ => "",
    }
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
}
