//! `portfolio-check init`: what it writes, what it leaves alone, and what it says.

mod support;

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use support::Fixture;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const WORKFLOW: &str = ".github/workflows/portfolio-check.yml";
const COMMENT: &str = ".github/workflows/portfolio-check-comment.yml";
const SETTINGS: &str = "portfolio-check.toml";

fn repository() -> Fixture {
    Fixture::new()
        .file("app.js", "let a = 1;\n")
        .commit("Start")
}

/// Runs `init` in `folder` for an action that exists nowhere.
fn init(folder: &Path, more: &[&str]) -> Output {
    Command::cargo_bin("portfolio-check")
        .unwrap()
        .current_dir(folder)
        .args(["init", "--uses", "ada/portfolio-check@v1"])
        .args(more)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    String::from_utf8(text).unwrap()
}

fn read(fixture: &Fixture, path: &str) -> String {
    fs::read_to_string(fixture.path().join(path)).unwrap()
}

#[test]
fn the_workflow_is_written_and_the_next_command_printed() {
    let fixture = repository();
    let output = init(fixture.path(), &[]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.starts_with(&format!("Wrote {WORKFLOW}\n")), "{text}");
    assert!(text.contains(&format!("git add :/{WORKFLOW}\n")), "{text}");
    let workflow = read(&fixture, WORKFLOW);
    assert!(
        workflow.contains("uses: ada/portfolio-check@v1\n"),
        "{workflow}"
    );
    assert!(workflow.contains("fetch-depth: 0"), "{workflow}");
    assert!(!fixture.path().join(COMMENT).exists());
    assert!(!fixture.path().join(SETTINGS).exists());
}

#[test]
fn with_forks_only_the_run_without_checkout_may_write() {
    let fixture = repository();
    assert_eq!(init(fixture.path(), &["--forks"]).status.code(), Some(0));
    let (check, comment) = (read(&fixture, WORKFLOW), read(&fixture, COMMENT));
    assert!(!check.contains(": write"), "{check}");
    assert!(check.contains("upload-artifact@"), "{check}");
    assert!(comment.contains("pull-requests: write"), "{comment}");
    assert!(!comment.contains("actions/checkout"), "{comment}");
    assert!(comment.contains("report: "), "{comment}");
}

#[test]
fn a_second_run_changes_nothing() {
    let fixture = repository();
    init(fixture.path(), &["--settings"]);
    let before = read(&fixture, WORKFLOW);
    let output = init(fixture.path(), &["--settings"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("Kept, with the same text,"), "{text}");
    assert!(text.contains("Nothing to do"), "{text}");
    assert_eq!(read(&fixture, WORKFLOW), before);
}

#[test]
fn a_changed_file_is_only_replaced_by_force() {
    let fixture = repository();
    init(fixture.path(), &[]);
    let own = format!("{}# mine\n", read(&fixture, WORKFLOW));
    fs::write(fixture.path().join(WORKFLOW), &own).unwrap();
    let output = init(fixture.path(), &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("--force"), "{}", said(&output));
    // The pair belongs together: not even the missing half is written.
    assert_eq!(init(fixture.path(), &["--forks"]).status.code(), Some(2));
    assert!(!fixture.path().join(COMMENT).exists());
    // The settings are a matter of their own.
    let output = init(fixture.path(), &["--settings"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        said(&output).contains("because it differs"),
        "{}",
        said(&output)
    );
    assert!(fixture.path().join(SETTINGS).is_file());
    assert_eq!(read(&fixture, WORKFLOW), own);
    assert_eq!(init(fixture.path(), &["--force"]).status.code(), Some(0));
    assert!(!read(&fixture, WORKFLOW).contains("# mine"));
    let left: Vec<_> = fs::read_dir(fixture.path().join(".github/workflows"))
        .unwrap()
        .collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn from_a_folder_inside_the_workflow_still_goes_to_the_root() {
    let fixture = repository().file("services/my api/app.js", "let b = 2;\n");
    let inside = fixture.path().join("services/my api");
    let output = init(&inside, &["--settings"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(read(&fixture, WORKFLOW).contains("path: 'services/my api'\n"));
    // What it prints can be pasted where it was printed.
    let add = said(&output);
    let add = add.lines().find(|line| line.contains("git add")).unwrap();
    assert_eq!(
        add.trim(),
        format!("git add :/{WORKFLOW} ':/services/my api/{SETTINGS}'")
    );
}

#[test]
fn outside_of_a_repository_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let output = init(folder.path(), &[]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert!(
        text.contains("not a Git repository") && text.contains("git init"),
        "{text}"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn an_action_without_an_owner_is_asked_for() {
    let fixture = repository();
    for uses in ["portfolio-check", "a/b@v1\n      - run: x", "a/b@${{ x }}"] {
        let output = Command::cargo_bin("portfolio-check")
            .unwrap()
            .current_dir(fixture.path())
            .args(["init", "--uses", uses])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{uses}");
        assert!(said(&output).contains("OWNER/portfolio-check@v1"), "{uses}");
    }
    assert!(!fixture.path().join(".github").exists());
}

#[cfg(unix)]
#[test]
fn no_link_is_followed() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    let fixture = repository();
    symlink(outside.path(), fixture.path().join(".github")).unwrap();
    let output = init(fixture.path(), &["--force"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("stands in the way"), "{text}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);

    // A link at the end, dangling or not, is a file that is there; by force the link itself goes.
    let fixture = repository();
    let (file, target) = (fixture.path().join(WORKFLOW), outside.path().join("target"));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    symlink(&target, &file).unwrap();
    assert_eq!(init(fixture.path(), &[]).status.code(), Some(2));
    assert!(!target.exists());
    fs::write(&target, "theirs").unwrap();
    assert_eq!(init(fixture.path(), &["--force"]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
    assert!(!fs::symlink_metadata(&file).unwrap().is_symlink());
}

/// `name: commit` of every foreign action in a text.
fn pins(text: &str) -> Vec<(String, String)> {
    text.lines()
        .filter_map(|line| line.trim().trim_start_matches("- ").strip_prefix("uses: "))
        .filter_map(|used| used.split_once('@'))
        .filter(|(name, _)| *name != "OWNER/portfolio-check")
        .map(|(name, pin)| (name.to_owned(), pin.to_owned()))
        .collect()
}

#[test]
fn templates_and_own_workflows_pin_the_same_commits() {
    let mut found = std::collections::BTreeMap::new();
    for folder in [".github/workflows", "src/cli/init"] {
        for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yml") {
                continue;
            }
            for (name, pin) in pins(&fs::read_to_string(&path).unwrap()) {
                let (commit, version) = pin.split_once(" # ").unwrap_or((pin.as_str(), ""));
                let hexadecimal = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
                assert!(commit.len() == 40 && hexadecimal, "{path:?}: {name}@{pin}");
                assert!(version.starts_with('v'), "{path:?}: {name}@{pin}");
                let first = found.entry(name.clone()).or_insert_with(|| pin.clone());
                assert_eq!(*first, pin, "{path:?}: {name}");
            }
        }
    }
    assert!(found.contains_key("actions/checkout"), "{found:?}");
}

/// Each setting of the template is one that the program takes.
#[test]
fn the_settings_can_be_switched_on() {
    let fixture = repository();
    assert_eq!(init(fixture.path(), &["--settings"]).status.code(), Some(0));
    let template = read(&fixture, SETTINGS);
    let is_setting = |line: &str| {
        line.starts_with('[')
            || line
                .split_once(" = ")
                .is_some_and(|(key, _)| !key.contains(' '))
    };
    let settings: Vec<&str> = template
        .lines()
        .filter_map(|line| line.strip_prefix("# "))
        .filter(|line| is_setting(line))
        // One baseline is enough; this history has neither of the two.
        .filter(|line| !line.starts_with("commit = ") && !line.starts_with("tag = "))
        .collect();
    let text = settings.join("\n");
    let table: toml::Table = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(table.keys().count(), 5, "{text}");
    let fixture = fixture.file(SETTINGS, &text).commit("Settings");
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .arg(fixture.path())
        .output()
        .unwrap();
    // 1: the thresholds are asked for, and not reached.
    assert!(
        matches!(output.status.code(), Some(0 | 1)),
        "{}",
        said(&output)
    );
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains(SETTINGS), "{errors}");
}
