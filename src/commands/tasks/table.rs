//! Tasks as a table for people, with their counts below.
//!
//! Owns columns and widths; the records are those of the open data.

use congbao::language::Language;
use congbao::model::work::obligation::State;
use congbao::render::data::TaskRecord;
use congbao::render::theme::labels::Labels;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns of the table but the task, at the most.
const WIDTHS: [usize; 4] = [10, 6, 20, 28];

/// The tasks as a table, with their counts below; `width` columns wide on a terminal.
pub fn table(tasks: &[TaskRecord], labels: &Labels, language: Language, width: Option<usize>) -> String {
    let head = match language {
        Language::Vi => ["Hạn", "Còn", "Tình trạng", "Đơn vị", "Nhiệm vụ"],
        Language::En => ["Due", "Left", "State", "Organisation", "Task"],
    };
    let state_label = |word: &str| {
        State::ALL.into_iter().find(|state| state.word() == word).map_or("", |state| labels.state(state))
    };
    let mut rows = vec![head.map(str::to_owned)];
    for task in tasks {
        let slug =
            || task.directive.url.rsplit('/').next().unwrap_or_default().trim_end_matches(".html").to_owned();
        let number = task.directive.number.clone().unwrap_or_else(slug);
        rows.push([
            task.to.clone().unwrap_or_else(|| "–".to_owned()),
            task.days.map(|days| days.to_string()).unwrap_or_default(),
            state_label(task.state).to_owned(),
            task.organization.as_ref().map_or_else(|| "–".to_owned(), |party| party.name.clone()),
            format!("{number}: {}", task.task),
        ]);
    }
    let mut table = String::new();
    let taken: usize = WIDTHS.iter().sum::<usize>() + 2 * WIDTHS.len();
    for row in rows {
        for (cell, width) in row.iter().zip(WIDTHS) {
            let cell = cut(cell, width);
            table.push_str(&cell);
            table.push_str(&" ".repeat(width - cell.width() + 2));
        }
        table.push_str(&cut(&row[4], width.map_or(usize::MAX, |width| width.saturating_sub(taken).max(20))));
        table.push('\n');
    }
    let counts = State::ALL.into_iter().filter_map(|state| {
        let count = tasks.iter().filter(|task| task.state == state.word()).count();
        (count > 0).then(|| format!("{count} {}", labels.state(state).to_lowercase()))
    });
    let counts: Vec<String> = counts.collect();
    table.push_str(&format!(
        "{}: {}\n",
        labels.fill("common", "tasks", &[("n", &tasks.len().to_string())]),
        counts.join(", ")
    ));
    table
}

/// A text of `width` columns at the most.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut short: String = text
        .chars()
        .take_while(|c| {
            taken += c.width().unwrap_or(0);
            taken < width
        })
        .collect();
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_by_columns_not_bytes() {
        assert_eq!(cut("Sở Y tế", 7), "Sở Y tế");
        assert_eq!(cut("Sở Y tế", 6), "Sở Y …");
        // With combining marks: the same columns.
        assert_eq!(cut("Sơ\u{309} Y tê\u{301}", 7), "Sơ\u{309} Y tê\u{301}");
        assert_eq!(cut("Sơ\u{309} Y tê\u{301}", 6).width(), 6);
    }
}
