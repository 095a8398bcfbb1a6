//! The two languages of messages and labels: Vietnamese first, English second.
//!
//! Owns the pair of wordings that every message carries, so that the choice of a language is made
//! once, where words are printed, and never where they are written.

use serde::Serialize;

/// A language of labels, messages and segments of addresses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag, as it stands in `<html lang>` and in `site.yaml`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Vi => "vi",
            Language::En => "en",
        }
    }
}

/// The same words in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    vi: String,
    en: String,
}

impl Words {
    /// Pairs a Vietnamese wording with its English one.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Words {
        Words { vi: vi.into(), en: en.into() }
    }

    /// The wording in `language`.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}
