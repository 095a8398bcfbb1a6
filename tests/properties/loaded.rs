//! A site in memory, loaded and rendered; dice; and the cases that a property is tried on.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};
use jiff::civil::Date;
use serde_json::Value;

/// Numbers that look random and are always the same (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }

    /// Once in so many times.
    pub fn chance(&mut self, of: usize) -> bool {
        self.roll(of) == 0
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.roll(among.len())]
    }
}

/// Tries a property on so many cases, or as the environment says.
#[expect(clippy::print_stderr, reason = "a failure says how to see it again")]
pub fn each_case(cases: u64, check: impl Fn(&mut Dice)) {
    let number = |name| std::env::var(name).ok().map(|value| value.parse::<u64>().expect("a number"));
    let seeds = match number("CONGBAO_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..cases * number("CONGBAO_CASES").unwrap_or(1),
    };
    for seed in seeds {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| check(&mut Dice::new(seed)))) {
            eprintln!("again: CONGBAO_SEED={seed}");
            resume_unwind(panic);
        }
    }
}

/// The texts of a site; left on disk where a test fails.
pub struct Texts(pub Vec<(String, String)>);

impl Drop for Texts {
    #[expect(clippy::print_stderr, reason = "a failure says where its site is")]
    fn drop(&mut self) {
        if !std::thread::panicking() {
            return;
        }
        let test = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("properties").join(test);
        let _ = std::fs::remove_dir_all(&root);
        for (path, text) in &self.0 {
            let path = root.join(path);
            let _ = path.parent().map(std::fs::create_dir_all);
            let _ = std::fs::write(path, text);
        }
        eprintln!("the site: {}", root.display());
    }
}

/// A site as it would be published.
pub struct Loaded {
    pub faults: Vec<Diagnostic>,
    pub site: Site,
}

impl Texts {
    pub fn sources(&self) -> Sources {
        Sources::from_texts(self.0.iter().map(|(path, text)| (path.into(), text.clone())))
    }

    pub fn load(&self, as_of: Date) -> Loaded {
        Loaded::new(&self.sources(), as_of)
    }
}

impl Loaded {
    /// The site as of a day.
    pub fn new(sources: &Sources, as_of: Date) -> Loaded {
        let (site, faults) = Site::load(sources, &Options { as_of, base_url: None, drafts: false });
        Loaded { faults, site }
    }

    /// The errors, but for rows that are asked for their turn: inventions are not, the oracle leaves them out.
    pub fn errors(&self) -> Vec<String> {
        let is_error =
            |fault: &&Diagnostic| fault.severity == Severity::Error && fault.code != "several-turns";
        let errors = self.faults.iter().filter(is_error);
        errors.map(shown).collect()
    }

    /// The bytes at an address.
    pub fn text(&self, address: &str) -> String {
        let (address, route) =
            self.site.routes().iter().find(|(path, _)| path.as_str() == address).expect(address);
        String::from_utf8(bytes(self.site.render(address, route).expect("rendered"))).expect("UTF-8")
    }

    pub fn json(&self, address: &str) -> Vec<Value> {
        serde_json::from_str(&self.text(address)).expect("JSON")
    }

    /// Every address with its bytes.
    pub fn outputs(&self) -> BTreeMap<String, Result<Vec<u8>, Diagnostic>> {
        let routes = self.site.routes().iter();
        routes
            .map(|(path, route)| (path.as_str().to_owned(), self.site.render(path, route).map(bytes)))
            .collect()
    }
}

fn bytes(output: Output) -> Vec<u8> {
    match output {
        Output::Bytes(bytes) => bytes,
        Output::File(file) => panic!("a site in memory has no file {file:?}"),
    }
}

/// A fault in one line.
pub fn shown(fault: &Diagnostic) -> String {
    let place = &fault.place;
    let message = fault.message.in_language(congbao::Language::En);
    format!("{}:{}:{} {:?} {} {message}", place.file, place.line, place.column, fault.severity, fault.code)
}
