"""Who sent spans, in OpenCensus' words, read from the attributes of the OTLP resource."""

import re
from typing import Any

from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import ResourceSpans

from .otlp_json import attributes_json, without_defaults


def node_json(resource_spans: ResourceSpans) -> dict[str, Any]:
    """Identifier, libraryInfo, serviceInfo and all attributes; what is not known is left out."""
    resource = resource_spans.resource
    attributes = _Attributes(resource.attributes)
    identifier = {
        "hostName": attributes.text("host.name"),
        "pid": attributes.integer("process.pid"),
        "startTimestamp": attributes.text("process.creation.time", "opencensus.starttime"),
    }
    library_info = {
        "language": attributes.text("telemetry.sdk.language"),
        "exporterVersion": attributes.text(
            "telemetry.distro.version", "opencensus.exporterversion"
        ),
        "coreLibraryVersion": attributes.text("telemetry.sdk.version"),
    }
    return without_defaults(
        {
            "identifier": without_defaults(identifier),
            "libraryInfo": without_defaults(library_info),
            "serviceInfo": without_defaults({"name": attributes.text("service.name")}),
            "attributes": attributes_json(resource.attributes),
            "droppedAttributesCount": resource.dropped_attributes_count,
            "schemaUrl": resource_spans.schema_url,
        }
    )


class _Attributes:
    """Looks attributes up; of a key that comes twice, the first counts."""

    def __init__(self, attributes: Any) -> None:
        self._by_key: dict[str, KeyValue] = {}
        for attribute in attributes:
            self._by_key.setdefault(attribute.key, attribute)

    def text(self, *keys: str) -> str:
        """The first text that is not empty; "" when there is none."""
        texts = (self._by_key[key].value.string_value for key in keys if key in self._by_key)
        return next((text for text in texts if text), "")

    def integer(self, key: str) -> int:
        """0 when there is none. Some senders give numbers as text."""
        if key not in self._by_key:
            return 0
        value = self._by_key[key].value
        leading = re.match(r"\s*[+-]?\d+", value.string_value, re.ASCII)
        return int(leading[0]) if leading else value.int_value
