//! The transcripts of README.md and of this folder, run again: what they show is what happens.
//!
//! Each file has a copy of the sample site of its own. In a block ```` ```console ````, `$ command` runs in
//! `sh`; the lines below it are what it prints, errors first. `…` stands for anything in a line, a line
//! of its own for any lines.

#[cfg(test)]
#[cfg(unix)]
mod run;
