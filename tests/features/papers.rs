//! What papers are like: several issue and sign one, annexes stand behind, recipients are pasted, and not
//! every paper has an effect to state.

use crate::fixture::{Made, site};

const PAGE: &str = "van-ban/2021/34-kh-tu.html";

#[track_caller]
fn with(keys: &str) -> Made {
    site(&format!("-- a.md 34-KH/TU 2021-03-19 --\n{keys}---\nLời văn.\n"))
}

#[test]
fn a_joint_document_has_all_heads_and_all_signatures() {
    let site = with(
        "issuer: [huyen-uy-a, huyen-uy-b, Hội Đọc]\nsignature:\n\
        - {authority: T/M HUYỆN ỦY A, title: BÍ THƯ, name: Người Một}\n\
        - {title: PHÓ BÍ THƯ, name: Người Hai}\n",
    );
    site.links(
        PAGE,
        "[Huyện ủy A](../../don-vi/huyen-uy-a.html) [Huyện ủy B](../../don-vi/huyen-uy-b.html) Hội Đọc * Số 34-KH/TU",
    );
    site.shows(PAGE, "T/M HUYỆN ỦY A BÍ THƯ Người Một PHÓ BÍ THƯ Người Hai");
    site.links(
        PAGE,
        "Cơ quan ban hành [Huyện ủy A](../../co-quan/huyen-uy-a.html) Cơ quan ban hành \
         [Huyện ủy B](../../co-quan/huyen-uy-b.html)",
    );
    for issuer in ["huyen-uy-a", "huyen-uy-b"] {
        site.shows(
            &format!("co-quan/{issuer}.html"),
            "34-KH/TU … về việc chung Huyện ủy A, Huyện ủy B, Hội Đọc",
        );
    }
    site.shows("co-quan.html", "Huyện ủy A 1 văn bản … Huyện ủy B 1 văn bản … Hội Đọc 1 văn bản");
    let data = site.bytes("du-lieu/van-ban.json");
    assert!(data.contains(
        "\"issuer\":{\"id\":\"huyen-uy-a\",\"name\":\"Huyện ủy A\"},\"joint_issuers\":[{\"id\":\"huyen-uy-b\",\"name\":\"Huyện ủy B\"},{\"id\":null,\"name\":\"Hội Đọc\"}]"
    ));
    assert!(data.contains(
        "\"joint_signatures\":[{\"authority\":[],\"title\":[\"PHÓ BÍ THƯ\"],\"name\":\"Người Hai\""
    ));
    // One issuer is said as before.
    let one = with("signature: {name: Người Một}\n").bytes("du-lieu/van-ban.json");
    assert!(!one.contains("joint"), "{one}");
}

#[test]
fn one_body_named_twice_issued_once() {
    with("issuer: [huyen-uy-a, Huyện ủy A]\n").shows("co-quan.html", "Huyện ủy A 1 văn bản");
}

#[test]
fn annexes_stand_behind_what_is_signed() {
    let body = "Lời đầu[^1].\n\n## Phụ lục một {#mot}\n\nMột[^2].\n\n### Mục con\n\nHai.\n\n## Phần sau\n\nLời sau.\n\n\
        PHỤ LỤC HAI {#hai}\n\nBa.\n\n[^1]: Chú một.\n\n[^2]: Chú hai.\n";
    let keys = "attachments: [{title: Phụ lục 1, section: mot}, {title: Phụ lục 2, section: hai}]\n\
        recipients: [huyen-uy-a]\nsignature: {name: Người Ký}\n";
    let site = site(&format!("-- a.md 34-KH/TU 2021-03-19 --\n{keys}---\n{body}"));
    site.shows(
        PAGE,
        "Lời đầu1. Phần sau # Lời sau. Chú thích Chú một. ↩ Người Ký Nơi nhận - Huyện ủy A. \
         Phụ lục một # Một2. Mục con # Hai. PHỤ LỤC HAI Ba. Chú thích Chú hai. ↩ Tài liệu kèm theo",
    );
    // The contents follow the page.
    site.links(PAGE, "[Phần sau](#phan-sau) [Phụ lục một](#mot) [Mục con](#muc-con)");
}

#[test]
fn without_annexes_the_text_is_one() {
    with("").shows_no(PAGE, "Chú thích");
    assert!(!with("").bytes(PAGE).contains("annex"));
}

#[test]
fn recipients_can_be_pasted_as_printed() {
    let site = with(
        "addressed_to: [huyen-uy-b]\nrecipients: |\n  Nơi nhận:\n  - Như trên;\n  - Huyện ủy A (để b/c);\n\n\
        \u{20} - Hội Đọc (phối hợp);\n  - Lưu: VT, ĐT.\n",
    );
    site.links(
        PAGE,
        "Nơi nhận - Như trên; - [Huyện ủy A](../../don-vi/huyen-uy-a.html) (để b/c); - Hội Đọc (phối hợp); - Lưu: VT, ĐT.",
    );
    let data = site.bytes("du-lieu/van-ban.json");
    assert!(
        data.contains(
            "{\"id\":\"huyen-uy-a\",\"name\":\"Huyện ủy A\",\"note\":\"để b/c\",\"for\":\"report\"}"
        ),
        "{data}"
    );
    assert!(data.contains("\"for\":\"coordinate\"") && data.contains("\"for\":\"file\""));
    // Who is not in the register is told of, in its place; the file and the addressees name nobody.
    let unknown: Vec<_> = site.faults.iter().map(|f| (f.code, f.place.line, f.place.column)).collect();
    assert_eq!(unknown, [("unknown-name", 12, 5)]);
    site.shows("don-vi/huyen-uy-a.html", "34-KH/TU");
}

#[test]
fn what_has_no_effect_states_none() {
    let effect = |head: &str, keys: &str, page: &str, shows: bool| {
        let site = site(&format!("-- a.md {head} --\n{keys}---\nLời.\n"));
        match shows {
            true => site.shows(page, "hiệu lực"),
            false => site.shows_no(page, "iệu lực"),
        }
        let data = site.bytes("du-lieu/van-ban.json");
        assert_eq!(data.contains("\"in_force\":null"), !shows, "{data}");
    };
    effect("34-KH/TU 2021-03-19", "", PAGE, true);
    effect("34-CV/TU 2021-03-19", "", "van-ban/2021/34-cv-tu.html", false);
    effect("34/UBND-VX 2021-03-19", "", "van-ban/2021/34-ubnd-vx.html", false);
    effect("34-CV/TU 2021-03-19", "in_force: 2021-04-01/..\n", "van-ban/2021/34-cv-tu.html", true);
    let undated = "date: null\ndate_between: 2021-01-01/2021-03-31\nslug: x\n";
    effect("34-KH/TU 2021-03-19", undated, "van-ban/2021/x.html", false);
}
