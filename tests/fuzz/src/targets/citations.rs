//! Numbers and citations in running text, and the spellings by which they are found.

use std::sync::LazyLock;

use congbao::model::names::citation::{Called, Citation, Names, find};
use congbao::model::names::number::{Number, Types, loose};
use congbao::read::markdown::BARRIER;
use congbao::spelling::{Redaction, fold, fold_with_places, is_id, slug};

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let known = ["Nghị quyết 28", "Chỉ thị số hóa", "Luật Đất đai", "Kế hoạch 90", "Nghị quyết Trung ương 5"];
    Names::new(&Types::new([("ĐA", "Đề án"), ("PL", "Pháp lệnh")]), known.map(fold))
});

pub fn check(data: &[u8]) {
    let text = super::text(data);
    let found = find(&text, &NAMES);
    let mut behind = 0;
    for citation in &found {
        let typed = text.get(citation.start..citation.end).expect("whole characters");
        assert!(behind <= citation.start && !typed.trim().is_empty(), "{text:?}: {found:#?}");
        behind = citation.end;
        if let Called::Number { number, .. } = &citation.cited.called {
            assert!(typed.contains(&number.text), "{typed:?}: {number:?}");
            is_a_number(number);
        }
    }
    is_a_number(&Number::new(&text));
    nothing_crosses_a_barrier(&text);
    folds(&text);
    blots_out(&text);
}

fn is_a_number(number: &Number) {
    assert_eq!(&Number::new(&number.text), number);
    assert!(number.key.ends_with(loose(&number.key)));
}

/// What stands beside code or a link is cited as if it stood alone.
fn nothing_crosses_a_barrier(text: &str) {
    let Some((front, back)) = text.split_once('\n') else { return };
    let joined = format!("{front}{BARRIER}{back}");
    let by = front.len() + BARRIER.len_utf8();
    let mut apart = find(front, &NAMES);
    let moved = |found: Citation| Citation { start: found.start + by, end: found.end + by, ..found };
    apart.extend(find(back, &NAMES).into_iter().map(moved));
    assert_eq!(find(&joined, &NAMES), apart, "{joined:?}");
}

fn folds(text: &str) {
    let places = fold_with_places(text);
    for pair in places.windows(2) {
        assert!(pair[0].start <= pair[1].start && pair[0].end <= pair[1].end, "{text:?}: {pair:?}");
    }
    assert!(
        places.iter().all(|f| text.get(f.start..f.end).is_some_and(|typed| !typed.is_empty())),
        "{text:?}"
    );
    let folded = fold(text);
    assert_eq!(fold(&folded), folded, "folded twice");
    let slug = slug(text);
    assert!(slug.is_empty() || is_id(&slug), "{text:?}: {slug:?}");
}

/// The words of the first line are not to be read in the others.
fn blots_out(text: &str) {
    let Some((words, text)) = text.split_once('\n') else { return };
    let redaction = Redaction::new([words]);
    if Redaction::MARK.contains(words.trim()) {
        return;
    }
    let mut text = text.to_owned();
    for range in redaction.ranges(&text) {
        assert!(text.get(range.clone()).is_some(), "{text:?}: {range:?}");
    }
    redaction.apply(&mut text);
    assert!(redaction.ranges(&text).is_empty(), "{words:?} in {text:?}");
}
