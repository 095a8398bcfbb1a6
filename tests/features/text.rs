//! The text of a directive: Markdown, with every mark, number and sign as typed.

use std::collections::BTreeSet;

use crate::fixture::{Made, site};

const PAGE: &str = "van-ban/2021/1-kh-tu.html";

#[track_caller]
fn text(body: &str) -> Made {
    site(&format!("-- a.md 1-KH/TU 2021-03-19 --\n---\n{body}\n"))
}

#[track_caller]
fn check(body: &str, words: &str) {
    text(body).shows(PAGE, words);
}

#[test]
fn list_marks_stay_as_typed() {
    check("1. Một\n2. Hai", "1. Một 2. Hai");
    check("1) Một\n2) Hai", "1) Một 2) Hai");
    check("3. Ba\n4. Bốn", "3. Ba 4. Bốn");
    check("1. Một\n1. Hai\n5. Ba", "1. Một 1. Hai 5. Ba");
    check("01. Một\n02. Hai\n3. Ba\n004. Bốn", "01. Một 02. Hai 3. Ba 004. Bốn");
    check("2021. Một", "2021. Một");
    check("a) Một\nb) Hai", "a) Một b) Hai");
    check("đ) Một", "đ) Một");
    check("- Một\n- Hai", "- Một - Hai");
    check("+ Một\n+ Hai", "+ Một + Hai");
    check("* Một", "* Một");
    check("I- MỘT\n\nII- HAI", "I- MỘT II- HAI");
    check("1.1. Một\n\n1.2. Hai", "1.1. Một 1.2. Hai");
    check("1. Một\n   - gạch\n     + cộng\n2. Hai", "1. Một - gạch + cộng 2. Hai");
    check("1. Một\n\n   Thêm.\n\n2. Hai", "1. Một Thêm. 2. Hai");
    check("## 1. Mục\n\nLời.", "1. Mục … Lời.");
}

#[test]
fn without_a_style_sheet_no_list_is_numbered_otherwise() {
    text("3. Ba\n1. Một\n\n- Gạch").has(PAGE, "<li value=\"3\"> … <li value=\"1\"> … <li>");
}

#[test]
fn quotes_dashes_and_dots_stay_as_typed() {
    check(
        r#"Lời "thẳng" 'đơn' -- gạch --- dài... (c) 1/2"#,
        r#"Lời "thẳng" 'đơn' -- gạch --- dài... (c) 1/2"#,
    );
    check("“Cong” – ngang … chấm", "“Cong” – ngang");
}

#[test]
fn letters_are_never_rewritten() {
    check("Tỉnh uỷ, hoà bình, TƯ, Ðảng", "Tỉnh uỷ, hoà bình, TƯ, Ðảng");
}

#[test]
fn emphasis_code_and_quotes_have_their_elements() {
    let site = text("**đậm** *nghiêng* `mã`\n\n> Trích.\n\n---\n\n```\nmã <b>\n```");
    site.has(PAGE, "<strong>đậm</strong> <em>nghiêng</em> <code>mã</code>");
    site.has(PAGE, "<blockquote> … Trích.");
    site.shows(PAGE, "mã <b>");
}

#[test]
fn raw_html_is_shown_as_text() {
    let site = text("Lời <b>đậm</b> & <script>alert(1)</script>\n\n<div class=\"x\">\nkhối\n</div>");
    site.shows(PAGE, "Lời <b>đậm</b> & <script>alert(1)</script> <div class=\"x\"> khối </div>");
    assert!(!site.bytes(PAGE).contains("<script>alert"));
    assert!(site.faults.iter().any(|fault| fault.code == "raw-html"), "{:#?}", site.faults);
}

#[test]
fn dangerous_links_lose_their_address() {
    let site = text("[bấm](javascript:alert(1)) và [nữa](data:text/html,x)");
    site.links(PAGE, "bấm và nữa");
    assert!(!site.bytes(PAGE).contains("javascript:"));
    assert_eq!(
        site.faults.iter().filter(|fault| fault.code == "dropped-link").count(),
        2,
        "{:#?}",
        site.faults
    );
}

#[test]
fn footnotes_lead_there_and_back() {
    let site = text("Một[^a], hai[^b], lại[^a].\n\n[^a]: Chú *một*.\n[^b]: Chú hai.");
    site.shows(PAGE, "Chú một. … Chú hai.");
    let html = site.bytes(PAGE);
    let all = |attribute: &str| -> Vec<String> {
        html.split(&format!(" {attribute}=\""))
            .skip(1)
            .map(|s| s.split('"').next().unwrap().to_owned())
            .collect()
    };
    let ids = all("id");
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "an id twice: {ids:?}");
    let ways: Vec<String> = all("href").into_iter().filter(|href| href.starts_with('#')).collect();
    // Three marks in the text, three ways back; every one leads somewhere.
    let notes = html.split_once("class=\"prose\"").unwrap().1;
    assert_eq!(notes.matches("href=\"#").count(), 6, "{notes}");
    assert!(ways.iter().all(|way| unique.contains(&way[1..].to_owned())), "{ways:?} in {ids:?}");
}

#[test]
fn tables_have_cells_and_alignment() {
    let site = text("| Cột | Số |\n|:--|--:|\n| a | 1 |\n| **b** | 2 |");
    site.has(PAGE, "<table … <th … Cột</th> … Số</th> … <td … a</td> … 1</td> … <strong>b</strong></td>");
    assert!(!site.bytes(PAGE).contains("style="), "a style attribute");
}

#[test]
fn pasted_text_keeps_its_paragraphs() {
    text("Điều 1. Giao Sở A:\na) Lập danh mục;\nb) Báo cáo.\nĐiều 2. Hiệu lực").has(
        PAGE,
        "<p id=\"dieu-1\">Điều 1. Giao Sở A:</p> … <p id=\"dieu-1-diem-a\">a) Lập danh mục;</p> … \
         <p id=\"dieu-1-diem-b\">b) Báo cáo.</p> … <p id=\"dieu-2\">Điều 2. Hiệu lực</p>",
    );
    check("Số liệu [37](2005–2010) nêu trên", "Số liệu [37](2005–2010) nêu trên");
}

#[test]
fn definition_lists_and_task_lists() {
    text("Từ\n: Nghĩa của từ").has(PAGE, "<dl> … <dt>Từ</dt> … <dd> … Nghĩa của từ");
    check("Số hiệu\n: 12\n\nNơi gửi\n\n: Sở A", "Số hiệu : 12 Nơi gửi : Sở A");
    let site = text("- [x] xong\n- [ ] chưa");
    site.shows(PAGE, "- ☑ xong - ☐ chưa");
}

#[test]
fn ids_stand_on_headings_paragraphs_and_items() {
    let site = text("## Mục {#muc}\n\nĐoạn văn. {#doan}\n\n- Ý một {#y-1}\n- Ý hai");
    site.has(PAGE, "id=\"muc\" … id=\"doan\" … id=\"y-1\"");
    site.shows(PAGE, "Đoạn văn. - Ý một - Ý hai");
    site.has(PAGE, "href=\"#muc\"");
}

#[test]
fn headings_have_ids_of_their_words() {
    let site = text("## Đẩy nhanh số hoá\n\nx\n\n## Đẩy nhanh số hoá\n\ny");
    site.has(PAGE, "id=\"day-nhanh-so-hoa\" … id=\"day-nhanh-so-hoa-");
}

#[test]
fn links_between_files_lead_to_pages() {
    let site = site(
        "-- 2021/a.md 1-KH/TU 2021-03-19 --
[cả](../b.md), [mục](../b.md#muc), [đây](#o-day), [ngoài](https://vi.du/x), [hạn](../b.md#han-x).

Ở đây. {#o-day}
-- b.md 2-KH/TU 2022-01-01 --
deadlines: [{id: x, task: Việc, due: 2023-01-01, lead: [huyen-uy-a]}]
---
## Mục {#muc}
-- progress/bao-cao.md --
---
directive: 2-KH/TU
deadline: x
organization: huyen-uy-a
date: 2022-12-01
status: done
---
Theo [kế hoạch](../directives/b.md#muc).
",
    );
    site.links(
        PAGE,
        "[cả](../2022/2-kh-tu.html), [mục](../2022/2-kh-tu.html#muc), [đây](#o-day), [ngoài](https://vi.du/x), \
         [hạn](../2022/2-kh-tu.html#han-x).",
    );
    site.links("bao-cao/bao-cao.html", "Theo [kế hoạch](../van-ban/2022/2-kh-tu.html#muc).");
}

#[test]
fn files_stand_beside_the_page_that_names_them() {
    let site = site(
        "-- directives/tep/biểu 1.xlsx --
x
-- directives/hinh.png --
x
-- directives/khong-ai-dan.png --
x
-- a.md 1-KH/TU 2021-03-19 --
attachments: [{title: Biểu, file: tep/biểu 1.xlsx}]
---
![Sơ đồ](hinh.png) và [biểu](<tep/biểu 1.xlsx>).
",
    );
    let files: Vec<&str> =
        site.addresses().into_iter().filter(|address| address.starts_with("van-ban/2021/1-kh-tu/")).collect();
    assert_eq!(files, ["van-ban/2021/1-kh-tu/biểu 1.xlsx", "van-ban/2021/1-kh-tu/hinh.png"]);
    site.has(PAGE, "<img … src=\"1-kh-tu/hinh.png\"");
    site.has(PAGE, "alt=\"Sơ đồ\"");
    assert!(!site.addresses().iter().any(|address| address.contains("khong-ai-dan")));
    assert_eq!(
        site.faults.iter().filter(|fault| fault.code == "unnamed-file").count(),
        1,
        "{:#?}",
        site.faults
    );
}
