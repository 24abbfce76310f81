/*
 * The fields of an OTLP ExportTraceServiceRequest, and the check that all of them can be read. Source:
 * opentelemetry-proto 1.9, https://github.com/open-telemetry/opentelemetry-proto
 */
#ifndef SPANDOCK_OTLP_H
#define SPANDOCK_OTLP_H

#include "field.h"

enum {
  REQUEST_RESOURCE_SPANS = FIELD_TAG(1, wire_bytes),

  RESOURCE_SPANS_RESOURCE = FIELD_TAG(1, wire_bytes),
  RESOURCE_SPANS_SCOPE_SPANS = FIELD_TAG(2, wire_bytes),
  RESOURCE_SPANS_SCHEMA_URL = FIELD_TAG(3, wire_bytes),

  RESOURCE_ATTRIBUTES = FIELD_TAG(1, wire_bytes),
  RESOURCE_DROPPED_ATTRIBUTES_COUNT = FIELD_TAG(2, wire_varint),

  SCOPE_SPANS_SCOPE = FIELD_TAG(1, wire_bytes),
  SCOPE_SPANS_SPANS = FIELD_TAG(2, wire_bytes),

  SCOPE_ATTRIBUTES = FIELD_TAG(3, wire_bytes),

  SPAN_TRACE_ID = FIELD_TAG(1, wire_bytes),
  SPAN_SPAN_ID = FIELD_TAG(2, wire_bytes),
  SPAN_TRACE_STATE = FIELD_TAG(3, wire_bytes),
  SPAN_PARENT_SPAN_ID = FIELD_TAG(4, wire_bytes),
  SPAN_NAME = FIELD_TAG(5, wire_bytes),
  SPAN_KIND = FIELD_TAG(6, wire_varint),
  SPAN_START_TIME = FIELD_TAG(7, wire_fixed64),
  SPAN_END_TIME = FIELD_TAG(8, wire_fixed64),
  SPAN_ATTRIBUTES = FIELD_TAG(9, wire_bytes),
  SPAN_DROPPED_ATTRIBUTES_COUNT = FIELD_TAG(10, wire_varint),
  SPAN_EVENTS = FIELD_TAG(11, wire_bytes),
  SPAN_DROPPED_EVENTS_COUNT = FIELD_TAG(12, wire_varint),
  SPAN_LINKS = FIELD_TAG(13, wire_bytes),
  SPAN_DROPPED_LINKS_COUNT = FIELD_TAG(14, wire_varint),
  SPAN_STATUS = FIELD_TAG(15, wire_bytes),
  SPAN_FLAGS = FIELD_TAG(16, wire_fixed32),

  EVENT_TIME = FIELD_TAG(1, wire_fixed64),
  EVENT_NAME = FIELD_TAG(2, wire_bytes),
  EVENT_ATTRIBUTES = FIELD_TAG(3, wire_bytes),
  EVENT_DROPPED_ATTRIBUTES_COUNT = FIELD_TAG(4, wire_varint),

  LINK_TRACE_ID = FIELD_TAG(1, wire_bytes),
  LINK_SPAN_ID = FIELD_TAG(2, wire_bytes),
  LINK_TRACE_STATE = FIELD_TAG(3, wire_bytes),
  LINK_ATTRIBUTES = FIELD_TAG(4, wire_bytes),
  LINK_DROPPED_ATTRIBUTES_COUNT = FIELD_TAG(5, wire_varint),
  LINK_FLAGS = FIELD_TAG(6, wire_fixed32),

  STATUS_MESSAGE = FIELD_TAG(2, wire_bytes),
  STATUS_CODE = FIELD_TAG(3, wire_varint),

  KEY_VALUE_KEY = FIELD_TAG(1, wire_bytes),
  KEY_VALUE_VALUE = FIELD_TAG(2, wire_bytes),

  ANY_VALUE_STRING = FIELD_TAG(1, wire_bytes),
  ANY_VALUE_BOOL = FIELD_TAG(2, wire_varint),
  ANY_VALUE_INT = FIELD_TAG(3, wire_varint),
  ANY_VALUE_DOUBLE = FIELD_TAG(4, wire_fixed64),
  ANY_VALUE_ARRAY = FIELD_TAG(5, wire_bytes),
  ANY_VALUE_KVLIST = FIELD_TAG(6, wire_bytes),
  ANY_VALUE_BYTES = FIELD_TAG(7, wire_bytes),

  /* Of ArrayValue and of KeyValueList. */
  LIST_VALUES = FIELD_TAG(1, wire_bytes),
};

/* What can't be read in a batch. */
struct otlp_problem {
  const char *what;
  /* Where its field begins, counted from the first byte of the batch. */
  size_t offset;
};

/*
 * Walks the whole request to its last attribute, before anything is done with it. True when all of it can be
 * read: walks over its messages then end only at their ends. Fields that are not known are skipped, as
 * protobuf asks. Messages nested deeper than 100 are refused, so that what recurses needs no limit of its
 * own.
 */
bool otlp_check(struct bytes request, struct otlp_problem *problem);

/* The value of the first attribute with this key among the fields with this tag; empty when there is none. */
struct bytes find_attribute(struct bytes message, uint32_t tag, const char *key);

/* The text in an AnyValue; empty when it holds another kind. */
struct bytes text_of_value(struct bytes any_value);

/* The field of an AnyValue that holds; `tag` is 0 when it is empty. */
struct field value_of(struct bytes any_value);

#endif
