//! What could not be looked at, one sentence for each reason.

use std::collections::BTreeMap;

use crate::detect::BlindSpot;

/// Places named for one reason.
const PLACES: usize = 3;

pub(super) fn sentences(spots: &[BlindSpot], history: Option<&str>) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for spot in spots {
        let place = match (spot.path.is_empty(), spot.line) {
            (true, _) => String::new(),
            (false, 0) => spot.path.clone(),
            (false, line) => format!("{}:{line}", spot.path),
        };
        by_reason.entry(&spot.reason).or_default().push(place);
    }
    let mut sentences: Vec<String> = history.into_iter().map(str::to_owned).collect();
    for (reason, places) in by_reason {
        let named: Vec<&str> = places.iter().map(String::as_str).filter(|place| !place.is_empty()).collect();
        let shown = named.iter().take(PLACES).copied().collect::<Vec<_>>().join(", ");
        sentences.push(match (named.len(), named.len().saturating_sub(PLACES)) {
            (0, _) => format!("{reason}."),
            (_, 0) => format!("{reason}: {shown}."),
            (_, more) => format!("{reason}: {shown} and {more} more."),
        });
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_grouped_by_reason() {
        let spot = |path: &str, line| BlindSpot {
            path: path.to_owned(),
            line,
            reason: "Too large".to_owned(),
        };
        let spots: Vec<BlindSpot> = (1..=5).map(|line| spot("a", line)).collect();
        assert_eq!(sentences(&spots, Some("Shallow.")), ["Shallow.", "Too large: a:1, a:2, a:3 and 2 more."]);
        assert_eq!(sentences(&[spot("", 0)], None), ["Too large."]);
    }
}
