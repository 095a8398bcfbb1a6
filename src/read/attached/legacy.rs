//! Vietnamese as it was written before Unicode: TCVN 5712:1993 (the ABC fonts, `.VnTime`) and VNI (the fonts
//! `VNI-Times`), read from the Latin letters for which programs of today take their bytes.

/// Letters of TCVN 5712 by their byte from 0xA0, sixteen a row; a point where there is none. Capitals with
/// a tone have no byte: fonts whose name ends with H show them.
const TCVN3: [&str; 6] = [
    ".ĂÂÊÔƠƯĐăâêôơưđ.",
    ".....àảãáạ.ằẳẵắ.",
    "......ặầẩẫấậè.ẻẽ",
    "éẹềểễếệìỉ...ĩíịò",
    ".ỏõóọồổỗốộờởỡớợù",
    ".ủũúụừửữứựỳỷỹýỵ",
];

/// Reads Latin letters as the ABC fonts show them. A letter between capitals is one.
pub fn tcvn3(text: &str) -> String {
    let read = |character: char| match (character as u32).checked_sub(0xa0) {
        Some(at @ 0..0x60) => match TCVN3[at as usize / 16].chars().nth(at as usize % 16) {
            Some('.') | None => '\u{fffd}',
            Some(letter) => letter,
        },
        _ => character,
    };
    let words = text.split_inclusive(|c: char| !c.is_alphabetic() && (c as u32) < 0xa0);
    let word = |word: &str| {
        let is_capital = word.contains(|c: char| c.is_ascii_uppercase());
        let is_small = word.contains(|c: char| c.is_ascii_lowercase());
        let read: String = word.chars().map(read).collect();
        if is_capital && !is_small { read.to_uppercase() } else { read }
    };
    words.map(word).collect()
}

/// What the second of two letters of VNI makes of the first: a tone, or a hat and a tone.
const VNI_MARKS: [(char, &str); 17] = [
    ('ø', "\u{300}"),
    ('ù', "\u{301}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('à', "\u{302}\u{300}"),
    ('á', "\u{302}\u{301}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{302}\u{323}"),
    ('ê', "\u{306}"),
    ('è', "\u{306}\u{300}"),
    ('é', "\u{306}\u{301}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{306}\u{323}"),
];

/// Letters of VNI that stand alone.
const VNI_LETTERS: [(char, char); 9] = [
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('ñ', 'đ'),
    ('ì', 'ì'),
    ('í', 'í'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('î', 'ỵ'),
];

/// Reads Latin letters as the VNI fonts show them. The result is not composed.
pub fn vni(text: &str) -> String {
    let mut read = String::with_capacity(text.len());
    let mut before = ' ';
    for character in text.chars() {
        let small = character.to_lowercase().next().unwrap_or(character);
        let alone = VNI_LETTERS.iter().find(|(typed, _)| *typed == small).map(|(_, letter)| *letter);
        let mark = VNI_MARKS.iter().find(|(typed, _)| *typed == small).map(|(_, mark)| *mark);
        match (alone, mark) {
            (Some(letter), _) if character == small => read.push(letter),
            (Some(letter), _) => read.extend(letter.to_uppercase()),
            (None, Some(mark)) if "aeouyôöAEOUYÔÖ".contains(before) => read.push_str(mark),
            _ => read.push(character),
        }
        before = character;
    }
    read
}

/// Whether a text in Latin letters may be Vietnamese of one of these: it has the Ậ of the one or of the
/// other, letters that no Vietnamese in Unicode has.
pub fn is_likely(text: &str) -> bool {
    text.contains(['Ë', 'ä', 'Ä'])
}

/// The lines of a text that may be Vietnamese of one of these, in both readings.
pub fn lines(text: &str) -> String {
    let likely = text.lines().filter(|line| is_likely(line));
    likely.flat_map(|line| [tcvn3(line), vni(line)]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    /// Bytes as programs of today show them.
    fn latin(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| char::from(*byte)).collect()
    }

    #[test]
    fn the_letters_of_tcvn_5712() {
        let read = |bytes: &[u8]| tcvn3(&latin(bytes));
        assert_eq!(read(b"m\xcbt T\xe8i m\xcbt TUY\xd6T M\xcbT"), "mật Tối mật TUYỆT MẬT");
        assert_eq!(
            read(b"C\xe9ng h\xdfa x\xb7 h\xe9i ch\xf1 ngh\xdca Vi\xd6t Nam"),
            "Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(read(b"\xa7\xe9c l\xcbp - H\xb9nh ph\xf3c"), "Độc lập - Hạnh phúc");
        assert_eq!(
            read(b"\xa1\xa2\xa3\xa4\xa5\xa6\xa8\xa9\xaa\xab\xac\xad\xae \xb5\xfe\xc1"),
            "ĂÂÊÔƠƯăâêôơưđ àỵ\u{fffd}"
        );
    }

    #[test]
    fn the_letters_of_vni() {
        let read = |bytes: &[u8]| vni(&latin(bytes)).nfc().collect::<String>();
        assert_eq!(read(b"MA\xc4T TO\xc1I MA\xc4T TUYE\xc4T MA\xc4T"), "MẬT TỐI MẬT TUYỆT MẬT");
        assert_eq!(
            read(b"C\xf4\xef Co\xe4ng ho\xf8a xa\xf5 ho\xe4i chu\xfb ngh\xf3a Vie\xe4t Nam"),
            "Cợ Cộng hòa xã hội chủ nghĩa Việt Nam"
        );
        assert_eq!(
            read(b"\xd1o\xe4c la\xe4p - T\xf6\xef do - Ha\xefnh phu\xf9c"),
            "Độc lập - Tự do - Hạnh phúc"
        );
    }

    #[test]
    fn only_lines_that_may_be_legacy() {
        assert_eq!(lines("MẬT\nÂu cơ"), "");
        assert_eq!(lines("một\nM\u{cb}T"), "MẬT\nM\u{cb}T");
    }
}
