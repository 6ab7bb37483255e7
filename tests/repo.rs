//! The snapshot of real repositories, the broken and the hostile ones included.

mod support;

#[path = "repo/files.rs"]
mod files;
#[path = "repo/history.rs"]
mod history;
#[path = "repo/places.rs"]
mod places;

use std::path::Path;

use portfolio_check::repo::{
    Content, File, Limits, Options, RepoError, Role, Roles, Snapshot, Why, open,
};

/// `vendor/` is vendored, `*.gen` generated, `tests/` test.
fn roles() -> Roles {
    let lists = [
        (Role::Vendored, "**/vendor/**"),
        (Role::Generated, "**/*.gen"),
        (Role::Test, "**/tests/**"),
    ];
    Roles::new(
        lists
            .into_iter()
            .map(|(role, glob)| (role, vec![glob.to_owned()]))
            .collect(),
    )
    .unwrap()
}

fn scan(path: &Path) -> Snapshot {
    open(path, &Options::default(), &roles()).unwrap()
}

fn scan_rev(path: &Path, rev: &str) -> Snapshot {
    try_rev(path, rev).unwrap()
}

fn try_rev(path: &Path, rev: &str) -> Result<Snapshot, RepoError> {
    open(
        path,
        &Options {
            rev: Some(rev.to_owned()),
            ..Options::default()
        },
        &roles(),
    )
}

fn scan_with(path: &Path, change: impl FnOnce(&mut Limits)) -> Snapshot {
    let mut options = Options::default();
    change(&mut options.limits);
    open(path, &options, &roles()).unwrap()
}

fn paths(snapshot: &Snapshot) -> Vec<&str> {
    snapshot
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect()
}

fn file<'s>(snapshot: &'s Snapshot, path: &str) -> &'s File {
    snapshot
        .file(path)
        .unwrap_or_else(|| panic!("{path} is not among {:?}", paths(snapshot)))
}

fn text<'s>(snapshot: &'s Snapshot, path: &str) -> &'s str {
    file(snapshot, path)
        .text()
        .unwrap_or_else(|| panic!("{:?}", file(snapshot, path)))
}

/// Why a file was skipped; the list of the skipped must agree.
fn why(snapshot: &Snapshot, path: &str) -> Why {
    let Content::Skipped(why) = &file(snapshot, path).content else {
        panic!("{:?}", file(snapshot, path));
    };
    assert!(
        snapshot
            .skipped
            .iter()
            .any(|skipped| skipped.path == path && skipped.why == *why)
    );
    why.clone()
}
