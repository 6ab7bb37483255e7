//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::threshold::{Regression, Thresholds};

/// Looks for evidence of backend skills in a Git repository and reports what is there, at
/// path:line, and what to do next.
///
/// `portfolio-check PATH` is short for `portfolio-check check PATH`.
#[derive(Debug, Parser)]
#[command(
    name = "portfolio-check",
    version,
    after_help = "Exit codes: 0 done, 1 a threshold is missed or a rule fails its test, 2 usage or rules wrong, \
                  3 repository unreadable, \
                  4 could not publish."
)]
pub struct Arguments {
    /// Take the rules from this folder instead of the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    pub rules: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub check: Check,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Scan a repository and print a readiness report.
    Check(Check),
    /// Print the HTTP routes: method, path, place, guarded, tested.
    Routes(Scan),
    /// Print every fact with the detector that found it, and what could not be read.
    Facts {
        #[command(flatten)]
        scan: Scan,
        /// Only facts of this kind.
        #[arg(long)]
        kind: Option<String>,
    },
    /// Write the workflow file that runs this program on each pull request.
    Init(Init),
    /// Hold reports against repositories that people labelled, and write a page about it.
    Calibrate(Calibrate),
    /// Work on rules.
    #[command(subcommand)]
    Rules(Rules),
    /// Scan the checked-out repository of a GitHub Actions run and publish the report.
    #[cfg(feature = "github")]
    Action,
}

#[derive(Debug, Clone, Args)]
pub struct Scan {
    /// A Git repository, or a folder inside one.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Read this commit, branch or tag from Git instead of the work tree.
    #[arg(long, value_name = "REV")]
    pub rev: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Check {
    #[command(flatten)]
    pub scan: Scan,
    /// The roadmap to hold the repository against [default: that of the settings file, or
    /// backend-2026].
    #[arg(long, value_name = "ID")]
    pub roadmap: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the report to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Also write the report in every format into this folder.
    #[arg(long, value_name = "DIR")]
    pub report_dir: Option<PathBuf>,
    /// The repository's page, such as https://github.com/OWNER/NAME: places become links to it.
    #[arg(long, value_name = "URL", value_parser = web_address)]
    pub page: Option<String>,
    /// Also say what changed since this commit, branch or tag: since the last commit that it shares
    /// with what is scanned (their merge base). `--base HEAD` shows what is not committed yet.
    #[arg(long, value_name = "REV")]
    pub base: Option<String>,
    /// Exit with 1 when the score is below this.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub fail_under: Option<u32>,
    /// Exit with 1 when the level is below this one of the roadmap.
    #[arg(long, value_name = "ID")]
    pub min_level: Option<String>,
    /// Exit with 1 when a criterion changed so since the base; several with commas.
    #[arg(
        long,
        value_name = "CHANGE",
        value_enum,
        value_delimiter = ',',
        requires = "base"
    )]
    pub fail_on: Vec<Regression>,
}

impl Check {
    /// What the report must hold.
    pub fn thresholds(&self) -> Thresholds {
        Thresholds {
            fail_under: self.fail_under,
            min_level: self.min_level.clone(),
            fail_on: self.fail_on.clone(),
        }
    }
}

#[derive(Debug, Clone, Args)]
pub struct Init {
    /// The folder of the backend: the root of a Git repository, or a folder inside one.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Write the pair of workflows that can also comment on pull requests from forks.
    #[arg(long)]
    pub forks: bool,
    /// Write a commented settings file, portfolio-check.toml, as well.
    #[arg(long)]
    pub settings: bool,
    /// Replace files that are there already.
    #[arg(long)]
    pub force: bool,
    /// Where the action is published, as in a step's `uses:`.
    #[arg(long, value_name = "OWNER/NAME@REF")]
    pub uses: Option<String>,
}

#[derive(Debug, Clone, Args)]
pub struct Calibrate {
    /// A folder of label files (`*.json`), or one that holds them in `corpus/`.
    pub labels: PathBuf,
    /// The labelled repositories: `owner+name`, `owner+name/repo` or `owner/name`, bare or not.
    /// Default: the folder `repositories` beside the label files.
    #[arg(long, value_name = "DIR")]
    pub mirror: Option<PathBuf>,
    /// Write the page to this file instead of the terminal.
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The date on the page; default: the day of the newest commit that was scanned.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: Option<String>,
    /// A sentence about the corpus, for the page: who labelled it, whether the rules were written with it at hand.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub note: String,
    /// The roadmap that gives the score.
    #[arg(long, value_name = "ID", default_value = "backend-2026")]
    pub roadmap: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For the terminal.
    Text,
    /// For a job summary or a comment.
    Markdown,
    /// The whole report, schema 1.
    Json,
    /// One page for the browser, without scripts or network.
    Html,
    /// SARIF 2.1.0 for code scanning: what should not be there, by line.
    Sarif,
    /// The score as an SVG picture.
    Badge,
    /// The score as the JSON of a shields.io endpoint.
    Shields,
}

fn web_address(text: &str) -> Result<String, String> {
    match text.starts_with("https://") || text.starts_with("http://") {
        true => Ok(text.to_owned()),
        false => Err("a page starts with https:// or http://".to_owned()),
    }
}

#[derive(Debug, Clone, Args)]
pub struct Test {
    /// Only rules whose name contains this; without the census of all rules.
    pub only: Option<String>,
    /// Look at the files of this folder, too, as a repository of its own; may be given several times.
    #[arg(long, value_name = "PATH")]
    pub over: Vec<PathBuf>,
    /// Warnings fail the run as well.
    #[arg(long)]
    pub strict: bool,
}

#[derive(Debug, Subcommand)]
pub enum Rules {
    /// Run the examples of all rules and their mutations, and name rules that speak too often or never.
    Test(Test),
    /// List the roadmaps.
    Roadmaps,
    /// Print the digests of the lines of files that a generator made, for `lines` of a scaffold rule.
    Lines {
        /// The files, as the generator leaves them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}
