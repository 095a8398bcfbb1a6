//! Faults of the register of reports: its columns, its rows.
//!
//! Does not know where the rows come from: a table or the front matter of a report.

use super::{Code, Diagnostic, Example, Severity, times, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &UNKNOWN_COLUMN,
    &MISSING_COLUMN,
    &ROW_WITHOUT_OBLIGATION,
    &ROW_BEFORE_DIRECTIVE,
    &REPORT_IN_FUTURE,
    &CONTRADICTING_ROWS,
    &TURN_NOT_NAMED,
    &SEVERAL_TURNS,
];

/// A column that nothing reads.
pub fn unknown_column(at: Place, column: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_COLUMN, at, words!("không có cột `{column}`", "unknown column `{column}`"))
        .near(near)
}

const UNKNOWN_COLUMN: Code = Code {
    name: "unknown-column",
    severity: Severity::Error,
    vi: "
        Bảng tiến độ có chín cột: văn bản, ngày văn bản, nhiệm vụ, đơn vị, ngày, trạng thái, tỷ
        lệ, số báo cáo, ghi chú. Bỏ qua một cột gõ sai thì mất mọi điều ghi trong cột. Cột riêng
        của cơ quan để ở bảng khác, hoặc gộp vào ghi chú.
    ",
    en: "
        A progress table has nine columns: directive, date_of_directive, deadline, organization,
        date, status, percent, reference, note. To pass over a misspelt one would lose all that
        stands in it. Keep columns of your own in another table, or put them into the note.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;chú thích
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;ghi chú
        ",
    }),
};

/// A column that must be there.
pub fn missing_column(at: Place, column: &str, vi: &str) -> Diagnostic {
    Diagnostic::new(&MISSING_COLUMN, at, words!("thiếu cột `{vi}`", "the column `{column}` is missing"))
        .hint(words!("thêm `{vi}` (hoặc `{column}`) vào dòng đầu", "add `{column}` to the first line"))
}

const MISSING_COLUMN: Code = Code {
    name: "missing-column",
    severity: Severity::Error,
    vi: "
        Thiếu cột này thì không biết mỗi dòng nói về việc nào, của ai, ngày nào, nên cả bảng không
        đọc. Cần có: văn bản, nhiệm vụ, đơn vị, ngày, trạng thái. Tên cột phải ở dòng đầu: xóa
        tiêu đề bảng và dòng trống phía trên.
    ",
    en: "
        Without this column nobody can tell what, whose and of which day a row is, so none of the
        table is read. It needs directive, deadline, organization, date, status. Their names stand
        on the first line: delete a title or empty lines above them.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            BẢNG THEO DÕI TIẾN ĐỘ;;;;
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
        ",
    }),
};

/// A report about something that nobody owes.
pub fn row_without_obligation(
    at: Place,
    deadline: &str,
    organization: &str,
    near: Option<&str>,
) -> Diagnostic {
    Diagnostic::new(
        &ROW_WITHOUT_OBLIGATION,
        at,
        words!(
            "`{organization}` không phải thực hiện nhiệm vụ `{deadline}`",
            "`{organization}` does not owe the deadline `{deadline}`"
        ),
    )
    .near(near)
}

const ROW_WITHOUT_OBLIGATION: Code = Code {
    name: "row-without-obligation",
    severity: Severity::Error,
    vi: "
        Chỉ đơn vị ghi ở `lead` mới phải báo cáo; đơn vị phối hợp, nơi nhận thì không. Nhóm không
        có `each: true` báo cáo một lần: ô đơn vị ghi nhóm. Có `each: true` thì ghi thành viên vào
        ngày văn bản. Văn bản `tracked: false`, nhiệm vụ `optional: true` thì không ai phải báo
        cáo. Bỏ qua thì báo cáo mất và nhiệm vụ vẫn tính là chưa xong.
    ",
    en: "
        Only who stands in `lead` owes a report; supporting bodies and recipients do not. A group
        without `each: true` owes once: the row names the group. With `each: true` it names a
        member on the directive's date. Under `tracked: false` and `optional: true` nobody owes
        anything. To pass over the row would lose the report and leave the task open.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;huyen-uy;28/4/2026;hoàn thành
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành
        ",
    }),
};

/// A report that is older than its directive.
pub fn row_before_directive(at: Place, row: &str, date: &str) -> Diagnostic {
    Diagnostic::new(
        &ROW_BEFORE_DIRECTIVE,
        at,
        words!(
            "báo cáo ngày {row} trước ngày văn bản {date}",
            "the report of {row} is before its directive, {date}"
        ),
    )
    .hint(words!("sửa ngày của báo cáo", "mend the date of the report"))
}

const ROW_BEFORE_DIRECTIVE: Code = Code {
    name: "row-before-directive",
    severity: Severity::Error,
    vi: "
        Không thể báo cáo trước khi có văn bản: gõ nhầm năm, hoặc dòng này nói về văn bản cùng số
        của năm trước. Tính vào thì nhiệm vụ thành hoàn thành đúng hạn nhờ một báo cáo khác.
    ",
    en: "
        Nobody reports before there is a directive: the year is mistyped, or the row is about a
        directive of the same number of an earlier year. Counted, it would make a task done on
        time by another's report.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2025;hoàn thành
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành
        ",
    }),
};

/// Reports that are dated after the day as of which states are judged.
pub fn report_in_future(at: Place, also: &[Place], date: &str, as_of: &str) -> Diagnostic {
    let (vi, en) = times(also);
    Diagnostic::new(
        &REPORT_IN_FUTURE,
        at,
        words!(
            "báo cáo ghi ngày {date}, sau ngày {as_of}, nên chưa được tính{vi}",
            "the report is dated {date}, after {as_of}, and does not count yet{en}"
        ),
    )
    .also(also)
    .hint(words!("sửa ngày của báo cáo, nếu gõ nhầm", "mend the date of the report, if it was mistyped"))
}

const REPORT_IN_FUTURE: Code = Code {
    name: "report-in-future",
    severity: Severity::Warning,
    vi: "
        Báo cáo chỉ được tính từ ngày ghi trong đó; tình trạng trên trang là của hôm nay, hoặc của
        ngày ghi sau `--as-of`. Thường là gõ nhầm năm hay đảo ngày với tháng, và nhiệm vụ đã xong
        vẫn hiện là chưa xong. Khi xem lại tình trạng của một ngày cũ thì điều này là đúng.
    ",
    en: "
        A report counts from its own date on; states are those of today, or of the day behind
        `--as-of`. Mostly the year was mistyped, or day and month changed places, and a task that is
        done still shows as open. Where you look back at a day in the past, this is as it should be.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/3/2027;hoàn thành
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/3/2026;hoàn thành
        ",
    }),
};

/// Two reports of one obligation on one day that say two things.
pub fn contradicting_rows(at: Place, first: Place) -> Diagnostic {
    Diagnostic::new(
        &CONTRADICTING_ROWS,
        at,
        words!(
            "cùng ngày có hai trạng thái khác nhau, lấy dòng này",
            "two different statuses on one day, this row counts"
        ),
    )
    .label(first, words!("dòng kia", "the other row"))
    .hint(words!("xóa dòng sai", "remove the wrong row"))
}

const CONTRADICTING_ROWS: Code = Code {
    name: "contradicting-rows",
    severity: Severity::Warning,
    vi: "
        Cùng nhiệm vụ, cùng đơn vị, cùng ngày mà hai trạng thái. congbao lấy dòng đứng sau (theo
        tên tệp, rồi theo dòng) và vẫn hiện cả hai. Xóa dòng sai; nếu cả hai đều đúng (trả lại rồi
        nộp lại trong ngày) thì xếp theo thứ tự đã xảy ra.
    ",
    en: "
        One task, one organisation, one day and two statuses. congbao takes the later row (by
        path, then line) and shows both. Remove the wrong one; if both are right (returned and
        handed in again on the same day), put them in the order in which they happened.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;trả lại
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành
        ",
    }),
};

/// A report on a deadline that recurs, without its turn: which it was taken for.
pub fn turn_not_named(at: Place, deadline: &str, turn: &str) -> Diagnostic {
    Diagnostic::new(
        &TURN_NOT_NAMED,
        at,
        words!(
            "nhiệm vụ `{deadline}` lặp lại mà dòng không ghi kỳ, tính cho kỳ cũ nhất còn nợ `{turn}`",
            "`{deadline}` recurs and the row names no turn, taken for the oldest open one, `{turn}`"
        ),
    )
    .hint(words!("viết `{deadline}@{turn}`", "write `{deadline}@{turn}`"))
}

const TURN_NOT_NAMED: Code = Code {
    name: "turn-not-named",
    severity: Severity::Warning,
    vi: "
        Nhiệm vụ này lặp lại mỗi kỳ, mà dòng không nói báo cáo cho kỳ nào. congbao tính cho kỳ cũ nhất
        còn nợ, tên kỳ ghi trong thông báo. Nếu đúng, chép gợi ý vào ô nhiệm vụ để báo cáo không đổi
        kỳ khi có dòng khác được thêm vào trước.
    ",
    en: "
        This deadline recurs and the row does not say for which turn. congbao takes it for the oldest
        that is open; the message names it. If that is right, copy the hint into the row, so that the
        report keeps its turn when another row is added before it.
    ",
    example: None,
};

/// A report on a deadline that recurs, without its turn, when several may be meant.
pub fn several_turns(at: Place, deadline: &str, turns: &[String]) -> Diagnostic {
    let turns = turns.iter().map(|turn| format!("`{deadline}@{turn}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::new(
        &SEVERAL_TURNS,
        at,
        words!(
            "không rõ báo cáo cho kỳ nào của nhiệm vụ `{deadline}`: lúc đó nhiều kỳ đã hết hạn",
            "which turn of `{deadline}` is meant cannot be told: several had ended by then"
        ),
    )
    .hint(words!("ghi tên kỳ: {turns}", "name the turn: {turns}"))
}

const SEVERAL_TURNS: Code = Code {
    name: "several-turns",
    severity: Severity::Error,
    vi: "
        Khi báo cáo này được gửi thì kỳ cũ nhất còn nợ và cả một kỳ sau nó đều đã hết hạn: có thể là
        báo cáo chậm cho kỳ trước, có thể cho kỳ vừa qua. Đoán sai thì một kỳ được tính là xong mà
        thật ra chưa. Ghi tên kỳ sau `@`, như `bao-cao-quy@2026-33` (Quý I năm 2026).
    ",
    en: "
        When this report came, the oldest open turn and a later one had both ended: it may be late for
        the former, or for the one just past. A wrong guess would count a turn as done that is not.
        Name the turn behind `@`, like `bao-cao-quy@2026-33` (first quarter of 2026).
    ",
    example: None,
};
