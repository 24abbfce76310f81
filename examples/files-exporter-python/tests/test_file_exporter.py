import json
import unittest

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.resource.v1.resource_pb2 import Resource
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans, ScopeSpans, Span

from files_exporter.file_exporter import FileExporter, UnreadableBatch, rfc3339


class Memory:
    """A destination that breaks on demand."""

    def __init__(self) -> None:
        self.text = ""
        self.is_full = False

    def write(self, data: bytes) -> None:
        if self.is_full:
            self.text += data.decode()[:7]
            raise OSError("full")
        self.text += data.decode()


def batch(*names: str) -> bytes:
    """One resource for each name, with one span of that name."""
    return ExportTraceServiceRequest(
        resource_spans=[
            ResourceSpans(scope_spans=[ScopeSpans(spans=[Span(name=name)])]) for name in names
        ]
    ).SerializeToString()


class Export(unittest.TestCase):
    def setUp(self) -> None:
        self.memory = Memory()
        self.exporter = FileExporter(self.memory)

    def test_writes_one_line_for_each_resource(self) -> None:
        self.exporter.export(batch("a", "ü"))
        lines = [json.loads(line) for line in self.memory.text.splitlines()]
        self.assertEqual([line["span_data"][0]["name"] for line in lines], ["a", "ü"])

    def test_writes_nothing_for_an_empty_batch(self) -> None:
        self.exporter.export(b"")
        self.assertEqual(self.memory.text, "")

    def test_begins_a_new_line_after_one_that_was_torn(self) -> None:
        self.memory.is_full = True
        with self.assertRaises(OSError):
            self.exporter.export(batch("a"))
        self.memory.is_full = False
        self.exporter.export(batch("b"))
        self.exporter.export(batch("c"))
        torn, *whole = self.memory.text.splitlines()
        self.assertEqual(torn, '{"at":"')
        self.assertEqual([json.loads(line)["span_data"][0]["name"] for line in whole], ["b", "c"])

    def test_tells_a_batch_that_can_not_be_read_without_quoting_it(self) -> None:
        with self.assertRaises(UnreadableBatch) as caught:
            self.exporter.export(batch("secret")[:-1])
        self.assertRegex(
            str(caught.exception), r"^malformed OTLP protobuf in a batch of \d+ bytes$"
        )

    def test_says_who_sent_the_spans(self) -> None:
        attributes = {
            "host.name": AnyValue(string_value="h1"),
            "process.pid": AnyValue(string_value="4711"),
            "service.name": AnyValue(string_value="shop"),
        }
        resource = Resource(
            attributes=[KeyValue(key=key, value=value) for key, value in attributes.items()]
        )
        request = ExportTraceServiceRequest(resource_spans=[ResourceSpans(resource=resource)])
        self.exporter.export(request.SerializeToString())
        node = json.loads(self.memory.text)["node"]
        self.assertEqual(node["identifier"], {"hostName": "h1", "pid": 4711})
        self.assertEqual(node["serviceInfo"], {"name": "shop"})
        self.assertNotIn("libraryInfo", node)


class Rfc3339(unittest.TestCase):
    def test_has_nine_digits_of_a_second(self) -> None:
        self.assertEqual(rfc3339(1_709_210_096_000_000_789), "2024-02-29T12:34:56.000000789Z")
