//! Faults of the running text: Markdown, links, footnotes, citations.
//!
//! Does not know the front matter.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &RAW_HTML,
    &JOINED_LINES,
    &DROPPED_LINK,
    &EXTERNAL_IMAGE,
    &BROKEN_LINK,
    &BROKEN_ANCHOR,
    &UNDEFINED_FOOTNOTE,
    &AMBIGUOUS_CITATION,
    &DIFFERING_CITATION,
];

/// HTML in a text: it is shown as text.
pub fn raw_html(at: Place) -> Diagnostic {
    Diagnostic::new(&RAW_HTML, at, words!("HTML được in như chữ thường", "HTML is shown as text"))
        .hint(words!("viết bằng Markdown, hoặc viết `\\<`", "write it in Markdown, or write `\\<`"))
}

const RAW_HTML: Code = Code {
    name: "raw-html",
    severity: Severity::Warning,
    vi: r#"
        Thẻ HTML không có tác dụng, hiện trên trang đúng như đã gõ: HTML có thể mang theo mã chạy
        và nội dung của trang khác. In đậm, bảng, đề mục viết bằng Markdown; xuống dòng giữa đoạn
        thì viết `\` ở cuối dòng. Bản giấy có dấu `<` thì viết `\<`.
    "#,
    en: r#"
        HTML has no effect and stands on the page as typed: it could bring in scripts and things
        of other sites. Bold, tables and headings are written in Markdown; for a line break inside
        a paragraph end the line with `\`. Where the paper has a `<`, write `\<`.
    "#,
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Gửi báo cáo <b>trước ngày 30/4/2026</b>.
        ",
        after: "
            Gửi báo cáo **trước ngày 30/4/2026**.
        ",
    }),
};

/// Lines that are read as one paragraph although they look like several: `count` of them.
pub fn joined_lines(first: Place, count: usize) -> Diagnostic {
    let message = match count {
        1 => words!(
            "dòng này bị nối vào dòng trên thành một đoạn",
            "this line is joined to the line above as one paragraph"
        ),
        _ => words!(
            "{count} dòng bị nối vào dòng trên thành một đoạn, bắt đầu từ dòng này",
            "{count} lines are joined to the line above as one paragraph, this one first"
        ),
    };
    Diagnostic::new(&JOINED_LINES, first, message).hint(words!(
        "để một dòng trống trước mỗi đoạn; nếu đúng là một đoạn thì nối thành một dòng",
        "leave an empty line before each paragraph; where they are one, make them one line"
    ))
}

const JOINED_LINES: Code = Code {
    name: "joined-lines",
    severity: Severity::Warning,
    vi: "
        Văn bản chép từ Word mỗi đoạn một dòng, còn ở đây các dòng liền nhau là một đoạn. Dòng bắt
        đầu bằng Phần, Chương, Mục, Điều, `I.`, `1.`, `a)` tự thành đoạn; những dòng khác thì cần
        một dòng trống ở trước. Nếu đúng là một đoạn thì nối lại thành một dòng.
    ",
    en: "
        Text from Word has one line for each paragraph; here lines that follow each other are one
        paragraph. A line that begins with Phần, Chương, Mục, Điều, `I.`, `1.`, `a)` begins one by
        itself; others need an empty line before them. Where it is one paragraph, make it one line.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Huyện ủy báo cáo Tỉnh ủy.
            Văn phòng tổng hợp chung.
        ",
        after: "
            Huyện ủy báo cáo Tỉnh ủy.

            Văn phòng tổng hợp chung.
        ",
    }),
};

/// A link with a scheme that is not published.
pub fn dropped_link(at: Place, scheme: &str) -> Diagnostic {
    Diagnostic::new(&DROPPED_LINK, at, words!("bỏ liên kết `{scheme}:`", "the link `{scheme}:` is dropped"))
        .hint(words!(
            "dùng `https:`, `http:`, `mailto:` hoặc đường dẫn tương đối",
            "use `https:`, `http:`, `mailto:` or a relative path"
        ))
}

const DROPPED_LINK: Code = Code {
    name: "dropped-link",
    severity: Severity::Warning,
    vi: "
        Chữ còn nguyên, liên kết bị bỏ. Địa chỉ như `file:` chỉ mở được trên máy người viết,
        `javascript:` thì chạy mã trên máy người đọc. Tệp cần đưa kèm thì chép vào content/ và
        viết đường dẫn từ tệp này.
    ",
    en: "
        The words stay, the link goes. An address like `file:` opens on the writer's machine only,
        and `javascript:` runs code on the reader's. Copy a file that is to go with the text into
        content/ and write the path to it from this file.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Theo [biểu mẫu](file:///D:/bieu-01.xlsx).
        ",
        after: "
            Theo [biểu mẫu](bieu-01.xlsx).
        ",
    }),
};

/// An image of another site: a page of this one asks nobody else for anything.
pub fn external_image(at: Place) -> Diagnostic {
    Diagnostic::new(
        &EXTERNAL_IMAGE,
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

const EXTERNAL_IMAGE: Code = Code {
    name: "external-image",
    severity: Severity::Warning,
    vi: "
        Trang không lấy gì từ nơi khác: máy người đọc sẽ báo cho trang kia biết ai đang đọc gì, và
        ảnh có thể bị đổi hay mất. Lời mô tả vẫn còn. Chép ảnh vào content/, cạnh tệp này.
    ",
    en: "
        A page asks no other site for anything: that site would learn who reads what, and the
        image could change or vanish. The words of the image are kept. Copy it into content/,
        beside this file.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            ![Sơ đồ sơ tán](https://anh.example/so-do.png)
        ",
        after: "
            ![Sơ đồ sơ tán](so-do.png)
        ",
    }),
};

/// A link to a page or file that is not there.
pub fn broken_link(at: Place, link: &str, near: Option<&str>) -> Diagnostic {
    let fault = Diagnostic::new(
        &BROKEN_LINK,
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

const BROKEN_LINK: Code = Code {
    name: "broken-link",
    severity: Severity::Error,
    vi: "
        Viết đường dẫn từ tệp này tới tệp kia trong content/ (`.md` với văn bản); congbao tự đổi
        thành địa chỉ trang. Không viết địa chỉ của trang, không mở đầu bằng `/`. Muốn dẫn tới văn
        bản thì chỉ cần viết số và ngày, congbao tự tạo liên kết.
    ",
    en: "
        Write the path from this file to the other one in content/ (`.md` for a directive);
        congbao turns it into the address of the page. Do not write the address of the page, nor a
        `/` in front. For a directive its number and date in the text are enough: they become a
        link by themselves.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Theo [Kế hoạch 12](/van-ban/2026/12-kh-hu.html).
        ",
        after: "
            Theo [Kế hoạch 12](../2026/12-kh-hu.md).
        ",
    }),
};

/// A link to a part that the page does not have.
pub fn broken_anchor(at: Place, anchor: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(
        &BROKEN_ANCHOR,
        at,
        words!("liên kết hỏng: không có mục `#{anchor}`", "broken link: there is no section `#{anchor}`"),
    )
    .near(near)
}

const BROKEN_ANCHOR: Code = Code {
    name: "broken-anchor",
    severity: Severity::Error,
    vi: "
        Trang đích thì có, chỗ ghi sau dấu `#` thì không, nên người đọc bị đưa về đầu trang. Chỗ
        dẫn tới được: `{#mã}` ghi trong văn bản, đề mục (mã lập từ lời của nó), và `han-<mã>` của
        mỗi nhiệm vụ.
    ",
    en: "
        The page is there, the place behind `#` is not, so the reader would land at its top.
        Places are: `{#id}` in the text, headings (an id made of their words), and `han-<id>` of
        every deadline.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Xem [mục III](#muc-3).

            ## III. Tổ chức thực hiện {#iii}
        ",
        after: "
            Xem [mục III](#iii).

            ## III. Tổ chức thực hiện {#iii}
        ",
    }),
};

/// A footnote mark without its note.
pub fn undefined_footnote(at: Place, label: &str) -> Diagnostic {
    Diagnostic::new(
        &UNDEFINED_FOOTNOTE,
        at,
        words!("chú thích `[^{label}]` không có nội dung", "the footnote `[^{label}]` has no text"),
    )
    .hint(words!("viết `[^{label}]: …` ở cuối văn bản", "write `[^{label}]: …` at the end"))
}

const UNDEFINED_FOOTNOTE: Code = Code {
    name: "undefined-footnote",
    severity: Severity::Warning,
    vi: "
        Có dấu chú thích mà không có lời chú thích, thường bị rơi khi chép từ Word; trang in
        nguyên `[^1]`. Viết lời chú thích ở cuối văn bản, hoặc bỏ dấu.
    ",
    en: "
        The mark of the footnote is there and its text is not, mostly lost when copied from Word;
        the page shows `[^1]` as typed. Write the text of the note at the end, or remove the mark.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Thực hiện theo quy định[^1].
        ",
        after: "
            Thực hiện theo quy định[^1].

            [^1]: Quy định số 05-QĐ/HU.
        ",
    }),
};

/// A number without a date that several directives bear.
pub fn ambiguous_citation(at: Place, cited: &str, candidates: &[String]) -> Diagnostic {
    let candidates = candidates.join(", ");
    Diagnostic::new(
        &AMBIGUOUS_CITATION,
        at,
        words!(
            "không rõ `{cited}` là văn bản nào, để nguyên chữ",
            "`{cited}` can mean several directives, left as text"
        ),
    )
    .hint(words!("có thể là: {candidates}", "candidates: {candidates}"))
}

const AMBIGUOUS_CITATION: Code = Code {
    name: "ambiguous-citation",
    severity: Severity::Note,
    vi: "
        Nhiều văn bản mang số này mà chỗ dẫn không có ngày. congbao để nguyên chữ: dẫn nhầm sang
        văn bản khác còn tệ hơn không dẫn. Bản giấy có ghi ngày thì viết ngày ngay sau số; không
        ghi thì không cần làm gì, trang vẫn công bố.
    ",
    en: "
        Several directives bear this number and the citation has no date. congbao leaves it as
        text: a link to the wrong document is worse than none. If the paper gives the date, write
        it right behind the number; if not, there is nothing to do: the page is published as it
        is.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Thực hiện Kế hoạch số 12-KH/HU.
        ",
        after: "
            Thực hiện Kế hoạch số 12-KH/HU, ngày 02/3/2026.
        ",
    }),
};

/// A number or name that one directive bears, with words beside it that name another issuer or year.
pub fn differing_citation(at: Place, cited: &str, other: &str) -> Diagnostic {
    Diagnostic::new(
        &DIFFERING_CITATION,
        at,
        words!(
            "`{cited}` không dẫn tới `{other}`: cơ quan hoặc năm ghi bên cạnh khác, để nguyên chữ",
            "`{cited}` does not lead to `{other}`: another issuer or year stands beside it, left as text"
        ),
    )
    .hint(words!(
        "nếu là một văn bản: thêm tên cơ quan ấy vào `aliases` trong content/organizations.yaml, hoặc sửa `date`",
        "if they are one: add that name of the issuer to its `aliases` in content/organizations.yaml, or correct `date`"
    ))
}

const DIFFERING_CITATION: Code = Code {
    name: "differing-citation",
    severity: Severity::Note,
    vi: "
        Văn bản ở đây có số hoặc tên ấy, nhưng chỗ dẫn ghi cơ quan ban hành khác (`Kế hoạch số
        94/KH-UBND của UBND tỉnh B` khi ở đây là của tỉnh A) hoặc năm khác (`Luật X năm 2013`). Số của
        nhiều nơi trùng nhau, nên congbao để nguyên chữ, không dẫn nhầm. Nếu đúng là một, cơ quan còn
        có tên mà sổ đăng ký chưa ghi.
    ",
    en: "
        A document here bears that number or name, but the text names another issuer beside it (plan
        94 of province B where ours is that of province A) or another year. Numbers of many offices
        are alike, so congbao leaves the words as they are. If they are one, the issuer has a name that
        the register does not know yet.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            Thực hiện Kế hoạch số 12-KH/HU của Huyện ủy B.
        ",
        after: "
            Thực hiện Kế hoạch số 12-KH/HU của Huyện ủy A.
        ",
    }),
};
