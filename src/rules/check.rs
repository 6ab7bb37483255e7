//! Checks of criteria and roadmaps that the TOML reader cannot do: kinds, attributes, forms of
//! conditions, sentences, efforts, links, ids and weights. It reads no file.

use super::schema::{Condition, Criterion, Roadmap};
use super::template::{question_mistakes, sentence_mistakes};
use crate::fact::Kind;

/// Weights stay small enough for a score in whole numbers.
const HEAVIEST: u32 = 1_000;

/// Everything wrong with a criterion, as sentences without a subject.
pub fn criterion(criterion: &Criterion) -> Vec<String> {
    let mut mistakes = Vec::from_iter(id("id", &criterion.id));
    mistakes.extend(id("family", &criterion.family));
    let conditions = [
        ("applies", &criterion.applies),
        ("violated", &criterion.violated),
        ("met", &criterion.met),
        ("partial", &criterion.partial),
        ("tested", &criterion.tested),
        ("enforced", &criterion.enforced),
    ];
    for (name, condition) in conditions {
        if let Some(condition) = condition {
            for mistake in self::condition(condition) {
                mistakes.push(format!("in `{name}`: {mistake}"));
            }
        }
    }
    if criterion.not_looked_for.is_none() {
        match criterion.counter {
            true if criterion.violated.is_none() => {
                mistakes.push("counter-evidence needs `violated`".to_owned());
            }
            false if criterion.met.is_none() => mistakes.push("it needs `met`".to_owned()),
            _ => {}
        }
    }
    if !criterion.step.contains_key("default") {
        mistakes.push("`step` needs a `default`".to_owned());
    }
    if !is_effort(&criterion.effort) {
        let effort = &criterion.effort;
        mistakes.push(format!("`{effort}` is no effort (say `15m`, `2h` or `1d`)"));
    }
    let links = criterion.learn.iter().map(|link| ("learn", link));
    let links = links.chain(criterion.docs.values().map(|link| ("docs", link)));
    for (place, link) in links.filter(|(_, link)| !is_link(link)) {
        mistakes.push(format!(
            "`{link}` in `{place}` is no address that starts with https://"
        ));
    }
    mistakes.extend(sentence_mistakes(criterion));
    mistakes.extend(question_mistakes(criterion));
    mistakes
}

/// Everything wrong with a roadmap besides the criteria it names.
pub fn roadmap(roadmap: &Roadmap) -> Vec<String> {
    let mut mistakes = Vec::from_iter(id("id", &roadmap.id));
    let points = roadmap.points;
    let ladder = [
        points.partial,
        points.used,
        points.tested,
        points.enforced,
        100,
    ];
    if !ladder.is_sorted() {
        mistakes.push(
            "`points` rise from partial to used, tested and enforced, up to 100 at most".to_owned(),
        );
    }
    for stage in &roadmap.stage {
        mistakes.extend(id("stage", &stage.id));
        let weights = stage.weights.values().chain([&stage.weight]);
        if weights
            .copied()
            .any(|weight| weight == 0 || weight > HEAVIEST)
        {
            mistakes.push(format!(
                "a weight in stage `{}` is not from 1 to {HEAVIEST}",
                stage.id
            ));
        }
    }
    for level in &roadmap.level {
        mistakes.extend(id("level", &level.id));
        if level.percent > 100 {
            mistakes.push(format!(
                "level `{}` asks for more than 100 percent",
                level.id
            ));
        }
    }
    mistakes
}

/// Reports and links name ids, so they are lower-case words with hyphens.
fn id(what: &str, id: &str) -> Option<String> {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = id.starts_with(word) && id.chars().all(|c| word(c) || c == '-');
    (!fits).then(|| format!("the {what} `{id}` is not lower-case letters, digits and hyphens"))
}

fn is_effort(effort: &str) -> bool {
    effort.strip_suffix(['m', 'h', 'd']).is_some_and(|number| {
        (1..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
    })
}

fn is_link(link: &str) -> bool {
    link.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|b| b.is_ascii_graphic() && !b"<>\"`\\".contains(&b))
    })
}

fn condition(condition: &Condition) -> Vec<String> {
    let mut mistakes = Vec::new();
    let forms = [
        condition.has.is_some(),
        condition.all.is_some(),
        condition.any.is_some(),
        condition.not.is_some(),
        condition.same.is_some(),
    ];
    if forms.iter().filter(|is| **is).count() != 1 {
        mistakes
            .push("a condition is exactly one of `has`, `all`, `any`, `not`, `same`".to_owned());
    }
    match &condition.has {
        Some(name) => mistakes.extend(has(name, condition)),
        None if counts(condition) => mistakes
            .push("`where`, `min`, `max`, `distinct`, `of` and `percent` go with `has`".to_owned()),
        None => {}
    }
    if condition.same.is_some() == condition.each.is_empty() {
        mistakes.push("`same` and `each` go together".to_owned());
    }
    let inner = condition
        .all
        .iter()
        .chain(&condition.any)
        .flatten()
        .chain(&condition.each)
        .chain(condition.not.as_deref());
    for inner in inner {
        mistakes.extend(self::condition(inner));
    }
    mistakes
}

fn counts(condition: &Condition) -> bool {
    !condition.filter.is_empty()
        || condition.min.is_some()
        || condition.max.is_some()
        || condition.distinct.is_some()
        || condition.of.is_some()
        || condition.percent.is_some()
}

fn has(name: &str, condition: &Condition) -> Vec<String> {
    let mut mistakes = Vec::new();
    let Some(kind) = Kind::from_name(name) else {
        let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        let hint = super::load::closest(name, &names)
            .map(|near| format!(" (is it `{near}`?)"))
            .unwrap_or_default();
        return vec![format!("`{name}` is no kind of fact{hint}")];
    };
    let of = condition.of.iter().flat_map(|of| of.keys());
    for attribute in condition
        .filter
        .keys()
        .chain(of)
        .chain(condition.distinct.as_ref())
    {
        let general = matches!(attribute.as_str(), "path" | "detector");
        if !general && !kind.attributes().contains(&attribute.as_str()) {
            let known = kind.attributes().join(", ");
            mistakes.push(format!(
                "a `{kind}` fact has no attribute `{attribute}` (it has {known})"
            ));
        }
    }
    if condition.of.is_some() && condition.percent.is_none() {
        mistakes.push("`of` needs `percent`".to_owned());
    }
    if condition.percent.is_some_and(|percent| percent > 100) {
        mistakes.push("`percent` is more than 100".to_owned());
    }
    if condition
        .max
        .is_some_and(|max| condition.min.is_some_and(|min| min > max))
    {
        mistakes.push("`min` is more than `max`".to_owned());
    }
    mistakes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::schema::CriteriaFile;

    fn of(met: &str, effort: &str, learn: &str) -> Vec<String> {
        let text = format!(
            "family = \"f\"\n[[criterion]]\nid = \"c\"\ntitle = \"t\"\nwhy = \"w\"\neffort = \"{effort}\"\n\
             learn = [\"{learn}\"]\nmet = {met}\n[criterion.step]\ndefault = \"s\"\n[criterion.docs]\na = \"{learn}\"\n"
        );
        let mut file: CriteriaFile = toml::from_str(&text).unwrap();
        let mut one = file.criterion.remove(0);
        one.family = file.family;
        criterion(&one)
    }

    const MET: &str = "{ has = \"cors\" }";
    const LINK: &str = "https://example.org/a?b=c#d";

    #[test]
    fn efforts_are_a_number_and_a_unit() {
        for good in ["15m", "2h", "1d"] {
            assert_eq!(of(MET, good, LINK), Vec::<String>::new(), "{good}");
        }
        for wrong in [
            "",
            "h",
            "1w",
            "-1h",
            "1.5h",
            "2 h",
            "2ü",
            "ü",
            "٣h",
            "99999999999999999999d",
        ] {
            assert_eq!(of(MET, wrong, LINK).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn links_are_addresses() {
        for wrong in [
            "http://a",
            "https://",
            "a",
            "https://a b",
            "https://ä",
            "https://a<b",
        ] {
            assert_eq!(of(MET, "1h", wrong).len(), 2, "{wrong}"); // In `learn` and in `docs`.
        }
    }

    #[test]
    fn conditions_make_sense() {
        for wrong in [
            "{ has = \"cors\", min = 3, max = 2 }",
            "{ has = \"cors\", of = { tool = \"x\" } }",
            "{ has = \"cors\", percent = 101 }",
            "{ has = \"cors\", where = { colour = \"x\" } }",
            "{ has = \"corz\" }",
            "{ has = \"cors\", each = [{ has = \"test\" }] }",
            "{ same = \"tool\" }",
            "{ all = [{ has = \"cors\" }], min = 2 }",
            "{ has = \"cors\", any = [{ has = \"test\" }] }",
            "{ }",
        ] {
            assert_eq!(
                of(wrong, "1h", LINK).len(),
                1,
                "{wrong}: {:?}",
                of(wrong, "1h", LINK)
            );
        }
        assert!(
            of(
                "{ has = \"cors\", where = { path = \"x\" }, distinct = \"detector\" }",
                "1h",
                LINK
            )
            .is_empty()
        );
    }

    #[test]
    fn a_roadmap_rises_and_keeps_its_weights_small() {
        let text = |points: &str, weight: &str, level: &str| {
            format!(
                "id = \"r\"\ntitle = \"R\"\nabout = \"a\"\npoints = {points}\n[[stage]]\nid = \"s\"\ntitle = \"S\"\n\
                 weight = {weight}\nitem = []\n[[level]]\nid = \"{level}\"\ntitle = \"L\"\npercent = 10\n"
            )
        };
        let mistakes = |text: String| roadmap(&toml::from_str(&text).unwrap()).len();
        let points = "{ partial = 40, used = 85, tested = 95, enforced = 100 }";
        assert_eq!(mistakes(text(points, "3", "low")), 0);
        assert_eq!(
            mistakes(text(
                "{ partial = 90, used = 85, tested = 95, enforced = 100 }",
                "3",
                "low"
            )),
            1
        );
        assert_eq!(
            mistakes(text(
                "{ partial = 40, used = 85, tested = 95, enforced = 101 }",
                "3",
                "low"
            )),
            1
        );
        for weight in ["0", "1001"] {
            assert_eq!(mistakes(text(points, weight, "low")), 1);
        }
        assert_eq!(mistakes(text(points, "3", "The Low")), 1);
    }

    #[test]
    fn mistakes_in_rule_files_are_found_when_they_are_loaded() {
        let broken = |path: &str, from: &str, to: &str| {
            let mut files = crate::rules::source::embedded();
            let text = files.get_mut(path).unwrap();
            assert!(text.contains(from), "{path} has no {from}");
            *text = text.replacen(from, to, 1);
            crate::rules::load(&files)
                .map(|_| ())
                .unwrap_err()
                .to_string()
        };
        let warned = broken(
            "roadmaps/get-hired.toml",
            "with = [\"web-",
            "with = [\"wep-",
        );
        assert!(warned.contains("there is no criterion `wep-"), "{warned}");
        let stack = broken("criteria/testing.toml", "\njavascript = ", "\njavascrip = ");
        assert!(stack.contains("is it `javascript`?"), "{stack}");
        let said = broken("criteria/api.toml", "{count}", "{cuont}");
        assert!(said.contains("`{cuont}`"), "{said}");
        let effort = broken(
            "criteria/api.toml",
            "effort = \"2h\"",
            "effort = \"2 Stunden\"",
        );
        assert!(effort.contains("`2 Stunden` is no effort"), "{effort}");
        let weight = broken("roadmaps/get-hired.toml", "weight = 10", "weight = 0");
        assert!(weight.contains("a weight in stage"), "{weight}");
    }
}
