//! The report for the terminal: what to do next first, then what is there, stage by stage.

use super::escape::plain;
use crate::report::{Criterion, NextStep, Report};

/// How the terminal takes it.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    pub color: bool,
    /// Only ASCII signs.
    pub ascii: bool,
    /// Columns, at least 60.
    pub width: usize,
}

impl Default for Style {
    fn default() -> Self {
        Style {
            color: false,
            ascii: false,
            width: 80,
        }
    }
}

/// Steps shown with their text.
const STEPS: usize = 3;
/// Routes shown; the rest is counted.
const ROUTES: usize = 12;
const MARGIN: usize = 2;

/// The whole report.
#[must_use]
pub fn text(report: &Report, style: Style) -> String {
    let mut page = Page {
        style: Style {
            width: style.width.clamp(60, 120),
            ..style
        },
        out: String::new(),
    };
    page.header(report);
    page.steps(report);
    page.stages(report);
    page.routes(report);
    page.notes(report);
    page.out
}

#[derive(Clone, Copy)]
enum Ink {
    Bold,
    Dim,
    Green,
    Yellow,
    Red,
}

struct Page {
    style: Style,
    out: String,
}

impl Page {
    fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.style.color || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Bold => "1",
            Ink::Dim => "2",
            Ink::Green => "32",
            Ink::Yellow => "33",
            Ink::Red => "31",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn title(&mut self, text: &str) {
        let text = self.ink(Ink::Bold, text);
        self.line("");
        self.line(&text);
    }

    /// Wrapped prose behind a margin.
    fn prose(&mut self, indent: usize, text: &str, ink: Option<Ink>) {
        for line in wrap(text, self.style.width - indent) {
            let line = match ink {
                Some(ink) => self.ink(ink, &line),
                None => line,
            };
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// Text on the left, a word on the right edge.
    fn spread(&mut self, indent: usize, left: &str, right: &str, ink: Ink) {
        let room = self.style.width.saturating_sub(indent + right.chars().count() + 1);
        let left = clip(left, room);
        let gap = room.saturating_sub(left.chars().count()) + 1;
        let right = self.ink(ink, right);
        self.line(&format!("{}{left}{}{right}", " ".repeat(indent), " ".repeat(gap)));
    }

    fn header(&mut self, report: &Report) {
        let subject = &report.subject;
        let name = plain(subject.repository.as_deref().unwrap_or("This repository"));
        let head = subject
            .head
            .as_deref()
            .map(|head| format!(" at {}", head.get(..7).unwrap_or(head)))
            .unwrap_or_default();
        let title = self.ink(Ink::Bold, &name);
        self.line(&format!("{title}{head}, held against \"{}\"", report.roadmap.title));
        let mut words: Vec<String> = subject.languages.iter().take(3).chain(&subject.frameworks).map(|w| plain(w)).collect();
        words.push(count(subject.files, "file"));
        words.push(count(subject.commits, "commit"));
        let line = self.ink(Ink::Dim, &words.join(", "));
        self.line(&line);
        self.line("");
        let bar = self.bar(report.score.percent);
        let percent = self.ink(Ink::Bold, &format!("{:>3} of 100", report.score.percent));
        let level = self.ink(Ink::Bold, &report.score.level_title);
        self.line(&format!("{}{percent}  {bar}  {level}", " ".repeat(MARGIN)));
        for warning in &report.warnings {
            self.prose(MARGIN, warning, Some(Ink::Yellow));
        }
    }

    fn bar(&self, percent: u32) -> String {
        let (full, empty) = if self.style.ascii { ("#", ".") } else { ("█", "░") };
        let filled = (percent as usize * 24 + 50) / 100;
        let ink = match percent {
            0..=29 => Ink::Red,
            30..=64 => Ink::Yellow,
            _ => Ink::Green,
        };
        let done = self.ink(ink, &full.repeat(filled));
        format!("{done}{}", self.ink(Ink::Dim, &empty.repeat(24 - filled)))
    }

    fn steps(&mut self, report: &Report) {
        if report.next_steps.is_empty() {
            return;
        }
        self.title("Do next");
        for (index, step) in report.next_steps.iter().take(STEPS).enumerate() {
            self.step(index + 1, step);
        }
        let later: Vec<&str> = report.next_steps.iter().skip(STEPS).map(|step| step.criterion.as_str()).collect();
        if !later.is_empty() {
            self.prose(MARGIN, &format!("Then: {}.", later.join(", ")), Some(Ink::Dim));
        }
    }

    fn step(&mut self, number: usize, step: &NextStep) {
        let unlocks = step
            .unlocks
            .as_deref()
            .map(|level| format!(", needed for {}", level.replace('-', " ")))
            .unwrap_or_default();
        let effort = format!("{}{unlocks}", duration(&step.effort));
        self.spread(MARGIN, &format!("{number}. {}", step.title), &effort, Ink::Dim);
        self.prose(MARGIN + 3, &step.text, None);
        self.prose(MARGIN + 3, &step.why, Some(Ink::Dim));
        if let Some(link) = step.learn.first() {
            let link = self.ink(Ink::Dim, link);
            self.line(&format!("{}{link}", " ".repeat(MARGIN + 3)));
        }
    }

    fn stages(&mut self, report: &Report) {
        self.title("What is there");
        let key = if self.style.ascii {
            "#--- a start, ##-- used, ###- tested, #### enforced by the pipeline"
        } else {
            "●○○○ a start  ●●○○ used  ●●●○ tested  ●●●● enforced by the pipeline"
        };
        self.prose(MARGIN, key, Some(Ink::Dim));
        for stage in &report.stages {
            self.line("");
            let percent = stage.percent.map_or("not judged".to_owned(), |percent| format!("{percent} %"));
            let title = stage.title.clone();
            self.spread(MARGIN, &title, &percent, Ink::Bold);
            let mut aside: Vec<(&str, &str)> = Vec::new();
            for id in &stage.criteria {
                let Some(criterion) = report.criterion(id) else { continue };
                match criterion.outcome.as_str() {
                    "not-applicable" => aside.push(("not asked here", &criterion.id)),
                    "unknown" => aside.push(("could not look", &criterion.id)),
                    _ => self.criterion(criterion),
                }
            }
            for word in ["could not look", "not asked here"] {
                let ids: Vec<&str> = aside.iter().filter(|(w, _)| *w == word).map(|(_, id)| *id).collect();
                if !ids.is_empty() {
                    self.prose(MARGIN + 2, &format!("{word}: {}", ids.join(", ")), Some(Ink::Dim));
                }
            }
        }
    }

    fn criterion(&mut self, criterion: &Criterion) {
        let (sign, ascii, ink) = match criterion.outcome.as_str() {
            "met" => ("✓", "+", Ink::Green),
            "partial" => ("~", "~", Ink::Yellow),
            "violated" => ("!", "!", Ink::Red),
            "waived" => ("–", "=", Ink::Dim),
            _ => ("✗", "-", Ink::Red),
        };
        let sign = self.ink(ink, if self.style.ascii { ascii } else { sign });
        let ladder = self.ladder(criterion.strength.as_deref());
        let place = criterion.evidence.first().map(place).unwrap_or_default();
        let start = format!("{}{sign} {ladder}  ", " ".repeat(MARGIN + 2));
        let indent = MARGIN + 10;
        let room = self.style.width.saturating_sub(indent);
        let title = clip(&criterion.title, room);
        let place = clip_left(&place, room.saturating_sub(title.chars().count() + 2).max(24));
        let gap = room.saturating_sub(title.chars().count() + place.chars().count());
        if gap >= 2 || place.is_empty() {
            let place = self.ink(Ink::Dim, &place);
            self.line(&format!("{start}{title}{}{place}", " ".repeat(gap)));
        } else {
            self.line(&format!("{start}{title}"));
            self.prose(indent, &place, Some(Ink::Dim));
        }
        // What is there speaks for itself; what is half there or wrong needs its sentence.
        if matches!(criterion.outcome.as_str(), "partial" | "violated" | "waived") {
            self.prose(indent, &plain(&criterion.said), Some(Ink::Dim));
        }
    }

    fn ladder(&self, strength: Option<&str>) -> String {
        let rung = match strength {
            Some("declared") => 1,
            Some("used") => 2,
            Some("tested") => 3,
            Some("enforced") => 4,
            _ => return "    ".to_owned(),
        };
        let (full, empty) = if self.style.ascii { ("#", "-") } else { ("●", "○") };
        format!("{}{}", full.repeat(rung), empty.repeat(4 - rung))
    }

    fn routes(&mut self, report: &Report) {
        let routes = &report.routes;
        if routes.is_empty() {
            return;
        }
        let guarded = routes.iter().filter(|route| route.guarded == Some(true)).count();
        let tested = routes.iter().filter(|route| route.tested).count();
        self.title(&format!(
            "{}, {guarded} guarded, {tested} tested",
            count(routes.len(), "route")
        ));
        for route in routes.iter().take(ROUTES) {
            let marks = match (route.guarded, route.tested) {
                (Some(true), true) => "guarded, tested",
                (Some(true), false) => "guarded",
                (None, true) => "unclear, tested",
                (None, false) => "unclear",
                (_, true) => "tested",
                _ => "",
            };
            let left = format!("{:6} {}", route.method, plain(&route.path));
            let right = format!("{marks:>15}  {}", clip_left(&plain(&format!("{}:{}", route.file, route.line)), 30));
            self.spread(MARGIN, &left, &format!("{right:<47}"), Ink::Dim);
        }
        if routes.len() > ROUTES {
            let more = format!("and {} more: portfolio-check routes", routes.len() - ROUTES);
            self.prose(MARGIN, &more, Some(Ink::Dim));
        }
    }

    fn notes(&mut self, report: &Report) {
        if !report.limits.is_empty() {
            self.title("Not looked at");
            for limit in &report.limits {
                self.prose(MARGIN, &super::escape::plain_long(limit), None);
            }
        }
        if !report.self_study.is_empty() {
            self.line("");
            let text = format!("No repository can show: {}.", report.self_study.join("; "));
            self.prose(0, &text, Some(Ink::Dim));
        }
    }
}

fn place(evidence: &crate::report::Evidence) -> String {
    match evidence.line {
        0 => plain(evidence.path.get(..10).unwrap_or(&evidence.path)),
        line => plain(&format!("{}:{line}", evidence.path)),
    }
}

/// `15m` is `15 minutes`.
#[must_use]
pub fn duration(effort: &str) -> String {
    let (number, unit) = effort.split_at(effort.len().saturating_sub(1));
    let unit = match unit {
        "m" => "minute",
        "h" => "hour",
        "d" => "day",
        _ => return effort.to_owned(),
    };
    match number {
        "1" => format!("1 {unit}"),
        number => format!("{number} {unit}s"),
    }
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// The end of a path says more than its start.
fn clip_left(text: &str, width: usize) -> String {
    let length = text.chars().count();
    if length <= width {
        return text.to_owned();
    }
    ['…'].into_iter().chain(text.chars().skip(length - width + 1)).collect()
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}
