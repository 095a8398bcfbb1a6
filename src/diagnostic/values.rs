//! Faults of single values: dates, intervals, ids, settings.
//!
//! Does not know under which key a value stands.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &IMPOSSIBLE_DATE,
    &FAR_YEAR,
    &INVALID_DATE,
    &INVALID_INTERVAL,
    &INVALID_ID,
    &INVALID_SETTING,
    &INVALID_INVENTORY,
];

/// A date of the right shape that no calendar has.
pub fn impossible_date(at: Place, value: &str, last: Option<i8>) -> Diagnostic {
    let fault =
        Diagnostic::new(&IMPOSSIBLE_DATE, at, words!("không có ngày `{value}`", "there is no day `{value}`"));
    match last {
        Some(last) => fault.hint(words!("tháng này có {last} ngày", "that month has {last} days")),
        None => fault.hint(words!("tháng từ 01 đến 12", "months go from 01 to 12")),
    }
}

const IMPOSSIBLE_DATE: Code = Code {
    name: "impossible-date",
    severity: Severity::Error,
    vi: "
        Ngày đúng dạng nhưng không có trong lịch. congbao không dời sang ngày bên cạnh: trang sẽ
        in một ngày không ai quyết định. Nếu bản giấy in sai thời hạn, giữ nguyên lời ở `due` (chỉ
        là cảnh báo); nếu in sai ngày văn bản, viết `date: null` với `date_between` và `slug`.
    ",
    en: "
        The date has the right shape and is in no calendar. congbao does not move it to the next
        one: the site would print a day that nobody decided. If the paper has a wrong deadline,
        keep its words in `due` (a warning only); if its own date is wrong, write `date: null`,
        `date_between` and `slug`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 2026-04-31
        ",
        after: "
            date: 2026-04-30
        ",
    }),
};

/// A date in a year that no document has.
pub fn far_year(at: Place, value: &str, first: i16, last: i16) -> Diagnostic {
    Diagnostic::new(
        &FAR_YEAR,
        at,
        words!(
            "năm của `{value}` không nằm trong {first}–{last}",
            "the year of `{value}` is not in {first}–{last}"
        ),
    )
    .hint(words!(
        "viết năm đủ bốn chữ số, như `2026-03-02`",
        "write the year in four figures, like `2026-03-02`"
    ))
}

const FAR_YEAR: Code = Code {
    name: "far-year",
    severity: Severity::Error,
    vi: "
        Văn bản, thời hạn và báo cáo có năm từ 1900 đến 2200; năm khác là gõ nhầm. Một năm nhầm
        làm nhiệm vụ hằng tháng sinh ra hàng nghìn kỳ quá hạn.
    ",
    en: "
        Directives, deadlines and reports have years from 1900 to 2200; any other is a slip. One
        such slip makes thousands of overdue turns of a monthly task.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 0202-03-01
        ",
        after: "
            date: 2026-03-01
        ",
    }),
};

/// A value that is no date.
pub fn invalid_date(at: Place, value: &str, instead: Option<&str>) -> Diagnostic {
    let instead = instead.unwrap_or("2021-03-19");
    Diagnostic::new(&INVALID_DATE, at, words!("`{value}` không phải là ngày", "`{value}` is not a date"))
        .hint(words!("viết năm-tháng-ngày: `{instead}`", "write year-month-day: `{instead}`"))
}

const INVALID_DATE: Code = Code {
    name: "invalid-date",
    severity: Severity::Error,
    vi: "
        Trong YAML, ngày viết năm-tháng-ngày, tháng và ngày đủ hai chữ số: 3/4 có nơi hiểu là 3
        tháng 4, có nơi hiểu là 4 tháng 3. Bảng tiến độ nhận thêm dạng ngày/tháng/năm như
        28/4/2026.
    ",
    en: "
        In YAML a date is year-month-day, month and day with two digits: 3/4 is 3 April to some
        and 4 March to others. Progress tables also take day/month/year, like 28/4/2026.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            date: 2/3/2026
        ",
        after: "
            date: 2026-03-02
        ",
    }),
};

/// A value that is no EDTF interval.
pub fn invalid_interval(at: Place, value: &str, instead: Option<&str>) -> Diagnostic {
    let instead = instead.unwrap_or("2021-03-19/..");
    Diagnostic::new(
        &INVALID_INTERVAL,
        at,
        words!("`{value}` không phải là khoảng thời gian EDTF", "`{value}` is not an EDTF interval"),
    )
    .hint(words!("viết như `{instead}`", "write it like `{instead}`"))
}

const INVALID_INTERVAL: Code = Code {
    name: "invalid-interval",
    severity: Severity::Error,
    vi: "
        `in_force`, `lifetime`, `date_between`, `due_date` nhận một ngày, tháng, năm, hoặc khoảng
        có dấu `/` ở giữa, đầu trước cuối sau; `..` là chưa biết hoặc chưa kết thúc. Quý viết 33
        đến 36 thay cho tháng (`2026-33` là quý I), nửa năm viết 40, 41.
    ",
    en: "
        `in_force`, `lifetime`, `date_between`, `due_date` take a day, a month, a year, or two of
        them with `/` between, the earlier first; `..` is unknown or without end. Quarters are 33
        to 36 in place of the month (`2026-33` is the first), halves of a year 40 and 41.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            in_force: 2026-01-01 - 2026-12-31
        ",
        after: "
            in_force: 2026-01-01/2026-12-31
        ",
    }),
};

/// An id with other characters than `a-z 0-9 -`.
pub fn invalid_id(at: Place, value: &str, instead: &str) -> Diagnostic {
    Diagnostic::new(
        &INVALID_ID,
        at,
        words!(
            "`{value}` không dùng làm mã được: chỉ gồm `a-z`, `0-9`, `-`",
            "`{value}` is no id: only `a-z`, `0-9`, `-`"
        ),
    )
    .near(Some(instead).filter(|i| !i.is_empty()))
}

const INVALID_ID: Code = Code {
    name: "invalid-id",
    severity: Severity::Error,
    vi: "
        Mã đi vào địa chỉ trang và vào bảng tiến độ, nên chỉ gồm `a-z`, `0-9` và `-` ở giữa;
        `slug` và các phần địa chỉ trong tệp nhãn cũng vậy. Tên đầy đủ, có dấu, viết ở `name`. Mã
        đã công bố thì giữ nguyên: đổi mã là hỏng địa chỉ cũ và các dòng tiến độ.
    ",
    en: "
        Ids go into addresses and progress tables, so they hold only `a-z`, `0-9` and `-` inside;
        so do `slug` and the parts of addresses in a file of labels. The full name stands in
        `name`. Keep an id once it is published: a new one breaks old addresses and progress rows.
    ",
    example: Some(Example {
        file: "content/organizations.yaml",
        before: "
            - {id: Ban Tổ chức, name: Ban Tổ chức Huyện ủy}
        ",
        after: "
            - {id: ban-to-chuc, name: Ban Tổ chức Huyện ủy}
        ",
    }),
};

/// A setting that congbao cannot work with.
pub fn invalid_setting(at: Place, value: &str, expected: Words) -> Diagnostic {
    Diagnostic::new(&INVALID_SETTING, at, words!("không dùng được `{value}`", "`{value}` cannot be used"))
        .hint(expected)
}

const INVALID_SETTING: Code = Code {
    name: "invalid-setting",
    severity: Severity::Error,
    vi: "
        `time_zone` quyết định hôm nay là ngày nào, `base_url` là gốc của các địa chỉ tuyệt đối;
        ghi sai thì hạn tính lệch ngày hoặc đường dẫn đi nhầm chỗ. `base_url` phải có `https://`
        (hoặc `http://`), không có dấu cách, `?`, `#`.
    ",
    en: "
        `time_zone` decides what day it is today, `base_url` is the root of absolute addresses; a
        wrong one would count deadlines from another day or lead readers astray. `base_url` needs
        `https://` (or `http://`) and no space, `?` or `#`.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "
            title: Công báo Huyện ủy A
            base_url: congbao.example
        ",
        after: "
            title: Công báo Huyện ủy A
            base_url: https://congbao.example/
        ",
    }),
};

/// A list of directives of another site that cannot be read.
pub fn invalid_inventory(at: Place, parser: &str) -> Diagnostic {
    Diagnostic::new(
        &INVALID_INVENTORY,
        at,
        words!(
            "không đọc được danh mục của trang khác: {parser}",
            "cannot read the list of another site: {parser}"
        ),
    )
    .hint(words!(
        "chép lại tệp `du-lieu/van-ban.json` của trang đó",
        "copy `du-lieu/van-ban.json` of that site again"
    ))
}

const INVALID_INVENTORY: Code = Code {
    name: "invalid-inventory",
    severity: Severity::Error,
    vi: "
        Tệp ghi ở `inventories` là danh mục văn bản của trang khác, dùng để dẫn tới văn bản không
        có ở đây. Tệp này tải dở, hoặc là một trang báo lỗi được lưu nhầm tên. Bỏ qua thì các dẫn
        chiếu tới trang đó lặng lẽ mất liên kết.
    ",
    en: "
        The file under `inventories` is another site's list of directives, by which documents that
        are not here are linked. It was cut off, or is a page of an error saved under that name.
        To pass over it would drop the links to that site unnoticed.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "",
        after: "
            title: Công báo Huyện ủy A
            inventories:
              - {name: Tỉnh ủy A, file: inventories/tinh-uy-a.json, base_url: https://tinh-uy-a.example/}
        ",
    }),
};
