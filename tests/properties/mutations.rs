//! Whatever stands in a file, nothing panics, and every fault says where it is.

use congbao::diagnostic::Diagnostic;
use congbao::place::Place;

use crate::loaded::{Dice, Texts, each_case, shown};

/// What may be typed, pasted or left behind by a broken tool.
const SCRAPS: [&str; 44] = [
    "\0",
    "\u{feff}",
    "\u{301}",
    "\u{323}\u{309}",
    "\t",
    "\r",
    "\r\n",
    "\n",
    "\n\n",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{10ffff}",
    "\u{fffd}",
    "\u{1b}[0m",
    "đ",
    "Ð",
    "𝐀",
    "👩‍👩‍👧",
    "\"",
    "'",
    "`",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "}}",
    "{%",
    "#",
    "&x",
    "*x",
    "|",
    ">",
    "- ",
    ": ",
    "---\n",
    "..",
    "9999999999999999999999",
    "-",
    "@2024-33",
    "<script>",
];

const LONG: [&str; 14] =
    ["[", "{", "(", "> ", "- ", "*", "_", "a", "\u{301}", "  ", "[a](", "`", "#", "{a: "];

/// Writes a text anew with one thing wrong in it.
pub fn mutate(dice: &mut Dice, text: &mut String) {
    let characters: Vec<char> = text.chars().collect();
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = dice.roll(characters.len() + 1);
    let length = dice.roll(1 + (characters.len() - at).min(40));
    let part = |from: usize, to: usize| characters[from..to].iter().collect::<String>();
    let (front, cut, back) = (part(0, at), part(at, at + length), part(at + length, characters.len()));
    let line = dice.roll(lines.len().max(1));
    *text = match dice.roll(12) {
        0 => front + &back,
        1 => front + &cut + &cut + &back,
        2 | 3 if lines.len() > 1 => {
            let other = dice.roll(lines.len());
            lines.swap(line, other);
            lines.concat()
        }
        4 if lines.len() > 1 => {
            lines.remove(line);
            lines.concat()
        }
        5 if lines.len() > 1 => {
            lines.insert(line, lines[dice.roll(lines.len())]);
            lines.concat()
        }
        6 => front,
        7 => front + &dice.pick(&LONG).repeat(1 + dice.roll(20_000)) + &cut + &back,
        _ => front + dice.pick::<&str>(&SCRAPS) + &cut + &back,
    };
}

#[test]
fn no_text_makes_it_panic() {
    each_case(120, |dice| {
        let site = crate::generator::site(dice);
        let mut texts = Texts(site.texts(dice));
        texts.0.extend([
            layout("home.html"),
            layout("directive.html"),
            layout("labels/vi.yaml"),
            ("content/directives/van-ban.md".to_owned(), FULL.to_owned()),
        ]);
        for _ in 0..1 + dice.roll(4) {
            let at = match dice.roll(4) {
                0 => texts.0.len() - 1,
                _ => dice.roll(texts.0.len()),
            };
            mutate(dice, &mut texts.0[at].1);
        }
        let loaded = texts.load(site.days(dice, 1)[0]);
        let rendered = loaded.outputs().into_values().filter_map(Result::err);
        for fault in loaded.faults.iter().cloned().chain(rendered) {
            let labels = fault.labels.iter().map(|(place, _)| place);
            for place in labels.chain([&fault.place]) {
                lies_in_its_file(place, &texts, &fault);
            }
        }
    });
}

#[test]
fn no_long_run_takes_the_stack() {
    let as_of = "2022-06-01".parse().expect("a day");
    let row = "directive,deadline,organization,date,status,note\n90-KH/TU,bao-cao,don-vi-0,2022-06-01,done,";
    let register = "- {id: don-vi-0, name: Sở Y tế}\n- id: don-vi-1\n  name: ";
    for piece in LONG {
        let run = piece.repeat(20_000);
        for at in 0..6 {
            // One file at a time, so that no fault in another hides what comes of it.
            let run = |here: usize| if here == at { run.as_str() } else { "x" };
            let texts = Texts(vec![
                ("content/site.yaml".to_owned(), format!("title: {}\n", run(0))),
                ("content/organizations.yaml".to_owned(), format!("{register}{}\n", run(1))),
                ("content/progress/1.csv".to_owned(), format!("{row}{}\n", run(2))),
                (
                    "content/directives/1.md".to_owned(),
                    FULL.replace("task: Gửi báo cáo", &format!("task: {}", run(3)))
                        .replace("due: trước", &format!("due: {} trước", run(4)))
                        .replace("## I.", &format!("{}\n\n## I.", run(5))),
                ),
            ]);
            let outputs = texts.load(as_of).outputs();
            assert!(outputs["index.html"].is_ok(), "{piece:?} in file {at}");
        }
    }
}

fn lies_in_its_file(place: &Place, texts: &Texts, fault: &Diagnostic) {
    let fault = shown(fault);
    if place.line == 0 {
        return;
    }
    let file = texts.0.iter().find(|(path, _)| **path == *place.file);
    let (_, text) = file.unwrap_or_else(|| panic!("{fault}: no such file"));
    // A byte order mark is no part of the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let length = |line: u32| lines.get(line as usize - 1).map(|line| line.chars().count() as u32);
    let (first, last) = (length(place.line), length(place.end_line));
    assert!(first.is_some_and(|length| (1..=length + 1).contains(&place.column)), "{fault}: {place:?}");
    assert!(last.is_some_and(|length| (1..=length + 1).contains(&place.end_column)), "{fault}: {place:?}");
    let (start, end) = ((place.line, place.column), (place.end_line, place.end_column));
    assert!(start <= end, "{fault}: {place:?} ends before it begins");
    let line = lines[place.line as usize - 1].trim_end_matches('\r');
    // Of a very long line what is around the place is shown.
    let is_shown = place.excerpt == line || line.len() > 1000 && line.contains(&place.excerpt);
    assert!(is_shown, "{fault}: {}", place.excerpt);
    assert!(place.excerpt.get(place.marked.0..place.marked.1).is_some(), "{fault}: {place:?}");
}

/// A layout of our own, as a site may put one in its place.
fn layout(name: &str) -> (String, String) {
    let path = format!("{}/layouts/{name}", env!("CARGO_MANIFEST_DIR"));
    (format!("layouts/{name}"), std::fs::read_to_string(path).expect("a layout"))
}

/// A directive that says everything that can be said.
const FULL: &str = r#"---
number: 90-KH/TU
title: Về việc thử mọi khoá
date: 2022-05-06
issuer: don-vi-0
type: KH
form: party
place: Hà Nội
superior: ĐẢNG BỘ TỈNH
title_line: HỘI NGHỊ LẦN THỨ SÁU
addressed_to: [don-vi-1, Các phòng]
in_force: 2022-05-06/..
relations:
  - {implements: 3-KH/TU}
  - {reviews: 10-CT/TU, date: 2021-06-07, stage: final}
known_as: [Kế hoạch 90]
deadlines:
  - id: bao-cao
    task: Gửi báo cáo
    due: trước ngày 30/6/2022
    lead: [don-vi-0, nhom-0]
    support: [don-vi-1]
    each: true
    report_to: don-vi-2
    via: don-vi-1
    section: muc-1
    condition: nếu có
    product: báo cáo
    fulfilled_by: [11-KH/TW]
  - {id: hang-quy, task: Họp, due: hằng quý, lead: [don-vi-1], after: [bao-cao]}
confirm: [number]
redact: ["bí mật nhỏ"]
changes:
  - {directive: 3-KH/TU, deadline: viec-0, due: 2022-06-30}
recipients:
  - {to: don-vi-1, note: b/c, for: report}
  - {to: [don-vi-0, don-vi-2], text: "Các đơn vị"}
  - Như trên
also_to: [don-vi-2]
signature: {authority: T/M BAN THƯỜNG VỤ, title: [PHÓ BÍ THƯ, kiêm], name: Nguyễn Văn A}
copies:
  - {kind: sao-luc, number: 102-BS/VPTU, date: 2022-12-05, place: Hà Nội, issuer: don-vi-0, recipients: [don-vi-1]}
received:
  - {by: don-vi-0, number: "6624", date: 2022-12-01, routed_to: don-vi-1}
attachments:
  - {title: Đề cương, section: muc-1}
  - {title: Danh sách, missing: true}
urgency: hoa-toc
circulation: phổ biến đến chi bộ
aliases: [van-ban/cu/90.html]
---

## I. Mục đích {#muc-1}

Theo *Kế hoạch 90* và số 3-KH/TU, [xem](#muc-1), ghi chú[^1] **bí mật nhỏ**. {#doan}

| Việc | Hạn |
| --- | ---: |
| Một | 30/6 |

- [ ] chưa
  1. một
     > trích

Từ
: nghĩa

![ảnh](khong-co.png) <b>thô</b> <https://example.org/>

```
mã
```

[^1]: Chú thích, số 10-CT/TU, ngày 07/6/2021.
"#;
