//! Addresses: where everything of a site stands, in the language of the site.
//!
//! Owns their form (flat files with relative links, so that a site opens from a file share) and the
//! length of a page of a list. Addresses hold no host and no leading slash. Does not know what stands
//! at them, nor whether anything does.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::model::catalog::reference::DirectiveId;
use crate::model::register::organization::{OrganizationId, Register};
use crate::render::filter::TimelineFilter;
use crate::render::lookup::Lookup;
use crate::render::theme::labels::{Labels, state_key};

/// Rows on one page of a list.
pub const PAGE: usize = 500;
/// What is encoded in an address: all but `/` and the unreserved characters (RFC 3986, 2.3).
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Makes addresses in the language of the site.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    labels: &'a Labels,
}

impl<'a> Addresses<'a> {
    /// Addresses with the segments of `labels`.
    pub fn new(labels: &'a Labels) -> Addresses<'a> {
        Addresses { labels }
    }

    fn segment(&self, key: &str) -> &'a str {
        self.labels.address(key)
    }

    fn year_segment(&self, year: Option<i16>) -> String {
        year.map_or_else(|| self.segment("unknown_year").to_owned(), |year| year.to_string())
    }

    pub(crate) fn years(&self) -> String {
        format!("{}.html", self.segment("directives"))
    }

    pub(crate) fn year(&self, year: Option<i16>, at: usize) -> String {
        part(format!("{}/{}", self.segment("directives"), self.year_segment(year)), at)
    }

    /// The address of a directive.
    pub(crate) fn directive<'l>(&self, from: impl Lookup<'l>, id: DirectiveId) -> String {
        self.beside_directive(from, id) + ".html"
    }

    /// The address of the text of a directive with its amendments: beside it, since what stands below it are
    /// files that a web server may send in other ways.
    pub(crate) fn consolidated<'l>(&self, from: impl Lookup<'l>, id: DirectiveId) -> String {
        format!("{}.{}.html", self.beside_directive(from, id), self.segment("consolidated"))
    }

    /// The folder of a directive's files, without `/` at its end.
    fn beside_directive<'l>(&self, from: impl Lookup<'l>, id: DirectiveId) -> String {
        let (year, slug) = from.address_of(id);
        self.directive_at(year, slug)
    }

    /// The folder of the files of a directive with that year and last part of its address.
    pub(crate) fn directive_at(&self, year: Option<i16>, slug: &str) -> String {
        format!("{}/{}/{slug}", self.segment("directives"), self.year_segment(year))
    }

    pub(crate) fn directive_file<'l>(&self, from: impl Lookup<'l>, id: DirectiveId, path: &str) -> String {
        format!("{}/{}", self.beside_directive(from, id), file_name(path))
    }

    pub(crate) fn timeline(&self, filter: TimelineFilter, at: usize) -> String {
        let base = self.segment("timeline");
        part(
            match filter {
                TimelineFilter::Now => base.to_owned(),
                TimelineFilter::Year(year) => format!("{base}/{year}"),
                TimelineFilter::Quarter(quarter) => format!("{base}/{}-q{}", quarter.year, quarter.quarter),
                TimelineFilter::State(state) => format!("{base}/{}", self.segment(state_key(state))),
            },
            at,
        )
    }

    pub(crate) fn organizations(&self) -> String {
        format!("{}.html", self.segment("organizations"))
    }

    pub(crate) fn organization(&self, register: &Register, id: OrganizationId, at: usize) -> String {
        part(format!("{}/{}", self.segment("organizations"), register[id].id), at)
    }

    pub(crate) fn sheet(&self) -> String {
        format!("{}.html", self.segment("print"))
    }

    pub(crate) fn organization_sheet(&self, register: &Register, id: OrganizationId) -> String {
        format!("{}/{}/{}", self.segment("organizations"), register[id].id, self.sheet())
    }

    pub(crate) fn issuers(&self) -> String {
        format!("{}.html", self.segment("issuers"))
    }

    pub(crate) fn issuer(&self, register: &Register, id: OrganizationId, at: usize) -> String {
        part(format!("{}/{}", self.segment("issuers"), register[id].id), at)
    }

    pub(crate) fn matrix(&self) -> String {
        format!("{}.html", self.segment("reports"))
    }

    pub(crate) fn matrix_by_name(&self) -> String {
        format!("{}-{}.html", self.segment("reports"), self.segment("by_name"))
    }

    pub(crate) fn matrix_csv(&self) -> String {
        format!("{}.csv", self.segment("reports"))
    }

    pub(crate) fn report(&self, slug: &str) -> String {
        format!("{}/{slug}.html", self.segment("reports"))
    }

    pub(crate) fn report_file(&self, slug: &str, path: &str) -> String {
        format!("{}/{slug}/{}", self.segment("reports"), file_name(path))
    }

    pub(crate) fn page(&self, slug: &str) -> String {
        format!("{}/{slug}.html", self.segment("pages"))
    }

    pub(crate) fn page_file(&self, slug: &str, path: &str) -> String {
        format!("{}/{slug}/{}", self.segment("pages"), file_name(path))
    }

    pub(crate) fn topics(&self) -> String {
        format!("{}.html", self.segment("topics"))
    }

    pub(crate) fn topic(&self, slug: &str, at: usize) -> String {
        part(format!("{}/{slug}", self.segment("topics")), at)
    }

    pub(crate) fn data(&self, which: &str, ending: &str) -> String {
        format!("{}/{}.{ending}", self.segment("data"), self.segment(which))
    }
}

/// Further parts of a list: `…-2.html`.
fn part(path: String, part: usize) -> String {
    match part {
        0 => path + ".html",
        _ => format!("{path}-{}.html", part + 1),
    }
}

/// The address of a file of layouts/assets/.
pub(crate) fn asset(name: &str) -> String {
    format!("assets/{name}")
}

/// The name under assets/ of a file that the settings name: apart from those of the theme.
pub(crate) fn own_asset(path: &str) -> String {
    format!("site/{}", path.strip_prefix("content/").unwrap_or(path))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The parts of a list of so many rows: one at least.
pub(crate) fn parts_of(count: usize) -> std::ops::Range<usize> {
    0..count.div_ceil(PAGE).max(1)
}

/// The rows of a list that stand on one of its pages.
pub(crate) fn of_part<T>(rows: &[T], part: usize) -> &[T] {
    let from = (part * PAGE).min(rows.len());
    &rows[from..(from + PAGE).min(rows.len())]
}

/// The way from one address to another, percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    let same = from.bytes().zip(to.bytes()).take_while(|(a, b)| a == b).count();
    let below_common = from.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
    let mut way = "../".repeat(from[below_common..].matches('/').count());
    way.extend(utf8_percent_encode(&to[below_common..], ADDRESS));
    way
}

/// An address, percent-encoded.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, ADDRESS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::model::work::obligation::State;
    use crate::read::snapshot::Sources;
    use crate::render::filter::Quarter;

    #[test]
    fn ways_are_relative() {
        assert_eq!(relative("index.html", "van-ban/2021/a.html"), "van-ban/2021/a.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/b.html"), "b.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/a.html"), "a.html");
        assert_eq!(relative("van-ban/2021/a.html", "van-ban/2021/a/biểu 1.xlsx"), "a/bi%E1%BB%83u%201.xlsx");
        assert_eq!(relative("van-ban/2021/a.html", "don-vi/x.html"), "../../don-vi/x.html");
        assert_eq!(relative("van-ban/2021.html", "van-ban.html"), "../van-ban.html");
        assert_eq!(relative("van-ban.html", "van-ban/2021.html"), "van-ban/2021.html");
        // Letters that begin with the same byte are not the same.
        assert_eq!(relative("a/đ.html", "a/Đ.html"), "%C4%90.html");
        assert_eq!(encoded("a b/c-d_e.f~g&h"), "a%20b/c-d_e.f~g%26h");
    }

    #[test]
    fn a_list_has_one_page_at_least_and_each_row_on_one() {
        assert_eq!([0, 1, PAGE, PAGE + 1, 2 * PAGE + 1].map(|count| parts_of(count).len()), [1, 1, 1, 2, 3]);
        let rows: Vec<usize> = (0..2 * PAGE + 1).collect();
        let pages: Vec<usize> = parts_of(rows.len()).flat_map(|part| of_part(&rows, part).to_vec()).collect();
        assert_eq!(pages, rows);
        assert_eq!(of_part(&rows, 3), [0; 0]);
    }

    #[test]
    fn each_filter_has_its_own_address() {
        let (labels, _) = Labels::read(&Sources::default().part(&[]), Language::Vi);
        let addresses = Addresses::new(&labels);
        let quarter = Quarter { year: 2023, quarter: 3 };
        assert_eq!(addresses.timeline(TimelineFilter::Now, 0), "tien-do.html");
        assert_eq!(addresses.timeline(TimelineFilter::Year(2023), 1), "tien-do/2023-2.html");
        assert_eq!(addresses.timeline(TimelineFilter::Quarter(quarter), 0), "tien-do/2023-q3.html");
        let mut states = State::ALL.map(|state| addresses.timeline(TimelineFilter::State(state), 0)).to_vec();
        assert_eq!(states[0], "tien-do/qua-han.html");
        states.sort();
        states.dedup();
        assert_eq!(states.len(), State::ALL.len());
    }

    #[test]
    fn files_of_the_settings_stand_apart_from_those_of_the_theme() {
        assert_eq!(asset(&own_asset("content/dau.svg")), "assets/site/dau.svg");
    }
}
