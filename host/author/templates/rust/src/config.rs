use serde::Deserialize;

/// What a user may write under `config` in spandock.yaml.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Begins each line.
    pub prefix: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            prefix: "span".into(),
        }
    }
}

impl Config {
    /// Reads JSON; nothing at all is the default. The text of an error names the key.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let value: serde_json::Value = match text.trim() {
            "" | "null" => return Ok(Self::default()),
            text => serde_json::from_str(text).map_err(|error| format!("config: {error}"))?,
        };
        if !value.is_object() {
            return Err(format!("config: expected a mapping, found {value}"));
        }
        serde_path_to_error::deserialize(value)
            .map_err(|error| format!("{}: {}", error.path(), error.inner()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_prefix() {
        let config = Config::from_json(r#"{"prefix": "→"}"#).unwrap();
        assert_eq!(config.prefix, "→");
    }

    #[test]
    fn takes_defaults_for_what_is_not_there() {
        for text in ["", "null", "{}"] {
            assert_eq!(Config::from_json(text), Ok(Config::default()), "{text:?}");
        }
    }

    #[test]
    fn names_what_is_wrong() {
        for (text, problem) in [
            (r#"{"prefx": ""}"#, "prefx: unknown field"),
            (r#"{"prefix": 3}"#, "prefix: invalid type: integer `3`"),
            ("[1]", "config: expected a mapping, found [1]"),
            ("{", "config: "),
        ] {
            let error = Config::from_json(text).unwrap_err();
            assert!(error.starts_with(problem), "{text:?}: {error}");
        }
    }
}
