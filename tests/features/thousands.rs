//! Numbers as people write them: thousands in one form on every page.

use std::fmt::Write;

use crate::fixture::site;

const UNITS: usize = 90;
const DOCUMENTS: usize = 1_050;

/// Numbers of four digits or more that stand for themselves, without a sign that makes them parts of a date or
/// of the number of a document.
fn bare_numbers(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || ['/', '-', '.', ',', '’', ':', '+'].contains(&c);
    let words = text.split(|c: char| !is_part(c)).map(|word| word.trim_matches(['.', ',', ':']));
    words.filter(|word| word.len() > 3 && word.bytes().all(|b| b.is_ascii_digit())).collect()
}

/// The words of a page, without the short names of columns, which stand in the place of the long ones.
fn seen(html: &str) -> String {
    let (_, main) = html.split_once("<main").unwrap();
    let tags = main.split('<').skip(1).filter(|tag| !tag.starts_with("span class=\"sh\""));
    tags.filter_map(|tag| tag.split_once('>')).map(|(_, words)| format!("{words} ")).collect()
}

fn is_year(number: &str) -> bool {
    number.parse::<u32>().is_ok_and(|number| (1990..2100).contains(&number))
}

#[test]
fn a_bare_number_is_found() {
    assert_eq!(
        bare_numbers("6369 việc, 1.154 xong; 30/2020/NĐ-CP, 12/2021 (2023) 1234-KH/TU."),
        ["6369", "2023"]
    );
    assert!(is_year("2023") && !is_year("6369"));
}

#[test]
fn every_count_has_its_thousands_set_apart() {
    let mut text =
        "-- site.yaml --\ntitle: Công báo\n-- organizations.yaml --\n- {id: tinh-uy, name: Tỉnh ủy}\n"
            .to_owned();
    let ids: Vec<String> = (0..UNITS).map(|at| format!("xa-{at}")).collect();
    for id in &ids {
        let _ = writeln!(text, "- {{id: {id}, name: Xã {id}}}");
    }
    let _ = writeln!(text, "- {{id: cac-xa, name: Các xã, members: [{}]}}", ids.join(", "));
    // One that is due each month, one with a thousand owing at once, and many more documents.
    text.push_str("-- thang.md 1-KH/TU 2016-01-01 --\ndeadlines: [{id: thang, task: Báo cáo, due: hằng tháng, lead: [cac-xa], each: true}]\n---\nLời.\n");
    for at in 0..DOCUMENTS {
        let _ = write!(text, "-- k{at}.md {}-CV/TU 2022-02-01 --\nLời.\n", at + 2);
    }
    let site = site(&text);
    let is_one_of_many = |address: &str| address.starts_with("van-ban/2022/");
    let (mut pages, mut grouped, mut wrong) = (0, 0, Vec::new());
    for address in site.addresses() {
        if !address.ends_with(".html") || is_one_of_many(address) || address == "404.html" {
            continue;
        }
        let text = seen(&site.bytes(address));
        let bare = bare_numbers(&text).into_iter().filter(|number| !is_year(number));
        wrong.extend(bare.map(|number| format!("{address}: {number}")));
        pages += 1;
        grouped += usize::from(text.contains("8.190") || text.contains("1.051"));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(pages > UNITS && grouped > 3, "{pages} pages, {grouped} with large counts");
}
