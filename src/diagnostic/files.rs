//! Faults of files: their encoding, links out of the site, what is attached and what nobody names.
//!
//! Does not know what stands in a file.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &NOT_UTF8,
    &EMPTY_FILE,
    &MISSING_FILE,
    &SYMLINK_LOOP,
    &SYMLINK_OUTSIDE,
    &SYMLINK_BROKEN,
    &SPECIAL_FILE,
    &FILE_NAME_NOT_UTF8,
    &FOLDING_PATHS,
    &ATTACHMENT_ANNOUNCED,
    &ATTACHMENT_NOT_FOUND,
    &UNNAMED_FILE,
];

/// A file that is no UTF-8, at its first foreign byte.
pub fn not_utf8(at: Place) -> Diagnostic {
    Diagnostic::new(&NOT_UTF8, at, words!("tệp không phải UTF-8", "the file is not UTF-8"))
        .hint(words!("lưu lại tệp với mã UTF-8", "save the file as UTF-8"))
}

const NOT_UTF8: Code = Code {
    name: "not-utf8",
    severity: Severity::Error,
    vi: "
        Tệp được lưu bằng bảng mã khác (TCVN3, VNI, Windows-1258, UTF-16), thường do Excel hoặc
        trình soạn thảo cũ. congbao không đoán bảng mã: đoán sai thì chữ có dấu trên trang thành
        chữ khác. Mở tệp bằng chương trình đã tạo ra nó rồi lưu lại với mã UTF-8; trong Excel chọn
        “CSV UTF-8”.
    ",
    en: "
        The file was saved in another encoding (TCVN3, VNI, Windows-1258, UTF-16), mostly by Excel
        or an old editor. congbao does not guess it: a wrong guess would publish other words than
        the document's. Open the file in the program that made it and save it as UTF-8; in Excel
        choose “CSV UTF-8”.
    ",
    example: None,
};

/// A file of which something was expected and that holds nothing.
pub fn empty_file(at: Place) -> Diagnostic {
    let hint = match !at.file.ends_with(".md") {
        true => words!("viết tên các cột ở dòng đầu", "write the names of the columns on the first line"),
        false => {
            words!("viết phần đầu giữa hai dòng `---`", "write the front matter between two lines `---`")
        }
    };
    Diagnostic::new(&EMPTY_FILE, at, words!("tệp rỗng", "the file is empty")).hint(hint)
}

const EMPTY_FILE: Code = Code {
    name: "empty-file",
    severity: Severity::Error,
    vi: "
        Tệp có tên nhưng chưa có nội dung: lưu chưa xong, hoặc tạo ra rồi quên. Lấy lại nội dung
        từ bản sao lưu, viết mới, hoặc xóa tệp. Văn bản cần phần đầu như dưới đây
        (`congbao new directive 12-KH/HU` tạo sẵn tệp để điền); bảng tiến độ cần dòng tên cột.
    ",
    en: "
        The file has a name and no content: a save was broken off, or it was made and forgotten.
        Bring the content back from a backup, write it, or delete the file. A directive needs a
        front matter as below (`congbao new directive 12-KH/HU` makes a file to fill in); a
        progress table needs its line of column names.
    ",
    example: Some(Example {
        file: "content/directives/2026/12-kh-hu.md",
        before: "",
        after: "
            ---
            number: 12-KH/HU
            title: phòng, chống thiên tai năm 2026
            date: 2026-03-02
            issuer: huyen-uy
            ---
        ",
    }),
};

/// A file that must be there.
pub fn missing_file(at: Place, key: &str) -> Diagnostic {
    Diagnostic::new(&MISSING_FILE, at, words!("không có tệp này", "there is no such file"))
        .hint(words!("tạo tệp, ít nhất với khóa `{key}`", "create it, with the key `{key}` at least"))
}

const MISSING_FILE: Code = Code {
    name: "missing-file",
    severity: Severity::Error,
    vi: "
        Mọi trang đều in tên của trang công báo, và tên đó ghi ở content/site.yaml; thiếu tệp này
        thì không dựng được trang nào. Nếu đã có tệp, xem lại thư mục ghi sau `--root`.
    ",
    en: "
        Every page bears the name of the site, and that name stands in content/site.yaml: without
        the file no page can be made. If you have one, look again at the folder behind `--root`.
    ",
    example: Some(Example {
        file: "content/site.yaml",
        before: "",
        after: "
            title: Công báo Huyện ủy A
        ",
    }),
};

/// A symbolic link that leads back into a folder above it.
pub fn symlink_loop(at: Place) -> Diagnostic {
    Diagnostic::new(
        &SYMLINK_LOOP,
        at,
        words!("liên kết tượng trưng quay vòng", "the symbolic link leads back into itself"),
    )
    .hint(words!("xóa liên kết này", "remove the link"))
}

const SYMLINK_LOOP: Code = Code {
    name: "symlink-loop",
    severity: Severity::Error,
    vi: "
        Liên kết tượng trưng trỏ về một thư mục chứa chính nó; đọc theo thì không bao giờ hết. Xóa
        liên kết không làm mất gì: các tệp vẫn nằm ở chỗ thật của chúng.
    ",
    en: "
        The symbolic link leads to a folder that holds the link itself; following it would never
        end. Removing the link loses nothing: the files stay where they really are.
    ",
    example: None,
};

/// A symbolic link that leads out of the site.
pub fn symlink_outside(at: Place) -> Diagnostic {
    Diagnostic::new(
        &SYMLINK_OUTSIDE,
        at,
        words!("liên kết tượng trưng ra ngoài thư mục của trang", "the symbolic link leaves the site"),
    )
    .hint(words!("chép tệp vào trong `content/`", "copy the file into `content/`"))
}

const SYMLINK_OUTSIDE: Code = Code {
    name: "symlink-outside",
    severity: Severity::Error,
    vi: "
        Liên kết tượng trưng dẫn ra ngoài content/ (hoặc layouts/). Những gì công bố phải nằm
        trong thư mục của trang: nếu không, tệp riêng trên máy có thể bị đưa lên mạng, và máy khác
        không dựng lại được. Xóa liên kết, chép chính tệp cần công bố vào.
    ",
    en: "
        The symbolic link leads out of content/ (or layouts/). What is published must lie in the
        folder of the site: else a private file of this machine could go online, and no other
        machine could build it. Remove the link and copy the file itself, if it is to be
        published.
    ",
    example: None,
};

/// A symbolic link to nothing.
pub fn symlink_broken(at: Place) -> Diagnostic {
    Diagnostic::new(
        &SYMLINK_BROKEN,
        at,
        words!("liên kết tượng trưng không dẫn tới đâu", "the symbolic link leads nowhere"),
    )
    .hint(words!("xóa hoặc sửa liên kết này", "remove or mend the link"))
}

const SYMLINK_BROKEN: Code = Code {
    name: "symlink-broken",
    severity: Severity::Error,
    vi: "
        Nơi mà liên kết tượng trưng dẫn tới đã bị chuyển, bị xóa, hoặc nằm trên ổ đĩa chưa cắm.
        congbao không biết ở đó từng có gì; bỏ qua thì một văn bản có thể lặng lẽ biến mất khỏi
        trang.
    ",
    en: "
        What the symbolic link leads to was moved or deleted, or lies on a disk that is not
        connected. congbao cannot know what was there; to pass over it could drop a document from
        the site unnoticed.
    ",
    example: None,
};

/// A socket, a pipe or a device among the sources.
pub fn special_file(at: Place) -> Diagnostic {
    Diagnostic::new(&SPECIAL_FILE, at, words!("không phải tệp thường", "not a regular file"))
        .hint(words!("chuyển ra khỏi `content/`", "move it out of `content/`"))
}

const SPECIAL_FILE: Code = Code {
    name: "special-file",
    severity: Severity::Error,
    vi: "
        Trong thư mục có socket, ống dẫn (pipe) hoặc thiết bị, thường do chương trình khác để lại.
        Đó không phải là tài liệu, và đọc nó có thể phải chờ mãi.
    ",
    en: "
        The folder holds a socket, a pipe or a device, mostly left by another program. It is no
        document, and reading it might wait for ever.
    ",
    example: None,
};

/// A file name that is no UTF-8, given as far as it can be shown.
pub fn file_name_not_utf8(at: Place) -> Diagnostic {
    Diagnostic::new(
        &FILE_NAME_NOT_UTF8,
        at,
        words!("tên tệp không phải UTF-8", "the name of the file is not UTF-8"),
    )
    .hint(words!("đổi tên tệp", "rename the file"))
}

const FILE_NAME_NOT_UTF8: Code = Code {
    name: "file-name-not-utf8",
    severity: Severity::Error,
    vi: "
        Tên tệp viết bằng bảng mã cũ, thường từ tệp nén hoặc ổ USB. Tên đó không ghi được vào
        `attachments`, liên kết hay địa chỉ trên trang. Đặt tên mới, tốt nhất là không dấu:
        `bieu-01.xlsx`.
    ",
    en: "
        The name is in an old encoding, mostly out of an archive or from a memory stick. It cannot
        be written in `attachments`, a link or an address. Give it a new one, best without marks:
        `bieu-01.xlsx`.
    ",
    example: None,
};

/// Two files whose names differ in Unicode form alone, the second with its combining marks spelled out.
pub fn folding_paths(at: Place, first: &str, second: &str) -> Diagnostic {
    Diagnostic::new(
        &FOLDING_PATHS,
        at,
        words!(
            "hai tệp cùng tên, chỉ khác dạng Unicode: `{first}` và `{second}`",
            "two files of one name, in two Unicode forms: `{first}` and `{second}`"
        ),
    )
    .hint(words!("đổi tên hoặc xóa một trong hai", "rename or remove one of the two"))
}

const FOLDING_PATHS: Code = Code {
    name: "folding-paths",
    severity: Severity::Error,
    vi: "
        Chữ có dấu được lưu theo hai dạng Unicode, dựng sẵn hoặc tổ hợp; nhìn giống hệt nhau nhưng
        là hai tên tệp, thường do chép từ máy Mac sang. Trang chỉ có một địa chỉ cho cả hai nên một
        tệp sẽ mất. So nội dung hai tệp, giữ bản đúng, đổi tên hoặc xóa bản kia.
    ",
    en: "
        Accented letters are stored in two Unicode forms, composed or decomposed; they look the
        same and are two file names, mostly after copying from a Mac. The site has one address for
        both, so that one would be lost. Compare the two, keep the right one, rename or remove the
        other.
    ",
    example: None,
};

/// An attachment that the document announces and nobody has.
pub fn attachment_announced(at: Place, title: &str) -> Diagnostic {
    Diagnostic::new(
        &ATTACHMENT_ANNOUNCED,
        at,
        words!("chưa có tài liệu kèm theo `{title}`", "the attachment `{title}` is not at hand"),
    )
    .hint(words!(
        "khi có tệp, thay `missing: true` bằng `file: …`",
        "when it is, replace `missing: true` by `file: …`"
    ))
}

const ATTACHMENT_ANNOUNCED: Code = Code {
    name: "attachment-announced",
    severity: Severity::Warning,
    vi: "
        Văn bản nói có tài liệu kèm theo mà chưa có tệp. Trang vẫn nêu tên tài liệu và ghi là chưa
        có, để người đọc biết mà hỏi. Khi có tệp, đặt cạnh tệp văn bản rồi thay dòng này.
    ",
    en: "
        The document speaks of an attachment that is not at hand. The page lists it and says so,
        so that readers know what to ask for. Once you have the file, put it beside the
        directive's and change this.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            attachments:
              - {title: Biểu thống kê, missing: true}
        ",
        after: "
            attachments:
              - {title: Biểu thống kê, file: bieu-01.xlsx}
        ",
    }),
};

/// A file that is named and not there.
pub fn attachment_not_found(at: Place, path: &str, near: Option<&str>) -> Diagnostic {
    Diagnostic::new(&ATTACHMENT_NOT_FOUND, at, words!("không có tệp `{path}`", "there is no file `{path}`"))
        .near(near)
}

const ATTACHMENT_NOT_FOUND: Code = Code {
    name: "attachment-not-found",
    severity: Severity::Error,
    vi: "
        Người đọc sẽ bấm vào một tệp không có. Đường dẫn tính từ tệp đang nêu nó (`seal`, `theme`,
        `inventories`: từ content/), dùng dấu `/`, phân biệt chữ hoa chữ thường, và không ra khỏi
        content/. Tệp nguồn của trang (văn bản `.md`, bảng tiến độ) không làm tài liệu kèm theo
        được. Chưa có tệp thì viết `missing: true`.
    ",
    en: "
        A reader would be offered a file that is not there. The path goes from the file that names
        it (`seal`, `theme`, `inventories`: from content/), with `/`, with capitals as they are,
        and stays inside content/. Sources of the site (directives in `.md`, progress tables)
        cannot be attachments. If the file is not at hand, write `missing: true`.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "
            attachments:
              - {title: Biểu thống kê, file: Bieu 01.xlsx}
        ",
        after: "
            attachments:
              - {title: Biểu thống kê, file: bieu-01.xlsx}
        ",
    }),
};

/// A file that nobody names.
pub fn unnamed_file(at: Place) -> Diagnostic {
    Diagnostic::new(
        &UNNAMED_FILE,
        at,
        words!(
            "không văn bản nào nêu tệp này, nên không công bố",
            "nothing names this file, so it is not published"
        ),
    )
    .hint(words!(
        "thêm vào `attachments` của một văn bản, hoặc chuyển đi",
        "add it to the `attachments` of a directive, or move it away"
    ))
}

const UNNAMED_FILE: Code = Code {
    name: "unnamed-file",
    severity: Severity::Warning,
    vi: "
        Chỉ tệp được nêu (trong `attachments`, bằng liên kết hoặc ảnh, hoặc trong
        content/site.yaml) mới lên trang: nhờ vậy một bản nháp hay danh sách cá nhân để quên trong
        thư mục không lọt ra ngoài. Nêu tệp ở văn bản của nó, hoặc chuyển đi.
    ",
    en: "
        Only files that are named (in `attachments`, by a link or image, or in content/site.yaml)
        go online: so a draft or a list of persons forgotten in the folder does not get out. Name
        the file in its document, or move it away.
    ",
    example: Some(Example {
        file: Example::DIRECTIVE,
        before: "",
        after: "
            attachments:
              - {title: Biểu thống kê, file: bieu-01.xlsx}
        ",
    }),
};
