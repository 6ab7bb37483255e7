//! Paths as frameworks write them, in the one form of the report: `/articles/{slug}`.

/// Rewrites a framework's parameters to `{name}`.
///
/// `styles` are those of the framework: `colon` (`:id`, `:id(\d+)`, `:id?`, `*rest`), `angle`
/// (`<int:id>`), `brace` (`{id}`, `{id:[0-9]+}`, `{id?}`), `regex` (`^(?P<id>\d+)/$`), `dollar`
/// (`{$}`), `optional` (`(.:format)` is left out), `query` (`?<page>` is left out), `bracket` (`[id]`,
/// `[...rest]`, `[i:id]`), `template` (`a{/id}`, `{+rest}`, `{?page,size}`: RFC 6570), `placeholder` (`(:num)`), `setting` (`${name:default}`, which is the
/// default, or unknown).
pub fn normalise(path: &str, styles: &[String]) -> String {
    let mut out = path.to_owned();
    for style in styles {
        out = match style.as_str() {
            "regex" => regex(&out),
            "angle" => delimited(&out, '<', '>', |inside| named(inside).to_owned()),
            "setting" => settings(&out),
            "template" => templates(&out),
            "brace" => braces(&out),
            "colon" => colons(&without_groups(&out)),
            "bracket" => delimited(&optional(&out), '[', ']', |inside| {
                let name = inside.rsplit(':').next().unwrap_or(inside);
                name.trim_matches(['[', ']', '.']).to_owned()
            }),
            "placeholder" => delimited(&out, '(', ')', |inside| {
                inside.trim_start_matches(':').to_owned()
            }),
            "optional" => without_optional(&out),
            "query" => out.split('?').next().unwrap_or_default().to_owned(),
            _ => out,
        };
    }
    out
}

/// Puts the parts of a path together: one slash between parts, one in front, none behind.
pub fn join(parts: &[String], join_slash: bool) -> String {
    let mut path = String::new();
    for part in parts {
        if join_slash
            && !path.is_empty()
            && !path.ends_with('/')
            && !part.is_empty()
            && !part.starts_with('/')
        {
            path.push('/');
        }
        path.push_str(part);
    }
    let mut clean = String::from("/");
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if clean.len() > 1 {
            clean.push('/');
        }
        clean.push_str(part);
    }
    clean.chars().take(512).collect()
}

/// The path without what stands in round brackets.
fn without_optional(path: &str) -> String {
    let mut depth = 0_usize;
    path.chars()
        .filter(|character| {
            let inside = depth > 0;
            match character {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return !inside,
            }
            false
        })
        .collect()
}

/// The name in `int:id` and in `id:int`.
fn named(inside: &str) -> &str {
    const TYPES: [&str; 9] = [
        "int", "float", "str", "string", "path", "uuid", "slug", "alpha", "re",
    ];
    match inside.split_once(':') {
        Some((first, second)) if TYPES.contains(&first) => {
            second.rsplit(':').next().unwrap_or(second)
        }
        Some((first, second))
            if TYPES
                .iter()
                .any(|known| second.split(':').next() == Some(known)) =>
        {
            first
        }
        Some((_, last)) => last.rsplit(':').next().unwrap_or(last),
        None => inside,
    }
}

fn delimited(path: &str, open: char, close: char, name: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some(start) = rest.find(open) {
        let Some(length) = rest[start..].find(close) else {
            break;
        };
        out.push_str(&rest[..start]);
        out.push_str(&format!("{{{}}}", name(&rest[start + 1..start + length])));
        rest = &rest[start + length + close.len_utf8()..];
        // `[[...slug]]` leaves the outer bracket behind.
        rest = rest.strip_prefix(close).unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// `${name:/default}` is `/default`; `${name}` is `{?}`.
fn settings(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((inside, behind)) = after.split_once('}') else {
            break;
        };
        out.push_str(before);
        out.push_str(inside.split_once(':').map_or("{?}", |(_, default)| default));
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// `{/id}` brings its slash along, `{+path}` and `{#part}` keep what they are given, and what begins
/// with `{?` or `{&` is the query.
fn templates(path: &str) -> String {
    let mut out = String::new();
    let mut rest = path;
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let Some((inside, behind)) = behind.split_once('}') else {
            out.push('{');
            rest = behind;
            continue;
        };
        let name = inside.trim_start_matches(['/', '.', '+', '#']);
        let is_query = inside.len() > 1 && inside.starts_with(['?', '&']);
        if !is_query {
            if let Some(mark) = inside.chars().next().filter(|c| ['/', '.'].contains(c)) {
                out.push(mark);
            }
            out.push('{');
            out.push_str(name.trim_end_matches('*'));
            out.push('}');
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// `/users[/{id}]` has an optional end: the whole of it counts.
fn optional(path: &str) -> String {
    match path.split_once('[') {
        Some((start, rest))
            if rest
                .split(']')
                .next()
                .is_some_and(|inside| inside.contains(['{', '/'])) =>
        {
            format!("{start}{}", rest.replace(['[', ']'], ""))
        }
        _ => path.to_owned(),
    }
}

/// `{id:[0-9]{2}}`, `{id<\d+>}`, `{id?}`, `{*rest}`, `{id:int}` are `{id}`; `{$}` is nothing.
fn braces(path: &str) -> String {
    let mut out = String::new();
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        if c != '{' {
            out.push(c);
            continue;
        }
        let (mut depth, mut inside) = (1, String::new());
        for c in chars.by_ref() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            inside.push(c);
        }
        if inside == "$" {
            continue;
        }
        let name = match inside.as_str() {
            "?" => "?",
            other => other
                .split([':', '=', '?', '<'])
                .next()
                .unwrap_or(other)
                .trim_start_matches('*')
                .trim_end_matches("..."),
        };
        out.push_str(&format!("{{{name}}}"));
    }
    out
}

/// `{/:lang}`, `{.:format}` and `{:query}` may be left out: the whole of it counts.
fn without_groups(path: &str) -> String {
    let mut out = String::new();
    let mut open = Vec::new();
    let mut chars = path.chars();
    while let Some(c) = chars.next() {
        let mut ahead = chars.clone();
        // What begins with a dot and no name is what a parameter must look like: `:file{.+\.png}`.
        let is_group = c == '{'
            && match ahead.next() {
                Some('/' | ':' | '-' | '*') => true,
                Some('.') => ahead
                    .next()
                    .is_some_and(|it| it == ':' || it.is_alphanumeric()),
                _ => false,
            };
        match c {
            '{' => open.push(is_group),
            '}' if open.pop() == Some(true) => continue,
            _ => {}
        }
        if !is_group {
            out.push(c);
        }
    }
    out
}

/// `:id`, `:id?`, `:id(\d+)` are `{id}`.
fn colons(path: &str) -> String {
    let mut out = String::new();
    let mut chars = path.chars().peekable();
    let mut in_braces = 0;
    while let Some(c) = chars.next() {
        match c {
            '{' => in_braces += 1,
            '}' => in_braces -= 1,
            _ => {}
        }
        if c != ':' || in_braces > 0 {
            out.push(c);
            continue;
        }
        let mut name = String::new();
        while let Some(&next) = chars.peek() {
            if !(next.is_alphanumeric() || next == '_') {
                break;
            }
            name.push(next);
            chars.next();
        }
        if name.is_empty() {
            out.push(':');
            // Written twice it is a colon, and what follows no parameter.
            if chars.peek() == Some(&':') {
                chars.next();
            }
            continue;
        }
        // What it must look like: `:id(\d+)`, `:id{[0-9]+}`, `:id<int>`.
        if matches!(chars.peek(), Some('(' | '{' | '<')) {
            let mut depth = 0;
            for c in chars.by_ref() {
                match c {
                    '(' | '{' | '<' => depth += 1,
                    ')' | '}' | '>' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
            }
        }
        if matches!(chars.peek(), Some('?' | '+')) {
            chars.next();
        }
        out.push_str(&format!("{{{name}}}"));
    }
    out
}

/// Regular expressions of paths: anchors go, groups become parameters (numbered when they
/// have no name), optional slashes stay out.
fn regex(path: &str) -> String {
    let is_expression = path.starts_with('^')
        || path.ends_with('$')
        || path.contains("(?P<")
        || path.contains("(\\")
        || path.contains("([");
    if !is_expression {
        return path.to_owned();
    }
    let mut out = String::new();
    let mut count = 0;
    let mut parameter = |out: &mut String| {
        count += 1;
        out.push_str(&format!("{{{count}}}"));
    };
    let mut chars = path
        .trim_start_matches('^')
        .trim_end_matches('$')
        .chars()
        .peekable();
    while let Some(c) = chars.next() {
        match c {
            '(' => {
                let (mut depth, mut inside) = (1, String::new());
                let mut escaped = false;
                for c in chars.by_ref() {
                    match c {
                        '(' if !escaped => depth += 1,
                        ')' if !escaped => depth -= 1,
                        _ => {}
                    }
                    escaped = c == '\\' && !escaped;
                    if depth == 0 {
                        break;
                    }
                    inside.push(c);
                }
                let optional = matches!(chars.peek(), Some('?' | '*'));
                if matches!(chars.peek(), Some('?' | '*' | '+')) {
                    chars.next();
                }
                let name = inside
                    .strip_prefix("?P<")
                    .or_else(|| inside.strip_prefix("?<"))
                    .and_then(|rest| rest.split_once('>'))
                    .map(|(name, _)| name);
                match name {
                    Some(name) => out.push_str(&format!("{{{name}}}")),
                    // An optional group without a name is a format suffix or the like.
                    None if optional || inside.starts_with("?:") => {}
                    None => parameter(&mut out),
                }
            }
            '\\' => match chars.next() {
                Some(next) if !next.is_alphanumeric() => out.push(next),
                Some('Z' | 'b' | 'A') | None => {}
                Some(_) => {
                    if matches!(chars.peek(), Some('+' | '*')) {
                        chars.next();
                    }
                    parameter(&mut out);
                }
            },
            '[' => {
                for c in chars.by_ref() {
                    if c == ']' {
                        break;
                    }
                }
                if matches!(chars.peek(), Some('+' | '*')) {
                    chars.next();
                }
                parameter(&mut out);
            }
            '?' | '^' | '$' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styled(path: &str, style: &str) -> String {
        normalise(path, &[style.to_owned()])
    }

    #[test]
    fn each_style_becomes_braces() {
        let cases = [
            ("/a/:id", "colon", "/a/{id}"),
            ("/a/:id(\\d+)/b/:c?", "colon", "/a/{id}/b/{c}"),
            ("/a/:id{[0-9]+}/b", "colon", "/a/{id}/b"),
            ("/a/:id<int;min(3)>/b", "colon", "/a/{id}/b"),
            ("/time/12:30", "colon", "/time/12{30}"),
            ("/user/:id{/:op}/x", "colon", "/user/{id}/{op}/x"),
            ("/a{/:b{.:c}}/{?}", "colon", "/a/{b}.{c}/{?}"),
            ("/find/{:query}", "colon", "/find/{query}"),
            ("/a{/:b", "colon", "/a/{b}"),
            ("/a/:file{.+\\.png}", "colon", "/a/{file}"),
            ("/a/name::verb", "colon", "/a/name:verb"),
            ("/a/<int:id>/<slug>", "angle", "/a/{id}/{slug}"),
            ("/a/<id:int>/<own:b>/<c:re:x+>", "angle", "/a/{id}/{b}/{c}"),
            ("/a/{id:[0-9]{2}}", "brace", "/a/{id}"),
            ("/a/{id?}", "brace", "/a/{id}"),
            ("/a/{id<\\d+>}", "brace", "/a/{id}"),
            ("/{$}", "brace", "/"),
            ("^articles/(?P<slug>[-\\w]+)/$", "regex", "articles/{slug}/"),
            ("^articles/(\\d+)/([a-z]+)/?$", "regex", "articles/{1}/{2}/"),
            ("articles/feed/?$", "regex", "articles/feed/"),
            ("/a/{?}/b", "brace", "/a/{?}/b"),
            ("/a?<b>", "query", "/a"),
            ("/a(/:b)(.:format)/c", "optional", "/a/c"),
            ("/posts/[id]/[...rest]", "bracket", "/posts/{id}/{rest}"),
            ("${api.base:/v1}/posts", "setting", "/v1/posts"),
            ("${api.base}/posts/${", "setting", "{?}/posts/${"),
            ("/a{/id}/b{?max,offset}", "template", "/a/{id}/b"),
            ("/a/{+rest}/{?}{#x}", "template", "/a/{rest}/{?}{x}"),
            ("/a/{id:2}{/b*}", "template", "/a/{id:2}/{b}"),
            ("/posts/[i:id]", "bracket", "/posts/{id}"),
            ("/posts[/{id}]", "bracket", "/posts/{id}"),
            ("users/(:num)/x", "placeholder", "users/{num}/x"),
        ];
        for (path, style, expected) in cases {
            assert_eq!(styled(path, style), expected, "{path}");
        }
    }

    #[test]
    fn parts_join_with_single_slashes() {
        let parts = |list: &[&str]| list.iter().map(|p| (*p).to_owned()).collect::<Vec<_>>();
        assert_eq!(join(&parts(&["/api/", "/users/"]), true), "/api/users");
        assert_eq!(join(&parts(&["api", "users"]), true), "/api/users");
        assert_eq!(join(&parts(&["api/", "users/"]), false), "/api/users");
        assert_eq!(join(&parts(&["api", "users"]), false), "/apiusers");
        assert_eq!(join(&[], true), "/");
    }
}
