"""OTLP/JSON: lowerCamelCase, hex ids, 64-bit integers as strings, enums as integers.

https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
"""

import base64
import math
from collections.abc import Iterable
from typing import Any

from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

Json = dict[str, Any]


def span_json(span: Span) -> Json:
    """One span. Members with their default are left out, except ids, name, kind and times."""
    return {
        "traceId": span.trace_id.hex(),
        "spanId": span.span_id.hex(),
        **without_defaults(
            {
                "parentSpanId": span.parent_span_id.hex(),
                "traceState": span.trace_state,
                "flags": span.flags,
            }
        ),
        "name": span.name,
        "kind": span.kind,
        "startTimeUnixNano": str(span.start_time_unix_nano),
        "endTimeUnixNano": str(span.end_time_unix_nano),
        **without_defaults(
            {
                "attributes": attributes_json(span.attributes),
                "droppedAttributesCount": span.dropped_attributes_count,
                "events": [_event_json(event) for event in span.events],
                "droppedEventsCount": span.dropped_events_count,
                "links": [_link_json(link) for link in span.links],
                "droppedLinksCount": span.dropped_links_count,
            }
        ),
        **({"status": _status_json(span.status)} if span.HasField("status") else {}),
    }


def attributes_json(attributes: Iterable[KeyValue]) -> list[Json]:
    return [{"key": each.key, "value": value_json(each.value)} for each in attributes]


def value_json(value: AnyValue) -> Json:
    """An object with one member named after the kind; empty when there is no value."""
    match value.WhichOneof("value"):
        case "string_value":
            return {"stringValue": value.string_value}
        case "bool_value":
            return {"boolValue": value.bool_value}
        case "int_value":
            return {"intValue": str(value.int_value)}
        case "double_value":
            return {"doubleValue": _double_json(value.double_value)}
        case "array_value":
            return {
                "arrayValue": {"values": [value_json(item) for item in value.array_value.values]}
            }
        case "kvlist_value":
            return {"kvlistValue": {"values": attributes_json(value.kvlist_value.values)}}
        case "bytes_value":
            return {"bytesValue": base64.b64encode(value.bytes_value).decode()}
        case _:
            return {}


def without_defaults(members: Json) -> Json:
    """Only the members that are not zero and not empty."""
    return {name: value for name, value in members.items() if value}


def _double_json(value: float) -> float | str:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def _event_json(event: Span.Event) -> Json:
    return {
        "timeUnixNano": str(event.time_unix_nano),
        "name": event.name,
        **without_defaults(
            {
                "attributes": attributes_json(event.attributes),
                "droppedAttributesCount": event.dropped_attributes_count,
            }
        ),
    }


def _link_json(link: Span.Link) -> Json:
    return {
        "traceId": link.trace_id.hex(),
        "spanId": link.span_id.hex(),
        **without_defaults(
            {
                "traceState": link.trace_state,
                "attributes": attributes_json(link.attributes),
                "droppedAttributesCount": link.dropped_attributes_count,
                "flags": link.flags,
            }
        ),
    }


def _status_json(status: Status) -> Json:
    return without_defaults({"message": status.message, "code": status.code})
