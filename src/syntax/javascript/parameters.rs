//! Parameters of functions. One that takes its argument apart is called by its position (`{0}`),
//! which no name can be; the names in it become assignments in the function's scope.

use tree_sitter::Node;

use super::super::outline::{Parameter, ScopeId, Value};
use super::super::walk::Builder;
use super::assignments::type_text;
use super::{JavaScript, first, named};

impl JavaScript {
    pub(super) fn parameters(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        body: ScopeId,
    ) -> Vec<Parameter> {
        let nodes = match node.child_by_field_name("parameter") {
            Some(single) => vec![single],
            None => node
                .child_by_field_name("parameters")
                .map(named)
                .unwrap_or_default(),
        };
        nodes
            .into_iter()
            .enumerate()
            .filter_map(|(index, node)| self.parameter(build, node, index, body))
            .collect()
    }

    fn parameter(
        &mut self,
        build: &mut Builder<'_>,
        node: Node<'_>,
        index: usize,
        body: ScopeId,
    ) -> Option<Parameter> {
        let (pattern, default) = match node.kind() {
            "required_parameter" | "optional_parameter" => (
                node.child_by_field_name("pattern")
                    .or_else(|| node.child_by_field_name("name"))?,
                node.child_by_field_name("value"),
            ),
            "assignment_pattern" => (
                node.child_by_field_name("left")?,
                node.child_by_field_name("right"),
            ),
            _ => (node, None),
        };
        let pattern = match pattern.kind() {
            "rest_pattern" => first(pattern)?,
            _ => pattern,
        };
        let name = match pattern.kind() {
            "identifier" => build.text(pattern),
            "object_pattern" | "array_pattern" => {
                let from = build.outline.assignments.len();
                let whole = format!("{{{index}}}");
                self.bind(build, pattern, Value::Name(vec![whole.clone()]));
                for assignment in build.outline.assignments.iter_mut().skip(from) {
                    assignment.scope = body;
                }
                whole
            }
            // `this: Type` only tells the compiler what `this` is.
            _ => return None,
        };
        let decorators = named(node)
            .into_iter()
            .filter(|child| child.kind() == "decorator");
        Some(Parameter {
            name,
            typed: type_text(build, node, "type"),
            default: default.map(|value| self.value(build, value)),
            annotations: decorators
                .map(|decorator| build.call_id(decorator))
                .collect(),
            line: build.line(node),
        })
    }
}
