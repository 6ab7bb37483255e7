//! SARIF 2.1.0 for code scanning: an alert for each place that holds what should not be there.
//!
//! What is missing has no line, and a start that is not enough is advice and no defect: neither is
//! an alert. They stand in the other formats.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::escape::{self, Place, encoded_path, visible};
use super::links::Links;
use super::{markup, words};
use crate::report::{Criterion, Evidence, Report};

/// The folder that paths are relative to, as code scanning calls it.
const ROOT: &str = "%SRCROOT%";
/// Where this program lives, once its manifest says so.
const HOME: &str = env!("CARGO_PKG_REPOSITORY");
/// Of ten, for what an attacker can use: code scanning calls it high.
const SEVERITY: &str = "8.0";

/// The log as pretty JSON with a line end. `page` is the repository's page.
#[must_use]
pub fn sarif(report: &Report, page: Option<&str>) -> String {
    let violated = words::violated(report);
    let rules: Vec<Value> = violated
        .iter()
        .map(|(criterion, places)| rule(report, criterion, places))
        .collect();
    let mut run = json!({
        "tool": { "driver": {
            "name": visible(&report.tool.name),
            "version": visible(&report.tool.version),
            "rules": rules,
        } },
        "automationDetails": { "id": category(report) },
        "invocations": [{
            "executionSuccessful": true,
            "toolExecutionNotifications": report.limits.iter().map(|limit| json!({
                "level": "note",
                "message": { "text": message(limit) },
            })).collect::<Vec<_>>(),
        }],
        "originalUriBaseIds": { ROOT: {
            "description": { "text": "The root of the repository." },
        } },
        "columnKind": "unicodeCodePoints",
        "results": results(&violated),
        "properties": {
            "roadmap": visible(&report.roadmap.id),
            "score": report.score.percent,
            "level": visible(&report.score.level),
            "warnings": report.warnings.iter().map(|text| visible(text)).collect::<Vec<_>>(),
        },
    });
    if !HOME.is_empty()
        && let Some(driver) = run
            .pointer_mut("/tool/driver")
            .and_then(Value::as_object_mut)
    {
        driver.insert("informationUri".to_owned(), json!(HOME));
    }
    if let Some(origin) = provenance(report, page)
        && let Some(run) = run.as_object_mut()
    {
        run.insert("versionControlProvenance".to_owned(), json!([origin]));
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    // Plain data with text keys: writing it cannot fail.
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

/// What tells this run's alerts from those of another roadmap; the slash ends the category.
fn category(report: &Report) -> String {
    format!(
        "{}/{}/",
        visible(&report.tool.name),
        encoded_path(&report.roadmap.id)
    )
}

fn provenance(report: &Report, page: Option<&str>) -> Option<Value> {
    let links = Links::new(report, page);
    let mut origin = json!({
        "repositoryUri": escape::encoded_address(links.page()?),
        "mappedTo": { "uriBaseId": ROOT },
    });
    if let (Some(head), Some(origin)) = (&report.subject.head, origin.as_object_mut()) {
        origin.insert("revisionId".to_owned(), json!(visible(head)));
    }
    Some(origin)
}

fn rule(report: &Report, criterion: &Criterion, places: &[&Evidence]) -> Value {
    let why = report.reason(&criterion.id).unwrap_or(&criterion.title);
    let step = criterion.step.as_ref();
    let learn: Vec<&str> = step
        .iter()
        .flat_map(|step| &step.learn)
        .map(String::as_str)
        .filter(|address| markup::is_web(address))
        .collect();
    let mut text = vec![full_stop(&plain(why))];
    let mut markdown = vec![escape::sentence(why, Place::Text)];
    if let Some(step) = step.filter(|step| !step.text.is_empty()) {
        let effort = words::duration(&step.effort);
        text.push(format!(
            "To do ({}): {}",
            visible(&effort),
            plain(&step.text)
        ));
        markdown.push(format!(
            "**To do** ({}): {}",
            escape::sentence(&effort, Place::Text),
            escape::sentence(&step.text, Place::Text)
        ));
    }
    if !learn.is_empty() {
        let addresses: Vec<String> = learn.iter().map(|a| escape::encoded_address(a)).collect();
        text.push(format!("Read on: {}", addresses.join(" ")));
        let links = learn.iter().map(|address| {
            escape::link(
                &escape::sentence(&words::page_name(address), Place::Text),
                address,
            )
        });
        markdown.push(format!("Read on: {}", links.collect::<Vec<_>>().join(", ")));
    }
    let mut tags = vec![visible(&criterion.family)];
    let mut properties = BTreeMap::new();
    if words::is_grave(places) {
        if criterion.family != "security" {
            tags.push("security".to_owned());
        }
        properties.insert("security-severity", json!(SEVERITY));
    }
    properties.insert("tags", json!(tags));
    let mut rule = json!({
        "id": visible(&criterion.id),
        "name": pascal(&criterion.id),
        "shortDescription": { "text": full_stop(&plain(&criterion.title)) },
        "fullDescription": { "text": full_stop(&plain(why)) },
        "help": { "text": text.join("\n\n"), "markdown": markdown.join("\n\n") },
        "defaultConfiguration": { "level": level(places) },
        "properties": properties,
    });
    if let (Some(first), Some(rule)) = (learn.first(), rule.as_object_mut()) {
        rule.insert("helpUri".to_owned(), json!(escape::encoded_address(first)));
    }
    rule
}

fn level(places: &[&Evidence]) -> &'static str {
    if words::is_grave(places) {
        "error"
    } else {
        "warning"
    }
}

fn results(violated: &[(&Criterion, Vec<&Evidence>)]) -> Vec<Value> {
    let mut results = Vec::new();
    for (index, (criterion, places)) in violated.iter().enumerate() {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for place in places {
            let nth = seen.entry(fingerprint(criterion, place, 0)).or_default();
            results.push(json!({
                "ruleId": visible(&criterion.id),
                "ruleIndex": index,
                "level": level(places),
                "message": { "text": told(criterion, place) },
                "locations": [{ "physicalLocation": {
                    "artifactLocation": { "uri": encoded_path(&place.path), "uriBaseId": ROOT },
                    "region": { "startLine": place.line },
                } }],
                "partialFingerprints": {
                    "portfolioCheckPlace/v1": fingerprint(criterion, place, *nth),
                },
            }));
            *nth += 1;
        }
    }
    results
}

fn told(criterion: &Criterion, place: &Evidence) -> String {
    let mut told = criterion.said.clone();
    if !place.detail.is_empty() {
        told.push_str(&format!(" Here: `{}`.", place.detail.replace('`', "'")));
    }
    if let Some(step) = &criterion.step {
        told.push_str(&format!(" {}", step.text));
    }
    full_stop(&message(&told))
}

/// Says which alert this is after lines have moved: rule, file and what was found there, and the
/// how-manieth of its kind in the file. Never the line.
fn fingerprint(criterion: &Criterion, place: &Evidence, nth: usize) -> String {
    let parts = [&criterion.id, &place.path, &place.kind, &place.detail];
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_le_bytes());
        digest.update(part.as_bytes());
    }
    digest.update(nth.to_le_bytes());
    let digest = digest.finalize();
    digest
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Plain text: code stands between single quotes, as the format's readers expect.
fn plain(text: &str) -> String {
    visible(text).replace('`', "'")
}

/// The text of a message, in which `[x](y)` would be a link and `{0}` a place for an argument.
fn message(text: &str) -> String {
    let mut text = plain(text);
    if text.contains("](") {
        text = text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]");
    }
    let is_argument = |rest: &str| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        digits.len() < rest.len() && digits.starts_with('}')
    };
    let mut escaped = String::new();
    for (at, c) in text.char_indices() {
        escaped.push(c);
        if c == '{' && text.get(at + 1..).is_some_and(is_argument) {
            escaped.push(' ');
        }
    }
    escaped
}

fn full_stop(text: &str) -> String {
    match text.ends_with(['.', '!', '?']) {
        true => text.to_owned(),
        false => format!("{text}."),
    }
}

/// `one-thing` is `OneThing`.
fn pascal(id: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    };
    id.split(|c: char| !c.is_ascii_alphanumeric())
        .map(word)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_hold_no_links_and_no_arguments() {
        let cases = [
            ("pool.query(\"$1\", [id])", "pool.query(\"$1\", [id])"),
            ("[x](javascript:y) `z`", "\\[x\\](javascript:y) 'z'"),
            ("{0} {12} {id} {", "{ 0} { 12} {id} {"),
            ("a\u{202e}b\nc", "ab c"),
        ];
        for (given, expected) in cases {
            assert_eq!(message(given), expected, "{given:?}");
        }
    }

    #[test]
    fn names_are_conventional() {
        assert_eq!(pascal("one-thing"), "OneThing");
        assert_eq!(pascal("a--1.ü"), "A1");
    }
}
