//! The command line.
//!
//! Owns the words that a person types; what they do is in `main.rs`.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::language::Language;
use crate::write::report::Format;

/// congbao: công bố văn bản chỉ đạo và tiến độ thực hiện (publish directives and how they are carried out).
#[derive(Debug, Parser)]
#[command(name = "congbao", version, about, propagate_version = true)]
pub struct Cli {
    /// Thư mục chứa content/; mặc định: thư mục gần nhất từ đây trở lên (folder that holds content/).
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Dạng thông báo lỗi (form of diagnostics).
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub message_format: Format,
    /// Màu chữ trên màn hình (colours).
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN")]
    pub color: Color,
    /// Ngôn ngữ thông báo; mặc định theo site.yaml (language of messages).
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// Chỉ in lỗi (print errors only).
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Lệnh.
    #[command(subcommand)]
    pub command: Command,
}

/// When output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A language as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Lang {
    /// Tiếng Việt.
    Vi,
    /// English.
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Language {
        match lang {
            Lang::Vi => Language::Vi,
            Lang::En => Language::En,
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Dựng trang vào public/, trọn vẹn hoặc không gì cả (build the site, all or nothing).
    Build {
        /// Thư mục kết quả (output folder).
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// Địa chỉ tuyệt đối của trang (absolute address of the site).
        #[arg(long, value_name = "URL")]
        base_url: Option<String>,
        /// Cảnh báo cũng là lỗi (warnings are errors).
        #[arg(long)]
        strict: bool,
    },
    /// Kiểm tra mọi thứ mà không ghi, kể cả bản nháp (check everything, write nothing).
    Check {
        /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// Cảnh báo cũng là lỗi (warnings are errors).
        #[arg(long)]
        strict: bool,
    },
    /// Xem trước: lưu tệp là thấy ngay trên trình duyệt (live preview).
    Serve {
        /// Tệp mở đầu tiên, như content/directives/2026/1.md (file whose page is opened).
        file: Option<PathBuf>,
        /// Cổng; mặc định 4320 hoặc cổng trống kế tiếp (port).
        #[arg(long, value_name = "N")]
        port: Option<u16>,
        /// Địa chỉ cho máy khác mở được; mặc định chỉ máy này (address to bind).
        #[arg(long, value_name = "ADDR")]
        host: Option<std::net::IpAddr>,
        /// Tên máy khác được dùng để mở (further name under which it may be reached).
        #[arg(long, value_name = "NAME")]
        allow_host: Vec<String>,
        /// Mở trình duyệt (open the browser).
        #[arg(long)]
        open: bool,
        /// Luôn chuyển đến trang vừa sửa (go to the page that changed last).
        #[arg(long)]
        follow: bool,
        /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// Dò thay đổi theo chu kỳ, mặc định 1000 ms, thay vì chờ hệ thống báo (look for changes).
        #[arg(long, value_name = "MS", num_args = 0..=1, require_equals = true, default_missing_value = "1000")]
        poll: Option<u64>,
    },
    /// Tạo tệp mới với phần đầu để điền (a new file to fill in).
    New {
        /// Loại tệp.
        #[command(subcommand)]
        what: New,
    },
    /// In nhiệm vụ: ai, việc gì, khi nào, tình trạng (list tasks).
    Tasks {
        /// Ngày tính tình trạng; mặc định hôm nay (day as of which states are judged).
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// Việc chưa xong, đến hạn trong chừng ấy ngày, như 30d (open and due within).
        #[arg(long, value_name = "DAYS")]
        within: Option<String>,
        /// Tình trạng, cách nhau bằng dấu phẩy, như overdue,due-soon (states).
        #[arg(long, value_name = "STATES")]
        state: Option<String>,
        /// Mã hoặc tên đơn vị (id or name of an organisation).
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
        /// Số văn bản (number of a directive).
        #[arg(long, value_name = "NUMBER")]
        directive: Option<String>,
        /// Dạng kết quả (form of the answer).
        #[arg(long, value_enum, default_value_t = TaskFormat::Table, value_name = "FORMAT")]
        format: TaskFormat,
    },
    /// In JSON Schema cho trình soạn thảo (print JSON Schemas).
    Schema {
        /// Của loại tệp nào; mặc định tất cả (of which kind of file).
        #[arg(value_enum)]
        of: Option<SchemaOf>,
    },
    /// Giải thích một mã lỗi (explain a diagnostic).
    Explain {
        /// Mã, như unknown-key.
        code: String,
    },
    /// In lệnh gợi ý cho shell (shell completions).
    Completions {
        /// Shell.
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// In trang man (print the manual page).
    Man,
}

/// How tasks are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TaskFormat {
    /// A table for people.
    Table,
    /// CSV (RFC 4180).
    Csv,
    /// JSON, as in the open data.
    Json,
}

/// A file to make.
#[derive(Debug, Subcommand)]
pub enum New {
    /// Một văn bản (a directive).
    Directive {
        /// Số, như 34-KH/TU.
        number: String,
        /// Ngày văn bản; mặc định hôm nay (date of the directive).
        #[arg(long, value_name = "DATE")]
        date: Option<String>,
    },
    /// Một báo cáo có nội dung (a report with a text).
    Report {
        /// Số văn bản.
        number: String,
        /// Mã nhiệm vụ.
        deadline: String,
        /// Mã đơn vị.
        organization: String,
    },
}

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// content/directives/**/*.md
    Directive,
    /// content/progress/**/*.md
    Report,
    /// content/site.yaml
    Site,
    /// content/organizations.yaml
    Organizations,
}
