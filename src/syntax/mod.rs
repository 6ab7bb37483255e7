//! Source text to [`Outline`]: one small file per language, one walk for all.
//!
//! Nothing outside this module sees a parser's type, so that a grammar can be exchanged language by
//! language. It knows languages, never frameworks; it never reads a file.

mod documentation;
mod escapes;
mod outline;
mod tree;
mod walk;

mod csharp;
mod go;
mod java;
mod javascript;
mod kotlin;
mod php;
mod python;
mod ruby;
mod rust;
#[cfg(test)]
mod sketch;
mod yaml;

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

pub use outline::*;

/// A language whose sources become outlines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    CSharp,
    Go,
    Java,
    JavaScript,
    Kotlin,
    Php,
    Python,
    Ruby,
    Rust,
    Tsx,
    TypeScript,
    Yaml,
}

/// Why a file has no outline, or only a part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unparsed {
    /// Larger than [`Limits::bytes`].
    TooLarge,
    /// Has a line longer than [`Limits::line`] bytes: minified or generated.
    LongLine,
    /// The parser ran out of time.
    TookTooLong,
}

/// What one parse may cost.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub bytes: usize,
    pub line: usize,
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            bytes: 512 * 1024,
            line: 5_000,
            time: Duration::from_millis(500),
        }
    }
}

impl Language {
    pub const ALL: [Language; 12] = [
        Language::CSharp,
        Language::Go,
        Language::Java,
        Language::JavaScript,
        Language::Kotlin,
        Language::Php,
        Language::Python,
        Language::Ruby,
        Language::Rust,
        Language::Tsx,
        Language::TypeScript,
        Language::Yaml,
    ];

    /// The language with this id, as rules write it.
    pub fn from_id(id: &str) -> Option<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.id() == id)
    }

    /// The id that rules and reports use.
    pub fn id(self) -> &'static str {
        match self {
            Language::CSharp => "csharp",
            Language::Go => "go",
            Language::Java => "java",
            Language::JavaScript => "javascript",
            Language::Kotlin => "kotlin",
            Language::Php => "php",
            Language::Python => "python",
            Language::Ruby => "ruby",
            Language::Rust => "rust",
            Language::Tsx => "tsx",
            Language::TypeScript => "typescript",
            Language::Yaml => "yaml",
        }
    }

    /// Whether programs are written in it; the others hold data, and are read only where a rule asks
    /// for it.
    pub fn holds_code(self) -> bool {
        self != Language::Yaml
    }

    /// The text with what the grammar is known to read wrongly written otherwise, at the same places.
    fn reworded(self, source: &[u8]) -> Option<Vec<u8>> {
        match self {
            Language::Kotlin => kotlin::with_calls_apart(source),
            _ => None,
        }
    }

    /// The grammar that reads it; none for what has a parser of its own.
    fn grammar(self) -> Option<(tree_sitter::Language, Box<dyn walk::Grammar>)> {
        let grammar: (tree_sitter::Language, Box<dyn walk::Grammar>) = match self {
            Language::Yaml => return None,
            Language::CSharp => (
                tree_sitter_c_sharp::LANGUAGE.into(),
                Box::new(csharp::CSharp::default()),
            ),
            Language::Go => (tree_sitter_go::LANGUAGE.into(), Box::new(go::Go::default())),
            Language::Java => (
                tree_sitter_java::LANGUAGE.into(),
                Box::new(java::Java::default()),
            ),
            Language::JavaScript => (
                tree_sitter_javascript::LANGUAGE.into(),
                Box::new(javascript::JavaScript::default()),
            ),
            Language::Kotlin => (
                tree_sitter_kotlin_ng::LANGUAGE.into(),
                Box::new(kotlin::Kotlin::default()),
            ),
            Language::Php => (
                tree_sitter_php::LANGUAGE_PHP.into(),
                Box::new(php::Php::default()),
            ),
            Language::Python => (
                tree_sitter_python::LANGUAGE.into(),
                Box::new(python::Python::default()),
            ),
            Language::Ruby => (
                tree_sitter_ruby::LANGUAGE.into(),
                Box::new(ruby::Ruby::default()),
            ),
            Language::Rust => (
                tree_sitter_rust::LANGUAGE.into(),
                Box::new(rust::Rust::default()),
            ),
            Language::Tsx => (
                tree_sitter_typescript::LANGUAGE_TSX.into(),
                Box::new(javascript::JavaScript::default()),
            ),
            Language::TypeScript => (
                tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(),
                Box::new(javascript::JavaScript::default()),
            ),
        };
        Some(grammar)
    }
}

/// The outline of a source text.
///
/// # Errors
/// When the text is over a limit, or the parser's time ran out.
pub fn outline(language: Language, source: &[u8], limits: Limits) -> Result<Outline, Unparsed> {
    if source.len() > limits.bytes {
        return Err(Unparsed::TooLarge);
    }
    if source
        .split(|&byte| byte == b'\n')
        .any(|line| line.len() > limits.line)
    {
        return Err(Unparsed::LongLine);
    }
    let Some((parser_language, mut grammar)) = language.grammar() else {
        return yaml::outline(source, limits.time);
    };
    let mut source = with_last_line_ended(source);
    let parse = |source: &[u8]| match source.len() {
        0..=SHALLOW => parse(&parser_language, source, limits.time),
        _ => parse_on_deep_stack(&parser_language, source, limits.time),
    };
    let mut tree = parse(&source)?;
    // What the grammar stumbles over, in words that it knows.
    if tree.root_node().has_error()
        && let Some(reworded) = language.reworded(&source)
        && let Ok(better) = parse(&reworded)
        && tree::unread(&better) < tree::unread(&tree)
    {
        tree = better;
        source = Cow::Owned(reworded);
    }
    Ok(walk::walk(&tree, &source, grammar.as_mut()))
}

/// A line break ends a statement, and some grammars lose the last one where the text just stops.
fn with_last_line_ended(source: &[u8]) -> Cow<'_, [u8]> {
    match source.last() {
        None | Some(b'\n') => Cow::Borrowed(source),
        Some(_) => Cow::Owned([source, b"\n"].concat()),
    }
}

/// The parser releases its own stack by recursion where a source is ambiguous, up to one frame of
/// about a hundred bytes for every few bytes of source. Up to this size any thread has room.
const SHALLOW: usize = 8 * 1024;
/// Room for a hundred and more bytes of stack for each byte that [`Limits::default`] lets in. Only
/// what is used of it costs memory.
const DEEP_STACK: usize = 64 * 1024 * 1024;

fn parse_on_deep_stack(
    language: &tree_sitter::Language,
    source: &[u8],
    time: Duration,
) -> Result<tree_sitter::Tree, Unparsed> {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(DEEP_STACK)
            .spawn_scoped(scope, || parse(language, source, time))
            .ok()
            .and_then(|thread| thread.join().ok())
            .unwrap_or(Err(Unparsed::TookTooLong))
    })
}

fn parse(
    language: &tree_sitter::Language,
    source: &[u8],
    time: Duration,
) -> Result<tree_sitter::Tree, Unparsed> {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(language)
        .map_err(|_| Unparsed::TookTooLong)?;
    let deadline = Instant::now() + time;
    let mut progress = |_: &tree_sitter::ParseState| {
        if Instant::now() > deadline {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut progress);
    parser
        .parse_with_options(
            &mut |offset, _| source.get(offset..).unwrap_or_default(),
            None,
            Some(options),
        )
        .ok_or(Unparsed::TookTooLong)
}
