//! Files as the programs of offices write them, by hand, with one text each: no part of them is made by what
//! reads them, but for compound files, whose streams are by hand.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

/// An archive of parts.
pub fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
    xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

/// A Word document with this body and other parts.
pub fn docx_with(body: &str, others: &[(&str, String)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>");
    let mut parts = vec![
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", b"<Relationships/>".to_vec()),
        (
            "docProps/app.xml",
            "<Properties><Application>Microsoft Office Word</Application></Properties>".into(),
        ),
        ("word/document.xml", document.into_bytes()),
    ];
    parts.extend(others.iter().map(|(name, text)| (*name, text.clone().into_bytes())));
    archive(&parts)
}

/// A Word document with this body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, &[])
}

/// A part of a Word document with another root.
pub fn word_part(root: &str, body: &str) -> String {
    format!("<w:{root} {W}>{body}</w:{root}>")
}

/// A paragraph of runs.
pub fn p(runs: &[&str]) -> String {
    format!("<w:p>{}</w:p>", runs.iter().map(|run| r("", run)).collect::<String>())
}

/// A run with properties.
pub fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// A workbook of Excel whose strings, sheet and heads are these.
pub fn xlsx(string: &str, sheet: &str, head: &str, inline: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        (
            "xl/workbook.xml",
            format!("<workbook><sheets><sheet name=\"{sheet}\" sheetId=\"1\"/></sheets></workbook>").into(),
        ),
        ("xl/sharedStrings.xml", format!("<sst><si><t>Số</t></si><si>{string}</si></sst>").into()),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c>\
                 <c r=\"B1\" t=\"inlineStr\"><is><t>{inline}</t></is></c></row></sheetData>\
                 <headerFooter><oddHeader>{head}</oddHeader></headerFooter></worksheet>"
            )
            .into(),
        ),
    ])
}

/// A presentation with one slide.
pub fn pptx(slide: &str, master: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("ppt/slideMasters/slideMaster1.xml", format!("<p:sldMaster>{master}</p:sldMaster>").into()),
        ("ppt/slides/slide1.xml", format!("<p:sld><p:sp><p:txBody>{slide}</p:txBody></p:sp></p:sld>").into()),
    ])
}

const ODF: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\"";

/// A document of OpenDocument with these styles and this text.
pub fn odf(styles: &str, body: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml", flat_odf(styles, body).into()),
        (
            "styles.xml",
            format!("<office:document-styles {ODF}><office:styles/></office:document-styles>").into(),
        ),
        ("meta.xml", format!("<office:document-meta {ODF}><office:meta/></office:document-meta>").into()),
    ])
}

/// The same in one file.
pub fn flat_odf(styles: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document {ODF}><office:automatic-styles>{styles}\
         </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document>"
    )
}

/// A document of Rich Text Format.
pub fn rtf(body: &str) -> Vec<u8> {
    let head = "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\froman\\fcharset0{\\*\\panose 02020603}Times New Roman;}\
        {\\f1\\froman\\fcharset163 Times New Roman (Vietnamese);}{\\f2\\fswiss .VnTimeH;}{\\f3 VNI-Times;}}\
        {\\stylesheet{\\s0\\f1 Normal;}{\\s1 M\\u7852 ?T;}}{\\*\\generator Riched20 10;}";
    format!("{head}\\pard {body}\\par}}").into_bytes()
}

/// A compound file of Office before 2007.
pub fn ole(streams: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(format!("/{name}")).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// UTF-16 as Windows writes it.
pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The head of a Word file (the FIB), and its text.
pub fn word(flags: u8, text: &[u8]) -> Vec<u8> {
    let mut stream = vec![0; 0x600];
    stream[..2].copy_from_slice(&[0xec, 0xa5]);
    stream[0xb] = flags;
    stream.extend_from_slice(text);
    stream.extend_from_slice(&[0; 64]);
    ole(&[("WordDocument", stream)])
}

/// A workbook of Excel 97: records, one of them with strings that follow each other.
pub fn xls(strings: &[&str], other: (u16, &[u8])) -> Vec<u8> {
    let record =
        |kind: u16, data: &[u8]| [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), data].concat();
    let mut list = (strings.len() as u32).to_le_bytes().repeat(2);
    for string in strings {
        list.extend((string.encode_utf16().count() as u16).to_le_bytes());
        list.push(1);
        list.extend(wide(string));
    }
    ole(&[(
        "Workbook",
        [record(0x809, &[0; 16]), record(other.0, other.1), record(0xfc, &list), record(0xa, &[])].concat(),
    )])
}

/// A PDF of these objects, from number 1; the first is the catalog.
pub fn pdf_of(objects: &[String]) -> Vec<u8> {
    let (mut text, mut places) = ("%PDF-1.7\n".to_owned(), Vec::new());
    for (number, object) in (1..).zip(objects) {
        places.push(text.len());
        _ = write!(text, "{number} 0 obj\n{object}\nendobj\n");
    }
    let start = text.len();
    _ = write!(text, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| _ = writeln!(text, "{place:010} 00000 n "));
    _ = write!(text, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    text.into_bytes()
}

/// A stream of a PDF.
pub fn stream(dictionary: &str, content: &str) -> String {
    format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len())
}

/// A PDF of one page: its operators, with fonts `F` (codes by `ToUnicode`), `G` (names of glyphs) and `N`
/// (which says nothing), and entries for its page and more objects from number 10.
pub fn pdf(content: &str, page: &str, more: &[String]) -> Vec<u8> {
    let map: String = LETTERS.chars().zip(1..).fold(String::new(), |mut map, (letter, code)| {
        let mut units = [0; 2];
        let units: String =
            letter.encode_utf16(&mut units).iter().map(|unit| format!("{unit:04X}")).collect();
        _ = writeln!(map, "<{code:04X}> <{units}>");
        map
    });
    let map =
        format!("1 begincodespacerange <0000> <FFFF> endcodespacerange\n{} beginbfchar\n{map}endbfchar", 1);
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 600 800] >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /Contents 4 0 R {page} /Resources << /Font << /F 5 0 R /G 8 0 R /N 9 0 R >> \
             /XObject << /X 10 0 R >> >> >>"
        ),
        stream("", content),
        "<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+Times /Encoding /Identity-H /DescendantFonts [6 0 R] \
         /ToUnicode 7 0 R >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+Times /DW 500 /W [1 [700 700] 3 4 600] >>".to_owned(),
        stream("", &map),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding << /BaseEncoding /WinAnsiEncoding \
         /Differences [1 /Acircumflexdotbelow /uni1ED0 /Ecircumflexdotbelow] >> >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type0 /BaseFont /BBBBBB+Times /Encoding /Identity-H /DescendantFonts [6 0 R] >>"
            .to_owned(),
    ];
    objects.extend_from_slice(more);
    pdf_of(&objects)
}

/// The letters that font `F` has, by their codes from 1.
const LETTERS: &str = "MẬTỐIUYỆ KHẨNOGsố12:văbảnmậtđược";

/// A string of font `F`.
pub fn hex(text: &str) -> String {
    let code = |letter: char| LETTERS.chars().position(|known| known == letter).unwrap() + 1;
    format!("<{}>", text.chars().map(|letter| format!("{:04X}", code(letter))).collect::<String>())
}
