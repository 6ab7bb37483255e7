//! Characters that a reader does not see: zero-width, direction, variation and tag characters
//! (Unicode's Default_Ignorable_Code_Point, Unicode Standard 5.21). Whoever prints a stranger's text
//! drops them first; this module only knows them.

/// Whether `c` shows nothing, or turns the direction of what follows.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::is_unseen;

    #[test]
    fn what_shows_nothing_is_unseen_and_letters_of_every_script_are_not() {
        assert!(
            "\u{200b}\u{202e}\u{2066}\u{feff}\u{fe0f}\u{e0041}\u{ad}"
                .chars()
                .all(is_unseen)
        );
        assert!(!"a é ß 漢 ไ ع \u{301} 🙂".chars().any(is_unseen));
    }
}
