//! The report as JSON, schema 1.

use crate::report::Report;

/// Pretty JSON with a line end.
#[must_use]
pub fn json(report: &Report) -> String {
    // A report is plain data with text keys: writing it cannot fail.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}
