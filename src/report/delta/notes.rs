//! What a reader must know of a comparison beside its changes.

use super::criteria::{is_answered, pairs};
use crate::judge::quote;
use crate::report::{Criterion, Report};

pub fn notes(head: &Report, base: &Report) -> Vec<String> {
    let mut notes = Vec::new();
    if head.roadmap.id != base.roadmap.id {
        notes.push(format!(
            "The base was held against another roadmap ({}), so the scores do not compare.",
            quote(&base.roadmap.id)
        ));
    }
    if head.tool.rules != base.tool.rules {
        notes.push(
            "The base was judged with other rules, so changes may come from the rules and not \
             from the code."
                .to_owned(),
        );
    }
    for (report, side) in [(base, "base"), (head, "head")] {
        if !report.is_judged() {
            notes.push(format!(
                "Nothing could be judged in the {side}, so the score did not change."
            ));
        }
    }
    let one_sided = |one: &str| {
        let is_one_sided = |(after, before): &(&Criterion, &Criterion)| {
            let found = [after, before].map(|criterion| criterion.outcome == one);
            // On both sides there is nothing to compare, and the report says why.
            (found[0] != found[1]) && (is_answered(after) || is_answered(before))
        };
        let titles = pairs(head, base)
            .filter(is_one_sided)
            .map(|(after, _)| after.title.as_str());
        titles.collect::<Vec<&str>>().join("; ")
    };
    for (outcome, why) in [
        ("unknown", "could only be looked at on one side"),
        ("waived", "set aside on one side"),
    ] {
        let titles = one_sided(outcome);
        if !titles.is_empty() {
            notes.push(format!("Not compared, {why}: {titles}."));
        }
    }
    notes
}
