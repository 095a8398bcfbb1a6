//! What can be typed in the settings of a site and in its register.
//!
//! One declaration gives the struct, its decoder and its JSON Schema. What the keys mean is for
//! [`crate::model::register::settings`] and [`crate::model::register::organization`].

use crate::model::document::typed::{BeforeDay, FieldType, LanguageWord, OrganizationKind, SecretPolicy};
use crate::model::time::date::Interval;
use crate::read::decode::{At, Short, Shorthand, Text, record};

record! {
    /// The settings of a site, `content/site.yaml`.
    pub struct TypedSite {
        /// Name of the site.
        title (required): Text,
        /// Language of labels, messages and addresses.
        language: At<LanguageWord>,
        /// Time zone (IANA), only for "today".
        time_zone: Text,
        /// Absolute address of the site, `https://…/`, for canonical links and the links of 404.html.
        base_url: Text,
        /// A line on every page.
        notice: Text,
        /// The last line of every page.
        footer: Text,
        /// An image of content/ beside the title.
        seal: Text,
        /// A CSS file of content/, linked after the style sheet.
        theme: Text,
        /// How many days before its end a task is due soon.
        due_soon_days: At<u32>,
        /// Whether the day in "trước ngày D" is still in time.
        before_day: At<BeforeDay>,
        /// Whether a secret document stops the build or is left out.
        secret: At<SecretPolicy>,
        /// More types of documents.
        types: Vec<TypedType>,
        /// Other sites whose directives are cited.
        inventories: Vec<TypedInventory>,
        /// Further keys of directives.
        fields: Vec<TypedField>,
        /// Further entries of the menu.
        menu: Vec<TypedMenuEntry>,
        /// Files with pages that no program reads, which somebody has looked into: no secret is in them.
        confirmed: Vec<TypedConfirmed>,
    }
}

record! {
    /// A key of directives that the site declares for itself.
    pub struct TypedField {
        /// The key: small letters without marks, digits, `_`.
        key (required): Text,
        /// What it is called on pages.
        label (required): Text,
        /// What its values are; words by default.
        r#type: At<FieldType>,
        /// Whether lists of directives show it too.
        list: At<bool>,
    }
}

record! {
    /// An entry of the menu.
    pub struct TypedMenuEntry {
        /// Its words; the title of the page by default.
        title: Text,
        /// The file of a free page in content/: `pages/….md`.
        page (required): Text,
    }
}

record! {
    /// A file that somebody has looked into, as it was then.
    pub struct TypedConfirmed {
        /// The file in content/, or `layouts/…`.
        file (required): Text,
        /// The SHA-256 of its bytes.
        sha256 (required): Text,
    }
}

record! {
    /// A type of document that the common table lacks.
    pub struct TypedType {
        /// The symbol as it stands in numbers.
        symbol (required): Text,
        /// The name as printed above a title.
        name (required): Text,
    }
}

record! {
    /// Another site, by its `du-lieu/van-ban.json`.
    pub struct TypedInventory {
        /// What it is called.
        name (required): Text,
        /// The file in content/.
        file (required): Text,
        /// The absolute address of that site.
        base_url (required): Text,
    }
}

record! {
    /// An entry of the register, `content/organizations.yaml`.
    pub struct TypedOrganization {
        /// Stable id, `a-z 0-9 -`.
        id (required): Text,
        /// Name as printed.
        name (required): Text,
        /// What it is.
        kind: At<OrganizationKind>,
        /// Abbreviation.
        short: Text,
        /// Other names under which texts mention it.
        aliases: Vec<Text>,
        /// Id of the body above it.
        parent: Text,
        /// When it existed (EDTF).
        lifetime: At<Interval>,
        /// Id of the body that follows it.
        successor: Text,
        /// Who belongs to it.
        members: Vec<Short<TypedMember>>,
    }
}

record! {
    /// A member of a group.
    pub struct TypedMember {
        /// Id.
        organization (required): Text,
        /// When it belonged to the group (EDTF).
        lifetime: At<Interval>,
    }
}

impl Shorthand for TypedMember {
    fn from_text(text: Text) -> TypedMember {
        TypedMember { span: text.span, organization: Some(text), lifetime: None }
    }
}
