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
    let output = Command::cargo_bin("portfolio-check")
        .unwrap()
        .args(["facts", "--rules"])
        .arg(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"))
        .arg(fixture.path())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(shown.contains("route app.py"), "{shown}");
    assert!(!shown.contains("too entangled"), "{shown}");
}
