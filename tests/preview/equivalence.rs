//! What is previewed is what would be published: after every one of many random edits the bytes at every
//! address equal those of a clean load of the same files, and every other address is not there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::read::snapshot::{Sources, Touched};
use congbao::render::Output;
use congbao::site::{Options, Site};

use crate::edits::Edits;
use crate::served::{AS_OF, Dice, REGISTER, SITE, Served, site};

/// Edits that are looked at through the preview.
const SERVED: usize = 250;
/// Edits after which a snapshot that shares everything it can is compared with a fresh one.
const SHARED: usize = 1000;

/// The site of the files as they are, and the files with errors.
fn clean(root: &Path) -> (Site, BTreeSet<PathBuf>) {
    let options = Options { as_of: AS_OF.parse().unwrap(), base_url: None, drafts: true };
    let (site, faults) = Site::load(&Sources::read(root).unwrap(), &options);
    (site, broken_files(root, &faults))
}

fn broken_files(root: &Path, faults: &[Diagnostic]) -> BTreeSet<PathBuf> {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    errors.map(|fault| root.join(&*fault.place.file)).collect()
}

/// Mends what an edit broke: settings and register are written anew, whatever else is at odds goes.
fn mend(root: &Path, broken: &BTreeSet<PathBuf>) -> String {
    for path in broken {
        let written = [("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER)]
            .into_iter()
            .find(|(name, _)| root.join(name) == *path);
        match written {
            Some((_, text)) => fs::write(path, text).unwrap(),
            None => {
                // A file in another Unicode form stands where the fault names the composed one.
                let decomposed = path.with_file_name("nghi\u{323}.md");
                let gone = fs::remove_file(path).or_else(|_| fs::remove_file(decomposed));
                gone.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            }
        }
    }
    format!("mend {broken:?}")
}

/// The first address at which the preview differs from the clean site.
fn difference(served: &Served, site: &Site, gone: &BTreeSet<String>) -> Option<String> {
    for (address, route) in site.routes() {
        let Ok(Output::Bytes(bytes)) = site.render(address, route) else { continue };
        let answer = served.get(&format!("/{}", address.as_str()));
        if answer.status != 200 || answer.page().as_bytes() != bytes {
            return Some(format!("{} ({})", address.as_str(), answer.status));
        }
    }
    let still = gone.iter().find(|address| served.get(&format!("/{address}")).status != 404)?;
    Some(format!("{still} is still there"))
}

#[test]
fn previewed_is_published() {
    let files = [("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER)];
    let served = Served::start(site(&files), &[]);
    let mut edits = Edits { root: served.root(), dice: Dice(7) };
    let (mut known, mut compared, mut wrong): (BTreeSet<String>, _, _) = (BTreeSet::new(), 0, 0);
    let mut history = Vec::new();
    for at in 0..SERVED {
        let what = match clean(served.root()).1 {
            broken if !broken.is_empty() && edits.dice.roll(2) == 0 => mend(served.root(), &broken),
            _ => edits.step(),
        };
        history.push(what);
        let (site, broken) = clean(served.root());
        let recent = || history[at.saturating_sub(8)..].join("\n");
        if !broken.is_empty() {
            // The last good version of what is broken stays; the equality is looked at when all is mended.
            wrong += 1;
            assert_eq!(served.get("/").status, 200, "{}", recent());
            continue;
        }
        let here: BTreeSet<String> =
            site.routes().keys().map(|address| address.as_str().to_owned()).collect();
        let gone: BTreeSet<String> = known.difference(&here).cloned().collect();
        let begun = Instant::now();
        while let Some(found) = difference(&served, &site, &gone) {
            assert!(begun.elapsed() < Duration::from_secs(10), "edit {at}: {found}\n{}", recent());
            std::thread::sleep(Duration::from_millis(5));
        }
        known.extend(here);
        compared += 1;
    }
    assert!(compared > SERVED / 4 && wrong > SERVED / 10, "{compared} compared, {wrong} broken");
}

/// Everything that a site is: what stands at each address, and every fault.
fn everything(sources: &Sources, as_of: &str) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let options = Options { as_of: as_of.parse().unwrap(), base_url: None, drafts: true };
    let (site, faults) = Site::load(sources, &options);
    let bytes = |output| match output {
        Ok(Output::Bytes(bytes)) => bytes,
        Ok(Output::File(file)) => {
            let mut bytes = Vec::new();
            file.open().unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        }
        Err(fault) => format!("{fault:?}").into_bytes(),
    };
    let outputs = site
        .routes()
        .iter()
        .map(|(address, route)| (address.as_str().to_owned(), bytes(site.render(address, route))));
    (outputs.collect(), faults)
}

#[test]
fn what_is_shared_is_what_is_made_anew() {
    let dir = site(&[("content/site.yaml", SITE), ("content/organizations.yaml", REGISTER)]);
    let root = dir.path();
    let mut edits = Edits { root, dice: Dice(11) };
    let mut shared = Sources::read(root).unwrap();
    let (mut history, mut wrong, mut broken) = (Vec::new(), 0, BTreeSet::new());
    for at in 0..SHARED {
        history.push(match edits.dice.roll(3) {
            0 if !broken.is_empty() => mend(root, &broken),
            _ => edits.step(),
        });
        let recent = || history[at.saturating_sub(8)..].join("\n");
        shared = shared.reread(root, &Touched::Everything).unwrap();
        // Days take turns, as the tabs of a preview do.
        let day = [AS_OF, "2026-12-15", "2024-05-05"][edits.dice.roll(3)];
        let (pages, faults) = everything(&shared, day);
        let (clean_pages, clean_faults) = everything(&Sources::read(root).unwrap(), day);
        assert_eq!(faults, clean_faults, "edit {at}\n{}", recent());
        let addresses = |pages: &BTreeMap<String, Vec<u8>>| pages.keys().cloned().collect::<Vec<_>>();
        assert_eq!(addresses(&pages), addresses(&clean_pages), "edit {at}\n{}", recent());
        let differs = pages.iter().find(|(address, bytes)| clean_pages[*address] != **bytes);
        assert!(differs.is_none(), "edit {at}: {}\n{}", differs.unwrap().0, recent());
        broken = broken_files(root, &faults);
        wrong += usize::from(!broken.is_empty());
    }
    assert!((SHARED / 5..SHARED * 4 / 5).contains(&wrong), "{wrong} of {SHARED} with errors");
}
