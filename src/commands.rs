//! The command line: one file a command, with its arguments, what it calls and what it prints.
//!
//! Owns what all commands share: the options that each takes, the language and width of what is said, and
//! the exit codes (0 fine, 1 the content has errors and nothing was published, 2 the machine refused or
//! the command line was wrong, 128 and its number a signal). Part of the program, not of the library.

mod build;
mod check;
mod clock;
mod completions;
mod explain;
mod load;
mod man;
mod new;
mod schema;
mod serve;
mod tasks;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use congbao::error::Error;
use congbao::language::{Language, Words};
use congbao::write::report::{Format, Reporter};

/// congbao: công bố văn bản chỉ đạo và tiến độ thực hiện (publish directives and how they are carried out).
#[derive(Debug, Parser)]
#[command(name = "congbao", version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Command,
}

/// Options that each command takes.
#[derive(Debug, clap::Args)]
struct CommonArgs {
    /// Thư mục chứa content/; mặc định: thư mục gần nhất từ đây trở lên (folder that holds content/).
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Dạng thông báo lỗi (form of diagnostics).
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    message_format: Format,
    /// Màu chữ trên màn hình (colours).
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    color: Color,
    /// Ngôn ngữ thông báo; mặc định theo site.yaml (language of messages).
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    lang: Option<Lang>,
    /// Chỉ in lỗi (print errors only).
    #[arg(long, short, global = true)]
    quiet: bool,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A language as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Dựng trang vào public/, trọn vẹn hoặc không gì cả (build the site, all or nothing).
    Build(build::BuildArgs),
    /// Kiểm tra mọi thứ mà không ghi, kể cả bản nháp (check everything, write nothing).
    Check(check::CheckArgs),
    /// Xem trước: lưu tệp là thấy ngay trên trình duyệt (live preview).
    Serve(serve::ServeArgs),
    /// Tạo tệp mới với phần đầu để điền (a new file to fill in).
    New(new::NewArgs),
    /// In nhiệm vụ: ai, việc gì, khi nào, tình trạng (list tasks).
    Tasks(tasks::TasksArgs),
    /// In JSON Schema cho trình soạn thảo (print JSON Schemas).
    Schema(schema::SchemaArgs),
    /// Giải thích một mã lỗi (explain a diagnostic).
    Explain(explain::ExplainArgs),
    /// In lệnh gợi ý cho shell (shell completions).
    Completions(completions::CompletionsArgs),
    /// In trang man (print the manual page).
    Man,
}

/// Runs the command that was typed.
pub fn run() -> ExitCode {
    match Cli::try_parse() {
        Ok(cli) => cli.run(),
        Err(said) => {
            // Help and the version are answers too.
            let mut reporter = Reporter::new(Format::default(), locale(), false, columns());
            reporter.keep(said.print());
            end(&mut reporter, Ok(ExitCode::from(u8::try_from(said.exit_code()).unwrap_or(2))))
        }
    }
}

/// The exit code, and the words for what the machine refused.
fn end(reporter: &mut Reporter, done: Result<ExitCode, Error>) -> ExitCode {
    done.and_then(|code| reporter.outcome().map(|()| code)).unwrap_or_else(|error| {
        let word = if reporter.language == Language::Vi { "lỗi" } else { "error" };
        reporter.say(&format!("{word}: {}", error.line(reporter.language)));
        ExitCode::from(error.exit_code())
    })
}

impl Cli {
    fn run(&self) -> ExitCode {
        let Cli { common, command } = self;
        match common.color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        let language = common.language().unwrap_or_else(locale);
        let mut reporter = Reporter::new(common.message_format, language, common.quiet, columns());
        let done = match command {
            Command::Build(args) => build::run(args, common, &mut reporter),
            Command::Check(args) => check::run(args, common, &mut reporter),
            Command::Serve(args) => serve::run(args, common, &mut reporter),
            Command::New(args) => new::run(args, common, &mut reporter),
            Command::Tasks(args) => tasks::run(args, common, &mut reporter),
            Command::Schema(args) => schema::run(args, &reporter),
            Command::Explain(args) => explain::run(args, &reporter),
            Command::Completions(args) => completions::run(args, &reporter),
            Command::Man => man::run(&reporter),
        };
        end(&mut reporter, done)
    }
}

impl CommonArgs {
    /// The language that was asked for.
    fn language(&self) -> Option<Language> {
        self.lang.map(|lang| match lang {
            Lang::Vi => Language::Vi,
            Lang::En => Language::En,
        })
    }
}

/// The refusal of a word of the command line.
fn bad_value(typed: &str, remedy: Words) -> Error {
    Error::usage(
        Words::new(format!("không dùng được `{typed}`"), format!("`{typed}` cannot be used")),
        remedy,
    )
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
