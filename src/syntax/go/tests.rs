//! Go sources and their outlines.

use crate::syntax::sketch::{
    assignments, calls, comparisons, definitions, documented, imports, literals, references,
};
use crate::syntax::{ConstructKind, Language, Outline, ScopeKind, sketch};

fn read(source: &str) -> Outline {
    sketch::read(Language::Go, source.as_bytes())
}

/// The outline of statements in a function.
fn body(statements: &str) -> Outline {
    read(&format!("package p\nfunc f() {{\n{statements}\n}}\n"))
}

#[test]
fn package_and_imports() {
    let outline = read(
        "package shop\nimport \"fmt\"\nimport (\n\t\"net/http\"\n\tdb \"host/store\"\n\
         \t_ \"host/driver\"\n\t. \"host/dsl\"\n\t\"host/owner/web/v2\"\n\t`host/raw`\n)\n",
    );
    assert_eq!(assignments(&outline), ["namespace = \"shop\""]);
    assert_eq!(
        imports(&outline),
        [
            "fmt: whole fmt",
            "net/http: whole http",
            "host/store: whole db",
            "host/driver: ",
            "host/dsl: all",
            "host/owner/web/v2: whole web",
            "host/raw: whole raw",
        ]
    );
    assert_eq!(outline.imports[2].line, 5);
    assert_eq!(literals(&outline), [""; 0]);
}

#[test]
fn functions_methods_and_closures() {
    let outline = read(
        r#"package p
func Open(name string, a, b int, rest ...string) (*Store, error) { return &Store{Name: name}, nil }
func (s *Store[T]) Find(id int) string { s.log.Print(s.Name); return find(s, func(x T) T { return s.go_(x) }) }
func (Store) Close() {}
func (c *Ctl) Run() { app.Get("/x", func(c *Ctx) error { return c.Send(c.Body) }); c.done() }
func after(c int) { c.x() }
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "fn Open(name: string, a: int, b: int, rest: ...string) -> (*Store, error) => new Store(Name=name), null",
            "fn Find(id: int) of Store -> string => find(self, closure)",
            "closure(x: T) -> T => self.go_(x)",
            "fn Close() of Store",
            "fn Run() of Ctl",
            "closure(c: *Ctx) -> error => c.Send(c.Body)",
            "fn after(c: int)",
        ]
    );
    assert_eq!(
        calls(&outline),
        [
            "new Store(Name=name)",
            "self.log.Print(self.Name)",
            "find(self, closure)",
            "self.go_(x)",
            "app.Get(\"/x\", closure)",
            "c.Send(c.Body)",
            "self.done()",
            "c.x()",
        ]
    );
    assert_eq!(references(&outline), ["self.log", "self.Name", "c.Body"]);
}

#[test]
fn structs_interfaces_and_tags() {
    let outline = read(
        "package p\ntype Item struct {\n\tBase\n\t*pkg.Other\n\tList[int]\n\
         \tID, Key uint `json:\"id,omitempty\" db:\"k\"`\n\
         \tForm struct { Name string \"form:\\\"name\\\"\" }\n\tdone chan struct{}\n}\n\
         type Store interface {\n\tReader\n\tFind(id int, name string) (Item, error)\n\t~int | string\n}\n\
         type Level string\ntype Names []string\ntype Alias = pkg.Thing\n\
         type (\n\tA struct{}\n\tB pkg.Item\n)\n",
    );
    assert_eq!(
        definitions(&outline),
        [
            "class Item() : Base, pkg.Other, List",
            "class ()",
            "class Store() : Reader",
            "fn Find(id: int, name: string) -> (Item, error)",
            "class Level() : string",
            "class Names()",
            "class A()",
            "class B() : pkg.Item",
        ]
    );
    assert_eq!(
        assignments(&outline)[1..],
        [
            "@json(\"id,omitempty\") @db(\"k\") field ID: uint = ?",
            "@json(\"id,omitempty\") @db(\"k\") field Key: uint = ?",
            "field Form = class ",
            "@form(\"name\") field Name: string = ?",
            "field done: chan struct{} = ?",
            "Alias = pkg.Thing",
        ]
    );
    let form = &outline.assignments[4];
    assert_eq!(outline.scopes[form.scope].definition, Some(1));
    assert_eq!(outline.calls[0].line(), 6);
    assert_eq!(literals(&outline), [""; 0]);
}

#[test]
fn calls_and_chains() {
    let outline = body(
        "app.Get(\"/x\", h.Show, mw...)\nr.Group(\"/api\").\n\tUse(auth).\n\tGet(\"/y\", func() {})\n\
         get[User](1)\nget[User](1, 2)\npkg.Map[string, int](xs, ys)\ns.repo.Load[Item]()\n\
         make(map[string]int, 3)\nnew(Item)\n(*Item)(p)\nfunc() {}()\nf()(x)\nxs[0].Run()\n\
         db.Find(&u).Error.Text()\nx.(T).Do([]byte(\"k\"))\nhs[\"a\"].Run(hs[\"b\"], o[i])\nfmt.Sprintf(\"%s!\", a)\npanic(\"p\")",
    );
    assert_eq!(
        calls(&outline),
        [
            "app.Get(\"/x\", h.Show, mw)",
            "r.Group(\"/api\").Use(auth)",
            "r.Group(\"/api\").Use(auth).Get(\"/y\", closure)",
            "r.Group(\"/api\")",
            "get<User>(1)",
            "get<User>(1, 2)",
            "pkg.Map<string, int>(xs, ys)",
            "s.repo.Load<Item>()",
            "make<map[string]int>(?, 3)",
            "new<Item>(Item)",
            "Item(p)",
            "closure.()",
            "f()",
            "f().(x)",
            "?.Run()",
            "db.Find(u)",
            "db.Find(u).Error.Text()",
            "x.Do(\"k\")",
            "hs.a.Run(hs.b, ?)",
            "fmt.Sprintf(\"%s!\", a)",
            "panic(\"p\")",
        ]
    );
    assert_eq!(references(&outline), ["h.Show", "s.repo", "hs.a", "hs.b"]);
    assert_eq!(
        [1, 2, 3].map(|id: usize| outline.calls[id].line()),
        [5, 6, 4]
    );
}

#[test]
fn composite_literals() {
    let outline = body(
        "a := Item{\"x\", 1}\nb := &pkg.Item{Name: \"n\", Sub: Sub{N: -2}, List: []int{1, 2}}\n\
         c := map[string]any{\"k\": true, C.D: nil, e: []string{}}\nd := pkg.H{\"m\": 1}\n\
         e := []Item{{Name: \"q\"}, {\"r\"}}\ng := map[[2]int]int{{1, 2}: 3}\nh := [...]int{1}\n\
         i := Box[int]{V: 1}\nj := struct{ N int }{N: 1}\nk := map[string]int{}",
    );
    assert_eq!(
        assignments(&outline)[1..],
        [
            "a = new Item(\"x\", 1)",
            "b = new pkg.Item(Name=\"n\", Sub=new Sub(N=-2), List=[1, 2])",
            "c = {k: true, C.D: null, e: []}",
            "d = new pkg.H(m=1)",
            "e = [{Name: \"q\"}, [\"r\"]]",
            "g = ?",
            "h = [1]",
            "i = new Box<int>(V=1)",
            "j = new (N=1)",
            "field N: int = ?",
            "k = {}",
        ]
    );
    assert_eq!(
        literals(&outline),
        ["\"x\"", "\"n\"", "\"k\"", "\"m\"", "\"q\"", "\"r\""]
    );
}

#[test]
fn declarations_and_assignments() {
    let outline = body(
        "var a int\nvar b, c string = \"b\", \"c\"\nvar d, e = load()\nconst f = 1\n\
         const (\n\tG Level = iota\n\tH\n\tI, J = 2, 3\n)\nk, err := open()\nk.x, l = 1, k.y\n\
         m += 1\nm = m + \"x\"\nns = append(ns, 1)\nns = append(os, 1)\nt[\"key\"] = 1\nt[i] = 2\n*p = 3\n\
         for q, r := range ns {}\nswitch v := k.(type) {}\nu := <-ch\nns := append(ns, 1)",
    );
    assert_eq!(
        assignments(&outline)[1..],
        [
            "a: int = ?",
            "b: string = \"b\"",
            "c: string = \"c\"",
            "d = load()",
            "e = ?",
            "f = 1",
            "G: Level = iota",
            "H: Level = ?",
            "I = 2",
            "J = 3",
            "k = open()",
            "err = ?",
            "k.x = 1",
            "l = k.y",
            "more m = 1",
            "more m = join(m + \"x\")",
            "more ns = append(ns, 1)",
            "ns = append(os, 1)",
            "t.key = 1",
            "p = 3",
            "q = ?",
            "r = ?",
            "v = k",
            "u = ?",
            "more ns = append(ns, 1)",
        ]
    );
    assert_eq!(references(&outline), ["k.y"]);
    assert_eq!(
        literals(&outline),
        ["\"b\"", "\"c\"", "join(m + \"x\")", "\"key\""]
    );
}

#[test]
fn strings() {
    let outline = body(
        "log(\"a\\tb\" + name + (`c\\n` + \"d\") + f(\"e\" + 1))\nn := 1 + 2\ns := `x\ny`\nu := a.B + C\nr := 'q'",
    );
    assert_eq!(
        literals(&outline),
        [
            "join(\"a\\tb\" + name + \"c\\\\n\" + \"d\" + f(join(\"e\" + 1)))",
            "join(\"e\" + 1)",
            "\"x\\ny\"",
        ]
    );
    assert_eq!(
        assignments(&outline)[1..],
        ["n = ?", "s = \"x\\ny\"", "u = join(a.B + C)", "r = \"q\""]
    );
}

#[test]
fn references_that_are_read() {
    let outline = body(
        "w.WriteHeader(http.StatusCreated)\nargs := os.Args[1:]\nuse(os.Args[1], a.b.c, d.e().f)\nx.y = z.w\nv := m[\"k\"].n",
    );
    assert_eq!(
        references(&outline),
        [
            "http.StatusCreated",
            "os.Args",
            "os.Args",
            "a.b.c",
            "z.w",
            "m.k.n"
        ]
    );
}

#[test]
fn comparisons_and_constructs() {
    let outline = body(
        "if err := run(); err != nil { return }\nif db.Find(x).Error != nil {}\nif r.Method != \"POST\" || ok == true {}\n\
         switch r.Method {\ncase \"GET\", http.MethodPut:\n\tgo serve(a)\ndefault:\n}\n\
         switch {\ncase a == 1:\n}\nif user == nil {}\ndefer close(c)",
    );
    assert_eq!(
        comparisons(&outline),
        [
            "err != null",
            "db.Find(x).Error != null",
            "r.Method != \"POST\"",
            "ok == true",
            "r.Method == \"GET\"",
            "r.Method == http.MethodPut",
            "a == 1",
            "user == null",
        ]
    );
    let constructs: Vec<_> = outline
        .constructs
        .iter()
        .map(|construct| (construct.kind, construct.line))
        .collect();
    assert_eq!(
        constructs,
        [
            (ConstructKind::ErrorCheck, 3),
            (ConstructKind::ErrorCheck, 4),
            (ConstructKind::Spawn, 8),
        ]
    );
    assert_eq!(
        calls(&outline),
        ["run()", "db.Find(x)", "serve(a)", "close(c)"]
    );
}

#[test]
fn comments_and_what_they_document() {
    let outline = read(
        "//go:build linux\n\n// Package p.\npackage p\n\n// A is one.\n//\n// @Route /a\ntype A struct {\n\tX int // not this\n\t// nor this\n\tY int\n}\n\n/* m */\nfunc (a A) M() {} // trailing\nfunc N() {}\n\n// far\n\nfunc O() {}\n\ntype (\n\t// in a group\n\tB struct{}\n)\n",
    );
    assert_eq!(
        documented(&outline),
        [
            "", "", "class A", "class A", "class A", "", "", "fn M", "", "", "class B"
        ]
    );
    assert_eq!(outline.code_lines, 11);
}

#[test]
fn code_in_comments_and_strings_is_none() {
    let outline = body("// run(\"x\")\n/* Item{} */\ns := \"run(1)\"");
    assert_eq!(calls(&outline), [""; 0]);
    assert_eq!(literals(&outline), ["\"run(1)\""]);
}

#[test]
fn broken_source_keeps_what_it_can() {
    let outline = read("package p\nfunc a() { run(1) }\nfunc b( { ) run(2) }\nfunc c() {}\n");
    assert!(calls(&outline).contains(&"run(1)".to_owned()));
    assert!(!outline.broken.is_empty());
}

/// Deep nesting of every kind comes back without a panic or a stack overflow.
#[test]
fn hostile_nesting() {
    let deep = |open: &str, close: &str, times: usize| {
        let wrap = |part: &str| part.repeat(times);
        body(&format!("x = {}1{}", wrap(open), wrap(close)))
    };
    deep("(\n", "\n)", 200_000);
    let joins = deep("(\n\"a\" + ", ")", 10_000);
    assert!(!joins.literals.is_empty());
    deep("f(\n", ")", 10_000);
    deep("[]T{\n", "}", 10_000);
    deep("T{\n", "}", 10_000);
    deep("T{A: {\n", "}}", 10_000);
    deep("map[K]V{{\n", "}: 1}", 10_000);
    deep("func() { x =\n", "}", 10_000);
    deep("-\n", "", 10_000);
    deep("&\n", "", 10_000);
    deep("", ".\n(T)", 10_000);
    let members = deep("", ".\na", 10_000);
    assert_eq!(members.assignments.len(), 2);
    let sum = deep("\"a\" +\n", "", 10_000);
    assert_eq!(sum.literals.len(), 1);
    read(&format!(
        "package p\ntype A {}",
        "struct { F \n".repeat(10_000)
    ));
    read(&format!("package p\nvar a {}int", "*\n".repeat(10_000)));
}

#[test]
fn hostile_bytes() {
    for source in [
        b"package p\nvar s = \"".as_slice(),
        b"package p\nvar s = `never closed".as_slice(),
        b"package p\nvar c = '".as_slice(),
        b"/* never closed".as_slice(),
        b"package \xff\xfe\ntype T struct { \xc3 string `\xff:\"\xf0\"` }".as_slice(),
        b"import \"".as_slice(),
        b"\x00\x00".as_slice(),
        b"".as_slice(),
    ] {
        let outline = sketch::read(Language::Go, source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}
