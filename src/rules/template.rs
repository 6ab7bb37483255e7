//! Sentences with placeholders, as criteria say them: `"Routes registered: {count}."`.
//!
//! A placeholder is a number of the survey or an attribute of the first piece of evidence. It knows
//! no outcome and no fact: who fills a sentence brings the values.

use super::schema::{Condition, Criterion};
use crate::fact::Kind;

/// Placeholders that every sentence may have.
pub const NUMBERS: [&str; 4] = ["count", "files", "commits", "routes"];

/// Placeholders of questions: two routes of one resource, of which one asks who is calling.
pub const ROUTES: [&str; 2] = ["guarded-route", "open-route"];

/// A sentence, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template<'t>(Vec<Piece<'t>>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'t> {
    Text(&'t str),
    Slot(&'t str),
}

impl<'t> Template<'t> {
    /// Reads a sentence.
    ///
    /// # Errors
    /// A brace without its partner.
    pub fn parse(text: &'t str) -> Result<Template<'t>, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else {
                return Err(format!("`{{{after}` has no closing brace"));
            };
            if before.contains('}') {
                return Err(format!("`{before}` has a closing brace too many"));
            }
            pieces.push(Piece::Text(before));
            pieces.push(Piece::Slot(name));
            rest = behind;
        }
        if rest.contains('}') {
            return Err(format!("`{rest}` has a closing brace too many"));
        }
        pieces.push(Piece::Text(rest));
        Ok(Template(pieces))
    }

    /// The names of its placeholders, in order.
    pub fn slots(&self) -> impl Iterator<Item = &'t str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Slot(name) => Some(*name),
            Piece::Text(_) => None,
        })
    }

    /// The sentence with its placeholders filled, or nothing when one of them has no value.
    pub fn fill(&self, value: impl Fn(&str) -> Option<String>) -> Option<String> {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => Some((*text).to_owned()),
                Piece::Slot(name) => value(name),
            })
            .collect()
    }
}

/// Everything wrong with the sentences of a criterion, as sentences without a subject.
pub fn sentence_mistakes(criterion: &Criterion) -> Vec<String> {
    let said = &criterion.said;
    // Counter-evidence is met when nothing was found: there is no first piece of evidence.
    let met = criterion.met.as_ref().filter(|_| !criterion.counter);
    let sentences = [
        ("met", &said.met, met),
        ("partial", &said.partial, criterion.partial.as_ref()),
        ("missing", &said.missing, None),
        ("violated", &said.violated, criterion.violated.as_ref()),
        ("not-applicable", &said.not_applicable, None),
    ];
    let mut mistakes = Vec::new();
    for (outcome, sentence, condition) in sentences {
        let Some(sentence) = sentence else { continue };
        match Template::parse(sentence) {
            Err(mistake) => mistakes.push(format!("in `said.{outcome}`: {mistake}")),
            Ok(template) => {
                let kinds = condition.map(leading).unwrap_or_default();
                for slot in template.slots().filter(|slot| !fits(slot, &kinds)) {
                    mistakes.push(format!(
                        "in `said.{outcome}`: `{{{slot}}}` is no number ({}) and no attribute of its \
                         first piece of evidence",
                        NUMBERS.join(", ")
                    ));
                }
            }
        }
    }
    mistakes
}

/// Everything wrong with the questions of a criterion, as sentences without a subject.
pub fn question_mistakes(criterion: &Criterion) -> Vec<String> {
    // Only what was found is asked about.
    let found = match criterion.counter {
        true => &criterion.violated,
        false => &criterion.met,
    };
    let kinds = found.as_ref().map(leading).unwrap_or_default();
    let mut mistakes = Vec::new();
    for question in &criterion.question {
        if !question.ends_with('?') {
            mistakes.push(format!("in `question`: `{question}` does not end with `?`"));
        }
        match Template::parse(question) {
            Err(mistake) => mistakes.push(format!("in `question`: {mistake}")),
            Ok(template) => {
                let fits = |slot: &str| ROUTES.contains(&slot) || carries(slot, &kinds);
                for slot in template.slots().filter(|slot| !fits(slot)) {
                    mistakes.push(format!(
                        "in `question`: `{{{slot}}}` is no attribute of its first piece of evidence \
                         and none of {}",
                        ROUTES.join(", ")
                    ));
                }
            }
        }
    }
    mistakes
}

fn fits(slot: &str, kinds: &[Kind]) -> bool {
    NUMBERS.contains(&slot) || carries(slot, kinds)
}

fn carries(slot: &str, kinds: &[Kind]) -> bool {
    let known = |kind: &Kind| kind.attributes().contains(&slot);
    !kinds.is_empty() && kinds.iter().all(known)
}

/// The kinds of which the first piece of a condition's evidence may be.
fn leading(condition: &Condition) -> Vec<Kind> {
    if let Some(name) = &condition.has {
        return Kind::from_name(name).into_iter().collect();
    }
    if let Some(parts) = &condition.any {
        return parts.iter().flat_map(leading).collect();
    }
    let parts = condition.all.as_ref().unwrap_or(&condition.each);
    parts
        .iter()
        .map(leading)
        .find(|kinds| !kinds.is_empty())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::CriteriaFile;

    #[test]
    fn a_sentence_is_filled_or_not_said() {
        let template = Template::parse("{count} by {tool}.").unwrap();
        assert_eq!(template.slots().collect::<Vec<_>>(), ["count", "tool"]);
        let full = template.fill(|name| Some(format!("<{name}>")));
        assert_eq!(full.as_deref(), Some("<count> by <tool>."));
        let half = template.fill(|name| (name == "count").then(|| "1".to_owned()));
        assert_eq!(half, None);
    }

    #[test]
    fn braces_come_in_pairs() {
        for broken in ["{count", "count}", "a } b {count}", "{count} }"] {
            assert!(Template::parse(broken).is_err(), "{broken}");
        }
    }

    fn mistakes(conditions: &str, said: &str) -> Vec<String> {
        let text = format!(
            "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"t\"\nwhy = \"w\"\neffort = \"1h\"\n\
             {conditions}\n[criterion.said]\n{said}\n[criterion.step]\ndefault = \"s\"\n"
        );
        let file: CriteriaFile = toml::from_str(&text).unwrap();
        sentence_mistakes(file.criterion.first().unwrap())
    }

    #[test]
    fn placeholders_are_numbers_or_attributes_of_what_comes_first() {
        let met = "met = { all = [{ not = { has = \"test\" } }, { has = \"cors\" }, { has = \"cache\" }] }";
        assert!(mistakes(met, "met = \"{count} {files} {tool}\"").is_empty());
        let wrong = mistakes(met, "met = \"{tols}\"");
        assert!(wrong[0].contains("`{tols}`"), "{wrong:?}");
        // Nothing was found, so there is no attribute to show.
        assert_eq!(mistakes(met, "missing = \"{tool}\"").len(), 1);
        // One of two kinds that may come first lacks it.
        let any = "met = { any = [{ has = \"cors\" }, { has = \"guard\" }] }";
        assert_eq!(mistakes(any, "met = \"{tool}\"").len(), 1);
        assert_eq!(mistakes(any, "met = \"{count\"").len(), 1);
    }

    #[test]
    fn questions_are_questions_about_what_was_found() {
        let mistakes = |conditions: &str, question: &str| {
            let text = format!(
                "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"t\"\nwhy = \"w\"\neffort = \"1h\"\n\
                 {conditions}\nquestion = [\"{question}\"]\n[criterion.step]\ndefault = \"s\"\n"
            );
            let file: CriteriaFile = toml::from_str(&text).unwrap();
            question_mistakes(file.criterion.first().unwrap())
        };
        let met = "met = { has = \"cors\" }";
        for right in [
            "Who?",
            "Why {tool}?",
            "Why {guarded-route}, not {open-route}?",
        ] {
            assert!(mistakes(met, right).is_empty(), "{right}");
        }
        for wrong in ["Who", "Why {tols}?", "Why {count}?", "Why {tool?"] {
            assert_eq!(mistakes(met, wrong).len(), 1, "{wrong}");
        }
        let counter = "counter = true\nviolated = { has = \"secret\" }";
        assert!(mistakes(counter, "Is {name} replaced?").is_empty());
    }

    #[test]
    fn met_counter_evidence_has_nothing_to_show() {
        let counter = "counter = true\nviolated = { has = \"secret\" }";
        assert!(mistakes(counter, "violated = \"{name}\"").is_empty());
        assert_eq!(mistakes(counter, "met = \"{name}\"").len(), 1);
    }
}
