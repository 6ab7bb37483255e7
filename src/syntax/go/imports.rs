//! The package and its imports.

use tree_sitter::Node;

use crate::syntax::outline::{AssignmentKind, Binding, Import, Value};
use crate::syntax::tree::children;
use crate::syntax::walk::Builder;

use super::expressions::text;

pub(super) fn package(build: &mut Builder<'_>, node: Node<'_>) {
    if let Some(name) = children(node).first() {
        let name = Value::Text(build.text(*name));
        let target = vec!["namespace".to_owned()];
        build.assign(node, AssignmentKind::Variable, target, name);
    }
}

pub(super) fn import(build: &mut Builder<'_>, node: Node<'_>) {
    let Some(module) = build.field(node, "path").map(|path| text(&path)) else {
        return;
    };
    let bindings = match build.field(node, "name").as_deref() {
        Some("_") => Vec::new(),
        Some(".") => vec![Binding::All],
        Some(name) => vec![Binding::Whole {
            alias: name.to_owned(),
        }],
        None => vec![Binding::Whole {
            alias: package_name(&module),
        }],
    };
    let (scope, line) = (build.scope(), build.line(node));
    build.outline.imports.push(Import {
        module,
        bindings,
        scope,
        line,
    });
}

/// The name a package most likely gives itself: the last segment of its path that is no version.
/// Where the segment cannot be a name, the customary wrapping (`go-x`, `x-go`, `x.v3`, `x.go`) is
/// taken off.
fn package_name(module: &str) -> String {
    let mut segments = module.rsplit('/');
    let last = segments.next().unwrap_or_default();
    let segment = match segments.next() {
        Some(before) if is_version(last) => before,
        _ => last,
    };
    let segment = match segment.rsplit_once('.') {
        Some((name, suffix)) if suffix == "go" || is_version(suffix) => name,
        _ => segment,
    };
    let segment = segment.strip_prefix("go-").unwrap_or(segment);
    segment
        .strip_suffix("-go")
        .unwrap_or(segment)
        .replace('-', "")
}

fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::package_name;

    #[test]
    fn package_names() {
        for (module, name) in [
            ("fmt", "fmt"),
            ("net/http", "http"),
            ("host/owner/web/v2", "web"),
            ("host/owner/web/v12", "web"),
            ("v2", "v2"),
            ("host/yaml.v3", "yaml"),
            ("host/owner/go-store/v9", "store"),
            ("host/owner/token-go", "token"),
            ("host/owner/queue.go", "queue"),
            ("host/owner/mail-token", "mailtoken"),
            ("", ""),
        ] {
            assert_eq!(package_name(module), name, "{module}");
        }
    }
}
