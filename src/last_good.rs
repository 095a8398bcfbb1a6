//! A site while it is edited: what is wrong now, and the last good version of what cannot be read.
//!
//! Owns the rule of the preview that a page never vanishes because a file is broken for a while. Knows no
//! server: it is made of snapshots alone.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::model::document::standing::may_be_secret;
use crate::model::document::{directive, page};
use crate::read::front_matter;
use crate::read::snapshot::{Source, Sources};
use crate::site::{Options, Site};

/// One state of a site that is edited.
pub struct LastGood {
    /// The sources as they are.
    pub sources: Sources,
    /// The sources that are shown: those that cannot be read in their last good version.
    pub shown: Sources,
    /// The site of the sources that are shown.
    pub site: Arc<Site>,
    /// What is wrong with the sources as they are.
    pub faults: Vec<Diagnostic>,
    /// Files whose last good version is shown.
    pub kept: Vec<Arc<str>>,
}

impl LastGood {
    /// The first state.
    pub fn new(sources: Sources, options: &Options) -> LastGood {
        let (site, faults) = Site::load(&sources, options);
        LastGood { shown: sources.clone(), sources, site: Arc::new(site), faults, kept: Vec::new() }
    }

    /// The state that follows this one.
    pub fn next(&self, sources: Sources, options: &Options) -> LastGood {
        let next = LastGood::new(sources, options);
        let mut broken: Vec<Arc<Source>> = Vec::new();
        for fault in next.faults.iter().filter(|fault| fault.severity == Severity::Error) {
            let path = &fault.place.file;
            // What became secret, or may have, is not to be seen again.
            let is_secret = next.sources.get(path).is_some_and(|source| may_be_secret(source));
            let is_text = directive::is_source(path) || page::is_source(path);
            let is_kept = !is_text || is_in_front_matter(&next.sources, fault);
            let is_kept = is_kept && !is_secret;
            // Layouts are read together: one that is not right may be at odds with the others.
            if is_kept && path.starts_with("layouts/") {
                broken.extend(self.shown.under("layouts/").cloned());
            } else if is_kept {
                broken.extend(self.shown.get(path).cloned());
            }
        }
        let differs =
            |old: &Arc<Source>| next.sources.get(old.path()).is_none_or(|new| new.version() != old.version());
        broken.retain(differs);
        broken.sort_by(|a, b| a.path().cmp(b.path()));
        broken.dedup_by(|a, b| a.path() == b.path());
        if broken.is_empty() {
            return next;
        }
        let kept = broken.iter().map(|source| source.path().clone()).collect();
        let shown = next.sources.with(broken);
        let (site, _) = Site::load(&shown, options);
        LastGood { shown, site: Arc::new(site), kept, ..next }
    }
}

/// What is said of some faults that was not said before: of one that only moved to another line nothing is.
pub fn news<'a>(before: &[Diagnostic], now: &'a [Diagnostic]) -> Vec<&'a Diagnostic> {
    let key = |fault: &Diagnostic| {
        let Diagnostic { code, message, place, .. } = fault;
        (
            *code,
            place.file.clone(),
            message.in_language(Language::En).to_owned(),
            place.excerpt.trim().to_owned(),
        )
    };
    let mut known: FxHashMap<_, usize> = FxHashMap::default();
    before.iter().for_each(|fault| *known.entry(key(fault)).or_default() += 1);
    let is_new = |fault: &&Diagnostic| match known.get_mut(&key(fault)) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    };
    now.iter().filter(is_new).collect()
}

/// Whether a fault lies in a front matter, so that the page may be another one, or none. A fault of the
/// text shows itself on the page; a secret is not to be seen again.
fn is_in_front_matter(sources: &Sources, fault: &Diagnostic) -> bool {
    let Some(source) = sources.get(&fault.place.file) else { return false };
    let Ok(text) = source.text() else { return true };
    let Ok(parts) = front_matter::split(source, text) else { return true };
    let front = &text[..parts.body.start as usize];
    fault.code != "secret" && fault.place.line as usize <= front.lines().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: (&str, &str) = ("content/site.yaml", "title: Thử\n");
    const GOOD: &str = "---\nnumber: 1-CT/TU\ntitle: Một\ndate: 2026-01-02\nissuer: Cơ quan X\n---\n\nChữ.\n";

    fn sources(files: &[(&str, &str)]) -> Sources {
        Sources::from_texts(files.iter().map(|(path, text)| ((*path).into(), (*text).to_owned())))
    }

    fn options() -> Options {
        Options { as_of: "2026-11-21".parse().unwrap(), base_url: None, drafts: true }
    }

    #[track_caller]
    fn check(first: &[(&str, &str)], second: &[(&str, &str)], kept: &[&str], pages: &[&str]) {
        let before = LastGood::new(sources(first), &options());
        let after = before.next(sources(second), &options());
        let found: Vec<&str> = after.kept.iter().map(|path| &**path).collect();
        assert_eq!(found, kept);
        for page in pages {
            assert!(after.site.routes().contains_key(*page), "{page}");
        }
        assert_eq!(kept.is_empty(), after.faults.iter().all(|f| f.severity != Severity::Error));
    }

    #[test]
    fn what_cannot_be_read_stays_as_it_was() {
        let path = "content/directives/2026/1.md";
        let page = "van-ban/2026/1-ct-tu.html";
        let broken = GOOD.replace("title: Một", "title: [Một");
        check(&[SITE, (path, GOOD)], &[SITE, (path, &broken)], &[path], &[page]);
        check(&[SITE, (path, GOOD)], &[SITE, (path, "")], &[path], &[page]);
        check(&[SITE, (path, GOOD)], &[SITE, (path, &GOOD.replace("date:", "dat:"))], &[path], &[page]);
        // A text is shown as it is, with its faults.
        let wrong = GOOD.replace("Chữ.", "[Chữ](khong-co.md).");
        let before = LastGood::new(sources(&[SITE, (path, GOOD)]), &options());
        let after = before.next(sources(&[SITE, (path, &wrong)]), &options());
        assert_eq!((after.kept.len(), after.faults.iter().any(|f| f.code == "broken-link")), (0, true));
        // What is gone is gone.
        let after = before.next(sources(&[SITE]), &options());
        assert!(!after.site.routes().contains_key(page));
        // Mended, nothing is kept.
        check(&[SITE, (path, &broken)], &[SITE, (path, GOOD)], &[], &[page]);
    }

    #[test]
    fn what_becomes_secret_is_not_kept_broken_or_not() {
        let path = "content/directives/2026/1.md";
        let broken = GOOD.replace("title: Một", "title: [Một");
        for mark in ["secrecy: mat\n", "\"secrecy\": mat\n", "secrecy : mật\n", "secrcy: mat\n"] {
            for text in [GOOD, &broken] {
                let secret = text.replace("title:", &format!("{mark}title:"));
                let before = LastGood::new(sources(&[SITE, (path, GOOD)]), &options());
                let after = before.next(sources(&[SITE, (path, &secret)]), &options());
                let addresses: Vec<&str> = after.site.routes().keys().map(|at| at.as_str()).collect();
                assert!(!addresses.contains(&"van-ban/2026/1-ct-tu.html"), "{secret}");
                assert_eq!(after.kept.len(), 0, "{secret}");
                assert!(after.faults.iter().any(|f| f.severity == Severity::Error), "{secret}");
            }
        }
        // A text that gets a mark, and has a fault in its front matter beside.
        let marked = broken.replace("Chữ.", "MẬT\n\nChữ.");
        let before = LastGood::new(sources(&[SITE, (path, GOOD)]), &options());
        let after = before.next(sources(&[SITE, (path, &marked)]), &options());
        assert_eq!(after.kept.len(), 0);
    }

    #[test]
    fn only_what_was_not_said_before_is_new() {
        let path = "content/directives/2026/1.md";
        let faults = |text: &str| LastGood::new(sources(&[SITE, (path, text)]), &options()).faults;
        let count = |before: &str, now: &str| news(&faults(before), &faults(now)).len();
        let one = GOOD.replace("Chữ.", "[Chữ](khong-co.md).");
        let two = GOOD.replace("Chữ.", "[Chữ](khong-co.md).\n\n[Chữ](khong-co.md).");
        assert_eq!(count(GOOD, &one), faults(&one).len() - faults(GOOD).len());
        assert_eq!(count(&one, &one), 0);
        // Moved down by some lines, it is the same.
        assert_eq!(count(&one, &one.replace("[Chữ]", "Thêm.\n\n[Chữ]")), 0);
        assert_eq!(count(&one, &two), faults(&two).len() - faults(&one).len());
        assert_eq!(count(&two, &one), 0);
        assert!(count(&one, &one.replace("khong-co", "cung-khong")) > 0);
    }

    #[test]
    fn settings_register_and_layouts_stay_as_they_were() {
        let english = ("content/site.yaml", "title: Trial\nlanguage: en\n");
        let broken = ("content/site.yaml", "title: Trial\nlanguage: [en\n");
        check(&[english], &[broken], &["content/site.yaml"], &["directives.html"]);
        let layout = ("layouts/home.html", "{% extends \"congbao/home.html\" %}");
        let broken = ("layouts/home.html", "{% extends \"congbao/home.html\" ");
        check(&[SITE, layout], &[SITE, broken], &["layouts/home.html"], &["index.html"]);
        let register = ("content/organizations.yaml", "- {id: so-y-te, name: Sở Y tế}\n");
        let broken = ("content/organizations.yaml", "- {id: so-y-te, name: Sở Y tế\n");
        check(&[SITE, register], &[SITE, broken], &[broken.0], &["don-vi/so-y-te.html"]);
    }
}
