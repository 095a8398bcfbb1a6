//! The frame of a page: its head, its navigation, and what it says of the site.
//!
//! Owns what every layout is given beside the words of its own page. Does not know what those are.

use schemars::JsonSchema;
use serde::Serialize;
use tera::{Context, Value};

use crate::diagnostic::Diagnostic;
use crate::language::Language;
use crate::model::time::date::Date;
use crate::model::work::schedule::horizon;
use crate::read::decode::Text;
use crate::render::address::{asset, encoded, own_asset};
use crate::render::filter::TimelineFilter;
use crate::render::lists::forecast::Forecast;
use crate::render::theme::policy::POLICY;
use crate::render::theme::value;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::days::{DayView, shown_day};

/// A page before it is laid out.
pub(crate) struct Page {
    /// Its kind, under which layouts find what it shows.
    kind: &'static str,
    head: Head,
    view: Value,
    /// A text made from Markdown.
    text: Option<String>,
    /// What of it depends on the day.
    days: Days,
}

/// What of a page depends on the day.
enum Days {
    Nothing,
    /// It is of the day of the site, and another one on every day.
    OfSite,
    /// It stands from one change to the next.
    Between(Forecast),
}

impl Page {
    /// A page that shows `view`.
    pub fn new(kind: &'static str, head: Head, view: &impl Serialize) -> Page {
        Page { kind, head, view: value(view), text: None, days: Days::Nothing }
    }

    /// The same, of the day of the site.
    pub fn of_the_day(self) -> Page {
        Page { days: Days::OfSite, ..self }
    }

    /// The same, which stands as its obligations do: on every day between two changes alike.
    pub fn standing(self, forecast: Forecast) -> Page {
        Page { days: Days::Between(forecast), ..self }
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
#[derive(Serialize, JsonSchema)]
pub(crate) struct SiteView {
    /// The title of `site.yaml`.
    title: String,
    /// `vi` or `en`.
    language: &'static str,
    /// The time zone of "today", by its IANA name.
    time_zone: String,
    /// How many days before its end a task is due soon.
    due_soon_days: u32,
    /// The sign before a decimal.
    comma: &'static str,
    /// The line on every page; empty without one.
    notice: String,
    /// The last line of every page; empty without one.
    footer: String,
    /// The image beside the title.
    seal: Option<String>,
    /// The style sheet of `theme:` in `site.yaml`.
    theme: Option<String>,
}

/// What a page says of its days.
#[derive(Default)]
struct Stands {
    stands: String,
    as_of: String,
    until: String,
    known_until: Option<DayView>,
}

/// What layouts see of the page.
#[derive(Serialize, JsonSchema)]
pub(crate) struct PageView {
    /// Its kind: the word under which a layout finds its view.
    kind: &'static str,
    /// Its title, without that of the site.
    title: String,
    /// What it is about, in a line.
    description: String,
    /// The policy under which a browser shows it.
    policy: &'static str,
    /// The pages above it, the first page first; empty on the first page.
    crumbs: Vec<LinkView>,
    /// As of when it is, or since when it stands and what is due next; empty where no day changes it.
    stands: String,
    /// The first day of which that is true, for the script; empty where that is any day.
    as_of: String,
    /// The last one; empty where no day changes it.
    until: String,
    /// The last day for which it knows all turns of what recurs; none where it knows them all.
    known_until: Option<DayView>,
    /// The way to the first page.
    home: String,
    /// The menu: the lists of the site, then the entries of `menu:` in `site.yaml`.
    nav: Vec<LinkView>,
    /// The list of all topics; none where no directive has one.
    topics: Option<LinkView>,
    /// The free pages that the menu does not name.
    pages: Vec<LinkView>,
    /// Its absolute address; none without `base_url`.
    canonical: Option<String>,
    /// The ways to the style sheets, in order: ours, then that of `theme:`; 404.html has two to each, from its own
    /// folder and from the root, as it is opened from a folder and served at any depth.
    styles: Vec<String>,
    /// The way to our style sheet.
    style: String,
    /// The way to the script.
    script: String,
    /// The way to the icon.
    icon: String,
    /// The way to the open data.
    data: String,
}

impl PageBuilder<'_> {
    /// The bytes of a page at an address.
    ///
    /// # Errors
    /// A fault of the layout, in its place.
    pub fn lay_out(&self, address: &str, layout: &str, page: Page) -> Result<Vec<u8>, Diagnostic> {
        let words = self.reader.words();
        let mut context = Context::new();
        context.insert_value("labels", words.labels.clone());
        context.insert_value("states", words.states.clone());
        context.insert_value("site", value(&self.site_view()));
        context.insert_value("page", value(&self.page_view(address, page.kind, page.head, &page.days)));
        context.insert_value(page.kind, page.view);
        if let Some(html) = &page.text {
            // The only words that are not escaped: made by this program from Markdown.
            context.insert_value("text", Value::safe_string(html));
        }
        self.reader.theme().render(layout, &context, address)
    }

    /// The head of a page whose words are the labels of one group.
    pub fn head(&self, group: &str) -> Head {
        Head::new(self.labels().get(group, "title"), self.labels().get(group, "description"))
    }

    fn site_view(&self) -> SiteView {
        let file = |typed: &Option<Text>| {
            let path = self.reader.settings_file(typed.as_ref()?)?;
            Some(self.way(&asset(&own_asset(&path))))
        };
        let settings = &self.reader.settings();
        SiteView {
            title: settings.title.clone(),
            language: settings.language.tag(),
            time_zone: settings.time_zone.clone(),
            due_soon_days: settings.due_soon_days,
            comma: if settings.language == Language::Vi { "," } else { "." },
            notice: settings.notice.clone().unwrap_or_default(),
            footer: settings.footer.clone().unwrap_or_default(),
            seal: file(&settings.seal),
            theme: file(&settings.theme),
        }
    }

    fn stands(&self, days: &Days) -> Stands {
        let labels = self.labels();
        let text = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
        match days {
            Days::Nothing => Stands::default(),
            Days::OfSite => {
                let as_of = self.reader.as_of();
                Stands {
                    stands: labels.fill("common", "as_of", &[("date", &shown_day(as_of))]),
                    as_of: as_of.to_string(),
                    until: as_of.to_string(),
                    known_until: Some(self.day(horizon(as_of))),
                }
            }
            Days::Between(forecast) => {
                let (since, next) = (forecast.since.map(shown_day), forecast.next.map(shown_day));
                let (since, next) = (since.as_deref(), next.as_deref());
                let days = [("since", since.unwrap_or_default()), ("next", next.unwrap_or_default())];
                Stands {
                    stands: match (since, next) {
                        (Some(_), Some(_)) => labels.fill("common", "stands", &days),
                        (Some(_), None) => labels.fill("common", "stands_since", &days),
                        (None, Some(_)) => labels.fill("common", "stands_next", &days),
                        (None, None) => String::new(),
                    },
                    as_of: text(forecast.since),
                    until: text(forecast.until),
                    known_until: forecast.known_until.map(|day| self.day(day)),
                }
            }
        }
    }

    fn page_view(&self, address: &str, kind: &'static str, head: Head, days: &Days) -> PageView {
        let Stands { stands, as_of, until, known_until } = self.stands(days);
        let addresses = self.addresses();
        let labels = &self.reader.labels();
        let nav = [
            ("timeline", addresses.timeline(TimelineFilter::Now, 0)),
            ("directives", addresses.years()),
            ("organizations", addresses.organizations()),
            ("reports", addresses.matrix()),
        ];
        let home = self.link(labels.get("nav", "home"), "index.html");
        let theme = self.reader.settings().theme.as_ref().and_then(|typed| self.reader.settings_file(typed));
        let sheets = [asset("congbao.css")].into_iter().chain(theme.map(|path| asset(&own_asset(&path))));
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
            stands,
            as_of,
            until,
            known_until,
            home: home.href,
            nav: nav
                .map(|(key, address)| self.link(labels.get("nav", key), &address))
                .into_iter()
                .chain(self.own_menu())
                .collect(),
            topics: self.topics_link(),
            pages: self.unlisted_pages(),
            canonical: self
                .reader
                .settings()
                .base_url
                .as_ref()
                .filter(|_| kind != "not_found")
                .map(|base| base.clone() + &encoded(address)),
            styles: sheets.flat_map(|sheet| self.ways(&sheet)).collect(),
            style: self.way(&asset("congbao.css")),
            script: self.way(&asset("congbao.js")),
            icon: self.way(&asset("seal.svg")),
            data: self.way(&addresses.data("data_directives", "json")),
        }
    }
}
