//! A sheet as it is filled, cell by cell, whatever its file claims to hold.
//!
//! Owns what a value reads as in every form of workbook, so that the same register is the same text: a date
//! as 2021-04-28, a share as 60%, a number with 15 figures at most. Does not know where the cells come from.

use crate::read::table::Cell;

/// Cells that hold something.
const MOST_CELLS: usize = 4_000_000;
/// Bytes of the text of all cells.
const MOST_TEXT: u64 = 256 << 20;

/// Why a workbook is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no workbook, or a damaged one.
    Unreadable,
    /// It has a password.
    Protected,
    /// It holds too much.
    TooLarge,
}

/// A sheet as it is filled: within bounds, whatever its file claims.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Its cells that hold something.
    pub cells: Vec<Cell>,
    /// The first cell whose formula was never computed.
    pub uncomputed: Option<(u32, u32)>,
    text: u64,
}

impl Sheet {
    /// A sheet without cells.
    pub fn new(name: String) -> Sheet {
        Sheet { name, ..Sheet::default() }
    }

    /// Adds a cell; an empty one is none.
    ///
    /// # Errors
    /// The sheet is full.
    pub fn add(&mut self, row: u32, column: u32, text: String) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.text += text.len() as u64;
        if self.cells.len() == MOST_CELLS || self.text > MOST_TEXT {
            return Err(Refusal::TooLarge);
        }
        self.cells.push((row, column, text));
        Ok(())
    }

    /// Notes a cell with a formula and no value.
    pub fn lacks(&mut self, row: u32, column: u32) {
        self.uncomputed.get_or_insert((row, column));
    }
}

/// A number as a spreadsheet shows it: with 15 figures at most.
pub fn plain_number(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string()
}

/// A share as it is shown: 0.6 is 60%.
pub fn percent(value: f64) -> String {
    format!("{}%", plain_number(value * 100.0))
}

/// A truth value as a spreadsheet writes it into CSV.
pub fn truth(value: bool) -> &'static str {
    if value { "TRUE" } else { "FALSE" }
}

/// The day of a date that may have a time.
pub fn iso_day(text: &str) -> &str {
    text.split_once('T').map_or(text, |(day, _)| day)
}
