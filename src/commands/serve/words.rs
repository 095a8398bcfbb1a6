//! What the terminal is told while a site is edited.
//!
//! Owns the words; what happened is told to it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::time::Duration;

use congbao::diagnostic::Diagnostic;
use congbao::language::Language;
use congbao::read::snapshot::FileChange;
use congbao::read::watch::Polling;
use congbao::site::Site;
use congbao::write::preview::server;
use congbao::write::report::Reporter;

use super::ServeArgs;

/// Diagnostics that are printed for one change.
const PRINTED: usize = 20;

/// What one change did.
pub struct Line {
    pub time: String,
    pub changes: Vec<(FileChange, String)>,
    pub pages: Vec<String>,
    pub took: Duration,
    pub errors: usize,
    pub was_wrong: bool,
    pub kept: usize,
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
        format!("{}  {kind:<4}  {file}  {count} {unit}  {took} ms{pages}{state}", self.time)
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

/// Says what was loaded, and how long that took.
pub fn say_loaded(site: &Site, read: Duration, total: Duration, reporter: &Reporter) {
    let (version, content) = (env!("CARGO_PKG_VERSION"), site.content());
    let (directives, tasks) = (content.catalog.directives().len(), content.totals.all.all());
    let (read, total) = (read.as_millis(), total.as_millis());
    reporter.mention(&match reporter.language {
        Language::Vi => format!(
            "congbao {version}: {directives} văn bản, {tasks} nhiệm vụ; đọc {read} ms, tất cả {total} ms"
        ),
        Language::En => {
            format!(
                "congbao {version}: {directives} directives, {tasks} tasks; read {read} ms, in all {total} ms"
            )
        }
    });
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
    reporter.answer(format!("{url}\n").as_bytes());
    let open_to_all = args.host.is_some_and(|host| !host.is_loopback());
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

/// Says why changes are looked for, where they are not heard.
pub fn say_polling(polling: Option<&Polling>, reporter: &Reporter) {
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

/// Prints the first of some faults.
pub fn print_faults(reporter: &Reporter, faults: &[Diagnostic]) {
    reporter.diagnostics(&faults[..faults.len().min(PRINTED)]);
    if let Some(more) = faults.len().checked_sub(PRINTED).filter(|more| *more > 0) {
        reporter.mention(&match reporter.language {
            Language::Vi => format!("và {more} thông báo nữa: congbao check"),
            Language::En => format!("and {more} more: congbao check"),
        });
    }
}
