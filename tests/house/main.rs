//! The rules of the house, held by reading its source: the invariants of lib.rs as far as a test can.

#[cfg(test)]
mod layouts;
#[cfg(test)]
mod rules;
