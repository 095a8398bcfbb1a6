//! Faults of what a site declares for itself: its menu, its topics, its own keys of directives.
//!
//! Does not know how a page shows them.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[&UNKNOWN_PAGE, &UNUSABLE_FIELD, &DIFFERING_TOPIC];

/// An entry of the menu that names no free page.
pub fn unknown_page(at: Place, path: &str, near: Option<&str>) -> Diagnostic {
    let fault =
        Diagnostic::new(&UNKNOWN_PAGE, at, words!("không có trang `{path}`", "there is no page `{path}`"));
    match near {
        None => fault.hint(words!(
            "ghi đường dẫn từ content/ của một tệp trong content/pages/, như `pages/gioi-thieu.md`",
            "write the path from content/ of a file in content/pages/, such as `pages/gioi-thieu.md`"
        )),
        near => fault.near(near),
    }
}

const UNKNOWN_PAGE: Code = Code {
    name: "unknown-page",
    severity: Severity::Error,
    vi: "
        Mục trong `menu` dẫn tới một trang tự do: tệp Markdown trong content/pages/, ghi đường dẫn từ
        content/. Dẫn tới trang không có thì mọi trang của cả trang web đều có một mục hỏng. Trang chưa
        muốn công bố thì ghi `draft: true` trong tệp đó: mục của nó tự ẩn.
    ",
    en: "
        An entry of `menu` leads to a free page: a Markdown file in content/pages/, by its path from
        content/. One that leads nowhere would stand on every page of the site. For a page that is not to
        be published yet write `draft: true` in its file: its entry is left out with it.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "
            title: Công báo Huyện ủy A
            menu: [{title: Giới thiệu, page: pages/gioi-thieu.html}]
        ",
        after: "
            title: Công báo Huyện ủy A
            menu: [{title: Giới thiệu, page: pages/gioi-thieu.md}]
        ",
    }),
};

/// A declared key that congbao reads itself, or that is no key.
pub fn unusable_field(at: Place, key: &str, is_ours: bool) -> Diagnostic {
    let fault = Diagnostic::new(
        &UNUSABLE_FIELD,
        at,
        words!("`{key}` không làm khóa riêng được", "`{key}` cannot be a key of the site's own"),
    );
    match is_ours {
        true => fault.hint(words!(
            "congbao tự đọc khóa này; chọn tên khác",
            "congbao reads this key itself; choose another name"
        )),
        false => fault.hint(words!(
            "viết bằng chữ thường không dấu, số và `_`, như `linh_vuc`",
            "write small letters without marks, digits and `_`, such as `linh_vuc`"
        )),
    }
}

const UNUSABLE_FIELD: Code = Code {
    name: "unusable-field",
    severity: Severity::Error,
    vi: "
        Khóa trong `fields` là khóa riêng của trang, viết trong phần đầu của văn bản cạnh các khóa có
        sẵn. Trùng với khóa có sẵn, hay đọc ra là dấu mật hoặc bản nháp, thì không biết người nhập muốn
        nói khóa nào. Mọi khóa có sẵn: `congbao schema directive`.
    ",
    en: "
        A key in `fields` is the site's own and stands in the front matter of directives beside those that
        congbao has. One that is among these, or reads as a mark of secrecy or of a draft, would leave open
        which is meant. All keys that congbao has: `congbao schema directive`.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "
            title: Công báo Huyện ủy A
            fields: [{key: title, label: Lĩnh vực}]
        ",
        after: "
            title: Công báo Huyện ủy A
            fields: [{key: linh_vuc, label: Lĩnh vực}]
        ",
    }),
};

/// A topic that other directives spell otherwise.
pub fn differing_topic(at: Place, typed: &str, other: &str, first: Place) -> Diagnostic {
    Diagnostic::new(
        &DIFFERING_TOPIC,
        at,
        words!("chủ đề `{typed}` nơi khác viết là `{other}`", "the topic `{typed}` is `{other}` elsewhere"),
    )
    .label(first, words!("ở đây", "here"))
    .hint(words!("viết `{other}`, hoặc đổi thành chủ đề khác hẳn", "write `{other}`, or quite another topic"))
}

const DIFFERING_TOPIC: Code = Code {
    name: "differing-topic",
    severity: Severity::Error,
    vi: "
        Mỗi chủ đề có một trang, địa chỉ lập từ chữ và số của nó. Hai cách viết cho ra cùng một địa chỉ
        (`Y tế`, `y tế`, `Y té`) có thể là một chủ đề hay hai: congbao không tự chọn cách viết nào là tên
        của trang. Sửa cho giống nhau ở mọi văn bản.
    ",
    en: "
        Each topic has a page, whose address is made of its letters and digits. Two spellings that give one
        address (`Y tế`, `y tế`, `Y té`) may be one topic or two: congbao does not choose which of them the
        page is called. Write the same in all directives.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            topics: [Y tế, y tế]
        ",
        after: "
            topics: [Y tế]
        ",
    }),
};
