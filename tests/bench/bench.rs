//! How fast congbao is: `cargo bench` prints it, for 1,000 and 10,000 directives.
//!
//! First the stages in memory, then the preview as an editor meets it: from a save to the bytes over
//! HTTP, with Hugo on the same texts in the same run where it is installed. Bounds stand beside the
//! figures; machines differ, so a bound missed is printed, not failed.

// A benchmark is asked for its figures.
#![allow(clippy::print_stdout)]

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

mod corpus;
mod hugo;
mod preview;
mod stages;

fn main() -> std::io::Result<()> {
    // `cargo test --benches` and tools ask what there is; nothing is measured then.
    if std::env::args().any(|argument| argument == "--list" || argument == "--test") {
        return Ok(());
    }
    for count in [1_000, 10_000] {
        let dir = tempfile::tempdir()?;
        corpus::write(dir.path(), count)?;
        println!("\n{count} directives");
        stages::measure(dir.path(), count)?;
        preview::measure(dir.path(), count)?;
        hugo::measure(count)?;
    }
    Ok(())
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
