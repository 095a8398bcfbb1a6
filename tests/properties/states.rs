//! What is owed, by whom, by when, and in which state: as the second reading says, on every day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::generator::{Directive, Meaning, Responsible, Row, Site};
use crate::loaded::{Loaded, Texts, each_case};
use crate::oracle::{self, Owed};

/// Address, deadline with occurrence, organisation.
type Key = (String, String, String);

fn key(site: &Site, owed: &Owed) -> Key {
    let directive = &site.directives[owed.directive];
    let id = &directive.deadlines[owed.deadline].id;
    let deadline = owed.occurrence.as_ref().map_or(id.clone(), |name| format!("{id}@{name}"));
    (directive.url(), deadline, shown_bearer(site, &owed.responsible))
}

fn shown_bearer(site: &Site, responsible: &Responsible) -> String {
    match responsible {
        Responsible::Organization(at) => format!("{} ({})", site.register[*at].id, site.register[*at].name),
        Responsible::Unknown(name) => format!("- ({name})"),
        Responsible::Nobody => "-".to_owned(),
    }
}

/// What the data says of each obligation; none stands there twice.
fn tasks(loaded: &Loaded) -> BTreeMap<Key, Value> {
    let mut tasks = BTreeMap::new();
    for task in loaded.json("du-lieu/nhiem-vu.json") {
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let organization = match &task["organization"] {
            Value::Null => "-".to_owned(),
            party => format!("{} ({})", party["id"].as_str().unwrap_or("-"), text(&party["name"])),
        };
        let key = (text(&task["directive"]["url"]), text(&task["deadline"]), organization);
        assert!(tasks.insert(key.clone(), task).is_none(), "{key:?} is owed twice");
    }
    tasks
}

fn expected(site: &Site, as_of: Date) -> BTreeMap<Key, Owed> {
    let all = oracle::owed(site, as_of);
    let count = all.len();
    let keyed: BTreeMap<Key, Owed> = all.into_iter().map(|owed| (key(site, &owed), owed)).collect();
    assert_eq!(keyed.len(), count, "the oracle doubles nothing");
    keyed
}

#[test]
fn every_obligation_is_there_once_in_its_state() {
    each_case(80, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        for as_of in site.days(dice, 5) {
            let loaded = texts.load(as_of);
            assert_eq!(loaded.errors(), [""; 0], "as of {as_of}");
            let expected = expected(&site, as_of);
            let tasks = tasks(&loaded);
            let doubled: Vec<&Key> = tasks.keys().filter(|key| !expected.contains_key(key)).collect();
            let lost: Vec<&Key> = expected.keys().filter(|key| !tasks.contains_key(key)).collect();
            assert!(
                doubled.is_empty() && lost.is_empty(),
                "too many: {doubled:?}, lost: {lost:?}, as of {as_of}"
            );
            for (key, owed) in expected {
                let task = &tasks[&key];
                let day = |day: Option<Date>| day.map(|day| day.to_string());
                let found = json!({
                    "state": task["state"], "days": task["days"], "due": task["due"], "from": task["from"],
                    "to": task["to"], "precision": task["precision"], "moved_from": task["moved_from"],
                    "status": task["report"]["status"], "date": task["report"]["date"],
                });
                let right = json!({
                    "state": owed.state,
                    "days": owed.last.map(|last| as_of.until(last).unwrap().get_days()),
                    "due": owed.words,
                    "from": day(owed.from),
                    "to": day(owed.to),
                    "precision": owed.precision,
                    "moved_from": day(owed.moved_from),
                    "status": owed.report.map(|(status, _)| status),
                    "date": day(owed.report.map(|(_, day)| day)),
                });
                assert_eq!(found, right, "{key:?} as of {as_of}");
                if let Some(group) = oracle::group(&site, &owed) {
                    assert_eq!(
                        task["group"],
                        json!(group.map(|at| &site.register[at].id)),
                        "{key:?}, the group"
                    );
                }
            }
        }
    });
}

#[test]
fn tasks_stand_in_order() {
    each_case(40, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        let as_of = site.days(dice, 1)[0];
        let tasks = texts.load(as_of).json("du-lieu/nhiem-vu.json");
        let text = |value: &Value| value.as_str().map(str::to_owned);
        // Null comes last for `to`; nothing is said of organisations without an id.
        let of = |task: &Value| {
            let to = text(&task["to"]);
            let at = (to.is_none(), to, text(&task["directive"]["url"]), text(&task["deadline"]));
            (at, text(&task["organization"]["id"]))
        };
        for pair in tasks.windows(2) {
            let (a, b) = (of(&pair[0]), of(&pair[1]));
            let is_ordered = a.0 < b.0 || a.0 == b.0 && (a.1.is_none() || b.1.is_none() || a.1 < b.1);
            assert!(is_ordered, "{a:?} stands before {b:?}");
        }
    });
}

#[test]
fn a_report_that_it_is_done_changes_its_obligation_alone_and_only_towards_done() {
    each_case(40, |dice| {
        let mut site = crate::generator::site(dice);
        let as_of = site.days(dice, 1)[0];
        let owed = oracle::owed(&site, as_of);
        let reached: Vec<&Owed> =
            owed.iter().filter(|owed| site.directives[owed.directive].date <= as_of).collect();
        if reached.is_empty() {
            return;
        }
        let one = (*dice.pick(&reached)).clone();
        let its = key(&site, &one);
        let before = tasks(&Texts(site.texts(dice)).load(as_of));
        let earliest = one.report.map_or(site.directives[one.directive].date, |(_, day)| day);
        let between = earliest.until(as_of).unwrap().get_days() as usize + 1;
        let date = earliest + jiff::Span::new().days(dice.roll(between) as i64);
        site.rows.push(Row {
            directive: one.directive,
            deadline: one.deadline,
            occurrence: one.occurrence.clone(),
            responsible: one.responsible.clone(),
            date,
            status: "done",
            file: "9-cuoi.csv".to_owned(),
        });
        let texts = Texts(site.texts(dice));
        let loaded = texts.load(as_of);
        assert_eq!(loaded.errors(), [""; 0]);
        let after = tasks(&loaded);
        // A row that names no occurrence may now find another one open: nothing is said of those.
        let is_same_deadline = |key: &Key| {
            key.0 == its.0 && key.1.split('@').next() == its.1.split('@').next() && key.2 == its.2
        };
        for (key, task) in &after {
            if !is_same_deadline(key) {
                assert_eq!(task, &before[key], "{key:?} was not reported on");
            }
        }
        let (was, is) = (before[&its]["state"].as_str().unwrap(), after[&its]["state"].as_str().unwrap());
        let is_done = is.starts_with("done-");
        let is_right = match was {
            "overdue" | "due-soon" | "in-time" | "done-on-time" | "done-late" => is_done,
            "ongoing" | "undated" => is == was,
            // Exempt no more, unless a later directive abolished it.
            "cancelled" if one.is_abolished => is == was,
            "cancelled" => is_done || one.to.is_none(),
            other => panic!("{other} is no state"),
        };
        assert!(is_right, "{its:?} was {was} and is {is} with a row of {date}, as of {as_of}");
        assert_eq!(after[&its]["report"]["date"], date.to_string(), "{its:?}: the last row");
    });
}

#[test]
fn what_is_done_opens_only_by_a_row() {
    each_case(40, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        let days = site.days(dice, 4);
        let seen: Vec<BTreeMap<Key, Value>> = days.iter().map(|day| tasks(&texts.load(*day))).collect();
        for at in 1..days.len() {
            for (key, later) in &seen[at] {
                let Some(earlier) = seen[at - 1].get(key) else { continue };
                let state = |task: &Value| task["state"].as_str().unwrap().to_owned();
                let is_open = ["overdue", "due-soon", "in-time"].contains(&state(later).as_str());
                if !state(earlier).starts_with("done-") || !is_open {
                    continue;
                }
                // The last row wins: one in progress after one that is done opens it as well.
                let opens = |row: &Row| {
                    let deadline = &site.directives[row.directive].deadlines[row.deadline].id;
                    let name =
                        row.occurrence.as_ref().map_or(deadline.clone(), |o| format!("{deadline}@{o}"));
                    row.date > days[at - 1]
                        && row.date <= days[at]
                        && ["returned", "in-progress"].contains(&row.status)
                        && (site.directives[row.directive].url(), name, shown_bearer(&site, &row.responsible))
                            == *key
                };
                assert!(
                    site.rows.iter().any(opens),
                    "{key:?} was done on {} and is open on {}",
                    days[at - 1],
                    days[at]
                );
            }
        }
    });
}

#[test]
fn directives_stand_in_order_with_their_deadlines_as_written() {
    each_case(40, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        let directives = texts.load(site.days(dice, 1)[0]).json("du-lieu/van-ban.json");
        let mut right: Vec<&Directive> = site.directives.iter().collect();
        right.sort_by_key(|directive| (directive.date, directive.url()));
        assert_eq!(directives.len(), right.len());
        for (found, right) in directives.iter().zip(right) {
            assert_eq!(found["url"], right.url());
            assert_eq!(found["number"], right.number);
            assert_eq!(found["date"], right.date.to_string());
            let deadlines = right.deadlines.iter().map(|deadline| {
                let (from, to, precision) = match &deadline.due.meaning {
                    Meaning::Dated { from, to, precision, .. } => (*from, Some(*to), Some(*precision)),
                    Meaning::Ongoing { since } => (*since, None, since.map(|_| "range")),
                    _ => (None, None, None),
                };
                let lead = deadline.leads.iter().map(|(responsible, typed)| match responsible {
                    Responsible::Organization(at) => site.register[*at].id.clone(),
                    _ => typed.clone(),
                });
                json!({
                    "id": deadline.id,
                    "due": oracle::printed(&deadline.due),
                    "from": from.map(|day| day.to_string()),
                    "to": to.map(|day| day.to_string()),
                    "precision": precision,
                    "lead": lead.collect::<Vec<_>>(),
                    "each": deadline.each,
                })
            });
            let shown = found["deadlines"].as_array().expect("deadlines").iter().map(|deadline| {
                json!({
                    "id": deadline["id"], "due": deadline["due"], "from": deadline["from"], "to": deadline["to"],
                    "precision": deadline["precision"], "lead": deadline["lead"], "each": deadline["each"],
                })
            });
            assert_eq!(shown.collect::<Vec<_>>(), deadlines.collect::<Vec<_>>(), "{}", right.number);
        }
    });
}

#[test]
fn rows_at_odds_on_one_day_are_told() {
    each_case(40, |dice| {
        let site = crate::generator::site(dice);
        let texts = Texts(site.texts(dice));
        // On a day on which every occurrence that a row names is owed.
        let loaded = texts.load(crate::generator::HORIZON);
        let is_told = loaded.faults.iter().any(|fault| fault.code == "contradicting-rows");
        let whose = |row: &Row| {
            (row.directive, row.deadline, row.occurrence.clone(), row.responsible.clone(), row.date)
        };
        let is_at_odds =
            site.rows.iter().any(|a| site.rows.iter().any(|b| whose(a) == whose(b) && a.status != b.status));
        assert_eq!(is_told, is_at_odds);
    });
}
