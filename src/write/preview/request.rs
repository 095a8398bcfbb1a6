//! What a request asks for, and whether it may be answered.
//!
//! Owns the reading of addresses and of the headers that keep other sites out (DNS rebinding, cross-site
//! WebSockets). Pure: no request path ever reaches the file system, it is only looked up.

use std::net::IpAddr;

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

/// The target of a request, taken apart (RFC 9112, 3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestTarget {
    /// The address from the root of the site, decoded once, in Unicode form NFC; `/` is `index.html`.
    pub path: String,
    query: String,
}

impl RequestTarget {
    /// Takes a target apart; none where it is no path.
    pub fn new(target: &str) -> Option<RequestTarget> {
        let target = match target.split_once("://") {
            Some(("http" | "https", rest)) => &rest[rest.find('/')?..],
            _ => target,
        };
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let path = decoded(path.strip_prefix('/')?)?;
        let path = if path.is_empty() { "index.html".to_owned() } else { path };
        Some(RequestTarget { path, query: query.to_owned() })
    }

    /// The value of a key of the query, decoded.
    pub fn value(&self, key: &str) -> Option<String> {
        let pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.into_iter().find(|(name, _)| *name == key)?;
        decoded(&value.replace('+', " "))
    }
}

/// Percent-decoded once; none where that is no UTF-8. What is no percent code stays as it is.
fn decoded(typed: &str) -> Option<String> {
    let text = percent_decode_str(typed).decode_utf8().ok()?;
    Some(text.nfc().collect())
}

/// The names under which the preview may be reached.
#[derive(Clone, Debug)]
pub struct Hosts {
    bound: Vec<IpAddr>,
    allowed: Vec<String>,
}

impl Hosts {
    /// This machine's own name, the addresses that are bound, and what is allowed by name.
    pub fn new(bound: impl IntoIterator<Item = IpAddr>, allowed: &[String]) -> Hosts {
        let allowed = allowed.iter().map(|name| name.to_ascii_lowercase()).collect();
        Hosts { bound: bound.into_iter().collect(), allowed }
    }

    /// Whether a `Host` header is one of them, whatever its port.
    pub fn admit(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split_once(']').map(|(name, _)| name),
            None => host.split(':').next(),
        };
        let Some(name) = name.map(str::to_ascii_lowercase) else { return false };
        if name == "localhost" || self.allowed.contains(&name) {
            return true;
        }
        let is_bound = |ip: IpAddr| {
            // What is bound to every address is reached under any, but only by number.
            self.bound.iter().any(|bound| *bound == ip || bound.is_unspecified())
        };
        name.parse::<IpAddr>().is_ok_and(is_bound)
    }

    /// Whether a page of `origin` may listen to what `host` has to say: only its own pages.
    pub fn admit_origin(&self, origin: Option<&str>, host: &str) -> bool {
        let own = |origin: &str| origin.strip_prefix("http://").is_some_and(|o| o.eq_ignore_ascii_case(host));
        origin.is_some_and(own) && self.admit(host)
    }
}

/// The part of a file of `size` bytes that a `Range` header asks for (RFC 9110, 14.2): one range only,
/// as first and last byte. The whole file where nothing, several or something unknown is asked for.
pub fn range(header: Option<&str>, size: u64) -> Result<Option<(u64, u64)>, Unsatisfiable> {
    let Some(asked) = header.and_then(|h| h.trim().strip_prefix("bytes=")) else { return Ok(None) };
    let Some((first, last)) = asked.split_once('-') else { return Ok(None) };
    let number = |typed: &str| typed.trim().parse::<u64>().ok();
    let (first, last) = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => (first, last.min(size.saturating_sub(1))),
        (Some(first), None) if last.trim().is_empty() => (first, size.saturating_sub(1)),
        (None, Some(0)) if first.trim().is_empty() => return Err(Unsatisfiable),
        (None, Some(count)) if first.trim().is_empty() => {
            (size.saturating_sub(count), size.saturating_sub(1))
        }
        _ => return Ok(None),
    };
    if first >= size { Err(Unsatisfiable) } else { Ok(Some((first, last))) }
}

/// A range that begins behind the end of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsatisfiable;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_decoded_once() {
        let path = |target: &str| RequestTarget::new(target).map(|t| t.path);
        assert_eq!(path("/").as_deref(), Some("index.html"));
        assert_eq!(path("/van-ban/2021/34.html?x=1#y").as_deref(), Some("van-ban/2021/34.html"));
        assert_eq!(path("/bi%E1%BB%83u.xlsx").as_deref(), Some("biểu.xlsx"));
        assert_eq!(path("/bie%CC%82%CC%89u.xlsx").as_deref(), Some("biểu.xlsx"));
        assert_eq!(path("/%252e%252e/x").as_deref(), Some("%2e%2e/x"));
        assert_eq!(path("http://localhost:4320/a").as_deref(), Some("a"));
        assert_eq!(path("/%4/%zz/%").as_deref(), Some("%4/%zz/%"));
        for bad in ["", "a", "*", "/%ff", "http://x"] {
            assert_eq!(path(bad), None, "{bad}");
        }
        let query = RequestTarget::new("/a?as-of=2026-12-31&q=t%C3%B4i+h%E1%BB%8Fi").unwrap();
        assert_eq!(query.value("as-of").as_deref(), Some("2026-12-31"));
        assert_eq!(query.value("q").as_deref(), Some("tôi hỏi"));
        assert_eq!(query.value("x"), None);
    }

    #[test]
    fn only_known_hosts_are_admitted() {
        let ip = |ip: &str| ip.parse::<IpAddr>().unwrap();
        let local = Hosts::new([ip("127.0.0.1"), ip("::1")], &["May-Toi.local".to_owned()]);
        for good in ["localhost", "LOCALHOST:4320", "127.0.0.1:1", "[::1]:4320", "may-toi.local:80"] {
            assert!(local.admit(good), "{good}");
        }
        for bad in ["", "evil.example", "localhost.evil.example", "10.0.0.1", "[::2]", "[::1", "127.0.0.1.x"]
        {
            assert!(!local.admit(bad), "{bad}");
        }
        let open = Hosts::new([ip("0.0.0.0")], &[]);
        assert!(open.admit("10.0.0.1:4320") && !open.admit("evil.example"));
        assert!(local.admit_origin(Some("http://localhost:4320"), "localhost:4320"));
        for bad in [None, Some("null"), Some("http://localhost:1"), Some("https://localhost:4320")] {
            assert!(!local.admit_origin(bad, "localhost:4320"), "{bad:?}");
        }
    }

    #[test]
    fn ranges_of_a_file() {
        let of_ten = |header| range(Some(header), 10);
        assert_eq!(of_ten("bytes=0-3"), Ok(Some((0, 3))));
        assert_eq!(of_ten("bytes=4-"), Ok(Some((4, 9))));
        assert_eq!(of_ten("bytes=-3"), Ok(Some((7, 9))));
        assert_eq!(of_ten("bytes=-30"), Ok(Some((0, 9))));
        assert_eq!(of_ten("bytes=5-99"), Ok(Some((5, 9))));
        assert_eq!(of_ten("bytes=10-"), Err(Unsatisfiable));
        assert_eq!(of_ten("bytes=-0"), Err(Unsatisfiable));
        for whole in ["bytes=3-1", "bytes=a-b", "bytes=0-1,3-4", "rows=1-2", "bytes=", "bytes=-"] {
            assert_eq!(of_ten(whole), Ok(None), "{whole}");
        }
        assert_eq!(range(None, 10), Ok(None));
        assert_eq!(range(Some("bytes=0-"), 0), Err(Unsatisfiable));
    }
}
