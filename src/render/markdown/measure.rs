//! What a reader sees of Markdown before anything is opened, estimated on the safe side.

/// Characters that fit beside one another where comments are read.
const WIDTH: usize = 110;
/// The same in a heading.
const HEADING: usize = 75;

/// Lines on the screen: a long paragraph is several.
pub fn lines(block: &str) -> usize {
    let width = match block.starts_with('#') {
        true => HEADING,
        false => WIDTH,
    };
    block
        .lines()
        .map(|line| characters(line).div_ceil(width).max(1))
        .sum()
}

/// Characters on the screen: not the addresses of links, and no markup.
pub fn characters(block: &str) -> usize {
    let mut seen = 0;
    for (index, part) in block.split("](").enumerate() {
        let shown = match (index, part.split_once(')')) {
            (0, _) | (_, None) => part,
            (_, Some((_, behind))) => behind,
        };
        seen += shown.chars().filter(|c| !matches!(c, '*' | '`')).count();
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_links_are_not_seen() {
        assert_eq!(characters("a [b](https://x/y) c"), "a [b c".len());
        assert_eq!(characters("äöü"), 3);
    }

    #[test]
    fn long_lines_are_several() {
        assert_eq!(lines("a  \nb"), 2);
        assert_eq!(lines(&"ä".repeat(WIDTH)), 1);
        assert_eq!(lines(&"ä".repeat(WIDTH + 1)), 2);
        assert_eq!(lines(&format!("### {}", "a".repeat(HEADING))), 2);
    }
}
