//! The pull request as it is now: an event is a snapshot, and a run may take minutes or be repeated
//! days later. Also finds the pull request of a commit that another workflow run was about.

use http::Method;

use super::api::Api;
use super::comment::Reason;
use super::event::{Pull, State, WorkflowRun};
use super::problem::PublishError;
use super::target::{Config, Post};

/// The newest open pull requests of one branch: more than one is rare, a hundred unheard of.
const MOST: usize = 100;

/// Why nothing should be posted now, if so.
///
/// A token that may comment but not read pull requests is no obstacle: then the event's word
/// stands, and a wrong number shows when the comments are listed.
pub(super) async fn obstacle(
    api: &Api<'_>,
    config: &Config,
    post: &Post,
) -> Result<Option<Reason>, PublishError> {
    let path = format!("/repos/{}/pulls/{}", config.repository, post.number);
    let pull: Pull = match api.call(Method::GET, &path, None, 200).await {
        Ok(answer) => answer.parse()?,
        Err(PublishError::ReadOnly { .. } | PublishError::NotFound { .. }) => return Ok(None),
        Err(error) => return Err(error),
    };
    Ok(if pull.state == State::Closed {
        Some(Reason::Closed)
    } else if !pull.head.sha.eq_ignore_ascii_case(&post.head) {
        Some(Reason::HeadMoved)
    } else if pull.draft.unwrap_or(false) && !post.insist {
        Some(Reason::Draft)
    } else {
        None
    })
}

/// A pull request that was found by its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub number: u64,
    pub draft: bool,
    pub base_sha: String,
}

/// The open pull request whose head is this run's commit, from this run's branch and repository.
/// Of several, into different branches, the first.
pub(super) async fn find(
    api: &Api<'_>,
    config: &Config,
    run: &WorkflowRun,
) -> Result<Option<Found>, PublishError> {
    let owner = run.head_repository.owner();
    let path = format!(
        "/repos/{}/pulls?state=open&head={owner}:{}&per_page={MOST}",
        config.repository,
        encoded(&run.head_branch)
    );
    let pulls: Vec<Pull> = api.call(Method::GET, &path, None, 200).await?.parse()?;
    let name = run.head_repository.to_string();
    let is_same = |pull: &Pull| {
        let from = pull.head.repo.as_ref().map(|repo| repo.full_name.as_str());
        pull.state == State::Open
            && pull.head.sha.eq_ignore_ascii_case(&run.head_sha)
            && from.is_some_and(|from| from.eq_ignore_ascii_case(&name))
    };
    let found = pulls
        .into_iter()
        .filter(is_same)
        .min_by_key(|pull| pull.number);
    Ok(found.map(|pull| Found {
        number: pull.number,
        draft: pull.draft.unwrap_or(false),
        base_sha: pull.base.sha,
    }))
}

/// A branch's name in a query: anything that is no letter or digit becomes a number.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_branch_cannot_add_to_the_query() {
        assert_eq!(encoded("feat/a-1"), "feat/a-1");
        assert_eq!(encoded("a&state=all#x é"), "a%26state%3Dall%23x%20%C3%A9");
    }
}
