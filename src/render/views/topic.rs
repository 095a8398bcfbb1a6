//! Topics: their lists, and those of a directive.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::catalog::reference::DirectiveId;
use crate::render::address::of_part;
use crate::render::lists::shelves::Shelf;
use crate::render::views::builder::{LinkView, PageBuilder};
use crate::render::views::frame::{Head, Page};
use crate::render::views::listed::DirectiveGroup;
use crate::render::views::parts::{CountsView, counts};

/// All topics.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TopicsView {
    /// The topics, in the order of a Vietnamese dictionary.
    topics: Vec<TopicLink>,
}

/// A topic, and how many directives are about it.
#[derive(Serialize, JsonSchema)]
struct TopicLink {
    /// Its list.
    link: LinkView,
    /// How many directives it holds.
    count: usize,
}

/// One part of the list of a topic.
#[derive(Serialize, JsonSchema)]
pub(crate) struct TopicView {
    /// Its name.
    name: String,
    /// How many directives are about it.
    count: usize,
    /// How much is done of what they ask for.
    counts: CountsView,
    /// Those of this part, newest first, in one group.
    groups: Vec<DirectiveGroup>,
    /// Links to the parts of the list; empty where it is one.
    parts: Vec<LinkView>,
    /// The last day on which the table is right; empty where no day changes it.
    until: String,
}

impl PageBuilder<'_> {
    /// The list of all topics.
    pub fn topics(&self) -> Page {
        let topics = self.reader.topics().iter();
        let topics = topics.map(|topic| TopicLink {
            link: self.link(topic.name.as_str(), &self.addresses().topic(&topic.slug, 0)),
            count: topic.directives.len(),
        });
        Page::new("topics", self.head("topics"), &TopicsView { topics: topics.collect() })
    }

    /// One part of the directives of a topic, newest first.
    pub fn topic(&self, at: usize, part: usize) -> Page {
        let topic = &self.reader.topics()[at];
        let ids: Vec<DirectiveId> = topic.directives.iter().rev().copied().collect();
        let Shelf { ids, tally, forecast } = self.shelf(ids);
        let days = self.days_of_list(of_part(&ids, part), &forecast);
        let view = TopicView {
            name: topic.name.clone(),
            count: ids.len(),
            groups: vec![self.directive_group("", "", of_part(&ids, part))],
            parts: self.parts(ids.len(), part, |at| self.addresses().topic(&topic.slug, at)),
            until: forecast.until.map_or(String::new(), |day| day.to_string()),
            counts: counts(&tally, forecast),
        };
        let description = self.labels().fill("topic", "description", &[("name", &topic.name)]);
        let all = self.link(self.labels().get("topics", "title"), &self.addresses().topics());
        Page::new("topic", Head::new(&topic.name, &description).below(all), &view).standing(days)
    }

    /// The way to all topics; none where no directive has one.
    pub fn topics_link(&self) -> Option<LinkView> {
        let has_topics = self.reader.has_topics();
        has_topics.then(|| self.link(self.labels().get("topics", "title"), &self.addresses().topics()))
    }

    /// The topics of a directive, as it has them.
    pub fn topics_of(&self, id: DirectiveId) -> Vec<LinkView> {
        let topics = self.reader.topics_of(id).into_iter();
        topics.map(|topic| self.link(topic.name.as_str(), &self.addresses().topic(&topic.slug, 0))).collect()
    }
}
