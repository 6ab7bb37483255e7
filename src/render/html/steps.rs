//! What to do next, each step with its reason, its effort and where to read on.

use super::{Section, places};
use crate::render::markup::{sentence, text};
use crate::render::words;
use crate::report::{NextStep, Report};

pub fn section(report: &Report) -> Option<Section> {
    let steps: String = report
        .next_steps
        .iter()
        .map(|step| self::step(report, step))
        .collect();
    (!steps.is_empty()).then(|| Section {
        id: "next",
        title: "Do next",
        body: format!("<ol class=\"steps\">\n{steps}</ol>\n"),
    })
}

fn step(report: &Report, step: &NextStep) -> String {
    let mut about = Vec::new();
    if !step.effort.is_empty() {
        about.push(text(&words::duration(&step.effort)));
    }
    if let Some(level) = &step.unlocks {
        about.push(format!("needed for {}", text(&report.level_title(level))));
    }
    let about: String = about
        .iter()
        .map(|word| format!(" <span class=\"chip\">{word}</span>"))
        .collect();
    let why = match step.why.as_str() {
        "" => String::new(),
        why => format!("<p class=\"quiet\">{}</p>\n", sentence(why)),
    };
    format!(
        "<li>\n<h3><span>{}</span>{about}</h3>\n<p>{}</p>\n{why}{}</li>\n",
        sentence(&step.title),
        sentence(&step.text),
        places::learn(&step.learn)
    )
}
