//! Paths in settings for the environment (`.env`): prefixes of routes are kept there. Nothing else in
//! such files is read here, and no value that is not a short path.

use std::collections::BTreeMap;

use crate::repo::File;

/// Longest path that a setting may hold.
const LONGEST: usize = 48;

/// Settings whose value is a path, by name. The first file that says one counts.
pub fn paths(files: &[File]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in files {
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        if !name.starts_with(".env") && !name.ends_with(".env") {
            continue;
        }
        for line in file.text().unwrap_or_default().lines().take(400) {
            if let Some((name, path)) = setting(line) {
                found.entry(name).or_insert(path);
            }
        }
    }
    found
}

/// `API_PREFIX=/api/v1`: the name speaks of a path, and so does the value.
fn setting(line: &str) -> Option<(String, String)> {
    let line = line.trim().strip_prefix("export ").unwrap_or(line.trim());
    let (name, value) = line.split_once('=')?;
    let name = name.trim();
    let speaks = [
        "PREFIX", "PATH", "BASE", "ROOT", "ROUTE", "VERSION", "API_URL", "API_V", "ENDPOINT",
    ]
    .iter()
    .any(|word| name.contains(word));
    let value = value.split(" #").next()?.trim().trim_matches(['"', '\'']);
    let is_path = !value.is_empty()
        && value.len() <= LONGEST
        && !value.contains("//")
        && value
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    let shaped = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    (speaks && shaped && is_path).then(|| (name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_paths_under_names_that_speak_of_one() {
        let read = |line| setting(line).map(|(name, path)| format!("{name} {path}"));
        assert_eq!(
            read("API_PREFIX=/api/v1").as_deref(),
            Some("API_PREFIX /api/v1")
        );
        assert_eq!(
            read("export BASE_PATH=\"api\" # all").as_deref(),
            Some("BASE_PATH api")
        );
        assert_eq!(read("API_URL=http://localhost:3000/api"), None);
        assert_eq!(read("JWT_SECRET=/abc"), None);
        assert_eq!(read("# API_PREFIX=/api"), None);
        assert_eq!(read("API_PREFIX="), None);
    }
}
