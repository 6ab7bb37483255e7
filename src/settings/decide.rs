//! Whose settings decide on a pull request: the base's. Otherwise a change could waive what it breaks.

use super::check::Known;
use super::mistake::Mistakes;
use super::{FILE, Settings, parse};

/// Settings to scan with, and what a reader must know of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decided {
    pub settings: Settings,
    /// Sentences in which text of the file stands between backticks.
    pub note: Option<String>,
}

/// The settings of a file that must not stop the scan: the defaults, with a note, where it has mistakes.
#[must_use]
pub fn forgiving(text: Option<&str>, known: &Known<'_>) -> Decided {
    match text.map(|text| parse(FILE, text, known)) {
        None => Decided::default(),
        Some(Ok(settings)) => Decided {
            settings,
            note: None,
        },
        Some(Err(mistakes)) => Decided {
            settings: Settings::default(),
            note: Some(unusable("", &mistakes)),
        },
    }
}

/// The settings for a pull request, from the texts of both sides: those of the base, which are the defaults where it
/// has no file. The note says so when the head's are others.
#[must_use]
pub fn decide(head: Option<&str>, base: Option<&str>, known: &Known<'_>) -> Decided {
    let decided = forgiving(base, known);
    let change = match (head, base) {
        (None, None) => None,
        (Some(_), None) => Some(format!(
            "This change adds `{FILE}`, which counts once it is merged; here the defaults decide."
        )),
        (None, Some(_)) => Some(format!(
            "This change removes `{FILE}`; here the base's copy still decides."
        )),
        (Some(head), Some(base)) if !differ(head, base, known) => None,
        (Some(_), Some(_)) => Some(format!(
            "This change edits `{FILE}`; here the base's copy decides."
        )),
    };
    // A mistake that both sides have is told once, of the base.
    let broken = change
        .is_some()
        .then(|| head.map(|text| parse(FILE, text, known)));
    let broken = match broken.flatten() {
        Some(Err(mistakes)) => Some(format!("Its new copy has a mistake, {}.", mistakes.first())),
        _ => None,
    };
    let base = decided
        .note
        .map(|note| note.replacen("The settings", "The base's settings", 1));
    let sentences: Vec<String> = [base, change, broken].into_iter().flatten().collect();
    Decided {
        settings: decided.settings,
        note: (!sentences.is_empty()).then(|| sentences.join(" ")),
    }
}

/// A comment is no setting.
fn differ(head: &str, base: &str, known: &Known<'_>) -> bool {
    match (parse(FILE, head, known), parse(FILE, base, known)) {
        (Ok(head), Ok(base)) => head != base,
        _ => head != base,
    }
}

fn unusable(whose: &str, mistakes: &Mistakes) -> String {
    format!(
        "The settings{whose} in `{FILE}` have a mistake, so the defaults decide: {}.",
        mistakes.first()
    )
}
