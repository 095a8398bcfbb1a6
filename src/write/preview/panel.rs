//! What the preview itself has to show: reports in the place of a page, and the list of all pages.

use serde::Serialize;
use std::path::Path;

use super::state::PreviewState;
use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::render::escaped::escape;
use crate::render::theme::policy::POLICY;
use crate::write::report;

/// The plain page of all faults and all pages.
pub(super) fn panel(state: &PreviewState) -> Vec<u8> {
    let site = &state.shown.last_good.site;
    let mut page = report_page(&state.shown.last_good.faults, state.shown.language);
    page.extend(b"<ul>");
    for address in site.routes().keys().filter(|address| address.as_str().ends_with(".html")) {
        let address = escaped(address.as_str());
        page.extend(format!("<li><a href=\"/{address}\">{address}</a></li>\n").into_bytes());
    }
    page.extend(b"</ul>");
    page
}

/// A page that is nothing but reports, as others may see them: the preview may be open to a whole office.
pub(super) fn report_page(faults: &[Diagnostic], language: Language) -> Vec<u8> {
    let (tag, title) = match language {
        Language::Vi => ("vi", "Xem trước"),
        Language::En => ("en", "Preview"),
    };
    let mut page = format!(
        "<!doctype html><html lang=\"{tag}\"><head>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body class=\"congbao-panel\"><h1>{title}</h1><p>{}</p>",
        report::summary(faults, language)
    );
    for fault in faults {
        page.push_str(&format!("<pre>{}</pre>", escaped(&report::plain(&fault.outward(), language))));
    }
    page.into_bytes()
}

/// The page that stands where another one will, once the site is loaded. It becomes that page by itself.
pub(super) fn waiting_page(words: &str, language: Language) -> Vec<u8> {
    let (tag, title) = match language {
        Language::Vi => ("vi", "Đang mở công báo…"),
        Language::En => ("en", "Opening the gazette…"),
    };
    format!(
        "<!doctype html><html lang=\"{tag}\"><head>\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"><meta charset=\"utf-8\"><title>{title}</title>\
         <noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript></head>\
         <body class=\"congbao-panel\"><h1>{title}</h1><p class=\"congbao-progress\">{}</p>",
        escaped(words)
    )
    .into_bytes()
}

/// Faults for the script, as JSON: the words of the terminal, and where to mend it.
pub(super) fn faults_json<'a>(
    faults: impl Iterator<Item = (&'a Diagnostic, bool)>,
    root: &Path,
    language: Language,
) -> Vec<u8> {
    #[derive(Serialize)]
    struct Told {
        severity: Severity,
        /// Whether it is one of the page.
        own: bool,
        /// Empty where it is not told.
        file: String,
        report: String,
        /// None of a file whose name is not told.
        editor: Option<String>,
    }
    let told = |(fault, own): (&Diagnostic, bool)| Told {
        severity: fault.severity,
        own,
        file: if fault.is_untold { String::new() } else { fault.place.file.to_string() },
        report: report::plain(&fault.outward(), language),
        editor: (!fault.is_untold).then(|| {
            format!(
                "vscode://file{}/{}:{}:{}",
                root.display(),
                fault.place.file,
                fault.place.line.max(1),
                fault.place.column.max(1)
            )
        }),
    };
    serde_json::to_vec(&faults.map(told).collect::<Vec<_>>()).unwrap_or_default()
}

/// Text for an element or an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape(text, &mut escaped);
    escaped
}
