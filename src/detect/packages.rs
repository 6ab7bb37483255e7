//! Which package of a repository a file belongs to: the nearest folder above it with a manifest.
//! What one service of a repository is told does not hold for its neighbours. It refuses to read
//! manifests: it only knows where they are.

use std::collections::BTreeSet;

use super::manifest::Dependencies;
use super::project::parent;

#[derive(Debug, Default)]
pub struct Packages {
    folders: BTreeSet<String>,
}

impl Packages {
    pub fn new(dependencies: &Dependencies) -> Packages {
        Packages {
            folders: dependencies
                .manifests
                .iter()
                .map(|manifest| parent(&manifest.path).to_owned())
                .collect(),
        }
    }

    /// The folder of the package that a file is in; empty for the root.
    pub fn of<'p>(&self, path: &'p str) -> &'p str {
        let mut folder = parent(path);
        while !folder.is_empty() && !self.folders.contains(folder) {
            folder = parent(folder);
        }
        folder
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_manifest_decides() {
        let packages = Packages {
            folders: ["", "shop", "shop/web"].map(str::to_owned).into(),
        };
        assert_eq!(packages.of("shop/web/src/a"), "shop/web");
        assert_eq!(packages.of("shop/core/a"), "shop");
        assert_eq!(packages.of("shopping/a"), "");
        assert_eq!(packages.of("a"), "");
    }
}
