//! Where to publish and with which token.
//!
//! It refuses names that could change the request's path and addresses that a request cannot be
//! built from. The token has no `Display`, and its `Debug` prints nothing of it.

use std::fmt;

use http::Uri;

use super::outlet::Proxies;
use super::problem::PublishError;

/// The longest key; it is written into a one-line HTML comment.
const LONGEST_KEY: usize = 64;

/// Where to ask, and as whom.
#[derive(Debug, Clone)]
pub struct Config {
    pub api_url: String,
    pub token: Token,
    pub repository: Repository,
    pub proxies: Proxies,
}

/// One comment on one pull request.
#[derive(Debug, Clone)]
pub struct Post {
    pub number: u64,
    /// Tells several comments of the same pull request apart.
    pub key: String,
    /// The commit that the text is about; nothing is posted when the pull request has moved on.
    pub head: String,
    /// Also on drafts, and also where a person hid or deleted the comment.
    pub insist: bool,
}

impl Post {
    /// Everything that can be wrong before the first request.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        if self.number == 0 {
            return Err(invalid("the pull request number is 0"));
        }
        let key_fits = !self.key.is_empty() && self.key.len() <= LONGEST_KEY;
        if !key_fits || !self.key.chars().all(is_name_char) {
            return Err(invalid(format!(
                "the comment key {:?} must be 1 to {LONGEST_KEY} letters, digits, dots, dashes or underscores",
                self.key
            )));
        }
        Ok(())
    }
}

impl Config {
    /// The API's address without a slash at its end.
    pub(super) fn base(&self) -> &str {
        self.api_url.trim().trim_end_matches('/')
    }

    /// The other API. Under GHES it lies beside the version of this one, not below it.
    pub(super) fn graphql(&self) -> String {
        match self.base().strip_suffix("/api/v3") {
            Some(host) => format!("{host}/api/graphql"),
            None => format!("{}/graphql", self.base()),
        }
    }

    /// The API's address as a URI with scheme and host; the client panics on anything less.
    pub(super) fn base_uri(&self) -> Result<Uri, PublishError> {
        let text = self.base();
        let wrong = || invalid(format!("the API address {text:?} is not an http(s) URL"));
        let uri: Uri = text.parse().map_err(|_| wrong())?;
        let scheme = matches!(uri.scheme_str(), Some("http" | "https"));
        let host = uri.host().is_some_and(|host| !host.is_empty());
        let plain = uri.query().is_none() && !text.contains('@') && !text.contains('#');
        if scheme && host && plain {
            Ok(uri)
        } else {
            Err(wrong())
        }
    }
}

/// `owner/name`, checked, so that it may stand in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    owner: String,
    name: String,
}

impl Repository {
    /// Reads `owner/name`; `None` when it is anything else.
    pub fn parse(full_name: &str) -> Option<Self> {
        let (owner, name) = full_name.split_once('/')?;
        let sound = |part: &str| !matches!(part, "" | "." | "..") && part.chars().all(is_name_char);
        (sound(owner) && sound(name)).then(|| Self {
            owner: owner.to_owned(),
            name: name.to_owned(),
        })
    }

    pub fn owner(&self) -> &str {
        &self.owner
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Repository {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.owner, self.name)
    }
}

/// A token that no log, error or debug output shows.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// The token in `GITHUB_TOKEN`, the only place it is taken from.
    pub fn read(env: &dyn Fn(&str) -> Option<String>) -> Result<Self, PublishError> {
        let value = env("GITHUB_TOKEN").unwrap_or_default();
        let value = value.trim();
        if value.is_empty() {
            return Err(PublishError::NoToken);
        }
        // Anything else cannot stand in a header, and the client panics on it.
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(invalid("GITHUB_TOKEN holds characters that no token has"));
        }
        Ok(Self(value.to_owned()))
    }

    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(***)")
    }
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

fn invalid(reason: impl Into<String>) -> PublishError {
    PublishError::Config {
        reason: reason.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(value: &str) -> Result<Token, PublishError> {
        Token::read(&|name| (name == "GITHUB_TOKEN").then(|| value.to_owned()))
    }

    fn config(api_url: &str) -> Config {
        Config {
            api_url: api_url.into(),
            token: token("secret-value").unwrap(),
            repository: Repository::parse("ada/engine").unwrap(),
            proxies: Proxies::read(&|_| Some("http://u:secret-value@h".into())),
        }
    }

    fn post(key: &str) -> Post {
        Post {
            number: 7,
            key: key.into(),
            head: String::new(),
            insist: false,
        }
    }

    #[test]
    fn debug_output_hides_the_token() {
        let shown = format!("{:?}", config("https://api.example.test"));
        assert!(!shown.contains("secret-value"), "{shown}");
    }

    #[test]
    fn a_token_must_fit_a_header() {
        assert!(matches!(token(" \n"), Err(PublishError::NoToken)));
        assert!(matches!(token("a\nb"), Err(PublishError::Config { .. })));
        assert_eq!(token("abc\n").unwrap().secret(), "abc");
    }

    #[test]
    fn repositories_are_two_plain_names() {
        assert_eq!(Repository::parse("a/b.c").unwrap().to_string(), "a/b.c");
        for wrong in [
            "", "a", "a/", "/b", "a/b/c", "../b", "a/..", "a/b?c", "a b/c",
        ] {
            assert!(Repository::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn addresses_need_scheme_and_host() {
        for right in ["https://api.example.test", "http://127.0.0.1:1/api/v3/"] {
            assert!(config(right).base_uri().is_ok(), "{right}");
        }
        for wrong in [
            "",
            "localhost:3000",
            "ftp://a.b",
            "https://u@h",
            "https://h/?q",
            "/x",
        ] {
            assert!(config(wrong).base_uri().is_err(), "{wrong}");
        }
    }

    #[test]
    fn keys_cannot_end_the_marker() {
        assert!(post("web.v2_x-1").check().is_ok());
        for wrong in ["", "a b", "x-->", "a\nb", &"k".repeat(65)] {
            assert!(post(wrong).check().is_err(), "{wrong}");
        }
    }
}
