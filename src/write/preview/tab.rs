//! The pages that are open in browsers, and what they are told: messages of a WebSocket (RFC 6455).
//!
//! Owns the handshake, the frames, and that nobody is waited for: news lie in a box that holds the last alone,
//! and each page has a thread that takes them out. Does not know what is new, only whether it was said already.

use std::io;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use super::http::{Exchange, Writer};
use super::{PageRequest, lock};

/// How often a page of which there is no news is asked whether it is still there.
const PINGS: Duration = Duration::from_secs(5);

/// A page that is open in a browser.
pub(super) struct Tab {
    /// What it shows.
    pub page: PageRequest,
    news: Mutex<Option<News>>,
    rung: Condvar,
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
    pub(super) errors: usize,
    /// When the page was good that is shown instead.
    pub(super) since: Option<String>,
    /// Where to go, for those who follow.
    pub(super) follow: Option<String>,
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
    /// A page that hears of nothing yet.
    pub fn new(page: PageRequest) -> Tab {
        Tab { page, news: Mutex::default(), rung: Condvar::new() }
    }

    /// Puts what is new in the place of what was not said yet.
    pub fn put(&self, news: News) {
        let mut waiting = lock(&self.news);
        let kept = waiting.take().and_then(News::into_follow);
        *waiting = Some(news.or_follow(kept));
        self.rung.notify_one();
    }

    /// The next news; none after a while.
    fn wait(&self) -> Option<News> {
        let news = lock(&self.news);
        let waited = self.rung.wait_timeout_while(news, PINGS, |news| news.is_none());
        waited.unwrap_or_else(PoisonError::into_inner).0.take()
    }

    /// Says what is new until nobody listens any more; `said` was said, `look` tells what there is to say.
    pub fn run(&self, writer: &Writer<'_>, mut said: Said, look: impl Fn() -> Said) -> io::Result<()> {
        loop {
            let next = match self.wait() {
                Some(News::Said(next)) => next,
                Some(News::Look(follow)) => Said { follow, ..look() },
                None => said.clone(),
            };
            // A ping finds out whether anybody is there.
            writer.write(&if next == said { vec![0x89, 0] } else { text_frame(&next) })?;
            said = Said { follow: None, ..next };
        }
    }
}

/// Takes the handshake of a browser; `key` is what it sent.
pub(super) fn open<'a>(exchange: &'a mut Exchange<'_>, key: &str) -> io::Result<Writer<'a>> {
    let accept = sha1_smol::Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
    let fields = [
        ("Connection", "Upgrade".to_owned()),
        ("Upgrade", "websocket".to_owned()),
        ("Sec-WebSocket-Accept", STANDARD.encode(accept)),
    ];
    exchange.upgrade(&fields)
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
