//! `congbao tasks`: who owes what, by when, as of a day; as a table, CSV or JSON.

mod filter;
mod table;

use std::process::ExitCode;

use clap::ValueEnum;
use congbao::diagnostic::{Diagnostic, Severity};
use congbao::error::Error;
use congbao::render::data;
use congbao::write::report::Reporter;

use super::CommonArgs;
use super::load::{Load, Loaded};
use filter::TaskFilter;

#[derive(Debug, clap::Args)]
pub struct TasksArgs {
    /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Việc chưa xong, đến hạn trong chừng ấy ngày, như 30d (open and due within).
    #[arg(long, value_name = "DAYS")]
    within: Option<String>,
    /// Tình trạng, cách nhau bằng dấu phẩy, như overdue,due-soon (states).
    #[arg(long, value_name = "STATES")]
    state: Option<String>,
    /// Mã hoặc tên đơn vị (id or name of an organisation).
    #[arg(long, value_name = "ID")]
    organization: Option<String>,
    /// Số văn bản (number of a directive).
    #[arg(long, value_name = "NUMBER")]
    directive: Option<String>,
    /// Dạng kết quả (form of the answer).
    #[arg(long, value_enum, default_value_t = TaskFormat::Table, value_name = "FORMAT")]
    format: TaskFormat,
}

/// How tasks are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TaskFormat {
    /// A table for people.
    Table,
    /// CSV (RFC 4180).
    Csv,
    /// JSON, as in the open data.
    Json,
}

/// Prints the tasks that are asked for; of a site with errors the errors, and 1.
pub fn run(args: &TasksArgs, common: &CommonArgs, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let load = Load { as_of: args.as_of.as_deref(), ..Load::default() };
    let Loaded { site, faults, .. } = load.run(common, reporter)?;
    let errors: Vec<Diagnostic> =
        faults.into_iter().filter(|fault| fault.severity == Severity::Error).collect();
    if !errors.is_empty() {
        reporter.diagnostics(&errors);
        return Ok(ExitCode::from(1));
    }
    let content = site.content();
    let filter = TaskFilter::new(args, content)?;
    let tasks: Vec<_> = content.tasks().filter(|task| filter.takes(task)).collect();
    reporter.answer(&match args.format {
        TaskFormat::Table => {
            table::table(&tasks, &content.labels, reporter.language, terminal_width()).into_bytes()
        }
        TaskFormat::Csv => data::tasks_csv(tasks),
        TaskFormat::Json => data::json(&tasks),
    });
    Ok(ExitCode::SUCCESS)
}

/// Columns of the terminal that tables go to, if they go to one.
fn terminal_width() -> Option<usize> {
    terminal_size::terminal_size_of(std::io::stdout())
        .map(|(terminal_size::Width(width), _)| usize::from(width))
}
