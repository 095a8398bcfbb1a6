//! Free pages: their addresses, texts and files, the menu, and what is left out.

use crate::fixture::{Made, site, site_with_drafts};

const DIRECTIVE: &str = "-- a.md 1-KH/TU 2021-03-19 --\n## Việc chung\n\nLời.\n";

fn menu(entries: &str) -> String {
    format!("-- site.yaml --\ntitle: Công báo\nmenu: [{entries}]\n")
}

/// The links of a part of the frame as `words → address`, with `*` where the page itself is meant.
fn links(made: &Made, address: &str, from: &str, to: &str) -> Vec<String> {
    let html = made.bytes(address);
    let Some(start) = html.find(from) else { return Vec::new() };
    let part = &html[start..];
    let part = &part[..part.find(to).expect("an end")];
    let link = |rest: &str| {
        let (head, rest) = rest.split_once('>').expect("a tag");
        let words = rest.split("</a>").next().unwrap_or_default();
        let current = if head.contains("aria-current=\"page\"") { "*" } else { "" };
        format!("{words} → {}{current}", head.split('"').nth(1).unwrap_or_default())
    };
    part.split("<a ").skip(1).map(link).collect()
}

fn in_menu(made: &Made, address: &str) -> Vec<String> {
    links(made, address, "<nav aria-label=\"Chính\">", "</nav>").split_off(4)
}

fn at_foot(made: &Made, address: &str) -> Vec<String> {
    links(made, address, "<nav aria-label=\"Trang khác\">", "</nav>")
}

#[test]
fn a_page_has_a_title_a_text_and_links_like_every_text() {
    let page = "-- pages/gioi-thieu.md --\n---\ntitle: Giới thiệu\n---\n\n## Ai lập {#ai}\n\nTheo Kế hoạch số 1-KH/TU, xem \
                [mục](#ai), [kế hoạch](../directives/a.md#viec-chung), [trang kia](sau/lien-he.md#noi) và [biểu](bieu.csv).\n\n## Sau\n";
    let other =
        "-- pages/sau/lien-he.md --\n---\ntitle: Liên hệ\n---\n\n## Nơi {#noi}\n\n[về](../gioi-thieu.md)\n";
    let made = site(&format!("{DIRECTIVE}{page}{other}-- pages/bieu.csv --\na,b\n"));
    let at = "trang/gioi-thieu.html";
    made.shows(at, "Giới thiệu … Ai lập … Theo Kế hoạch số 1-KH/TU, xem mục, kế hoạch, trang kia và biểu.");
    made.links(
        at,
        "[Kế hoạch số 1-KH/TU](../van-ban/2021/1-kh-tu.html), xem [mục](#ai), \
         [kế hoạch](../van-ban/2021/1-kh-tu.html#viec-chung), [trang kia](lien-he.html#noi) và [biểu](gioi-thieu/bieu.csv).",
    );
    made.links(at, "Trong trang này … [Ai lập](#ai)");
    made.links("trang/lien-he.html", "[về](gioi-thieu.html)");
    assert_eq!(made.bytes("trang/gioi-thieu/bieu.csv"), "a,b\n");
    assert!(made.bytes(at).contains("<title>Giới thiệu – Công báo</title>"));
    // A directive may lead to it, too.
    let made = site(&format!(
        "-- b.md 2-KH/TU 2021-03-19 --\n[ai](../pages/gioi-thieu.md#ai)\n{DIRECTIVE}{page}{other}-- pages/bieu.csv --\na\n"
    ));
    made.links("van-ban/2021/2-kh-tu.html", "[ai](../../trang/gioi-thieu.html#ai)");
}

#[test]
fn the_menu_has_what_the_settings_name_and_the_foot_the_others() {
    let page = |name: &str, keys: &str| format!("-- pages/{name}.md --\n---\n{keys}\n---\nLời.\n");
    let pages = [
        page("mot", "title: Một"),
        page("hai", "title: Hai\norder: 9"),
        page("ba", "title: Đà"),
        page("bon", "title: Da"),
        page("nam", "title: Năm\norder: 2"),
    ];
    let settings = menu("{title: Giới thiệu, page: pages/mot.md}");
    let made = site(&format!("{DIRECTIVE}{}{settings}", pages.concat()));
    assert_eq!(in_menu(&made, "van-ban/2021/1-kh-tu.html"), ["Giới thiệu → ../../trang/mot.html"]);
    assert_eq!(in_menu(&made, "trang/mot.html"), ["Giới thiệu → mot.html*"]);
    // First by `order`, then as a Vietnamese dictionary has them.
    let foot = ["Năm → trang/nam.html", "Hai → trang/hai.html", "Da → trang/bon.html", "Đà → trang/ba.html"];
    assert_eq!(at_foot(&made, "index.html"), foot);
    assert!(at_foot(&made, "trang/ba.html").contains(&"Đà → ba.html*".to_owned()));
    let made = site(&format!("{DIRECTIVE}{}{}", pages[0], menu("{page: pages/mot.md}")));
    assert_eq!(in_menu(&made, "index.html"), ["Một → trang/mot.html"]);
    assert_eq!(at_foot(&made, "index.html"), [""; 0]);
}

#[test]
fn addresses_are_in_the_language_of_the_site() {
    let made = site(
        "-- site.yaml --\ntitle: Gazette\nlanguage: en\n-- pages/Về chúng tôi.md --\n---\ntitle: About\n---\nText.\n",
    );
    made.shows("pages/ve-chung-toi.html", "About Text.");
}

#[test]
fn an_old_address_of_a_page_leads_on() {
    let made = site(&format!(
        "{DIRECTIVE}-- pages/mot.md --\n---\ntitle: Một\naliases: [gioi-thieu.html, cu/mot.html]\n---\nLời.\n"
    ));
    assert!(made.bytes("gioi-thieu.html").contains("content=\"0; url=trang/mot.html\""));
    made.links("cu/mot.html", "[Một](../trang/mot.html)");
}

#[test]
fn a_draft_is_seen_in_the_preview_alone_and_takes_its_entry_of_the_menu_with_it() {
    let text = format!(
        "{DIRECTIVE}-- pages/mot.md --\n---\ntitle: Một chú chim\ndraft: true\n---\nLời nháp, [biểu](bieu.csv).\n\
         -- pages/bieu.csv --\na\n-- pages/hai.md --\n---\ntitle: Hai\n---\n[xem trang](mot.md)\n{}",
        menu("{title: Chim, page: pages/mot.md}")
    );
    let made = site(&text);
    for word in ["Chim", "chú chim", "Lời nháp", "bieu.csv"] {
        made.nowhere(word);
    }
    made.links("trang/hai.html", "xem trang");
    assert_eq!(in_menu(&made, "index.html"), [""; 0]);
    let made = site_with_drafts(&text);
    made.shows("trang/mot.html", "BẢN NHÁP, chưa công bố Một chú chim Lời nháp");
    assert_eq!(in_menu(&made, "index.html"), ["Chim → trang/mot.html"]);
}

#[test]
fn a_secret_page_is_left_out_where_secrets_are() {
    let secret = "-- pages/mot.md --\n---\ntitle: Một chú chim\nsecrecy: mat\n---\nLời chim, [b](bieu.csv).\n-- pages/bieu.csv --\na\n";
    let marked = "-- pages/hai.md --\n---\ntitle: Hai chú chim\n---\nMẬT\n\nLời chim.\n";
    let settings =
        "-- site.yaml --\ntitle: Công báo\nsecret: skip\nmenu: [{title: Chim, page: pages/mot.md}]\n";
    let made = site(&format!("{DIRECTIVE}{secret}{marked}{settings}"));
    for word in ["chim", "Chim", "trang/"] {
        made.nowhere(word);
    }
    assert!(made.addresses().iter().all(|address| !address.starts_with("trang/")));
    assert_eq!(made.faults, []);
}
