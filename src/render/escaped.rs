//! Text as HTML: escaped, and with the words that a line never breaks in, numbers of documents
//! (`30/2020/NĐ-CP`) and dates.
//!
//! Owns which words these are, and their markup.

/// How long such a word is at most: what is longer would not fit on a narrow screen.
const LONGEST: usize = 22;
/// Signs around a word that are none of it.
const AROUND: &[char] =
    &['(', ')', '"', '\'', '“', '”', '‘', '’', '«', '»', ',', '.', ';', ':', '?', '!', '…'];

/// Text for an element, escaped.
pub(crate) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(entity);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// Text for an element, escaped, in which numbers of documents and dates stand in one line each.
pub(crate) fn unbroken(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let (mut written, mut behind) = (0, 0);
    for piece in text.split_inclusive(char::is_whitespace) {
        let start = behind;
        behind += piece.len();
        // Most words have no sign.
        if !piece.contains(is_sign) {
            continue;
        }
        let is_around = |c: char| c.is_whitespace() || AROUND.contains(&c);
        let bare = piece.trim_start_matches(is_around);
        let from = start + piece.len() - bare.len();
        let bare = bare.trim_end_matches(is_around);
        if is_number(bare) {
            escape(&text[written..from], &mut out);
            out.push_str("<span class=\"nb\">");
            escape(bare, &mut out);
            out.push_str("</span>");
            written = from + bare.len();
        }
    }
    escape(&text[written..], &mut out);
    out
}

/// Whether a sign holds the parts of a number together.
fn is_sign(c: char) -> bool {
    matches!(c, '/' | '-' | '–')
}

/// Whether a word is a number of a document, a date, or another number with a sign in it.
fn is_number(word: &str) -> bool {
    let mut parts = word.split(is_sign);
    let is_whole = parts.clone().all(|part| !part.is_empty()) && parts.nth(1).is_some();
    let is_said = |c: char| c.is_ascii_digit() || c.is_uppercase();
    is_whole && word.contains(is_said) && word.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates_stand_in_one_line() {
        let check = |text: &str, expect: &str| {
            let marked = expect.replace('[', "<span class=\"nb\">").replace(']', "</span>");
            assert_eq!(unbroken(text), marked, "{text}");
        };
        check("Chỉ thị 14-CT/TU", "Chỉ thị [14-CT/TU]");
        check("(30/2020/NĐ-CP), 21/11/2026.", "([30/2020/NĐ-CP]), [21/11/2026].");
        check("Số 45–48/BC", "Số [45–48/BC]");
        check("2021 – 2025", "2021 – 2025");
        check("điểm a - khoản 2", "điểm a - khoản 2");
        check("a/b và/hoặc", "a/b và/hoặc");
        check("14- /TU", "14- /TU");
        check("1 < 1/2 & \"3\"", "1 &lt; [1/2] &amp; &quot;3&quot;");
        check("https://mau.vn/van-ban/2026/05-ct-tu", "https://mau.vn/van-ban/2026/05-ct-tu");
        check("", "");
    }

    #[test]
    fn no_word_is_lost() {
        for text in ["Số: 1/2,3-4", "«14-CT/TU»…", " 1/2\u{a0}3/4 ", "- / –", "...", "a1/b…"] {
            let bare = unbroken(text).replace("<span class=\"nb\">", "").replace("</span>", "");
            assert_eq!(bare, text);
        }
    }
}
