//! The first line of a comment: what makes it ours, and what the next run may remember.
//!
//! Anybody who may edit comments can write the line, so it is read like any input: one line of
//! bounded length and a strict form, or nothing. What is read decides no rights, only wording and
//! whether there is news.

const START: &str = "<!-- portfolio-check:v1 key=";
const END: &str = " -->";
/// Bytes of the whole line.
const LONGEST_LINE: usize = 600;
const LONGEST_NAME: usize = 16;
const LONGEST_VALUE: usize = 100;
const MOST_ENTRIES: usize = 12;

/// Named words that one run leaves for the next, in the order in which they were added.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory(Vec<(String, String)>);

impl Memory {
    /// Adds an entry; one that the line cannot hold is left out, and the next run does without.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let fits = is_name(name) && is_value(value) && self.get(name).is_none();
        if fits && self.0.len() < MOST_ENTRIES {
            self.0.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let entry = self.0.iter().find(|(own, _)| own == name);
        entry.map(|(_, value)| value.as_str())
    }
}

/// The marker's line, without a line end.
pub(super) fn line(key: &str, memory: &Memory) -> String {
    let mut line = format!("{START}{key}");
    for (name, value) in &memory.0 {
        let entry = format!(" {name}={value}");
        if line.len() + entry.len() + END.len() <= LONGEST_LINE {
            line.push_str(&entry);
        }
    }
    line.push_str(END);
    line
}

/// Whether a comment starts with the marker of this key.
pub(super) fn is_marked(body: &str, key: &str) -> bool {
    body.strip_prefix(START)
        .and_then(|rest| rest.strip_prefix(key))
        // A space, or this is the start of a longer key.
        .is_some_and(|rest| rest.starts_with(' '))
}

/// What the last run left; nothing when the line has any other form than [`line`] gives it.
pub(super) fn recall(body: &str, key: &str) -> Memory {
    read(body, key).unwrap_or_default()
}

fn read(body: &str, key: &str) -> Option<Memory> {
    let line = body.split(['\n', '\r']).next()?;
    if line.len() > LONGEST_LINE {
        return None;
    }
    let entries = line.strip_prefix(START)?.strip_prefix(key)?;
    let entries = entries.strip_suffix(END)?;
    let mut memory = Memory::default();
    if entries.is_empty() {
        return Some(memory);
    }
    for entry in entries.strip_prefix(' ')?.split(' ') {
        let (name, value) = entry.split_once('=')?;
        let known = memory.0.len();
        memory = memory.with(name, value);
        if memory.0.len() == known {
            return None;
        }
    }
    Some(memory)
}

fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Two dashes could end the HTML comment.
fn is_value(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".:_-".contains(&byte);
    (1..=LONGEST_VALUE).contains(&text.len()) && text.bytes().all(plain) && !text.contains("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Memory {
        Memory::default()
            .with("rules", "sha256:0a1b")
            .with("percent", "71")
            .with("level", "job-ready")
    }

    #[test]
    fn what_is_written_is_read_again() {
        let text = line("web", &memory());
        assert_eq!(
            text,
            "<!-- portfolio-check:v1 key=web rules=sha256:0a1b percent=71 level=job-ready -->"
        );
        assert_eq!(recall(&format!("{text}\r\nbody"), "web"), memory());
        let bare = line("web", &Memory::default());
        assert_eq!(bare, "<!-- portfolio-check:v1 key=web -->");
        assert_eq!(recall(&bare, "web"), Memory::default());
    }

    #[test]
    fn only_a_leading_marker_of_the_same_key_counts() {
        assert!(is_marked("<!-- portfolio-check:v1 key=web -->\nx", "web"));
        assert!(is_marked(
            "<!-- portfolio-check:v1 key=web a=b -->\nx",
            "web"
        ));
        assert!(!is_marked("<!-- portfolio-check:v1 key=web2 -->\nx", "web"));
        assert!(!is_marked(
            "> <!-- portfolio-check:v1 key=web -->\nx",
            "web"
        ));
        assert!(!is_marked("\n<!-- portfolio-check:v1 key=web -->", "web"));
    }

    #[test]
    fn another_form_is_no_memory() {
        let wrong = [
            "",
            " percent=71",
            " percent=71 -->x",
            " percent=71  level=a -->",
            " percent=71 percent=72 -->",
            " percent -->",
            " percent= -->",
            " =71 -->",
            " Percent=71 -->",
            " percent=7 1 -->",
            " percent=<b> -->",
            " percent=7--1 -->",
            " percent=71\u{a0} -->",
            " percent=71 --> -->",
            " percent=71 --><img src=x> -->",
            "2 percent=71 -->",
        ];
        for rest in wrong {
            let body = format!("<!-- portfolio-check:v1 key=web{rest}\npercent=99 -->");
            assert_eq!(recall(&body, "web"), Memory::default(), "{rest:?}");
        }
        let long = format!("<!-- portfolio-check:v1 key=web a={} -->", "x".repeat(101));
        assert_eq!(recall(&long, "web"), Memory::default());
        let many: String = (b'a'..=b'z')
            .map(|c| format!(" {}=1", char::from(c)))
            .collect();
        let many = format!("<!-- portfolio-check:v1 key=web{many} -->");
        assert_eq!(recall(&many, "web"), Memory::default());
        let wide: String = (b'a'..=b'h')
            .map(|c| format!(" {}={}", char::from(c), "x".repeat(90)))
            .collect();
        let wide = format!("<!-- portfolio-check:v1 key=web{wide} -->");
        assert_eq!(recall(&wide, "web"), Memory::default());
    }

    #[test]
    fn a_line_holds_only_what_can_be_read_again() {
        let odd = Memory::default()
            .with("Bad", "1")
            .with("a", "x y")
            .with("b", "-->")
            .with("c", "")
            .with("ok", "1")
            .with("ok", "2");
        assert_eq!(odd, Memory::default().with("ok", "1"));
        let wide = (b'a'..=b'z').fold(Memory::default(), |memory, c| {
            memory.with(&char::from(c).to_string(), &"x".repeat(LONGEST_VALUE))
        });
        let text = line(&"k".repeat(64), &wide);
        assert!(text.len() <= LONGEST_LINE);
        assert_ne!(recall(&text, &"k".repeat(64)), Memory::default());
    }
}
