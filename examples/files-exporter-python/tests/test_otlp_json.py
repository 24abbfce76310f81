import json
import math
import unittest

from opentelemetry.proto.common.v1.common_pb2 import AnyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from files_exporter.otlp_json import span_json, value_json


class SpanJson(unittest.TestCase):
    def test_leaves_out_what_is_not_said_except_ids_name_kind_and_times(self) -> None:
        self.assertEqual(
            json.dumps(span_json(Span())),
            '{"traceId": "", "spanId": "", "name": "", "kind": 0, '
            '"startTimeUnixNano": "0", "endTimeUnixNano": "0"}',
        )

    def test_keeps_a_status_that_says_nothing(self) -> None:
        self.assertEqual(span_json(Span(status=Status()))["status"], {})

    def test_writes_ids_in_hex_and_long_numbers_as_texts(self) -> None:
        span = Span(trace_id=b"\xab" * 16, end_time_unix_nano=2**64 - 1, kind=99)
        self.assertEqual(span_json(span)["traceId"], "ab" * 16)
        self.assertEqual(span_json(span)["endTimeUnixNano"], "18446744073709551615")
        self.assertEqual(span_json(span)["kind"], 99)


class ValueJson(unittest.TestCase):
    def test_names_the_kind_also_of_values_that_are_zero(self) -> None:
        self.assertEqual(value_json(AnyValue(string_value="")), {"stringValue": ""})
        self.assertEqual(value_json(AnyValue(bool_value=False)), {"boolValue": False})
        self.assertEqual(value_json(AnyValue(int_value=0)), {"intValue": "0"})
        self.assertEqual(value_json(AnyValue(bytes_value=b"")), {"bytesValue": ""})
        self.assertEqual(value_json(AnyValue()), {})

    def test_writes_doubles_that_json_has_no_number_for_as_texts(self) -> None:
        for value, text in ((math.nan, "NaN"), (math.inf, "Infinity"), (-math.inf, "-Infinity")):
            self.assertEqual(value_json(AnyValue(double_value=value)), {"doubleValue": text})
