//! Mutations of examples: what proves something must stop proving it once it is a comment, a
//! string, another's code, or (where tests do not count) a test, and once it is gone.

use std::collections::BTreeSet;

use crate::detect::role_name;
use crate::repo::Roles;
use crate::rules::proof::{Expected, Proof};
use crate::rules::{Checked, Rules};

/// A changed example in which nothing may be found any more.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// What was done to it.
    pub change: String,
    pub files: Vec<(String, String)>,
}

/// What becomes of one file; nothing when the change makes no sense for it.
type Change<'c> = dyn Fn(&str, &str) -> Option<(String, String)> + 'c;

/// A scaffold with one line more, which makes it the learner's.
fn with_a_line(proof: &Proof<'_>) -> Mutant {
    let longer = |(path, text): &(&str, &str)| {
        let text = format!("{}\nAn own line of 1815\n", text.trim_end());
        ((*path).to_owned(), text)
    };
    Mutant {
        change: "given a line of its own".to_owned(),
        files: proof.files.iter().map(longer).collect(),
    }
}

/// All mutations that apply to an example which finds something.
pub fn mutants(proof: &Proof<'_>, rules: &Rules, roles: &Roles) -> Vec<Mutant> {
    let (detector, found) = match &proof.expected {
        Expected::Lines(id, lines, _) => (
            rules
                .detectors
                .iter()
                .find(|detector| detector.id.as_ref() == *id),
            !lines.is_empty(),
        ),
        Expected::Routes(_, routes) => (None, !routes.is_empty()),
        Expected::Untouched(_, true) => return vec![with_a_line(proof)],
        Expected::Untouched(_, false) => return Vec::new(),
    };
    if !found {
        return Vec::new();
    }
    let is_code = detector.is_none_or(reads_code);
    let mut mutants = Vec::new();
    let mut add = |change: &str, files: Option<Vec<(String, String)>>| {
        if let Some(files) = files {
            mutants.push(Mutant {
                change: change.to_owned(),
                files,
            });
        }
    };
    let each = |change: &Change<'_>| -> Option<Vec<(String, String)>> {
        proof
            .files
            .iter()
            .map(|(path, text)| change(path, text))
            .collect()
    };
    let text_rule = detector.and_then(|detector| detector.rule.text.as_ref());
    // What must never be published is looked for in comments, too.
    if let Some(rule) = text_rule.filter(|rule| !rule.secret) {
        add(
            "turned into comments",
            each(&|path, text| {
                let own = rule.comments.first();
                let usual = || language(rules, path)?.comment.as_ref();
                let mark = own.or_else(usual)?;
                let lines = text.lines().map(|line| format!("{mark} {line}\n"));
                Some((path.to_owned(), lines.collect()))
            }),
        );
    }
    if is_code {
        add(
            "moved into comments",
            each(&|path, text| {
                let mark = language(rules, path)?.comment.as_deref()?;
                let lines: Vec<String> = text
                    .lines()
                    .map(|line| {
                        if line.trim_start().starts_with("<?") {
                            line.to_owned()
                        } else {
                            format!("{mark} {line}")
                        }
                    })
                    .collect();
                Some((path.to_owned(), lines.join("\n") + "\n"))
            }),
        );
        add(
            "moved into a string",
            each(&|path, text| {
                let string = language(rules, path)?.string.as_ref()?;
                let mut inside = text.to_owned();
                for without in &string.without {
                    inside = inside.replace(without.as_str(), "");
                }
                let lines = inside.split_inclusive('\n');
                let lines: String = lines
                    .flat_map(|line| [string.line.as_str(), line])
                    .collect();
                Some((
                    path.to_owned(),
                    format!("{}{lines}{}", string.open, string.close),
                ))
            }),
        );
    }
    if is_code {
        add(
            "moved into a doc block",
            each(&|path, text| {
                let doc = language(rules, path)?.doc.as_ref()?;
                let mut inside = text.to_owned();
                for without in &doc.without {
                    inside = inside.replace(without.as_str(), "");
                }
                let lines: Vec<String> = inside
                    .lines()
                    .map(|line| format!("{}{line}", doc.line))
                    .collect();
                let text = format!("{}{}{}", doc.open, lines.join("\n"), doc.close);
                Some((path.to_owned(), text))
            }),
        );
    }
    let looks_at = |role: &str| {
        detector.is_some_and(|detector| detector.roles.iter().any(|known| known == role))
    };
    for (role, folder) in &rules.samples {
        let moved = each(&|path, text| {
            let path = format!("{folder}{path}");
            (role_name(roles.role(&path)) == role).then(|| (path, text.to_owned()))
        });
        if !looks_at(role) {
            add(&format!("moved to `{folder}` ({role})"), moved);
        }
    }
    mutants
}

/// The example without these lines; nothing when there are none to take out.
pub fn without(proof: &Proof<'_>, lines: &BTreeSet<(&str, u32)>) -> Option<Mutant> {
    if lines.iter().all(|(_, line)| *line == 0) {
        return None;
    }
    let files = proof
        .files
        .iter()
        .map(|(path, text)| {
            let left = text.lines().zip(1..);
            let left = left.filter(|(_, number)| !lines.contains(&(*path, *number)));
            let left: String = left.map(|(line, _)| format!("{line}\n")).collect();
            ((*path).to_owned(), left)
        })
        .collect();
    Some(Mutant {
        change: "taken out".to_owned(),
        files,
    })
}

/// Whether a detector looks at code, so that comments and strings are none of its business.
fn reads_code(detector: &Checked) -> bool {
    let rule = &detector.rule;
    !(rule.file
        || rule.text.is_some()
        || rule.literal.is_some()
        || rule.comment.is_some()
        || rule.dependency.is_some())
}

fn language<'r>(rules: &'r Rules, path: &str) -> Option<&'r crate::rules::schema::Language> {
    let extension = path.rsplit_once('.')?.1;
    rules
        .languages
        .iter()
        .find(|language| language.extensions.iter().any(|known| known == extension))
}
