//! Comments, error handling and asynchronous code.

use super::super::super::outline::ConstructKind::{AsyncFunction, Await, Catch, Throw};
use super::*;

#[test]
fn constructs() {
    let outline = js(r#"
        async function a() {
            try { await b(); } catch (e) { throw e; }
            for await (const c of d) {}
        }
        f().catch(() => {});
        const g = async () => {};
    "#);
    let found: Vec<_> = outline
        .constructs
        .iter()
        .map(|construct| (construct.kind, construct.line))
        .collect();
    assert_eq!(
        found,
        [
            (AsyncFunction, 2),
            (Await, 3),
            (Catch, 3),
            (Throw, 3),
            (Await, 4),
            (AsyncFunction, 7)
        ]
    );
}

#[test]
fn comments_and_what_they_document() {
    let outline = ts(r#"#!/usr/bin/env node
// app.get('/no', x)
/** one */
export function a() {}
/** two */
const b = async () => {};
/** three */
@Dec({ x: () => 1 })
export class C {
    /** four */
    @Get() d() {} // @ts-ignore
    /** five */
    static e = () => {};
}
/** six */
exports.f = function () {};
/** far */

function g() {}
/** not one */
app.get('/x', () => {});
/* plain */
function h() {}
function i() { /** inside */ }
function j() {}
"#);
    let found: Vec<String> = outline
        .comments
        .iter()
        .map(|comment| {
            let documents = comment
                .documents
                .map(|id| show(&outline, &Value::Definition(id)));
            format!(
                "{} {} {}",
                comment.line,
                comment.text,
                documents.unwrap_or_default()
            )
        })
        .map(|text| text.trim_end().to_owned())
        .collect();
    assert_eq!(
        found,
        [
            "1 #!/usr/bin/env node",
            "2 // app.get('/no', x)",
            "3 /** one */ fn a",
            "5 /** two */ closure",
            "7 /** three */ class C",
            "10 /** four */ fn d",
            "11 // @ts-ignore",
            "12 /** five */ closure",
            "15 /** six */ closure",
            "17 /** far */",
            "20 /** not one */",
            "22 /* plain */",
            "24 /** inside */",
        ]
    );
    assert!(calls(&outline).iter().all(|call| !call.contains("/no")));
    assert_eq!(outline.code_lines, 13);
}

#[test]
fn a_documented_class_keeps_its_methods_inside() {
    let outline = js("/** doc */\nclass A { b() { c.d(); } }");
    assert_eq!(outline.comments[0].documents, Some(0));
    assert_eq!(outline.class_of(outline.calls[0].scope), Some(0));
}
