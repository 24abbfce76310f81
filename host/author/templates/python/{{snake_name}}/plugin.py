"""What the agent calls. `wit_world` exists inside a built plugin only."""

import sys

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports import trace_exporter_plugin
from wit_world.imports import config as config_import
from wit_world.imports import log
from wit_world.imports.types import Accepted, ConfigType, Failure_Permanent, SpanBatch

from .config import Config, ConfigError, parse_config
from .failures import traceback_text
from .span_lines import UnreadableBatch, span_lines


class TraceExporter(trace_exporter_plugin.TraceExporter):
    """Writes each span to the agent's log."""

    def __init__(self, config: Config) -> None:
        self._config = config

    def export_spans(self, batch: SpanBatch) -> Accepted:
        try:
            for line in span_lines(batch.spans, self._config.prefix):
                log.log(log.Level.INFO, line, [])
        except UnreadableBatch as error:
            raise Err(Failure_Permanent(str(error))) from None
        except MemoryError:
            # The agent makes a plugin anew that ends; one that goes on has its memory full.
            raise
        except Exception as error:
            raise Err(Failure_Permanent(traceback_text(error))) from None
        return Accepted(rejected_spans=0, message=None)


class TraceExporterPlugin(exports.TraceExporterPlugin):
    """Makes exporters from the user's config."""

    def trace_exporters_from_config(
        self, blob: bytes, config_type: ConfigType
    ) -> list[trace_exporter_plugin.TraceExporter]:
        try:
            text = blob.decode()
            if config_type is ConfigType.YAML:
                # The agent reads YAML for its plugins; what is wrong with it comes as an Err.
                text = config_import.yaml_to_json(text)
            return [TraceExporter(parse_config(text))]
        except (ConfigError, UnicodeDecodeError) as error:
            raise Err(str(error)) from None

    def stop(self) -> None:
        """The place to flush and close: called once, after the last batch."""


def _report_last_words(_kind, error, _trace) -> None:
    log.log(log.Level.CRITICAL, traceback_text(error), [])


# Called for an exception that leaves the plugin all the same: the agent gives its text as the
# reason why the plugin ended.
sys.excepthook = _report_last_words
