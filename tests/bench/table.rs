//! Whole commands: what a publication costs after what an office does to a site, beside other generators on the
//! same texts, and beside the floor.
//!
//! Commands take turns, so that a machine that is busy for a while is busy for all of them; figures are medians.
//! Bounds stand beside the figures of the sizes that they are for.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::corpus::{AS_OF, Corpus, put};
use crate::peers::Peer;
use crate::process::{self, Cost, Tree};
use crate::{floor, quantiles};

/// What is done before a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// The output is deleted.
    Cold,
    Nothing,
    Word,
    NextDay,
    Directive,
    Organization,
}

impl Change {
    const ALL: [Change; 6] = [
        Change::Cold,
        Change::Nothing,
        Change::Word,
        Change::NextDay,
        Change::Directive,
        Change::Organization,
    ];

    fn name(self) -> &'static str {
        match self {
            Change::Cold => "cold",
            Change::Nothing => "nothing changed",
            Change::Word => "one word changed",
            Change::NextDay => "the next day",
            Change::Directive => "one new directive",
            Change::Organization => "an organisation renamed",
        }
    }

    /// What wall, CPU and peak may be of Hugo's.
    fn bounds(self, count: usize) -> [Option<f64>; 3] {
        match (self, count) {
            (Change::Cold, 10_000) => [Some(1.0 / 3.0), Some(1.0 / 3.0), Some(1.0 / 6.0)],
            (Change::Word, 10_000) => [Some(1.0 / 8.0), None, None],
            (Change::Nothing, 10_000) => [Some(1.0 / 10.0), None, None],
            _ => [None; 3],
        }
    }
}

/// What one program took after one change, in each round.
#[derive(Default)]
struct Cell {
    costs: Vec<Cost>,
    /// Files and bytes that were written, in the last round.
    written: (usize, u64),
    /// Those of the whole output.
    total: (usize, u64),
}

impl Cell {
    fn median(&self) -> Cost {
        let of = |part: fn(&Cost) -> f64| quantiles(self.costs.iter().map(part).collect()).0;
        Cost { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu), peak: of(|cost| cost.peak) }
    }
}

/// A site on its way through the changes, as one program has it.
struct Site<'a> {
    /// None is congbao.
    peer: Option<&'a Peer>,
    root: PathBuf,
    output: PathBuf,
    cells: BTreeMap<Change, Cell>,
    floor: BTreeMap<Change, Cell>,
}

/// Measures at one size; `smaller` is the time of a cold build at a fifth of it. Gives that of this one.
pub fn measure(count: usize, rounds: usize, peers: &[Peer], smaller: Option<f64>) -> io::Result<f64> {
    let mut corpus = Corpus::new(count);
    let dir = tempfile::tempdir()?;
    let mut sites = Vec::new();
    for (at, peer) in std::iter::once(None).chain(peers.iter().map(Some)).enumerate() {
        let root = dir.path().join(at.to_string());
        match peer {
            Some(peer) => peer.write(&corpus, &root)?,
            None => corpus.write(&root)?,
        }
        let output = root.join("public");
        sites.push(Site { peer, root, output, cells: BTreeMap::new(), floor: BTreeMap::new() });
    }
    let (_, bytes) = Tree::of(&dir.path().join("0/content"))?.total();
    let mut day = AS_OF;
    for round in 0..rounds {
        for change in Change::ALL {
            apply(change, round, &mut corpus, &mut day, &sites)?;
            for site in &mut sites {
                site.publish(change, day)?;
            }
        }
    }
    print(count, rounds, bytes, &sites);
    let cold = sites[0].cells[&Change::Cold].median();
    for note in notes(count, bytes, &sites[0], smaller) {
        println!("- {note}");
    }
    Ok(cold.wall)
}

/// Changes all sites.
fn apply(
    change: Change,
    round: usize,
    corpus: &mut Corpus,
    day: &mut Date,
    sites: &[Site<'_>],
) -> io::Result<()> {
    let changed = match change {
        Change::Cold => return sites.iter().try_for_each(|site| removed(&site.output)),
        Change::Nothing => return Ok(()),
        Change::NextDay => {
            *day += 1.day();
            return Ok(());
        }
        Change::Word => {
            let serial = corpus.count / 2 + round;
            corpus.edit(serial);
            serial..=serial
        }
        Change::Directive => {
            corpus.count += 1;
            corpus.count..=corpus.count
        }
        Change::Organization => {
            let renamed = corpus.names.len() / 2;
            corpus.names[renamed] = format!("Sở Kế hoạch và Đầu tư {round}");
            1..=corpus.count
        }
    };
    for site in sites {
        match site.peer {
            // There the name stands in every directive that has it.
            Some(peer) => {
                changed.clone().try_for_each(|serial| peer.write_page(corpus, serial, &site.root))?;
            }
            None if change == Change::Organization => corpus.write_register(&site.root)?,
            None => {
                let directive = corpus.directive(*changed.start());
                put(&site.root.join(directive.path()), &directive.text())?;
            }
        }
    }
    Ok(())
}

fn removed(folder: &Path) -> io::Result<()> {
    if folder.exists() { fs::remove_dir_all(folder) } else { Ok(()) }
}

impl Site<'_> {
    /// Publishes, and writes down what that took; beside congbao the floor.
    fn publish(&mut self, change: Change, day: Date) -> io::Result<()> {
        let before = Tree::of(&self.output)?;
        let cost = match self.peer {
            Some(peer) => process::run(&peer.program, &peer.arguments(&self.root, &self.output))?,
            None => {
                let day = day.to_string();
                let words = ["--quiet", "build", "--as-of", &day, "--root"].map(OsString::from);
                let arguments: Vec<OsString> = words.into_iter().chain([self.root.clone().into()]).collect();
                process::run(Path::new(env!("CARGO_BIN_EXE_congbao")), &arguments)?
            }
        };
        let after = Tree::of(&self.output)?;
        if self.peer.is_none() {
            let took = floor::measure(&self.root.join("content"), &self.output, &before, &after)?;
            self.floor.entry(change).or_default().costs.push(took);
        }
        let cell = self.cells.entry(change).or_default();
        cell.costs.push(cost);
        let written = after.since(&before).filter(|(_, _, is_written)| *is_written);
        cell.written = written.fold((0, 0), |(files, bytes), (_, size, _)| (files + 1, bytes + size));
        cell.total = after.total();
        Ok(())
    }
}

/// Prints the table, a row for each change.
fn print(count: usize, rounds: usize, bytes: u64, sites: &[Site<'_>]) {
    let runs = if rounds == 1 { "one run".to_owned() } else { format!("medians of {rounds}") };
    println!(
        "\n{} directives, {} in content/; wall, CPU, peak; files and bytes written; {runs}\n",
        grouped(count),
        megabytes(bytes)
    );
    let peers: Vec<&str> = sites.iter().filter_map(|site| Some(site.peer?.name.as_str())).collect();
    let ratios: Vec<String> = peers.iter().map(|name| format!("of {name}")).collect();
    let heads = [vec!["", "congbao"], peers.clone(), vec!["floor"]].concat();
    let heads: Vec<&str> =
        heads.into_iter().chain(ratios.iter().map(String::as_str)).chain(["of the floor"]).collect();
    println!("| {} |\n|{}", heads.join(" | "), "---|".repeat(heads.len()));
    let ours = &sites[0];
    for change in Change::ALL {
        let (cell, floor) = (&ours.cells[&change], &ours.floor[&change]);
        let cost = cell.median();
        let mut row = vec![change.name().to_owned()];
        row.extend(sites.iter().map(|site| shown(&site.cells[&change])));
        row.push(cost_words(floor.median()));
        for (at, site) in sites.iter().enumerate().skip(1) {
            let bounds = if at == 1 { change.bounds(count) } else { [None; 3] };
            row.push(ratio(cost, site.cells[&change].median(), bounds));
        }
        row.push(ratio(cost, floor.median(), [None; 3]));
        println!("| {} |", row.join(" | "));
    }
    println!();
}

fn shown(cell: &Cell) -> String {
    let (files, bytes) = cell.written;
    let word = if files == 1 { "file" } else { "files" };
    format!("{}; {} {word}, {}", cost_words(cell.median()), grouped(files), megabytes(bytes))
}

fn cost_words(Cost { wall, cpu, peak }: Cost) -> String {
    format!("{}, {}, {:.0} MiB", seconds(wall), seconds(cpu), peak / 1024.0 / 1024.0)
}

fn seconds(seconds: f64) -> String {
    if seconds < 1.0 { format!("{:.0} ms", seconds * 1e3) } else { format!("{seconds:.2} s") }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

/// A number with a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

fn ratio(ours: Cost, theirs: Cost, bounds: [Option<f64>; 3]) -> String {
    let of = [
        ("wall", ours.wall / theirs.wall),
        ("CPU", ours.cpu / theirs.cpu),
        ("peak", ours.peak / theirs.peak),
    ];
    let words = of.iter().zip(bounds).map(|((what, ratio), bound)| match bound {
        Some(bound) => format!("{what} {}", judged(*ratio, bound, "")),
        None => format!("{what} {ratio:.2}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// A figure beside its bound.
fn judged(figure: f64, bound: f64, unit: &str) -> String {
    let word = if figure <= bound { "met" } else { "missed" };
    format!("{figure:.2}{unit} (at most {bound:.3}: {word})").replace(".000:", ":")
}

/// What else has a bound at this size.
fn notes(count: usize, bytes: u64, ours: &Site<'_>, smaller: Option<f64>) -> Vec<String> {
    let cold = ours.cells[&Change::Cold].median();
    let (files, size) = ours.cells[&Change::Cold].total;
    let (changed, _) = ours.cells[&Change::NextDay].written;
    let mut notes = Vec::new();
    match count {
        100 => notes.push(format!("cold, in ms: {}", judged(cold.wall * 1e3, 60.0, ""))),
        1_000 => {
            let share = 100.0 * changed as f64 / files as f64;
            notes.push(format!("files that differ the next day: {}", judged(share, 5.0, " %")));
        }
        10_000 => {
            notes.push(format!(
                "peak of the bytes of content/: {}",
                judged(cold.peak / bytes as f64, 2.5, "")
            ));
            notes.push(format!("output in MB: {}", judged(size as f64 / 1e6, 300.0, "")));
        }
        50_000 => notes.push(format!("peak in GiB: {}", judged(cold.peak / f64::from(1 << 30), 2.0, ""))),
        _ => {}
    }
    if let Some(smaller) = smaller {
        notes.push(format!("cold, of that at a fifth of the size: {}", judged(cold.wall / smaller, 5.5, "")));
    }
    notes
}
