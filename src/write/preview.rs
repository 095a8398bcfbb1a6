//! The live preview: one route a request, live reload, and the faults over the page.
//!
//! Owns what a browser is given beside the bytes that would be published: one style sheet, one script,
//! and a WebSocket that says when a page is no longer what it was. Each page carries a version, a hash of
//! its own bytes, so a page that slept or lost the server catches up once and never loops. Does not know
//! what time it is, nor what changed on disk: it is handed one state of the site after another.

pub mod request;
pub mod server;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use tiny_http::{Header, Method, ReadWrite, Request, Response, StatusCode};

use crate::diagnostic::{Diagnostic, Severity};
use crate::language::Language;
use crate::last_good::LastGood;
use crate::model::time::date::{Date, typed_day};
use crate::read::source::Source;
use crate::render::Output;
use crate::site::{Options, Site};
use crate::write::report;
use request::{Hosts, RequestTarget, Unsatisfiable};

/// Under this address stands what only the preview has.
const OWN: &str = ".congbao/";
const SCRIPT: &str = include_str!("preview/preview.js");
const STYLE: &str = include_str!("preview/preview.css");
/// The policy under which pages are published, and nothing more.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Pages whose last good bytes are kept, and later days whose sites are.
const KEPT_PAGES: usize = 64;
const KEPT_DAYS: usize = 3;

/// What the preview shows at one time.
pub struct Shown {
    /// The state of the site.
    pub last_good: LastGood,
    /// How it was loaded.
    pub options: Options,
    /// When, in words for people.
    pub time: String,
    /// The language of what the preview says.
    pub language: Language,
}

/// A page as a browser asks for it: its address, and the day it is asked for.
pub type Asked = (String, Option<Date>);

/// The preview of one site.
pub struct Preview {
    root: PathBuf,
    hosts: Hosts,
    shown: RwLock<Arc<PreviewState>>,
    pages: Mutex<BTreeMap<Asked, Page>>,
    listeners: Mutex<Vec<Listener>>,
}

/// What is shown, and what is made of it on demand.
pub struct PreviewState {
    /// What is shown.
    pub shown: Shown,
    /// Versions of all style sheets, and of what else pages load.
    style: String,
    others: u64,
    /// Later days that were asked for.
    days: Mutex<Vec<(Date, Arc<Site>)>>,
}

/// A page that was served: its version, and its last good bytes.
#[derive(Clone)]
struct Page {
    version: String,
    bytes: Arc<[u8]>,
    /// Counts up, so that the page that was not asked for longest is forgotten.
    turn: u64,
}

/// A browser that listens.
struct Listener {
    stream: Box<dyn ReadWrite + Send>,
    asked: Asked,
    said: Said,
}

/// What a browser is told of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Said {
    version: String,
    style: String,
    errors: usize,
    /// When the page was good that is shown instead.
    since: Option<String>,
    /// Where to go, for those who follow.
    follow: Option<String>,
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
    File(Arc<Source>),
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
}

impl Preview {
    /// A preview of the site in `root`.
    pub fn new(root: &Path, hosts: Hosts, shown: Shown) -> Preview {
        Preview {
            root: root.to_owned(),
            hosts,
            shown: RwLock::new(Arc::new(PreviewState::new(shown))),
            pages: Mutex::default(),
            listeners: Mutex::default(),
        }
    }

    /// Shows the next state; the open pages that are no longer what they were load themselves again, and
    /// those who follow go to the page `follow`. Returns the addresses that were served and have changed.
    pub fn show(&self, shown: Shown, follow: Option<&str>) -> Vec<String> {
        let served: Vec<(Asked, String)> =
            lock(&self.pages).iter().map(|(asked, page)| (asked.clone(), page.version.clone())).collect();
        let state = Arc::new(PreviewState::new(shown));
        // A large site takes a while to drop: nobody waits for that.
        let before = std::mem::replace(
            &mut *self.shown.write().unwrap_or_else(PoisonError::into_inner),
            state.clone(),
        );
        let mut known = self.tell(follow);
        drop(before);
        let mut is_changed = |asked: &Asked, version: &String| {
            let said = known.entry(asked.clone()).or_insert_with(|| self.said(&state, asked));
            said.version != *version
        };
        let changed = served.into_iter().filter(|(asked, version)| is_changed(asked, version));
        let mut changed: Vec<String> = changed.map(|((address, _), _)| address).collect();
        changed.dedup();
        changed
    }

    /// Tells every open page what is new to it, and forgets those that are gone. Returns what there is to
    /// say of each.
    pub fn tell(&self, follow: Option<&str>) -> BTreeMap<Asked, Said> {
        let state = self.state();
        let mut listeners = std::mem::take(&mut *lock(&self.listeners));
        let mut known: BTreeMap<Asked, Said> = BTreeMap::new();
        listeners.retain_mut(|listener| {
            let asked = &listener.asked;
            let said = known.entry(asked.clone()).or_insert_with(|| self.said(&state, asked)).clone();
            listener.say(Said { follow: follow.map(str::to_owned), ..said }).is_ok()
        });
        lock(&self.listeners).extend(listeners);
        known
    }

    /// What is shown now.
    pub fn state(&self) -> Arc<PreviewState> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is said to those who look at a page.
    fn said(&self, state: &PreviewState, asked: &Asked) -> Said {
        let found = self.find(state, asked);
        let is_old = matches!(found, Answer::Page { fault: Some(_), .. });
        let faults = state.shown.last_good.faults.iter().chain(found.fault());
        let errors = faults.filter(|fault| fault.severity == Severity::Error).count();
        let since = (is_old || !state.shown.last_good.kept.is_empty()).then(|| state.shown.time.clone());
        let version = match found {
            Answer::Page { version, .. } | Answer::Broken { version, .. } => version,
            _ => self.not_found(state).1,
        };
        Said { version, style: state.style.clone(), errors, since, follow: None }
    }

    fn find(&self, state: &PreviewState, asked: &Asked) -> Answer {
        let (address, day) = asked;
        let broken = |faults: &[Diagnostic], fault| {
            let report = report_page(faults, state.shown.language);
            Answer::Broken { version: version(&report, 0), report, fault }
        };
        if address == OWN {
            let bytes = panel(state);
            return Answer::Page { version: version(&bytes, 0), bytes: bytes.into(), fault: None };
        }
        let site = state.site(*day);
        let Some((at, route)) = site.routes().get_key_value(address.as_str()) else {
            return state.broken_at(address).map_or(Answer::Missing, |faults| broken(&faults, None));
        };
        match site.render(at, route) {
            Ok(Output::File(file)) => Answer::File(file),
            Ok(Output::Bytes(bytes)) if !address.ends_with(".html") => Answer::Bytes(bytes),
            Ok(Output::Bytes(bytes)) => {
                Answer::Page { version: version(&bytes, state.others), bytes: bytes.into(), fault: None }
            }
            Err(fault) => match lock(&self.pages).get(asked).cloned() {
                Some(Page { version, bytes, .. }) => Answer::Page { bytes, version, fault: Some(fault) },
                None => broken(std::slice::from_ref(&fault), Some(fault.clone())),
            },
        }
    }

    fn keep(&self, asked: &Asked, bytes: &Arc<[u8]>, version: &str) {
        let mut pages = lock(&self.pages);
        let turn = pages.values().map(|page| page.turn).max().unwrap_or(0) + 1;
        pages.insert(asked.clone(), Page { version: version.to_owned(), bytes: bytes.clone(), turn });
        if pages.len() > KEPT_PAGES
            && let Some(oldest) =
                pages.iter().min_by_key(|(_, page)| page.turn).map(|(asked, _)| asked.clone())
        {
            pages.remove(&oldest);
        }
    }

    /// The page that says that there is none, and its version.
    fn not_found(&self, state: &PreviewState) -> (Vec<u8>, String) {
        let site = state.site(None);
        let page = site.routes().get_key_value("404.html").map(|(at, route)| site.render(at, route));
        let bytes = match page {
            Some(Ok(Output::Bytes(bytes))) => bytes,
            _ => b"404".to_vec(),
        };
        let version = version(&bytes, state.others);
        (bytes, version)
    }

    /// Answers one request.
    pub fn answer(&self, request: Request) {
        let header = |name: &str| {
            let field = request
                .headers()
                .iter()
                .find(|header| header.field.as_str().as_str().eq_ignore_ascii_case(name));
            field.map(|header| header.value.as_str().to_owned())
        };
        let host = header("Host").unwrap_or_default();
        if !self.hosts.admit(&host) {
            return refuse(request, 403, "Host");
        }
        if !matches!(request.method(), Method::Get | Method::Head) {
            return refuse(request, 405, "GET, HEAD");
        }
        let Some(target) = RequestTarget::new(request.url()) else { return refuse(request, 400, "URL") };
        let range = header("Range");
        let (origin, key) = (header("Origin"), header("Sec-WebSocket-Key"));
        let state = self.state();
        match target.path.strip_prefix(OWN) {
            Some("events") => match key {
                Some(_) if !self.hosts.admit_origin(origin.as_deref(), &host) => {
                    refuse(request, 403, "Origin")
                }
                Some(key) => self.listen(request, &target, &key),
                None => refuse(request, 400, "WebSocket"),
            },
            Some("preview.js") => respond(request, 200, "text/javascript", SCRIPT.into()),
            Some("preview.css") => respond(request, 200, "text/css", STYLE.into()),
            Some("faults.json") => {
                let faults = self.told(&state, &asked_of(&target));
                respond(request, 200, "application/json", faults);
            }
            _ => self.answer_page(request, &state, &target, range.as_deref()),
        }
    }

    fn answer_page(
        &self,
        request: Request,
        state: &PreviewState,
        target: &RequestTarget,
        range: Option<&str>,
    ) {
        let asked = asked(target);
        match self.find(state, &asked) {
            Answer::Page { bytes, version, fault } => {
                if fault.is_none() && asked.0 != OWN {
                    self.keep(&asked, &bytes, &version);
                }
                let page = self.layered(bytes.to_vec(), state, target, &asked.0, &version);
                respond(request, 200, "text/html", page);
            }
            Answer::Bytes(bytes) => respond(request, 200, media_type(&asked.0), bytes),
            Answer::File(file) => respond_file(request, media_type(&asked.0), &file, range),
            Answer::Broken { report, version, .. } => {
                respond(request, 503, "text/html", self.layered(report, state, target, &asked.0, &version));
            }
            Answer::Missing => {
                let (page, version) = self.not_found(state);
                respond(request, 404, "text/html", self.layered(page, state, target, &asked.0, &version));
            }
        }
    }

    /// A page with what the preview adds to it: one style sheet and one script, at the end of its head.
    fn layered(
        &self,
        page: Vec<u8>,
        state: &PreviewState,
        target: &RequestTarget,
        address: &str,
        version: &str,
    ) -> Vec<u8> {
        let language = if state.shown.language == Language::Vi { "vi" } else { "en" };
        let as_of = state.as_of(asked(target).1).to_string();
        let layer = format!(
            "<link rel=\"stylesheet\" href=\"/{OWN}preview.css\"><script defer src=\"/{OWN}preview.js\" \
             data-page=\"{}\" data-version=\"{version}\" data-style=\"{}\" data-lang=\"{language}\" \
             data-as-of=\"{as_of}\"></script>",
            escaped(address),
            state.style,
        );
        let end = b"</head>";
        let at = page.windows(end.len()).position(|window| window == end).unwrap_or(page.len());
        let mut layered = page;
        layered.splice(at..at, layer.into_bytes());
        layered
    }

    /// Takes a browser among those that listen (RFC 6455): what it does not know yet is told at once.
    fn listen(&self, request: Request, target: &RequestTarget, key: &str) {
        let accept =
            sha1_smol::Sha1::from(format!("{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")).digest().bytes();
        let Ok(header) = Header::from_bytes("Sec-WebSocket-Accept", STANDARD.encode(accept)) else {
            return refuse(request, 400, "WebSocket");
        };
        let stream = request.upgrade("websocket", Response::empty(101).with_header(header));
        let said = Said {
            version: target.value("version").unwrap_or_default(),
            style: target.value("style").unwrap_or_default(),
            ..Said::default()
        };
        let mut listener = Listener { stream, said, asked: asked_of(target) };
        let now = self.said(&self.state(), &listener.asked);
        if listener.say(now).is_ok() {
            lock(&self.listeners).push(listener);
        }
    }

    /// What is wrong, for the script: the words of the terminal, and where to mend it.
    fn told(&self, state: &PreviewState, asked: &Asked) -> Vec<u8> {
        #[derive(Serialize)]
        struct Told {
            severity: Severity,
            report: String,
            editor: String,
        }
        let told = |fault: &Diagnostic| Told {
            severity: fault.severity,
            report: report::plain(fault, state.shown.language),
            editor: format!(
                "vscode://file{}/{}:{}:{}",
                self.root.display(),
                fault.place.file,
                fault.place.line.max(1),
                fault.place.column.max(1)
            ),
        };
        let found = self.find(state, asked);
        let faults = state.shown.last_good.faults.iter().chain(found.fault());
        serde_json::to_vec(&faults.map(told).collect::<Vec<_>>()).unwrap_or_default()
    }
}

impl PreviewState {
    fn new(shown: Shown) -> PreviewState {
        let (mut style, mut others) = (DefaultHasher::new(), DefaultHasher::new());
        let site = &shown.last_good.site;
        for (at, route) in site.routes() {
            let Some((_, ending)) =
                at.as_str().strip_prefix("assets/").and_then(|name| name.rsplit_once('.'))
            else {
                continue;
            };
            let hasher = if ending == "css" { &mut style } else { &mut others };
            match site.render(at, route) {
                Ok(Output::Bytes(bytes)) => (at.as_str(), bytes).hash(hasher),
                Ok(Output::File(file)) => (at.as_str(), file.version()).hash(hasher),
                Err(_) => {}
            }
        }
        PreviewState {
            shown,
            style: format!("{:x}", style.finish()),
            others: others.finish(),
            days: Mutex::default(),
        }
    }

    fn as_of(&self, day: Option<Date>) -> Date {
        day.unwrap_or(self.shown.options.as_of)
    }

    /// The site, or the same as of a later day.
    fn site(&self, day: Option<Date>) -> Arc<Site> {
        let Some(day) = day.filter(|day| *day != self.shown.options.as_of) else {
            return self.shown.last_good.site.clone();
        };
        let mut days = lock(&self.days);
        if let Some((_, site)) = days.iter().find(|(known, _)| *known == day) {
            return site.clone();
        }
        let options = Options { as_of: day, ..self.shown.options.clone() };
        let site = Arc::new(Site::load(&self.shown.last_good.shown, &options).0);
        days.push((day, site.clone()));
        if days.len() > KEPT_DAYS {
            days.remove(0);
        }
        site
    }

    /// What is wrong with the file that would have its page at an address.
    fn broken_at(&self, address: &str) -> Option<Vec<Diagnostic>> {
        let last_good = &self.shown.last_good;
        let content = last_good.site.content();
        let is_its = |fault: &&Diagnostic| {
            content.catalog.is_broken(&fault.place.file)
                && content.address_of(&fault.place.file).as_deref() == Some(address)
        };
        let faults: Vec<Diagnostic> = last_good.faults.iter().filter(is_its).cloned().collect();
        (!faults.is_empty()).then_some(faults)
    }
}

impl Listener {
    /// Says what is new; fails where nobody listens any more.
    fn say(&mut self, said: Said) -> std::io::Result<()> {
        let frame = if said == self.said {
            // A ping finds out whether anybody is there.
            vec![0x89, 0]
        } else {
            let text = serde_json::to_vec(&said).unwrap_or_default();
            let mut frame = vec![0x81];
            match u8::try_from(text.len()) {
                Ok(length) if length < 126 => frame.push(length),
                _ => {
                    frame.push(126);
                    frame.extend(u16::try_from(text.len()).unwrap_or(u16::MAX).to_be_bytes());
                }
            }
            frame.extend(text);
            frame
        };
        self.said = Said { follow: None, ..said };
        self.stream.write_all(&frame)?;
        self.stream.flush()
    }
}

fn asked(target: &RequestTarget) -> Asked {
    (target.path.clone(), target.value("as-of").and_then(|day| typed_day(&day)))
}

/// The page that a request of the script is about.
fn asked_of(target: &RequestTarget) -> Asked {
    (target.value("page").unwrap_or_default(), asked(target).1)
}

fn version(of: &impl Hash, others: u64) -> String {
    let mut hasher = DefaultHasher::new();
    (of, others).hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The plain page of all faults and all pages.
fn panel(state: &PreviewState) -> Vec<u8> {
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

/// A page that is nothing but reports.
fn report_page(faults: &[Diagnostic], language: Language) -> Vec<u8> {
    let (tag, title) = match language {
        Language::Vi => ("vi", "Xem trước"),
        Language::En => ("en", "Preview"),
    };
    let mut page = format!(
        "<!doctype html><html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{title}</title></head>\
         <body class=\"congbao-panel\"><h1>{title}</h1><p>{}</p>",
        report::summary(faults, language)
    );
    for fault in faults {
        page.push_str(&format!("<pre>{}</pre>", escaped(&report::plain(fault, language))));
    }
    page.into_bytes()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The media type of an address, by its ending.
fn media_type(address: &str) -> &'static str {
    match address.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "css" => "text/css",
        "csv" => "text/csv",
        "html" => "text/html",
        "ics" => "text/calendar",
        "js" => "text/javascript",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "txt" => "text/plain",
        "xml" => "application/xml",
        "pdf" => "application/pdf",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

fn headers(media_type: &str) -> Vec<Header> {
    let charset =
        if media_type.starts_with("text/") || media_type.ends_with("xml") { "; charset=utf-8" } else { "" };
    let fields = [
        ("Content-Type", format!("{media_type}{charset}")),
        ("Content-Security-Policy", POLICY.to_owned()),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
    ];
    fields.into_iter().filter_map(|(name, value)| Header::from_bytes(name, value).ok()).collect()
}

fn respond(request: Request, status: u16, media_type: &str, body: Vec<u8>) {
    let length = body.len();
    let response =
        Response::new(StatusCode(status), headers(media_type), Cursor::new(body), Some(length), None);
    // A browser that has gone away hears nothing.
    let _ = request.respond(response.with_chunked_threshold(usize::MAX));
}

fn refuse(request: Request, status: u16, why: &str) {
    respond(request, status, "text/plain", format!("{status} {why}\n").into_bytes());
}

/// Answers with a file, or the part of it that is asked for.
fn respond_file(request: Request, media_type: &str, source: &Source, range: Option<&str>) {
    let opened = source.open().and_then(|file| Ok((file.metadata()?.len(), file)));
    let Ok((size, mut file)) = opened else { return refuse(request, 404, "") };
    let mut headers = headers(media_type);
    headers.extend(Header::from_bytes("Accept-Ranges", "bytes").ok());
    let (status, first, length) = match request::range(range, size) {
        Ok(None) => (200, 0, size),
        Ok(Some((first, last))) => {
            headers.extend(Header::from_bytes("Content-Range", format!("bytes {first}-{last}/{size}")).ok());
            (206, first, last - first + 1)
        }
        Err(Unsatisfiable) => {
            headers.extend(Header::from_bytes("Content-Range", format!("bytes */{size}")).ok());
            (416, 0, 0)
        }
    };
    if file.seek(SeekFrom::Start(first)).is_err() {
        return refuse(request, 404, "");
    }
    let length_known = usize::try_from(length).ok();
    let response = Response::new(StatusCode(status), headers, file.take(length), length_known, None);
    let _ = request.respond(response.with_chunked_threshold(usize::MAX));
}
