//! The one sentence of a verdict: the criterion's own words with numbers and names filled in.
//!
//! Text from the repository stands between backticks and holds none itself, so that a renderer can
//! tell it from the sentence around it. Nothing is escaped here.

use super::Outcome;
use crate::fact::Fact;
use crate::rules::Template;
use crate::rules::schema::Criterion;

/// Longest value quoted inside a sentence, in characters.
const VALUE: usize = 80;

/// What a sentence may count.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    pub count: usize,
    pub files: usize,
    pub commits: usize,
    pub routes: usize,
}

/// The criterion's own sentence, or a plain one when it has none or a value for it is missing.
pub(super) fn sentence(
    criterion: &Criterion,
    outcome: Outcome,
    numbers: Numbers,
    first: Option<&Fact>,
) -> String {
    let said = &criterion.said;
    let own = match outcome {
        Outcome::Met => &said.met,
        Outcome::Partial => &said.partial,
        Outcome::Missing => &said.missing,
        Outcome::Violated => &said.violated,
        Outcome::NotApplicable => &said.not_applicable,
        Outcome::Unknown | Outcome::Waived => &None,
    };
    let text = own
        .as_deref()
        .and_then(|text| Template::parse(text).ok())
        .and_then(|template| template.fill(|name| value(name, numbers, first)))
        .unwrap_or_else(|| plain(criterion, outcome, numbers));
    // Only the words around quoted text are ours to change.
    let parts: Vec<String> = text
        .split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 0 {
                singular(part)
            } else {
                part.to_owned()
            }
        })
        .collect();
    parts.join("`")
}

fn value(name: &str, numbers: Numbers, first: Option<&Fact>) -> Option<String> {
    let number = match name {
        "count" => numbers.count,
        "files" => numbers.files,
        "commits" => numbers.commits,
        "routes" => numbers.routes,
        _ => return first?.attribute(name).map(quote),
    };
    Some(number.to_string())
}

fn plain(criterion: &Criterion, outcome: Outcome, numbers: Numbers) -> String {
    match outcome {
        Outcome::Met if criterion.counter => {
            format!("Nothing of the kind was found in {} files.", numbers.files)
        }
        Outcome::Met | Outcome::Violated => format!("Found {} times.", numbers.count),
        Outcome::Partial => "A first sign is there.".to_owned(),
        Outcome::Missing => format!("Not found in {} files.", numbers.files),
        Outcome::NotApplicable => "Nothing here asks for it.".to_owned(),
        Outcome::Unknown | Outcome::Waived => "This was not judged.".to_owned(),
    }
}

/// Repository text between backticks, for use inside a sentence of a report.
#[must_use]
pub fn quote(text: &str) -> String {
    quote_up_to(VALUE, text)
}

/// The same for a text that may be a sentence of its own.
pub(super) fn quote_up_to(longest: usize, text: &str) -> String {
    let mut quoted = String::from("`");
    for (index, c) in text.chars().enumerate() {
        if index == longest {
            quoted.push('…');
            break;
        }
        quoted.push(match c {
            '`' => '\'',
            c if c.is_control() => ' ',
            c => c,
        });
    }
    quoted.push('`');
    quoted
}

/// `1 files` reads `1 file`.
fn singular(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let after_one = words
            .last()
            .is_some_and(|last| last.trim_start_matches('(') == "1");
        let bare = word.trim_end_matches(['.', ',', ';', ':', ')']);
        words.push(match word.strip_prefix(bare).filter(|_| after_one) {
            Some(end) => format!("{}{end}", one(bare)),
            None => word.to_owned(),
        });
    }
    words.join(" ")
}

/// A plural noun of the rules' sentences in its singular.
fn one(noun: &str) -> String {
    let stem = |ending: &str| noun.strip_suffix(ending).unwrap_or(noun).to_owned();
    match noun {
        "entries" | "repositories" | "queries" | "dependencies" | "copies" => stem("ies") + "y",
        "classes" | "accesses" | "matches" | "hashes" | "branches" => stem("es"),
        "was" | "is" | "this" | "has" => noun.to_owned(),
        _ if noun.ends_with("ss") => noun.to_owned(),
        _ => stem("s"),
    }
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
        assert_eq!(singular("1 queries: 11 files"), "1 query: 11 files");
    }

    #[test]
    fn a_quoted_value_cannot_end_its_quotation() {
        assert_eq!(quote("a`b\n``c"), "`a'b ''c`");
        assert_eq!(quote(""), "``");
        assert_eq!(quote(&"x".repeat(500)).chars().count(), 83);
    }
}
