//! Diagnostics for people (excerpt and caret, or one line) and for tools (one JSON object a line).
//!
//! Owns everything that is printed. Messages for people go to standard error; what was asked for, and
//! diagnostics as JSON, go to standard output. What could not be printed is kept for the exit code.

use std::io::{self, Write};
use std::sync::OnceLock;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::diagnostic::{Diagnostic, Severity};
use crate::error::Error;
use crate::language::Language;
use crate::place::Place;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With the line, a caret and a hint.
    #[default]
    Human,
    /// One line each.
    Short,
    /// One JSON object each.
    Json,
}

/// Prints what a command has to say.
pub struct Reporter {
    /// The form of diagnostics.
    pub format: Format,
    /// The language of all words.
    pub language: Language,
    /// Whether only errors are printed.
    pub quiet: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Why something could not be printed, the first time.
    lost: OnceLock<io::Error>,
}

impl Reporter {
    /// Prints in this form and language.
    pub fn new(format: Format, language: Language, quiet: bool, width: usize) -> Reporter {
        Reporter { format, language, quiet, width, lost: OnceLock::new() }
    }

    /// Whether all was printed. A reader that has gone (`| head`) has read what it wanted.
    ///
    /// # Errors
    /// What the machine refused to take.
    pub fn outcome(&mut self) -> Result<(), Error> {
        self.lost.take().map_or(Ok(()), |cause| Err(Error::print(cause)))
    }

    /// Prints diagnostics in their order, then how many there were.
    pub fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            if self.quiet && diagnostic.severity != Severity::Error {
                continue;
            }
            match self.format {
                Format::Human => self.say(&human(diagnostic, self.language, self.width)),
                Format::Short => self.say(&short(diagnostic, self.language)),
                Format::Json => self.answer(json(diagnostic, self.language).as_bytes()),
            }
        }
    }

    /// Says something to the person at the terminal, on a line of its own.
    pub fn say(&self, words: &str) {
        self.keep(writeln!(anstream::stderr().lock(), "{words}"));
    }

    /// The same, unless nothing but errors is wanted.
    pub fn mention(&self, words: &str) {
        if !self.quiet {
            self.say(words);
        }
    }

    /// Tells what happened: a line for people, or an object for tools.
    pub fn event(&self, words: &str, json: &serde_json::Value) {
        match self.format {
            Format::Json => self.answer(format!("{json}\n").as_bytes()),
            Format::Human | Format::Short => self.mention(words),
        }
    }

    /// Writes what was asked for.
    pub fn answer(&self, bytes: &[u8]) {
        let mut out = io::stdout().lock();
        self.keep(out.write_all(bytes).and_then(|()| out.flush()));
    }

    /// Keeps why something was not printed.
    pub fn keep(&self, printed: io::Result<()>) {
        if let Err(cause) = printed
            && cause.kind() != io::ErrorKind::BrokenPipe
        {
            // The first cause tells; what comes later mostly follows from it.
            let _ = self.lost.set(cause);
        }
    }
}

/// How many errors, warnings and notes there are, in words.
pub fn summary(diagnostics: &[Diagnostic], language: Language) -> String {
    let count = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Note));
    match language {
        Language::Vi => format!("{errors} lỗi, {warnings} cảnh báo, {notes} ghi chú"),
        Language::En => format!("errors: {errors}, warnings: {warnings}, notes: {notes}"),
    }
}

fn severity_word(severity: Severity, language: Language) -> &'static str {
    match (severity, language) {
        (Severity::Error, Language::Vi) => "lỗi",
        (Severity::Warning, Language::Vi) => "cảnh báo",
        (Severity::Note, Language::Vi) => "ghi chú",
        (Severity::Error, Language::En) => "error",
        (Severity::Warning, Language::En) => "warning",
        (Severity::Note, Language::En) => "note",
    }
}

/// A diagnostic as a person reads it: with its line and a caret, right under Vietnamese of any form.
pub fn human(diagnostic: &Diagnostic, language: Language, width: usize) -> String {
    let title = level(diagnostic.severity, language).primary_title(diagnostic.message.in_language(language));
    let mut group = add(Group::with_title(title.id(diagnostic.code)), &diagnostic.place, None);
    for (place, words) in &diagnostic.labels {
        group = add(group, place, Some(words.in_language(language)));
    }
    if let Some(hint) = &diagnostic.hint {
        let name = if language == Language::Vi { "gợi ý" } else { "hint" };
        group = group.element(Level::HELP.with_name(name).message(hint.in_language(language)));
    }
    let renderer = Renderer::styled().decor_style(DecorStyle::Unicode).term_width(width);
    renderer.render(&[group])
}

/// The same without colours, on a page.
pub fn plain(diagnostic: &Diagnostic, language: Language) -> String {
    anstream::adapter::strip_str(&human(diagnostic, language, 100)).to_string()
}

fn level<'a>(severity: Severity, language: Language) -> Level<'a> {
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    level.with_name(severity_word(severity, language))
}

/// Adds a place: its line with a caret, or its file alone.
fn add<'a>(group: Group<'a>, place: &'a Place, label: Option<&'a str>) -> Group<'a> {
    if place.line == 0 {
        return group.element(Origin::path(&*place.file));
    }
    if place.excerpt.is_empty() {
        let origin = Origin::path(&*place.file).line(place.line as usize);
        return group.element(origin.char_column(place.column as usize));
    }
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let snippet = Snippet::source(place.excerpt.as_str()).line_start(place.line as usize);
    let (group, snippet) = match &place.cell {
        // Columns of a sheet are no columns of the line that stands for its row.
        Some(cell) => (group.element(Origin::path(format!("{} {cell}", place.file))), snippet),
        None if place.is_clipped() => {
            let Place { file, line, column, .. } = place;
            (group.element(Origin::path(format!("{file}:{line}:{column}"))), snippet)
        }
        None => (group, snippet.path(&*place.file)),
    };
    group.element(snippet.annotation(kind.span(place.marked.0..place.marked.1).label(label)))
}

/// A diagnostic on one line, as editors parse it.
pub fn short(diagnostic: &Diagnostic, language: Language) -> String {
    let Place { file, line, column, cell, .. } = &diagnostic.place;
    let place = if *line == 0 { file.to_string() } else { format!("{file}:{line}:{column}") };
    let cell = cell.as_ref().map(|cell| format!("{cell}: ")).unwrap_or_default();
    let hint =
        diagnostic.hint.as_ref().map(|hint| format!(" ({})", hint.in_language(language))).unwrap_or_default();
    let severity = severity_word(diagnostic.severity, language);
    let message = diagnostic.message.in_language(language);
    let line = format!("{place}: {severity}[{}]: {cell}{message}{hint}", diagnostic.code);
    // What was typed may have signs in it that end a line, or that a terminal obeys.
    line.replace(char::is_control, " ")
}

/// The JSON object of a diagnostic; lines and columns count from 1, columns in code points. In a workbook
/// they are rows and columns of the sheet, and `cell` names the first of the cells.
#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceObject<'a>,
    hint: Option<&'a str>,
    labels: Vec<LabelObject<'a>>,
}

#[derive(Serialize)]
struct PlaceObject<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<&'a str>,
}

#[derive(Serialize)]
struct LabelObject<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceObject<'a>,
}

impl<'a> From<&'a Place> for PlaceObject<'a> {
    fn from(place: &'a Place) -> PlaceObject<'a> {
        let Place { file, line, column, end_line, end_column, cell, .. } = place;
        let cell = cell.as_deref();
        PlaceObject { file, line: *line, column: *column, end_line: *end_line, end_column: *end_column, cell }
    }
}

/// A diagnostic as a line of JSON.
pub fn json(diagnostic: &Diagnostic, language: Language) -> String {
    let object = Object {
        code: diagnostic.code,
        severity: diagnostic.severity,
        message: diagnostic.message.in_language(language),
        place: PlaceObject::from(&diagnostic.place),
        hint: diagnostic.hint.as_ref().map(|hint| hint.in_language(language)),
        labels: diagnostic
            .labels
            .iter()
            .map(|(place, words)| LabelObject {
                message: words.in_language(language),
                place: PlaceObject::from(place),
            })
            .collect(),
    };
    let mut line = serde_json::to_string(&object).unwrap_or_default();
    line.push('\n');
    line
}
