//! Meeting sheets: what they say of a week is the difference of two builds.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;

use crate::loaded::{Loaded, Texts, each_case};

/// Address with the anchor of the deadline, turn, organisation.
type Key = (String, String, String);

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// What the data says of each obligation.
fn tasks(loaded: &Loaded) -> BTreeMap<Key, Value> {
    let keyed = loaded.json("du-lieu/nhiem-vu.json").into_iter().map(|task| {
        let (id, turn) = {
            let deadline = text(&task["deadline"]);
            let (id, turn) = deadline.split_once('@').unwrap_or((&deadline, ""));
            (id.to_owned(), turn.to_owned())
        };
        let name = match &task["organization"] {
            Value::Null => "Văn bản không nêu đơn vị chủ trì".to_owned(),
            party => text(&party["name"]),
        };
        ((format!("{}#han-{id}", text(&task["directive"]["url"])), turn, name), task)
    });
    keyed.collect()
}

/// The lines of a sheet's changes that begin with some words, as the deadline and what follows its link.
fn lines<'a>(sheet: &'a str, words: &str) -> Vec<(&'a str, &'a str)> {
    let changes = sheet.split_once("<ul class=\"changes\">").expect("changes").1;
    let changes = changes.split_once("</ul>").expect("changes end").0;
    let its = changes.split("<li>").filter_map(|line| line.strip_prefix(words));
    // A report may have a page of its own; its task comes last.
    its.map(|line| {
        let href = line.rsplit_once("<a href=\"").expect("a link").1;
        (href.split('"').next().expect("a link"), line)
    })
    .collect()
}

fn names(line: &str) -> BTreeSet<String> {
    let inside = line.rsplit_once('(').expect("names").1.split_once(')').expect("names").0;
    let mut plain = String::new();
    for part in inside.split("<span class=\"why\">") {
        plain += part.split_once("</span>").map_or(part, |(_, behind)| behind);
    }
    plain.replace("&amp;", "&").split(", ").map(|name| name.trim().to_owned()).collect()
}

/// The deadlines that came into a state in a week, with who owes them, by deadline and turn.
fn newly(
    state: &str,
    now: &BTreeMap<Key, Value>,
    then: &BTreeMap<Key, Value>,
) -> Vec<(String, BTreeSet<String>)> {
    let is_in = |task: Option<&Value>| task.is_some_and(|task| task["state"] == state);
    let mut new: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for ((href, turn, name), task) in now {
        let key = (href.clone(), turn.clone(), name.clone());
        if is_in(Some(task)) && !is_in(then.get(&key)) {
            let names = name.split(", ").map(str::to_owned);
            new.entry((href.clone(), turn.clone())).or_default().extend(names);
        }
    }
    let mut new: Vec<_> = new.into_iter().map(|((href, _), names)| (href, names)).collect();
    new.sort();
    new
}

/// A random site on a day, and the same a week before.
fn twice(check: impl Fn(&Loaded, &BTreeMap<Key, Value>, &BTreeMap<Key, Value>, Date)) {
    each_case(15, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        for as_of in site.days(dice, 3) {
            let loaded = texts.load(as_of);
            check(&loaded, &tasks(&loaded), &tasks(&texts.load(as_of - 7.days())), as_of);
        }
    });
}

#[test]
fn what_is_new_is_the_difference_of_two_builds() {
    twice(|loaded, now, then, as_of| {
        let sheet = loaded.text("in.html");
        for (state, words, more) in [
            ("overdue", "Mới quá hạn:", "Mới quá hạn còn"),
            ("due-soon", "Mới sắp đến hạn:", "Mới sắp đến hạn còn"),
        ] {
            let mut shown: Vec<(String, BTreeSet<String>)> =
                lines(&sheet, words).into_iter().map(|(href, line)| (href.to_owned(), names(line))).collect();
            shown.sort();
            let right = newly(state, now, then);
            let is_cut = sheet.contains(more);
            if lines(&sheet, words).iter().any(|(_, line)| line.contains(" nơi khác")) {
                // Long lines name some, tables all.
                assert!(is_cut || shown.len() == right.len(), "newly {state} as of {as_of}");
            } else if is_cut {
                assert!(shown.len() < right.len() && shown.iter().all(|one| right.contains(one)));
            } else {
                assert_eq!(shown, right, "newly {state} as of {as_of}");
            }
        }
        assert_eq!(
            sheet.contains("Không có việc mới quá hạn."),
            newly("overdue", now, then).is_empty(),
            "nothing newly overdue is said as of {as_of}"
        );
    });
}

#[test]
fn what_is_reported_is_the_difference_of_two_builds() {
    twice(|loaded, now, then, as_of| {
        let sheet = loaded.text("in.html");
        let report = |tasks: &BTreeMap<Key, Value>, key: &Key| {
            tasks.get(key).map_or(Value::Null, |task| task["report"].clone())
        };
        // A turn that is owed since this week may bear a report from before.
        let week_ago = (as_of - 7.days()).to_string();
        let is_late = |key: &Key| text(&report(now, key)["date"]) > week_ago;
        let is_new = |key: &&Key| report(now, key) != report(then, key) && is_late(key);
        let new: BTreeSet<&Key> = now.keys().filter(is_new).collect();
        let tasks: BTreeSet<(&str, &str)> =
            new.iter().map(|(href, turn, _)| (href.as_str(), turn.as_str())).collect();
        let shown = lines(&sheet, "Báo cáo mới:");
        let none = sheet.contains("Không có báo cáo mới") || sheet.contains("Chưa có báo cáo nào.");
        assert_eq!(none, new.is_empty(), "as of {as_of}");
        if !sheet.contains("Có báo cáo mới của") {
            assert_eq!(shown.len(), tasks.len(), "as of {as_of}: {shown:?}, {tasks:?}");
            let is_cut = shown.iter().any(|(_, line)| line.contains(" báo cáo nữa"));
            for (href, _, name) in new.into_iter().filter(|_| !is_cut) {
                let name = name.replace('&', "&amp;");
                assert!(
                    shown.iter().any(|(at, line)| at == href && line.contains(&name)),
                    "{name} reported on {href} as of {as_of}: {shown:?}"
                );
            }
        }
    });
}

#[test]
fn a_unit_reads_of_all_that_is_newly_its_own() {
    twice(|loaded, now, then, as_of| {
        for (key @ (href, _, _), task) in now {
            let is_new = |state: &str| {
                task["state"] == state && then.get(key).is_none_or(|task| task["state"] != state)
            };
            let Some(id) = task["organization"]["id"].as_str() else { continue };
            let sheet = loaded.text(&format!("don-vi/{id}/in.html"));
            for (state, words, more) in [
                ("overdue", "Mới quá hạn:", "Mới quá hạn còn"),
                ("due-soon", "Mới sắp đến hạn:", "Mới sắp đến hạn còn"),
            ] {
                let link = format!("../../{href}");
                let is_there = lines(&sheet, words).iter().any(|(at, _)| *at == link);
                assert!(!is_new(state) || is_there || sheet.contains(more), "{key:?} as of {as_of}");
            }
        }
    });
}
