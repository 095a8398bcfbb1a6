//! The record of a site: of each page what it was made of, so that the next site need not make it again.
//!
//! Owns how it stands in the output, and when nothing of it is believed: where a byte of it differs, or where it
//! was written by another program. It says nothing that the pages do not show.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::render::Content;
use crate::render::reader::query::{Query, Sum};

/// The record, in the output.
pub(super) const RECORD: &str = ".congbao-record";
/// The program, by its sources and those of what it is built with.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("CONGBAO_SOURCES"));

/// A page of a site.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Page {
    /// Which page it is.
    what: Sum,
    size: u64,
    sha256: String,
    /// What it asked for, by places in the list of queries.
    #[serde(skip)]
    asked: Vec<u32>,
    /// The same as [`runs`] writes it, on the disk only.
    #[serde(rename = "asked")]
    runs: String,
}

/// A record as it stands on the disk.
#[derive(Default, Serialize, Deserialize)]
struct Written {
    queries: Vec<(Query, Sum)>,
    pages: BTreeMap<String, Page>,
}

/// What is known of the pages of the site before, and what the next one asks for.
pub(super) struct Records<'a> {
    content: &'a Content,
    before: BTreeMap<String, Page>,
    /// Whether each query of the site before is answered as it was.
    is_same: Vec<bool>,
    asked: Mutex<Asked>,
}

/// All queries, those of the site before first.
#[derive(Default)]
struct Asked {
    queries: Vec<Query>,
    places: FxHashMap<Query, u32>,
    sums: Vec<Sum>,
}

impl<'a> Records<'a> {
    /// What is known of the pages in `output`, of which the next ones will be made of `content`.
    pub fn read(output: &Path, content: &'a Content) -> Records<'a> {
        let written = read(output).filter(|written| is_same_ground(written, content)).unwrap_or_default();
        let Written { queries, pages: before } = written;
        let sums: Vec<Sum> = queries.par_iter().map(|(query, _)| content.answer(query)).collect();
        let is_same = queries.iter().zip(&sums).map(|((_, old), new)| old == new).collect();
        let queries: Vec<Query> = queries.into_iter().map(|(query, _)| query).collect();
        let places = queries.iter().copied().zip(0..).collect();
        let asked = Mutex::new(Asked { queries, places, sums });
        Records { content, before, is_same, asked }
    }

    /// Nothing is known.
    pub fn none(content: &'a Content) -> Records<'a> {
        let (before, is_same, asked) = (BTreeMap::new(), Vec::new(), Mutex::default());
        Records { content, before, is_same, asked }
    }

    /// The page that stands in the site before, if it would be made again as it is.
    pub fn kept(&self, name: &str, what: Sum) -> Option<&Page> {
        let is_same = |at: &u32| self.is_same.get(*at as usize).copied().unwrap_or_default();
        self.before.get(name).filter(|page| page.what == what && page.asked.iter().all(is_same))
    }

    /// A page that was made.
    pub fn made(&self, what: Sum, bytes: &[u8], asked: Vec<Query>) -> Page {
        let (size, sha256) = (bytes.len() as u64, sha256(bytes));
        let mut all = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = asked.into_iter().map(|query| all.place(query)).collect();
        Page { what, size, sha256, asked, runs: String::new() }
    }

    /// The record of the pages of a site.
    pub fn write(self, mut pages: BTreeMap<String, Page>) -> Vec<u8> {
        let Asked { queries, mut sums, .. } = self.asked.into_inner().unwrap_or_else(PoisonError::into_inner);
        let content = self.content;
        let new = queries.get(sums.len()..).unwrap_or_default();
        sums.par_extend(new.par_iter().map(|query| content.answer(query)));
        let mut is_used = vec![false; queries.len()];
        pages.values().flat_map(|page| &page.asked).for_each(|at| is_used[*at as usize] = true);
        let used = queries.into_iter().zip(sums).zip(0_usize..).filter(|(_, at)| is_used[*at]);
        let mut used: Vec<((Query, Sum), usize)> = used.collect();
        used.par_sort_unstable();
        let mut places = vec![0; is_used.len()];
        used.iter().zip(0..).for_each(|((_, old), new)| places[*old] = new);
        pages.par_iter_mut().for_each(|(_, Page { asked, runs: written, .. })| {
            asked.iter_mut().for_each(|at| *at = places[*at as usize]);
            asked.sort_unstable();
            *written = runs(asked);
        });
        let queries = used.into_iter().map(|(query, _)| query).collect();
        let mut bytes = format!("congbao {PROGRAM}\n").into_bytes();
        // What could not be written would not be believed.
        let _ = serde_json::to_writer(&mut bytes, &Written { queries, pages });
        let sum = sha256(&bytes);
        bytes.extend_from_slice(sum.as_bytes());
        bytes
    }
}

impl Asked {
    fn place(&mut self, query: Query) -> u32 {
        let next = u32::try_from(self.queries.len()).unwrap_or(u32::MAX);
        let queries = &mut self.queries;
        *self.places.entry(query).or_insert_with_key(|query| {
            queries.push(*query);
            next
        })
    }
}

impl Page {
    /// Whether these are its bytes.
    pub fn is(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() as u64 && self.sha256 == sha256(bytes)
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        self.size
    }
}

/// The record of an output; none where there is none to be believed.
fn read(output: &Path) -> Option<Written> {
    let path = output.join(RECORD);
    fs::symlink_metadata(&path).ok().filter(|entry| entry.is_file())?;
    let bytes = fs::read(&path).ok()?;
    let (text, sum) = bytes.split_at_checked(bytes.len().checked_sub(64)?)?;
    let json = text.strip_prefix(format!("congbao {PROGRAM}\n").as_bytes())?;
    let mut written: Written = Some(sum)
        .filter(|sum| **sum == *sha256(text).as_bytes())
        .and_then(|_| serde_json::from_slice(json).ok())?;
    let count = u32::try_from(written.queries.len()).ok()?;
    for Page { asked, runs, .. } in written.pages.values_mut() {
        *asked = places(&std::mem::take(runs), count)?;
    }
    Some(written)
}

/// Places in order, written as runs `d+n`: the distance from the place before, and how many follow one by one.
fn runs(places: &[u32]) -> String {
    let (mut written, mut last) = (String::new(), 0);
    for run in places.chunk_by(|one, next| one + 1 == *next) {
        let Some(first) = run.first() else { continue };
        written += &format!("{}", first - last);
        if run.len() > 1 {
            written += &format!("+{}", run.len() - 1);
        }
        written.push(' ');
        last = first + (run.len() as u32 - 1);
    }
    written
}

/// The places that [`runs`] wrote; none where one is not below `count`.
fn places(runs: &str, count: u32) -> Option<Vec<u32>> {
    let (mut places, mut last) = (Vec::new(), 0_u32);
    for run in runs.split_ascii_whitespace() {
        let (distance, more) = run.split_once('+').unwrap_or((run, "0"));
        let first = last.checked_add(distance.parse().ok()?)?;
        last = first.checked_add(more.parse().ok()?).filter(|last| *last < count)?;
        places.extend(first..=last);
    }
    Some(places)
}

/// Whether what stands on every page is as it was; if not, nothing is worth asking.
fn is_same_ground(written: &Written, content: &Content) -> bool {
    let ground = written.queries.iter().find(|(query, _)| *query == Query::Ground);
    ground.is_none_or(|(query, sum)| content.answer(query) == *sum)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
