//! Faults of tables: quotes, rows of another length, workbooks.
//!
//! Does not know what the columns mean: those of the register of reports stand in `progress.rs`.

use super::{Code, Diagnostic, Example, Severity, words};
use crate::language::Words;
use crate::place::Place;

/// All codes of this area.
pub(super) const CODES: &[&Code] = &[
    &CSV_SYNTAX,
    &CSV_UNCLOSED_QUOTE,
    &CSV_AFTER_QUOTE,
    &UNNAMED_COLUMN,
    &CELL_ERROR,
    &FORMULA_WITHOUT_VALUE,
    &UNREADABLE_WORKBOOK,
    &PROTECTED_WORKBOOK,
    &WORKBOOK_TOO_LARGE,
    &UNREAD_TABLE,
];

/// A row that has another number of fields than the head.
pub fn csv_syntax(at: Place, found: usize, expected: usize) -> Diagnostic {
    let fault = Diagnostic::new(
        &CSV_SYNTAX,
        at,
        words!(
            "dòng có {found} ô, dòng đầu có {expected} cột",
            "the row has {found} fields, the first line {expected} columns"
        ),
    );
    match found > expected {
        true => fault.hint(words!(
            "đặt ô có dấu phân cách hoặc xuống dòng trong dấu nháy kép",
            "put a field with a separator or a line break in double quotes"
        )),
        false => fault.hint(words!(
            "viết đủ dấu phân cách, cả sau những ô trống ở cuối dòng",
            "write every separator, also those of empty fields at the end"
        )),
    }
}

const CSV_SYNTAX: Code = Code {
    name: "csv-syntax",
    severity: Severity::Error,
    vi: "
        Dòng có nhiều hay ít ô hơn dòng đầu, thường vì dấu phẩy (hoặc chấm phẩy) nằm trong một ô
        hay bị gõ thiếu: các ô sau bị lệch và trạng thái có thể đọc từ cột khác, nên dòng này không
        được tính. Bảng tính tự thêm dấu nháy khi lưu CSV; sửa tay thì phải tự đặt.
    ",
    en: "
        The row has more or fewer fields than the first line, mostly because a field holds a comma
        (or semicolon), or one was left out: what follows is shifted, and the status might be read
        from another column, so the row does not count. A spreadsheet puts in the quotes when it
        saves CSV; by hand you must type them.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,dang-uy-xa-a,2026-04-28,done,đã gửi, còn thiếu biểu
        ",
        after: r#"
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,dang-uy-xa-a,2026-04-28,done,"đã gửi, còn thiếu biểu"
        "#,
    }),
};

/// A quote in a table that is never closed, or not before the next rows: at the quote.
pub fn csv_unclosed_quote(at: Place) -> Diagnostic {
    Diagnostic::new(
        &CSV_UNCLOSED_QUOTE,
        at,
        words!("dấu nháy kép không được đóng", "the double quote is not closed"),
    )
    .hint(words!(
        "xóa dấu nháy này, hoặc viết dấu nháy đóng ở cuối ô; dấu nháy bên trong ô viết hai lần `\"\"`",
        "remove the quote, or write the closing one at the end of the field; double a quote inside: `\"\"`"
    ))
}

const CSV_UNCLOSED_QUOTE: Code = Code {
    name: "csv-unclosed-quote",
    severity: Severity::Error,
    vi: "
        Ô bắt đầu bằng dấu nháy kép kéo dài tới dấu nháy sau, qua cả những dòng kế tiếp: một dấu
        nháy thừa có thể nuốt báo cáo của nhiều đơn vị, và các việc đó thành quá hạn. congbao dừng ở
        dấu nháy này, bỏ dòng này và đọc tiếp từ dòng sau. Dấu nháy bên trong ô viết hai lần.
    ",
    en: "
        A field that begins with a double quote reaches up to the next one, over the lines between:
        one stray quote can swallow the reports of many units, whose tasks then are overdue. congbao
        stops at this quote, leaves this row out and reads on with the next line. Double a quote
        inside a field.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: r#"
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,"dang-uy-xa-a,2026-04-28,done,
        "#,
        after: "
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,dang-uy-xa-a,2026-04-28,done,
        ",
    }),
};

/// Words behind the closing quote of a field of a table.
pub fn csv_after_quote(at: Place) -> Diagnostic {
    Diagnostic::new(
        &CSV_AFTER_QUOTE,
        at,
        words!("còn chữ sau dấu nháy kép đóng", "there are words behind the closing double quote"),
    )
    .hint(words!(
        "dấu nháy bên trong ô viết hai lần: `\"đọc \"\"Nghị quyết\"\" rồi\"`",
        "double a quote inside a field: `\"read the \"\"Resolution\"\" first\"`"
    ))
}

const CSV_AFTER_QUOTE: Code = Code {
    name: "csv-after-quote",
    severity: Severity::Error,
    vi: "
        Sau dấu nháy đóng phải là dấu phân cách hay hết dòng. Thường là dấu nháy bên trong ô gõ một
        lần: viết hai lần, hoặc dùng “ ”. Nếu đoán, một phần của ô có thể mất.
    ",
    en: "
        A closing quote must be followed by a separator or the end of the line. Mostly a quote inside
        the field was typed once: double it, or use “ ”. To guess might lose a part of the field.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: r#"
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,dang-uy-xa-a,2026-04-28,done,"đọc "Nghị quyết" rồi"
        "#,
        after: r#"
            directive,deadline,organization,date,status,note
            12-KH/HU,bao-cao,dang-uy-xa-a,2026-04-28,done,"đọc ""Nghị quyết"" rồi"
        "#,
    }),
};

/// A field in a column of which the head has no name.
pub fn unnamed_column(at: Place, field: &str) -> Diagnostic {
    Diagnostic::new(
        &UNNAMED_COLUMN,
        at,
        words!("ô `{field}` ở cột không có tên", "the field `{field}` stands in a column without a name"),
    )
    .hint(words!(
        "xóa ô này, hoặc viết tên cột ở dòng đầu",
        "remove it, or name the column in the first line"
    ))
}

const UNNAMED_COLUMN: Code = Code {
    name: "unnamed-column",
    severity: Severity::Error,
    vi: "
        Ô có chữ mà dòng đầu không đặt tên cột: thường là một ô ghi lạc ra ngoài bảng, hoặc các ô bị
        lệch sang phải. Bỏ qua thì mất điều đã ghi, nên hãy xóa ô hoặc đặt tên cột.
    ",
    en: "
        The field holds something and the first line has no name there: mostly a cell that was typed
        beside the table, or a row that is shifted to the right. To pass over it would lose what it
        says: remove it, or name the column.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành;đã gửi
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;ghi chú
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành;đã gửi
        ",
    }),
};

/// What a spreadsheet writes where a formula fails.
pub fn cell_error(at: Place, error: &str) -> Diagnostic {
    Diagnostic::new(
        &CELL_ERROR,
        at,
        words!("ô báo lỗi của bảng tính `{error}`", "the field holds the spreadsheet error `{error}`"),
    )
    .hint(words!("sửa công thức, hoặc gõ giá trị vào ô", "mend the formula, or type the value"))
}

const CELL_ERROR: Code = Code {
    name: "cell-error",
    severity: Severity::Error,
    vi: "
        Bảng tính ghi `#N/A`, `#REF!` … khi công thức của ô hỏng, ví dụ vì cột mà nó đọc đã bị xóa.
        Chữ đó không phải là báo cáo: sửa công thức, hoặc gõ thẳng giá trị vào ô.
    ",
    en: "
        A spreadsheet writes `#N/A`, `#REF!` … where the formula of a cell fails, say because the
        column that it reads was deleted. That is no report: mend the formula, or type the value.
    ",
    example: Some(Example {
        file: "content/progress/2026.csv",
        before: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;#N/A;28/4/2026;hoàn thành
        ",
        after: "
            văn bản;nhiệm vụ;đơn vị;ngày;trạng thái
            12-KH/HU;bao-cao;dang-uy-xa-a;28/4/2026;hoàn thành
        ",
    }),
};

/// A formula that no program has computed; the first one of its file.
pub fn formula_without_value(at: Place) -> Diagnostic {
    Diagnostic::new(
        &FORMULA_WITHOUT_VALUE,
        at,
        words!("công thức chưa được tính", "the formula has not been computed"),
    )
    .hint(words!(
        "mở tệp bằng Excel hay LibreOffice rồi lưu lại",
        "open the file in Excel or LibreOffice and save it"
    ))
}

const FORMULA_WITHOUT_VALUE: Code = Code {
    name: "formula-without-value",
    severity: Severity::Error,
    vi: "
        congbao đọc giá trị mà bảng tính đã tính và lưu cùng công thức. Tệp do chương trình khác tạo
        ra có thể chỉ có công thức: ô trông như có chữ mà không có giá trị. Mở tệp bằng Excel hay
        LibreOffice rồi lưu lại; mỗi tệp chỉ báo ô đầu tiên.
    ",
    en: "
        congbao reads the value that the spreadsheet computed and saved beside the formula. A file
        made by another program may hold formulas alone: the cell looks filled and has no value. Open
        the file in Excel or LibreOffice and save it; only the first such cell of a file is told.
    ",
    example: None,
};

/// A workbook that is damaged, or none.
pub fn unreadable_workbook(at: Place) -> Diagnostic {
    Diagnostic::new(
        &UNREADABLE_WORKBOOK,
        at,
        words!("không đọc được bảng tính: tệp hỏng", "the workbook cannot be read: the file is damaged"),
    )
    .hint(words!(
        "mở tệp bằng Excel hay LibreOffice rồi lưu lại",
        "open it in Excel or LibreOffice and save it"
    ))
}

const UNREADABLE_WORKBOOK: Code = Code {
    name: "unreadable-workbook",
    severity: Severity::Error,
    vi: "
        Tệp có đuôi `.xlsx` hay `.ods` nhưng không mở được như một bảng tính: chép dở, hỏng, hoặc là
        loại khác bị đổi đuôi (như `.xls` cũ). Mở bằng Excel hay LibreOffice, lưu lại đúng loại. Nếu
        bỏ qua, mọi báo cáo trong đó sẽ mất và các việc thành quá hạn.
    ",
    en: "
        The file ends in `.xlsx` or `.ods` and cannot be opened as a workbook: copied half, damaged,
        or of another kind with its name changed (an old `.xls`). Open it in Excel or LibreOffice and
        save it as that kind. Passed over, all reports in it would be lost and their tasks overdue.
    ",
    example: None,
};

/// A workbook with a password.
pub fn protected_workbook(at: Place) -> Diagnostic {
    Diagnostic::new(&PROTECTED_WORKBOOK, at, words!("bảng tính có mật khẩu", "the workbook has a password"))
        .hint(words!("bỏ mật khẩu rồi lưu lại", "remove the password and save it"))
}

const PROTECTED_WORKBOOK: Code = Code {
    name: "protected-workbook",
    severity: Severity::Error,
    vi: "
        Bảng tính đặt mật khẩu mở thì congbao không đọc được. Trong Excel: Tệp, Thông tin, Bảo vệ sổ
        làm việc, Mã hóa bằng mật khẩu, xóa mật khẩu rồi lưu lại.
    ",
    en: "
        A workbook that asks for a password cannot be read. In Excel: File, Info, Protect Workbook,
        Encrypt with Password; empty the password and save.
    ",
    example: None,
};

/// A workbook that would take too much room.
pub fn workbook_too_large(at: Place) -> Diagnostic {
    Diagnostic::new(&WORKBOOK_TOO_LARGE, at, words!("bảng tính quá lớn", "the workbook is too large")).hint(
        words!(
            "xóa hình và ô thừa, chia thành nhiều tệp, hoặc lưu thành CSV",
            "remove pictures and cells that are not needed, split it, or save it as CSV"
        ),
    )
}

const WORKBOOK_TOO_LARGE: Code = Code {
    name: "workbook-too-large",
    severity: Severity::Error,
    vi: "
        Bảng tính có hơn 4 triệu ô, hoặc tệp lớn hơn 64 MiB hay bung ra hơn 256 MiB. Thường là một ô
        bị kéo lặp xuống hết trang, hoặc có nhiều hình. Xóa phần thừa, chia theo năm, hoặc lưu thành
        CSV.
    ",
    en: "
        The workbook has more than 4 million cells, or is larger than 64 MiB, or unpacks to more than
        256 MiB. Mostly a cell was dragged down to the end of the sheet, or it holds many pictures.
        Remove them, split it by year, or save it as CSV.
    ",
    example: None,
};

/// A table in a form that is not read, among the reports.
pub fn unread_table(at: Place) -> Diagnostic {
    Diagnostic::new(
        &UNREAD_TABLE,
        at,
        words!("không đọc được loại bảng tính này", "this kind of table is not read"),
    )
    .hint(words!("lưu thành `.xlsx`, `.ods` hoặc CSV (UTF-8)", "save it as `.xlsx`, `.ods` or CSV (UTF-8)"))
}

const UNREAD_TABLE: Code = Code {
    name: "unread-table",
    severity: Severity::Error,
    vi: "
        Trong content/progress/ congbao đọc CSV, `.xlsx`, `.ods` và Markdown. Tệp này thuộc loại khác
        (như `.xls` cũ): các báo cáo trong đó không được tính, nên congbao dừng lại. Mở bằng Excel hay
        LibreOffice rồi lưu sang một trong các loại trên. Tệp kèm theo một báo cáo thì nêu ở
        `attachments` của báo cáo đó.
    ",
    en: "
        In content/progress/ congbao reads CSV, `.xlsx`, `.ods` and Markdown. This file is of another
        kind (an old `.xls`, say): the reports in it do not count, so congbao stops. Open it in Excel
        or LibreOffice and save it as one of these. A file that belongs to a report is named in the
        `attachments` of that report.
    ",
    example: None,
};
