//! Counts add up: on every page, in the matrix and in the data, and to the same.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::loaded::{Loaded, Texts, each_case};

/// Overdue, due soon, in time, done on time, done late: the five figures of pages.
const FIGURES: [&str; 5] = ["overdue", "due-soon", "in-time", "done-on-time", "done-late"];
const CUTS: [(&str, &str); 8] = [
    ("overdue", "qua-han"),
    ("due-soon", "sap-den-han"),
    ("in-time", "trong-han"),
    ("done-on-time", "hoan-thanh"),
    ("done-late", "hoan-thanh-qua-han"),
    ("ongoing", "thuong-xuyen"),
    ("undated", "chua-dinh-ngay"),
    ("cancelled", "duoc-mien"),
];

/// How many are in each state.
type Counts = BTreeMap<String, u32>;

fn counts<'a>(states: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts = Counts::new();
    states.for_each(|state| *counts.entry(state.to_owned()).or_default() += 1);
    counts
}

fn of_tasks<'a>(tasks: impl Iterator<Item = &'a Value>) -> Counts {
    counts(tasks.map(state))
}

fn state(task: &Value) -> &str {
    task["state"].as_str().expect("a state")
}

fn figures(counts: &Counts) -> [u32; 5] {
    FIGURES.map(|state| counts.get(state).copied().unwrap_or(0))
}

/// What an element that begins with `begin` says, up to the end of its tag.
fn tags<'a>(html: &'a str, begin: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    html.split(begin).skip(1).map(|rest| rest.split_once('>').expect("a whole tag"))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split('"').next()
}

/// The number that an element with this `data-sum` holds, whatever element it is.
fn number(html: &str, sum: &str) -> u32 {
    let (_, rest) = html.split_once(&format!("data-sum=\"{sum}\"")).expect(sum);
    let text = rest.split_once('>').expect("a whole tag").1;
    text.split('<').next().unwrap_or_default().trim().parse().expect("a number")
}

/// The five figures of a page.
fn shown_figures(html: &str) -> [u32; 5] {
    let (_, list) = html.split_once("<ul class=\"key\"").expect("figures");
    FIGURES.map(|state| number(list, state))
}

/// A row of tasks on a page, with the state of everybody in it.
struct Shown<'a> {
    tag: &'a str,
    html: &'a str,
    items: Vec<&'static str>,
}

/// The states in the order of their digits.
const STATES: [&str; 8] =
    ["overdue", "due-soon", "in-time", "done-late", "done-on-time", "ongoing", "undated", "cancelled"];

fn rows(html: &str) -> Vec<Shown<'_>> {
    let mut rows: Vec<Shown> = Vec::new();
    for (tag, rest) in tags(html, "<tr class=\"row ") {
        let digit = |digit: char| STATES[digit.to_digit(10).expect("a digit") as usize];
        let items = attribute(tag, "data-s").unwrap_or_default().chars().map(digit).collect();
        rows.push(Shown { tag, html: rest.split("</tr>").next().unwrap_or_default(), items });
    }
    // What is not owed yet waits for its day.
    rows.retain(|row| attribute(row.tag, "data-since").is_none());
    rows
}

fn of_rows(html: &str) -> Counts {
    counts(rows(html).iter().flat_map(|row| row.items.iter().copied()))
}

fn is_counted(task: &Value) -> bool {
    !task["to"].is_null() && state(task) != "cancelled"
}

#[test]
fn every_page_adds_up_to_the_data() {
    each_case(40, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        let as_of = site.days(dice, 1)[0];
        let loaded = texts.load(as_of);
        let tasks = loaded.json("du-lieu/nhiem-vu.json");
        let all = of_tasks(tasks.iter());
        let dated = tasks.iter().filter(|task| is_counted(task)).count() as u32;
        assert_eq!(figures(&all).iter().sum::<u32>(), dated, "done and open are what is dated");
        let home = loaded.text("index.html");
        // A site without a directive has no figures.
        if home.contains("data-sum") {
            assert_eq!(shown_figures(&home), figures(&all), "home");
        }
        assert!(home.contains("data-sum") || dated == 0);
        for (state, address) in CUTS {
            let page = of_rows(&loaded.text(&format!("tien-do/{address}.html")));
            let right = all.get_key_value(state).map(|(state, n)| (state.clone(), *n)).into_iter().collect();
            assert_eq!(page, right, "the cut {address}");
        }
        directives(&loaded, &tasks);
        organizations(&loaded, &tasks);
        periods(&loaded, &tasks);
        matrix(&loaded, &tasks);
        table(&loaded, &tasks);
    });
}

fn directives(loaded: &Loaded, tasks: &[Value]) {
    for directive in loaded.json("du-lieu/van-ban.json") {
        let url = directive["url"].as_str().expect("an address");
        let html = loaded.text(url);
        let own = of_tasks(tasks.iter().filter(|task| task["directive"]["url"] == url));
        assert_eq!(of_rows(&html), own, "{url}");
        for row in rows(&html).iter().filter(|row| !row.items.is_empty()) {
            let states = counts(row.items.iter().copied());
            let of = |state: &str| states.get(state).copied().unwrap_or(0);
            let (k, n) = (of("done-on-time") + of("done-late"), row.items.len() as u32 - of("cancelled"));
            let shown = row.html.split_once("class=\"kn\">").and_then(|(_, rest)| rest.split('<').next());
            // What has no end is listed without how far it is.
            if figures(&states).iter().sum::<u32>() > 0 || shown.is_some() {
                assert_eq!(shown, (n > 0).then_some(format!("{k}/{n}").as_str()), "{url}");
            }
            if let Some(worst) = FIGURES[..3].iter().find(|state| of(state) > 0) {
                assert!(row.tag.starts_with(&format!("{worst}\"")), "{url}: the worst open state");
            }
        }
    }
}

fn organizations(loaded: &Loaded, tasks: &[Value]) {
    let register = loaded.text("don-vi.html");
    for (tag, rest) in tags(&register, "<tr data-base=") {
        let row = rest.split("</tr>").next().unwrap_or_default();
        let link = tags(row, "<a ").next().and_then(|(link, _)| attribute(link, "href")).expect("a link");
        let id = link.trim_start_matches("don-vi/").trim_end_matches(".html");
        let own = of_tasks(tasks.iter().filter(|task| task["organization"]["id"] == id));
        let [overdue, soon, in_time, on_time, late] = figures(&own);
        assert_eq!(
            [
                number(row, "overdue"),
                number(row, "overdue due-soon in-time"),
                number(row, "done-on-time done-late")
            ],
            [overdue, overdue + soon + in_time, on_time + late],
            "{id} in the register {tag}"
        );
        let html = loaded.text(link);
        let section = |id: &str| {
            let section = html.split("<section ").find(|section| section.contains(&format!("id=\"{id}\"")));
            section.unwrap_or_default().split("</section>").next().unwrap_or_default().to_owned()
        };
        let turns = |state: &str| {
            let todo = section("_phai-lam");
            let its = |(tag, _): &(&str, &str)| !tag.contains("data-since=") && tag.starts_with(state);
            tags(&todo, "<li class=\"row ").filter(its).count() as u32
        };
        assert_eq!(
            [turns("overdue"), turns("due-soon"), turns("in-time")],
            [overdue, soon, in_time],
            "{link}"
        );
        let lines = |id: &str| section(id).matches("<li>").count() as u32;
        let of = |state: &str| own.get(state).copied().unwrap_or(0);
        assert_eq!(
            [lines("_thuong-xuyen"), lines("_chua-dinh-ngay"), lines("_duoc-mien")],
            ["ongoing", "undated", "cancelled"].map(of),
            "{link}"
        );
        let done = section("_da-xong");
        let done = done.split_once("<span class=\"n\">").map_or("0", |(_, rest)| rest);
        let done: u32 = done.split(' ').next().and_then(|n| n.parse().ok()).expect("a number");
        assert_eq!(done, on_time + late, "{link}: what is done");
        if overdue + soon + in_time + on_time + late > 0 {
            assert_eq!(shown_figures(&html), figures(&own), "{link}");
        }
    }
}

/// Years of the timeline, and the sections of their quarters, hold what ends in them and counts.
fn periods(loaded: &Loaded, tasks: &[Value]) {
    let mut by_period: BTreeMap<(String, u32), Vec<&Value>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| is_counted(task)) {
        let to = task["to"].as_str().expect("a day");
        let month: u32 = to[5..7].parse().expect("a month");
        by_period.entry((to[..4].to_owned(), 0)).or_default().push(task);
        by_period.entry((to[..4].to_owned(), month.div_ceil(3))).or_default().push(task);
    }
    for ((year, quarter), tasks) in by_period {
        let page = loaded.text(&format!("tien-do/{year}.html"));
        let own = match quarter {
            0 => page.as_str(),
            _ => page
                .split("<section ")
                .find(|one| one.contains(&format!("id=\"_q{quarter}\"")))
                .expect("a section"),
        };
        assert_eq!(of_rows(own), of_tasks(tasks.into_iter()), "{year} {quarter}");
        if quarter > 0 {
            let leads = format!("url={year}.html#_q{quarter}");
            assert!(loaded.text(&format!("tien-do/{year}-q{quarter}.html")).contains(&leads), "{leads}");
        }
    }
}

/// The matrix: each row is an organisation's, each column adds up.
fn matrix(loaded: &Loaded, tasks: &[Value]) {
    let csv = loaded.text("bao-cao.csv");
    let csv = csv.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(true).from_reader(csv.as_bytes());
    let rows: Vec<Vec<String>> =
        reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
    // Total, done on time, done late, in time, due soon, overdue.
    let numbers = |row: &[String]| -> Vec<u32> {
        row[1..7].iter().map(|field| field.parse().expect("a number")).collect()
    };
    let right = |counts: &Counts| {
        let [overdue, soon, in_time, on_time, late] = figures(counts);
        vec![overdue + soon + in_time + on_time + late, on_time, late, in_time, soon, overdue]
    };
    let (total, rows) = rows.split_last().expect("a total");
    assert_eq!(numbers(total), right(&of_tasks(tasks.iter())), "the total");
    for column in 0..6 {
        let sum: u32 = rows.iter().map(|row| numbers(row)[column]).sum();
        assert_eq!(sum, numbers(total)[column], "column {column}");
    }
    let mut by_name: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| is_counted(task)) {
        let party = &task["organization"];
        let name = if party["id"].is_null() { "" } else { party["name"].as_str().expect("a name") };
        by_name.entry(name).or_default().push(task);
    }
    assert_eq!(rows.len(), by_name.len(), "a row for each that owes something dated");
    for row in rows {
        // What nobody of the register owes stands together.
        let own = by_name.get(row[0].as_str()).or_else(|| by_name.get("")).expect("a row of somebody");
        assert_eq!(numbers(row), right(&of_tasks(own.iter().copied())), "{}", row[0]);
        rate(row);
    }
    rate(total);
    let html = loaded.text("bao-cao.html");
    let shown = tags(&html, "<tr data-base=").map(|(_, rest)| {
        let row = rest.split("</tr>").next().unwrap_or_default();
        FIGURES.map(|state| number(row, state)).to_vec()
    });
    let of_csv = rows.iter().chain([total]).map(|row| {
        let n = numbers(row);
        vec![n[5], n[4], n[3], n[1], n[2]]
    });
    let (mut shown, mut of_csv) = (shown.collect::<Vec<_>>(), of_csv.collect::<Vec<_>>());
    // The page has the same rows, those that owe most first.
    let last = shown.len() - 1;
    assert!(shown[..last].is_sorted_by_key(|row| std::cmp::Reverse(row[0])), "{shown:?}");
    assert_eq!(shown.last(), of_csv.last(), "the sum");
    shown.sort();
    of_csv.sort();
    assert_eq!(shown, of_csv, "the page of the matrix");
}

/// Done on time ÷ (done on time + done late + overdue).
fn rate(row: &[String]) {
    let field = |at: usize| row[at].parse::<f64>().expect("a number");
    let judged = field(2) + field(3) + field(6);
    match row[7].replace(',', ".").parse::<f64>() {
        Ok(rate) => assert!((rate - 100.0 * field(2) / judged).abs() <= 0.05 + 1e-9, "{row:?}"),
        Err(_) => assert!(judged == 0.0 && row[7] == "–", "{row:?}"),
    }
}

/// The table of tasks has the rows of the JSON, in its order.
fn table(loaded: &Loaded, tasks: &[Value]) {
    let csv = loaded.text("du-lieu/nhiem-vu.csv");
    let csv = csv.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), tasks.len());
    for (row, task) in rows.iter().zip(tasks) {
        let field = |name: &str| &row[header.iter().position(|column| column == name).expect(name)];
        let text = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        for name in ["deadline", "due", "from", "to", "precision", "moved_from", "group", "state", "days"] {
            assert_eq!(field(name), text(&task[name]), "{name} in {row:?}");
        }
        assert_eq!(field("url"), text(&task["directive"]["url"]));
        assert_eq!(field("organization"), text(&task["organization"]["id"]));
        assert_eq!(field("status"), text(&task["report"]["status"]));
    }
}
