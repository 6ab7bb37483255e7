//! One comment per key: found again by its marker, updated in place, never a second one.
//!
//! A comment is ours only when it *starts* with the marker and was written by the identity of the
//! token: anyone can paste a marker. Everything else is left alone, and so is what a person hid or
//! deleted.

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::api::Api;
use super::insight::Insight;
use super::marker::{self, Memory};
use super::problem::PublishError;
use super::pull;
use super::target::{Config, Post};

/// Bytes of a comment, marker included; the API's limit is 65,536 characters.
pub const BODY_BUDGET: usize = 60_000;
const PER_PAGE: usize = 100;
const MOST_PAGES: usize = 50;

/// What the comment should say, and what the next run should remember. `None`: there is no news,
/// so nothing is posted or changed. It is given what the last run left, if there is a comment.
pub type Draft<'d> = &'d dyn Fn(Option<&Memory>) -> Option<(String, Memory)>;

/// What became of the comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub status: Status,
    /// Empty when there is no comment.
    pub url: String,
    /// Own comments of the same key that could not be removed; the next run tries again.
    pub duplicates_left: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Created,
    Updated,
    Unchanged,
    Skipped(Reason),
}

/// Why nothing was posted although nothing failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    Draft,
    Closed,
    HeadMoved,
    Hidden,
    Deleted,
    NoNews,
}

impl Reason {
    /// One sentence, and what to do where something can be done.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Draft => {
                "The pull request is a draft: the comment comes when it is ready for review."
            }
            Self::Closed => "The pull request is closed, so it gets no comment.",
            Self::HeadMoved => {
                "The pull request has a newer commit: the run for that one comments."
            }
            Self::Hidden => {
                "The comment was hidden by a person, so it is left alone: show it again to get updates."
            }
            Self::Deleted => {
                "A person deleted a comment of this account here, so no new one is posted: `comment: always` posts again."
            }
            Self::NoNews => "Nothing changed, so there is nothing to comment on.",
        }
    }
}

impl Status {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Skipped(_) => "skipped",
        }
    }
}

#[derive(Deserialize)]
struct Comment {
    id: u64,
    #[serde(default)]
    node_id: String,
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
fn compose(key: &str, memory: &Memory, body: &str) -> Result<String, PublishError> {
    let text = format!("{}\n{body}", marker::line(key, memory));
    if text.len() > BODY_BUDGET {
        return Err(PublishError::TooLong { bytes: text.len() });
    }
    Ok(text)
}

/// Line ends and trailing space may change on the way through the API.
fn same_text(a: &str, b: &str) -> bool {
    a.replace("\r\n", "\n").trim_end() == b.replace("\r\n", "\n").trim_end()
}

/// Makes the one comment say what is drafted.
pub(super) async fn upsert(
    api: &Api<'_>,
    config: &Config,
    post: &Post,
    draft: Draft<'_>,
) -> Result<Outcome, PublishError> {
    if let Some(reason) = pull::obstacle(api, config, post).await? {
        return Ok(skipped(reason, None));
    }
    let mut attempt = 0;
    let mut sent: Option<String> = None;
    loop {
        let found = find_own(api, config, post).await?;
        let mut own = found.comments.into_iter();
        if let Some(kept) = own.next() {
            let mut outcome = match &sent {
                // An earlier POST of this very run did arrive.
                Some(text) if same_text(kept.text(), text) => outcome(Status::Created, &kept),
                _ if found.hidden => skipped(Reason::Hidden, Some(&kept)),
                _ => match draft(Some(&marker::recall(kept.text(), &post.key))) {
                    None => outcome(Status::Unchanged, &kept),
                    Some((body, memory)) => {
                        let text = compose(&post.key, &memory, &body)?;
                        update(api, config, &kept, &text).await?
                    }
                },
            };
            for duplicate in own {
                outcome.duplicates_left += usize::from(!delete(api, config, &duplicate).await);
            }
            return Ok(outcome);
        }
        if found.deleted {
            return Ok(skipped(Reason::Deleted, None));
        }
        let text = match sent.take() {
            Some(text) => text,
            None => match draft(None) {
                None => return Ok(skipped(Reason::NoNews, None)),
                Some((body, memory)) => compose(&post.key, &memory, &body)?,
            },
        };
        let path = format!(
            "/repos/{}/issues/{}/comments",
            config.repository, post.number
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
                sent = Some(text);
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
    if same_text(kept.text(), text) {
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

/// Own comments with our marker, the oldest first, and what a person did to them.
struct Own {
    comments: Vec<Comment>,
    /// A person hid the oldest.
    hidden: bool,
    /// There is none because a person deleted one.
    deleted: bool,
}

async fn find_own(api: &Api<'_>, config: &Config, post: &Post) -> Result<Own, PublishError> {
    let mut marked = Vec::new();
    let mut all_seen = false;
    for page in 1..=MOST_PAGES {
        let path = format!(
            "/repos/{}/issues/{}/comments?per_page={PER_PAGE}&page={page}",
            config.repository, post.number
        );
        let answer = api.call(Method::GET, &path, None, 200).await?;
        let comments: Vec<Comment> = answer.parse()?;
        all_seen = comments.len() < PER_PAGE;
        marked.extend(
            comments
                .into_iter()
                .filter(|comment| marker::is_marked(comment.text(), &post.key)),
        );
        if all_seen {
            break;
        }
    }
    marked.sort_by_key(|comment| comment.id);
    // A comment that arrives between two pages shifts them and shows twice.
    marked.dedup_by_key(|comment| comment.id);
    let ids: Vec<String> = marked.iter().map(|own| own.node_id.clone()).collect();
    let insight = Insight::ask(api, config, post, &ids).await;
    let mut comments = marked;
    if let Some(insight) = &insight
        && comments.iter().any(|comment| comment.is_by(insight))
    {
        comments.retain(|comment| comment.is_by(insight));
    } else if !comments.is_empty() {
        let identity = Identity::find(api).await?;
        comments.retain(|comment| identity.wrote(comment));
    }
    if comments.is_empty() && !all_seen {
        return Err(PublishError::TooManyComments);
    }
    let respected = insight.filter(|_| !post.insist);
    let oldest = comments.first();
    Ok(Own {
        hidden: respected
            .as_ref()
            .zip(oldest)
            .is_some_and(|(insight, oldest)| insight.is_hidden(&oldest.node_id)),
        deleted: oldest.is_none() && respected.is_some_and(|insight| insight.deleted_by_person()),
        comments,
    })
}

impl Comment {
    fn text(&self) -> &str {
        self.body.as_deref().unwrap_or_default()
    }

    fn is_by(&self, insight: &Insight) -> bool {
        let author = self.user.as_ref();
        author.is_some_and(|author| insight.is_self(&author.login, &author.kind))
    }
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

fn skipped(reason: Reason, comment: Option<&Comment>) -> Outcome {
    Outcome {
        status: Status::Skipped(reason),
        url: comment.map_or(String::new(), |comment| comment.html_url.clone()),
        duplicates_left: 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_is_the_first_line_and_fits_the_budget() {
        let memory = Memory::default().with("percent", "71");
        let marker = "<!-- portfolio-check:v1 key=web percent=71 -->\n";
        let text = compose("web", &memory, "# Hello").unwrap();
        assert_eq!(text, format!("{marker}# Hello"));
        let most = BODY_BUDGET - marker.len();
        assert!(compose("web", &memory, &"x".repeat(most)).is_ok());
        let over = compose("web", &memory, &"x".repeat(most + 1));
        assert!(matches!(over, Err(PublishError::TooLong { bytes: 60_001 })));
    }

    #[test]
    fn a_deleted_author_is_nobody() {
        let comment = Comment {
            id: 1,
            node_id: String::new(),
            html_url: String::new(),
            body: None,
            user: None,
        };
        assert!(!Identity::ActionsBot.wrote(&comment));
    }

    #[test]
    fn text_is_the_same_whatever_the_line_ends() {
        assert!(same_text("a\r\nb\n\n", "a\nb"));
        assert!(!same_text("a\nb", "a\n b"));
    }
}
