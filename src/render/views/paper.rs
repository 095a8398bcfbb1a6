//! The parts of a paper that a certified copy has too: who issues, signs and receives, as printed.
//!
//! Owns what stands in the head and below the text. Does not know what the page says about the document.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::document::directive::Directive;
use crate::model::document::recipients::Recipient;
use crate::model::document::signature::{CertifiedCopy, IncomingStamp, Signature};
use crate::model::document::typed::Purpose;
use crate::model::names::name::Name;
use crate::model::register::organization::Resolution;
use crate::render::views::builder::PageBuilder;
use crate::render::views::days::DayView;
use crate::render::views::parts::PartyView;
use crate::spelling::fold;

/// A body in the head.
#[derive(Serialize, JsonSchema)]
pub(crate) struct IssuerHead {
    /// The body.
    pub party: PartyView,
    /// The page of what it issued.
    pub page: Option<String>,
}

/// A signature.
#[derive(Serialize, JsonSchema)]
pub(crate) struct SignatureView {
    /// For whom it is signed, in lines.
    pub authority: Vec<String>,
    /// The post, in lines.
    pub title: Vec<String>,
    /// The name; empty where there is none.
    pub name: String,
    /// Whether the name is only what a scanner left of it.
    pub is_cut: bool,
}

/// A line of recipients.
#[derive(Serialize, JsonSchema)]
pub(crate) struct RecipientView {
    /// What stands before the names: a mark.
    pub before: String,
    /// The names as printed.
    pub text: String,
    /// What stands behind them: a note, a sign.
    pub behind: String,
    /// The page of whom it names, where that is one alone by its name.
    pub href: Option<String>,
    /// Whom it names, where those are several.
    pub parties: Vec<PartyView>,
    /// What for, as a word of the front matter.
    pub purpose: &'static str,
}

/// A certified copy.
#[derive(Serialize, JsonSchema)]
pub(crate) struct CopyView {
    /// What kind of copy it is.
    pub label: String,
    /// Its number; empty without one.
    pub number: String,
    /// Its date in words; empty without one.
    pub long_date: String,
    /// Its place; empty without one.
    pub place: String,
    /// The line above who copies; empty without one.
    pub superior: String,
    /// Who copies.
    pub issuer: Option<PartyView>,
    /// Its recipients.
    pub recipients: Vec<RecipientView>,
    /// Its signatures.
    pub signatures: Vec<SignatureView>,
}

/// An incoming stamp.
#[derive(Serialize, JsonSchema)]
pub(crate) struct StampView {
    /// Who received.
    pub by: Option<PartyView>,
    /// The number of the arrival; empty without one.
    pub number: String,
    /// The day of the arrival.
    pub day: Option<DayView>,
    /// To whom it was passed on.
    pub routed_to: Option<PartyView>,
}

impl PageBuilder<'_> {
    /// The bodies in the head, the one that leads first.
    pub fn issuer_heads(&self, directive: &Directive) -> Vec<IssuerHead> {
        let head = |name: &Name| {
            let page = match self.register().resolve(&name.text, &name.folded) {
                Resolution::Found(id) => Some(self.way(&self.addresses().issuer(self.register(), id, 0))),
                _ => None,
            };
            IssuerHead { party: self.party(name), page }
        };
        directive.issuers().map(head).collect()
    }

    /// The lines of recipients: pasted ones as they are, others with the marks and signs of a paper.
    pub fn recipients(&self, recipients: &[Recipient]) -> Vec<RecipientView> {
        let last = recipients.len().saturating_sub(1);
        recipients.iter().enumerate().map(|(at, recipient)| self.recipient(recipient, at == last)).collect()
    }

    fn recipient(&self, recipient: &Recipient, is_last: bool) -> RecipientView {
        let is_plain = recipient.is_addressees() || recipient.purpose == Purpose::File;
        let plain = |name: &Name| PartyView { name: name.text.clone(), href: None, id: String::new() };
        let party = |name: &Name| if is_plain { plain(name) } else { self.party(name) };
        let mut parties: Vec<PartyView> = recipient.to.iter().map(party).collect();
        let names = || parties.iter().map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ");
        let line = recipient.text.as_deref().filter(|_| recipient.is_pasted);
        let pasted = line.and_then(|line| line.split_once(recipient.to.first()?.text.as_str()));
        let (before, text, behind) = match pasted {
            Some((before, behind)) => (before.to_owned(), names(), behind.to_owned()),
            None => {
                let note = recipient.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
                let behind = format!("{note}{}", if is_last { "." } else { "," });
                ("- ".to_owned(), recipient.text.clone().unwrap_or_else(names), behind)
            }
        };
        let one = if parties.len() == 1 { parties.pop() } else { None };
        let href = one.filter(|one| one.name == text).and_then(|one| one.href);
        RecipientView { before, text, behind, href, parties, purpose: recipient.purpose.word() }
    }

    /// A certified copy.
    pub fn copy(&self, copy: &CertifiedCopy) -> CopyView {
        let key = copy.kind.word().replace('-', "_");
        let text_of = |value: &Option<String>| value.clone().unwrap_or_default();
        CopyView {
            label: self.labels().get("directive", &key).to_owned(),
            number: text_of(&copy.number),
            long_date: copy.date.map(|day| self.long_day(day)).unwrap_or_default(),
            place: text_of(&copy.place),
            superior: text_of(&copy.superior),
            issuer: copy.issuer.as_ref().map(|name| self.copying_body(name, copy.superior.as_deref())),
            recipients: self.recipients(&copy.recipients),
            signatures: signatures(&copy.signatures),
        }
    }

    /// The body that copies, as its head prints it: what stands in the line above is not said again.
    fn copying_body(&self, name: &Name, superior: Option<&str>) -> PartyView {
        let party = self.party(name);
        let short = superior.and_then(|superior| without_end(&party.name, superior));
        match short.filter(|_| party.name != name.text) {
            Some(short) => PartyView { name: short, ..party },
            None => party,
        }
    }

    /// An incoming stamp.
    pub fn stamp(&self, stamp: &IncomingStamp) -> StampView {
        StampView {
            by: stamp.by.as_ref().map(|name| self.party(name)),
            number: stamp.number.clone().unwrap_or_default(),
            day: stamp.date.map(|day| self.day(day)),
            routed_to: stamp.routed_to.as_ref().map(|name| self.party(name)),
        }
    }
}

/// Signatures, from left to right.
pub(crate) fn signatures(signatures: &[Signature]) -> Vec<SignatureView> {
    let view = |signature: &Signature| {
        let name = signature.name.as_ref().or(signature.name_printed.as_ref());
        SignatureView {
            authority: signature.authority.clone(),
            title: signature.title.clone(),
            name: name.cloned().unwrap_or_default(),
            is_cut: signature.name.is_none() && signature.name_printed.is_some(),
        }
    };
    signatures.iter().map(view).collect()
}

/// A name without the words that it ends with, where those above begin so: "Tỉnh ủy" under "TỈNH ỦY HÒA
/// GIANG". None where nothing would be left.
fn without_end(name: &str, above: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let above = fold(above);
    let is_said = |at: &usize| {
        let end = fold(&words[*at..].join(" "));
        let is_name = end == above || words.len() - at > 1;
        is_name && above.strip_prefix(&end).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let at = (1..words.len()).find(is_said)?;
    Some(words[..at].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_does_not_say_twice_what_stands_above_it() {
        let check = |name: &str, end: &str, expect: Option<&str>| {
            assert_eq!(without_end(name, end).as_deref(), expect, "{name}");
        };
        check("Văn phòng Tỉnh ủy Hòa Giang", "TỈNH UỶ HOÀ GIANG", Some("Văn phòng"));
        check("Văn phòng Tỉnh ủy", "TỈNH ỦY HÒA GIANG", Some("Văn phòng"));
        check("Văn phòng tỉnh", "TỈNH ỦY", None);
        check("Văn phòng Huyện ủy", "TỈNH ỦY", None);
        check("Tỉnh ủy Hòa Giang", "TỈNH ỦY HÒA GIANG", None);
        check("Ban Tổ chức Tỉnh ủy", "TỈNH ỦY", Some("Ban Tổ chức"));
    }
}
