//! The reference of layouts: which there are, and what each of them sees.
//!
//! Made of the declarations of the views themselves: names, kinds and sentences are those that stand beside the
//! fields, so that none is told in two places. Does not know how a layout uses them.

use std::fmt::Write;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::language::Language;
use crate::render::theme::labels::Labels;
use crate::render::views::directive::DirectiveView;
use crate::render::views::frame::{PageView, SiteView};
use crate::render::views::home::HomeView;
use crate::render::views::issuer::{IssuerView, IssuersView};
use crate::render::views::matrix::MatrixView;
use crate::render::views::organization::OrganizationView;
use crate::render::views::page::FreePageView;
use crate::render::views::redirect::RedirectView;
use crate::render::views::register::RegisterView;
use crate::render::views::report::ReportPageView;
use crate::render::views::sheet::SheetView;
use crate::render::views::timeline::TimelineView;
use crate::render::views::topic::{TopicView, TopicsView};
use crate::render::views::year::{YearView, YearsView};

/// A layout of a page, and the view that it has beside what every layout has.
struct Layout {
    file: &'static str,
    /// The word under which it finds the view; empty where it has none.
    name: &'static str,
    view: fn(&mut SchemaGenerator) -> Schema,
}

const fn layout<View: JsonSchema>(file: &'static str, name: &'static str) -> Layout {
    Layout { file, name, view: subschema::<View> }
}

fn subschema<View: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<View>()
}

/// Every layout of a page.
const LAYOUTS: &[Layout] = &[
    layout::<DirectiveView>("directive.html", "directive"),
    layout::<HomeView>("home.html", "home"),
    layout::<IssuerView>("issuer.html", "issuer"),
    layout::<IssuersView>("issuers.html", "issuers"),
    layout::<MatrixView>("matrix.html", "matrix"),
    layout::<()>("not-found.html", ""),
    layout::<OrganizationView>("organization.html", "organization"),
    layout::<RegisterView>("organizations.html", "register"),
    layout::<FreePageView>("page.html", "free_page"),
    layout::<RedirectView>("redirect.html", "redirect"),
    layout::<ReportPageView>("report.html", "report"),
    layout::<SheetView>("sheet.html", "sheet"),
    layout::<TimelineView>("timeline.html", "timeline"),
    layout::<TopicView>("topic.html", "topic"),
    layout::<TopicsView>("topics.html", "topics"),
    layout::<YearView>("year.html", "year"),
    layout::<YearsView>("years.html", "years"),
];

/// What every layout has.
const EVERYWHERE: &[Layout] = &[
    layout::<SiteView>("", "site"),
    layout::<PageView>("", "page"),
    layout::<Labels>("", "labels"),
    layout::<String>("", "states"),
];

/// What every layout has, each layout with its view, and all views by name, as JSON Schema.
pub fn schema() -> Value {
    let mut generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut named = |layouts: &[Layout]| -> Map<String, Value> {
        let view = |one: &Layout| (one.name.to_owned(), (one.view)(&mut generator).to_value());
        layouts.iter().map(view).collect()
    };
    let everywhere = named(EVERYWHERE);
    let views: Vec<Map<String, Value>> = LAYOUTS.iter().map(|one| named(std::slice::from_ref(one))).collect();
    let files = LAYOUTS.iter().map(|one| one.file.to_owned());
    let layouts: Map<String, Value> = files.zip(views).map(|(file, view)| (file, json!(view))).collect();
    json!({"everywhere": everywhere, "layouts": layouts, "views": generator.take_definitions(true)})
}

/// The reference as people read it.
pub fn text(language: Language) -> String {
    let schema = schema();
    let mut text = opening(language).to_owned();
    let entries = |value: &Value| value.as_object().cloned().unwrap_or_default();
    for (name, view) in entries(&schema["everywhere"]) {
        let _ = writeln!(text, "  {name:<20} {}", kind(&view));
    }
    text.push('\n');
    for (file, views) in entries(&schema["layouts"]) {
        let views = entries(&views);
        let view = views.iter().find(|(name, _)| !name.is_empty());
        let view = view.map(|(name, view)| format!("{name:<20} {}", kind(view))).unwrap_or_default();
        let _ = writeln!(text, "{}", format!("  {file:<20} {view}").trim_end());
    }
    for (name, view) in entries(&schema["views"]) {
        let _ = writeln!(text, "\n{name}: {}", sentence(&view));
        for (field, value) in entries(&view["properties"]) {
            let _ = writeln!(text, "  {field:<20} {}. {}", kind(&value), sentence(&value));
        }
    }
    text
}

fn opening(language: Language) -> &'static str {
    match language {
        Language::Vi => {
            "Mỗi khuôn thấy `site`, `page`, `labels`, `states` và dữ liệu của trang mình; khuôn của trang có\n\
             lời văn thấy thêm `text`, là HTML. Tên và kiểu lấy từ chính mã nguồn, lời mô tả bằng tiếng Anh.\n\
             Khuôn riêng để trong layouts/, mở đầu bằng `{% extends \"congbao/base.html\" %}`; các khối của\n\
             base.html: head, header, nav, main_class, main, footer.\n\n"
        }
        Language::En => {
            "Every layout sees `site`, `page`, `labels`, `states` and the view of its page; the layout of a page\n\
             with a text sees `text` too, which is HTML. Names, kinds and sentences are those of the source.\n\
             Own layouts stand in layouts/ and begin with `{% extends \"congbao/base.html\" %}`; the blocks of\n\
             base.html: head, header, nav, main_class, main, footer.\n\n"
        }
    }
}

/// The sentence that stands beside a field or a view.
fn sentence(schema: &Value) -> String {
    let words = schema["description"].as_str().unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a value is, in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(view) = schema["$ref"].as_str() {
        return view.rsplit('/').next().unwrap_or_default().to_owned();
    }
    if let Some(one_of) = schema["anyOf"].as_array() {
        let kinds: Vec<String> = one_of.iter().map(kind).collect();
        return kinds.join(" or ");
    }
    match &schema["type"] {
        Value::String(only) => word(only, schema),
        Value::Array(several) => {
            let kinds: Vec<String> =
                several.iter().filter_map(Value::as_str).map(|kind| word(kind, schema)).collect();
            kinds.join(" or ")
        }
        _ => "any".to_owned(),
    }
}

fn word(json: &str, schema: &Value) -> String {
    match json {
        "string" => "text".to_owned(),
        "integer" | "number" => "number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "null" => "none".to_owned(),
        "array" if schema["prefixItems"].is_array() => "list".to_owned(),
        "array" => format!("list of {}", kind(&schema["items"])),
        _ => format!("{} by key", kind(&schema["additionalProperties"])),
    }
}
