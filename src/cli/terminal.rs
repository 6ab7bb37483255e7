//! What the terminal can show: colours, signs, columns.

use std::io::IsTerminal;

use crate::render::text::Style;

/// The style for standard output, or for a file. Honours `NO_COLOR` (no-color.org), `CLICOLOR_FORCE`
/// and `COLUMNS`; without a UTF-8 locale on a terminal the signs are ASCII.
pub fn style(to_file: bool) -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let terminal = !to_file && std::io::stdout().is_terminal();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let utf8 = locale.is_none_or(|value| value.to_lowercase().replace('-', "").contains("utf8"));
    let columns = std::env::var("COLUMNS")
        .ok()
        .and_then(|text| text.parse().ok());
    Style {
        color: !set("NO_COLOR") && (terminal || (!to_file && set("CLICOLOR_FORCE"))),
        ascii: terminal && !utf8 && !cfg!(windows),
        width: if terminal { columns.unwrap_or(80) } else { 80 },
    }
}
