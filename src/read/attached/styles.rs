//! How a document of an office suite shows letters: small ones as capitals, Latin ones as Vietnamese.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

use crate::read::attached::{legacy, xml};

/// How letters are shown, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    capitals: Option<bool>,
    face: Option<Face>,
}

/// What a font shows for Latin letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Face {
    Plain,
    /// One of the ABC fonts.
    Tcvn3,
    /// One of them that shows capitals only.
    Tcvn3Capitals,
    Vni,
}

impl Style {
    /// This one, and of the other what this one does not say.
    pub fn or(self, other: Style) -> Style {
        Style { capitals: self.capitals.or(other.capitals), face: self.face.or(other.face) }
    }

    /// How a font of this name shows letters.
    pub fn of_font(name: &str) -> Style {
        let small = name.trim_start_matches('.').to_lowercase();
        let face = match () {
            _ if name.starts_with(".Vn") && small.ends_with('h') => Face::Tcvn3Capitals,
            _ if name.starts_with(".Vn") => Face::Tcvn3,
            _ if small.starts_with("vni-") || small.starts_with("vni ") => Face::Vni,
            _ => Face::Plain,
        };
        Style { capitals: None, face: Some(face) }
    }

    /// Letters shown as capitals, or not.
    pub fn of_capitals(is_on: bool) -> Style {
        Style { capitals: Some(is_on), face: None }
    }

    /// What an element of WordprocessingML, DrawingML or OpenDocument says of the letters of its run.
    pub fn of_element(tag: &BytesStart) -> Style {
        let value = |name| xml::attribute(tag, name);
        match tag.local_name().as_ref() {
            "caps" | "smallCaps" => {
                let is_off =
                    value("val").is_some_and(|v| ["0", "false", "off", "none"].contains(&v.as_str()));
                Style::of_capitals(!is_off)
            }
            "rFonts" => {
                value("ascii").or_else(|| value("hAnsi")).map_or_else(Style::default, |f| Style::of_font(&f))
            }
            "latin" => value("typeface").map_or_else(Style::default, |font| Style::of_font(&font)),
            "text-properties" => {
                let is_upper = value("text-transform").map(|v| v == "uppercase");
                let is_small = value("font-variant").map(|v| v == "small-caps");
                let capitals = (is_upper.is_some() || is_small.is_some())
                    .then(|| is_upper == Some(true) || is_small == Some(true));
                let face =
                    value("font-name").or_else(|| value("font-family")).and_then(|f| Style::of_font(&f).face);
                Style { capitals, face }
            }
            _ => Style::default(),
        }
    }

    /// What the attributes of a run of DrawingML say.
    pub fn of_drawing(tag: &BytesStart) -> Style {
        Style { capitals: xml::attribute(tag, "cap").map(|cap| cap != "none"), face: None }
    }

    /// Letters as they are shown.
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        let read = match self.face {
            Some(Face::Tcvn3) => Cow::Owned(legacy::tcvn3(text)),
            Some(Face::Tcvn3Capitals) => Cow::Owned(legacy::tcvn3(text).to_uppercase()),
            Some(Face::Vni) => Cow::Owned(legacy::vni(text)),
            Some(Face::Plain) | None => Cow::Borrowed(text),
        };
        if self.capitals == Some(true) { Cow::Owned(read.to_uppercase()) } else { read }
    }
}

/// The styles of a document by name.
#[derive(Default)]
pub struct Styles {
    named: FxHashMap<String, (Style, Option<String>)>,
    common: Style,
}

impl Styles {
    /// Adds the styles that a part declares; none where it is no XML.
    pub fn add(&mut self, part: &str) -> Option<()> {
        let mut reader = Reader::from_str(part);
        let mut open: Option<(String, Style, Option<String>)> = None;
        let mut is_default = false;
        loop {
            match reader.read_event().ok()? {
                Event::Eof => return Some(()),
                Event::Start(tag) | Event::Empty(tag) => match (tag.local_name().as_ref(), &mut open) {
                    ("style", _) => {
                        let name = xml::attribute(&tag, "styleId").or_else(|| xml::attribute(&tag, "name"));
                        let parent = xml::attribute(&tag, "parent-style-name");
                        open = name.map(|name| (name, Style::default(), parent));
                    }
                    ("docDefaults", _) => is_default = true,
                    ("basedOn", Some((_, _, parent))) => *parent = xml::attribute(&tag, "val"),
                    (_, Some((_, style, _))) => *style = style.or(Style::of_element(&tag)),
                    (_, None) if is_default => self.common = self.common.or(Style::of_element(&tag)),
                    // The master of slides gives its heads to all of them.
                    ("defRPr", None) if Style::of_drawing(&tag).capitals == Some(true) => {
                        self.common = self.common.or(Style::of_capitals(true));
                    }
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "style" => {
                    if let Some((name, style, parent)) = open.take() {
                        self.named.insert(name, (style, parent));
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "docDefaults" => is_default = false,
                _ => {}
            }
        }
    }

    /// The style of this name, with what it takes from others.
    pub fn of(&self, name: &str) -> Style {
        let (mut style, mut next) = (Style::default(), Some(name));
        // Styles that are based on each other in a circle end here.
        for _ in 0..32 {
            let Some((own, parent)) = next.and_then(|name| self.named.get(name)) else { break };
            style = style.or(*own);
            next = parent.as_deref();
        }
        style
    }

    /// What holds where nothing else is said.
    pub fn common(&self) -> Style {
        self.common
    }
}
