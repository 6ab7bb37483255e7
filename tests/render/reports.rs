//! Reports made from the surveys with a small rule set of their own.
#![allow(dead_code, reason = "each test program uses some of it")]

use portfolio_check::detect::Survey;
use portfolio_check::judge::{Waiver, judge};
use portfolio_check::render::markdown::{COMMENT, Target, markdown};
use portfolio_check::report::{Report, SubjectOf, build};
use portfolio_check::rules::schema::{CriteriaFile, Roadmap};
use portfolio_check::score::score;

use crate::surveys;

pub const HEAD: &str = "4f2a9c1d5e6b7a8f90123456789abcdef0123456";
pub const PAGE: &str = "https://git.example/learner/tasks";

pub fn report_with(survey: &Survey, waivers: &[Waiver]) -> Report {
    let file: CriteriaFile = toml::from_str(include_str!("rules.toml")).unwrap();
    let mut criteria = file.criterion;
    for criterion in &mut criteria {
        criterion.family.clone_from(&file.family);
    }
    let roadmap: Roadmap = toml::from_str(include_str!("roadmap.toml")).unwrap();
    let verdicts = judge(&criteria, survey, waivers);
    let score = score(&verdicts, &criteria, &roadmap);
    let subject = SubjectOf {
        notes: Vec::new(),
        repository: Some("learner/tasks".to_owned()),
        head: Some(HEAD.to_owned()),
        rules: "sha256:00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff".to_owned(),
    };
    build(&subject, survey, &criteria, &verdicts, &roadmap, &score)
}

pub fn report(survey: &Survey) -> Report {
    report_with(survey, &[])
}

pub fn comment(report: &Report) -> String {
    let target = Target {
        page: Some(PAGE.to_owned()),
        budget: COMMENT,
        whole: false,
        ..Target::default()
    };
    markdown(report, &target)
}

pub fn all() -> [(&'static str, Report); 5] {
    [
        ("empty", report(&surveys::empty())),
        ("learner", report(&surveys::learner())),
        ("proven", report(&surveys::proven())),
        ("hostile", report(&surveys::hostile())),
        ("shallow", report(&surveys::shallow())),
    ]
}
