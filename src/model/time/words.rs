//! The words that a deadline is written with, as marks of their meaning.
//!
//! Owns the vocabulary and the cutting of a text into marks with their places. A word that is not in the
//! vocabulary is [`Mark::Unknown`]: it is never passed over. Words typed without any diacritics are
//! compared without them; otherwise `sau` is not `sáu` and `năm` not `nam`.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What one word or sign means to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Digits: their value and how many.
    Number(i16, u8),
    /// i to iv.
    Roman(i8),
    /// A number in words.
    Count(i16),
    Slash,
    Dash,
    Dot,
    Comma,
    Colon,
    Open,
    Close,
    Day,
    Month,
    Quarter,
    Year,
    Week,
    /// thứ Hai is 1.
    Weekday(i8),
    /// thứ, before a figure.
    Ordinal,
    Hour,
    Minute,
    /// sáng, chiều.
    PartOfDay,
    Before,
    /// trước khi hết.
    BeforeEndOf,
    /// đến.
    To,
    /// hết.
    Whole,
    /// chậm nhất.
    Latest,
    /// là.
    Is,
    /// vào.
    At,
    Within,
    Since,
    After,
    NotBefore,
    /// trở đi.
    Onward,
    FromNow,
    /// hằng.
    Each,
    Periodic,
    /// thường niên.
    Annual,
    /// lần.
    Times,
    AtLeast,
    Start,
    Middle,
    End,
    /// nửa.
    Half,
    /// của.
    Of,
    /// kế tiếp.
    Next,
    /// năm báo cáo: the year that a turn is about.
    OwnYear,
    /// giai đoạn.
    Stage,
    /// thời gian, thời điểm.
    Time,
    And,
    /// các.
    Plural,
    Ongoing,
    /// thông báo.
    Announce,
    /// What comes before an announcement: sẽ, chờ.
    Awaited,
    /// cụ thể.
    Exactly,
    /// sau khi, khi có: an event follows.
    Event,
    /// theo.
    According,
    /// làm việc.
    Working,
    /// ký, ban hành.
    Sign,
    /// này.
    This,
    /// được.
    Passive,
    /// A document: văn bản, kế hoạch.
    Paper,
    /// năm học, nhiệm kỳ: no calendar year.
    NoCalendarYear,
    /// A word that changes what is said, in no form that is read.
    Barred,
    /// A body, whose name follows.
    Body,
    /// What is done, or how: says nothing of time.
    Deed,
    Unknown,
    /// Behind the end.
    Nothing,
}

/// The vocabulary. Where two words are alike without diacritics the first is meant.
const VOCABULARY: &[(Mark, &str)] = &[
    (Mark::Day, "ngày, mồng, mùng, ngày mồng, ngày mùng"),
    (Mark::Month, "tháng"),
    (Mark::Quarter, "quý, quí, qúy, q"),
    (Mark::Year, "năm, cả năm"),
    (Mark::Week, "tuần"),
    (Mark::Ordinal, "thứ"),
    (Mark::Weekday(1), "thứ hai"),
    (Mark::Weekday(2), "thứ ba"),
    (Mark::Weekday(3), "thứ tư"),
    (Mark::Weekday(4), "thứ năm"),
    (Mark::Weekday(5), "thứ sáu"),
    (Mark::Weekday(6), "thứ bảy, thứ bẩy"),
    (Mark::Weekday(7), "chủ nhật, chúa nhật"),
    (Mark::Hour, "giờ, h, g"),
    (Mark::Minute, "phút, ph, p"),
    (
        Mark::PartOfDay,
        "sáng, buổi sáng, trưa, chiều, buổi chiều, tối, cuối giờ chiều, cuối giờ sáng, đầu giờ sáng, đầu giờ chiều, \
         hết giờ hành chính, giờ hành chính, hết giờ làm việc, cuối giờ làm việc",
    ),
    (Mark::Before, "trước, trước thời điểm, trước mốc"),
    (Mark::BeforeEndOf, "trước khi kết thúc, trước khi hết, trước lúc kết thúc"),
    (Mark::To, "đến, tới, cho đến, cho tới, đến thời điểm"),
    (Mark::Whole, "hết"),
    (
        Mark::Latest,
        "chậm nhất, muộn nhất, trễ nhất, không quá, không chậm hơn, không muộn hơn, không trễ hơn, không chậm quá, \
         hạn chót, hạn cuối, hạn cuối cùng, thời hạn cuối cùng, thời hạn cuối, chậm nhất đến, muộn nhất đến",
    ),
    (Mark::Is, "là"),
    (Mark::At, "vào, lúc, vào lúc"),
    (Mark::Within, "trong, trong vòng, trong thời hạn, trong thời gian, trong khoảng thời gian, ngay trong"),
    (
        Mark::Since,
        "từ, kể từ, tính từ, bắt đầu từ, bắt đầu kể từ, bắt đầu thực hiện từ, bắt đầu triển khai từ, bắt đầu áp dụng từ",
    ),
    (Mark::After, "sau"),
    (Mark::NotBefore, "không sớm hơn, không trước, không được trước, sớm nhất là, sớm nhất từ, sớm nhất vào"),
    (Mark::Onward, "trở đi, trở về sau, về sau"),
    (Mark::FromNow, "từ nay, kể từ nay, từ bây giờ, từ giờ"),
    (Mark::Each, "hằng, hàng, mỗi, từng"),
    (Mark::Periodic, "định kỳ, định kì, theo định kỳ, theo định kì"),
    (Mark::Annual, "thường niên"),
    (Mark::Times, "lần"),
    (Mark::AtLeast, "ít nhất, tối thiểu"),
    (Mark::Start, "đầu, đầu tiên, thượng tuần"),
    (Mark::Middle, "giữa, trung tuần"),
    (Mark::End, "cuối, cuối cùng, hạ tuần"),
    (Mark::Half, "nửa"),
    (Mark::Of, "của, thuộc"),
    (Mark::Next, "tiếp theo, kế tiếp, liền kề, kế sau, liền sau, tiếp sau, sau liền kề, kế tiếp liền kề"),
    (Mark::OwnYear, "năm báo cáo, năm thực hiện, năm kế hoạch"),
    (Mark::Stage, "giai đoạn, thời kỳ, thời kì"),
    (Mark::Time, "thời gian, thời điểm, khoảng thời gian"),
    (Mark::And, "và, cùng"),
    (Mark::Plural, "các, những"),
    (Mark::Ongoing, "thường xuyên, liên tục, thường xuyên liên tục"),
    (Mark::Announce, "thông báo"),
    (Mark::Awaited, "sẽ, chờ, có, sẽ có, sẽ được"),
    (Mark::Exactly, "cụ thể, gần nhất"),
    (
        Mark::Event,
        "sau khi, ngay sau khi, khi có, kể từ khi, từ khi, kể từ thời điểm, từ thời điểm, tính từ thời điểm, ngay khi có, khi được, ngay khi được, trước khi, đột xuất, phiên họp, kỳ họp, \
         cuộc họp, tại phiên họp, tại kỳ họp, tại cuộc họp, khi cần, khi cần thiết, khi phát sinh",
    ),
    (Mark::According, "theo, tùy theo, tuỳ theo, căn cứ theo"),
    (Mark::Working, "làm việc"),
    (Mark::Sign, "ký, kí, ban hành, ký ban hành"),
    (Mark::This, "này"),
    (Mark::Passive, "được"),
    (
        Mark::Paper,
        "văn bản, kế hoạch, chỉ thị, công văn, quyết định, chương trình, nghị quyết, kết luận, hướng dẫn, công điện, \
         quy định, thông tri, đề án, quy chế, nghị định, thông tư",
    ),
    (
        Mark::NoCalendarYear,
        "năm học, niên học, niên khóa, niên khoá, nhiệm kỳ, nhiệm kì, học kỳ, khai giảng, năm học mới",
    ),
    (
        Mark::Barred,
        "không, chẳng, chưa, hoặc, hay, đợt, khóa, khoá, trừ, ngoại trừ, nếu, ngoài, khoảng, tầm, gần, quá, hơn, dưới, \
         trên, tính đến, tính tới, số liệu, tối đa, mùa, lễ, tết, dịp, hè, tầm nhìn, định hướng, phiên, kỳ, kể, nay, sớm nhất, \
         mới, cũ, khi, hôm, mai, qua đi, thập kỷ, thế kỷ, gia hạn, lùi, kéo dài, tạm, dừng, bắt đầu, khởi đầu",
    ),
    (
        Mark::Body,
        "tuyên giáo và dân vận, giáo dục và đào tạo, khoa học và công nghệ, nông nghiệp và môi trường, \
         tài nguyên và môi trường, kế hoạch và đầu tư, thể thao và du lịch, thương binh và xã hội, thông tin và truyền thông, \
         nông nghiệp và phát triển, sở, bộ, ban, cục, vụ trưởng, tổng cục, chi cục, ủy ban, uỷ ban, ubnd, hđnd, mttq, văn phòng, tỉnh ủy, tỉnh uỷ, thành ủy, \
         thành uỷ, huyện ủy, huyện uỷ, quận ủy, quận uỷ, đảng ủy, đảng uỷ, đảng bộ, chi bộ, hội đồng, mặt trận, thường trực, chính phủ, \
         thủ tướng, quốc hội, trung ương, bộ chính trị, ban bí thư, công an, quân đội, kho bạc, tòa án, toà án, trung tâm, \
         cơ quan, đơn vị, địa phương, lãnh đạo, chủ tịch, bí thư, phòng, tổ công tác, đoàn, cấp ủy, cấp uỷ, cấp trên, ngân hàng, \
         cấp có thẩm quyền, các cấp, các sở, các bộ, các ban, các cơ quan, các đơn vị, các địa phương, các huyện",
    ),
    (
        Mark::Deed,
        "làm, duy trì, hoàn thành, hoàn tất, hoàn thiện, xong, kết thúc, thực hiện, triển khai, tổ chức, hội nghị, báo cáo, gửi, gởi, nộp, trình, xây dựng, \
         tổng hợp, tham mưu, đề xuất, rà soát, kết quả, phê duyệt, công bố, thẩm định, đánh giá, sơ kết, tổng kết, kiểm tra, \
         giám sát, tập huấn, tuyên truyền, cập nhật, cung cấp, lập, họp, khởi công, khánh thành, nghiệm thu, giải ngân, \
         quyết toán, bàn giao, đưa vào, sử dụng, vận hành, khai thác, chính thức, dứt điểm, cơ bản, toàn bộ, việc, công tác, nhiệm vụ, \
         nội dung, dự thảo, hồ sơ, danh sách, phấn đấu, dự kiến, bảo đảm, đảm bảo, yêu cầu, đề nghị, phải, cần, để, về, \
         cho, gửi về, báo cáo về, thời hạn, hạn, tiến độ, lộ trình, mốc, mốc thời gian, thời hạn hoàn thành, ngay, sớm, kịp thời, \
         khẩn trương, áp dụng, có hiệu lực, hiệu lực, thi hành, có hiệu lực thi hành, ý kiến, góp ý, tham gia, \
         thực hiện xong, học tập, quán triệt, phổ biến, phát động, đăng ký, đăng kí, phối hợp, chỉ đạo, xử lý, xử lí, giải quyết, khắc phục, \
         trả lời, phản hồi, tiếp thu, bổ sung, chỉnh lý, sửa đổi, kiện toàn, bố trí, phân bổ, giao, nhận, ra mắt, \
         khảo sát, nghiên cứu, biên soạn, in, phát hành, phân công, thành lập, sắp xếp, chuẩn bị, thống nhất, thông qua, xem xét, \
         qua, bằng, đồng loạt, tập trung, toàn diện, đồng bộ, đạt, được giao, theo dõi, đôn đốc, tiếp nhận, chuyển giao, lấy",
    ),
    (Mark::Count(1), "một"),
    (Mark::Count(2), "hai"),
    (Mark::Count(3), "ba"),
    (Mark::Count(4), "bốn"),
    (Mark::Count(6), "sáu"),
    (Mark::Count(7), "bảy"),
    (Mark::Count(8), "tám"),
    (Mark::Count(9), "chín"),
    (Mark::Count(10), "mười"),
    (Mark::Roman(1), "i"),
    (Mark::Roman(2), "ii"),
    (Mark::Roman(3), "iii"),
    (Mark::Roman(4), "iv"),
];

/// What the vocabulary has under a word or phrase.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    /// Its mark; none where it only begins a longer phrase.
    mark: Option<Mark>,
    /// Words of the longest phrase that begins with it.
    longest: usize,
}

type Table = FxHashMap<String, Entry>;

/// The vocabulary as typed with diacritics, and without.
static TABLES: LazyLock<(Table, Table)> = LazyLock::new(|| {
    let (mut marked, mut bare) = (Table::default(), Table::default());
    for (mark, phrases) in VOCABULARY {
        for phrase in phrases.split(',').map(str::trim) {
            insert(&mut marked, phrase, *mark);
            insert(&mut bare, &without_marks(phrase), *mark);
        }
    }
    (marked, bare)
});

fn insert(table: &mut Table, phrase: &str, mark: Mark) {
    let first = phrase.split(' ').next().unwrap_or(phrase);
    let begun = table.entry(first.to_owned()).or_default();
    begun.longest = begun.longest.max(phrase.split(' ').count());
    table.entry(phrase.to_owned()).or_default().mark.get_or_insert(mark);
}

fn without_marks(text: &str) -> String {
    let letter = |c| if c == 'đ' { 'd' } else { c };
    text.nfd().filter(|c| !is_combining_mark(*c)).map(letter).collect()
}

/// A mark and the bytes of the text that it stands for.
#[derive(Clone, Debug)]
pub(super) struct Lexeme {
    pub(super) mark: Mark,
    pub(super) at: Range<usize>,
}

/// A run of letters: its place in the text, and in the text as compared.
struct Syllable {
    at: Range<usize>,
    plain: Range<usize>,
}

/// Cuts a text into marks.
pub(super) fn lexemes(text: &str) -> Vec<Lexeme> {
    let (plain, pieces) = pieces(text);
    let table = if plain.is_ascii() { &TABLES.1 } else { &TABLES.0 };
    let mut lexemes = Vec::with_capacity(pieces.len());
    let mut rest = pieces.as_slice();
    while let Some((piece, behind)) = rest.split_first() {
        let first = match piece {
            Piece::Other(lexeme) => {
                lexemes.push(lexeme.clone());
                rest = behind;
                continue;
            }
            Piece::Letters(first) => first,
        };
        let longest = table.get(&plain[first.plain.clone()]).map_or(1, |entry| entry.longest);
        let run = rest.iter().take(longest).map_while(|piece| match piece {
            Piece::Letters(syllable) => Some(syllable),
            Piece::Other(_) => None,
        });
        let phrase = |(count, last): (usize, &Syllable)| {
            let mark = table.get(&plain[first.plain.start..last.plain.end])?.mark?;
            Some((count + 1, Lexeme { mark, at: first.at.start..last.at.end }))
        };
        let unknown = (1, Lexeme { mark: Mark::Unknown, at: first.at.clone() });
        let (count, lexeme) = run.enumerate().filter_map(phrase).last().unwrap_or(unknown);
        lexemes.push(lexeme);
        rest = &rest[count..];
    }
    lexemes
}

enum Piece {
    Letters(Syllable),
    Other(Lexeme),
}

/// The text in small letters, composed, its words one space apart; and its pieces.
fn pieces(text: &str) -> (String, Vec<Piece>) {
    let (mut plain, mut pieces) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() / 3));
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let run = |test: fn(char) -> bool| {
            text[at..].char_indices().find(|(_, c)| !test(*c)).map_or(text.len(), |(length, _)| at + length)
        };
        let end = if first.is_ascii_digit() {
            run(|c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            run(|c| c.is_alphabetic() || is_combining_mark(c))
        } else {
            at + first.len_utf8()
        };
        let piece = &text[at..end];
        if first.is_alphabetic() {
            if !plain.is_empty() {
                plain.push(' ');
            }
            let from = plain.len();
            let small = |c: char| if c == 'Ð' { 'đ' } else { c.to_lowercase().next().unwrap_or(c) };
            if piece.contains(is_combining_mark) {
                plain.extend(piece.nfc().map(small));
            } else {
                plain.extend(piece.chars().map(small));
            }
            pieces.push(Piece::Letters(Syllable { at: at..end, plain: from..plain.len() }));
        } else if let Some(mark) = sign(first, piece) {
            pieces.push(Piece::Other(Lexeme { mark, at: at..end }));
        }
        at = end;
    }
    (plain, pieces)
}

/// The mark of digits or a sign; none for spaces, quotes and bullets, which say nothing.
fn sign(first: char, piece: &str) -> Option<Mark> {
    Some(match first {
        '0'..='9' => match piece.len() {
            length @ 1..=4 => Mark::Number(piece.parse().unwrap_or(i16::MAX), length as u8),
            _ => Mark::Unknown,
        },
        '/' => Mark::Slash,
        '-' | '–' | '—' | '−' | '‑' => Mark::Dash,
        '.' => Mark::Dot,
        ',' | ';' => Mark::Comma,
        ':' => Mark::Colon,
        '(' | '[' => Mark::Open,
        ')' | ']' => Mark::Close,
        '&' => Mark::And,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '•' | '…' | '*' | '_' => return None,
        c if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' => return None,
        _ => Mark::Unknown,
    })
}
