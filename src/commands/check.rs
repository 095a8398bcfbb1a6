//! `congbao check`: everything that `build` does but the writing, drafts included.

use std::process::ExitCode;

use congbao::diagnostic;
use congbao::error::Error;
use congbao::language::Language;
use congbao::write::report::{Reporter, summary};
use rayon::prelude::*;

use super::CommonArgs;
use super::load::{Load, Loaded, has_errors};

#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    /// Cảnh báo cũng là lỗi (warnings are errors).
    #[arg(long)]
    strict: bool,
}

/// Checks a site; 1 where it has errors.
pub fn run(args: &CheckArgs, common: &CommonArgs, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let load = Load { as_of: args.as_of.as_deref(), strict: args.strict, drafts: true, base_url: None };
    let Loaded { site, mut faults, .. } = load.run(common, reporter)?;
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
