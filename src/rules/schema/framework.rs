//! A web framework as written: how routers come to be, how they are mounted, and how routes hang
//! on them. The router graph (`detect::routes`) is general; this is all that it is told.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::super::pattern::Patterns;
use super::detector::{ArgumentMatch, CallMatch, ClassMatch};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Framework {
    pub id: String,
    pub title: String,
    /// How paths mark parameters: `colon` (`:id`, `*rest`), `angle` (`<int:id>`), `brace` (`{id}`),
    /// `regex` (`(?P<id>\d+)`), `placeholder` (`(:num)`), `bracket` (`[id]`), `template` (`{/id}`, `{+rest}`, `{?page}`); `optional` leaves out
    /// what stands in round brackets, `query` what stands behind a `?`.
    #[serde(default)]
    pub path_style: Vec<String>,
    /// HTTP methods by the name of a verb where upper-casing it does not do: `del = "DELETE"`,
    /// `all = "ANY"`, `get_mapping = "GET"`.
    #[serde(default)]
    pub methods: BTreeMap<String, String>,
    /// Routes are joined with `/` between prefix and path when neither has one (true), or exactly
    /// as written (false: `path` + `path`).
    #[serde(default = "yes")]
    pub join_slash: bool,
    /// Its routes count, but they are no sign of a framework: the language's own server, a routing
    /// library, a router that the repository wrote itself.
    #[serde(default)]
    pub plain: bool,
    /// Functions that hand back the object they are given, as `module.name`: a route that is
    /// described in one place and registered in another.
    #[serde(default)]
    pub describes: Patterns,
    #[serde(default)]
    pub router: Vec<Router>,
    #[serde(default)]
    pub group: Vec<Group>,
    #[serde(default)]
    pub same: Vec<Same>,
    #[serde(default)]
    pub route: Vec<Route>,
    #[serde(default)]
    pub mount: Vec<Mount>,
    #[serde(default)]
    pub prefix: Vec<Prefix>,
    #[serde(default)]
    pub global: Vec<Global>,
    #[serde(default)]
    pub class: Vec<Class>,
    /// Modules of such classes that a call puts below paths.
    pub module: Option<Module>,
    /// Patterns that make routes of the functions of classes without a path of their own.
    #[serde(default)]
    pub convention: Vec<Convention>,
    /// Classes that stand behind a page.
    pub page: Option<Page>,
    /// A setting that puts the names of classes and functions in lower case.
    pub lower: Option<Lower>,
    #[serde(default)]
    pub version: Option<Version>,
    #[serde(default)]
    pub handler: Vec<Handler>,
    #[serde(default)]
    pub list: Vec<List>,
    #[serde(default)]
    pub file: Vec<File>,
    #[serde(default)]
    pub view: Option<View>,
    #[serde(default)]
    pub guard: Vec<Guard>,
    /// An annotation on a function that makes it a route, once the function is mounted by name.
    #[serde(default)]
    pub function: Vec<Handler>,
    /// Handlers are found by the names of their classes.
    pub controller: Option<Controller>,
    #[serde(default)]
    pub without: Vec<Without>,
    /// Files that answer requests under their own path.
    pub script: Option<Script>,
    /// How routes are named, for tests that ask for a route by its name.
    pub names: Option<Names>,
    /// Closures that are kept under a name for the routers that name them.
    pub kept: Option<Kept>,
}

/// A call that keeps a closure under a name: what it registers hangs on every router that names it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Kept {
    pub call: Patterns,
    /// Where its name stands.
    pub named: Slot,
    /// Calls on a router whose arguments are such names.
    #[serde(default)]
    pub by: Patterns,
    /// The keyword that says such names in a call that gives a router.
    pub keyword: Slot,
}

/// How the name of a route comes to be. Where the parts of a name stand is said by `named` in the
/// rules for routers, groups, mounts, classes and routes.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// What stands between the names of routers and the name of the route; without it they follow
    /// each other as written.
    #[serde(default)]
    pub separator: String,
    /// A route without a name of its own has that of the function or class that answers.
    #[serde(default)]
    pub handler: bool,
    /// A route without a name of its own is named by the words of its path: `/posts/{id}` is `post`,
    /// `/posts/new` is `new_post`.
    #[serde(default)]
    pub path_words: bool,
    /// The class and the function that answer name it as well, with this between them:
    /// `PostsController#index`.
    pub function: Option<String>,
    /// The name in an annotation of a doc comment, on a class or a handler, with a group `name`.
    #[serde(default)]
    pub comment: Patterns,
}

/// Where a class lists checks by name, with the paths that they stand before.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Listed {
    /// A field of checks, each with its paths: `$filters = ["auth" => ["before" => ["x/*"]]]`.
    pub by_name: Patterns,
    /// A field of checks that stand before everything: `$globals = ["before" => ["auth"]]`.
    pub everywhere: Patterns,
    /// The key in both below which they stand.
    pub below: String,
    /// The key below a check of the second that leaves paths out.
    pub except: String,
}

/// Entries of which the first whose expression fits a path decides whether somebody must be known.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Control {
    /// An entry: `access_control`.
    pub call: CallMatch,
    /// All that it stands in, dotted; other places (`when@test.security`) do not hold.
    pub within: Patterns,
    /// A regular expression; without one the entry is for all paths.
    pub path: Slots,
    pub methods: Option<Slots>,
    /// Who may come in, …
    pub roles: Slots,
    /// … and the names there that mean anybody. So does none at all.
    pub anybody: Patterns,
    /// Keys that limit an entry in a way that nobody can look at here.
    #[serde(default)]
    pub unclear: Vec<String>,
}

/// Entries of settings with the paths that they are for and the classes that check who comes there;
/// the first entry that fits a path is the one. A check of the repository that looks at every
/// request, or at all but those on named paths, guards; one that looks only at those that bring
/// something along does not.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Doors {
    /// An entry, with what it stands in: `security.firewalls`.
    pub call: CallMatch,
    /// A regular expression; without one the entry is for all paths.
    pub path: Slots,
    pub methods: Option<Slots>,
    /// The classes.
    pub checks: Slots,
    /// The function of such a class that says whether it looks at a request, …
    pub asks: Patterns,
    /// … and the one that answers those whom it does not know. Without an answer they go on.
    pub refuses: Patterns,
    /// Calls there that read the path of a request, dotted: `request.getPathInfo`.
    pub path_read: Patterns,
    /// Calls that ask for something that a request may lack.
    pub may_lack: Patterns,
    /// Keys that limit an entry in a way that nobody can look at here.
    #[serde(default)]
    pub unclear: Vec<String>,
}

/// How a handler's name leads to a class: `users#show` in the folder of its modules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Controller {
    /// The class is the name in camel case, singular or plural, with this ending.
    pub ending: String,
    /// What stands between the class's name and the function's.
    pub separator: String,
}

/// Actions that do not exist where a setting has this value.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Without {
    pub setting: Patterns,
    pub value: Patterns,
    pub actions: Vec<String>,
}

fn yes() -> bool {
    true
}

/// Where in a call a value stands.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Slot {
    /// Position among the unnamed arguments; negative from the end.
    pub at: Option<i64>,
    /// Keyword, or key of an object among the arguments; `a.b` is the key `b` in the object `a`.
    pub name: Option<String>,
    /// `key`, `keyed`: the first key of an object among the arguments, and what stands at it;
    /// `rest`: every argument behind the path; `all`: every argument; `decorated`: what the
    /// annotation stands on; `receiver`; `callee`: the name of the call itself; `chained`: the first
    /// text that a call before it in the chain begins with.
    pub what: Option<String>,
    /// Used when nothing stands there.
    pub default: Option<String>,
}

/// One slot or several to try in order.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Slots {
    One(Slot),
    Many(Vec<Slot>),
}

impl Slots {
    pub fn as_slice(&self) -> &[Slot] {
        match self {
            Slots::One(slot) => std::slice::from_ref(slot),
            Slots::Many(slots) => slots,
        }
    }
}

/// How a router comes to be: the call that makes it, a facade name, or the type of a parameter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Router {
    #[serde(default = "router_kind")]
    pub kind: String,
    pub call: Option<CallMatch>,
    /// A class of the repository itself: the class and its objects are one router.
    pub class: Option<ClassMatch>,
    /// A name that stands for the router of the place where it is used (static facades; with
    /// `""`: bare calls): the closure around it, else the file.
    #[serde(default)]
    pub ambient: Patterns,
    /// The ambient router is only there in the framework's own files (see `file`).
    #[serde(default)]
    pub placed: bool,
    /// Bare calls in the body of a class of the repository are on it, too.
    #[serde(default)]
    pub in_class: bool,
    /// Checks of a base class stand before the routes of the classes on it, too.
    #[serde(default)]
    pub inherits: bool,
    /// The closure that registers on it.
    pub body: Option<Slot>,
    /// Type of a parameter or field that nobody in the repository fills in, as written.
    #[serde(default)]
    pub typed: Patterns,
    /// Type that a function of the repository extends which nobody in it calls.
    #[serde(default)]
    pub owner: Patterns,
    /// Routes on it are served without being mounted.
    #[serde(default)]
    pub root: bool,
    /// A default in it is the prefix of a router that is known by its type alone.
    pub prefix: Option<Slots>,
    /// What stands between its prefix and its routes: `/{parent}/`.
    #[serde(default)]
    pub behind: String,
    /// Where its name stands, the first part of the names of its routes.
    pub named: Option<Slots>,
    /// The router it is made on: `Api(app)`.
    pub parent: Option<Slot>,
    /// The router it is put around: `StripPrefix("/api", mux)`.
    pub child: Option<Slot>,
    /// Middleware given with it.
    pub guards: Option<Slots>,
}

fn router_kind() -> String {
    "router".to_owned()
}

/// A call on a router that gives a router below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Kinds of router it is called on; empty: any.
    #[serde(default)]
    pub on: Patterns,
    pub call: Patterns,
    #[serde(default = "router_kind")]
    pub kind: String,
    pub prefix: Option<Slots>,
    /// Where the first part of the names of its routes stands.
    pub named: Option<Slots>,
    /// The closure or function that registers on the new router.
    pub body: Option<Slot>,
    /// Inside of the body the object itself (`$this`) is the new router.
    #[serde(default)]
    pub bound: bool,
    /// A folder stands here: each of its files hands out such a function, and the folders in it are
    /// prefixes.
    pub folder: Option<Slot>,
    /// Files in that folder whose checks stand before the others there.
    pub hooks: Option<Hooks>,
    /// Folders in it that are parameters.
    pub parameters: Option<Parameters>,
    /// It is only another view of the router it is called on: what is given it to mount mounts that
    /// router, prefix and all.
    #[serde(default)]
    pub whole: bool,
    /// Inside of the body the outer router, written as outside, is the new one.
    #[serde(default)]
    pub shared: bool,
    /// Middleware given with it.
    pub guards: Option<Slots>,
    /// The group is a check itself.
    #[serde(default)]
    pub guard: bool,
    /// The group is a file: a path to it stands here (route files).
    pub file: Option<Slot>,
    /// What stands around that path, which is `{}` in it: `routes/{}.rb`.
    pub file_form: Option<String>,
    /// What is given to it by name is given to each call in its body, too.
    #[serde(default)]
    pub shares: bool,
    /// Where other words for parts of the paths of actions stand, as an object, for what is
    /// registered in it.
    pub renames: Option<Slot>,
    /// Class that serves what is registered in it by method name.
    pub view: Option<Slot>,
    /// Methods for what is registered in it without any.
    pub method: Option<Slots>,
    #[serde(default)]
    pub arguments: Option<Patterns>,
    /// What the arguments must be.
    #[serde(default)]
    pub argument: Vec<ArgumentMatch>,
    /// Stands before the prefix: `/:{singular}_{key}`, of the router that it is called on.
    pub below: Option<String>,
    /// The name of the parameter that tells the members of a collection apart.
    pub key: Option<Slots>,
    /// Where it is said (with `true`) that members stand below no other collection, for what is
    /// registered in it.
    pub shallow: Option<Slot>,
    /// Names of modules around the controllers of what is registered in it.
    pub module: Option<Slots>,
    /// The name of the controller that serves what is registered in it.
    pub controller: Option<Slots>,
}

/// Files of a folder that only put checks before its other files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hooks {
    /// Names of the files, without their ending.
    pub file: Patterns,
    /// Where it is said that there are such files, …
    pub when: Slot,
    /// … and that they hold for the folders below.
    pub cascade: Slot,
}

/// Folders whose names begin like this are parameters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Parameters {
    pub start: String,
    /// Where it is said (with `true`) that they are.
    pub when: Slot,
}

/// A call or member that gives the same router again.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Same {
    #[serde(default)]
    pub on: Patterns,
    pub call: Patterns,
    /// Where the name stands that it gives to the route it is chained on.
    pub named: Option<Slots>,
    /// Guards it adds (`->middleware("auth")`).
    pub guards: Option<Slots>,
    /// It is a check itself, for the route that it is chained on or for the whole router.
    #[serde(default)]
    pub guard: bool,
    /// Chained on a route it takes the guards of the router away.
    #[serde(default)]
    pub lifts: bool,
    /// Chained on a route it does so when a check stands here: `->without("auth")`.
    pub lifted: Option<Slots>,
}

/// A call or decorator on a router that registers a route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Route {
    #[serde(default)]
    pub on: Patterns,
    pub call: Patterns,
    /// Where its name stands. In the names of actions it is `{name}`.
    pub named: Option<Slots>,
    /// Where the method stands; without it, the callee's name says it. A list there gives several.
    pub method: Option<Slots>,
    /// Calls chained behind that say the methods: `.Methods("GET")`.
    #[serde(default)]
    pub method_call: Patterns,
    /// The path may begin with the method: `GET /x`.
    #[serde(default)]
    pub method_in_path: bool,
    /// Where nothing else says the method: what the handler compares with a method, as dotted name
    /// (`r.Method`).
    #[serde(default)]
    pub method_compared: Patterns,
    /// A path that ends with a slash goes on when the handler reads one of these, dotted: what
    /// follows is a parameter.
    #[serde(default)]
    pub rest_read: Patterns,
    /// The path stands in an annotation of this name on the class that is the call's type argument,
    /// behind those of the classes around it.
    #[serde(default)]
    pub type_annotation: Patterns,
    /// Where the path stands; without it (or with `default = ""`) the router's own path.
    pub path: Option<Slots>,
    /// Stands before the path.
    pub prefix: Option<Slots>,
    /// Where the handler stands: default the last argument, or what is decorated.
    pub handler: Option<Slots>,
    /// With a handler that is not in the repository (a library's own page) it is no route.
    #[serde(default)]
    pub own_handler: bool,
    /// Calls chained behind whose first argument is the handler.
    #[serde(default)]
    pub handler_call: Patterns,
    /// The handler is a chain of calls, each of which is a method with its own handler
    /// (`get(list).post(create)`), or with one behind (`get().to(list)`).
    #[serde(default)]
    pub verbs: Patterns,
    /// What the arguments must be.
    #[serde(default)]
    pub argument: Vec<ArgumentMatch>,
    /// Stands before the path: `/:{singular}_{key}`, of the router that it is called on.
    pub below: Option<String>,
    /// The name of the parameter that stands for `{key}` in the paths of actions.
    pub key: Option<Slots>,
    /// The name of the controller that serves the actions.
    pub controller: Option<Slots>,
    /// Where it is said (with `true`) that its members do not stand below the router's collection.
    pub shallow: Option<Slot>,
    /// The call may be a route by a later rule as well.
    #[serde(default)]
    pub also: bool,
    /// Number of arguments needed (default `>=1`): `app.get("setting")` is no route.
    pub arguments: Option<Patterns>,
    /// Names in a handler that only hands out files: `FileServer`.
    #[serde(default)]
    pub not_handler: Patterns,
    /// With a check in the handler's place it is no route: the check stands before what follows.
    #[serde(default)]
    pub may_check: bool,
    /// Middleware before the handler: default all between path and handler.
    pub guards: Option<Slots>,
    /// The framework itself asks for a user here.
    #[serde(default)]
    pub checked: bool,
    /// With these arguments the guards of its router do not hold.
    #[serde(default)]
    pub lifts: Vec<ArgumentMatch>,
    /// The class or view in `handler` says the methods (by its own functions, see `view`).
    #[serde(default)]
    pub by_view: bool,
    /// The call stands for these actions of `view` (resources). Before a `:` stands what tells
    /// actions of one name apart.
    #[serde(default)]
    pub actions: Vec<String>,
    /// The class in `handler` says the actions: by its bases and its own functions.
    #[serde(default)]
    pub resource: bool,
    /// Calls chained behind, or keywords, that keep or drop actions: `only`, `except`.
    #[serde(default)]
    pub only: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
    /// Calls chained behind that add actions: `creatable`.
    #[serde(default)]
    pub adds: BTreeMap<String, Vec<String>>,
    /// Calls chained behind with which members stand below the last name of the path alone:
    /// `comments/{comment}` for `posts.comments`.
    #[serde(default)]
    pub shallow_call: Patterns,
    /// Names of parameters that follow the path.
    pub parameters: Option<Slots>,
    /// Where other words for parts of the paths of its actions stand, as an object.
    pub renames: Option<Slot>,
    /// What is registered has names as a list or object (`apiResources([...])`).
    #[serde(default)]
    pub each: bool,
}

/// A call on a router that puts another router below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mount {
    #[serde(default)]
    pub on: Patterns,
    pub call: Patterns,
    pub prefix: Option<Slots>,
    /// Where the name stands that takes the place of the router's own.
    pub named: Option<Slots>,
    /// The routers; default all arguments that are routers.
    pub child: Option<Slots>,
    /// A prefix given here takes the place of the router's own.
    #[serde(default)]
    pub replaces: bool,
    /// Functions that register on the router they are given.
    #[serde(default)]
    pub plugin: bool,
    /// Calls may stand around the router: `known(mux)`. They stand before its routes.
    #[serde(default)]
    pub wrapped: bool,
    /// The other way round: the router it is called on goes below the one that it is given.
    #[serde(default)]
    pub upwards: bool,
    /// Calls that only hold what is mounted: `routes![a, b]`.
    #[serde(default)]
    pub holder: Patterns,
    pub guards: Option<Slots>,
}

/// A call that gives an existing router its prefix: `router.prefix("/x")`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Prefix {
    #[serde(default)]
    pub on: Patterns,
    pub call: Patterns,
    pub prefix: Slots,
}

/// A prefix before every route of the framework: a call, or a line in a settings file with a named
/// group `prefix`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Global {
    pub call: Option<CallMatch>,
    pub prefix: Option<Slots>,
    /// Calls that read a setting by its name, where one stands for the prefix: `get("PREFIX")`. A
    /// second text is what it is when nobody sets it.
    #[serde(default)]
    pub setting: Patterns,
    /// The folder or file whose routes it stands before, as a path from the file of the call; a path
    /// that is not there names nothing. Only with `call`.
    pub within: Option<Slots>,
    /// Paths that it does not stand before: texts, or objects with a `path` and a `method`.
    pub exclude: Option<Slot>,
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub line: Patterns,
    /// The setting means nothing where one of these files beside or above it …
    #[serde(default)]
    pub unless_files: Vec<String>,
    /// … holds such a text: a version that no longer knows it.
    #[serde(default)]
    pub unless: Patterns,
}

/// A class that is a router: by annotation, or by base.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Class {
    #[serde(default)]
    pub annotation: Patterns,
    /// Annotations with which it is none: a client of somebody else's routes.
    #[serde(default)]
    pub not_annotation: Patterns,
    #[serde(default)]
    pub base: Patterns,
    /// Words before the class with which it is none: nobody makes an object of it.
    #[serde(default)]
    pub not_word: Patterns,
    /// Annotations on one of its functions that make the class a router without one of its own.
    #[serde(default)]
    pub handler_annotation: Patterns,
    /// Annotations whose path comes before the routes of the class.
    #[serde(default)]
    pub prefix_annotation: Patterns,
    /// The same in a doc comment, with a group `path`.
    #[serde(default)]
    pub prefix_comment: Patterns,
    /// A class with this function and no other handler is the handler: its annotation is the route.
    pub callable: Option<String>,
    pub prefix: Option<Slots>,
    /// Where in `prefix_annotation` the methods stand of handlers that say none.
    pub methods: Option<Slots>,
    /// Where in `prefix_annotation` the first part of the names of its routes stands.
    pub named: Option<Slots>,
    /// `[controller]` in a prefix or path is the class name without this ending; `[action]` is the
    /// handler's name, `[area]` the text in `area`.
    pub name_ending: Option<String>,
    /// The annotation that names the area of a class.
    #[serde(default)]
    pub area: Patterns,
    /// What makes its functions handlers by convention.
    pub action: Option<Action>,
    /// A path of a handler that begins with one of these takes the place of the prefix.
    #[serde(default)]
    pub absolute: Vec<String>,
    /// The class is served without handlers of its own: `GET`, `DELETE /{id}`. Without a prefix of
    /// its own they are below the plural of its name, without `name-ending`.
    #[serde(default)]
    pub serves: Vec<String>,
    /// Where in `prefix_annotation` a `false` says that it is not served.
    pub served: Option<Slot>,
}

/// A call that is given a list of modules, each an object with a path, the module's class and the
/// modules below it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Module {
    pub call: CallMatch,
    /// Keys of these objects.
    pub path: String,
    pub module: String,
    pub children: String,
    /// The annotation on the module's class …
    pub annotation: Patterns,
    /// … and where in it the classes stand that are its members.
    pub members: Slot,
}

/// Functions of a class that are handlers without an annotation that says a path.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Action {
    /// Words that must stand before the function, and words that must not stand there or before the
    /// class.
    #[serde(default)]
    pub word: Patterns,
    #[serde(default)]
    pub not_word: Patterns,
    /// Annotations with which it is none.
    #[serde(default)]
    pub not_annotation: Patterns,
    /// Annotation with another name for it, and an ending of its own name that does not count.
    #[serde(default)]
    pub named: Patterns,
    #[serde(default)]
    pub ending: String,
}

/// A call with a pattern that stands for the functions of classes:
/// `{controller=Home}/{action=Index}/{id?}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Convention {
    pub call: Patterns,
    pub path: Slots,
    /// Where the area, class and function stand that the pattern is for; where the pattern has a
    /// place for them, what stands in it when it is left out.
    pub area: Option<Slots>,
    pub controller: Option<Slots>,
    pub action: Option<Slots>,
}

/// Classes behind pages: the place of the page is the path, its functions are the methods.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Page {
    /// Pages, and the line that makes a file one, with a path of its own in a group `path`.
    pub files: Vec<String>,
    pub line: Patterns,
    /// The folder below which the path begins; `areas/x/` in front of it stays as `x/`.
    pub below: String,
    #[serde(default)]
    pub areas: String,
    /// The name that stands for the folder itself.
    pub index: String,
    /// The class stands in the file with this behind the page's name.
    pub behind: String,
    /// Functions that answer, with a group `method`, and a word that must stand before them.
    pub function: Patterns,
    #[serde(default)]
    pub word: Patterns,
}

/// The member that is set, and to what: `options.LowercaseUrls = true`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Lower {
    pub setting: Patterns,
    pub value: Patterns,
}

/// Versions in the paths of classes, when a call turns them on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Version {
    pub call: CallMatch,
    /// Where in that call the version of everything else stands.
    pub default: Option<Slots>,
    /// Where in the class's `prefix_annotation` its version stands.
    pub class: Option<Slots>,
    /// An annotation on a class or handler whose first argument is the version.
    #[serde(default)]
    pub annotation: Patterns,
    /// In front of the version: `v`.
    #[serde(default)]
    pub prefix: String,
}

/// An annotation on a method of such a class that makes it a route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Handler {
    #[serde(default)]
    pub annotation: Patterns,
    /// The same in a doc comment, with a group `path` and a group `methods`.
    #[serde(default)]
    pub comment: Patterns,
    /// Where the method stands; without it the annotation's name says it.
    pub method: Option<Slots>,
    pub path: Option<Slots>,
    /// Where the name of the route stands.
    pub named: Option<Slots>,
    /// Without a path of its own, the paths stand in annotations of this name beside it.
    #[serde(default)]
    pub path_annotation: Patterns,
    /// It is a route only where no other handler's annotation without a path of its own stands
    /// beside it.
    #[serde(default)]
    pub alone: bool,
}

/// A variable that holds a list of routes (`urlpatterns`), or a call that is given one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct List {
    #[serde(default)]
    pub variable: Patterns,
    /// A call that is given the list, below the router that it is made on or that it makes.
    pub call: Option<CallMatch>,
    /// Where the list stands in it.
    pub at: Option<Slots>,
    /// Entries may be written as bare pairs of a path and a target.
    #[serde(default)]
    pub pairs: bool,
    /// The list is a root when its module is named by this assignment (`ROOT_URLCONF`) …
    #[serde(default)]
    pub root_setting: Patterns,
    /// … or, without any such assignment, when nothing includes it.
    #[serde(default)]
    pub root_if_unmounted: bool,
    /// Calls that are entries of the list.
    pub entry: Patterns,
    pub path: Slots,
    pub target: Slots,
    /// Where the name of an entry stands, …
    pub named: Option<Slots>,
    /// … the first part of the names of what is included, in `include`, …
    pub include_named: Option<Slots>,
    /// … and the variable that says it beside the list that is included.
    #[serde(default)]
    pub list_named: Patterns,
    /// Where the methods stand; else the name of the entry or the target says them.
    pub method: Option<Slots>,
    /// Calls around a module, a list or a router that stand for it: `include`.
    #[serde(default)]
    pub include: Patterns,
}

/// Files that are routers by their place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct File {
    pub files: Vec<String>,
    /// Used unless the file is mounted somewhere with a prefix of its own.
    #[serde(default)]
    pub prefix: String,
    #[serde(default)]
    pub root: bool,
    /// It serves nothing unless another file brings it in.
    #[serde(default)]
    pub only_mounted: bool,
    /// The path of the file below this folder is the route (`pages/api`, `app`); `[id]` is a
    /// parameter, `index` and `route` are nothing.
    pub below: Option<String>,
    /// Exported functions with these names are the methods; `default` is any.
    #[serde(default)]
    pub exports: Patterns,
    /// What the file hands out is a function that is given a router of this kind, when nothing in
    /// the repository calls it.
    pub plugin: Option<String>,
    /// What the default function compares with a method, as dotted name (`req.method`).
    #[serde(default)]
    pub method_compared: Patterns,
}

/// How a class or view serves methods.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct View {
    /// Name of a class function to method: `get = "GET"`.
    #[serde(default)]
    pub methods: BTreeMap<String, String>,
    /// Action to `METHOD suffix` (several behind `|`): `update = "PUT /{id}|PATCH /{id}"`.
    #[serde(default)]
    pub actions: BTreeMap<String, String>,
    /// Library base to what it brings: function names or actions.
    #[serde(default)]
    pub bases: BTreeMap<String, Vec<String>>,
    /// Calls that turn the class into a handler: `as_view`. An object in it maps methods to
    /// functions.
    #[serde(default)]
    pub wrap: Patterns,
    /// Class field that limits its methods (`http_method_names`).
    #[serde(default)]
    pub limit_field: Patterns,
    /// Class function that answers every method it is registered for (`dispatch_request`), where no
    /// function of `methods` does …
    #[serde(default)]
    pub any: Patterns,
    /// … and the class field that names them; without either they are `default`.
    #[serde(default)]
    pub any_field: Patterns,
    /// Annotation on a function that limits its methods (`api_view`), and where they stand.
    #[serde(default)]
    pub function_methods: Patterns,
    /// What a function view compares with the methods it answers (`request.method`).
    #[serde(default)]
    pub compared: Patterns,
    /// Methods where nothing says them.
    pub default: Option<String>,
    /// Annotation on a class function that adds a route (`action`).
    #[serde(default)]
    pub extra: Patterns,
    pub extra_method: Option<Slots>,
    /// The name of such a route: `{name}` is that of the view, `{action}` the function's.
    pub extra_name: Option<String>,
    /// Where such an annotation says `{action}` itself.
    pub extra_named: Option<Slots>,
    /// Where in `wrap` the name of the route stands.
    pub named: Option<Slots>,
    /// Action to the name of its route: `list = "{name}-list"`.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Class field with the class that stands for `{name}` where nothing else says it: `queryset`.
    #[serde(default)]
    pub name_field: Patterns,
    pub extra_path: Option<Slots>,
    /// Keyword that puts it behind `/{id}`.
    pub extra_detail: Option<String>,
    /// Name of the parameter in `{id}`, when the view names it (`lookup_field`).
    #[serde(default)]
    pub id_field: Patterns,
}

/// What marks a route, router or class as protected.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guard {
    /// A call on a router that puts a middleware before what follows: `app.use(auth)`.
    #[serde(default)]
    pub call: Patterns,
    /// It stands before what the router had until then, not before what follows.
    #[serde(default)]
    pub backwards: bool,
    /// It stands before everything that the router has, wherever it is said.
    #[serde(default)]
    pub whole: bool,
    /// Middleware names (dotted, last call name) that are guards, beside the general ones.
    #[serde(default)]
    pub name: Patterns,
    /// Annotations on handlers or classes.
    #[serde(default)]
    pub annotation: Patterns,
    /// The same in a doc comment.
    #[serde(default)]
    pub comment: Patterns,
    /// The annotation only holds what guards (`UseGuards(X)`): X decides.
    #[serde(default)]
    pub opens: bool,
    /// Any annotation whose name is one of the general guard words counts.
    #[serde(default)]
    pub annotation_words: bool,
    /// Base classes of a view.
    #[serde(default)]
    pub base: Patterns,
    /// Annotations that lift a guard: `AllowAny`, `Public`.
    #[serde(default)]
    pub lifted_by: Patterns,
    /// A parameter of the handler: its type, default or annotation.
    #[serde(default)]
    pub parameter: Patterns,
    /// Types of parameters that let anybody through: `Option<User>`.
    #[serde(default)]
    pub not_parameter: Patterns,
    /// Functions that make the object a parameter asks for, in the repository's own types: one that
    /// checks a token, or calls what does, makes the parameter a check.
    #[serde(default)]
    pub maker: Patterns,
    /// A field of the view class (`permission_classes`) with one of these names inside.
    #[serde(default)]
    pub field: Patterns,
    #[serde(default)]
    pub field_value: Patterns,
    /// A function of the view class that decides (`get_permissions`): its routes are not clear
    /// when it names a check.
    #[serde(default)]
    pub function: Patterns,
    /// It lets those through who only read: GET stays open.
    #[serde(default)]
    pub writes_only: bool,
    /// A setting (`DEFAULT_PERMISSION_CLASSES`) that guards everything: key and value as text in a
    /// settings file.
    #[serde(default)]
    pub files: Vec<String>,
    #[serde(default)]
    pub line: Patterns,
    /// The setting speaks only of views whose base or annotation comes from here.
    #[serde(default)]
    pub of: Patterns,
    /// Handlers check for themselves, with nothing in front.
    #[serde(default)]
    pub inside: bool,
    /// Calls whose text arguments are guarded paths (`antMatchers("/x/**").authenticated()`).
    #[serde(default)]
    pub paths: Patterns,
    /// The check stands in a call of this name in front of `paths`
    /// (`apply(Check).exclude("y").forRoutes("x", {path, method}, Class)`) …
    #[serde(default)]
    pub applied: Patterns,
    /// … and a call of this name between them names what stays open.
    #[serde(default)]
    pub excluded: Patterns,
    /// Fields of a class that list checks by name.
    pub listed: Option<Listed>,
    /// Settings in `files` that say which paths need somebody to be known.
    pub control: Option<Control>,
    /// Settings that put checks before paths by the names of their classes.
    pub doors: Option<Doors>,
    /// Calls in the same function that limit all its rules to the paths in their arguments.
    #[serde(default)]
    pub scope: Patterns,
    /// A call on the object itself in a handler's class (`$this->middleware("auth")`), or a bare
    /// one in the class's body: what it is given stands before the handlers of the class.
    #[serde(default)]
    pub own_call: Patterns,
    /// Bare calls in a class's body whose closure stands for the body of the classes that mix it in:
    /// `included do … end`.
    #[serde(default)]
    pub own_within: Patterns,
    /// Such a call that takes what it is given away again.
    #[serde(default)]
    pub own_lift: Patterns,
    /// A function of a handler's class that returns such middleware as a list.
    #[serde(default)]
    pub own_function: Patterns,
    /// Keywords in these, or calls chained behind them, that keep or leave out handlers.
    #[serde(default)]
    pub only: Vec<String>,
    #[serde(default)]
    pub except: Vec<String>,
}

/// Files that nothing registers and nothing runs: the web server does, under their own path, or for
/// all paths. Only where no route of the language is registered otherwise.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Script {
    /// Folders that are the root of the web server: `public`.
    #[serde(default)]
    pub roots: Vec<String>,
    /// Files that stand for their folder: `index`.
    #[serde(default)]
    pub index: Patterns,
    /// Calls that answer; without one at the top of the file or in a function of it there is no
    /// route.
    pub answer: Vec<CallMatch>,
    /// What is compared with a method, dotted: `_SERVER.REQUEST_METHOD`.
    pub method: Patterns,
    /// What is compared with a path.
    pub path: Patterns,
    /// The comparisons stand in a function that a server calls: not at the top of the file, and no
    /// file answers under its own path.
    #[serde(default)]
    pub in_function: bool,
    /// Methods of classes that answer by themselves count too, each by itself.
    #[serde(default)]
    pub in_method: bool,
    /// Calls on such a value that hold its start against a text.
    #[serde(default)]
    pub start: Patterns,
    /// Calls on such a value that take it apart at a text, in methods of classes: how many parts
    /// there must be says the rest of the path.
    #[serde(default)]
    pub parts: Patterns,
    /// Calls on such a value that leave its first characters out.
    #[serde(default)]
    pub without_start: Patterns,
    /// Calls that are given such a value and only read it: `URL`.
    #[serde(default)]
    pub reads: Patterns,
    /// Calls that hold such a value against an expression: the expression first.
    #[serde(default)]
    pub expression: Patterns,
    /// Texts that say the methods where none is compared, with a group `methods`.
    #[serde(default)]
    pub allowed: Patterns,
    /// Names that are read only when a method is used: `_POST = "POST"`.
    #[serde(default)]
    pub read: BTreeMap<String, String>,
}
