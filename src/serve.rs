//! The serve loop: waits for a change, loads the site again, hands it to the preview, says what happened.
//!
//! Part of the program, not of the library. Owns the lines of the terminal while a site is edited; it
//! ends on a signal only. Takes the clock from `main.rs`.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::error::Error;
use congbao::language::Language;
use congbao::last_good::LastGood;
use congbao::model::register::settings::Settings;
use congbao::model::time::date::Date;
use congbao::read::source::{FileChange, Sources, Touched};
use congbao::read::watch::{Polling, Watch};
use congbao::site::Options;
use congbao::write::preview::request::Hosts;
use congbao::write::preview::{Preview, Shown, server};
use congbao::write::report::Reporter;

/// How often the day is asked for, and open pages whether they are still there.
const PATIENCE: Duration = Duration::from_secs(1);
const PINGS: Duration = Duration::from_secs(5);
/// Diagnostics that are printed for one change.
const PRINTED: usize = 20;

/// What was asked for on the command line.
pub struct Asked {
    /// The folder that holds `content/`, without symbolic links.
    pub root: PathBuf,
    /// The file whose page is opened first.
    pub file: Option<PathBuf>,
    /// The port.
    pub port: Option<u16>,
    /// The address, where others may reach it.
    pub host: Option<IpAddr>,
    /// Names under which it may be reached.
    pub allow_host: Vec<String>,
    /// Whether the browser is opened.
    pub open: bool,
    /// Whether open pages go to what changed last.
    pub follow: bool,
    /// The day, where it is not today.
    pub as_of: Option<Date>,
    /// How often to look for changes.
    pub poll: Option<Duration>,
    /// The language that was asked for.
    pub language: Option<Language>,
}

/// What the program knows of the time.
pub struct Clock {
    /// Today in a time zone.
    pub today: fn(&str) -> Result<Date, Error>,
    /// The time of day in it, in words.
    pub time: fn(&str) -> String,
}

/// Serves until a signal ends it.
///
/// # Errors
/// A port or folder that the machine refuses at the start; later refusals are told, and waited out.
pub fn serve(asked: &Asked, clock: &Clock, reporter: &mut Reporter) -> Result<(), Error> {
    let listeners = server::bind(asked.host, asked.port)?;
    let bound: Vec<SocketAddr> = listeners.iter().filter_map(|l| l.local_addr().ok()).collect();
    let mut watch = Watch::start(&asked.root, asked.poll);
    let begun = Instant::now();
    let sources = Sources::read(&asked.root)?;
    let read = begun.elapsed();
    let options = options(asked, clock, &sources)?;
    let last_good = LastGood::new(sources.clone(), &options);
    reporter.language = asked.language.unwrap_or(last_good.site.content().settings.language);
    let language = reporter.language;
    let zone = last_good.site.content().settings.time_zone.clone();
    let first = first_page(asked, &last_good);
    let (directives, tasks) =
        (last_good.site.content().catalog.directives().len(), last_good.site.content().totals.all.all());
    let faults = last_good.faults.clone();
    let shown = Shown { last_good, options: options.clone(), time: (clock.time)(&zone), language };
    let hosts = Hosts::new(bound.iter().map(SocketAddr::ip), &asked.allow_host);
    let preview = Arc::new(Preview::new(&asked.root, hosts, shown));
    for listener in listeners {
        let preview = preview.clone();
        server::serve(listener, Arc::new(move |request| preview.answer(request)))?;
    }
    print_faults(reporter, &faults);
    let (read, total) = (read.as_millis(), begun.elapsed().as_millis());
    reporter.mention(&match language {
        Language::Vi => {
            format!(
                "congbao {}: {directives} văn bản, {tasks} nhiệm vụ; đọc {read} ms, tất cả {total} ms",
                env!("CARGO_PKG_VERSION")
            )
        }
        Language::En => format!(
            "congbao {}: {directives} directives, {tasks} tasks; read {read} ms, in all {total} ms",
            env!("CARGO_PKG_VERSION")
        ),
    });
    let url = greet(asked, &bound, &first, reporter);
    say_polling(watch.polling(), reporter);
    if asked.open {
        // Where no browser can be opened the address stands above.
        let _ = open::that_detached(&url);
    }
    Loop { asked, clock, reporter, preview: &preview, sources, options, pinged: Instant::now() }
        .run(&mut watch)
}

/// What the loop keeps from one change to the next.
struct Loop<'a> {
    asked: &'a Asked,
    clock: &'a Clock,
    reporter: &'a mut Reporter,
    preview: &'a Preview,
    sources: Sources,
    options: Options,
    pinged: Instant,
}

impl Loop<'_> {
    fn run(&mut self, watch: &mut Watch) -> ! {
        let mut was_polling = watch.polling().cloned();
        loop {
            let touched = watch.wait(PATIENCE);
            if watch.polling() != was_polling.as_ref() {
                was_polling = watch.polling().cloned();
                say_polling(watch.polling(), self.reporter);
            }
            let begun = Instant::now();
            if let Some(touched) = touched {
                match self.sources.reread(&self.asked.root, &touched) {
                    Ok(sources) => self.take(sources, begun),
                    // The next look may succeed; until then the last state is shown.
                    Err(error) => self.reporter.say(&error.line(self.reporter.language)),
                }
                if touched == Touched::Everything {
                    watch.looked(begun.elapsed());
                }
            } else if let Ok(options) = options(self.asked, self.clock, &self.sources)
                && options.as_of != self.options.as_of
            {
                self.take(self.sources.clone(), begun);
            }
            if self.pinged.elapsed() > PINGS {
                self.preview.tell(None);
                self.pinged = Instant::now();
            }
        }
    }

    /// Takes the next snapshot, if anything is new.
    fn take(&mut self, sources: Sources, begun: Instant) {
        let options = match options(self.asked, self.clock, &sources) {
            Ok(options) => options,
            Err(_) => self.options.clone(),
        };
        let changes: Vec<(FileChange, String)> = self
            .sources
            .changes(&sources)
            .into_iter()
            .map(|(change, path)| (change, path.to_string()))
            .collect();
        let has_other_faults = self.sources.faults() != sources.faults();
        if changes.is_empty() && !has_other_faults && options.as_of == self.options.as_of {
            self.sources = sources;
            return;
        }
        let before = self.preview.state();
        let last_good = before.shown.last_good.next(sources.clone(), &options);
        (self.sources, self.options) = (sources, options.clone());
        let content = last_good.site.content();
        let language = self.asked.language.unwrap_or(content.settings.language);
        self.reporter.language = language;
        let time = (self.clock.time)(&content.settings.time_zone);
        let last = changes.iter().rev().find_map(|(_, path)| content.address_of(path));
        let follow = last.filter(|_| self.asked.follow);
        let (faults, kept) = (last_good.faults.clone(), last_good.kept.len());
        let was_wrong = before.shown.last_good.faults.iter().any(is_error);
        let new: Vec<Diagnostic> =
            faults.iter().filter(|fault| !before.shown.last_good.faults.contains(fault)).cloned().collect();
        let shown = Shown { last_good, options, time: time.clone(), language };
        let pages = self.preview.show(shown, follow.as_deref());
        self.pinged = Instant::now();
        let line =
            Line { time, changes, pages, took: begun.elapsed(), errors: count(&faults), was_wrong, kept };
        self.reporter.event(&line.text(language), &line.json());
        print_faults(self.reporter, &new);
    }
}

/// What one change did.
struct Line {
    time: String,
    changes: Vec<(FileChange, String)>,
    pages: Vec<String>,
    took: Duration,
    errors: usize,
    was_wrong: bool,
    kept: usize,
}

impl Line {
    fn text(&self, language: Language) -> String {
        let is_vi = language == Language::Vi;
        let (kind, file) = match &self.changes[..] {
            [] if is_vi => ("ngày mới", String::new()),
            [] => ("new day", String::new()),
            [(change, path), rest @ ..] => {
                let path = path.strip_prefix("content/").unwrap_or(path);
                let more = if rest.is_empty() { String::new() } else { format!(" +{}", rest.len()) };
                (change_word(*change, language), format!("{path}{more}"))
            }
        };
        let pages = match &self.pages[..] {
            [] => String::new(),
            [one] => format!("  {one}"),
            [first, rest @ ..] => format!("  {first} +{}", rest.len()),
        };
        let (count, took) = (self.pages.len(), self.took.as_millis());
        let state = match (self.errors, self.was_wrong, self.kept, is_vi) {
            (0, false, ..) => String::new(),
            (0, true, _, true) => "  đã hết lỗi".to_owned(),
            (0, true, _, false) => "  all mended".to_owned(),
            (errors, _, 0, true) => format!("  {errors} lỗi"),
            (errors, _, 0, false) => format!("  errors: {errors}"),
            (errors, _, _, true) => format!("  {errors} lỗi, giữ bản tốt trước đó"),
            (errors, _, _, false) => format!("  errors: {errors}, the last good version stays"),
        };
        let unit = if is_vi { "trang" } else { "pages" };
        format!("{}  {kind:<4}  {file}  {count} {unit}  {took} ms{pages}{state}", self.time)
    }

    fn json(&self) -> serde_json::Value {
        let files = self.changes.iter().map(|(change, path)| {
            serde_json::json!({ "file": path, "change": change_word(*change, Language::En) })
        });
        serde_json::json!({
            "event": "change",
            "time": self.time,
            "files": files.collect::<Vec<_>>(),
            "pages": self.pages,
            "ms": u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            "errors": self.errors,
        })
    }
}

fn change_word(change: FileChange, language: Language) -> &'static str {
    match (change, language) {
        (FileChange::Added, Language::Vi) => "thêm",
        (FileChange::Edited, Language::Vi) => "sửa",
        (FileChange::Removed, Language::Vi) => "xóa",
        (FileChange::Added, Language::En) => "added",
        (FileChange::Edited, Language::En) => "edited",
        (FileChange::Removed, Language::En) => "removed",
    }
}

fn options(asked: &Asked, clock: &Clock, sources: &Sources) -> Result<Options, Error> {
    let as_of = match asked.as_of {
        Some(day) => day,
        None => (clock.today)(&Settings::of(sources).0.time_zone)?,
    };
    Ok(Options { as_of, base_url: None, drafts: true })
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

fn count(faults: &[Diagnostic]) -> usize {
    faults.iter().filter(|fault| is_error(fault)).count()
}

/// The address of the page that is opened first.
fn first_page(asked: &Asked, last_good: &LastGood) -> String {
    let Some(file) = &asked.file else { return String::new() };
    let file = file.canonicalize().unwrap_or_else(|_| file.clone());
    let below = file.strip_prefix(&asked.root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
    last_good.site.content().address_of(&below).unwrap_or_else(|| ".congbao/".to_owned())
}

/// Says where the preview is, and returns that.
fn greet(asked: &Asked, bound: &[SocketAddr], first: &str, reporter: &Reporter) -> String {
    let address =
        bound.first().copied().unwrap_or_else(|| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0));
    let local = if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    };
    let url = format!("http://{local}/{first}");
    let is_vi = reporter.language == Language::Vi;
    let busy = match (asked.port, is_vi) {
        (None, true) if address.port() != server::PORT => format!("     (cổng {} đang bận)", server::PORT),
        (None, false) if address.port() != server::PORT => format!("     (port {} is taken)", server::PORT),
        _ => String::new(),
    };
    // The address is what was asked for: programs read it from the standard output.
    reporter.answer(format!("{url}\n").as_bytes());
    let open_to_all = asked.host.is_some_and(|host| !host.is_loopback());
    reporter.mention(&match (open_to_all, is_vi) {
        (false, true) => format!("  chỉ máy này mở được; thêm --host ĐỊA-CHỈ để cho máy khác{busy}"),
        (false, false) => format!("  only this machine can open it; add --host ADDR for others{busy}"),
        (true, true) => "cảnh báo: máy khác trong mạng mở được trang này, kể cả bản nháp".to_owned(),
        (true, false) => "warning: other machines can open this site, drafts included".to_owned(),
    });
    if address.ip().is_unspecified()
        && let Some(ip) = outward_address()
    {
        reporter.mention(&format!("  http://{}/", SocketAddr::new(ip, address.port())));
    }
    url
}

/// The address under which others reach this machine; nothing is sent.
fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

fn say_polling(polling: Option<&Polling>, reporter: &Reporter) {
    let (vi, en) = match polling {
        None => return,
        Some(Polling::Asked) => ("theo yêu cầu".to_owned(), "as asked".to_owned()),
        Some(Polling::FileSystem(name)) => (
            format!("hệ thống tệp {name} không báo thay đổi"),
            format!("the file system {name} tells no changes"),
        ),
        Some(Polling::Limit) => (
            "máy hết chỗ theo dõi thư mục; tăng fs.inotify.max_user_watches".to_owned(),
            "the machine allows no more watches; raise fs.inotify.max_user_watches".to_owned(),
        ),
        Some(Polling::Refused(why)) => {
            (format!("không theo dõi được: {why}"), format!("watching fails: {why}"))
        }
    };
    reporter.mention(&match reporter.language {
        Language::Vi => format!("  dò thay đổi theo chu kỳ: {vi}"),
        Language::En => format!("  looking for changes at intervals: {en}"),
    });
}

fn print_faults(reporter: &Reporter, faults: &[Diagnostic]) {
    reporter.diagnostics(&faults[..faults.len().min(PRINTED)]);
    if let Some(more) = faults.len().checked_sub(PRINTED).filter(|more| *more > 0) {
        reporter.mention(&match reporter.language {
            Language::Vi => format!("và {more} thông báo nữa: congbao check"),
            Language::En => format!("and {more} more: congbao check"),
        });
    }
}

/// The root without symbolic links, under which changes are told.
pub fn canonical(root: &Path) -> Result<PathBuf, Error> {
    root.canonicalize().map_err(|cause| Error::read(root, cause))
}
