#include "batch.h"

#include "../spandock/otlp.h"

#include <string.h>

static void add_varint(struct buffer *message, uint64_t value) {
  for (; value > 0x7f; value >>= 7) {
    uint8_t byte = (uint8_t)(value | 0x80);
    buffer_add(message, &byte, 1);
  }
  uint8_t last = (uint8_t)value;
  buffer_add(message, &last, 1);
}

static void add_bytes(struct buffer *message, uint32_t tag, const void *bytes, size_t length) {
  add_varint(message, tag);
  add_varint(message, length);
  buffer_add(message, bytes, length);
}

void add_text(struct buffer *message, uint32_t tag, const char *text) {
  add_bytes(message, tag, text, strlen(text));
}

void add_time(struct buffer *message, uint32_t tag, uint64_t unix_nano) {
  add_varint(message, tag);
  for (int i = 0; i < 8; i++) {
    uint8_t byte = (uint8_t)(unix_nano >> 8 * i);
    buffer_add(message, &byte, 1);
  }
}

void add_message(struct buffer *message, uint32_t tag, struct buffer *inner) {
  add_bytes(message, tag, inner->at, inner->length);
  buffer_free(inner);
}

struct buffer make_span(const char *name, uint64_t start_unix_nano, uint64_t end_unix_nano) {
  struct buffer span = {0};
  add_text(&span, SPAN_NAME, name);
  add_time(&span, SPAN_START_TIME, start_unix_nano);
  add_time(&span, SPAN_END_TIME, end_unix_nano);
  return span;
}

struct buffer make_resource_spans(const char *service, struct buffer *spans, size_t count) {
  struct buffer resource_spans = {0}, resource = {0}, attribute = {0}, value = {0}, scope_spans = {0};
  if (service != NULL) {
    add_text(&value, ANY_VALUE_STRING, service);
    add_text(&attribute, KEY_VALUE_KEY, "service.name");
    add_message(&attribute, KEY_VALUE_VALUE, &value);
    add_message(&resource, RESOURCE_ATTRIBUTES, &attribute);
    add_message(&resource_spans, RESOURCE_SPANS_RESOURCE, &resource);
  }
  for (size_t i = 0; i < count; i++) add_message(&scope_spans, SCOPE_SPANS_SPANS, &spans[i]);
  add_message(&resource_spans, RESOURCE_SPANS_SCOPE_SPANS, &scope_spans);
  return resource_spans;
}
