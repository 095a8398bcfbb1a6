//! `congbao serve`: waits for a change, loads the site again, hands it to the preview, says what happened.
//!
//! Owns the loop, which ends on a signal only; what it says stands in `words.rs`.

mod words;

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::error::Error;
use congbao::language::Language;
use congbao::last_good::{LastGood, news};
use congbao::model::register::settings::Settings;
use congbao::model::time::date::Date;
use congbao::read::snapshot::{FileChange, Sources, Touched};
use congbao::read::watch::Watch;
use congbao::site::Options;
use congbao::write::preview::request::Hosts;
use congbao::write::preview::{Preview, Shown, server};
use congbao::write::report::Reporter;

use super::{CommonArgs, clock, load};
use words::{Line, Loaded, Teller, Told};

/// How often the day is asked for.
const PATIENCE: Duration = Duration::from_secs(1);

#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Tệp mở đầu tiên, như content/directives/2026/1.md (file whose page is opened).
    file: Option<PathBuf>,
    /// Cổng; mặc định 4320 hoặc cổng trống kế tiếp (port).
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// Địa chỉ cho máy khác mở được; mặc định chỉ máy này (address to bind).
    #[arg(long, value_name = "ADDR")]
    host: Option<IpAddr>,
    /// Tên máy khác được dùng để mở (further name under which it may be reached).
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// Mở trình duyệt (open the browser).
    #[arg(long)]
    open: bool,
    /// Luôn chuyển đến trang vừa sửa (go to the page that changed last).
    #[arg(long)]
    follow: bool,
    /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Dò thay đổi theo chu kỳ, mặc định 1000 ms, thay vì chờ hệ thống báo (look for changes).
    #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, default_missing_value = "1000")]
    poll: Option<u64>,
}

/// Serves until a signal ends it. A port or folder that the machine refuses at the start is an error;
/// later refusals are told, and waited out.
pub fn run(args: &ServeArgs, common: &CommonArgs, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let root = load::find_root(common.root.as_deref())?;
    // Changes are told under the path without symbolic links.
    let root = root.canonicalize().map_err(|cause| Error::read(&root, cause))?;
    let as_of = args.as_of.as_deref().map(clock::day).transpose()?;
    let listeners = server::bind(args.host, args.port)?;
    let bound: Vec<SocketAddr> = listeners.iter().filter_map(|l| l.local_addr().ok()).collect();
    let mut watch = Watch::start(&root, args.poll.map(Duration::from_millis));
    let hosts = Hosts::new(bound.iter().map(SocketAddr::ip), &args.allow_host);
    let preview = Arc::new(Preview::new(&root, hosts, reporter.language));
    server::serve(listeners, &preview)?;
    // The page of a file is known when the site is; any other is there at once, and waits for the site.
    let greeted = args.file.is_none().then(|| greet(args, &bound, "", reporter)).transpose()?;
    let begun = Instant::now();
    preview.say_progress(words::reading(reporter.language));
    let sources = Sources::read(&root)?;
    let read = begun.elapsed();
    preview.say_progress(&words::loading(sources.under("").count(), reporter.language));
    let options = options(as_of, &sources)?;
    let last_good = LastGood::new(sources.clone(), &options);
    let (first, faults) = (first_page(args.file.as_deref(), &root, &last_good), last_good.faults.clone());
    let content = last_good.site.content();
    let loaded = Loaded {
        directives: content.catalog.directives().len(),
        tasks: content.totals.all.all(),
        read,
        total: begun.elapsed(),
    };
    reporter.language = common.language().unwrap_or(content.settings.language);
    let (time, language) = (clock::time(&content.settings.time_zone), reporter.language);
    preview.show(Shown { last_good, options: options.clone(), time, language }, None);
    if greeted.is_none() {
        greet(args, &bound, &first, reporter)?;
    }
    let (mut teller, told) = Teller::new();
    std::thread::scope(|scope| {
        scope.spawn(move || words::print(told, reporter));
        teller.tell(Told::Loaded(loaded));
        teller.tell(Told::Faults(faults));
        teller.tell(Told::Polling(watch.polling().cloned()));
        let (language, follow) = (common.language(), args.follow);
        Loop { root, as_of, language, follow, teller, preview: &preview, sources, options }.run(&mut watch)
    })
}

/// Says where the preview is, and opens it where that is wanted.
fn greet(args: &ServeArgs, bound: &[SocketAddr], first: &str, reporter: &mut Reporter) -> Result<(), Error> {
    let url = words::greet(args, bound, first, reporter);
    // Later on the preview is what was asked for, not what is said of it.
    reporter.outcome()?;
    if args.open {
        // Where no browser can be opened the address stands above.
        let _ = open::that_detached(&url);
    }
    Ok(())
}

/// What the loop keeps from one change to the next.
struct Loop<'a> {
    /// The folder that holds `content/`, without symbolic links.
    root: PathBuf,
    /// The day, where it is not today.
    as_of: Option<Date>,
    /// The language that was asked for.
    language: Option<Language>,
    /// Whether open pages go to what changed last.
    follow: bool,
    teller: Teller,
    preview: &'a Preview,
    sources: Sources,
    options: Options,
}

impl Loop<'_> {
    fn run(&mut self, watch: &mut Watch) -> ! {
        let mut was_polling = watch.polling().cloned();
        loop {
            let touched = watch.wait(PATIENCE);
            if watch.polling() != was_polling.as_ref() {
                was_polling = watch.polling().cloned();
                self.teller.tell(Told::Polling(was_polling.clone()));
            }
            let begun = Instant::now();
            if let Some(touched) = touched {
                match self.sources.reread(&self.root, &touched) {
                    Ok(sources) => self.take(sources, begun),
                    // The next look may succeed; until then the last state is shown.
                    Err(error) => self.teller.tell(Told::Refused(error)),
                }
                if touched == Touched::Everything {
                    watch.looked(begun.elapsed());
                }
            } else if let Ok(options) = options(self.as_of, &self.sources)
                && options.as_of != self.options.as_of
            {
                self.take(self.sources.clone(), begun);
            }
        }
    }

    /// Takes the next snapshot, if anything is new.
    fn take(&mut self, sources: Sources, begun: Instant) {
        let options = options(self.as_of, &sources).unwrap_or_else(|_| self.options.clone());
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
        let Some(before) = self.preview.state() else { return };
        let last_good = before.shown.last_good.next(sources.clone(), &options);
        (self.sources, self.options) = (sources, options.clone());
        let content = last_good.site.content();
        let language = self.language.unwrap_or(content.settings.language);
        self.teller.tell(Told::Language(language));
        let time = clock::time(&content.settings.time_zone);
        let last = changes.iter().rev().find_map(|(_, path)| content.address_of(path));
        let follow = last.filter(|_| self.follow);
        let (faults, kept) = (last_good.faults.clone(), last_good.kept.len());
        let was_wrong = before.shown.last_good.faults.iter().any(is_error);
        let new: Vec<Diagnostic> =
            news(&before.shown.last_good.faults, &faults).into_iter().cloned().collect();
        let shown = Shown { last_good, options, time: time.clone(), language };
        let pages = self.preview.show(shown, follow.as_deref());
        let [errors, _] = words::counted(faults.iter());
        let counted = words::counted(new.iter());
        let took = begun.elapsed();
        self.teller.tell(Told::Change(Line {
            time,
            changes,
            pages,
            took,
            errors,
            new: counted,
            was_wrong,
            kept,
        }));
        self.teller.tell(Told::Faults(new));
    }
}

fn options(as_of: Option<Date>, sources: &Sources) -> Result<Options, Error> {
    let as_of = match as_of {
        Some(day) => day,
        None => clock::today(&Settings::of(sources).0.time_zone)?,
    };
    Ok(Options { as_of, base_url: None, drafts: true })
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

/// The address of the page that is opened first: that of `file`, if it has one.
fn first_page(file: Option<&Path>, root: &Path, last_good: &LastGood) -> String {
    let Some(file) = file else { return String::new() };
    let file = file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let below = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
    last_good.site.content().address_of(&below).unwrap_or_else(|| ".congbao/".to_owned())
}
