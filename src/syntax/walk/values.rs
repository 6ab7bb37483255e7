//! What several grammars do with a [`Value`] once they have it: put strings together, split a
//! callee, keep copies small. It knows nodes of no grammar.

use crate::syntax::outline::Value;

/// Most bytes of text in a value that is copied to several places of an outline.
const BRIEF: usize = 256;

/// Parts of a string as one value: nested parts are taken in, texts that touch become one.
pub(in crate::syntax) fn joined(parts: Vec<Value>) -> Value {
    let mut flat: Vec<Value> = Vec::with_capacity(parts.len());
    for part in parts {
        let nested = match part {
            Value::Join(nested) => nested,
            other => vec![other],
        };
        for part in nested {
            match (flat.last_mut(), part) {
                (Some(Value::Text(before)), Value::Text(text)) => before.push_str(&text),
                (_, part) => flat.push(part),
            }
        }
    }
    flat.retain(|part| part.as_text() != Some(""));
    match flat.as_slice() {
        [] => Value::Text(String::new()),
        [Value::Text(_)] => flat.remove(0),
        _ => Value::Join(flat),
    }
}

/// A callee as what it is called on and its last name.
pub(in crate::syntax) fn callee(value: Value) -> (Option<Value>, String) {
    match value {
        Value::Name(mut path) => {
            let name = path.pop().unwrap_or_default();
            ((!path.is_empty()).then_some(Value::Name(path)), name)
        }
        Value::Member(object, name) => (Some(*object), name),
        other => (Some(other), String::new()),
    }
}

/// The value of `condition ? a : b`: what is looked up, when the other branch is only a constant to
/// fall back to. Two branches of one kind are a choice that nobody can make here.
pub(in crate::syntax) fn either(first: Value, second: Value) -> Value {
    match (is_constant(&first), is_constant(&second)) {
        (false, true) => first,
        (true, false) => second,
        _ => Value::Opaque,
    }
}

fn is_constant(value: &Value) -> bool {
    match value {
        Value::Text(_) | Value::Number(_) | Value::Bool(_) | Value::Null => true,
        Value::List(items) => items.is_empty(),
        Value::Map(pairs) => pairs.is_empty(),
        _ => false,
    }
}

/// The value if it is small enough to be copied many times, else opaque: a source must not be able
/// to make its outline many times its own size.
pub(in crate::syntax) fn brief(value: Value) -> Value {
    match weight(&value, BRIEF) {
        Some(_) => value,
        None => Value::Opaque,
    }
}

/// What is left of the budget after the value, if anything.
fn weight(value: &Value, budget: usize) -> Option<usize> {
    let budget = budget.checked_sub(1)?;
    match value {
        Value::Text(text) | Value::Number(text) => budget.checked_sub(text.len()),
        Value::Name(path) => path
            .iter()
            .try_fold(budget, |left, name| left.checked_sub(name.len())),
        Value::Member(object, name) => weight(object, budget.checked_sub(name.len())?),
        Value::Join(items) | Value::List(items) => items
            .iter()
            .try_fold(budget, |left, item| weight(item, left)),
        Value::Map(pairs) => pairs.iter().try_fold(budget, |left, (key, item)| {
            weight(item, left.checked_sub(key.len())?)
        }),
        _ => Some(budget),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn name(path: &str) -> Value {
        Value::Name(path.split('.').map(str::to_owned).collect())
    }

    #[test]
    fn parts_become_one_value() {
        assert_eq!(joined(vec![text("/a"), text(""), text("/b")]), text("/a/b"));
        assert_eq!(joined(vec![]), text(""));
        let inner = Value::Join(vec![name("x"), text("/")]);
        assert_eq!(
            joined(vec![text("/"), inner, text("y")]),
            Value::Join(vec![text("/"), name("x"), text("/y")])
        );
        assert_eq!(joined(vec![name("x")]), Value::Join(vec![name("x")]));
    }

    #[test]
    fn callee_is_split_at_its_last_name() {
        assert_eq!(callee(name("f")), (None, "f".to_owned()));
        assert_eq!(callee(name("a.b.f")), (Some(name("a.b")), "f".to_owned()));
        assert_eq!(
            callee(Value::Call(3)),
            (Some(Value::Call(3)), String::new())
        );
    }

    #[test]
    fn fallback_is_left_out_and_a_choice_is_not_made() {
        assert_eq!(either(name("a.b"), Value::Null), name("a.b"));
        assert_eq!(either(Value::List(vec![]), name("a")), name("a"));
        assert_eq!(either(text("/a"), text("/b")), Value::Opaque);
        assert_eq!(either(name("a"), name("b")), Value::Opaque);
        assert_eq!(either(Value::Opaque, Value::Null), Value::Opaque);
    }

    #[test]
    fn only_small_values_are_copied() {
        let small = Value::List(vec![text("a"), name("b.c")]);
        assert_eq!(brief(small.clone()), small);
        assert_eq!(brief(text(&"x".repeat(BRIEF))), Value::Opaque);
        assert_eq!(brief(Value::List(vec![Value::Null; BRIEF])), Value::Opaque);
    }
}
