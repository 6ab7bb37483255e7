//! The command line: reads top to bottom like the way of the data.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::detect::{self, Guarded, Survey};
use crate::repo::{self, Role, Roles};
use crate::rules::{self, Rules};

/// Looks for evidence of backend skills in a Git repository.
#[derive(Debug, Parser)]
#[command(name = "portfolio-check", version)]
struct Arguments {
    /// Rules from this folder instead of the built-in ones.
    #[arg(long, global = true, value_name = "DIR")]
    rules: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the routes: method, path, place, guarded, tested.
    Routes { #[arg(default_value = ".")] path: PathBuf },
    /// Print every fact with its detector.
    Facts { #[arg(default_value = ".")] path: PathBuf, kind: Option<String> },
    /// Work on rules.
    #[command(subcommand)]
    Rules(RulesCommand),
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    /// Run the examples of all rules.
    Test { only: Option<String> },
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(message) => {
            let _ = writeln!(std::io::stderr(), "error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, String> {
    let files = match &arguments.rules {
        Some(folder) => rules::source::folder(folder).map_err(|error| error.to_string())?,
        None => rules::source::embedded(),
    };
    let rules = rules::load(&files).map_err(|errors| errors.to_string())?;
    let roles = roles(&rules)?;
    let mut out = std::io::stdout().lock();
    match &arguments.command {
        Command::Routes { path } => {
            for route in look(path, &rules, &roles)?.routes {
                let guarded = match route.guarded { Guarded::Yes => "guarded", Guarded::No => "open", Guarded::Unknown => "unclear" };
                let _ = writeln!(out, "{:7} {:50} {:40} {guarded} {}", route.method, route.path, format!("{}:{}", route.location.path, route.location.line), route.tested);
            }
        }
        Command::Facts { path, kind } => {
            let survey = look(path, &rules, &roles)?;
            for fact in &survey.facts {
                if kind.as_deref().is_none_or(|kind| kind == fact.kind.name()) {
                    let _ = writeln!(out, "{} {}:{} {:?} [{}]", fact.kind, fact.location.path, fact.location.line, fact.attributes, fact.detector);
                }
            }
            for spot in &survey.blind_spots {
                let _ = writeln!(out, "blind {}:{} {}", spot.path, spot.line, spot.reason);
            }
        }
        Command::Rules(RulesCommand::Test { only }) => {
            let mut failed = 0;
            let mut count = 0;
            for proof in rules::proof::proofs(&rules) {
                if only.as_deref().is_some_and(|only| !proof.rule.contains(only)) { continue; }
                count += 1;
                if let Err(why) = detect::prove(&proof, &rules, &roles) {
                    failed += 1;
                    let _ = writeln!(out, "FAILED {}: {}\n{}", proof.rule, why, proof.files.first().map_or("", |f| f.1));
                }
            }
            let _ = writeln!(out, "{count} examples, {failed} failed");
            if failed > 0 { return Ok(ExitCode::from(2)); }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn look(path: &Path, rules: &Rules, roles: &Roles) -> Result<Survey, String> {
    let snapshot = repo::open(path, &repo::Options::default(), roles).map_err(|error| error.to_string())?;
    Ok(detect::survey(&snapshot, rules, roles, &detect::Options::default()))
}

fn roles(rules: &Rules) -> Result<Roles, String> {
    let lists = rules.roles.iter().filter_map(|(name, globs)| {
        let role = [Role::Source, Role::Test, Role::Docs, Role::Example, Role::Vendored, Role::Generated, Role::Scaffold]
            .into_iter().find(|role| detect::role_name(*role) == name)?;
        Some((role, globs.clone()))
    }).collect();
    Roles::new(lists).map_err(|error| error.to_string())
}
