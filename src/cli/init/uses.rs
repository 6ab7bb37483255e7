//! Which action the written workflow uses. The source does not know where it is published, so the
//! person says it, or whoever built the program did.

use super::super::error::Error;

/// What stands in the templates.
pub const PLACEHOLDER: &str = "OWNER/portfolio-check@v1";

/// The release build names its own repository here.
const BUILT_FOR: Option<&str> = option_env!("PORTFOLIO_CHECK_ACTION");
/// Cargo.toml's `repository`; empty when it has none.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The action to use: what was asked for, or what this program knows of itself.
pub fn action(asked: Option<&str>) -> Result<String, Error> {
    match asked {
        Some(asked) if is_action(asked) => Ok(asked.to_owned()),
        Some(asked) => Err(Error::Usage(
            format!("`--uses {}` names no action", asked.escape_debug()),
            Some(format!("write it like {PLACEHOLDER}, without spaces")),
        )),
        None => known(BUILT_FOR, REPOSITORY).ok_or_else(|| {
            Error::Usage(
                "this build does not know where its action is published".to_owned(),
                Some(format!(
                    "say it with `--uses {PLACEHOLDER}`, where OWNER is the account that hosts \
                     portfolio-check on GitHub"
                )),
            )
        }),
    }
}

fn known(built_for: Option<&str>, repository: &str) -> Option<String> {
    let built_for = built_for.filter(|action| is_action(action));
    built_for.map(str::to_owned).or_else(|| {
        let name = repository.strip_prefix("https://github.com/")?;
        let name = name.trim_end_matches('/').trim_end_matches(".git");
        Some(format!("{name}@v1")).filter(|action| is_action(action))
    })
}

/// `owner/name@ref`, `owner/name/folder@ref`, or `./folder` of the repository itself. Nothing in
/// it means anything to YAML or to the runner.
fn is_action(text: &str) -> bool {
    let plain = |text: &str| {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
        !text.is_empty() && text.chars().all(allowed)
    };
    if text.starts_with("./") {
        return plain(text);
    }
    text.split_once('@').is_some_and(|(name, revision)| {
        let parts = name.split('/');
        plain(revision) && parts.clone().count() >= 2 && parts.into_iter().all(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_actions_are_actions() {
        for good in [
            "a/b@v1",
            "a-b/c.d/e@release/1",
            "./",
            "./action",
            PLACEHOLDER,
        ] {
            assert!(is_action(good), "{good}");
        }
        for bad in [
            "",
            "a",
            "a/b",
            "a@v1",
            "/b@v1",
            "a/@v1",
            "a//b@v1",
            "a/b@",
            "a/b@v1 # x",
            "a/b@v1\nx",
            "a/${{ x }}@v1",
            "./a\nb",
            "docker://a/b@v1",
        ] {
            assert!(!is_action(bad), "{bad:?}");
        }
    }

    #[test]
    fn the_build_knows_best() {
        let known = |built, repository| known(built, repository).unwrap_or_default();
        assert_eq!(known(Some("a/b@v1"), "https://github.com/c/d"), "a/b@v1");
        assert_eq!(
            known(Some("nonsense"), "https://github.com/c/d.git"),
            "c/d@v1"
        );
        assert_eq!(known(None, "https://github.com/c/d/"), "c/d@v1");
        assert_eq!(known(None, ""), "");
        assert_eq!(known(None, "https://example.org/c/d"), "");
    }
}
