//! Classes that serve routes by their functions: views, view sets, resource controllers.

use super::graph::{GuardUse, NodeId, Registration};
use super::slot::Written;
use crate::detect::evaluate::{Evaluator, Thing};
use crate::detect::matching::shown;
use crate::detect::project::{FileId, ImportStyle};
use crate::rules::schema::{Framework, View};
use crate::syntax::{CallId, DefinitionId, DefinitionKind, ScopeId, Value};

/// A class as a handler.
#[derive(Debug, Clone)]
pub struct ViewUse {
    pub file: FileId,
    pub class: DefinitionId,
    /// Methods said where it is used: `as_view({"get": "list"})`.
    pub methods: Vec<(String, String)>,
    /// The only methods that are passed on to it; empty: all.
    pub limit: Vec<String>,
    /// Guards around it.
    pub wrappers: Vec<String>,
    /// What its route is called where it is used: `as_view("items")`.
    pub name: Option<String>,
}

/// Where a view is registered.
pub struct Served<'a> {
    pub node: NodeId,
    pub file: FileId,
    pub line: u32,
    pub paths: &'a [String],
    pub guards: &'a [GuardUse],
    /// What stands for `{key}` in the paths of actions.
    pub key: &'a str,
}

impl ViewUse {
    pub fn of(file: FileId, class: DefinitionId) -> ViewUse {
        ViewUse {
            file,
            class,
            methods: Vec::new(),
            limit: Vec::new(),
            wrappers: Vec::new(),
            name: None,
        }
    }
}

/// A function of a class, its own or inherited.
#[derive(Debug, Clone)]
pub struct Method {
    pub name: String,
    pub file: FileId,
    pub definition: DefinitionId,
}

impl Evaluator<'_> {
    /// The class that a handler value stands for.
    pub fn view_of(
        &mut self,
        file: FileId,
        scope: ScopeId,
        value: &Value,
        framework: &Framework,
        depth: usize,
    ) -> Option<ViewUse> {
        let view = framework.view.as_ref()?;
        if depth > 4 {
            return None;
        }
        if let Value::Call(call) = value {
            let project = self.project;
            let content = &project.outline(file).calls[*call];
            if view.wrap.matches(&content.name) {
                let receiver = content.receiver.clone()?;
                let mut found = self.class_of_value(file, content.scope, &receiver)?;
                found.name = self.name_at(file, *call, view.named.as_ref());
                for argument in &content.arguments {
                    if let Value::Map(entries) = &argument.value {
                        found.methods = entries
                            .iter()
                            .filter_map(|(method, function)| {
                                Some((method.clone(), function.as_text()?.to_owned()))
                            })
                            .collect();
                    }
                }
                return Some(found);
            }
            for argument in &content.arguments {
                if let Some(mut found) =
                    self.view_of(file, content.scope, &argument.value, framework, depth + 1)
                {
                    found.wrappers.push(content.name.clone());
                    return Some(found);
                }
            }
            return None;
        }
        // A name may be the class itself, or a variable that holds the wrapped class.
        if let Value::Name(path) = value
            && let [name] = path.as_slice()
        {
            for bound in self.project.bound(file, scope, name) {
                if let crate::detect::project::Bound::Assignment(index) = bound {
                    let assignment = &self.project.outline(file).assignments[index];
                    if matches!(assignment.value, Value::Call(_)) {
                        let (inner, scope) = (assignment.value.clone(), assignment.scope);
                        return self.view_of(file, scope, &inner, framework, depth + 1);
                    }
                }
            }
        }
        self.class_of_value(file, scope, value)
    }

    fn class_of_value(&mut self, file: FileId, scope: ScopeId, value: &Value) -> Option<ViewUse> {
        // A class named by a text, where classes are found by name.
        if let Value::Text(text) = value
            && self.project.style(file) == ImportStyle::Class
        {
            let name = text.rsplit('\\').next().unwrap_or(text);
            return self
                .class_near(file, name)
                .map(|(file, class)| ViewUse::of(file, class));
        }
        self.things(file, scope, value)
            .into_iter()
            .find_map(|thing| match thing {
                Thing::Class(file, class) => Some(ViewUse::of(file, class)),
                _ => None,
            })
    }

    /// Functions of a class and of its bases in the repository, the nearest first.
    pub fn class_functions(&mut self, file: FileId, class: DefinitionId) -> Vec<Method> {
        let mut found: Vec<Method> = Vec::new();
        let mut queue = vec![(file, class)];
        let mut seen = Vec::new();
        while let Some((file, class)) = queue.pop() {
            if seen.contains(&(file, class)) || seen.len() > 24 {
                continue;
            }
            seen.push((file, class));
            let outline = self.project.outline(file);
            let Some(content) = outline.definitions.get(class) else {
                continue;
            };
            for (definition, function) in outline.definitions.iter().enumerate() {
                if function.scope == content.body && function.kind == DefinitionKind::Function {
                    found.push(Method {
                        name: function.name.clone(),
                        file,
                        definition,
                    });
                }
            }
            queue.extend(self.bases(file, class));
        }
        found
    }

    /// What the library bases of a view class bring: function names or actions.
    fn brought(&mut self, view: &View, file: FileId, class: DefinitionId) -> Vec<String> {
        let names = self.base_names(file, class);
        let mut found = Vec::new();
        for name in names {
            let last = name
                .trim_end_matches("()")
                .rsplit('.')
                .next()
                .unwrap_or(&name);
            found.extend(view.bases.get(last).into_iter().flatten().cloned());
        }
        found
    }

    /// A class field's texts and names, looked up through the bases.
    pub fn class_field(
        &mut self,
        file: FileId,
        class: DefinitionId,
        fits: &crate::rules::Patterns,
    ) -> Option<(u32, Vec<String>)> {
        let mut queue = vec![(file, class)];
        let mut seen = Vec::new();
        while let Some((file, class)) = queue.pop() {
            if seen.contains(&(file, class)) || seen.len() > 12 {
                continue;
            }
            seen.push((file, class));
            let outline = self.project.outline(file);
            let Some(content) = outline.definitions.get(class) else {
                continue;
            };
            for assignment in &outline.assignments {
                let [name] = assignment.target.as_slice() else {
                    continue;
                };
                if assignment.scope == content.body && fits.matches(name) {
                    return Some((assignment.line, words(outline, &assignment.value)));
                }
            }
            queue.extend(self.bases(file, class));
        }
        None
    }

    /// Registers a class by the methods it answers.
    pub fn register_view(&mut self, place: &Served<'_>, framework: &Framework, use_: &ViewUse) {
        let Some(view) = &framework.view else { return };
        let functions = self.class_functions(use_.file, use_.class);
        let mut served: Vec<(String, Option<(FileId, DefinitionId)>)> = Vec::new();
        let mut serve = |method: &str, function: Option<&Method>| {
            if !served.iter().any(|(known, _)| known == method) {
                served.push((method.to_owned(), function.map(|f| (f.file, f.definition))));
            }
        };
        if use_.methods.is_empty() {
            for function in &functions {
                if let Some(method) = view.methods.get(&function.name) {
                    serve(method, Some(function));
                }
            }
            for name in self.brought(view, use_.file, use_.class) {
                if let Some(method) = view.methods.get(&name) {
                    serve(method, None);
                }
            }
        } else {
            for (method, name) in &use_.methods {
                let function = functions.iter().find(|function| &function.name == name);
                serve(&super::method::method_name(method, framework), function);
            }
        }
        if served.is_empty()
            && let Some(function) = functions.iter().find(|it| view.any.matches(&it.name))
        {
            let field = self.class_field(use_.file, use_.class, &view.any_field);
            let named = match use_.limit.is_empty() {
                true => field.map(|(_, methods)| methods),
                false => Some(use_.limit.clone()),
            };
            let named = named.unwrap_or_else(|| view.default.iter().cloned().collect());
            let handler = Some((function.file, function.definition));
            served.extend(named.iter().map(|method| (method.to_uppercase(), handler)));
        }
        if let Some((_, limit)) = self.class_field(use_.file, use_.class, &view.limit_field) {
            let limit: Vec<String> = limit.iter().map(|name| name.to_uppercase()).collect();
            served.retain(|(method, _)| limit.contains(method));
        }
        served.retain(|(method, _)| use_.limit.is_empty() || use_.limit.contains(method));
        for (method, handler) in served {
            let (guards, lifted) =
                self.view_guards(use_, handler, framework, place.guards, &method);
            self.graph.registrations.push(Registration {
                name: use_.name.clone(),
                node: place.node,
                methods: vec![method],
                paths: place.paths.to_vec(),
                file: place.file,
                line: place.line,
                guards,
                lifted,
                handler,
                view: Some((use_.file, use_.class)),
            });
        }
    }

    /// Registers a class by the actions that its bases and functions bring.
    pub fn register_resource(&mut self, place: &Served<'_>, framework: &Framework, use_: &ViewUse) {
        let Some(view) = &framework.view else { return };
        let functions = self.class_functions(use_.file, use_.class);
        let mut actions: Vec<String> = self.brought(view, use_.file, use_.class);
        actions.extend(functions.iter().map(|function| function.name.clone()));
        let mut known = Vec::new();
        actions.retain(|action| {
            let fresh = view.actions.contains_key(action) && !known.contains(action);
            known.push(action.clone());
            fresh
        });
        self.register_actions(place, framework, &actions, Some(use_));
        self.register_extras(place, framework, use_, &functions);
    }

    /// Functions of the class that say by annotation that they are routes of it.
    fn register_extras(
        &mut self,
        place: &Served<'_>,
        framework: &Framework,
        use_: &ViewUse,
        functions: &[Method],
    ) {
        let Some(view) = &framework.view else { return };
        let project = self.project;
        for function in functions {
            let outline = project.outline(function.file);
            let annotations = outline.definitions[function.definition].annotations.clone();
            for annotation in annotations {
                if !view.extra.matches(&outline.calls[annotation].name) {
                    continue;
                }
                let methods = self.methods(
                    function.file,
                    annotation,
                    framework,
                    view.extra_method.as_ref(),
                );
                let path = match view
                    .extra_path
                    .as_ref()
                    .map(|slots| self.slot_texts(function.file, annotation, slots))
                {
                    Some(Written::Texts(texts)) => texts,
                    _ => vec![function.name.clone()],
                };
                let detail = view.extra_detail.as_ref().is_some_and(|name| {
                    outline.calls[annotation]
                        .named(name)
                        .is_some_and(|argument| argument.value == Value::Bool(true))
                });
                let id = self.id_name(use_, view);
                let paths: Vec<String> = place
                    .paths
                    .iter()
                    .flat_map(|base| {
                        let id = id.clone();
                        path.iter().map(move |own| match detail {
                            true => format!("{base}/{{{id}}}/{own}/"),
                            false => format!("{base}/{own}/"),
                        })
                    })
                    .collect();
                let said = self.name_at(function.file, annotation, view.extra_named.as_ref());
                let dashed = said.unwrap_or_else(|| function.name.replace('_', "-"));
                let name = view
                    .extra_name
                    .as_ref()
                    .map(|name| name.replace("{action}", &dashed));
                let handler = Some((function.file, function.definition));
                let method = methods.first().cloned().unwrap_or_default();
                let (guards, lifted) =
                    self.view_guards(use_, handler, framework, place.guards, &method);
                self.graph.registrations.push(Registration {
                    name,
                    node: place.node,
                    methods,
                    paths,
                    file: place.file,
                    line: place.line,
                    guards,
                    lifted,
                    handler,
                    view: Some((use_.file, use_.class)),
                });
            }
        }
    }

    fn id_name(&mut self, use_: &ViewUse, view: &View) -> String {
        self.class_field(use_.file, use_.class, &view.id_field)
            .and_then(|(_, words)| words.into_iter().next())
            .unwrap_or_else(|| "id".to_owned())
    }

    /// Registers a list of actions, each with its method and path.
    pub fn register_actions(
        &mut self,
        place: &Served<'_>,
        framework: &Framework,
        actions: &[String],
        use_: Option<&ViewUse>,
    ) {
        let Some(view) = &framework.view else { return };
        let id = match use_ {
            Some(use_) => self.id_name(use_, view),
            None => "id".to_owned(),
        };
        let functions = match use_ {
            Some(use_) => self.class_functions(use_.file, use_.class),
            None => Vec::new(),
        };
        for action in actions {
            let Some(spec) = view.actions.get(action) else {
                continue;
            };
            let function = functions
                .iter()
                .find(|function| function.name == super::route::bare_action(action));
            let handler = function.map(|function| (function.file, function.definition));
            for one in spec.split('|') {
                let (method, suffix) = one.trim().split_once(' ').unwrap_or((one.trim(), ""));
                let (guards, lifted) = match use_ {
                    Some(use_) => self.view_guards(use_, handler, framework, place.guards, method),
                    None => (place.guards.to_vec(), false),
                };
                let paths = place
                    .paths
                    .iter()
                    .map(|base| {
                        let (base, name) = nested(base);
                        let suffix = suffix.replace("{singular}", &format!("{{{name}}}"));
                        let suffix = suffix.replace("{key}", place.key);
                        format!("{base}{}", suffix.replace("{id}", &format!("{{{id}}}")))
                    })
                    .collect();
                self.graph.registrations.push(Registration {
                    name: view.names.get(action).cloned(),
                    node: place.node,
                    methods: vec![method.to_owned()],
                    paths,
                    file: place.file,
                    line: place.line,
                    guards,
                    lifted,
                    handler,
                    view: use_.map(|use_| (use_.file, use_.class)),
                });
            }
        }
    }

    /// Methods of a function view: what its annotation says, else the framework's default.
    pub fn function_methods(
        &mut self,
        definition: Option<(FileId, DefinitionId)>,
        framework: &Framework,
    ) -> Vec<String> {
        let Some(view) = &framework.view else {
            return Vec::new();
        };
        if let Some((file, definition)) = definition {
            let outline = self.project.outline(file);
            let annotations: Vec<CallId> = outline.definitions[definition].annotations.clone();
            for annotation in annotations {
                let call = &outline.calls[annotation];
                if !view.function_methods.matches(&call.name) {
                    continue;
                }
                let mut methods = Vec::new();
                for argument in &call.arguments {
                    for word in words(outline, &argument.value) {
                        methods.push(super::method::method_name(&word, framework));
                    }
                }
                if methods.is_empty() {
                    // `require_GET`, or a bare `api_view`.
                    let last = call
                        .name
                        .rsplit('_')
                        .next()
                        .unwrap_or_default()
                        .to_uppercase();
                    methods.push(if last == "POST" {
                        last
                    } else {
                        "GET".to_owned()
                    });
                }
                return methods;
            }
            let methods = self.methods_compared(file, definition, view, framework);
            if !methods.is_empty() {
                return methods;
            }
        }
        vec![view.default.clone().unwrap_or_else(|| "ANY".to_owned())]
    }
}

impl Evaluator<'_> {
    /// Methods that a function asks for by itself. One that asks only whether something is sent
    /// answers GET otherwise; one that refuses all but some answers these.
    fn methods_compared(
        &self,
        file: FileId,
        definition: DefinitionId,
        view: &View,
        framework: &Framework,
    ) -> Vec<String> {
        let outline = self.project.outline(file);
        let body = outline.definitions[definition].body;
        let (mut asked, mut refused) = (Vec::new(), Vec::new());
        for comparison in &outline.comparisons {
            let inside = outline
                .enclosing(comparison.scope)
                .any(|scope| scope == body);
            if !inside || !view.compared.matches(&shown(outline, &comparison.left)) {
                continue;
            }
            let into = if comparison.equal {
                &mut asked
            } else {
                &mut refused
            };
            for word in words(outline, &comparison.right) {
                let method = super::method::method_name(&word, framework);
                if super::method::METHODS.contains(&method.as_str()) && !into.contains(&method) {
                    into.push(method);
                }
            }
        }
        if asked.is_empty() {
            return refused;
        }
        if refused.is_empty() && !asked.iter().any(|method| method == "GET") {
            asked.push("GET".to_owned());
        }
        asked
    }
}

/// `photos.comments` is `photos/{photo}/comments`; gives the path and the last name's singular.
fn nested(base: &str) -> (String, String) {
    let mut parts = base.split('.').peekable();
    let mut path = String::new();
    let mut name = String::new();
    while let Some(part) = parts.next() {
        path.push_str(part);
        name = singular(part.rsplit('/').next().unwrap_or(part));
        if parts.peek().is_some() {
            path.push_str(&format!("/{{{name}}}/"));
        }
    }
    (path, name)
}

/// A plain English singular, as resource routing derives parameter names.
pub fn singular(word: &str) -> String {
    let word = word.replace('-', "_");
    match word.as_str() {
        w if w.ends_with("ies") => format!("{}y", &w[..w.len() - 3]),
        w if w.ends_with("sses") => w[..w.len() - 2].to_owned(),
        w if w.ends_with('s') && !w.ends_with("ss") => w[..w.len() - 1].to_owned(),
        w => w.to_owned(),
    }
}

/// Texts and names inside a value, lists and calls opened.
pub fn words(outline: &crate::syntax::Outline, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut queue = vec![value];
    while let Some(value) = queue.pop() {
        match value {
            Value::Text(text) => found.push(text.clone()),
            Value::Name(path) => found.extend(path.last().cloned()),
            Value::List(items) | Value::Join(items) => queue.extend(items.iter().rev()),
            Value::Map(entries) => queue.extend(entries.iter().rev().map(|(_, value)| value)),
            Value::Call(call) => {
                let call = &outline.calls[*call];
                found.push(call.name.clone());
                if found.len() < 64 {
                    queue.extend(call.arguments.iter().rev().map(|argument| &argument.value));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_names_nest_and_lose_their_plural() {
        assert_eq!(nested("photos"), ("photos".into(), "photo".into()));
        assert_eq!(
            nested("photos.comments"),
            ("photos/{photo}/comments".into(), "comment".into())
        );
        assert_eq!(nested("api/categories").1, "category");
        assert_eq!(nested("address").1, "address");
    }
}
