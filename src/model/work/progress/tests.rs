//! Registers of reports as clerks keep them.

use super::*;
use crate::read::snapshot::Sources;

fn read(path: &str, text: &str) -> (Vec<Report>, Vec<String>) {
    let sources = Sources::from_texts([(path.into(), text.to_owned())]);
    let file = ReportFile::read(sources.get(path).unwrap());
    let faults =
        file.faults.iter().map(|f| format!("{}:{} {}", f.place.line, f.place.column, f.code)).collect();
    (file.reports, faults)
}

fn shown(report: &Report) -> String {
    let organization = report.organization.as_ref().map_or("", |o| o.text.as_str());
    let note = report.note.as_deref().unwrap_or_default();
    format!(
        "{} {} {organization} {} {} {note}",
        *report.directive,
        *report.deadline,
        report.date,
        report.status.word()
    )
}

#[test]
fn tables_of_excel_and_of_others() {
    let (reports, faults) = read(
        "content/progress/a.csv",
        "\u{feff}văn bản;ngày văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;tỷ lệ;số báo cáo;ghi chú\r\n\
         34-KH/TU;19/3/2021;bc;xa-a;28/4/2021;done;;12-BC/ĐU;\"một;\r\nhai \"\"ba\"\"\"\r\n\
         34-KH/TU;19/3/2021;bc;xa-b;29/4/2021;đang thực hiện;60%;;\r\n;;;;;;;;\r\n",
    );
    assert_eq!(faults, [""; 0]);
    assert_eq!(
        reports.iter().map(shown).collect::<Vec<_>>(),
        ["34-KH/TU bc xa-a 2021-04-28 done một;\nhai \"ba\"", "34-KH/TU bc xa-b 2021-04-29 in-progress "]
    );
    assert_eq!(
        (reports[0].date_of_directive, reports[1].percent),
        (Some("2021-03-19".parse().unwrap()), Some(60))
    );
    let (reports, faults) = read(
        "content/progress/a.csv",
        "status,date,organization,deadline,directive\ndone,2021-04-28,xa-a,bc,34-KH/TU",
    );
    assert_eq!((reports.len(), faults.len()), (1, 0));
}

#[test]
fn faults_have_their_line_and_column() {
    let header = "directive,date_of_directive,deadline,organization,date,status,percent,reference,note\n";
    let faults = |rows: &str| read("content/progress/a.csv", &format!("{header}{rows}")).1;
    assert_eq!(
        faults("34-KH/TU,,bc,\"xa,a\",30/2/2021,dome,101,,\n"),
        ["2:21 impossible-date", "2:31 unknown-value", "2:36 wrong-type"]
    );
    assert_eq!(
        faults("34-KH/TU,,,xa,2021-04-28,done,,,\n,,bc,xa,x,done,,,\n"),
        ["2:1 missing-key", "3:1 missing-key", "3:9 invalid-date"]
    );
    assert_eq!(
        faults("a,,b,c,2021-04-28,done,,,\"x\ny\"\na,,b,c,2021-04-31,done,,,\n"),
        ["4:8 impossible-date"]
    );
    assert_eq!(faults("a,,b,c,2021-04-28,done,,,x,y,z\n"), ["2:1 csv-syntax"]);
    assert_eq!(faults("a,,b,c,2021-04-28,done\n"), ["2:1 csv-syntax"]);
    assert_eq!(faults("a,,b,c,2021-04-28,done,,,#N/A\n"), ["2:26 cell-error"]);
    assert_eq!(
        read("content/progress/a.csv", "văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;\na;b;c;2021-04-28;xong;x\n")
            .1,
        ["2:23 unnamed-column"]
    );
    assert_eq!(
        read("content/progress/a.csv", "directive,deadlin,organization,date,status\n").1,
        ["1:11 unknown-column", "1:1 missing-column"]
    );
    assert_eq!(read("content/progress/a.csv", "").1, ["1:1 empty-file"]);
}

#[test]
fn a_quote_that_is_not_closed_takes_no_row_with_it() {
    let header = "directive,deadline,organization,date,status,note\n";
    let row = |unit: &str, note: &str| format!("34-KH/TU,bc,{unit},2021-04-28,done,{note}\n");
    let (reports, faults) = read(
        "content/progress/a.csv",
        &[header, &row("a", "\"một"), &row("b", ""), &row("c", "\"x, y\""), &row("d", "")].concat(),
    );
    let units: Vec<&str> =
        reports.iter().map(|report| report.organization.as_ref().unwrap().text.as_str()).collect();
    assert_eq!((units, faults), (vec!["b", "c", "d"], vec!["2:31 csv-unclosed-quote".to_owned()]));
    // A note of several lines is one, though a line of it has as many commas as a row.
    let note = "\"các đơn vị:\na, b, c, d, e, f\n\"";
    let (reports, faults) =
        read("content/progress/a.csv", &[header, &row("a", note), &row("b", "")].concat());
    assert_eq!((reports.len(), faults), (2, vec![]));
}

#[test]
fn done_in_the_words_of_a_clerk() {
    let rows = ["xong", "Đã xong", "ĐÃ HOÀN THÀNH", "hoàn thành"];
    let rows = rows.map(|word| format!("34-KH/TU,bc,a,2021-04-28,{word}\n")).concat();
    let (reports, faults) =
        read("content/progress/a.CSV", &format!("directive,deadline,organization,date,status\n{rows}"));
    assert!(reports.iter().all(|report| report.status == Status::Done));
    assert_eq!((reports.len(), faults.len()), (4, 0));
}

#[test]
fn a_report_with_a_text() {
    let (reports, faults) = read(
        "content/progress/a.md",
        "---\ndirective: 34-KH/TU\ndeadline: bc\norganization: xa-a\ndate: 2021-04-28\nstatus: hoàn thành\n---\n\nVăn bản.\n",
    );
    assert_eq!(faults, [""; 0]);
    assert_eq!(shown(&reports[0]), "34-KH/TU bc xa-a 2021-04-28 done ");
    assert_eq!(
        read("content/progress/a.md", "---\nstatus: done\n---\n").1,
        ["2:1 missing-key", "2:1 missing-key", "2:1 missing-key"]
    );
}
