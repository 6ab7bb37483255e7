//! What the pull request brings and what it takes away, in one paragraph each.

use super::address::Addresses;
use crate::render::escape::{Place, code, sentence};
use crate::render::words::count;
use crate::report::{Change, Delta, Evidence, Report, Route};

/// What is met now, or stands on a higher rung.
pub fn new(report: &Report, addresses: &Addresses, most: usize) -> Option<String> {
    let delta = report.delta.as_ref()?;
    let mut items: Vec<String> = of(delta, &["gained", "stronger"])
        .into_iter()
        .map(|change| item(report, change, addresses))
        .collect();
    let route = |route: &Route| addresses.file(&route.file, route.line, Place::Text);
    shorten(&mut items, most);
    if most > 2 || items.is_empty() {
        items.extend(routes(&delta.routes_added, route));
    }
    paragraph("New here", &items)
}

/// What is no longer met, or stands on a lower rung.
pub fn lost(report: &Report, addresses: &Addresses, most: usize) -> Option<String> {
    let delta = report.delta.as_ref()?;
    let mut items: Vec<String> = of(delta, &["lost", "weaker"])
        .into_iter()
        .map(|change| item(report, change, addresses))
        .collect();
    let route = |route: &Route| {
        let at = addresses.file_before(&route.file, route.line, Place::Text);
        format!("(was at {at})")
    };
    shorten(&mut items, most);
    if most > 1 || items.is_empty() {
        items.extend(routes(&delta.routes_removed, route));
    }
    paragraph("Lost here", &items)
}

/// What only this change makes a question.
pub fn asked(report: &Report, most: usize) -> Option<String> {
    let delta = report.delta.as_ref()?;
    let mut titles: Vec<String> = of(delta, &["asked"])
        .into_iter()
        .map(|change| sentence(&change.title, Place::Text))
        .collect();
    if most == 0 {
        return None;
    }
    shorten(&mut titles, most);
    paragraph("Asked from now on", &titles)
}

/// The changes of these kinds, the first kind first, and what can be looked at before the rest.
fn of<'d>(delta: &'d Delta, kinds: &[&str]) -> Vec<&'d Change> {
    let rank = |change: &Change| kinds.iter().position(|kind| change.change == *kind);
    let shown = |change: &Change| change.evidence.iter().any(|evidence| evidence.line > 0);
    let mut changes: Vec<&Change> = delta
        .changes
        .iter()
        .filter(|change| rank(change).is_some())
        .collect();
    changes.sort_by_key(|change| (rank(change), !shown(change)));
    changes
}

fn item(report: &Report, change: &Change, addresses: &Addresses) -> String {
    let title = sentence(&change.title, Place::Text);
    let criterion = report.criterion(&change.criterion);
    // A title such as *No secrets* says the opposite of what was found.
    let said = criterion
        .filter(|_| change.after.outcome == "violated")
        .map(|criterion| sentence(criterion.said.trim_end_matches('.'), Place::Text));
    let words = match change.change.as_str() {
        "stronger" => format!(
            "{title}, {}",
            rung(&change.after.outcome, change.after.strength.as_deref())
        ),
        "weaker" => format!(
            "{title}, {} before",
            rung(&change.before.outcome, change.before.strength.as_deref())
        ),
        _ => said.unwrap_or(title),
    };
    let Some(evidence) = change.evidence.first() else {
        return words;
    };
    let same = |found: &Evidence| (&found.path, found.line) == (&evidence.path, evidence.line);
    let is_there = criterion.is_some_and(|criterion| criterion.evidence.iter().any(same));
    let is_gain = match change.change.as_str() {
        "stronger" => true,
        "gained" => change.before.outcome != "violated",
        _ => false,
    };
    match is_there || is_gain {
        true => format!("{words} {}", addresses.evidence(evidence, Place::Text)),
        false => {
            let at = addresses.evidence_before(evidence, Place::Text);
            format!("{words} (was at {at})")
        }
    }
}

fn rung(outcome: &str, strength: Option<&str>) -> &'static str {
    match (outcome, strength) {
        ("met", Some("enforced")) => "tested by the pipeline",
        ("met", Some("tested")) => "tested",
        ("met", _) => "in use",
        _ => "begun",
    }
}

/// One item for all routes: the first of them, and how many.
fn routes(routes: &[Route], place: impl Fn(&Route) -> String) -> Option<String> {
    let first = routes.first()?;
    let named = code(&format!("{} {}", first.method, first.path), Place::Text);
    let at = place(first);
    Some(match routes.len() {
        1 => format!("route {named} {at}"),
        number => format!("{}, such as {named} {at}", count(number, "route")),
    })
}

/// Counts what is too much.
fn shorten(items: &mut Vec<String>, most: usize) {
    let more = items.len().saturating_sub(most);
    if more > 0 {
        items.truncate(most);
        items.push(match most {
            0 => count(more, "change"),
            _ => format!("and {more} more"),
        });
    }
}

/// `**New here:** a · b · and 3 more`
fn paragraph(lead: &str, items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| format!("**{lead}:** {}", items.join(" · ")))
}
