//! What the terminal is told while a site is edited.
//!
//! Owns the words, and the thread that prints them: a terminal that is stopped stops nothing else. What happened
//! is told to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::time::Duration;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::error::Error;
use congbao::language::Language;
use congbao::read::snapshot::FileChange;
use congbao::read::watch::Polling;
use congbao::write::preview::server;
use congbao::write::report::{Format, Reporter};

use super::ServeArgs;

/// Diagnostics that are printed for one change.
const PRINTED: usize = 20;

/// What may wait to be printed; more is left out, and counted.
const WAITING: usize = 64;

/// What happened.
pub enum Told {
    /// From now on it is said in this language.
    Language(Language),
    /// The site was loaded for the first time.
    Loaded(Loaded),
    /// Changes are looked for instead of heard, or not any more.
    Polling(Option<Polling>),
    /// Something changed.
    Change(Line),
    /// What is wrong that was not said yet.
    Faults(Vec<Diagnostic>),
    /// The machine refused something that may succeed later.
    Refused(Error),
    /// So much could not be printed in time.
    Missed(usize),
}

/// What was loaded, and how long that took.
pub struct Loaded {
    pub directives: usize,
    pub tasks: u32,
    pub read: Duration,
    pub total: Duration,
}

/// The way to the terminal, which never waits for it.
pub struct Teller {
    sender: SyncSender<Told>,
    missed: usize,
}

impl Teller {
    /// A teller, and what it tells.
    pub fn new() -> (Teller, Receiver<Told>) {
        let (sender, told) = sync_channel(WAITING);
        (Teller { sender, missed: 0 }, told)
    }

    /// Tells what happened; it is left out while too much waits.
    pub fn tell(&mut self, told: Told) {
        if self.missed > 0 && self.sender.try_send(Told::Missed(self.missed)).is_ok() {
            self.missed = 0;
        }
        if self.missed > 0 || matches!(self.sender.try_send(told), Err(TrySendError::Full(_))) {
            self.missed += 1;
        }
    }
}

/// Prints what is told, until nothing more is.
pub fn print(told: Receiver<Told>, reporter: &mut Reporter) {
    for told in told {
        match told {
            Told::Language(language) => reporter.language = language,
            Told::Loaded(loaded) => say_loaded(&loaded, reporter),
            Told::Polling(polling) => say_polling(polling.as_ref(), reporter),
            Told::Change(line) => reporter.event(&line.text(reporter.language), &line.json()),
            Told::Faults(faults) => print_faults(reporter, &faults),
            Told::Refused(error) => say_refused(&error, reporter),
            Told::Missed(count) => say_missed(count, reporter),
        }
    }
}

/// What those read who wait while the folder is read.
pub fn reading(language: Language) -> &'static str {
    match language {
        Language::Vi => "Đang đọc thư mục",
        Language::En => "Reading the folder",
    }
}

/// What those read who wait while so many files are taken in.
pub fn loading(files: usize, language: Language) -> String {
    match language {
        Language::Vi => format!("Đã đọc {files} tệp, đang dựng các danh sách"),
        Language::En => format!("{files} files are read, the lists are being made"),
    }
}

/// What one change did.
pub struct Line {
    pub time: String,
    pub changes: Vec<(FileChange, String)>,
    pub pages: Vec<String>,
    pub took: Duration,
    pub errors: usize,
    /// Errors and warnings that were not there before.
    pub new: [usize; 2],
    pub was_wrong: bool,
    pub kept: usize,
}

/// How many errors and warnings there are among some faults.
pub fn counted<'a>(faults: impl Iterator<Item = &'a Diagnostic>) -> [usize; 2] {
    faults.fold([0, 0], |[errors, warnings], fault| match fault.severity {
        Severity::Error => [errors + 1, warnings],
        Severity::Warning => [errors, warnings + 1],
        Severity::Note => [errors, warnings],
    })
}

impl Line {
    /// The line for people.
    pub fn text(&self, language: Language) -> String {
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
        let new = match (self.new, is_vi) {
            ([_, 0], _) => String::new(),
            ([_, warnings], true) => format!("  {warnings} cảnh báo mới"),
            ([_, warnings], false) => format!("  new warnings: {warnings}"),
        };
        format!("{}  {kind:<4}  {file}  {count} {unit}  {took} ms{pages}{state}{new}", self.time)
    }

    /// The object for tools.
    pub fn json(&self) -> serde_json::Value {
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
            "new": { "errors": self.new[0], "warnings": self.new[1] },
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

/// Says where the preview is, and returns that.
pub fn greet(args: &ServeArgs, bound: &[SocketAddr], first: &str, reporter: &Reporter) -> String {
    let address =
        bound.first().copied().unwrap_or_else(|| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0));
    let local = if address.ip().is_unspecified() {
        SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), address.port())
    } else {
        address
    };
    let url = format!("http://{local}/{first}");
    let is_vi = reporter.language == Language::Vi;
    let busy = match (args.port, is_vi) {
        (None, true) if address.port() != server::PORT => format!("     (cổng {} đang bận)", server::PORT),
        (None, false) if address.port() != server::PORT => format!("     (port {} is taken)", server::PORT),
        _ => String::new(),
    };
    // The address is what was asked for: programs read it from the standard output.
    match reporter.format {
        Format::Json => reporter.event("", &serde_json::json!({ "event": "ready", "url": url })),
        Format::Human | Format::Short => reporter.answer(format!("{url}\n").as_bytes()),
    }
    let open_to_all = args.host.is_some_and(|host| !host.is_loopback());
    let warning = match (open_to_all, is_vi) {
        (false, true) => format!("  chỉ máy này mở được; thêm --host ĐỊA-CHỈ để cho máy khác{busy}"),
        (false, false) => format!("  only this machine can open it; add --host ADDR for others{busy}"),
        (true, true) => "cảnh báo: máy khác trong mạng mở được trang này, kể cả bản nháp".to_owned(),
        (true, false) => "warning: other machines can open this site, drafts included".to_owned(),
    };
    mention(reporter, &warning);
    if address.ip().is_unspecified()
        && let Some(ip) = outward_address()
    {
        mention(reporter, &format!("  http://{}/", SocketAddr::new(ip, address.port())));
    }
    url
}

/// The address under which others reach this machine; nothing is sent.
fn outward_address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    socket.local_addr().ok().map(|address| address.ip())
}

/// Says something that only people need to know.
fn mention(reporter: &Reporter, words: &str) {
    if reporter.format != Format::Json {
        reporter.mention(words);
    }
}

fn say_loaded(loaded: &Loaded, reporter: &Reporter) {
    let (version, Loaded { directives, tasks, .. }) = (env!("CARGO_PKG_VERSION"), loaded);
    let (read, total) = (loaded.read.as_millis(), loaded.total.as_millis());
    let words = match reporter.language {
        Language::Vi => format!(
            "congbao {version}: {directives} văn bản, {tasks} nhiệm vụ; đọc {read} ms, tất cả {total} ms"
        ),
        Language::En => format!(
            "congbao {version}: {directives} directives, {tasks} tasks; read {read} ms, in all {total} ms"
        ),
    };
    let total = u64::try_from(total).unwrap_or(u64::MAX);
    let json =
        serde_json::json!({ "event": "loaded", "directives": directives, "tasks": tasks, "ms": total });
    reporter.event(&words, &json);
}

/// Says why changes are looked for, where they are not heard.
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
    let why = if reporter.language == Language::Vi { vi } else { en };
    let words = match reporter.language {
        Language::Vi => format!("  dò thay đổi theo chu kỳ: {why}"),
        Language::En => format!("  looking for changes at intervals: {why}"),
    };
    reporter.event(&words, &serde_json::json!({ "event": "polling", "why": why }));
}

fn say_refused(error: &Error, reporter: &Reporter) {
    let words = error.line(reporter.language);
    match reporter.format {
        Format::Json => {
            reporter.event("", &serde_json::json!({ "event": "refused", "message": words }));
        }
        Format::Human | Format::Short => reporter.say(&words),
    }
}

fn say_missed(count: usize, reporter: &Reporter) {
    let words = match reporter.language {
        Language::Vi => format!("({count} dòng không in kịp)"),
        Language::En => format!("({count} lines were left out)"),
    };
    reporter.event(&words, &serde_json::json!({ "event": "missed", "count": count }));
}

/// Prints the first of some faults; for a tool all of them.
fn print_faults(reporter: &Reporter, faults: &[Diagnostic]) {
    if reporter.format == Format::Json {
        return reporter.diagnostics(faults);
    }
    reporter.diagnostics(&faults[..faults.len().min(PRINTED)]);
    if let Some(more) = faults.len().checked_sub(PRINTED).filter(|more| *more > 0) {
        reporter.mention(&match reporter.language {
            Language::Vi => format!("và {more} thông báo nữa: congbao check"),
            Language::En => format!("and {more} more: congbao check"),
        });
    }
}
