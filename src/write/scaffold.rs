//! New files: a directive or a report with the front matter to fill in, from what the site knows.
//!
//! Owns the text of such a file; never overwrites one.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::language::Words;
use crate::model::catalog::reference::DirectiveId;
use crate::model::document::attachment::AttachmentKind;
use crate::model::document::directive;
use crate::model::names::number::Number;
use crate::model::time::date::Date;
use crate::model::work::progress;
use crate::read::markdown;
use crate::render::Content;
use crate::spelling::slug;

/// A new file: its path from the root, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Path from the root of the site.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

/// A draft of a directive with `number`, dated `date`.
///
/// # Errors
/// A number of which no name of a file can be made.
pub fn directive(content: &Content, number: &str, date: Date) -> Result<NewFile, Error> {
    let name = slug(number);
    if name.is_empty() {
        return Err(Error::usage(
            Words::new(
                format!("không lập được tên tệp từ số `{number}`"),
                format!("no file name can be made of `{number}`"),
            ),
            Words::new("viết số như `34-KH/TU`", "write the number like `34-KH/TU`"),
        ));
    }
    let parsed = Number::new(number);
    let form = parsed.form.unwrap_or(crate::model::names::number::Form::Party);
    let kind =
        content.settings.types.of(&parsed, form).map_or("", |kind| kind.name(content.settings.language));
    let comment = if kind.is_empty() { String::new() } else { format!("   # {kind}") };
    let text = format!(
        "---\nnumber: {}{comment}\ntitle:                      # trích yếu\ndate: {date}\nissuer:                     # mã hoặc tên trong organizations.yaml\nplace:\ndeadlines: []\n#  - id: bao-cao\n#    task: Gửi báo cáo …\n#    due: trước ngày 30/4/2021\n#    lead: []\nrecipients: []\nsignature: {{authority: , title: , name: }}\ndraft: true                 # bỏ dòng này để công bố\n---\n\n",
        quoted(number)
    );
    Ok(NewFile { path: PathBuf::from(format!("{}{}/{name}.md", directive::FOLDER, date.year())), text })
}

/// A report of `organization` on a deadline of a directive, dated `date`; the outline that the
/// directive gives becomes its own.
///
/// # Errors
/// A directive, deadline or organisation that the site does not have.
pub fn report(
    content: &Content,
    number: &str,
    deadline: &str,
    organization: &str,
    date: Date,
) -> Result<NewFile, Error> {
    let unknown = |vi: &str, en: &str, typed: &str, near: Option<&str>| {
        let (near_vi, near_en) = match near {
            Some(near) => (format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
            None => ("xem `content/`".to_owned(), "look into `content/`".to_owned()),
        };
        Error::usage(
            Words::new(format!("không có {vi} `{typed}`"), format!("there is no {en} `{typed}`")),
            Words::new(near_vi, near_en),
        )
    };
    let key = Number::new(number).key;
    let of_slug =
        || content.catalog.directives().find(|(_, entry)| entry.resolved.slug == number).map(|(id, _)| id);
    let Some(id) = content.catalog.references().latest(&key).or_else(of_slug) else {
        let near = crate::nearest::nearest(&key, content.catalog.references().keys());
        return Err(unknown("văn bản", "directive", number, near));
    };
    let entry = &content.catalog[id];
    if !entry.directive.deadlines.iter().any(|d| d.id == deadline) {
        let near = crate::nearest::nearest(deadline, entry.directive.deadlines.iter().map(|d| d.id.as_str()));
        return Err(unknown("nhiệm vụ", "deadline", deadline, near));
    }
    let register = &content.register;
    let unnamed = || register.unnamed(organization, "");
    let Some(body) = register.with_id(organization).map(|id| &register[id]).or_else(unnamed) else {
        return Err(unknown("đơn vị", "organisation", organization, content.register.near_id(organization)));
    };
    let dated = entry.directive.number.as_ref().and(entry.directive.date);
    let number =
        entry.directive.number.as_ref().map_or(entry.resolved.slug.as_str(), |number| number.text.as_str());
    let date_line = dated.map(|date| format!("date_of_directive: {date}\n")).unwrap_or_default();
    let text = format!(
        "---\ndirective: {}\n{date_line}deadline: {deadline}\norganization: {organization}   # {}\ndate: {date}\nstatus: in-progress         # done | in-progress | returned | exempt\nreference:                  # số báo cáo\n---\n\n{}",
        quoted(number),
        body.name,
        outline(content, id)
    );
    let path =
        format!("{}{}/{}-{deadline}-{organization}.md", progress::FOLDER, date.year(), entry.resolved.slug);
    Ok(NewFile { path: PathBuf::from(path), text })
}

/// The headings below the first attachment that is a part of the text: what a report is to follow.
fn outline(content: &Content, id: DirectiveId) -> String {
    let entry = &content.catalog[id];
    let directive = &entry.directive;
    let Some(section) = directive.attachments.iter().find_map(|attachment| match &attachment.kind {
        AttachmentKind::Section(section) => Some(section),
        _ => None,
    }) else {
        return String::new();
    };
    let text = entry.source.text().unwrap_or_default();
    let body = markdown::parse(&entry.source, text, directive.body, &directive.redaction);
    let mut headings = body.headings.iter().skip_while(|heading| heading.id != section.value);
    let Some(top) = headings.next() else { return String::new() };
    let mut outline = String::new();
    for heading in headings.take_while(|heading| heading.level > top.level) {
        let level = usize::from(heading.level.saturating_sub(top.level)) + 1;
        outline.push_str(&format!("{} {}\n\n", "#".repeat(level), heading.text));
    }
    outline
}

/// A value that YAML reads as the same text.
fn quoted(text: &str) -> String {
    let is_plain =
        text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains([':', '#', '"', '\'', '\\']);
    if is_plain {
        text.to_owned()
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

impl NewFile {
    /// Writes the file below `root`, with the folders above it.
    ///
    /// # Errors
    /// A file that is already there, or a disk that cannot be written.
    pub fn write(&self, root: &Path) -> Result<PathBuf, Error> {
        let path = root.join(&self.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|cause| Error::write(folder, cause))?;
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|cause| {
            match cause.kind() {
                io::ErrorKind::AlreadyExists => Error::exists(&path),
                _ => Error::write(&path, cause),
            }
        })?;
        file.write_all(self.text.as_bytes()).map_err(|cause| Error::write(&path, cause))?;
        Ok(path)
    }
}
