//! The settings of a site, as `content/site.yaml` gives them.
//!
//! Owns every default. Does not know what is overridden on the command line.

use crate::diagnostic::{self, Diagnostic};
use crate::language::{Language, Words};
use crate::model::document::field::{Field, Fields};
use crate::model::document::standing;
use crate::model::document::typed::{BeforeDay, FieldType, LanguageWord, SecretPolicy, TypedDirective};
use crate::model::names::number::Types;
use crate::model::register::typed::{TypedField, TypedSite};
use crate::place::Place;
use crate::read::decode::{At, Decode, Decoder, Text};
use crate::read::memo::Kept;
use crate::read::snapshot::{Part, Sources};
use crate::read::yaml::{self, NodeKind};

/// Where the settings stand.
pub const PATH: &str = "content/site.yaml";

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Name of the site.
    pub title: String,
    /// Language of labels, messages and addresses.
    pub language: Language,
    /// IANA name of the time zone of "today".
    pub time_zone: String,
    /// Absolute address of the site, with `/` at its end.
    pub base_url: Option<String>,
    /// A line on every page.
    pub notice: Option<String>,
    /// The last line of every page.
    pub footer: Option<String>,
    /// An image beside the title: path from `content/`.
    pub seal: Option<Text>,
    /// A style sheet after ours: path from `content/`.
    pub theme: Option<Text>,
    /// Days before its end from which a task is due soon.
    pub due_soon_days: u32,
    /// Whether the day in "trước ngày D" is still in time.
    pub before_day: BeforeDay,
    /// What a secret document does.
    pub secret: SecretPolicy,
    /// Types of documents.
    pub types: Types,
    /// Other sites.
    pub inventories: Vec<Inventory>,
    /// Further keys of directives.
    pub fields: Fields,
    /// Further entries of the menu.
    pub menu: Vec<MenuEntry>,
    /// Files that somebody has looked into.
    pub confirmed: Vec<Confirmed>,
}

/// An entry of the menu.
#[derive(Clone, Debug)]
pub struct MenuEntry {
    /// Its words; none for the title of the page.
    pub title: Option<String>,
    /// The file of a free page: path from `content/`.
    pub page: Text,
}

/// A file that somebody has looked into.
#[derive(Clone, Debug)]
pub struct Confirmed {
    /// Path from `content/`, or of a file of layouts from the root.
    pub file: Text,
    /// The SHA-256 of what was looked into, in hexadecimal digits.
    pub sha256: Text,
}

/// Another site whose directives are cited.
#[derive(Clone, Debug)]
pub struct Inventory {
    /// What it is called.
    pub name: String,
    /// Its list of directives: path from `content/`.
    pub file: Text,
    /// Its absolute address, with `/` at its end.
    pub base_url: String,
}

impl Settings {
    /// Whether they could not be read, or not their title: what they lack is no fault of who needs it.
    pub fn is_broken(&self) -> bool {
        self.title.is_empty()
    }

    /// The settings of `sources` and their faults, read once for the same file; defaults where nothing
    /// can be read.
    pub fn of(sources: &Sources) -> Kept<(Settings, Vec<Diagnostic>)> {
        sources.memo.get_or_compute(&sources.part(&[PATH]), Settings::read)
    }

    fn read(sources: &Part<'_>) -> (Settings, Vec<Diagnostic>) {
        let mut settings = Settings {
            title: String::new(),
            language: Language::Vi,
            time_zone: "Asia/Ho_Chi_Minh".to_owned(),
            base_url: None,
            notice: None,
            footer: None,
            seal: None,
            theme: None,
            due_soon_days: 7,
            before_day: BeforeDay::Inclusive,
            secret: SecretPolicy::Refuse,
            types: Types::new([]),
            inventories: Vec::new(),
            fields: Fields::default(),
            menu: Vec::new(),
            confirmed: Vec::new(),
        };
        let Some(source) = sources.get(PATH) else {
            return (settings, vec![diagnostic::missing_file(Place::file(PATH), "title")]);
        };
        let mut node = match yaml::of_file(source) {
            Ok(node) => node,
            Err(faults) => return (settings, faults),
        };
        if matches!(node.kind, NodeKind::Null) {
            node.kind = NodeKind::Map(Vec::new());
        }
        let mut decoder = Decoder::new(source);
        if let Some(typed) = TypedSite::decode(&node, &mut decoder) {
            settings.take(typed, &mut decoder);
        }
        (settings, decoder.faults)
    }

    fn take(&mut self, typed: TypedSite, decoder: &mut Decoder<'_>) {
        let text = |value: Option<Text>| value.map(|text| text.value);
        self.title = text(typed.title).unwrap_or_default();
        if let Some(language) = typed.language {
            self.language = match *language {
                LanguageWord::Vi => Language::Vi,
                LanguageWord::En => Language::En,
            };
        }
        if let Some(zone) = typed.time_zone {
            if jiff::tz::TimeZone::get(&zone).is_ok() {
                self.time_zone = zone.value;
            } else {
                let hint = Words::new("viết như `Asia/Ho_Chi_Minh`", "write it like `Asia/Ho_Chi_Minh`");
                decoder.faults.push(diagnostic::invalid_setting(decoder.place(zone.span), &zone, hint));
            }
        }
        self.base_url = typed.base_url.and_then(|url| absolute(&url, decoder));
        self.notice = text(typed.notice);
        self.footer = text(typed.footer);
        self.seal = typed.seal;
        self.theme = typed.theme;
        if let Some(days) = typed.due_soon_days {
            self.due_soon_days = *days;
        }
        if let Some(At { value, .. }) = typed.before_day {
            self.before_day = value;
        }
        if let Some(At { value, .. }) = typed.secret {
            self.secret = value;
        }
        let types = typed.types.unwrap_or_default();
        let own = types.iter().filter_map(|t| Some((t.symbol.as_ref()?.as_str(), t.name.as_ref()?.as_str())));
        self.types = Types::new(own);
        self.fields = fields(typed.fields.unwrap_or_default(), decoder);
        let menu = typed.menu.unwrap_or_default().into_iter();
        self.menu.extend(menu.filter_map(|one| Some(MenuEntry { title: text(one.title), page: one.page? })));
        let confirmed = typed.confirmed.unwrap_or_default();
        self.confirmed.extend(
            confirmed.into_iter().filter_map(|one| Some(Confirmed { file: one.file?, sha256: one.sha256? })),
        );
        for inventory in typed.inventories.unwrap_or_default() {
            if let (Some(name), Some(file), Some(url)) = (inventory.name, inventory.file, inventory.base_url)
                && let Some(base_url) = absolute(&url, decoder)
            {
                self.inventories.push(Inventory { name: name.value, file, base_url });
            }
        }
    }
}

/// The keys that the site declares; one that cannot be told from ours is a fault.
fn fields(typed: Vec<TypedField>, decoder: &mut Decoder<'_>) -> Fields {
    decoder.unique(typed.iter().filter_map(|field| field.key.as_ref()));
    let mut fields = Fields::default();
    for TypedField { key, label, r#type, list, .. } in typed {
        let (Some(key), Some(label)) = (key, label) else { continue };
        let is_ours = TypedDirective::KEYS.contains(&key.as_str()) || standing::key_of(&key).is_some();
        let begins = key.starts_with(|c: char| c.is_ascii_lowercase());
        let fits = key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if is_ours || !begins || !fits {
            decoder.faults.push(diagnostic::unusable_field(decoder.place(key.span), &key, is_ours));
        } else if fields.named(&key).is_none() {
            let kind = r#type.map_or(FieldType::Text, |kind| kind.value);
            let is_listed = list.is_some_and(|list| list.value);
            fields.0.push(Field { key: key.value, label: label.value, kind, is_listed });
        }
    }
    fields
}

/// An absolute address with `/` at its end; a fault where it is none.
fn absolute(url: &Text, decoder: &mut Decoder<'_>) -> Option<String> {
    match base_url(url) {
        Ok(url) => Some(url),
        Err(hint) => {
            decoder.faults.push(diagnostic::invalid_setting(decoder.place(url.span), url, hint));
            None
        }
    }
}

/// `url` with `/` at its end.
///
/// # Errors
/// What to type, where it is no absolute address.
pub fn base_url(url: &str) -> Result<String, Words> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(rest)
            if !rest.is_empty() && !rest.starts_with('/') && !rest.contains([' ', '?', '#', '"', '<']) =>
        {
            Ok(if url.ends_with('/') { url.to_owned() } else { format!("{url}/") })
        }
        _ => {
            Err(Words::new("viết như `https://congbao.example/`", "write it like `https://congbao.example/`"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> (Settings, Vec<String>) {
        let (settings, faults) =
            Settings::read(&Sources::from_texts([(PATH.into(), yaml.to_owned())]).part(&[PATH]));
        (settings, faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect())
    }

    #[test]
    fn only_the_title_is_required() {
        let (settings, faults) = read("title: Công báo\n");
        assert_eq!(faults, [""; 0]);
        assert_eq!(
            (settings.title.as_str(), settings.language, settings.due_soon_days),
            ("Công báo", Language::Vi, 7)
        );
        assert_eq!((settings.before_day, settings.secret), (BeforeDay::Inclusive, SecretPolicy::Refuse));
        assert_eq!(read("").1, ["1:1 missing-key"]);
        let (_, faults) = Settings::read(&Sources::default().part(&[PATH]));
        assert_eq!(faults[0].code, "missing-file");
    }

    #[test]
    fn every_key_is_read() {
        let (settings, faults) = read(
            "title: A\nlanguage: en\ntime_zone: Europe/Paris\nbase_url: https://a.example/x\nnotice: n\nfooter: f\n\
             seal: s.png\ntheme: t.css\ndue_soon_days: 10\nbefore_day: exclusive\nsecret: skip\n\
             types: [{symbol: QCPH, name: Quy chế phối hợp}]\n\
             inventories: [{name: TW, file: tw.json, base_url: 'https://tw.example'}]\n\
             confirmed: [{file: a.png, sha256: 0123}]\nmenu: [{title: T, page: pages/a.md}, {page: pages/b.md}]\n\
             fields: [{key: linh_vuc, label: Lĩnh vực}, {key: hop, label: Họp, type: date, list: true}]\n",
        );
        assert_eq!(faults, [""; 0]);
        assert_eq!(settings.base_url.as_deref(), Some("https://a.example/x/"));
        assert_eq!((settings.language, settings.due_soon_days), (Language::En, 10));
        assert_eq!((settings.before_day, settings.secret), (BeforeDay::Exclusive, SecretPolicy::Skip));
        assert_eq!(settings.inventories[0].base_url, "https://tw.example/");
        assert!(settings.types.symbols().any(|s| s == "QCPH"));
        let menu: Vec<_> =
            settings.menu.iter().map(|one| (one.title.as_deref(), one.page.as_str())).collect();
        assert_eq!(menu, [(Some("T"), "pages/a.md"), (None, "pages/b.md")]);
        let field = |key: &str| settings.fields.named(key).map(|field| (field.kind, field.is_listed));
        assert_eq!(field("linh_vuc"), Some((FieldType::Text, false)));
        assert_eq!(field("hop"), Some((FieldType::Date, true)));
        let Confirmed { file, sha256 } = &settings.confirmed[0];
        assert_eq!((file.as_str(), sha256.as_str()), ("a.png", "0123"));
    }

    #[test]
    fn settings_that_cannot_be_used() {
        let faults = read("title: A\ntime_zone: Hà Nội\nbase_url: congbao.example\nlanguage: fr\n").1;
        assert_eq!(faults, ["4:11 unknown-value", "2:12 invalid-setting", "3:11 invalid-setting"]);
    }
}
