//! `congbao explain`: the long text of a diagnostic, or what layouts see.

use std::process::ExitCode;

use congbao::error::Error;
use congbao::explain;
use congbao::language::Words;
use congbao::nearest::nearest;
use congbao::render::reference;
use congbao::write::report::Reporter;

use super::bad_value;

#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Mã, như unknown-key; hoặc `layouts`: khuôn trang thấy gì.
    code: String,
}

/// The word that is no code: what the layouts of a theme see.
const LAYOUTS: &str = "layouts";

/// Prints the text; a code that no diagnostic has is refused.
pub fn run(ExplainArgs { code }: &ExplainArgs, reporter: &Reporter) -> Result<ExitCode, Error> {
    if code == LAYOUTS {
        reporter.answer(reference::text(reporter.language).as_bytes());
        return Ok(ExitCode::SUCCESS);
    }
    let Some(words) = explain::of(code) else {
        let remedy = match nearest(code, explain::codes().chain([LAYOUTS])) {
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
