//! HTTP/1.1 on one connection: the heads of requests in, answers out (RFC 9112).
//!
//! Owns what is bounded by size and time: a head has to end within its bytes and seconds, and who takes
//! nothing of an answer for long is closed. Bodies of requests are not read: nothing here needs one.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::ops::{Deref, Range};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::crowd::{Crowd, Doing, Seat, Turn};

/// The longest head of a request, and the most fields in it.
const HEAD: usize = 64 << 10;
const FIELDS: usize = 100;
/// How long the next request is waited for, and how long one may take to come.
const IDLE: Duration = Duration::from_secs(120);
const ASKING: Duration = Duration::from_secs(10);
/// How long one piece of an answer may take to be read.
const TAKING: Duration = Duration::from_secs(10);
const PIECE: usize = 64 << 10;
/// What a client still sends that was refused is read for so long, so that it hears why.
const LINGER: Duration = Duration::from_secs(1);
const LINGERED: usize = 1 << 20;

/// The head of a request.
#[derive(Debug)]
pub(super) struct Request {
    pub method: String,
    pub target: String,
    fields: Vec<(String, String)>,
    /// Whether the connection may bear another one behind it.
    goes_on: bool,
}

impl Request {
    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &**value)
    }
}

/// Bytes that several answers may share, or a part of them.
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

impl Body {
    fn len(&self) -> u64 {
        match self {
            Body::Bytes(pieces) => pieces.iter().map(|piece| piece.len() as u64).sum(),
            Body::File(_, length) => *length,
        }
    }
}

/// A connection.
pub(super) struct Connection {
    stream: Arc<TcpStream>,
    crowd: Arc<Crowd>,
    seat: Seat,
    /// What has come and was not taken yet.
    buffer: Vec<u8>,
}

/// A request, and the way to answer it.
pub(super) struct Exchange<'a> {
    pub request: Request,
    connection: &'a mut Connection,
}

/// What a connection brought.
enum Came {
    Request(Request),
    Refused(u16, &'static str),
    Nothing,
}

impl Connection {
    pub fn new(stream: TcpStream, crowd: &Arc<Crowd>) -> io::Result<Connection> {
        // Nagle's delay would cost 40 ms an answer.
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(TAKING))?;
        let stream = Arc::new(stream);
        let seat = crowd.enter(stream.clone());
        Ok(Connection { stream, crowd: crowd.clone(), seat, buffer: Vec::new() })
    }

    /// Has requests answered until either side has enough.
    pub fn run(mut self, answer: &dyn Fn(&mut Exchange<'_>)) {
        loop {
            match self.next() {
                Came::Nothing => return,
                Came::Refused(status, why) => {
                    let body = Body::Bytes(vec![format!("{status} {why}\n").into_bytes().into()]);
                    // Who is refused and does not listen is gone.
                    let _ = self.send(false, status, &[("Connection", "close".to_owned())], body);
                    return self.linger();
                }
                Came::Request(request) => {
                    self.seat.turn_to(Doing::Answering);
                    let mut exchange = Exchange { request, connection: &mut self };
                    answer(&mut exchange);
                    if !exchange.request.goes_on {
                        return self.linger();
                    }
                }
            }
        }
    }

    /// The next request.
    fn next(&mut self) -> Came {
        self.seat.turn_to(Doing::Waiting);
        let mut begun: Option<Instant> = None;
        let mut looked = 0;
        loop {
            if let Some(end) = end_of_head(&self.buffer, looked) {
                let head: Vec<u8> = self.buffer.drain(..end).collect();
                return request(&head);
            }
            if self.buffer.len() >= HEAD {
                return Came::Refused(431, "Request Header Fields Too Large");
            }
            looked = self.buffer.len();
            if looked > 0 && begun.is_none() {
                begun = Some(Instant::now());
                self.seat.turn_to(Doing::Asking);
            }
            let left = begun.map_or(Some(IDLE), |begun| ASKING.checked_sub(begun.elapsed()));
            let Some(left) = left.filter(|left| !left.is_zero()) else {
                return Came::Refused(408, "Request Timeout");
            };
            let mut piece = [0; 4096];
            let room = piece.len().min(HEAD - self.buffer.len());
            let read = self
                .stream
                .set_read_timeout(Some(left))
                .and_then(|()| (&*self.stream).read(&mut piece[..room]));
            match read {
                Ok(0) => return Came::Nothing,
                Ok(read) => self.buffer.extend_from_slice(&piece[..read]),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(_) if begun.is_some_and(|begun| begun.elapsed() >= ASKING) => {
                    return Came::Refused(408, "Request Timeout");
                }
                Err(_) => return Came::Nothing,
            }
        }
    }

    fn send(&self, is_head: bool, status: u16, fields: &[(&str, String)], body: Body) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {status} {}\r\n", reason(status));
        for (name, value) in fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        self.write(head.as_bytes())?;
        match body {
            _ if is_head => Ok(()),
            Body::Bytes(pieces) => pieces.iter().try_for_each(|piece| self.write(piece)),
            Body::File(file, length) => self.copy(file.take(length), length),
        }
    }

    /// Copies so many bytes of a file. One that has become shorter breaks the connection off: what was
    /// promised never comes.
    fn copy(&self, mut file: impl Read, mut left: u64) -> io::Result<()> {
        let mut piece = vec![0; PIECE];
        while left > 0 {
            let read = file.read(&mut piece)?;
            if read == 0 {
                self.stream.shutdown(Shutdown::Both)?;
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.write(&piece[..read])?;
            left -= read as u64;
        }
        Ok(())
    }

    /// Writes bytes, as long as somebody takes them.
    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(PIECE) {
            let (mut piece, begun) = (piece, Instant::now());
            while !piece.is_empty() {
                match (&*self.stream).write(piece) {
                    Ok(written) => piece = &piece[written..],
                    Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                    Err(cause) => return self.broken_off(cause),
                }
                // One that takes a byte now and then takes nothing.
                if !piece.is_empty() && begun.elapsed() > TAKING {
                    return self.broken_off(io::ErrorKind::TimedOut.into());
                }
            }
            self.seat.moved();
        }
        Ok(())
    }

    fn broken_off(&self, cause: io::Error) -> io::Result<()> {
        let _ = self.stream.shutdown(Shutdown::Both);
        Err(cause)
    }

    /// Closes the connection in such a way that what was sent is heard.
    fn linger(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
        let (begun, mut read, mut piece) = (Instant::now(), 0, [0; 4096]);
        while let Some(left) = LINGER.checked_sub(begun.elapsed()).filter(|left| !left.is_zero()) {
            if read > LINGERED || self.stream.set_read_timeout(Some(left)).is_err() {
                return;
            }
            match (&*self.stream).read(&mut piece) {
                Ok(0) | Err(_) => return,
                Ok(more) => read += more,
            }
        }
    }
}

impl Exchange<'_> {
    /// Waits for leave to make an answer.
    pub fn work(&self) -> Turn<'_> {
        self.connection.crowd.work()
    }

    /// Waits until so many bytes can be held for whoever asked.
    pub fn hold(&self, bytes: usize) {
        self.connection.seat.hold(bytes);
    }

    /// Sends the answer; whether it was taken does not matter to anybody.
    pub fn send(&self, status: u16, fields: &[(&str, String)], body: Body) {
        let is_head = self.request.method == "HEAD";
        let _ = self.connection.send(is_head, status, fields, body);
    }

    /// Turns the connection to another protocol. It is written to from now on, and closed at the end.
    ///
    /// # Errors
    /// What the machine refuses.
    pub fn upgrade(&mut self, fields: &[(&str, String)]) -> io::Result<Writer<'_>> {
        let mut head = format!("HTTP/1.1 101 {}\r\n", reason(101));
        for (name, value) in fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.request.goes_on = false;
        self.connection.seat.turn_to(Doing::Listening);
        self.connection.write(head.as_bytes())?;
        Ok(Writer(self.connection))
    }
}

/// A connection that is only written to.
pub(super) struct Writer<'a>(&'a Connection);

impl Writer<'_> {
    /// Writes bytes.
    ///
    /// # Errors
    /// Nobody is there any more, or takes nothing.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.write(bytes)
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        let _ = self.0.stream.shutdown(Shutdown::Both);
    }
}

/// Behind the empty line that ends a head; what stands before `looked` has none.
fn end_of_head(buffer: &[u8], looked: usize) -> Option<usize> {
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
fn request(head: &[u8]) -> Came {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut parsed = httparse::Request::new(&mut fields);
    match parsed.parse(head) {
        Ok(httparse::Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => {
            return Came::Refused(431, "Request Header Fields Too Large");
        }
        Ok(httparse::Status::Partial) | Err(_) => return Came::Refused(400, "Bad Request"),
    }
    let (Some(method), Some(target)) = (parsed.method, parsed.path) else {
        return Came::Refused(400, "Bad Request");
    };
    let text = |field: &httparse::Header<'_>| {
        (field.name.to_owned(), String::from_utf8_lossy(field.value).into_owned())
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let fields: Vec<(String, String)> = parsed.headers.iter().map(text).collect();
    let request = Request { method, target, fields, goes_on: false };
    let named =
        |name: &str| request.fields.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).count();
    if named("Host") > 1 || named("Content-Length") > 1 {
        return Came::Refused(400, "Bad Request");
    }
    let has_body = request.field("Transfer-Encoding").is_some()
        || request.field("Content-Length").is_some_and(|length| length != "0");
    let closes = request.field("Connection").is_some_and(|said| said.to_ascii_lowercase().contains("close"));
    let goes_on = parsed.version == Some(1) && !has_body && !closes;
    Came::Request(Request { goes_on, ..request })
}

fn reason(status: u16) -> &'static str {
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
