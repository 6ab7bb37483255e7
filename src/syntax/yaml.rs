//! YAML text to outline: a mapping at a name is a call of that name, with what stands in it as named
//! arguments. `receiver` is the chain of names around it; at the top of a document there is none.
//!
//! ```yaml
//! tasks:
//!   path: /tasks
//! ```
//!
//! is `tasks(path="/tasks")`. A mapping in a list is a call of the list's name. Aliases stand for
//! nothing (an alias of an alias may be larger than any memory), and other tags than those of the
//! core schema make a scalar a text. It is YAML 1.2 (<https://yaml.org/spec/1.2.2/#103-core-schema>):
//! `yes` and `on` are texts.

use std::time::{Duration, Instant};

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::Unparsed;
use super::outline::{Argument, Call, Lines, Outline, Path, Scope, ScopeKind, Value};

/// Deepest nesting that is kept; what is below is [`Value::Opaque`].
const DEPTH: usize = 40;

/// A mapping or list that is not closed yet.
struct Open {
    content: Content,
    /// The names that lead to it.
    path: Path,
    /// Where it begins: the line of its name, if it has one.
    line: u32,
}

enum Content {
    List(Vec<Value>),
    Map {
        entries: Vec<Argument>,
        /// The name whose value comes next.
        key: Option<(String, u32)>,
    },
    /// Nested too deeply.
    Ignored,
}

struct Reader {
    outline: Outline,
    open: Vec<Open>,
}

/// The outline of a YAML text. What stands before an error counts.
pub(super) fn outline(source: &[u8], time: Duration) -> Result<Outline, Unparsed> {
    let text = String::from_utf8_lossy(source);
    let deadline = Instant::now() + time;
    let last = text.lines().count() as u32;
    let mut reader = Reader {
        outline: Outline::default(),
        open: Vec::new(),
    };
    reader.outline.scopes.push(Scope {
        parent: None,
        kind: ScopeKind::File,
        definition: None,
        lines: Lines { first: 1, last },
    });
    let is_code = |line: &&str| !matches!(line.trim_start().bytes().next(), None | Some(b'#'));
    reader.outline.code_lines = text.lines().filter(is_code).count() as u32;
    for event in Parser::new_from_str(&text) {
        if Instant::now() > deadline {
            return Err(Unparsed::TookTooLong);
        }
        match event {
            Ok((event, span)) => {
                reader.event(event, span.start.line() as u32, span.end.line() as u32);
            }
            Err(error) => {
                let line = error.marker().line() as u32;
                let broken = Lines { first: line, last };
                reader.outline.broken.push(broken);
                break;
            }
        }
    }
    Ok(reader.outline)
}

impl Reader {
    fn event(&mut self, event: Event<'_>, line: u32, last: u32) {
        match event {
            Event::Scalar(text, style, _, _) => {
                if let Some(Open {
                    content: Content::Map { key, .. },
                    ..
                }) = self.open.last_mut()
                    && key.is_none()
                {
                    *key = Some((text.into_owned(), line));
                    return;
                }
                let value = match style {
                    ScalarStyle::Plain => plain(&text),
                    _ => Value::Text(text.into_owned()),
                };
                self.value(value, line);
            }
            Event::Alias(_) => self.value(Value::Opaque, line),
            Event::SequenceStart(..) => self.begin(Content::List(Vec::new()), line),
            Event::MappingStart(..) => {
                let content = Content::Map {
                    entries: Vec::new(),
                    key: None,
                };
                self.begin(content, line);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(last),
            _ => {}
        }
    }

    fn begin(&mut self, content: Content, line: u32) {
        let mut path = Path::new();
        let mut from = line;
        if let Some(around) = self.open.last() {
            path.clone_from(&around.path);
            match &around.content {
                Content::Map {
                    key: Some((name, at)),
                    ..
                } => {
                    path.push(name.clone());
                    from = *at;
                }
                Content::Map { key: None, .. } | Content::List(_) | Content::Ignored => {}
            }
        }
        let content = match self.open.len() {
            0..DEPTH => content,
            _ => Content::Ignored,
        };
        self.open.push(Open {
            content,
            path,
            line: from,
        });
    }

    fn end(&mut self, last: u32) {
        let Some(Open {
            content,
            mut path,
            line,
        }) = self.open.pop()
        else {
            return;
        };
        let value = match content {
            Content::List(items) => Value::List(items),
            Content::Ignored => Value::Opaque,
            Content::Map { entries, .. } => {
                let named = |entry: &Argument| Some((entry.name.clone()?, entry.value.clone()));
                let map = entries.iter().filter_map(named).collect();
                if let Some(name) = path.pop() {
                    self.outline.calls.push(Call {
                        name,
                        receiver: (!path.is_empty()).then_some(Value::Name(path)),
                        arguments: entries,
                        lines: Lines { first: line, last },
                        ..Call::default()
                    });
                }
                Value::Map(map)
            }
        };
        self.value(value, line);
    }

    /// Puts a value where it stands: at the name before it, or in a list.
    fn value(&mut self, value: Value, line: u32) {
        let Some(around) = self.open.last_mut() else {
            return;
        };
        match &mut around.content {
            Content::List(items) => items.push(value),
            Content::Map { entries, key } => match key.take() {
                Some((name, line)) => entries.push(Argument {
                    name: Some(name),
                    value,
                    line,
                }),
                // A mapping as a name says nothing that can be asked for.
                None => *key = Some((String::new(), line)),
            },
            Content::Ignored => {}
        }
    }
}

/// A scalar without quotes, by the core schema.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if text.parse::<f64>().is_ok() && text.bytes().any(|byte| byte.is_ascii_digit()) => {
            Value::Number(text.to_owned())
        }
        _ => Value::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::{read, value};
    use super::super::{Language, Limits, outline};
    use super::*;

    /// Each call on a line, as `line-last path.name(argument=value)`.
    fn sketch(source: &str) -> Vec<String> {
        let outline = read(Language::Yaml, source.as_bytes());
        let calls = outline.calls.iter().map(|call| {
            let arguments: Vec<String> = call
                .arguments
                .iter()
                .map(|it| {
                    let name = it.name.as_deref().unwrap_or_default();
                    format!("{name}={}", value(&outline, &it.value))
                })
                .collect();
            let path = call.path().unwrap_or_default().join(".");
            let Lines { first, last } = call.lines;
            format!("{first}-{last} {path}({})", arguments.join(", "))
        });
        calls.collect()
    }

    #[test]
    fn a_mapping_is_a_call_of_its_name() {
        let source = "\
# tasks:
tasks:
  path: '/tasks/{id}'   # one
  methods: [GET, \"POST\"]
  defaults: { _controller: 'App\\Tasks::one', page: 1 }
  live: true
  note: >
    path: /no
    more
old: /x
";
        assert_eq!(
            sketch(source),
            [
                "5-5 tasks.defaults(_controller=\"App\\\\Tasks::one\", page=1)",
                "2-10 tasks(path=\"/tasks/{id}\", methods=[\"GET\", \"POST\"], \
                 defaults={_controller: \"App\\\\Tasks::one\", page: 1}, live=true, \
                 note=\"path: /no more\\n\")",
            ]
        );
    }

    #[test]
    fn a_mapping_in_a_list_is_a_call_of_the_list() {
        let source =
            "jobs:\n  test:\n    steps:\n      - run: make\n      - uses: x\n---\na: {b: ~}\n";
        assert_eq!(
            sketch(source),
            [
                "4-5 jobs.test.steps(run=\"make\")",
                "5-6 jobs.test.steps(uses=\"x\")",
                "2-6 jobs.test(steps=[{run: \"make\"}, {uses: \"x\"}])",
                "1-6 jobs(test={steps: [{run: \"make\"}, {uses: \"x\"}]})",
                "7-7 a(b=null)",
            ]
        );
    }

    #[test]
    fn what_stands_before_an_error_counts() {
        let source = "a:\n  b: 1\nc: [1, 2\nd: }\n";
        let outline = read(Language::Yaml, source.as_bytes());
        assert_eq!(outline.calls.len(), 1);
        assert_eq!(outline.calls[0].name, "a");
        assert_eq!(outline.broken.len(), 1);
        assert!((3..=5).contains(&outline.broken[0].first));
    }

    #[test]
    fn aliases_and_nesting_cannot_make_it_large() {
        let mut bomb = "a0: &a0 {x: y}\n".to_owned();
        for level in 1..40 {
            let before = format!("*a{}", level - 1);
            bomb += &format!("a{level}: &a{level} [{before}, {before}, {before}]\n");
        }
        let outline = read(Language::Yaml, bomb.as_bytes());
        assert_eq!(outline.calls.len(), 1);
        for deep in [
            "[".repeat(20_000),
            "{a: ".repeat(20_000),
            "- ".repeat(20_000),
        ] {
            let limits = Limits {
                line: usize::MAX,
                ..Limits::default()
            };
            // Too deep for the parser or not: it ends, and keeps little.
            if let Ok(outline) = outline_of(&deep, limits) {
                assert!(outline.calls.len() <= DEPTH, "{}", outline.calls.len());
            }
        }
    }

    fn outline_of(source: &str, limits: Limits) -> Result<Outline, Unparsed> {
        outline(Language::Yaml, source.as_bytes(), limits)
    }
}
