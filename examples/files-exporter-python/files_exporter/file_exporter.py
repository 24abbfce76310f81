"""Appends each resource of a batch to a file as one JSON line."""

import json
import time
from datetime import datetime, timezone
from typing import Protocol

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from .node import node_json
from .otlp_json import span_json

_NANOS_PER_SECOND = 1_000_000_000


class UnreadableBatch(Exception):
    """The batch is not what OTLP says; it never will be."""


class Destination(Protocol):
    """Where lines go."""

    def write(self, data: bytes) -> None:
        """Writes all of it. Raises OSError; what was written before stays."""


class FileExporter:
    """Writes batches to one file."""

    def __init__(self, file: Destination) -> None:
        self._file = file
        self._has_torn_line = False

    def export(self, request: bytes) -> None:
        """Gathers the lines of a batch, and writes them at once.

        `request` is an ExportTraceServiceRequest in protobuf. Raises UnreadableBatch, or OSError
        when the file can't be written.
        """
        lines = [line(resource_spans, time.time_ns()) for resource_spans in _decode(request)]
        if not lines:
            return
        # What a failed write left behind must not run into the next line.
        text = "".join(["\n" if self._has_torn_line else "", *lines])
        self._has_torn_line = True
        self._file.write(text.encode())
        self._has_torn_line = False


def line(resource_spans: ResourceSpans, unix_nano: int) -> str:
    """One resource with its spans, with a newline at the end."""
    members = {
        "at": rfc3339(unix_nano),
        "node": node_json(resource_spans),
        "span_data": [
            span_json(span) for scope in resource_spans.scope_spans for span in scope.spans
        ],
    }
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")) + "\n"


def rfc3339(unix_nano: int) -> str:
    """UTC, with nine digits of a second: `2024-02-29T12:34:56.000000789Z`."""
    seconds, nanos = divmod(unix_nano, _NANOS_PER_SECOND)
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%S}.{nanos:09}Z"


def _decode(request: bytes) -> list[ResourceSpans]:
    try:
        return list(ExportTraceServiceRequest.FromString(request).resource_spans)
    except DecodeError:
        # The library's text may quote the data.
        raise UnreadableBatch(
            f"malformed OTLP protobuf in a batch of {len(request)} bytes"
        ) from None
