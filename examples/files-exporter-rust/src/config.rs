use saphyr::{LoadableYamlNode, Mapping, Scalar, Yaml};

/// What the user writes under `config`.
#[derive(Debug, Default, PartialEq)]
pub struct Config {
    pub file_paths: Vec<String>,
}

impl Config {
    /// Reads the blob. The text of an error holds all that is wrong, one a line, each with the path of keys.
    pub fn from_yaml(blob: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(blob).map_err(|error| format!("config: {error}"))?;
        let documents = Yaml::load_from_str(text).map_err(|error| format!("config: {error}"))?;
        let mut problems = Vec::new();
        let file_paths = match documents.as_slice() {
            [] | [Yaml::Value(Scalar::Null)] => Vec::new(),
            [Yaml::Mapping(map)] => file_paths_of(map, &mut problems),
            [other] => {
                problems.push(expected("a mapping", "config", other));
                Vec::new()
            }
            _ => return Err("config: expected one document, found more".into()),
        };
        if !problems.is_empty() {
            return Err(problems.join("\n"));
        }
        if file_paths.is_empty() {
            return Err("No parsed filepaths".into());
        }
        Ok(Self { file_paths })
    }
}

fn file_paths_of(map: &Mapping, problems: &mut Vec<String>) -> Vec<String> {
    for key in map.keys().filter(|key| key.as_str() != Some("file_paths")) {
        let key = key.as_str().map_or_else(|| describe(key), str::to_string);
        problems.push(format!("{key}: unknown key; expected file_paths"));
    }
    let items = match map.get(&Yaml::value_from_str("file_paths")) {
        None | Some(Yaml::Value(Scalar::Null)) => return Vec::new(),
        Some(Yaml::Sequence(items)) => items,
        Some(other) => {
            problems.push(expected("a list", "file_paths", other));
            return Vec::new();
        }
    };
    let mut paths = Vec::new();
    for (index, item) in items.iter().enumerate() {
        match item.as_str() {
            Some(path) => paths.push(path.to_string()),
            None => problems.push(expected("a text", &format!("file_paths[{index}]"), item)),
        }
    }
    paths
}

fn expected(what: &str, path: &str, found: &Yaml) -> String {
    format!("{path}: expected {what}, found {}", describe(found))
}

fn describe(value: &Yaml) -> String {
    match value {
        Yaml::Sequence(_) => "a list".into(),
        Yaml::Mapping(_) => "a mapping".into(),
        Yaml::Tagged(tag, _) => format!("a value with the tag {tag}"),
        Yaml::Value(Scalar::Null) => "nothing".into(),
        Yaml::Value(Scalar::Boolean(flag)) => flag.to_string(),
        Yaml::Value(Scalar::Integer(number)) => number.to_string(),
        Yaml::Value(Scalar::FloatingPoint(number)) => number.to_string(),
        Yaml::Value(Scalar::String(text)) => {
            format!("the text {}", text.chars().take(80).collect::<String>())
        }
        _ => "a value that can't be read".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(yaml: &str) -> String {
        Config::from_yaml(yaml.as_bytes()).unwrap_err()
    }

    #[test]
    fn paths_are_read_in_their_order() {
        for yaml in [
            "file_paths: [/out/b, '/out/a'] # two\n",
            "{\"file_paths\": [\"/out/b\", \"/out/a\"]}",
            "file_paths:\n  - /out/b\n  - /out/a\n",
        ] {
            let config = Config::from_yaml(yaml.as_bytes()).unwrap();
            assert_eq!(config.file_paths, ["/out/b", "/out/a"], "{yaml:?}");
        }
    }

    #[test]
    fn a_config_without_paths_is_refused() {
        for yaml in ["", "# nothing", "~", "{}", "file_paths:", "file_paths: []"] {
            assert_eq!(refusal(yaml), "No parsed filepaths", "{yaml:?}");
        }
    }

    #[test]
    fn refusals_name_the_path_and_what_was_found() {
        for (yaml, text) in [
            ("[1]", "config: expected a mapping, found a list"),
            ("words", "config: expected a mapping, found the text words"),
            (
                "file_paths: /a",
                "file_paths: expected a list, found the text /a",
            ),
            (
                "file_paths: [/a, 3]",
                "file_paths[1]: expected a text, found 3",
            ),
            (
                "file_paths: [~]",
                "file_paths[0]: expected a text, found nothing",
            ),
            (
                "file_path: [/a]",
                "file_path: unknown key; expected file_paths",
            ),
            (
                "a: 1\nfile_paths: [{}]",
                "a: unknown key; expected file_paths\nfile_paths[0]: expected a text, found a mapping",
            ),
            (
                "--- {}\n--- {}",
                "config: expected one document, found more",
            ),
        ] {
            assert_eq!(refusal(yaml), text, "{yaml:?}");
        }
    }

    #[test]
    fn what_is_no_yaml_is_refused_with_the_place() {
        for yaml in [
            "file_paths: [/a",
            "file_paths: [/a]\nfile_paths: [/b]",
            "a: b: c",
        ] {
            let text = refusal(yaml);
            assert!(
                text.starts_with("config: ") && text.contains("line"),
                "{yaml:?}: {text}"
            );
        }
        assert!(
            Config::from_yaml(b"file_paths: [\xff]")
                .unwrap_err()
                .starts_with("config: ")
        );
    }
}
