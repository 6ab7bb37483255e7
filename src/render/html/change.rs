//! What changed against the base.

use super::{Section, list, places, routes};
use crate::render::links::Links;
use crate::render::markup::sentence;
use crate::report::{Change, Delta, Report, State};

/// Places shown of one change.
const PLACES: usize = 3;
/// Routes shown of those that came or went.
const ROUTES: usize = 20;
/// Kinds of change in the order of showing.
const KINDS: [(&str, &str, &str); 5] = [
    ("gained", "Gained", "good"),
    ("stronger", "Deeper", "good"),
    ("lost", "Lost", "bad"),
    ("weaker", "Less deep", "start"),
    ("asked", "Asked for now", "open"),
];

pub fn section(report: &Report, links: &Links) -> Option<Section> {
    let delta = report.delta.as_ref()?;
    let mut body = String::new();
    for (word, title, class) in KINDS {
        let items = delta
            .changes
            .iter()
            .filter(|change| change.change == word)
            .map(|change| self::change(change, delta, links));
        let items = list("rows", items);
        if !items.is_empty() {
            body.push_str(&format!("<h3 class=\"{class}\">{title}</h3>\n{items}"));
        }
    }
    for (title, found) in [
        ("Routes added", &delta.routes_added),
        ("Routes removed", &delta.routes_removed),
    ] {
        if !found.is_empty() {
            let shown = found.iter().take(ROUTES).map(routes::name);
            let mut shown: Vec<String> = shown.collect();
            if found.len() > ROUTES {
                shown.push(format!("and {} more", found.len() - ROUTES));
            }
            body.push_str(&format!("<p><b>{title}:</b> {}</p>\n", shown.join(" · ")));
        }
    }
    if body.is_empty() {
        body.push_str("<p>No answer changed.</p>\n");
    }
    body.push_str(&list(
        "plain",
        delta.notes.iter().map(|note| sentence(note)),
    ));
    Some(Section {
        id: "change",
        title: "What changed",
        body,
    })
}

fn change(change: &Change, delta: &Delta, links: &Links) -> String {
    let in_head = change.shows_head();
    let shown = change
        .evidence
        .iter()
        .take(PLACES)
        .map(|evidence| match in_head {
            true => places::evidence(evidence, links),
            false => places::evidence_at(delta.base.as_deref(), evidence, links),
        });
    format!(
        "<div><b>{}</b> <span class=\"quiet\">{} → {}</span>{}</div>",
        sentence(&change.title),
        word(&change.before),
        word(&change.after),
        list("places", shown)
    )
}

fn word(state: &State) -> &'static str {
    places::state(&state.outcome, state.strength.as_deref()).0
}
