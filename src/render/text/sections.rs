//! The sections of the terminal report, in reading order.

use super::page::{Page, Span, Tone, width};
use crate::render::words;
use crate::report::{Criterion, Evidence, NextStep, Report, Route, Stage};

/// Steps shown with their text.
const STEPS: usize = 3;
/// Routes shown; the rest is counted.
const ROUTES: usize = 12;
const MARGIN: usize = 2;
/// Columns of the score's bar and of a stage's.
const BAR: usize = 24;
const SMALL_BAR: usize = 10;
/// Columns in front of a criterion's title: margin, sign, ladder.
const TITLE: usize = 12;
/// Beside a title a place is clipped to no less than this many columns; else it stands below.
const PLACE: usize = 24;

pub fn header(page: &mut Page, report: &Report) {
    let subject = &report.subject;
    let head = subject.head.as_deref().map(words::short_commit);
    let name = match (subject.repository.as_deref(), head) {
        (Some(name), Some(head)) => format!("{name} at {head}"),
        (Some(name), None) => name.to_owned(),
        (None, Some(head)) => format!("Commit {head}"),
        (None, None) => "The files as they are".to_owned(),
    };
    let against = format!(" held against \"{}\"", report.roadmap.title);
    page.flow(
        &[],
        0,
        &[
            page.span(Tone::Strong, &format!("{name},")),
            page.span(Tone::Plain, &against),
        ],
    );
    let languages = subject.languages.iter().take(3);
    let mut found: Vec<String> = languages.chain(&subject.frameworks).cloned().collect();
    found.push(words::count(subject.files, "file"));
    found.push(words::count(subject.commits, "commit"));
    page.flow(&[], 0, &[page.span(Tone::Quiet, &found.join(", "))]);
    page.blank();
    score(page, report);
    for warning in &report.warnings {
        let lead = [page.gap(MARGIN), page.span(Tone::Middling, "! ")];
        page.flow(&lead, width(&lead), &[page.span(Tone::Middling, warning)]);
    }
}

fn score(page: &mut Page, report: &Report) {
    if !report.is_judged() {
        let text = "Nothing that this roadmap asks for could be judged; the reasons stand below.";
        page.flow(
            &[page.gap(MARGIN)],
            MARGIN,
            &[page.span(Tone::Strong, text)],
        );
        return;
    }
    let [full, empty] = page.bar(report.score.percent, BAR);
    let percent = page.span(
        Tone::Strong,
        &format!("{:>3} of 100  ", report.score.percent),
    );
    let level = page.span(Tone::Strong, &report.level_title(&report.score.level));
    let lead = [page.gap(MARGIN), percent, full, empty, page.gap(2)];
    page.flow(&lead, width(&lead), &[level]);
}

pub fn steps(page: &mut Page, report: &Report) {
    if report.next_steps.is_empty() {
        return;
    }
    page.heading("Do next");
    for (index, step) in report.next_steps.iter().take(STEPS).enumerate() {
        self::step(page, report, index + 1, step);
    }
    let later: Vec<&str> = report
        .next_steps
        .iter()
        .skip(STEPS)
        .map(|step| step.title.as_str())
        .collect();
    if !later.is_empty() {
        note(page, MARGIN, &format!("Then: {}.", later.join("; ")));
    }
}

fn step(page: &mut Page, report: &Report, number: usize, step: &NextStep) {
    let mut about = words::duration(&step.effort);
    if let Some(level) = &step.unlocks {
        about = format!("{about}, needed for {}", report.level_title(level));
    }
    let lead = [
        page.gap(MARGIN),
        page.span(Tone::Strong, &format!("{number}. ")),
    ];
    let indent = width(&lead);
    page.ends(
        &lead,
        &page.span(Tone::Strong, &step.title),
        &[page.span(Tone::Quiet, &about)],
    );
    let lines = [
        (Tone::Plain, Some(&step.text)),
        (Tone::Quiet, Some(&step.why)),
        (Tone::Place, step.learn.first()),
    ];
    for (tone, text) in lines {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            page.flow(&[page.gap(indent)], indent, &[page.span(tone, text)]);
        }
    }
}

/// A quiet paragraph.
fn note(page: &mut Page, indent: usize, text: &str) {
    page.flow(&[page.gap(indent)], indent, &[page.span(Tone::Quiet, text)]);
}

pub fn stages(page: &mut Page, report: &Report) {
    if report.stages.is_empty() {
        return;
    }
    page.heading("What is there");
    legend(page);
    for stage in &report.stages {
        page.blank();
        stage_heading(page, stage);
        let criteria: Vec<&Criterion> = stage
            .criteria
            .iter()
            .filter_map(|id| report.criterion(id))
            .collect();
        for criterion in &criteria {
            if !matches!(criterion.outcome.as_str(), "not-applicable" | "unknown") {
                self::criterion(page, criterion);
            }
        }
        for (reason, unknown) in words::unknown(criteria.iter().copied()) {
            let lead = [page.gap(MARGIN + 2), page.sign("unknown"), page.gap(1)];
            let text = format!("{}: {reason}", ids(unknown));
            page.flow(&lead, width(&lead), &[page.span(Tone::Quiet, &text)]);
        }
        let not_asked = ids(criteria
            .into_iter()
            .filter(|criterion| criterion.outcome == "not-applicable"));
        if !not_asked.is_empty() {
            note(page, MARGIN + 2, &format!("not asked here: {not_asked}"));
        }
    }
}

fn ids<'r>(criteria: impl IntoIterator<Item = &'r Criterion>) -> String {
    let ids: Vec<&str> = criteria
        .into_iter()
        .map(|criterion| criterion.id.as_str())
        .collect();
    ids.join(", ")
}

fn legend(page: &mut Page) {
    let signs = [
        ("met", "found"),
        ("partial", "a start"),
        ("missing", "not found"),
        ("violated", "should not be there"),
    ];
    let rungs = [
        ("declared", "a start"),
        ("used", "used"),
        ("tested", "tested"),
        ("enforced", "enforced by the pipeline"),
    ];
    let signs = signs.map(|(outcome, word)| [page.sign(outcome), page.span(Tone::Quiet, word)]);
    page.flow(&[page.gap(MARGIN)], MARGIN, &signs.concat());
    let rungs = rungs.map(|(rung, word)| [page.ladder(Some(rung)), page.span(Tone::Quiet, word)]);
    page.flow(&[page.gap(MARGIN)], MARGIN, &rungs.concat());
}

fn stage_heading(page: &mut Page, stage: &Stage) {
    let lead = [page.gap(MARGIN)];
    let title = page.span(Tone::Strong, &stage.title);
    let right = match stage.percent {
        Some(percent) => {
            let [full, empty] = page.bar(percent, SMALL_BAR);
            vec![
                full,
                empty,
                page.span(Tone::Plain, &format!("{percent:>4} %")),
            ]
        }
        None => vec![page.span(Tone::Quiet, "not judged")],
    };
    page.ends(&lead, &title, &right);
}

fn criterion(page: &mut Page, criterion: &Criterion) {
    let sign = page.sign(&criterion.outcome);
    let ladder = page.ladder(criterion.strength.as_deref());
    let lead = [page.gap(MARGIN + 2), sign, page.gap(1), ladder, page.gap(2)];
    let title = page.span(Tone::Plain, &criterion.title);
    let beside = page.width().saturating_sub(TITLE + title.width() + 2);
    let room = if beside >= PLACE {
        beside
    } else {
        page.width() - TITLE
    };
    let first = criterion.evidence.first().map(place).unwrap_or_default();
    page.ends(&lead, &title, &[page.clipped(Tone::Place, &first, room)]);
    // What is there speaks for itself; what is half there or wrong needs its sentence.
    if matches!(
        criterion.outcome.as_str(),
        "partial" | "violated" | "waived"
    ) {
        note(page, TITLE, &criterion.said);
    }
    for (word, evidence) in words::rungs(criterion) {
        let room = page.width().saturating_sub(TITLE + word.len() + 1);
        let shown = [
            page.span(Tone::Quiet, word),
            page.gap(1),
            page.clipped(Tone::Place, &place(evidence), room),
        ];
        page.line(&[&[page.gap(TITLE)], shown.as_slice()].concat());
    }
}

fn place(evidence: &Evidence) -> String {
    words::place(&evidence.path, evidence.line)
}

pub fn routes(page: &mut Page, report: &Report) {
    let Some(heading) = words::routes(report) else {
        return;
    };
    page.heading(&heading);
    let shown = || report.routes.iter().take(ROUTES);
    let columns = Columns::fit(page, shown());
    for route in shown() {
        self::route(page, route, columns);
    }
    let more = report.routes.len().saturating_sub(ROUTES);
    if more > 0 {
        note(
            page,
            MARGIN,
            &format!("and {more} more: portfolio-check routes"),
        );
    }
}

/// Widths of the columns that differ from report to report.
#[derive(Clone, Copy)]
struct Columns {
    path: usize,
    place: usize,
}

impl Columns {
    /// What is left beside margin, method (8), guard (9) and test (8) is shared.
    fn fit<'r>(page: &Page, routes: impl Iterator<Item = &'r Route>) -> Columns {
        let left = page.width().saturating_sub(MARGIN + 8 + 9 + 8);
        let longest = routes
            .map(|route| page.span(Tone::Plain, &route.path).width())
            .max()
            .unwrap_or(0);
        let path = longest.clamp(10, left / 2);
        Columns {
            path,
            place: left.saturating_sub(path + 2),
        }
    }
}

fn route(page: &mut Page, route: &Route, columns: Columns) {
    let (tone, guard) = match route.guarded {
        Some(true) => (Tone::Good, "guarded"),
        Some(false) => (Tone::Quiet, "open"),
        None => (Tone::Quiet, "unclear"),
    };
    let test = if route.tested { "tested" } else { "" };
    let cell = |span: Span, width: usize| {
        let gap = page.gap(width.saturating_sub(span.width()));
        [span, gap]
    };
    let cells = [
        cell(page.gap(MARGIN), MARGIN),
        cell(page.clipped(Tone::Plain, &route.method, 7), 8),
        cell(
            page.clipped(Tone::Plain, &route.path, columns.path),
            columns.path + 2,
        ),
        cell(page.span(tone, guard), 9),
        cell(page.span(Tone::Good, test), 8),
        cell(
            page.clipped(
                Tone::Place,
                &words::place(&route.file, route.line),
                columns.place,
            ),
            0,
        ),
    ];
    page.line(&cells.concat());
}

pub fn notes(page: &mut Page, report: &Report) {
    if !report.limits.is_empty() {
        page.heading("Not looked at");
        for limit in &report.limits {
            page.flow(
                &[page.gap(MARGIN)],
                MARGIN,
                &[page.span(Tone::Plain, limit)],
            );
        }
    }
    if !report.self_study.is_empty() {
        page.blank();
        note(
            page,
            0,
            &format!("No repository can show: {}.", report.self_study.join("; ")),
        );
    }
}
