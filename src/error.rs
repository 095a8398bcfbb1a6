//! What the machine can refuse: reading, writing, binding, watching.
//!
//! Owns one constructor for each refusal. An [`Error`] ends the command at once, with exit code 2 and
//! one line that names the path and says what to do; faults in what an author wrote are
//! [`crate::diagnostic`]s instead.

use std::fmt;
use std::io;
use std::path::Path;

use crate::language::{Language, Words};

/// One refusal of the machine or of the command line.
#[derive(Debug)]
pub struct Error {
    what: Words,
    cause: Option<io::Error>,
    remedy: Words,
}

impl Error {
    /// The whole line in `language`: what, why, and what to do.
    pub fn line(&self, language: Language) -> String {
        let what = self.what.in_language(language);
        let remedy = self.remedy.in_language(language);
        match &self.cause {
            Some(cause) => format!("{what}: {}; {remedy}", reason(cause).in_language(language)),
            None => format!("{what}; {remedy}"),
        }
    }

    /// No `content/` here nor above.
    pub fn no_site(from: &Path) -> Error {
        let from = from.display();
        Error {
            what: Words::new(
                format!("không tìm thấy thư mục `content/` từ {from} trở lên"),
                format!("no folder `content/` in {from} or above"),
            ),
            cause: None,
            remedy: Words::new(
                "chạy trong thư mục của trang, hoặc thêm `--root THƯ-MỤC`",
                "run it inside a site, or add `--root DIR`",
            ),
        }
    }

    /// A file or folder that cannot be read.
    pub fn read(path: &Path, cause: io::Error) -> Error {
        let path = path.display();
        Error {
            what: Words::new(format!("không đọc được {path}"), format!("cannot read {path}")),
            cause: Some(cause),
            remedy: Words::new("kiểm tra quyền đọc", "check the permissions"),
        }
    }

    /// A file or folder that cannot be written. What was published before is still in place.
    pub fn write(path: &Path, cause: io::Error) -> Error {
        let path = path.display();
        let remedy = match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Words::new(
                "giải phóng chỗ trống rồi chạy lại, trang cũ vẫn nguyên",
                "free some space and run it again, the old site is in place",
            ),
            _ => Words::new(
                "kiểm tra quyền ghi, trang cũ vẫn nguyên",
                "check the permissions, the old site is in place",
            ),
        };
        Error {
            what: Words::new(format!("không ghi được {path}"), format!("cannot write {path}")),
            cause: Some(cause),
            remedy,
        }
    }

    /// An answer or a message that could not be printed whole.
    pub fn print(cause: io::Error) -> Error {
        Error {
            what: Words::new("không in được hết kết quả", "the answer could not be printed whole"),
            cause: Some(cause),
            remedy: Words::new(
                "kiểm tra nơi nhận (đĩa, ống lệnh) rồi chạy lại",
                "check where it goes (disk, pipe) and run it again",
            ),
        }
    }

    /// An output folder that holds something that congbao did not write.
    pub fn foreign_output(output: &Path, found: &str) -> Error {
        let output = output.display();
        Error {
            what: Words::new(
                format!("{output} chứa `{found}` không do congbao ghi"),
                format!("{output} holds `{found}`, which congbao did not write"),
            ),
            cause: None,
            remedy: Words::new(
                "chọn thư mục khác với `--output`, hoặc tự dọn thư mục này",
                "choose another folder with `--output`, or clear this one yourself",
            ),
        }
    }

    /// An output folder that is, contains or lies inside the sources.
    pub fn output_in_sources(output: &Path, sources: &Path) -> Error {
        let (output, sources) = (output.display(), sources.display());
        Error {
            what: Words::new(
                format!("không công bố vào {output}: trùng hoặc lồng với nguồn {sources}"),
                format!("cannot publish into {output}: it overlaps the sources {sources}"),
            ),
            cause: None,
            remedy: Words::new("chọn thư mục khác với `--output`", "choose another folder with `--output`"),
        }
    }

    /// An output that is a file.
    pub fn output_is_file(output: &Path) -> Error {
        let output = output.display();
        Error {
            what: Words::new(format!("{output} không phải thư mục"), format!("{output} is not a folder")),
            cause: None,
            remedy: Words::new("chọn thư mục khác với `--output`", "choose another folder with `--output`"),
        }
    }

    /// Another build that publishes into the same folder at this moment.
    pub fn output_busy(output: &Path) -> Error {
        let output = output.display();
        Error {
            what: Words::new(
                format!("một lệnh khác đang công bố vào {output}"),
                format!("another command is publishing into {output}"),
            ),
            cause: None,
            remedy: Words::new("đợi lệnh kia xong rồi chạy lại", "wait until it ends and run this again"),
        }
    }

    /// An address that cannot be served at.
    pub fn bind(address: &str, cause: io::Error) -> Error {
        let remedy = match cause.kind() {
            io::ErrorKind::AddrInUse => Words::new(
                "tắt chương trình đang dùng cổng, hoặc chọn cổng khác với `--port`",
                "stop what uses the port, or choose another with `--port`",
            ),
            io::ErrorKind::PermissionDenied => Words::new(
                "chọn cổng từ 1024 trở lên với `--port`",
                "choose a port from 1024 on with `--port`",
            ),
            _ => Words::new("kiểm tra `--host` và `--port`", "check `--host` and `--port`"),
        };
        Error {
            what: Words::new(format!("không mở được cổng {address}"), format!("cannot serve at {address}")),
            cause: Some(cause),
            remedy,
        }
    }

    /// A file that `new` would have to overwrite.
    pub fn exists(path: &Path) -> Error {
        let path = path.display();
        Error {
            what: Words::new(format!("{path} đã có"), format!("{path} is already there")),
            cause: None,
            remedy: Words::new(
                "mở tệp đó, hoặc chọn số khác; không ghi đè",
                "open it, or choose another number; nothing is overwritten",
            ),
        }
    }

    /// A word on the command line that congbao cannot use.
    pub fn usage(what: Words, remedy: Words) -> Error {
        Error { what, cause: None, remedy }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Language::En))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_ref().map(|c| c as _)
    }
}

/// The machine's reason in words; the system's own text where there are none of ours.
fn reason(cause: &io::Error) -> Words {
    let vi = match cause.kind() {
        io::ErrorKind::NotFound => "không tồn tại",
        io::ErrorKind::PermissionDenied => "không có quyền",
        io::ErrorKind::StorageFull => "đĩa đầy",
        io::ErrorKind::QuotaExceeded => "hết hạn mức đĩa",
        io::ErrorKind::ReadOnlyFilesystem => "hệ thống tệp chỉ cho đọc",
        io::ErrorKind::AddrInUse => "cổng đang bận",
        io::ErrorKind::AddrNotAvailable => "máy không có địa chỉ này",
        _ => return Words::new(cause.to_string(), cause.to_string()),
    };
    Words::new(vi, cause.to_string())
}
