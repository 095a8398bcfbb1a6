//! Faults of what a directive asks for: by when, and of whom.
//!
//! What was done about it stands in `progress`.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &DUE_NOT_UNDERSTOOD,
    &IMPOSSIBLE_DUE,
    &DUE_DISAGREES,
    &DEADLINE_BEFORE_DIRECTIVE,
    &DEADLINE_WITHOUT_LEAD,
    &DEADLINE_WITHOUT_DUE,
    &EMPTY_GROUP,
];

/// Words of time that congbao cannot read.
pub fn due_not_understood(at: Place, due: &str) -> Diagnostic {
    Diagnostic::new(&DUE_NOT_UNDERSTOOD, at,
        words!("không hiểu thời hạn `{due}`, coi là chưa định ngày", "cannot read the deadline `{due}`, taken as undated"),
    )
    .hint(words!(
        "viết như `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, hoặc thêm `due_date: 2021-04-30`",
        "write it like `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, or add `due_date: 2021-04-30`"
    ))
}

const DUE_NOT_UNDERSTOOD: Code = Code {
    name: "due-not-understood",
    severity: Severity::Warning,
    vi: "
        Lời của bản giấy vẫn được in nguyên, nhưng nhiệm vụ coi như chưa định ngày: không bao giờ
        quá hạn, không vào tỷ lệ. congbao không đoán năm hay ngày còn thiếu. Nếu cơ quan đã hiểu
        thống nhất, ghi ngày đó ở `due_date` bên cạnh lời. Trong `changes`, nhiệm vụ cũ từ ngày
        văn bản sau cũng thành chưa định ngày; biết ngày thì ghi thẳng ở `due`: `2026-04-30`.
    ",
    en: "
        The words are printed as they are, but the task counts as undated: never overdue, in no
        percentage. congbao does not guess the year or day that is missing. If the office knows
        what is meant, write it in `due_date` beside the words. Under `changes` the old task counts
        as undated too, from the later directive on; write the day itself as `due`: `2026-04-30`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: trước ngày 30/4}
        ",
        after: "
            deadlines:
              - id: bao-cao
                task: Gửi báo cáo
                lead: [dang-uy-xa-a]
                due: trước ngày 30/4
                due_date: 2026-04-30
        ",
    }),
};

/// A day in the words of the paper that no calendar has.
pub fn impossible_due(at: Place, due: &str) -> Diagnostic {
    Diagnostic::new(
        &IMPOSSIBLE_DUE,
        at,
        words!(
            "`{due}` không có trong lịch, coi là chưa định ngày",
            "`{due}` is in no calendar, taken as undated"
        ),
    )
    .hint(words!("thêm `due_date:` nếu biết ngày đúng", "add `due_date:` if the right day is known"))
}

const IMPOSSIBLE_DUE: Code = Code {
    name: "impossible-due",
    severity: Severity::Warning,
    vi: "
        Bản giấy có thể in sai, nên lời của nó vẫn được công bố nguyên văn; chỉ có điều nhiệm vụ
        coi như chưa định ngày và không bao giờ quá hạn. Trước hết xem có gõ nhầm không; khi cơ
        quan ban hành đã cho biết ngày đúng, ghi ở `due_date`.
    ",
    en: "
        The paper may be wrong, so its words are published as they are; but the task counts as
        undated and is never overdue. First see whether it was mistyped; once the issuer has said
        which day is right, write it in `due_date`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: trước ngày 31/4/2026}
        ",
        after: "
            deadlines:
              - id: bao-cao
                task: Gửi báo cáo
                lead: [dang-uy-xa-a]
                due: trước ngày 31/4/2026
                due_date: 2026-04-30
        ",
    }),
};

/// `due` and `due_date` that say two things.
pub fn due_disagrees(at: Place, due: &str, date: &str) -> Diagnostic {
    Diagnostic::new(
        &DUE_DISAGREES,
        at,
        words!(
            "`due: {due}` và `due_date: {date}` không khớp",
            "`due: {due}` and `due_date: {date}` disagree"
        ),
    )
    .hint(words!("sửa một trong hai", "mend one of them"))
}

const DUE_DISAGREES: Code = Code {
    name: "due-disagrees",
    severity: Severity::Error,
    vi: "
        Trang sẽ in một hạn mà tính theo hạn khác. `due` là lời của bản giấy, `due_date` chỉ nói
        lại lời đó bằng ngày. Hạn được lùi bằng văn bản sau thì ghi ở `changes` của văn bản sau,
        không sửa ở đây: hạn cũ vẫn phải xem được.
    ",
    en: "
        The page would print one deadline and count by another. `due` are the words of the paper,
        `due_date` only says the same as a date. A deadline that a later directive moved goes to
        `changes` of that later one, not here: the old date must stay visible.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - id: bao-cao
                task: Gửi báo cáo
                lead: [dang-uy-xa-a]
                due: trước ngày 30/4/2026
                due_date: 2026-05-30
        ",
        after: "
            deadlines:
              - id: bao-cao
                task: Gửi báo cáo
                lead: [dang-uy-xa-a]
                due: trước ngày 30/4/2026
        ",
    }),
};

/// A deadline that ends before its directive was signed.
pub fn deadline_before_directive(at: Place, last: &str, date: &str) -> Diagnostic {
    Diagnostic::new(
        &DEADLINE_BEFORE_DIRECTIVE,
        at,
        words!("hạn {last} trước ngày văn bản {date}", "the deadline {last} is before its directive, {date}"),
    )
    .hint(words!("đối chiếu với bản giấy", "compare it with the paper"))
}

const DEADLINE_BEFORE_DIRECTIVE: Code = Code {
    name: "deadline-before-directive",
    severity: Severity::Warning,
    vi: "
        Hạn đã hết khi văn bản được ký, nên nhiệm vụ quá hạn ngay từ ngày đầu. Thường là gõ nhầm
        năm của hạn hoặc của `date`. Nếu bản giấy đúng là như vậy thì để nguyên: trang vẫn công
        bố.
    ",
    en: "
        The deadline had passed when the document was signed, so the task is overdue from its
        first day. Mostly the year of the deadline or of `date` was mistyped. If the paper says
        so, leave it: it is published as it is.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 2026-03-02
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: trước ngày 30/4/2025}
        ",
        after: "
            date: 2026-03-02
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: trước ngày 30/4/2026}
        ",
    }),
};

/// A deadline that nobody leads.
pub fn deadline_without_lead(at: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &DEADLINE_WITHOUT_LEAD,
        at,
        words!("nhiệm vụ `{id}` không có đơn vị chủ trì", "deadline `{id}` has no lead"),
    )
    .hint(words!("thêm `lead: [mã đơn vị]` nếu văn bản có nêu", "add `lead: [id]` if the document names one"))
}

const DEADLINE_WITHOUT_LEAD: Code = Code {
    name: "deadline-without-lead",
    severity: Severity::Warning,
    vi: "
        Nhiệm vụ vẫn được đếm trong số chung nhưng không nằm ở trang đơn vị nào, nên không đơn vị
        nào thấy việc này là của mình. Nếu văn bản không giao cho ai thì để nguyên; báo cáo khi đó
        để trống ô `đơn vị`.
    ",
    en: "
        The task still counts in the totals but stands on no organisation's page, so nobody sees
        it as owed. If the document gives it to nobody, leave it; a report on it then leaves
        `đơn vị` (`organization`) empty.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, due: trước ngày 30/4/2026}
        ",
        after: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, due: trước ngày 30/4/2026, lead: [dang-uy-xa-a]}
        ",
    }),
};

/// A deadline that says nothing of time, and others of the same directive.
pub fn deadline_without_due(at: Place, also: &[Place], id: &str) -> Diagnostic {
    let others = also.len();
    let message = match others {
        0 => words!(
            "nhiệm vụ `{id}` không có thời hạn, coi là chưa định ngày",
            "deadline `{id}` has no `due`, taken as undated"
        ),
        1 => words!(
            "nhiệm vụ `{id}` và 1 nhiệm vụ nữa không có thời hạn, coi là chưa định ngày",
            "deadline `{id}` and one more have no `due`, taken as undated"
        ),
        _ => words!(
            "nhiệm vụ `{id}` và {others} nhiệm vụ nữa không có thời hạn, coi là chưa định ngày",
            "deadline `{id}` and {others} more have no `due`, taken as undated"
        ),
    };
    Diagnostic::new(&DEADLINE_WITHOUT_DUE, at, message).also(also).hint(words!(
        "thêm `due: …` bằng lời của văn bản; văn bản không nêu thời hạn thì để nguyên",
        "add `due: …` in the words of the document; leave it if the document names no time"
    ))
}

const DEADLINE_WITHOUT_DUE: Code = Code {
    name: "deadline-without-due",
    severity: Severity::Warning,
    vi: "
        Nhiệm vụ không có `due` thì không bao giờ quá hạn và không vào tỷ lệ: quên ghi thời hạn là
        việc ấy không ai bị nhắc. Chép lời của văn bản vào `due`; nếu văn bản thật không nêu thời
        hạn thì để nguyên, trang vẫn công bố.
    ",
    en: "
        A deadline without `due` is never overdue and in no percentage: if the time was merely
        forgotten, nobody is reminded of the task. Copy the words of the document to `due`; if it
        names no time, leave it: it is published as it is.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a]}
        ",
        after: "
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: trước ngày 30/4/2026}
        ",
    }),
};

/// `each: true` over a group that had no members on that day.
pub fn empty_group(at: Place, id: &str) -> Diagnostic {
    Diagnostic::new(
        &EMPTY_GROUP,
        at,
        words!(
            "nhóm `{id}` không có thành viên vào ngày văn bản",
            "group `{id}` has no members on the directive's date"
        ),
    )
    .hint(words!(
        "ghi `members` trong content/organizations.yaml",
        "write its `members` in content/organizations.yaml"
    ))
}

const EMPTY_GROUP: Code = Code {
    name: "empty-group",
    severity: Severity::Warning,
    vi: "
        `each: true` là mỗi thành viên phải có báo cáo riêng, nhưng vào ngày văn bản nhóm không có
        ai: chưa ghi `members`, hoặc `lifetime` của họ không gồm ngày đó. Trang chỉ đếm một báo
        cáo của cả nhóm thay vì từng đơn vị. Tập hợp nêu chung, không có danh sách, thì ghi
        `kind: class`.
    ",
    en: "
        `each: true` means that every member owes its own report, but on the directive's date the
        group had nobody: no `members` are written, or no `lifetime` of theirs holds that day. The
        site counts one report of the group in place of one each. Bodies named in general, without
        a list, are `kind: class`.
    ",
    example: Some(Example {
        file: "content/organizations.yaml",
        before: "",
        after: "
            - id: cac-dang-uy-xa
              name: Các đảng ủy xã
              members: [dang-uy-xa-a, {organization: dang-uy-xa-b, lifetime: ../2025-06}]
        ",
    }),
};
