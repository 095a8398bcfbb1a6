//! An invented site of any size, always the same: directives with texts, four obligations each and
//! reports on most of them.

use std::fmt::Write;
use std::fs;
use std::path::Path;

const TOPICS: [&str; 8] = [
    "cải cách thủ tục hành chính",
    "chuyển đổi số ở cấp xã",
    "phòng chống thiên tai",
    "quản lý tài sản công",
    "nâng cao chất lượng sinh hoạt chi bộ",
    "bảo vệ nguồn nước",
    "giải ngân vốn đầu tư công",
    "an toàn thực phẩm mùa lễ hội",
];
const VERBS: [&str; 6] =
    ["Rà soát", "Báo cáo kết quả", "Tổ chức kiểm tra", "Xây dựng kế hoạch", "Tổng hợp", "Công khai"];
const SYMBOLS: [&str; 4] = ["CT/TU", "KH/TU", "KH-UBND", "NQ/TU"];
/// Organisations of the register.
pub const ORGANIZATIONS: usize = 80;

/// One directive of the corpus.
pub struct Written {
    /// Path from the root.
    pub path: String,
    /// Address of its page.
    pub address: String,
    /// The file.
    pub text: String,
    /// Rows of progress on it.
    pub rows: String,
}

impl Written {
    /// The file with one more deadline.
    pub fn with_deadline(&self, task: &str, due: &str) -> String {
        let line = format!("deadlines:\n  - {{id: moi, task: {task}, due: {due}, lead: [co-quan-1]}}\n");
        self.text.replacen("deadlines:\n", &line, 1)
    }
}

/// The directive with this serial number.
pub fn directive(serial: usize) -> Written {
    // Spread without a pattern, and always the same.
    let pick = |salt: usize, of: usize| (serial * 2_654_435_761 + salt * 40_503) / 97 % of;
    let (year, month, day) = (2016 + pick(1, 11), 1 + pick(2, 12), 1 + pick(3, 28));
    let symbol = SYMBOLS[pick(4, SYMBOLS.len())];
    let (number, date) = (format!("{serial}-{symbol}"), format!("{year}-{month:02}-{day:02}"));
    let topic = TOPICS[pick(5, TOPICS.len())];
    let mut text = format!(
        "---\nnumber: {number}\ntitle: Về {topic}\ndate: {date}\nissuer: co-quan-{}\nplace: Hà Nội\n",
        pick(6, 8)
    );
    if serial > 4 {
        let earlier = 1 + pick(7, serial - 1);
        let _ = writeln!(text, "relations:\n  - {{implements: {}}}", directive_number(earlier));
    }
    let mut rows = String::new();
    text += "deadlines:\n";
    for at in 0..3 {
        let leads: Vec<String> = (0..1 + pick(70 + at, 3) / 2)
            .map(|n| format!("co-quan-{}", pick(10 + at * 3 + n, ORGANIZATIONS)))
            .collect();
        let due = match pick(20 + at, 6) {
            0 => "thường xuyên".to_owned(),
            1 => format!("{}", year + 1),
            2 => format!("{}-{:02}", year + 1, month),
            3 => "2026-12-15".to_owned(),
            _ => format!("{}-{:02}-{:02}", year + pick(30 + at, 2), 1 + pick(40 + at, 12), day),
        };
        let _ = writeln!(
            text,
            "  - {{id: n{at}, task: {} {topic}, due: {due}, lead: [{}]}}",
            VERBS[pick(50 + at, VERBS.len())],
            leads.join(", ")
        );
        for lead in leads.iter().take(pick(60 + at, 4)) {
            let _ =
                writeln!(rows, "{number},{date},n{at},{lead},{}-{month:02}-{day:02},done,{at}-BC", year + 1);
        }
    }
    text += "recipients: [co-quan-1, co-quan-2, co-quan-3]\n---\n\n";
    for section in 1..=6 {
        let _ = write!(text, "## {section}. Về {topic}\n\n");
        for paragraph in 0..4 {
            let verb = VERBS[pick(section * 7 + paragraph, VERBS.len())];
            let _ = write!(
                text,
                "{paragraph}) {verb} {topic} theo Nghị quyết số {}, bảo đảm đúng tiến độ, đúng thẩm quyền, \
                 không chồng chéo; định kỳ tổng hợp kết quả, nêu rõ khó khăn và kiến nghị.\n\n",
                directive_number(1 + pick(section * 11 + paragraph, serial))
            );
        }
    }
    let slug = number.to_lowercase().replace(['/', '-'], "-");
    Written {
        path: format!("content/directives/{year}/{serial}.md"),
        address: format!("van-ban/{year}/{slug}.html"),
        text,
        rows,
    }
}

fn directive_number(serial: usize) -> String {
    let symbol = SYMBOLS[(serial * 2_654_435_761 + 4 * 40_503) / 97 % SYMBOLS.len()];
    format!("{serial}-{symbol}")
}

/// Writes a site of `count` directives.
pub fn write(root: &Path, count: usize) -> std::io::Result<()> {
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text))
    };
    put("content/site.yaml", "title: Đo tốc độ\n")?;
    let register: String =
        (0..ORGANIZATIONS).map(|at| format!("- {{id: co-quan-{at}, name: Cơ quan số {at}}}\n")).collect();
    put("content/organizations.yaml", &register)?;
    let mut progress = "directive,date_of_directive,deadline,organization,date,status,reference\n".to_owned();
    for serial in 1..=count {
        let written = directive(serial);
        put(&written.path, &written.text)?;
        progress += &written.rows;
    }
    put("content/progress/1.csv", &progress)
}
