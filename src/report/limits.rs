//! What was not looked at, in sentences.

use std::collections::BTreeMap;

use super::apart;
use crate::detect::{BlindSpot, Survey};
use crate::judge::quote;

/// Kinds of blind spots that get a sentence of their own.
const MOST_REASONS: usize = 10;
/// Places named in one sentence.
const MOST_PLACES: usize = 3;

/// Sentences about what the report does not cover, the weightiest first.
pub fn limits(survey: &Survey) -> Vec<String> {
    let mut sentences = Vec::new();
    for language in &survey.unread_languages {
        sentences.push(format!(
            "{language} is not read yet: code in it is neither praised nor missed."
        ));
    }
    sentences.extend(survey.history_gap.clone());
    sentences.extend(apart::sentences(survey));
    let mut groups: BTreeMap<&str, Vec<&BlindSpot>> = BTreeMap::new();
    for spot in &survey.blind_spots {
        groups.entry(&spot.reason).or_default().push(spot);
    }
    let mut groups: Vec<(&str, Vec<&BlindSpot>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, spots)| std::cmp::Reverse(spots.len()));
    let left_out: usize = groups
        .iter()
        .skip(MOST_REASONS)
        .map(|(_, spots)| spots.len())
        .sum();
    sentences.extend(
        groups
            .iter()
            .take(MOST_REASONS)
            .map(|(reason, spots)| sentence(reason, spots)),
    );
    if left_out > 0 {
        sentences.push(format!(
            "{left_out} more places could not be looked at for other reasons."
        ));
    }
    sentences
}

/// `The file is too large to read (5): a, b, c and 2 more.`
fn sentence(reason: &str, spots: &[&BlindSpot]) -> String {
    let reason = reason.trim_end_matches('.');
    let places: Vec<&&BlindSpot> = spots.iter().filter(|spot| !spot.path.is_empty()).collect();
    if places.is_empty() {
        return format!("{reason}.");
    }
    let named: Vec<String> = places
        .iter()
        .take(MOST_PLACES)
        .map(|spot| place(spot))
        .collect();
    let named = named.join(", ");
    match places.len() {
        1 => format!("{reason}: {named}."),
        n if n <= MOST_PLACES => format!("{reason} ({n}): {named}."),
        n => format!("{reason} ({n}): {named} and {} more.", n - MOST_PLACES),
    }
}

fn place(spot: &BlindSpot) -> String {
    match spot.line {
        0 => quote(&spot.path),
        line => quote(&format!("{}:{line}", spot.path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(path: &str, line: u32, reason: &str) -> BlindSpot {
        BlindSpot {
            path: path.to_owned(),
            line,
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn blind_spots_of_one_reason_are_one_sentence() {
        let mut survey = Survey {
            unread_languages: vec!["Ruby".to_owned()],
            history_gap: Some("The clone is shallow.".to_owned()),
            ..Survey::default()
        };
        survey.blind_spots = vec![spot("z", 4, "A path is open"), spot("", 0, "All is dark.")];
        survey
            .blind_spots
            .extend((0..5).map(|n| spot(&format!("f{n}"), 0, "The file is too large")));
        assert_eq!(
            limits(&survey),
            [
                "Ruby is not read yet: code in it is neither praised nor missed.",
                "The clone is shallow.",
                "The file is too large (5): `f0`, `f1`, `f2` and 2 more.",
                "A path is open: `z:4`.",
                "All is dark.",
            ]
        );
    }

    #[test]
    fn many_reasons_are_capped_and_counted() {
        let spots = (0..15).map(|n| spot("f", n, &format!("Reason {n:02}")));
        let survey = Survey {
            blind_spots: spots.collect(),
            ..Survey::default()
        };
        let limits = limits(&survey);
        assert_eq!(limits.len(), 11);
        assert_eq!(
            limits[10],
            "5 more places could not be looked at for other reasons."
        );
    }
}
