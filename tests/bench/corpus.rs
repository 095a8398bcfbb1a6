//! An invented site of any size, always the same: texts of some 9 kB with headings, lists, tables, notes and
//! citations, eight obligations each, and reports on six in ten of those that are due.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};

/// The day of the reports.
pub const AS_OF: Date = date(2026, 11, 20);
const FIRST: Date = date(2015, 1, 5);
/// Days over which the papers are spread.
const DAYS: usize = 4300;

const OFFICES: [&str; 44] = [
    "Ban Tổ chức Tỉnh ủy",
    "Ban Tuyên giáo và Dân vận Tỉnh ủy",
    "Ban Nội chính Tỉnh ủy",
    "Ủy ban Kiểm tra Tỉnh ủy",
    "Văn phòng Tỉnh ủy",
    "Đảng ủy Ủy ban nhân dân tỉnh",
    "Đảng ủy các cơ quan Đảng tỉnh",
    "Đảng ủy Quân sự tỉnh",
    "Đảng ủy Công an tỉnh",
    "Trường Chính trị tỉnh",
    "Báo và Phát thanh, Truyền hình tỉnh",
    "Ủy ban Mặt trận Tổ quốc tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Hội Nông dân tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "Tỉnh Đoàn",
    "Hội Cựu chiến binh tỉnh",
    "Thường trực Hội đồng nhân dân tỉnh",
    "Ủy ban nhân dân tỉnh",
    "Văn phòng Hội đồng nhân dân tỉnh",
    "Văn phòng Ủy ban nhân dân tỉnh",
    "Sở Tài chính",
    "Sở Nội vụ",
    "Sở Tư pháp",
    "Sở Y tế",
    "Sở Công Thương",
    "Sở Xây dựng",
    "Sở Giáo dục và Đào tạo",
    "Sở Khoa học và Công nghệ",
    "Sở Nông nghiệp và Môi trường",
    "Sở Văn hóa, Thể thao và Du lịch",
    "Sở Dân tộc và Tôn giáo",
    "Thanh tra tỉnh",
    "Kho bạc Nhà nước khu vực",
    "Thuế tỉnh",
    "Thống kê tỉnh",
    "Bảo hiểm xã hội tỉnh",
    "Tòa án nhân dân tỉnh",
    "Viện kiểm sát nhân dân tỉnh",
    "Thi hành án dân sự tỉnh",
    "Ngân hàng Nhà nước khu vực",
    "Ban Quản lý các khu công nghiệp tỉnh",
    "Ban Quản lý dự án đầu tư xây dựng tỉnh",
    "Trung tâm Xúc tiến đầu tư tỉnh",
];
const PLACES: [&str; 18] = [
    "An Bình",
    "Bình Minh",
    "Cẩm Sơn",
    "Đông Hải",
    "Gia Phước",
    "Hòa Lạc",
    "Kim Thành",
    "Long Xuân",
    "Mỹ Hưng",
    "Ninh Phong",
    "Phú Cường",
    "Quảng Lợi",
    "Sơn Tịnh Đông",
    "Tân Hiệp Thượng",
    "Thạnh Mỹ Tây",
    "Trung Nghĩa",
    "Vạn Ninh Hạ",
    "Yên Thuận",
];
/// Organisations that owe and receive; behind them in the register stand those that only issue.
pub const OWING: usize = OFFICES.len() + 2 * PLACES.len();
const ISSUERS: [&str; 5] = [
    "Ban Chấp hành Trung ương",
    "Ban Bí thư",
    "Ban Chấp hành Đảng bộ tỉnh",
    "Ban Thường vụ Tỉnh ủy",
    "Thường trực Tỉnh ủy",
];
/// Symbol, kind, issuer, and how many of a hundred.
const KINDS: [(&str, &str, usize, usize); 11] = [
    ("NQ/TW", "Nghị quyết", OWING, 2),
    ("NQ/TU", "Nghị quyết", OWING + 2, 8),
    ("CT/TW", "Chỉ thị", OWING + 1, 2),
    ("CT/TU", "Chỉ thị", OWING + 3, 8),
    ("KH/TU", "Kế hoạch", OWING + 3, 18),
    ("CV/TU", "Công văn", 4, 22),
    ("TB/TU", "Thông báo", OWING + 4, 12),
    ("QĐ/TU", "Quyết định", OWING + 3, 8),
    ("HD/BTCTU", "Hướng dẫn", 0, 5),
    ("KH/UBND", "Kế hoạch", 18, 10),
    ("BC/TU", "Báo cáo", OWING + 3, 5),
];
const TOPICS: [&str; 12] = [
    "chuyển đổi số trong các cơ quan",
    "cải cách thủ tục hành chính",
    "phát triển nông nghiệp xanh",
    "bảo vệ môi trường lưu vực sông",
    "giảm nghèo bền vững vùng khó khăn",
    "phòng, chống thiên tai và tìm kiếm cứu nạn",
    "thực hành tiết kiệm, chống lãng phí",
    "quản lý tài nguyên khoáng sản",
    "chăm sóc sức khỏe ban đầu cho nhân dân",
    "xây dựng đời sống văn hóa ở khu dân cư",
    "bảo đảm an ninh mạng và an toàn dữ liệu",
    "sắp xếp tổ chức bộ máy tinh gọn",
];
const ACTORS: [&str; 8] = [
    "các cấp ủy trực thuộc",
    "người đứng đầu cơ quan, đơn vị",
    "các sở, ban, ngành",
    "cơ quan chủ trì",
    "tổ công tác liên ngành",
    "đội ngũ cán bộ chuyên trách",
    "bộ phận tham mưu tổng hợp",
    "chính quyền cấp xã",
];
const VERBS: [&str; 12] = [
    "tổ chức quán triệt",
    "rà soát, bổ sung",
    "xây dựng kế hoạch chi tiết về",
    "tăng cường kiểm tra",
    "kịp thời tháo gỡ khó khăn trong",
    "chủ động phối hợp triển khai",
    "định kỳ đánh giá",
    "ưu tiên bố trí nguồn lực cho",
    "công khai, minh bạch",
    "đẩy nhanh tiến độ",
    "tổng hợp, báo cáo kết quả",
    "thường xuyên theo dõi, đôn đốc",
];
const OBJECTS: [&str; 10] = [
    "các nhiệm vụ trọng tâm",
    "nội dung đã được phê duyệt",
    "quy trình xử lý công việc",
    "các chỉ tiêu chủ yếu của năm",
    "hồ sơ, tài liệu có liên quan",
    "cơ sở dữ liệu dùng chung",
    "những tồn tại đã được chỉ ra",
    "các dự án thuộc phạm vi quản lý",
    "nguồn kinh phí được giao",
    "mô hình điểm tại cơ sở",
];
const QUALIFIERS: [&str; 8] = [
    "bảo đảm đúng tiến độ và chất lượng",
    "phù hợp với điều kiện thực tế của từng đơn vị",
    "gắn với trách nhiệm của người đứng đầu",
    "không để chồng chéo, bỏ sót nhiệm vụ",
    "theo đúng thẩm quyền và quy định hiện hành",
    "trên tinh thần chủ động, quyết liệt",
    "coi đây là nhiệm vụ thường xuyên, lâu dài",
    "khắc phục triệt để tình trạng né tránh, đùn đẩy",
];
const SECTIONS: [&str; 8] = [
    "MỤC ĐÍCH, YÊU CẦU",
    "ĐÁNH GIÁ TÌNH HÌNH",
    "QUAN ĐIỂM CHỈ ĐẠO",
    "MỤC TIÊU",
    "NHIỆM VỤ VÀ GIẢI PHÁP",
    "PHÂN CÔNG TRÁCH NHIỆM",
    "KINH PHÍ THỰC HIỆN",
    "TỔ CHỨC THỰC HIỆN",
];
const ROMAN: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
const HEADINGS: [&str; 6] = [
    "Yêu cầu chung",
    "Nhiệm vụ thường xuyên",
    "Nhiệm vụ có thời hạn",
    "Cơ chế phối hợp",
    "Kiểm tra, giám sát",
    "Những việc cần làm ngay",
];
/// Bytes of texts: few are long.
const LENGTHS: [usize; 16] = [
    3_300, 4_100, 4_800, 5_400, 5_900, 6_500, 7_100, 7_700, 8_300, 9_000, 9_800, 10_700, 11_900, 13_500,
    16_000, 22_000,
];
/// The words of a text that an edit changes.
const BEFORE_EDIT: &str = "như sau:";

/// A site, and what was changed in it since it was first written.
pub struct Corpus {
    /// Directives at first.
    size: usize,
    /// Directives now.
    pub count: usize,
    /// The register: ids are places in it.
    pub names: Vec<String>,
    /// The names at first, which texts keep.
    signed: Vec<String>,
    /// Serial numbers of the directives in which a word was changed.
    edited: BTreeSet<usize>,
}

/// One directive of the corpus.
pub struct Directive {
    pub number: String,
    pub title: String,
    pub date: Date,
    /// A place in the register, as all organisations.
    pub issuer: usize,
    pub place: &'static str,
    /// Numbers of those that it implements.
    pub implements: Vec<String>,
    pub deadlines: Vec<Deadline>,
    pub recipients: Vec<usize>,
    /// Markdown.
    pub body: String,
}

pub struct Deadline {
    pub id: String,
    pub task: String,
    /// As it is typed.
    pub due: String,
    /// The last day; none where there is none.
    end: Option<Date>,
    pub leads: Vec<usize>,
}

/// Numbers without a pattern, and always the same (SplitMix64).
struct Draw(u64);

impl Draw {
    /// Those of a serial number, for one purpose.
    fn new(purpose: u64, serial: usize) -> Draw {
        Draw((serial as u64) << 2 | purpose)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end.max(1) as u64) as usize
    }

    fn one(&mut self, words: &[&'static str]) -> &'static str {
        words[self.below(words.len())]
    }

    /// Several, each once.
    fn some(&mut self, count: usize, end: usize) -> Vec<usize> {
        let mut drawn = BTreeMap::new();
        while drawn.len() < count.min(end) {
            let one = self.below(end);
            let at = drawn.len();
            drawn.entry(one).or_insert(at);
        }
        drawn.into_keys().collect()
    }
}

/// Symbol, kind and issuer of a directive.
fn kind(serial: usize) -> (&'static str, &'static str, usize) {
    let mut left = Draw::new(0, serial).below(100);
    for (symbol, kind, issuer, share) in KINDS {
        match left.checked_sub(share) {
            Some(less) => left = less,
            None => return (symbol, kind, issuer),
        }
    }
    (KINDS[0].0, KINDS[0].1, KINDS[0].2)
}

fn number(serial: usize) -> String {
    format!("{serial}-{}", kind(serial).0)
}

/// The words of a number in addresses and file names.
pub fn slug(number: &str) -> String {
    number.to_lowercase().replace('đ', "d").replace('/', "-")
}

/// The id of an organisation.
pub fn id(at: usize) -> String {
    format!("don-vi-{at}")
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

impl Corpus {
    /// A site of so many directives.
    pub fn new(count: usize) -> Corpus {
        let local = ["Đảng ủy xã", "Ủy ban nhân dân phường"]
            .iter()
            .flat_map(|kind| PLACES.iter().map(move |place| format!("{kind} {place}")));
        let offices = OFFICES.iter().map(|name| (*name).to_owned());
        let names: Vec<String> =
            offices.chain(local).chain(ISSUERS.iter().map(|name| (*name).to_owned())).collect();
        Corpus { size: count, count, signed: names.clone(), names, edited: BTreeSet::new() }
    }

    /// Changes a word in the text of a directive.
    pub fn edit(&mut self, serial: usize) {
        self.edited.insert(serial);
    }

    /// The directive with a serial number, from 1.
    pub fn directive(&self, serial: usize) -> Directive {
        let mut draw = Draw::new(1, serial);
        let day = FIRST + i64::try_from(serial * DAYS / self.size).unwrap_or(0).days();
        let day = day.min(AS_OF);
        let topic = draw.one(&TOPICS);
        let recipients = {
            let count = 5 + draw.below(11);
            draw.some(count, OWING)
        };
        let implements: BTreeSet<usize> = match serial {
            1 => BTreeSet::new(),
            _ => (0..[0, 1, 1, 1, 2, 2, 3][draw.below(7)]).map(|_| 1 + draw.below(serial - 1)).collect(),
        };
        let deadlines = (1..=1 + draw.below(7)).map(|at| deadline(&mut draw, at, day, &recipients)).collect();
        let mut body = body(&mut draw, serial, day, topic, &self.signed);
        if self.edited.contains(&serial) {
            body = body.replacen(BEFORE_EDIT, "như dưới đây:", 1);
        }
        Directive {
            number: number(serial),
            title: format!("Về {topic} giai đoạn {}-{}", day.year(), day.year() + 5),
            date: day,
            issuer: kind(serial).2,
            place: draw.one(&PLACES),
            implements: implements.into_iter().map(number).collect(),
            deadlines,
            recipients,
            body,
        }
    }

    /// The register.
    fn register(&self) -> String {
        let line = |(at, name): (usize, &String)| format!("- id: {}\n  name: {name}\n", id(at));
        self.names.iter().enumerate().map(line).collect()
    }

    /// Writes the register anew.
    pub fn write_register(&self, root: &Path) -> io::Result<()> {
        put(&root.join("content/organizations.yaml"), &self.register())
    }

    /// Writes the site.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        put(&root.join("content/site.yaml"), "title: Văn bản chỉ đạo\nbase_url: https://congbao.example/\n")?;
        self.write_register(root)?;
        let mut reports =
            "directive,date_of_directive,deadline,organization,date,status,reference\n".to_owned();
        for serial in 1..=self.count {
            let directive = self.directive(serial);
            put(&root.join(directive.path()), &directive.text())?;
            reports += &directive.reports(serial);
        }
        put(&root.join("content/progress/reports.csv"), &reports)
    }
}

/// Writes a file and the folders above it.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text))
}

fn deadline(draw: &mut Draw, at: usize, signed: Date, recipients: &[usize]) -> Deadline {
    let task = capital(&format!("{} {}", draw.one(&VERBS), draw.one(&OBJECTS)));
    let day = signed + i64::try_from(10 + draw.below(890)).unwrap_or(10).days();
    let (due, end) = match draw.below(100) {
        0..60 => (day.to_string(), Some(day)),
        60..80 => (day.strftime("%Y-%m").to_string(), Some(day.last_of_month())),
        80..92 => (day.year().to_string(), Some(day.last_of_year())),
        _ => ("thường xuyên".to_owned(), None),
    };
    let count = 1 + draw.below(3);
    let leads = draw.some(count, recipients.len()).into_iter().map(|at| recipients[at]).collect();
    Deadline { id: format!("t{at}"), task, due, end, leads }
}

fn citation(draw: &mut Draw, serial: usize) -> String {
    let cited = 1 + draw.below(serial - 1);
    format!("{} số {}", kind(cited).1, number(cited))
}

fn sentence(draw: &mut Draw, serial: usize, names: &[String]) -> String {
    let (actor, verb, object) = (draw.one(&ACTORS), draw.one(&VERBS), draw.one(&OBJECTS));
    let qualifier = draw.one(&QUALIFIERS);
    match draw.below(100) {
        0..30 => format!("Trong thời gian tới, {actor} {verb} {object}, {qualifier}."),
        30..55 => {
            let (next, topic) = (draw.one(&VERBS), draw.one(&TOPICS));
            format!("{} {verb} {object}; {next} kết quả về {topic}.", capital(actor))
        }
        55..70 => format!("Thực hiện {}, {actor} {verb} {object}, {qualifier}.", citation(draw, serial)),
        70..80 => {
            let (year, share) = (2026 + draw.below(10), 55 + draw.below(45));
            format!("Phấn đấu đến năm {year} có **{share}%** đơn vị {verb} {object}.")
        }
        80..90 => format!("Giao *{}* {verb} {object}, {qualifier}.", names[draw.below(OWING)]),
        _ => format!("Việc {verb} {object} phải {qualifier}."),
    }
}

fn body(draw: &mut Draw, serial: usize, day: Date, topic: &str, names: &[String]) -> String {
    let (_, kind, issuer) = kind(serial);
    let length = LENGTHS[draw.below(LENGTHS.len())];
    let mut text = format!(
        "Thực hiện {} về {topic}, {} ban hành **{kind} số {}** {BEFORE_EDIT}\n\n",
        citation(draw, serial),
        names[issuer],
        number(serial)
    );
    let mut notes = String::new();
    let mut count = 0;
    for (section, title) in SECTIONS.iter().enumerate() {
        if section >= 2 && text.len() >= length {
            break;
        }
        let _ = write!(text, "## {}- {title}\n\n", ROMAN[section]);
        let end = text.len() + length / 5;
        for heading in 1.. {
            if text.len() >= end {
                break;
            }
            let _ = write!(text, "### {heading}. {}\n\n", draw.one(&HEADINGS));
            for _ in 0..2 + draw.below(3) {
                text += &sentence(draw, serial, names);
                text.push(' ');
            }
            text.truncate(text.trim_end().len());
            if draw.below(100) < 12 {
                count += 1;
                let _ = write!(text, "[^{count}]");
                let _ = write!(notes, "[^{count}]: {}.\n\n", citation(draw, serial));
            }
            text += "\n\n";
            text += &block(draw, serial, day, names);
        }
    }
    text + &notes
}

/// A list, a table, a quotation, or nothing, under a paragraph.
fn block(draw: &mut Draw, serial: usize, day: Date, names: &[String]) -> String {
    let mut text = String::new();
    match draw.below(100) {
        0..62 => {
            for _ in 0..3 + draw.below(4) {
                let _ = writeln!(text, "- {}", sentence(draw, serial, names));
            }
        }
        62..70 => {
            for at in 1..4 + draw.below(3) {
                let _ = writeln!(text, "{at}. {}", sentence(draw, serial, names));
            }
        }
        70..78 => {
            text += "| TT | Nội dung | Cơ quan chủ trì | Thời hạn |\n|---:|---|---|:---:|\n";
            for at in 1..4 + draw.below(7) {
                let (object, name) = (draw.one(&OBJECTS), &names[draw.below(OWING)]);
                let quarter = ROMAN[draw.below(4)];
                let _ = writeln!(text, "| {at} | {object} | {name} | Quý {quarter}/{} |", day.year() + 1);
            }
        }
        78..83 => {
            let _ = writeln!(text, "> {}", sentence(draw, serial, names));
        }
        _ => return text,
    }
    text.push('\n');
    text
}

impl Directive {
    /// Its file in a site of congbao, from the root.
    pub fn path(&self) -> String {
        format!("content/directives/{}/{}.md", self.date.year(), slug(&self.number))
    }

    /// The address of its page.
    pub fn address(&self) -> String {
        format!("van-ban/{}/{}.html", self.date.year(), slug(&self.number))
    }

    /// Its file as congbao has it.
    pub fn text(&self) -> String {
        let ids = |all: &[usize]| all.iter().map(|at| id(*at)).collect::<Vec<_>>().join(", ");
        let mut text = format!(
            "---\nnumber: {}\ntitle: {}\ndate: {}\nissuer: {}\nplace: {}\n",
            self.number,
            self.title,
            self.date,
            id(self.issuer),
            self.place
        );
        if !self.implements.is_empty() {
            text += "relations:\n";
            text.extend(self.implements.iter().map(|number| format!("  - implements: {number}\n")));
        }
        text += "deadlines:\n";
        for Deadline { id, task, due, leads, .. } in &self.deadlines {
            let leads = ids(leads);
            let _ = write!(text, "  - id: {id}\n    task: {task}\n    due: {due}\n    lead: [{leads}]\n");
        }
        let _ = write!(text, "recipients: [{}]\n---\n\n{}", ids(&self.recipients), self.body);
        text
    }

    /// The same with one more deadline.
    pub fn with_deadline(&self, task: &str, due: &str) -> String {
        let line = format!("deadlines:\n  - {{id: moi, task: {task}, due: {due}, lead: [{}]}}\n", id(1));
        self.text().replacen("deadlines:\n", &line, 1)
    }

    /// Rows of progress on what was due.
    fn reports(&self, serial: usize) -> String {
        let mut draw = Draw::new(2, serial);
        let mut rows = String::new();
        for Deadline { id: deadline, end, leads, .. } in &self.deadlines {
            let Some(end) = end.filter(|end| *end < AS_OF) else { continue };
            for lead in leads {
                if draw.below(100) >= 60 {
                    continue;
                }
                let late = i64::try_from(draw.below(60)).unwrap_or(0) - 40;
                let on = (end + late.days()).clamp(self.date, AS_OF);
                let (number, date, lead, reference) =
                    (&self.number, self.date, id(*lead), 1 + draw.below(250));
                let _ = writeln!(rows, "{number},{date},{deadline},{lead},{on},done,{reference}-BC/DV");
            }
        }
        rows
    }
}
