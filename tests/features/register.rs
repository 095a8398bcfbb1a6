//! The register of reports: the same published from CSV, Excel and LibreOffice; and turns without a name.

use std::path::Path;

use congbao::diagnostic::{Diagnostic, Severity};
use congbao::read::snapshot::{Sources, Touched};
use congbao::render::Output;
use congbao::site::{Options, Site};

use crate::fixture::site_on;
use crate::written;

const SITE: &[(&str, &str)] = &[
    ("content/site.yaml", "title: Công báo\n"),
    (
        "content/organizations.yaml",
        "- {id: tinh-uy, name: Tỉnh ủy}\n\
         - {id: xa-a, name: Đảng ủy xã A}\n- {id: xa-b, name: Đảng ủy xã B}\n- {id: xa-c, name: Đảng ủy xã C}\n\
         - {id: cac-xa, name: Các xã, members: [xa-a, xa-b, xa-c]}\n",
    ),
    (
        "content/directives/a.md",
        "---\nnumber: 34-KH/TU\ntitle: Tổng kết\ndate: 2021-03-19\nissuer: tinh-uy\ndeadlines:\n\
         \x20 - {id: bc, task: Báo cáo, due: trước ngày 30/4/2021, lead: [cac-xa], each: true}\n\
         \x20 - {id: quy, task: Báo cáo quý, due: hằng quý, lead: [xa-a]}\n---\n\nVăn bản.\n",
    ),
];

/// The same rows as a workbook has them and as CSV has them.
const WORKBOOK: &str = "\
Văn bản | Ngày văn bản | Nhiệm vụ | Đơn vị | Ngày | Trạng thái | Tỷ lệ | Số báo cáo | Ghi chú
34-KH/TU | @2021-03-19 | bc | xa-a | @2021-04-20 | Đang thực hiện | %0.6 | 0912 | chờ \"ý kiến\"; chưa ký, <b>
34-KH/TU | 19/3/2021 | bc | xa-a | 28/4/2021 | =xong | #100 | 12-BC/ĐU |

34-KH/TU |  | bc | xa-b | 2021-05-02 | đã xong |  | 0#77 | ?TRUE
34-KH/TU |  | bc | xa-c | @2021-04-29 | =miễn | %0.07 | #912 | #1.5
34-KH/TU |  | quy@2021-33 | xa-a | @2021-04-02 | hoàn thành |  | @2021-04-01 |";
const CSV: &str = "\
\u{feff}văn bản;ngày văn bản;nhiệm vụ;đơn vị;ngày;trạng thái;tỷ lệ;số báo cáo;ghi chú\r
34-KH/TU;19/3/2021;bc;xa-a;20/4/2021;đang thực hiện;60%;0912;\"chờ \"\"ý kiến\"\"; chưa ký, <b>\"\r
34-KH/TU;19/3/2021;bc;xa-a;28/4/2021;xong;100;12-BC/ĐU;\r
;;;;;;;;\r
34-KH/TU;;bc;xa-b;02/05/2021;đã xong;;0077;TRUE\r
34-KH/TU;;bc;xa-c;29/4/2021;miễn;7%;912;1.5\r
34-KH/TU;;quy@2021-33;xa-a;2/4/2021;hoàn thành;;2021-04-01;\r
";

fn put(root: &Path, name: &str, bytes: &[u8]) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn load(sources: &Sources) -> (Site, Vec<Diagnostic>) {
    let options = Options { as_of: "2021-06-01".parse().unwrap(), base_url: None, drafts: false };
    Site::load(sources, &options)
}

/// Everything that a site with this register publishes, address by address.
fn published(name: &str, bytes: &[u8]) -> Vec<(String, String)> {
    let root = tempfile::tempdir().unwrap();
    SITE.iter().for_each(|(name, text)| put(root.path(), name, text.as_bytes()));
    put(root.path(), name, bytes);
    let (site, faults) = load(&Sources::read(root.path()).unwrap());
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    let routes = site.routes().iter();
    let text = |output| match output {
        Output::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Output::File(path) => panic!("{} is published", path.path()),
    };
    routes.map(|(at, route)| (at.as_str().to_owned(), text(site.render(at, route).unwrap()))).collect()
}

#[test]
fn the_same_register_is_the_same_site_from_every_form() {
    let rows = written::rows(WORKBOOK);
    let csv = published("content/progress/2021.csv", CSV.as_bytes());
    let tasks = &csv.iter().find(|(address, _)| address == "du-lieu/nhiem-vu.json").unwrap().1;
    let tasks: Vec<serde_json::Value> = serde_json::from_str(tasks).unwrap();
    let of = |id: &str, deadline: &str| {
        let task = tasks.iter().find(|t| t["organization"]["id"] == id && t["deadline"] == deadline).unwrap();
        format!("{} {}", task["state"], task["report"]).replace('"', "")
    };
    assert_eq!(
        of("xa-a", "bc"),
        "done-on-time {date:2021-04-28,note:null,percent:100,reference:12-BC/ĐU,status:done}"
    );
    assert_eq!(
        of("xa-b", "bc"),
        "done-late {date:2021-05-02,note:TRUE,percent:null,reference:0077,status:done}"
    );
    assert_eq!(
        of("xa-c", "bc"),
        "cancelled {date:2021-04-29,note:1.5,percent:7,reference:912,status:exempt}"
    );
    assert!(of("xa-a", "quy@2021-33").starts_with("done-late"), "{}", of("xa-a", "quy@2021-33"));
    let xlsx = published("content/progress/2021.xlsx", &written::xlsx("Theo dõi", &rows));
    let macintosh = written::archive(&written::xlsx_parts("Theo dõi", &rows, true));
    for (form, other) in [
        ("xlsx", xlsx),
        ("xlsx of 1904", published("content/progress/2021.xlsx", &macintosh)),
        ("ods", published("content/progress/2021.ods", &written::ods("Theo dõi", &rows))),
    ] {
        for (csv, other) in csv.iter().zip(&other) {
            assert_eq!(csv, other, "{form}");
        }
        assert_eq!(csv.len(), other.len(), "{form}");
    }
}

#[test]
fn a_workbook_that_is_saved_again_is_read_again() {
    let root = tempfile::tempdir().unwrap();
    SITE.iter().for_each(|(name, text)| put(root.path(), name, text.as_bytes()));
    let save = |status: &str| {
        let rows = format!(
            "directive | deadline | organization | date | status\n34-KH/TU | bc | xa-a | @2021-04-28 | {status}"
        );
        put(root.path(), "content/progress/a.xlsx", &written::xlsx("S", &written::rows(&rows)));
    };
    save("done");
    let first = Sources::read(root.path()).unwrap();
    assert!(load(&first).1.is_empty());
    save("in-progres");
    let touched = [root.path().join("content/progress/a.xlsx")];
    let second = first.reread(root.path(), &Touched::Paths(touched.into())).unwrap();
    let codes: Vec<_> = load(&second).1.iter().map(|fault| (fault.code, fault.place.line)).collect();
    assert_eq!(codes, [("unknown-value", 2)]);
}

/// The warnings of a site whose unit reports these days on a deadline of every quarter since January.
#[track_caller]
fn turns(rows: &str) -> Vec<String> {
    let made = site_on(
        "2021-10-20",
        &format!(
            "-- a.md 34-KH/TU 2021-01-10 --\ndeadlines: [{{id: quy, task: t, due: hằng quý, lead: [huyen-uy-a]}}]\n---\n\
             -- progress/a.csv --\ndirective,deadline,organization,date,status\n{rows}"
        ),
    );
    let told = made.faults.iter().filter(|fault| fault.severity == Severity::Warning);
    told.map(|fault| {
        let hint =
            fault.hint.as_ref().map(|hint| hint.in_language(congbao::Language::Vi)).unwrap_or_default();
        format!("{} {} {hint}", fault.place.line, fault.code)
    })
    .collect()
}

#[test]
fn a_row_without_its_turn_is_told_which_it_was_taken_for() {
    let row = |deadline: &str, day: &str| format!("34-KH/TU,{deadline},huyen-uy-a,2021-{day},done\n");
    assert_eq!(turns(&row("quy", "03-30")), ["2 turn-not-named viết `quy@2021-33`"]);
    assert_eq!(turns(&row("quy", "06-30")), ["2 turn-not-named viết `quy@2021-33`"]);
    assert_eq!(
        turns(&(row("quy@2021-33", "04-01") + &row("quy", "08-15"))),
        ["3 turn-not-named viết `quy@2021-34`"]
    );
    assert!(turns(&row("quy@2021-33", "04-01")).is_empty());
}
