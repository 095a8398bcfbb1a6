//! The frame of a page: its head, its navigation, and what it says of the site.
//!
//! Owns what every layout is given beside the words of its own page. Does not know what those are.

use serde::Serialize;
use tera::{Context, Value};

use crate::Language;
use crate::diagnostic::Diagnostic;
use crate::model::work::obligation::State;
use crate::read::decode::Text;
use crate::render::lists::totals;
use crate::render::views::parts::{DayView, LinkView, PageBuilder};
use crate::render::{own_asset, route, value};

/// What stands in the head of a page.
pub struct Head {
    title: String,
    description: String,
    above: Vec<LinkView>,
    /// The days that the chart's axis spans, for the script.
    pub axis: String,
}

impl Head {
    /// A head of a page without a page above it.
    pub fn new(title: &str, description: &str) -> Head {
        Head {
            title: title.to_owned(),
            description: description.to_owned(),
            above: Vec::new(),
            axis: String::new(),
        }
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
    crumbs: Vec<LinkView>,
    home: String,
    nav: Vec<LinkView>,
    canonical: Option<String>,
    style: String,
    script: String,
    icon: String,
    data: String,
    axis: String,
}

impl PageBuilder<'_> {
    /// The same with a text made from Markdown.
    ///
    /// # Errors
    /// A fault of the layout, in its place.
    pub fn page_with_text(
        &self,
        address: &str,
        layout: &str,
        name: &'static str,
        head: Head,
        view: &impl Serialize,
        html: &str,
    ) -> Result<Vec<u8>, Diagnostic> {
        let mut context = self.context(address, name, head, value(view));
        // The only words that are not escaped: made by this program from Markdown.
        context.insert_value("text", Value::safe_string(html));
        self.content.theme.render(layout, &context, address)
    }

    /// A page of a layout, with `view` under `name`.
    ///
    /// # Errors
    /// A fault of the layout, in its place.
    pub fn page(
        &self,
        address: &str,
        layout: &str,
        name: &'static str,
        head: Head,
        view: Value,
    ) -> Result<Vec<u8>, Diagnostic> {
        self.content.theme.render(layout, &self.context(address, name, head, view), address)
    }

    fn context(&self, address: &str, name: &'static str, head: Head, view: Value) -> Context {
        let (labels, states) = self.content.shared.get_or_init(|| {
            let states = State::ALL.map(|state| format!("{}={}", state.word(), self.state_label(state)));
            let force = ["now", "ended", "later"]
                .map(|s| format!("{s}={}", self.content.labels.get("directive", &format!("force_{s}"))));
            (
                value(&*self.content.labels),
                value(&states.into_iter().chain(force).collect::<Vec<_>>().join("|")),
            )
        });
        let mut context = Context::new();
        context.insert_value("labels", labels.clone());
        context.insert_value("states", states.clone());
        context.insert_value("site", value(&self.site_view()));
        context.insert_value("page", value(&self.page_view(address, name, head)));
        context.insert_value(name, view);
        context
    }

    fn site_view(&self) -> SiteView {
        let asset = |typed: &Option<Text>| {
            let path = self.content.settings_file(typed.as_ref()?)?;
            Some(self.way(&route::asset(&own_asset(&path))))
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
            seal: asset(&settings.seal),
            theme: asset(&settings.theme),
        }
    }

    fn page_view(&self, address: &str, name: &'static str, head: Head) -> PageView {
        let addresses = self.addresses();
        let labels = &self.content.labels;
        let nav = [
            ("timeline", addresses.timeline(totals::TimelineFilter::Now, 0)),
            ("directives", addresses.years()),
            ("organizations", addresses.organizations()),
            ("reports", addresses.matrix()),
        ];
        let home = self.link(labels.get("nav", "home"), "index.html");
        PageView {
            kind: name,
            title: head.title,
            description: head.description,
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
                .filter(|_| name != "not_found")
                .map(|base| base.clone() + &route::encoded(address)),
            style: self.way(&route::asset("congbao.css")),
            script: self.way(&route::asset("congbao.js")),
            icon: self.way(&route::asset("seal.svg")),
            data: self.way(&addresses.data("data_directives", "json")),
            axis: head.axis,
        }
    }
}
