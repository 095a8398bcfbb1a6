//! Pages of PDF: where a mark may stand on them, and which cannot be read.

use congbao::model::document::secrecy::FileSecrecy;

use super::check;
use super::made::{hex, pdf, pdf_of, stream};

/// A page of a PDF that says this in several ways.
pub fn pages(mark: &str) -> Vec<(&'static str, Vec<u8>)> {
    let one = hex("số 12");
    let (whole, letters) = (hex(mark), mark.chars().map(|c| hex(&c.to_string())).collect::<Vec<_>>());
    let set = |at: usize, text: &String| {
        format!("BT /F 12 Tf 1 0 0 1 {} 700 Tm {text} Tj ET\n", 100.0 + at as f64 * 7.0)
    };
    let form =
        stream("/Subtype /Form /Resources << /Font << /F 5 0 R >> >>", &format!("BT /F 12 Tf {whole} Tj ET"));
    let stamp = "<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 10 0 R >> >>".to_owned();
    let text = format!("BT /F 12 Tf 50 700 Td {one} Tj ET ");
    let utf16: String = mark.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    vec![
        ("a.pdf", pdf(&format!("BT /F 12 Tf 50 700 Td {whole} Tj ET"), "", &[])),
        ("a.bin", pdf(&format!("BT /F 12 Tf 50 700 Td {whole} Tj ET"), "", &[])),
        ("a.pdf", pdf(&format!("{text} BT /F 12 Tf 50 650 Td [{}] TJ ET", letters.join(" -20 ")), "", &[])),
        ("a.pdf", pdf(&format!("{text} BT /F 12 Tf 300 700 Td {whole} Tj ET"), "", &[])),
        ("a.pdf", pdf(&format!("BT /F 12 Tf 14 TL 50 700 Td {one} Tj T* {whole} Tj {one} ' ET"), "", &[])),
        (
            "a.pdf",
            pdf(&letters.iter().enumerate().map(|(at, c)| set(at, c)).rev().collect::<String>(), "", &[]),
        ),
        ("a.pdf", pdf(&format!("{text} q .7 .7 -.7 .7 200 200 cm BT /F 40 Tf {whole} Tj ET Q"), "", &[])),
        ("a.pdf", pdf(&format!("{text} q 1 0 0 1 50 500 cm /X Do Q"), "", std::slice::from_ref(&form))),
        ("a.pdf", pdf(&text, "/Annots [11 0 R]", &[form, stamp])),
        (
            "a.pdf",
            pdf(&text, "/Annots [10 0 R]", &[format!("<< /Subtype /FreeText /Contents <FEFF{utf16}> >>")]),
        ),
        ("a.pdf", pdf(&text, "", &[format!("<< /Title <FEFF{utf16}> /Producer (x) >>")])),
        (
            "a.pdf",
            pdf(&text, "", &[stream("/Type /Metadata", &format!("<x><dc:title>{mark}</dc:title></x>"))]),
        ),
    ]
}

#[test]
fn pages_of_pdf() {
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        check(FileSecrecy::Secret, &pages(mark));
    }
    check(FileSecrecy::Open, &pages("văn bản MẬT"));
    check(FileSecrecy::Open, &pages("MẬT ONG"));
    let names = "BT /G 12 Tf 50 700 Td (T\\002I M\\001T) Tj ET BT /G 12 Tf 50 600 Td (Van ban) Tj ET";
    check(FileSecrecy::Secret, &[("a.pdf", pdf(names, "", &[]))]);
}

#[test]
fn pages_that_cannot_be_read() {
    let text = format!("BT /F 12 Tf 50 700 Td {} Tj ET ", hex("số 12"));
    let silent = "BT /N 12 Tf 50 500 Td <000100020003> Tj ET";
    let picture =
        stream("/Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "x");
    let scan = "q 600 0 0 800 0 0 cm /X Do Q ";
    check(
        FileSecrecy::NotLookedInto,
        &[
            ("a.pdf", pdf(scan, "", std::slice::from_ref(&picture))),
            // A number that was set on the scan is not what the scan says.
            ("a.pdf", pdf(&format!("{scan}{text}"), "", std::slice::from_ref(&picture))),
            ("a.pdf", pdf(silent, "", &[])),
            ("a.pdf", pdf(&format!("{text}{silent}"), "", &[])),
            ("a.pdf", pdf("0 0 m 9 9 l S", "", &[])),
            ("a.pdf", pdf(&text, "", &[stream("/Type /EmbeddedFile", "x")])),
        ],
    );
    // A head with a coat of arms is text.
    let arms = "q 90 0 0 90 0 0 cm /X Do Q ";
    check(
        FileSecrecy::Open,
        &[("a.pdf", pdf(&format!("{arms}{text}"), "", &[picture])), ("a.pdf", pdf("", "", &[]))],
    );
    check(
        FileSecrecy::Unreadable,
        &[("a.pdf", b"%PDF-1.7\nnothing".to_vec()), ("a.pdf", pdf_of(&["<< /Type /Catalog >>".to_owned()]))],
    );
}
