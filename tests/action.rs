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

#[cfg(unix)]
mod install {
    use std::os::unix::fs::PermissionsExt;
    use std::path::PathBuf;
    use std::process::{Command, Output};

    use super::*;

    /// A runner's folders, with a `cargo` that only writes down how it was called.
    struct Runner {
        dir: tempfile::TempDir,
    }

    impl Runner {
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            for folder in ["workspace", "action", "temp", "bin"] {
                fs::create_dir(dir.path().join(folder)).unwrap();
            }
            Self { dir }
        }

        fn path(&self, part: &str) -> PathBuf {
            self.dir.path().join(part)
        }

        fn with_cargo(self, exit: u8) -> Self {
            let script = format!(
                "#!/bin/sh\n{{ pwd; echo \"$@\"; env; }} >'{}'\nexit {exit}\n",
                self.path("seen").display()
            );
            self.program("bin/cargo", &script);
            self
        }

        fn program(&self, part: &str, text: &str) {
            let path = self.path(part);
            fs::write(&path, text).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        }

        fn install(&self, env: &[(&str, &str)]) -> Output {
            Command::new(bash())
                .arg(Path::new(ROOT).join("action/install.sh"))
                .current_dir(self.path("workspace"))
                .env_clear()
                .env(
                    "PATH",
                    format!("{}:/usr/bin:/bin", self.path("bin").display()),
                )
                .env("RUNNER_OS", "Plan9")
                .env("RUNNER_ARCH", "MIPS")
                .env("RUNNER_TEMP", self.path("temp"))
                .env("GITHUB_WORKSPACE", self.path("workspace"))
                .env("GITHUB_ACTION_PATH", self.path("action"))
                .env("GITHUB_OUTPUT", self.path("output"))
                .envs(env.iter().copied())
                .output()
                .unwrap()
        }

        fn output(&self) -> String {
            fs::read_to_string(self.path("output")).unwrap_or_default()
        }
    }

    /// By its full path, so that a test may empty the search path.
    fn bash() -> PathBuf {
        let folders = std::env::var_os("PATH").unwrap();
        std::env::split_paths(&folders)
            .map(|folder| folder.join("bash"))
            .find(|path| path.is_file())
            .expect("bash is installed")
    }

    fn stdout(output: &Output) -> String {
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    #[test]
    fn the_script_is_sound_shell() {
        let script = Path::new(ROOT).join("action/install.sh");
        let output = Command::new("bash").arg("-n").arg(script).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    #[test]
    fn a_given_binary_is_taken() {
        let runner = Runner::new();
        runner.program("workspace/tool", "#!/bin/sh\n");
        let expected = format!("binary={}\n", runner.path("workspace/tool").display());
        let output = runner.install(&[("INPUT_BINARY", "tool")]);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(runner.output(), expected);
    }

    #[test]
    fn a_given_binary_must_be_a_program() {
        let runner = Runner::new().with_cargo(0);
        fs::write(runner.path("workspace/plain"), "x").unwrap();
        for (input, reason) in [
            ("plain", "not executable"),
            ("a%\n::b", "not a file"),
            ("..", "not a file"),
        ] {
            let output = runner.install(&[("INPUT_BINARY", input)]);
            assert!(!output.status.success());
            let said = stdout(&output);
            assert!(
                said.starts_with("::error title=") && said.contains(reason),
                "{said}"
            );
            assert_eq!(said.lines().count(), 1, "{said}");
        }
        assert_eq!(runner.output(), "");
    }

    #[test]
    fn the_build_sees_neither_the_workspace_nor_a_token() {
        let runner = Runner::new().with_cargo(0);
        fs::create_dir(runner.path("workspace/.cargo")).unwrap();
        let hidden = [
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
            "RUSTC",
            "RUSTC_WRAPPER",
            "RUSTC_WORKSPACE_WRAPPER",
            "CARGO_BUILD_TARGET",
            "CARGO_BUILD_RUSTC_WRAPPER",
            "CARGO_TARGET_DIR",
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER",
            "CARGO_PROFILE_RELEASE_LTO",
            "GITHUB_TOKEN",
            "GH_TOKEN",
            "ACTIONS_RUNTIME_TOKEN",
            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
        ];
        let home = runner.path("workspace/.cargo");
        let mut env: Vec<(&str, &str)> = hidden.iter().map(|name| (*name, "poison")).collect();
        env.push(("CARGO_HOME", home.to_str().unwrap()));
        env.push(("CARGO_NET_RETRY", "5"));
        let output = runner.install(&env);
        assert!(output.status.success(), "{output:?}");
        let seen = fs::read_to_string(runner.path("seen")).unwrap();
        let target = runner.path("temp/portfolio-check/target");
        let call = format!(
            "build --release --locked --bin portfolio-check --target-dir {}",
            target.display()
        );
        let mut lines = seen.lines();
        let folder = PathBuf::from(lines.next().unwrap());
        assert_eq!(
            folder.canonicalize().unwrap(),
            runner.path("action").canonicalize().unwrap()
        );
        assert_eq!(lines.next(), Some(call.as_str()));
        assert!(!seen.contains("poison"), "{seen}");
        assert!(!seen.contains("workspace/.cargo"), "{seen}");
        // The author's own network settings stay.
        assert!(seen.contains("CARGO_NET_RETRY=5"));
        let binary = target.join("release/portfolio-check");
        assert_eq!(runner.output(), format!("binary={}\n", binary.display()));
    }

    #[test]
    fn a_cargo_home_elsewhere_is_kept() {
        let runner = Runner::new().with_cargo(0);
        let home = runner.path("temp");
        let output = runner.install(&[("CARGO_HOME", home.to_str().unwrap())]);
        assert!(output.status.success(), "{output:?}");
        let seen = fs::read_to_string(runner.path("seen")).unwrap();
        assert!(
            seen.contains(&format!("CARGO_HOME={}\n", home.display())),
            "{seen}"
        );
    }

    #[test]
    fn failures_name_the_system() {
        let runner = Runner::new().with_cargo(101);
        let output = runner.install(&[]);
        assert!(!output.status.success());
        assert!(stdout(&output).contains("Plan9 MIPS"), "{output:?}");
        assert_eq!(runner.output(), "");
    }

    #[test]
    fn without_cargo_the_error_says_what_to_do() {
        let runner = Runner::new();
        let bin = runner.path("bin");
        let output = runner.install(&[("PATH", bin.to_str().unwrap())]);
        assert!(!output.status.success());
        let said = stdout(&output);
        assert!(
            said.contains("Plan9 MIPS") && said.contains("no cargo"),
            "{said}"
        );
    }
}
