//! One connection: bytes that came and were not read, bytes that wait to be taken.
//!
//! Owns what is bounded by time: how long a head may take to come, and an answer to be taken. Never waits: it
//! moves what can be moved now. Does not know what is asked.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::sync::Arc;
use std::time::{Duration, Instant};

use mio::net::TcpStream;
use tiny_http::Method;

use super::http::{Body, HEAD, Piece, Reply, Request, end_of_head, request};
use super::tab::Listener;

/// How long the next request is waited for, and how long one may take to come.
const IDLE: Duration = Duration::from_secs(120);
const ASKING: Duration = Duration::from_secs(10);
/// How long so many bytes may take to be taken.
const TAKING: Duration = Duration::from_secs(10);
const PIECE: usize = 64 << 10;
/// Bytes that are moved before others have their turn.
const TURN: usize = 1 << 20;
/// How long, and how far, a client is read that still sends and was answered for the last time: else it would
/// not hear the answer.
const LINGER: Duration = Duration::from_secs(1);
const LINGERED: usize = 1 << 20;

/// What is going on at a connection; where room is needed, who goes first stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doing {
    /// It was answered for the last time.
    Lingering,
    /// Nothing: the next request may come.
    Waiting,
    /// A request has begun and not ended.
    Asking,
    /// An open page waits for news.
    Listening,
    /// A request is answered.
    Answering,
}

/// What a connection wants.
pub(super) enum Wants {
    /// Nothing, until it hears of something.
    Nothing,
    /// To go on when others had their turn.
    Turn,
    /// An answer.
    Answer(Request),
    /// To be closed.
    Close,
}

/// What waits to be taken.
enum Out {
    Bytes(Piece),
    /// So many bytes of a file.
    File(File, usize),
}

/// A connection.
pub(super) struct Connection {
    pub stream: TcpStream,
    pub doing: Doing,
    /// When it moved last.
    pub since: Instant,
    /// The page that listens here.
    pub listener: Option<Listener>,
    buffer: Vec<u8>,
    looked: usize,
    out: VecDeque<Out>,
    /// Bytes that moved since `since`.
    moved: usize,
    is_head: bool,
    goes_on: bool,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Connection {
        // Nagle's delay would cost 40 ms an answer; without this it is only slower.
        let _ = stream.set_nodelay(true);
        Connection {
            stream,
            doing: Doing::Waiting,
            since: Instant::now(),
            listener: None,
            buffer: Vec::new(),
            looked: 0,
            out: VecDeque::new(),
            moved: 0,
            is_head: false,
            goes_on: true,
        }
    }

    /// What waits to be taken and is held in memory for it.
    pub fn held(&self) -> impl Iterator<Item = &Arc<[u8]>> {
        self.out.iter().filter_map(|out| match out {
            Out::Bytes(piece) => Some(&piece.0),
            Out::File(..) => None,
        })
    }

    /// Whether nothing waits to be taken.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Takes bytes to be sent.
    pub fn send(&mut self, bytes: Vec<u8>) {
        if self.out.is_empty() {
            (self.since, self.moved) = (Instant::now(), 0);
        }
        self.out.push_back(Out::Bytes(bytes.into()));
    }

    /// Takes the answer to the request that it made.
    pub fn answer(&mut self, reply: Reply) {
        self.send(reply.head);
        match reply.body {
            _ if self.is_head => {}
            Body::Bytes(pieces) => {
                self.out.extend(pieces.into_iter().filter(|piece| !piece.is_empty()).map(Out::Bytes));
            }
            Body::File(_, 0) => {}
            Body::File(file, length) => self.out.push_back(Out::File(file, length)),
        }
        if let Some(tab) = reply.tab {
            self.doing = Doing::Listening;
            self.listener = Some(Listener::new(tab));
        }
    }

    /// Moves what can be moved now.
    pub fn pump(&mut self) -> Wants {
        let mut left = TURN;
        loop {
            match self.write(&mut left) {
                Ok(true) => {}
                Ok(false) if left == 0 => return Wants::Turn,
                Ok(false) => return Wants::Nothing,
                Err(_) => return Wants::Close,
            }
            match self.doing {
                Doing::Answering if self.is_answered() => self.turn_to_next(),
                Doing::Answering | Doing::Listening => return Wants::Nothing,
                Doing::Waiting | Doing::Asking => {
                    if let Some(wants) = self.next() {
                        return wants;
                    }
                }
                Doing::Lingering => {
                    let mut piece = [0; 4096];
                    match self.stream.read(&mut piece) {
                        Ok(0) => return Wants::Close,
                        Ok(read) => self.moved += read,
                        Err(cause) => return waits_or_closes(&cause),
                    }
                    if self.moved > LINGERED {
                        return Wants::Close;
                    }
                }
            }
        }
    }

    /// Whether the answer was made and is sent.
    fn is_answered(&self) -> bool {
        self.moved > 0 && self.out.is_empty()
    }

    fn turn_to(&mut self, doing: Doing) {
        (self.doing, self.since, self.moved) = (doing, Instant::now(), 0);
    }

    fn turn_to_next(&mut self) {
        if self.goes_on {
            self.turn_to(Doing::Waiting);
        } else {
            // One that is closed already is closed.
            let _ = self.stream.shutdown(Shutdown::Write);
            self.turn_to(Doing::Lingering);
        }
    }

    /// Refuses whatever was asked, and hears no more.
    fn refuse(&mut self, status: u16) {
        self.turn_to(Doing::Answering);
        (self.is_head, self.goes_on) = (false, false);
        self.answer(Reply::refused(status));
    }

    /// The next request, or what is read of it; none where there is more to be done at once.
    fn next(&mut self) -> Option<Wants> {
        if let Some(end) = end_of_head(&self.buffer, self.looked) {
            let head: Vec<u8> = self.buffer.drain(..end).collect();
            self.looked = 0;
            return match request(&head) {
                Ok(request) => {
                    self.turn_to(Doing::Answering);
                    (self.is_head, self.goes_on) = (request.method == Method::Head, request.goes_on);
                    Some(Wants::Answer(request))
                }
                Err(status) => {
                    self.refuse(status);
                    None
                }
            };
        }
        if self.buffer.len() >= HEAD {
            self.refuse(431);
            return None;
        }
        self.looked = self.buffer.len();
        let mut piece = [0; 4096];
        let room = piece.len().min(HEAD - self.buffer.len());
        match self.stream.read(&mut piece[..room]) {
            Ok(0) => return Some(Wants::Close),
            Ok(read) => self.buffer.extend_from_slice(&piece[..read]),
            Err(cause) => return Some(waits_or_closes(&cause)),
        }
        if self.doing == Doing::Waiting {
            self.turn_to(Doing::Asking);
        }
        None
    }

    /// Writes until nothing waits (true), nobody takes, or the turn is over.
    fn write(&mut self, left: &mut usize) -> io::Result<bool> {
        while let Some(out) = self.out.front_mut() {
            if *left == 0 {
                return Ok(false);
            }
            let Out::Bytes(piece) = out else {
                self.read_file()?;
                continue;
            };
            let most = piece.len().min(*left);
            match self.stream.write(&piece[..most]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => {
                    piece.1.start += written;
                    let is_sent = piece.is_empty();
                    *left -= written;
                    self.moved += written;
                    if is_sent {
                        self.out.pop_front();
                    }
                    // One that takes a byte now and then takes nothing.
                    if self.moved >= PIECE {
                        (self.since, self.moved) = (Instant::now(), 1);
                    }
                }
                Err(cause) if cause.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => return Err(cause),
            }
        }
        Ok(true)
    }

    /// Puts the next bytes of a file before the rest of it. One that has become shorter breaks the connection
    /// off: what was promised never comes.
    fn read_file(&mut self) -> io::Result<()> {
        let Some(Out::File(mut file, left)) = self.out.pop_front() else { return Ok(()) };
        let mut piece = vec![0; PIECE.min(left)];
        file.read_exact(&mut piece)?;
        let left = left - piece.len();
        if left > 0 {
            self.out.push_front(Out::File(file, left));
        }
        self.out.push_front(Out::Bytes(piece.into()));
        Ok(())
    }

    /// Looks at the time; whether the connection has to be closed.
    pub fn is_over(&mut self) -> bool {
        let quiet = self.since.elapsed();
        match self.doing {
            Doing::Lingering => quiet > LINGER,
            Doing::Waiting => quiet > IDLE,
            Doing::Asking if quiet > ASKING => {
                self.refuse(408);
                false
            }
            Doing::Asking => false,
            Doing::Answering | Doing::Listening => !self.out.is_empty() && quiet > TAKING,
        }
    }
}

fn waits_or_closes(cause: &io::Error) -> Wants {
    match cause.kind() {
        io::ErrorKind::WouldBlock => Wants::Nothing,
        io::ErrorKind::Interrupted => Wants::Turn,
        _ => Wants::Close,
    }
}
