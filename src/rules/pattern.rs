//! Patterns as rule authors write them: `"exact"`, `"prefix*"`, `"/regex/"`, `">=3"`, `"<=50"`,
//! and `"!x"` for anything but `x`.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use regex::Regex;
use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

thread_local! {
    /// Whether expressions are compiled as they are read.
    static EAGER: Cell<bool> = const { Cell::new(true) };
}

/// Reads patterns without compiling their expressions: for rules that were checked before. There
/// are thousands of them and a scan needs few.
pub fn lazily<T>(read: impl FnOnce() -> T) -> T {
    EAGER.set(false);
    let result = read();
    EAGER.set(true);
    result
}

/// A regular expression that is compiled when it is first asked, once for all its copies.
#[derive(Debug, Clone)]
pub struct Expression(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Expression {
    fn new(source: String) -> Result<Expression, regex::Error> {
        let compiled = match EAGER.get() {
            true => OnceLock::from(Some(Regex::new(&source)?)),
            false => OnceLock::new(),
        };
        Ok(Expression(Arc::new(Shared { source, compiled })))
    }

    /// None only for an expression that was never checked and does not read.
    fn get(&self) -> Option<&Regex> {
        let shared = &self.0;
        shared
            .compiled
            .get_or_init(|| Regex::new(&shared.source).ok())
            .as_ref()
    }

    fn is_match(&self, text: &str) -> bool {
        self.get().is_some_and(|regex| regex.is_match(text))
    }
}

/// One pattern over a short text.
#[derive(Debug, Clone)]
pub enum Pattern {
    Exact(String),
    /// `*` stands for any run of characters.
    Glob(Expression),
    Regex(Expression),
    AtLeast(i64),
    AtMost(i64),
    Not(Box<Pattern>),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A sentence about the regular expression or number that does not read.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        if let Some(rest) = text.strip_prefix('!') {
            return Ok(Pattern::Not(Box::new(Pattern::parse(rest)?)));
        }
        for (mark, make) in [
            (">=", Pattern::AtLeast as fn(i64) -> Pattern),
            ("<=", Pattern::AtMost),
        ] {
            if let Some(rest) = text.strip_prefix(mark) {
                return rest
                    .trim()
                    .parse()
                    .map(make)
                    .map_err(|_| format!("`{text}` needs a whole number after `{mark}`"));
            }
        }
        let inner = text
            .strip_prefix('/')
            .and_then(|rest| rest.strip_suffix('/'));
        if let Some(expression) = inner.filter(|expression| !expression.is_empty()) {
            return Expression::new(expression.to_owned())
                .map(Pattern::Regex)
                .map_err(|error| format!("`{text}` is not a regular expression: {error}"));
        }
        if text.len() > 1 && text.contains('*') {
            let expression = text
                .split('*')
                .map(regex::escape)
                .collect::<Vec<_>>()
                .join(".*");
            return Expression::new(format!("^(?s:{expression})$"))
                .map(Pattern::Glob)
                .map_err(|error| format!("`{text}`: {error}"));
        }
        Ok(Pattern::Exact(text.to_owned()))
    }

    pub fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Exact(exact) => exact == text,
            Pattern::Glob(regex) | Pattern::Regex(regex) => regex.is_match(text),
            Pattern::AtLeast(least) => text.parse::<i64>().is_ok_and(|n| n >= *least),
            Pattern::AtMost(most) => text.parse::<i64>().is_ok_and(|n| n <= *most),
            Pattern::Not(inner) => !inner.matches(text),
        }
    }

    /// The text itself when the pattern is exact, for look-up tables.
    pub fn exact(&self) -> Option<&str> {
        match self {
            Pattern::Exact(text) => Some(text),
            _ => None,
        }
    }

    fn captures(&self, text: &str, into: &mut BTreeMap<String, String>) {
        if let Pattern::Regex(expression) = self
            && let Some(regex) = expression.get()
            && let Some(found) = regex.captures(text)
        {
            for name in regex.capture_names().flatten() {
                if let Some(group) = found.name(name) {
                    into.insert(name.to_owned(), group.as_str().to_owned());
                }
            }
        }
    }
}

/// As a rule author writes it.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Exact(text) => f.write_str(text),
            Pattern::Glob(it) => {
                let inner = it.0.source.trim_start_matches("^(?s:");
                f.write_str(&inner.trim_end_matches(")$").replace(".*", "*"))
            }
            Pattern::Regex(it) => write!(f, "/{}/", it.0.source),
            Pattern::AtLeast(least) => write!(f, ">={least}"),
            Pattern::AtMost(most) => write!(f, "<={most}"),
            Pattern::Not(inner) => write!(f, "!{inner}"),
        }
    }
}

impl fmt::Display for Patterns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let each: Vec<String> = self.0.iter().map(Pattern::to_string).collect();
        f.write_str(&each.join(" or "))
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        let text = String::deserialize(deserializer)?;
        Pattern::parse(&text).map_err(D::Error::custom)
    }
}

/// One pattern or a list of them, of which any may match.
#[derive(Debug, Clone, Default)]
pub struct Patterns(pub Vec<Pattern>);

impl Patterns {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn matches(&self, text: &str) -> bool {
        self.0.iter().any(|pattern| pattern.matches(text))
    }

    /// Whether it matches, and the named groups of the first expression that does.
    pub fn capture(&self, text: &str, into: &mut BTreeMap<String, String>) -> bool {
        match self.0.iter().find(|pattern| pattern.matches(text)) {
            Some(pattern) => {
                pattern.captures(text, into);
                true
            }
            None => false,
        }
    }
}

impl<'de> Deserialize<'de> for Patterns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Patterns, D::Error> {
        struct OneOrMany;
        impl<'de> Visitor<'de> for OneOrMany {
            type Value = Patterns;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pattern or a list of patterns")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Patterns, E> {
                Pattern::parse(text)
                    .map(|pattern| Patterns(vec![pattern]))
                    .map_err(E::custom)
            }
            fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Patterns, E> {
                Ok(Patterns(vec![Pattern::Exact(value.to_string())]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Patterns, A::Error> {
                let mut patterns = Vec::new();
                while let Some(pattern) = items.next_element()? {
                    patterns.push(pattern);
                }
                Ok(Patterns(patterns))
            }
        }
        deserializer.deserialize_any(OneOrMany)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_form_matches_what_it_says() {
        let cases = [
            ("get", "get", true),
            ("get", "gets", false),
            ("a.b*", "a.b.c", true),
            ("a.b*", "xa.b", false),
            ("/^a+$/", "aaa", true),
            (">=3", "3", true),
            (">=3", "2", false),
            (">=3", "many", false),
            ("<=3", "4", false),
            ("!/x/", "y", true),
            ("/", "/", true),
            ("*", "*", true),
        ];
        for (pattern, text, expected) in cases {
            let parsed = Pattern::parse(pattern).unwrap();
            assert_eq!(parsed.matches(text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_broken_expression_is_a_sentence() {
        assert!(
            Pattern::parse("/(/")
                .unwrap_err()
                .contains("not a regular expression")
        );
        assert!(Pattern::parse(">=x").unwrap_err().contains("whole number"));
    }
}
