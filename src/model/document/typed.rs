//! What an author types: the keys of `site.yaml`, `organizations.yaml`, a directive and a report.
//!
//! Owns the declaration of every key, from which the decoder and the JSON Schema come; nothing else
//! lists keys. Values are as typed, with their places; what they mean is for the modules beside.

use crate::model::names::number::Form;
use crate::model::time::date::{Date, Interval};
use crate::read::decode::{At, Nullable, OneOrMany, Short, Shorthand, Text, choices, record};
use crate::read::pasted::ListOrLines;

choices! {
    /// Languages of labels, messages and addresses.
    pub enum LanguageWord {
        /// Vietnamese.
        Vi = "vi",
        /// English.
        En = "en",
    }
}

choices! {
    /// Whether the day in "trước ngày D" is still in time.
    pub enum BeforeDay {
        /// It is.
        Inclusive = "inclusive",
        /// It is not.
        Exclusive = "exclusive",
    }
}

choices! {
    /// What a secret document does to a build.
    pub enum SecretPolicy {
        /// It stops the build.
        Refuse = "refuse",
        /// It is left out.
        Skip = "skip",
    }
}

choices! {
    /// Why a document has no number.
    pub enum NumberMissing {
        /// It was never filled in.
        Blank = "blank",
        /// The page that bears it is lost.
        Lost = "lost",
    }
}

choices! {
    /// Marks of secrecy, Luật Bảo vệ bí mật nhà nước.
    pub enum Secrecy {
        /// MẬT
        Mat = "mat",
        /// TỐI MẬT
        ToiMat = "toi-mat",
        /// TUYỆT MẬT
        TuyetMat = "tuyet-mat",
    }
}

choices! {
    /// Marks of urgency, Nghị định 30/2020/NĐ-CP.
    pub enum Urgency {
        /// KHẨN
        Khan = "khan",
        /// THƯỢNG KHẨN
        ThuongKhan = "thuong-khan",
        /// HỎA TỐC
        HoaToc = "hoa-toc",
    }
}

choices! {
    /// Which review a document makes.
    pub enum Stage {
        /// sơ kết
        Interim = "interim",
        /// tổng kết
        Final = "final",
    }
}

choices! {
    /// What a recipient gets a document for.
    pub enum Purpose {
        /// để thực hiện
        Act = "act",
        /// để báo cáo
        Report = "report",
        /// để phối hợp
        Coordinate = "coordinate",
        /// để biết
        Know = "know",
        /// lưu; names nobody
        File = "file",
    }
}

choices! {
    /// Kinds of certified copies, Nghị định 30/2020/NĐ-CP art. 25.
    pub enum CopyKind {
        /// A full copy of the original.
        SaoY = "sao-y",
        /// A full copy of a copy.
        SaoLuc = "sao-luc",
        /// A copy of a part.
        TrichSao = "trich-sao",
    }
}

choices! {
    /// What stands in the register.
    pub enum OrganizationKind {
        /// A body.
        Body = "body",
        /// Several bodies under one name.
        Group = "group",
        /// Bodies named in general, without a list.
        Class = "class",
        /// A post, or several.
        Person = "person",
    }
}

choices! {
    /// What the values of a key of a site's own are.
    pub enum FieldType {
        /// Words.
        Text = "text",
        /// A day.
        Date = "date",
        /// An organisation: an id or a name.
        Organization = "organization",
    }
}

choices! {
    /// What a progress report says.
    pub enum Status {
        /// hoàn thành
        Done = "done" | "hoàn thành" | "đã hoàn thành" | "xong" | "đã xong",
        /// đang thực hiện
        InProgress = "in-progress" | "đang thực hiện",
        /// trả lại
        Returned = "returned" | "trả lại",
        /// miễn
        Exempt = "exempt" | "miễn",
    }
}

record! {
    /// The front matter of a directive, `content/directives/**/*.md`.
    pub struct TypedDirective {
        /// Number as printed; `null` with `number_missing`.
        number (required): Nullable<Text>,
        /// Why there is no number.
        number_missing: At<NumberMissing>,
        /// What is printed where the number should be.
        number_printed: Text,
        /// Trích yếu.
        title (required): Text,
        /// Date of the document; `null` with `date_between`.
        date (required): Nullable<At<Date>>,
        /// When a document without a date was made (EDTF interval).
        date_between: At<Interval>,
        /// Id or name of the issuing body; a list for a joint document.
        issuer (required): OneOrMany<Text>,
        /// Type of the document, where its number does not say it.
        r#type: Text,
        /// Party or State, where its number does not say it.
        form: At<Form>,
        /// Place of the document.
        place: Text,
        /// The line above the issuer.
        superior: Text,
        /// A line between type and title.
        title_line: Text,
        /// Kính gửi.
        addressed_to: Vec<Text>,
        /// When it is in force (EDTF interval); from its date on by default.
        in_force: At<Interval>,
        /// Relations to other documents.
        relations: Vec<TypedRelation>,
        /// Other names under which texts cite it.
        known_as: Vec<Text>,
        /// Topics, each with a list of its directives.
        topics: Vec<Text>,
        /// What is to be done, by whom, by when.
        deadlines: Vec<TypedDeadline>,
        /// Whether reports on it are kept on this site.
        tracked: At<bool>,
        /// Keys whose values are still to be compared with the paper.
        confirm: Vec<Text>,
        /// Words that are shown as ▮▮▮.
        redact: Vec<Text>,
        /// Deadlines of earlier directives that this one moves or cancels.
        changes: Vec<TypedChange>,
        /// Nơi nhận: a list, or the lines as printed.
        recipients: ListOrLines<Short<TypedRecipient>>,
        /// Đồng kính gửi.
        also_to: ListOrLines<Short<TypedRecipient>>,
        /// Signature; a list for a joint document.
        signature: OneOrMany<TypedSignature>,
        /// Certified copies.
        copies: Vec<TypedCopy>,
        /// Incoming stamps.
        received: Vec<TypedStamp>,
        /// Attachments.
        attachments: Vec<TypedAttachment>,
        /// Mark of secrecy: such a document is never published.
        secrecy: At<Secrecy>,
        /// Mark of urgency.
        urgency: At<Urgency>,
        /// Phạm vi lưu hành.
        circulation: Text,
        /// Whether it is a draft, shown in previews only.
        draft: At<bool>,
        /// Last part of its address.
        slug: Text,
        /// Old addresses that lead here.
        aliases: Vec<Text>,
    }
}

record! {
    /// A relation to another document: exactly one of the kinds, with its number.
    pub struct TypedRelation {
        /// It carries that document out.
        implements: Text,
        /// It rests on that document.
        based_on: Text,
        /// It amends that document.
        amends: Text,
        /// It replaces that document.
        replaces: Text,
        /// It ends that document, or provisions of it.
        repeals: Text,
        /// It suspends that document, or provisions of it.
        suspends: Text,
        /// It corrects slips in that document (đính chính).
        corrects: Text,
        /// It is that document with what amended it in one text (văn bản hợp nhất).
        consolidates: Text,
        /// It reviews how that document was carried out.
        reviews: Text,
        /// It is an annex of that document.
        annexed_to: Text,
        /// It follows from that document.
        follows: Text,
        /// Date of that document.
        date: At<Date>,
        /// Which review: sơ kết or tổng kết.
        stage: At<Stage>,
        /// Id, or ids, of the provisions of that document that `amends`, `repeals` or `suspends` concerns.
        provision: OneOrMany<Text>,
        /// Words of that document, as signed, that `amends` strikes; they stand once in the provision.
        strike: Text,
        /// Words that `amends` adds, in the place of `strike` or behind `after`.
        insert: Text,
        /// Words of that document behind which `insert` stands.
        after: Text,
    }
}

record! {
    /// A deadline.
    pub struct TypedDeadline {
        /// Stable id inside the directive.
        id (required): Text,
        /// The task, short, in the document's words.
        task (required): Text,
        /// When, in the words as printed, or EDTF.
        due: Text,
        /// The same as EDTF, where the words cannot be read.
        due_date: At<Interval>,
        /// Who does it: ids or names.
        lead: Vec<Text>,
        /// Who helps.
        support: Vec<Text>,
        /// Whether every member of a group owes its own report.
        each: At<bool>,
        /// Where the report goes.
        report_to: Text,
        /// Through whom it goes.
        via: Text,
        /// Ids of deadlines that come first.
        after: Vec<Text>,
        /// Id in the text that holds the words.
        section: Text,
        /// A condition, in the document's words.
        condition: Text,
        /// Whether the document leaves the choice.
        optional: At<bool>,
        /// What comes of it.
        product: Text,
        /// Numbers of directives that carry it out.
        fulfilled_by: Vec<Text>,
    }
}

record! {
    /// A change to a deadline of an earlier directive: a new `due`, or `cancelled`.
    pub struct TypedChange {
        /// Number (or slug) of that directive.
        directive (required): Text,
        /// Its date.
        date: At<Date>,
        /// Id of the deadline.
        deadline (required): Text,
        /// The new date.
        due: Text,
        /// Whether it is cancelled.
        cancelled: At<bool>,
    }
}

record! {
    /// A line of recipients.
    pub struct TypedRecipient {
        /// Ids or names; "Như trên" are the addressees.
        to (required): OneOrMany<Text>,
        /// The line as printed, where one line names several bodies.
        text: Text,
        /// What stands in brackets behind it.
        note: Text,
        /// What for.
        r#for: At<Purpose>,
    }
}

impl Shorthand for TypedRecipient {
    fn from_text(text: Text) -> TypedRecipient {
        TypedRecipient { span: text.span, to: Some(OneOrMany(vec![text])), ..TypedRecipient::default() }
    }
}

record! {
    /// A signature.
    pub struct TypedSignature {
        /// T/M …, one or several lines.
        authority: OneOrMany<Text>,
        /// Post, one or several lines.
        title: OneOrMany<Text>,
        /// Name; `null` with `name_printed`.
        name: Nullable<Text>,
        /// What a scanner left of the name.
        name_printed: Text,
    }
}

record! {
    /// A certified copy.
    pub struct TypedCopy {
        /// Kind of copy.
        kind (required): At<CopyKind>,
        /// Number of the copy.
        number: Text,
        /// Date of the copy.
        date: At<Date>,
        /// Place of the copy.
        place: Text,
        /// The line above the copying body.
        superior: Text,
        /// The copying body.
        issuer: Text,
        /// Its recipients.
        recipients: ListOrLines<Short<TypedRecipient>>,
        /// Its signature, or signatures.
        signature: OneOrMany<TypedSignature>,
    }
}

record! {
    /// An incoming stamp.
    pub struct TypedStamp {
        /// The receiving body.
        by: Text,
        /// Number of the register of arrivals.
        number: Text,
        /// Day of arrival.
        date: At<Date>,
        /// To whom it was passed on.
        routed_to: Text,
    }
}

record! {
    /// An attachment: a part of the text, a file, or missing.
    pub struct TypedAttachment {
        /// What it is called.
        title (required): Text,
        /// Id of the part of the text.
        section: Text,
        /// Path from this file.
        file: Text,
        /// Announced, not at hand.
        missing: At<bool>,
    }
}

record! {
    /// The front matter of a report, `content/progress/**/*.md`; a row of a table has the same keys.
    pub struct TypedReport {
        /// Number (or slug) of the directive.
        directive (required): Text,
        /// Date of the directive.
        date_of_directive: At<Date>,
        /// Id of the deadline, with `@` and the EDTF of one occurrence where it recurs.
        deadline (required): Text,
        /// Id or name of who reports.
        organization: Text,
        /// Day of the report.
        date (required): At<Date>,
        /// What it says.
        status (required): At<Status>,
        /// How much of it is done, 0 to 100.
        percent: At<u32>,
        /// Number of the report.
        reference: Text,
        /// A remark.
        note: Text,
        /// Attachments.
        attachments: Vec<TypedAttachment>,
        /// Mark of secrecy: such a report is never published.
        secrecy: At<Secrecy>,
        /// Whether it is a draft, shown in previews only.
        draft: At<bool>,
    }
}

record! {
    /// The front matter of a free page, `content/pages/**/*.md`.
    pub struct TypedPage {
        /// Its title.
        title (required): Text,
        /// Its place among the pages that the menu does not name, the smallest first.
        order: At<u32>,
        /// Old addresses that lead here.
        aliases: Vec<Text>,
        /// Mark of secrecy: such a page is never published.
        secrecy: At<Secrecy>,
        /// Whether it is a draft, shown in previews only.
        draft: At<bool>,
    }
}

/// The value alone.
pub fn value<T: Clone>(typed: &Option<At<T>>) -> Option<T> {
    typed.as_ref().map(|at| at.value.clone())
}
