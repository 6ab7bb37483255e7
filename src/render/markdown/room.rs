//! How much the folds show: from everything to nothing, whole sections at a time.

use super::Target;

/// How much is shown.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Places beside a criterion.
    pub places: usize,
    pub routes: usize,
    pub said: Said,
    /// Whether criteria that say nothing of the repository have rows.
    pub all_rows: bool,
    pub criteria: bool,
    pub reviewers: bool,
    pub aside: bool,
    /// Whether something is missing that a reader may look for.
    pub is_short: bool,
}

/// Which criteria have a sentence beside their evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    All,
    /// Those that no evidence speaks for.
    WithoutEvidence,
    /// Those where something is wrong or half done.
    Telling,
}

const WHOLE: Room = Room {
    places: 3,
    routes: 200,
    said: Said::All,
    all_rows: true,
    criteria: true,
    reviewers: true,
    aside: true,
    is_short: false,
};
const COMMENT: Room = Room {
    places: 2,
    routes: 20,
    said: Said::WithoutEvidence,
    ..WHOLE
};
const ONE_PLACE: Room = Room {
    places: 1,
    routes: 15,
    ..COMMENT
};
const FEW_WORDS: Room = Room {
    routes: 10,
    said: Said::Telling,
    ..ONE_PLACE
};
const FEW_ROWS: Room = Room {
    routes: 6,
    all_rows: false,
    ..FEW_WORDS
};
const NO_PLACES: Room = Room {
    places: 0,
    is_short: true,
    ..FEW_ROWS
};
const NO_ASIDE: Room = Room {
    aside: false,
    ..NO_PLACES
};
const REVIEWERS: Room = Room {
    criteria: false,
    ..NO_ASIDE
};
const NOTHING: Room = Room {
    reviewers: false,
    ..REVIEWERS
};

const SIZES: &[Room] = &[
    WHOLE, COMMENT, ONE_PLACE, FEW_WORDS, FEW_ROWS, NO_PLACES, NO_ASIDE, REVIEWERS, NOTHING,
];

/// From the most to the least that the target may show.
pub fn sizes(target: &Target) -> &'static [Room] {
    match SIZES {
        [_, comment @ ..] if !target.whole => comment,
        all => all,
    }
}
