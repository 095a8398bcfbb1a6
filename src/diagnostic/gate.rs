//! Faults of files that are named and do not pass, or of which nobody can say whether they should.
//!
//! Does not know how a file is judged.

use super::{Code, Diagnostic, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[&DRAFT_FILE, &UNREADABLE_FILE, &NOT_LOOKED_INTO, &CONFIRMED_OTHERWISE];

/// A file that is named and says that it is a draft.
pub fn draft_file(at: Place, path: &str) -> Diagnostic {
    Diagnostic::new(
        &DRAFT_FILE,
        at,
        words!(
            "`{path}` là bản nháp, nên không công bố cùng",
            "`{path}` is a draft, and is not published with this"
        ),
    )
    .hint(words!(
        "bỏ `draft: true` trong tệp đó khi đã xong",
        "take `draft: true` out of that file when it is done"
    ))
}

const DRAFT_FILE: Code = Code {
    name: "draft-file",
    severity: Severity::Warning,
    vi: "
        Tệp được nêu mở đầu bằng `draft: true`: nó chưa để công bố, dù tên tệp là gì và nằm ở đâu.
        Trang giữ chữ của liên kết mà không dẫn đi đâu, và ghi tài liệu kèm theo là chưa có. `congbao
        serve` vẫn hiện tệp.
    ",
    en: "
        The file that is named opens with `draft: true`: it is not to be published yet, whatever its
        name and folder. The page keeps the words of the link, which leads nowhere, and says of an
        attachment that it is not at hand. `congbao serve` shows the file.
    ",
    example: None,
};

/// A file that is named, whose words or front matter cannot be read.
pub fn unreadable_file(at: Place, path: &str) -> Diagnostic {
    Diagnostic::new(
        &UNREADABLE_FILE,
        at,
        words!(
            "không đọc được `{path}`, nên không biết tệp có mật không",
            "`{path}` cannot be read, so nobody knows whether it is secret"
        ),
    )
    .hint(words!(
        "mở tệp bằng chương trình đã tạo ra nó, sửa và lưu lại; chữ thường thì lưu với mã UTF-8",
        "open it in the program that made it, mend it and save it again; plain text as UTF-8"
    ))
    .guarded()
}

const UNREADABLE_FILE: Code = Code {
    name: "unreadable-file",
    severity: Severity::Error,
    vi: "
        Trước khi công bố, congbao đọc chữ trong mỗi tệp để tìm dấu chỉ độ mật. Tệp này tự nhận là có
        chữ (`.docx`, `.txt`, …) mà không đọc được: hỏng, lưu bằng bảng mã cũ, hoặc phần đầu giữa hai
        dòng `---` sai mà có nhắc đến `secrecy` hay `draft`. Chưa đọc được thì chưa công bố.
    ",
    en: "
        Before a file is published, congbao reads its words to look for marks of secrecy. This one
        claims to have words (`.docx`, `.txt`, …) that cannot be read: it is damaged, saved in an old
        encoding, or its front matter between two lines `---` is wrong and speaks of `secrecy` or
        `draft`. What cannot be read is not published.
    ",
    example: None,
};

/// All published files that nothing was read of, or not all: path, the same as the settings type it, and SHA-256;
/// and whether the settings confirm none yet.
pub fn not_looked_into(files: &[(&str, String, Option<String>)], is_first: bool) -> Option<Diagnostic> {
    let ((first, ..), others) = files.split_first()?;
    let count = files.len();
    let quoted = |typed: &str| format!("'{}'", typed.replace('\'', "''"));
    let entries = files.iter().filter_map(|(_, typed, sum)| {
        Some(format!("{{file: {}, sha256: '{}'}}", quoted(typed), sum.as_ref()?))
    });
    let entries = entries.collect::<Vec<_>>().join(", ");
    let fault = Diagnostic::new(
        &NOT_LOOKED_INTO,
        Place::file(*first),
        words!(
            "{count} tệp sẽ công bố mà congbao không xem được bên trong",
            "files that will be published and that congbao could not look into: {count}"
        ),
    )
    .hint(match is_first {
        true => words!(
            "xem từng tệp; không có gì mật thì ghi vào content/site.yaml: `confirmed: [{entries}]`",
            "look at each; if nothing is secret, write in content/site.yaml: `confirmed: [{entries}]`"
        ),
        false => words!(
            "xem từng tệp; không có gì mật thì thêm vào `confirmed` của content/site.yaml: `{entries}`",
            "look at each; if nothing is secret, add to `confirmed` of content/site.yaml: `{entries}`"
        ),
    });
    let labels = others.iter().map(|(path, ..)| (Place::file(*path), words!("cả tệp này", "this one too")));
    Some(Diagnostic { labels: labels.collect(), ..fault })
}

const NOT_LOOKED_INTO: Code = Code {
    name: "not-looked-into",
    severity: Severity::Warning,
    vi: "
        Ảnh, bản quét, tệp nén và tệp có mật khẩu không có chữ để congbao đọc: một văn bản mật quét
        thành ảnh sẽ lên trang mà không ai biết. Người phải xem từng tệp. Xem xong, ghi tệp và mã
        SHA-256 của nó vào `confirmed`: lời xác nhận chỉ đúng với nội dung đã xem, tệp đổi thì phải
        xem lại. Tệp có dấu mật mà congbao đọc được thì không xác nhận được.
    ",
    en: "
        Pictures, scans, archives and files with a password have no words that congbao could read: a
        secret document that was scanned would go online unseen. A person has to look at each. Then
        write the file and its SHA-256 into `confirmed`: it stands for what was looked at, and a file
        that changes has to be looked at again. A file with a mark that congbao can read cannot be
        confirmed.
    ",
    example: None,
};

/// A file that is confirmed with another content than it has.
pub fn confirmed_otherwise(at: Place, path: &str, sum: &str) -> Diagnostic {
    Diagnostic::new(
        &CONFIRMED_OTHERWISE,
        at,
        words!("`{path}` không còn là tệp đã xác nhận", "`{path}` is not the file that was confirmed"),
    )
    .hint(words!(
        "xem lại tệp rồi ghi `sha256: '{sum}'`",
        "look at the file again, then write `sha256: '{sum}'`"
    ))
}

const CONFIRMED_OTHERWISE: Code = Code {
    name: "confirmed-otherwise",
    severity: Severity::Error,
    vi: "
        `confirmed` xác nhận đúng một nội dung, bằng mã SHA-256 của nó. Tệp bây giờ có mã khác: đã
        thay bản quét, hoặc chép nhầm mã. Mở tệp ra xem; không có gì mật thì ghi mã mới.
    ",
    en: "
        `confirmed` stands for one content, by its SHA-256. The file has another one now: the scan was
        replaced, or the sum was copied wrongly. Open the file; if nothing in it is secret, write the
        new sum.
    ",
    example: None,
};
