//! The server of the preview: one thread that moves the bytes of all connections, and the workers behind it.
//!
//! Owns binding, and the bounds: how many connections there are, how many bytes wait for readers. Nobody who asks
//! now waits for somebody who does not read: room is made by closing those that have moved nothing for longest.
//! Nothing that a machine refuses for a while ends it. Does not know what is asked.

use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use mio::{Events, Interest, Poll, Token, Waker};

use super::Preview;
use super::connection::{Connection, Doing, Wants};
use super::http::{Reply, Request};
use super::tab::{News, PING, Said};
use super::workers::{WORKERS, Workers};
use crate::error::Error;

/// Connections at the same time.
const CONNECTIONS: usize = 256;
/// Bytes of answers that wait to be read, beside those that the workers make.
const HELD: usize = 16 << 20;
/// Who takes nothing for so long may be closed where room is needed.
const STALLED: Duration = Duration::from_secs(2);
/// How often the time is looked at.
const BEAT: Duration = Duration::from_millis(100);
/// How often an open page of which there is no news is asked whether it is still there.
const PINGS: Duration = Duration::from_secs(5);
/// What a connection fails of that is gone before it is taken.
const GONE: [io::ErrorKind; 3] =
    [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::Interrupted];
/// The port that is tried first.
pub const PORT: u16 = 4320;

/// Binds `host`, or this machine alone: the port that was asked for, or else the next that is free.
///
/// # Errors
/// A port that was asked for and is taken, or an address that is not of this machine.
pub fn bind(host: Option<IpAddr>, port: Option<u16>) -> Result<Vec<TcpListener>, Error> {
    let first = host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let ports = match port {
        Some(port) => port..=port,
        None => PORT..=PORT.saturating_add(99),
    };
    let mut refusal = None;
    for port in ports {
        match TcpListener::bind(SocketAddr::new(first, port)) {
            Ok(listener) => {
                let port = listener.local_addr().map_or(port, |address| address.port());
                let mut listeners = vec![listener];
                if host.is_none() {
                    // Where the machine has no IPv6, or the port is taken there, one address is enough.
                    let second = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port);
                    listeners.extend(TcpListener::bind(second));
                }
                return Ok(listeners);
            }
            Err(cause) if cause.kind() == io::ErrorKind::AddrInUse => {
                refusal = Some(Error::bind(&SocketAddr::new(first, port).to_string(), cause));
            }
            Err(cause) => return Err(Error::bind(&SocketAddr::new(first, port).to_string(), cause)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::bind(&first.to_string(), io::ErrorKind::AddrInUse.into())))
}

/// Answers requests for ever, in threads of its own.
///
/// # Errors
/// A machine that gives no thread, or no way to wait for connections.
pub fn serve(listeners: Vec<TcpListener>, preview: &Arc<Preview>) -> Result<(), Error> {
    let address = listeners.first().and_then(|listener| listener.local_addr().ok());
    let refused = |cause| Error::bind(&address.map_or(String::new(), |address| address.to_string()), cause);
    let mut front = Front::new(listeners, preview.clone()).map_err(refused)?;
    let spawned = std::thread::Builder::new().name("http".to_owned()).spawn(move || front.run());
    spawned.map(drop).map_err(refused)
}

/// What a worker has made for a connection.
enum Made {
    Reply(Reply),
    Said(Said),
    /// It failed.
    Nothing,
}

/// All connections.
struct Front {
    poll: Poll,
    bell: Arc<Waker>,
    listeners: Vec<mio::net::TcpListener>,
    connections: BTreeMap<usize, Connection>,
    /// The number of the next connection; no number is given twice.
    next: usize,
    preview: Arc<Preview>,
    workers: Workers,
    /// Requests that wait for a worker, and how many are being worked on.
    waiting: VecDeque<(usize, Request)>,
    working: usize,
    /// The way of what they made, and where it arrives.
    making: Sender<(usize, Made)>,
    made: Receiver<(usize, Made)>,
    /// Those that want to go on when others had their turn.
    again: Vec<usize>,
    /// Whether the machine had no room for one that wants to be accepted.
    is_full: bool,
}

impl Front {
    fn new(listeners: Vec<TcpListener>, preview: Arc<Preview>) -> io::Result<Front> {
        let poll = Poll::new()?;
        let bell = Arc::new(Waker::new(poll.registry(), Token(0))?);
        // A preview is served once.
        let _ = preview.bell.set(bell.clone());
        let mut listening = Vec::new();
        for (token, listener) in (1..).zip(listeners) {
            listener.set_nonblocking(true)?;
            let mut listener = mio::net::TcpListener::from_std(listener);
            poll.registry().register(&mut listener, Token(token), Interest::READABLE)?;
            listening.push(listener);
        }
        let (making, made) = channel();
        Ok(Front {
            poll,
            bell,
            next: listening.len() + 1,
            listeners: listening,
            connections: BTreeMap::new(),
            preview,
            workers: Workers::new()?,
            waiting: VecDeque::new(),
            working: 0,
            making,
            made,
            again: Vec::new(),
            is_full: false,
        })
    }

    fn run(&mut self) {
        let mut events = Events::with_capacity(256);
        let mut looked = Instant::now();
        loop {
            let patience = if self.again.is_empty() { BEAT } else { Duration::ZERO };
            // What interrupts it is over by the next time.
            let _ = self.poll.poll(&mut events, Some(patience));
            let mut moving = std::mem::take(&mut self.again);
            for event in &events {
                match event.token().0 {
                    0 => {}
                    at if at <= self.listeners.len() => self.accept(),
                    at => moving.push(at),
                }
            }
            moving.into_iter().for_each(|at| self.pump(at));
            while let Ok((at, made)) = self.made.try_recv() {
                self.take(at, made);
            }
            self.bring_news();
            self.hand_out();
            if looked.elapsed() > BEAT {
                looked = Instant::now();
                self.look_at_time();
            }
        }
    }

    /// Accepts whoever came, and makes room for them.
    fn accept(&mut self) {
        self.is_full = false;
        for listener in &self.listeners {
            loop {
                match listener.accept() {
                    Ok((mut stream, _)) => {
                        let both = Interest::READABLE | Interest::WRITABLE;
                        if self.poll.registry().register(&mut stream, Token(self.next), both).is_ok() {
                            self.connections.insert(self.next, Connection::new(stream));
                            self.next += 1;
                        }
                    }
                    Err(cause) if cause.kind() == io::ErrorKind::WouldBlock => break,
                    Err(cause) if GONE.contains(&cause.kind()) => {}
                    // Mostly the machine has no descriptor left.
                    Err(_) => {
                        self.is_full = true;
                        break;
                    }
                }
                while self.connections.len() > CONNECTIONS {
                    dismiss(&mut self.connections, |_| true);
                }
            }
        }
        if self.is_full {
            dismiss(&mut self.connections, |_| true);
        }
    }

    fn pump(&mut self, at: usize) {
        let Some(connection) = self.connections.get_mut(&at) else { return };
        match connection.pump() {
            Wants::Nothing => {}
            Wants::Turn => self.again.push(at),
            Wants::Answer(request) => self.waiting.push_back((at, request)),
            Wants::Close => drop(self.connections.remove(&at)),
        }
    }

    /// Gives requests to workers who have nothing to do, as long as what they make can be held.
    fn hand_out(&mut self) {
        while self.working < WORKERS
            && let Some((at, _)) = self.waiting.front()
        {
            if !self.connections.contains_key(at) {
                self.waiting.pop_front();
                continue;
            }
            if held(&self.connections) > HELD {
                let is_stalled =
                    |one: &Connection| one.held().next().is_some() && one.since.elapsed() > STALLED;
                if !dismiss(&mut self.connections, is_stalled) {
                    return;
                }
                continue;
            }
            let Some((at, request)) = self.waiting.pop_front() else { return };
            let preview = self.preview.clone();
            self.work(at, move || Made::Reply(preview.answer(&request)));
        }
    }

    fn work(&mut self, at: usize, make: impl FnOnce() -> Made + Send + 'static) {
        self.working += 1;
        let (making, bell) = (self.making.clone(), self.bell.clone());
        self.workers.work(make, move |what| {
            // It is looked for at each beat where ringing fails.
            let _ = making.send((at, what.unwrap_or(Made::Nothing)));
            let _ = bell.wake();
        });
    }

    /// Takes what was made for a connection, if it is still there.
    fn take(&mut self, at: usize, made: Made) {
        self.working -= 1;
        let Some(connection) = self.connections.get_mut(&at) else { return };
        match made {
            Made::Reply(reply) => connection.answer(reply),
            Made::Said(said) => {
                let Some(listener) = &mut connection.listener else { return };
                listener.is_looking = false;
                if let Some(message) = listener.message(said) {
                    connection.send(message);
                }
            }
            Made::Nothing => drop(self.connections.remove(&at)),
        }
        self.pump(at);
    }

    /// Brings news to the pages that took what they were brought before.
    fn bring_news(&mut self) {
        let mut looks = Vec::new();
        let mut moved = Vec::new();
        for (at, connection) in &mut self.connections {
            let is_empty = connection.is_empty();
            let Some(listener) = connection.listener.as_mut().filter(|one| is_empty && !one.is_looking)
            else {
                continue;
            };
            match listener.tab.take() {
                None => {}
                Some(News::Said(said)) => {
                    if let Some(message) = listener.message(said) {
                        connection.send(message);
                        moved.push(*at);
                    }
                }
                Some(News::Look(follow)) => {
                    listener.is_looking = true;
                    looks.push((*at, listener.tab.page.clone(), follow));
                }
            }
        }
        for (at, page, follow) in looks {
            let preview = self.preview.clone();
            self.work(at, move || Made::Said(Said { follow, ..preview.said_now(&page) }));
        }
        moved.into_iter().for_each(|at| self.pump(at));
    }

    fn look_at_time(&mut self) {
        if self.is_full {
            self.accept();
        }
        self.connections.retain(|_, connection| !connection.is_over());
        let is_quiet =
            |one: &Connection| one.doing == Doing::Listening && one.is_empty() && one.since.elapsed() > PINGS;
        let mut moving = Vec::new();
        for (at, connection) in &mut self.connections {
            if is_quiet(connection) {
                connection.send(PING.to_vec());
            }
            if !connection.is_empty() {
                moving.push(*at);
            }
        }
        moving.into_iter().for_each(|at| self.pump(at));
    }
}

/// How many bytes wait to be taken; what several wait for counts once.
fn held(connections: &BTreeMap<usize, Connection>) -> usize {
    let all = connections.values().flat_map(Connection::held);
    let each: BTreeMap<*const u8, usize> = all.map(|bytes| (bytes.as_ptr(), bytes.len())).collect();
    each.values().sum()
}

/// Closes the one of those that `may` go that moved nothing for longest; whether there was one.
fn dismiss(connections: &mut BTreeMap<usize, Connection>, may: impl Fn(&Connection) -> bool) -> bool {
    let those = connections.iter().filter(|(_, connection)| may(connection));
    let first = those.min_by_key(|(_, one)| (one.doing, one.since)).map(|(at, _)| *at);
    first.and_then(|at| connections.remove(&at)).is_some()
}
