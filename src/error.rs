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

    /// The exit code of the command that it ends: 2, or that of the signal.
    pub fn exit_code(&self) -> u8 {
        let inner = self.cause.as_ref().and_then(|cause| cause.get_ref());
        inner.and_then(|inner| inner.downcast_ref()).map_or(2, |signal: &Signal| 128 + signal.number)
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

    /// A source that was written, or went, while it was read.
    pub fn changed_while_read(path: &Path) -> Error {
        let path = path.display();
        Error {
            what: Words::new(
                format!("{path} thay đổi trong khi đang được đọc"),
                format!("{path} changed while it was read"),
            ),
            cause: None,
            remedy: Words::new("đợi lưu xong rồi chạy lại", "wait until it is saved and run this again"),
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

    /// An output folder that holds more of a site than the part that is made.
    pub fn other_part(output: &Path, found: &str, part: &str) -> Error {
        let output = output.display();
        Error {
            what: Words::new(
                format!("{output} chứa `{found}`, không thuộc phần {part}"),
                format!("{output} holds `{found}`, which is not of part {part}"),
            ),
            cause: None,
            remedy: Words::new(
                "chọn cho mỗi phần một thư mục riêng với `--output`, hoặc bỏ `--shard` để dựng cả trang vào đây",
                "choose a folder of its own for each part with `--output`, or leave out `--shard` to build the whole site here",
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

    /// An output that is a link to nothing.
    pub fn output_dangling(link: &Path, target: &Path) -> Error {
        let (link, target) = (link.display(), target.display());
        Error {
            what: Words::new(
                format!("{link} là liên kết tới {target}, nơi không có gì"),
                format!("{link} is a link to {target}, where nothing is"),
            ),
            cause: None,
            remedy: Words::new(
                "tạo thư mục đó, hoặc xóa liên kết, hoặc chọn thư mục khác với `--output`",
                "make that folder, or remove the link, or choose another folder with `--output`",
            ),
        }
    }

    /// A mount point below an output, with which no swap can deal.
    pub fn mount_in_output(mount: &Path) -> Error {
        let mount = mount.display();
        Error {
            what: Words::new(
                format!("{mount} là điểm gắn (mount) bên trong thư mục kết quả"),
                format!("{mount} is a mount point inside the output"),
            ),
            cause: None,
            remedy: Words::new(
                "tháo nó ra, hoặc gắn cả thư mục kết quả",
                "unmount it, or mount the whole output",
            ),
        }
    }

    /// A folder that bears the name of ours, and that another program made.
    pub fn foreign_workshop(folder: &Path, found: &str) -> Error {
        let folder = folder.display();
        Error {
            what: Words::new(
                format!("congbao cần thư mục {folder}, nhưng `{found}` ở đó không do congbao ghi"),
                format!("congbao needs the folder {folder}, but did not write `{found}` there"),
            ),
            cause: None,
            remedy: Words::new(
                "dời hoặc đổi tên thư mục đó rồi chạy lại",
                "move or rename that folder and run this again",
            ),
        }
    }

    /// A file or folder of the output that cannot be written when others have been replaced already.
    pub fn half_placed(path: &Path, cause: io::Error) -> Error {
        let path = path.display();
        Error {
            what: Words::new(format!("không ghi được {path}"), format!("cannot write {path}")),
            cause: Some(cause),
            remedy: Words::new(
                "trang đang có cả tệp cũ và tệp mới: kiểm tra quyền ghi rồi chạy lại",
                "the site has old and new files now: check the permissions and run this again",
            ),
        }
    }

    /// A site that was published, of which the machine does not say that it is on the disk.
    pub fn not_synced(output: &Path, cause: io::Error) -> Error {
        let output = output.display();
        Error {
            what: Words::new(
                format!("đã công bố vào {output}, nhưng chưa chắc đã nằm trên đĩa"),
                format!("published into {output}, but perhaps not on the disk yet"),
            ),
            cause: Some(cause),
            remedy: Words::new("kiểm tra đĩa rồi chạy lại", "check the disk and run this again"),
        }
    }

    /// A signal that ended the command before anything was published.
    pub fn stopped(signal: Signal) -> Error {
        Error {
            what: Words::new("đã dừng theo tín hiệu", "stopped by a signal"),
            cause: Some(io::Error::other(signal)),
            remedy: Words::new(
                "không công bố gì, trang cũ vẫn nguyên",
                "nothing was published, the old site is in place",
            ),
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

/// A signal of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Its name, as in `kill -l`.
    pub name: &'static str,
    /// Its number, below 128.
    pub number: u8,
}

impl fmt::Display for Signal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl std::error::Error for Signal {}

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
pub(crate) fn reason(cause: &io::Error) -> Words {
    let vi = match cause.kind() {
        io::ErrorKind::NotFound => "không tồn tại",
        io::ErrorKind::PermissionDenied => "không có quyền",
        io::ErrorKind::StorageFull => "đĩa đầy",
        io::ErrorKind::QuotaExceeded => "hết hạn mức đĩa",
        io::ErrorKind::ReadOnlyFilesystem => "hệ thống tệp chỉ cho đọc",
        io::ErrorKind::ResourceBusy => "đang được dùng",
        io::ErrorKind::CrossesDevices => "nằm trên hệ thống tệp khác",
        io::ErrorKind::Unsupported => "hệ thống tệp không làm được",
        io::ErrorKind::InvalidFilename => "tên quá dài",
        io::ErrorKind::AddrInUse => "cổng đang bận",
        io::ErrorKind::AddrNotAvailable => "máy không có địa chỉ này",
        _ => return Words::new(cause.to_string(), cause.to_string()),
    };
    Words::new(vi, cause.to_string())
}
