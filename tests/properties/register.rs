//! A slip of one character in a register takes no other row with it, and its own not silently.

use congbao::model::work::progress::{Report, ReportFile};
use congbao::read::snapshot::Sources;

use crate::loaded::{Dice, each_case};

const PATH: &str = "content/progress/a.csv";

/// What a clerk writes into a note, in ways that need quotes and in ways that do not.
const NOTES: [&str; 12] = [
    "",
    "đã gửi",
    "chờ; chưa ký, còn thiếu",
    "đọc \"Nghị quyết\" rồi",
    "\"đầu\"",
    "; x, y",
    "một\nhai",
    "\n;,\n",
    "các đơn vị:\na;b;c;d;e;f;g;h;i\n",
    "\"",
    "a,\"\n\",b",
    "#",
];

/// The columns of a table of reports.
pub const HEADER: [&str; 9] = [
    "directive",
    "date_of_directive",
    "deadline",
    "organization",
    "date",
    "status",
    "percent",
    "reference",
    "note",
];

/// A table as a spreadsheet writes it: quotes where a field needs them, and now and then where not.
fn table(dice: &mut Dice) -> String {
    let delimiter = *dice.pick(&[',', ';', '\t']);
    let line_break = *dice.pick(&["\n", "\r\n"]);
    let mut rows = vec![HEADER.map(str::to_owned).to_vec()];
    for at in 0..2 + dice.roll(4) {
        let is_empty = dice.chance(8);
        let date = *dice.pick(&["2021-04-28", "28/4/2021"]);
        let status = *dice.pick(&["done", "đang thực hiện", "xong"]);
        let row = [
            "34-KH/TU",
            *dice.pick(&["", "2021-03-19"]),
            "bao-cao",
            &format!("xa-{at}"),
            date,
            status,
            *dice.pick(&["", "60"]),
            *dice.pick(&["", "12-BC/ĐU"]),
            *dice.pick(&NOTES),
        ];
        rows.push(row.map(|field| if is_empty { String::new() } else { field.to_owned() }).to_vec());
    }
    let mut text = String::new();
    for row in rows {
        let field = |field: &String| {
            let needs =
                field.contains([delimiter, '"', '\n']) || !field.is_empty() && field.len().is_multiple_of(7);
            if needs { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.clone() }
        };
        text += &row.iter().map(field).collect::<Vec<_>>().join(&delimiter.to_string());
        text += line_break;
    }
    text
}

/// The rows field by field, and how many faults there are.
fn read(text: &str) -> (Vec<Vec<String>>, usize) {
    let sources = Sources::from_texts([(PATH.into(), text.to_owned())]);
    let file = ReportFile::of(sources.get(PATH).expect("the table"));
    let fields = |report: &Report| {
        vec![
            report.directive.value.clone(),
            format!("{:?}", report.date_of_directive),
            report.deadline.value.clone(),
            format!("{:?}", report.organization.as_ref().map(|name| &name.text)),
            report.date.to_string(),
            report.status.word().to_owned(),
            format!("{:?}", report.percent),
            format!("{:?}", report.reference),
            format!("{:?}", report.note),
        ]
    };
    (file.reports.iter().map(fields).collect(), file.faults.len())
}

#[test]
fn a_slip_of_one_character_is_a_fault_or_stays_in_its_field() {
    each_case(12, |dice| {
        let text = table(dice);
        let (rows, faults) = read(&text);
        assert_eq!(faults, 0, "{text}");
        let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in starts {
            let (before, after) = text.split_at(at);
            let behind: String = after.chars().skip(1).collect();
            let is_in_head = at <= text.find('\n').unwrap_or_default();
            let mut slips = vec![format!("{before}{behind}")];
            slips.extend(["\"", ",", ";", "\t", "\n", "\"\""].map(|slip| format!("{before}{slip}{after}")));
            for slip in slips {
                let (others, faults) = read(&slip);
                if faults > 0 {
                    // A line break that was deleted makes one row of two.
                    let kept = rows.iter().filter(|row| others.contains(row)).count();
                    let most = if slip.len() < text.len() { 2 } else { 1 };
                    assert!(
                        is_in_head || kept + most >= rows.len(),
                        "rows went with it at {at}:\n{text}\n{slip}"
                    );
                    continue;
                }
                assert_eq!(others.len(), rows.len(), "a row came or went at {at}:\n{text}\n{slip}");
                let differ = rows.iter().flatten().zip(others.iter().flatten()).filter(|(a, b)| a != b);
                assert!(differ.count() <= 1, "two fields differ at {at}:\n{text}\n{slip}");
            }
        }
    });
}
