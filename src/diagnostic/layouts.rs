//! Faults of a site's own layouts and labels.
//!
//! For whoever keeps the layouts; the words of the engine are quoted as they are.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[&TEMPLATE_SYNTAX, &TEMPLATE_RENDER, &MISSING_LABEL];

/// A layout that cannot be loaded.
pub fn template_syntax(at: Place, engine: &str) -> Diagnostic {
    Diagnostic::new(&TEMPLATE_SYNTAX, at, words!("khuôn trang sai: {engine}", "faulty layout: {engine}"))
}

const TEMPLATE_SYNTAX: Code = Code {
    name: "template-syntax",
    severity: Severity::Error,
    vi: "
        Khuôn trang riêng trong layouts/ viết sai cú pháp Tera; lời báo là của bộ dựng khuôn. Đây
        là việc của người giữ khuôn trang, không phải của người nhập văn bản. Cần công bố ngay thì
        chuyển tệp đó ra khỏi layouts/: congbao dùng khuôn có sẵn.
    ",
    en: "
        A layout of the site's own in layouts/ breaks the syntax of Tera; the words are the
        engine's. This is for whoever keeps the layouts, not for who enters documents. To publish
        at once, move the file out of layouts/: congbao then uses the one that comes with it.
    ",
    example: Some(Example {
        file: "layouts/not-found.html",
        before: "
            {% if page %}<h1>Không tìm thấy trang</h1>
        ",
        after: "
            {% if page %}<h1>Không tìm thấy trang</h1>{% endif %}
        ",
    }),
};

/// A layout that fails while a page is made of it.
pub fn template_render(at: Place, engine: &str, page: &str) -> Diagnostic {
    Diagnostic::new(
        &TEMPLATE_RENDER,
        at,
        words!(
            "khuôn trang không dựng được, như trang `{page}`: {engine}",
            "the layout fails, as on the page `{page}`: {engine}"
        ),
    )
}

const TEMPLATE_RENDER: Code = Code {
    name: "template-render",
    severity: Severity::Error,
    vi: "
        Khuôn đúng cú pháp, nhưng khi dựng trang này lại cần điều mà trang không có, thường là một
        tên gõ sai. Không công bố trang thiếu; sửa khuôn, hoặc chuyển nó ra khỏi layouts/ để dùng
        khuôn có sẵn.
    ",
    en: "
        The layout is well formed, but on this page it asks for something that is not there,
        mostly by a misspelt name. No page is published in part; mend the layout, or move it out
        of layouts/ to use the one that comes with congbao.
    ",
    example: Some(Example {
        file: "layouts/not-found.html",
        before: "
            <h1>{{ labels.nav.hom }}</h1>
        ",
        after: "
            <h1>{{ labels.nav.home }}</h1>
        ",
    }),
};

/// Whether both are one fault of one layout, met on two pages.
pub(super) fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    a.code == TEMPLATE_RENDER.name && a.code == b.code && a.place == b.place
}

/// A label of the site's own without words.
pub fn missing_label(at: Place, label: &str) -> Diagnostic {
    Diagnostic::new(
        &MISSING_LABEL,
        at,
        words!("nhãn `{label}` không có chữ", "the label `{label}` has no words"),
    )
    .hint(words!("viết chữ sau dấu `:`, hoặc bỏ dòng này", "write words behind the `:`, or remove the line"))
}

const MISSING_LABEL: Code = Code {
    name: "missing-label",
    severity: Severity::Error,
    vi: "
        Tệp nhãn riêng chỉ ghi những nhãn muốn viết khác; nhãn ghi tên mà không ghi chữ sẽ thành
        một nút hay một cột trống. Nhãn là một dòng chữ, không phải danh sách. Bỏ dòng đó thì nhãn
        có sẵn được dùng lại.
    ",
    en: "
        A site's own file of labels holds those that it words in another way; one without words
        would be an empty button or column. A label is a text, not a list. Without the line, the
        label that comes with congbao is used again.
    ",
    example: Some(Example {
        file: "layouts/labels/vi.yaml",
        before: "
            nav:
              home:
        ",
        after: "
            nav:
              home: Trang chủ
        ",
    }),
};
