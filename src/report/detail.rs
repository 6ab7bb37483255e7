//! A few words about a piece of evidence, made from its attributes.

use crate::fact::{Fact, Kind};

/// The longest detail, in characters; the schema says so, too.
const LONGEST: usize = 120;

/// What a reader wants to know beside the place. A secret's value is no attribute and cannot show.
pub fn detail(fact: &Fact) -> String {
    let shown = attributes(fact.kind);
    let values: Vec<&str> = shown
        .iter()
        .filter_map(|name| fact.attribute(name))
        .filter(|value| !value.is_empty())
        .collect();
    let between = match fact.kind {
        Kind::Route | Kind::RequestInTest | Kind::Container => " ",
        _ => ", ",
    };
    clip(&values.join(between))
}

/// The telling attributes. The others are there for conditions.
fn attributes(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Route | Kind::RequestInTest => &["method", "path"],
        Kind::Commit | Kind::Merge => &["subject"],
        Kind::Source => &["language"],
        Kind::Class => &["name"],
        Kind::Readme => &["section"],
        kind => kind.attributes(),
    }
}

fn clip(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::Location;

    fn shown(kind: Kind, attributes: &[(&str, &str)]) -> String {
        let start = Fact::new(kind, Location::new("a", 1), "d");
        let fact = attributes.iter().fold(start, |fact, (name, value)| {
            fact.with(name, *value).unwrap()
        });
        detail(&fact)
    }

    #[test]
    fn details_are_short_and_in_reading_order() {
        let route = [("tested", "true"), ("path", "/a"), ("method", "GET")];
        assert_eq!(shown(Kind::Route, &route), "GET /a");
        let model = [("field", "email"), ("name", "User")];
        assert_eq!(shown(Kind::Model, &model), "User, email");
        assert_eq!(shown(Kind::Licence, &[]), "");
        assert_eq!(
            shown(Kind::Commit, &[("subject", &"ä".repeat(500))])
                .chars()
                .count(),
            LONGEST
        );
    }
}
