//! The rules of states stand once: the script that judges a page on a later day says what the model says.
//!
//! Random sites are loaded as of a day; what their pages carry for the script (`data-turns`, `data-log`,
//! `data-base` …) is given to its own functions, in node, for later days. What they answer is compared
//! with the states and counts of the same site loaded as of those days.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::iter::repeat;
use std::process::{Command, Stdio};
use std::sync::Mutex;

use congbao::read::snapshot::Sources;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::generator::{HORIZON, Meaning, Row, Site};
use crate::loaded::{Loaded, Texts, each_case};
use crate::not_tried::not_tried;

/// The later days of each site, and the obligations that are judged in all at the least.
const DAYS: usize = 8;
const OBLIGATIONS: usize = 10_000;

/// The deadline, the end of the turn of one that recurs, and who owes it: an id, or `-` outside the register.
type Key = (String, String, String);

/// What a page says of each who owes it: `turns`, `log`, and the day from which it is owed.
type Known = BTreeMap<Key, Vec<(String, String, String)>>;

/// The value of an attribute in the first tag of a text.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let tag = &tag[..tag.find('>')?];
    let from = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[from..].split('"').next()
}

/// The obligations on the page of a directive.
fn obligations(page: &str) -> Known {
    let mut found = Known::new();
    for row in page.split("<tr class=\"row ").skip(1) {
        let row = format!("<tr class=\"row {row}");
        let of_row = |name| attribute(&row, name).unwrap_or_default().to_owned();
        let Some(states) = attribute(&row, "data-s") else { continue };
        let turns =
            attribute(&row, "data-turns").map_or_else(|| format!("={}", of_row("data-to")), str::to_owned);
        // `han-viec-1`, or `han-viec-1-2022-40` for a turn that is not the first.
        let deadline = of_row("id").split('-').skip(1).take(2).collect::<Vec<_>>().join("-");
        let turn = if row.contains(">kỳ ") { of_row("data-to") } else { String::new() };
        let (ids, logs) = (of_row("data-o"), of_row("data-logs"));
        let both: Vec<(&str, &str)> = ids.split(' ').zip(logs.split(';').chain(repeat(""))).collect();
        assert_eq!(states.len(), both.len(), "{row}");
        for (id, log) in both {
            let known = found.entry((deadline.clone(), turn.clone(), id.to_owned())).or_default();
            known.push((turns.clone(), log.to_owned(), of_row("data-since")));
            assert!(known.len() == 1 || id == "-", "{deadline} stands twice: {page}");
        }
    }
    found
}

/// The states of what the model says is owed under one directive.
fn states(tasks: &[Value], url: &str) -> BTreeMap<Key, Vec<String>> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut states: BTreeMap<Key, Vec<String>> = BTreeMap::new();
    for task in tasks.iter().filter(|task| task["directive"]["url"] == url) {
        let (deadline, turn) = match text(&task["deadline"]).split_once('@') {
            Some((deadline, _)) => (deadline.to_owned(), text(&task["to"])),
            None => (text(&task["deadline"]), String::new()),
        };
        let id = task["organization"]["id"].as_str().unwrap_or("-").to_owned();
        states.entry((deadline, turn, id)).or_default().push(text(&task["state"]));
    }
    states
}

/// Whom figures are about (everybody where that is none), and what they carry for the script: what they
/// are now, what is open, whose course is known.
type Figures = (Option<String>, [String; 3]);

/// The figures of the whole site, and of each organisation, where their pages have any.
fn figures(site: &Site, before: &Loaded) -> Vec<Figures> {
    let on_page = |page: String| {
        // Where secrets are left out, whom nobody names has no page.
        let is_there = before.site.routes().keys().any(|address| address.as_str() == page);
        let page = is_there.then(|| before.text(&page))?;
        let list = &page[page.find("<ul class=\"key\" data-base=")?..];
        Some(["data-base", "data-open", "data-known"].map(|name| attribute(list, name).unwrap().to_owned()))
    };
    let all = on_page("tien-do.html".to_owned()).map(|figures| (None, figures));
    let own = |id: &String| Some((Some(id.clone()), on_page(format!("don-vi/{id}.html"))?));
    all.into_iter().chain(site.register.iter().filter_map(|one| own(&one.id))).collect()
}

/// How many tasks of an organisation, or of all, are in each state.
fn tally(tasks: &[Value], of: Option<&str>) -> BTreeMap<String, u32> {
    let mut tally = BTreeMap::new();
    let own = tasks.iter().filter(|task| of.is_none_or(|id| task["organization"]["id"] == id));
    own.for_each(|task| *tally.entry(task["state"].as_str().unwrap().to_owned()).or_default() += 1);
    tally
}

/// What the script is asked of one site as of a day, with what the model answers; and of how many states.
fn questions(site: &Site, sources: &Sources, as_of: Date, days: &BTreeSet<Date>) -> (usize, Value) {
    let before = Loaded::new(sources, as_of);
    let pages: Vec<_> =
        site.directives.iter().map(|d| (d.url(), obligations(&before.text(&d.url())))).collect();
    let figures = figures(site, &before);
    let (mut count, mut judged, mut counted) = (0, Vec::new(), Vec::new());
    for day in days {
        let tasks = Loaded::new(sources, *day).json("du-lieu/nhiem-vu.json");
        let mut is_whole = true;
        for (url, here) in &pages {
            let mut expected = states(&tasks, url);
            for (key, known) in here {
                let owed = known.iter().filter(|(_, _, since)| since.is_empty() || *since <= day.to_string());
                let owed: Vec<(&str, &str)> =
                    owed.map(|(turns, log, _)| (turns.as_str(), log.as_str())).collect();
                let states = expected.remove(key).unwrap_or_default();
                assert_eq!(states.len(), owed.len(), "{url}: {key:?} on {day}, seen from {as_of}");
                count += states.len();
                judged.push(json!([owed, day.to_string(), states, format!("{url}: {key:?}")]));
            }
            // What falls due again is known a month ahead.
            let is_near = *day <= as_of + 31.days();
            assert!(expected.is_empty() || !is_near, "{url} lacks {expected:?} on {day}, seen from {as_of}");
            is_whole &= expected.is_empty();
        }
        // Figures follow a month, like the turns.
        for (of, [base, open, known]) in figures.iter().filter(|_| is_whole && *day <= as_of + 31.days()) {
            counted.push(json!([base, open, known, day.to_string(), tally(&tasks, of.as_deref()), of]));
        }
    }
    let page = before.text("tien-do.html");
    let body = &page[page.find("<body").unwrap()..];
    let body = json!({
        "asOf": attribute(body, "data-as-of"), "soon": attribute(body, "data-soon"),
        "states": attribute(body, "data-states"), "lang": "en",
    });
    (count, json!({ "body": body, "judged": judged, "counted": counted }))
}

#[test]
fn the_script_judges_as_the_model_does() {
    if Command::new("node").arg("--version").output().is_err() {
        return not_tried("the script's states against the model's", "node");
    }
    let asked = Mutex::new((0, Vec::new()));
    each_case(160, |dice| {
        let mut site = crate::generator::site(dice);
        let days = site.days(dice, DAYS);
        let Some((as_of, later)) = days.split_first() else { return };
        // A row of a later day without a name may be for a turn that the page cannot know yet.
        let Site { directives, rows, .. } = &mut site;
        let recurs = |row: &Row| {
            matches!(directives[row.directive].deadlines[row.deadline].due.meaning, Meaning::Recurring { .. })
        };
        rows.retain(|row| row.occurrence.is_some() || row.date <= *as_of || !recurs(row));
        let texts = Texts(site.texts(dice));
        // And the days near the first, where most of what comes is known.
        let near = [0, 1, 7, 31].map(|n| *as_of + n.days());
        let later = later.iter().copied().chain(near).filter(|day| *day < HORIZON).collect();
        let (count, questions) = questions(&site, &texts.sources(), *as_of, &later);
        let mut asked = asked.lock().unwrap();
        asked.0 += count;
        asked.1.push(questions);
    });
    let (count, questions) = asked.into_inner().unwrap();
    let counted = questions.iter().filter_map(|one| one["counted"].as_array()).map(Vec::len).sum::<usize>();
    let root = env!("CARGO_MANIFEST_DIR");
    let mut node = Command::new("node")
        .arg(format!("{root}/tests/properties/script.mjs"))
        .arg(format!("{root}/layouts/assets/congbao.js"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let mut input = node.stdin.take().unwrap();
    input.write_all(&serde_json::to_vec(&questions).unwrap()).unwrap();
    drop(input);
    let answer = node.wait_with_output().unwrap();
    let answer = String::from_utf8(answer.stdout).unwrap();
    assert_eq!(answer, format!("{count} judged\n"), "the script against the model");
    let is_one = std::env::var("CONGBAO_SEED").is_ok();
    assert!(is_one || count >= OBLIGATIONS && counted > 1_000, "only {count} obligations, {counted} figures");
}
