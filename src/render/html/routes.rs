//! The table of routes.

use super::{Section, places};
use crate::render::links::Links;
use crate::render::markup::{code, text};
use crate::render::words;
use crate::report::{Report, Route};

pub fn section(report: &Report, links: &Links) -> Option<Section> {
    let summary = words::routes(report)?;
    let rows: String = report
        .routes
        .iter()
        .map(|route| row(route, links))
        .collect();
    Some(Section {
        id: "routes",
        title: "Routes",
        body: format!(
            "<p>{summary}</p>\n<table>\n<thead><tr><th scope=\"col\">Route</th>\
             <th scope=\"col\">Guarded</th><th scope=\"col\">Tested</th><th scope=\"col\">Where</th>\
             </tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        ),
    })
}

/// Method and path.
pub fn name(route: &Route) -> String {
    format!(
        "<span class=\"method\">{}</span> {}",
        text(&route.method),
        code(&route.path)
    )
}

fn row(route: &Route, links: &Links) -> String {
    let (guarded, class) = match route.guarded {
        Some(true) => ("guarded", "good"),
        Some(false) => ("open", "quiet"),
        None => ("unclear", "start"),
    };
    let (tested, test_class) = match route.tested {
        true => ("tested", "good"),
        false => ("not tested", "quiet"),
    };
    let address = links.file(&route.file, route.line);
    format!(
        "<tr><td>{}</td><td class=\"{class}\">{guarded}</td><td class=\"{test_class}\">{tested}</td>\
         <td>{}</td></tr>\n",
        name(route),
        places::place(&route.file, route.line, address.as_deref())
    )
}
