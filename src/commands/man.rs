//! `congbao man`: the manual page.

use std::path::Path;
use std::process::ExitCode;

use clap::CommandFactory;
use congbao::error::Error;
use congbao::write::report::Reporter;

use super::Cli;

/// Prints the page.
pub fn run(reporter: &Reporter) -> Result<ExitCode, Error> {
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(Cli::command()).render(&mut page);
    rendered.map_err(|cause| Error::write(Path::new("man"), cause))?;
    reporter.answer(&page);
    Ok(ExitCode::SUCCESS)
}
