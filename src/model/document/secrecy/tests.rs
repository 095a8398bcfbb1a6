use super::*;

#[track_caller]
fn check(text: &str, expect: Option<&str>) {
    let found = secret_line(text, Span::new(0, text.len()));
    assert_eq!(found.map(|span| &text[span.range()]), expect);
}

#[test]
fn a_line_that_is_only_a_mark_of_secrecy() {
    check("một\n\nMẬT\n", Some("MẬT"));
    check("một\r\n**TỐI MẬT**\r\n", Some("TỐI MẬT"));
    check("> # TUYỆT  MẬT.\n", Some("TUYỆT  MẬT"));
    check("MA\u{302}\u{323}T", Some("MA\u{302}\u{323}T"));
    check("[MẬT]", Some("MẬT"));
    check("Tài liệu MẬT\nmật\nMật\nBÍ MẬT\n\n---\n", None);
    check("", None);
}
