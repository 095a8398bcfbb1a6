//! Faults of naming: an organisation, a directive, a section or a deadline that is not there, or is several.
//!
//! Numbers in running text stand in `text`.

use super::{Code, Diagnostic, Example, Severity, times, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &UNKNOWN_ID,
    &UNKNOWN_NAME,
    &JOINED_NAMES,
    &AMBIGUOUS_NAME,
    &ORGANIZATION_CYCLE,
    &NESTED_TOO_DEEP,
    &UNKNOWN_SECTION,
    &UNKNOWN_PROVISION,
    &UNKNOWN_DEADLINE,
    &UNKNOWN_DIRECTIVE,
    &SEVERAL_DIRECTIVES,
    &AMBIGUOUS_RELATION,
];

/// An id that names no organisation.
pub fn unknown_id(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(
        &UNKNOWN_ID,
        at,
        words!("không có đơn vị nào mang mã `{id}`", "no organisation has the id `{id}`"),
    )
    .near(near)
}

const UNKNOWN_ID: Code = Code {
    name: "unknown-id",
    severity: Severity::Error,
    vi: "
        Giá trị viết như mã (`a-z`, `0-9`, `-`) nhưng danh mục đơn vị không có mã đó. In ra như
        chữ thì trên văn bản chính thức sẽ hiện một dòng mã. Sửa mã, thêm đơn vị vào
        content/organizations.yaml, hoặc, trong văn bản, viết tên bằng chữ (chỉ còn là cảnh báo).
    ",
    en: "
        The value is written like an id (`a-z`, `0-9`, `-`), and no organisation has it. As text
        it would print a code in an official document. Mend the id, add the organisation to
        content/organizations.yaml, or, in a directive, write the name in words (then it is a
        warning only).
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [dang-uy-xa-aa]
        ",
        after: "
            addressed_to: [dang-uy-xa-a]
        ",
    }),
};

/// A name that is not in the register, wherever it stands.
pub fn unknown_name(at: Place, also: &[Place], name: &str, near: &[&str]) -> Diagnostic {
    let (vi, en) = times(also);
    let fault = Diagnostic::new(
        &UNKNOWN_NAME,
        at,
        words!(
            "`{name}` không có trong content/organizations.yaml{vi}",
            "`{name}` is not in content/organizations.yaml{en}"
        ),
    )
    .also(also);
    if near.is_empty() {
        return fault.hint(words!(
            "thêm đơn vị, hoặc thêm tên này vào `aliases`",
            "add it, or add the name to `aliases`"
        ));
    }
    let near = near.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    fault.hint(words!("tên gần nhất: {near}", "nearest names: {near}"))
}

const UNKNOWN_NAME: Code = Code {
    name: "unknown-name",
    severity: Severity::Warning,
    vi: "
        Tên được in như đã gõ, văn bản vẫn công bố, nhưng tên không có trang riêng: không ai xem
        được đơn vị đó đã nhận gì, còn phải làm gì. Nếu đơn vị đã có dưới tên khác, thêm cách gọi
        này vào `aliases`; nếu chưa có, thêm một mục.
    ",
    en: "
        The name is printed as typed and the document is published, but the name has no page:
        nobody can look up what that body received or owes. If it is in the register under another
        name, add this one to its `aliases`; if not, add an entry.
    ",
    example: Some(Example {
        file: "content/organizations.yaml",
        before: "",
        after: "
            - id: ban-tuyen-giao
              name: Ban Tuyên giáo Huyện ủy
              aliases: [Ban Tuyên giáo]
        ",
    }),
};

/// Several known names that stand as one.
pub fn joined_names(at: Place, also: &[Place], name: &str, parts: &[&str]) -> Diagnostic {
    let (vi, en) = times(also);
    let parts = parts.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        &JOINED_NAMES,
        at,
        words!(
            "`{name}` là tên của nhiều đơn vị viết liền{vi}",
            "`{name}` are the names of several organisations in one{en}"
        ),
    )
    .also(also)
    .hint(words!("viết thành từng mục: {parts}", "write an item for each: {parts}"))
}

const JOINED_NAMES: Code = Code {
    name: "joined-names",
    severity: Severity::Warning,
    vi: "
        Tên đơn vị có thể có dấu phẩy, nên congbao không tự tách một mục thành nhiều đơn vị: cả cụm
        được in như đã gõ và không tính cho đơn vị nào. Trong `[…]` các mục cách nhau bằng dấu phẩy
        thường; một mục mỗi dòng thì mở đầu bằng `- `.
    ",
    en: "
        Names of organisations may hold commas, so congbao does not split an item into several: all
        of it is printed as typed and counts for none of them. In `[…]` plain commas stand between
        the items; with one item a line, each begins with `- `.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [dang-uy-xa-a; dang-uy-xa-b]
        ",
        after: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b]
        ",
    }),
};

/// A name that several organisations bear, wherever it stands.
pub fn ambiguous_name(at: Place, also: &[Place], name: &str, ids: &[&str]) -> Diagnostic {
    let (vi, en) = times(also);
    let ids = ids.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        &AMBIGUOUS_NAME,
        at,
        words!("`{name}` là tên của nhiều đơn vị{vi}", "several organisations are called `{name}`{en}"),
    )
    .also(also)
    .hint(words!("viết mã: {ids}", "write the id: {ids}"))
}

const AMBIGUOUS_NAME: Code = Code {
    name: "ambiguous-name",
    severity: Severity::Warning,
    vi: "
        Nhiều đơn vị cùng mang tên, tên tắt hoặc tên khác này. congbao không chọn thay: tên in như
        đã gõ, không liên kết, không tính cho đơn vị nào. Viết mã thì trang in tên đầy đủ của đơn
        vị đó.
    ",
    en: "
        Several organisations bear this name, short name or alias. congbao does not choose: the
        name is printed as typed, without a link, and counts for none of them. An id is printed as
        the full name.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [Ban Chỉ đạo]
        ",
        after: "
            addressed_to: [ban-chi-dao-phong-chong-thien-tai]
        ",
    }),
};

/// A parent, successor or member that leads back to where it began.
pub fn organization_cycle(at: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &ORGANIZATION_CYCLE,
        at,
        words!("`{id}` quay vòng về chính nó", "`{id}` leads back to itself"),
    )
}

const ORGANIZATION_CYCLE: Code = Code {
    name: "organization-cycle",
    severity: Severity::Error,
    vi: "
        Đi theo `parent`, `successor` hoặc `members` thì quay về chính đơn vị đó: cấp trên nằm
        dưới cấp dưới của mình, hoặc nhóm là thành viên của chính nó. Như vậy không tính được ai
        thuộc nhóm nào.
    ",
    en: "
        Following `parent`, `successor` or `members` leads back to where it began: a body stands
        below one of its own, or a group is a member of itself. Then nobody can count who belongs
        to what.
    ",
    example: Some(Example {
        file: "content/organizations.yaml",
        before: "
            - {id: van-phong, name: Văn phòng, parent: phong-tong-hop}
            - {id: phong-tong-hop, name: Phòng Tổng hợp, parent: van-phong}
        ",
        after: "
            - {id: van-phong, name: Văn phòng}
            - {id: phong-tong-hop, name: Phòng Tổng hợp, parent: van-phong}
        ",
    }),
};

/// A group with more groups inside groups than anybody can follow.
pub fn nested_too_deep(at: Place, id: &str, most: usize) -> Diagnostic {
    Diagnostic::new(
        &NESTED_TOO_DEEP,
        at,
        words!(
            "`{id}` có hơn {most} cấp nhóm lồng nhau",
            "`{id}` has groups inside groups, more than {most} deep"
        ),
    )
    .hint(words!("ghi thẳng đơn vị vào `members`", "name the bodies themselves in `members`"))
}

const NESTED_TOO_DEEP: Code = Code {
    name: "nested-too-deep",
    severity: Severity::Error,
    vi: "
        Trang của một đơn vị nêu mọi nhóm chứa nó; quá 32 cấp thì thường là tệp sinh ra bằng máy bị
        lỗi, và không ai đọc được.
    ",
    en: "
        The page of a body names every group that it is in; more than 32 levels are mostly a fault of
        the program that made the file, and nobody could read them.
    ",
    example: None,
};

/// A `section` that the body does not have.
pub fn unknown_section(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        &UNKNOWN_SECTION,
        at,
        words!("phần văn bản không có mục `{id}`", "the text has no section `{id}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault
            .hint(words!("viết `{{#{id}}}` ở cuối mục đó", "write `{{#{id}}}` at the end of that section")),
    }
}

const UNKNOWN_SECTION: Code = Code {
    name: "unknown-section",
    severity: Severity::Error,
    vi: "
        `section` đưa người đọc từ nhiệm vụ (hoặc tài liệu kèm theo) về đúng đoạn văn; mã không có
        thì liên kết dẫn vào khoảng không. Ghi `{#mã}` ở cuối đề mục, đoạn hoặc gạch đầu dòng đó;
        đề mục không ghi mã thì có sẵn mã lập từ lời của nó.
    ",
    en: "
        `section` leads a reader from the deadline (or attachment) to the words of the document;
        without that id the link leads nowhere. Write `{#id}` at the end of that heading,
        paragraph or item; a heading without one has an id made of its words.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "",
        after: "
            ## III. Tổ chức thực hiện {#iii}

            1. Các đảng ủy xã gửi báo cáo trước ngày 30/4/2026. {#iii-1}
        ",
    }),
};

/// A provision that the text of the other document does not have.
pub fn unknown_provision(at: Place, id: &str, of: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        &UNKNOWN_PROVISION,
        at,
        words!("`{of}` không có điều khoản `{id}`", "`{of}` has no provision `{id}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!(
            "viết như `dieu-5`, `dieu-7-khoan-2`, `dieu-7-khoan-2-diem-a`, `ii-1`",
            "write it like `dieu-5`, `dieu-7-khoan-2`, `dieu-7-khoan-2-diem-a`, `ii-1`"
        )),
    }
}

const UNKNOWN_PROVISION: Code = Code {
    name: "unknown-provision",
    severity: Severity::Error,
    vi: "
        `provision` ghi điều, khoản, điểm của văn bản kia bị sửa đổi, bãi bỏ hay tạm ngưng; trang của
        văn bản ấy nói rõ điều đó ngay tại chỗ. Mã lập từ số: `dieu-5`, `dieu-7-khoan-2`,
        `dieu-7-khoan-2-diem-a`, `chuong-ii`; văn bản của Đảng `ii`, `ii-1`, `ii-1-a`. Quy chế kèm theo
        có số riêng thì thêm tên nó: `quy-che-dieu-5`.
    ",
    en: "
        `provision` names the articles, clauses and points of the other document that are amended,
        repealed or suspended; its page says so in their place. Ids come from the numbers: `dieu-5`,
        `dieu-7-khoan-2`, `dieu-7-khoan-2-diem-a`, `chuong-ii`; in documents of the Party `ii`, `ii-1`,
        `ii-1-a`. In an annexed text with numbers of its own they begin with its name: `quy-che-dieu-5`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, provision: [dieu-5]}
        ",
        after: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, provision: [ii-1]}
        ",
    }),
};

/// A deadline that nothing has.
pub fn unknown_deadline(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_DEADLINE, at, words!("không có nhiệm vụ `{id}`", "there is no deadline `{id}`"))
        .near(near)
}

const UNKNOWN_DEADLINE: Code = Code {
    name: "unknown-deadline",
    severity: Severity::Error,
    vi: "
        Mã nhiệm vụ ghi ở `after`, `changes` hoặc bảng tiến độ phải có trong văn bản đó; nếu
        không, báo cáo đã nhận không được tính và nhiệm vụ vẫn quá hạn. Nhiệm vụ không đứng sau
        chính nó. `@` chỉ dùng cho nhiệm vụ định kỳ, để nêu một kỳ: `bao-cao@2026-33` là quý
        I/2026, `bao-cao@2026-03` là tháng 3.
    ",
    en: "
        The id of a deadline in `after`, `changes` or a progress table must be one of that
        directive; else a report that was received would not count and the task would stay
        overdue. No deadline comes after itself. `@` goes only with what recurs and names one
        turn: `bao-cao@2026-33` is the first quarter of 2026, `bao-cao@2026-03` is March.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: khao-sat, task: Khảo sát, lead: [dang-uy-xa-a]}
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], after: [khaosat]}
        ",
        after: "
            deadlines:
              - {id: khao-sat, task: Khảo sát, lead: [dang-uy-xa-a]}
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], after: [khao-sat]}
        ",
    }),
};

/// A directive that must be on this site and is not.
pub fn unknown_directive(at: Place, number: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(
        &UNKNOWN_DIRECTIVE,
        at,
        words!("trang này không có văn bản `{number}`", "this site has no directive `{number}`"),
    )
    .near(near)
}

const UNKNOWN_DIRECTIVE: Code = Code {
    name: "unknown-directive",
    severity: Severity::Error,
    vi: "
        `changes` và bảng tiến độ chỉ nói về văn bản có trên trang này; bỏ qua thì một lần lùi hạn
        hay một báo cáo bị mất. Viết số đúng như trong tệp văn bản và đúng ngày; văn bản không số
        thì viết `slug`. Dẫn chiếu và `relations` thì được nêu văn bản ở nơi khác.
    ",
    en: "
        `changes` and progress tables speak only of directives on this site; to pass over one
        would lose a moved deadline or a report. Write the number as in the directive's file, with
        the right date; the `slug` where it has no number. Citations and `relations` may name
        documents that are elsewhere.
    ",
    example: None,
};

/// A number that several directives bear where one must be meant; `has_more` than these dates.
pub fn several_directives(at: Place, number: &str, dates: &[String], has_more: bool) -> Diagnostic {
    let dates = dates.iter().map(|d| format!("`{d}`")).chain(has_more.then(|| "…".to_owned()));
    let dates = dates.collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        &SEVERAL_DIRECTIVES,
        at,
        words!("có nhiều văn bản số `{number}`", "several directives have the number `{number}`"),
    )
    .hint(words!("ghi thêm ngày: {dates}", "add the date: {dates}"))
}

const SEVERAL_DIRECTIVES: Code = Code {
    name: "several-directives",
    severity: Severity::Error,
    vi: "
        Số đánh lại theo năm hoặc nhiệm kỳ, nên một số có thể là nhiều văn bản. Ở đây phải rõ là
        văn bản nào: ghi thêm `date` trong `changes`, `date_of_directive` trong báo cáo, hoặc cột
        `ngày văn bản` trong bảng tiến độ.
    ",
    en: "
        Numbers start again each year or term, so one number can be several documents. Here it
        must be clear which: add `date` in `changes`, `date_of_directive` in a report, or the
        column `ngày văn bản` (`date_of_directive`) in a progress table.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            changes:
              - {directive: 12-KH/HU, deadline: bao-cao, due: 2026-05-31}
        ",
        after: "
            changes:
              - {directive: 12-KH/HU, date: 2026-03-02, deadline: bao-cao, due: 2026-05-31}
        ",
    }),
};

/// A relation to a number that several directives bear.
pub fn ambiguous_relation(at: Place, cited: &str, candidates: &[String]) -> Diagnostic {
    let candidates = candidates.join(", ");
    Diagnostic::new(
        &AMBIGUOUS_RELATION,
        at,
        words!(
            "không rõ `{cited}` là văn bản nào, để nguyên chữ",
            "`{cited}` can mean several directives, left as text"
        ),
    )
    .hint(words!("thêm `date:`; có thể là: {candidates}", "add `date:`; candidates: {candidates}"))
}

const AMBIGUOUS_RELATION: Code = Code {
    name: "ambiguous-relation",
    severity: Severity::Note,
    vi: "
        Nhiều văn bản mang số này; nối nhầm thì trang của văn bản khác sẽ ghi là đã được thực hiện
        hay bị thay thế. Số hiện trên trang dưới dạng chữ, không liên kết, cho tới khi có `date`.
    ",
    en: "
        Several directives bear this number; with the wrong one, another document's page would say
        that it was carried out or replaced. The number stands on the page as text until there is
        a `date`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {implements: 12-KH/HU}
        ",
        after: "
            relations:
              - {implements: 12-KH/HU, date: 2026-03-02}
        ",
    }),
};
