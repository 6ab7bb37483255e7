//! The files a step hands to the runner: the job summary and the step's outputs.
//!
//! It refuses to slice a summary: one that does not fit is replaced by a notice, because the
//! runner drops the whole file above its limit. It refuses output names that are not plain words.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};

/// Bytes of a step's summary; the runner's limit is 1 MiB.
pub const SUMMARY_BUDGET: u64 = 900 * 1024;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appended {
    Whole,
    /// Too long; a notice stands in its place.
    Dropped,
}

#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    #[error("{0:?} is not an output name")]
    BadName(String),
    #[error("the output file cannot be written: {0}")]
    Io(#[from] io::Error),
}

/// Appends Markdown to the file that `GITHUB_STEP_SUMMARY` names.
pub fn append_summary(path: &Path, markdown: &str) -> io::Result<Appended> {
    let present = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let wanted = present.saturating_add(markdown.len() as u64 + 1);
    if wanted <= SUMMARY_BUDGET {
        append_line(path, markdown)?;
        return Ok(Appended::Whole);
    }
    let notice = format!(
        "_This part of the summary is left out: it has {} KiB, and a summary may have {} KiB in all._",
        markdown.len() / 1024,
        SUMMARY_BUDGET / 1024
    );
    append_line(path, &notice)?;
    Ok(Appended::Dropped)
}

/// Appends one output to the file that `GITHUB_OUTPUT` names.
pub fn append_output(path: &Path, name: &str, value: &str) -> Result<(), OutputError> {
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if name.is_empty() || !plain {
        return Err(OutputError::BadName(name.to_owned()));
    }
    let delimiter = delimiter(value, std::process::id());
    append_line(path, &format!("{name}<<{delimiter}\n{value}\n{delimiter}"))?;
    Ok(())
}

/// A heredoc delimiter that does not occur in the value, whatever the value's author tried.
fn delimiter(value: &str, salt: u32) -> String {
    let mut round = 0_u64;
    loop {
        let mut hash = Sha256::new();
        hash.update(salt.to_le_bytes());
        hash.update(round.to_le_bytes());
        hash.update(value.as_bytes());
        let hex: String = hash
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let delimiter = format!("end_{hex}");
        if !value.contains(&delimiter) {
            return delimiter;
        }
        round += 1;
    }
}

/// One write, so that a failure leaves no half entry, and always from the start of a line.
fn append_line(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .read(true)
        .append(true)
        .create(true)
        .open(path)?;
    let gap = if ends_mid_line(&mut file)? { "\n" } else { "" };
    file.write_all(format!("{gap}{text}\n").as_bytes())
}

fn ends_mid_line(file: &mut File) -> io::Result<bool> {
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut last = [0_u8; 1];
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_is_appended_on_a_new_line() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("summary");
        fs::write(&path, "before").unwrap();
        assert_eq!(append_summary(&path, "# One").unwrap(), Appended::Whole);
        append_summary(&path, "# Two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "before\n# One\n# Two\n");
    }

    #[test]
    fn a_summary_that_does_not_fit_is_left_out_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("summary");
        let most = usize::try_from(SUMMARY_BUDGET).unwrap() - 1;
        let exact = "x".repeat(most);
        assert_eq!(append_summary(&path, &exact).unwrap(), Appended::Whole);
        assert_eq!(fs::metadata(&path).unwrap().len(), SUMMARY_BUDGET);
        assert_eq!(append_summary(&path, "yyy").unwrap(), Appended::Dropped);
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains("yyy"));
        assert!(text.ends_with("in all._\n"));
    }

    /// Reads the file as the runner does.
    fn read_outputs(text: &str) -> Vec<(String, String)> {
        let mut lines = text.lines();
        let mut found = Vec::new();
        while let Some(line) = lines.next() {
            let (name, end) = line.split_once("<<").expect("only heredocs");
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            found.push((name.to_owned(), value.join("\n")));
        }
        found
    }

    #[test]
    fn outputs_survive_any_value() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("output");
        let guess = delimiter("x", std::process::id());
        let values = [
            "71",
            "",
            "a=b\nc<<EOF\nd",
            &format!("x\n{guess}\nscore=100"),
        ];
        for value in values {
            append_output(&path, "comment-url", value).unwrap();
        }
        let read = read_outputs(&fs::read_to_string(&path).unwrap());
        let read: Vec<&str> = read.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(read, values);
    }

    #[test]
    fn output_names_are_plain_words() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("output");
        for name in ["", "a b", "a\nb", "a=b", "a<<b"] {
            let result = append_output(&path, name, "x");
            assert!(matches!(result, Err(OutputError::BadName(_))), "{name:?}");
        }
        assert!(!path.exists());
    }
}
