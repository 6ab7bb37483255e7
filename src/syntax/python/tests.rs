//! What Python sources give, point by point.

use crate::syntax::walk::show::{
    assignments, calls, comparisons, imports, literals, parsed, references, value,
};
use crate::syntax::{
    AssignmentKind, ConstructKind, DefinitionKind, Language, Lines, Outline, ScopeKind,
};

fn outline(source: &str) -> Outline {
    let outline = parsed(Language::Python, source.as_bytes());
    assert_eq!(outline.broken, [], "the test's source is Python");
    outline
}

/// The value of the source `x = …`.
fn one(expression: &str) -> String {
    let outline = outline(&format!("x = {expression}\n"));
    let found = outline.assignments.iter().find(|it| it.target == ["x"]);
    value(&outline, &found.expect("an assignment").value)
}

#[test]
fn imports_of_every_form() {
    let outline = outline(
        "from __future__ import annotations\n\
         import a\n\
         import a.b, c.d as e\n\
         from . import x\n\
         from ..models.users import (\n    User,  # why\n    Group as G,\n)\n\
         from m import *\n\
         def f():\n    from .late import y\n",
    );
    assert_eq!(
        imports(&outline),
        [
            "__future__: annotations as annotations",
            "a: whole a",
            "a.b: whole a.b",
            "c.d: whole e",
            ".: x as x",
            "..models.users: User as User, Group as G",
            "m: *",
            ".late: y as y",
        ]
    );
    let late = outline.imports.last().expect("the last import");
    assert_eq!(outline.scopes[late.scope].kind, ScopeKind::Function);
    assert_eq!(late.line, 11);
}

#[test]
fn decorators_are_annotations_of_what_follows() {
    let outline = outline(
        "@app.route('/x', methods=['GET', 'POST'])\n\
         @login_required\n\
         @guard.needs\n\
         async def show(id):\n    return id\n\
         @final\n\
         class C:\n    @staticmethod\n    @app.get('/y')\n    def m(): pass\n",
    );
    assert_eq!(
        calls(&outline),
        [
            "@app.route('/x', methods=['GET', 'POST']) on show",
            "@login_required() on show",
            "@guard.needs() on show",
            "@final() on C",
            "@staticmethod() on m",
            "@app.get('/y') on m",
        ]
    );
    let show = &outline.definitions[0];
    let lines: Vec<u32> = show
        .annotations
        .iter()
        .map(|&id| outline.calls[id].lines.first)
        .collect();
    assert_eq!(lines, [1, 2, 3]);
    assert!(
        show.annotations
            .iter()
            .all(|&id| outline.calls[id].scope == 0)
    );
    assert_eq!(references(&outline), Vec::<String>::new());
    let method = outline
        .definitions
        .iter()
        .find(|it| it.name == "m")
        .expect("m");
    let scope = outline.calls[method.annotations[1]].scope;
    assert_eq!(outline.scopes[scope].kind, ScopeKind::Class);
}

#[test]
fn class_with_bases_fields_and_methods() {
    let outline = outline(
        "class Todo(db.Model, Generic[T], Base, metaclass=Meta):\n\
         \x20   id: int\n\
         \x20   title: str = Field(..., min_length=1)\n\
         \x20   table = 'todos'\n\
         \x20   a, b = 1, 2\n\
         \x20   class Meta:\n        ordering = ['id']\n\
         \x20   def __init__(self, title):\n        self.title = title\n",
    );
    let todo = &outline.definitions[0];
    assert_eq!(
        (todo.kind, todo.name.as_str()),
        (DefinitionKind::Class, "Todo")
    );
    let bases: Vec<String> = todo.bases.iter().map(|it| value(&outline, it)).collect();
    assert_eq!(bases, ["db.Model", "Generic", "Base"]);
    assert_eq!(
        assignments(&outline),
        [
            "Field id: int = ?",
            "Field title: str = Field(?, min_length=1)",
            "Field table = 'todos'",
            "Field a = 1",
            "Field b = 2",
            "Field ordering = ['id']",
            "Variable self.title = title",
        ]
    );
    let ordering = outline.assignments[5].scope;
    let meta = outline
        .class_of(ordering)
        .map(|id| outline.definitions[id].name.as_str());
    assert_eq!(meta, Some("Meta"));
    let init = outline.assignments[6].scope;
    assert_eq!(outline.class_of(init), Some(0));
}

#[test]
fn functions_parameters_and_returns() {
    let outline = outline(
        "async def f(a, /, b: int, *args: str, c=1, db: Session = Depends(get_db), \
         user: Annotated[User, Depends(me)], **kw) -> List[Out]:\n\
         \x20   if a:\n        return a, 1\n    return await go(b)\n",
    );
    let f = &outline.definitions[0];
    let parameters: Vec<String> = f
        .parameters
        .iter()
        .map(|it| {
            let typed = it.typed.as_deref().unwrap_or("-");
            let default = it.default.as_ref().map(|it| value(&outline, it));
            format!("{} {typed} {}", it.name, default.unwrap_or_default())
        })
        .collect();
    assert_eq!(
        parameters,
        [
            "a - ",
            "b int ",
            "args str ",
            "c - 1",
            "db Session Depends(get_db)",
            "user Annotated[User, Depends(me)] ",
            "kw - ",
        ]
    );
    let returns: Vec<String> = f.returns.iter().map(|it| value(&outline, it)).collect();
    assert_eq!(returns, ["[a, 1]", "go(b)"]);
    assert_eq!(f.result.as_deref(), Some("List[Out]"));
    assert!(f.is_async);
    assert_eq!(f.lines, Lines { first: 1, last: 4 });
    // A call in a parameter's default or type belongs to the function.
    assert_eq!(calls(&outline), ["Depends(get_db)", "Depends(me)", "go(b)"]);
    assert!(outline.calls.iter().all(|call| call.scope == f.body));
}

#[test]
fn assignments_of_every_form() {
    let outline = outline(
        "a = b = 1\n\
         n: int = 2\n\
         m: str\n\
         x, (y, *z) = f()\n\
         p, q = 'p', r\n\
         app.config['KEY'] = 'v'\n\
         app['a']['b'] = 1\n\
         items[i] = 2\n\
         urls += [g()]\n\
         urls = urls + more\n\
         self.n -= 1\n\
         if (k := get(1)): pass\n\
         with open('x') as h, lock: pass\n",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Variable a = 1",
            "Variable b = 1",
            "Variable n: int = 2",
            "Variable m: str = ?",
            "Variable x = f()~0",
            "Variable y = f()~1~0",
            "Variable z = f()~1~1..",
            "Variable p = 'p'",
            "Variable q = r",
            "Variable app.config.KEY = 'v'",
            "Variable app.a.b = 1",
            "Augmented items = 2",
            "Augmented urls = [g()]",
            "Augmented urls = <urls, more>",
            "Augmented self.n = 1",
            "Variable k = get(1)",
            "Variable h = open('x')",
        ]
    );
    assert_eq!(references(&outline), Vec::<String>::new());
}

#[test]
fn augmented_in_a_class_stays_augmented() {
    let outline = outline("class C:\n    x = []\n    x += [1]\n");
    let kinds: Vec<AssignmentKind> = outline.assignments.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [AssignmentKind::Field, AssignmentKind::Augmented]);
}

#[test]
fn calls_and_their_arguments() {
    let outline = outline(
        "f(1, *rest, key='v', **more)\n\
         app.get('/x')(handler)\n\
         make().add(a).run(b=[c, 2])\n\
         super().save(True, None)\n\
         routes['x'](1.5)\n\
         items[0].go(-1)\n\
         '{}/x'.format(y)\n\
         any(x for x in xs)\n\
         f(\n    # why\n    g(1),\n)\n",
    );
    let mut shown = calls(&outline);
    shown.sort();
    assert_eq!(
        shown,
        [
            "'{}/x'.format(y)",
            "any(?)",
            "app.get('/x')",
            "app.get('/x').(handler)",
            "f(1, rest~*, key='v', **=?)",
            "f(g(1))",
            "g(1)",
            "items~0.go(-1)",
            "make()",
            "make().add(a)",
            "make().add(a).run(b=[c, 2])",
            "routes.x(1.5)",
            "super()",
            "super().save(true, null)",
        ]
    );
    let outer = outline
        .calls
        .iter()
        .find(|it| it.lines.last == 12)
        .expect("the last call");
    assert_eq!((outer.lines.first, outer.arguments[0].line), (9, 11));
}

#[test]
fn strings() {
    assert_eq!(one(r"'a\n\x41\u00e9\101\'\q'"), r"'a\nAéA\'\\q'");
    assert_eq!(one(r"r'\d'"), r"'\\d'");
    assert_eq!(one("b'x'"), "'x'");
    assert_eq!(one("'''a\nb'''"), r"'a\nb'");
    assert_eq!(one("'a' \"b\""), "'ab'");
    assert_eq!(
        one("f'/u/{id}/{o.k!r:>{w}}{{}}'"),
        "<'/u/', id, '/', o.k, '{}'>"
    );
    assert_eq!(one("f'plain'"), "'plain'");
    assert_eq!(one("f'a{1}' 'b'"), "<'a', 1, 'b'>");
    assert_eq!(one("'a' + x + ('b' + f())"), "<'a', x, 'b', f()>");
    assert_eq!(one("'/api' + '/x'"), "'/api/x'");
    assert_eq!(one("BASE + PATH"), "<BASE, PATH>");
    assert_eq!(one("n + 1"), "?");
    assert_eq!(one("'/u/%s/%d%%' % (a, b.c)"), "<'/u/', a, '/', b.c, '%'>");
    assert_eq!(one("'/u/%(id)s' % {'id': x}"), "<'/u/', x>");
    assert_eq!(one("'100%! %s' % x"), "<'100%! ', x>");
    assert_eq!(one("n % 2"), "?");
}

#[test]
fn lists_and_maps() {
    assert_eq!(one("[1, 'a', *b]"), "[1, 'a', ?]");
    assert_eq!(one("('a',)"), "['a']");
    assert_eq!(one("{'a', b}"), "['a', b]");
    assert_eq!(one("[a] + [b, c] + d(e)"), "[a, b, c, d(e)]");
    assert_eq!(
        one("{'a': 1, B.c: [2], 404: X, f(): 3, **d}"),
        "{a: 1, B.c: [2], 404: X}"
    );
    assert_eq!(one("[y for y in z]"), "?");
    assert_eq!(one("require(a).b.c"), "require(a)~b~c");
    assert_eq!(one("Annotated[User, Depends(me)]"), "[User, Depends(me)]");
    assert_eq!(one("d[0]"), "d~0");
    assert_eq!(one("d[0][k]"), "?");
    assert_eq!(one("f(*a, b)"), "f(a~*, b)");
    assert_eq!(one("[A & (b.B | C)]"), "[[A, b.B, C]]");
    assert_eq!(one("a | 1"), "a");
    assert_eq!(one("1 | 2"), "?");
    assert_eq!(one("a.get('k') or 'b'"), "a.get('k')");
    assert_eq!(one("a and b"), "?");
    assert_eq!(one("a.b if c else None"), "a.b");
    assert_eq!(one("'/a' if c else '/b'"), "?");
    assert_eq!(one("lambda y, z=1: g(y)"), "def ");
}

#[test]
fn lambdas_are_closures() {
    let outline = outline("run('/x', lambda request, n=1: show(request))\n");
    let closure = &outline.definitions[0];
    assert_eq!(closure.kind, DefinitionKind::Closure);
    assert_eq!(value(&outline, &closure.returns[0]), "show(request)");
    assert_eq!(closure.parameters.len(), 2);
    let show = outline
        .calls
        .iter()
        .find(|it| it.name == "show")
        .expect("show");
    assert_eq!(show.scope, closure.body);
}

#[test]
fn references_are_the_longest_chains_that_are_read() {
    let outline = outline(
        "os.environ['X']\n\
         f(settings.api.prefix, self.a.b())\n\
         a.b.c()\n\
         d.e[0].f\n\
         g().h.i\n\
         x = j.k\n\
         l.m = 1\n\
         n.o[p.q] = 2\n\
         if r.s == 't': pass\n",
    );
    assert_eq!(
        references(&outline),
        [
            "os.environ.X",
            "settings.api.prefix",
            "d.e",
            "j.k",
            "p.q",
            "r.s"
        ]
    );
}

#[test]
fn every_string_is_a_literal_once() {
    let outline = outline(
        "'''About\nthis.'''\n\
         f('a', k='b')\n\
         g('c' + x + f'd{y}')\n\
         h(f\"{i('e')}\")\n\
         o['f']\n\
         'g %s' % ('h',)\n\
         m = ['i', {'j': 'k'}]\n\
         z = a + b\n\
         w = p('n' 'o')\n",
    );
    assert_eq!(
        literals(&outline),
        [
            "3 'a'",
            "3 'b'",
            "4 <'c', x, 'd', y>",
            "5 <i('e')>",
            "5 'e'",
            "6 'f'",
            "7 'g h'",
            "8 'i'",
            "8 'j'",
            "8 'k'",
            "10 'no'",
        ]
    );
}

#[test]
fn comparisons_and_match() {
    let outline = outline(
        "if request.method == 'POST' and 'x' != y: pass\n\
         if a is not None or b in ['c']: pass\n\
         if 1 < d == e: pass\n\
         match cmd.name:\n\
         \x20   case 'a' | 'b': pass\n\
         \x20   case Kind.X: pass\n\
         \x20   case Point(x=1): pass\n\
         \x20   case other: pass\n\
         \x20   case _: pass\n",
    );
    assert_eq!(
        comparisons(&outline),
        [
            "request.method == 'POST'",
            "'x' != y",
            "a != null",
            "b == ['c']",
            "d == e",
            "cmd.name == 'a'",
            "cmd.name == 'b'",
            "cmd.name == Kind.X",
            "cmd.name == Point",
        ]
    );
    assert_eq!(outline.comparisons.last().map(|it| it.line), Some(7));
}

#[test]
fn constructs() {
    let outline = outline(
        "async def f():\n\
         \x20   try:\n        await g()\n\
         \x20   except (A, B) as e:\n        raise C('x') from e\n\
         \x20   except:\n        raise\n\
         \x20   async with h() as i: pass\n",
    );
    let found: Vec<(ConstructKind, u32)> = outline
        .constructs
        .iter()
        .map(|it| (it.kind, it.line))
        .collect();
    assert_eq!(
        found,
        [
            (ConstructKind::AsyncFunction, 1),
            (ConstructKind::Await, 3),
            (ConstructKind::Catch, 4),
            (ConstructKind::Throw, 5),
            (ConstructKind::Catch, 6),
            (ConstructKind::Throw, 7),
            (ConstructKind::Await, 8),
        ]
    );
}

#[test]
fn several_values_are_given_back() {
    let outline = outline("def f():\n    return {\n        'a': 1,\n    }, 404\n    return x\n");
    let found: Vec<(String, u32)> = outline
        .returned
        .iter()
        .map(|it| (value(&outline, &it.value), it.line))
        .collect();
    assert_eq!(found, [("[{a: 1}, 404]".to_owned(), 4)]);
}

#[test]
fn assertions_are_constructs() {
    let outline = outline("def test():\n    assert a == 1, 'why'\n    self.assertEqual(a, 1)\n");
    let found: Vec<_> = outline
        .constructs
        .iter()
        .map(|it| (it.kind, it.line))
        .collect();
    assert_eq!(found, [(ConstructKind::Assert, 2)]);
}

#[test]
fn loops_give_each_value() {
    let outline = outline("for a, b in [(x, 'y')]:\n    pass\nfor c in d: pass\n");
    assert_eq!(
        assignments(&outline),
        [
            "Variable a = [[x, 'y']]~*~0",
            "Variable b = [[x, 'y']]~*~1",
            "Variable c = d~*"
        ]
    );
}

#[test]
fn doc_strings_and_comments_are_no_code() {
    let outline = outline(
        "\"\"\"The module.\n\nimport x\n\"\"\"\n\
         # app.get('/x')\n\
         def f():\n    '''Does it.'''\n    g()  # here\n\
         class C:\n    # before\n    'Is it.'\n\
         \"\"\"\nf('off')\n\"\"\"\n\
         def h(): return 1\n",
    );
    let comments: Vec<(&str, u32, Option<&str>)> = outline
        .comments
        .iter()
        .map(|it| {
            let name = it.documents.map(|id| outline.definitions[id].name.as_str());
            (it.text.as_str(), it.line, name)
        })
        .collect();
    assert_eq!(
        comments,
        [
            ("\"\"\"The module.\n\nimport x\n\"\"\"", 1, None),
            ("# app.get('/x')", 5, None),
            ("'''Does it.'''", 7, Some("f")),
            ("# here", 8, None),
            ("# before", 10, None),
            ("'Is it.'", 11, Some("C")),
            ("\"\"\"\nf('off')\n\"\"\"", 12, None),
        ]
    );
    assert_eq!(outline.literals, []);
    assert_eq!(calls(&outline), ["g()"]);
    assert_eq!(outline.code_lines, 4);
}

#[test]
fn global_code_is_in_the_file_scope() {
    let outline = outline("if __name__ == '__main__':\n    app.run(debug=True)\n");
    assert_eq!(calls(&outline), ["app.run(debug=true)"]);
    assert_eq!(outline.calls[0].scope, 0);
    assert_eq!(outline.scopes[0].kind, ScopeKind::File);
}

#[test]
fn hostile_input_gives_an_outline() {
    let deep = 200_000;
    let sources: Vec<Vec<u8>> = vec![
        "(".repeat(deep).into_bytes(),
        [b"x = ".to_vec(), b"(\n".repeat(deep), b")".repeat(deep)].concat(),
        [b"x = ".to_vec(), b"[\n".repeat(20_000), b"]".repeat(20_000)].concat(),
        [b"f(".repeat(20_000), b")".repeat(20_000)].concat(),
        [b"x = a".to_vec(), b" + 'b'".repeat(20_000)].concat(),
        [b"x = a".to_vec(), b" + b".repeat(20_000)].concat(),
        [b"x = a".to_vec(), b".b".repeat(20_000)].concat(),
        [b"x = a".to_vec(), b".b()".repeat(20_000)].concat(),
        [b"x = ".to_vec(), b"a = ".repeat(20_000), b"1".to_vec()].concat(),
        [b"x = ".to_vec(), b"lambda: ".repeat(20_000), b"1".to_vec()].concat(),
        [b"a, ".repeat(20_000), b"= [f]".to_vec()].concat(),
        [b"x = '%s'".to_vec(), b" % ('%s'".repeat(5_000)].concat(),
        [
            b"if x:\n".to_vec(),
            b" elif y == 'z':\n  pass\n".repeat(20_000),
        ]
        .concat(),
        b"x = \"unterminated\n'''also\nf(".to_vec(),
        b"f\"{f'{f\"{".to_vec(),
        b"x = '\xff\xfe' + \xc3(\n@\xff\ndef \xf0".to_vec(),
        b"\x00\x01class\x00:".to_vec(),
        Vec::new(),
    ];
    for source in sources {
        let outline = parsed(Language::Python, &source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}

#[test]
fn loops_give_the_items_and_their_parts() {
    let outline = outline(
        "for path, view in table.items():\n    pass\n\
         for view in table.values():\n    pass\n\
         for first, *rest in rows:\n    pass\n\
         for other in table.items('k'):\n    pass\n\
         a, *b = [1, 2, 3]\n\
         *c, d = e\n",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Variable path = table~items()~*~0",
            "Variable view = table~items()~*~1",
            "Variable view = table~values()~*",
            "Variable first = rows~*~0",
            "Variable rest = rows~*~1..",
            "Variable other = table.items('k')~*",
            "Variable a = 1",
            "Variable b = [2, 3]",
            "Variable c = ?",
            "Variable d = ?",
        ]
    );
}
