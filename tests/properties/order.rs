//! The order of lists: what is ahead nearest first, all else newest first, on every page of the timeline.

use crate::loaded::{Texts, each_case};

/// The ends of the rows of a table's body that are owed now.
fn ends(body: &str) -> Vec<&str> {
    let tags = body.split("<tr class=\"row ").skip(1).filter_map(|row| row.split('>').next());
    let owed = tags.filter(|tag| !tag.contains("data-since="));
    owed.filter_map(|tag| tag.split_once("data-to=\"")?.1.split('"').next()).collect()
}

#[test]
fn no_list_is_oldest_first() {
    each_case(20, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        let loaded = texts.load(site.days(dice, 1)[0]);
        let pages: Vec<String> = loaded
            .site
            .routes()
            .keys()
            .map(|path| path.as_str().to_owned())
            .filter(|address| address == "index.html" || address.starts_with("tien-do"))
            .collect();
        assert!(pages.len() > 8, "{pages:?}");
        for address in pages {
            let html = loaded.text(&address);
            for body in html.split("<tbody").skip(1) {
                let (tag, rest) = body.split_once('>').expect("a whole tag");
                let ends = ends(rest.split("</tbody>").next().unwrap_or_default());
                let ahead = ["sap-den-han", "trong-han"].map(|state| format!("tien-do/{state}.html"));
                let is_up = tag.contains("data-order=\"up\"") || ahead.contains(&address);
                let follows = |pair: &[&str]| if is_up { pair[0] <= pair[1] } else { pair[0] >= pair[1] };
                assert!(ends.windows(2).all(follows), "{address}{tag}: {ends:?}");
            }
        }
    });
}
