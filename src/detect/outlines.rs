//! Outlines by the text they were made of, handed from one survey to the next, so that files which
//! two revisions share are parsed once.
//!
//! The key is the text itself and not its blob id: a changed file on disk has no blob, and nobody
//! can make two texts that are equal and differ.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::syntax::{self, Language, Limits, Outline, Unparsed};

/// An outline, or why there is none.
pub(super) type Outlined = Result<Arc<Outline>, Unparsed>;

/// What was parsed so far.
#[derive(Debug, Default)]
pub struct Outlines {
    known: HashMap<(Language, Arc<str>), Outlined>,
}

impl Outlines {
    /// Parses what is not known yet, each text once.
    pub(super) fn parse<'t>(&mut self, texts: impl Iterator<Item = (Language, &'t Arc<str>)>) {
        let new: HashSet<(Language, Arc<str>)> = texts
            .map(|(language, text)| (language, Arc::clone(text)))
            .filter(|key| !self.known.contains_key(key))
            .collect();
        let parsed: Vec<_> = new
            .into_par_iter()
            .map(|(language, text)| {
                let outline = syntax::outline(language, text.as_bytes(), Limits::default());
                ((language, text), outline.map(Arc::new))
            })
            .collect();
        self.known.extend(parsed);
    }

    /// The outline of a text that was parsed.
    pub(super) fn of(&self, language: Language, text: &Arc<str>) -> Outlined {
        // What nobody asked to parse has no outline; the scan asks for all of them first.
        let known = self.known.get(&(language, Arc::clone(text)));
        known.cloned().unwrap_or(Err(Unparsed::TookTooLong))
    }

    /// Texts parsed so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.known.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parsed_once_for_each_language() {
        let (one, same): (Arc<str>, Arc<str>) = ("f()\n".into(), "f()\n".into());
        let mut outlines = Outlines::default();
        assert!(outlines.is_empty());
        outlines.parse([(Language::Python, &one), (Language::Ruby, &one)].into_iter());
        let before = outlines.of(Language::Python, &one).unwrap();
        outlines.parse([(Language::Python, &same)].into_iter());
        assert_eq!(outlines.len(), 2);
        let after = outlines.of(Language::Python, &same).unwrap();
        assert!(Arc::ptr_eq(&before, &after));
        assert_eq!(before.calls.len(), 1);
    }
}
