//! Creates a file inside a work tree: never through a link, never over another file unasked.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::super::error::Error;

/// What stands where the file would go.
#[derive(Debug, PartialEq, Eq)]
pub enum Present {
    Nothing,
    /// A plain file with the same text.
    Same,
    Other,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Created {
    Written,
    Unchanged,
}

/// Looks without following a link at the end.
pub fn present(root: &Path, path: &str, text: &str) -> Present {
    let file = root.join(path);
    match fs::symlink_metadata(&file) {
        Err(error) if error.kind() == ErrorKind::NotFound => Present::Nothing,
        Ok(found) if found.is_file() && found.len() == text.len() as u64 => {
            match fs::read(&file).is_ok_and(|bytes| bytes == text.as_bytes()) {
                true => Present::Same,
                false => Present::Other,
            }
        }
        // What cannot be looked at is not ours either.
        _ => Present::Other,
    }
}

/// Writes `text` to `path`, a relative path with `/`, below `root`.
pub fn create(root: &Path, path: &str, text: &str, force: bool) -> Result<Created, Error> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = folder(root, folders)?;
    let file = folder.join(name);
    if present(&folder, name, text) == Present::Same {
        return Ok(Created::Unchanged);
    }
    let written = match force {
        false => fresh(&file, text),
        // A rename replaces a link; opening the file would follow it.
        true => {
            let draft = folder.join(format!(".{name}.{}.part", std::process::id()));
            fresh(&draft, text).and_then(|()| {
                fs::rename(&draft, &file).inspect_err(|_| {
                    let _ = fs::remove_file(&draft);
                })
            })
        }
    };
    written.map_err(|error| Error::Create(file, error))?;
    Ok(Created::Written)
}

/// A new file, or an error when anything is there: `create_new` follows no link.
fn fresh(file: &Path, text: &str) -> io::Result<()> {
    let mut handle = OpenOptions::new().write(true).create_new(true).open(file)?;
    handle.write_all(text.as_bytes()).inspect_err(|_| {
        // Half a file would be in the way of the next try.
        let _ = fs::remove_file(file);
    })
}

/// The folder below the root, made where it is missing. A link in the way may lead anywhere.
fn folder(root: &Path, folders: &str) -> Result<PathBuf, Error> {
    let mut folder = root.to_owned();
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        folder.push(part);
        let made = fs::create_dir(&folder);
        let is_folder = fs::symlink_metadata(&folder).is_ok_and(|found| found.is_dir());
        if !is_folder {
            let in_the_way = || io::Error::other("a link or a file stands in the way");
            let error = match made {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => error,
                _ => in_the_way(),
            };
            return Err(Error::Create(folder, error));
        }
    }
    Ok(folder)
}
