//! `action/install.sh`: the program comes from the workflow's author, from a release whose checksum
//! stands in the action's tree, or from the action's own source, and from nowhere else.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

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

/// A release for the runner `Plan9 MIPS`, with a `curl` that copies it from a folder instead.
const ASSET: &str = "portfolio-check-plan9-mips.tar.gz";
const FROM: &str = "https://example.test/ada/portfolio-check/releases/download/v1.2.3";

impl Runner {
    /// The action's tree at version `version`, and a release v1.2.3 that prints `1.2.3`.
    fn with_release(self, version: &str, program: &str) -> Self {
        fs::create_dir(self.path("action/action")).unwrap();
        let manifest = format!("[package]\nversion = \"{version}\"\n[dependencies]\n");
        fs::write(self.path("action/Cargo.toml"), manifest).unwrap();
        fs::create_dir(self.path("pack")).unwrap();
        self.program("pack/portfolio-check", program);
        let packed = Command::new("tar")
            .args(["-czf", ASSET, "-C", "pack", "portfolio-check"])
            .current_dir(self.dir.path())
            .status();
        assert!(packed.unwrap().success());
        self.checksum(&sha256(&self.path(ASSET)));
        self.program(
            "bin/curl",
            &format!(
                "#!/bin/sh\n{{ echo \"$@\"; env; }} >>'{seen}'\n\
                 while [ $# -gt 1 ]; do [ \"$1\" = --output ] && to=$2; shift; done\n\
                 cp '{asset}' \"$to\"\n",
                seen = self.path("fetched").display(),
                asset = self.path(ASSET).display(),
            ),
        );
        self
    }

    fn checksum(&self, sum: &str) {
        let text = format!("# A comment.\nfrom {FROM}\n{sum}  {ASSET}\n{sum}  other.tar.gz\n");
        fs::write(self.path("action/action/checksums.txt"), text).unwrap();
    }

    /// Whether cargo was asked to build.
    fn built(&self) -> bool {
        self.path("seen").exists()
    }
}

fn sha256(file: &Path) -> String {
    use sha2::{Digest, Sha256};

    let digest = Sha256::digest(fs::read(file).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_release_is_fetched_checked_and_taken() {
    let runner = Runner::new()
        .with_cargo(0)
        .with_release("1.2.3", "#!/bin/sh\necho 1.2.3\n");
    let output = runner.install(&[("GITHUB_TOKEN", "poison"), ("RUNNER_ARCH", "MIPS")]);
    assert!(output.status.success(), "{output:?}");
    let binary = runner.path("temp/portfolio-check/release/portfolio-check");
    assert_eq!(runner.output(), format!("binary={}\n", binary.display()));
    assert!(!runner.built());
    let fetched = fs::read_to_string(runner.path("fetched")).unwrap();
    let call = fetched.lines().next().unwrap();
    assert!(call.ends_with(&format!(" {FROM}/{ASSET}")), "{call}");
    // Neither a setting of the scanned repository nor plain HTTP, and no token.
    assert!(
        call.starts_with("--disable ") && call.contains("--proto =https"),
        "{call}"
    );
    assert!(!fetched.contains("poison"), "{fetched}");
    // A second step of the same job finds the folder in use and is not disturbed.
    fs::remove_file(runner.path("output")).unwrap();
    assert!(runner.install(&[]).status.success());
    assert_eq!(runner.output(), format!("binary={}\n", binary.display()));
}

#[test]
fn a_given_binary_comes_before_the_release() {
    let runner = Runner::new().with_release("1.2.3", "#!/bin/sh\n");
    runner.program("workspace/tool", "#!/bin/sh\n");
    runner.install(&[("INPUT_BINARY", "tool")]);
    assert!(!runner.path("fetched").exists());
    assert!(runner.output().ends_with("workspace/tool\n"));
}

#[test]
fn a_release_with_another_checksum_is_never_started() {
    let runner = Runner::new()
        .with_cargo(0)
        .with_release("1.2.3", "#!/bin/sh\ntouch started\n");
    runner.checksum(&"0".repeat(64));
    let output = runner.install(&[]);
    assert!(output.status.success(), "{output:?}");
    let said = stdout(&output);
    assert!(
        said.starts_with("::warning title=portfolio-check::https://example"),
        "{said}"
    );
    assert!(runner.built());
    assert!(!runner.path("temp/portfolio-check/release/started").exists());
}

#[test]
fn what_cannot_be_fetched_or_started_is_built() {
    for (program, curl, reason) in [
        (
            "#!/bin/sh\n",
            Some("#!/bin/sh\nexit 7\n"),
            "could not be fetched",
        ),
        (
            "#!/bin/sh\nexit 126\n",
            None,
            "does not start on this Plan9 MIPS",
        ),
    ] {
        let runner = Runner::new().with_cargo(0).with_release("1.2.3", program);
        if let Some(curl) = curl {
            runner.program("bin/curl", curl);
        }
        let output = runner.install(&[]);
        assert!(output.status.success(), "{output:?}");
        assert!(stdout(&output).contains(reason), "{output:?}");
        assert!(runner.built());
    }
}

#[test]
fn a_release_of_another_version_or_system_is_not_fetched() {
    let runner = Runner::new()
        .with_cargo(0)
        .with_release("1.2.4", "#!/bin/sh\n");
    assert!(runner.install(&[]).status.success());
    assert!(runner.built() && !runner.path("fetched").exists());

    let runner = Runner::new()
        .with_cargo(0)
        .with_release("1.2.3", "#!/bin/sh\n");
    assert!(runner.install(&[("RUNNER_ARCH", "ARM")]).status.success());
    assert!(runner.built() && !runner.path("fetched").exists());
}

#[test]
fn without_a_release_nothing_is_fetched() {
    // The tree as it is before the first release.
    let runner = Runner::new()
        .with_cargo(0)
        .with_release("1.2.3", "#!/bin/sh\n");
    for text in [
        "",
        "# Empty until the first release.\n",
        "from\n",
        &format!("from {FROM}"),
    ] {
        fs::write(runner.path("action/action/checksums.txt"), text).unwrap();
        assert!(runner.install(&[]).status.success());
        assert!(!runner.path("fetched").exists(), "{text:?}");
    }
    assert!(runner.built());
}

#[test]
fn the_committed_checksums_are_for_this_projects_own_files() {
    let text = fs::read_to_string(Path::new(ROOT).join("action/checksums.txt")).unwrap();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let (first, second) = line.split_once(' ').unwrap();
        let second = second.trim_start();
        let is_sum = first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_hexdigit());
        let known = match first {
            "from" => second.starts_with("https://") && second.contains("/releases/download/v"),
            _ => is_sum && second.starts_with("portfolio-check-") && second.ends_with(".tar.gz"),
        };
        assert!(known, "{line}");
    }
}
