//! Counts agreement: reports against labels, criterion by criterion and route by route.

use std::collections::{BTreeMap, BTreeSet};

use super::labels::{Answer, Labelled};
use super::route::{self, Route};
use crate::report::Report;
use crate::rules::Rules;

/// Agreement and the two ways of being wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// There, and found.
    pub found: usize,
    /// There, and not found.
    pub missed: usize,
    /// Found, and not there.
    pub false_ones: usize,
    /// Not there, and not found; routes have none.
    pub absent: usize,
}

impl Count {
    pub fn add(&mut self, other: Count) {
        self.found += other.found;
        self.missed += other.missed;
        self.false_ones += other.false_ones;
        self.absent += other.absent;
    }
}

/// A class of mistakes: what is wrong, in which direction, where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// A criterion's id, or `routes`.
    pub about: String,
    pub is: &'static str,
    /// What the report says instead, or how the routes differ.
    pub said: String,
    /// The main language, and for routes the framework.
    pub place: String,
}

/// All that is counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Measure {
    pub repositories: usize,
    pub kinds: BTreeMap<String, usize>,
    pub routes: Count,
    /// By the main framework that the labels name.
    pub frameworks: BTreeMap<String, (usize, Count)>,
    pub labels: Count,
    /// By criterion.
    pub criteria: BTreeMap<String, Count>,
    pub mistakes: BTreeMap<Mistake, usize>,
    /// The reviewer's judgement and the score.
    pub readiness: Vec<(u32, u32)>,
    /// Labels that no criterion answers.
    pub unanswered: BTreeSet<String>,
}

impl Measure {
    /// Holds one report against the labels of its repository.
    pub fn add(&mut self, labelled: &Labelled, report: &Report, rules: &Rules) {
        self.repositories += 1;
        *self.kinds.entry(labelled.kind.clone()).or_default() += 1;
        self.routes_of(labelled, report);
        for (label, answer) in &labelled.labels {
            let Some(criterion) = rules.labelled(label) else {
                self.unanswered.insert(label.clone());
                continue;
            };
            let Answer::Sure(there) = answer.value else {
                continue;
            };
            let found = report.criterion(&criterion.id);
            let outcome = found.map_or("absent", |criterion| criterion.outcome.as_str());
            // "Could not look" and "does not arise" contradict nobody who says that it is not there.
            if !there && matches!(outcome, "unknown" | "not-applicable" | "waived") {
                continue;
            }
            let said = match criterion.counter {
                true => outcome == "violated",
                false => matches!(outcome, "met" | "partial"),
            };
            let mut count = Count::default();
            match (there, said) {
                (true, true) => count.found = 1,
                (true, false) => count.missed = 1,
                (false, true) => count.false_ones = 1,
                (false, false) => count.absent = 1,
            }
            self.labels.add(count);
            self.criteria
                .entry(criterion.id.clone())
                .or_default()
                .add(count);
            if there != said {
                let mistake = Mistake {
                    about: criterion.id.clone(),
                    is: if there { "missed" } else { "false" },
                    said: outcome.to_owned(),
                    place: labelled.language().to_owned(),
                };
                *self.mistakes.entry(mistake).or_default() += 1;
            }
        }
        if let Some(mentor) = &labelled.mentor {
            self.readiness
                .push((mentor.readiness, report.score.percent));
        }
    }

    fn routes_of(&mut self, labelled: &Labelled, report: &Report) {
        let truth: BTreeSet<Route> = labelled
            .routes
            .iter()
            .filter_map(|route| match route.as_slice() {
                [method, path, ..] => Some(route::common(method, path)),
                _ => None,
            })
            .collect();
        let got: BTreeSet<Route> = report
            .routes
            .iter()
            .map(|route| route::common(&route.method, &route.path))
            .collect();
        let difference = route::compare(&truth, &got);
        let count = Count {
            found: difference.found,
            missed: difference.missed.len(),
            false_ones: difference.false_ones.len(),
            absent: 0,
        };
        self.routes.add(count);
        let (repositories, sum) = self
            .frameworks
            .entry(labelled.framework().to_owned())
            .or_default();
        *repositories += 1;
        sum.add(count);
        let sides = [
            ("missed", &difference.missed, &got),
            ("false", &difference.false_ones, &truth),
        ];
        for (is, routes, other) in sides {
            for wrong in routes {
                let mistake = Mistake {
                    about: "routes".to_owned(),
                    is,
                    said: route::class(wrong, other).to_owned(),
                    place: format!("{}, {}", labelled.language(), labelled.framework()),
                };
                *self.mistakes.entry(mistake).or_default() += 1;
            }
        }
    }
}
