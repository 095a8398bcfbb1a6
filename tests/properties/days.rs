//! A day that changes nothing changes no page.
//!
//! Random sites are rendered on sixty days in a row, beside a document that expires, one that suspends it, one
//! that is amended from a later day on, a turn of every week, and a body that ends. A page that is not of the day
//! is the same from one day to the next exactly as long as it says, changes only with what it says, and says
//! since when its states stand and what is due next.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use crate::loaded::{Dice, Loaded, Texts, each_case};

const DAYS: i64 = 60;
/// The pages that are of the day of the site.
const OF_THE_DAY: [&str; 5] = ["index.html", "tien-do.html", "bao-cao.html", "bao-cao-a-z.html", "in.html"];

/// What random sites lack, around a day.
fn beside(start: Date) -> Vec<(String, String)> {
    let day = |n: i64| start + n.days();
    let mut files = Vec::new();
    let mut file =
        |name: &str, text: String| files.push((format!("content/directives/them/{name}.md"), text));
    file(
        "a",
        format!(
            "---\nnumber: 901-CT/TU\ndate: {}\nissuer: Ban Chỉ đạo\ntitle: Về việc có hạn\nin_force: {}/{}\ndeadlines:\n  - {{id: tuan, task: Việc hằng tuần, due: \"trước thứ sáu hằng tuần\", lead: [Đơn vị ngoài]}}\n---\n\n## Điều 1 {{#dieu-1}}\n\nLàm trước 31/5.\n",
            day(-30),
            day(-20),
            day(41)
        ),
    );
    file(
        "b",
        format!(
            "---\nnumber: 902-CT/TU\ndate: {}\nissuer: Ban Chỉ đạo\ntitle: Tạm ngưng\nin_force: {}/{}\nrelations: [{{suspends: 901-CT/TU, date: {}}}]\n---\n\nLời.\n",
            day(-10),
            day(13),
            day(29),
            day(-30)
        ),
    );
    file(
        "c",
        format!(
            "---\nnumber: 903-CT/TU\ndate: {}\nissuer: Ban Chỉ đạo\ntitle: Sửa đổi\nin_force: {}/..\nrelations: [{{amends: 901-CT/TU, date: {}, provision: dieu-1, strike: 31/5, insert: 30/9}}]\n---\n\nLời.\n",
            day(-5),
            day(20),
            day(-30)
        ),
    );
    files
}

/// A page without what no reader sees: what the script knows, rows that wait for their day, notes of later days.
fn seen(html: &str) -> String {
    let mut text = String::new();
    let main = html.split_once("<main").map_or(html, |(_, main)| main);
    let mut rest = main;
    while let Some((before, tag)) = rest.split_once('<') {
        text += before;
        let Some((tag, behind)) = tag.split_once('>') else { break };
        rest = behind;
        let name = tag.split(' ').next().unwrap_or_default();
        let is_hidden = tag.ends_with(" hidden") && ["tr", "li", "p"].contains(&name);
        if is_hidden || tag.contains("class=\"asof\"") {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, behind)| behind);
            continue;
        }
        let mut attributes = format!("<{tag}");
        while let Some(at) = attributes.find(" data-") {
            let value = attributes[at..].find('"').map_or(attributes.len(), |open| at + open + 1);
            let end = attributes[value..].find('"').map_or(attributes.len(), |close| value + close + 1);
            attributes.replace_range(at..end, "");
        }
        text += &attributes;
        text += ">";
    }
    text + rest
}

/// The value of an attribute of the body.
fn of_body<'h>(html: &'h str, name: &str) -> &'h str {
    let body = html.split_once("<body").expect("a body").1;
    let value = body.split_once(&format!(" {name}=\"")).expect("an attribute").1;
    value.split('"').next().expect("a value")
}

/// What a page says of its days, in the last place where it does.
fn said(html: &str) -> Option<&str> {
    let behind = html.rsplit_once("class=\"asof\"")?.1;
    behind.split_once('>')?.1.split('<').next()
}

fn shown(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// The next deadline of what is owed under the directive of a page, as the data has it.
fn next_due(tasks: &[Value], url: &str) -> Option<Date> {
    let is_ahead = |task: &&Value| {
        task["directive"]["url"] == url && ["due-soon", "in-time"].iter().any(|state| task["state"] == *state)
    };
    tasks.iter().filter(is_ahead).filter_map(|task| task["to"].as_str()?.parse().ok()).min()
}

/// The pages of a site on a day, and its tasks as data.
struct Pages {
    html: BTreeMap<String, String>,
    tasks: Vec<Value>,
}

fn pages(texts: &Texts, day: Date) -> Pages {
    let loaded: Loaded = texts.load(day);
    assert_eq!(loaded.errors(), [""; 0], "as of {day}");
    let outputs = loaded.outputs().into_iter().filter(|(address, _)| address.ends_with(".html"));
    let html = outputs.map(|(address, output)| (address, String::from_utf8(output.unwrap()).unwrap()));
    Pages { html: html.collect(), tasks: loaded.json("du-lieu/nhiem-vu.json") }
}

/// Whether something is dated that day which a page may know of without showing it: a report, a change of an end.
fn is_dated(texts: &Texts, day: Date) -> bool {
    let words = ["%Y-%m-%d", "%d/%m/%Y", "%-d/%-m/%Y"].map(|form| day.strftime(form).to_string());
    texts.0.iter().any(|(_, text)| words.iter().any(|words| text.contains(words)))
}

/// Two pages around their first difference.
fn apart(a: &str, b: &str) -> String {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let near = |text: &str| text.chars().skip(same.saturating_sub(200)).take(400).collect::<String>();
    format!("…{}… and …{}…", near(a), near(b))
}

/// How many pages stayed, and how many changed.
fn compare(texts: &Texts, before: &Pages, now: &Pages, day: Date) -> (usize, usize) {
    let (mut same, mut changed) = (0, 0);
    for (address, html) in &now.html {
        let Some(earlier) = before.html.get(address) else { continue };
        if OF_THE_DAY.contains(&address.as_str()) {
            assert_ne!(earlier, html, "{address} is of the day {day}");
            assert!(html.contains(&shown(day)), "{address} does not say {day}");
            continue;
        }
        let where_ = format!("{address} on {day}");
        let until = of_body(earlier, "data-until");
        // It says how long it stands: that long, and no longer.
        let stands = until.is_empty() || day.to_string().as_str() <= until;
        assert_eq!(earlier == html, stands, "{where_}, until {until:?}: {}", apart(earlier, html));
        if earlier == html {
            same += 1;
            continue;
        }
        changed += 1;
        if is_dated(texts, day) {
            continue;
        }
        assert!(seen(earlier) != seen(html), "{where_} changed without a word: {}", apart(earlier, html));
        // A sheet looks ahead and back: what comes into its days is no new state.
        if !address.ends_with("/in.html") {
            assert_eq!(of_body(html, "data-as-of"), day.to_string(), "{where_} says {:?}", said(html));
        }
    }
    (same, changed)
}

/// What the pages of directives say of their days, beside what the data says.
fn check_words(now: &Pages, day: Date) {
    for (address, html) in now.html.iter().filter(|(address, _)| address.starts_with("van-ban/2")) {
        let Some(words) = said(html) else { continue };
        let (since, next) = match (words.strip_prefix("Tình trạng từ "), words.strip_prefix("Hạn kế tiếp "))
        {
            (Some(rest), _) => match rest.split_once("; hạn kế tiếp ") {
                Some((since, next)) => (Some(since), Some(next)),
                None => (Some(rest), None),
            },
            (None, Some(next)) => (None, Some(next)),
            // A list, which has both or none too.
            (None, None) => panic!("{address} says {words}"),
        };
        let as_of = of_body(html, "data-as-of");
        assert_eq!(since.map(str::to_owned), as_of.parse().ok().map(shown), "{address} on {day}");
        assert!(as_of <= day.to_string().as_str(), "{address} on {day} says {words}");
        if html.contains("data-page=\"directive\"") {
            let next = next.map(str::to_owned);
            assert_eq!(
                next,
                next_due(&now.tasks, &address.replace(".hop-nhat", "")).map(shown),
                "{address} on {day}"
            );
        }
    }
}

#[test]
fn a_day_that_changes_nothing_changes_no_page() {
    let totals = std::cell::Cell::new((0, 0));
    each_case(4, |dice: &mut Dice| {
        let site = crate::generator::site(dice);
        let Some(start) = site.days(dice, 6).into_iter().nth(2) else { return };
        let mut texts = Texts(site.texts(dice));
        texts.0.extend(beside(start));
        let mut before = pages(&texts, start);
        for n in 1..=DAYS {
            let day = start + n.days();
            let now = pages(&texts, day);
            let (same, changed) = compare(&texts, &before, &now, day);
            check_words(&now, day);
            totals.set((totals.get().0 + same, totals.get().1 + changed));
            before = now;
        }
    });
    let (same, changed) = totals.get();
    assert!(changed > 100 && same > 4 * changed, "{same} pages stayed, {changed} changed");
}
