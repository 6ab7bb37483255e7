//! Facts from history: what each commit was, in numbers and words that criteria can ask about.

use crate::detect::run::role_name;
use crate::fact::{Fact, Kind, Location};
use crate::repo::{Commit, History, HistoryState, Roles};

/// Facts of the history, and why it cannot be judged, if so.
pub fn facts(history: &History, roles: &Roles) -> (Vec<Fact>, Option<String>) {
    let mut facts = Vec::new();
    for commit in &history.commits {
        let location = Location::new(commit.id.clone(), 0);
        let mut attributes = vec![
            ("subject", commit.summary.clone()),
            ("gist", gist(&commit.summary)),
            (
                "words",
                commit.summary.split_whitespace().count().to_string(),
            ),
            ("type", kind(commit).to_owned()),
            ("day", day(commit.time, commit.offset_minutes)),
            ("author", commit.author.clone()),
            ("body", (!commit.body.trim().is_empty()).to_string()),
        ];
        if let Some(total) = commit.changed_total {
            attributes.push(("files", total.to_string()));
            let tests = commit
                .changed
                .iter()
                .any(|change| role_name(roles.role(&change.path)) == "test");
            attributes.push(("tests", tests.to_string()));
        }
        if let Some(lines) = &commit.lines {
            let size = (lines.added + lines.deleted).to_string();
            attributes.push(("lines", size.clone()));
            attributes.push(("size", size));
        }
        facts.extend(fact(Kind::Commit, location.clone(), &attributes));
        if commit.parents > 1 {
            facts.extend(fact(
                Kind::Merge,
                location,
                &[("subject", commit.summary.clone())],
            ));
        }
    }
    for branch in &history.branches {
        let location = Location::new(branch.clone(), 0);
        facts.extend(fact(Kind::Branch, location, &[("name", branch.clone())]));
    }
    (facts, gap(history))
}

fn fact(kind: Kind, location: Location, attributes: &[(&str, String)]) -> Option<Fact> {
    let mut fact = Fact::new(kind, location, "history");
    for (name, value) in attributes {
        let short: String = value.chars().take(200).collect();
        fact = fact.with(name, short).ok()?;
    }
    Some(fact)
}

/// What the first commit looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstCommit {
    /// A program committed it and people went on: a template, as classrooms hand them out.
    Import,
    /// It brought this many files at once. Nobody can tell a template from a learner's own first commit.
    Large(usize),
    Plain,
}

/// Files of a first commit from which on it is large.
const LARGE: usize = 20;

/// Says only what is certain: a learner's own first commit, however large, must never be taken away.
#[must_use]
pub fn first_commit(history: &History, roles: &Roles) -> FirstCommit {
    let Some(root) = history.root() else {
        return FirstCommit::Plain;
    };
    let people_went_on = history
        .commits
        .iter()
        .any(|commit| commit.parents == 1 && !is_marked_bot(commit));
    if is_marked_bot(root) && people_went_on {
        return FirstCommit::Import;
    }
    let files = root
        .changed
        .iter()
        .filter(|change| roles.role(&change.path).is_read())
        .count();
    match files >= LARGE && history.commits.len() > 1 {
        true => FirstCommit::Large(files),
        false => FirstCommit::Plain,
    }
}

/// Only accounts of programs may have these brackets in their names.
fn is_marked_bot(commit: &Commit) -> bool {
    commit.author.ends_with("[bot]") || commit.email.contains("[bot]@")
}

fn kind(commit: &Commit) -> &'static str {
    let summary = commit.summary.as_str();
    let starts = |words: &[&str]| words.iter().any(|start| summary.starts_with(start));
    match () {
        () if is_bot(commit) => "bot",
        () if commit.parents > 1 => "merge",
        // A merge that was rebased or imported has lost its second parent, not its words.
        () if starts(&[
            "Merge branch ",
            "Merge pull request #",
            "Merge remote-tracking branch ",
        ]) =>
        {
            "merge"
        }
        () if starts(&["Revert \"", "revert: ", "revert("])
            || commit.body.contains("This reverts commit ") =>
        {
            "revert"
        }
        () if commit.parents == 0 => "initial",
        () => "normal",
    }
}

/// Accounts of programs say so: `name[bot]`, `some-bot`, `Some Bot`, `somebot`. People may be called
/// `Ann Talbot`.
fn is_bot(commit: &Commit) -> bool {
    let author = commit.author.to_lowercase();
    let email = commit.email.to_lowercase();
    let mut words = author.split(|c: char| !c.is_alphanumeric());
    author.contains("[bot]")
        || email.contains("[bot]")
        || email.starts_with("bot@")
        || words.any(|word| word == "bot")
        || author.ends_with("bot") && !author.contains(' ')
}

/// What a subject says beside numbers, dates and hashes.
fn gist(subject: &str) -> String {
    let lower = subject.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let said = words.filter(|word| !word.is_empty() && !word.chars().any(|c| c.is_numeric()));
    said.collect::<Vec<_>>().join(" ")
}

/// The author's own calendar day: `2026-01-31`.
fn day(time: i64, offset_minutes: i32) -> String {
    let days = (time + i64::from(offset_minutes) * 60).div_euclid(86_400);
    // Days to a date in the proleptic Gregorian calendar (Howard Hinnant's `civil_from_days`).
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

fn gap(history: &History) -> Option<String> {
    match &history.state {
        HistoryState::Complete | HistoryState::Truncated { .. } => None,
        HistoryState::Shallow => Some(
            "The clone is shallow, so the history cannot be judged. Fetch all of it \
             (`git fetch --unshallow`; in a workflow `fetch-depth: 0`)."
                .to_owned(),
        ),
        HistoryState::NoCommits => {
            Some("There is no commit yet, so there is no history to judge.".to_owned())
        }
        HistoryState::Unavailable(reason) => Some(format!("The history cannot be read: {reason}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{day, gist, kind};
    use crate::repo::Commit;

    fn commit(author: &str, summary: &str, parents: usize) -> Commit {
        Commit {
            id: String::new(),
            author: author.to_owned(),
            email: String::new(),
            time: 0,
            offset_minutes: 0,
            committed: 0,
            summary: summary.to_owned(),
            body: String::new(),
            parents,
            changed: Vec::new(),
            changed_total: None,
            lines: None,
        }
    }

    #[test]
    fn programs_merges_reverts_and_the_first_commit_stand_apart() {
        for bot in [
            "updates[bot]",
            "release-bot",
            "Update Bot",
            "imagebot",
            "updates-preview[bot]",
        ] {
            assert_eq!(kind(&commit(bot, "Bump x", 1)), "bot", "{bot}");
        }
        for person in ["Ann Talbot", "Abbott", "Robot Fan", "bottom"] {
            assert_eq!(kind(&commit(person, "Add x", 1)), "normal", "{person}");
        }
        assert_eq!(kind(&commit("Ann", "Add x", 2)), "merge");
        let imported = commit("Ann", "Merge pull request #3 from ann/x", 1);
        assert_eq!(kind(&imported), "merge");
        assert_eq!(kind(&commit("Ann", "Merge the two lists", 1)), "normal");
        assert_eq!(kind(&commit("Ann", "Revert \"Add x\"", 1)), "revert");
        assert_eq!(kind(&commit("Ann", "revert: add x", 1)), "revert");
        assert_eq!(kind(&commit("Ann", "Initial commit", 0)), "initial");
    }

    #[test]
    fn numbers_dates_and_hashes_make_no_other_subject() {
        assert_eq!(gist("Fixing a bug #17"), "fixing a bug");
        assert_eq!(gist("Fixing a bug (a3f9c1)"), "fixing a bug");
        assert_eq!(gist("2026-01-31 12:00"), "");
        assert_eq!(gist("Füge Listen hinzu"), "füge listen hinzu");
    }

    #[test]
    fn days_follow_the_calendar_and_the_author_s_clock() {
        assert_eq!(day(0, 0), "1970-01-01");
        assert_eq!(day(-1, 0), "1969-12-31");
        assert_eq!(day(951_782_400, 0), "2000-02-29");
        assert_eq!(day(1_767_225_599, 0), "2025-12-31");
        assert_eq!(day(1_767_225_599, 60), "2026-01-01");
    }
}
