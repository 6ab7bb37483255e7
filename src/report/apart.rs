//! What was left out of account because it is not the learner's own, in sentences.

use crate::detect::{Apart, Reason, Survey};
use crate::judge::quote;

/// A sentence for each reason, and those about a baseline.
pub fn sentences(survey: &Survey) -> Vec<String> {
    let mut sentences: Vec<String> = survey.apart.iter().map(sentence).collect();
    if let Some(baseline) = &survey.baseline {
        let short: String = baseline.commit.chars().take(7).collect();
        let mut parts = Vec::new();
        if baseline.commits > 0 {
            let (commits, do_not) = count(baseline.commits, "commit");
            parts.push(format!("{commits} up to {} {do_not} count", quote(&short)));
        }
        if baseline.changed > 0 {
            let (files, _) = count(baseline.changed, "changed file");
            parts.push(format!(
                "in {files} only the lines added since {} count",
                quote(&short)
            ));
        }
        if !parts.is_empty() {
            sentences.push(format!("{}.", capital(&parts.join("; "))));
        }
        if baseline.not_compared > 0 {
            let (files, _) = count(baseline.not_compared, "changed file");
            sentences.push(format!(
                "{} could not be compared with the baseline and count whole.",
                files
            ));
        }
    }
    sentences
}

fn sentence(apart: &Apart) -> String {
    let (files, do_not) = count(apart.files, "file");
    let is = if apart.files == 1 { "is" } else { "are" };
    let has = if apart.files == 1 { "has" } else { "have" };
    let said = match apart.reason {
        Reason::Scaffold => format!(
            "{files} {is} still as a generator made {} and {do_not} count",
            them(apart)
        ),
        Reason::Baseline => {
            format!("{files} {has} not changed since the baseline and {do_not} count")
        }
        Reason::Ignored => format!("{files} {do_not} count as evidence, as the settings ask"),
        Reason::Vendored => format!("{files} of other people's code {is} not read"),
        Reason::Generated => format!("{files} that a program wrote {is} not read"),
    };
    let places: Vec<String> = apart.places.iter().map(|place| quote(place)).collect();
    let more = match apart.more {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    format!("{said}: {}{more}.", places.join(", "))
}

fn them(apart: &Apart) -> &'static str {
    if apart.files == 1 { "it" } else { "them" }
}

fn count(number: usize, noun: &str) -> (String, &'static str) {
    match number {
        1 => (format!("1 {noun}"), "does not"),
        n => (format!("{n} {noun}s"), "do not"),
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|first| first.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
