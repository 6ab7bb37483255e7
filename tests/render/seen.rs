//! Comments as a renderer reads them: what is seen before anything is opened, and what a repository
//! smuggled in.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Characters beside one another in a comment of 800 pixels.
const WIDTH: usize = 110;

fn events(markdown: &str) -> Parser<'_> {
    Parser::new_ext(
        markdown,
        Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM,
    )
}

/// Lines on the screen while all folds are closed.
pub fn lines(markdown: &str) -> Vec<String> {
    let (mut lines, mut line, mut depth) = (Vec::new(), String::new(), 0_usize);
    let flush = |line: &mut String, lines: &mut Vec<String>| {
        let text: Vec<char> = std::mem::take(line).chars().collect();
        lines.extend(
            text.chunks(WIDTH)
                .map(|part| part.iter().collect::<String>()),
        );
    };
    for event in events(markdown) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                if let Some((_, title)) = html.split_once("<summary>") {
                    assert_eq!(depth, 0, "a fold in a fold: {markdown}");
                    lines.push(title.split("</summary>").next().unwrap().to_owned());
                }
                depth += html.matches("<details>").count();
                depth -= html.matches("</details>").count();
            }
            _ if depth > 0 => {}
            Event::Text(text) | Event::Code(text) => line.push_str(&text),
            // In a comment every line end is one.
            Event::SoftBreak | Event::HardBreak => flush(&mut line, &mut lines),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableRow,
            ) => flush(&mut line, &mut lines),
            _ => {}
        }
    }
    flush(&mut line, &mut lines);
    assert_eq!(depth, 0, "{markdown}");
    lines
}

/// Everything in a text that is markup and not ours.
pub fn smuggled(markdown: &str, hosts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    // A cell that no code span can hold is HTML with every sign as a number.
    let mut in_code = false;
    let mut folds = 0_i32;
    for event in events(markdown) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                for tag in html
                    .split_inclusive('>')
                    .map(str::trim)
                    .filter(|tag| !tag.is_empty())
                {
                    match tag {
                        "<code>" => in_code = true,
                        "</code>" => in_code = false,
                        "<details>" => folds += 1,
                        "</details>" if folds > 0 => folds -= 1,
                        "<summary>" | "<sub>" | "</sub>" | "<!-- -->" => {}
                        "All criteria</summary>"
                        | "For reviewers</summary>"
                        | "Not looked at or waived</summary>"
                        | "What there is</summary>" => {}
                        other => found.push(format!("HTML {other}")),
                    }
                }
            }
            Event::Start(Tag::Link { dest_url, .. })
                if !hosts.iter().any(|host| dest_url.starts_with(host)) =>
            {
                found.push(format!("a link to {dest_url}"));
            }
            Event::Start(
                tag @ (Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::BlockQuote(_)
                | Tag::FootnoteDefinition(_)
                | Tag::Strikethrough
                | Tag::Emphasis),
            ) => found.push(format!("{tag:?}")),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) | Event::Rule => {
                found.push(format!("{event:?}"));
            }
            Event::Text(text) if !in_code => {
                let is_issue = text
                    .match_indices('#')
                    .any(|(at, _)| text[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
                let signs = ["@", "://", "www.", "<", "`", "$", "GH-", "javascript:"];
                if is_issue || signs.iter().any(|sign| text.contains(sign)) {
                    found.push(format!("text {text}"));
                }
                if text
                    .chars()
                    .any(|c| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c))
                {
                    found.push(format!("control characters in {text:?}"));
                }
            }
            _ => {}
        }
    }
    if folds != 0 {
        found.push(format!("{folds} open folds"));
    }
    found
}

/// Rows of tables whose number of cells is not that of their head.
pub fn torn_rows(markdown: &str) -> Vec<String> {
    let mut torn = Vec::new();
    let mut columns = 0;
    for line in markdown.lines() {
        let cells = line.replace("\\|", "").matches('|').count();
        match (line.starts_with('|'), columns) {
            (false, _) => columns = 0,
            (true, 0) => columns = cells,
            (true, _) if cells != columns => torn.push(line.to_owned()),
            (true, _) => {}
        }
    }
    torn
}
