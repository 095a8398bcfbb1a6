//! Runs one command: asks the clock, prints, gives the exit code.
//!
//! 0 fine, 1 the content has errors and nothing was published, 2 the machine refused or the command
//! line was wrong.

mod serve;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{CommandFactory, Parser};
use congbao::cli::{Cli, Color, Command, New, SchemaOf, TaskFormat};
use congbao::diagnostic::{self, Diagnostic, Severity};
use congbao::error::Error;
use congbao::explain;
use congbao::language::{Language, Words};
use congbao::model::document::typed::{TypedDirective, TypedOrganization, TypedReport, TypedSite};
use congbao::model::register::settings::{Settings, base_url};
use congbao::model::time::date::{Date, typed_day};
use congbao::read::source::Sources;
use congbao::render::data;
use congbao::site::{Options, Site};
use congbao::write::publish::{Published, publish};
use congbao::write::report::{Reporter, summary};
use congbao::write::scaffold;
use congbao::write::tasks::{TaskFilter, table};

/// A large site is many small values: with glibc's allocator, taking in an edit takes half as long again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.color {
        Color::Auto => {}
        Color::Always => anstream::ColorChoice::Always.write_global(),
        Color::Never => anstream::ColorChoice::Never.write_global(),
    }
    let mut reporter = Reporter {
        format: cli.message_format,
        language: cli.lang.map_or_else(locale, Language::from),
        quiet: cli.quiet,
        width: columns(),
    };
    match run(&cli, &mut reporter) {
        Ok(code) => code,
        Err(error) => {
            let word = if reporter.language == Language::Vi { "lỗi" } else { "error" };
            reporter.say(&format!("{word}: {}", error.line(reporter.language)));
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    match &cli.command {
        Command::Build { output, as_of, base_url, strict } => {
            build(cli, reporter, output.as_deref(), as_of.as_deref(), base_url.as_deref(), *strict)
        }
        Command::Serve { .. } => serve(cli, reporter),
        Command::Check { as_of, strict } => check(cli, reporter, as_of.as_deref(), *strict),
        Command::New { what } => new(cli, reporter, what),
        Command::Tasks { .. } => tasks(cli, reporter),
        Command::Schema { of } => {
            reporter.answer(&schema(*of));
            Ok(ExitCode::SUCCESS)
        }
        Command::Explain { code } => explain(reporter, code),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "congbao", &mut script);
            reporter.answer(&script);
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(Cli::command()).render(&mut page);
            rendered.map_err(|cause| Error::write(Path::new("man"), cause))?;
            reporter.answer(&page);
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn serve(cli: &Cli, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let Command::Serve { file, port, host, allow_host, open, follow, as_of, poll } = &cli.command else {
        return Ok(ExitCode::SUCCESS);
    };
    let asked = serve::Asked {
        root: serve::canonical(&find_root(cli.root.as_deref())?)?,
        file: file.clone(),
        port: *port,
        host: *host,
        allow_host: allow_host.clone(),
        open: *open,
        follow: *follow,
        as_of: as_of.as_deref().map(day).transpose()?,
        poll: poll.map(Duration::from_millis),
        language: cli.lang.map(Language::from),
    };
    serve::serve(&asked, &serve::Clock { today, time }, reporter)?;
    Ok(ExitCode::SUCCESS)
}

/// A site on disk, loaded.
struct Loaded {
    root: PathBuf,
    site: Site,
    faults: Vec<Diagnostic>,
    read: Duration,
    model: Duration,
}

/// What a command varies of a load.
struct Load<'a> {
    as_of: Option<&'a str>,
    base_url: Option<&'a str>,
    drafts: bool,
    strict: bool,
}

fn load(cli: &Cli, reporter: &mut Reporter, load: &Load<'_>) -> Result<Loaded, Error> {
    let root = find_root(cli.root.as_deref())?;
    let start = Instant::now();
    let sources = Sources::read(&root)?;
    let read = start.elapsed();
    let settings = Settings::of(&sources);
    let settings = &settings.0;
    if cli.lang.is_none() {
        reporter.language = settings.language;
    }
    let options = Options {
        as_of: match load.as_of {
            Some(typed) => day(typed)?,
            None => today(&settings.time_zone)?,
        },
        base_url: load
            .base_url
            .map(|typed| base_url(typed).map_err(|remedy| bad_value(typed, remedy)))
            .transpose()?,
        drafts: load.drafts,
    };
    let start = Instant::now();
    let (site, mut faults) = Site::load(&sources, &options);
    if load.strict {
        faults = faults.into_iter().map(Diagnostic::raised).collect();
    }
    Ok(Loaded { root, site, faults, read, model: start.elapsed() })
}

fn build(
    cli: &Cli,
    reporter: &mut Reporter,
    output: Option<&Path>,
    as_of: Option<&str>,
    base_url: Option<&str>,
    strict: bool,
) -> Result<ExitCode, Error> {
    let Loaded { root, site, mut faults, read, model } =
        load(cli, reporter, &Load { as_of, base_url, drafts: false, strict })?;
    let output = output.map_or_else(|| root.join("public"), Path::to_owned);
    let start = Instant::now();
    let mut published = None;
    if !has_errors(&faults) {
        let bar = progress_bar(site.routes().len(), start);
        match publish(&site, &root, &output, &|| bar.tick())? {
            Ok(done) => published = Some(done),
            Err(found) => faults.extend(found),
        }
        bar.finish();
    }
    diagnostic::sort(&mut faults);
    reporter.diagnostics(&faults);
    let Some(published) = published else {
        reporter.say(&not_published(&faults, reporter.language));
        return Ok(ExitCode::from(1));
    };
    let times = Times { read, model, write: start.elapsed() };
    reporter.mention(&said_of_build(&site, &faults, published, times, &output, reporter.language));
    Ok(ExitCode::SUCCESS)
}

fn check(cli: &Cli, reporter: &mut Reporter, as_of: Option<&str>, strict: bool) -> Result<ExitCode, Error> {
    use rayon::prelude::*;
    let Loaded { site, mut faults, .. } =
        load(cli, reporter, &Load { as_of, base_url: None, drafts: true, strict })?;
    let rendered = site.routes().par_iter().filter_map(|(path, route)| site.render(path, route).err());
    faults.extend(rendered.collect::<Vec<_>>());
    diagnostic::sort(&mut faults);
    reporter.diagnostics(&faults);
    let count = site.content().catalog.directives().len();
    let found = summary(&faults, reporter.language);
    reporter.mention(&match reporter.language {
        Language::Vi => format!("đã kiểm tra {count} văn bản: {found}"),
        Language::En => format!("checked {count} directives; {found}"),
    });
    Ok(if has_errors(&faults) { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn tasks(cli: &Cli, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let Command::Tasks { as_of, within, state, organization, directive, format } = &cli.command else {
        return Ok(ExitCode::SUCCESS);
    };
    let load_as = Load { as_of: as_of.as_deref(), base_url: None, drafts: false, strict: false };
    let Loaded { site, faults, .. } = load(cli, reporter, &load_as)?;
    let errors: Vec<Diagnostic> =
        faults.into_iter().filter(|fault| fault.severity == Severity::Error).collect();
    if !errors.is_empty() {
        reporter.diagnostics(&errors);
        return Ok(ExitCode::from(1));
    }
    let content = site.content();
    let mut choice = TaskFilter::default();
    let chosen = state
        .as_ref()
        .map_or(Ok(()), |typed| choice.states(typed))
        .and_then(|()| within.as_ref().map_or(Ok(()), |typed| choice.within(typed)))
        .and_then(|()| organization.as_ref().map_or(Ok(()), |typed| choice.organization(typed, content)))
        .and_then(|()| directive.as_ref().map_or(Ok(()), |typed| choice.directive(typed, content)));
    chosen.map_err(|(typed, remedy)| bad_value(&typed, remedy))?;
    let tasks: Vec<_> = content.tasks().into_iter().filter(|task| choice.takes(task)).collect();
    reporter.answer(&match format {
        TaskFormat::Table => table(&tasks, &content.labels, reporter.language, terminal_width()).into_bytes(),
        TaskFormat::Csv => data::tasks_csv(&tasks),
        TaskFormat::Json => data::json(&tasks),
    });
    Ok(ExitCode::SUCCESS)
}

fn new(cli: &Cli, reporter: &mut Reporter, what: &New) -> Result<ExitCode, Error> {
    let Loaded { root, site, .. } =
        load(cli, reporter, &Load { as_of: None, base_url: None, drafts: true, strict: false })?;
    let content = site.content();
    let file = match what {
        New::Directive { number, date } => {
            let date = date.as_deref().map_or(Ok(content.scope.as_of), day)?;
            scaffold::directive(content, number, date)?
        }
        New::Report { number, deadline, organization } => {
            scaffold::report(content, number, deadline, organization, content.scope.as_of)?
        }
    };
    let path = file.write(&root)?;
    reporter.answer(format!("{}\n", path.display()).as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn schema(of: Option<SchemaOf>) -> Vec<u8> {
    let one = |of| match of {
        SchemaOf::Directive => schemars::schema_for!(TypedDirective),
        SchemaOf::Report => schemars::schema_for!(TypedReport),
        SchemaOf::Site => schemars::schema_for!(TypedSite),
        SchemaOf::Organizations => schemars::schema_for!(Vec<TypedOrganization>),
    };
    let json = match of {
        Some(of) => one(of).to_value(),
        None => serde_json::json!({
            "directive": one(SchemaOf::Directive),
            "report": one(SchemaOf::Report),
            "site": one(SchemaOf::Site),
            "organizations": one(SchemaOf::Organizations),
        }),
    };
    format!("{json:#}\n").into_bytes()
}

fn explain(reporter: &Reporter, code: &str) -> Result<ExitCode, Error> {
    match explain::of(code) {
        Some(words) => {
            reporter.answer(format!("{code}\n\n{}\n", words.in_language(reporter.language)).as_bytes());
            Ok(ExitCode::SUCCESS)
        }
        None => {
            let near = congbao::nearest::nearest(code, explain::codes());
            let remedy = match near {
                Some(near) => Words::new(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
                None => Words::new(
                    "mã đứng trong ngoặc vuông của thông báo",
                    "the code stands in the brackets of a message",
                ),
            };
            Err(bad_value(code, remedy))
        }
    }
}

/// The folder that holds `content/`: as typed, or the nearest one upward.
fn find_root(typed: Option<&Path>) -> Result<PathBuf, Error> {
    if let Some(root) = typed {
        return if root.join("content").is_dir() { Ok(root.to_owned()) } else { Err(Error::no_site(root)) };
    }
    let here = std::env::current_dir().map_err(|cause| Error::read(Path::new("."), cause))?;
    let found = here.ancestors().find(|folder| folder.join("content").is_dir());
    found.map(Path::to_owned).ok_or_else(|| Error::no_site(&here))
}

/// A day as typed on the command line.
fn day(typed: &str) -> Result<Date, Error> {
    let remedy =
        || Words::new("viết năm-tháng-ngày, như `2026-11-20`", "write year-month-day, like `2026-11-20`");
    typed_day(typed).ok_or_else(|| bad_value(typed, remedy()))
}

/// Today in a time zone: here and in [`time`] alone the clock is asked.
fn today(time_zone: &str) -> Result<Date, Error> {
    let zone = jiff::tz::TimeZone::get(time_zone).map_err(|_| {
        bad_value(
            time_zone,
            Words::new("thêm `--as-of`, hoặc sửa `time_zone`", "add `--as-of`, or mend `time_zone`"),
        )
    })?;
    Ok(jiff::Timestamp::now().to_zoned(zone).date())
}

/// The time of day in a time zone.
fn time(time_zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(zone).strftime("%H:%M:%S").to_string()
}

fn bad_value(typed: &str, remedy: Words) -> Error {
    Error::usage(
        Words::new(format!("không dùng được `{typed}`"), format!("`{typed}` cannot be used")),
        remedy,
    )
}

fn has_errors(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|fault| fault.severity == Severity::Error)
}

/// The language of the system, Vietnamese where it has none.
fn locale() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    match set {
        Some(set) if set.starts_with("en") => Language::En,
        _ => Language::Vi,
    }
}

/// Columns for excerpts: those of the terminal, else of a sheet of paper.
fn columns() -> usize {
    let (terminal, _) = terminal_size::terminal_size_of(std::io::stderr()).unzip();
    terminal.map_or(100, |terminal_size::Width(width)| usize::from(width))
}

/// Columns of the terminal that tables go to, if they go to one.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout())
        .map(|(terminal_size::Width(width), _)| usize::from(width))
}

/// A progress bar that shows itself on a terminal after a second.
struct Bar {
    bar: indicatif::ProgressBar,
    start: Instant,
}

fn progress_bar(files: usize, start: Instant) -> Bar {
    let bar = indicatif::ProgressBar::hidden();
    bar.set_length(u64::try_from(files).unwrap_or(u64::MAX));
    Bar { bar, start }
}

impl Bar {
    fn tick(&self) {
        self.bar.inc(1);
        if self.bar.is_hidden() && self.start.elapsed() > Duration::from_secs(1) {
            self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
    }

    fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// How long each phase took.
struct Times {
    read: Duration,
    model: Duration,
    write: Duration,
}

fn not_published(faults: &[Diagnostic], language: Language) -> String {
    let found = summary(faults, language);
    match language {
        Language::Vi => format!("không công bố gì: {found}"),
        Language::En => format!("nothing was published; {found}"),
    }
}

fn said_of_build(
    site: &Site,
    faults: &[Diagnostic],
    published: Published,
    times: Times,
    output: &Path,
    language: Language,
) -> String {
    let content = site.content();
    let (directives, tasks) = (content.catalog.directives().len(), content.totals.all.all());
    let (drafts, secrets) = (content.catalog.drafts_left_out(), content.catalog.secrets_left_out());
    let Published { files, unchanged, .. } = published;
    let found = summary(faults, language);
    let (read, model, write) = (times.read.as_millis(), times.model.as_millis(), times.write.as_millis());
    let first = output.join("index.html");
    let (output, first) = (output.display(), first.display());
    match language {
        Language::Vi => {
            let left_out = match (drafts, secrets) {
                (0, 0) => String::new(),
                (drafts, 0) => format!("; để ngoài {drafts} bản nháp"),
                (drafts, secrets) => format!("; để ngoài {drafts} bản nháp, {secrets} văn bản mật"),
            };
            format!(
                "đã công bố {directives} văn bản, {tasks} nhiệm vụ vào {output}: {files} tệp, {unchanged} không đổi{left_out}\n\
                 {found}; đọc {read} ms, hiểu {model} ms, dựng và ghi {write} ms\nmở {first}"
            )
        }
        Language::En => {
            let left_out = match (drafts, secrets) {
                (0, 0) => String::new(),
                (drafts, 0) => format!("; left out: {drafts} drafts"),
                (drafts, secrets) => format!("; left out: {drafts} drafts, {secrets} secret documents"),
            };
            format!(
                "published {directives} directives, {tasks} tasks into {output}: {files} files, {unchanged} unchanged{left_out}\n\
                 {found}; read {read} ms, model {model} ms, render and write {write} ms\nopen {first}"
            )
        }
    }
}
