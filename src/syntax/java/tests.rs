//! Java sources and their outlines.

use crate::syntax::sketch::{
    assignments, calls, comparisons, definitions, documented, imports, literals, references,
};
use crate::syntax::{ConstructKind, Language, Outline, ScopeKind, sketch};

fn read(source: &str) -> Outline {
    sketch::read(Language::Java, source.as_bytes())
}

/// The outline of statements in a method.
fn body(statements: &str) -> Outline {
    read(&format!("class C {{ void m() {{ {statements} }} }}"))
}

#[test]
fn package_and_imports() {
    let outline = read(
        "package org.site.web;\nimport a.b.C;\nimport a.b.*;\nimport static a.b.C.m;\n\
         import static a.b.C.*;\nimport D;",
    );
    assert_eq!(assignments(&outline), ["namespace = \"org.site.web\""]);
    assert_eq!(outline.assignments[0].scope, 0);
    assert_eq!(
        imports(&outline),
        [
            "a.b: C as C",
            "a.b: all",
            "a.b.C: m as m",
            "a.b.C: all",
            ": D as D"
        ]
    );
    assert_eq!(outline.imports[3].line, 5);
    assert_eq!(references(&outline), [""; 0]);
}

#[test]
fn annotations_and_what_they_stand_on() {
    let outline = read(
        r#"
@Marker @Route("/a") @org.site.Table(name = "t", indexes = {@Index(columns = "x"), @Index}, kinds = {A.class})
public class Box {
  @Column(nullable = false) private String name, other;
  @Get(path = {"/x", BASE + "/y"}, status = Status.CREATED, value = Long.MAX, size = -1)
  public String show(@Id("id") final Long id, @Body @Checked Form form, String... rest) { return name; }
}"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "@Marker() @Route(\"/a\") @org.site.Table(name=\"t\", indexes=[@Index(columns=\"x\"), @Index()], kinds=[A]) class Box()",
            "@Get(path=[\"/x\", join(BASE + \"/y\")], status=Status.CREATED, value=Long.MAX, size=-1) fn show(@Id(\"id\") id: Long, @Body() @Checked() form: Form, rest: String...) -> String => name",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "@Column(nullable=false) field name: String = ?",
            "@Column(nullable=false) field other: String = ?",
        ]
    );
    assert_eq!(
        calls(&outline),
        [
            "@Marker() on class Box",
            "@Route(\"/a\") on class Box",
            "@org.site.Table(name=\"t\", indexes=[@Index(columns=\"x\"), @Index()], kinds=[A]) on class Box",
            "@Index(columns=\"x\")",
            "@Index()",
            "@Column(nullable=false)",
            "@Get(path=[\"/x\", join(BASE + \"/y\")], status=Status.CREATED, value=Long.MAX, size=-1) on fn show",
            "@Id(\"id\")",
            "@Body()",
            "@Checked()",
        ]
    );
    // A class's own annotation stands outside of it, a parameter's inside the method.
    assert_eq!(outline.calls[1].scope, 0);
    assert_eq!(outline.calls[6].scope, outline.definitions[0].body);
    assert_eq!(outline.calls[7].scope, outline.definitions[1].body);
    assert_eq!(references(&outline), ["Status.CREATED", "Long.MAX"]);
    assert_eq!(
        literals(&outline),
        [
            "\"/a\"",
            "\"t\"",
            "\"x\"",
            "\"/x\"",
            "join(BASE + \"/y\")",
            "\"id\""
        ]
    );
}

#[test]
fn kinds_of_classes() {
    let outline = read(
        r#"
class A<T extends X> extends org.site.Base<T> implements I, J<K<L>> {
  A(int x) { super(x); }
  static class Inner {}
}
interface P extends Q<String>, R { String KEY = "k"; void go(int[] xs) throws E; }
record Pair(@Len(3) String left, List<Long> right) implements I { Pair { check(left); } }
enum Level { LOW, @Old HIGH("h", 2) { int z() { return 1; } }; private int size; }
@interface Mark { String value() default "d"; }
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "class A() : org.site.Base, I, J",
            "fn constructor(x: int)",
            "class Inner()",
            "class P() : Q, R",
            "fn go(xs: int[]) -> void",
            "class Pair(@Len(3) left: String, right: List<Long>) : I",
            "fn constructor()",
            "class Level()",
            "class () : Level",
            "fn z() -> int => 1",
            "class Mark()",
            "fn value() -> String",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "field KEY: String = \"k\"",
            "field LOW = ?",
            "@Old() field HIGH = new Level(\"h\", 2)",
            "field size: int = ?",
        ]
    );
    assert_eq!(calls(&outline)[0], "super(x)");
    assert_eq!(outline.class_of(outline.definitions[1].body), Some(0));
    assert_eq!(
        outline.scopes[outline.assignments[3].scope].definition,
        Some(7)
    );
}

#[test]
fn fields_and_variables() {
    let outline = read(
        r#"
class C {
  static final String BASE = "/x", ROOT = BASE + SUB;
  private final Map<String, List<Long>> index = new HashMap<>();
  C(Repo repo) { this.repo = repo; this.a.b = (Repo) repo; count += 1; text = text + "!"; xs[0] = 1; }
  void m() {
    var a = load();
    final int b, c = 2;
    String[] names = {"n", 'c', null};
    for (Item item : items) {}
    try (Stream in = open(); other) {}
    int[] ys = new int[] {1, -2}, zs = new int[3];
    x = y = 3;
  }
}"#,
    );
    assert_eq!(
        assignments(&outline),
        [
            "field BASE: String = \"/x\"",
            "field ROOT: String = join(BASE + SUB)",
            "field index: Map<String, List<Long>> = new HashMap()",
            "self.repo = repo",
            "self.a.b = repo",
            "more count = 1",
            "more text = join(text + \"!\")",
            "a = load()",
            "b: int = ?",
            "c: int = 2",
            "names: String[] = [\"n\", \"c\", null]",
            "item: Item = items.*",
            "in: Stream = open()",
            "ys: int[] = [1, -2]",
            "zs: int[] = ?",
            "x = 3",
            "y = 3",
        ]
    );
    assert_eq!(references(&outline), [""; 0]);
}

#[test]
fn calls_and_chains() {
    let outline = body(
        r#"app.get("/x", this::show, Handler::new, a.b.C::go);
this.repo.save(new Item<String>("a", 1));
Outer.this.close();
http
  .match("/a")
  .permit(true);
Util.<Long, String>make(x -> x.name(), (k, v) -> { return k; }, (String s) -> s);
new a.b.Thing(X.class, a.b.Y.class, int[].class);
outer.new Inner();
list.get(0).name.trim();
new Thread() { public void run() { go(); } };
bare(((Foo) foo).bar, y ? 1 : 2);"#,
    );
    assert_eq!(
        calls(&outline),
        [
            "app.get(\"/x\", self.show, Handler.new, a.b.C.go)",
            "new Item<String>(\"a\", 1)",
            "self.repo.save(new Item<String>(\"a\", 1))",
            "self.close()",
            "http.match(\"/a\")",
            "http.match(\"/a\").permit(true)",
            "Util.make<Long, String>(closure, closure, closure)",
            "x.name()",
            "new a.b.Thing(X, a.b.Y, int)",
            "new outer.Inner()",
            "list.get(0)",
            "list.get(0).name.trim()",
            "new Thread()",
            "go()",
            "bare(foo.bar, ?)",
        ]
    );
    assert_eq!(
        definitions(&outline)[2..],
        [
            "closure(x) => x.name()",
            "closure(k, v) => k",
            "closure(s: String) => s",
            "class () : Thread",
            "fn run() -> void",
        ]
    );
    assert_eq!(
        references(&outline),
        [
            "self.show",
            "Handler.new",
            "a.b.C.go",
            "self.repo",
            "foo.bar"
        ]
    );
    // Each link of a chain is on the line of its name.
    assert_eq!(outline.calls[4].line(), 5);
    assert_eq!(outline.calls[5].line(), 6);
    let run = outline.scopes[outline.calls[13].scope].definition;
    assert_eq!(run, Some(6));
}

#[test]
fn references_read_and_called() {
    let outline = body(
        "System.getenv(\"KEY\"); send(Status.CREATED, System.out); this.a.b = c.d; this.f().g = 1; \
         x = (e.f).g;",
    );
    assert_eq!(
        references(&outline),
        ["Status.CREATED", "System.out", "c.d", "e.f.g"]
    );
    assert_eq!(
        calls(&outline),
        [
            "System.getenv(\"KEY\")",
            "send(Status.CREATED, System.out)",
            "self.f()"
        ]
    );
}

#[test]
fn strings() {
    let outline = body(
        "log(\"a\\tb\" + name + (\"c\" + 'd') + f(\"e\" + 1)); n = 1 + 2; s = \"\"\"\n    x \"y\"\n      z\n    \"\"\"; \
         t = \"p\"; char c = '\\n'; u = a.b + C.D;",
    );
    assert_eq!(
        literals(&outline),
        [
            "join(\"a\\tb\" + name + \"c\" + \"d\" + f(join(\"e\" + 1)))",
            "join(\"e\" + 1)",
            "\"x \\\"y\\\"\\n  z\\n\"",
            "\"p\"",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "n = ?",
            "s = \"x \\\"y\\\"\\n  z\\n\"",
            "t = \"p\"",
            "c: char = \"\\n\"",
            "u = join(a.b + C.D)",
        ]
    );
}

#[test]
fn comparisons_and_switches() {
    let outline = body(
        "if (a.b == null || x() != \"k\" && s.equals(\"v\")) {} \
         switch (mode) { case A: case \"b\": break; default: } \
         int n = switch (get(k)) { case 1, 2 -> 3; case Foo f -> 4; default -> 5; };",
    );
    assert_eq!(
        comparisons(&outline),
        [
            "a.b == null",
            "x() != \"k\"",
            "mode == A",
            "mode == \"b\"",
            "get(k) == 1",
            "get(k) == 2",
        ]
    );
    assert_eq!(calls(&outline), ["x()", "s.equals(\"v\")", "get(k)"]);
}

#[test]
fn errors() {
    let outline = body(
        "try { throw new A(\"x\"); } catch (B | C e) { throw e; } catch (D e) {} finally {}\nreturn;",
    );
    let kinds: Vec<_> = outline
        .constructs
        .iter()
        .map(|construct| construct.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            ConstructKind::Throw,
            ConstructKind::Catch,
            ConstructKind::Throw,
            ConstructKind::Catch,
        ]
    );
    assert_eq!(assignments(&outline), ["e: B | C = ?", "e: D = ?"]);
}

#[test]
fn comments_and_what_they_document() {
    let outline = read(
        "// license\n\n/** A. */\n@Mark\nclass A {\n  int x; // not this\n  /** b */\n  void b() {}\n\n  // c\n  // c too\n  A() {}\n  /* far */\n\n  void d() {}\n}\n",
    );
    assert_eq!(
        documented(&outline),
        [
            "",
            "class A",
            "",
            "fn b",
            "fn constructor",
            "fn constructor",
            ""
        ]
    );
    assert_eq!(outline.comments[1].text, "/** A. */");
    assert_eq!(outline.code_lines, 7);
    let trailing = &outline.comments[2];
    assert_eq!((trailing.text.as_str(), trailing.line), ("// not this", 6));
}

#[test]
fn code_in_comments_and_strings_is_none() {
    let outline = body("// go(\"x\");\n /* new A(); */ s = \"run(1)\";");
    assert_eq!(calls(&outline), [""; 0]);
    assert_eq!(literals(&outline), ["\"run(1)\""]);
}

#[test]
fn broken_source_keeps_what_it_can() {
    let outline = read("class A { void m() { go(1); }\n void n( { ) go(2); }\n class B {}");
    assert!(calls(&outline).contains(&"go(1)".to_owned()));
    assert!(!outline.broken.is_empty());
}

/// Deep nesting of every kind comes back without a panic or a stack overflow.
#[test]
fn hostile_nesting() {
    let deep = |open: &str, close: &str, times: usize| {
        let wrap = |part: &str| format!("{part}\n").repeat(times);
        body(&format!("x = {}1{};", wrap(open), wrap(close)))
    };
    deep("(", ")", 200_000);
    let joins = deep("(\"a\" + ", ")", 10_000);
    assert!(!joins.literals.is_empty());
    deep("f(", ")", 10_000);
    deep("y = (A) (", ")", 10_000);
    deep("new int[] {", "}", 10_000);
    deep("z -> ", "", 10_000);
    deep("-", "", 10_000);
    let members = deep("", ".a", 10_000);
    assert!(members.assignments.len() == 1);
    let sum = deep("\"a\" + ", "", 10_000);
    assert_eq!(sum.literals.len(), 1);
    let classes = read(&"class A {\n".repeat(10_000));
    assert!(
        classes
            .scopes
            .iter()
            .any(|scope| scope.kind == ScopeKind::File)
    );
    read(&"@A(".repeat(10_000).replace('(', "(\n"));
    read(&"import a.\n".repeat(10_000));
}

#[test]
fn hostile_bytes() {
    for source in [
        b"class A { String s = \"".as_slice(),
        b"class A { String s = \"\"\"\n".as_slice(),
        b"class A { char c = '".as_slice(),
        b"/* never closed".as_slice(),
        b"class \xff\xfe { int \xc3 = \"\xf0\x9f\"; @\xff void m() {} }".as_slice(),
        b"\x00\x00".as_slice(),
        b"".as_slice(),
    ] {
        let outline = sketch::read(Language::Java, source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}
