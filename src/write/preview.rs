//! The live preview: one route a request, live reload, and the faults over the page.
//!
//! Owns what a browser is given beside the bytes that would be published: one style sheet, one script,
//! and a WebSocket that says when a page is no longer what it was. Each page carries a version of all
//! that it shows, so a page that slept or lost the server catches up once and never loops. Does not know
//! what time it is, nor what changed on disk: it is handed one state of the site after another.

mod connection;
mod http;
mod panel;
pub mod request;
mod respond;
pub mod server;
mod state;
mod tab;
mod version;
mod workers;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, Weak};

use tiny_http::Method;

use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::model::catalog::gate::Publishable;
use crate::model::time::date::{Date, typed_day};
use crate::render::Output;
use crate::site::Site;
use http::{Piece, Reply, Request};
use request::{Hosts, RequestTarget};
use respond::{Use, media_type, refusal};
pub use state::{PreviewState, Shown};
pub use tab::Said;
use tab::{News, Tab};

/// Under this address stands what only the preview has.
const OWN: &str = ".congbao/";
const SCRIPT: &str = include_str!("preview/preview.js");
const STYLE: &str = include_str!("preview/preview.css");
/// The version of a page in whose place something waits.
const WAITING: &str = "waiting";
/// Pages whose last good bytes are kept.
const KEPT_PAGES: usize = 64;
/// And how many bytes of them.
const KEPT_BYTES: usize = 16 << 20;

/// A page as a browser asks for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageRequest {
    /// Its address.
    pub address: String,
    /// The day as of which it is to be shown, where that is not the day of the site.
    pub day: Option<Date>,
}

/// The preview of one site.
pub struct Preview {
    root: PathBuf,
    hosts: Hosts,
    shown: RwLock<Option<Arc<PreviewState>>>,
    /// The language, and how far it is, until there is something to show.
    start: RwLock<(Language, String)>,
    pages: Mutex<BTreeMap<PageRequest, Page>>,
    tabs: Mutex<Vec<Weak<Tab>>>,
    /// Rung when there is news for them.
    bell: OnceLock<Arc<mio::Waker>>,
}

/// A page that was served: its version, and its last good bytes, unless these must not be seen again.
#[derive(Clone)]
struct Page {
    version: String,
    bytes: Arc<[u8]>,
    /// The state that it was made of.
    state: Weak<PreviewState>,
    /// Counts up, so that the page that was not asked for longest is forgotten.
    turn: u64,
}

/// What stands at an address.
enum Answer {
    /// A page; with the fault for which its last good bytes are shown.
    Page {
        bytes: Arc<[u8]>,
        version: String,
        fault: Option<Diagnostic>,
    },
    Bytes(Vec<u8>),
    File(Publishable, Use),
    /// A page that could never be made: the report in its place.
    Broken {
        report: Vec<u8>,
        version: String,
        fault: Option<Diagnostic>,
    },
    Missing,
}

impl Answer {
    fn fault(&self) -> Option<&Diagnostic> {
        match self {
            Answer::Page { fault, .. } | Answer::Broken { fault, .. } => fault.as_ref(),
            _ => None,
        }
    }

    fn page(
        state: &PreviewState,
        site: &Site,
        address: &str,
        bytes: Arc<[u8]>,
        fault: Option<Diagnostic>,
    ) -> Answer {
        Answer::Page { version: state.assets.version(site, address, &bytes), bytes, fault }
    }

    fn broken(faults: &[Diagnostic], fault: Option<Diagnostic>, language: Language) -> Answer {
        let report = panel::report_page(faults, language);
        Answer::Broken { version: version::of_bytes(&report), report, fault }
    }
}

impl Preview {
    /// A preview of the site in `root`, which has nothing to show yet.
    pub fn new(root: &Path, hosts: Hosts, language: Language) -> Preview {
        Preview {
            root: root.to_owned(),
            hosts,
            shown: RwLock::default(),
            start: RwLock::new((language, String::new())),
            pages: Mutex::default(),
            tabs: Mutex::default(),
            bell: OnceLock::new(),
        }
    }

    /// What is shown now; nothing until the site was loaded for the first time.
    pub fn state(&self) -> Option<Arc<PreviewState>> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells those who wait for the first page how far it is.
    pub fn say_progress(&self, words: &str) {
        words.clone_into(&mut self.start.write().unwrap_or_else(PoisonError::into_inner).1);
        for tab in self.open_tabs() {
            tab.put(News::Look(None));
        }
        self.ring();
    }

    /// Wakes whoever brings the news to the open pages.
    fn ring(&self) {
        if let Some(bell) = self.bell.get() {
            // It was rung already where that fails.
            let _ = bell.wake();
        }
    }

    /// The language of the start, and how far it is.
    fn start(&self) -> (Language, String) {
        self.start.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn open_tabs(&self) -> Vec<Arc<Tab>> {
        lock(&self.tabs).iter().filter_map(Weak::upgrade).collect()
    }

    /// Shows the next state; the open pages that are no longer what they were load themselves again, and
    /// those who follow go to the page `follow`. Returns the addresses that were served and have changed.
    pub fn show(&self, shown: Shown, follow: Option<&str>) -> Vec<String> {
        let served: Vec<(PageRequest, String)> = lock(&self.pages)
            .iter()
            .filter(|(page, _)| page.day.is_none())
            .map(|(page, kept)| (page.clone(), kept.version.clone()))
            .collect();
        let before = self.state();
        let open: Vec<String> = self.open_tabs().iter().map(|tab| tab.page.address.clone()).collect();
        let state = Arc::new(PreviewState::new(shown, before.as_deref(), &open));
        if before.is_some_and(|before| state.withholds_more_than(&before)) {
            // No page that was served may tell again what is withheld from now on.
            lock(&self.pages).values_mut().for_each(|page| page.bytes = Arc::default());
        }
        // A large site takes a while to drop: nobody waits for that.
        let before = self.shown.write().unwrap_or_else(PoisonError::into_inner).replace(state.clone());
        let mut known = self.tell(&state, follow);
        drop(before);
        let mut is_changed = |page: &PageRequest, version: &String| {
            let said = known.entry(page.clone()).or_insert_with(|| self.said(&state, page));
            said.version != *version
        };
        let changed = served.into_iter().filter(|(page, version)| is_changed(page, version));
        let mut changed: Vec<String> = changed.map(|(page, _)| page.address).collect();
        changed.dedup();
        changed
    }

    /// Tells every open page what is new to it. Returns what there is to say of each page of the site's own day;
    /// those of other days look for themselves, as that may take long.
    fn tell(&self, state: &PreviewState, follow: Option<&str>) -> BTreeMap<PageRequest, Said> {
        let mut known: BTreeMap<PageRequest, Said> = BTreeMap::new();
        for tab in self.open_tabs() {
            let follow = follow.map(str::to_owned);
            if tab.page.day.is_some() {
                tab.put(News::Look(follow));
                continue;
            }
            let said = known.entry(tab.page.clone()).or_insert_with(|| self.said(state, &tab.page));
            tab.put(News::Said(Said { follow, ..said.clone() }));
        }
        self.ring();
        known
    }

    /// The answer to a request.
    fn answer(&self, request: &Request) -> Reply {
        let host = request.field("Host").unwrap_or_default();
        if !self.hosts.admit(host) {
            return refusal(403, "Host");
        }
        if !matches!(request.method, Method::Get | Method::Head) {
            return refusal(405, "GET, HEAD");
        }
        let Some(target) = RequestTarget::new(&request.target) else { return refusal(400, "URL") };
        match target.path.strip_prefix(OWN) {
            Some("events") => match request.field("Sec-WebSocket-Key") {
                Some(_) if !self.hosts.admit_origin(request.field("Origin"), host) => refusal(403, "Origin"),
                Some(key) => self.listen(&target, key),
                None => refusal(400, "WebSocket"),
            },
            Some("preview.js") => respond::bytes(200, "text/javascript", vec![Vec::from(SCRIPT).into()]),
            Some("preview.css") => respond::bytes(200, "text/css", vec![Vec::from(STYLE).into()]),
            Some("faults.json") => {
                let faults = self.state().map(|state| self.faults(&state, &target));
                let faults = faults.unwrap_or_else(|| b"[]".to_vec());
                respond::bytes(200, "application/json", vec![faults.into()])
            }
            _ => self.answer_page(&PageRequest::of(&target), request.field("Range")),
        }
    }

    fn answer_page(&self, page: &PageRequest, range: Option<&str>) -> Reply {
        let html = |status, body| respond::bytes(status, "text/html", body);
        let Some(state) = self.state() else {
            let (language, words) = self.start();
            let bytes = panel::waiting_page(&words, language);
            let layer = Layer { language, style: "", day: String::new() };
            return html(503, layered(bytes.into(), &layer, page, WAITING));
        };
        let layer = Layer::of(&state, page);
        if let Some((bytes, version)) = self.kept(&state, page) {
            return html(200, layered(bytes, &layer, page, &version));
        }
        let media_type = media_type(&page.address);
        let (status, bytes, version) = match self.find(&state, page) {
            Answer::Bytes(bytes) => return respond::bytes(200, media_type, vec![bytes.into()]),
            Answer::File(file, allowed) => return respond::file((media_type, allowed), &file, range),
            Answer::Page { bytes, version, fault } => {
                let is_good = fault.is_none() && page.address != OWN;
                (200, if is_good { self.keep(&state, page, bytes, &version) } else { bytes }, version)
            }
            Answer::Broken { report, version, .. } => (503, report.into(), version),
            Answer::Missing => {
                let (bytes, version) = self.not_found(&state);
                (404, bytes.into(), version)
            }
        };
        html(status, layered(bytes, &layer, page, &version))
    }

    /// What stands at an address.
    fn find(&self, state: &PreviewState, page: &PageRequest) -> Answer {
        let (address, language) = (page.address.as_str(), state.shown.language);
        if address == OWN {
            let bytes = panel::panel(state);
            return Answer::Page { version: version::of_bytes(&bytes), bytes: bytes.into(), fault: None };
        }
        let site = state.site(page.day);
        let Some((at, route)) = site.routes().get_key_value(address) else {
            let faults = state.broken_at(address);
            return faults.map_or(Answer::Missing, |faults| Answer::broken(&faults, None, language));
        };
        match site.render(at, route) {
            Ok(Output::File(file)) => {
                let allowed = if route.is_active() { Use::Save } else { Use::Show };
                Answer::File(file, allowed)
            }
            Ok(Output::Bytes(bytes)) if !address.ends_with(".html") => Answer::Bytes(bytes),
            Ok(Output::Bytes(bytes)) => Answer::page(state, &site, address, bytes.into(), None),
            Err(fault) => match lock(&self.pages).get(page).map(|kept| kept.bytes.clone()) {
                Some(bytes) if !bytes.is_empty() => Answer::page(state, &site, address, bytes, Some(fault)),
                _ => Answer::broken(std::slice::from_ref(&fault), Some(fault.clone()), language),
            },
        }
    }

    /// The bytes of a page and their version, where it was made of this state already.
    fn kept(&self, state: &Arc<PreviewState>, page: &PageRequest) -> Option<(Arc<[u8]>, String)> {
        let pages = lock(&self.pages);
        let kept = pages.get(page).filter(|kept| kept.state.as_ptr() == Arc::as_ptr(state))?;
        Some((kept.bytes.clone(), kept.version.clone()))
    }

    /// Keeps the bytes of a page; those that were kept already if they are the same.
    fn keep(
        &self,
        state: &Arc<PreviewState>,
        page: &PageRequest,
        bytes: Arc<[u8]>,
        version: &str,
    ) -> Arc<[u8]> {
        let mut pages = lock(&self.pages);
        let turn = pages.values().map(|page| page.turn).max().unwrap_or(0) + 1;
        let before = pages.get(page).filter(|kept| kept.bytes == bytes);
        let bytes = before.map_or(bytes, |kept| kept.bytes.clone());
        let (version, state) = (version.to_owned(), Arc::downgrade(state));
        pages.insert(page.clone(), Page { version, bytes: bytes.clone(), state, turn });
        let is_full = |pages: &BTreeMap<PageRequest, Page>| {
            let held: usize = pages.values().map(|page| page.bytes.len()).sum();
            pages.len() > 1 && (pages.len() > KEPT_PAGES || held > KEPT_BYTES)
        };
        while is_full(&pages)
            && let Some(oldest) = pages.iter().min_by_key(|(_, page)| page.turn).map(|(page, _)| page.clone())
        {
            pages.remove(&oldest);
        }
        bytes
    }

    /// The page that says that there is none, and its version.
    fn not_found(&self, state: &PreviewState) -> (Vec<u8>, String) {
        let site = state.site(None);
        let page = site.routes().get_key_value("404.html").map(|(at, route)| site.render(at, route));
        let bytes = match page {
            Some(Ok(Output::Bytes(bytes))) => bytes,
            _ => b"404".to_vec(),
        };
        let version = state.assets.version(&site, "404.html", &bytes);
        (bytes, version)
    }

    /// What is said to those who look at a page.
    fn said(&self, state: &PreviewState, page: &PageRequest) -> Said {
        let found = self.find(state, page);
        let is_old = matches!(found, Answer::Page { fault: Some(_), .. });
        let (mut own, mut others, mut key) = ([0; 2], [0; 2], DefaultHasher::new());
        for (fault, is_own) in state.faults_of(&page.address, found.fault()) {
            let at = usize::from(fault.severity != Severity::Error);
            if is_own {
                own[at] += 1;
            } else {
                others[at] += 1;
            }
            if is_own && at == 0 {
                (fault.code, &fault.place.file, fault.message.in_language(Language::En)).hash(&mut key);
            }
        }
        let since = (is_old || !state.shown.last_good.kept.is_empty()).then(|| state.good.clone());
        let moved =
            if matches!(found, Answer::Missing) { state.moved.get(&page.address).cloned() } else { None };
        let version = match found {
            Answer::Page { version, .. } | Answer::Broken { version, .. } => version,
            _ => self.not_found(state).1,
        };
        let (style, key) = (state.assets.style.clone(), format!("{:x}", key.finish()));
        Said { version, style, own, others, key, since, moved, ..Said::default() }
    }

    /// The same of the state that is shown now, or how far it is until there is one.
    fn said_now(&self, page: &PageRequest) -> Said {
        match self.state() {
            Some(state) => self.said(&state, page),
            // Nobody loads a page again for this.
            None => Said { progress: Some(self.start().1), ..Said::default() },
        }
    }

    /// Takes a browser among those that listen: what it does not know yet is told at once.
    fn listen(&self, target: &RequestTarget, key: &str) -> Reply {
        let shown = |name| target.value(name).unwrap_or_default();
        let known = Said { version: shown("version"), style: shown("style"), ..Said::default() };
        let tab = Arc::new(Tab::new(PageRequest::named_by(target), known));
        let mut tabs = lock(&self.tabs);
        tabs.retain(|tab| tab.strong_count() > 0);
        tabs.push(Arc::downgrade(&tab));
        tab::accept(tab, key)
    }

    /// What is wrong with the site and a page of it, for the script.
    fn faults(&self, state: &PreviewState, target: &RequestTarget) -> Vec<u8> {
        let page = PageRequest::named_by(target);
        let found = self.find(state, &page);
        panel::faults_json(state.faults_of(&page.address, found.fault()), &self.root, state.shown.language)
    }
}

impl PageRequest {
    /// The page that a request asks for.
    fn of(target: &RequestTarget) -> PageRequest {
        let day = target.value("as-of").and_then(|day| typed_day(&day));
        PageRequest { address: target.path.clone(), day }
    }

    /// The page that a request of the script is about.
    fn named_by(target: &RequestTarget) -> PageRequest {
        PageRequest { address: target.value("page").unwrap_or_default(), ..PageRequest::of(target) }
    }
}

/// What the script of a page is told with it, beside the page itself.
struct Layer<'a> {
    language: Language,
    style: &'a str,
    day: String,
}

impl Layer<'_> {
    fn of<'a>(state: &'a PreviewState, page: &PageRequest) -> Layer<'a> {
        let day = state.as_of(page.day).to_string();
        Layer { language: state.shown.language, style: &state.assets.style, day }
    }
}

/// A page with what the preview adds to it: one style sheet and one script, at the end of its head.
fn layered(page: Arc<[u8]>, layer: &Layer<'_>, asked: &PageRequest, version: &str) -> Vec<Piece> {
    let language = if layer.language == Language::Vi { "vi" } else { "en" };
    let layer = format!(
        "<link rel=\"stylesheet\" href=\"/{OWN}preview.css\"><script defer src=\"/{OWN}preview.js\" \
         data-page=\"{}\" data-version=\"{version}\" data-style=\"{}\" data-lang=\"{language}\" \
         data-as-of=\"{}\"></script>",
        panel::escaped(&asked.address),
        layer.style,
        layer.day,
    );
    let end = b"</head>";
    let at = page.windows(end.len()).position(|window| window == end).unwrap_or(page.len());
    let length = page.len();
    vec![Piece(page.clone(), 0..at), layer.into_bytes().into(), Piece(page, at..length)]
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
