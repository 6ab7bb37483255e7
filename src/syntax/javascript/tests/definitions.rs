//! Classes, functions, decorators and scopes.

use super::super::super::outline::{CallKind, DefinitionKind, ScopeKind};
use super::*;

#[test]
fn functions() {
    let outline = js(r#"
        function a(b, c = 1, ...d) { return b; }
        async function e() { if (f) return g(); return; }
        function* h() {}
        const i = async (j) => { return 1; };
        const k = l => m.n;
        const o = function () {}, p = function q() {};
        const r = () => ({ s: 1 });
    "#);
    assert_eq!(
        definitions(&outline),
        [
            "fn a(b, c = 1, d) -> b",
            "async fn e() -> g()",
            "fn h()",
            "async closure(j) -> 1",
            "closure(l) -> m.n",
            "closure()",
            "fn q()",
            "closure() -> {s: 1}",
        ]
    );
}

#[test]
fn typed_functions() {
    let outline = ts(r#"
        async function a(this: X, b: string, c?: D<E>, d = 1, ...e: F[]): Promise<G> {}
        function over(a: string): void;
        function over(a: any) {}
        const f = (x: A): x is B => true;
    "#);
    assert_eq!(
        definitions(&outline),
        [
            "async fn a(b: string, c: D<E>, d = 1, e: F[]): Promise<G>",
            "fn over(a: any)",
            "closure(x: A): x is B -> true",
        ]
    );
}

#[test]
fn parameters_taken_apart_are_names_in_the_body() {
    let outline = ts("app.get('/x', ({ body, params: { id } }: Request, [a]) => id);");
    assert_eq!(definitions(&outline), ["closure({0}: Request, {1}) -> id"]);
    assert_eq!(
        assignments(&outline),
        ["body = ({0})#body", "id = (({0})#params)#id", "a = ({1})#0"]
    );
    let body = outline.definitions[0].body;
    assert!(
        outline
            .assignments
            .iter()
            .all(|assignment| assignment.scope == body)
    );
}

#[test]
fn classes() {
    let outline = js(r#"
        class A extends b.C {
            constructor(d) { super(d); this.d = d; }
            get e() { return 1; }
            static async f() {}
            #g() {}
            'h-i'() {}
        }
        class J extends mix(K, L) {}
        const M = class extends N {};
    "#);
    assert_eq!(
        definitions(&outline),
        [
            "class A(b.C)",
            "fn constructor(d)",
            "fn e() -> 1",
            "async fn f()",
            "fn g()",
            "fn h-i()",
            "class J(mix(K, L))",
            "class(N)",
        ]
    );
    assert_eq!(outline.definitions[0].lines.first, 2);
    assert_eq!(outline.definitions[0].lines.last, 8);
    for id in 1..=5 {
        let scope = outline.definitions[id].scope;
        assert_eq!(scope, outline.definitions[0].body);
        assert_eq!(outline.class_of(scope), Some(0));
    }
    let assigned = outline.assignments[0].scope;
    assert_eq!(assigned, outline.definitions[1].body);
    assert_eq!(outline.scopes[assigned].kind, ScopeKind::Function);
}

#[test]
fn typed_classes() {
    let outline = ts(r#"
        abstract class A<T> extends B<T> implements C, d.E<F> {
            constructor(private readonly g: G, h?: string) { super(); }
            abstract i(j: K): L;
            m(a: string): void;
            m(a: any) {}
            private async n(): Promise<void> {}
        }
        interface O extends P, Q<R> { s: string; t?(u: V): W; }
        type X = { y: Z };
    "#);
    assert_eq!(
        definitions(&outline),
        [
            "class A(B, C, d.E)",
            "fn constructor(g: G, h: string)",
            "fn i(j: K): L",
            "fn m(a: any)",
            "async fn n(): Promise<void>",
            "class O(P, Q)",
            "fn t(u: V): W",
            "class X()",
        ]
    );
    assert_eq!(
        assignments(&outline),
        ["field s: string = ?", "field y: Z = ?"]
    );
}

#[test]
fn enums() {
    let outline = ts("enum Role { Admin = 'admin', User = 1, Guest }\nexport const enum B { C }");
    assert_eq!(definitions(&outline), ["class Role()", "class B()"]);
    assert_eq!(
        assignments(&outline),
        [
            "field Admin = 'admin'",
            "field User = 1",
            "field Guest = ?",
            "field C = ?"
        ]
    );
    assert_eq!(outline.assignments[0].scope, outline.definitions[0].body);
}

#[test]
fn decorators() {
    let outline = ts(r#"
        @Controller('/x')
        @use.Guard
        export class A {
            constructor(@Inject(TOKEN) private b: B) {}
            @Get('/:id')
            @Version(1)
            one(@Param('id') id: string, @Req() req) {}
        }
        @Plain class C {}
        @Late() export default class D {}
    "#);
    let decorated: Vec<String> = outline
        .calls
        .iter()
        .filter(|call| call.kind == CallKind::Annotation)
        .map(|call| {
            let on = call
                .decorates
                .map(|id| show(&outline, &Value::Definition(id)));
            format!("{} {}", show_call(&outline, call), on.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        decorated,
        [
            "@Controller('/x') class A",
            "@use.Guard() class A",
            "@Get('/:id') fn one",
            "@Version(1) fn one",
            "@Inject(TOKEN) ",
            "@Param('id') ",
            "@Req() ",
            "@Plain() class C",
            "@Late() class D",
        ]
    );
    assert_eq!(outline.calls.len(), decorated.len());
    let one = outline
        .definitions
        .iter()
        .find(|one| one.name == "one")
        .unwrap();
    let names = |ids: &[usize]| -> Vec<String> {
        ids.iter()
            .map(|&id| outline.calls[id].name.clone())
            .collect()
    };
    assert_eq!(names(&one.annotations), ["Get", "Version"]);
    assert_eq!(names(&one.parameters[0].annotations), ["Param"]);
    assert_eq!(
        names(&outline.definitions[0].annotations),
        ["Controller", "Guard"]
    );
    assert!(outline.references.is_empty());
    let get = outline
        .calls
        .iter()
        .find(|call| call.name == "Get")
        .unwrap();
    assert_eq!(get.scope, outline.definitions[0].body);
    assert_eq!(get.line(), 6);
}

#[test]
fn decorators_in_plain_javascript() {
    let outline = js("@a class B { @c('d') e() {} }\n@f export class G {}");
    let on: Vec<String> = outline
        .calls
        .iter()
        .map(|call| show(&outline, &Value::Definition(call.decorates.unwrap())))
        .collect();
    assert_eq!(on, ["class B", "fn e", "class G"]);
}

#[test]
fn getters_and_constructors() {
    let outline = js(
        "class A { constructor(b) {} static get c() { return 1; } get() {} d() {} }\nfunction constructor() {}",
    );
    let found: Vec<_> = (0..outline.definitions.len())
        .filter(|&id| outline.definitions[id].kind != DefinitionKind::Class)
        .map(|id| {
            let definition = &outline.definitions[id];
            let constructs = outline.constructed_by(id).is_some();
            (definition.name.as_str(), definition.is_getter, constructs)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("constructor", false, true),
            ("c", true, false),
            ("get", false, false),
            ("d", false, false),
            ("constructor", false, false),
        ]
    );
}
