//! Addresses that every disk, file share and web server can bear.
//!
//! Owns the rule: what Linux, Windows, macOS or a ZIP would refuse, cut or take for another is no address.
//! Does not know what stands at one.

use unicode_normalization::UnicodeNormalization;

use crate::language::Words;

/// Bytes of one name: disks take 255; the rest is for what is hung on later (`-2.html`, `.gz`).
pub const NAME: usize = 240;
/// UTF-16 units of a whole address: Windows takes 260 with the folder of the site.
pub const WHOLE: usize = 240;
/// Names of devices, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// What is wrong with an address.
pub struct Unportable {
    /// The address up to the end of the name that is at fault, without the ending of a page: that of a
    /// page and of the folder beside it are one.
    pub name: String,
    /// What is wrong with it.
    pub why: Words,
}

/// What is wrong with an address, if anything is: the first of its names that is, or all of it.
pub fn fault(address: &str) -> Option<Unportable> {
    let mut end = 0;
    for name in address.split('/') {
        end += name.len();
        if let Some(why) = fault_of_name(name) {
            let name = &address[..end];
            return Some(Unportable { name: name.strip_suffix(".html").unwrap_or(name).to_owned(), why });
        }
        end += 1;
    }
    let units = address.encode_utf16().count();
    let why = || {
        Words::new(
            format!("dài {units} ký tự, nhiều nhất {WHOLE}"),
            format!("it has {units} characters, of {WHOLE} at most"),
        )
    };
    (units > WHOLE).then(|| Unportable { name: address.to_owned(), why: why() })
}

fn fault_of_name(name: &str) -> Option<Words> {
    let length = name.len();
    if length > NAME {
        return Some(Words::new(
            format!("một tên dài {length} byte, nhiều nhất {NAME}"),
            format!("a name has {length} bytes, of {NAME} at most"),
        ));
    }
    let strange = |c: &char| c.is_control() || r#"<>:"|?*\"#.contains(*c);
    if let Some(c) = name.chars().find(strange) {
        let c = if c.is_control() { c.escape_unicode().to_string() } else { c.to_string() };
        return Some(Words::new(format!("có ký tự `{c}`"), format!("it holds the character `{c}`")));
    }
    if name.is_empty() || name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some(Words::new(
            format!("tên `{name}` rỗng, hoặc mở đầu hay kết thúc bằng dấu cách hay dấu chấm"),
            format!("the name `{name}` is empty, or begins or ends with a space or a dot"),
        ));
    }
    is_device(name).then(|| {
        Words::new(format!("Windows dành riêng tên `{name}`"), format!("Windows reserves the name `{name}`"))
    })
}

/// Whether Windows opens a device under this name, whatever its ending: `con`, `aux.html`, `COM¹.pdf`.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end_matches(' ').to_ascii_lowercase();
    let port = || {
        let digit = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"))?;
        let mut digits = digit.chars();
        let is_port = digits.next().is_some_and(|c| c.is_ascii_digit() || "¹²³".contains(c));
        (is_port && digits.next().is_none()).then_some(())
    };
    DEVICES.contains(&&*stem) || port().is_some()
}

/// What two addresses share that some disk takes for one: upper and lower case, forms of Unicode.
pub fn key(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    // Capitals first: `ſ` and `s`, `ς` and `σ` share one.
    address.nfd().flat_map(char::to_uppercase).flat_map(char::to_lowercase).nfd().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_some_system_refuses_is_a_fault() {
        let long = format!("van-ban/{}.html", "a".repeat(NAME - 4));
        let deep = "van-ban/".repeat(WHOLE / 8) + "a";
        let bad = [
            "con",
            "CON",
            "a/aux.html",
            "nul.tar.gz",
            "prn",
            "com1",
            "LPT9.pdf",
            "com¹.pdf",
            "lpt³",
            "com0",
            "con .pdf",
            "conin$",
            "a./b.html",
            "a /b.html",
            " a",
            "a//b",
            "",
            "a:b",
            "a?b",
            "a*b",
            "a\"b",
            "a<b",
            "a>b",
            "a|b",
            "a\\b",
            "a\0b",
            "a\nb",
            "a\u{7f}b",
            "a\u{85}b",
            "..",
            ".",
            "a/../b",
            &long,
            &deep,
        ];
        for address in bad {
            assert!(fault(address).is_some(), "{address:?}");
        }
    }

    #[test]
    fn what_every_system_takes_is_none() {
        let long = format!("{}.html", "a".repeat(NAME - 5));
        let whole = "van-ban/".repeat(WHOLE / 8 - 1) + "van-ban1";
        // Each letter is three bytes and one unit.
        let letters = "ế".repeat(NAME / 3);
        let good = [
            "index.html",
            "contact.html",
            "com.html",
            "com10",
            "lpt",
            "console",
            "a.con",
            "nulls",
            "aux-2.html",
            "biểu 1.xlsx",
            "%2e%2e.pdf",
            "a&b#c'd.pdf",
            ".htaccess",
            &long,
            &whole,
            &letters,
        ];
        for address in good {
            assert!(fault(address).is_none(), "{address:?}");
        }
    }

    #[test]
    fn a_page_and_the_folder_beside_it_have_one_fault() {
        let name = |address| fault(address).map(|fault| fault.name);
        assert_eq!(name("van-ban/2021/con.html"), name("van-ban/2021/con/a.pdf"));
        assert_ne!(name("van-ban/2021/con.html"), name("van-ban/2021/aux.html"));
    }

    #[test]
    fn addresses_that_some_disk_takes_for_one_share_a_key() {
        let same = [("A.pdf", "a.pdf"), ("biểu.pdf", "BIÊ\u{309}U.pdf"), ("maſs", "mass"), ("\u{212a}", "k")];
        for (a, b) in same {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [("a.pdf", "á.pdf"), ("d.pdf", "đ.pdf"), ("a/b", "a-b"), ("oà", "òa")] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
