//! Bytes to text, or the reason why they are none.

use super::snapshot::Why;

/// A zero byte in this many first bytes means binary, as for Git.
const BINARY_WINDOW: usize = 8 << 10;
/// Invalid bytes that are forgiven in a small file, where one accent is more than one in a hundred.
const FORGIVEN: usize = 8;
const LFS_POINTER: &[u8] = b"version https://git-lfs.github.com/spec/";

/// The text of a file. A byte order mark goes; UTF-16 needs one to be recognised. Learners' files are often Latin-1
/// with a few accents in comments: such bytes are read as Latin-1 while they are few.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Why> {
    match bytes.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => return utf8(rest.to_vec()),
        [0xff, 0xfe, rest @ ..] => return utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    if bytes.starts_with(LFS_POINTER) && bytes.len() < 1024 {
        return Err(Why::LfsPointer);
    }
    utf8(bytes)
}

fn utf8(bytes: Vec<u8>) -> Result<String, Why> {
    if bytes.iter().take(BINARY_WINDOW).any(|byte| *byte == 0) {
        return Err(Why::Binary);
    }
    String::from_utf8(bytes).or_else(|error| mostly_utf8(error.as_bytes()))
}

/// The text of bytes that are nearly UTF-8.
fn mostly_utf8(bytes: &[u8]) -> Result<String, Why> {
    let invalid: usize = bytes.utf8_chunks().map(|chunk| chunk.invalid().len()).sum();
    let few = invalid < bytes.len() / 100 || (invalid <= FORGIVEN && invalid * 10 <= bytes.len());
    if few {
        Ok(text(bytes))
    } else {
        Err(Why::NotUtf8)
    }
}

/// Never fails: what is not UTF-8 is read as Latin-1, and as the replacement character where that has no letter.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| match byte {
            0xa0.. => char::from(*byte),
            _ => char::REPLACEMENT_CHARACTER,
        }));
    }
    text
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Why> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text: Result<String, _> = char::decode_utf16(pairs.iter().copied().map(unit)).collect();
    match text {
        Ok(text) if text.contains('\0') => Err(Why::Binary),
        Ok(text) if rest.is_empty() => Ok(text),
        Ok(_) | Err(_) => Err(Why::NotUtf8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<String, Why> {
        decode(bytes.to_vec())
    }

    #[test]
    fn utf8_stays_and_its_mark_goes() {
        assert_eq!(decoded("naïve\n".as_bytes()).as_deref(), Ok("naïve\n"));
        assert_eq!(decoded(b"\xef\xbb\xbfa = 1\n").as_deref(), Ok("a = 1\n"));
        assert_eq!(decoded(b"").as_deref(), Ok(""));
    }

    #[test]
    fn utf16_is_read_when_it_says_so() {
        assert_eq!(decoded(b"\xff\xfea\0\n\0").as_deref(), Ok("a\n"));
        assert_eq!(decoded(b"\xfe\xff\0a\0\xe9").as_deref(), Ok("aé"));
        assert_eq!(
            decoded(b"\xff\xfea\0\x00\xd8"),
            Err(Why::NotUtf8),
            "half of a pair"
        );
        assert_eq!(
            decoded(b"\xff\xfea\0b"),
            Err(Why::NotUtf8),
            "half of a unit"
        );
        assert_eq!(decoded(b"\xff\xfe\0\0a\0\0\0"), Err(Why::Binary), "UTF-32");
    }

    #[test]
    fn a_zero_byte_near_the_start_is_binary() {
        assert_eq!(decoded(b"PK\x03\x04\0\0"), Err(Why::Binary));
        let mut late = vec![b'a'; BINARY_WINDOW];
        late.push(0);
        assert!(decoded(&late).is_ok());
    }

    #[test]
    fn a_few_latin1_bytes_are_forgiven() {
        assert_eq!(
            decoded(b"# d\xe9j\xe0 vu, et encore\n").as_deref(),
            Ok("# déjà vu, et encore\n")
        );
        let long = [b"x = 1  # ".repeat(200), b"caf\xe9 \x80".to_vec()].concat();
        assert!(decoded(&long).is_ok_and(|text| text.ends_with("café \u{fffd}")));
    }

    #[test]
    fn other_encodings_are_not_guessed() {
        assert_eq!(
            decoded(&b"\x83\x65\x83\x58\x83\x67".repeat(50)),
            Err(Why::NotUtf8)
        );
        assert_eq!(decoded(b"\xff"), Err(Why::NotUtf8));
    }

    #[test]
    fn a_large_file_pointer_is_no_text() {
        let pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
        assert_eq!(decoded(pointer), Err(Why::LfsPointer));
    }
}
