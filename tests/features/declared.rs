//! What a site adds to directives: topics with their lists, and keys of its own.

use serde_json::{Value, json};

use crate::fixture::{Made, site, site_with_drafts};

fn directives(made: &Made) -> Value {
    let data: Value = serde_json::from_str(&made.bytes("du-lieu/van-ban.json")).expect("JSON");
    let schema: Value = serde_json::from_str(&made.bytes("du-lieu/van-ban.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&data), "{data:#}");
    data
}

#[test]
fn a_topic_has_a_list_of_its_directives_newest_first() {
    let made = site(
        "-- a.md 1-KH/TU 2021-03-19 --\ntitle: một\ntopics: [Y tế, Đất đai]\n---\nLời.\n\
         -- b.md 2-KH/TU 2022-03-19 --\ntitle: hai\ntopics: [Y tế]\n---\nLời.\n\
         -- c.md 3-KH/TU 2020-03-19 --\ntitle: ba\ntopics: [\"Y  tế\", Dân số]\n---\nLời.\n\
         -- d.md 4-KH/TU 2020-03-19 --\ntitle: bốn\n---\nLời.\n",
    );
    made.links(
        "linh-vuc.html",
        "Lĩnh vực [Dân số](linh-vuc/dan-so.html) 1 văn bản [Đất đai](linh-vuc/dat-dai.html) 1 văn bản \
         [Y tế](linh-vuc/y-te.html) 3 văn bản",
    );
    made.shows("linh-vuc/y-te.html", "Y tế 3 văn bản … hai … một … ba");
    made.shows_no("linh-vuc/y-te.html", "bốn");
    made.links(
        "van-ban/2021/1-kh-tu.html",
        "Lĩnh vực [Y tế](../../linh-vuc/y-te.html) [Đất đai](../../linh-vuc/dat-dai.html)",
    );
    made.shows_no("van-ban/2020/4-kh-tu.html", "Lĩnh vực");
    // Every page leads to them at its foot.
    assert!(made.bytes("van-ban/2020/4-kh-tu.html").contains("<a href=\"../../linh-vuc.html\">Lĩnh vực</a>"));
    let data = directives(&made);
    let topics: Vec<&Value> = data.as_array().unwrap().iter().map(|one| &one["topics"]).collect();
    assert_eq!(
        topics,
        [&json!(["Y  tế", "Dân số"]), &Value::Null, &json!(["Y tế", "Đất đai"]), &json!(["Y tế"])]
    );
}

#[test]
fn without_topics_there_is_no_list_of_them() {
    let made = site("-- a.md 1-KH/TU 2021-03-19 --\nLời.\n");
    assert!(made.addresses().iter().all(|address| !address.starts_with("linh-vuc")));
    made.nowhere("linh-vuc");
}

#[test]
fn topics_of_drafts_and_secrets_are_not_seen() {
    let text = "-- site.yaml --\ntitle: Công báo\nsecret: skip\n-- a.md 1-KH/TU 2021-03-19 --\ntopics: [Chim yến]\ndraft: true\n---\nLời.\n\
                -- b.md 2-KH/TU 2021-03-19 --\ntopics: [Chim cắt, chim yến]\nsecrecy: mat\n---\nLời.\n";
    let made = site(text);
    for word in ["Chim", "chim"] {
        made.nowhere(word);
    }
    let made = site_with_drafts(text);
    made.shows("linh-vuc/chim-yen.html", "Chim yến 1 văn bản");
    made.nowhere("Chim cắt");
}

#[test]
fn a_topic_of_many_is_split_like_every_list() {
    let one = |n: usize| format!("-- {n}.md {n}-KH/TU 2021-03-19 --\ntopics: [Y tế]\n---\nLời.\n");
    let made = site(&(1..=501).map(one).collect::<String>());
    made.shows("linh-vuc/y-te.html", "501 văn bản … Phần 1 Phần 2 … 501-KH/TU");
    made.shows("linh-vuc/y-te-2.html", "1-KH/TU");
    made.shows_no("linh-vuc/y-te-2.html", "2-KH/TU");
}

const FIELDS: &str = "-- site.yaml --\ntitle: Công báo\nfields:\n\
    \x20 - {key: linh_vuc, label: Lĩnh vực khác}\n\
    \x20 - {key: ngay_hop, label: Ngày họp, type: date, list: true}\n\
    \x20 - {key: theo_doi, label: Đơn vị theo dõi, type: organization, list: true}\n";

#[test]
fn a_declared_key_stands_among_the_facts_and_in_lists_where_it_should() {
    let made = site(&format!(
        "{FIELDS}-- a.md 1-KH/TU 2021-03-19 --\ntheo_doi: huyen-uy-a\nngay_hop: 2021-04-05\nlinh_vuc: 'Đất & rừng'\n\
         topics: [Y tế]\n---\nLời.\n-- b.md 2-KH/TU 2021-03-20 --\ntheo_doi: Hội Ngoài Sổ\n---\nLời.\n"
    ));
    let at = "van-ban/2021/1-kh-tu.html";
    // In the order of the settings.
    made.links(
        at,
        "Lĩnh vực khác Đất & rừng Ngày họp 05/04/2021 Đơn vị theo dõi [Huyện ủy A](../../don-vi/huyen-uy-a.html)",
    );
    made.has(at, "<time datetime=\"2021-04-05\">05/04/2021</time>");
    for list in ["van-ban/2021.html", "linh-vuc/y-te.html"] {
        made.shows(list, "Tỉnh ủy · Ngày họp: 05/04/2021 · Đơn vị theo dõi: Huyện ủy A");
        made.shows_no(list, "Đất & rừng");
    }
    made.shows("van-ban/2021/2-kh-tu.html", "Đơn vị theo dõi Hội Ngoài Sổ");
    made.shows_no("van-ban/2021/2-kh-tu.html", "Ngày họp");
    // A name outside the register is told, as it is of every other key.
    let codes: Vec<_> = made.faults.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["unknown-name"]);
    let data = directives(&made);
    assert_eq!(
        data[0]["fields"],
        json!({"linh_vuc": "Đất & rừng", "ngay_hop": "2021-04-05", "theo_doi": "huyen-uy-a"})
    );
    assert_eq!(data[1]["fields"], json!({"theo_doi": "Hội Ngoài Sổ"}));
}

#[test]
fn words_that_must_not_be_seen_are_not_seen_in_topics_and_declared_keys() {
    let made = site(&format!(
        "{FIELDS}-- a.md 1-KH/TU 2021-03-19 --\nredact: [Chim Yến]\nlinh_vuc: hồ sơ Chim Yến\ntopics: [Vụ Chim Yến]\n---\nLời.\n"
    ));
    made.nowhere("Yến");
    made.shows("van-ban/2021/1-kh-tu.html", "Lĩnh vực khác hồ sơ ▮▮▮");
    made.shows("linh-vuc/vu.html", "Vụ ▮▮▮");
}

#[test]
fn a_declared_key_may_be_one_that_is_still_to_be_confirmed() {
    let made = site(&format!(
        "{FIELDS}-- a.md 1-KH/TU 2021-03-19 --\nconfirm: [linh_vuc]\nlinh_vuc: Rừng\n---\nLời.\n"
    ));
    assert_eq!(made.faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), ["to-be-confirmed"]);
    made.shows("van-ban/2021/1-kh-tu.html", "Chưa đối chiếu với bản giấy … Lĩnh vực khác");
}
