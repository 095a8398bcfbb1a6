//! Faults of a site's own layouts and labels.
//!
//! For whoever keeps the layouts; the words of the engine are quoted as they are.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &TEMPLATE_SYNTAX,
    &TEMPLATE_RENDER,
    &MISSING_LABEL,
    &BLOCKED_BY_POLICY,
    &OTHER_ORIGIN,
    &PAGE_WITHOUT_POLICY,
];

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

/// Code, a style or a frame in a layout, which browsers pass over.
pub fn blocked_by_policy(at: Place, what: &str) -> Diagnostic {
    Diagnostic::new(
        &BLOCKED_BY_POLICY,
        at,
        words!("chính sách của trang chặn `{what}`", "the policy of pages blocks `{what}`"),
    )
    .hint(words!(
        "chuyển vào một tệp `.css` hay `.js` trong `layouts/assets/`",
        "move it into a `.css` or `.js` file in `layouts/assets/`"
    ))
}

const BLOCKED_BY_POLICY: Code = Code {
    name: "blocked-by-policy",
    severity: Severity::Warning,
    vi: "
        Mỗi trang cấm trình duyệt chạy mã hay dùng kiểu viết ngay trong trang (`<script>` không có
        `src`, `<style>`, thuộc tính `style`, `onclick`…) và cấm khung: nhờ vậy chữ lọt vào trang
        không bao giờ thành mã. Khuôn viết như thế thì phần đó không có tác dụng, ở mọi nơi. Mã và
        kiểu để trong layouts/assets/ thì chạy.
    ",
    en: "
        Every page forbids browsers to run code or to use styles that stand in the page itself
        (`<script>` without `src`, `<style>`, the attributes `style`, `onclick`…), and frames: so
        words that get into a page never become code. In a layout such a part has no effect, from
        any server. Code and styles in layouts/assets/ work.
    ",
    example: Some(Example {
        file: "layouts/not-found.html",
        before: "
            <p style=\"color: red\">Không tìm thấy trang</p>
        ",
        after: "
            <p class=\"tim-khong-thay\">Không tìm thấy trang</p>
        ",
    }),
};

/// Something that a layout or a style sheet would have browsers ask another site for.
pub fn other_origin(at: Place, address: &str) -> Diagnostic {
    let shown: String = address.chars().filter(|c| !c.is_control() && *c != '`').take(80).collect();
    Diagnostic::new(
        &OTHER_ORIGIN,
        at,
        words!(
            "trang không lấy gì từ nơi khác: `{shown}`",
            "pages ask no other site for anything: `{shown}`"
        ),
    )
    .hint(words!(
        "chép tệp vào `layouts/assets/` rồi ghi đường dẫn tương đối",
        "copy the file into `layouts/assets/` and write the relative path"
    ))
}

const OTHER_ORIGIN: Code = Code {
    name: "other-origin",
    severity: Severity::Warning,
    vi: "
        Phông chữ, ảnh, kiểu hay mã lấy từ trang khác cho trang đó biết ai đang đọc gì, và có thể
        bị đổi hay mất; chính sách của trang chặn chúng, nên phần này không hiện ra. Chép tệp vào
        layouts/assets/. Trong tệp kiểu, `url(data:…)` dùng được.
    ",
    en: "
        Fonts, images, styles or code of another site let that site know who reads what, and can
        change or vanish; the policy of pages blocks them, so that this part does not show. Copy
        the file into layouts/assets/. In a style sheet `url(data:…)` works.
    ",
    example: Some(Example {
        file: "layouts/assets/rieng.css",
        before: "
            @import url(https://fonts.example/serif.css);
        ",
        after: "
            @import url(serif.css);
        ",
    }),
};

/// A head of a page, in a layout of the site's own, that does not bear the policy.
pub fn page_without_policy(at: Place) -> Diagnostic {
    Diagnostic::new(
        &PAGE_WITHOUT_POLICY,
        at,
        words!("khuôn không đặt chính sách của trang", "the layout leaves out the policy of pages"),
    )
    .hint(words!(
        "thêm dòng `<meta http-equiv=\"Content-Security-Policy\" content=\"{{{{ page.policy }}}}\">` ngay sau `<head>`",
        "add `<meta http-equiv=\"Content-Security-Policy\" content=\"{{{{ page.policy }}}}\">` right behind `<head>`"
    ))
}

const PAGE_WITHOUT_POLICY: Code = Code {
    name: "page-without-policy",
    severity: Severity::Warning,
    vi: "
        Khuôn riêng viết cả phần `<head>` mà thiếu dòng chính sách: trình duyệt mất lớp chặn mã lạ,
        nhất là khi trang được mở từ thư mục dùng chung, nơi không có máy chủ nào gửi thay. Khuôn
        mở đầu bằng `extends \"congbao/base.html\"` thì có sẵn dòng này.
    ",
    en: "
        A layout of the site's own writes the whole `<head>` and leaves out the policy: browsers
        lose the barrier against foreign code, above all where pages are opened from a shared
        folder and no server sends it instead. A layout that begins with
        `extends \"congbao/base.html\"` has it.
    ",
    example: Some(Example {
        file: "layouts/not-found.html",
        before: "
            <head>
            <title>Không tìm thấy trang</title>
        ",
        after: "
            <head>
            <meta http-equiv=\"Content-Security-Policy\" content=\"{{ page.policy }}\">
            <title>Không tìm thấy trang</title>
        ",
    }),
};
