//! The route table of a reviewer: the count, then the first routes, the new ones before the rest.

use std::collections::BTreeSet;

use super::address::Addresses;
use crate::render::escape::{Place, code};
use crate::render::words::{count, routes};
use crate::report::{Report, Route};

/// The summary and at most so many rows.
pub fn blocks(report: &Report, addresses: &Addresses, most: usize) -> Vec<String> {
    let Some(summary) = routes(report) else {
        return Vec::new();
    };
    let added = report
        .delta
        .as_ref()
        .map_or(&[][..], |delta| &delta.routes_added);
    let added: BTreeSet<(&str, &str)> = added.iter().map(named).collect();
    let is_new = |route: &Route| added.contains(&named(route));
    let mut table: Vec<(&Route, bool)> = report
        .routes
        .iter()
        .map(|route| (route, is_new(route)))
        .collect();
    table.sort_by_key(|(_, is_new)| !is_new);
    let rows: Vec<String> = table
        .iter()
        .take(most)
        .map(|(route, is_new)| row(route, *is_new, addresses))
        .collect();
    let mut blocks = vec![format!("**Routes:** {summary}")];
    if !rows.is_empty() {
        let head = "| Route | Guarded | Tested | Where |\n|---|---|---|---|";
        blocks.push(format!("{head}\n{}", rows.join("\n")));
    }
    let more = report.routes.len().saturating_sub(most);
    if more > 0 && most > 0 {
        blocks.push(format!(
            "And {} in the JSON report.",
            count(more, "more route")
        ));
    }
    blocks
}

fn named(route: &Route) -> (&str, &str) {
    (&route.method, &route.path)
}

fn row(route: &Route, is_new: bool, addresses: &Addresses) -> String {
    let guarded = match route.guarded {
        Some(true) => "yes",
        Some(false) => "no",
        None => "unclear",
    };
    let tested = if route.tested { "yes" } else { "no" };
    let new = if is_new { " **(new)**" } else { "" };
    let shown = code(&format!("{} {}", route.method, route.path), Place::Cell);
    let at = addresses.file(&route.file, route.line, Place::Cell);
    format!("| {shown}{new} | {guarded} | {tested} | {at} |")
}
