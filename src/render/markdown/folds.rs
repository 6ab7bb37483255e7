//! The folds below the first lines.

use std::collections::BTreeMap;

use super::address::Addresses;
use crate::render::escape::{Place, code, sentence};
use crate::render::words::{count, evidence, unknown};
use crate::report::{Criterion, Report, Route, Stage};

/// Files named to a reviewer.
const FILES: usize = 8;
/// Criteria named beside a file worth reading.
const NAMED: usize = 3;

/// How much is shown.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Places beside a criterion.
    places: usize,
    routes: usize,
    /// Whether criteria that say nothing of the repository have rows.
    all_rows: bool,
    criteria: bool,
    reviewers: bool,
    aside: bool,
    /// Whether something is missing that a reader may look for.
    pub is_short: bool,
}

impl Room {
    const WHOLE: Room = Room {
        places: 3,
        routes: 200,
        all_rows: true,
        criteria: true,
        reviewers: true,
        aside: true,
        is_short: false,
    };
    const FEW_PLACES: Room = Room {
        places: 2,
        routes: 40,
        ..Room::WHOLE
    };
    const ONE_PLACE: Room = Room {
        places: 1,
        routes: 25,
        ..Room::WHOLE
    };
    const FEW_ROUTES: Room = Room {
        routes: 10,
        all_rows: false,
        ..Room::ONE_PLACE
    };
    const NO_PLACES: Room = Room {
        places: 0,
        is_short: true,
        ..Room::FEW_ROUTES
    };
    const NO_ASIDE: Room = Room {
        aside: false,
        ..Room::NO_PLACES
    };
    const CRITERIA: Room = Room {
        reviewers: false,
        ..Room::NO_ASIDE
    };
    const NOTHING: Room = Room {
        criteria: false,
        ..Room::CRITERIA
    };

    /// From everything to nothing.
    pub const SIZES: &[Room] = &[
        Room::WHOLE,
        Room::FEW_PLACES,
        Room::ONE_PLACE,
        Room::FEW_ROUTES,
        Room::NO_PLACES,
        Room::NO_ASIDE,
        Room::CRITERIA,
        Room::NOTHING,
    ];
    /// The same for a comment, where a third place beside a criterion is one too many.
    pub const COMMENT: &[Room] = match Room::SIZES {
        [_, rest @ ..] => rest,
        [] => &[],
    };
}

/// At most three folds; those with nothing in them are left out.
pub fn write(report: &Report, addresses: &Addresses, room: &Room) -> Vec<String> {
    let folds = [
        (
            room.criteria,
            "All criteria",
            stages(report, addresses, room),
        ),
        (
            room.reviewers,
            "For reviewers",
            reviewers(report, addresses, room),
        ),
        (room.aside, "Not looked at or not asked", aside(report)),
    ];
    folds
        .into_iter()
        .filter(|(kept, _, blocks)| *kept && !blocks.is_empty())
        .map(|(_, title, blocks)| {
            let inside = blocks.join("\n\n");
            format!("<details><summary>{title}</summary>\n\n{inside}\n\n</details>")
        })
        .collect()
}

fn stages(report: &Report, addresses: &Addresses, room: &Room) -> Vec<String> {
    if report.stages.is_empty() {
        return Vec::new();
    }
    let legend =
        "●○○○ a start · ●●○○ used · ●●●○ tested · ●●●● enforced by the pipeline · ✗ not found";
    let tables = report
        .stages
        .iter()
        .map(|stage| table(report, stage, addresses, room));
    [legend.to_owned()].into_iter().chain(tables).collect()
}

fn table(report: &Report, stage: &Stage, addresses: &Addresses, room: &Room) -> String {
    let percent = stage
        .percent
        .map_or("not judged".to_owned(), |percent| format!("{percent} %"));
    let title = sentence(&stage.title, Place::Text);
    let mut table = format!("**{title}** {percent}");
    let says = |criterion: &&Criterion| {
        room.all_rows || !matches!(criterion.outcome.as_str(), "not-applicable" | "unknown")
    };
    let rows: Vec<String> = stage
        .criteria
        .iter()
        .filter_map(|id| report.criterion(id))
        .filter(says)
        .map(|criterion| row(criterion, addresses, room))
        .collect();
    if !rows.is_empty() {
        table.push_str("\n\n| | Criterion | What was found |\n|---|---|---|\n");
        table.push_str(&rows.join("\n"));
    }
    table
}

fn row(criterion: &Criterion, addresses: &Addresses, room: &Room) -> String {
    let mut found = sentence(&criterion.said, Place::Cell);
    for evidence in evidence(criterion).into_iter().take(room.places) {
        found.push(' ');
        found.push_str(&addresses.evidence(evidence, Place::Cell));
    }
    format!(
        "| {} | {} | {found} |",
        state(criterion),
        sentence(&criterion.title, Place::Cell)
    )
}

fn state(criterion: &Criterion) -> &'static str {
    match (criterion.outcome.as_str(), criterion.strength.as_deref()) {
        ("met", Some("enforced")) => "●●●●",
        ("met", Some("tested")) => "●●●○",
        ("met", Some(_)) => "●●○○",
        ("met", None) => "✓",
        ("partial", _) => "●○○○",
        ("violated", _) => "**!**",
        ("missing", _) => "✗",
        ("unknown", _) => "?",
        _ => "–",
    }
}

fn reviewers(report: &Report, addresses: &Addresses, room: &Room) -> Vec<String> {
    let mut blocks = Vec::new();
    let files = files(report, addresses);
    if !files.is_empty() {
        blocks.push(format!("Files that show most:\n\n{}", files.join("\n")));
    }
    if !report.routes.is_empty() && room.routes > 0 {
        let rows = report
            .routes
            .iter()
            .take(room.routes)
            .map(|route| route_row(route, addresses));
        let head = "| Route | Guarded | Tested | Where |\n|---|---|---|---|".to_owned();
        blocks.push(
            [head]
                .into_iter()
                .chain(rows)
                .collect::<Vec<_>>()
                .join("\n"),
        );
        let more = report.routes.len().saturating_sub(room.routes);
        if more > 0 {
            blocks.push(format!(
                "And {} more, all of them in the JSON report.",
                count(more, "route")
            ));
        }
    }
    blocks
}

fn route_row(route: &Route, addresses: &Addresses) -> String {
    let guarded = match route.guarded {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unclear",
    };
    let tested = if route.tested { "yes" } else { "no" };
    let shown = code(&format!("{} {}", route.method, route.path), Place::Cell);
    let at = addresses.file(&route.file, route.line, Place::Cell);
    format!("| {shown} | {guarded} | {tested} | {at} |")
}

/// The files that show most criteria, each with what it shows.
fn files(report: &Report, addresses: &Addresses) -> Vec<String> {
    let mut files: BTreeMap<&str, Vec<&Criterion>> = BTreeMap::new();
    for criterion in report
        .criteria
        .iter()
        .filter(|criterion| criterion.outcome == "met")
    {
        for evidence in criterion
            .evidence
            .iter()
            .filter(|evidence| evidence.line > 0)
        {
            let shown = files.entry(&evidence.path).or_default();
            if shown.last().is_none_or(|last| last.id != criterion.id) {
                shown.push(criterion);
            }
        }
    }
    let mut files: Vec<(&str, Vec<&Criterion>)> = files.into_iter().collect();
    files.sort_by_key(|(_, shown)| std::cmp::Reverse(shown.len()));
    let line = |(path, shown): &(&str, Vec<&Criterion>)| {
        let named = shown.iter().take(NAMED);
        let mut named: Vec<String> = named
            .map(|criterion| sentence(&criterion.title, Place::Text))
            .collect();
        if shown.len() > NAMED {
            named.push(format!("{} more", shown.len() - NAMED));
        }
        format!(
            "- {}: {}",
            addresses.file(path, 0, Place::Text),
            named.join("; ")
        )
    };
    files.iter().take(FILES).map(line).collect()
}

fn aside(report: &Report) -> Vec<String> {
    let titles = |criteria: &[&Criterion]| {
        let titles: Vec<String> = criteria
            .iter()
            .map(|c| sentence(&c.title, Place::Text))
            .collect();
        titles.join("; ")
    };
    let of = |outcome: &str| -> Vec<&Criterion> {
        report
            .criteria
            .iter()
            .filter(|criterion| criterion.outcome == outcome)
            .collect()
    };
    let unknown = unknown(&report.criteria);
    let said_below = |limit: &str| unknown.iter().any(|(reason, _)| *reason == limit);
    let limits = report.limits.iter().filter(|limit| !said_below(limit));
    let mut lines: Vec<String> = limits.map(|limit| sentence(limit, Place::Text)).collect();
    for (reason, criteria) in &unknown {
        lines.push(format!(
            "Could not look: {}. {}",
            titles(criteria),
            sentence(reason, Place::Text)
        ));
    }
    for criterion in of("waived") {
        lines.push(format!(
            "{}: {}",
            titles(&[criterion]),
            sentence(&criterion.said, Place::Text)
        ));
    }
    let not_asked = of("not-applicable");
    if !not_asked.is_empty() {
        lines.push(format!("Not asked here: {}.", titles(&not_asked)));
    }
    if !report.self_study.is_empty() {
        let items: Vec<String> = report
            .self_study
            .iter()
            .map(|item| sentence(item, Place::Text))
            .collect();
        lines.push(format!("No repository can show: {}.", items.join("; ")));
    }
    match lines.is_empty() {
        true => Vec::new(),
        false => vec![format!("- {}", lines.join("\n- "))],
    }
}
