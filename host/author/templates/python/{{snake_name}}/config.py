"""What a user may write under `config` in spandock.yaml."""

import json
from dataclasses import dataclass


class ConfigError(Exception):
    """What is wrong with a config, for the operator."""


@dataclass(frozen=True)
class Config:
    """The exporter's settings, and their defaults."""

    prefix: str = "span"


def parse_config(text: str) -> Config:
    """Reads a config in JSON; nothing at all is the default. Raises ConfigError."""
    try:
        root = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"config: not JSON: {error}") from None
    if root is None:
        root = {}
    if not isinstance(root, dict):
        raise ConfigError("config: expected a mapping")
    for key in root:
        if key != "prefix":
            raise ConfigError(f"{key}: unknown key; expected prefix")
    prefix = root.get("prefix")
    if prefix is None:
        return Config()
    if not isinstance(prefix, str):
        raise ConfigError(f"prefix: expected a text, found {json.dumps(prefix)}")
    return Config(prefix)
