//! The text of a value that several statements put together, within one file.
//!
//! A query grows line by line: `sql = "… WHERE name = '"`, `sql += name`, `run(sql)`. No line says it
//! all, so the names are followed through their assignments. Functions are not entered and files not
//! left: what stays unknown keeps its name, so that rules can tell `{req.body.name}` from
//! `{parseInt()}`.

use super::matching::{callee, shown};
use crate::syntax::{Assignment, AssignmentKind, CallId, Outline, ScopeId, Value};

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
        Value::Call(id) if format(outline, *id).is_some() => 0,
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
            Value::Call(id) => match format(self.outline, *id) {
                Some(parts) => {
                    for (text, given) in parts {
                        self.written.push_str(text);
                        match given {
                            // A number is written as one, whatever stands in it.
                            Some((_, true)) => self.unknown("number()"),
                            Some((value, false)) => self.add(scope, value, depth + 1),
                            None => {}
                        }
                    }
                }
                None => {
                    let name = self.outline.calls.get(*id);
                    let name = name.map(|call| callee(self.outline, call, 0));
                    self.unknown(&format!("{}()", name.unwrap_or_default()));
                }
            },
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
            match is_number(outline, scope, path) {
                true => self.unknown("number()"),
                false => self.unknown(&path.join(".")),
            }
        }
    }

    fn unknown(&mut self, name: &str) {
        self.written.push('{');
        self.written.push_str(name);
        self.written.push('}');
    }
}

/// A piece of a text, and what is put behind it: a value, and whether it is written as a number.
type Piece<'o> = (&'o str, Option<(&'o Value, bool)>);

/// The pieces of a call that fills the places in its first text (`%s`, `%d`) with its other
/// arguments, one each.
fn format(outline: &Outline, call: CallId) -> Option<Vec<Piece<'_>>> {
    let (first, rest) = outline.calls.get(call)?.arguments.split_first()?;
    let Value::Text(text) = &first.value else {
        return None;
    };
    let mut given = rest.iter().map(|argument| &argument.value);
    let mut found = Vec::new();
    let mut piece = 0;
    let mut from = 0;
    while let Some(at) = text[from..].find('%').map(|at| from + at) {
        let flags = |c: char| matches!(c, '+' | '-' | '#' | ' ' | '.') || c.is_ascii_digit();
        let Some(end) = text[at + 1..].find(|c: char| !flags(c)) else {
            break;
        };
        let end = at + 1 + end;
        let verb = text[end..].chars().next()?;
        from = end + verb.len_utf8();
        if verb.is_ascii_alphabetic() {
            let is_number = matches!(verb, 'd' | 'f' | 'F' | 'g' | 'x' | 'X' | 'b' | 'o' | 't');
            found.push((&text[piece..at], Some((given.next()?, is_number))));
            piece = from;
        }
    }
    found.push((&text[piece..], None));
    (found.len() > 1 && given.next().is_none()).then_some(found)
}

/// Whether a name is a parameter that can hold nothing but a number.
fn is_number(outline: &Outline, scope: ScopeId, path: &[String]) -> bool {
    let [name] = path else { return false };
    let typed = outline.enclosing(scope).find_map(|id| {
        let definition = outline.scopes.get(id)?.definition?;
        let parameters = &outline.definitions.get(definition)?.parameters;
        parameters.iter().find(|parameter| parameter.name == *name)
    });
    let typed = typed.and_then(|parameter| parameter.typed.as_deref());
    let Some(typed) = typed else { return false };
    let letters = typed.trim_end_matches(|c: char| c.is_ascii_digit());
    let sized = letters.len() < typed.len();
    match letters {
        "int" | "uint" | "long" | "Int" | "Long" | "Integer" | "usize" | "isize" => true,
        "i" | "u" | "f" | "float" => sized,
        _ => false,
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

    fn of_last_go_call(source: &str) -> Option<String> {
        let outline = outline(Language::Go, source.as_bytes(), Limits::default()).ok()?;
        let call = outline.calls.iter().rfind(|call| call.name == "Exec")?;
        assembled(&outline, call.scope, &call.arguments.first()?.value)
    }

    #[test]
    fn formats_are_filled() {
        let go = |body: &str| {
            of_last_go_call(&format!(
                "package p\nconst table = \"notes\"\nfunc f(id int64, name string) {{\n{body}\n}}\n"
            ))
        };
        assert_eq!(
            go("db.Exec(fmt.Sprintf(\"DELETE FROM %s WHERE name = '%s' AND id = %v\", table, name, id))")
                .as_deref(),
            Some("DELETE FROM notes WHERE name = '{name}' AND id = {number()}")
        );
        assert_eq!(
            go("db.Exec(fmt.Sprintf(\"a LIKE '%%%s%%' AND b = %5d\", name, size))").as_deref(),
            Some("a LIKE '%%{name}%%' AND b = {number()}")
        );
        // Too few or too many arguments, no places at all, a bare percent sign: no format.
        assert_eq!(go("db.Exec(fmt.Sprintf(\"a = %s\"))"), None);
        assert_eq!(go("db.Exec(fmt.Sprintf(\"a = %s\", a, b))"), None);
        assert_eq!(go("db.Exec(clean(\"a = b\", a))"), None);
        assert_eq!(go("db.Exec(clean(\"50%\", a))"), None);
    }
}
