//! Classes that stand behind pages: the place of the page is the path, their functions answer. Pages
//! without a class only show something and are left out.

use super::graph::{Origin, Registration};
use crate::detect::evaluate::Evaluator;
use crate::detect::matching::Captures;
use crate::detect::project::FileId;

use crate::rules::schema::{Framework, Page};
use crate::syntax::DefinitionKind;

impl Evaluator<'_> {
    pub(super) fn register_pages(&mut self) {
        if self.pages.is_empty() {
            return;
        }
        let project = self.project;
        for file in 0..project.files.len() {
            let source = &project.files[file];
            if source.is_test {
                continue;
            }
            let speaking: Vec<_> = self.graph.speaking(source.language).collect();
            for (index, framework) in speaking {
                let Some(rule) = &framework.page else {
                    continue;
                };
                let page = source.path.strip_suffix(rule.behind.as_str());
                let Some((page, own)) = page.and_then(|page| self.pages.get_key_value(page)) else {
                    continue;
                };
                if let Some(path) = path(page, own.as_deref(), rule) {
                    self.register_page(file, path, index, framework, rule);
                }
            }
        }
    }

    fn register_page(
        &mut self,
        file: FileId,
        path: String,
        index: usize,
        framework: &Framework,
        rule: &Page,
    ) {
        let outline = self.project.outline(file);
        let node = self
            .graph
            .node(Origin::File(index, file), index, "page", true);
        for (definition, function) in outline.definitions.iter().enumerate() {
            let mut captures = Captures::new();
            let class = outline.class_of(function.scope);
            let is_said = function.modifiers.iter().any(|it| rule.word.matches(it));
            if function.kind != DefinitionKind::Function
                || !(is_said || rule.word.is_empty())
                || !rule.function.capture(&function.name, &mut captures)
            {
                continue;
            }
            let (Some(class), Some(method)) = (class, captures.remove("method")) else {
                continue;
            };
            if outline.definitions[class].body != function.scope {
                continue;
            }
            let guards = self.definition_guards(file, class, framework);
            let lifted = self.is_lifted(file, class, framework);
            self.graph.registrations.push(Registration {
                name: None,
                node,
                methods: vec![method.to_uppercase()],
                paths: vec![path.clone()],
                file,
                line: function.lines.first,
                guards,
                lifted,
                handler: Some((file, definition)),
                view: Some((file, class)),
            });
        }
    }
}

/// The path of a page, from where it stands and what it says itself.
fn path(page: &str, own: Option<&str>, rule: &Page) -> Option<String> {
    let own = own.unwrap_or_default();
    let own = own.trim_start_matches('~');
    if own.starts_with('/') {
        return Some(own.to_owned());
    }
    let folder = format!("{}/", rule.below);
    let at = match page.starts_with(&folder) {
        true => 0,
        false => page.find(&format!("/{folder}"))? + 1,
    };
    let (before, below) = (&page[..at], &page[at + folder.len()..]);
    let mut around = before.trim_end_matches('/').rsplit('/');
    let area = around.next().filter(|_| around.next() == Some(&rule.areas));
    let stem = match below.rsplit_once('/') {
        Some((_, name)) => {
            &below[..below.len() - name.len() + name.find('.').unwrap_or(name.len())]
        }
        None => below.split('.').next().unwrap_or(below),
    };
    let mut parts: Vec<&str> = area.into_iter().chain(stem.split('/')).collect();
    if parts.last() == Some(&rule.index.as_str()) {
        parts.pop();
    }
    parts.push(own);
    Some(format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_page_is_its_path() {
        let rule = Page {
            files: Vec::new(),
            line: Default::default(),
            below: "Pages".to_owned(),
            areas: "Areas".to_owned(),
            index: "Index".to_owned(),
            behind: ".cs".to_owned(),
            function: Default::default(),
            word: Default::default(),
        };
        let cases = [
            ("Pages/Index.cshtml", None, "/"),
            (
                "Web/Pages/Tasks/Edit.cshtml",
                Some("{id}"),
                "/Tasks/Edit/{id}",
            ),
            ("Web/Pages/Tasks/Index.cshtml", None, "/Tasks/"),
            ("Areas/Admin/Pages/Users.cshtml", None, "/Admin/Users/"),
            ("Pages/Help.cshtml", Some("/about"), "/about"),
        ];
        for (page, own, expected) in cases {
            let found = path(page, own, &rule);
            assert_eq!(found.as_deref(), Some(expected), "{page}");
        }
        assert_eq!(path("Views/Index.cshtml", None, &rule), None);
        assert_eq!(path("WebPages/Index.cshtml", None, &rule), None);
    }
}
