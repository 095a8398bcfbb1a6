//! Tasks on the command line: chosen by state, organisation, directive and time left; as a table.
//!
//! Owns the choice and the table; the records are those of the open data.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::language::{Language, Words};
use crate::model::names::number::Number;
use crate::model::register::organization::Resolution;
use crate::model::work::obligation::State;
use crate::render::Content;
use crate::render::data::TaskRecord;
use crate::render::theme::labels::Labels;
use crate::spelling::fold;

/// What is asked for; everything where nothing is.
#[derive(Clone, Debug, Default)]
pub struct TaskFilter {
    states: Vec<State>,
    within: Option<i32>,
    organization: Option<String>,
    /// Key of a number, and the text as typed, which may be a slug.
    directive: Option<(String, String)>,
}

/// A word that leads nowhere, and what to type instead.
pub type Refusal = (String, Words);

impl TaskFilter {
    /// Only tasks in these states, as words parted by commas.
    ///
    /// # Errors
    /// A word that is no state.
    pub fn states(&mut self, typed: &str) -> Result<(), Refusal> {
        for word in typed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let state = State::ALL.into_iter().find(|state| state.word() == word);
            self.states.push(state.ok_or_else(|| (word.to_owned(), one_of(State::WORDS, word)))?);
        }
        Ok(())
    }

    /// Only open tasks that end within some days: `30d` or `30`.
    ///
    /// # Errors
    /// A text that is no number of days.
    pub fn within(&mut self, typed: &str) -> Result<(), Refusal> {
        let days = typed.trim_end_matches('d').parse().ok().filter(|days| (0..100_000).contains(days));
        let remedy = || Words::new("viết số ngày, như `30d`", "write a number of days, like `30d`");
        self.within = Some(days.ok_or_else(|| (typed.to_owned(), remedy()))?);
        Ok(())
    }

    /// Only tasks of an organisation, by id or name.
    ///
    /// # Errors
    /// A name that the register does not have.
    pub fn organization(&mut self, typed: &str, content: &Content) -> Result<(), Refusal> {
        let register = &content.register;
        match register.resolve(typed, &fold(typed)) {
            Resolution::Found(id) => self.organization = Some(register[id].id.clone()),
            Resolution::Ambiguous(ids) => {
                let ids: Vec<&str> = ids.iter().map(|id| register[*id].id.as_str()).collect();
                return Err((typed.to_owned(), one_of(&ids, typed)));
            }
            Resolution::Unknown => {
                let near: Vec<&str> =
                    register.near_id(typed).into_iter().chain(register.near_names(typed)).collect();
                return Err((typed.to_owned(), one_of(&near, typed)));
            }
        }
        Ok(())
    }

    /// Only tasks under a directive, by number or slug.
    ///
    /// # Errors
    /// A number that no directive here bears.
    pub fn directive(&mut self, typed: &str, content: &Content) -> Result<(), Refusal> {
        let key = Number::new(typed).key;
        let references = content.catalog.references();
        let has_slug = || content.catalog.directives().any(|(_, entry)| entry.resolved.slug == typed);
        if references.responsibles(&key).is_empty() && !has_slug() {
            let near: Vec<&str> = crate::nearest::several(&key, references.keys(), 3);
            return Err((typed.to_owned(), one_of(&near, typed)));
        }
        self.directive = Some((key, typed.to_owned()));
        Ok(())
    }

    /// Whether a task is asked for.
    pub fn takes(&self, task: &TaskRecord) -> bool {
        let has_state = self.states.is_empty() || self.states.iter().any(|state| state.word() == task.state);
        let is_open = State::ALL.into_iter().any(|state| state.is_open() && state.word() == task.state);
        let ends = self
            .within
            .is_none_or(|within| is_open && task.days.is_some_and(|days| (0..=within).contains(&days)));
        let id = task.organization.as_ref().and_then(|party| party.id.as_ref());
        let owes = self.organization.as_ref().is_none_or(|wanted| id == Some(wanted));
        let stands = self.directive.as_ref().is_none_or(|(key, slug)| {
            let number = task.directive.number.as_ref().map(|number| Number::new(number).key);
            number.as_ref() == Some(key) || task.directive.url.ends_with(&format!("/{slug}.html"))
        });
        has_state && ends && owes && stands
    }
}

fn one_of(known: &[&str], typed: &str) -> Words {
    let near = crate::nearest::nearest(typed, known.iter().copied());
    let shown = near.map_or_else(|| known.join(", "), str::to_owned);
    match (near, shown.is_empty()) {
        (Some(_), _) => Words::new(format!("có phải là `{shown}`?"), format!("did you mean `{shown}`?")),
        (None, true) => Words::new("xem `content/`", "look into `content/`"),
        (None, false) => Words::new(format!("chọn trong: {shown}"), format!("one of: {shown}")),
    }
}

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

    #[test]
    fn choices_that_lead_nowhere_say_what_to_type() {
        let mut choice = TaskFilter::default();
        assert!(choice.states("overdue,due-soon").is_ok());
        assert_eq!(
            choice.states("overdu").unwrap_err().1.in_language(Language::En),
            "did you mean `overdue`?"
        );
        assert!(choice.within("30d").is_ok() && choice.within("7").is_ok() && choice.within("soon").is_err());
    }
}
