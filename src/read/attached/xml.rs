//! What every reader of XML here needs: attributes by their local name, references to characters.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart};

/// The value of the attribute with this local name.
pub fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}

/// Adds a line for each attribute that may be more than a setting: it has a letter beyond ASCII.
pub fn add_attributes(tag: &BytesStart, words: &mut String) {
    for attribute in tag.html_attributes().with_checks(false).flatten() {
        if attribute.value.is_ascii() && !attribute.value.contains('&') {
            continue;
        }
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.unwrap_or(std::borrow::Cow::Borrowed(&attribute.value));
        words.push_str(&value);
        words.push('\n');
    }
}

/// The characters that a reference names; none where only the file itself can know.
pub fn character(name: &BytesRef) -> Option<String> {
    match name.resolve_char_ref() {
        Ok(Some(character)) => Some(character.to_string()),
        Ok(None) => resolve_html5_entity(name).map(str::to_owned),
        Err(_) => Some('\u{fffd}'.to_string()),
    }
}
