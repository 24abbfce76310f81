"""The plugin as the agent sees it: the contract on one side, this package on the other.

Only this module imports `wit_world`, which exists inside a built plugin only: everything else
runs, and is tested, in any Python.
"""

import sys
from types import TracebackType

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import trace_exporter_plugin
from wit_world.imports import log
from wit_world.imports.types import (
    Accepted,
    ConfigType,
    Failure_Permanent,
    Failure_Retryable,
    Retryable,
    SpanBatch,
)

from .config import ConfigError, parse_file_paths
from .failures import traceback_text
from .file_exporter import FileExporter, UnreadableBatch
from .files import AppendedFile, open_all, stop_all

_files: list[AppendedFile] = []


class TraceExporter(trace_exporter_plugin.TraceExporter):
    """One file as a destination."""

    def __init__(self, exporter: FileExporter) -> None:
        self._exporter = exporter

    def export_spans(self, batch: SpanBatch) -> Accepted:
        try:
            self._exporter.export(batch.spans)
        except OSError as error:
            raise Err(Failure_Retryable(Retryable(str(error), None))) from None
        except UnreadableBatch as error:
            raise Err(Failure_Permanent(str(error))) from None
        except MemoryError:
            # The agent makes a plugin anew that ends; one that goes on has its memory full.
            raise
        except Exception as error:  # noqa: BLE001 (nothing may leave)
            raise Err(Failure_Permanent(traceback_text(error))) from None
        return Accepted(rejected_spans=0, message=None)


class TraceExporterPlugin(exports.TraceExporterPlugin):
    """What the agent calls."""

    def trace_exporters_from_config(
        self, blob: bytes, config_type: ConfigType
    ) -> list[trace_exporter_plugin.TraceExporter]:
        """One exporter for each of `file_paths`: every file gets every batch."""
        try:
            if config_type is not ConfigType.YAML:
                raise ConfigError(f"Only parsing configs of YAML type, got {_name(config_type)}")
            files = open_all(parse_file_paths(blob))
        except (ConfigError, OSError) as error:
            raise Err(str(error)) from None
        except Exception as error:  # noqa: BLE001 (nothing may leave)
            raise Err(traceback_text(error)) from None
        _files.extend(files)
        return [TraceExporter(FileExporter(file)) for file in files]

    def stop(self) -> None:
        """Syncs and closes every file, whatever becomes of the others."""
        errors = stop_all(_files)
        _files.clear()
        if errors:
            raise Err("\n".join(str(error) for error in errors))


def _name(config_type: ConfigType) -> str:
    return "unknown" if config_type is ConfigType.UNKNOWN else config_type.name


def _report_last_words(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    log.log(log.Level.CRITICAL, traceback_text(error), [])


# Called for an exception that leaves the plugin all the same: the agent gives its text as the
# reason why the plugin ended.
sys.excepthook = _report_last_words
