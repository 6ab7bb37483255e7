//! Checks that settings put before paths by the name of their class. Each says in a function of its
//! own which requests it looks at: all, all but those on some paths, or only those that bring
//! something along, which leaves the door open.

use super::global::{PathGuard, Says};
use super::slot::Written;
use crate::detect::evaluate::Evaluator;
use crate::detect::matching::{callee, shown};
use crate::detect::project::FileId;
use crate::rules::schema::{Doors, Framework, Guard};
use crate::syntax::{Call, CallKind, Comparison, ConstructKind, DefinitionId, Outline, Value};

/// Which requests a check looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Looks {
    /// All but those on these paths.
    AtAllBut(Vec<String>),
    /// At those that bring something along, or that are on some path.
    AtSome,
    Unclear,
}

impl Evaluator<'_> {
    /// What settings say of the doors that requests go through; the first that fits a path is its.
    pub(super) fn doors(&mut self, rule: &Guard, framework: &Framework) -> Vec<PathGuard> {
        let Some(doors) = &rule.doors else {
            return Vec::new();
        };
        let project = self.project;
        let mut found = Vec::new();
        for (file, source) in project.files.iter().enumerate() {
            for (id, call) in source.outline.calls.iter().enumerate() {
                if source.is_test || !self.call_fits(file, id, &doors.call) {
                    continue;
                }
                let place = (file, call.line());
                let mut expression = None;
                if let Written::Texts(texts) = self.slot_texts(file, id, &doors.path) {
                    expression = texts.into_iter().next();
                }
                let methods = match &doors.methods {
                    Some(slots) => self.methods(file, id, framework, Some(slots)),
                    None => Vec::new(),
                };
                let mut named = Vec::new();
                for slot in doors.checks.as_slice() {
                    for value in self.slot_values(file, id, slot) {
                        if let Written::Texts(texts) = self.value_texts(file, call.scope, &value, 0)
                        {
                            named.extend(texts);
                        }
                    }
                }
                let looks: Vec<Looks> = named
                    .iter()
                    .filter_map(|name| self.looks(file, name, doors))
                    .collect();
                let says = says(&looks);
                if let Some(Looks::AtAllBut(paths)) = looks.iter().find(|it| is_for_all(it))
                    && !paths.is_empty()
                {
                    let beside = PathGuard::listed(file, call.line(), false, paths.clone());
                    found.push(beside.saying(Says::Nothing));
                }
                let mut guard = PathGuard::controlled(place, expression.as_deref(), methods, false)
                    .saying(says);
                if doors.unclear.iter().any(|key| call.named(key).is_some()) {
                    guard.blur();
                }
                found.push(guard);
            }
        }
        found
    }

    /// Which requests a class looks at; nothing for one that says so elsewhere.
    fn looks(&mut self, file: FileId, name: &str, doors: &Doors) -> Option<Looks> {
        let (home, class) = self.class_written(file, name)?;
        let functions = self.class_functions(home, class);
        let asked = functions.iter().find(|it| doors.asks.matches(&it.name))?;
        let looks = self.looks_at(asked.file, asked.definition, doors);
        if looks == Looks::AtSome {
            return Some(looks);
        }
        let refuses = functions.iter().find(|it| doors.refuses.matches(&it.name));
        Some(
            match refuses.map(|it| self.turns_away(it.file, it.definition)) {
                Some(Some(true)) => looks,
                Some(Some(false)) => Looks::AtSome,
                Some(None) | None => Looks::Unclear,
            },
        )
    }

    fn looks_at(&self, file: FileId, definition: DefinitionId, doors: &Doors) -> Looks {
        let outline = self.project.outline(file);
        let Some(content) = outline.definitions.get(definition) else {
            return Looks::Unclear;
        };
        let inside = |line: u32| (content.lines.first..=content.lines.last).contains(&line);
        let calls: Vec<&Call> = outline
            .calls
            .iter()
            .filter(|call| call.kind == CallKind::Call && inside(call.line()))
            .collect();
        let compared: Vec<&Comparison> = outline
            .comparisons
            .iter()
            .filter(|it| inside(it.line))
            .collect();
        let own = |path: &[String]| {
            let first = path.first();
            first.is_some_and(|first| content.parameters.iter().any(|it| it.name == *first))
        };
        let foreign = outline
            .references
            .iter()
            .any(|it| inside(it.line) && !own(&it.path));
        let says_yes = content.returns.contains(&Value::Bool(true));
        let reads_path = |call: &&Call| doors.path_read.matches(&callee(outline, call, 0));
        let paths: Option<Vec<String>> = compared
            .iter()
            .map(|it| path_beside(outline, it, doors))
            .collect();
        let only_paths = calls.iter().all(reads_path) && !foreign;
        match (content.returns.as_slice(), paths) {
            ([Value::Bool(true)], _) if calls.is_empty() && compared.is_empty() && !foreign => {
                return Looks::AtAllBut(Vec::new());
            }
            // `return $path !== "/x"`
            ([Value::Opaque], Some(paths))
                if only_paths && calls.len() == 1 && compared.iter().all(|it| !it.equal) =>
            {
                if let [_] = paths.as_slice() {
                    return Looks::AtAllBut(paths);
                }
            }
            // `if ($path === "/x") return false; return true`
            ([before @ .., Value::Bool(true)], Some(paths))
                if only_paths
                    && !paths.is_empty()
                    && before.len() == paths.len()
                    && calls.len() == paths.len()
                    && before.iter().all(|it| *it == Value::Bool(false))
                    && compared.iter().all(|it| it.equal) =>
            {
                return Looks::AtAllBut(paths);
            }
            _ => {}
        }
        let never = |it: &Value| matches!(it, Value::Bool(false) | Value::Null);
        let is_null = |it: &Comparison| it.left == Value::Null || it.right == Value::Null;
        let denies = compared.iter().any(|it| !it.equal && !is_null(it));
        let lacks = calls
            .iter()
            .any(|call| doors.may_lack.matches(&callee(outline, call, 0)));
        let is_some = lacks || compared.iter().any(|it| it.equal && !is_null(it));
        match !content.returns.is_empty() && !says_yes && !denies {
            true if is_some || content.returns.iter().all(never) => Looks::AtSome,
            _ => Looks::Unclear,
        }
    }

    /// Whether a function answers whoever it is called for, instead of letting them go on.
    fn turns_away(&self, file: FileId, definition: DefinitionId) -> Option<bool> {
        let outline = self.project.outline(file);
        let content = outline.definitions.get(definition)?;
        let inside = |line: u32| (content.lines.first..=content.lines.last).contains(&line);
        let throws = outline
            .constructs
            .iter()
            .any(|it| it.kind == ConstructKind::Throw && inside(it.line));
        let nothing = |it: &Value| matches!(it, Value::Null | Value::Bool(_));
        let returns = &content.returns;
        if returns.iter().any(nothing) {
            let all = returns.iter().all(nothing) && !throws;
            return all.then_some(false);
        }
        match (returns.is_empty(), throws) {
            (false, _) => Some(true),
            (true, true) => None,
            (true, false) => Some(false),
        }
    }
}

/// What all the checks at one door say together.
fn says(looks: &[Looks]) -> Says {
    if looks.iter().any(is_for_all) {
        Says::Guarded
    } else if looks.contains(&Looks::Unclear) {
        Says::Unclear
    } else {
        Says::Nothing
    }
}

fn is_for_all(looks: &Looks) -> bool {
    matches!(looks, Looks::AtAllBut(_))
}

/// The path that is compared with that of a request.
fn path_beside(outline: &Outline, comparison: &Comparison, doors: &Doors) -> Option<String> {
    let (left, right) = (&comparison.left, &comparison.right);
    for (read, path) in [(left, right), (right, left)] {
        if let Value::Text(path) = path
            && matches!(read, Value::Call(_))
            && doors
                .path_read
                .matches(shown(outline, read).trim_end_matches("()"))
            && path.starts_with('/')
        {
            return Some(path.clone());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_check_for_all_is_enough() {
        let all = Looks::AtAllBut(Vec::new());
        assert_eq!(says(&[Looks::AtSome, all.clone()]), Says::Guarded);
        assert_eq!(says(&[Looks::Unclear, all]), Says::Guarded);
        assert_eq!(says(&[Looks::Unclear, Looks::AtSome]), Says::Unclear);
        assert_eq!(says(&[Looks::AtSome]), Says::Nothing);
        assert_eq!(says(&[]), Says::Nothing);
    }
}
