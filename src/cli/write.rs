//! Writing results: to the terminal, or to a file that is there whole or not at all.

use std::io::Write;
use std::path::Path;

use super::error::Error;

/// Writes to standard output. A reader that went away (`| head`) is no error.
pub fn out(text: &str) {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes());
    let _ = out.flush();
}

/// Writes files into a folder, which is made if it is not there.
pub fn set(folder: &Path, files: &[(&str, Vec<u8>)]) -> Result<(), Error> {
    std::fs::create_dir_all(folder).map_err(|error| Error::Output(folder.to_owned(), error))?;
    files
        .iter()
        .try_for_each(|(name, content)| bytes(&folder.join(name), content))
}

/// Writes a file beside its place first, so that it never stands there by half.
pub fn whole(file: &Path, text: &str) -> Result<(), Error> {
    bytes(file, text.as_bytes())
}

fn bytes(file: &Path, content: &[u8]) -> Result<(), Error> {
    let failed = |error| Error::Output(file.to_owned(), error);
    let name = file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let Some(name) = name else {
        return Err(Error::Output(
            file.to_owned(),
            std::io::Error::new(std::io::ErrorKind::InvalidInput, "this is no file name"),
        ));
    };
    let draft = file.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let result = std::fs::write(&draft, content).and_then(|()| std::fs::rename(&draft, file));
    if result.is_err() {
        let _ = std::fs::remove_file(&draft);
    }
    result.map_err(failed)
}
