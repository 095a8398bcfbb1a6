//! A text as the parser is to read it: with what its author would have typed had they known Markdown.
//!
//! Owns the way back from the text that was parsed to the bytes of the file. The file is never changed.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::place::Span;

/// What is read instead of bytes of the file, by where those begin.
#[derive(Default)]
pub(super) struct Edits(BTreeMap<usize, (usize, String)>);

impl Edits {
    /// Reads `instead` where the file has the bytes `from..until`.
    pub fn add(&mut self, from: usize, until: usize, instead: String) {
        self.0.entry(from).or_insert((until, instead));
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The bytes `span` of the file as they are to be read.
    pub fn read<'t>(&self, text: &'t str, span: Span) -> Edited<'t> {
        let (mut at, end) = (span.start as usize, span.end as usize);
        if self.0.is_empty() {
            let pieces = vec![Piece { read: 0, file: at, is_typed: true }];
            return Edited { text: Cow::Borrowed(&text[at..end]), pieces };
        }
        let (mut read, mut pieces) = (String::with_capacity(end - at + 2 * self.0.len()), Vec::new());
        for (&from, (until, instead)) in &self.0 {
            // One inside another would be read twice.
            if from < at {
                continue;
            }
            pieces.push(Piece { read: read.len(), file: at, is_typed: true });
            read.push_str(&text[at..from]);
            pieces.push(Piece { read: read.len(), file: from, is_typed: false });
            read.push_str(instead);
            at = *until;
        }
        pieces.push(Piece { read: read.len(), file: at, is_typed: true });
        read.push_str(&text[at..end]);
        Edited { text: Cow::Owned(read), pieces }
    }
}

/// A text as it is to be read.
pub(super) struct Edited<'t> {
    /// What the parser reads.
    pub text: Cow<'t, str>,
    pieces: Vec<Piece>,
}

/// A part that is as typed, or that stands for what is.
struct Piece {
    read: usize,
    file: usize,
    is_typed: bool,
}

impl Edited<'_> {
    /// The byte of the file that was read at `at`.
    pub fn place(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|piece| piece.read <= at).saturating_sub(1);
        match self.pieces.get(piece) {
            Some(piece) if piece.is_typed => piece.file + (at - piece.read),
            Some(piece) => piece.file,
            None => at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_were_read_have_their_place_in_the_file() {
        let text = "xx một\n    hai\nba";
        let mut edits = Edits::default();
        edits.add(text.find('\n').unwrap(), text.find("hai").unwrap(), "\n\n".into());
        edits.add(text.find("ba").unwrap(), text.find("ba").unwrap(), "\\".into());
        let read = edits.read(text, Span::new(3, text.len()));
        assert_eq!(read.text, "một\n\nhai\n\\ba");
        for word in ["một", "hai", "ba"] {
            assert_eq!(read.place(read.text.find(word).unwrap()), text.find(word).unwrap());
        }
        assert_eq!(read.place(read.text.len()), text.len());
        assert!(matches!(Edits::default().read(text, Span::new(3, text.len())).text, Cow::Borrowed(_)));
    }
}
