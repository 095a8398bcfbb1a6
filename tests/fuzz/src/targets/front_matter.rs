//! What stands between the fences of a directive or a report, or, in a text without any, the settings and the
//! register: the whole way from YAML to what it means.

use congbao::model::document::directive::DirectiveFile;
use congbao::model::document::field::Fields;
use congbao::model::register::organization::{self, Register};
use congbao::model::register::settings::Settings;
use congbao::model::work::progress::ReportFile;
use congbao::place::Span;
use congbao::read::front_matter::split;
use congbao::read::snapshot::Sources;
use congbao::read::yaml::{self, Node, NodeKind};

use super::holds;

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let told = faults_of(&text);
    assert_eq!(faults_of(&text), told, "read twice");
}

fn faults_of(text: &str) -> String {
    let is_document = text.trim_start_matches('\u{feff}').starts_with("---");
    let paths = match is_document {
        true => ["content/directives/a.md", "content/progress/a.md"],
        false => ["content/site.yaml", "content/organizations.yaml"],
    };
    let sources = Sources::from_texts(paths.map(|path| (path.into(), text.to_owned())));
    let faults = match is_document {
        true => {
            let [directive, report] = paths.map(|path| sources.get(path).expect("a file"));
            tree(&sources, paths[0]);
            let directive = DirectiveFile::of(directive, &Fields::default());
            assert!(
                directive.directive.is_some() || !directive.faults.is_empty(),
                "no directive and no fault"
            );
            [&directive.faults[..], &ReportFile::of(report).faults].concat()
        }
        false => {
            let register = Register::read(&sources.part(&[organization::PATH])).1;
            [&Settings::of(&sources).1[..], &register].concat()
        }
    };
    holds::faults(&faults, &sources);
    format!("{faults:?}")
}

/// What is read stands inside of what it belongs to.
fn tree(sources: &Sources, path: &str) {
    let source = sources.get(path).expect("a file");
    let text = source.text().expect("a text");
    let Ok(parts) = split(source, text) else { return };
    assert!(text.get(parts.yaml.range()).is_some() && text.get(parts.body.range()).is_some(), "{parts:?}");
    assert!(parts.yaml.end <= parts.body.start && parts.body.end as usize == text.len(), "{parts:?}");
    if let Ok(node) = yaml::parse(source, text, parts.yaml) {
        spans(&node, text, parts.yaml);
    }
}

fn spans(node: &Node, text: &str, above: Span) {
    let lies = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} cuts a character");
        assert!(above.start <= span.start && span.end <= above.end, "{span:?} is not inside of {above:?}");
    };
    lies(node.span);
    match &node.kind {
        NodeKind::Null | NodeKind::Text(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| spans(item, text, above)),
        NodeKind::Map(entries) => {
            for entry in entries {
                lies(entry.key_span);
                spans(&entry.value, text, above);
            }
        }
    }
}
