//! The page of a report with a text.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::work::progress::ReportId;
use crate::read::markdown;
use crate::render::reader::Owner;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};
use crate::render::views::item::ReportView;
use crate::render::views::parts::PartyView;
use crate::render::views::text::{ContentsLine, Later};
use crate::spelling::Redaction;

/// A report with a text.
#[derive(Serialize, JsonSchema)]
pub(crate) struct ReportPageView {
    /// Its title.
    title: String,
    /// The directive that it is about.
    directive: LinkView,
    /// The task that it is about.
    task: String,
    /// The way to the task.
    task_href: String,
    /// Who reports.
    organization: Option<PartyView>,
    /// What it says.
    report: ReportView,
    /// The headings of the text.
    contents: Vec<ContentsLine>,
}

impl PageBuilder<'_> {
    /// The page of a report with a text; none for a file of reports without one.
    pub fn report_page(&self, at: usize) -> Option<Page> {
        let entry = self.reader.report_file(at);
        let (page, text) = (entry.text.as_ref()?, entry.file.text.as_ref()?);
        let report = entry.file.reports.first()?;
        let directive = &self.reader.card(page.directive);
        let id = report.deadline.split('@').next().unwrap_or_default();
        let deadline = directive.directive.deadlines.iter().find(|deadline| deadline.id == id);
        let words = entry.source.text().unwrap_or_default();
        let body = markdown::parse(&entry.source, words, text.body, &Redaction::default());
        let facts = (&*page.facts, &page.citations[..]);
        let (html, contents) = self.text(Owner::Report(at), (&body, &[]), facts, Later::default());
        let way = self.directive_way(page.directive);
        let view = ReportPageView {
            title: match &report.reference {
                Some(reference) => self.labels().fill("report", "title", &[("reference", reference)]),
                None => self.labels().get("report", "untitled").to_owned(),
            },
            directive: self.directive_link(page.directive),
            task: deadline.map(|d| d.task.clone()).unwrap_or_default(),
            task_href: deadline.map(|d| format!("{way}#{}", d.anchor())).unwrap_or(way),
            organization: report.organization.as_ref().map(|name| self.party(name)),
            report: self.report(ReportId { file: u32::try_from(at).ok()?, row: 0 }),
            contents,
        };
        let all = self.link(self.labels().get("reports", "title"), &self.addresses().matrix());
        let head = Head::new(&view.title, &view.task).below(all);
        Some(Page::new("report", head, &view).with_text(html.text))
    }
}
