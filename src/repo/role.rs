//! What part a file plays, by its path. The globs are data and come from outside.

use std::collections::{BTreeMap, BTreeSet};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use regex::Regex;

/// What part a file plays in the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Written for the application; what no list claims.
    Source,
    Test,
    Docs,
    Example,
    /// Somebody else's code, kept in the repository.
    Vendored,
    /// Written by a program.
    Generated,
    /// Left as a project template made it.
    Scaffold,
}

impl Role {
    /// Whether a file of this role is the learner's own to read and count.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Vendored | Self::Generated)
    }

    /// Whether a file of this role is opened at all. What a machine wrote is no evidence of work, but
    /// a build carries the keys that were in the code: small files are opened for that alone.
    #[must_use]
    pub fn is_opened(self) -> bool {
        self != Self::Vendored
    }
}

/// Ordered lists of globs; the first list that matches gives the role.
///
/// `*` and `?` stay inside one path segment and `**` crosses them, so that `*.min.js` means the root only and
/// `**/*.min.js` any folder. Case counts on every platform. Paths are relative to the root of the repository.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    lists: Vec<(Role, GlobSet)>,
    /// By list: a line of the file must match one of these, or the list does not claim it.
    signs: Vec<Vec<Regex>>,
    /// Files that show by their path that the folder it begins with is somebody else's.
    foreign: Vec<String>,
    /// Names of files; a folder that holds all of one list was written by a program.
    written: Vec<Vec<String>>,
}

impl Roles {
    /// # Errors
    /// The first glob that is not well formed.
    pub fn new(lists: Vec<(Role, Vec<String>)>) -> Result<Self, globset::Error> {
        let mut built = Vec::with_capacity(lists.len());
        for (role, globs) in lists {
            let mut set = GlobSetBuilder::new();
            for glob in globs {
                let glob = GlobBuilder::new(&glob)
                    .literal_separator(true)
                    .backslash_escape(true)
                    // `{,.txt}` also stands for nothing.
                    .empty_alternates(true)
                    .build()?;
                set.add(glob);
            }
            built.push((role, set.build()?));
        }
        Ok(Self {
            lists: built,
            signs: Vec::new(),
            foreign: Vec::new(),
            written: Vec::new(),
        })
    }

    /// Expressions by list, where a name alone does not tell: a line of the file must match one.
    ///
    /// # Errors
    /// The first expression that does not read.
    pub fn with_signs(mut self, signs: &[Vec<String>]) -> Result<Self, regex::Error> {
        let compiled = signs
            .iter()
            .map(|list| list.iter().map(|sign| Regex::new(sign)).collect());
        self.signs = compiled.collect::<Result<_, _>>()?;
        Ok(self)
    }

    /// Folders count as somebody else's where such a file lies: `system/core/Kernel.php`.
    #[must_use]
    pub fn with_foreign(mut self, foreign: Vec<String>) -> Self {
        self.foreign = foreign;
        self
    }

    /// The folder, with a slash behind it, that a file shows to be somebody else's.
    #[must_use]
    pub fn foreign_folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        self.foreign.iter().find_map(|sign| {
            let before = path.strip_suffix(sign.as_str())?;
            let folder = sign.find('/')? + 1;
            (before.is_empty() || before.ends_with('/'))
                .then(|| path.get(..before.len() + folder))?
        })
    }

    /// Folders below the root that hold all files of one of these lists were written by a program.
    #[must_use]
    pub fn with_written(mut self, written: Vec<Vec<String>>) -> Self {
        self.written = written;
        self
    }

    /// The folders among these files that a program wrote, by the files in them. Never the root:
    /// who let a program write a whole project goes on from there.
    #[must_use]
    pub fn written<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Written<'p> {
        let names = self.written.iter().flatten();
        let names: BTreeSet<&str> = names.map(String::as_str).collect();
        let mut marks: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (folder, name) in paths.filter_map(|path| path.rsplit_once('/')) {
            if names.contains(name) {
                marks.entry(folder).or_default().insert(name);
            }
        }
        let all = |held: &BTreeSet<&str>| {
            let mut lists = self.written.iter();
            lists.any(|list| list.iter().all(|name| held.contains(name.as_str())))
        };
        let folders = marks.into_iter().filter(|(_, held)| all(held));
        Written(folders.map(|(folder, _)| folder).collect())
    }

    #[must_use]
    pub fn role(&self, path: &str) -> Role {
        self.lists
            .iter()
            .find(|(_, globs)| globs.is_match(path))
            .map_or(Role::Source, |(role, _)| *role)
    }

    /// The role of a file with this text. Where nothing stands yet, the name decides.
    #[must_use]
    pub fn role_of(&self, path: &str, text: &str) -> Role {
        let shows = |index: usize| match self.signs.get(index).map(Vec::as_slice) {
            None | Some([]) => true,
            Some(signs) => {
                let mut lines = text.lines();
                text.trim().is_empty() || lines.any(|line| signs.iter().any(|it| it.is_match(line)))
            }
        };
        let mut lists = self.lists.iter().enumerate();
        lists
            .find(|(index, (_, globs))| globs.is_match(path) && shows(*index))
            .map_or(Role::Source, |(_, (role, _))| *role)
    }
}

/// Folders that a program wrote.
#[derive(Debug)]
pub struct Written<'p>(BTreeSet<&'p str>);

impl Written<'_> {
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        !self.0.is_empty()
            && path
                .match_indices('/')
                .any(|(at, _)| self.0.contains(&path[..at]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(lists: &[(Role, &[&str])]) -> Roles {
        let lists = lists
            .iter()
            .map(|(role, globs)| (*role, globs.iter().map(ToString::to_string).collect()));
        Roles::new(lists.collect()).unwrap()
    }

    #[test]
    fn the_first_list_wins_and_source_is_the_rest() {
        let roles = roles(&[
            (Role::Vendored, &["**/vendor/**"]),
            (Role::Test, &["**/test/**", "**/*_test.go"]),
        ]);
        assert_eq!(roles.role("vendor/test/a.go"), Role::Vendored);
        assert_eq!(roles.role("a/test/b.go"), Role::Test);
        assert_eq!(roles.role("test/b.go"), Role::Test);
        assert_eq!(roles.role("a_test.go"), Role::Test);
        assert_eq!(roles.role("src/a.go"), Role::Source);
        assert_eq!(Roles::default().role("vendor/a.go"), Role::Source);
    }

    #[test]
    fn a_star_stays_in_its_segment_and_case_counts() {
        let roles = roles(&[
            (Role::Generated, &["*.lock"]),
            (Role::Docs, &["**/*.{md,rst}"]),
        ]);
        assert_eq!(roles.role("a.lock"), Role::Generated);
        assert_eq!(roles.role("sub/a.lock"), Role::Source);
        assert_eq!(roles.role("sub/deep/a.rst"), Role::Docs);
        assert_eq!(roles.role("README.MD"), Role::Source);
    }

    #[test]
    fn a_name_that_does_not_tell_needs_a_sign_in_the_file() {
        let globs: &[(Role, &[&str])] = &[
            (Role::Test, &["**/tests/**"]),
            (Role::Test, &["**/test_*.py"]),
            (Role::Example, &["examples/**"]),
        ];
        let signs = [vec![], vec![r"\bassert\b".to_owned()]];
        let roles = roles(globs).with_signs(&signs).unwrap();
        assert_eq!(roles.role("app/test_kind.py"), Role::Test);
        assert_eq!(roles.role_of("app/test_kind.py", "x = 1\n"), Role::Source);
        assert_eq!(roles.role_of("app/test_kind.py", "\n"), Role::Test);
        assert_eq!(roles.role_of("app/test_a.py", "assert x\n"), Role::Test);
        assert_eq!(roles.role_of("tests/test_a.py", "x = 1\n"), Role::Test);
        assert_eq!(
            roles.role_of("examples/test_a.py", "x = 1\n"),
            Role::Example
        );
        assert!(
            Roles::default()
                .with_signs(&[vec!["(".to_owned()]])
                .is_err()
        );
    }

    #[test]
    fn a_file_shows_that_its_folder_is_somebody_elses() {
        let roles = Roles::default().with_foreign(vec!["system/core/Kernel.php".to_owned()]);
        let folder = |path| roles.foreign_folder(path);
        assert_eq!(folder("system/core/Kernel.php"), Some("system/"));
        assert_eq!(folder("web/system/core/Kernel.php"), Some("web/system/"));
        assert_eq!(folder("ecosystem/core/Kernel.php"), None);
        assert_eq!(folder("system/core/Router.php"), None);
    }

    #[test]
    fn a_folder_with_all_the_marks_was_written_by_a_program() {
        let roles = Roles::default().with_written(vec![vec!["push.sh".into(), ".ignore".into()]]);
        let paths = [
            "push.sh",
            ".ignore",
            "gen/push.sh",
            "gen/.ignore",
            "half/push.sh",
        ];
        let written = roles.written(paths.into_iter());
        assert!(written.holds("gen/push.sh"));
        assert!(written.holds("gen/src/A.java"));
        assert!(!written.holds("gen"));
        assert!(!written.holds("generic/A.java"));
        assert!(!written.holds("half/src/A.java"));
        assert!(!written.holds("src/A.java"));
        assert!(!Roles::default().written(paths.into_iter()).holds("gen/a"));
    }

    #[test]
    fn a_broken_glob_is_an_error() {
        assert!(Roles::new(vec![(Role::Docs, vec!["a[".to_owned()])]).is_err());
    }
}
