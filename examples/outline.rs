//! Prints the outline of a source file: what a rule can match in it.
//!
//! `cargo run --example outline -- FILE [language]`

use portfolio_check::syntax::{Language, Limits, outline};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().unwrap_or_default();
    let extension = file.rsplit('.').next().unwrap_or_default().to_owned();
    let id = arguments.next().unwrap_or(
        match extension.as_str() {
            "py" => "python",
            "js" | "mjs" | "cjs" | "jsx" => "javascript",
            "ts" => "typescript",
            other => other,
        }
        .to_owned(),
    );
    let source = std::fs::read(&file).unwrap_or_default();
    match Language::from_id(&id) {
        Some(language) => println!("{:#?}", outline(language, &source, Limits::default())),
        None => eprintln!("no such language: {id}"),
    }
}
