//! Calls, constructions and their arguments.

use super::super::super::Language;
use super::*;

/// The first call's short form.
fn call(source: &str) -> String {
    calls(&js(source)).into_iter().next().unwrap_or_default()
}

#[test]
fn callees() {
    for (source, expected) in [
        ("run()", "run()"),
        ("a.b.c(1)", "a.b.c(1)"),
        ("a?.b?.(1)", "a.b(1)"),
        ("a['get']('/x')", "a.get('/x')"),
        ("a[`get`]('/x')", "a.get('/x')"),
        ("a[verb]('/x')", "a.[]('/x', verb)"),
        ("this.load(1)", "self.load(1)"),
        ("this.#load(1)", "self.load(1)"),
        ("super(1)", "super(1)"),
        ("super.init(1)", "super.init(1)"),
        ("await a.b()", "a.b()"),
        ("(await a).b()", "a.b()"),
        ("(0, a.b)(1)", "a.b(1)"),
        ("list[0].b()", "(list)#0.b()"),
        ("new A.B(1)", "new A.B(1)"),
        ("new A", "new A()"),
        ("new (pick())(1)", "new pick().(1)"),
        ("sql`select ${x}`", "sql(join('select ', x))"),
        ("db.sql`select 1`", "db.sql('select 1')"),
        ("f()(2)", "f().(2)"),
        ("a().b('/x').c(d)", "a().b('/x').c(d)"),
        ("(function () {})(1)", "closure.(1)"),
        ("(() => {})()", "closure.()"),
        ("(async () => {})()", "closure.()"),
        ("import.meta.resolve('x')", "import.meta.resolve('x')"),
    ] {
        assert_eq!(call(source), expected, "{source}");
    }
}

#[test]
fn chained_calls_are_each_a_call() {
    let outline = js("routes()\n  .get('/a', one)\n  .post('/b', two);");
    assert_eq!(
        calls(&outline),
        [
            "routes().get('/a', one).post('/b', two)",
            "routes().get('/a', one)",
            "routes()",
        ]
    );
    let lines: Vec<u32> = outline.calls.iter().map(|call| call.line()).collect();
    assert_eq!(lines, [3, 2, 1], "each stands at its own name");
    assert_eq!(outline.calls[0].lines.last, 3);
    assert_eq!(outline.calls[0].arguments[0].line, 3);
    assert_eq!(outline.calls[1].path(), None);
    assert_eq!(outline.calls[2].path(), Some(vec!["routes".to_owned()]));
}

#[test]
fn casts_around_callees_and_type_arguments() {
    for (source, expected) in [
        ("make<User, string[]>(a)", "make<User, string[]>(a)"),
        ("new Model<User>(a)", "new Model<User>(a)"),
        ("(a as Any).b(c!)", "a.b(c)"),
        ("a!.b(c as string, d satisfies E)", "a.b(c, d)"),
    ] {
        let outline = ts(source);
        assert_eq!(calls(&outline), [expected], "{source}");
        assert!(outline.references.is_empty(), "{source}");
    }
    let outline = ts("<Any>f(<string>x)");
    assert_eq!(calls(&outline), ["f(x)"]);
    let outline = read(Language::Tsx, "use<A>(b as import('x').C)");
    assert_eq!(calls(&outline), ["use<A>(b)"]);
    assert!(outline.imports.is_empty());
}

#[test]
fn arguments() {
    for (source, expected) in [
        ("f('a', \"b\", `c`)", "f('a', 'b', 'c')"),
        (
            "f(1, -2, 0x1f, true, null, undefined)",
            "f(1, -2, 0x1f, true, null, null)",
        ),
        ("f([a, 'b', [1]])", "f([a, 'b', [1]])"),
        ("f(...a, /x/, c ? d : e, !g)", "f(?, ?, ?, ?)"),
        (
            "f({ a: 1, 'b-c': 2, [d]: 3, ['e']: 4, g, ...h })",
            "f({a: 1, b-c: 2, : 3, e: 4, g: g, ...: h})",
        ),
        (
            "f({ a() {}, b: () => 1, async c() {}, get d() {} })",
            "f({a: fn a, b: closure, c: fn c, d: fn d})",
        ),
        ("f(function named() {}, class A {})", "f(fn named, class A)"),
        (
            "f(a || 3000, b.c ?? 'x', a || b || 1, g() || 1)",
            "f(a, b.c, a, g())",
        ),
        ("f(1 || a, a && b)", "f(?, ?)"),
        ("f((((a))), await b, (c, d))", "f(a, b, d)"),
        (
            "f(g().h, rows[0].id, list[i].x)",
            "f((g())#h, ((rows)#0)#id, (?)#x)",
        ),
        ("f(/* no */ a, // line\n b)", "f(a, b)"),
        ("f(x = 1)", "f(1)"),
    ] {
        assert_eq!(call(source), expected, "{source}");
    }
}

#[test]
fn calls_in_closures_stand_in_their_scope() {
    let outline = js("app.get('/x', (req, res) => { res.send(1); });");
    assert_eq!(calls(&outline), ["app.get('/x', closure)", "res.send(1)"]);
    assert_eq!(outline.calls[0].scope, 0);
    assert_eq!(outline.calls[1].scope, outline.definitions[0].body);
    let outline = js("const f = () => run(1);");
    assert_eq!(outline.calls[0].scope, outline.definitions[0].body);
}

#[test]
fn broken_source_keeps_what_parsed() {
    let outline = js(
        "app.get('/a', one);\nfunction f(x: ?string): Map<a> { go(x); }\nconst = ;\napp.get('/b', two);",
    );
    let calls = calls(&outline);
    assert!(
        calls.contains(&"app.get('/a', one)".to_owned()),
        "{calls:?}"
    );
    assert!(
        calls.contains(&"app.get('/b', two)".to_owned()),
        "{calls:?}"
    );
    assert!(!outline.broken.is_empty());
}

#[test]
fn only_expressions_in_markup_are_code() {
    let source = r#"
        const page = (
            <Some.Page path="/x" on={() => go("/y")} {...rest}>
                text "quoted" {a.b} {list.map((x) => <b key={x.id}>{x.name}</b>)}
            </Some.Page>
        );
    "#;
    for language in [Language::Tsx, Language::JavaScript] {
        let outline = read(language, source);
        assert_eq!(calls(&outline), ["go('/y')", "list.map(closure)"]);
        assert_eq!(literals(&outline), ["'/y'"]);
        assert_eq!(references(&outline), ["a.b", "x.id", "x.name"]);
        assert_eq!(assignments(&outline), ["page = ?"]);
    }
}
