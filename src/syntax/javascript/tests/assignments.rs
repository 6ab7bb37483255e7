//! Variables, members, fields and patterns.

use super::*;

#[test]
fn variables() {
    let outline = js("const a = 1, b = make();\nlet c; var d = a;\nc = d;\nc += 2; e ||= f;\n");
    assert_eq!(
        assignments(&outline),
        ["a = 1", "b = make()", "d = a", "c = d", "c += 2", "e += f"]
    );
    assert_eq!(outline.assignments[3].line, 3);
}

#[test]
fn own_value_makes_an_augmented_assignment() {
    let outline = js("a = a + 'x'; b.c = b.c * 2; d = e + d; f[i] = 1; this.g[h] = 2;");
    assert_eq!(
        assignments(&outline),
        [
            "a += join(a, 'x')",
            "b.c += ?",
            "d = join(e, d)",
            "f += 1",
            "self.g += 2",
        ]
    );
}

#[test]
fn members() {
    let outline =
        js("this.x = 1; a.b.c = d; a['e'] = 2; A.prototype.f = function () {}; g().h = 3;");
    assert_eq!(
        assignments(&outline),
        [
            "self.x = 1",
            "a.b.c = d",
            "a.e = 2",
            "A.prototype.f = closure"
        ]
    );
}

#[test]
fn patterns() {
    let outline = js(r#"
        const { a, b: c, d = 1, e: { f = 2 }, ...g } = h.i;
        const [j, , k = 3, [l], ...m] = n();
        ({ o: p.q, r } = s);
        const { t } = { u: 1 };
        for (const [v, { w }] of x) {}
    "#);
    assert_eq!(
        assignments(&outline),
        [
            "a = (h.i)#a",
            "c = (h.i)#b",
            "d = (h.i)#d",
            "f = ((h.i)#e)#f",
            "g = ?",
            "j = (n())#0",
            "k = (n())#2",
            "l = ((n())#3)#0",
            "m = ?",
            "p.q = (s)#o",
            "r = (s)#r",
            "t = (?)#t",
            "v = ((x)#*)#0",
            "w = (((x)#*)#1)#w",
        ]
    );
    assert_eq!(references(&outline), ["h.i"]);
}

#[test]
fn types() {
    let outline = ts("const a: Map<string, B> = c; let d: E; declare const f: G;");
    assert_eq!(
        assignments(&outline),
        ["a: Map<string, B> = c", "d: E = ?", "f: G = ?"]
    );
}

#[test]
fn fields() {
    let outline =
        js("class A { b = 1; static c = 'd'; #e; f = async (g) => g; static { h.i = 2; } }");
    assert_eq!(
        assignments(&outline),
        [
            "field b = 1",
            "field c = 'd'",
            "field e = ?",
            "field f = closure",
            "h.i = 2"
        ]
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
fn typed_and_decorated_fields() {
    let outline = ts(
        "class A { @Column({ unique: true }) @Index email!: string; private readonly b?: B = c; }",
    );
    assert_eq!(
        assignments(&outline),
        ["field email: string = ?", "field b: B = c"]
    );
    let annotations: Vec<String> = outline.assignments[0]
        .annotations
        .iter()
        .map(|&id| show_call(&outline, &outline.calls[id]))
        .collect();
    assert_eq!(annotations, ["@Column({unique: true})", "@Index()"]);
    let outline = js("class A { @field b = 1 }");
    let id = outline.assignments[0].annotations[0];
    assert_eq!(show_call(&outline, &outline.calls[id]), "@field()");
}

#[test]
fn a_path_to_fall_back_on_is_a_second_value() {
    let outline = js(
        "const a = process.env.A || '/a', b = c ?? `/b`; const d = e || 'x'; let f = '/f' || g;\n\
         class H { i = j || '/i'; }",
    );
    assert_eq!(
        assignments(&outline),
        [
            "a = '/a'",
            "a = process.env.A",
            "b = '/b'",
            "b = c",
            "d = e",
            "f = ?",
            "field i = '/i'",
            "field i = j",
        ]
    );
}
