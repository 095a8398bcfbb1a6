//! Files that nothing was read of, or not all: said once for a site, unless somebody has looked and says so.
//!
//! Owns what `confirmed` of the settings does: it stands for the bytes, not for the name. It confirms no file
//! that bears a mark.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::files;
use crate::model::catalog::gate::{Gate, Publishable};
use crate::model::register::settings::{self, Settings};
use crate::nearest::Hints;
use crate::read::snapshot::{Source, Sources};

/// What is said of the `published` files that were not looked into, and of what the settings confirm.
pub(super) fn check<'a>(
    sources: &Sources,
    settings: &Settings,
    gate: Gate,
    published: impl Iterator<Item = &'a Publishable>,
) -> Vec<Diagnostic> {
    let mut unseen: Vec<&Publishable> = published.filter(|file| !file.is_looked_into()).collect();
    unseen.sort_by(|a, b| a.path().cmp(b.path()));
    let sums: Vec<Option<String>> = unseen.par_iter().map(|file| file.sha256()).collect();
    let mut faults = Vec::new();
    let mut confirmed: FxHashSet<&str> = FxHashSet::default();
    let (source, hints) = (sources.get(settings::PATH), Hints::default());
    for (one, source) in settings.confirmed.iter().filter_map(|one| Some((one, source?))) {
        match named(sources, &one.file).map(|file| (file, gate.admit(file))) {
            None => faults.push(files::not_found(sources, source, &one.file, &hints)),
            Some((file, Ok(admitted))) => {
                if let Some(sum) = admitted.sha256().filter(|sum| !sum.eq_ignore_ascii_case(&one.sha256)) {
                    let at = source.place(one.sha256.span);
                    faults.push(diagnostic::confirmed_otherwise(at, &typed(file), &sum));
                }
                confirmed.insert(file.path());
            }
            // What is not published needs no word.
            Some((_, Err(_))) => {}
        }
    }
    let open: Vec<(&Publishable, Option<String>)> =
        unseen.into_iter().zip(sums).filter(|(file, _)| !confirmed.contains(&**file.path())).collect();
    let lines: Vec<(&str, String, Option<String>)> =
        open.iter().map(|(file, sum)| (&**file.path(), typed(file), sum.clone())).collect();
    faults.extend(diagnostic::not_looked_into(&lines, settings.confirmed.is_empty()));
    faults
}

/// A file as the settings name it: from content/, or one of the layouts from the root.
fn named<'s>(sources: &'s Sources, typed: &str) -> Option<&'s Arc<Source>> {
    let of_layouts = || sources.get(typed).filter(|_| typed.starts_with("layouts/"));
    files::named(sources, settings::PATH, typed).or_else(of_layouts)
}

fn typed(file: &Source) -> String {
    file.path().strip_prefix("content/").unwrap_or(file.path()).to_owned()
}
