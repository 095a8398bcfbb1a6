//! Everybody who is connected, and who has to go where there is no room.
//!
//! Owns the bounds of the preview: how many connections there are, how many answers are made at the same time,
//! how many bytes wait for readers. Nobody who asks now waits for somebody who does not read: room is made by
//! closing those that have moved nothing for longest. Does not know what is asked.

use std::collections::BTreeMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::lock;

/// Connections at the same time.
const CONNECTIONS: usize = 256;
/// Answers that are made at the same time.
const WORKERS: usize = 8;
/// Bytes of answers that wait to be read; one answer may be larger.
const HELD: usize = 32 << 20;
/// Who takes nothing for so long may be closed where room is needed.
const STALLED: Duration = Duration::from_secs(1);
/// How long room is waited for before somebody is closed for it.
const GLANCE: Duration = Duration::from_millis(50);

/// What is going on at a connection; who goes first stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Doing {
    /// Nothing: the next request may come.
    Waiting,
    /// A request has begun and not ended.
    Asking,
    /// An open page waits for news.
    Listening,
    /// A request is answered.
    Answering,
}

/// Everybody who is connected.
#[derive(Default)]
pub struct Crowd {
    state: Mutex<State>,
    /// Rung when there may be room.
    room: Condvar,
}

#[derive(Default)]
struct State {
    places: BTreeMap<u64, Place>,
    next: u64,
    working: usize,
}

struct Place {
    stream: Arc<TcpStream>,
    doing: Doing,
    /// When it moved last.
    since: Instant,
    /// Bytes that wait to be read by it.
    held: usize,
}

impl State {
    fn held(&self) -> usize {
        self.places.values().map(|place| place.held).sum()
    }

    /// Closes the one of those that `may` go that moved nothing for longest.
    fn dismiss(&mut self, may: impl Fn(&Place) -> bool) {
        let first = self.places.iter().filter(|(_, place)| may(place));
        let first = first.min_by_key(|(_, place)| (place.doing, place.since)).map(|(id, _)| *id);
        if let Some(place) = first.and_then(|id| self.places.remove(&id)) {
            // One that is closed already is closed.
            let _ = place.stream.shutdown(Shutdown::Both);
        }
    }
}

impl Crowd {
    /// Gives a connection its place; the one that has moved nothing for longest goes where all are taken.
    pub(super) fn enter(self: &Arc<Crowd>, stream: Arc<TcpStream>) -> Seat {
        let mut state = lock(&self.state);
        if state.places.len() >= CONNECTIONS {
            state.dismiss(|_| true);
        }
        let id = state.next;
        state.next += 1;
        let place = Place { stream, doing: Doing::Waiting, since: Instant::now(), held: 0 };
        state.places.insert(id, place);
        Seat { crowd: self.clone(), id }
    }

    /// Closes the connection that has moved nothing for longest: the machine has no room for another.
    pub(super) fn make_room(&self) {
        lock(&self.state).dismiss(|_| true);
    }

    /// Waits for leave to make an answer.
    pub(super) fn work(&self) -> Turn<'_> {
        let mut state = lock(&self.state);
        while state.working >= WORKERS {
            state = self.wait(state);
        }
        state.working += 1;
        Turn(self)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.room.wait_timeout(state, GLANCE).unwrap_or_else(std::sync::PoisonError::into_inner).0
    }
}

/// Leave to make an answer.
pub(super) struct Turn<'a>(&'a Crowd);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).working -= 1;
        self.0.room.notify_all();
    }
}

/// The place of one connection.
pub(super) struct Seat {
    crowd: Arc<Crowd>,
    id: u64,
}

impl Seat {
    /// Says what goes on here from now on; nothing is held for it yet.
    pub fn turn_to(&self, doing: Doing) {
        self.change(|place| (place.doing, place.held) = (doing, 0));
    }

    /// Says that something has moved.
    pub fn moved(&self) {
        self.change(|_| ());
    }

    /// Waits until so many bytes more can be held; who takes nothing is closed for them.
    pub fn hold(&self, bytes: usize) {
        let mut state = lock(&self.crowd.state);
        while state.held() > 0 && state.held() + bytes > HELD {
            state.dismiss(|place| place.held > 0 && place.since.elapsed() > STALLED);
            if state.held() > 0 && state.held() + bytes > HELD {
                state = self.crowd.wait(state);
            }
        }
        if let Some(place) = state.places.get_mut(&self.id) {
            (place.held, place.since) = (bytes, Instant::now());
        }
    }

    fn change(&self, make: impl FnOnce(&mut Place)) {
        if let Some(place) = lock(&self.crowd.state).places.get_mut(&self.id) {
            let held = place.held;
            make(place);
            place.since = Instant::now();
            if place.held < held {
                self.crowd.room.notify_all();
            }
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        lock(&self.crowd.state).places.remove(&self.id);
        self.crowd.room.notify_all();
    }
}
