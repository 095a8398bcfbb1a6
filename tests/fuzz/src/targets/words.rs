//! Words of time: a first line with words, a second with the day on which the paper was signed.

use congbao::model::time::date::{Date, Interval, YEARS};
use congbao::model::time::due::{Due, Reason};
use congbao::model::time::reading::read;
use congbao::model::time::recurrence::{MOST_TURNS, Recurrence, period_name};
use jiff::ToSpan;
use jiff::civil::date;
use unicode_normalization::UnicodeNormalization;

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let (words, day) = text.split_once('\n').unwrap_or((&text, ""));
    let signed: Option<Date> = day.trim().parse().ok().filter(|day: &Date| YEARS.contains(&day.year()));
    let due = read(words, signed);
    lies_in_its_words(&due, words.trim());
    match &due {
        Due::Dated(interval, _) => {
            assert!(interval.last.is_some(), "{words:?}: {due:?} has no last day");
            runs_forward(interval, words);
        }
        Due::Recurring(recurrence) => turns_follow(recurrence, signed.unwrap_or(date(2022, 5, 6)), words),
        _ => {}
    }
    // Another Unicode form is another spelling of the same words; signs that are another one in every form (the
    // Greek question mark is `;`) are none of time.
    if words.chars().all(|sign| std::iter::once(sign).nfc().eq([sign])) {
        for other in [words.nfd().collect::<String>(), words.nfc().collect()] {
            let other = read(&other, signed);
            assert_eq!(meaning(&other), meaning(&due), "{words:?} in another Unicode form");
        }
    }
    // The day of the paper adds to what words mean, and changes nothing that they say without it.
    if let (alone @ (Due::Dated(..) | Due::Ongoing(_)), Some(_)) = (read(words, None), signed) {
        assert_eq!(alone, due, "{words:?} without the day of the paper");
    }
}

fn runs_forward(interval: &Interval, words: &str) {
    let (first, last) = (interval.first, interval.last);
    assert!(first.zip(last).is_none_or(|(first, last)| first <= last), "{words:?}: {interval:?}");
    // A year of the paper's, and what is due in the one after it.
    let years = YEARS.start() - 1..=YEARS.end() + 1;
    let is_near = |day: Date| years.contains(&day.year());
    assert!(first.is_none_or(is_near) && last.is_none_or(is_near), "{words:?}: {interval:?}");
}

fn turns_follow(recurrence: &Recurrence, from: Date, words: &str) {
    assert!(!recurrence.turns.is_empty(), "{words:?}: no turn");
    let Ok(until) = from.checked_add(800.days()) else { return };
    let turns = recurrence.until(from, until);
    assert!(turns.len() <= MOST_TURNS, "{words:?}: {} turns", turns.len());
    for turn in &turns {
        runs_forward(&turn.due, words);
        let name = period_name(&turn.period);
        assert_eq!(recurrence.named(&name).as_ref(), Some(turn), "{words:?}: the turn {name}");
    }
    let is_later = turns.windows(2).all(|pair| pair[0].due.last < pair[1].due.last);
    assert!(is_later, "{words:?}: turns out of order: {turns:?}");
}

fn lies_in_its_words(due: &Due, words: &str) {
    let Due::Unclear(refusal) = due else { return };
    assert!(words.get(refusal.at.clone()).is_some(), "{words:?}: {refusal:?}");
    if let Reason::Unplaced(Some((at, interval))) = &refusal.reason {
        assert!(words.get(at.clone()).is_some(), "{words:?}: {refusal:?}");
        runs_forward(interval, words);
    }
}

/// What is meant, without the bytes that say it.
fn meaning(due: &Due) -> String {
    match due {
        Due::Unclear(refusal) => {
            let reason = match &refusal.reason {
                Reason::Unplaced(known) => format!("{:?}", known.as_ref().map(|(_, interval)| interval)),
                reason => format!("{reason:?}"),
            };
            format!("{reason} {:?}", refusal.near)
        }
        due => format!("{due:?}"),
    }
}
