//! Faults of the front matter and of YAML, before any key is read.
//!
//! Does not know a key.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &FRONT_MATTER_MISSING,
    &FRONT_MATTER_UNCLOSED,
    &NEEDS_QUOTES,
    &YAML_COLON,
    &YAML_UNCLOSED_QUOTE,
    &YAML_AFTER_QUOTE,
    &YAML_UNCLOSED_BRACKET,
    &YAML_RESERVED,
    &YAML_SYNTAX,
    &YAML_LIMIT,
];

/// No `---` on the first line.
pub fn front_matter_missing(at: Place) -> Diagnostic {
    Diagnostic::new(
        &FRONT_MATTER_MISSING,
        at,
        words!("thiếu phần đầu: dòng đầu phải là `---`", "no front matter: the first line must be `---`"),
    )
    .hint(words!("viết `---` ở dòng đầu của tệp", "write `---` on the first line"))
}

const FRONT_MATTER_MISSING: Code = Code {
    name: "front-matter-missing",
    severity: Severity::Error,
    vi: "
        Mỗi văn bản, mỗi báo cáo `.md` mở bằng phần đầu nằm giữa hai dòng `---`: số, ngày, cơ quan
        ban hành lấy từ đó. Dòng đầu của tệp phải đúng là `---`, phía trên không có gì, kể cả dòng
        trống.
    ",
    en: "
        Every directive and every report in `.md` opens with a front matter between two lines
        `---`: number, date and issuer come from there. The first line of the file must be `---`
        and nothing else, with nothing above it, not even an empty line.
    ",
    example: Some(Example {
        file: "content/directives/2026/12-kh-hu.md",
        before: "
            Kế hoạch số 12-KH/HU
            ---
            number: 12-KH/HU
            title: phòng, chống thiên tai năm 2026
            date: 2026-03-02
            issuer: huyen-uy
            ---
        ",
        after: "
            ---
            number: 12-KH/HU
            title: phòng, chống thiên tai năm 2026
            date: 2026-03-02
            issuer: huyen-uy
            ---
        ",
    }),
};

/// No `---` that ends the front matter.
pub fn front_matter_unclosed(at: Place) -> Diagnostic {
    Diagnostic::new(
        &FRONT_MATTER_UNCLOSED,
        at,
        words!("phần đầu không có dòng `---` kết thúc", "the front matter has no closing `---`"),
    )
    .hint(words!(
        "viết `---` trên một dòng riêng trước phần văn bản",
        "write `---` on a line of its own before the text"
    ))
}

const FRONT_MATTER_UNCLOSED: Code = Code {
    name: "front-matter-unclosed",
    severity: Severity::Error,
    vi: "
        Thiếu dòng `---` thứ hai thì không phân biệt được đâu là khóa, đâu là phần văn bản. Dòng
        đó đứng riêng, đúng ba dấu gạch ngang, ngay sau khóa cuối cùng.
    ",
    en: "
        Without the second `---` nobody can tell where the keys end and the text begins. The line
        stands alone, exactly three hyphens, right behind the last key.
    ",
    example: Some(Example {
        file: "content/directives/2026/12-kh-hu.md",
        before: "
            ---
            number: 12-KH/HU
            title: phòng, chống thiên tai năm 2026
            date: 2026-03-02
            issuer: huyen-uy

            I. MỤC ĐÍCH, YÊU CẦU
        ",
        after: "
            ---
            number: 12-KH/HU
            title: phòng, chống thiên tai năm 2026
            date: 2026-03-02
            issuer: huyen-uy
            ---

            I. MỤC ĐÍCH, YÊU CẦU
        ",
    }),
};

/// `key: a: b`.
pub fn yaml_colon(at: Place) -> Diagnostic {
    Diagnostic::new(&YAML_COLON, at, words!("dấu `:` không được đứng ở đây", "a `:` cannot stand here")).hint(
        words!("đặt cả giá trị trong dấu nháy: `\"…: …\"`", "put the whole value in quotes: `\"…: …\"`"),
    )
}

/// Words with a colon where a text belongs: `- Lưu: VT` is a key and its value to YAML.
pub fn needs_quotes(at: Place, typed: &str) -> Diagnostic {
    let quote = if typed.contains('"') { '\'' } else { '"' };
    Diagnostic::new(
        &NEEDS_QUOTES,
        at,
        words!(
            "`{typed}` có dấu hai chấm: YAML hiểu là khóa và giá trị, không phải một dòng chữ",
            "`{typed}` has a colon: YAML takes it for a key and its value, not for words"
        ),
    )
    .hint(words!("đặt trong dấu nháy: `{quote}{typed}{quote}`", "put it in quotes: `{quote}{typed}{quote}`"))
}

const NEEDS_QUOTES: Code = Code {
    name: "needs-quotes",
    severity: Severity::Error,
    vi: "
        Trong danh sách, `- Lưu: VT` là khóa `Lưu` với giá trị `VT`, nên dòng của bản giấy mất đi.
        Đặt cả dòng trong dấu nháy. Nơi nhận có thể chép nguyên khối từ bản giấy: viết
        `recipients: |` rồi các dòng lùi vào hai dấu cách, khi đó không cần dấu nháy.
    ",
    en: "
        In a list `- Lưu: VT` is the key `Lưu` with the value `VT`, and the line of the paper would
        be lost. Put the whole line in quotes. Recipients can also be pasted as they are printed:
        `recipients: |` and the lines below, indented by two spaces, need no quotes.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            recipients:
              - Như trên
              - Lưu: VT
        ",
        after: r#"
            recipients:
              - Như trên
              - "Lưu: VT"
        "#,
    }),
};

const YAML_COLON: Code = Code {
    name: "yaml-colon",
    severity: Severity::Error,
    vi: "
        Trong YAML, dấu `:` có dấu cách theo sau ngăn khóa với giá trị, nên giá trị có dấu đó phải
        nằm trong dấu nháy. Hay gặp ở trích yếu.
    ",
    en: "
        In YAML a `:` with a space behind it parts a key from its value, so a value that holds one
        must be quoted. Titles often do.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            title: Kế hoạch: phòng, chống thiên tai năm 2026
        ",
        after: r#"
            title: "Kế hoạch: phòng, chống thiên tai năm 2026"
        "#,
    }),
};

/// A quote that is never closed, at the quote.
pub fn yaml_unclosed_quote(at: Place) -> Diagnostic {
    Diagnostic::new(&YAML_UNCLOSED_QUOTE, at, words!("dấu nháy không được đóng", "the quote is never closed"))
        .hint(words!("viết dấu nháy đóng ở cuối giá trị", "write the closing quote behind the value"))
}

const YAML_UNCLOSED_QUOTE: Code = Code {
    name: "yaml-unclosed-quote",
    severity: Severity::Error,
    vi: "
        Giá trị mở bằng dấu nháy thì kéo dài tới dấu nháy sau, qua cả nhiều dòng: các khóa bên
        dưới sẽ bị coi là lời của nó. Chỗ báo lỗi là dấu nháy mở.
    ",
    en: "
        A value that opens with a quote goes on to the next quote, over any number of lines: the
        keys below would become part of its words. The place shown is the opening quote.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: r#"
            title: "phòng, chống thiên tai năm 2026
            place: Thị trấn A
        "#,
        after: r#"
            title: "phòng, chống thiên tai năm 2026"
            place: Thị trấn A
        "#,
    }),
};

/// Words behind a closing quote or bracket.
pub fn yaml_after_quote(at: Place, closing: char) -> Diagnostic {
    let (message, hint) = match closing {
        ']' | '}' => (
            words!("còn chữ sau dấu `{closing}`", "there are words behind the `{closing}`"),
            words!(
                "nếu cả dòng là chữ, đặt giá trị trong dấu nháy: `\"[…] …\"`",
                "if all of it is text, put the value in quotes: `\"[…] …\"`"
            ),
        ),
        '\'' => (
            words!("còn chữ sau dấu nháy đóng", "there are words behind the closing quote"),
            words!(
                "đặt cả giá trị trong dấu nháy kép: `\"'…' …\"`",
                "put the whole value in double quotes: `\"'…' …\"`"
            ),
        ),
        _ => (
            words!("còn chữ sau dấu nháy đóng", "there are words behind the closing quote"),
            words!(
                "đặt cả giá trị trong dấu nháy đơn: `'\"…\" …'`",
                "put the whole value in single quotes: `'\"…\" …'`"
            ),
        ),
    };
    Diagnostic::new(&YAML_AFTER_QUOTE, at, message).hint(hint)
}

const YAML_AFTER_QUOTE: Code = Code {
    name: "yaml-after-quote",
    severity: Severity::Error,
    vi: "
        Giá trị mở bằng dấu nháy thì hết ở dấu nháy đóng, phía sau không còn được viết gì. Khi
        chính văn bản có dấu nháy, đặt cả giá trị trong loại nháy kia; nháy cong “ ” thì viết tự
        do.
    ",
    en: "
        A value that opens with a quote ends at the closing one, and nothing may follow it. Where
        the document itself has quotes, put the whole value in the other kind; curly quotes “ ”
        are free to use.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: r#"
            title: "Dân vận khéo" năm 2026
        "#,
        after: r#"
            title: '"Dân vận khéo" năm 2026'
        "#,
    }),
};

/// A bracket that is never closed, at the bracket.
pub fn yaml_unclosed_bracket(at: Place) -> Diagnostic {
    let is_brace = at.excerpt.get(at.marked.0..).is_some_and(|rest| rest.starts_with('{'));
    let (open, close) = if is_brace { ('{', '}') } else { ('[', ']') };
    Diagnostic::new(
        &YAML_UNCLOSED_BRACKET,
        at,
        words!("dấu ngoặc `{open}` không được đóng", "the bracket `{open}` is never closed"),
    )
    .hint(words!("viết dấu `{close}` đóng", "write the closing `{close}`"))
}

const YAML_UNCLOSED_BRACKET: Code = Code {
    name: "yaml-unclosed-bracket",
    severity: Severity::Error,
    vi: r#"
        `[` mở một danh sách, `{` mở một nhóm khóa; chưa đóng thì các dòng sau đều bị tính vào đó.
        Giá trị là chữ mà mở đầu bằng `[` thì đặt trong dấu nháy: `number_printed: "[số]-KH/HU"`.
    "#,
    en: r#"
        `[` opens a list, `{` a mapping; until it is closed, the lines below count as part of it.
        A text that merely begins with `[` goes in quotes: `number_printed: "[số]-KH/HU"`.
    "#,
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b
            place: Thị trấn A
        ",
        after: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b]
            place: Thị trấn A
        ",
    }),
};

/// A plain value that begins with a character that YAML keeps for itself.
pub fn yaml_reserved(at: Place, character: char) -> Diagnostic {
    Diagnostic::new(
        &YAML_RESERVED,
        at,
        words!("giá trị không được bắt đầu bằng `{character}`", "a value cannot begin with `{character}`"),
    )
    .hint(words!("đặt giá trị trong dấu nháy", "put the value in quotes"))
}

const YAML_RESERVED: Code = Code {
    name: "yaml-reserved",
    severity: Severity::Error,
    vi: "
        YAML giữ riêng một số dấu ở đầu giá trị (`@`, `%`, dấu huyền đơn), nên không đọc được như
        chữ. Trong dấu nháy thì dấu nào cũng được.
    ",
    en: "
        YAML keeps a few characters at the beginning of a value for itself (`@`, `%`, the
        backtick), so they cannot be read as text. Inside quotes every character is allowed.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "
            title: Công báo Huyện ủy A
            footer: @huyen-uy-a
        ",
        after: r#"
            title: Công báo Huyện ủy A
            footer: "@huyen-uy-a"
        "#,
    }),
};

/// Anything else that is no YAML, in the parser's own words.
pub fn yaml_syntax(at: Place, parser: &str) -> Diagnostic {
    Diagnostic::new(&YAML_SYNTAX, at, words!("không đọc được YAML: {parser}", "not valid YAML: {parser}"))
}

const YAML_SYNTAX: Code = Code {
    name: "yaml-syntax",
    severity: Severity::Error,
    vi: r#"
        Lời sau dấu hai chấm là của bộ đọc YAML (tiếng Anh). Chỗ được chỉ là nơi nó không đọc tiếp
        được; lỗi thật thường ở ngay đó hoặc ở dòng trên. Hay gặp: dấu `\` trong nháy kép, vốn mở
        đầu một ký hiệu riêng; trong nháy đơn thì `\` chỉ là chữ.
    "#,
    en: r#"
        The words behind the colon are those of the YAML parser. The place is where it could not
        go on; the fault itself is mostly there or on the line above. Often it is a `\` inside double
        quotes, where it begins a sign of its own; inside single quotes `\` is mere text.
    "#,
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: r#"
            title: "biểu mẫu D:\bieu\qt.xlsx"
        "#,
        after: r#"
            title: 'biểu mẫu D:\bieu\qt.xlsx'
        "#,
    }),
};

/// Too many values, aliases or levels.
pub fn yaml_limit(at: Place) -> Diagnostic {
    Diagnostic::new(
        &YAML_LIMIT,
        at,
        words!("YAML quá lớn hoặc lồng quá sâu", "the YAML is too large or nested too deeply"),
    )
    .hint(words!("bỏ bớt tầng lồng nhau và các bí danh `*…`", "use fewer levels and fewer aliases `*…`"))
}

const YAML_LIMIT: Code = Code {
    name: "yaml-limit",
    severity: Severity::Error,
    vi: "
        Phần đầu có hơn 24 tầng lồng nhau hoặc 200.000 giá trị, điều không văn bản thật nào cần
        tới. Thường do dán nhầm nội dung hoặc dùng bí danh `*…` lặp lại nhiều lần; giới hạn giữ
        cho máy khỏi đầy bộ nhớ.
    ",
    en: "
        The YAML has more than 24 levels or 200,000 values, which no real document needs. Mostly
        something was pasted by mistake, or aliases `*…` repeat each other; the limit keeps the
        machine from running out of memory.
    ",
    example: None,
};
