//! `action.yml` and its install script: nothing from outside reaches a shell as code, every input
//! reaches the program, and neither the scanned repository nor a token reaches the build.

use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn action() -> String {
    fs::read_to_string(Path::new(ROOT).join("action.yml")).unwrap()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The lines under a top-level key.
fn section<'a>(text: &'a str, key: &str) -> Vec<&'a str> {
    text.lines()
        .skip_while(|line| *line != format!("{key}:"))
        .skip(1)
        .take_while(|line| line.is_empty() || indent(line) > 0)
        .collect()
}

/// The names directly under a top-level key.
fn names(text: &str, key: &str) -> Vec<String> {
    section(text, key)
        .into_iter()
        .filter(|line| indent(line) == 2 && line.ends_with(':'))
        .map(|line| line.trim().trim_end_matches(':').to_owned())
        .collect()
}

/// The steps, each as its lines.
fn steps(text: &str) -> Vec<Vec<&str>> {
    let mut steps: Vec<Vec<&str>> = Vec::new();
    for line in section(text, "runs") {
        if line.starts_with("    - ") {
            steps.push(Vec::new());
        }
        if let Some(step) = steps.last_mut() {
            step.push(line);
        }
    }
    steps
}

/// What follows `run:`, on its line and in the block below it.
fn run_blocks(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut blocks = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let key = line.trim_start().trim_start_matches("- ");
        if let Some(rest) = key.strip_prefix("run:") {
            let column = line.len() - key.len();
            let below = lines[at + 1..]
                .iter()
                .take_while(|next| next.trim().is_empty() || indent(next) > column);
            let block: Vec<&str> = std::iter::once(rest).chain(below.copied()).collect();
            blocks.push(block.join("\n"));
        }
    }
    blocks
}

#[test]
fn the_readers_of_this_test_find_what_they_look_for() {
    let text =
        "a: 1\nruns:\n  steps:\n    - run: |\n        echo ${{ x }}\n\n        b\n      id: c\n";
    assert_eq!(run_blocks(text), [" |\n        echo ${{ x }}\n\n        b"]);
    assert_eq!(steps(text).len(), 1);
    assert_eq!(steps(&action()).len(), 2);
    assert_eq!(run_blocks(&action()).len(), 2);
}

#[test]
fn no_other_action_is_used() {
    let text = action();
    let used = |line: &&str| {
        line.trim_start()
            .trim_start_matches("- ")
            .starts_with("uses:")
    };
    assert_eq!(text.lines().find(used), None);
}

#[test]
fn no_expression_stands_in_a_script() {
    for block in run_blocks(&action()) {
        assert!(!block.contains("${{"), "{block}");
    }
}

#[test]
fn every_step_names_its_shell() {
    for step in steps(&action()) {
        assert!(step.contains(&"      shell: bash"), "{step:?}");
    }
}

#[test]
fn every_input_is_passed_on_by_env() {
    let text = action();
    let inputs = names(&text, "inputs");
    let expected = [
        "path",
        "roadmap",
        "fail-under",
        "min-level",
        "fail-on",
        "comment",
        "token",
        "binary",
        "key",
        "report",
        "report-dir",
    ];
    assert_eq!(inputs, expected);
    for input in inputs {
        let variable = match input.as_str() {
            "token" => "GITHUB_TOKEN".to_owned(),
            other => format!("INPUT_{}", other.replace('-', "_").to_uppercase()),
        };
        let line = format!("        {variable}: ${{{{ inputs.{input} }}}}");
        assert!(text.lines().any(|present| present == line), "{line}");
    }
}

#[test]
fn only_the_second_step_gets_the_token() {
    let text = action();
    let steps = steps(&text);
    let has_token = |step: &Vec<&str>| step.iter().any(|line| line.contains("inputs.token"));
    let with: Vec<bool> = steps.iter().map(has_token).collect();
    assert_eq!(with, [false, true]);
}

#[test]
fn every_output_comes_from_the_run() {
    let text = action();
    let outputs = names(&text, "outputs");
    assert_eq!(
        outputs,
        [
            "score",
            "level",
            "title",
            "delta",
            "passed",
            "comment-status",
            "comment-url",
            "report",
            "report-dir",
        ]
    );
    for output in outputs {
        let line = format!("    value: ${{{{ steps.run.outputs.{output} }}}}");
        assert!(text.lines().any(|present| present == line), "{line}");
    }
}
