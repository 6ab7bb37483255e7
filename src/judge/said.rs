//! The one sentence of a verdict: the criterion's own words with numbers and names filled in.

use super::Outcome;
use crate::detect::Survey;
use crate::fact::Fact;
use crate::rules::schema::Criterion;

/// Names in braces in a template.
#[must_use]
pub fn placeholders(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        found.push(&rest[open + 1..open + length]);
        rest = &rest[open + length + 1..];
    }
    found
}

pub(super) fn sentence(criterion: &Criterion, outcome: Outcome, evidence: &[&Fact], survey: &Survey) -> String {
    let said = &criterion.said;
    let template = match outcome {
        Outcome::Met => said.met.as_deref().unwrap_or(match criterion.counter {
            true => "Nothing of the kind was found in {files} files.",
            false => "Found {count} times.",
        }),
        Outcome::Partial => said.partial.as_deref().unwrap_or("A first sign is there."),
        Outcome::Missing => said.missing.as_deref().unwrap_or("Not found in {files} files."),
        Outcome::Violated => said.violated.as_deref().unwrap_or("Found {count} times."),
        Outcome::NotApplicable => said
            .not_applicable
            .as_deref()
            .unwrap_or("Nothing here asks for it."),
        Outcome::Unknown | Outcome::Waived => "",
    };
    let mut text = template.to_owned();
    for name in placeholders(template) {
        let value = match name {
            "count" => evidence.len().to_string(),
            "files" => survey.files.to_string(),
            "commits" => survey.commits.to_string(),
            "routes" => survey.routes.len().to_string(),
            other => evidence
                .first()
                .and_then(|fact| fact.attribute(other))
                .unwrap_or_default()
                .to_owned(),
        };
        text = text.replace(&format!("{{{name}}}"), &value);
    }
    singular(&text)
}

/// `1 files` reads `1 file`.
fn singular(text: &str) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for index in 1..words.len() {
        if words[index - 1].trim_start_matches('(') != "1" {
            continue;
        }
        let word = words[index].trim_end_matches(['.', ',', ';', ':', ')']).to_owned();
        let end = words[index][word.len()..].to_owned();
        let one = match word.as_str() {
            "entries" | "repositories" | "queries" | "dependencies" | "copies" => {
                Some(format!("{}y", &word[..word.len() - 3]))
            }
            "classes" | "accesses" | "matches" | "hashes" | "branches" => Some(word[..word.len() - 2].to_owned()),
            w if w.ends_with('s') && !w.ends_with("ss") && w.len() > 3 => Some(w[..w.len() - 1].to_owned()),
            _ => None,
        };
        if let Some(one) = one {
            words[index] = format!("{one}{end}");
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular() {
        assert_eq!(singular("Found in 1 files."), "Found in 1 file.");
        assert_eq!(singular("1 classes, 2 classes"), "1 class, 2 classes");
        assert_eq!(singular("1 address"), "1 address");
        assert_eq!(singular("in use (1 places)."), "in use (1 place).");
    }

    #[test]
    fn placeholders_are_found() {
        assert_eq!(placeholders("{a} and {b"), ["a"]);
    }
}
