"""From a batch to lines: the part that needs no agent."""

from collections.abc import Iterator

from google.protobuf.message import DecodeError
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import Span

_NANOS_PER_MILLI = 1_000_000


class UnreadableBatch(Exception):
    """The batch is not what OTLP says; it never will be."""


def span_lines(request: bytes, prefix: str) -> Iterator[str]:
    """One line for each span of an ExportTraceServiceRequest. Raises UnreadableBatch."""
    try:
        batch = ExportTraceServiceRequest.FromString(request)
    except DecodeError:
        # The library's text may quote the data.
        raise UnreadableBatch("malformed OTLP protobuf") from None
    for resource_spans in batch.resource_spans:
        service = _service_name(resource_spans.resource)
        for scope_spans in resource_spans.scope_spans:
            for span in scope_spans.spans:
                yield _line(span, service, prefix)


def _line(span: Span, service: str, prefix: str) -> str:
    millis = (span.end_time_unix_nano - span.start_time_unix_nano) / _NANOS_PER_MILLI
    return f"{prefix} {span.name}: {millis:.3f} ms, {service}"


def _service_name(resource: Resource) -> str:
    for attribute in resource.attributes:
        if attribute.key == "service.name" and attribute.value.string_value:
            return attribute.value.string_value
    return "unknown service"
