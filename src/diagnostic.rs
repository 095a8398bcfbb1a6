//! Every fault an author can make: one constructor each, its words in Vietnamese and English.
//!
//! Owns the complete list of what congbao complains of, so that the prose can be proof-read in one
//! place. Does not know how a fault is found or printed. Messages are lower case, without a full
//! stop, with `backticks` around what was typed; the hint says what to type. The long texts of
//! `congbao explain` stand in [`crate::explain`].

use serde::Serialize;

use crate::language::Words;
use crate::place::Place;

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Blocks publishing.
    Error,
    /// Published all the same, unless `--strict`.
    Warning,
    /// Listed by `check`.
    Note,
}

/// One fault in what an author wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case name, stable.
    pub code: &'static str,
    /// What it does.
    pub severity: Severity,
    /// What is wrong.
    pub message: Words,
    /// Where it stands.
    pub place: Place,
    /// What to type.
    pub hint: Option<Words>,
    /// Other places that belong to it.
    pub labels: Vec<(Place, Words)>,
}

impl Diagnostic {
    fn new(code: &'static str, severity: Severity, place: Place, message: Words) -> Diagnostic {
        Diagnostic { code, severity, message, place, hint: None, labels: Vec::new() }
    }

    fn error(code: &'static str, place: Place, message: Words) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, place, message)
    }

    fn warning(code: &'static str, place: Place, message: Words) -> Diagnostic {
        Diagnostic::new(code, Severity::Warning, place, message)
    }

    fn note(code: &'static str, place: Place, message: Words) -> Diagnostic {
        Diagnostic::new(code, Severity::Note, place, message)
    }

    fn hint(self, hint: Words) -> Diagnostic {
        Diagnostic { hint: Some(hint), ..self }
    }

    fn near(self, near: Option<&str>) -> Diagnostic {
        match near {
            Some(near) => self.hint(words!("có phải là `{near}`?", "did you mean `{near}`?")),
            None => self,
        }
    }

    fn label(mut self, place: Place, words: Words) -> Diagnostic {
        self.labels.push((place, words));
        self
    }

    /// The same fault as a warning at most: what is left out of a build does not stop it.
    pub fn lowered(self) -> Diagnostic {
        Diagnostic { severity: self.severity.max(Severity::Warning), ..self }
    }

    /// The same fault with warnings raised to errors (`--strict`).
    pub fn raised(self) -> Diagnostic {
        match self.severity {
            Severity::Warning => Diagnostic { severity: Severity::Error, ..self },
            _ => self,
        }
    }
}

/// Puts faults in the order in which they are printed, and drops what was said twice.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        (&a.place, a.severity, a.code, a.message.in_language(Default::default())).cmp(&(
            &b.place,
            b.severity,
            b.code,
            b.message.in_language(Default::default()),
        ))
    });
    diagnostics.dedup();
}

/// Both wordings at once; `{…}` in them take what is in scope.
macro_rules! words {
    ($vi:literal, $en:literal $(,)?) => {
        Words::new(format!($vi), format!($en))
    };
}
use words;

// ---------------------------------------------------------------- files

/// A file that is no UTF-8, at its first foreign byte.
pub fn not_utf8(at: Place) -> Diagnostic {
    Diagnostic::error("not-utf8", at, words!("tệp không phải UTF-8", "the file is not UTF-8"))
        .hint(words!("lưu lại tệp với mã UTF-8", "save the file as UTF-8"))
}

/// A file of which something was expected and that holds nothing.
pub fn empty_file(at: Place) -> Diagnostic {
    let hint = match !at.file.ends_with(".md") {
        true => words!("viết tên các cột ở dòng đầu", "write the names of the columns on the first line"),
        false => {
            words!("viết phần đầu giữa hai dòng `---`", "write the front matter between two lines `---`")
        }
    };
    Diagnostic::error("empty-file", at, words!("tệp rỗng", "the file is empty")).hint(hint)
}

/// A file that must be there.
pub fn missing_file(at: Place, key: &str) -> Diagnostic {
    Diagnostic::error("missing-file", at, words!("không có tệp này", "there is no such file"))
        .hint(words!("tạo tệp, ít nhất với khóa `{key}`", "create it, with the key `{key}` at least"))
}

/// A symbolic link that leads back into a folder above it.
pub fn symlink_loop(at: Place) -> Diagnostic {
    Diagnostic::error(
        "symlink-loop",
        at,
        words!("liên kết tượng trưng quay vòng", "the symbolic link leads back into itself"),
    )
    .hint(words!("xóa liên kết này", "remove the link"))
}

/// A symbolic link that leads out of the site.
pub fn symlink_outside(at: Place) -> Diagnostic {
    Diagnostic::error(
        "symlink-outside",
        at,
        words!("liên kết tượng trưng ra ngoài thư mục của trang", "the symbolic link leaves the site"),
    )
    .hint(words!("chép tệp vào trong `content/`", "copy the file into `content/`"))
}

/// A symbolic link to nothing.
pub fn symlink_broken(at: Place) -> Diagnostic {
    Diagnostic::error(
        "symlink-broken",
        at,
        words!("liên kết tượng trưng không dẫn tới đâu", "the symbolic link leads nowhere"),
    )
    .hint(words!("xóa hoặc sửa liên kết này", "remove or mend the link"))
}

/// A socket, a pipe or a device among the sources.
pub fn special_file(at: Place) -> Diagnostic {
    Diagnostic::error("special-file", at, words!("không phải tệp thường", "not a regular file"))
        .hint(words!("chuyển ra khỏi `content/`", "move it out of `content/`"))
}

/// A file name that is no UTF-8, given as far as it can be shown.
pub fn file_name_not_utf8(at: Place) -> Diagnostic {
    Diagnostic::error(
        "file-name-not-utf8",
        at,
        words!("tên tệp không phải UTF-8", "the name of the file is not UTF-8"),
    )
    .hint(words!("đổi tên tệp", "rename the file"))
}

// ---------------------------------------------------------------- front matter and YAML

/// No `---` on the first line.
pub fn front_matter_missing(at: Place) -> Diagnostic {
    Diagnostic::error(
        "front-matter-missing",
        at,
        words!("thiếu phần đầu: dòng đầu phải là `---`", "no front matter: the first line must be `---`"),
    )
    .hint(words!("viết `---` ở dòng đầu của tệp", "write `---` on the first line"))
}

/// No `---` that ends the front matter.
pub fn front_matter_unclosed(at: Place) -> Diagnostic {
    Diagnostic::error(
        "front-matter-unclosed",
        at,
        words!("phần đầu không có dòng `---` kết thúc", "the front matter has no closing `---`"),
    )
    .hint(words!(
        "viết `---` trên một dòng riêng trước phần văn bản",
        "write `---` on a line of its own before the text"
    ))
}

/// `key: a: b`.
pub fn yaml_colon(at: Place) -> Diagnostic {
    Diagnostic::error("yaml-colon", at, words!("dấu `:` không được đứng ở đây", "a `:` cannot stand here"))
        .hint(words!(
            "đặt cả giá trị trong dấu nháy: `\"…: …\"`, hoặc sửa khoảng lùi đầu dòng",
            "put the whole value in quotes: `\"…: …\"`, or mend the indentation"
        ))
}

/// A tab in the indentation.
pub fn yaml_tab(at: Place) -> Diagnostic {
    Diagnostic::error(
        "yaml-tab",
        at,
        words!("dùng phím Tab để lùi đầu dòng", "a tab is used for indentation"),
    )
    .hint(words!("thay Tab bằng dấu cách", "replace the tab by spaces"))
}

/// A quote that is never closed, at the quote.
pub fn yaml_unclosed_quote(at: Place) -> Diagnostic {
    Diagnostic::error(
        "yaml-unclosed-quote",
        at,
        words!("dấu nháy không được đóng", "the quote is never closed"),
    )
    .hint(words!("viết dấu nháy đóng ở cuối giá trị", "write the closing quote behind the value"))
}

/// Words behind a closing quote.
pub fn yaml_after_quote(at: Place) -> Diagnostic {
    Diagnostic::error(
        "yaml-after-quote",
        at,
        words!("còn chữ sau dấu nháy đóng", "there are words behind the closing quote"),
    )
    .hint(words!(
        "nháy đơn bên trong viết hai lần (`''`), nháy kép viết `\\\"`",
        "double a single quote inside (`''`), write a double one as `\\\"`"
    ))
}

/// A bracket that is never closed, at the bracket.
pub fn yaml_unclosed_bracket(at: Place) -> Diagnostic {
    Diagnostic::error(
        "yaml-unclosed-bracket",
        at,
        words!("dấu ngoặc không được đóng", "the bracket is never closed"),
    )
    .hint(words!("viết dấu `]` hoặc `}}` đóng", "write the closing `]` or `}}`"))
}

/// A plain value that begins with a character that YAML keeps for itself.
pub fn yaml_reserved(at: Place, character: char) -> Diagnostic {
    Diagnostic::error(
        "yaml-reserved",
        at,
        words!("giá trị không được bắt đầu bằng `{character}`", "a value cannot begin with `{character}`"),
    )
    .hint(words!("đặt giá trị trong dấu nháy", "put the value in quotes"))
}

/// Anything else that is no YAML, in the parser's own words.
pub fn yaml_syntax(at: Place, parser: &str) -> Diagnostic {
    Diagnostic::error("yaml-syntax", at, words!("không đọc được YAML: {parser}", "not valid YAML: {parser}"))
}

/// Too many values, aliases or levels.
pub fn yaml_limit(at: Place) -> Diagnostic {
    Diagnostic::error(
        "yaml-limit",
        at,
        words!("YAML quá lớn hoặc lồng quá sâu", "the YAML is too large or nested too deeply"),
    )
    .hint(words!("bỏ bớt tầng lồng nhau và các bí danh `*…`", "use fewer levels and fewer aliases `*…`"))
}

// ---------------------------------------------------------------- keys and values

/// A key that nothing reads.
pub fn unknown_key(at: Place, key: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-key", at, words!("không có khóa `{key}`", "unknown key `{key}`")).near(near)
}

/// A key that stands twice in one mapping.
pub fn duplicate_key(at: Place, key: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        "duplicate-key",
        at,
        words!("khóa `{key}` viết hai lần", "the key `{key}` stands twice"),
    )
    .label(first, words!("lần đầu ở đây", "first here"))
    .hint(words!("giữ lại một", "keep one of them"))
}

/// A key that must be there, or has no value.
pub fn missing_key(at: Place, key: &str, why: Option<Words>) -> Diagnostic {
    let fault =
        Diagnostic::error("missing-key", at, words!("thiếu khóa `{key}`", "the key `{key}` is missing"));
    fault.hint(why.unwrap_or_else(|| words!("viết `{key}: …`", "write `{key}: …`")))
}

/// Another kind of value than the key takes.
pub fn wrong_type(at: Place, expected: Words, found: Words) -> Diagnostic {
    let (e_vi, e_en) = (expected.in_language(crate::Language::Vi), expected.in_language(crate::Language::En));
    let (f_vi, f_en) = (found.in_language(crate::Language::Vi), found.in_language(crate::Language::En));
    Diagnostic::error(
        "wrong-type",
        at,
        words!("cần {e_vi}, ở đây là {f_vi}", "expected {e_en}, found {f_en}"),
    )
}

/// A word that is none of those that the key takes.
pub fn unknown_value(at: Place, value: &str, known: &[&str], near: Option<&str>) -> Diagnostic {
    let known = known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    let fault = Diagnostic::error(
        "unknown-value",
        at,
        words!("không có giá trị `{value}`", "unknown value `{value}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!("chọn một trong: {known}", "one of: {known}")),
    }
}

/// None or several of keys of which exactly one must stand.
pub fn exactly_one(at: Place, keys: &[&str]) -> Diagnostic {
    let keys = keys.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::error(
        "exactly-one",
        at,
        words!("cần đúng một trong các khóa {keys}", "exactly one of the keys {keys} must stand here"),
    )
}

/// A date of the right shape that no calendar has.
pub fn impossible_date(at: Place, value: &str, last: Option<i8>) -> Diagnostic {
    let fault = Diagnostic::error(
        "impossible-date",
        at,
        words!("không có ngày `{value}`", "there is no day `{value}`"),
    );
    match last {
        Some(last) => fault.hint(words!("tháng này có {last} ngày", "that month has {last} days")),
        None => fault.hint(words!("tháng từ 01 đến 12", "months go from 01 to 12")),
    }
}

/// A value that is no date.
pub fn invalid_date(at: Place, value: &str, instead: Option<&str>) -> Diagnostic {
    let instead = instead.unwrap_or("2021-03-19");
    Diagnostic::error("invalid-date", at, words!("`{value}` không phải là ngày", "`{value}` is not a date"))
        .hint(words!("viết năm-tháng-ngày: `{instead}`", "write year-month-day: `{instead}`"))
}

/// A value that is no EDTF interval.
pub fn invalid_interval(at: Place, value: &str, instead: Option<&str>) -> Diagnostic {
    let instead = instead.unwrap_or("2021-03-19/..");
    Diagnostic::error(
        "invalid-interval",
        at,
        words!("`{value}` không phải là khoảng thời gian EDTF", "`{value}` is not an EDTF interval"),
    )
    .hint(words!("viết như `{instead}`", "write it like `{instead}`"))
}

/// An id with other characters than `a-z 0-9 -`.
pub fn invalid_id(at: Place, value: &str, instead: &str) -> Diagnostic {
    Diagnostic::error(
        "invalid-id",
        at,
        words!(
            "`{value}` không dùng làm mã được: chỉ gồm `a-z`, `0-9`, `-`",
            "`{value}` is no id: only `a-z`, `0-9`, `-`"
        ),
    )
    .near(Some(instead).filter(|i| !i.is_empty()))
}

/// A setting that congbao cannot work with.
pub fn invalid_setting(at: Place, value: &str, expected: Words) -> Diagnostic {
    Diagnostic::error("invalid-setting", at, words!("không dùng được `{value}`", "`{value}` cannot be used"))
        .hint(expected)
}

/// A list of directives of another site that cannot be read.
pub fn invalid_inventory(at: Place, parser: &str) -> Diagnostic {
    Diagnostic::error(
        "invalid-inventory",
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

// ---------------------------------------------------------------- the directive

/// `number_missing`, `number_printed` or `date_between` beside the value itself.
pub fn gap_contradiction(at: Place, key: &str, of: &str) -> Diagnostic {
    Diagnostic::error(
        "gap-contradiction",
        at,
        words!("`{key}` chỉ dùng khi `{of}: null`", "`{key}` goes only with `{of}: null`"),
    )
    .hint(words!("bỏ `{key}`, hoặc viết `{of}: null`", "remove `{key}`, or write `{of}: null`"))
}

/// A `type` that is not in the table.
pub fn unknown_type(at: Place, value: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error(
        "unknown-type",
        at,
        words!("không có loại văn bản `{value}`", "unknown type of document `{value}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!(
            "thêm vào `types` của content/site.yaml: `- {{symbol: {value}, name: …}}`",
            "add it to `types` in content/site.yaml: `- {{symbol: {value}, name: …}}`"
        )),
    }
}

/// Two directives with one number and one date.
pub fn duplicate_directive(at: Place, number: &str, date: &str, first: Place) -> Diagnostic {
    Diagnostic::error(
        "duplicate-directive",
        at,
        words!("số `{number}` ngày {date} đã có", "number `{number}` of {date} is already there"),
    )
    .label(first, words!("văn bản kia", "the other one"))
    .hint(words!("xóa một tệp, hoặc sửa số, ngày", "remove one file, or mend number or date"))
}

/// An id that stands twice where it must be unique.
pub fn duplicate_id(at: Place, id: &str, first: Place) -> Diagnostic {
    Diagnostic::error("duplicate-id", at, words!("mã `{id}` đã có", "the id `{id}` is already there"))
        .label(first, words!("lần đầu ở đây", "first here"))
        .hint(words!("đặt mã khác", "choose another id"))
}

/// Two sources that would be published at one address.
pub fn colliding_address(at: Place, address: &str, first: Place, slug: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error(
        "colliding-address",
        at,
        words!("địa chỉ `{address}` đã có nơi khác dùng", "the address `{address}` is already taken"),
    )
    .label(first, words!("địa chỉ này lấy từ đây", "taken here"));
    match slug {
        Some(slug) => fault.hint(words!("thêm `slug: {slug}`", "add `slug: {slug}`")),
        None => fault.hint(words!("đổi tên một trong hai", "rename one of the two")),
    }
}

/// A number of which no address can be made.
pub fn empty_address(at: Place) -> Diagnostic {
    Diagnostic::error(
        "empty-address",
        at,
        words!("không lập được địa chỉ từ số này", "no address can be made of this number"),
    )
    .hint(words!("thêm `slug: …`", "add `slug: …`"))
}

/// An old address that is no address of this site.
pub fn invalid_address(at: Place, value: &str) -> Diagnostic {
    Diagnostic::error(
        "invalid-address",
        at,
        words!("`{value}` không phải là địa chỉ trên trang", "`{value}` is no address of this site"),
    )
    .hint(words!("viết như `van-ban/cu/34.html`", "write it like `van-ban/cu/34.html`"))
}

/// An id that names no organisation.
pub fn unknown_id(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "unknown-id",
        at,
        words!("không có đơn vị nào mang mã `{id}`", "no organisation has the id `{id}`"),
    )
    .near(near)
}

/// A name that is not in the register.
pub fn unknown_name(at: Place, name: &str, near: &[&str]) -> Diagnostic {
    let fault = Diagnostic::warning(
        "unknown-name",
        at,
        words!(
            "`{name}` không có trong content/organizations.yaml",
            "`{name}` is not in content/organizations.yaml"
        ),
    );
    if near.is_empty() {
        return fault.hint(words!(
            "thêm đơn vị, hoặc thêm tên này vào `aliases`",
            "add it, or add the name to `aliases`"
        ));
    }
    let near = near.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    fault.hint(words!("tên gần nhất: {near}", "nearest names: {near}"))
}

/// A name that several organisations bear.
pub fn ambiguous_name(at: Place, name: &str, ids: &[&str]) -> Diagnostic {
    let ids = ids.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::warning(
        "ambiguous-name",
        at,
        words!("`{name}` là tên của nhiều đơn vị", "several organisations are called `{name}`"),
    )
    .hint(words!("viết mã: {ids}", "write the id: {ids}"))
}

/// A parent, successor or member that leads back to where it began.
pub fn organization_cycle(at: Place, id: &str) -> Diagnostic {
    Diagnostic::error(
        "organization-cycle",
        at,
        words!("`{id}` quay vòng về chính nó", "`{id}` leads back to itself"),
    )
}

/// A `section` that the body does not have.
pub fn unknown_section(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error(
        "unknown-section",
        at,
        words!("phần văn bản không có mục `{id}`", "the text has no section `{id}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault
            .hint(words!("viết `{{#{id}}}` ở cuối mục đó", "write `{{#{id}}}` at the end of that section")),
    }
}

/// A deadline that nothing has.
pub fn unknown_deadline(at: Place, id: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "unknown-deadline",
        at,
        words!("không có nhiệm vụ `{id}`", "there is no deadline `{id}`"),
    )
    .near(near)
}

/// A directive that must be on this site and is not.
pub fn unknown_directive(at: Place, number: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "unknown-directive",
        at,
        words!("trang này không có văn bản `{number}`", "this site has no directive `{number}`"),
    )
    .near(near)
}

/// A number that several directives bear where one must be meant.
pub fn several_directives(at: Place, number: &str, dates: &[String]) -> Diagnostic {
    let dates = dates.iter().map(|d| format!("`{d}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::error(
        "several-directives",
        at,
        words!("có nhiều văn bản số `{number}`", "several directives have the number `{number}`"),
    )
    .hint(words!("ghi thêm ngày: {dates}", "add the date: {dates}"))
}

/// Words of time that congbao cannot read.
pub fn due_not_understood(at: Place, due: &str) -> Diagnostic {
    Diagnostic::warning(
        "due-not-understood",
        at,
        words!("không hiểu thời hạn `{due}`, coi là chưa định ngày", "cannot read the deadline `{due}`, taken as undated"),
    )
    .hint(words!(
        "viết như `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, hoặc thêm `due_date: 2021-04-30`",
        "write it like `trước ngày 30/4/2021`, `trong tháng 12/2022`, `Quý III/2024`, `trong năm 2024`, `hằng quý`, `thường xuyên`, or add `due_date: 2021-04-30`"
    ))
}

/// A day in the words of the paper that no calendar has.
pub fn impossible_due(at: Place, due: &str) -> Diagnostic {
    Diagnostic::warning(
        "impossible-due",
        at,
        words!(
            "`{due}` không có trong lịch, coi là chưa định ngày",
            "`{due}` is in no calendar, taken as undated"
        ),
    )
    .hint(words!("thêm `due_date:` nếu biết ngày đúng", "add `due_date:` if the right day is known"))
}

/// `due` and `due_date` that say two things.
pub fn due_disagrees(at: Place, due: &str, date: &str) -> Diagnostic {
    Diagnostic::error(
        "due-disagrees",
        at,
        words!(
            "`due: {due}` và `due_date: {date}` không khớp",
            "`due: {due}` and `due_date: {date}` disagree"
        ),
    )
    .hint(words!("sửa một trong hai", "mend one of them"))
}

/// A deadline that ends before its directive was signed.
pub fn deadline_before_directive(at: Place, last: &str, date: &str) -> Diagnostic {
    Diagnostic::warning(
        "deadline-before-directive",
        at,
        words!("hạn {last} trước ngày văn bản {date}", "the deadline {last} is before its directive, {date}"),
    )
    .hint(words!("đối chiếu với bản giấy", "compare it with the paper"))
}

/// A deadline that nobody leads.
pub fn deadline_without_lead(at: Place, id: &str) -> Diagnostic {
    Diagnostic::warning(
        "deadline-without-lead",
        at,
        words!("nhiệm vụ `{id}` không có đơn vị chủ trì", "deadline `{id}` has no lead"),
    )
    .hint(words!("thêm `lead: [mã đơn vị]` nếu văn bản có nêu", "add `lead: [id]` if the document names one"))
}

/// `each: true` over a group that had no members on that day.
pub fn empty_group(at: Place, id: &str) -> Diagnostic {
    Diagnostic::warning(
        "empty-group",
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

/// A value that somebody must compare with the paper.
pub fn to_be_confirmed(at: Place, key: &str) -> Diagnostic {
    Diagnostic::warning("to-be-confirmed", at, words!("cần xác nhận `{key}`", "`{key}` is to be confirmed"))
        .hint(words!(
            "đối chiếu với bản giấy rồi bỏ khỏi `confirm`",
            "compare it with the paper, then remove it from `confirm`"
        ))
}

/// An attachment that the document announces and nobody has.
pub fn attachment_announced(at: Place, title: &str) -> Diagnostic {
    Diagnostic::warning(
        "attachment-announced",
        at,
        words!("chưa có tài liệu kèm theo `{title}`", "the attachment `{title}` is not at hand"),
    )
    .hint(words!(
        "khi có tệp, thay `missing: true` bằng `file: …`",
        "when it is, replace `missing: true` by `file: …`"
    ))
}

/// A file that is named and not there.
pub fn attachment_not_found(at: Place, path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "attachment-not-found",
        at,
        words!("không có tệp `{path}`", "there is no file `{path}`"),
    )
    .near(near)
}

/// A file that nobody names.
pub fn unnamed_file(at: Place) -> Diagnostic {
    Diagnostic::warning(
        "unnamed-file",
        at,
        words!(
            "không văn bản nào nêu tệp này, nên không công bố",
            "nothing names this file, so it is not published"
        ),
    )
    .hint(words!(
        "thêm vào `attachments` của một văn bản, hoặc chuyển đi",
        "add it to the `attachments` of a directive, or move it away"
    ))
}

/// A directive with a mark of secrecy.
pub fn secret(at: Place) -> Diagnostic {
    Diagnostic::error(
        "secret",
        at,
        words!("văn bản mật, không được công bố", "the document is secret and must not be published"),
    )
    .hint(words!(
        "chuyển tệp ra khỏi `content/`; `secret: skip` trong content/site.yaml chỉ để nó ra ngoài",
        "move the file out of `content/`; `secret: skip` in content/site.yaml leaves it out"
    ))
}

// ---------------------------------------------------------------- the text

/// HTML in a text: it is shown as text.
pub fn raw_html(at: Place) -> Diagnostic {
    Diagnostic::warning("raw-html", at, words!("HTML được in như chữ thường", "HTML is shown as text"))
        .hint(words!("viết bằng Markdown, hoặc viết `\\<`", "write it in Markdown, or write `\\<`"))
}

/// A link with a scheme that is not published.
pub fn dropped_link(at: Place, scheme: &str) -> Diagnostic {
    Diagnostic::warning(
        "dropped-link",
        at,
        words!("bỏ liên kết `{scheme}:`", "the link `{scheme}:` is dropped"),
    )
    .hint(words!(
        "dùng `https:`, `http:`, `mailto:` hoặc đường dẫn tương đối",
        "use `https:`, `http:`, `mailto:` or a relative path"
    ))
}

/// An image of another site: a page of this one asks nobody else for anything.
pub fn external_image(at: Place) -> Diagnostic {
    Diagnostic::warning(
        "external-image",
        at,
        words!(
            "bỏ ảnh của trang khác, giữ lời mô tả",
            "an image of another site is dropped, its words are kept"
        ),
    )
    .hint(words!(
        "chép ảnh vào `content/` rồi ghi đường dẫn tương đối",
        "copy it into `content/` and write the relative path"
    ))
}

/// A link to a page or file that is not there.
pub fn broken_link(at: Place, link: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::error(
        "broken-link",
        at,
        words!("liên kết hỏng: không có `{link}`", "broken link: there is no `{link}`"),
    );
    match near {
        Some(_) => fault.near(near),
        None => fault.hint(words!(
            "viết đường dẫn từ tệp này tới tệp kia, như `../2022/28-nq-tw.md`",
            "write the path from this file to the other, like `../2022/28-nq-tw.md`"
        )),
    }
}

/// A link to a part that the page does not have.
pub fn broken_anchor(at: Place, anchor: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error(
        "broken-anchor",
        at,
        words!("liên kết hỏng: không có mục `#{anchor}`", "broken link: there is no section `#{anchor}`"),
    )
    .near(near)
}

/// A footnote mark without its note.
pub fn undefined_footnote(at: Place, label: &str) -> Diagnostic {
    Diagnostic::warning(
        "undefined-footnote",
        at,
        words!("chú thích `[^{label}]` không có nội dung", "the footnote `[^{label}]` has no text"),
    )
    .hint(words!("viết `[^{label}]: …` ở cuối văn bản", "write `[^{label}]: …` at the end"))
}

/// A number without a date that several directives bear.
pub fn ambiguous_citation(at: Place, cited: &str, candidates: &[String]) -> Diagnostic {
    let candidates = candidates.join(", ");
    Diagnostic::note(
        "ambiguous-citation",
        at,
        words!(
            "không rõ `{cited}` là văn bản nào, để nguyên chữ",
            "`{cited}` can mean several directives, left as text"
        ),
    )
    .hint(words!("có thể là: {candidates}", "candidates: {candidates}"))
}

/// A relation to a number that several directives bear.
pub fn ambiguous_relation(at: Place, cited: &str, candidates: &[String]) -> Diagnostic {
    let candidates = candidates.join(", ");
    Diagnostic::note(
        "ambiguous-relation",
        at,
        words!(
            "không rõ `{cited}` là văn bản nào, để nguyên chữ",
            "`{cited}` can mean several directives, left as text"
        ),
    )
    .hint(words!("thêm `date:`; có thể là: {candidates}", "add `date:`; candidates: {candidates}"))
}

// ---------------------------------------------------------------- progress

/// A column that nothing reads.
pub fn unknown_column(at: Place, column: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::error("unknown-column", at, words!("không có cột `{column}`", "unknown column `{column}`"))
        .near(near)
}

/// A column that must be there.
pub fn missing_column(at: Place, column: &str, vi: &str) -> Diagnostic {
    Diagnostic::error("missing-column", at, words!("thiếu cột `{vi}`", "the column `{column}` is missing"))
        .hint(words!("thêm `{vi}` (hoặc `{column}`) vào dòng đầu", "add `{column}` to the first line"))
}

/// A row that has another number of fields than the head.
pub fn csv_syntax(at: Place, found: usize, expected: usize) -> Diagnostic {
    let fault = Diagnostic::error(
        "csv-syntax",
        at,
        words!(
            "dòng có {found} ô, dòng đầu có {expected} cột",
            "the row has {found} fields, the first line {expected} columns"
        ),
    );
    match found > expected {
        true => fault.hint(words!(
            "đặt ô có dấu phân cách hoặc xuống dòng trong dấu nháy kép",
            "put a field with a separator or a line break in double quotes"
        )),
        false => fault.hint(words!(
            "viết đủ dấu phân cách, cả sau những ô trống ở cuối dòng",
            "write every separator, also those of empty fields at the end"
        )),
    }
}

/// A quote in a table that is never closed, or not before the next rows: at the quote.
pub fn csv_unclosed_quote(at: Place) -> Diagnostic {
    Diagnostic::error(
        "csv-unclosed-quote",
        at,
        words!("dấu nháy kép không được đóng", "the double quote is not closed"),
    )
    .hint(words!(
        "xóa dấu nháy này, hoặc viết dấu nháy đóng ở cuối ô; dấu nháy bên trong ô viết hai lần `\"\"`",
        "remove the quote, or write the closing one at the end of the field; double a quote inside: `\"\"`"
    ))
}

/// Words behind the closing quote of a field of a table.
pub fn csv_after_quote(at: Place) -> Diagnostic {
    Diagnostic::error(
        "csv-after-quote",
        at,
        words!("còn chữ sau dấu nháy kép đóng", "there are words behind the closing double quote"),
    )
    .hint(words!(
        "dấu nháy bên trong ô viết hai lần: `\"đọc \"\"Nghị quyết\"\" rồi\"`",
        "double a quote inside a field: `\"read the \"\"Resolution\"\" first\"`"
    ))
}

/// A field in a column of which the head has no name.
pub fn unnamed_column(at: Place, field: &str) -> Diagnostic {
    Diagnostic::error(
        "unnamed-column",
        at,
        words!("ô `{field}` ở cột không có tên", "the field `{field}` stands in a column without a name"),
    )
    .hint(words!(
        "xóa ô này, hoặc viết tên cột ở dòng đầu",
        "remove it, or name the column in the first line"
    ))
}

/// What a spreadsheet writes where a formula fails.
pub fn cell_error(at: Place, error: &str) -> Diagnostic {
    Diagnostic::error(
        "cell-error",
        at,
        words!("ô báo lỗi của bảng tính `{error}`", "the field holds the spreadsheet error `{error}`"),
    )
    .hint(words!("sửa công thức, hoặc gõ giá trị vào ô", "mend the formula, or type the value"))
}

/// A formula that no program has computed; the first one of its file.
pub fn formula_without_value(at: Place) -> Diagnostic {
    Diagnostic::error(
        "formula-without-value",
        at,
        words!("công thức chưa được tính", "the formula has not been computed"),
    )
    .hint(words!(
        "mở tệp bằng Excel hay LibreOffice rồi lưu lại",
        "open the file in Excel or LibreOffice and save it"
    ))
}

/// A workbook that is damaged, or none.
pub fn unreadable_workbook(at: Place) -> Diagnostic {
    Diagnostic::error(
        "unreadable-workbook",
        at,
        words!("không đọc được bảng tính: tệp hỏng", "the workbook cannot be read: the file is damaged"),
    )
    .hint(words!(
        "mở tệp bằng Excel hay LibreOffice rồi lưu lại",
        "open it in Excel or LibreOffice and save it"
    ))
}

/// A workbook with a password.
pub fn protected_workbook(at: Place) -> Diagnostic {
    Diagnostic::error(
        "protected-workbook",
        at,
        words!("bảng tính có mật khẩu", "the workbook has a password"),
    )
    .hint(words!("bỏ mật khẩu rồi lưu lại", "remove the password and save it"))
}

/// A workbook that would take too much room.
pub fn workbook_too_large(at: Place) -> Diagnostic {
    Diagnostic::error("workbook-too-large", at, words!("bảng tính quá lớn", "the workbook is too large"))
        .hint(words!(
            "xóa hình và ô thừa, chia thành nhiều tệp, hoặc lưu thành CSV",
            "remove pictures and cells that are not needed, split it, or save it as CSV"
        ))
}

/// A table in a form that is not read, among the reports.
pub fn unread_table(at: Place) -> Diagnostic {
    Diagnostic::error(
        "unread-table",
        at,
        words!("không đọc được loại bảng tính này", "this kind of table is not read"),
    )
    .hint(words!("lưu thành `.xlsx`, `.ods` hoặc CSV (UTF-8)", "save it as `.xlsx`, `.ods` or CSV (UTF-8)"))
}

/// A report on a deadline that recurs, without its turn: which it was taken for.
pub fn turn_not_named(at: Place, deadline: &str, turn: &str) -> Diagnostic {
    Diagnostic::warning(
        "turn-not-named",
        at,
        words!(
            "nhiệm vụ `{deadline}` lặp lại mà dòng không ghi kỳ, tính cho kỳ cũ nhất còn nợ `{turn}`",
            "`{deadline}` recurs and the row names no turn, taken for the oldest open one, `{turn}`"
        ),
    )
    .hint(words!("viết `{deadline}@{turn}`", "write `{deadline}@{turn}`"))
}

/// A report on a deadline that recurs, without its turn, when several may be meant.
pub fn several_turns(at: Place, deadline: &str, turns: &[String]) -> Diagnostic {
    let turns = turns.iter().map(|turn| format!("`{deadline}@{turn}`")).collect::<Vec<_>>().join(", ");
    Diagnostic::error(
        "several-turns",
        at,
        words!(
            "không rõ báo cáo cho kỳ nào của nhiệm vụ `{deadline}`: lúc đó nhiều kỳ đã hết hạn",
            "which turn of `{deadline}` is meant cannot be told: several had ended by then"
        ),
    )
    .hint(words!("ghi tên kỳ: {turns}", "name the turn: {turns}"))
}

/// A report about something that nobody owes.
pub fn row_without_obligation(
    at: Place,
    deadline: &str,
    organization: &str,
    near: Option<&str>,
) -> Diagnostic {
    Diagnostic::error(
        "row-without-obligation",
        at,
        words!(
            "`{organization}` không phải thực hiện nhiệm vụ `{deadline}`",
            "`{organization}` does not owe the deadline `{deadline}`"
        ),
    )
    .near(near)
}

/// A report that is older than its directive.
pub fn row_before_directive(at: Place, row: &str, date: &str) -> Diagnostic {
    Diagnostic::error(
        "row-before-directive",
        at,
        words!(
            "báo cáo ngày {row} trước ngày văn bản {date}",
            "the report of {row} is before its directive, {date}"
        ),
    )
    .hint(words!("sửa ngày của báo cáo", "mend the date of the report"))
}

/// Two reports of one obligation on one day that say two things.
pub fn contradicting_rows(at: Place, first: Place) -> Diagnostic {
    Diagnostic::warning(
        "contradicting-rows",
        at,
        words!(
            "cùng ngày có hai trạng thái khác nhau, lấy dòng này",
            "two different statuses on one day, this row counts"
        ),
    )
    .label(first, words!("dòng kia", "the other row"))
    .hint(words!("xóa dòng sai", "remove the wrong row"))
}

// ---------------------------------------------------------------- layouts

/// A layout that cannot be loaded.
pub fn template_syntax(at: Place, engine: &str) -> Diagnostic {
    Diagnostic::error("template-syntax", at, words!("khuôn trang sai: {engine}", "faulty layout: {engine}"))
}

/// A layout that fails while a page is made of it.
pub fn template_render(at: Place, engine: &str, page: &str) -> Diagnostic {
    Diagnostic::error(
        "template-render",
        at,
        words!("không dựng được trang `{page}`: {engine}", "the page `{page}` cannot be rendered: {engine}"),
    )
}

/// A label of the site's own without words.
pub fn missing_label(at: Place, label: &str) -> Diagnostic {
    Diagnostic::error(
        "missing-label",
        at,
        words!("nhãn `{label}` không có chữ", "the label `{label}` has no words"),
    )
    .hint(words!("viết chữ sau dấu `:`, hoặc bỏ dòng này", "write words behind the `:`, or remove the line"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_come_in_path_order_and_once() {
        let at = |file: &str, text: &str, start| {
            Place::new(&file.into(), text, crate::place::Span::new(start, start + 1))
        };
        let mut all = vec![
            empty_file(Place::file("b.md")),
            unknown_key(at("a.md", "x\ny", 2), "y", None),
            unknown_key(at("a.md", "x\ny", 0), "x", None),
            unknown_key(at("a.md", "x\ny", 2), "y", None),
        ];
        sort(&mut all);
        let places: Vec<_> = all.iter().map(|d| (d.place.file.to_string(), d.place.line)).collect();
        assert_eq!(places, [("a.md".into(), 1), ("a.md".into(), 2), ("b.md".into(), 0)]);
    }
}
