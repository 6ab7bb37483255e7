//! What PHP sources give, point by point.

use crate::syntax::walk::show::{
    assignments, calls, comparisons, imports, literals, parsed, references, value,
};
use crate::syntax::{ConstructKind, DefinitionKind, Language, Outline, ScopeKind};

/// The outline of code after `<?php` on a line of its own: the code begins on line 2.
fn outline(source: &str) -> Outline {
    whole(&format!("<?php\n{source}\n"))
}

fn whole(source: &str) -> Outline {
    let outline = parsed(Language::Php, source.as_bytes());
    assert_eq!(outline.broken, [], "the test's source is PHP");
    outline
}

/// The value of the source `$x = …`.
fn one(expression: &str) -> String {
    let outline = outline(&format!("$x = {expression};"));
    let found = outline.assignments.iter().find(|it| it.target == ["x"]);
    value(&outline, &found.expect("an assignment").value)
}

#[test]
fn namespace_and_uses() {
    let outline = outline(
        "namespace App\\Http;\n\
         use App\\Models\\User;\n\
         use \\A\\B as C, Closure;\n\
         use function A\\f;\n\
         use A\\{B, C\\D as E, C\\F, function g};\n\
         class X { use T; }",
    );
    assert_eq!(
        imports(&outline),
        [
            "App\\Models: User as User",
            "A: B as C",
            ": Closure as Closure",
            "A: f as f",
            "A: B as B",
            "A\\C: D as E, F as F",
            "A: g as g",
        ]
    );
    assert_eq!(
        assignments(&outline),
        ["Variable namespace = 'App\\\\Http'"]
    );
    assert_eq!(outline.assignments[0].scope, 0);
    assert_eq!(outline.literals, []);
}

#[test]
fn includes_are_calls_and_imports() {
    let outline = outline(
        "require 'vendor/autoload.php';\n\
         require_once(__DIR__ . '/x.php');\n\
         include __DIR__ . '/../db.php';\n\
         include_once dirname(__FILE__) . '/a.php';\n\
         require dirname(__DIR__, 2) . \"/b.php\";\n\
         include $_SERVER['DOCUMENT_ROOT'] . '/c.php';\n\
         require ROOT . '/d.php';\n\
         require root_path('routes/e.php');\n\
         require found($folder, 'routes/f.php');\n\
         $config = require './config.php';",
    );
    assert_eq!(
        imports(&outline),
        [
            "vendor/autoload.php: ",
            "./x.php: ",
            "../db.php: ",
            "./a.php: ",
            "../../b.php: ",
            "/c.php: ",
            "routes/e.php: ",
            "./config.php: whole config",
        ]
    );
    let includes: Vec<String> = calls(&outline)
        .into_iter()
        .filter(|it| it.starts_with("require") || it.starts_with("include"))
        .collect();
    assert_eq!(
        includes,
        [
            "require('vendor/autoload.php')",
            "require_once(<__DIR__, '/x.php'>)",
            "include(<__DIR__, '/../db.php'>)",
            "include_once(<dirname(__FILE__), '/a.php'>)",
            "require(<dirname(__DIR__, 2), '/b.php'>)",
            "include(<_SERVER.DOCUMENT_ROOT, '/c.php'>)",
            "require(<ROOT, '/d.php'>)",
            "require(root_path('routes/e.php'))",
            "require(found(folder, 'routes/f.php'))",
            "require('./config.php')",
        ]
    );
    assert_eq!(
        assignments(&outline),
        ["Variable config = require('./config.php')"]
    );
}

#[test]
fn attributes_are_annotations() {
    let outline = outline(
        "#[Route('/x', methods: ['GET'])]\n\
         #[Entity, ORM\\Table(name: 'x')]\n\
         final class X {\n\
         \x20 #[Column(type: 'int')] public ?int $id = null;\n\
         \x20 #[Get('/y')]\n\
         \x20 public function y(#[Body] Data $data) { return 1; }\n\
         }",
    );
    assert_eq!(
        calls(&outline),
        [
            "@Route('/x', methods=['GET']) on X",
            "@Entity() on X",
            "@ORM.Table(name='x') on X",
            "@Column(type='int')",
            "@Get('/y') on y",
            "@Body()",
        ]
    );
    let class = &outline.definitions[0];
    assert_eq!(class.annotations.len(), 3);
    assert!(
        class
            .annotations
            .iter()
            .all(|&id| outline.calls[id].scope == 0)
    );
    let method = &outline.definitions[1];
    assert_eq!(outline.calls[method.annotations[0]].scope, class.body);
    let body = method.parameters[0].annotations[0];
    assert_eq!(outline.calls[body].scope, method.body);
    let column = outline.assignments[0].annotations[0];
    assert_eq!(outline.calls[column].name, "Column");
    assert_eq!(literals(&outline).len(), 5);
}

#[test]
fn doc_blocks_belong_to_what_follows() {
    let outline = outline(
        "/** The class. */\n\
         class X {\n\
         \x20 // plain\n\
         \x20 /**\n\
         \x20  * @Get('/x')\n\
         \x20  */\n\
         \x20 #[A]\n\
         \x20 public function y() {}\n\
         \x20 /** A field. */\n\
         \x20 private $f;\n\
         \x20 /** Lost. */\n\
         }\n\
         /** Not this. */\n\
         $x = function () {};\n\
         # end",
    );
    let comments: Vec<(u32, Option<&str>)> = outline
        .comments
        .iter()
        .map(|it| {
            (
                it.line,
                it.documents.map(|id| outline.definitions[id].name.as_str()),
            )
        })
        .collect();
    assert_eq!(
        comments,
        [
            (2, Some("X")),
            (4, None),
            (5, Some("y")),
            (10, None),
            (12, None),
            (14, None),
            (16, None),
        ]
    );
    assert!(outline.comments[2].text.contains("@Get('/x')"));
    // The opening tag, the class, its attribute, method, field and brace, the assignment.
    assert_eq!(outline.code_lines, 7);
}

#[test]
fn classes_and_their_bases() {
    let outline = outline(
        "abstract class A extends \\B\\C implements D, E\\F { use G, H\\I { G::x as y; } }\n\
         interface J extends K, L {}\n\
         trait M { use N; }\n\
         enum O: string implements P { case Q = 'q'; case R = 'r'; const S = self::Q; }\n\
         return new class(1) extends T { function up() {} };",
    );
    let shown: Vec<String> = outline
        .definitions
        .iter()
        .filter(|it| it.kind == DefinitionKind::Class)
        .map(|it| {
            let bases: Vec<String> = it.bases.iter().map(|it| value(&outline, it)).collect();
            format!("{}: {}", it.name, bases.join(", "))
        })
        .collect();
    assert_eq!(
        shown,
        ["A: B.C, D, E.F, G, H.I", "J: K, L", "M: N", "O: P", ": T"]
    );
    assert_eq!(
        assignments(&outline),
        ["Field Q = 'q'", "Field R = 'r'", "Field S = self.Q"]
    );
    assert_eq!(outline.exports[0].name, "default");
    assert_eq!(value(&outline, &outline.exports[0].value), "def ");
    let up = outline
        .definitions
        .iter()
        .find(|it| it.name == "up")
        .expect("up");
    assert_eq!(outline.class_of(up.scope), Some(4));
}

#[test]
fn fields_constants_and_promotion() {
    let outline = outline(
        "const TOP = '/v1', N = 2;\n\
         define('BASE', '/api');\n\
         class X {\n\
         \x20 const A = 'a';\n\
         \x20 protected $fillable = ['name', 'email'];\n\
         \x20 private ?string $b, $c = 'c';\n\
         \x20 public function __construct(private readonly Repo $repo, protected int $n = 3, \
         string &...$rest) {}\n\
         }",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Variable TOP = '/v1'",
            "Variable N = 2",
            "Constant BASE = '/api'",
            "Field A = 'a'",
            "Field fillable = ['name', 'email']",
            "Field b: ?string = ?",
            "Field c: ?string = 'c'",
            "Field repo: Repo = ?",
            "Field n: int = 3",
        ]
    );
    let constructor = &outline.definitions[1];
    let parameters: Vec<(&str, Option<&str>)> = constructor
        .parameters
        .iter()
        .map(|it| (it.name.as_str(), it.typed.as_deref()))
        .collect();
    assert_eq!(
        parameters,
        [
            ("repo", Some("Repo")),
            ("n", Some("int")),
            ("rest", Some("string"))
        ]
    );
    let promoted = outline.assignments.last().expect("n");
    assert_eq!(outline.scopes[promoted.scope].kind, ScopeKind::Class);
}

#[test]
fn calls_of_every_form() {
    let outline = outline(
        "Route::get('/x', [X::class, 'show'])->name('x');\n\
         $this->app->get('/y', 'Y@index');\n\
         $a?->b($c)?->d();\n\
         \\json_encode(value: $x, flags: A::B);\n\
         App\\f(...$xs);\n\
         $handler(1);\n\
         parent::boot();\n\
         static::make();\n\
         $a->$b();\n\
         (new X)->run();\n\
         f(...);\n\
         Route::group(['prefix' => 'v1', 'middleware' => ['auth']], function () { g(); });",
    );
    let mut shown = calls(&outline);
    shown.sort();
    assert_eq!(
        shown,
        [
            "App.f(?)",
            "Route.get('/x', [X, 'show'])",
            "Route.get('/x', [X, 'show']).name('x')",
            "Route.group({prefix: 'v1', middleware: ['auth']}, def )",
            "a.()",
            "a.b(c)",
            "a.b(c).d()",
            "f()",
            "g()",
            "handler(1)",
            "json_encode(value=x, flags=A.B)",
            "new X()",
            "new X().run()",
            "parent.boot()",
            "self.app.get('/y', 'Y@index')",
            "self.make()",
        ]
    );
    let inner = outline.calls.iter().find(|it| it.name == "g").expect("g");
    assert_eq!(inner.scope, outline.definitions[0].body);
}

#[test]
fn constructions() {
    assert_eq!(one("new X('a')"), "new X('a')");
    assert_eq!(one("new \\A\\B\\X"), "new A.B.X()");
    assert_eq!(one("new $class($a)"), "new class(a)");
    assert_eq!(one("new static"), "new self()");
    assert_eq!(one("new class { }"), "def ");
}

#[test]
fn words_of_the_language_are_calls() {
    let outline = outline(
        "echo 'a', $b;\nprint 'c';\nexit('d');\ndie('e');\ndie;\nif (isset($_POST['f']) && !empty($g)) {}\n\
         unset($h);\n$i = `ls $j`;\n?>\n<p><?= $k ?></p>",
    );
    assert_eq!(
        calls(&outline),
        [
            "echo('a', b)",
            "print('c')",
            "exit('d')",
            "die('e')",
            "die()",
            "isset(_POST.f)",
            "empty(g)",
            "unset(h)",
            "shell_exec(<'ls ', j>)",
            "echo(k)",
        ]
    );
}

#[test]
fn closures_and_arrow_functions() {
    let outline = outline(
        "$f = function (Request $r, $n = 1) use ($x): int { return $r->n; };\n\
         $g = static fn(int $y) => h($y);",
    );
    let [f, g] = outline.definitions.as_slice() else {
        panic!("two closures");
    };
    assert_eq!(
        (f.kind, g.kind),
        (DefinitionKind::Closure, DefinitionKind::Closure)
    );
    assert_eq!(f.parameters[0].typed.as_deref(), Some("Request"));
    assert_eq!(f.result.as_deref(), Some("int"));
    assert_eq!(value(&outline, &f.returns[0]), "r.n");
    assert_eq!(value(&outline, &g.returns[0]), "h(y)");
    assert_eq!(outline.calls[0].scope, g.body);
}

#[test]
fn strings() {
    assert_eq!(one(r"'it\'s \n \\ A\B'"), r"'it\'s \\n \\ A\\B'");
    assert_eq!(one(r#""a\n\x41\u{e9}\101\$b\q""#), r"'a\nAéA$b\\q'");
    assert_eq!(
        one(r#""/u/{$id}/$o->k/$a[key]/{$b['c']->d}""#),
        "<'/u/', id, '/', o.k, '/', a.key, '/', b.c.d>"
    );
    assert_eq!(one("'/api' . '/x'"), "'/api/x'");
    assert_eq!(
        one("'a' . $x . (\"b$y\" . f()) . 1"),
        "<'a', x, 'b', y, f(), 1>"
    );
    assert_eq!(
        one("<<<EOT\n    SELECT *\n      FROM t\n    WHERE id = $id\n    AND x\n    EOT"),
        r"<'SELECT *\n  FROM t\nWHERE id = ', id, '\nAND x'>"
    );
    assert_eq!(one("<<<'N'\nraw $x\nN"), "'raw $x'");
    assert_eq!(one("(string) 'a'"), "'a'");
    assert_eq!(one("(int) $_GET['id']"), "?");
}

#[test]
fn arrays_and_other_values() {
    assert_eq!(
        one("[1, 'a', ...$b, [A::class, 'm']]"),
        "[1, 'a', ?, [A, 'm']]"
    );
    assert_eq!(
        one("array('a' => 1, 'b', A\\B::class => $c, 404 => -1, f() => 2)"),
        "{a: 1, 0: 'b', A.B: c, 404: -1}"
    );
    assert_eq!(one("[]"), "[]");
    assert_eq!(one("TRUE"), "true");
    assert_eq!(one("null"), "null");
    assert_eq!(one("$this->a?->b['c']::D"), "self.a.b.c.D");
    assert_eq!(one("f()->b->c"), "f()~b~c");
    assert_eq!(one("A::$b"), "A.b");
    assert_eq!(one("$y = 3"), "3");
    assert_eq!(one("@f()"), "f()");
    assert_eq!(one("$_GET['a'] ?? 'b'"), "_GET.a");
    assert_eq!(one("env('A') ?: 'b'"), "env('A')");
    assert_eq!(one("isset($_GET['a']) ? $_GET['a'] : null"), "_GET.a");
    assert_eq!(one("isset($_GET['a']) ? $_GET['a'] : die()"), "_GET.a");
    assert_eq!(one("$a ? '/b' : '/c'"), "?");
    assert_eq!(one("$a && $b"), "?");
}

#[test]
fn assignments_of_every_form() {
    let outline = outline(
        "$a = $b = 1;\n\
         $this->x = $y;\n\
         self::$n = 2;\n\
         $_SESSION['user']['id'] = $id;\n\
         $list[] = 1;\n\
         $map[$k] = 2;\n\
         $s .= 'x';\n\
         $s = $s . 'y';\n\
         $o->p ??= 3;\n\
         [$c, 'k' => $d, [$e]] = f();\n\
         list($g, , $h) = [1, 2, 3];\n\
         function z() { static $once = 4; }\n\
         $r = &$q;",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Variable a = 1",
            "Variable b = 1",
            "Variable self.x = y",
            "Variable self.n = 2",
            "Variable _SESSION.user.id = id",
            "Augmented list = 1",
            "Augmented map = 2",
            "Augmented s = 'x'",
            "Augmented s = <s, 'y'>",
            "Augmented o.p = 3",
            "Variable c = f()~0",
            "Variable d = f()~k",
            "Variable e = f()~2~0",
            "Variable g = 1",
            "Variable h = 3",
            "Variable once = 4",
            "Variable r = q",
        ]
    );
    assert_eq!(references(&outline), Vec::<String>::new());
}

#[test]
fn references_are_the_longest_chains_that_are_read() {
    let outline = outline(
        "f($_POST['x'], $_SERVER['REQUEST_METHOD']);\n\
         $a = $this->b->c;\n\
         foreach ($_SESSION as $k => $v) {}\n\
         $d = $_GET[$k];\n\
         $e->f->g();\n\
         h(Status::Active, X::class, A::$b);\n\
         $_SESSION['y'] = 1;\n\
         echo \"$_COOKIE[z] {$i->j}\";",
    );
    assert_eq!(
        references(&outline),
        [
            "_POST.x",
            "_SERVER.REQUEST_METHOD",
            "self.b.c",
            "_SESSION",
            "_GET",
            "Status.Active",
            "A.b",
            "_COOKIE.z",
            "i.j",
        ]
    );
}

#[test]
fn every_string_is_a_literal_once() {
    let outline = outline(
        "f('a', k: \"b$c\");\n\
         $x = 'd' . $y . \"e{$z}\";\n\
         g($m['h'], ['i' => 'j']);\n\
         $q = <<<S\nk $n\nS;\n\
         $r = \"l {$o->p('m')}\";\n\
         $s = 'n' ?? 'o';",
    );
    assert_eq!(
        literals(&outline),
        [
            "2 'a'",
            "2 <'b', c>",
            "3 <'d', y, 'e', z>",
            "4 'h'",
            "4 'i'",
            "4 'j'",
            "5 <'k ', n>",
            "8 <'l ', o.p('m')>",
            "8 'm'",
            "9 'n'",
            "9 'o'",
        ]
    );
}

#[test]
fn comparisons_and_arms() {
    let outline = outline(
        "if ($_SERVER['REQUEST_METHOD'] === 'POST' || $a != null) {}\n\
         switch ($b) { case 'x': case 'y': break; default: }\n\
         $c = match ($d->e) { 1, 2 => 'f', default => throw new G };\n\
         if ($h <> 3 && $i < 4) {}\n\
         if ((int) $j->k === (int) $l) {}",
    );
    assert_eq!(
        comparisons(&outline),
        [
            "_SERVER.REQUEST_METHOD == 'POST'",
            "a != null",
            "b == 'x'",
            "b == 'y'",
            "d.e == 1",
            "d.e == 2",
            "h != 3",
            "j.k == l",
        ]
    );
}

#[test]
fn constructs() {
    let outline = outline(
        "try { f(); } catch (A|B $e) { throw $e; } catch (C) {} finally {}\n$x = $y ?? throw new D;",
    );
    let found: Vec<(ConstructKind, u32)> = outline
        .constructs
        .iter()
        .map(|it| (it.kind, it.line))
        .collect();
    assert_eq!(
        found,
        [
            (ConstructKind::Catch, 2),
            (ConstructKind::Throw, 2),
            (ConstructKind::Catch, 2),
            (ConstructKind::Throw, 3),
        ]
    );
}

#[test]
fn html_is_no_code() {
    let outline = whole(
        "<h1>Route::get('/x')</h1>\n<p>\n<?php if ($a): ?>\n  <b>f('y')</b>\n<?php endif; ?>\n\
         <form action=\"/z\">\n  <?= g('w') ?>\n</form>\n",
    );
    assert_eq!(calls(&outline).len(), 2);
    assert_eq!(literals(&outline), ["7 'w'"]);
    assert_eq!(outline.code_lines, 3);
}

#[test]
fn returned_configuration_is_exported() {
    let outline = outline("return ['default' => env('X', 'y')];");
    let export = &outline.exports[0];
    assert_eq!(export.name, "default");
    assert_eq!(value(&outline, &export.value), "{default: env('X', 'y')}");
}

#[test]
fn hostile_input_gives_an_outline() {
    let deep = 200_000;
    let code = |parts: &[Vec<u8>]| [b"<?php\n".to_vec(), parts.concat()].concat();
    let many = |text: &str, count: usize| text.repeat(count).into_bytes();
    let sources: Vec<Vec<u8>> = vec![
        code(&[many("(", deep)]),
        code(&[
            b"$x = ".to_vec(),
            many("(\n", deep),
            b"1".to_vec(),
            many(")", deep),
        ]),
        code(&[b"$x = ".to_vec(), many("[\n", 20_000), many("]", 20_000)]),
        code(&[many("f(", 20_000), many(")", 20_000)]),
        code(&[b"$x = $a".to_vec(), many(" . 'b'", 20_000)]),
        code(&[b"$x = $a".to_vec(), many("->b", 20_000)]),
        code(&[b"$x = $a".to_vec(), many("->b()", 20_000)]),
        code(&[b"$x = A".to_vec(), many("::class", 20_000)]),
        code(&[many("$a = ", 20_000), b"1;".to_vec()]),
        code(&[many("fn() => ", 20_000), b"1;".to_vec()]),
        code(&[
            many("[", 10_000),
            b"$a".to_vec(),
            many("]", 10_000),
            b" = $b;".to_vec(),
        ]),
        code(&[many("if ($x) {", 20_000)]),
        code(&[many("require f(", 5_000)]),
        code(&[b"$x = \"".to_vec(), many("{$a[\"", 5_000)]),
        many("<?= $x ?>\n", 20_000),
        b"<?php $x = \"unterminated\n'also <<<EOT\n".to_vec(),
        b"<?php\n<<<EOT\n $x".to_vec(),
        b"<?php $x = '\xff\xfe' . \xc3(\n#[\xff\nclass \xf0".to_vec(),
        b"\x00<?php\x01class\x00{".to_vec(),
        Vec::new(),
    ];
    for source in sources {
        let outline = parsed(Language::Php, &source);
        assert_eq!(outline.scopes[0].kind, ScopeKind::File);
    }
}
