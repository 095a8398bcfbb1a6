//! The frame of a page: its head, its navigation, and what it says of the site.
//!
//! Owns what every layout is given beside the words of its own page. Does not know what those are.

use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::read::decode::Text;
use crate::render::address::{asset, encoded, own_asset};
use crate::render::filter::TimelineFilter;
use crate::render::theme::policy::POLICY;
use crate::render::theme::value;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::DayView;

/// A page before it is laid out.
pub(crate) struct Page {
    /// Its kind, under which layouts find what it shows.
    kind: &'static str,
    head: Head,
    view: Value,
    /// A text made from Markdown.
    text: Option<String>,
}

impl Page {
    /// A page that shows `view`.
    pub fn new(kind: &'static str, head: Head, view: &impl Serialize) -> Page {
        Page { kind, head, view: value(view), text: None }
    }

    /// The same with a text made from Markdown.
    pub fn with_text(self, html: String) -> Page {
        Page { text: Some(html), ..self }
    }
}

/// What stands in the head of a page.
pub(crate) struct Head {
    title: String,
    description: String,
    above: Vec<LinkView>,
}

impl Head {
    /// A head of a page without a page above it.
    pub fn new(title: &str, description: &str) -> Head {
        Head { title: title.to_owned(), description: description.to_owned(), above: Vec::new() }
    }

    /// The same page below another one.
    pub fn below(mut self, link: LinkView) -> Head {
        self.above.push(link);
        self
    }
}

/// What layouts see of the site.
#[derive(Serialize)]
struct SiteView {
    title: String,
    language: &'static str,
    time_zone: String,
    due_soon_days: u32,
    /// The sign before a decimal.
    comma: &'static str,
    as_of: DayView,
    notice: String,
    footer: String,
    seal: Option<String>,
    theme: Option<String>,
}

/// What layouts see of the page.
#[derive(Serialize)]
struct PageView {
    kind: &'static str,
    title: String,
    description: String,
    /// The policy under which a browser shows it.
    policy: &'static str,
    crumbs: Vec<LinkView>,
    home: String,
    nav: Vec<LinkView>,
    canonical: Option<String>,
    style: String,
    script: String,
    icon: String,
    data: String,
}

impl PageBuilder<'_> {
    /// The bytes of a page at an address.
    ///
    /// # Errors
    /// A fault of the layout, in its place.
    pub fn lay_out(&self, address: &str, layout: &str, page: Page) -> Result<Vec<u8>, Diagnostic> {
        let words = self.content.words();
        let mut context = Context::new();
        context.insert_value("labels", words.labels.clone());
        context.insert_value("states", words.states.clone());
        context.insert_value("site", value(&self.site_view()));
        context.insert_value("page", value(&self.page_view(address, page.kind, page.head)));
        context.insert_value(page.kind, page.view);
        if let Some(html) = &page.text {
            // The only words that are not escaped: made by this program from Markdown.
            context.insert_value("text", Value::safe_string(html));
        }
        self.content.theme.render(layout, &context, address)
    }

    /// The head of a page whose words are the labels of one group.
    pub fn head(&self, group: &str) -> Head {
        Head::new(self.labels().get(group, "title"), self.labels().get(group, "description"))
    }

    fn site_view(&self) -> SiteView {
        let file = |typed: &Option<Text>| {
            let path = self.content.settings_file(typed.as_ref()?)?;
            Some(self.way(&asset(&own_asset(&path))))
        };
        let settings = &self.content.settings;
        SiteView {
            title: settings.title.clone(),
            language: settings.language.tag(),
            time_zone: settings.time_zone.clone(),
            due_soon_days: settings.due_soon_days,
            comma: if settings.language == Language::Vi { "," } else { "." },
            as_of: self.day(self.content.scope.as_of),
            notice: settings.notice.clone().unwrap_or_default(),
            footer: settings.footer.clone().unwrap_or_default(),
            seal: file(&settings.seal),
            theme: file(&settings.theme),
        }
    }

    fn page_view(&self, address: &str, kind: &'static str, head: Head) -> PageView {
        let addresses = self.addresses();
        let labels = &self.content.labels;
        let nav = [
            ("timeline", addresses.timeline(TimelineFilter::Now, 0)),
            ("directives", addresses.years()),
            ("organizations", addresses.organizations()),
            ("reports", addresses.matrix()),
        ];
        let home = self.link(labels.get("nav", "home"), "index.html");
        PageView {
            kind,
            title: head.title,
            description: head.description,
            policy: POLICY,
            crumbs: if head.above.is_empty() {
                Vec::new()
            } else {
                std::iter::once(home.clone()).chain(head.above).collect()
            },
            home: home.href,
            nav: nav.map(|(key, address)| self.link(labels.get("nav", key), &address)).to_vec(),
            canonical: self
                .content
                .settings
                .base_url
                .as_ref()
                .filter(|_| kind != "not_found")
                .map(|base| base.clone() + &encoded(address)),
            style: self.way(&asset("congbao.css")),
            script: self.way(&asset("congbao.js")),
            icon: self.way(&asset("seal.svg")),
            data: self.way(&addresses.data("data_directives", "json")),
        }
    }
}
