//! What a run over the rules showed, as text for the person who writes rules.

use std::fmt::Write as _;

use super::{Census, Findings};

/// Names in a row before the rest is counted.
const NAMES: usize = 4;

/// The text: failures first, then warnings, then one line of numbers.
#[must_use]
pub fn sheet(findings: &Findings) -> String {
    let mut out = String::new();
    let mut last = "";
    for failure in &findings.failures {
        let _ = writeln!(out, "FAILED {}: {}", failure.rule, failure.why);
        if failure.files != last {
            out.push_str(&failure.files);
            last = &failure.files;
        }
    }
    let mut warnings = 0;
    if let Some(census) = &findings.census {
        self::census(&mut out, census);
        warnings = census.warnings();
    }
    let over = match findings.repositories {
        0 => String::new(),
        count => format!(", {count} whole repositories"),
    };
    let _ = writeln!(
        out,
        "{} examples with {} mutations, {} verdicts that go with their evidence{over}: {} failed, {warnings} warnings",
        findings.examples,
        findings.mutations,
        findings.flips,
        findings.failures.len(),
    );
    out
}

fn census(out: &mut String, census: &Census) {
    list(
        out,
        "Noisy: they speak in many examples of other rules. Say more about what must be around.",
        census
            .noisy
            .iter()
            .map(|noise| format!("{} in {} of {}", noise.detector, noise.found, noise.among)),
    );
    list(
        out,
        "Contradicting: they find what a rule of the same kind has as a counter-example. One of the two is wrong, \
         or the counter-example needs other code.",
        census.contradicting.iter().map(|(detector, rules)| {
            let names: Vec<&str> = rules.iter().take(NAMES).map(String::as_str).collect();
            let more = match rules.len().saturating_sub(NAMES) {
                0 => String::new(),
                count => format!(" and {count} more"),
            };
            format!("{detector} in {}{more}", names.join(", "))
        }),
    );
    list(
        out,
        "Unused: no criterion asks for what they find.",
        census.unused.iter().cloned(),
    );
    list(
        out,
        "Unreachable: no detector finds what these conditions ask for.",
        census
            .unreachable
            .iter()
            .map(|(criterion, condition)| format!("{criterion}: {condition}")),
    );
    list(
        out,
        "Never answered: no example meets or violates these criteria.",
        census.never.iter().cloned(),
    );
}

fn list(out: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}");
    for item in &items {
        let _ = writeln!(out, "  {item}");
    }
    out.push('\n');
}
