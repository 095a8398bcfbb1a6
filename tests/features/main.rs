//! Features: what a page shows, from a site in one text.
//!
//! Whole pipeline, public interface only: what lies inside may be replaced, and these tests stand. What
//! is expected comes from the design of the content, the addresses and the pages. `fixture` makes sites
//! and looks at pages; every other module is one matter, one test for each rule of it.

#[cfg(test)]
mod canaries;
#[cfg(test)]
mod citations;
#[cfg(test)]
mod consolidated;
#[cfg(test)]
mod declared;
#[cfg(test)]
mod document;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod gaps;
#[cfg(test)]
mod hidden;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod papers;
#[cfg(test)]
mod provisions;
#[cfg(test)]
mod register;
#[cfg(test)]
mod relations;
#[cfg(test)]
mod secrecy;
#[cfg(test)]
mod secret_files;
#[cfg(test)]
mod secrets;
#[cfg(test)]
mod sheets;
#[cfg(test)]
mod tasks;
#[cfg(test)]
mod text;
#[cfg(test)]
mod theme;
#[cfg(test)]
mod thousands;
#[cfg(test)]
mod timeline;
#[cfg(test)]
mod times;
#[cfg(test)]
mod units;
#[cfg(test)]
#[path = "../workbook/written.rs"]
mod written;
