//! Calendar days without a clock: they are held against commit dates.

use std::fmt;

/// A day that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: i64,
    day: i64,
}

const SECONDS: i64 = 86_400;

impl Date {
    /// Reads `YYYY-MM-DD`.
    pub fn parse(text: &str) -> Option<Date> {
        let number = |part: &str, digits: usize| {
            let fits = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            fits.then(|| part.parse::<i64>().ok()).flatten()
        };
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let date = Date {
            year: number(year, 4)?,
            month: number(month, 2)?,
            day: number(day, 2)?,
        };
        let is_real = (1..=12).contains(&date.month) && (1..=date.last_day()).contains(&date.day);
        (is_real && parts.next().is_none()).then_some(date)
    }

    fn last_day(self) -> i64 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 => 28 + i64::from(leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// Whether this day (UTC) was over at a time in seconds since 1970.
    pub fn is_over(self, time: i64) -> bool {
        self.days() < time.div_euclid(SECONDS)
    }

    /// Days since 1970 (Howard Hinnant's `days_from_civil`).
    fn days(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (self.month + 9) % 12;
        let of_year = (153 * month + 2) / 5 + self.day - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_are_read() {
        for text in ["2026-01-31", "2024-02-29", "2000-02-29"] {
            assert_eq!(Date::parse(text).unwrap().to_string(), text);
        }
        for text in [
            "2026-02-29",
            "1900-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-04-31",
            "2026-1-1",
            "26-01-01",
            "2026-01-01T00:00:00Z",
            "2026-01-01-01",
            "soon",
            "",
            "２026-01-01",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_is_over_when_the_next_one_begins() {
        let date = Date::parse("2025-12-31").unwrap();
        assert!(!date.is_over(1_767_225_599));
        assert!(date.is_over(1_767_225_600));
        assert!(!Date::parse("1970-01-01").unwrap().is_over(0));
        assert!(Date::parse("1969-12-31").unwrap().is_over(0));
        assert!(!Date::parse("2000-02-29").unwrap().is_over(951_782_400));
        assert!(Date::parse("2000-02-28").unwrap().is_over(951_782_400));
    }
}
