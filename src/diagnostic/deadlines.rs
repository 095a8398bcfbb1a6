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
    &TOO_MANY_TURNS,
];

/// What a clerk can do about words of time that are not read.
#[derive(Clone, Copy, Debug)]
pub enum Unread<'a> {
    /// Nothing certain is said; a form like it that is read.
    Form(Option<&'a str>),
    /// Something is said beside a day: these words, and the day.
    Beside(&'a str, &'a str),
    /// A second deadline.
    Second,
    /// No year; the days in the year of the document.
    Yearless(Option<&'a str>),
    /// A school year or a term of office.
    NoCalendarYear,
    /// A year that no document has.
    FarYear,
}

/// Words of time that congbao cannot read, at the `part` that it cannot place.
pub fn due_not_understood(at: Place, due: &str, part: &str, unread: Unread<'_>) -> Diagnostic {
    let message = match (unread, part == due) {
        (Unread::Second, _) => words!(
            "thời hạn `{due}` nói hai thời hạn, coi là chưa định ngày",
            "the deadline `{due}` says two deadlines, taken as undated"
        ),
        (_, true) => words!(
            "không hiểu thời hạn `{due}`, coi là chưa định ngày",
            "cannot read the deadline `{due}`, taken as undated"
        ),
        (_, false) => words!(
            "không hiểu `{part}` trong thời hạn `{due}`, coi là chưa định ngày",
            "cannot read `{part}` in the deadline `{due}`, taken as undated"
        ),
    };
    let hint = match unread {
        Unread::Form(Some(form)) => words!(
            "dạng gần nhất đọc được: `{form}`; hoặc giữ nguyên lời và thêm `due_date: 2021-04-30`",
            "the nearest form that is read: `{form}`; or keep the words and add `due_date: 2021-04-30`"
        ),
        Unread::Form(None) => words!(
            "viết như `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, hoặc thêm `due_date: 2021-04-30`",
            "write it like `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, or add `due_date: 2021-04-30`"
        ),
        Unread::Beside(words, day) => words!(
            "nếu hạn là `{words}` thì thêm `due_date: {day}`; điều kiện ghi ở `condition`",
            "if it is due `{words}`, add `due_date: {day}`; a condition goes to `condition`"
        ),
        Unread::Second => words!(
            "tách thành hai nhiệm vụ cùng `section`, mỗi nhiệm vụ một thời hạn",
            "write two deadlines with the same `section`, one time each"
        ),
        Unread::Yearless(Some(day)) => words!(
            "không có năm: giữ nguyên lời và thêm `due_date: {day}` nếu đúng là ngày đó",
            "it has no year: keep the words and add `due_date: {day}` if that is meant"
        ),
        Unread::Yearless(None) => words!(
            "không có năm: giữ nguyên lời và thêm `due_date: 2021-04-30`, hoặc `hằng năm`, `hằng tháng` nếu lặp lại",
            "it has no year: keep the words and add `due_date: 2021-04-30`, or `hằng năm`, `hằng tháng` if it recurs"
        ),
        Unread::NoCalendarYear => words!(
            "năm học, nhiệm kỳ không theo năm dương lịch: thêm `due_date:` là ngày kết thúc",
            "a school year or a term is no calendar year: add `due_date:`, the day on which it ends"
        ),
        Unread::FarYear => words!(
            "năm viết đủ bốn chữ số, từ 1900 đến 2200; lời của bản giấy thì giữ và thêm `due_date:`",
            "a year has four figures, from 1900 to 2200; keep the words of the paper and add `due_date:`"
        ),
    };
    Diagnostic::new(&DUE_NOT_UNDERSTOOD, at, message).hint(hint)
}

const DUE_NOT_UNDERSTOOD: Code = Code {
    name: "due-not-understood",
    severity: Severity::Warning,
    vi: "
        Lời của bản giấy vẫn được in nguyên, nhưng nhiệm vụ coi như chưa định ngày: không bao giờ
        quá hạn, không vào tỷ lệ. congbao đọc hết mọi chữ của thời hạn hoặc không đọc: không lấy
        một phần rồi bỏ phần còn lại, không đoán năm hay ngày còn thiếu. Nếu cơ quan đã hiểu
        thống nhất, ghi ngày đó ở `due_date` bên cạnh lời; một câu có hai thời hạn là hai nhiệm
        vụ. Trong `changes`, nhiệm vụ cũ từ ngày văn bản sau cũng thành chưa định ngày; biết ngày
        thì ghi thẳng ở `due`: `2026-04-30`.
    ",
    en: "
        The words are printed as they are, but the task counts as undated: never overdue, in no
        percentage. congbao reads every word of a deadline or none: it takes no part and drops the
        rest, and does not guess a year or day that is missing. If the office knows what is meant,
        write it in `due_date` beside the words; a sentence with two deadlines is two tasks. Under
        `changes` the old task counts as undated too, from the later directive on; write the day
        itself as `due`: `2026-04-30`.
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

/// A recurring deadline that falls due more often than any does.
pub fn too_many_turns(at: Place, id: &str, most: usize) -> Diagnostic {
    Diagnostic::new(
        &TOO_MANY_TURNS,
        at,
        words!("nhiệm vụ `{id}` có hơn {most} kỳ", "deadline `{id}` falls due more than {most} times"),
    )
    .hint(words!(
        "xem lại `date` của văn bản, hoặc thêm lúc kết thúc: `hằng tháng đến hết năm 2026`",
        "look at `date` of the directive, or add an end: `hằng tháng đến hết năm 2026`"
    ))
}

const TOO_MANY_TURNS: Code = Code {
    name: "too-many-turns",
    severity: Severity::Error,
    vi: "
        Nhiệm vụ lặp lại sinh một kỳ cho mỗi tuần, tháng, quý hay năm từ ngày văn bản đến nay.
        Nhiều kỳ đến thế thường do gõ nhầm năm của `date`. Nếu văn bản cũ thật thì ghi thêm lúc
        kết thúc trong lời, hoặc `tracked: false` khi không theo dõi nữa.
    ",
    en: "
        What recurs makes one task for each week, month, quarter or year from the date of the
        directive to now. So many come of a slip in the year of `date`. If the directive is that
        old, say in the words when it ends, or write `tracked: false` where nobody keeps track.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 1906-03-02
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: hằng tháng}
        ",
        after: "
            date: 2026-03-02
            deadlines:
              - {id: bao-cao, task: Gửi báo cáo, lead: [dang-uy-xa-a], due: hằng tháng}
        ",
    }),
};
