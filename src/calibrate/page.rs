//! The measurements as a page in Markdown. Label files are somebody's input: of their words only
//! plain characters come through.

use std::fmt::Write as _;

use super::measure::{Count, Measure};
use super::rank;

/// The page starts so, whatever was measured.
pub const HEADER: &str = "\
# Calibration

How well the verdicts agree with people who read the same repositories. Who labelled them wrote down every route,
one answer to each label, and how ready the project is as a backend portfolio, from 0 to 100. This page is generated:

```
portfolio-check calibrate LABELS --mirror DIR --output CALIBRATION.md
```

Precision: of what is found, how much is there. Recall: of what is there, how much is found. A criterion counts as
found when it is `met` or `partial`, a mistake when it is `violated`. What could not be looked at (`unknown`) is
missed where it is there. Rules that were improved on the same repositories fit them; how they do on others, only
labels of repositories tell that nobody had looked at.

| | |
|---|---|
";

/// What was measured, and with what.
#[derive(Debug, Clone)]
pub struct Heading {
    /// `2026-01-31`, or empty.
    pub date: String,
    /// A sentence about the corpus, or nothing.
    pub note: String,
    pub version: String,
    pub rules: String,
    pub roadmap: String,
    /// Labelled repositories that were not there to scan.
    pub absent: usize,
}

/// The page.
#[must_use]
pub fn page(measure: &Measure, heading: &Heading) -> String {
    let mut out = HEADER.to_owned();
    head(&mut out, measure, heading);
    together(&mut out, measure);
    out.push_str("\n## Routes by framework\n\n");
    out.push_str("| Framework | Repositories | Routes | Precision | Recall | Missed | False |\n");
    out.push_str("|---|--:|--:|--:|--:|--:|--:|\n");
    for (framework, (repositories, count)) in &measure.frameworks {
        let there = count.found + count.missed;
        row(
            &mut out,
            &format!("{} | {repositories} | {there}", plain(framework)),
            *count,
        );
    }
    out.push_str("\n## Criteria\n\n");
    out.push_str("| Criterion | There | Not there | Precision | Recall | Missed | False |\n");
    out.push_str("|---|--:|--:|--:|--:|--:|--:|\n");
    for (criterion, count) in &measure.criteria {
        let (there, not) = (count.found + count.missed, count.false_ones + count.absent);
        row(
            &mut out,
            &format!("`{criterion}` | {there} | {not}"),
            *count,
        );
    }
    wrong(&mut out, measure);
    out
}

fn head(out: &mut String, measure: &Measure, heading: &Heading) {
    let kinds: Vec<String> = measure
        .kinds
        .iter()
        .map(|(kind, count)| format!("{count} {}", plain(kind)))
        .collect();
    let routes = measure.routes.found + measure.routes.missed;
    let labels = measure.labels;
    let labels = labels.found + labels.missed + labels.false_ones + labels.absent;
    let absent = match heading.absent {
        0 => String::new(),
        count => format!("; {count} more were not there to scan"),
    };
    let rows = [
        ("Newest commit", plain(&heading.date)),
        (
            "Repositories",
            format!("{} ({}){absent}", measure.repositories, kinds.join(", ")),
        ),
        ("Routes in them", routes.to_string()),
        ("Answers scored", labels.to_string()),
        (
            "Version",
            format!("{}, rules `{}`", heading.version, short(&heading.rules)),
        ),
        ("Roadmap of the score", format!("`{}`", heading.roadmap)),
    ];
    for (name, value) in rows {
        let _ = writeln!(out, "| {name} | {value} |");
    }
    if !heading.note.is_empty() {
        let _ = writeln!(out, "\n{}", heading.note);
    }
}

fn together(out: &mut String, measure: &Measure) {
    out.push_str("\n## Together\n\n");
    out.push_str("| | There | Precision | Recall | Missed | False |\n|---|--:|--:|--:|--:|--:|\n");
    for (name, count) in [("Routes", measure.routes), ("Criteria", measure.labels)] {
        row(
            out,
            &format!("{name} | {}", count.found + count.missed),
            count,
        );
    }
    if measure.readiness.is_empty() {
        return;
    }
    let count = measure.readiness.len();
    let apart: u64 = measure
        .readiness
        .iter()
        .map(|(one, other)| u64::from(one.abs_diff(*other)))
        .sum();
    let correlation = rank::correlation(&measure.readiness)
        .map_or_else(|| "not defined".to_owned(), |rho| format!("{rho:.3}"));
    let _ = writeln!(
        out,
        "\nThe score against the reviewer's readiness, over {count} repositories: rank correlation {correlation}, \
         mean distance {:.1} points.",
        apart as f64 / count as f64
    );
}

fn wrong(out: &mut String, measure: &Measure) {
    out.push_str("\n## What remains wrong\n\n");
    if measure.mistakes.is_empty() {
        out.push_str("Nothing in this corpus.\n");
    } else {
        out.push_str(
            "| About | Wrong | What the report has | Where | Times |\n|---|---|---|---|--:|\n",
        );
        for (mistake, times) in &measure.mistakes {
            let _ = writeln!(
                out,
                "| {} | {} | {} | {} | {times} |",
                plain(&mistake.about),
                mistake.is,
                mistake.said,
                plain(&mistake.place)
            );
        }
    }
    if !measure.unanswered.is_empty() {
        let names: Vec<String> = measure
            .unanswered
            .iter()
            .map(|label| format!("`{}`", plain(label)))
            .collect();
        let _ = writeln!(
            out,
            "\nLabels that no criterion answers: {}.",
            names.join(", ")
        );
    }
}

fn row(out: &mut String, start: &str, count: Count) {
    let _ = writeln!(
        out,
        "| {start} | {} | {} | {} | {} |",
        share(count.found, count.found + count.false_ones),
        share(count.found, count.found + count.missed),
        count.missed,
        count.false_ones
    );
}

/// A share with three decimals; a dash where there is nothing to take a share of.
fn share(part: usize, whole: usize) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{:.3}", part as f64 / whole as f64),
    }
}

fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_alphanumeric() || " .,+#/-_".contains(*c))
        .take(60)
        .collect()
}

fn short(digest: &str) -> &str {
    digest.get(..19).unwrap_or(digest)
}
