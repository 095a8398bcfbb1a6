//! Faults of lines that look right to a clerk and are none for YAML: tabs, spaces, dashes, colons.
//!
//! What the parser itself complains of stands in `yaml`.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] =
    &[&YAML_TAB, &YAML_INDENT, &YAML_SPACE, &YAML_KEY_COLON, &YAML_DASH, &YAML_LINE, &YAML_COMMA];

/// Tabs before a line, in whose place `spaces` should stand.
pub fn yaml_tab(at: Place, spaces: usize) -> Diagnostic {
    Diagnostic::new(
        &YAML_TAB,
        at,
        words!("dòng này lùi bằng phím Tab", "this line is indented with the Tab key"),
    )
    .hint(match spaces {
        0 => words!("xóa Tab ở đầu dòng", "remove the tab"),
        _ => words!("thay bằng {spaces} dấu cách", "put {spaces} spaces in its place"),
    })
}

const YAML_TAB: Code = Code {
    name: "yaml-tab",
    severity: Severity::Error,
    vi: "
        YAML xem số dấu cách đầu dòng để biết mục nào thuộc mục nào; Tab rộng hẹp tùy máy nên
        không dùng được. Các khóa cùng một nhóm lùi bằng nhau; đặt trình soạn thảo để phím Tab cho
        ra dấu cách.
    ",
    en: "
        YAML counts the spaces before a line to know what belongs to what; a tab has no fixed
        width, so it cannot be used. Keys of one group are indented alike; set your editor to
        write spaces for the Tab key.
    ",
    example: None,
};

/// A line with `have` spaces before it that stands under no line above; `wanted` would do, as before `like`.
pub fn yaml_indent(at: Place, have: usize, wanted: usize, like: Option<Place>) -> Diagnostic {
    let fault = Diagnostic::new(
        &YAML_INDENT,
        at,
        match have {
            0 => words!("dòng này phải lùi vào", "this line must be indented"),
            1 => words!(
                "dòng này lùi 1 dấu cách, không thuộc về dòng nào ở trên",
                "this line is indented by 1 space, so that it belongs to no line above"
            ),
            _ => words!(
                "dòng này lùi {have} dấu cách, không thuộc về dòng nào ở trên",
                "this line is indented by {have} spaces, so that it belongs to no line above"
            ),
        },
    );
    let fault = match wanted {
        0 => fault.hint(words!("xóa dấu cách ở đầu dòng", "remove the spaces before it")),
        1 => fault.hint(words!("để 1 dấu cách ở đầu dòng", "put 1 space before it")),
        _ => fault.hint(words!("để {wanted} dấu cách ở đầu dòng", "put {wanted} spaces before it")),
    };
    match like {
        Some(like) => fault.label(like, words!("theo dòng này", "as this line asks for")),
        None => fault,
    }
}

const YAML_INDENT: Code = Code {
    name: "yaml-indent",
    severity: Severity::Error,
    vi: "
        YAML xem số dấu cách đầu dòng để biết dòng nào thuộc dòng nào. Các khóa của văn bản đứng sát
        lề; các khóa cùng một nhóm, các mục cùng một danh sách lùi bằng nhau. Lệch một dấu cách là
        không biết dòng đó thuộc về đâu.
    ",
    en: "
        YAML counts the spaces before a line to know what belongs to what. The keys of a directive
        stand at the margin; the keys of one group and the items of one list are indented alike. One
        space more or less, and nobody knows where the line belongs.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            signature:
              title: BÍ THƯ
               name: Nguyễn Văn A
        ",
        after: "
            signature:
              title: BÍ THƯ
              name: Nguyễn Văn A
        ",
    }),
};

/// A space that is none of YAML's and looks like one, or a sign without width; `is_needed` where a space
/// must stand.
pub fn yaml_space(at: Place, sign: char, is_needed: bool) -> Diagnostic {
    let message = match sign {
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
            words!("ở đây có ký tự ẩn", "there is a hidden sign here")
        }
        _ => words!(
            "ở đây là dấu cách không ngắt, không phải dấu cách thường",
            "this is a no-break space, not a plain one"
        ),
    };
    let fault = Diagnostic::new(&YAML_SPACE, at, message);
    match is_needed {
        true => fault.hint(words!("xóa đi rồi gõ lại bằng phím cách", "delete it and type a space")),
        false => fault.hint(words!("xóa đi", "delete it")),
    }
}

const YAML_SPACE: Code = Code {
    name: "yaml-space",
    severity: Severity::Error,
    vi: "
        Dấu cách không ngắt, hay dấu cách rộng, ký tự ẩn, thường đi theo khi chép từ Word hoặc từ
        trang mạng. Nhìn như dấu cách nhưng YAML coi là chữ, nên khóa không còn là khóa. Bên trong
        lời của văn bản thì dấu ấy vẫn được giữ nguyên.
    ",
    en: "
        A no-break space, a wide one or a sign without width mostly comes with a copy from Word or
        from a web page. It looks like a space, but is a letter to YAML, so that a key is no key any
        more. Inside the words of a document it is kept as it is.
    ",
    example: None,
};

/// What stands behind a key in place of a colon and a space: `sign` right before `value`.
pub fn yaml_key_colon(at: Place, key: &str, sign: char, value: &str) -> Diagnostic {
    let message = match sign {
        ':' => words!("sau `{key}:` thiếu dấu cách", "there is no space behind `{key}:`"),
        _ => words!("`{sign}` không phải là dấu hai chấm `:`", "`{sign}` is not the colon `:`"),
    };
    let value = beginning(value);
    Diagnostic::new(&YAML_KEY_COLON, at, message)
        .hint(words!("viết `{key}: {value}`", "write `{key}: {value}`"))
}

const YAML_KEY_COLON: Code = Code {
    name: "yaml-key-colon",
    severity: Severity::Error,
    vi: "
        Khóa và giá trị cách nhau bằng dấu `:` thường và một dấu cách. Thiếu dấu cách, hoặc dấu hai
        chấm rộng của bộ gõ khác, thì cả dòng chỉ là một cụm chữ.
    ",
    en: "
        A key is parted from its value by a plain `:` and a space. Without the space, or with the
        wide colon of another keyboard, the line is mere words.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            title:phòng, chống thiên tai năm 2026
        ",
        after: "
            title: phòng, chống thiên tai năm 2026
        ",
    }),
};

/// What stands before an item of a list in place of a dash and a space: `sign` before `item`.
pub fn yaml_dash(at: Place, sign: char, item: &str) -> Diagnostic {
    let message = match sign {
        '-' => words!("sau dấu `-` thiếu dấu cách", "there is no space behind the `-`"),
        _ => words!("`{sign}` không phải là dấu gạch `-` của danh sách", "`{sign}` is not the `-` of a list"),
    };
    let item = beginning(item);
    Diagnostic::new(&YAML_DASH, at, message).hint(words!("viết `- {item}`", "write `- {item}`"))
}

const YAML_DASH: Code = Code {
    name: "yaml-dash",
    severity: Severity::Error,
    vi: "
        Mỗi mục của danh sách mở đầu bằng dấu trừ `-` và một dấu cách. Word hay tự đổi dấu đó thành
        gạch dài `–` hoặc chấm tròn; thiếu dấu cách thì các mục bị đọc thành một cụm chữ.
    ",
    en: "
        Every item of a list begins with a hyphen `-` and a space. Word likes to turn it into a long
        dash `–` or a bullet; without the space the items are read as one run of words.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to:
              -dang-uy-xa-a
              – dang-uy-xa-b
        ",
        after: "
            addressed_to:
              - dang-uy-xa-a
              - dang-uy-xa-b
        ",
    }),
};

/// A line without a key where a key must stand; `is_item` where it begins like the item of a list.
pub fn yaml_line(at: Place, is_item: bool) -> Diagnostic {
    let fault = Diagnostic::new(
        &YAML_LINE,
        at,
        words!("dòng này không có dạng `khóa: giá trị`", "this line is no `key: value`"),
    );
    match is_item {
        true => fault.hint(words!(
            "bỏ `- ` ở đầu dòng, hoặc viết khóa của danh sách ở dòng trên: `recipients:`",
            "remove the `- `, or write the key of the list on the line above: `recipients:`"
        )),
        false => fault.hint(words!(
            "phần tiếp của dòng trên thì lùi vào 4 dấu cách; khóa mới thì viết `khóa: …`",
            "put 4 spaces before it if it goes on from the line above, or write `key: …`"
        )),
    }
}

const YAML_LINE: Code = Code {
    name: "yaml-line",
    severity: Severity::Error,
    vi: "
        Trong phần đầu, mỗi dòng sát lề là một khóa, dấu `:` và giá trị. Trích yếu dài được xuống
        dòng, nhưng từ dòng thứ hai phải lùi vào, nếu không sẽ bị coi là một khóa khác. Phần văn bản
        thì viết dưới dòng `---` thứ hai.
    ",
    en: "
        In the front matter every line at the margin is a key, a `:` and a value. A long title may
        go on below, but its further lines must be indented, or they count as another key. The text
        itself stands below the second `---`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            title: phòng, chống thiên tai
            và tìm kiếm cứu nạn năm 2026
        ",
        after: "
            title: phòng, chống thiên tai
                và tìm kiếm cứu nạn năm 2026
        ",
    }),
};

/// A comma with nothing before it in a list or mapping.
pub fn yaml_comma(at: Place) -> Diagnostic {
    Diagnostic::new(&YAML_COMMA, at, words!("thừa một dấu phẩy", "one comma too many"))
        .hint(words!("xóa dấu phẩy này", "remove this comma"))
}

const YAML_COMMA: Code = Code {
    name: "yaml-comma",
    severity: Severity::Error,
    vi: "
        Trong `[…]` và `{…}` mỗi dấu phẩy đứng giữa hai mục. Hai dấu phẩy liền nhau, hoặc dấu phẩy
        ngay sau ngoặc mở, là còn thiếu một mục hay thừa một dấu: congbao không đoán.
    ",
    en: "
        In `[…]` and `{…}` every comma stands between two items. Two commas in a row, or one right
        behind the opening bracket, mean an item is missing or a comma too many: congbao does not
        guess which.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            addressed_to: [dang-uy-xa-a,, dang-uy-xa-b]
        ",
        after: "
            addressed_to: [dang-uy-xa-a, dang-uy-xa-b]
        ",
    }),
};

/// The first words of a value, as many as a hint can show.
fn beginning(value: &str) -> String {
    const MOST: usize = 32;
    // A backtick would end what is quoted.
    let shown = value.replace('`', "'");
    match shown.char_indices().nth(MOST) {
        Some((end, _)) => {
            let cut = shown[..end].rfind(' ').unwrap_or(end);
            format!("{}…", shown[..cut].trim_end())
        }
        None => shown,
    }
}
