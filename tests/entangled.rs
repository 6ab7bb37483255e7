//! Code in which every name may be any other must stay cheap to follow.

mod support;

use assert_cmd::Command;
use support::Fixture;

#[test]
fn functions_of_one_name_that_call_each_other_are_followed_in_time() {
    let mut text = String::from("from flask import Flask\napp = Flask(__name__)\n");
    for number in 0..60 {
        text.push_str(&format!(
            "\nclass Store{number}:\n    def get(self, store, key):\n        inner = store.get(key)\n        return inner.get(store, key)\n"
        ));
    }
    text.push_str("\n@app.get('/')\ndef home():\n    return Store0().get(Store1(), 'x')\n");
    let fixture = Fixture::new()
        .file("app.py", &text)
        .file("requirements.txt", "flask\n")
        .commit("All at once");
    let shown = facts(&fixture);
    assert!(shown.contains("route app.py"), "{shown}");
    assert!(!shown.contains("too entangled"), "{shown}");
}

#[test]
fn a_declared_type_is_taken_at_its_word_instead_of_asking_every_caller() {
    let mut text = String::from(
        "use axum::{Router, routing::get};\npub struct Node { inner: Box<Node> }\nimpl Node { pub fn child(&self) -> Node { self.inner.child() } }\n",
    );
    for number in 0..500 {
        text.push_str(&format!("fn step{number}(node: &Node) {{\n"));
        for call in 0..10 {
            let next = (number * 7 + call * 13 + 1) % 500;
            text.push_str(&format!("    step{next}(&node.child());\n"));
        }
        text.push_str("    node.execute(1);\n    node.hash(2);\n}\n");
    }
    text.push_str(
        "pub fn app() -> Router { Router::new().route(\"/\", get(home)) }\nasync fn home() {}\n",
    );
    let fixture = Fixture::new()
        .file("src/main.rs", &text)
        .file(
            "Cargo.toml",
            "[package]\nname = \"steps\"\nversion = \"0.1.0\"\n[dependencies]\naxum = \"0.8\"\n",
        )
        .commit("All at once");
    let shown = facts(&fixture);
    assert!(shown.contains("route src/main.rs"), "{shown}");
    assert!(!shown.contains("too entangled"), "{shown}");
}

/// What `portfolio-check facts` prints of it.
fn facts(fixture: &Fixture) -> String {
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .args(["facts", "--rules"])
        .arg(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"))
        .arg(fixture.path())
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}
