//! Marks of secrecy: the table `marks.txt`, and each mark in each dress that a text may give it.

use congbao::model::document::secrecy::secret_line;
use congbao::place::Span;
use congbao::read::attached::cells::cells;
use congbao::spelling::fold;
use unicode_normalization::UnicodeNormalization;

/// The mark that is found in a text, in its own letters and no others.
fn found(text: &str) -> Option<String> {
    let span = secret_line(text, Span::new(0, text.len()))?;
    let undressed: String = text[span.range()].lines().flat_map(cells).map(|cell| cell.text).collect();
    let letters: String = fold(&undressed).chars().filter(|c| c.is_alphabetic()).collect();
    let marks = [("mật", "MẬT"), ("tốimật", "TỐI MẬT"), ("tuyệtmật", "TUYỆT MẬT")];
    let mark = marks.iter().find(|(folded, _)| *folded == letters);
    Some(mark.unwrap_or_else(|| panic!("{text:?}: {letters} is no mark")).1.to_owned())
}

/// A row as it is meant: `{br}`, `{tab}` and `{00a0}` are characters.
fn row(typed: &str) -> String {
    let mut parts = typed.split('{');
    let mut row = parts.next().unwrap().to_owned();
    for part in parts {
        let read = part.split_once('}').and_then(|(name, rest)| {
            let number = || (name.len() == 4).then(|| u32::from_str_radix(name, 16).ok()).flatten();
            let character = match name {
                "br" => '\n',
                "tab" => '\t',
                _ => char::from_u32(number()?)?,
            };
            Some((character, rest))
        });
        match read {
            Some((character, rest)) => row.extend([character.to_string().as_str(), rest]),
            None => row.extend(["{", part]),
        }
    }
    row
}

/// The rows of the table: the mark, or none, and the text.
fn rows() -> Vec<(Option<&'static str>, String)> {
    let lines = include_str!("marks.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let read = |line: &'static str| {
        let marks = ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "-"];
        let is_mark = |mark: &&&str| line.strip_prefix(**mark).is_some_and(|rest| rest.starts_with("  "));
        let mark = marks.iter().find(is_mark).unwrap_or_else(|| panic!("no mark: {line}"));
        ((*mark != "-").then_some(*mark), row(line.strip_prefix(mark).unwrap().trim_start()))
    };
    lines.map(read).collect()
}

#[test]
fn the_table_of_marks() {
    let rows = rows();
    let (marks, others): (Vec<_>, Vec<_>) = rows.iter().partition(|(mark, _)| mark.is_some());
    assert!(marks.len() >= 160 && others.len() >= 100, "{} and {}", marks.len(), others.len());
    let wrong = rows.iter().filter(|(mark, text)| found(text).as_deref() != *mark);
    let wrong: Vec<_> = wrong.map(|(mark, text)| format!("{mark:?} {text:?} {:?}", found(text))).collect();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

type Dress = fn(&str) -> String;

/// What a text may do with a line so that it stays the same line for who reads the page.
const DRESSES: [(&str, Dress); 24] = [
    ("nothing", |line| line.to_owned()),
    ("a line among others", |line| format!("Một.\n\n{line}\n\nHai.\n")),
    ("ends of an old Mac", |line| format!("Một.\r{line}\rHai.\r")),
    ("ends of Windows", |line| format!("Một.\r\n{line}\r\nHai.\r\n")),
    ("strong", |line| format!("**{line}**")),
    ("emphasis", |line| format!("_{line}_")),
    ("each word strong", |line| each_word(line, |word| format!("**{word}**"))),
    ("each word a span", |line| each_word(line, |word| format!("<span lang=\"vi\">{word}</span>"))),
    ("tags in words", |line| line.chars().map(|c| format!("<b>{c}</b>")).collect()),
    ("an item", |line| format!("- {line}")),
    ("a numbered item", |line| format!("12. {line}")),
    ("an item with a letter", |line| format!("   a) {line}")),
    ("a heading", |line| format!("### {line}")),
    ("a quote", |line| format!("> {line}")),
    ("quotes", |line| format!("“{line}”")),
    ("a cell", |line| format!("| Một | {line} | Hai |")),
    ("the last cell", |line| format!("Một\t{line}")),
    ("a cell of HTML", |line| format!("<tr><td>Một</td><td style=\"x\">{line}</td></tr>")),
    ("behind a wide gap", |line| format!("Tỉnh ủy Hòa Giang          {line}")),
    ("spaces around", |line| format!("\u{3000}  {line} \u{a0} ")),
    ("other spaces", |line| line.replace(' ', "\u{a0}")),
    ("decomposed", |line| line.nfd().collect()),
    ("without width", |line| line.chars().flat_map(|c| [c, '\u{200b}']).collect()),
    ("by number", |line| {
        let written = |c: char| if c.is_ascii() { c.to_string() } else { format!("&#{};", c as u32) };
        line.chars().map(written).collect()
    }),
];

fn each_word(line: &str, dress: Dress) -> String {
    line.split(' ').map(dress).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_mark_is_found_in_every_dress_and_a_sentence_in_none() {
    let marks = ["MẬT", "TỐI MẬT", "TUYỆT MẬT"];
    let lines = ["{}", "{} - KHẨN", "HỎA TỐC - {}", "{} (Bản số: 01)", "Số: 12-CV/TU - {}", "Độ mật: {}"];
    let sentences = [
        "Văn bản {} thì gửi riêng.",
        "Không đóng dấu {}",
        "{} ONG",
        "GIẢI {}",
        "KHÔNG {}",
        "Danh mục {} của tỉnh",
        "{} là một độ của bí mật nhà nước",
    ];
    let mut tried = 0;
    for mark in marks {
        for (line, expect) in lines.iter().map(|l| (l, Some(mark))).chain(sentences.iter().map(|s| (s, None)))
        {
            let line = line.replace("{}", mark);
            for (name, dress) in DRESSES {
                let text = dress(&line);
                assert_eq!(found(&text).as_deref(), expect, "{name}: {text:?}");
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 3 * (6 + 7) * 24);
}

#[test]
fn letters_may_stand_as_far_apart_as_they_like() {
    for mark in ["MẬT", "TỐI MẬT", "TUYỆT MẬT"] {
        for gap in [" ", "  ", "   ", "\u{a0}", "\t", ".", " - ", "\n", "\n\n"] {
            let letters: Vec<String> = mark.chars().filter(|c| *c != ' ').map(String::from).collect();
            assert_eq!(found(&letters.join(gap)).as_deref(), Some(mark), "{mark} {gap:?}");
        }
    }
}
