//! Strings, joins, references and comparisons.

use super::*;

#[test]
fn joined_strings() {
    for (source, expected) in [
        ("f(`/x/${id}/y`)", "join('/x/', id, '/y')"),
        ("f(`${a.b}`)", "join(a.b)"),
        ("f('/x/' + id + '/y')", "join('/x/', id, '/y')"),
        ("f(base + `/x${y}` + z())", "join(base, '/x', y, z())"),
        ("f('a' + ('b' + c))", "join('a', 'b', c)"),
        ("f(`a${'b'}${`c${d}`}`)", "join('a', 'b', 'c', d)"),
        ("f('n' + 1)", "join('n', 1)"),
        ("f(``)", "''"),
    ] {
        let outline = js(source);
        assert_eq!(literals(&outline), [expected], "{source}");
        let argument = &outline.calls[0].arguments[0].value;
        assert_eq!(show(&outline, argument), expected, "{source}");
    }
}

#[test]
fn sums_are_not_strings() {
    for (source, expected) in [("f(a + 1)", "?"), ("f(a + b.c)", "join(a, b.c)")] {
        let outline = js(source);
        assert!(outline.literals.is_empty(), "{source}");
        assert_eq!(
            show(&outline, &outline.calls[0].arguments[0].value),
            expected
        );
    }
}

#[test]
fn each_string_is_recorded_once() {
    let outline = js(r#"
        'use strict';
        const a = { "b-c": 'd', e: ["f"] };
        g('h' + (i ? 'j' : 'k'), l['m'], `n ${o('p')}`);
        const q = "r" || s;
        function t() { "use client"; return 'u'; }
        if (v === 'w') throw new Error('x');
    "#);
    let mut found = literals(&outline);
    found.sort();
    assert_eq!(
        found,
        [
            "'b-c'",
            "'d'",
            "'f'",
            "'j'",
            "'k'",
            "'m'",
            "'p'",
            "'r'",
            "'u'",
            "'w'",
            "'x'",
            "join('h', ?)",
            "join('n ', o('p'))",
        ]
    );
    assert_eq!(outline.literals[0].line, 3);
}

#[test]
fn escapes() {
    let outline = js(r#"f("a\n\t\"\\\x41\u0042\u{43}", 'it\'s', "a\
b", `\``)"#);
    assert_eq!(
        literals(&outline),
        ["'a\n\t\"\\ABC'", "'it's'", "'ab'", "'`'"]
    );
}

#[test]
fn types_are_not_code() {
    let outline = ts(r#"
        type A = 'a' | "b";
        let c: 'd' | typeof e.f = g as unknown as 'h';
        function i<T extends 'j'>(k: { /* note */ l: 'm' }): asserts k is 'n' {}
        interface O { p: 'q'; r(s: 't'): 'u'; [key: string]: 'v'; (w: 'x'): void; }
    "#);
    assert!(outline.literals.is_empty(), "{:?}", literals(&outline));
    assert!(outline.references.is_empty());
    assert_eq!(outline.comments.len(), 1);
}

#[test]
fn references_are_the_longest_chains() {
    let outline = js(r#"
        const port = process.env.PORT;
        use(process.env["KEY"], req.session.userId, a, this.x);
        process.env.LIST.split(',');
        req.session.userId = user.id;
        count.total += 1;
        rows[0].name;
        list.items[i].b;
        f(a.b.c).d.e;
        new g.H(import.meta.url);
    "#);
    assert_eq!(
        references(&outline),
        [
            "process.env.PORT",
            "process.env.KEY",
            "req.session.userId",
            "self.x",
            "process.env.LIST",
            "user.id",
            "list.items",
            "a.b.c",
            "import.meta.url",
        ]
    );
}

#[test]
fn comparisons() {
    let outline = js(r#"
        if (req.user.role === 'admin' && a == b || c !== null || d != e()) {}
        switch (action.type) { case 'x': break; case Y: go(); default: }
        1 < 2;
    "#);
    let found: Vec<String> = outline
        .comparisons
        .iter()
        .map(|comparison| {
            let sign = if comparison.equal { "==" } else { "!=" };
            let left = show(&outline, &comparison.left);
            format!(
                "{left} {sign} {} @{}",
                show(&outline, &comparison.right),
                comparison.line
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "req.user.role == 'admin' @2",
            "a == b @2",
            "c != null @2",
            "d != e() @2",
            "action.type == 'x' @3",
            "action.type == Y @3",
        ]
    );
}
