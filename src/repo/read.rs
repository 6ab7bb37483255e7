//! From an entry to a file: from disk without following anything, or from a blob.

use std::collections::HashMap;
use std::fs::{self, File as OpenFile, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{ObjectType, Odb, Oid, Repository};

use super::decode::decode;
use super::entries::Entry;
use super::known::Known;
use super::snapshot::{Content, File, Limits, Why};

/// The most that is read of one file that a machine wrote, and of all of them.
const GENERATED_FILE: u64 = 64 << 10;
const GENERATED_TOTAL: u64 = 8 << 20;

/// Reads files until the limit for all of them is reached.
pub(super) struct Reader<'r> {
    root: Option<PathBuf>,
    objects: Option<Odb<'r>>,
    known: Option<&'r Known<'r>>,
    limits: Limits,
    used: u64,
    /// Bytes read of files that a machine wrote.
    generated: u64,
    /// Folders already looked at: whether a link stands on the way to them.
    behind_link: HashMap<PathBuf, bool>,
}

/// What reading one file gave.
struct Found {
    size: u64,
    content: Content,
    /// The text on disk is not the blob's.
    changed: bool,
}

impl Found {
    fn skipped(size: u64, why: Why) -> Self {
        Self {
            size,
            content: Content::Skipped(why),
            changed: false,
        }
    }
}

impl<'r> Reader<'r> {
    /// Reads below `root`; blobs stand in for files that a sparse checkout leaves out.
    pub fn of_disk(root: PathBuf, repository: Option<&'r Repository>, limits: Limits) -> Self {
        let objects = repository.and_then(|repository| repository.odb().ok());
        Self {
            root: Some(root),
            objects,
            known: None,
            limits,
            used: 0,
            generated: 0,
            behind_link: HashMap::new(),
        }
    }

    /// Reads blobs, but for those that are known.
    pub fn of_objects(repository: &'r Repository, limits: Limits, known: &'r Known<'r>) -> Self {
        Self {
            root: None,
            objects: repository.odb().ok(),
            known: Some(known),
            limits,
            used: 0,
            generated: 0,
            behind_link: HashMap::new(),
        }
    }

    pub fn file(&mut self, entry: Entry) -> File {
        let found = if entry.role.is_read() {
            self.read(&entry)
        } else {
            self.aside(&entry)
        };
        let blob = entry
            .blob
            .filter(|_| !found.changed)
            .map(|id| id.to_string());
        File {
            path: entry.path,
            role: entry.role,
            size: found.size,
            blob,
            content: found.content,
        }
    }

    /// A file that does not count. One of a role that is opened is read when it is small, and what
    /// goes wrong with it matters to nobody.
    fn aside(&mut self, entry: &Entry) -> Found {
        let size = self.size(entry);
        let left = GENERATED_TOTAL.saturating_sub(self.generated);
        if entry.role.is_opened() && size <= GENERATED_FILE.min(left) {
            self.generated += size;
            let used = self.used;
            let found = self.read(entry);
            self.used = used;
            if matches!(found.content, Content::Text(_)) {
                return found;
            }
        }
        Found {
            size,
            content: Content::NotRead,
            changed: false,
        }
    }

    fn read(&mut self, entry: &Entry) -> Found {
        match &entry.skip {
            Some(why) => Found::skipped(0, why.clone()),
            None if self.root.is_some() => self.read_disk(entry),
            None => self.read_blob(entry),
        }
    }

    fn size(&mut self, entry: &Entry) -> u64 {
        if entry.skip.is_some() {
            return 0;
        }
        if self.root.is_some() {
            let path = self.path_without_links(entry);
            return path
                .and_then(|path| fs::symlink_metadata(path).ok())
                .map_or(0, |found| found.len());
        }
        let header = self
            .objects
            .as_ref()
            .zip(entry.blob)
            .map(|(objects, id)| objects.read_header(id));
        header
            .and_then(Result::ok)
            .map_or(0, |(size, _)| size as u64)
    }

    fn read_disk(&mut self, entry: &Entry) -> Found {
        let Some(path) = self.path_without_links(entry) else {
            return Found::skipped(0, Why::Link);
        };
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => Found::skipped(0, Why::Link),
            Ok(metadata) if !metadata.is_dir() => self.read_open(&path, &metadata, entry.blob),
            Err(error) if !is_absent(&error) => Found::skipped(0, unreadable(&error)),
            // Absent, or a folder where Git has a file: the file was deleted, or was never checked out.
            _ if entry.sparse => self.read_blob(entry),
            _ => Found::skipped(0, Why::Missing),
        }
    }

    fn read_open(&mut self, path: &Path, metadata: &Metadata, blob: Option<Oid>) -> Found {
        let size = metadata.len();
        // Opening a pipe would wait for its writer, and a device may act.
        if !metadata.is_file() {
            return Found::skipped(0, Why::Unreadable("not a regular file".to_owned()));
        }
        if let Some(why) = self.beyond_limits(size) {
            return Found::skipped(size, why);
        }
        let mut bytes = Vec::new();
        // The file may grow while it is read.
        let read = OpenFile::open(path).and_then(|file| {
            file.take(self.limits.file_bytes + 1)
                .read_to_end(&mut bytes)
        });
        match read {
            Err(error) => Found::skipped(size, unreadable(&error)),
            Ok(read) if read as u64 > self.limits.file_bytes => Found::skipped(size, Why::TooLarge),
            Ok(_) => {
                let changed = blob.is_some_and(|blob| !is_blob(&bytes, blob));
                Found {
                    changed,
                    ..self.decoded(bytes)
                }
            }
        }
    }

    fn read_blob(&mut self, entry: &Entry) -> Found {
        let Some((objects, id)) = self.objects.as_ref().zip(entry.blob) else {
            return Found::skipped(0, Why::Missing);
        };
        let size = match objects.read_header(id) {
            Ok((size, ObjectType::Blob)) => size as u64,
            Ok(_) => return Found::skipped(0, Why::Unreadable("not a blob".to_owned())),
            Err(_) => return Found::skipped(0, Why::Missing),
        };
        if let Some(why) = self.beyond_limits(size) {
            return Found::skipped(size, why);
        }
        let known = self.known.and_then(|known| known.text(&id.to_string()));
        if let Some(text) = known {
            return self.text(size, text);
        }
        match objects.read(id).map(|object| object.data().to_vec()) {
            Ok(bytes) => self.decoded(bytes),
            Err(_) => Found::skipped(size, Why::Missing),
        }
    }

    fn decoded(&mut self, bytes: Vec<u8>) -> Found {
        let size = bytes.len() as u64;
        match decode(bytes) {
            Ok(text) => self.text(size, Arc::from(text)),
            Err(why) => Found::skipped(size, why),
        }
    }

    fn text(&mut self, size: u64, text: Arc<str>) -> Found {
        self.used += text.len() as u64;
        Found {
            size,
            content: Content::Text(text),
            changed: false,
        }
    }

    fn beyond_limits(&self, size: u64) -> Option<Why> {
        if size > self.limits.file_bytes {
            Some(Why::TooLarge)
        } else if self.used.saturating_add(size) > self.limits.total_bytes {
            Some(Why::OverTotal)
        } else {
            None
        }
    }

    /// The path on disk, unless a folder on the way is a link: what lies behind one is not the tracked file, and may
    /// be anywhere on the machine.
    fn path_without_links(&mut self, entry: &Entry) -> Option<PathBuf> {
        let mut path = self.root.clone()?;
        let mut segments = entry.segments().peekable();
        while let Some(segment) = segments.next() {
            path.push(segment);
            if segments.peek().is_none() {
                break;
            }
            let linked = match self.behind_link.get(&path) {
                Some(linked) => *linked,
                None => {
                    let linked =
                        fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_symlink());
                    self.behind_link.insert(path.clone(), linked);
                    linked
                }
            };
            if linked {
                return None;
            }
        }
        Some(path)
    }
}

/// Git may have written the file with other line ends than the blob has.
fn is_blob(bytes: &[u8], blob: Oid) -> bool {
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|id| id == blob);
    is(bytes) || (bytes.contains(&b'\r') && is(&without_carriage_returns(bytes)))
}

fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            kept.push(*byte);
        }
    }
    kept
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn unreadable(error: &io::Error) -> Why {
    Why::Unreadable(error.kind().to_string())
}
