//! The report as GitHub-flavoured Markdown: a short head, one next step, and folds. Drops whole
//! rows and sections to stay below a budget, never slices inside one.

use super::escape::{code, marked, prose, url_path};
use super::text::{count, duration};
use crate::report::{Criterion, Evidence, Report};

/// Where evidence can be linked to, and how long the text may get.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// `https://host/owner/name/blob/<commit>`: links are pinned to that commit.
    pub blob: Option<String>,
    /// Bytes.
    pub budget: usize,
    /// The job summary has room for every step; a comment shows one.
    pub whole: bool,
}

/// Room of a comment: reviewers have four minutes.
pub const COMMENT: usize = 20_000;
/// Room of a job summary.
pub const SUMMARY: usize = 900 * 1024;

/// The Markdown text.
#[must_use]
pub fn markdown(report: &Report, target: &Target) -> String {
    // Each round shows less: routes first, then evidence, then what was not looked at.
    for rounds in 0..5 {
        let text = Page { report, target, rounds }.text();
        if text.len() <= target.budget || rounds == 4 {
            return text;
        }
    }
    String::new()
}

struct Page<'r> {
    report: &'r Report,
    target: &'r Target,
    /// How often the text was too long.
    rounds: usize,
}

impl Page<'_> {
    fn text(&self) -> String {
        let mut text = self.head();
        text.push_str(&self.steps());
        text.push_str(&self.criteria());
        if self.rounds < 4 {
            text.push_str(&self.reviewers());
            text.push_str(&self.aside());
        }
        text
    }

    fn head(&self) -> String {
        let report = self.report;
        let subject = &report.subject;
        let mut text = format!("### {} of 100: {}\n\n", report.score.percent, prose(&report.score.level_title));
        let mut facts = vec![prose(&report.roadmap.title), count(report.routes.len(), "route")];
        let guarded = report.routes.iter().filter(|route| route.guarded == Some(true)).count();
        if guarded > 0 {
            facts.push(format!("{guarded} guarded"));
        }
        facts.push(count(subject.files, "file"));
        facts.push(count(subject.commits, "commit"));
        if let Some(head) = &subject.head {
            facts.push(format!("at {}", code(head.get(..7).unwrap_or(head))));
        }
        text.push_str(&facts.join(" · "));
        text.push_str("\n\n");
        for warning in report.warnings.iter().take(2) {
            text.push_str(&format!("{}\n\n", prose(warning)));
        }
        text
    }

    fn steps(&self) -> String {
        let shown = if self.target.whole { self.report.next_steps.len() } else { 1 };
        let mut text = String::new();
        for step in self.report.next_steps.iter().take(shown) {
            let unlocks = step
                .unlocks
                .as_deref()
                .map(|level| format!(", needed for *{}*", prose(&level.replace('-', " "))))
                .unwrap_or_default();
            text.push_str(&format!(
                "**Next: {}** ({}{unlocks})  \n{}  \n{}",
                prose(&step.title),
                duration(&step.effort),
                marked(&step.text),
                marked(&step.why),
            ));
            if let Some(link) = step.learn.first() {
                text.push_str(&format!(" [Read on]({link})."));
            }
            text.push_str("\n\n");
        }
        text
    }

    fn criteria(&self) -> String {
        let mut text = String::from("<details><summary>All criteria</summary>\n\n");
        text.push_str("●○○○ a start · ●●○○ used · ●●●○ tested · ●●●● enforced by the pipeline\n");
        for stage in &self.report.stages {
            let percent = stage.percent.map_or("not judged".to_owned(), |percent| format!("{percent} %"));
            text.push_str(&format!("\n**{}** {percent}\n\n| | Criterion | What was found |\n|---|---|---|\n", prose(&stage.title)));
            for id in &stage.criteria {
                let Some(criterion) = self.report.criterion(id) else { continue };
                if self.rounds >= 3 && matches!(criterion.outcome.as_str(), "not-applicable" | "unknown") {
                    continue;
                }
                text.push_str(&format!(
                    "| {} | {} | {} |\n",
                    state(criterion),
                    prose(&criterion.title),
                    self.found(criterion)
                ));
            }
        }
        text.push_str("\n</details>\n\n");
        text
    }

    fn found(&self, criterion: &Criterion) -> String {
        let places = match self.rounds {
            0 | 1 => 2,
            2 => 1,
            _ => 0,
        };
        let mut cell = prose(&criterion.said);
        for evidence in criterion.evidence.iter().take(places) {
            cell.push(' ');
            cell.push_str(&self.place(evidence));
        }
        cell
    }

    fn place(&self, evidence: &Evidence) -> String {
        if evidence.line == 0 {
            return code(evidence.path.get(..10).unwrap_or(&evidence.path));
        }
        self.link(&evidence.path, evidence.line)
    }

    fn link(&self, path: &str, line: u32) -> String {
        let span = code(&format!("{path}:{line}"));
        match &self.target.blob {
            Some(blob) => format!("[{span}]({blob}/{}#L{line})", url_path(path)),
            None => span,
        }
    }

    fn reviewers(&self) -> String {
        let report = self.report;
        let places = self.places();
        if places.is_empty() && report.routes.is_empty() {
            return String::new();
        }
        let mut text = String::from("<details><summary>For reviewers</summary>\n\n");
        if !places.is_empty() {
            text.push_str("Places to read:\n\n");
            for (criterion, evidence) in places {
                text.push_str(&format!("- {}: {}\n", prose(&criterion.title), self.place(evidence)));
            }
            text.push('\n');
        }
        let rows = [40, 15, 5, 0, 0][self.rounds.min(4)];
        if !report.routes.is_empty() && rows > 0 {
            text.push_str("| Route | Guarded | Tested | Where |\n|---|---|---|---|\n");
            for route in report.routes.iter().take(rows) {
                let guarded = match route.guarded {
                    Some(true) => "yes",
                    Some(false) => "no",
                    None => "unclear",
                };
                let tested = if route.tested { "yes" } else { "no" };
                text.push_str(&format!(
                    "| {} | {guarded} | {tested} | {} |\n",
                    code(&format!("{} {}", route.method, route.path)),
                    self.link(&route.file, route.line)
                ));
            }
            if report.routes.len() > rows {
                text.push_str(&format!("\n{} more are in the report.\n", count(report.routes.len() - rows, "route")));
            }
        }
        text.push_str("\n</details>\n\n");
        text
    }

    /// The first evidence of the deepest criteria, one of each file, at most five.
    fn places(&self) -> Vec<(&Criterion, &Evidence)> {
        let rank = |criterion: &Criterion| match criterion.strength.as_deref() {
            Some("enforced") => 0,
            Some("tested") => 1,
            Some("used") => 2,
            _ => 3,
        };
        let mut found: Vec<(&Criterion, &Evidence)> = self
            .report
            .criteria
            .iter()
            .filter(|criterion| criterion.outcome == "met" || criterion.outcome == "violated")
            .filter_map(|criterion| Some((criterion, criterion.evidence.first()?)))
            .filter(|(_, evidence)| evidence.line > 1)
            .collect();
        found.sort_by_key(|(criterion, _)| (criterion.outcome != "violated", rank(criterion)));
        let mut files = std::collections::BTreeSet::new();
        found.retain(|(_, evidence)| files.insert(evidence.path.as_str()));
        found.truncate(5);
        found
    }

    fn aside(&self) -> String {
        let report = self.report;
        let of = |outcome: &str| -> Vec<String> {
            report
                .criteria
                .iter()
                .filter(|criterion| criterion.outcome == outcome)
                .map(|criterion| prose(&criterion.title))
                .collect()
        };
        let mut lines: Vec<String> = report.limits.iter().take(12).map(|limit| prose(limit)).collect();
        for (outcome, words) in [("unknown", "Could not look"), ("waived", "Set aside"), ("not-applicable", "Not asked here")] {
            let titles = of(outcome);
            if !titles.is_empty() {
                lines.push(format!("{words}: {}.", titles.join("; ")));
            }
        }
        if !report.self_study.is_empty() {
            let items: Vec<String> = report.self_study.iter().map(|item| prose(item)).collect();
            lines.push(format!("No repository can show: {}.", items.join("; ")));
        }
        if lines.is_empty() {
            return String::new();
        }
        let items: String = lines.iter().map(|line| format!("- {line}\n")).collect();
        format!("<details><summary>Not looked at or not asked</summary>\n\n{items}\n</details>\n")
    }
}

fn state(criterion: &Criterion) -> &'static str {
    match (criterion.outcome.as_str(), criterion.strength.as_deref()) {
        ("met", Some("enforced")) => "●●●●",
        ("met", Some("tested")) => "●●●○",
        ("met", Some(_)) => "●●○○",
        ("met", None) => "✓",
        ("partial", _) => "●○○○",
        ("violated", _) => "!",
        ("missing", _) => "✗",
        ("unknown", _) => "?",
        _ => "–",
    }
}
