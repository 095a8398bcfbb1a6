//! However lines are joined and split, every letter, figure and mark of a text is shown as typed.

use congbao::place::Span;
use congbao::read::markdown;
use congbao::read::snapshot::Sources;
use jiff::civil::date;

use crate::loaded::{Dice, Texts, each_case};

/// How lines begin.
const BEGINNINGS: [&str; 34] = [
    "",
    "",
    "",
    "Điều 1. ",
    "Điều 2. ",
    "Điều 3 ",
    "**Điều 4.** ",
    "“Điều 5. ",
    "Chương I",
    "Chương II. ",
    "Mục 1. ",
    "Phần thứ hai: ",
    "I. ",
    "II. ",
    "XIII. ",
    "1. ",
    "2. ",
    "3. ",
    "28. ",
    "2021. ",
    "2.1. ",
    "3- ",
    "a) ",
    "b) ",
    "đ) ",
    "- ",
    "+ ",
    ": ",
    "> ",
    "> a) ",
    "    b) ",
    "\t2. ",
    "  c) ",
    "| ",
];
/// What they say.
const WORDS: [&str; 14] = [
    "các sở, ngành",
    "Giao Sở Tài chính",
    "theo Nghị quyết số",
    "ngày 30 tháng 4 năm",
    "tại khoản 2",
    "**phải** báo cáo",
    "*Lưu ý",
    "xong*",
    "[37](2005–2010)",
    "`mã",
    "số`",
    "(nếu có)",
    "**",
    "",
];
/// How they end.
const ENDS: [&str; 8] = ["", "", ".", ";", ":", ",", " |", "  "];

fn body(dice: &mut Dice) -> String {
    let mut body = String::new();
    for _ in 0..1 + dice.roll(9) {
        body += *dice.pick(&BEGINNINGS);
        for _ in 0..dice.roll(3) {
            body += *dice.pick(&WORDS);
            body.push(' ');
        }
        let line = body.trim_end_matches(' ').len();
        body.truncate(line);
        body += *dice.pick(&ENDS);
        body += if dice.chance(6) { "\n\n" } else { "\n" };
    }
    body
}

/// Letters, figures and the signs of marks, each as often and in the order in which they stand.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || [')', '(', '[', ';', ','].contains(c)).collect()
}

/// What a page shows of a text.
fn shown(page: &str) -> String {
    let prose = page.split("<div class=\"prose\">").nth(1).expect("a text");
    let prose = prose.split("<aside").next().expect("a text").split("</article>").next().expect("a text");
    let words = prose.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    words
        .collect::<String>()
        .replace("&quot;", "\"")
        .replace("&gt;", ">")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
}

#[test]
fn no_letter_is_lost_added_or_moved() {
    each_case(400, |dice| {
        let body = body(dice);
        let front = "---\nnumber: 1-KH/TU\ntitle: một\ndate: 2021-03-19\nissuer: Tỉnh ủy\n---\n\n";
        let texts = Texts(vec![
            ("content/site.yaml".into(), "title: Công báo\n".into()),
            ("content/directives/a.md".into(), format!("{front}{body}")),
        ]);
        let page = texts.load(date(2023, 8, 1)).text("van-ban/2021/1-kh-tu.html");
        assert_eq!(letters(&shown(&page)), letters(&body), "{body}");
    });
}

#[test]
fn what_was_read_stands_in_the_file_where_it_was_typed() {
    each_case(400, |dice| {
        let text = format!("x\n{}", body(dice));
        let sources = Sources::from_texts([("a.md".into(), text.clone())]);
        let source = sources.get("a.md").expect("the file");
        let body = markdown::parse(source, &text, Span::new(2, text.len()), &Default::default());
        for run in &body.runs {
            for word in run.text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)) {
                let at = run.text.find(word).expect("a word of the run");
                let typed = &text[run.span(&body, at, at + word.len()).range()];
                assert_eq!(typed.replace('*', ""), word, "{text}");
            }
        }
    });
}
