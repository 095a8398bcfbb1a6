//! Workbooks as Excel and LibreOffice write them, by hand: no part of them is made by what reads them.
//!
//! A cell is typed as a text: `@2021-04-28` is a real date, `%0.6` a share shown as 60%, `#912` a number,
//! `0#912` one that is shown with four figures, `=x` a formula whose value is `x`, `=?` one that was never
//! computed, `?TRUE` a truth value, `^` a cell that the one above covers. Anything else is text.

use std::io::Write;

/// The parts of an archive, as bytes.
pub fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// The rows of a sheet.
pub type Rows = Vec<Vec<String>>;

/// Rows of cells with ` | ` between them.
pub fn rows(text: &str) -> Rows {
    text.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect()).collect()
}

/// The days of Excel from the first of its two calendars.
fn serial(day: &str, is_1904: bool) -> i32 {
    let day: jiff::civil::Date = day.parse().unwrap();
    let first = if is_1904 { jiff::civil::date(1904, 1, 1) } else { jiff::civil::date(1899, 12, 30) };
    (day - first).get_days()
}

/// A workbook of Excel, with the parts that it needs.
pub fn xlsx(sheet: &str, rows: &Rows) -> Vec<u8> {
    archive(&xlsx_parts(sheet, rows, false))
}

/// Its parts, in one of the two calendars.
pub fn xlsx_parts(sheet: &str, rows: &Rows, is_1904: bool) -> Vec<(&'static str, String)> {
    let (mut data, mut strings) = (String::new(), Vec::new());
    for (row, cells) in (1..).zip(rows) {
        data += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..='Z').zip(cells) {
            let at = format!("r=\"{column}{row}\"");
            data += &match (cell.chars().next(), cell.get(1..).unwrap_or_default()) {
                (None, _) | (Some('^'), _) => format!("<c {at} s=\"2\"/>"),
                (Some('@'), day) => format!("<c {at} s=\"1\"><v>{}</v></c>", serial(day, is_1904)),
                (Some('%'), share) => format!("<c {at} s=\"2\"><v>{share}</v></c>"),
                (Some('#'), number) if number.parse::<f64>().is_ok() => {
                    format!("<c {at}><v>{number}</v></c>")
                }
                (Some('0'), number) if number.starts_with('#') => {
                    format!("<c {at} s=\"3\"><v>{}</v></c>", &number[1..])
                }
                (Some('='), "?") => format!("<c {at}><f>1+1</f></c>"),
                (Some('='), value) => {
                    format!("<c {at} t=\"str\"><f>A1&amp;B1</f><v>{}</v></c>", escaped(value))
                }
                (Some('?'), truth) => format!("<c {at} t=\"b\"><v>{}</v></c>", u8::from(truth == "TRUE")),
                _ => {
                    strings.push(format!("<si><t xml:space=\"preserve\">{}</t></si>", escaped(cell)));
                    format!("<c {at} t=\"s\"><v>{}</v></c>", strings.len() - 1)
                }
            };
        }
        data += "</row>";
    }
    const MAIN: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    const TIES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    vec![
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>".to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships {PACKAGE}><Relationship Id=\"r1\" Type=\"{TIES}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook {MAIN} xmlns:r=\"{TIES}\"><workbookPr date1904=\"{is_1904}\"/><sheets>\
                 <sheet name=\"Danh mục\" sheetId=\"2\" state=\"hidden\" r:id=\"r2\"/>\
                 <sheet name=\"{}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                escaped(sheet)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships {PACKAGE}>\
                 <Relationship Id=\"r1\" Type=\"{TIES}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{TIES}/worksheet\" Target=\"worksheets/sheet2.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet {MAIN}><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"0000\"/></numFmts>\
                 <cellXfs count=\"4\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"9\"/>\
                 <xf numFmtId=\"164\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/sharedStrings.xml",
            format!(
                "<sst {MAIN} count=\"{0}\" uniqueCount=\"{0}\">{1}</sst>",
                strings.len(),
                strings.concat()
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet {MAIN}><dimension ref=\"A1:XFD1048576\"/><sheetData>{data}</sheetData></worksheet>"
            ),
        ),
        ("xl/worksheets/sheet2.xml", format!("<worksheet {MAIN}><sheetData/></worksheet>")),
    ]
}

/// A workbook of LibreOffice, with the parts that it needs.
pub fn ods(sheet: &str, rows: &Rows) -> Vec<u8> {
    archive(&ods_parts(sheet, &ods_rows(rows)))
}

/// The rows of a sheet of LibreOffice; below them the empty ones that it writes.
pub fn ods_rows(rows: &Rows) -> String {
    let mut data = String::new();
    for cells in rows {
        data += "<table:table-row>";
        for cell in cells {
            let typed = |kind: &str, value: &str, shown: &str| {
                format!(
                    "<table:table-cell office:value-type=\"{kind}\" {value}><text:p>{shown}</text:p></table:table-cell>"
                )
            };
            data += &match (cell.chars().next(), cell.get(1..).unwrap_or_default()) {
                (None, _) => "<table:table-cell/>".to_owned(),
                (Some('^'), _) => {
                    "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>".to_owned()
                }
                (Some('@'), day) => {
                    let mut parts: Vec<&str> = day.split('-').collect();
                    parts.reverse();
                    typed("date", &format!("office:date-value=\"{day}\""), &parts.join("/"))
                }
                (Some('%'), share) => typed("percentage", &format!("office:value=\"{share}\""), "…%"),
                (Some('#'), number) if number.parse::<f64>().is_ok() => {
                    typed("float", &format!("office:value=\"{number}\""), &number.replace('.', ","))
                }
                (Some('0'), number) if number.starts_with('#') => {
                    let number = &number[1..];
                    typed("float", &format!("office:value=\"{number}\""), &format!("{number:0>4}"))
                }
                (Some('='), "?") => "<table:table-cell table:formula=\"of:=1+1\"/>".to_owned(),
                (Some('='), value) => typed("string", "table:formula=\"of:=[.A1]\"", &escaped(value)),
                (Some('?'), truth) => {
                    let value = format!("office:boolean-value=\"{}\"", truth.to_lowercase());
                    typed("boolean", &value, if truth == "TRUE" { "ĐÚNG" } else { "SAI" })
                }
                _ => {
                    let paragraphs =
                        escaped(cell).replace("  ", " <text:s/>").replace('\n', "</text:p><text:p>");
                    typed("string", "", &paragraphs)
                }
            };
        }
        data += "<table:table-cell table:number-columns-repeated=\"16370\"/></table:table-row>";
    }
    data + "<table:table-row table:number-rows-repeated=\"1048000\">\
            <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
}

/// The parts of a workbook of LibreOffice with these rows, behind a sheet that is hidden.
pub fn ods_parts(sheet: &str, rows: &str) -> Vec<(&'static str, String)> {
    let spaces: String = ["office", "style", "table", "text"]
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .concat();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content{spaces}><office:automatic-styles>\
         <style:style style:name=\"ta1\" style:family=\"table\"><style:table-properties table:display=\"true\"/></style:style>\
         <style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>\
         <table:table table:name=\"Danh mục\" table:style-name=\"ta2\"><table:table-row><table:table-cell>\
         <text:p>x</text:p></table:table-cell></table:table-row></table:table>\
         <table:table table:name=\"{}\" table:style-name=\"ta1\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>",
        escaped(sheet)
    );
    vec![
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet".to_owned()),
        ("META-INF/manifest.xml", "<manifest:manifest/>".to_owned()),
        ("content.xml", content),
    ]
}
