//! What Rust sources give, point by point.

use crate::syntax::walk::show::{
    assignments, calls, comparisons, imports, literals, parsed, references, value,
};
use crate::syntax::{ConstructKind, Language, Lines, Outline, sketch};

fn outline(source: &str) -> Outline {
    let outline = parsed(Language::Rust, source.as_bytes());
    assert_eq!(outline.broken, [], "the test's source is Rust");
    outline
}

/// The value of the source `let x = …;`.
fn one(expression: &str) -> String {
    let outline = outline(&format!("fn f() {{ let x = {expression}; }}"));
    let found = outline.assignments.iter().find(|it| it.target == ["x"]);
    value(&outline, &found.expect("an assignment").value)
}

#[test]
fn use_trees_give_one_import_for_each_leaf() {
    let outline = outline(
        "use a;\n\
         use a::b;\n\
         use a::{b as c, self, d::{E, *}};\n\
         use crate::x::{self, y};\n\
         use super::*;\n\
         pub mod z;\n\
         mod w { use super::v; }\n",
    );
    assert_eq!(
        imports(&outline),
        [
            "a: whole a",
            "a: b as b",
            "a: b as c",
            "a: whole a",
            "a::d: E as E",
            "a::d: *",
            "crate: x as x",
            "crate::x: y as y",
            "super: *",
            "self::z: whole z",
            "self: whole w",
            "super: v as v",
        ]
    );
}

#[test]
fn structs_and_their_attributes() {
    let outline = outline(
        "/// Doc.\n\
         #[derive(Debug, a::Row)]\n\
         #[rename(all = \"x\", y)]\n\
         pub struct S<'a> { #[len(min = 1)] pub b: Option<String>, c: &'a str }\n\
         #[derive(E)] enum F { #[g] H(u32), I { j: u8 } }\n\
         trait T: U + V { fn k(&self) -> bool; }\n",
    );
    assert_eq!(
        sketch::definitions(&outline),
        [
            "@derive(Debug, a.Row) @Debug() @a.Row() @rename(all=\"x\", y) class S()",
            "@derive(E) @E() class F()",
            "class T() : U, V",
            "fn k(self) of T -> bool",
        ]
    );
    assert_eq!(
        sketch::assignments(&outline),
        [
            "@len(min=1) field b: Option<String> = ?",
            "field c: &'a str = ?",
            "@g() field H = ?",
            "field I = ?",
            "field j: u8 = ?",
        ]
    );
    assert_eq!(sketch::documented(&outline), ["class S"]);
}

#[test]
fn implementations_are_classes_with_methods() {
    let outline = outline(
        "impl<T> a::H<T> for &Foo<T> where T: X {\n\
         \x20 const N: u8 = 1;\n\
         \x20 async fn new(mut self, Wrap(b): Wrap<u32>, c: &str) -> Self { Self { b, c: 2 } }\n\
         \x20 fn other(&self) { Self::new(); self.x.y(); }\n\
         }\n\
         fn free() {}\n",
    );
    assert_eq!(
        sketch::definitions(&outline),
        [
            "class Foo() : a.H",
            "fn new(self, b: Wrap<u32>, c: &str) of Foo -> Foo => new Foo(b=b, c=2)",
            "fn other(self) of Foo",
            "fn free()",
        ]
    );
    assert_eq!(
        calls(&outline),
        ["new Foo(b=b, c=2)", "self.new()", "self.x.y()"]
    );
    assert_eq!(references(&outline), Vec::<String>::new());
}

#[test]
fn attributes_decorate_functions() {
    let outline = outline(
        "#[get(\"/x/{id}\", data = \"<f>\")]\n// note\n#[a::main]\npub async fn h() {}\n#[cfg(y)]\nuse z;\n",
    );
    assert_eq!(
        calls(&outline),
        [
            "@get('/x/{id}', data='<f>') on h",
            "@a.main() on h",
            "@cfg(y)"
        ]
    );
    assert_eq!(literals(&outline), ["1 '/x/{id}'", "1 '<f>'"]);
}

#[test]
fn chains_of_calls() {
    let outline = outline(
        "fn f() { R::new()\n  .route(\"/x\", get(h).post(h2))\n  .nest(\"/y\", users::router())\n  .state::<S>(s.clone()).await?; }",
    );
    assert_eq!(
        calls(&outline),
        [
            "R.new()",
            "R.new().route('/x', get(h).post(h2))",
            "get(h).post(h2)",
            "get(h)",
            "R.new().route('/x', get(h).post(h2)).nest('/y', users.router())",
            "users.router()",
            "s.clone()",
            "R.new().route('/x', get(h).post(h2)).nest('/y', users.router()).state(s.clone())",
        ]
    );
    let state = outline
        .calls
        .iter()
        .find(|it| it.name == "state")
        .expect("the call");
    assert_eq!(
        (state.types.as_slice(), state.line()),
        (["S".to_owned()].as_slice(), 4)
    );
    let kinds: Vec<ConstructKind> = outline.constructs.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ConstructKind::ErrorCheck, ConstructKind::Await]);
}

#[test]
fn macros_are_calls_with_what_their_tokens_say() {
    let outline = outline(
        "fn f() {\n\
         a::q!(\"s $1\", id, x.y, &z::W, 3, true);\n\
         j!({ \"a\": 1, b: [c, \"d\"], \"e\": f.g(1)? });\n\
         r![h, m::k];\n\
         t!(k = v, \"{}\", n(\"p\").o(), if x { w(\"u\") });\n\
         }",
    );
    assert_eq!(
        calls(&outline),
        [
            "a.q('s $1', id, x.y, z.W, 3, true)",
            "f.g(1)",
            "j({a: 1, b: [c, 'd'], e: f.g(1)})",
            "r(h, m.k)",
            "n('p')",
            "n('p').o()",
            "w('u')",
            "t(k=v, '{}', n('p').o(), ?)",
        ]
    );
}

#[test]
fn strings_are_put_together_by_macros() {
    assert_eq!(
        one("format!(\"a {} b {c} {{d}} {e:?}\", f.g, e = h)"),
        "<'a ', f.g, ' b ', c, ' {d} ', h>"
    );
    assert_eq!(one("concat!(\"a\", b, \"c\")"), "<'a', b, 'c'>");
    assert_eq!(one("vec![\"a\", b]"), "['a', b]");
    let outline = outline("fn f() { q(&format!(\"s {}\", x)); }");
    assert_eq!(literals(&outline), ["1 <'s ', x>"]);
}

#[test]
fn values() {
    assert_eq!(one(r##"r#"a\n"#"##), "'a\\\\n'");
    assert_eq!(one("\"a\\u{e9}\\\n   b\\t\""), "'aéb\\t'");
    assert_eq!(one("b\"a\""), "'a'");
    assert_eq!(one("&mut *a.b.c"), "a.b.c");
    assert_eq!(one("crate::a::B"), "crate.a.B");
    assert_eq!(one("self::a"), "a");
    assert_eq!(one("m[\"k\"]"), "m.k");
    assert_eq!(one("f().x"), "f()~x");
    assert_eq!(one("-1"), "-1");
    assert_eq!(one("None"), "null");
    assert_eq!(one("(a, [1, 2])"), "[a, [1, 2]]");
    assert_eq!(one("{ let y = 1; y.z }"), "y.z");
    assert_eq!(one("if a { b } else { \"c\" }"), "b");
    assert_eq!(one("move |a, b: u8| c"), "def ");
    assert_eq!(one("\"a\".to_owned() + b"), "?");
    assert_eq!(one("S { a: 1, ..b }"), "new S(a=1)");
    assert_eq!(one("x as u8"), "x");
}

#[test]
fn results_are_unwrapped() {
    let outline =
        outline("fn f() -> R<A> { if x { return Err(y); } Ok(B::new()) }\nfn g() { h(); }");
    assert_eq!(
        sketch::definitions(&outline),
        ["fn f() -> R<A> => B.new(), Err(y)", "fn g()"]
    );
}

#[test]
fn bindings_and_constants() {
    let outline = outline(
        "const A: &str = \"a\";\nstatic B: u8 = 1;\nfn f() { let (c, mut d) = g(); let Some(e) = h else { return }; let i: J; k.l = 2; m += 3; }",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Variable A: &str = 'a'",
            "Variable B: u8 = 1",
            "Variable c = g()~0",
            "Variable d = g()~1",
            "Variable e = h",
            "Variable i: J = ?",
            "Variable k.l = 2",
            "Augmented m = 3",
        ]
    );
}

#[test]
fn comparisons_and_errors() {
    let outline = outline(
        "fn f() { a == \"b\"; c.d != 1; match e { \"g\" | \"h\" => 1, I::J => 2, Err(k) => 3, _ => 4 }; if let Err(l) = m {} }",
    );
    assert_eq!(
        comparisons(&outline),
        ["a == 'b'", "c.d != 1", "e == 'g'", "e == 'h'", "e == I.J"]
    );
    let checks = outline
        .constructs
        .iter()
        .filter(|it| it.kind == ConstructKind::ErrorCheck);
    assert_eq!(checks.count(), 2);
}

#[test]
fn regions_for_tests_alone() {
    let outline = outline(
        "fn a() {}\n#[cfg(test)]\nmod tests {\n  #[test]\n  fn b() {}\n}\n#[tokio::test]\nasync fn c() {\n}\n#[cfg(unix)]\nfn d() {}\n",
    );
    let lines = |first, last| Lines { first, last };
    assert_eq!(outline.tests, [lines(3, 6), lines(5, 5), lines(8, 9)]);
    assert!(outline.is_test_line(4) && !outline.is_test_line(1) && !outline.is_test_line(11));
}

#[test]
fn templates_of_macros_are_no_code() {
    let outline = outline("macro_rules! m { ($x:expr) => { get(\"/x\", $x) } }\n// get(\"/y\")\n");
    assert_eq!(outline.calls, []);
    assert_eq!(outline.literals, []);
}

#[test]
fn hostile_input_costs_little_and_never_panics() {
    let deep = 20_000;
    let sources = [
        "fn f() { ".to_owned() + &"(".repeat(deep),
        "fn f() { a".to_owned() + &".b()".repeat(deep) + "; }",
        "fn f() { a".to_owned() + &".b".repeat(deep) + "; }",
        "use ".to_owned() + &"a::{".repeat(deep),
        "use a".to_owned() + &"::b".repeat(deep) + ";",
        "m!".to_owned() + &"(".repeat(deep),
        format!("m!({}1{});", "[".repeat(deep), "]".repeat(deep)),
        format!("m!(a{});", ".b(c)".repeat(deep)),
        format!("m!(a{});", "::b".repeat(deep)),
        "#[a]\n".repeat(deep) + "fn f() {}",
        "fn f() { format!(\"".to_owned() + &"{".repeat(deep) + "\") }",
        "fn f() { match x { ".to_owned() + &"1 | ".repeat(deep) + "2 => 3 } }",
        "impl A for ".to_owned() + &"&".repeat(deep) + "B {}",
        "fn f() { x = ".to_owned() + &"\"a\" + ".repeat(deep) + "b; }",
        "fn f() { r#\"é".to_owned(),
        "\u{0}\u{feff}fn é() { \"ö\\".to_owned(),
    ];
    for source in sources {
        parsed(Language::Rust, source.as_bytes());
    }
    parsed(Language::Rust, b"fn \xff() { m!(\"\xff\", \xfe) }");
}
