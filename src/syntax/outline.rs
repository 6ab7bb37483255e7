//! The outline: what the rest of the program knows of a source file.
//!
//! Language-neutral, plain data. Comments never appear as code, a string is only ever a value, and
//! nothing here names a framework. It refuses to be a syntax tree: only what a detector can ask
//! about is kept.
//!
//! Conventions every language follows, so that one rule can serve several languages:
//! - The object itself (`this`, `self`, `$this`, a Go method's receiver) is the name `self`; that of
//!   the closure of a call `f` around it is `self@f`, where a language can say so.
//! - A path is the dotted chain of names, whatever the separator was: `a.b`, `A::b`, `$a->b`,
//!   `a?.b` and `a["b"]` are all `["a", "b"]`. Sigils are dropped (`$x` is `x`).
//! - A member whose name is worked out and then called, `a[x](…)`, is a call of the name `[]` with
//!   `x` as its argument of that name.
//! - A string's value is its text without quotes and with common escapes resolved.
//! - Lines start at 1.

/// Index into [`Outline::scopes`]. Scope 0 is the file.
pub type ScopeId = usize;
/// Index into [`Outline::calls`].
pub type CallId = usize;
/// Index into [`Outline::definitions`].
pub type DefinitionId = usize;
/// Member name for each item of a list in turn: `for (x of xs)` assigns `x` the member `*` of `xs`.
pub const ELEMENT: &str = "*";
/// Behind a number, the member name for all items of a list from there on: `1..`.
pub const REST: &str = "..";
/// Member name for the keys and values of a map, as a list of pairs.
pub const ENTRIES: &str = "items()";
/// Member name for the values of a map, as a list.
pub const VALUES: &str = "values()";
/// A dotted chain of names.
pub type Path = Vec<String>;

/// Everything kept of one source file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    pub scopes: Vec<Scope>,
    pub imports: Vec<Import>,
    pub definitions: Vec<Definition>,
    /// Calls, constructions and annotations. Ids are stable, the order is not the source's.
    pub calls: Vec<Call>,
    pub assignments: Vec<Assignment>,
    pub exports: Vec<Export>,
    /// Every string in the code, wherever it stands (doc strings are not strings).
    pub literals: Vec<Literal>,
    /// Member chains that are read and not called: `process.env.PORT`, `$_SESSION["user"]`.
    pub references: Vec<Reference>,
    pub comparisons: Vec<Comparison>,
    /// Texts that stand in for names and calls that may be nothing: `process.env.X || "text"`.
    pub fallbacks: Vec<Fallback>,
    pub constructs: Vec<Construct>,
    /// What `return` gives back, with its place, in languages where more than one value may stand
    /// there.
    pub returned: Vec<Literal>,
    pub comments: Vec<Comment>,
    /// Lines the grammar could not make sense of.
    pub broken: Vec<Lines>,
    /// Regions that are compiled for tests alone, in languages that keep tests beside the code.
    pub tests: Vec<Lines>,
    /// Lines that hold code (not blank, not only a comment).
    pub code_lines: u32,
}

/// First and last line, both inclusive, from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lines {
    pub first: u32,
    pub last: u32,
}

/// A region in which names are looked up, and which lexically contains what is registered in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scope {
    pub parent: Option<ScopeId>,
    pub kind: ScopeKind,
    /// The class or function whose body this is.
    pub definition: Option<DefinitionId>,
    pub lines: Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScopeKind {
    File,
    Class,
    Function,
}

/// One import statement (or `require`, `use`, `include`) and the names it brings.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// As written, quotes removed: `./routes/users`, `..models`, `org.x.y`, `App\Models`.
    pub module: String,
    pub bindings: Vec<Binding>,
    pub scope: ScopeId,
    pub line: u32,
}

/// One name that an import makes known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Binding {
    /// The module itself: `import x`, `import * as x`, `const x = require("…")`, Go imports.
    /// Python's `import a.b` binds the dotted alias `a.b`.
    Whole { alias: String },
    /// The module's default export.
    Default { alias: String },
    /// One member. Java's `import a.b.C` is module `a.b`, name `C`; PHP's `use A\B as C` is module
    /// `A`, name `B`, alias `C`; Python's `from . import x` is module `.`, name `x`.
    Named { name: String, alias: String },
    /// All members: `from x import *`, `import a.b.*`, `export * from`.
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefinitionKind {
    /// A class, struct, record, trait, interface or enum.
    Class,
    /// A named function or method.
    Function,
    /// A function without a name of its own; the name stays empty.
    Closure,
}

/// A class, function, method or closure.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    pub kind: DefinitionKind,
    pub name: String,
    /// Base classes, interfaces, traits and mixins, embedded Go structs.
    pub bases: Vec<Value>,
    pub parameters: Vec<Parameter>,
    /// Decorators, annotations and attributes, as calls of kind [`CallKind::Annotation`].
    pub annotations: Vec<CallId>,
    /// Words in front of it (`public`, `static`), in languages where they say who may call it; a
    /// Ruby module is one of kind class with the word `module`.
    pub modifiers: Vec<String>,
    /// The type a method is declared on outside of the type's body (Go: `func (s *Server) X`), or what
    /// a class is declared in without standing there (Ruby: `class Outer::Inner`).
    pub owner: Option<String>,
    /// Declared result type as written, if any.
    pub result: Option<String>,
    /// What `return` gives back (also an arrow function's expression body).
    pub returns: Vec<Value>,
    pub is_async: bool,
    /// It is read like a field and not called: a getter.
    pub is_getter: bool,
    /// The scope of its body.
    pub body: ScopeId,
    /// The scope it stands in.
    pub scope: ScopeId,
    pub lines: Lines,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    pub name: String,
    /// Type as written, without leading `:` or spaces.
    pub typed: Option<String>,
    pub default: Option<Value>,
    pub annotations: Vec<CallId>,
    pub line: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CallKind {
    #[default]
    Call,
    /// `new X(…)`, Go's `X{…}` and `&X{…}`, PHP's `new X`.
    New,
    /// A decorator, annotation, attribute or Go struct tag, with or without arguments.
    Annotation,
}

/// A call, construction or annotation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Call {
    pub kind: CallKind,
    /// Last name of the callee: `get` in `app.get(…)`. Empty when the callee has no name.
    pub name: String,
    /// What it is called on: `app` in `app.get(…)`, the inner call in `x().get(…)`.
    /// None for a bare `get(…)`.
    pub receiver: Option<Value>,
    pub arguments: Vec<Argument>,
    /// Type arguments as written: `AddDbContext<AppDb>()`.
    pub types: Vec<String>,
    pub scope: ScopeId,
    pub lines: Lines,
    /// For an annotation on a class or function.
    pub decorates: Option<DefinitionId>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Keyword of a named argument; a Go composite literal's field; an annotation's element.
    pub name: Option<String>,
    pub value: Value,
    pub line: u32,
}

/// An expression, as far as a rule can use it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Text(String),
    Number(String),
    Bool(bool),
    Null,
    /// A name or member chain. A class used as a value is a name (`Foo::class`, `Foo.class`).
    Name(Path),
    /// A member of something that is not a plain chain: `require("./x").router`, `f().y`.
    Member(Box<Value>, String),
    /// Parts of a string in order, from templates, interpolation and `+`.
    Join(Vec<Value>),
    Call(CallId),
    /// A closure, function expression or class expression.
    Definition(DefinitionId),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
    /// Anything else.
    Opaque,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssignmentKind {
    Variable,
    /// A field or property in a class body, a struct's field.
    Field,
    /// `x += …`, `x = x + …`, `x[] = …`, Go's `x = append(x, …)` as written.
    Augmented,
    /// A constant that every file knows, wherever it is made.
    Constant,
}

/// `target = value`. A typed declaration without a value has [`Value::Opaque`].
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    pub kind: AssignmentKind,
    /// `const { a: b } = v` is target `["b"]` with value `Member(v, "a")`.
    pub target: Path,
    pub value: Value,
    pub typed: Option<String>,
    pub annotations: Vec<CallId>,
    pub scope: ScopeId,
    pub line: u32,
}

/// What a module hands out, in languages that say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The outward name; `default`; `module` for CommonJS `module.exports = …`; `*` with `from`.
    pub name: String,
    pub value: Value,
    /// For re-exports: the module the value (a [`Value::Name`] in that module) comes from.
    pub from: Option<String>,
    pub line: u32,
}

/// A string in the code: [`Value::Text`], or [`Value::Join`] when it is put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Literal {
    pub value: Value,
    pub scope: ScopeId,
    pub line: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    pub path: Path,
    pub scope: ScopeId,
    pub line: u32,
}

/// A value as the rest of the outline shows it, and the text that it is without one.
#[derive(Debug, Clone, PartialEq)]
pub struct Fallback {
    pub value: Value,
    pub text: String,
}

/// `left == right` in any spelling, and `switch`/`match` arms (the subject against each case).
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub left: Value,
    pub right: Value,
    /// False for `!=` and its kin.
    pub equal: bool,
    pub scope: ScopeId,
    pub line: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ConstructKind {
    /// A handler for errors: `catch`, `except`, `rescue`.
    Catch,
    /// `throw`, `raise`, `panic!`-free error returns are not it.
    Throw,
    /// Go's `if err != nil`, Rust's `?`: an error looked at as a value.
    ErrorCheck,
    /// `async` functions, `await`, `go f()`, channels, promises' `then` are calls and not here.
    Await,
    AsyncFunction,
    /// `go f()`.
    Spawn,
    /// `assert x`, as a statement of the language.
    Assert,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Construct {
    pub kind: ConstructKind,
    pub scope: ScopeId,
    pub line: u32,
}

/// A comment's text, for annotations kept in doc blocks and for secrets; never code.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub text: String,
    pub line: u32,
    /// The definition that follows a doc block directly, if any.
    pub documents: Option<DefinitionId>,
}

impl Value {
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_name(&self) -> Option<&[String]> {
        match self {
            Value::Name(path) => Some(path),
            _ => None,
        }
    }
}

impl Call {
    /// The callee as a chain of names, when it is one: `["app", "get"]`.
    pub fn path(&self) -> Option<Path> {
        let mut path = match &self.receiver {
            None => Path::new(),
            Some(Value::Name(path)) => path.clone(),
            Some(_) => return None,
        };
        path.push(self.name.clone());
        Some(path)
    }

    pub fn line(&self) -> u32 {
        self.lines.first
    }

    /// The argument with this keyword.
    pub fn named(&self, name: &str) -> Option<&Argument> {
        self.arguments
            .iter()
            .find(|argument| argument.name.as_deref() == Some(name))
    }

    /// The n-th argument without a keyword.
    pub fn positional(&self, index: usize) -> Option<&Argument> {
        self.arguments
            .iter()
            .filter(|argument| argument.name.is_none())
            .nth(index)
    }
}

impl Outline {
    /// Whether a line is in a region for tests alone.
    pub fn is_test_line(&self, line: u32) -> bool {
        self.tests
            .iter()
            .any(|region| (region.first..=region.last).contains(&line))
    }

    /// Scopes from `scope` outwards to the file.
    pub fn enclosing(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |&id| self.scopes.get(id)?.parent)
    }

    /// The innermost class around `scope`.
    pub fn class_of(&self, scope: ScopeId) -> Option<DefinitionId> {
        self.enclosing(scope)
            .find(|&id| {
                self.scopes
                    .get(id)
                    .is_some_and(|s| s.kind == ScopeKind::Class)
            })
            .and_then(|id| self.scopes[id].definition)
    }

    /// The class whose objects this function sets up when they are made.
    pub fn constructed_by(&self, definition: DefinitionId) -> Option<DefinitionId> {
        let function = self.definitions.get(definition)?;
        let around = self.scopes.get(function.scope)?;
        let is_constructor = matches!(
            function.name.as_str(),
            "constructor" | "__init__" | "__construct"
        );
        let in_class = is_constructor && around.kind == ScopeKind::Class;
        in_class.then_some(around.definition)?
    }
}
