#include "write_span.h"

#include "../spandock/otlp.h"
#include "write_attributes.h"

static void write_hex(struct json_writer *json, const char *name, struct bytes id) {
  json_key(json, name);
  json_put_hex(json, id);
}

static void write_time(struct json_writer *json, const char *name, uint64_t unix_nano) {
  json_key(json, name);
  json_put_uint64(json, unix_nano);
}

static void write_name(struct json_writer *json, struct bytes name) {
  json_key(json, "name");
  json_put_text(json, name);
}

static void write_event(struct json_writer *json, struct bytes event) {
  uint64_t time = 0, dropped_attributes = 0;
  struct bytes name = {0};
  struct fields fields = fields_of(event);
  for (struct field field; next_field(&fields, &field);) {
    switch (field.tag) {
    case EVENT_TIME: time = field.value; break;
    case EVENT_NAME: name = field.payload; break;
    case EVENT_DROPPED_ATTRIBUTES_COUNT: dropped_attributes = field.value; break;
    }
  }
  json_begin_object(json);
  write_time(json, "timeUnixNano", time);
  write_name(json, name);
  write_attributes(json, event, EVENT_ATTRIBUTES);
  write_count(json, "droppedAttributesCount", dropped_attributes);
  json_end_object(json);
}

static void write_link(struct json_writer *json, struct bytes link) {
  struct bytes trace_id = {0}, span_id = {0}, trace_state = {0};
  uint64_t dropped_attributes = 0, flags = 0;
  struct fields fields = fields_of(link);
  for (struct field field; next_field(&fields, &field);) {
    switch (field.tag) {
    case LINK_TRACE_ID: trace_id = field.payload; break;
    case LINK_SPAN_ID: span_id = field.payload; break;
    case LINK_TRACE_STATE: trace_state = field.payload; break;
    case LINK_DROPPED_ATTRIBUTES_COUNT: dropped_attributes = field.value; break;
    case LINK_FLAGS: flags = field.value; break;
    }
  }
  json_begin_object(json);
  write_hex(json, "traceId", trace_id);
  write_hex(json, "spanId", span_id);
  write_text(json, "traceState", trace_state);
  write_attributes(json, link, LINK_ATTRIBUTES);
  write_count(json, "droppedAttributesCount", dropped_attributes);
  write_count(json, "flags", flags);
  json_end_object(json);
}

static void write_status(struct json_writer *json, struct bytes status) {
  struct bytes message = {0};
  int32_t code = 0;
  struct fields fields = fields_of(status);
  for (struct field field; next_field(&fields, &field);) {
    if (field.tag == STATUS_MESSAGE)
      message = field.payload;
    else if (field.tag == STATUS_CODE)
      code = (int32_t)field.value;
  }
  json_key(json, "status");
  json_begin_object(json);
  write_text(json, "message", message);
  if (code != 0) {
    json_key(json, "code");
    json_put_number(json, code);
  }
  json_end_object(json);
}

/* What of a span is no list. */
struct span {
  struct bytes trace_id, span_id, parent_span_id, trace_state, name, status;
  bool has_status;
  int32_t kind;
  uint64_t flags, start, end, dropped_attributes, dropped_events, dropped_links;
};

static struct span read_span(struct bytes message) {
  struct span span = {0};
  struct fields fields = fields_of(message);
  for (struct field field; next_field(&fields, &field);) {
    switch (field.tag) {
    case SPAN_TRACE_ID: span.trace_id = field.payload; break;
    case SPAN_SPAN_ID: span.span_id = field.payload; break;
    case SPAN_TRACE_STATE: span.trace_state = field.payload; break;
    case SPAN_PARENT_SPAN_ID: span.parent_span_id = field.payload; break;
    case SPAN_NAME: span.name = field.payload; break;
    case SPAN_KIND: span.kind = (int32_t)field.value; break;
    case SPAN_START_TIME: span.start = field.value; break;
    case SPAN_END_TIME: span.end = field.value; break;
    case SPAN_DROPPED_ATTRIBUTES_COUNT: span.dropped_attributes = field.value; break;
    case SPAN_DROPPED_EVENTS_COUNT: span.dropped_events = field.value; break;
    case SPAN_DROPPED_LINKS_COUNT: span.dropped_links = field.value; break;
    case SPAN_FLAGS: span.flags = field.value; break;
    case SPAN_STATUS:
      span.status = field.payload;
      span.has_status = true;
      break;
    }
  }
  return span;
}

static void write_span(struct json_writer *json, struct bytes message) {
  struct span span = read_span(message);
  json_begin_object(json);
  write_hex(json, "traceId", span.trace_id);
  write_hex(json, "spanId", span.span_id);
  if (span.parent_span_id.length > 0) write_hex(json, "parentSpanId", span.parent_span_id);
  write_text(json, "traceState", span.trace_state);
  write_count(json, "flags", span.flags);
  write_name(json, span.name);
  json_key(json, "kind");
  json_put_number(json, span.kind);
  write_time(json, "startTimeUnixNano", span.start);
  write_time(json, "endTimeUnixNano", span.end);
  write_attributes(json, message, SPAN_ATTRIBUTES);
  write_count(json, "droppedAttributesCount", span.dropped_attributes);
  write_list(json, "events", message, SPAN_EVENTS, write_event);
  write_count(json, "droppedEventsCount", span.dropped_events);
  write_list(json, "links", message, SPAN_LINKS, write_link);
  write_count(json, "droppedLinksCount", span.dropped_links);
  if (span.has_status) write_status(json, span.status);
  json_end_object(json);
}

void write_spans(struct json_writer *json, struct bytes resource_spans) {
  json_begin_array(json);
  struct fields scopes = fields_of(resource_spans);
  for (struct field scope; next_field(&scopes, &scope);) {
    if (scope.tag != RESOURCE_SPANS_SCOPE_SPANS) continue;
    struct fields spans = fields_of(scope.payload);
    for (struct field span; next_field(&spans, &span);) {
      if (span.tag == SCOPE_SPANS_SPANS) write_span(json, span.payload);
    }
  }
  json_end_array(json);
}
