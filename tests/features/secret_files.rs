//! Files that are published as they are: a mark of secrecy in any part of any kind of them is found, the
//! same words in a sentence are none, and what cannot be looked into says so.

mod made;
mod pages;

use congbao::model::document::secrecy::{FileSecrecy, of_file};
use congbao::read::snapshot::Sources;
use made::{docx, docx_with, flat_odf, odf, p, pdf, pptx, r, rtf, stream, wide, word, word_part, xls, xlsx};
use pages::pages;

/// What is known of files that stand in one folder.
fn looked(files: &[(&str, Vec<u8>)]) -> Vec<FileSecrecy> {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("content");
    std::fs::create_dir_all(&folder).unwrap();
    for (at, (name, bytes)) in files.iter().enumerate() {
        std::fs::write(folder.join(format!("{at}-{name}")), bytes).unwrap();
    }
    let sources = Sources::read(root.path()).unwrap();
    let path = |(at, (name, _)): (usize, &(&str, Vec<u8>))| format!("content/{at}-{name}");
    files.iter().enumerate().map(|file| of_file(sources.get(&path(file)).unwrap())).collect()
}

#[track_caller]
fn check(expect: FileSecrecy, files: &[(&str, Vec<u8>)]) {
    let looked = looked(files);
    let wrong = looked.iter().zip(files).enumerate().filter(|(_, (looked, _))| **looked != expect);
    let wrong: Vec<String> =
        wrong.map(|(at, (looked, (name, _)))| format!("{at} {name}: {looked:?}")).collect();
    assert!(wrong.is_empty(), "not {expect:?}: {wrong:#?}");
}

/// A text with a mark, and one without.
const SECRET: &str = "Tỉnh ủy Hòa Giang\r\n\r\nTỐI MẬT\r\n\r\nKính gửi: các huyện ủy";
const OPEN: &str =
    "Tỉnh ủy Hòa Giang\r\n\r\nVăn bản TỐI MẬT gửi riêng.\r\n\r\nGIẢI MẬT\r\n\r\nKính gửi: các huyện ủy";

fn big(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

fn utf32(text: &str) -> Vec<u8> {
    text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect()
}

/// Text as files hold it.
fn texts(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    let cell = text.replace("\r\n\r\n", "\",\"");
    let mut files = vec![
        ("a.md", text.into()),
        ("a.log", text.into()),
        ("a.TXT", text.into()),
        ("a", text.into()),
        ("a.bin", text.into()),
        ("a.pdf", text.into()),
        ("a.txt", format!("Tệp bắt đầu bằng %PDF-1.7\r\n\r\n{text}").into()),
        ("a.txt", text.replace("\r\n", "\r").into()),
        ("a.txt", marked(b"\xef\xbb\xbf", text.into())),
        ("a.txt", marked(b"\xff\xfe", wide(text))),
        ("a.txt", marked(b"\xfe\xff", big(text))),
        ("a.txt", marked(b"\xff\xfe\0\0", utf32(text))),
        ("a.txt", wide(text)),
        ("a.log", big(text)),
        ("a.csv", format!("\"Một\",\"{cell}\",\"Hai\"\r\n").into()),
        (
            "a.csv",
            marked(b"\xff\xfe", wide(&format!("Một\t\"{}\"\tHai\r\n", cell.replace("\",\"", "\"\t\"")))),
        ),
        ("a.tsv", text.replace("\r\n\r\n", "\t").into()),
        ("a.csv", text.replace("\r\n\r\n", ";").into()),
        ("a.json", format!("{{\"a\": [1, {{\"b\": [\"{cell}\"]}}]}}").into()),
        ("a.json", format!("{{\"a\": [\"{}\"]}}", cell.replace('Ậ', "\\u1eac")).into()),
        ("a.jsonl", format!("{{\"a\": [\"{cell}\"]}}\n{{}}").into()),
        ("a.yaml", format!("a:\n  - {}\n", text.replace("\r\n\r\n", "\n  - ")).into()),
        ("a.rtf", text.into()),
    ];
    for (dress, lines) in
        [("html", "</p>\n<p>"), ("htm", "<br>"), ("HTM", "</td><td class=a>"), ("txt", "</p><p>")]
    {
        let lines = text.replace("\r\n\r\n", lines);
        let page = format!("<!DOCTYPE html><html><script>if (a<b) x='>';</script><p>{lines}</p></html>");
        files.push((if dress == "txt" { "a" } else { "a.html" }, page.clone().into()));
        files.push(("a.htm", page.replace('Ậ', "&#x1EAC;").replace("TỐI", "T<b>Ố</b>I").into()));
        files.push(("a.htm", marked(b"\xff\xfe", wide(&page))));
    }
    let svg = format!("<svg><text>{}</text></svg>", text.replace("\r\n\r\n", "</text><text>"));
    files.push(("a.svg", svg.replace('T', "<tspan>T</tspan>").into()));
    files.push((
        "a.xml",
        format!("<?xml version=\"1.0\"?>\n<a><b>{}</b></a>", text.replace("\r\n\r\n", "</b><b>")).into(),
    ));
    files
}

#[test]
fn text_in_every_form() {
    check(FileSecrecy::Secret, &texts(SECRET));
    check(FileSecrecy::Open, &texts(OPEN));
}

#[test]
fn text_in_encodings_before_unicode() {
    check(
        FileSecrecy::Secret,
        &[
            ("a.txt", b"\xd0\xf2ng u\xd2y\r\nT\xd4\xecI M\xc2\xf2T\r\nK\xednh g\xfd\xd2i".to_vec()),
            ("a.csv", b"S\xf4\xec;M\xc2\xf2T;x".to_vec()),
            ("a.txt", b"T\xd8nh \xf1y\r\nTUY\xd6T M\xcbT\r\nK\xddnh g\xf6i".to_vec()),
            ("a.txt", b"T\xe6nh u\xfby\r\nTUYE\xc4T MA\xc4T\r\nK\xednh g\xf6\xfbi".to_vec()),
            ("a.html", b"<html><meta charset=\"windows-1258\"><p>M\xc2\xf2T</p>".to_vec()),
            // Taken for Latin letters once, and saved in Unicode.
            ("a.txt", "TØnh ñy\nM\u{cb}T\n".into()),
            ("a.txt", "MAÄT\n".into()),
        ],
    );
    check(
        FileSecrecy::Open,
        &[
            ("a.txt", b"T\xd8nh \xf1y\r\nv\xa8n b\xb6n m\xcbt g\xf6i ri\xaang\r\n".to_vec()),
            ("a.txt", b"B\xcd M\xc2\xf2T\r\n".to_vec()),
        ],
    );
    check(
        FileSecrecy::Unreadable,
        &[("a.txt", b"caf\xe9 cr\xe8me\n".to_vec()), ("a.csv", b"\x93\xfa\x96{\n".to_vec())],
    );
}

/// Each place of a Word document in which words stand, around these.
fn word_documents(mark: &str) -> Vec<(&'static str, Vec<u8>)> {
    let one = p(&["Một"]);
    let boxed = |inner: &str| {
        format!(
            "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{inner}</w:txbxContent></w:drawing>\
             </mc:Choice></mc:AlternateContent></w:r>{}</w:p>",
            r("", "Mộ"),
            r("", "t")
        )
    };
    let letters: Vec<String> = mark.chars().map(String::from).collect();
    let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
    let cell = format!("<w:tbl><w:tr><w:tc>{one}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p(&[mark]));
    let part = |root, name| docx_with(&one, &[(name, word_part(root, &p(&[mark])))]);
    let styles = "<w:styles xmlns:w=\"x\"><w:style w:styleId=\"A\"><w:rPr><w:caps/></w:rPr></w:style>\
        <w:style w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>";
    let styled = |style: &str, text: &str| {
        let body = format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>", r("", text));
        docx_with(&body, &[("word/styles.xml", styles.to_owned())])
    };
    let small = mark.to_lowercase();
    let numbered: String = mark.chars().map(|c| format!("&#{};", c as u32)).collect();
    let utf16 =
        format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?><w:hdr xmlns:w=\"x\">{}</w:hdr>", p(&[mark]));
    let inner = docx(&p(&[mark]));
    vec![
        ("a.docx", docx(&p(&[mark]))),
        ("a.docm", docx(&p(&[mark]))),
        ("a.dotx", docx(&p(&[mark]))),
        ("a.zip", docx(&p(&[mark]))),
        ("a.txt", docx(&p(&[mark]))),
        ("a.docx", docx(&p(&letters))),
        ("a.docx", docx(&p(&[&numbered]))),
        ("a.docx", docx(&cell)),
        ("a.docx", docx(&boxed(&p(&[mark])))),
        ("a.docx", docx(&format!("<w:p>{}<w:r><w:br/></w:r>{}</w:p>", r("", "Một"), r("", mark)))),
        ("a.docx", docx(&format!("<w:p>{}<w:r><w:tab/><w:tab/></w:r>{}</w:p>", r("", "Số 12"), r("", mark)))),
        ("a.docx", docx(&format!("<w:p>{}</w:p>", r("<w:caps/>", &small)))),
        ("a.docx", docx(&format!("<w:p>{}</w:p>", r("<w:smallCaps w:val=\"true\"/>", &small)))),
        ("a.docx", styled("A", &small)),
        ("a.docx", styled("B", &small)),
        (
            "a.docx",
            docx(&format!(
                "<w:p><w:del><w:r><w:delText>{mark}</w:delText></w:r></w:del>{}</w:p>",
                r("", "Một")
            )),
        ),
        (
            "a.docx",
            docx(&format!(
                "<w:p><w:r><w:pict><v:shape><v:textpath string=\"{mark}\"/></v:shape></w:pict></w:r></w:p>"
            )),
        ),
        (
            "a.docx",
            docx(&format!(
                "{one}<w:p><w:r><a:graphic><a:p><a:r><a:t>{mark}</a:t></a:r></a:p></a:graphic></w:r></w:p>"
            )),
        ),
        ("a.docx", part("hdr", "word/header2.xml")),
        ("a.docx", part("ftr", "word/footer1.xml")),
        ("a.docx", part("footnotes", "word/footnotes.xml")),
        ("a.docx", part("comments", "word/comments.xml")),
        (
            "a.docx",
            docx_with(
                &one,
                &[("docProps/core.xml", format!("<c><t>Một</t><dc:title>{mark}</dc:title></c>"))],
            ),
        ),
        ("a.docx", docx_with(&one, &[("customXml/item1.xml", format!("<a><b>Một</b><b>{mark}</b></a>"))])),
        ("a.docx", docx_with(&one, &[("word/afchunk1.htm", format!("<p>Một</p><p>{mark}</p>"))])),
        (
            "a.docx",
            made::archive(&[
                ("[Content_Types].xml", b"<Types/>".to_vec()),
                ("word/header1.xml", [&b"\xff\xfe"[..], &wide(&utf16)].concat()),
                ("word/document.xml", word_part("document", &one).into_bytes()),
            ]),
        ),
        (
            "a.docx",
            made::archive(&[
                ("[Content_Types].xml", b"<Types/>".to_vec()),
                ("word/document.xml", word_part("document", &one).into_bytes()),
                ("word/embeddings/a.docx", inner),
            ]),
        ),
    ]
}

#[test]
fn word_documents_in_every_part() {
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        check(FileSecrecy::Secret, &word_documents(mark));
        check(FileSecrecy::Open, &word_documents(&format!("GIẢI {mark}")));
    }
    let legacy = |font: &str, text: &str| {
        docx(&format!(
            "<w:p>{}</w:p>",
            r(&format!("<w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\"/>"), text)
        ))
    };
    let files =
        [("a.docx", legacy(".VnTimeH", "tèi m\u{cb}t")), ("a.docx", legacy("VNI-Times", "TOÁI MAÄT"))];
    check(FileSecrecy::Secret, &files);
    check(
        FileSecrecy::Open,
        &[("a.docx", legacy(".VnTime", "b\u{dd} m\u{cb}t")), ("a.docx", docx(&p(&["mật"])))],
    );
}

#[test]
fn workbooks_and_presentations() {
    let sheets = |mark: &str| {
        vec![
            ("a.xlsx", xlsx(&format!("<t>{mark}</t>"), "A", "&amp;CMột", "Một")),
            (
                "a.xlsm",
                xlsx(&format!("<r><t>{}</t></r><r><t>{}</t></r>", &mark[..1], &mark[1..]), "A", "", ""),
            ),
            ("a.xltx", xlsx("<t>Một</t>", mark, "", "")),
            (
                "a.xlsx",
                xlsx("<t>Một</t>", "A", &format!("&amp;L&amp;\"Arial,Bold\"&amp;14{mark}&amp;RMột"), ""),
            ),
            ("a.xlsx", xlsx("<t>Một</t>", "A", "", mark)),
            ("a.pptx", pptx(&format!("<a:p><a:r><a:t>{mark}</a:t></a:r></a:p>"), "")),
            (
                "a.ppsx",
                pptx(
                    &format!("<a:p><a:r><a:rPr cap=\"all\"/><a:t>{}</a:t></a:r></a:p>", mark.to_lowercase()),
                    "",
                ),
            ),
            (
                "a.potx",
                pptx(
                    &format!("<a:p><a:r><a:t>{}</a:t></a:r></a:p>", mark.to_lowercase()),
                    "<p:titleStyle><a:defRPr cap=\"all\"/></p:titleStyle>",
                ),
            ),
        ]
    };
    check(FileSecrecy::Secret, &sheets("MẬT"));
    check(FileSecrecy::Open, &sheets("BẢO MẬT"));
}

#[test]
fn documents_of_open_document() {
    let caps = "<style:style style:name=\"P1\"><style:text-properties fo:text-transform=\"uppercase\"/></style:style>\
        <style:style style:name=\"P2\" style:parent-style-name=\"P1\"/>\
        <style:style style:name=\"T1\"><style:text-properties fo:font-variant=\"small-caps\"/></style:style>";
    let bodies = |mark: &str| {
        let small = mark.to_lowercase();
        [
            format!("<text:p>Một</text:p><text:p>{mark}</text:p>"),
            format!("<text:h>{mark}</text:h>"),
            format!("<text:p>Số 1<text:tab/>{mark}</text:p>"),
            format!("<text:p>Một<text:line-break/>{mark}</text:p>"),
            format!("<text:p>Một<text:s text:c=\"9\"/>{mark}</text:p>"),
            format!(
                "<text:p>Mộ<draw:frame><draw:text-box><text:p>{mark}</text:p></draw:text-box></draw:frame>t</text:p>"
            ),
            format!("<text:p>{}<text:span>{}</text:span></text:p>", &mark[..1], &mark[1..]),
            format!("<text:p text:style-name=\"P2\">{small}</text:p>"),
            format!(
                "<text:p>Một</text:p><text:p><text:span text:style-name=\"T1\">{small}</text:span></text:p>"
            ),
        ]
    };
    let files = |mark: &str| {
        let packed = bodies(mark).into_iter().map(|body| ("a.odt", odf(caps, &body)));
        let flat = bodies(mark).into_iter().map(|body| ("a.fodt", flat_odf(caps, &body).into_bytes()));
        packed.chain(flat).collect::<Vec<_>>()
    };
    check(FileSecrecy::Secret, &files("MẬT"));
    check(FileSecrecy::Open, &files("KHÔNG MẬT"));
}

#[test]
fn rich_text() {
    let secret = [
        "M\\u7852?T",
        "M\\u7852 ?T\\par K\\'ednh g\\u7917?i",
        "{\\f1 M\\'c2\\'f2T}",
        "{\\f1 T\\'d4\\'ecI} {\\f1 M\\'c2\\'f2T}",
        "{\\b M}\\u7852?{\\i T}",
        "M\\uc2\\u7852 xxT",
        "S\\u7889? 12\\tab M\\u7852?T",
        "\\trowd M\\u7852?T\\cell S\\u7889? 1\\cell\\row",
        "M\\u7897?t\\line M\\u7852?T",
        "{\\caps m\\u7853?t}",
        "{\\f2 m\\'cbt}",
        "{\\f3 MA\\'c4T}",
        "M\\u7897?{\\header M\\u7852?T\\par}t",
        "{\\shp{\\*\\shpinst{\\sp{\\sn gtextUNICODE}{\\sv M\\u7852?T}}{\\shptxt M\\u7897?t\\par}}}",
        "A\\u770?\\u803?{\\pict\\pngblip 89504e47}",
    ];
    let secret = secret.map(|body| ("a.rtf", rtf(&body.replace("A\\u770?\\u803?", "MA\\u770?\\u803?T"))));
    check(FileSecrecy::Secret, &secret);
    check(
        FileSecrecy::Secret,
        &[("a.doc", rtf("M\\u7852?T")), ("a.rtf", b"{\\rtf1 {{{{ \\u77?\\u7852?T".to_vec())],
    );
    let open = [
        "M\\u7897?t",
        "B\\'cd M\\u7852?T",
        "{\\*\\generator M\\u7852?T}",
        "{\\f2 b\\'dd m\\'cbt}",
        "\\u",
        "\\'",
        "\\bin99999999 x",
    ];
    check(FileSecrecy::Open, &open.map(|body| ("a.rtf", rtf(body))));
}

#[test]
fn office_before_2007() {
    let xls_with = |strings: &[&str]| xls(strings, (0x42, b"\xb0\x04"));
    let long = "x".repeat(65);
    check(
        FileSecrecy::Secret,
        &[
            ("a.doc", word(0, &wide("Một\rMẬT\rHai"))),
            ("a.doc", word(0, &wide("\u{7}TỐI MẬT\u{7}\u{7}"))),
            ("a.doc", word(0, b"T\xd8nh \xf1y\rt\xe8i m\xcbt\r")),
            ("a.doc", word(0, b"TOA\xc1I\rMA\xc4T\r")),
            ("a.bin", word(0, &wide("MẬT"))),
            ("a.xls", xls_with(&["Số", "MẬT", "Hai"])),
            ("a.xls", xls_with(&["MẬT", &long])),
            (
                "a.ppt",
                made::ole(&[(
                    "PowerPoint Document",
                    [&b"\0\0\xa0\x0f\x06\0\0\0"[..], &wide("MẬT"), b"\0\0"].concat(),
                )]),
            ),
        ],
    );
    check(
        FileSecrecy::Open,
        &[
            ("a.doc", word(0, &wide("Một\rBÍ MẬT\rvăn bản mật"))),
            ("a.xls", xls_with(&["Số", "BẢO MẬT", "Hai"])),
        ],
    );
    check(
        FileSecrecy::NotLookedInto,
        &[
            ("a.doc", word(1, &wide("Một"))),
            ("a.xls", xls(&["Một"], (0x2f, &[1, 0]))),
            ("a.docx", made::ole(&[("EncryptedPackage", vec![1; 64]), ("EncryptionInfo", vec![1; 64])])),
            ("a.msi", made::ole(&[("Other", vec![1; 64])])),
        ],
    );
    check(FileSecrecy::Unreadable, &[("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more".to_vec())]);
}

#[test]
fn what_is_not_looked_into_and_what_cannot_be_read() {
    check(
        FileSecrecy::NotLookedInto,
        &[
            ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            ("a.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec()),
            ("a.mp3", b"ID3\x04\0\0\0\0\0\0".to_vec()),
            ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec()),
            ("a.zip", made::archive(&[("a.txt", "MẬT".into())])),
            ("a", vec![0, 1, 2, 3, 4]),
            ("a.eml", b"MIME-Version: 1.0\n\nTeG6rFQ=".to_vec()),
            // A scan in the coat of a document.
            (
                "a.docx",
                made::archive(&[
                    ("[Content_Types].xml", b"<Types/>".to_vec()),
                    ("word/document.xml", word_part("document", "<w:p/>").into_bytes()),
                    ("word/media/image1.png", b"\x89PNG".to_vec()),
                ]),
            ),
            (
                "a.odt",
                made::archive(&[
                    ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
                    ("META-INF/manifest.xml", b"<m:manifest><m:encryption-data/></m:manifest>".to_vec()),
                    ("content.xml", vec![1, 2, 3, 0]),
                ]),
            ),
        ],
    );
    let whole = docx(&p(&["Một"]));
    check(
        FileSecrecy::Unreadable,
        &[
            ("a.docx", whole[..whole.len() / 2].to_vec()),
            ("a.txt", vec![0, 1, 2, 3, 4]),
            ("a.docx", vec![0, 1, 2, 3, 4]),
            ("a.pdf", vec![0, 1, 2, 3, 4]),
        ],
    );
    check(
        FileSecrecy::NotLookedInto,
        &[("a.docx", docx_with(&p(&["Một"]), &[("word/header1.xml", "<w:hdr".to_owned())]))],
    );
    check(FileSecrecy::Open, &[("a.docx", Vec::new()), ("a.png", Vec::new())]);
}

/// A package may claim to have more than anybody has room for; pages may name themselves.
#[test]
fn files_that_would_take_too_much() {
    let bomb = made::archive(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("word/document.xml", vec![b' '; (257 << 20) as usize]),
    ]);
    let deep = format!("<w:document>{}</w:document>", "<w:p><w:r>".repeat(200_000));
    let wide = format!("{{{}}}", "{\"a\":".repeat(100_000));
    let looped = stream("/Subtype /Form /Resources << /XObject << /X 10 0 R >> >>", "/X Do /X Do /X Do");
    let map = stream("", "beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange");
    let font =
        "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 10 0 R /DescendantFonts [12 0 R] >>";
    let widths = "<< /Type /Font /W [0 4294967295 5 0 99999999999 6] >>".to_owned();
    let content = "BT /H 12 Tf <00010002> Tj ET";
    let page = "/Annots [13 0 R]";
    let stamp = stream("/Subtype /Form /Resources << /Font << /H 11 0 R >> >>", content);
    let annotation = "<< /AP << /N 14 0 R >> >>".to_owned();
    let files = [
        ("a.docx", bomb),
        ("a.docx", docx(&deep)),
        ("a.json", wide.into_bytes()),
        ("a.html", "<b>".repeat(500_000).into_bytes()),
        ("a.rtf", "{".repeat(500_000).into_bytes()),
        ("a.rtf", [b"{\\rtf".to_vec(), b"{\\*\\a ".repeat(200_000)].concat()),
        ("a.pdf", pdf("/X Do", "", &[looped])),
        ("a.pdf", pdf(content, page, &[map, font.to_owned(), widths, annotation, stamp])),
    ];
    let looked = looked(&files);
    assert_eq!(looked[0], FileSecrecy::Unreadable);
    assert_eq!(looked[6], FileSecrecy::NotLookedInto);
    assert!(!looked.contains(&FileSecrecy::Secret));
}

/// A file of each kind, cut and damaged at places that walk through it: any answer, no panic.
#[test]
fn damaged_files() {
    let mut files = pages("MẬT");
    files.truncate(9);
    files.extend(word_documents("MẬT").into_iter().skip(8).take(1));
    files.push(("a.odt", odf("", "<text:p>MẬT</text:p>")));
    files.push(("a.doc", word(0, &wide("MẬT"))));
    files.push(("a.xls", xls(&["MẬT"], (0x42, b"\0"))));
    files.push(("a.rtf", rtf("{\\f1 M\\'c2\\'f2T}\\u7852?")));
    files.extend(texts(SECRET).into_iter().skip(20));
    let mut damaged = Vec::new();
    for (name, bytes) in files {
        for at in (0..bytes.len()).step_by((bytes.len() / 12).max(1)) {
            damaged.push((name, bytes[..at].to_vec()));
            let mut other = bytes.clone();
            other[at] ^= 0x41;
            damaged.push((name, other));
        }
    }
    assert!(damaged.len() > 500, "{}", damaged.len());
    assert_eq!(looked(&damaged).len(), damaged.len());
}
