//! The live preview: the real program, real files, real connections.
//!
//! Each test starts a preview of a site of its own. What a browser does with it is tested in
//! `tests/browser`; how fast it is, in `tests/bench`.

mod dances;
mod equivalence;
mod http;
mod served;
