//! Kotlin sources and their outlines.

use crate::syntax::sketch::{
    assignments, calls, comparisons, definitions, documented, imports, literals, references,
};
use crate::syntax::{ConstructKind, Language, Outline, ScopeKind, sketch};

fn read(source: &str) -> Outline {
    sketch::read(Language::Kotlin, source.as_bytes())
}

/// The outline of statements in a function.
fn body(statements: &str) -> Outline {
    read(&format!("fun m() {{\n{statements}\n}}\n"))
}

#[test]
fn package_and_imports() {
    let outline = read(
        "package org.site.web\n\nimport a.b.C\nimport a.b.*\nimport a.b.c as d\nimport `in`.x\n\nclass T\n",
    );
    assert_eq!(assignments(&outline), ["namespace = \"org.site.web\""]);
    assert_eq!(
        imports(&outline),
        ["a.b: C as C", "a.b: all", "a.b: c as d", "in: x as x"]
    );
    assert_eq!(outline.imports[3].line, 6);
}

#[test]
fn annotations_and_what_they_stand_on() {
    let outline = read(
        r#"
@Marker
@Table(name = "t", indexes = [Index("x")], kind = Kind::class)
data class Box(
  @field:NotBlank @Column("n") val name: String = "d",
  private var size: Int?,
  plain: Long,
) : Base<Int>(plain, "z"), org.site.Shape {
  @get:Size(min = 2)
  var age: Int = 3
    get() = field
  @Get("/x/{id}", produces = ["a"])
  suspend fun show(@Id("id") id: Long, @Body @Checked form: Form = Form(), vararg rest: String): List<Box>? {
    return find(id)
  }
  companion object {
    const val ROOT = "/x"
  }
}
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "@Marker() @Table(name=\"t\", indexes=[new Index(\"x\")], kind=Kind) class Box(@NotBlank() @Column(\"n\") name: String, size: Int?, plain: Long) : Base, org.site.Shape",
            "closure() => field",
            "@Get(\"/x/{id}\", produces=[\"a\"]) fn show(@Id(\"id\") id: Long, @Body() @Checked() form: Form, rest: String) -> List<Box>? => find(id)",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "@NotBlank() @Column(\"n\") field name: String = \"d\"",
            "field size: Int? = ?",
            "@Size(min=2) field age: Int = 3",
            "field ROOT = \"/x\"",
        ]
    );
    let class = outline.definitions[0].body;
    assert!(outline.assignments.iter().all(|field| field.scope == class));
    assert!(outline.definitions[2].is_async);
    assert!(calls(&outline).contains(&"super(plain, \"z\")".to_owned()));
    assert!(calls(&outline).contains(&"@Marker() on class Box".to_owned()));
    assert_eq!(outline.calls[0].scope, 0);
}

#[test]
fn kinds_of_classes() {
    let outline = read(
        r#"
interface P : Q<String> {
  fun go(xs: List<Int>)
}
object Items : Rows("items") {
  val id = number("id").counted()
}
enum class Level(val size: Int) {
  LOW(1),
  @Old HIGH(2);
  fun z() = size
}
class Inner @Given constructor(val a: A) {
  constructor(b: B) : this(b.a) {
    check(b)
  }
  init {
    start()
  }
}
class By(private val c: C) : D by c {
  fun x() {}
}
sealed class S {
  object One : S()
}
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "class P() : Q",
            "fn go(xs: List<Int>)",
            "class Items() : Rows",
            "class Level(size: Int)",
            "fn z() => size",
            "class Inner(a: A)",
            "fn constructor(b: B)",
            "class By(c: C) : D",
            "fn x()",
            "class S()",
            "class One() : S",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "field id = number(\"id\").counted()",
            "field size: Int = ?",
            "field LOW = new Level(1)",
            "@Old() field HIGH = new Level(2)",
            "field a: A = ?",
            "field c: C = ?",
        ]
    );
    let method = &outline.definitions[8];
    assert_eq!(outline.class_of(method.scope), Some(7));
}

#[test]
fn an_extension_function_has_an_owner_and_closures_are_arguments() {
    let outline = read(
        r#"
fun Application.module(testing: Boolean = false) {
  routing {
    route("/x") {
      get("/{id}") { call.respond(Status.OK, "a") }
      get<Item>("/y", deep = true) { item -> item }
    }
  }
  this.attributes.put(Key, 1)
}
fun <T : Any> org.site.Route<T>?.items(svc: Service) = route("/items") { post { } }
"#,
    );
    assert_eq!(
        definitions(&outline),
        [
            "fn module(testing: Boolean) of Application",
            "closure() => route(\"/x\", closure)",
            "closure() => get<Item>(\"/y\", deep=true, closure)",
            "closure() => call.respond(Status.OK, \"a\")",
            "closure(item) => item",
            "fn items(svc: Service) of Route => route(\"/items\", closure)",
            "closure() => post(closure)",
            "closure()",
        ]
    );
    assert_eq!(
        calls(&outline),
        [
            "routing(closure)",
            "route(\"/x\", closure)",
            "get<Item>(\"/y\", deep=true, closure)",
            "get(\"/{id}\", closure)",
            "call.respond(Status.OK, \"a\")",
            "self.attributes.put(Key, 1)",
            "route(\"/items\", closure)",
            "post(closure)",
        ]
    );
    // What stands in a closure is inside of it.
    let inner = outline.calls.iter().find(|call| call.name == "respond");
    let scopes: Vec<_> = outline
        .enclosing(inner.map_or(0, |call| call.scope))
        .collect();
    assert_eq!(scopes.len(), 5);
}

#[test]
fn calls_and_constructions() {
    let outline = body(
        r#"
val u = User(name = "x", *rest)
a?.b!!.c(1, -2, 'd', null, true)
list.map { it.name }
  .filter { (k, v) -> k }
x to y
Items.find { Items.mail eq mail }
send(::handler, Box::show, Box::class.java)
f(1)(2)
run(object : Task {
  override fun go() {
    stop()
  }
})
val z = (q as Q).w ?: throw Err("m")
val t = if (a) b.c else null
SHA1("x")
a.get<Box.Id> { it }
val one = a.load<Box>("/x")
if (a < B && c > (d)) { }
"#,
    );
    assert_eq!(
        calls(&outline),
        [
            "new User(name=\"x\", ?)",
            "a.b.c(1, -2, \"d\", null, true)",
            "list.map(closure)",
            "list.map(closure).filter(closure)",
            "x.to(y)",
            "Items.find(closure)",
            "Items.mail.eq(mail)",
            "send(handler, Box.show, Box)",
            "f(1)",
            "f(1).(2)",
            "run(class )",
            "stop()",
            "new Err(\"m\")",
            "SHA1(\"x\")",
            "a.get<Box.Id>(closure)",
            "a.load<Box>(\"/x\")",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "u = new User(name=\"x\", ?)",
            "z = q.w",
            "t = b.c",
            "one = a.load<Box>(\"/x\")",
        ]
    );
}

#[test]
fn variables() {
    let outline = read(
        r#"
const val BASE = "/x"
val root = BASE + sub
private val log by lazy { make() }
fun f() {
  val (a, b) = pair
  for (item: Item in items) { }
  self.x = 1
  this.y = "z"
  map["k"] = v
  n += 2
  s = s + "!"
  val c: Conf
}
val size: Int
  get() = count
"#,
    );
    assert_eq!(
        assignments(&outline),
        [
            "BASE = \"/x\"",
            "root = join(BASE + sub)",
            "log = lazy(closure)",
            "a = ?",
            "b = ?",
            "item: Item = ?",
            "self.x = 1",
            "self.y = \"z\"",
            "map.k = v",
            "more n = 2",
            "more s = join(s + \"!\")",
            "c: Conf = ?",
            "size: Int = count",
        ]
    );
}

#[test]
fn strings() {
    let outline = body(
        "log(\"a\\tb$name and ${x.y} \\$z\" + k)\nval t = \"\"\"raw $x\n  \\n \"q\" \"\"\"\nval u = \"p\"\nval x = \"/$p/$5$\"\nval v = conf[\"key\"]\nval w = \"${go(\"in\")}\"",
    );
    assert_eq!(
        literals(&outline),
        [
            "join(\"a\\tb\" + name + \" and \" + x.y + \" $z\" + k)",
            "join(\"raw \" + x + \"\\n  \\\\n \\\"q\\\" \")",
            "\"p\"",
            "join(\"/\" + p + \"/$5$\")",
            "\"key\"",
            "join(go(\"in\"))",
            "\"in\"",
        ]
    );
    assert_eq!(references(&outline), ["x.y", "conf.key"]);
}

#[test]
fn comparisons_and_when() {
    let outline = body(
        r#"
if (a.b == null || x() != "k" && s === "v") { }
when (mode) {
  A.B -> go()
  "x", "y" -> 1
  is Foo, in xs -> 2
  else -> 3
}
when {
  a == 1 -> b
}
"#,
    );
    assert_eq!(
        comparisons(&outline),
        [
            "a.b == null",
            "x() != \"k\"",
            "s == \"v\"",
            "mode == A.B",
            "mode == \"x\"",
            "mode == \"y\"",
            "a == 1",
        ]
    );
}

#[test]
fn errors() {
    let outline = body(
        "val r = try {\n  make()\n} catch (e: A) {\n  throw B(\"x\")\n} finally { c() }\nval s = y ?: throw D()",
    );
    let kinds: Vec<_> = outline
        .constructs
        .iter()
        .map(|construct| construct.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            ConstructKind::Catch,
            ConstructKind::Throw,
            ConstructKind::Throw
        ]
    );
    assert_eq!(assignments(&outline), ["r = make()", "e: A = ?", "s = y"]);
}

#[test]
fn returns_of_functions_and_labels() {
    let outline = read(
        "fun f(): Int {\n  xs.map { return@map it }\n  return g()\n}\nval h = fun(x: Int): Int { return x }\n",
    );
    assert_eq!(
        definitions(&outline),
        [
            "fn f() -> Int => g()",
            "closure() => it",
            "closure(x: Int) => x"
        ]
    );
}

#[test]
fn comments_and_what_they_document() {
    let outline = read(
        "// license\n\n/** A. */\n@Mark\nclass A {\n  val x = 1 // not this\n  /* b */\n  fun b() {}\n}\n",
    );
    assert_eq!(documented(&outline), ["", "class A", "", "fn b"]);
    assert_eq!(outline.code_lines, 5);
}

#[test]
fn code_in_comments_and_strings_is_none() {
    let outline = body("// go(\"x\")\n /* A() */ s = \"run(1)\"\nval t = \"\"\"\ngo()\n\"\"\"");
    assert_eq!(calls(&outline), [""; 0]);
}

#[test]
fn broken_source_keeps_what_it_can() {
    let outline = read("class A {\n fun m() { go(1) }\n}\nfun n( { ) go(2)\nclass B {}\n");
    assert!(calls(&outline).contains(&"go(1)".to_owned()));
    assert!(!outline.broken.is_empty());
}

/// Deep nesting of every kind comes back without a panic or a stack overflow.
#[test]
fn hostile_nesting() {
    let deep = |open: &str, close: &str, times: usize| {
        let wrap = |part: &str| format!("{part}\n").repeat(times);
        body(&format!("x = {}1{}", wrap(open), wrap(close)))
    };
    deep("(", ")", 5_000);
    deep("f(", ")", 5_000);
    deep("f {", "}", 3_000);
    deep("[", "]", 5_000);
    deep("\"${", "}\"", 1_000);
    deep("-", "", 5_000);
    body(&format!("x = a{}", ".a".repeat(5_000)));
    body(&format!("x = a{}", "?.a()".repeat(5_000)));
    body(&format!("x = a{}", "[\"a\"]".repeat(5_000)));
    body(&format!("x = a{}", " to b".repeat(5_000)));
    let sum = body(&format!("x = \"a\"{}", " + \"a\"".repeat(5_000)));
    assert_eq!(sum.literals.len(), 1);
    read(&"class A {\n".repeat(3_000));
    read(&"@A(\n".repeat(3_000));
    read(&"import a.\n".repeat(3_000));
}

#[test]
fn hostile_bytes() {
    for source in [
        b"val s = \"".as_slice(),
        b"val s = \"\"\"\n".as_slice(),
        b"val s = \"${".as_slice(),
        b"val c = '".as_slice(),
        b"val `".as_slice(),
        b"/* never /* closed".as_slice(),
        b"class \xff\xfe { val \xc3 = \"\xf0\x9f\"; @\xff fun m() {} }".as_slice(),
        b"\x00\x00".as_slice(),
        b"".as_slice(),
    ] {
        let outline = sketch::read(Language::Kotlin, source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}
/// The grammar takes several annotations behind a property for an expression.
#[test]
fn annotations_behind_a_property() {
    let outline = read(
        "const val ROOT = \"/x\"\n\n@Marker\n@Path(ROOT)\nclass A\n\nval b = 1\n@One\n@Two(\"y\")\nfun f() {}\n",
    );
    assert_eq!(
        definitions(&outline),
        [
            "@Marker() @Path(ROOT) class A()",
            "@One() @Two(\"y\") fn f()",
        ]
    );
    let decorated = outline.calls.iter().filter_map(|call| call.decorates);
    assert_eq!(decorated.collect::<Vec<_>>(), [0, 0, 1, 1]);
    // What it cannot read is not put on the next class.
    let lost = read("val b = 1\n@One\n@Two(\"y\")\nclass A {\n  fun f() {}\n}\nclass B\n");
    assert_eq!(
        definitions(&lost).last().map(String::as_str),
        Some("class B()")
    );
}

/// Where the text stops without a line break, the grammar takes annotations with arguments and the
/// class behind them for an expression.
#[test]
fn the_last_line_needs_no_break() {
    for source in [
        "@Marker\n@Path(\"/x\")\nclass A {\n  @One\n  fun f() {}\n}",
        "@Marker\n@Path(\"/x\")\nclass A {\n  @One\n  fun f() {}\n} // end",
    ] {
        assert_eq!(
            definitions(&read(source)),
            ["@Marker() @Path(\"/x\") class A()", "@One() fn f()"]
        );
    }
}

/// The grammar knows `get` behind a property only as its accessor.
#[test]
fn calls_of_get_behind_a_property() {
    let outline =
        body("val list = all<A>()\n\n  /** One. */\n  get(\"/b\") { one() }\n  get { all() }");
    let names: Vec<&str> = outline.calls.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["all", "get", "one", "get", "all"]);
    assert_eq!(outline.calls[1].lines.first, 5);
    let accessor = read(
        "class A {\n  val b: Int\n    get() = one()\n  val c = 1\n    get() {\n      return two()\n    }\n}\n",
    );
    let names: Vec<&str> = accessor.calls.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["one", "two"]);
    let argument = b"val a = perform(\n  get(\"/b\"),\n  get(\"/c\")\n)\n";
    assert_eq!(super::with_calls_apart(argument), None);
}
