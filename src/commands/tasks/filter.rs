//! Which tasks are asked for: by state, time left, organisation and directive.
//!
//! Owns how these words of the command line are read, and what to type instead of one that leads nowhere.

use congbao::error::Error;
use congbao::language::Words;
use congbao::model::names::number::Number;
use congbao::model::register::organization::Resolution;
use congbao::model::work::obligation::State;
use congbao::nearest;
use congbao::render::Content;
use congbao::render::data::TaskRecord;
use congbao::spelling::fold;

use super::TasksArgs;
use crate::commands::bad_value;

/// What is asked for; everything where nothing is.
pub struct TaskFilter {
    states: Vec<State>,
    within: Option<i32>,
    /// The id.
    organization: Option<String>,
    /// Key of a number, and the text as typed, which may be a slug.
    directive: Option<(String, String)>,
}

impl TaskFilter {
    /// What the command line asks for.
    ///
    /// # Errors
    /// The first word that leads nowhere.
    pub fn new(args: &TasksArgs, content: &Content) -> Result<TaskFilter, Error> {
        let organization = |typed: &String| organization(typed, content);
        let directive = |typed: &String| directive(typed, content);
        Ok(TaskFilter {
            states: args.state.as_deref().map_or(Ok(Vec::new()), states)?,
            within: args.within.as_deref().map(days).transpose()?,
            organization: args.organization.as_ref().map(organization).transpose()?,
            directive: args.directive.as_ref().map(directive).transpose()?,
        })
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

/// States parted by commas.
fn states(typed: &str) -> Result<Vec<State>, Error> {
    let words = typed.split(',').map(str::trim).filter(|word| !word.is_empty());
    let state = |word| {
        let state = State::ALL.into_iter().find(|state| state.word() == word);
        state.ok_or_else(|| bad_value(word, one_of(State::WORDS, word)))
    };
    words.map(state).collect()
}

/// A number of days: `30d` or `30`.
fn days(typed: &str) -> Result<i32, Error> {
    let days = typed.trim_end_matches('d').parse().ok().filter(|days| (0..100_000).contains(days));
    let remedy = || Words::new("viết số ngày, như `30d`", "write a number of days, like `30d`");
    days.ok_or_else(|| bad_value(typed, remedy()))
}

/// The id of an organisation, by id or name.
fn organization(typed: &str, content: &Content) -> Result<String, Error> {
    let register = &content.register;
    if let Some(unnamed) = register.unnamed(typed, &fold(typed)) {
        return Ok(unnamed.id.clone());
    }
    let near: Vec<&str> = match register.resolve(typed, &fold(typed)) {
        Resolution::Found(id) => return Ok(register[id].id.clone()),
        Resolution::Ambiguous(ids) => ids.iter().map(|id| register[*id].id.as_str()).collect(),
        Resolution::Unknown => {
            register.near_id(typed).into_iter().chain(register.near_names(typed)).collect()
        }
    };
    Err(bad_value(typed, one_of(&near, typed)))
}

/// The number or slug of a directive that is here.
fn directive(typed: &str, content: &Content) -> Result<(String, String), Error> {
    let key = Number::new(typed).key;
    let references = content.catalog.references();
    let has_slug = || content.catalog.directives().any(|(_, entry)| entry.resolved.slug == typed);
    if references.latest(&key).is_none() && !has_slug() {
        let near: Vec<&str> = nearest::several(&key, references.keys(), 3);
        return Err(bad_value(typed, one_of(&near, typed)));
    }
    Ok((key, typed.to_owned()))
}

fn one_of(known: &[&str], typed: &str) -> Words {
    let near = nearest::nearest(typed, known.iter().copied());
    let shown = near.map_or_else(|| known.join(", "), str::to_owned);
    match (near, shown.is_empty()) {
        (Some(_), _) => Words::new(format!("có phải là `{shown}`?"), format!("did you mean `{shown}`?")),
        (None, true) => Words::new("xem `content/`", "look into `content/`"),
        (None, false) => Words::new(format!("chọn trong: {shown}"), format!("one of: {shown}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use congbao::language::Language;

    #[test]
    fn words_that_lead_nowhere_say_what_to_type() {
        assert_eq!(states("overdue, due-soon").unwrap(), [State::Overdue, State::DueSoon]);
        assert_eq!(
            states("overdu").unwrap_err().line(Language::En),
            "`overdu` cannot be used; did you mean `overdue`?"
        );
        assert!(days("30d").unwrap() == 30 && days("7").unwrap() == 7 && days("soon").is_err());
    }
}
