//! Labels: every word that a page shows and no author wrote, in the site's language.
//!
//! Owns the tables `layouts/labels/vi.yaml` and `en.yaml`, embedded; a site's own file of that name holds
//! the labels that it words in another way, or adds. A label without words is a fault at load, so that no
//! page ever lacks one.

use std::collections::BTreeMap;

use crate::diagnostic::{self, Diagnostic};
use crate::language::{Language, Words};
use crate::model::work::obligation::State;
use crate::read::snapshot::{Part, Source, Sources};
use crate::read::yaml::{self, Node, NodeKind};
use crate::render::portable;
use crate::spelling::{is_id, slug};

const VI: &str = include_str!("../../../layouts/labels/vi.yaml");
const EN: &str = include_str!("../../../layouts/labels/en.yaml");

/// The labels of one language: groups of keys.
#[derive(Clone, Debug, Default, serde::Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Labels(BTreeMap<String, BTreeMap<String, String>>);

/// How far a document is in force: the words in data, and their labels.
pub(crate) const FORCE: [(&str, &str); 5] = [
    ("now", "force_now"),
    ("partly", "force_partly"),
    ("suspended", "force_suspended"),
    ("ended", "force_ended"),
    ("later", "force_later"),
];

impl Labels {
    /// The labels of `language`: the site's own where it has some, and their faults.
    pub fn read(sources: &Part<'_>, language: Language) -> (Labels, Vec<Diagnostic>) {
        let (embedded, _) = embedded(language);
        let path = format!("layouts/labels/{}.yaml", language.tag());
        let Some(source) = sources.get(&path) else {
            return (embedded, Vec::new());
        };
        let node = match yaml::of_file(source) {
            Ok(node) => node,
            Err(faults) => return (embedded, faults),
        };
        let (own, faults) = take(&node, source);
        let mut labels = embedded;
        for (group, words) in own.0 {
            labels.0.entry(group).or_default().extend(words);
        }
        (labels, faults)
    }

    /// A label; empty where there is none, which a test of this project forbids.
    pub fn get(&self, group: &str, key: &str) -> &str {
        self.0.get(group).and_then(|labels| labels.get(key)).map_or("", String::as_str)
    }

    /// A label with its places filled in.
    pub fn fill(&self, group: &str, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.get(group, key), values)
    }

    /// The words for a state.
    pub fn state(&self, state: State) -> &str {
        self.get("state", state_key(state))
    }

    /// The label of how far a document is in force, by its word in data.
    pub fn force(&self, word: &str) -> &str {
        let label = FORCE.iter().find(|(known, _)| *known == word);
        label.map_or("", |(_, key)| self.get("directive", key))
    }

    /// A part of an address.
    pub fn address(&self, key: &str) -> &str {
        self.get("address", key)
    }
}

/// The key of a state's labels.
pub fn state_key(state: State) -> &'static str {
    match state {
        State::Overdue => "overdue",
        State::DueSoon => "due_soon",
        State::InTime => "in_time",
        State::DoneOnTime => "done_on_time",
        State::DoneLate => "done_late",
        State::Ongoing => "ongoing",
        State::Undated => "undated",
        State::Cancelled => "cancelled",
    }
}

/// `words` with every `{name}` replaced by its value.
pub fn fill(words: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(words.len() + 16);
    let mut rest = words;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        rest = &rest[open..];
        let value =
            values.iter().find(|(name, _)| rest[1..].strip_prefix(name).is_some_and(|r| r.starts_with('}')));
        match value {
            Some((name, value)) => {
                filled.push_str(value);
                rest = &rest[name.len() + 2..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled + rest
}

/// The labels that come with the program.
fn embedded(language: Language) -> (Labels, Vec<Diagnostic>) {
    let text = match language {
        Language::Vi => VI,
        Language::En => EN,
    };
    let sources = Sources::from_texts([("labels.yaml".into(), text.to_owned())]);
    let Some(source) = sources.get("labels.yaml") else {
        return (Labels::default(), Vec::new());
    };
    match yaml::of_file(source) {
        Ok(node) => take(&node, source),
        Err(faults) => (Labels::default(), faults),
    }
}

fn take(node: &Node, source: &Source) -> (Labels, Vec<Diagnostic>) {
    let (mut labels, mut faults) = (Labels::default(), Vec::new());
    let mut decoder = crate::read::decode::Decoder::new(source);
    for group in decoder.entries(node).unwrap_or_default() {
        for label in decoder.entries(&group.value).unwrap_or_default() {
            let NodeKind::Text(words) = &label.value.kind else {
                let name = format!("{}.{}", group.key, label.key);
                faults.push(diagnostic::missing_label(source.place(label.key_span), &name));
                continue;
            };
            if group.key == "address" && !is_id(words) {
                // The embedded word stays: an address must not be lost with it.
                faults.push(diagnostic::invalid_id(source.place(label.value.span), words, &slug(words)));
                continue;
            }
            let page = format!("{words}.html");
            if group.key == "address"
                && let Some(fault) = portable::fault(&page)
            {
                let hint = Words::new("chọn từ khác", "choose another word");
                let at = source.place(label.value.span);
                faults.push(diagnostic::unportable_address(at, &page, &fault.why, hint));
                continue;
            }
            labels.0.entry(group.key.clone()).or_default().insert(label.key.clone(), words.clone());
        }
    }
    faults.append(&mut decoder.faults);
    (labels, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(labels: &Labels) -> Vec<String> {
        labels
            .0
            .iter()
            .flat_map(|(group, labels)| labels.keys().map(move |key| format!("{group}.{key}")))
            .collect()
    }

    #[test]
    fn both_languages_have_the_same_labels() {
        let (vi, vi_faults) = embedded(Language::Vi);
        let (en, en_faults) = embedded(Language::En);
        assert_eq!((vi_faults, en_faults), (vec![], vec![]));
        assert_eq!(keys(&vi), keys(&en));
        assert!(keys(&vi).len() > 100);
    }

    #[test]
    fn a_file_of_the_site_holds_what_it_words_in_another_way() {
        let own = "nav:\n  home: Trang đầu\n  about:\naddress:\n  timeline: Tiến độ\nmine:\n  word: lời\n";
        let sources = Sources::from_texts([("layouts/labels/vi.yaml".into(), own.to_owned())]);
        let (labels, faults) = Labels::read(&sources.part(&["layouts/labels/"]), Language::Vi);
        let shown: Vec<_> = faults.iter().map(|f| (f.code, f.place.line, f.place.column)).collect();
        assert_eq!(shown, [("missing-label", 3, 3), ("invalid-id", 5, 13)]);
        let of = |group: &str, key: &str| labels.get(group, key).to_owned();
        assert_eq!([of("nav", "home"), of("mine", "word")], ["Trang đầu", "lời"]);
        assert_eq!(of("home", "title"), embedded(Language::Vi).0.get("home", "title"));
    }

    #[test]
    fn places_are_filled_in() {
        assert_eq!(fill("còn {n} ngày", &[("n", "3")]), "còn 3 ngày");
        assert_eq!(fill("{a}{b} {c", &[("a", "{b}"), ("b", "x")]), "{b}x {c");
    }
}
