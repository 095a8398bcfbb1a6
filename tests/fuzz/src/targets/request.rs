//! What strangers send: targets, `Host`, `Origin` and `Range` of requests, a line each; and the paths of links.

use std::net::{IpAddr, Ipv4Addr};

use congbao::model::names::link::{LinkTarget, join, read};
use congbao::render::address::{encoded, relative};
use congbao::write::preview::request::{Hosts, RequestTarget, range};
use unicode_normalization::UnicodeNormalization;

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (target, host, origin, ranges, link) = (line(), line(), line(), line(), line());
    if let Some(asked) = RequestTarget::new(target) {
        assert!(!asked.path.is_empty() && asked.path.nfc().eq(asked.path.chars()), "{asked:?}");
        // An address that was written as one is read as the same.
        let again = RequestTarget::new(&format!("/{}", encoded(&asked.path)));
        assert_eq!(again.map(|again| again.path), Some(asked.path.clone()));
        let _ = asked.value("as-of");
    }
    hosts(host, origin);
    let size = u64::from(u16::from_le_bytes([data.len() as u8, data.first().copied().unwrap_or_default()]));
    if let Ok(Some((first, last))) = range(Some(ranges), size) {
        assert!(first <= last && last < size, "{ranges:?} of {size}");
    }
    links(link, target);
}

fn hosts(host: &str, origin: &str) {
    let local = Hosts::new([IpAddr::V4(Ipv4Addr::LOCALHOST)], &[]);
    let name = host.trim_start_matches('[').split([':', ']']).next().unwrap_or_default();
    if local.admit(host) {
        assert!(["localhost", "127.0.0.1"].contains(&name.to_ascii_lowercase().as_str()), "{host:?}");
    }
    if local.admit_origin(Some(origin), host) {
        assert!(local.admit(host) && origin.eq_ignore_ascii_case(&format!("http://{host}")), "{origin:?}");
    }
}

fn links(typed: &str, other: &str) {
    const FROM: &str = "content/directives/2026/a.md";
    if let LinkTarget::File { path, .. } = read(FROM, typed) {
        is_inside(&path);
        // The way from one file to another leads there.
        let way = relative(FROM, &path);
        assert_eq!(read(FROM, &way), LinkTarget::File { path, anchor: None }, "{typed:?}: {way:?}");
    }
    if let Some(path) = join(FROM, other) {
        is_inside(&path);
    }
}

fn is_inside(path: &str) {
    let steps: Vec<&str> = path.split('/').collect();
    assert!(steps[0] == "content" && !steps.contains(&"..") && !path.contains('\\'), "{path:?}");
}
