//! A detector as written: what one kind of evidence looks like in source, text, names or manifests.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::pattern::Patterns;
use super::framework::{Framework, Slots};

/// The content of a `rules/detectors/<ecosystem>/<tool>.toml` file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DetectorFile {
    /// Languages all detectors of the file look at, unless they say otherwise.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Dependencies of which one must be declared in the repository (`npm:server`, `pypi:server`,
    /// `maven:org.x:*`), or imported where the detector looks. Empty: always on.
    #[serde(default)]
    pub requires: Patterns,
    pub framework: Option<Framework>,
    #[serde(default)]
    pub detector: Vec<Detector>,
    /// Examples for the framework's routes.
    #[serde(default)]
    pub example: Vec<RouteExample>,
}

/// Exactly one of `call`, `class`, `function`, `assignment`, `reference`, `literal`, `comparison`,
/// `returned`, `construct`, `comment`, `import`, `text`, `file`, `dependency`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Detector {
    pub name: String,
    /// The kind of fact.
    pub fact: String,
    /// Attributes; `$name` takes a named group of an expression or what the matcher offers
    /// (`$callee`, `$text`, `$target`, `$module`, `$file`, `$dependency`; `$followed` is the text of a
    /// call's first argument with the names in it followed, `$followed-1` of its second; `{}` for what
    /// stays unknown; `$asked` is the name that `asked` finds; `$around` is the first text or name that
    /// the outermost call in `within.call` is given). Several stand behind each other: `$around#$text`.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    pub languages: Option<Vec<String>>,
    pub requires: Option<Patterns>,
    /// Only in files whose path matches (globs); default all.
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub not_files: Vec<String>,
    /// Roles of files it looks at; default `["source"]`.
    pub roles: Option<Vec<String>>,
    /// The file must have a line that matches one of these (comments included). Decides for the
    /// whole file, also for `file` detectors: a manifest of the right kind, a real Dockerfile.
    #[serde(default)]
    pub holds: Patterns,
    /// The file must not have a line that matches any of these: untouched templates, dumps.
    #[serde(default)]
    pub lacks: Patterns,
    /// What must be around the match.
    pub within: Option<Within>,
    /// At most so many facts per file (evidence needs no flood).
    pub limit: Option<usize>,

    /// The route that a call's argument names.
    pub asked: Option<Asked>,
    pub call: Option<CallMatch>,
    pub class: Option<ClassMatch>,
    pub function: Option<FunctionMatch>,
    pub assignment: Option<AssignmentMatch>,
    /// A member chain that is read, as dotted text: `process.env.*`.
    pub reference: Option<Patterns>,
    /// A string's text (joined parts show as `{}`).
    pub literal: Option<LiteralMatch>,
    pub comparison: Option<ComparisonMatch>,
    /// One of several values that a function gives back: `return body, 404`.
    pub returned: Option<ReturnMatch>,
    /// `catch`, `throw`, `error-check`, `await`, `async-function`, `spawn`, `assert`.
    pub construct: Option<Patterns>,
    /// A comment's text. Only for annotations that live in doc blocks.
    pub comment: Option<Patterns>,
    /// An imported module, canonical as in `from`.
    pub import: Option<Patterns>,
    /// A line of a text file (needs `files`).
    pub text: Option<TextMatch>,
    /// The file itself: it exists, is not empty, and its path matches `files`.
    #[serde(default)]
    pub file: bool,
    /// A declared dependency.
    pub dependency: Option<Patterns>,

    /// Proof, both ways: at least one example with and one without a match.
    #[serde(default)]
    pub example: Vec<Example>,
}

/// A call, construction or annotation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CallMatch {
    /// The callee's last name; `!` patterns and expressions allowed.
    #[serde(default)]
    pub name: Patterns,
    /// Where the callee, its receiver or the receiver's type comes from: modules, or modules with a
    /// member (`org.x.Encoder`, `example.org/x/crypto`). Followed through imports, variables,
    /// declared types and files of the repository. `::` and `\` are written `.`.
    #[serde(default)]
    pub from: Patterns,
    /// The receiver as written, dotted (`Route`, `self.hasher`); calls in it end in `()`.
    #[serde(default)]
    pub on: Patterns,
    /// `call`, `new`, `annotation`; default any.
    #[serde(default)]
    pub kind: Patterns,
    #[serde(default)]
    pub argument: Vec<ArgumentMatch>,
    /// A type argument.
    #[serde(default)]
    pub types: Patterns,
    /// True: has no receiver. False: has one.
    pub bare: Option<bool>,
    /// Number of arguments.
    pub arguments: Option<Patterns>,
}

/// A route that is asked for by its name: the argument is a call that turns a name into a path, or
/// something that leads to one (a variable, a field, a function that returns it).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Asked {
    /// Position of the argument.
    #[serde(default)]
    pub at: usize,
    /// The last name of such a call; a group `name` in it is the name asked for.
    pub call: Patterns,
    /// Where in the call the name stands; default its first argument.
    pub name: Option<Slots>,
    /// Without such a call there is no fact.
    #[serde(default)]
    pub required: bool,
}

/// One argument; all that is said must hold. Without a place, any argument may fit.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ArgumentMatch {
    /// Position among the unnamed arguments.
    pub at: Option<usize>,
    /// Keyword, or key of an object given as an argument without a keyword.
    pub name: Option<String>,
    /// Its text (strings; joined parts show as `{}`), number, or dotted name.
    pub value: Option<Patterns>,
    /// `text`, `join`, `number`, `bool`, `name`, `call`, `function`, `list`, `map`.
    pub form: Option<Patterns>,
    /// A key of the object given here.
    pub key: Option<Patterns>,
    /// A key anywhere in the objects and lists given here; `value` and `form` then speak of what
    /// stands at it.
    pub inside: Option<Patterns>,
    /// The text of what is put together here, or over several statements: names are followed through
    /// the assignments of the same file that can be seen from here, those that append too; what stays
    /// unknown shows as `{name}` or `{callee()}`. A name whose one assignment says all is none.
    pub assembled: Option<Patterns>,
    /// It must not be there.
    #[serde(default)]
    pub absent: bool,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClassMatch {
    #[serde(default)]
    pub name: Patterns,
    /// A base as written (last name), followed through the repository's own classes.
    #[serde(default)]
    pub base: Patterns,
    /// Where that base comes from, as in `call.from`.
    #[serde(default)]
    pub from: Patterns,
    #[serde(default)]
    pub annotation: Patterns,
    /// A method of this name.
    #[serde(default)]
    pub method: Patterns,
    /// A field of this name.
    #[serde(default)]
    pub field: Patterns,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FunctionMatch {
    #[serde(default)]
    pub name: Patterns,
    #[serde(default)]
    pub annotation: Patterns,
    /// A parameter's type as written.
    #[serde(default)]
    pub typed: Patterns,
    /// A parameter's name.
    #[serde(default)]
    pub parameter: Patterns,
    /// An annotation on a parameter.
    #[serde(default)]
    pub parameter_annotation: Patterns,
    /// The names of all its parameters in their order: `error,request,response,next`.
    #[serde(default)]
    pub signature: Patterns,
    /// Number of parameters.
    pub parameters: Option<Patterns>,
    pub is_async: Option<bool>,
    /// Standing directly in a class, or not.
    pub method: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AssignmentMatch {
    /// The target, dotted.
    #[serde(default)]
    pub target: Patterns,
    /// The value's text, number or dotted name, or the dotted callee with `()` of a call.
    #[serde(default)]
    pub value: Patterns,
    #[serde(default)]
    pub typed: Patterns,
    #[serde(default)]
    pub annotation: Patterns,
    /// `variable`, `field`, `augmented`.
    #[serde(default)]
    pub kind: Patterns,
    /// Where the called value comes from, as in `call.from`.
    #[serde(default)]
    pub from: Patterns,
    /// `text`, `join`, `number`, `bool`, `name`, `call`, `function`, `list`, `map`.
    #[serde(default)]
    pub form: Patterns,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LiteralMatch {
    pub text: Patterns,
    /// True: only strings put together from parts. False: only plain ones.
    pub joined: Option<bool>,
    /// A joined part, as dotted name.
    #[serde(default)]
    pub part: Patterns,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ComparisonMatch {
    /// One side, as text or dotted name.
    pub one: Patterns,
    /// The other side.
    #[serde(default)]
    pub other: Patterns,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReturnMatch {
    /// Which of the values, from 0.
    pub at: usize,
    /// Its text, number or dotted name.
    pub value: Patterns,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextMatch {
    /// A line must match one of these.
    pub line: Patterns,
    /// And none of these.
    #[serde(default)]
    pub not_line: Patterns,
    /// Lines that start so (after blanks) are comments and are passed over: `#`, `//`, `--`.
    #[serde(default)]
    pub comments: Vec<String>,
    /// The match must not show in the report: only its place does.
    #[serde(default)]
    pub secret: bool,
}

/// What encloses a match.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Within {
    /// A base of the class around it.
    #[serde(default)]
    pub class_base: Patterns,
    #[serde(default)]
    pub class_annotation: Patterns,
    #[serde(default)]
    pub class_name: Patterns,
    /// The name of a function around it.
    #[serde(default)]
    pub function: Patterns,
    #[serde(default)]
    pub function_annotation: Patterns,
    /// A parameter of a function around it.
    #[serde(default)]
    pub parameter: Patterns,
    /// A call one of whose arguments is the closure around it.
    #[serde(default)]
    pub call: Patterns,
    /// A function around it (or the file, at its top) makes a call whose dotted callee matches.
    #[serde(default)]
    pub calls: Patterns,
    /// And none whose dotted callee matches one of these.
    #[serde(default)]
    pub not_calls: Patterns,
    /// True: at the top of the file. False: inside a function.
    pub top: Option<bool>,
}

/// A text, and the lines on which the detector must find something in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// Decides language and role.
    pub path: String,
    pub text: String,
    /// Lines of the facts; empty: a counter-example.
    #[serde(default)]
    pub expect: Vec<u32>,
    /// Attributes that the first fact must have.
    #[serde(default)]
    pub attributes: BTreeMap<String, String>,
    /// Declared dependencies; default: whatever `requires` asks for.
    pub dependencies: Option<Vec<String>>,
}

/// Files, and the routes the framework must find in them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RouteExample {
    pub name: String,
    /// Path to text.
    pub files: BTreeMap<String, String>,
    /// `METHOD /path`, with ` guarded` behind it where a guard is expected, then ` tested` where a
    /// request of a test in `files` reaches it; empty: a counter-example.
    #[serde(default)]
    pub routes: Vec<String>,
    pub dependencies: Option<Vec<String>>,
}
