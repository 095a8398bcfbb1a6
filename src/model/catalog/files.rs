//! Files that are published as they are: those that a text or the settings name.
//!
//! Owns which files may be named at all (sources may not), and the path that was probably meant. Does
//! not know who names them: that is for the catalog.

use std::sync::Arc;

use crate::diagnostic::{self, Diagnostic};
use crate::model::document::standing::may_be_secret;
use crate::model::document::{directive, page};
use crate::model::names::link;
use crate::model::register::organization;
use crate::model::register::settings;
use crate::model::work::progress;
use crate::nearest::{Hints, nearest};
use crate::read::decode::Text;
use crate::read::snapshot::{Source, Sources};

/// The file that is typed in the file `from`.
pub fn named<'s>(sources: &'s Sources, from: &str, typed: &str) -> Option<&'s Arc<Source>> {
    let path = link::join(from, typed)?;
    sources.get(&path).filter(|file| is_publishable(file.path()))
}

/// Whether a file may be published as it is: sources are not. Where a disk holds no two names that differ in
/// case alone, `Site.yaml` is the settings.
pub fn is_publishable(path: &str) -> bool {
    let lower = path.to_lowercase();
    !is_source(path) && lower != settings::PATH && lower != organization::PATH
}

/// Whether a file is read as a source.
pub fn is_source(path: &str) -> bool {
    path == settings::PATH
        || path == organization::PATH
        || directive::is_source(path)
        || page::is_source(path)
        || progress::is_source(path)
}

/// The fault that a file is not there.
pub fn not_found(sources: &Sources, source: &Source, typed: &Text, hints: &Hints) -> Diagnostic {
    let near = || link::join(source.path(), typed).and_then(|path| near_path(sources, source.path(), &path));
    let near = hints.of(near);
    diagnostic::attachment_not_found(source.place(typed.span), typed, near.as_deref())
}

/// Files of each folder among which the nearest is looked for, and those among which one of the same name is: in
/// a large site with many broken links each of them must not be held against every file.
const NEIGHBOURS: usize = 200;
const NAMESAKES: usize = 5000;

/// The path, from the folder of `from`, that is nearest to one that is not there.
pub fn near_path(sources: &Sources, from: &str, path: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (above, name) = path.rsplit_once('/').unwrap_or(("content", path));
    let beginning: String = name.chars().take(name.chars().count() / 2).collect();
    let prefixes = [format!("{above}/{beginning}"), format!("{above}/"), "content/".to_owned()];
    let paths = |prefix, most| sources.under(prefix).take(most).map(|s| s.path().as_ref());
    let near = prefixes.iter().flat_map(|prefix| paths(prefix, NEIGHBOURS)).filter(|other| *other != from);
    let same_name = |candidate: &&str| candidate.rsplit('/').next() == Some(name) && *candidate != from;
    // The name of a secret is not told.
    let is_told = |found: &&str| sources.get(found).is_some_and(|file| !may_be_secret(file));
    let found =
        nearest(path, near).or_else(|| paths("content/", NAMESAKES).find(same_name)).filter(is_told)?;
    let (mut up, mut base) = (String::new(), folder);
    loop {
        if let Some(rest) = found.strip_prefix(base).and_then(|rest| rest.strip_prefix('/')) {
            return Some(format!("{up}{rest}"));
        }
        base = base.rsplit_once('/')?.0;
        up.push_str("../");
    }
}
