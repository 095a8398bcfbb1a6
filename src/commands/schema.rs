//! `congbao schema`: JSON Schema for editors, from the declarations that read the files.

use std::process::ExitCode;

use clap::ValueEnum;
use congbao::error::Error;
use congbao::model::document::typed::{TypedDirective, TypedPage, TypedReport};
use congbao::model::register::typed::{TypedOrganization, TypedSite};
use congbao::write::report::Reporter;

#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Của loại tệp nào; mặc định tất cả (of which kind of file).
    #[arg(value_enum)]
    of: Option<SchemaOf>,
}

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SchemaOf {
    /// content/directives/**/*.md
    Directive,
    /// content/progress/**/*.md
    Report,
    /// content/pages/**/*.md
    Page,
    /// content/site.yaml
    Site,
    /// content/organizations.yaml
    Organizations,
}

/// Prints one schema, or all by their names.
pub fn run(args: &SchemaArgs, reporter: &Reporter) -> Result<ExitCode, Error> {
    let json = match args.of {
        Some(of) => schema(of).to_value(),
        None => serde_json::json!({
            "directive": schema(SchemaOf::Directive),
            "report": schema(SchemaOf::Report),
            "page": schema(SchemaOf::Page),
            "site": schema(SchemaOf::Site),
            "organizations": schema(SchemaOf::Organizations),
        }),
    };
    reporter.answer(format!("{json:#}\n").as_bytes());
    Ok(ExitCode::SUCCESS)
}

fn schema(of: SchemaOf) -> schemars::Schema {
    match of {
        SchemaOf::Directive => schemars::schema_for!(TypedDirective),
        SchemaOf::Report => schemars::schema_for!(TypedReport),
        SchemaOf::Page => schemars::schema_for!(TypedPage),
        SchemaOf::Site => schemars::schema_for!(TypedSite),
        SchemaOf::Organizations => schemars::schema_for!(Vec<TypedOrganization>),
    }
}
