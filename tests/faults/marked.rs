//! Sites in one text, with the faults marked where they are expected.
//!
//! ```text
//! ==== what this site is about
//! -- content/directives/a.md --
//! «unknown-key?number:numbr»: 34-KH/TU
//! -- content/directives/bieu.xlsx -- «unnamed-file»
//! ```
//! `«code:text»` is a fault that covers `text`, `«+code:text»` another place that the same fault shows, `?…`
//! what its hint proposes instead, `=…` a part of its hint. A mark in a head means the file as a whole. `␉` is
//! a tab, `⍽` a no-break space. A head can say `absent`, `latin-1`, `pipe`, `link TARGET`; `xlsx`, `ods` make
//! a workbook of the rows ([`crate::written`]), `password`, `bomb` one that is not read. `�` is no UTF-8.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use congbao::diagnostic::Diagnostic;
use congbao::model::time::date::Date;
use congbao::read::snapshot::Sources;
use congbao::site::{Options, Site};
use unicode_normalization::UnicodeNormalization;

use crate::written;

/// What every site has that brings no own files of these names.
const SITE: &str = "title: Công báo\n";
const REGISTER: &str = "\
- {id: tinh-uy, name: Tỉnh ủy}
- {id: ban-to-chuc, name: Ban Tổ chức Tỉnh ủy, parent: tinh-uy}
- {id: huyen-uy-a, name: Huyện ủy A, parent: tinh-uy}
- {id: huyen-uy-b, name: Huyện ủy B, parent: tinh-uy}
- {id: cac-huyen-uy, name: Các huyện ủy, members: [huyen-uy-a, huyen-uy-b]}
";

/// The day as of which every site is judged.
pub fn as_of() -> Date {
    Date::constant(2023, 8, 1)
}

/// A fault, or another place of one, as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub file: String,
    /// Line, column, end line, end column; zeros mean the file as a whole.
    pub at: [u32; 4],
    /// With `+` where it is another place of a fault.
    pub code: String,
    /// What the hint proposes instead.
    pub near: Option<String>,
    /// The hint; of a mark, a part of it.
    pub hint: Option<String>,
}

impl Mark {
    /// Whether this is what a site marks.
    pub fn is(&self, marked: &Mark) -> bool {
        let Mark { file, at, code, near, hint } = marked;
        let has_hint = hint.as_ref().is_none_or(|part| self.hint.as_ref().is_some_and(|h| h.contains(part)));
        has_hint && (&self.file, &self.at, &self.code, &self.near) == (file, at, code, near)
    }

    /// All that a diagnostic shows.
    fn of(diagnostic: &Diagnostic) -> Vec<Mark> {
        let hint = diagnostic.hint.as_ref().map(|hint| hint.in_language(congbao::Language::En));
        let mark = |place: &congbao::place::Place, code: String, near| Mark {
            file: place.file.to_string(),
            at: [place.line, place.column, place.end_line, place.end_column],
            code,
            near,
            hint: hint.map(|hint| hint.nfc().collect()),
        };
        let near = hint.and_then(|hint| hint.strip_prefix("did you mean `")?.strip_suffix("`?"));
        let mut marks = vec![mark(&diagnostic.place, diagnostic.code.to_owned(), near.map(str::to_owned))];
        let others = diagnostic.labels.iter();
        marks.extend(others.map(|(place, _)| mark(place, format!("+{}", diagnostic.code), None)));
        marks
    }

    /// Everything that `diagnostics` show, in order.
    pub fn all(diagnostics: &[Diagnostic]) -> Vec<Mark> {
        let mut marks: Vec<Mark> = diagnostics.iter().flat_map(Mark::of).collect();
        marks.sort();
        marks
    }
}

/// What stands at a path.
#[derive(Clone, Debug)]
enum Kind {
    Text,
    Latin1,
    Pipe,
    Link(String),
    Workbook(Form),
}

/// What kind of workbook.
#[derive(Clone, Copy, Debug)]
enum Form {
    Xlsx,
    Ods,
    Password,
    Bomb,
}

/// One file as typed, marks included.
#[derive(Clone, Debug)]
struct File {
    typed: String,
    kind: Kind,
    /// Marks of the file as a whole.
    whole: Vec<Mark>,
}

/// A site with its marks.
#[derive(Clone, Debug)]
pub struct Marked {
    pub title: String,
    files: BTreeMap<String, File>,
}

/// How every file of a site is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spelling {
    AsTyped,
    /// With a byte order mark and `\r\n`, as on Windows.
    Windows,
    /// Vietnamese letters with combining marks, as on a Mac.
    Decomposed,
}

/// The sites of one file of `sites/`.
pub fn sites(text: &str) -> Vec<Marked> {
    let parts = text.split("==== ").skip(1);
    parts
        .map(|part| {
            let (title, files) = part.split_once('\n').unwrap();
            Marked::read(title.trim(), files)
        })
        .collect()
}

impl Marked {
    /// The site in `text`.
    pub fn read(title: &str, text: &str) -> Marked {
        let mut files: BTreeMap<String, File> = BTreeMap::new();
        let file = |text: &str| File { typed: text.to_owned(), kind: Kind::Text, whole: Vec::new() };
        files.insert("content/site.yaml".to_owned(), file(SITE));
        files.insert("content/organizations.yaml".to_owned(), file(REGISTER));
        let mut open: Option<String> = None;
        for line in text.split_inclusive('\n') {
            let Some((path, rest)) = line.strip_prefix("-- ").and_then(|line| line.split_once(" --")) else {
                match &open {
                    Some(path) => files.get_mut(path).unwrap().typed.push_str(line),
                    None => assert!(line.trim().is_empty() || line.starts_with('#'), "{title}: {line}"),
                }
                continue;
            };
            let mut file = file("");
            let mut words = rest.split_whitespace();
            let mut is_absent = false;
            while let Some(word) = words.next() {
                match word {
                    "absent" => is_absent = true,
                    "latin-1" => file.kind = Kind::Latin1,
                    "pipe" => file.kind = Kind::Pipe,
                    "xlsx" => file.kind = Kind::Workbook(Form::Xlsx),
                    "ods" => file.kind = Kind::Workbook(Form::Ods),
                    "password" => file.kind = Kind::Workbook(Form::Password),
                    "bomb" => file.kind = Kind::Workbook(Form::Bomb),
                    "link" => file.kind = Kind::Link(words.next().unwrap().to_owned()),
                    mark => {
                        let mark = mark.strip_prefix('«').and_then(|mark| mark.strip_suffix('»'));
                        let code = mark.unwrap_or_else(|| panic!("{title}: {word}")).to_owned();
                        file.whole.push(Mark {
                            file: path.to_owned(),
                            at: [0; 4],
                            code,
                            near: None,
                            hint: None,
                        });
                    }
                }
            }
            // Blank lines between sites belong to none.
            open = Some(path.to_owned());
            files.insert(path.to_owned(), file);
            if is_absent {
                // Its marks stay, it does not.
                files.get_mut(path).unwrap().kind = Kind::Link(String::new());
            }
        }
        Marked { title: title.to_owned(), files }
    }

    /// Whether it takes a disk to have such a site.
    pub fn needs_disk(&self) -> bool {
        self.files.iter().any(|(path, file)| {
            path.contains('\u{fffd}')
                || match &file.kind {
                    Kind::Text => false,
                    Kind::Link(target) => !target.is_empty(),
                    Kind::Latin1 | Kind::Pipe | Kind::Workbook(_) => true,
                }
        })
    }

    /// The files with their marks taken out, and the marks.
    pub fn strip(&self, spelling: Spelling) -> (BTreeMap<String, String>, Vec<Mark>) {
        let (mut texts, mut marks) = (BTreeMap::new(), Vec::new());
        for (path, file) in &self.files {
            marks.extend(file.whole.iter().cloned());
            if let Kind::Text | Kind::Latin1 | Kind::Workbook(_) = file.kind {
                let mut own = Vec::new();
                let text = strip(path, &file.typed, spelling, &mut own);
                if let Kind::Workbook(_) = file.kind {
                    own.iter_mut().for_each(|mark| mark.at = cells(&text, mark.at));
                }
                marks.extend(own);
                texts.insert(path.clone(), text);
            }
        }
        marks.sort();
        (texts, marks)
    }

    /// What congbao says of it, every page included.
    pub fn diagnostics(&self, spelling: Spelling) -> Vec<Diagnostic> {
        let (texts, _) = self.strip(spelling);
        // Workbooks are read where they lie.
        let root = tempfile::tempdir().unwrap();
        let sources = if self.needs_disk() {
            self.write(root.path(), &texts);
            Sources::read(root.path()).unwrap()
        } else {
            Sources::from_texts(texts.into_iter().map(|(path, text)| (PathBuf::from(path), text)))
        };
        let options = Options { as_of: as_of(), base_url: None, drafts: true };
        let (site, mut faults) = Site::load(&sources, &options);
        faults.extend(site.routes().iter().filter_map(|(path, route)| site.render(path, route).err()));
        congbao::diagnostic::sort(&mut faults);
        faults
    }

    /// Writes it below `root`.
    pub fn write(&self, root: &Path, texts: &BTreeMap<String, String>) {
        for (path, file) in &self.files {
            let place = root.join(name_on_disk(path));
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            match &file.kind {
                Kind::Text => std::fs::write(&place, &texts[path]).unwrap(),
                Kind::Latin1 => {
                    let bytes = texts[path].chars().map(|c| u8::try_from(u32::from(c)).unwrap());
                    std::fs::write(&place, bytes.collect::<Vec<u8>>()).unwrap();
                }
                Kind::Workbook(form) => std::fs::write(&place, workbook(*form, &texts[path])).unwrap(),
                Kind::Pipe => {
                    assert!(std::process::Command::new("mkfifo").arg(&place).status().unwrap().success());
                }
                Kind::Link(target) if target.is_empty() => {}
                Kind::Link(target) => std::os::unix::fs::symlink(target, &place).unwrap(),
            }
        }
    }
}

fn workbook(form: Form, text: &str) -> Vec<u8> {
    let rows = written::rows(text);
    match form {
        Form::Xlsx => written::xlsx("Sheet1", &rows),
        Form::Ods => written::ods("Sheet1", &rows),
        Form::Password => {
            let mut parts = written::ods_parts("Sheet1", "");
            parts[1].1 = "<manifest:encryption-data/>".to_owned();
            written::archive(&parts)
        }
        Form::Bomb => {
            let cell = format!(
                "<table:table-row><table:table-cell table:number-columns-repeated=\"16384\" \
                 office:value-type=\"string\"><text:p>{}</text:p></table:table-cell></table:table-row>",
                "x".repeat(1 << 20)
            );
            written::archive(&written::ods_parts("Sheet1", &cell))
        }
    }
}

/// A mark in the text of rows as rows and columns of a sheet.
fn cells(text: &str, [line, column, end_line, end_column]: [u32; 4]) -> [u32; 4] {
    let before = |line: u32, column: u32| {
        let line = text.lines().nth(line as usize - 1).unwrap_or_default();
        line.chars().take(column as usize - 1).filter(|c| *c == '|').count() as u32
    };
    [line, before(line, column) + 1, end_line, before(end_line, end_column) + 2]
}

/// A path with `�` as a byte that is no UTF-8.
fn name_on_disk(path: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    let mut bytes = Vec::new();
    for c in path.chars() {
        match c {
            '\u{fffd}' => bytes.push(0xff),
            c => bytes.extend(c.to_string().bytes()),
        }
    }
    std::ffi::OsString::from_vec(bytes).into()
}

/// `typed` without its marks, spelled in one way; its marks go to `marks`, in code points of what is left.
fn strip(path: &str, typed: &str, spelling: Spelling, marks: &mut Vec<Mark>) -> String {
    let typed = typed.replace('␉', "\t").replace('⍽', "\u{a0}");
    let typed = match spelling {
        Spelling::Decomposed => typed.nfd().collect(),
        _ => typed,
    };
    let mut text = String::new();
    if spelling == Spelling::Windows {
        text.push('\u{feff}');
    }
    let (mut line, mut column) = (1, 1);
    let mut open: Vec<(String, [u32; 2])> = Vec::new();
    let mut rest = typed.chars();
    while let Some(c) = rest.next() {
        match c {
            '«' => {
                let mut is_quoted = false;
                let code = rest.by_ref().take_while(|c| {
                    is_quoted ^= *c == '`';
                    *c != ':' || is_quoted
                });
                open.push((code.collect(), [line, column]));
            }
            '»' => {
                let (code, [from, column_from]) = open.pop().unwrap_or_else(|| panic!("{path}: a mark ends"));
                let part = |sign| {
                    let (_, part) = code.split_once(sign)?;
                    Some(part.nfc().collect::<String>())
                };
                let (near, hint) = (part('?'), part('='));
                let at = [from, column_from, line, column];
                let code = code.split(['?', '=']).next().unwrap().to_owned();
                marks.push(Mark { file: path.to_owned(), at, code, near, hint });
            }
            '\n' => {
                text.push_str(if spelling == Spelling::Windows { "\r\n" } else { "\n" });
                (line, column) = (line + 1, 1);
            }
            c => {
                text.push(c);
                column += 1;
            }
        }
    }
    assert!(open.is_empty(), "{path}: a mark without an end");
    text
}

#[test]
fn marks_are_counted_in_code_points() {
    let site = Marked::read("t", "-- content/a.md -- «unnamed-file»\nsố «x?y:«+z:ế\n»b»\n");
    let at = |spelling| {
        let (texts, marks) = site.strip(spelling);
        (texts["content/a.md"].clone(), marks.into_iter().map(|m| (m.code, m.at)).collect::<Vec<_>>())
    };
    let (text, marks) = at(Spelling::AsTyped);
    assert_eq!(text, "số ế\nb\n");
    let of = |code: &str, at| (code.to_owned(), at);
    assert_eq!(marks, [of("unnamed-file", [0; 4]), of("+z", [1, 4, 2, 1]), of("x", [1, 4, 2, 2])]);
    assert_eq!(at(Spelling::Windows).0, "\u{feff}số ế\r\nb\r\n");
    assert_eq!(at(Spelling::Windows).1, marks);
    let (_, marks) = at(Spelling::Decomposed);
    assert_eq!(marks[2], of("x", [1, 6, 2, 2]));
}
