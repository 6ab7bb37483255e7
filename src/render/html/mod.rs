//! The report as one page that can be opened, mailed, printed and kept: no script, no network, no
//! other file. Everything that it was told is escaped, and the page's own policy forbids the rest.

mod change;
mod criteria;
mod head;
mod places;
mod routes;
mod steps;

use super::links::Links;
use super::markup::{code, sentence, text};
use super::words;
use crate::report::Report;

const STYLE: &str = include_str!("style.css");
/// What a browser may load for this page: nothing but its own style.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
/// Pictures that rows refer to: ladders of no to four rungs.
const RUNGS: [&str; 4] = [
    "M0 9h3v3H0z",
    "M5 6h3v6H5z",
    "M10 3h3v9h-3z",
    "M15 0h3v12h-3z",
];

/// The page. `page` is the address of the repository's own page, for links to its lines.
#[must_use]
pub fn html(report: &Report, page: Option<&str>) -> String {
    let links = Links::new(report, page);
    let sections: Vec<Section> = [
        change::section(report, &links),
        steps::section(report),
        criteria::section(report, &links),
        routes::section(report, &links),
        limits(report),
    ]
    .into_iter()
    .flatten()
    .collect();
    let nav: Vec<String> = sections
        .iter()
        .map(|section| format!("<a href=\"#{}\">{}</a>", section.id, section.title))
        .collect();
    let body: String = sections.iter().map(Section::html).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{symbols}\
         <a class=\"skip\" href=\"#main\">Skip to the report</a>\n{head}\
         <nav aria-label=\"Sections\">{nav}</nav>\n<main id=\"main\">\n{body}</main>\n{footer}\
         </body>\n</html>\n",
        title = head::title(report),
        symbols = symbols(),
        head = head::head(report, &links),
        nav = nav.join("\n"),
        footer = footer(report),
    )
}

/// A part of the page that can be jumped to.
struct Section {
    id: &'static str,
    title: &'static str,
    /// HTML.
    body: String,
}

impl Section {
    fn html(&self) -> String {
        let Section { id, title, body } = self;
        format!(
            "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n\
             <h2 id=\"{id}-title\">{title}</h2>\n{body}</section>\n"
        )
    }
}

fn symbols() -> String {
    let mut symbols =
        String::from("<svg width=\"0\" height=\"0\" class=\"defs\" aria-hidden=\"true\">\n");
    for climbed in 0..=RUNGS.len() {
        symbols.push_str(&format!("<symbol id=\"l{climbed}\" viewBox=\"0 0 18 12\">"));
        for (rung, path) in RUNGS.iter().enumerate() {
            let class = if rung < climbed { "on" } else { "off" };
            symbols.push_str(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
        }
        symbols.push_str("</symbol>\n");
    }
    symbols.push_str("</svg>\n");
    symbols
}

/// What was not looked at or set aside, and what no repository can show.
fn limits(report: &Report) -> Option<Section> {
    let mut body = String::new();
    let unknown = words::unknown(&report.criteria);
    let said_above = |limit: &str| unknown.iter().any(|(reason, _)| *reason == limit);
    let mut items: Vec<String> = report
        .limits
        .iter()
        .filter(|limit| !said_above(limit))
        .map(|limit| sentence(limit))
        .collect();
    items.extend(
        report
            .criteria
            .iter()
            .filter(|criterion| criterion.outcome == "waived")
            .map(|c| format!("<b>{}</b> {}", sentence(&c.title), sentence(&c.said))),
    );
    body.push_str(&list("plain", items));
    if !report.self_study.is_empty() {
        body.push_str("<h3>What no repository can show</h3>\n");
        let items = report.self_study.iter().map(|item| sentence(item));
        body.push_str(&list("plain", items));
    }
    (!body.is_empty()).then_some(Section {
        id: "limits",
        title: "Limits",
        body,
    })
}

fn footer(report: &Report) -> String {
    let tool = &report.tool;
    let digest = tool
        .rules
        .get(.."sha256:".len() + 12)
        .unwrap_or(&tool.rules);
    format!(
        "<footer>{} {}, rules {}. The same commit and rules give the same page.</footer>\n",
        text(&tool.name),
        text(&tool.version),
        code(digest)
    )
}

/// A list of HTML items; nothing when there are none.
fn list(class: &str, items: impl IntoIterator<Item = String>) -> String {
    let items: String = items
        .into_iter()
        .map(|item| format!("<li>{item}</li>\n"))
        .collect();
    match items.is_empty() {
        true => String::new(),
        false => format!("<ul class=\"{class}\">\n{items}</ul>\n"),
    }
}
