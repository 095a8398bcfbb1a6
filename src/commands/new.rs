//! `congbao new`: a file with the front matter to fill in; prints its path.

use std::process::ExitCode;

use clap::Subcommand;
use congbao::error::Error;
use congbao::write::report::Reporter;
use congbao::write::scaffold;

use super::load::{Load, Loaded};
use super::{CommonArgs, clock};

#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Loại tệp.
    #[command(subcommand)]
    file: NewFile,
}

#[derive(Debug, Subcommand)]
enum NewFile {
    /// Một văn bản (a directive).
    Directive {
        /// Số, như 34-KH/TU.
        number: String,
        /// Ngày văn bản; mặc định hôm nay (date of the directive).
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Một báo cáo có nội dung (a report with a text).
    Report {
        /// Số văn bản.
        number: String,
        /// Mã nhiệm vụ.
        deadline: String,
        /// Mã đơn vị.
        organization: String,
    },
}

/// Makes the file.
pub fn run(args: &NewArgs, common: &CommonArgs, reporter: &mut Reporter) -> Result<ExitCode, Error> {
    let Loaded { root, site, .. } = Load { drafts: true, ..Load::default() }.run(common, reporter)?;
    let content = site.content();
    let file = match &args.file {
        NewFile::Directive { number, date } => {
            let date = date.as_deref().map_or(Ok(content.scope.as_of), clock::day)?;
            scaffold::directive(content, number, date)?
        }
        NewFile::Report { number, deadline, organization } => {
            scaffold::report(content, number, deadline, organization, content.scope.as_of)?
        }
    };
    let path = file.write(&root)?;
    reporter.answer(format!("{}\n", path.display()).as_bytes());
    Ok(ExitCode::SUCCESS)
}
