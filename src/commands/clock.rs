//! What day and what time it is: here alone the clock is asked.

use congbao::error::Error;
use congbao::language::Words;
use congbao::model::time::date::{Date, typed_day};

use super::bad_value;

/// A day as typed on the command line.
pub fn day(typed: &str) -> Result<Date, Error> {
    let remedy =
        || Words::new("viết năm-tháng-ngày, như `2026-11-20`", "write year-month-day, like `2026-11-20`");
    typed_day(typed).ok_or_else(|| bad_value(typed, remedy()))
}

/// Today in a time zone.
pub fn today(time_zone: &str) -> Result<Date, Error> {
    let zone = jiff::tz::TimeZone::get(time_zone).map_err(|_| {
        bad_value(
            time_zone,
            Words::new("thêm `--as-of`, hoặc sửa `time_zone`", "add `--as-of`, or mend `time_zone`"),
        )
    })?;
    Ok(jiff::Timestamp::now().to_zoned(zone).date())
}

/// The time of day in a time zone, in words.
pub fn time(time_zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::now().to_zoned(zone).strftime("%H:%M:%S").to_string()
}
