//! What one value of a stranger's report may be. Nothing is repaired: what does not fit is refused,
//! and the refusal names the field, never the value.

use std::collections::BTreeSet;

use super::Untrusted;
use crate::fact::Kind;
use crate::judge::{EVIDENCE, Outcome, Strength};
use crate::report::Evidence;

const LONGEST_PATH: usize = 400;
const LONGEST_DETAIL: usize = 120;
const GREATEST_LINE: u32 = 10_000_000;
const GREATEST_COUNT: usize = 100_000_000;

const OUTCOMES: [Outcome; 7] = [
    Outcome::Met,
    Outcome::Partial,
    Outcome::Missing,
    Outcome::Violated,
    Outcome::NotApplicable,
    Outcome::Unknown,
    Outcome::Waived,
];
const STRENGTHS: [Strength; 4] = [
    Strength::Declared,
    Strength::Used,
    Strength::Tested,
    Strength::Enforced,
];

type Checked<T> = Result<T, Untrusted>;

pub fn outcome(name: &str) -> Checked<Outcome> {
    let known = OUTCOMES.into_iter().find(|known| known.name() == name);
    known.ok_or(Untrusted::Field("outcome"))
}

pub fn strength(name: Option<&str>) -> Checked<Option<Strength>> {
    let Some(name) = name else { return Ok(None) };
    let known = STRENGTHS.into_iter().find(|known| known.name() == name);
    known.map(Some).ok_or(Untrusted::Field("strength"))
}

/// One line of at most so many characters.
pub fn text(field: &'static str, text: &str, most: usize) -> Checked<String> {
    match text.chars().any(char::is_control) || text.chars().count() > most {
        true => Err(Untrusted::Field(field)),
        false => Ok(text.to_owned()),
    }
}

/// A path inside the repository, as Git writes it.
pub fn path(path: &str) -> Checked<String> {
    let inside = path
        .split('/')
        .all(|part| !matches!(part, "" | "." | ".." | ".git"));
    match inside {
        true => text("path", path, LONGEST_PATH),
        false => Err(Untrusted::Field("path")),
    }
}

pub fn line(line: u32) -> Checked<u32> {
    match line <= GREATEST_LINE {
        true => Ok(line),
        false => Err(Untrusted::Field("line")),
    }
}

pub fn commit(id: &str) -> Checked<String> {
    let is_id = (7..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    match is_id {
        true => Ok(id.to_owned()),
        false => Err(Untrusted::Field("commit")),
    }
}

pub fn counted(field: &'static str, number: usize) -> Checked<usize> {
    match number <= GREATEST_COUNT {
        true => Ok(number),
        false => Err(Untrusted::Field(field)),
    }
}

/// Names that the rules know, each once.
pub fn known(
    field: &'static str,
    names: &[String],
    known: &BTreeSet<&str>,
    most: usize,
) -> Checked<Vec<String>> {
    let distinct: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let sound = distinct.len() == names.len() && names.len() <= most && distinct.is_subset(known);
    match sound {
        true => Ok(names.to_vec()),
        false => Err(Untrusted::Field(field)),
    }
}

pub fn evidence(evidence: &[Evidence]) -> Checked<Vec<Evidence>> {
    if evidence.len() > EVIDENCE {
        return Err(Untrusted::Field("evidence"));
    }
    evidence.iter().map(piece).collect()
}

fn piece(evidence: &Evidence) -> Checked<Evidence> {
    let kind = Kind::from_name(&evidence.kind).ok_or(Untrusted::Field("evidence"))?;
    let path = match kind {
        Kind::Commit | Kind::Merge => commit(&evidence.path)?,
        _ => path(&evidence.path)?,
    };
    Ok(Evidence {
        kind: kind.name().to_owned(),
        path,
        line: line(evidence.line)?,
        detail: text("detail", &evidence.detail, LONGEST_DETAIL)?,
    })
}
