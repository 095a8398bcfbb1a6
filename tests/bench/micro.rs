//! How long single steps take: `cargo bench --bench micro`. Front matter, Markdown, one page, one row, words of
//! time, citations; of a site of 1,000 directives.

// A benchmark that cannot begin ends.
#![allow(clippy::expect_used)]

// Not all of the corpus is needed.
#[allow(dead_code)]
mod corpus;

use std::sync::LazyLock;

use congbao::model::document::directive::DirectiveFile;
use congbao::model::document::field::Fields;
use congbao::model::names::citation::{Names, find};
use congbao::model::names::number::Types;
use congbao::model::time::reading;
use congbao::read::front_matter::split;
use congbao::read::markdown;
use congbao::read::snapshot::Sources;
use congbao::render::Output;
use congbao::site::{Options, Site};
use congbao::spelling::Redaction;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use corpus::{AS_OF, Corpus, Directive};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SIZE: usize = 1_000;
const PATH: &str = "content/directives/a.md";

static CORPUS: LazyLock<Corpus> = LazyLock::new(|| Corpus::new(SIZE));
static SITE: LazyLock<Site> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    CORPUS.write(dir.path()).expect("a site");
    let sources = Sources::read(dir.path()).expect("sources");
    Site::load(&sources, &Options { as_of: AS_OF, base_url: None, drafts: false }).0
});

fn main() {
    divan::main();
}

fn one() -> Directive {
    CORPUS.directive(SIZE / 2)
}

fn sources(text: &str) -> Sources {
    Sources::from_texts([(PATH.into(), text.to_owned())])
}

/// The page at an address.
fn page(address: &str) -> Vec<u8> {
    let Some((address, route)) = SITE.routes().get_key_value(address) else { return Vec::new() };
    match SITE.render(address, route) {
        Ok(Output::Bytes(bytes)) => bytes,
        _ => Vec::new(),
    }
}

#[divan::bench]
fn front_matter(bencher: Bencher<'_, '_>) {
    let text = one().text();
    // What was read once is kept with the sources.
    bencher.with_inputs(|| sources(&text)).bench_refs(|sources| {
        let source = sources.get(PATH).expect("a file");
        DirectiveFile::of(black_box(source), &Fields::default())
    });
}

#[divan::bench]
fn markdown_of_one_directive(bencher: Bencher<'_, '_>) {
    let sources = sources(&one().text());
    let source = sources.get(PATH).expect("a file");
    let text = source.text().expect("a text");
    let body = split(source, text).expect("two parts").body;
    bencher.counter(BytesCount::of_str(&text[body.range()])).bench(|| {
        drop(black_box(markdown::parse(source, black_box(text), body, &Redaction::default())));
    });
}

#[divan::bench]
fn page_of_one_directive(bencher: Bencher<'_, '_>) {
    let address = one().address();
    bencher.counter(BytesCount::new(page(&address).len())).bench(|| page(black_box(&address)));
}

/// The rows of the page that has most of them: a row each so many nanoseconds.
#[divan::bench]
fn rows_of_a_list(bencher: Bencher<'_, '_>) {
    let rows = |address: &str| String::from_utf8_lossy(&page(address)).matches("<tr class=\"row ").count();
    let pages = SITE.routes().keys().map(|address| address.as_str());
    let lists = pages.filter(|address| address.starts_with("tien-do") && address.ends_with(".html"));
    let most = lists.map(|address| (rows(address), address)).max();
    let (rows, address) = most.expect("a list");
    bencher.counter(ItemsCount::new(rows)).bench(|| page(black_box(address)));
}

#[divan::bench]
fn words_of_time(bencher: Bencher<'_, '_>) {
    const WORDS: [&str; 10] = [
        "2026-11-20",
        "2026-11",
        "2026",
        "trước ngày 30/4/2021",
        "trong quý III/2026",
        "chậm nhất ngày 15 tháng 12 năm 2026",
        "hằng quý, trước ngày 25 tháng cuối quý",
        "6 tháng một lần",
        "thường xuyên",
        "ngày 15 và ngày cuối tháng",
    ];
    bencher.counter(ItemsCount::new(WORDS.len())).bench(|| {
        for words in WORDS {
            black_box(reading::read(black_box(words), Some(AS_OF)));
        }
    });
}

#[divan::bench]
fn citations(bencher: Bencher<'_, '_>) {
    let (text, names) = (one().body, Names::new(&Types::new([]), []));
    let count = find(&text, &names).len();
    bencher.counter(ItemsCount::new(count)).bench(|| find(black_box(&text), &names));
}
