//! Rebuilds when a file comes into `rules/` or leaves it: the folder is part of the binary.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
