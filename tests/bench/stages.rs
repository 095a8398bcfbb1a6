//! The stages in memory: read, load, load again after one change, render, build.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Instant;

use congbao::read::snapshot::{Sources, Touched};
use congbao::render::Output;
use congbao::site::{Options, Site};
use congbao::write::publish::shard::Shard;
use congbao::write::publish::{Reuse, publish};

use crate::corpus::Corpus;
use crate::line;

const ROUNDS: usize = 15;

/// Measures the stages on the site in `root`.
pub fn measure(corpus: &Corpus, root: &Path) -> io::Result<()> {
    let failed = |_| io::Error::other("the machine refuses");
    let day = "2026-11-20".parse().map_err(io::Error::other)?;
    let options = Options { as_of: day, base_url: None, drafts: false };
    let (mut reads, mut loads) = (Vec::new(), Vec::new());
    let mut sources = Sources::default();
    for _ in 0..3 {
        reads.push(timed(|| sources = Sources::read(root).unwrap_or_default()));
        loads.push(timed(|| drop(Site::load(&sources, &options))));
    }
    line("read", reads, None);
    line("load", loads, None);
    let written = corpus.directive(corpus.count / 2);
    let (path, text, address) = (root.join(written.path()), written.text(), written.address());
    let touched = Touched::Paths(BTreeSet::from([path.clone()]));
    let mut site = Site::load(&sources, &options).0;
    for (what, from, to) in [("a text", "\n## I-", "\n## I "), ("a deadline", "task: ", "task: X")] {
        let mut times = Vec::new();
        for round in 0..ROUNDS {
            fs::write(&path, text.replacen(from, &format!("{to}{round}"), 1))?;
            times.push(timed(|| {
                sources = sources.reread(root, &touched).unwrap_or_default();
                site = Site::load(&sources, &options).0;
            }));
        }
        line(&format!("read and load again after {what} changed"), times, None);
    }
    fs::write(&path, &text)?;
    let mut largest = (0, String::new());
    for address in [address.as_str(), "index.html", "tien-do.html", "bao-cao.html"] {
        let Some((at, route)) = site.routes().get_key_value(address) else { continue };
        let render = || site.render(at, route).map(drop);
        line(&format!("render {address}"), (0..ROUNDS).map(|_| timed(|| drop(render()))).collect(), None);
    }
    for (at, route) in site.routes().iter().filter(|(at, _)| at.as_str().ends_with(".html")) {
        if let Ok(Output::Bytes(bytes)) = site.render(at, route) {
            largest = largest.max((bytes.len(), at.as_str().to_owned()));
        }
    }
    let output = root.join("public");
    let build = || publish(&site, root, &output, (Shard::WHOLE, Reuse::Unchanged), &|| Ok(()));
    line("build into a new folder", vec![timed(|| drop(build()))], None);
    line("build again, nothing changed", vec![timed(|| drop(build()))], None);
    let published = build().map_err(failed)?.map_err(|_| io::Error::other("faults"))?;
    let (size, page) = largest;
    let state = if size < 1_500_000 { "" } else { ", MISSED" };
    println!("  {} files; the largest page {page} has {size} bytes  (bound 1500000{state})", published.files);
    fs::remove_dir_all(output)
}

fn timed(work: impl FnOnce()) -> f64 {
    let begun = Instant::now();
    work();
    begun.elapsed().as_secs_f64() * 1e3
}
