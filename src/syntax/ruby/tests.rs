//! What Ruby sources give, point by point.

use crate::syntax::walk::show::{
    assignments, calls, comparisons, imports, literals, parsed, references, value,
};
use crate::syntax::{
    CallKind, ConstructKind, DefinitionKind, Language, Outline, ScopeKind, sketch,
};

fn outline(source: &str) -> Outline {
    let outline = parsed(Language::Ruby, source.as_bytes());
    assert_eq!(outline.broken, [], "the test's source is Ruby");
    outline
}

/// The value of the source `x = …`.
fn one(expression: &str) -> String {
    let outline = outline(&format!("x = {expression}\n"));
    let found = outline.assignments.iter().find(|it| it.target == ["x"]);
    value(&outline, &found.expect("an assignment").value)
}

#[test]
fn requires_are_imports_and_calls() {
    let outline = outline(
        "require 'a/b'\nrequire_relative 'c'\nrequire_relative '../d'\nload './e.rb'\nx.require 'f'\n",
    );
    assert_eq!(imports(&outline), ["a/b: ", "./c: ", "../d: ", "./e.rb: "]);
    assert_eq!(calls(&outline)[0], "require('a/b')");
}

#[test]
fn classes_have_bases_and_mixins() {
    let outline = outline(
        "module A\n\
         \x20 class B::C < D::E\n\
         \x20   include F, G\n\
         \x20   extend H::I\n\
         \x20   def f; end\n\
         \x20 end\n\
         \x20 class J < K::L[7.0]; end\n\
         end\n\
         class << self; def g; end; end\n",
    );
    assert_eq!(
        sketch::definitions(&outline),
        [
            "class A()",
            "class C() of B : D.E, F, G, H.I",
            "fn f()",
            "class J() : K.L",
            "fn g()"
        ]
    );
    let class = &outline.definitions[1];
    assert_eq!(outline.scopes[class.body].kind, ScopeKind::Class);
    assert_eq!(outline.definitions[2].scope, class.body);
}

#[test]
fn methods_have_parameters_and_results() {
    let outline = outline(
        "def self.a(b, c = 1, *d, e:, f: 2, **g, &h)\n\
         \x20 return nil, 3 if b\n\
         \x20 x.y(1)\n\
         rescue Z => e\n\
         \x20 w\n\
         end\n\
         def i = 3\n\
         def j?; @k ||= l; end\n",
    );
    assert_eq!(
        sketch::definitions(&outline),
        [
            "fn a(b, c, d, e, f, g, h) => x.y(1), [null, 3]",
            "fn i() => 3",
            "fn j?() => l",
        ]
    );
    assert!(
        outline
            .definitions
            .iter()
            .all(|it| it.kind == DefinitionKind::Function)
    );
}

#[test]
fn calls_with_and_without_parentheses_and_blocks() {
    let outline = outline(
        "a 1, :b, c: 2, :d => 3, 'e' => 4, F => 5\n\
         a.b(*c, **d, &e)\n\
         a&.b&.c :x\n\
         A::B.c d: { 'e': 1, :f => g }, h: i\n\
         r.draw do |m|\n\
         \x20 s :t, only: %i[u v] do\n\
         \x20   get 'w', on: :x\n\
         \x20 end\n\
         end\n\
         l { |x| x }\n\
         p -> (x) { x.y }\n",
    );
    assert_eq!(
        calls(&outline),
        [
            "a(1, 'b', c=2, d=3, {e: 4, F: 5})",
            "a.b(c, **=?, &=e)",
            "a.b.c('x')",
            "a.b()",
            "A.B.c(d={e: 1, f: g}, h=i)",
            "r.draw(def )",
            "s('t', only=['u', 'v'], def )",
            "get('w', on='x')",
            "l(def )",
            "p(def )",
            "x.y()",
        ]
    );
    assert_eq!(
        sketch::definitions(&outline),
        [
            "closure(m) => s(\"t\", only=[\"u\", \"v\"], closure)",
            "closure() => get(\"w\", on=\"x\")",
            "closure(x) => x",
            "closure(x) => x.y",
        ]
    );
    // What is called in a block stands in its scope.
    let inner = outline
        .calls
        .iter()
        .find(|it| it.name == "get")
        .expect("the call");
    assert_eq!(outline.scopes[inner.scope].definition, Some(1));
}

#[test]
fn constructions_are_new() {
    let outline = outline("a = A::B.new(c: 1)\nD.new\ne.new\n");
    let of = |kind| {
        outline
            .calls
            .iter()
            .filter(move |it| it.kind == kind)
            .count()
    };
    assert_eq!((of(CallKind::New), of(CallKind::Call)), (2, 1));
    assert_eq!(assignments(&outline), ["Variable a = new A.B(c=1)"]);
}

#[test]
fn names_alone_are_calls_unless_they_are_variables() {
    let outline = outline(
        "class A\n\
         \x20 has_x\n\
         \x20 private\n\
         \x20 def f(a)\n\
         \x20   b = 1\n\
         \x20   check!\n\
         \x20   c.each { b }\n\
         \x20   a\n\
         \x20 end\n\
         \x20 def g; b; end\n\
         end\n",
    );
    assert_eq!(
        calls(&outline),
        ["has_x()", "private()", "check!()", "c.each(def )", "b()"]
    );
}

#[test]
fn chains_are_names() {
    let outline = outline(
        "ENV['K']\nENV.fetch('L', nil)\ns[:a][:b]\nu.v.w\nA::B::C\n@x.y\n$z[:k]\nu[0]\nu.v[i].w\n",
    );
    assert_eq!(
        references(&outline),
        ["ENV.K", "s.a.b", "u.v.w", "A.B.C", "self.x.y", "z.k", "u.v"]
    );
}

#[test]
fn strings_and_symbols() {
    assert_eq!(one(r#""a\n#{b.c}-#{d}""#), r"<'a\n', b.c, '-', d>");
    assert_eq!(one(r"'a\'b\n'"), r"'a\'b\\n'");
    assert_eq!(one(r#":"x y""#), "'x y'");
    assert_eq!(one("%w[a b]"), "['a', 'b']");
    assert_eq!(one("%q(a)"), "'a'");
    assert_eq!(one("'a' 'b'"), "'ab'");
    assert_eq!(one("'a' + b + \"c\""), "<'a', b, 'c'>");
    assert_eq!(one("1 + b"), "?");
    assert_eq!(one("'a %s' % b"), "<'a %s', b>");
    assert_eq!(
        one("<<~Q\n  select *\n    from t\nQ"),
        r"'select *\n  from t\n'"
    );
    assert_eq!(
        one("<<-Q.strip\nselect #{a}\nQ"),
        r"<'select ', a, '\n'>.strip()"
    );
}

#[test]
fn strings_are_literals_once() {
    let outline =
        outline("a 'b', \"c#{d('e')}\"\nx = 'f' + g + 'h'\ni(<<~Q, :sym)\n  j\nQ\n# 'k'\n");
    assert_eq!(
        literals(&outline),
        [
            "1 'b'",
            "1 <'c', d('e')>",
            "1 'e'",
            "2 <'f', g, 'h'>",
            r"3 'j\n'"
        ]
    );
}

#[test]
fn values() {
    assert_eq!(
        one("{ a: 1, 'b' => nil, c => true, d: }"),
        "{a: 1, b: null, c: true, d: d}"
    );
    assert_eq!(one("a || b"), "a");
    assert_eq!(one("a ? b : nil"), "b");
    assert_eq!(one("-1"), "-1");
    assert_eq!(one("(a.b)"), "a.b");
    assert_eq!(one("a.b(1).c"), "a.b(1).c()");
    assert_eq!(one("a.b(1)[:c]"), "a.b(1)~c");
    assert_eq!(one("a rescue nil"), "a");
}

#[test]
fn assignments_of_each_kind() {
    let outline = outline(
        "class A\n  B = 1\n  @c = 2\nend\nd, *e = 1, 2\nf += 1\ng ||= 2\nh << 3\ni[:j] = 4\nk[l] = 5\nm.n = 6\n",
    );
    assert_eq!(
        assignments(&outline),
        [
            "Field B = 1",
            "Variable self.c = 2",
            "Variable d = 1",
            "Variable e = ?",
            "Augmented f = 1",
            "Variable g = 2",
            "Augmented h = 3",
            "Variable i.j = 4",
            "Augmented k = 5",
            "Variable m.n = 6",
        ]
    );
}

#[test]
fn comparisons_and_errors() {
    let outline = outline(
        "a == 'b'\nc != d.e\ncase f\nwhen 'g', :h then 1\nend\nbegin\n  raise X, 'y'\nrescue Y => e\n  e\nend\nz rescue nil\n",
    );
    assert_eq!(
        comparisons(&outline),
        ["a == 'b'", "c != d.e", "f == 'g'", "f == 'h'"]
    );
    let kinds: Vec<ConstructKind> = outline.constructs.iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [
            ConstructKind::Throw,
            ConstructKind::Catch,
            ConstructKind::Catch
        ]
    );
}

#[test]
fn comments_are_no_code_and_document() {
    let outline = outline(
        "# One.\n# Two.\nclass A\n  # Three.\n  def b; end # four\nend\n=begin\nget 'x'\n=end\n",
    );
    assert_eq!(
        sketch::documented(&outline),
        ["class A", "class A", "fn b", "", ""]
    );
    assert_eq!(literals(&outline), Vec::<String>::new());
    assert_eq!(outline.calls, []);
}

#[test]
fn hostile_input_costs_little_and_never_panics() {
    let deep = 20_000;
    let sources = [
        "(".repeat(deep),
        "[".repeat(deep) + "'a'",
        "a.".repeat(deep) + "b",
        "a { ".repeat(deep),
        "x = ".to_owned() + &"'a' + ".repeat(deep) + "'b'",
        "a do\n".repeat(2_000) + &"end\n".repeat(2_000),
        "\"#{".repeat(deep),
        "f <<A, <<B\n#{<<C}\nC\n".repeat(500),
        "case x\n".repeat(deep),
        "a, ".repeat(deep) + "b = c",
        "def ".repeat(deep),
        "\u{0}\u{feff}class é < ü; def ß; 'ö'".to_owned(),
    ];
    for source in sources {
        parsed(Language::Ruby, source.as_bytes());
    }
    parsed(Language::Ruby, b"x = \"\xff\xfe#{\xff}\"\nclass \xff; end");
}
