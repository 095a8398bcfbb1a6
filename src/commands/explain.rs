//! `congbao explain`: the long text of a diagnostic.

use std::process::ExitCode;

use congbao::error::Error;
use congbao::explain;
use congbao::language::Words;
use congbao::nearest::nearest;
use congbao::write::report::Reporter;

use super::bad_value;

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Mã, như unknown-key.
    code: String,
}

/// Prints the text; a code that no diagnostic has is refused.
pub fn run(ExplainArgs { code }: &ExplainArgs, reporter: &Reporter) -> Result<ExitCode, Error> {
    let Some(words) = explain::of(code) else {
        let remedy = match nearest(code, explain::codes()) {
            Some(near) => Words::new(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
            None => Words::new(
                "mã đứng trong ngoặc vuông của thông báo",
                "the code stands in the brackets of a message",
            ),
        };
        return Err(bad_value(code, remedy));
    };
    reporter.answer(format!("{code}\n\n{}\n", words.in_language(reporter.language)).as_bytes());
    Ok(ExitCode::SUCCESS)
}
