//! C# sources and their outlines.

use crate::syntax::sketch::{
    assignments, calls, comparisons, definitions, documented, imports, literals, references,
};
use crate::syntax::{ConstructKind, Language, Outline, ScopeKind, sketch};

fn read(source: &str) -> Outline {
    sketch::read(Language::CSharp, source.as_bytes())
}

/// The outline of statements in a method.
fn body(statements: &str) -> Outline {
    read(&format!("class C {{ void M() {{ {statements} }} }}"))
}

#[test]
fn namespaces_and_usings() {
    let outline = read(
        "using A.B;\nglobal using Q.R;\nusing static A.B.C;\nusing X = A.B.D;\nusing global::Z.Y;\n\
         namespace Site.Web;\nclass T {}",
    );
    assert_eq!(assignments(&outline), ["namespace = \"Site.Web\""]);
    assert_eq!(outline.assignments[0].scope, 0);
    assert_eq!(
        imports(&outline),
        [
            "A.B: all",
            "Q.R: all",
            "A.B.C: all",
            "A.B: D as X",
            "Z.Y: all"
        ]
    );
    let nested = read("namespace A { namespace B.C { class T {} } } namespace D { class U {} }");
    assert_eq!(
        assignments(&nested),
        [
            "namespace = \"A\"",
            "namespace = \"A.B.C\"",
            "namespace = \"D\""
        ]
    );
    assert_eq!(definitions(&nested), ["class T()", "class U()"]);
}

#[test]
fn attributes_and_what_they_stand_on() {
    let outline = read(
        r#"
[Marked, Path("a/[class]")]
[Site.RolesAttribute(Names = "x", Kinds = new[] { typeof(A), typeof(B<int>) })]
public class Box {
  [Column("n", Order = 1), Key] private string name, other;
  [Size(3, Least = 1)] public string Title { get; set; } = "t";
  [Get("{id:int}"), Says<Dto>(Status.Ok)]
  public async Task<Dto?> Show([From(Name = "id")] int id, [Body] Form form, string q = "d", params string[] rest) => await Find(id);
}"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "@Marked() @Path(\"a/[class]\") @Site.Roles(Names=\"x\", Kinds=[A, B]) class Box()",
            "@Get(\"{id:int}\") @Says<Dto>(Status.Ok) fn Show(@From(Name=\"id\") id: int, @Body() form: Form, q: string, rest: string[]) -> Task<Dto?> => Find(id)",
        ]
    );
    assert!(outline.definitions[1].is_async);
    assert_eq!(
        assignments(&outline),
        [
            "@Column(\"n\", Order=1) @Key() field name: string = ?",
            "@Column(\"n\", Order=1) @Key() field other: string = ?",
            "@Size(3, Least=1) field Title: string = \"t\"",
        ]
    );
    let decorated: Vec<_> = outline.calls.iter().map(|call| call.decorates).collect();
    assert_eq!(decorated.iter().flatten().count(), 5);
    assert_eq!(references(&outline), ["Status.Ok"]);
    // A class's own attribute stands outside of it.
    assert_eq!(outline.calls[0].scope, 0);
}

#[test]
fn kinds_of_classes() {
    let outline = read(
        r#"
class A<T>(Db db, int n = 3) : Site.Base<T>(db, "x"), I, J<K<L>> where T : X {
  public A(int x) : this(x, "y") { }
  static class Inner { }
}
interface P : Q<string> { void Go(int[] xs); }
record Pair([Size(3)] string Left, List<long> Right = null) : I { }
struct S { }
enum Level { Low = 1, [Old] High }
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "class A(db: Db, n: int) : Site.Base, I, J",
            "fn constructor(x: int)",
            "class Inner()",
            "class P() : Q",
            "fn Go(xs: int[]) -> void",
            "class Pair(@Size(3) Left: string, Right: List<long>) : I",
            "class S()",
            "class Level()",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "@Size(3) field Left: string = ?",
            "field Right: List<long> = null",
            "field Low = 1",
            "@Old() field High = ?",
        ]
    );
    assert_eq!(outline.assignments[0].scope, outline.definitions[5].body);
    let calls = calls(&outline);
    assert!(calls.contains(&"super(db, \"x\")".to_owned()));
    assert!(calls.contains(&"self(x, \"y\")".to_owned()));
    assert_eq!(outline.class_of(outline.definitions[1].body), Some(0));
}

#[test]
fn fields_properties_and_variables() {
    let outline = read(
        r#"
class C {
  const string Base = "/x", Root = Base + Sub;
  private readonly Db _db;
  Dictionary<string, int> Map { get; } = new() { ["a"] = 1 };
  Set<Item> Items => Make<Item>();
  string Name { get { return name; } set => name = value; }
  C(Db db) { _db = db; this.Count = 1; x.y["k"] = 2; n += 3; m ??= 4; s = s + "!"; }
  void M() {
    var (a, b) = (1, "x");
    using var c = new Client();
    foreach (Item item in Items) { }
    if (c is Thing t) { }
  }
}"#,
    );
    assert_eq!(
        assignments(&outline),
        [
            "field Base: string = \"/x\"",
            "field Root: string = join(Base + Sub)",
            "field _db: Db = ?",
            "field Map: Dictionary<string, int> = new Dictionary(a=1)",
            "field Items: Set<Item> = Make<Item>()",
            "field Name: string = ?",
            "name = value",
            "_db = db",
            "self.Count = 1",
            "x.y.k = 2",
            "more n = 3",
            "m = 4",
            "more s = join(s + \"!\")",
            "a = 1",
            "b = \"x\"",
            "c = new Client()",
            "item: Item = ?",
            "t: Thing = ?",
        ]
    );
    // An accessor is no method.
    assert_eq!(
        definitions(&outline)[1..3],
        ["closure() => name", "closure() => value"]
    );
}

#[test]
fn calls_and_constructions() {
    let outline = body(
        r#"app.Map("/x", Show, Site.Handler.Run)
  .With(a: 1, b: new { id = x.Id, x.Name, y });
services.Add<Db, Other>(o => o.Use("c"), delegate (int k) { return k; }, [Old] async (a, b) => { });
var item = new Site.Item<int>("a") { Name = dto.Name, Tags = { "p", "q" }, ["k"] = 3 };
x?.Y()?.Z(1)["a"]!.Q(new List<int> { 1, -2 });
((Foo) foo).Bar(nameof(Site.Name), y ?? throw new E(), z as T, await w);
f(1)(2);
global::A.B.Go([1, ..xs], new[] { 'c' }, default, c ? d : null);"#,
    );
    assert_eq!(
        calls(&outline),
        [
            "app.Map(\"/x\", Show, Site.Handler.Run)",
            "app.Map(\"/x\", Show, Site.Handler.Run).With(a=1, b={id: x.Id, Name: x.Name, y: y})",
            "services.Add<Db, Other>(closure, closure, closure)",
            "o.Use(\"c\")",
            "@Old() on closure",
            "new Site.Item<int>(\"a\", Name=dto.Name, Tags=[\"p\", \"q\"], k=3)",
            "x.Y().Z(1)",
            "new List<int>(1, -2)",
            "x.Y().Z(1).a.Q(new List<int>(1, -2))",
            "x.Y()",
            "foo.Bar(\"Name\", y, z, w)",
            "new E()",
            "f(1)",
            "f(1).(2)",
            "A.B.Go([1, ?], [\"c\"], null, d)",
        ]
    );
    assert_eq!(
        definitions(&outline)[2..],
        [
            "closure(o) => o.Use(\"c\")",
            "closure(k: int) => k",
            "@Old() closure(a, b)"
        ]
    );
    let lines: Vec<u32> = outline.calls[..2].iter().map(|call| call.line()).collect();
    assert_eq!(lines, [1, 2]);
    assert_eq!(
        references(&outline),
        ["Site.Handler.Run", "x.Id", "x.Name", "dto.Name", "A.B"]
    );
    assert_eq!(
        assignments(&outline),
        ["item = new Site.Item<int>(\"a\", Name=dto.Name, Tags=[\"p\", \"q\"], k=3)"]
    );
}

#[test]
fn an_extension_method_is_a_method_of_what_it_extends() {
    let outline = read(
        r#"
static class Ends {
  public static IRoutes MapItems(this Site.IRoutes<int> routes, string tag) {
    routes.MapGet("/items", () => routes.Name);
    routes.Each(routes => routes.Stop());
    return routes;
  }
  static void Plain(IRoutes routes) { routes.MapGet("/x"); }
}"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "class Ends()",
            "fn MapItems(tag: string) of IRoutes -> IRoutes => self",
            "closure() => self.Name",
            "closure(routes) => routes.Stop()",
            "fn Plain(routes: IRoutes) -> void",
        ]
    );
    assert_eq!(
        calls(&outline),
        [
            "self.MapGet(\"/items\", closure)",
            "self.Each(closure)",
            "routes.Stop()",
            "routes.MapGet(\"/x\")",
        ]
    );
}

#[test]
fn statements_at_the_top() {
    let outline = read(
        "var app = Make(args);\n#if DEBUG\napp.Use();\n#endif\napp.Get(\"/x\", Show);\nawait app.Run();\n\
         int Show(int a) { return a; }\nclass K { }",
    );
    assert_eq!(
        calls(&outline),
        [
            "Make(args)",
            "app.Use()",
            "app.Get(\"/x\", Show)",
            "app.Run()"
        ]
    );
    assert_eq!(outline.calls[2].scope, 0);
    assert_eq!(
        definitions(&outline),
        ["fn Show(a: int) -> int => a", "class K()"]
    );
}

#[test]
fn strings() {
    let outline = body(
        r####"Log("a\tb" + name + ("c" + $"{x.y:N2}d{{e}}") + F("e" + 1)); n = 1 + 2; v = @"c:\x ""q""";
i = $@"a {b} ""q"" \n"; t = "p"u8; j = config["Key:Part"]; k = $"\t{Go(1)}"; r = $$"""a {{b}} {c}""";
u = """
    x "y"
      z
    """;"####,
    );
    assert_eq!(
        literals(&outline),
        [
            "join(\"a\\tb\" + name + \"c\" + x.y + \"d{e}\" + F(join(\"e\" + 1)))",
            "join(\"e\" + 1)",
            "\"c:\\\\x \\\"q\\\"\"",
            "join(\"a \" + b + \" \\\"q\\\" \\\\n\")",
            "\"p\"",
            "\"Key:Part\"",
            "join(\"\\t\" + Go(1))",
            "join(\"a \" + b + \" {c}\")",
            "\"x \\\"y\\\"\\n  z\"",
        ]
    );
    assert_eq!(references(&outline), ["x.y", "config.Key:Part"]);
}

#[test]
fn comparisons_patterns_and_switches() {
    let outline = body(
        "if (a.B == null || X() != \"k\" && s.Equals(\"v\")) {} \
         if (s is \"r\" or (\"t\" or null)) {} if (s is not null) {} if (s is Thing t) {} \
         switch (mode) { case A.B: case \"b\": break; case Foo f: break; default: break; } \
         var n = mode switch { \"x\" or \"y\" => 1, > 3 => 2, _ => 3 };",
    );
    assert_eq!(
        comparisons(&outline),
        [
            "a.B == null",
            "X() != \"k\"",
            "s == \"r\"",
            "s == \"t\"",
            "s == null",
            "s != null",
            "mode == A.B",
            "mode == \"b\"",
            "mode == \"x\"",
            "mode == \"y\"",
        ]
    );
}

#[test]
fn errors_and_waiting() {
    let outline = body(
        "try { throw new A(\"x\"); } catch (B e) when (e.M != \"a\") { throw; } catch { } \
         async Task F() { await G(); } var x = y ?? throw new C();",
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
            ConstructKind::AsyncFunction,
            ConstructKind::Await,
            ConstructKind::Throw,
        ]
    );
    assert_eq!(assignments(&outline), ["e: B = ?", "x = y"]);
}

#[test]
fn comments_and_what_they_document() {
    let outline = read(
        "// license\n\n/// <summary>A.</summary>\n[Mark]\nclass A {\n  int x; // not this\n  /* b */\n  void B() {}\n}\n",
    );
    assert_eq!(documented(&outline), ["", "class A", "", "fn B"]);
    assert_eq!(outline.code_lines, 5);
}

#[test]
fn code_in_comments_and_strings_is_none() {
    let outline = body("// Go(\"x\");\n /* new A(); */ s = \"Run(1)\"; t = @\"\nGo();\n\";");
    assert_eq!(calls(&outline), [""; 0]);
}

#[test]
fn broken_source_keeps_what_it_can() {
    let outline = read("class A { void M() { Go(1); }\n void N( { ) Go(2); }\n class B {}");
    assert!(calls(&outline).contains(&"Go(1)".to_owned()));
    assert!(!outline.broken.is_empty());
}

/// Deep nesting of every kind comes back without a panic or a stack overflow.
#[test]
fn hostile_nesting() {
    let deep = |open: &str, close: &str, times: usize| {
        let wrap = |part: &str| format!("{part}\n").repeat(times);
        body(&format!("x = {}1{};", wrap(open), wrap(close)))
    };
    deep("(", ")", 20_000);
    deep("(\"a\" + ", ")", 5_000);
    deep("f(", ")", 5_000);
    deep("y = (A) (", ")", 5_000);
    deep("new[] {", "}", 5_000);
    deep("new { a = ", "}", 5_000);
    deep("z => ", "", 5_000);
    deep("$\"{", "}\"", 2_000);
    deep("-", "", 10_000);
    deep("", ".a", 10_000);
    deep("", "?.a()", 5_000);
    deep("", "[\"a\"]", 5_000);
    let sum = deep("\"a\" + ", "", 10_000);
    assert_eq!(sum.literals.len(), 1);
    body(&format!("if (x is {} 1) {{}}", "not\n".repeat(5_000)));
    read(&"class A {\n".repeat(5_000));
    read(&"namespace A {\n".repeat(2_000));
    read(&"[A(\n".repeat(5_000));
    read(&"using a.\n".repeat(5_000));
}

#[test]
fn hostile_bytes() {
    for source in [
        b"class A { string s = \"".as_slice(),
        b"class A { string s = \"\"\"\n".as_slice(),
        b"class A { string s = $\"{".as_slice(),
        b"class A { string s = $@\"{{".as_slice(),
        b"class A { char c = '".as_slice(),
        b"/* never closed".as_slice(),
        b"#if\n#elif".as_slice(),
        b"class \xff\xfe { int \xc3 = \"\xf0\x9f\"; [\xff] void M() {} }".as_slice(),
        b"\x00\x00".as_slice(),
        b"".as_slice(),
    ] {
        let outline = sketch::read(Language::CSharp, source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}
