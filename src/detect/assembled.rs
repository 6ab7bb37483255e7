//! The text of a value that several statements put together, within one file.
//!
//! A query grows line by line: `sql = "… WHERE name = '"`, `sql += name`, `run(sql)`. No line says it
//! all, so the names are followed through their assignments. Functions are not entered and files not
//! left: what stays unknown keeps its name, so that rules can tell `{req.body.name}` from
//! `{parseInt()}`.

use super::matching::{callee, shown};
use crate::syntax::{Assignment, AssignmentKind, Outline, ScopeId, Value};

/// Longer chains than this are no longer one query.
const DEPTH: usize = 6;
const LENGTH: usize = 4_000;

struct Text<'o> {
    outline: &'o Outline,
    written: String,
    /// Names that are being followed or were: each is told once.
    seen: Vec<&'o [String]>,
    /// Statements that took part.
    statements: usize,
}

/// The text with the names in it followed; nothing for a name whose one assignment says it all, and
/// for what is neither a name nor put together.
pub fn assembled(outline: &Outline, scope: ScopeId, value: &Value) -> Option<String> {
    let mut text = Text {
        outline,
        written: String::new(),
        seen: Vec::new(),
        statements: 0,
    };
    let least = match value {
        Value::Join(_) => 0,
        Value::Name(_) => 2,
        _ => return None,
    };
    text.add(scope, value, 0);
    (text.statements >= least).then_some(text.written)
}

impl<'o> Text<'o> {
    fn add(&mut self, scope: ScopeId, value: &'o Value, depth: usize) {
        if depth > DEPTH || self.written.len() > LENGTH {
            return;
        }
        match value {
            Value::Text(text) | Value::Number(text) => self.written.push_str(text),
            Value::Join(parts) => {
                for part in parts {
                    self.add(scope, part, depth + 1);
                }
            }
            Value::Name(path) => self.name(scope, path, depth),
            Value::Call(id) => {
                let name = self.outline.calls.get(*id);
                let name = name.map(|call| callee(self.outline, call, 0));
                self.unknown(&format!("{}()", name.unwrap_or_default()));
            }
            other => self.unknown(&shown(self.outline, other)),
        }
    }

    fn name(&mut self, scope: ScopeId, path: &'o [String], depth: usize) {
        if self.seen.contains(&path) {
            // `sql = sql + x` goes on where it stands; the second use of another name is short.
            return;
        }
        let outline = self.outline;
        let visible = |assignment: &&Assignment| {
            assignment.target == path
                && assignment.kind != AssignmentKind::Field
                && outline.enclosing(scope).any(|id| id == assignment.scope)
        };
        self.seen.push(path);
        let before = self.statements;
        for assignment in outline.assignments.iter().filter(visible) {
            self.statements += 1;
            if assignment.kind != AssignmentKind::Augmented && self.statements > before + 1 {
                // Another way to begin, not a part that follows.
                self.written.push_str(" ; ");
            }
            self.add(assignment.scope, &assignment.value, depth + 1);
        }
        if self.statements == before {
            self.seen.pop();
            self.unknown(&path.join("."));
        }
    }

    fn unknown(&mut self, name: &str) {
        self.written.push('{');
        self.written.push_str(name);
        self.written.push('}');
    }
}

#[cfg(test)]
mod tests {
    use super::assembled;
    use crate::syntax::{Language, Limits, outline};

    fn of_last_call(source: &str) -> Option<String> {
        let outline = outline(Language::JavaScript, source.as_bytes(), Limits::default()).ok()?;
        let call = outline.calls.last()?;
        assembled(&outline, call.scope, &call.arguments.first()?.value)
    }

    #[test]
    fn statements_add_up() {
        let text = of_last_call(
            "function f(req) {\n  const id = req.params.id;\n  let sql = 'SELECT * FROM t';\n  sql += ' WHERE id = ' + id;\n  db.query(sql);\n}",
        );
        assert_eq!(
            text.as_deref(),
            Some("SELECT * FROM t WHERE id = {req.params.id}")
        );
        let text = of_last_call(
            "function f(name) {\n  const where = \"name = '\" + name + \"'\";\n  db.query('DELETE FROM t WHERE ' + where);\n}",
        );
        assert_eq!(text.as_deref(), Some("DELETE FROM t WHERE name = '{name}'"));
    }

    #[test]
    fn what_one_statement_says_is_left_to_it() {
        assert_eq!(of_last_call("db.query(x);"), None);
        assert_eq!(of_last_call("const s = 'SELECT ' + x;\ndb.query(s);"), None);
    }

    #[test]
    fn circles_and_other_functions_names_end() {
        assert_eq!(
            of_last_call("let a = 'x' + b;\nlet b = 'y' + a;\ndb.query(a);").as_deref(),
            Some("xy")
        );
        assert_eq!(
            of_last_call("function g() { let s = 'a'; s += 'b'; }\nfunction f(s) { db.query(s); }"),
            None
        );
    }
}
