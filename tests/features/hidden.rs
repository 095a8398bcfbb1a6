//! Drafts and secrets: shown only where drafts are asked for, and else without a trace.

use crate::fixture::{site, site_with_drafts};

/// A public plan, and beside it one with these keys and this body that no reader may see.
fn beside(keys: &str, body: &str) -> String {
    format!(
        "-- site.yaml --
title: t
secret: skip
-- a.md 1-KH/TU 2021-02-01 --
Theo Kế hoạch số 7-KH/TU, ngày 05/01/2021; theo Kế hoạch Kín.
-- b.md 7-KH/TU 2021-01-05 --
{keys}title: chim yến
known_as: [Kế hoạch Kín]
aliases: [cu/chim.html]
deadlines: [{{id: chim, task: Nuôi yến, due: 30/4/2021, lead: [huyen-uy-a]}}]
recipients: [huyen-uy-b]
attachments: [{{title: Ảnh yến, file: chim.csv}}]
relations: [{{implements: 1-KH/TU}}]
---
{body}
-- directives/chim.csv --
x
-- progress/a.csv --
directive,deadline,organization,date,status,percent,reference,note
7-KH/TU,chim,huyen-uy-a,2021-02-02,done,,99-BC/CHIM,
"
    )
}

#[test]
fn what_is_hidden_leaves_no_trace() {
    let hidden = [
        beside("draft: true\n", "Lời yến."),
        beside("secrecy: mat\n", "Lời yến."),
        beside("secrecy: toi-mat\n", "Lời yến."),
        beside("secrecy: tuyet-mat\n", "Lời yến."),
        beside("", "TỐI MẬT\n\nLời yến."),
        beside("", "Lời yến.\n\n**MẬT**\n"),
    ];
    for text in hidden {
        let site = site(&text);
        for words in ["yến", "chim", "CHIM"] {
            site.nowhere(words);
        }
        let addresses = site.addresses();
        assert!(!addresses.iter().any(|a| a.contains("7-kh-tu") || a.contains("chim")), "{addresses:?}");
        // A public text keeps its words, without link and without title.
        let page = "van-ban/2021/1-kh-tu.html";
        site.links(page, "Theo Kế hoạch số 7-KH/TU, ngày 05/01/2021; theo Kế hoạch Kín.");
        site.shows_no(page, "Liên quan");
        // Whom nothing else names has no page; the body that issued the public plan has one.
        assert!(!addresses.iter().any(|a| a.contains("huyen-uy")), "{addresses:?}");
        site.nowhere("Huyện ủy A");
        site.shows("don-vi/tinh-uy.html", "Chưa được giao nhiệm vụ nào.");
        site.shows("van-ban.html", "1 văn bản");
    }
}

#[test]
fn a_draft_is_shown_with_a_banner_where_drafts_are_shown() {
    let site = site_with_drafts(&beside("draft: true\n", "Lời yến."));
    let page = "van-ban/2021/7-kh-tu.html";
    site.shows(page, "BẢN NHÁP, chưa công bố … chim yến … Lời yến. … Nuôi yến");
    site.shows_no("van-ban/2021/1-kh-tu.html", "BẢN NHÁP");
    site.links("van-ban/2021/1-kh-tu.html", "[Kế hoạch số 7-KH/TU, ngày 05/01/2021](7-kh-tu.html)");
    site.links("don-vi/huyen-uy-a.html", "[Nuôi yến](../van-ban/2021/7-kh-tu.html#han-chim)");
}

#[test]
fn a_secret_is_not_shown_with_the_drafts() {
    let site = site_with_drafts(&beside("secrecy: mat\n", "Lời yến."));
    site.nowhere("yến");
    let site = site_with_drafts(&beside("secrecy: mat\ndraft: true\n", "Lời yến."));
    site.nowhere("yến");
}

#[test]
fn a_word_in_a_line_of_its_own_is_a_mark_only_where_it_is_all() {
    let site = site("-- a.md 1-KH/TU 2021-02-01 --\nTài liệu mật thì bảo mật.\n\n**Bí mật nhà nước**\n");
    site.shows("van-ban/2021/1-kh-tu.html", "Tài liệu mật thì bảo mật.");
}

#[test]
fn a_link_to_what_is_hidden_keeps_its_words() {
    let text = beside("draft: true\n", "Lời yến.").replace("Theo Kế hoạch số", "[Xem](b.md) và Kế hoạch số");
    site(&text).links("van-ban/2021/1-kh-tu.html", "Xem và Kế hoạch số 7-KH/TU");
    site_with_drafts(&text).links("van-ban/2021/1-kh-tu.html", "[Xem](7-kh-tu.html) và");
}

#[test]
fn a_change_by_what_is_hidden_changes_nothing() {
    let text = |keys: &str| {
        format!(
            "-- a.md 1-KH/TU 2021-02-01 --
deadlines: [{{id: x, task: Việc X, due: 30/4/2021, lead: [huyen-uy-a]}}]
---
Lời.
-- b.md 7-KH/TU 2021-03-05 --
{keys}changes: [{{directive: 1-KH/TU, deadline: x, due: 30/9/2023}}]
---
Lời.
"
        )
    };
    let page = "van-ban/2021/1-kh-tu.html";
    site(&text("draft: true\n")).shows_no(page, "Trước là");
    site(&text("draft: true\n")).shows(page, "Quá hạn 1 việc 30/04/2021 Việc X");
    site(&text("")).shows(page, "Trước là 30/04/2021 30/09/2023");
}
