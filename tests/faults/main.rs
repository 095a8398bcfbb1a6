//! Faults: everything that congbao complains of, in its place, and what it must not complain of.
//!
//! `sites/*.txt` hold tiny sites in which the faults are marked where they are expected (`marked`
//! reads them); `table` holds each site to its marks, and each code to the sites; `reports` holds what
//! a person and a tool read; `clerk` what a tired clerk reads; `program` runs the program over files,
//! `outlets` into full disks and closed pipes; `broken` breaks each file of a site.

#[cfg(test)]
mod broken;
#[cfg(test)]
mod clerk;
#[cfg(test)]
mod marked;
#[cfg(test)]
mod outlets;
#[cfg(test)]
mod program;
#[cfg(test)]
mod reports;
#[cfg(test)]
mod table;
#[cfg(test)]
#[path = "../workbook/written.rs"]
mod written;
