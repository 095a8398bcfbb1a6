//! Own layouts: the blocks of the frame, and what its head says.

use crate::fixture::{Made, site, site_on};

const ONE: &str = "-- a.md 1-KH/TU 2021-03-19 --\nLời.\n";
const MONTHLY: &str = "-- a.md 1-KH/TU 2021-03-19 --
deadlines: [{id: x, task: Việc X, due: hằng tháng, lead: [huyen-uy-a]}]
---
Lời.
";
const PAGES: [&str; 4] = ["index.html", "van-ban.html", "van-ban/2021/1-kh-tu.html", "404.html"];

#[test]
fn each_block_of_the_frame_can_be_replaced_alone() {
    for (block, gone, kept) in [
        ("header", "<header class=\"mast\">", "<footer class=\"foot\">"),
        ("nav", "<nav aria-label=\"Chính\">", "<header class=\"mast\">"),
        ("footer", "<footer class=\"foot\">", "<header class=\"mast\">"),
        ("main", "<h1>", "<main id=\"_noi-dung\""),
    ] {
        let own = format!(
            "{{% extends \"congbao/base.html\" %}}{{% block {block} %}}<p>Của tôi</p>{{% endblock {block} %}}\n"
        );
        let made = site(&format!("{ONE}-- layouts/not-found.html --\n{own}"));
        let page = made.bytes("404.html");
        assert!(page.contains("<p>Của tôi</p>"), "{block}: {page}");
        assert!(!page.contains(gone), "{block}: {page}");
        assert!(page.contains(kept), "{block}: {page}");
        // Other pages are as they were.
        assert!(made.bytes("index.html").contains(gone), "{block}");
    }
}

#[test]
fn a_replaced_block_may_show_what_it_replaces() {
    let own = "{% extends \"congbao/not-found.html\" %}{% block footer %}<p>Trên</p>{{ super() }}{% endblock footer %}\n";
    let made = site(&format!("{ONE}-- layouts/not-found.html --\n{own}"));
    let page = made.bytes("404.html");
    assert!(page.find("<p>Trên</p>") < page.find("<footer"), "{page}");
}

#[test]
fn one_own_frame_is_that_of_every_page() {
    let own = "{% extends \"congbao/base.html\" %}{% block footer %}<footer>Chân trang</footer>{% endblock footer %}\n";
    let made = site(&format!("{ONE}-- layouts/base.html --\n{own}"));
    for page in PAGES {
        assert!(made.bytes(page).contains("<footer>Chân trang</footer>"), "{page}");
    }
}

#[test]
fn an_own_frame_without_the_blocks_works_as_before() {
    let own = "<!doctype html>\n<html lang=\"vi\">\n<head>\n<meta http-equiv=\"Content-Security-Policy\" content=\"{{ page.policy | safe }}\">\n\
               <title>{{ page.title }}</title>\n<link rel=\"stylesheet\" href=\"{{ page.style }}\">\n{% block head %}{% endblock head %}</head>\n\
               <body><main class=\"{% block main_class %}{% endblock main_class %}\">{% block main %}{% endblock main %}</main></body>\n</html>\n";
    let made = site(&format!("{ONE}-- layouts/base.html --\n{own}"));
    for page in PAGES {
        let html = made.bytes(page);
        assert!(html.contains("<h1"), "{page}: {html}");
        assert!(!html.contains("<footer"), "{page}: {html}");
    }
}

#[test]
fn a_page_says_how_far_its_figures_and_turns_are_known() {
    let known = |made: &Made, page: &str| {
        let html = made.bytes(page);
        Some(html.split_once("<p class=\"beyond\" data-until=\"")?.1[..10].to_owned())
    };
    // A page of the day for a month; another one as far as what recurs on it is made: a month behind the end of
    // the present turn, on every day of that.
    let made = site(ONE);
    for page in ["index.html", "tien-do.html", "bao-cao.html", "in.html"] {
        assert_eq!(known(&made, page).as_deref(), Some("2023-09-01"), "{page}");
    }
    for page in ["van-ban.html", "van-ban/2021/1-kh-tu.html", "404.html"] {
        assert_eq!(known(&made, page), None, "{page}");
    }
    for day in ["2023-07-01", "2023-07-31"] {
        let made = site_on(day, MONTHLY);
        assert_eq!(known(&made, "van-ban/2021/1-kh-tu.html").as_deref(), Some("2023-08-31"), "{day}");
    }
}

/// The ways to style sheets of a page, in order.
fn styles(html: &str) -> Vec<&str> {
    html.split("<link rel=\"stylesheet\" href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_page_of_what_is_not_there_has_its_style_from_its_folder_and_at_any_depth() {
    let made = site(ONE);
    assert_eq!(styles(&made.bytes("404.html")), ["assets/congbao.css", "/assets/congbao.css"]);
    let files = "-- site.yaml --\ntitle: Công báo\nbase_url: https://a.example/tinh/\ntheme: kieu.css\n-- kieu.css --\nh1 { color: red }\n";
    let made = site(&format!("{ONE}{files}"));
    let own = ["assets/congbao.css", "/tinh/assets/congbao.css"];
    let of_site = ["assets/site/kieu.css", "/tinh/assets/site/kieu.css"];
    assert_eq!(styles(&made.bytes("404.html")), [own, of_site].concat());
    assert_eq!(
        styles(&made.bytes("van-ban/2021/1-kh-tu.html")),
        ["../../assets/congbao.css", "../../assets/site/kieu.css"]
    );
}

#[test]
fn with_an_absolute_address_a_page_says_how_it_is_shown_elsewhere() {
    let made =
        site(&format!("{ONE}-- site.yaml --\ntitle: Công \"báo\"\nbase_url: https://a.example/tinh\n"));
    let html = made.bytes("van-ban/2021/1-kh-tu.html");
    for (property, content) in [
        ("title", "Kế hoạch 1-KH/TU"),
        ("description", "về việc chung"),
        ("url", "https://a.example/tinh/van-ban/2021/1-kh-tu.html"),
        ("site_name", "Công &quot;báo&quot;"),
        ("locale", "vi_VN"),
        ("type", "website"),
    ] {
        let line = format!("<meta property=\"og:{property}\" content=\"{content}\">");
        assert!(html.contains(&line), "no {line} in {html}");
    }
    assert!(!made.bytes("404.html").contains("og:"));
    assert!(!site(ONE).bytes("index.html").contains("og:"));
}
