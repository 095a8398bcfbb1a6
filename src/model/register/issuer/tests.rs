//! Who is meant by words beside a number.

use super::*;
use crate::read::decode::Text;
use crate::read::snapshot::Sources;

const REGISTER: &str = "\
- {id: bch, name: Ban Chấp hành Trung ương Đảng, short: BCH TW}
- {id: bct, name: Bộ Chính trị, parent: bch}
- {id: bbt, name: Ban Bí thư Trung ương Đảng, aliases: [Ban Bí thư], parent: bch}
- {id: btc, name: Ban Tổ chức Trung ương, short: BTCTW, parent: bch}
- {id: cp, name: Chính phủ}
- {id: ttg, name: Thủ tướng Chính phủ}
- {id: qh, name: Quốc hội}
- {id: ubtvqh, name: Ủy ban Thường vụ Quốc hội}
- {id: byt, name: Bộ Y tế}
- {id: bgd, name: Bộ Giáo dục và Đào tạo, short: BGDĐT}
- {id: hn, name: Ủy ban nhân dân thành phố Hà Nội, aliases: [UBND thành phố Hà Nội]}
- {id: na, name: Ủy ban nhân dân tỉnh Nghệ An}
- {id: nd, name: Ủy ban nhân dân huyện Nam Đàn, parent: na}
- {id: syt, name: Sở Y tế, parent: na}
- {id: tu, name: Tỉnh ủy Lai Châu}
- {id: btv, name: Ban Thường vụ Tỉnh ủy, parent: tu}
- {id: vptu, name: Văn phòng Tỉnh ủy, parent: tu}
- {id: tuy, name: Tỉnh ủy}
- {id: btvtuy, name: Ban Thường vụ Tỉnh ủy ta, parent: tuy}
- {id: btcttu, name: Ban Tổ chức Tỉnh ủy, parent: tuy}
";

fn issuer(typed: &str) -> Issuer {
    let sources = Sources::from_texts([("content/organizations.yaml".into(), REGISTER.to_owned())]);
    let (register, faults) = Register::read(&sources.part(&["content/organizations.yaml"]));
    assert!(faults.is_empty(), "{faults:?}");
    let name = Name::from(&Text { value: typed.to_owned(), ..Text::default() });
    Issuer::new([&name], None, None, &register)
}

#[track_caller]
fn agree(words: &str, id: &str) {
    assert!(issuer(id).agrees(words, None), "{words}: {:?}", issuer(id));
}

#[track_caller]
fn differ(words: &str, id: &str) {
    assert!(!issuer(id).agrees(words, None), "{words}: {:?}", issuer(id));
}

#[test]
fn a_name_in_full_or_with_usual_abbreviations() {
    agree("Ủy ban nhân dân tỉnh Nghệ An về việc", "na");
    agree("Uỷ ban Nhân dân tỉnh Nghệ An", "na");
    agree("UBND tỉnh Nghệ An triển khai", "na");
    agree("UBND Tỉnh Nghệ An", "na");
    agree("UBND TP. Hà Nội", "hn");
    agree("UBND TP Hà Nội ban hành", "hn");
    agree("Bộ Giáo dục và Đào tạo quy định", "bgd");
    agree("Bộ Giáo dục - Đào tạo", "bgd");
    agree("BGDĐT", "bgd");
    agree("BCH TW về thi hành", "bch");
    agree("Ban Chấp hành Trung ương Đảng khoá XIII về", "bch");
    agree("Ban Chấp hành trung ương Đảng Cộng sản Việt Nam", "bch");
    agree("Ban Bí thư về tiếp tục", "bbt");
    agree("BAN TỔ CHỨC TRUNG ƯƠNG VỀ", "btc");
}

#[test]
fn shorter_names_agree() {
    agree("UBND tỉnh", "na");
    agree("UBND tỉnh tổ chức lại", "na");
    agree("Ủy ban nhân dân tỉnh về việc", "na");
    agree("UBND thành phố", "hn");
    agree("Tỉnh ủy", "tu");
    agree("Tỉnh ủy về", "btv");
    agree("Ban Chấp hành Trung ương", "bch");
    agree("Trung ương", "bch");
    agree("Đảng", "bch");
    agree("Thủ tướng", "ttg");
    agree("Ban Tổ chức", "btc");
    agree("Hà Nội", "hn");
    agree("Ban Bí thư Trung ương Đảng", "bbt");
    // Words that name nobody.
    agree("tỉnh", "hn");
    agree("các cấp ủy", "bct");
    agree("cấp trên", "bct");
}

#[test]
fn organs_and_posts_of_the_same_body_agree() {
    agree("Ban Thường vụ Tỉnh ủy về", "tu");
    agree("Ban Thường vụ Tỉnh ủy Lai Châu", "btv");
    agree("Ban Thường vụ Tỉnh ủy Lai Châu", "tu");
    agree("BAN THƯỜNG VỤ TỈNH ỦY", "btv");
    agree("Tỉnh ủy Lai Châu", "btv");
    agree("Ban Chấp hành Đảng bộ tỉnh về thực hiện", "tu");
    agree("Ban Chấp hành Đảng bộ tỉnh Lai Châu", "tu");
    agree("Chủ tịch UBND tỉnh Nghệ An", "na");
    agree("Bộ trưởng Bộ Y tế quy định", "byt");
    agree("Hội nghị lần thứ sáu Ban Chấp hành Trung ương Đảng khoá XIII", "bch");
    agree("Thủ tướng Chính phủ", "cp");
    agree("Chính phủ", "ttg");
    agree("Sở Y tế tỉnh Nghệ An", "syt");
}

#[test]
fn another_body_differs() {
    differ("UBND tỉnh Nghệ An", "hn");
    differ("UBND tỉnh", "hn");
    differ("UBND thành phố Hà Nội", "na");
    differ("UBND huyện Nam Đàn", "na");
    differ("UBND tỉnh Nghệ An", "nd");
    differ("Bộ Y tế", "bgd");
    differ("Bộ Công an", "byt");
    differ("Bộ Chính trị", "bch");
    differ("Ban Bí thư", "bct");
    differ("Ban Dân vận Trung ương", "btc");
    differ("Ban Tổ chức Tỉnh ủy", "btc");
    differ("Ban Tổ chức Trung ương", "btcttu");
    differ("Ban Bí thư Trung ương Đoàn", "bbt");
    differ("Văn phòng Tỉnh ủy", "tu");
    differ("Tỉnh ủy", "vptu");
    differ("Thành ủy", "tu");
    differ("Quốc hội", "ubtvqh");
    differ("Huyện ủy A", "tu");
    differ("Nghệ An", "hn");
    differ("tỉnh Nghệ An", "hn");
    differ("BỘ Y TẾ", "bgd");
}

#[test]
fn another_place_differs() {
    differ("Tỉnh ủy Thanh Hóa", "tuy");
    differ("Tỉnh ủy Thanh Hóa", "tu");
    differ("Ban Thường vụ Tỉnh ủy Thanh Hóa về", "btv");
    differ("TỈNH ỦY THANH HÓA VỀ", "tu");
    differ("Ban Chấp hành Đảng bộ tỉnh Thanh Hóa", "tu");
    differ("UBND tỉnh Thanh Hóa", "na");
    differ("Sở Y tế tỉnh Thanh Hóa", "syt");
}

#[test]
fn a_body_that_is_not_in_the_register_goes_by_its_name() {
    agree("Hội Nông dân huyện A", "Hội Nông dân huyện A");
    agree("Hội Nông dân", "Hội Nông dân huyện A");
    differ("Hội Nông dân huyện B", "Hội Nông dân huyện A");
    differ("Hội Phụ nữ", "Hội Nông dân huyện A");
}

#[test]
fn the_line_above_and_the_place_say_whose_it_is() {
    let name = |typed: &str| Name::from(&Text { value: typed.to_owned(), ..Text::default() });
    let register = Register::default();
    let of = |superior, place| Issuer::new([&name("Ban Thường vụ Tỉnh ủy")], superior, place, &register);
    assert!(of(Some("TỈNH ỦY LAI CHÂU"), None).agrees("Tỉnh ủy Lai Châu", None));
    assert!(!of(Some("TỈNH ỦY LAI CHÂU"), None).agrees("Tỉnh ủy Thanh Hóa", None));
    assert!(of(None, Some("Lai Châu")).agrees("Ban Thường vụ Tỉnh ủy Lai Châu", None));
    assert!(!of(None, Some("Lai Châu")).agrees("Ban Thường vụ Tỉnh ủy Sơn La", None));
}

#[test]
fn short_words_mean_the_body_of_who_writes() {
    let hue = Issuer::new(
        [&Name::from(&Text { value: "Ủy ban nhân dân tỉnh Thừa".to_owned(), ..Text::default() })],
        None,
        None,
        &Register::default(),
    );
    assert!(!issuer("na").agrees("UBND tỉnh", Some(&hue)));
    assert!(issuer("na").agrees("UBND tỉnh", Some(&issuer("nd"))));
    assert!(issuer("na").agrees("UBND tỉnh", Some(&issuer("na"))));
    assert!(issuer("na").agrees("UBND tỉnh", Some(&issuer("bct"))));
    assert!(issuer("tu").agrees("Tỉnh ủy", Some(&issuer("btv"))));
}
