//! Faults of what a site declares for itself: its menu, its topics, its own keys of directives.
//!
//! Does not know how a page shows them.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[&UNKNOWN_PAGE];

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
