//! The score as a badge: a picture that needs nobody's server, and the answer that shields.io asks
//! an endpoint for.

use serde_json::json;
use unicode_width::UnicodeWidthChar;

use super::escape::visible;
use super::markup;
use crate::report::Report;

const LABEL: &str = "backend";
/// Characters; a level's title is a few words.
const LONGEST: usize = 40;
/// Beside a text, in tenths of a pixel.
const PADDING: u32 = 60;
/// Space, `!` to `~` in Verdana at 11 pixels, in tenths of a pixel.
const WIDTHS: [u32; 95] = [
    39, 43, 51, 90, 70, 118, 80, 30, 50, 50, 70, 90, 40, 50, 40, 50, 70, 70, 70, 70, 70, 70, 70,
    70, 70, 70, 50, 50, 90, 90, 90, 60, 110, 75, 75, 77, 85, 70, 63, 85, 83, 46, 50, 76, 61, 93,
    82, 87, 66, 87, 76, 75, 68, 81, 75, 109, 75, 68, 75, 50, 50, 50, 90, 70, 70, 66, 69, 57, 69,
    66, 39, 69, 70, 30, 38, 65, 30, 107, 70, 67, 69, 69, 47, 57, 43, 70, 65, 90, 65, 65, 58, 70,
    50, 70, 90,
];

/// The badge as SVG, with a line end.
#[must_use]
pub fn badge(report: &Report) -> String {
    let (message, color) = (message(report), color(report));
    let (label_width, message_width) = (width(LABEL), width(&message));
    let left = label_width + 2 * PADDING;
    let whole = left + message_width + 2 * PADDING;
    let title = markup::text(&format!("{LABEL}: {message}"));
    let text = |text: &str, middle: u32, width: u32| {
        let text = markup::text(text);
        let place = format!("x=\"{middle}\" textLength=\"{width}\" transform=\"scale(.1)\"");
        format!(
            "<text {place} y=\"150\" fill=\"#010101\" fill-opacity=\".3\" aria-hidden=\"true\">{text}</text>\
             <text {place} y=\"140\" fill=\"#fff\">{text}</text>\n"
        )
    };
    let (left_px, whole_px) = (pixels(left), pixels(whole));
    // No ids: two badges may stand in one page.
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole_px}\" height=\"20\" \
         role=\"img\" aria-label=\"{title}\">\n<title>{title}</title>\n\
         <rect width=\"{whole_px}\" height=\"20\" rx=\"3\" fill=\"#{color}\"/>\
         <path d=\"M{left_px} 0H3a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3H{left_px}z\" fill=\"#4b5258\"/>\n\
         <g text-anchor=\"middle\" font-family=\"Verdana,Geneva,DejaVu Sans,sans-serif\" \
         font-size=\"110\" text-rendering=\"geometricPrecision\">\n"
    );
    svg.push_str(&text(LABEL, left / 2, label_width));
    svg.push_str(&text(&message, left + (whole - left) / 2, message_width));
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// The JSON of a shields.io endpoint, with a line end.
#[must_use]
pub fn shields(report: &Report) -> String {
    let endpoint = json!({
        "schemaVersion": 1,
        "label": LABEL,
        "message": message(report),
        "color": color(report),
    });
    format!("{endpoint:#}\n")
}

/// `71 · job-ready`
fn message(report: &Report) -> String {
    if !report.is_judged() {
        return "not judged".to_owned();
    }
    let level = visible(&report.level_title(&report.score.level));
    let level: String = uncapitalised(level.trim()).chars().take(LONGEST).collect();
    format!("{} · {level}", report.score.percent)
}

/// A capital that only begins the title becomes small; `API` stays.
fn uncapitalised(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next();
    let rest = letters.as_str();
    match first.filter(|_| rest.starts_with(char::is_lowercase)) {
        Some(first) => first.to_lowercase().chain(rest.chars()).collect(),
        None => title.to_owned(),
    }
}

/// White text on each of these can be read.
fn color(report: &Report) -> &'static str {
    match report.score.percent {
        _ if !report.is_judged() => "6a737d",
        0..=29 => "a15c00",
        30..=64 => "1d6fa5",
        _ => "2a7d3f",
    }
}

/// In tenths of a pixel.
fn width(text: &str) -> u32 {
    text.chars()
        .map(|c| {
            let known = u32::from(c).checked_sub(32);
            let known = known.and_then(|at| WIDTHS.get(usize::try_from(at).ok()?));
            match (known, c.width()) {
                (Some(width), _) => *width,
                (None, _) if c == '·' => 40,
                (None, Some(0) | None) => 0,
                (None, Some(1)) => 70,
                (None, Some(_)) => 110,
            }
        })
        .sum()
}

/// Tenths as pixels: `1234` is `123.4`.
fn pixels(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_follow_the_letters() {
        assert_eq!(width("iiii"), 120);
        assert_eq!(width("WWWW"), 436);
        assert_eq!(width("~"), 90);
        assert_eq!(width("漢"), 110);
        assert_eq!(width("e\u{301}"), width("e"));
    }

    #[test]
    fn only_the_first_letter_of_a_sentence_becomes_small() {
        let cases = [
            ("Job-ready", "job-ready"),
            ("API basics", "API basics"),
            ("", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(uncapitalised(given), expected);
        }
    }
}
