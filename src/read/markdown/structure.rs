//! The blocks of a body as far as the numbering of a text goes through them.
//!
//! Owns which blocks count: headings, paragraphs and items of lists; what stands in tables, quotations and
//! footnotes is numbered for itself. Items are numbered by their marks, one level deep.

use pulldown_cmark::{Event, Tag, TagEnd};
use rustc_hash::FxHashMap;

use crate::place::Span;
use crate::read::markdown::{Body, Mark};
use crate::read::marks::{MarkKind, StructuralMark, structural_mark};
use crate::read::provisions::Block;

impl Body<'_> {
    /// The blocks of the text in order, with the ids that were typed.
    pub(super) fn blocks<'a>(&'a self, typed: &'a FxHashMap<usize, (String, Span)>) -> Vec<Block<'a>> {
        let texts: FxHashMap<usize, &str> =
            self.runs.iter().rev().map(|run| (run.block, run.text.as_str())).collect();
        let text = |at: usize| texts.get(&at).copied().unwrap_or_default();
        let block = |event: usize| Block {
            event,
            mark: structural_mark(text(event)),
            id: typed.get(&event).map(|(id, _)| id.as_str()),
            text: text(event),
            ..Block::default()
        };
        let mut blocks: Vec<Block<'_>> = Vec::new();
        // Of the items that are open, which are numbered: one at most.
        let (mut apart, mut open, mut numbered, mut item_is_new) = (0_usize, 0_usize, None, false);
        for (at, (event, _)) in self.events.iter().enumerate() {
            match event {
                Event::Start(tag) if is_apart(tag) => apart += 1,
                Event::End(tag) if ends_apart(*tag) => apart = apart.saturating_sub(1),
                _ if apart > 0 => {}
                Event::Start(Tag::Heading { level, .. }) => {
                    blocks.push(Block { level: Some(*level as u8), ..block(at) });
                }
                Event::Start(Tag::Item) => {
                    let number = self.number_of(at).filter(|_| numbered.is_none());
                    open += 1;
                    numbered = numbered.or(number.as_ref().map(|_| open));
                    let own = block(at);
                    blocks.push(Block { mark: number.or(own.mark), is_item: true, ..own });
                    item_is_new = true;
                }
                Event::End(TagEnd::Item) => {
                    numbered = numbered.filter(|numbered| *numbered != open);
                    open = open.saturating_sub(1);
                    item_is_new = false;
                }
                Event::Start(Tag::List(_)) => item_is_new = false,
                // The first paragraph of an item is the item.
                Event::Start(Tag::Paragraph) if std::mem::take(&mut item_is_new) => {
                    if let Some(item) = blocks.last_mut() {
                        let own = block(at);
                        *item = Block {
                            mark: item.mark.take().or(own.mark),
                            event: item.event,
                            is_item: true,
                            ..own
                        };
                    }
                }
                Event::Start(Tag::Paragraph) => blocks.push(block(at)),
                _ => {}
            }
        }
        blocks
    }

    /// The number of an item with a point.
    fn number_of(&self, item: usize) -> Option<StructuralMark> {
        match self.marks.get(&item) {
            Some(Mark::Number { value, delimiter: '.', .. }) => {
                Some(StructuralMark { kind: MarkKind::Figure, number: value.to_string(), len: 0 })
            }
            _ => None,
        }
    }
}

fn is_apart(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Table(_)
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::CodeBlock(_)
    )
}

fn ends_apart(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Table
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::CodeBlock
    )
}
