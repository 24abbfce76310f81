import unittest

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from {{snake_name}}.span_lines import UnreadableBatch, span_lines


def batch(span: Span, *attributes: KeyValue) -> bytes:
    resource_spans = ResourceSpans(
        resource=Resource(attributes=attributes), scope_spans=[ScopeSpans(spans=[span])]
    )
    return ExportTraceServiceRequest(
        resource_spans=[resource_spans]
    ).SerializeToString()


class SpanLines(unittest.TestCase):
    def test_tells_name_duration_and_service(self) -> None:
        span = Span(
            name="pay", start_time_unix_nano=1_000_000, end_time_unix_nano=3_500_000
        )
        service = KeyValue(key="service.name", value=AnyValue(string_value="shop"))
        self.assertEqual(
            list(span_lines(batch(span, service), "span")), ["span pay: 2.500 ms, shop"]
        )

    def test_says_so_when_nobody_named_the_service(self) -> None:
        self.assertEqual(
            list(span_lines(batch(Span(name="pay")), ">")),
            ["> pay: 0.000 ms, unknown service"],
        )

    def test_gives_up_a_batch_that_can_not_be_read(self) -> None:
        with self.assertRaises(UnreadableBatch):
            list(span_lines(batch(Span(name="pay"))[:-1], "span"))
