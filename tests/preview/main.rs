//! The live preview: the real program, real files, real connections.
//!
//! Each test starts a preview of a site of its own. What a browser does with it is tested in
//! `tests/browser`; how fast it is, in `tests/bench`.

#[cfg(test)]
mod admission;
#[cfg(test)]
mod announced;
#[cfg(test)]
mod dances;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod equivalence;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod http;
#[cfg(test)]
mod secret;
#[cfg(test)]
mod served;
