//! Sources made to hurt: nothing may panic, overflow the stack or take long.

use std::time::Instant;

use super::super::super::Language;
use super::*;

/// More than any stack has room for, were it a recursion, and few enough that the parser is done in
/// its time: what it gives up on never reaches the walk that is tested here.
const MANY: usize = 20_000;

/// A parser that runs out of its time gives no outline, which is as good.
fn survives(source: &[u8]) -> Vec<Outline> {
    let limits = Limits {
        bytes: 4 << 20,
        time: std::time::Duration::from_secs(1),
        ..Limits::default()
    };
    let start = Instant::now();
    let outlines = [Language::JavaScript, Language::Tsx]
        .into_iter()
        .filter_map(|language| outline(language, source, limits).ok())
        .collect();
    assert!(start.elapsed().as_secs() < 60);
    outlines
}

fn repeated(text: &str, count: usize) -> String {
    text.repeat(count)
}

#[test]
fn deep_nesting() {
    for open in [
        "(\n",
        "[\n",
        "{\n",
        "f(\n",
        "{a:\n",
        "x=>\n",
        "`${\n",
        "new \n",
        "!\n",
        "class{a=\n",
    ] {
        survives(repeated(open, MANY).as_bytes());
    }
    for (open, close) in [
        ("(\n", ")"),
        ("[\n", "]\n"),
        ("f(\n", ")\n"),
        ("x={a:\n", "}\n"),
        ("`${\n", "}`\n"),
    ] {
        let source = format!("y = {}1{};", repeated(open, MANY), repeated(close, MANY));
        survives(source.as_bytes());
    }
}

#[test]
fn long_chains() {
    let calls = format!("a{};", repeated("\n.b()", MANY));
    for outline in survives(calls.as_bytes()) {
        assert_eq!(outline.calls.len(), MANY);
    }
    survives(format!("f().x{};", repeated("\n.b", MANY)).as_bytes());
    survives(format!("a{};", repeated("\n[0].b", MANY)).as_bytes());
    survives(format!("x = {}1;", repeated("a =\n", MANY)).as_bytes());
    survives(format!("x = a{};", repeated("\n|| b", MANY)).as_bytes());
    for outline in survives(format!("x = 'a'{};", repeated("\n+ 'b'", MANY)).as_bytes()) {
        assert_eq!(outline.literals.len(), 1);
    }
    survives(repeated("for (;;)\n", MANY).as_bytes());
    survives(
        format!(
            "const {}a{} = b;",
            repeated("{a:\n", MANY),
            repeated("}", 4_000)
        )
        .as_bytes(),
    );
}

#[test]
fn copies_stay_small() {
    let chain = repeated("a.b.c.d\n.", 1_000);
    let cases = repeated("case 1:\n", MANY);
    survives(format!("switch ({chain}x) {{ {cases} }}").as_bytes());
    let names = repeated("n,\n", MANY);
    survives(format!("const {{ {names} }} = {{ {names} }};").as_bytes());
}

#[test]
fn unfinished_and_invalid() {
    for source in [
        &b"f('abc"[..],
        b"f(`abc ${",
        b"f(`abc ${x} ",
        b"/* open",
        b"/** open",
        b"/re",
        b"f('\xff\xfe', \"\xc3\x28\", `\xf0\x9f`); \xff\xff = 1",
        b"'\\u{110000}' + '\\ud800' + '\\u{' + '\\x4'",
        b"class { @ @a.b( export default = ) => { ...",
        b"import from; export { } from; export * as; import x = require(; require(",
        b"enum { A = , 'b', [c] } interface { } type = {",
        b"const { a: , ...{} , [b]: c = } = require('m'); const [,,] = require('n');",
        b"@ class A { @ ; @x @y }",
        b"new new; new; super; this.; a?.; a[; a[]",
        b"",
        b"\0\0\0",
    ] {
        assert_eq!(survives(source).len(), 2);
    }
    survives(repeated("x=\"x=\n", MANY).as_bytes());
    survives(repeated("`\n", MANY + 1).as_bytes());
    survives(repeated("/** x */\n", MANY).as_bytes());
    survives(repeated("@a\n", MANY).as_bytes());
}
