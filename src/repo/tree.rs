//! Two Git trees, side by side: what differs, without opening what is equal.
//!
//! libgit2's own comparison expands unchanged folders, and its tree objects cost an allocation for each entry; the
//! raw bytes of a tree are sorted and simple to read. Bounded on purpose: a few objects can describe a tree with
//! billions of paths.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use git2::{ObjectType, Odb, OdbObject, Oid};

/// Longer paths exist in hostile trees only.
const LONGEST_PATH: usize = 4096;
const KIND: i32 = 0o170_000;
pub(super) const FOLDER: i32 = 0o040_000;
pub(super) const LINK: i32 = 0o120_000;
pub(super) const SUBMODULE: i32 = 0o160_000;
const ID_BYTES: usize = 20;

/// The kind of a mode, without its permissions.
pub(super) fn kind(mode: i32) -> i32 {
    mode & KIND
}

/// One side of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Leaf {
    pub id: Oid,
    pub mode: i32,
}

pub(super) trait Visitor {
    /// A path that is not a folder and differs: on one side only, or another blob or mode.
    fn leaf(&mut self, path: &[u8], old: Option<Leaf>, new: Option<Leaf>) -> ControlFlow<()>;
    /// A folder whose tree object cannot be read, or whose path is beyond the limit.
    fn unreadable(&mut self, path: &[u8]) -> ControlFlow<()>;
}

/// Visits the differences between two trees in the order of their paths. False when `budget`, the number of entries
/// that may still be looked at, ran out.
pub(super) fn compare(
    objects: &Odb<'_>,
    (old, new): (Option<Oid>, Option<Oid>),
    budget: &mut u64,
    visitor: &mut dyn Visitor,
) -> bool {
    let mut path: Vec<u8> = Vec::new();
    let mut levels = Vec::new();
    match Level::open(objects, old, new, 0) {
        Some(level) => levels.push(level),
        None => _ = visitor.unreadable(&path),
    }
    while let Some(level) = levels.last_mut() {
        path.truncate(level.prefix);
        let Some((old, new)) = level.next(&mut path) else {
            levels.pop();
            continue;
        };
        let Some(left) = budget.checked_sub(1) else {
            return false;
        };
        *budget = left;
        if old == new {
            continue;
        }
        let is_folder = [old, new]
            .into_iter()
            .flatten()
            .all(|leaf| kind(leaf.mode) == FOLDER);
        let flow = if is_folder {
            let ids = (old.map(|leaf| leaf.id), new.map(|leaf| leaf.id));
            let level = (path.len() < LONGEST_PATH)
                .then(|| Level::open(objects, ids.0, ids.1, path.len() + 1))
                .flatten();
            match level {
                Some(level) => {
                    levels.push(level);
                    path.push(b'/');
                    ControlFlow::Continue(())
                }
                None => visitor.unreadable(&path),
            }
        } else {
            visitor.leaf(&path, old, new)
        };
        if flow.is_break() {
            break;
        }
    }
    true
}

/// A folder on the way, on both sides.
struct Level<'o> {
    old: Option<Entries<'o>>,
    new: Option<Entries<'o>>,
    /// Bytes of the path that lead to this folder.
    prefix: usize,
}

impl<'o> Level<'o> {
    fn open(
        objects: &'o Odb<'_>,
        old: Option<Oid>,
        new: Option<Oid>,
        prefix: usize,
    ) -> Option<Self> {
        let side = |id: Option<Oid>| match id {
            Some(id) => Entries::read(objects, id).map(Some),
            None => Some(None),
        };
        Some(Self {
            old: side(old)?,
            new: side(new)?,
            prefix,
        })
    }

    /// The next name on either side, appended to the path when the sides differ.
    fn next(&mut self, path: &mut Vec<u8>) -> Option<(Option<Leaf>, Option<Leaf>)> {
        let old = self.old.as_ref().and_then(Entries::first);
        let new = self.new.as_ref().and_then(Entries::first);
        let order = match (&old, &new) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => git_order(old, new),
        };
        let old = old.filter(|_| order.is_le());
        let new = new.filter(|_| order.is_ge());
        let leaves = (
            old.as_ref().map(|entry| entry.leaf),
            new.as_ref().map(|entry| entry.leaf),
        );
        if leaves.0 != leaves.1 {
            path.extend_from_slice(
                old.as_ref()
                    .or(new.as_ref())
                    .map_or(&[], |entry| entry.name),
            );
        }
        let passed = (
            old.map_or(0, |entry| entry.bytes),
            new.map_or(0, |entry| entry.bytes),
        );
        for (side, bytes) in [(&mut self.old, passed.0), (&mut self.new, passed.1)] {
            if let Some(side) = side {
                side.at += bytes;
            }
        }
        Some(leaves)
    }
}

/// The entries of one tree object, read as they are needed.
struct Entries<'o> {
    tree: OdbObject<'o>,
    at: usize,
}

struct Entry<'t> {
    name: &'t [u8],
    leaf: Leaf,
    /// The length of the entry in its tree.
    bytes: usize,
}

impl<'o> Entries<'o> {
    fn read(objects: &'o Odb<'_>, id: Oid) -> Option<Self> {
        let tree = objects.read(id).ok()?;
        (tree.kind() == ObjectType::Tree).then_some(Self { tree, at: 0 })
    }

    /// Mode in octal, space, name, zero byte, id. Where a tree is broken it ends.
    fn first(&self) -> Option<Entry<'_>> {
        let rest = self.tree.data().get(self.at..)?;
        let space = rest.iter().take(8).position(|byte| *byte == b' ')?;
        let (mode, named) = (rest.get(..space)?, rest.get(space + 1..)?);
        let mode = mode.iter().try_fold(0, |mode, digit| match digit {
            b'0'..=b'7' => Some(mode << 3 | i32::from(digit - b'0')),
            _ => None,
        })?;
        let end = named.iter().position(|byte| *byte == 0)?;
        let (name, id) = (named.get(..end)?, named.get(end + 1..end + 1 + ID_BYTES)?);
        let id = Oid::from_bytes(id).ok()?;
        Some(Entry {
            name,
            leaf: Leaf { id, mode },
            bytes: space + 1 + end + 1 + ID_BYTES,
        })
    }
}

/// Git sorts a folder as if its name ended in `/`; equal names of different kinds are therefore two paths.
fn git_order(old: &Entry<'_>, new: &Entry<'_>) -> Ordering {
    let shared = old.name.len().min(new.name.len());
    let next = |entry: &Entry<'_>| {
        let end = (kind(entry.leaf.mode) == FOLDER).then_some(b'/');
        entry.name.get(shared).copied().or(end)
    };
    let start = old.name.get(..shared).cmp(&new.name.get(..shared));
    start.then_with(|| next(old).cmp(&next(new)))
}
