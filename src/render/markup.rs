//! Text that others wrote, made harmless for HTML and SVG.

use super::escape::{encoded_address, visible};

/// Text for an element or for a quoted attribute.
pub fn text(text: &str) -> String {
    let mut escaped = String::new();
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A sentence with code between backticks. An odd backtick opens nothing.
pub fn sentence(sentence: &str) -> String {
    let mut html = String::new();
    let mut rest = sentence;
    while let Some((before, behind)) = rest.split_once('`') {
        let Some((inside, after)) = behind.split_once('`') else {
            break;
        };
        html.push_str(&text(before));
        html.push_str(&code(inside));
        rest = after;
    }
    html.push_str(&text(rest));
    html
}

pub fn code(inside: &str) -> String {
    format!("<code dir=\"ltr\">{}</code>", text(inside))
}

/// A link, or the label alone when the address is none of the web.
pub fn link(label: &str, address: Option<&str>) -> String {
    match address.filter(|address| is_web(address)) {
        Some(address) => format!(
            "<a href=\"{}\">{label}</a>",
            text(&encoded_address(address))
        ),
        None => label.to_owned(),
    }
}

pub fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_ends_nothing_that_it_stands_in() {
        assert_eq!(
            text("</script>\"'&amp;\u{202e}\u{0}\u{1b}[2J\nx"),
            "&lt;/script&gt;&quot;&#39;&amp;amp;  [2J x"
        );
    }

    #[test]
    fn code_between_backticks_is_code() {
        let cases = [
            ("a `b<c` d", "a <code dir=\"ltr\">b&lt;c</code> d"),
            ("an odd ` tick", "an odd ` tick"),
            (
                "`a``b`",
                "<code dir=\"ltr\">a</code><code dir=\"ltr\">b</code>",
            ),
            ("", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(sentence(given), expected, "{given:?}");
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        for other in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//h/x",
            " https://h",
            "",
        ] {
            assert_eq!(link("l", Some(other)), "l", "{other:?}");
        }
        assert_eq!(link("l", None), "l");
        assert_eq!(
            link("l", Some("https://h/a\"onload=b'?x&y")),
            "<a href=\"https://h/a%22onload=b%27?x&amp;y\">l</a>"
        );
    }
}
