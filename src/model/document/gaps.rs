//! Number and date of a document, or what is known of it where they are missing.
//!
//! A gap is said in so many words, never filled: what contradicts itself, or says nothing, is a fault.

use crate::diagnostic;
use crate::language::Words;
use crate::model::document::typed::{NumberMissing, TypedDirective, value};
use crate::model::names::number::Number;
use crate::model::time::date::{Date, Interval, Precision};
use crate::place::Span;
use crate::read::decode::{Decoder, Nullable, Text};
use crate::spelling::fold;

/// Number and date, or what is known where they are missing.
pub(super) struct Gaps {
    pub number: Option<Number>,
    pub number_missing: Option<NumberMissing>,
    pub number_span: Span,
    pub date: Option<Date>,
    pub when: Interval,
}

impl Gaps {
    pub fn read(typed: &TypedDirective, decoder: &mut Decoder<'_>) -> Gaps {
        let open = Interval { first: None, last: None, precision: Precision::Range };
        let (number, number_span) = match &typed.number {
            Some(Nullable::Value(number)) => (Some(Number::new(number)), number.span),
            Some(Nullable::Null(span)) => (None, *span),
            None => (None, typed.span),
        };
        match (&typed.number, &typed.number_missing) {
            (Some(Nullable::Value(number)), missing) => {
                slips_of_number(number, typed.r#type.is_some(), decoder);
                let spans = [
                    ("number_missing", missing.as_ref().map(|m| m.span)),
                    ("number_printed", typed.number_printed.as_ref().map(|p| p.span)),
                ];
                contradictions(&spans, "number", decoder);
            }
            (Some(Nullable::Null(span)), None) => {
                let why = Words::new(
                    "viết `number_missing: blank` (chưa điền) hoặc `lost` (mất trang)",
                    "write `number_missing: blank` (never filled in) or `lost` (page lost)",
                );
                decoder.faults.push(diagnostic::missing_key(
                    decoder.place(*span),
                    "number_missing",
                    Some(why),
                ));
            }
            _ => {}
        }
        let (date, when) = match (&typed.date, &typed.date_between) {
            (Some(Nullable::Value(date)), between) => {
                contradictions(&[("date_between", between.as_ref().map(|b| b.span))], "date", decoder);
                (Some(date.value), Interval::day(date.value))
            }
            (Some(Nullable::Null(span)), None) => {
                let why = Words::new(
                    "viết `date_between: 2023-05-18/2023-07-20`, hoặc `../..` nếu không biết gì",
                    "write `date_between: 2023-05-18/2023-07-20`, or `../..` where nothing is known",
                );
                decoder.faults.push(diagnostic::missing_key(decoder.place(*span), "date_between", Some(why)));
                (None, open)
            }
            (_, between) => (None, value(between).unwrap_or(open)),
        };
        let null = |span: &Span| *span;
        let gap = match (&typed.number, &typed.date) {
            (Some(Nullable::Null(span)), _) | (_, Some(Nullable::Null(span))) => Some(null(span)),
            _ => None,
        };
        if let (Some(span), None) = (gap, &typed.slug) {
            let why = Words::new(
                "văn bản thiếu số hoặc ngày cần `slug: …` làm địa chỉ",
                "without number or date the address needs `slug: …`",
            );
            decoder.faults.push(diagnostic::missing_key(decoder.place(span), "slug", Some(why)));
        }
        Gaps { number, number_missing: value(&typed.number_missing), number_span, date, when }
    }
}

/// Reports a number that was typed with the word before it, or without the symbol behind it.
fn slips_of_number(number: &Text, has_type: bool, decoder: &mut Decoder<'_>) {
    let figures = number.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let (before, rest) = number.split_at(figures);
    let word = before.trim_end_matches([' ', ':']);
    if ["số", "so"].contains(&fold(word).as_str()) {
        decoder.faults.push(diagnostic::number_with_word(decoder.place(number.span), word, rest));
    } else if !has_type
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && !number.contains(char::is_alphabetic)
    {
        decoder.faults.push(diagnostic::number_without_type(decoder.place(number.span), number));
    }
}

fn contradictions(keys: &[(&str, Option<Span>)], of: &str, decoder: &mut Decoder<'_>) {
    for (key, span) in keys {
        if let Some(span) = span {
            decoder.faults.push(diagnostic::gap_contradiction(decoder.place(*span), key, of));
        }
    }
}
