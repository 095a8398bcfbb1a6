//! Whole sites: `tests/fuzz/site` with lines of it moved, repeated, lost and mixed, as the bytes say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::last_good::LastGood;
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};
use jiff::ToSpan;
use jiff::civil::date;

use super::holds;

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$((concat!("content/", $path), include_str!(concat!("../../site/", $path)))),*]
    };
}

/// A small site with something of everything.
const FILES: [(&str, &str); 8] = files![
    "site.yaml",
    "organizations.yaml",
    "directives/01.md",
    "directives/02.md",
    "directives/03.md",
    "directives/bieu.csv",
    "progress/2026.csv",
    "progress/bao-cao.md",
];

static BASE: LazyLock<Sources> = LazyLock::new(|| sources(FILES.map(|(path, text)| (path, text.to_owned()))));

pub fn check(data: &[u8]) {
    let mut script = Script { rest: data };
    let as_of = date(2026, 3, 1) + i64::from(script.byte()).days();
    let options = Options { as_of, base_url: None, drafts: script.byte().is_multiple_of(4) };
    let mut texts: BTreeMap<&str, String> = BTreeMap::new();
    for _ in 0..12 {
        if script.rest.is_empty() {
            break;
        }
        let (path, text) = FILES[script.below(FILES.len())];
        mutate(&mut script, texts.entry(path).or_insert_with(|| text.to_owned()));
    }
    let texts = Texts(texts);
    // What is kept of a site from before shows nowhere: the same from nothing is the same.
    let whole =
        sources(FILES.map(|(path, text)| (path, texts.0.get(path).map_or(text, |text| text).to_owned())));
    let edited = BASE.with(sources(texts.0.clone()).under("").cloned());
    let before = LastGood::new(BASE.clone(), &options);
    let after = before.next(edited.clone(), &options);
    let (site, faults) = Site::load(&whole, &options);
    assert_eq!(faults, after.faults, "faults from nothing, and after an edit");
    holds::faults(&faults, &whole);
    assert!(!texts.0.is_empty() || !has_errors(&faults), "the site itself: {faults:?}");
    let outputs = outputs(&site);
    let (edited, _) = Site::load(&edited, &options);
    for (address, bytes) in self::outputs(&edited) {
        assert_eq!(Some(&bytes), outputs.get(&address), "{address} from nothing, and after an edit");
    }
    assert_eq!(outputs.len(), edited.routes().len());
    are_whole(&outputs, &faults);
    // What is shown while something is broken is whole, too.
    if !after.kept.is_empty() {
        for (address, bytes) in self::outputs(&after.site) {
            is_sound(&address, &bytes);
        }
    }
}

fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity == Severity::Error)
}

/// What was changed; shown where something fails.
struct Texts(BTreeMap<&'static str, String>);

impl Drop for Texts {
    #[expect(clippy::print_stderr, reason = "a failure says what it failed on")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.iter().for_each(|(path, text)| eprintln!("-- {path} --\n{text}"));
        }
    }
}

/// Every page of a site.
fn outputs(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let render = |(address, route)| match site.render(address, route) {
        Ok(Output::Bytes(bytes)) => (address.as_str().to_owned(), bytes),
        Ok(Output::File(file)) => panic!("{file:?} lies in memory"),
        Err(fault) => panic!("{}: {fault:?}", address.as_str()),
    };
    site.routes().iter().map(render).collect()
}

/// The pages hang together, where nothing is wrong.
fn are_whole(outputs: &BTreeMap<String, Vec<u8>>, faults: &[Diagnostic]) {
    let has_errors = has_errors(faults);
    let ids: BTreeMap<&str, holds::Ties> =
        outputs.iter().map(|(address, bytes)| (address.as_str(), is_sound(address, bytes))).collect();
    if has_errors {
        return;
    }
    for (address, ties) in &ids {
        ties.hold();
        for way in &ties.ways {
            let (path, id) = way.split_once('#').unwrap_or((way, ""));
            if path.is_empty() || path.contains(':') || path.starts_with('/') {
                continue;
            }
            let to = join(address, &holds::decoded(path.split('?').next().unwrap_or_default()));
            let Some(there) = ids.get(to.as_str()) else { panic!("{address}: {way} leads nowhere") };
            let id = holds::decoded(id);
            assert!(id.is_empty() || there.ids.contains(&id), "{address}: {way} leads to no id");
        }
    }
}

/// What stands at an address is what its ending says.
fn is_sound(address: &str, bytes: &[u8]) -> holds::Ties {
    match address.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => return holds::page(std::str::from_utf8(bytes).expect("UTF-8")),
        "json" => {
            let read: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
            for task in read.as_array().into_iter().flatten() {
                let day = |key: &str| task[key].as_str();
                assert!(day("from").zip(day("to")).is_none_or(|(from, to)| from <= to), "{address}: {task}");
            }
        }
        "csv" if address.starts_with("du-lieu/") => {
            let mut reader = csv::Reader::from_reader(bytes);
            let rows: BTreeSet<usize> = reader.records().map(|row| row.expect("a row").len()).collect();
            assert!(rows.len() <= 1, "{address}: {rows:?}");
        }
        _ => {}
    }
    holds::Ties::default()
}

fn join(from: &str, way: &str) -> String {
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in way.split('/') {
        match step {
            ".." => drop(steps.pop().unwrap_or_else(|| panic!("{from}: {way} leaves the site"))),
            "." => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn sources<T: Into<String>>(texts: impl IntoIterator<Item = (T, String)>) -> Sources {
    Sources::from_texts(texts.into_iter().map(|(path, text)| (path.into().into(), text)))
}

/// Bytes that say what is done.
struct Script<'a> {
    rest: &'a [u8],
}

impl<'a> Script<'a> {
    fn byte(&mut self) -> u8 {
        self.rest.split_off_first().copied().unwrap_or_default()
    }

    fn below(&mut self, count: usize) -> usize {
        let number = usize::from(self.byte());
        let number = if count > 256 { number << 8 | usize::from(self.byte()) } else { number };
        number % count.max(1)
    }

    /// Words of the bytes themselves: so many as the first says.
    fn words(&mut self) -> String {
        let length = usize::from(self.byte()).min(self.rest.len());
        let (words, rest) = self.rest.split_at(length);
        self.rest = rest;
        String::from_utf8_lossy(words).into_owned()
    }

    /// A line of any file.
    fn line(&mut self) -> &'static str {
        let text = FILES[self.below(FILES.len())].1;
        text.lines().nth(self.below(text.lines().count())).unwrap_or_default()
    }
}

/// What clerks and tools type and leave behind.
const SCRAPS: [&str; 40] = [
    "null",
    "~",
    "[]",
    "{}",
    "[",
    "}",
    "\"",
    "'",
    "|",
    ">-",
    "&x",
    "*x",
    "!a",
    "# ",
    ": ",
    "- ",
    "\t",
    "\r",
    "\u{a0}",
    "\u{200b}",
    "\u{301}",
    "đ",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "../../../x",
    "con.html",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "hằng tháng",
    "trước ngày 31/12/2199",
    "trong quý II",
    "2026-01/2027-03",
    "01-CT/TU",
    "02/CT-UBND",
    "so-y-te",
    "cac-so",
    "true",
    "0",
    "4294967296",
];

/// Does one thing to a text, line by line.
fn mutate(script: &mut Script<'_>, text: &mut String) {
    let what = script.byte();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = script.below(lines.len());
    let value = |line: &str| line.split_once(": ").map(|(_, value)| value.to_owned());
    let set = |lines: &mut Vec<String>, new: &str| {
        if let Some(line) = lines.get_mut(at) {
            let key = line.split_once(": ").map_or("", |(key, _)| key);
            *line = format!("{key}: {new}\n");
        }
    };
    match what % 12 {
        0 if at < lines.len() => drop(lines.remove(at)),
        1 if at < lines.len() => {
            let (line, to) = (lines[at].clone(), script.below(lines.len()));
            lines.insert(to, line);
        }
        2 if at < lines.len() => {
            let other = script.below(lines.len());
            lines.swap(at, other);
        }
        3 => {
            let line = script.line();
            set(&mut lines, &value(line).unwrap_or_else(|| line.to_owned()));
        }
        4 => set(&mut lines, SCRAPS[script.below(SCRAPS.len())]),
        5 => {
            let words = script.words();
            set(&mut lines, &words);
        }
        6 => {
            let words = script.words();
            lines.insert(at, words + "\n");
        }
        7 => lines.insert(at, format!("{}\n", script.line())),
        8 => {
            let count = script.below(4);
            if let Some(line) = lines.get_mut(at) {
                *line = format!("{}{}", "  ".repeat(count), line.trim_start());
            }
        }
        9 => lines.truncate(at + 1),
        10 => {
            let scrap = SCRAPS[script.below(SCRAPS.len())];
            if let Some(line) = lines.get_mut(at) {
                let places: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
                let place = places.get(script.below(places.len())).copied().unwrap_or_default();
                line.insert_str(place, scrap);
            }
        }
        _ => {
            // One item of a row or a list for another.
            let other = script.line();
            let items: Vec<&str> = other.split([',', '[', ']', '{', '}']).collect();
            let item = items[script.below(items.len())].to_owned();
            if let Some(line) = lines.get_mut(at) {
                let mut own: Vec<&str> = line.split(',').collect();
                let which = script.below(own.len());
                own[which] = &item;
                *line = own.join(",");
            }
        }
    }
    *text = lines.concat();
}
