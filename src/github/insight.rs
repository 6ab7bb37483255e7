//! What only the GraphQL API says: as whom the token speaks, which comments a person hid, and
//! whether a person deleted a comment of ours.
//!
//! One question, asked once. It is a courtesy, not a condition: where it cannot be answered, the
//! run goes on as if nothing had been hidden or deleted.

use http::Method;
use serde::Deserialize;
use serde_json::json;

use super::api::Api;
use super::target::{Config, Post};

const QUESTION: &str = "query($owner:String!,$name:String!,$number:Int!,$ids:[ID!]!){\
viewer{login} \
nodes(ids:$ids){... on IssueComment{id isMinimized}} \
repository(owner:$owner,name:$name){pullRequest(number:$number){\
timelineItems(last:50,itemTypes:[COMMENT_DELETED_EVENT]){nodes{\
... on CommentDeletedEvent{actor{login} deletedCommentAuthor{login}}}}}}}";
/// What the API takes in one list.
const MOST_IDS: usize = 100;

/// The answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Insight {
    login: String,
    hidden: Vec<String>,
    deleted_by_person: bool,
}

impl Insight {
    pub(super) async fn ask(
        api: &Api<'_>,
        config: &Config,
        post: &Post,
        comments: &[String],
    ) -> Option<Self> {
        let ids: Vec<&String> = comments.iter().take(MOST_IDS).collect();
        let body = json!({
            "query": QUESTION,
            "variables": {
                "owner": config.repository.owner(),
                "name": config.repository.name(),
                "number": post.number,
                "ids": ids,
            },
        });
        // A question changes nothing, so a lost answer does no harm.
        let answer = api
            .once(Method::POST, &config.graphql(), Some(&body), 200)
            .await
            .ok()?;
        Self::from_answer(answer.parse().ok()?)
    }

    fn from_answer(answer: Answer) -> Option<Self> {
        let data = answer.data?;
        let login = data.viewer?.login;
        let own = plain(&login);
        let is_own = |actor: &Option<Actor>| {
            let name = actor.as_ref().map(|actor| plain(&actor.login));
            name.is_some_and(|name| name.eq_ignore_ascii_case(own))
        };
        let timeline = data
            .repository
            .and_then(|repository| repository.pull_request)
            .and_then(|pull| pull.timeline);
        let deletions = timeline.into_iter().flat_map(|timeline| timeline.nodes);
        let deleted_by_person = deletions
            .flatten()
            .any(|event| is_own(&event.author) && !is_own(&event.actor));
        let hidden = data
            .nodes
            .into_iter()
            .flatten()
            .filter(|node| node.hidden)
            .filter_map(|node| node.id)
            .collect();
        Some(Self {
            hidden,
            deleted_by_person,
            login,
        })
    }

    /// Whether this account, as the other API writes it, is the token's.
    pub(super) fn is_self(&self, login: &str, kind: &str) -> bool {
        let is_bot = self.login.ends_with(BOT);
        login.eq_ignore_ascii_case(&self.login) && is_bot == (kind == "Bot")
    }

    pub(super) fn is_hidden(&self, comment: &str) -> bool {
        self.hidden.iter().any(|hidden| hidden == comment)
    }

    pub(super) fn deleted_by_person(&self) -> bool {
        self.deleted_by_person
    }
}

const BOT: &str = "[bot]";

/// The timeline names bots without the ending that their login has elsewhere.
fn plain(login: &str) -> &str {
    login.strip_suffix(BOT).unwrap_or(login)
}

#[derive(Deserialize)]
struct Answer {
    data: Option<Data>,
}

#[derive(Deserialize)]
struct Data {
    viewer: Option<Actor>,
    #[serde(default)]
    nodes: Vec<Option<Node>>,
    repository: Option<Repository>,
}

#[derive(Deserialize)]
struct Node {
    id: Option<String>,
    #[serde(default, rename = "isMinimized")]
    hidden: bool,
}

#[derive(Deserialize)]
struct Repository {
    #[serde(rename = "pullRequest")]
    pull_request: Option<Pull>,
}

#[derive(Deserialize)]
struct Pull {
    #[serde(rename = "timelineItems")]
    timeline: Option<Timeline>,
}

#[derive(Deserialize)]
struct Timeline {
    #[serde(default)]
    nodes: Vec<Option<Deletion>>,
}

#[derive(Deserialize)]
struct Deletion {
    /// Null when the account is gone.
    actor: Option<Actor>,
    #[serde(rename = "deletedCommentAuthor")]
    author: Option<Actor>,
}

#[derive(Deserialize)]
struct Actor {
    login: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: serde_json::Value) -> Option<Insight> {
        Insight::from_answer(serde_json::from_value(value).unwrap())
    }

    fn deletion(actor: serde_json::Value, author: &str) -> Insight {
        let events = json!([null, {}, {"actor": actor, "deletedCommentAuthor": {"login": author}}]);
        read(json!({"data": {
            "viewer": {"login": "github-actions[bot]"},
            "nodes": [null, {}, {"id": "a", "isMinimized": true}, {"id": "b", "isMinimized": false}],
            "repository": {"pullRequest": {"timelineItems": {"nodes": events}}},
        }}))
        .unwrap()
    }

    #[test]
    fn what_a_person_did_is_told_from_what_the_bot_did() {
        let by = |login: &str| json!({ "login": login });
        assert!(deletion(by("ada"), "github-actions").deleted_by_person());
        assert!(deletion(json!(null), "github-actions").deleted_by_person());
        assert!(!deletion(by("github-actions"), "github-actions").deleted_by_person());
        assert!(!deletion(by("ada"), "grace").deleted_by_person());
        let seen = deletion(by("ada"), "grace");
        assert!(seen.is_hidden("a") && !seen.is_hidden("b") && !seen.is_hidden("c"));
    }

    #[test]
    fn a_person_named_like_the_bot_is_somebody_else() {
        let bot = deletion(json!(null), "x");
        assert!(bot.is_self("github-actions[bot]", "Bot"));
        assert!(!bot.is_self("github-actions[bot]", "User"));
        assert!(!bot.is_self("github-actions", "User"));
        let person = read(json!({"data": {"viewer": {"login": "ada"}}})).unwrap();
        assert!(person.is_self("Ada", "User") && !person.is_self("ada", "Bot"));
    }

    #[test]
    fn no_answer_is_no_insight() {
        assert_eq!(read(json!({"errors": [{"message": "no"}]})), None);
        assert_eq!(read(json!({"data": null})), None);
        assert_eq!(read(json!({"data": {"viewer": null}})), None);
    }
}
