//! The theme: layouts and assets, embedded and overridden file by file by the site's own `layouts/`.
//!
//! Owns the template engine (tera 2), its filters, and the translation of its complaints into faults
//! with a place. A site's `directive.html` may say `{% extends "congbao/directive.html" %}`; layouts
//! see views only, never the model.

pub mod labels;
pub mod policy;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diagnostic::{self, Diagnostic};
use crate::language::Language;
use crate::place::{Place, Span};
use crate::read::snapshot::Part;
use crate::render::escaped::unbroken;
use crate::render::theme::labels::fill;

/// The folder of a site's own layouts.
const FOLDER: &str = "layouts/";
/// Before the names of the embedded layouts.
const PREFIX: &str = "congbao/";

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$( ($name, include_str!(concat!("../../layouts/", $name))) ),*]
    };
}

/// The layouts that come with the program.
const LAYOUTS: &[(&str, &str)] = embedded![
    "base.html",
    "directive.html",
    "home.html",
    "issuer.html",
    "issuers.html",
    "matrix.html",
    "not-found.html",
    "organization.html",
    "organizations.html",
    "page.html",
    "redirect.html",
    "report.html",
    "sheet.html",
    "timeline.html",
    "topic.html",
    "topics.html",
    "year.html",
    "years.html",
    "partials/charts.html",
    "partials/components.html",
    "partials/lists.html",
    "partials/declared.html",
    "partials/directive.html",
    "partials/task.html",
];

/// The assets that come with the program.
const ASSETS: &[(&str, &str)] = embedded!["assets/congbao.css", "assets/congbao.js", "assets/seal.svg"];

/// The same as they are published: without the comments and the indentation of what is to be read. What the
/// minifier does not understand stays as it is.
static PUBLISHED: LazyLock<Vec<(&str, String)>> = LazyLock::new(|| {
    let published = |(path, text): &(&'static str, &str)| {
        let small = match path.rsplit('.').next() {
            Some("css") => minifier::css::minify(text).map(|small| small.to_string()),
            Some("js") => minifier::js::minify(text).map(|small| small.to_string()),
            _ => Ok((*text).to_owned()),
        };
        (&path["assets/".len()..], small.unwrap_or_else(|_| (*text).to_owned()))
    };
    ASSETS.iter().map(published).collect()
});

/// Layouts and assets, ready to use.
pub struct Theme {
    tera: Tera,
    texts: BTreeMap<String, Arc<str>>,
    /// The names of all assets that there may be.
    assets: BTreeSet<Arc<str>>,
}

impl Theme {
    /// The theme of `sources` and its faults. A layout with a fault is replaced by the embedded one.
    pub fn read(sources: &Part<'_>, language: Language) -> (Theme, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut texts: BTreeMap<String, Arc<str>> =
            LAYOUTS.iter().map(|(name, text)| (format!("{PREFIX}{name}"), Arc::from(*text))).collect();
        for source in sources.under(FOLDER).filter(|source| source.path().ends_with(".html")) {
            match source.text() {
                Ok(text) => {
                    texts.insert(source.path()[FOLDER.len()..].to_owned(), text.into());
                }
                Err(fault) => faults.push(fault),
            }
        }
        let tera = loop {
            match load(&texts, language) {
                Ok(tera) => break tera,
                Err(error) => {
                    let found = of_own(explain(&error, &texts), &texts);
                    let before = texts.len();
                    for (name, fault) in found {
                        texts.remove(&name);
                        faults.push(fault);
                    }
                    if texts.len() == before {
                        break Tera::default();
                    }
                }
            }
        };
        for (name, text) in texts.iter().filter(|(name, _)| !name.starts_with(PREFIX)) {
            faults.extend(policy::layout_faults(&file_of(name), text));
        }
        let embedded = ASSETS.iter().map(|(name, _)| Arc::from(&name["assets/".len()..]));
        let mut assets: BTreeSet<Arc<str>> = embedded.collect();
        for source in sources.under("layouts/assets/") {
            if source.path().ends_with(".css") {
                faults.extend(policy::style_faults(source));
            }
            faults.extend(source.text().err());
            assets.insert(source.path()["layouts/assets/".len()..].into());
        }
        (Theme { tera, texts, assets }, faults)
    }

    /// The names of all assets, of which the catalog knows whether those of the site are published.
    pub(crate) fn assets(&self) -> impl Iterator<Item = &Arc<str>> {
        self.assets.iter()
    }

    /// The asset of this name that comes with the program.
    pub(crate) fn asset(&self, name: &str) -> Option<&'static str> {
        PUBLISHED.iter().find(|(asset, _)| *asset == name).map(|(_, text)| text.as_str())
    }

    /// Makes the page `address` of a layout.
    ///
    /// # Errors
    /// The fault of the layout, in its place.
    pub(crate) fn render(
        &self,
        layout: &str,
        context: &Context,
        address: &str,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut page = Vec::with_capacity(32 * 1024);
        match self.tera.render_to(layout, context, &mut page) {
            Ok(()) => Ok(page),
            Err(error) => {
                let (place, words) = match error.kind() {
                    ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                        (place_of(report.filename(), report.span(), &self.texts), report.message().to_owned())
                    }
                    _ => (Place::file(file_of(layout)), error.to_string()),
                };
                Err(diagnostic::template_render(place, words.lines().next().unwrap_or_default(), address))
            }
        }
    }
}

/// A view as layouts are given it.
pub(crate) fn value(view: &impl Serialize) -> Value {
    Value::from_serializable(view)
}

fn load(texts: &BTreeMap<String, Arc<str>>, language: Language) -> TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.set_fallback_prefixes([PREFIX])?;
    tera.register_filter("fill", move |words: &str, values: Kwargs, _: &State<'_>| -> String {
        // A year is no count.
        let shown = |key: &str, value: &Value| match value.as_i64().filter(|_| key != "year") {
            Some(count) => thousands(count, language),
            None => value.to_string(),
        };
        let values: Vec<(String, String)> =
            values.iter().map(|(k, v)| (k.to_string(), shown(&k.to_string(), v))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        fill(words, &values)
    });
    tera.register_filter("thousands", move |number: i64, _: Kwargs, _: &State<'_>| {
        thousands(number, language)
    });
    tera.register_filter("nb", |text: &str, _: Kwargs, _: &State<'_>| Value::safe_string(&unbroken(text)));
    tera.register_filter("present", |list: Vec<Value>, _: Kwargs, _: &State<'_>| !list.is_empty());
    tera.add_raw_templates(texts.iter().map(|(name, text)| (name.as_str(), text.as_ref())))?;
    Ok(tera)
}

/// A number with its thousands set apart: 1.154 in Vietnamese, 1,154 in English.
pub(crate) fn thousands(number: i64, language: Language) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = match language {
        Language::Vi => '.',
        Language::En => ',',
    };
    let mut shown = String::new();
    if number < 0 {
        shown.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(separator);
        }
        shown.push(digit);
    }
    shown
}

/// The faults of the site's own layouts. An embedded layout is right by itself: where only such ones are
/// complained of, the own layout that they extend is at fault, once.
fn of_own(found: Vec<(String, Diagnostic)>, texts: &BTreeMap<String, Arc<str>>) -> Vec<(String, Diagnostic)> {
    let embedded = |name: &str| texts.get(&format!("{PREFIX}{}", name.strip_prefix(PREFIX).unwrap_or(name)));
    let is_own = |name: &str| !name.starts_with(PREFIX) && texts.contains_key(name);
    let extended = |name: &str| {
        let text = embedded(name)?;
        let parent = text.split_once("extends \"")?.1.split('"').next()?;
        is_own(parent).then(|| parent.to_owned())
    };
    let (own, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|(name, _)| is_own(name));
    if !own.is_empty() {
        return own;
    }
    let at_fault = others.iter().find_map(|(name, fault)| Some((extended(name)?, fault.clone())));
    match at_fault {
        Some((parent, fault)) => {
            let place = Place::file(file_of(&parent));
            vec![(parent, Diagnostic { place, ..fault })]
        }
        None => others,
    }
}

/// The faults of a load that failed, each with the layout to leave out.
fn explain(error: &tera::Error, texts: &BTreeMap<String, Arc<str>>) -> Vec<(String, Diagnostic)> {
    let whole = |name: &str, words: &str| {
        vec![(name.to_owned(), diagnostic::template_syntax(Place::file(file_of(name)), words))]
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let place = place_of(report.filename(), report.span(), texts);
            vec![(report.filename().to_owned(), diagnostic::template_syntax(place, report.message()))]
        }
        ErrorKind::MissingParent { current, parent } => whole(current, &format!("no layout `{parent}`")),
        ErrorKind::CircularExtend { tpl, .. } => whole(tpl, "extends itself"),
        ErrorKind::CircularInclude { tpl, .. } => whole(tpl, "includes itself"),
        _ => reports(&error.to_string(), texts),
    }
}

/// Several complaints come as one text: "error: words", then " --> layout:line:column" each.
fn reports(text: &str, texts: &BTreeMap<String, Arc<str>>) -> Vec<(String, Diagnostic)> {
    let mut found = Vec::new();
    let mut words = "";
    for line in text.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            words = message;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ") {
            let mut parts = place.rsplitn(3, ':');
            let (column, row) =
                (parts.next().and_then(|c| c.parse().ok()), parts.next().and_then(|r| r.parse().ok()));
            if let (Some(column), Some(row), Some(name)) = (column, row, parts.next()) {
                let column: usize = column;
                let start = texts.get(name).map_or(0, |text| offset(text, row, column));
                let place = place_at(name, start, start, texts);
                found.push((name.to_owned(), diagnostic::template_syntax(place, words)));
            }
        }
    }
    if found.is_empty() {
        // Two components of one name: the words name the layouts, the site's own one goes.
        let own = texts.keys().rev().find(|name| !name.starts_with(PREFIX) && text.contains(name.as_str()));
        if let Some(name) = own {
            let words = text.lines().next().unwrap_or_default();
            found.push((name.clone(), diagnostic::template_syntax(Place::file(file_of(name)), words)));
        }
    }
    found
}

/// The byte of a line and column, both from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = &text[start.min(text.len())..];
    start + rest.char_indices().nth(column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

fn place_of(name: &str, span: &tera::Span, texts: &BTreeMap<String, Arc<str>>) -> Place {
    place_at(name, span.range.start, span.range.end, texts)
}

fn place_at(name: &str, start: usize, end: usize, texts: &BTreeMap<String, Arc<str>>) -> Place {
    match texts.get(name) {
        Some(text) => Place::new(&file_of(name).into(), text, Span::new(start, end.max(start))),
        None => Place::file(file_of(name)),
    }
}

/// The file of a layout; an embedded one would stand at the same path.
fn file_of(name: &str) -> String {
    format!("{FOLDER}{}", name.strip_prefix(PREFIX).unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;
    use std::path::PathBuf;

    fn read(files: &[(&str, &str)]) -> (Theme, Vec<String>) {
        let sources =
            Sources::from_texts(files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned())));
        let (theme, faults) = Theme::read(&sources.part(&[FOLDER]), Language::Vi);
        let shown =
            |f: &Diagnostic| format!("{}:{}:{} {}", f.place.file, f.place.line, f.place.column, f.code);
        (theme, faults.iter().map(shown).collect())
    }

    #[test]
    fn the_embedded_theme_has_no_faults() {
        assert_eq!(read(&[]).1, [""; 0]);
    }

    #[test]
    fn every_layout_of_the_repository_is_embedded() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/layouts");
        let mut files: Vec<String> = walkdir::WalkDir::new(root)
            .into_iter()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned())
            .filter(|name| !name.starts_with("labels/"))
            .collect();
        files.sort();
        let mut embedded: Vec<String> =
            LAYOUTS.iter().chain(ASSETS).map(|(name, _)| (*name).to_owned()).collect();
        embedded.sort();
        assert_eq!(files, embedded);
    }

    #[test]
    fn a_site_overrides_file_by_file_and_may_extend() {
        let (theme, faults) = read(&[(
            "layouts/redirect.html",
            "{% extends \"congbao/redirect.html\" %}{% block main %}mới: {{ super() }}{% endblock main %}",
        )]);
        assert_eq!(faults, [""; 0]);
        assert!(
            theme.texts.contains_key("redirect.html") && theme.texts.contains_key("congbao/redirect.html")
        );
    }

    #[test]
    fn every_faulty_layout_is_told_with_its_place() {
        let (theme, faults) = read(&[
            ("layouts/redirect.html", "một\n{{ page.title }"),
            ("layouts/report.html", "\n{{ page.title | nofilter }} {{ 1 | other }}"),
            ("layouts/home.html", "{% extends \"nothing.html\" %}"),
        ]);
        assert_eq!(
            faults.iter().map(|f| f.split(' ').next().unwrap()).collect::<Vec<_>>(),
            [
                "layouts/redirect.html:2:15",
                "layouts/home.html:0:0",
                "layouts/report.html:2:17",
                "layouts/report.html:2:36"
            ]
        );
        // The embedded ones stand in.
        assert!(theme.tera.contains_template("redirect.html"));
    }

    #[test]
    fn numbers_are_grouped() {
        let shown = |n| (thousands(n, Language::Vi), thousands(n, Language::En));
        assert_eq!(shown(1_154), ("1.154".into(), "1,154".into()));
        assert_eq!(shown(-12_345_678), ("-12.345.678".into(), "-12,345,678".into()));
        assert_eq!(shown(999).0, "999");
    }
}
