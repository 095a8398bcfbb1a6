//! The pages that are open in browsers, and what they are told: messages of a WebSocket (RFC 6455).
//!
//! Owns the handshake, the frames, and that news lie in a box that holds the last alone, however slowly a
//! browser takes them. Does not know what is new, only whether it was said already.

use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::http::Reply;
use super::{PageRequest, lock};

/// A ping finds out whether anybody is there.
pub(super) const PING: [u8; 2] = [0x89, 0];

/// A page that is open in a browser.
pub(super) struct Tab {
    /// What it shows.
    pub page: PageRequest,
    /// What it knew when it began to listen.
    known: Said,
    news: Mutex<Option<News>>,
}

/// What waits to be said.
#[derive(Clone, Debug)]
pub(super) enum News {
    /// This.
    Said(Said),
    /// Whatever there is to say of the page by then, and where to go.
    Look(Option<String>),
}

/// What a browser is told of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    /// The version of the page, and that of its style sheets.
    pub(super) version: String,
    pub(super) style: String,
    /// Errors, then warnings and notes, of the file that this page is made of, and of all others.
    pub(super) own: [usize; 2],
    pub(super) others: [usize; 2],
    /// By what its errors are known.
    pub(super) key: String,
    /// When the page was good that is shown instead.
    pub(super) since: Option<String>,
    /// Where to go, for those who follow.
    pub(super) follow: Option<String>,
    /// Where its document has its page by now, where that is not here any more.
    pub(super) moved: Option<String>,
    /// How far the start is, for those who wait for it.
    pub(super) progress: Option<String>,
}

impl News {
    fn into_follow(self) -> Option<String> {
        match self {
            News::Said(said) => said.follow,
            News::Look(follow) => follow,
        }
    }

    /// The same with where to go, where it does not say so itself.
    fn or_follow(self, other: Option<String>) -> News {
        match self {
            News::Said(said) => News::Said(Said { follow: said.follow.or(other), ..said }),
            News::Look(follow) => News::Look(follow.or(other)),
        }
    }
}

impl Tab {
    /// A page that knows something, and is told the rest as soon as it listens.
    pub fn new(page: PageRequest, known: Said) -> Tab {
        Tab { page, known, news: Mutex::new(Some(News::Look(None))) }
    }

    /// Puts what is new in the place of what was not said yet.
    pub fn put(&self, news: News) {
        let mut waiting = lock(&self.news);
        let follow = waiting.take().and_then(News::into_follow);
        *waiting = Some(news.or_follow(follow));
    }

    /// Takes out what is new.
    pub fn take(&self) -> Option<News> {
        lock(&self.news).take()
    }
}

/// The connection of a page that listens.
pub(super) struct Listener {
    pub tab: Arc<Tab>,
    said: Said,
    /// Whether what there is to say is being found out.
    pub is_looking: bool,
}

impl Listener {
    pub fn new(tab: Arc<Tab>) -> Listener {
        Listener { said: tab.known.clone(), tab, is_looking: false }
    }

    /// The message of what is new; none where it was said already.
    pub fn message(&mut self, next: Said) -> Option<Vec<u8>> {
        let frame = (next != self.said).then(|| text_frame(&next));
        self.said = Said { follow: None, ..next };
        frame
    }
}

/// The answer to the handshake of a browser; `key` is what it sent.
pub(super) fn accept(tab: Arc<Tab>, key: &str) -> Reply {
    let accept = sha1_smol::Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
    Reply::switched("websocket", &[("Sec-WebSocket-Accept", STANDARD.encode(accept))], tab)
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
