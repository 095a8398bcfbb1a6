//! congbao (công báo: gazette) publishes official directives as a static site, and shows how they are
//! carried out. This page is the map of the house.
//!
//! > **Read** a snapshot of the site folder, **model** it as of a date, **render** any route to bytes,
//! > **write** the bytes: to `public/`, or to a browser.
//!
//! ```text
//!  disk ──read──▶ Sources ──model──▶ Catalog ──render──▶ Output ──write──▶ public/   every route, in parallel
//!                  text,             typed,             bytes     └──────▶ browser   the one route asked for
//!                  positions         resolved
//!                          faults ▶ Diagnostics   collected at every step, never fatal until the end
//! ```
//!
//! # Stages
//!
//! Four folders bear the four verbs; a stage imports only from stages to its left.
//!
//! - [`read`]: text with positions; knows nothing of directives. [`read::walk`] says which files there are and
//!   opens them, [`read::snapshot`] what they held, [`read::memo`] keeps what was made of that, by its inputs:
//!   a value sees what it is made of and nothing else, so that nothing can go stale.
//! - [`model`]: what a directive is; no HTML, no address, no disk, no clock. Six rooms in a row:
//!   [`model::time`] (words of time, what recurs), [`model::names`] (numbers, citations, provisions),
//!   [`model::document`] (one file: typed, then meant), [`model::register`] (organisations, settings),
//!   [`model::work`] (who owes what, reports, states), [`model::catalog`] (all of them, resolved).
//! - [`render`]: bytes for one route; pure. [`render::content`] is what pages are made of, `reader` their only
//!   way to it, which notes what each asks; `views` what layouts see, [`render::data`] what programs read,
//!   [`render::route`] the table: address, layout and view of each kind.
//! - [`mod@write`]: the world, outbound. [`write::publish`] swaps folders whole, [`write::preview`] answers a
//!   browser, [`write::report`] speaks to people and tools.
//!
//! [`site`] is the program as three calls: load, routes, render. [`last_good`] is a site while somebody edits
//! it. [`diagnostic`] lists every fault an author can make with its long text, which [`explain`] lays out,
//! [`error`] what the machine can refuse. The program is `main.rs` and one file of `commands/` a command.
//!
//! # Invariants
//!
//! `tests/house` reads the source to hold them, as far as a test can.
//!
//! 1. A stage never imports to its right, nor a room of the model; the disk is touched only in `read/walk.rs`,
//!    `read/snapshot.rs`, `read/watch.rs` and `write/`; only `commands/clock.rs` asks what day or time it is.
//! 2. [`site::Site::load`] cannot fail; [`site::Site::render`] depends on nothing but its arguments.
//! 3. The preview shows the bytes that would be published, plus one style sheet and one script.
//! 4. `public/` is the old site or the new one, whole, whatever dies when; where the machine cannot swap
//!    folders, each of its files is.
//! 5. Same sources, same day: same bytes, same messages, same order, with any number of cores.
//! 6. `model` knows no address and no HTML; layouts know no model, only views.
//! 7. A secret or a draft leaves no trace in the output: every file passes [`model::catalog::gate`]. No message
//!    tells a word of a secret.
//! 8. A page that is kept is the one that would be made: nothing that it asked is answered in another way.

pub mod diagnostic;
pub mod error;
pub mod explain;
pub mod language;
pub mod last_good;
pub mod model;
pub mod nearest;
pub mod place;
pub mod read;
pub mod render;
pub mod site;
pub mod spelling;
pub mod write;

pub use language::Language;
