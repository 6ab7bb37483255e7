//! Words and choices that several formats share.

use std::collections::BTreeSet;

use crate::report::{Criterion, Evidence, Report};

/// Kinds of evidence that an attacker can use.
const GRAVE: &[&str] = &["secret", "injection", "weak-hash", "plain-password"];
/// Kinds of evidence that no file holds.
const HISTORY: &[&str] = &["commit", "merge", "branch"];
/// Kinds of evidence that stand in tests.
const TESTS: &[&str] = &["request-in-test", "test", "assertion"];

/// `15m` is `15 minutes`.
pub fn duration(effort: &str) -> String {
    let named = [("m", "minute"), ("h", "hour"), ("d", "day")]
        .into_iter()
        .find_map(|(unit, noun)| Some((effort.strip_suffix(unit)?, noun)));
    match named {
        Some(("1", noun)) => format!("1 {noun}"),
        Some((number, noun)) => format!("{number} {noun}s"),
        None => effort.to_owned(),
    }
}

/// `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `+3`, `−3`, with a real minus sign.
pub fn signed(number: i32) -> String {
    match number {
        0.. => format!("+{number}"),
        _ => format!("−{}", number.unsigned_abs()),
    }
}

/// Criteria that came to this, in the report's order.
pub fn with_outcome<'r>(report: &'r Report, outcome: &str) -> Vec<&'r Criterion> {
    let criteria = report.criteria.iter();
    criteria
        .filter(|criterion| criterion.outcome == outcome)
        .collect()
}

/// `7 routes, 6 guarded, 1 unclear, 0 tested`; None without routes.
pub fn routes(report: &Report) -> Option<String> {
    let routes = &report.routes;
    if routes.is_empty() {
        return None;
    }
    let guarded = |guarded| {
        routes
            .iter()
            .filter(|route| route.guarded == guarded)
            .count()
    };
    let mut parts = vec![
        count(routes.len(), "route"),
        format!("{} guarded", guarded(Some(true))),
    ];
    if guarded(None) > 0 {
        parts.push(format!("{} unclear", guarded(None)));
    }
    let tested = routes.iter().filter(|route| route.tested).count();
    parts.push(format!("{tested} tested"));
    Some(parts.join(", "))
}

/// The first characters of a commit id; other names as they are.
pub fn short_commit(id: &str) -> &str {
    let is_commit = id.len() >= 40 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_commit {
        id.get(..7).unwrap_or(id)
    } else {
        id
    }
}

/// `path:line`; for line 0 the path, commit or branch alone.
pub fn place(path: &str, line: u32) -> String {
    match line {
        0 => short_commit(path).to_owned(),
        line => format!("{path}:{line}"),
    }
}

/// The criteria that the roadmap asks for, each once, in the roadmap's order.
pub fn asked(report: &Report) -> Vec<&Criterion> {
    let mut seen = BTreeSet::new();
    report
        .stages
        .iter()
        .flat_map(|stage| &stage.criteria)
        .filter(|id| seen.insert(id.as_str()))
        .filter_map(|id| report.criterion(id))
        .collect()
}

/// Criteria that came to `unknown`, by the reason, in order.
pub fn unknown<'r>(
    criteria: impl IntoIterator<Item = &'r Criterion>,
) -> Vec<(&'r str, Vec<&'r Criterion>)> {
    let mut groups: Vec<(&str, Vec<&Criterion>)> = Vec::new();
    for criterion in criteria
        .into_iter()
        .filter(|criterion| criterion.outcome == "unknown")
    {
        match groups
            .iter_mut()
            .find(|(reason, _)| *reason == criterion.said)
        {
            Some((_, group)) => group.push(criterion),
            None => groups.push((&criterion.said, vec![criterion])),
        }
    }
    groups
}

/// Criteria that are violated, with the lines that do it; those without a line are left out.
pub fn violated(report: &Report) -> Vec<(&Criterion, Vec<&Evidence>)> {
    report
        .criteria
        .iter()
        .filter(|criterion| criterion.outcome == "violated")
        .map(|criterion| (criterion, lines(criterion)))
        .filter(|(_, places)| !places.is_empty())
        .collect()
}

/// Whether it is a commit or a branch, with a name in place of a path.
pub fn is_history(evidence: &Evidence) -> bool {
    HISTORY.contains(&evidence.kind.as_str())
}

/// The evidence of a criterion that a line of a file holds.
pub fn lines(criterion: &Criterion) -> Vec<&Evidence> {
    let in_a_file = |evidence: &&Evidence| {
        evidence.line > 0 && !evidence.path.is_empty() && !is_history(evidence)
    };
    criterion.evidence.iter().filter(in_a_file).collect()
}

/// Whether an attacker could use what stands there.
pub fn is_grave(places: &[&Evidence]) -> bool {
    places
        .iter()
        .any(|place| GRAVE.contains(&place.kind.as_str()))
}

/// What a link to read on is called: `https://www.host/docs/Some_page.html` is `Some page (host)`.
pub fn page_name(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    let name = path
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let name = name
        .strip_suffix(".html")
        .unwrap_or(name)
        .replace(['_', '-', '+'], " ");
    let is_version = name
        .trim_start_matches('v')
        .starts_with(|c: char| c.is_ascii_digit())
        && name.contains('.');
    let is_default = matches!(name.trim(), "" | "index" | "en" | "latest" | "stable");
    match is_version || is_default || name.contains('%') {
        true => host.to_owned(),
        false => format!("{} ({host})", name.trim()),
    }
}

/// Evidence in the order of showing: the first, what shows that it is tested or enforced, the rest.
/// No place twice.
pub fn evidence(criterion: &Criterion) -> Vec<&Evidence> {
    let mut seen = BTreeSet::new();
    criterion
        .evidence
        .first()
        .into_iter()
        .chain(rungs(criterion).into_iter().map(|(_, evidence)| evidence))
        .chain(&criterion.evidence)
        .filter(|evidence| seen.insert((&evidence.path, evidence.line)))
        .collect()
}

/// The test and the pipeline that make a criterion more than used, beside its first place.
pub fn rungs(criterion: &Criterion) -> Vec<(&'static str, &Evidence)> {
    let wanted: &[(&str, &[&str])] = match criterion.strength.as_deref() {
        Some("tested") => &[("tested by", TESTS)],
        Some("enforced") => &[("tested by", TESTS), ("enforced by", &["pipeline"])],
        _ => &[],
    };
    let Some(first) = criterion.evidence.first() else {
        return Vec::new();
    };
    wanted
        .iter()
        .filter(|(_, kinds)| !kinds.contains(&first.kind.as_str()))
        .filter_map(|(word, kinds)| {
            let shows = |evidence: &&Evidence| kinds.contains(&evidence.kind.as_str());
            Some((*word, criterion.evidence.iter().find(shows)?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn efforts_are_said_in_words_whatever_stands_there() {
        let cases = [
            ("15m", "15 minutes"),
            ("1h", "1 hour"),
            ("2d", "2 days"),
            ("", ""),
            ("2ü", "2ü"),
        ];
        for (effort, words) in cases {
            assert_eq!(duration(effort), words);
        }
    }

    #[test]
    fn pages_to_read_are_called_by_their_last_part() {
        let cases = [
            ("https://www.host/docs/Some_page.html", "Some page (host)"),
            ("https://host/get-started/", "get started (host)"),
            ("https://host/12factor#x", "12factor (host)"),
            ("https://host", "host"),
            ("https://host/en/latest/", "host"),
            ("https://host/en/v1.0.0/", "host"),
            ("https://host/?q=a/b", "host"),
            ("", ""),
        ];
        for (address, name) in cases {
            assert_eq!(page_name(address), name, "{address}");
        }
    }

    #[test]
    fn only_commits_are_shortened() {
        assert_eq!(short_commit(&"a1".repeat(20)), "a1a1a1a");
        assert_eq!(
            short_commit("feature/a-long-name-of-a-branch-that-says-what-it-is"),
            "feature/a-long-name-of-a-branch-that-says-what-it-is"
        );
        assert_eq!(place("src/ä.x", 3), "src/ä.x:3");
    }

    #[test]
    fn the_test_and_the_pipeline_stand_beside_the_first_place() {
        let evidence = |kind: &str, path: &str| Evidence {
            kind: kind.to_owned(),
            path: path.to_owned(),
            line: 1,
            detail: String::new(),
        };
        let criterion = |strength: &str, kinds: &[(&str, &str)]| Criterion {
            id: "c".to_owned(),
            family: "f".to_owned(),
            title: "T".to_owned(),
            outcome: "met".to_owned(),
            strength: Some(strength.to_owned()),
            said: String::new(),
            evidence: kinds
                .iter()
                .map(|(kind, path)| evidence(kind, path))
                .collect(),
            step: None,
        };
        let all = [
            ("login", "1"),
            ("signup", "2"),
            ("signup", "2"),
            ("request-in-test", "3"),
            ("pipeline", "4"),
        ];
        let shown = |criterion: &Criterion| -> Vec<String> {
            rungs(criterion)
                .iter()
                .map(|(word, evidence)| format!("{word} {}", evidence.path))
                .collect()
        };
        assert_eq!(
            shown(&criterion("enforced", &all)),
            ["tested by 3", "enforced by 4"]
        );
        assert_eq!(shown(&criterion("tested", &all)), ["tested by 3"]);
        assert!(shown(&criterion("used", &all)).is_empty());
        let tests = [("test", "1"), ("assertion", "2"), ("pipeline", "4")];
        assert_eq!(shown(&criterion("enforced", &tests)), ["enforced by 4"]);
        let criterion = criterion("enforced", &all);
        let paths: Vec<&str> = super::evidence(&criterion)
            .iter()
            .map(|e| e.path.as_str())
            .collect();
        assert_eq!(paths, ["1", "3", "4", "2"]);
    }
}
