//! Calls and composite literals.

use tree_sitter::Node;

use super::Go;
use super::expressions::{is_collection, is_generic_call, type_path};
use crate::syntax::outline::{Argument, Call, CallKind, Path, Value};
use crate::syntax::tree::{children, stands_at, typed, unparenthesized};
use crate::syntax::walk::Builder;

impl Go {
    pub(super) fn call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(function) = node.child_by_field_name("function") else {
            return;
        };
        let mut callee = unparenthesized(function);
        let mut types = type_arguments(build, node.child_by_field_name("type_arguments"));
        // The callee itself is not a member that is read.
        self.taken.insert(callee.id());
        // One type argument looks like an index: `get[User](…)`.
        if self.path(build, callee).is_none()
            && let Some((inner, index)) = indexed(callee)
        {
            types.extend(typed(build, Some(index)));
            callee = inner;
            self.taken.insert(callee.id());
        }
        let list = node.child_by_field_name("arguments");
        if callee.kind() == "identifier" && matches!(build.text(callee).as_str(), "make" | "new") {
            types.extend(typed(
                build,
                list.and_then(|list| children(list).first().copied()),
            ));
        }
        let (name, receiver, at) = self.callee(build, callee);
        let call = Call {
            name,
            receiver,
            arguments: self.arguments(build, list),
            types,
            ..Call::default()
        };
        let id = build.fill_call(node, call);
        stands_at(build, id, at);
    }

    /// Name and receiver of what is called, and the node of the name.
    fn callee<'t>(
        &self,
        build: &mut Builder<'_>,
        node: Node<'t>,
    ) -> (String, Option<Value>, Option<Node<'t>>) {
        let operand = node.child_by_field_name("operand");
        let field = node.child_by_field_name("field");
        if let Some((operand, field)) = operand.zip(field) {
            let receiver = self.value(build, operand, 0);
            return (build.text(field), Some(receiver), Some(field));
        }
        match self.path(build, node) {
            Some(path) => {
                let (name, scope) = split(path);
                (name, scope.map(Value::Name), Some(node))
            }
            None => (String::new(), Some(self.value(build, node, 0)), None),
        }
    }

    /// `get[User](x)`, which the grammar takes for a conversion.
    pub(super) fn generic_call(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(called) = node.child_by_field_name("type") else {
            return;
        };
        if !is_generic_call(node) {
            return;
        }
        let (name, receiver) = split(type_path(build, called));
        let operand = node.child_by_field_name("operand");
        let arguments = operand.into_iter().map(|operand| Argument {
            name: None,
            value: self.value(build, operand, 0),
            line: operand.start_position().row as u32 + 1,
        });
        let call = Call {
            name,
            arguments: arguments.collect(),
            receiver: receiver.map(Value::Name),
            types: type_arguments(build, called.child_by_field_name("type_arguments")),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    /// `X{…}`: the construction of a struct, or of a named slice or map.
    pub(super) fn composite(&mut self, build: &mut Builder<'_>, node: Node<'_>) {
        let Some(kind) = node.child_by_field_name("type") else {
            return;
        };
        if is_collection(node) {
            return;
        }
        let (name, package) = split(type_path(build, kind));
        let elements = node.child_by_field_name("body").map(children);
        let mut arguments = Vec::new();
        for element in elements.unwrap_or_default() {
            let key = element.child_by_field_name("key");
            let given = element.child_by_field_name("value").unwrap_or(element);
            arguments.push(Argument {
                name: key.and_then(|key| self.key(build, key)),
                value: self.value(build, given, 0),
                line: build.line(element),
            });
        }
        let call = Call {
            kind: CallKind::New,
            name,
            receiver: package.map(Value::Name),
            arguments,
            types: type_arguments(build, kind.child_by_field_name("type_arguments")),
            ..Call::default()
        };
        build.fill_call(node, call);
    }

    fn arguments(&self, build: &mut Builder<'_>, list: Option<Node<'_>>) -> Vec<Argument> {
        let given = list.map(children).unwrap_or_default();
        given
            .into_iter()
            .map(|argument| Argument {
                name: None,
                value: self.value(build, argument, 0),
                line: build.line(argument),
            })
            .collect()
    }
}

/// `x[y]` as `x` and `y`.
fn indexed(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let index = node.child_by_field_name("index")?;
    let names_a_type = matches!(index.kind(), "identifier" | "selector_expression");
    let operand = node.child_by_field_name("operand")?;
    names_a_type.then_some((operand, index))
}

fn type_arguments(build: &Builder<'_>, list: Option<Node<'_>>) -> Vec<String> {
    list.map(children)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|argument| typed(build, Some(argument)))
        .collect()
}

fn split(mut path: Path) -> (String, Option<Path>) {
    let name = path.pop().unwrap_or_default();
    (name, (!path.is_empty()).then_some(path))
}
