use serde::{Deserialize, Deserializer};
use serde_path_to_error::Track;

/// What the user writes under `config`.
#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields, expecting = "a mapping")]
pub struct Config {
    #[serde(deserialize_with = "texts_or_nothing")]
    pub file_paths: Vec<String>,
}

impl Config {
    /// Reads the blob; the text of an error names the path of keys, and the place where there is one.
    pub fn from_yaml(blob: &[u8]) -> Result<Self, String> {
        // `1` is no path: without `no_schema` a number would be taken as a text.
        let options = serde_saphyr::options! { no_schema: true, with_snippet: false };
        let mut track = Track::new();
        let config: Option<Self> =
            serde_saphyr::with_deserializer_from_slice_with_options(blob, options, |yaml| {
                Deserialize::deserialize(serde_path_to_error::Deserializer::new(yaml, &mut track))
            })
            .map_err(|error| match track.path().to_string().as_str() {
                // The whole of it, or a key that was not read to its end.
                "." | "?" => format!("config: {error}"),
                path => format!("{path}: {error}"),
            })?;
        match config.unwrap_or_default() {
            Config { file_paths } if file_paths.is_empty() => Err("No parsed filepaths".into()),
            config => Ok(config),
        }
    }
}

/// A key without a value is as good as no key.
fn texts_or_nothing<'de, D: Deserializer<'de>>(value: D) -> Result<Vec<String>, D::Error> {
    Option::deserialize(value).map(Option::unwrap_or_default)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(yaml: &str) -> String {
        Config::from_yaml(yaml.as_bytes()).unwrap_err()
    }

    #[test]
    fn paths_are_read_in_their_order() {
        let config = Config::from_yaml(b"file_paths: [/out/b, /out/a] # two\n").unwrap();
        assert_eq!(config.file_paths, ["/out/b", "/out/a"]);
    }

    #[test]
    fn a_config_without_paths_is_refused() {
        for yaml in ["", "# nothing", "{}", "file_paths:", "file_paths: []"] {
            assert_eq!(refusal(yaml), "No parsed filepaths", "{yaml:?}");
        }
    }

    #[test]
    fn refusals_name_the_path() {
        for (yaml, path) in [
            ("file_path: [/out/a]", "file_path: "),
            ("file_paths: /out/a", "file_paths: "),
            ("file_paths: [/out/a, 1]", "file_paths[1]: "),
            ("file_paths: [true]", "file_paths[0]: "),
            ("[/out/a]", "config: "),
            ("text", "config: "),
            ("\"", "config: "),
            ("file_paths: [", "file_paths: "),
            ("{file_paths: [/a], file_paths: [/b]}", "config: "),
        ] {
            let text = refusal(yaml);
            assert!(text.starts_with(path), "{yaml:?}: {text}");
        }
    }

    #[test]
    fn what_is_not_utf_8_is_refused() {
        assert!(
            Config::from_yaml(b"file_paths: [\xff]")
                .unwrap_err()
                .starts_with("config: ")
        );
    }
}
