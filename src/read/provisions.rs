//! Provisions: the numbered parts of a text, and the short ids that follow from their numbers
//! (`dieu-2-khoan-1-diem-a`, `chuong-i`, `muc-1`, `phan-1`; `i-1-a` in documents of the Party).
//!
//! Owns what stands above what, and where the numbers begin anew: an annexed text, whose ids are
//! prefixed. Does not know Markdown or directives: it is given the blocks of a text in order. A number
//! that stands twice where it should stand once names nothing the second time.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::read::marks::{MarkKind, StructuralMark};
use crate::spelling::{fold, slug};

/// A block of a text: a heading, a paragraph or an item.
#[derive(Debug, Default)]
pub struct Block<'a> {
    /// The event that starts it.
    pub event: usize,
    /// The level of a heading.
    pub level: Option<u8>,
    /// The mark that it begins with.
    pub mark: Option<StructuralMark>,
    /// Its id as typed.
    pub id: Option<&'a str>,
    /// Its text.
    pub text: &'a str,
    /// Whether it is an item of a list.
    pub is_item: bool,
}

/// One step on the way to a provision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Step {
    /// What it is.
    pub kind: MarkKind,
    /// Its number, as a [`StructuralMark`] has it.
    pub number: String,
}

/// A numbered part of a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Provision {
    /// The event that starts its first block.
    pub event: usize,
    /// The id that follows from its number.
    pub name: String,
    /// The id that it has: that, or the one that was typed.
    pub id: String,
    /// Its numbers, from the largest part to itself.
    pub path: Vec<Step>,
    /// Whether it stands in an annexed text, whose numbers begin anew.
    pub is_annexed: bool,
}

/// The provisions of a text, in order.
pub fn provisions(blocks: &[Block<'_>]) -> Vec<Provision> {
    let quoted = quoted(blocks);
    let (mut found, mut prefixes): (Vec<Provision>, FxHashSet<String>) = Default::default();
    let mut named_before: FxHashMap<String, u32> = FxHashMap::default();
    let mut start = 0;
    let mut prefix = None;
    loop {
        let (mut part, again) = scope(blocks, &quoted, start);
        qualify(&mut part, prefix.as_deref());
        found.extend(part);
        let Some(next) = again else { return found };
        let named = annex_name(&blocks[start..next]).unwrap_or_else(|| "phu-luc".to_owned());
        let before = named_before.entry(named.clone()).or_default();
        prefix = std::iter::repeat_with(|| {
            *before += 1;
            if *before == 1 { named.clone() } else { format!("{named}-{before}") }
        })
        .find(|name| prefixes.insert(name.clone()));
        start = next;
    }
}

/// Which blocks begin inside a quotation: numbers there are those of another text.
fn quoted(blocks: &[Block<'_>]) -> Vec<bool> {
    let (mut curly, mut straight) = (0_i32, false);
    let is_quoted = |block: &Block<'_>| {
        if block.level.is_some() {
            (curly, straight) = (0, false);
        }
        let inside = curly > 0 || straight;
        // Most blocks quote nothing: neither sign nor the first byte of one stands in them.
        // All of a chunk is looked at, which machines do at once.
        let can_quote =
            |chunk: &[u8]| chunk.iter().fold(false, |can, byte| can | matches!(byte, b'"' | 0xe2));
        if !block.text.as_bytes().chunks(64).any(can_quote) {
            return inside;
        }
        for c in block.text.chars() {
            match c {
                '“' => curly += 1,
                '”' => curly = (curly - 1).max(0),
                // A sign of inches in running text opens nothing.
                '"' if straight || block.text.starts_with('"') => straight = !straight,
                _ => {}
            }
        }
        inside
    };
    blocks.iter().map(is_quoted).collect()
}

/// The provisions from a block on, up to the block from which the numbers begin anew.
fn scope(blocks: &[Block<'_>], quoted: &[bool], start: usize) -> (Vec<Provision>, Option<usize>) {
    let mut found: Vec<Provision> = Vec::new();
    let mut seen: FxHashSet<Vec<Step>> = FxHashSet::default();
    // The parts that are open, each with the level of its heading.
    let mut open: Vec<(Step, Option<u8>)> = Vec::new();
    // Where the parts began in which nothing but parts was found yet.
    let mut containers: Option<usize> = None;
    for at in start..blocks.len() {
        let block = &blocks[at];
        let Some(mark) = block.mark.as_ref().filter(|_| !quoted[at]) else {
            close(block, &mut open);
            continue;
        };
        let step = Step { kind: mark.kind, number: mark.number.clone() };
        open.retain(|(above, _)| rank(above.kind) < rank(step.kind));
        let has_base = open.iter().any(|(above, _)| is_base(above.kind));
        if matches!(step.kind, MarkKind::Figure | MarkKind::Letter) && !has_base {
            continue;
        }
        open.push((step.clone(), block.level));
        let path: Vec<Step> = open.iter().map(|(step, _)| step.clone()).collect();
        if !seen.insert(key(&path)) {
            let is_first = ["1", "i"].contains(&step.number.as_str());
            if is_first && rank(step.kind) <= rank(MarkKind::Article) {
                // A part that begins the numbering cannot begin another one too.
                let next = containers.filter(|first| *first > start).unwrap_or(at);
                found.retain(|provision| provision.event < blocks[next].event);
                return (found, Some(next));
            }
            open.pop();
            continue;
        }
        containers = if rank(step.kind) < rank(MarkKind::Article) { containers.or(Some(at)) } else { None };
        let (name, id) = (String::new(), String::new());
        found.push(Provision { event: block.event, name, id, path, is_annexed: false });
    }
    (found, None)
}

/// What a block without a number ends: a heading all that is not above it, the title of an annex all.
fn close(block: &Block<'_>, open: &mut Vec<(Step, Option<u8>)>) {
    if let Some(level) = block.level {
        let above = |(_, of): &(Step, Option<u8>)| of.is_some_and(|of| of < level);
        let kept = open.iter().take_while(|open| above(open)).count();
        open.truncate(kept);
    } else if annex_title(block).is_some() {
        open.clear();
    }
}

fn rank(kind: MarkKind) -> u8 {
    match kind {
        MarkKind::Part => 0,
        MarkKind::Chapter => 1,
        MarkKind::Section => 2,
        MarkKind::Article | MarkKind::Roman => 3,
        MarkKind::Figure => 4,
        MarkKind::Letter => 5,
    }
}

fn is_base(kind: MarkKind) -> bool {
    matches!(kind, MarkKind::Article | MarkKind::Roman)
}

/// What a path must not share with another one: articles run through all chapters.
fn key(path: &[Step]) -> Vec<Step> {
    let article = path.iter().position(|step| step.kind == MarkKind::Article).unwrap_or(0);
    path[article..].to_vec()
}

/// Gives the provisions of one numbering their names: the shortest that names one of them.
fn qualify(found: &mut [Provision], prefix: Option<&str>) {
    let mut count: FxHashMap<Vec<Step>, usize> = FxHashMap::default();
    let base = |path: &[Step]| {
        path.iter().position(|step| is_base(step.kind)).unwrap_or(path.len().saturating_sub(1))
    };
    for provision in found.iter() {
        *count.entry(provision.path[base(&provision.path)..].to_vec()).or_default() += 1;
    }
    for provision in found {
        let path = &provision.path;
        let base = base(path);
        let is_shared = |from: usize| {
            // Everything below a base that stands twice is told apart like the base.
            (from + 1..=path.len()).any(|end| count.get(&path[from..end]).is_some_and(|count| *count > 1))
        };
        let first = if is_shared(base) { 0 } else { base };
        let is_article = path.iter().any(|step| step.kind == MarkKind::Article);
        let mut parts: Vec<String> = prefix.map(str::to_owned).into_iter().collect();
        parts.extend(path[first..].iter().map(|Step { kind, number }| match kind {
            MarkKind::Part => format!("phan-{number}"),
            MarkKind::Chapter => format!("chuong-{number}"),
            MarkKind::Section => format!("muc-{number}"),
            MarkKind::Article => format!("dieu-{number}"),
            MarkKind::Figure if is_article => format!("khoan-{number}"),
            MarkKind::Letter if is_article => format!("diem-{number}"),
            MarkKind::Roman | MarkKind::Figure | MarkKind::Letter => number.clone(),
        }));
        provision.name = parts.join("-");
        provision.id = provision.name.clone();
        provision.is_annexed = prefix.is_some();
    }
}

/// What an annexed text is called that the last of these blocks lead up to.
fn annex_name(blocks: &[Block<'_>]) -> Option<String> {
    let unmarked = blocks.iter().rev().take_while(|block| block.mark.is_none());
    let mut named = unmarked.filter_map(|block| match (block.id, block.level) {
        (Some(id), Some(_)) => Some(id.to_owned()),
        _ => annex_title(block),
    });
    named.next()
}

/// The short name of a block that is the title of an annex: "QUY CHẾ", "Phụ lục II".
fn annex_title(block: &Block<'_>) -> Option<String> {
    let mut letters = block.text.chars();
    let can_be_one = block.level.is_some()
        || !block.is_item && (0..2).all(|_| letters.next().is_some_and(char::is_uppercase));
    if !can_be_one {
        return None;
    }
    const TITLES: &[&str] = &[
        "phụ lục",
        "quy chế",
        "quy định",
        "điều lệ",
        "nội quy",
        "đề cương",
        "kế hoạch",
        "chương trình",
        "đề án",
        "phương án",
        "danh mục",
        "hướng dẫn",
        "biểu mẫu",
        "quy trình",
    ];
    let line: String = block.text.chars().take(200).collect();
    let folded = fold(&line);
    let title = TITLES.iter().find(|title| folded.starts_with(**title))?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_title = block.level.is_some()
        || words.iter().take(title.split(' ').count()).all(|word| !word.contains(char::is_lowercase));
    let number = folded[title.len()..].split_whitespace().next().unwrap_or_default();
    let number = number.trim_matches(|c: char| !c.is_alphanumeric());
    let is_number =
        number.bytes().all(|b| b.is_ascii_digit()) || crate::read::marks::roman_value(number).is_some();
    is_title.then(|| match *title {
        "phụ lục" if is_number && !number.is_empty() => slug(&format!("{title} {number}")),
        title => slug(title),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::marks::structural_mark;

    /// A text of one block a line; headings begin with `#`, quoting signs as typed.
    fn names(text: &str) -> Vec<String> {
        let lines = text.lines().map(str::trim).enumerate();
        let block = lines.map(|(event, line)| {
            let bare = line.trim_start_matches('#');
            let level = Some((line.len() - bare.len()) as u8).filter(|level| *level > 0);
            let (text, id) = match bare.trim().split_once(" {#") {
                Some((text, id)) => (text, Some(id.trim_end_matches('}'))),
                None => (bare.trim(), None),
            };
            Block { event, level, mark: structural_mark(text), id, text, is_item: false }
        });
        provisions(&block.collect::<Vec<_>>()).into_iter().map(|provision| provision.name).collect()
    }

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(names(text).join(" "), expect);
    }

    #[test]
    fn articles_clauses_and_points() {
        check(
            "Điều 1. Phạm vi\n1. Một\n2. Hai\na) Nhỏ\nđ) Nhỏ\nlời\n3. Ba\nĐiều 2. Việc\na) Không có khoản",
            "dieu-1 dieu-1-khoan-1 dieu-1-khoan-2 dieu-1-khoan-2-diem-a dieu-1-khoan-2-diem-dd dieu-1-khoan-3 \
             dieu-2 dieu-2-diem-a",
        );
        check("1. Một\na) Nhỏ\nlời", "");
        check("# Điều 5a. Mới\n1.1. Một", "dieu-5a dieu-5a-khoan-1-1");
    }

    #[test]
    fn articles_run_through_chapters_and_sections_do_not() {
        check(
            "Chương I\nĐiều 1.\nChương II\nMục 1\nĐiều 2.\nMục 2\nĐiều 3.",
            "chuong-i dieu-1 chuong-ii muc-1 dieu-2 muc-2 dieu-3",
        );
        check(
            "Chương I\nMục 1\nĐiều 1.\nChương II\nMục 1\nĐiều 2.\nMục 2",
            "chuong-i chuong-i-muc-1 dieu-1 chuong-ii chuong-ii-muc-1 dieu-2 muc-2",
        );
    }

    #[test]
    fn figures_of_the_party() {
        check(
            "I- Mục đích\n1- Một\na) Nhỏ\nII- Việc\n1. Một\n3.2. Hai\na) Nhỏ",
            "i i-1 i-1-a ii ii-1 ii-3-2 ii-3-2-a",
        );
        check(
            "Phần thứ nhất\nI. Một\n1. Một\nPhần thứ hai\nI. Một\n1. Một\nII. Hai",
            "phan-1 phan-1-i phan-1-i-1 phan-2 phan-2-i phan-2-i-1 ii",
        );
    }

    #[test]
    fn a_second_numbering_is_an_annex() {
        check(
            "Điều 1. Ban hành\nĐiều 2. Hiệu lực\nQUY CHẾ\nlàm việc\nChương I\nĐiều 1. Phạm vi\n1. Một\nChương II\nĐiều 2. Việc",
            "dieu-1 dieu-2 quy-che-chuong-i quy-che-dieu-1 quy-che-dieu-1-khoan-1 quy-che-chuong-ii quy-che-dieu-2",
        );
        check(
            "## I. Một\n## ĐỀ CƯƠNG BÁO CÁO {#de-cuong}\n### I. Một\n1. Hai\n## PHỤ LỤC II\n### I. Một",
            "i de-cuong-i de-cuong-i-1 phu-luc-ii-i",
        );
        check("Điều 1. A\nlời\nĐiều 1. B\nlời\nĐiều 1. C", "dieu-1 phu-luc-dieu-1 phu-luc-2-dieu-1");
    }

    #[test]
    fn a_number_that_stands_twice_names_one() {
        check(
            "Điều 1. A\nĐiều 2. B\n1. Một\n1. Lại\nĐiều 2. Lại\nĐiều 3. C",
            "dieu-1 dieu-2 dieu-2-khoan-1 dieu-3",
        );
    }

    #[test]
    fn numbers_in_a_quotation_are_those_of_another_text() {
        check(
            "Điều 1. Sửa đổi\n1. Điều 3 được sửa như sau:\n“Điều 3. Việc\n1. Một\n2. Hai.”\n2. Bỏ Điều 4.\nĐiều 2. Hiệu lực",
            "dieu-1 dieu-1-khoan-1 dieu-1-khoan-2 dieu-2",
        );
        check(
            "Điều 1. Sửa đổi\n\"Điều 3. Việc\n1. Một\n2. Hai.\"\n1. Bỏ ống 12\".\nĐiều 2. Hiệu lực",
            "dieu-1 dieu-1-khoan-1 dieu-2",
        );
    }

    #[test]
    fn a_heading_without_a_number_ends_what_stands_above_it() {
        check("## I. Một\n1. Một\n## Kết luận\n1. Hai\n## II. Ba", "i i-1 ii");
        check("## I. Một\n### Riêng\n1. Hai", "i i-1");
        check("Điều 1. Một\nPHỤ LỤC\n1. Hai", "dieu-1");
    }

    #[test]
    fn any_order_of_marks_comes_to_an_end_with_ids_of_its_own() {
        let marks = [
            "Phần I",
            "Chương I.",
            "Chương II.",
            "Mục 1.",
            "Điều 1.",
            "Điều 2.",
            "I.",
            "1.",
            "a)",
            "Phụ lục",
        ];
        let mut dice = 7_u32;
        let mut roll = |sides: usize| {
            dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (dice >> 16) as usize % sides
        };
        for _ in 0..3000 {
            let lines: Vec<&str> = (0..roll(9) + 1).map(|_| marks[roll(marks.len())]).collect();
            let mut names = names(&lines.join("\n"));
            let count = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), count, "{lines:?}");
        }
        // As many numberings as lines.
        assert!(names(&"Phần I\n".repeat(20_000)).len() == 20_000);
    }
}
