//! Checks of criteria that the TOML reader cannot do: kinds, attributes, forms of conditions.

use super::schema::{Condition, Criterion};
use crate::fact::Kind;

/// Everything wrong with a criterion, as sentences without a subject.
pub fn criterion(criterion: &Criterion) -> Vec<String> {
    let mut mistakes = Vec::new();
    let conditions = [
        ("applies", &criterion.applies),
        ("violated", &criterion.violated),
        ("met", &criterion.met),
        ("partial", &criterion.partial),
        ("tested", &criterion.tested),
        ("enforced", &criterion.enforced),
    ];
    for (name, condition) in conditions {
        if let Some(condition) = condition {
            for mistake in self::condition(condition) {
                mistakes.push(format!("in `{name}`: {mistake}"));
            }
        }
    }
    if criterion.not_looked_for.is_none() {
        match criterion.counter {
            true if criterion.violated.is_none() => mistakes.push("counter-evidence needs `violated`".to_owned()),
            false if criterion.met.is_none() => mistakes.push("it needs `met`".to_owned()),
            _ => {}
        }
    }
    if !criterion.step.contains_key("default") {
        mistakes.push("`step` needs a `default`".to_owned());
    }
    mistakes
}

fn condition(condition: &Condition) -> Vec<String> {
    let mut mistakes = Vec::new();
    let forms = [
        condition.has.is_some(),
        condition.all.is_some(),
        condition.any.is_some(),
        condition.not.is_some(),
        condition.same.is_some(),
    ];
    if forms.iter().filter(|is| **is).count() != 1 {
        mistakes.push("a condition is exactly one of `has`, `all`, `any`, `not`, `same`".to_owned());
    }
    if let Some(name) = &condition.has {
        match Kind::from_name(name) {
            None => {
                let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
                let hint = super::load::closest(name, &names)
                    .map(|near| format!(" (is it `{near}`?)"))
                    .unwrap_or_default();
                mistakes.push(format!("`{name}` is no kind of fact{hint}"));
            }
            Some(kind) => {
                let of = condition.of.iter().flat_map(|of| of.keys());
                for attribute in condition.filter.keys().chain(of).chain(condition.distinct.as_ref()) {
                    let general = matches!(attribute.as_str(), "path" | "detector") ;
                    if !general && !kind.attributes().contains(&attribute.as_str()) {
                        let known = kind.attributes().join(", ");
                        mistakes.push(format!("a `{kind}` fact has no attribute `{attribute}` (it has {known})"));
                    }
                }
            }
        }
    }
    let inner = condition
        .all
        .iter()
        .chain(&condition.any)
        .flatten()
        .chain(&condition.each)
        .chain(condition.not.as_deref());
    for inner in inner {
        mistakes.extend(self::condition(inner));
    }
    mistakes
}
