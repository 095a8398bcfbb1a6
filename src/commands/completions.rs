//! `congbao completions`: what a shell needs to complete a command line.

use std::process::ExitCode;

use clap::CommandFactory;
use congbao::error::Error;
use congbao::write::report::Reporter;

use super::Cli;

#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Shell.
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

/// Prints the script of a shell.
pub fn run(args: &CompletionsArgs, reporter: &Reporter) -> Result<ExitCode, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "congbao", &mut script);
    reporter.answer(&script);
    Ok(ExitCode::SUCCESS)
}
