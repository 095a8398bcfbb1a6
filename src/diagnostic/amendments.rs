//! Faults of the words that an amendment strikes or adds in an earlier document.
//!
//! Does not know the texts.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[&WORDS_WITHOUT_AMENDMENT, &UNPLACED_WORDS, &WORDS_NOT_ONCE];

/// Words that are struck or added by a relation that amends nothing.
pub fn words_without_amendment(at: Place, key: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &WORDS_WITHOUT_AMENDMENT,
        at,
        words!("`{key}` không đi với `{kind}`", "`{key}` does not go with `{kind}`"),
    )
    .hint(words!("`{key}` chỉ đi với `amends`", "`{key}` goes with `amends` only"))
}

const WORDS_WITHOUT_AMENDMENT: Code = Code {
    name: "words-without-amendment",
    severity: Severity::Error,
    vi: "
        `strike`, `insert` và `after` nói một văn bản sửa đổi bỏ hay thêm những chữ nào ở văn bản kia;
        các quan hệ khác không sửa chữ nào. Đổi quan hệ thành `amends`, hoặc bỏ các khóa ấy.
    ",
    en: "
        `strike`, `insert` and `after` say which words an amendment takes out of the other document or
        puts into it; other relations change no words. Write `amends`, or leave these keys out.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {implements: 12-KH/HU, date: 2026-03-02, strike: 31/5/2026, insert: 30/9/2026}
        ",
        after: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, strike: 31/5/2026, insert: 30/9/2026}
        ",
    }),
};

/// Words of which nobody can say where they stand: `insert` alone, or `after` with nothing to add behind it.
pub fn unplaced_words(at: Place, key: &str) -> Diagnostic {
    let fault = |message| Diagnostic::new(&UNPLACED_WORDS, at, message);
    match key {
        "insert" => fault(words!(
            "`insert` chưa nói thêm vào đâu",
            "`insert` does not say where the words go"
        ))
        .hint(words!(
            "ghi `after: …` là những chữ đứng ngay trước, hoặc `strike: …` là những chữ bị thay",
            "write `after: …` with the words right before them, or `strike: …` with those they replace"
        )),
        _ => fault(words!(
            "`after` chỉ đi với `insert`, và không đi với `strike`",
            "`after` goes with `insert`, and not with `strike`"
        ))
        .hint(words!(
            "thêm chữ thì ghi `after` và `insert`; thay chữ thì ghi `strike` và `insert`",
            "to add words write `after` and `insert`; to replace some `strike` and `insert`"
        )),
    }
}

const UNPLACED_WORDS: Code = Code {
    name: "unplaced-words",
    severity: Severity::Error,
    vi: "
        Sửa chữ có ba cách: bỏ (`strike`), thay (`strike` và `insert`), thêm (`insert`, và `after` là những
        chữ đứng ngay trước chỗ thêm). Không rõ chỗ thì không ai lập được bản hợp nhất.
    ",
    en: "
        Words are struck (`strike`), replaced (`strike` and `insert`) or added (`insert`, with `after`
        for the words right before them). Where the place is not said nobody can make a consolidated
        text.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, insert: và các phường}
        ",
        after: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, after: Các xã, insert: và các phường}
        ",
    }),
};

/// Words that should stand once in a provision (none: in the whole) of another document.
pub fn words_not_once(
    at: Place,
    typed: &str,
    (provision, of): (Option<&str>, &str),
    count: usize,
) -> Diagnostic {
    let (vi, en) = match provision {
        Some(id) => (format!("`{id}` của `{of}`"), format!("`{id}` of `{of}`")),
        None => (format!("`{of}`"), format!("`{of}`")),
    };
    let fault = |message| Diagnostic::new(&WORDS_NOT_ONCE, at, message);
    match count {
        0 => fault(words!("{vi} không có chữ `{typed}`", "{en} does not have the words `{typed}`")).hint(words!(
            "chép đúng từng chữ của văn bản kia, trong một đoạn; chữ mà lần sửa trước đã bỏ thì không còn",
            "copy the words of that document exactly, from one paragraph; what was struck before is gone"
        )),
        count => fault(words!(
            "{vi} có {count} chỗ `{typed}`",
            "{en} has the words `{typed}` in {count} places"
        ))
        .hint(words!(
            "chép thêm vài chữ trước hoặc sau, cho chỉ còn một chỗ",
            "copy some words before or behind as well, so that one place is left"
        )),
    }
}

const WORDS_NOT_ONCE: Code = Code {
    name: "words-not-once",
    severity: Severity::Error,
    vi: "
        `strike` và `after` là chữ của văn bản bị sửa, đúng như đã ký, và phải có đúng một chỗ trong
        điều khoản ghi ở `provision` (không ghi thì trong cả văn bản): có hai chỗ thì không biết sửa chỗ
        nào, không có chỗ nào thì văn bản ấy không viết thế. Chữ nằm trong một đoạn, không qua liên kết
        hay dấu chú thích. Nhiều lần sửa thì lần sau tính trên chữ của lần trước.
    ",
    en: "
        `strike` and `after` are words of the amended document, as they were signed, and stand in one
        place of the provision that `provision` names (without it, of the whole text): of two nobody
        knows which is meant, and with none the document does not say so. They stand in one paragraph,
        not across a link or the mark of a footnote. A later amendment goes by the words of the earlier.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, strike: 31/5, insert: 30/9}
        ",
        after: "
            relations:
              - {amends: 12-KH/HU, date: 2026-03-02, strike: 31/5/2026, insert: 30/9/2026}
        ",
    }),
};
