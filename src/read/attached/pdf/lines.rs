//! Lines of a page from the pieces of text that are set on it, wherever in the file each stands.

/// A piece of text where it stands on the page: along its direction, and across.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its direction, in degrees.
    pub angle: i32,
    /// Where it begins along its direction.
    pub start: f64,
    /// Where it ends.
    pub end: f64,
    /// Where its line stands, upwards.
    pub height: f64,
    /// The size of its letters.
    pub size: f64,
    /// Its characters.
    pub text: String,
}

/// The part of a letter's size by which letters of one word stand apart at most.
const WORD: f64 = 0.15;
/// The part by which words of one cell do.
const CELL: f64 = 1.5;

/// The text of pieces, a line a line, with tabs where a wide gap stands.
pub fn text(mut pieces: Vec<Piece>) -> String {
    pieces.sort_by(|a, b| {
        (a.angle.cmp(&b.angle)).then(b.height.total_cmp(&a.height)).then(a.start.total_cmp(&b.start))
    });
    let is_same =
        |a: &Piece, b: &Piece| a.angle == b.angle && (a.height - b.height).abs() <= a.size.min(b.size) * 0.3;
    let mut text = String::new();
    for line in pieces.chunk_by_mut(is_same) {
        line.sort_by(|a, b| a.start.total_cmp(&b.start));
        let mut end = f64::NAN;
        for piece in line {
            let gap = (piece.start - end) / piece.size;
            match () {
                () if end.is_nan() => {}
                // One over the other: a stamp on a line.
                () if !(-1.0..=CELL).contains(&gap) => text.push('\t'),
                () if gap > WORD => text.push(' '),
                () => {}
            }
            text.push_str(&piece.text);
            end = piece.end;
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_words_cells_and_lines() {
        let piece = |start: f64, height: f64, text: &str| {
            let end = start + text.chars().count() as f64 * 5.0;
            Piece { angle: 0, start, end, height, size: 10.0, text: text.to_owned() }
        };
        let pieces = vec![
            piece(100.0, 50.0, "ẬT"),
            piece(0.0, 20.0, "hai"),
            piece(95.0, 51.0, "M"),
            piece(0.0, 50.0, "Số"),
            piece(13.0, 50.0, "12"),
            piece(0.0, 20.0, "MẬT"),
        ];
        assert_eq!(text(pieces), "Số 12\tMẬT\nhai\tMẬT\n");
        assert_eq!(text(vec![]), "");
    }
}
