//! Faults of keys: which may stand, which must, and what kind of value each takes.
//!
//! Does not know what a value means.

use super::{Code, Diagnostic, Example, Severity, times, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &UNKNOWN_KEY,
    &DUPLICATE_KEY,
    &MISSING_KEY,
    &WRONG_TYPE,
    &EXTRA_COMMA,
    &UNKNOWN_VALUE,
    &EXACTLY_ONE,
    &PROVISION_WITHOUT_CHANGE,
];

/// A key that nothing reads; in braces it may be the rest of a value with a comma in it.
pub fn unknown_key(at: Place, key: &str, near: Option<&str>, is_behind_comma: bool) -> Diagnostic {
    let fault = Diagnostic::new(&UNKNOWN_KEY, at, words!("không có khóa `{key}`", "unknown key `{key}`"));
    match near {
        None if is_behind_comma => fault.hint(words!(
            "nếu là lời của giá trị đứng trước thì đặt cả giá trị đó trong dấu nháy: `\"…, {key}\"`",
            "if it belongs to the value before it, put all of that in quotes: `\"…, {key}\"`"
        )),
        near => fault.near(near),
    }
}

const UNKNOWN_KEY: Code = Code {
    name: "unknown-key",
    severity: Severity::Error,
    vi: "
        congbao chỉ đọc những khóa nó biết. Bỏ qua một khóa gõ sai thì mất luôn nội dung dưới khóa
        đó: gõ nhầm `deadlines` là mọi nhiệm vụ biến khỏi trang tiến độ. Ghi chú riêng thì viết
        sau dấu `#`. `congbao schema` in ra mọi khóa.
    ",
    en: "
        congbao reads only the keys it knows. To pass over a misspelt one would lose what stands
        under it: with `deadlines` misspelt, every task would be gone from the timeline. Write
        remarks of your own behind a `#`. `congbao schema` prints all keys.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            dealines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a]}
        ",
        after: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a]}
        ",
    }),
};

/// A key that stands twice in one mapping.
pub fn duplicate_key(at: Place, key: &str, first: Place) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_KEY, at, words!("khóa `{key}` viết hai lần", "the key `{key}` stands twice"))
        .label(first, words!("lần đầu ở đây", "first here"))
        .hint(words!("giữ lại một", "keep one of them"))
}

const DUPLICATE_KEY: Code = Code {
    name: "duplicate-key",
    severity: Severity::Error,
    vi: "
        Hai giá trị cho một khóa: congbao không tự chọn, vì giá trị bị bỏ có thể là giá trị đúng.
        Trong bảng tiến độ, hai cột không được cùng một nghĩa.
    ",
    en: "
        Two values for one key: congbao does not choose, since the one left out may be the right
        one. In a progress table, no two columns may mean the same.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            place: Thị trấn A
            place: Thị trấn B
        ",
        after: "
            place: Thị trấn A
        ",
    }),
};

/// A key that must be there, or has no value.
pub fn missing_key(at: Place, key: &str, why: Option<Words>) -> Diagnostic {
    let fault = Diagnostic::new(&MISSING_KEY, at, words!("thiếu khóa `{key}`", "the key `{key}` is missing"));
    fault.hint(why.unwrap_or_else(|| words!("viết `{key}: …`", "write `{key}: …`")))
}

const MISSING_KEY: Code = Code {
    name: "missing-key",
    severity: Severity::Error,
    vi: "
        Văn bản phải có `number`, `title`, `date`, `issuer`; nhiệm vụ có `id`, `task`; đơn vị có
        `id`, `name`; dòng tiến độ có văn bản, nhiệm vụ, ngày, trạng thái. Bản giấy không có số
        hoặc ngày thì không tự đặt: viết `null` và nói rõ thiếu thế nào, trang sẽ ghi đúng như
        vậy.
    ",
    en: "
        A directive must have `number`, `title`, `date`, `issuer`; a deadline `id`, `task`; an
        organisation `id`, `name`; a progress row its directive, deadline, date and status. Where
        the paper has no number or date, do not make one up: write `null` and say how it is
        missing; the page will say so too.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            number: null
        ",
        after: "
            number: null
            number_missing: lost
            slug: ke-hoach-phong-chong-thien-tai
        ",
    }),
};

/// Another kind of value than the key takes.
pub fn wrong_type(at: Place, expected: Words, found: Words) -> Diagnostic {
    let (e_vi, e_en) = (expected.in_language(crate::Language::Vi), expected.in_language(crate::Language::En));
    let (f_vi, f_en) = (found.in_language(crate::Language::Vi), found.in_language(crate::Language::En));
    Diagnostic::new(&WRONG_TYPE, at, words!("cần {e_vi}, ở đây là {f_vi}", "expected {e_en}, found {f_en}"))
}

const WRONG_TYPE: Code = Code {
    name: "wrong-type",
    severity: Severity::Error,
    vi: "
        Khóa này cần một dạng giá trị khác: danh sách, nhóm khóa, một giá trị đơn hay một con số.
        congbao không tách một dòng theo dấu phẩy, vì tên đơn vị cũng có dấu phẩy; danh sách viết
        trong `[…]`, kể cả khi chỉ có một mục. Tỷ lệ là số từ 0 đến 100.
    ",
    en: "
        This key takes another kind of value: a list, a mapping, a single value or a number.
        congbao does not split a line at its commas, since names have commas too; a list stands in
        `[…]`, even with one item. A percentage is a number from 0 to 100.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: dang-uy-xa-a
        ",
        after: "
            addressed_to: [dang-uy-xa-a]
        ",
    }),
};

impl Diagnostic {
    /// Says that a key may belong to the one above that has no value.
    pub fn belongs_to(self, opener: &str) -> Diagnostic {
        self.hint(words!(
            "nếu thuộc về `{opener}` ở trên thì thêm 2 dấu cách ở đầu dòng",
            "if it belongs to `{opener}` above, put 2 spaces before it"
        ))
    }

    /// Says how the list is written that was typed without its brackets.
    pub fn write_list(self, list: &str) -> Diagnostic {
        self.hint(words!("viết `{list}`", "write `{list}`"))
    }
}

/// A comma, or another sign of the paper, behind the last item of a list or behind a name.
pub fn extra_comma(at: Place, also: &[Place], sign: char, instead: Option<&str>) -> Diagnostic {
    let (vi, en) = times(also);
    let fault = Diagnostic::new(
        &EXTRA_COMMA,
        at,
        words!("thừa dấu `{sign}` ở cuối{vi}", "there is a `{sign}` too many at the end{en}"),
    )
    .also(also);
    match instead {
        Some(instead) => fault.hint(words!("viết `{instead}`", "write `{instead}`")),
        None => fault.hint(words!("xóa dấu này", "remove it")),
    }
}

const EXTRA_COMMA: Code = Code {
    name: "extra-comma",
    severity: Severity::Warning,
    vi: "
        Danh sách trong `[…]` ngăn các mục bằng dấu phẩy, sau mục cuối không còn dấu nào: có thể một
        mục đã rơi mất. Trong danh sách mỗi mục một dòng thì không cần dấu gì: dấu `,` hay `;` bị
        đọc thành một phần của tên, nên không nhận ra đơn vị.
    ",
    en: "
        A list in `[…]` has commas between its items and none behind the last: an item may have been
        lost. A list with one item a line needs no sign at all: a `,` or `;` is read as a part of the
        name, and the organisation is not recognised.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b,]
        ",
        after: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b]
        ",
    }),
};

/// A word that is none of those that the key takes.
pub fn unknown_value(at: Place, value: &str, known: &[&str], near: Option<&str>) -> Diagnostic {
    let known = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let fault =
        Diagnostic::new(&UNKNOWN_VALUE, at, words!("không có giá trị `{value}`", "unknown value `{value}`"));
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!("chọn một trong: {known}", "one of: {known}")),
    }
}

const UNKNOWN_VALUE: Code = Code {
    name: "unknown-value",
    severity: Severity::Error,
    vi: "
        Khóa này chỉ nhận một số từ định sẵn; từ khác thì không biết in dấu gì, tính trạng thái
        nào. Khóa có/không chỉ nhận `true` hoặc `false`; `confirm` chỉ nhận tên khóa của văn bản.
    ",
    en: "
        This key takes only certain words; with any other nobody could tell which mark to print or
        which state to count. A yes-or-no key takes `true` or `false`; `confirm` takes names of
        keys.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            urgency: gấp
        ",
        after: "
            urgency: hoa-toc
        ",
    }),
};

/// None or several of keys of which exactly one must stand.
pub fn exactly_one(at: Place, keys: &[&str]) -> Diagnostic {
    let keys = keys.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        &EXACTLY_ONE,
        at,
        words!("cần đúng một trong các khóa {keys}", "exactly one of the keys {keys} must stand here"),
    )
}

const EXACTLY_ONE: Code = Code {
    name: "exactly-one",
    severity: Severity::Error,
    vi: "
        Mỗi mục chỉ nói một điều: một quan hệ trong `relations`; `section`, `file` hoặc
        `missing: true` cho một tài liệu kèm theo; `due` hoặc `cancelled: true` cho một thay đổi.
        Hai điều trong một mục thì không biết `date` hay `title` là của điều nào. Tách thành hai
        mục.
    ",
    en: "
        Each item says one thing: one relation in `relations`; `section`, `file` or
        `missing: true` for an attachment; `due` or `cancelled: true` for a change. With two in
        one item nobody could tell whose `date` or `title` it is. Write two items.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {implements: 05-NQ/TU, replaces: 11-KH/HU}
        ",
        after: "
            relations:
              - {implements: 05-NQ/TU}
              - {replaces: 11-KH/HU}
        ",
    }),
};

/// A provision in a relation that concerns the whole of a document.
pub fn provision_without_change(at: Place, provision: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &PROVISION_WITHOUT_CHANGE,
        at,
        words!(
            "`provision: {provision}` không đi với `{kind}`",
            "`provision: {provision}` does not go with `{kind}`"
        ),
    )
    .hint(words!(
        "`provision` chỉ đi với `amends`, `repeals`, `suspends`",
        "`provision` goes with `amends`, `repeals`, `suspends` only"
    ))
}

const PROVISION_WITHOUT_CHANGE: Code = Code {
    name: "provision-without-change",
    severity: Severity::Error,
    vi: "
        Sửa đổi, bãi bỏ, tạm ngưng thì có thể chỉ một phần của văn bản; thực hiện, căn cứ, thay thế hay
        đính chính là với cả văn bản, ghi điều khoản ở đó thì không trang nào nói tới. Đổi thành quan hệ
        đúng, hoặc bỏ `provision`.
    ",
    en: "
        A part of a document can be amended, repealed or suspended; carrying out, resting on, replacing
        or correcting concerns the whole of it, and no page would tell of the provision. Write the
        relation that is meant, or leave `provision` out.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {replaces: 12-KH/HU, date: 2026-03-02, provision: [ii-1]}
        ",
        after: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, provision: [ii-1]}
        ",
    }),
};
