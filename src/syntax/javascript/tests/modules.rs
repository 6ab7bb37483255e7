//! Imports and exports.

use super::super::super::Language;
use super::*;

#[test]
fn es_imports() {
    let outline = js(r#"
        import one from "one";
        import { a, b as c, default as d } from './two';
        import * as three from 'three';
        import four, { e } from 'four';
        import five, * as all from 'five';
        import 'six';
    "#);
    assert_eq!(
        imports(&outline),
        [
            "one: default as one",
            "./two: a as a, b as c, default as d",
            "three: * as three",
            "four: default as four, e as e",
            "five: default as five, * as all",
            "six:",
        ]
    );
    assert_eq!(outline.imports[1].line, 3);
    assert!(outline.literals.is_empty() && outline.calls.is_empty());
}

#[test]
fn typescript_imports() {
    let outline = ts(r#"
        import type { A, B as C } from "types";
        import { type D, e } from "mixed";
        import type F from "f";
        import g = require("g");
        import H = Some.Space.H;
    "#);
    assert_eq!(
        imports(&outline),
        [
            "types: A as A, B as C",
            "mixed: D as D, e as e",
            "f: default as F",
            "g: * as g"
        ]
    );
    assert_eq!(assignments(&outline), ["H = Some.Space.H"]);
    assert!(outline.literals.is_empty());
}

#[test]
fn required_modules_with_names() {
    let outline = js(r#"
        const one = require('one');
        const { a, b: c, d = 1, ...rest } = require(`two`);
        const e = require('three').f;
        const g = require('four').default, h = require('five')['i'];
        let late;
        late = require('six');
        const { deep: { er } } = require('seven');
    "#);
    assert_eq!(
        imports(&outline),
        [
            "one: * as one",
            "two: a as a, b as c, d as d, * as rest",
            "three: f as e",
            "four: default as g",
            "five: i as h",
            "six: * as late",
            "seven:",
        ]
    );
    assert_eq!(assignments(&outline), ["er = ((require('seven'))#deep)#er"]);
    assert_eq!(calls(&outline)[0], "require('one')");
    assert_eq!(outline.calls.len(), 7);
}

#[test]
fn required_modules_without_names() {
    let outline = js(r#"
        require('side').config();
        require("plug")(app);
        require('bare');
        app.use('/x', require('./x'));
        const log = require('logs')('app');
        const y = require('m').make();
        require(name);
    "#);
    assert_eq!(
        imports(&outline),
        ["side:", "plug:", "bare:", "./x:", "logs:", "m:"]
    );
    let calls = calls(&outline);
    for call in [
        "require('side').config()",
        "require('plug').(app)",
        "require('bare')",
        "app.use('/x', require('./x'))",
        "require('./x')",
        "require(name)",
    ] {
        assert!(calls.contains(&call.to_owned()), "{call} in {calls:?}");
    }
    assert_eq!(
        assignments(&outline),
        ["log = require('logs').('app')", "y = require('m').make()"]
    );
}

#[test]
fn dynamic_imports() {
    let outline = js(r#"
        const a = await import('a');
        const { b } = await import('b');
        const c = (await import('c')).default;
        import('d').then(run);
        load(() => import('./e'));
    "#);
    assert_eq!(
        imports(&outline),
        ["a: * as a", "b: b as b", "c: default as c", "d:", "./e:"]
    );
    assert!(calls(&outline).contains(&"import('d').then(run)".to_owned()));
    assert!(assignments(&outline).is_empty());
}

#[test]
fn es_exports() {
    let outline = js(r#"
        export const a = make(), b = 2;
        export let { c, d: [e] } = f;
        export function g() {}
        export class H {}
        export { a as i, j };
        export { k as default } from './k';
        export * from './l';
        export * as m from './m';
    "#);
    assert_eq!(
        exports(&outline),
        [
            "a = a",
            "b = b",
            "c = c",
            "e = e",
            "g = fn g",
            "H = class H",
            "i = a",
            "j = j",
            "default = k from ./k",
            "* = ? from ./l",
            "m = * from ./m",
        ]
    );
    assert_eq!(imports(&outline), ["./k:", "./l: *", "./m:"]);
    assert!(outline.literals.is_empty());
}

#[test]
fn default_exports() {
    for (source, value) in [
        ("export default app;", "app"),
        ("export default make().use('/x', y);", "make().use('/x', y)"),
        ("export default class {}", "class"),
        ("export default class A {}", "class A"),
        ("export default function () {}", "closure"),
        ("export default async function b() {}", "fn b"),
        ("export default () => 1;", "closure"),
        ("export default { a, b: 1 };", "{a: a, b: 1}"),
    ] {
        for language in [Language::JavaScript, Language::TypeScript, Language::Tsx] {
            let outline = read(language, source);
            assert_eq!(
                exports(&outline),
                [format!("default = {value}")],
                "{source}"
            );
        }
    }
}

#[test]
fn typescript_exports() {
    let outline = ts(r#"
        export interface A {}
        export enum B { C }
        export type D = string;
        export abstract class E {}
        export declare const f: string;
        export type { G } from './g';
        export function over(a: string): void;
        export function over(a: any) {}
        export = main;
    "#);
    assert_eq!(
        exports(&outline),
        [
            "A = class A",
            "B = class B",
            "D = D",
            "E = class E",
            "f = f",
            "G = G from ./g",
            "over = fn over",
            "module = main",
        ]
    );
}

#[test]
fn common_exports() {
    let outline = js(r#"
        module.exports = router;
        module.exports = { a, b: c };
        module.exports.d = function () {};
        exports.e = exports.f = g;
        exports = module.exports = make;
        module.exports = (app) => app;
        exports['h'] = 1;
        exports.deep.er = 2;
    "#);
    assert_eq!(
        exports(&outline),
        [
            "module = router",
            "module = {a: a, b: c}",
            "d = closure",
            "e = g",
            "f = g",
            "module = make",
            "module = closure",
            "h = 1",
        ]
    );
    assert_eq!(
        assignments(&outline),
        [
            "module.exports = router",
            "module.exports = {a: a, b: c}",
            "module.exports.d = closure",
            "exports.e = g",
            "exports.f = g",
            "exports = make",
            "module.exports = make",
            "module.exports = closure",
            "exports.h = 1",
            "exports.deep.er = 2",
        ]
    );
    assert!(outline.references.is_empty());
}
