//! The published site in a real browser.
//!
//! Builds the sites of `fixture.rs` with the program and hands them to `*.test.mjs`,
//! which look at them in headless Chromium. Knows what the browser tests need on a machine (node,
//! `npm ci` in tests/browser, Chromium, poppler-utils) and says plainly what it did not try where
//! that is missing; with CONGBAO_ALL_TESTS=1 nothing may be missing. CONGBAO_SEED=N tries another
//! random site.

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod not_tried;
#[cfg(test)]
mod poison;
#[cfg(test)]
mod run;
