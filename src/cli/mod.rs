//! The command line: arguments in, text and exit codes out. It reads top to bottom like the way of
//! the data and holds no logic of its own.

#[cfg(feature = "github")]
mod action;
mod arguments;
mod calibrate;
mod error;
mod init;
mod own;
mod pipeline;
mod terminal;
mod threshold;
mod write;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::detect::Guarded;
use crate::proof::{self, Census};
use crate::render::markdown::Target;
use crate::render::{self, escape};
use crate::{rules, settings};
use arguments::{Arguments, Check, Command, Format, Rules, Scan, Test};
use error::{Error, Shown};
use pipeline::{Compared, Knowledge};

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            // Nobody can be told when even this fails.
            let _ = writeln!(std::io::stderr(), "{}", Shown(&error));
            ExitCode::from(error.code())
        }
    }
}

fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    // Needs no rules, so broken ones do not keep it from working.
    if let Some(Command::Init(init)) = &arguments.command {
        return init::run(init);
    }
    let knowledge = pipeline::knowledge(arguments.rules.as_deref())?;
    match &arguments.command {
        None => check(&arguments.check, &knowledge),
        Some(Command::Check(check)) => self::check(check, &knowledge),
        Some(Command::Routes(scan)) => routes(scan, &knowledge),
        Some(Command::Facts { scan, kind }) => facts(scan, kind.as_deref(), &knowledge),
        Some(Command::Init(init)) => init::run(init),
        Some(Command::Calibrate(arguments)) => calibrate::run(arguments, &knowledge),
        Some(Command::Rules(Rules::Test(arguments))) => test(arguments, &knowledge),
        Some(Command::Rules(Rules::Roadmaps)) => Ok(roadmaps(&knowledge)),
        Some(Command::Rules(Rules::Lines { files })) => lines(files),
        #[cfg(feature = "github")]
        Some(Command::Action) => action::run(&|name| std::env::var(name).ok(), &knowledge),
    }
}

fn check(arguments: &Check, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let named = arguments.roadmap.as_deref();
    if let Some(id) = named {
        arguments
            .thresholds()
            .check(pipeline::roadmap(knowledge, id)?)?;
    }
    let base = arguments.base.as_deref();
    let Compared {
        report,
        settings: own,
    } = pipeline::compare(&arguments.scan, base, knowledge, named, settings::strictly)?;
    let roadmap = pipeline::roadmap(knowledge, &report.roadmap.id)?;
    let thresholds = arguments.thresholds().or(&own.thresholds);
    thresholds.check(roadmap)?;
    let page = arguments.page.as_deref();
    let text = match arguments.format {
        Format::Text => render::text::text(&report, terminal::style(arguments.output.is_some())),
        Format::Markdown => render::markdown::markdown(
            &report,
            &Target {
                page: arguments.page.clone(),
                budget: render::markdown::SUMMARY,
                whole: true,
                ..Target::default()
            },
        ),
        Format::Json => render::json::json(&report),
        Format::Html => render::html::html(&report, page),
        Format::Sarif => render::sarif::sarif(&report, page),
        Format::Badge => render::badge::badge(&report),
        Format::Shields => render::badge::shields(&report),
    };
    if let Some(folder) = &arguments.report_dir {
        write::set(folder, &render::files(&report, page))?;
    }
    match &arguments.output {
        Some(file) => write::whole(file, &text)?,
        None => write::out(&text),
    }
    let held = thresholds.held(&report, roadmap);
    let failures = held.failures.iter().map(|failure| failure.sentence.clone());
    let notes = held.notes.iter().map(|note| format!("note: {note}"));
    for line in failures.chain(notes) {
        // Nobody can be told when even this fails.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    Ok(ExitCode::from(u8::from(!held.failures.is_empty())))
}

fn routes(scan: &Scan, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let survey = pipeline::survey(scan, knowledge)?.survey;
    let mut text = String::new();
    for route in &survey.routes {
        let guarded = match route.guarded {
            Guarded::Yes => "guarded",
            Guarded::No => "open",
            Guarded::Unknown => "unclear",
        };
        let tested = if route.tested { "tested" } else { "untested" };
        let place = escape::terminal(&format!("{}:{}", route.location.path, route.location.line));
        let path = escape::terminal(&route.path);
        text.push_str(&format!(
            "{:7} {path:50} {place:40} {guarded:8} {tested}\n",
            route.method
        ));
    }
    write::out(&text);
    Ok(ExitCode::SUCCESS)
}

fn facts(scan: &Scan, kind: Option<&str>, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let survey = pipeline::survey(scan, knowledge)?.survey;
    let mut text = String::new();
    for fact in &survey.facts {
        if kind.is_none_or(|kind| kind == fact.kind.name()) {
            let attributes: Vec<String> = fact
                .attributes
                .iter()
                .map(|(name, value)| format!("{name}={value:?}"))
                .collect();
            text.push_str(&format!(
                "{} {}:{} {} [{}]\n",
                fact.kind,
                escape::terminal(&fact.location.path),
                fact.location.line,
                attributes.join(" "),
                fact.detector
            ));
        }
    }
    for spot in &survey.blind_spots {
        let path = escape::terminal(&spot.path);
        text.push_str(&format!(
            "blind-spot {path}:{} {}\n",
            spot.line, spot.reason
        ));
    }
    write::out(&text);
    Ok(ExitCode::SUCCESS)
}

fn test(arguments: &Test, knowledge: &Knowledge) -> Result<ExitCode, Error> {
    let read = |path: &PathBuf| pipeline::folder(path, &knowledge.roles);
    let whole = arguments
        .over
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    let only = arguments.only.as_deref();
    let findings = proof::run(&knowledge.rules, &knowledge.roles, only, &whole);
    write::out(&proof::sheet(&findings));
    let warnings = findings.census.as_ref().map_or(0, Census::warnings);
    let fails = !findings.failures.is_empty() || arguments.strict && warnings > 0;
    Ok(ExitCode::from(u8::from(fails)))
}

fn lines(files: &[PathBuf]) -> Result<ExitCode, Error> {
    let mut texts = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::Usage(
                format!("{} cannot be read: {error}", path.display()),
                Some("name text files that the generator wrote".to_owned()),
            )
        })?;
        texts.push(text);
    }
    write::out(&rules::digests(texts.iter().map(String::as_str)));
    Ok(ExitCode::SUCCESS)
}

fn roadmaps(knowledge: &Knowledge) -> ExitCode {
    let mut text = String::new();
    for roadmap in &knowledge.rules.roadmaps {
        text.push_str(&format!(
            "{:20} {} ({} stages)\n",
            roadmap.id,
            roadmap.title,
            roadmap.stage.len()
        ));
    }
    write::out(&text);
    ExitCode::SUCCESS
}
