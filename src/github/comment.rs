//! One comment per key: found again by its marker, updated in place, never a second one.
//!
//! A comment is ours only when it *starts* with the marker and was written by the identity of the
//! token: anyone can paste a marker. Everything else is left alone.

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::api::Api;
use super::problem::PublishError;
use super::target::Config;

/// Bytes of a comment, marker included; the API's limit is 65,536 characters.
pub const BODY_BUDGET: usize = 60_000;
const PER_PAGE: usize = 100;
const MOST_PAGES: usize = 50;

/// What became of the comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub status: Status,
    pub url: String,
    /// Own comments of the same key that could not be removed; the next run tries again.
    pub duplicates_left: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Created,
    Updated,
    Unchanged,
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
        }
    }
}

#[derive(Deserialize)]
struct Comment {
    id: u64,
    #[serde(default)]
    html_url: String,
    body: Option<String>,
    /// Null when the account was deleted.
    user: Option<Author>,
}

#[derive(Deserialize)]
struct Author {
    id: u64,
    login: String,
    #[serde(default, rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct User {
    id: u64,
}

/// Who the token writes as.
enum Identity {
    User { id: u64 },
    ActionsBot,
}

impl Identity {
    /// Installation tokens have no user: the API refuses the question, and the only installation
    /// that hands its token to a workflow run is the Actions bot.
    async fn find(api: &Api<'_>) -> Result<Self, PublishError> {
        match api.call(Method::GET, "/user", None, 200).await {
            Ok(answer) => answer.parse().map(|User { id }| Self::User { id }),
            Err(PublishError::ReadOnly { .. } | PublishError::NotFound { .. }) => {
                Ok(Self::ActionsBot)
            }
            Err(error) => Err(error),
        }
    }

    fn wrote(&self, comment: &Comment) -> bool {
        comment.user.as_ref().is_some_and(|author| match self {
            Self::User { id } => author.id == *id,
            Self::ActionsBot => author.login == "github-actions[bot]" && author.kind == "Bot",
        })
    }
}

/// The whole text of the comment: the marker, then the body.
pub(super) fn compose(key: &str, body: &str) -> Result<String, PublishError> {
    let text = format!("{} -->\n{body}", marker_start(key));
    if text.len() > BODY_BUDGET {
        return Err(PublishError::TooLong { bytes: text.len() });
    }
    Ok(text)
}

/// The marker up to the place where state may follow.
fn marker_start(key: &str) -> String {
    format!("<!-- portfolio-check:v1 key={key}")
}

fn has_marker(comment: &Comment, key: &str) -> bool {
    comment
        .body
        .as_deref()
        .and_then(|body| body.strip_prefix(&marker_start(key)))
        // A space, or this is the start of a longer key.
        .is_some_and(|rest| rest.starts_with(' '))
}

/// Line ends and trailing space may change on the way through the API.
fn same_text(a: &str, b: &str) -> bool {
    a.replace("\r\n", "\n").trim_end() == b.replace("\r\n", "\n").trim_end()
}

/// Makes the one comment say `text`.
pub(super) async fn upsert(
    api: &Api<'_>,
    config: &Config,
    text: &str,
) -> Result<Outcome, PublishError> {
    let mut attempt = 0;
    loop {
        let mut own = find_own(api, config).await?.into_iter();
        if let Some(kept) = own.next() {
            let mut outcome = update(api, config, &kept, text).await?;
            if attempt > 0 && outcome.status == Status::Unchanged {
                // An earlier POST of this very run did arrive.
                outcome.status = Status::Created;
            }
            for duplicate in own {
                outcome.duplicates_left += usize::from(!delete(api, config, &duplicate).await);
            }
            return Ok(outcome);
        }
        let path = format!(
            "/repos/{}/issues/{}/comments",
            config.repository, config.number
        );
        let body = json!({ "body": text });
        match api.once(Method::POST, &path, Some(&body), 201).await {
            Ok(answer) => {
                let comment: Comment = answer.parse()?;
                return Ok(outcome(Status::Created, &comment));
            }
            // After a failure nobody knows whether the comment exists: look again, then post.
            Err(failure) => {
                attempt += 1;
                api.wait_or_give_up(failure, attempt).await?;
            }
        }
    }
}

async fn update(
    api: &Api<'_>,
    config: &Config,
    kept: &Comment,
    text: &str,
) -> Result<Outcome, PublishError> {
    let present = kept.body.as_deref().unwrap_or_default();
    if same_text(present, text) {
        return Ok(outcome(Status::Unchanged, kept));
    }
    let body = json!({ "body": text });
    let path = comment_path(config, kept);
    match api.call(Method::PATCH, &path, Some(&body), 200).await {
        Ok(_) => Ok(outcome(Status::Updated, kept)),
        // It was in the list a moment ago, so somebody deleted it, and may want it gone.
        Err(PublishError::NotFound { .. }) => Err(PublishError::Vanished),
        Err(error) => Err(error),
    }
}

/// Whether the comment is gone. A left-over does not spoil what was published.
async fn delete(api: &Api<'_>, config: &Config, comment: &Comment) -> bool {
    let path = comment_path(config, comment);
    matches!(
        api.call(Method::DELETE, &path, None, 204).await,
        Ok(_) | Err(PublishError::NotFound { .. })
    )
}

/// Own comments with our marker, the oldest first.
async fn find_own(api: &Api<'_>, config: &Config) -> Result<Vec<Comment>, PublishError> {
    let mut own = Vec::new();
    let mut all_seen = false;
    for page in 1..=MOST_PAGES {
        let path = format!(
            "/repos/{}/issues/{}/comments?per_page={PER_PAGE}&page={page}",
            config.repository, config.number
        );
        let answer = api.call(Method::GET, &path, None, 200).await?;
        let comments: Vec<Comment> = answer.parse()?;
        all_seen = comments.len() < PER_PAGE;
        own.extend(comments.into_iter().filter(|c| has_marker(c, &config.key)));
        if all_seen {
            break;
        }
    }
    // Most first runs end here and need not ask who they are.
    if !own.is_empty() {
        let identity = Identity::find(api).await?;
        own.retain(|comment| identity.wrote(comment));
    }
    if own.is_empty() && !all_seen {
        return Err(PublishError::TooManyComments);
    }
    own.sort_by_key(|comment| comment.id);
    // A comment that arrives between two pages shifts them and shows twice.
    own.dedup_by_key(|comment| comment.id);
    Ok(own)
}

fn comment_path(config: &Config, comment: &Comment) -> String {
    format!(
        "/repos/{}/issues/comments/{}",
        config.repository, comment.id
    )
}

fn outcome(status: Status, comment: &Comment) -> Outcome {
    Outcome {
        status,
        url: comment.html_url.clone(),
        duplicates_left: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comment(body: &str) -> Comment {
        Comment {
            id: 1,
            html_url: String::new(),
            body: Some(body.to_owned()),
            user: None,
        }
    }

    #[test]
    fn the_marker_is_the_first_line_and_fits_the_budget() {
        let text = compose("web", "# Hello").unwrap();
        assert_eq!(text, "<!-- portfolio-check:v1 key=web -->\n# Hello");
        let marker = "<!-- portfolio-check:v1 key=web -->\n".len();
        assert!(compose("web", &"x".repeat(BODY_BUDGET - marker)).is_ok());
        let over = compose("web", &"x".repeat(BODY_BUDGET - marker + 1));
        assert!(matches!(over, Err(PublishError::TooLong { bytes: 60_001 })));
    }

    #[test]
    fn only_a_leading_marker_of_the_same_key_counts() {
        let marked = |body: &str| has_marker(&comment(body), "web");
        assert!(marked("<!-- portfolio-check:v1 key=web -->\nx"));
        assert!(marked("<!-- portfolio-check:v1 key=web state=abc -->\nx"));
        assert!(!marked("<!-- portfolio-check:v1 key=web2 -->\nx"));
        assert!(!marked("> <!-- portfolio-check:v1 key=web -->\nx"));
        assert!(!marked("\n<!-- portfolio-check:v1 key=web -->"));
    }

    #[test]
    fn a_deleted_author_is_nobody() {
        assert!(!Identity::ActionsBot.wrote(&comment("x")));
    }

    #[test]
    fn text_is_the_same_whatever_the_line_ends() {
        assert!(same_text("a\r\nb\n\n", "a\nb"));
        assert!(!same_text("a\nb", "a\n b"));
    }
}
