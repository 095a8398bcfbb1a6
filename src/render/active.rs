//! Files beside a text that a browser or a web server could run in the site's origin.
//!
//! Owns which those are, by their names as servers read them, and the warning about one that is offered, or
//! that is shown as a drawing and holds code: an image runs nothing until somebody opens it alone. Links to
//! whatever is not known to be harmless ask for a download.

use rustc_hash::FxHashMap;

use crate::diagnostic::{self, Diagnostic};
use crate::model::catalog::gate::Publishable;
use crate::model::document::attachment::{Attachment, AttachmentKind};
use crate::model::document::text::Facts;
use crate::model::names::link::{self, LinkTarget};
use crate::model::register::settings;
use crate::place::Span;
use crate::read::snapshot::Source;
use crate::render::content::Content;

/// What browsers run: HTML, XML with its style sheets, MathML, feeds, archives of pages. As the recipes of the
/// README list them.
pub(crate) const IN_BROWSERS: &str =
    "htm|html|mht|mhtml|mml|rdf|shtml|svg|svgz|xbl|xht|xhtml|xml|xsd|xsl|xslt";
/// What web servers run before anybody reads it.
const ON_SERVERS: &str =
    "asa|asax|ascx|ashx|asmx|asp|aspx|cgi|cshtml|jsp|jspx|phar|php|php5|php7|phtml|shtm|stm";
/// What browsers show without running it, or save.
const INERT: &str = "7z|avif|bmp|csv|doc|docm|docx|gif|heic|ics|jpeg|jpg|json|log|m4a|mov|mp3|mp4|odp|ods|odt|ogg|\
                     pdf|png|ppt|pptm|pptx|rar|rtf|tar|tif|tiff|tsv|txt|wav|webm|webp|xls|xlsb|xlsm|xlsx|zip";

/// What becomes of a file in the origin of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Active,
    Inert,
    /// Not known: some servers leave it to the browser to guess.
    Unknown,
}

/// The kind of a file by its name. The last ending that is known decides, as it does for servers that read
/// several (`a.html.vi`, `a.svg.gz`).
fn kind(path: &str) -> Kind {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let is_one_of = |endings: &str, ending: &str| endings.split('|').any(|known| known == ending);
    let known =
        name.split('.').skip(1).collect::<Vec<_>>().into_iter().rev().find_map(|ending| match ending {
            _ if is_one_of(INERT, ending) => Some(Kind::Inert),
            _ if is_one_of(IN_BROWSERS, ending) || is_one_of(ON_SERVERS, ending) => Some(Kind::Active),
            _ => None,
        });
    if name == "web.config" { Kind::Active } else { known.unwrap_or(Kind::Unknown) }
}

/// Whether a browser or a web server could run a file.
pub fn is_active(path: &str) -> bool {
    kind(path) == Kind::Active
}

/// Whether a link to a file asks the browser to save it: whatever is not known to be harmless.
pub(crate) fn is_download(path: &str) -> bool {
    kind(path) != Kind::Inert
}

/// The warnings about files that are published and that a browser could run.
pub(crate) fn faults(content: &Content) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = seal(content).into_iter().collect();
    for (_, entry) in content.catalog.directives() {
        let named = || named(&entry.source, &entry.directive.attachments, &entry.facts);
        tell(&entry.source, &entry.files, &named, &mut faults);
    }
    for report in content.catalog.reports() {
        if let (Some(page), Some(text)) = (&report.text, &report.file.text) {
            let named = || named(&report.source, &text.attachments, &page.facts);
            tell(&report.source, &page.files, &named, &mut faults);
        }
    }
    for page in content.catalog.pages() {
        tell(&page.source, &page.files, &|| named(&page.source, &[], &page.facts), &mut faults);
    }
    faults
}

/// The warning about a seal that holds code.
fn seal(content: &Content) -> Option<Diagnostic> {
    let typed = content.settings.seal.as_ref()?;
    let file = content.sources.get(&content.settings_file(typed)?)?;
    let holds_code = is_active(file.path()) && *file.memo.get_or_compute(&**file, holds_code);
    let at = content.sources.get(settings::PATH)?.place(typed.span);
    holds_code.then(|| diagnostic::active_attachment(at, file.file_name()))
}

/// Tells of each of the `files` beside a text where it is first offered.
fn tell(
    source: &Source,
    files: &[Publishable],
    named: &dyn Fn() -> Vec<Named>,
    faults: &mut Vec<Diagnostic>,
) {
    let active = files.iter().filter(|file| is_active(file.path()));
    let mut untold: FxHashMap<&str, &Publishable> = active.map(|file| (&**file.path(), file)).collect();
    if untold.is_empty() {
        return;
    }
    for Named { path, span, is_image } in named() {
        let Some(file) = untold.get(path.as_str()) else { continue };
        if !is_image || *file.memo.get_or_compute(&***file, holds_code) {
            faults.push(diagnostic::active_attachment(source.place(span), file.file_name()));
            untold.remove(path.as_str());
        }
    }
}

/// A file that a text names.
struct Named {
    path: String,
    span: Span,
    is_image: bool,
}

/// The files that a text names, attachments first.
fn named(source: &Source, attachments: &[Attachment], facts: &Facts) -> Vec<Named> {
    let attached = attachments.iter().filter_map(|attachment| match &attachment.kind {
        AttachmentKind::File(typed) => {
            Some(Named { path: link::join(source.path(), typed)?, span: typed.span, is_image: false })
        }
        _ => None,
    });
    let linked = facts.links.iter().filter_map(|typed| match link::read(source.path(), &typed.target) {
        LinkTarget::File { path, .. } => Some(Named { path, span: typed.span, is_image: typed.is_image }),
        _ => None,
    });
    attached.chain(linked).collect()
}

/// Whether a drawing holds code, or what cannot be looked into.
fn holds_code(drawing: &Source) -> bool {
    let Some(text) = drawing.text().ok().filter(|text| !text.is_empty()) else { return true };
    let text = text.to_lowercase();
    let is_handler = |(at, _): (usize, &str)| {
        let begins = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '-' || c == '_');
        let behind = || text[at + 2..].trim_start_matches(|c: char| c.is_ascii_alphabetic()).trim_start();
        begins && behind().starts_with('=')
    };
    let signs = ["<script", ":script", "script:", "<!entity", "<?xml-stylesheet", "foreignobject"];
    signs.iter().any(|sign| text.contains(sign)) || text.match_indices("on").any(is_handler)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::snapshot::Sources;

    #[test]
    fn the_last_known_ending_decides() {
        for path in [
            "a.html",
            "a.HTM",
            "b/a.Svg",
            "a.svgz",
            "a.svg.gz",
            "a.html.vi",
            "a.xhtml",
            "a.mht",
            "a.xml.bak",
            "a.php",
            "web.config",
            "Web.Config",
            "a.xsl",
        ] {
            assert_eq!(kind(path), Kind::Active, "{path}");
        }
        for path in ["a.pdf", "a.xlsx", "a.tar.gz", "a.xml.zip", "a.html.pdf", "xml.pdf", "a.PNG"] {
            assert_eq!(kind(path), Kind::Inert, "{path}");
        }
        for path in ["a", "html", ".html", "a.html/b", "a.dwg", "a.", ""] {
            assert_eq!(is_active(path), path == ".html", "{path}");
            assert!(is_download(path), "{path}");
        }
    }

    #[test]
    fn no_ending_stands_on_two_lists_and_each_is_in_order() {
        let lists = [IN_BROWSERS, ON_SERVERS, INERT].map(|list| list.split('|').collect::<Vec<_>>());
        for list in &lists {
            assert!(list.is_sorted() && list.iter().all(|ending| !ending.is_empty()), "{list:?}");
        }
        let mut all = lists.concat();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
    #[test]
    fn drawings_that_hold_code() {
        let holds = |text: &str| {
            let sources = Sources::from_texts([("content/a.svg".into(), text.to_owned())]);
            holds_code(sources.get("content/a.svg").unwrap())
        };
        for code in [
            "<svg><SCRIPT>x</SCRIPT></svg>",
            "<s:svg xmlns:s='http://www.w3.org/2000/svg'><s:script/></s:svg>",
            "<svg onload='x'/>",
            "<svg/onload = x>",
            "<svg><a href='javascript:x'/></svg>",
            "<!DOCTYPE svg [<!ENTITY x '&#60;script>'>]><svg>&x;</svg>",
            "<svg><foreignObject/></svg>",
            "<?xml-stylesheet href='a.xsl'?><svg/>",
            "",
        ] {
            assert!(holds(code), "{code}");
        }
        for drawing in
            ["<svg><desc>Description on=off, manuscript</desc><path d='M0 0'/></svg>", "<svg data-on='x'/>"]
        {
            assert_eq!(holds(drawing), drawing.contains("on=off"), "{drawing}");
        }
    }
}
