//! Checks of a settings file that its reader cannot do: ids, dates, reasons, numbers, patterns, caps.

use std::ops::Range;

use globset::GlobBuilder;
use toml::Spanned;

use super::date::Date;
use super::file::{self, Day, File, Template};
use super::mistake::Mistakes;
use super::waiver::Waive;
use super::{Baseline, Settings, Thresholds};
use crate::rules::{RuleError, Rules, closest};

const MOST_BYTES: usize = 64 << 10;
const MOST_WAIVERS: usize = 100;
const MOST_GLOBS: usize = 100;
const LONGEST_GLOB: usize = 200;
const LONGEST_REASON: usize = 200;
const LONGEST_NAME: usize = 200;
/// The fewest digits of a commit id that still name one.
const SHORTEST_ID: usize = 7;

/// Reasons that say nothing, without spaces and signs.
const PLACEHOLDERS: &[&str] = &[
    "",
    "todo",
    "tbd",
    "tba",
    "fixme",
    "xxx",
    "wip",
    "na",
    "none",
    "reason",
    "why",
    "because",
    "later",
    "ignore",
    "waived",
    "placeholder",
    "yourreason",
    "areason",
    "test",
    "temp",
    "skip",
    "notneeded",
    "loremipsum",
];

/// Ids that settings may name.
#[derive(Debug, Clone, Default)]
pub struct Known<'r> {
    pub criteria: Vec<&'r str>,
    pub roadmaps: Vec<&'r str>,
    /// Of all roadmaps.
    pub levels: Vec<&'r str>,
}

impl<'r> Known<'r> {
    #[must_use]
    pub fn of(rules: &'r Rules) -> Known<'r> {
        let levels = rules.roadmaps.iter().flat_map(|roadmap| &roadmap.level);
        let mut levels: Vec<&str> = levels.map(|level| level.id.as_str()).collect();
        levels.sort_unstable();
        levels.dedup();
        Known {
            criteria: rules.criteria.iter().map(|it| it.id.as_str()).collect(),
            roadmaps: rules.roadmaps.iter().map(|it| it.id.as_str()).collect(),
            levels,
        }
    }
}

pub fn check(path: &str, text: &str, known: &Known<'_>) -> Result<Settings, Mistakes> {
    if text.len() > MOST_BYTES {
        let message = format!("the file is larger than {} KiB", MOST_BYTES >> 10);
        return Err(Mistakes::whole(path, message));
    }
    let file: File = toml::from_str(text).map_err(|error| {
        let mistake = RuleError::toml(path, text, &error);
        let help = mistake
            .help
            .is_none()
            .then(|| help(&mistake.message))
            .flatten();
        Mistakes::new(vec![match help {
            Some(help) => mistake.help(help),
            None => mistake,
        }])
    })?;
    let mut checker = Checker {
        path,
        text,
        known,
        mistakes: Vec::new(),
    };
    let settings = Settings {
        roadmap: file
            .roadmap
            .map(|id| checker.id(&id, "roadmap", "roadmaps are", &known.roadmaps)),
        waive: checker.waivers(file.waive),
        baseline: file
            .baseline
            .and_then(|baseline| checker.baseline(&baseline)),
        thresholds: checker.thresholds(file.thresholds),
        ignore: checker.ignore(file.ignore),
    };
    match checker.mistakes.is_empty() {
        true => Ok(settings),
        false => Err(Mistakes::new(checker.mistakes)),
    }
}

/// What to do about words that belong elsewhere.
fn help(message: &str) -> Option<String> {
    let word = message.strip_prefix("unknown field `")?.split('`').next()?;
    match word {
        "path" | "paths" | "comment" | "key" | "token" | "report" => Some(format!(
            "`{word}` is an input of the action: write it in the workflow, under `with:`"
        )),
        "fail-under" | "min-level" | "fail-on" => {
            Some(format!("`{word}` goes below a line `[thresholds]`"))
        }
        "commit" | "tag" | "template" => Some(format!("`{word}` goes below a line `[baseline]`")),
        "criterion" | "reason" | "until" => Some(format!("`{word}` goes below a line `[[waive]]`")),
        _ => None,
    }
}

struct Checker<'c> {
    path: &'c str,
    text: &'c str,
    known: &'c Known<'c>,
    mistakes: Vec<RuleError>,
}

impl Checker<'_> {
    fn mistake(&mut self, at: Range<usize>, message: String, help: impl Into<String>) {
        let mistake = RuleError::at(self.path, self.text, at, message);
        self.mistakes.push(mistake.help(help));
    }

    fn id(&mut self, id: &Spanned<String>, what: &str, all: &str, known: &[&str]) -> String {
        let written = id.get_ref();
        if !known.contains(&written.as_str()) {
            let help = match closest(&short(written), known) {
                Some(near) => format!("is it `{near}`?"),
                None => format!("{all} {}", known.join(", ")),
            };
            let message = format!("there is no {what} `{}`", short(written));
            self.mistake(id.span(), message, help);
        }
        written.clone()
    }

    fn waivers(&mut self, written: Vec<Spanned<file::Waive>>) -> Vec<Waive> {
        if let Some(more) = written.get(MOST_WAIVERS) {
            let message = format!("more than {MOST_WAIVERS} waivers");
            self.mistake(
                more.span(),
                message,
                "a report with so much set aside says little",
            );
            return Vec::new();
        }
        let mut waivers: Vec<Waive> = Vec::new();
        for waive in written {
            let waive = waive.into_inner();
            let criteria = self.known.criteria.clone();
            let criterion = self.id(&waive.criterion, "criterion", "criteria are", &criteria);
            if waivers.iter().any(|other| other.criterion == criterion) {
                let message = format!("`{}` is waived twice", short(&criterion));
                self.mistake(waive.criterion.span(), message, "keep one of the two");
            }
            let reason = self.reason(&waive.reason);
            if let Some(until) = self.date(&waive.until) {
                waivers.push(Waive {
                    criterion,
                    reason,
                    until,
                });
            }
        }
        waivers
    }

    fn reason(&mut self, written: &Spanned<String>) -> String {
        let text = written
            .get_ref()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let bare: String = text
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if PLACEHOLDERS.contains(&bare.as_str()) {
            self.mistake(
                written.span(),
                "the reason says nothing".to_owned(),
                "say in one sentence why this does not apply here: a reviewer reads it",
            );
        } else if text.chars().count() > LONGEST_REASON {
            let message = format!("the reason is longer than {LONGEST_REASON} characters");
            self.mistake(written.span(), message, "one sentence is enough");
        }
        text.trim_end_matches('.').to_owned()
    }

    fn date(&mut self, written: &Spanned<Day>) -> Option<Date> {
        let text = match written.get_ref() {
            Day::Text(text) => text.trim().to_owned(),
            Day::Date(date) => date.to_string(),
        };
        let date = Date::parse(&text);
        if date.is_none() {
            self.mistake(
                written.span(),
                format!("`{}` is no date", short(&text)),
                "write the last day on which the waiver holds as \"YYYY-MM-DD\"",
            );
        }
        date
    }

    fn baseline(&mut self, written: &Spanned<file::Baseline>) -> Option<Baseline> {
        const FORMS: &str = "say one of `commit = \"<id>\"`, `tag = \"<name>\"`, `template = \"<branch>\"`, \
                             `template = \"root\"`";
        let file::Baseline {
            commit,
            tag,
            template,
        } = written.get_ref();
        match (commit, tag, template) {
            (Some(commit), None, None) => {
                let id = commit.get_ref().trim().to_ascii_lowercase();
                let fits = (SHORTEST_ID..=40).contains(&id.len())
                    && id.bytes().all(|byte| byte.is_ascii_hexdigit());
                if !fits {
                    let message = format!("`{}` is no commit id", short(&id));
                    let help = format!(
                        "give at least {SHORTEST_ID} digits of it, as `git log` shows them"
                    );
                    self.mistake(commit.span(), message, help);
                }
                Some(Baseline::Commit(id))
            }
            (None, Some(tag), None) => Some(Baseline::Tag(self.name(tag.get_ref(), tag.span()))),
            (None, None, Some(template)) => Some(match template.get_ref() {
                Template::Is(true) => Baseline::Root,
                Template::Is(false) => Baseline::Nothing,
                Template::Named(name) if name.trim() == "root" => Baseline::Root,
                Template::Named(name) => Baseline::Template(self.name(name, template.span())),
            }),
            (None, None, None) => {
                self.mistake(
                    written.span(),
                    "the baseline names nothing".to_owned(),
                    FORMS,
                );
                None
            }
            _ => {
                self.mistake(
                    written.span(),
                    "the baseline names two things".to_owned(),
                    FORMS,
                );
                None
            }
        }
    }

    /// A name that Git would take for a branch or tag.
    fn name(&mut self, written: &str, at: Range<usize>) -> String {
        let name = written.trim();
        let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !"~^:?*[\\".contains(c);
        let fits = !name.is_empty()
            && name.len() <= LONGEST_NAME
            && name.chars().all(is_plain)
            && !name.starts_with('-')
            && !name.contains("..");
        if !fits {
            let message = format!("`{}` is no name of a branch or tag", short(name));
            self.mistake(
                at,
                message,
                "write it as `git branch --all` or `git tag` shows it",
            );
        }
        name.to_owned()
    }

    fn thresholds(&mut self, written: file::Thresholds) -> Thresholds {
        let fail_under = written.fail_under.and_then(|percent| {
            let number = u32::try_from(*percent.get_ref())
                .ok()
                .filter(|it| *it <= 100);
            if number.is_none() {
                let message = format!("`{}` is no score", percent.get_ref());
                self.mistake(percent.span(), message, "give a whole number from 0 to 100");
            }
            number
        });
        let levels = self.known.levels.clone();
        Thresholds {
            fail_under,
            min_level: written
                .min_level
                .map(|id| self.id(&id, "level", "levels are", &levels)),
            fail_on: written.fail_on,
        }
    }

    fn ignore(&mut self, written: Vec<Spanned<String>>) -> Vec<String> {
        if let Some(more) = written.get(MOST_GLOBS) {
            let message = format!("more than {MOST_GLOBS} patterns");
            self.mistake(
                more.span(),
                message,
                "name folders: `old/**` covers all below it",
            );
            return Vec::new();
        }
        let mut globs = Vec::new();
        for glob in written {
            let text = glob.get_ref();
            let help = "patterns start at the folder of this file: `old/**`, `**/*.sql`";
            let leads_out = text.starts_with('/') || text.split('/').any(|part| part == "..");
            let read = GlobBuilder::new(text).literal_separator(true).build();
            if text.trim().is_empty() || text.len() > LONGEST_GLOB || leads_out {
                let message = format!("`{}` is no pattern of paths here", short(text));
                self.mistake(glob.span(), message, help);
            } else if let Err(error) = read {
                let message = format!("`{}` is no pattern of paths: {}", short(text), error.kind());
                self.mistake(glob.span(), message, help);
            }
            globs.push(glob.into_inner());
        }
        globs
    }
}

/// Enough of a word to recognise it, on one line.
fn short(text: &str) -> String {
    let mut short: String = text.chars().take(60).filter(|c| *c != '\n').collect();
    if text.chars().count() > 60 {
        short.push('…');
    }
    short
}
