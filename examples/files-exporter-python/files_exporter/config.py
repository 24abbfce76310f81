"""Reads the config: `file_paths`, a list of texts."""

import json

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

_MAX_SHOWN = 80
# In WebAssembly the parser takes about a second for so much.
_MAX_BYTES = 64 * 1024

# Pure Python, and YAML 1.2 as the contract says: `no` and `010` are what they look like. Made
# while the plugin is built, since it looks for files beside itself.
_YAML = YAML(typ="safe", pure=True)


class ConfigError(Exception):
    """What is wrong with a config, for the operator: one problem a line, each with its path."""


def parse_file_paths(blob: bytes) -> list[str]:
    """The paths of a config in YAML 1.2. Raises ConfigError, and only that."""
    root = _parse(blob)
    if root is None:
        root = {}
    if not isinstance(root, dict):
        raise ConfigError(f"config: expected a mapping, found {_describe(root)}")
    problems = [f"{key}: unknown key; expected file_paths" for key in root if key != "file_paths"]
    paths = _texts("file_paths", root.get("file_paths"), problems)
    if problems:
        raise ConfigError("\n".join(problems))
    if not paths:
        raise ConfigError("No parsed filepaths")
    return paths


def _parse(blob: bytes) -> object:
    if len(blob) > _MAX_BYTES:
        raise ConfigError(f"config: {len(blob)} bytes; at most {_MAX_BYTES} are read")
    try:
        return _YAML.load(blob.decode())
    except UnicodeDecodeError as error:
        raise ConfigError(f"config: not UTF-8 at byte {error.start}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"config: {error or type(error).__name__}") from None


def _texts(path: str, value: object, problems: list[str]) -> list[str]:
    """A list of texts; a missing value is an empty one. Notes what is of another type."""
    if value is None:
        return []
    if not isinstance(value, list):
        problems.append(f"{path}: expected a list, found {_describe(value)}")
        return []
    for index, item in enumerate(value):
        if item is not None and not isinstance(item, str):
            problems.append(f"{path}[{index}]: expected a text, found {_describe(item)}")
    return [item if isinstance(item, str) else "" for item in value]


def _describe(value: object) -> str:
    match value:
        case str():
            shown = value if len(value) <= _MAX_SHOWN else f"{value[:_MAX_SHOWN]}…"
            return f"the text {shown}"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case _:
            return json.dumps(value, default=str)
